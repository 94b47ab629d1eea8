"""Ages: a number of years that the text ties to a person.

Source: 年齢計算ニ関スル法律 (明治35年法律50号) for 歳 and 満. Years of rules (20歳以上, 60歳定年), of beasts and of things are nobody's data, and so are those
in whose sentence nobody is shown.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from presidio_analyzer import RecognizerResult
from presidio_analyzer.nlp_engine import NlpArtifacts

from recognizers.animals import BREED, COAT, KANA, KANJI, SEX
from recognizers.beside_names import NameEnds
from recognizers.identifiers.found import FoldedRecognizer, Found
from recognizers.identifiers.surroundings import Surroundings
from recognizers.normalize import Folded
from recognizers.prefilter import opening
from recognizers.reading import Lists, Reading, overlapped, reading_of
from recognizers.titles import ADDRESS
from recognizers.written_dates import DATE, dates, year_of

_YEARS = r"(?:1[01][0-9]|[1-9]?[0-9])"
_KANJI_YEARS = r"(?:[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九][一二三四五六七八九〇]?)"
_NO_RULE = (
    r"(?! ?(?:\([^()\n]{1,8}\))? ?(?:以上|以下|未満|以降|以前|まで(?![^。\n]{0,40}(?:[てで]い(?:た|まし)|[てで](?:おられ|いらし)|務めた|勤めた|働いた|やった|続けた))|から|より|超|定年|向け|限定|対象|到達|に達"
    r"|になる(?!(?:うちの)?(?:娘|息子|父|母|祖|長男|長女|次男|次女|子[がはの、]|弟|妹|兄|姉|甥|姪|孫|妻|夫|[一-龥]{1,4}(?:さん|様|くん|ちゃん|氏)))|になった(?:とき|時|ら)|前後の方|ごろ?から"
    r"|[→⇒]|時点|または|又は|若しくは|及び|とき|の時(?!で(?:す|し)|に、?(?:入っ|移っ|転じ|辞め|独立し|始め))|(?:男性|女性)[ \t]{1,6}[0-9][0-9,]{0,8}円|と[0-9]{2}[歳才]以上|の誕生日の(?:前日|前々日)"
    r"|用(?!事|件|が|心|意|で)|で定年|の定年|の(?:壁|節目|集い|つどい|(?:方|人|者)(?:は|も|のみ|に限))|時代|[-〜~・、] ?[0-9一二三四五六七八九十]{1,3} ?[歳才]?(?:以上|以下|未満|まで|の節目)|[-〜~][0-9]|[ ]?[〜~]))")
_AGE = re.compile(rf"(?<![0-9.,])(?<![0-9歳才][-〜~])(?P<value>{_YEARS}(?: ?(?:歳|才)(?![児代馬齢]))(?: ?[0-9]{{1,2}} ?[かヵヶカケ箇]月|(?! ?[0-9]{{1,2}} ?[かヵヶカケ箇]月))|生後 ?[0-9]{{1,2}} ?[かヵヶカケ箇]月)" + _NO_RULE)
_KANJI_AGE = re.compile(rf"(?<![一二三四五六七八九十百〇数])(?P<value>{_KANJI_YEARS}[歳才](?![児代馬]))" + _NO_RULE)
_LABELLED_AGE = re.compile(
    rf"(?:年齢|享年|行年|公称|[御当]年(?=[ ]?[0-9一二三四五六七八九十]{{2}})|(?<![a-z])(?i:age))(?:は順に)?(?:\([^()\n]{{0,8}}\))?[ \t]{{0,4}}(?:[:=は|,】」\]・]"
    rf"|[ \t]){{0,6}}(?:\n[> \t]{{0,8}}(?![0-9]{{1,3}}\t))?(?:[男女]性?[・、,/ ]{{1,2}})?(?:満 ?)?"
    rf"(?P<value>{_YEARS}(?: ?[歳才])?|{_KANJI_YEARS}(?=[)」、。\s]))(?![0-9歳才]|[-./,〜~][0-9]| ?(?:以上|以下|未満|まで|から|[名人年件%代月]))")
_AFTER_NAME = re.compile(
    r"(?:さん|氏|様|先生|選手|部長|課長|係長|主任|社長|[男女]性?)[ ]?\((?:満 ?)?(?P<value>1?[1-9][0-9])\)"
    rf"|\([^()\n0-9]{{0,8}}(?:さん|様|氏|女性|男性)[、,・ ]{{1,2}}(?P<called>[1-9][0-9])[歳才]?\)|(?:くん|君|ちゃん|(?:長|次|三)[男女])[ ]?\((?P<child>{_YEARS})\)"
    rf"|(?:さん|様|くん|君|ちゃん|[父母])[ ]?\((?P<kanji>[二三四五六七八九]?十[一二三四五六七八九]?)\)|生年月日[^()\n]{{6,30}}\((?:満 ?)?(?P<born>{_YEARS})\)"
    rf"|{DATE}[ ]{{0,2}}\((?:生|生まれ|誕生)[・、,/ ]{{1,2}}(?:満 ?)?(?P<after>{_YEARS})[歳才]?\)"
    rf"|[一-龥々ァ-ヴーa-z]\((?:満 ?)?(?P<sexed>{_YEARS})[、・,/ ]{{1,2}}[男女]性?\)|[一-龥々ァ-ヴーa-z]\([男女]性?[、・,/ ]{{1,2}}(?:満 ?)?(?P<sexed2>{_YEARS})\)")
_TWO_FIGURES = r"(?:[1-9][0-9]|[二三四五六七八九]?十[一二三四五六七八九]?|[二三四五六七八九]十)"
_TIME = r"(?:今日|本日|昨日|明日|今月|先月|来月|今年|昨年|去年|来年|この(?:[春夏秋冬]|[0-9一二三四五六七八九十]{1,2}月)|[0-9]{1,2}月|もう|とうとう|ついに)"
_TURNED = re.compile(
    rf"{_TIME}で?、?(?:満 ?)?(?P<value>{_TWO_FIGURES})(?=に(?:な[らりるっ])|(?:なん)?だ(?:って|そう|と)|らし|\))|(?:[先来今][月年]|去年|昨年)で[ ]?(?P<then>{_TWO_FIGURES})(?=です|だ)"
    rf"|(?:{ADDRESS})(?:は|も|って|、)(?:まだ|もう|たしか|確か|今年)?(?P<called>{_TWO_FIGURES})(?=(?:なん)?だ(?:って|そう|と)|とのこと|に(?:な[らりっ])|で、)"
    rf"|(?:[父母姉兄妹弟]|祖[父母]|奥|娘|息子)(?:様|さん)(?P<kin>{_TWO_FIGURES})(?=[・、 )]|の(?:お?二人|方))"
    rf"|(?:様|さん|[父母祖])の(?P<feast>[6-9][0-9]|1[01][0-9])(?=のお?祝い)|(?P<day>{_TWO_FIGURES})(?=のお?誕生日(?!の(?:前|翌)日))|(?P<even>{_TWO_FIGURES})(?=になっても、?[^。\n]{{1,8}}(?:ます|です|たい|る))"
    rf"|(?P<still>{_TWO_FIGURES})(?=で(?:まだ|退[かい職]|引退|定年|亡くな|独立|結婚|早期退職))|(?:いま|今|現在)[ ]?(?P<now>{_TWO_FIGURES})(?=なので|だから|ですが)"
    r"|(?:[今来先][日月年]で|数え(?:で)?|(?:子|ちゃん|くん|娘|息子|孫)は)[ ]?(?P<small>[2-9]つ|[二三四五六七八九]つ)(?=とのこと|に(?:な[りるっ])|です|だ|[ \n、。!(]|\Z)"
    r"|(?P<months>[0-9]{1,2}[かヶカケヵ箇]月)(?=の(?:赤ちゃん|お子|娘|息子|男の子|女の子|乳児))|(?<![0-9])(?P<years>[1-9]?[0-9])(?=y(?:o|\.o\.)?(?:[ /、,)]|\n|\Z))")
"""Ages without a unit, by how they are told of somebody: 「先月90になられました」「茂木課長ってまだ31なんだって」「来月で5つとのこと」."""
_TOLD = re.compile(
    r"[0-9一二三四五六七八九十](?=に(?:な[らりるっ])|(?:なん)?だ(?:って|そう|と)?|らし|\)|です|とのこと|のお?(?:祝い|誕生日)|で(?:、|まだ|退|引退|定年|亡くな|独立|結婚|早期)|なので|[・、 ]|の(?:お?二人|方)|y)|[2-9二三四五六七八九]つ|月(?=の)")
_AFTER_BIRTH = re.compile(r"[ \t、,/|]{1,4}(?:満 ?)?(?P<value>[1-9][0-9])(?=[ \t]{0,4}(?:\n|\Z|[、,/|)]|[ \t][^0-9\s]))")
_BORN_AND_AGED = range(2015, 2046)  # the year in which whoever is born in such a year is so old
_BEFORE_A_LABEL = re.compile(r"[ \t,|/]{1,3}(?P<value>[1-7]?[0-9])(?=[ \t,|/]{1,3}(?:[一-龥]{0,4}経験|身長|体重|学年|年[長中少]|小[1-6]|中[1-3]|前職|勤続|在籍|入社|現職|職歴|既婚|独身|男|女))")
_RULE = re.compile(
    r"(?:対象(?:年齢)?|定年|上限|下限|年齢制限|応募資格|受験資格|成人(?:年齢)?(?:は|が)?|平均(?:年齢)?|資格|満期|支給開始|加入年齢|法定|最低(?!齢)|最高(?!齢)"
    r"|原則(?:として)?|雇用|保険料|創業|推奨)[^。\n]{0,10}$|定年[】\])]?[ \n]{0,4}\Z")
_OF_WHOM = re.compile(r"対象者[ :\t]{1,4}[一-龥々ァ-ヴーA-Za-z][一-龥々ぁ-んァ-ヴーA-Za-z ]{1,12}\(\Z")
"""Whoever is the subject of a form, their age in brackets: 「対象者　桐生　早紀（34歳）」."""
_OF_A_THING = re.compile(
    r"(?:製造番号|型番|型式|機番|シリアル|耳標|個体識別|(?:ワイン|ウイスキー|ウィスキー|泡盛|古酒|梅酒|日本酒|焼酎)[は(]?)[^。\n]{0,40}\Z|(?:設置|導入|稼働|製造|納入|据付|購入)(?:で|し|、|済)[^。\n]{0,8}\Z"
    r"|年(?:製|式)(?:で|の|、|だから|なので)[^。\n]{0,12}\Z"
    r"|(?:(?:機種|機械|フォークリフト|重機|エレベータ|建物|社屋|校舎|ビル|(?<![一-龥])橋|図面|[0-9一二三四五六七八九十] ?[台機棟軒隻両基]|号機|号車|サーバー?|[刷濯造工蔵]機|エンジン|ポンプ|ボイラー|設備)[はがも]"
    r"|(?:開学|開校|創立|設立|竣工|落成|創業|開業|創刊|開園)(?:し|から|だから|以来))(?:(?!さん|様|氏|者)[^。\n]){0,20}\Z|築 ?\Z")
_OF_ANYBODY = re.compile(r"(?:例(?=[:は、 ])|たとえば|例えば|仮に|モデル(?:ケース)?|試算|ペルソナ|想定(?:ユーザー|顧客)?|主人公)[^。\n]{0,16}\Z")  # 「例：22歳入社、48歳で転職した場合」
_OF_WHOEVER = re.compile(r"(?:で|に)?(?:入社|採用|転職|再就職|退職|離職|入会|加入|開業|独立)(?:し|され)?た?(?:場合|方(?=[のはも])|人(?=[のはも])|社員|とき)")
_AN_ANIMAL = re.compile(rf"[\)・、, ]?の?(?:[^。、\n]{{0,6}}の)?(?:{KANA}|{SEX}|{KANJI}|{BREED})")
_AN_ANIMAL_BEFORE = re.compile(rf"(?:\((?:{COAT}|{BREED})[・、, ]|(?:金魚|錦鯉)\(|(?:{KANJI}|{KANA}|{SEX}|{BREED})(?:(?!さん|様|氏)[^。\n]){{0,12}})\Z")
_A_THING_AFTER = re.compile(r"の(?:機種|機械|建物|校舎|車|トラック|サーバ|会社)")
_UNIT = re.compile(r"[歳才]|生後")
_BRACKET = re.compile(r"[・、,][ ]?[0-9]{1,3}\)|\([一二三四五六七八九]?十[一二三四五六七八九]?\)|\((?:[男女]性?[、・,/ ]{1,2})?(?:満 ?)?[0-9]{1,3}[)、・,/ ]")
_AGE_MENTIONED = re.compile(
    r"[歳才]|\([二三四五六七八九]?十[一二三四五六七八九]?\)|[0-9一二三四五六七八九十][ ]?(?:に(?:な[らりるっ])|(?:なん)?だ|らし|とのこと|のお?祝い|のお?誕生日|で(?:す|、|まだ|退|引退|定年|亡くな|独立|結婚|早期)|なので|y)"
    r"|[2-9二三四五六七八九]つ|[様ん][、]?[0-9一二三四五六七八九十]{2}|[・、][0-9]{1,3}\)|[かヶカケヵ箇]月の|[御当]年|(?:19|20|[SHR昭平])[0-9./年月日-]{4,12}[ \t、,/|]{1,4}[1-9][0-9]|生後"
    r"|[年享行][齢年]|(?i:age)|\((?:(?:[男女]性?|生)[、・,/ ]{1,2})?(?:満 ?)?[0-9]{1,3}[)、・,/ ]"
)
_IN_A_DATE = re.compile(r"[0-9]/\Z")
_AGE_HEADING = re.compile(r"^(?:[歳才]|満?年齢(?:\(.{1,6}\))?|(?i:age))$")
_IN_A_ROW = re.compile(r"[ \t]{1,3}(?P<value>[1-9][0-9])(?=[ ]?(?:[/、,|]|\n|\Z))")
_CHILD_OF_A_CAST = re.compile(r"\((?P<value>1?[0-9])\)(?![ ]?(?:ページ|頁|[章節番回名件人個点社]))")
_ONLY_YEARS = re.compile(r"\((?:満 ?)?(?P<value>1[6-9]|[2-9][0-9])\)(?![ ]?(?:ページ|頁|[章節番回名件人個点社]))")


_NEED_SOMEBODY = frozenset(("years with 歳", "years in kanji with 歳", "number told of somebody", "number after a date of birth"))
_NO_SENTENCE = re.compile(r"[。！？!?\n]")
_SENTENCE = 100  # characters to either side of an age
_BEFORE, _AFTER = 160, 60  # characters in which whoever is spoken of stands
_A_PERSON = re.compile(
    r"[父母兄姉弟妹夫妻娘孫甥姪]|祖[父母]|息子|叔[父母]|伯[父母]|いとこ|主人|旦那|奥(?:さん|様)|嫁|婿|家内|[長次三四五末][男女]|双子|赤ちゃん|お子|子ども|子供|男の子|女の子|[男女]性|少[年女]|親[父子]|両親|家族"
    r"|本人|故人|彼|私|わたし|[僕俺]|ぼく|おれ|自分|当方|小生|(?<![たくぶ])さん(?=[がはもの、])|(?<!お客)(?<!皆)(?<!各)[様氏君]|くん|ちゃん|先生|先代|社長|会長|部長|課長|係長|主任|店長|所長|院長|棟梁|親方|師匠|大将|女将|職人"
    r"|社員|[新後前先]任|学生|の方(?=[でがはの、])|患者|利用者|入居者|候補|応募者|被保険者"
    r"|生年月日|生まれ|[月日年]生|年齢|享年|行年|満[ ]?[0-9]|祝い|永眠|逝去|死去|亡くな|誕生日|還暦|古[希稀]|喜寿|傘寿|米寿|卒寿|白寿|手習い|独身|既婚|妊娠|何歳|おいくつ|新卒|同い?年|年[上下]|生[きまれ]")
"""Words for somebody, and what only people are said to be or do."""
_ALONE = re.compile(r"[ \t・「『(>|*→0-9/.年月日-]*(?:(?:ついに|もう|まだ|いよいよ|とうとう|やっと|ただいま|(?:今年|来年|今月|来月|今度|次|[0-9]{1,2}月)で|今|いま|現在|[^はがも。、\n]{1,8}(?:時点|現在)では?)、?)?[(]?(?:満)?\Z")
_SAID_OF_THEM = re.compile(r"(?:[ ]{0,2}(?:で|だ|な(?:ので|んだ|んです))|にな[りるっ]|とのこと|に(?:は|も)見え|の(?:とき|時|頃|春|夏|秋|冬)|[、。!！）)」]|\s*(?:\n|\Z))")
"""What follows an age that tells it of whoever was spoken of: 「58歳です」."""


class AgeRecognizer(FoldedRecognizer):
    """Ages of people: 45歳, 年齢：29, a number in brackets after a name or its title; not the ages of rules, nor those told of nobody."""

    ENTITY = "AGE"

    def __init__(self, name: str | None = None, supported_language: str = "ja", lists: Lists | None = None) -> None:
        self._lists = lists or Lists()
        super().__init__(name, supported_language)

    def analyze(self, text: str, entities: list[str], nlp_artifacts: NlpArtifacts | None = None) -> list[RecognizerResult]:
        """As others, and the years in brackets after a name, when the engine's artifacts tell names; without years of which nobody is the subject."""
        found = self.with_more(text, entities, nlp_artifacts, _years_in_brackets)
        if not any(_needs_somebody(one) for one in found):
            return found
        reading = reading_of(text, nlp_artifacts, self._lists)
        return [one for one in found if not _needs_somebody(one) or _told_of_somebody(reading, one.start, one.end)]

    def find(self, text: str) -> Iterator[Found]:
        """Ages by unit, by label, in brackets after a title, and in a table's column."""
        if not opening(_AGE_MENTIONED).occurs(text):
            return
        for name, score, matches in (("years with 歳", 0.8, _near(_AGE, _UNIT, text, 8)), ("years in kanji with 歳", 0.7, _near(_KANJI_AGE, _UNIT, text, 4)),
                                     ("number after 年齢", 0.85, opening(_LABELLED_AGE).matches(text)),
                                     ("number in brackets after a title", 0.6, _near(_AFTER_NAME, _BRACKET, text, 40)), ("number told of somebody", 0.6, _near(_TURNED, _TOLD, text, 16))):
            for match in matches:
                if not _is_no_persons_age(text, match.start(), match.end()):
                    yield Found(*match.span(match.lastgroup or "value"), score, name, name)
        for date in dates(text):
            aged = _AFTER_BIRTH.match(text, date.end())
            if aged is not None and (year_of(date.group()) or 0) + int(aged["value"]) in _BORN_AND_AGED:
                yield Found(*aged.span("value"), 0.7, "number after a date of birth", "number that fits the date of long ago before it")
        for start, end in Surroundings(text).cells(rf"{_YEARS}(?: ?[歳才])?", _AGE_HEADING):
            if not _IN_A_DATE.search(text, max(0, start - 2), start):
                yield Found(start, end, 0.8, "number in a table", "number under the heading 年齢")


def _is_no_persons_age(text: str, start: int, end: int) -> bool:
    """Whether the years at `start`:`end` are a rule's, an example's, an animal's or a thing's."""
    if (_RULE.search(text, max(0, start - 20), start) and not _OF_WHOM.search(text, max(0, start - 20), start)) or _OF_A_THING.search(text, max(0, start - 40), start) or _A_THING_AFTER.match(text, end):
        return True
    if _AN_ANIMAL.match(text, end) or _AN_ANIMAL_BEFORE.search(text, max(0, start - 24), start):
        return True
    return _OF_ANYBODY.search(text, max(0, start - 24), start) is not None or _OF_WHOEVER.match(text, end) is not None


def _near(pattern: re.Pattern[str], mark: re.Pattern[str], text: str, before: int) -> Iterator[re.Match[str]]:
    """For each `mark` the match of `pattern` that holds it or follows, from `before` characters ahead."""
    for place in mark.finditer(text):
        match, limit = pattern.search(text, max(0, place.start() - before), place.end() + 40), place.end() + 40
        while match is not None and match.end() <= place.start():
            match = pattern.search(text, match.end(), limit)
        if match is not None:
            yield match


def _years_in_brackets(folded: Folded, artifacts: NlpArtifacts | None) -> Iterator[Found]:
    names = NameEnds(folded, artifacts)
    cast = False
    for match in _ONLY_YEARS.finditer(folded.text):
        if names.before(match.start(), match.end()):
            cast = True
            yield Found(*match.span("value"), 0.5, "number in brackets after a name", "number in brackets right after a name")
    patterns = [_BEFORE_A_LABEL]
    if cast:
        patterns.append(_CHILD_OF_A_CAST)
    if "年齢" in folded.text:
        patterns.append(_IN_A_ROW)
    for pattern in patterns:
        for match in pattern.finditer(folded.text):
            if names.ends(match.start()):
                yield Found(*match.span("value"), 0.5, "number after a name", "number right after a name, as in a list")


def _needs_somebody(one: RecognizerResult) -> bool:
    """Whether what was found is an age only where somebody is shown."""
    return one.analysis_explanation is not None and one.analysis_explanation.pattern_name in _NEED_SOMEBODY


def _told_of_somebody(reading: Reading, begins: int, ends: int) -> bool:
    """Whether the sentence of the years at `begins`:`ends` of the original shows somebody, or goes on about whoever was shown right before."""
    text, places = reading.text, reading.folded.starts
    start, end = (begins, ends) if places is None else (bisect_left(places, begins), bisect_left(places, ends))
    first = max((match.end() for match in _NO_SENTENCE.finditer(text, max(0, start - _SENTENCE), start)), default=max(0, start - _SENTENCE))
    last = next((match.start() for match in _NO_SENTENCE.finditer(text, end, end + _SENTENCE)), min(len(text), end + _SENTENCE))
    if reading.people_within(first, last) or _A_PERSON.search(text, first, last) or overlapped(reading.careers, first, last):
        return True
    if not _ALONE.fullmatch(text, first, start) or not _SAID_OF_THEM.match(text, end):
        return False
    first, last = max(0, first - _BEFORE), min(len(text), last + _AFTER)
    return bool(reading.people_within(first, last) or _A_PERSON.search(text, first, last)) or overlapped(reading.careers, first, last)
