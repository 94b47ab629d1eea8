"""Words cut into the pieces that the reader of passages has vectors for.

A unigram language model (Kudo 2018, "Subword Regularization"): of all ways to cut a word the one whose pieces are likeliest
together. The pieces and how likely each is come from the vocabulary of XLM-RoBERTa (CARD.md).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache

_LONGEST = 12  # characters of a piece
_LONGEST_WORD = 32  # characters of a word that are read
_RARER = 10.0  # a character that has no piece is by so much rarer (in the logarithm of likelihood) than the rarest piece


class Pieces:
    """The pieces known, by number."""

    def __init__(self, names: Sequence[str], likelihoods: Sequence[float], unknown: int) -> None:
        """`likelihoods` are logarithms; `unknown` is the number that stands for a character without a piece."""
        self._numbers = {name: number for number, name in enumerate(names) if name}
        self._likelihoods = [float(one) for one in likelihoods]
        self._unknown, self._unlikely = unknown, min(self._likelihoods) - _RARER
        self.of = lru_cache(maxsize=32_768)(self._of)

    def _of(self, word: str) -> tuple[int, ...]:
        """The numbers of a word's pieces; none for a word of spaces."""
        folded = "".join(unicodedata.normalize("NFKC", word[:_LONGEST_WORD]).split())
        best: list[tuple[float, int, int]] = [(0.0, 0, 0)]  # for each place how likely the way there is, where its last piece begins, which it is
        for end in range(1, len(folded) + 1):
            start = end - 1
            found = best[start][0] + self._unlikely, start, self._unknown
            for begin in range(max(0, end - _LONGEST), end):
                number = self._numbers.get(folded[begin:end])
                if number is not None and best[begin][0] + self._likelihoods[number] > found[0]:
                    found = best[begin][0] + self._likelihoods[number], begin, number
            best.append(found)
        cut, end = [], len(folded)
        while end:
            _, end, number = best[end]
            cut.append(number)
        return tuple(reversed(cut))
