"""The main job over HTTP: register, upload, read, judge, answer; with a real server, database, broker and worker."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from intake.access.who import Role
from tests.builders import (
    FIRM_ACCOUNT,
    FIRM_USCC,
    SPOUSE_CARD,
    WORKER_ID,
    living_case,
    make_death_record,
    make_joint_letter,
    make_record,
    make_voucher,
    with_marks,
)
from tests.services.running import Running, picture, serve, upload, wait_at_rest
from validators.model.claim import ClaimRecord

pytestmark = pytest.mark.service

WANTS_ENGLISH = {"Accept-Language": "en"}


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """One service for all tests of this file; every test has a claim of its own."""
    with serve(tmp_path_factory.mktemp("service") / "home") as running:
        yield running


def record(number: str, **changes: object) -> ClaimRecord:
    """A living worker's claim of that number."""
    return replace(make_record(), claim_no=number, office="O1", **changes)  # type: ignore[arg-type]


def clerk(service: Running) -> httpx.Client:
    """A client of the employer's clerk."""
    return service.client(Role.SUBMITTER, "clerk", uscc=FIRM_USCC)


def test_signed_papers_come_out_with_every_part_answered(service: Running) -> None:
    """A clean case is read and judged, the worker's part is open and the firm's waits for two people."""
    assert service.register(record("H-1")).status_code == 201
    with clerk(service) as client:
        ids = []
        for number, reading in enumerate(living_case()):
            service.record_answer(picture(number), [reading])
            answer = upload(client, "H-1", picture(number), kind=reading.kind)
            assert answer.status_code == 201, answer.text
            assert answer.headers["location"] == f"/v1/documents/{answer.json()['id']}"
            ids.append(answer.json()["id"])
        states = [wait_at_rest(client, one) for one in ids]
    with service.client(Role.PAYOUT_SYSTEM) as payout:
        verdict = payout.get("/v1/claims/H-1/verdict").json()

    assert all(one["reading"] is not None for one in states)
    legs = {leg["payee"]: leg for leg in verdict["legs"]}
    assert (legs["PERSON"]["status"], legs["PERSON"]["fen"]) == ("OPEN", 234567)
    assert legs["EMPLOYER"]["status"] == "HOLD"
    assert legs["EMPLOYER"]["code"] == "NO_DECISION", legs["EMPLOYER"]
    assert {"claim_no", "as_of", "rule_version", "revision", "legs"} <= verdict.keys()
    assert {"leg_id", "item", "payee", "beneficiary", "fen", "status", "code", "reasons", "account_digest"} <= legs[
        "EMPLOYER"
    ].keys()


def test_unsigned_voucher_is_told_at_once_with_its_cure(service: Running) -> None:
    """The notice names the missing signature and says that the worker's money does not wait."""
    service.register(record("H-2"))
    unsigned = with_marks(make_voucher())
    service.record_answer(picture(20), [unsigned])
    with clerk(service) as client:
        document = upload(client, "H-2", picture(20), kind="ADV_VOUCHER").json()["id"]
        wait_at_rest(client, document)
        notice = client.get("/v1/claims/H-2/notice").json()
        verdict = client.get("/v1/claims/H-2/verdict").json()

    faults = {fault["code"]: fault for fault in notice["faults"]}
    assert faults["SIG-001"]["document"] == document
    assert faults["SIG-001"]["message"]
    assert faults["SIG-001"]["cure"]
    assert notice["person_legs"] == [{"item": "MEDICAL", "fen": 234567, "status": "OPEN", "code": "SSC"}]
    assert {leg["payee"] for leg in verdict["legs"]} <= {"EMPLOYER", "UNDECIDED"}
    assert all("account_digest" not in leg for leg in verdict["legs"])


def test_verdict_without_papers_holds(service: Running) -> None:
    """Nothing known means hold for the firm, and no delay for the worker."""
    service.register(record("H-3"))
    with service.client(Role.PAYOUT_SYSTEM) as payout:
        legs = payout.get("/v1/claims/H-3/verdict").json()["legs"]
    assert {(leg["payee"], leg["status"], leg["code"]) for leg in legs} == {
        ("EMPLOYER", "HOLD", "NO_VOUCHER"),
        ("PERSON", "OPEN", "SSC"),
    }


def test_upload_waiting_to_be_read_holds_what_nobody_may_be_claiming(service: Running) -> None:
    """While a paper is unread, an item without a claimed amount counts as claimed whole."""
    items = tuple(replace(item, claimed_advance_fen=None) for item in make_record().items)
    service.register(record("H-4", items=items))
    service.record_answer(picture(40), [make_voucher()], seconds=6)
    with clerk(service) as client, service.client(Role.PAYOUT_SYSTEM) as payout:
        before = payout.get("/v1/claims/H-4/verdict").json()["legs"]
        document = upload(client, "H-4", picture(40)).json()["id"]
        during = payout.get("/v1/claims/H-4/verdict").json()["legs"]
        wait_at_rest(client, document)
    assert [(leg["payee"], leg["status"]) for leg in before] == [("PERSON", "OPEN")]
    assert [(leg["payee"], leg["status"]) for leg in during] == [("EMPLOYER", "HOLD")]
    assert "FLD-002" in during[0]["reasons"]


def test_same_content_is_one_document(service: Running) -> None:
    """The same side sending the same content again gets the first document's id and 200."""
    service.register(record("H-5"))
    with clerk(service) as client:
        first, second = (upload(client, "H-5", picture(50)) for _ in range(2))
        other = upload(client, "H-5", picture(50), picture(51))
    assert (first.status_code, second.status_code, other.status_code) == (201, 200, 201)
    assert first.json()["id"] == second.json()["id"] != other.json()["id"]


def test_idempotency_key_replays_and_refuses_another_body(service: Running) -> None:
    """A repeated key answers the same bytes; with another body it is refused."""
    service.register(record("H-6"))
    with clerk(service) as client:
        first, again = (upload(client, "H-6", picture(60), key="k") for _ in range(2))
        other = upload(client, "H-6", picture(61), key="k")
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.content == again.content
    assert (other.status_code, other.json()["code"]) == (422, "IDEMPOTENCY_MISMATCH")


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (b"", 415, "EMPTY_FILE"),
        (b"hello, I am a text", 415, "UNSUPPORTED_TYPE"),
        (b"MZ" + b"\0" * 100, 415, "UNSUPPORTED_TYPE"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * (20 * 1024 * 1024), 413, "TOO_LARGE"),
    ],
)
def test_what_is_refused_before_it_is_kept(service: Running, content: bytes, status: int, code: str) -> None:
    """Size and magic bytes are looked at before 201, and the refusal says what to do, in the asked language."""
    service.register(record("H-7"))
    with clerk(service) as client:
        files = {"file": ("x.jpg", content, "image/jpeg")}
        answer = client.post("/v1/claims/H-7/documents", files=files)
        english = client.post("/v1/claims/H-7/documents", files=files, headers=WANTS_ENGLISH)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["content-type"] == "application/problem+json"
    assert {"type", "title", "status", "detail", "code"} <= answer.json().keys()
    assert re.search("[一-鿿]", answer.json()["detail"])
    assert not re.search("[一-鿿]", english.json()["detail"])


def test_a_picture_of_too_many_pixels_is_refused(service: Running) -> None:
    """A header of 40,000 × 40,000 pixels is refused before anything is decoded."""
    service.register(record("H-8"))
    head = b"\x89PNG\r\n\x1a\n" + (13).to_bytes(4) + b"IHDR" + (40_000).to_bytes(4) * 2 + bytes([8, 2, 0, 0, 0])
    with clerk(service) as client:
        answer = upload(client, "H-8", head + b"\0\0\0\0")
    assert answer.status_code in {201, 422}  # 201 only where the sandbox gave no answer within its second
    if answer.status_code == 422:
        assert answer.json()["code"] == "TOO_MANY_PIXELS"


def test_another_and_a_missing_thing_answer_alike(service: Running) -> None:
    """A firm cannot tell another firm's claim or paper from one that does not exist."""
    service.register(record("H-9"))
    with clerk(service) as client:
        document = upload(client, "H-9", picture(90)).json()["id"]
    with service.client(Role.SUBMITTER, "other", uscc="92449900MA000FK482") as stranger:
        for path in ("/v1/claims/{}", "/v1/claims/{}/verdict", "/v1/claims/{}/notice"):
            assert alike(stranger, path.format("H-9"), path.format("H-99"))
        for path in ("/v1/documents/{}", "/v1/documents/{}/pages/0.png", "/v1/documents/{}/events"):
            assert alike(stranger, path.format(document), path.format("d-none"))
        upload_there = upload(stranger, "H-9", picture(91))
    assert upload_there.status_code == 404


def alike(client: httpx.Client, theirs: str, missing: str) -> bool:
    """Both answers are the same 404, but for the request's own id and time."""
    one, two = client.get(theirs), client.get(missing)
    changing = {"date", "x-request-id"}
    heads = [{name: value for name, value in each.headers.items() if name not in changing} for each in (one, two)]
    return one.status_code == two.status_code == 404 and one.content == two.content and heads[0] == heads[1]


def test_office_binds_reviewers(service: Running) -> None:
    """A handler of another office sees nothing; one of the claim's office sees scores and raw text."""
    service.register(record("H-10"))
    service.record_answer(picture(100), [make_voucher()])
    with clerk(service) as client:
        document = upload(client, "H-10", picture(100)).json()["id"]
        mine = wait_at_rest(client, document)
        png = client.get(f"/v1/documents/{document}/pages/0.png")
    with service.client(Role.HANDLER, office="O2") as other, service.client(Role.HANDLER, office="O1") as own:
        assert other.get(f"/v1/documents/{document}").status_code == 404
        seen = own.get(f"/v1/documents/{document}").json()
    assert png.headers["content-type"] == "image/png"
    assert seen["reading"]["fields"]["worker_name"]["confidence"] > 0
    assert "confidence" not in json.dumps(mine["reading"])


def test_a_role_that_may_not_is_refused(service: Running) -> None:
    """The clerk registers no claim, the payout system uploads nothing, and nobody is nobody."""
    with clerk(service) as client:
        assert client.post("/v1/claims", json={}).status_code == 403
    with service.client(Role.PAYOUT_SYSTEM) as payout:
        assert upload(payout, "H-1", picture(1)).status_code == 403
    nobody = httpx.get(f"{service.base}/v1/claims/H-1", trust_env=False)
    assert nobody.status_code == 401
    assert nobody.json()["code"] == "NOT_AUTHENTICATED"


def test_an_employer_sees_no_relatives_and_no_card(service: Running) -> None:
    """Names and numbers of relatives never reach the employer."""
    death = replace(make_death_record(), claim_no="H-11")
    service.register(death)
    service.record_answer(picture(110), [make_joint_letter()])
    with service.client(Role.SUBMITTER, "daughter", claim="H-11") as family:
        document = upload(family, "H-11", picture(110), kind="JOINT_ACCT").json()["id"]
        wait_at_rest(family, document)
    with clerk(service) as client:
        told = [client.get(f"/v1/claims/H-11{part}").text for part in ("", "/verdict", "/notice")]
        hidden = client.get(f"/v1/documents/{document}")
    assert hidden.status_code == 404
    for relative in death.relatives or ():
        assert not any(relative.name in text or (relative.id_no or "?") in text for text in told)


def test_put_replaces_the_whole_record(service: Running) -> None:
    """A PUT gives a new revision, and the next verdict follows it."""
    service.register(record("H-12"))
    with service.client(Role.CORE_SYSTEM) as core, service.client(Role.PAYOUT_SYSTEM) as payout:
        body = core.get("/v1/claims/H-12").json()["record"]
        body["worker"]["card"] = "NOT_ACTIVE"
        answer = core.put("/v1/claims/H-12", json=body)
        legs = payout.get("/v1/claims/H-12/verdict").json()
        missing = core.put("/v1/claims/H-0", json=body | {"claim_no": "H-0"})
        twice = core.post("/v1/claims", json=body)
    assert (answer.status_code, answer.json()["revision"], legs["revision"]) == (200, 2, 2)
    assert [leg["code"] for leg in legs["legs"] if leg["payee"] == "PERSON"] == ["CARD_NOT_ACTIVE"]
    assert missing.status_code == 404
    assert (twice.status_code, twice.json()["code"]) == (409, "CLAIM_EXISTS")


def test_bad_records_are_refused_with_the_place_and_not_the_value(service: Running) -> None:
    """A record that cannot be read is 422 with a sentence, and what stood there is not repeated."""
    with service.client(Role.CORE_SYSTEM) as core:
        answer = core.post(
            "/v1/claims", json={"claim_no": "H-13", "kind": "living", "worker": {"name": "秘密名", "id_no": 7}}
        )
        garbage = core.post("/v1/claims", content=b"\xff\xfe")
    assert (answer.status_code, answer.json()["code"], garbage.status_code) == (422, "BAD_RECORD", 422)
    assert "worker.id_no" in answer.json()["detail"]
    assert "秘密名" not in answer.text


def test_progress_arrives_as_events(service: Running) -> None:
    """The stream tells every stage n of m and ends when the document rests."""
    service.register(record("H-14"))
    service.record_answer(picture(140), [make_voucher()], seconds=1)
    with clerk(service) as client:
        document = upload(client, "H-14", picture(140)).json()["id"]
        with client.stream("GET", f"/v1/documents/{document}/events") as stream:
            lines = list(stream.iter_lines())
    told = [json.loads(line.removeprefix("data: ")) for line in lines if line.startswith("data: ")]
    stages = [one["stage"]["n"] for one in told if "stage" in one]
    assert stages == sorted(stages)
    assert stages[-1] == told[0]["stage"]["of"]
    assert lines[-3:-1] == ["event: end", "data: {}"] or "event: end" in lines


def test_several_papers_in_one_file_are_documents_of_their_own(service: Running) -> None:
    """The first keeps the id, the others get theirs with `parent`, and the first lists them."""
    service.register(record("H-15"))
    voucher, receipt, *_ = living_case()
    service.record_answer(picture(150), [voucher, receipt])
    with clerk(service) as client:
        document = upload(client, "H-15", picture(150)).json()["id"]
        first = wait_at_rest(client, document)
        [child] = first["children"]  # type: ignore[misc]
        second = client.get(f"/v1/documents/{child}").json()
        listed = client.get("/v1/claims/H-15").json()["documents"]
    assert second["parent"] == document
    assert second["reading"]["kind"] == receipt.kind
    assert {one["id"] for one in listed} == {document, child}


def test_reused_receipt_is_seen_across_claims(service: Running) -> None:
    """The receipt that came second in another claim is K-001; the first keeps it."""
    _, receipt, *_ = living_case()
    with clerk(service) as client, service.client(Role.AUDITOR) as auditor:
        for number, name in enumerate(("H-16", "H-17")):
            service.register(record(name))
            content = picture(160 + number)
            leaves = {**receipt.fields, "receipt_number": replace(receipt.fields["receipt_number"], value="7700000077")}
            service.record_answer(content, [replace(receipt, fields=leaves)])
            document = upload(client, name, content).json()["id"]
            wait_at_rest(client, document)
            codes = [one["code"] for one in auditor.get(f"/v1/documents/{document}").json()["case_findings"]]
            assert ("K-001" in codes) == (name == "H-17")


def test_health_needs_nobody_and_openapi_is_served(service: Running) -> None:
    """Health and the API description are public."""
    assert httpx.get(f"{service.base}/healthz", trust_env=False).status_code == 200
    paths = httpx.get(f"{service.base}/v1/openapi.json", trust_env=False).json()["paths"]
    assert "/v1/claims/{claim_no}/verdict" in paths


def test_the_log_holds_no_personal_data(service: Running) -> None:
    """After all of the above, no name, number or account stands in any log line."""
    log = Path(service.log).read_text()
    for canary in (
        "陈示例",
        "449900199003071016",
        FIRM_ACCOUNT,
        FIRM_USCC,
        SPOUSE_CARD,
        WORKER_ID,
        "4499000099000000123",
        "秘密名",
        "李父示",
        "6299990000000001010",
    ):
        assert canary not in log
