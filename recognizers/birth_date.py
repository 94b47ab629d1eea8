"""Dates of birth: a date that the text ties to a birth.

Source: 元号 as in JIS X 0301 (M, T, S, H, R). Other dates are nobody's data.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from presidio_analyzer import RecognizerResult
from presidio_analyzer.nlp_engine import NlpArtifacts

from recognizers.animals import BREED, KANA, KANJI, SEX
from recognizers.beside_names import NameEnds
from recognizers.identifiers.found import FoldedRecognizer, Found
from recognizers.identifiers.surroundings import Surroundings
from recognizers.normalize import Folded
from recognizers.prefilter import opening
from recognizers.unlabelled_births import births_without_label, is_an_event
from recognizers.written_dates import DATE, PARTIAL_DATE, SHORT_DATE, dates, year_of

_BIRTH_WORD = (r"(?:生年月日欄?|誕生年月日|お?誕生日?|出生(?:日|年月日)?|生年(?:月)?|(?<!うち)生まれ|(?<![一-龥ぁ-んァ-ヴー])生(?=[ ]?[:=])|(?i:birthday|(?<![a-z])d\.?o\.?b\.?(?![a-z])|(?:date of )?birth(?: ?date|day)?))")
_IS = (
    r"[ \t\"']{0,4}(?:\([^()\n]{0,12}\)[ \t]{0,4})?(?:って|[はがの:=|,、)」』】\]〉》>→・…]|[ \t\"']){0,12}(?:\n[> \t|・:]{0,12}){0,2}[「(]?(?:西暦 ?"
    r"|(?:(?:明治|大正|昭和|平成|令和|西暦)[・/ ]{1,2}){1,5})?"
)
_BORN = (r"[ \t]{0,2}(?:\([月火水木金土日]\)[ ]?)?\)?(?:に|、|の)?(?:[一-龥]{1,4}[都道府県市区町村])?(?:で|にて)?"
         r"(?:お?生まれ|生れ|出生|誕生(?!日?[会祭月日])|生(?=[\s、。,.)」』\n・/(|]|で[すし]|\Z))(?!の[^。\n]{0,6}(?:会社|企業|ブランド|商品|製品|サービス|キャラ|お?店|ビル))")
_CHILD = r"[ \t、]{0,2}[^。、\n〜~]{0,12}(?:児|長男|次男|三男|長女|次女|三女|男の子|女の子|息子|娘|赤ちゃん|第[一二三1-3]子|子ども|孫|さん|くん|ちゃん|様)(?:が|を|の)?(?:無事に?)?(?:誕生|出産(?!予定|手当|休暇)|生まれ|出生)"

_LIMITS = r"(?![ ]?(?:以[前後降]|から|まで|〜))"
_WORD = re.compile(r"(?=[生誕出おうBbDd])" + _BIRTH_WORD)
_WHOLE_AFTER = re.compile(rf"{_IS}(?P<value>{DATE}|{SHORT_DATE}){_LIMITS}")
_PARTLY_AFTER = re.compile(rf"{_IS}(?P<value>{PARTIAL_DATE}){_LIMITS}")
_BORN_AFTER = re.compile(rf"{_BORN}|{_CHILD}|[ ]{{0,2}}\((?:生|誕生|出生)[・、,/) ]")
_BIRTH = re.compile(r"生(?:まれ|れ)?|誕生|出生")
_PARTLY_BORN = re.compile(rf"(?<![0-9)])(?<![0-9] )(?P<value>{PARTIAL_DATE}){_BORN}")
_HEADING = re.compile(r"生年月日?|^生$|誕生日|生まれ|(?i:(?<![a-z])dob(?![a-z])|birth)")
_NOT_A_PERSON = re.compile(r"(?:会社|弊社|当社|御社|創業|設立|商品|サービス|ブランド|キャラクター|新店|店舗)(?:の|が|は)?$")
_GOES_ON = re.compile(
    rf"[^。\n0-9]{{0,14}}(?:さん|様|氏|くん|君|ちゃん|先生)[ ]?[、,はが:・/ (]{{0,3}}(?:[^。\n0-9]{{1,12}}は ?)?(?P<value>{DATE}|{PARTIAL_DATE})(?![ ]?(?:に|を|以[前後降]|から|まで|〜|の))")
_RANGE_BEFORE = re.compile(r"(?:[〜~]|から|より)[ ]?\Z")
_IN_BRACKETS = re.compile(rf"\((?:[^()\n0-9]{{0,10}}[・、,/ :])?(?P<value>{DATE})(?:生(?:まれ)?)?(?:[・、,/ ]{{1,3}}(?:満?[0-9]{{1,3}}[歳才]?|[男女]性?|[^()\n0-9]{{0,3}})){{0,2}}\)")
_MOST_GOING_ON = 30
_CELL_ENDS = frozenset(("", *"\t|,/ \n\"'"))
_LATEST_YEAR = 2015  # later dates in brackets after a name are dates of what that person did


class BirthDateRecognizer(FoldedRecognizer):
    """Dates of birth: 生年月日 and the like before, 生まれ or 生 after, beside a sex, an age or a name, or by a table's heading."""

    ENTITY = "DATE_OF_BIRTH"

    def analyze(self, text: str, entities: list[str], nlp_artifacts: NlpArtifacts | None = None) -> list[RecognizerResult]:
        """As others, and the dates in brackets after a name, when the engine's artifacts tell names."""
        return self.with_more(text, entities, nlp_artifacts, _dates_in_brackets)

    def find(self, text: str) -> Iterator[Found]:
        """Dates tied to a birth; a birthday without a year, or a month without a day, scores lower. None of an animal's, no day on which something ends or comes."""
        return (one for one in _births(text) if not _of_an_animal(text, one.start) and _ANOTHER_DAY.search(text, max(0, one.start - _MOST_GOING_ON), one.start) is None)


_ANOTHER_DAY = re.compile(r"(?:(?i:exp(?:iry|ires)?)\.?|有効期限|期限|お?届け(?:日|指定|予定)?|納期|発送日?)[ :(]{0,3}\Z")


def _births(text: str) -> Iterator[Found]:
    words = [(match.start(), match.end()) for match in opening(_WORD).matches(text)]
    around = Surroundings(text)
    sure = [*_after_words(text, words), *_before_words(text), *_under_headings(text, around)]
    yield from sure
    yield from _in_clerks_writing(text)
    yield from births_without_label(text, around, [(one.start, one.end) for one in sure if one.score > 0.5], [end for _, end in words])


def _after_words(text: str, words: Sequence[tuple[int, int]]) -> Iterator[Found]:
    """Dates after a word of birth, one of `words`, and those that go on from them."""
    for start, end in words:
        if _NOT_A_PERSON.search(text, max(0, start - 10), start):
            continue
        match, name, score = _WHOLE_AFTER.match(text, end), "date after a word of birth", 0.95
        if match is None:
            match, name, score = _PARTLY_AFTER.match(text, end), "partial date after a word of birth", 0.5
        if match is not None:
            yield Found(*match.span("value"), score, name, name)
            yield from _going_on(text, match.end(), score)
        elif (match := _IN_THE_SENTENCE.match(text, end)) is not None:
            yield Found(*match.span("value"), 0.5, "date in a sentence about a birthday", "date in a sentence about a birthday")
        yield from _listed_below(text, start, end)
    for match in opening(_IS_A_BIRTHDAY).matches(text):
        if not _of_no_person(text, match.start()) and (match.lastgroup not in ("told", "filed") or _WHO_THEY_ARE.search(text)):
            yield Found(*match.span(match.lastgroup or "value"), 0.5, "date that is a birthday", "date of which it is said that it is a birthday")


_WHO_THEY_ARE = re.compile(r"本人|生年月日|誕生")
_LONG_AGO = rf"(?=(?:19[0-9]{{2}}|200[0-9]|大正|昭和|平成|[大昭平TSH]))(?:{DATE})"
_IN_THE_SENTENCE = re.compile(rf"[はがも]、?[^。\n0-9届納発送]{{1,16}}の(?P<value>{DATE}|{PARTIAL_DATE})(?=で(?:す|し|、|[^はも])|だ|。|」|\n)")
"""「お誕生日が私と一日違いの5月6日で…」."""
_IS_A_BIRTHDAY = re.compile(
    rf"(?P<value>{DATE}|{PARTIAL_DATE})(?:(?:が|は)、?(?:[^。、\n0-9]{{1,12}}(?:の|かつ))?お?誕生日(?!会|[祭月プの])|のお?誕生日(?!会|[祭月プ])"
    r"|に(?:元気な)?(?:男の子|女の子|長男|長女|次男|次女|三男|三女|第[一二三1-3]子)(?:が|を)(?:無事に?)?(?:生まれ|誕生|出産))"
    rf"|(?<=生年月日)(?:は|が)?(?P<whole>{DATE})|(?:本人|申告|届出?|免許証|保険証|戸籍)(?:の?(?:申告|記載))?(?:上)?(?:は|が|では|だと)[ ]?(?P<told>{_LONG_AGO})"
    rf"|(?P<one>{_LONG_AGO})の(?:方|[0-9]{{1,3}}[歳才])|登録(?:は|が|では)[ ]?(?P<filed>{_LONG_AGO})")
"""Days that are somebody's, by what is said of them: 「12月2日がお誕生日」「ご本人の申告が昭和61年3月2日」「H7.10.4の30歳」."""
_HEADS_A_LIST = re.compile(r"[^\n0-9]{0,40}(?:\n|\Z)")
_IN_A_LIST = re.compile(rf"(?:(?:さん|様|くん|君|ちゃん|氏|先生)[ :(]{{1,3}}|^[・*-][ ]?[^\s0-9:]{{1,10}}[ :]{{1,3}})(?P<value>{DATE}|{PARTIAL_DATE})", re.MULTILINE)
_LIST = 300  # characters of a list below its heading


def _listed_below(text: str, start: int, end: int) -> Iterator[Found]:
    """Dates after names in the lines right below a heading of birthdays, up to the first line without: 「今月のお誕生日⏎ゆうすけさん 11/4　光さん 11/17」."""
    heading = _HEADS_A_LIST.match(text, end)
    if heading is None or start - (text.rfind("\n", max(0, start - _LIST), start) + 1) > _MOST_GOING_ON:
        return
    at, stop = heading.end(), min(len(text), end + _LIST)
    while at < stop:
        until = text.find("\n", at, stop)
        until = until if until >= 0 else stop
        found = list(_IN_A_LIST.finditer(text, at, until))
        if not found:
            return
        for one in found:
            yield Found(*one.span("value"), 0.5, "date below a heading of birthdays", "date after a name below a heading of birthdays")
        at = until + 1


def _before_words(text: str) -> Iterator[Found]:
    """Dates before 生まれ, 生 and their kin."""
    births = [match.end() for match in _BIRTH.finditer(text)]
    for date in dates(text) if births or "出産" in text else ():
        if _BORN_AFTER.match(text, date.end()) and not _of_no_person(text, date.start()):
            yield Found(*date.span(), 0.9, "date and 生まれ", "date and 生まれ")
    for end in births:
        match = _PARTLY_BORN.search(text, max(0, end - 30), end + 3)
        if match and not _of_no_person(text, match.start()):
            yield Found(*match.span("value"), 0.5, "partial date and 生まれ", "partial date and 生まれ")


def _of_no_person(text: str, start: int) -> bool:
    """Whether a company's or product's beginning is dated at `start`, or a range of birthdays ends there."""
    return bool(_NOT_A_PERSON.search(text, max(0, start - 10), start) or _RANGE_BEFORE.search(text, max(0, start - 3), start))


_ANIMAL = re.compile(rf"{SEX}|{KANJI}|{KANA}|{BREED}|個体(?:識別)?番号|耳標|製造番号|型番|機関車")


def _of_an_animal(text: str, at: int) -> bool:
    """Whether the line around `at` is about an animal, or the one below numbers it."""
    begin, end = text.rfind("\n", max(0, at - _LIST), at) + 1, text.find("\n", at, at + _LIST)
    after = text.find("\n", end + 1, end + _LIST) if end >= 0 else -1
    return _ANIMAL.search(text, begin, after if after >= 0 else min(len(text), at + _MOST_GOING_ON)) is not None


def _under_headings(text: str, around: Surroundings) -> Iterator[Found]:
    """Dates that fill a table's cell under a heading of birth."""
    if opening(_HEADING).occurs(text):
        for date in dates(text):
            start, end = date.span()
            if (text[start - 1:start] in _CELL_ENDS and text[end:end + 1] in _CELL_ENDS
                    and (_HEADING.search(around.header(start)) or _HEADING.search(around.spaced_header(start)))):
                yield Found(start, end, 0.9, "date in a table", "date under a heading of birth")


def _going_on(text: str, at: int, score: float) -> Iterator[Found]:
    """The birthdays of others in the same breath, after one that ends at `at`: 乃木さんは6月14日、進藤さんは6月20日."""
    for _ in range(_MOST_GOING_ON):
        match = _GOES_ON.match(text, at)
        if match is None:
            return
        yield Found(*match.span("value"), score, "next date of birth", "date of the next person after a date of birth")
        at = match.end()


def _dates_in_brackets(folded: Folded, artifacts: NlpArtifacts | None) -> Iterator[Found]:
    names = NameEnds(folded, artifacts)
    for match in _IN_BRACKETS.finditer(folded.text):
        year = year_of(match.group("value"))
        if year is not None and year <= _LATEST_YEAR and names.before(match.start(), match.end()):
            yield Found(*match.span("value"), 0.7, "date in brackets after a name", "date in brackets right after a name")
    yield from _dates_after_names(folded.text, names)


_GAP = re.compile(r"[ \t、,/|]{1,4}\Z")
_CELL = 20  # characters
_TELEPHONE = re.compile(r"[ \t、,/|]{1,4}0[0-9]{1,4}[-(]?[0-9]{2,4}[-)]?[0-9]{4}\Z")
_CELL_END = re.compile(r"[ \t]*(?:\Z|[\n、,/|()」】・]|[ \t]{1,4}(?:[^\s0-9]|〒|[0-9]))")
_ADULT = 2008  # the latest year of birth of which a bare date beside a name speaks: later ones are deadlines and meetings


def _dates_after_names(text: str, names: NameEnds) -> Iterator[Found]:
    """Dates of long ago in the cell after a name, in a list or row: 鋳方 修 S52.3.8; children's in a list that dates nothing else."""
    children: list[tuple[int, int]] = []
    family = -1  # the line that the last date stands in, of a list that a grown-up's began
    around = Surroundings(text)
    for date in dates(text):
        start, end = date.span()
        gap = _GAP.search(text, max(0, start - 4), start)
        year = year_of(date.group())
        if gap is None or year is None or year > _YOUNGEST or not _CELL_END.match(text, end) or is_an_event(text, end):
            continue
        telephone = _TELEPHONE.search(text, max(0, gap.start() - _CELL), gap.start())  # 野上 和子様　090-5555-0132　昭和29年11月2日
        if not names.ends(telephone.start() if telephone else gap.start()) or _OTHER_DAYS.search(around.header(start)):
            continue
        line = around.line(start)[0]
        if year <= _ADULT or family in (line, around.line(max(0, line - 1))[0]):
            family = line
            yield Found(start, end, 0.6, "date after a name", "date of long ago in the cell after a name")
        else:
            children.append((start, end))
    for rows in _lists(text, children):
        days = {number for start, end in rows for number in re.findall("[0-9]+", text[start:end])[-1:]}
        begin = rows[0][0]
        if len(rows) >= _LEAST_CHILDREN and days - {"1", "01"} and _OF_CHILDREN.search(text, max(0, begin - 200), rows[-1][1]) and not _DATED_OTHERWISE.search(text, max(0, begin - 200), rows[-1][1]):
            yield from (Found(start, end, 0.55, "date after a name, in a list", "date beside each name of a list") for start, end in rows)


def _lists(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """`spans`, those together that stand on lines that follow each other."""
    rows: list[tuple[int, int]] = []
    for span in spans:
        if rows and (span[0] - rows[-1][1] > _ROW or text.count("\n", rows[-1][1], span[0]) > 1):
            yield rows
            rows = []
        rows.append(span)
    if rows:
        yield rows


_OTHER_DAYS = re.compile(r"(?:入社|入職|入所|入会|採用|取得|加入|登録|契約|開始|着任|配属|更新|交付|発行|有効|満了|期限|受診|受講|利用|訪問|面談|納品|設置|購入|来店|退[職社]|就業|就任|雇[用入]|勤続)")
_ROW = 200  # characters
_OF_CHILDREN = re.compile(r"園児|生徒|児童|お子|選手|子ども|こども|キッズ|ジュニア|U-?[0-9]{1,2}|学年|小学|中学|保育|幼稚|少年|少女|ちゃん|くん|入園|入学|学童|会員")
_YOUNGEST = 2021  # the latest year of birth in lists of children
_LEAST_CHILDREN = 3
_DATED_OTHERWISE = re.compile(r"面談|面接|来訪|対応|受付|退職|休暇|入社|入職|契約|納[期品入]|登録日|設置|取得|更新|受講|受診|訪問|予約|来店|購入|締切|期限|提出|着任|配属|採用|開始|修了|点検|交換|製造|発行")
_IN_CAPITALS = re.compile(r"(?<![0-9A-Za-z])(?:0[1-9]|[12][0-9]|3[01])(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)(?:[4-9][0-9]|0[0-9]|1[0-5])(?![0-9A-Za-z])")  # 16 to 39 may be when it expires
_TRAVELS = re.compile(r"旅券|パスポート|(?i:passport)")
_OF_ANOTHER = re.compile(r"便|出発|到着|発行|有効|期限|(?i:exp)|番号[ :]{0,3}\Z|伝票[ :]{0,3}\Z|No\.?[ :]{0,3}\Z")
_BY_ERA_CODE = re.compile(r"(?<![0-9A-Za-z-])[3579]-[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])(?![0-9-])")
_KIN_OR_BIRTH = re.compile(r"生年月日|配偶者|[長次三][男女]|被扶養者|続柄|扶養|年金|資格取得")


def _in_clerks_writing(text: str) -> Iterator[Found]:
    """Births as travel agents write them (12MAR71 beside a passport) and as pension forms do (era code and six digits: 7-020617)."""
    for pattern, near, name in ((_IN_CAPITALS, _TRAVELS, "day, month in capitals, year"), (_BY_ERA_CODE, _KIN_OR_BIRTH, "era code and six digits")):
        for match in opening(pattern).matches(text):
            if near.search(text, max(0, match.start() - 60), match.start()) and not _OF_ANOTHER.search(text, max(0, match.start() - 16), match.start()):
                yield Found(*match.span(), 0.7, name, f"{name}, where such stand")
