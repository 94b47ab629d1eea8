"""Dates as Japanese offices write them: Western and era years, in full, in short, in digits, and both years together.

Source: 元号法 (昭和54年法律43号) and 元号を改める政令 for the eras; JIS X 0301 for their letters M, T, S, H and R. The patterns
read folded text (`recognizers.normalize`), where ㍻ is 平成 and every hyphen is one.
"""

from __future__ import annotations

import re
from functools import lru_cache

_N = r"(?:[0-9]{1,2}|(?!〇)[元一二三四五六七八九十〇]{1,4})"
_ERA = r"(?:明治|大正|昭和|平成|令和|(?<![A-Za-z])[MTSHRmtshr][.・]?|(?<![一-龥])[明大昭平令](?=[ .・]?[0-9元]|[一二三四五六七八九十]{1,3}・))"
_WESTERN = r"(?:西暦 ?)?(?:19|20)[0-9]{2}"
_OF_ERA = rf"{_ERA} ?{_N}"
_THEN = r"[ \t]{0,3}(?:\n[> \t]{0,8})?"
_POINT = r" ?[-/.] ?"
_YEAR = (
    rf"(?:{_WESTERN}(?: ?年)?(?: ?[(/] ?{_OF_ERA} ?年?\)?)?|{_OF_ERA}(?: ?年)?(?: ?[(/] ?{_WESTERN} ?年?\)?)?)")
_MONTHS = r"(?:J(?:an|AN|un|UN|ul|UL)|F(?:eb|EB)|M(?:ar|AR|ay|AY)|A(?:pr|PR|ug|UG)|S(?:ep|EP)|O(?:ct|CT)|N(?:ov|OV)|D(?:ec|EC))[A-Za-z]{0,6}\.?"
_DAY_IN_WORDS = rf"の?{_THEN}{_N} ?月{_THEN}{_N} ?日"
_DAY_IN_DIGITS = rf"{_POINT}(?:1[0-2]|0?[1-9]){_POINT}(?:3[01]|[12][0-9]|0?[1-9])(?![0-9])(?![-.][0-9])(?:(?<=[.][0-9])|(?<=[.][0-9][0-9])|(?!/[0-9]{{1,2}}(?![0-9])))"

_DAY_BY_DOTS = r"・(?:(?:1[0-2]|0?[1-9])・(?:3[01]|[12][0-9]|0?[1-9])(?![0-9])|[一二三四五六七八九十]{1,2}・[一二三四五六七八九十]{1,3})"
_BY_MONTH = rf"(?:[0-3]?[0-9][ -]?{_MONTHS}[, -]{{0,2}}(?:19|20)[0-9]{{2}}|{_MONTHS} [0-3]?[0-9](?:st|nd|rd|th)?,? (?:19|20)[0-9]{{2}})"

DATE = (
    rf"(?:{_YEAR} ?年?{_DAY_IN_WORDS}|(?:{_WESTERN}|{_OF_ERA}){_DAY_IN_DIGITS}|{_OF_ERA}{_DAY_BY_DOTS}"
    r"|(?:19|20)[0-9]{2}(?:1[0-2]|0[1-9])(?:3[01]|[12][0-9]|0[1-9])(?![0-9])"
    rf"|{_BY_MONTH})")
"""A whole date: year, month and day."""

SHORT_DATE = rf"(?:'?[0-9]{{2}}(?: ?年{_DAY_IN_WORDS}|{_DAY_IN_DIGITS})|[0-3]?[0-9][/.-][0-3]?[0-9][/.-](?:19|20)[0-9]{{2}}(?![0-9]))"
"""A date whose century is left out, or whose year comes last; only where the text says what it is."""

PARTIAL_DATE = rf"(?:{_YEAR} ?年? ?{_N} ?月(?! ?[0-9]{{1,2}} ?日)|(?<![0-9年]){_N} ?月 ?{_N} ?日|(?<![0-9/.-])(?:1[0-2]|0?[1-9])/(?:3[01]|[12][0-9]|0?[1-9])(?![0-9/]))"
"""A day without its year, or a month without its day."""

_FIRST_YEARS = {"明": 1868, "M": 1868, "大": 1912, "T": 1912, "昭": 1926, "S": 1926, "平": 1989, "H": 1989, "令": 2019, "R": 2019}
_WESTERN_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}")
_ERA_YEAR = re.compile(r"([明大昭平令MTSHR])[治正和成]?[ .・]{0,2}([0-9]{1,2}|元|[一二三四五六七八九十〇]{1,4})")
_KANJI_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")}


_MAY_BEGIN = re.compile(
    r"[12明大昭平令MTSHRmtshr](?=(?<=[12])[09][0-9]{2}(?:年|[/.( -]|[01][0-9][0-3][0-9](?![0-9]))|(?<=[^12])[治正和成]?[ .・]{0,2}[0-9元一二三四五六七八九十])")
_MONTH = re.compile(r"[JFMASOND](?:an|AN|un|UN|ul|UL|eb|EB|ar|AR|ay|AY|pr|PR|ug|UG|ep|EP|ct|CT|ov|OV|ec|EC)[A-Za-z]{0,6}[ .,0-9-]")
_IN_ENGLISH = re.compile(_BY_MONTH)
_RUNS_IN = re.compile(r"(?<=[0-9A-Za-z])|(?<=[0-9][-/.])")
_WHOLE = re.compile(DATE)


@lru_cache(maxsize=4)
def dates(text: str) -> tuple[re.Match[str], ...]:
    """Every whole date in `text` that no letter or digit runs into, in order; found once a text for all who ask."""
    places = {match.start() for match in _MAY_BEGIN.finditer(text)}
    if _MONTH.search(text):
        places |= {match.start() for match in _IN_ENGLISH.finditer(text)}
    found: list[re.Match[str]] = []
    done = 0
    for place in sorted(places):
        if place >= done and not _RUNS_IN.match(text, place) and (match := _WHOLE.match(text, place)):
            found.append(match)
            done = match.end()
    return tuple(found)


def year_of(date: str) -> int | None:
    """The Western year of a date written in one of these ways; None when it tells none (century left out)."""
    if western := _WESTERN_YEAR.search(date):
        return int(western.group())
    era = _ERA_YEAR.search(date.upper())
    return _FIRST_YEARS[era.group(1)] - 1 + _number(era.group(2)) if era else None


def _number(written: str) -> int:
    """Up to 99 in digits or kanji, 元 as the first."""
    if written.isascii():
        return int(written)
    if written == "元":
        return 1
    tens, ten, ones = written.rpartition("十")
    if ten:
        return (_KANJI_DIGITS.get(tens[-1:], 1) if tens else 1) * 10 + _KANJI_DIGITS.get(ones[:1], 0)
    return int("".join(str(_KANJI_DIGITS.get(c, 0)) for c in written))
