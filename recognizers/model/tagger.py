"""A linear-chain tagger run in numpy: the weights a CRF was trained to, added up once for each distinct word.

Trained with CRFsuite (`recognizers.model.train`), run without it: what a word, a pair or a triple of parts of speech adds to
the score of each label is kept in tables, so that a text costs a few look-ups a morpheme and one pass of Viterbi
(`decoding.py`). The labels are CRFsuite's own, but that what ends a sentence is always O. A sentence that was read before,
between the same words as far as they can make a difference, is not read again: signatures, quotes and set phrases are most of what
an office sends.

A network trained on the same examples (`network.py`) may have its say: the two err differently, and together less than either.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from recognizers.model.decoding import Labels, Scored, Sentence
from recognizers.model.network import Network
from recognizers.model.tables import Features, Floats, Rows, SumsOfFeatures, Table, joined
from recognizers.model.view import View, Word
from recognizers.model.word_rows import WordRows

_ROWS = 50_000  # distinct words, pairs or triples kept; then the tables start anew
_BLOCK = 4096  # words scored at a time
_SENTENCES = 16_384  # kept with their scores; then they start anew
_LONGEST_KEPT = 128  # words of a sentence that is kept
_Key = tuple[int, int, bytes]  # of a sentence: how many words are seen before it and after it, and the rows of all of them
_PLACED = re.compile(r"[+-][0-9]")  # stands before the name of a feature of another word than the one labelled
_SIDES = ("<", ">")  # stands before the name of a feature of a pair seen from its second word, from its first
_SHIFT = 32  # bits: two rows of words make one number
_SECOND = (1 << _SHIFT) - 1
_SHARE = np.float32(0.6)  # of what a network says: it is surer than it is right


def _by_place(names: Sequence[str], places: Sequence[int], weights: Floats, count: int) -> Features:
    """What features add to each label at each place (of `count`) they are seen from, by their names without the place."""
    rows: dict[str, int] = {}
    numbers = [rows.setdefault(name, len(rows)) for name in names]
    values: Floats = np.zeros((len(rows), count, weights.shape[1]), np.float32)
    values[numbers, places] = weights
    return list(rows), values.reshape(len(rows), -1)


class _Piece(NamedTuple):
    """Rows `start`:`end`, a sentence and the word that ends it; by `key` it is known again, None: it is not to be kept."""

    start: int
    end: int
    key: _Key | None


class Tagger:
    """Labels for the words of a text."""

    def __init__(self, path: Path, view: View, network: Network | None = None) -> None:
        with np.load(path, allow_pickle=False) as stored:
            self.labels: list[str] = [str(label) for label in stored["labels"]]
            names = stored["names"].tobytes().decode("utf-8").split("\n")
            weights: Floats = stored["weights"].astype(np.float32)
            self._transitions: Floats = stored["transitions"].astype(np.float32)
        self._view = view
        self._network = network
        if network:
            self._columns = [network.labels.index(label) for label in self.labels]
        self._reach = max(view.REACH, network.reach if network else 0)
        count, places, width = len(self.labels), 2 * view.REACH + 1, network.width if network else 0
        self._adds, self._pair_adds = (places, count), (len(_SIDES), count)  # what a row adds to the labels, before the network's vectors
        of_pairs = [i for i, name in enumerate(names) if name[:1] in _SIDES]
        of_words = [i for i, name in enumerate(names) if name[:1] not in _SIDES]
        placed = [(int(name[:2]), name[2:]) if _PLACED.match(name) else (0, name) for name in map(names.__getitem__, of_words)]
        of_word = _by_place([name for _, name in placed], [view.REACH + offset for offset, _ in placed], weights[of_words], places)
        of_pair = _by_place([names[i][1:] for i in of_pairs], [_SIDES.index(names[i][0]) for i in of_pairs], weights[of_pairs], len(_SIDES))
        self._word_sums = SumsOfFeatures(joined(of_word, network.words) if network else of_word)
        self._pair_sums = SumsOfFeatures(joined(of_pair, network.pairs) if network else of_pair)
        self._words = WordRows(view, self._word_sums, places * count + width)
        self._pairs: Table[int] = Table((len(_SIDES) * (count + width),), self._of_pairs)
        self._threes: Table[int] = Table((count,), self._of_threes)
        self._kept: dict[_Key, tuple[Floats, Labels]] = {}
        self._edge = self._word_sums.of([[view.EDGE]])[0, :places * count].reshape(places, count)

    def tag(self, words: Sequence[Word]) -> list[str]:
        """The label of each word."""
        return self.score(words).labels()

    def score(self, words: Sequence[Word]) -> Scored:
        """What is needed to label the words, once or several times."""
        reach, scores = self._reach, np.zeros((len(words), len(self.labels)), np.float32)
        closing: list[int] = []  # words that end a sentence
        read: dict[int, Labels] = {}  # of sentences that are kept, by where they begin
        for start in range(0, len(words), _BLOCK):
            # the words beyond either end are seen as they are elsewhere, so that it makes no difference where blocks part
            end, lead = min(start + _BLOCK, len(words)), max(0, start - reach)
            self._make_room()
            rows = np.array(self._words.find(words[lead:end + reach]), np.int64)
            opened = start == 0 or closing[-1:] == [start - 1]
            ends = np.flatnonzero(self._words.ends[rows[start - lead:end - lead]]) + start
            closing += ends.tolist()
            pieces = self._pieces(rows, [start - lead, *(ends + (1 - lead)).tolist()], end - lead, opened, end == len(words))
            for piece, made, labels in self._read(rows, pieces):
                scores[piece.start + lead:piece.end + lead] = made
                read[piece.start + lead] = labels
        starts = (0, *(end + 1 for end in closing))
        return Scored(self.labels, self._transitions, scores, [
            Sentence(start, end, read[start]) for start, end in zip(starts, (*closing, len(words)), strict=True) if end > start])

    def _make_room(self) -> None:
        if max(len(table.keys) for table in (self._words, self._pairs, self._threes)) > _ROWS:
            self._words.clear()
            self._pairs.clear()
            self._threes.clear()
            self._kept.clear()  # they go by the words' rows
        if len(self._kept) > _SENTENCES:
            self._kept.clear()

    def _pieces(self, rows: Rows, starts: Sequence[int], end: int, opened: bool, last: bool) -> list[_Piece]:
        """The sentences that begin at `starts` with the words that end them, up to `end`.

        `opened`: whether the first begins where it seems to, `last`: whether the last ends there, not in the middle.
        """
        reach, count, octets = self._reach, len(rows), rows.tobytes()
        size = rows.itemsize
        made = []
        for start, stop in zip(starts, (*starts[1:], end), strict=True):
            if start == stop:
                continue
            low, high = max(0, start - reach), min(count, stop + reach)
            whole = (start > starts[0] or opened) and (stop <= starts[-1] or last)
            made.append(_Piece(start, stop, (start - low, high - stop, octets[low * size:high * size]) if whole and stop - start <= _LONGEST_KEPT else None))
        return made

    def _read(self, rows: Rows, pieces: Sequence[_Piece]) -> Iterator[tuple[_Piece, Floats, Labels]]:
        """The scores of each of `pieces` of `rows`, and the labels given to it before; where it was not seen before, it is scored."""
        new = []
        for piece in pieces:
            kept = self._kept.get(piece.key) if piece.key else None
            if kept:
                yield piece, *kept
            else:
                new.append(piece)
        runs: list[tuple[int, int]] = []  # of rows to be scored: those of new pieces, and as many around them as can make a difference
        shifts = []  # by how much the rows of a piece are further ahead there than in `rows`
        count = 0
        for piece in new:
            low, high = max(0, piece.start - self._reach), min(len(rows), piece.end + self._reach)
            if runs and low <= runs[-1][1]:
                low, before = runs.pop()
                count += high - before
            else:
                shift = low - count
                count += high - low
            runs.append((low, high))
            shifts.append(shift)
        if not runs:
            return
        scores = self._scores(np.concatenate([rows[low:high] for low, high in runs]))
        for piece, shift in zip(new, shifts, strict=True):
            made, labels = scores[piece.start - shift:piece.end - shift], Labels()
            if piece.key:
                self._kept[piece.key] = made.copy(), labels
            yield piece, made, labels

    def _scores(self, rows: Rows) -> Floats:
        """The score of each label (columns) for each word, given by its row."""
        reach, n = self._view.REACH, len(rows)
        kept = self._words.scores[rows]
        adding = self._adds[0] * self._adds[1]
        seen, vectors = kept[:, :adding].reshape(n, *self._adds), kept[:, adding:]
        scores: Floats = seen[:, reach].copy()
        for offset in range(-reach, reach + 1):
            lost = min(abs(offset), n)
            if offset < 0:
                scores[lost:] += seen[:n - lost, reach + offset]
                scores[:lost] += self._edge[reach + offset]
            elif offset > 0:
                scores[:n - lost] += seen[lost:, reach + offset]
                scores[n - lost:] += self._edge[reach + offset]
        if n > 1:
            alone = self._words.alone(rows)
            pairs = self._pairs.find((alone[:-1] << _SHIFT | alone[1:]).tolist())
            kept = self._pairs.scores[pairs]
            adding = self._pair_adds[0] * self._pair_adds[1]
            both, of_both = kept[:, :adding].reshape(n - 1, *self._pair_adds), kept[:, adding:].reshape(n - 1, len(_SIDES), -1)
            scores[1:] += both[:, 0]
            scores[:-1] += both[:, 1]
            vectors[1:] += of_both[:, 0]
            vectors[:-1] += of_both[:, 1]
        if n > 2:
            threes = self._threes.find(self._words.threes(rows))
            scores[1:-1] += self._threes.scores[threes]
        return scores + _SHARE * self._network.judge(vectors)[:, self._columns] if self._network else scores

    def _of_pairs(self, pairs: Sequence[int]) -> Floats:
        """What each two words in a row add to the labels of the second, and to those of the first; then to their vectors."""
        word, of_pair = self._words.word, self._view.of_pair
        return self._pair_sums.of(of_pair(word(pair >> _SHIFT), word(pair & _SECOND)) for pair in pairs)

    def _of_threes(self, threes: Sequence[int]) -> Floats:
        """What three parts of speech add to the labels of the word in the middle."""
        of_three, count = self._view.of_three, self._adds[1]
        total = self._word_sums.of(of_three(*self._words.tags_of(three)) for three in threes)
        return total[:, self._view.REACH * count:(self._view.REACH + 1) * count]
