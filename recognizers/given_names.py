"""Given names that were left off, or stand as names of their own: 妹尾 りこ, 青柳 とし江様, 木下 蒼くん."""

from __future__ import annotations

import re
from collections.abc import Sequence

from recognizers.nlp import Kind
from recognizers.reading import Reading, Span
from recognizers.titles import HONORIFICS

_FAMILY = re.compile(r"[一-龥々ヶノ]{1,4}")
_END = rf"(?=[ ]?(?:{HONORIFICS})|[ ]{{0,2}}(?:[(\n/|、]|\Z)|[ ]{{1,3}}[0-9])"
_IN_KANA = re.compile(
    rf"[ ]{{1,2}}(?P<given>(?!さん|さま|くん|ちゃん|どの)(?!(?:です|ます|でした|ました|より|から|まで|あて|ほか|なし|あり|など|こと|さん|さま|くん|ちゃん|たち|のみ|だけ|また|では|とも|みな|うち|そと|いま|まだ|もう|はい|いえ|ため|ただ|のち)(?:[^ぁ-ん]|\Z))(?:[ぁ-ん]{{2,4}}|[ぁ-ん]{{1,3}}[一-龥])){_END}")
_IN_KANJI = re.compile(r"[ ]{1,2}\Z")
_HONOURED = re.compile(rf"[ ]?(?:{HONORIFICS})")


def with_given_names(reading: Reading, people: Sequence[Span]) -> list[Span]:
    """`people`, each surname with the given name that follows it after a space."""
    made: list[Span] = []
    for one in people:
        if made and one.start < made[-1].end:
            continue  # とし|江, of which the whole is known by now
        if made and _is_the_given_name(reading, made[-1], one):
            made[-1] = made[-1]._replace(end=one.end)
            continue
        made.append(_with_kana(reading, one))
    return made


def _with_kana(reading: Reading, one: Span) -> Span:
    text = reading.text
    if not _FAMILY.fullmatch(text, one.start, one.end) or Kind.FAMILY not in reading.kinds(text[one.start:one.end]):
        return one
    match = _IN_KANA.match(text, one.end)
    return one._replace(end=match.end("given")) if match else one


def _is_the_given_name(reading: Reading, last: Span, one: Span) -> bool:
    """Whether `one`, who is called by an honorific, is the given name of `last`, a bare surname right before a space."""
    text = reading.text
    if not 1 <= one.start - last.end <= 2 or text[last.end:one.start].strip(" ") or not _HONOURED.match(text, one.end):
        return False
    family, given = text[last.start:last.end], text[one.start:one.end]
    return bool(_FAMILY.fullmatch(family) and len(given) <= 3) and Kind.FAMILY in reading.kinds(family) and (Kind.FAMILY not in reading.kinds(given) or Kind.GIVEN in reading.kinds(given))
