"""One-time links: issued by a handler for one person of one claim, opened once with the last digits of the ID number.

Here: who may get one, and what a try comes to. Not here: rows and counting (storage.records.entry_links), HTTP. A token
is in the answer that issues it and in the fragment of its address; nothing here logs it, and no digits either.
"""

import re
import unicodedata
from datetime import timedelta

import structlog
from sqlalchemy.orm import Session

from intake.access.opening import open_claim, open_head, subject_digest
from intake.access.sessions import Source, begin
from intake.access.who import Bound, Role, Who
from intake.links.schemas import LinkBody
from intake.people import PURPOSE as PERSON
from intake.presenting.shapes import Json
from intake.problems import Refusal
from intake.wiring import Service
from storage.records import claims, entry_links, page_sessions, steps
from storage.records.entry_links import Link, Outcome
from storage.records.steps import Step
from storage.vault import Vault
from validators.model.claim import ClaimRecord

log = structlog.get_logger()
ASKED = 4  # digits of the ID number, the last of which may be an X
DIGITS = re.compile(rf"[0-9]{{{ASKED - 1}}}[0-9X]")


def issue(service: Service, session: Session, who: Who, body: LinkBody, base: str) -> Json:
    """Make a link for one person of a claim; the token is in this answer and nowhere else."""
    claim = open_claim(service, session, who, body.claim_no)
    id_no = _id_of(claim.record, body.relative)
    now, by = service.clock(), subject_digest(service, who)
    ends = now + timedelta(hours=body.hours)
    person = _person(service.vault, id_no)
    link_id, token = entry_links.issue(session, service.vault, claim.claim_no, person, id_no[-ASKED:], by, now, ends)
    link = Link(link_id, claim.claim_no, person, ends, wrong_tries=0, used=False, revoked=False)
    _note(service, session, link, "issue", who.role, by)
    return {"id": link_id, "url": f"{base}/enter#link={token}", "expires_at": ends.strftime("%Y-%m-%dT%H:%M:%SZ")}


def revoke(service: Service, session: Session, who: Who, link_id: str) -> Json:
    """Make a link worthless, and end the session that it opened."""
    link = entry_links.find(session, link_id)
    if link is None:
        raise Refusal("NOT_FOUND")
    open_head(service, session, who, link.claim_no)
    now, by = service.clock(), subject_digest(service, who)
    if entry_links.revoke(session, link_id, by, now):
        _note(service, session, link, "revoke", who.role, by)
    page_sessions.end_of_link(session, link_id, now)
    return {"id": link_id, "state": "REVOKED"}


def enter_by_link(service: Service, token: str, digits: str) -> str:
    """Open a session with a link, or refuse; a wrong try is kept whatever else happens."""
    asked = unicodedata.normalize("NFKC", digits).strip().upper()
    if not DIGITS.fullmatch(asked):
        raise Refusal("BAD_VALUE", f"请输入身份证号码的最后 {ASKED} 位（最后一位可能是 X）。", {"field": "digits"})
    word: str | None = None
    with service.database.write() as session:
        outcome, link = entry_links.attempt(session, service.vault, token, asked, service.clock())
        if link is not None and outcome is Outcome.OPENED:
            word = _open(service, session, link)
        elif link is not None and not link.tries_left:
            _note(service, session, link, "tried_out", "nobody", None)
            log.warning("link.tried_out", link=link.id)
    if word is not None:
        return word
    if outcome is Outcome.WRONG and link is not None and link.tries_left:
        left = link.tries_left
        raise Refusal("WRONG_DIGITS", f"与登记的不一致，请核对后再试，还可以试 {left} 次。", {"left": left})
    raise Refusal("LINK_OVER")


def _open(service: Service, session: Session, link: Link) -> str | None:
    """Open the session of a link's person, if the claim's record still has that person."""
    claim = claims.find(session, service.vault, link.claim_no)
    if claim is None or link.person_digest not in names_of(service.vault, claim.record):
        return None
    who = Who(
        f"person-{link.person_digest[:32]}", Role.SUBMITTER, Bound(claim=link.claim_no, person=link.person_digest)
    )
    _note(service, session, link, "open", who.role, subject_digest(service, who))
    return begin(service, session, who, Source.LINK, link.expires_at, link.id)


def _id_of(record: ClaimRecord, relative: int | None) -> str:
    """The ID number of the person whom a link is for; without one nobody could prove to be that person."""
    if relative is None:
        if record.death:
            raise Refusal("BAD_VALUE", "职工已故，请写明是哪一位亲属（relative）。", {"field": "relative"})
        return record.worker.id_no.strip().upper()
    relatives = record.relatives or ()
    if relative >= len(relatives) or not relatives[relative].living:
        raise Refusal("BAD_VALUE", "案件记录里没有这位亲属。", {"field": "relative"})
    id_no = (relatives[relative].id_no or "").strip().upper()
    if not may_be_asked(id_no):
        said = "案件记录里没有这位亲属的身份证号码，请先补登，或请到窗口办理。"
        raise Refusal("BAD_VALUE", said, {"field": "relative"})
    return id_no


def _person(vault: Vault, id_no: str) -> str:
    return vault.digest(id_no.strip().upper(), PERSON)


def people_of(record: ClaimRecord) -> tuple[tuple[int | None, str, str | None], ...]:
    """Give everybody of a claim who may come in by link: place among the relatives, name, ID number if known."""
    relatives = enumerate(record.relatives or ())
    worker = () if record.death else ((None, record.worker.name, record.worker.id_no),)
    return (*worker, *((place, one.name, one.id_no) for place, one in relatives if one.living))


def names_of(vault: Vault, record: ClaimRecord) -> dict[str, str]:
    """Name the people of a claim by the keyed digests that links carry."""
    return {_person(vault, number): name for _, name, number in people_of(record) if number}


def may_be_asked(number: str | None) -> bool:
    """Say whether a person has digits that a link can ask for."""
    return DIGITS.fullmatch((number or "").strip().upper()[-ASKED:]) is not None


def _note(service: Service, session: Session, link: Link, event: str, actor: str, by: str | None) -> None:
    step = Step("link", link.id, link.claim_no, event, "-", event.upper(), actor, by, None)
    steps.append(session, service.vault, step, service.clock())
