"""The clauses of a text that the trained model says tell something of somebody: a career, or health, crime or creed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from recognizers.model.load import model
from recognizers.model.words import telling_words
from recognizers.nlp import Morpheme
from recognizers.reading import Clause, Reading, Told

_LEAN = 1.5  # how generously a text is read at the least: the model is the more careful one


class Telling:
    """A text scored by the model of clauses; `told` reads it as generously as asked, each time once."""

    def __init__(self, reading: Reading) -> None:
        self._fine = reading.fine
        self._scored = model("clauses").score(telling_words(reading))
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
