"""Names no dictionary has, where an honorific or the like says that one must stand: 中辻, シャルマ, 石動."""

from __future__ import annotations

import re

from recognizers.nlp import Kind
from recognizers.reading import HIRAGANA, KANJI, KATAKANA, NAMES, Reading
from recognizers.titles import NO_NAMES, PLACES


def katakana_name(reading: Reading, i: int) -> int | None:
    """The index of the first morpheme of the katakana name whose last is `i`; None when it is another word."""
    tokens = reading.tokens
    first = i
    while first > 0 and i - first < 6 and tokens[first - 1].end == tokens[first].start and (
            KATAKANA.fullmatch(tokens[first - 1].surface) or tokens[first - 1].surface in ("・", "=")):
        first -= 1
    while first < i and tokens[first].surface in ("・", "="):
        first += 1
    whole = reading.text[tokens[first].start:tokens[i].end]
    kinds = reading.kinds(tokens[i].surface)
    if whole in NO_NAMES or not 2 <= len(whole) <= 24:
        return None
    if (kinds & NAMES and tokens[i].kind is not Kind.NOUN) or "・" in whole or tokens[i].kind in NAMES:
        return first
    if first == i and (tokens[i].oov or kinds & NAMES or not kinds):
        return first
    return None


def unknown_name(reading: Reading, i: int) -> int | None:
    """A name no dictionary has: up to three kanji of one-character words; one Latin letter or a capitalized word."""
    tokens = reading.tokens
    last = tokens[i]
    if re.fullmatch(r"[A-Z](?:[a-z]{2,14})?|[A-Z][a-z]{1,12}[ -][A-Z][a-z]{1,12}", last.surface):
        return i
    first = i
    while first >= 0 and i - first < 3 and len(tokens[first].surface) == 1 and KANJI.fullmatch(tokens[first].surface) and (
            first == i or tokens[first].end == tokens[first + 1].start) and tokens[first].surface not in NO_NAMES:
        first -= 1
    first += 1
    if i - first >= 1:
        return first
    if last.kind is Kind.PLACE and 2 <= len(last.surface) <= 3 and KANJI.fullmatch(last.surface) and last.surface not in PLACES:
        return i  # 石動: a place few know, a surname some have
    if last.oov and (KANJI.fullmatch(last.surface) or HIRAGANA.fullmatch(last.surface)) and 2 <= len(last.surface) <= 4:
        return i
    return None
