"""Dates of birth that no word beside them names: beside a sex or an age, in a list, under a heading some lines above.

In rosters, insurance and travel lists the word 生年月日 stands once, far away, or nowhere: 佐渡 昌子 S36.2.14 女. What tells
them from deadlines and dates of contracts is what stands right beside: no particle, no weekday, no label of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from recognizers.identifiers.found import Found
from recognizers.identifiers.surroundings import Surroundings
from recognizers.written_dates import dates, year_of

_WORD = re.compile(r"生年月日|誕生日|生まれ|(?i:(?<![a-z])d\.?o\.?b(?![a-z])|date of birth|birth ?date)")
_BESIDE_AFTER = re.compile(r"[ \t、・,/|()]{1,4}(?:(?:満 ?)?[0-9]{1,3} ?[歳才]|(?:男性?|女性?|[MF])(?![A-Za-z一-龥ァ-ヴのがはとでもを]))")
_BESIDE_BEFORE = re.compile(r"(?:[0-9] ?[歳才]|(?<![A-Za-z一-龥])(?:[男女]性?|[MF]))[ \t、・,/|(]{1,4}\Z|(?:くん|君|ちゃん)[ ]?\([^()\n]{0,6}\Z")
_CALLED = re.compile(r"(?:さん|様|氏|殿)[ ]?\([^()\n]{0,6}\Z")
_OTHER_LABEL = re.compile(
    r"(?:日|付|期限|期間|期日|年月|時期|開始|終了|発行|交付|更新|取得|入社|退社|退職|着任|施行|改[訂定正]|設立|創業|創立|締結|締切|契約|納期|納品|出荷|発注|受注"
    r"|予定|から|より|まで|〜|~|以降|[一-龥ァ-ヴー]{1,10}[ ]{0,3}[:は])[ \t:()「|]{0,4}\Z")
_KIN = re.compile(
    r"(?:(?:ご|お)?(?:本人|主人|配偶者|奥様|奥さま|両親|嬢様|子様|子さん|父様|母様)|妻|夫|父|母|子|[長次二三四五][男女]|第[一二三1-3]子|祖[父母]|孫|兄|姉|弟|妹)[ \t:は(]{0,4}\Z")
_AN_EVENT = re.compile(
    r"[ ]{0,2}(?:\([月火水木金土日祝・]{1,3}\)|まで|から|より|以[降前後]|現在|付け?|に|の|を|へ|時点|開始|終了|締|必着|納|提出|期限|予定|実施|開催|発|入社|退[社職]"
    r"|就任|着任|設立|創[業立]|施行|改[訂定正]|[〜~-]|[0-9]{1,2}[:時]|T[0-9])")
_TRAVELLER = re.compile(r"(?<![A-Za-z0-9])(?:[A-Z]{2}(?:[0-9]{7}|[0-9]{8}[A-Z]{2})|[0-9]{4}[ -][0-9]{4}[ -][0-9]{4}|[0-9]{4}-[0-9]{6})[ \t、,/|・]{1,4}\Z")
_ENDS_A_CELL = re.compile(r"[\s|,、)」】/・]|\Z|で[すしは]|だ|と|が")
_LATEST_YEAR = 2015
_REACH = 400
_LINES = 10


def births_without_label(text: str, around: Surroundings, sure: Sequence[tuple[int, int]], words: Sequence[int]) -> Iterator[Found]:
    """Dates of birth besides the `sure` ones, (start, end) each; `words` are the ends of words of birth."""
    known = dict(sure)
    births: dict[int, set[int]] = {}  # line start: which of its dates are births
    line, number = -1, 0
    passed = 0
    for match in dates(text):
        start, end = match.span()
        begin = around.line(start)[0]
        number = number + 1 if begin == line else 0
        line = begin
        if start in known:
            births.setdefault(line, set()).add(number)
            continue
        while passed < len(words) and words[passed] <= start:
            passed += 1
        reason = _reason(text, around, start, end, words[passed - 1] if passed else -1)
        if reason is None and not _is_an_event(text, around, start, end) and _listed(text, around, line, number, births):
            reason = (0.6, "in a list of dates of birth")
        if reason:
            births.setdefault(line, set()).add(number)
            yield Found(start, end, reason[0], "date without a label", f"date {reason[1]}")


def _reason(text: str, around: Surroundings, start: int, end: int, word: int) -> tuple[float, str] | None:
    """Score and reason of a date that is a birth by what stands beside it; `word` is the end of the last word of birth."""
    if _is_an_event(text, around, start, end):
        return None
    before = around.own_line_before(start)[-40:]
    if _BESIDE_AFTER.match(text, end) or _BESIDE_BEFORE.search(before):
        return 0.7, "beside a sex, an age or a person"
    year = year_of(text[start:end])
    if year is not None and year <= _LATEST_YEAR and (_TRAVELLER.search(before) or _CALLED.search(before)):
        return 0.7, "beside a person or the number of a passport or residence card"
    near = (word >= 0 and start - word <= _REACH and text.count("\n", word, start) <= _LINES) or _WORD.search(around.around(start, end, 4, 120)[1])
    if near and year is not None and year <= _LATEST_YEAR and _ENDS_A_CELL.match(text, end):
        return 0.6, "below a word of birth"
    return None


def _is_an_event(text: str, around: Surroundings, start: int, end: int) -> bool:
    """Whether the date has a label or a particle of its own, or stands under a table's heading."""
    before = around.own_line_before(start)[-40:]
    if (_OTHER_LABEL.search(before) and not _KIN.search(before)) or _AN_EVENT.match(text, end):
        return True
    header = around.header(start) or around.spaced_header(start)
    return bool(header) and not _WORD.search(header) and bool(re.search(r"日|年月|期", header))


def is_an_event(text: str, end: int) -> bool:
    """Whether what follows a date says that it is one of an event: a particle, a weekday, 入社, 締切."""
    return bool(_AN_EVENT.match(text, end))


def _listed(text: str, around: Surroundings, line: int, number: int, births: dict[int, set[int]]) -> bool:
    """Whether on the line above the date of the same place is a birth."""
    if line <= 0 or text[line - 1] != "\n":
        return False
    above = around.line(line - 1)[0]
    return number in births.get(above, ())
