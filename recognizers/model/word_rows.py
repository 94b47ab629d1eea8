"""The rows of words: what each adds to the labels around it, made of the rows of its parts where it has such."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from recognizers.model.tables import Floats, Rows, SumsOfFeatures, Table
from recognizers.model.view import View, Word

_TAG = 20  # bits: three numbers of parts of speech make one


class WordRows(Table[Word]):
    """The rows of words, with the number of each one's part of speech and whether it ends a sentence.

    Where a view's words carry what their sentence holds, the same word comes in many kinds: its row is then that of the word
    alone and that of what the sentence holds, added up, so that neither has to be made of features for every kind.
    """

    def __init__(self, view: View, sums: SumsOfFeatures, width: int) -> None:
        """`width` values of a row are what `sums` knows of a word's features."""
        self._view = view
        self._sums = sums
        self._alone: Table[Word] | None = Table((width,), self._of_alone) if view.BY_SENTENCE else None
        self._held: Table[Word] = Table((width,), self._of_held)
        super().__init__((width,), self._of_words)

    def clear(self) -> None:
        """Forget every row."""
        super().clear()
        self._held.clear()
        if self._alone is not None:
            self._alone.clear()
        self.numbers: dict[str, int] = {}  # of parts of speech
        self._tags: Rows = np.zeros(len(self.scores), np.int64)
        self._parts: Rows = np.zeros(len(self.scores), np.int64)  # of each word the row of the word alone
        self.ends: NDArray[np.bool_] = np.zeros(len(self.scores), np.bool_)

    def add(self, keys: Sequence[Word]) -> None:
        """Make the rows of `keys`, which have none yet."""
        super().add(keys)
        more = len(self.scores) - len(self._tags)
        if more:
            self._tags, self._parts, self.ends = np.pad(self._tags, (0, more)), np.pad(self._parts, (0, more)), np.pad(self.ends, (0, more))
        added = slice(len(self.keys) - len(keys), len(self.keys))
        self._tags[added] = [self.numbers.setdefault(word.tag, len(self.numbers)) for word in keys]
        self._parts[added] = range(added.start, added.stop) if self._alone is None else self._alone.find(list(map(_alone, keys)))
        self.ends[added] = [word.surface in self._view.ENDS for word in keys]

    def alone(self, rows: Rows) -> Rows:
        """Numbers of words by their rows, the same for words that differ only in what their sentences hold."""
        return self._parts[rows]

    def word(self, number: int) -> Word:
        """The word that `alone` gives `number`."""
        return (self if self._alone is None else self._alone).keys[number]

    def threes(self, rows: Rows) -> list[int]:
        """The parts of speech of every three words in a row, as one number each."""
        tags = self._tags[rows]
        numbers: list[int] = (tags[:-2] << 2 * _TAG | tags[1:-1] << _TAG | tags[2:]).tolist()
        return numbers

    def tags_of(self, three: int) -> tuple[str, str, str]:
        """The parts of speech that `threes` gave the number `three`."""
        tags, one = list(self.numbers), (1 << _TAG) - 1
        return tags[three >> 2 * _TAG], tags[three >> _TAG & one], tags[three & one]

    def _of_words(self, words: Sequence[Word]) -> Floats:
        if self._alone is None:
            return self._of_alone(words)
        alone, held = self._alone.find(list(map(_alone, words))), self._held.find(list(map(_held, words)))
        total: Floats = self._alone.scores[alone] + self._held.scores[held]
        return total

    def _of_alone(self, words: Sequence[Word]) -> Floats:
        return self._sums.of(self._names(word) for word in words)

    def _names(self, word: Word) -> list[str]:
        own, near, _ = self._view.of_word(word)  # what is seen from afar is among the near
        held = self._view.of_held(word)
        return [name for name in dict.fromkeys((*own, *near)) if name not in held]

    def _of_held(self, words: Sequence[Word]) -> Floats:
        return self._sums.of(self._view.of_held(word) for word in words)


_new = tuple.__new__  # several times as fast as _replace


def _alone(word: Word) -> Word:
    surface, tag, _, rule, sense = word
    return _new(Word, (surface, tag, "", rule, sense))


def _held(word: Word) -> Word:
    """What of a word matters beside what its sentence holds: all but its surface and the finer group of its meaning."""
    _, tag, kinds, rule, sense = word
    return _new(Word, ("", tag, kinds, rule, sense.partition(".")[0]))
