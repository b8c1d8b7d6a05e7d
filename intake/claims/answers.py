"""What the routes of claims answer and refuse, for the API's description.

Here: shapes of answers, the claim record as a body. Not here: the routes (endpoints.py), parsing (schemas.py), what is
shown to whom (presenting.records).
"""

from collections.abc import Mapping
from typing import Annotated, Literal

from intake.claims.schemas import Card, ClaimNumber, RecordPart
from intake.openapi.said import JSON, Answer, Day, Fen, Route, Said, Schema, Success, ok, states
from validators.lifecycle import CASE, DOCUMENT
from validators.model.codes import DocumentKind, Payee

CaseState = Annotated[str, states(CASE)]
BAD = ("BAD_RECORD", "FICTIONAL_NUMBER")


class ClaimRecord(RecordPart):
    """A claim as the core system knows it. Members that are not listed are ignored and named in `warnings`."""


class NewClaimRecord(RecordPart):
    """A new claim: the record with its number. Members that are not listed are ignored and named in `warnings`."""

    claim_no: ClaimNumber


class ClaimKept(Answer):
    """A record that is kept; `warnings` name members and words that we do not know."""

    claim_no: str
    state: CaseState
    revision: int
    warnings: list[str]


class WorkerShown(Answer):
    """The worker; a submitter sees the number masked, a firm no card."""

    name: str
    id_no: str
    card: Card | None = None
    passbook_exception: bool = False


class EmployerShown(Answer):
    """The employer; a firm sees its account masked, a worker or relative none."""

    name: str
    uscc: str | None
    account: str | None = None
    bank: str | None = None
    legal_representative: str | None = None


class RelativeShown(Answer):
    """A relative; a worker or relative sees masked name and relation only, a firm none."""

    name: str
    relation: str | None
    id_no: str | None = None
    supported: bool | None = None
    minor: bool | None = None
    living: bool = True
    incapable: bool = False
    guardian: str | None = None
    card: Card | None = None
    passbook_exception: bool = False
    kinship_proven: bool = False


class ItemShown(Answer):
    """One benefit item."""

    code: str
    approved_fen: Fen
    claimed_advance_fen: Fen | None
    remainder_to: Payee | None


class SettledShown(Answer):
    """What the fund had paid before."""

    item: str | None
    received_fen: Fen
    verified_advance_fen: Fen | None
    credited_on: Day | None


class AllocationShown(Answer):
    """One relative's share of one item."""

    item: str
    relative: int
    fen: Fen


class RecordShown(Answer):
    """The record as this caller may see it."""

    claim_no: str
    kind: Literal["living", "death"]
    filed_on: Day | None
    worker: WorkerShown
    employer: EmployerShown
    injury_date: Day
    death_date: Day | None
    items: list[ItemShown]
    decision_no: str | None
    dispute_recorded: bool | None = None
    relatives: list[RelativeShown] | None = None
    settled: tuple[SettledShown, ...] = ()
    allocation: list[AllocationShown] | None = None
    office: str | None = None
    city: str | None = None


class DocumentListed(Answer):
    """A document of the claim that the caller may see."""

    id: str
    kind: DocumentKind | None
    state: Annotated[str, states(DOCUMENT)]
    parent: str | None


class ClaimShown(Answer):
    """A claim with its record and documents."""

    claim_no: str
    state: CaseState
    revision: int
    record: RecordShown
    documents: list[DocumentListed]


class CaseSubmitted(Answer):
    """Where the case stands now."""

    claim_no: str
    state: CaseState


class CaseMoved(CaseSubmitted):
    """Where the case stands now; `id` is the claim's number."""

    id: str


def _record(name: str) -> Schema:
    return {"required": True, "content": {JSON: {"schema": {"$ref": f"#/components/schemas/{name}"}}}}


_STEP = Said(ok("Done.", CaseMoved), refuses=("WRONG_STATE",), keyed=True)

SAID: Mapping[Route, Said] = {
    ("POST", "/v1/claims"): Said(
        {201: Success("The claim is registered.", (ClaimKept,), ("Location?",))},
        refuses=("CLAIM_EXISTS", "CLAIM_NO_MISSING", *BAD),
        body=_record("NewClaimRecord"),
        records={"NewClaimRecord": NewClaimRecord},
    ),
    ("PUT", "/v1/claims/{claim_no}"): Said(
        ok("The record is replaced and everything judged afresh.", ClaimKept),
        refuses=("CLAIM_NO_DIFFERS", *BAD),
        body=_record("ClaimRecord"),
        records={"ClaimRecord": ClaimRecord},
    ),
    ("GET", "/v1/claims/{claim_no}"): Said(ok("The claim as the caller may see it.", ClaimShown)),
    ("POST", "/v1/claims/{claim_no}/submit"): Said(
        ok("Handed in.", CaseSubmitted), refuses=("WRONG_STATE",), keyed=True
    ),
    ("POST", "/v1/claims/{claim_no}/gap"): _STEP,
    ("POST", "/v1/claims/{claim_no}/suspend"): _STEP,
    ("POST", "/v1/claims/{claim_no}/resume"): _STEP,
    ("POST", "/v1/claims/{claim_no}/reopen"): _STEP,
}
