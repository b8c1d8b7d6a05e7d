"""The ways in, in a real browser: a one-time link on a phone, choosing a person at a demonstration, a provider."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, expect

from intake.access.who import Role
from tests.browser.axe import violations
from tests.browser.visiting import DESK, SMALLEST_TARGET, open_page
from tests.builders import make_death_record, make_record
from tests.services.identity import CLIENT, SECRET, provider
from tests.services.ports import free_ports
from tests.services.running import Running, serve

pytestmark = pytest.mark.service

WORKER = make_record()


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A demonstration with a worker's claim and a death case."""
    with serve(tmp_path_factory.mktemp("doors") / "home") as running:
        for record in (replace(WORKER, claim_no="E-1", office="O1"), replace(make_death_record(), claim_no="E-2")):
            assert running.register(record).status_code == 201
        yield running


def make_link(service: Running) -> str:
    """A link for the worker, as the handler gets it."""
    with service.client(Role.HANDLER, office="O1") as handler:
        answer: httpx.Response = handler.post("/v1/links", json={"claim_no": "E-1"})
    assert answer.status_code == 201, answer.text
    url: str = answer.json()["url"]
    return url


def test_a_worker_comes_in_by_link_on_a_phone(service: Running, browser: Browser) -> None:
    """A slip, then the right digits, then the own claim; the address shows no token, and the log has none."""
    url = make_link(service)
    page, complaints = open_page(browser)
    page.goto(url)
    expect(page.locator("#digits")).to_be_focused()
    expect(page.locator("#choices")).to_be_hidden()
    assert page.url == f"{service.base}/enter"
    assert violations(page) == []
    button = page.locator("#digits-form button")
    box = button.bounding_box()
    assert box is not None
    assert box["height"] >= SMALLEST_TARGET
    page.locator("#digits").fill("0000")
    button.click()
    expect(page.locator("#told")).to_contain_text("还可以试 4 次")
    complaints.clear()  # the browser names the refused request
    page.locator("#digits").fill(WORKER.worker.id_no[-4:])
    button.click()
    page.wait_for_url("**/cases/E-1")
    assert complaints == []
    other, _ = open_page(browser)
    other.goto(url)
    other.locator("#digits").fill(WORKER.worker.id_no[-4:])
    other.locator("#digits-form button").click()
    expect(other.locator("#told")).to_contain_text("这个链接不能用了")
    expect(other.locator("#digits-form")).to_be_hidden()
    assert url.partition("#link=")[2] not in service.log.read_text()


def test_somebody_at_a_demonstration_chooses_whom_to_be(service: Running, browser: Browser) -> None:
    """Without a link the door offers six people; a button is enough, and a script is not needed."""
    page, complaints = open_page(browser, DESK)
    page.goto(f"{service.base}/enter")
    expect(page.locator("#heading")).to_contain_text("请选择怎样进入")
    assert violations(page) == []
    page.locator("#demo-claim").select_option("E-1")
    page.get_by_role("button", name="职工或近亲属").click()
    page.wait_for_url("**/cases/E-1")
    page.locator(".leave button").click()
    page.wait_for_url(f"{service.base}/")
    page.goto(f"{service.base}/enter?to=/queue")
    page.get_by_role("button", name="经办人员").click()
    page.wait_for_url("**/queue")
    expect(page.locator("#who")).to_contain_text("demo-handler")
    assert complaints == []


def test_staff_sign_in_by_their_office(browser: Browser, tmp_path: Path) -> None:
    """From our page to another site and back: the session's cookie is Strict, and the person is in all the same."""
    port = free_ports(1)[0]
    ours = f"http://localhost:{port}"  # another site than the provider's 127.0.0.1
    with provider(tmp_path / "provider") as identity:
        identity.ours, identity.accounts = ours, {"wang-handler": {"role": "handler", "office": "O1"}}
        identity.start()
        environ = {
            "CLAIMGATE_BIND": f"127.0.0.1:{port}",
            "CLAIMGATE_PUBLIC_URL": ours,
            "OIDC_ISSUER": identity.issuer,
            "OIDC_CLIENT_ID": CLIENT,
            "OIDC_CLIENT_SECRET": SECRET,
            "OIDC_SCOPE": "openid claimgate",
        }
        with serve(tmp_path / "home", **environ):
            page, complaints = open_page(browser, DESK)
            page.goto(f"{ours}/queue")
            page.get_by_role("link", name="用统一身份认证登录").click()
            page.locator("input[name=login]").fill("wang-handler")
            page.locator("input[name=password]").fill("any")
            page.locator("button[type=submit]").click()
            page.get_by_role("button", name="Continue").click()
            page.wait_for_url(f"{ours}/queue")
            expect(page.locator("#who")).to_contain_text("wang-handler")
            assert [line for line in complaints if identity.issuer not in line and "localhost" in line] == []
            page.locator(".leave button").click()
            page.wait_for_url(f"{identity.issuer}/session/end**")
            page.goto(f"{ours}/queue")
            page.wait_for_url(f"{ours}/enter**")
