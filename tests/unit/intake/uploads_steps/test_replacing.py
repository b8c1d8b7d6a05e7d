"""Replacing: a new version comes and the old one goes in one step, with all guards of an upload."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from storage.records import decisions
from tests.builders import make_receipt
from tests.desk import CLERK, HANDLER, SECOND, Desk
from tests.unit.intake.uploads_steps.papers import (
    CASE,
    add_child,
    clean_case,
    force,
    log_of,
    paper_in,
    register,
    replaces_of,
    state_of,
)
from tests.unit.intake.uploads_steps.sending import png, send


def path_of(paper: str) -> str:
    """The address of a paper's replacing."""
    return f"/v1/documents/{paper}/replace"


def test_a_new_version_names_the_old_one(desk: Desk) -> None:
    """201 with `replaces`, the old kind and the place to look; the old one is superseded, not lost."""
    old = paper_in(desk, "IN_REVIEW")
    sent = send(desk, CLERK, path_of(old), png(1))
    body = sent.json()
    assert (sent.status_code, body["replaces"], body["kind"], body["state"]) == (201, old, "ADV_VOUCHER", "RECEIVED")
    assert sent.headers["location"] == f"/v1/documents/{body['id']}"
    assert (state_of(desk, old), replaces_of(desk, body["id"])) == ("SUPERSEDED", old)
    assert log_of(desk, old)[-1].event == "replaced"
    assert desk.get(CLERK, f"/v1/documents/{old}").status_code == 200


def test_a_key_replaces_once(desk: Desk) -> None:
    """The same key gets the same bytes again; with other pages it is refused, and without one the old is gone."""
    old = paper_in(desk, "IN_REVIEW")
    first, again = (send(desk, CLERK, path_of(old), png(1), key="k") for _ in range(2))
    assert again.content == first.content
    assert again.headers["idempotency-replayed"] == "true"
    assert send(desk, CLERK, path_of(old), png(2), key="k").json()["code"] == "IDEMPOTENCY_MISMATCH"
    assert send(desk, CLERK, path_of(old), png(2)).json()["code"] == "WRONG_STATE"


@pytest.mark.parametrize(
    ("files", "fields", "code"),
    [
        ((), {}, "NOT_MULTIPART"),
        ((b"",), {}, "EMPTY_FILE"),
        ((b"plain text",), {}, "UNSUPPORTED_TYPE"),
        ((png(1),), {"kind": "NONSENSE"}, "UNKNOWN_KIND"),
        ((png(1) + bytes(21 * 1024 * 1024),), {}, "TOO_LARGE"),
    ],
)
def test_what_no_upload_may_be_replaces_nothing(
    desk: Desk, files: tuple[bytes, ...], fields: dict[str, str], code: str
) -> None:
    """Every guard of an upload holds here too, and the old version stays."""
    old = paper_in(desk, "IN_REVIEW")
    assert send(desk, CLERK, path_of(old), *files, **fields).json()["code"] == code
    assert state_of(desk, old) == "IN_REVIEW"


def test_the_same_pages_may_be_sent_once_more(desk: Desk) -> None:
    """A paper replaced by its own bytes is a new document, for a person may want it read again."""
    register(desk)
    first = send(desk, CLERK, f"/v1/claims/{CASE}/documents", png(1)).json()["id"]
    force(desk, first, "RETURNED")
    sent = send(desk, CLERK, path_of(first), png(1))
    assert sent.status_code == 201
    assert sent.json()["id"] != first


def test_a_paper_that_is_there_already_takes_the_old_ones_place(desk: Desk) -> None:
    """Replaced by the content of another live paper, the old one goes and that paper is named: 200, nothing twice."""
    old = paper_in(desk, "IN_REVIEW")
    other = send(desk, CLERK, f"/v1/claims/{CASE}/documents", png(1)).json()["id"]
    sent = send(desk, CLERK, path_of(old), png(1))
    assert (sent.status_code, sent.json()["id"], sent.json()["replaces"]) == (200, other, old)
    assert state_of(desk, old) == "SUPERSEDED"


def test_a_file_of_several_papers_goes_as_a_whole(desk: Desk) -> None:
    """Whichever paper of a file is named, the file and all its papers are superseded by one new file."""
    parent = paper_in(desk, "IN_REVIEW")
    children = [add_child(desk, parent, make_receipt(number)) for number in ("0000000003", "0000000004")]
    ended = add_child(desk, parent, make_receipt("0000000005"), "REJECTED")
    sent = send(desk, CLERK, path_of(children[0]), png(1))
    assert (sent.status_code, sent.json()["replaces"]) == (201, parent)
    assert {state_of(desk, one) for one in (parent, *children)} == {"SUPERSEDED"}
    assert state_of(desk, ended) == "REJECTED"


def test_a_replaced_page_overtakes_the_reviewer(desk: Desk) -> None:
    """The clerk replaces a page before the reviewer confirms: the proposal is stale, the word refused (G-002)."""
    papers = clean_case(desk)
    body = {"item": "MEDICAL", "payee": "EMPLOYER", "cap_fen": 1_000_000, "reasons": []}
    proposed = desk.post(HANDLER, f"/v1/claims/{CASE}/decisions", body).json()
    assert send(desk, CLERK, path_of(papers[-1]), png(1)).status_code == 201
    late = desk.confirm(proposed)
    assert (late.status_code, late.json()["code"]) == (409, "G-002")
    assert decision_state(desk, proposed["id"]) == "STALE"


def test_a_replaced_page_shuts_what_was_confirmed(desk: Desk) -> None:
    """A confirmed decision that cites the page is stale at once: neither the verdict nor a token lets money go."""
    papers = clean_case(desk)
    confirmed = desk.decide(CASE, 1_000_000).json()["id"]
    token = desk.reserve(CASE, 1_000_000, "row")["token"]
    assert send(desk, CLERK, path_of(papers[-1]), png(1)).status_code == 201
    assert decision_state(desk, confirmed) == "STALE"
    assert desk.states(CASE)["EMPLOYER"][1] == "HOLD"
    assert desk.gate("consume", token)["answer"] == "REFUSED"


def test_confirming_and_replacing_at_the_same_moment_lets_nothing_go(desk: Desk) -> None:
    """Whichever of the two is first, the decision is stale in the end and the firm's part holds."""
    papers = clean_case(desk)
    body = {"item": "MEDICAL", "payee": "EMPLOYER", "cap_fen": 1_000_000, "reasons": []}
    proposed = desk.post(HANDLER, f"/v1/claims/{CASE}/decisions", body).json()
    desk.get(SECOND, "/v1/me")
    with ThreadPoolExecutor(2) as pool:
        confirming = pool.submit(desk.confirm, proposed)
        replacing = pool.submit(send, desk, CLERK, path_of(papers[-1]), png(1))
        assert replacing.result().status_code == 201
        assert confirming.result().status_code in {200, 409}
    assert decision_state(desk, proposed["id"]) == "STALE"
    assert desk.states(CASE)["EMPLOYER"][1] == "HOLD"


def test_flags_of_a_replaced_paper_are_moot(desk: Desk) -> None:
    """What was wrong with the old version waits for nobody any more."""
    old = paper_in(desk, "IN_REVIEW")
    flags = [one for one in desk.get(HANDLER, "/v1/flags").json()["flags"] if one["document"] == old]
    assert flags
    assert send(desk, CLERK, path_of(old), png(1)).status_code == 201
    assert [one for one in desk.get(SECOND, "/v1/flags").json()["flags"] if one["document"] == old] == []


def decision_state(desk: Desk, decision: str) -> str:
    """A decision's state."""
    with desk.service.database.read() as session:
        kept = decisions.find(session, desk.service.vault, decision)
    assert kept is not None
    return kept.state
