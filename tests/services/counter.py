"""The people of an office over HTTP: they work through the queue, decide in pairs, and pay by batch.

Here: what handlers, second reviewers and the payout system do, in the order in which they do it. Not here: the stories.
"""

import re
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import httpx

from intake.access.who import Role
from tests.services.family import Sheet
from tests.services.running import Running, wait_at_rest

SLOW = 240.0  # seconds for one paper on a machine that does other things as well
_PLACE = re.compile(r"(\w+)(?:\[(\d+)\](?:\.(\w+))?)?")


@dataclass(slots=True)
class Counter:
    """Clients of one office; `sheets` are the drawn papers by the id that they got."""

    service: Running
    office: str
    handler: httpx.Client
    second_keyer: httpx.Client
    second: httpx.Client
    payout: httpx.Client
    sheets: dict[str, Sheet]

    @classmethod
    def open(cls, service: Running, office: str, stack: ExitStack) -> "Counter":
        """Open a client for each of the people."""

        def client(role: Role, subject: str, **bound: str) -> httpx.Client:
            return stack.enter_context(service.client(role, subject, **bound))

        return cls(
            service,
            office,
            client(Role.HANDLER, "handler", office=office),
            client(Role.HANDLER, "keyer", office=office),
            client(Role.SECOND_REVIEWER, "second", office=office),
            client(Role.PAYOUT_SYSTEM, "payout"),
            {},
        )

    def send(self, who: httpx.Client, claim_no: str, sheet: Sheet, replaces: str | None = None) -> str:
        """Upload a paper, or put it in another's place, and wait until it has been read."""
        path = f"/v1/documents/{replaces}/replace" if replaces else f"/v1/claims/{claim_no}/documents"
        answer = who.post(path, files={"file": (sheet.name, sheet.content)}, data={"kind": sheet.kind})
        assert answer.status_code == 201, answer.text
        document: str = answer.json()["id"]
        wait_at_rest(who, document, SLOW)
        self.sheets[document] = sheet
        return document

    def clear_doubts(self, claim_no: str) -> list[str]:
        """Key what was read without certainty, close what turns out well; gives the codes that were met."""
        met = []
        for _ in range(12):
            flags = [one for one in self._queue() if one["claim_no"] == claim_no]
            if not flags:
                return met
            for flag in flags:
                met.append(flag["code"])
                self._settle(flag)
        raise AssertionError(self._queue())

    def _queue(self) -> list[dict[str, Any]]:
        answer = self.handler.get("/v1/flags?state=OPEN,TAKEN,ESCALATED")
        assert answer.status_code == 200, answer.text
        flags: list[dict[str, Any]] = answer.json()["flags"]
        return flags

    def _settle(self, flag: Mapping[str, Any]) -> None:
        true = self._true_value(flag)
        if flag["code"] == "FLD-002" and true is not None:
            for who in (self.handler, self.second_keyer):
                body = {"value": true, "reason": "按原件录入"}
                answer = who.put(f"/v1/documents/{flag['document']}/fields/{flag['field']}", json=body)
                assert answer.status_code == 200, answer.text
            return
        if flag["state"] == "OPEN":
            assert self.handler.post(f"/v1/flags/{flag['id']}/take").status_code == 200
        if flag["severity"] == "B":
            self.handler.post(f"/v1/flags/{flag['id']}/escalate", json={"reason": "请复核"})
            body = {"outcome": "OK", "reason": "原件无误"}
            assert self.second.post(f"/v1/flags/{flag['id']}/close", json=body).status_code == 200
            return
        body = {"outcome": "OK", "reason": "原件无误"}
        assert self.handler.post(f"/v1/flags/{flag['id']}/close", json=body).status_code == 200

    def _true_value(self, flag: Mapping[str, Any]) -> Any:
        sheet = self.sheets.get(str(flag["document"]))
        match = _PLACE.fullmatch(str(flag["field"]))
        if sheet is None or match is None:
            return None
        name, number, column = match.groups()
        value = sheet.truth["fields"].get(name)
        if number is not None and isinstance(value, list):
            value = value[int(number)] if int(number) < len(value) else None
        return value.get(column) if column and isinstance(value, dict) else value

    def legs(self, claim_no: str) -> list[dict[str, Any]]:
        """The legs as the payout system sees them."""
        answer = self.payout.get(f"/v1/claims/{claim_no}/verdict")
        assert answer.status_code == 200, answer.text
        legs: list[dict[str, Any]] = answer.json()["legs"]
        return legs

    def leg(self, claim_no: str, payee: str, item: str | None = None) -> dict[str, Any]:
        """The only leg of a payee, of an item where it is named."""
        [leg] = [one for one in self.legs(claim_no) if one["payee"] == payee and item in (None, one["item"])]
        return leg

    def decide(self, claim_no: str, leg: Mapping[str, Any]) -> httpx.Response:
        """Propose a leg whole and confirm it by another person."""
        body = {"item": leg["item"], "payee": leg["payee"], "cap_fen": leg["fen"], "reasons": ["核对无误"]}
        proposed = self.handler.post(f"/v1/claims/{claim_no}/decisions", json=body)
        assert proposed.status_code == 201, proposed.text
        shown = proposed.json()
        body = {"reason": "复核无误", "evidence_digest": shown["evidence_digest"]}
        return self.second.post(f"/v1/decisions/{shown['id']}/confirm", json=body)

    def reserve(
        self, claim_no: str, leg: Mapping[str, Any], row: str, account: tuple[str, str] | None
    ) -> dict[str, Any]:
        """Reserve a leg whole, towards the account that would really be paid."""
        digest = None
        if account is not None:
            body = {"account": account[0], "holder": account[1]}
            digest = self.payout.post("/v1/accounts:digest", json=body).json()["account_digest"]
        body = {
            "claim_no": claim_no,
            "item": leg["item"],
            "payee": leg["payee"],
            "beneficiary": leg["beneficiary"],
            "amount_fen": leg["fen"],
            "account_digest": digest,
            "batch_row": row,
        }
        answer = self.payout.post("/v1/gate:reserve", json=body)
        assert answer.status_code == 200, answer.text
        shown: dict[str, Any] = answer.json()
        return shown

    def gate(self, event: str, token: str, **more: object) -> dict[str, Any]:
        """One event of a token."""
        answer = self.payout.post(f"/v1/gate:{event}", json={"token": token, **more})
        assert answer.status_code == 200, answer.text
        shown: dict[str, Any] = answer.json()
        return shown

    def state(self, claim_no: str) -> str:
        """The state of the case."""
        shown: str = self.handler.get(f"/v1/claims/{claim_no}").json()["state"]
        return shown
