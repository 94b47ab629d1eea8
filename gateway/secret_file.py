"""Secrets live in files of their own: the first line is the secret."""

from __future__ import annotations

from pathlib import Path


def first_line(path: Path) -> str:
    """The secret in `path`. Raises OSError when it cannot be read, ValueError (without its content) when there is none."""
    secret = next(iter(path.read_text("utf-8", errors="replace").splitlines()), "").strip()
    if not secret:
        raise ValueError(f"the first line of '{path}' is empty; put the secret there")
    return secret
