"""What a scanner or a telephone does to a page: skew, perspective, turns, shade, glare, folds, blur, noise."""

from __future__ import annotations

import io
import math
from dataclasses import dataclass, replace
from random import Random
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

Picture = NDArray[np.uint8]
DESKS = ("wood", "dark", "cloth", "pattern", "grey")


@dataclass(frozen=True, slots=True)
class Shot:
    """A degraded page: stored pixels, how flat pixels map to them, and what was done."""

    pixels: Picture
    matrix: NDArray[np.float64]
    turned: int
    exif: int
    quality: int
    grey: bool
    what: dict[str, Any]


def _gen(rng: Random) -> np.random.Generator:
    return np.random.default_rng(rng.randrange(2**31))


def _noise(picture: Picture, sigma: float, rng: Random) -> Picture:
    if sigma <= 0:
        return picture
    gen = _gen(rng)
    tile = gen.normal(0, sigma, (509, 503, 1)).astype(np.float32)
    h, w = picture.shape[:2]
    reps = np.tile(tile, (h // 509 + 1, w // 503 + 1, 1))[:h, :w]
    return cv2.add(picture, np.repeat(reps, 3, axis=2), dtype=cv2.CV_8U)


def scan(flat: Picture, rng: Random) -> Shot:
    """Scan: ±2° skew, light noise, sometimes grey."""
    h, w = flat.shape[:2]
    angle = rng.uniform(-2, 2) if rng.random() < 0.8 else 0.0
    m = cv2.getRotationMatrix2D((w / 2, h / 2), angle, 1.0)
    edge = rng.choice([255, 250, 244])
    out = cv2.warpAffine(flat, m, (w, h), flags=cv2.INTER_LINEAR, borderValue=(edge,) * 3)
    if rng.random() < 0.5:
        out = cv2.GaussianBlur(out, (0, 0), rng.uniform(0.4, 0.8))
    low, high = rng.uniform(0, 22), rng.uniform(238, 255)
    out = cv2.convertScaleAbs(out, alpha=(high - low) / 255, beta=low)
    sigma = rng.uniform(0, 5)
    out = _noise(out, sigma, rng)
    grey = rng.random() < 0.15
    quality = rng.randint(70, 92)
    matrix = np.vstack([m, [0, 0, 1]])
    return Shot(
        out,
        matrix,
        0,
        1,
        quality,
        grey,
        {"profile": "scan", "angle": round(angle, 2), "noise": round(sigma, 1), "grey": grey, "jpeg": quality},
    )


def desk(kind: str, w: int, h: int, rng: Random) -> Picture:
    """Paint a desk top."""
    gen = _gen(rng)
    sw, sh = w // 4 + 1, h // 4 + 1
    if kind == "wood":
        base = np.array(rng.choice([(150, 108, 70), (112, 74, 46), (188, 150, 108)]), np.float32)
        warp = cv2.resize(gen.random((9, 3)).astype(np.float32), (sw, sh), interpolation=cv2.INTER_CUBIC)
        x = np.linspace(0, 1, sw, dtype=np.float32)[None, :]
        grain = (
            np.sin((x * 26 + warp * 2.2) * 2.4) * 0.07
            + cv2.resize(gen.random((sh // 40 + 2, sw)).astype(np.float32), (sw, sh)) * 0.12
        )
        small = base * (0.88 + grain)[..., None]
    elif kind == "pattern":
        y, x = np.mgrid[0:sh, 0:sw]
        step = rng.randint(24, 60)
        check = ((x // step + y // step) % 2).astype(np.float32)[..., None]
        a, b = (
            np.array(c, np.float32)
            for c in rng.choice([((205, 214, 222), (150, 170, 190)), ((222, 208, 190), (180, 140, 120))])
        )
        small = a * check + b * (1 - check)
    elif kind == "cloth":
        weave = gen.normal(0, 7, (sh, sw, 1)).astype(np.float32)
        small = np.array(rng.choice([(214, 212, 206), (200, 206, 208), (222, 214, 200)]), np.float32) + weave
    elif kind == "grey":
        small = np.full((sh, sw, 3), rng.randint(100, 165), np.float32) + gen.normal(0, 4, (sh, sw, 1)).astype(
            np.float32
        )
    else:
        small = np.full((sh, sw, 3), 1, np.float32) * np.array(
            rng.choice([(42, 40, 44), (30, 44, 60), (58, 46, 40)]), np.float32
        )
        small += gen.normal(0, 3, (sh, sw, 1)).astype(np.float32)
    return cv2.resize(np.clip(small, 0, 255).astype(np.uint8), (w, h), interpolation=cv2.INTER_LINEAR)


def _quad(pw: int, ph: int, w: int, h: int, cover: float, tilt: float, roll: float, rng: Random) -> NDArray[np.float32]:
    """Corners of the paper in the frame after a tilt about a random axis and a roll."""
    axis = rng.uniform(0, 2 * math.pi)
    ax, ay = math.radians(tilt) * math.cos(axis), math.radians(tilt) * math.sin(axis)
    rz = math.radians(roll)
    rx = np.array([[1, 0, 0], [0, math.cos(ax), -math.sin(ax)], [0, math.sin(ax), math.cos(ax)]])
    ry = np.array([[math.cos(ay), 0, math.sin(ay)], [0, 1, 0], [-math.sin(ay), 0, math.cos(ay)]])
    rr = np.array([[math.cos(rz), -math.sin(rz), 0], [math.sin(rz), math.cos(rz), 0], [0, 0, 1]])
    corners = np.array([[-pw, -ph, 0], [pw, -ph, 0], [pw, ph, 0], [-pw, ph, 0]], float) / 2
    turned = corners @ (rr @ ry @ rx).T
    focal = 1.35 * math.hypot(pw, ph)
    flat = turned[:, :2] * (focal / (focal + turned[:, 2:3]))
    area = 0.5 * abs(np.dot(flat[:, 0], np.roll(flat[:, 1], 1)) - np.dot(flat[:, 1], np.roll(flat[:, 0], 1)))
    flat *= math.sqrt(cover * w * h / area)
    span = flat.max(0) - flat.min(0)
    flat *= min(1.0, 0.985 * w / span[0], 0.985 * h / span[1])
    low, high = flat.min(0), flat.max(0)
    room = np.array([w, h]) - (high - low)
    shift = room * np.array([rng.uniform(0.3, 0.7), rng.uniform(0.3, 0.7)]) - low
    return (flat + shift).astype(np.float32)


def _lay(flat: Picture, picture: Picture, m: NDArray[np.float64], bend: float) -> None:
    """Lay the page into the picture; a bend lifts its middle, so that lines and edges bow."""
    h, w = picture.shape[:2]
    if not bend:
        cv2.warpPerspective(flat, m, (w, h), dst=picture, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_TRANSPARENT)
        return
    back = np.linalg.inv(m)
    y, x = np.mgrid[0 : h + 8 : 8, 0 : w + 8 : 8].astype(np.float32)
    depth = back[2, 0] * x + back[2, 1] * y + back[2, 2]
    u = (back[0, 0] * x + back[0, 1] * y + back[0, 2]) / depth
    v = (back[1, 0] * x + back[1, 1] * y + back[1, 2]) / depth
    v = v - bend * np.sin(np.pi * np.clip(u / flat.shape[1], 0, 1))
    size = (x.shape[1] * 8, x.shape[0] * 8)
    # Upscaling shifts by half a cell: pixel i of the small map stands at 8·i.
    shift = np.array([[8, 0, 0], [0, 8, 0]], np.float32)
    maps = [
        cv2.warpAffine(c.astype(np.float32), shift, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        for c in (u, v)
    ]
    cv2.remap(
        flat,
        np.ascontiguousarray(maps[0][:h, :w]),
        np.ascontiguousarray(maps[1][:h, :w]),
        cv2.INTER_LINEAR,
        dst=picture,
        borderMode=cv2.BORDER_TRANSPARENT,
    )


def _shade(picture: Picture, depth: float, rng: Random) -> Picture:
    h, w = picture.shape[:2]
    gen = _gen(rng)
    a = rng.uniform(0, 2 * math.pi)
    y, x = np.mgrid[0:32, 0:32].astype(np.float32) / 31 - 0.5
    ramp = x * math.cos(a) + y * math.sin(a)
    ramp = (ramp - ramp.min()) / (ramp.max() - ramp.min())
    blob = cv2.resize(gen.random((4, 4)).astype(np.float32), (32, 32), interpolation=cv2.INTER_CUBIC)
    light = 1 - depth * np.clip(0.7 * ramp + 0.3 * blob, 0, 1)
    tint = np.array([1.0, rng.uniform(0.97, 1.0), rng.uniform(0.9, 1.0)], np.float32)
    field = cv2.resize((light[..., None] * tint).astype(np.float32), (w, h), interpolation=cv2.INTER_LINEAR)
    return cv2.multiply(picture, field, dtype=cv2.CV_8U)


def _fold(flat: Picture, rng: Random) -> Picture:
    h, w = flat.shape[:2]
    out = flat.astype(np.float32)
    if rng.random() < 0.6:
        at = int(h * rng.uniform(0.3, 0.7))
        d = np.arange(h, dtype=np.float32) - at
        gain = 1 - 0.16 * np.exp(-((d / (h * 0.004)) ** 2)) - 0.07 * (d > 0) * np.exp(-d / (h * 0.1))
        out *= gain[:, None, None]
    else:
        at = int(w * rng.uniform(0.3, 0.7))
        d = np.arange(w, dtype=np.float32) - at
        gain = 1 - 0.16 * np.exp(-((d / (w * 0.004)) ** 2)) - 0.07 * (d > 0) * np.exp(-d / (w * 0.1))
        out *= gain[None, :, None]
    return np.clip(out, 0, 255).astype(np.uint8)


def _glare(picture: Picture, quad: NDArray[np.float32], rng: Random) -> tuple[Picture, list[int]]:
    h, w = picture.shape[:2]
    t, s = rng.uniform(0.2, 0.8), rng.uniform(0.2, 0.8)
    top, bottom = quad[0] * (1 - t) + quad[1] * t, quad[3] * (1 - t) + quad[2] * t
    cx, cy = top * (1 - s) + bottom * s
    r = rng.uniform(0.04, 0.075) * max(w, h)
    y, x = np.mgrid[0:h:4, 0:w:4].astype(np.float32)
    spot = np.exp(-(((x - cx) / r) ** 2 + ((y - cy) / (r * rng.uniform(0.6, 1.2))) ** 2))
    spot = cv2.resize(spot, (w, h)) * rng.uniform(120, 200)
    return cv2.add(picture, np.repeat(spot[..., None], 3, axis=2), dtype=cv2.CV_8U), [
        int(cx - r),
        int(cy - r),
        int(cx + r),
        int(cy + r),
    ]


def _motion(picture: Picture, length: int, rng: Random) -> Picture:
    kernel = np.zeros((length, length), np.float32)
    a = rng.uniform(0, math.pi)
    c = (length - 1) / 2
    for t in np.linspace(-c, c, 4 * length):
        kernel[round(c + t * math.sin(a)), round(c + t * math.cos(a))] = 1
    return cv2.filter2D(picture, -1, kernel / kernel.sum())


_EXIF = {0: 1, 90: 8, 180: 3, 270: 6}


def photo(flat: Picture, rng: Random, *, hurried: bool = False) -> Shot:
    """Photograph the page on a desk; hurried adds motion, a fold and a glare spot."""
    ph, pw = flat.shape[:2]
    long = rng.randint(1100, 1600) if hurried else rng.randint(2000, 3500)
    short = round(long * rng.choice([0.75, 0.75, 0.5625 if ph > pw * 1.2 or pw > ph * 1.2 else 0.75]))
    w, h = (short, long) if ph >= pw else (long, short)
    ground = rng.choice(DESKS)
    picture = desk(ground, w, h, rng)
    cover = rng.uniform(0.6, 0.95)
    tilt, roll = rng.uniform(0, 14), rng.uniform(-7, 7)
    quad = _quad(pw, ph, w, h, cover, tilt, roll, rng)
    source = np.array([[0, 0], [pw, 0], [pw, ph], [0, ph]], np.float32)
    m = cv2.getPerspectiveTransform(source, quad)
    if hurried:
        flat = _fold(flat, rng)
    scale = math.dist(quad[0], quad[1]) / pw
    if scale < 0.75:
        flat = cv2.GaussianBlur(flat, (0, 0), 0.35 / scale)
    shadow = cv2.GaussianBlur(
        cv2.fillConvexPoly(np.zeros((h // 4, w // 4), np.uint8), ((quad + long * 0.004) / 4).astype(np.int32), 110),
        (0, 0),
        long * 0.0016,
    )
    picture = cv2.multiply(
        picture, 1 - cv2.resize(shadow, (w, h)).astype(np.float32)[..., None].repeat(3, 2) / 255, dtype=cv2.CV_8U
    )
    toned = cv2.convertScaleAbs(flat, alpha=rng.uniform(0.86, 0.97), beta=rng.uniform(2, 14))
    bend = rng.uniform(0.003, 0.012) * ph if rng.random() < (0.5 if hurried else 0.3) else 0.0
    _lay(toned, picture, m, bend)
    shade = rng.uniform(0.03, 0.4)
    picture = _shade(picture, shade, rng)
    what: dict[str, Any] = {
        "profile": "hurried" if hurried else "photo",
        "desk": ground,
        "cover": round(cover, 2),
        "tilt": round(tilt, 1),
        "roll": round(roll, 1),
        "shade": round(shade, 2),
    }
    if bend:
        what["bend"] = [round(bend, 1), pw]
    if hurried:
        picture, what["glare"] = _glare(picture, quad, rng)
        what["motion"] = rng.randint(3, 7)
        picture = _motion(picture, what["motion"], rng)
    else:
        what["blur"] = round(rng.uniform(0.3, 1.0), 2)
        picture = cv2.GaussianBlur(picture, (0, 0), what["blur"])
    picture = _noise(picture, rng.uniform(1, 5), rng)
    turned = rng.choice([0, 0, 90, 180, 270])
    by_exif = turned != 0 and rng.random() < 0.25
    quality = rng.randint(45, 70) if hurried else rng.randint(75, 92)
    what.update(jpeg=quality, turned=turned, exif=by_exif)
    picture, spin = _spin(picture, turned)
    return Shot(
        picture,
        m if by_exif else spin @ m,
        0 if by_exif else turned,
        _EXIF[turned] if by_exif else 1,
        quality,
        False,
        what,
    )


def _spin(picture: Picture, turned: int) -> tuple[Picture, NDArray[np.float64]]:
    h, w = picture.shape[:2]
    if turned == 90:
        return np.ascontiguousarray(np.rot90(picture, -1)), np.array([[0, -1, h], [1, 0, 0], [0, 0, 1]], float)
    if turned == 180:
        return np.ascontiguousarray(np.rot90(picture, 2)), np.array([[-1, 0, w], [0, -1, h], [0, 0, 1]], float)
    if turned == 270:
        return np.ascontiguousarray(np.rot90(picture, 1)), np.array([[0, 1, 0], [-1, 0, w], [0, 0, 1]], float)
    return picture, np.eye(3)


def jpeg(shot: Shot, dpi: int) -> bytes:
    """Store a shot as JPEG with its EXIF turn."""
    image = Image.fromarray(shot.pixels)
    if shot.grey:
        image = image.convert("L")
    exif = Image.Exif()
    if shot.exif != 1:
        exif[0x0112] = shot.exif
    out = io.BytesIO()
    image.save(out, "JPEG", quality=shot.quality, dpi=(dpi, dpi), exif=exif)
    return out.getvalue()


def move(
    box: tuple[float, float, float, float], matrix: NDArray[np.float64], bend: list[float] | None = None
) -> list[int]:
    """Carry a box of flat pixels to stored pixels."""
    x0, y0, x1, y1 = box
    points = np.array([[[x0, y0], [x1, y0], [x1, y1], [x0, y1]]], np.float64)
    if bend:
        points[..., 1] += bend[0] * np.sin(np.pi * np.clip(points[..., 0] / bend[1], 0, 1))
    out = cv2.perspectiveTransform(points, matrix)[0]
    return [round(float(v)) for v in (out[:, 0].min(), out[:, 1].min(), out[:, 0].max(), out[:, 1].max())]


def slim(shot: Shot, quality: int | None, long_side: int | None) -> Shot:
    """Store a shot smaller, for papers that are committed."""
    h, w = shot.pixels.shape[:2]
    z = min(1.0, long_side / max(h, w)) if long_side else 1.0
    pixels = (
        cv2.resize(shot.pixels, (round(w * z), round(h * z)), interpolation=cv2.INTER_AREA) if z < 1 else shot.pixels
    )
    return replace(shot, pixels=pixels, matrix=np.diag([z, z, 1.0]) @ shot.matrix, quality=quality or shot.quality)
