"""Dates of birth and ages: a date or a number of years that the text ties to a birth or a person.

Source: 元号 as in JIS X 0301 (M, T, S, H, R); 年齢計算ニ関スル法律 (明治35年法律50号) for 歳 and 満. Other dates, and ages in
rules (20歳以上, 60歳定年), are nobody's data.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from recognizers.identifiers.found import FoldedRecognizer, Found
from recognizers.identifiers.surroundings import Surroundings, unwrapped
from recognizers.prefilter import opening

_N = r"(?:[0-9]{1,2}|[元一二三四五六七八九十]{1,4})"
_YEAR = rf"(?:(?:西暦 ?)?(?:19|20)[0-9]{{2}}|(?:明治|大正|昭和|平成|令和|[MTSHR]\.?) ?{_N})"
_SEPARATOR = r" ?[-/.] ?"
_THEN = r"[ \t]?(?:\n[> \t]{0,8})?"
_DATE = (
    rf"(?:{_YEAR}(?: ?年{_THEN}{_N} ?月{_THEN}{_N} ?日|{_SEPARATOR}[01]?[0-9]{_SEPARATOR}[0-3]?[0-9](?![0-9]))"
    rf"|(?:19|20)[0-9]{{2}}[01][0-9][0-3][0-9](?![0-9])"
    r"|[0-3]?[0-9] (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?,? (?:19|20)[0-9]{2}"
    r"|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.? [0-3]?[0-9],? (?:19|20)[0-9]{2})")
_PARTIAL = rf"(?:{_YEAR} ?年 ?{_N} ?月(?! ?[0-9]{{1,2}} ?日)|(?<![0-9年]){_N} ?月 ?{_N} ?日)"
_BIRTH_WORD = (r"(?:生年月日|誕生日|お?誕生|出生(?:日|年月日)?|生年|生まれ|birthday"
               r"|(?i:d\.?o\.?b\.?|(?:date of )?birth(?: ?date|day)?))")
_IS = (r"[ \t\"']{0,4}(?:\((?:西暦|和暦|年齢|予定)?[/・]?(?:西暦|和暦)?\)|は|が|の|:|=|\||,|[)」】\]])?[ \t\"'「(]{0,4}"
       r"(?:\n[> \t]{0,8})?(?:西暦 ?)?")
_BORN = r"[ \t]{0,2}\)?(?:に)?(?:[一-龥]{1,4}[都道府県市区町村])?(?:で|にて)?(?:お?生まれ|生れ|出生|誕生(?!日?[会祭月])|生(?=[\s、。,.)」\n]|まれ|\Z))"

_AFTER_WORD = re.compile(rf"{_BIRTH_WORD}{_IS}(?P<value>{_DATE})")
_BEFORE_WORD = re.compile(rf"(?<![0-9])(?P<value>{_DATE}){_BORN}")
_PARTLY_AFTER = re.compile(rf"{_BIRTH_WORD}{_IS}(?P<value>{_PARTIAL})")
_PARTLY_BEFORE = re.compile(rf"(?<![0-9])(?P<value>{_PARTIAL}){_BORN}")
_MENTIONED = re.compile(_BIRTH_WORD + "|生")
_HEADING = re.compile(r"生年月日|誕生日|生まれ|(?i:(?<![a-z])dob(?![a-z])|birth)")
_NOT_A_PERSON = re.compile(r"(?:会社|弊社|当社|御社|創業|設立|商品|サービス|ブランド|キャラクター|新店|店舗)(?:の|が|は)?$")


class BirthDateRecognizer(FoldedRecognizer):
    """Dates of birth: 生年月日 and the like before, 生まれ or 生 after, or a table's heading."""

    ENTITY = "DATE_OF_BIRTH"

    def find(self, text: str) -> Iterator[Found]:
        """Dates tied to a birth; a birthday without a year, or a month without a day, scores lower."""
        if not _MENTIONED.search(unwrapped(text)):
            return
        for name, pattern, score in (("date after a word of birth", _AFTER_WORD, 0.95), ("date and 生まれ", _BEFORE_WORD, 0.9),
                                     ("partial date after a word of birth", _PARTLY_AFTER, 0.5),
                                     ("partial date and 生まれ", _PARTLY_BEFORE, 0.5)):
            for match in opening(pattern).matches(text):
                if not _NOT_A_PERSON.search(text, max(0, match.start() - 10), match.start()):
                    yield Found(*match.span("value"), score, name, name)
        for start, end in Surroundings(text).cells(_DATE, _HEADING):
            yield Found(start, end, 0.9, "date in a table", "date under a heading of birth")


_YEARS = r"(?:1[01][0-9]|[1-9]?[0-9])"
_AGE = re.compile(
    rf"(?<![0-9.,])(?<![0-9歳才][-〜~])(?P<value>{_YEARS}(?: ?(?:歳|才)(?![児代馬])))"
    r"(?! ?(?:以上|以下|未満|以降|以前|まで|から|より|超|定年|向け|限定|対象|到達|に達|になる|になった(?:とき|時|ら)|前後の方|ごろ?から"
    r"|時点|または|又は|若しくは|及び|とき|の時|で定年|の定年|[-〜~][0-9]))")
_KANJI_AGE = re.compile(r"(?<![一二三四五六七八九十百〇数])(?P<value>[一二三四五六七八九]?十?[一二三四五六七八九十]歳)(?![児代馬]| ?(?:以上|以下|未満|まで|から|定年))")
_LABELLED_AGE = re.compile(rf"(?:年齢|(?<![a-z])(?i:age))(?:\((?:満|歳)\))?[ \t]{{0,4}}[:=は|,]?[ \t]{{0,4}}(?:満 ?)?(?P<value>{_YEARS}(?: ?[歳才])?)"
                           r"(?![0-9]|[-.,〜~][0-9]| ?(?:以上|以下|未満|まで|から|[名人年件%]))")
_AFTER_NAME = re.compile(
    rf"(?:さん|氏|様|くん|君|ちゃん|先生|選手|部長|課長|係長|主任|社長|[男女]性?)[ ]?\((?P<value>{_YEARS})\)"
    rf"|[一-龥々ァ-ヴー]\((?P<sexed>{_YEARS})[、・,/ ]{{1,2}}[男女]性?\)|[一-龥々ァ-ヴー]\([男女]性?[、・,/ ]{{1,2}}(?P<sexed2>{_YEARS})\)")
_RULE = re.compile(
    r"(?:対象(?:年齢)?|定年|上限|下限|年齢制限|応募資格|受験資格|成人(?:年齢)?(?:は|が)?|平均(?:年齢)?|資格|満期|支給開始|加入年齢|法定|最低|最高"
    r"|原則(?:として)?|雇用|保険料|創業|推奨)[^。\n]{0,10}$")
_AGE_MENTIONED = re.compile(r"[歳才]|年齢|(?i:age)|\([^()\n]{0,6}[0-9]")
_AGE_HEADING = re.compile(r"^(?:年齢|満?年齢\(.{1,4}\)|(?i:age))$")


class AgeRecognizer(FoldedRecognizer):
    """Ages of people: 45歳, 年齢：29, a number in brackets after a name's title; not the ages of rules."""

    ENTITY = "AGE"

    def find(self, text: str) -> Iterator[Found]:
        """Ages by unit, by label, in brackets after a title, and in a table's column."""
        if not _AGE_MENTIONED.search(text):
            return
        for name, pattern, score in (("years with 歳", _AGE, 0.8), ("years in kanji with 歳", _KANJI_AGE, 0.7),
                                     ("number after 年齢", _LABELLED_AGE, 0.85), ("number in brackets after a title", _AFTER_NAME, 0.6)):
            for match in opening(pattern).matches(text):
                if not _RULE.search(text, max(0, match.start() - 20), match.start()):
                    group = match.lastgroup or "value"
                    yield Found(*match.span(group), score, name, name)
        for start, end in Surroundings(text).cells(rf"{_YEARS}(?: ?[歳才])?", _AGE_HEADING):
            yield Found(start, end, 0.8, "number in a table", "number under the heading 年齢")
