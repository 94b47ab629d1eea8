"""Given names that were left off, or stand as names of their own, and surnames before them: 妹尾 りこ, 青柳 とし江様, 松 恵子様."""

from __future__ import annotations

import re
from collections.abc import Sequence

from recognizers.nlp import Kind
from recognizers.reading import Reading, Span
from recognizers.titles import HONORIFICS

_FAMILY = re.compile(r"[一-龥々ヶノ]{1,4}")
_END = rf"(?=[ ]?(?:{HONORIFICS})|[ ]{{0,2}}(?:[(\n/|、]|\Z)|[ ]{{1,3}}[0-9])"
_IN_KANA = re.compile(
    rf"[ ]{{1,2}}(?P<given>(?!さん|さま|くん|ちゃん|どの)(?!(?:です|ます|でした|ました|より|から|まで|あて|ほか|なし|あり|など|こと|さん|さま|くん|ちゃん|たち|のみ|だけ|また|では|とも|みな|うち|そと|いま|まだ|もう|はい|いえ"
    rf"|ため|ただ|のち)(?:[^ぁ-ん]|\Z))(?:[ぁ-ん]{{2,4}}|[ぁ-ん]{{1,3}}[一-龥])){_END}")
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
        made.append(_with_surname(reading, _with_kana(reading, one)))
    return made


def _with_kana(reading: Reading, one: Span) -> Span:
    text = reading.text
    if not _FAMILY.fullmatch(text, one.start, one.end) or Kind.FAMILY not in reading.kinds(text[one.start:one.end]):
        return one
    match = _IN_KANA.match(text, one.end)
    return one._replace(end=match.end("given")) if match else one


_BEFORE = re.compile(r"(?:^|[:|\t]|  )[ ]{0,8}(?P<family>[一-龥]{1,2})[ ]{1,2}\Z", re.MULTILINE)
_CLOSED = re.compile(rf"[ ]?(?:{HONORIFICS})|[ ]{{0,2}}(?:\n|\Z)")


def _with_surname(reading: Reading, one: Span) -> Span:
    """`one`, a given name alone, with the short surname that opens its line or cell: 「松　恵子様」."""
    text = reading.text
    match = _BEFORE.search(text, max(0, one.start - 14), one.start)
    if match is None or not _CLOSED.match(text, one.end) or Kind.GIVEN not in (kinds := reading.kinds(text[one.start:one.end])) or Kind.FAMILY in kinds:
        return one
    return one._replace(start=match.start("family")) if Kind.FAMILY in reading.kinds(match["family"]) else one


def _is_the_given_name(reading: Reading, last: Span, one: Span) -> bool:
    """Whether `one`, who is called by an honorific or ends the line as a given name, is that of `last`, a bare surname right before a space."""
    text = reading.text
    if not 0 <= one.start - last.end <= 2 or text[last.end:one.start].strip(" "):
        return False
    family, given = text[last.start:last.end], text[one.start:one.end]
    if not _HONOURED.match(text, one.end) and not (_CLOSED.match(text, one.end) and Kind.GIVEN in reading.kinds(given) and Kind.FAMILY not in reading.kinds(given)):
        return False
    one_word = one.start == last.end and Kind.PLACE in reading.kinds(family)  # 滋賀和也様
    return bool(_FAMILY.fullmatch(family) and len(given) <= 3) and (Kind.FAMILY in reading.kinds(family) or one_word) and (Kind.FAMILY not in reading.kinds(given) or Kind.GIVEN in reading.kinds(given))
