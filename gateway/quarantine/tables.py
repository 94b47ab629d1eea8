"""The tables of the store. Personal data is only in sealed columns; hashes are keyed (see `sealed_secrets.py`)."""

from __future__ import annotations

from sqlalchemy import BigInteger, Float, ForeignKey, Index, Integer, LargeBinary, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """All tables of the store. Times are Unix seconds."""


class Sorted:
    """What the queue is filtered and sorted by."""

    state: Mapped[str] = mapped_column(String(16))
    created_at: Mapped[float] = mapped_column(Float)
    severity: Mapped[int] = mapped_column(Integer, default=1)
    department: Mapped[str] = mapped_column(String(64), default="")
    sender_hash: Mapped[str] = mapped_column(String(40), default="")


class IncidentRow(Sorted, Base):
    """A message held (or refused for some of its recipients)."""

    __tablename__ = "incidents"
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    channel: Mapped[str] = mapped_column(String(16))
    action: Mapped[str] = mapped_column(String(16))
    state_at: Mapped[float] = mapped_column(Float)
    rule: Mapped[str] = mapped_column(String(64), default="")  # the strongest
    rules: Mapped[str] = mapped_column(Text)  # JSON list
    entity_types: Mapped[str] = mapped_column(Text)  # JSON list
    policy_version: Mapped[str] = mapped_column(String(16))
    size: Mapped[int] = mapped_column(Integer)
    due_at: Mapped[float] = mapped_column(Float, default=0.0)
    expires_at: Mapped[float] = mapped_column(Float, default=0.0)
    key_name: Mapped[str] = mapped_column(String(16))
    envelope: Mapped[bytes] = mapped_column(LargeBinary)  # sealed: sender and recipients
    body: Mapped[bytes | None] = mapped_column(LargeBinary, nullable=True)  # sealed: message, envelope options, findings

    __table_args__ = (  # the first holds all that a page of the queue asks for, so that no body is read to count it
        Index("incidents_queue", "state", "created_at", "id", "severity", "department", "sender_hash"),
        Index("incidents_by_sender", "sender_hash", "state", "created_at"),
        Index("incidents_by_rule", "rule", "state", "created_at"),
        Index("incidents_by_expiry", "expires_at"),
        Index("incidents_by_key", "key_name"),
    )


class RuleRow(Sorted, Base):
    """A rule that fired on an incident, with a copy of what the queue is filtered by."""

    __tablename__ = "incident_rules"
    id: Mapped[str] = mapped_column(ForeignKey("incidents.id"), primary_key=True)
    rule: Mapped[str] = mapped_column(String(64), primary_key=True)
    __table_args__ = (Index("incident_rules_queue", "rule", "state", "created_at", "id", "severity", "department", "sender_hash"),)


class EntityTypeRow(Sorted, Base):
    """An entity type found in an incident, with a copy of what the queue is filtered by."""

    __tablename__ = "incident_entity_types"
    id: Mapped[str] = mapped_column(ForeignKey("incidents.id"), primary_key=True)
    entity_type: Mapped[str] = mapped_column(String(64), primary_key=True)
    __table_args__ = (Index("incident_entity_types_queue", "entity_type", "state", "created_at", "id", "severity", "department", "sender_hash"),)


class AuditRow(Base):
    """Who did what when: a chain in which each row's keyed hash covers the one before. Rows are never changed or deleted."""

    __tablename__ = "audit"
    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    at: Mapped[float] = mapped_column(Float)
    actor: Mapped[str] = mapped_column(Text)
    what: Mapped[str] = mapped_column(String(32))
    incident: Mapped[str] = mapped_column(String(32))
    detail: Mapped[str] = mapped_column(Text)
    key: Mapped[str] = mapped_column(String(16))
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))

    __table_args__ = (Index("audit_by_incident", "incident", "seq"), Index("audit_by_time", "at"))


class AuditHeadRow(Base):
    """The end of the chain: how many rows it has and the last one's hash, keyed as well. One row, locked by writers."""

    __tablename__ = "audit_head"
    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    count: Mapped[int] = mapped_column(BigInteger)
    last: Mapped[str] = mapped_column(String(64))
    key: Mapped[str] = mapped_column(String(16))
    hash: Mapped[str] = mapped_column(String(64))


class SecretRow(Base):
    """A random key of the store's own, sealed with the vault: it outlives rotations of the vault's keys."""

    __tablename__ = "secrets"
    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    purpose: Mapped[str] = mapped_column(String(16))
    name: Mapped[str] = mapped_column(String(16), unique=True)
    key_name: Mapped[str] = mapped_column(String(16))
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class ConsentRow(Base):
    """A person's consent to be told about, on record."""

    __tablename__ = "consents"
    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    person_hash: Mapped[str] = mapped_column(String(40), index=True)
    kinds: Mapped[str] = mapped_column(Text)  # JSON list of entity types, or ["*"]
    valid_from: Mapped[float] = mapped_column(Float)
    valid_until: Mapped[float | None] = mapped_column(Float, nullable=True)
    added_at: Mapped[float] = mapped_column(Float)
    added_by: Mapped[str] = mapped_column(Text)
    changed_at: Mapped[float] = mapped_column(Float)
    revoked_at: Mapped[float | None] = mapped_column(Float, nullable=True)
    revoked_by: Mapped[str] = mapped_column(Text)
    key_name: Mapped[str] = mapped_column(String(16))
    sealed: Mapped[bytes] = mapped_column(LargeBinary)  # name, audience, purpose, evidence, file name
    file: Mapped[bytes | None] = mapped_column(LargeBinary, nullable=True)  # sealed


class ToldRow(Base):
    """What one message told about one person, and what became of it."""

    __tablename__ = "told"
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    person_hash: Mapped[str] = mapped_column(String(40), index=True)
    at: Mapped[float] = mapped_column(Float, index=True)
    incident: Mapped[str] = mapped_column(String(32), index=True)
    entity_types: Mapped[str] = mapped_column(Text)  # JSON list
    outcome: Mapped[str] = mapped_column(String(16))
    key_name: Mapped[str] = mapped_column(String(16), index=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)  # name, sender, recipients


class ToldPrefixRow(Base):
    """The beginnings of a name in the ledger, so that a surname finds the full names filed."""

    __tablename__ = "told_prefixes"
    prefix_hash: Mapped[str] = mapped_column(String(40), primary_key=True)
    told: Mapped[str] = mapped_column(ForeignKey("told.id"), primary_key=True, index=True)


class SettledRow(Base):
    """A recipient who already has a message whose transaction did not end well: a retry must not send it twice."""

    __tablename__ = "settled"
    message: Mapped[str] = mapped_column(String(40), primary_key=True)  # keyed hash of sender and content
    recipient: Mapped[str] = mapped_column(String(40), primary_key=True)  # keyed hash of the address
    at: Mapped[float] = mapped_column(Float)


class LatelySaidRow(Base):
    """The last words of an author in a chat room, as one gateway delivered them. Rows are minutes old at most."""

    __tablename__ = "lately_said"
    id: Mapped[str] = mapped_column(String(40), primary_key=True)  # keyed hash of API, author and room
    gateway: Mapped[str] = mapped_column(String(8), primary_key=True)
    api: Mapped[str] = mapped_column(String(16))
    at: Mapped[float] = mapped_column(Float, index=True)
    key_name: Mapped[str] = mapped_column(String(16))
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
