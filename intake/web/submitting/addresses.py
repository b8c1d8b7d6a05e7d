"""Addresses of the submitters' pages.

Here: paths with every part quoted. Not here: routes.
"""

from urllib.parse import quote, urlencode


def case_path(claim_no: str, **query: str) -> str:
    """The page of a claim."""
    return _with(f"/cases/{quote(claim_no, safe='')}", query)


def paper_path(document_id: str, **query: str) -> str:
    """The page of a paper."""
    return _with(f"/documents/{quote(document_id, safe='')}", query)


def _with(path: str, query: dict[str, str]) -> str:
    return f"{path}?{urlencode(query)}" if query else path
