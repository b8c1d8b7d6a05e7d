"""What of a drawn paper no person can read, and how its values stand there. Knows no layouts and no degradation."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from tests.factory.case import Doc, Val
from tests.factory.page import Box, Page

# Height of print against the movement. Of 25 numbers and amounts read by eye 15 of 17 above 2.6 were right, two of five
# between 1.95 and 2.2, none of three below: there it is guessing.
_CLEAR_OF_MOTION = 2.5
# Levels of grey between ink and paper. Of 29 values by a reflection read by eye all 16 with 16 and more were right;
# below 14 none of eight names, numbers and amounts, four of four words that the rest of their line tells.
_FAINTEST = 14.0
_COVERED = 0.05  # share of a piece of print under the smear from which on its value is lost


def illegible(doc: Doc, sheet: Page) -> list[str]:
    """Name the places that the planted fault hides: all of a file that cannot be opened, what lies under a smear,
    and a value that was crossed out and overwritten, which says nothing that counts."""
    if "break" in doc.flags:
        return sorted({*sheet.boxes, *(["sign_dates"] if "sign_date" in sheet.boxes else [])})
    hidden = {doc.flags["strike"][0]} & set(sheet.boxes) if "strike" in doc.flags else set()
    if "smear" in doc.flags and (box := sheet.boxes.get(doc.flags["smear"])):
        hidden |= {
            name for name, pieces in sheet.pieces.items() if any(_share(piece, box) > _COVERED for piece in pieces)
        }
    return sorted(hidden)


def blurred(sheet: Page, matrix: NDArray[np.float64], motion: float) -> list[str]:
    """Name the places whose print the camera's movement (pixels of the stored picture) drew into one smear.

    `matrix` maps pixels of the flat page to the stored picture.
    """
    return sorted(
        name
        for name, pieces in sheet.pieces.items()
        if min(_height(piece, sheet.k, matrix) for piece in pieces) < _CLEAR_OF_MOTION * motion
    )


def washed_out(
    sheet: Page, matrix: NDArray[np.float64], upright: NDArray[np.uint8], bend: list[float] | None
) -> list[str]:
    """Name the places of which a light's reflection left some sign no ink.

    `upright` is the picture as shown, height x width x 3; `matrix` maps pixels of the flat page to it once bent.
    """
    return sorted(
        name
        for name, pieces in sheet.pieces.items()
        if min(faintest(piece, sheet.k, matrix, upright, bend) for piece in pieces) < _FAINTEST
    )


def faintest(
    piece: Box, k: float, matrix: NDArray[np.float64], upright: NDArray[np.uint8], bend: list[float] | None
) -> float:
    """Return the levels of grey between ink and paper where a piece of print has the fewest of them, sign by sign."""
    left, top, right, bottom = (edge * k for edge in piece)
    wide, high = max(round(right - left), 1), max(round(bottom - top), 1)
    x, y = np.meshgrid(np.arange(wide) + left, np.arange(high) + top)
    if bend:
        y = y + bend[0] * np.sin(np.pi * np.clip(x / bend[1], 0, 1))
    places = cv2.perspectiveTransform(np.stack([x, y], axis=-1).reshape(1, -1, 2), matrix).reshape(high, wide, 2)
    crop = cv2.remap(upright, places.astype(np.float32), None, cv2.INTER_LINEAR)
    grey = cv2.GaussianBlur(cv2.cvtColor(crop, cv2.COLOR_RGB2GRAY), (0, 0), max(high / 40, 0.1)).astype(np.float64)
    starts = range(0, max(wide - high, 0) + 1, max(high // 3, 1))
    return min(float(np.ptp(np.percentile(grey[:, at : at + high], (3, 90)))) for at in starts)


def altered(doc: Doc, sheet: Page) -> dict[str, str]:
    """Give, by field, what was written beside a value that was crossed out."""
    name, text = doc.flags.get("strike", ("", ""))
    return {name: text} if name in sheet.boxes else {}


def texts(doc: Doc, sheet: Page) -> dict[str, str]:
    """Give the printed values as they stand on the paper, by place, where each stands in one row.

    Left out: what is written by hand, lists, and what wraps, because no row shows the whole of it.
    """
    vals: dict[str, Val] = {
        **doc.v,
        **{f"{doc.rows_name}[{i}].{k}": v for i, row in enumerate(doc.rows) for k, v in row.items()},
    }
    return {
        name: val.text
        for name, val in sorted(vals.items())
        if name in sheet.pieces
        and name not in sheet.handwritten
        and not isinstance(val.truth, list)
        and _in_one_row(sheet.pieces[name])
    }


def _share(piece: Box, box: Box) -> float:
    wide = min(piece[2], box[2]) - max(piece[0], box[0])
    high = min(piece[3], box[3]) - max(piece[1], box[1])
    area = (piece[2] - piece[0]) * (piece[3] - piece[1])
    return max(wide, 0.0) * max(high, 0.0) / area if area > 0 else 0.0


def _in_one_row(pieces: list[Box]) -> bool:
    first = pieces[0]
    return all(abs(piece[1] - first[1]) < (first[3] - first[1]) / 2 for piece in pieces)


def _height(piece: Box, k: float, matrix: NDArray[np.float64]) -> float:
    left, top, _, bottom = piece
    ends = np.array([[left * k, top * k, 1.0], [left * k, bottom * k, 1.0]]) @ matrix.T
    one, other = ends[:, :2] / ends[:, 2:]
    return float(np.hypot(*(one - other)))
