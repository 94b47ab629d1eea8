"""Sudachi's morphemes behind Presidio's NlpEngine: one pass a text, offsets exact, no statistical model to load.

`ja_ginza` may stand behind the same interface (`recognizers.ginza`); it finds entities of its own, sixty times slower.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from enum import IntEnum
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from presidio_analyzer.nlp_engine import NlpArtifacts, NlpEngine
from sudachipy import Dictionary, SplitMode

from recognizers.normalize import fold
from recognizers.running import run_on

_CHUNK = 12_000
"""Characters tokenized at a time: Sudachi takes at most 49,149 bytes, and a character has up to four."""

_HONORIFICS = ("さん", "様", "氏", "くん", "君", "ちゃん", "先生")
_MUCH = 3000  # of Sudachi's cost: words that only touch are 4,000 and more apart
_MUCH_FOR_NAMES = 6000  # halves of a surname are surnames, too
_WORDS = 100_000
"""Words of the dictionary kept at hand; it has some fifteen times as many."""

_SENTENCE = re.compile(r"[^\n。]*(?:\n[\n ]*|。)|[^\n。]+\Z")  # with the blank lines after it: blanks are one word to Sudachi
_SENTENCE_KEPT, _SENTENCES = 120, 4096  # characters of a sentence whose morphemes are kept, and how many such sentences

_SURROGATE = re.compile("[\ud800-\udfff]")


class Kind(IntEnum):
    """What a morpheme is, as far as recognizers ask."""

    FAMILY = 1
    GIVEN = 2
    PERSON = 3  # a name of a person of no known half: ジョン
    PLACE = 4
    PROPER = 5
    NOUN = 6
    NUMBER = 7
    PRONOUN = 8
    PREFIX = 9
    SUFFIX = 10
    PARTICLE = 11
    AUXILIARY = 12
    VERB = 13
    ADJECTIVE = 14
    ADVERB = 15
    SYMBOL = 16
    SPACE = 17
    OTHER = 18


class Morpheme(NamedTuple):
    """One morpheme; `start` and `end` are half-open offsets into the running text. `oov`: not in the dictionary."""

    start: int
    end: int
    surface: str
    kind: Kind
    tag: str
    lemma: str
    oov: bool


_BY_CLASS = {
    "代名詞": Kind.PRONOUN, "接頭辞": Kind.PREFIX, "接尾辞": Kind.SUFFIX, "助詞": Kind.PARTICLE, "助動詞": Kind.AUXILIARY,
    "動詞": Kind.VERB, "形容詞": Kind.ADJECTIVE, "形状詞": Kind.ADJECTIVE, "副詞": Kind.ADVERB, "連体詞": Kind.ADVERB,
    "接続詞": Kind.ADVERB, "感動詞": Kind.ADVERB, "補助記号": Kind.SYMBOL, "記号": Kind.SYMBOL, "空白": Kind.SPACE,
}  # fmt: skip


def _kind(pos: tuple[str, ...]) -> Kind:
    if pos[0] == "記号":
        return Kind.NOUN  # letters: アルファ, A
    if pos[0] != "名詞":
        return _BY_CLASS.get(pos[0], Kind.OTHER)
    if pos[1] == "数詞":
        return Kind.NUMBER
    if pos[1] == "助動詞語幹":
        return Kind.AUXILIARY
    if pos[1] != "固有名詞":
        return Kind.NOUN
    if pos[2] == "人名":
        return {"姓": Kind.FAMILY, "名": Kind.GIVEN}.get(pos[3], Kind.PERSON)
    return Kind.PLACE if pos[2] == "地名" else Kind.PROPER


class Sudachi:
    """The dictionary, loaded once a process: morphemes of a text, and what kinds of word a surface may be."""

    def __init__(self) -> None:
        self._dictionary = Dictionary(dict="core")
        # sudachipy before 0.6.11, which ja_ginza asks for, calls it create
        make = getattr(self._dictionary, "tokenizer", None) or self._dictionary.create
        self._tokenizer = make(mode=SplitMode.C)
        self._words: dict[int, tuple[Kind, str, str | None, bool]] = {}
        self._sentences: dict[str, list[Morpheme]] = {}  # morphemes of a sentence, counted from its start, by what stands before it and its text
        self._parts: dict[tuple[str, str], tuple[tuple[int, str, Kind, str, str], ...]] = {}
        self._few_kinds = lru_cache(maxsize=16_384)(self._kinds_of)

    def morphemes(self, text: str) -> list[Morpheme]:
        """The morphemes of `text` in order, covering it; a text is cut at line or sentence ends where it is long."""
        if len(self._words) >= _WORDS:  # only here: the words of one text stay known until it has been read
            self._words.clear()
            self._parts.clear()
            self._sentences.clear()  # their compounds' parts went with the words
        made: list[Morpheme] = []
        kept, new = self._sentences, tuple.__new__  # a named tuple's own constructor costs a call more, for every word
        for match in _SENTENCE.finditer(text):
            start, end = match.span()
            # Sudachi weighs a word by the one before it: what ends the sentence before goes along
            lead = "" if not start else "。" if text[start - 1] == "。" else "\n"
            if end - start > _SENTENCE_KEPT:
                made += self._sentence(match.group(), lead, start)
                continue
            key = lead + match.group()
            known = kept.get(key)
            if known is None:
                if len(kept) >= _SENTENCES:
                    kept.clear()
                known = kept[key] = self._sentence(match.group(), lead, 0)
            made += [new(Morpheme, (start + a, start + b, surface, kind, tag, lemma, oov)) for a, b, surface, kind, tag, lemma, oov in known]
        return made

    def _sentence(self, text: str, lead: str, offset: int) -> list[Morpheme]:
        """The morphemes of a sentence that begins at `offset`, after `lead`."""
        made: list[Morpheme] = []
        at = 0
        while at < len(text):
            end = _cut(text, at)
            found = self._chunk(lead + text[at:end], offset + at - len(lead))
            made += found[1:] if lead and found[0].end == offset + at else found if not lead else self._chunk(text[at:end], offset + at)
            at, lead = end, ""
        return made

    def _chunk(self, text: str, offset: int) -> list[Morpheme]:
        known, made, new = self._words, [], tuple.__new__
        # a lone surrogate cannot cross into Sudachi; one character for one keeps the offsets
        safe = text if text.isascii() else _SURROGATE.sub("\ufffd", text)
        begin = 0  # morphemes follow each other without a gap
        for one in self._tokenizer.tokenize(safe):
            end = one.end()
            number = one.word_id()
            word = known.get(number)
            if word is None:
                word = self._word(number, one)
            kind, tag, lemma, oov = word
            surface = text[begin:end]
            made.append(new(Morpheme, (offset + begin, offset + end, surface, kind, tag, surface.lower() if lemma is None else lemma, oov)))
            begin = end
        return made

    def _word(self, number: int, one: Any) -> tuple[Kind, str, str | None, bool]:
        """(kind, tag, lemma, unknown) of a word by its number; each call into Sudachi costs as much as half a morpheme.

        Words unknown to the dictionary share one number for each part of speech; their lemma is what is written, in small letters: None.
        """
        pos, oov = one.part_of_speech(), one.is_oov()
        parts = () if oov else one.split(SplitMode.B, add_single=False)
        if len(parts) > 1:
            self._parts[one.surface(), "-".join(p for p in pos[:4] if p != "*")] = tuple(
                (len(part.surface()), part.surface(), _kind(part.part_of_speech()), "-".join(p for p in part.part_of_speech()[:4] if p != "*"), part.dictionary_form())
                for part in parts)
        word = self._words[number] = (_kind(pos), "-".join(p for p in pos[:4] if p != "*"), None if oov else one.dictionary_form(), oov)
        return word

    def cuts_word(self, above: str, below: str) -> bool:
        """Whether a word of the dictionary goes over the end of `above` into `below`, and reading them apart would be worse by much;
        or a surname ends the one and a given name with an honorific begins the other.
        """
        both, safe = _SURROGATE.sub("\ufffd", above + below), len(above)
        whole = self._tokenizer.tokenize(both)
        word = next((one for one in whole if one.begin() < safe < one.end()), None)
        if word is None:
            at = next((i for i, one in enumerate(whole) if one.begin() == safe), 0)
            kinds = [_kind(whole[i].part_of_speech()) for i in (at - 1, at) if i >= 0]
            return at > 0 and kinds == [Kind.FAMILY, Kind.GIVEN] and both.startswith(_HONORIFICS, whole[at].end())
        apart = self._tokenizer.tokenize(both[:safe]).get_internal_cost() + self._tokenizer.tokenize(both[safe:]).get_internal_cost()
        return bool(whole.get_internal_cost() - apart < (_MUCH_FOR_NAMES if _kind(word.part_of_speech()) is Kind.FAMILY else _MUCH))

    def fine(self, morphemes: Iterable[Morpheme]) -> list[Morpheme]:
        """`morphemes` with compounds of the dictionary taken apart (Sudachi's mode B): 東都大学病院 is 東都, 大学, 病院."""
        made: list[Morpheme] = []
        for one in morphemes:
            parts = self._parts.get((one.surface, one.tag))
            if parts is None:
                made.append(one)
                continue
            at = one.start
            for length, surface, kind, tag, lemma in parts:
                made.append(Morpheme(at, at + length, surface, kind, tag, lemma, False))
                at += length
        return made

    def kinds_of(self, surface: str) -> frozenset[Kind]:
        """Every kind of word the dictionary has for `surface`; empty when it has none, as for whatever is longer than 32 characters."""
        return self._few_kinds(surface) if len(surface) <= 32 else frozenset()

    def _kinds_of(self, surface: str) -> frozenset[Kind]:
        if not 0 < len(surface) <= 32 or surface.isspace() or _SURROGATE.search(surface):
            return frozenset()
        return frozenset(_kind(one.part_of_speech()) for one in self._dictionary.lookup(surface))

    def normal(self, lemma: str, kind: Kind) -> str:
        """How the dictionary writes a word of that kind as a rule (いる is 居る); the word itself where it has none."""
        if not 0 < len(lemma) <= 16 or lemma.isspace() or _SURROGATE.search(lemma):
            return lemma
        found = list(self._dictionary.lookup(lemma))
        one = next((one for one in found if _kind(one.part_of_speech()) is kind), found[0] if found else None)
        return str(one.normalized_form()) if one is not None else lemma

    def readings(self, surface: str) -> frozenset[str]:
        """How the dictionary reads `surface` as a name, in katakana; empty when it has no such name."""
        if not 0 < len(surface) <= 16 or surface.isspace() or _SURROGATE.search(surface):
            return frozenset()
        return frozenset(one.reading_form() for one in self._dictionary.lookup(surface)
                         if _kind(one.part_of_speech()) in (Kind.FAMILY, Kind.GIVEN, Kind.PERSON))


def _cut(text: str, start: int) -> int:
    """Where the chunk from `start` ends: the last line or sentence end within its second half, or its full length."""
    limit = start + _CHUNK
    if limit >= len(text):
        return len(text)
    half = start + _CHUNK // 2
    at = max(text.rfind("\n", half, limit), text.rfind("。", half, limit), text.rfind(" ", half, limit))
    return at + 1 if at >= 0 else limit


@lru_cache(maxsize=1)
def sudachi() -> Sudachi:
    """The one dictionary of this process."""
    return Sudachi()


class JapaneseArtifacts(NlpArtifacts):
    """What one pass over a text yields; spaCy's Doc, lemmas and keywords are made only when asked for.

    `folded` is the text folded for matching, `running` the same with hand-made line breaks taken out, `morphemes` are
    those of `running`. `tokens`, `tokens_indices` (start of each token) and `entities` speak of the original text.
    `found` are (entity type, start, end) in `running` of a model behind the engine, if there is one.
    """

    def __init__(self, text: str, engine: SudachiNlpEngine | None = None, language: str = "ja") -> None:
        self.text = text
        self.folded = fold(text)
        self.running = run_on(self.folded, sudachi().cuts_word)
        self.morphemes = sudachi().morphemes(self.running.text)
        self.found: list[tuple[str, int, int]] = []
        self.nlp_engine = engine
        self.language = language
        self.scores: list[float] = []
        self.memory: dict[str, Any] = {}

    @cached_property
    def fine(self) -> list[Morpheme]:
        """`morphemes` with compounds taken apart."""
        return sudachi().fine(self.morphemes)

    @cached_property
    def words(self) -> list[tuple[str, str, str]]:
        """(surface, tag, lemma) covering the original text without gaps."""
        words: list[tuple[str, str, str]] = []
        done = 0
        for one in self.morphemes:
            start, end = self.running.span(one.start, one.end)
            if end <= done:
                continue  # the second half of a folded character: ㈱ is (, 株, )
            if start > done:
                words.append((self.text[done:start], "空白", self.text[done:start]))
            words.append((self.text[max(start, done):end], one.tag, one.lemma))
            done = end
        if done < len(self.text):
            words.append((self.text[done:], "空白", self.text[done:]))
        return words

    @cached_property
    def tokens(self) -> Any:  # type: ignore[override]
        """A spaCy Doc of the original text, tags and lemmas set."""
        from spacy.tokens import Doc
        from spacy.vocab import Vocab

        def safe(word: str) -> str:
            return word.encode("utf-8", "replace").decode("utf-8")

        words = self.words
        return Doc(Vocab(), [safe(w) for w, _, _ in words], [False] * len(words), tags=[t for _, t, _ in words],
                   lemmas=[safe(lemma) for _, _, lemma in words])

    @cached_property
    def entities(self) -> list[Any]:  # type: ignore[override]
        """Entities of a model behind the engine; Sudachi has none."""
        spans = [(label, *self.running.span(start, end)) for label, start, end in self.found]
        made = [self.tokens.char_span(start, end, label=label, alignment_mode="expand") for label, start, end in spans]
        return [span for span in made if span is not None]

    @cached_property
    def tokens_indices(self) -> list[int]:  # type: ignore[override]
        """Where each token starts in the original text."""
        indices, at = [], 0
        for word, _, _ in self.words:
            indices.append(at)
            at += len(word)
        return indices

    @cached_property
    def lemmas(self) -> list[str]:  # type: ignore[override]
        """The dictionary form of each token."""
        return [lemma for _, _, lemma in self.words]

    @cached_property
    def keywords(self) -> list[str]:  # type: ignore[override]
        """Lemmas of content words, as Presidio's context enhancer uses them."""
        return [lemma.lower() for _, tag, lemma in self.words if tag.startswith(("名詞", "動詞", "形"))]


class SudachiNlpEngine(NlpEngine):
    """Presidio's view of Sudachi; the language is "ja"."""

    engine_name = "sudachi"
    is_available = True

    def __init__(self) -> None:
        self._loaded = False

    def load(self) -> None:
        """Load the dictionary."""
        sudachi()
        self._loaded = True

    def is_loaded(self) -> bool:
        """Whether the dictionary is in memory."""
        return self._loaded

    def process_text(self, text: str, language: str) -> JapaneseArtifacts:
        """Fold, join lines and tokenize `text`. Any text will do; ValueError for another language than "ja"."""
        if language != "ja":
            raise ValueError(f"this engine reads Japanese (language 'ja'), not '{language}'")
        return JapaneseArtifacts(text, self, language)

    def process_batch(self, texts: Iterable[str], language: str, batch_size: int = 1, n_process: int = 1,
                      **_: Any) -> Iterator[tuple[str, JapaneseArtifacts]]:
        """`process_text` for each text, lazily, in this process."""
        for text in texts:
            yield text, self.process_text(text, language)

    def is_stopword(self, word: str, language: str) -> bool:
        """Whether `word` is one kana or empty: particles and the like."""
        return len(word) < 2 and not ("一" <= word <= "鿿")

    def is_punct(self, word: str, language: str) -> bool:
        """Whether `word` has no letter or digit."""
        return not any(char.isalnum() for char in word)

    def get_supported_entities(self) -> list[str]:
        """None: the recognizers find entities, from the morphemes."""
        return []

    def get_supported_languages(self) -> list[str]:
        """Japanese."""
        return ["ja"]
