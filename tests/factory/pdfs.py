"""PDF forms of a page: a scan wrapped as one picture, or a born-digital page with a text layer and pasted ink."""

from __future__ import annotations

import io
from typing import Any

import cv2
import numpy as np
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from tests.factory import fonts
from tests.factory.paper import Sheet


def _register(name: str) -> str:
    face = fonts.FACES[name]
    if face.name not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont(face.name, str(face.plain[0]), subfontIndex=face.plain[1]))
    return face.name


def wrap(
    picture: bytes, width: float, height: float, layer: tuple[Sheet, Any, dict[str, str]] | None = None, **how: Any
) -> bytes:
    """Wrap a JPEG as the only picture of a one-page PDF, sizes in points; `layer` lays invisible text over it."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(width, height), invariant=1, **how)
    canvas.drawImage(ImageReader(io.BytesIO(picture)), 0, 0, width, height)
    if layer:
        sheet, matrix, swaps = layer
        font = _register("uming")
        for op in sheet.ops:
            if op[0] != "text":
                continue
            _, x, base, text, size, _, _ = op
            for old, new in swaps.items():
                text = text.replace(old, new)
            at = matrix @ np.array([x * sheet.k, base * sheet.k, 1.0])
            run = canvas.beginText(at[0] / at[2] / sheet.dpi * 72, height - at[1] / at[2] / sheet.dpi * 72)
            run.setFont(font, size)
            run.setTextRenderMode(3)
            run.textOut(text)
            canvas.drawText(run)
    canvas.save()
    return out.getvalue()


def spoil(data: bytes, suffix: str, how: str, sheet: Sheet) -> tuple[bytes, str]:
    """Make a file that cannot be opened: encrypted, cut off or empty."""
    if how == "empty":
        return b"", suffix
    if how == "truncate":
        return data[: len(data) * 2 // 5], suffix
    picture = io.BytesIO()
    sheet.finish().save(picture, "JPEG", quality=75)
    lock = StandardEncryption("geheim", ownerPassword="eigner", strength=128)
    return wrap(picture.getvalue(), *sheet.size, encrypt=lock), ".pdf"


def _colour(c: tuple[int, int, int]) -> tuple[float, float, float]:
    return c[0] / 255, c[1] / 255, c[2] / 255


def _ink(sheet: Sheet) -> list[tuple[int, int, Image.Image]]:
    """Cut the ink layer into pictures with transparency, as an office program pastes seal and signature."""
    dense = cv2.dilate((sheet.wet.min(axis=2) < 248).astype(np.uint8), np.ones((25, 25), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(dense)
    out = []
    for x, y, w, h, _ in stats[1:count]:
        wet = sheet.wet[y : y + h, x : x + w].astype(np.float32)
        alpha = 255 - wet.min(axis=2)
        safe = np.maximum(alpha, 1)[..., None]
        colour = np.clip(255 - (255 - wet) * 255 / safe, 0, 255)
        out.append((int(x), int(y), Image.fromarray(np.dstack([colour, alpha]).astype(np.uint8), "RGBA")))
    return out


def digital(sheet: Sheet, swaps: dict[str, str] | None = None) -> bytes:
    """Print the sheet's operations as a PDF with a text layer; `swaps` changes words in it."""
    font = _register(sheet.face)
    out = io.BytesIO()
    w, h = sheet.size
    canvas = Canvas(out, pagesize=(w, h), invariant=1)
    canvas.setTitle("")
    for op in sheet.ops:
        _one(canvas, op, h, font, swaps or {})
    for x, y, image in _ink(sheet):
        wide, high = image.width / sheet.k, image.height / sheet.k
        canvas.drawImage(ImageReader(image), x / sheet.k, h - y / sheet.k - high, wide, high, mask="auto")
    canvas.showPage()  # a blank sheet too is a page
    canvas.save()
    return out.getvalue()


def _one(canvas: Canvas, op: tuple[Any, ...], h: float, font: str, swaps: dict[str, str]) -> None:
    if op[0] == "line":
        _, x0, y0, x1, y1, w, fill = op
        canvas.setLineWidth(w)
        canvas.setStrokeColorRGB(*_colour(fill))
        canvas.line(x0, h - y0, x1, h - y1)
    elif op[0] == "blank":
        _, x0, y0, x1, y1, fill = op
        canvas.setFillColorRGB(*_colour(fill))
        canvas.rect(x0, h - y1, x1 - x0, y1 - y0, stroke=0, fill=1)
    elif op[0] == "image":
        _, x, y, image, wide, high = op
        canvas.drawImage(ImageReader(image), x, h - y - high, wide, high)
    else:
        _, x, base, text, size, fill, bold = op
        for old, new in swaps.items():
            text = text.replace(old, new)
        # The render mode outlives its text object, so it is fenced in.
        canvas.saveState()
        canvas.setFillColorRGB(*_colour(fill))
        run = canvas.beginText(x, h - base)
        run.setFont(font, size)
        run.setTextRenderMode(2 if bold else 0)
        if bold:
            canvas.setStrokeColorRGB(*_colour(fill))
            canvas.setLineWidth(0.3)
        run.textOut(text)
        canvas.drawText(run)
        canvas.restoreState()
