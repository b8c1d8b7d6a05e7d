"""The stage of the gate's state machine: one service, its people, three claims with their papers, and more papers.

Here: the starting world, built once as a database file and copied for every run; who plays. Not here: what the world
comes to (gate_world), what happens (gate_model).
"""

import asyncio
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx

from intake.access.who import Bound, Role, Who
from tests import builders as b
from tests.desk import CLERK, HANDLER, HANDLER_2, OFFICE, PAYOUT, SECOND, Desk, open_desk
from tests.properties.gate_quick import worked_out_once
from tests.properties.gate_state import Paper
from tests.properties.gate_world import World
from validators.model.claim import Allocation, ClaimItem, ClaimRecord, Employer, Settled, Worker
from validators.model.codes import CardStatus, DocumentKind, Payee
from validators.model.evidence import DocumentReading
from validators.model.findings import Leg

LIVING, DEATH, BARE = "T-LIVING", "T-DEATH", "T-BARE"
CLAIMS = (LIVING, DEATH, BARE)
OFFICE_2 = "O2"
CITY, CITY_2 = "虚构市", "示例市"
FIRM_2, USCC_2 = "示例市虚构建筑有限公司", "91449900MA000FK21D"
ACCOUNT_2 = "4499000099000000456"
START = datetime.combine(date(2021, 9, 1), time(3), UTC)
PLAYERS_HOME = Path("/dev/shm")

RELATIVE = Who("relative", Role.SUBMITTER, Bound(claim=DEATH))
WORKER_C = Who("worker-c", Role.SUBMITTER, Bound(claim=BARE))
WORKER_A = Who("worker-a", Role.SUBMITTER, Bound(claim=LIVING))
PERSONS = {LIVING: WORKER_A, DEATH: RELATIVE, BARE: WORKER_C}
UPLOADERS = {LIVING: CLERK, DEATH: RELATIVE, BARE: WORKER_C}


def handlers(office: str | None) -> tuple[Who, ...]:
    """Give the fit handler, a second one, the uploader in a handler's role, and one of another office."""
    here = Bound(office=office)
    other = Bound(office=OFFICE if office == OFFICE_2 else OFFICE_2)
    uploader = Who(CLERK.subject if office == OFFICE else RELATIVE.subject, Role.HANDLER, here)
    return (
        Who(HANDLER.subject, Role.HANDLER, here),
        Who(HANDLER_2.subject, Role.HANDLER, here),
        uploader,
        Who(HANDLER.subject, Role.HANDLER, other),
    )


def seconds(office: str | None) -> tuple[Who, ...]:
    """Give the fit reviewer, the handler in a reviewer's role, the uploader in one, and one of another office."""
    here = Bound(office=office)
    other = Bound(office=OFFICE if office == OFFICE_2 else OFFICE_2)
    return (
        Who(SECOND.subject, Role.SECOND_REVIEWER, here),
        Who(HANDLER.subject, Role.SECOND_REVIEWER, here),
        Who(CLERK.subject if office == OFFICE else RELATIVE.subject, Role.SECOND_REVIEWER, here),
        Who(SECOND.subject, Role.SECOND_REVIEWER, other),
    )


def _records() -> dict[str, ClaimRecord]:
    living = replace(b.make_record(), claim_no=LIVING, office=OFFICE, city=CITY)
    thirds = tuple(Allocation("FUNERAL", at, 1_800_000) for at in range(3))
    halves = (Allocation("DEATH_LUMP", 1, 43_834_000), Allocation("DEATH_LUMP", 2, 43_834_000))
    death = replace(
        b.make_death_record(),
        claim_no=DEATH,
        office=OFFICE_2,
        city=CITY_2,
        employer=Employer(FIRM_2, USCC_2, ACCOUNT_2, b.FIRM_BANK),
        allocation=(*thirds, *halves),
    )
    bare = replace(
        living,
        claim_no=BARE,
        city=None,
        worker=Worker(b.STRANGER, b.STRANGER_ID, CardStatus.ACTIVE),
        employer=Employer(b.FIRM, b.FIRM_USCC, None, None),
        items=(ClaimItem("MEDICAL", 900_000, 640_000),),
    )
    return {LIVING: living, DEATH: death, BARE: bare}


def _bare_voucher() -> DocumentReading:
    voucher = b.make_voucher(file="bare-voucher.jpg", sha256="sha-bare-voucher")
    own = {
        "worker_name": b.STRANGER,
        "worker_id": b.STRANGER_ID,
        "worker_phone": "13800138001",
        "total_figures": 640_000,
    }
    upper = b.leaf(640_000, raw="人民币陆仟肆佰元整")
    lines = (_line("0000000003", 500_000), _line("0000000009", 140_000))
    made = replace(voucher, fields={**voucher.fields, **b.fields(**own), "total_upper": upper}, rows={"lines": lines})
    return b.with_marks(made, b.signature(b.STRANGER, b.MarkRole.WORKER), b.seal())


def _line(number: str, fen: int) -> b.Row:
    receipt = f"{b.RECEIPT_CODE}-{number}"
    return b.row(item="MEDICAL", payee=b.HOSPITAL, receipt_no=receipt, date="2021-07-02", amount=fen)


def _of_stranger(number: str, fen: int) -> DocumentReading:
    made = replace(b.make_receipt(number, fen=fen), sha256=f"sha-bare-{number}")
    return b.with_value(made, "patient_name", b.STRANGER)


def _letter() -> DocumentReading:
    return b.with_value(b.make_joint_letter(), "employer_name", FIRM_2)


def _starting() -> dict[str, tuple[tuple[str, DocumentReading], ...]]:
    voucher, *rest = b.living_case()
    living = (("voucher", voucher), *((f"living-{at}", one) for at, one in enumerate(rest)))
    bare = (
        ("bare-voucher", _bare_voucher()),
        ("bare-3", _of_stranger("0000000003", 500_000)),
        ("bare-9", _of_stranger("0000000009", 140_000)),
        ("bare-slip-3", b.make_slip("TEST202107020003", fen=500_000)),
        ("bare-slip-9", b.make_slip("TEST202107020009", fen=140_000)),
    )
    return {
        LIVING: (*living, ("spare", b.make_receipt("0000000009", fen=140_000))),
        DEATH: (("letter", _letter()),),
        BARE: bare,
    }


def _doubted(reading: DocumentReading, name: str) -> DocumentReading:
    return b.with_field(reading, name, b.leaf(reading.fields[name].value, sure=False))


def _further() -> dict[str, tuple[tuple[str, DocumentReading], ...]]:
    unsigned = b.with_marks(b.make_voucher(file="unsigned.jpg", sha256="sha-unsigned"), b.seal())
    other = b.with_value(replace(_letter(), sha256="sha-other-letter"), "account", b.MOTHER_CARD)
    half = replace(_letter(), sha256="sha-half", marks=b.relative_signatures()[:2])
    return {
        LIVING: (
            ("spare", STARTING[LIVING][-1][1]),  # one name, one reading: the model knows papers by their names
            ("unsigned", unsigned),
            ("doubted", _doubted(b.make_receipt("0000000005", fen=50_000), "total_figures")),
            ("voucher-again", b.make_voucher(file="again.jpg", sha256="sha-again")),
            ("forged", b.with_marks(b.make_voucher(sha256="sha-forged"), _forged(), b.seal())),
            ("proof", b.make_proof()),
            ("waiver", b.with_remark(b.make_receipt("0000000007", fen=10_000), "WAIVER", field="total_figures")),
        ),
        DEATH: (
            ("letter-again", replace(_letter(), sha256="sha-letter-again")),
            ("letter-other", replace(other, fields={**other.fields, "holder_name": b.leaf(b.MOTHER)})),
            ("letter-half", half),
            ("letter-doubted", _doubted(replace(_letter(), sha256="sha-letter-doubted"), "account")),
            ("dispute", b.make_reading(DocumentKind.DISPUTE_RECORD, "dispute")),
        ),
        BARE: (
            ("bare-9", STARTING[BARE][2][1]),
            ("bare-doubted", _doubted(_of_stranger("0000000006", 50_000), "total_figures")),
            ("bare-voucher-again", replace(_bare_voucher(), sha256="sha-bare-again")),
        ),
    }


def _forged() -> b.Mark:
    return b.signature(b.WORKER, b.MarkRole.WORKER, name_match=b.NameMatch.NO_MATCH)


STARTING = _starting()
FURTHER = _further()


def changes_of(record: ClaimRecord) -> tuple[ClaimRecord, ...]:
    """Give what the core system may come to say of a claim instead."""
    item, *rest = record.items
    amounts = ((item.approved_fen + 100_000, item.claimed_advance_fen), (item.approved_fen // 3, 400_000))
    moved = [(fen, claimed) for fen, claimed in (*amounts, (item.approved_fen, 0), (item.approved_fen, 300_000))]
    changed = [replace(record, items=(replace(item, approved_fen=a, claimed_advance_fen=c), *rest)) for a, c in moved]
    card = CardStatus.ACTIVE if record.worker.card is not CardStatus.ACTIVE else CardStatus.NOT_ACTIVE
    account = ACCOUNT_2 if record.employer.account != ACCOUNT_2 else None
    to = None if item.remainder_to is Payee.PERSON else Payee.PERSON
    return (
        *changed,
        replace(record, settled=(Settled(item.code, 1_000_000, 300_000, date(2021, 8, 20)),)),
        replace(record, worker=replace(record.worker, card=card)),
        replace(record, employer=replace(record.employer, account=account)),
        replace(record, employer=replace(record.employer, uscc=None)),
        replace(record, city=CITY_2 if record.city == CITY else CITY),
        replace(record, items=(replace(item, remainder_to=to), *rest)),
        replace(record, dispute_recorded=not record.dispute_recorded),
        _records()[record.claim_no or ""],
    )


class Direct:
    """Calls the application in an event loop of this very thread: a tenth of the cost of one thread a call."""

    def __init__(self, app: Any) -> None:
        self._loop = asyncio.new_event_loop()
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        self._client = httpx.AsyncClient(transport=transport, base_url="http://testserver")

    def request(self, method: str, path: str, **more: Any) -> httpx.Response:
        """Call a route."""
        return self._loop.run_until_complete(self._client.request(method, path, **more))


@dataclass(frozen=True)
class Stage:
    """The service with its starting database beside it."""

    desk: Desk
    kept: Path
    database: Path
    start: datetime
    papers: tuple[Paper, ...]

    def open(self) -> World:
        """Set the starting world up again, and give the expected side of it."""
        self.desk.service.database.close()
        for tail in ("-wal", "-shm"):
            self.database.with_name(self.database.name + tail).unlink(missing_ok=True)
        shutil.copyfile(self.kept, self.database)
        self.desk.now[0] = self.start
        world = World(self.desk.service.rules.policy, self.start, _records(), [replace(one) for one in self.papers])
        for one in world.papers:
            one.words = {}
        for claim in (LIVING, BARE):  # the living claim's receipts were there first
            world.settle(claim)
        return world


@contextmanager
def set_stage(home: Path) -> Iterator[Stage]:
    """Build the starting world in a home folder of its own, in memory where the machine has such a place."""
    with TemporaryDirectory(dir=PLAYERS_HOME if PLAYERS_HOME.is_dir() else home) as folder:
        desk = open_desk(Path(folder) / "home")
        papers: list[Paper] = []
        for record in _records().values():
            desk.register(record)
        for claim in CLAIMS:
            who = UPLOADERS[claim]
            for name, reading in STARTING[claim]:
                desk.now[0] += timedelta(seconds=1)
                [paper] = desk.bring(who, claim, reading)
                papers.append(Paper(paper, claim, name, reading, who.subject))
        desk.post(PAYOUT, "/v1/verdicts:evaluate", {"claims": list(CLAIMS)})
        desk.service.database.close()
        database = Path(folder) / "home" / "claimgate.sqlite"
        kept = Path(folder) / "kept.sqlite"
        shutil.copyfile(database, kept)
        desk.client = Direct(desk.client.app)  # type: ignore[assignment]
        with worked_out_once():
            yield Stage(desk, kept, database, desk.now[0], tuple(papers))
        desk.service.close()


def shown_leg(leg: Leg, account_digest: str | None) -> tuple[object, ...]:
    """Give what a verdict shows of a leg."""
    payee, status = leg.payee.value, leg.status.value
    return leg.item, payee, leg.beneficiary, leg.fen, status, leg.code, list(leg.reasons), account_digest
