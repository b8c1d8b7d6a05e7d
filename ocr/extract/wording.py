# ruff: noqa: E501 - word lists and patterns are read whole
"""Grammars of worded values: names of persons, firms, banks, hospitals, places of work, relations, methods.

Here: where such a value starts and ends in a folded text. Not here: numbers and dates (grammar), labels.
"""

import itertools
import re
from collections.abc import Iterator

from ocr.extract.grammar import Found, Scanner, dates

HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0002fa1f"
_NAME = re.compile(rf"[{HAN}]{{2,4}}(?:[·.•][{HAN}]{{1,12}})*")
NOT_A_NAME = re.compile(
    r"公司|单位|职工|工伤|无其|其他近|身份|证件|号码|日期|签名|签字|盖章|公章|姓名|电话|账号|户名|银行|开户|金额|合计|待遇|项目|医院"
    r"|用人|近亲|亲属|监护|关系|本人|确认|同意|垫付|费用|人民|支付|收款|付款|死亡|事故|受伤|年月|大写|小写|性别|联系|序号|备注|票据"
    r"|证号|核对|卡号|行号|信息|情况|资料|详情|基本|明细|签收|方式|编号|单据|合同|系统|登记"
    r"|配偶|父亲|母亲|儿子|女儿|供养|现金|转账|地址|编号|填表|说明|以上|以下|上述|下列|声明|承诺|证明|委托|代理|经办|审核|复核|指模|手印|有限|分行|支行|凭证|保险|社会|发票|发放|申请|争议|异议|分歧|存在|^[人者姓]"
)
_ORG_END = (
    r"(?:股份有限公司|有限责任公司|有限公司|集团公司|公司|工厂|制造厂|加工厂|厂|商行|商店|门市部|经营部|工作室|事务所|合作社|经济联合社|联合社|村民委员会|村委会|居委会|委员会"
    r"|服务中心|中心|医院|卫生院|诊所|门诊部|药店|药房|研究院|研究所|学校|学院|大学|幼儿园|酒店|宾馆|饭店|餐厅|超市|农场|林场|局|站|队|所|社|店|行|院|馆|部|会|场|园|铺|坊)"
)
_STAMP = "章|公章|盖章|签章|印章|加盖公章"  # what a letter's foot asks for behind the firm's name
_ORG = re.compile(
    rf"[{HAN}A-Za-z0-9()·&]{{2,40}}?{_ORG_END}(?:\((?!{_STAMP}\))[{HAN}A-Za-z0-9]{{1,12}}\))?"
    rf"(?:[{HAN}A-Za-z0-9]{{0,12}}(?:分公司|分厂|分店|项目部|分院|院区|办事处|分所))?"
)
_ASKS = re.compile(
    r"(?:编号|号码|[账卡票行单]号|日期|时间|金额|大写|小写|户名|签名|签字|盖章|方式|电话|地址|用途|备注)$"
)  # a label
_ORG_STRONG = re.compile(
    r"公司|厂|医院|中心|卫生院|委员会|合作社|联合社|村委会|居委会|商行|商店|经营部|事务所|学校|研究"
)
_BANK = re.compile(
    rf"[{HAN}A-Za-z0-9()·]{{2,30}}?(?:银行|信用社|信用合作联社|农商行|农信社|邮储|工行|农行|中行|建行|交行|招行)"
    rf"(?:[{HAN}A-Za-z0-9()·]{{0,30}}(?:分理处|储蓄所|营业部|营业厅|营业室|营业所|支行|分行|分社|网点|部|社|所|处))?"
    rf"(?:\([{HAN}A-Za-z0-9]{{1,12}}\))?"
)
_STOP = re.compile(r"[,;:。！？|\[\]<>\"“”、；，]|\.{2,}|…")
RELATIONS = (
    "外祖父", "外祖母", "外孙女", "外孙子", "祖父", "祖母", "孙子", "孙女", "外孙", "配偶", "丈夫", "妻子", "父亲", "母亲",
    "儿子", "女儿", "长子", "次子", "长女", "次女", "三子", "三女", "独生子", "独生女", "养子", "养女", "继子", "继女", "养父", "养母", "继父", "继母",
    "哥哥", "弟弟", "姐姐", "妹妹", "爷爷", "奶奶", "外公", "外婆", "兄", "弟", "姐", "妹", "父", "母", "子", "女", "夫", "妻", "爱人", "爸爸", "妈妈", "子女", "父母", "兄弟", "姐妹", "本人", "监护人",
)  # fmt: skip
_RELATION = re.compile("|".join(sorted(RELATIONS, key=len, reverse=True)))
_METHODS = (
    ("TRANSFER", re.compile(r"转账|转帐|汇款|汇入|银行|网银|电汇|划转|划拨|转入")),
    ("CARD", re.compile(r"刷卡|银行卡|POS|卡付|信用卡|社保卡")),
    ("CASH", re.compile(r"现金|现钞")),
    ("OTHER", re.compile(r"支票|微信|支付宝|其他|其它|扫码|汇票")),
)
_YES = re.compile(r"是|√|有|☑|✓|Y|属于")
_NO = re.compile(r"否|不|无|非|×|N|没")


def names(text: str) -> Iterator[Found]:
    """Names of persons at the very start of a text, up to a sign that cannot belong to a name."""
    body = _STOP.split(text, maxsplit=1)[0].split("(")[0].rstrip(".·-")
    lead = len(body) - len(body.lstrip("-—*·."))
    body = body[lead:]
    match = _NAME.match(body)
    odd = re.fullmatch(rf"[{HAN}]{{2,4}}[0-9A-Za-z]{{1,3}}|[{HAN}]{{1,2}}[0-9A-Za-z]{{1,2}}[{HAN}]{{1,2}}", body)
    if odd and not NOT_A_NAME.search(body):  # a digit in a name is the paper's fault and must be seen
        yield Found(lead, lead + len(body), body, 0.6, ("ODD_SIGN",))
        return
    if match is None:
        return
    whole = match[0]
    if len(body) > len(whole) and "·" not in whole:
        rest = body[len(whole) :]
        quality = 0.35 if re.match(rf"[{HAN}]", rest) else 0.7
        cut = re.match(rf"([{HAN}]{{2,3}}?)(?=男|女|系|的|于|在|性别|先生|女士|同志|本人)", body)
        if cut:
            yield Found(lead, lead + cut.end(), cut[1], 0.75)
    else:
        quality = 0.85
    if NOT_A_NAME.search(whole):
        quality = 0.1
    yield Found(lead, lead + len(whole), whole, quality)


_NO_BODY = re.compile(rf"\([{HAN}]{{1,3}}\)?|[{HAN}]{{0,4}}(?:书|声明|证明|凭证)")  # (公享 of 公章, the rest of a title
_SHORT = 6  # signs of a name that no body with a bracket in its name has


def orgs(text: str) -> Iterator[Found]:
    """Registered names of firms and bodies."""
    match = _ORG.match(text.lstrip("-*"))
    lead = len(text) - len(text.lstrip("-*"))
    if match:
        whole = _longest_org(text[lead:])
        if re.fullmatch(
            rf"\((?!{_STAMP})[{HAN}]{{1,8}}", text[lead + len(whole) :]
        ):  # the closing sign fell outside the line
            whole = text[lead:]
        strong = bool(_ORG_STRONG.search(whole))
        rest = text[lead + len(whole) :]
        clean = not rest or bool(re.match(r"[,;:。、；，()\[]|\d", rest))
        broken = len(whole) <= _SHORT and whole.count(")") != whole.count("(")  # 公金)厂: what a stamp left
        quality = 0.2 if broken else (0.9 if strong else 0.45) - (0.0 if clean else 0.25)
        cut = whole.count("(") > whole.count(")")  # of 示例) a light may have left 示
        yield Found(lead, lead + len(whole), whole, quality, ("AMBIGUOUS",) if cut else ())
        return
    body = _STOP.split(text, maxsplit=1)[0]
    if _NO_BODY.fullmatch(body):
        return
    if 3 <= len(body) <= 40 and re.search(rf"[{HAN}]{{2}}", body) and not _ASKS.search(body):
        yield Found(0, len(body), body, 0.3)


_FORM = r"\((?:个人独资|普通合伙|有限合伙|特殊普通合伙)\)?"  # part of a firm's name
_PART = re.compile(rf"{_FORM}|[{HAN}A-Za-z0-9]{{0,10}}?(?:分公司|分厂|分店|分院)")
_OF_A_SENTENCE = re.compile(r"[由向于在将的及与和至为已系是,]|职工|员工|工作|账户")


def org_goes_on(text: str) -> int:
    """Return how many characters behind a firm's name belong to it: 有限公司 / 南溪分公司."""
    part = _PART.match(text)
    return part.end() if part is not None and not _OF_A_SENTENCE.search(part[0]) else 0


def _longest_org(text: str) -> str:
    """Return the name up to its last ending before a sign that cannot belong to it."""
    body = _STOP.split(text, maxsplit=1)[0]
    match = _ORG.match(body)
    if match is None:
        return body
    end = match.end()
    # 虚构市示例制造有限公司 … a name that goes on (有限公司第一分公司) is longer than its first ending.
    longer = re.compile(
        rf"(?:\((?!{_STAMP}\))[{HAN}A-Za-z0-9]{{1,12}}\)|[{HAN}A-Za-z0-9]{{0,12}}?(?:有限公司|公司|医院|分公司|分厂|分店|项目部|卫生院|中心|院区))"
    )
    while True:
        more = longer.match(body, end)
        if not more or more.end() == end or re.search(r"[由向于在将的及与和至为已]", more[0]):
            return body[:end]
        end = more.end()


def banks(text: str) -> Iterator[Found]:
    """Banks with their branch."""
    match = _BANK.match(text)
    if match:
        body = _STOP.split(text, maxsplit=1)[0]
        whole = match[0]
        if len(body) <= 40 and len(body) > len(whole) and re.fullmatch(rf"[{HAN}A-Za-z0-9()·-]*", body[len(whole) :]):
            rest = body[len(whole) :]
            if re.search(r"(?:支行|分行|部|社|所|处|行|室)$", rest) or not re.search(r"[的将由于本为向并在]", rest):
                whole = body
        cut = re.search(rf"银行[{HAN}]{{0,8}}有限公司[{HAN}]{{1,3}}$", whole) and not re.search(
            r"[行部社所处室厅]$", whole
        )
        yield Found(0, len(whole), whole, 0.45 if cut else 0.9)  # …股份有限公司虚构: its 分行 lies under a stamp
        return
    body = _STOP.split(text, maxsplit=1)[0]
    if 3 <= len(body) <= 40 and re.search(r"银|[支分]行|信用|[行社部处所]$", body):  # 自行协商 is no bank
        yield Found(0, len(body), body, 0.4)


def relations(text: str) -> Iterator[Found]:
    """Relation words."""
    match = _RELATION.search(text)
    if match:
        exact = len(text) - len(match[0])
        yield Found(*match.span(), match[0], 0.95 if exact == 0 else 0.7 if exact <= 2 else 0.4)


def methods(text: str) -> Iterator[Found]:
    """Ways of paying; a ticked box decides where several are printed."""
    ticked = re.search(r"[☑√✓■●](?:\)|\])?([^☐□○☑√✓■●]{2,8})|([^☐□○☑√✓■●:]{2,6})[√☑✓](?!\w)", text)
    if ticked is None and re.search(r"[☐□◻][^☐□◻]", text):
        return  # only empty boxes: nothing was chosen
    area = (ticked[1] or ticked[2]) if ticked else text
    hits = [(code, match) for code, pattern in _METHODS if (match := pattern.search(area))]
    if not hits:
        return
    code, match = hits[0] if not (hits[0][0] == "TRANSFER" and len(hits) > 1 and "卡" in area) else hits[1]
    start = text.find(match[0])
    stop = start + len(match[0])
    yield Found(start, stop, code, 0.9 if len({c for c, _ in hits}) == 1 else 0.5)


def yes_no(text: str) -> Iterator[Found]:
    """是 / 否 of a cell, a ticked one of two."""
    if len(text) > 8 or not text:
        return
    ticked = re.search(r"[☑√✓■](是|否)|(是|否)[√☑✓]", text)
    if ticked:
        yield Found(0, len(text), (ticked[1] or ticked[2]) == "是", 0.8)
    elif _NO.search(text):
        yield Found(0, len(text), False, 0.8)
    elif _YES.search(text):
        yield Found(0, len(text), True, 0.8)


def codes(text: str) -> Iterator[Found]:
    """Numbers of papers: letters, digits, brackets and 号."""
    match = re.match(
        rf"(?:[{HAN}]{{0,10}}[\[(〔<【]?(?:19|20)[0-9]{{2}}[\])〕>】]?(?:[{HAN}]{{0,4}})第?[0-9-]{{1,12}}号?|[0-9A-Za-z][0-9A-Za-z\-/]{{3,31}}(?:号)?)",
        text,
    )
    if match:
        yield Found(0, match.end(), match[0], 0.8)


def free(text: str) -> Iterator[Found]:
    """Whatever stands there, up to a full stop."""
    body = re.split(r"[。;；]", text, maxsplit=1)[0].strip(",:")
    if body:
        start = text.find(body)
        yield Found(start, start + len(body), body, 0.5)


def periods(text: str) -> Iterator[Found]:
    """Two dates with 至 between."""
    found = sorted(dates(text), key=lambda item: item.start)
    for first, second in itertools.pairwise(found):
        if first.value and second.value and second.start - first.stop <= 3:
            yield Found(first.start, second.stop, f"{first.value}/{second.value}", 0.9)


WORDED: dict[str, Scanner] = {
    "name": names, "org": orgs, "bank": banks, "relation": relations, "method": methods, "yesno": yes_no,
    "code": codes, "text": free, "period": periods,
}  # fmt: skip
