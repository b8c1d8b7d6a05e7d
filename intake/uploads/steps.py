"""What people do to a paper: contest, withdraw, replace, return, reject, release (DOMAIN §6, document).

Here: each event with its step, the claim judged again in the same transaction, so that flags become moot and decisions
stale at once. Not here: what reading leads to (results.py), HTTP (endpoints.py). A file that holds several papers is
taken back or replaced as a whole.
"""

from collections.abc import Sequence
from dataclasses import replace as changed
from datetime import datetime

from sqlalchemy.orm import Session

from intake.access.opening import open_document, subject_digest
from intake.access.who import Role, Who
from intake.casefile import load_case
from intake.claims.progress import progress_case
from intake.presenting.shapes import Json
from intake.problems import Refusal
from intake.standings import refresh
from intake.uploads.multipart import FilePart
from intake.uploads.service import Offer, answer_of, request_key, store_parts
from intake.wiring import Service
from storage import jobs
from storage.records import claims, documents, idempotency, payouts, steps, uploads
from storage.records.claims import Claim
from storage.records.documents import Document
from storage.records.idempotency import Answer
from storage.records.steps import Step
from validators.lifecycle import DOCUMENT, WrongState, advance
from validators.standing import THIRD_PARTIES
from validators.touching import Target, cites

PROPOSED = "reject_proposed"


def contest(service: Service, session: Session, who: Who, document_id: str, reason: str) -> Json:
    """The submitter says that the machine is wrong: always possible, and a person looks (INV-15)."""
    document, _ = _open(service, session, who, document_id)
    return _act(service, session, who, document, "contest", reason)


def give_back(service: Service, session: Session, who: Who, document_id: str, reason: str) -> Json:
    """A handler sends a paper back to its side, who may replace it or contest."""
    document, _ = _open(service, session, who, document_id)
    _refuse_uploader(service, who, document)
    return _act(service, session, who, document, "return", reason)


def release(service: Service, session: Session, who: Who, document_id: str, reason: str) -> Json:
    """Let a paper out of quarantine: it is read like every other."""
    document, _ = _open(service, session, who, document_id)
    answer = _act(service, session, who, document, "release", reason)
    jobs.enqueue(session, document.id, service.clock())
    return answer


def reject(service: Service, session: Session, who: Who, document_id: str, reason: str) -> Json:
    """A handler proposes; only another person's word, a second reviewer's, rejects the paper."""
    document, _ = _open(service, session, who, document_id)
    _refuse_uploader(service, who, document)
    _next(document, "reject", Role.SECOND_REVIEWER)
    if who.role is Role.HANDLER:
        _log(service, session, who, document, PROPOSED, document.state, reason, service.clock())
        return {"id": document.id, "state": document.state, "proposed": True}
    proposal = rejection_of(service, session, document)
    if proposal is None:
        raise Refusal("WRONG_STATE")
    if proposal.by == subject_digest(service, who):
        raise Refusal("GATE_REFUSES", more={"code": "G-008"})
    return _act(service, session, who, document, "reject", reason)


def withdraw(service: Service, session: Session, who: Who, document_id: str, reason: str) -> Json:
    """A side takes its file back, unless money has gone out that rests on it."""
    document, claim = _open(service, session, who, document_id)
    papers = _file_of(session, document)
    if _was_used(service, session, claim, papers):
        raise Refusal("WRONG_STATE")
    state = _move_file(service, session, who, document, papers, "withdraw", reason)
    _settle(service, session, claim.claim_no)
    return {"id": document.id, "state": state}


def replace(
    service: Service, who: Who, document_id: str, offer: Offer, files: Sequence[FilePart], kinds: Sequence[str]
) -> Answer:
    """Keep a new version in place of a side's file; the old one is superseded in the same transaction."""
    with service.database.read() as session:
        old, _ = open_document(service, session, who, document_id)
    offer = changed(offer, kind=offer.kind or old.declared)
    upload = changed(store_parts(service, who, offer, files, kinds, old.side), replaces=old.parent or old.id)
    with service.database.write() as session:
        key = request_key(service, who, "replace", document_id, offer, upload)
        return idempotency.once(
            session,
            service.vault,
            key,
            service.clock(),
            lambda: _supersede(service, session, who, document_id, upload),
        )


def _supersede(service: Service, session: Session, who: Who, document_id: str, upload: uploads.NewUpload) -> Answer:
    """The old version goes first, so that the same pages may be sent once more."""
    document, claim = _open(service, session, who, document_id)
    assert upload.replaces is not None
    _move_file(service, session, who, document, _file_of(session, document), "replaced", None)
    kept = uploads.add(session, service.vault, upload, service.clock())
    _settle(service, session, claim.claim_no)
    return answer_of(session, kept, replaces=upload.replaces)


def _act(service: Service, session: Session, who: Who, document: Document, event: str, reason: str) -> Json:
    state = _move(service, session, who, document, event, reason, service.clock())
    _settle(service, session, document.claim_no)
    return {"id": document.id, "state": state}


def _settle(service: Service, session: Session, claim_no: str) -> None:
    now = service.clock()
    refresh(service, session, claim_no, now)
    progress_case(service, session, claim_no, now)


def _open(service: Service, session: Session, who: Who, document_id: str) -> tuple[Document, Claim]:
    """Give a paper that is the caller's to see, as it stands under the claim's lock."""
    document, claim = open_document(service, session, who, document_id)
    claims.lock(session, claim.claim_no)
    return documents.find(session, document_id) or document, claim


def _file_of(session: Session, document: Document) -> tuple[Document, ...]:
    """Give all papers of a paper's file, in their order."""
    root = document.parent or document.id
    found = (documents.find(session, one) for one in (root, *documents.children_of(session, root)))
    return tuple(one for one in found if one is not None)


def _move_file(
    service: Service,
    session: Session,
    who: Who,
    named: Document,
    papers: Sequence[Document],
    event: str,
    reason: str | None,
) -> str:
    """Move a whole file by one event; papers of it that have ended stay as they are, the named one may not have."""
    to, now = _next(named, event, who.role), service.clock()
    for paper in papers:
        if paper.state not in DOCUMENT.final:
            _move(service, session, who, paper, event, reason, now)
    return to


def _move(
    service: Service, session: Session, who: Who, document: Document, event: str, reason: str | None, now: datetime
) -> str:
    to = _next(document, event, who.role)
    documents.move(session, document.id, document.state, to, now)
    _log(service, session, who, document, event, to, reason, now)
    return to


def _next(document: Document, event: str, actor: str) -> str:
    try:
        return advance(DOCUMENT, document.state, event, actor)
    except WrongState:
        raise Refusal("WRONG_STATE") from None


def _log(
    service: Service,
    session: Session,
    who: Who,
    document: Document,
    event: str,
    to: str,
    reason: str | None,
    now: datetime,
) -> None:
    by = subject_digest(service, who)
    step = Step("document", document.id, document.claim_no, event, document.state, to, who.role, by, reason)
    steps.append(session, service.vault, step, now)


def _refuse_uploader(service: Service, who: Who, document: Document) -> None:
    """Who brought a paper does not judge it (INV-09)."""
    if document.uploader_digest == subject_digest(service, who):
        raise Refusal("GATE_REFUSES", more={"code": "G-008"})


def rejection_of(service: Service, session: Session, document: Document) -> Step | None:
    """Give the proposal to reject the paper, by whom and why; it ends as soon as the paper has moved."""
    kept = steps.of_thing(session, service.vault, "document", document.id)
    if not kept or kept[-1].step.event != PROPOSED or kept[-1].at < document.updated_at:
        return None
    return kept[-1].step


def _was_used(service: Service, session: Session, claim: Claim, papers: Sequence[Document]) -> bool:
    """Say whether money has gone out on a third party's leg that one of the papers reaches."""
    consumed = payouts.of_claim(session, claim.claim_no, (payouts.CONSUMED,))
    targets = {Target(one.item, one.payee) for one in consumed if one.payee in THIRD_PARTIES}
    if not targets:
        return False
    case = load_case(service, session, claim)
    places = [place for paper in papers if (place := case.position(paper.id)) is not None]
    return any(cites(place, target, case.readings) for place in places for target in targets)
