"""Heads of tables as they are really read: two column words in one line, words broken over two lines."""

import pytest

from ocr.extract.columns import BENEFICIARIES, RELATIVES
from ocr.extract.extract import extract
from ocr.extract.head_words import column_words, flat_words
from ocr.extract.runs import Book
from ocr.pages import PageLines
from tests.unit.ocr.extract.drawn import line, page, title
from validators.model.codes import DocumentKind

PEOPLE = (("洪永勇", "449900196912261497", "63,000.00"), ("彭刚辉", "44990019950406157X", "21,500.00"))


def proof(first: str, step: float, *, lower: float = 0.0) -> PageLines:
    """A pass-on proof with narrow cells; its item cells have two lines and stand `lower` than the rest of their row."""
    lines = [title("收款确认书"), line(first, 100, 300, 30)]
    if first.endswith("姓"):
        lines.append(line("名", 145, 330, 30))
    if "证" not in first:
        lines.append(line("身份证号码", 300, 305, 30))
    lines += [line("待遇项目", 640, 308, 30), line("支付金额", 830, 310, 30)]
    for number, (name, code, amount) in enumerate(PEOPLE):
        y = 380 + step * number
        lines += [line(name, 100, y, 30), line(code, 300, y + 4, 30), line(amount, 830, y + 12, 30)]
        lines += [line("一次性工亡补", 620, y + 8 + lower, 30), line("助金", 620, y + 40 + lower, 30)]
    lines.append(line("本人已收到上述款项。", 100, 380 + step * 2 + 60, 30))
    return page(*lines)


def beneficiaries(paper: PageLines) -> list[tuple[object, ...]]:
    """Name, number, item and amount of every row."""
    rows = extract(DocumentKind.PASS_ON_PROOF, [paper]).rows["beneficiaries"]
    return [
        tuple(row[key].value if key in row else None for key in ("name", "id_no", "item", "amount")) for row in rows
    ]


WANTED = [
    ("洪永勇", "449900196912261497", "DEATH_LUMP", 6_300_000),
    ("彭刚辉", "44990019950406157X", "DEATH_LUMP", 2_150_000),
]


@pytest.mark.parametrize("first", ["收款人", "收款人姓", "收款人  身份证号码"])
def test_a_head_of_two_lines_or_two_words_names_its_columns(first: str) -> None:
    """收款人姓 / 名 is one head, and 收款人身份证号码 two where a blank parts them."""
    assert beneficiaries(proof(first, 110.0)) == WANTED


@pytest.mark.parametrize(("step", "lower"), [(72.0, 0.0), (72.0, 16.0), (76.0, 20.0), (80.0, 10.0), (110.0, 0.0)])
def test_the_second_line_of_a_cell_stays_with_its_first(step: float, lower: float) -> None:
    """However tight the rows, 一次性工亡补 / 助金 is one cell of the row it begins in."""
    assert beneficiaries(proof("收款人", step, lower=lower)) == WANTED


@pytest.mark.parametrize(
    ("text", "meanings"),
    [
        ("供养亲属签名", ["SUPPORTED", "SIGN"]),
        ("与死者关身份证号", ["ID"]),
        ("姓名与死者关系身份证号码", ["NAME", "RELATION", "ID"]),
        ("与死者关糸", ["RELATION"]),
    ],
)
def test_words_that_are_exactly_there_come_before_likely_ones(text: str, meanings: list[str]) -> None:
    """A word with one wrong character never swallows the beginning of a word that stands there."""
    [entry] = Book([page(line(text, 100, 300, 30))]).entries
    assert [named[0] for named in column_words(entry, flat_words(tuple(RELATIVES.items())))] == meanings


def test_a_wide_blank_parts_two_heads() -> None:
    """Without a blank 收款人身份证号码 is one head, with one it is two."""
    words = flat_words(tuple(BENEFICIARIES.items()))
    for text, meanings in (("收款人身份证号码", ["ID"]), ("收款人   身份证号码", ["NAME", "ID"])):
        [entry] = Book([page(line(text, 100, 300, 30))]).entries
        assert [named[0] for named in column_words(entry, words)] == meanings


def test_numbered_slips_keep_their_numbers() -> None:
    """流水号2 right of 流水号1 comes before 流水号3 below it."""
    lines = list(proof("收款人", 110.0).lines)
    lines += [
        line("流水号1：TEST20240411420785", 100, 700, 30),
        line("流水号2：TEST20240411615857", 700, 716, 30),
        line("流水号3：TEST20240411913386", 100, 750, 30),
    ]
    found = extract(DocumentKind.PASS_ON_PROOF, [page(*lines)]).lists["slip_no"]
    assert [one.value for one in found] == ["TEST20240411420785", "TEST20240411615857", "TEST20240411913386"]


def costs(*heads: str, glued: bool = False) -> PageLines:
    """A list of costs whose rows stand close; `glued` reads its first row as one line."""
    places = (150, 393, 644, 863, 1040)
    lines = [title("垫付费用清单")]
    lines += [line(word, x, 354, 26) for word, x in zip(heads, places, strict=False) if word]
    cells = ("医药费", "虚构市第二医院", "44060122-5279630034", "2022年7月13日", "6,876.57")
    if glued:
        lines.append(
            line(
                "医药费" + 6 * "\u3000" + "虚构市第二医院\u3000\u300044060122-52796300342022年7月13日 6,876.57",
                150,
                386,
                26,
            )
        )
    else:
        lines += [line(text, x, 386, 26) for text, x in zip(cells, places, strict=True)]
    lines += [
        line(text, x, 420, 26)
        for text, x in zip(("丧葬补助金", "杨紫涵", "", "2022年7月28日", "13,157.00"), places, strict=True)
        if text
    ]
    lines.append(line("小写金额：¥20,033.57", 150, 480, 26))
    return page(*lines)


@pytest.mark.parametrize("last", ["金额(元)", ""])
def test_amounts_under_no_head_are_amounts(last: str) -> None:
    """Where the word 金额 itself was not found, the figures right of the other columns are the amounts."""
    rows = extract(DocumentKind.ADV_VOUCHER, [costs("费用项目", "收款单位", "票据号码", "开票日期", last)]).rows[
        "lines"
    ]
    assert [row["amount"].value for row in rows] == [687_657, 1_315_700]


def test_a_row_read_as_one_line_is_cut_into_its_cells() -> None:
    """A whole row in one line is no sentence, and a number ends where the year of the next cell begins."""
    paper = costs("费用项目", "收款单位", "票据号码", "开票日期", "金额(元)", glued=True)
    row = extract(DocumentKind.ADV_VOUCHER, [paper]).rows["lines"][0]
    got = {key: row[key].value for key in ("item", "payee", "receipt_no", "date", "amount")}
    assert got == {
        "item": "MEDICAL",
        "payee": "虚构市第二医院",
        "receipt_no": "44060122-5279630034",
        "date": "2022-07-13",
        "amount": 687_657,
    }


def test_an_item_ends_where_its_words_end() -> None:
    """一次性工亡补助 and 徐珠 read as one line are an item and a payee."""
    lines = list(costs("费用项目", "收款单位", "票据号码", "开票日期", "金额(元)").lines)
    lines = [one for one in lines if one.text not in ("丧葬补助金", "杨紫涵")]
    row = extract(DocumentKind.ADV_VOUCHER, [page(*lines, line("一次性工亡补助徐珠", 150, 420, 34))]).rows["lines"][1]
    assert (row["item"].value, row["payee"].value) == ("DEATH_LUMP", "徐珠")


def test_a_second_line_read_in_the_heads_own_row_still_belongs_to_the_first() -> None:
    """亲属关 begins with a column word of its own, and its 系 stands so high that it seems a cell beside it."""
    head = [("亲属姓名", 170, 560, 48), ("亲属关", 380, 544, 43), ("系", 396, 569, 61), ("证件号码", 574, 560, 48)]
    head += [("手机", 844, 555, 60), ("是否供", 992, 544, 42), ("养", 1007, 564, 69)]
    body = [("曾英", 255, 655, 40), ("女儿", 389, 655, 40), ("449900199709212829", 500, 660, 26)]
    body += [("13800138000", 806, 660, 26), ("否", 1022, 655, 40)]
    lines = [line(text, x, y, size) for text, x, y, size in (*head, *body)]
    rows = extract(DocumentKind.JOINT_ACCT, [page(title("共同指定账户协议书"), *lines)]).rows["relatives"]
    assert [[row[key].value for key in ("name", "relation", "supported")] for row in rows] == [["曾英", "女儿", False]]


def test_a_cell_above_the_total_is_no_label_of_two_lines() -> None:
    """一次性工亡补助金 of the last row and 小写 of the total below it read like one label; the row is a row."""
    columns = (164, 250, 555, 1140, 1370)
    rows = (
        (691, "序号 垫付项目 收款方 费用日期 金额"),
        (755, "1 丧葬补助金 钟梅萍 2023-05-05 27,300.00"),
        (819, "2 一次性工亡补助金 钟梅萍 2023-05-10 277,200.00"),
    )
    cells = [(text, x, y) for y, row in rows for text, x in zip(row.split(), columns, strict=True)]
    total = [("小写", 235, 881), ("¥304,500.00", 398, 881)]
    lines = [line(text, x, y, 40) for text, x, y in (*cells, *total)]
    found = extract(DocumentKind.ADV_VOUCHER, [page(title("医药费垫付证明"), *lines)])
    assert [row["amount"].value for row in found.rows["lines"]] == [2730000, 27720000]
    assert found.fields["total_figures"].value == 30450000


def test_a_firms_name_may_run_into_the_next_line_of_a_decision() -> None:
    """虚构市安例机电设备有 / 限公司 is one name."""
    lines = [
        line("职工谢萍(身份证号码：449900197203281561)，用人单位：虚构市安例机电设备有", 213, 322, 36),
        line("限公司，于2023年7月16日受到的事故伤害，符合《工伤保险条例》的规定，予以认定为工伤。", 146, 381, 36),
    ]
    found = extract(DocumentKind.INJURY_DECISION, [page(title("认定工伤决定书"), *lines)])
    assert found.fields["employer_name"].value == "虚构市安例机电设备有限公司"


def test_a_bracket_of_the_cell_before_leaves_a_broken_word_whole() -> None:
    """支付金额（付款方 in one line, 元） and 式 below it: the column of amounts and the one of methods."""
    paper = page(
        title("支付佐证材料"),
        line("收款人", 100, 300, 30),
        line("身份证号", 300, 300, 30),
        line("项目", 640, 300, 30),
        line("支付金额（付款方", 830, 300, 30),
        line("元）", 830, 332, 30),
        line("式", 1030, 332, 30),
        line("支付日期", 1250, 300, 30),
        line("袁茂国", 100, 390, 30),
        line("449900196702025736", 300, 390, 30),
        line("伤残补助金", 620, 390, 30),
        line("43,700.00", 830, 390, 30),
        line("转账", 1000, 390, 30),
        line("2023-12-30", 1250, 390, 30),
        line("上述款项已由本人足额收到，特此确认。", 100, 500, 30),
    )
    [row] = extract(DocumentKind.PASS_ON_PROOF, [paper]).rows["beneficiaries"]
    assert (row["amount"].value, row["pay_method"].value) == (4_370_000, "TRANSFER")
