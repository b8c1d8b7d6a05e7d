"""Ink that no value came from is told as unread, and what is left of a value is not taken for a whole one."""

import pytest

from ocr.calibration import is_sure
from ocr.extract import grammar
from ocr.extract.extract import extract
from tests.unit.ocr.extract.drawn import column, line, page, title
from validators.model.codes import DocumentKind, MarkType

VOUCHER = DocumentKind.ADV_VOUCHER
FIRM = "虚构市示例制造有限公司"


def test_a_hand_behind_a_label_is_unread_and_not_missing() -> None:
    """3、工亡职工：杨… with a hand of which one character could be read: a person reads it, nobody is asked for it."""
    paper = page(title("垫付费用确认书"), line("3、工亡职工：杨\u3000\u3000", 160, 300), line("性别：女", 700, 300))
    leaf = extract(VOUCHER, [paper]).fields["worker_name"]
    assert leaf.value is None
    assert leaf.raw == "杨"
    assert "UNREAD" in leaf.flags
    assert leaf.parts[0].box[2] > leaf.parts[0].box[0] + 45


def test_a_gap_in_a_sentence_is_an_unread_name() -> None:
    """兹有我单位职工 ____，性别男: the line reads on over the name."""
    paper = page(title("垫付费用确认书"), line("兹有我单位职工\u3000\u3000\u3000，性别男，身份证号", 160, 300))
    assert "UNREAD" in extract(VOUCHER, [paper]).fields["worker_name"].flags


def test_a_blank_beside_a_label_stays_empty() -> None:
    """A label with nothing behind it is missing its value."""
    paper = page(title("垫付费用确认书"), line("工伤职工姓名：", 160, 300), line("性别：女", 700, 300))
    leaf = extract(VOUCHER, [paper]).fields["worker_name"]
    assert leaf.value is None
    assert "UNREAD" not in leaf.flags
    assert not leaf.raw


def test_a_labelled_date_that_lost_a_sign_keeps_its_ink() -> None:
    """受伤日期：20227.28 is looked at again as a date."""
    paper = page(title("垫付费用确认书"), line("受伤日期：20227.28", 160, 300))
    leaf = extract(VOUCHER, [paper]).fields["injury_date"]
    assert (leaf.value, leaf.raw) == (None, "20227.28")
    assert leaf.sort == "date"


@pytest.mark.parametrize("text", ["2022年7月∥日", "2025年10月日", "2023.2.1H"])
def test_a_date_whose_day_could_not_be_read(text: str) -> None:
    """It is a date without a value, not an empty place."""
    [found] = grammar.dates(text)
    assert (found.start, found.stop, found.value) == (0, len(text), None)


def test_a_form_of_empty_date_signs_is_no_date() -> None:
    """年 月 日 without figures stays a blank."""
    assert not list(grammar.dates("2022年月日"))


def test_a_misread_unit_is_offered_and_never_sure() -> None:
    """捌万贰任零捌拾捌元整 is 82,088.00 in all likelihood: figures or a person say so."""
    [found] = grammar.words("人民币捌万贰任零捌拾捌元整")
    assert found.value == 8208800
    assert not is_sure("words", 0.99, found.quality, found.flags)


@pytest.mark.parametrize(
    ("text", "fen"), [("参仟陆佰壹拾陆元整", 361600), ("人民币染万元整", 7000000), ("壹万柒仟政佰元整", 1790000)]
)
def test_a_misread_digit_before_a_unit_is_offered_and_never_sure(text: str, fen: int) -> None:
    """参仟 is 叁仟 and 染万 is 柒万 in all likelihood."""
    [found] = grammar.words(text)
    assert (found.value, "LOOKALIKE" in found.flags) == (fen, True)
    assert not is_sure("words", 1.0, 1.0, found.flags)


@pytest.mark.parametrize("text", ["任零捌拾捌元整", "贰仟叁佰伍拾叁元肆角贰"])
def test_the_rest_of_an_amount_is_never_sure(text: str) -> None:
    """An amount cannot begin with 零 nor end in a digit without unit."""
    assert all(not is_sure("words", 0.99, found.quality, found.flags) for found in grammar.words(text))


def test_a_rows_number_over_a_label_is_no_part_of_it() -> None:
    """The last row's number 3 stands above 小写: the table goes on to its last row."""
    rows = [
        part
        for number in (1, 2, 3)
        for part in (
            line(str(number), 174, 200 + 60.0 * number),
            line("辅助器具配置费", 243, 200 + 60.0 * number),
            line(f"44060123-226907216{number}", 821, 200 + 60.0 * number),
            line("2023-11-26", 1158, 200 + 60.0 * number),
            line("17,196.00", 1404, 200 + 60.0 * number),
        )
    ]
    head = [line("序号", 155, 200), line("费用项目", 281, 200), line("票据号码", 898, 200), line("开票日期", 1175, 200)]
    total = [line("小写", 153, 412), line("51,588.00元", 168, 460)]
    paper = page(title("垫付费用确认书", 60), *head, line("金额(元)", 1370, 200), *rows, *total)
    assert len(extract(VOUCHER, [paper]).rows["lines"]) == 3


def test_a_long_number_wraps_as_a_whole() -> None:
    """账号： ends its line early because the number did not fit: it stands at the start of the next."""
    text = column(
        160,
        300,
        45,
        "我们确认上述费用由用人单位先行垫付，同意将基金支付的相应款项发放至以下账户予以结清",
        "收款账户信息如下：户名：虚构市西埔样本家具有限责任公司，账号：",
        "4499003089063679159，开户行：示例银行虚构支行，联行号：999588140938。",
    )
    leaf = extract(VOUCHER, [page(title("垫付费用确认书"), *text)]).fields["payee_account"]
    assert leaf.value == "4499003089063679159"


def test_a_note_in_a_columns_head_is_no_column() -> None:
    """签名（按指模 is one head: its cells reach to the next."""
    head = [line("近亲属姓名", 187, 400), line("身份证号码", 680, 400), line("签名（按指模", 1018, 400)]
    row = [line("徐斌鹏", 200, 470), line("449900199408199632", 628, 470), line("2023年1月2日", 1377, 470)]
    paper = page(title("共同指定账户确认书"), *head, line("签名日期", 1400, 400), *row)
    slots = extract(DocumentKind.JOINT_ACCT, [paper]).slots
    [slot] = [slot for slot in slots if slot.type is MarkType.SIGNATURE]
    assert slot.region[2] > 1250


def test_a_hand_that_stretches_its_labels_line_is_no_part_of_the_label() -> None:
    """Where the hand was not read, the line ends far right of the label's print."""
    paper = page(
        title("共同指定账户确认书"),
        line("全体近亲属签名：\u3000\u3000\u3000\u3000\u3000", 160, 1600),
        line("关系：儿子", 900, 1600),
    )
    [slot] = [slot for slot in extract(DocumentKind.JOINT_ACCT, [paper]).slots if slot.type is MarkType.SIGNATURE]
    assert slot.label[2] < 440
    assert slot.region[1] < 1610 < slot.region[3]


def test_a_labels_note_broken_over_two_lines() -> None:
    """收款账号（本 / 人）: the account stands beside both lines."""
    paper = page(
        title("工伤待遇支付证明"),
        line("收款账号（本", 158, 634),
        line("6299997011227633702", 345, 654),
        line("人）", 202, 672),
        line("回单编号", 861, 641),
        line("TEST20211108920484", 1025, 652),
    )
    leaf = extract(DocumentKind.PASS_ON_PROOF, [paper]).fields["payee_account"]
    assert leaf.value == "6299997011227633702"


def test_a_value_goes_on_under_a_row_that_was_read_in_pieces() -> None:
    """户名：… 账号：… 开户行：示例银 / 行股份有限公司虚构分行: the rest stands under the row's beginning."""
    paper = page(
        title("共同指定账户确认书"),
        line("指定账户", 140, 900),
        line("户名：徐斌鹏", 347, 890),
        line("账号：44991340489758262", 700, 890),
        line("开户行：示例银", 1280, 890),
        line("行股份有限公司虚构分行营业部", 347, 932),
    )
    leaf = extract(DocumentKind.JOINT_ACCT, [paper]).fields["bank_name"]
    assert leaf.value == "示例银行股份有限公司虚构分行营业部"


@pytest.mark.parametrize("number", ["12800138000", "1380013800", "138001380001", "1380013800012"])
def test_a_telephone_of_a_wrong_beginning_or_length_is_read_as_it_is(number: str) -> None:
    """It is no mainland number, a figure short or one or two too long: it must be read for anybody to say so."""
    paper = page(title("垫付费用确认书"), line("手机号码", 943, 512), line(number, 1123, 512))
    leaf = extract(VOUCHER, [paper]).fields["worker_phone"]
    assert leaf.value == number
    assert is_sure("phone", 0.99, leaf.fit, leaf.flags)


@pytest.mark.parametrize("begun", ["（统一", "（统一社会", "（统一社会信用代码"])
def test_a_firm_does_not_take_the_beginning_of_its_codes_label(begun: str) -> None:
    """…有限公司（统一 / 社会信用代码：…）: the line's end parts the label, not the firm's name."""
    text = column(
        180, 300, 56, f"用人单位：{FIRM}{begun}", f"{'统一社会信用代码'[len(begun) - 1 :]}：91449900MA000FK13J）"
    )
    found = extract(VOUCHER, [page(title("垫付费用确认书"), *text)]).fields["employer_name"]
    assert found.value == FIRM


def test_a_label_broken_over_two_lines_of_text_has_its_value() -> None:
    """…，支付 / 途径：转账，: the way of paying stands behind a label that no line holds."""
    text = column(
        180,
        528,
        56,
        "1.领款人：叶春，证件号码：449900197210041128，支付项目：一次性伤残补助金，支付",
        "途径：转账，收款卡号：6299993815770659，付款日期：2023-02-26；",
    )
    paper = page(title("工伤待遇支付情况证明"), *text)
    assert extract(DocumentKind.PASS_ON_PROOF, [paper]).fields["pay_method"].value == "TRANSFER"


def test_two_ones_read_as_a_numeral_are_looked_at_as_a_date() -> None:
    """2023年Ⅱ1月12日 is a date without a value."""
    [found] = grammar.dates("2023年Ⅱ1月12日")
    assert (found.value, found.stop) == (None, 11)


def test_no_other_relatives_is_nobodys_name() -> None:
    """除下列人员外，工亡职工无其他近亲属 names nobody."""
    text = column(
        183,
        264,
        45,
        "我们是工亡职工赖华海（身份证号码：449900198811131094，生前所在单位：虚构市南溪",
        "联例玩具有限责任公司，死亡日期：2025-08-02）的近亲属。除下列人员外，工亡职工无其",
        "他近亲属。",
    )
    paper = page(title("共同指定账户确认书"), *text)
    assert extract(DocumentKind.JOINT_ACCT, [paper]).fields["deceased_name"].value == "赖华海"


def test_a_seals_date_implies_no_signer_beside_relatives() -> None:
    """Where lost labels stand beside 与职工关系, the date without one is the seal's."""
    rows = [
        part for y in (1500, 1600) for part in (line("与职工关系：父亲", 720, y), line("日期：2023年3月3日", 1050, y))
    ]
    paper = page(title("垫付费用确认书"), line("特此确认。", 160, 900), *rows, line("日期：2023年3月4日", 860, 1800))
    slots = [slot for slot in extract(VOUCHER, [paper]).slots if slot.type is MarkType.SIGNATURE]
    assert len(slots) == 2
    assert all(slot.implied for slot in slots)


@pytest.mark.parametrize(
    ("text", "value"),
    [("二二五年七月二十四日", "2025-07-24"), ("二一九年十月一日", "2019-10-01"), ("二〇五年七月一日", None)],
)
def test_a_circle_lost_from_a_year_in_numerals(text: str, value: str | None) -> None:
    """二〇二五年 without its circle is still one year; 二〇五年 may be one of several."""
    best = grammar.best(grammar.dates, f"于{text}在工作中受伤", 1)
    assert (best.value if best else None) == value
    paper = page(title("垫付费用确认书"), line(f"兹有我单位职工谢虚构于{text}在工作中受伤。", 160, 300))
    injury = extract(VOUCHER, [paper]).fields.get("injury_date")
    assert (injury.value if injury else None) == value


@pytest.mark.parametrize("sentence", ["，于202310.18", "，于202310.18在工作中受伤", "，于20231018，因工受伤"])
def test_a_day_of_injury_that_lost_a_sign_in_a_sentence_keeps_its_ink(sentence: str) -> None:
    """于202310.18在工作中受伤, or with the line's end behind it: a place for a second look, not a missing day."""
    paper = page(title("垫付费用确认书"), line(f"本单位职工陈志强{sentence}", 160, 300))
    leaf = extract(VOUCHER, [paper]).fields["injury_date"]
    assert leaf.parts
    assert leaf.value in (None, "2023-10-18")


def test_a_number_in_a_sentence_is_no_day_of_injury() -> None:
    """What stands behind 于 and is no year of this century is left alone."""
    paper = page(title("垫付费用确认书"), line("本单位职工陈志强，在1985号工地上受伤", 160, 300))
    assert "injury_date" not in extract(VOUCHER, [paper]).fields


def test_an_amount_that_is_none_as_it_was_read_keeps_its_ink() -> None:
    """壹万然仟壹佰元整 is no amount: its place is told, so that the figures beside it can ask it."""
    paper = page(title("垫付费用确认书"), line("金额（大写）：人民币壹万然仟壹佰元整", 160, 300))
    leaf = extract(VOUCHER, [paper]).fields["total_upper"]
    assert (leaf.value, leaf.raw) == (None, "人民币壹万然仟壹佰元整")
    assert not is_sure("words", 1.0, 1.0, leaf.flags)
    assert len(leaf.parts) == 1


def test_words_that_say_no_amount_at_all_are_no_place_of_one() -> None:
    """An empty room for capitals, or a sentence behind their label."""
    for behind in ("", "详见附件", "壹份"):
        leaf = extract(VOUCHER, [page(title("垫付费用确认书"), line("金额（大写）：" + behind, 160, 300))])
        assert leaf.fields["total_upper"].parts == ()
