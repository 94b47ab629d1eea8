"""The network beside the taggers: run in numpy it says what thinc says, and the tagger heeds it whatever the length of the text."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from recognizers.model import naming, tagger, train_network
from recognizers.model.network import Network
from recognizers.model.tables import Floats, SumsOfFeatures
from recognizers.model.tagger import Tagger
from recognizers.model.train import train
from recognizers.model.train_network import Size
from recognizers.model.view import Word
from tests.recognizers.test_tagger import WORDS, expected, texts

NEAR = [(-1, 0, 1), (-6, -3, 0, 3, 6)]  # neighbours, then places further away
EXAMPLES = [(words, expected(words)) for words in texts(400, 1)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory):
    """A network that learned `EXAMPLES`, and a tagger that learned next to nothing."""
    folder = tmp_path_factory.mktemp("network")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(train_network, "_BATCH", 50)  # many small steps: there are few texts
        train_network.train(naming, EXAMPLES, folder / "n.npz", Size(2, NEAR))
    train(naming, [(words, ["O"] * len(words)) for words, _ in EXAMPLES[:50]] + EXAMPLES[:3], folder / "t.npz", 5, 1, 1.0, 1.0)
    return folder


def judged(network: Network, words: list[Word]) -> Floats:
    """What the network says of words, from its parts."""
    vectors = SumsOfFeatures(network.words).of(naming.of_word(word)[0] for word in words)
    pairs = [naming.of_pair(one, following) for one, following in pairwise(words)]
    if pairs:
        adds = SumsOfFeatures(network.pairs).of(pairs)
        vectors[1:] += adds[:, :network.width]
        vectors[:-1] += adds[:, network.width:]
    return network.judge(vectors)


def both(folder: Path) -> Tagger:
    return Tagger(folder / "t.npz", naming, Network(folder / "n.npz"))


def test_it_learns_what_the_examples_say(folder):
    ours = Network(folder / "n.npz")
    right = total = 0
    for words in texts(100, 2):
        found = [ours.labels[i] for i in judged(ours, words).argmax(axis=1)]
        right += sum(one == other for one, other in zip(found, expected(words), strict=True))
        total += len(words)
    assert right / total > 0.95


def test_it_says_in_numpy_what_thinc_says(tmp_path, monkeypatch):
    kept = []
    written = train_network.write

    def keeping(model, names, labels, places, to):
        row = {name: i for i, name in enumerate(names)}
        for words in texts(50, 3):
            given = train_network.encoded(train_network.features(naming, words), ["O"] * len(words), row, {"O": 0})
            scores = model.predict([given])
            kept.append((words, scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))))
        written(model, names, labels, places, to)

    monkeypatch.setattr(train_network, "write", keeping)
    monkeypatch.setattr(train_network, "_LEVELS", 127)  # as finely as bytes can
    train_network.train(naming, EXAMPLES, tmp_path / "n.npz", Size(2, NEAR, rounds=1))
    ours = Network(tmp_path / "n.npz")
    assert {len(words) for words, _ in kept} > {1, 2, 3}
    for words, scores in kept:
        np.testing.assert_allclose(judged(ours, words), scores, atol=0.1)  # vectors are kept as bytes


def test_the_tagger_heeds_it(folder):
    words = [WORDS[0], WORDS[6], WORDS[8]]  # 佐藤様の
    assert Tagger(folder / "t.npz", naming).tag(words)[0] == "O"
    assert both(folder).tag(words)[0] == "B-PERSON"
    assert both(folder).tag([]) == []


def test_where_blocks_part_and_when_tables_start_anew_makes_no_difference(folder, monkeypatch):
    words = [word for one in texts(60, 4) for word in one]
    whole = both(folder).score(words)._scores
    assert np.abs(whole - Tagger(folder / "t.npz", naming).score(words)._scores).max() > 1
    for size, rows in ((1, 50_000), (7, 50_000), (64, 3)):
        monkeypatch.setattr(tagger, "_BLOCK", size)
        monkeypatch.setattr(tagger, "_ROWS", rows)
        np.testing.assert_allclose(both(folder).score(words)._scores, whole, atol=1e-3)


def test_training_it_again_gives_the_same_file(tmp_path):
    for name in ("one.npz", "two.npz"):
        train_network.train(naming, EXAMPLES, tmp_path / name, Size(2, NEAR, rounds=1))
    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()
