"""The clauses of a text that the trained model says tell something of somebody: a career, or health, crime or creed."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from recognizers.model.load import model
from recognizers.model.view import Word
from recognizers.model.words import telling_words
from recognizers.nlp import Morpheme
from recognizers.reading import Clause, Reading, Told


def words_told_of(reading: Reading) -> tuple[list[Morpheme], list[Word]]:
    """The text's words as the model of clauses sees them, and the morphemes they are."""
    return reading.fine, telling_words(reading, reading.fine, reading.people, reading.organizations)


def find_told(reading: Reading) -> Told:
    """The telling clauses, each list in text order, all disjoint."""
    fine, words = reading.told_of
    labels = model("clauses").tag(words)
    found = list(clauses_of(fine, labels))
    return Told([clause for clause, sensitive in found if not sensitive], [clause for clause, sensitive in found if sensitive])


def may_tell(reading: Reading, start: int, end: int, generous: float, sensitive: bool = False) -> bool:
    """Whether the model, asked to be that generous, finds a clause about a career, or a sensitive one, that overlaps `start`:`end`."""
    told = reading.generously.get(generous)
    if told is None:  # once a text: asked for each frame anew, a long text took time that grows with its square
        fine, words = reading.told_of
        found = list(clauses_of(fine, model("clauses").tag(words, generous)))
        told = reading.generously[generous] = Told([clause for clause, of_that in found if not of_that], [clause for clause, of_that in found if of_that])
    clauses = told.sensitive if sensitive else told.careers
    i = bisect_left(clauses, start + 1, key=lambda clause: clause.end)
    return i < len(clauses) and clauses[i].start < end


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
