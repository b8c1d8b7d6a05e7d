"""Requests that no honest caller sends: refused as problem+json, never a failure of ours, on both databases."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from intake.access.gatekeeper import MAX_JSON_BYTES
from intake.access.table import TABLE, Binding, Row
from intake.access.who import Who
from intake.presenting.records import show_record
from tests.builders import make_record
from tests.desk import CORE, HANDLER, Desk, open_desk
from tests.services import postgres
from tests.services.populated import Populated, fill_desk

JSON = "application/json"
WHY: dict[str, Any] = {"reason": "见附件"}
TOKEN: dict[str, Any] = {"token": "t", "reason": "x"}
RECORDS = ("/v1/claims", "/v1/claims/{claim_no}")
BODIES: dict[str, dict[str, Any]] = {
    "/v1/claims": show_record(make_record()) | {"claim_no": "C-new", "office": "O1", "city": "虚构市"},
    "/v1/claims/{claim_no}": show_record(make_record()) | {"claim_no": None, "office": "O1", "city": "虚构市"},
    "/v1/verdicts:evaluate": {"claims": ["W-draft", "nobody"]},
    "/v1/accounts:digest": {"account": "4499000099000000123", "holder": "x"},
    "/v1/gate:reserve": {
        "claim_no": "W-draft",
        "item": "MEDICAL",
        "payee": "PERSON",
        "beneficiary": None,
        "amount_fen": 1,
        "account_digest": "0" * 64,
        "batch_row": "row",
    },
    "/v1/gate:settled": {"token": "t", "credit_date": "2021-09-01"},
    "/v1/gate:retry": {"token": "t", "new_token": "u"},
    "/v1/freezes": {"scope": "claim", "value": "W-draft", "reason": "x"},
    "/v1/claims/{claim_no}/objections": {"item": "MEDICAL", "by": "本人", "channel": "phone", "reason": "不同意"},
    "/v1/claims/{claim_no}/decisions": {
        "item": "MEDICAL",
        "payee": "EMPLOYER",
        "from": None,
        "cap_fen": 1,
        "reasons": ["x"],
        "overrides": [{"code": "DAT-003", "reason": "x"}],
    },
    "/v1/decisions/{decision_id}/confirm": {"reason": "x", "evidence_digest": "0" * 64},
    "/v1/flags/{flag_id}/close": {"outcome": "CORRECTED", "reason": "x", "value": "x"},
    "/v1/documents/{document_id}/fields/{name}": {"value": 1, "page": 0, "box": [0, 0, 9, 9], "reason": "x"},
    "/v1/obligations/{obligation_id}/report": {"paid_on": "2021-08-30", "amount_fen": 1, "slip_document": "d-x"},
    "/v1/obligations/{obligation_id}/proof": {"document": "d-x"},
    "/v1/obligations/{obligation_id}/court_closed": {"reason": "x", "document": "d-x"},
}
WITHOUT_BODY = frozenset({"/v1/claims/{claim_no}/documents", "/v1/documents/{document_id}/replace", "/v1/uploads"})
WRITING = [
    row
    for row in TABLE
    if row.method in {"POST", "PUT"}
    and row.path.startswith("/v1/")  # a page takes forms
    and row.binding is not Binding.PUBLIC
    and row.path not in WITHOUT_BODY
    and not row.path.endswith("/take")
]
ADDRESSED = [row for row in TABLE if row.path.startswith("/v1/") and "{" in row.path]
NEVER_JSON = {
    "cut off": b'{"reason": ',
    "not UTF-8": b'{"reason": "\xff\xfe"}',
    "a surrogate in UTF-8": b'{"reason": "\xed\xa0\x80"}',
    "a list": b"[]",
    "a text": b'"x"',
    "a number": b"1",
    "not a number": b"NaN",
    "endless": b"1e999",
    "a hundred thousand lists": b"[" * 100_000 + b"]" * 100_000,
    "a hundred thousand objects": b'{"reason":' * 100_000 + b"1" + b"}" * 100_000,
    "a number of five thousand digits": b'{"amount_fen": ' + b"9" * 5_000 + b"}",
    "a member's name of a megabyte": b'{"' + b"k" * 1_000_000 + b'": 1}',
    "only a byte of zero": b"\x00",
}
ODD_VALUES: dict[str, str] = {
    "a lone surrogate": '"\\ud800"',
    "a zero byte": '"a\\u0000b"',
    "beyond every number": "1" + "0" * 30,
    "below every number": "-1" + "0" * 30,
    "not a number": "NaN",
    "infinite": "-Infinity",
    "a fraction": "0.5",
    "nested deeply": "[" * 20_000 + "]" * 20_000,
    "two hundred thousand signs": '"' + "长" * 200_000 + '"',
    "an unprintable sign": '"a\\u200bb"',
    "a digit that is no number": '"²"',
    "an object": '{"a": {"b": []}}',
}
ACCEPTABLE = frozenset(
    {"a zero byte", "an unprintable sign", "a digit that is no number", "two hundred thousand signs"}
)
ADDRESSES = ("%00", "a%00b", "%ED%A0%80", "%FF", "x" * 65, "x" * 300, "%E2%80%8B", "%C2%B3", "..%2F..", "%20")


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.service)])
def house(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Desk, Populated]]:
    """A service with one thing of every kind, over each database."""
    home = tmp_path_factory.mktemp("malformed") / "home"
    if request.param == "sqlite":
        yield from _house(home, {})
        return
    with postgres.database(request.getfixturevalue("postgres_cluster")) as address:
        yield from _house(home, {"DATABASE_URL": address})


def _house(home: Path, environ: dict[str, str]) -> Iterator[tuple[Desk, Populated]]:
    desk, made = open_desk(home, environ=environ), Populated(home)
    fill_desk(desk, made)
    yield desk, made
    desk.service.close()


def _caller(made: Populated, row: Row) -> Who:
    person = "objections" in row.path or row.path.endswith("/deny")
    return next(who for role in sorted(row.roles) for who in made.callers(role) if not person or who.bound.claim)


def _path(made: Populated, row: Row) -> str:
    return row.path.format(
        **{name: values[0] for name, values in made.known.items() if isinstance(values[0], str | int)}
    )


def _send(house: tuple[Desk, Populated], row: Row, content: bytes, kind: str | None = JSON) -> httpx.Response:
    desk, made = house
    who = _caller(made, row)
    desk.get(who, "/v1/me")  # gives the caller a token
    headers = desk.headers[who] | ({} if kind is None else {"Content-Type": kind})
    return desk.client.request(row.method, _path(made, row), content=content, headers=headers)


def _is_refused(answer: httpx.Response) -> bool:
    return (
        400 <= answer.status_code < 500
        and answer.headers["content-type"] == "application/problem+json"
        and answer.json()["status"] == answer.status_code
    )


def _bodies(row: Row) -> dict[str, Any]:
    return BODIES.get(row.path, TOKEN if row.path.startswith("/v1/gate:") else WHY)


def _places(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Every place of a body at which another value can stand."""
    if path:
        yield path
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, one in members:
        yield from _places(one, (*path, name))


def _with(body: Any, place: tuple[str | int, ...], raw: str) -> bytes:
    """The body as text, with raw text at one place."""
    copied = json.loads(json.dumps(body))
    inner = copied
    for name in place[:-1]:
        inner = inner[name]
    inner[place[-1]] = "@@"
    return json.dumps(copied).replace('"@@"', raw).encode("utf-8", "surrogatepass")


@pytest.mark.parametrize("row", WRITING, ids=lambda row: f"{row.method} {row.path}")
def test_what_is_no_json_object_is_refused(house: tuple[Desk, Populated], row: Row) -> None:
    """Cut off, not UTF-8, endless, nested without end, empty: 4xx with a code."""
    for name, content in NEVER_JSON.items():
        answer = _send(house, row, content)
        assert _is_refused(answer), (name, answer.status_code, answer.text[:200])
    if not row.path.endswith("/submit"):
        assert _is_refused(_send(house, row, b""))
        assert _is_refused(_send(house, row, b"null"))


@pytest.mark.parametrize("row", WRITING, ids=lambda row: f"{row.method} {row.path}")
def test_odd_values_are_never_our_failure(house: tuple[Desk, Populated], row: Row) -> None:
    """At every place of a good body an odd value is refused, or, where it is a text like others, taken."""
    body = _bodies(row)
    for place in _places(body):
        for name, raw in ODD_VALUES.items():
            if (place[-1], name) == ("settled", "an object"):
                continue  # one settled row may stand without its list; members that we do not know are ignored
            answer = _send(house, row, _with(body, place, raw))
            fine = name in ACCEPTABLE and answer.status_code < 300
            assert fine or _is_refused(answer), (place, name, answer.status_code, answer.text[:200])


@pytest.mark.parametrize("row", WRITING, ids=lambda row: f"{row.method} {row.path}")
def test_a_member_twice_is_never_our_failure(house: tuple[Desk, Populated], row: Row) -> None:
    """The last one counts, as everywhere in JSON."""
    whole = json.dumps(_bodies(row))
    answer = _send(house, row, f"{whole[:-1]}, {whole[1:]}".encode())
    assert answer.status_code < 500, answer.text


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "x", None])
@pytest.mark.parametrize("row", [row for row in WRITING if row.path not in RECORDS], ids=lambda row: row.path)
def test_another_content_type_is_refused(house: tuple[Desk, Populated], row: Row, kind: str | None) -> None:
    """JSON that is not called JSON is refused, so that a form of another site reaches no route."""
    assert _is_refused(_send(house, row, json.dumps(_bodies(row)).encode(), kind))


@pytest.mark.parametrize("row", ADDRESSED, ids=lambda row: f"{row.method} {row.path}")
def test_an_address_that_no_thing_has_is_missing(house: tuple[Desk, Populated], row: Row) -> None:
    """Zero bytes, surrogates, endless and unprintable names in the address: 404 like every missing thing."""
    desk, made = house
    who = _caller(made, row)
    body = _bodies(row) if row in WRITING else None
    first = row.path[row.path.index("{") + 1 : row.path.index("}")]
    for odd in ADDRESSES:
        path = row.path.replace("{" + first + "}", odd).format(page="0", name="total_figures")
        answer = desk.call(who, row.method, path, body)
        assert answer.status_code == 404, (odd, answer.status_code, answer.text[:200])
        assert answer.json()["code"] == "NOT_FOUND"


@pytest.mark.parametrize("page", ["-1", "1" + "0" * 30, "x", "%00", "1.0", "%C2%B2", "9" * 5_000])
def test_a_page_that_no_document_has_is_missing(house: tuple[Desk, Populated], page: str) -> None:
    """A page below zero, beyond every number or no number at all is missing."""
    desk, made = house
    answer = desk.get(HANDLER, f"/v1/documents/{made.known['document_id'][0]}/pages/{page}.png")
    assert answer.status_code == 404


@pytest.mark.parametrize(
    "name", ["a" * 201, "a" * 5_000, "%00", "x%00", "%C2%B2", "lines[999].amount", "lines[²].a", "A"]
)
def test_a_field_that_no_paper_has_is_refused(house: tuple[Desk, Populated], name: str) -> None:
    """A field's address that cannot be one is 422 on every database, however long."""
    desk, made = house
    for document in made.known["document_id"][:6]:
        answer = desk.call(HANDLER, "PUT", f"/v1/documents/{document}/fields/{name}", {"value": "x", "reason": "x"})
        assert answer.status_code in {409, 422}, answer.text
    assert answer.status_code == 422 or answer.json()["code"] == "WRONG_STATE"


@pytest.mark.parametrize(
    "query", ["after=²", "after=%00", "after=" + "9" * 19, "state=²", "state=%00", "state=" + "OPEN," * 99]
)
@pytest.mark.parametrize("path", ["/v1/flags", "/v1/obligations"])
def test_an_odd_question_is_never_our_failure(house: tuple[Desk, Populated], path: str, query: str) -> None:
    """A page that does not exist starts at the first one, a state that does not exist is refused."""
    desk, _ = house
    answer = desk.get(HANDLER, f"{path}?{query}")
    assert answer.status_code == (422 if query.startswith("state") or len(query) > 26 else 200), answer.text


def test_odd_headers_are_refused(house: tuple[Desk, Populated]) -> None:
    """A last event that is no number, and a key that cannot be one, are 422."""
    desk, made = house
    desk.get(HANDLER, "/v1/me")
    path = f"/v1/documents/{made.known['document_id'][0]}/events"
    for last in ("²", "-1", "9" * 19, "x"):
        answer = desk.client.get(path, headers={**desk.headers[HANDLER], "Last-Event-ID": last.encode("latin-1")})
        assert (answer.status_code, answer.json()["code"]) == (422, "BAD_REQUEST")
    for key in ("é", "", "k" * 201, "a\tb"):
        headers = {**desk.headers[HANDLER], "Idempotency-Key": key.encode("latin-1")}
        answer = desk.client.post("/v1/claims/W-draft/gap", json=WHY, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (422, "BAD_IDEMPOTENCY_KEY")


def test_nothing_is_read_of_who_is_not_let_in(house: tuple[Desk, Populated]) -> None:
    """Without a token, or as another role, a broken body is not looked at: 401 and 403, never 422."""
    desk, _ = house
    broken = {"content": b"{", "headers": {"Content-Type": JSON}}
    assert desk.client.post("/v1/verdicts:evaluate", **broken).status_code == 401
    desk.get(CORE, "/v1/me")
    broken["headers"] |= desk.headers[CORE]
    assert desk.client.post("/v1/verdicts:evaluate", **broken).status_code == 403


@pytest.mark.parametrize("row", [row for row in WRITING if row.path not in RECORDS], ids=lambda row: row.path)
def test_a_body_beyond_the_limit_is_413(house: tuple[Desk, Populated], row: Row) -> None:
    """Nothing longer than four megabytes is kept in memory for a JSON route."""
    answer = _send(house, row, b" " * (MAX_JSON_BYTES + 1))
    assert (answer.status_code, answer.json()["code"]) == (413, "BODY_TOO_LARGE")


def test_the_longest_question_fits(house: tuple[Desk, Populated]) -> None:
    """Five thousand numbers of 64 escaped signs are one batch."""
    evaluate = next(row for row in WRITING if row.path == "/v1/verdicts:evaluate")
    answer = _send(house, evaluate, json.dumps({"claims": ["𠀀" * 64] * 5_000}).encode())
    assert answer.status_code == 200
    assert len(answer.json()["verdicts"]) == 5_000
