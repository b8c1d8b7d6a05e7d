"""KINSHIP: who is related to the deceased; the deceased's own number is no person's."""

from ocr.extract.extract import extract
from ocr.pages import PageLines
from tests.unit.ocr.extract.drawn import line, page, title
from validators.model.codes import DocumentKind


def persons(paper: PageLines) -> list[dict[str, object]]:
    """The persons of a certificate as plain values."""
    found = extract(DocumentKind.KINSHIP, [paper]).rows["persons"]
    return [{key: leaf.value for key, leaf in row.items()} for row in found]


def test_a_closing_word_below_a_table_is_no_name() -> None:
    """特此证明。 under the last row ends the table."""
    lines = [line("姓名", 208, 430), line("与死者关系", 416, 430), line("身份证号码", 866, 430)]
    people = (("韩宇航", "丈夫", "449900199802124399"), ("曾玉兰", "母亲", "449900197410252747"))
    for number, (name, kin, code) in enumerate(people):
        y = 495 + 62 * number
        lines += [line(name, 197, y), line(kin, 468, y), line(code, 799, y)]
    paper = page(title("亲属关系证明"), *lines, line("特此证明。", 209, 620))
    assert [person["name"] for person in persons(paper)] == ["韩宇航", "曾玉兰"]


def test_the_deceased_in_a_sentence_is_no_relative() -> None:
    """兹证明甲（身份证号码：…）与乙（身份证号码：…）系父子关系 names one relative, beside the deceased."""
    paper = page(
        title("亲属关系证明"),
        line("兹证明韩宇航（身份证号码：449900199802124399）系死者杨紫涵（身份证号码：449900199806110568）", 180, 300),
        line("的丈夫，特此证明。", 180, 360),
    )
    assert [person["id_no"] for person in persons(paper)] == ["449900199802124399"]


def test_two_relatives_in_a_sentence_both_count() -> None:
    """Near miss: numbers without a word for the deceased before them all belong to relatives."""
    paper = page(
        title("亲属关系证明"),
        line("死者的父亲王虚拟，身份证号码：449900197212120559；", 180, 300),
        line("死者的母亲曾玉兰，身份证号码：449900197410252747。", 180, 360),
    )
    assert [person["name"] for person in persons(paper)] == ["王虚拟", "曾玉兰"]


def test_the_number_next_to_a_name_is_that_persons() -> None:
    """A form asks for the relative's number below the person's own: the person keeps the own one."""
    answers = ("卓菊萍", "449900197609108427", "诸葛辉文", "449900197308037979", "丈夫")
    labels = ("姓名", "身份证号码", "亲属姓名", "亲属身份证号码", "亲属关系")
    lines = [line(label, 250, 330 + 90 * n) for n, label in enumerate(labels)]
    lines += [line(answer, 525, 330 + 90 * n) for n, answer in enumerate(answers)]
    paper = page(title("亲属关系证明"), *lines)
    assert persons(paper)[0]["id_no"] == "449900197609108427"
    assert extract(DocumentKind.KINSHIP, [paper]).fields["id_no"].value == "449900197609108427"


def test_the_deceased_behind_a_verb_is_no_relative() -> None:
    """韩宇航（…）系杨紫涵（…）之丈夫: behind 系 stands the one to whom the other is related, and 系 is no surname."""
    paper = page(
        title("亲属关系证明"),
        line("兹证明韩宇航（身份证号码：449900199802124399）系杨紫涵（身份证号码：449900199806110568）", 180, 300),
        line("之丈夫，特此证明。", 180, 360),
    )
    assert [person["name"] for person in persons(paper)] == ["韩宇航"]
