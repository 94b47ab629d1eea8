"""Secrets live in files of their own: the first line is the secret."""

from __future__ import annotations

from pathlib import Path


class NoSecret(ValueError):
    """A file has no secret; `problem` says why, and what to do, without its name and content."""

    def __init__(self, path: Path, problem: str) -> None:
        super().__init__(f"'{path}' {problem}")
        self.problem = problem


def first_line(path: Path) -> str:
    """The secret in `path`. Raises OSError when it cannot be read, NoSecret when there is none or it is no text."""
    try:
        secret = next(iter(path.read_text("utf-8-sig").splitlines()), "").strip()
    except UnicodeDecodeError:
        raise NoSecret(path, "is not UTF-8; save it as UTF-8") from None
    if not secret:
        raise NoSecret(path, "has no secret in its first line; put it there")
    return secret
