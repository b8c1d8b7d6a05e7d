"""Tables set tightly: rows a line apart, figures at the far edge of their column, heads and cells of two lines."""

from ocr.extract.extract import extract
from ocr.pages import PageLines
from tests.unit.ocr.extract.drawn import line, page, title
from validators.model.codes import DocumentKind

SMALL = 26.0


def rows(kind: DocumentKind, paper: PageLines, name: str) -> list[dict[str, object]]:
    """The rows of a paper as plain values."""
    return [{key: leaf.value for key, leaf in row.items()} for row in extract(kind, [paper]).rows[name]]


def twin_charges(step: float) -> PageLines:
    """Two sets of charges side by side: amounts end where the next set's names begin."""
    names = (
        ("手术费", "976.00", "卫生材料费", "1,644.92"),
        ("诊察费", "546.00", "西药费", "544.00"),
        ("护理费", "1,579.00", "", ""),
    )
    lines = [
        title("广东省医疗住院收费票据（电子）"),
        line("票据代码：44060225", 100, 200, SMALL),
        line("票据号码：4082345294", 1000, 200, SMALL),
    ]
    for x, word in ((220, "项目名称"), (690, "金额（元）"), (1110, "项目名称"), (1350, "金额（元）")):
        lines.append(line(word, x, 290, 36))
    for number, (a, b, c, d) in enumerate(names):
        y = 342 + step * number
        lines += [line(a, 100, y, 36), line(b, 1050 - 0.52 * 36 * len(b), y, 36)]
        if c:
            lines += [line(c, 1062, y, 36), line(d, 1550 - 0.52 * 36 * len(d), y, 36)]
    lines.append(line("金额合计（大写）伍仟贰佰捌拾玖元玖角贰分", 100, 342 + step * 3 + 40, SMALL))
    return page(*lines)


CHARGES = [("手术费", 97_600), ("诊察费", 54_600), ("护理费", 157_900), ("卫生材料费", 164_492), ("西药费", 54_400)]


def test_amounts_at_the_edge_stay_with_their_names() -> None:
    """An amount nearer to the next head than to its own belongs to the column in which it stands."""
    for step in (40.0, 52.0):
        got = rows(DocumentKind.MED_RECEIPT, twin_charges(step), "lines")
        assert [(row["item"], row["amount"]) for row in got] == CHARGES


def test_a_line_over_two_columns_is_cut() -> None:
    """An amount and the next column's name read as one line are two cells."""
    lines = list(twin_charges(48.0).lines)
    lines = [one for one in lines if one.text not in ("976.00", "卫生材料费")]
    glued = line("976.00卫生材料费", 938, 342, 36)
    got = rows(DocumentKind.MED_RECEIPT, page(*lines, glued), "lines")
    assert [(row["item"], row["amount"]) for row in got] == CHARGES


def test_rows_a_line_apart_stay_rows() -> None:
    """Rows of small print are not run together because the page has larger letters elsewhere."""
    lines = [title("垫付确认书"), *(line("以上费用由单位代本人支付", 160, 700 + 70 * n, 44) for n in range(8))]
    for x, word in (
        (170, "序号"),
        (260, "垫付项目"),
        (540, "医院名称"),
        (910, "票据编号"),
        (1210, "费用日期"),
        (1410, "金额（元）"),
    ):
        lines.append(line(word, x, 323, SMALL))
    for n, (number, day, amount) in enumerate(
        (("44060125-3607738349", "2025年04月19日", "2,617.38"), ("44060225-8386214275", "2025年04月23日", "3,098.90"))
    ):
        y = 353 + 28 * n
        lines += [line(str(n + 1), 190, y, SMALL), line("医疗费", 274, y, SMALL), line("虚构市人民医院", 453, y, SMALL)]
        lines += [line(number, 841, y, 22), line(day, 1170, y, 22), line(amount, 1428, y, SMALL)]
    lines.append(line("合计（小写）：￥5,716.28", 164, 431, SMALL))
    got = rows(DocumentKind.ADV_VOUCHER, page(*lines), "lines")
    assert [(row["receipt_no"], row["date"], row["amount"]) for row in got] == [
        ("44060125-3607738349", "2025-04-19", 261_738),
        ("44060225-8386214275", "2025-04-23", 309_890),
    ]


def test_a_name_of_two_lines_makes_no_row_of_its_own() -> None:
    """Near miss: a wrapped name beside a number set at its middle is one row."""
    lines = [title("近亲属确认书")]
    for x, word in ((170, "姓名"), (330, "与死者关系"), (600, "身份证号码"), (1100, "签名")):
        lines.append(line(word, x, 300, SMALL))
    people = (("董欣", "怡", "女儿", "449900200011084509"), ("李浩", "然", "儿子", "449900197404282632"))
    for n, (upper, lower, kin, number) in enumerate(people):
        y = 360 + 80 * n
        lines += [
            line(upper, 165, y, SMALL),
            line(lower, 178, y + 28, SMALL),
            line(kin, 350, y + 14, SMALL),
            line(number, 560, y + 14, SMALL),
        ]
    got = rows(DocumentKind.JOINT_ACCT, page(*lines), "relatives")
    assert [(row["name"], row["id_no"]) for row in got] == [
        ("董欣怡", "449900200011084509"),
        ("李浩然", "449900197404282632"),
    ]


def proof_of_narrow_cells() -> PageLines:
    """A pass-on proof whose head and cells are broken over two lines, numbers set at the middle of their cell."""
    lines = [title("工伤待遇支付证明")]
    for x, upper, lower in ((154, "收款", "人"), (801, "支付", "方式")):
        lines += [line(upper, x, 415, SMALL), line(lower, x + 4, 447, SMALL)]
    for x, word in ((296, "身份证号码"), (537, "项目"), (650, "金额（元）"), (966, "收款账号"), (1186, "支付日期")):
        lines.append(line(word, x, 431, SMALL))
    people = (
        ("董欣", "怡", "449900200011084509", "6299996493591180"),
        ("赵", "雪", "449900197608060660", "6299991865439264416"),
    )
    for n, (upper, lower, number, account) in enumerate(people):
        y = 497 + 78 * n
        for x, first, second in (
            (157, upper, lower),
            (509, "一次性工亡", "补助金"),
            (804, "银行", "转账"),
            (1183, "2026年11", "月13日"),
        ):
            lines += [line(first, x, y, SMALL), line(second, x + 6, y + 30, SMALL)]
        lines += [line(number, 231, y + 16, SMALL), line("334,587.00", 645, y + 16, SMALL)]
        lines.append(line(account, 900, y + 16, 24))
    lines.append(line("银行回单编号：TEST202611137002、TEST202611139848", 145, 680, SMALL))
    return page(*lines)


def test_cells_and_heads_of_two_lines() -> None:
    """Second lines belong to their head or their row; slip numbers below go to the rows in order."""
    got = rows(DocumentKind.PASS_ON_PROOF, proof_of_narrow_cells(), "beneficiaries")
    assert [row["name"] for row in got] == ["董欣怡", "赵雪"]
    assert {(row["item"], row["amount"], row["pay_method"], row["pay_date"]) for row in got} == {
        ("DEATH_LUMP", 33_458_700, "TRANSFER", "2026-11-13")
    }
    assert [row["payee_account"] for row in got] == ["6299996493591180", "6299991865439264416"]
    assert [row["slip_no"] for row in got] == ["TEST202611137002", "TEST202611139848"]


def test_a_short_sentence_ends_a_table() -> None:
    """本人已收到上述款项。 under the last row is no part of a name."""
    below = line("本人已收到上述款项。", 160, 640, SMALL)
    lines = [one for one in proof_of_narrow_cells().lines if "银行回单编号" not in one.text]
    got = rows(DocumentKind.PASS_ON_PROOF, page(*lines, below), "beneficiaries")
    assert [row["name"] for row in got] == ["董欣怡", "赵雪"]


def test_two_amounts_in_one_cell_are_no_value() -> None:
    """Where two rows cannot be told apart nothing is claimed about the amount."""
    lines = [one for one in twin_charges(52.0).lines if one.text not in ("976.00", "546.00")]
    glued = line("976.00546.00", 1050 - 0.52 * 36 * 12, 342, 36)
    got = rows(DocumentKind.MED_RECEIPT, page(*lines, glued), "lines")
    assert None in [row["amount"] for row in got]


def test_a_thousands_comma_read_as_a_dot_leaves_one_amount() -> None:
    """63.000.00 is one amount that its total may prove, and not two in one cell."""
    paper = page(
        title("垫付情况说明"),
        line("1.项目名称：丧葬补助金，收费单位：卓虚构，票据日期：2024-07-31，费用金额：35,385.53元；", 165, 300),
        line("2.项目名称：一次性工亡补助金，收费单位：卓虚构，票据日期：2024-08-10，费用金额：63.000.00元；", 165, 360),
    )
    assert [row["amount"] for row in rows(DocumentKind.ADV_VOUCHER, paper, "lines")] == [3_538_553, 6_300_000]


def test_the_number_of_a_listed_field_is_no_amount() -> None:
    """9、待遇项目：医疗费 names what the total is for, and no cost of nine yuan."""
    paper = page(
        title("工伤费用垫付证明"),
        line("9、待遇项目：医疗费", 165, 300),
        line("10、垫付金额（小写）：1,101.89元", 165, 360),
    )
    assert "lines" not in extract(DocumentKind.ADV_VOUCHER, [paper]).rows


def test_a_number_before_a_date_starts_a_cost_line() -> None:
    """1.2021年11月18日，… is the first cost line, not a figure; its hospital is not the firm named before it."""
    paper = page(
        title("垫付情况说明"),
        line("兹有我单位职工陈虚构于2021年11月17日受伤。其间我单位（虚构市德盛塑胶有限公司）", 165, 300),
        line("为其垫付以下费用：", 165, 360),
        line("1.2021年11月18日，虚构市人民医院（示例），住院医疗费5,010.06元，票据号码44060221-3723405230；", 165, 420),
        line("2.2021年11月25日，虚构市人民医院（示例），住院医疗费5,898.82元，票据号码44060221-3140577403；", 165, 480),
    )
    got = rows(DocumentKind.ADV_VOUCHER, paper, "lines")
    assert [(row["payee"], row["receipt_no"], row["date"], row["amount"]) for row in got] == [
        ("虚构市人民医院（示例）", "44060221-3723405230", "2021-11-18", 501_006),
        ("虚构市人民医院（示例）", "44060221-3140577403", "2021-11-25", 589_882),
    ]


def test_slip_numbers_listed_below_a_table() -> None:
    """Numbers in lines of their own under 银行回单编号： go to the rows in order; other lines end the list."""
    lines = [one for one in proof_of_narrow_cells().lines if "银行回单编号" not in one.text]
    lines += [line("银行回单编号：", 145, 680, SMALL), line("1．TEST202611137002", 160, 720, SMALL)]
    lines += [line("2．TEST202611139848", 160, 760, SMALL), line("附件：转账凭证", 160, 800, SMALL)]
    lines.append(line("AB20261113999999", 160, 840, SMALL))
    got = rows(DocumentKind.PASS_ON_PROOF, page(*lines), "beneficiaries")
    assert [row["slip_no"] for row in got] == ["TEST202611137002", "TEST202611139848"]


def test_a_total_row_with_merged_cells() -> None:
    """合计 | capitals over several columns | figures gives both totals and no row."""
    lines = [title("垫付确认书")]
    heads = ((260, "垫付项目"), (540, "医院名称"), (910, "票据编号"), (1410, "金额（元）"))
    cells = ((274, "医疗费"), (453, "虚构市人民医院"), (841, "44060125-3607738349"), (1428, "2,617.38"))
    total = ((274, "合计"), (500, "人民币贰仟陆佰壹拾柒元叁角捌分"), (1428, "2,617.38"))
    for y, row in ((323, heads), (363, cells), (403, total)):
        lines += [line(text, x, y, 22) for x, text in row]
    found = extract(DocumentKind.ADV_VOUCHER, [page(*lines)])
    assert len(found.rows["lines"]) == 1
    assert found.fields["total_figures"].value == found.fields["total_upper"].value == 261_738


def test_a_charge_of_two_words_with_费_is_one() -> None:
    """Near miss: 自费药费 is one charge, 化验费诊察费 two that ran together."""
    for words, amount in (("自费药费", 97_600), ("化验费诊察费", None)):
        lines = [one for one in twin_charges(52.0).lines if one.text != "手术费"]
        got = rows(DocumentKind.MED_RECEIPT, page(*lines, line(words, 100, 342, 36)), "lines")
        assert got[0]["amount"] == amount
