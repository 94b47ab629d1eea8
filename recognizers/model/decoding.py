"""The best labels for the words of a text, once each word's own scores are known: Viterbi over all its sentences side by side."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from recognizers.model.tables import Floats

_LONGEST = 4096  # words of a sentence decoded at a time
_BATCH = 64  # sentences decoded side by side
OUTSIDE = "O"
Labels = dict[float, Sequence[int]]
"""Labels of a sentence by how generously it was read (`lean`); nothing stands for a sentence all outside."""


class Sentence(NamedTuple):
    """Words `start`:`end` of a text, without the one that ends the sentence (which is O), and how they were labelled before."""

    start: int
    end: int
    labels: Labels


class Scored:
    """The words of a text scored: what each label adds at each word."""

    def __init__(self, names: Sequence[str], transitions: Floats, scores: Floats, sentences: Sequence[Sentence]) -> None:
        """`sentences` in text order, none of them empty; what is found out about one is written into it."""
        self.names = names
        self._outside = names.index(OUTSIDE)
        self._transitions = transitions
        self._scores = scores
        self._sentences = sentences

    def doubtful(self, lean: float) -> list[Sentence]:
        """The sentences in which something is found, read as generously as `lean`."""
        self.labels(lean)
        return [one for one in self._sentences if one.labels[lean]]

    @property
    def closings(self) -> list[int]:
        """Where sentences end: the numbers of the words after which others begin."""
        return [one.end for one in self._sentences if one.end < len(self._scores)]

    def heeding(self, added: Mapping[tuple[int, int], Floats], nay: float = 1.0) -> Scored:
        """The same with what another model adds to the scores of words, by where passages of whole sentences begin and end; their labels are found anew.

        What scores less than O there falls behind it by `nay` of that only.
        """
        scores = self._scores.copy()
        for (start, end), more in added.items():
            outside = scores[start:end, [self._outside]]
            behind = scores[start:end] - outside
            scores[start:end] = outside + np.where(behind < 0, np.float32(nay) * behind, behind) + more
        inside = sorted(added)
        starts = [start for start, _ in inside]
        read = []
        for one in self._sentences:
            i = bisect_right(starts, one.start) - 1
            read.append(one._replace(labels={}) if i >= 0 and one.start < inside[i][1] else one)
        return Scored(self.names, self._transitions, scores, read)

    def labels(self, lean: float = 0.0) -> list[str]:
        """The label of each word. `lean` adds to the score of each span after O: with more, more is found, more of it wrongly."""
        labels = [self._outside] * len(self._scores)
        unread = []
        for one in self._sentences:
            known = one.labels.get(lean)
            if known is None:
                unread.append(one)
            elif known:
                labels[one.start:one.end] = known
        if unread:
            self._read(sorted(unread, key=_length), lean, labels)
        for one in unread:
            found = labels[one.start:one.end]
            one.labels[lean] = found if any(label != self._outside for label in found) else ()
        names = self.names
        return [names[label] for label in labels]

    def _read(self, sentences: Sequence[Sentence], lean: float, labels: list[int]) -> None:
        """Write the labels of `sentences` (sorted by length), which were O."""
        first = np.full(len(self.names), lean, np.float32)
        first[self._outside] = 0.0
        moves = self._transitions.copy()
        moves[self._outside] += first
        whole = bisect_right(sentences, _LONGEST, key=_length)
        for i in range(0, whole, _BATCH):
            batch = [(one.start, one.end) for one in sentences[i:min(i + _BATCH, whole)]]
            self._decode(batch, np.array([moves[self._outside] if start else first for start, _ in batch]), labels, moves)
        for start, end, _ in sentences[whole:]:
            opening = moves[self._outside] if start else first
            for begin in range(start, end, _LONGEST):  # piece by piece, each after what the one before ended in: memory stays bounded
                self._decode([(begin, min(begin + _LONGEST, end))], opening[None, :], labels, moves, closing=begin + _LONGEST >= end)
                opening = moves[labels[min(begin + _LONGEST, end) - 1]]

    def _decode(self, spans: Sequence[tuple[int, int]], openings: Floats, labels: list[int], moves: Floats, closing: bool = True) -> None:
        """Viterbi over `spans` (sorted by length) side by side; writes `labels`, which were O.

        `openings`: what each label (columns) scores for following what stands before each span; O follows if `closing`.
        """
        starts = np.array([start for start, _ in spans])
        lengths = np.array([end - start for start, end in spans])
        longest = int(lengths[-1])
        going = np.searchsorted(lengths, np.arange(longest), side="right").tolist()  # spans[going[step]:] have a word at `step`
        places = np.minimum(starts + np.arange(longest)[:, None], len(labels) - 1)  # (step, sentence)
        best = self._scores[places]  # (step, sentence, label): first each word's own score, then that of the best way to it
        best[0] += openings
        across, greatest = moves[:, None, :], np.maximum.reduce
        for step in range(1, longest):
            alive = going[step]
            # (label before, sentence, label now): the quickest order to take the maximum in
            best[step, alive:] += greatest(best[step - 1, alive:].T[:, :, None] + across, axis=0)
        last = best[lengths - 1, np.arange(len(spans))]
        if closing:
            last += np.where((starts + lengths)[:, None] < len(labels), moves[:, self._outside], np.float32(0))
        outside, into = self._outside, np.ascontiguousarray(moves.T)
        toward = (best + into[outside]).argmax(axis=2)  # (step, sentence): the best label there if O follows, as it mostly does
        ends = last.argmax(axis=1)
        telling = ((toward != outside) & (np.arange(longest)[:, None] < lengths - 1)).any(axis=0) | (ends != outside)
        for k in np.flatnonzero(telling).tolist():
            (start, end), here, way = spans[k], int(ends[k]), toward[:, k].tolist()
            if here != outside:
                labels[end - 1] = here
            for step in range(end - start - 2, -1, -1):
                here = way[step] if here == outside else int((best[step, k] + into[here]).argmax())
                if here != outside:
                    labels[start + step] = here


def _length(one: Sentence) -> int:
    return one.end - one.start
