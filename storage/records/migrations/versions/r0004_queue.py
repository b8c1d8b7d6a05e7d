"""The reviewers' queue in three orders: flags know whom they wait for, what they hold and by when."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_ORDERS = {
    "ix_flags_by_age": (),
    "ix_flags_by_risk": ("risk",),
    "ix_flags_by_day": ("due_on",),
    "ix_flags_by_code": ("code",),
    "ix_flags_by_kind": ("kind",),
}
_GRAVITY = 10**14  # as flags.risk_of: money comes with the next judgement


def upgrade() -> None:
    """Add the columns, give open flags their place, and make one index an order."""
    op.add_column("flags", sa.Column("waits_for", sa.String(length=32), nullable=True))
    op.add_column("flags", sa.Column("kind", sa.String(length=32), nullable=True))
    op.add_column("flags", sa.Column("money_fen", sa.BigInteger(), server_default="0", nullable=False))
    op.add_column("flags", sa.Column("risk", sa.BigInteger(), server_default="0", nullable=False))
    op.add_column("flags", sa.Column("due_on", sa.Date(), server_default="9999-12-31", nullable=False))
    op.execute(
        sa.text(
            "UPDATE flags SET risk = CASE severity WHEN 'B' THEN 0 WHEN 'F' THEN :f ELSE :i END, "
            "kind = (SELECT kind FROM documents WHERE documents.id = flags.document_id), "
            "waits_for = CASE WHEN NOT (stands OR lost_paper) THEN NULL WHEN state IN ('OPEN', 'TAKEN') THEN 'handler' "
            "WHEN state = 'ESCALATED' THEN 'second_reviewer' END"
        ).bindparams(f=_GRAVITY, i=2 * _GRAVITY)
    )
    for name, columns in _ORDERS.items():
        op.create_index(name, "flags", ["office", "waits_for", *columns, "seq"], unique=False)
    op.create_index("ix_decisions_waiting", "decisions", ["state", "created_at"], unique=False)


def downgrade() -> None:
    """There is no way back: restore a backup."""
    raise NotImplementedError("restore a backup")
