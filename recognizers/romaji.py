"""Names of people in Latin letters: Ichiro TANAKA, Tanaka Ichiro, Mr. Smith, Tanaka-san.

Source: ローマ字のつづり方 (昭和29年内閣告示1号) and Hepburn, as passports use it: a name is a row of such syllables.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from recognizers.prefilter import opening
from recognizers.reading import Reading, Span

_SYLLABLE = r"(?:(?:[kgsztdnhbpmrwyjfc]|ch|sh|ts|[kgnhbpmr]y|tch|kk|pp|ss|tt|mm|nn)?[aiueo]h?|n(?![aiueoy])|m(?=[bpm]))"
_ROMAJI = re.compile(rf"{_SYLLABLE}{{2,8}}")
_PAIR = re.compile(r"(?<![A-Za-z0-9@._/-])(?=([A-Z][A-Za-z]{1,14})[ ,]{1,2}([A-Z][A-Za-z]{1,14})(?![A-Za-z0-9@_/]|\.[A-Za-z]))")
_ADDRESSED = re.compile(
    r"(?<![A-Za-z])(?:Mr|Ms|Mrs|Dr)\.? ([A-Z][a-z]{1,14}(?: [A-Z][a-z]{1,14})?)(?![a-z])"
    r"|(?<![A-Za-z@._-])([A-Z][a-z]{1,14}(?: [A-Z][A-Za-z]{1,14})?)(?=-(?:san|sama)(?![a-z])|(?: ?)(?:さん|様|氏|さま))")
_NO_NAMES_LIST = """
    tokyo osaka kyoto nagoya yokohama kobe fukuoka sapporo sendai hiroshima chiyoda minato shinjuku
    shibuya japan nippon nihon kanto kansai kabushiki kaisha shinkansen line me to no re fine one
    more note page home site code mode node date time name base same type file size use user share
    save close made make care sale free tone zone main mine sun son men ten pen non can mobile
    phone google zoom teams mate sake sushi manga anime kanji kana hi
"""
_NO_NAMES = frozenset(_NO_NAMES_LIST.split())
_ENGLISH = frozenset(["About", "Dear", "Hi", "Hello", "From", "To", "With", "And", "For", "Thanks", "Thank", "Ask", "Tell", "Met", "Meet", "Per", "By", "As", "Also", "The"])


def romaji_names(reading: Reading) -> Iterator[Span]:
    """Two romaji words with capitals, and Latin names with a form of address."""
    for match in opening(_PAIR).matches(reading.text):
        words = [word.lower() for word in match.groups()]
        japanese = [bool(_ROMAJI.fullmatch(word)) and word not in _NO_NAMES and len(word) > 1 for word in words]
        one_in_capitals = sum(word.isupper() for word in match.groups()) == 1
        # Sarah KIMURA: one half Japanese, the surname in capitals as business cards have it
        halves = one_in_capitals and any(ok and word.isupper() and len(word) > 3 for ok, word in zip(japanese, match.groups(), strict=True))
        if (all(japanese) or halves) and max(map(len, words)) > 2:
            yield Span(match.start(1), match.end(2), 0.85 if one_in_capitals else 0.7, "a name in romaji")
    for match in opening(_ADDRESSED).matches(reading.text):
        group = 1 if match.group(1) else 2
        start, end = match.span(group)
        first, space, _ = match.group(group).partition(" ")
        if space and first in _ENGLISH:
            start += len(first) + 1
        yield Span(start, end, 0.92, "Latin letters with a form of address")


_KANA = dict(zip(
    "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲンガギグゲゴザジズゼゾダヂヅデドバビブベボパピプペポヴ",
    ["a", "i", "u", "e", "o", "ka", "ki", "ku", "ke", "ko", "sa", "si", "su", "se", "so", "ta", "ti", "tu", "te", "to", "na", "ni", "nu", "ne", "no", "ha", "hi", "hu", "he", "ho", "ma", "mi", "mu", "me", "mo", "ya", "yu", "yo", "ra", "ri", "ru", "re", "ro", "wa", "o", "n", "ga", "gi", "gu", "ge", "go", "za", "zi", "zu", "ze", "zo", "da", "zi", "zu", "de", "do", "ba", "bi", "bu", "be", "bo", "pa", "pi", "pu", "pe", "po", "vu"], strict=True))
_YOON = {"ャ": "ya", "ュ": "yu", "ョ": "yo", "ァ": "a", "ィ": "i", "ゥ": "u", "ェ": "e", "ォ": "o"}
_HEPBURN = (("shi", "si"), ("sh", "sy"), ("chi", "ti"), ("tch", "tt"), ("ch", "ty"), ("tsu", "tu"), ("fu", "hu"), ("ji", "zi"), ("j", "zy"),
            ("mb", "nb"), ("mp", "np"), ("mm", "nm"), ("oh", "o"), ("ou", "o"), ("oo", "o"), ("uu", "u"), ("-", ""), ("'", ""))


def plain_romaji(word: str) -> str:
    """`word` in romaji with the spellings made one: Ohtani, Ootani and Otani are equal, Hepburn and 訓令式 too."""
    word = word.lower()
    for hepburn, plain in _HEPBURN:
        word = word.replace(hepburn, plain)
    return word


def romaji_of(reading: str) -> str:
    """Katakana in plain romaji (see `plain_romaji`): サエグサ → saegusa."""
    out: list[str] = []
    double = False
    for char in reading:
        if char in _YOON and out:
            out[-1] = (out[-1][:-1] if out[-1].endswith(("i", "u", "e", "o")) else out[-1]) + _YOON[char]
        elif char == "ッ":
            double = True
        elif char in _KANA:
            syllable = _KANA[char]
            out.append(syllable[0] + syllable if double and syllable[0] not in "aiueon" else syllable)
            double = False
    return plain_romaji("".join(out))
