"""A small network beside the tagger of the same name, run in numpy: it sees further, and what words mean together.

What a word and a pair of words show (the features of `view.py`) adds up to one vector a word, kept by the tagger in its own
tables; layers, each of which looks at words in some places around, make of the vectors the probability of each label. The
tagger adds its logarithm to its own scores (`tagger.py`). Trained by `recognizers.model.train_network`.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from threadpoolctl import ThreadpoolController

from recognizers.model.tables import Features, Floats, joined


class _Layer(NamedTuple):
    """A matrix for each place looked at, by its distance from the word: below nought before it."""

    weights: dict[int, Floats]
    bias: Floats
    furthest: int  # place looked at, to either side

    @classmethod
    def of(cls, places: Sequence[int], weights: Floats, bias: Floats) -> _Layer:
        """`weights` has as many rows for each of `places`, in their order, as a word's vector has numbers."""
        return cls(dict(zip(places, np.split(weights, len(places)), strict=True)), bias, max(map(abs, places)))


class Network:
    """The logarithm of each label's probability for each word.

    `words` are the vectors of a word's own features, `pairs` what a pair's add to the vectors of its second and of its first word.
    """

    def __init__(self, path: Path) -> None:
        """Read the weights. The vectors are stored as bytes with a scale for each."""
        with np.load(path, allow_pickle=False) as stored:
            self.labels: list[str] = [str(label) for label in stored["labels"]]
            names = stored["names"].tobytes().decode("utf-8").split("\n")
            vectors: Floats = stored["vectors"] * stored["scales"].astype(np.float32)[:, None]
            self._base: Floats = stored["base"].astype(np.float32)
            self._layers = [_Layer.of(stored[f"places{i}"].tolist(), stored[f"W{i}"].astype(np.float32), stored[f"b{i}"].astype(np.float32))
                            for i in range(int(stored["layers"]))]
            self._out: tuple[Floats, Floats] = (stored["W"].astype(np.float32), stored["b"].astype(np.float32))
        self._blas = ThreadpoolController().select(user_api="blas")
        self.width = vectors.shape[1]
        self.reach = sum(layer.furthest for layer in self._layers) + 1
        """Words to either side that can make a difference: the outermost seen, and the pair it makes with the next."""
        second, first = ([i for i, name in enumerate(names) if name.startswith(mark)] for mark in "<>")
        own = [i for i, name in enumerate(names) if name[:1] not in ("<", ">")]
        self.words: Features = [names[i] for i in own], vectors[own]
        self.pairs: Features = joined(([names[i][1:] for i in second], vectors[second]), ([names[i][1:] for i in first], vectors[first]))

    def judge(self, vectors: Floats) -> Floats:
        """For the words of `vectors` (rows) the logarithm of each label's probability (columns, as in `labels`)."""
        if all(library.get_num_threads() == 1 for library in self._blas.lib_controllers):
            return self._judge(vectors)
        with self._blas.limit(limits=1):  # for matrices as small as these, threads wait for each other longer than they work
            return self._judge(vectors)

    def _judge(self, vectors: Floats) -> Floats:
        (count, width), beyond = vectors.shape, max(layer.furthest for layer in self._layers)
        edged: Floats = np.zeros((count + 2 * beyond, width), np.float32)  # nothing stands beyond either end
        seen = edged[beyond:beyond + count]
        np.maximum(vectors + self._base, np.float32(0), out=seen)
        for layer in self._layers:
            found: Floats = np.zeros((count, width), np.float32)
            found += layer.bias
            for place, weights in layer.weights.items():
                found += edged[beyond + place:beyond + place + count] @ weights  # neighbours and words themselves, without copying them together
            seen += np.maximum(found, np.float32(0), out=found)
        weights, bias = self._out
        scores: Floats = seen @ weights + bias
        scores -= scores.max(axis=1, keepdims=True)
        scores -= np.log(np.exp(scores).sum(axis=1, keepdims=True))
        return scores
