"""Keys of the inspection API: a file of `name:sha256-of-key` lines, read again when it changes; how fast each may ask.

A key is 256 random bits, so that a plain hash tells nothing of it. The file is written as a whole and put in place at once.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import tempfile
import time
from pathlib import Path

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_LINE = re.compile(rf"({NAME.pattern}):([0-9a-f]{{64}})")
_PREFIX = "sekisho_"


class KeyFileError(Exception):
    """A key file that cannot be read or written; says why in words."""


class ApiKeys:
    """The keys in force."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen: tuple[int, int, int] | None = None
        self._names: dict[str, str] = {}

    def name_of(self, key: str) -> str | None:
        """Whose key it is; None for one that is not in the file (any more)."""
        self._read_again()
        return self._names.get(_mark(key))

    def _read_again(self) -> None:
        try:
            found = self._path.stat()
            seen = (found.st_mtime_ns, found.st_ino, found.st_size)
            if seen != self._seen:
                self._names = {mark: name for name, mark in read_keys(self._path).items()}
                self._seen = seen
        except (OSError, KeyFileError):  # without a file that can be read nobody has a key
            self._seen, self._names = None, {}


class Pace:
    """How fast each name may go: `rate` a second, twice that at once (a token bucket)."""

    def __init__(self, rate: float) -> None:
        self._rate = rate
        self._left: dict[str, tuple[float, float]] = {}  # name → (tokens, when)

    def wait(self, name: str) -> float:
        """Seconds until `name` may ask again; 0 takes one turn."""
        now = time.monotonic()
        tokens, at = self._left.get(name, (2 * self._rate, now))
        tokens = min(2 * self._rate, tokens + (now - at) * self._rate)
        if tokens < 1:
            self._left[name] = (tokens, now)
            return (1 - tokens) / self._rate
        self._left[name] = (tokens - 1, now)
        return 0.0


def read_keys(path: Path) -> dict[str, str]:
    """Names and hashes. Raises KeyFileError naming a line that is none, OSError."""
    found: dict[str, str] = {}
    for number, line in enumerate(path.read_text("utf-8", errors="replace").splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        match = _LINE.fullmatch(line.strip())
        if match is None or match.group(1) in found:
            raise KeyFileError(f"{path}:{number} must be name:sha256-of-key (64 small hex digits), each name once")
        found[match.group(1)] = match.group(2)
    return found


def add_key(path: Path, name: str) -> str:
    """Make a key for `name` and put its hash into the file; the key itself, which nobody can find out later. Raises KeyFileError."""
    if not NAME.fullmatch(name):
        raise KeyFileError(f"'{name[:80]}' is no name for a key: letters, digits, dot, hyphen and underscore, 64 at most")
    known = _known(path)
    if name in known:
        raise KeyFileError(f"there is a key called {name} already; remove it first, or choose another name")
    key = _PREFIX + secrets.token_urlsafe(32)
    _write(path, known | {name: _mark(key)})
    return key


def remove_key(path: Path, name: str) -> bool:
    """Drop a key; false when there is none of that name. Raises KeyFileError."""
    known = _known(path)
    if name not in known:
        return False
    _write(path, {one: mark for one, mark in known.items() if one != name})
    return True


def _known(path: Path) -> dict[str, str]:
    try:
        return read_keys(path)
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise KeyFileError(f"{path} cannot be read: {error.strerror}") from None


def _write(path: Path, keys: dict[str, str]) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, made = tempfile.mkstemp(dir=path.parent, prefix=path.name)  # mode 0600
        with os.fdopen(handle, "w") as file:
            file.write("".join(f"{name}:{mark}\n" for name, mark in keys.items()))
            file.flush()
            os.fsync(file.fileno())
        Path(made).replace(path)
    except OSError as error:
        raise KeyFileError(f"{path} cannot be written: {error.strerror}") from None


def _mark(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
