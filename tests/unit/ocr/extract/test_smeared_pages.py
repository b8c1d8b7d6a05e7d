# ruff: noqa: E501 - pages are set line by line as they stand
"""Papers of which a label, a head or a mark was lost to a moved camera: what is left tells where its value stands."""

import time

import pytest

from ocr.calibration import NEVER_SURE
from ocr.extract.extract import extract
from ocr.extract.items import item_code
from ocr.lines import Line
from ocr.pages import PageLines
from tests.unit.ocr.extract.drawn import line, page, title
from validators.doubts import CHOSEN
from validators.model.codes import DocumentKind as K

SPOUSE, CHILD, FATHER, MOTHER = "449900199211201049", "449900201605181036", "449900196203121010", "449900196408051028"
DECEASED = "449900198503071093"


def values(kind: K, *lines: Line) -> dict[str, object]:
    """Single values by name."""
    return {name: leaf.value for name, leaf in extract(kind, [page(*lines)]).fields.items()}


def rows(kind: K, table: str, sheet: PageLines) -> list[dict[str, object]]:
    """The values of a table, and the raw text where nothing was read."""
    found = extract(kind, [sheet]).rows.get(table, ())
    return [{name: leaf.raw if leaf.value is None else leaf.value for name, leaf in row.items()} for row in found]


@pytest.mark.parametrize("first", ["兹", "滋", "磁", "虚", ""])
def test_a_certified_name_stands_before_its_number_whatever_became_of_the_first_sign(first: str) -> None:
    """兹证明客户王虚拟（身份证号码：…）: of 兹 a smeared page makes many signs, the name stays."""
    told = f"{first}证明客户王虚拟（身份证号码：{SPOUSE}）在我行开立个人结算账户，账号：6299990000000001010。"
    found = values(K.ACCT_PROOF, title("开户信息证明"), line(told, 180, 300))
    assert (found["holder_name"], found["id_no"]) == ("王虚拟", SPOUSE)
    told = f"{first}证明李样本（身份证号码：{DECEASED}）于2021年7月3日死亡。"
    assert values(K.DEATH_CERT, title("死亡证明"), line(told, 180, 300))["name"] == "李样本"
    assert values(K.ID_CARD, title("临时身份证明"), line(told, 180, 300))["name"] == "李样本"


def test_a_certificate_that_names_nobody_names_nobody() -> None:
    """证明材料（身份证复印件）附后 is no name."""
    assert (
        values(K.ACCT_PROOF, title("开户证明"), line("证明材料（身份证复印件）附后", 180, 300)).get("holder_name")
        is None
    )


def test_charges_stand_at_the_end_of_their_rows_where_the_head_of_the_amounts_was_lost() -> None:
    """护理费 · 1/次 · 1,639.00 under 项目名称 and 数量/单位 alone; two charges in a row are two."""
    sheet = page(
        title("广东省医疗门诊收费票据（电子）"),
        line("项目名称", 300, 390), line("数量/单位", 800, 390), line("备注", 1500, 390),
        line("护理费", 200, 440), line("1/次", 820, 440), line("1,639.00", 1200, 440),
        line("西药费", 200, 490), line("271.35", 600, 490), line("化验费", 820, 490), line("20.00", 1200, 490),
        line("个人自费", 200, 540), line("1,930.35", 600, 540),
    )  # fmt: skip
    assert rows(K.MED_RECEIPT, "lines", sheet) == [
        {"item": "护理费", "amount": 163900},
        {"item": "西药费", "amount": 27135},
        {"item": "化验费", "amount": 2000},
    ]


@pytest.mark.parametrize(("printed", "read"), [("¥84,075.25", 8407525), ("¥84,076.25", None)])
def test_the_amount_received_is_the_one_that_its_parts_make(printed: str, read: int | None) -> None:
    """机付金额 for 拨付金额: kept and passed on make one amount on the paper, which is it; another one is not."""
    found = values(
        K.PASS_ON_PROOF,
        title("工伤待遇收款确认书"),
        line(f"虚构市示例制造有限公司于2022年10月21日此到工伤保检基合机付金额{printed}。", 180, 300),
        line("其中单位垫付¥17,000.00，应支付给本人67,075.25元，支付明细如下：", 180, 360),
    )
    assert (found["retained_advance"], found["passed_total"]) == (1700000, 6707525)
    assert found.get("received_total") == read


def test_an_amount_received_that_a_sum_found_is_never_sure() -> None:
    """50,000.00 of another sentence is what 5,000.00 and 45,000.00 make: no witness of them, and a person's to see."""
    found = extract(
        K.PASS_ON_PROOF,
        [
            page(
                title("工伤待遇收款确认书"),
                line("其中单位垫付¥5,000.00，应支付给本人45,000.00元。", 180, 300),
                line("工伤待遇核定表所列一次性伤残补助金为50,000.00元", 180, 360),
            )
        ],
    ).fields["received_total"]
    assert found.value == 5000000
    assert set(found.flags) & NEVER_SURE & CHOSEN


def test_of_a_proof_that_passes_nothing_on_the_advance_is_not_what_was_received() -> None:
    """5,000.00 kept and nothing paid make 5,000.00, which is the advance's own ink."""
    found = values(
        K.PASS_ON_PROOF, title("工伤待遇收款确认书"), line("其中单位垫付¥5,000.00，应支付给本人0.00元。", 180, 300)
    )
    assert found.get("received_total") is None


@pytest.mark.parametrize(
    ("beside", "amount"),
    [
        (("10.00", "其他", "30.00"), 1000),
        (("1/次", "合计", "255.00"), None),
        (("1/次", "20.00", "10.00"), None),
        (("1,200.00", "300.00"), 120000),
    ],
)
def test_a_charge_takes_no_amount_of_other_words(beside: tuple[str, ...], amount: int | None) -> None:
    """What stands beside a name is its amount; behind a count only one that nothing else may own."""
    pieces = [line(text, 500 + 300 * at, 440) for at, text in enumerate(beside)]
    found = rows(
        K.MED_RECEIPT, "lines", page(title("广东省医疗门诊收费票据（电子）"), line("诊察费", 200, 440), *pieces)
    )
    assert [row["amount"] for row in found if row["item"] == "诊察费"] == ([amount] if amount else [])


def smeared_table(numbers: tuple[str, ...], names: tuple[str, ...]) -> PageLines:
    """A form's table of relatives whose rows stand closely, the deceased's number above it."""
    return page(
        title("近亲属共同指定账户同意书"),
        line("死者", 180, 240), line("李样本", 330, 240), line("身份证号码", 480, 240), line(DECEASED, 660, 240),
        line("亲属姓名", 180, 380), line("亲属关系", 400, 380), line("证件号码", 700, 380),
        *(line(name, 180, 450 + 50 * at) for at, name in enumerate(names)),
        *(line("父亲", 400, 450 + 50 * at) for at in range(len(names))),
        *(line(number, 660, 450 + 50 * at) for at, number in enumerate(numbers)),
    )  # fmt: skip


def test_rows_stand_by_the_column_of_their_numbers_however_smeared() -> None:
    """Of four rows two have a number of which some was lost, one a name of which no sign was read: four relatives."""
    sheet = smeared_table((SPOUSE, "44990020160518", FATHER, "4499O0196W05I028"), ("王虚拟", "T6A", "李父示", "赵母示"))
    found = rows(K.JOINT_ACCT, "relatives", sheet)
    assert [row["name"] for row in found] == ["王虚拟", "T6A", "李父示", "赵母示"]
    assert [row["relation"] for row in found] == ["父亲"] * 4


def joint(*lines: Line) -> list[dict[str, object]]:
    """The relatives of a letter with two of them in a table with heads, and what else stands on it."""
    head = ("亲属姓名", 180), ("亲属关系", 400), ("证件号码", 700), ("手机", 1200)
    return rows(
        K.JOINT_ACCT,
        "relatives",
        page(
            title("近亲属共同指定账户同意书"),
            *(line(word, x, 380) for word, x in head),
            line("王虚拟", 180, 450), line("妻子", 400, 450), line(SPOUSE, 660, 450), line("13800138000", 1200, 450),
            line("李小样", 180, 500), line("儿子", 400, 500), line(CHILD, 660, 500), line("13800138000", 1200, 500),
            *lines,
        ),
    )  # fmt: skip


@pytest.mark.parametrize(
    "more",
    [
        (
            line("户名", 180, 550),
            line("王虚拟", 300, 550),
            line("账号", 560, 550),
            line("120900001920008888", 660, 550),
        ),
        tuple(line("24332000000012345000", 660, 550 + 50 * at) for at in range(3)),
        (line(FATHER, 660, 900), line(MOTHER, 660, 950)),
    ],
    ids=["an account at its label", "numbers of invoices", "another part of the paper"],
)
def test_a_table_that_its_heads_tell_stays_as_it_is(more: tuple[Line, ...]) -> None:
    """Numbers that are no relatives' make no rows, and what the heads told is not lost."""
    assert [(row["name"], row["phone"]) for row in joint(*more)] == [
        ("王虚拟", "13800138000"),
        ("李小样", "13800138000"),
    ]


def test_a_row_that_the_heads_lost_leaves_the_others_theirs() -> None:
    """A third number in the column is a third relative; the two above keep their telephones."""
    found = joint(line("李父示", 180, 550), line("父亲", 400, 550), line(FATHER[:9] + "O" + FATHER[10:], 660, 550))
    assert [row["phone"] for row in found[:2]] == ["13800138000"] * 2


def test_rows_numbers_are_nobodys_names() -> None:
    """1. and 2、 before the names of a table whose heads were lost."""
    numbers = (SPOUSE, "44990020160518", FATHER)
    sheet = page(
        title("近亲属共同指定账户同意书"),
        *(line(mark, 120, 450 + 50 * at) for at, mark in enumerate(("1.", "2、", "③"))),
        *(line(name, 220, 450 + 50 * at) for at, name in enumerate(("王虚拟", "李小样", "李父示"))),
        *(line(number, 660, 450 + 50 * at) for at, number in enumerate(numbers)),
    )  # fmt: skip
    assert [row["name"] for row in rows(K.JOINT_ACCT, "relatives", sheet)] == ["王虚拟", "李小样", "李父示"]


def test_a_number_two_rows_below_two_rows_is_none_of_them() -> None:
    """Of two steps the shorter one is the table's: what stands further down is another part of the paper."""
    sheet = page(
        title("近亲属共同指定账户同意书"),
        line("王虚拟", 180, 450), line(SPOUSE, 660, 450),
        line("李小样", 180, 500), line("44990020160518", 660, 500),
        line("赵母示", 180, 600), line(MOTHER, 660, 600),
    )  # fmt: skip
    assert [row["name"] for row in rows(K.JOINT_ACCT, "relatives", sheet)] == ["王虚拟", "李小样"]


def test_the_deceaseds_number_is_no_relatives_however_its_x_is_written() -> None:
    """44990019850307109x above the table is that of the one who died."""
    dead = "44990019850307109X"
    sheet = page(
        title("近亲属共同指定账户同意书"),
        line(f"死者：李样本，身份证号码：{dead}", 180, 240),
        *(line(name, 180, 450 + 50 * at) for at, name in enumerate(("李样本", "王虚拟", "李小样"))),
        *(line(number, 660, 450 + 50 * at) for at, number in enumerate((dead.lower(), SPOUSE, "44990020160518"))),
    )  # fmt: skip
    assert [row["name"] for row in rows(K.JOINT_ACCT, "relatives", sheet)] == ["王虚拟", "李小样"]


def test_a_long_number_takes_no_time() -> None:
    """Thirty figures and an answer glued to them are looked at in less than a second."""
    begun = time.perf_counter()
    joint(line("1" * 36 + "是", 660, 550))
    assert time.perf_counter() - begun < 1.0


def test_lines_alike_without_numbers_open_no_block() -> None:
    """Two relatives of one line each, then a day and a sentence: the last number ends with its line."""
    found = rows(
        K.JOINT_ACCT,
        "relatives",
        page(
            title("近亲属共同指定账户同意书"),
            line(f"亲属姓名：王虚拟，亲属关系：配偶，证件号码：{SPOUSE}", 180, 300),
            line(f"亲属姓名：李小样，亲属关系：儿子，证件号码：{CHILD}", 180, 350),
            line("2024年6月1日", 180, 400),
            line("我们共同声明如下", 180, 450),
        ),
    )
    assert [row["id_no"] for row in found] == [SPOUSE, CHILD]


def test_a_day_that_no_calendar_has_is_no_other_day() -> None:
    """2024-2-3 and a 1 below it in one cell: 31 February is none, and not the third."""
    sheet = page(
        title("垫付费用凭证"),
        line("项目名称", 180, 380), line("票据日期", 1000, 380), line("费用金额（元）", 1300, 380),
        line("工伤医疗费", 180, 450), line("2024-2-3", 1000, 445), line("1", 1000, 475), line("1,340.00", 1320, 450),
    )  # fmt: skip
    (row,) = rows(K.ADV_VOUCHER, "lines", sheet)
    assert row.get("date") != "2024-02-03"


def test_a_relative_that_begins_like_the_last_one_is_another() -> None:
    """2亲属姓名：… without the mark behind its number is no continuation of the row above."""
    sheet = page(
        title("近亲属共同指定账户同意书"),
        line(f"我们是工亡职工李样本（身份证号码：{DECEASED}）的近亲属：", 180, 240),
        line(f"1.亲属姓名：王虚拟，亲属关系：配偶，证件号码：{SPOUSE}，是否供养：是：", 180, 300),
        line(f"2亲属姓名：李小样，亲属关系：儿子，证件号码：{CHILD}，是否供养：否：", 180, 350),
        line(f"3.亲属姓名：赵母示，亲属关系：母亲，证件号码：{MOTHER}，是否供养：是：", 180, 400),
    )
    assert [row["id_no"] for row in rows(K.JOINT_ACCT, "relatives", sheet)] == [SPOUSE, CHILD, MOTHER]


def test_a_day_is_the_line_of_its_cell_that_is_one() -> None:
    """The receipts' column lost its head: number and day stand in one cell, and the day is the day."""
    sheet = page(
        title("垫付费用凭证"),
        line("项目名称", 180, 380), line("票据日期", 1000, 380), line("费用金额（元）", 1300, 380),
        line("工伤医疗费", 180, 450), line("44960126 10361420", 690, 450), line("2025-01-23", 1000, 450), line("1,340.00", 1320, 450),
        line("工伤医疗费", 180, 500), line("44000225-70853952", 690, 500), line("2025-01-30", 1000, 500), line("14,438.13", 1320, 500),
    )  # fmt: skip
    assert [row["date"] for row in rows(K.ADV_VOUCHER, "lines", sheet)] == ["2025-01-23", "2025-01-30"]


def test_a_circle_read_as_a_nought_is_a_year_s_sign() -> None:
    """二0二三年七月十五日 in a sentence that goes on in the next line."""
    found = values(
        K.ADV_VOUCHER,
        title("工伤保险待遇垫付确认书"),
        line(f"本单位职工王虚拟，性别男，身份证号码：{SPOUSE}，于二0二三年七月十五日", 180, 300),
        line("在工作中受伤并不幸死亡，用人单位虚构市示例制造有限公司已先行垫付相关费用。", 140, 350),
    )
    assert found["injury_date"] == "2023-07-15"


def test_the_one_beneficiary_has_the_day_of_payment_that_has_yet_to_be_asked() -> None:
    """2022-05-091, a rule behind it: no day as it was read, but the row has its ink as the paper has."""
    found = extract(
        K.PASS_ON_PROOF,
        [
            page(
                title("待遇签收单"),
                line("1. 领款人：王虚拟，证件号码：449900199211201049，支付项目：一次性伤残补助金，", 180, 300),
                line("支付途径：转账，收款卡号：6299990000000001010，付款日期：2022-05-0911", 180, 350),
            )
        ],
    )
    (row,) = found.rows["beneficiaries"]
    assert row["pay_date"] == found.fields["pay_date"]
    assert row["pay_date"].raw.startswith("2022-05-091")


@pytest.mark.parametrize(("kind", "part"), [(K.GUARDIAN, "监护人"), (K.KINSHIP, "配偶")])
def test_whom_a_sentence_is_about_is_behind_the_verb(kind: K, part: str) -> None:
    """兹证明王虚拟（…）是李小样（…）的监护人: the paper's person is 李小样, and 是 is no part of the name."""
    told = f"兹证明王虚拟（身份证号码：{SPOUSE}）是李小样（身份证号码：{CHILD}）的{part}。"
    sheet = page(title("监护人证明" if part == "监护人" else "近亲属关系证明"), line(told, 180, 300))
    found = extract(kind, [sheet])
    assert (found.fields["name"].value, found.fields["id_no"].value) == ("李小样", CHILD)
    assert next(row["name"] for row in rows(kind, "persons", sheet)) == "王虚拟"
    if kind is K.GUARDIAN:
        assert found.fields["ward_name"].value == "李小样"
        assert [row["name"] for row in rows(kind, "persons", sheet)] == ["王虚拟", "李小样"]


def test_a_count_in_the_cell_of_an_amount_is_none_of_it() -> None:
    """1/次 under no head stands in the cell of 1376,00, whose comma makes it the less likely amount."""
    sheet = page(
        title("广东省医疗门诊收费票据（电子）"),
        line("项目名称", 300, 390), line("金额（元）", 1000, 390),
        line("护理费", 300, 440), line("1次", 760, 440), line("6126.00", 1000, 440),
        line("中成药费", 300, 490), line("1/次", 760, 490), line("1376,00", 1000, 490),
    )  # fmt: skip
    assert [row["amount"] for row in rows(K.MED_RECEIPT, "lines", sheet)] == [612600, 137600]


def letter(*told: str) -> list[dict[str, object]]:
    """The lines of a voucher in running text."""
    lines = (line(text, 180, 300 + 50 * at) for at, text in enumerate(told))
    return rows(K.ADV_VOUCHER, "lines", page(title("垫付费用凭证"), line("明细如下：", 140, 250), *lines))


def test_a_stop_read_for_a_comma_parts_no_row_that_names_its_values() -> None:
    """收费单位：王虚拟。票据日期：… is one line of costs, its amount in the next row."""
    told = letter("1.项目名称：丧葬补助金，收费单位：王虚拟。票据日期：2022-01-26，费用金额：", "25,800.00元；")
    assert [(row["item"], row["date"], row["amount"]) for row in told] == [("FUNERAL", "2022-01-26", 2580000)]


def test_a_number_with_a_comma_begins_a_row() -> None:
    """2,项目名称：… is the second row, not the end of the first."""
    told = letter(
        "1.项目名称：康复费，收费单位：虚构市人民医院（示例），票据日期：2024-05-05，费用金额：15,143.54元",
        "2,项目名称：医疗费，收费单位：虚构市人民医院（示例），票据日期：2024-05-06，费用金额：300.00元；",
    )
    assert [(row["item"], row["amount"]) for row in told] == [("REHAB", 1514354), ("MEDICAL", 30000)]


def test_two_rows_that_ran_together_are_not_one() -> None:
    """The second row's number was not read, and the first one's end: each has its own amount."""
    told = letter(
        "1.项目名称：康复费，票据日期：2024-05-05，费用金额：15,143.54元，费用名称：医疗费，票据日期：2024-05-06，金额：300.00元；"
    )
    assert [row["amount"] for row in told] == [1514354, 30000]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("一次性工亡近助金", "DEATH_LUMP"),
        ("一次性工亡行路全", "DEATH_LUMP"),
        ("一次性伤残助金", "DISABILITY_LUMP"),
        ("一次性伤残就业补助金", "EMPLOYMENT_LUMP"),
    ],
)
def test_a_lump_sum_is_told_by_its_beginning_and_end(text: str, code: str) -> None:
    """Of 一次性工亡…金 one thing alone is called so."""
    assert item_code(text) == code


def test_a_table_of_two_pages_is_left_to_its_heads() -> None:
    """Three numbers on the second page do not take the place of two rows on the first."""
    first = page(
        title("近亲属共同指定账户同意书"),
        line("亲属姓名", 180, 380), line("亲属关系", 400, 380), line("证件号码", 700, 380), line("手机", 1200, 380),
        line("王虚拟", 180, 450), line("妻子", 400, 450), line(SPOUSE, 660, 450), line("13800138000", 1200, 450),
        line("李小样", 180, 500), line("儿子", 400, 500), line(CHILD, 660, 500), line("13800138000", 1200, 500),
    )  # fmt: skip
    numbers = ("44990019620312101", "44990019640805102", "44990019700101003")
    second = page(*(line(number, 660, 300 + 50 * at) for at, number in enumerate(numbers)), number=1)
    found = extract(K.JOINT_ACCT, [first, second]).rows["relatives"]
    assert [row["phone"].value for row in found[:2]] == ["13800138000"] * 2


def test_rows_that_the_heads_told_stay_beside_one_that_they_lost() -> None:
    """A sentence between the second row and the third ends the table: the third is a relative, the others keep all."""
    found = joint(
        line("以上人员均为近亲属，除上述人员外，工亡职工无其他近亲属，如有不实愿承担法律责任。", 180, 542, 24),
        line("李父示", 180, 580), line(FATHER, 660, 580),
    )  # fmt: skip
    assert [row["name"] for row in found] == ["王虚拟", "李小样", "李父示"]
    assert [row.get("phone") for row in found] == ["13800138000", "13800138000", None]


def test_a_relative_whose_relation_lost_its_label_keeps_name_and_number() -> None:
    """2.亲属姓名：李样本、亲名关名：女元: the misread label ends the name, and the numbered row stays a row."""
    told = "2.亲属姓名：李样本、亲名关名：女元。证件号码：{}，手机：13800138052，是否供养：否；"
    sheet = page(
        title("近亲属共同指定发放到单位确认书"),
        line(f"我们是工亡职工陈样例（身份证号码：{DECEASED}）的近亲属，名单如下：", 120, 210),
        line(f"1.亲属姓名：王虚拟，亲属关系：妻子，证件号码：{SPOUSE}，手机：13800138008，是否供养：是；", 120, 250),
        line(told.format(CHILD), 120, 290),
        line("近亲属（签名）：        关系：妻子  日期：2021-10-30", 120, 500),
    )
    found = rows(K.JOINT_EMPLOYER, "relatives", sheet)
    assert [(row.get("name"), row.get("id_no")) for row in found] == [("王虚拟", SPOUSE), ("李样本", CHILD)]


@pytest.mark.parametrize("day", ["票据日期：2024-08-06", "票据日期12024-108-100"])
def test_an_amount_behind_a_misread_label_at_a_numbered_rows_end(day: str) -> None:
    """2.项目名称：…，费用会账：200,000,00元; names its amount whatever its label became, and no day's rest is one."""
    sheet = page(
        title("垫付费用凭证"),
        line("明细如下：", 120, 210),
        line("1.项目名称：丧葬补助金，收费单位：李样本，票据日期：2024-07-26，费用金额：35,100.09元；", 120, 250),
        line(f"2.项目名称：一次性工亡补助金，收费单位：李样本，{day}，费用会账：200,000,00元：", 120, 290),
        line("以上费用合计（小写）：¥235,100.09，（大写）：人民币贰拾叁万伍仟壹佰元零玖分。", 120, 330),
    )
    assert [row.get("amount") for row in rows(K.ADV_VOUCHER, "lines", sheet)] == [3510009, 20000000]


def test_a_number_that_lost_its_label_is_the_rows() -> None:
    """亲属关系：4499… of a smeared letter is a relation that was not read, and the relative's number."""
    told = "2.亲属姓名：李样本，亲属关系：{}，手机：13800138056，是否供养：是；"
    sheet = page(
        title("工亡待遇共同指定账户协议书"),
        line(f"我们是工亡职工陈样例（身份证号码：{DECEASED}）的近亲属，名单如下：", 120, 210),
        line(f"1.亲属姓名：王虚拟，亲属关系：配偶，证件号码：{SPOUSE}，手机：13800138000，是否供养：是；", 120, 250),
        line(told.format(CHILD), 120, 290),
    )
    found = rows(K.JOINT_ACCT, "relatives", sheet)
    assert [(row["name"], row.get("relation"), row["id_no"]) for row in found] == [
        ("王虚拟", "配偶", SPOUSE),
        ("李样本", None, CHILD),
    ]


@pytest.mark.parametrize(("behind", "number"), [(f"：{SPOUSE}", SPOUSE), ("，卡号：449900199211201049", None)])
def test_a_payees_number_without_its_label_ends_the_name(behind: str, number: str | None) -> None:
    """1.领款人：王虚拟：4499…：支付项目 names him and his number; an account of as many figures is an account."""
    told = f"1.领款人：王虚拟{behind}，支付项目：一次性工亡补助金，实付金额：515,495.00元，付款日期：2024-07-07；"
    sheet = page(title("工伤待遇收款确认书"), line("支付明细如下：", 120, 210), line(told, 120, 250))
    [row] = rows(K.PASS_ON_PROOF, "beneficiaries", sheet)
    assert (row["name"], row.get("id_no"), row["amount"]) == ("王虚拟", number, 51549500)


def test_a_payment_whose_payee_was_lost_stays_a_row() -> None:
    """1.款人：…身份证号码：4499…，支付项目：…，收款卡号：…，付款日期：… tells a payment without whose it was."""
    told = (
        f"1.身份证号码：{SPOUSE}，支付项目：一次性伤残补助金，实付金额：62,600.00元，收款卡号：6299990000000001010，"
        "付款日期：2021-11-15；"
    )
    for part, count in ((told, 1), (told[2:], 0), (f"1.身份证号码：{SPOUSE}，支付项目：一次性伤残补助金；", 0)):
        sheet = page(title("待遇签收单"), line("支付明细如下：", 120, 210), line(part, 120, 250))
        found = rows(K.PASS_ON_PROOF, "beneficiaries", sheet)
        assert [(row["id_no"], row["amount"], row.get("name")) for row in found] == [(SPOUSE, 6260000, None)][:count]


def test_a_payment_below_its_payee_is_that_payees() -> None:
    """收款人：王虚拟 on one line, what was paid on the next: one row with both, as before."""
    paid = "实付金额：515,495.00元，收款账号：6299990000000001010，付款日期：2024-07-07；"
    for above, below in (
        (f"收款人：王虚拟，身份证号码：{SPOUSE}", f"支付项目：一次性工亡补助金，{paid}"),
        ("领款人：王虚拟", f"身份证号码：{SPOUSE}，支付项目：一次性工亡补助金，{paid}"),
    ):
        sheet = page(title("工伤待遇收款确认书"), line(above, 120, 210), line(below, 120, 250))
        [row] = rows(K.PASS_ON_PROOF, "beneficiaries", sheet)
        assert (row["name"], row["id_no"], row["amount"]) == ("王虚拟", SPOUSE, 51549500)


@pytest.mark.parametrize(
    "other",
    [
        "3.收款人姓名：李样本，身份证号码：{}，开户银行：示例银行；",
        "二、代表人姓名：李样本，身份证号码：{}，联系电话：13800138000；",
        "（三）单位经办人姓名：李样本，身份证号码：{}；",
        "亲属姓名：李样本，证件号码：{}，手机：13800138052；",
    ],
)
def test_a_numbered_line_about_somebody_else_is_no_relative(other: str) -> None:
    """Only a line that begins with the relatives' own label is one of them without a relation."""
    sheet = page(
        title("近亲属共同指定发放到单位确认书"),
        line(f"我们是工亡职工陈样例（身份证号码：{DECEASED}）的近亲属，名单如下：", 120, 210),
        line(f"1.亲属姓名：王虚拟，亲属关系：妻子，证件号码：{SPOUSE}，手机：13800138008，是否供养：是；", 120, 250),
        line(other.format(CHILD), 120, 330),
    )
    assert [row["name"] for row in rows(K.JOINT_EMPLOYER, "relatives", sheet)] == ["王虚拟"]


@pytest.mark.parametrize(
    "aside",
    [
        "法定监护：王虚拟（{}），手机：13800138000，是否供养：是；",
        "代签：王虚拟，{}，手机：13800138000；",
    ],
)
def test_another_persons_number_is_not_the_rows(aside: str) -> None:
    """儿子，法定监护：王虚拟（4499…） tells the guardian's number, and none of the child's."""
    sheet = page(
        title("近亲属共同指定发放到单位确认书"),
        line(f"我们是工亡职工陈样例（身份证号码：{DECEASED}）的近亲属，名单如下：", 120, 210),
        line(f"1.亲属姓名：王虚拟，亲属关系：妻子，证件号码：{SPOUSE}，手机：13800138008，是否供养：是；", 120, 250),
        line("2.亲属姓名：李小样，亲属关系：儿子，" + aside.format(SPOUSE), 120, 290),
    )
    found = rows(K.JOINT_EMPLOYER, "relatives", sheet)
    assert [(row["name"], row.get("id_no")) for row in found] == [("王虚拟", SPOUSE), ("李小样", None)]


@pytest.mark.parametrize(
    "amount", ["大写捌仟陆佰元整，小写：8,600.00元", "8,600.00元，备注：300元", "人民币捌仟陆佰元整，小写：¥8,600.00元"]
)
def test_a_label_inside_an_amount_does_not_end_it(amount: str) -> None:
    """费用金额：大写…，小写：8,600.00元 is one amount."""
    sheet = page(
        title("垫付费用凭证"),
        line("明细如下：", 120, 210),
        line(f"1.项目名称：医疗费，收费单位：虚构市人民医院，票据日期：2024-07-26，费用金额：{amount}；", 120, 250),
    )
    [row] = rows(K.ADV_VOUCHER, "lines", sheet)
    assert (row["item"], row["date"], row["amount"]) == ("MEDICAL", "2024-07-26", 860000)


@pytest.mark.parametrize("behind", ["备注：300元", "押金：300元", "其中自费：300元", "单价：300元"])
def test_what_stands_beside_an_amount_is_none(behind: str) -> None:
    """2、医疗费，…，8,600.00元，押金：300元: the row's item and day stay, and no other label is an amount's."""
    sheet = page(
        title("垫付费用凭证"),
        line("明细如下：", 120, 210),
        line(f"1.医疗费，就诊医院：虚构市人民医院，票据日期：2024-07-26，8,600.00元，{behind}。", 120, 250),
    )
    [row] = rows(K.ADV_VOUCHER, "lines", sheet)
    assert (row["item"], row["date"]) == ("MEDICAL", "2024-07-26")


def test_a_numbered_total_is_no_row() -> None:
    """2.…，总计：35,100.09元 adds the rows up."""
    sheet = page(
        title("垫付费用凭证"),
        line("明细如下：", 120, 210),
        line("1.项目名称：丧葬补助金，收费单位：李样本，票据日期：2024-07-26，费用金额：35,100.09元；", 120, 250),
        line("2.项目名称：以上各项，收费单位：见上，票据日期：见上，总计：35,100.09元；", 120, 290),
    )
    assert len(rows(K.ADV_VOUCHER, "lines", sheet)) == 1


def test_a_name_of_parts_before_its_bare_number_is_whole() -> None:
    """领款人：阿卜杜拉·买买提：4499…: the dot parts no label from a name."""
    told = f"1.领款人：阿卜杜拉·买买提：{SPOUSE}，支付项目：一次性工亡补助金，实付金额：515,495.00元；"
    [row] = rows(K.PASS_ON_PROOF, "beneficiaries", page(title("工伤待遇收款确认书"), line(told, 120, 250)))
    assert (row["name"], row["id_no"]) == ("阿卜杜拉·买买提", SPOUSE)


def test_telephones_below_each_other_are_no_relatives() -> None:
    """手机： at each line's end and 13800138000 below it at the margin: three telephones, and the rows keep their people."""
    told = "{}.亲属姓名：{}，亲属关系：{}，证件号码：{}，手机："
    sheet = page(
        title("近亲属共同指定账户同意书"),
        line(f"我们是工亡职工陈样例（身份证号码：{DECEASED}）的近亲属，名单如下：", 120, 160),
        line(told.format(1, "王虚拟", "配偶", SPOUSE), 120, 230), line("138001380001", 84, 262),
        line(told.format(2, "李样本", "儿子", CHILD), 120, 295), line("138001380341", 84, 327),
        line(told.format(3, "陈示例", "父亲", FATHER), 120, 360), line("138001380751", 84, 392),
        line("各方就待遇发放账户存在争议，协商未能达成一致，现一致指定以下一个账户收取：", 120, 425),
    )  # fmt: skip
    found = rows(K.JOINT_ACCT, "relatives", sheet)
    assert [(row["name"], row["id_no"]) for row in found] == [("王虚拟", SPOUSE), ("李样本", CHILD), ("陈示例", FATHER)]


def test_a_relative_whose_numbers_label_lies_under_a_glare_stays_a_row() -> None:
    """亲属关系：儿子·9900200101106257: the relation, and what is left of the number, in doubt."""
    told = "{}.亲属姓名：{}，亲属关系：{}，是否供养：否；"
    sheet = page(
        title("工亡待遇共同指定账户协议书"),
        line(f"我们是工亡职工陈样例（身份证号码：{DECEASED}）的近亲属，名单如下：", 120, 160),
        line(f"1.亲属姓名：王虚拟，亲属关系：妻子，证件号码：{SPOUSE}，是否供养：否；", 120, 230),
        line(told.format(2, "李样本", f"儿子·{CHILD[2:]}"), 120, 262),
    )
    found = rows(K.JOINT_ACCT, "relatives", sheet)
    assert [(row["name"], row["relation"], row["id_no"]) for row in found] == [
        ("王虚拟", "妻子", SPOUSE),
        ("李样本", "儿子", CHILD[2:]),
    ]


@pytest.mark.parametrize(
    ("first", "second", "payer", "payee"),
    [
        ("付款方账号", "敬款方账号", "4499004322966817017", "6299993326511725"),
        ("敬款方账号", "收款方账号", "4499004322966817017", "6299993326511725"),
        ("敬款方账号", "教款方账号", None, None),
    ],
)
def test_a_label_that_may_be_two_is_the_one_that_the_paper_lacks(
    first: str, second: str, payer: str | None, payee: str | None
) -> None:
    """敬款方账号 differs in one sign from the payer's and from the payee's: whose it is the other label tells, or nobody."""
    sheet = page(
        title("示例银行电子转账凭证"),
        line("付款方户名", 130, 184), line("虚构市信样纺织有限公司", 275, 184), line(first, 680, 184), line("4499004322966817017", 900, 184),
        line("收款方户名", 130, 330), line("杨珍", 275, 330), line(second, 680, 330), line("6299993326511725", 900, 330),
    )  # fmt: skip
    found = {name: leaf.value for name, leaf in extract(K.BANK_SLIP, [sheet]).fields.items()}
    assert (found.get("payer_account"), found.get("payee_account")) == (payer, payee)
