"""The claim record back as JSON, for its owner and, with less in it, for each kind of reader.

Here: shapes and masking (3+4 places of an ID number, last 4 of an account). Not here: parsing (claims.schemas).
"""

from intake.presenting.shapes import Json
from validators.model.claim import ClaimRecord, Relative
from validators.model.codes import CardStatus


def show_record(record: ClaimRecord) -> Json:
    """The whole record in the shape in which it came."""
    employer = record.employer
    settled = [
        {
            "item": one.item,
            "received_fen": one.received_fen,
            "verified_advance_fen": one.verified_advance_fen,
            "credited_on": one.credited_on.isoformat() if one.credited_on else None,
        }
        for one in record.settled
    ]
    return {
        "claim_no": record.claim_no,
        "kind": "death" if record.death else "living",
        "filed_on": record.filed_on.isoformat() if record.filed_on else None,
        "worker": {
            "name": record.worker.name,
            "id_no": record.worker.id_no,
            "card": _card(record.worker.card),
            "passbook_exception": record.worker.passbook_exception,
        },
        "employer": {
            "name": employer.name,
            "uscc": employer.uscc,
            "account": employer.account,
            "bank": employer.bank,
            "legal_representative": employer.legal_representative,
        },
        "injury_date": record.injury_date.isoformat(),
        "death_date": record.death_date.isoformat() if record.death_date else None,
        "dispute_recorded": record.dispute_recorded,
        "relatives": None if record.relatives is None else [_relative(one) for one in record.relatives],
        "items": _items(record),
        "settled": settled,
        "allocation": None
        if record.allocation is None
        else [{"item": row.item, "relative": row.relative, "fen": row.fen} for row in record.allocation],
        "decision_no": record.decision_no,
        "office": record.office,
        "city": record.city,
    }


def show_record_to_employer(record: ClaimRecord) -> Json:
    """What an employer may see: no card, no relatives, the worker's ID number masked."""
    return {
        "claim_no": record.claim_no,
        "kind": "death" if record.death else "living",
        "filed_on": record.filed_on.isoformat() if record.filed_on else None,
        "worker": {"name": record.worker.name, "id_no": mask_id(record.worker.id_no)},
        "employer": {
            "name": record.employer.name,
            "uscc": record.employer.uscc,
            "account": mask_account(record.employer.account),
            "bank": record.employer.bank,
        },
        "injury_date": record.injury_date.isoformat(),
        "death_date": record.death_date.isoformat() if record.death_date else None,
        "items": _items(record),
        "decision_no": record.decision_no,
    }


def show_record_to_person(record: ClaimRecord) -> Json:
    """What a worker or relative may see: the claim, with numbers masked and no account of anybody else."""
    shown = show_record_to_employer(record)
    employer = record.employer
    shown["employer"] = {"name": employer.name, "uscc": employer.uscc}
    if record.death:
        shown["relatives"] = [{"name": mask_name(one.name), "relation": one.relation} for one in record.relatives or ()]
    else:
        shown["worker"] = {
            "name": record.worker.name,
            "id_no": mask_id(record.worker.id_no),
            "card": _card(record.worker.card),
        }
    return shown


def mask_id(number: str | None) -> str | None:
    """First three and last four places of an ID number."""
    if number is None:
        return None
    return number[:3] + "*" * max(0, len(number) - 7) + number[-4:] if len(number) > 7 else "*" * len(number)


def mask_account(number: str | None) -> str | None:
    """Last four places of an account."""
    return None if number is None else "*" * max(0, len(number) - 4) + number[-4:]


def mask_name(name: str) -> str:
    """The surname, and * for the rest."""
    return name[:1] + "*" * max(1, len(name) - 1)


def _items(record: ClaimRecord) -> list[Json]:
    return [
        {
            "code": item.code,
            "approved_fen": item.approved_fen,
            "claimed_advance_fen": item.claimed_advance_fen,
            "remainder_to": item.remainder_to.value if item.remainder_to else None,
        }
        for item in record.items
    ]


def _relative(one: Relative) -> Json:
    return {
        "name": one.name,
        "relation": one.relation,
        "id_no": one.id_no,
        "supported": one.supported,
        "minor": one.minor,
        "living": one.living,
        "incapable": one.incapable,
        "guardian": one.guardian,
        "card": _card(one.card),
        "passbook_exception": one.passbook_exception,
        "kinship_proven": one.kinship_proven,
    }


def _card(card: CardStatus) -> str | None:
    return None if card is CardStatus.UNKNOWN else card.value
