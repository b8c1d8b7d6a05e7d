"""Pages and crops as SVG: our raster turned upright, boxes over it, a crop beside a value.

Here: geometry only, as attributes, so that a page needs neither inline styles nor a script. Not here: what a box says.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from validators.model.evidence import Box, PageReading

LEAST_MARGIN = 14  # pixels of the page around a crop, so that strokes that leave the box are seen
TALL = 0.06  # of the page's height
QUARTER, HALF, WHOLE = 90, 180, 360


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page as it is shown: its picture's address, its size as uploaded and the turn that makes it upright."""

    index: int
    href: str
    width: int
    height: int
    turn: str
    view: str


@dataclass(frozen=True, slots=True)
class Crop:
    """A part of a page: what an SVG needs to show it, upright."""

    page: int
    href: str
    width: int
    height: int
    turn: str
    view: str
    box: Box
    tall: bool  # as high as a seal, where a line's height would make it too small to see


def sheet_of(document_id: str, page: PageReading) -> Sheet:
    """Give a page with the attributes that show it upright."""
    across, down = _upright_size(page)
    href = f"/v1/documents/{document_id}/pages/{page.index}.png"
    return Sheet(page.index, href, page.width, page.height, _turn(page), f"0 0 {across} {down}")


def crop_of(sheets: Mapping[int, tuple[Sheet, PageReading]], page: int, box: Box | None) -> Crop | None:
    """Give the crop around a box, or None where there is no box or no picture."""
    known = sheets.get(page)
    if box is None or known is None:
        return None
    sheet, read = known
    left, top, right, bottom = _upright(box, read)
    margin = max(LEAST_MARGIN, (bottom - top) // 4)
    across, down = _upright_size(read)
    left, top = max(0, left - margin), max(0, top - margin)
    right, bottom = min(across, right + margin), min(down, bottom + margin)
    wide, high = max(1, right - left), max(1, bottom - top)
    view, tall = f"{left} {top} {wide} {high}", high > down * TALL
    return Crop(page, sheet.href, sheet.width, sheet.height, sheet.turn, view, box, tall)


def _turned(page: PageReading) -> int:
    return page.turned % WHOLE


def _upright_size(page: PageReading) -> tuple[int, int]:
    return (page.height, page.width) if _turned(page) % HALF else (page.width, page.height)


def _turn(page: PageReading) -> str:
    shift = {0: "0 0", QUARTER: f"{page.height} 0", HALF: f"{page.width} {page.height}"}
    return f"translate({shift.get(_turned(page), f'0 {page.width}')}) rotate({_turned(page)})"


def _upright(box: Box, page: PageReading) -> Box:
    left, top, right, bottom = box
    width, height = page.width, page.height
    if _turned(page) == 0:
        return box
    if _turned(page) == QUARTER:
        return height - bottom, left, height - top, right
    if _turned(page) == HALF:
        return width - right, height - bottom, width - left, height - top
    return top, width - right, bottom, width - left
