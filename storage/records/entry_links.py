"""One-time links: for one person of one claim, good until used, revoked, tried wrongly too often, or over.

Here: rows and the one statement that lets a try happen. Not here: who may issue one (intake.access), what it opens. The
token and the digits that are asked for stand as keyed digests only, the digits for their link alone.
"""

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import uuid4

from sqlalchemy import Row, insert, select, update
from sqlalchemy.orm import Session

from storage.records.access_tables import entry_links
from storage.records.rows import can_be_key, changed
from storage.vault import Vault

TOKEN_PURPOSE = "entry-link"  # noqa: S105 - names a digest
DIGITS_PURPOSE = "entry-link-digits"
TOKEN_BYTES = 32
MOST_TRIES = 5


class Outcome(StrEnum):
    """What a try came to."""

    OPENED = "OPENED"
    WRONG = "WRONG"
    OVER = "OVER"  # unknown, used, revoked, tried too often or expired: told alike


@dataclass(frozen=True, slots=True)
class Link:
    """One link's row, without what opens it."""

    id: str
    claim_no: str
    person_digest: str
    expires_at: datetime
    wrong_tries: int
    used: bool
    revoked: bool

    @property
    def tries_left(self) -> int:
        """How many wrong tries it still bears."""
        return max(0, MOST_TRIES - self.wrong_tries)


def issue(
    session: Session,
    vault: Vault,
    claim_no: str,
    person_digest: str,
    digits: str,
    by: str,
    now: datetime,
    expires_at: datetime,
) -> tuple[str, str]:
    """Make a link and return its id and token; earlier ones of the same person that nobody used are revoked."""
    earlier = update(entry_links).where(
        entry_links.c.claim_no == claim_no,
        entry_links.c.person_digest == person_digest,
        entry_links.c.used_at.is_(None),
        entry_links.c.revoked_at.is_(None),
    )
    session.execute(earlier.values(revoked_at=now, revoked_by=by))
    link_id, token = f"k-{uuid4().hex}", secrets.token_urlsafe(TOKEN_BYTES)
    session.execute(
        insert(entry_links).values(
            id=link_id,
            claim_no=claim_no,
            person_digest=person_digest,
            token_digest=vault.digest(token, TOKEN_PURPOSE),
            digits_digest=_digits(vault, link_id, digits),
            wrong_tries=0,
            created_by=by,
            created_at=now,
            expires_at=expires_at,
        )
    )
    return link_id, token


def find(session: Session, link_id: str) -> Link | None:
    """Return the link, or None."""
    if not can_be_key(link_id):
        return None
    row = session.execute(select(entry_links).where(entry_links.c.id == link_id)).one_or_none()
    return None if row is None else _link(row)


def of_claim(session: Session, claim_no: str) -> tuple[Link, ...]:
    """Return a claim's links, the newest first."""
    mine = select(entry_links).where(entry_links.c.claim_no == claim_no)
    rows = session.execute(mine.order_by(entry_links.c.created_at.desc(), entry_links.c.id))
    return tuple(_link(row) for row in rows)


def attempt(session: Session, vault: Vault, token: str, digits: str, now: datetime) -> tuple[Outcome, Link | None]:
    """Try a token with digits; the try is counted before the digits are looked at, so that none at once is free.

    The caller commits whatever comes of it: a refusal that took its transaction back would not count.
    """
    digest = vault.digest(token, TOKEN_PURPOSE)
    live = (
        entry_links.c.token_digest == digest,
        entry_links.c.wrong_tries < MOST_TRIES,
        entry_links.c.used_at.is_(None),
        entry_links.c.revoked_at.is_(None),
        entry_links.c.expires_at > now,
    )
    if not changed(session, update(entry_links).where(*live).values(wrong_tries=entry_links.c.wrong_tries + 1)):
        return Outcome.OVER, None
    row = session.execute(select(entry_links).where(entry_links.c.token_digest == digest)).one()
    if not hmac.compare_digest(_digits(vault, row.id, digits), row.digits_digest):
        return Outcome.WRONG, _link(row)
    used = update(entry_links).where(entry_links.c.id == row.id)
    session.execute(used.values(used_at=now, wrong_tries=entry_links.c.wrong_tries - 1))
    return Outcome.OPENED, _link(row)


def revoke(session: Session, link_id: str, by: str, now: datetime) -> bool:
    """Make a link worthless, used or not; say whether that was new."""
    mine = update(entry_links).where(entry_links.c.id == link_id, entry_links.c.revoked_at.is_(None))
    return changed(session, mine.values(revoked_at=now, revoked_by=by)) == 1


def _digits(vault: Vault, link_id: str, digits: str) -> str:
    return vault.digest(f"{link_id}:{digits.strip().upper()}", DIGITS_PURPOSE)


def _link(row: Row[Any]) -> Link:
    return Link(
        row.id,
        row.claim_no,
        row.person_digest,
        row.expires_at,
        row.wrong_tries,
        row.used_at is not None,
        row.revoked_at is not None,
    )
