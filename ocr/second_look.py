"""A second look at doubtful values: read the value's own crop again, otherwise lit, and compare.

Here: which values deserve it, cutting, reading, comparing. Not here: parsing values (extract), judging. A second
reading that differs makes the value doubtful; it never replaces what was read.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final

import cv2
import numpy as np

from ocr.calibration import DOUBTFUL, FIGURE_IN_DOUBT, after_agreement, is_sure
from ocr.crops import cut
from ocr.cut_values import Picture, looks_cut, make_whole
from ocr.dates_again import DatesAgain, asks_for_a_look
from ocr.day_look import READ_IN_TIME, claim_time
from ocr.differing import DISAGREED, doubted
from ocr.engines.base import OcrEngine
from ocr.essence import essence, only_lost
from ocr.expected import NOBODY, ExpectedNames
from ocr.extract.leaves import FieldLeaf, Part
from ocr.extract.unread import UNREAD
from ocr.holder_look import READ_AS_HOLDER
from ocr.known_values import READ_WITH_RECORD
from ocr.look_alikes import LOOKS_LIKE_KNOWN
from ocr.marks.char_forms import simplified
from ocr.marks.crops import Grey
from ocr.marks.ink_of_slot import ink_of_slot
from ocr.marks.name_scores import read_hand
from ocr.marks.names import verdict_of
from ocr.narrow_print import NUMBERS, begins_with_a_sign, may_lack_a_figure, repeats, with_room
from ocr.payers_look import BY_TOTAL
from ocr.proven_by_nothing import asks_another, beside_known, contradicted
from ocr.shelf import KEPT, SheetShelf
from ocr.short_days import with_days_it_may_be
from ocr.slots import Slot
from ocr.total_look import BY_WORDS
from validators.formats.chinese_date import parse_date
from validators.model.codes import MarkType, NameMatch
from validators.model.evidence import Alternative

MOST_LOOKS: Final = 14  # crops a page: keeps a bad page within its time
CLEAR_NAME: Final = 0.98  # a printed 邝 was surely read as 广 with 0.93
SIGN_LIKELY: Final = 0.03  # probability of such a reading that forbids to trust the first digit
SIGN_SEEN: Final = 0.3  # likewise where a second look read it
NAMED: Final = 0.95  # confidence of a name that the ink says before all its rivals (ocr.marks.names: MATCH)
OTHER_NAME_LEAD: Final = 2.0  # nats by which a claim's name must lead another name that was read
_LIFETIME: Final = timedelta(days=15 * 365)
_RED_LEAD: Final = 40  # levels by which red leads in stamp ink, on a picture as the camera took it
_STAMPED: Final = 0.04  # share of a crop's pixels; a stamp's ring across a value covers more

SORTS_READ_AGAIN: Final = frozenset(
    {"name", "org", "bank", "id", "uscc", "account", "cnaps", "card", "money", "words", "date", "code"}
)


class SecondLook:
    """Reads crops of one paper again, at most MOST_LOOKS a page."""

    def __init__(self, engine: OcrEngine, shelf: SheetShelf, pages: int, expected: ExpectedNames = NOBODY) -> None:
        self._engine, self._shelf, self._people = engine, shelf, expected.people
        self._expected = expected
        self._left = MOST_LOOKS * max(1, min(pages, KEPT))
        self._dates = DatesAgain(engine, shelf, min(pages, KEPT))

    def at(self, leaf: FieldLeaf) -> FieldLeaf:
        """Return the leaf, surer when its crop reads the same again; unchanged when it needs no second look.

        A name that small print makes of one of the claim's, or of one with an end lost or added, is never sure.
        """
        found = self._looked_at(leaf)
        if self._left > 0 and asks_another(found, self._expected):
            self._left -= len(found.parts)
            found = doubted(found) if contradicted(found, self._engine, self._shelf.crop) else found
        found = found if _is_sure(found) and found.value is not None else with_days_it_may_be(found)
        return beside_known(doubted(found) if self._of_another_time(found) else found, self._expected)

    def _of_another_time(self, leaf: FieldLeaf) -> bool:
        """Whether an unclear page names a day outside the claim's time: sooner one with a figure misread (2028)."""
        days = claim_time(self._expected)
        if leaf.sort != "date" or leaf.value is None or days is None or not self._shelf.was_read_twice(leaf.page):
            return False
        read = parse_date(str(leaf.value))
        if read is None or days[0] <= read <= days[1]:
            return False
        return days[0] - read < _LIFETIME  # long before is a birth, or what a certificate tells

    def _looked_at(self, leaf: FieldLeaf) -> FieldLeaf:
        if READ_AS_HOLDER in leaf.flags and leaf.sort == "name":
            return self._as_a_name(leaf)  # what the record chose may be what the ink says before all other names
        if {BY_TOTAL, BY_WORDS, READ_AS_HOLDER, READ_IN_TIME} & set(leaf.flags):
            return leaf  # asked of every view of its ink already, or chosen by what no look at it alone can prove
        if leaf.sort == "date" and leaf.parts:
            leaf, told = self._day_looked_at(leaf)
            if told:
                return leaf
        if leaf.value is None and UNREAD in leaf.flags and self._people:
            leaf = self._as_a_name(leaf)
        if leaf.value is None or leaf.sort not in SORTS_READ_AGAIN or not leaf.parts:
            return leaf
        # A sign that no name has (谢志1) is what it is: the look would leave it out and say the name without it.
        if leaf.sort == "name" and self._may_be_another(leaf) and "ODD_SIGN" not in leaf.flags:
            leaf = self._as_a_name(leaf)
            if _is_sure(leaf):
                return leaf
        leaf = self._made_whole(leaf)
        wanted = essence(leaf.sort, leaf.raw)
        if not wanted or leaf.confidence < DOUBTFUL:
            return leaf
        if self._left > 0:
            stamped = self._is_stamped(leaf.parts)
            again = self._under_a_stamp if _is_sure(leaf) else self._read_again
            leaf = again(leaf, wanted, stamped)
        return self._with_room(leaf, wanted) if may_lack_a_figure(leaf) and _is_sure(leaf) else leaf

    def _day_looked_at(self, leaf: FieldLeaf) -> tuple[FieldLeaf, bool]:
        """Return a date as its ink says it, and whether that settles or doubts it: nothing else need be asked then."""
        if not asks_for_a_look(leaf):
            leaf = self._dates.gone_on(leaf)
            return leaf, FIGURE_IN_DOUBT in leaf.flags
        leaf = self._made_whole(leaf)
        if self._left > 0 and self._dates.is_new(leaf):
            self._left -= 1
            self._dates.look(leaf)
        leaf = self._dates.told(leaf)
        in_doubt = not {"READ_DIFFERENTLY", FIGURE_IN_DOUBT}.isdisjoint(leaf.flags)
        return leaf, in_doubt or (_is_sure(leaf) and leaf.value is not None)

    def _may_be_another(self, leaf: FieldLeaf) -> bool:
        """Whether a name may be one of the claim's, misread: unsure, or none of them and not beyond all doubt."""
        stranger = simplified(str(leaf.value)) not in {simplified(name) for name in self._people}
        return bool(self._people) and (not _is_sure(leaf) or (stranger and leaf.confidence < CLEAR_NAME))

    def _made_whole(self, leaf: FieldLeaf) -> FieldLeaf:
        """Return a leaf that looks cut with what a wider crop adds to it."""
        if not looks_cut(leaf) or self._left <= 0:
            return leaf
        self._left -= 2
        shelf = self._shelf
        return make_whole(leaf, self._engine, (shelf.crop_in_red_light, shelf.crop_without_red, shelf.crop))

    def _read_again(self, leaf: FieldLeaf, wanted: str, stamped: bool) -> FieldLeaf:
        """Return a doubtful leaf surer by every view that reads the same, doubted by one that does not."""
        if leaf.sort == "money" and _may_begin_with_a_sign(leaf):
            return leaf  # ¥ taken for 4 is taken for 4 again: words, sums or a person tell
        confidence = leaf.confidence
        first = self._shelf.crop_in_red_light if stamped else self._shelf.crop
        for variant in (first, self._shelf.crop_without_red):
            again = self._again(leaf, variant)
            if not _said(leaf.sort, wanted, again):
                return leaf if stamped and only_lost(leaf.sort, wanted, again) else doubted(leaf)
            confidence = after_agreement(confidence)
            if is_sure(leaf.sort, confidence, leaf.fit, leaf.flags):
                break
        return replace(leaf, confidence=confidence)

    def _as_a_name(self, leaf: FieldLeaf) -> FieldLeaf:
        """Return the leaf with the claim's name that its ink says before every name that differs in one character.

        The record chooses between readings of the ink; a name that the ink does not say stays what was read.
        """
        if self._left <= 0 or len(leaf.parts) != 1:
            return leaf
        self._left -= 2
        ink = self._ink_of(leaf.parts[0])
        reading = read_hand(ink, self._people, (), self._engine)
        if reading is None or not reading.names:
            return leaf
        best = max(reading.names, key=lambda score: score.deficit)
        if verdict_of(best, reading) is not NameMatch.MATCH or self._may_be_longer(
            ink, best.name, str(leaf.value or "")
        ):
            return leaf
        if _is_sure(leaf) and best.margin <= 0:  # a near name that was read for sure may be what stands there
            return doubted(leaf)
        said = (UNREAD, READ_WITH_RECORD, READ_AS_HOLDER, LOOKS_LIKE_KNOWN)  # the ink says it alone
        kept = tuple(flag for flag in leaf.flags if flag not in said)
        flags = kept if simplified(str(leaf.value)) == best.name else (*kept, "READ_AS_NAME")
        name = next(one for one in self._people if simplified(one) == best.name)
        return replace(leaf, value=name, confidence=max(leaf.confidence, NAMED), flags=flags, fit=max(leaf.fit, 0.5))

    def _may_be_longer(self, ink: Grey, name: str, read: str) -> bool:
        """Whether ink may as well be a longer name that was read: 胡仁杰 beside 胡杰; no near name is so long."""
        if len(read) <= len(name):
            return False
        reading = read_hand(ink, (name,), (read,), self._engine)
        return reading is None or any(one.margin < OTHER_NAME_LEAD for one in reading.names)

    def _ink_of(self, part: Part) -> Grey:
        """Return the ink of a value's place without rules, borders and the air around it, which a hand reads worse in.

        The plain crop where no ink is left.
        """
        x0, y0, _, y1 = part.box
        place = Slot(MarkType.SIGNATURE, None, "", part.page, part.box, (x0, y0, x0, y1))
        ink = ink_of_slot(self._shelf.picture(part.page), (), place)
        longest = max(ink.writings, key=lambda one: one.length, default=None)
        if longest is not None:
            return longest.crop
        crop = cv2.cvtColor(cut(self._shelf.unstamped(part.page), part.box), cv2.COLOR_RGB2GRAY)
        return np.asarray(crop, dtype=np.uint8)

    def _under_a_stamp(self, leaf: FieldLeaf, wanted: str, stamped: bool) -> FieldLeaf:
        if not stamped:
            return leaf
        # Ink over print makes confident mistakes, and so does taking it off: such a value is sure only if it reads the
        # same where red light hides the stamp, or both with the stamp and with its ink taken off.
        red_light = self._again(leaf, self._shelf.crop_in_red_light)
        if _said(leaf.sort, wanted, red_light):
            return leaf
        lifted = self._again(leaf, self._shelf.crop_without_red)
        if _said(leaf.sort, wanted, lifted) and _said(leaf.sort, wanted, self._again(leaf, self._shelf.crop)):
            return leaf
        self._left -= leaf.sort == "date"
        if leaf.sort == "date" and self._dates.in_red_light(leaf):
            return leaf  # a ring's ink made 2923年 of 2023年: no day that a calendar has
        # Where taking the stamp away took print along, nothing is said against the first reading.
        return leaf if all(only_lost(leaf.sort, wanted, again) for again in (red_light, lifted)) else doubted(leaf)

    def _with_room(self, leaf: FieldLeaf, wanted: str) -> FieldLeaf:
        """Return a surely read narrow number, doubted unless it reads the same where its figures have room.

        However many of a page's looks are left: one of them alone may be read without a figure.
        """
        again = self._read(leaf.parts, lambda page, box: cut(self._shelf.unstamped(page), box))
        if _said(leaf.sort, wanted, again):
            return leaf
        return _with_a_sign(leaf) if leaf.sort == "money" and begins_with_a_sign(wanted, again) else doubted(leaf)

    def _is_stamped(self, parts: Sequence[Part]) -> bool:
        for part in parts:
            crop = self._shelf.crop(part.page, part.box).astype(np.int16)
            red = crop[..., 0] - np.maximum(crop[..., 1], crop[..., 2]) > _RED_LEAD
            if float(red.mean()) > _STAMPED or self._shelf.under_grey_stamp(part.page, part.box):
                return True
        return False

    def _again(self, leaf: FieldLeaf, variant: Picture) -> str:
        self._left -= len(leaf.parts)
        return self._read(leaf.parts, variant)

    def _read(self, parts: Sequence[Part], variant: Picture) -> str:
        crops = [with_room(variant(part.page, part.box), part) for part in parts]
        return "".join(line.text for line in self._engine.recognise(crops))


def _may_begin_with_a_sign(leaf: FieldLeaf) -> bool:
    """Tell whether the first digit of an amount may be its ¥: the amount without it is a likely other reading."""
    shorter = str(leaf.value)[1:]
    return any(str(other.value) == shorter and other.probability >= SIGN_LIKELY for other in leaf.alternatives)


def _with_a_sign(leaf: FieldLeaf) -> FieldLeaf:
    """Return an amount that is not sure and may be the one behind its first figure: words or a person tell."""
    shorter = int(str(leaf.value)[1:] or 0)
    others = tuple(other for other in leaf.alternatives if other.value != shorter)
    alternatives = (Alternative(shorter, SIGN_SEEN), *others)
    return replace(leaf, confidence=min(leaf.confidence, DISAGREED), alternatives=alternatives)


def _is_sure(leaf: FieldLeaf) -> bool:
    return is_sure(leaf.sort, leaf.confidence, leaf.fit, leaf.flags)


def _said(sort: str, wanted: str, text: str) -> bool:
    """Tell whether a second reading has what carries the value."""
    return repeats(wanted, text) if sort in NUMBERS else wanted in essence(sort, text)
