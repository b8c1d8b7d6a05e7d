"""Every route has its row of access, and the rows are what they are meant to be."""

from pathlib import Path

import pytest
from fastapi import FastAPI

from intake.access.table import BY_ROUTE, TABLE, Binding
from intake.access.who import Role
from intake.app import build_app, check_table, routes_of
from intake.settings import read_settings
from intake.wiring import wire
from ocr.sandbox.client import Sandbox


@pytest.fixture
def app(tmp_path: Path) -> FastAPI:
    """The application over an empty home folder."""
    return build_app(wire(read_settings({"CLAIMGATE_HOME": str(tmp_path)})), Sandbox())


def test_every_route_has_a_row(app: FastAPI) -> None:
    """The table and the application agree, route by route."""
    routes = {(method, route.path) for route in routes_of(app) for method in (route.methods or ()) if method != "HEAD"}
    assert routes == set(BY_ROUTE)


def test_a_route_without_a_row_stops_the_start(app: FastAPI) -> None:
    """A route that somebody forgot to list is found before it serves anybody."""

    @app.get("/v1/forgotten")
    def forgotten() -> str:
        return ""

    with pytest.raises(RuntimeError, match="/v1/forgotten"):
        check_table(app)


def test_public_rows_name_no_role_and_all_others_do() -> None:
    """Public is said in one way only."""
    for row in TABLE:
        assert (row.binding is Binding.PUBLIC) == (not row.roles), row


def test_nobody_but_the_core_system_writes_claims() -> None:
    """Registering and replacing are the core system's alone; only submitters upload."""
    writers = {row.path: row.roles for row in TABLE if row.method in {"POST", "PUT"} and row.path.startswith("/v1")}
    assert writers["/v1/claims"] == writers["/v1/claims/{claim_no}"] == {Role.CORE_SYSTEM}
    assert writers["/v1/claims/{claim_no}/documents"] == {Role.SUBMITTER}


def test_no_row_stands_twice() -> None:
    """One route, one row."""
    assert len(BY_ROUTE) == len(TABLE)
