"""A text as the models' words: compounds taken apart, what the dictionary knows of each, what the rules found there."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from recognizers.model.meaning import meanings
from recognizers.model.telling import COMPANY, PERSON
from recognizers.model.view import LINE_END, SPACE, Word
from recognizers.nlp import Kind, Morpheme, sudachi
from recognizers.prefilter import Opening
from recognizers.reading import Reading

_LETTERS = ((Kind.FAMILY, "f"), (Kind.GIVEN, "g"), (Kind.PERSON, "n"), (Kind.PLACE, "l"), (Kind.PROPER, "o"), (Kind.NOUN, "w"), (Kind.VERB, "v"), (Kind.ADVERB, "a"))
_LONGEST = 16  # characters of a word that are kept: longer ones are no words
_LONGEST_KEPT = 32  # characters; the dictionary is not asked for longer ones
_YEAR = re.compile("(?:19|20)[0-9]{2}")
NOTHING = "-"


def letters(kinds: frozenset[Kind]) -> str:
    """The dictionary's kinds of a surface in letters: fgw can be a surname, a given name and a plain word."""
    return "".join(letter for kind, letter in _LETTERS if kind in kinds)


def short_tag(tag: str) -> str:
    """A part of speech as far as it matters."""
    parts = tag.split("-")
    return "-".join(parts[:4] if "固有名詞" in parts else parts[:2])


def plain(surface: str) -> str:
    """A surface as the models know it: any line end is one, any space is one, and so are all long numbers but years."""
    if surface.isdecimal() and len(surface) > 2 and not _YEAR.fullmatch(surface):
        return "0" * min(len(surface), _LONGEST)
    return LINE_END if "\n" in surface else SPACE if surface.isspace() else surface[:_LONGEST]


class Known(NamedTuple):
    """What a morpheme is to the models: to that of names, where no rule found anything, and to that of clauses, where no name stands."""

    word: Word
    told: str  # the dictionary form of what is inflected, else the surface
    tag: str
    sense: str


def known_words(fine: Sequence[Morpheme]) -> list[Known]:
    """What each morpheme is to the models.

    What is too long to be a word is not kept, and no dictionary has it.
    """
    kept = _kept
    return [kept(one[2], one[3], one[4], one[5]) if len(one[2]) <= _LONGEST_KEPT else _too_long(one) for one in fine]


@lru_cache(maxsize=32_768)
def _kept(surface: str, kind: Kind, tag: str, lemma: str) -> Known:
    sense = meanings().of(sudachi().normal(lemma, kind)) if kind in _MEANING else ""
    seen, short = plain(surface), short_tag(tag)
    return Known(Word(seen, short, letters(sudachi().kinds_of(surface)), NOTHING, sense), lemma[:_LONGEST] if kind in _INFLECTED else seen, short, sense)


def _too_long(one: Morpheme) -> Known:
    seen, short = plain(one.surface), short_tag(one.tag)
    return Known(Word(seen, short, "", NOTHING), one.lemma[:_LONGEST] if one.kind in _INFLECTED else seen, short, "")


_INFLECTED = frozenset((Kind.VERB, Kind.ADJECTIVE))
_MEANING = frozenset((Kind.NOUN, Kind.VERB, Kind.ADJECTIVE, Kind.ADVERB, Kind.SUFFIX, Kind.PREFIX, Kind.PRONOUN, Kind.PROPER, Kind.PLACE))


_new = tuple.__new__  # a named tuple's own constructor costs a call more, for every word


def marks(starts: Sequence[int], found: Iterable[tuple[int, int, str]]) -> dict[int, str]:
    """Of the words that begin at `starts` those in a span of `found`, by number, with the span's mark: B and the mark, then I and the mark."""
    made = {}
    count = len(starts)
    for start, end, mark in found:
        i, lead = bisect_left(starts, start), "B"
        while i < count and starts[i] < end:
            made[i] = lead + mark
            lead = "I"
            i += 1
    return made


def naming_words(reading: Reading) -> list[Word]:
    """The words of a text for the model of names."""
    words = [one[0] for one in reading.known]
    found = [(span.start, span.end, f"O{_sure(span.score)}") for span in reading.organizations_by_rule]
    found += [(span.start, span.end, f"P{_sure(span.score)}") for span in reading.people_by_rule]
    for i, mark in marks(reading.fine_starts, found).items():
        words[i] = words[i]._replace(rule=mark)
    return words


_FORMER = re.compile(r"以前|(?<![一-龥0-9])前(?=[はに、の]|[ァ-ヴ一-龥])|昔|かつて|元々|もともと|もとは|当時|前職|古巣|新卒|中途|年(?:間|前|目)|頃|ころ|時代|若い")
_SOMEBODY = re.compile(r"さん|様|氏|くん|君|彼|あの(?:人|方)|課長|部長|社長|係長|担当|先生|方[はがもでだに]|新人|の子|者[はがも]|先輩|後輩|同期|上司|部下|妻|夫|母|父|兄|姉|弟|妹|娘|息子|彼女|奥")
_HEARSAY = re.compile(r"そう(?:です|だ|で|な|よ)|らしい|らしく|みたい|(?:だ|た|る)って|って(?:聞|言|話)|と(?:の(?:こと|話)|聞|伺|うかが|か)|によると|曰く|噂|うわさ|聞い|伺")
_SELF = re.compile(r"私|わたし|わたくし|僕|俺|小職|当方|弊社|当社|うち")
_TOLD = tuple((Opening(pattern), letter) for pattern, letter in ((_FORMER, "F"), (_SOMEBODY, "S"), (_HEARSAY, "H"), (_SELF, "M")))
_ABOVE = 120  # characters before a sentence in which somebody named may be its topic


def telling_words(reading: Reading) -> list[Word]:
    """The words of a text for the model of clauses; who and what stands named in it is known by then."""
    known, starts, people, organizations = reading.known, reading.fine_starts, reading.people, reading.organizations
    places = [one.start for one in people], [one.start for one in organizations]
    told = [(letter, [match.start() for match in pattern.matches(reading.text)]) for pattern, letter in _TOLD]
    words: list[Word] = []
    done = 0
    for end in (*(match.end() for match in _ENDING.finditer(reading.text)), len(reading.text) + 1):
        upto = bisect_left(starts, end, done)
        if upto > done:
            what = _held(told, starts[done], end, *places)
            words += [_new(Word, (surface, tag, what, NOTHING, sense)) for _, surface, tag, sense in known[done:upto]]
            done = upto
    for i, name in marks(starts, [(one.start, one.end, PERSON) for one in people] + [(one.start, one.end, COMPANY) for one in organizations]).items():
        words[i] = words[i]._replace(surface=name[1:], tag=name, sense="")
    rules = marks(starts, [(one.start, one.end, f"C{_sure(one.score)}{'b' if one.employer is None else ''}") for one in reading.careers_by_rule])
    for i, employer in marks(starts, [(*one.employer, "e") for one in reading.careers_by_rule if one.employer]).items():
        rules[i] = rules.get(i, NOTHING) + employer
    for i, rule in rules.items():
        words[i] = words[i]._replace(rule=rule)
    return words


_ENDING = re.compile(r"[。\n]")


def _held(told: Sequence[tuple[str, Sequence[int]]], start: int, end: int, people: Sequence[int], organizations: Sequence[int]) -> str:
    """What the sentence at `start`:`end` holds, in letters; `people` and `organizations` are where such begin."""
    made = "".join(letter for letter, places in told if _within(places, start, end))
    made += "P" if _within(people, start, end) else "p" if _within(people, start - _ABOVE, start) else ""
    return made + "O" if _within(organizations, start, end) else made


def _within(places: Sequence[int], start: int, end: int) -> bool:
    i = bisect_left(places, start)
    return i < len(places) and places[i] < end


def _sure(score: float) -> int:
    return 3 if score >= 0.85 else 2 if score >= 0.7 else 1
