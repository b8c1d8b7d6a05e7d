"""A page in points: print, rules, pen, stamp and finger, and what was put where. Knows no tables and no documents."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import Any

import cv2
import numpy as np
from PIL import Image, ImageDraw

from tests.factory import fonts, ink, seals

A4 = (595.0, 842.0)
Box = tuple[float, float, float, float]


@dataclass(slots=True)
class Page:
    """The page while it is drawn. Coordinates are points from the top left; `k` pixels a point."""

    rng: Random
    dpi: int
    face: str
    pen: ink.Pen
    size: tuple[float, float] = A4
    tint: tuple[int, int, int] = (255, 255, 255)
    k: float = 0.0
    date_blanks: bool = False
    shade: tuple[int, int, int] | None = None
    spread_labels: bool = False
    img: Image.Image = field(init=False)
    draw: ImageDraw.ImageDraw = field(init=False)
    wet: np.ndarray = field(init=False)
    ops: list[tuple[Any, ...]] = field(default_factory=list)
    boxes: dict[str, Box] = field(default_factory=dict)
    pieces: dict[str, list[Box]] = field(default_factory=dict)
    handwritten: set[str] = field(default_factory=set)
    marks: list[dict[str, Any]] = field(default_factory=list)
    colour: tuple[int, int, int] = (22, 22, 24)

    def __post_init__(self) -> None:
        self.k = self.dpi / 72
        w, h = round(self.size[0] * self.k), round(self.size[1] * self.k)
        self.img = Image.new("RGB", (w, h), self.tint)
        self.draw = ImageDraw.Draw(self.img)
        self.wet = np.full((h, w, 3), 255, np.uint8)

    # --- print -------------------------------------------------------------------------------------------------
    def font(self, size: float, *, bold: bool = False) -> Any:
        """Give the print face at a size in points."""
        return fonts.face(self.face, max(6, round(size * self.k)), bold=bold)

    def width(self, text: str, size: float, *, bold: bool = False) -> float:
        """Measure printed text in points."""
        return float(self.font(size, bold=bold).getlength(text)) / self.k

    def text(self, x: float, y: float, text: str, size: float, *, bold: bool = False, fill: Any = None) -> float:
        """Print text with its em box at (x, y); give its width."""
        fill = fill or self.colour
        f = self.font(size, bold=bold)
        self.draw.text((x * self.k, (y + size * 0.86) * self.k), text, font=f, fill=fill, anchor="ls")
        if bold and fonts.FACES[self.face].bold == fonts.FACES[self.face].plain:
            self.draw.text((x * self.k + 1, (y + size * 0.86) * self.k), text, font=f, fill=fill, anchor="ls")
        self.ops.append(("text", x, y + size * 0.86, text, size, fill, bold))
        return float(f.getlength(text)) / self.k

    def centre(
        self, y: float, text: str, size: float, *, bold: bool = False, fill: Any = None, spread: float = 0
    ) -> None:
        """Print a centred line, its characters spread apart by points."""
        total = self.width(text, size, bold=bold) + spread * (len(text) - 1)
        x = (self.size[0] - total) / 2
        if not spread:
            self.text(x, y, text, size, bold=bold, fill=fill)
            return
        for char in text:
            x += self.text(x, y, char, size, bold=bold, fill=fill) + spread

    def line(self, x0: float, y0: float, x1: float, y1: float, w: float = 0.6, fill: Any = None) -> None:
        """Rule a line."""
        fill = fill or self.colour
        k = self.k
        self.draw.line((x0 * k, y0 * k, x1 * k, y1 * k), fill=fill, width=max(1, round(w * k)))
        self.ops.append(("line", x0, y0, x1, y1, w, fill))

    def rect(self, x0: float, y0: float, x1: float, y1: float, w: float = 0.6, fill: Any = None) -> None:
        """Rule a frame."""
        for a in ((x0, y0, x1, y0), (x1, y0, x1, y1), (x1, y1, x0, y1), (x0, y1, x0, y0)):
            self.line(*a, w, fill)

    def fill(self, x0: float, y0: float, x1: float, y1: float, colour: tuple[int, int, int]) -> None:
        """Lay a plain tone under what is printed next."""
        k = self.k
        self.draw.rectangle((round(x0 * k), round(y0 * k), round(x1 * k), round(y1 * k)), fill=colour)
        self.ops.append(("blank", x0, y0, x1, y1, colour))

    def remember(self, name: str | None, box: Box, *, hand: bool = False) -> None:
        """Keep where a field stands; a second place widens the first."""
        if name is None:
            return
        self.pieces.setdefault(name, []).append(box)
        old = self.boxes.get(name)
        if old:
            box = (min(old[0], box[0]), min(old[1], box[1]), max(old[2], box[2]), max(old[3], box[3]))
        self.boxes[name] = box
        if hand:
            self.handwritten.add(name)

    # --- pen, stamp, finger ------------------------------------------------------------------------------------
    def soak(self, mask: ink.Mask, x: float, y: float, colour: tuple[int, int, int]) -> Box:
        """Let ink soak in (multiply) with the mask's top left at a point; give its box in points."""
        px, py = round(x * self.k), round(y * self.k)
        h, w = mask.shape
        y0, x0 = max(0, py), max(0, px)
        y1, x1 = min(self.wet.shape[0], py + h), min(self.wet.shape[1], px + w)
        if y1 <= y0 or x1 <= x0:
            return (x, y, x, y)
        part = mask[y0 - py : y1 - py, x0 - px : x1 - px, None].astype(np.float32) / 255
        view = self.wet[y0:y1, x0:x1].astype(np.float32)
        tone = np.array(colour, np.float32) / 255
        self.wet[y0:y1, x0:x1] = np.clip(view * (1 - part + part * tone), 0, 255).astype(np.uint8)
        return (x0 / self.k, y0 / self.k, x1 / self.k, y1 / self.k)

    def write(self, x: float, y: float, text: str, size: float, *, pen: ink.Pen | None = None, fit: float = 0) -> Box:
        """Write by hand, the writing's middle on the line's middle; `fit` shrinks it to a width."""
        pen = pen or self.pen
        mask, _ = ink.written(text, size * self.k, pen, self.rng)
        if fit and mask.shape[1] > fit * self.k:
            z = fit * self.k / mask.shape[1]
            mask = cv2.resize(mask, None, fx=z, fy=max(z, 0.8), interpolation=cv2.INTER_AREA)
        if pen.weight > 1.15:
            mask = cv2.dilate(mask, np.ones((2, 2), np.uint8))
        dense = np.clip(mask.astype(np.float32) * self.rng.uniform(0.86, 1.0), 0, 255).astype(np.uint8)
        return self.soak(dense, x, y + size / 2 - mask.shape[0] / self.k / 2, pen.colour)

    def stamp(self, mask: ink.Mask, cx: float, cy: float, colour: tuple[int, int, int]) -> Box:
        """Press a stamp with its centre at a point."""
        return self.soak(mask, cx - mask.shape[1] / self.k / 2, cy - mask.shape[0] / self.k / 2, colour)

    def seal(self, cx: float, cy: float, text: str, *, role: str = "employer", inner: str = "", mm: float = 40) -> None:
        """Press a round seal and note it."""
        mask = seals.company(text, round(mm / 25.4 * self.dpi), self.rng, inner=inner)
        box = self.stamp(mask, cx, cy, self.rng.choice(seals.REDS))
        self.mark("seal", role, text, True, box)

    def finger(self, cx: float, cy: float, role: str, name: str) -> None:
        """Press a finger and note it."""
        mask = ink.fingerprint(16 / 25.4 * self.dpi, self.rng)
        self.mark("fingerprint", role, name, True, self.stamp(mask, cx, cy, self.rng.choice(seals.REDS)))

    def mark(self, kind: str, role: str, name: str, present: bool, box: Box | None, *, hand: bool = False) -> None:
        """Note a mark for the truth."""
        self.marks.append(
            {"type": kind, "role": role, "name": name, "present": present, "handwritten": hand, "page": 0, "box": box}
        )

    def finish(self) -> Image.Image:
        """Give the page with all ink on it."""
        base = np.asarray(self.img).astype(np.uint16)
        return Image.fromarray((base * self.wet // 255).astype(np.uint8))
