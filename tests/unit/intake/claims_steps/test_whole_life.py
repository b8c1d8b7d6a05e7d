"""One claim from its registration to its closing, over HTTP and no other way."""

from tests.builders import make_voucher
from tests.desk import CLERK, HANDLER, Desk
from tests.unit.intake.claims_steps import ways
from tests.unit.intake.claims_steps.ways import CASE, act, log_of, state_of
from tests.unit.intake.uploads_steps.sending import png, send


def test_a_case_lives_from_draft_to_closed(desk: Desk) -> None:
    """Registered, handed in with a gap, mended, reviewed, decided, paid, settled: closed, its accepted papers filed."""
    unsigned, *_ = ways.notice_sent(desk)
    sent = send(desk, CLERK, f"/v1/documents/{unsigned}/replace", png(1))
    assert sent.status_code == 201
    assert act(desk, "submit") == 200
    assert state_of(desk) == "SUBMITTED"
    ways.read(desk, sent.json()["id"], make_voucher())
    assert state_of(desk) == "UNDER_REVIEW"
    assert desk.decide(CASE, 1_000_000).status_code == 200
    ways.pay(desk)
    assert [one.event for one in log_of(desk)] == [
        "submit",
        "gaps",
        "resubmit",
        "complete",
        "decided",
        "all_legs_done",
        "obligations_done",
    ]
    papers = desk.get(HANDLER, f"/v1/claims/{CASE}").json()["documents"]
    states = {paper["id"]: paper["state"] for paper in papers}
    assert states[unsigned] == "SUPERSEDED"
    assert states[sent.json()["id"]] == "ARCHIVED"
    assert "ACCEPTABLE" not in states.values()


def test_a_batch_row_that_ran_out_does_not_keep_a_case_open(desk: Desk) -> None:
    """A reservation that nobody used or released ends with its day: it hinders no closing."""
    ways.decided(desk)
    assert desk.reserve(CASE, 1_000_000, "forgotten")["answer"] == "ALLOW"
    ways.later(desk, 2)
    ways.pay(desk)
    assert state_of(desk) == "CLOSED"
