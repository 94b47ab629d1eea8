"""Encryption at rest: AES-256-GCM (NIST SP 800-38D), keys from a file or the environment, old keys readable."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from gateway.quarantine.key_file import VaultError, key_name, make, parse_keys, read_keys

__all__ = ["Vault", "VaultError"]
NONCE = 12  # bytes


class Vault:
    """Seals with the first key, opens with any. A key file that changes is read again, so that a new key counts at once."""

    def __init__(self, keys: Sequence[bytes], path: Path | None = None) -> None:
        self.path = path
        self._seen = _stamp(path)
        self._keys = {key_name(key): key for key in keys}

    @classmethod
    def from_file(cls, path: Path, create: bool = True) -> Vault:
        """Keys from a file, one of 64 hex digits a line, the current one first. Makes the file (mode 0600) when missing."""
        if create and not path.exists():
            make(path)
        return cls(read_keys(path), path)

    @classmethod
    def from_text(cls, keys: Sequence[str]) -> Vault:
        """Keys given as such (from the environment), 64 hex digits each, the current one first. Raises VaultError."""
        return cls(parse_keys(keys, "store.keys"))

    @property
    def current(self) -> str:
        """The name of the key that seals now."""
        self._read_again()
        return next(iter(self._keys))

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all keys, the current one first."""
        self._read_again()
        return tuple(self._keys)

    def seal(self, plain: bytes, bound_to: str) -> tuple[str, bytes]:
        """(key name, nonce + ciphertext). `bound_to` must be given again to open it."""
        self._read_again()
        name, key = next(iter(self._keys.items()))
        nonce = os.urandom(NONCE)
        return name, nonce + AESGCM(key).encrypt(nonce, plain, bound_to.encode())

    def open(self, key_name: str, blob: bytes, bound_to: str) -> bytes:
        """The plain bytes. Raises VaultError when the key is gone or the blob was changed."""
        if key_name not in self._keys:
            self._read_again()
        key = self._keys.get(key_name)
        if key is None:
            raise VaultError(f"the key {key_name} is not in the key file; put it back as a further line")
        try:
            return AESGCM(key).decrypt(blob[:NONCE], blob[NONCE:], bound_to.encode())
        except (InvalidTag, ValueError):
            raise VaultError(f"the stored message of {bound_to} does not open: it was damaged or changed") from None

    def _read_again(self) -> None:
        """Take what the file holds now; one that cannot be read leaves the keys as they are."""
        stamp = _stamp(self.path)
        if self.path is None or stamp is None or stamp == self._seen:
            return
        try:
            keys = read_keys(self.path)
        except VaultError:
            return
        # Keys that went are kept: a transaction of ours may still be under way with one.
        self._keys = {key_name(key): key for key in keys} | {name: key for name, key in self._keys.items() if key not in keys}
        self._seen = stamp


def _stamp(path: Path | None) -> tuple[int, int] | None:
    """What changes when the file is replaced or written."""
    try:
        stat = path.stat() if path else None
    except OSError:
        return None
    return (stat.st_ino, stat.st_mtime_ns) if stat else None
