"""Papers that say everything in sentences: whose number a sentence gives, who is a relative, which account is meant."""

import pytest

from ocr.extract.extract import extract
from ocr.extract.leaves import Extraction
from tests.unit.ocr.extract.drawn import column, page, title
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
