"""Drawn papers of one fictional family or firm for stories over HTTP, each with what truly stands on it.

Here: a case of the factory as files, clean or with one fault planted into its main paper. Not here: what is done with
them (test_stories.py).
"""

import copy
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from intake.claims.schemas import load_record
from tests.factory import build, draw, faults
from tests.factory.case import Doc, Plan
from validators.model.claim import ClaimRecord

STYLE = draw.Style(False, "scan", None, "jpg", 85, 2200)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One drawn paper: its file, declared kind and the values that stand on it."""

    name: str
    kind: str
    content: bytes
    truth: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Family:
    """A claim with its clean papers, and its main paper once more with a fault."""

    record: ClaimRecord
    sheets: tuple[Sheet, ...]
    faulty: Sheet | None


def family_of(
    story: str,
    seed: int,
    claim_no: str,
    office: str,
    fault: str | None = None,
    changed: Callable[[Plan], None] = lambda plan: None,
    faulty_style: draw.Style = STYLE,
) -> Family:
    """Draw the papers of a story, changed before they are drawn; the same arguments give the same papers."""
    plan = build.STORIES[story](Random(f"stories/{story}/{seed}"))
    changed(plan)
    broken = _broken(plan, fault, seed, faulty_style) if fault else None
    claim = {**plan.claim, "claim_no": claim_no, "office": office}
    record = load_record(_json(claim)).record
    sheets = tuple(_sheet(doc, f"{seed}/{number}") for number, doc in enumerate(plan.docs))
    return Family(replace(record, office=office), sheets, broken)


def _broken(plan: Plan, fault: str, seed: int, style: draw.Style) -> Sheet:
    twin = copy.deepcopy(plan)
    faults.plant(fault, twin, Random(f"stories/{fault}/{seed}"))
    return _sheet(twin.docs[0], f"{seed}/broken", style)


def _sheet(doc: Doc, name: str, style: draw.Style = STYLE) -> Sheet:
    drawn = draw.draw(doc, f"stories/{name}", style)
    return Sheet(drawn.name, doc.kind, drawn.data, drawn.truth)


def _json(value: object) -> bytes:
    import json

    return json.dumps(value, ensure_ascii=False).encode()
