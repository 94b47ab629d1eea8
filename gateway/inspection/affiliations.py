"""Whose employer an organization is that stands right beside a name in a list of people: 「捧 和也　ささげ鍛造㈱」."""

from __future__ import annotations

import re

from presidio_analyzer import RecognizerResult

from gateway.inspection.cast import NOBODY, Role
from gateway.inspection.mentions import Mentions
from gateway.inspection.passage import Passage
from gateway.verdict import About
from recognizers.titles import ADDRESS

_FAR = 24  # characters
_PARTING = r"[ \u3000\t|｜,、/／:：・]"
_AFTER_NAME = re.compile(rf"{_PARTING}{{0,12}}(?:{ADDRESS})?{_PARTING}{{0,4}}[(（]?[ \u3000]{{0,2}}")
_BEFORE_NAME = re.compile(rf"[)）]?(?:の|{_PARTING}{{0,12}})")
_ON_A_STAGE = re.compile(r"登壇|講師|パネリスト|スピーカー|審査員|審査委員|出演|受賞|入賞|演題|座長|著者|執筆|基調講演|プログラム")
"""Who speaks in public is announced with their affiliation."""
_ABOVE = 400  # characters


def affiliated(mentions: Mentions, passage: Passage, result: RecognizerResult) -> Role:
    """Nobody's own, with the key of the third party whose name it stands beside in their line; `NOBODY` where there is none."""
    text = passage.part.text
    begin, end = passage.line(result.start)
    after = passage.people_between(result.end, min(end, result.end + _FAR))[:1]
    before = passage.people_between(begin, result.start)[-1:]
    beside = [one for one in before if _AFTER_NAME.fullmatch(text, one.end, result.start)]
    if after and _BEFORE_NAME.fullmatch(text, result.end, after[0].start):
        beside = after + beside if text[result.end] == "の" else beside + after  # 「…の三好氏、アマノ博物館の沖学芸員」
    for one in beside:
        role = mentions.person(passage, one)
        if role.about in (About.THIRD_PARTY, About.COLLEAGUE) and not _ON_A_STAGE.search(text, max(0, begin - _ABOVE), end):
            return Role(role.key, About.NOBODY, (), role.label)
    return NOBODY
