"""Numbers as they are read out: 一二三四の五六七八九〇 for 1234-567890. Offsets stay: each character becomes one other."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from functools import lru_cache

_KANJI = "〇零一二三四五六七八九"
_DIGIT = {**{ord(char): str(i) for i, char in enumerate("〇一二三四五六七八九")}, ord("零"): "0"}
_RUN = re.compile(rf"(?<![十百千万億{_KANJI}])[{_KANJI}]{{4,}}(?![十百千万億])|(?<![十百千万億{_KANJI}])[{_KANJI}]{{2,3}}(?=[の―ー‐－-][{_KANJI}]{{3}})|(?<=[{_KANJI}][の―ー‐－-])[{_KANJI}]{{2,3}}(?![{_KANJI}十百千万億])")
_NO = re.compile(r"(?<=[0-9][0-9])(?:の[、 ]?|[―ー‐－])(?=[0-9][0-9])")
_ANY = re.compile(rf"[{_KANJI}]{{4}}|[0-9]{{2}}の[、 ]?[0-9]{{2}}")


@dataclass(frozen=True, slots=True)
class SpelledOut:
    """A text with its spelled-out numbers in digits, and where they stand (starts and ends, in order)."""

    text: str = field(repr=False)
    starts: list[int]
    ends: list[int]

    def touches(self, start: int, end: int) -> bool:
        """Whether one of them lies in `start`:`end`."""
        i = bisect_left(self.ends, start + 1)
        return i < len(self.starts) and self.starts[i] < end


@lru_cache(maxsize=2)
def spelled_out(text: str) -> SpelledOut | None:
    """`text` in digits; None when nothing in it is spelled out."""
    if _ANY.search(text) is None:
        return None
    spans: list[tuple[int, int]] = []

    def digits(run: re.Match[str]) -> str:
        if not run.group().strip("〇"):
            return run.group()  # a blank of a form
        spans.append(run.span())
        return run.group().translate(_DIGIT)

    def hyphen(sign: re.Match[str]) -> str:
        spans.append(sign.span())
        return "- "[:len(sign.group())]

    made = _NO.sub(hyphen, _RUN.sub(digits, text))
    if not spans:
        return None
    spans.sort()
    return SpelledOut(made, [start for start, _ in spans], [end for _, end in spans])
