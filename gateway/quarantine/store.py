"""Held messages on disk: what is committed here survives anything. All calls block; async callers use a thread."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, create_engine, delete, event, func, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from gateway.quarantine.tables import EventRow, IncidentRow, SettledRow
from gateway.quarantine.vault import Vault, VaultError
from gateway.verdict import Finding

HELD, RELEASING, RELEASED, DELETED, REFUSED = "held", "releasing", "released", "deleted", "refused"
SETTLED_DAYS = 7


class StoreError(Exception):
    """The store cannot take or give something now; nothing was changed. The text holds no personal data."""


@dataclass(frozen=True)
class Hold:
    """A message to be held: everything needed to send it later exactly as it would have gone."""

    incident: str
    channel: str
    action: str
    sender: str = field(repr=False)
    recipients: tuple[str, ...] = field(repr=False)
    content: bytes = field(repr=False)
    options: tuple[str, ...] = ()
    parameters: tuple[tuple[str, ...], ...] = ()  # of each recipient, as the client gave them with RCPT
    rules: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = field(default=(), repr=False)
    policy_version: str = ""
    state: str = HELD
    settles: tuple[str, tuple[str, ...]] = ("", ())  # see `settle`: done in the same commit


@dataclass(frozen=True)
class Incident:
    """What is known about a held message without opening it. Times are Unix seconds, size is bytes."""

    id: str
    created_at: float
    channel: str
    action: str
    state: str
    state_at: float
    sender: str = field(repr=False)
    recipients: tuple[str, ...] = field(repr=False)
    rules: tuple[str, ...]
    entity_types: tuple[str, ...]
    policy_version: str
    size: int


@dataclass(frozen=True)
class Opened:
    """A held message, opened. `findings` are the plain fields of Finding."""

    content: bytes = field(repr=False)
    options: tuple[str, ...]
    parameters: tuple[tuple[str, ...], ...]
    findings: tuple[dict[str, Any], ...] = field(repr=False)


class Store:
    """The quarantine. SQLite in WAL mode with full synchronization by default; any SQLAlchemy URL works."""

    def __init__(self, url: str, vault: Vault) -> None:
        self.vault = vault
        self._engine = _engine(url)
        try:
            with self._engine.begin() as connection:
                config = Config()
                config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
                config.attributes["connection"] = connection
                command.upgrade(config, "head")
        except SQLAlchemyError as error:
            raise StoreError(f"the store {make_url(url).render_as_string()} cannot be opened: {_kind(error)}") from None

    def close(self) -> None:
        """Let go of all connections."""
        self._engine.dispose()

    def hold(self, hold: Hold) -> None:
        """Commit to disk; when this returns the message is safe. Raises StoreError (disk full, locked, gone)."""
        plain = json.dumps(
            {
                "content": base64.b64encode(hold.content).decode(),
                "options": hold.options,
                "parameters": hold.parameters or [()] * len(hold.recipients),
                "findings": [asdict(f) for f in hold.findings],
            }
        ).encode()
        key_name, body = self.vault.seal(plain, hold.incident)
        envelope = json.dumps({"sender": hold.sender, "recipients": hold.recipients}).encode()
        now = time.time()
        row = IncidentRow(
            id=hold.incident, created_at=now, channel=hold.channel, action=hold.action, state=hold.state, state_at=now,
            envelope=self.vault.seal(envelope, _envelope_of(hold.incident))[1], rules=json.dumps(hold.rules),
            entity_types=json.dumps(sorted({f.entity_type for f in hold.findings})), policy_version=hold.policy_version,
            size=len(hold.content), key_name=key_name, body=body,
        )  # fmt: skip
        try:
            with Session(self._engine) as session, session.begin():
                session.add(row)
                session.flush()
                session.add(_event(hold.incident, "gateway", hold.state))
                self._remember(session, *hold.settles)
        except SQLAlchemyError as error:
            raise StoreError(f"the message could not be stored: {_kind(error)}") from None

    def incidents(self, states: Sequence[str] = (HELD, RELEASING), limit: int = 1000) -> list[Incident]:
        """Incidents in these states, oldest first."""
        query = select(IncidentRow).where(IncidentRow.state.in_(states)).order_by(IncidentRow.created_at).limit(limit)
        with self._session() as session:
            return [self._incident(row) for row in session.scalars(query)]

    def get(self, incident: str) -> Incident | None:
        """One incident, or None."""
        with self._session() as session:
            row = session.get(IncidentRow, incident)
            return self._incident(row) if row else None

    def events(self, incident: str) -> list[tuple[float, str, str, str]]:
        """(time, actor, what, detail), oldest first."""
        with self._session() as session:
            query = select(EventRow).where(EventRow.incident == incident).order_by(EventRow.id)
            return [(e.at, e.actor, e.what, e.detail) for e in session.scalars(query)]

    def open(self, incident: str) -> Opened:
        """Decrypt a message. Raises StoreError when it is gone, VaultError when no key opens it."""
        with self._session() as session:
            row = session.get(IncidentRow, incident)
            if row is None or row.body is None:
                raise StoreError(f"{incident} holds no message any more")
            plain = json.loads(self.vault.open(row.key_name, row.body, incident))
        return Opened(
            base64.b64decode(plain["content"]), tuple(plain["options"]), tuple(map(tuple, plain["parameters"])), tuple(plain["findings"])
        )

    def reveal(self, incident: str, actor: str) -> Opened:
        """Like `open`, on record: who looked into the message and when."""
        opened = self.open(incident)
        with self._session() as session, session.begin():
            session.add(_event(incident, actor, "revealed"))
        return opened

    def claim(self, incident: str, actor: str, again: bool = False) -> bool:
        """Take an incident for release: true for exactly one of all who try. `again` takes over an interrupted release."""
        allowed = (HELD, RELEASING) if again else (HELD,)
        return self._move(incident, allowed, RELEASING, actor, "release_started")

    def unclaim(self, incident: str, actor: str, detail: str) -> None:
        """Give a claimed incident back: the next hop did not take it."""
        self._move(incident, (RELEASING,), HELD, actor, "release_failed", detail)

    def released(self, incident: str, actor: str, detail: str) -> None:
        """Record that the next hop has it."""
        self._move(incident, (RELEASING,), RELEASED, actor, "released", detail)

    def delete(self, incident: str, actor: str, detail: str = "") -> bool:
        """Delete the message, keep the record. False when there is none (any more), or it is being released."""
        return self._move(incident, (HELD, REFUSED, RELEASED), DELETED, actor, "deleted", detail, body=None)

    def held_summary(self) -> tuple[int, float]:
        """(number held, creation time of the oldest or 0)."""
        query = select(func.count(), func.min(IncidentRow.created_at)).where(IncidentRow.state.in_((HELD, RELEASING)))
        with self._session() as session:
            count, oldest = session.execute(query).one()
        return int(count), float(oldest or 0)

    def settled(self, message: str) -> set[str]:
        """Keyed hashes of the recipients already served in an earlier try of this message."""
        with self._session() as session:
            return set(session.scalars(select(SettledRow.recipient).where(SettledRow.message == message)))

    def settle(self, message: str, recipients: Sequence[str]) -> None:
        """Remember recipients as served; forget what is older than a week."""
        try:
            with Session(self._engine) as session, session.begin():
                session.execute(delete(SettledRow).where(SettledRow.at < time.time() - SETTLED_DAYS * 86400))
                self._remember(session, message, recipients)
        except SQLAlchemyError as error:
            raise StoreError(f"the store could not be written: {_kind(error)}") from None

    def _remember(self, session: Session, message: str, recipients: Sequence[str]) -> None:
        insert = postgresql_insert if self._engine.dialect.name == "postgresql" else sqlite_insert
        for recipient in recipients:
            values = {"message": message, "recipient": recipient, "at": time.time()}
            session.execute(insert(SettledRow).values(**values).on_conflict_do_nothing())

    def forget(self, message: str) -> None:
        """The transaction ended well: no retry will come."""
        with self._session() as session:
            session.execute(delete(SettledRow).where(SettledRow.message == message))
            session.commit()

    def _move(self, incident: str, allowed: Sequence[str], state: str, actor: str, what: str, detail: str = "", **values: Any) -> bool:
        change = (
            update(IncidentRow).where(IncidentRow.id == incident, IncidentRow.state.in_(allowed)).values(state=state, state_at=time.time(), **values)
        )
        with self._session() as session, session.begin():
            if session.connection().execute(change).rowcount != 1:
                return False
            session.add(_event(incident, actor, what, detail))
        return True

    def _incident(self, row: IncidentRow) -> Incident:
        try:
            envelope = json.loads(self.vault.open(row.key_name, row.envelope, _envelope_of(row.id)))
        except VaultError:  # one row whose key is gone must not hide the others
            envelope = {"sender": f"(sealed with key {row.key_name})", "recipients": []}
        return Incident(
            row.id, row.created_at, row.channel, row.action, row.state, row.state_at, envelope["sender"], tuple(envelope["recipients"]),
            tuple(json.loads(row.rules)), tuple(json.loads(row.entity_types)), row.policy_version, row.size,
        )  # fmt: skip

    def _session(self) -> _Guarded:
        return _Guarded(self._engine)


class _Guarded(Session):
    """A session whose database errors come out as StoreError."""

    def __exit__(self, kind: Any, value: Any, trace: Any) -> None:
        super().__exit__(kind, value, trace)
        if isinstance(value, SQLAlchemyError):
            raise StoreError(f"the store does not answer: {_kind(value)}") from None


def _engine(url: str) -> Engine:
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return create_engine(parsed, pool_pre_ping=True)
    if parsed.database and parsed.database != ":memory:":
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(parsed, connect_args={"timeout": 10})

    @event.listens_for(engine, "connect")
    def _pragmas(connection: Any, _record: Any) -> None:
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")  # a commit is on the disk when it returns
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.close()

    return engine


def _kind(error: SQLAlchemyError) -> str:
    """The database's own words without statement and parameters, which may hold addresses."""
    original = getattr(error, "orig", None)
    return f"{type(original or error).__name__}: {original}" if original else type(error).__name__


def _event(incident: str, actor: str, what: str, detail: str = "") -> EventRow:
    return EventRow(incident=incident, at=time.time(), actor=actor, what=what, detail=detail)


def _envelope_of(incident: str) -> str:
    """What an incident's sealed envelope is bound to."""
    return f"{incident}/envelope"
