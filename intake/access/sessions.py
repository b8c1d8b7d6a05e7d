"""Sessions of the pages: what a cookie opens until its source ends, somebody signs out, or the server ends it.

Here: opening, proving and ending. Not here: the row (storage.records.page_sessions), the cookie around it (cookies.py),
what a caller may do (table.py).
"""

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy.orm import Session

from intake.access.tokens import TokenFault
from intake.access.who import Bound, Role, Who
from intake.wiring import Service
from storage.records import page_sessions

LIFETIME = timedelta(hours=8)  # a working day at the counter


class Source(StrEnum):
    """What a session came from; it never outlives that."""

    TOKEN = "token"  # noqa: S105 - a word for a local bearer token
    LINK = "link"
    OIDC = "oidc"
    DEMO = "demo"


def open_session(service: Service, who: Who, source: Source = Source.TOKEN, until: datetime | None = None) -> str:
    """Open a session in a transaction of its own and give the word for its cookie."""
    with service.database.write() as session:
        return begin(service, session, who, source, until)


def begin(
    service: Service,
    session: Session,
    who: Who,
    source: Source,
    until: datetime | None = None,
    link_id: str | None = None,
) -> str:
    """Open a session that ends with its source, after a working day at the latest."""
    now = service.clock()
    latest = now + LIFETIME
    ends = latest if until is None else min(until, latest)
    if ends <= now:
        raise TokenFault("登录已过期，请重新登录。")
    named = {
        "subject": who.subject,
        "role": who.role.value,
        "claim": who.bound.claim,
        "uscc": who.bound.uscc,
        "office": who.bound.office,
        "person": who.bound.person,
    }
    return page_sessions.begin(session, service.vault, named, source, now, ends, link_id)


def prove_session(service: Service, word: str) -> Who:
    """Say who a session names, or raise TokenFault."""
    with service.database.glance() as connection:
        found = page_sessions.find(connection, service.vault, word, service.clock())
    if found is None:
        raise TokenFault("请重新登录。")
    named = found.who
    return Who(
        subject=str(named["subject"]),
        role=Role(named["role"] or ""),
        bound=Bound(named["claim"], named["uscc"], named["office"], named.get("person")),
    )


def source_of(service: Service, word: str) -> Source | None:
    """Say where a session in force came from; None where there is none."""
    with service.database.glance() as connection:
        found = page_sessions.find(connection, service.vault, word, service.clock())
    return None if found is None else Source(found.source)


def end_session(service: Service, word: str) -> None:
    """End a session on the server: its cookie opens nothing any more, whoever kept it."""
    with service.database.write() as session:
        page_sessions.end(session, service.vault, word, service.clock())
