"""A Presidio recognizer over folded text: width, hyphens and line wraps never decide whether something is found."""

from __future__ import annotations

import re
from abc import abstractmethod
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate
from typing import ClassVar

from presidio_analyzer import AnalysisExplanation, LocalRecognizer, RecognizerResult
from presidio_analyzer.nlp_engine import NlpArtifacts

from recognizers.identifiers.spelled_out import spelled_out
from recognizers.identifiers.surroundings import Surroundings
from recognizers.normalize import Folded, fold

_DIGIT_WRAP = re.compile(r"(?:(?<=[0-9])|(?<=[0-9]-))[ \t]{0,2}\n(?:[ \t]?>){0,4}[ \t]{0,4}(?=-?[0-9])")
_SPACED = re.compile(r"(?<![0-9A-Za-z])(?<![0-9] )(?:[A-Z] ){0,2}[0-9](?:[ |][0-9/-]){3,17}(?![0-9])")  # 0 7 7 1 4 4 2 9, as forms and careful readers write
_SEQUENCE = "12345678901234567890"
_LEAST = 6  # digits of a sequence
_PLACEHOLDER = re.compile(r"[□〇○◯●×]{2,}|[Xx]{3,}|記[入載]例|入力例|見本|サンプル|ダミー|(?<![0-9])0{4,}(?![0-9])")
_NEAR = 200
_SOMEBODYS = re.compile(r"さん|様|さま|(?<!名)氏(?!名)|くん|君の|名義")
_CELLS = re.compile(r"[\t|]|,[^,\n]*,")
_LINE = 80


@dataclass(frozen=True, slots=True)
class Found:
    """Something found at `start`:`end` of a text. `reason` says in English what led here, without quoting the value."""

    start: int
    end: int
    score: float
    pattern: str
    reason: str
    validated: bool | None = None
    metadata: dict[str, object] = field(default_factory=dict)


class FoldedRecognizer(LocalRecognizer):
    """A recognizer of one entity that reads folded text; subclasses say what `find` finds.

    It uses `nlp_artifacts.folded` (`recognizers.normalize.Folded`) where the NLP engine has folded the text already.
    """

    ENTITY: ClassVar[str]
    NUMBER: ClassVar[bool] = True
    """Whether noughts and 1234567 in it only show how many digits there are; an address may have such blocks."""
    name: str

    def __init__(self, name: str | None = None, supported_language: str = "ja") -> None:
        super().__init__(supported_entities=[self.ENTITY], name=name or type(self).__name__,
                         supported_language=supported_language)

    def load(self) -> None:
        """Nothing to load."""

    @abstractmethod
    def find(self, text: str) -> Iterable[Found]:
        """What is found in `text`, which is folded; in any order, overlaps allowed."""

    def analyze(self, text: str, entities: list[str], nlp_artifacts: NlpArtifacts | None = None,
                ) -> list[RecognizerResult]:
        """What is found in `text`, with offsets into it (code points, half-open); all entities when none are named."""
        if entities and self.ENTITY not in entities:
            return []
        folded = getattr(nlp_artifacts, "folded", None) or fold(text)
        return [self._result(one, *folded.span(one.start, one.end)) for one in self._find_all(folded.text)]

    def with_more(self, text: str, entities: list[str], nlp_artifacts: NlpArtifacts | None,
                  more: Callable[[Folded, NlpArtifacts | None], Iterable[Found]]) -> list[RecognizerResult]:
        """What `find` finds, and what `more` finds elsewhere with the engine's artifacts at hand."""
        if entities and self.ENTITY not in entities:
            return []
        folded = getattr(nlp_artifacts, "folded", None) or fold(text)
        found = _best([*self._find_all(folded.text), *more(folded, nlp_artifacts)])
        return [self._result(one, *folded.span(one.start, one.end)) for one in found]

    def _find_all(self, text: str) -> list[Found]:
        """The best of what stands in the text as it is, of numbers spelled out, and of what a line wrap inside a number hides.

        What is whole on its line stays so: the next line's first digit may be the number of a list.
        """
        return [one for one in self._everywhere(text) if not (self.NUMBER and _is_sample(text, one))]

    def _everywhere(self, text: str) -> list[Found]:
        found = _best(self.find(text))
        spelled = spelled_out(text)
        if spelled is not None:
            found = _best([*found, *(one for one in self.find(spelled.text) if spelled.touches(one.start, one.end))])
        joined = _joined(text)
        if joined is None:
            return found
        hidden = _best(back for one in self.find(joined.text) if (back := joined.back(one)) is not None)
        starts = [one.start for one in found]
        return _best([*found, *(one for one in hidden if not _meets(found, starts, one))]) if hidden else found

    def _result(self, found: Found, start: int, end: int) -> RecognizerResult:
        explanation = AnalysisExplanation(
            recognizer=self.name, original_score=found.score, pattern_name=found.pattern,
            validation_result=found.validated, textual_explanation=found.reason)  # type: ignore[arg-type]
        return RecognizerResult(
            self.ENTITY, start, end, found.score, explanation,
            {RecognizerResult.RECOGNIZER_NAME_KEY: self.name,
             RecognizerResult.RECOGNIZER_IDENTIFIER_KEY: self.id, **found.metadata})


def _is_sample(text: str, found: Found) -> bool:
    """Whether what is found only shows how many digits there are: noughts, or 1234567 among the blanks of a form."""
    digits = "".join(char for char in text[found.start:found.end] if char.isdigit())
    if len(digits) >= 4 and not digits.strip("0"):
        return True
    if len(digits) < _LEAST or not _SEQUENCE.startswith(digits) or _PLACEHOLDER.search(text, max(0, found.start - _NEAR), found.end + _NEAR) is None:
        return False
    return _SOMEBODYS.search(text, *Surroundings(text).line(found.start)) is None


def _best(found: Iterable[Found]) -> list[Found]:
    """What remains when of overlapping ones only the best stays: the higher score, then the longer, in text order."""
    kept: list[Found] = []
    for one in sorted(found, key=lambda f: (f.start, -f.score, f.start - f.end)):
        if kept and one.start < kept[-1].end:
            if (one.score, one.end - one.start) > (kept[-1].score, kept[-1].end - kept[-1].start):
                kept[-1] = one
        else:
            kept.append(one)
    return kept


def _meets(found: list[Found], starts: list[int], one: Found) -> bool:
    """Whether `one` overlaps any of `found`, which are in order and disjoint and begin at `starts`."""
    last = bisect_right(starts, one.end - 1) - 1
    return last >= 0 and found[last].end > one.start


def _wraps(text: str) -> Iterator[tuple[int, int]]:
    """Line ends within what could be one number. Rows of a table stay apart: there digits on both sides are the rule."""
    for wrap in _DIGIT_WRAP.finditer(text):
        start, end = wrap.span()
        above = text[max(0, start - _LINE):start]
        below = text[end:end + _LINE].partition("\n")[0]
        if not (_CELLS.search(above.rpartition("\n")[2]) or _CELLS.search(below)):
            yield start, end


def _gaps(text: str) -> Iterator[tuple[int, int]]:
    """The spaces and bars between digits that stand one by one."""
    for run in _SPACED.finditer(text):
        for at in range(run.start() + 1, run.end(), 2):
            yield at, at + 1


@lru_cache(maxsize=2)
def _joined(text: str) -> Joined | None:
    """`Joined.of`, once for all recognizers of one text."""
    return Joined.of(text)


@dataclass(frozen=True, slots=True)
class Joined:
    """A text with the line wraps inside numbers, and the spaces between single digits, taken out; `cuts` are the places in it, `removed` what went before."""

    text: str = field(repr=False)
    cuts: list[int]
    removed: list[int]

    @classmethod
    def of(cls, text: str) -> Joined | None:
        """`text` joined, or None when no number in it is spaced or could go on in the next line."""
        pieces: list[str] = []
        lengths: list[int] = []
        done = 0
        for start, end in sorted([*_wraps(text), *_gaps(text)]):
            pieces.append(text[done:start])
            lengths.append(end - start)
            done = end
        if not pieces:
            return None
        return cls("".join([*pieces, text[done:]]), list(accumulate(map(len, pieces))), list(accumulate(lengths)))

    def back(self, found: Found) -> Found | None:
        """`found` with its place in the text before joining; None when no wrap lies inside it."""
        first = bisect_right(self.cuts, found.start)
        last = bisect_right(self.cuts, found.end - 1)
        if first == last:
            return None
        return Found(found.start + self._gone(first), found.end + self._gone(last), found.score, found.pattern,
                     found.reason + "; the number goes on after a line break", found.validated, found.metadata)

    def _gone(self, cuts: int) -> int:
        return self.removed[cuts - 1] if cuts else 0


