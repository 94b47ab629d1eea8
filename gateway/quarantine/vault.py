"""Encryption at rest: AES-256-GCM (NIST SP 800-38D), keys from a file, old keys readable."""

from __future__ import annotations

import hashlib
import os
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE = 12  # bytes


class VaultError(Exception):
    """A key file that cannot be used, or a blob that no key opens."""


class Vault:
    """Seals with the first key, opens with any. A key's name is the first 8 hex digits of its SHA-256."""

    def __init__(self, keys: list[bytes]) -> None:
        self._keys = {hashlib.sha256(k).hexdigest()[:8]: k for k in keys}
        self.current = next(iter(self._keys))

    @classmethod
    def from_file(cls, path: Path, create: bool = True) -> Vault:
        """Keys from a file, one of 64 hex digits a line, the current one first. Makes the file (mode 0600) when missing."""
        if not path.exists() and create:
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            except FileExistsError:  # another process was quicker
                return cls.from_file(path, create=False)
            with os.fdopen(handle, "w") as file:
                file.write(secrets.token_hex(32) + "\n")
                file.flush()
                os.fsync(file.fileno())
        try:
            keys = [bytes.fromhex(line) for line in path.read_text("ascii").split()]
        except (OSError, ValueError):
            raise VaultError(f"{path}: cannot be read as keys; each line must be 64 hex digits") from None
        if not keys or any(len(k) != 32 for k in keys):
            raise VaultError(f"{path}: each line must be 64 hex digits, and at least one is needed")
        return cls(keys)

    def seal(self, plain: bytes, bound_to: str) -> tuple[str, bytes]:
        """(key name, nonce + ciphertext). `bound_to` must be given again to open it."""
        nonce = os.urandom(NONCE)
        return self.current, nonce + AESGCM(self._keys[self.current]).encrypt(nonce, plain, bound_to.encode())

    def open(self, key_name: str, blob: bytes, bound_to: str) -> bytes:
        """The plain bytes. Raises VaultError when the key is gone or the blob was changed."""
        key = self._keys.get(key_name)
        if key is None:
            raise VaultError(f"the key {key_name} is not in the key file; put it back as a further line")
        try:
            return AESGCM(key).decrypt(blob[:NONCE], blob[NONCE:], bound_to.encode())
        except InvalidTag:
            raise VaultError(f"the stored message of {bound_to} does not open: it was damaged or changed") from None

    def fingerprint(self, *pieces: bytes) -> str:
        """A keyed hash that tells two equal inputs without telling what they are."""
        digest = hashlib.blake2b(key=self._keys[self.current], digest_size=20)
        for piece in pieces:
            digest.update(len(piece).to_bytes(8, "big") + piece)
        return digest.hexdigest()
