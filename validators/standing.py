"""What may be paid of a claim now: its standing with decisions, freezes, objections and payments laid over it.

Here: the whole answer to the payout system's question, pure; money already paid stays paid, and what is left adds up
(INV-04). Not here: how the standing comes about (grounds), the answer for one third party's leg (gate), tokens.
"""

from collections.abc import Iterable
from dataclasses import replace

from validators.evidence_digest import bind
from validators.gate import ask_gate, split_leg
from validators.model.codes import LegStatus, Payee
from validators.model.findings import Leg
from validators.model.gate import GateAnswer, GateFacts, Payment, People
from validators.model.standing import (
    ALL_ITEMS,
    Circumstances,
    Decided,
    Ground,
    PayAnswer,
    PayQuestion,
    Spent,
    Standing,
)
from validators.rules.gate import AtGate, check_evidence_unchanged, check_two_people

THIRD_PARTIES = (Payee.EMPLOYER, Payee.JOINT)
CONSUMED = "G-006"
NOBODY = -1
_ALSO_SAID = frozenset({"G-001"})  # stands for the findings themselves, which the reasons name one by one
_GIVES_WAY = (Payee.UNDECIDED, Payee.EMPLOYER, Payee.JOINT, Payee.PERSON)


def stand(standing: Standing, now: Circumstances) -> tuple[Leg, ...]:
    """Give every leg of the claim as it may be paid at this moment, in the order of the record's items."""
    now = of_today(standing, now)
    shown: list[Leg] = []
    for item in dict.fromkeys(leg.item for leg in standing.legs):
        shown += _stand_item(item, standing, now)
    return tuple(shown)


def of_today(standing: Standing, now: Circumstances) -> Circumstances:
    """Name every paid person by today's place in the record; whoever is not there any more fits no leg."""
    return replace(
        now,
        spent=tuple(_placed(standing, one) for one in now.spent),
        reserved=tuple(_placed(standing, one) for one in now.reserved),
    )


def _placed(standing: Standing, one: Spent) -> Spent:
    if one.person is None:
        return one
    at = standing.people.index(one.person) if one.person in standing.people else NOBODY
    return replace(one, beneficiary=at)


def ask_payment(standing: Standing, now: Circumstances, question: PayQuestion) -> PayAnswer:
    """Answer whether this much of one part may go out now; what a live token may take already is not there twice."""
    now = of_today(standing, now)
    legs = [leg for leg in stand(standing, now) if (leg.item, leg.payee) == (question.item, question.payee)]
    if question.payee is Payee.PERSON:
        return _ask_person(legs, now, question)
    if question.payee not in THIRD_PARTIES or not legs:
        return PayAnswer(LegStatus.HOLD, (CONSUMED,))
    opened = [leg for leg in legs if leg.status is LegStatus.OPEN]
    if not opened:
        first = next((leg for leg in legs if leg.status is LegStatus.DENY), legs[0])
        return PayAnswer(first.status, _codes(first))
    return _ask_third_party(standing, now, question, opened[0])


def standing_decision(standing: Standing, now: Circumstances, item: str, payee: Payee) -> Decided | None:
    """Give the decision on which an open third party's leg rests."""
    ground = standing.ground(item, payee)
    if ground is None:
        return None
    return newest(now, item, payee, supplement=main_fen(now, item, payee) > 0)


def newest(now: Circumstances, item: str, payee: Payee, *, supplement: bool) -> Decided | None:
    """Give the newest decision about a part whose money was not taken; what it says counts, a refusal too."""
    return next(
        (
            one
            for one in now.decisions
            if (one.item, one.payee, one.supplement) == (item, payee, supplement) and not one.used
        ),
        None,
    )


def main_fen(now: Circumstances, item: str, payee: Payee) -> int:
    """Give what a part was paid on its own decision."""
    return _fen_of((one for one in now.spent if not one.supplement), item, payee)


def extra_fen(now: Circumstances, item: str, payee: Payee) -> int:
    """Give what a part was paid on further decisions over UNDECIDED money."""
    return _fen_of((one for one in now.spent if one.supplement), item, payee)


def facts_of(ground: Ground, now: Circumstances, decided: Decided | None, *, payment: Payment | None) -> GateFacts:
    """Give the gate's facts of one third party's leg at this moment."""
    spent, extra = main_fen(now, ground.item, ground.payee), extra_fen(now, ground.item, ground.payee)
    decision = decided.decision if decided is not None else None
    return GateFacts(
        approved_fen=_rest(ground.approved_fen, extra),
        verified_fen=_rest(ground.verified_fen, extra),
        blocks=ground.blocks,
        not_run=ground.not_run,
        flags=ground.flags,
        decision=decision,
        people=People(
            uploaders=frozenset(ground.uploaders),
            related=now.related,
            keyers=frozenset(ground.keyers),
            keyers_alone=frozenset(ground.keyers_alone),
        ),
        evidence_digest=digest_now(ground, decided),
        objection=bool(now.objections & {ground.item, ALL_ITEMS}),
        frozen=now.frozen,
        rules_in_force=ground.rules_in_force,
        consumed=spent > 0,
        today=now.today,
        may_hold_unadvanced=ground.may_hold_unadvanced,
        payment=payment,
        dispute_missing=ground.dispute_missing,
        paid_fen=spent or None,
    )


def _rest(fen: int | None, spent: int) -> int | None:
    return None if fen is None else max(0, fen - spent)


def digest_now(ground: Ground, decided: Decided | None) -> str:
    """Give what a decision would have to cite now; of a proposal, with its own cap, account and overrides."""
    if decided is None:
        return ground.evidence_digest
    if decided.base is not None:
        return decided.decision.evidence_digest if decided.base == ground.evidence_digest else ground.evidence_digest
    return bind(ground.evidence_digest, ground.item, decided.payee, decided.decision, supplement=decided.supplement)


def _stand_item(item: str, standing: Standing, now: Circumstances) -> list[Leg]:
    legs: list[Leg] = []
    for leg in standing.legs:
        if leg.item == item:
            legs += _stand_leg(leg, standing, now)
    legs = _supplement_employer(item, legs, standing, now)
    legs = _supplement_person(item, legs, standing, now)
    return _without_paid(item, legs, now)


def _stand_leg(leg: Leg, standing: Standing, now: Circumstances) -> list[Leg]:
    if leg.payee not in THIRD_PARTIES or leg.status is LegStatus.DENY:
        return [leg]
    ground = standing.ground(leg.item, leg.payee)
    if ground is None:
        return [replace(leg, status=LegStatus.HOLD, code="G-001")]
    extra = min(leg.fen, extra_fen(now, leg.item, leg.payee))
    paid = [_paid_leg(Spent(leg.item, leg.payee, extra))] if extra else []
    if extra == leg.fen and extra:
        return paid
    leg = replace(leg, fen=leg.fen - extra)
    facts = facts_of(ground, now, newest(now, leg.item, leg.payee, supplement=False), payment=None)
    answer = ask_gate(leg, facts)
    parts = list(split_leg(leg, answer, facts))
    parts[0] = replace(parts[0], reasons=_reasons(leg, answer))
    return [*parts, *paid]


def _reasons(leg: Leg, answer: GateAnswer) -> tuple[str, ...]:
    """What holds or held: the findings that touch the leg, then what the gate adds to them."""
    if answer.status is not LegStatus.HOLD:
        return leg.reasons
    return tuple(dict.fromkeys((*leg.reasons, *(code for code in answer.codes if code not in _ALSO_SAID))))


def _supplement_employer(item: str, legs: list[Leg], standing: Standing, now: Circumstances) -> list[Leg]:
    """New evidence after a payment: a further decision opens some UNDECIDED money to the employer (§1.5)."""
    decided = newest(now, item, Payee.EMPLOYER, supplement=True)
    ground = standing.ground(item, Payee.EMPLOYER)
    undecided = _fen_of_legs(legs, Payee.UNDECIDED)
    if decided is None or ground is None or not main_fen(now, item, Payee.EMPLOYER) or not undecided:
        return legs
    facts = further_facts(ground, now, decided)
    leg = Leg(item, Payee.EMPLOYER, undecided, LegStatus.HOLD, "NO_DECISION")
    answer = ask_gate(leg, facts)
    if answer.status is not LegStatus.OPEN:
        return legs
    opened = replace(leg, fen=answer.cap_fen, status=LegStatus.OPEN, code=answer.code)
    return [*_less(legs, answer.cap_fen, (Payee.UNDECIDED,)), opened]


def further_facts(ground: Ground, now: Circumstances, decided: Decided) -> GateFacts:
    """Give the gate's facts for a further decision: what was paid already is neither approved nor proven again."""
    spent = main_fen(now, ground.item, ground.payee)
    bare = facts_of(ground, now, decided, payment=None)
    return replace(
        bare,
        consumed=False,
        paid_fen=None,
        verified_fen=_rest(bare.verified_fen, spent),
        approved_fen=_rest(bare.approved_fen, spent),
        may_hold_unadvanced=False,
    )


def _supplement_person(item: str, legs: list[Leg], standing: Standing, now: Circumstances) -> list[Leg]:
    """Two people give UNDECIDED money of an item to the person, who is paid as of every other part (DR-04).

    What several decisions give adds up; what was paid of it is taken out of the person's legs afterwards.
    """
    route = next((one for one in standing.persons if one.item == item), None)
    mine = [one for one in now.decisions if (one.item, one.payee, one.supplement) == (item, Payee.PERSON, True)]
    given = sum(one.decision.cap_fen for one in mine if decides(standing, now, one))
    fen = min(given, _fen_of_legs(legs, Payee.UNDECIDED))
    if route is None or fen <= 0:
        return legs
    return [*_less(legs, fen, (Payee.UNDECIDED,)), Leg(item, Payee.PERSON, fen, route.status, route.code)]


def decides(standing: Standing, now: Circumstances, decided: Decided) -> bool:
    """Say whether two fit people's word about UNDECIDED money still stands on what they saw."""
    ground = evidence_of(standing, decided.item)
    if ground is None or decided.decision.valid_until < now.today:
        return False
    asked = AtGate(
        Leg(decided.item, decided.payee, decided.decision.cap_fen, LegStatus.HOLD, ""),
        facts_of(ground, now, decided, payment=None),
    )
    return not [*check_two_people(asked), *check_evidence_unchanged(asked)]


def evidence_of(standing: Standing, item: str) -> Ground | None:
    """Give the third party's ground from which an item's UNDECIDED money comes."""
    return next((one for one in standing.grounds if one.item == item), None)


def _without_paid(item: str, legs: list[Leg], now: Circumstances) -> list[Leg]:
    """Show what was paid as consumed, and take it out of what is left, whoever would have got it now."""
    missing = 0
    for paid in (one for one in now.spent if one.item == item and one.payee is Payee.PERSON):
        legs, rest = _mark_paid(legs, paid)
        if rest:
            legs.append(_paid_leg(replace(paid, fen=rest)))
            missing += rest
    for payee in THIRD_PARTIES:
        shown = sum(leg.fen for leg in legs if leg.payee is payee and leg.code == CONSUMED)
        rest = _fen_of(now.spent, item, payee) - shown
        if rest > 0:
            legs.append(_paid_leg(Spent(item, payee, rest)))
            missing += rest
    return _less(legs, missing, _GIVES_WAY)


def _paid_leg(paid: Spent) -> Leg:
    whose = None if paid.beneficiary == NOBODY else paid.beneficiary
    return Leg(paid.item, paid.payee, paid.fen, LegStatus.HOLD, CONSUMED, (CONSUMED,), beneficiary=whose)


def _mark_paid(legs: list[Leg], paid: Spent) -> tuple[list[Leg], int]:
    """Turn paid money of persons' legs into consumed parts, the paid person's own first; gives what found no leg."""
    marked: list[Leg] = []
    left = paid.fen
    for leg in legs:
        mine = leg.payee is Payee.PERSON and leg.code != CONSUMED and paid.beneficiary in (None, leg.beneficiary)
        fen = min(left, leg.fen) if mine else 0
        if fen:
            left -= fen
            marked.append(_paid_leg(Spent(leg.item, leg.payee, fen, leg.beneficiary)))
        if leg.fen - fen or not fen:
            marked.append(replace(leg, fen=leg.fen - fen))
    return marked, left


def _less(legs: list[Leg], fen: int, order: tuple[Payee, ...]) -> list[Leg]:
    """Take an amount out of unpaid legs, one kind of payee after the other; an emptied leg goes."""
    kept = list(legs)
    for payee in order:
        for at, leg in enumerate(kept):
            if leg.payee is payee and leg.code != CONSUMED and leg.status is not LegStatus.DENY and fen:
                part = min(fen, leg.fen)
                fen -= part
                duty = None if leg.obligation_fen is None else max(0, leg.obligation_fen - part)
                kept[at] = replace(leg, fen=leg.fen - part, obligation_fen=duty)
    return [leg for leg in kept if leg.fen or leg.status is LegStatus.DENY]


def _ask_person(legs: list[Leg], now: Circumstances, question: PayQuestion) -> PayAnswer:
    unpaid = [leg for leg in legs if leg.code != CONSUMED]
    people = {leg.beneficiary for leg in unpaid}
    if question.beneficiary is None and len(people) > 1:
        return PayAnswer(LegStatus.HOLD, (CONSUMED,))
    mine = [leg for leg in unpaid if question.beneficiary in (None, leg.beneficiary)]
    opened = sum(leg.fen for leg in mine if leg.status is LegStatus.OPEN)
    taken = sum(one.fen for one in now.reserved if _same_part(one, question))
    if not opened:
        return PayAnswer(LegStatus.HOLD, _codes(mine[0]) if mine else (CONSUMED,))
    if not 0 < question.amount_fen <= opened - taken:
        return PayAnswer(LegStatus.HOLD, (CONSUMED,))
    return PayAnswer(LegStatus.OPEN, beneficiary=mine[0].beneficiary)


def _same_part(one: Spent, question: PayQuestion) -> bool:
    if (one.item, one.payee) != (question.item, question.payee):
        return False
    return (
        question.payee is not Payee.PERSON
        or None in (one.beneficiary, question.beneficiary)
        or one.beneficiary == question.beneficiary
    )


def _ask_third_party(standing: Standing, now: Circumstances, question: PayQuestion, leg: Leg) -> PayAnswer:
    decided = standing_decision(standing, now, question.item, question.payee)
    if decided is None:
        return PayAnswer(LegStatus.HOLD, ("NO_DECISION",))
    codes = []
    if not decided.decision.account_digest or question.account_digest != decided.decision.account_digest:
        codes.append("G-005")
    if any(_same_part(one, question) for one in now.reserved) or not 0 < question.amount_fen <= leg.fen:
        codes.append(CONSUMED)
    return PayAnswer(LegStatus.HOLD, tuple(codes)) if codes else PayAnswer(LegStatus.OPEN, (), decided.id)


def _codes(leg: Leg) -> tuple[str, ...]:
    return tuple(dict.fromkeys((leg.code, *leg.reasons)))


def _fen_of(spent: Iterable[Spent], item: str, payee: Payee) -> int:
    return sum(one.fen for one in spent if (one.item, one.payee) == (item, payee))


def _fen_of_legs(legs: Iterable[Leg], payee: Payee) -> int:
    return sum(leg.fen for leg in legs if leg.payee is payee and leg.status is LegStatus.HOLD)
