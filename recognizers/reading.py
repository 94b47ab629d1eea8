"""What the recognizers of one text share: its morphemes, and the names found in it so far. Made once a text."""

from __future__ import annotations

import re
from abc import abstractmethod
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from presidio_analyzer import AnalysisExplanation, LocalRecognizer, RecognizerResult
from presidio_analyzer.nlp_engine import NlpArtifacts

from recognizers.nlp import JapaneseArtifacts, Kind, Morpheme, Sudachi, sudachi
from recognizers.normalize import Folded

if TYPE_CHECKING:
    from recognizers.model.words import Known
    from recognizers.told import Telling

NAMES = frozenset((Kind.FAMILY, Kind.GIVEN, Kind.PERSON))
NOUNS = frozenset((Kind.FAMILY, Kind.GIVEN, Kind.PERSON, Kind.PLACE, Kind.PROPER, Kind.NOUN, Kind.NUMBER))
KANJI = re.compile(r"[一-鿿㐀-䶿豈-﫿々〆ヶケノ]+")
KATAKANA = re.compile(r"[ァ-ヺー]+")
HIRAGANA = re.compile(r"[ぁ-ゖー]+")


class Span(NamedTuple):
    """Something found in running text, half-open; `reason` says in English what led here, without quoting it."""

    start: int
    end: int
    score: float
    reason: str


@dataclass(frozen=True)
class Lists:
    """Names an administrator knows: always found (`names`, `companies`), or never (`no_names`, `no_companies`)."""

    names: frozenset[str] = frozenset()
    companies: frozenset[str] = frozenset()
    no_names: frozenset[str] = frozenset()
    no_companies: frozenset[str] = frozenset()

    @cached_property
    def known(self) -> frozenset[str]:
        """All that is always found."""
        return self.names | self.companies


@dataclass
class Reading:
    """One text being read. `text` is running text; `folded` leads its offsets back to the original."""

    folded: Folded
    tokens: Sequence[Morpheme]
    found: Sequence[tuple[str, int, int]] = ()
    lists: Lists = field(default_factory=Lists)

    def __post_init__(self) -> None:
        self.text = self.folded.text
        self.starts = [token.start for token in self.tokens]
        self.dictionary: Sudachi = sudachi()

    @classmethod
    def of(cls, artifacts: JapaneseArtifacts, lists: Lists | None = None) -> Reading:
        """A reading of what the engine made of a text."""
        return cls(artifacts.running, artifacts.morphemes, artifacts.found, lists or Lists())

    def index(self, at: int) -> int | None:
        """The index of the morpheme that starts at `at`, None when none does."""
        i = bisect_left(self.starts, at)
        return i if i < len(self.starts) and self.starts[i] == at else None

    def index_before(self, at: int) -> int:
        """The index of the last morpheme that ends at or before `at`; -1 when none does."""
        i = bisect_right(self.starts, at) - 1
        while i >= 0 and self.tokens[i].end > at:
            i -= 1
        return i

    def kinds(self, surface: str) -> frozenset[Kind]:
        """Every kind of word the dictionary has for `surface`."""
        return self.dictionary.kinds_of(surface)

    @cached_property
    def fine(self) -> list[Morpheme]:
        """`tokens` with compounds taken apart."""
        return self.dictionary.fine(self.tokens)

    @cached_property
    def fine_starts(self) -> list[int]:
        """Where each morpheme of `fine` begins."""
        return [one[0] for one in self.fine]

    @cached_property
    def known(self) -> list[Known]:
        """Of each morpheme of `fine` what the models know it by."""
        from recognizers.model.words import known_words

        return known_words(self.fine)

    @cached_property
    def things(self) -> frozenset[str]:
        """What the text may give as a name to an animal or a machine."""
        from recognizers.name_bounds import names_of_things

        return names_of_things(self.text)

    @cached_property
    def companies_by_rule(self) -> list[Span]:
        """Organizations known by their form: legal form, suffix, 御中, list."""
        from recognizers.company_forms import companies_by_form

        return companies_by_form(self)

    @cached_property
    def people_by_rule(self) -> list[Span]:
        """Names of people by dictionary, frame and list."""
        from recognizers.people import find_people

        return find_people(self)

    @cached_property
    def organizations_by_rule(self) -> list[Span]:
        """Organizations by form, and those known by the people beside them (Xの田中です)."""
        from recognizers.company_frames import companies_by_frame

        return companies_by_frame(self)

    @cached_property
    def named(self) -> Named:
        """Names of people and organizations: what the rules found, judged and completed by the model."""
        from recognizers.names import find_names

        return find_names(self)

    @property
    def people(self) -> list[Span]:
        """Names of people, sorted, disjoint."""
        return self.named.people

    def people_within(self, start: int, end: int) -> list[Span]:
        """The names of people that begin within `start`:`end`."""
        people = self.people
        return people[bisect_left(people, (start,)):bisect_left(people, (end,))]  # a shorter tuple comes before all that go on from it

    def organizations_within(self, start: int, end: int) -> list[Span]:
        """The names of organizations that begin within `start`:`end`."""
        organizations = self.organizations
        return organizations[bisect_left(organizations, (start,)):bisect_left(organizations, (end,))]

    @property
    def organizations(self) -> list[Span]:
        """Organizations, sorted, disjoint, none of them a person."""
        return self.named.organizations

    @cached_property
    def careers_by_rule(self) -> list[Career]:
        """Statements about somebody's career, by frame and by résumé line."""
        from recognizers.career_reading import find_careers

        return find_careers(self)

    @cached_property
    def telling(self) -> Telling:
        """The clauses in which the model finds something told of somebody."""
        from recognizers.told import Telling

        return Telling(self)

    @cached_property
    def careers(self) -> list[Career]:
        """Statements about somebody's career: what the frames found, judged and completed by the model."""
        from recognizers.careers import judge_careers

        return judge_careers(self)

    @cached_property
    def employers(self) -> list[tuple[int, int, Career]]:
        """Where employers stand, and in which statements."""
        from recognizers.employer import employers

        return employers(self)


class Named(NamedTuple):
    """The names of a text, each list sorted and disjoint."""

    people: list[Span]
    organizations: list[Span]


class Clause(NamedTuple):
    """A clause that tells something of somebody, and the employer in it; spans in running text."""

    start: int
    end: int
    employer: tuple[int, int] | None = None


class Told(NamedTuple):
    """What the model of clauses finds: clauses about careers, and sensitive ones; in text order."""

    careers: list[Clause]
    sensitive: list[Clause]


BY_MODEL_ALONE = "the model of careers"
"""The reason of a statement that no frame gives."""


@dataclass(frozen=True, slots=True)
class Career:
    """A clause that tells of a career; all spans in running text. `negated` clauses are not kept."""

    start: int
    end: int
    score: float
    relation: str
    employer: tuple[int, int] | None = None
    organization: tuple[int, int] | None = None
    person: tuple[int, int] | None = None
    time: str = ""
    hearsay: bool = False
    honorific: bool = False
    resume: bool = False
    reason: str = ""


def overlapped(clauses: Sequence[Clause | Career], start: int, end: int) -> bool:
    """Whether one of `clauses`, which are in text order and disjoint, overlaps `start`:`end`."""
    i = bisect_left(clauses, start + 1, key=lambda clause: clause.end)
    return i < len(clauses) and clauses[i].start < end


def covered(spans: Sequence[Span], start: int, end: int) -> bool:
    """Whether `start`:`end` overlaps one of `spans`, which are sorted and disjoint."""
    i = bisect_left(spans, (end,)) - 1
    return i >= 0 and spans[i][1] > start


def disjoint(spans: Iterable[Span]) -> list[Span]:
    """Of overlapping spans the better: the higher score, then the longer; in text order."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.start, s.start - s.end, -s.score)):
        if kept and span.start < kept[-1].end:
            if (span.score, span.end - span.start) > (kept[-1].score, kept[-1].end - kept[-1].start):
                kept[-1] = span
        else:
            kept.append(span)
    return kept


def reading_of(text: str, artifacts: NlpArtifacts | None, lists: Lists) -> Reading:
    """The reading of `text`; kept with the artifacts, so that it is made once a text."""
    if not isinstance(artifacts, JapaneseArtifacts):
        artifacts = JapaneseArtifacts(text)
    reading = artifacts.memory.get("reading")
    if not isinstance(reading, Reading) or reading.lists is not lists:
        reading = Reading(artifacts.running, artifacts.morphemes, artifacts.found, lists)
        artifacts.memory["reading"] = reading
    return reading


class ReadingRecognizer(LocalRecognizer):
    """A recognizer of one entity that draws on the shared reading; subclasses say what they take from it."""

    ENTITY: str
    name: str

    def __init__(self, name: str | None = None, supported_language: str = "ja", lists: Lists | None = None) -> None:
        self.lists = lists or _NO_LISTS
        super().__init__(supported_entities=[self.ENTITY], name=name or type(self).__name__, supported_language=supported_language)

    def load(self) -> None:
        """Nothing to load."""

    def result(self, reading: Reading, span: Span, metadata: dict[str, object] | None = None) -> RecognizerResult:
        """`span` as Presidio's result, with offsets into the original text."""
        start, end = reading.folded.span(span.start, span.end)
        explanation = AnalysisExplanation(recognizer=self.name, original_score=span.score, textual_explanation=span.reason)
        return RecognizerResult(
            self.ENTITY, start, end, span.score, explanation,
            {RecognizerResult.RECOGNIZER_NAME_KEY: self.name, RecognizerResult.RECOGNIZER_IDENTIFIER_KEY: self.id, **(metadata or {})})

    def analyze(self, text: str, entities: list[str], nlp_artifacts: NlpArtifacts | None = None) -> list[RecognizerResult]:
        """What is found in `text`, with offsets into it (code points, half-open)."""
        if entities and self.ENTITY not in entities:
            return []
        return self.read(reading_of(text, nlp_artifacts, self.lists))

    @abstractmethod
    def read(self, reading: Reading) -> list[RecognizerResult]:
        """What this recognizer takes from the reading."""


_NO_LISTS = Lists()
