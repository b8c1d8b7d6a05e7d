"""Routing: the worked cases, the order of codes, and what is refused as a question."""

from dataclasses import replace
from typing import Any

import pytest

from tests.data import table
from validators.items import ITEMS
from validators.routing import RoutedLeg, RouteError, RouteFacts, RouteLine, RoutePolicy, route

DATA = table("routes")
FACTS = RouteFacts(**DATA["default_facts"])
LINE = RouteLine("MEDICAL", 1234567, 1000000, 640000, "PERSON")
STRICT = RoutePolicy()


def _short(legs: tuple[RoutedLeg, ...]) -> list[list[Any]]:
    return [
        [str(leg.payee), leg.fen, str(leg.status), leg.code]
        + ([] if leg.obligation_fen is None else [leg.obligation_fen])
        for leg in legs
    ]


@pytest.mark.parametrize("case", DATA["cases"], ids=lambda case: case["id"])
def test_worked_case(case: dict[str, Any]) -> None:
    """Each worked case gives exactly its legs, in order."""
    facts = RouteFacts(**{**DATA["default_facts"], **case["facts"]})
    legs = route(RouteLine(**case["line"]), facts, RoutePolicy(**case["policy"]))
    assert _short(legs) == case["legs"]
    assert {leg.item for leg in legs} == {case["line"]["item"]}


def test_default_policy_is_the_conservative_one() -> None:
    """Without a policy the employer holds nothing un-advanced and a joint account needs a dispute."""
    assert RoutePolicy(employer_may_hold_unadvanced=False, joint_needs_recorded_dispute=True) == STRICT


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"frozen": True, "objection": True, "employer_blocks": ("SIG-001",)}, "FROZEN"),
        ({"objection": True, "employer_blocks": ("SIG-001",)}, "OBJECTION"),
        ({"employer_blocks": ("NO_VOUCHER", "SIG-001"), "two_person_decision": False}, "NO_VOUCHER"),
        ({"two_person_decision": False}, "NO_DECISION"),
    ],
)
def test_the_gravest_code_of_an_employer_leg_counts(changes: dict[str, Any], code: str) -> None:
    """Freeze before objection before the first block before the missing decision; the rest stays open."""
    legs = route(LINE, replace(FACTS, **changes), STRICT)
    assert _short(legs) == [["EMPLOYER", 1000000, "HOLD", code], ["PERSON", 234567, "OPEN", "SSC"]]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"frozen": True, "objection": True}, "FROZEN"),
        ({"objection": True}, "OBJECTION"),
        ({"joint_blocks": ("X-015",)}, "NO_DISPUTE_RECORDED"),
        ({"dispute_recorded": True, "joint_blocks": ("X-015", "X-017")}, "X-015"),
        ({"dispute_recorded": True, "two_person_decision": False}, "NO_DECISION"),
    ],
)
def test_the_gravest_code_of_a_joint_leg_counts(changes: dict[str, Any], code: str) -> None:
    """A joint leg asks for the dispute after objection and before blocks."""
    facts = replace(FACTS, death=True, **changes)
    legs = route(RouteLine("FUNERAL", 5400000, 0, 0, "JOINT"), facts, STRICT)
    assert _short(legs) == [["JOINT", 5400000, "HOLD", code]]


def test_dispute_may_be_waived_by_policy() -> None:
    """Where the policy asks for no dispute, a joint leg opens without one."""
    facts = replace(FACTS, death=True)
    policy = RoutePolicy(joint_needs_recorded_dispute=False)
    legs = route(RouteLine("FUNERAL", 5400000, 0, 0, "JOINT"), facts, policy)
    assert _short(legs) == [["JOINT", 5400000, "OPEN", "JOINT_DESIGNATED"]]


def test_each_side_has_its_own_blocks() -> None:
    """A block of the joint letter does not hold the employer, and the reverse."""
    facts = replace(FACTS, death=True, dispute_recorded=True, joint_blocks=("X-015",))
    line = RouteLine("FUNERAL", 5400000, 3000000, 3000000, "JOINT")
    assert [leg.code for leg in route(line, facts, STRICT)] == ["ADVANCE_PROVEN", "X-015"]
    facts = replace(facts, joint_blocks=(), employer_blocks=("SIG-001",))
    assert [leg.code for leg in route(line, facts, STRICT)] == ["SIG-001", "JOINT_DESIGNATED"]


@pytest.mark.parametrize(
    ("card", "passbook", "status", "code"),
    [
        ("ACTIVE", True, "OPEN", "SSC"),
        ("NOT_ACTIVE", False, "HOLD", "CARD_NOT_ACTIVE"),
        ("NONE", False, "HOLD", "CARD_NONE"),
        ("UNKNOWN", False, "HOLD", "CARD_UNKNOWN"),
        ("UNKNOWN", True, "OPEN", "PASSBOOK_EXCEPTION"),
    ],
)
def test_the_person_is_paid_by_card_or_passbook(card: str, passbook: bool, status: str, code: str) -> None:
    """An active card pays, else a granted passbook, else the leg waits for the card."""
    facts = replace(FACTS, card=card, passbook_exception=passbook, frozen=True, objection=True)
    legs = route(RouteLine("CARE", 180000, 0, 0, "PERSON"), facts, STRICT)
    assert _short(legs) == [["PERSON", 180000, status, code]]


def test_liberal_policy_needs_death_and_designation() -> None:
    """The whole amount goes to an employer only in a death claim that designates it, and can be held."""
    liberal = RoutePolicy(employer_may_hold_unadvanced=True)
    line = RouteLine("DEATH_LUMP", 87668000, 20000000, 15000000, "EMPLOYER")
    dead = replace(FACTS, death=True)
    assert _short(route(line, dead, liberal)) == [["EMPLOYER", 87668000, "OPEN", "JOINT_DESIGNATED_EMPLOYER", 72668000]]
    held = route(line, replace(dead, employer_blocks=("NO_EMPLOYER_LETTER",)), liberal)
    assert _short(held) == [["EMPLOYER", 87668000, "HOLD", "NO_EMPLOYER_LETTER"]]
    assert [leg.code for leg in route(line, FACTS, liberal)] == ["ADVANCE_PROVEN", "ADVANCE_UNPROVEN", "SSC"]
    assert route(replace(line, remainder_to="PERSON"), dead, liberal)[0].code == "ADVANCE_PROVEN"


def test_assessment_fee_is_not_the_employers() -> None:
    """An item of neither class is denied to the employer and goes to the person whole."""
    legs = route(RouteLine("ASSESSMENT", 40000, 40000, 40000, "PERSON"), FACTS, STRICT)
    assert _short(legs) == [
        ["EMPLOYER", 0, "DENY", "ITEM_NOT_ADVANCEABLE"],
        ["PERSON", 40000, "OPEN", "SSC"],
    ]


def test_asking_for_the_remainder_is_asking() -> None:
    """An employer that claims nothing but wants the rest of a pension is told no."""
    legs = route(RouteLine("CARE", 1800, 0, 0, "EMPLOYER"), FACTS, STRICT)
    assert [leg.code for leg in legs] == ["PERIODIC_NEVER_EMPLOYER", "SSC"]


def test_nothing_approved_leaves_no_leg_but_a_refusal() -> None:
    """Legs of nothing are left out, unless they say no."""
    assert route(RouteLine("MEDICAL", 0, 500, 500, "PERSON"), FACTS, STRICT) == ()
    assert _short(route(RouteLine("WAGE_CONTINUATION", 0, 0, 0, "PERSON"), FACTS, STRICT)) == [
        ["EMPLOYER", 0, "DENY", "EMPLOYER_LIABILITY"]
    ]
    legs = route(RouteLine("MEDICAL", 0, 0, 0, "JOINT"), FACTS, STRICT)
    assert _short(legs) == [["JOINT", 0, "DENY", "JOINT_ONLY_FUNERAL_AND_DEATH_LUMP"]]


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.code)
def test_every_item_routes_by_its_class(item: Any) -> None:
    """Each item's employer leg is open, denied or its own liability, as the table of items says."""
    legs = route(RouteLine(item.code, 100, 100, 100, "PERSON"), FACTS, STRICT)
    expected = {
        "FUND": "ADVANCE_PROVEN" if item.employer_ok else "DENY",
        "EMPLOYER": "EMPLOYER_LIABILITY",
    }[item.payer]
    assert expected in (legs[0].code, legs[0].status)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("item", "LOTTERY", "benefit items"),
        ("item", None, "benefit items"),
        ("item", ["MEDICAL"], "benefit items"),
        ("approved", -1, "approved"),
        ("approved", 1.5, "approved"),
        ("approved", True, "approved"),
        ("claimed_advance", "100", "claimed_advance"),
        ("verified_advance", None, "verified_advance"),
        ("remainder_to", "STATE", "remainder_to"),
        ("remainder_to", "UNDECIDED", "remainder_to"),
        ("remainder_to", [], "remainder_to"),
    ],
)
def test_bad_lines_are_refused(field: str, value: Any, words: str) -> None:
    """An unknown item, a broken amount or an unknown remainder is an error that names the field."""
    with pytest.raises(RouteError, match=words):
        RouteLine(
            **{
                "item": "MEDICAL",
                "approved": 1,
                "claimed_advance": 0,
                "verified_advance": 0,
                "remainder_to": "PERSON",
                field: value,
            }
        )


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("death", "yes"),
        ("frozen", 0),
        ("two_person_decision", None),
        ("card", "GOLD"),
        ("card", []),
        ("employer_blocks", "SIG-001"),
        ("joint_blocks", [1]),
        ("joint_blocks", None),
        ("employer_blocks", [""]),
    ],
)
def test_bad_facts_are_refused(field: str, value: Any) -> None:
    """A fact of the wrong type is an error that names the field and never counts as false."""
    with pytest.raises(RouteError, match=field):
        RouteFacts(**{**DATA["default_facts"], field: value})


def test_bad_policy_is_refused() -> None:
    """A policy switch is true or false."""
    with pytest.raises(RouteError, match="employer_may_hold_unadvanced"):
        RoutePolicy(employer_may_hold_unadvanced=1)  # type: ignore[arg-type]
    with pytest.raises(RouteError, match="joint_needs_recorded_dispute"):
        RoutePolicy(joint_needs_recorded_dispute="no")  # type: ignore[arg-type]
