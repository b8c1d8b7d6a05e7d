"""Tokens: reserving a part, taking it once, giving it back, and what the bank says afterwards (DOMAIN §6.3).

Here: each event of a payment in its own transaction, under the claim's lock. Not here: whether money may go
(validators.standing), HTTP (endpoints.py). Whatever is unknown, late or broken is HOLD or REFUSED.
"""

import json
from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from intake.access.opening import subject_digest
from intake.access.who import Who
from intake.circumstances import circumstances_of
from intake.gate.schemas import ReserveBody
from intake.gate.service import UNKNOWN_CLAIM, as_utc
from intake.legal_day import legal_day
from intake.presenting.shapes import Json
from intake.problems import Refusal
from intake.standings import account_digest, drop_stale, ensure
from intake.wiring import Service
from storage.faults import WrongState as RowTaken
from storage.records import claims, payouts, steps
from storage.records.payouts import Payout
from storage.records.steps import Step
from validators.duties import last_credit_day
from validators.lifecycle import PAYOUT_NOTICE, WrongState, advance
from validators.model.codes import LegStatus, Payee
from validators.model.standing import PayAnswer, PayQuestion, Spent, Standing
from validators.standing import NOBODY, ask_payment

RESERVED_FOR = timedelta(hours=24)  # one batch day
NO_SUCH_TOKEN = "G-006"  # one leg, one token: what is not this token's to take stays shut # noqa: S105
_WORDS = {LegStatus.OPEN: "ALLOW", LegStatus.HOLD: "HOLD", LegStatus.DENY: "DENY"}


def digest_account(service: Service, account: str, holder: str) -> Json:
    """The keyed digest of an account that will really be paid; nothing of it is kept."""
    if not any(sign.isdigit() for sign in account):
        raise Refusal("BAD_REQUEST")
    return {"account_digest": account_digest(service, account, holder)}


def reserve(service: Service, session: Session, body: ReserveBody) -> Json:
    """Answer one row of a batch; ALLOW comes with the token that alone can take the money."""
    now = service.clock()
    digest = service.vault.digest(json.dumps(body.model_dump(), sort_keys=True), "batch-request")
    if claims.find_head(session, body.claim_no) is None:
        return _answer(PayAnswer(LegStatus.HOLD, (UNKNOWN_CLAIM,)))
    claims.lock(session, body.claim_no)
    earlier = payouts.of_batch_row(session, service.vault, body.batch_row)
    if earlier is not None:
        return _again(service, session, earlier, digest)
    # Only a person's part has a beneficiary; a third party's is the same part whatever stands beside it.
    payee, whose = Payee(body.payee), body.beneficiary if body.payee == Payee.PERSON else None
    question = PayQuestion(body.item, payee, body.amount_fen, body.account_digest, whose)
    answer, standing = _ask(service, session, body.claim_no, question, now, leaving_out=None)
    if answer.status is not LegStatus.OPEN:
        return _answer(answer)
    if payee is Payee.PERSON:
        question = replace(question, beneficiary=answer.beneficiary)
    person = None if question.beneficiary is None else standing.people[question.beneficiary]
    until, key = now + RESERVED_FOR, (body.batch_row, digest)
    try:
        token = payouts.reserve(
            session, service.vault, body.claim_no, question, answer.decision, *key, until, now, person
        )
    except RowTaken:
        raise Refusal("IDEMPOTENCY_MISMATCH") from None  # the same row came for another claim at this moment
    return _answer(answer, token, until)


def consume(service: Service, session: Session, who: Who, token: str) -> Json:
    """Take the money of a token once, if at this very moment it may still go."""
    payout = _of_token(service, session, token)
    if payout is None or payout.state != payouts.RESERVED:
        return refused(NO_SUCH_TOKEN)
    now = service.clock()
    if payout.expires_at <= now:
        payouts.move(session, service.vault, payout, now, state=payouts.EXPIRED)
        return refused(NO_SUCH_TOKEN)
    answer, standing = _ask_again(service, session, payout, now)
    if answer.status is not LegStatus.OPEN:
        return refused(answer.codes[0] if answer.codes else NO_SUCH_TOKEN)
    if answer.decision != payout.decision_id:
        return refused("G-002")
    returned = _returned_before(session, payout)
    ground = standing.ground(payout.item, payout.payee)
    payouts.move(
        session,
        service.vault,
        payout,
        now,
        state=payouts.CONSUMED,
        notice="ANNOUNCED",
        verified_fen=None if ground is None else ground.verified_fen,
        continues=None if returned is None else returned.id,
    )
    if returned is not None:
        _log(service, session, who, returned, "retry", "RETURNED", "ANNOUNCED", None, now)
    step = Step(
        "gate", payout.id, payout.claim_no, "consume", "OPEN", "CONSUMED", who.role, subject_digest(service, who)
    )
    steps.append(session, service.vault, step, now)
    return OK


def release(service: Service, session: Session, token: str) -> Json:
    """Drop a row from the batch: its part is free again. Releasing twice is no fault."""
    payout = _of_token(service, session, token)
    if payout is None or payout.state not in (payouts.RESERVED, payouts.RELEASED, payouts.EXPIRED):
        return refused(NO_SUCH_TOKEN)
    if payout.state == payouts.RESERVED:
        payouts.move(session, service.vault, payout, service.clock(), state=payouts.RELEASED)
    return OK


def settle(service: Service, session: Session, who: Who, token: str, credited_on: date) -> tuple[Json, Payout | None]:
    """The bank credited the money; gives the settled payment, which may open a duty."""
    now = service.clock()
    payout = _of_token(service, session, token)
    if payout is not None and payout.notice == "SETTLED" and payout.credited_on == credited_on:
        return OK, None
    _needs_credit_day(service, session, payout, credited_on, now)
    moved = _announce(service, session, who, payout, "bank_ok", None, now, credited_on=credited_on)
    if moved is None:
        return refused(NO_SUCH_TOKEN), None
    return OK, replace(moved, credited_on=credited_on)


def _needs_credit_day(
    service: Service, session: Session, payout: Payout | None, credited_on: date, now: datetime
) -> None:
    """The month for passing on begins with this day: one before the injury or far ahead is a slip, to be told."""
    claim = None if payout is None else claims.find(session, service.vault, payout.claim_no)
    if claim is not None and not claim.record.injury_date <= credited_on <= last_credit_day(legal_day(now)):
        raise Refusal("BAD_VALUE", more={"field": "credit_date"})


def money_back(
    service: Service, session: Session, who: Who, token: str, event: str, reason: str | None
) -> tuple[Json, Payout | None]:
    """The bank sent the money back, or the row was cancelled or recovered: it is not paid any more.

    Gives the payment, whose duty may end.
    """
    payout = _of_token(service, session, token)
    now = service.clock()
    moved = _announce(service, session, who, payout, event, reason, now, state=payouts.BACK)
    if moved is None:
        return refused(NO_SUCH_TOKEN), None
    # A decision is spared while its money is out; now that it is back, what changed meanwhile counts again.
    claim = claims.find(session, service.vault, moved.claim_no)
    assert claim is not None
    drop_stale(service, session, claim, ensure(service, session, moved.claim_no, now), now)
    return OK, moved


def retry(service: Service, session: Session, who: Who, token: str, new_token: str | None) -> Json:
    """Announce a returned payment again under the new token that was reserved for its part."""
    old = _of_token(service, session, token)
    if old is not None and old.state == payouts.RESERVED and new_token is None:
        return consume(service, session, who, token) if _returned_before(session, old) else refused(NO_SUCH_TOKEN)
    if old is None or old.notice != "RETURNED":
        return refused(NO_SUCH_TOKEN)
    live = payouts.of_claim(session, old.claim_no, (payouts.RESERVED,))
    fresh = [one for one in live if _part(one) == _part(old) and one.expires_at > service.clock()]
    if new_token is not None:
        named = payouts.of_token(session, service.vault, new_token)
        fresh = [one for one in fresh if named is not None and one.id == named.id]
    if len(fresh) != 1:
        return refused("NO_DECISION" if not fresh and new_token is None else NO_SUCH_TOKEN)
    return consume(service, session, who, payouts.token_of(session, service.vault, fresh[0].id))


def note(service: Service, session: Session, who: Who, token: str, event: str, reason: str | None) -> Json:
    """An event of the payout notice that moves no money: given up, reconciled."""
    payout = _of_token(service, session, token)
    if payout is not None and event == "give_up" and _continued(session, payout):
        return refused(NO_SUCH_TOKEN)
    moved = _announce(service, session, who, payout, event, reason, service.clock())
    return refused(NO_SUCH_TOKEN) if moved is None else OK


OK: Json = {"answer": "OK", "code": None}


def refused(code: str) -> Json:
    """The answer of an event that may not be."""
    return {"answer": "REFUSED", "code": code}


def _announce(
    service: Service,
    session: Session,
    who: Who,
    payout: Payout | None,
    event: str,
    reason: str | None,
    now: datetime,
    **values: object,
) -> Payout | None:
    """Move the payout notice by one event of its table; None where the table has no such event now."""
    if payout is None or payout.notice is None:
        return None
    try:
        to = advance(PAYOUT_NOTICE, payout.notice, event, who.role)
    except WrongState:
        return None
    payouts.move(session, service.vault, payout, now, notice=to, **values)
    _log(service, session, who, payout, event, payout.notice, to, reason, now)
    return replace(payout, notice=to)


def _log(
    service: Service,
    session: Session,
    who: Who,
    payout: Payout,
    event: str,
    source: str,
    target: str,
    reason: str | None,
    now: datetime,
) -> None:
    by = subject_digest(service, who)
    step = Step("payout_notice", payout.id, payout.claim_no, event, source, target, who.role, by, reason)
    steps.append(session, service.vault, step, now)


def _of_token(service: Service, session: Session, token: str) -> Payout | None:
    """Find a token's attempt and hold its claim; read again under the lock, so that of two callers one is first."""
    found = payouts.of_token(session, service.vault, token)
    if found is None:
        return None
    claims.lock(session, found.claim_no)
    return payouts.of_token(session, service.vault, token)


def _ask(
    service: Service,
    session: Session,
    claim_no: str,
    question: PayQuestion,
    now: datetime,
    *,
    leaving_out: Payout | None,
) -> tuple[PayAnswer, Standing]:
    standing = ensure(service, session, claim_no, now)
    head = claims.find_head(session, claim_no)
    assert head is not None
    happened = circumstances_of(service, session, head, now).now
    if leaving_out is not None:
        others = list(happened.reserved)
        others.remove(next(one for one in others if _is_of(one, leaving_out)))
        happened = replace(happened, reserved=tuple(others))
    return ask_payment(standing, happened, question), standing


def _ask_again(service: Service, session: Session, payout: Payout, now: datetime) -> tuple[PayAnswer, Standing]:
    """Ask about a reserved attempt as if it were not reserved, for the same person wherever the record has him now."""
    standing = ensure(service, session, payout.claim_no, now)
    whose = payout.beneficiary
    if payout.person_digest is not None:
        known = payout.person_digest in standing.people
        whose = standing.people.index(payout.person_digest) if known else NOBODY
    question = PayQuestion(payout.item, payout.payee, payout.amount_fen, payout.account_digest, whose)
    return _ask(service, session, payout.claim_no, question, now, leaving_out=payout)


def _is_of(one: Spent, payout: Payout) -> bool:
    part = (one.item, one.payee, one.fen, one.beneficiary, one.person)
    return part == (payout.item, payout.payee, payout.amount_fen, payout.beneficiary, payout.person_digest)


def _answer(answer: PayAnswer, token: str | None = None, until: datetime | None = None) -> Json:
    return {
        "answer": _WORDS[answer.status],
        "codes": list(answer.codes),
        "token": token,
        "expires_at": None if until is None else as_utc(until),
    }


def _again(service: Service, session: Session, earlier: tuple[Payout, str], request_digest: str) -> Json:
    """The same batch row gets the same token while it lives and may be taken; a dead one, or a held part, says so."""
    payout, token = earlier
    if payout.request_digest != request_digest:
        raise Refusal("IDEMPOTENCY_MISMATCH")
    now = service.clock()
    if payout.state == payouts.CONSUMED:
        return _answer(PayAnswer(LegStatus.OPEN), token, payout.expires_at)
    if payout.state != payouts.RESERVED or payout.expires_at <= now:
        return _answer(PayAnswer(LegStatus.HOLD, (NO_SUCH_TOKEN,)))
    answer, _ = _ask_again(service, session, payout, now)
    if answer.status is not LegStatus.OPEN:
        return _answer(answer)
    return _answer(PayAnswer(LegStatus.OPEN), token, payout.expires_at)


def _part(one: Payout) -> tuple[str, Payee, int | str | None]:
    return one.item, one.payee, one.person_digest or one.beneficiary


def _returned_before(session: Session, payout: Payout) -> Payout | None:
    """Give the returned payment of the same part that nothing has continued yet."""
    rows = payouts.of_claim(session, payout.claim_no)
    continued = {one.continues for one in rows}
    open_ones = [one for one in rows if one.notice == "RETURNED" and one.id not in continued]
    return next((one for one in open_ones if _part(one) == _part(payout)), None)


def _continued(session: Session, payout: Payout) -> bool:
    return any(one.continues == payout.id for one in payouts.of_claim(session, payout.claim_no))
