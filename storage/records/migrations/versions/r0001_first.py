"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_SEQUENCE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_LIVE = "parent IS NULL AND state NOT IN ('SUPERSEDED', 'WITHDRAWN', 'REJECTED')"


def upgrade() -> None:
    """Make every table of the first release."""
    _make_claims()
    _make_idempotency()
    _make_claim_revisions()
    _make_documents()
    _make_document_parts()
    _make_events()
    _make_jobs()
    _make_pages()
    _make_readings()
    _make_outbox()


def downgrade() -> None:
    """There is no way back: restore a backup."""
    raise NotImplementedError("restore a backup")


def _make_claims() -> None:
    op.create_table(
        "claims",
        sa.Column("claim_no", sa.String(length=64), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("office", sa.String(length=200), nullable=True),
        sa.Column("city", sa.String(length=200), nullable=True),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("employer_digest", sa.String(length=64), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("claim_no", name=op.f("pk_claims")),
    )
    op.create_index(op.f("ix_claims_employer_digest"), "claims", ["employer_digest"], unique=False)


def _make_idempotency() -> None:
    op.create_table(
        "idempotency",
        sa.Column("scope", sa.String(length=128), nullable=False),
        sa.Column("key_digest", sa.String(length=64), nullable=False),
        sa.Column("request_digest", sa.String(length=64), nullable=False),
        sa.Column("http_status", sa.Integer(), nullable=False),
        sa.Column("response_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("scope", "key_digest", name=op.f("pk_idempotency")),
    )


def _make_claim_revisions() -> None:
    op.create_table(
        "claim_revisions",
        sa.Column("claim_no", sa.String(length=64), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("record_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["claim_no"], ["claims.claim_no"], name=op.f("fk_claim_revisions_claim_no")),
        sa.PrimaryKeyConstraint("claim_no", "revision", name=op.f("pk_claim_revisions")),
    )


def _make_documents() -> None:
    op.create_table(
        "documents",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("claim_no", sa.String(length=64), nullable=False),
        sa.Column("side", sa.String(length=64), nullable=False),
        sa.Column("uploader_digest", sa.String(length=64), nullable=False),
        sa.Column("declared", sa.String(length=32), nullable=True),
        sa.Column("kind", sa.String(length=32), nullable=True),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("file_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("parent", sa.String(length=40), nullable=True),
        sa.Column("child_no", sa.Integer(), nullable=False),
        sa.Column("replaces", sa.String(length=40), nullable=True),
        sa.Column("stage_n", sa.Integer(), nullable=False),
        sa.Column("stage_of", sa.Integer(), nullable=False),
        sa.Column("stage_name", sa.String(length=32), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["claim_no"], ["claims.claim_no"], name=op.f("fk_documents_claim_no")),
        sa.ForeignKeyConstraint(["parent"], ["documents.id"], name=op.f("fk_documents_parent")),
        sa.ForeignKeyConstraint(["replaces"], ["documents.id"], name=op.f("fk_documents_replaces")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_documents")),
    )
    op.create_index("ix_documents_claim", "documents", ["claim_no", "created_at"], unique=False)
    op.create_index(op.f("ix_documents_parent"), "documents", ["parent"], unique=False)
    op.create_index(
        "uq_documents_live_content",
        "documents",
        ["claim_no", "side", "sha256"],
        unique=True,
        sqlite_where=sa.text(_LIVE),
        postgresql_where=sa.text(_LIVE),
    )


def _make_document_parts() -> None:
    op.create_table(
        "document_parts",
        sa.Column("document_id", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("media_type", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_document_parts_document_id")),
        sa.PrimaryKeyConstraint("document_id", "position", name=op.f("pk_document_parts")),
    )
    op.create_index(op.f("ix_document_parts_sha256"), "document_parts", ["sha256"], unique=False)


def _make_events() -> None:
    op.create_table(
        "events",
        sa.Column("id", _SEQUENCE, autoincrement=True, nullable=False),
        sa.Column("document_id", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("type", sa.String(length=32), nullable=False),
        sa.Column("stage_n", sa.Integer(), nullable=False),
        sa.Column("stage_of", sa.Integer(), nullable=False),
        sa.Column("stage_name", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_events_document_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_events")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_events_document", "events", ["document_id", "id"], unique=False)


def _make_jobs() -> None:
    op.create_table(
        "jobs",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("document_id", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("forgiven", sa.Integer(), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rung_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(state = 'LEASED') = (lease_until IS NOT NULL)", name=op.f("ck_jobs_lease")),
        sa.CheckConstraint("state IN ('QUEUED', 'LEASED', 'DONE', 'PARKED')", name=op.f("ck_jobs_state")),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_jobs_document_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jobs")),
    )
    op.create_index(op.f("ix_jobs_document_id"), "jobs", ["document_id"], unique=False)
    op.create_index("ix_jobs_due", "jobs", ["state", "not_before"], unique=False)


def _make_pages() -> None:
    op.create_table(
        "pages",
        sa.Column("document_id", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("raster", sa.String(length=64), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_pages_document_id")),
        sa.PrimaryKeyConstraint("document_id", "position", name=op.f("pk_pages")),
    )
    op.create_index(op.f("ix_pages_raster"), "pages", ["raster"], unique=False)


def _make_readings() -> None:
    op.create_table(
        "readings",
        sa.Column("document_id", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("reading_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_readings_document_id")),
        sa.PrimaryKeyConstraint("document_id", "number", name=op.f("pk_readings")),
    )


def _make_outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", _SEQUENCE, autoincrement=True, nullable=False),
        sa.Column("job_id", sa.String(length=40), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name=op.f("fk_outbox_job_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_outbox_job_id"), "outbox", ["job_id"], unique=False)
