"""Indexes for a firm's list of claims and for what the head counts by time and office."""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the indexes; no row changes."""
    op.create_index("ix_claims_employer", "claims", ["employer_digest", "created_at", "claim_no"], unique=False)
    op.create_index("ix_claims_created", "claims", ["created_at", "office"], unique=False)
    op.create_index("ix_claims_office", "claims", ["office", "created_at"], unique=False)
    op.create_index("ix_documents_created", "documents", ["created_at", "state"], unique=False)
    op.create_index("ix_documents_state", "documents", ["state", "created_at"], unique=False)
    op.create_index("ix_flags_created", "flags", ["created_at", "office", "code", "state"], unique=False)
    op.create_index("ix_steps_event", "steps", ["machine", "event", "at"], unique=False)
    op.create_index(op.f("ix_payouts_credited_on"), "payouts", ["credited_on"], unique=False)
    op.create_index(op.f("ix_objections_created_at"), "objections", ["created_at"], unique=False)


def downgrade() -> None:
    """There is no way back: restore a backup."""
    raise NotImplementedError("restore a backup")
