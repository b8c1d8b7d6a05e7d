"""Whole stories with nothing but the published routes: real uploads, real reading, people, batches.

Papers are drawn for the story and read by the engine; what the machine doubts, two people key. No database is touched.
Not here: what a firm must pass on (test_duty_stories.py).
"""

import datetime as dt
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from intake.access.who import Role
from tests.services.counter import Counter
from tests.services.family import Family, family_of
from tests.services.running import Running, serve
from validators.model.claim import Employer

pytestmark = [pytest.mark.service, pytest.mark.engine, pytest.mark.timeout(900)]

TODAY = dt.datetime.now(dt.UTC).date().isoformat()


@pytest.fixture(scope="module")
def service(models: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """One service with the real engine for this file."""
    home = tmp_path_factory.mktemp("stories") / "home"
    with serve(home, CLAIMGATE_READER="paddle", CLAIMGATE_MODELS=str(models)) as running:
        yield running


@pytest.fixture
def counter(service: Running) -> Iterator[Counter]:
    """The people of an office."""
    with ExitStack() as stack:
        yield Counter.open(service, "O1", stack)


def register(service: Running, family: Family) -> None:
    """Register the claim as the core system."""
    answer = service.register(family.record)
    assert answer.status_code == 201, answer.text


def pay(counter: Counter, claim_no: str, account: tuple[str, str]) -> None:
    """Pay every open leg of a claim and let the bank credit it."""
    for number, leg in enumerate(counter.legs(claim_no)):
        if leg["status"] != "OPEN":
            continue
        third = account if leg["payee"] != "PERSON" else None
        answer = counter.reserve(claim_no, leg, f"{claim_no}-{number}", third)
        assert answer["answer"] == "ALLOW", answer
        assert counter.gate("consume", answer["token"])["answer"] == "OK"
        assert counter.gate("consume", answer["token"])["answer"] == "REFUSED"
        assert counter.gate("settled", answer["token"], credit_date=TODAY)["answer"] == "OK"


def hears(handler: httpx.Client, claim_no: str, counter: Counter, account: tuple[str, str]) -> None:
    """The worker objects by phone between decision and batch: the firm's row holds, the worker is paid, then a lift."""
    leg = counter.leg(claim_no, "EMPLOYER")
    token = counter.reserve(claim_no, leg, "before", account)["token"]
    body = {"item": None, "by": "本人", "channel": "phone", "reason": "没有同意"}
    freeze = handler.post(f"/v1/claims/{claim_no}/objections", json=body).json()["freeze_id"]
    assert counter.gate("consume", token) == {"answer": "REFUSED", "code": "OBJECTION"}
    for number, own in enumerate(one for one in counter.legs(claim_no) if one["payee"] == "PERSON"):
        answer = counter.reserve(claim_no, own, f"own-{number}", None)
        assert counter.gate("consume", answer["token"])["answer"] == "OK"
        assert counter.gate("settled", answer["token"], credit_date=TODAY)["answer"] == "OK"
    assert counter.second.post(f"/v1/freezes/{freeze}/lift", json={"reason": "已向本人核实"}).status_code == 200
    counter.gate("release", token)


def test_an_unsigned_voucher_is_mended_decided_and_paid(service: Running, counter: Counter) -> None:
    """One notice with every fault, the signed voucher in its place, two people, one batch, the case closed."""
    family = family_of("living", 1, "S-LIVING", "O1", "SIG-001")
    assert family.faulty is not None
    register(service, family)
    uscc = family.record.employer.uscc or ""
    with service.client(Role.SUBMITTER, "clerk", uscc=uscc) as clerk:
        unsigned = counter.send(clerk, "S-LIVING", family.faulty)
        for sheet in family.sheets[1:]:
            counter.send(clerk, "S-LIVING", sheet)
        assert clerk.post("/v1/claims/S-LIVING/submit").json()["state"] == "NOTICE_SENT"
        notice = clerk.get("/v1/claims/S-LIVING/notice").json()
        assert ("SIG-001", unsigned) in {(one["code"], one["document"]) for one in notice["faults"]}
        assert counter.leg("S-LIVING", "EMPLOYER")["status"] == "HOLD"
        counter.send(clerk, "S-LIVING", family.sheets[0], replaces=unsigned)
        assert clerk.get(f"/v1/documents/{unsigned}").json()["state"] == "SUPERSEDED"
        assert clerk.post("/v1/claims/S-LIVING/submit").json()["state"] in {"UNDER_REVIEW", "NOTICE_SENT"}
    counter.clear_doubts("S-LIVING")
    leg = counter.leg("S-LIVING", "EMPLOYER")
    assert (leg["status"], leg["code"]) == ("HOLD", "NO_DECISION"), leg
    assert counter.decide("S-LIVING", leg).status_code == 200
    employer = family.record.employer
    with service.client(Role.HANDLER, "handler", office="O1") as handler:
        hears(handler, "S-LIVING", counter, (employer.account or "", employer.name))
    assert counter.decide("S-LIVING", counter.leg("S-LIVING", "EMPLOYER")).status_code == 200
    pay(counter, "S-LIVING", (employer.account or "", employer.name))
    assert {one["code"] for one in counter.legs("S-LIVING")} == {"G-006"}
    assert counter.state("S-LIVING") == "CLOSED"


def test_a_family_that_quarrels_is_paid_to_one_account(service: Running, counter: Counter) -> None:
    """A joint letter in a dispute, an objection between decision and batch, its lift, a new decision, money settled."""
    family = family_of("joint_account", 1, "S-JOINT", "O1")
    register(service, family)
    letter = family.sheets[0]
    account = (letter.truth["fields"]["account"], letter.truth["fields"]["holder_name"])
    with service.client(Role.SUBMITTER, "relative", claim="S-JOINT") as relative:
        for sheet in family.sheets:
            counter.send(relative, "S-JOINT", sheet)
        counter.clear_doubts("S-JOINT")
        items = [leg["item"] for leg in counter.legs("S-JOINT") if leg["payee"] == "JOINT"]
        assert items, counter.legs("S-JOINT")
        leg = counter.leg("S-JOINT", "JOINT", items[0])
        assert leg["code"] == "NO_DECISION", leg
        assert counter.decide("S-JOINT", leg).status_code == 200
        token = counter.reserve("S-JOINT", leg, "joint-1", account)["token"]
        body = {"item": None, "by": "亲属", "channel": "page", "reason": "不同意这个账户"}
        freeze = relative.post("/v1/claims/S-JOINT/objections", json=body).json()["freeze_id"]
        assert counter.gate("consume", token) == {"answer": "REFUSED", "code": "OBJECTION"}
        assert counter.second.post(f"/v1/freezes/{freeze}/lift", json={"reason": "已核实"}).status_code == 200
        assert counter.leg("S-JOINT", "JOINT", items[0])["code"] == "NO_DECISION"
        counter.gate("release", token)
        for item in items:
            assert counter.decide("S-JOINT", counter.leg("S-JOINT", "JOINT", item)).status_code == 200
        pay(counter, "S-JOINT", account)
    assert {leg["code"] for leg in counter.legs("S-JOINT") if leg["payee"] == "JOINT"} == {"G-006"}


def test_a_page_replaced_while_the_reviewer_confirms(service: Running, counter: Counter) -> None:
    """The clerk replaces a receipt between proposal and confirmation: it is refused, and the gate stays shut."""
    family = family_of("living", 4, "S-STALE", "O1")
    register(service, family)
    uscc = family.record.employer.uscc or ""
    with service.client(Role.SUBMITTER, "clerk", uscc=uscc) as clerk:
        papers = [counter.send(clerk, "S-STALE", sheet) for sheet in family.sheets]
        counter.clear_doubts("S-STALE")
        leg = counter.leg("S-STALE", "EMPLOYER")
        body = {"item": leg["item"], "payee": "EMPLOYER", "cap_fen": leg["fen"], "reasons": []}
        proposed = counter.handler.post("/v1/claims/S-STALE/decisions", json=body).json()
        receipt = next(number for number, one in enumerate(family.sheets) if one.kind == "MED_RECEIPT")
        changed = replace(family.sheets[receipt], content=family.sheets[receipt].content + b"\n")
        counter.send(clerk, "S-STALE", changed, replaces=papers[receipt])
        word = {"reason": "复核无误", "evidence_digest": proposed["evidence_digest"]}
        answer = counter.second.post(f"/v1/decisions/{proposed['id']}/confirm", json=word)
    assert (answer.status_code, answer.json()["code"]) == (409, "G-002")
    assert counter.leg("S-STALE", "EMPLOYER")["status"] == "HOLD"


def test_two_firms_bring_one_receipt(service: Running, counter: Counter) -> None:
    """The same hospital receipt in claims of two firms, sent in the same second: one is counted, the other K-001."""
    family = family_of("living", 2, "S-FIRST", "O2")
    stranger = replace(family.record.worker, name="周旁人", id_no="449900197801011078")
    other = Employer("示例市虚构建筑有限公司", "91449900MA000FK21D")
    register(service, family)
    register(
        service, replace(family, record=replace(family.record, claim_no="S-SECOND", worker=stranger, employer=other))
    )
    receipt = next(one for one in family.sheets if one.kind == "MED_RECEIPT")
    with ExitStack() as stack:
        handler = stack.enter_context(service.client(Role.HANDLER, "h2", office="O2"))
        firms = {"S-FIRST": family.record.employer.uscc or "", "S-SECOND": other.uscc or ""}
        clerks = [
            (stack.enter_context(service.client(Role.SUBMITTER, f"clerk of {claim_no}", uscc=uscc)), claim_no)
            for claim_no, uscc in firms.items()
        ]
        with ThreadPoolExecutor(2) as both:
            papers = [*both.map(lambda one: counter.send(*one, receipt), clerks)]
        told = [
            {finding["code"] for finding in handler.get(f"/v1/documents/{one}").json()["case_findings"]}
            for one in papers
        ]
    assert sorted("K-001" in codes for codes in told) == [False, True]
