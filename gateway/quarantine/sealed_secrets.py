"""The store's own secrets: random keys kept in the database, sealed with the vault, that outlive rotations of the vault's keys.

Fingerprints (of senders, of the names in ledger and register) must stay equal for years, while the vault's keys change:
they are keyed by a secret that is made once, when the store is made, and is only ever sealed anew. The audit log is keyed
by the newest of its secrets; each row names its own, so that old rows stay verifiable after `keys reseal` has made another.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import threading

from sqlalchemy import select
from sqlalchemy.orm import Session

from gateway.quarantine.database import Database
from gateway.quarantine.tables import SecretRow
from gateway.quarantine.vault import Vault, VaultError

FINGERPRINT, AUDIT = "fingerprint", "audit"


class Secrets:
    """Keys by name. Where no key of the vault opens any, new ones are made: the store goes on, old hashes match no more."""

    def __init__(self, database: Database, vault: Vault) -> None:
        self._database = database
        self._vault = vault
        self._lock = threading.Lock()
        with database.writing("the store's secrets cannot be read") as session:
            database.exclude_others(session)
            self._fingerprint = obtain(session, vault, FINGERPRINT, newest=False)[1]
            self._audit = obtain(session, vault, AUDIT, newest=True)
        self._known = dict([self._audit])

    @property
    def audit(self) -> tuple[str, bytes]:
        """Name and key of what new rows of the audit log are hashed with."""
        return self._audit

    def fingerprint(self, *pieces: bytes) -> str:
        """A keyed hash (40 hex digits) that tells two equal inputs without telling what they are. Never changes."""
        return fingerprint(self._fingerprint, *pieces)

    def signature(self, purpose: str, *pieces: bytes) -> str:
        """What only this store can sign (40 hex digits). `purpose` (1 to 16 octets) keeps signatures for different things apart."""
        return fingerprint(self._fingerprint, *pieces, purpose=purpose.encode())

    def key(self, name: str, session: Session) -> bytes | None:
        """The key called `name`, None when there is none or the vault does not open it."""
        with self._lock:
            if name not in self._known:
                row = session.scalar(select(SecretRow).where(SecretRow.name == name))
                opened = _opened(row, self._vault) if row else None
                if opened is None:
                    return None
                self._known[name] = opened
            return self._known[name]

    def renew_audit(self, session: Session) -> None:
        """Hash further rows of the audit log with a new key. Other processes go on with theirs until they restart."""
        self._audit = make(session, self._vault, AUDIT)
        self._known.update([self._audit])


def obtain(session: Session, vault: Vault, purpose: str, newest: bool) -> tuple[str, bytes]:
    """Name and key of the newest (or oldest) secret for `purpose` that opens, made where there is none."""
    order = SecretRow.id.desc() if newest else SecretRow.id
    for row in session.scalars(select(SecretRow).where(SecretRow.purpose == purpose).order_by(order)):
        key = _opened(row, vault)
        if key is not None:
            return row.name, key
    return make(session, vault, purpose)


def make(session: Session, vault: Vault, purpose: str) -> tuple[str, bytes]:
    """A new secret: its name and key."""
    name, key = secrets.token_hex(4), os.urandom(32)
    key_name, sealed = vault.seal(key, bound_to(name))
    session.add(SecretRow(purpose=purpose, name=name, key_name=key_name, sealed=sealed))
    session.flush()
    return name, key


def fingerprint(key: bytes, *pieces: bytes, purpose: bytes = b"") -> str:
    """BLAKE2b (RFC 7693), keyed, 160 bits as hex digits; each piece with its length, so that none runs into the next."""
    digest = hashlib.blake2b(key=key, digest_size=20, person=purpose)
    for piece in pieces:
        digest.update(len(piece).to_bytes(8, "big") + piece)
    return digest.hexdigest()


def bound_to(name: str) -> str:
    """What a sealed secret is bound to."""
    return f"{name}/secret"


def _opened(row: SecretRow, vault: Vault) -> bytes | None:
    try:
        return vault.open(row.key_name, row.sealed, bound_to(row.name))
    except VaultError:
        return None
