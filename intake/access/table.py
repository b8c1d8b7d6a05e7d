"""Who may call what: one row a route. A route without a row stops the start and fails a test.

Here: method, path, roles, and what binds the caller to the object. Not here: looking at the object (binding.py).
"""

from dataclasses import dataclass
from enum import StrEnum

from intake.access.who import Role

SUBMITTER = frozenset({Role.SUBMITTER})
CORE = frozenset({Role.CORE_SYSTEM})
REVIEWERS = frozenset({Role.HANDLER, Role.SECOND_REVIEWER})
WATCHERS = frozenset({Role.RISK_OFFICER, Role.AUDITOR})
EVERYONE = frozenset(Role)


class Binding(StrEnum):
    """What ties a caller to the object of a route."""

    PUBLIC = "public"  # nobody is asked
    ROLE = "role"  # the role alone
    CLAIM = "claim"  # submitter: own claim, credit code or office; reviewer: own office; others: every claim
    DOCUMENT = "document"  # as CLAIM, and a submitter only its own side's papers


@dataclass(frozen=True, slots=True)
class Row:
    """One route and who may call it."""

    method: str
    path: str
    roles: frozenset[Role]
    binding: Binding


PUBLIC: frozenset[Role] = frozenset()
READERS = SUBMITTER | REVIEWERS | WATCHERS

TABLE = (
    Row("POST", "/v1/claims", CORE, Binding.ROLE),
    Row("PUT", "/v1/claims/{claim_no}", CORE, Binding.ROLE),
    Row("GET", "/v1/claims/{claim_no}", READERS | CORE, Binding.CLAIM),
    Row("POST", "/v1/claims/{claim_no}/documents", SUBMITTER, Binding.CLAIM),
    Row("GET", "/v1/claims/{claim_no}/notice", SUBMITTER, Binding.CLAIM),
    Row("GET", "/v1/claims/{claim_no}/verdict", READERS | CORE | frozenset({Role.PAYOUT_SYSTEM}), Binding.CLAIM),
    Row("GET", "/v1/documents/{document_id}", READERS, Binding.DOCUMENT),
    Row("GET", "/v1/documents/{document_id}/pages/{page}.png", READERS, Binding.DOCUMENT),
    Row("GET", "/v1/documents/{document_id}/events", READERS, Binding.DOCUMENT),
    Row("GET", "/v1/me", EVERYONE, Binding.ROLE),
    Row("GET", "/healthz", PUBLIC, Binding.PUBLIC),
    Row("GET", "/readyz", PUBLIC, Binding.PUBLIC),
    Row("GET", "/v1/openapi.json", PUBLIC, Binding.PUBLIC),
    Row("GET", "/", PUBLIC, Binding.PUBLIC),
    Row("GET", "/enter", PUBLIC, Binding.PUBLIC),
    Row("GET", "/cases/{claim_no}", PUBLIC, Binding.PUBLIC),  # a frame without data; its script asks /v1
    Row("POST", "/session", PUBLIC, Binding.PUBLIC),  # takes a token and gives a cookie
    Row("POST", "/session/end", PUBLIC, Binding.PUBLIC),
)

BY_ROUTE = {(row.method, row.path): row for row in TABLE}
