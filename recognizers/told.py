"""The clauses of a text that the trained model says tell something of somebody: a career, or health, crime or creed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from recognizers.model.decoding import OUTSIDE, Scored
from recognizers.model.load import model, reader
from recognizers.model.passages import passages
from recognizers.model.view import Word
from recognizers.model.words import telling_words
from recognizers.nlp import Morpheme
from recognizers.reading import Clause, Reading, Told

_LEAN = 2.0  # how generously a text is read at the least: the models are the more careful ones
_DOUBT = 11.0  # how generously a text is read to tell which passages are read again
_WEIGHTIER = 1.25  # what the reader of passages says for a clause counts for more than what it says against one: the first models are sparing
_NAY = 3.0  # what it says against one counts so much at the most: a frame that knows better may still be heard
_FIRST_NAY = 0.7  # what the first models say against a clause counts by so much where the reader speaks too


def _read_again(fine: Sequence[Morpheme], words: Sequence[Word], scored: Scored) -> Scored:
    """`scored` with what the reader of passages says of those in which tagger and network see something or nearly do."""
    second = reader()
    doubtful = scored.doubtful(_DOUBT) if second else []
    if second is None or not doubtful:
        return scored
    outside = scored.names.index(OUTSIDE)
    columns = [second.labels.index(label) for label in scored.names]
    read, places = {}, iter(doubtful)
    place = next(places, None)
    for start, end in passages(scored.closings, len(words)):
        while place is not None and place.end <= start:
            place = next(places, None)
        if place is None:
            break
        if place.start < end:
            said = second.read([one.surface for one in fine[start:end]], [one.tag for one in words[start:end]])[:, columns]
            likelier = said - said[:, [outside]]  # each label than that nothing is told
            read[start, end] = np.where(likelier > 0, _WEIGHTIER * likelier, np.maximum(likelier, -_NAY))
    return scored.heeding(read, _FIRST_NAY)


class Telling:
    """A text scored by the model of clauses; `told` reads it as generously as asked, each time once."""

    def __init__(self, reading: Reading) -> None:
        self._fine = reading.fine
        words = telling_words(reading)
        self._scored = _read_again(reading.fine, words, model("clauses").score(words))
        self._told: dict[float, Told] = {}

    def told(self, generous: float = _LEAN) -> Told:
        """The telling clauses, each list in text order, all disjoint; the more generous, the more."""
        told = self._told.get(generous)
        if told is None:
            found = list(clauses_of(self._fine, self._scored.labels(generous)))
            told = self._told[generous] = Told([clause for clause, sensitive in found if not sensitive], [clause for clause, sensitive in found if sensitive])
        return told


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
