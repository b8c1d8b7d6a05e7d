"""How often one account and one address may sign in, make links and upload."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from intake.access import limits
from intake.access.limits import OF_ACCOUNT, OF_ADDRESS, ROUTES, Allowance, Limited, Limits, network_of
from intake.access.table import BY_ROUTE
from intake.access.who import Role
from intake.problems import Refusal
from tests.builders import make_record
from tests.desk import BASE, HANDLER, HANDLER_2, PAYOUT, Desk, open_desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A service with one claim."""
    opened = open_desk(tmp_path / "home")
    opened.register(replace(make_record(), claim_no="R-1", office="O1"))
    yield opened
    opened.service.close()


def test_a_bucket_empties_and_fills(monkeypatch: pytest.MonkeyPatch) -> None:
    """So many at once, then so many a second; the refusal says after how many seconds the next one comes."""
    monkeypatch.setattr(limits, "OF_ACCOUNT", {Limited.LINK: Allowance(3, 0.5)})
    seconds = [0.0]
    counted = Limits(lambda: seconds[0])
    for _ in range(3):
        counted.take_for_account(Limited.LINK, "a")
    with pytest.raises(Refusal) as refused:
        counted.take_for_account(Limited.LINK, "a")
    assert refused.value.more["retry_after"] == 2
    counted.take_for_account(Limited.LINK, "b")
    counted.take_for_account(Limited.SESSION, "a")
    seconds[0] = 1.9
    with pytest.raises(Refusal):
        counted.take_for_account(Limited.LINK, "a")
    seconds[0] = 2.0
    counted.take_for_account(Limited.LINK, "a")
    seconds[0] = 1000.0
    for _ in range(3):
        counted.take_for_account(Limited.LINK, "a")
    with pytest.raises(Refusal):
        counted.take_for_account(Limited.LINK, "a")


def test_buckets_do_not_pile_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """A flood of addresses takes no more memory than so many buckets; whoever is busy is not forgotten."""
    monkeypatch.setattr(limits, "MOST", 10)
    monkeypatch.setattr(limits, "OF_ADDRESS", {Limited.SESSION: Allowance(20, 0.001)})
    counted = Limits(lambda: 0.0)
    for number in range(20):
        counted.take_for_address(Limited.SESSION, f"192.0.2.{number}")
        counted.take_for_address(Limited.SESSION, "203.0.113.9")
    with pytest.raises(Refusal):
        counted.take_for_address(Limited.SESSION, "203.0.113.9")
    assert len(counted._buckets) == 10


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::9", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        (None, "-"),
        ("testclient", "-"),
    ],
)
def test_what_counts_as_one_address(address: str | None, network: str) -> None:
    """An IPv6 subscriber has a whole /64 and is still one."""
    assert network_of(address) == network


def test_each_limited_route_exists_and_the_payout_system_has_none() -> None:
    """No route of the gate or of verdicts is held up."""
    assert ROUTES.keys() <= BY_ROUTE.keys()
    assert not any(Role.PAYOUT_SYSTEM in BY_ROUTE[route].roles for route in ROUTES)
    assert OF_ADDRESS.keys() == set(Limited)
    for kind, allowed in OF_ACCOUNT.items():
        assert OF_ADDRESS[kind].burst > allowed.burst


def test_a_handler_who_makes_links_without_end_is_told_to_wait(desk: Desk) -> None:
    """429 with Retry-After and a sentence; another handler goes on."""
    body = {"claim_no": "R-1"}
    answers = [desk.post(HANDLER, "/v1/links", body) for _ in range(OF_ACCOUNT[Limited.LINK].burst + 1)]
    assert {one.status_code for one in answers[:-1]} == {201}
    last = answers[-1]
    assert (last.status_code, last.json()["code"]) == (429, "RATE_LIMITED")
    assert 1 <= int(last.headers["retry-after"]) <= 10
    assert "秒再试" in last.json()["detail"]
    assert desk.post(HANDLER_2, "/v1/links", body).status_code == 201


def test_guesses_of_one_address_are_held_up(desk: Desk) -> None:
    """Whoever tries token after token waits, before anything is looked at; another address does not."""
    ours = {"X-Claimgate": "1"}
    guesser, other = (TestClient(desk.client.app, BASE, client=(at, 1)) for at in ("203.0.113.9", "203.0.113.10"))
    burst = OF_ADDRESS[Limited.SESSION].burst
    tried = [guesser.post("/session", json={"token": f"t{number}"}, headers=ours) for number in range(burst + 5)]
    assert [one.status_code for one in tried[:burst]] == [401] * burst
    assert tried[-1].status_code == 429
    assert guesser.get("/login", headers={"Accept": "text/html"}).headers["retry-after"]
    assert other.post("/session", json={"token": "t"}, headers=ours).status_code == 401


def test_the_payout_system_is_never_held_up(desk: Desk) -> None:
    """More questions in a row than any allowance has."""
    most = max(allowed.burst for allowed in OF_ACCOUNT.values())
    asked = {desk.post(PAYOUT, "/v1/verdicts:evaluate", {"claims": []}).status_code for _ in range(most + 1)}
    assert asked == {200}


def test_a_proxy_in_front_may_count_instead(tmp_path: Path) -> None:
    """With CLAIMGATE_LIMITS=0 this process counts nothing."""
    opened = open_desk(tmp_path / "home", environ={"CLAIMGATE_LIMITS": "0"})
    opened.register(replace(make_record(), claim_no="R-1", office="O1"))
    burst = OF_ACCOUNT[Limited.LINK].burst
    assert {opened.post(HANDLER, "/v1/links", {"claim_no": "R-1"}).status_code for _ in range(burst + 1)} == {201}
    opened.service.close()
