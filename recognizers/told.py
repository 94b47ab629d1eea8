"""The clauses of a text that the trained model says tell something of somebody: a career, or health, crime or creed."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from math import isnan, nan
from typing import NamedTuple

import numpy as np

from recognizers.model.decoding import OUTSIDE, Scored
from recognizers.model.load import model, reader
from recognizers.model.passages import passages
from recognizers.model.tables import Floats
from recognizers.model.view import Word
from recognizers.model.words import telling_words
from recognizers.nlp import Morpheme
from recognizers.reading import Clause, Reading, Told

_LEAN = 2.0  # how generously a text is read at the least: the models are the more careful ones
_DOUBT = 11.0  # how generously a text is read to tell which passages are read again
_WEIGHTIER = 1.25  # what the reader of passages says for a clause counts for more than what it says against one: the first models are sparing
_NAY = 3.0  # what it says against one counts so much at the most: a frame that knows better may still be heard
_FIRST_NAY = 0.7  # what the first models say against a clause counts by so much where the reader speaks too
_DENIED = -2.5
"""Below which log odds, on the average of its words, the reader of passages by itself says that a statement is none."""


class _Second(NamedTuple):
    """What the reader of passages says of each word, NaN where it was not asked: by how much the likeliest label is likelier than that nothing is told, and whose it is."""

    seen: Floats
    whose: Floats


def _read_again(fine: Sequence[Morpheme], words: Sequence[Word], scored: Scored) -> tuple[Scored, _Second | None]:
    """`scored` with what the reader of passages says of those in which tagger and network see something or nearly do, and what it says by itself."""
    second = reader()
    doubtful = scored.doubtful(_DOUBT) if second else []
    if second is None or not doubtful:
        return scored, None
    outside = scored.names.index(OUTSIDE)
    columns = [second.labels.index(label) for label in scored.names]
    read, places = {}, iter(doubtful)
    alone = _Second(np.full(len(words), np.nan, np.float32), np.full(len(words), np.nan, np.float32))
    telling = [column for column in columns if column != columns[outside]]
    place = next(places, None)
    for start, end in passages(scored.closings, len(words)):
        while place is not None and place.end <= start:
            place = next(places, None)
        if place is None:
            break
        if place.start < end:
            said = second.read([one.surface for one in fine[start:end]], [one.tag for one in words[start:end]])
            alone.whose[start:end] = said.whose
            alone.seen[start:end] = said.scores[:, telling].max(axis=1) - said.scores[:, columns[outside]]
            likelier = said.scores[:, columns] - said.scores[:, [columns[outside]]]  # each label than that nothing is told
            read[start, end] = np.where(likelier > 0, _WEIGHTIER * likelier, np.maximum(likelier, -_NAY))
    return scored.heeding(read, _FIRST_NAY), alone


class Telling:
    """A text scored by the model of clauses; `told` reads it as generously as asked, each time once."""

    def __init__(self, reading: Reading) -> None:
        self._fine = reading.fine
        words = telling_words(reading)
        self._scored, self._second = _read_again(reading.fine, words, model("clauses").score(words))
        self._starts = [one.start for one in reading.fine] if self._second is not None else []
        self._told: dict[float, Told] = {}

    def told(self, generous: float = _LEAN) -> Told:
        """The telling clauses, each list in text order, all disjoint; the more generous, the more."""
        told = self._told.get(generous)
        if told is None:
            found = list(clauses_of(self._fine, self._scored.labels(generous)))
            told = self._told[generous] = Told([clause for clause, sensitive in found if not sensitive], [clause for clause, sensitive in found if sensitive])
        return told


    def anothers(self, start: int, end: int) -> float | None:
        """The log odds that what is told at `start`:`end` is somebody else's than the writer's or the reader's, by the words themselves; None where that was not read."""
        return None if self._second is None else self._mean(self._second.whose, start, end)

    def denied(self, start: int, end: int) -> bool:
        """Whether the reader of passages, asked by itself, plainly sees nothing told at `start`:`end`."""
        seen = None if self._second is None else self._mean(self._second.seen, start, end)
        return seen is not None and seen < _DENIED

    def _mean(self, said: Floats, start: int, end: int) -> float | None:
        first = max(0, bisect_right(self._starts, start) - 1)
        of_words = [float(said[i]) for i in range(first, bisect_left(self._starts, end)) if not self._fine[i].surface.isspace()]
        mean = sum(of_words) / len(of_words) if of_words else nan
        return None if isnan(mean) else mean


def clauses_of(fine: Sequence[Morpheme], labels: Sequence[str]) -> Iterator[tuple[Clause, bool]]:
    """The clauses that labels of words make (`recognizers.model.telling.label`), spaces at their edges left out; whether sensitive."""
    start = end = -1
    employer: tuple[int, int] | None = None
    naming = sensitive = False
    for one, label in zip(fine, labels, strict=True):
        if start >= 0 and (label in "OBES" or (label == "s") != sensitive):
            yield Clause(start, end, employer), sensitive
            start, employer = -1, None
        if label == "O":
            continue
        if one.surface.isspace():
            continue
        if start < 0:
            start, sensitive = one.start, label in "Ss"
        end = one.end
        if label in "Eei" and employer is None:
            employer, naming = (one.start, one.end), True
        elif label == "i" and employer is not None and naming:
            employer = (employer[0], one.end)
        else:
            naming = False
    if start >= 0:
        yield Clause(start, end, employer), sensitive
