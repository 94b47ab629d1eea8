"""The reader of passages: a small transformer that says of each word of a passage how likely each label of the model of clauses is.

It is slower than tagger and network by far, so only passages are read in which those see something (`recognizers.told`). What it
knows of words beyond what the training text shows, it knows from the pretrained model that it was made of (CARD.md). Trained by
`recognizers.model.train_reader`, run by ONNX Runtime on one thread.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from recognizers.model.pieces import Pieces
from recognizers.model.tables import Floats
from recognizers.model.telling import COMPANY, PERSON
from recognizers.model.view import LINE_END

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

WORDS = 60  # of a passage at most
MARKS = ("<opening>", "<closing>", "<unknown>", "<left out>")
"""What stands for no piece: a passage's beginning, its end and any line end, a character without a piece, a word left out in training."""
OPENING, CLOSING, UNKNOWN, LEFT_OUT = range(len(MARKS))
KINDS = ("", PERSON, COMPANY)
"""What is known of a word beforehand: nothing, part of a person's name, part of an organization's."""
_LINE_END = (CLOSING,)
_KIND_OF = {kind: number for number, kind in enumerate(KINDS) if kind}
_KEPT = 1024  # passages whose labels are kept: mails quote and repeat


def passages(closings: Sequence[int], count: int, longest: int = WORDS) -> Iterator[tuple[int, int]]:
    """Where passages of at most `longest` words begin and end, in a text of `count` words; as many whole sentences as fit.

    `closings` are the numbers of the words that end a sentence, in order.
    """
    start = last = 0
    for end in (*(closing + 1 for closing in closings), count):
        if end - start > longest and last > start:
            yield start, last
            start = last
        while end - start > longest:
            yield start, start + longest
            start += longest
        last = end
    if start < count:
        yield start, count


class Seen(NamedTuple):
    """A word as the reader sees it: the numbers of its pieces, none for a space, and of its kind."""

    pieces: tuple[int, ...]
    kind: int


def seen(pieces: Pieces, surface: str, tag: str) -> Seen:
    """A word of a text by its surface, and its tag in the view of clauses (`recognizers.model.telling`), where names are told."""
    return Seen(_LINE_END if surface == LINE_END or "\n" in surface else pieces.of(surface), _KIND_OF.get(tag, 0))


class Said(NamedTuple):
    """What the reader says of the words of a passage, nought of a space: how likely each label is (words, labels: logarithms), and whose it is (`whose`: log odds that what is told is somebody else's than the writer's or the reader's, as a fact)."""

    scores: Floats
    whose: Floats


class PassageReader:
    """The transformer with its vectors."""

    def __init__(self, path: Path) -> None:
        """Read the weights. The vectors of pieces are stored as small whole numbers with a scale for each."""
        with np.load(path, allow_pickle=False) as stored:
            self.labels: list[str] = [str(label) for label in stored["labels"]]
            self._vectors: Floats = stored["vectors"] * stored["scales"].astype(np.float32)[:, None]
            self._vectors[:len(MARKS)] = stored["marks"]
            self._kinds: Floats = stored["kinds"]
            self._places: Floats = stored["places"].astype(np.float32)
            self.pieces = Pieces(stored["names"].tobytes().decode("utf-8").split("\n"), stored["likelihoods"].tolist(), UNKNOWN)
            self._graph = stored["graph"].tobytes()
        self.judge = lru_cache(maxsize=_KEPT)(self._judge)

    def open(self) -> None:
        """Make what runs it, which is otherwise made when it first reads. A process with threads must not be forked, and `import onnxruntime` alone starts one."""
        _ = self._session

    @cached_property
    def _session(self) -> InferenceSession:
        import onnxruntime

        onnxruntime.set_default_logger_severity(3)  # errors alone: what devices it looks for is nobody's concern
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1  # workers share the machine
        options.enable_cpu_mem_arena = False  # it would keep what the longest passage took
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC  # its fused normalization takes half as long again for all
        return onnxruntime.InferenceSession(self._graph, options, providers=["CPUExecutionProvider"])

    def read(self, surfaces: Sequence[str], tags: Sequence[str]) -> Said:
        """What is said of each word of a passage; columns of `scores` as in `labels`."""
        return self.judge(tuple(seen(self.pieces, *word) for word in zip(surfaces, tags, strict=True)))

    def _judge(self, words: tuple[Seen, ...]) -> Said:
        said = Said(np.zeros((len(words), len(self.labels)), np.float32), np.zeros(len(words), np.float32))
        numbers, kinds, first, told = [OPENING], [0], [], []
        for i, (pieces, kind) in enumerate(words):
            if pieces and len(numbers) + len(pieces) < len(self._places):
                first.append(len(numbers))
                told.append(i)
                numbers += pieces
                kinds += [kind] * len(pieces)
        numbers.append(CLOSING)
        kinds.append(0)
        if told:
            vectors = self._vectors[numbers] + self._kinds[kinds] + self._places[:len(numbers)]
            scores, whose = self._session.run(None, {"vectors": vectors[None]})
            said.scores[told], said.whose[told] = scores[0, first], whose[0, first, 0]
        for one in said:
            one.flags.writeable = False
        return said
