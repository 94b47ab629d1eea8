"""A linear-chain tagger run in numpy: the weights a CRF was trained to, added up once for each distinct word.

Trained with CRFsuite (`recognizers.model.train`), run without it: what a word, a pair or a triple of parts of speech adds to
the score of each label is kept in tables, so that a text costs a few look-ups a morpheme and one pass of Viterbi over
all its sentences side by side. The labels are CRFsuite's own, but that what ends a sentence is always O.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Hashable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from recognizers.model.view import View, Word

Floats = NDArray[np.float32]
_ROWS = 50_000  # distinct words, pairs or triples kept; then the tables start anew
_BLOCK = 4096  # words scored at a time, and the longest piece of a sentence decoded at a time
_BATCH = 64  # sentences decoded side by side
OUTSIDE = "O"
Key = TypeVar("Key", bound=Hashable)


class _Table(Generic[Key]):
    """Rows of scores by key, each made at the first asking."""

    def __init__(self, shape: tuple[int, ...], make: Callable[[Key], Floats]) -> None:
        self._make = make
        self._shape = shape
        self.clear()

    def clear(self) -> None:
        self.rows: dict[Key, int] = {}
        self.keys: list[Key] = []
        self.scores: Floats = np.zeros((1024, *self._shape), np.float32)

    def find(self, keys: Sequence[Key]) -> list[int]:
        """The row of each key in `scores`."""
        known = self.rows
        try:
            return [known[key] for key in keys]
        except KeyError:
            return [row if (row := known.get(key)) is not None else self._row(key) for key in keys]

    def _row(self, key: Key) -> int:
        row = self.rows[key] = len(self.keys)
        self.keys.append(key)
        if row >= len(self.scores):
            self.scores = np.concatenate([self.scores, np.zeros_like(self.scores)])
        self.scores[row] = self._make(key)
        return row


class Scored:
    """The words of a text scored: what each label adds at each word, and where sentences end (those words are O)."""

    def __init__(self, names: Sequence[str], transitions: Floats, scores: Floats, ends: Sequence[int]) -> None:
        self._names = names
        self._outside = names.index(OUTSIDE)
        self._transitions = transitions
        self._scores = scores
        starts = (0, *(end + 1 for end in ends))
        self._sentences = sorted(((start, end) for start, end in zip(starts, (*ends, len(scores)), strict=True) if end > start), key=lambda span: span[1] - span[0])

    def labels(self, lean: float = 0.0) -> list[str]:
        """The label of each word. `lean` adds to the score of each span after O: with more, more is found, more of it wrongly."""
        first = np.full(len(self._names), lean, np.float32)
        first[self._outside] = 0.0
        moves = self._transitions.copy()
        moves[self._outside] += first
        labels = np.full(len(self._scores), self._outside, np.intp)
        whole = bisect_right(self._sentences, _BLOCK, key=lambda span: span[1] - span[0])
        for i in range(0, whole, _BATCH):
            batch = self._sentences[i:min(i + _BATCH, whole)]
            self._decode(batch, np.array([moves[self._outside] if start else first for start, _ in batch]), labels, moves)
        for start, end in self._sentences[whole:]:
            opening = moves[self._outside] if start else first
            for begin in range(start, end, _BLOCK):  # piece by piece, each after what the one before ended in: memory stays bounded
                self._decode([(begin, min(begin + _BLOCK, end))], opening[None, :], labels, moves, closing=begin + _BLOCK >= end)
                opening = moves[labels[min(begin + _BLOCK, end) - 1]]
        return [self._names[label] for label in labels.tolist()]

    def _decode(self, spans: Sequence[tuple[int, int]], openings: Floats, labels: NDArray[np.intp], moves: Floats, closing: bool = True) -> None:
        """Viterbi over `spans` (sorted by length) side by side; writes `labels`.

        `openings`: what each label (columns) scores for following what stands before each span; O follows if `closing`.
        """
        starts = np.array([start for start, _ in spans])
        lengths = np.array([end - start for start, end in spans])
        longest = int(lengths[-1])
        going = np.searchsorted(lengths, np.arange(longest), side="right").tolist()  # spans[going[step]:] have a word at `step`
        places = np.minimum(starts + np.arange(longest)[:, None], len(labels) - 1)  # (step, sentence)
        best = self._scores[places]  # (step, sentence, label): first each word's own score, then that of the best way to it
        best[0] += openings
        across = moves[:, None, :]
        for step in range(1, longest):
            alive = going[step]
            # (label before, sentence, label now): the quickest order to take the maximum in
            ways = best[step - 1, alive:].T[:, :, None] + across
            best[step, alive:] += np.maximum.reduce(ways, axis=0)
        last = best[lengths - 1, np.arange(len(spans))]
        if closing:
            last += np.where((starts + lengths)[:, None] < len(labels), moves[:, self._outside], np.float32(0))
        here = last.argmax(axis=1)
        chosen = np.empty((longest, len(spans)), np.intp)
        chosen[longest - 1] = here
        into = np.ascontiguousarray(moves.T)
        for step in range(longest - 2, -1, -1):
            alive = going[step + 1]
            here[alive:] = (best[step, alive:] + into[here[alive:]]).argmax(axis=1)
            chosen[step] = here
        within = np.arange(longest)[:, None] < lengths
        labels[places[within]] = chosen[within]


class Tagger:
    """Labels for the words of a text."""

    def __init__(self, path: Path, view: View) -> None:
        with np.load(path, allow_pickle=False) as stored:
            self.labels: list[str] = [str(label) for label in stored["labels"]]
            names = stored["names"].tobytes().decode("utf-8").split("\n")
            self._weights: Floats = stored["weights"].astype(np.float32)
            self._transitions: Floats = stored["transitions"].astype(np.float32)
        self._index = {name: row for row, name in enumerate(names)}
        self._view = view
        count, width = len(self.labels), 2 * view.REACH + 1
        self._words: _Table[Word] = _Table((width, count), self._of_word)
        self._pairs: _Table[tuple[int, int]] = _Table((2, count), self._of_pair)
        self._threes: _Table[tuple[str, str, str]] = _Table((count,), self._of_three)
        self._edges = {offset: self._sum([f"{offset:+d}{view.EDGE}"]) for offset in range(-view.REACH, view.REACH + 1) if offset}

    def tag(self, words: Sequence[Word]) -> list[str]:
        """The label of each word."""
        return self.score(words).labels()

    def score(self, words: Sequence[Word]) -> Scored:
        """What is needed to label the words, once or several times."""
        reach, scores = self._view.REACH, np.zeros((len(words), len(self.labels)), np.float32)
        for start in range(0, len(words), _BLOCK):
            # the words beyond either end are seen as they are elsewhere, so that it makes no difference where blocks part
            end, lead = min(start + _BLOCK, len(words)), max(0, start - reach)
            scores[start:end] = self._scores(words[lead:end + reach])[start - lead:end - lead]
        ends = self._view.ENDS
        return Scored(self.labels, self._transitions, scores, [i for i, word in enumerate(words) if word[0] in ends])

    def _scores(self, words: Sequence[Word]) -> Floats:
        """The score of each label (columns) for each word (rows)."""
        reach, n = self._view.REACH, len(words)
        if len(self._words.keys) > _ROWS or len(self._pairs.keys) > _ROWS or len(self._threes.keys) > _ROWS:
            for table in (self._words, self._pairs, self._threes):
                table.clear()
        rows = self._words.find(words)
        seen = self._words.scores[rows]
        scores: Floats = seen[:, reach].copy()
        for offset in range(-reach, reach + 1):
            lost = min(abs(offset), n)
            if offset < 0:
                scores[lost:] += seen[:n - lost, reach + offset]
                scores[:lost] += self._edges[offset]
            elif offset > 0:
                scores[:n - lost] += seen[lost:, reach + offset]
                scores[n - lost:] += self._edges[offset]
        if n > 1:
            pairs = self._pairs.find(list(pairwise(rows)))
            both = self._pairs.scores[pairs]
            scores[1:] += both[:, 0]
            scores[:-1] += both[:, 1]
        if n > 2:
            tags = [word[1] for word in words]
            threes = self._threes.find(list(zip(tags, tags[1:], tags[2:], strict=False)))
            scores[1:-1] += self._threes.scores[threes]
        return scores

    def _sum(self, names: Sequence[str]) -> Floats:
        found = [row for name in names if (row := self._index.get(name)) is not None]
        total: Floats = np.add.reduce(self._weights[found], axis=0) if found else np.zeros(len(self.labels), np.float32)
        return total

    def _of_word(self, word: Word) -> Floats:
        """What a word adds to the labels of the words around it: row `REACH + k` is seen from k places before it."""
        reach = self._view.REACH
        own, near, far = self._view.of_word(word)
        rows = [self._sum(own if not offset else [f"{offset:+d}{name}" for name in (near if abs(offset) < reach else far)])
                for offset in range(-reach, reach + 1)]
        return np.stack(rows)

    def _of_pair(self, pair: tuple[int, int]) -> Floats:
        names = self._view.of_pair(self._words.keys[pair[0]], self._words.keys[pair[1]])
        return np.stack([self._sum([f"<{name}" for name in names]), self._sum([f">{name}" for name in names])])

    def _of_three(self, tags: tuple[str, str, str]) -> Floats:
        return self._sum(self._view.of_three(*tags))
