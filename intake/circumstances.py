"""What people and the payout system did about a claim so far, as the pure answer wants it.

Here: decisions, freezes, objections and payments gathered from their rows at the moment of asking. Not here: the answer
(validators.standing).
"""

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from intake.legal_day import legal_day
from intake.wiring import Service
from storage.records import decisions, freezes, happenings, payouts, steps
from storage.records.claims import Claim, ClaimHead
from storage.records.decisions import KeptDecision
from storage.records.freezes import FreezeScope, Ties
from storage.records.payouts import Payout
from validators.model.standing import ALL_ITEMS, Circumstances, Decided, Spent
from validators.standing import THIRD_PARTIES

USED_NOTICES = frozenset({"REVERSED"})  # money that was recovered: what was decided about it is over
SHUT_STATES = frozenset({"SUSPENDED", "ABANDONED"})  # of a case: no third party is paid
COUNTED = (payouts.RESERVED, payouts.CONSUMED, payouts.BACK)


@dataclass(frozen=True, slots=True)
class Happened:
    """The circumstances, the decisions whose money was consumed, and when freezes ended by item."""

    now: Circumstances
    used: frozenset[str]
    lifts: tuple[tuple[str | None, datetime], ...]


def ties_of(service: Service, claim: Claim | ClaimHead) -> Ties:
    """Give the digests by which freezes find a claim; the employer's stands in its row already."""
    city = claim.city
    return Ties(
        freezes.digest_of(service.vault, FreezeScope.CLAIM, claim.claim_no),
        None if claim.employer_digest is None else claim.employer_digest,
        None if city is None else freezes.digest_of(service.vault, FreezeScope.CITY, city),
    )


def circumstances_of(service: Service, session: Session, claim: Claim | ClaimHead, now: datetime) -> Happened:
    """Gather what was decided, frozen, objected to and paid of a claim."""
    ties = ties_of(service, claim)
    active = freezes.in_force(session, service.vault, ties)
    lifted = freezes.lifts(session, service.vault, ties)
    again = steps.last_at(session, "case", claim.claim_no, happenings.TAKEN_UP)
    if again is not None:
        lifted = (*lifted, (None, again))
    attempts = payouts.of_claim(session, claim.claim_no, COUNTED)
    used = frozenset(one.decision_id for one in attempts if one.decision_id and _uses(one))
    kept = decisions.of_claim(session, service.vault, claim.claim_no, ("CONFIRMED",))
    further = frozenset(one.id for one in kept if one.supplement)
    bare = Happened(
        Circumstances(
            today=legal_day(now),
            frozen=claim.state in SHUT_STATES or any(one.objection_id is None for one in active),
            objections=frozenset(one.item or ALL_ITEMS for one in active if one.objection_id is not None),
            spent=tuple(_spent(one, further) for one in attempts if one.state == payouts.CONSUMED),
            reserved=tuple(
                _spent(one, further) for one in attempts if one.state == payouts.RESERVED and one.expires_at > now
            ),
        ),
        used,
        lifted,
    )
    decided = tuple(decided_of(one, used=one.id in used) for one in kept if one.id in used or not _overtaken(one, bare))
    return replace(bare, now=replace(bare.now, decisions=decided))


def decided_of(kept: KeptDecision, *, used: bool) -> Decided:
    """Give a kept decision as the pure answer takes it."""
    return Decided(kept.id, kept.item, kept.payee, kept.decision, kept.supplement, used, kept.base_digest)


def outdated(kept: KeptDecision, happened: Happened, today: date) -> bool:
    """Say whether a decision ran out, or a freeze has come over its part since it was proposed."""
    if kept.decision.cap_fen == 0:
        return False  # a refusal has no last day; only a reopened case ends it
    if kept.decision.valid_until < today:
        return True
    return _overtaken(kept, happened)


def _overtaken(kept: KeptDecision, happened: Happened) -> bool:
    """A freeze ends what was decided, from its first moment on and for good (INV-13); a person's leg has none (INV-03).

    Most decisions are moved to STALE with the freeze; one of a whole city's waits for its claim's next event.
    """
    if kept.payee not in THIRD_PARTIES or kept.decision.cap_fen == 0:
        return False
    now = happened.now
    if now.frozen or now.objections & {kept.item, ALL_ITEMS}:
        return True
    return any(item in (None, kept.item) and kept.created_at <= at for item, at in happened.lifts)


def _uses(one: Payout) -> bool:
    return one.state == payouts.CONSUMED or one.notice in USED_NOTICES


def _spent(one: Payout, further: frozenset[str]) -> Spent:
    supplement = one.decision_id in further
    return Spent(one.item, one.payee, one.amount_fen, one.beneficiary, one.person_digest, supplement)
