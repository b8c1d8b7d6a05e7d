"""A whole service in this process for tests of what people and the payout system do: real application, real database.

Here: a clock that tests set, callers by role, papers put into a claim as if they had been uploaded and read. Not here:
pixels, worker and broker (tests.services runs those).
"""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import httpx
from fastapi.testclient import TestClient

from intake.access.cookies import COOKIE
from intake.access.opening import side_digest, subject_digest
from intake.access.sessions import open_session
from intake.access.tokens import issue_token
from intake.access.who import Bound, Role, Who
from intake.app import build_app
from intake.presenting.records import show_record
from intake.results import keep_readings
from intake.settings import Settings, read_settings
from intake.wiring import Service, wire
from ocr.sandbox.client import Sandbox
from storage.records import documents, uploads
from storage.records.documents import Part
from tests.builders import FIRM, FIRM_ACCOUNT, FIRM_USCC
from validators.model.claim import ClaimRecord
from validators.model.evidence import DocumentReading

OFFICE = "O1"
BASE = "http://127.0.0.1:8000"  # the own machine: over plain HTTP, sessions are opened nowhere else
_numbers = itertools.count(1)


@dataclass(slots=True)
class Desk:
    """The service, its clock and one client; every call says who asks."""

    settings: Settings
    service: Service
    client: TestClient
    now: list[datetime]
    headers: dict[Who, dict[str, str]] = field(default_factory=dict)

    def set_day(self, day: date) -> None:
        """Let it be eleven in the morning of a day in Guangdong."""
        self.now[0] = datetime.combine(day, time(3), UTC)

    def call(self, who: Who, method: str, path: str, body: object = None, key: str | None = None) -> httpx.Response:
        """Call a route as somebody."""
        known = self.headers.get(who)
        if known is None:
            token = issue_token(self.settings, who, now=datetime.now(UTC))
            known = self.headers[who] = {"Authorization": f"Bearer {token}"}
        more = {"Idempotency-Key": key} if key else {}
        return self.client.request(method, path, json=body, headers={**known, **more})

    def post(self, who: Who, path: str, body: object = None, key: str | None = None) -> httpx.Response:
        """Post as somebody."""
        return self.call(who, "POST", path, body, key)

    def get(self, who: Who, path: str) -> httpx.Response:
        """Get as somebody."""
        return self.call(who, "GET", path)

    def page(self, who: Who | None, path: str, form: Mapping[str, str] | None = None, **headers: str) -> httpx.Response:
        """Open a page as a browser does, with a session; with `form`, send a form of our own page."""
        sent = {"Accept": "text/html,*/*;q=0.8", "Accept-Language": "zh-CN"}
        if who is not None:
            session = open_session(self.service, who)
            sent["Cookie"] = f"{COOKIE}={session}"
        if form is None:
            return self.client.get(path, headers=sent | headers, follow_redirects=False)
        sent["Sec-Fetch-Site"] = "same-origin"
        return self.client.post(path, data=dict(form), headers=sent | headers, follow_redirects=False)

    def register(self, record: ClaimRecord) -> None:
        """Register a claim as the core system."""
        answer = self.post(CORE, "/v1/claims", show_record(record))
        assert answer.status_code == 201, answer.text

    def put(self, record: ClaimRecord) -> httpx.Response:
        """Replace a claim's record as the core system."""
        return self.call(CORE, "PUT", f"/v1/claims/{record.claim_no}", show_record(record))

    def bring(self, who: Who, claim_no: str, *readings: DocumentReading, replaces: str | None = None) -> list[str]:
        """Put papers of a caller's side into a claim, read as given; gives their ids."""
        ids = []
        for reading in readings:
            with self.service.database.write() as session:
                kept = uploads.add(
                    session, self.service.vault, self._upload(who, claim_no, reading, replaces), self.now[0]
                )
                documents.move(session, kept.document_id, "RECEIVED", "STORED", self.now[0])
                document = documents.find(session, kept.document_id)
                assert document is not None
                keep_readings(self.service, session, document, (reading,), {}, self.now[0])
            ids.append(kept.document_id)
        return ids

    def _upload(self, who: Who, claim_no: str, reading: DocumentReading, replaces: str | None) -> uploads.NewUpload:
        side = who.side
        assert side is not None
        part = Part(f"{next(_numbers):064x}", 1, "image/png")
        return uploads.NewUpload(
            claim_no,
            side_digest(self.service, side),
            subject_digest(self.service, who),
            (part,),
            reading.file,
            reading.kind,
            replaces,
        )

    def legs(self, claim_no: str, who: Who | None = None) -> list[Mapping[str, Any]]:
        """The legs of a claim's verdict."""
        answer = self.get(who or PAYOUT, f"/v1/claims/{claim_no}/verdict")
        assert answer.status_code == 200, answer.text
        legs: list[Mapping[str, Any]] = answer.json()["legs"]
        return legs

    def states(self, claim_no: str) -> dict[str, tuple[int, str, str]]:
        """The legs by payee: fen, status and code (the last one where a payee has several)."""
        return {leg["payee"]: (leg["fen"], leg["status"], leg["code"]) for leg in self.legs(claim_no)}

    def decide(
        self, claim_no: str, cap_fen: int, item: str = "MEDICAL", payee: str = "EMPLOYER", **more: object
    ) -> httpx.Response:
        """Propose as the handler and confirm as the second reviewer; gives the last answer."""
        body = {"item": item, "payee": payee, "cap_fen": cap_fen, "reasons": ["ADVANCE_PROVEN"], **more}
        proposed = self.post(HANDLER, f"/v1/claims/{claim_no}/decisions", body)
        if proposed.status_code != 201:
            return proposed
        return self.confirm(proposed.json())

    def confirm(self, proposed: Mapping[str, Any], who: Who | None = None) -> httpx.Response:
        """Confirm a proposal on its own digest."""
        body = {"reason": "核对无误", "evidence_digest": proposed["evidence_digest"]}
        return self.post(who or SECOND, f"/v1/decisions/{proposed['id']}/confirm", body)

    def account_digest(self, account: str = FIRM_ACCOUNT, holder: str = FIRM) -> str:
        """The digest of an account as the payout system gets it."""
        answer = self.post(PAYOUT, "/v1/accounts:digest", {"account": account, "holder": holder})
        digest: str = answer.json()["account_digest"]
        return digest

    def reserve(self, claim_no: str, amount_fen: int, batch_row: str, **more: object) -> Mapping[str, Any]:
        """Reserve the employer's part of MEDICAL, or what is named."""
        body: dict[str, object] = {
            "claim_no": claim_no,
            "item": "MEDICAL",
            "payee": "EMPLOYER",
            "beneficiary": None,
            "amount_fen": amount_fen,
            "account_digest": None,
            "batch_row": batch_row,
            **more,
        }
        if body["account_digest"] is None and body["payee"] == "EMPLOYER":
            body["account_digest"] = self.account_digest()
        answer = self.post(PAYOUT, "/v1/gate:reserve", body)
        assert answer.status_code == 200, answer.text
        shown: Mapping[str, Any] = answer.json()
        return shown

    def gate(self, event: str, token: str, **more: object) -> Mapping[str, Any]:
        """One event of a token."""
        who = FINANCE if event in {"reconciled", "recovered"} else PAYOUT
        answer = self.post(who, f"/v1/gate:{event}", {"token": token, **more})
        assert answer.status_code == 200, answer.text
        shown: Mapping[str, Any] = answer.json()
        return shown


CORE = Who("core", Role.CORE_SYSTEM)
PAYOUT = Who("payout", Role.PAYOUT_SYSTEM)
FINANCE = Who("finance", Role.AGENCY_FINANCE)
RISK = Who("risk", Role.RISK_OFFICER)
HANDLER = Who("handler", Role.HANDLER, Bound(office=OFFICE))
HANDLER_2 = Who("handler-2", Role.HANDLER, Bound(office=OFFICE))
SECOND = Who("second", Role.SECOND_REVIEWER, Bound(office=OFFICE))
CLERK = Who("clerk", Role.SUBMITTER, Bound(uscc=FIRM_USCC))


def worker_of(claim_no: str) -> Who:
    """The worker, or a relative, bound to a claim."""
    return Who("worker", Role.SUBMITTER, Bound(claim=claim_no))


def open_desk(home: Path, day: date = date(2021, 9, 1), environ: Mapping[str, str] | None = None) -> Desk:
    """Open a service over an empty home folder on a day."""
    settings = read_settings({"CLAIMGATE_HOME": str(home), **(environ or {})})
    now = [datetime.combine(day, time(3), UTC)]
    service = wire(settings, lambda: now[0])
    client = TestClient(
        build_app(service, Sandbox()), BASE, raise_server_exceptions=False, client=("127.0.0.1", 50_000)
    )
    return Desk(settings, service, client, now)
