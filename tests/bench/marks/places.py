"""What the product says of places without a hand: nothing there, a name in type, a pasted picture, no seal.

Here: the trials and their counts; the codes come from the rules themselves. Not here: how places are drawn (rooms).
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random

from ocr.engines.base import OcrEngine
from ocr.expected import ExpectedNames
from ocr.marks.found import FoundMark
from ocr.marks.names import match_names
from tests.bench.marks import rooms
from tests.bench.marks.rooms import ABSENT, HAND, PASTED, TYPED, Place, Wanted
from tests.builders import make_voucher
from tests.factory import people
from validators.model.evidence import DocumentReading, Mark
from validators.model.policy import Policy
from validators.rules import signatures
from validators.rules.view import Paper

RIGHT = {ABSENT: "SIG-001", TYPED: "SIG-002", PASTED: "SIG-002", HAND: "no code"}
_SHARES = (ABSENT,) * 4 + (TYPED,) * 4 + (PASTED,) + (HAND,) * 3
_TODAY = date(2026, 11, 29)


@dataclass(slots=True)
class Tally:
    """For each sort of place the codes that it raised."""

    codes: dict[tuple[str, str], Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    notes: list[str] = field(default_factory=list)


def wanted_for(count: int, rng: Random, faces: Sequence[str], pens: Sequence[str]) -> list[Wanted]:
    """Return what is to stand at some places: a third each empty, in type, and by hand or pasted."""
    wanted = []
    for _ in range(count):
        what = rng.choice(_SHARES)
        who = rng.choice(list(faces if what == TYPED else pens))
        name = people.surname(rng) + people.given_name(rng.choice("男女"), rng)
        wanted.append(Wanted(what, who, name))
    return wanted


def pages(
    count: int, seed: str, profile: str, faces: Sequence[str], pens: Sequence[str]
) -> Iterator[tuple[Random, list[Wanted]]]:
    """Yield for each page that holds its share of `count` places a source of chance and what is to stand there."""
    for number in range(-(-count // rooms.PLACES)):
        rng = Random(f"{seed}/{profile}/{number}")
        yield rng, wanted_for(min(rooms.PLACES, count - number * rooms.PLACES), rng, faces, pens)


def measure(
    count: int,
    seed: str,
    profiles: Sequence[str],
    faces: Sequence[str],
    pens: Sequence[str],
    engine: OcrEngine,
    counted: Tally,
) -> None:
    """Draw, read and judge `count` places for each profile."""
    for profile in profiles:
        for rng, wanted in pages(count, seed, profile, faces, pens):
            page, places = rooms.draw(wanted, rng, profile, faces, pens)
            for place, found in rooms.found_on(page, places, profile, rng, engine):
                count_place(counted, profile, place, found, engine)


def count_place(counted: Tally, profile: str, place: Place, found: Sequence[FoundMark], engine: OcrEngine) -> None:
    """Judge one place as the only signature of a voucher and count its codes."""
    marks = match_names(found, ExpectedNames(worker=place.wanted.name), engine)
    code = code_of(marks)
    counted.codes[(place.wanted.what, profile)][code] += 1
    if code != RIGHT[place.wanted.what]:
        counted.notes.append(f"{profile} {place.wanted.what} {place.wanted.who} {place.wanted.name}: {code} {marks}")


def code_of(marks: Sequence[Mark]) -> str:
    """Return the first of the rules' codes on a paper with these signatures, `in doubt` where a person is asked."""
    paper = Paper(_signed(marks), 0, _TODAY, Policy())
    checks = (signatures.check_signed, signatures.check_all_signed, signatures.check_handwritten)
    found = [finding.code for check in checks for finding in check(paper)]
    if found:
        return found[0]
    return "no code" if all(mark.sure for mark in marks) else "in doubt"


def _signed(marks: Sequence[Mark]) -> DocumentReading:
    return make_voucher(marks=tuple(marks))
