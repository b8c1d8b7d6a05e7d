"""From a planned paper to stored bytes and truth: chooses face, hand, layout and degradation. No case knowledge."""

from __future__ import annotations

import io
from dataclasses import dataclass
from random import Random
from typing import Any

import numpy as np
from PIL import Image, ImageOps

from tests.factory import degrade, fonts, hidden, ink, pdfs
from tests.factory.case import Doc
from tests.factory.layouts import engines, family, passon, receipt, slip, support, voucher
from tests.factory.paper import A4, Sheet

CONTENTS = {
    "ADV_VOUCHER": voucher.content,
    "JOINT_ACCT": family.joint_acct,
    "JOINT_EMPLOYER": family.joint_employer,
    "PASS_ON_PROOF": passon.content,
}
# Field names of the reading, a kind at a time; other printed values stand under "other" in the truth.
FIELDS: dict[str, tuple[str, ...]] = {
    "ADV_VOUCHER": (
        "doc_title",
        "worker_name",
        "worker_id",
        "worker_phone",
        "employer_name",
        "employer_uscc",
        "injury_date",
        "decision_no",
        "lines",
        "total_figures",
        "total_upper",
        "advance_period",
        "pay_method",
        "consent",
        "payee_name",
        "payee_account",
        "payee_bank",
        "payee_cnaps",
        "sign_dates",
        "sign_date",
    ),
    "JOINT_ACCT": (
        "doc_title",
        "deceased_name",
        "deceased_id",
        "death_date",
        "employer_name",
        "relatives",
        "completeness",
        "dispute",
        "items",
        "holder_name",
        "account",
        "bank_name",
        "cnaps",
        "undertaking",
        "sign_dates",
        "sign_date",
    ),
    "JOINT_EMPLOYER": (
        "doc_title",
        "deceased_name",
        "deceased_id",
        "relatives",
        "items",
        "advanced_total",
        "advanced_total_upper",
        "payee_name",
        "payee_account",
        "payee_bank",
        "pass_on_promise",
        "sign_dates",
        "sign_date",
    ),
    "PASS_ON_PROOF": (
        "doc_title",
        "employer_name",
        "beneficiaries",
        "received_total",
        "retained_advance",
        "passed_total",
        "passed_total_upper",
        "pay_date",
        "pay_method",
        "payee_account",
        "slip_no",
        "sign_dates",
        "sign_date",
    ),
    "MED_RECEIPT": (
        "receipt_code",
        "receipt_number",
        "check_code",
        "issue_date",
        "patient_name",
        "patient_id",
        "lines",
        "total_figures",
        "total_upper",
        "paid_insurance",
        "paid_account",
        "paid_cash",
        "hospital_name",
    ),
    "BANK_SLIP": (
        "payer_name",
        "payer_account",
        "payee_name",
        "payee_account",
        "amount_figures",
        "amount_upper",
        "trade_date",
        "slip_no",
        "purpose",
    ),
}
_STATEMENTS = ("consent", "completeness", "dispute", "undertaking", "pass_on_promise")
_SCAN_FORMS = ("jpg", "jpg", "jpg", "pdf", "pdf", "digital", "digital", "layered", "png")
_TOP = ("pay_date", "payee_account", "pay_method")


@dataclass(frozen=True, slots=True)
class Drawn:
    """A stored paper and its truth."""

    name: str
    data: bytes
    truth: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Style:
    """How papers of a run look: reserved material or not, profile, and forced choices for samples."""

    reserved: bool = False
    profile: str = "mix"
    layout: str | None = None
    form: str | None = None
    quality: int | None = None
    long_side: int | None = None


def _profile(style: Style, rng: Random) -> str:
    return rng.choice(["scan", "scan", "photo", "photo", "hurried"]) if style.profile == "mix" else style.profile


def layout_of(kind: str, style: Style, rng: Random, forced: tuple[str, str] | None = None) -> str:
    """Choose a layout of a kind within the run's half of the material."""
    if style.layout:
        return style.layout
    if forced:
        return forced[int(style.reserved)]
    if kind in CONTENTS:
        return rng.choice(engines.RESERVED_LAYOUTS if style.reserved else engines.TUNING_LAYOUTS)
    module = {"MED_RECEIPT": receipt, "BANK_SLIP": slip}.get(kind)
    if module is None:
        return support.layout(kind, rng, style.reserved)
    return rng.choice(module.RESERVED if style.reserved else module.TUNING)


def _sheet(doc: Doc, layout: str, style: Style, profile: str, rng: Random) -> Sheet:
    faces = fonts.RESERVED_FACES if style.reserved else fonts.TUNING_FACES
    hands = fonts.RESERVED_HANDS if style.reserved else fonts.TUNING_HANDS
    size = {**receipt.SIZES, **slip.SIZES, **support.SIZES}.get(layout, A4)
    dpi = rng.choice([150, 200, 200, 240, 300]) if profile == "scan" else 220 if size == A4 else 260
    tint = (255, 255, 255) if rng.random() < 0.7 else rng.choice([(250, 249, 244), (246, 247, 249), (255, 252, 240)])
    name = rng.choice(faces)
    if style.form == "digital" and not fonts.FACES[name].embeds:
        name = rng.choice([f for f in faces if fonts.FACES[f].embeds])
    shade = rng.choice([(236, 236, 236), (228, 234, 242), (243, 238, 228)]) if rng.random() < 0.2 else None
    return Sheet(
        rng,
        dpi,
        name,
        ink.pen(rng, hands),
        size,
        tint,
        date_blanks=rng.random() < 0.35,
        shade=shade,
        spread_labels=rng.random() < 0.3,
    )


def flat(doc: Doc, rng: Random, style: Style, profile: str) -> tuple[Sheet, str]:
    """Draw a paper flat and clean."""
    layout = layout_of(doc.kind, style, rng, doc.flags.get("layout"))
    sheet = _sheet(doc, layout, style, profile, rng)
    if doc.kind in CONTENTS:
        content = CONTENTS[doc.kind](doc, rng, style.reserved)
        engines.ENGINES[layout](sheet, doc, content, rng)
    elif doc.kind == "MED_RECEIPT":
        receipt.draw(sheet, doc, layout, rng)
    elif doc.kind == "BANK_SLIP":
        slip.draw(sheet, doc, layout, rng)
    else:
        support.draw(sheet, doc, layout, rng)
    if "strike" in doc.flags:
        sheet.strike(*doc.flags["strike"])
    if "smear" in doc.flags:
        sheet.smear(doc.flags["smear"])
    return sheet, layout


def _nest(doc: Doc, sheet: Sheet) -> dict[str, Any]:
    out: dict[str, Any] = {name: doc.v[name].truth for name in doc.v if name in sheet.boxes and name not in doc.omit}
    if doc.rows_name and doc.rows:
        rows = []
        for i, row in enumerate(doc.rows):
            rows.append({k: val.truth for k, val in row.items() if f"{doc.rows_name}[{i}].{k}" in sheet.boxes})
        if any(rows):
            out[doc.rows_name] = rows
    days = [s.day.isoformat() for s in doc.signers if s.day]
    if doc.flags.get("one_day"):
        days = sorted(set(days))
    if days and "sign_date" in sheet.boxes:
        out["sign_dates"], out["sign_date"] = days, max(days)
    for name in _STATEMENTS:
        if name in sheet.boxes:
            out[name] = True
        elif name in doc.omit:
            out[name] = False
    for name in _TOP if doc.kind == "PASS_ON_PROOF" else ():
        one = {row[name].truth for row in doc.rows if name in row}
        if len(one) == 1:
            out[name] = one.pop()
    return out


def draw(doc: Doc, seed: str, style: Style) -> Drawn:
    """Draw, degrade and store one paper."""
    rng = Random(seed)
    profile = _profile(style, rng)
    form = style.form or (rng.choice(_SCAN_FORMS) if profile == "scan" else "jpg")
    if "swaps" in doc.flags:
        form = "layered"
        profile = "scan" if profile == "photo" and rng.random() < 0.5 else profile
    if "smear" in doc.flags and form == "digital":
        form = "pdf"
    sheet, layout = flat(doc, rng, Style(style.reserved, style.profile, style.layout, form), profile)
    if form == "png" and sheet.dpi > 200:
        form = "jpg"  # a noisy 300 dpi PNG would weigh more than an upload may
    if form == "digital" and layout in ("preprinted", "card", "bank_card", "cat"):
        form = "pdf"
    if form == "digital" and not fonts.FACES[sheet.face].embeds:
        form = "pdf"
    page = sheet.finish()
    if form == "digital" and "smear" not in doc.flags:
        data, matrix, turned = pdfs.digital(sheet), np.diag([200 / sheet.dpi, 200 / sheet.dpi, 1.0]), 0
        what: dict[str, Any] = {"profile": "digital"}
        suffix, size = ".pdf", (sheet.size[0] / 72 * 200, sheet.size[1] / 72 * 200)
    else:
        data, matrix, turned, what, suffix, size = _shoot(
            page, sheet, profile, form, style, rng, doc.flags.get("swaps")
        )
    if "break" in doc.flags:
        data, suffix = pdfs.spoil(data, suffix, doc.flags["break"], sheet)
    values = _nest(doc, sheet)
    mine = FIELDS.get(doc.kind, ())
    truth = {
        "kind": doc.kind,
        "layout": layout,
        "face": sheet.face,
        "hand": sheet.pen.hand,
        "profile": profile,
        "format": form,
        "fields": {n: v for n, v in values.items() if n in mine},
        "other": {n: v for n, v in values.items() if n not in mine},
        "printed": sorted(n for n in sheet.boxes if n not in sheet.handwritten),
        "handwritten": sorted({*sheet.handwritten, *(["sign_dates"] if "sign_date" in sheet.handwritten else [])}),
        "illegible": _illegible(doc, sheet, data, np.asarray(matrix), what),
        "altered": hidden.altered(doc, sheet),
        "texts": hidden.texts(doc, sheet),
        "seal_day": doc.seal_day.isoformat() if doc.seal_day else None,
        "boxes": {
            n: degrade.move(tuple(v * sheet.k for v in b), matrix, what.get("bend")) for n, b in sheet.boxes.items()
        },
        "marks": [
            {**m, "box": m["box"] and degrade.move(tuple(v * sheet.k for v in m["box"]), matrix, what.get("bend"))}
            for m in sheet.marks
        ],
        "turned": turned,
        "size": [round(size[0]), round(size[1])],
        "degradation": what,
    }
    return Drawn(doc.stem + suffix, data, truth)


def _illegible(doc: Doc, sheet: Sheet, data: bytes, matrix: Any, what: dict[str, Any]) -> list[str]:
    """Name what no person can read: what a fault hides, a movement smeared, a reflection washed out."""
    lost = {*hidden.illegible(doc, sheet), *hidden.blurred(sheet, matrix, what.get("motion", 0))}
    if "glare" in what and not {"break", "swaps"} & set(doc.flags):  # of a picture that opens by itself
        shown = np.asarray(ImageOps.exif_transpose(Image.open(io.BytesIO(data))).convert("RGB"))
        lost |= {*hidden.washed_out(sheet, matrix, shown, what.get("bend"))}
    return sorted(lost)


def _shoot(
    page: Image.Image,
    sheet: Sheet,
    profile: str,
    form: str,
    style: Style,
    rng: Random,
    swaps: dict[str, str] | None = None,
) -> tuple[Any, ...]:
    pixels = np.asarray(page)
    shot = degrade.scan(pixels, rng) if profile == "scan" else degrade.photo(pixels, rng, hurried=profile == "hurried")
    if style.quality or style.long_side:
        shot = degrade.slim(shot, style.quality, style.long_side)
    data = degrade.jpeg(shot, sheet.dpi)
    if form == "png":
        out = io.BytesIO()
        Image.fromarray(shot.pixels).save(out, "PNG")
        return out.getvalue(), shot.matrix, shot.turned, shot.what, ".png", shot.pixels.shape[1::-1]
    if form in ("pdf", "layered"):
        k = 200 / sheet.dpi
        size = (shot.pixels.shape[1] * k, shot.pixels.shape[0] * k)
        layer = (sheet, shot.matrix, swaps or {}) if form == "layered" else None
        return (
            pdfs.wrap(data, shot.pixels.shape[1] * 72 / sheet.dpi, shot.pixels.shape[0] * 72 / sheet.dpi, layer),
            np.diag([k, k, 1.0]) @ shot.matrix,
            shot.turned,
            shot.what,
            ".pdf",
            size,
        )
    return data, shot.matrix, shot.turned, shot.what, ".jpg", shot.pixels.shape[1::-1]
