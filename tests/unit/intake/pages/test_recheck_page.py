"""Blind second readings: which values are chosen, that the page hides the machine's, what an outcome leaves behind."""

from dataclasses import replace

import pytest
from sqlalchemy import select, update

from intake.access.opening import subject_digest
from intake.access.who import Bound, Role, Who
from intake.review import rechecking
from intake.review.rechecking import is_chosen
from storage.records import keyings, rechecks
from storage.records.gate_tables import rechecks as table
from storage.records.rechecks import Chosen
from storage.vault import Keyring, Vault
from tests.builders import leaf, living_case
from tests.desk import HANDLER, HANDLER_2, OFFICE, SECOND, Desk
from tests.unit.intake.pages.test_queue_page import brought


def chosen(desk: Desk, field: str = "total_figures") -> str:
    """A clean claim of whose voucher exactly one value is chosen."""
    document = brought(desk, "R-1", *living_case())[0]
    with desk.service.database.write() as session:
        session.execute(update(table).values(state="GONE"))
        session.execute(table.delete().where(table.c.document_id == document, table.c.field == field))
        rechecks.add(session, Chosen(document, field, OFFICE, "ADV_VOUCHER", "money"), desk.now[0])
    return document


def outcome(desk: Desk, document: str, field: str = "total_figures") -> tuple[str, bool]:
    """How a reading ended, and whether who read it is kept."""
    with desk.service.database.read() as session:
        query = select(table.c.state, table.c.by_digest).where(table.c.document_id == document, table.c.field == field)
        row = session.execute(query).one()
    return row.state, row.by_digest == subject_digest(desk.service, HANDLER)


def test_one_in_twenty_is_chosen_by_a_key() -> None:
    """The share is one in twenty, the same value is always chosen alike, and another key chooses others."""
    first, second = Vault(Keyring.fresh()), Vault(Keyring.fresh())
    ids = [f"d-{number:032x}" for number in range(20_000)]
    mine = {one for one in ids if is_chosen(first, one, "account")}
    assert 800 < len(mine) < 1200
    assert mine == {one for one in ids if is_chosen(first, one, "account")}
    others = {one for one in ids if is_chosen(second, one, "account")}
    assert len(mine & others) < 120


def test_only_sure_critical_values_without_a_finding_are_chosen(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """With everything chosen: names, numbers, amounts and days that nobody doubts, and nothing else."""
    monkeypatch.setattr(rechecking, "ONE_IN", 1)
    voucher, *rest = living_case()
    unsure = replace(voucher, lists={**voucher.lists, "sign_dates": (leaf("2021-07-20", sure=False),)})
    document = brought(desk, "R-1", *rest, unsure)[-1]  # with the rest there, nothing is found about its amounts
    with desk.service.database.read() as session:
        kept = set(session.execute(select(table.c.field).where(table.c.document_id == document)).scalars())
    assert {"worker_name", "worker_id", "total_figures", "payee_account", "injury_date"} <= kept
    assert not kept & {"sign_dates[0]", "consent", "payee_bank"}


def test_the_page_hides_what_the_machine_read(desk: Desk) -> None:
    """Field and place are shown, the value is not; with nothing chosen the page says so."""
    assert "没有要盲读的项目" in desk.page(HANDLER, "/recheck").text
    chosen(desk)
    shown = desk.page(HANDLER, "/recheck").text
    assert "垫付费用凭证 · " in shown and "金额" in shown and 'name="value"' in shown
    assert "10,000" not in shown and "1000000" not in shown and "10000" not in shown
    assert "没有要盲读的项目" in desk.page(Who("h", Role.HANDLER, Bound(office="O2")), "/recheck").text
    assert desk.page(SECOND, "/recheck").status_code == 403


@pytest.mark.parametrize(
    ("form", "how"),
    [({"value": "10,000.00"}, "AGREED"), ({"value": "10,000.01"}, "DIFFERED"), ({"unreadable": "1"}, "UNREADABLE")],
)
def test_how_a_reading_ends(desk: Desk, form: dict[str, str], how: str) -> None:
    """Agreed, differed or illegible is kept with who read it; one that differs is a first keying, and holds no value
    in the table of outcomes."""
    document = chosen(desk)
    answer = desk.page(HANDLER, f"/documents/{document}/recheck", {"field": "total_figures", **form})
    assert answer.headers["location"] == "/recheck?done=kept"
    assert outcome(desk, document) == (how, True)
    with desk.service.database.read() as session:
        words = keyings.of_document(session, desk.service.vault, document)
    assert {field: [word.value for word in found] for field, found in words.items()} == (
        {"total_figures": [1000001]} if how == "DIFFERED" else {}
    )
    again = desk.page(HANDLER_2, f"/documents/{document}/recheck", {"field": "total_figures", "value": "1"})
    assert again.status_code == 404


def test_a_value_that_cannot_stand_there_ends_nothing(desk: Desk) -> None:
    """No amount, no value: the reading stays open."""
    document = chosen(desk)
    for value in ("abc", "", "1.234"):
        answer = desk.page(HANDLER, f"/documents/{document}/recheck", {"field": "total_figures", "value": value})
        assert answer.status_code == 422
    assert outcome(desk, document)[0] == "OPEN"


def test_another_office_reads_nothing_here(desk: Desk) -> None:
    """What was chosen in one office is as if missing to a handler of another, and stays open."""
    document = chosen(desk)
    stranger = Who("stranger", Role.HANDLER, Bound(office="O-elsewhere"))
    form = {"field": "total_figures", "value": "10000.00"}
    assert desk.page(stranger, f"/documents/{document}/recheck", form).status_code == 404
    assert outcome(desk, document)[0] == "OPEN"


def test_a_value_that_was_not_chosen_is_not_read(desk: Desk) -> None:
    """Nobody picks what is checked."""
    document = chosen(desk)
    form = {"field": "worker_name", "value": "陈示例"}
    assert desk.page(HANDLER, f"/documents/{document}/recheck", form).status_code == 404


def test_whoever_keyed_in_a_paper_is_not_asked_about_it(desk: Desk) -> None:
    """A person who worked on the paper has seen what the machine read there."""
    document = chosen(desk)
    desk.page(HANDLER, f"/documents/{document}/key", {"field": "worker_name", "reason": "1", "value": "陈示例"})
    assert "没有要盲读的项目" in desk.page(HANDLER, "/recheck").text
    assert "垫付费用凭证 · " in desk.page(HANDLER_2, "/recheck").text
