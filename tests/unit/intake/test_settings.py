"""Settings from the environment: defaults, words, and refusals that name the variable."""

from pathlib import Path

import pytest

from intake.judging import load_rules
from intake.settings import SettingsFault, read_settings


def test_defaults_lie_under_the_home_folder(tmp_path: Path) -> None:
    """With a home folder alone everything is set."""
    settings = read_settings({"CLAIMGATE_HOME": str(tmp_path)})
    assert settings.database_url == f"sqlite:///{tmp_path}/claimgate.sqlite"
    assert settings.broker_url == f"sqla+sqlite:///{tmp_path}/broker.sqlite"
    assert settings.objects_url == f"file://{tmp_path}/objects"
    assert (settings.host, settings.port) == ("127.0.0.1", 8000)
    assert settings.models == tmp_path / "models"


def test_a_real_identity_provider_ends_fictional_numbers() -> None:
    """Fictional numbers are allowed until an issuer is set, unless said otherwise."""
    assert read_settings({}).allow_fictional
    assert not read_settings({"OIDC_ISSUER": "https://id.example"}).allow_fictional
    assert read_settings({"OIDC_ISSUER": "https://id.example", "CLAIMGATE_ALLOW_FICTIONAL": "1"}).allow_fictional


def test_what_is_set_about_a_provider(tmp_path: Path) -> None:
    """Names of claims, words for roles; without a client id machines' tokens are proven and nobody signs in."""
    issuer = {"OIDC_ISSUER": "https://id.example/realms/pay"}
    bare = read_settings(issuer).oidc
    assert bare is not None
    assert (bare.issuer, bare.client_id, bare.audience) == ("https://id.example/realms/pay", None, "claimgate")
    more = {"OIDC_ROLES": "clerk=handler, check = second_reviewer", "OIDC_CLAIMS": "subject=sub,role=groups"}
    named = read_settings({**issuer, **more, "OIDC_CLIENT_SECRET": "canary"}).oidc
    assert named is not None
    assert named.roles == {"clerk": "handler", "check": "second_reviewer"}
    assert named.claims == {"subject": "sub", "role": "groups"}
    assert "canary" not in repr(named)
    assert read_settings({"OIDC_CLIENT_ID": "pages"}).oidc is None


@pytest.mark.parametrize(
    ("named", "more"),
    [
        ("CLAIMGATE_PUBLIC_URL", {"OIDC_CLIENT_ID": "pages"}),
        ("OIDC_AUDIENCE", {"OIDC_CLIENT_ID": "pages", "OIDC_AUDIENCE": "pages"}),
        ("OIDC_SCOPE", {"OIDC_SCOPE": "profile"}),
        ("OIDC_CLAIMS", {"OIDC_CLAIMS": "role=groups"}),
        ("OIDC_CLAIMS", {"OIDC_CLAIMS": "subject=sub,role=groups,claim=case"}),
        ("OIDC_ROLES", {"OIDC_ROLES": "clerk"}),
        ("OIDC_ROLES", {"OIDC_ROLES": "clerk=handler,clerk=auditor"}),
    ],
)
def test_a_provider_that_is_set_wrongly_stops_the_start(named: str, more: dict[str, str]) -> None:
    """The sentence names what is wrong: nobody finds out at the first sign-in."""
    with pytest.raises(SettingsFault, match=named):
        read_settings({"OIDC_ISSUER": "https://id.example", **more})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("OIDC_ISSUER", "http://id.example"),
        ("OIDC_ISSUER", "id.example"),
        ("CLAIMGATE_PUBLIC_URL", "http://claims.example"),
        ("CLAIMGATE_PUBLIC_URL", "https://claims.example/?a"),
        ("CLAIMGATE_TRUSTED_PROXIES", "*"),
        ("CLAIMGATE_TRUSTED_PROXIES", "proxy.example"),
        ("CLAIMGATE_BIND", "8000"),
        ("CLAIMGATE_BIND", "localhost:http"),
        ("CLAIMGATE_BIND", "localhost:70000"),
        ("CLAIMGATE_WORKERS", "0"),
        ("CLAIMGATE_WORKERS", "many"),
        ("CLAIMGATE_ALLOW_FICTIONAL", "perhaps"),
    ],
)
def test_an_unusable_value_names_its_variable(name: str, value: str) -> None:
    """The sentence names the variable."""
    with pytest.raises(SettingsFault, match=name):
        read_settings({name: value})


def test_policy_file_joins_the_rule_version(tmp_path: Path) -> None:
    """A policy file changes the version by its digest, under either spelling of a key."""
    path = tmp_path / "policy.json"
    path.write_text('{"designation.needs_dispute": false, "employer_may_hold_unadvanced": true}')
    rules = load_rules(path)
    assert not rules.policy.joint_needs_recorded_dispute
    assert rules.policy.employer_may_hold_unadvanced
    assert rules.version.startswith(load_rules(None).version + "+")


@pytest.mark.parametrize("body", ["[]", "{", '{"unknown": true}', '{"seal.required": "no"}', '{"duty.proof_days": 30}'])
def test_policy_that_cannot_be_used_is_refused(tmp_path: Path, body: str) -> None:
    """An unknown key, a wrong type or a fixed question stated otherwise stops the start."""
    path = tmp_path / "policy.json"
    path.write_text(body)
    with pytest.raises(SettingsFault, match="CLAIMGATE_POLICY"):
        load_rules(path)
