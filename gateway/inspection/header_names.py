"""Whoever writes and is written to is a person in the text as well: names that a display name has and no dictionary, 目様, 舘会長.

From 「保護者会長 舘 <…>」 comes 舘. A name that is a word or a place too (東, 千葉) counts only where somebody is called, introduced or signs.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice

from presidio_analyzer import AnalysisExplanation, RecognizerResult

from recognizers.nlp import Kind, sudachi
from recognizers.normalize import fold
from recognizers.titles import ADDRESS, HONORIFICS, NO_NAMES, TITLES

_SCRIPTS = (re.compile(r"[一-鿿々〆]+"), re.compile(r"[ァ-ヺー]{2,}"), re.compile(r"[A-Za-z][A-Za-z'-]{2,}"))
_BESIDE = tuple(map(re.compile, ("[一-鿿々〆]", "[ァ-ヺー]", "[A-Za-z@._-]")))
_CALLED = re.compile(f"[ ]?(?:{ADDRESS}|[一-龥]長)")
_INTRODUCED, _BEFORE_THAT = re.compile("です|でございます|と申し"), re.compile(r"[の、。\s>]")
_LINE_ENDS, _PART_BEGINS = re.compile(r"[ ]*(?:\n|\Z)"), re.compile(r"[\s>]")
_NAMES_ONLY = frozenset((Kind.FAMILY, Kind.GIVEN, Kind.PERSON))
_IN_THE_WAY = frozenset(("PERSON", "ORGANIZATION", "JP_EMPLOYER", "EMAIL_ADDRESS", "JP_ADDRESS"))
_WHY = AnalysisExplanation("header names", 0.9, textual_explanation="a display name of the message has it")
_MOST_NAMES, _MOST_PLACES = 40, 200  # display names of one message, and places of one name, that are looked at
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
    made: dict[int, RecognizerResult] = {}
    dropped: set[int] = set()
    for begin, stop in sorted({place for parts in people for place in _places(folded.text, parts)}, key=lambda place: (place[0], -place[1])):
        start, end = folded.span(begin, stop)
        touching = [one for one in there[bisect_left(starts, start - _LONGEST):bisect_left(starts, end)] if one.end > start]
        if not any(one.end > start for one in islice(reversed(made.values()), 1)) and all(_has_it_in_part(one, text, start, end) for one in touching):
            made[start] = RecognizerResult("PERSON", start, end, 0.9, _WHY)
            dropped.update(map(id, touching))
    if not made:
        return tuple(found)
    return tuple(sorted([*(one for one in found if id(one) not in dropped), *made.values()], key=lambda one: (one.start, -one.end, one.entity_type)))


def _has_it_in_part(one: RecognizerResult, text: str, start: int, end: int) -> bool:
    """Whether a finding is a piece of the name at `start`:`end`, or the name with a post: 新井　悠|人, 江上|館長."""
    if one.entity_type != "PERSON" or one.start < start or (one.start, one.end) == (start, end):
        return False
    return one.end <= end or _POST.fullmatch(text, end, one.end) is not None


def _places(text: str, parts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where a person's name stands in folded `text`, whole or in part."""
    for part in parts if _SCRIPTS[0].fullmatch(parts[-1]) is None else parts[:1]:
        script = next((n for n, script in enumerate(_SCRIPTS) if script.fullmatch(part)), None)
        if script is None:
            continue
        sure = len(part) > 1 and _kinds(part) <= _NAMES_ONLY
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
    """Whether `start`:`end` is somebody: called so; not part of another word, where the word is only a name; else introduced, or on its own in a line or cell."""
    if _CALLED.match(text, end):
        return True
    if beside is not None:
        return not beside.match(text, end)
    if _INTRODUCED.match(text, end):
        return start == 0 or _BEFORE_THAT.match(text, start - 1, start) is not None
    return _LINE_ENDS.match(text, end) is not None and (start == 0 or _PART_BEGINS.match(text, start - 1, start) is not None)


@lru_cache(maxsize=4096)
def _kinds(part: str) -> frozenset[Kind]:
    return frozenset(sudachi().kinds_of(part))


@lru_cache(maxsize=4096)
def person_in(display_name: str) -> tuple[str, ...]:
    """Surname and given name, folded, as far as a display name has them; empty where it may be a room's, a firm's or a department's.

    「情シス 袴田」 is 袴田, 「目 様」 目; of 「運行管理」 nothing tells that it is anybody.
    """
    name = fold(display_name).text.strip().strip("\"'")
    bare = _HONORIFIC.sub("", name)
    if (post := _POST.search(bare)) is not None and _a_name(bare[:post.start()].rstrip(), Kind.FAMILY):
        bare = bare[:post.start()].rstrip()  # 江上館長
    parts = tuple(part for part in _APART.split(bare) if part)
    if not 1 <= len(parts) <= 2 or any(_OFFICIAL.search(part) and not _a_name(part) for part in parts[-1:]):
        return ()
    if len(parts) == 2 and _a_name(parts[1], Kind.FAMILY) and not _a_name(parts[0], Kind.FAMILY):
        return parts[1:]  # an office or a firm before a surname
    if len(parts) == 2:
        if _a_name(parts[0], Kind.FAMILY) and _kinds(parts[1]) and not _a_name(parts[1]):
            return parts[:1]  # 林 シェフ, or a given name that is a word: what stands in the text may be that
        sure = _a_name(parts[0], Kind.FAMILY) or (_a_name(parts[1], Kind.GIVEN) and not _OFFICIAL.search(parts[0])) or all(map(_FOREIGN.fullmatch, parts))
        return parts if sure else ()
    called = len(bare) < len(name) and len(bare) <= _LONGEST_ALONE and not _OFFICIAL.search(bare)
    return parts if called or _a_name(parts[0], Kind.FAMILY) else ()


def _a_name(part: str, kind: Kind | None = None) -> bool:
    return not _kinds(part).isdisjoint((kind,) if kind else _NAMES_ONLY)


_HONORIFIC = re.compile(rf"[ ]?(?:{HONORIFICS})\Z")
_POST = re.compile(rf"(?:{TITLES}|[一-龥]長)\Z")
_APART = re.compile(r"[ ・]+")
_OFFICIAL = re.compile(rf"(?:{TITLES}|{'|'.join(sorted(re.escape(word) for word in NO_NAMES if len(word) > 1))}|[部課室係局会班店屋社館院園荘堂町者長]|各位|担当|委員|チーム|グループ|センター|管理|受付|予約|品質|運営|開発|企画|採用|広報|推進|当番|\d)\Z|[@#(<]")
_FOREIGN = re.compile(r"[ァ-ヺー]{2,12}|[A-Z][a-z]{1,14}")
_GAP = 2  # characters between surname and given name
_LONGEST_ALONE = 4  # characters of a surname that no dictionary has
