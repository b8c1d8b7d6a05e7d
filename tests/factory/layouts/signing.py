"""Where signers sign and the employer presses its seal."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from tests.factory import money
from tests.factory.case import Doc, Signer
from tests.factory.paper import Sheet

LEFT, RIGHT = 52.0, 543.0
WIDE = RIGHT - LEFT


@dataclass(slots=True)
class Sign:
    """Signature lines; `label` may hold {relation}."""

    label: str
    date_label: str
    seal_label: str
    relation_label: str = ""


def seal_spot(sheet: Sheet, doc: Doc, x: float, y: float, rng: Random) -> None:
    """Press the employer's seal about a point, or note that it is missing."""
    if doc.seal:
        sheet.seal(x + rng.uniform(-12, 12), y + rng.uniform(-10, 8), doc.seal, inner=doc.seal_inner)
    elif doc.flags.get("seal_due"):
        name = doc.v.get("employer_name") or doc.v.get("payee_name")
        sheet.mark("seal", "employer", name.text if name else "", False, None)


def seal_block(sheet: Sheet, doc: Doc, sign: Sign, x: float, y: float, rng: Random, width: float = 190) -> None:
    """Print the employer's place with name, date and seal."""
    label = sign.seal_label
    wide = sheet.width(label, 11)
    sheet.text(x, y + 4, label, 11)
    if doc.seal_day:
        text = money.date_text(doc.seal_day, "han")
        sheet.text(x, y + 34, "日期：", 11)
        if doc.flags.get("seal_day_hand"):
            sheet.write(x + 36, y + 33, text, 12, fit=120)
        else:
            sheet.text(x + 36, y + 34, text, 11)
    seal_spot(sheet, doc, x + min(width - 60, wide * 0.6 + 20), y + 18, rng)


def sign_lines(sheet: Sheet, doc: Doc, sign: Sign, x: float, y: float, width: float, rng: Random) -> float:
    """Print one line a signer: label, signature over a rule, date; give the y below."""
    size = 11.0
    step = 38.0 if len(doc.signers) < 5 else 31.0
    for who in doc.signers:
        at = x + sheet.text(x, y + 12, sign.label, size) + 3
        over = max(64.0, min(110.0, width * 0.3))
        sheet.line(at, y + 25, at + over, y + 25, 0.5)
        shift = rng.choice([0, 0, -10]) if who.style == "hand" else 0
        sheet.signature(who, at + 2 + shift, y - 3, over - 4, 30)
        at += over + 6
        if sign.relation_label and who.relation:
            at += sheet.text(at, y + 12, sign.relation_label, size)
            at += sheet.text(at, y + 12, who.relation, size) + 8
        room = x + width - at - sheet.width(sign.date_label, size)
        if room < 78:
            y += 24
            at = x + 24
        at += sheet.text(at, y + 12, sign.date_label, size)
        sheet.sign_day(who, at + 2, y + 11, min(112.0, x + width - at - 2), size + 1)
        y += step
    if not doc.signers:
        sheet.text(x, y + 12, sign.label, size)
        y += step
    return y


def sign_block(
    sheet: Sheet, doc: Doc, sign: Sign, y: float, rng: Random, *, x: float = LEFT + 4, width: float = WIDE - 8
) -> float:
    """Print signers, and beside or below them the employer's seal."""
    if doc.flags.get("signed_rows"):
        if not sign.seal_label:
            return y
        seal_block(sheet, doc, sign, x + width * 0.52, y + 22, rng)
        return y + 96
    one = len(doc.signers) <= 1 and bool(sign.seal_label) and not sign.relation_label
    if one:
        who = doc.signers[0] if doc.signers else Signer("", "worker", style="none")
        at = x + sheet.text(x, y + 14, sign.label, 11) + 3
        over = max(60.0, min(100.0, x + width * 0.52 - at))
        sheet.line(at, y + 28, at + over, y + 28, 0.5)
        sheet.signature(who, at + 2, y, over - 4, 30)
        sheet.text(x, y + 48, sign.date_label, 11)
        sheet.sign_day(who, x + 38, y + 47, 120, 12)
        seal_block(sheet, doc, sign, x + width * 0.6, y + 10, rng)
        return y + 92
    y = sign_lines(sheet, doc, sign, x, y, width, rng)
    if sign.seal_label:
        seal_block(sheet, doc, sign, x + width * 0.52, y + 22, rng)
        y += 92
    return y
