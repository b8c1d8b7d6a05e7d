"""Papers that say everything in sentences: whose number a sentence gives, who is a relative, which account is meant."""

import pytest

from ocr.extract.extract import extract
from ocr.extract.leaves import Extraction
from tests.unit.ocr.extract.drawn import column, line, page, title
from validators.model.codes import DocumentKind as K

DECEASED_ID, SPOUSE_ID, FATHER_ID = "449900198503071093", "449900199211201049", "449900196203121010"


def letter(kind: K, *paragraphs: str, head: str = "情况说明") -> Extraction:
    """A letter of 36 characters a line; each paragraph begins a new one."""
    lines = [text[i : i + 36] for text in paragraphs for i in range(0, len(text), 36)]
    return extract(kind, [page(title(head), *column(180, 240, 58, *lines))])


def relatives(found: Extraction) -> list[tuple[object, ...]]:
    """Name, relation and number of every relative."""
    return [
        tuple(row[key].value if key in row else None for key in ("name", "relation", "id_no"))
        for row in found.rows.get("relatives", ())
    ]


@pytest.mark.parametrize(
    "deceased",
    [
        f"死者李样本（身份证号码{DECEASED_ID}）生前系虚构市示例制造有限公司职工，2021年7月3日因工死亡。",
        f"虚构市示例制造有限公司职工李样本同志，男，公民身份号码：{DECEASED_ID}，于2021年7月3日因工死亡。",
        f"李样本（身份证号{DECEASED_ID}）是虚构市示例制造有限公司的员工，于2021年7月3日去世。",
    ],
)
@pytest.mark.parametrize("first", [True, False])
def test_the_deceaseds_number_stands_behind_the_deceaseds_name(deceased: str, first: bool) -> None:
    """Relatives listed before or after with their numbers lend the deceased none of them."""
    kin = (f"1、配偶王虚拟，身份证号{SPOUSE_ID}；", f"2、父亲李父示，身份证号{FATHER_ID}；")
    body = (deceased, *kin) if first else (*kin, deceased)
    read = letter(K.JOINT_ACCT, "虚构市社会保险基金管理局：", *body, head="声明")
    assert read.fields["deceased_name"].value == "李样本"
    assert read.fields["deceased_id"].value == DECEASED_ID
    assert relatives(read) == [("王虚拟", "配偶", SPOUSE_ID), ("李父示", "父亲", FATHER_ID)]


def test_all_relatives_of_somebody_whose_number_is_in_brackets() -> None:
    """我们是李样本（身份证号…）的全部近亲属 names the deceased, brackets or not."""
    kin = f"王虚拟（配偶，身份证号{SPOUSE_ID}）、李父示（父亲，身份证号{FATHER_ID}）。"
    read = letter(K.JOINT_EMPLOYER, f"我们是李样本（身份证号{DECEASED_ID}）的全部近亲属，包括：{kin}")
    assert read.fields["deceased_name"].value == "李样本"
    assert read.fields["deceased_id"].value == DECEASED_ID
    assert relatives(read) == [("王虚拟", "配偶", SPOUSE_ID), ("李父示", "父亲", FATHER_ID)]


def test_a_relative_of_whom_a_sentence_speaks_is_not_listed_as_the_deceased() -> None:
    """2、儿子李小样，身份证号… is a row of a list; my husband 李样本（身份证…） is the deceased."""
    listed = (f"1、配偶王虚拟，身份证号{SPOUSE_ID}；", f"2、父亲李父示，身份证号{FATHER_ID}；")
    assert "deceased_name" not in letter(K.JOINT_ACCT, *listed, head="声明").fields
    told = letter(K.JOINT_ACCT, f"我的丈夫李样本（身份证号{DECEASED_ID}）因工死亡。", head="声明")
    assert told.fields["deceased_name"].value == "李样本"


@pytest.mark.parametrize(
    "way",
    [
        "{who}，{sex}，身份证号码{number}，系死者{kin}；",
        "{who}（死者{kin}），身份证：{number}；",
        "{no}.{who}（{kin}），身份证号码：{number}",
        "{no}、{who}，{sex}，身份证号{number}，为亡者之{kin}。",
    ],
)
def test_relatives_in_sentences_of_many_shapes(way: str) -> None:
    """The relation may stand behind the number, 女 between commas is a sex, the next row's number is nobody's."""
    kin = (
        way.format(no=1, who="王虚拟", sex="女", number=SPOUSE_ID, kin="妻子"),
        way.format(no=2, who="李父示", sex="男", number=FATHER_ID, kin="父亲"),
    )
    read = letter(K.JOINT_EMPLOYER, f"工亡职工李样本（身份证号{DECEASED_ID}）的近亲属：", *kin)
    assert relatives(read) == [("王虚拟", "妻子", SPOUSE_ID), ("李父示", "父亲", FATHER_ID)]


@pytest.mark.parametrize(
    ("told", "bank"),
    [
        ("汇入王虚拟在示例银行虚构支行开立的账户，账号", "示例银行虚构支行"),
        (
            "支付到王虚拟的银行账户（示例建设银行股份有限公司虚构分行营业部，卡号",
            "示例建设银行股份有限公司虚构分行营业部",
        ),
        ("存入：开户名 王虚拟；银行 示例工商银行虚构支行；账号", "示例工商银行虚构支行"),
        ("汇至王虚拟，该账户开户行为示例银行虚构分行南溪支行，账号", "示例银行虚构分行南溪支行"),
        ("汇至王虚拟，账户在示例邮储银行虚构营业所，账号", "示例邮储银行虚构营业所"),
        ("拨至我公司在示例银行虚构支行开设的账户，账号", "示例银行虚构支行"),
    ],
)
def test_a_banks_name_in_a_sentence(told: str, bank: str) -> None:
    """Neither the words before a bank's name nor a branch without its 营业部."""
    read = letter(K.JOINT_ACCT, f"现共同约定：丧葬补助金{told}6299990000000001010。", head="工亡待遇领取账户协议书")
    assert read.fields["bank_name"].value == bank


def test_a_branch_firm_in_a_sentence() -> None:
    """虚构市…有限公司南溪分公司 is another firm than 虚构市…有限公司; what was paid 由 it begins before its name."""
    told = letter(K.JOINT_ACCT, "死者李样本生前在虚构市示例制造有限公司南溪分公司工作。", head="声明")
    assert told.fields["employer_name"].value == "虚构市示例制造有限公司南溪分公司"
    paid = "本人于2021年6月28日受伤，受伤后的费用由虚构市示例制造有限公司（以下简称公司）垫付。"
    assert letter(K.ADV_VOUCHER, paid).fields["employer_name"].value == "虚构市示例制造有限公司"


@pytest.mark.parametrize("end", [3, 4, 5])
def test_a_branch_firm_in_two_lines_of_its_cell(end: int) -> None:
    """A receipt of a phone wraps the payer's name and sets both lines at the right edge."""
    name = "虚构市示例制造有限公司南溪分公司"
    rows = (line("付款人", 180, 300), line(name[:-end], 600 + 30 * end, 300), line(name[-end:], 1080 - 30 * end, 342))
    slip = page(title("转账成功电子回单"), *rows, line("付款账号", 180, 420), line("4499000099000000123", 800, 420))
    assert extract(K.BANK_SLIP, [slip]).fields["payer_name"].value == name


def test_values_in_two_lines_under_their_label() -> None:
    """The second line of a centred cell stands under the middle of the first, not under its beginning."""
    heads = (line("收款账户名", 260, 800), line("开户行", 700, 800), line("银行账号", 1000, 800))
    first = (line("虚构市示例制造有限公", 210, 860), line("示例银行股份有限公司虚构支", 555, 860))
    second = (line("司", 345, 902), line("4499000099000000123", 930, 880), line("行", 735, 902))
    read = extract(K.ADV_VOUCHER, [page(title("垫付确认书"), *heads, *first, *second)])
    assert read.fields["payee_name"].value == "虚构市示例制造有限公司"
    assert read.fields["payee_bank"].value == "示例银行股份有限公司虚构支行"


def test_what_a_receipt_says_the_firm_passed_on_is_not_what_it_received() -> None:
    """今收到…公司转来基金支付的…: the signer received that; what the firm received from the fund stands elsewhere."""
    read = letter(
        K.PASS_ON_PROOF,
        "今收到虚构市示例制造有限公司转来工伤保险基金支付的一次性工亡补助金人民币伍万元整（￥50,000.00元）。",
        "公司于2021年9月5日收到社保基金拨付80,000.00元，扣除公司此前垫付的30,000.00元后，余款已付清。",
        head="收条",
    )
    got = {name: leaf.value for name, leaf in read.fields.items()}
    assert (got["received_total"], got["retained_advance"], got["passed_total"]) == (8_000_000, 3_000_000, 5_000_000)
    assert got["credit_date"] == "2021-09-05"


def test_the_day_on_which_the_firms_money_came_is_the_day_of_payment() -> None:
    """2021年10月8日收到虚构市…公司…支付的 is the day of payment, not that of the fund's credit."""
    text = "本人王虚拟确认：2021年10月8日收到虚构市示例制造有限公司以银行转账方式支付的一次性工亡补助金50,000.00元。"
    read = letter(K.PASS_ON_PROOF, text, head="收款确认书")
    assert read.fields["pay_date"].value == "2021-10-08"
    assert "credit_date" not in read.fields
    told = letter(
        K.PASS_ON_PROOF, text.replace("日收到", "日，领款人收到").replace("方式", "（流水号HT20211008417593）")
    )
    assert told.fields["pay_date"].value == "2021-10-08"
    assert [leaf.value for leaf in told.lists["slip_no"]] == ["HT20211008417593"]


def test_the_last_beneficiarys_row_ends_with_its_sentence() -> None:
    """The day below the last row's full stop is the signer's, not that of the payment; a day is no amount."""
    read = letter(
        K.PASS_ON_PROOF,
        "单位收到基金拨付80,000.00元（2021-09-05到账），留存垫付款30,000.00元，其余50,000.00元支付给：",
        f"（1）王虚拟（{SPOUSE_ID}），25,000.00元，收款卡号6299990000000001010；",
        f"（2）李父示（{FATHER_ID}），25,000.00元，收款卡号6299990000000004022。",
        "收款人签名：",
        "2021年10月9日",
        head="工亡待遇支付证明",
    )
    assert [row["payee_account"].value for row in read.rows["beneficiaries"]] == [
        "6299990000000001010",
        "6299990000000004022",
    ]
    assert all("pay_date" not in row for row in read.rows["beneficiaries"])
    assert read.fields["sign_date"].value == "2021-10-09"
    assert read.fields["passed_total"].value == 5_000_000


@pytest.mark.parametrize("before", ["贵局以", "已经由", "根据", "经", "，", "编号为"])
def test_a_decisions_number_in_a_sentence(before: str) -> None:
    """The words that lead to a decision's number are no part of it."""
    read = letter(K.ADV_VOUCHER, f"本单位职工陈示例于2021年6月28日受伤{before}虚人社工认〔2021〕123号认定为工伤。")
    assert read.fields["decision_no"].value == "虚人社工认〔2021〕123号"


@pytest.mark.parametrize(
    ("told", "holder"),
    [
        ("丧葬补助金汇入甲方王虚拟在示例银行虚构支行开立的账户，账号为", "王虚拟"),
        ("将丧葬补助金支付到王虚拟的银行账户（示例银行虚构支行，卡号", "王虚拟"),
        ("现共同指定户名为王虚拟、开户行为示例银行虚构支行、账号为", "王虚拟"),
        ("丧葬补助金发放到：开户名 王虚拟；银行 示例银行虚构支行；账号", "王虚拟"),
        ("共同指定由王虚拟名下的银行卡领取丧葬补助金（开户行：示例银行虚构支行，卡号：", "王虚拟"),
        ("将丧葬补助金汇入指定的账户（示例银行虚构支行，卡号", None),
        ("将丧葬补助金支付到其本人的银行账户（示例银行虚构支行，卡号", None),
    ],
)
def test_the_holder_of_an_account_in_a_sentence(told: str, holder: str | None) -> None:
    """Whose account it is, a letter says without any 户名：; an account that is only 指定 is nobody's."""
    read = letter(K.JOINT_ACCT, f"{told}6299990000000001010。", head="工亡待遇领取账户协议书")
    found = read.fields.get("holder_name")
    assert (found.value if found else None) == holder


@pytest.mark.parametrize(
    "told",
    [
        "将一次性工亡补助金发放至虚构市示例制造有限公司账户，该账户开户行为示例银行虚构支行，账号为4499000099000000123。",
        "一次性工亡补助金拨付到该单位。单位账户：虚构市示例制造有限公司，账号4499000099000000123，开户行示例银行虚构支行。",
        f"死者身份证：{DECEASED_ID[:-1]}X。收款账户：虚构市示例制造有限公司／示例银行虚构支行／4499000099000000123",
    ],
)
def test_the_firm_of_an_account_in_a_sentence(told: str) -> None:
    """The employer's account in a sentence: its firm, its bank, its number, and no citizen's number that ends in X."""
    read = letter(K.JOINT_EMPLOYER, f"我们共同同意{told}", head="发放至用人单位账户声明")
    got = [read.fields[name].value for name in ("payee_name", "payee_bank", "payee_account")]
    assert got == ["虚构市示例制造有限公司", "示例银行虚构支行", "4499000099000000123"]


def test_capitals_in_brackets_over_two_lines() -> None:
    """共￥67,203.98（陆万柒仟贰佰零 / 叁元玖角捌分） is one amount: the second line alone is another."""
    rows = ("我们共同同意由单位代领。受托单位已经为其垫付有关费用共￥67,203.98（陆万柒仟贰佰零", "叁元玖角捌分）。")
    read = extract(K.JOINT_EMPLOYER, [page(title("委托单位代领确认书"), *column(180, 240, 58, *rows))])
    assert read.fields["advanced_total_upper"].value == 6_720_398


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("单位：虚构市示例制造有限公司（章）", "虚构市示例制造有限公司"),
        ("单位（公章）：虚构市示例模具厂（个人独资）", "虚构市示例模具厂（个人独资）"),
        ("用人单位：虚构区示例村股份经济合作联合社", "虚构区示例村股份经济合作联合社"),
    ],
)
def test_what_stands_in_brackets_behind_a_firm(printed: str, name: str) -> None:
    """（个人独资） belongs to a name, （章） asks for a stamp; a rural collective is a firm too."""
    read = letter(K.ADV_VOUCHER, "费用已由单位垫付，本人同意支付给单位。", printed)
    assert read.fields["employer_name"].value == name


def test_a_collective_pays_as_a_firm_does() -> None:
    """付款账户名 of a rural collective is no person of four signs."""
    rows = (line("付款账户名", 180, 300), line("虚构区示例村股份经济合作联合社", 400, 300))
    slip = page(
        title("示例商业银行付款回单"), *rows, line("付款账号", 1000, 300), line("4499000099000000123", 1160, 300)
    )
    assert extract(K.BANK_SLIP, [slip]).fields["payer_name"].value == "虚构区示例村股份经济合作联合社"


def test_the_worker_of_our_own_whose_number_is_in_brackets() -> None:
    """蔡样本（居民身份证号码：…）系我单位在册职工 names the worker."""
    read = letter(
        K.ADV_VOUCHER, f"垫付说明：蔡样本（居民身份证号码：{FATHER_ID}）系我单位在册职工，医药费由我单位垫付。"
    )
    assert (read.fields["worker_name"].value, read.fields["worker_id"].value) == ("蔡样本", FATHER_ID)


def test_the_day_at_a_sentences_beginning_is_that_of_the_death() -> None:
    """2021年7月3日，…公司职工李样本同志因工死亡 has its day before a comma."""
    text = f"2021年7月3日，虚构市示例制造有限公司职工李样本同志（身份证号码：{DECEASED_ID}）因工死亡。"
    assert letter(K.JOINT_ACCT, text, head="共同指定账户申请").fields["death_date"].value == "2021-07-03"


def test_a_worker_tells_it_in_plain_words() -> None:
    """都是公司替我出的 and 同意直接打给公司 are both halves of the consent; the telephone stands in the sentence."""
    who = f"本人李父示，男，身份证号{FATHER_ID}，系虚构市示例制造有限公司的员工，手机13800138000。"
    paid = "住院所花的钱一共51639.24元，都是公司替我出的，我自己没有出钱。"
    agreed = "现在社保局报销下来的这笔钱，我同意直接打给公司。"
    read = letter(K.ADV_VOUCHER, who, paid, agreed, head="垫付证明")
    assert read.fields["consent"].value is True
    assert read.fields["worker_phone"].value == "13800138000"
    others = letter(K.ADV_VOUCHER, who.replace("手机", "单位联系人手机"), paid.replace("替我出", "没有出"), agreed)
    assert "consent" not in others.fields
    assert "worker_phone" not in others.fields
