"""What a pen or a finger leaves: handwriting in several hands, fingerprints. Gives coverage masks (0–255)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from random import Random

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from tests.factory import fonts

Mask = NDArray[np.uint8]
BLUE = ((28, 48, 150), (20, 40, 120), (45, 60, 165))
DARK = ((25, 25, 30), (45, 42, 45), (20, 22, 40))
_SIZE = {"long-cang": 1.12, "ma-shan": 1.05, "zhi-mang": 1.2, "liu-jian": 1.15, "strokes": 0.95}
# Pen paths of digits and a few signs in a 1024 box: the stroke data has only Han characters.
_SIGNS: dict[str, tuple[tuple[tuple[float, float], ...], ...]] = {
    "0": (((330, 180), (160, 320), (140, 620), (260, 800), (400, 780), (480, 560), (460, 300), (330, 180)),),
    "1": (((220, 290), (340, 180), (330, 500), (320, 810)),),
    "2": (((150, 320), (220, 200), (370, 180), (450, 300), (390, 480), (150, 790), (300, 770), (500, 790)),),
    "3": (((160, 230), (320, 170), (440, 280), (300, 450), (460, 560), (430, 740), (280, 810), (140, 740)),),
    "4": (((330, 170), (130, 560), (300, 570), (500, 550)), ((390, 400), (380, 600), (370, 830))),
    "5": (
        ((220, 190), (180, 440), (330, 400), (460, 530), (430, 730), (270, 810), (140, 750)),
        ((220, 190), (460, 180)),
    ),
    "6": (((400, 180), (230, 330), (150, 600), (230, 790), (400, 780), (450, 630), (350, 510), (180, 610)),),
    "7": (((140, 210), (300, 210), (480, 190), (370, 450), (290, 820)),),
    "8": (
        (
            (420, 260),
            (300, 180),
            (180, 290),
            (300, 440),
            (450, 620),
            (360, 800),
            (190, 760),
            (170, 600),
            (380, 430),
            (420, 260),
        ),
    ),
    "9": (((440, 300), (320, 180), (180, 290), (200, 460), (340, 490), (440, 320), (420, 560), (330, 820)),),
    ".": (((200, 800), (215, 815)),),
    ",": (((210, 780), (215, 830), (160, 900)),),
    "-": (((140, 520), (280, 510), (420, 515)),),
    "/": (((440, 160), (280, 500), (120, 860)),),
    "¥": (
        ((120, 190), (220, 330), (300, 470)),
        ((470, 180), (380, 330), (300, 470), (300, 820)),
        ((150, 520), (450, 510)),
        ((150, 640), (450, 630)),
    ),
    "X": (((150, 200), (300, 480), (450, 800)), ((450, 190), (290, 500), (130, 810))),
}
_NARROW = 620


@dataclass(frozen=True, slots=True)
class Pen:
    """One writer's habits: hand, colour, slant and unrest, kept through a paper."""

    hand: str
    colour: tuple[int, int, int]
    slant: float
    jitter: float
    weight: float


def pen(rng: Random, hands: tuple[str, ...], *, hand: str | None = None) -> Pen:
    """Draw a writer."""
    colour = rng.choice(BLUE if rng.random() < 0.4 else DARK)
    return Pen(
        hand or rng.choice(hands), colour, rng.uniform(-0.05, 0.16), rng.uniform(0.5, 1.2), rng.uniform(0.8, 1.3)
    )


def _smooth(points: tuple[tuple[float, float], ...], n: int = 6) -> list[tuple[float, float]]:
    out: list[tuple[float, float]] = []
    pts = [points[0], *points, points[-1]]
    for i in range(1, len(pts) - 2):
        p0, p1, p2, p3 = pts[i - 1 : i + 3]
        for j in range(n):
            t = j / n
            out.append(
                tuple(
                    0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t**3)
                    for a, b, c, d in zip(p0, p1, p2, p3, strict=True)
                )  # type: ignore[arg-type]
            )
    return [*out, points[-1]]


def _stroke_glyph(char: str, px: float, who: Pen, rng: Random) -> tuple[Mask, int] | None:
    paths = _SIGNS.get(char.replace("￥", "¥")) or fonts.strokes(char)
    if paths is None:
        return None
    wide = _NARROW if char in _SIGNS or char == "￥" else 1024
    zoom, pad = 2, 0.15
    w, h = int(px * (wide / 1024 + 2 * pad) * zoom), int(px * (1 + 2 * pad) * zoom)
    mask = np.zeros((h, w), np.uint8)
    k = px * zoom / 1024
    base = max(1.6, px * zoom * 0.052 * who.weight)
    for path in paths:
        shift = (rng.gauss(0, 14) * who.jitter, rng.gauss(0, 14) * who.jitter)
        bent = tuple(
            (x + shift[0] + rng.gauss(0, 9) * who.jitter, y + shift[1] + rng.gauss(0, 9) * who.jitter) for x, y in path
        )
        line = _smooth(bent) if len(bent) > 1 else list(bent)
        for i, (a, b) in enumerate(pairwise(line)):
            t = i / max(1, len(line) - 1)
            width = base * (0.75 + 0.4 * math.sin(math.pi * min(1.0, t + 0.15)))
            p = [(int((x * k + px * pad * zoom) * 8), int((y * k + px * pad * zoom) * 8)) for x, y in (a, b)]
            cv2.line(mask, p[0], p[1], 255, max(1, round(width)), cv2.LINE_AA, 3)
    small = cv2.resize(mask, (w // zoom, h // zoom), interpolation=cv2.INTER_AREA)
    return small, int(px * wide / 1024)


def _font_glyph(char: str, px: float, who: Pen) -> tuple[Mask, int]:
    font = fonts.glyph_font(who.hand, char, round(px))
    pad = int(px * 0.3)
    advance = int(font.getlength(char))
    img = Image.new("L", (advance + 2 * pad, int(px * 1.6)))
    ImageDraw.Draw(img).text((pad, px * 1.15), char, font=font, fill=255, anchor="ls")
    return np.asarray(img), advance


def _shear(mask: Mask, slant: float, angle: float, scale: float) -> Mask:
    h, w = mask.shape
    c, s = math.cos(angle), math.sin(angle)
    m = np.array([[c * scale, (-s - slant) * scale, 0], [s * scale, c * scale, 0]], np.float32)
    m[:, 2] = np.array([w / 2, h / 2]) - m[:, :2] @ np.array([w / 2, h / 2])
    return cv2.warpAffine(mask, m, (w, h), flags=cv2.INTER_LINEAR)


def written(text: str, px: float, who: Pen, rng: Random) -> tuple[Mask, tuple[int, int, int, int]]:
    """Write a text: the coverage mask and the tight box of ink inside it."""
    size = px * _SIZE[who.hand]
    cells: list[tuple[Mask, int]] = []
    for char in text:
        if char == " ":
            cells.append((np.zeros((2, 2), np.uint8), int(size * 0.3)))
            continue
        here = size * (1 + rng.gauss(0, 0.035) * who.jitter)
        glyph = _stroke_glyph(char, here, who, rng) if who.hand == "strokes" else None
        mask, advance = glyph or _font_glyph(char, here, who)
        cells.append((_shear(mask, who.slant, rng.gauss(0, 0.025) * who.jitter, 0.97), advance))
    pad = int(size * 0.5)
    high = int(size * 2.4)
    out = np.zeros((high, sum(a for _, a in cells) + 2 * pad + int(size)), np.uint8)
    x, drift = float(pad), rng.gauss(0, 0.012)
    for mask, advance in cells:
        h, w = mask.shape
        y = int((high - h) / 2 + drift * (x - pad) + rng.gauss(0, 0.03) * size * who.jitter)
        x0 = int(x + (advance - w) / 2)
        y, x0 = max(0, min(y, high - h)), max(0, min(x0, out.shape[1] - w))
        view = out[y : y + h, x0 : x0 + w]
        np.maximum(view, mask, out=view)
        x += advance * (1 + rng.gauss(0, 0.02) * who.jitter)
    ys, xs = np.nonzero(out > 60)
    if not len(ys):
        return out, (0, 0, out.shape[1], out.shape[0])
    box = (int(xs.min()), int(ys.min()), int(xs.max()) + 1, int(ys.max()) + 1)
    return out[box[1] : box[3], box[0] : box[2]], (0, 0, box[2] - box[0], box[3] - box[1])


def fingerprint(px: float, rng: Random) -> Mask:
    """Draw an oval of ridges as a pressed finger leaves it."""
    w, h = int(px * 0.78), int(px)
    y, x = np.mgrid[0:h, 0:w].astype(np.float32)
    cx, cy = w * rng.uniform(0.42, 0.58), h * rng.uniform(0.5, 0.62)
    noise = cv2.resize(
        np.random.default_rng(rng.randrange(2**31)).normal(0, 1, (7, 6)).astype(np.float32),
        (w, h),
        interpolation=cv2.INTER_CUBIC,
    )
    r = np.hypot((x - cx) * 1.25, (y - cy) * (0.85 + 0.3 * (y > cy))) + noise * px * 0.03
    ridges = 0.5 + 0.5 * np.sin(r * 2 * math.pi / (px * 0.052) + np.arctan2(y - cy, x - cx) * rng.choice([1, 2]))
    oval = np.clip((1 - ((x - w / 2) / (w / 2)) ** 2 - ((y - h / 2) / (h / 2)) ** 2) * 5, 0, 1)
    fleck = cv2.resize(
        np.random.default_rng(rng.randrange(2**31)).random((h // 4 + 1, w // 4 + 1)).astype(np.float32), (w, h)
    )
    out = (0.25 + 0.75 * (ridges > 0.42)) * oval * np.clip(0.45 + fleck, 0, 1)
    return _shear(
        cv2.copyMakeBorder((out * 235).astype(np.uint8), 4, 4, 4, 4, cv2.BORDER_CONSTANT),
        0,
        rng.uniform(-0.5, 0.5),
        1.0,
    )
