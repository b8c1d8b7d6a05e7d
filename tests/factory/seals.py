"""Stamps: round company seals, oval hospital seals, square ones. Returns coverage masks (0–255) and a colour."""

from __future__ import annotations

import functools
import math
from random import Random

import cv2
import numpy as np
from PIL import Image, ImageDraw

from tests.factory import fonts
from tests.factory.ink import Mask

REDS = ((214, 30, 35), (200, 24, 40), (225, 50, 50), (180, 20, 30), (206, 40, 62))


def _ring(
    draw_on: Image.Image, text: str, centre: float, rx: float, ry: float, px: int, sweep: float, face: str
) -> None:
    font = fonts.face(face, px, bold=True)
    n = len(text)
    turns = np.linspace(-sweep / 2, sweep / 2, 721)
    steps = np.hypot(rx * np.cos(turns), ry * np.sin(turns))
    length = np.concatenate([[0.0], np.cumsum((steps[1:] + steps[:-1]) / 2)])
    for i, char in enumerate(text):
        share = (i / (n - 1) if n > 1 else 0.5) * length[-1]
        a = -math.pi / 2 + float(np.interp(share, length, turns))
        cell = Image.new("L", (px * 2, px * 2))
        ImageDraw.Draw(cell).text((px, px), char, font=font, fill=255, anchor="mm")
        cell = cell.resize((int(px * 1.7), px * 2), Image.Resampling.BILINEAR)
        normal = math.atan2(math.sin(a) / ry, math.cos(a) / rx)
        cell = cell.rotate(-math.degrees(normal) - 90, expand=True, resample=Image.Resampling.BICUBIC)
        x, y = centre + rx * math.cos(a), draw_on.height / 2 + ry * math.sin(a)
        draw_on.paste(255, (int(x - cell.width / 2), int(y - cell.height / 2)), cell)


def _star(d: ImageDraw.ImageDraw, c: float, r: float) -> None:
    pts = []
    for i in range(10):
        a, q = -math.pi / 2 + i * math.pi / 5, r if i % 2 == 0 else r * 0.382
        pts.append((c + q * math.cos(a), c + q * math.sin(a)))
    d.polygon(pts, fill=255)


@functools.lru_cache(maxsize=64)
def _round(text: str, px: int, inner: str, number: str, face: str) -> Image.Image:
    big = px * 2
    img = Image.new("L", (big, big))
    d = ImageDraw.Draw(img)
    d.ellipse((2, 2, big - 3, big - 3), outline=255, width=max(2, int(big * 0.028)))
    size = int(big * (0.135 if len(text) <= 13 else 0.118 if len(text) <= 16 else 0.1))
    _ring(img, text, big / 2, big * 0.385, big * 0.385, size, math.radians(min(285, 20 * len(text))), face)
    _star(d, big / 2, big * (0.15 if not inner else 0.13))
    if inner:
        d.text((big / 2, big * 0.74), inner, font=fonts.face(face, int(big * 0.085), bold=True), fill=255, anchor="mm")
    if number:
        font = fonts.face("noto-sans", int(big * 0.05))
        for i, char in enumerate(number):
            a = math.pi / 2 - (i - (len(number) - 1) / 2) * 0.105
            d.text(
                (big / 2 + big * 0.43 * math.cos(a), big / 2 + big * 0.43 * math.sin(a)),
                char,
                font=font,
                fill=255,
                anchor="mm",
            )
    return img.resize((px, px), Image.Resampling.LANCZOS)


@functools.lru_cache(maxsize=64)
def _oval(text: str, px: int, inner: str, face: str) -> Image.Image:
    w, h = px * 2, int(px * 2 * 0.68)
    img = Image.new("L", (w, h))
    d = ImageDraw.Draw(img)
    d.ellipse((2, 2, w - 3, h - 3), outline=255, width=max(2, int(w * 0.02)))
    size = int(w * (0.1 if len(text) <= 12 else 0.085))
    _ring(img, text, w / 2, w * 0.4, h * 0.36, size, math.radians(min(230, 19 * len(text))), face)
    d.text((w / 2, h * 0.56), inner, font=fonts.face(face, int(w * 0.085), bold=True), fill=255, anchor="mm")
    return img.resize((px, h // 2), Image.Resampling.LANCZOS)


def _worn(img: Image.Image, rng: Random, strength: float) -> Mask:
    mask = np.asarray(img.rotate(rng.uniform(-14, 14), expand=True, resample=Image.Resampling.BICUBIC)).astype(
        np.float32
    )
    h, w = mask.shape
    gen = np.random.default_rng(rng.randrange(2**31))
    fine = cv2.resize(gen.random((h // 2 + 1, w // 2 + 1)).astype(np.float32), (w, h))
    coarse = cv2.resize(gen.random((6, 6)).astype(np.float32), (w, h), interpolation=cv2.INTER_CUBIC)
    cover = strength * np.clip(0.62 + 0.35 * coarse, 0.45, 1.0) * np.where(fine < 0.08, 0.35, 1.0)
    return np.clip(mask * cover, 0, 255).astype(np.uint8)


def company(text: str, px: int, rng: Random, *, inner: str = "") -> Mask:
    """Draw a round red company seal with star and ring text; about 40 mm on paper."""
    number = "4499" + f"{rng.randrange(10**9):09d}" if rng.random() < 0.6 else ""
    face = rng.choice(["noto-serif", "noto-serif", "noto-sans"])
    return _worn(_round(text, px, inner, number, face), rng, rng.choice([0.95, 0.9, 0.8, 0.66]))


def oval(text: str, px: int, rng: Random, *, inner: str) -> Mask:
    """Draw an oval seal as hospitals and finance desks use."""
    return _worn(_oval(text, px, inner, rng.choice(["noto-serif", "noto-sans"])), rng, rng.choice([0.95, 0.85, 0.7]))
