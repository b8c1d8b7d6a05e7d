"""The matrix of who may call what about whose things: made from the table of access, asked of the real application.

Here: callers, things, calls, and what each cell must answer. Not here: the tests, which also take checks away and see
cells change (test_authorisation.py). A row that is added to the table is asked about by itself.
"""

import base64
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

import httpx

from intake.access.table import TABLE, Binding, Row
from intake.access.tokens import issue_token
from intake.access.who import Bound, Role, Who
from intake.replay import blank_png
from storage.objects.base import Area, chunks_of
from storage.records import claims, flags, obligations, pages
from storage.records.obligations import NewObligation
from storage.records.pages import PageRaster
from tests.builders import FIRM_USCC, make_record, make_voucher, with_marks
from tests.desk import open_desk

OTHER_USCC = "92449900MA000FK482"
OWN, OTHER, MISSING = "own", "other", "missing"
BY_BINDING = frozenset({Role.SUBMITTER, Role.HANDLER, Role.SECOND_REVIEWER})
DONE_OR_JUDGED = frozenset({200, 201, 303, 409, 415, 422})  # let in; whatever came of the body
REFUSED, HIDDEN, STRANGER = frozenset({403}), frozenset({404}), frozenset({401})
FIRM = Who("clerk", Role.SUBMITTER, Bound(uscc=FIRM_USCC))
PERSON = Who("worker", Role.SUBMITTER, Bound(claim="C-own"))
COUNTER = Who("counter", Role.SUBMITTER, Bound(office="O1"))
CALLERS = (
    FIRM,
    PERSON,
    COUNTER,
    *(Who(f"x-{role}", role, Bound(office="O1")) for role in Role if role is not Role.SUBMITTER),
)
# What a service itself refuses to some submitters: objection and denial are a person's, report and proof a firm's.
_BY_PERSON, _BY_FIRM = frozenset({FIRM, COUNTER}), frozenset({PERSON, COUNTER})
INNER: Mapping[str, frozenset[Who]] = {
    "/v1/claims/{claim_no}/objections": _BY_PERSON,
    "/cases/{claim_no}/objection": _BY_PERSON,
    "/v1/obligations/{obligation_id}/deny": _BY_PERSON,
    "/deadlines/{obligation_id}/deny": _BY_PERSON,
    "/v1/obligations/{obligation_id}/report": _BY_FIRM,
    "/deadlines/{obligation_id}/report": _BY_FIRM,
    "/v1/obligations/{obligation_id}/proof": _BY_FIRM,
    "/deadlines/{obligation_id}/proof": _BY_FIRM,
    "/v1/obligations": frozenset({COUNTER}),
    "/deadlines": frozenset({COUNTER}),
}
NOTHING_THERE = frozenset(  # nobody has signed, no value was chosen to be read again: hidden from everybody here
    {"/cases/{claim_no}/signature.png", "/documents/{document_id}/recheck"}
)
WHY: Mapping[str, object] = {"reason": "x"}
BODIES: Mapping[str, Mapping[str, object]] = {
    "/v1/claims/{claim_no}/objections": {"by": "本人", "channel": "phone", "reason": "不同意"},
    "/v1/claims/{claim_no}/decisions": {"item": "MEDICAL", "payee": "EMPLOYER", "cap_fen": 0},
    "/v1/decisions/{decision_id}/confirm": {"reason": "x", "evidence_digest": "0" * 64},
    "/v1/flags/{flag_id}/close": {"outcome": "OK", "reason": "x"},
    "/v1/documents/{document_id}/fields/{name}": {"value": 1, "reason": "x"},
    "/v1/obligations/{obligation_id}/report": {"paid_on": "2021-08-30", "amount_fen": 1, "slip_document": "d-x"},
    "/v1/obligations/{obligation_id}/proof": {"document": "d-x"},
    "/v1/obligations/{obligation_id}/court_closed": {"reason": "x", "document": "d-x"},
}
FORM: Mapping[str, str] = {  # whatever our pages' forms send, all of it to each
    "reason": "1",  # the first of each list
    "note": "见附件",
    "word": "OK",
    "field": "total_figures",
    "value": "1",
    "document": "d-x",
    "slip_document": "d-x",
    "paid_on": "2021-08-30",
    "amount": "1.00",
    "part": "MEDICAL|EMPLOYER|",
    "cap": "0",
    "digest": "0" * 64,
    "by": "本人",
    "channel": "phone",
}
GUARDED = tuple(row for row in TABLE if row.binding is not Binding.PUBLIC)
BOUND = tuple(row for row in GUARDED if row.binding in {Binding.CLAIM, Binding.DOCUMENT})


@dataclass(frozen=True, slots=True)
class Cell:
    """One question: this route, as this caller (None: nobody), about this thing."""

    row: Row
    caller: Who | None
    thing: str


class House:
    """An application with two claims of two firms and offices, and a thing of every kind in each."""

    def __init__(self, home: Path) -> None:
        self.desk = open_desk(home, environ={"CLAIMGATE_LIMITS": "0"})
        self.settings, self.service, self.client = self.desk.settings, self.desk.service, self.desk.client
        kinds = ("document_id", "flag_id", "decision_id", "freeze_id", "obligation_id", "link_id", "upload_id")
        self._headers: dict[Who, dict[str, str]] = {}
        self.things = {
            OWN: self._keep("C-own", FIRM_USCC, "O1"),
            OTHER: self._keep("C-other", OTHER_USCC, "O2"),
            MISSING: dict.fromkeys(kinds, "d-none") | {"claim_no": "C-missing"},
        }

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
        link = self.desk.post(handler, "/v1/links", {"claim_no": claim_no}).json()["id"]
        upload = self.client.post("/v1/uploads", headers=self.header(clerk) | announcing(claim_no)).headers["location"]
        with self.service.database.write() as session:
            head = claims.find_head(session, claim_no)
            assert head is not None
            [flag, *_] = flags.of_claim(session, claim_no)
            new = NewObligation(
                claim_no, "MEDICAL", None, claim_no, head.employer_digest, 1, date(2021, 8, 20), "PASS_ON_DUE"
            )
            duty = obligations.add(session, new, self.desk.now[0])
            png = self.service.objects.put(chunks_of(io.BytesIO(blank_png(9, 9))), 10_000, Area.DERIVED)
            pages.save_pages(session, document, [PageRaster(0, png.sha256, 9, 9)])
        assert duty is not None
        ids = {"document_id": document, "flag_id": flag.id, "decision_id": decided, "freeze_id": freeze}
        return (
            ids
            | {"obligation_id": duty, "claim_no": claim_no, "link_id": link}
            | {"upload_id": upload.rpartition("/")[2]}
        )

    def header(self, who: Who | None) -> dict[str, str]:
        """The header of a caller."""
        if who is None:
            return {}
        if who not in self._headers:
            token = issue_token(self.settings, who, now=datetime.now(UTC))
            self._headers[who] = {"Authorization": f"Bearer {token}"}
        return self._headers[who]

    def ask(self, cell: Cell) -> httpx.Response:
        """Call a route about a thing with what the route can read."""
        row, things = cell.row, self.things[cell.thing]
        path = row.path.format(**things, page="0", name="total_figures")
        headers = self.header(cell.caller)
        if row.path.startswith("/v1/uploads"):
            return self.client.request(row.method, path, headers=headers | announcing(things["claim_no"]))
        if row.method not in {"POST", "PUT"} or row.path.endswith(("/documents", "/replace")):
            return self.client.request(row.method, path, headers=headers, follow_redirects=False)
        if not row.path.startswith("/v1/"):
            return self.client.post(path, headers=headers, data=dict(FORM), follow_redirects=False)
        body = {"claim_no": things["claim_no"]} if row.path == "/v1/links" else BODIES.get(row.path, WHY)
        return self.client.request(row.method, path, headers=headers, json=body)

    def unexpected(self, cells: Sequence[Cell]) -> Iterator[str]:
        """Name the cells that answer otherwise than they must; another's thing and a missing one must answer alike."""
        bodies: dict[tuple[Row, Who | None], bytes] = {}
        for cell in cells:
            answer = self.ask(cell)
            if answer.status_code not in expected(cell):
                yield f"{answer.status_code} {cell.row.method} {cell.row.path} as {cell.caller} about {cell.thing}"
            elif expected(cell) is HIDDEN:
                alike = bodies.setdefault((cell.row, cell.caller), answer.content)
                if answer.content != alike or answer.headers["content-type"] != "application/problem+json":
                    yield f"another body: {cell.row.method} {cell.row.path} as {cell.caller} about {cell.thing}"


def announcing(claim_no: str) -> dict[str, str]:
    """The headers that announce a file of a claim."""
    claim = base64.b64encode(claim_no.encode()).decode()
    return {"Tus-Resumable": "1.0.0", "Upload-Length": "9", "Upload-Metadata": f"claim {claim}"}


def cells_of(row: Row) -> tuple[Cell, ...]:
    """Every cell of a row: once a caller about no thing; about another's only where the caller is let in at all."""
    things = (OWN, OTHER, MISSING) if row.binding in {Binding.CLAIM, Binding.DOCUMENT} else (OWN,)
    every = (Cell(row, caller, thing) for caller in (None, *CALLERS) for thing in things)
    return tuple(cell for cell in every if not streams(cell) and not (cell.thing == OTHER and is_shut(cell)))


def is_shut(cell: Cell) -> bool:
    """Say whether the caller is refused before anything is looked for."""
    return cell.caller is None or cell.caller.role not in cell.row.roles


def streams(cell: Cell) -> bool:
    """Say whether the answer has no end: progress of a paper, which is tested over a real server."""
    return cell.row.path.endswith("/events") and expected(cell) is DONE_OR_JUDGED


def expected(cell: Cell) -> frozenset[int]:
    """What a cell must answer."""
    row, who = cell.row, cell.caller
    if who is None:
        return STRANGER
    if who.role not in row.roles:
        return REFUSED
    if cell.thing == MISSING or (cell.thing == OTHER and who.role in BY_BINDING):
        return HIDDEN
    if row.binding is Binding.DOCUMENT and who == PERSON:
        return HIDDEN  # the paper is the firm's: another side of the same claim
    if row.path in NOTHING_THERE:
        return HIDDEN
    if ("{obligation_id}" in row.path or "{upload_id}" in row.path) and who == COUNTER:
        return HIDDEN  # a duty is the firm's and the person's, an upload its sender's; the counter has none here
    if who in INNER.get(row.path, frozenset()):
        return REFUSED
    return DONE_OR_JUDGED
