# ruff: noqa: E501 - word lists and patterns are read whole
"""Which kind of paper this is, and where in a file a new paper starts: titles first, then votes of the body.

Here: words of titles and bodies, their weights. Not here: fields.
"""

import re
from collections.abc import Sequence

from ocr.extract.runs import Book, Entry, union
from ocr.pages import FloatBox, PageLines
from validators.model.codes import DocumentKind as K

Pattern = tuple[re.Pattern[str], float]


def _patterns(*pairs: tuple[str, float]) -> tuple[Pattern, ...]:
    return tuple((re.compile(text), weight) for text, weight in pairs)


# What a title says. A title is a line of its own, large, near the top and the middle.
TITLES: dict[K, tuple[Pattern, ...]] = {
    K.PASS_ON_PROOF: _patterns(
        (r"佐证材料|佐证", 3.2), (r"(?:支付|付款|发放)(?:情况)?证明", 2.6), (r"收款(?:确认|证明|回执|声明|凭证)|收讫(?:确认|证明)?", 3.0), (r"签收(?:单|表|确认|册|凭证)", 3.0),
        (r"收条|领条", 3.0), (r"待遇.{0,6}(?:支付|转付|拨付|转拨|签收|领取|收款|发放)(?:确认|证明|明细|情况|凭证|签收|清单|说明|表)", 2.6), (r"(?:领取|领款|收到|转付|到账|付讫)(?:确认|证明|凭证|情况|说明|单)", 2.4), (r"转付", 1.6), (r"收据$", 1.5),
    ),
    K.JOINT_EMPLOYER: _patterns(
        (r"(?:发放|支付|拨付|划入|划拨|汇入|转入|划转|打入|领取).{0,6}(?:至|到|给|入|于|由)?(?:用人|所在)?(?:单位|公司|企业)", 2.6), (r"(?:用人)?(?:单位|公司|企业)(?:的)?(?:银行)?(?:账户|账号)", 1.6),
        (r"委托.{0,6}(?:单位|公司|企业).{0,4}(?:代领|代收|领取|代为|收取|代办)", 3.4), (r"(?:单位|公司|企业)(?:代为?)(?:领|收)", 3.0), (r"共同指定.{0,16}(?:单位|公司|企业)", 3.0), (r"指定(?:用人)?单位", 2.2), (r"近亲属", 0.5),
    ),
    K.JOINT_ACCT: _patterns(
        (r"共同指定.{0,14}(?:账户|账号|户)", 3.0), (r"指定.{0,8}(?:账户|账号|银行卡)", 2.2), (r"(?:领取|收款|发放|接收|支付).{0,4}(?:账户|账号)", 1.8), (r"(?:工亡|近亲属|亲属|家属|遗属).{0,12}(?:确认书|声明书?|同意书|协议书?|申请书?|告知)", 1.8),
        (r"共同(?:领取|声明|确认|账户|委托|申请)", 1.6), (r"(?:同意书|协议书)$", 1.0), (r"近亲属", 0.6), (r"(?:工亡|丧葬).{0,8}(?:账户|分配|领取)", 1.4),
    ),
    K.ADV_VOUCHER: _patterns(
        (r"垫付", 3.0), (r"代垫|先行垫|垫支", 2.6), (r"垫付.{0,10}(?:确认|凭证|证明|说明|清单|明细|声明|申请|表|书|单)", 0.8),
    ),
    K.MED_RECEIPT: _patterns(
        (r"(?:医疗|医院|门诊|住院|门急诊|急诊|卫生).{0,12}(?:票据|收据|发票)", 3.2), (r"收费(?:专用)?(?:票据|收据)", 2.6), (r"(?:医疗|医院|门诊|住院).{0,8}收费票$", 3.0), (r"财政.{0,4}票据", 1.6), (r"医疗.{0,6}\(电子\)", 2.0),
        (r"(?:增值税|通用机打|电子|普通|专用|机打|手工|定额).{0,8}发票", 3.0), (r"^(?:医疗|医药|住院|门诊).{0,4}费?.{0,4}收据$", 1.4),
    ),
    K.MED_DETAIL: _patterns(
        (r"(?:费用|收费|医疗|用药|医药|住院|门诊).{0,6}(?:明细|清单)", 3.0), (r"(?:一日|每日|汇总|日)清单", 2.6), (r"明细(?:清单|单|账单|表)", 2.0), (r"医嘱单", 1.0),
    ),
    K.BANK_SLIP: _patterns(
        (r"回单", 3.2), (r"(?:转账|汇款|汇兑|电汇|付款|交易|支付|业务|入账|贷记|进账|结算|收款|划款)(?:业务)?(?:凭证|凭单|回执|回条|通知|成功|申请书)", 2.2), (r"电子回执|进账单|客户(?:通知|凭证)|付讫", 2.4), (r"(?:转账|交易|汇款)(?:明细|详情|记录|成功)", 2.2), (r"银行", 0.4),
    ),
    K.ID_CARD: _patterns((r"居民身份证$|中华人民共和国居民身份证", 3.0), (r"身份证.{0,4}(?:复印件|正面|反面|正反面)", 2.4), (r"居住证|永久居留", 2.0)),
    K.KINSHIP: _patterns(
        (r"亲属关系.{0,6}(?:证明|公证|公证书|声明)", 3.4), (r"(?:家庭|亲子|父母子女|夫妻|血缘|直系|亲戚|关系)(?:成员)?(?:关系)?.{0,4}(?:证明|鉴定|公证书)", 2.6), (r"户口(?:本|簿)|常住人口登记|居民户口", 3.0), (r"结婚证|离婚证|婚姻", 3.0),
        (r"出生(?:医学)?证明", 3.4), (r"收养登记|收养证", 3.0), (r"亲子鉴定|亲权鉴定|DNA", 3.0), (r"独生子女", 2.4),
    ),
    K.DEATH_CERT: _patterns(
        (r"死亡(?:医学)?.{0,8}(?:证明|推断|证|报告)", 3.4), (r"火化(?:证|证明)|殓葬证|遗体.{0,4}(?:火化|证)|骨灰", 3.4), (r"户口注销|注销户口|死亡注销|注销证明", 3.2), (r"宣告.{0,6}死亡", 3.2), (r"死亡", 0.8),
    ),
    K.SSC: _patterns((r"社会保障卡|社保卡", 3.0), (r"电子社保卡|电子社会保障卡", 3.2)),
    K.ACCT_PROOF: _patterns(
        (r"存折|活期.{0,4}(?:储蓄|存款)", 3.0), (r"(?:账户|开户|账号|存款).{0,6}(?:证明|信息|许可|确认|资料|凭证|回执|通知|情况)", 2.8), (r"开户(?:许可证|证明|信息)|基本存款账户", 3.2), (r"借记卡|储蓄卡|银行卡", 2.4),
    ),
    K.GUARDIAN: _patterns((r"监护", 3.4),),
    K.POA: _patterns((r"授权委托|委托授权", 3.4), (r"委托书|授权书|委托代理", 2.6), (r"委托公证", 2.6)),
    K.INJURY_DECISION: _patterns((r"认定工伤决定书|工伤认定决定书|工伤认定书|视同工伤决定书", 4.2), (r"工伤认定", 1.4), (r"认定.{0,8}决定书", 2.6)),
    K.DISPUTE_RECORD: _patterns(
        (r"争议.{0,8}(?:说明|情况|记录|材料|声明|告知|证明)", 3.4), (r"(?:人民)?调解.{0,4}(?:记录|笔录|书|协议|申请|意见|终结)", 3.2), (r"(?:起诉|立案|受理|应诉|仲裁).{0,8}(?:通知|决定|告知|说明)", 3.0), (r"纠纷.{0,8}(?:说明|情况|记录|声明)?", 2.4), (r"未能?达成一致.{0,6}(?:说明|声明)", 2.6), (r"分歧", 2.0),
    ),
}  # fmt: skip

# What the body says: each pattern counts once.
BODIES: dict[K, tuple[Pattern, ...]] = {
    K.ADV_VOUCHER: _patterns((r"(?:由|单位|公司).{0,12}垫付", 0.9), (r"同意将?.{0,40}(?:发放|支付|拨付|划入|汇入).{0,14}(?:单位|公司)", 0.6), (r"垫付", 0.5), (r"工伤职工|受伤|伤者", 0.3), (r"工伤医疗费|医疗费", 0.2)),
    K.JOINT_ACCT: _patterns((r"共同指定", 1.0), (r"(?:一个|以下|同一|下列).{0,6}银行(?:账户|卡|账号)", 0.5), (r"未能?达成一致|无法达成|存在争议|有争议", 0.6), (r"全部近亲属|无其他.{0,4}(?:近亲属|应列)", 0.6), (r"丧葬补助金", 0.3), (r"自行(?:协商)?分配", 0.5), (r"供养亲属抚恤金", 0.2)),
    K.JOINT_EMPLOYER: _patterns((r"共同(?:同意|指定|委托).{0,60}(?:单位|公司)", 0.9), (r"(?:一个月内|30日内|三十日内|30天内|1个月内).{0,30}(?:余额|支付|剩余|扣除)|(?:余额|剩余).{0,12}支付给", 1.2), (r"近亲属.{0,120}(?:发放|支付|拨付|汇入|划入)(?:至|到|给)?.{0,24}(?:公司|单位)", 0.9), (r"工亡|死者|丧葬", 0.3), (r"(?:用人)?单位承诺|公司承诺", 0.8), (r"已垫付", 0.4), (r"近亲属", 0.3), (r"(?:委托|由).{0,10}(?:单位|公司).{0,6}(?:代领|代收|代为领取)", 1.6)),
    K.PASS_ON_PROOF: _patterns((r"(?:已|本人)(?:经|已)?(?:全部|全额|足额|如数)?(?:收到|领取|收讫|签收|收悉)", 1.0), (r"(?:收到|到账).{0,8}基金|基金.{0,4}(?:拨付|到账)", 0.9), (r"(?:到账|入账)日期", 0.5), (r"(?:扣除|其中|减去|扣减)(?:单位)?垫付", 0.5), (r"领款人|领取人|收款人.{0,6}签", 0.3), (r"回单(?:编号|号)|流水号", 0.3), (r"应支付(?:给)?本人|转付", 0.7), (r"支付日期", 0.4), (r"收款账号", 0.3)),
    K.MED_RECEIPT: _patterns((r"票据代码", 0.8), (r"票据号码", 0.5), (r"校验码", 0.5), (r"交款人", 0.5), (r"统筹基金支付", 0.6), (r"个人账户支付|个人现金支付", 0.6), (r"医疗机构类型|业务流水号", 0.4), (r"收费项目|开票日期", 0.3), (r"发票(?:代码|号码)", 0.6), (r"价税合计", 0.6), (r"购买方|销售方", 0.4)),
    K.MED_DETAIL: _patterns((r"单价", 0.6), (r"规格", 0.6), (r"数量", 0.3), (r"医保类别|医保等级|费用类别|甲类|乙类", 0.5), (r"住院号|床号|病区|科室", 0.3), (r"项目(?:编码|名称)", 0.4)),
    K.BANK_SLIP: _patterns((r"付款人|付款方|汇款人", 0.6), (r"收款人|收款方", 0.4), (r"(?:交易|业务|银行|核心)?流水号|回单编号|凭证号", 0.4), (r"附言|摘要|用途", 0.4), (r"交易(?:日期|时间|金额)|记账日期", 0.5), (r"验证码|打印次数|手续费|记账网点|柜员", 0.4)),
    K.ID_CARD: _patterns((r"公民身份号码", 0.8), (r"民族", 0.6), (r"出生", 0.3), (r"住址", 0.6), (r"签发机关", 1.2), (r"有效期限", 0.8)),
    K.KINSHIP: _patterns((r"户主(?:或与户主)?.{0,4}关系|与户主关系", 1.2), (r"(?:系|为|是).{0,12}(?:夫妻|父子|父女|母子|母女|兄弟|兄妹|姐弟|姐妹|配偶|父亲|母亲|儿子|女儿)(?:关系)?", 0.9), (r"持证人|结婚证字号", 1.2), (r"新生儿|出生证编号", 1.2), (r"曾用名", 0.5), (r"公证处|公证员", 0.5), (r"村民委员会|居民委员会|派出所", 0.2)),
    K.DEATH_CERT: _patterns((r"死亡原因|直接死因|死因", 0.9), (r"死亡地点|火化时间|火化日期", 0.8), (r"死者(?:姓名)?", 0.3), (r"死亡(?:日期|时间)", 0.4), (r"注销", 0.5)),
    K.SSC: _patterns((r"社会保障卡", 1.0), (r"社会保障号码", 0.6), (r"发卡(?:日期|机构|地)", 0.4), (r"银行卡号|金融账户|人力资源", 0.3)),
    K.ACCT_PROOF: _patterns((r"(?:户名|账户名称)", 0.4), (r"账号|卡号", 0.3), (r"开户(?:日期|网点|机构|行)", 0.4), (r"核准号|存款人|法定代表人", 0.5), (r"支取方式|通存通兑|凭证号|币种|储种", 0.6), (r"账户(?:状态|性质|类型)", 0.5)),
    K.GUARDIAN: _patterns((r"被监护人", 1.2), (r"监护(?:人|关系|职责)", 0.6), (r"指定.{0,12}监护人|法定监护人", 0.7)),
    K.POA: _patterns((r"委托人", 0.7), (r"受托人|代理人|被委托人|受委托人", 0.8), (r"委托(?:事项|权限|期限)|代理权限|转委托", 0.8), (r"代为", 0.3)),
    K.INJURY_DECISION: _patterns((r"(?:予以)?认定(?:为|其为|属于)?工伤|视同工伤", 0.8), (r"行政复议|行政诉讼", 0.8), (r"《?工伤保险条例》?第十[四五]条", 1.0), (r"受理.{0,10}工伤认定申请|工伤认定申请", 0.5)),
    K.DISPUTE_RECORD: _patterns((r"争议(?:的)?(?:事项|焦点|内容|双方|情况)", 1.0), (r"调解(?:员|人|委员会|不成|未成)", 0.9), (r"申请人|被申请人|原告|被告", 0.5), (r"立案|起诉|受理", 0.4), (r"未能?达成一致|各方意见", 0.3)),
}  # fmt: skip

_NEAR_TITLE = re.compile(
    r"(?:书|单|证明|凭证|材料|声明|表|清单|票据|收据|发票|说明|记录|协议|证|条|函|通知|回执|笔录|簿|存折|卡|公证|情况|申请|意见|佐证|明细)(?:\(.{1,10}\))?$"
)
_MISREAD_TITLE = re.compile(r"确[^认定]?书$")  # 认 is misread most where it matters most: in kai as 讓
_LEAST = 1.3


def classify(pages: Sequence[PageLines]) -> tuple[K, float]:
    """Return the kind of a paper and how sure that is (0..1); OTHER when nothing fits."""
    scores = kind_scores(Book(pages))
    ranked = sorted(scores.items(), key=lambda pair: -pair[1])
    (kind, best), second = ranked[0], ranked[1][1]
    if best < _LEAST:
        return K.OTHER, round(max(0.3, 0.9 - best / 2), 3)
    margin = (best - second) / best
    return kind, round(min(0.999, 0.5 + 0.28 * min(1.0, best / 3.5) + 0.35 * margin), 3)


def kind_scores(book: Book) -> dict[K, float]:
    """Return what titles and bodies say for every kind but OTHER."""
    scores = dict.fromkeys(TITLES, 0.0)
    for entry, likeness in title_lines(book):
        text = _MISREAD_TITLE.sub("确认书", entry.run.text)
        for kind, patterns in TITLES.items():
            gained = sum(weight for pattern, weight in patterns if pattern.search(text))
            scores[kind] = max(scores[kind], likeness * min(gained, 5.0)) if likeness > 0.2 else scores[kind]
    body = "".join(entry.run.text for entry in book.entries)
    for kind, patterns in BODIES.items():
        scores[kind] += min(3.0, sum(weight for pattern, weight in patterns if pattern.search(body)))
    scores[K.MED_RECEIPT] += _of_a_pad(book, body)
    return scores


def _of_a_pad(book: Book, body: str) -> float:
    """Return what speaks for a hospital's receipt from a pad, whose title says 收据 alone: who takes money, what for.

    Money that an employer or the fund passed on is receipted by the same title.
    """
    titled = any("收据" in entry.run.text for entry, likeness in title_lines(book) if likeness > 0.2)
    if not titled or _PASSED_ON.search(body):
        return 0.0
    hospital = any(_TAKEN_BY_A_HOSPITAL.search(entry.run.text) for entry in book.entries)
    return 0.9 + 1.4 * hospital + 0.9 * bool(_FOR_TREATMENT.search(body)) + 0.5 * bool(_PAD_WORDS.search(body))


_PASSED_ON = re.compile(r"支付的|转付|转来|拨付|基金|垫付|预支|工伤保险|补助金|抚恤金")
_TAKEN_BY_A_HOSPITAL = re.compile(
    r"收[款费]单位(?:\([^)]{1,6}\))?:?[^():]{2,14}(?:医院|卫生院|诊所|门诊部|康复中心|医疗中心)"
)
_FOR_TREATMENT = re.compile(
    r"(?:事由|项目|交来|交纳|收到.{1,20}):?(?:住院|门诊)?(?:医疗|住院|治疗|医药|门诊|药|手术|检查|康复)费"
)
_PAD_WORDS = re.compile(r"收款事由|交款(?:单位|人)|经手人")


def title_lines(book: Book) -> list[tuple[Entry, float]]:
    """Return the lines that look like titles with how much they do (0..1)."""
    if not book.entries:
        return []
    heights = sorted(entry.height for entry in book.entries)
    usual = heights[len(heights) // 2]
    written = {page: union([e.box for e in book.entries if e.page == page]) for page in {e.page for e in book.entries}}
    out = []
    for entry in book.entries:
        likeness = _likeness(entry, book.pages[entry.page].height, written[entry.page], usual)
        if likeness > 0:
            out.append((entry, likeness))
    return out


def _likeness(entry: Entry, page_height: float, written: FloatBox, usual: float) -> float:
    """Return how much a line looks like a title: `written` is the box around all lines of its page."""
    text = entry.run.text
    if not 2 <= len(text) <= 42 or ":" in text[2:-1] or re.search(r"[。,;:]", text[3:]):
        return 0.0
    if sum(char.isdigit() for char in text) > len(text) * 0.4:
        return 0.0
    left, top, right, bottom = written
    depth = (entry.box[1] - top) / max(bottom - top, 1.0, page_height * 0.35)
    if depth > 0.55:
        return 0.0
    size = min(1.0, max(0.0, (entry.height / usual - 0.95) / 0.45))
    off = abs((entry.box[0] + entry.box[2]) / 2 - (left + right) / 2) / max(right - left, 1.0)
    score = 0.30 + 0.35 * size + 0.2 * max(0.0, 1 - off * 5) + 0.25 * max(0.0, 1 - depth * 3)
    if not _NEAR_TITLE.search(text):
        score -= 0.15
    return max(0.0, min(1.0, score))


_PAGE_MARK = re.compile(
    r"第?([0-9一二三四五六七八九十]{1,3})(?:页)?[,/共\s]{1,2}(?:共)?([0-9一二三四五六七八九十]{1,3})页|(?:第)([0-9]{1,2})页[,(]?共([0-9]{1,2})页"
)
_HAN_NUMBERS = {char: index for index, char in enumerate("零一二三四五六七八九十")}


def page_mark(book: Book, page: int) -> tuple[int, int] | None:
    """Return (number, of how many) where a page says so."""
    for entry in book.entries:
        if entry.page != page or len(entry.run) > 24:
            continue
        match = re.search(
            r"第([0-9一二三四五六七八九十]{1,3})页[,(/;]?共([0-9一二三四五六七八九十]{1,3})页|共([0-9一二三四五六七八九十]{1,3})页[,(/;]?第([0-9一二三四五六七八九十]{1,3})页|第([0-9]{1,2})/([0-9]{1,2})页|^([0-9]{1,2})/([0-9]{1,2})页?$|^页码:?([0-9]{1,2})/([0-9]{1,2})$",
            entry.run.text,
        )
        if match is None:
            continue
        pairs = (
            (match[1], match[2]),
            (match[4], match[3]),
            (match[5], match[6]),
            (match[7], match[8]),
            (match[9], match[10]),
        )
        for number, of in pairs:
            if number and of:
                n, total = _number(number), _number(of)
                if 1 <= n <= total <= 60:
                    return n, total
    return None


def _number(text: str) -> int:
    if text.isdigit():
        return int(text)
    if "十" in text:
        tens, _, ones = text.partition("十")
        return (_HAN_NUMBERS.get(tens, 1) if tens else 1) * 10 + (_HAN_NUMBERS.get(ones, 0) if ones else 0)
    return _HAN_NUMBERS.get(text[:1], 0)


def split_documents(pages: Sequence[PageLines]) -> tuple[tuple[int, ...], ...]:
    """Return groups of page numbers that are one paper each; a new title starts a new paper."""
    groups: list[list[int]] = []
    kinds: list[K] = []
    for page in pages:
        book = Book([page])
        mark = page_mark(book, page.page)
        title = _title_score(book)
        kind, _ = classify([page])
        goes_on = bool(groups) and (
            (mark is not None and mark[0] > 1)
            or not page.lines
            or title < 1.4
            or (kind is kinds[-1] and mark is None and kind is K.MED_DETAIL)
            or _is_back(kinds[-1], book)
        )
        if goes_on:
            groups[-1].append(page.page)
        else:
            groups.append([page.page])
            kinds.append(kind)
    return tuple(tuple(group) for group in groups)


def _title_score(book: Book) -> float:
    """Return how much the top of a page looks like the title of some kind."""
    best = 0.0
    for entry, likeness in title_lines(book):
        if likeness < 0.45:
            continue
        for patterns in TITLES.values():
            best = max(best, likeness * sum(weight for pattern, weight in patterns if pattern.search(entry.run.text)))
    return best


def _is_back(kind: K, book: Book) -> bool:
    text = "".join(entry.run.text for entry in book.entries)
    return kind is K.ID_CARD and len(text) < 80 and bool(re.search(r"签发机关|有效期限", text))
