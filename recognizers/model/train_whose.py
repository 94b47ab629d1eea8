"""Teach the reader of passages whose a statement is: `python -m recognizers.model.train_whose`, after `recognizers.model.train_reader`.

It learns from the verdicts of the corpus: what is told in a message that must be held for it is somebody else's, what is told in one
that may pass is the writer's, the reader's, everybody's or nobody's. Its labels are held to what they were before.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import nn
from torch.nn import functional

from recognizers.model.learning import NO_LABEL, SMOOTHED, Pace, batches, padded
from recognizers.model.passages import MARKS, UNKNOWN, WORDS
from recognizers.model.pieces import Pieces
from recognizers.model.tagged_text import messages
from recognizers.model.train_reader import Pretrained, Text, Transformer, texts_of, write

_ROUNDS = 8
_AS_BEFORE = 6.0  # how much it counts that its labels stay as they were
_NOBODY_ELSES, _ANOTHERS, _UNTOLD = range(3)
_WRITTEN_AFTERWARDS = ("kai", "bingo", "kurama", "asama", "tateyama", "ibuki", "hakone", "akagi", "myoko", "hiei", "zao", "daisen", "adatara", "azuma", "amagi", "gassan", "chokai", "nikko", "bandai", "ontake", "norikura", "tanzawa", "kirigamine", "hakkoda", "kuju", "myogi", "unzen", "yotei", "rebun", "tsurugi", "mikuni")
"""Sets of the corpus that it was measured by, and had not seen."""
_SILENT = 2  # of the passages in which nothing is told every other is read, so that its labels stay as they were there too
_TOLD = {"career": "CAREER", "sensitive": "SENSITIVE"}
"""The reasons of verdicts that are statements, and how those are tagged."""


class Lesson(NamedTuple):
    """A passage, whose each word's statement is (at the piece that begins it, else `NO_LABEL`), and what was said of the words before (words, log probabilities of labels)."""

    pieces: list[int]
    kinds: list[int]
    labels: list[int]
    said: torch.Tensor


def load(model: Transformer, path: Path) -> None:
    """Give `model` the weights in a reader's file, as `train_reader.write` wrote them."""
    with np.load(path, allow_pickle=False) as stored:
        for name in ("marks", "kinds", "places"):
            getattr(model, name).data = torch.from_numpy(stored[name].astype(np.float32))
        graph = onnx.load_from_string(stored["graph"].tobytes()).graph
    kept = {one.name: numpy_helper.to_array(one).astype(np.float32) for one in graph.initializer}
    values = (torch.from_numpy(np.array(kept[name])) for name in sorted(kept, key=lambda name: int(name.removeprefix("constant"))))

    def norm(into: nn.LayerNorm) -> None:
        into.weight.data, into.bias.data = next(values), next(values)

    def whole(into: nn.Linear) -> None:
        weights, scales, into.bias.data = next(values), next(values), next(values)
        into.weight.data = (weights.T * scales[:, None]).contiguous()

    norm(model.norm)
    for layer in model.layers:
        whole(layer.asked)
        whole(layer.heard)
        norm(layer.heard_norm)
        whole(layer.inner)
        whole(layer.outer)
        norm(layer.outer_norm)
    model.out.weight.data, model.out.bias.data = next(values).T.contiguous(), next(values)


def judged(folder: Path, without: Sequence[str], pieces: Pieces) -> Iterator[Text]:
    """The messages of the corpus in `folder` but for the sets named, the labels of their words telling whose a statement is by the message's verdict.

    What is told in a message held for something else is nobody knows whose.
    """
    for one in messages(folder):
        if one.key.partition("-")[0] in without:
            continue
        head = (folder / f"{one.key}.txt").read_text("utf-8").partition("\n---\n")[0]
        fields = dict(line.split(": ", 1) for line in head.splitlines() if ": " in line)
        held_for = _TOLD.get(fields["reason"])
        tags = tuple(tag for tag in one.tags if tag[2] in (_TOLD.values() if fields["verdict"] == "pass" else (held_for,)))
        whose = _ANOTHERS if fields["verdict"] == "hold" else _NOBODY_ELSES
        for text in texts_of([replace(one, tags=tags)], pieces):
            yield text._replace(labels=[whose if label else _UNTOLD for label in text.labels])


def lessons_of(texts: Sequence[Text], model: Transformer) -> list[Lesson]:
    """The passages of `texts`, whose labels tell whose a statement is, with what `model` says of them."""
    read = [one for text in texts for one in text.cut(WORDS)]
    told = [one for number, one in enumerate(read) if not {_NOBODY_ELSES, _ANOTHERS}.isdisjoint(one.labels) or number % _SILENT == 0]
    made = []
    model.eval()
    model.rounding = True
    with torch.no_grad():
        for one in told:
            scores, _ = model(torch.tensor([one.pieces]), torch.tensor([one.kinds]), torch.tensor([len(one.pieces)]))
            made.append(Lesson(*one, scores[0][torch.tensor(one.labels) != NO_LABEL].log_softmax(-1)))
    return made


def teach(model: Transformer, lessons: Sequence[Lesson], rounds: int = _ROUNDS) -> None:
    """Train `model` on `lessons`, its weights rounded throughout."""
    dice = random.Random(1)
    torch.use_deterministic_algorithms(True)
    pace = Pace(model, ("whose.",), rounds * len(batches(lessons, dice)))
    model.train()
    model.rounding = True
    for number in range(rounds):
        lost = count = 0.0
        for batch in batches(lessons, dice):
            pieces, kinds, lengths, expected = padded(batch)
            with torch.autocast("cpu", torch.bfloat16):
                scores, whose = model(pieces, kinds, lengths)
            said = torch.cat([one.said for one in batch])
            loss = _AS_BEFORE * functional.kl_div(scores.float()[expected != NO_LABEL].log_softmax(-1), said, reduction="batchmean", log_target=True)
            told = (expected == _ANOTHERS) | (expected == _NOBODY_ELSES)
            if told.any():
                anothers = (expected[told] == _ANOTHERS).float() * (1 - SMOOTHED) + SMOOTHED / 2
                judged_so = functional.binary_cross_entropy_with_logits(whose.float()[told], anothers)
                loss, lost, count = loss + judged_so, lost + judged_so.item(), count + 1
            pace.step(loss)
        print(f"whose: round {number + 1} of {rounds}, {lost / count:.4f}", file=sys.stderr, flush=True)
    model.eval()


def main(arguments: Sequence[str] | None = None) -> None:
    """Teach a reader that `train_reader` wrote, and write it anew."""
    from recognizers.model import load as files

    at_hand = files.reader_file(files.HERE, "clauses")
    parser = argparse.ArgumentParser(prog="python -m recognizers.model.train_whose", description=__doc__)
    parser.add_argument("--corpus", type=Path, default=files.HERE.parents[1] / "tests" / "corpus" / "train")
    parser.add_argument("--reader", type=Path, default=at_hand, help="what train_reader wrote")
    parser.add_argument("--to", type=Path, default=at_hand)
    parser.add_argument("--without", nargs="*", default=list(_WRITTEN_AFTERWARDS), metavar="SET", help="sets of the corpus to leave out (as shipped: %(default)s)")
    chosen = parser.parse_args(arguments)
    torch.set_num_threads(2)
    torch.manual_seed(1)
    pretrained = Pretrained.installed()
    with np.load(chosen.reader, allow_pickle=False) as stored:
        names, likelihoods = stored["names"].tobytes().decode("utf-8").split("\n"), stored["likelihoods"].tolist()
    numbers = {name: number for number, name in enumerate(pretrained.names)}
    kept = [numbers[name] for name in names[len(MARKS):]]
    model = Transformer(pretrained, kept)
    load(model, chosen.reader)
    teach(model, lessons_of(list(judged(chosen.corpus, chosen.without, Pieces(names, likelihoods, UNKNOWN))), model))
    write(model, pretrained, kept, chosen.to)


if __name__ == "__main__":
    main()
