"""Choosing whom to be in a demonstration: on the own machine, with fictional people, and nowhere else."""

from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from fastapi.testclient import TestClient

from intake.access.demo import Part
from tests.builders import FIRM_USCC, make_death_record, make_record
from tests.desk import BASE, Desk, open_desk

FORM = {"Accept": "text/html", "Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def shown(desk: Desk) -> Desk:
    """A demonstration with a living worker's claim and a death case."""
    desk.register(replace(make_record(), claim_no="D-1", office="O1"))
    desk.register(replace(make_death_record(), claim_no="D-2", office="O1"))
    return desk


def choose(desk: Desk, role: str, client: TestClient | None = None, **more: str) -> httpx.Response:
    """Choose a person as the page's form does."""
    headers = {**FORM, **{name.replace("_", "-"): more.pop(name) for name in list(more) if name.startswith("X_")}}
    data = {"role": role, **more}
    return (client or desk.client).post("/session/demo", data=data, headers=headers, follow_redirects=False)


@pytest.mark.parametrize(
    ("part", "role", "bound"),
    [
        ("clerk", "submitter", {"claim": None, "uscc": FIRM_USCC, "office": None}),
        ("relative", "submitter", {"claim": "D-2", "uscc": None, "office": None}),
        ("handler", "handler", {"claim": None, "uscc": None, "office": "O1"}),
        ("second_reviewer", "second_reviewer", {"claim": None, "uscc": None, "office": "O1"}),
        ("risk_officer", "risk_officer", {"claim": None, "uscc": None, "office": "O1"}),
        ("head", "auditor", {"claim": None, "uscc": None, "office": "O1"}),
    ],
)
def test_each_person_can_be_chosen(shown: Desk, part: str, role: str, bound: dict[str, str | None]) -> None:
    """A button a person; the session is that of a fictional claim's person, under the demonstration's own name."""
    assert {one.value for one in Part} >= {part}
    assert f'value="{part}"' in shown.page(None, "/enter").text
    entered = choose(shown, part)
    assert (entered.status_code, entered.headers["location"]) == (303, "/")
    me = shown.client.get("/v1/me").json()
    assert (me["role"], me["bound"]) == (role, bound)
    assert me["subject"].startswith("demo-")


def test_the_claim_may_be_chosen_too(shown: Desk) -> None:
    """A person of another claim than the first; of one that is not there nobody, and no way to another site."""
    assert choose(shown, "relative", claim="D-1", to="/cases/D-1").headers["location"] == "/cases/D-1"
    assert shown.client.get("/v1/me").json()["bound"]["claim"] == "D-1"
    assert choose(shown, "clerk", claim="D-9").status_code == 404
    assert choose(shown, "emperor").status_code == 422
    assert choose(shown, "head", to="//evil.example").headers["location"] == "/"


def test_without_claims_there_are_still_reviewers(desk: Desk) -> None:
    """An empty service has nobody to be a clerk of."""
    assert choose(desk, "clerk").status_code == choose(desk, "relative").status_code == 404
    assert choose(desk, "handler").status_code == 303


@pytest.mark.parametrize(
    ("address", "client", "more"),
    [
        (BASE, "203.0.113.9", {}),
        ("http://claims.example", "127.0.0.1", {}),
        ("https://claims.example", "127.0.0.1", {}),
        (BASE, "127.0.0.1", {"X_Forwarded_For": "203.0.113.9"}),
        (BASE, "127.0.0.1", {"X_Real_IP": "203.0.113.9"}),
    ],
)
def test_from_elsewhere_it_is_as_if_it_did_not_exist(
    shown: Desk, address: str, client: str, more: dict[str, str]
) -> None:
    """Another machine, another name of this one, a proxy in between: no offer, and no session."""
    elsewhere = TestClient(shown.client.app, address, client=(client, 50_000))
    headers = {"Accept": "text/html", **{name.replace("_", "-"): value for name, value in more.items()}}
    assert "/session/demo" not in elsewhere.get("/enter", headers=headers).text
    assert choose(shown, "handler", elsewhere, **more).status_code == 404


@pytest.mark.parametrize(
    "environ",
    [{"CLAIMGATE_ALLOW_FICTIONAL": "0"}, {"OIDC_ISSUER": "https://id.example", "CLAIMGATE_ALLOW_FICTIONAL": "1"}],
)
def test_in_earnest_it_does_not_exist(tmp_path: Path, environ: dict[str, str]) -> None:
    """With a provider, or without fictional numbers, nobody chooses whom to be."""
    opened = open_desk(tmp_path / "earnest", environ=environ)
    assert "/session/demo" not in opened.page(None, "/enter").text
    assert choose(opened, "handler").status_code == 404
    opened.service.close()


def test_another_sites_page_chooses_nobody(shown: Desk) -> None:
    """A page elsewhere that is opened on this machine cannot sign its visitor in."""
    sent = shown.client.post("/session/demo", data={"role": "head"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert sent.status_code == 403
