"""The clauses of a text that the trained model says tell something of somebody: a career, or health, crime or creed."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from math import isnan, nan
from typing import NamedTuple

import numpy as np

from recognizers.model.decoding import OUTSIDE, Scored
from recognizers.model.load import model, reader
from recognizers.model.passages import passages
from recognizers.model.tables import Floats
from recognizers.model.view import Word
from recognizers.model.words import telling_words
from recognizers.nlp import Morpheme
from recognizers.prefilter import Opening
from recognizers.reading import Clause, Reading, Told

_LEAN = 2.0  # how generously a text is read at the least: the models are the more careful ones
_DOUBT = 11.0  # how generously a text is read to tell which passages are read again
_WEIGHTIER = 1.25  # what the reader of passages says for a clause counts for more than what it says against one: the first models are sparing
_NAY = 3.0  # what it says against one counts so much at the most: a frame that knows better may still be heard
_FIRST_NAY = 0.7  # what the first models say against a clause counts by so much where the reader speaks too
_DENIED = -2.5
"""Below which log odds, on the average of its words, the reader of passages by itself says that a statement is none."""

_WORKING = Opening(re.compile(
    r"職|勤|就[任職業労]|[着新選退再留辞歴]任|辞|退(?!去|避|勢|治|者)|転[職勤籍校身]|採用|内定|面接|応募|入[社り](?!口|用)|入っ|雇|出身|の出(?=で|だ|。|、|らし|$)|卒|学校|大学|高校|学院|専攻|免許|資格|免状|講習|修[了業行]|見習|弟子"
    r"|経験|元(?![気々にのはがを])|前の|以前|昔|かつて|若い頃"
    r"|(?<![0-9])(?:[0-9]{1,2}|[一二三四五六七八九十数]{1,3})年(?!度|版|式|月|[0-9])|年目|働|[育産]休|独立|開業|廃業|移[りっら]|戻[りっら](?!次第)|配属|異動|赴任|駐在|出向(?![いかきくけこ])|派遣|バイト"
    r"|パート(?!ナ)|社員|定年|引退|時代|畑|OB|だった|でした(?:が|ので|から)|になり|なった(?:の|ん|そう|人|方)|[上あ]がり|してた|やってた|おりました|おられ|いらした|いた(?:人|方|頃|ころ|とき|時|の|ん|そう)"
))
"""Words of which careers are told, and hardly anything that is ordered, sent or paid: where one stands the passage is read again, too."""


class _Second(NamedTuple):
    """What the reader of passages says of each word, NaN where it was not asked: by how much the likeliest label is likelier than that nothing is told, and whose it is."""

    seen: Floats
    whose: Floats


def _read_again(fine: Sequence[Morpheme], words: Sequence[Word], scored: Scored, told_of: Sequence[tuple[int, int]]) -> tuple[Scored, _Second | None]:
    """`scored` with what the reader of passages says of those in which tagger and network see something or nearly do, or `told_of` lies (words, half-open), and what it says by itself."""
    second = reader()
    doubtful = sorted([*((one.start, one.end) for one in scored.doubtful(_DOUBT)), *told_of]) if second else []
    if second is None or not doubtful:
        return scored, None
    outside = scored.names.index(OUTSIDE)
    columns = [second.labels.index(label) for label in scored.names]
    read, places = {}, iter(doubtful)
    alone = _Second(np.full(len(words), np.nan, np.float32), np.full(len(words), np.nan, np.float32))
    telling = [column for column in columns if column != columns[outside]]
    place = next(places, None)
    for start, end in passages(scored.closings, len(words)):
        while place is not None and place[1] <= start:
            place = next(places, None)
        if place is None:
            break
        if place[0] < end:
            said = second.read([one.surface for one in fine[start:end]], [one.tag for one in words[start:end]])
            alone.whose[start:end] = said.whose
            alone.seen[start:end] = said.scores[:, telling].max(axis=1) - said.scores[:, columns[outside]]
            likelier = said.scores[:, columns] - said.scores[:, [columns[outside]]]  # each label than that nothing is told
            read[start, end] = np.where(likelier > 0, _WEIGHTIER * likelier, np.maximum(likelier, -_NAY))
    return scored.heeding(read, _FIRST_NAY), alone


class Telling:
    """A text scored by the model of clauses; `told` reads it as generously as asked, each time once."""

    def __init__(self, reading: Reading) -> None:
        self._fine = reading.fine
        words = telling_words(reading)
        self._starts = [one.start for one in reading.fine]
        spans = [*((one.start, one.end) for one in reading.careers_by_rule), *(match.span() for match in _WORKING.matches(reading.text))]
        told_of = [(max(0, bisect_right(self._starts, start) - 1), bisect_left(self._starts, end)) for start, end in spans]
        self._scored, self._second = _read_again(reading.fine, words, model("clauses").score(words), told_of)
        self._told: dict[float, Told] = {}

    def told(self, generous: float = _LEAN) -> Told:
        """The telling clauses, each list in text order, all disjoint; the more generous, the more."""
        told = self._told.get(generous)
        if told is None:
            found = list(clauses_of(self._fine, self._scored.labels(generous)))
            told = self._told[generous] = Told([clause for clause, sensitive in found if not sensitive], [clause for clause, sensitive in found if sensitive])
        return told


    def anothers(self, start: int, end: int) -> float | None:
        """The log odds that what is told at `start`:`end` is somebody else's than the writer's or the reader's, by the words themselves; None where that was not read."""
        return None if self._second is None else self._mean(self._second.whose, start, end)

    def denied(self, start: int, end: int) -> bool:
        """Whether the reader of passages, asked by itself, plainly sees nothing told at `start`:`end`."""
        seen = None if self._second is None else self._mean(self._second.seen, start, end)
        return seen is not None and seen < _DENIED

    def _mean(self, said: Floats, start: int, end: int) -> float | None:
        first = max(0, bisect_right(self._starts, start) - 1)
        of_words = [float(said[i]) for i in range(first, bisect_left(self._starts, end)) if not self._fine[i].surface.isspace()]
        mean = sum(of_words) / len(of_words) if of_words else nan
        return None if isnan(mean) else mean


def clauses_of(fine: Sequence[Morpheme], labels: Sequence[str]) -> Iterator[tuple[Clause, bool]]:
    """The clauses that labels of words make (`recognizers.model.telling.label`), spaces at their edges left out; whether sensitive."""
    start = end = -1
    employer: tuple[int, int] | None = None
    naming = sensitive = False
    for one, label in zip(fine, labels, strict=True):
        if start >= 0 and (label in "OBES" or (label == "s") != sensitive):
            yield Clause(start, end, employer), sensitive
            start, employer = -1, None
        if label == "O":
            continue
        if one.surface.isspace():
            continue
        if start < 0:
            start, sensitive = one.start, label in "Ss"
        end = one.end
        if label in "Eei" and employer is None:
            employer, naming = (one.start, one.end), True
        elif label == "i" and employer is not None and naming:
            employer = (employer[0], one.end)
        else:
            naming = False
    if start >= 0:
        yield Clause(start, end, employer), sensitive
