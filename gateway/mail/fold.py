"""Folded lines of calendars and cards put together, bytes before characters, and the way back (RFC 5545 3.1, RFC 6350 3.2)."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from gateway.mail.replace_text import Patch

_BEGIN = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,20}BEGIN:V", re.IGNORECASE)
_FOLD = re.compile(rb"\r?\n[ \t]")
_FOLD_BESIDE_QUOTED = re.compile(rb"(?<!=)(?<!=\r)\r?\n[ \t]")  # a line that ends in = goes on by other rules there
_QUOTED = b"QUOTED-PRINTABLE"


@dataclass(frozen=True, slots=True)
class Unfolded:
    """Bytes without their folds; `at` says where one stood (offsets into these bytes), `before` how many bytes folds took up to it."""

    data: bytes = field(repr=False)
    at: tuple[int, ...] = ()
    before: tuple[int, ...] = ()


def unfold(data: bytes) -> Unfolded:
    """A folding may split a character, so that it comes off first. Text in another shape stays as it is."""
    if b"\0" in data or not _BEGIN.match(data):
        return Unfolded(data)
    pattern = _FOLD_BESIDE_QUOTED if _QUOTED in data.upper() else _FOLD
    spans = [found.span() for found in pattern.finditer(data)]
    before = tuple(accumulate(end - start for start, end in spans))
    at = tuple(start - taken for (start, _), taken in zip(spans, (0, *before), strict=False))
    pieces = [data[low:high] for (_, low), (high, _) in zip([(0, 0), *spans], [*spans, (len(data), 0)], strict=True)]
    return Unfolded(b"".join(pieces), at, before)


def folded(patches: Sequence[Patch], unfolded: Unfolded) -> list[Patch]:
    """Changes of the bytes without folds as changes of those with them; folds within what is replaced go too."""
    found: list[Patch] = []
    for patch in patches:
        start = patch.start + _taken(unfolded, bisect_right(unfolded.at, patch.start))
        end = patch.end + _taken(unfolded, bisect_left(unfolded.at, patch.end))
        found.append(Patch(start, max(start, end), patch.data))
    return found


def _taken(unfolded: Unfolded, count: int) -> int:
    return unfolded.before[count - 1] if count else 0
