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
from intake.presenting.shapes import Json
from intake.problems import Refusal
from intake.standings import account_digest, ensure
from intake.wiring import Service
from storage.records import claims, payouts, steps
from storage.records.payouts import Payout
from storage.records.steps import Step
from validators.lifecycle import PAYOUT_NOTICE, WrongState, advance
from validators.model.codes import LegStatus, Payee
from validators.model.standing import PayAnswer, PayQuestion, Spent
from validators.standing import ask_payment

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
        return _again(earlier, digest)
    question = PayQuestion(body.item, Payee(body.payee), body.amount_fen, body.account_digest, body.beneficiary)
    answer = _ask(service, session, body.claim_no, question, now, leaving_out=None)
    if answer.status is not LegStatus.OPEN:
        return _answer(answer)
    until = now + RESERVED_FOR
    token = payouts.reserve(
        session, service.vault, body.claim_no, question, answer.decision, body.batch_row, digest, until, now
    )
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
    question = PayQuestion(payout.item, payout.payee, payout.amount_fen, payout.account_digest, payout.beneficiary)
    answer = _ask(service, session, payout.claim_no, question, now, leaving_out=payout)
    if answer.status is not LegStatus.OPEN:
        return refused(answer.codes[0] if answer.codes else NO_SUCH_TOKEN)
    if answer.decision != payout.decision_id:
        return refused("G-002")
    returned = _returned_before(session, payout)
    payouts.move(
        session,
        service.vault,
        payout,
        now,
        state=payouts.CONSUMED,
        notice="ANNOUNCED",
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
    moved = _announce(service, session, who, payout, "bank_ok", None, now, credited_on=credited_on)
    if moved is None:
        return refused(NO_SUCH_TOKEN), None
    return OK, replace(moved, credited_on=credited_on)


def money_back(service: Service, session: Session, who: Who, token: str, event: str, reason: str | None) -> Json:
    """The bank sent the money back, or the row was cancelled or recovered: it is not paid any more."""
    payout = _of_token(service, session, token)
    moved = _announce(service, session, who, payout, event, reason, service.clock(), state=payouts.BACK)
    return refused(NO_SUCH_TOKEN) if moved is None else OK


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
) -> PayAnswer:
    standing = ensure(service, session, claim_no, now)
    head = claims.find_head(session, claim_no)
    assert head is not None
    happened = circumstances_of(service, session, head, now).now
    if leaving_out is not None:
        mine = Spent(leaving_out.item, leaving_out.payee, leaving_out.amount_fen, leaving_out.beneficiary)
        others = list(happened.reserved)
        others.remove(mine)
        happened = replace(happened, reserved=tuple(others))
    return ask_payment(standing, happened, question)


def _answer(answer: PayAnswer, token: str | None = None, until: datetime | None = None) -> Json:
    return {
        "answer": _WORDS[answer.status],
        "codes": list(answer.codes),
        "token": token,
        "expires_at": None if until is None else as_utc(until),
    }


def _again(earlier: tuple[Payout, str], request_digest: str) -> Json:
    """The same batch row gets the same answer; another question under its name is refused."""
    payout, token = earlier
    if payout.request_digest != request_digest:
        raise Refusal("IDEMPOTENCY_MISMATCH")
    return _answer(PayAnswer(LegStatus.OPEN), token, payout.expires_at)


def _part(one: Payout) -> tuple[str, Payee, int | None]:
    return one.item, one.payee, one.beneficiary


def _returned_before(session: Session, payout: Payout) -> Payout | None:
    """Give the returned payment of the same part that nothing has continued yet."""
    rows = payouts.of_claim(session, payout.claim_no)
    continued = {one.continues for one in rows}
    open_ones = [one for one in rows if one.notice == "RETURNED" and one.id not in continued]
    return next((one for one in open_ones if _part(one) == _part(payout)), None)


def _continued(session: Session, payout: Payout) -> bool:
    return any(one.continues == payout.id for one in payouts.of_claim(session, payout.claim_no))
