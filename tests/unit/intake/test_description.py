"""The API's description says what is true of every route, and the application what HTTP asks of it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from intake.access.table import TABLE, Binding
from intake.claims.schemas import RecordFault, load_record
from intake.openapi.document import SAID
from intake.presenting.records import show_record
from tests.builders import make_death_record, make_record
from tests.desk import CORE, PAYOUT, Desk, open_desk

DESCRIBED = [
    row
    for row in TABLE
    if (row.binding is not Binding.PUBLIC and row.path.startswith("/v1")) or row.path.endswith(("z", "jwks.json"))
]  # the pages and the description itself stay out


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A service over an empty home."""
    opened = open_desk(tmp_path_factory.mktemp("description") / "home")
    yield opened
    opened.service.close()


@pytest.fixture(scope="module")
def described(desk: Desk) -> dict[str, Any]:
    """The description as it is served."""
    answer = desk.client.get("/v1/openapi.json")
    assert answer.status_code == 200
    document: dict[str, Any] = answer.json()
    return document


def test_every_route_says_what_it_answers() -> None:
    """Each route of the API has its row of answers, and no row is about another."""
    assert {(row.method, row.path) for row in DESCRIBED} == SAID.keys()


def test_the_description_holds_the_api_and_no_page(described: dict[str, Any]) -> None:
    """Exactly the routes of the API are described; a guarded one asks for a token."""
    paths = described["paths"]
    found = {(method.upper(), path) for path, operations in paths.items() for method in operations}
    assert found == {(row.method, row.path) for row in DESCRIBED}
    for row in DESCRIBED:
        operation = paths[row.path][row.method.lower()]
        assert (operation.get("security") == [{"bearer": []}]) == (row.binding is not Binding.PUBLIC), row
        assert ("401" in operation["responses"]) == (row.binding is not Binding.PUBLIC), row


def test_refusals_have_one_shape(described: dict[str, Any]) -> None:
    """No answer is the framework's own, and every refusal is problem+json."""
    assert "ValidationError" not in json.dumps(described)
    shared = described["components"]["responses"]
    for path, operations in described["paths"].items():
        for operation in operations.values():
            for status, response in operation["responses"].items():
                said = shared[response["$ref"].rpartition("/")[2]] if "$ref" in response else response
                if status[0] != "2" and path != "/readyz":
                    assert list(said["content"]) == ["application/problem+json"], (path, status)


def test_a_writing_route_takes_a_key_or_says_that_it_does_not(described: dict[str, Any]) -> None:
    """Idempotency-Key is described for every writing route but registering, asking, leases, links and pieces."""
    links = {"/v1/links", "/v1/links/{link_id}"}  # a link's answer is kept nowhere
    without = links | {"/v1/claims", "/v1/claims/{claim_no}", "/v1/verdicts:evaluate", "/v1/accounts:digest"}
    for path, operations in described["paths"].items():
        for method, operation in operations.items():
            named = [one["name"] for one in operation.get("parameters", ())]
            keyed = method != "get" and path not in without and not path.endswith("/take")
            keyed = keyed and not path.startswith("/v1/uploads")  # pieces have their offsets
            assert ("Idempotency-Key" in named) == keyed, (method, path)


@pytest.mark.parametrize("record", [make_record(), make_death_record()])
def test_the_record_that_is_shown_can_be_sent(record: Any) -> None:
    """What GET gives, POST and PUT take: the two shapes are one."""
    assert load_record(json.dumps(show_record(record)).encode()).record == record


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("DELETE", "/v1/claims/C-1", "GET, PUT"),
        ("GET", "/v1/claims", "POST"),
        ("PATCH", "/v1/claims/C-1/documents", "POST"),
        ("POST", "/v1/openapi.json", "GET, HEAD"),
        ("OPTIONS", "/v1/flags", "GET"),
        ("TRACE", "/v1/gate:reserve", "POST"),
    ],
)
def test_a_method_that_is_not_allowed_is_told_which_are(desk: Desk, method: str, path: str, allowed: str) -> None:
    """405 names every method of the address, not those of the first route alone."""
    answer = desk.client.request(method, path)
    assert (answer.status_code, answer.headers["allow"]) == (405, allowed)
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("name", ["office", "city"])
def test_a_place_is_one_printable_line(name: str) -> None:
    """Claims are found by office and city: an unprintable sign in them is the record's fault, with its place."""
    record = show_record(make_record()) | {name: "虚构\u200b市"}
    with pytest.raises(RecordFault, match=name):
        load_record(json.dumps(record).encode())


@pytest.mark.parametrize("number", ["x" * 65, "%00", "%E2%80%8B"])
def test_a_record_cannot_be_put_under_a_number_that_no_claim_has(desk: Desk, number: str) -> None:
    """A record without a number takes that of the address; one that cannot be a number is missing."""
    body = show_record(make_record()) | {"claim_no": None}
    assert desk.call(CORE, "PUT", f"/v1/claims/{number}", body).status_code == 404


@pytest.mark.parametrize("day", [1630454400, "1630454400", "2021-09-01T00:00:00", "2021-02-29", "20210901", 0])
def test_a_credit_date_is_a_day_of_the_calendar(desk: Desk, day: object) -> None:
    """Seconds, moments and days that never were are no credit date, from which a month is counted."""
    answer = desk.post(PAYOUT, "/v1/gate:settled", {"token": "t", "credit_date": day})
    assert (answer.status_code, answer.json()["code"]) == (422, "BAD_REQUEST")


def test_the_description_costs_nothing_at_the_start(tmp_path: Path) -> None:
    """An application that nobody asks for its description has not worked it out."""
    desk = open_desk(tmp_path / "home")
    assert desk.client.get("/healthz").status_code == 200
    assert not hasattr(desk.client.app.state, "described")  # type: ignore[attr-defined]
    desk.service.close()
