"""How a paper comes to each state of the document table.

Here: ways to states; states that only the machine passes through are set. Not here: what is tested there.
"""

from dataclasses import replace
from itertools import pairwise

from storage.records import documents, events, steps
from storage.records.steps import Step
from tests.builders import living_case, make_record, make_voucher, seal, with_marks, with_remark
from tests.desk import CLERK, HANDLER, OFFICE, SECOND, Desk
from validators.model.evidence import DocumentReading

CASE = "C-1"
WHY = {"reason": "见附件"}
UNSIGNED = with_marks(make_voucher(), seal())
READINGS = {
    "MANUAL": replace(make_voucher(), kind_confidence=0.2),
    "RETURNED": with_remark(make_voucher(), "ENCRYPTED"),
    "IN_REVIEW": UNSIGNED,
}


def register(desk: Desk) -> None:
    """Register the claim."""
    desk.register(replace(make_record(), claim_no=CASE, office=OFFICE))


def clean_case(desk: Desk) -> list[str]:
    """A claim with all its clean papers; gives their ids, the last one ACCEPTABLE."""
    register(desk)
    return desk.bring(CLERK, CASE, *living_case())


def paper_in(desk: Desk, state: str) -> str:
    """A registered claim with a paper in a state; gives its id."""
    if state == "ACCEPTABLE":
        paper = clean_case(desk)[-1]
    else:
        register(desk)
        [paper] = desk.bring(CLERK, CASE, READINGS.get(state, UNSIGNED))
        if state not in READINGS:
            force(desk, paper, state)
    assert state_of(desk, paper) == state
    return paper


def force(desk: Desk, paper: str, state: str) -> None:
    """Set a paper's state."""
    with desk.service.database.write() as session:
        documents.move(session, paper, _row(desk, paper).state, state, desk.now[0])


def add_child(desk: Desk, parent: str, reading: DocumentReading, state: str = "IN_REVIEW") -> str:
    """Let a further paper have been found in the same file."""
    with desk.service.database.write() as session:
        child = documents.add_child(session, parent, reading.kind, state, desk.now[0])
        documents.save_reading(session, desk.service.vault, child, reading, desk.now[0])
    return child


def state_of(desk: Desk, paper: str) -> str:
    """A paper's state."""
    return _row(desk, paper).state


def replaces_of(desk: Desk, paper: str) -> str | None:
    """Which paper a paper stands for."""
    return _row(desk, paper).replaces


def moves_of(desk: Desk, paper: str) -> list[tuple[str, str]]:
    """From which state to which a paper went, in order."""
    with desk.service.database.read() as session:
        went = [one.state for one in events.after(session, paper) if one.type == "state"]
    return list(pairwise(went))


def log_of(desk: Desk, paper: str) -> list[Step]:
    """What people did to a paper, with their reasons."""
    with desk.service.database.read() as session:
        return [one.step for one in steps.of_thing(session, desk.service.vault, "document", paper)]


def close_flags(desk: Desk) -> None:
    """Two people look at every flag of the claim and find nothing wrong."""
    for flag in desk.get(HANDLER, "/v1/flags").json()["flags"]:
        path = f"/v1/flags/{flag['id']}"
        assert desk.post(HANDLER, f"{path}/take").status_code == 200
        who = HANDLER
        if flag["severity"] == "B":
            assert desk.post(HANDLER, f"{path}/escalate", WHY).status_code == 200
            who = SECOND
        assert desk.post(who, f"{path}/close", {"outcome": "OK", **WHY}).status_code == 200


def _row(desk: Desk, paper: str) -> documents.Document:
    with desk.service.database.read() as session:
        row = documents.find(session, paper)
    assert row is not None
    return row
