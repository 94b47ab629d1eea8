"""The tagger run in numpy says what CRFsuite says of the same weights."""

from __future__ import annotations

import random

import pycrfsuite
import pytest

from recognizers.model import naming
from recognizers.model.tagger import Tagger
from recognizers.model.train import train, write
from recognizers.model.view import LINE_END, Word, every_feature

WORDS = [Word(surface, tag, kinds, rule) for surface, tag, kinds in (
    ("佐藤", "名詞-固有名詞-人名-姓", "f"), ("みどり", "名詞-普通名詞", "fgw"), ("商事", "名詞-普通名詞", "w"), ("様", "接尾辞", ""), ("の", "助詞", ""),
    ("です", "助動詞", ""), ("見積", "名詞-普通名詞", "w")) for rule in ("-", "BP3")]


def texts(count: int, seed: int) -> list[list[Word]]:
    dice = random.Random(seed)
    return [[dice.choice(WORDS) for _ in range(dice.randrange(1, 24))] for _ in range(count)]


def expected(words: list[Word]) -> list[str]:
    """A rule to be learned: names before 様, companies before の, chance in between."""
    return ["B-PERSON" if i + 1 < len(words) and words[i + 1].surface == "様" and "f" in word.kinds else
            "B-ORGANIZATION" if i + 1 < len(words) and words[i + 1].surface == "の" and word.surface == "商事" else "O" for i, word in enumerate(words)]


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> tuple[Tagger, pycrfsuite.Tagger]:
    folder = tmp_path_factory.mktemp("model")
    trainer = pycrfsuite.Trainer(verbose=False)
    for words in texts(200, 1):
        trainer.append(list(every_feature(naming, words)), expected(words))
    trainer.set_params({"c1": 0.05, "c2": 0.01, "max_iterations": 50, "feature.possible_transitions": True})
    trainer.train(str(folder / "m.crfsuite"))
    reference = pycrfsuite.Tagger()
    reference.open(str(folder / "m.crfsuite"))
    write(reference.info().state_features, reference.info().transitions, folder / "m.npz")
    return Tagger(folder / "m.npz", naming), reference


def test_labels_are_those_of_crfsuite_for_texts_of_every_length(trained):
    ours, reference = trained
    found = set()
    for words in texts(300, 2):
        labels = reference.tag(list(every_feature(naming, words)))
        assert ours.tag(words) == labels
        found.update(labels)
    assert found == {"O", "B-PERSON", "B-ORGANIZATION"}
    assert ours.tag([]) == []


def test_a_line_end_parts_what_stands_on_either_side_and_sentences_do_not_disturb_each_other(trained):
    ours, _ = trained
    end = Word(LINE_END, "空白", "", "-")
    line = [WORDS[0], WORDS[6], WORDS[8]]
    for many in (1, 3, 200):
        labels = ours.tag([*line, end] * many)
        assert labels == [*ours.tag([*line, end])] * many or many == 1
        assert all(labels[i] == "O" for i in range(3, len(labels), 4))


def test_training_again_gives_the_same_file(tmp_path):
    examples = [(words, expected(words)) for words in texts(60, 3)]
    for name in ("one.npz", "two.npz"):
        train(naming, examples, tmp_path / name, 20, 1, 0.1, 0.01)
    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()


def test_a_name_begins_anew_after_a_line_end_as_it_does_in_crfsuite(trained):
    ours, reference = trained
    end = Word(LINE_END, "空白", "", "-")
    for one, two in zip(texts(100, 4), texts(100, 5), strict=True):
        words = [*one, end, *two]
        labels = reference.tag(list(every_feature(naming, words)))
        if labels[len(one)] == "O":
            assert ours.tag(words) == labels
