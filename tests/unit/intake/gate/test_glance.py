"""The fast look and the rows themselves say the same about a claim, whatever happens to it."""

import json
from datetime import timedelta
from itertools import product

import pytest

from intake.circumstances import circumstances_of
from intake.gate.glance import glance_at, standing_of
from storage.records import claims, standings
from storage.records.codec import to_json
from storage.records.standings import load
from tests.builders import living_case
from tests.desk import CLERK, HANDLER, RISK, SECOND, Desk
from validators.standing import stand


def same_both_ways(desk: Desk, claim_no: str) -> None:
    """Compare the copy's facts with those gathered from the rows, and what both come to."""
    service, now = desk.service, desk.now[0]
    with service.database.glance() as connection:
        _, facts = glance_at(service, connection, (claim_no,), now)[claim_no]
    with service.database.read() as session:
        head = claims.find_head(session, claim_no)
        assert head is not None
        gathered = circumstances_of(service, session, head, now).now
        kept = load(session, claim_no)
    assert facts is not None
    assert kept is not None
    standing, circumstances = facts
    assert standing == kept[1]
    for name in ("today", "frozen", "objections", "spent"):
        assert getattr(circumstances, name) == getattr(gathered, name), name
    assert [(one.id, one.used) for one in circumstances.decisions] == [(one.id, one.used) for one in gathered.decisions]
    assert stand(standing, circumstances) == stand(standing, gathered)


def test_every_step_of_a_payment(desk: Desk, case: str) -> None:
    """Deciding, consuming, returning, retrying, settling and recovering leave the copy as the rows are."""
    same_both_ways(desk, case)
    desk.decide(case, 600_000)
    same_both_ways(desk, case)
    token = desk.reserve(case, 600_000, "r-1")["token"]
    for event, more in (
        ("consume", {}),
        ("returned", {"reason": "x"}),
    ):
        desk.gate(event, token, **more)
        same_both_ways(desk, case)
    second = desk.reserve(case, 500_000, "r-2")["token"]
    desk.gate("retry", token)
    same_both_ways(desk, case)
    desk.gate("settled", second, credit_date="2021-09-01")
    desk.gate("recovered", second, reason="x")
    same_both_ways(desk, case)
    desk.decide(case, 100_000, payee="PERSON", **{"from": "UNDECIDED"})
    same_both_ways(desk, case)


@pytest.mark.parametrize(("scope", "item"), list(product(("claim", "province", "objection"), (None, "MEDICAL"))))
def test_freezes_and_lifts(desk: Desk, case: str, scope: str, item: str | None) -> None:
    """A freeze, its lift, and a decision of before and of after come out alike."""
    desk.decide(case, 1_000_000)
    if scope == "objection":
        body = {"item": item, "by": "本人", "channel": "phone", "reason": "x"}
        freeze = desk.post(HANDLER, f"/v1/claims/{case}/objections", body).json()["freeze_id"]
    else:
        body = {"scope": scope, "value": case if scope == "claim" else "", "reason": "x"}
        freeze = desk.post(RISK, "/v1/freezes", body).json()["id"]
    same_both_ways(desk, case)
    desk.post(SECOND, f"/v1/freezes/{freeze}/lift", {"reason": "x"})
    same_both_ways(desk, case)
    desk.now[0] += timedelta(seconds=1)
    assert desk.decide(case, 1_000_000).status_code == 200
    same_both_ways(desk, case)


def test_a_standing_is_read_as_it_was_kept(desk: Desk, case: str) -> None:
    """The quick way of reading a standing gives what the general codec gives."""
    desk.bring(CLERK, case, living_case()[0])
    with desk.service.database.read() as session:
        kept = standings.load(session, case)
    assert kept is not None
    assert kept[1].grounds
    assert standing_of(json.dumps(to_json(kept[1]))) == kept[1]
