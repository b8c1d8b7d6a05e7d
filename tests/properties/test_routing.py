"""What holds for every item, amount and state of a claim."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from validators.items import EMPLOYER_LIABILITY, EMPLOYER_OK, ITEM_BY_CODE, JOINT_OK, PERIODIC
from validators.routing import CARDS, REMAINDERS, RoutedLeg, RouteFacts, RouteLine, RoutePolicy, route

fen = st.one_of(st.integers(0, 20), st.integers(0, 10**9))
lines = st.builds(RouteLine, st.sampled_from(sorted(ITEM_BY_CODE)), fen, fen, fen, st.sampled_from(sorted(REMAINDERS)))
codes = st.lists(st.sampled_from(["SIG-001", "X-015", "NO_VOUCHER"]), max_size=2).map(tuple)
facts_ = st.builds(
    RouteFacts,
    death=st.booleans(),
    card=st.sampled_from(sorted(CARDS)),
    passbook_exception=st.booleans(),
    allocation_known=st.booleans(),
    dispute_recorded=st.booleans(),
    employer_blocks=codes,
    joint_blocks=codes,
    two_person_decision=st.booleans(),
    objection=st.booleans(),
    frozen=st.booleans(),
)
policies = st.builds(RoutePolicy, st.booleans(), st.booleans())
many = settings(max_examples=300)


def _sum(legs: tuple[RoutedLeg, ...], payee: str, status: str | None = None) -> int:
    return sum(leg.fen for leg in legs if leg.payee == payee and status in (None, leg.status))


@many
@given(lines, facts_, policies)
def test_legs_add_up(line: RouteLine, facts: RouteFacts, policy: RoutePolicy) -> None:
    """The legs of an item add up to the approved amount, to the fen (INV-04)."""
    assert sum(leg.fen for leg in route(line, facts, policy)) == line.approved


@many
@given(lines, facts_)
def test_employer_never_gets_more_than_proven(line: RouteLine, facts: RouteFacts) -> None:
    """In the strict policy an open employer leg stays within approved and verified, for allowed items only."""
    legs = route(line, facts, RoutePolicy())
    opened = _sum(legs, "EMPLOYER", "OPEN")
    assert opened <= min(line.approved, line.verified_advance, line.claimed_advance)
    assert not opened or line.item in EMPLOYER_OK
    assert all(leg.obligation_fen is None for leg in legs)


@many
@given(lines, facts_, policies)
def test_blocked_third_parties_stay_shut(line: RouteLine, facts: RouteFacts, policy: RoutePolicy) -> None:
    """Freeze, objection, a block or a missing decision leaves no open leg to a third party (INV-01)."""
    legs = route(line, facts, policy)
    shut = facts.frozen or facts.objection or not facts.two_person_decision
    if shut or facts.employer_blocks:
        assert _sum(legs, "EMPLOYER", "OPEN") == 0
    if shut or facts.joint_blocks:
        assert _sum(legs, "JOINT", "OPEN") == 0


@many
@given(lines, facts_, policies, st.sampled_from(["employer_blocks", "joint_blocks"]))
def test_one_more_block_never_opens(line: RouteLine, facts: RouteFacts, policy: RoutePolicy, side: str) -> None:
    """Another block never turns a held amount of a third party into an open one, nor touches the person."""
    before = route(line, facts, policy)
    more = (*getattr(facts, side), "DOC-006")
    after = route(line, replace(facts, **{side: more}), policy)
    for payee in ("EMPLOYER", "JOINT"):
        assert _sum(after, payee, "OPEN") <= _sum(before, payee, "OPEN")
    assert _sum(after, "PERSON") == _sum(before, "PERSON")
    assert _sum(after, "PERSON", "OPEN") == _sum(before, "PERSON", "OPEN")


@many
@given(lines, facts_, policies)
def test_classes_hold_under_every_policy(line: RouteLine, facts: RouteFacts, policy: RoutePolicy) -> None:
    """Monthly money and the employer's own liabilities are never open to a firm; joint takes two items only."""
    legs = route(line, facts, policy)
    if line.item in PERIODIC | EMPLOYER_LIABILITY:
        assert _sum(legs, "EMPLOYER", "OPEN") == 0
        assert all(leg.status == "DENY" for leg in legs if leg.payee == "EMPLOYER")
    if line.item not in JOINT_OK:
        assert _sum(legs, "JOINT") == 0
    assert not any(leg.status == "OPEN" for leg in legs if leg.payee == "UNDECIDED")


@many
@given(lines, facts_, st.booleans())
def test_persons_part_ignores_third_parties_papers(line: RouteLine, facts: RouteFacts, held: bool) -> None:
    """The person's undisputed part is the same whatever state a third party's papers are in (INV-03)."""
    other = replace(facts, frozen=held, objection=not held, employer_blocks=("SIG-001",), joint_blocks=("X-015",))
    person = [leg for leg in route(line, facts, RoutePolicy()) if leg.payee == "PERSON"]
    assert person == [leg for leg in route(line, other, RoutePolicy()) if leg.payee == "PERSON"]


@many
@given(lines, facts_, policies)
def test_shape_of_legs(line: RouteLine, facts: RouteFacts, policy: RoutePolicy) -> None:
    """At most one leg a payee, none of nothing unless it says no, an obligation only beside what is passed on."""
    legs = route(line, facts, policy)
    assert len({leg.payee for leg in legs}) == len(legs)
    assert all(leg.fen > 0 or leg.status == "DENY" for leg in legs)
    for leg in legs:
        if leg.obligation_fen is not None:
            assert leg.code == "JOINT_DESIGNATED_EMPLOYER"
            assert leg.obligation_fen == leg.fen - min(line.claimed_advance, line.verified_advance, leg.fen)


@many
@given(lines, facts_, policies)
def test_only_the_first_block_is_named(line: RouteLine, facts: RouteFacts, policy: RoutePolicy) -> None:
    """The order of later blocks changes nothing."""
    padded = replace(facts, employer_blocks=(*facts.employer_blocks, *facts.employer_blocks[:1]))
    assert route(line, padded, policy) == route(line, facts, policy)
