"""Readings and judgements as the published JSON (CONTRACT: "Reading"); members may be added, never renamed.

Here: shapes only. Not here: what a submitter may not see (audience.py), texts for a terminal (terminal.py).
"""

from collections.abc import Mapping, Sequence

from intake.judging import legal_basis_of, message_of
from validators.model.codes import Scope
from validators.model.evidence import DocumentReading, Engine, Leaf, Mark, PageReading
from validators.model.findings import Finding, Leg, NotRun
from validators.texts import display_field

Json = dict[str, object]

CRITICAL_PLACES = 4  # decimals of a published confidence


def show_leaf(leaf: Leaf) -> Json:
    """One value with its evidence."""
    shown: Json = {
        "value": leaf.value,
        "raw": leaf.raw,
        "confidence": round(leaf.confidence, CRITICAL_PLACES),
        "page": leaf.page,
        "box": list(leaf.box) if leaf.box else None,
        "sure": leaf.sure,
    }
    if leaf.handwritten:
        shown["handwritten"] = True
    if leaf.flags:
        shown["flags"] = list(leaf.flags)
    return shown


def show_fields(reading: DocumentReading) -> Json:
    """Single values, repeated values and tables under their published names."""
    shown: Json = {name: show_leaf(leaf) for name, leaf in reading.fields.items()}
    for name, leaves in reading.lists.items():
        shown[name] = [show_leaf(leaf) for leaf in leaves]
    for name, rows in reading.rows.items():
        shown[name] = [{column: show_leaf(leaf) for column, leaf in row.items()} for row in rows]
    return shown


def labels_of(reading: DocumentReading) -> Json:
    """The Chinese name of every field path that the reading carries."""
    paths = [*reading.fields]
    paths += [f"{name}[{at}]" for name, leaves in reading.lists.items() for at in range(len(leaves))]
    paths += [
        f"{name}[{at}].{column}" for name, rows in reading.rows.items() for at, row in enumerate(rows) for column in row
    ]
    return {path: display_field(reading.kind, path) for path in paths}


def show_mark(mark: Mark) -> Json:
    """One signature, seal or fingerprint, found or not."""
    return {
        "type": mark.type.value,
        "role": mark.role.value if mark.role else None,
        "name": mark.name,
        "present": mark.present,
        "handwritten": mark.handwritten,
        "pasted": mark.pasted,
        "name_match": mark.name_match.value if mark.name_match else None,
        "proxy": mark.proxy,
        "confidence": round(mark.confidence, CRITICAL_PLACES),
        "page": mark.page,
        "box": list(mark.box) if mark.box else None,
        "sure": mark.sure,
    }


def show_page(page: PageReading) -> Json:
    """Size, quarter turn and quality of one page as uploaded."""
    return {
        "index": page.index,
        "width": page.width,
        "height": page.height,
        "turned": page.turned,
        "quality": {"verdict": page.quality.verdict, "reasons": list(page.quality.reasons)},
    }


def show_engine(engine: Engine) -> Json:
    """Which engine and weights read the page."""
    return {"name": engine.name, "version": engine.version, "models": dict(engine.models)}


def show_finding(finding: Finding, readings: Sequence[DocumentReading] = ()) -> Json:
    """One remark with its place and its plain sentence; `documents` are positions in the same answer."""
    about = {name: str(value) for name, value in finding.about.items()}
    shown: Json = {
        "code": finding.code,
        "severity": finding.severity.value,
        "scope": finding.scope.value,
        "field": finding.field,
        "page": finding.page,
        "box": list(finding.box) if finding.box else None,
        "message": message_of(finding, readings),
        "legal_basis": legal_basis_of(finding.code),
    }
    if finding.documents:
        shown["documents"] = list(finding.documents)
        shown["files"] = [readings[index].file for index in finding.documents if index < len(readings)]
    if about:
        shown["about"] = about
    return shown


def show_document(reading: DocumentReading, findings: Sequence[Finding], rule_version: str) -> Json:
    """One document: what was read, the marks, and the findings that belong to this paper alone."""
    return {
        "file": reading.file,
        "sha256": reading.sha256,
        "kind": reading.kind.value,
        "kind_confidence": round(reading.kind_confidence, CRITICAL_PLACES),
        "declared": reading.declared.value if reading.declared else None,
        "pages": [show_page(page) for page in reading.pages],
        "fields": show_fields(reading),
        "marks": [show_mark(mark) for mark in reading.marks],
        "findings": [show_own_finding(finding, reading) for finding in findings],
        "engine": show_engine(reading.engine),
        "rule_version": rule_version,
        "timings_ms": dict(reading.timings_ms),
    }


def show_own_finding(finding: Finding, reading: DocumentReading) -> Json:
    """One remark about the paper in which it stands."""
    shown = show_finding(finding, _alone(finding, reading))
    return {name: member for name, member in shown.items() if name not in {"documents", "files"}}


def _alone(finding: Finding, reading: DocumentReading) -> Sequence[DocumentReading]:
    """The readings by which a message about one paper is worded: that paper, at the position that the finding names."""
    at = finding.documents[0] if finding.documents else 0
    return (*(reading,) * at, reading)


def show_not_run(entry: NotRun) -> Json:
    """A check whose datum was not given."""
    return {"code": entry.code, "needs": entry.needs}


def show_leg(leg: Leg) -> Json:
    """One part of an item for one payee."""
    shown: Json = {
        "item": leg.item,
        "payee": leg.payee.value,
        "fen": leg.fen,
        "status": leg.status.value,
        "code": leg.code,
        "reasons": list(leg.reasons),
        "beneficiary": leg.beneficiary,
    }
    if leg.obligation_fen is not None:
        shown["obligation_fen"] = leg.obligation_fen
    return shown


def split_findings(
    findings: Sequence[Finding], count: int
) -> tuple[Mapping[int, tuple[Finding, ...]], tuple[Finding, ...]]:
    """Part the findings of one paper alone from those that compare papers with each other or with the record."""
    own: dict[int, list[Finding]] = {}
    rest: list[Finding] = []
    for finding in findings:
        if finding.scope is Scope.DOC and len(finding.documents) == 1 and finding.documents[0] < count:
            own.setdefault(finding.documents[0], []).append(finding)
        else:
            rest.append(finding)
    return {index: tuple(some) for index, some in own.items()}, tuple(rest)
