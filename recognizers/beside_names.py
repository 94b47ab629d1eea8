"""Where a name ends in a text, for what is written in brackets after it: 門脇 徹（S50.7.2）, 国分 隼人（29）."""

from __future__ import annotations

import re
from functools import cached_property

from presidio_analyzer.nlp_engine import NlpArtifacts

from recognizers.nlp import JapaneseArtifacts, Kind, sudachi
from recognizers.normalize import Folded

_NAMES = frozenset((Kind.FAMILY, Kind.GIVEN, Kind.PERSON))
_TITLE = re.compile(r"[ ]?(?:さん|様|さま|氏|殿|くん|君|ちゃん|先生)?[ ]{0,2}\Z")
_HONOURED = re.compile(r"(?<!お客)(?<!皆)(?<!各)[一-龥々ぁ-んァ-ヴーA-Za-z](?:さん|様|さま|氏|殿|くん|ちゃん)[ ]{0,2}\Z")
_KATAKANA = re.compile(r"(?:^|[ \t,、|.:()0-9])[ァ-ヴー]{2,10}(?:[ ・][ァ-ヴー]{2,10}){1,3}\Z")
_LATIN = re.compile(r"(?<![A-Za-z])[A-Z][A-Za-z'-]{1,15}(?:[ ・][A-Z][A-Za-z'.-]{0,15}){1,4}\Z")
_NEXT = re.compile(r"[、・,とや\n/ ]{1,3}[^\s、。:()0-9はがをに]{1,8}(?: [^\s、。:()0-9はがをに]{1,8})?(?:さん|様|氏)?[ ]?")
_TWO_WORDS = re.compile(r"(?:^|[ \t,、・|.:()0-9])(?P<family>[一-龥々ヶノ]{1,4}) (?P<given>[一-龥々ぁ-んァ-ヴー]{1,5})\Z")
_GIVEN, _PLAIN = frozenset((Kind.GIVEN, Kind.PERSON)), frozenset((Kind.NOUN, Kind.VERB, Kind.PROPER, Kind.PLACE))
_WORD_WITHIN = 24
_WORDS = re.compile(r"[一-龥々ヶノぁ-んァ-ヴー]{1,6}\Z")


class NameEnds:
    """The ends of names of people in the folded text of `artifacts`, by the dictionary's part of speech."""

    def __init__(self, folded: Folded, artifacts: NlpArtifacts | None) -> None:
        self._folded = folded
        self._artifacts = artifacts
        self._last = -1  # end of the last bracket after a name

    @cached_property
    def _ends(self) -> dict[int, bool]:
        """The ends of names in the original text, and whether each is a family name."""
        if not isinstance(self._artifacts, JapaneseArtifacts):
            return {}
        running = self._artifacts.running
        return {running.span(one.start, one.end)[1]: one.kind is Kind.FAMILY for one in self._artifacts.morphemes if one.kind in _NAMES}

    def before(self, at: int, end: int) -> bool:
        """Whether a name, maybe with its honorific, ends right before the bracket `at`:`end` (offsets into the folded text).

        A given name the dictionary does not know counts after a family name and a space; Latin ones need two capitals;
        and whatever stands in a row with a name and its bracket: 佐野(28)・鍬形(31). Brackets are asked for in order.
        """
        found = self._name_before(at) or (0 <= self._last <= at and at - self._last < _WORD_WITHIN
                                          and bool(_NEXT.fullmatch(self._folded.text, self._last, at)))
        if found:
            self._last = end
        return found

    def ends(self, at: int) -> bool:
        """Whether a name, maybe with its honorific, ends at `at`: as before a bracket, or two words of which one can be a name."""
        if self._name_before(at):
            return True
        window = self._folded.text[max(0, at - 64):at].rpartition("\n")[2]
        if _KATAKANA.search(_TITLE.sub("", window)):
            return True
        both = _TWO_WORDS.search(_TITLE.sub("", window))
        if both is None:
            return False
        kinds = sudachi().kinds_of
        return bool(kinds(both["given"]) & _GIVEN or (Kind.FAMILY in kinds(both["family"]) and not kinds(both["given"]) & _PLAIN))

    def _name_before(self, at: int) -> bool:
        window = self._folded.text[max(0, at - 64):at].rpartition("\n")[2]
        title = _TITLE.search(window)
        name = window[:title.start()] if title else window
        end = at - len(window) + len(name)
        if not name:
            return False
        if self._end(end) in self._ends or _LATIN.search(name) or _HONOURED.search(window):
            return True
        given = _WORDS.search(name)
        if given is None or name[:given.start()][-1:] != " ":
            return False
        family = end - len(given.group()) - 1
        return family > 0 and self._ends.get(self._end(family), False)

    def _end(self, at: int) -> int:
        return self._folded.span(at - 1, at)[1]
