"""What papers and record say to the gate about one third party's leg; people, freezes and payments come beside.

Here: facts that follow from a judgement. What only the service knows (decision, people, digest, objection, freeze,
consumption) is left unknown, and unknown holds. Not here: the answer (gate).
"""

from datetime import date

from validators.legs import dispute_recorded, reaching_flags, remainder_to, third_party_blocks
from validators.model.claim import ClaimRecord
from validators.model.codes import DocumentKind, Payee
from validators.model.evidence import DocumentReading
from validators.model.findings import CaseJudgement, Leg
from validators.model.gate import GateFacts
from validators.model.policy import Policy
from validators.rule_sets import rule_set_on
from validators.rules.view import effective_kind, is_blank_form, was_read
from validators.touching import Target, holds, named_items


def facts_of_papers(
    leg: Leg,
    record: ClaimRecord,
    documents: tuple[DocumentReading, ...],
    judgement: CaseJudgement,
    policy: Policy,
    today: date,
) -> GateFacts:
    """Give the facts of one leg; `judgement` holds only findings that are still open (closed flags left out)."""
    target = Target(leg.item, leg.payee)
    approved = next((item.approved_fen for item in record.items if item.code == leg.item), None)
    verified = judgement.verified_fen.get(leg.item, 0)
    flags = reaching_flags(target, documents, judgement.findings)
    if leg.payee is Payee.EMPLOYER and leg.item in judgement.doubtful and "FLD-002" not in flags:
        flags = (*flags, "FLD-002")  # claimed whole until a person has read it (CONTRACT §2)
    in_force = None if record.filed_on is None else rule_set_on(record.filed_on) is not None
    return GateFacts(
        approved_fen=approved,
        verified_fen=min(verified, judgement.claimed_fen.get(leg.item, verified)),  # V = min(C, verified), §1.5
        blocks=third_party_blocks(target, record, documents, judgement.findings, ()),
        not_run=tuple(dict.fromkeys(gap.code for gap in judgement.not_run if holds(gap, target, documents))),
        flags=flags,
        decision=None,
        people=None,
        evidence_digest=None,
        objection=None,
        frozen=None,
        rules_in_force=in_force,
        consumed=None,
        today=today,
        may_hold_unadvanced=_may_hold_unadvanced(leg, record, documents, policy),
        dispute_missing=leg.payee is Payee.JOINT
        and policy.joint_needs_recorded_dispute
        and not dispute_recorded(record, documents),
    )


def _may_hold_unadvanced(leg: Leg, record: ClaimRecord, documents: tuple[DocumentReading, ...], policy: Policy) -> bool:
    """True in a death where the policy allows it and both papers are there, the letter for this item (AMB-08)."""
    filled = [one for one in documents if was_read(one) and not is_blank_form(one)]
    voucher = any(effective_kind(one) is DocumentKind.ADV_VOUCHER for one in filled)
    letter = any(effective_kind(one) is DocumentKind.JOINT_EMPLOYER and leg.item in named_items(one) for one in filled)
    asked = remainder_to(record, leg.item, documents) is Payee.EMPLOYER
    return policy.employer_may_hold_unadvanced and record.death and voucher and letter and asked
