"""Draws pieces of written dates (年11月, .3) in the figures of Latin handwriting fonts, for train_numbers.

`python -m tests.factory.number_pieces OUT.npz --fonts DIR --count N --seed N` stores `x`, N x 32 x 80 (0 paper, 255
ink), `y`, the number, 0 for none, and `hand`, the font. DIR holds the fonts' npm packages (docs/number-network.md names
them); none of them writes in the paper factory. Here: drawing. Not here: fitting; how the product cuts its pieces
(ocr.date_pieces).
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from ocr.date_pieces import HIGH, WIDE
from tests.factory import fonts

Mask = NDArray[np.uint8]
_EM = 64  # px in which glyphs are drawn
_INK = 40
_FREQUENT = (
    1,
    11,
    10,
    12,
    13,
    7,
    17,
    21,
    31,
    2,
    3,
    4,
    5,
    8,
    9,
    18,
    15,
    6,
    14,
    16,
    19,
    20,
    30,
    23,
    28,
    27,
    24,
    25,
    1,
    11,
)
_WEIGHTS = (-3, -2, 0, 0, 2, 3, 4, 5, 6, 8)  # px by which strokes are thinned or thickened
_PRINT = ("noto-sans", "noto-serif", "uming", "zenhei")


@dataclass(frozen=True, slots=True)
class Hand:
    """A font's figures and signs as masks, with the rows in which its figures stand."""

    name: str
    glyphs: dict[str, Mask]
    top: int
    bottom: int


@dataclass(frozen=True, slots=True)
class Material:
    """Everything that pieces are drawn from: hands, printed signs, and pen paths of signs."""

    hands: tuple[Hand, ...]
    printed: tuple[dict[str, Mask], ...]
    pens: dict[str, list[list[tuple[float, float]]]]


@dataclass(frozen=True, slots=True)
class Manner:
    """How one writer writes one number: width, distance in px, slant, weight and size of the figures."""

    wide: float
    apart: float
    slant: float
    weight: int
    zoom: float


def material(folder: Path) -> Material:
    """Load the hands of a folder of packages and the factory's own faces and stroke data."""
    hands = []
    for path in sorted(str(found) for found in folder.rglob("*400Regular.ttf")):
        font = ImageFont.truetype(path, _EM)
        drawn = {char: _glyph(font, char) for char in "0123456789.-/"}
        rows = [rows for char, (_, rows) in drawn.items() if char.isdigit()]
        glyphs = {char: mask for char, (mask, _) in drawn.items()}
        hands.append(Hand(Path(path).stem, glyphs, min(row[0] for row in rows), max(row[1] for row in rows)))
    printed = []
    for name in _PRINT:
        path_, index = fonts.FACES[name].plain
        font = ImageFont.truetype(str(path_), _EM, index=index)
        printed.append({char: _glyph(font, char)[0] for char in "年月日"})
    pens = {}
    for char in "年月日":
        medians = json.loads((fonts.MODULES / "hanzi-writer-data" / f"{char}.json").read_text())["medians"]
        pens[char] = [[(x, 900 - y) for x, y in stroke] for stroke in medians]
    return Material(tuple(hands), tuple(printed), pens)


def _glyph(font: ImageFont.FreeTypeFont, char: str) -> tuple[Mask, tuple[int, int]]:
    image = Image.new("L", (_EM * 3, _EM * 3))
    ImageDraw.Draw(image).text((_EM, _EM * 2), char, font=font, fill=255, anchor="ls")
    mask = np.asarray(image)
    columns, rows = np.flatnonzero(mask.max(0) > _INK), np.flatnonzero(mask.max(1) > _INK)
    return mask[:, columns.min() - 2 : columns.max() + 3], (int(rows.min()), int(rows.max()))


def piece(rng: np.random.Generator, of: Material) -> tuple[Mask, int, str]:
    """Draw one piece: the framed picture, its number, the hand's name."""
    while True:
        hand = of.hands[rng.integers(len(of.hands))]
        number = int(rng.integers(1, 40)) if rng.random() < 0.4 else int(_FREQUENT[rng.integers(len(_FREQUENT))])
        if rng.random() < 0.03:
            number = 0
        text = "" if number == 0 else f"{number:02d}" if rng.random() < 0.3 else str(number)
        manner = _manner(rng, hand)
        figures = _figures(rng, hand, manner, text)
        if figures is None:
            continue
        shown = _laid(rng, of, hand, manner, figures)
        if shown is not None:
            return _framed(_worn(rng, shown)), number, hand.name


def _manner(rng: np.random.Generator, hand: Hand) -> Manner:
    wide, apart = rng.uniform(0.55, 1.25), rng.uniform(-0.12, 0.18) * _EM
    slant, weight = rng.normal(0.08, 0.13), int(rng.choice(_WEIGHTS))
    return Manner(wide, apart, slant, weight, _EM * rng.uniform(0.6, 0.95) / max(10, hand.bottom - hand.top))


def _figures(rng: np.random.Generator, hand: Hand, manner: Manner, text: str) -> list[Mask] | None:
    """Write the figures; None where thinning left nothing of one."""
    out = []
    middle = (hand.top + hand.bottom) / 2
    for char in text:
        mask = hand.glyphs[char]
        high = manner.zoom * (1 + rng.normal(0, 0.05))
        wide = high * manner.wide * (1 + rng.normal(0, 0.05))
        slant, turn = manner.slant + rng.normal(0, 0.04), rng.normal(0, 0.04)
        matrix = np.array(
            [
                [wide, -slant * high, _EM * 0.4 + slant * high * middle],
                [turn, high, _EM - high * middle + rng.normal(0, 2)],
            ],
            np.float32,
        )
        size = int(mask.shape[1] * wide + _EM), _EM * 2
        figure = _weighted(cv2.warpAffine(mask, matrix, size, flags=cv2.INTER_LINEAR), manner.weight)
        columns = np.flatnonzero(figure.max(0) > 60)
        if not len(columns):
            return None
        out.append(figure[:, columns.min() : columns.max() + 1])
    return out


def _weighted(mask: Mask, weight: int) -> Mask:
    if weight > 0:
        return np.asarray(cv2.dilate(mask, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (weight, weight))))
    return np.asarray(cv2.erode(mask, np.ones((-weight, -weight), np.uint8))) if weight < 0 else mask


@dataclass(frozen=True, slots=True)
class _Signs:
    """What stands at both ends of a piece (right: None for a date's end), and the gaps beside the figures."""

    left: Mask
    right: Mask | None
    gaps: tuple[float, float]
    words: bool


def _signs(rng: np.random.Generator, of: Material, hand: Hand, manner: Manner) -> _Signs:
    if rng.random() >= 0.62:
        sign = str(rng.choice([".", "-", "/", ".", "-"]))
        month = rng.integers(2) == 0
        mark = _mark(hand, manner, sign)
        return _Signs(mark, mark if month else None, (rng.uniform(-0.05, 0.25), rng.uniform(-0.05, 0.25)), False)
    month = rng.integers(2) == 0
    names = "年月" if month else "月日"
    if rng.random() < 0.5:
        face, size = of.printed[rng.integers(len(of.printed))], rng.uniform(0.75, 1.15)
        left, right = (
            np.asarray(cv2.resize(face[name], None, fx=size, fy=size, interpolation=cv2.INTER_AREA)) for name in names
        )
    else:
        left, right = (_penned(rng, of.pens[name]) for name in names)
    widest = (0.35, 0.35) if rng.random() < 0.6 else (1.2, 1.4)
    gaps = (rng.uniform(0, widest[0]), rng.uniform(0, widest[1]))
    return _Signs(left, None if not month and rng.random() < 0.12 else right, gaps, True)


def _mark(hand: Hand, manner: Manner, sign: str) -> Mask:
    mark = np.asarray(cv2.resize(hand.glyphs[sign], None, fx=manner.zoom * manner.wide, fy=manner.zoom))
    if manner.weight > 0:
        mark = np.asarray(cv2.dilate(mark, np.ones((max(1, manner.weight - 1),) * 2, np.uint8)))
    cut = max(0, int((hand.top + hand.bottom) / 2 * manner.zoom - _EM))
    return mark[cut : cut + 2 * _EM]


def _penned(rng: np.random.Generator, strokes: list[list[tuple[float, float]]]) -> Mask:
    """Draw a sign along its pen paths."""
    image = np.zeros((_EM * 3, _EM * 2), np.uint8)
    size = _EM / 1024 * rng.uniform(0.8, 1.1)
    weight = int(rng.integers(2, 8))
    wide = rng.uniform(0.6, 1.0)
    for stroke in strokes:
        points = np.array(stroke, float) * [size * wide, size] + rng.normal(0, 1.2, (1, 2))
        points = points + rng.normal(0, 0.8, (len(stroke), 2)) + [_EM * 0.4, _EM * 1.15]
        cv2.polylines(image, [np.round(points * 8).astype(np.int32)], False, 255, weight, cv2.LINE_AA, 3)
    columns = np.flatnonzero(image.max(0) > _INK)
    return image[:, columns.min() : columns.max() + 1]


def _laid(
    rng: np.random.Generator, of: Material, hand: Hand, manner: Manner, figures: list[Mask]
) -> NDArray[np.uint8] | None:
    """Lay signs and figures on a line and cut from sign to sign, as roughly as the product does."""
    signs = _signs(rng, of, hand, manner)
    line = np.zeros((_EM * 2, _EM * 9), np.uint8)
    x = float(_EM)
    _put(line, signs.left, x, rng if signs.words else None)
    start, x = x + signs.left.shape[1] / 2, x + signs.left.shape[1] + signs.gaps[0] * _EM
    for figure in figures:
        _put(line, figure, x)
        x += figure.shape[1] + manner.apart
    x = x - manner.apart if figures else x + rng.uniform(0.2, 1.0) * _EM
    if signs.right is not None:
        last, width = x + signs.gaps[1] * _EM, signs.right.shape[1]
        _put(line, signs.right, last, rng if signs.words else None)
        stop = last + width / 2
    else:
        stop, width = x + rng.uniform(0.05, 0.5) * _EM, 10
        if rng.random() < 0.25:  # the border of a cell
            foot = int(stop + rng.normal(0, 2))
            cv2.line(line, (int(stop), 0), (foot, _EM * 2), 255, int(rng.integers(1, 5)), cv2.LINE_AA)
    left = max(0, int(start + rng.uniform(-0.35, 0.3) * signs.left.shape[1]))
    right = int(stop + rng.uniform(-0.3, 0.35) * max(width, 12))
    top, bottom = _rows(rng, line[:, left:right])
    if rng.random() < 0.12:  # a rule below
        ends = [(at, int(bottom - rng.uniform(2, 8))) for at in (0, line.shape[1])]
        cv2.line(line, ends[0], ends[1], 255, int(rng.integers(1, 4)), cv2.LINE_AA)
    cut = line[top:bottom, left:right]
    return None if cut.shape[0] < 20 or cut.shape[1] < 8 else cut


def _put(line: Mask, mask: Mask, x: float, rng: np.random.Generator | None = None) -> None:
    """Lay a mask at x, in its own rows or, with `rng`, about the middle of the line."""
    y = None
    if rng is not None:
        rows = np.flatnonzero(mask.max(1) > _INK)
        mask = mask[rows.min() : rows.max() + 1]
        y = int(_EM - mask.shape[0] / 2 + rng.normal(0, 3))
    high, wide, at = min(mask.shape[0], 2 * _EM), mask.shape[1], int(x)
    if at < 0 or at + wide > line.shape[1]:
        return
    top = (2 * _EM - high) // 2 if y is None else y
    view = line[top : top + high, at : at + wide]
    np.maximum(view, mask[:high], out=view)


def _rows(rng: np.random.Generator, cut: Mask) -> tuple[int, int]:
    """Choose the rows that are shown: the ink's, half of the time the line's, and some air."""
    inked = np.flatnonzero(cut.max(1) > _INK)
    top, bottom = (int(inked.min()), int(inked.max())) if len(inked) > 5 else (_EM // 2, _EM + _EM // 2)
    if rng.random() < 0.5:
        top, bottom = min(top, int(0.62 * _EM)), max(bottom, int(1.38 * _EM))
    air = (bottom - top) * rng.uniform(0.05, 0.35)
    return int(max(0, top - air + rng.normal(0, 2))), int(min(2 * _EM, bottom + air + rng.normal(0, 2)))


def _worn(rng: np.random.Generator, cut: Mask) -> NDArray[np.float32]:
    """Show a piece as a scanner or a telephone would: small, soft, noisy. 0 paper, 1 ink."""
    low = rng.uniform(11, 34)
    size = max(3, int(cut.shape[1] * low / cut.shape[0])), max(6, int(low))
    seen = cv2.resize(cut, size, interpolation=cv2.INTER_AREA).astype(np.float32) / 255
    seen = cv2.GaussianBlur(seen, (0, 0), rng.uniform(0.2, 0.9) * min(1, low / 20))
    seen = seen / max(float(seen.max()), 0.2)
    seen = seen * rng.uniform(0.7, 1.1) + rng.normal(0, rng.uniform(0.01, 0.07), seen.shape) + rng.uniform(-0.05, 0.08)
    return np.clip(seen, 0, 1).astype(np.float32)


def _framed(seen: NDArray[np.float32]) -> Mask:
    """Frame as ocr.date_pieces does."""
    height, width = seen.shape
    own = int(np.clip(round(width * HIGH / height), 4, WIDE))
    way = cv2.INTER_LINEAR if height < HIGH else cv2.INTER_AREA
    out = np.zeros((HIGH, WIDE), np.float32)
    start = (WIDE - own) // 2
    out[:, start : start + own] = cv2.resize(seen, (own, HIGH), interpolation=way)
    return (np.clip(out, 0, 1) * 255).astype(np.uint8)


def main() -> None:
    """Parse, draw and store."""
    parser = argparse.ArgumentParser(prog="python -m tests.factory.number_pieces")
    parser.add_argument("out", type=Path)
    parser.add_argument("--fonts", type=Path, required=True)
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=2)
    args = parser.parse_args()
    of, rng = material(args.fonts), np.random.default_rng(args.seed)
    drawn = [piece(rng, of) for _ in range(args.count)]
    x, y = np.stack([one[0] for one in drawn]), np.array([one[1] for one in drawn], np.uint8)
    np.savez(args.out, x=x, y=y, hand=np.array([one[2] for one in drawn]))


if __name__ == "__main__":
    main()
