"""Statements of letters: consent, completeness, dispute, promises, cash; boxes that are ticked; waivers.

Here: keyword logic over sentences joined across lines, aware of negation, tolerant to one wrong character. Not here:
what follows from a missing statement.
"""

import re
from collections.abc import Iterator, Sequence

from ocr.extract.grammar import Found
from ocr.extract.items import items
from ocr.extract.layout import Layout
from ocr.extract.leaves import FieldLeaf
from ocr.extract.runs import Book, Run
from ocr.extract.values import leaf
from validators.model.evidence import Remark

_END = re.compile(r"[。；;！!]|\.(?![0-9])")
_NOT = r"(?:不|未|没有|没|拒绝|并非|非|无法|尚未|从未)"
_FIRM = r"(?:用人单位|单位|公司|企业|雇主|厂方|工厂|该厂|我厂|本厂|贵司|我司)"

_NOT_OWN = r"(?:(?!本人(?!所在|单位)|个人|社会保障卡|社保卡|职工账户|职工本人).)"

_PAID = re.compile(
    rf"(?:由|系|为|是)?.{{0,14}}(?:{_FIRM}|厂|中心|店|院).{{0,14}}(?:垫付|代垫|先行支付|垫支|先行垫|预先支付|垫资|代付|代缴|先付|预付|支付(?:完毕)?|[替帮代](?:我|本人)(?:先)?[出付垫])|费.{{0,14}}{_FIRM}.{{0,8}}承担|垫付.{{0,20}}(?:属实|无误)|(?:已|先行|全额|代为|代)垫付|(?:垫付|代垫|垫支|先行支付).{{0,16}}(?:费用|款项|金额|医疗费|医药费|合计|共计)"
)
_AGREES = re.compile(
    rf"(?:同意|愿意|自愿|授权|委托|请|申请|要求|许可|认可|确认|请求|特申请|允许).{{0,60}}(?:发放|支付|拨付|划入|划付|汇入|转入|划转|拨入|打入|打给|打到|返还|归还|直接付|退还|拨|转|汇|(?<![垫代先])付)"
    rf"{_NOT_OWN}{{0,26}}(?:{_FIRM}|账户|账号|厂|上述|以下|下列)|(?:同意|自愿|愿意).{{0,20}}归{_FIRM}|(?:同意|自愿|愿意|授权|委托).{{0,12}}(?:{_FIRM}).{{0,12}}(?:领取|收取|代领|申领|受领|报销|受偿)|(?:费用|待遇|款项|部分|资金|金额).{{0,24}}(?:同意|可|请)?(?:发放|支付|拨付|划入|汇入|转入|返还|归还).{{0,6}}(?:至|到|给|入|于).{{0,10}}(?:{_FIRM}|以下|下列|上述)"
)
_REFUSES = re.compile(
    rf"{_NOT}.{{0,4}}(?:同意|愿意|授权|认可)|(?:拒绝|反对|不愿).{{0,30}}(?:支付|拨付|发放|划|汇|付给)"
    rf"|(?:不要|不能|不得|不应|不许|不准|别|勿)[^,，]{{0,10}}(?:打|付|发放|汇|转|划|拨)[^,，]{{0,8}}{_FIRM}"
)
_NOT_PAID = re.compile(
    rf"{_NOT}.{{0,8}}(?:垫付|代垫|先行支付|[替帮代](?:我|本人).{{0,6}}[出付垫])"
    r"|[替帮代](?:我|本人)[^。;]{0,14}(?:未付|没付|没有付)|不肯.{0,4}[替帮代]"
)

COMPLETENESS = re.compile(
    r"(?:全部|所有|全体|仅有|只有).{0,24}(?:近亲属|亲属|供养亲属|继承人|家属|人员)(?!(?:本人|代表)?[(]?签)|亲属.{0,4}(?:仅有|只有|仅为|仅|共).{0,4}(?:上述|以上|以下|下列|[0-9一二三四五六七八九两]{1,2}[人名])|亲属.{0,8}(?:全部|均已|完整|逐一).{0,6}(?:列明|列出|列入|列示|填报|申报)|(?:无|没有|并无|别无|再无|不存在|未有).{0,6}(?:其他|其它|他|别的|另外|遗漏|未列|漏列).{0,14}(?:亲属|人员|继承人|家属|人)|(?:无|没有)(?:任何)?(?:遗漏|漏报|隐瞒)"
)
DISPUTE = re.compile(
    r"(?:存在|有|产生|发生|存有|出现).{0,8}(?:争议|分歧|异议|纠纷|不同意见)|(?:争议|分歧|纠纷).{0,24}(?:未|无法|不能|没有|难以|不)|(?:未能?|无法|不能|没有|难以|未).{0,6}(?:达成|取得|形成|协商|统一).{0,6}(?:一致|共识|协议|意见)|(?:协商|商量|商议)(?:不成|未果|不一致|未成|不下)|意见(?:不一|不统一|不合)|各执一词"
)
_NO_DISPUTE = re.compile(
    r"(?:无|没有|不存在|并无|未有|不再有|无任何|没有任何|未发生|均无)(?:任何)?.{0,4}(?:争议|异议|分歧|纠纷)|(?:不|未)(?:产生|发生|存在).{0,4}(?:争议|纠纷)|(?:如|若|今后|将来|日后|以后|由此|因此|一旦).{0,10}(?:争议|异议|分歧|纠纷)"
)
UNDERTAKING = re.compile(
    r"(?:自行|自主|内部|家庭内部|自己|共同).{0,8}(?:协商|分配|处理|解决|商定|分割)|(?:纠纷|争议|后果|责任|法律责任|经济纠纷|分歧).{0,14}(?:自行|由我们|由本人|由近亲属|由其|自负|自担|我方|各方|共同|由).{0,8}(?:承担|解决|负责|处理|自行)|(?:承担|负).{0,6}(?:全部|一切|相应).{0,6}(?:责任|后果)|与(?:社保|经办|贵|社会保险|基金).{0,16}无关"
)
PASS_ON = re.compile(
    r"(?:一个月|1个月|三十日|30日|30天|三十天|一月|壹个月|当月|次月|收到.{0,20}后).{0,44}(?:支付|发放|转付|交付|拨付|付|转交|转给|划转|返还|补足)|(?:余额|剩余|余款|多余|超出|差额|其余).{0,26}(?:支付|发放|转付|交付|付给|付|转交|归还|返还|转给|划转|全额).{0,10}|扣除.{0,10}垫付.{0,20}(?:支付|付给|转付|发放)"
)
CASH = re.compile(
    r"现金.{0,16}(?:由|系|为).{0,10}(?:单位|公司|企业|厂)|(?:单位|公司|企业|厂).{0,16}(?:以|用|通过|使用)?现金.{0,10}(?:支付|垫付|缴纳|交纳|付|结算)|(?:垫付|支付|缴纳|付款).{0,12}(?:以|用|为|是|系|采用|使用)现金"
)
RECEIPT_OF = re.compile(
    r"(?:已|确已|均已|今|现|已经).{0,10}(?:收到|领取|收讫|签收|收妥|领到|收取)|收到.{0,24}(?:款项|待遇|金额|上述)"
)
_WAIVER = re.compile(
    r"放弃.{0,30}(?:待遇|权利|权益|请求|追究|主张|赔偿|补助|诉|仲裁|抚恤)|一次性(?:了结|解决|终结|结清|处理完毕|买断)|不再.{0,10}(?:追究|主张|要求|追讨|提出|享受|享有|索赔|追偿|追索|申请)|(?:不得|不能|无权|均不|永不).{0,12}(?:追究|主张|要求|索赔|追讨|反悔|向.{0,8}(?:主张|索))|(?:两清|(?:两|互)不(?:相欠|亏欠)|互不追究|再无(?:任何)?(?:瓜葛|纠葛|关系)|概不负责|了结此事|了断)"
)
_NO_WAIVER = re.compile(
    r"(?:不|未|并不|不会|并非|不代表|不等于|不视为|没有|无需|不得|不影响|不构成).{0,10}(?:放弃|影响|免除)|不影响.{0,16}(?:待遇|权利|权益|享受)|(?:单位|公司|企业|工厂)(?:均|也)?(?:不得|不能|无权)"
)

TICKED_FIT, UNTOLD_FIT = 0.9, 0.4  # of an item whose box is ticked, and of one whose box was not seen beside such
_BRACKETS = re.compile(r"[(（\[［【]\s*[)）\]］】]\s*$")  # with nothing that was read between them
_TICKED = "☑√✓✔■☒●◼▣◉"
_EMPTY = "☐□◻○〇◯口▢"


def sentences(layout: Layout) -> Iterator[Run]:
    """Yield the sentences of the running text, wrapped lines joined."""
    flow = layout.flow()
    start = 0
    for match in _END.finditer(flow.text):
        yield flow.cut(start, match.end())
        start = match.end()
    if start < len(flow.text):
        yield flow.cut(start, len(flow.text))


def _told(book: Book, sentence: Run, match: re.Match[str], fit: float = 0.9) -> FieldLeaf:
    return leaf(book, sentence, Found(match.start(), match.end(), True, fit), "statement", fit)


def consent(layout: Layout) -> FieldLeaf | None:
    """Return true when the letter says both: the employer paid, and the signer agrees to its account."""
    paid = agrees = None
    for sentence in sentences(layout):
        text = sentence.text
        if not _NOT_PAID.search(text) and (match := _PAID.search(text)):
            paid = paid or (sentence, match)
        if not _REFUSES.search(text) and (match := _AGREES.search(text)):
            agrees = agrees or (sentence, match)
    if paid is None or agrees is None:
        return None
    sentence, match = agrees
    start, stop = match.span()
    if paid[0] is sentence:
        start, stop = min(start, paid[1].start()), max(stop, paid[1].end())
    return leaf(layout.book, sentence, Found(start, stop, True, 0.9), "statement", 0.9)


def said(layout: Layout, pattern: re.Pattern[str], unless: re.Pattern[str] | None = None) -> FieldLeaf | None:
    """Return true with its place when a sentence says it, None when none does."""
    for sentence in sentences(layout):
        for match in pattern.finditer(sentence.text):
            clause = _clause(sentence.text, match)
            if unless is not None and unless.search(clause):
                continue
            return _told(layout.book, sentence, match)
    return None


def dispute(layout: Layout) -> FieldLeaf | None:
    """Return true when the letter says that the account is disputed."""
    return said(layout, DISPUTE, _NO_DISPUTE)


def _clause(text: str, match: re.Match[str]) -> str:
    start = max(text.rfind(sign, 0, match.start()) for sign in ",，:") + 1
    ends = [text.find(sign, match.end()) for sign in ",，"]
    stop = min((end for end in ends if end >= 0), default=len(text))
    return text[start:stop]


def waivers(layout: Layout) -> tuple[Remark, ...]:
    """Return remarks for wording that gives up claims."""
    out = []
    for sentence in sentences(layout):
        for match in _WAIVER.finditer(sentence.text):
            around = sentence.text[max(0, match.start() - 14) : match.end() + 2]
            if _NO_WAIVER.search(around):
                continue
            place = layout.book.box(sentence.cut(match.start(), match.end()))
            if place is not None:
                page, box = place
                out.append(
                    Remark("WAIVER", "statement", page, (int(box[0]), int(box[1]), int(box[2]), int(box[3])), match[0])
                )
            break
    return tuple(out)


def ticked_items(layout: Layout, wanted: Sequence[str]) -> tuple[FieldLeaf, ...]:
    """Return the items that are ticked; where boxes tell nothing, those that the letter names for the payment."""
    flow = layout.flow()
    ticked: list[tuple[Found, bool | None]] = []
    for found in sorted(items(flow.text), key=lambda one: one.start):
        if found.value in wanted:
            ticked.append((found, _box_state(flow.text, found.start, found.stop)))
    states = {state for _, state in ticked}
    if True in states:
        # A box at a line's start may be lost in reading: its item is offered, unsure.
        chosen = [found for found, state in ticked if state is True or (state is None and _in_choice(flow.text, found))]
    elif None not in states and states:
        chosen = []  # every box is empty
    else:
        chosen = [found for found, state in ticked if state is None and _asked(flow.text, found)]
    # A tick between brackets is lost in reading sooner than a box: （）一次性工亡补助金 may have been chosen or not.
    untold = True in states or any(_BRACKETS.search(flow.text[: found.start]) for found, _ in ticked)
    out: dict[str, FieldLeaf] = {}
    for found in chosen:
        code = str(found.value)
        if code not in out:
            sure = (found, True) in ticked
            fit = TICKED_FIT if sure else UNTOLD_FIT if untold else 0.75
            out[code] = leaf(layout.book, flow, found, "item", fit)
    return tuple(out.values())


def _box_state(text: str, start: int, stop: int) -> bool | None:
    """Return whether the box at an item is ticked, None where there is none."""
    before = text[max(0, start - 3) : start]
    for char in reversed(before):
        if char in _TICKED:
            return True
        if char in _EMPTY:
            return False
        if char.isalnum() or char in "、,;。":
            break
    after = text[stop : stop + 1]
    if after and after in "√✓✔☑":
        return True
    return None


def _in_choice(text: str, found: Found) -> bool:
    """True when another box follows the item directly: it stands in the row of choices."""
    after = text[found.stop : found.stop + 3]
    if any(0 <= found.start - other.stop <= 1 for other in items(text)):
        return True  # it follows another choice directly; the box between them was not read
    return any(char in _TICKED or char in _EMPTY for char in after)


_ASKS = re.compile(r"发放|支付|领取|拨付|划入|汇入|转入|指定|打入|划转|项目|待遇|申领|存入|申请|下列|以下|代领|收取")
_BEHIND_ACCOUNT = re.compile(r"银行账户:[^,]{0,16}$")
_APART = re.compile(r"仍|不包括|除外|不含|不影响|另行|本人社会保障卡|各供养亲属|分别发放|不在")


def _asked(text: str, found: Found) -> bool:
    """Tell whether the sentence around an item asks for its payment to this account."""
    start = max(text.rfind(sign, 0, found.start) for sign in "。;；") + 1
    ends = [text.find(sign, found.stop) for sign in "。;；"]
    stop = min((end for end in ends if end >= 0), default=len(text))
    sentence = text[start:stop]
    return (
        bool(_ASKS.search(sentence) or _BEHIND_ACCOUNT.search(text[start : found.start]))
        and not _APART.search(text[found.start : stop][:40])
        and not re.search(r"垫付.{0,4}$", text[start : found.start])
    )
