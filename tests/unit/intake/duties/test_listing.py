"""The list of duties: the days of each, whose they are, what of them is shown, one page after the other."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from intake.access.who import Bound, Role, Who
from intake.duties import showing
from intake.people import at_index
from tests.builders import FATHER, FIRM_USCC, MOTHER, SPOUSE, WORKER, make_settled_record
from tests.desk import CLERK, FINANCE, HANDLER, OFFICE, RISK, SECOND, Desk, worker_of
from tests.unit.intake.duties.firm import bring_to, duties, open_duty, report, settled_record, shown
from validators.model.claim import Allocation

VECTORS = [
    ("2021-07-15", "2021-08-15", "2021-08-16", "2021-08-16", "2021-08-26", "2021-08-26"),
    ("2021-01-31", "2021-02-28", "2021-03-01", "2021-02-26", "2021-03-08", "2021-03-08"),
    ("2024-01-31", "2024-02-29", "2024-02-29", "2024-02-29", "2024-03-10", "2024-03-11"),
    ("2021-09-05", "2021-10-05", "2021-10-08", "2021-10-08", "2021-10-18", "2021-10-18"),
    ("2021-08-26", "2021-09-26", "2021-09-26", "2021-09-26", "2021-10-06", "2021-10-08"),
    ("2021-12-31", "2022-01-31", "2022-02-07", "2022-01-28", "2022-02-07", "2022-02-07"),
    ("2026-01-17", "2026-02-17", "2026-02-24", "2026-02-13", "2026-02-23", "2026-02-24"),
    ("2026-09-02", "2026-10-02", "2026-10-08", None, None, None),
    ("2026-11-24", "2026-12-24", "2026-12-24", None, None, None),
    ("2026-12-10", "2027-01-10", None, None, None, None),
]
OTHER_USCC = "92449900MA000FK482"


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector[0])
def test_the_days_of_each_vector(desk: Desk, vector: tuple[str, ...]) -> None:
    """Credit day and payment day give the nominal and final days, and an unknown year says that it is unknown."""
    received, *days = vector
    duty = open_duty(desk, received=date.fromisoformat(received))
    if days[2] is not None:
        assert report(desk, duty, day=date.fromisoformat(days[2])).status_code == 200
    one = shown(desk, duty)
    names = ("pass_on_nominal", "pass_on_final", "paid_on", "proof_nominal", "proof_final")
    assert [one[name] for name in names] == days
    assert one["calendar_unknown"] is (days[1] is None)
    assert one["late"] is False


def test_reminders_come_on_their_days(desk: Desk) -> None:
    """Seven and three days before and on the nominal day there is a reminder, on other days none."""
    duty = open_duty(desk)
    seen = {}
    for ahead in (8, 7, 6, 3, 1, 0, -1):
        desk.set_day(date(2021, 10, 5) - timedelta(days=ahead))
        seen[ahead] = shown(desk, duty)["reminders"]
    assert seen == {8: [], 7: ["pass_on:T-7"], 6: [], 3: ["pass_on:T-3"], 1: [], 0: ["pass_on:T-0"], -1: []}


def test_a_firm_sees_its_own_duties_only(desk: Desk) -> None:
    """Each firm's clerk sees what that firm was paid, with the name of whom it must pay and no other person's."""
    mine, record = open_duty(desk), settled_record("C-2")
    desk.register(replace(record, employer=replace(record.employer, uscc=OTHER_USCC)))
    [one] = duties(desk, CLERK)
    assert (one["id"], one["beneficiary_name"], one["due_fen"]) == (mine, WORKER, 234567)
    [other] = duties(desk, Who("clerk-2", Role.SUBMITTER, Bound(uscc=OTHER_USCC)))
    assert other["claim_no"] == "C-2"
    assert duties(desk, Who("x", Role.SUBMITTER, Bound(uscc=FIRM_USCC, claim="C-2"))) == []


def relative(desk: Desk, at: int | None) -> Who:
    """The relative at a place of the settled record, or one who does not say which she is."""
    record = make_settled_record()
    person = None if at is None else at_index(desk.service.vault, record, at)
    return Who(f"relative-{at}", Role.SUBMITTER, Bound(claim="C-1", person=person))


def test_a_relative_sees_the_own_amount_and_no_names(desk: Desk) -> None:
    """A relative sees the own share of the claim by amount and day, no name and no paper of the firm."""
    desk.register(make_settled_record(claim_no="C-1", office=OFFICE))
    open_duty(desk, "C-2")
    found = desk.get(relative(desk, 2), "/v1/obligations")
    rows = found.json()["obligations"]
    assert [(one["claim_no"], one["due_fen"], one["beneficiary"]) for one in rows] == [("C-1", 33834000, 2)]
    assert not any(name in found.text for name in (SPOUSE, FATHER, MOTHER, "beneficiary_name", "document"))
    assert [one["beneficiary_name"] for one in duties(desk, CLERK)[:2]] == [FATHER, MOTHER]
    assert SPOUSE not in desk.get(CLERK, "/v1/obligations").text


def test_another_relatives_share_is_as_if_it_were_not_there(desk: Desk) -> None:
    """Who has no share sees none; another's cannot be denied; who does not say which she is sees none of several."""
    desk.register(make_settled_record(claim_no="C-1", office=OFFICE))
    of_father, of_mother = (one["id"] for one in duties(desk))
    assert (duties(desk, relative(desk, 0)), duties(desk, relative(desk, None))) == ([], [])
    for who, duty, status in (
        (relative(desk, 1), of_mother, 404),
        (relative(desk, None), of_father, 404),
        (relative(desk, 1), of_father, 200),
    ):
        assert desk.post(who, f"/v1/obligations/{duty}/deny", {"reason": "没有收到"}).status_code == status


def test_an_only_share_and_one_without_a_name_need_no_person(desk: Desk) -> None:
    """Where all money is one person's, or nobody knows whose it is, whoever is bound to the claim sees it."""
    whole = make_settled_record(claim_no="C-1", office=OFFICE)
    due = sum(row.fen for row in whole.allocation or ())
    [item] = {row.item for row in whole.allocation or ()}
    desk.register(replace(whole, allocation=(Allocation(item, 1, due),)))
    desk.register(replace(whole, claim_no="C-3", allocation=None))
    for claim in ("C-1", "C-3"):
        assert [one["due_fen"] for one in duties(desk, worker_of(claim))] == [due]


def test_reviewers_see_their_office(desk: Desk) -> None:
    """Handler and second reviewer see their own office's claims; a token without office those that have none."""
    open_duty(desk)
    desk.register(replace(settled_record("C-2"), office="O2"))
    desk.register(replace(settled_record("C-3"), office=None))
    for role, usual in ((Role.HANDLER, HANDLER), (Role.SECOND_REVIEWER, SECOND)):
        assert [one["claim_no"] for one in duties(desk, usual)] == ["C-1"]
        assert [one["claim_no"] for one in duties(desk, Who("x", role, Bound(office="O2")))] == ["C-2"]
        assert [one["claim_no"] for one in duties(desk, Who("x", role))] == ["C-3"]
    for who in (RISK, FINANCE):
        assert [one["claim_no"] for one in duties(desk, who)] == ["C-1", "C-2", "C-3"]


def test_nobody_else_sees_duties(desk: Desk) -> None:
    """Roles without a row, and a submitter bound to an office only, are refused."""
    for role in (Role.PAYOUT_SYSTEM, Role.CORE_SYSTEM, Role.AUDITOR, Role.ADMIN, Role.SECURITY_ADMIN):
        assert desk.get(Who("x", role), "/v1/obligations").status_code == 403
    counter = desk.get(Who("x", Role.SUBMITTER, Bound(office=OFFICE)), "/v1/obligations")
    assert (counter.status_code, counter.json()["code"]) == (403, "FORBIDDEN")


def test_one_page_leads_to_the_next(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """`next` gives the following page until there is none; nothing stands twice and nothing is left out."""
    monkeypatch.setattr(showing, "PAGE", 2)
    for number in range(5):
        desk.register(settled_record(f"C-{number}"))
    seen, after = [], ""
    while after is not None:
        page = desk.get(RISK, f"/v1/obligations?after={after}").json()
        seen.append([one["claim_no"] for one in page["obligations"]])
        after = page["next"]
    assert seen == [["C-0", "C-1"], ["C-2", "C-3"], ["C-4"]]


def test_states_can_be_chosen(desk: Desk) -> None:
    """`state` names the states that are asked for; a word that is none is refused."""
    overdue = bring_to(desk, "PASS_ON_OVERDUE")
    open_duty(desk, "C-2", date(2021, 10, 9))
    assert [one["id"] for one in duties(desk, RISK, "?state=PASS_ON_OVERDUE,PROOF_OVERDUE")] == [overdue]
    assert len(duties(desk)) == 2
    assert desk.get(RISK, "/v1/obligations?state=LATE").status_code == 422
