"""Every route × every role × {own, another's, missing}, generated from the table; in process, on a real database."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from intake.access.opening import side_digest
from intake.access.table import TABLE, Binding, Row
from intake.access.tokens import issue_token
from intake.access.who import Bound, Role, Who
from intake.app import build_app
from intake.presenting.records import show_record
from intake.replay import blank_png
from intake.settings import read_settings
from intake.wiring import Service, wire
from ocr.sandbox.client import Sandbox
from storage.records import claims, uploads
from storage.records.documents import Part
from tests.builders import FIRM_USCC, make_record

OTHER_USCC = "92449900MA000FK482"
BY_BINDING = frozenset({Role.SUBMITTER, Role.HANDLER, Role.SECOND_REVIEWER})
DONE_OR_JUDGED = frozenset({200, 201, 415, 422})  # let in; whatever came of the empty body
GUARDED = [row for row in TABLE if row.binding in {Binding.CLAIM, Binding.DOCUMENT}]


class House:
    """An application with two claims of two firms and offices, each with one paper."""

    def __init__(self, home: Path, **environ: str) -> None:
        self.settings = read_settings({"CLAIMGATE_HOME": str(home), **environ})
        self.service: Service = wire(self.settings)
        self.client = TestClient(build_app(self.service, Sandbox()), raise_server_exceptions=False)
        self.documents = {
            "own": self._keep("C-own", FIRM_USCC, "O1"),
            "other": self._keep("C-other", OTHER_USCC, "O2"),
            "missing": "d-none",
        }

    def _keep(self, claim_no: str, uscc: str, office: str) -> str:
        record = make_record()
        employer = replace(record.employer, uscc=uscc)
        now, service = datetime.now(UTC), self.service
        stored = service.objects.put([claim_no.encode()], 100)
        with service.database.write() as session:
            claims.register(
                session, service.vault, replace(record, claim_no=claim_no, employer=employer, office=office), now
            )
            upload = uploads.NewUpload(
                claim_no=claim_no,
                side=side_digest(service, f"uscc:{uscc}"),
                uploader_digest="0" * 64,
                parts=(Part(stored.sha256, stored.size, "image/png"),),
                file_name="a.png",
            )
            return uploads.add(session, service.vault, upload, now).document_id

    def token(self, role: Role, bound: Bound | None = None) -> dict[str, str]:
        """The header of a caller of a role, bound to the first claim's firm or office where the role is bound."""
        usual = Bound(uscc=FIRM_USCC) if role is Role.SUBMITTER else Bound(office="O1")
        who = Who("x", role, bound or usual)
        return {"Authorization": f"Bearer {issue_token(self.settings, who, now=datetime.now(UTC))}"}

    def path(self, row: Row, thing: str) -> str:
        """The address of a thing under a row's path."""
        named = row.path.replace("{claim_no}", f"C-{thing}").replace("{document_id}", self.documents[thing])
        return named.replace("{page}", "0")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    """One house for all combinations."""
    return House(tmp_path_factory.mktemp("house"))


@pytest.mark.parametrize("thing", ["own", "other", "missing"])
@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("row", GUARDED, ids=lambda row: f"{row.method} {row.path}")
def test_every_combination(house: House, row: Row, role: Role, thing: str) -> None:
    """Not the role: 403. Not the caller's thing: the same 404 as for no thing at all."""
    if row.path.endswith("/events") and role in row.roles and (thing == "own" or role not in BY_BINDING):
        pytest.skip("an endless stream; tested over a real server")
    answer = house.client.request(row.method, house.path(row, thing), headers=house.token(role))
    if role not in row.roles:
        assert answer.status_code == 403
    elif thing == "missing" or (thing == "other" and role in BY_BINDING) or row.path.endswith(".png"):
        assert answer.status_code == 404  # nobody has read the paper yet: there is no raster
        assert answer.json()["code"] == "NOT_FOUND"
    else:
        assert answer.status_code in DONE_OR_JUDGED, answer.text


@pytest.mark.parametrize("row", GUARDED, ids=lambda row: f"{row.method} {row.path}")
def test_nobody_is_told_nothing(house: House, row: Row) -> None:
    """Without a token every guarded route is 401, whether the thing exists or not."""
    own, missing = (house.client.request(row.method, house.path(row, thing)) for thing in ("own", "missing"))
    assert own.status_code == missing.status_code == 401
    assert own.content == missing.content


def test_a_cookie_needs_our_own_page_for_writing(house: House) -> None:
    """A session reads by cookie alone, and writes only with the header that another site cannot send."""
    token = house.token(Role.SUBMITTER)["Authorization"].removeprefix("Bearer ")
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
    assert house.client.post("/session/end").status_code == 204
    house.client.cookies.clear()
    assert house.client.get("/v1/claims/C-own").status_code == 401


def test_counter_staff_name_for_whom_they_upload(house: House) -> None:
    """Staff of the claim's office say on whose behalf; the paper then is that side's."""
    staff = house.token(Role.SUBMITTER, Bound(office="O1"))
    files = {"file": ("a.png", blank_png(8, 8))}
    path = "/v1/claims/C-own/documents"
    assert house.client.post(path, files=files, headers=staff).json()["code"] == "ON_BEHALF_OF_MISSING"
    kept = house.client.post(path, files=files, headers=staff, data={"on_behalf_of": FIRM_USCC})
    assert kept.status_code == 201
    clerk = house.client.get(f"/v1/documents/{kept.json()['id']}", headers=house.token(Role.SUBMITTER))
    assert clerk.status_code == 200


def test_fictional_numbers_are_refused_where_they_must_not_be(tmp_path: Path) -> None:
    """Outside demonstrations a record with region 449900 is 422 FICTIONAL_NUMBER."""
    house = House(tmp_path, CLAIMGATE_ALLOW_FICTIONAL="0")
    body = show_record(replace(make_record(), claim_no="C-new"))
    answer = house.client.post("/v1/claims", json=body, headers=house.token(Role.CORE_SYSTEM))
    assert (answer.status_code, answer.json()["code"]) == (422, "FICTIONAL_NUMBER")


def test_a_verdict_that_cannot_be_worked_out_holds(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """A crash of ours is HOLD with a reason for every item, never a 5xx and never OPEN."""

    def crash(*_: object, **__: object) -> None:
        raise RuntimeError("boom")

    monkeypatch.setattr("intake.casefile.judge_case", crash)
    answer = house.client.get("/v1/claims/C-own/verdict", headers=house.token(Role.PAYOUT_SYSTEM))
    assert answer.status_code == 200
    assert {(leg["status"], leg["code"]) for leg in answer.json()["legs"]} == {("HOLD", "G-001")}
