"""What authors wrote in chat rooms in the last minutes: sealed, for all gateways of one store, and deleted when the minutes are over."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import bindparam, delete, select

from gateway.quarantine.database import Database
from gateway.quarantine.sealed_secrets import Secrets
from gateway.quarantine.tables import LatelySaidRow
from gateway.quarantine.vault import Vault, VaultError

MINUTES = 180.0  # seconds after which nothing is read together with it any more
_ONE = select(*LatelySaidRow.__table__.columns).where(LatelySaidRow.id == bindparam("name"), LatelySaidRow.gateway != bindparam("but"), LatelySaidRow.at >= bindparam("since")).order_by(LatelySaidRow.at)
"""Asked about each post: built once."""


@dataclass(frozen=True, slots=True)
class Words:
    """The last words of an author in a room: `key` names both without telling either, `room` is its name in requests, `at` is in Unix seconds."""

    api: str
    key: str
    room: str = field(repr=False)
    text: str = field(repr=False)
    at: float


class LatelySaid:
    """The last words by API, author and room. All of it blocks; raises StoreError."""

    def __init__(self, database: Database, vault: Vault, secrets: Secrets) -> None:
        self._database = database
        self._vault = vault
        self._secrets = secrets
        self._put = database.putting(LatelySaidRow)

    def of(self, api: str, but: str, *keys: str) -> tuple[Words, ...]:
        """The last words under these keys that other gateways than `but` delivered within the window, the oldest first."""
        with self._database.reading() as session:
            asked = session.connection()
            return self._opened([row for key in keys for row in asked.execute(_ONE, {"name": self._name(api, key), "but": but, "since": time.time() - MINUTES})])

    def keep(self, gateway: str, words: Sequence[Words]) -> None:
        """Put these in the place of what `gateway` (8 characters) had kept."""
        with self._database.writing("what was said last could not be kept") as session:
            session.connection().execute(self._put, [self._row(one) | {"gateway": gateway} for one in words])

    def prune(self) -> bool:
        """Delete what is too old; whether anything is left. Has to be called by and by."""
        with self._database.writing("what was said last could not be deleted") as session:
            session.execute(delete(LatelySaidRow).where(LatelySaidRow.at < time.time() - MINUTES))
            return session.scalar(select(LatelySaidRow.id).limit(1)) is not None

    def _row(self, words: Words) -> dict[str, object]:
        name = self._name(words.api, words.key)
        key_name, sealed = self._vault.seal(json.dumps([words.key, words.room, words.text]).encode(), bound_to(name))
        return {"id": name, "api": words.api, "at": words.at, "key_name": key_name, "sealed": sealed}

    def _opened(self, rows: Sequence[Any]) -> tuple[Words, ...]:
        found = []
        for row in rows:
            try:
                key, room, text = json.loads(self._vault.open(row.key_name, row.sealed, bound_to(row.id)))
            except VaultError:  # its key was retired: it would be forgotten within minutes
                continue
            found.append(Words(row.api, key, room, text, row.at))
        return tuple(found)

    def _name(self, api: str, key: str) -> str:
        return self._secrets.signature("lately said", api.encode(), key.encode())


def bound_to(name: str) -> str:
    """What the sealed words are bound to."""
    return f"said/{name}"
