"""Two audiences: reviewers see everything; submitters their own side, no scores, and REVIEW for what people look at.

Here: what is left out for whom. Not here: the shapes themselves (shapes.py).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from intake.access.who import Role, Who
from intake.judging import is_human_only, message_of
from intake.presenting.shapes import Json, labels_of, show_document, show_finding
from validators.model.evidence import DocumentReading
from validators.model.findings import Finding

REVIEW: Json = {"code": "REVIEW", "message": "这一处由工作人员核对，不影响您提交。"}
SCORES = frozenset({"confidence", "kind_confidence", "name_match", "alternatives"})


@dataclass(frozen=True, slots=True)
class Audience:
    """What kind of reader an answer is for."""

    submitter: bool
    employer: bool  # relatives' names become a number

    @classmethod
    def of(cls, who: Who) -> "Audience":
        """Tell from a caller."""
        submitter = who.role is Role.SUBMITTER
        return cls(submitter, submitter and bool(who.bound.uscc))


def document_for(audience: Audience, reading: DocumentReading, findings: Iterable[Finding], rule_version: str) -> Json:
    """One document as this audience may see it."""
    shown = show_document(reading, (), rule_version)
    shown["findings"] = findings_for(audience, findings, (reading,))
    shown["labels"] = labels_of(reading)
    if not audience.submitter:
        shown["text"] = [
            {"page": line.page, "box": list(line.box), "text": line.text, "confidence": round(line.confidence, 4)}
            for line in reading.text
        ]
        return shown
    kept = without_scores(shown)
    assert isinstance(kept, dict)
    return kept


def findings_for(
    audience: Audience, findings: Iterable[Finding], readings: Sequence[DocumentReading] = ()
) -> list[Json]:
    """Findings as this audience may see them; several secret ones are one REVIEW, so that nobody can count them."""
    shown: list[Json] = []
    for finding in findings:
        if not audience.submitter:
            shown.append(show_finding(finding, readings))
        elif is_human_only(finding.code):
            if REVIEW not in shown:
                shown.append(dict(REVIEW))
        else:
            one = show_finding(finding, readings)
            one["message"] = message_for(audience, finding, readings)
            for secret in ("about", "documents", "files"):
                one.pop(secret, None)
            shown.append(one)
    return shown


def message_for(audience: Audience, finding: Finding, readings: Sequence[DocumentReading] = ()) -> str:
    """The sentence about a finding for this audience."""
    names = finding.about.get("names")
    if audience.employer and names:
        count = len([name for name in names.replace(",", "、").split("、") if name.strip()])
        finding = replace(finding, about={**finding.about, "names": f"{count} 人", "name": "1 人"})
    elif audience.employer and "name" in finding.about:
        finding = replace(finding, about={**finding.about, "name": "1 人"})
    return message_of(finding, readings, reviewer=not audience.submitter)


def reasons_for(audience: Audience, codes: Iterable[str]) -> list[str]:
    """Reasons of a leg as this audience may see them."""
    shown: list[str] = []
    for code in codes:
        word = "REVIEW" if audience.submitter and is_human_only(code) else code
        if word not in shown:
            shown.append(word)
    return shown


def without_scores(value: object) -> object:
    """Leave scores out of a JSON value, however deep they stand."""
    if isinstance(value, dict):
        return {key: without_scores(member) for key, member in value.items() if key not in SCORES}
    if isinstance(value, list):
        return [without_scores(member) for member in value]
    return value
