"""Tables of deciding and paying; a claim counts what a judgement of it rests on."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_SEQUENCE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables beside those of the first release."""
    op.add_column("claims", sa.Column("version", sa.Integer(), server_default="0", nullable=False))
    _make_standings()
    _make_claim_keys()
    _make_counted_numbers()
    _make_flags()
    _make_keyings()
    _make_decisions()
    _make_happenings()
    _make_freezes()
    _make_objections()
    _make_payouts()
    _make_obligations()
    _make_steps()


def downgrade() -> None:
    """There is no way back: restore a backup."""
    raise NotImplementedError("restore a backup")


def _make_standings() -> None:
    op.create_table(
        "standings",
        sa.Column("claim_no", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("rule_version", sa.String(length=200), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("judged_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["claim_no"], ["claims.claim_no"], name=op.f("fk_standings_claim_no")),
        sa.PrimaryKeyConstraint("claim_no", name=op.f("pk_standings")),
    )


def _make_claim_keys() -> None:
    op.create_table(
        "claim_keys",
        sa.Column("claim_no", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("stranger", sa.String(length=64), nullable=False),
        sa.Column("death", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["claim_no"], ["claims.claim_no"], name=op.f("fk_claim_keys_claim_no")),
        sa.PrimaryKeyConstraint("claim_no", "kind", "digest", name=op.f("pk_claim_keys")),
    )
    op.create_index("ix_claim_keys_digest", "claim_keys", ["kind", "digest"], unique=False)


def _make_counted_numbers() -> None:
    op.create_table(
        "counted_numbers",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("claim_no", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["claim_no"], ["claims.claim_no"], name=op.f("fk_counted_numbers_claim_no")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_counted_numbers")),
    )
    op.create_index(op.f("ix_counted_numbers_claim_no"), "counted_numbers", ["claim_no"], unique=False)


def _make_flags() -> None:
    op.create_table(
        "flags",
        sa.Column("seq", _SEQUENCE, autoincrement=True, nullable=False),
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("claim_no", sa.String(length=64), nullable=False),
        sa.Column("document_id", sa.String(length=40), nullable=True),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("severity", sa.String(length=32), nullable=False),
        sa.Column("scope", sa.String(length=32), nullable=False),
        sa.Column("field", sa.String(length=200), nullable=True),
        sa.Column("reach", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("stands", sa.Boolean(), nullable=False),
        sa.Column("lost_paper", sa.Boolean(), nullable=False),
        sa.Column("office", sa.String(length=200), nullable=True),
        sa.Column("taken_by", sa.String(length=64), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["claim_no"], ["claims.claim_no"], name=op.f("fk_flags_claim_no")),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_flags_document_id")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_flags")),
        sa.UniqueConstraint("id", name=op.f("uq_flags_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_flags_document_id"), "flags", ["document_id"], unique=False)
    op.create_index("ix_flags_queue", "flags", ["state", "stands", "office", "seq"], unique=False)
    op.create_index("uq_flags_claim_fingerprint", "flags", ["claim_no", "fingerprint"], unique=True)


def _make_keyings() -> None:
    op.create_table(
        "keyings",
        sa.Column("id", _SEQUENCE, autoincrement=True, nullable=False),
        sa.Column("document_id", sa.String(length=40), nullable=False),
        sa.Column("field", sa.String(length=200), nullable=False),
        sa.Column("by_digest", sa.String(length=64), nullable=False),
        sa.Column("word_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_keyings_document_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_keyings")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_keyings_document", "keyings", ["document_id", "id"], unique=False)


def _make_decisions() -> None:
    op.create_table(
        "decisions",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("claim_no", sa.String(length=64), nullable=False),
        sa.Column("item", sa.String(length=32), nullable=False),
        sa.Column("payee", sa.String(length=32), nullable=False),
        sa.Column("supplement", sa.Boolean(), nullable=False),
        sa.Column("cap_fen", sa.BigInteger(), nullable=False),
        sa.Column("account_digest", sa.String(length=64), nullable=True),
        sa.Column("evidence_digest", sa.String(length=64), nullable=False),
        sa.Column("base_digest", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("proposed_by", sa.String(length=64), nullable=False),
        sa.Column("confirmed_by", sa.String(length=64), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["claim_no"], ["claims.claim_no"], name=op.f("fk_decisions_claim_no")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
    )
    op.create_index("ix_decisions_claim", "decisions", ["claim_no", "state"], unique=False)
    op.create_index(
        "uq_decisions_standing",
        "decisions",
        ["claim_no", "item", "payee", "supplement"],
        unique=True,
        sqlite_where=sa.text("state = 'PROPOSED'"),
        postgresql_where=sa.text("state = 'PROPOSED'"),
    )


def _make_happenings() -> None:
    op.create_table(
        "happenings",
        sa.Column("claim_no", sa.String(length=64), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["claim_no"], ["claims.claim_no"], name=op.f("fk_happenings_claim_no")),
        sa.PrimaryKeyConstraint("claim_no", name=op.f("pk_happenings")),
    )


def _make_freezes() -> None:
    op.create_table(
        "freezes",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("scope", sa.String(length=32), nullable=False),
        sa.Column("value_digest", sa.String(length=64), nullable=False),
        sa.Column("item", sa.String(length=32), nullable=True),
        sa.Column("objection_id", sa.String(length=40), nullable=True),
        sa.Column("claim_no", sa.String(length=64), nullable=True),
        sa.Column("created_by", sa.String(length=64), nullable=False),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lifted_by", sa.String(length=64), nullable=True),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["claim_no"], ["claims.claim_no"], name=op.f("fk_freezes_claim_no")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_freezes")),
    )
    op.create_index("ix_freezes_scope", "freezes", ["scope", "value_digest"], unique=False)


def _make_objections() -> None:
    op.create_table(
        "objections",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("claim_no", sa.String(length=64), nullable=False),
        sa.Column("freeze_id", sa.String(length=40), nullable=False),
        sa.Column("item", sa.String(length=32), nullable=True),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("recorded_by", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["claim_no"], ["claims.claim_no"], name=op.f("fk_objections_claim_no")),
        sa.ForeignKeyConstraint(["freeze_id"], ["freezes.id"], name=op.f("fk_objections_freeze_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objections")),
    )
    op.create_index(op.f("ix_objections_claim_no"), "objections", ["claim_no"], unique=False)


def _make_payouts() -> None:
    op.create_table(
        "payouts",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("token_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("batch_row_digest", sa.String(length=64), nullable=False),
        sa.Column("request_digest", sa.String(length=64), nullable=False),
        sa.Column("claim_no", sa.String(length=64), nullable=False),
        sa.Column("item", sa.String(length=32), nullable=False),
        sa.Column("payee", sa.String(length=32), nullable=False),
        sa.Column("beneficiary", sa.Integer(), nullable=True),
        sa.Column("person_digest", sa.String(length=64), nullable=True),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("account_digest", sa.String(length=64), nullable=True),
        sa.Column("decision_id", sa.String(length=40), nullable=True),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("notice", sa.String(length=32), nullable=True),
        sa.Column("continues", sa.String(length=40), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("credited_on", sa.Date(), nullable=True),
        sa.Column("verified_fen", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("amount_fen > 0", name=op.f("ck_payouts_amount")),
        sa.ForeignKeyConstraint(["claim_no"], ["claims.claim_no"], name=op.f("fk_payouts_claim_no")),
        sa.ForeignKeyConstraint(["continues"], ["payouts.id"], name=op.f("fk_payouts_continues")),
        sa.ForeignKeyConstraint(["decision_id"], ["decisions.id"], name=op.f("fk_payouts_decision_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payouts")),
        sa.UniqueConstraint("batch_row_digest", name=op.f("uq_payouts_batch_row_digest")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_payouts_token_digest")),
    )
    op.create_index("ix_payouts_claim", "payouts", ["claim_no", "state"], unique=False)


def _make_obligations() -> None:
    op.create_table(
        "obligations",
        sa.Column("seq", _SEQUENCE, autoincrement=True, nullable=False),
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("claim_no", sa.String(length=64), nullable=False),
        sa.Column("item", sa.String(length=32), nullable=False),
        sa.Column("beneficiary", sa.Integer(), nullable=True),
        sa.Column("person_digest", sa.String(length=64), nullable=True),
        sa.Column("source", sa.String(length=64), nullable=False),
        sa.Column("employer_digest", sa.String(length=64), nullable=True),
        sa.Column("due_fen", sa.BigInteger(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("slip_document", sa.String(length=40), nullable=True),
        sa.Column("proof_document", sa.String(length=40), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["claim_no"], ["claims.claim_no"], name=op.f("fk_obligations_claim_no")),
        sa.ForeignKeyConstraint(["proof_document"], ["documents.id"], name=op.f("fk_obligations_proof_document")),
        sa.ForeignKeyConstraint(["slip_document"], ["documents.id"], name=op.f("fk_obligations_slip_document")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_obligations")),
        sa.UniqueConstraint("id", name=op.f("uq_obligations_id")),
        sa.UniqueConstraint("source", name=op.f("uq_obligations_source")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_obligations_claim_no"), "obligations", ["claim_no"], unique=False)
    op.create_index("ix_obligations_due", "obligations", ["state", "received_on"], unique=False)
    op.create_index("ix_obligations_employer", "obligations", ["employer_digest", "state"], unique=False)


def _make_steps() -> None:
    op.create_table(
        "steps",
        sa.Column("id", _SEQUENCE, autoincrement=True, nullable=False),
        sa.Column("machine", sa.String(length=32), nullable=False),
        sa.Column("thing", sa.String(length=200), nullable=False),
        sa.Column("claim_no", sa.String(length=64), nullable=True),
        sa.Column("event", sa.String(length=32), nullable=False),
        sa.Column("source", sa.String(length=32), nullable=False),
        sa.Column("target", sa.String(length=32), nullable=False),
        sa.Column("actor", sa.String(length=32), nullable=False),
        sa.Column("by_digest", sa.String(length=64), nullable=True),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["claim_no"], ["claims.claim_no"], name=op.f("fk_steps_claim_no")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_steps")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_steps_claim_no"), "steps", ["claim_no"], unique=False)
    op.create_index("ix_steps_thing", "steps", ["machine", "thing", "id"], unique=False)
