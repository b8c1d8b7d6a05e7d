"""A sheet of paper: running text, ruled grids and signatures on a page. Knows no documents."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

import cv2
import numpy as np
from PIL import Image, ImageDraw

from tests.factory import fonts, ink
from tests.factory.case import Signer
from tests.factory.money import date_text
from tests.factory.page import A4, Box, Page

__all__ = ["A4", "Box", "Cell", "Run", "Sheet"]
_NO_START = "，。；：、）】》”！？%"


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text on a line; with a field name it is a value whose place is remembered."""

    text: str
    field: str | None = None
    hand: bool = False
    under: bool = False
    bold: bool = False


@dataclass(slots=True)
class Cell:
    """One cell of a ruled grid."""

    runs: list[Run]
    span: int = 1
    align: str = "left"
    label: bool = False
    sign: Signer | None = None
    day_of: Signer | None = None


@dataclass(slots=True)
class Sheet(Page):
    """A page that can be written like a document."""

    # --- running text ------------------------------------------------------------------------------------------
    def _pieces(self, runs: list[Run], size: float) -> list[tuple[Run, str, float]]:
        out: list[tuple[Run, str, float]] = []
        for run in runs:
            if run.hand:
                wide = sum(size * (0.62 if ord(c) < 128 else 1.12) for c in run.text)
                out.append((run, run.text, max(wide + size * 0.8, size * 3)))
                continue
            if run.field == "items":
                out.append((run, run.text, self.width(run.text, size)))
                continue
            token = ""
            for char in run.text:
                if char.isascii() and not char.isspace():
                    token += char
                    continue
                if token:
                    out.append((run, token, self.width(token, size, bold=run.bold)))
                    token = ""
                out.append((run, char, self.width(char, size, bold=run.bold)))
            if token:
                out.append((run, token, self.width(token, size, bold=run.bold)))
        return out

    def lines(
        self, runs: list[Run], size: float, width: float, indent: float = 0
    ) -> list[list[tuple[Run, str, float]]]:
        """Break runs into lines of a width."""
        rows: list[list[tuple[Run, str, float]]] = [[]]
        used = indent
        for piece in self._pieces(runs, size):
            parts = [piece]
            if piece[2] > width and not piece[0].hand:
                parts = [(piece[0], c, self.width(c, size, bold=piece[0].bold)) for c in piece[1]]
            for part in parts:
                if used + part[2] > width + 0.1 and rows[-1] and part[1] not in _NO_START:
                    rows.append([])
                    used = 0
                rows[-1].append(part)
                used += part[2]
        return rows

    def flow(
        self,
        x: float,
        y: float,
        width: float,
        runs: list[Run],
        size: float,
        *,
        lead: float = 1.5,
        indent: float = 0,
        align: str = "left",
    ) -> float:
        """Print and write runs as wrapped text; give the y below."""
        for n, row in enumerate(self.lines(runs, size, width, indent)):
            total = sum(p[2] for p in row)
            at = x + (indent if n == 0 else 0)
            if align != "left":
                at = x + (width - total) / (2 if align == "centre" else 1)
            self._line_out(at, y, row, size)
            y += size * lead
        return y

    def _line_out(self, x: float, y: float, row: list[tuple[Run, str, float]], size: float) -> None:
        i = 0
        while i < len(row):
            run, text, wide = row[i]
            i += 1
            while i < len(row) and row[i][0] is run and not run.hand:
                text, wide = text + row[i][1], wide + row[i][2]
                i += 1
            if run.under:
                self.line(x, y + size * 1.08, x + wide, y + size * 1.08, 0.5)
            if run.hand:
                box = self.write(
                    x + size * 0.3 + self.rng.uniform(0, size * 0.2),
                    y - size * 0.06,
                    run.text,
                    size * 1.12,
                    fit=wide - size * 0.4,
                )
                self.remember(run.field, box, hand=True)
            else:
                drawn = self.text(x, y, text, size, bold=run.bold)
                if run.text.strip():
                    self.remember(run.field, (x, y, x + drawn, y + size))
            x += wide

    # --- ruled grids -------------------------------------------------------------------------------------------
    def grid(
        self,
        x: float,
        y: float,
        widths: list[float],
        rows: list[list[Cell]],
        size: float,
        *,
        pad: float = 3.5,
        least: float = 22,
        rule: float = 0.7,
    ) -> float:
        """Draw ruled rows whose cells may span columns; give the y below."""
        for row in rows:
            spans, at = [], 0
            for cell in row:
                spans.append((x + sum(widths[:at]), sum(widths[at : at + cell.span])))
                at += cell.span
            heights = [
                len(self.lines(c.runs, size, w - 2 * pad)) * size * 1.35 for c, (_, w) in zip(row, spans, strict=True)
            ]
            high = max([least, *(h + 2 * pad for h in heights)])
            for cell, (cx, cw), h in zip(row, spans, heights, strict=True):
                if cell.label and self.shade:
                    self.fill(cx, y, cx + cw, y + high, self.shade)
                self.rect(cx, y, cx + cw, y + high, rule)
                if cell.sign is not None:
                    self.signature(cell.sign, cx + pad, y + 1, cw - 2 * pad, high - 2)
                elif cell.day_of is not None:
                    self.sign_day(cell.day_of, cx + pad, y + (high - size) / 2, cw - 2 * pad, size)
                else:
                    self.flow(
                        cx + pad,
                        y + (high - h) / 2 + size * 0.12,
                        cw - 2 * pad,
                        cell.runs,
                        size,
                        lead=1.35,
                        align=cell.align,
                    )
            y += high
        return y

    # --- signatures --------------------------------------------------------------------------------------------
    def signature(self, who: Signer, x: float, y: float, width: float, high: float) -> None:
        """Put a signature (or what stands in its place) into a region and note it."""
        size = min(high * 0.72, 19 * self.rng.uniform(0.9, 1.15))
        text = who.writes or who.name
        box: Box | None = (x, y, x + width, y + high)
        left = x + self.rng.uniform(0, max(1.0, min(10.0, width - size * 1.1 * len(text))))
        if who.style == "typed":
            small = min(size * 0.75, 14)
            wide = self.text(left, y + (high - small) / 2, text, small)
            box = (left, y + (high - small) / 2, left + wide, y + (high + small) / 2)
        elif who.style == "pasted":
            box = self._paste(text, left, y, width, high, size)
        elif who.style == "hand":
            mine = self.hand_of(who.proxy or who.name)
            box = self.write(
                left, y + (high - size) / 2 + self.rng.uniform(-1.5, 1.5), text + who.note, size, pen=mine, fit=width
            )
        self.mark("signature", who.role, who.name, who.style != "none", box, hand=who.style == "hand")
        if who.print_finger and box:
            self.finger(
                min(x + width - 4, box[2] - 4), (box[1] + box[3]) / 2 + self.rng.uniform(-3, 3), who.role, who.name
            )

    def hand_of(self, name: str) -> ink.Pen:
        """Give the same pen habits for the same writer all over the paper."""
        own = Random(f"{name}/{self.pen.hand}/{self.pen.slant}")
        pool = fonts.RESERVED_HANDS if self.pen.hand in fonts.RESERVED_HANDS else fonts.TUNING_HANDS
        return ink.pen(own, pool)

    def _paste(self, text: str, x: float, y: float, width: float, high: float, size: float) -> Box:
        mask, _ = ink.written(text, size * self.k, self.hand_of(text), self.rng)
        pad = round(3 * self.k)
        mask = cv2.copyMakeBorder(mask, pad, pad, pad, pad, cv2.BORDER_CONSTANT)
        back = self.rng.choice([(236, 236, 232), (228, 232, 240), (240, 234, 222)])
        patch = np.empty((*mask.shape, 3), np.float32)
        patch[:] = back
        cover = mask[..., None] / 255.0
        patch = patch * (1 - cover) + np.array(self.pen.colour) * cover
        z = min(1.0, width * self.k / mask.shape[1], (high + 4) * self.k / mask.shape[0])
        image = Image.fromarray(patch.astype(np.uint8)).resize((int(mask.shape[1] * z), int(mask.shape[0] * z)))
        top = y + (high - image.height / self.k) / 2
        self.img.paste(image, (round(x * self.k), round(top * self.k)))
        self.ops.append(("image", x, top, image, image.width / self.k, image.height / self.k))
        return (x, top, x + image.width / self.k, top + image.height / self.k)

    def sign_day(self, who: Signer, x: float, y: float, width: float, size: float) -> None:
        """Write a signer's date."""
        if self.date_blanks and width >= 92 and not who.day_text:
            self._blanks(who, x, y, size)
            return
        if who.day is None and not who.day_text:
            return
        style = self.rng.choice(["han", "han", "dot", "dash"]) if width > 60 else "dot"
        text = who.day_text or date_text(who.day, style)  # type: ignore[arg-type]
        box = self.write(x, y, text, min(size * 1.1, width / 5.2), pen=self.hand_of(who.proxy or who.name), fit=width)
        self.remember("sign_date", box, hand=True)

    def _blanks(self, who: Signer, x: float, y: float, size: float) -> None:
        """Print 年 月 日 and write only the figures between them."""
        size = min(size, 11.0)
        parts = (who.day.year, who.day.month, who.day.day) if who.day else (None, None, None)
        for part, room, sign in zip(parts, (29.0, 19.0, 19.0), "年月日", strict=True):
            if part is not None:
                pen = self.hand_of(who.proxy or who.name)
                box = self.write(x + 1, y - 0.5, str(part), size * 1.1, pen=pen, fit=room - 3)
                self.remember("sign_date", box, hand=True)
            x += room
            x += self.text(x, y, sign, size)

    def strike(self, name: str, text: str) -> None:
        """Cross a value out by pen and write another beside it."""
        box = self.boxes.get(name)
        if box is None:
            return
        x0, y0, x1, y1 = box
        k = self.k
        mask = np.zeros((round((y1 - y0) * k), round((x1 - x0 + 6) * k)), np.uint8)
        h, w = mask.shape
        for _ in range(self.rng.choice([1, 2])):
            a, b = (self.rng.uniform(0.35, 0.7) * h for _ in range(2))
            cv2.line(mask, (2, round(a)), (w - 2, round(b)), 255, max(2, round(1.1 * k)), cv2.LINE_AA)
        self.soak(mask, x0 - 3, y0, self.pen.colour)
        room = self.size[0] - x1 - 60
        if room > 70:
            self.write(x1 + 6, y0 - 2, text, 13, fit=room)
        else:
            self.write(x0, y0 - 12, text, 11, fit=90)

    def smear(self, name: str) -> None:
        """Make a value unreadable as a wet thumb does."""
        box = self.boxes.get(name)
        if box is None:
            return
        x0, y0, x1, y1 = (round(v * self.k) for v in (box[0] - 2, box[1] - 2, box[2] + 2, box[3] + 2))
        for part in (np.asarray(self.img).copy(), self.wet):
            patch = part[y0:y1, x0:x1]
            part[y0:y1, x0:x1] = cv2.GaussianBlur(
                cv2.blur(patch, (round(9 * self.k), round(3 * self.k))), (0, 0), 2 * self.k
            )
            if part is not self.wet:
                self.img = Image.fromarray(part)
                self.draw = ImageDraw.Draw(self.img)
