"""A name alone in the line above a statement: in chat that is how one says of whom it is, or whom one speaks to."""

from __future__ import annotations

import re

from gateway.inspection.cast import Role
from gateway.inspection.mentions import Mentions, bare_name
from gateway.inspection.passage import Passage
from gateway.verdict import About
from recognizers.normalize import fold_name
from recognizers.titles import SELF_WORDS, TITLES

_NAME_ALONE = re.compile(rf"(?:\A|\n)[ \u3000]{{0,4}}(?P<name>[^\s@、。,，「」()（）]{{1,10}}?)(?:さん|くん|君|ちゃん|氏|{TITLES})[ \u3000]{{0,4}}\r?\n\s{{0,4}}\Z")
_POLITE = re.compile(r"です|ます|でした|ました|っす|ません|ください|でしょう|おりま")


def called_out(mentions: Mentions, passage: Passage, start: int, end: int) -> Role | None:
    """Whose name stands alone in the line above a statement as one makes it of others: 「坂口さん」「先月まで…にいた」. To them one says です and ます."""
    begin = passage.line(start)[0]
    alone = _NAME_ALONE.search(passage.part.text, max(0, begin - 24), begin)
    said = passage.text(begin, end)
    if alone is None or _POLITE.search(said) or SELF_WORDS.search(said):
        return None
    name = bare_name(alone["name"])
    key = fold_name(name)
    return Role(f"name:{key}", About.THIRD_PARTY, (), name) if key in mentions.cast.only_called else mentions.cast.who(name)
