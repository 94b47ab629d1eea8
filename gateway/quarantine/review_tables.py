"""The tables of reviewing: who may look, what senders answered, what was decided, what may pass next time.

Personal data is only in sealed columns; hashes are keyed. Times are Unix seconds.
"""

from __future__ import annotations

from sqlalchemy import Boolean, Float, ForeignKey, Index, Integer, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from gateway.quarantine.tables import Base


class AccountRow(Base):
    """Somebody who may sign in to the console. `departments` empty: all of them."""

    __tablename__ = "accounts"
    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    login: Mapped[str] = mapped_column(String(128), unique=True)
    name: Mapped[str] = mapped_column(Text)
    address: Mapped[str] = mapped_column(Text)  # where notices for them go
    password: Mapped[str] = mapped_column(Text)  # argon2id; empty for those who sign in elsewhere
    subject: Mapped[str] = mapped_column(Text)  # issuer and subject of OpenID Connect, empty for local accounts
    roles: Mapped[str] = mapped_column(Text)  # JSON list
    departments: Mapped[str] = mapped_column(Text)  # JSON list
    key_name: Mapped[str] = mapped_column(String(16))
    totp: Mapped[bytes | None] = mapped_column(LargeBinary, nullable=True)  # sealed secret (RFC 6238)
    totp_step: Mapped[int] = mapped_column(Integer, default=0)  # the last time step used: a code serves once
    deputy: Mapped[str] = mapped_column(String(16))  # account that stands in
    away_until: Mapped[float] = mapped_column(Float)
    must_change: Mapped[bool] = mapped_column(Boolean)  # the password was set by somebody else
    disabled: Mapped[bool] = mapped_column(Boolean)
    failures: Mapped[int] = mapped_column(Integer)
    locked_until: Mapped[float] = mapped_column(Float)
    created_at: Mapped[float] = mapped_column(Float)


class SessionRow(Base):
    """A visit to the console. `id` is the hash of the cookie, so that the table alone opens nothing."""

    __tablename__ = "sessions"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    account: Mapped[str] = mapped_column(String(16), index=True)  # empty before signing in
    incident: Mapped[str] = mapped_column(String(32))  # a sender's visit to their own message, else empty
    csrf: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(Text)  # JSON: what a sign-in under way must remember
    created_at: Mapped[float] = mapped_column(Float)
    seen_at: Mapped[float] = mapped_column(Float, index=True)


class LinkRow(Base):
    """A sender's way to the page about their message: the code in it serves once."""

    __tablename__ = "links"
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    incident: Mapped[str] = mapped_column(String(32), index=True)
    code_hash: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[float] = mapped_column(Float)
    expires_at: Mapped[float] = mapped_column(Float)
    used_at: Mapped[float] = mapped_column(Float)
    failures: Mapped[int] = mapped_column(Integer)


class RequestRow(Base):
    """What the sender of a held message asks for. One is open at a time."""

    __tablename__ = "requests"
    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    incident: Mapped[str] = mapped_column(ForeignKey("incidents.id"), index=True)
    at: Mapped[float] = mapped_column(Float)
    way: Mapped[str] = mapped_column(String(16))  # redacted, approval, consent, false_positive, withdraw
    state: Mapped[str] = mapped_column(String(16), index=True)  # open, granted, refused, overtaken
    answered_at: Mapped[float] = mapped_column(Float)
    answered_by: Mapped[str] = mapped_column(Text)
    key_name: Mapped[str] = mapped_column(String(16))
    sealed: Mapped[bytes] = mapped_column(LargeBinary)  # the sender's words, the evidence's name, the answer
    file: Mapped[bytes | None] = mapped_column(LargeBinary, nullable=True)  # sealed evidence


class ApprovalRow(Base):
    """Something that needs a second pair of eyes: who asked, why, and who agreed."""

    __tablename__ = "approvals"
    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    incident: Mapped[str] = mapped_column(ForeignKey("incidents.id"), index=True)
    what: Mapped[str] = mapped_column(String(24))  # reveal, release, release_redacted
    asked_by: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[float] = mapped_column(Float)
    agreed_by: Mapped[str] = mapped_column(Text)
    agreed_at: Mapped[float] = mapped_column(Float)
    key_name: Mapped[str] = mapped_column(String(16))
    sealed: Mapped[bytes] = mapped_column(LargeBinary)  # the reason


class DecisionRow(Base):
    """What became of an incident by whose decision, with a copy of what charts group by."""

    __tablename__ = "decisions"
    incident: Mapped[str] = mapped_column(ForeignKey("incidents.id"), primary_key=True)
    what: Mapped[str] = mapped_column(String(24))  # released, released_redacted, returned, deleted, withdrawn
    false_positive: Mapped[bool] = mapped_column(Boolean)
    by: Mapped[str] = mapped_column(Text)
    at: Mapped[float] = mapped_column(Float)
    created_at: Mapped[float] = mapped_column(Float)  # of the incident
    rule: Mapped[str] = mapped_column(String(64))
    department: Mapped[str] = mapped_column(String(64))
    key_name: Mapped[str] = mapped_column(String(16))
    sealed: Mapped[bytes] = mapped_column(LargeBinary)  # comment to the sender, reason

    __table_args__ = (Index("decisions_by_time", "at"), Index("decisions_by_rule", "rule", "at"))


class AllowanceRow(Base):
    """What a rule leaves alone from now on: a word, a sender or a recipient, with an end."""

    __tablename__ = "allowances"
    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))  # text, sender, recipient
    rule: Mapped[str] = mapped_column(String(64))  # "*": every rule
    value_hash: Mapped[str] = mapped_column(String(64), index=True)
    added_at: Mapped[float] = mapped_column(Float)
    added_by: Mapped[str] = mapped_column(Text)
    until: Mapped[float] = mapped_column(Float)
    revoked_at: Mapped[float] = mapped_column(Float)
    revoked_by: Mapped[str] = mapped_column(Text)
    incident: Mapped[str] = mapped_column(String(32))
    key_name: Mapped[str] = mapped_column(String(16))
    sealed: Mapped[bytes] = mapped_column(LargeBinary)  # the value, the reason


class EscalationRow(Base):
    """An incident that waited too long, and whom that was told."""

    __tablename__ = "escalations"
    incident: Mapped[str] = mapped_column(ForeignKey("incidents.id"), primary_key=True)
    level: Mapped[int] = mapped_column(Integer)
    at: Mapped[float] = mapped_column(Float)


class ReportRow(Base):
    """A leak being dealt with: what it was sorted as, its clocks, and the report's items."""

    __tablename__ = "reports"
    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    incident: Mapped[str] = mapped_column(String(32), index=True)  # empty: found outside the gateway
    opened_at: Mapped[float] = mapped_column(Float)
    opened_by: Mapped[str] = mapped_column(Text)
    known_at: Mapped[float] = mapped_column(Float)  # when the company came to know
    sort: Mapped[str] = mapped_column(String(24))  # unsorted, leak, unlawful_provision, no_report
    improper_purpose: Mapped[bool] = mapped_column(Boolean)
    preliminary_at: Mapped[float] = mapped_column(Float)  # 速報 made
    final_at: Mapped[float] = mapped_column(Float)  # 確報 made
    closed_at: Mapped[float] = mapped_column(Float)
    key_name: Mapped[str] = mapped_column(String(16))
    sealed: Mapped[bytes] = mapped_column(LargeBinary)  # the reason for sorting it so, the nine items
