"""Statements about a career: what the frames found, judged and completed by the trained model.

The model says which clause tells of a career and where its employer stands; the frames say what the relation is. A clause
that only the model sees gets its relation from the words in it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from recognizers.career_reading import heard, honours, person_of, time_in
from recognizers.model.load import model
from recognizers.model.words import careering_words
from recognizers.nlp import Morpheme
from recognizers.reading import Career, Reading

_SURE = 0.6  # a frame's statement of at least this score stands where the model sees nothing
_BY_BOTH, _BY_MODEL = 0.95, 0.8
_SENTENCE_END = re.compile(r"[。！？!?\n]")
_RELATIONS = (
    ("退職", re.compile(r"退職|辞め|やめ|退社|退い|離職|クビ|解雇|定年|リストラ|卒業|去|抜け")),
    ("選考", re.compile(r"面接|応募|選考|内定|受け|最終|オファー")),
    ("転職", re.compile(r"転職|転じ|移っ|移ら|移る|引き抜|ヘッドハン|出向|転籍|鞍替え")),
    ("入社", re.compile(r"入社|入行|入庁|入職|入っ|新卒|中途|採用")),
    ("出身", re.compile(r"出身|出(?:です|だ|の|で|ら|ね)|あがり|上がり|畑|OB|OG|卒|古巣")),
    ("元同僚", re.compile(r"同僚|同期|上司|部下|先輩|後輩|机|席")),
    ("役職", re.compile(r"部長|課長|社長|店長|係長|主任|支店長|工場長|役員|取締役")),
    ("前職", re.compile(r"前職|前の|以前|元|前は|前")),
)


class Clause(NamedTuple):
    """A clause that tells of a career, and the employer in it; spans in running text."""

    start: int
    end: int
    employer: tuple[int, int] | None


def judge_careers(reading: Reading) -> list[Career]:
    """Every statement about a career, in text order, disjoint."""
    fine = reading.dictionary.fine(reading.tokens)
    labels = model("careers").tag(careering_words(reading, fine, reading.people, reading.organizations))
    clauses = list(clauses_of(fine, labels))
    by_rule = reading.careers_by_rule
    judged = [_judged(reading, clause, by_rule) for clause in clauses]
    ends = [clause.end for clause in clauses]
    for one in by_rule:
        i = bisect_left(ends, one.start + 1)
        if one.score >= _SURE and (i == len(clauses) or clauses[i].start >= one.end):
            judged.append(one)
    return sorted(judged, key=lambda career: career.start)


def clauses_of(fine: Sequence[Morpheme], labels: Sequence[str]) -> Iterator[Clause]:
    """The clauses that labels of words make (`recognizers.model.careering.label`), spaces at their edges left out."""
    start = end = -1
    employer: list[int] | None = None
    open_employer = False
    for one, label in zip(fine, labels, strict=True):
        if start >= 0 and label in "OBE":
            yield Clause(start, end, (employer[0], employer[1]) if employer else None)
            start, employer = -1, None
        if label == "O":
            continue
        if start < 0:
            start = one.start
        if not one.surface.isspace():
            end = one.end
        if label in "Ee" and employer is None:
            employer, open_employer = [one.start, one.end], True
        elif label == "i" and employer is not None and open_employer:
            employer[1] = one.end
        else:
            open_employer = False
    if start >= 0:
        yield Clause(start, end, (employer[0], employer[1]) if employer else None)


def _judged(reading: Reading, clause: Clause, by_rule: Sequence[Career]) -> Career:
    """A clause of the model as a statement: with the frame's relation where one overlaps."""
    rule = max((one for one in by_rule if one.start < clause.end and clause.start < one.end), key=lambda one: one.score, default=None)
    text = reading.text
    after = _SENTENCE_END.search(text, clause.end, clause.end + 200)
    before = max((match.end() for match in _SENTENCE_END.finditer(text, max(0, clause.start - 200), clause.start)), default=max(0, clause.start - 200))
    sentence = (before, after.start() if after else min(len(text), clause.end + 200))
    if rule is not None:
        employer = clause.employer or (rule.employer if rule.employer and clause.start <= rule.employer[0] and rule.employer[1] <= clause.end else None)
        return replace(rule, start=clause.start, end=clause.end, score=_BY_BOTH, employer=employer, organization=employer or rule.organization,
                       reason=f"the model and {rule.reason}")
    said = text[clause.start:clause.end]
    relation = next((name for name, words in _RELATIONS if words.search(said)), "勤務")
    return Career(clause.start, clause.end, _BY_MODEL, relation, clause.employer, clause.employer, person_of(reading, clause.start, clause.end, clause.employer, sentence[1]),
                  time_in(said), heard(text, clause.start, clause.end, sentence), honours(said), reason="the model of careers")
