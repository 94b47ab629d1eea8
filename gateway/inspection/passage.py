"""One part of a message as the inspection sees it: its findings with their zones, in text order, and what stands around."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from typing import Any

from presidio_analyzer import RecognizerResult

from gateway.inspection.zones import Layout, Stretch
from gateway.message import Part
from gateway.verdict import Zone

_BREAK = re.compile(r"\r?\n[ \t>＞|｜]*")
_SENTENCE_END = re.compile(r"[。！？!?]|\n[ \t　>]*\n|(?<=です|ます|した|だよ|しい|よー|たよ|るよ|すよ|たね|だね|るね|すね|よね)\r?\n")
_WINDOW = 300


@dataclass(frozen=True)
class Passage:
    """A part, its zones and what the analyzer found, sorted by place."""

    part: Part
    layout: Layout
    found: tuple[RecognizerResult, ...] = field(repr=False)

    def people(self) -> list[RecognizerResult]:
        """The PERSON results, in order."""
        return self._people

    def __post_init__(self) -> None:
        people = [one for one in self.found if one.entity_type == "PERSON"]
        object.__setattr__(self, "_people", people)
        object.__setattr__(self, "_starts", [one.start for one in people])

    _people: list[RecognizerResult] = field(init=False, repr=False, compare=False, default_factory=list)
    _starts: list[int] = field(init=False, repr=False, compare=False, default_factory=list)

    def text(self, start: int, end: int) -> str:
        """The text of a span, line breaks and quoting marks taken out."""
        return _BREAK.sub("", self.part.text[max(0, start):end])

    def zone(self, place: int) -> Zone:
        """The zone at `place`."""
        return self.layout.at(place).zone

    def stretch(self, place: int) -> Stretch:
        """The stretch at `place`."""
        return self.layout.at(place)

    def sentence(self, start: int, end: int) -> tuple[int, int]:
        """The span of the sentence around `start`:`end`, cut to 300 characters either side."""
        text = self.part.text
        begin = max(0, start - _WINDOW)
        for match in _SENTENCE_END.finditer(text, begin, start):
            begin = match.end()
        stop = _SENTENCE_END.search(text, max(end - 1, start), min(len(text), end + _WINDOW))
        return begin, stop.end() if stop else min(len(text), end + _WINDOW)

    def line(self, place: int) -> tuple[int, int]:
        """The span of the line around `place`, cut to 300 characters either side."""
        text = self.part.text
        begin = text.rfind("\n", max(0, place - _WINDOW), place) + 1 or max(0, place - _WINDOW)
        end = text.find("\n", place, place + _WINDOW)
        return begin, end if end >= 0 else min(len(text), place + _WINDOW)

    def people_between(self, start: int, end: int) -> list[RecognizerResult]:
        """PERSON results that begin within `start`:`end`."""
        i = bisect_left(self._starts, start)
        chosen = []
        while i < len(self._people) and self._people[i].start < end:
            chosen.append(self._people[i])
            i += 1
        return chosen


def relation_in(result: RecognizerResult) -> dict[str, Any]:
    """The relation a career result carries, empty for others."""
    relation = (result.recognition_metadata or {}).get("relation")
    return relation if isinstance(relation, dict) else {}
