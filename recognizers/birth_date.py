"""Dates of birth and ages: a date or a number of years that the text ties to a birth or a person.

Source: 元号 as in JIS X 0301 (M, T, S, H, R); 年齢計算ニ関スル法律 (明治35年法律50号) for 歳 and 満. Other dates, and ages in
rules (20歳以上, 60歳定年), are nobody's data.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from presidio_analyzer import RecognizerResult
from presidio_analyzer.nlp_engine import NlpArtifacts

from recognizers.beside_names import NameEnds
from recognizers.identifiers.found import FoldedRecognizer, Found
from recognizers.identifiers.surroundings import Surroundings, unwrapped
from recognizers.normalize import Folded
from recognizers.prefilter import opening
from recognizers.unlabelled_births import births_without_label
from recognizers.written_dates import DATE, PARTIAL_DATE, SHORT_DATE, year_of

_BIRTH_WORD = (r"(?:生年月日|誕生日|お?誕生|出生(?:日|年月日)?|生年(?:月)?|(?<!うち)生まれ|(?i:birthday|(?<![a-z])d\.?o\.?b\.?(?![a-z])|(?:date of )?birth(?: ?date|day)?))")
_IS = (r"[ \t\"']{0,4}(?:\([^()\n]{0,12}\)[ \t]{0,4})?(?:[はがの:=|,)」』】\]〉》>→・…]|[ \t\"']){0,12}(?:\n[> \t|・:]{0,12}){0,2}[「(]?(?:西暦 ?)?")
_BORN = (r"[ \t]{0,2}\)?(?:に|、)?(?:[一-龥]{1,4}[都道府県市区町村])?(?:で|にて)?"
         r"(?:お?生まれ|生れ|出生|誕生(?!日?[会祭月日])|生(?=[\s、。,.)」』\n・/(|]|まれ|\Z))")
_CHILD = r"[ \t、]{0,2}[^。、\n〜~]{0,12}(?:児|長男|次男|三男|長女|次女|三女|男の子|女の子|息子|娘|赤ちゃん|第[一二三1-3]子|子ども|孫|さん|くん|ちゃん|様)(?:が|を|の)?(?:無事に?)?(?:誕生|出産(?!予定|手当|休暇)|生まれ|出生)"

_AFTER_WORD = re.compile(rf"{_BIRTH_WORD}{_IS}(?P<value>{DATE}|{SHORT_DATE})(?![ ]?(?:以[前後降]|から|まで|〜))")
_BEFORE_WORD = re.compile(rf"(?<![0-9])(?P<value>{DATE})(?:{_BORN}|{_CHILD})")
_PARTLY_AFTER = re.compile(rf"{_BIRTH_WORD}{_IS}(?P<value>{PARTIAL_DATE})(?![ ]?(?:以[前後降]|から|まで|〜))")
_PARTLY_BEFORE = re.compile(rf"(?<![0-9)])(?<![0-9] )(?P<value>{PARTIAL_DATE}){_BORN}")
_MENTIONED = re.compile(_BIRTH_WORD + "|生|出産|[0-9][ \t、・,/|(]{1,3}(?:[0-9]{1,2}[歳才]|[男女MF])|[男女歳才MFん様氏君][ \t、・,/|(]{1,3}[0-9A-Z昭平令大]|[A-Z]{2}[0-9]{7}")
_HEADING = re.compile(r"生年月日?|誕生日|生まれ|(?i:(?<![a-z])dob(?![a-z])|birth)")
_NOT_A_PERSON = re.compile(r"(?:会社|弊社|当社|御社|創業|設立|商品|サービス|ブランド|キャラクター|新店|店舗)(?:の|が|は)?$")
_RANGE_BEFORE = re.compile(r"(?:[〜~]|から|より)[ ]?\Z")
_IN_BRACKETS = re.compile(rf"\((?:[^()\n0-9]{{0,10}}[・、,/ :])?(?P<value>{DATE})(?:生(?:まれ)?)?(?:[・、,/ ]{{1,3}}(?:満?[0-9]{{1,3}}[歳才]?|[男女]性?|[^()\n0-9]{{0,3}})){{0,2}}\)")
_LATEST_YEAR = 2015  # later dates in brackets after a name are dates of what that person did


class BirthDateRecognizer(FoldedRecognizer):
    """Dates of birth: 生年月日 and the like before, 生まれ or 生 after, beside a sex, an age or a name, or by a table's heading."""

    ENTITY = "DATE_OF_BIRTH"

    def analyze(self, text: str, entities: list[str], nlp_artifacts: NlpArtifacts | None = None) -> list[RecognizerResult]:
        """As others, and the dates in brackets after a name, when the engine's artifacts tell names."""
        return self.with_more(text, entities, nlp_artifacts, _dates_in_brackets)

    def find(self, text: str) -> Iterator[Found]:
        """Dates tied to a birth; a birthday without a year, or a month without a day, scores lower."""
        if not _MENTIONED.search(unwrapped(text)):
            return
        sure = []
        for name, pattern, score in (("date after a word of birth", _AFTER_WORD, 0.95), ("date and 生まれ", _BEFORE_WORD, 0.9),
                                     ("partial date after a word of birth", _PARTLY_AFTER, 0.5),
                                     ("partial date and 生まれ", _PARTLY_BEFORE, 0.5)):
            for match in opening(pattern).matches(text):
                start, end = match.span("value")
                if not (_NOT_A_PERSON.search(text, max(0, match.start() - 10), match.start())
                        or _RANGE_BEFORE.search(text, max(0, start - 3), start)):
                    sure.append(Found(start, end, score, name, name))
        around = Surroundings(text)
        if _HEADING.search(text):
            sure += [Found(start, end, 0.9, "date in a table", "date under a heading of birth")
                     for start, end in around.cells(rf"{DATE}|{SHORT_DATE}", _HEADING)]
        yield from sure
        yield from births_without_label(text, around, [(one.start, one.end) for one in sure if one.score > 0.5])


def _dates_in_brackets(folded: Folded, artifacts: NlpArtifacts | None) -> Iterator[Found]:
    names: NameEnds | None = None
    for match in opening(_IN_BRACKETS).matches(folded.text):
        year = year_of(match.group("value"))
        if year is not None and year <= _LATEST_YEAR:
            names = names or NameEnds(folded, artifacts)
            if names.before(match.start()):
                yield Found(*match.span("value"), 0.7, "date in brackets after a name", "date in brackets right after a name")


_YEARS = r"(?:1[01][0-9]|[1-9]?[0-9])"
_KANJI_YEARS = r"(?:[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九][一二三四五六七八九〇]?)"
_NO_RULE = (
    r"(?! ?(?:\([^()\n]{1,8}\))? ?(?:以上|以下|未満|以降|以前|まで|から|より|超|定年|向け|限定|対象|到達|に達|になる|になった(?:とき|時|ら)|前後の方|ごろ?から"
    r"|時点|または|又は|若しくは|及び|とき|の時|で定年|の定年|の(?:壁|節目|集い|つどい)|時代|[-〜~・、] ?[0-9一二三四五六七八九十]{1,3} ?[歳才]?(?:以上|以下|未満|まで|の節目)|[-〜~][0-9]))")
_AGE = re.compile(rf"(?<![0-9.,])(?<![0-9歳才][-〜~])(?P<value>{_YEARS}(?: ?(?:歳|才)(?![児代馬])))" + _NO_RULE)
_KANJI_AGE = re.compile(rf"(?<![一二三四五六七八九十百〇数])(?P<value>{_KANJI_YEARS}[歳才](?![児代馬]))" + _NO_RULE)
_LABELLED_AGE = re.compile(
    rf"(?:年齢|享年|行年|(?<![a-z])(?i:age))(?:\([^()\n]{{0,8}}\))?[ \t]{{0,4}}(?:[:=は|,】」\]・]|[ \t]){{0,6}}(?:\n[> \t]{{0,8}})?(?:満 ?)?"
    rf"(?P<value>{_YEARS}(?: ?[歳才])?)(?![0-9]|[-./,〜~][0-9]| ?(?:以上|以下|未満|まで|から|[名人年件%代月]))")
_AFTER_NAME = re.compile(
    rf"(?:さん|氏|様|くん|君|ちゃん|先生|選手|部長|課長|係長|主任|社長|[男女]性?)[ ]?\((?:満 ?)?(?P<value>{_YEARS})\)"
    rf"|[一-龥々ァ-ヴーa-z]\((?:満 ?)?(?P<sexed>{_YEARS})[、・,/ ]{{1,2}}[男女]性?\)|[一-龥々ァ-ヴーa-z]\([男女]性?[、・,/ ]{{1,2}}(?:満 ?)?(?P<sexed2>{_YEARS})\)")
_RULE = re.compile(
    r"(?:対象(?:年齢)?|定年|上限|下限|年齢制限|応募資格|受験資格|成人(?:年齢)?(?:は|が)?|平均(?:年齢)?|資格|満期|支給開始|加入年齢|法定|最低|最高"
    r"|原則(?:として)?|雇用|保険料|創業|推奨)[^。\n]{0,10}$")
_AGE_MENTIONED = re.compile(r"[歳才]|[年享行][齢年]|(?i:age)|\((?:[男女]性?[、・,/ ]{1,2})?(?:満 ?)?[0-9]{1,3}[)、・,/ ]")
_AGE_HEADING = re.compile(r"^(?:満?年齢(?:\(.{1,6}\))?|(?i:age))$")
_ONLY_YEARS = re.compile(r"\((?:満 ?)?(?P<value>1[6-9]|[2-9][0-9])\)")


class AgeRecognizer(FoldedRecognizer):
    """Ages of people: 45歳, 年齢：29, a number in brackets after a name or its title; not the ages of rules."""

    ENTITY = "AGE"

    def analyze(self, text: str, entities: list[str], nlp_artifacts: NlpArtifacts | None = None) -> list[RecognizerResult]:
        """As others, and the years in brackets after a name, when the engine's artifacts tell names."""
        return self.with_more(text, entities, nlp_artifacts, _years_in_brackets)

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


def _years_in_brackets(folded: Folded, artifacts: NlpArtifacts | None) -> Iterator[Found]:
    names: NameEnds | None = None
    for match in opening(_ONLY_YEARS).matches(folded.text):
        names = names or NameEnds(folded, artifacts)
        if names.before(match.start()):
            yield Found(*match.span("value"), 0.5, "number in brackets after a name", "number in brackets right after a name")
