"""What a pattern cannot match without, read from its own parse tree: a cheap test before an expensive search.

`needed_characters` gives sets of which every match holds at least one member each; `Opening` finds matches only where a
first character of the pattern stands, which Python's `re` does by itself for simple patterns only. The parse tree is that
of CPython's `re._parser`; without it, or for a pattern that says nothing, everything is searched.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

_MOST = 3000  # characters; a wider class tells nothing about where to look


def needed_characters(pattern: re.Pattern[str]) -> tuple[frozenset[str], ...]:
    """Sets of characters, the rarest first: every match holds a member of each. Empty when nothing is known."""
    tree = _tree(pattern)
    if tree is None:
        return ()
    found = {one for op, argument in tree if (one := _of_item(str(op), argument))}
    return tuple(sorted(found, key=_commonness))


class Opening:
    """A pattern and the characters it can begin with."""

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self.pattern = pattern
        tree = _tree(pattern)
        first, empty = _first(tree) if tree is not None else (None, True)
        if empty:  # matches anywhere
            first = None
        self._places = re.compile("[" + "".join(map(re.escape, sorted(first))) + "]") if first else None

    def matches(self, text: str) -> Iterator[re.Match[str]]:
        """What `pattern.finditer(text)` gives."""
        if self._places is None:
            yield from self.pattern.finditer(text)
            return
        done = 0
        for place in self._places.finditer(text):
            start = place.start()
            if start >= done and (match := self.pattern.match(text, start)) is not None:
                done = max(match.end(), start + 1)
                yield match


@cache
def opening(pattern: re.Pattern[str]) -> Opening:
    """The `Opening` of a pattern, made once."""
    return Opening(pattern)


def _tree(pattern: re.Pattern[str]) -> Any:
    if pattern.flags & re.IGNORECASE:
        return None
    try:
        from re import _parser  # type: ignore[attr-defined]

        return _parser.parse(pattern.pattern, pattern.flags & ~re.UNICODE)
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
        return None if argument[1] else _of_sequence(argument[-1])
    if op == "ATOMIC_GROUP":
        return _of_sequence(argument)
    return None


def _first(items: Iterable[Any]) -> tuple[frozenset[str] | None, bool]:
    """(characters a match of the sequence can begin with, or None when anything may; whether it can be empty)."""
    found: frozenset[str] = frozenset()
    for op, argument in items:
        characters, empty = _first_of(str(op), argument)
        if characters is None:
            return None, empty
        found |= characters
        if not empty:
            return found, False
    return found, True


def _first_of(op: str, argument: Any) -> tuple[frozenset[str] | None, bool]:
    if op == "LITERAL":
        return frozenset(chr(argument)), False
    if op == "IN":
        return _members(argument), False
    if op == "BRANCH":
        branches = [_first(branch) for branch in argument[1]]
        sets = [characters for characters, _ in branches]
        if any(characters is None for characters in sets):
            return None, True
        return frozenset().union(*(c for c in sets if c)), any(empty for _, empty in branches)
    if op in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        characters, empty = _first(argument[2])
        return characters, empty or argument[0] == 0
    if op == "SUBPATTERN":
        return (None, True) if argument[1] else _first(argument[-1])
    if op == "ATOMIC_GROUP":
        return _first(argument)
    if op in ("ASSERT", "ASSERT_NOT", "AT"):
        return frozenset(), True
    return None, True


def _members(argument: Any) -> frozenset[str] | None:
    found: set[str] = set()
    for kind, value in argument:
        if str(kind) == "LITERAL":
            found.add(chr(value))
        elif str(kind) == "RANGE" and value[1] - value[0] <= _MOST:
            found.update(map(chr, range(value[0], value[1] + 1)))
        else:
            return None
    return frozenset(found)


def _commonness(characters: frozenset[str]) -> int:
    """How often text holds one of them, roughly: kana are in every sentence."""
    return sum(30 if "ぁ" <= c <= "ゖ" else 60 if c in "、。 \n" else 8 if c.isascii() else 4 if "ァ" <= c <= "ー" else 1 for c in characters)
