"""The sheets of one upload, with few pictures in memory at a time.

Here: laying a page flat when it is asked for, keeping the last few, giving the rest back. A sheet laid anew is the
same sheet. Not here: how a page is laid flat (imaging), what is read from it.
"""

import mmap
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from ocr.crops import cut
from ocr.imaging.flatten import flatten
from ocr.imaging.grey_stamps import grey_stamps
from ocr.imaging.ink import without_red_at
from ocr.imaging.motion import Motion, steadied
from ocr.imaging.red_stamps import Box
from ocr.imaging.stamps_off import without_stamps
from ocr.pages import FloatBox, Image, RawPage, Sheet
from validators.model.evidence import PageQuality

KEPT: Final = 8  # sheets with their pictures; about 12 MB each
_REACH: Final = 1.5  # line heights around a crop from which its red ink is measured
_NO_PICTURE: Final = np.zeros((0, 0, 3), dtype=np.uint8)


class SheetShelf:
    """Gives sheets by page number; pictures beyond the last few are made anew."""

    def __init__(self, raws: Sequence[RawPage], orient: Callable[[Image], tuple[int, float]]) -> None:
        self._raws = {raw.index: raw for raw in raws}
        self._orient = orient
        self._kept: OrderedDict[int, Sheet] = OrderedDict()
        self._thin: dict[int, Sheet] = {}
        self._over: set[int] = set()
        self._moved: dict[int, Motion] = {}
        self._twice: set[int] = set()
        self._blurred: dict[int, bool] = {}
        self._unstamped: tuple[int, Image] | None = None
        self._grey: dict[int, tuple[Box, ...]] = {}

    def lay(self, page: int) -> Sheet:
        """Lay a page flat for the first time and keep it."""
        sheet = flatten(self._raws[page], self._orient)
        return self._keep(page, sheet)

    def turn_over(self, page: int) -> Sheet:
        """Turn a sheet by 180 degrees for good."""
        self._over ^= {page}
        self._grey.pop(page, None)
        self._unstamped = None
        return self._keep(page, half_turned(self.sheet(page)))

    def steady(self, page: int, motion: Motion) -> Sheet:
        """Take the camera's movement out of a sheet for good; nothing turns it over after that."""
        sheet = self.sheet(page)
        self._moved[page] = motion
        self._grey.pop(page, None)
        self._unstamped = None
        return self._keep(page, replace(sheet, image=steadied(sheet.image, motion)))

    def note_read_twice(self, page: int) -> None:
        """Note that the lines of a sheet were read by two recognisers, and so is what is looked at again."""
        self._twice.add(page)

    def was_read_twice(self, page: int) -> bool:
        """Tell whether a sheet was."""
        return page in self._twice

    def call_blurred(self, page: int, *, poor: bool) -> None:
        """Note that a sheet turned out blurred when it was read, whatever its edges looked like.

        `poor` says past reading; then a reason that is known already (glare, low resolution …) stands for it.
        """
        self._blurred[page] = poor
        self._keep(page, self.sheet(page))

    def sheet(self, page: int) -> Sheet:
        """Return a sheet with its picture."""
        if page in self._kept:
            self._kept.move_to_end(page)
            return self._kept[page]
        sheet = flatten(self._raws[page], self._orient)
        sheet = half_turned(sheet) if page in self._over else sheet
        moved = self._moved.get(page)
        return self._keep(page, replace(sheet, image=steadied(sheet.image, moved)) if moved else sheet)

    def thin(self, page: int) -> Sheet:
        """Return a sheet without its picture: size, quality and the way back to the page."""
        return self._thin[page]

    def picture(self, page: int) -> Image:
        """Return the picture of a sheet."""
        return self.sheet(page).image

    def unstamped(self, page: int) -> Image:
        """Return the picture of a sheet without its red stamps: what lines are read from."""
        if self._unstamped is None or self._unstamped[0] != page:
            self._unstamped = (page, without_stamps(self.picture(page)))
        return self._unstamped[1]

    def crop(self, page: int, box: FloatBox) -> Image:
        """Return the crop around a box of a sheet."""
        return cut(self.picture(page), box)

    def crop_without_red(self, page: int, box: FloatBox) -> Image:
        """Return that crop with its red ink taken off the print."""
        picture = self.picture(page)
        wide = around(picture, box)
        inner = (box[0] - wide[0], box[1] - wide[1], box[2] - wide[0], box[3] - wide[1])
        return (
            cut(without_red_at(picture, wide), inner)
            if wide[0] < wide[2] and wide[1] < wide[3]
            else self.crop(page, box)
        )

    def crop_in_red_light(self, page: int, box: FloatBox) -> Image:
        """Return that crop as red light shows it: red ink hardly darker than the paper, black print as it is."""
        return np.repeat(self.crop(page, box)[..., :1], 3, axis=2)

    def under_grey_stamp(self, page: int, box: FloatBox) -> bool:
        """Tell whether a box lies under a stamp of a sheet without colour."""
        if page not in self._grey:
            self._grey[page] = tuple(stamp.box for stamp in grey_stamps(self.picture(page)))
        x0, y0, x1, y1 = box
        return any(x0 < other[2] and other[0] < x1 and y0 < other[3] and other[1] < y1 for other in self._grey[page])

    def _keep(self, page: int, sheet: Sheet) -> Sheet:
        if page in self._blurred:
            sheet = replace(sheet, quality=_blurred(sheet.quality, poor=self._blurred[page]))
        self._kept[page] = sheet
        self._kept.move_to_end(page)
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        give_back(sheet.raw.image)
        light = replace(sheet.raw, image=_NO_PICTURE)
        self._thin[page] = replace(sheet, image=_NO_PICTURE, raw=light)
        return sheet


def _blurred(quality: PageQuality, *, poor: bool) -> PageQuality:
    if poor and quality.reasons:  # what made it so is named already
        return PageQuality("poor", quality.reasons)
    verdict = "poor" if poor or quality.verdict == "poor" else "fair"
    return PageQuality(verdict, tuple(dict.fromkeys((*quality.reasons, "blur"))))


def around(image: Image, box: FloatBox) -> tuple[int, int, int, int]:
    """Return a box widened, within the picture, until it shows enough of the ink around it to measure that ink."""
    height, width = image.shape[:2]
    reach = _REACH * (box[3] - box[1])
    x0, y0, x1, y1 = box[0] - reach, box[1] - reach, box[2] + reach, box[3] + reach
    return max(0, int(x0)), max(0, int(y0)), min(width, int(x1) + 1), min(height, int(y1) + 1)


def give_back(image: Image) -> None:
    """Let go of the memory of a mapped page; it comes again when it is touched."""
    base: object = image
    while isinstance(base, np.ndarray):
        base = base.base
    if isinstance(base, memoryview):
        base = base.obj
    if isinstance(base, mmap.mmap):
        base.madvise(mmap.MADV_DONTNEED)


def half_turned(sheet: Sheet) -> Sheet:
    """Return the sheet turned by 180 degrees, with its way back to the page."""
    height, width = sheet.image.shape[:2]
    turn = np.array([[-1.0, 0.0, width], [0.0, -1.0, height], [0.0, 0.0, 1.0]])
    regions = tuple(
        (reason, (width - x1, height - y1, width - x0, height - y0)) for reason, (x0, y0, x1, y1) in sheet.poor_regions
    )
    return replace(
        sheet,
        image=np.ascontiguousarray(np.rot90(sheet.image, 2)),
        to_page=sheet.to_page @ turn,
        turned=(sheet.turned + 180) % 360,
        poor_regions=regions,
    )
