"""What a firm got for others, passed on within the month and passed on late: real reading, real days, to the last one.

The service runs on a day that the test sets, over the published routes alone. Every day of DOMAIN §1.3 stands here as a
date that was counted by hand: the 30th of April 2022 began a holiday that ended on the 4th of May, the 1st of October
one that ended on the 7th, and Saturday the 8th was worked.
"""

import datetime as dt
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from intake.access.who import Role
from tests.factory.case import Plan
from tests.services import on_a_day
from tests.services.counter import Counter
from tests.services.family import Family, family_of
from tests.services.running import Running, serve
from tests.unit.intake.duties.firm import settled_record
from validators.holidays import HOLIDAYS
from validators.model.claim import Allocation, ClaimRecord

pytestmark = [pytest.mark.service, pytest.mark.engine, pytest.mark.timeout(900)]

DAYS = ("received_on", "pass_on_nominal", "pass_on_final", "paid_on", "proof_nominal", "proof_final")
PATIENCE = 60.0


@dataclass(frozen=True, slots=True)
class Calendar:
    """The running service, its office, and the file that says which day it is."""

    service: Running
    counter: Counter
    file: Path

    def day(self, text: str) -> None:
        """Let it be ten in the morning of a day in Guangdong; days only pass."""
        on_a_day.set_moment(self.file, dt.datetime.fromisoformat(f"{text}T10:00:00+08:00"))

    def register(self, record: ClaimRecord) -> None:
        """Register a claim as the core system."""
        answer = self.service.register(record)
        assert answer.status_code == 201, answer.text


@pytest.fixture(scope="module")
def calendar(models: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Calendar]:
    """One service with the real engine for this file, in the spring of 2022."""
    folder = tmp_path_factory.mktemp("duty-stories")
    on_a_day.set_moment(folder / "day", dt.datetime(2022, 4, 22, 2, tzinfo=dt.UTC))
    environ = {"CLAIMGATE_READER": "paddle", "CLAIMGATE_MODELS": str(models), on_a_day.FILE: str(folder / "day")}
    with serve(folder / "home", "tests.services.on_a_day", **environ) as running, ExitStack() as stack:
        yield Calendar(running, Counter.open(running, "O1", stack), folder / "day")


def duties(who: httpx.Client, claim_no: str) -> list[dict[str, Any]]:
    """The duties of a claim as somebody sees them."""
    answer = who.get("/v1/obligations")
    assert answer.status_code == 200, answer.text
    return [one for one in answer.json()["obligations"] if one["claim_no"] == claim_no]


def days_of(duty: Mapping[str, Any]) -> tuple[str | None, ...]:
    """Every day of a duty, in the order in which they come."""
    return tuple(duty[name] for name in DAYS)


def wait_until(what: Callable[[], bool]) -> None:
    """Wait for the sweeper, which looks every second here."""
    until = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < until
        time.sleep(0.2)


def swept(calendar: Calendar, day: str) -> None:
    """Let it be a day, and wait until the sweeper has looked at every duty: one that is long due is moved last."""
    calendar.day(day)
    number = f"S-WITNESS-{day}"
    [row] = make_record_of(number).settled
    long_ago = replace(row, credited_on=dt.date(2022, 1, 4))
    calendar.register(replace(make_record_of(number), settled=(long_ago,)))
    with calendar.service.client(Role.RISK_OFFICER) as risk:
        wait_until(lambda: [one["state"] for one in duties(risk, number)] == ["PASS_ON_OVERDUE"])


def make_record_of(claim_no: str) -> ClaimRecord:
    """A claim of no known firm that is of no other story, with money to pass on to its living worker."""
    record = settled_record(claim_no)
    return replace(record, office="O9", employer=replace(record.employer, uscc=None))


def tell(who: httpx.Client, duty: str, event: str, **body: object) -> str:
    """One event of a duty; gives the state that it leads to."""
    answer = who.post(f"/v1/obligations/{duty}/{event}", json=body)
    assert answer.status_code == 200, answer.text
    state: str = answer.json()["state"]
    return state


def test_money_passed_on_by_the_month(calendar: Calendar) -> None:
    """Two relatives: one is paid and proven at once, the other's report comes on the last day; nobody is late."""
    family = family_of("pass_on", 323, "S-PASS", "O1")
    proof, *slips = family.sheets
    [settled] = family.record.settled
    rows = proof.truth["fields"]["beneficiaries"]
    shares = tuple(Allocation(settled.item or "", at, row["amount"]) for at, row in enumerate(rows))
    calendar.day("2022-04-22")
    calendar.register(replace(family.record, allocation=shares))
    counter, uscc = calendar.counter, family.record.employer.uscc or ""
    with calendar.service.client(Role.SUBMITTER, "clerk", uscc=uscc) as clerk:
        first, second = (one["id"] for one in duties(clerk, "S-PASS"))
        due = [(one["beneficiary_name"], one["due_fen"]) for one in duties(clerk, "S-PASS")]
        assert due == [(row["name"], row["amount"]) for row in rows]
        month = ("2022-03-30", "2022-04-30", "2022-05-05")
        assert {days_of(one) for one in duties(clerk, "S-PASS")} == {(*month, None, None, None)}
        assert reminded(calendar, clerk, "S-PASS", "04-22", "04-23") == [[[], []], [["pass_on:T-7"]] * 2]
        calendar.day("2022-04-25")
        papers = [counter.send(clerk, "S-PASS", slip) for slip in slips]
        body = {"paid_on": "2022-04-23", "amount_fen": rows[0]["amount"], "slip_document": papers[0]}
        assert tell(clerk, first, "report", **body) == "PROOF_DUE"
        proven = ("2022-04-23", "2022-05-03", "2022-05-05")
        assert days_of(duties(clerk, "S-PASS")[0]) == (*month, *proven)
        assert reminded(calendar, clerk, "S-PASS", "04-26", "04-27", "04-30", "05-03") == [
            [["proof:T-7"], []],
            [[], ["pass_on:T-3"]],
            [["proof:T-3"], ["pass_on:T-0"]],
            [["proof:T-0"], []],
        ]
        swept(calendar, "2022-05-05")
        assert [one["state"] for one in duties(clerk, "S-PASS")] == ["PROOF_DUE", "PASS_ON_DUE"]
        paper = counter.send(clerk, "S-PASS", proof)
        counter.clear_doubts("S-PASS")
        body |= {"amount_fen": rows[1]["amount"], "slip_document": papers[1]}
        assert tell(clerk, second, "report", **body) == "PROOF_DUE"
        for duty in (first, second):
            assert tell(clerk, duty, "proof", document=paper) == "PROOF_IN_REVIEW"
            assert tell(counter.second, duty, "accept", reason="金额、签名相符") == "CLOSED"
        swept(calendar, "2022-05-06")
        ended = [(one["state"], one["late"], days_of(one)) for one in duties(clerk, "S-PASS")]
    assert ended == [("CLOSED", False, (*month, *proven))] * 2


def reminded(calendar: Calendar, who: httpx.Client, claim_no: str, *days: str) -> list[list[list[str]]]:
    """The reminders of each duty of a claim on some days of 2022."""
    seen = []
    for day in days:
        calendar.day(f"2022-{day}")
        seen.append([one["reminders"] for one in duties(who, claim_no)])
    return seen


def late_by_a_week(plan: Plan) -> None:
    """Let the money have come so early that it was passed on a week too late: on the 13th of October."""
    credited = dt.date(2022, 9, 1)
    plan.docs[0].day("credited", credited)
    plan.claim["settled"]["credited_on"] = credited.isoformat()


def test_money_passed_on_late_and_denied(calendar: Calendar) -> None:
    """Overdue in both months, which holds the firm's next claim; denied, settled, returned once, proven, closed."""
    family = family_of("pass_on", 70, "S-LATE", "O1", changed=late_by_a_week)
    proof, slip = family.sheets
    calendar.day("2022-09-02")
    calendar.register(family.record)
    calendar.register(next_claim(family))
    counter, uscc = calendar.counter, family.record.employer.uscc or ""
    month = ("2022-09-01", "2022-10-01", "2022-10-08")
    with (
        calendar.service.client(Role.SUBMITTER, "clerk", uscc=uscc) as clerk,
        calendar.service.client(Role.SUBMITTER, "worker", claim="S-LATE") as worker,
    ):
        [duty] = (one["id"] for one in duties(clerk, "S-LATE"))
        assert days_of(duties(worker, "S-LATE")[0]) == (*month, None, None, None)
        assert reminded(calendar, clerk, "S-LATE", "09-24", "09-28", "10-01") == [
            [["pass_on:T-7"]],
            [["pass_on:T-3"]],
            [["pass_on:T-0"]],
        ]
        swept(calendar, "2022-10-08")
        assert (seen(clerk), held(counter)) == (("PASS_ON_DUE", False), False)
        swept(calendar, "2022-10-09")
        assert (seen(clerk), held(counter)) == (("PASS_ON_OVERDUE", True), True)
        calendar.day("2022-10-14")
        body = {
            "paid_on": "2022-10-13",
            "amount_fen": duties(clerk, "S-LATE")[0]["due_fen"],
            "slip_document": counter.send(clerk, "S-LATE", slip),
        }
        assert tell(clerk, duty, "report", **body) == "PROOF_DUE"
        assert days_of(duties(clerk, "S-LATE")[0]) == (*month, "2022-10-13", "2022-10-23", "2022-10-24")
        assert held(counter) is False
        assert tell(worker, duty, "deny", reason="没有收到") == "DISPUTED"
        assert clerk.post(f"/v1/obligations/{duty}/proof", json={"document": "d-1"}).status_code == 409
        assert tell(counter.second, duty, "settle", reason="已查到账") == "PROOF_DUE"
        assert reminded(calendar, clerk, "S-LATE", "10-16", "10-20", "10-23") == [
            [["proof:T-7"]],
            [["proof:T-3"]],
            [["proof:T-0"]],
        ]
        swept(calendar, "2022-10-24")
        assert (seen(clerk), held(counter)) == (("PROOF_DUE", True), False)
        swept(calendar, "2022-10-25")
        assert (seen(clerk), held(counter)) == (("PROOF_OVERDUE", True), True)
        paper = counter.send(clerk, "S-LATE", proof)
        counter.clear_doubts("S-LATE")
        assert tell(clerk, duty, "proof", document=paper) == "PROOF_IN_REVIEW"
        assert tell(counter.handler, duty, "return", reason="请补盖公章") == "PROOF_DUE"
        assert tell(clerk, duty, "proof", document=paper) == "PROOF_IN_REVIEW"
        assert tell(counter.second, duty, "accept", reason="金额、签名相符") == "CLOSED"
        assert (seen(clerk), held(counter)) == (("CLOSED", True), False)


def seen(clerk: httpx.Client) -> tuple[str, bool]:
    """State and lateness of the late duty, as its firm sees them."""
    [duty] = duties(clerk, "S-LATE")
    return duty["state"], duty["late"]


def next_claim(family: Family) -> ClaimRecord:
    """The next claim of the same firm, for an advance."""
    item = replace(family.record.items[0], code="MEDICAL", approved_fen=1_000_000, claimed_advance_fen=1_000_000)
    items = (replace(item, remainder_to=None),)
    return replace(family.record, claim_no="S-NEXT", items=items, settled=(), allocation=None)


def held(counter: Counter) -> bool:
    """Whether the firm's next claim is held for its arrears."""
    return "K-008" in counter.leg("S-NEXT", "EMPLOYER")["reasons"]


def test_a_year_without_a_table_makes_nobody_late(calendar: Calendar) -> None:
    """A month that ends in a year whose holidays are not known has a nominal day, a reminder, and no final day."""
    year = max(HOLIDAYS.years) + 1
    calendar.day(f"{year - 1}-12-11")
    record = make_record_of("S-UNKNOWN")
    [row] = record.settled
    calendar.register(replace(record, settled=(replace(row, credited_on=dt.date(year - 1, 12, 10)),)))
    swept(calendar, f"{year}-01-10")
    with calendar.service.client(Role.RISK_OFFICER) as risk:
        [duty] = duties(risk, "S-UNKNOWN")
        assert days_of(duty)[:3] == (f"{year - 1}-12-10", f"{year}-01-10", None)
        assert (duty["calendar_unknown"], duty["reminders"]) == (True, ["pass_on:T-0"])
        swept(calendar, f"{year}-06-30")
        [duty] = duties(risk, "S-UNKNOWN")
    assert (duty["state"], duty["late"], duty["reminders"]) == ("PASS_ON_DUE", False, [])
