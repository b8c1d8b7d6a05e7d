"""The one place that wires things together; everything else gets what it needs as an argument.

Here: settings → store, database, vault, rules, doorbell. Not here: what they do. Light enough for the API process.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from intake.judging import Rules, load_rules
from intake.settings import Settings
from storage.objects.base import ObjectStore
from storage.objects.choice import open_store
from storage.records.session import Database
from storage.vault import Vault, key_file_of, open_vault

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Service:
    """What every role of the service works with."""

    settings: Settings
    database: Database
    vault: Vault
    objects: ObjectStore
    rules: Rules
    clock: Clock

    @property
    def incoming(self) -> Path:
        """Folder for bodies that are still arriving."""
        return self.settings.home / "incoming"

    def close(self) -> None:
        """Close what is open."""
        self.database.close()


def utc_now() -> datetime:
    """The clock of the service."""
    return datetime.now(UTC)


def wire(settings: Settings, clock: Clock = utc_now) -> Service:
    """Open store, database and vault, bring the tables up to date, load the rules."""
    settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    database = Database(settings.database_url)
    database.migrate()
    vault = open_vault(key_file_of(settings.home))
    service = Service(
        settings=settings,
        database=database,
        vault=vault,
        objects=open_store(settings.objects_url),
        rules=service_rules(settings),
        clock=clock,
    )
    service.incoming.mkdir(mode=0o700, exist_ok=True)
    return service


def service_rules(settings: Settings) -> Rules:
    """The rules of the running service: where fictional numbers are refused, a paper that carries one is too."""
    rules = load_rules(settings.policy_file)
    if settings.allow_fictional:
        return rules
    return replace(rules, policy=replace(rules.policy, allow_fictional=False))
