"""Whoever writes and is written to is a person in the text as well: names that a display name has and no dictionary, 目様, 舘会長.

A name that is a word or a place too (東, 千葉) counts only where somebody is called, introduced or signs.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from presidio_analyzer import AnalysisExplanation, RecognizerResult

from gateway.inspection.display_names import PEOPLES, POST, person_in
from recognizers.nlp import sudachi
from recognizers.normalize import fold
from recognizers.titles import ADDRESS

_SCRIPTS = (re.compile(r"[一-鿿々〆]+"), re.compile(r"[ァ-ヺー]{2,}"), re.compile(r"[A-Za-z][A-Za-z'-]{2,}"))
_BESIDE = tuple(map(re.compile, ("[一-鿿々〆]", "[ァ-ヺー]", "[A-Za-z@._-]")))
_CALLED = re.compile(f"[ ]?(?:{ADDRESS}|[一-龥]長)")
_OURS = re.compile(r"(?:弊社|当社|当店|小社)[の ]?\Z")
_INTRODUCED, _BEFORE_THAT = re.compile("です|でございます|と申し"), re.compile(r"[の、。\s>]")
_LINE_ENDS, _PART_BEGINS = re.compile(r"[ ]*(?:\n|\Z)"), re.compile(r"[\s>]")
_IN_THE_WAY = frozenset(("PERSON", "ORGANIZATION", "JP_EMPLOYER", "EMAIL_ADDRESS", "JP_ADDRESS"))
_WHY = AnalysisExplanation("header names", 0.9, textual_explanation="a display name of the message has it")
_MOST_NAMES, _MOST_PLACES = 40, 200  # display names of one message, and places of one name, that are looked at
_OWN = 3  # characters of 弊社 and what parts it from a name
_LONGEST = 300  # characters of a finding that may stand in the way


def with_header_names(display_names: Iterable[str], text: str, found: Sequence[RecognizerResult]) -> tuple[RecognizerResult, ...]:
    """`found` in `text`, with the places where the people of `display_names` stand that it does not have or has in part; in text order.

    Linear in the length of the text for each name. What is found of an organization or an address stands.
    """
    people = [parts for name in islice(display_names, _MOST_NAMES) if (parts := person_in(name))]
    if not people:
        return tuple(found)
    folded = fold(text)
    there = sorted((one for one in found if one.entity_type in _IN_THE_WAY), key=lambda one: one.start)
    starts = [one.start for one in there]
    made: list[RecognizerResult] = []
    dropped: set[int] = set()
    for begin, stop in sorted({place for parts in people for place in _places(folded.text, parts)}, key=lambda place: (place[0], -place[1])):
        start, end = folded.span(begin, stop)
        touching = [one for one in there[bisect_left(starts, start - _LONGEST):bisect_left(starts, end)] if one.end > start]
        if (not made or made[-1].end <= start) and all(_has_it_in_part(one, text, start, end) for one in touching):
            made.append(RecognizerResult("PERSON", start, end, 0.9, _WHY))
            dropped.update(map(id, touching))
    if not made:
        return tuple(found)
    return tuple(sorted([*(one for one in found if id(one) not in dropped), *made], key=lambda one: (one.start, -one.end, one.entity_type)))


def _has_it_in_part(one: RecognizerResult, text: str, start: int, end: int) -> bool:
    """Whether a finding is a piece of the name at `start`:`end`, or the name with a post: 新井　悠|人, 江上|館長."""
    if one.entity_type != "PERSON" or one.start < start or (one.start, one.end) == (start, end):
        return False
    return one.end <= end or POST.fullmatch(text, end, one.end) is not None


def _places(text: str, parts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where a person's name stands in folded `text`, whole or in part."""
    for part in parts if _SCRIPTS[0].fullmatch(parts[-1]) is None else parts[:1]:
        script = next((n for n, script in enumerate(_SCRIPTS) if script.fullmatch(part)), None)
        if script is None:
            continue
        sure = len(part) > 1 and sudachi().kinds_of(part) <= PEOPLES
        at = text.find(part)
        for _ in range(_MOST_PLACES):
            if at < 0:
                break
            end = at + len(part)
            if not _BESIDE[script].match(text, at - 1, at):
                if len(parts) == 2 and part == parts[0] and (whole := _goes_on(text, end, parts[1])):
                    yield at, whole
                elif _stands_alone(text, at, end, _BESIDE[script] if sure else None):
                    yield at, end
            at = text.find(part, end)


def _goes_on(text: str, at: int, given: str) -> int:
    """Where the given name that follows at `at` ends; 0 when it does not."""
    gap = text[at:at + _GAP]
    begin = at + len(gap) - len(gap.lstrip(" "))
    if not text.startswith(given, begin):
        return 0
    end = begin + len(given)
    script = next((beside for beside in _BESIDE if beside.match(given[-1])), None)
    return end if script is None or not script.match(text, end) or _CALLED.match(text, end) else 0


def _stands_alone(text: str, start: int, end: int, beside: re.Pattern[str] | None) -> bool:
    """Whether `start`:`end` is somebody: called so, or ours (弊社 舘); not part of another word, where the word is only a name; else introduced, or on its own in a line or cell."""
    if _CALLED.match(text, end) or _OURS.search(text, max(0, start - _OWN), start):
        return True
    if beside is not None:
        return not beside.match(text, end)
    if _INTRODUCED.match(text, end):
        return start == 0 or _BEFORE_THAT.match(text, start - 1, start) is not None
    return _LINE_ENDS.match(text, end) is not None and (start == 0 or _PART_BEGINS.match(text, start - 1, start) is not None)


_GAP = 2  # characters between surname and given name
