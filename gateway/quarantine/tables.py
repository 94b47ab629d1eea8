"""The tables of the store. Personal data is only in `envelope` and `body`, both encrypted."""

from __future__ import annotations

from sqlalchemy import Float, ForeignKey, Index, Integer, LargeBinary, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """All tables of the store."""


class IncidentRow(Base):
    """A message held (or refused for some of its recipients). Times are Unix seconds."""

    __tablename__ = "incidents"
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    created_at: Mapped[float] = mapped_column(Float)
    channel: Mapped[str] = mapped_column(String(16))
    action: Mapped[str] = mapped_column(String(16))
    state: Mapped[str] = mapped_column(String(16))
    state_at: Mapped[float] = mapped_column(Float)
    rules: Mapped[str] = mapped_column(Text)  # JSON list
    entity_types: Mapped[str] = mapped_column(Text)  # JSON list
    policy_version: Mapped[str] = mapped_column(String(16))
    size: Mapped[int] = mapped_column(Integer)
    key_name: Mapped[str] = mapped_column(String(16))
    envelope: Mapped[bytes] = mapped_column(LargeBinary)  # sealed: sender and recipients
    body: Mapped[bytes | None] = mapped_column(LargeBinary, nullable=True)  # sealed: message, envelope options, findings

    __table_args__ = (Index("incidents_by_state", "state", "created_at"),)


class EventRow(Base):
    """What happened to an incident, by whom, when."""

    __tablename__ = "events"
    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    incident: Mapped[str] = mapped_column(ForeignKey("incidents.id"), index=True)
    at: Mapped[float] = mapped_column(Float)
    actor: Mapped[str] = mapped_column(Text)
    what: Mapped[str] = mapped_column(String(32))
    detail: Mapped[str] = mapped_column(Text)


class SettledRow(Base):
    """A recipient who already has a message whose transaction did not end well: a retry must not send it twice."""

    __tablename__ = "settled"
    message: Mapped[str] = mapped_column(String(40), primary_key=True)  # keyed hash of sender and content
    recipient: Mapped[str] = mapped_column(String(40), primary_key=True)  # keyed hash of the address
    at: Mapped[float] = mapped_column(Float)
