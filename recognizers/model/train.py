"""Train the models: `python -m recognizers.model.train prose speech clauses --public DIR`. The same data gives the same files.

Three models: `speech` names people and organizations in mail and chat, `prose` in written prose, `clauses` marks what
tells of a career, or of health, crime or creed. What each learned from is in CARD.md. CRFsuite trains; it is not needed to run them.
Beside each stands a network that learns from the same examples (`train_network.py`).
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pycrfsuite

from recognizers.model import load, naming, telling, train_network
from recognizers.model.compose import renamed
from recognizers.model.packing import pack
from recognizers.model.register import speaks
from recognizers.model.tagged_text import TaggedText, labels, messages, public_texts, within, written
from recognizers.model.view import UNSEEN, View, Word, every_feature
from recognizers.model.words import NOTHING, naming_words, telling_words
from recognizers.nlp import JapaneseArtifacts
from recognizers.reading import Reading

HERE = Path(__file__).parent
TEXT = HERE / "text"
_NAMES = {"PERSON": "PERSON", "ORG": "ORGANIZATION", "EMPLOYER": "ORGANIZATION", "ORGANIZATION": "ORGANIZATION"}
_NAMING = ("prose", "speech")
_SIZES = {
    "speech": train_network.Size(12, [range(-2, 3)] * 2),
    "prose": train_network.Size(4, [range(-8, 9)] * 2, rounds=8),
    "clauses": train_network.Size(10, [range(-10, 11)] * 2),
}
"""A name is told by its neighbours, a clause by what stands far around it."""
Example = tuple[list[Word], list[str]]


def written_texts(corpus: Path) -> list[TaggedText]:
    """What was written for training: the messages of the corpus' train half, other bodies, and single utterances."""
    return [*messages(corpus), *(one for path in sorted(TEXT.glob("*.txt")) for one in written(path))]


def name_examples(texts: Iterable[TaggedText], auxiliary: bool) -> Iterator[Example]:
    """Words and labels of names; `auxiliary` keeps the public data's other labels."""
    for one in texts:
        artifacts = JapaneseArtifacts(one.text)
        spans = [(*within(artifacts.running, start, end), _NAMES.get(label, label)) for start, end, label in one.tags
                 if label in _NAMES or (auxiliary and label.isupper() and len(label) <= 4)]
        yield naming_words(Reading.of(artifacts)), labels(artifacts.fine, spans)


def clause_examples(texts: Iterable[TaggedText]) -> Iterator[Example]:
    """Words and labels of clauses: careers, the employers in them, special-care information."""
    for one in texts:
        artifacts = JapaneseArtifacts(one.text)
        reading = Reading.of(artifacts)
        spans = [(*within(artifacts.running, start, end), label) for start, end, label in one.tags]
        clauses = labels(artifacts.fine, [span for span in spans if span[2] == "CAREER"])
        employers = labels(artifacts.fine, [span for span in spans if span[2] == "EMPLOYER"])
        sensitive = labels(artifacts.fine, [span for span in spans if span[2] == "SENSITIVE"])
        made = [telling.label(*each) for each in zip(clauses, employers, sensitive, strict=True)]
        yield telling_words(reading), made


def train(view: View, examples: Iterable[Example], to: Path, rounds: int, least: int, l1: float, l2: float) -> None:
    """Train on `examples` and write the weights to `to` (.npz)."""
    trainer = pycrfsuite.Trainer(verbose=False)
    count = 0
    for words, expected in examples:
        if words:
            trainer.append([[name for name in names if UNSEEN not in name] for names in every_feature(view, words)], expected)
            count += 1
    trainer.set_params({"c1": l1, "c2": l2, "max_iterations": rounds, "feature.possible_transitions": True, "feature.minfreq": least})
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "model.crfsuite")
        trainer.train(path)
        tagger = pycrfsuite.Tagger()
        tagger.open(path)
        write(tagger.info().state_features, tagger.info().transitions, to)
        tagger.close()
    print(f"{to.name}: {count} texts, {to.stat().st_size / 1e6:.1f} MB", file=sys.stderr)


def write(state: dict[tuple[str, str], float], transitions: dict[tuple[str, str], float], to: Path) -> None:
    """Keep the weights as `recognizers.model.tagger.Tagger` reads them: a row a feature, a column a label.

    ValueError when a feature's name has a line end, which parts the names in the file.
    """
    found = sorted({label for pair in transitions for label in pair} | {label for _, label in state} | {"O"})
    column = {label: i for i, label in enumerate(found)}
    names = sorted({name for name, _ in state})
    if any("\n" in name for name in names):
        raise ValueError("a feature's name has a line end")
    row = {name: i for i, name in enumerate(names)}
    weights = np.zeros((len(names), len(found)), np.float16)
    for (name, label), weight in state.items():
        weights[row[name], column[label]] = weight
    moves = np.zeros((len(found), len(found)), np.float32)
    for (before, after), weight in transitions.items():
        moves[column[before], column[after]] = weight
    pack(to, labels=np.array(found), names=np.frombuffer("\n".join(names).encode("utf-8"), np.uint8), weights=weights, transitions=moves)


def speech(corpus: Path, public: Path) -> Iterator[Example]:
    """Examples of mail and chat: what was written, the same with other names, public sentences that speak."""
    dice = random.Random(7)
    texts = written_texts(corpus)
    yield from name_examples(texts, auxiliary=False)
    yield from name_examples((renamed(one, dice) for one in texts), auxiliary=False)
    yield from name_examples((renamed(one, dice) for one in texts if "\n" in one.text), auxiliary=False)
    yield from name_examples((one for one in public_texts(public) if speaks(one.text)), auxiliary=False)


def with_gaps(examples: Iterable[Example], dice: random.Random) -> Iterator[Example]:
    """The examples with one content word in five unseen: it must be told by what it means and by its neighbours, as new words are."""
    for words, expected in examples:
        yield [word._replace(surface=UNSEEN) if word.tag.startswith(_CONTENT) and not word.surface.startswith("■") and dice.random() < _GAPS else word
               for word in words], expected


def without_rules(examples: Iterable[Example], dice: random.Random) -> Iterator[Example]:
    """The examples, every other one as if no rule had found anything: on text that the rules were not mended by they find less, and the model must see for itself."""
    for words, expected in examples:
        yield [word._replace(rule=NOTHING) for word in words] if dice.random() < _WITHOUT_RULES else words, expected


_WITHOUT_RULES = 0.5
_CONTENT = ("名詞", "動詞", "形容詞", "形状詞", "副詞")
_GAPS = 0.2


def clauses(corpus: Path) -> Iterator[Example]:
    """Examples of clauses: what was written, and the same with other names, in which the model of names errs as it does on new text, and words and rules' findings are missing."""
    dice = random.Random(11)
    texts = written_texts(corpus)
    yield from clause_examples(texts)
    yield from without_rules(with_gaps(clause_examples(renamed(one, dice) for one in texts), random.Random(5)), random.Random(3))


def main(arguments: Sequence[str] | None = None) -> None:
    """Train the models named, those that others build on first. Exits with status 2 when something needed is missing."""
    parser = argparse.ArgumentParser(prog="python -m recognizers.model.train", description=__doc__)
    parser.add_argument("models", nargs="+", choices=("speech", "prose", "clauses"))
    parser.add_argument("--public", type=Path, help="folder of the public data (*.dev.jsonl); for speech and prose")
    parser.add_argument("--corpus", type=Path, default=HERE.parents[1] / "tests" / "corpus" / "train")
    parser.add_argument("--to", type=Path, default=HERE)
    chosen = parser.parse_args(arguments)
    if chosen.public is None and {"speech", "prose"} & set(chosen.models):
        parser.error("--public: the folder of the public data is needed for speech and prose (see CARD.md)")
    missing = [name for name in _NAMING if name not in chosen.models and not (chosen.to / f"{name}.npz").exists()]
    if "clauses" in chosen.models and missing:
        parser.error(f"clauses are learned upon the names that {' and '.join(missing)} find: train them too, or copy their files to {chosen.to}")
    chosen.to.mkdir(parents=True, exist_ok=True)
    for name in (one for one in (*_NAMING, "clauses") if one in chosen.models):
        to, beside = chosen.to / f"{name}.npz", load.network_file(chosen.to, name)
        if name == "speech":
            examples = list(speech(chosen.corpus, chosen.public))
            train(naming, examples, to, 100, 1, 0.15, 0.02)
            train_network.train(naming, examples, beside, _SIZES[name])
        elif name == "prose":
            examples = list(name_examples(public_texts(chosen.public), auxiliary=True))
            train(naming, examples, to, 100, 2, 0.15, 0.02)
            train_network.train(naming, examples, beside, _SIZES[name])
        else:
            with load.models_of(chosen.to):
                examples = list(clauses(chosen.corpus))
            train(telling, examples, to, 150, 1, 0.05, 0.1)
            train_network.train(telling, examples, beside, _SIZES[name])


if __name__ == "__main__":
    main()
