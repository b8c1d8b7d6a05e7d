# ruff: noqa: E501 - pages are set line by line as they stand
"""Joint letters and pass-on proofs in layouts that our own factory does not draw."""

import pytest

from ocr.extract import wording
from ocr.extract.classify import classify
from ocr.extract.extract import extract
from ocr.extract.leaves import Extraction
from ocr.pages import PageLines
from tests.unit.ocr.extract.drawn import column, line, page, title
from validators.model.codes import DocumentKind, MarkRole, MarkType

FIRM = "虚构市示例制造有限公司"
BANK = "示例银行虚构支行"
DECEASED_ID = "449900198503071093"
SPOUSE, CHILD, FATHER, MOTHER = "449900199211201049", "449900201605181036", "449900196203121010", "449900196408051028"


def values(found: Extraction) -> dict[str, object]:
    """Single values by name."""
    return {name: leaf.value for name, leaf in found.fields.items()}


def rows(found: Extraction, name: str) -> list[dict[str, object]]:
    """Values of a table."""
    return [{key: leaf.value for key, leaf in row.items()} for row in found.rows.get(name, ())]


def family_table() -> PageLines:
    """A letter of a village office: a table whose head has two lines, children signed for by the mother."""
    return page(
        title("关于领取工亡待遇银行账户的声明"),
        line("亡者姓名：李样本　　公民身份号码：449900198503071093", 180, 240),
        line("身故日期：2021年7月3日　　生前工作单位：虚构市示例制造有限公司", 180, 300),
        line("亲属姓名", 170, 380), line("与亡者", 390, 366), line("关系", 405, 398), line("公民身份号码", 600, 380), line("供养", 950, 366), line("亲属", 950, 398), line("签字、捺印", 1090, 380), line("签字日期", 1340, 380),
        line("王虚拟", 180, 470), line("妻", 415, 470), line(SPOUSE, 540, 470), line("否", 960, 470), line("2021.8.6", 1340, 470),
        line("李小样", 180, 560), line("儿子", 405, 560), line(CHILD, 540, 560), line("是", 960, 560), line("（母王虚拟代）", 1090, 575, 24), line("2021.8.6", 1340, 560),
        line("李父示", 180, 650), line("父亲", 405, 650), line(FATHER, 540, 650), line("否", 960, 650), line("2021.8.7", 1340, 650),
        line("赵母示", 180, 740), line("母亲", 405, 740), line(MOTHER, 540, 740), line("是", 960, 740), line("2021.8.7", 1340, 740),
        line("除上述人员外，无其他近亲属。因亲属之间对待遇发放账户存在分歧，协商未果，现一致同意指定如下账户：", 180, 830, 26),
        line("☑丧葬补助金　☑一次性工亡补助金　☐供养亲属抚恤金", 180, 890),
        line("开户人：王虚拟　卡号：6299990000000001010　开户银行：示例银行虚构支行", 180, 950),
        line("待遇由各亲属内部自行分配，由此引起的纠纷自行承担，与社保经办机构无关。", 180, 1010),
        line("见证单位（盖章）：虚构市虚构村村民委员会", 180, 1120),
    )  # fmt: skip


def test_reads_relatives_of_a_two_line_head() -> None:
    """Column words broken over two lines still name their columns; one slot a row carries the row's name."""
    found = extract(DocumentKind.JOINT_ACCT, [family_table()])
    got = rows(found, "relatives")
    assert [row["name"] for row in got] == ["王虚拟", "李小样", "李父示", "赵母示"]
    assert [row["id_no"] for row in got] == [SPOUSE, CHILD, FATHER, MOTHER]
    assert [row["supported"] for row in got] == [False, True, False, True]
    assert got[1]["relation"] == "儿子"
    signs = [slot for slot in found.slots if slot.type is MarkType.SIGNATURE]
    assert [slot.name for slot in signs] == ["王虚拟", "李小样", "李父示", "赵母示"]
    assert {slot.role for slot in signs} == {MarkRole.RELATIVE}
    assert [leaf.value for leaf in found.lists["sign_dates"]] == [
        "2021-08-06",
        "2021-08-06",
        "2021-08-07",
        "2021-08-07",
    ]
    assert values(found)["sign_date"] == "2021-08-07"


def test_reads_the_joint_letter_s_fields_and_statements() -> None:
    """Deceased, account, ticked items and statements in other words than ours."""
    found = extract(DocumentKind.JOINT_ACCT, [family_table()])
    got = values(found)
    assert got["deceased_name"] == "李样本"
    assert got["deceased_id"] == DECEASED_ID
    assert got["death_date"] == "2021-07-03"
    assert got["employer_name"] == FIRM
    assert got["holder_name"] == "王虚拟"
    assert got["account"] == "6299990000000001010"
    assert got["bank_name"] == BANK
    assert got["completeness"] is True
    assert got["dispute"] is True
    assert got["undertaking"] is True
    assert [leaf.value for leaf in found.lists["items"]] == ["FUNERAL", "DEATH_LUMP"]


def test_remarks_the_mother_who_signs_for_her_child() -> None:
    """（母王虚拟代） is a proxy note that names the mother."""
    remarks = extract(DocumentKind.JOINT_ACCT, [family_table()]).remarks
    assert [(r.code, r.detail) for r in remarks if r.code == "PROXY"] == [("PROXY", "王虚拟")]


def test_a_declaration_about_the_account_is_a_joint_letter() -> None:
    """The title names neither 共同 nor 指定; the body decides."""
    assert classify([family_table()])[0] is DocumentKind.JOINT_ACCT


def family_sentence() -> PageLines:
    """Relatives listed in a sentence, no dispute told, two blanks to sign behind one label."""
    return page(
        title("近亲属共同指定银行账户声明"),
        *column(
            180,
            240,
            56,
            "工亡职工李样本（身份证号码：449900198503071093），于2021年7月3日因工死亡。",
            "其近亲属有：配偶王虚拟（身份证号码449900199211201049）、父亲李父示（身份证",
            "号码449900196203121010）、母亲赵母示，身份证号码449900196408051028。以上为",
            "全部近亲属。各方对账户并无争议，现指定丧葬补助金和一次性工亡补助金发放至",
            "王虚拟在示例银行虚构支行开立的账户，账号：6299990000000001010，户名：王虚拟。",
        ),
        line("近亲属（签名）：", 180, 700), line("日期：2021年8月7日", 1100, 700),
    )  # fmt: skip


def test_reads_relatives_in_a_sentence() -> None:
    """Name, relation and number of each relative come out of running text, the deceased is none of them."""
    found = extract(DocumentKind.JOINT_ACCT, [family_sentence()])
    assert rows(found, "relatives") == [
        {"name": "王虚拟", "relation": "配偶", "id_no": SPOUSE},
        {"name": "李父示", "relation": "父亲", "id_no": FATHER},
        {"name": "赵母示", "relation": "母亲", "id_no": MOTHER},
    ]
    got = values(found)
    assert got["deceased_name"] == "李样本"
    assert got["death_date"] == "2021-07-03"
    assert got["account"] == "6299990000000001010"


def test_no_dispute_is_no_dispute() -> None:
    """并无争议 is not the dispute that the notice asks for."""
    assert "dispute" not in values(extract(DocumentKind.JOINT_ACCT, [family_sentence()]))


def test_items_without_boxes_come_from_the_sentence() -> None:
    """Where nothing is ticked, the items that the sentence sends to the account count."""
    found = extract(DocumentKind.JOINT_ACCT, [family_sentence()])
    assert [leaf.value for leaf in found.lists["items"]] == ["FUNERAL", "DEATH_LUMP"]


@pytest.mark.parametrize(("between", "fits"), [("", [0.75, 0.75]), ("（）", [0.4, 0.4]), ("（　）", [0.4, 0.4])])
def test_items_behind_empty_brackets_are_never_sure_by_themselves(between: str, fits: list[float]) -> None:
    """（）一次性工亡补助金 （）丧葬补助金: a tick between them is lost in reading, so either may not have been chosen."""
    letter = page(
        title("工亡待遇共同指定账户协议书"),
        line("各方存在争议，现一致指定以下一个账户收取：", 180, 240),
        line(f"{between}一次性工亡补助金 {between}丧葬补助金", 180, 296),
        line("户名：王虚拟，账号：6299990000000001010，开户行：示例银行虚构支行。", 180, 352),
        line("近亲属（签名）：", 180, 700), line("日期：2021年8月7日", 1100, 700),
    )  # fmt: skip
    assert [leaf.fit for leaf in extract(DocumentKind.JOINT_ACCT, [letter]).lists["items"]] == fits


def to_the_firm() -> PageLines:
    """Relatives let the employer collect; account without labels."""
    return page(
        title("委托用人单位代领工亡待遇确认书"),
        *column(
            180,
            240,
            56,
            "死者姓名：李样本　　身份证号：449900198503071093",
            "用人单位已垫付丧葬及抚恤费用¥200,000.00（人民币贰拾万元整），凭证附后。",
            "我们共同同意将一次性工亡补助金发放至：虚构市示例制造有限公司 4499000099000000123 示例银行虚构支行。",
            "用人单位承诺：收到待遇资金一个月内将扣除垫付费用后的余额支付给各近亲属。",
        ),
        line("全体近亲属签名：", 180, 620), line("日期：2021年8月7日", 180, 720), line("用人单位（公章）", 1000, 720),
    )  # fmt: skip


def test_reads_an_account_without_labels() -> None:
    """Holder, number and bank stand one behind the other after 发放至."""
    found = extract(DocumentKind.JOINT_EMPLOYER, [to_the_firm()])
    got = values(found)
    assert got["deceased_name"] == "李样本"
    assert got["advanced_total"] == 20_000_000
    assert got["advanced_total_upper"] == 20_000_000
    assert got["payee_name"] == FIRM
    assert got["payee_account"] == "4499000099000000123"
    assert got["payee_bank"] == BANK
    assert got["pass_on_promise"] is True
    assert [leaf.value for leaf in found.lists["items"]] == ["DEATH_LUMP"]
    assert classify([to_the_firm()])[0] is DocumentKind.JOINT_EMPLOYER


def proof_table() -> PageLines:
    """A proof for two beneficiaries: wide table, sentence before it, slips behind one label."""
    return page(
        title("工亡待遇转付签收表"),
        line("付款单位：虚构市示例制造有限公司", 180, 230),
        line("收到基金拨付：¥876,680.00　　到账日期：2021年9月5日", 180, 290),
        line("其中单位已垫付：¥200,000.00　　应支付给本人：¥676,680.00（人民币陆拾柒万陆仟陆佰捌拾元整）", 180, 350),
        line("序号", 150, 430), line("领款人", 260, 430), line("身份证号", 480, 430), line("待遇项目", 780, 430), line("实付金额（元）", 1000, 430, 24), line("方式", 1200, 430), line("转账日期", 1330, 430),
        line("1", 160, 490), line("李小样", 250, 490), line(CHILD, 400, 490), line("一次性工亡补助金", 740, 490, 24), line("338,340.00", 1010, 490), line("转账", 1200, 490), line("2021-10-08", 1320, 490),
        line("2", 160, 550), line("赵母示", 250, 550), line(MOTHER, 400, 550), line("一次性工亡补助金", 740, 550, 24), line("338,340.00", 1010, 550), line("转账", 1200, 550), line("2021-10-08", 1320, 550),
        line("合计", 250, 610), line("676,680.00", 1010, 610),
        line("银行回单编号：TEST202110080001、TEST202110080002", 180, 680),
        line("本人已收到上述款项。", 180, 740),
        line("收款人本人（签名）：", 180, 840), line("（李小样，监护人王虚拟代）", 620, 840), line("（赵母示）", 1250, 840),
        line("日期：2021年10月9日", 180, 920), line("付款单位（公章）", 1000, 960),
    )  # fmt: skip


def test_reads_a_pass_on_proof() -> None:
    """Totals, two beneficiaries, shared date and method, and both slip numbers in order."""
    found = extract(DocumentKind.PASS_ON_PROOF, [proof_table()])
    got = values(found)
    assert got["employer_name"] == FIRM
    assert got["received_total"] == 87_668_000
    assert got["retained_advance"] == 20_000_000
    assert got["passed_total"] == 67_668_000
    assert got["passed_total_upper"] == 67_668_000
    assert got["pay_date"] == "2021-10-08"
    assert got["pay_method"] == "TRANSFER"
    assert got["sign_date"] == "2021-10-09"
    assert [leaf.value for leaf in found.lists["slip_no"]] == ["TEST202110080001", "TEST202110080002"]
    people = rows(found, "beneficiaries")
    assert [(row["name"], row["id_no"], row["amount"]) for row in people] == [
        ("李小样", CHILD, 33_834_000),
        ("赵母示", MOTHER, 33_834_000),
    ]
    assert {row["item"] for row in people} == {"DEATH_LUMP"}
    assert people[1]["slip_no"] == "TEST202110080002"
    assert classify([proof_table()])[0] is DocumentKind.PASS_ON_PROOF


def test_ties_bracketed_names_to_their_blanks() -> None:
    """签名：____（李小样，监护人…代） ____（赵母示） promises two signatures with their names."""
    slots = extract(DocumentKind.PASS_ON_PROOF, [proof_table()]).slots
    assert [slot.name for slot in slots if slot.type is MarkType.SIGNATURE] == ["李小样", "赵母示"]


def receipt_slip() -> PageLines:
    """收条 of one person, all in a letter."""
    return page(
        title("收条"),
        *column(
            180,
            260,
            60,
            "今收到虚构市示例制造有限公司通过银行转账方式支付的一次性伤残补助金人民币",
            "叁万元整（¥30,000.00），款项于2021年8月10日汇入本人账户6299990000000001010。",
        ),
        line("收款人（签名、按指模）：", 800, 520), line("身份证号码：449900199003071016", 800, 590), line("2021年8月11日", 900, 660),
    )  # fmt: skip


def test_reads_a_one_sentence_receipt() -> None:
    """One beneficiary, the amount, the payment's day and account, the signer's day."""
    found = extract(DocumentKind.PASS_ON_PROOF, [receipt_slip()])
    got = values(found)
    assert got["employer_name"] == FIRM
    assert got["passed_total"] == 3_000_000
    assert got["passed_total_upper"] == 3_000_000
    assert got["pay_method"] == "TRANSFER"
    assert got["pay_date"] == "2021-08-10"
    assert got["payee_account"] == "6299990000000001010"
    assert got["sign_date"] == "2021-08-11"
    assert classify([receipt_slip()])[0] is DocumentKind.PASS_ON_PROOF


def test_a_wrapped_branch_code_is_no_account() -> None:
    """The account is left blank; the only number, wrapped below 行号：, is the branch code and nothing else."""
    sheet = page(
        title("近亲属共同指定银行账户声明"),
        line("死者姓名", 200, 260), line("李样本", 380, 260),
        line("指定账户", 200, 620),
        line("开户人：王虚拟　卡号：", 380, 600), line("开户行：示例银行虚构支行　行号：", 960, 600),
        line("999588118193", 380, 646),
        line("近亲属（签名）：", 180, 900), line("日期：2021年8月7日", 1100, 900),
    )  # fmt: skip
    got = values(extract(DocumentKind.JOINT_ACCT, [sheet]))
    assert got["account"] is None
    assert got["cnaps"] == "999588118193"


def test_a_relative_s_number_does_not_stand_in_for_a_bad_one() -> None:
    """The deceased's number of 15 places stays what it is beside relatives whose numbers are better."""
    sheet = page(
        title("共同指定账户确认书"),
        line("1.工亡职工姓名：石光祥", 120, 240),
        line("2.公民身份号码：449900821002391", 120, 290),
        line("3.近亲属：", 120, 340),
        line("（1）近亲属姓名：王虚拟，与职工关系：妻子，身份证号：449900199211201049", 160, 390),
        line("（2）近亲属姓名：李父示，与职工关系：父亲，身份证号：449900196203121010", 160, 440),
        line("近亲属签名：", 120, 700), line("日期：2021年8月7日", 900, 700),
    )  # fmt: skip
    found = extract(DocumentKind.JOINT_ACCT, [sheet])
    assert values(found)["deceased_id"] == "449900821002391"
    assert [row["name"] for row in rows(found, "relatives")] == ["王虚拟", "李父示"]


def supported_table(*answers: str) -> PageLines:
    """A list of three relatives with telephone numbers and a column 供养亲属; answers stand close to the numbers."""
    people = (("王虚拟", "妻子", SPOUSE), ("李小样", "儿子", CHILD), ("李父示", "父亲", FATHER))
    cells = []
    for number, ((name, relation, id_no), answer) in enumerate(zip(people, answers, strict=True)):
        y = 470.0 + 84 * number
        cells += [line(name, 140, y), line(relation, 300, y), line(f"{id_no}", 430, y), line("13800138000", 735, y)]
        cells += [line(answer, 920, y)] if answer else []
    return page(
        title("近亲属共同指定银行账户声明"),
        line("姓名", 140, 410), line("关系", 300, 410), line("身份证号", 470, 410), line("联系电话", 735, 410),
        line("供养亲属", 950, 410),
        *cells,
        line("近亲属（签名）：", 180, 900), line("日期：2021年8月7日", 1100, 900),
    )  # fmt: skip


def test_an_answer_close_to_the_number_before_it_is_still_an_answer() -> None:
    """是 or 否 that was read with the telephone number stands in the column of its own."""
    got = rows(extract(DocumentKind.JOINT_ACCT, [supported_table("是", "否", "是")]), "relatives")
    assert [row["supported"] for row in got] == [True, False, True]
    assert {row["phone"] for row in got} == {"13800138000"}


def test_an_answer_that_was_lost_is_told_as_unread() -> None:
    """A list that asks who is supported and shows no answer for one has an unread value there, not nothing."""
    found = extract(DocumentKind.JOINT_ACCT, [supported_table("是", "", "是")])
    second = found.rows["relatives"][1]["supported"]
    assert (second.value, second.flags) == (None, ("UNREAD",))


def test_a_relation_that_is_half_read_is_as_doubtful_as_its_other_half() -> None:
    """父集 of which 集 was read with 0.6 is no 父 read surely."""
    sheet = page(
        title("近亲属共同指定银行账户声明"),
        line("姓名", 140, 410), line("关系", 300, 410), line("身份证号", 470, 410),
        line("李父示", 140, 470), line("父集", 300, 470, sure=0.6), line(FATHER, 430, 470),
        line("赵母示", 140, 530), line("母亲", 300, 530), line(MOTHER, 430, 530),
        line("近亲属（签名）：", 180, 900), line("日期：2021年8月7日", 1100, 900),
    )  # fmt: skip
    got = extract(DocumentKind.JOINT_ACCT, [sheet]).rows["relatives"]
    assert [row["relation"].confidence for row in got] == pytest.approx([0.6, 0.99])


@pytest.mark.parametrize("bank", ["示例银行虚构支行", "示例银行股份有限公司虚构分行营业部"])
def test_neither_the_payees_label_nor_a_bank_is_an_employer(bank: str) -> None:
    """A letter whose form names a payee and a bank and no employer has no employer's name."""
    sheet = page(
        title("近亲属共同指定单位账户声明"),
        line("死者姓名：李样本", 120, 300), line("待遇项目", 120, 380), line("一次性工亡补助金", 400, 380),
        line("收款户名", 120, 440), line(FIRM, 400, 440),
        line("开户银行", 120, 500), line(bank, 400, 500),
        line("账号", 120, 560), line("4499000099000000123", 400, 560),
        line("近亲属（签名）：", 180, 900), line("日期：2021年8月7日", 1100, 900),
    )  # fmt: skip
    got = values(extract(DocumentKind.JOINT_EMPLOYER, [sheet]))
    assert got["payee_name"] == FIRM
    assert "employer_name" not in got


@pytest.mark.parametrize("answer", ["存在争议", "有争议", "无异议", "人方茂勇", "姓者"])
def test_an_answer_about_a_dispute_or_the_end_of_a_label_is_no_name(answer: str) -> None:
    """What a form answers about a dispute, and a label's 人 before a name, have the shape of a name and are none."""
    assert [found.quality for found in wording.names(answer)] == [0.1]


@pytest.mark.parametrize(
    ("text", "banks"),
    [
        ("款项发放后的分配由各近亲属自行协商", 0),
        ("社会保险经办机构核定", 0),
        ("示例银衔虚构支行", 1),
        ("虚构农村信用联社", 1),
    ],
)
def test_a_sentence_below_an_empty_label_is_no_bank(text: str, banks: int) -> None:
    """A bank that was read amiss still ends like one; a sentence that merely holds 行 or 社 is none, and none is missed."""
    assert len(list(wording.banks(text))) == banks


@pytest.mark.parametrize(
    ("text", "orgs"), [("票据编号", 0), ("收款账号", 0), ("交易日期", 0), ("示例小吃", 1), ("陈示例", 1)]
)
def test_a_neighbours_label_is_no_firm(text: str, orgs: int) -> None:
    """What asks for a value is the name of nobody, however it stands beside a payee's label."""
    assert len(list(wording.orgs(text))) == orgs


@pytest.mark.parametrize(
    ("written", "value", "flags"),
    [("罗2勇", "罗2勇", ("ODD_SIGN",)), ("罗1", "罗1", ("ODD_SIGN",)), ("罗", None, None)],
)
def test_a_relative_never_stands_in_for_a_deceased_whose_name_is_none(
    written: str, value: str | None, flags: tuple[str, ...] | None
) -> None:
    """A name with a digit is read as it stands and is not sure; where no name can be read it stays open."""
    letter = page(
        title("工亡待遇共同指定账户协议书"),
        line(f"我们是工亡职工{written}（身份证号码：{DECEASED_ID}，死亡日期：2024.11.9）的近亲属。", 180, 300),
        line(f"1.亲属姓名：彭虚构，亲属关系：配偶，证件号码：{SPOUSE}，手机：13800138000；", 180, 380),
        line(f"2.亲属姓名：罗虚构，亲属关系：父亲，证件号码：{FATHER}，手机：13800138000；", 180, 430),
        line("各方就待遇发放账户存在争议，协商未能达成一致，现一致指定以下一个账户收取：", 180, 500),
    )
    found = extract(DocumentKind.JOINT_ACCT, [letter])
    assert [row["name"] for row in rows(found, "relatives")] == ["彭虚构", "罗虚构"]
    leaf = found.fields.get("deceased_name")
    assert (leaf.value if leaf else None, leaf.flags if leaf and leaf.value else None) == (value, flags)


def test_a_relation_whose_head_was_not_read_is_no_part_of_the_name() -> None:
    """亲属天 names no column: what stands right of a name in its row is not the name; what stands below it is."""
    sheet = page(
        title("近亲属共同指定账户同意书"),
        line("亲属姓名", 170, 380), line("亲属天", 300, 380), line("证件号码", 600, 380),
        line("王虚拟", 180, 470), line("妻子", 300, 470), line(SPOUSE, 540, 470),
        line("欧阳", 180, 550), line("示例", 180, 585), line("儿子", 300, 566), line(CHILD, 540, 566),
    )  # fmt: skip
    found = extract(DocumentKind.JOINT_ACCT, [sheet])
    assert [row["name"] for row in rows(found, "relatives")] == ["王虚拟", "欧阳示例"]


def test_relatives_of_a_table_whose_heads_nobody_read() -> None:
    """崇馬越名 and 康為英展 name no columns: a number without a label and the name at its row's left end are a relative."""
    sheet = page(
        title("近亲属共同指定发放到单位确认书"),
        line("死亡职工", 180, 300), line("李样本", 330, 300), line("身份证号码", 560, 300), line(DECEASED_ID, 760, 300),
        line("崇馬越名", 180, 380), line("康為英展", 360, 380),
        line("王虚拟", 180, 450), line("妻子", 360, 450), line(SPOUSE, 560, 450),
        line("赵母示", 180, 520), line("4A", 360, 520), line(MOTHER, 560, 520),
        line("txs", 180, 590), line(FATHER, 560, 590),
        line("李样本", 180, 660), line(DECEASED_ID, 560, 660),
        line("王虚拟", 180, 730), line("6299991997832838", 560, 730),
    )  # fmt: skip
    found = extract(DocumentKind.JOINT_EMPLOYER, [sheet])
    assert [(row.get("name"), row.get("relation"), row["id_no"]) for row in rows(found, "relatives")] == [
        ("王虚拟", "妻子", SPOUSE),
        ("赵母示", None, MOTHER),
        (None, None, FATHER),
    ]


def test_items_behind_the_account_that_they_go_to_are_asked_for() -> None:
    """Of the sentence before them nothing but …的银行账户： was read."""
    sheet = page(
        title("近亲属共同指定发放到单位确认书"),
        line("名单如上。", 180, 340),
        line("金体近亲名　行遇技付至用人单位的银行账户：丧葬补助金", 180, 400),
    )
    found = extract(DocumentKind.JOINT_EMPLOYER, [sheet])
    assert [leaf.value for leaf in found.lists["items"]] == ["FUNERAL"]


@pytest.mark.parametrize(("second", "other"), [("6299990000000001010", True), ("44994693973088345", False)])
def test_of_two_labelled_accounts_the_first_is_doubted(second: str, other: bool) -> None:
    """存折账号 and 账号 of one letter name two accounts: the first stands, the other beside it; one named twice is one."""
    found = extract(
        DocumentKind.JOINT_ACCT,
        [
            page(
                title("工亡待遇共同指定账户协议书"),
                line("开户人姓名：王虚拟", 120, 500),
                line("存折账号：44994693973088345", 120, 550),
                line("户名：王虚拟", 120, 600),
                line(f"账号：{second}", 120, 650),
            )
        ],
    )
    account = found.fields["account"]
    assert account.value == "44994693973088345"
    assert ("AMBIGUOUS" in account.flags) is other
    assert [one.value for one in account.alternatives] == [second][: int(other)]
