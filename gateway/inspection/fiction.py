"""What is told of people in stories: the hero of a novel, a character of a series, the sketch of a plot."""

from __future__ import annotations

import re

from gateway.inspection.passage import Passage
from recognizers.titles import HONORIFICS, TITLES

_STORY = re.compile(r"主人公|登場人物|ヒロイン|プロット|あらすじ|架空の|第[0-9一二三四五六七八九十]{1,2}話|朝ドラ|大河ドラマ")
_PERHAPS = re.compile(r"ドラマ(?!ー)|小説|漫画|マンガ|映画|アニメ|舞台版|連載")
_FAR, _NEAR = 200, 40  # characters before a statement in which such a word speaks for it
_ADDRESSED = re.compile(rf"[ 　]?(?:{HONORIFICS}|{TITLES})")


def fictional(passage: Passage, start: int, end: int) -> bool:
    """Whether the statement at `start`:`end` is of somebody in a story; not where its sentence names somebody with a form of address."""
    begin, stop = passage.sentence(start, end)
    if any(_ADDRESSED.match(passage.part.text, one.end) for one in passage.people_between(begin, stop)):
        return False
    return bool(_STORY.search(passage.text(start - _FAR, end)) or _PERHAPS.search(passage.text(min(begin, start - _NEAR), end)))
