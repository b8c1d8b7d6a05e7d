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


@pytest.mark.parametrize(
    ("name", "value"),
    [
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
