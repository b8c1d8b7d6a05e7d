"""The first page: where each role begins, and what a firm sees of its claims."""

import re
from dataclasses import replace
from datetime import date

import pytest

from intake.access.who import Bound, Role, Who
from intake.claims import own
from storage.records import claims, documents, obligations
from storage.records.obligations import NewObligation
from tests.builders import FIRM_USCC, make_record, make_voucher, with_marks
from tests.desk import CLERK, HANDLER, OFFICE, SECOND, Desk, worker_of

OTHER_FIRM = Who("other", Role.SUBMITTER, Bound(uscc="92449900MA000FK482"))


def listed(text: str) -> list[str]:
    """The claim numbers of a firm's list, in order."""
    return re.findall(r'<a href="/cases/([^"]+)">', text)


def duty(desk: Desk, claim_no: str, state: str) -> None:
    """Put a duty of the firm into a claim."""
    with desk.service.database.write() as session:
        head = claims.find_head(session, claim_no)
        assert head is not None
        new = NewObligation(
            claim_no, "MEDICAL", None, f"{claim_no}{state:0>50}"[:64], head.employer_digest, 1, date(2021, 8, 20), state
        )
        obligations.add(session, new, desk.now[0])


def test_a_firm_sees_its_claims_newest_first_and_no_others(desk: Desk) -> None:
    """The list is that of the credit code; another firm's is empty."""
    for number in ("F-1", "F-2", "F-3"):
        desk.register(replace(make_record(), claim_no=number))
        desk.now[0] = desk.now[0].replace(minute=desk.now[0].minute + 1)
    page = desk.page(CLERK, "/").text
    assert listed(page) == ["F-3", "F-2", "F-1"]
    assert "陈示例" in page
    assert "449900199003071016" not in page
    other = desk.page(OTHER_FIRM, "/?show=all").text
    assert listed(other) == []
    assert "没有更多的案件了" in other


def test_only_what_waits_for_the_firm_is_listed_first(desk: Desk) -> None:
    """A claim under review waits for others; it stands in the whole list."""
    for number in ("F-1", "F-2"):
        desk.register(replace(make_record(), claim_no=number))
    with desk.service.database.write() as session:
        claims.move(session, "F-2", "DRAFT", "UNDER_REVIEW", desk.now[0])
    assert listed(desk.page(CLERK, "/").text) == ["F-1"]
    assert listed(desk.page(CLERK, "/?show=all").text) == ["F-2", "F-1"]


def test_each_claim_says_what_waits(desk: Desk) -> None:
    """Papers to mend, papers not read, duties that run or are late: each with its number."""
    desk.register(replace(make_record(), claim_no="F-1"))
    papers = desk.bring(CLERK, "F-1", with_marks(make_voucher()), replace(make_voucher(), sha256="b"))
    with desk.service.database.write() as session:
        for paper, state in zip(papers, ("RETURNED", "STORED"), strict=True):
            found = documents.find(session, paper)
            assert found is not None
            documents.move(session, paper, found.state, state, desk.now[0])
        claims.move(session, "F-1", "DRAFT", "POST_PAYOUT", desk.now[0])
    duty(desk, "F-1", "PASS_ON_DUE")
    duty(desk, "F-1", "PROOF_OVERDUE")
    page = desk.page(CLERK, "/").text
    for sentence in ("1 份材料要补正", "1 份材料正在读取", "1 笔转付或佐证已经逾期", "1 笔待遇要转付给职工"):
        assert sentence in page


def test_a_notice_says_until_when(desk: Desk) -> None:
    """A claim with a notice names the day on which its thirty days end."""
    desk.register(replace(make_record(), claim_no="F-1"))
    desk.bring(CLERK, "F-1", with_marks(make_voucher()))
    assert desk.post(CLERK, "/v1/claims/F-1/submit").json()["state"] == "NOTICE_SENT"
    assert "请在 2021-10-01 前补正" in desk.page(CLERK, "/").text
    english = desk.page(CLERK, "/", **{"Accept-Language": "en"}).text
    assert "Mend and hand in again until 2021-10-01" in english


def test_pages_follow_each_other_without_gap(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every claim stands on exactly one page, also where several were registered at one moment."""
    monkeypatch.setattr(own, "PAGE", 2)
    for number in range(5):
        desk.register(replace(make_record(), claim_no=f"F-{number}"))
    seen, path = [], "/?show=all"
    for _ in range(3):
        page = desk.page(CLERK, path).text
        seen += listed(page)
        onward = re.search(r'href="(/\?show=all&amp;after=[^"]+)"', page)
        path = onward[1].replace("&amp;", "&") if onward else ""
    assert seen == [f"F-{number}" for number in reversed(range(5))]
    assert path == ""


def test_the_place_of_a_page_must_be_a_claim_of_the_firm(desk: Desk) -> None:
    """Another's number as the place in the list tells nothing of when it was registered."""
    record = make_record()
    theirs = replace(record, claim_no="O-1", employer=replace(record.employer, uscc=OTHER_FIRM.bound.uscc))
    for one in (theirs, replace(record, claim_no="F-1"), replace(record, claim_no="F-2")):
        desk.register(one)
        desk.now[0] = desk.now[0].replace(minute=desk.now[0].minute + 1)
    assert listed(desk.page(OTHER_FIRM, "/?show=all").text) == ["O-1"]
    assert listed(desk.page(OTHER_FIRM, "/?show=all&after=F-2").text) == []
    assert listed(desk.page(CLERK, "/?show=all&after=missing").text) == []
    assert listed(desk.page(CLERK, "/?show=all&after=F-2").text) == ["F-1"]


def test_a_firm_bound_to_an_office_sees_that_offices_claims(desk: Desk) -> None:
    """Every binding of a token must fit, in the list as everywhere."""
    desk.register(replace(make_record(), claim_no="F-1", office=OFFICE))
    desk.register(replace(make_record(), claim_no="F-2", office="O2"))
    both = Who("clerk", Role.SUBMITTER, Bound(uscc=FIRM_USCC, office=OFFICE))
    assert listed(desk.page(both, "/").text) == ["F-1"]


def test_a_person_begins_at_the_claim(desk: Desk) -> None:
    """A worker or relative has one claim and is led to it; one that is gone leads nowhere in a circle."""
    desk.register(replace(make_record(), claim_no="F-1"))
    answer = desk.page(worker_of("F-1"), "/")
    assert (answer.status_code, answer.headers["location"]) == (303, "/cases/F-1")
    gone = desk.page(worker_of("F-9"), "/")
    assert gone.status_code == 200
    assert "请联系经办人员" in gone.text


def test_reviewers_see_what_waits_in_their_office(desk: Desk) -> None:
    """Counts of the own office only, and a way to the queue."""
    desk.register(replace(make_record(), claim_no="F-1", office=OFFICE))
    desk.register(replace(make_record(), claim_no="F-2", office="O2"))
    for number in ("F-1", "F-2"):
        desk.bring(CLERK, number, with_marks(make_voucher()))
    flags = desk.get(HANDLER, "/v1/flags").json()["flags"]
    assert flags
    desk.post(HANDLER, f"/v1/flags/{flags[0]['id']}/take")
    page = desk.page(HANDLER, "/").text
    numbers = [int(one) for one in re.findall(r"<dd>(\d+)</dd>", page)]
    assert numbers == [1, len(flags) - 1, 0, 0]
    assert 'href="/queue"' in page
    body = {"item": "MEDICAL", "payee": "EMPLOYER", "cap_fen": 0}
    assert desk.post(HANDLER, "/v1/claims/F-1/decisions", body).status_code == 201
    first = re.search(r"<dd>(\d+)</dd>", desk.page(SECOND, "/").text)
    assert first and first[1] == "1"


def test_those_who_watch_begin_at_the_overview(desk: Desk) -> None:
    """Risk officer, auditor and administrator begin where the figures are."""
    for role in (Role.RISK_OFFICER, Role.AUDITOR, Role.ADMIN):
        answer = desk.page(Who("w", role), "/")
        assert (answer.status_code, answer.headers["location"]) == (303, "/overview")


def test_a_number_opens_its_claim_without_a_script(desk: Desk) -> None:
    """The form leads to the claim's own page, whatever was typed."""
    assert desk.page(HANDLER, "/?number=F-1").headers["location"] == "/cases/F-1"
    assert desk.page(HANDLER, "/?number=//evil.example").headers["location"] == "/cases/%2F%2Fevil.example"
    assert "打开一个案件" in desk.page(Who("c", Role.SUBMITTER, Bound(office=OFFICE)), "/").text


def test_a_stranger_is_told_how_to_get_in(desk: Desk) -> None:
    """Without a session the first page says where the link comes from, and who helps."""
    page = desk.page(None, "/").text
    assert "请打开经办机构发给您的链接" in page
    assert "12333" in page
