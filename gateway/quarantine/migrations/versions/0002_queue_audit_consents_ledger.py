"""The queue's columns, the chained audit log in place of events, secrets, consents and the person ledger."""

import time

import sqlalchemy as sa
from alembic import context, op

from gateway.quarantine.carry_over import carry_over

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def _sorted() -> list[sa.Column[object]]:
    return [
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("created_at", sa.Float, nullable=False),
        sa.Column("severity", sa.Integer, nullable=False),
        sa.Column("department", sa.String(64), nullable=False),
        sa.Column("sender_hash", sa.String(40), nullable=False),
    ]


def upgrade() -> None:
    for column in (
        sa.Column("severity", sa.Integer, nullable=False, server_default="1"),
        sa.Column("department", sa.String(64), nullable=False, server_default=""),
        sa.Column("sender_hash", sa.String(40), nullable=False, server_default=""),
        sa.Column("rule", sa.String(64), nullable=False, server_default=""),
        sa.Column("due_at", sa.Float, nullable=False, server_default="0"),
        sa.Column("expires_at", sa.Float, nullable=False, server_default="0"),
    ):
        op.add_column("incidents", column)
    op.drop_index("incidents_by_state", "incidents")
    for name, value in (("incident_rules", "rule"), ("incident_entity_types", "entity_type")):
        op.create_table(
            name,
            sa.Column("id", sa.String(32), sa.ForeignKey("incidents.id"), primary_key=True),
            sa.Column(value, sa.String(64), primary_key=True),
            *_sorted(),
        )
    op.create_table(
        "audit",
        sa.Column("seq", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("at", sa.Float, nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("what", sa.String(32), nullable=False),
        sa.Column("incident", sa.String(32), nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
        sa.Column("key", sa.String(16), nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
    )
    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("count", sa.BigInteger, nullable=False),
        sa.Column("last", sa.String(64), nullable=False),
        sa.Column("key", sa.String(16), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
    )
    op.create_table(
        "secrets",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("purpose", sa.String(16), nullable=False),
        sa.Column("name", sa.String(16), nullable=False, unique=True),
        sa.Column("key_name", sa.String(16), nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "consents",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("person_hash", sa.String(40), nullable=False),
        sa.Column("kinds", sa.Text, nullable=False),
        sa.Column("valid_from", sa.Float, nullable=False),
        sa.Column("valid_until", sa.Float, nullable=True),
        sa.Column("added_at", sa.Float, nullable=False),
        sa.Column("added_by", sa.Text, nullable=False),
        sa.Column("changed_at", sa.Float, nullable=False),
        sa.Column("revoked_at", sa.Float, nullable=True),
        sa.Column("revoked_by", sa.Text, nullable=False),
        sa.Column("key_name", sa.String(16), nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.Column("file", sa.LargeBinary, nullable=True),
    )
    op.create_table(
        "told",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("person_hash", sa.String(40), nullable=False),
        sa.Column("at", sa.Float, nullable=False),
        sa.Column("incident", sa.String(32), nullable=False),
        sa.Column("entity_types", sa.Text, nullable=False),
        sa.Column("outcome", sa.String(16), nullable=False),
        sa.Column("key_name", sa.String(16), nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "told_prefixes",
        sa.Column("prefix_hash", sa.String(40), primary_key=True),
        sa.Column("told", sa.String(32), sa.ForeignKey("told.id"), primary_key=True),
    )
    carry_over(op.get_bind(), context.config.attributes["vault"], time.time())
    op.drop_table("events")
    queue = ["state", "created_at", "id", "severity", "department", "sender_hash"]
    for name, table, columns in (
        ("incidents_queue", "incidents", queue),
        ("incidents_by_sender", "incidents", ["sender_hash", "state", "created_at"]),
        ("incidents_by_rule", "incidents", ["rule", "state", "created_at"]),
        ("incidents_by_expiry", "incidents", ["expires_at"]),
        ("incidents_by_key", "incidents", ["key_name"]),
        ("incident_rules_queue", "incident_rules", ["rule", *queue]),
        ("incident_entity_types_queue", "incident_entity_types", ["entity_type", *queue]),
        ("audit_by_incident", "audit", ["incident", "seq"]),
        ("audit_by_time", "audit", ["at"]),
        ("ix_consents_person_hash", "consents", ["person_hash"]),
        ("ix_told_person_hash", "told", ["person_hash"]),
        ("ix_told_at", "told", ["at"]),
        ("ix_told_incident", "told", ["incident"]),
        ("ix_told_key_name", "told", ["key_name"]),
        ("ix_told_prefixes_told", "told_prefixes", ["told"]),
    ):
        op.create_index(name, table, columns)


def downgrade() -> None:
    raise RuntimeError("an older version cannot read a chained audit log; restore the backup made before upgrading")
