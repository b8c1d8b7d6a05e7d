"""A name beside a citizen's number of the claim is its holder's where the ink allows it, and never sure."""

from dataclasses import replace

import pytest

from ocr.calibration import CHOSEN, NEVER_SURE
from ocr.expected import ExpectedNames
from ocr.extract.leaves import FieldLeaf
from ocr.holder_look import READ_AS_HOLDER, look_at_holders
from ocr.look_alikes import LOOKS_LIKE_KNOWN
from ocr.second_look import SecondLook
from tests.unit.ocr.extract.drawn import line
from tests.unit.ocr.inked import ROW, Inked, Seen, ink, leaf

NUMBER = "44990019860912494X"
CLAIM = ExpectedNames(holders=((NUMBER, "杨淼梅"), ("449900200502015831", "郑萍敏")))


def name(
    read: str, others: Seen, *, number: str = NUMBER, twice: bool = True, floor: float = 1e-7, confidence: float = 0.58
) -> FieldLeaf:
    """A relative's name after the look."""
    lines = (line(read, 100, 5), line(number, 400, 5 + ROW))
    page = Inked((ink(read, others, floor), ink(read, others, floor)), (), twice=twice)
    row = {"name": leaf(lines, 0, read, "name", confidence), "id_no": leaf(lines, 1, number, "id")}
    _, rows = look_at_holders({}, {"relatives": (row,)}, CLAIM, page, page)  # type: ignore[arg-type]
    return rows["relatives"][0]["name"]


def test_two_misread_signs_are_the_holders() -> None:
    """物森梅 beside the number of 杨淼梅, whose signs are less likely ones: hers, chosen, what was read beside it."""
    found = name("物森梅", {0: ("杨", 0.05), 1: ("淼", 0.05)})
    assert (found.value, found.confidence, found.flags) == ("杨淼梅", CHOSEN, (READ_AS_HOLDER,))
    assert [one.value for one in found.alternatives] == ["物森梅"]
    assert READ_AS_HOLDER in NEVER_SURE


@pytest.mark.parametrize(
    "otherwise",
    [{"floor": 1e-30}, {"number": "449900198001010000"}, {"twice": False, "confidence": 0.8}],
    ids=["the ink rules it out", "nobody's number", "clear"],
)
def test_a_name_stays_without_ink_number_or_need(otherwise: dict[str, object]) -> None:
    """A paper that names another person beside this number says so."""
    others = {} if "floor" in otherwise else {0: ("杨", 0.05), 1: ("淼", 0.05)}
    assert name("物森梅", others, **otherwise).value == "物森梅"  # type: ignore[arg-type]


def test_a_number_is_told_by_its_holders_name() -> None:
    """杨淼梅 beside a number with three other figures than hers: hers, as far as the ink may say so."""
    misread = NUMBER[:4] + "333" + NUMBER[7:]
    lines = (line("杨淼梅", 100, 5), line(misread, 400, 5 + ROW))
    for share, said in ((0.03, NUMBER), (1e-3, misread)):
        page = Inked((ink("杨淼梅"),), (ink(misread, {at: (NUMBER[at], share) for at in (4, 5, 6)}),))
        row = {"name": leaf(lines, 0, "杨淼梅", "name"), "id_no": leaf(lines, 1, misread, "id")}
        _, rows = look_at_holders({}, {"relatives": (row,)}, CLAIM, page, page)  # type: ignore[arg-type]
        assert rows["relatives"][0]["id_no"].value == said


def paid(read: str, others: Seen, *people: str, floor: float = 1e-7) -> FieldLeaf:
    """A slip's payee after the look, of a claim with these people."""
    lines = (line(read, 100, 5),)
    page = Inked((ink(read, others, floor),))
    fields = {"payee_name": leaf(lines, 0, read, "name")}
    return look_at_holders(fields, {}, ExpectedNames(relatives=people), page, page)[0]["payee_name"]  # type: ignore[arg-type]


def test_whom_a_slip_pays_is_one_of_the_claims_people() -> None:
    """物森梅 on a slip, two of its signs less likely ones: 杨淼梅, as far as the ink says nobody else of the claim."""
    others = {0: ("杨", 0.3), 1: ("淼", 0.3)}
    found = paid("物森梅", others, "杨淼梅", "郑萍敏")
    assert (found.value, found.confidence, found.flags) == ("杨淼梅", CHOSEN, (READ_AS_HOLDER,))
    assert paid("物森梅", {0: ("杨", 0.3)}, "杨森梅", "杨淼梅").value == "杨森梅"
    assert paid("物森梅", {}, "杨森梅", "黄森梅", floor=0.01).value == "物森梅"
    assert paid("物森梅", {0: ("杨", 1e-4), 1: ("淼", 1e-4)}, "杨淼梅").value == "物森梅"


def test_a_clear_name_is_nobody_elses() -> None:
    """杨森 is no 杨森梅 that was read, and a name read clearly stays whoever the number's holder is."""
    assert paid("杨森梅", {}, "杨森").value == "杨森梅"
    assert name("物森梅", {0: ("杨", 0.3), 1: ("淼", 0.3)}, confidence=0.95).value == "物森梅"


def test_the_employer_is_told_where_a_sign_or_two_differ() -> None:
    """萍敏非洋 at the employer's label, one sign less likely: the claim's; three others are another's."""
    for read, others, said in (
        ("萍敏非洋", {3: ("淼", 0.05)}, "萍敏非淼"),
        ("萍敏非洋", {3: ("淼", 1e-5)}, "萍敏非洋"),
        ("萍杨森洋", {1: ("敏", 0.3), 2: ("非", 0.3), 3: ("淼", 0.3)}, "萍杨森洋"),
    ):
        lines = (line(read, 100, 5),)
        page = Inked((ink(read, others),))
        fields = {"employer_name": leaf(lines, 0, read, "org")}
        found, _ = look_at_holders(fields, {}, ExpectedNames(employer="萍敏非淼"), page, page)  # type: ignore[arg-type]
        assert found["employer_name"].value == said


def test_what_runs_on_behind_a_name_is_no_part_of_it() -> None:
    """物淼梅·… with a smeared comma: the number's holder and more, not a longer name."""
    lines = (line("杨淼梅·性", 100, 5), line(NUMBER, 400, 5 + ROW))
    page = Inked((ink("杨淼梅·性"),), ())
    row = {"name": leaf(lines, 0, "杨淼梅·性", "name"), "id_no": leaf(lines, 1, NUMBER, "id")}
    _, rows = look_at_holders({}, {"relatives": (row,)}, CLAIM, page, page)  # type: ignore[arg-type]
    assert rows["relatives"][0]["name"].value == "杨淼梅"


def test_a_place_of_which_nothing_was_read_is_not_asked() -> None:
    """An unread name has no signs to hold against the holder's."""
    lines = (line("杨淼梅", 100, 5), line(NUMBER, 400, 5 + ROW))
    page = Inked((ink("杨淼梅"),), ())
    unread = replace(leaf(lines, 0, None, "name", 0.0), raw="")
    row = {"name": unread, "id_no": leaf(lines, 1, NUMBER, "id")}
    _, rows = look_at_holders({}, {"relatives": (row,)}, CLAIM, page, page)  # type: ignore[arg-type]
    assert rows["relatives"][0]["name"] == unread


@pytest.mark.parametrize("sort", ["id", "org"])
def test_no_later_look_makes_a_number_or_a_firm_sure(sort: str) -> None:
    """The second look leaves such a value as it is, flag and all; a name it asks of its ink (test_name_look)."""
    found = replace(name("物森梅", {0: ("杨", 0.3), 1: ("淼", 0.3)}), sort=sort)
    people = ExpectedNames(relatives=("杨淼梅", "物森梅"))
    assert SecondLook(Inked(), Inked(), 1, people).at(found) == found  # type: ignore[arg-type]


def test_the_worker_is_told_by_his_number() -> None:
    """Of fields the worker's, the deceased's and the patient's names have their numbers."""
    lines = (line("物淼梅", 100, 5), line(NUMBER, 400, 5 + ROW))
    page = Inked((ink("物淼梅", {0: ("杨", 0.05)}),), ())
    fields = {"worker_name": leaf(lines, 0, "物淼梅", "name"), "worker_id": leaf(lines, 1, NUMBER, "id")}
    found, _ = look_at_holders(fields, {}, CLAIM, page, page)  # type: ignore[arg-type]
    assert found["worker_name"].value == "杨淼梅"


def test_the_dead_are_in_no_table() -> None:
    """洋敏 may be 王敏 and 郑敏 alike, and one of both has died: the other one is in the table of the relatives."""
    lines = (line("洋敏", 100, 5), line("449900198001010000", 400, 5 + ROW))
    page = Inked((ink("洋敏", {0: ("郑", 0.4)}, 0.01), ink("洋敏", {0: ("王", 0.4)}, 0.01)), ())
    row = {"name": leaf(lines, 0, "洋敏", "name"), "id_no": leaf(lines, 1, "449900198001010000", "id")}
    for relatives, said in ((("郑敏",), "郑敏"), (("郑敏", "王敏"), "洋敏")):
        claim = ExpectedNames(worker="王敏", relatives=relatives, beneficiaries=relatives)
        _, rows = look_at_holders({}, {"relatives": (row,)}, claim, page, page)  # type: ignore[arg-type]
        assert rows["relatives"][0]["name"].value == said


def test_a_guardian_in_a_row_is_who_he_is() -> None:
    """After a death the relatives are paid, and a guardian who was read right is not taken for one of them."""
    lines = (line("洋敏", 100, 5), line("449900198001010000", 400, 5 + ROW))
    page = Inked((ink("洋敏", {0: ("郑", 0.4)}, 0.01),), ())
    row = {"name": leaf(lines, 0, "洋敏", "name"), "id_no": leaf(lines, 1, "449900198001010000", "id")}
    claim = ExpectedNames(worker="王敏", relatives=("郑敏",), beneficiaries=("郑敏",), guardians=("洋敏",))
    _, rows = look_at_holders({}, {"relatives": (row,)}, claim, page, page)  # type: ignore[arg-type]
    assert rows["relatives"][0]["name"].value == "洋敏"


@pytest.mark.parametrize(
    ("behind", "twice", "confidence", "taken"),
    [
        ("·性洋王", True, 0.58, True),
        ("·物森梅", True, 0.58, False),
        ("·性洋王", False, 0.58, False),
        ("·性洋王", True, 0.99, False),
    ],
    ids=["the sex behind it", "a longer name", "a page read once", "a clear name"],
)
def test_a_long_name_that_runs_on_is_its_holders(behind: str, twice: bool, confidence: float, taken: bool) -> None:
    """上官…·性… of eight signs is longer than a name that is asked for: its beginning was read as the holder's."""
    holder = "杨淼梅梅"
    read = holder + behind
    lines = (line(read, 100, 5), line(NUMBER, 400, 5 + ROW))
    page = Inked((ink(read),), (), twice=twice)
    row = {"name": leaf(lines, 0, read, "name", confidence), "id_no": leaf(lines, 1, NUMBER, "id")}
    claim = ExpectedNames(holders=((NUMBER, holder),))
    _, rows = look_at_holders({}, {"relatives": (row,)}, claim, page, page)  # type: ignore[arg-type]
    assert rows["relatives"][0]["name"].value == (holder if taken else read)


@pytest.mark.parametrize(
    ("read", "doubted"), [("北岭例家具有限公司", True), ("虚构市北限公司", True), ("联到家具有限公司", False)]
)
def test_a_part_of_the_employers_name_is_in_doubt(read: str, doubted: bool) -> None:
    """A glare may lie on 虚构市 before it, or on its middle; a firm of another name is another firm."""
    lines = (line(read, 100, 5),)
    page = Inked((), ())
    fields = {"payer_name": leaf(lines, 0, read, "org", 0.99)}
    claim = ExpectedNames(employer="虚构市北岭例家具有限公司")
    found, _ = look_at_holders(fields, {}, claim, page, page)  # type: ignore[arg-type]
    assert (LOOKS_LIKE_KNOWN in found["payer_name"].flags) is doubted


@pytest.mark.parametrize(("share", "said"), [(0.05, "萍敏非淼"), (1e-5, "萍敏非洋")])
def test_an_employer_over_two_rows_is_asked_row_by_row(share: float, said: str) -> None:
    """萍敏 at a line's end and 非洋 in the next, 淼 as a less likely last sign: the claim's employer over both."""
    lines = (line("萍敏", 100, 5), line("非洋", 100, 5 + ROW))
    page = Inked((ink("萍敏"),), (ink("非洋", {1: ("淼", share)}),))
    one, other = leaf(lines, 0, "萍敏非洋", "org"), leaf(lines, 1, "", "org")
    fields = {"employer_name": replace(one, raw="萍敏非洋", parts=(*one.parts, *other.parts))}
    found = look_at_holders(fields, {}, ExpectedNames(employer="萍敏非淼"), page, page)[0]  # type: ignore[arg-type]
    assert found["employer_name"].value == said


def test_a_holder_whom_one_recogniser_as_good_as_reads_is_taken_whatever_the_other_sees() -> None:
    """物森梅·性女 where one sees 杨淼梅 nearly as likely and the other nothing like it: hers, far as the mean is."""
    read = "物森梅·性女"
    lines = (line(read, 100, 5), line(NUMBER, 400, 5 + ROW))
    for share, said in ((0.45, "杨淼梅"), (0.2, read)):
        own, other = ink(read, {0: ("杨", share), 1: ("淼", share)}), ink(read, floor=1e-30)
        page = Inked((own, other), ())
        row = {"name": leaf(lines, 0, read, "name", 0.3), "id_no": leaf(lines, 1, NUMBER, "id")}
        _, rows = look_at_holders({}, {"relatives": (row,)}, CLAIM, page, page)  # type: ignore[arg-type]
        assert rows["relatives"][0]["name"].value == said
