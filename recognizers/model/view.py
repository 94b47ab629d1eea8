"""How a model sees a text: the words, and the features made of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple, Protocol

LINE_END, SPACE = "⏎", "␣"
"""The surface of what ends a line and of what parts words."""


UNSEEN = "\ue000"
"""Stands for a word's surface in training where the model shall judge without it; no feature is made of it."""


class Word(NamedTuple):
    """What of a morpheme counts: two that are equal here are one to the model.

    `kinds`: what kinds of word the dictionary has for the surface, in letters; `rule`: what the rules say stands here;
    `sense`: the wider and the finer group of words of like meaning (`recognizers.model.meaning`), empty where it has none.
    """

    surface: str
    tag: str
    kinds: str
    rule: str
    sense: str = ""


class View(Protocol):
    """Features of a word by itself, of a pair and of three parts of speech in a row; all as names without the offset."""

    REACH: int  # how many words to either side are seen
    EDGE: str  # the name of what lies beyond the text
    BY_SENTENCE: bool  # whether a word's `kinds` say what its sentence holds
    ENDS: frozenset[str]  # surfaces that end a sentence: what stands on either side never belongs together

    def of_word(self, word: Word) -> tuple[list[str], list[str], list[str]]:
        """Names of what is seen at the word itself, from less than `REACH` words away, and from `REACH` away."""

    def of_held(self, word: Word) -> Collection[str]:
        """Those of the names in `of_word` that speak of what the word's sentence holds; its surface plays no part in them."""

    def of_pair(self, one: Word, following: Word) -> list[str]:
        """Names of what a word and the next show together."""

    def of_three(self, one: str, middle: str, following: str) -> list[str]:
        """Names of what three parts of speech show together."""


def word_names(view: View, word: Word) -> list[str]:
    """Names of what a word shows by itself."""
    return view.of_word(word)[0]


def pair_names(view: View, one: Word, following: Word) -> tuple[list[str], list[str]]:
    """Names of what a word and the next show together: as the second sees it (`<`), and as the first (`>`)."""
    names = view.of_pair(one, following)
    return [f"<{name}" for name in names], [f">{name}" for name in names]


def every_feature(view: View, words: Sequence[Word]) -> Iterator[list[str]]:
    """For each word every feature by its full name, for training: `+1w=様` is the word after it."""
    made = {word: view.of_word(word) for word in set(words)}
    last = len(words) - 1
    for i, word in enumerate(words):
        found = list(made[word][0])
        for offset in range(-view.REACH, view.REACH + 1):
            j = i + offset
            if offset and 0 <= j <= last:
                found += [f"{offset:+d}{name}" for name in made[words[j]][1 if abs(offset) < view.REACH else 2]]
            elif offset:
                found.append(f"{offset:+d}{view.EDGE}")
        if i:
            found += pair_names(view, words[i - 1], word)[0]
        if i < last:
            found += pair_names(view, word, words[i + 1])[1]
        if 0 < i < last:
            found += view.of_three(words[i - 1].tag, word.tag, words[i + 1].tag)
        yield found


def senses(sense: str) -> list[str]:
    """Features of a word's meaning: the wider group and the finer."""
    return [f"m={sense.partition('.')[0]}", f"M={sense}"] if sense else []


_SHAPES = (("K", "一", "鿿"), ("h", "ぁ", "ゟ"), ("k", "゠", "ヿ"), ("0", "0", "9"), ("a", "a", "z"), ("A", "A", "Z"))


def shape(text: str) -> str:
    """The kinds of letters in `text`, each run once: 田中 is K, Aoi is Aa."""
    found = ""
    for char in text[:12]:
        kind = next((name for name, low, high in _SHAPES if low <= char <= high), "K" if char in "々〆" else char)
        if not found.endswith(kind):
            found += kind
    return found[:6]
