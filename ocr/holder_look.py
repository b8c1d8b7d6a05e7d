"""A printed name beside a citizen's number of the claim, or such a number beside its holder's name: whose they may be.

物森梅 beside the number of 杨淼梅 is most likely her, 殇燕兰 to whom a slip pays is one of the claim's, and a firm
at the employer's label that differs in a sign is the employer. The ink must allow it: what it rules out keeps what was
read. Such a value is never sure and proves nothing afterwards: the record chose it. Here: the pairs, the asking. Not
here: values anywhere in a line (known_values), signatures (marks.names).
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from ocr.chosen import as_chosen
from ocr.crops import cut
from ocr.engines.base import OcrEngine
from ocr.expected import ExpectedNames
from ocr.extract.leaves import FieldLeaf, FieldRow
from ocr.extract.runs import fold
from ocr.known_values import nearest, says
from ocr.look_alikes import LOOKS_LIKE_KNOWN
from ocr.marks.char_forms import simplified
from ocr.shelf import SheetShelf

READ_AS_HOLDER: Final = "READ_AS_HOLDER"  # flag of a name or number that the claim's people chose
_PAIRS: Final = (("worker_name", "worker_id"), ("deceased_name", "deceased_id"), ("patient_name", "patient_id"))
_IN_ROWS: Final = (("name", "id_no"),)
_SEX: Final = frozenset("性男女")
_FIRMS: Final = ("employer_name", "payer_name")
_PAID: Final = ("payee_name", "holder_name")  # whom money goes to: one of the claim's people or its employer, mostly
_SEEN: Final = -14.0  # nats behind the freest reading of the recogniser that sees it best, down to which it is said
_NUMBER_SEEN: Final = -22.0  # likewise a number: eighteen figures of unclear ink lose more
_FURTHEST: Final = -25.0  # nats beyond which a recogniser says no more: one that sees nothing rules nothing out
_NEARLY: Final = -2.0  # nats behind the freest reading down to which one recogniser as good as reads it
_BEHIND: Final = 6.0  # nats by which a number's holder may fall behind the name that was read
_OF_SEVERAL: Final = 4.0  # likewise one of the claim's people, without a number
_LEAD: Final = 2.0  # nats by which that one must lead the others
_CLEAR, _CLEAR_TWICE = 0.7, 0.9  # confidence of a value from which it is what was read, by whether two read its page
_LONGEST: Final = 6  # signs of what was read in a person's place; a firm's name is longer
_LONGEST_HELD: Final = 10  # likewise beside its number: the sex may have run on
_OF_HOLDER: Final = 5.0  # nats for each other figure, by which a number may fall behind beside its holder's name
_FEW: Final = 2  # signs in which a firm's name may differ from the employer's
_LEAST_PART: Final = 4  # signs of a firm's name that are told from any other's
_LEAST_HOLE: Final = 3  # signs of its middle that a glare takes: 有限公司 for 有限责任公司 is another firm
_AIR: Final = 0.15  # of a row's height around the crop


def look_at_holders(
    fields: Mapping[str, FieldLeaf],
    rows: Mapping[str, tuple[FieldRow, ...]],
    expected: ExpectedNames,
    shelf: SheetShelf,
    engine: OcrEngine,
) -> tuple[dict[str, FieldLeaf], dict[str, tuple[FieldRow, ...]]]:
    """Return fields and rows with those unclear names that numbers, or the claim's people, tell."""
    names = dict(expected.holders)

    def looked_at(
        group: Mapping[str, FieldLeaf],
        pairs: Sequence[tuple[str, str]],
        alone: Sequence[str],
        people: Sequence[str] = expected.people,
    ) -> dict[str, FieldLeaf]:
        out = dict(group)
        for name in dict.fromkeys((*alone, *(name for name, _ in pairs), *_FIRMS)):
            if name not in out:
                continue
            number = next((number for named, number in pairs if named == name and number in group), "")
            holder = names.get(str(group[number].value)) if number else None
            if holder is not None and _runs_on(out[name], holder, shelf):
                out[name] = as_chosen(out[name], holder, READ_AS_HOLDER)
            elif holder is not None:
                out[name] = _chosen(out[name], (holder,), _BEHIND, shelf, engine, longest=_LONGEST_HELD)
            elif name in alone:
                out[name] = _chosen(out[name], people, _OF_SEVERAL, shelf, engine)
            if name == "employer_name":
                out[name] = _employer(out[name], expected.employer, shelf, engine)
            out[name] = _doubted_part(out[name], expected.employer)
            own = [one for one, held_by in expected.holders if held_by == out[name].value]
            if number and len(own) == 1 and group[number].value not in names:
                off = nearest(str(group[number].value or group[number].raw), own[0]).off
                out[number] = _chosen(group[number], own, _OF_HOLDER * off, shelf, engine)
        return out

    # The dead are in no table of those who sign or are paid; a worker who lives is one of the beneficiaries.
    in_rows = [one for one in expected.people if one != expected.worker or one in expected.beneficiaries]
    return looked_at(fields, _PAIRS, _PAID), {
        table: tuple(looked_at(row, _IN_ROWS, ("name",), in_rows) for row in group) for table, group in rows.items()
    }


def _runs_on(leaf: FieldLeaf, name: str, shelf: SheetShelf) -> bool:
    """Whether a name was read unclearly, and behind a mark the sex that stands right of it: 上官国建·性删男.

    阿卜杜拉·买买提 is a longer name, and whose it is the paper says.
    """
    mark, behind = leaf.raw[len(name) : len(name) + 1], leaf.raw[len(name) + 1 :]
    told = leaf.raw.startswith(name) and bool(mark) and not mark.isalpha() and bool(_SEX & {*behind})
    return told and shelf.was_read_twice(leaf.page) and leaf.confidence < _CLEAR_TWICE


def _doubted_part(leaf: FieldLeaf, employer: str | None) -> FieldLeaf:
    """Return a firm's name in doubt that is what is left of the employer's: a glare may lie on any of its signs."""
    whole, part = _folded(employer or ""), _folded(str(leaf.value or ""))
    gap = len(whole) - len(part)
    hole = gap >= _LEAST_HOLE and any(whole[:at] + whole[at + gap :] == part for at in range(1, len(part)))
    is_left = _LEAST_PART <= len(part) < len(whole) and (part in whole or hole)
    return replace(leaf, flags=(*leaf.flags, LOOKS_LIKE_KNOWN)) if is_left else leaf


def _employer(leaf: FieldLeaf, employer: str | None, shelf: SheetShelf, engine: OcrEngine) -> FieldLeaf:
    """Return a firm's name at the employer's label as the claim's where few signs differ and the ink may be it."""
    if employer is None or not leaf.value or nearest(_folded(leaf.raw), _folded(employer)).off > _FEW:
        return leaf
    if len(leaf.parts) == 2:
        return _wrapped(leaf, employer, shelf, engine)
    return _chosen(leaf, (employer,), _BEHIND, shelf, engine, longest=len(employer) + _FEW)


def _wrapped(leaf: FieldLeaf, employer: str, shelf: SheetShelf, engine: OcrEngine) -> FieldLeaf:
    """Return a firm's name over two rows as the employer's where the inks of both may be its two pieces."""
    raw, known, at = _folded(leaf.raw), _folded(employer), leaf.parts[0].stop - leaf.parts[0].start
    unclear = leaf.confidence < (_CLEAR_TWICE if shelf.was_read_twice(leaf.page) else _CLEAR)
    if not unclear or len(raw) != len(known) or raw == known or shelf.thin(leaf.page).raw.words:
        return leaf
    behind, most = 0.0, []
    for part, read, piece in zip(leaf.parts, (raw[:at], raw[at:]), (known[:at], known[at:]), strict=True):
        x0, y0, x1, y1 = part.box
        air = _AIR * (y1 - y0)
        asked = engine.every_opinion(cut(shelf.unstamped(part.page), (x0 - air, y0, x1 + air, y1)))
        said = [says(logs, charset, piece, alone=False) for logs, charset in asked]
        behind += _mean([says(logs, charset, read, alone=False) for logs, charset in asked]) - _mean(said)
        most.append(max(said))
    return leaf if behind > _BEHIND or min(most) < _SEEN else as_chosen(leaf, employer, READ_AS_HOLDER)


def _chosen(
    leaf: FieldLeaf,
    names: Sequence[str],
    most_behind: float,
    shelf: SheetShelf,
    engine: OcrEngine,
    longest: int = _LONGEST,
) -> FieldLeaf:
    """Return a name or number as the one of some that its ink may say before the others."""
    if leaf.sort not in ("name", "org", "id") or len(leaf.parts) != 1 or shelf.thin(leaf.page).raw.words:
        return leaf
    if leaf.confidence >= (_CLEAR_TWICE if shelf.was_read_twice(leaf.page) else _CLEAR) or not leaf.raw.strip():
        return leaf
    if _is_one_of(leaf, names) or (len(leaf.raw) > longest and leaf.sort != "id"):
        return leaf
    if leaf.raw.isalpha() or len(leaf.raw) > _LONGEST:  # 杨森 is no 杨森梅; 方鑫·性到女 is 方鑫 and more
        names = [name for name in names if name not in leaf.raw and leaf.raw not in name]
    x0, y0, x1, y1 = leaf.parts[0].box
    air = _AIR * (y1 - y0)
    crop = cut(shelf.unstamped(leaf.page), (x0 - air, y0, x1 + air, y1))
    asked = engine.every_opinion(crop)
    read = _mean([says(logs, charset, _folded(leaf.raw), alone=False) for logs, charset in asked])
    said = {name: [says(logs, charset, _folded(name), alone=False) for logs, charset in asked] for name in names}
    ranked = sorted(said, key=lambda name: -_mean(said[name]))
    seen = _NUMBER_SEEN if leaf.sort == "id" else _SEEN
    if not ranked or max(said[ranked[0]]) < seen:
        return leaf
    if read - _mean(said[ranked[0]]) > most_behind and max(said[ranked[0]]) < _NEARLY:
        return leaf
    if len(ranked) > 1 and _mean(said[ranked[0]]) - _mean(said[ranked[1]]) < _LEAD:
        return leaf
    kept = tuple(flag for flag in leaf.flags if flag != LOOKS_LIKE_KNOWN)
    return as_chosen(replace(leaf, flags=kept), ranked[0], READ_AS_HOLDER)


def _is_one_of(leaf: FieldLeaf, names: Sequence[str]) -> bool:
    return leaf.value is not None and simplified(str(leaf.value)) in map(simplified, names)


def _mean(nats: Sequence[float]) -> float:
    return float(np.maximum(nats, _FURTHEST).mean())


def _folded(name: str) -> str:
    return "".join(map(fold, name))
