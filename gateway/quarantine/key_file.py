"""The file with the vault's keys: one of 64 hex digits a line, the newest first, mode 0600; changed whole or not at all."""

from __future__ import annotations

import fcntl
import hashlib
import os
import secrets
import tempfile
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

SETTLING = 60.0  # seconds


class VaultError(Exception):
    """A key file that cannot be used, or a blob that no key opens."""


def key_name(key: bytes) -> str:
    """What a key is called in rows and messages: the first 8 hex digits of its SHA-256."""
    return hashlib.sha256(key).hexdigest()[:8]


def parse_keys(lines: Sequence[str], where: str) -> list[bytes]:
    """Keys from their hex digits. Raises VaultError, without repeating them."""
    try:
        keys = [bytes.fromhex(line) for line in lines]
    except ValueError:
        raise VaultError(f"{where}: cannot be read as keys; each line must be 64 hex digits") from None
    if not keys or any(len(key) != 32 for key in keys):
        raise VaultError(f"{where}: each line must be 64 hex digits, and at least one is needed")
    return keys


def read_keys(path: Path) -> list[bytes]:
    """The keys in a file, the newest first. Raises VaultError."""
    try:
        lines = path.read_text("ascii").split()
    except (OSError, ValueError):
        raise VaultError(f"{path}: cannot be read as keys; each line must be 64 hex digits") from None
    return parse_keys(lines, str(path))


def make(path: Path) -> None:
    """Make the file with one new key; when another process was quicker, its file stays."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with _alone(path):
        if not path.exists():
            _write(path, [secrets.token_bytes(32)])


def rotate(path: Path) -> str:
    """Put a new key first; the old ones stay. Returns the new key's name. Raises VaultError."""
    with _alone(path):
        new = secrets.token_bytes(32)
        _write(path, [new, *read_keys(path)])
    return key_name(new)


def retire(path: Path, in_use: Callable[[], Collection[str]], unchanged_for: float = SETTLING) -> list[str]:
    """Drop the keys that are neither the first nor named by `in_use()`; returns the names of the dropped.

    Raises VaultError, also when the file was changed less than `unchanged_for` seconds ago: a message sealed with an old
    key may not be committed yet.
    """
    with _alone(path):
        try:
            age = time.time() - path.stat().st_mtime
        except OSError as error:
            raise VaultError(f"{path}: {error.strerror}") from None
        if age < unchanged_for:
            wait = int(unchanged_for - age) + 1
            raise VaultError(f"{path} was changed just now; a message under way may still need an old key: try again in {wait} seconds")
        used = in_use()
        keys = read_keys(path)
        kept = [key for position, key in enumerate(keys) if position == 0 or key_name(key) in used]
        if len(kept) < len(keys):
            _write(path, kept)
    return [key_name(key) for key in keys if key not in kept]


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """One process at a time changes the file: its folder is locked, since the file itself is replaced."""
    try:
        folder = os.open(path.parent, os.O_RDONLY)
    except OSError as error:
        raise VaultError(f"{path}: {error.strerror}") from None
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def _write(path: Path, keys: Sequence[bytes]) -> None:
    """Through a new file that is on the disk before it takes the old one's place (mkstemp makes it with mode 0600)."""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name)
        try:
            if path.exists():
                owner = path.stat()
                if (owner.st_uid, owner.st_gid) != (os.geteuid(), os.getegid()):
                    os.fchown(handle, owner.st_uid, owner.st_gid)  # rotated by root, the gateway must still read it
            with os.fdopen(handle, "w", encoding="ascii") as file:
                file.writelines(key.hex() + "\n" for key in keys)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    except OSError as error:
        raise VaultError(f"{path}: cannot be written: {error.strerror}") from None
