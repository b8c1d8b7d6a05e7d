"""Factory plans as a flawless reader would read them, without drawing: what the judge owes to a story.

Here: plans to readings. Not here: drawing (tests.factory), reading (ocr).
"""

import zlib
from random import Random
from typing import Any

from tests.builders import leaf
from tests.factory.build import STORIES
from tests.factory.case import Doc, Plan, Signer
from tests.factory.faults import UnfitError, plant
from validators.model.codes import DocumentKind, MarkRole, MarkType, NameMatch
from validators.model.evidence import DocumentReading, Leaf, Mark, PageQuality, PageReading, Remark, TextLine

_STATEMENTS = {
    "ADV_VOUCHER": ("consent",),
    "JOINT_ACCT": ("completeness", "dispute"),
    "JOINT_EMPLOYER": ("pass_on_promise",),
}
_ROLES = {role.value: role for role in MarkRole}
_REMARKS = {"pages": "PAGE_MISSING", "strike": "ALTERED", "swaps": "TEXT_LAYER_DIFFERS", "break": "NOT_OPENABLE"}


def told(story: str, fault: str | None, seed: int) -> Plan:
    """Tell a story with at most one planted fault, as the factory does before it draws."""
    for again in range(40):
        rng = Random(f"{seed}/{story}/{fault}/{again}")
        plan: Plan = STORIES[story](rng)
        if fault is None:
            return plan
        try:
            plant(fault, plan, rng)
        except UnfitError:
            continue
        return plan
    raise UnfitError(f"{fault} does not fit {story}")


def as_read(plan: Plan) -> tuple[DocumentReading, ...]:
    """Read every paper of a plan as it was meant."""
    readings = []
    for doc in plan.docs:
        readings.append(_read(doc))
        if doc.flags.get("twice"):
            readings.append(_read(doc))
    return tuple(readings)


def _read(doc: Doc) -> DocumentReading:
    kind = DocumentKind(doc.kind)
    page = PageReading(0, 1654, 2339, 0, PageQuality("good"))
    remarks = [Remark(code) for flag, code in _REMARKS.items() if flag in doc.flags]
    if any("放弃" in text or "一次性了结" in text for text in doc.say.values()):
        remarks.append(Remark("WAIVER"))
    if doc.flags.get("layout") and not any(row for row in doc.rows) and doc.signers and doc.seal is None:
        remarks.append(Remark("BLANK_FORM"))
    fields, lists = _values(doc)
    text = tuple(TextLine(0, (0, 0, 1, 1), str(val.text), 0.99) for val in doc.v.values())
    if "sex" in doc.v:
        text = (*text, TextLine(0, (0, 0, 1, 1), f"性别：{doc.v['sex'].text}", 0.99))
    digest = f"{zlib.crc32(repr((doc.stem, sorted(fields), doc.v)).encode()):08x}"
    shut = "break" in doc.flags
    return DocumentReading(
        file=f"{doc.stem}.jpg",
        sha256=digest,
        kind=DocumentKind.OTHER if shut else kind,
        kind_confidence=0.95,
        pages=() if shut else (page,),
        fields={} if shut else fields,
        lists={} if shut else lists,
        rows={} if shut or not doc.rows_name else {doc.rows_name: tuple(_row(row) for row in doc.rows if row)},
        marks=() if shut else _marks(doc),
        remarks=tuple(remarks),
        text=() if shut else text,
    )


def _values(doc: Doc) -> tuple[dict[str, Leaf], dict[str, tuple[Leaf, ...]]]:
    fields: dict[str, Leaf] = {}
    lists: dict[str, tuple[Leaf, ...]] = {}
    for name, val in doc.v.items():
        if name in doc.omit or name in ("parties", "account2", "holder2", "sex"):
            continue
        if name == "valid" and doc.flags.get("front_only"):
            continue
        if name == "valid":
            fields["valid_to"] = leaf(val.text.partition("-")[2])
            continue
        if isinstance(val.truth, list):
            lists[name] = tuple(leaf(one) for one in val.truth)
        else:
            sure = name not in (doc.flags.get("smear"),)
            fields[name] = leaf(val.truth, raw=val.text, sure=sure)
    for name in _STATEMENTS.get(doc.kind, ()):
        if name not in doc.omit and not (name == "consent" and doc.flags.get("half_consent")):
            fields[name] = leaf(True, raw=doc.say.get(name, name))
    days = [_day(who) for who in doc.signers if who.day or who.day_text]
    if days and "sign_dates" not in doc.omit:
        lists["sign_dates"] = tuple(days)
    return fields, lists


def _day(who: Signer) -> Leaf:
    if who.day is None:
        return leaf(None, raw=who.day_text, flags=("NOT_A_DATE",))
    two = bool(who.day_text) and not who.day_text.startswith("20") and who.day_text[:2].isdigit()
    return leaf(who.day.isoformat(), raw=who.day_text or who.day.isoformat(), flags=("TWO_DIGIT_YEAR",) * two)


def _row(row: dict[str, Any]) -> dict[str, Leaf]:
    return {name: leaf(val.truth, raw=str(val.text)) for name, val in row.items()}


def _marks(doc: Doc) -> tuple[Mark, ...]:
    marks = [_signature(who) for who in doc.signers]
    if doc.seal is not None:
        text = f"{doc.seal}{doc.seal_inner}"
        box = (600, 900, 800, 1100)
        role = MarkRole.EMPLOYER
        marks.append(Mark(MarkType.SEAL, role, text, True, text=text, confidence=0.95, box=box, seal_kind="official"))
    return tuple(marks)


def _signature(who: Signer) -> Mark:
    other = who.writes is not None and who.name not in who.writes and not who.proxy
    return Mark(
        MarkType.SIGNATURE,
        _ROLES.get(who.role),
        who.name,
        present=who.style != "none",
        handwritten=who.style != "typed",
        pasted=who.style == "pasted",
        name_match=NameMatch.NO_MATCH if other else NameMatch.MATCH,
        confidence=0.97,
        box=(50, 900, 200, 960),
        proxy=who.proxy or None,
    )
