"""Entries of personnel papers: a label and its value, beside or below the name of whoever they are about.

Source: 労働者名簿 (労働基準法107条, 同法施行規則53条: 雇入の年月日, 退職の年月日及びその事由), 作業員名簿 of building sites (雇入年月日, 経験年数),
就労証明書 (雇用(予定)期間, 在職期間).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from recognizers.identifiers.surroundings import Surroundings
from recognizers.prefilter import opening
from recognizers.reading import Career, Reading
from recognizers.titles import ADDRESS

_YEAR = r"(?:(?:19|20)[0-9]{2}|(?:昭和|平成|令和|[昭平令SHR])\.?[ ]?(?:[0-9]{1,2}|元))"
_DATE = rf"{_YEAR}(?:年|[./-])[ ]?[0-9]{{1,2}}(?:(?:月|[./-])(?:[ ]?[0-9]{{1,2}}日?)?)?"
_YEARS = r"(?:約|満)?[0-9]{1,2}年(?:[ ]?[0-9]{1,2}[かヶカケヵ箇]?月)?"
_IS = r"(?:[ ]{0,3}[:=][ ]{0,3}|[ ]{1,6}|\t|(?:が|は)「?)"
_WHEN = r"(?:雇(?:用開始|入れ?|用)|採用|入[社職庁行局所園]|退[社職所]|離職|着任|配属)(?:年月日|年月|日)?"
_HOW_LONG = r"[一-龥]{0,4}経験(?:年数)?|勤続(?:年数)?|在[職籍勤]年数|[一-龥]{0,2}業界歴|(?:実務|通算)年数"
_FROM_TO = r"(?:在[籍職]|勤務|雇用|出向)期間"
_BRACKET = r"(?:[ ]?\([^()\n]{1,24}\))?"
_ENTRY = (
    rf"(?:(?:{_WHEN}){_IS}{_DATE}|(?:{_HOW_LONG}){_IS}?{_YEARS}(?![ ]?(?:以上|以内|未満|程度|超|不問|前後|目|ごと|毎|表彰|の(?:方|人|者|社員)|[0-9]{{1,4}}[名人]))」?"
    rf"|(?:{_FROM_TO}){_IS}{_DATE}[ ]?(?:から|[-〜~])[ ]?(?:{_DATE}(?:まで)?|現在)?){_BRACKET}"
)
_ENTRIES = re.compile(rf"(?<![一-龥ァ-ヴーA-Za-z]){_ENTRY}(?:[ ]{{0,6}}[、,/・|;]?[ ]{{0,6}}{_ENTRY}){{0,4}}")
_RUN_TOGETHER = re.compile(rf"(?:{_HOW_LONG}){_YEARS}")  # 「勤続8年」 is said in adverts and of firms, too
_LABELS = re.compile(rf"(?:{_WHEN}|{_HOW_LONG}|{_FROM_TO})")
_HEADING = re.compile(rf"^(?:{_WHEN}|{_HOW_LONG})$")
_CELL = rf"(?:{_DATE}|{_YEARS}){_BRACKET}"
_TIME = re.compile(rf"{_DATE}|{_YEARS}")
_ABOVE, _BELOW = 160, 80  # characters in which the name of whoever a form is about stands
_LABEL = 20  # characters of the label before a name
OF_A_FORM = "entry of a personnel form"


def form_entries(reading: Reading) -> Iterator[Career]:
    """Labelled dates and years of somebody's employment: 「雇入年月日　H24.4.1　経験年数　14年」, and cells under such headings; the last name before each is theirs."""
    text = reading.text
    if not opening(_LABELS).occurs(text):
        return
    for match in _ENTRIES.finditer(text):
        person = _whose(reading, match.start(), match.end())
        if person is not None or not _RUN_TOGETHER.match(match.group()):
            yield _entry(reading, match.start(), match.end(), person)
    row: tuple[int, int] | None = None  # of cells, one beside the other
    for start, end in Surroundings(text).cells(_CELL, _HEADING):
        if row is not None and _BESIDE.fullmatch(text, row[1], start):
            row = row[0], end
            continue
        yield from _of_a_row(reading, row)
        row = start, end
    yield from _of_a_row(reading, row)


_BESIDE = re.compile(r"[ \t|,;/]{1,12}")


def _of_a_row(reading: Reading, cells: tuple[int, int] | None) -> Iterator[Career]:
    if cells is None:
        return
    begin, close = Surroundings(reading.text).line(cells[0])
    people = reading.people_within(begin, close)
    if people:
        yield _entry(reading, *cells, people[0][:2])


_IN_A_SENTENCE = re.compile(rf"[ ]?(?:{ADDRESS})?(?:です|でござ|と申|から|より|が|を|に|へ|、|。|御中)|[ ]?(?:様|先生|殿)[ ]*(?:\n|\Z)")
_LABELLED = re.compile(r"(?:氏名|名前|本人|対象者|該当者|申込者|候補者|応募者|フリガナ|被証明者)[^\n。]{0,6}[ :|\t]{1,4}\Z")


def _whose(reading: Reading, start: int, end: int) -> tuple[int, int] | None:
    """The last name before an entry that no sentence or salutation tells, else a labelled one right below it: whose form it is."""
    text = reading.text
    before = [one for one in reading.people_within(max(0, start - _ABOVE), start) if not _IN_A_SENTENCE.match(text, one.end) or _LABELLED.search(text, max(0, one.start - _LABEL), one.start)]
    if before:
        return before[-1][:2]
    return next(((one.start, one.end) for one in reading.people_within(end, min(len(text), end + _BELOW)) if _LABELLED.search(text, max(0, one.start - _LABEL), one.start)), None)


def _entry(reading: Reading, start: int, end: int, person: tuple[int, int] | None) -> Career:
    company = next(((one.start, one.end) for one in reading.organizations_within(start, end) if one.end <= end), None)
    time = _TIME.search(reading.text, start, end)
    return Career(start, end, 0.8 if person else 0.6, "記録", company, company, person, time.group() if time else "", resume=person is not None, reason=OF_A_FORM)
