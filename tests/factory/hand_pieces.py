"""Pieces of writing for the network that tells a hand from a press: drawn, degraded, flattened and cut as papers are.

`python -m tests.factory.hand_pieces OUT.npz --seed N --pages N --part fit|unseen [--fonts DIR] [--writers DIR]`.
Here: many labels with names on one page, through the product's own way to a crop. Not here: fitting (train_hand).
`--fonts` is a folder with `faces/` and `hands/` of further font files, `--writers` a folder of pictures of names.
"""

from __future__ import annotations

import argparse
import functools
import io
import itertools
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from ocr.imaging.flatten import flatten
from ocr.lines import Glyph, Line
from ocr.marks.hand_shape import shape_of, tone_of
from ocr.marks.hand_view import views_of
from ocr.marks.ink_of_slot import SlotInk, Writing, ink_of_slot
from ocr.marks.layers import layers_of
from ocr.marks.room import fitted
from ocr.pages import FloatBox, RawPage, Sheet
from ocr.slots import Slot
from tests.factory import degrade, fonts, ink, people
from tests.factory.page import A4, Page
from validators.model.codes import MarkRole, MarkType

Mask = NDArray[np.uint8]
LABELS = (
    "本人签名：",
    "签名：",
    "收款人（签名）：",
    "近亲属（签名）：",
    "工伤职工（签字）：",
    "领款人签字:",
    "签字",
    "签名",
)
KAI = ("kai", "fs", "Kai", "Klee", "FangSong")  # of file names: faces near a hand, drawn more often
_PITCH, _COLUMNS = 38.0, 2  # points from row to row
_LEAST_LENGTH = 1.2  # em of pen path, as a signature needs


@dataclass(frozen=True, slots=True)
class Source:
    """Faces, hands and writers from which pieces of one part are drawn."""

    faces: tuple[tuple[str, Path, int], ...]  # name, file, index
    hands: tuple[str, ...]
    further: tuple[Path, ...]  # font files of hands
    writers: tuple[Path, ...]  # pictures of names


@dataclass(frozen=True, slots=True)
class Piece:
    """One name as it was laid on the flat page: its kind and places in points."""

    name: str  # the face, hand or writer
    hand: bool
    label: FloatBox
    text: str
    room: FloatBox
    ink: FloatBox
    size: float


def source(part: str, further: Path | None, writers: Path | None) -> Source:
    """Give the faces and hands of a part; the reserved ones are for measuring only."""
    names = fonts.RESERVED_FACES if part == "unseen" else fonts.TUNING_FACES
    faces = [(n, *cut) for n in names for cut in dict.fromkeys((fonts.FACES[n].plain, fonts.FACES[n].bold))]
    faces += [(p.stem, p, 0) for p in sorted((further / part / "faces").glob("*"))] if further else []
    everyone = sorted({int(p.name) for p in writers.iterdir() if p.name.isdigit()}) if writers else []
    half = everyone[: len(everyone) // 2] if part == "fit" else everyone[len(everyone) // 2 :]
    pictures = tuple(p for n in half for p in sorted((writers / str(n)).glob("*.png"))) if writers else ()
    hands = fonts.RESERVED_HANDS if part == "unseen" else fonts.TUNING_HANDS
    own = tuple(sorted((further / part / "hands").glob("*"))) if further else ()
    return Source(tuple(faces), hands, own, pictures)


@functools.lru_cache(maxsize=64)
def _covered(path: str, index: int) -> frozenset[int]:
    from fontTools.ttLib import TTFont

    return frozenset(TTFont(path, lazy=True, fontNumber=index).getBestCmap())


@functools.lru_cache(maxsize=160)
def font_of(path: str, px: int, index: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, px, index=index, layout_engine=ImageFont.Layout.BASIC)


def _name(rng: Random, known: frozenset[int] | None) -> str:
    for _ in range(60):
        text = people.surname(rng) + people.given_name(rng.choice("男女"), rng)
        if known is None or all(ord(char) in known for char in text):
            return text
    return "".join(rng.choice("王林田文山水月平安正中明") for _ in range(rng.choice((2, 3))))


def _hand_known(hand: str) -> frozenset[int] | None:
    if hand == "strokes":
        return None
    if hand == "long-cang":
        return frozenset(fonts._long_index())
    return _covered(str(fonts._HAND_FILES[hand]), 0)


def _bent(mask: Mask, rng: Random) -> Mask:
    """Bend a written name a little, thicken or thin its strokes: no two writers of a font are the same."""
    h, w = mask.shape
    if rng.random() < 0.6:
        gen = np.random.default_rng(rng.randrange(2**31))
        reach = rng.uniform(0.01, 0.05) * h
        y, x = np.mgrid[0:h, 0:w].astype(np.float32)
        fields = [
            cv2.resize(
                gen.normal(0, reach, (4, 4 + w // max(h, 1) * 3)).astype(np.float32),
                (w, h),
                interpolation=cv2.INTER_CUBIC,
            )
            for _ in range(2)
        ]
        mask = cv2.remap(mask, x + fields[0], y + fields[1], cv2.INTER_LINEAR)
    roll = rng.random()
    if roll < 0.15:
        mask = cv2.dilate(mask, np.ones((2, 2), np.uint8))
    elif roll < 0.3:
        mask = cv2.erode(mask, np.ones((2, 2), np.uint8))
    return np.asarray(mask, dtype=np.uint8)


def _by_font(path: Path, text: str, px: float, rng: Random) -> Mask:
    """Write with a hand's font file: every character a little off in size, place and slant."""
    out = np.zeros((int(px * 2.2), int(px * (1.3 * len(text) + 1))), np.uint8)
    x, unrest, slant = px * 0.3, rng.uniform(0.4, 1.3), rng.uniform(-0.05, 0.16)
    for char in text:
        here = px * (1 + rng.gauss(0, 0.05) * unrest)
        cell = Image.new("L", (int(here * 1.6), int(here * 1.6)))
        ImageDraw.Draw(cell).text(
            (here * 0.3, here * 1.15), char, font=font_of(str(path), round(here), 0), fill=255, anchor="ls"
        )
        mask = ink._shear(np.asarray(cell), slant, rng.gauss(0, 0.03) * unrest, 1.0)
        y = int((out.shape[0] - mask.shape[0]) / 2 + rng.gauss(0, 0.04) * px * unrest)
        y, x0 = max(0, min(y, out.shape[0] - mask.shape[0])), int(x - here * 0.3)
        x0 = max(0, min(x0, out.shape[1] - mask.shape[1]))
        view = out[y : y + mask.shape[0], x0 : x0 + mask.shape[1]]
        np.maximum(view, mask, out=view)
        x += here * (0.98 + rng.gauss(0, 0.04) * unrest)
    return out


def by_writer(path: Path, px: float) -> Mask:
    """Return a pen's coverage of a picture of a name, cut to its ink and as high as a name of a size in pixels."""
    grey = np.asarray(Image.open(path).convert("L"), dtype=np.float32)
    paper, dark = np.percentile(grey, 90), np.percentile(grey, 1)
    cover = np.clip((paper - 12 - grey) / max(paper - 12 - dark, 20.0) * 1.15, 0, 1)
    cut_out = tight(np.asarray(cover * 255, dtype=np.uint8))
    scale = px * 1.15 / max(cut_out.shape[0], 1)
    return np.asarray(cv2.resize(cut_out, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def tight(mask: Mask) -> Mask:
    """Return a pen's coverage cut to its ink."""
    ys, xs = np.nonzero(mask > 60)
    return mask[ys.min() : ys.max() + 1, xs.min() : xs.max() + 1] if len(ys) else mask


def _write(page: Page, src: Source, room: FloatBox, rng: Random) -> tuple[str, FloatBox]:
    """Write a name into the room; give who wrote and where the ink lies."""
    size = rng.uniform(10, 24)
    px, roll = size * page.k, rng.random()
    if src.writers and roll < 0.4:
        picture = rng.choice(src.writers)
        who, mask = f"writer-{picture.parent.name}", by_writer(picture, px)
        colour = rng.choice(ink.BLUE if rng.random() < 0.4 else ink.DARK)
    elif src.further and roll < 0.5:
        path = rng.choice(src.further)
        who, mask = path.stem, _by_font(path, _name(rng, _covered(str(path), 0)), px, rng)
        colour = rng.choice(ink.BLUE if rng.random() < 0.4 else ink.DARK)
    else:
        pen = ink.pen(rng, src.hands)
        mask, _ = ink.written(_name(rng, _hand_known(pen.hand)), px, pen, rng)
        who, colour = pen.hand, pen.colour
    mask = tight(_bent(cv2.copyMakeBorder(mask, 4, 4, 4, 4, cv2.BORDER_CONSTANT), rng))
    most = (room[2] - room[0] - 4) * page.k
    if mask.shape[1] > most:
        z = most / mask.shape[1]
        mask = cv2.resize(mask, None, fx=z, fy=max(z, 0.8), interpolation=cv2.INTER_AREA)
    dense = np.asarray(mask * rng.uniform(0.8, 1.0), dtype=np.uint8)
    x = room[0] + rng.uniform(0, max(1.0, min(14.0, room[2] - room[0] - mask.shape[1] / page.k)))
    y = (room[1] + room[3]) / 2 - mask.shape[0] / page.k / 2 + rng.uniform(-2.5, 2.5)
    return who, page.soak(dense, x, y, colour)


def _type(page: Page, src: Source, room: FloatBox, size: float, rng: Random) -> tuple[str, FloatBox]:
    """Set a name in type: the label's face or another, its size or another, plain, bold, spread, stretched."""
    near = [face for face in src.faces if any(word in face[1].name for word in KAI)]
    roll = rng.random()
    own = fonts.FACES[page.face]
    name, path, index = (
        (page.face, *own.plain) if roll < 0.25 else rng.choice(src.faces if roll < 0.5 or not near else near)
    )
    size = min(size * rng.choice((1.0, 1.0, 1.15, 1.3, 1.6, rng.uniform(0.9, 2.0))), 24)
    text = _name(rng, _covered(str(path), index))
    font = font_of(str(path), max(6, round(size * page.k)), index)
    spread = size * rng.choice((0, 0, 0, 0, 0.1, 0.5, 1.0)) * page.k
    px = size * page.k
    mask = Image.new("L", (int(len(text) * (px + spread) + px), int(px * 1.7)))
    for number, char in enumerate(text):
        ImageDraw.Draw(mask).text(
            (px * 0.3 + number * (font.getlength(char) + spread), px * 1.2), char, font=font, fill=255, anchor="ls"
        )
    laid = tight(np.asarray(mask))
    if rng.random() < 0.2:
        laid = np.asarray(cv2.dilate(laid, np.ones((1, 2), np.uint8)), dtype=np.uint8)  # struck twice, as bold is faked
    if rng.random() < 0.15:
        laid = np.asarray(
            cv2.resize(laid, None, fx=rng.uniform(0.8, 1.25), fy=1.0, interpolation=cv2.INTER_LINEAR), dtype=np.uint8
        )
    colour = page.colour if rng.random() < 0.88 else rng.choice((*ink.BLUE, *ink.DARK, (90, 90, 95)))
    x = room[0] + rng.uniform(0, 14)
    y = (room[1] + room[3]) / 2 - laid.shape[0] / page.k / 2 + rng.uniform(-2.5, 2.5)
    return name, page.soak(laid, x, y, colour)


def draw_page(src: Source, rng: Random, profile: str) -> tuple[Page, list[Piece]]:
    """Draw one page full of labels, each with a name by hand or in type."""
    dpi = rng.choice([150, 200, 200, 240, 300]) if profile == "scan" else 220
    label_faces = tuple(dict.fromkeys(name for name, _, _ in src.faces if name in fonts.FACES)) or ("ukai",)
    if fonts.RESERVED_FACES[0] in label_faces:
        label_faces = tuple(fonts.FACES)
    tint = rng.choice([(255, 255, 255), (255, 255, 255), (250, 249, 244), (246, 247, 249), (255, 252, 240)])
    page = Page(rng, dpi, rng.choice(label_faces), ink.pen(rng, fonts.TUNING_HANDS), A4, tint)
    tone = rng.choice((22, 22, 30, 45))
    page.colour = (tone, tone, tone + 2)
    pieces = []
    size, wide = rng.uniform(9, 13.5), (A4[0] - 80) / _COLUMNS
    kind = rng.choice(("rule", "rule", "frame", "bare"))
    for row in range(int((A4[1] - 90) / _PITCH)):
        for column in range(_COLUMNS):
            x, y = 40 + column * wide, 45 + row * _PITCH
            pieces.append(_piece(page, src, (x, y, x + wide - 8, y + _PITCH), size, kind, rng))
    return page, pieces


def _piece(page: Page, src: Source, cell: FloatBox, size: float, kind: str, rng: Random) -> Piece:
    x, y, right, low = cell
    text = rng.choice(LABELS)
    middle = (y + low) / 2
    bold = rng.random() < 0.15
    end = x + 4 + page.text(x + 4, middle - size / 2, text, size, bold=bold)
    if kind == "frame":
        page.rect(x, y, right, low, rng.choice((0.5, 0.8)))
    start = end + rng.uniform(2, 8)
    if kind == "frame" and rng.random() < 0.7:
        start = end + 6
        page.line(start, y, start, low, 0.6)
    room = (start + 2, y, right, low)
    by_hand = rng.random() < 0.5
    who, ink_box = _write(page, src, room, rng) if by_hand else _type(page, src, room, size, rng)
    if kind == "rule":
        page.line(start, middle + size * rng.uniform(0.6, 0.85), right - 4, middle + size * rng.uniform(0.6, 0.85), 0.6)
    if rng.random() < 0.12:
        mask = ink.fingerprint(rng.uniform(11, 14) / 25.4 * page.dpi, rng)
        page.stamp(mask, min(right - 12, ink_box[2] - 4), (ink_box[1] + ink_box[3]) / 2, (200, 40, 45))
    return Piece(who, by_hand, (x + 4, middle - size / 2, end, middle + size / 2), text, room, ink_box, size)


def sheet_of(
    page: Page, profile: str, rng: Random, orient: Callable[[Mask], tuple[int, float]] | None = None
) -> tuple[Sheet, degrade.Shot]:
    """Degrade and flatten the page; without `orient` to tell its turn, upright as it came."""
    flat = np.asarray(page.finish())
    shot = degrade.scan(flat, rng) if profile == "scan" else degrade.photo(flat, rng, hurried=profile == "hurried")
    if shot.turned:
        pixels, spin = degrade._spin(shot.pixels, 360 - shot.turned)
        shot = replace(shot, pixels=pixels, matrix=spin @ shot.matrix, turned=0)
    shot = replace(shot, exif=1)
    if profile != "scan" and rng.random() < 0.1:
        shot = replace(shot, grey=True)
    image = np.asarray(Image.open(io.BytesIO(degrade.jpeg(shot, page.dpi))).convert("RGB"))
    raw = RawPage(0, image.shape[1], image.shape[0], image)
    return flatten(raw, orient or _upright()), shot


def _upright() -> Callable[[Mask], tuple[int, float]]:
    """Give an answer to every question for the quarter turn that says: the page was upright as it came."""
    asked = itertools.count()
    return lambda _: ((360 - 90 * next(asked)) % 360, 1.0)


def to_sheet(box: FloatBox, page: Page, shot: degrade.Shot, back: NDArray[np.float64]) -> FloatBox:
    """Return where a box in points of the page lies on the flat sheet, `back` leading there from the shot."""
    x0, y0, x1, y1 = (v * page.k for v in box)
    points = np.array([[[x0, y0], [x1, y0], [x1, y1], [x0, y1]]], np.float64)
    bend = shot.what.get("bend")
    if bend:
        points[..., 1] += bend[0] * np.sin(np.pi * np.clip(points[..., 0] / bend[1], 0, 1))
    out = cv2.perspectiveTransform(points, back @ shot.matrix)[0]
    return float(out[:, 0].min()), float(out[:, 1].min()), float(out[:, 0].max()), float(out[:, 1].max())


def label_line(text: str, box: FloatBox) -> Line:
    """Return a label as a line that was read without a doubt, with a little air around its print."""
    high = box[3] - box[1]
    x0, y0, x1, y1 = box[0] - 0.1 * high, box[1] - 0.15 * high, box[2] + 0.05 * high, box[3] + 0.15 * high
    glyphs = tuple(Glyph(char, 0.99, (n + 0.5) / len(text)) for n, char in enumerate(text))
    return Line(((x0, y0), (x1, y0), (x1, y1), (x0, y1)), glyphs, 0.99)


def writing_at(found: SlotInk, truth: FloatBox) -> Writing | None:
    """Return the cut piece of writing that covers the ink laid down, None where the cut has lost most of it."""
    best, most = None, 0.0
    for one in found.writings:
        wide = min(one.box[2], truth[2]) - max(one.box[0], truth[0])
        high = min(one.box[3], truth[3]) - max(one.box[1], truth[1])
        share = max(0.0, wide) * max(0.0, high) / max(1.0, (truth[2] - truth[0]) * (truth[3] - truth[1]))
        if one.length >= _LEAST_LENGTH and share > most:
            best, most = one, share
    return best if most > 0.45 else None


def cut(
    page: Page, pieces: list[Piece], profile: str, rng: Random
) -> list[tuple[Piece, NDArray[np.float32], NDArray[np.float32]]]:
    """Degrade and flatten the page as an upload, and cut its pieces as the product does."""
    sheet, shot = sheet_of(page, profile, rng)
    back = np.linalg.inv(sheet.to_page)
    taken = []
    for piece in pieces:
        label, room, truth = (to_sheet(box, page, shot, back) for box in (piece.label, piece.room, piece.ink))
        em = label[3] - label[1]
        high, wide = sheet.image.shape[:2]
        if (
            min(*label[:2], *truth[:2]) < 0
            or max(label[2], truth[2]) > wide
            or max(label[3], truth[3]) > high
            or em < 8
        ):
            continue  # the paper was not found whole
        line = label_line(piece.text, label)
        region = (
            label[2] - 0.2 * em,
            label[1] - rng.uniform(0.7, 1.0) * em,
            room[2] + 0.2 * em,
            label[3] + rng.uniform(0.6, 0.9) * em,
        )
        slot = fitted(sheet.image, [line], Slot(MarkType.SIGNATURE, MarkRole.WORKER, "", 0, region, line.box))
        found = ink_of_slot(sheet.image, [line], slot)
        writing = writing_at(found, truth)
        if writing is None:
            continue
        x0, y0, x1, y1 = slot.label
        air = y1 - y0
        layers = layers_of(sheet.image, (x0 - air, y0 - air, x1 + air, y1 + air))
        own, print_tone = tone_of(found.layers, writing.box, writing.em), tone_of(layers, slot.label, writing.em)
        measures = shape_of(writing.depth, writing.em, own, print_tone)
        taken.append((piece, views_of(writing.depth, slot.label, layers), measures))
    return taken


def main() -> None:
    """Draw the pieces of one part into a file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--pages", type=int, required=True)
    parser.add_argument("--part", choices=("fit", "unseen"), required=True)
    parser.add_argument("--fonts", type=Path)
    parser.add_argument("--writers", type=Path)
    args = parser.parse_args()
    cv2.setNumThreads(1)
    src = source(args.part, args.fonts, args.writers)
    views, measures, hands, names, profiles, lost = [], [], [], [], [], 0
    for number in range(args.pages):
        rng = Random(f"{args.seed}/{args.part}/{number}")
        profile = rng.choice(("photo",) * 9 + ("scan",) * 8 + ("hurried",) * 3)
        page, pieces = draw_page(src, rng, profile)
        cuts = cut(page, pieces, profile, rng)
        lost += len(pieces) - len(cuts)
        for piece, view, shape in cuts:
            views.append((view * 255).astype(np.uint8))
            measures.append(shape)
            hands.append(piece.hand)
            names.append(piece.name)
            profiles.append(profile)
        if number % 20 == 19:
            print(number + 1, "pages", len(views), "pieces", lost, "lost", file=sys.stderr, flush=True)
    np.savez_compressed(
        args.out,
        views=np.stack(views),
        measures=np.stack(measures),
        hand=np.array(hands),
        name=np.array(names),
        profile=np.array(profiles),
    )


if __name__ == "__main__":
    main()
