"""The tables, as the newest migration leaves them.

Here: columns, keys and indexes. Not here: what may be written when (the repository of each thing). Columns that end
in `_sealed` hold vault blobs, columns that end in `_digest` keyed digests; no other column holds personal data.
Times are UTC.
"""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    TypeDecorator,
    text,
)

DEAD_STATES = ("SUPERSEDED", "WITHDRAWN", "REJECTED")  # no longer counted, and no hindrance to a second upload
_DEAD = ", ".join(f"'{state}'" for state in DEAD_STATES)
IS_LIVE = f"parent IS NULL AND state NOT IN ({_DEAD})"


class UtcTime(TypeDecorator[datetime]):
    """An aware time, kept and returned in UTC on every database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a time without zone: it would mean another moment on another machine."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without zone")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the time with its zone."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

Id = String(40)
Digest = String(64)
Word = String(32)
Place = String(200)  # the name or code of an office or a city
# SQLite counts only a plain INTEGER primary key; PostgreSQL gets the wide one
Sequence = BigInteger().with_variant(Integer, "sqlite")


def at_column(name: str, **options: Any) -> Column[datetime]:
    """Declare a column that holds a moment."""
    return Column(name, UtcTime(), **options)


claims = Table(
    "claims",
    metadata,
    Column("claim_no", String(64), primary_key=True),
    Column("revision", Integer, nullable=False),
    # grows with everything that a judgement rests on
    Column("version", Integer, nullable=False, server_default="0"),
    Column("office", Place),
    Column("city", Place),
    Column("state", Word, nullable=False),
    Column("employer_digest", Digest, index=True),  # of the credit code
    at_column("created_at", nullable=False),
    at_column("updated_at", nullable=False),
    Index("ix_claims_employer", "employer_digest", "created_at", "claim_no"),
    Index("ix_claims_created", "created_at", "office"),
    Index("ix_claims_office", "office", "created_at"),
)

claim_revisions = Table(
    "claim_revisions",
    metadata,
    Column("claim_no", ForeignKey("claims.claim_no"), primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("record_sealed", LargeBinary, nullable=False),
    at_column("at", nullable=False),
)

documents = Table(
    "documents",
    metadata,
    Column("id", Id, primary_key=True),
    Column("claim_no", ForeignKey("claims.claim_no"), nullable=False),
    Column("side", Digest, nullable=False),
    Column("uploader_digest", Digest, nullable=False),
    Column("declared", Word),
    Column("kind", Word),
    Column("state", Word, nullable=False),
    Column("sha256", Digest, nullable=False),
    Column("file_sealed", LargeBinary, nullable=False),  # a file's name often is a person's
    Column("parent", ForeignKey("documents.id"), index=True),
    Column("child_no", Integer, nullable=False),  # 0: the file itself; n: its n-th further paper
    Column("replaces", ForeignKey("documents.id")),
    Column("stage_n", Integer, nullable=False),
    Column("stage_of", Integer, nullable=False),
    Column("stage_name", Word, nullable=False),
    Column("attempt", Integer, nullable=False),
    at_column("created_at", nullable=False),
    at_column("updated_at", nullable=False),
    Index("ix_documents_claim", "claim_no", "created_at"),
    Index("ix_documents_created", "created_at", "state"),
    Index("ix_documents_state", "state", "created_at"),
    Index(
        "uq_documents_live_content",
        "claim_no",
        "side",
        "sha256",
        unique=True,
        sqlite_where=text(IS_LIVE),
        postgresql_where=text(IS_LIVE),
    ),
)

document_parts = Table(
    "document_parts",
    metadata,
    Column("document_id", ForeignKey("documents.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("sha256", Digest, nullable=False, index=True),
    Column("size", BigInteger, nullable=False),
    Column("media_type", String(64), nullable=False),
)

readings = Table(
    "readings",
    metadata,
    Column("document_id", ForeignKey("documents.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("reading_sealed", LargeBinary, nullable=False),
    at_column("at", nullable=False),
)

pages = Table(
    "pages",
    metadata,
    Column("document_id", ForeignKey("documents.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("raster", Digest, nullable=False, index=True),  # object in the derived area
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
)

events = Table(
    "events",
    metadata,
    Column("id", Sequence, primary_key=True, autoincrement=True),
    Column("document_id", ForeignKey("documents.id"), nullable=False),
    at_column("at", nullable=False),
    Column("type", Word, nullable=False),
    Column("stage_n", Integer, nullable=False),
    Column("stage_of", Integer, nullable=False),
    Column("stage_name", Word, nullable=False),
    Column("state", Word, nullable=False),
    Index("ix_events_document", "document_id", "id"),
    sqlite_autoincrement=True,
)

jobs = Table(
    "jobs",
    metadata,
    Column("id", Id, primary_key=True),
    Column("document_id", ForeignKey("documents.id"), nullable=False, index=True),
    Column("state", Word, nullable=False),
    Column("attempt", Integer, nullable=False),  # the fence: only grows
    Column("forgiven", Integer, nullable=False),  # attempts that ended by a polite stop, not by a fault
    at_column("lease_until"),
    at_column("not_before", nullable=False),
    at_column("rung_at"),  # the last doorbell that the broker took
    at_column("created_at", nullable=False),
    at_column("updated_at", nullable=False),
    CheckConstraint("state IN ('QUEUED', 'LEASED', 'DONE', 'PARKED')", name="state"),
    CheckConstraint("(state = 'LEASED') = (lease_until IS NOT NULL)", name="lease"),
    Index("ix_jobs_due", "state", "not_before"),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Sequence, primary_key=True, autoincrement=True),
    Column("job_id", ForeignKey("jobs.id"), nullable=False, index=True),
    at_column("created_at", nullable=False),
    sqlite_autoincrement=True,
)

idempotency = Table(
    "idempotency",
    metadata,
    Column("scope", String(128), primary_key=True),  # who and where: never a name
    Column("key_digest", Digest, primary_key=True),  # a stranger's text is not kept as such
    Column("request_digest", Digest, nullable=False),
    Column("http_status", Integer, nullable=False),
    Column("response_sealed", LargeBinary),
    at_column("created_at", nullable=False),
)
