"""Sessions of the pages: one row each, so that the server can end what a cookie opens.

Here: opening, finding and ending. Not here: who may open one and for how long (intake.access), what the cookie is
called. A session that is over, ended or unknown is None alike. Rows go a day after they are over.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, Update, delete, insert, select, update
from sqlalchemy.orm import Session

from storage.records.access_tables import page_sessions
from storage.records.rows import changed
from storage.vault import Vault

PURPOSE = "page-session"
WORD_BYTES = 32
LONGEST_WORD = 64
KEPT_AFTERWARDS = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class PageSession:
    """A session in force: whom it names, where it came from."""

    who: Mapping[str, str | None]
    source: str
    expires_at: datetime


def begin(
    session: Session,
    vault: Vault,
    who: Mapping[str, str | None],
    source: str,
    now: datetime,
    expires_at: datetime,
    link_id: str | None = None,
) -> str:
    """Open a session and return its word: what the cookie holds, and nothing of which is kept."""
    session.execute(delete(page_sessions).where(page_sessions.c.expires_at < now - KEPT_AFTERWARDS))
    word = secrets.token_urlsafe(WORD_BYTES)
    digest = vault.digest(word, PURPOSE)
    session.execute(
        insert(page_sessions).values(
            id_digest=digest,
            source=source,
            link_id=link_id,
            who_sealed=vault.seal_json(dict(who), f"{PURPOSE}:{digest}"),
            created_at=now,
            expires_at=expires_at,
        )
    )
    return word


def find(connection: Connection, vault: Vault, word: str, now: datetime) -> PageSession | None:
    """Return the session that a word opens now, or None."""
    if not _can_be_word(word):
        return None
    digest = vault.digest(word, PURPOSE)
    row = connection.execute(select(page_sessions).where(page_sessions.c.id_digest == digest)).one_or_none()
    if row is None or row.ended_at is not None or row.expires_at <= now:
        return None
    return PageSession(vault.unseal_json(row.who_sealed, f"{PURPOSE}:{digest}"), row.source, row.expires_at)


def end(session: Session, vault: Vault, word: str, now: datetime) -> bool:
    """End a session; say whether it was in force."""
    if not _can_be_word(word):
        return False
    mine = page_sessions.c.id_digest == vault.digest(word, PURPOSE)
    return changed(session, _ending(now).where(mine, page_sessions.c.ended_at.is_(None))) == 1


def end_of_link(session: Session, link_id: str, now: datetime) -> int:
    """End whatever a link opened; return how many sessions that were."""
    return changed(session, _ending(now).where(page_sessions.c.link_id == link_id, page_sessions.c.ended_at.is_(None)))


def _ending(now: datetime) -> Update:
    return update(page_sessions).values(ended_at=now)


def _can_be_word(word: str) -> bool:
    return 0 < len(word) <= LONGEST_WORD and word.isascii()
