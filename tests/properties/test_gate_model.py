"""Whatever people and systems do, in whatever order, every verdict is the one that the pure validators give.

Here: the machine run over generated histories, and planted defects that it must find (gate_defects). Not here: the
machine (gate_model, gate_people, gate_money), what it expects (gate_world).
"""

import inspect
import logging
from collections.abc import Iterator

import pytest
import structlog
from hypothesis import HealthCheck, Phase, Verbosity, settings
from hypothesis.stateful import RULE_MARKER, run_state_machine_as_test

from tests.properties.gate_defects import DEFECTS
from tests.properties.gate_proofs import GateMachine
from tests.properties.gate_stage import Stage, set_stage

RUNS = 500
PLANTED_RUNS = 600
QUIET = (HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large)


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """The starting world, built once; the service's log says nothing meanwhile."""
    before = structlog.get_config()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    try:
        with set_stage(tmp_path_factory.mktemp("stage")) as built:
            yield built
    finally:
        structlog.configure(**before)


RULES = frozenset(name for name, _ in inspect.getmembers(GateMachine, lambda one: hasattr(one, RULE_MARKER)))


def machine_on(stage: Stage, rules: frozenset[str] = RULES) -> type[GateMachine]:
    """Give the machine over a stage, with all its rules or some."""
    assert rules <= RULES
    left_out: dict[str, object] = dict.fromkeys(RULES - rules)
    return type("GateMachineOnStage", (GateMachine,), {"stage": stage, **left_out})


@pytest.mark.timeout(1_500)  # three minutes on a free core; a busy machine is no difference
def test_every_verdict_is_the_expected_one(stage: Stage) -> None:
    """Over 500 histories the service and the pure validators answer alike after every event."""
    run_state_machine_as_test(
        machine_on(stage),
        settings=settings(
            max_examples=RUNS,
            stateful_step_count=12,
            deadline=None,
            print_blob=True,
            suppress_health_check=QUIET,
        ),
    )


@pytest.mark.timeout(1_500)
@pytest.mark.parametrize("defect", sorted(DEFECTS))
def test_a_planted_defect_is_found(stage: Stage, monkeypatch: pytest.MonkeyPatch, defect: str) -> None:
    """With one thing wrong in the service, a few hundred histories of the rules that meet it show a difference."""
    DEFECTS[defect].plant(monkeypatch)
    with pytest.raises(AssertionError) as found:
        run_state_machine_as_test(
            machine_on(stage, DEFECTS[defect].rules),
            settings=settings(
                max_examples=PLANTED_RUNS,
                stateful_step_count=12,
                deadline=None,
                database=None,
                derandomize=True,
                phases=(Phase.generate,),
                report_multiple_bugs=False,
                verbosity=Verbosity.quiet,
                suppress_health_check=QUIET,
            ),
        )
    said = str(found.value)
    assert "problem:failed" not in said and "got 500" not in said, "found by its crash, not by its answer"
