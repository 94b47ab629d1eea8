"""Where given names stand in a text."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

_FEW = 60
_SHORT = 20_000  # characters; beyond, or for many names, one compiled pattern is worth its making


def occurrences(text: str, names: Collection[str]) -> Iterator[tuple[int, int]]:
    """The places of any of `names` in `text`, leftmost first, of those at one place the longest; never overlapping."""
    if len(names) > _FEW or len(text) > _SHORT:
        pattern = re.compile("|".join(map(re.escape, sorted(names, key=len, reverse=True))))
        yield from (match.span() for match in pattern.finditer(text))
        return
    found: list[tuple[int, int]] = []
    for name in names:
        at = text.find(name)
        while at >= 0:
            found.append((at, at + len(name)))
            at = text.find(name, at + len(name))
    done = 0
    for start, end in sorted(found, key=lambda span: (span[0], -span[1])):
        if start >= done:
            done = end
            yield start, end
