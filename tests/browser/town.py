"""A small town for whole stories: a firm with a worker who was hurt, two families, one office, and their drawn papers.

Here: claims as the core system registers them, papers before anybody sends them, what the payout system is told. Not
here: what people do in a browser (guest.py), what must come of it (test_whole_stories.py).
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from intake.access.who import Role
from tests.browser.album import Album
from tests.builders import make_record
from tests.factory import draw
from tests.factory.case import Plan
from tests.services.family import Family, family_of
from tests.services.running import Running, serve
from validators.model.claim import ClaimRecord, Settled

OFFICE = "O1"
HURT, PAID, KIN, OTHER_KIN = "T-HURT", "T-PAID", "T-KIN-1", "T-KIN-2"
OWN_FEN = 2_345_67  # what the worker is owed beyond what the firm advanced
SCAN = draw.Style(profile="scan", form="jpg", quality=85, long_side=2200)
PHOTO = draw.Style(profile="photo", form="jpg", quality=85, long_side=2400)


@dataclass(slots=True)
class Town:
    """The running service, what is registered in it, and how far the stories have got."""

    service: Running
    album: Album
    families: Mapping[str, Family]  # by claim
    sent: set[str] = field(default_factory=set)  # names of the firm's papers that have arrived

    def legs(self, claim_no: str) -> list[Mapping[str, Any]]:
        """The legs of a claim as the payout system is told before a batch."""
        with self.service.client(Role.PAYOUT_SYSTEM, "payout") as payout:
            answer = payout.post("/v1/verdicts:evaluate", json={"claims": [claim_no]})
        assert answer.status_code == 200, answer.text
        [verdict] = answer.json()["verdicts"]
        legs: list[Mapping[str, Any]] = verdict["legs"]
        return legs

    def stands(self, claim_no: str) -> dict[str, tuple[str, str]]:
        """Status and code by payee, of a claim with one leg for each."""
        return {leg["payee"]: (leg["status"], leg["code"]) for leg in self.legs(claim_no)}

    def link(self, claim_no: str, relative: int | None) -> str:
        """A one-time link for one person of a claim, as the office's own system gets it to hand on."""
        with self.service.client(Role.HANDLER, "window", office=OFFICE) as window:
            answer = window.post("/v1/links", json={"claim_no": claim_no, "relative": relative})
        assert answer.status_code == 201, answer.text
        url: str = answer.json()["url"]
        return url


def _as_it_was(plan: Plan) -> None:
    """The fund grants more than the firm advanced; the worker writes a year of two digits, which a person looks at."""
    for item in plan.claim["items"]:
        item["approved_fen"] = item["claimed_advance_fen"] + OWN_FEN
    for who in plan.docs[0].signers:
        if who.day is not None:
            who.day_text = f"{who.day:%y}.{who.day.month}.{who.day.day}"


def _paid_before(family: Family) -> ClaimRecord:
    """A claim of the same firm, paid ten days ago: more than it had advanced, so that something is to be passed on."""
    day = (datetime.now(UTC) - timedelta(days=10)).date()
    record = make_record()
    settled = (Settled(record.items[0].code, 1_234_567, 1_000_000, day),)
    return replace(record, claim_no=PAID, office=OFFICE, employer=family.record.employer, settled=settled)


@contextmanager
def open_town(home: Path, models: Path, album: Album) -> Iterator[Town]:
    """Draw the papers, start the service with its real reader, and register the claims."""
    hurt = family_of("living", 31, HURT, OFFICE, "SIG-001", _as_it_was, PHOTO)
    families = {HURT: hurt}
    for claim_no, seed in ((KIN, 14), (OTHER_KIN, 17)):
        families[claim_no] = family_of("joint_account", seed, claim_no, OFFICE, "SIG-007", faulty_style=PHOTO)
    with serve(home, CLAIMGATE_READER="paddle", CLAIMGATE_MODELS=str(models)) as service:
        for record in (*(one.record for one in families.values()), _paid_before(hurt)):
            answer = service.register(record)
            assert answer.status_code == 201, answer.text
        yield Town(service, album, families)
