"""Statements, names and numbers of letters in the wordings of many clerks, and the near misses beside them."""

import pytest

from ocr.extract.extract import extract
from ocr.extract.leaves import Extraction
from tests.unit.ocr.extract.drawn import column, line, page, title
from validators.model.codes import DocumentKind as K


def letter(kind: K, text: str) -> Extraction:
    """A letter of 36 characters a line that says this."""
    lines = [text[i : i + 36] for i in range(0, len(text), 36)]
    return extract(kind, [page(title("情况说明"), *column(180, 240, 58, "特此说明如下：", *lines))])


@pytest.mark.parametrize(
    "paid",
    [
        "上述费用已由单位先行垫付",
        "前述费用系我单位代付",
        "医疗费是单位帮我先付的",
        "费用单位已预付",
        "费用已由公司承担",
    ],
)
@pytest.mark.parametrize(
    "agrees",
    ["同意将相应待遇返还单位", "请社保机构将待遇划入公司账户", "同意该款汇至上述对公账户", "同意核定金额归单位所有"],
)
def test_both_halves_of_a_consent_in_many_words(paid: str, agrees: str) -> None:
    """The employer paid, the signer agrees to its account."""
    assert letter(K.ADV_VOUCHER, f"{paid}，{agrees}。").fields["consent"].value is True


@pytest.mark.parametrize(
    "text",
    [
        "费用由单位垫付，本人要求将待遇支付到本人社会保障卡账户。",
        "上述费用由单位垫付，请将待遇发放至本人账户。",
        "费用由单位垫付，本人拒绝将该款支付给单位。",
        "上述费用由单位垫付。本人不同意将该款拨付至单位账户。",
        "上述费用由单位垫付。",
    ],
)
def test_half_a_consent_or_a_refusal_is_none(text: str) -> None:
    """Money for the worker's own account, a refusal, one half alone."""
    assert "consent" not in letter(K.ADV_VOUCHER, text).fields


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("completeness", "死者近亲属仅有上述三人。", True),
        ("completeness", "工亡职工近亲属已全部列明。", True),
        ("completeness", "全体近亲属签名：", False),
        ("dispute", "各方就账户未能协商一致。", True),
        ("dispute", "对由谁领取各执一词。", True),
        ("dispute", "如有争议，由我们自行解决。", False),
        ("dispute", "今后发生纠纷由我们自行承担。", False),
    ],
)
def test_statements_of_the_relatives(name: str, text: str, told: bool) -> None:
    """All are named, the account is disputed; a quarrel that may come later is none."""
    assert (name in letter(K.JOINT_ACCT, text).fields) is told


@pytest.mark.parametrize(
    ("text", "waived"),
    [
        ("双方再无其他争议和纠纷，两不相欠。", True),
        ("不再享有其他工伤保险待遇。", True),
        ("本人不得再向单位主张任何权利。", True),
        ("单位不得要求职工放弃工伤待遇。", False),
        ("本确认不代表放弃其他工伤待遇。", False),
    ],
)
def test_giving_up_claims(text: str, waived: bool) -> None:
    """A waiver is remarked; a sentence that forbids or excludes one is not."""
    assert any(remark.code == "WAIVER" for remark in letter(K.ADV_VOUCHER, text).remarks) is waived


@pytest.mark.parametrize(
    "text",
    [
        "兹证明陈示例同志为我单位员工。",
        "我叫陈示例，男，1990年出生。",
        "我单位车间操作工陈示例（身份证号码449900199003071016）受伤。",
        "本人（陈示例，身份证号码449900199003071016）确认。",
        "兹有我单位职工陈示例（身份证号码449900199003071016）。",
    ],
)
def test_the_worker_named_in_a_sentence(text: str) -> None:
    """The name ends before 同志, a bracket, a comma."""
    assert letter(K.ADV_VOUCHER, text).fields["worker_name"].value == "陈示例"


def test_a_person_s_number_is_no_credit_code() -> None:
    """社会保障号码 is the worker's; only a label of its own makes a credit code of such digits."""
    found = letter(K.ADV_VOUCHER, "职工陈示例，社会保障号码：449900197309260777。")
    assert found.fields["worker_id"].value == "449900197309260777"
    assert "employer_uscc" not in found.fields


def test_a_label_parted_by_the_end_of_a_line_keeps_its_value() -> None:
    """付款 / 方式：转账 names the method; a day misread in running text stays for a second look."""
    paper = page(
        title("垫付费用确认书"),
        *column(
            180,
            240,
            58,
            "于2024年104日在工作中受伤，以上费用由单位垫付，合计人民币玖仟元整。付款",
            "方式：转账。",
        ),
    )
    fields = extract(K.ADV_VOUCHER, [paper]).fields
    assert fields["pay_method"].value == "TRANSFER"
    assert (fields["injury_date"].raw, "MISREAD" in fields["injury_date"].flags) == ("2024年104日", True)


def test_a_third_decimal_is_no_thousand() -> None:
    """¥34,200.003 is an amount with three decimals, and no label of a line outranks it as the total."""
    paper = page(
        title("垫付费用确认书"),
        *column(
            180,
            240,
            58,
            "费用项目：丧葬补助金，金额：34,200.00元；",
            "以上费用合计（小写）：¥34,200.003，（大写）：人民币叁万肆仟贰佰元整。",
        ),
    )
    found = extract(K.ADV_VOUCHER, [paper]).fields["total_figures"]
    assert (found.raw, "TOO_MANY_DECIMALS" in found.flags) == ("¥34,200.003", True)


def test_a_bank_keeps_its_office_on_the_next_line() -> None:
    """…虚构分行 / 营业部 is one name."""
    paper = page(
        title("垫付费用确认书"),
        *column(
            180,
            240,
            58,
            "户名：虚构市示例有限公司，账号：4499009576296733997，开户行：示例银行虚构分行",
            "营业部，联行号：999588148789。",
        ),
    )
    assert extract(K.ADV_VOUCHER, [paper]).fields["payee_bank"].value == "示例银行虚构分行营业部"


def test_the_subject_of_a_promise_names_no_firm() -> None:
    """用人单位承诺在收到待遇资金后… is a sentence, not a label with a firm's name."""
    text = "用人单位承诺在收到待遇资金后一个月内将余额支付给近亲属本人"
    found = letter(K.JOINT_EMPLOYER, text).fields.get("employer_name")
    assert found is None or found.value is None


@pytest.mark.parametrize(("told", "value"), [("82,800.49", 8_280_049), ("82,800.498", None), ("82,900.49", 8_290_049)])
def test_the_total_of_a_pass_on_letter_is_its_sentences_and_not_the_lines_below(told: str, value: int | None) -> None:
    """A third decimal or another amount in the sentence must be seen, whatever the line of the payee says."""
    read = letter(
        K.PASS_ON_PROOF,
        f"单位于2023.7.1收到工伤保险基金拨付金额¥105,800.49，其中单位垫付23,000.00，应支付给本人¥{told}（大写：人民币捌万贰仟捌佰元零肆角玖分），支付明细如下：",
    )
    assert read.fields["passed_total"].raw.startswith(f"¥{told}")
    shown = read.fields["passed_total"]
    assert shown.value == value or "TOO_MANY_DECIMALS" in shown.flags
    lines = letter(
        K.PASS_ON_PROOF,
        f"基金拨付金额¥105,800.49，应支付给本人¥{told}（大写：人民币捌万贰仟捌佰元零肆角玖分）。1.领款人：曹敏，支付项目：一次性伤残补助金，实付金额：82,800.49元，支付途径：转账。",
    )
    assert lines.fields["passed_total"].raw.strip("¥元") == told


@pytest.mark.parametrize("code", ["91449900MA4D041547", "91449900MA000FK13K"])
def test_a_credit_code_whose_label_the_lines_end_parted_is_read_whatever_its_digit(code: str) -> None:
    """统一社会信 / 用代码：… in a sentence: a code that is none must be seen to be judged."""
    paper = page(
        title("工伤待遇垫付情况说明"),
        line("2021年7月20日在工作中受伤，用人单位虚构市云桥永例电子科技有限公司（统一社会信", 168, 376),
        line(f"用代码：{code}）已先行垫付相关费用，明细如下：", 168, 436),
    )
    assert extract(K.ADV_VOUCHER, [paper]).fields["employer_uscc"].value == code


@pytest.mark.parametrize(
    ("first", "second", "code"),
    [
        ("开户行：示例银行虚构支行，联行", "号：999588116405。", "999588116405"),
        ("开户行：示例银行虚构支行，开户行联", "行号：999588116405，以上。", "999588116405"),
        ("开户行：示例银行虚构支行，联行。", "号：999588116405。", None),  # ends there
        ("开户行：示例银行虚构支行，付款行行", "号：999588116405。", None),  # somebody else's
        ("开户行：示例银行虚构支行，联行", "号：见附件999588116405。", None),
    ],
)
def test_a_label_that_a_lines_end_parts(first: str, second: str, code: str | None) -> None:
    """联行 at a line's end and 号： in the next are one label; its value stands right behind it."""
    first = f"户名：周静梅，账号：6299992087985623，{first}"
    read = extract(K.JOINT_ACCT, [page(title("共同指定账户协议书"), *column(180, 240, 58, first, second))])
    found = read.fields.get("cnaps")
    assert (found.value if found else None) == code


def test_two_cells_of_one_row_are_no_label() -> None:
    """联行 at a cell's end and 号： in the cell beside it are no label that a line's end parts."""
    row = (line("示例支行，联行", 168, 300), line("号：999588116405", 700, 300))
    read = extract(K.JOINT_ACCT, [page(title("共同指定账户协议书"), *row)])
    assert "cnaps" not in read.fields


def test_a_label_that_is_asked_for_by_more_than_its_words_is_not_put_together() -> None:
    """Whose telephone it is, the words in front of 电话 say."""
    rows = ("本单位职工韩志建，身份证号：449900197502119556，已受伤并接受治疗，电", "话：01088886666，特此说明。")
    told = extract(K.ADV_VOUCHER, [page(title("工伤保险待遇垫付确认书"), *column(180, 240, 58, *rows))])
    assert "worker_phone" not in told.fields


@pytest.mark.parametrize("day", ["2022-|2-16", "2022.1|.06", "2022/|2/1|", "2022.11.1|"])
def test_a_day_with_a_bar_for_a_one_is_looked_at(day: str) -> None:
    """A sentence names the day of the injury though a printed 1 read as a bar: it is not missing."""
    found = letter(K.ADV_VOUCHER, f"本单位职工韩志建，于{day}在工作中受伤并不幸死亡。").fields["injury_date"]
    assert (found.value, found.raw) == (None, day)
    assert "MISREAD" in found.flags
