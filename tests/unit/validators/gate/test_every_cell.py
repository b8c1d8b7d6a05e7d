"""The gate and the routing over every combination of their yes-or-no facts: enumerated in full, nothing sampled."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from itertools import product

import pytest

from tests.unit.validators.gate.asking import EMPLOYER_LEG, JOINT_LEG, SIGNED, TODAY
from validators.gate import ask_gate, split_leg
from validators.items import EMPLOYER_OK, ITEM_BY_CODE
from validators.model.codes import LegStatus, Payee
from validators.model.findings import Leg
from validators.model.gate import Decision, GateFacts, Payment, People
from validators.routing import CARDS, REMAINDERS, RouteFacts, RouteLine, RoutePolicy, route

CLERK = People(uploaders=frozenset({"handler"}))
NOBODY = People()
PERSON_LEG = Leg("MEDICAL", Payee.PERSON, 234567, LegStatus.OPEN, "SSC")


@dataclass(frozen=True, slots=True)
class Cell:
    """The yes-or-no facts of a third party's leg."""

    open_b: bool
    overridden: bool
    no_voucher: bool
    open_f: bool
    not_run: bool
    objection: bool
    frozen: bool
    rules_in_force: bool
    same_evidence: bool
    same_account: bool
    within_cap: bool
    consumed: bool
    proposed: bool
    confirmed: bool
    other_person: bool
    uploaded: bool
    expired: bool
    proven: bool

    def opens(self, payee: Payee) -> bool:
        """Say from the invariants, in words of their own, whether money may go out."""
        papers = not self.no_voucher and not self.open_f and not self.not_run and (not self.open_b or self.overridden)
        quiet = not self.objection and not self.frozen and self.rules_in_force and not self.consumed
        people = self.proposed and self.confirmed and self.other_person and not self.uploaded and not self.expired
        exact = self.same_evidence and self.same_account and self.within_cap
        return papers and quiet and people and exact and (self.proven or payee is Payee.JOINT)


def _facts(cell: Cell, fen: int) -> GateFacts:
    decision = Decision(
        cap_fen=fen,
        evidence_digest="d1",
        account_digest="a1",
        proposed_by="handler",
        confirmed_by=("reviewer" if cell.other_person else "handler") if cell.confirmed else None,
        valid_until=date(2021, 8, 31) if cell.expired else TODAY,
        overrides=(SIGNED,) if cell.overridden else (),
    )
    blocks = (("NO_VOUCHER",) if cell.no_voucher else ()) + (("SIG-001",) if cell.open_b else ())
    return GateFacts(
        approved_fen=fen,
        verified_fen=fen if cell.proven else fen - 1,
        blocks=blocks,
        not_run=("K-001",) if cell.not_run else (),
        flags=("X-007",) if cell.open_f else (),
        decision=decision if cell.proposed else None,
        people=CLERK if cell.uploaded else NOBODY,
        evidence_digest="d1" if cell.same_evidence else "d2",
        objection=cell.objection,
        frozen=cell.frozen,
        rules_in_force=cell.rules_in_force,
        consumed=cell.consumed,
        today=TODAY,
        payment=Payment(fen if cell.within_cap else fen + 1, "a1" if cell.same_account else "a2"),
    )


def _cells() -> Iterator[Cell]:
    for values in product((False, True), repeat=len(fields(Cell))):
        yield Cell(*values)


@pytest.mark.parametrize("leg", [EMPLOYER_LEG, JOINT_LEG], ids=lambda leg: leg.payee.value)
def test_every_cell_of_the_gate(leg: Leg) -> None:
    """In every cell the gate opens exactly where all is well, never by a machine alone, and legs add up.

    INV-01: anything amiss holds. INV-02: open means two people. INV-04: the split adds up. INV-12: an objection holds.
    """
    opened = count = 0
    for cell in _cells():
        facts = _facts(cell, leg.fen)
        answer = ask_gate(leg, facts)
        count += 1
        assert (answer.status is LegStatus.OPEN) == cell.opens(leg.payee), cell
        assert sum(one.fen for one in split_leg(leg, answer, facts)) == leg.fen, cell
        if answer.status is LegStatus.OPEN:
            opened += 1
            assert facts.decision is not None
            assert facts.decision.proposed_by != facts.decision.confirmed_by
            assert 0 < answer.cap_fen <= leg.fen
        else:
            assert (answer.status, answer.cap_fen) == (LegStatus.HOLD, 0), cell
            if cell.consumed:
                assert answer.code == "G-006", cell
            elif cell.objection:
                assert answer.code == ("FROZEN" if cell.frozen else "OBJECTION"), cell
    assert count == 2 ** len(fields(Cell))
    assert opened > 0


def test_every_cell_leaves_the_person_alone() -> None:
    """In every cell the person's leg is paid as it was routed (INV-03)."""
    for cell in _cells():
        answer = ask_gate(PERSON_LEG, _facts(cell, 1000000) if cell.proposed else None)
        assert (answer.status, answer.code, answer.cap_fen) == (LegStatus.OPEN, "SSC", 234567)


SWITCHES = ("death", "passbook_exception", "allocation_known", "dispute_recorded", "two_person_decision")
BLOCKS = ((), ("SIG-001",))
POLICIES = [RoutePolicy(*switches) for switches in product((False, True), repeat=2)]


def _all_facts() -> Iterator[RouteFacts]:
    for card, employer, joint, objection, frozen, *switches in product(
        sorted(CARDS), BLOCKS, BLOCKS, (False, True), (False, True), *[(False, True)] * len(SWITCHES)
    ):
        yield RouteFacts(
            card=card,
            employer_blocks=employer,
            joint_blocks=joint,
            objection=objection,
            frozen=frozen,
            **dict(zip(SWITCHES, switches, strict=True)),
        )


FACTS = tuple(_all_facts())


@pytest.mark.parametrize("item", sorted(ITEM_BY_CODE))
def test_every_cell_of_the_routing(item: str) -> None:
    """For every item, fact, policy and remainder legs add up, third parties stay shut, the person is left alone."""
    for remainder, policy in product(sorted(REMAINDERS), POLICIES):
        line = RouteLine(item, 1000, 700, 400, remainder)
        persons: dict[tuple[object, ...], object] = {}
        for facts in FACTS:
            legs = route(line, facts, policy)
            assert sum(leg.fen for leg in legs) == 1000
            shut = facts.frozen or facts.objection or not facts.two_person_decision
            for leg in legs:
                if leg.payee is Payee.EMPLOYER and leg.status is LegStatus.OPEN:
                    whole = facts.death and remainder == "EMPLOYER" and policy.employer_may_hold_unadvanced
                    assert not shut
                    assert not facts.employer_blocks
                    assert item in EMPLOYER_OK
                    assert whole or leg.fen <= 400
                if leg.payee is Payee.JOINT and leg.status is LegStatus.OPEN:
                    assert not shut
                    assert not facts.joint_blocks
                if leg.payee is Payee.PERSON and policy == RoutePolicy():
                    own = (facts.death, facts.card, facts.passbook_exception, facts.allocation_known)
                    assert persons.setdefault((*own, facts.dispute_recorded), leg) == leg
