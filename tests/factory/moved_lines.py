"""Draws single lines of print as a telephone shows them that moved: for train_moved_print.

`python -m tests.factory.moved_lines OUT.npz --seed N --count N [--fonts DIR] [--hands]` stores `x`, the pixels of
all lines in a row (48 high, RGB), `wide`, their widths, `text`, and `share`, the height of print over the movement (0:
none). DIR holds further fonts (docs/moved-print-network.md names them). Here: drawing and what the camera does. Not
here: texts (line_texts), fitting.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from random import Random

import cv2
import numpy as np
from fontTools.ttLib import TTFont
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from ocr.engines.line_tensor import LINE_HEIGHT
from ocr.imaging.motion import Motion, steadied
from tests.factory import fonts
from tests.factory.line_texts import figures_line, line

Picture = NDArray[np.uint8]
_MOST_WIDTH = 26 * LINE_HEIGHT
_PAPERS = ((255, 255, 255), (255, 255, 255), (250, 246, 236), (252, 240, 240), (240, 248, 240), (246, 250, 255))
_KAI = 6.0  # a face of many papers that few of the further fonts have
_HALF = 50  # hundredths of an em
_SHARPEST = (1.9, 2.6)  # height of print over the movement below which nobody reads it


@dataclass(frozen=True, slots=True)
class Face:
    """A font's file, its index in it and how often it is drawn."""

    path: Path
    index: int
    weight: float


@dataclass(frozen=True, slots=True)
class Row:
    """A line on flat paper: the picture, its text, where it stands in it (left, top, right, bottom) and its em, px."""

    picture: Picture
    text: str
    box: tuple[float, float, float, float]
    em: int
    paper: tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Seen:
    """A row as a camera stored it: pixels, how flat pixels map to them, px of print and of movement, its direction."""

    picture: Picture
    matrix: NDArray[np.float64]
    height: float
    moved: float
    angle: float


def faces(folder: Path | None, *, hands: bool) -> list[Face]:
    """List the tuning faces and those of a folder; with `hands` the tuning hands instead."""
    if hands:
        files = fonts._HAND_FILES
        return [Face(files[name], 0, weight) for name, weight in (("ma-shan", 3.0), ("liu-jian", 1.0))]
    own = [(fonts.FACES[name], 4.0 if fonts.FACES[name].embeds else 3.0) for name in fonts.TUNING_FACES]
    found = [Face(*face.plain, weight) for face, weight in own] + [Face(*face.bold, weight / 2) for face, weight in own]
    more = sorted(folder.rglob("*.ttf")) if folder else []
    return found + [Face(path, 0, _KAI if _is_of_papers(path) else 1.5) for path in more]


def _is_of_papers(path: Path) -> bool:
    """Whether a face is one of those in which papers are set: a kai, or one whose figures are half a character wide."""
    narrow = _font(path, 0, 100).getlength("0") <= _HALF and _font(path, 0, 100).getlength("1") <= _HALF
    return "kai" in path.stem.lower() or narrow


@lru_cache(maxsize=512)
def _font(path: Path, index: int, px: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(path), px, index=index, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=64)
def _covered(path: Path, index: int) -> frozenset[int]:
    return frozenset(TTFont(path, fontNumber=index, lazy=True).getBestCmap())


def _face_for(text: str, known: list[Face], rng: Random) -> Face:
    fit = [face for face in known if all(ord(char) in _covered(face.path, face.index) for char in text if char != " ")]
    chosen = fit or known
    return rng.choices(chosen, [face.weight for face in chosen])[0]


def row(known: list[Face], rng: Random, write: Callable[[Random], str] = line) -> Row:
    """Draw one line on paper, with rules, edges of cells and neighbouring lines beside some."""
    text = write(rng)
    face, em = _face_for(text, known, rng), rng.randint(28, 52)
    font = _font(face.path, face.index, em)
    gap = rng.choice((0, 0, 0, 0, rng.uniform(0, 0.12) * em, rng.uniform(0, 0.4) * em if len(text) < 14 else 0))
    places = np.cumsum([0.0, *(font.getlength(char) + gap for char in text)])
    wide, high = int(places[-1]) + 2 * em, 3 * em
    grey = rng.randint(5, 75)
    ink = (
        (grey, grey, grey) if rng.random() < 0.8 else (rng.randint(20, 205), rng.randint(20, 60), rng.randint(25, 170))
    )
    paper = rng.choice(_PAPERS)
    image = Image.new("RGB", (wide, high), paper)
    draw = ImageDraw.Draw(image)
    for char, x in zip(text, places, strict=False):
        draw.text((em + x, em), char, font=font, fill=ink)
    _, high_ink, _, low_ink = draw.textbbox((em, em), text, font=font)
    top, bottom = min(em + int(0.04 * em), int(high_ink)), max(em + int(1.06 * em), int(low_ink))
    _surround(draw, (wide, high), (top, bottom), font, ink, rng, write)
    return Row(np.asarray(image, dtype=np.uint8), text, (em, top, em + float(places[-1]) - gap, bottom), em, paper)


def _surround(
    draw: ImageDraw.ImageDraw,
    size: tuple[int, int],
    rows: tuple[int, int],
    font: ImageFont.FreeTypeFont,
    ink: tuple[int, int, int],
    rng: Random,
    write: Callable[[Random], str],
) -> None:
    (wide, high), (top, bottom), em = size, rows, int(font.size)
    rule = {"fill": (rng.randint(40, 150),) * 3, "width": rng.randint(1, 3)}
    for chance, y in ((0.25, bottom + int(em * rng.uniform(0.08, 0.6))), (0.22, top - int(em * rng.uniform(0.1, 0.6)))):
        if rng.random() < chance:
            draw.line((0, y, wide, y), **rule)
    for chance, x in ((0.2, int(em * rng.uniform(0.3, 0.9))), (0.15, wide - int(em * rng.uniform(0.3, 0.9)))):
        if rng.random() < chance:
            draw.line((x, 0, x, high), **rule)
    if rng.random() < 0.25:
        for way in (-1, 1):
            draw.text((em, em + way * int(em * rng.uniform(1.25, 1.7))), write(rng)[:20], font=font, fill=ink)


def seen(flat: Row, rng: Random, noise: np.random.Generator) -> Seen:
    """Photograph a row: turned a little, lit, moved (one in six is only soft), with noise, as JPEG."""
    moved = 1.0 if rng.random() < 0.18 else rng.choice((3.0, 4.0, 5.0, 6.0, 7.0, rng.uniform(2.5, 8)))
    height = math.exp(rng.uniform(math.log(10), math.log(26)))
    height = max(height, rng.uniform(*_SHARPEST) * moved) if moved > 1 else height
    matrix, size = _laid(flat, height / flat.em, rng)
    soft = cv2.GaussianBlur(flat.picture, (0, 0), 0.35 * flat.em / height) if height < 0.75 * flat.em else flat.picture
    picture = cv2.warpAffine(soft, matrix[:2], size, flags=cv2.INTER_LINEAR, borderValue=flat.paper)
    picture = _lit(picture, rng)
    angle = rng.uniform(0, math.pi)
    if moved > 1:
        picture = cv2.filter2D(picture, -1, _trace(moved, angle, rng))
    if moved == 1 or rng.random() < 0.3:
        picture = cv2.GaussianBlur(picture, (0, 0), rng.uniform(0.3, 1.0))
    grain = noise.normal(0, rng.uniform(1, 5), (*picture.shape[:2], 1))
    picture = np.clip(picture + grain, 0, 255).astype(np.uint8)
    _, stored = cv2.imencode(".jpg", picture[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, rng.randint(42, 80)])
    picture = np.ascontiguousarray(np.asarray(cv2.imdecode(stored, cv2.IMREAD_COLOR), dtype=np.uint8)[..., ::-1])
    return Seen(picture, matrix, height, moved, angle)


def _laid(flat: Row, scale: float, rng: Random) -> tuple[NDArray[np.float64], tuple[int, int]]:
    """Choose how the paper lies in the picture; return the map and the picture's size."""
    high, wide = flat.picture.shape[:2]
    turn = np.vstack([cv2.getRotationMatrix2D((0, 0), rng.uniform(-7, 7), 1.0), [0, 0, 1]])
    matrix = turn @ np.diag([scale * rng.uniform(0.9, 1.1), scale, 1.0])
    corners = np.array([[0, 0, 1], [wide, 0, 1], [0, high, 1], [wide, high, 1]]) @ matrix.T
    low, far = corners.min(0)[:2], corners.max(0)[:2]
    shift = np.eye(3)
    shift[:2, 2] = rng.uniform(8, 16) - low
    return shift @ matrix, (int(far[0] - low[0] + 24), int(far[1] - low[1] + 24))


def _lit(picture: Picture, rng: Random) -> Picture:
    wide = picture.shape[1]
    across = np.arange(wide)
    light = rng.uniform(0.7, 1.0) * np.array([1, rng.uniform(0.97, 1), rng.uniform(0.88, 1)])
    out = cv2.convertScaleAbs(picture, alpha=rng.uniform(0.8, 0.97), beta=rng.uniform(2, 14)) * light
    if rng.random() < 0.15:
        spot = np.exp(-(((across - rng.uniform(0, wide)) / (rng.uniform(0.1, 0.4) * wide + 20)) ** 2))
        out = out + (spot * rng.uniform(20, 190))[None, :, None]
    if rng.random() < 0.05:
        out = out * (1 - 0.16 * np.exp(-(((across - rng.uniform(0, wide)) / 3) ** 2)))[None, :, None]
    return np.asarray(np.clip(out, 0, 255), dtype=np.uint8)


def _trace(length: float, angle: float, rng: Random) -> NDArray[np.float32]:
    """Return the path of a point while the shutter was open: straight or a little bent; adds up to 1."""
    side = 2 * (math.ceil(length) // 2 + 2) + 1
    trace, bow = np.zeros((side, side), np.float32), rng.choice((0.0, 0.0, 0.0, rng.uniform(-0.6, 0.6)))
    along = np.linspace(-(length - 1) / 2, (length - 1) / 2, max(9, int(8 * length)))
    off = bow * ((2 * along / max(length - 1, 1e-3)) ** 2 - 0.33)
    x = side // 2 + along * math.cos(angle) - off * math.sin(angle)
    y = side // 2 + along * math.sin(angle) + off * math.cos(angle)
    left, top = np.floor(x).astype(int), np.floor(y).astype(int)
    for right, down in ((0, 0), (1, 0), (0, 1), (1, 1)):
        share = np.abs(1 - right - x + left) * np.abs(1 - down - y + top)
        np.add.at(trace, (top + down, left + right), share)
    return np.asarray(trace / trace.sum(), dtype=np.float32)


def cut(flat: Row, shot: Seen, rng: Random) -> Picture | None:
    """Lay a row flat again, steady three moved ones in ten, and cut it as a finder would; None where it is too long."""
    up = rng.uniform(17, 26) / flat.em if rng.random() < 0.85 else rng.uniform(0.9, 2.5) * shot.height / flat.em
    high, wide = flat.picture.shape[:2]
    back = np.diag([up, up, 1.0]) @ np.linalg.inv(shot.matrix)
    size = (int(wide * up), int(high * up))
    edge = cv2.BORDER_REPLICATE
    sheet = np.asarray(cv2.warpAffine(shot.picture, back[:2], size, flags=cv2.INTER_LINEAR, borderMode=edge), np.uint8)
    if rng.random() < 0.15:
        sheet = np.asarray(cv2.GaussianBlur(sheet, (5, 5), 0.8), np.uint8)
    if shot.moved > 1 and rng.random() < 0.3:
        length = shot.moved * up * flat.em / shot.height + rng.uniform(-1.5, 1.5)
        sheet = steadied(sheet, Motion(max(2.0, length), math.degrees(shot.angle) + rng.uniform(-8, 8)))
    em = flat.em * up
    x0, y0, x1, y1 = (value * up for value in flat.box)
    x0, x1 = x0 - em * rng.uniform(0.05, 0.5), x1 + em * rng.uniform(0.05, 0.5)
    y0, y1 = y0 - em * rng.uniform(0.02, 0.28), y1 + em * rng.uniform(0.02, 0.28)
    tilt, across, down = rng.uniform(-0.012, 0.012) * (x1 - x0), max(8, int(x1 - x0)), max(8, int(y1 - y0))
    corners = np.array([[x0, y0 + tilt], [x1, y0 - tilt], [x1, y1 - tilt], [x0, y1 + tilt]], np.float32)
    target = np.array([[0, 0], [across, 0], [across, down], [0, down]], np.float32)
    matrix = cv2.getPerspectiveTransform(corners, target)
    crop = cv2.warpPerspective(sheet, matrix, (across, down), flags=cv2.INTER_LINEAR, borderMode=edge)
    own = math.ceil(LINE_HEIGHT * across / down)
    if own > _MOST_WIDTH:
        return None
    return np.asarray(cv2.resize(crop, (own, LINE_HEIGHT), interpolation=cv2.INTER_LINEAR), dtype=np.uint8)


def store(out: Path, seed: int, count: int, draw: Callable[[Random], Row]) -> None:
    """Draw rows, photograph each and cut it, and store those that are not too long."""
    cv2.setNumThreads(1)
    rng, noise = Random(seed), np.random.default_rng(seed)
    pieces: list[Picture] = []
    texts: list[str] = []
    shares: list[float] = []
    while len(pieces) < count:
        flat = draw(rng)
        shot = seen(flat, rng, noise)
        piece = cut(flat, shot, rng)
        if piece is not None:
            pieces.append(piece)
            texts.append(flat.text)
            shares.append(shot.height / shot.moved if shot.moved > 1 else 0.0)
    wide = np.array([piece.shape[1] for piece in pieces])
    np.savez(out, x=np.concatenate(pieces, axis=1), wide=wide, text=np.array(texts), share=np.array(shares))


def main() -> None:
    """Draw and store."""
    parser = argparse.ArgumentParser(prog="python -m tests.factory.moved_lines")
    parser.add_argument("out", type=Path)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--fonts", type=Path)
    parser.add_argument("--hands", action="store_true")
    parser.add_argument("--figures", action="store_true", help="lines of figures and capitals only")
    args = parser.parse_args()
    known = faces(args.fonts, hands=args.hands)
    write = figures_line if args.figures else line
    store(args.out, args.seed, args.count, lambda rng: row(known, rng, write))


if __name__ == "__main__":
    main()
