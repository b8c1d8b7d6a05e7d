"""Who may call what: one row a route. A route without a row stops the start and fails a test.

Here: method, path, roles, and what binds the caller to the object. Not here: looking at the object (binding.py).
"""

from dataclasses import dataclass
from enum import StrEnum

from intake.access.who import Role

SUBMITTER = frozenset({Role.SUBMITTER})
CORE = frozenset({Role.CORE_SYSTEM})
REVIEWERS = frozenset({Role.HANDLER, Role.SECOND_REVIEWER})
HANDLER = frozenset({Role.HANDLER})
SECOND = frozenset({Role.SECOND_REVIEWER})
RISK = frozenset({Role.RISK_OFFICER})
PAYOUT = frozenset({Role.PAYOUT_SYSTEM})
FINANCE = frozenset({Role.AGENCY_FINANCE})
SECURITY = frozenset({Role.SECURITY_ADMIN})
WATCHERS = frozenset({Role.RISK_OFFICER, Role.AUDITOR})
HEADS = frozenset({Role.SECOND_REVIEWER, Role.RISK_OFFICER, Role.AUDITOR, Role.ADMIN})
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
    Row("POST", "/v1/uploads", SUBMITTER, Binding.CLAIM),  # the claim is named in Upload-Metadata
    Row("GET", "/v1/uploads/{upload_id}", SUBMITTER, Binding.DOCUMENT),  # HEAD too; the caller's own side's
    Row("PATCH", "/v1/uploads/{upload_id}", SUBMITTER, Binding.DOCUMENT),
    Row("GET", "/v1/claims/{claim_no}/notice", SUBMITTER, Binding.CLAIM),
    Row("GET", "/v1/claims/{claim_no}/verdict", READERS | CORE | frozenset({Role.PAYOUT_SYSTEM}), Binding.CLAIM),
    Row("GET", "/v1/documents/{document_id}", READERS, Binding.DOCUMENT),
    Row("GET", "/v1/documents/{document_id}/pages/{page}.png", READERS, Binding.DOCUMENT),
    Row("GET", "/v1/documents/{document_id}/events", READERS, Binding.DOCUMENT),
    Row("POST", "/v1/verdicts:evaluate", PAYOUT, Binding.ROLE),
    Row("POST", "/v1/accounts:digest", PAYOUT, Binding.ROLE),
    Row("POST", "/v1/gate:reserve", PAYOUT, Binding.ROLE),
    Row("POST", "/v1/gate:consume", PAYOUT, Binding.ROLE),
    Row("POST", "/v1/gate:release", PAYOUT, Binding.ROLE),
    Row("POST", "/v1/gate:settled", PAYOUT, Binding.ROLE),
    Row("POST", "/v1/gate:returned", PAYOUT, Binding.ROLE),
    Row("POST", "/v1/gate:retry", PAYOUT, Binding.ROLE),
    Row("POST", "/v1/gate:give_up", PAYOUT, Binding.ROLE),
    Row("POST", "/v1/gate:cancel", PAYOUT, Binding.ROLE),
    Row("POST", "/v1/gate:reconciled", FINANCE, Binding.ROLE),
    Row("POST", "/v1/gate:recovered", FINANCE, Binding.ROLE),
    Row("POST", "/v1/freezes", RISK, Binding.ROLE),
    Row("POST", "/v1/freezes/{freeze_id}/lift", SECOND, Binding.CLAIM),
    Row("POST", "/v1/claims/{claim_no}/objections", SUBMITTER | HANDLER, Binding.CLAIM),
    Row("GET", "/v1/flags", REVIEWERS, Binding.ROLE),  # the queue of the caller's office
    Row("POST", "/v1/flags/{flag_id}/take", REVIEWERS, Binding.CLAIM),
    Row("POST", "/v1/flags/{flag_id}/close", REVIEWERS, Binding.CLAIM),
    Row("POST", "/v1/flags/{flag_id}/escalate", HANDLER, Binding.CLAIM),
    Row("PUT", "/v1/documents/{document_id}/fields/{name}", HANDLER, Binding.DOCUMENT),
    Row("POST", "/v1/claims/{claim_no}/decisions", HANDLER, Binding.CLAIM),
    Row("POST", "/v1/decisions/{decision_id}/confirm", SECOND, Binding.CLAIM),
    Row("POST", "/v1/decisions/{decision_id}/return", SECOND, Binding.CLAIM),
    Row("POST", "/v1/decisions/{decision_id}/retract", HANDLER, Binding.CLAIM),
    Row("POST", "/v1/claims/{claim_no}/submit", SUBMITTER, Binding.CLAIM),
    Row("POST", "/v1/claims/{claim_no}/gap", HANDLER, Binding.CLAIM),
    Row("POST", "/v1/claims/{claim_no}/suspend", HANDLER | RISK, Binding.CLAIM),
    Row("POST", "/v1/claims/{claim_no}/resume", SECOND, Binding.CLAIM),
    Row("POST", "/v1/claims/{claim_no}/reopen", SECOND, Binding.CLAIM),
    Row("POST", "/v1/documents/{document_id}/contest", SUBMITTER, Binding.DOCUMENT),
    Row("POST", "/v1/documents/{document_id}/withdraw", SUBMITTER, Binding.DOCUMENT),
    Row("POST", "/v1/documents/{document_id}/replace", SUBMITTER, Binding.DOCUMENT),
    Row("POST", "/v1/documents/{document_id}/return", HANDLER, Binding.DOCUMENT),
    Row("POST", "/v1/documents/{document_id}/reject", REVIEWERS, Binding.DOCUMENT),
    Row("POST", "/v1/documents/{document_id}/release", SECURITY, Binding.DOCUMENT),
    Row("GET", "/v1/obligations", SUBMITTER | REVIEWERS | RISK | FINANCE, Binding.ROLE),  # the caller's own duties
    Row("POST", "/v1/obligations/{obligation_id}/report", SUBMITTER, Binding.CLAIM),
    Row("POST", "/v1/obligations/{obligation_id}/proof", SUBMITTER, Binding.CLAIM),
    Row("POST", "/v1/obligations/{obligation_id}/accept", SECOND, Binding.CLAIM),
    Row("POST", "/v1/obligations/{obligation_id}/settle", SECOND, Binding.CLAIM),
    Row("POST", "/v1/obligations/{obligation_id}/return", HANDLER, Binding.CLAIM),
    Row("POST", "/v1/obligations/{obligation_id}/deny", SUBMITTER, Binding.CLAIM),
    Row("POST", "/v1/obligations/{obligation_id}/recover", RISK, Binding.CLAIM),
    Row("POST", "/v1/obligations/{obligation_id}/paid_back", FINANCE, Binding.CLAIM),
    Row("POST", "/v1/obligations/{obligation_id}/court_closed", FINANCE, Binding.CLAIM),
    Row("POST", "/v1/links", HANDLER, Binding.CLAIM),  # of the claim that the body names
    Row("DELETE", "/v1/links/{link_id}", HANDLER, Binding.CLAIM),
    Row("GET", "/v1/me", EVERYONE, Binding.ROLE),
    Row("GET", "/healthz", PUBLIC, Binding.PUBLIC),
    Row("GET", "/readyz", PUBLIC, Binding.PUBLIC),
    Row("GET", "/v1/openapi.json", PUBLIC, Binding.PUBLIC),
    Row("GET", "/.well-known/jwks.json", PUBLIC, Binding.PUBLIC),  # public keys, for whoever checks a signed verdict
    Row("GET", "/", PUBLIC, Binding.PUBLIC),
    Row("GET", "/enter", PUBLIC, Binding.PUBLIC),
    Row("GET", "/overview", HEADS, Binding.ROLE),  # counts; of the own office where the role has one
    Row("GET", "/overview.csv", HEADS, Binding.ROLE),
    Row("GET", "/cases/{claim_no}", READERS, Binding.CLAIM),
    Row("GET", "/cases/{claim_no}/notice", SUBMITTER, Binding.CLAIM),
    Row("GET", "/cases/{claim_no}/signature.png", SUBMITTER, Binding.CLAIM),  # the worker's own, nobody else's
    Row("POST", "/cases/{claim_no}/documents", SUBMITTER, Binding.CLAIM),
    Row("POST", "/cases/{claim_no}/submit", SUBMITTER, Binding.CLAIM),
    Row("POST", "/cases/{claim_no}/objection", SUBMITTER, Binding.CLAIM),
    Row("GET", "/documents/{document_id}", READERS, Binding.DOCUMENT),
    Row("POST", "/documents/{document_id}/contest", SUBMITTER, Binding.DOCUMENT),
    Row("POST", "/documents/{document_id}/replace", SUBMITTER, Binding.DOCUMENT),
    Row("POST", "/documents/{document_id}/withdraw", SUBMITTER, Binding.DOCUMENT),
    Row("GET", "/deadlines", SUBMITTER, Binding.ROLE),  # the caller's own duties
    Row("POST", "/deadlines/{obligation_id}/report", SUBMITTER, Binding.CLAIM),
    Row("POST", "/deadlines/{obligation_id}/proof", SUBMITTER, Binding.CLAIM),
    Row("POST", "/deadlines/{obligation_id}/deny", SUBMITTER, Binding.CLAIM),
    Row("GET", "/queue", REVIEWERS, Binding.ROLE),  # of the caller's office
    Row("POST", "/queue/{flag_id}/take", HANDLER, Binding.CLAIM),
    Row("POST", "/queue/{flag_id}/say", REVIEWERS, Binding.CLAIM),
    Row("GET", "/cases/{claim_no}/review", REVIEWERS, Binding.CLAIM),
    Row("GET", "/cases/{claim_no}/people", REVIEWERS, Binding.CLAIM),
    Row("POST", "/cases/{claim_no}/links", HANDLER, Binding.CLAIM),  # the link is in this answer only
    Row("POST", "/links/{link_id}/revoke", HANDLER, Binding.CLAIM),
    Row("POST", "/cases/{claim_no}/heard", HANDLER, Binding.CLAIM),  # an objection by telephone or at the counter
    Row("POST", "/freezes/{freeze_id}/lift", SECOND, Binding.CLAIM),
    Row("GET", "/cases/{claim_no}/decide", HANDLER, Binding.CLAIM),
    Row("POST", "/cases/{claim_no}/decide", HANDLER, Binding.CLAIM),
    Row("GET", "/decisions/{decision_id}", REVIEWERS, Binding.CLAIM),
    Row("POST", "/decisions/{decision_id}/confirm", SECOND, Binding.CLAIM),
    Row("POST", "/decisions/{decision_id}/return", SECOND, Binding.CLAIM),
    Row("POST", "/decisions/{decision_id}/retract", HANDLER, Binding.CLAIM),
    Row("GET", "/documents/{document_id}/review", REVIEWERS, Binding.DOCUMENT),
    Row("GET", "/recheck", HANDLER, Binding.ROLE),  # of the caller's office
    Row("POST", "/documents/{document_id}/recheck", HANDLER, Binding.DOCUMENT),
    Row("POST", "/documents/{document_id}/key", HANDLER, Binding.DOCUMENT),
    Row("POST", "/documents/{document_id}/give_back", HANDLER, Binding.DOCUMENT),
    Row("POST", "/documents/{document_id}/reject", REVIEWERS, Binding.DOCUMENT),
    Row("POST", "/documents/{document_id}/reveal", REVIEWERS, Binding.DOCUMENT),  # logged, with a reason
    Row("POST", "/language", PUBLIC, Binding.PUBLIC),
    Row("POST", "/session", PUBLIC, Binding.PUBLIC),  # takes a token and gives a cookie
    Row("POST", "/session/link", PUBLIC, Binding.PUBLIC),  # takes a one-time link's token and digits, gives a cookie
    Row("POST", "/session/demo", PUBLIC, Binding.PUBLIC),  # fictional people, on the own machine only
    Row("GET", "/login", PUBLIC, Binding.PUBLIC),  # off to the identity provider
    Row("GET", "/login/callback", PUBLIC, Binding.PUBLIC),
    Row("POST", "/session/end", PUBLIC, Binding.PUBLIC),
)

BY_ROUTE = {(row.method, row.path): row for row in TABLE}
