"""Assessing a duty when an employer's money is credited (R3-03, DR-08): what must be passed on, to whom.

Here: one obligation for every share of a settled payment, or NOT_REQUIRED with its reason; the same once more when the
payment was recovered. Not here: what the firm does about it (service.py), deadlines (validators.calendar).
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from intake.duties.moving import assess_again, move_duty
from intake.people import at_index
from intake.standings import ensure
from intake.wiring import Service
from storage.records import claims, obligations, payouts, steps
from storage.records.claims import Claim
from storage.records.obligations import NewObligation, Obligation
from storage.records.payouts import Payout
from storage.records.steps import Step
from validators.duties import Share, shares_of
from validators.lifecycle import OBLIGATION, advance
from validators.model.codes import Payee

PURPOSE = "obligation-source"
OVER = OBLIGATION.final
RECOVERED = "the fund recovered the payment"
DAYS_APART = 5  # by which the record's credit day and the bank's may differ for the same money


@dataclass(frozen=True, slots=True)
class Credit:
    """Money that reached an employer's account: where it is known from, the item, fen, what of it is an advance."""

    source: str
    item: str
    received_fen: int
    verified_fen: int | None
    credited_on: date


def assess_payment(service: Service, session: Session, payout: Payout) -> None:
    """Open the duty of a settled payment to an employer; other payees owe nothing to anybody.

    What the record has told of the same item within a few days already is the same money.
    """
    if payout.payee is not Payee.EMPLOYER or payout.credited_on is None:
        return
    now = service.clock()
    claim = claims.find(session, service.vault, payout.claim_no)
    assert claim is not None
    if _told_by_record(service, session, claim, payout.item, payout.credited_on):
        return
    # What was proven when the money was taken counts: papers that nobody decided on since change no duty.
    verified = payout.verified_fen
    credit = Credit(f"payout:{payout.id}", payout.item, payout.amount_fen, verified, payout.credited_on)
    assess(service, session, claim, credit, now)


def end_with_payment(service: Service, session: Session, payout: Payout, by: str, now: datetime) -> None:
    """The fund has the money of a payment back: what was to be passed on of it is owed to nobody any more.

    Whatever is over stays as it ended, lateness stays on record. A duty in recovery ends as paid back: finance says so.
    """
    if payout.payee is not Payee.EMPLOYER or payout.credited_on is None:
        return
    claim = claims.find(session, service.vault, payout.claim_no)
    assert claim is not None
    mine = [one for one in obligations.listed(session, claim_no=payout.claim_no) if one.item == payout.item]
    own = [one for one in mine if one.source == _source(service, f"payout:{payout.id}", one.beneficiary)]
    for duty in own or [one for one in mine if _told_of(service, claim, one, payout.credited_on)]:
        if duty.state == "RECOVERY":
            move_duty(service, session, duty, "paid_back", "agency_finance", now, by=by, reason=RECOVERED)
        elif duty.state not in OVER:
            assess_again(service, session, duty, RECOVERED, now)


def assess_record(service: Service, session: Session, claim: Claim, now: datetime) -> None:
    """A `settled` row of the record with a credit date acts once like the payout system's word (CONTRACT §2).

    Once an item has its duties, whoever told of the money, a later record changes nothing about them.
    """
    known = {one.item for one in obligations.listed(session, claim_no=claim.claim_no)}
    for row in claim.record.settled:
        item = row.item or _only_item(claim)
        if row.credited_on is None or item is None or item in known or row.received_fen <= 0:
            continue
        verified = row.verified_advance_fen
        if verified is None:
            verified = _verified(service, session, claim, item, now)
        credit = Credit(_of_record(claim, item, row.credited_on), item, row.received_fen, verified, row.credited_on)
        assess(service, session, claim, credit, now)


def assess(service: Service, session: Session, claim: Claim, credit: Credit, now: datetime) -> None:
    """Keep one obligation for each share of what must be passed on; with nothing to pass on, one that says so.

    What is not known is no NOT_REQUIRED: everything received is due until a person has looked.
    """
    due = credit.received_fen - (credit.verified_fen or 0)
    if due <= 0:
        _keep(service, session, claim, credit, Share(None, 0), "nothing_to_pass_on", now)
        return
    for share in shares_of(claim.record, credit.item, due):
        _keep(service, session, claim, credit, share, "due_set", now)


def _keep(
    service: Service, session: Session, claim: Claim, credit: Credit, share: Share, event: str, now: datetime
) -> None:
    state = advance(OBLIGATION, OBLIGATION.initial, event, "system")
    new = NewObligation(
        claim.claim_no,
        credit.item,
        share.beneficiary,
        _source(service, credit.source, share.beneficiary),
        claim.employer_digest,
        share.fen,
        credit.credited_on,
        state,
        at_index(service.vault, claim.record, share.beneficiary),
    )
    kept = obligations.add(session, new, now)
    if kept is None:
        return
    reason = "received <= verified advance" if event == "nothing_to_pass_on" else None
    step = Step("obligation", kept, claim.claim_no, event, OBLIGATION.initial, state, "system", None, reason)
    steps.append(session, service.vault, step, now)


def _source(service: Service, source: str, beneficiary: int | None) -> str:
    return service.vault.digest(f"{source}:{beneficiary}", PURPOSE)


def _of_record(claim: Claim, item: str, credited_on: date) -> str:
    return f"record:{claim.claim_no}:{item}:{credited_on.isoformat()}"


def _told_by_record(service: Service, session: Session, claim: Claim, item: str, credited_on: date) -> bool:
    """Say whether the record told of this money; of money that was recovered since it told nothing new."""
    days = _around(credited_on)
    gone = [one for one in payouts.of_claim(session, claim.claim_no) if (one.item, one.notice) == (item, "REVERSED")]
    if any(one.credited_on in days for one in gone):
        return False
    mine = [one for one in obligations.listed(session, claim_no=claim.claim_no) if one.item == item]
    return any(_told_of(service, claim, one, credited_on) for one in mine)


def _told_of(service: Service, claim: Claim, duty: Obligation, credited_on: date) -> bool:
    """Say whether a duty came of a row of the record about money of about this day."""
    told = [_source(service, _of_record(claim, duty.item, day), duty.beneficiary) for day in _around(credited_on)]
    return duty.source in told


def _around(day: date) -> tuple[date, ...]:
    return tuple(day + timedelta(days=off) for off in range(-DAYS_APART, DAYS_APART + 1))


def _verified(service: Service, session: Session, claim: Claim, item: str, now: datetime) -> int | None:
    ground = ensure(service, session, claim.claim_no, now).ground(item, Payee.EMPLOYER)
    return None if ground is None else ground.verified_fen


def _only_item(claim: Claim) -> str | None:
    """A row without an item is about the only item with an advance."""
    advanced = [item.code for item in claim.record.items if item.claimed_advance_fen]
    if len(advanced) == 1:
        return advanced[0]
    return claim.record.items[0].code if len(claim.record.items) == 1 else None
