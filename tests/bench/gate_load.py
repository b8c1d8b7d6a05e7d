"""Fills a database with fictional claims whose judgement is kept, as fast as rows can be written.

Here: rows for timing the gate. Not here: asking (gate_speed.py). The claims hold no papers: what is timed is asking.
"""

import json
import sys
from datetime import date
from typing import Any

from sqlalchemy import insert, select

from intake.legal_day import legal_day
from intake.wiring import Service
from storage.records import claims, tables
from storage.records.codec import to_json
from storage.records.gate_tables import decisions, happenings, standings
from storage.records.happenings import rebuild
from validators.evidence_digest import bind
from validators.model.codes import LegStatus, Payee
from validators.model.findings import Leg
from validators.model.gate import Decision
from validators.model.standing import Ground, PersonRoute, Standing

BATCH = 5_000
EVERY_THIRD = 3  # claims whose firm's part two people have opened
FEN = 1_000_000
FIRMS = 500


def fill(service: Service, count: int) -> None:
    """Write claims G-0 … with standings of today; every third has a confirmed decision."""
    day = legal_day(service.clock())
    standing = _standing(service.rules.version)
    body = json.dumps(to_json(standing), ensure_ascii=False, separators=(",", ":"))
    firms = [claims.employer_digest(service.vault, f"firm {number}") for number in range(FIRMS)]
    for start in range(0, count, BATCH):
        numbers = range(start, min(start + BATCH, count))
        with service.database.write() as session:
            session.execute(insert(tables.claims), [_claim(service, number, firms) for number in numbers])
            session.execute(insert(standings), [_kept(service, number, body, day) for number in numbers])
            decided = [_decision(service, number, standing, day) for number in numbers if number % EVERY_THIRD == 0]
            if decided:
                session.execute(insert(decisions), decided)
                session.execute(insert(happenings), [_happening(one) for one in decided])
        if sys.stderr.isatty():
            print(f"\r{numbers[-1] + 1}/{count}", end="", file=sys.stderr)
    check_copy(service, "G-0")


def _claim(service: Service, number: int, firms: list[str]) -> dict[str, Any]:
    now = service.clock()
    return {
        "claim_no": f"G-{number}",
        "revision": 1,
        "version": 1,
        "office": f"O{number % 20}",
        "city": f"C{number % 20}",
        "state": "UNDER_REVIEW",
        "employer_digest": firms[number % FIRMS],
        "created_at": now,
        "updated_at": now,
    }


def _kept(service: Service, number: int, body: str, day: date) -> dict[str, Any]:
    return {
        "claim_no": f"G-{number}",
        "version": 1,
        "rule_version": service.rules.version,
        "day": day,
        "body": body,
        "judged_at": service.clock(),
    }


def _decision(service: Service, number: int, standing: Standing, day: date) -> dict[str, Any]:
    ground = standing.grounds[0]
    bare = Decision(FEN, "", ground.account_digest, "h" * 64, "s" * 64, day.replace(year=day.year + 1))
    decision_id = f"x-{number:032d}"
    now = service.clock()
    return {
        "id": decision_id,
        "claim_no": f"G-{number}",
        "item": "MEDICAL",
        "payee": Payee.EMPLOYER,
        "supplement": False,
        "cap_fen": FEN,
        "account_digest": bare.account_digest,
        "evidence_digest": bind(ground.evidence_digest, "MEDICAL", Payee.EMPLOYER, bare, supplement=False),
        "base_digest": ground.evidence_digest,
        "state": "CONFIRMED",
        "proposed_by": bare.proposed_by,
        "confirmed_by": bare.confirmed_by,
        "valid_until": bare.valid_until,
        "words_sealed": service.vault.seal_json({"reasons": [], "overrides": []}, f"decision:{decision_id}"),
        "created_at": now,
        "updated_at": now,
    }


def _happening(decided: dict[str, Any]) -> dict[str, Any]:
    """The copy of a confirmed decision as `storage.records.happenings` writes it; a run checks one against that."""
    row = [
        decided["id"],
        decided["item"],
        decided["payee"],
        decided["supplement"],
        decided["cap_fen"],
        decided["account_digest"],
        decided["evidence_digest"],
        decided["base_digest"],
        decided["proposed_by"],
        decided["confirmed_by"],
        decided["valid_until"].isoformat(),
        decided["created_at"].isoformat(),
        [],
        False,
    ]
    return {"claim_no": decided["claim_no"], "body": json.dumps({"decisions": [row], "spent": [], "again": None})}


def check_copy(service: Service, claim_no: str) -> None:
    """Fail when a written copy is not what the product would have written."""
    with service.database.write() as session:
        query = select(happenings.c.body).where(happenings.c.claim_no == claim_no)
        before = session.execute(query).scalar_one()
        rebuild(session, service.vault, claim_no)
        assert json.loads(session.execute(query).scalar_one()) == json.loads(before)


def _standing(rule_version: str) -> Standing:
    legs = (
        Leg("MEDICAL", Payee.EMPLOYER, FEN, LegStatus.HOLD, "NO_DECISION"),
        Leg("MEDICAL", Payee.PERSON, 234_567, LegStatus.OPEN, "SSC"),
    )
    ground = Ground(
        "MEDICAL", Payee.EMPLOYER, 1_234_567, FEN, (), (), (), True, False, False, "e" * 64, "a" * 64, ("u" * 64,)
    )
    return Standing(rule_version, legs, (ground,), (PersonRoute("MEDICAL", LegStatus.OPEN, "SSC"),))
