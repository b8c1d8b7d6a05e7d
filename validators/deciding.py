"""May this be proposed, may it be confirmed: the gate's own checks asked before people's word is kept.

Here: pure answers with the code that stands in the way. Not here: keeping decisions (storage), who acts (intake).
"""

from dataclasses import dataclass

from validators.gate import REFUSED, ask_gate
from validators.model.codes import LegStatus, Payee
from validators.model.findings import Leg
from validators.model.gate import Decision
from validators.model.standing import Circumstances, Decided, Ground, Standing
from validators.rules.gate import AtGate, check_two_people
from validators.standing import decides, evidence_of, extra_fen, facts_of, further_facts, main_fen, stand


@dataclass(frozen=True, slots=True)
class Proposed:
    """What a handler proposes about one part; the decision has no digest yet."""

    item: str
    payee: Payee
    supplement: bool
    decision: Decision


@dataclass(frozen=True, slots=True)
class ProposalJudgement:
    """The code that stands in the way, or the ground to cite and the account that would be paid."""

    code: str | None
    ground: Ground | None = None
    account_digest: str | None = None


def judge_proposal(standing: Standing, now: Circumstances, proposed: Proposed) -> ProposalJudgement:
    """Say whether a proposal can stand at all: a part that is there, no more than it can carry, a fit handler."""
    ground = ground_of(standing, proposed.item, proposed.payee, supplement=proposed.supplement)
    if ground is None:
        return ProposalJudgement("G-006")
    if _unfit(ground, now, proposed.decision.proposed_by):
        return ProposalJudgement("G-008")
    if not proposed.supplement and _refused(now, proposed):
        return ProposalJudgement(REFUSED)
    if proposed.supplement and _nothing_new(ground, now, proposed):
        return ProposalJudgement("ADVANCE_UNPROVEN")
    if proposed.decision.cap_fen > most_fen(standing, now, proposed, ground):
        return ProposalJudgement("X-023" if proposed.payee is Payee.EMPLOYER else "G-006")
    account = None if proposed.payee is Payee.PERSON else ground.account_digest
    if account is None and proposed.payee is not Payee.PERSON and proposed.decision.cap_fen > 0:
        return ProposalJudgement("G-005")
    return ProposalJudgement(None, ground, account)


def ground_of(standing: Standing, item: str, payee: Payee, *, supplement: bool) -> Ground | None:
    """Give the ground that a decision cites; UNDECIDED money for the person comes from the third party's."""
    if payee is Payee.PERSON:
        return evidence_of(standing, item) if supplement else None
    if supplement and payee is not Payee.EMPLOYER:
        return None
    return standing.ground(item, payee)


def most_fen(standing: Standing, now: Circumstances, proposed: Proposed, ground: Ground) -> int:
    """Give the most that a proposal may name, in fen."""
    legs = [leg for leg in stand(standing, now) if leg.item == proposed.item]
    if proposed.supplement:
        undecided = sum(leg.fen for leg in legs if leg.payee is Payee.UNDECIDED)
        if proposed.payee is Payee.PERSON:
            return undecided
        spent = main_fen(now, proposed.item, proposed.payee) + extra_fen(now, proposed.item, proposed.payee)
        return min(undecided, max(0, (ground.verified_fen or 0) - spent))
    whole = next((leg.fen for leg in standing.legs if (leg.item, leg.payee) == (proposed.item, proposed.payee)), 0)
    if proposed.payee is not Payee.EMPLOYER or ground.may_hold_unadvanced:
        return whole
    return min(whole, ground.verified_fen or 0)


def judge_confirmation(standing: Standing, now: Circumstances, decided: Decided) -> str | None:
    """Give the code that forbids a second person's word, or None where the gate would follow it."""
    decision = decided.decision
    ground = ground_of(standing, decided.item, decided.payee, supplement=decided.supplement)
    if ground is None:
        return "G-006"
    if decided.payee is Payee.PERSON:
        if decides(standing, now, decided):
            return None
        return "G-008" if _conflict(ground, now, decided) else "G-002"
    leg = Leg(decided.item, decided.payee, max(decision.cap_fen, 1), LegStatus.HOLD, "NO_DECISION")
    facts = facts_of(ground, now, decided, payment=None)
    if decided.supplement:
        facts = further_facts(ground, now, decided)
    answer = ask_gate(leg, facts)
    if answer.status is not LegStatus.HOLD:
        return None
    return answer.codes[0] if answer.codes else "G-001"


def _conflict(ground: Ground, now: Circumstances, decided: Decided) -> bool:
    leg = Leg(decided.item, decided.payee, decided.decision.cap_fen, LegStatus.HOLD, "")
    return bool([*check_two_people(AtGate(leg, facts_of(ground, now, decided, payment=None)))])


def _refused(now: Circumstances, proposed: Proposed) -> bool:
    """A final refusal (§6, gate: REFUSED) takes no new word; it ends only when the case is taken up again."""
    mine = [one for one in now.decisions if (one.item, one.payee) == (proposed.item, proposed.payee)]
    return any(one.decision.cap_fen == 0 and not one.supplement for one in mine)


def _nothing_new(ground: Ground, now: Circumstances, proposed: Proposed) -> bool:
    """Towards the employer UNDECIDED money needs new evidence (§1.5); and a word that gives nobody anything is none."""
    if proposed.payee is Payee.PERSON:
        return proposed.decision.cap_fen == 0
    mine = [one for one in now.decisions if (one.item, one.payee) == (proposed.item, proposed.payee)]
    return any(one.used and one.base == ground.evidence_digest for one in mine)


def _unfit(ground: Ground, now: Circumstances, handler: str) -> bool:
    """INV-09: the handler is not the uploader, not bound to a party, and keyed nothing that nobody else keyed."""
    return handler in {*ground.uploaders, *ground.keyers_alone, *now.related}
