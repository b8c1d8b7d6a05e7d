"""Every route × every caller × {own, another's, missing} answers as the table says, and not without its checks."""

import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from intake.access import binding
from intake.access.opening import sees_document
from intake.access.table import BY_ROUTE, EVERYONE, Binding, Row
from intake.access.who import Role
from intake.presenting.records import show_record
from intake.replay import blank_png
from intake.uploads import resumable
from tests.builders import FIRM_USCC, make_record
from tests.desk import CORE, open_desk
from tests.unit.intake.access_matrix import (
    BOUND,
    BY_BINDING,
    CALLERS,
    COUNTER,
    FIRM,
    GUARDED,
    MISSING,
    NOTHING_THERE,
    OTHER,
    OWN,
    PERSON,
    Cell,
    House,
    cells_of,
    expected,
)

NAMED = {"ids": lambda row: f"{row.method} {row.path}"}
PAYOUT = next(who for who in CALLERS if who.role is Role.PAYOUT_SYSTEM)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    """One house for all cells."""
    return House(tmp_path_factory.mktemp("house"))


@pytest.fixture(scope="module")
def open_house(tmp_path_factory: pytest.TempPathFactory) -> House:
    """Another house, whose checks are taken away one by one."""
    return House(tmp_path_factory.mktemp("open-house"))


@pytest.mark.parametrize("row", GUARDED, **NAMED)
def test_every_cell_of_a_route(house: House, row: Row) -> None:
    """Nobody: 401. Not the role: 403. Not the caller's thing, or not its side: the same 404 as for no thing at all."""
    assert list(house.unexpected(cells_of(row))) == []


def test_the_matrix_is_large_enough_to_mean_something() -> None:
    """It grows with the table; what it must answer is not the same for all."""
    cells = [cell for row in GUARDED for cell in cells_of(row)]
    assert len(cells) >= 1_500
    assert len({expected(cell) for cell in cells}) == 4


@pytest.mark.parametrize("row", GUARDED, **NAMED)
def test_a_role_too_many_is_seen(open_house: House, row: Row, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the row's roles taken away, whoever else is let in answers otherwise than the matrix says."""
    others = [cell for cell in cells_of(row) if cell.caller is not None and cell.caller.role not in row.roles]
    if row.path.endswith("/events"):
        others = [cell for cell in others if cell.thing == MISSING]  # of a paper that exists it would have no end
    monkeypatch.setitem(BY_ROUTE, (row.method, row.path), replace(row, roles=EVERYONE))
    assert row.roles == EVERYONE or any(True for _ in open_house.unexpected(others))


@pytest.mark.parametrize("row", BOUND, **NAMED)
def test_a_missing_tie_is_seen(open_house: House, row: Row, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where every claim were everybody's, another's thing of this route would answer otherwise than a missing one."""
    cells = [Cell(row, who, OTHER) for who in CALLERS if who.role in row.roles & BY_BINDING]
    if not cells or row.path.endswith("/events") or row.path in NOTHING_THERE:
        pytest.skip("nobody who may call this is bound, a stream without end, or nothing to see")
    take_away(monkeypatch, binding.may_see_claim)
    take_sides_away(monkeypatch)
    assert any(True for _ in open_house.unexpected(cells))


@pytest.mark.parametrize("row", [row for row in BOUND if row.binding is Binding.DOCUMENT], **NAMED)
def test_a_missing_side_is_seen(open_house: House, row: Row, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where every paper of a claim were every submitter's, a worker would see the firm's."""
    if Role.SUBMITTER not in row.roles or row.path.endswith("/events"):
        pytest.skip("no submitter, or a stream without end")
    take_sides_away(monkeypatch)
    assert list(open_house.unexpected([Cell(row, PERSON, OWN)]))


@pytest.mark.parametrize("role", [Role.HANDLER, Role.SECOND_REVIEWER])
def test_a_missing_office_is_seen(open_house: House, role: Role, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where reviewers were bound to no office, another office's claims would be theirs."""
    monkeypatch.setattr(binding, "BY_OFFICE", frozenset())
    who = next(one for one in CALLERS if one.role is role)
    cells = [Cell(row, who, OTHER) for row in BOUND if role in row.roles and row.method == "GET"]
    assert list(open_house.unexpected([cell for cell in cells if not cell.row.path.endswith("/events")]))


def take_sides_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every paper, and every upload that has not ended, be of every side."""
    take_away(monkeypatch, sees_document)
    monkeypatch.setattr(resumable, "_owner", lambda *_: AnySide())


class AnySide(str):
    """A side that every other side is equal to."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return True

    def __ne__(self, other: object) -> bool:
        return False

    def __hash__(self) -> int:
        return 0


def take_away(monkeypatch: pytest.MonkeyPatch, check: Callable[..., bool]) -> None:
    """Let a check say yes wherever a module of ours calls it by its name."""
    for name, module in list(sys.modules.items()):
        if name.startswith("intake.") and getattr(module, check.__name__, None) is check:
            monkeypatch.setattr(module, check.__name__, lambda *_: True)


def test_a_cookie_needs_our_own_page_for_writing(house: House) -> None:
    """A session reads by cookie alone, and writes only with the header that another site cannot send."""
    token = house.header(FIRM)["Authorization"].removeprefix("Bearer ")
    ours = {"X-Claimgate": "1"}
    assert house.client.post("/session", json={"token": token}).status_code == 403
    assert house.client.post("/session", json={"token": "x"}, headers=ours).status_code == 401
    entered = house.client.post("/session", json={"token": token}, headers=ours)
    assert entered.status_code == 204
    flags = entered.headers["set-cookie"].lower()
    assert "httponly" in flags
    assert "samesite=strict" in flags
    assert house.client.get("/v1/claims/C-own").status_code == 200
    files = {"file": ("a.png", blank_png(9, 9))}
    assert house.client.post("/v1/claims/C-own/documents", files=files).status_code == 403
    assert house.client.post("/v1/claims/C-own/documents", files=files, headers=ours).status_code == 201
    kept = dict(house.client.cookies)
    assert house.client.post("/session/end").status_code == 403
    assert house.client.post("/session/end", headers=ours).status_code == 204
    assert house.client.get("/v1/claims/C-own").status_code == 401
    house.client.cookies.update(kept)  # whoever kept a copy of the cookie
    assert house.client.get("/v1/claims/C-own").status_code == 401
    house.client.cookies.clear()
    assert house.client.get("/v1/claims/C-own").status_code == 401


def test_counter_staff_name_for_whom_they_upload(house: House) -> None:
    """Staff of the claim's office say on whose behalf; the paper then is that side's."""
    staff = house.header(COUNTER)
    files = {"file": ("a.png", blank_png(8, 8))}
    path = "/v1/claims/C-own/documents"
    assert house.client.post(path, files=files, headers=staff).json()["code"] == "ON_BEHALF_OF_MISSING"
    kept = house.client.post(path, files=files, headers=staff, data={"on_behalf_of": FIRM_USCC})
    assert kept.status_code == 201
    clerk = house.client.get(f"/v1/documents/{kept.json()['id']}", headers=house.header(FIRM))
    assert clerk.status_code == 200


def test_fictional_numbers_are_refused_where_they_must_not_be(tmp_path: Path) -> None:
    """Outside demonstrations a record with region 449900 is 422 FICTIONAL_NUMBER."""
    desk = open_desk(tmp_path, environ={"CLAIMGATE_ALLOW_FICTIONAL": "0"})
    answer = desk.post(CORE, "/v1/claims", show_record(replace(make_record(), claim_no="C-new")))
    assert (answer.status_code, answer.json()["code"]) == (422, "FICTIONAL_NUMBER")


def test_a_verdict_that_cannot_be_worked_out_holds(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """A crash of ours is HOLD with a reason for every item, never a 5xx and never OPEN."""

    def crash(*_: object, **__: object) -> None:
        raise RuntimeError("boom")

    for place in ("intake.gate.service.stand", "intake.gate.service.glance_at", "intake.casefile.judge_case"):
        with monkeypatch.context() as broken:
            broken.setattr(place, crash)
            if place.endswith("judge_case"):
                house.desk.now[0] += timedelta(days=1)  # the kept judgement is of yesterday
            answer = house.client.get("/v1/claims/C-own/verdict", headers=house.header(PAYOUT))
        assert answer.status_code == 200
        assert {(leg["status"], leg["code"]) for leg in answer.json()["legs"]} == {("HOLD", "G-001")}, place
