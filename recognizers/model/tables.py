"""What features add up to, kept for each distinct word or pair of words, so that each is added up once."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Generic, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Rows = NDArray[np.int64]
Key = TypeVar("Key", bound=Hashable)
_MADE = 256  # rows made at a time


Features = tuple[Sequence[str], Floats]
"""Names of features, all distinct, and a row of values for each. Single precision: halves would have to be widened for each new word."""


def joined(one: Features, two: Features) -> Features:
    """The features of both, each with its values in `one` and then those in `two`, zero where it is not known."""
    rows: dict[str, int] = {}
    first, second = ([rows.setdefault(name, len(rows)) for name in names] for names in (one[0], two[0]))
    width = one[1].shape[1]
    values: Floats = np.zeros((len(rows), width + two[1].shape[1]), np.float32)
    values[first, :width] = one[1]
    values[second, width:] = two[1]
    return list(rows), values


class SumsOfFeatures:
    """What features add up to."""

    def __init__(self, features: Features) -> None:
        names, values = features
        self._rows = {name: row for row, name in enumerate(names, 1)}
        self._values: Floats = np.concatenate([np.zeros_like(values[:1]), values])  # row 0 adds nothing

    def of(self, named: Iterable[Iterable[str]]) -> Floats:
        """What each group of features adds up to; features not known add nothing."""
        known = self._rows
        rows: list[int] = []
        begins: list[int] = []
        for names in named:
            begins.append(len(rows))
            rows.append(0)
            rows += [row for name in names if (row := known.get(name)) is not None]
        total: Floats = np.add.reduceat(self._values[rows], begins, axis=0)
        return total


class Table(Generic[Key]):
    """Rows of sums by key, each made at the first asking. `make` gives those of several keys."""

    def __init__(self, shape: tuple[int, ...], make: Callable[[Sequence[Key]], Floats]) -> None:
        self._make = make
        self._shape = shape
        self.clear()

    def clear(self) -> None:
        """Forget every row."""
        self.rows: dict[Key, int] = {}
        self.keys: list[Key] = []
        self.scores: Floats = np.zeros((1024, *self._shape), np.float32)

    def find(self, keys: Sequence[Key]) -> list[int]:
        """The row of each key in `scores`."""
        known = self.rows
        found = list(map(known.get, keys))
        if None not in found:
            return cast("list[int]", found)
        missing = list(dict.fromkeys(key for key, row in zip(keys, found, strict=True) if row is None))
        for i in range(0, len(missing), _MADE):
            self.add(missing[i:i + _MADE])
        return [known[key] if row is None else row for key, row in zip(keys, found, strict=True)]

    def add(self, keys: Sequence[Key]) -> None:
        """Make the rows of `keys`, which have none yet."""
        first, last = len(self.keys), len(self.keys) + len(keys)
        while last > len(self.scores):
            self.scores = np.concatenate([self.scores, np.zeros_like(self.scores)])
        self.scores[first:last] = self._make(keys)
        self.rows.update(zip(keys, range(first, last), strict=True))
        self.keys += keys
