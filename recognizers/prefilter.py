"""Which characters a pattern cannot match without: a cheap test before an expensive search.

The necessary set is read from the pattern's own parse tree (`re._parser`, CPython's): of a sequence the rarest element's,
of a branch the union of its alternatives'. A pattern that has none is always searched.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any


def needed_characters(pattern: re.Pattern[str]) -> frozenset[str] | None:
    """Characters of which every match holds at least one; None when there is no such set."""
    if pattern.flags & re.IGNORECASE:
        return None
    try:
        from re import _parser  # type: ignore[attr-defined]

        return _of_sequence(_parser.parse(pattern.pattern, pattern.flags & ~re.UNICODE))
    except (ImportError, re.error):
        return None


def _of_sequence(items: Iterable[Any]) -> frozenset[str] | None:
    found = [one for one in (_of_item(str(op), argument) for op, argument in items) if one]
    return min(found, key=_commonness) if found else None


def _of_item(op: str, argument: Any) -> frozenset[str] | None:
    if op == "LITERAL":
        return frozenset(chr(argument))
    if op == "IN":
        characters = [chr(value) if str(kind) == "LITERAL" else None for kind, value in argument]
        return frozenset(c for c in characters if c) if all(characters) else None
    if op == "BRANCH":
        branches = [_of_sequence(branch) for branch in argument[1]]
        return frozenset().union(*(b for b in branches if b)) if all(branches) else None
    if op in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        return _of_sequence(argument[2]) if argument[0] >= 1 else None
    if op == "SUBPATTERN":
        return _of_sequence(argument[-1])
    if op == "ATOMIC_GROUP":
        return _of_sequence(argument)
    return None


def _commonness(characters: frozenset[str]) -> int:
    """How often text holds one of them, roughly: kana are in every sentence."""
    return sum(30 if "ぁ" <= c <= "ゖ" else 60 if c in "、。 \n" else 8 if c.isascii() else 4 if "ァ" <= c <= "ー" else 1 for c in characters)
