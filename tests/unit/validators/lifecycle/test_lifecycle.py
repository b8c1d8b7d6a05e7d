"""The seven state tables: their rows, their soundness, and the single step."""

from typing import Any

import pytest

from tests.data import table
from validators.lifecycle import (
    ACTORS,
    ANY,
    DOCUMENT,
    GATE,
    MACHINES,
    OBLIGATION,
    Machine,
    WrongActor,
    WrongState,
    advance,
    events_of,
    find_transition,
    transitions_from,
)

EXPECTED = table("states")
ROWS = [(name, row) for name, expected in EXPECTED.items() for row in expected["rows"]]
machines = pytest.mark.parametrize("machine", MACHINES.values(), ids=lambda machine: machine.name)


@pytest.mark.parametrize("name", EXPECTED)
def test_table_has_exactly_the_rows(name: str) -> None:
    """Each table has the expected start, ends and rows, no more and no fewer."""
    machine, expected = MACHINES[name], EXPECTED[name]
    assert machine.initial == expected["initial"]
    assert machine.final == set(expected["final"])
    rows = [f"{row.source} {row.event} {row.target} {row.actor}" for row in machine.transitions]
    assert rows == expected["rows"]


@pytest.mark.parametrize(("name", "row"), ROWS)
def test_row_is_a_step_for_its_actor_alone(name: str, row: str) -> None:
    """The named actor takes the step; everybody else is refused."""
    source, event, target, actor = row.split()
    machine = MACHINES[name]
    for state in machine.states - machine.final if source == ANY else {source}:
        assert advance(machine, state, event, actor) == target
        for other in ACTORS - {actor}:
            with pytest.raises(WrongActor):
                advance(machine, state, event, other)


def _reachable(machine: Machine, start: str, without: frozenset[str] = frozenset()) -> set[str]:
    seen, todo = {start}, [start]
    while todo:
        for row in transitions_from(machine, todo.pop()):
            if row.actor not in without and row.target not in seen:
                seen.add(row.target)
                todo.append(row.target)
    return seen


@machines
def test_every_state_is_reachable(machine: Machine) -> None:
    """From the start every state can be reached."""
    assert _reachable(machine, machine.initial) == machine.states


@machines
def test_no_dead_end(machine: Machine) -> None:
    """From every state that is not final a final one can be reached."""
    for state in machine.states - machine.final:
        assert _reachable(machine, state) & machine.final


@machines
def test_actors_are_known_and_final_states_rest(machine: Machine) -> None:
    """Rows name known actors; a final state has no way out; no row is there twice."""
    assert {row.actor for row in machine.transitions} <= ACTORS
    assert not any(transitions_from(machine, state) for state in machine.final)
    keys = [(row.source, row.event, row.actor) for row in machine.transitions]
    assert len(keys) == len(set(keys))


def test_gate_never_opens_without_a_second_reviewer() -> None:
    """Without the second reviewer no path leads to OPEN, and FROZEN has only one way out."""
    assert "OPEN" not in _reachable(GATE, GATE.initial, without=frozenset({"second_reviewer"}))
    assert [(row.event, row.target) for row in transitions_from(GATE, "FROZEN")] == [("lift", "CLOSED")]
    openers = {row.actor for row in GATE.transitions if row.target == "OPEN"}
    assert openers == {"second_reviewer"}


def test_withdrawal_leaves_every_open_state_and_no_final_one() -> None:
    """A submitter may withdraw a paper until it has come to an end."""
    for state in DOCUMENT.states - DOCUMENT.final:
        assert advance(DOCUMENT, state, "withdraw", "submitter") == "WITHDRAWN"
    for state in DOCUMENT.final:
        with pytest.raises(WrongState):
            advance(DOCUMENT, state, "withdraw", "submitter")


@pytest.mark.parametrize(
    ("state", "event"), [("RECEIVED", "checked"), ("RECEIVED", "nonsense"), ("NOWHERE", "scan_ok"), (ANY, "withdraw")]
)
def test_impossible_steps_are_refused(state: str, event: str) -> None:
    """An event outside the table, or a state that does not exist, is refused."""
    with pytest.raises(WrongState):
        advance(DOCUMENT, state, event, "system")


def test_events_offered_to_an_actor() -> None:
    """The events of a state are offered by actor."""
    assert events_of(OBLIGATION, "PASS_ON_DUE") == ("reported", "month_over", "beneficiary_denies")
    assert events_of(OBLIGATION, "PASS_ON_DUE", "employer") == ("reported",)
    assert events_of(DOCUMENT, "IN_REVIEW", "submitter") == ("replaced", "withdraw")
    assert events_of(OBLIGATION, "CLOSED") == ()


def test_guards_are_names() -> None:
    """A guard is a name to be proven, or nothing."""
    assert (
        find_transition(GATE, "OPEN", "consume", "payout_system").guard == "atomic_within_cap_same_account_token_alive"
    )
    guards: list[Any] = [row.guard for machine in MACHINES.values() for row in machine.transitions]
    assert all(guard == "" or guard.isidentifier() for guard in guards)
