"""The reviewers' page of a claim: what differs and where, who used a receipt before, flags and legs."""

from dataclasses import replace
from datetime import UTC, datetime

from intake.access.who import Bound, Role, Who
from intake.web.reviewing.comparing import compare, sums_of
from storage.records import flags
from storage.records.flags import Fired
from tests.builders import (
    FIRM_ACCOUNT,
    WORKER_ID,
    leaf,
    living_case,
    make_receipt,
    make_record,
    make_voucher,
    with_value,
)
from tests.desk import CLERK, HANDLER, OFFICE, SECOND, Desk
from tests.unit.intake.pages.test_queue_page import brought
from validators.model.codes import Payee, Scope, Severity


def rows(*readings: object) -> dict[str, tuple[str, ...]]:
    """How the cells of each row stand."""
    found = compare(make_record(), readings, english=False)  # type: ignore[arg-type]
    return {row.chinese: tuple(cell.how for cell in row.cells) for row in found}


def test_papers_that_agree_differ_nowhere() -> None:
    """A clean case has rows and not one difference."""
    found = compare(make_record(), living_case(), english=False)
    assert {"职工姓名", "单位账号", "受伤日期", "合计（小写）"} <= {row.chinese for row in found}
    assert not [row for row in found if row.differs]


def test_a_cell_that_differs_is_named() -> None:
    """Another name, account, day or amount in words is a difference in its own cell only."""
    wrong = make_voucher()
    for name, value in (
        ("worker_name", "周旁人"),
        ("payee_account", "4499000099000000999"),
        ("injury_date", "2021-06-01"),
        ("total_upper", 999999),
    ):
        wrong = with_value(wrong, name, value)
    found = rows(make_voucher(), wrong)
    for name in ("职工姓名", "单位账号", "受伤日期"):
        assert found[name] == ("same", "same", "differs"), name
    assert found["合计（大写）"] == ("", "same", "differs")


def test_sums_are_set_beside_what_is_claimed() -> None:
    """Vouchers, receipts and slips are added up; what is not the claimed amount is marked."""
    record, readings = make_record(), living_case()
    assert [(one.fen, one.differs) for one in sums_of(record, readings)] == [(1000000, False)] * 4
    fewer = [one for one in sums_of(record, readings[:2]) if one.differs]
    assert [(one.english, one.fen) for one in fewer] == [("receipts", 860000)]
    unread = replace(readings[1], fields={**readings[1].fields, "total_figures": leaf(None)})
    assert [one.fen for one in sums_of(record, (unread,))] == [1000000, None]


def test_the_page_says_in_words_what_differs(desk: Desk) -> None:
    """Differences, masked numbers, flags with their papers, legs."""
    voucher, *rest = living_case()
    brought(desk, "P-1", with_value(voucher, "worker_name", "周旁人"), *rest)
    shown = desk.page(HANDLER, "/cases/P-1/review").text
    assert "周旁人 <strong" in shown and "≠ 不同" in shown and "有不同" in shown
    assert WORKER_ID not in shown and FIRM_ACCOUNT not in shown
    assert "X-001" in shown and "2,345.67" in shown
    assert 'href="/cases/P-1/decide"' in shown
    assert 'href="/cases/P-1/decide"' not in desk.page(SECOND, "/cases/P-1/review").text


def test_earlier_uses_name_only_claims_of_ones_own_office(desk: Desk) -> None:
    """A receipt used before is shown with its claim; another office's claim is not named."""
    brought(desk, "P-1", make_receipt())
    brought(desk, "P-2", make_receipt())
    shown = desk.page(HANDLER, "/cases/P-2/review").text
    assert ">P-1</a>" in shown and "那边先用" in shown
    assert "那边后用" in desk.page(HANDLER, "/cases/P-1/review").text
    desk.register(replace(make_record(), claim_no="P-3", office="O2"))
    desk.bring(CLERK, "P-3", make_receipt())
    far = desk.page(Who("h", Role.HANDLER, Bound(office="O2")), "/cases/P-3/review").text
    assert "另一机构的案件" in far and "P-1" not in far and OFFICE not in far


def test_a_claim_of_another_office_is_missing(desk: Desk) -> None:
    """Another's claim and none answer alike."""
    brought(desk, "P-1", *living_case())
    stranger = Who("h", Role.HANDLER, Bound(office="O2"))
    assert {desk.page(stranger, f"/cases/{one}/review").status_code for one in ("P-1", "P-0")} == {404}
    assert desk.page(CLERK, "/cases/P-1/review").status_code == 403


def test_a_flag_about_no_single_paper_is_closed_on_the_claims_page(desk: Desk) -> None:
    """What rests on the record alone has its card on the claim's page, with the same words."""
    brought(desk, "P-1", *living_case())
    now = datetime(2021, 9, 1, 3, tzinfo=UTC)
    fired = Fired("9" * 64, "K-008", Severity.F, Scope.CROSS, None, None, frozenset({("MEDICAL", Payee.EMPLOYER)}))
    with desk.service.database.write() as session:
        flags.sync(session, "P-1", OFFICE, [fired], frozenset(), now)
    [flag] = desk.get(HANDLER, "/v1/flags").json()["flags"]
    taken = desk.page(HANDLER, f"/queue/{flag['id']}/take", {})
    assert taken.headers["location"].startswith("/cases/P-1/review?flag=")
    shown = desk.page(HANDLER, f"/cases/P-1/review?flag={flag['id']}").text
    assert f'id="{flag["id"]}"' in shown and 'value="UPHELD"' in shown and 'value="CORRECTED"' not in shown
