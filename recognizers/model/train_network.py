"""Train the network beside a tagger, on the same examples. thinc trains; it is not needed to run it.

One thread adds in one order, so that the same examples give the same file.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from thinc.api import (
    Adam,
    Dropout,
    Linear,
    Model,
    NumpyOps,
    Relu,
    chain,
    fix_random_seed,
    residual,
    set_current_ops,
    warmup_linear,
    with_array,
)
from thinc.types import Ragged

from recognizers.model.packing import pack
from recognizers.model.tables import Floats, Rows
from recognizers.model.view import UNSEEN, View, Word, pair_names, word_names

WIDTH = 64
_BATCH = 3000  # words
_RATE, _WARM = 0.003, 200  # of learning; steps until it is reached
_UNSEEN_FEATURES, _DROPPED = 0.3, 0.3  # shares left out in training, of a word's features and of what the layers make
_LEVELS = 7  # to either side of nought: what four bits hold makes the file smaller by a third, and judges as well
_SMOOTHED = 0.02  # share of certainty given to the other labels
Example = tuple[list[Word], list[str]]


class Size(NamedTuple):
    """How a network is made: how often a feature must be met to count, the places around a word at which each layer looks, rounds of training."""

    least: int
    places: Sequence[Sequence[int]]
    rounds: int = 4


Encoded = tuple[Rows, Rows, Rows]  # a text: features of all its words by number, how many each word has, its labels by number


def features(view: View, words: Sequence[Word]) -> list[list[str]]:
    """Names of the features of each word that the network knows."""
    made = {word: word_names(view, word) for word in set(words)}
    named = [list(made[word]) for word in words]
    for i in range(1, len(words)):
        second, first = pair_names(view, words[i - 1], words[i])
        named[i] += second
        named[i - 1] += first
    return [[name for name in names if UNSEEN not in name] for names in named]


def train(view: View, examples: Sequence[Example], to: Path, size: Size) -> None:
    """Train on `examples` and write the weights to `to`."""
    set_current_ops(NumpyOps())
    fix_random_seed(1)
    dice = random.Random(1)
    counts: Counter[str] = Counter()
    for words, _ in examples:
        for names in features(view, words):
            counts.update(names)
    names = sorted(name for name, count in counts.items() if count >= size.least)
    labels = sorted({label for _, expected in examples for label in expected})
    row, column = {name: i for i, name in enumerate(names)}, {label: i for i, label in enumerate(labels)}
    texts = [encoded(features(view, words), expected, row, column) for words, expected in examples if words]
    model = _network(len(names), len(labels), size.places)
    model.initialize()
    steps = size.rounds * sum(1 for _ in _batches(texts, random.Random(1)))
    optimizer = Adam(warmup_linear(_RATE, _WARM, steps), grad_clip=5.0, use_averages=True)
    for number in range(size.rounds):
        lost = 0.0
        for batch in _batches(texts, dice):
            expected = np.concatenate([one[2] for one in batch])
            scores, back = model.begin_update(batch)
            sure: Floats = np.exp(scores - scores.max(axis=1, keepdims=True))
            sure /= sure.sum(axis=1, keepdims=True)
            lost -= float(np.log(sure[np.arange(len(expected)), expected] + 1e-9).sum())
            wanted = np.full_like(sure, _SMOOTHED / len(labels))
            wanted[np.arange(len(expected)), expected] += 1 - _SMOOTHED
            back((sure - wanted) / len(expected))
            model.finish_update(optimizer)
            optimizer.step_schedules()
        print(f"{to.name}: round {number + 1} of {size.rounds}, {lost / sum(len(one[2]) for one in texts):.4f}", file=sys.stderr, flush=True)
    with model.use_params(optimizer.averages):
        write(model, names, labels, size.places, to)


def write(model: Model[Any, Any], names: Sequence[str], labels: Sequence[str], places: Sequence[Sequence[int]], to: Path) -> None:
    """Keep the weights as `recognizers.model.network.Network` reads them: vectors as small whole numbers, a scale for each."""
    vectors: Floats = model.get_ref("vectors").get_param("E")
    scales = np.maximum(np.abs(vectors).max(axis=1), 1e-6) / _LEVELS
    out = model.get_ref("out")
    kept: dict[str, Any] = {
        "labels": np.array(labels), "names": np.frombuffer("\n".join(names).encode("utf-8"), np.uint8), "layers": np.array(len(places)),
        "vectors": np.rint(vectors / scales[:, None]).astype(np.int8), "scales": scales.astype(np.float32),
        "base": model.get_ref("vectors").get_param("b"), "W": np.ascontiguousarray(out.get_param("W").T), "b": out.get_param("b"),
    }  # fmt: skip
    for i, looked_at in enumerate(places):
        layer = model.get_ref(f"layer{i}")
        kept[f"places{i}"] = np.array(looked_at, np.int8)
        kept[f"W{i}"] = np.ascontiguousarray(layer.get_param("W").T).astype(np.float16)  # (places * width, width)
        kept[f"b{i}"] = layer.get_param("b")
    pack(to, **kept)


def encoded(named: Sequence[Sequence[str]], expected: Sequence[str], row: dict[str, int], column: dict[str, int]) -> Encoded:
    """A text as numbers; features not known are left out."""
    numbers = [[row[name] for name in names if name in row] for names in named]
    return (np.array([number for each in numbers for number in each], np.int32), np.array([len(each) for each in numbers], np.int64),
            np.array([column[label] for label in expected], np.int64))


def _batches(texts: Sequence[Encoded], dice: random.Random) -> Iterator[list[Encoded]]:
    """All texts in a new order, as many together as make about `_BATCH` words."""
    order = list(range(len(texts)))
    dice.shuffle(order)
    batch: list[Encoded] = []
    count = 0
    for i in order:
        batch.append(texts[i])
        count += len(texts[i][2])
        if count >= _BATCH:
            yield batch
            batch, count = [], 0
    if batch:
        yield batch


def _network(features_known: int, labels: int, places: Sequence[Sequence[int]]) -> Model[Any, Any]:
    vectors = _vectors(features_known)
    layers = [Relu(WIDTH, WIDTH * len(looked_at)) for looked_at in places]
    out: Model[Any, Any] = Linear(labels, WIDTH)
    seeing = zip(places, layers, strict=True)
    model = chain(vectors, *(residual(chain(_around(looked_at), with_array(chain(layer, Dropout(_DROPPED))))) for looked_at, layer in seeing), with_array(out), _data())
    for name, node in {"vectors": vectors, "out": out, **{f"layer{i}": layer for i, layer in enumerate(layers)}}.items():
        model.set_ref(name, node)
    return model


def _around(places: Sequence[int]) -> Model[Any, Any]:
    """For each word the vectors of the words at `places` around it in its text, in a row; nothing stands beyond a text's ends.

    thinc's own `expand_window` knows neighbours alone, this one places with gaps between them.
    """

    def forward(_model: Model[Any, Any], given: Ragged, is_train: bool) -> tuple[Any, Any]:
        words: Floats = given.dataXd
        (count, width), text = words.shape, np.repeat(np.arange(len(given.lengths)), given.lengths)
        made: Floats = np.zeros((count, len(places), width), np.float32)
        seeing = []  # for each place the words that have another of their text there
        for i, place in enumerate(places):
            low, high = max(0, -place), max(0, min(count, count - place))
            seeing.append(np.flatnonzero(text[low:high] == text[low + place:high + place]) + low if low < high else np.zeros(0, np.int64))
            made[seeing[i], i] = words[seeing[i] + place]

        def backward(gradient: Ragged) -> Ragged:
            of_each, total = gradient.dataXd.reshape(count, len(places), width), np.zeros_like(words)
            for i, place in enumerate(places):
                total[seeing[i] + place] += of_each[seeing[i], i]
            return Ragged(total, given.lengths)

        return Ragged(made.reshape(count, -1), given.lengths), backward

    return Model("around", forward)


def _data() -> Model[Any, Any]:
    """The words of all texts in a row."""

    def forward(_model: Model[Any, Any], given: Ragged, is_train: bool) -> tuple[Any, Any]:
        return given.dataXd, lambda gradient: Ragged(gradient, given.lengths)

    return Model("data", forward)


def _vectors(count: int) -> Model[Any, Any]:
    """The sum of the vectors of each word's features, cut off below zero; in training some features are left out."""

    def begin(model: Model[Any, Any], X: Any = None, Y: Any = None) -> None:
        model.set_param("E", np.random.normal(0, 0.05, (count, WIDTH)).astype(np.float32))
        model.set_param("b", np.zeros(WIDTH, np.float32))

    def forward(model: Model[Any, Any], batch: Sequence[Encoded], is_train: bool) -> tuple[Ragged, Any]:
        table, base = model.get_param("E"), model.get_param("b")
        numbers = np.concatenate([one[0] for one in batch])
        lengths = np.concatenate([one[1] for one in batch])
        word = np.repeat(np.arange(len(lengths)), lengths)
        if is_train:
            kept = np.random.random(len(numbers)) >= _UNSEEN_FEATURES
            numbers, word = numbers[kept], word[kept]
        total: Floats = np.zeros((len(lengths), WIDTH), np.float32)
        begins = np.flatnonzero(np.diff(word, prepend=-1))
        total[word[begins]] = np.add.reduceat(table[numbers], begins, axis=0)
        total += base
        alive = total > 0
        drop = ((np.random.random(total.shape) >= _DROPPED) / (1 - _DROPPED)).astype(np.float32) if is_train else np.float32(1)
        made = total * alive * drop

        def backward(gradient: Ragged) -> Sequence[Encoded]:
            below: Floats = gradient.dataXd * alive * drop
            order = np.argsort(numbers, kind="stable")
            sorted_numbers = numbers[order]
            starts = np.flatnonzero(np.diff(sorted_numbers, prepend=-1))
            into = np.zeros_like(table)
            into[sorted_numbers[starts]] = np.add.reduceat(below[word[order]], starts, axis=0)
            model.inc_grad("E", into)
            model.inc_grad("b", below.sum(axis=0))
            return batch

        return Ragged(made, np.array([len(one[2]) for one in batch], np.int32)), backward

    return Model("vectors", forward, init=begin, params={"E": None, "b": None})
