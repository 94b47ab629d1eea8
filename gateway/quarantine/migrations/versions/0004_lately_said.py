"""What authors wrote in chat rooms in the last minutes, for all gateways with this store."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "lately_said",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("gateway", sa.String(8), nullable=False),
        sa.Column("api", sa.String(16), nullable=False),
        sa.Column("at", sa.Float, nullable=False),
        sa.Column("key_name", sa.String(16), nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("id", "gateway"),
    )
    op.create_index(op.f("ix_lately_said_at"), "lately_said", ["at"], unique=False)


def downgrade() -> None:
    op.drop_table("lately_said")
