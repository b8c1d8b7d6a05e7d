"""A service with something for every act of the reviewers' console, made in this process and served afterwards.

Here: what waits, for whom. Not here: what is done with it (test_keyboard.py).
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path

from PIL import Image, ImageDraw

from intake.access.who import Bound, Role, Who
from storage.objects.base import Area, chunks_of
from storage.records import claims, flags, obligations, pages, rechecks
from storage.records.flags import Flag
from storage.records.obligations import NewObligation
from storage.records.pages import PageRaster
from storage.records.rechecks import Chosen
from tests.builders import (
    RECEIPT_CODE,
    leaf,
    make_death_record,
    make_death_voucher,
    make_joint_letter,
    make_receipt,
    make_record,
    make_relatives,
    make_slip,
    make_voucher,
    with_field,
    with_rows,
    with_value,
)
from tests.desk import CLERK, HANDLER, OFFICE, Desk, open_desk
from validators.model.evidence import DocumentReading, Leaf

# Doubts for a handler to end, doubts that went on to a second reviewer, more than a page of the queue, papers in order.
DOUBTED, SENT_ON, MANY, CLEAN = "C-doubted", "C-sent-on", "C-many", "C-clean"
FAMILY, FAMILY_SENT_ON = "F-family", "F-sent-on"  # something is asked that stands on no paper, and may be let pass
PROPOSED = ("P-1", "P-2", "P-3")
FROZEN = MANY  # somebody objects there
LATE_FIRM = "92449900MA000FK482"
NOT_READ = ("payee_account", "payee_bank")
BLIND = ("payee_account", "total_figures")
DOUBTS, MANY_DOUBTS = 9, 25  # days beside signatures that may be another day
ESCALATED = 5
LINES_OF_A_PAGE = 40


@dataclass(slots=True)
class Console:
    """The open desk over the home folder, the papers of each claim in the order in which they came, proposals."""

    desk: Desk
    papers: dict[str, list[str]] = field(default_factory=dict)
    decisions: list[str] = field(default_factory=list)

    def flags(self, claim_no: str) -> Sequence[Flag]:
        """Give a claim's flags that hold something, as they are now."""
        with self.desk.service.database.read() as session:
            return [one for one in flags.of_claim(session, claim_no) if one.holds]

    def flag(self, flag: str) -> Flag:
        """Give one flag as it is now."""
        with self.desk.service.database.read() as session:
            found = flags.find(session, flag)
        assert found is not None
        return found


def fill_console(home: Path) -> Console:
    """Fill a new home folder, as it was yesterday: leases taken then have run out."""
    desk = open_desk(home, datetime.now(UTC).date() - timedelta(days=1))
    made = Console(desk)
    doubts = {DOUBTED: DOUBTS, SENT_ON: DOUBTS, MANY: MANY_DOUBTS}
    for number, claim_no in enumerate((*doubts, CLEAN, *PROPOSED)):
        voucher, *rest = papers(number)
        first = doubted(voucher, doubts[claim_no]) if claim_no in doubts else voucher
        desk.register(replace(make_record(), claim_no=claim_no, office=OFFICE))
        _bring(made, CLERK, claim_no, first, *rest)
    for claim_no in (FAMILY, FAMILY_SENT_ON):
        _family(made, claim_no)
    _say(made)
    with desk.service.database.write() as session:
        for name in BLIND:
            rechecks.add(session, Chosen(made.papers[CLEAN][0], name, OFFICE, "ADV_VOUCHER", "-"), desk.now[0])
    return made


def papers(number: int) -> tuple[DocumentReading, ...]:
    """The papers of a claim that add up, with numbers that no other claim has."""
    first, second = f"{number:04}000001", f"{number:04}000002"
    voucher = make_voucher()
    lines = (
        {**line, "receipt_no": leaf(f"{RECEIPT_CODE}-{one}")}
        for line, one in zip(voucher.rows["lines"], (first, second), strict=True)
    )
    made = (
        with_rows(voucher, "lines", *lines),
        make_receipt(first),
        make_receipt(second, "2021-07-20", 140000),
        make_slip(f"TEST{first}"),
        make_slip(f"TEST{second}", "2021-07-20", 140000),
    )
    return tuple(replace(one, sha256=f"{number}-{one.sha256}") for one in made)


def doubted(voucher: DocumentReading, days: int) -> DocumentReading:
    """The voucher as a machine reads it that is sure of little, and has not found two values."""
    made = voucher
    for name in NOT_READ:
        made = with_field(made, name, None)
    first = date(2021, 6, 1)
    read = tuple(leaf((first + timedelta(days=number)).isoformat(), sure=False) for number in range(days))
    return replace(made, lists={**made.lists, "sign_dates": read})


def _family(made: Console, claim_no: str) -> None:
    """A death case whose kinship is not proven, of a firm that is late with another claim's proof."""
    record, desk = make_death_record(), made.desk
    relatives = tuple(replace(one, kinship_proven=False) for one in make_relatives())
    employer = replace(record.employer, uscc=LATE_FIRM)
    desk.register(replace(record, claim_no=claim_no, office=OFFICE, relatives=relatives, employer=employer))
    with desk.service.database.write() as session:
        head = claims.find_head(session, claim_no)
        assert head is not None
        late = NewObligation(
            claim_no, "FUNERAL", None, f"{claim_no:0>64}", head.employer_digest, 1, date(2021, 8, 20), "PROOF_OVERDUE"
        )
        obligations.add(session, late, desk.now[0])
    clerk = Who("clerk", Role.SUBMITTER, Bound(uscc=LATE_FIRM))
    voucher = with_field(with_value(make_death_voucher(), "employer_uscc", LATE_FIRM), "worker_phone", None)
    _bring(made, clerk, claim_no, voucher, make_joint_letter())


def _bring(made: Console, who: Who, claim_no: str, *readings: DocumentReading) -> None:
    desk = made.desk
    made.papers[claim_no] = desk.bring(who, claim_no, *map(placed, readings))
    raster = desk.service.objects.put(chunks_of(io.BytesIO(_sheet())), 100_000, Area.DERIVED)
    with desk.service.database.write() as session:
        for document in made.papers[claim_no]:
            pages.save_pages(session, document, [PageRaster(0, raster.sha256, 165, 234)])


def placed(reading: DocumentReading) -> DocumentReading:
    """The reading with every value at a place of its own on the page."""
    at = count()

    def put(one: Leaf) -> Leaf:
        column, line = divmod(next(at), LINES_OF_A_PAGE)
        left, top = 100 + 400 * column, 60 + 50 * line
        return replace(one, box=(left, top, left + 300, top + 30))

    return replace(
        reading,
        fields={name: put(one) for name, one in reading.fields.items()},
        lists={name: tuple(put(one) for one in leaves) for name, leaves in reading.lists.items()},
        rows={
            name: tuple({key: put(one) for key, one in row.items()} for row in rows)
            for name, rows in reading.rows.items()
        },
    )


def _sheet() -> bytes:
    """A small page with a red seal, a blue stroke and black print, so that the layers of ink are seen to go."""
    image = Image.new("RGB", (165, 234), "white")
    pen = ImageDraw.Draw(image)
    pen.rectangle((20, 20, 140, 26), fill="black")
    pen.ellipse((90, 150, 140, 200), outline=(200, 20, 30), width=4)
    pen.line((20, 180, 70, 190), fill=(30, 50, 170), width=3)
    content = io.BytesIO()
    image.save(content, "PNG")
    return content.getvalue()


def _say(made: Console) -> None:
    """What a handler said yesterday: doubts sent on, one left lying, proposals."""
    sent_on = [*made.flags(SENT_ON)[:ESCALATED], *(one for one in made.flags(FAMILY_SENT_ON) if not one.document_id)]
    for flag in sent_on:
        _done(made, f"/v1/flags/{flag.id}/take")
        _done(made, f"/v1/flags/{flag.id}/escalate", {"reason": "见附件"})
    _done(made, f"/v1/flags/{made.flags(MANY)[0].id}/take")
    _done(made, f"/v1/claims/{FROZEN}/objections", {"by": "本人", "channel": "phone", "reason": "没有同意"})
    _done(made, f"/v1/documents/{made.papers[FAMILY_SENT_ON][0]}/reject", {"reason": "不是本案的材料"})
    for claim_no in PROPOSED:
        body = {"item": "MEDICAL", "payee": "EMPLOYER", "cap_fen": 1000000, "reasons": ["ADVANCE_PROVEN"]}
        made.decisions.append(str(_done(made, f"/v1/claims/{claim_no}/decisions", body)["id"]))


def _done(made: Console, path: str, body: object = None) -> dict[str, object]:
    answer = made.desk.post(HANDLER, path, body)
    assert answer.is_success, answer.text
    given: dict[str, object] = answer.json()
    return given
