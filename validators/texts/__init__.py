"""Messages by code, zh-CN: one sentence for the submitter, one for the reviewer. Not here: when a check fires."""

from collections.abc import Mapping

from validators.catalogue import BY_CODE
from validators.model.evidence import DocumentReading
from validators.model.findings import Finding
from validators.rules.view import effective_kind
from validators.texts.labels import WHO, display_field, display_kind
from validators.texts.reviewer import REVIEWER
from validators.texts.submitter import HUMAN, SUBMITTER, VARIANTS

REVIEW = "REVIEW"
"""The only word that a submitter gets for a check that people explain, never a machine."""

__all__ = [
    "REVIEW",
    "display_field",
    "display_kind",
    "legal_basis",
    "message_for_reviewer",
    "message_for_submitter",
    "submitter_view",
]


class _Blanks(dict[str, str]):
    """Fills a template; a blank that nobody filled stays empty rather than failing."""

    def __missing__(self, key: str) -> str:
        return ""


def submitter_view(finding: Finding) -> str:
    """Give the code that a submitter may see: REVIEW in place of a check that only people explain."""
    return REVIEW if BY_CODE[finding.code].human_only else finding.code


def message_for_submitter(finding: Finding, documents: tuple[DocumentReading, ...] = ()) -> str:
    """Say to a submitter what to bring or mend; checks that only people explain give one neutral sentence."""
    if BY_CODE[finding.code].human_only:
        return HUMAN
    template = VARIANTS.get((finding.code, _variant(finding)), SUBMITTER[finding.code])
    return template.format_map(_blanks(finding, documents))


def message_for_reviewer(finding: Finding, documents: tuple[DocumentReading, ...] = ()) -> str:
    """Say to a reviewer what was compared and what differs."""
    return REVIEWER[finding.code].format_map(_blanks(finding, documents))


def legal_basis(code: str) -> str:
    """Give the clause on which a check stands."""
    return BY_CODE[code].clause


def _variant(finding: Finding) -> str:
    """Choose a wording: by the finding's own hint, or where the usual one has nothing to fill in."""
    if finding.code == "DOC-003":
        return "" if finding.about.get("declared") else "unknown"
    if finding.code == "DOC-004":
        return finding.about.get("hint") or finding.about.get("page_no", "")
    if finding.code == "FLD-002":
        return finding.field or ""
    return finding.about.get("hint", "none")


def _blanks(finding: Finding, documents: tuple[DocumentReading, ...]) -> _Blanks:
    about: Mapping[str, str] = finding.about
    first = finding.documents[0] if finding.documents else None
    known = first is not None and first < len(documents)
    kind = effective_kind(documents[first]) if known and first is not None else None
    field = display_field(kind, finding.field)
    filled = _Blanks(about)
    filled["field"] = field
    filled["statement"] = field
    filled["who"] = WHO.get(about.get("role", ""), WHO[""])
    filled["n"] = about.get("page_no", "")
    if finding.code == "DOC-003":
        filled["a"] = display_kind(about.get("declared")) if about.get("declared") else "未选择"
        filled["b"] = display_kind(about.get("read"))
    return filled
