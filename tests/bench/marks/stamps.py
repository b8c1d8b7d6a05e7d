"""Pages full of places for an employer's seal: none pressed, the right firm's, another firm's.

Here: drawing, finding, counting by the rules' codes. A paper has one employer's seal and the product ties a stamp
anywhere on a sheet to its one place; here each place knows the stamps in its own part only. Not here: signatures
(rooms).
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from random import Random

import numpy as np

from ocr.engines.base import OcrEngine
from ocr.expected import ExpectedNames
from ocr.marks.found import FoundMark
from ocr.marks.names import match_names
from ocr.marks.seal import seals_at, stamps_of
from ocr.marks.stamp_ink import coloured_ink
from ocr.pages import FloatBox
from ocr.slots import Slot
from tests.builders import make_voucher, with_value
from tests.factory import firms, hand_pieces, ink, people, seals
from tests.factory.money import date_text
from tests.factory.page import A4, Page
from validators.model.codes import MarkRole, MarkType
from validators.model.evidence import Mark
from validators.model.policy import Policy
from validators.rules import signatures
from validators.rules.view import Paper

NONE, RIGHT_FIRM, OTHER_FIRM = "no seal", "the employer's seal", "another firm's seal"
WITHOUT_COLOUR = ", picture without colour"  # where a person looks when no seal is found: a pale ring may escape
RIGHT = {NONE: "SIG-005", RIGHT_FIRM: "no code", OTHER_FIRM: "SIG-006"}
RIGHT |= {what + WITHOUT_COLOUR: "in doubt" if what == NONE else code for what, code in RIGHT.items()}
_LABELS = ("单位（盖章）：", "用人单位（公章）：", "单位盖章：", "（盖章）", "单位公章：")
_HIGH, _COLUMNS = 126.0, 2
PLACES = _COLUMNS * int((A4[1] - 60) / _HIGH)
_TODAY = dt.date(2026, 11, 29)


@dataclass(frozen=True, slots=True)
class Pressed:
    """One place as drawn, in points: what is pressed there and the firm that should have pressed."""

    what: str
    firm: str
    words: str
    label: FloatBox
    room: FloatBox


@dataclass(slots=True)
class Tally:
    """For each sort of place and profile the codes."""

    codes: dict[tuple[str, str], Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    notes: list[str] = field(default_factory=list)


def measure(
    count: int, seed: str, profiles: Sequence[str], faces: Sequence[str], pens: Sequence[str], engine: OcrEngine
) -> Tally:
    """Draw, read and judge `count` places for each profile, two thirds of them without a seal."""
    counted = Tally()
    for profile in profiles:
        for number in range(-(-count // PLACES)):
            rng = Random(f"{seed}/seals/{profile}/{number}")
            page, places = _draw(rng, profile, faces, pens, pressed=number % 3 == 2)
            for place, found in _found_on(page, places, profile, rng, engine):
                code = _code_of(place, found, engine)
                counted.codes[(place.what, profile)][code] += 1
                if code != RIGHT[place.what]:
                    counted.notes.append(f"{profile} page {number} {place.what} {place.firm}: {code} {found}")
    return counted


def pressed_on_a_page(
    rng: Random, profile: str, faces: Sequence[str], pens: Sequence[str], engine: OcrEngine
) -> list[tuple[Pressed, FoundMark]]:
    """Draw a page of stamps and return the places of the employers' own with what was found there."""
    page, places = _draw(rng, profile, faces, pens, pressed=True)
    found = _found_on(page, places, profile, rng, engine)
    return [(place, mark) for place, mark in found if place.what in (RIGHT_FIRM, RIGHT_FIRM + WITHOUT_COLOUR)]


def _draw(
    rng: Random, profile: str, faces: Sequence[str], pens: Sequence[str], *, pressed: bool
) -> tuple[Page, list[Pressed]]:
    dpi = rng.choice([150, 200, 200, 240, 300]) if profile == "scan" else 220
    tint = rng.choice([(255, 255, 255), (250, 249, 244), (246, 247, 249), (255, 252, 240)])
    page = Page(rng, dpi, rng.choice(list(faces)), ink.pen(rng, tuple(pens)), A4, tint)
    size, wide = rng.uniform(9.5, 12.5), (A4[0] - 70) / _COLUMNS
    places = []
    for number in range(PLACES):
        x, y = 35 + number % _COLUMNS * wide, 30 + number // _COLUMNS * _HIGH
        what = rng.choice((RIGHT_FIRM, RIGHT_FIRM, OTHER_FIRM)) if pressed else NONE
        places.append(_place(page, what, (x, y, x + wide - 10, y + _HIGH), size, rng))
    return page, places


def _place(page: Page, what: str, cell: FloatBox, size: float, rng: Random) -> Pressed:
    x, y, right, low = cell
    words, firm = rng.choice(_LABELS), firms.firm(rng).name
    top = y + 40
    end = x + 4 + page.text(x + 4, top, words, size)
    if rng.random() < 0.4:
        page.text(x + 4, top - 1.6 * size, firm[: int((right - x) / size)], size)
    _day(page, x + 4, top + 26, size, rng)
    if rng.random() < 0.3:
        page.write(end + 4, top - 4, people.surname(rng) + people.given_name("男", rng), 16)
    if what != NONE:
        pressed = firm
        while what == OTHER_FIRM and pressed == firm:
            pressed = firms.firm(rng).name
        mask = seals.company(pressed, round(40 / 25.4 * page.dpi), rng)
        centre = min(max(end + rng.uniform(-20, 30), x + 60), right - 56)
        page.stamp(mask, centre, y + _HIGH / 2 + rng.uniform(-2, 2), rng.choice(seals.REDS))
    elif rng.random() < 0.35:
        mask = ink.fingerprint(rng.uniform(12, 16) / 25.4 * page.dpi, rng)
        page.stamp(mask, end + rng.uniform(10, 60), top + rng.uniform(-4, 20), rng.choice(seals.REDS))
    return Pressed(what, firm, words, (x + 4, top, end, top + size), (x, y, right, low))


def _day(page: Page, x: float, y: float, size: float, rng: Random) -> None:
    day = dt.date(2026, rng.randint(1, 12), rng.randint(1, 28))
    x += page.text(x, y, "日期：", size)
    if rng.random() < 0.5:
        page.write(x, y - 1, date_text(day, "han"), size, fit=120)
    else:
        page.text(x, y, date_text(day, "han"), size)


def _found_on(
    page: Page, places: Sequence[Pressed], profile: str, rng: Random, engine: OcrEngine
) -> list[tuple[Pressed, FoundMark]]:
    sheet, shot = hand_pieces.sheet_of(page, profile, rng, engine.orientation)
    if sheet.turned:
        return []  # taken for a page that lies otherwise; the product would have turned it by what it reads
    back = np.linalg.inv(sheet.to_page)
    ink_of_sheet = coloured_ink(sheet.image)
    stamps = stamps_of(sheet, ink_of_sheet, engine)
    found = []
    for place in places:
        label, room = (hand_pieces.to_sheet(box, page, shot, back) for box in (place.label, place.room))
        if min(room[:2]) < 0 or room[2] > sheet.image.shape[1] or room[3] > sheet.image.shape[0]:
            continue
        own = [one for one in stamps if room[0] < one.outline.x < room[2] and room[1] < one.outline.y < room[3]]
        slot = Slot(MarkType.SEAL, MarkRole.EMPLOYER, "", 0, room, label)
        [mark], _ = seals_at(sheet, own, [slot], ink_of_sheet)
        colourless = ink_of_sheet.grey and not ink_of_sheet.tinted
        what = place.what + (WITHOUT_COLOUR if colourless else "")
        found.append((replace(place, what=what), mark))
    return found


def _code_of(place: Pressed, found: FoundMark, engine: OcrEngine) -> str:
    [mark] = match_names([found], ExpectedNames(employer=place.firm), engine)
    return code_of(mark, place.firm)


def code_of(mark: Mark, firm: str) -> str:
    """Return the first of the rules' codes on a voucher of a firm with one seal, `in doubt` where a person is asked."""
    voucher = with_value(with_value(make_voucher(marks=(mark,)), "employer_name", firm), "payee_name", firm)
    paper = Paper(voucher, 0, _TODAY, Policy())
    checks = (signatures.check_sealed, signatures.check_seal_names_employer)
    found = [finding.code for check in checks for finding in check(paper)]
    return found[0] if found else "no code" if mark.sure else "in doubt"
