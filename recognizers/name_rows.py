"""Names in lists: what stands where the rows above and below have names is a name, though the dictionary knows it as a word (北, 原, 一)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from recognizers.name_bounds import is_a_things, is_nobody
from recognizers.reading import NAMES, Reading, Span, covered
from recognizers.titles import NO_NAMES

_LEAST = 3  # rows with names that make a list
_ROW = re.compile(
    r"^[ \t]{0,8}(?:[・*●■◆○◇□-]|\(?[0-9]{1,2}[.):、)])?[ \t]{0,4}(?P<name>[一-龥々ぁ-ゖァ-ヴーA-Za-z・]{1,16}(?: [一-龥々ぁ-ゖァ-ヴーA-Za-z・]{1,12})?)(?:様|さん"
    r"|氏)?(?P<then>[ \t:,|/(]{1,4})(?=\+?[0-9(][0-9() -]{8,16}|[A-Za-z0-9._%+-]{1,64}@)",
    re.MULTILINE)
_NO_ROW = re.compile(r"電話|携帯|直通|内線|代表|会社|自宅|緊急|連絡|番号|窓口|事務|本社|メール|日時|期間|場所|時間|金額|合計|小計|数量|単価|品番|型番|[部課室係店社院校所局庁署号階円個件台名様]$|(?i:tel|fax|mail|phone|mobile|date|total|no|id|url|from|to|cc)$")
_BARE = re.compile(r"[一-龥々]{1,4}|[ァ-ヴー・]{2,12}")


def in_rows(reading: Reading, people: Sequence[Span], organizations: Sequence[Span]) -> list[Span]:
    """`people`, sorted and disjoint, and those of the same list: rows that follow each other and begin with a name and a telephone number or mail address."""
    more = [span for rows in _lists(reading.text) for span in _missing(reading, rows, people, organizations)]
    return sorted([*people, *more]) if more else list(people)


def _lists(text: str) -> Iterator[list[re.Match[str]]]:
    rows: list[re.Match[str]] = []
    for row in _ROW.finditer(text):
        if rows and text.count("\n", rows[-1].start(), row.start()) > 2:
            yield rows
            rows = []
        rows.append(row)
    yield rows


def _missing(reading: Reading, rows: Sequence[re.Match[str]], people: Sequence[Span], organizations: Sequence[Span]) -> Iterator[Span]:
    unnamed = [row for row in rows if not covered(people, *row.span("name"))]
    if not unnamed or len(rows) - len(unnamed) < max(_LEAST, len(unnamed)):
        return
    for row in unnamed:
        name = row["name"]
        if (_BARE.fullmatch(name) and (len(name) == 1 or NAMES & reading.kinds(name)) and name not in NO_NAMES and name not in reading.lists.no_names and not _NO_ROW.search(name)
                and not covered(organizations, *row.span("name"))):
            one = Span(*row.span("name"), 0.7, "a row of a list of names")
            if not is_nobody(reading, one) and not is_a_things(reading, one):
                yield one
