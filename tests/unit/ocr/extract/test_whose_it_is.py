"""What a paper says of others is not taken for its own: denied consents, other people's numbers, days, money."""

import pytest

from ocr.calibration import LEAST_FIT
from ocr.extract.extract import Extraction, extract
from ocr.lines import Line
from tests.unit.ocr.extract.drawn import column, line, page, title
from validators.model.codes import DocumentKind

SP, FA = "449900199211201049", "449900196203121010"
DEAD = "死者李样本（身份证号码449900198503071093）生前系虚构市示例制造有限公司职工，于2021年7月3日因工死亡。"
THE_DEAD = "死者李样本，身份证号码449900198503071093，系虚构市示例制造有限公司职工。2021年6月1日，在车间被砸伤头部，"


def letter(kind: DocumentKind, *told: str) -> Extraction:
    """A letter of these paragraphs, 36 signs a line."""
    lines = [text[at : at + 36] for text in told for at in range(0, len(text), 36)]
    return extract(kind, [page(title("情况说明"), *column(180, 240, 58, *lines))])


def value(found: Extraction, name: str) -> object:
    """A field's value."""
    leaf = found.fields.get(name)
    return None if leaf is None else leaf.value


@pytest.mark.parametrize(
    "told",
    [
        "公司没有替我付医疗费。我同意将费用打给公司。",
        "公司说替我付医疗费但至今未付。请把钱打到公司账户。",
        "医疗费由公司垫付。我要求把钱打给我本人，不要打给公司。",
        "医疗费由公司垫付。请把待遇打给我本人，不能打给公司。",
        "医疗费由公司垫付。我要求将待遇支付给我本人，不要支付给公司。",
    ],
)
def test_what_is_denied_is_no_consent(told: str) -> None:
    """Neither what the firm did not pay nor what it shall not get is agreed to."""
    assert value(letter(DocumentKind.ADV_VOUCHER, told), "consent") is None


def test_plain_words_of_consent() -> None:
    """Near miss: the firm paid for me, pay it to the firm."""
    assert value(letter(DocumentKind.ADV_VOUCHER, "医疗费是公司替我付的。请把钱打到公司账户。"), "consent") is True


@pytest.mark.parametrize(
    "told",
    [
        "本人陈示例系虚构市示例制造有限公司员工，公司电话13900139000，于2021年7月3日受伤。",
        "本人陈示例因工受伤，现委托哥哥陈样本（电话13900139000）代为办理，",
        "本人陈示例，配偶王虚拟，电话13900139000。",
    ],
)
def test_whose_telephone_it_is(told: str) -> None:
    """The firm's, a brother's and a wife's telephone is not the worker's, whom the fund calls back."""
    assert value(letter(DocumentKind.ADV_VOUCHER, told), "worker_phone") is None


def test_a_telephone_in_a_sentence_is_never_sure_by_itself() -> None:
    """Near miss: the worker's own is offered, below what may be sure."""
    found = letter(DocumentKind.ADV_VOUCHER, "本人陈示例，男，系虚构市示例制造有限公司员工，手机13800138000。")
    assert value(found, "worker_phone") == "13800138000"
    assert found.fields["worker_phone"].fit < LEAST_FIT


@pytest.mark.parametrize("end", ["随即住院治疗，至7月3日经医院抢救无效死亡。", "随即住院治疗，次日抢救无效死亡。"])
def test_the_day_of_the_accident_is_not_the_day_of_death(end: str) -> None:
    """Where the day of death is told without its year, none is taken from further off."""
    assert value(letter(DocumentKind.JOINT_ACCT, THE_DEAD + end), "death_date") is None


def test_a_whole_day_of_death_behind_the_accident() -> None:
    """Near miss: with its year it is read."""
    found = letter(DocumentKind.JOINT_ACCT, THE_DEAD + "于2021年7月3日抢救无效死亡。")
    assert value(found, "death_date") == "2021-07-03"


@pytest.mark.parametrize("behind", ["系李小样的母亲、监护人", "系李小样之母"])
def test_a_relation_to_another_is_none_to_the_dead(behind: str) -> None:
    """配偶王虚拟, who is a child's mother as well, is the spouse."""
    found = letter(
        DocumentKind.JOINT_ACCT, DEAD, f"1、配偶王虚拟，身份证号{SP}，{behind}；", f"2、父亲李父示，身份证号{FA}；"
    )
    assert [str(row["relation"].value) for row in found.rows["relatives"]] == ["配偶", "父亲"]


@pytest.mark.parametrize("head", ["死者亲属姓名", "工亡职工近亲属姓名", "姓名"])
def test_heads_that_name_the_dead_are_columns_of_relatives(head: str) -> None:
    """死者亲属姓名 heads the relatives' names: its first row is a relative, too."""
    rows = (("王虚拟", "配偶", SP), ("李父示", "父亲", FA))
    cells = [line(text, x, 300) for text, x in ((head, 180), ("与死者亲属关系", 480), ("身份证号码", 780))]
    cells += [line(t, x, 360 + 60 * n) for n, row in enumerate(rows) for t, x in zip(row, (180, 480, 780), strict=True)]
    found = extract(DocumentKind.JOINT_ACCT, [page(title("共同指定账户确认书"), *cells)])
    assert [str(row["name"].value) for row in found.rows["relatives"]] == ["王虚拟", "李父示"]


@pytest.mark.parametrize(
    ("told", "holder"),
    [
        (
            "公司曾将慰问金转入李父示账户。现一致同意支付到共同指定的一个银行账户：王虚拟，账号6222021234567890128。",
            "李父示",
        ),
        ("不同意将丧葬补助金汇入李父示名下的银行账户，账号6222021234567890128。", "李父示"),
    ],
)
def test_a_holder_in_a_sentence_is_never_sure_by_itself(told: str, holder: str) -> None:
    """A sentence may tell of another's account: whom it names is offered, a person decides."""
    found = letter(DocumentKind.JOINT_ACCT, told).fields.get("holder_name")
    assert found is None or (found.value == holder and found.fit < LEAST_FIT)


@pytest.mark.parametrize(
    "told",
    [
        "我单位收到社会保险经办单位转来的工伤保险基金50000.00元，已于2021年8月1日支付给职工。",
        "2021年7月15日本公司收到虚构市示例集团有限公司代收并转付的工伤保险基金50000.00元。",
    ],
)
def test_what_the_firm_received_is_not_what_it_passed_on(told: str) -> None:
    """The fund's money that came to the firm, through whomever, is what it received."""
    found = letter(DocumentKind.PASS_ON_PROOF, told)
    assert (value(found, "received_total"), value(found, "passed_total")) == (5000000, None)


def test_the_capitals_behind_another_amount_are_not_the_advanced_ones() -> None:
    """Of a letter with two amounts in brackets the one behind 垫付 is what was advanced."""
    told = "一次性工亡补助金876680元（捌拾柒万陆仟陆佰捌拾元整）、其中单位已垫付200000元（贰拾万元整），特此说明。"
    found = letter(DocumentKind.JOINT_EMPLOYER, DEAD, told)
    assert (value(found, "advanced_total"), value(found, "advanced_total_upper")) == (20000000, 20000000)


def test_the_day_in_a_purpose_is_not_the_trades() -> None:
    """打印日期 is no day of the trade, and neither is one inside the purpose."""
    cells = [line("打印日期：2021年08月12日", 180, 300), line("用途：付2021年6月1日工伤医疗费", 180, 360)]
    found = extract(DocumentKind.BANK_SLIP, [page(title("银行电子回单"), *cells)])
    assert value(found, "trade_date") != "2021-06-01"


def cells(heads: tuple[str, ...], row: tuple[str, ...]) -> list[Line]:
    """The head of a table and one row of it."""
    xs = (120, 300, 620, 850, 1080, 1300)
    named = [line(text, x, 500) for text, x in zip(heads, xs, strict=True)]
    return [*named, *(line(text, x, 560) for text, x in zip(row, xs, strict=True) if text)]


@pytest.mark.parametrize(
    ("amounts", "row"),
    [
        (("核定金额", "垫付金额", "支付金额"), ("50000.00", "20000.00", "30000.00")),
        (("待遇金额", "扣除垫付金额", "实付金额"), ("50000.00", "20000.00", "30000.00")),
        (("金额（元）", "垫付金额（元）", "签名"), ("30000.00", "20000.00", "")),
    ],
)
def test_what_each_person_got_is_not_what_the_firm_had_advanced(amounts: tuple[str, ...], row: tuple[str, ...]) -> None:
    """Of several amounts beside a name the one that was paid to it counts."""
    table = cells(("姓名", "身份证号码", "项目", *amounts), ("王虚拟", SP, "医疗费", *row))
    found = extract(DocumentKind.PASS_ON_PROOF, [page(title("收款确认书"), *table)])
    assert [one["amount"].value for one in found.rows["beneficiaries"]] == [3000000]


@pytest.mark.parametrize(("other", "value"), [("自费金额", 30000), ("未垫付金额", None), ("本人垫付金额", None)])
def test_what_was_not_advanced_by_the_firm_is_no_line_of_a_voucher(other: str, value: int | None) -> None:
    """金额 beside 自费金额 is the line's; beside what somebody else bore it is at least not that."""
    heads = ("费用项目", "医院", "票据号码", "日期", "金额", other)
    table = cells(heads, ("医疗费", "虚构医院", "1234567890", "2021-06-03", "300.00", "1000.00"))
    found = extract(DocumentKind.ADV_VOUCHER, [page(title("垫付确认书"), *table)])
    read = [one["amount"].value for one in found.rows["lines"] if "amount" in one]
    assert 100000 not in read
    assert value is None or read == [value]
