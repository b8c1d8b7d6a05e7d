# ruff: noqa: E501 - word lists and patterns are read whole
"""ADV_VOUCHER: fields of the employer's voucher from form, letter and list. Not here: geometry, grammars."""

import re
from collections.abc import Sequence

from ocr.extract import grammar, statements
from ocr.extract.layout import Layout
from ocr.extract.leaves import FieldLeaf, FieldRow
from ocr.extract.lines import line_tables, loose_lines, table_lines
from ocr.extract.matching import Hit
from ocr.extract.picking import DATE, MONEY, NAME_IN_TEXT, ORG_IN_TEXT, Picker, take_rows
from ocr.extract.runs import overlap
from ocr.extract.tables import Table
from ocr.extract.unread import unread_blank, unread_day_of_injury
from ocr.extract.values import empty_leaf, leaf
from ocr.extract.wording import HAN
from validators.formats.citizen_id import birth_date, check_digit_ok


def read_voucher(layout: Layout) -> tuple[Picker, tuple[Table, ...]]:
    """Return the fields of a voucher and the tables on it."""
    tables = line_tables(layout)
    rows = table_lines(layout.book, tables)
    for table in tables:
        layout.without(table.used)
    picker = Picker(layout)
    _worker(picker)
    employer(picker)
    picker.label("injury_date", ("INJURY_DATE",), "date")
    picker.pattern(
        "injury_date",
        "date",
        (
            rf"(?:于|在)?(?P<v>{DATE}).{{0,40}}?(?:受伤|工伤(?!医疗|康复|保险|待遇)|事故|负伤|受到.{{0,8}}伤害|摔伤|砸伤|压伤|致伤|发生意外|死亡|不慎)",
            rf"(?:受伤|事故|工伤)(?:(?!签[名字章署]|填[表写]).){{0,8}}?(?P<v>{DATE})",
        ),
    )
    if "injury_date" not in picker.fields:
        picker.put("injury_date", unread_day_of_injury(layout))
    picker.label("decision_no", ("DECISION_NO",), "code")
    picker.pattern(
        "decision_no",
        "code",
        (
            rf"(?P<v>(?:(?![以由据按为号]|经(?!开|济))[{HAN}]){{1,8}}(?:工伤)?认(?:定)?(?:字)?[〔\[(](?:19|20)\d\d[〕\])]第?\d{{1,10}}号)",
        ),
    )
    picker.rows["lines"] = rows or _loose(picker)
    amounts(picker)
    picker.label("advance_period", ("PERIOD",), "period")
    picker.pattern("advance_period", "period", (rf"(?:自|从)?(?P<v>(?:{DATE})(?:起)?[至到\-—~](?:{DATE}))",))
    picker.label("pay_method", ("METHOD",), "method")
    # A label that a line's end parts: …整。付款 / 方式：转账。
    picker.pattern(
        "pay_method", "method", (r"(?:付款|支付|垫付|结算)(?:方式|途径|形式)[:为是]{0,2}(?P<v>[^。;,]{2,8})",)
    )
    payee(picker, "payee_name", "payee_account", "payee_bank", "payee_cnaps")
    _no_payee_of_a_cost(picker)
    _no_employer_of_an_account(picker)
    picker.put("consent", statements.consent(layout))
    picker.put("cash_statement", statements.said(layout, statements.CASH))
    return picker, tables


_WHO_PAID = (rf"用人单位:?(?P<v>[{HAN}A-Za-z0-9()]{{6,28}}?)[已己](?:先行)?(?:垫付|代垫|垫支)",)
_HELD_BY = (rf"户名:?(?P<v>[{HAN}A-Za-z0-9()]{{4,28}}?公司)",)
_PAYEE_OF_A_COST = re.compile(
    r"(?:收费|就诊|就医|医疗|开票)(?:单位|机构):?$|^[0-9]{1,2}[.,、]项目.*(?<![用工]人)(?<![收付领]款)(?<![本开垫参申工][户付保请作])单位:?$"
)


def _no_payee_of_a_cost(picker: Picker) -> None:
    """Ask the sentences that name employer and holder where no label did, or only what stands at a cost's 收费单位."""
    for name, patterns in (("employer_name", _WHO_PAID), ("payee_name", _HELD_BY)):
        found = picker.fields.get(name)
        if found is not None and found.parts and _PAYEE_OF_A_COST.search(_before(picker, found)):
            del picker.fields[name]
        picker.pattern(name, "org", patterns, 0.6)


def _no_employer_of_an_account(picker: Picker) -> None:
    """Leave out an employer that is only the account's holder: its own place is empty (FLD-001), or it is not named."""
    employer, holder = picker.fields.get("employer_name"), picker.fields.get("payee_name")
    if employer is not None and holder is not None and employer.parts and employer.parts == holder.parts:
        del picker.fields["employer_name"]
        label = next((hit for hit in picker.layout.of("EMPLOYER") if not _promises(picker, hit)), None)
        picker.put("employer_name", empty_leaf(label) if label is not None else None)


def _before(picker: Picker, found: FieldLeaf) -> str:
    """Return what stands before a value in its line."""
    part = found.parts[0]
    for entry in picker.book.entries:
        if (entry.page, entry.index) == (part.page, part.line_index):
            return "".join(
                char for char, ref in zip(entry.run.text, entry.run.refs, strict=True) if ref[1] < part.start
            )
    return ""


def _loose(picker: Picker) -> tuple[FieldRow, ...]:
    """Return cost lines written as text, and take their words out of the labels: their 金额 is no total."""
    rows = loose_lines(picker.layout)
    if len(rows) < 2 and not any("receipt_no" in row for row in rows):
        return rows
    take_rows(picker.layout, rows)
    return rows


def _worker(picker: Picker) -> None:
    own = picker.owned_by("WORKER", "NAME", "DECEASED", "HOLDER")
    first_only = picker.layout.of("WORKER")
    picker.label("worker_name", ("WORKER", "DECEASED"), "name", lambda hit: not _signs(picker, hit))
    if not picker.has("worker_name"):
        picker.label("worker_name", ("NAME",), "name", lambda hit: not _signs(picker, hit))
    picker.pattern("worker_name", "name", NAME_IN_TEXT)
    if "worker_name" not in picker.fields:
        picker.put("worker_name", unread_blank(picker.layout))
    picker.label("worker_id", ("WORKER_ID", "DECEASED_ID"), "id")
    if not picker.has("worker_id"):
        picker.label(
            "worker_id",
            ("ID",),
            "id",
            own,
            lambda hit: 0.1 if first_only and picker.owner(hit) is first_only[0] else 0.0,
        )
    picker.pattern(
        "worker_id",
        "id",
        (r"(?:身份证|证件|身份号码|社会保障)(?:件)?(?:号码|号)?[:为是,]{0,2}(?P<v>[0-9Xx*×]{15,18})",),
    )
    picker.only("worker_id", "id", lambda found, text: found.quality >= 0.7)
    picker.label("worker_phone", ("PHONE",), "phone", lambda hit: "单位" not in hit.word)
    picker.pattern("worker_phone", "phone", (_OWN_PHONE,), _OF_A_SENTENCE)


# 本人陈示例，男，身份证号…，系…公司员工，手机13800138000。
_OWN_PHONE = r"本人(?:(?!单位|经办|联系人|委托|代理|配偶|妻子|丈夫|父亲|母亲|哥|弟|姐|妹|儿子|女儿|亲属|家属|(?:公司|厂)的?(?:联系)?(?:手机|电话))[^。;:]){0,80}?(?:手机|电话|联系方式)(?:号码?)?[:为是]?(?P<v>1[3-9]\d{9})(?!\d)"


def _signs(picker: Picker, hit: Hit) -> bool:
    """Tell whether a label promises a signature: what stands there is a hand, not the printed name."""
    text = picker.book.entries[hit.entry].run.text
    return "签" in text[hit.start : hit.stop + 4]


def employer(picker: Picker) -> None:
    """Set employer_name and employer_uscc."""
    picker.label("employer_name", ("EMPLOYER",), "org", lambda hit: not _promises(picker, hit), _employer_bonus)
    found = picker.fields.get("employer_name")
    if found is not None and (found.value is None or found.fit < 0.45):
        weak = picker.fields.pop("employer_name")
        picker.pattern("employer_name", "org", ORG_IN_TEXT, 0.7)
        picker.put("employer_name", weak)
    picker.pattern("employer_name", "org", ORG_IN_TEXT, 0.7)
    picker.label("employer_uscc", ("USCC",), "code_uscc")
    picker.pattern("employer_uscc", "code_uscc", (r"信用代码:?(?P<v>[0-9A-Z]{18})(?![0-9A-Z])",))  # over two rows
    picker.only("employer_uscc", "uscc", lambda found, text: found.quality >= 1.0 and not is_citizen(str(found.value)))


_STAMP = re.compile(r"[(](?:加盖|盖)?(?:公章|章|签章|印章)")
_PROMISE = re.compile(r"[:]?(?:已|在|应|将|向|就)?(?:承诺|收到|保证|同意|垫付|支付|负责)")


def _promises(picker: Picker, hit: Hit) -> bool:
    """Tell whether a label is the subject of a sentence or asks for a stamp: 用人单位承诺在…后, 用人单位（公章）."""
    text = picker.book.entries[hit.entry].run.text
    return bool(_STAMP.search(text[hit.start : hit.stop + 6]) or _PROMISE.match(text[hit.stop :]))


def is_citizen(value: str) -> bool:
    """True for 18 places that are a person's number: no credit code unless its own label says so."""
    return check_digit_ok(value) and birth_date(value) is not None


def _employer_bonus(hit: Hit) -> float:
    return 0.05 if hit.word in ("用人单位", "用人单位名称", "单位名称", "用人单位全称", "公司名称") else 0.0


def amounts(picker: Picker) -> None:
    """Set total_figures and total_upper."""
    picker.label("total_upper", ("TOTAL_UPPER",), "words", bonus=total_bonus)
    picker.pattern(
        "total_upper",
        "words",
        (
            r"(?P<v>人民币(?:\(?大写\)?)?[:]?[零壹贰叁肆伍陆柒捌玖拾佰仟万亿元圆角分整正伯]{3,})",
            r"大写[)]?[:]?(?P<v>[零壹贰叁肆伍陆柒捌玖拾佰仟万亿元圆角分整正伯]{3,})",
        ),
    )
    picker.only("total_upper", "words", lambda found, text: found.quality >= 0.5)
    picker.label("total_figures", ("TOTAL",), "money", bonus=total_bonus)
    total_row(picker, "total_figures", ("TOTAL",))
    picker.pattern(
        "total_figures",
        "money",
        (
            rf"[(]?小写[)]?[:]?(?:人民币)?(?P<v>{MONEY})",
            rf"(?:合计|共计|总计|总额|总共|累计|一共|共垫付|共)[^。;]{{0,30}}?(?P<v>¥{MONEY})",
            rf"[元圆角分][整正]?[)]?[,(](?:即|小写|计)?[:]?(?P<v>¥?{MONEY})",
            rf"(?:合计|共计|总计|总额|总共|累计|一共|共垫付|垫付)[^。;]{{0,24}}?(?P<v>{MONEY})(?=元|[(,。、·])",
            r"(?P<v>¥\d[\d,.]*)",
        ),
    )
    # A label that was lost beside its figures: the only whole amount outside the lines.
    picker.only("total_figures", "money", lambda found, text: found.quality >= _WHOLE_AMOUNT, 0.55)


_WHOLE_AMOUNT = 0.85


def total_row(picker: Picker, name: str, meanings: Sequence[str]) -> None:
    """Set a total from its row: 总计 | (大写) 壹万元整 | 10,000.00 keeps the figures at the right end."""
    if picker.has(name):
        return
    for hit in picker.layout.of(*meanings):
        if not re.search(r"合计|总|共", hit.word) or hit.strength < 2:
            continue
        right = [
            (p, found)
            for p in picker.layout.pieces
            if p.page == hit.page
            and p.box[0] > hit.box[2]
            and overlap(p.box[1], p.box[3], hit.box[1], hit.box[3]) > 0.4
            and (found := grammar.best(grammar.money, p.run.text)) is not None
            and found.quality >= 0.85
        ]
        if right:
            p, found = max(right, key=lambda pair: pair[0].box[0])
            picker.put(name, leaf(picker.book, p.run, found, "money", 0.75))
            return


def total_bonus(hit: Hit) -> float:
    """Prefer labels that say total or 小写 over a bare 金额."""
    score = 0.0
    if re.search(r"合计|总|共", hit.word):
        score += 0.12
    if re.search(r"小写|大写", hit.word):
        score += 0.15
    return score


def payee(picker: Picker, name: str, account: str, bank: str, cnaps: str, person: bool = False) -> None:
    """Set holder, account, bank and branch code of the account to which money shall go."""
    if person:
        picker.label(name, ("HOLDER",), "name")
        found = picker.fields.get(name)
        if found is None or found.value is None or found.fit < 0.3:
            weak = picker.fields.pop(name, None)
            picker.label(name, ("HOLDER", "PAYEE_ORG"), "org")
            picker.put(name, weak)
    else:
        picker.label(name, ("HOLDER",), "org", bonus=lambda hit: 0.05)
        if not picker.has(name):
            picker.label(name, ("PAYEE_ORG",), "org")
    if person:
        picker.several(account, ("ACCOUNT",), "account")
    picker.label(
        account, ("ACCOUNT",), "account", bonus=lambda hit: 0.1 if "账号" in hit.word or "卡号" in hit.word else 0.0
    )
    picker.label(bank, ("BANK",), "bank")
    picker.label(cnaps, ("CNAPS",), "cnaps")
    _running_account(picker, name, account, bank, person)
    # A sentence may tell of another's account (已汇入…账户): what it names is offered, never sure.
    sort, told = ("name", _HOLDER_IN_TEXT) if person else ("org", _FIRM_OF_AN_ACCOUNT)
    picker.pattern(name, sort, told[:1], 0.65)
    picker.pattern(name, sort, told[1:], _OF_A_SENTENCE)
    _stray_numbers(picker, account, cnaps)
    picker.pattern(bank, "bank", (rf"(?P<v>(?:中国)?[{HAN}]{{2,10}}?银行[{HAN}()]{{0,20}}?{_BRANCH})",), 0.6)


_BRANCH = rf"(?:支行|分行(?:营业[部室厅]|[{HAN}]{{2,10}}支行)?|营业[部室厅所]|分理处)"


def _stray_numbers(picker: Picker, account: str, cnaps: str) -> None:
    """Set account and branch code from numbers that stand apart from their labels."""
    labelled = picker.fields.get(account)
    if cnaps in picker.fields:
        picker.only(
            cnaps,
            "cnaps",
            lambda found, text: found.quality >= 1 and (labelled is None or found.value != labelled.value),
            0.55,
        )
        if picker.has(account):  # a code that the line's end parts from its label, whether or not it can be one
            other = picker.fields[account].value
            picker.only(cnaps, "cnaps", lambda found, text: found.stop - found.start == len(text) and text != other)
    picker.pattern(
        account,
        "account",
        (r"(?:账户|账号|卡号|银行卡|存折|账户号)(?:\([^)]{0,8}\))?[:为是(]{0,2}(?P<v>\d[\d-]{9,31})",),
        0.7,
    )
    taken = {str(leaf.value) for key, leaf in picker.fields.items() if key != account and leaf.value}
    picker.only(
        account,
        "account",
        lambda found, text: (
            found.quality >= 0.6
            and 12 <= len(str(found.value)) <= 25
            and not check_digit_ok(str(found.value))
            and str(found.value) not in taken
            and not re.search(r"票据|发票|流水|回单|编号", text)
        ),
        0.55,
    )
    code = picker.fields.get(cnaps)
    if code is not None and picker.has(account) and picker.fields[account].parts == code.parts:
        del picker.fields[account]  # one number is not both, and this one proves to be a branch code
        picker.put(account, labelled)


_OF_A_SENTENCE = 0.45  # fit, below what may be sure
_NOBODY = "指定|共同|同一|一个|这个|唯一|任何|该|其|他|她|我|自己|各自|以[上下]|[上下]述|下列"
# 户名为王虚拟、; 汇入甲方王虚拟在示例银行…开立的账户; 支付到王虚拟的银行账户
_HOLDER_IN_TEXT = (
    rf"(?:户名|开户名|开户人|账户名|户主|持卡人)(?:称|姓名)?[:为是]{{0,2}}(?P<v>[{HAN}]{{2,4}}?(?:·[{HAN}]{{1,10}})*)(?=[,;、。(]|开户|账号|卡号|银行)",
    rf"(?:由|入|[到至给])(?!{_NOBODY})(?P<v>[{HAN}]{{2,4}}?(?:·[{HAN}]{{1,10}})*)(?=名下的?(?:银行)?(?:账户|卡|存折))",
    rf"(?:[汇划转存打拨]入|[支付拨发放汇划转存打]{{1,2}}[到至给])(?:[甲乙丙丁戊]方)?(?!{_NOBODY})(?P<v>[{HAN}]{{2,4}}?(?:·[{HAN}]{{1,10}})*)(?=(?:本人|名下)?的?(?:银行)?(?:账户|卡)|在[{HAN}]{{2,20}}银行)",
)
_FIRM = rf"(?P<v>[{HAN}A-Za-z0-9()]{{4,28}}?(?:公司|厂|中心|商行|经营部|合作社|联合社|委员会)(?:\([{HAN}]{{2,8}}\))?)"
# 单位账户：虚构市…公司，账号…; 下列账户：名称：虚构市…公司; 户头是：…; 发放至虚构市…公司账户
_FIRM_OF_AN_ACCOUNT = (
    rf"(?:账户|户头)(?:信息|如下|为|是)?[:,]{{0,2}}\n?(?:名称|户名)?[:为是]{_FIRM}",
    rf"(?:发放|支付|拨付|划|汇|转|打|拨)(?:至|到|给|入)?{_FIRM}(?:的)?(?:银行|对公)?账户",
)


def _running_account(picker: Picker, name: str, account: str, bank: str, person: bool) -> None:
    """发放至：虚构市…公司 4499… 示例银行…支行 without any label."""
    holder = rf"[{HAN}]{{2,4}}" if person else rf"[{HAN}A-Za-z0-9()]{{4,28}}?(?:公司|厂|中心|商行|经营部|合作社)"
    head = r"(?:发放|支付|拨付|划入|汇入|转入|打入|划转|汇至|转至|存入)(?:至|到|给|入)?(?:以下|下列|上述)?(?:用人|我)?(?:单位|公司)?(?:银行)?(?:账户|账号)?[:,(]{0,2}"
    picker.pattern(
        name,
        "org" if not person else "name",
        (rf"{head}(?P<v>{holder})(?=[,(]?(?:账号|账户|开户|银行)?[:]?\d|[,(:])",),
        0.7,
    )
    picker.pattern(account, "account", (rf"{head}{holder}(?:(?!身份|证件)[^。]){{0,30}}?(?P<v>\d{{10,30}})",), 0.7)
    picker.pattern(
        bank,
        "bank",
        (rf"{head}{holder}[^。]{{0,60}}?(?P<v>[{HAN}]{{2,8}}银行[{HAN}()]{{0,20}}?{_BRANCH})",),
        0.7,
    )


def leaves(picker: Picker) -> Sequence[FieldLeaf]:
    """Return every leaf that a picker holds."""
    out = list(picker.fields.values())
    for group in picker.lists.values():
        out.extend(group)
    for table in picker.rows.values():
        for row in table:
            out.extend(row.values())
    return out
