"""What a pattern cannot match without, read from its own parse tree: a cheap test before an expensive search.

`needed_grams` gives sets of characters and pairs of characters of which every match holds at least one member each;
`Opening` finds matches only where a first character of the pattern stands, which Python's `re` does by itself for simple
patterns only. The parse tree is that of CPython's `re._parser`; without it, or for a pattern that says nothing,
everything is searched.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import Any

_MOST = 3000  # characters; a wider class tells nothing about where to look
_MOST_PAIRS = 400
_LISTED = 20_000  # characters; of a longer text places are not kept
_IGNORED = int(re.IGNORECASE)  # the one flag of a group that is understood
_FEW = 64  # beginnings sought one by one rather than by a pattern for all


def needed_grams(pattern: re.Pattern[str]) -> tuple[frozenset[str], ...]:
    """Sets of characters and of pairs, the rarest first: every match holds a member of each. Empty when nothing is known."""
    tree = _tree(pattern)
    return tuple(sorted(_of_sequence(tree), key=_commonness)) if tree is not None else ()


def grams(text: str) -> set[str]:
    """The characters and the pairs of neighbouring characters of `text`."""
    return {*text, *map(str.__add__, text, text[1:])}


class Opening:
    """A pattern and the characters it can begin with, by ones and by pairs."""

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self.pattern = pattern
        tree = _tree(pattern)
        begins = _beginnings(list(_flat(tree)), 2) if tree is not None else _ANYTHING
        self._begins = begins if any(len(one) > 1 for one in begins) else None
        self._places = None if "" in begins else re.compile(_any_of(begins))
        self._needed = needed_grams(pattern)
        self._text, self._found = "", list[int]()  # where it may begin in the text last looked through

    def matches(self, text: str) -> Iterator[re.Match[str]]:
        """What `pattern.finditer(text)` gives."""
        held = grams_of(text)
        for one in self._needed:
            if one.isdisjoint(held):
                return
        if self._places is None:
            yield from self.pattern.finditer(text)
            return
        done = 0
        for start in self._starts(text, self._places):
            if start >= done and (match := self.pattern.match(text, start)) is not None:
                done = max(match.end(), start + 1)
                yield match

    def within(self, text: str, start: int, end: int) -> bool:
        """Whether `pattern.search(text, start, end)` finds something; for many pieces of one text."""
        if self._places is None or len(text) > _LISTED:
            return self.pattern.search(text, start, end) is not None
        if self._text is not text:
            self._text, self._found = text, list(self._starts(text, self._places))
        found, match = self._found, self.pattern.match
        i = bisect_left(found, start)
        while i < len(found) and found[i] < end:
            if match(text, found[i], end):
                return True
            i += 1
        return False

    def occurs(self, text: str) -> bool:
        """Whether `pattern.search(text)` finds something."""
        return any(True for _ in self.matches(text))

    def _starts(self, text: str, places: re.Pattern[str]) -> Iterable[int]:
        if self._begins is not None:
            held = self._begins & grams_of(text)
            if len(held) <= _FEW:
                return _all_of(text, held)
        return (place.start() for place in places.finditer(text))


def _all_of(text: str, wanted: Iterable[str]) -> list[int]:
    """Where any of `wanted` stands, in order."""
    found = set()
    for one in wanted:
        at = text.find(one)
        while at >= 0:
            found.add(at)
            at = text.find(one, at + 1)
    return sorted(found)


@lru_cache(maxsize=4)
def grams_of(text: str) -> frozenset[str]:
    """`grams`, once for all patterns tried on a text."""
    return frozenset(grams(text))


def _any_of(begins: frozenset[str]) -> str:
    """A pattern for where one of `begins` stands; it takes one character, so that places may touch."""
    pairs: dict[str, list[str]] = {}
    for one in sorted(begins):
        pairs.setdefault(one[0], []).append(one[1:])
    groups: dict[str, str] = {}  # characters that go on alike stand in one class
    for first, seconds in pairs.items():
        following = "" if "" in seconds else f"(?=[{''.join(map(re.escape, seconds))}])"
        groups[following] = groups.get(following, "") + re.escape(first)
    # one class comes first: only so does `re` skip what cannot begin by itself
    choices = [f"(?<=[{firsts}]){following}" for following, firsts in groups.items()]
    return f"[{''.join(map(re.escape, pairs))}]" + (f"(?:{'|'.join(choices)})" if any(groups) else "")


@cache
def opening(pattern: re.Pattern[str]) -> Opening:
    """The `Opening` of a pattern, made once."""
    return Opening(pattern)


def _tree(pattern: re.Pattern[str]) -> Any:
    try:
        from re import _parser  # type: ignore[attr-defined]

        tree = _parser.parse(pattern.pattern, pattern.flags & ~re.UNICODE)
    except (ImportError, re.error):
        return None
    return _in_either_case(tree) if pattern.flags & re.IGNORECASE else tree


def _in_either_case(items: Iterable[Any]) -> list[tuple[str, Any]]:
    """The items of a sequence that is matched in small letters and capitals alike, with both written out."""
    made: list[tuple[str, Any]] = []
    for name, argument in items:
        op = str(name)
        if op == "LITERAL":
            op, argument = "IN", [(name, argument)]
        if op == "IN":
            cases = _cases(_members(argument) or ())
            op, argument = ("ANYTHING", None) if cases is None else (op, [*argument, *(("LITERAL", ord(c)) for c in sorted(cases))])
        elif op == "BRANCH":
            argument = argument[0], [_in_either_case(branch) for branch in argument[1]]
        elif op in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            argument = *argument[:2], _in_either_case(argument[2])
        elif op == "SUBPATTERN":
            argument = *argument[:3], _in_either_case(argument[3])
        elif op == "ATOMIC_GROUP":
            argument = _in_either_case(argument)
        made.append((op, argument))
    return made


_UNLIKE = {"k": "\u212a", "s": "\u017f", "i": "\u0130\u0131"}  # what the pattern's letter stands for as well: K, ſ, İ, ı


def _cases(characters: Iterable[str]) -> set[str] | None:
    """The letters among `characters` in either case; None for letters beyond a to z, of which some have more than two."""
    if any(not c.isascii() and c.lower() != c.upper() for c in characters):
        return None
    letters = {c.lower() for c in characters if c.isascii() and c.isalpha()}
    return letters | {c.upper() for c in letters} | {other for c in letters for other in _UNLIKE.get(c, "")}


def _of_sequence(items: Iterable[Any]) -> list[frozenset[str]]:
    """Every set known of a sequence; `before` is what the character right before the item must be."""
    found: list[frozenset[str]] = []
    before: frozenset[str] | None = None
    for op, argument in _flat(items):
        if op in ("AT", "ASSERT", "ASSERT_NOT"):
            continue  # takes no character
        single = _single(op, argument)
        first, empty = (single, False) if single is not None else _first_of(op, argument)
        if before and first and not empty and len(before) * len(first) <= _MOST_PAIRS:
            found.append(frozenset(b + f for b in before for f in first))
        if single is not None:
            found.append(single)
        elif (inside := _of_item(op, argument)) is not None:
            found.append(inside)
        before = single
    return [one for one in found if one]


def _flat(items: Iterable[Any]) -> Iterator[tuple[str, Any]]:
    """The items of a sequence, with those of plain groups in their place."""
    for op, argument in items:
        if str(op) == "SUBPATTERN" and not argument[1] & ~_IGNORED:
            yield from _flat(_in_either_case(argument[-1]) if argument[1] else argument[-1])
        elif str(op) == "ATOMIC_GROUP":
            yield from _flat(argument)
        else:
            yield str(op), argument


def _single(op: str, argument: Any) -> frozenset[str] | None:
    """The characters of an item that takes exactly one of a few; None for any other."""
    if op == "LITERAL":
        return frozenset(chr(argument))
    if op == "IN":
        characters = [chr(value) if str(kind) == "LITERAL" else None for kind, value in argument]
        return frozenset(c for c in characters if c) if all(characters) else None
    return None


def _of_item(op: str, argument: Any) -> frozenset[str] | None:
    """The rarest set of an item that takes more than one character, or none at all."""
    if op == "BRANCH":
        branches = [min(_of_sequence(branch), key=_commonness, default=None) for branch in argument[1]]
        return frozenset().union(*(b for b in branches if b)) if all(branches) else None
    if op in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        return min(_of_sequence(argument[2]), key=_commonness, default=None) if argument[0] >= 1 else None
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
        if argument[1] & ~_IGNORED:
            return None, True
        return _first(_in_either_case(argument[-1]) if argument[1] else argument[-1])
    if op == "ATOMIC_GROUP":
        return _first(argument)
    if op in ("ASSERT", "ASSERT_NOT", "AT"):
        return frozenset(), True
    return None, True


def _beginnings(items: list[tuple[str, Any]], length: int) -> frozenset[str]:
    """Strings of at most `length` characters, one of which every match begins with; a shorter one may go on anyhow."""
    while items and items[0][0] in ("AT", "ASSERT", "ASSERT_NOT"):
        items = items[1:]
    if not items or not length:
        return _ANYTHING
    (op, argument), rest = items[0], items[1:]
    if op in ("LITERAL", "IN"):
        first = frozenset(chr(argument)) if op == "LITERAL" else _members(argument)
        if first is None:
            return _ANYTHING
        found = frozenset(f + then for then in _beginnings(rest, length - 1) for f in first) if len(first) <= _MOST_PAIRS else first
    elif op == "BRANCH":
        found = frozenset().union(*(_beginnings([*_flat(branch), *rest], length) for branch in argument[1]))
    elif op in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        inside = list(_flat(argument[2]))
        found = _beginnings([*inside, *rest] if argument[:2] == (1, 1) else inside, length)
        if argument[0] == 0:
            found |= _beginnings([*inside, *rest], length) | _beginnings(rest, length) if argument[1] == 1 else _beginnings(rest, length)
    else:
        return _ANYTHING
    return _ANYTHING if "" in found else found if len(found) <= _MOST else frozenset(one[:1] for one in found)


_ANYTHING = frozenset(("",))


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


def _commonness(some: frozenset[str]) -> float:
    """How often text holds one of them, roughly: kana are in every sentence."""
    return sum(_often(one) if len(one) == 1 else _often(one[0]) * _often(one[1]) / 100 for one in some)


def _often(c: str) -> int:
    return 30 if "ぁ" <= c <= "ゖ" else 60 if c in "、。 \n" else 8 if c.isascii() else 4 if "ァ" <= c <= "ー" else 1
