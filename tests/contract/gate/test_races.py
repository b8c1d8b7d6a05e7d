"""The gate under callers who come at the same moment, on SQLite and on PostgreSQL alike."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from intake.access.who import Bound, Role, Who
from tests.builders import STRANGER, STRANGER_ID, living_case, make_record
from tests.desk import CLERK, OFFICE, PAYOUT, Desk, open_desk

CALLERS = 32


@pytest.fixture
def desk(tmp_path: Path, database_url: str) -> Iterator[Desk]:
    """A service over each database, with a claim whose firm's part two people have opened."""
    opened = open_desk(tmp_path / "home", environ={"DATABASE_URL": database_url})
    opened.register(replace(make_record(), claim_no="C-1", office=OFFICE))
    opened.bring(CLERK, "C-1", *living_case())
    assert opened.decide("C-1", 1_000_000).status_code == 200
    yield opened
    opened.service.close()


def at_once(calls: list[Callable[[], object]]) -> list[object]:
    """Make all calls at the same moment."""
    with ThreadPoolExecutor(len(calls)) as pool:
        return [one.result() for one in [pool.submit(call) for call in calls]]


def test_thirty_two_consume_one_token(desk: Desk) -> None:
    """Exactly one of thirty-two callers gets OK; all others are refused, none is left without an answer."""
    token = desk.reserve("C-1", 1_000_000, "row")["token"]
    answers = at_once([lambda: desk.gate("consume", token)["answer"]] * CALLERS)
    assert sorted(map(str, answers)) == ["OK"] + ["REFUSED"] * (CALLERS - 1)


def test_two_batches_never_take_more_than_the_cap(desk: Desk) -> None:
    """Many rows over one leg at once: one is let through, and what it takes is all that is taken."""
    digest = desk.account_digest()

    def row(number: int) -> str:
        answer = desk.reserve("C-1", 600_000, f"row-{number}", account_digest=digest)
        return str(answer["token"]) if answer["answer"] == "ALLOW" else ""

    tokens = at_once([lambda number=number: row(number) for number in range(16)])  # type: ignore[misc]
    assert len([one for one in tokens if one]) == 1
    taken = at_once([lambda token=token: desk.gate("consume", str(token))["answer"] for token in tokens if token])  # type: ignore[misc]
    assert taken == ["OK"]
    assert sum(leg["fen"] for leg in desk.legs("C-1") if leg["payee"] == "EMPLOYER") == 600_000


def test_the_same_row_at_once_is_one_reservation(desk: Desk) -> None:
    """A batch that sends a row twice at the same moment gets one token, twice."""
    digest = desk.account_digest()
    rows = at_once([lambda: desk.reserve("C-1", 1_000_000, "row", account_digest=digest)["token"]] * 8)
    assert len(set(rows)) == 1


def test_one_key_at_once_is_one_effect(desk: Desk) -> None:
    """The same key and body from several callers at once: one effect and one answer; a late one may be told to wait."""
    token = desk.reserve("C-1", 1_000_000, "row")["token"]
    answers = at_once([lambda: desk.post(PAYOUT, "/v1/gate:consume", {"token": token}, key="k")] * 8)
    bodies = {one.content for one in answers if one.status_code == 200}  # type: ignore[attr-defined]
    assert len(bodies) == 1
    assert b'"OK"' in next(iter(bodies))
    assert {one.status_code for one in answers} <= {200, 409}  # type: ignore[attr-defined]


def test_a_receipt_of_two_claims_is_counted_once(desk: Desk) -> None:
    """Two firms bring the same receipt at the same second: one claim keeps it, the other is told K-001."""
    record = make_record()
    other_firm = replace(record.employer, uscc="92449900MA000FK482", name="虚构市另一家有限公司")
    other_worker = replace(record.worker, name=STRANGER, id_no=STRANGER_ID)
    claims = {
        "C-2": (replace(record, claim_no="C-2", office=OFFICE), CLERK),
        "C-3": (
            replace(record, claim_no="C-3", office=OFFICE, employer=other_firm, worker=other_worker),
            Who("clerk-2", Role.SUBMITTER, Bound(uscc=other_firm.uscc)),
        ),
    }
    fresh = [
        replace(one, fields={**one.fields, **_number(one, f"900000000{at}")}) for at, one in enumerate(living_case())
    ]
    # One receipt: of two, each claim might have brought one first.
    receipts = [one for one in fresh if "receipt_number" in one.fields][:1]
    for one, _ in claims.values():
        desk.register(one)
    at_once(
        [lambda number=number, who=who: desk.bring(who, number, *receipts) for number, (_, who) in claims.items()]  # type: ignore[misc]
    )
    told = {number: {finding["code"] for finding in _findings(desk, number)} for number in claims}
    assert sorted("K-001" in codes for codes in told.values()) == [False, True], told


def _number(reading: object, number: str) -> dict[str, object]:
    leaf = getattr(reading, "fields", {}).get("receipt_number")
    return {} if leaf is None else {"receipt_number": replace(leaf, value=number, raw=number)}


def _findings(desk: Desk, claim_no: str) -> list[dict[str, str]]:
    handler = Who("h", Role.HANDLER, Bound(office=OFFICE))
    papers = desk.get(handler, f"/v1/claims/{claim_no}").json()["documents"]
    shown: list[dict[str, str]] = []
    for paper in papers:
        shown += desk.get(handler, f"/v1/documents/{paper['id']}").json()["case_findings"]
    return shown
