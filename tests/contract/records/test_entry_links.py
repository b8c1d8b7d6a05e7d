"""One-time links and sessions on every database: used once, tried five times however fast, nothing of them readable."""

import threading
from collections.abc import Sequence
from datetime import timedelta

import pytest

from storage.records import entry_links, page_sessions
from storage.records.access_tables import entry_links as links_table
from storage.records.entry_links import MOST_TRIES, Outcome
from storage.records.session import Database
from storage.vault import Vault
from tests.contract.examples import CLAIM_NO, NOW, put_claim

PERSON, HANDLER = "7" * 64, "8" * 64
RIGHT, WRONG = "101X", "0000"
ENDS = NOW + timedelta(hours=1)


@pytest.fixture
def issued(database: Database, vault: Vault) -> tuple[str, str]:
    """A link's id and token."""
    with database.write() as session:
        put_claim(session, vault)
        return entry_links.issue(session, vault, CLAIM_NO, PERSON, RIGHT, HANDLER, NOW, ENDS)


def attempt(database: Database, vault: Vault, token: str, digits: str, later: timedelta = timedelta()) -> Outcome:
    """One try in a transaction of its own."""
    with database.write() as session:
        return entry_links.attempt(session, vault, token, digits, NOW + later)[0]


def test_a_link_opens_once(database: Database, vault: Vault, issued: tuple[str, str]) -> None:
    """With the right digits it opens; the same again is over, as is a token that never was."""
    _, token = issued
    assert attempt(database, vault, token, RIGHT.lower()) is Outcome.OPENED
    assert attempt(database, vault, token, RIGHT) is Outcome.OVER
    assert attempt(database, vault, "never", RIGHT) is Outcome.OVER


def test_five_wrong_tries_end_it(database: Database, vault: Vault, issued: tuple[str, str]) -> None:
    """After the fifth wrong try the right digits open nothing."""
    link_id, token = issued
    assert [attempt(database, vault, token, WRONG) for _ in range(MOST_TRIES)] == [Outcome.WRONG] * MOST_TRIES
    assert attempt(database, vault, token, RIGHT) is Outcome.OVER
    with database.read() as session:
        link = entry_links.find(session, link_id)
    assert link is not None
    assert (link.tries_left, link.used) == (0, False)


def test_tries_at_once_are_no_more_than_five(database: Database, vault: Vault, issued: tuple[str, str]) -> None:
    """Twenty guesses sent at one moment: five are looked at, and of right ones a single one opens."""
    _, token = issued
    guessed = at_once(database, vault, token, [WRONG] * 20)
    assert guessed.count(Outcome.WRONG) == MOST_TRIES
    with database.write() as session:
        _, other = entry_links.issue(session, vault, CLAIM_NO, PERSON, RIGHT, HANDLER, NOW, ENDS)
    assert at_once(database, vault, other, [RIGHT] * 8).count(Outcome.OPENED) == 1


def at_once(database: Database, vault: Vault, token: str, guesses: Sequence[str]) -> list[Outcome]:
    """Try all guesses from as many threads, and give what came of each."""
    outcomes: list[Outcome] = []
    ready = threading.Barrier(len(guesses))

    def guess(digits: str) -> None:
        ready.wait()
        outcomes.append(attempt(database, vault, token, digits))

    threads = [threading.Thread(target=guess, args=(digits,)) for digits in guesses]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(outcomes) == len(guesses)
    return outcomes


def test_expired_and_revoked_links_open_nothing(database: Database, vault: Vault, issued: tuple[str, str]) -> None:
    """The hour it ends it opens nothing; revoked it opens nothing, and that is new only once."""
    link_id, token = issued
    assert attempt(database, vault, token, RIGHT, timedelta(hours=1)) is Outcome.OVER
    with database.write() as session:
        assert entry_links.revoke(session, link_id, HANDLER, NOW)
        assert not entry_links.revoke(session, link_id, HANDLER, NOW)
    assert attempt(database, vault, token, RIGHT) is Outcome.OVER


def test_a_new_link_ends_the_unused_one_before(database: Database, vault: Vault, issued: tuple[str, str]) -> None:
    """A person has one link at a time; another person's stays."""
    _, first = issued
    with database.write() as session:
        _, others = entry_links.issue(session, vault, CLAIM_NO, "9" * 64, RIGHT, HANDLER, NOW, ENDS)
        _, second = entry_links.issue(session, vault, CLAIM_NO, PERSON, RIGHT, HANDLER, NOW, ENDS)
    tried = [attempt(database, vault, token, RIGHT) for token in (first, second, others)]
    assert tried == [Outcome.OVER, Outcome.OPENED, Outcome.OPENED]


def test_what_a_link_opened_ends_with_it(database: Database, vault: Vault, issued: tuple[str, str]) -> None:
    """Ending the sessions of a link ends those alone; nothing readable lies in either row."""
    link_id, token = issued
    who = {"subject": "canary", "role": "submitter"}
    with database.write() as session:
        mine = page_sessions.begin(session, vault, who, "link", NOW, ENDS, link_id)
        others = page_sessions.begin(session, vault, who, "token", NOW, ENDS)
    with database.glance() as connection:
        found = page_sessions.find(connection, vault, mine, NOW)
    assert found is not None
    assert (found.who, found.source) == (who, "link")
    with database.write() as session:
        assert page_sessions.end_of_link(session, link_id, NOW) == 1
    with database.glance() as connection:
        assert page_sessions.find(connection, vault, mine, NOW) is None
        assert page_sessions.find(connection, vault, others, NOW) is not None
        assert page_sessions.find(connection, vault, others, ENDS) is None
    with database.read() as session:
        rows = [*session.execute(links_table.select()), *session.execute(page_sessions.page_sessions.select())]
    kept = " ".join(str(value) for row in rows for value in row)
    assert not any(canary in kept for canary in (token, mine, others, RIGHT, "canary"))
