"""Every route × every role × {own, another's, missing}, generated from the table; in process, on a real database."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from intake.access.table import TABLE, Binding, Row
from intake.access.tokens import issue_token
from intake.access.who import Bound, Role, Who
from intake.presenting.records import show_record
from intake.replay import blank_png
from storage.records import claims, flags, obligations
from storage.records.obligations import NewObligation
from tests.builders import FIRM_USCC, make_record, make_voucher, with_marks
from tests.desk import CORE, open_desk

OTHER_USCC = "92449900MA000FK482"
BY_BINDING = frozenset({Role.SUBMITTER, Role.HANDLER, Role.SECOND_REVIEWER})
DONE_OR_JUDGED = frozenset({200, 201, 409, 415, 422})  # let in; whatever came of the body
GUARDED = [row for row in TABLE if row.binding in {Binding.CLAIM, Binding.DOCUMENT}]
PERSONS = frozenset(  # no firm may
    {
        "/v1/claims/{claim_no}/objections",
        "/v1/obligations/{obligation_id}/deny",
        "/cases/{claim_no}/objection",
        "/deadlines/{obligation_id}/deny",
    }
)
BODIES: dict[str, object] = {
    "/v1/claims/{claim_no}/objections": {"by": "本人", "channel": "phone", "reason": "不同意"},
    "/v1/claims/{claim_no}/decisions": {"item": "MEDICAL", "payee": "EMPLOYER", "cap_fen": 0},
    "/v1/decisions/{decision_id}/confirm": {"reason": "x", "evidence_digest": "0" * 64},
    "/v1/flags/{flag_id}/close": {"outcome": "OK", "reason": "x"},
    "/v1/documents/{document_id}/fields/{name}": {"value": 1, "reason": "x"},
    "/v1/obligations/{obligation_id}/report": {"paid_on": "2021-08-30", "amount_fen": 1, "slip_document": "d-x"},
    "/v1/obligations/{obligation_id}/proof": {"document": "d-x"},
    "/v1/obligations/{obligation_id}/court_closed": {"reason": "x", "document": "d-x"},
}


class House:
    """An application with two claims of two firms and offices, each with a paper, flag, decision, freeze and duty."""

    def __init__(self, home: Path) -> None:
        self.desk = open_desk(home)
        self.settings, self.service, self.client = self.desk.settings, self.desk.service, self.desk.client
        self.things = {
            "own": self._keep("C-own", FIRM_USCC, "O1"),
            "other": self._keep("C-other", OTHER_USCC, "O2"),
            "missing": dict.fromkeys(("document_id", "flag_id", "decision_id", "freeze_id", "obligation_id"), "d-none")
            | {"claim_no": "C-missing"},
        }
        self.documents = {thing: ids["document_id"] for thing, ids in self.things.items()}

    def _keep(self, claim_no: str, uscc: str, office: str) -> dict[str, str]:
        record = make_record()
        employer = replace(record.employer, uscc=uscc)
        self.desk.register(replace(record, claim_no=claim_no, employer=employer, office=office))
        clerk = Who("clerk", Role.SUBMITTER, Bound(uscc=uscc))
        [document] = self.desk.bring(clerk, claim_no, with_marks(make_voucher()))
        handler = Who("handler", Role.HANDLER, Bound(office=office))
        body = {"item": "MEDICAL", "payee": "EMPLOYER", "cap_fen": 0, "reasons": []}
        decided = self.desk.post(handler, f"/v1/claims/{claim_no}/decisions", body).json()["id"]
        objection = {"by": "本人", "channel": "phone", "reason": "不同意"}
        freeze = self.desk.post(handler, f"/v1/claims/{claim_no}/objections", objection).json()["freeze_id"]
        with self.service.database.write() as session:
            head = claims.find_head(session, claim_no)
            assert head is not None
            [flag, *_] = flags.of_claim(session, claim_no)
            new = NewObligation(
                claim_no, "MEDICAL", None, claim_no, head.employer_digest, 1, date(2021, 8, 20), "PASS_ON_DUE"
            )
            duty = obligations.add(session, new, self.desk.now[0])
        assert duty is not None
        ids = {"document_id": document, "flag_id": flag.id, "decision_id": decided, "freeze_id": freeze}
        return ids | {"obligation_id": duty, "claim_no": claim_no}

    def token(self, role: Role, bound: Bound | None = None) -> dict[str, str]:
        """The header of a caller of a role, bound to the first claim's firm or office where the role is bound."""
        usual = Bound(uscc=FIRM_USCC) if role is Role.SUBMITTER else Bound(office="O1")
        who = Who("x", role, bound or usual)
        return {"Authorization": f"Bearer {issue_token(self.settings, who, now=datetime.now(UTC))}"}

    def path(self, row: Row, thing: str) -> str:
        """The address of a thing under a row's path."""
        return row.path.format(**self.things[thing], page="0", name="total_figures")

    def ask(self, row: Row, thing: str, headers: dict[str, str]) -> httpx.Response:
        """Call a route about a thing with a body that the route can read."""
        body = BODIES.get(row.path, {"reason": "x"}) if row.method in {"POST", "PUT"} else None
        if row.path.endswith(("/documents", "/replace")):
            body = None
        return self.client.request(row.method, self.path(row, thing), headers=headers, json=body)


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
    bound = Bound(claim="C-own") if row.path in PERSONS and role is Role.SUBMITTER else None
    answer = house.ask(row, thing, house.token(role, bound))
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
    own, missing = (house.ask(row, thing, {}) for thing in ("own", "missing"))
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
            answer = house.client.get("/v1/claims/C-own/verdict", headers=house.token(Role.PAYOUT_SYSTEM))
        assert answer.status_code == 200
        assert {(leg["status"], leg["code"]) for leg in answer.json()["legs"]} == {("HOLD", "G-001")}, place
