"""Whose hand a signature shows, and whose seal a seal is, among the names of the claim.

Here: which names compete at which place, and the verdict from the scores. Not here: the scores (name_scores), ink.
A name read from a signature is a hint, never a proof.
"""

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from ocr.engines.base import OcrEngine
from ocr.expected import ExpectedNames
from ocr.marks.char_forms import simplified
from ocr.marks.crops import Grey
from ocr.marks.found import FoundMark
from ocr.marks.name_scores import HandReading, NameScore, read_hand, read_twice
from ocr.marks.proxy import proxy_in
from ocr.marks.seal_names import match_seal
from ocr.marks.several import parted
from validators.model.codes import MarkRole, MarkType, NameMatch
from validators.model.evidence import Mark

# Bounds in nats, chosen on the even ones of 70 writers (real names, laid on pages, scanned and photographed) against
# names that differ in one character; the odd ones are kept for measuring (docs/evaluation-marks.md).
MATCH_DEFICIT, MATCH_MARGIN = -6.5, -2.5
CLOSE_DEFICIT, CLOSE_MARGIN = -11.0, -10.0
# Below this margin one recogniser does not settle it. Where two are asked, a lead of LEAD over every rival keeps
# lookalikes (董 and 童) below two in a thousand on the even writers.
SURE_MARGIN = 3.0
TWICE_DEFICIT, LEAD = -8.0, 0.75
FAR_PER_CHAR = -9.0  # a hand this far from the expected name is looked at by a person even where it is hard to read
ANOTHER_PER_CHAR = -12.0  # a hand this far, two characters off or more, is another name even where it is hard to read
LEGIBLE, STEADY = 0.6, 0.6  # certainty of the weakest character, share of views that agree
# One character off the expected name is told only by a character that is surely read: of 225 hands in tuning thirteen
# were no MATCH for their own name at a certainty of 0.50 and more, one at 0.95; of as many near names 175 and 111.
LEGIBLE_NEAR = 0.95
_HARDLY = 0.4  # certainty below which nothing is said
_UNCOUNTED = frozenset({MarkRole.RELATIVE, MarkRole.BENEFICIARY, None})  # any number may sign where no name is known
_LENGTHS = range(2, 5)  # characters of a reading that looks like a name
_HAN = re.compile(r"^[\u4e00-\u9fff·]+$")


def match_names(found: Sequence[FoundMark], expected: ExpectedNames, engine: OcrEngine) -> tuple[Mark, ...]:
    """Return the marks with `name_match` for handwritten signatures and readable seals."""
    rooms = [list(room) for _, room in itertools.groupby(found, key=lambda one: one.place)]
    shared = Counter(room[0].mark.role for room in rooms if room[0].place is not None and not room[0].mark.name)
    marks: list[Mark] = []
    for room in rooms:
        if room[0].place is None:
            marks += [_matched(one, expected, engine) for one in room]
        else:
            marks += _in_room(room, expected, engine, alone=shared[room[0].mark.role] < 2)
    return tuple(_once(marks))


def _in_room(room: Sequence[FoundMark], expected: ExpectedNames, engine: OcrEngine, *, alone: bool) -> list[Mark]:
    """Return the signatures of one room: no more than people may sign there, those that fit a name first.

    Where each person has a room (not `alone`), a room holds one signature and those that fit a name.
    """
    inside = [one for one in room if not one.beyond]
    own, acting = _expected_at(room[0].mark, expected)
    people = (*own, *acting)
    many = len(own) > 1 and not _is_named(room[0].mark, expected)
    parts: list[FoundMark] = []
    for one in inside:
        rivals = _rivals(expected, people)
        parts += parted(one, people, rivals, engine, alone=alone) if many and one.gaps else [one]
    marks = _without_stamp_ink([(part, _matched(part, expected, engine)) for part in parts])
    if own or room[0].mark.role not in _UNCOUNTED:
        most = len(own) if many and alone else 1
        marks.sort(key=_standing)
        marks = [mark for number, mark in enumerate(marks) if number < most or (many and _fits(mark))]
    known = {mark.name for mark in marks if _fits(mark)}
    most = len(own) if many else 1
    for one in room:
        if one.beyond and len(known) < most:
            mark = _matched(one, expected, engine)
            if _fits(mark) and mark.name not in known:
                known.add(mark.name)
                marks = [*(other for other in marks if _fits(other) or not _shares_ink(other, mark)), mark]
    if len(own) == 1:  # an empty room is waiting for the only one who may sign there
        marks = [mark if mark.present or mark.name else replace(mark, name=own[0]) for mark in marks]
    signed = [mark for mark in marks if mark.present]
    if len(known) == most and not many:
        signed = [mark for mark in signed if _fits(mark)]
    return sorted(signed or marks, key=lambda mark: mark.box or (0, 0, 0, 0))


def _without_stamp_ink(marks: Sequence[tuple[FoundMark, Mark]]) -> list[Mark]:
    """Leave out what stands in a stamp's ring and fits no name; where nothing else is left, a person looks."""
    kept = [mark for found, mark in marks if not found.on_stamp or _fits(mark)]
    return kept or [replace(mark, sure=False) for _, mark in marks]


def _shares_ink(mark: Mark, other: Mark) -> bool:
    if not mark.present or mark.box is None or other.box is None:
        return False
    wide = min(mark.box[2], other.box[2]) - max(mark.box[0], other.box[0])
    high = min(mark.box[3], other.box[3]) - max(mark.box[1], other.box[1])
    return wide > 0 and high > 0.3 * (mark.box[3] - mark.box[1])


def _fits(mark: Mark) -> bool:
    return mark.present and mark.name_match is NameMatch.MATCH


def _once(marks: Sequence[Mark]) -> list[Mark]:
    """Leave out a signature that was seen from two rooms: a person signs once, and ink belongs to one person."""
    kept: list[Mark] = []
    for mark in marks:
        if mark.type is MarkType.SIGNATURE and _fits(mark) and mark.box is not None:
            x, y = (mark.box[0] + mark.box[2]) / 2, (mark.box[1] + mark.box[3]) / 2
            if any(
                other.name == mark.name
                and _fits(other)
                and other.box
                and other.page == mark.page
                and other.box[0] <= x <= other.box[2]
                and other.box[1] <= y <= other.box[3]
                for other in kept
            ):
                continue
        kept.append(mark)
    return kept


def _standing(mark: Mark) -> tuple[bool, bool, bool, int]:
    """Rank signatures of a room: those with a fitting name, then sure hands, then the nearest to the label."""
    return mark.name_match is not NameMatch.MATCH, not mark.sure, not mark.handwritten, (mark.box or (0,))[0]


def _is_named(mark: Mark, expected: ExpectedNames) -> bool:
    """Whether the paper ties the place to a person of the claim."""
    people = (*_some(expected.worker), *expected.relatives, *expected.beneficiaries, *expected.guardians)
    return bool(mark.name) and bool(_meant(simplified(mark.name), people))


def _matched(found: FoundMark, expected: ExpectedNames, engine: OcrEngine) -> Mark:
    mark = found.mark
    if mark.type is MarkType.SEAL:
        return match_seal(found, expected.employer, engine)
    if mark.type is not MarkType.SIGNATURE or not mark.present or found.crop is None:
        return mark
    own, acting = _expected_at(mark, expected)
    if not own and not acting:
        return replace(mark, name_match=NameMatch.NOT_POSSIBLE)
    others = _rivals(expected, (*own, *acting))
    written = proxy_in(mark.text)
    tails = ("", "代", "代签") if written is not None or mark.proxy is not None else ("",)
    wanted = [name + tail for name in (*own, *acting) for tail in tails]
    reading = read_hand(found.crop, wanted, others, engine)
    if reading is None or not reading.names:
        return replace(mark, name_match=NameMatch.NOT_POSSIBLE, sure=mark.sure and not found.unlabelled)
    best, closer = likeliest(found.crop, reading, (*own, *acting, *others), engine)
    judged = _judged(mark, reading, best, verdict_of(best, reading, others, closer), own, written)
    if found.unlabelled and judged.name_match is not NameMatch.MATCH:  # no label says that this ink signs at all
        judged = replace(judged, sure=False)
    hidden = found.covered and any(_may_be(reading.text, simplified(name)) for name in own)
    beside_label = any(_is_on_its_label(found.row, reading.text, simplified(name)) for name in own)
    if (found.cut or hidden or beside_label) and judged.name_match in (NameMatch.NO_MATCH, NameMatch.CLOSE):
        return replace(judged, name_match=NameMatch.NOT_POSSIBLE)
    return judged


def _is_on_its_label(row: str, text: str, name: str) -> bool:
    """Whether strokes of a name lie on its label's colon: its row reads it whole, its ink without them another sign."""
    own = row.removesuffix(name)
    behind = own != row and own.endswith((":", "：", ")", "）"))
    return behind and len(text) == len(name) and text[1:] == name[1:]


def _may_be(text: str, name: str) -> bool:
    """Whether a reading is a name that lacks characters or has one that a finger's print made another."""
    if len(text) == len(name):
        return _differing(text, name) <= 1
    rest = iter(name)
    return 0 < len(text) < len(name) and all(char in rest for char in text)


def _expected_at(mark: Mark, expected: ExpectedNames) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return whose signature may stand at the place: those whom it is for, and those who may act for them."""
    living = not expected.beneficiaries or expected.worker in expected.beneficiaries
    by_role: dict[MarkRole | None, tuple[str, ...]] = {
        MarkRole.WORKER: _some(expected.worker) if living else expected.relatives,  # the relatives sign for the dead
        MarkRole.RELATIVE: expected.relatives,
        MarkRole.BENEFICIARY: expected.beneficiaries or (*expected.relatives, *_some(expected.worker)),
        MarkRole.GUARDIAN: expected.guardians,
    }
    people = by_role.get(mark.role, ())
    if mark.role is None:
        people = (*_some(expected.worker), *expected.relatives, *expected.beneficiaries)
    named = simplified(mark.name)
    if named:
        own = _meant(named, (*people, *_rivals(expected, people))) or (mark.name, *people)
    else:
        own = tuple(dict.fromkeys(people))
    acting = expected.guardians if mark.role in (MarkRole.RELATIVE, MarkRole.BENEFICIARY, MarkRole.WORKER, None) else ()
    return own, tuple(name for name in acting if name not in own)


def _meant(named: str, everyone: Sequence[str]) -> tuple[str, ...]:
    """Return the claim's name that the paper's printed name is, or is but for one misread character."""
    exact = tuple(name for name in everyone if simplified(name) == named)
    exact = exact or tuple(name for name in everyone if len(name) > 1 and simplified(name) in named)
    if exact:
        return exact
    near = [name for name in everyone if len(name) == len(named) and _differing(simplified(name), named) == 1]
    return tuple(near) if len(near) == 1 and len(named) > 1 else ()


def _differing(one: str, other: str) -> int:
    return sum(a != b for a, b in zip(one, other, strict=True))


def _rivals(expected: ExpectedNames, wanted: Sequence[str]) -> tuple[str, ...]:
    everyone = (
        *_some(expected.worker),
        *expected.relatives,
        *expected.guardians,
        *expected.beneficiaries,
        *expected.others,
    )
    return tuple(name for name in dict.fromkeys(everyone) if name not in wanted)


def _judged(
    mark: Mark, reading: HandReading, best: NameScore, verdict: NameMatch, own: Sequence[str], written: str | None
) -> Mark:
    name = re.sub(r"代签?$", "", best.name) if written is not None or mark.proxy is not None else best.name
    plain = {simplified(one): one for one in own}
    proxy = mark.proxy if written is None else written
    if verdict is NameMatch.MATCH and name not in plain:
        proxy = name  # somebody who may act for the person signed in his own name
    shown = plain.get(name, mark.name) if verdict is NameMatch.MATCH or len(plain) == 1 else mark.name
    far = best.deficit <= FAR_PER_CHAR * len(best.name) and reading.certainty >= _HARDLY
    far = far and verdict is NameMatch.NOT_POSSIBLE
    return replace(
        mark,
        name=shown or mark.name,
        name_match=verdict,
        text=reading.text or mark.text,
        proxy=proxy,
        sure=mark.sure and not far,
    )


def likeliest(
    crop: Grey, reading: HandReading, people: Sequence[str], engine: OcrEngine
) -> tuple[NameScore, NameScore | None]:
    """Return the name that fits a piece of handwriting best, by one recogniser and, unless that settles it, by two.

    What one denies is asked of both as well: it is another name to it at times that both read as what it is.
    """
    best = max(reading.names, key=lambda score: score.deficit)
    if is_settled(best):
        return best, None
    both = read_twice(crop, [score.name for score in reading.names], people, engine)
    if not both:
        return best, None
    closer = max(both, key=lambda score: score.deficit)
    return next(score for score in reading.names if score.name == closer.name), closer


def is_settled(score: NameScore) -> bool:
    """Whether one recogniser is enough to say that a name stands there."""
    return score.deficit >= MATCH_DEFICIT and score.weighed >= SURE_MARGIN


def verdict_of(
    score: NameScore, reading: HandReading, others: Sequence[str] = (), closer: NameScore | None = None
) -> NameMatch:
    """Return the verdict for the best-fitting expected name; `others` are people of the claim who may not sign here.

    Brothers' names often differ in one character: ink that reads as one of theirs needs no more certainty than any.
    `closer` is what two recognisers say of it where one left a doubt: they settle whether it matches.
    """
    if closer is not None:
        matches = closer.deficit >= TWICE_DEFICIT and closer.weighed >= LEAD
    else:
        matches = score.deficit >= MATCH_DEFICIT and score.weighed >= MATCH_MARGIN
    if matches:
        return NameMatch.MATCH
    if reading.text == score.name:
        return NameMatch.NOT_POSSIBLE  # it reads as expected, if not surely enough: that says nothing against it
    like_a_name = len(reading.text) in _LENGTHS and bool(_HAN.match(reading.text))
    alike = len(reading.text) == len(score.name) and _differing(reading.text, score.name) <= 1
    far = score.deficit <= ANOTHER_PER_CHAR * len(score.name) and reading.certainty >= _HARDLY
    if like_a_name and far and not alike:
        return NameMatch.NO_MATCH
    if not like_a_name or reading.certainty < LEGIBLE or reading.steady < STEADY:
        return NameMatch.NOT_POSSIBLE  # hard to read says nothing against a name
    another = score.deficit <= CLOSE_DEFICIT and score.weighed <= CLOSE_MARGIN
    alike = alike and reading.text not in {simplified(name) for name in others}
    if reading.certainty < LEGIBLE_NEAR and (alike or not another):
        return NameMatch.NOT_POSSIBLE
    return NameMatch.NO_MATCH if another else NameMatch.CLOSE


def _some(name: str | None) -> tuple[str, ...]:
    return (name,) if name else ()
