"""Words by meaning: which of some hundred groups a word of the dictionary belongs to, so that what the models learn of one holds for its like.

The groups come from the word vectors of ja_ginza (MIT licence), clustered once; only the groups' numbers are kept, in `meaning.npz`.
`python -m recognizers.model.meaning FILE` makes that file again; it needs the extra `ginza`, the models' users do not.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

FILE = Path(__file__).with_name("meaning.npz")
_FINE, _COARSE = 768, 96
_ROUNDS = 40
_BLOCK = 64  # words of which one is found by bisection, the others by search
_WORD = re.compile(r"[ぁ-ゖァ-ヺー一-鿿々A-Za-z]{1,8}")


class Meanings:
    """The groups of all words known. The words are one sorted block of bytes, a line each, so that they cost no object each."""

    def __init__(self, path: Path) -> None:
        with np.load(path, allow_pickle=False) as stored:
            self._text: bytes = b"\n" + stored["words"].tobytes() + b"\n"
            self._groups = stored["groups"]
            self._wider = stored["wider"]
        ends = np.flatnonzero(np.frombuffer(self._text, np.uint8) == 10)
        self._blocks: list[int] = ends[::_BLOCK].tolist()  # where the line end before every so many words stands
        self._firsts = [self._text[start + 1:self._text.find(b"\n", start + 1)] for start in self._blocks]

    def of(self, word: str) -> str:
        """The numbers of the wider and the finer group, as `12.435`; empty for a word not known."""
        line = word.encode("utf-8", "replace")
        block = bisect_right(self._firsts, line) - 1
        if block < 0:
            return ""
        start = self._blocks[block]
        at = self._text.find(b"\n" + line + b"\n", start, self._blocks[block + 1] + 1 if block + 1 < len(self._blocks) else len(self._text))
        if at < 0:
            return ""
        group = int(self._groups[block * _BLOCK + self._text.count(b"\n", start, at)])
        return f"{int(self._wider[group])}.{group}"


@lru_cache(maxsize=1)
def meanings() -> Meanings:
    """The one table of this process."""
    return Meanings(FILE)


def make(path: Path) -> None:
    """Cluster the vectors of ja_ginza and write the groups; the same each time on one machine."""
    import spacy

    from recognizers.model.packing import pack

    language = spacy.load("ja_ginza")
    vectors = language.vocab.vectors
    points = vectors.data.astype(np.float32)
    points /= np.maximum(np.linalg.norm(points, axis=1, keepdims=True), 1e-6)
    groups, centres = _clustered(points, _FINE, seed=1)
    wider, _ = _clustered(centres, _COARSE, seed=2)
    rows = {language.vocab.strings[key]: row for key, row in vectors.key2row.items()}
    words = sorted(word for word in rows if _WORD.fullmatch(word))
    text = "\n".join(words).encode("utf-8")
    pack(path, words=np.frombuffer(text, np.uint8), groups=np.array([groups[rows[w]] for w in words], np.uint16), wider=wider.astype(np.uint8))
    print(f"{path.name}: {len(words)} words in {_FINE} groups, {path.stat().st_size / 1e6:.1f} MB", file=sys.stderr)


def _clustered(points: Any, count: int, seed: int) -> tuple[Any, Any]:
    """(group of each point, centres) by spherical k-means."""
    centres = points[np.random.default_rng(seed).choice(len(points), count, replace=False)].copy()
    for _ in range(_ROUNDS):
        likeness = points @ centres.T
        nearest = likeness.argmax(axis=1)
        sums = np.zeros_like(centres)
        np.add.at(sums, nearest, points)
        empty = np.flatnonzero(np.bincount(nearest, minlength=count) == 0)
        sums[empty] = points[np.argsort(likeness.max(axis=1))[: len(empty)]]
        centres = sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-6)
    return (points @ centres.T).argmax(axis=1), centres


if __name__ == "__main__":
    make(Path(sys.argv[1]) if len(sys.argv) > 1 else FILE)
