"""The measurement of marks and names: names that are near, names of pictures, codes of marks."""

from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from ocr.marks.found import FoundMark
from tests.bench.marks import hands, names, near, places, stamps
from tests.bench.marks.names import OTHER, OWN, Piece
from tests.builders import FIRM, seal, signature
from validators.model.codes import MarkRole


def test_near_names_are_near_and_never_the_name() -> None:
    """A name of one other character differs in one, one of the same surname keeps it, another person's shares none."""
    rng = Random(3)
    for sort, near_one in near.near_names("李浩然", rng, 30):
        differing = sum(a != b for a, b in zip(near_one, "李浩然", strict=True))
        assert differing == 1 or (sort == near.SAME_SURNAME and near_one[0] == "李" and differing > 0)
    assert all(not set(near.other_name("李浩然", rng)) & set("李浩然") for _ in range(50))
    assert len(near.crowd("李浩然", rng, 200)) == 200
    assert "李浩然" in near.crowd("李浩然", rng, 200)


def test_no_character_is_its_own_lookalike() -> None:
    """Each lookalike is another character, and looks like the first in return."""
    assert all(char not in alike for char, alike in near.ALIKE.items())
    assert all(char in near.ALIKE[other] for char, alike in near.ALIKE.items() for other in alike)


def test_pictures_are_named_by_their_folder_and_number(tmp_path: Path) -> None:
    """Odd writers are held out; a list of names goes before the usual one; a stray picture is told."""
    for writer in ("1", "2"):
        (tmp_path / writer).mkdir()
        (tmp_path / writer / "2.png").touch()
    (tmp_path / "names.txt").write_text("王涛 陈示例", encoding="utf-8")
    found = hands.hands_in(tmp_path)
    assert [(one.writer, one.name, one.held_out) for one in found] == [(1, "陈示例", True), (2, "陈示例", False)]

    (tmp_path / "2" / "3.png").touch()
    with pytest.raises(hands.HandsFault):
        hands.hands_in(tmp_path)


def test_the_codes_are_those_of_the_rules() -> None:
    """An empty place, type, a pasted picture, a hand and doubt each raise what the rules say of them."""
    hand = signature("陈示例", MarkRole.WORKER)
    typed, pasted = replace(hand, handwritten=False), replace(hand, pasted=True)
    empty, doubt = replace(hand, present=False, handwritten=None), replace(hand, sure=False)
    said = [places.code_of([mark]) for mark in (empty, typed, pasted, hand, doubt)]
    assert said == ["SIG-001", "SIG-002", "SIG-002", "no code", "in doubt"]
    none, other = replace(seal(), present=False, seal_kind=None), seal("虚构市别家有限公司")
    assert [stamps.code_of(mark, FIRM) for mark in (seal(), none, other)] == ["no code", "SIG-005", "SIG-006"]


def test_verdicts_are_counted_by_sort_and_by_legible_writers(monkeypatch: pytest.MonkeyPatch) -> None:
    """A writer whose names are all read is legible; a match of another's name is noted."""
    monkeypatch.setattr(names, "verdict_on", lambda found, expected, engine: ("MATCH", found[0].mark.text))
    monkeypatch.setattr(names, "_main_crop", lambda found: found[0])
    pieces = [
        Piece(writer, "陈示例", "scan", (FoundMark(signature("", text=text)),))
        for writer, text in (("1", "陈示例"), ("2", "陈示倒"))
    ]

    counted = names.measure(pieces, object(), crowds=False)  # type: ignore[arg-type]

    assert counted.legible_writers == {"1"}
    assert (counted.verdicts[OWN]["MATCH"], counted.legible[OWN]["MATCH"]) == (2, 1)
    assert counted.verdicts[OTHER].total() == len([note for note in counted.notes if "MATCH" in note]) - sum(
        counted.verdicts[sort].total() for sort in (near.SAME_SURNAME, near.ONE_OTHER, near.LOOKALIKE, near.NO_NAME)
    )
