"""Sessions of the console, kept in the store so that several consoles share them; the cookie alone opens one."""

from __future__ import annotations

import hashlib
import json
import secrets
import time
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import delete, update

from gateway.quarantine.database import Database
from gateway.quarantine.review_tables import SessionRow

_TOUCH = 60.0  # seconds between two notes of a session's last use


@dataclass(frozen=True, slots=True)
class Session:
    """A visit. `account` is empty before signing in, `incident` is that of a sender who came by the link to their message."""

    token: str = field(repr=False)
    csrf: str = field(repr=False)
    account: str
    incident: str
    state: dict[str, Any] = field(repr=False)


class Sessions:
    """All sessions of one store: each ends after `idle` seconds without use, and after `longest` in any case."""

    def __init__(self, database: Database, idle: float, longest: float) -> None:
        self._database = database
        self._idle = idle
        self._longest = longest

    def begin(self, account: str = "", incident: str = "", state: dict[str, Any] | None = None) -> Session:
        """A new session with a cookie of its own: signing in never goes on with the one before (session fixation)."""
        session = Session(secrets.token_urlsafe(32), secrets.token_urlsafe(32), account, incident, state or {})
        now = time.time()
        row = SessionRow(
            id=_id(session.token), account=account, incident=incident, csrf=session.csrf, state=json.dumps(session.state), created_at=now, seen_at=now
        )
        with self._database.writing() as database:
            database.execute(delete(SessionRow).where((SessionRow.seen_at < now - self._idle) | (SessionRow.created_at < now - self._longest)))
            database.add(row)
        return session

    def find(self, token: str) -> Session | None:
        """The session of a cookie; None when it is over or there is none."""
        if not token or len(token) > 100:
            return None
        now = time.time()
        with self._database.reading() as database:
            row = database.get(SessionRow, _id(token))
            if row is None or row.seen_at < now - self._idle or row.created_at < now - self._longest:
                return None
            found = Session(token, row.csrf, row.account, row.incident, json.loads(row.state))
            seen_at = row.seen_at
        if now - seen_at > _TOUCH:
            with self._database.writing() as database:
                database.execute(update(SessionRow).where(SessionRow.id == _id(token)).values(seen_at=now))
        return found

    def remember(self, token: str, state: dict[str, Any]) -> None:
        """Keep what a sign-in under way must know."""
        with self._database.writing() as database:
            database.execute(update(SessionRow).where(SessionRow.id == _id(token)).values(state=json.dumps(state)))

    def end(self, token: str) -> None:
        """End one session."""
        with self._database.writing() as database:
            database.execute(delete(SessionRow).where(SessionRow.id == _id(token)))

    def end_all(self, account: str) -> None:
        """End every session of an account: its password or roles changed."""
        with self._database.writing() as database:
            database.execute(delete(SessionRow).where(SessionRow.account == account))


def _id(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
