"""The gate (DOMAIN §1.5, §6.1): may this much of this leg be paid now, to whom, up to how much, and why not.

Fails closed for firms and joint accounts: what is not known, what crashed and what nobody decided answers HOLD. A
PERSON leg is answered by its own route alone (INV-03). Not here: the checks (rules.gate), the route (routing).
"""

from dataclasses import replace

from validators.model.codes import LegStatus, Payee
from validators.model.findings import Leg
from validators.model.gate import GateAnswer, GateFacts
from validators.registry import GATE_CHECKS
from validators.rules.gate import AtGate, dispute_stands_missing, limit_fen, standing_blocks

REFUSED = "REFUSED"
_OPEN_AS = {Payee.EMPLOYER: "ADVANCE_PROVEN", Payee.JOINT: "JOINT_DESIGNATED"}
_WORD_OF = {"G-003": "OBJECTION", "G-004": "FROZEN", "G-007": "NO_RULE_VERSION"}
_LAST = ("G-008", "G-002", "X-023", "G-005", "G-006")


def ask_gate(leg: Leg, facts: GateFacts | None) -> GateAnswer:
    """Answer for one leg; without facts a third party's leg is held, a person's is as it was routed."""
    if leg.status is LegStatus.DENY or leg.payee in (Payee.PERSON, Payee.UNDECIDED):
        may = leg.fen if leg.status is LegStatus.OPEN and leg.payee is Payee.PERSON else 0
        status = leg.status if leg.payee is not Payee.UNDECIDED or leg.status is LegStatus.DENY else LegStatus.HOLD
        return GateAnswer(leg.item, leg.payee, status, leg.code, (), may, None)
    if facts is None:
        return _held(leg, "G-001", ("G-001",))
    try:
        return _answer(AtGate(leg, facts))
    except Exception:  # noqa: BLE001 - whatever breaks on the way to an answer holds (INV-01)
        return _held(leg, "G-001", ("G-001",))


def _answer(asked: AtGate) -> GateAnswer:
    """Answer for a third party's leg: spent for good, refused for good, shut, or open up to a cap."""
    leg, decision, fired = asked.leg, asked.decision, _fired(asked)
    if asked.facts.consumed:
        return _held(leg, "G-006", fired)
    # Whoever may decide may refuse, whatever else is open: a refusal needs no green papers and has no last day.
    if decision is not None and decision.cap_fen <= 0 and "G-008" not in fired:
        return GateAnswer(leg.item, leg.payee, LegStatus.DENY, REFUSED, (), 0, None)
    if fired:
        return _held(leg, _first_code(asked, fired), fired)
    if decision is None:
        return _held(leg, "NO_DECISION", ())
    cap = min(decision.cap_fen, limit_fen(asked) or 0, leg.fen)
    if cap <= 0:
        return _held(leg, "ADVANCE_UNPROVEN", ())
    code = "JOINT_DESIGNATED_EMPLOYER" if _whole(asked) else _OPEN_AS[leg.payee]
    return GateAnswer(leg.item, leg.payee, LegStatus.OPEN, code, (), cap, decision.account_digest)


def _whole(asked: AtGate) -> bool:
    return asked.leg.payee is Payee.EMPLOYER and asked.facts.may_hold_unadvanced


def _fired(asked: AtGate) -> tuple[str, ...]:
    """Give the codes of the gate's checks that fired, lacked a datum or crashed, in the order of §2.5."""
    fired: list[str] = []
    for code, check in GATE_CHECKS:
        try:
            fired += [result.code for result in check(asked)]
        except Exception:  # noqa: BLE001 - the edge of the registry: no crash may pass for a pass
            fired.append(code)
    return tuple(fired)


def _first_code(asked: AtGate, fired: tuple[str, ...]) -> str:
    """Name the gravest: freeze, objection, no dispute, no rules, the first block, what did not run, no decision."""
    for code in ("G-004", "G-003"):
        if code in fired:
            return _WORD_OF[code]
    if dispute_stands_missing(asked):
        return "NO_DISPUTE_RECORDED"
    if "G-007" in fired:
        return _WORD_OF["G-007"]
    blocks = (*standing_blocks(asked), *asked.facts.not_run)
    if blocks:
        return blocks[0]
    if asked.facts.blocks is None:
        return "G-001"
    if asked.decision is None:
        return "NO_DECISION"
    # Only an F is left: without an open B the code stays NO_DECISION (§1.5).
    alone = "NO_DECISION" if asked.facts.flags else "G-001"
    return next((code for code in _LAST if code in fired), alone)


def _held(leg: Leg, code: str, codes: tuple[str, ...]) -> GateAnswer:
    return GateAnswer(leg.item, leg.payee, LegStatus.HOLD, code, codes, 0, None)


def split_leg(leg: Leg, answer: GateAnswer, facts: GateFacts | None) -> tuple[Leg, ...]:
    """Give the leg as the verdict shows it; what may not be paid stays UNDECIDED, to the fen (INV-04).

    A held leg keeps its amount under the gate's code; of a consumed one only what was paid stays, as far as that is
    known. Towards the employer UNDECIDED needs new evidence (§1.5).
    """
    if leg.payee not in (Payee.EMPLOYER, Payee.JOINT) or leg.status is LegStatus.DENY:
        return (leg,)
    if answer.status is LegStatus.HOLD:
        spent = facts.paid_fen if facts is not None and facts.consumed else None
        kept = spent if spent is not None and 0 < spent < leg.fen else leg.fen
        held = replace(leg, fen=kept, status=LegStatus.HOLD, code=answer.code, obligation_fen=None)
        return _with_rest(held, leg.fen - kept)
    duty = None
    if answer.code == "JOINT_DESIGNATED_EMPLOYER" and facts is not None:
        duty = answer.cap_fen - min(answer.cap_fen, facts.verified_fen or 0)
    paid = replace(leg, fen=answer.cap_fen, status=answer.status, code=answer.code, obligation_fen=duty)
    return _with_rest(paid, leg.fen - answer.cap_fen)


def _with_rest(leg: Leg, rest: int) -> tuple[Leg, ...]:
    if rest == 0:
        return (leg,)
    return (leg, Leg(leg.item, Payee.UNDECIDED, rest, LegStatus.HOLD, "ADVANCE_UNPROVEN"))
