"""A reading for a paper that could not be read: empty, with the remark that makes a rule say why."""

from validators.model.codes import DocumentKind
from validators.model.evidence import DocumentReading, Remark


def unread(file: str, sha256: str, remark: str, declared: DocumentKind | None = None) -> DocumentReading:
    """Stand in for a document that nobody could read; `remark` is a code of `Remark`."""
    return DocumentReading(
        file=file,
        sha256=sha256,
        kind=DocumentKind.OTHER,
        kind_confidence=0.0,
        pages=(),
        declared=declared,
        remarks=(Remark(remark),),
    )
