"""Draws single written days as a telephone or a scanner shows them: for train_moved_print.

`python -m tests.factory.written_days OUT.npz --fonts DIR --seed N --count N` stores the same as moved_lines. DIR holds
handwriting fonts (docs/moved-print-network.md names them): those with figures alone lend them, those with 年 too write
whole days. Here: what is written, by which hand, and what stands around it. Not here: the camera (moved_lines).
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from random import Random

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from tests.factory import fonts, ink
from tests.factory.moved_lines import Row, store

Mask = NDArray[np.uint8]
_EM = 56  # px in which glyphs are drawn
_PAPERS = ((255, 255, 255), (255, 255, 255), (250, 246, 236), (252, 240, 240), (240, 248, 240), (246, 250, 255))
_LABELS = (":", ":", ":", "日期:", "日 期:", "年月日:", "签署日期:", "签名日期:", ")")
_WORDS = "年月日"
_FIGURES = "0123456789.-/"
_TUNING = (("ma-shan", 3.0), ("liu-jian", 1.0), ("strokes", 2.5))
_NARROWEST = 0.04  # share of an em below which a glyph is empty


@dataclass(frozen=True, slots=True)
class Hand:
    """A font that writes figures, and 年月日 too where `whole`."""

    path: Path
    whole: bool


@dataclass(frozen=True, slots=True)
class Manner:
    """How one writer writes one day: width and height of figures and of words, distance, slant, weight, unrest."""

    wide: float
    high: float
    word: float
    apart: float
    slant: float
    weight: int
    unrest: float


@lru_cache(maxsize=256)
def _font(path: Path, index: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(path), _EM, index=index, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=8192)
def _glyph(path: Path, index: int, char: str) -> Mask | None:
    """Return a glyph in rows that its font shares, cut at its sides; None where the font has none."""
    if path.suffix != ".ttc" and ord(char) not in fonts._covered(str(path)):
        return None
    image = Image.new("L", (3 * _EM, 3 * _EM))
    ImageDraw.Draw(image).text((_EM, 2 * _EM), char, font=_font(path, index), fill=255, anchor="ls")
    mask = np.asarray(image)
    columns = np.flatnonzero(mask.max(0) > 40)
    return mask[:, columns.min() : columns.max() + 1] if len(columns) > _NARROWEST * _EM else None


def hands(folder: Path) -> list[Hand]:
    """List the fonts of a folder that have all figures, one weight of each."""
    found = []
    for path in sorted({*folder.rglob("*400Regular.ttf"), *folder.glob("*.ttf")}):
        if all(_glyph(path, 0, char) is not None for char in "0123456789"):
            found.append(Hand(path, all(_glyph(path, 0, char) is not None for char in _WORDS)))
    return found


def day(rng: Random) -> str:
    """Write a day as people do; one in twelve is no day, so that figures are read and not guessed."""
    year = rng.randint(2008, 2033)
    ones = rng.random() < 0.35
    month = rng.choice((1, 10, 11, 12)) if ones else rng.randint(1, 12)
    number = rng.choice((1, 10, 11, 12, 21, 31)) if ones else rng.randint(1, 31)
    if rng.random() < 0.08:
        year, month, number = rng.randint(1000, 9999), rng.randint(1, 99), rng.randint(1, 99)
    m, d = (f"{month:02d}", f"{number:02d}") if rng.random() < 0.3 else (str(month), str(number))
    style = rng.choices(("han", "spaced", "dot", "dash", "slash", "plain", "open"), (42, 14, 16, 13, 7, 5, 3))[0]
    gap = " " * rng.choice((1, 2, 3))
    return {
        "han": f"{year}年{m}月{d}日",
        "spaced": f"{year}{gap}年{gap}{m}{gap}月{gap}{d}{gap}日",
        "dot": f"{year}.{m}.{d}",
        "dash": f"{year}-{m}-{d}",
        "slash": f"{year}/{m}/{d}",
        "plain": f"{year}{month:02d}{number:02d}",
        "open": f"{year}年{m}月{d}",
    }[style]


def row(known: list[Hand], rng: Random) -> Row:
    """Draw one day on paper, often behind what is left of its label, with rules, stamps and other days around."""
    text, em = day(rng), rng.randint(30, 46)
    mask = _by_hand(text, em, known, rng)
    label = rng.choice(_LABELS) if rng.random() < 0.5 else ""
    before = _printed(label, em * rng.uniform(0.6, 0.95), rng) if label else np.zeros((2, 2), np.uint8)
    gap = int(rng.uniform(0.02, 0.5) * em) if label else 0
    high = max(3 * em, mask.shape[0] + 2 * em)
    wide = before.shape[1] + gap + mask.shape[1] + 2 * em
    paper = rng.choice(_PAPERS)
    sheet = np.empty((high, wide, 3), np.float32)
    sheet[:] = paper
    left, middle = em + before.shape[1] + gap, high // 2
    top = middle - mask.shape[0] // 2
    _around(sheet, em, known, rng)
    if label:
        grey = rng.randint(5, 75)
        _lay(sheet, before, em, middle - before.shape[0] // 2 + rng.randint(-4, 4), (grey, grey, grey))
    colour = rng.choice(ink.BLUE if rng.random() < 0.4 else ink.DARK)
    pale = rng.uniform(0.55, 1.0)
    _lay(sheet, (mask * pale).astype(np.uint8), left, top, colour)
    _rules(sheet, top, top + mask.shape[0], em, rng)
    if rng.random() < 0.16:
        _stamp(sheet, em, paper, rng)
    start = em if label else left
    lift = rng.uniform(0.0, 0.12) * mask.shape[0]  # a finder's line may cut what sticks out
    box = (start, top + lift, left + mask.shape[1], top + mask.shape[0] - lift * rng.random())
    return Row(np.clip(sheet, 0, 255).astype(np.uint8), label + text, box, em, paper)


def _by_hand(text: str, em: int, known: list[Hand], rng: Random) -> Mask:
    way = rng.random()
    if way < 0.35:
        name = rng.choices([name for name, _ in _TUNING], [weight for _, weight in _TUNING])[0]
        return ink.written(text, em, ink.pen(rng, (), hand=name), rng)[0]
    if way < 0.47:
        return _printed(text, em, rng)
    return _penned(text, em, known, rng)


def _printed(text: str, em: float, rng: Random) -> Mask:
    """Set a text in a tuning face; labels and days that a press wrote."""
    path, index = fonts.FACES[rng.choice(fonts.TUNING_FACES)].plain
    font = ImageFont.truetype(str(path), max(8, round(em)), index=index)
    left, high, right, low = font.getbbox(text)
    image = Image.new("L", (int(right - left) + 2, int(low - high) + 2))
    ImageDraw.Draw(image).text((1 - left, 1 - high), text, font=font, fill=255)
    return np.asarray(image)


def _penned(text: str, em: int, known: list[Hand], rng: Random) -> Mask:
    """Write a day sign by sign: figures by a hand's font, words by the same, another, along pen paths or in print."""
    hand = rng.choice(known)
    manner = Manner(
        rng.uniform(0.6, 1.2),
        rng.uniform(0.75, 1.15),
        rng.uniform(0.75, 1.15),
        rng.uniform(-0.06, 0.16),
        rng.gauss(0.06, 0.13),
        rng.choice((-2, 0, 0, 2, 3, 4, 5)),
        rng.uniform(0.2, 1.2),
    )
    words = _words(hand, known, rng)
    figures = [mask for char in "0123456789" if (mask := _glyph(hand.path, 0, char)) is not None]
    rows = [int(at) for mask in figures for at in np.flatnonzero(mask.max(1) > 40)]
    top, bottom = min(rows), max(rows)
    line, x, zoom = np.zeros((3 * _EM, 30 * _EM), np.uint8), _EM / 2, 0.72 * _EM / max(8, bottom - top) * manner.high
    for char in text:
        if char == " ":
            x += 0.3 * _EM
            continue
        made = _sign(char, hand, words, manner, (zoom, (top + bottom) / 2), rng)
        if made is None:
            continue
        at = int(x)
        if at + made.shape[1] >= line.shape[1]:
            break
        np.maximum(line[:, at : at + made.shape[1]], made, out=line[:, at : at + made.shape[1]])
        x += made.shape[1] + (manner.apart + rng.gauss(0, 0.03) * manner.unrest) * _EM
    line = _tight(line)
    size = max(1, round(line.shape[1] * em / _EM)), max(1, round(line.shape[0] * em / _EM))
    return np.asarray(cv2.resize(line, size, interpolation=cv2.INTER_AREA), np.uint8)


def _words(hand: Hand, known: list[Hand], rng: Random) -> tuple[Path, int] | None:
    """Choose what writes 年月日: a hand, a press (a form's own words), or, None, a pen along the signs' paths."""
    way = rng.random()
    if hand.whole and way < 0.7:
        return hand.path, 0
    if way < 0.35:
        return rng.choice([one for one in known if one.whole] or known).path, 0
    if way < 0.5:
        return fonts._HAND_FILES[rng.choice(("ma-shan", "liu-jian"))], 0
    if way < 0.75:
        return fonts.FACES[rng.choice(fonts.TUNING_FACES)].plain
    return None


def _sign(
    char: str, hand: Hand, words: tuple[Path, int] | None, manner: Manner, figures: tuple[float, float], rng: Random
) -> Mask | None:
    """Write one sign into rows of 3 em about their middle; None where no font has it."""
    zoom, middle = figures
    if char in _WORDS:
        if words is None:
            mask = _along_paths(char, rng)
        else:
            drawn = _glyph(*words, char)
            mask = drawn if drawn is not None else _along_paths(char, rng)
        inked = np.flatnonzero(mask.max(1) > 40)
        middle = (inked.min() + inked.max()) / 2
        zoom = 0.85 * _EM / max(8, inked.max() - inked.min()) * manner.word
    else:
        found = _glyph(hand.path, 0, char)
        if found is None:
            return None
        mask = found
    high = zoom * (1 + rng.gauss(0, 0.05) * manner.unrest)
    wide = high * manner.wide * (1 + rng.gauss(0, 0.05) * manner.unrest)
    slant, turn = manner.slant + rng.gauss(0, 0.04) * manner.unrest, rng.gauss(0, 0.04) * manner.unrest
    matrix = np.array(
        [
            [wide, -slant * high, _EM * 0.5 + slant * high * middle],
            [turn, high, 1.5 * _EM - high * middle + rng.gauss(0, 0.05) * _EM * manner.unrest],
        ],
        np.float32,
    )
    out = np.asarray(cv2.warpAffine(mask, matrix, (int(mask.shape[1] * wide + 1.5 * _EM), 3 * _EM)), np.uint8)
    if manner.weight > 0:
        out = np.asarray(cv2.dilate(out, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (manner.weight,) * 2)), np.uint8)
    elif manner.weight < 0:
        thin = np.asarray(cv2.erode(out, np.ones((-manner.weight,) * 2, np.uint8)), np.uint8)
        out = thin if thin.max() > 120 else out
    columns = np.flatnonzero(out.max(0) > 60)
    return out[:, columns.min() : columns.max() + 1] if len(columns) else None


def _along_paths(char: str, rng: Random) -> Mask:
    mask = ink.written(char, _EM, ink.pen(rng, (), hand="strokes"), rng)[0]
    return cv2.copyMakeBorder(mask, _EM, _EM, 0, 0, cv2.BORDER_CONSTANT)


def _tight(mask: Mask) -> Mask:
    rows, columns = np.flatnonzero(mask.max(1) > 60), np.flatnonzero(mask.max(0) > 60)
    if not len(rows) or not len(columns):
        return mask[:2, :2]
    return mask[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]


def _lay(sheet: NDArray[np.float32], mask: Mask, left: int, top: int, colour: tuple[int, int, int]) -> None:
    """Lay ink on paper where it fits."""
    skip = max(0, -top)
    mask = mask[skip:]
    view = sheet[max(0, top) : max(0, top) + mask.shape[0], max(0, left) : max(0, left) + mask.shape[1]]
    share = (mask[: view.shape[0], : view.shape[1]].astype(np.float32) / 255)[..., None]
    view[:] = view * (1 - share) + np.array(colour, np.float32) * share


def _around(sheet: NDArray[np.float32], em: int, known: list[Hand], rng: Random) -> None:
    """Write other days above or below one in three, as people sign below each other."""
    for way in (-1, 1):
        if rng.random() < 0.2:
            other = _by_hand(day(rng), em, known, rng)
            at = sheet.shape[0] // 2 + int(way * em * rng.uniform(1.25, 1.9)) - other.shape[0] // 2
            if -other.shape[0] < at < sheet.shape[0]:
                _lay(sheet, other, em + rng.randint(0, em), at, rng.choice(ink.DARK))


def _rules(sheet: NDArray[np.float32], top: int, bottom: int, em: int, rng: Random) -> None:
    """Draw a blank's line below or through the foot, and the borders of a cell."""
    high, wide = sheet.shape[:2]
    grey = (rng.randint(30, 150),) * 3
    for chance, y in ((0.3, bottom + rng.uniform(-0.15, 0.45) * em), (0.18, top - rng.uniform(0.0, 0.5) * em)):
        if rng.random() < chance:
            cv2.line(sheet, (0, int(y)), (wide, int(y + rng.gauss(0, 1.5))), grey, rng.randint(1, 3), cv2.LINE_AA)
    for chance, x in ((0.2, rng.uniform(0.3, 0.9) * em), (0.2, wide - rng.uniform(0.3, 0.9) * em)):
        if rng.random() < chance:
            cv2.line(sheet, (int(x), 0), (int(x), high), grey, rng.randint(1, 3), cv2.LINE_AA)


def _stamp(sheet: NDArray[np.float32], em: int, paper: tuple[int, int, int], rng: Random) -> None:
    """Lay a ring, a bar or a blot over it: a stamp's, or the paper that is left where one was lifted off."""
    high, wide = sheet.shape[:2]
    cover = np.zeros((high, wide), np.uint8)
    middle = rng.randint(0, wide), rng.randint(-2 * em, high + 2 * em)
    cv2.circle(cover, middle, int(rng.uniform(1.5, 4) * em), 255, rng.randint(2, 8), cv2.LINE_AA)
    if rng.random() < 0.5:
        at = rng.randint(0, wide - 1), rng.randint(high // 4, 3 * high // 4)
        cv2.ellipse(cover, at, (rng.randint(3, em), rng.randint(2, em // 3)), rng.uniform(0, 180), 0, 360, 255, -1)
    lifted = rng.random() < 0.5
    colour = paper if lifted else (rng.randint(190, 240), rng.randint(40, 110), rng.randint(40, 120))
    _lay(sheet, (cover * rng.uniform(0.25, 0.8)).astype(np.uint8), 0, 0, colour)


def main() -> None:
    """Draw and store."""
    parser = argparse.ArgumentParser(prog="python -m tests.factory.written_days")
    parser.add_argument("out", type=Path)
    parser.add_argument("--fonts", type=Path, required=True)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--count", type=int, default=1000)
    args = parser.parse_args()
    known = hands(args.fonts)
    store(args.out, args.seed, args.count, lambda rng: row(known, rng))


if __name__ == "__main__":
    main()
