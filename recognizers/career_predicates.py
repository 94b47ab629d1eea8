"""Predicates of working, being, leaving and joining by their dictionary form, whatever their inflection.

「いませんでしたっけ」「おってんて」「居てはった」 are all いる and past: Sudachi knows the verb, and the chain of auxiliaries after
it tells time and negation. The employer stands before the predicate's particle, other words may stand between.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from recognizers.employer import Employer, Likeness, employer_before, may_be_named
from recognizers.nlp import Kind
from recognizers.occupations import occupation_before
from recognizers.reading import NOUNS, Reading
from recognizers.titles import ADDRESS

FORMERLY = re.compile(
    r"以前|前は|前に(?!お?(?:送|渡|頂|いただ|話|伝))|(?<![一-龥0-9日年月以間])前(?=[ァ-ヴ一-龥])|来る前|入る前|その前|昔|かつて|元々|もともと|もとは|元は|元(?=[ァ-ヴ一-龥])|当時|前職|古巣|新卒|中途"
    r"|[0-9一二三四五六七八九十数何]{1,3}年(?!度|[0-9]{1,2}月)(?:間|前|ほど|以上|近く|くらい|ぐらい|目)?|退職|転職|出身|入社|時代|去年|昨年|先月|おととし|昭和|平成|令和|(?:学校|大学|高校|高専|短大|専門)を?(?:出|卒)|を出て"
    r"|卒業|修了|中退|定年|その後|若い(?:ころ|頃|時)|若かり|学生時代|最初|独立前|結婚前|[てで](?:い|お)?(?:た|らした)(?:側|口(?=[でなだ、。])|クチ|張本人|当人)|まで(?=[^。、\n]{1,16}(?:に|で)(?:い|お|勤|働))")
_SAME_DAY = re.compile(r"今日|本日|さっき|先ほど|さきほど|先程|今朝|昨日|夕方|昼|午前|午後|[0-9]{1,2}(?:時|:[0-9]{2})|今|ただいま|現在|先日|今週|来週|明日|出張|訪問|外出|電話|席|戻り|打ち?合わ?せ|会議")
_LONG_AGO = re.compile(r"[0-9一二三四五六七八九十数何]年|以前|前は|昔|元|時代|頃|ころ|先月|昨年|去年|前職|かつて")
_FAR = 14


@dataclass(frozen=True, slots=True)
class Hit:
    """A place where a frame holds: its span, and where the employer's noun phrase ends (-1: none is asked for).

    `past`, `negated` are what the chain of auxiliaries says.
    """

    start: int
    end: int
    at: int
    past: bool = True
    negated: bool = False


@dataclass(frozen=True, slots=True)
class VerbFrame:
    """Verbs by dictionary form, and the particle between them and the employer.

    `past`, `passive`: only so. `former`: only with a word of former times or a span of years in the sentence.
    `least`, `marked`, `bare`, `score` as in `career_frames.Frame`.
    """

    relation: str
    lemmas: frozenset[str]
    particles: frozenset[str]
    least: Likeness
    marked: Likeness | None = None
    bare: bool = False
    past: bool = False
    passive: bool = False
    former: bool = False
    score: float = 0.8
    side: str = "before"
    needs: re.Pattern[str] | None = field(default=None)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_BEING = VerbFrame("在籍", _words("いる 居る おる いらっしゃる いらしゃる いらす らっしゃる"), _words("に"), Likeness.COMPANY, Likeness.NAMED, past=True)
_VERBS: tuple[VerbFrame, ...] = (
    _BEING,
    VerbFrame("勤務", _words("勤める 務める 働く はたらく つとめる 勤め上げる 勤めあげる 仕える"), _words("で に にて"), Likeness.NAMED, Likeness.DESCRIBED),
    VerbFrame("退職", _words("辞める やめる 退く 飛び出す 追い出す とび出す 放り出す"), _words("を"), Likeness.NAMED, Likeness.DESCRIBED, bare=True),
    VerbFrame("退職", _words("追う 切る"), _words("を"), Likeness.COMPANY, Likeness.DESCRIBED, passive=True, bare=True),
    VerbFrame("退職", _words("去る 離れる 抜ける 出る"), _words("を"), Likeness.COMPANY, Likeness.NAMED, former=True),
    VerbFrame("入社", _words("移る 転じる 転ずる 鞍替え"), _words("に へ"), Likeness.COMPANY, Likeness.NAMED),
    VerbFrame("入社", _words("拾う 雇う 採る 迎える 引き抜く 引っ張る 誘う"), _words("に へ"), Likeness.COMPANY, Likeness.NAMED, passive=True),
    VerbFrame("入社", _words("入る はいる 加わる 落ち着く 収まる 戻る 潜り込む もぐりこむ 滑り込む"), _words("に へ"), Likeness.COMPANY, Likeness.NAMED, former=True),
    VerbFrame("転出", _words("移る 転じる 転ずる 引き抜く 引っ張る 流れる"), _words("から より"), Likeness.NAMED),
    VerbFrame("勤務", _words("育つ 学ぶ 磨く 積む 揉む もむ 鍛える 叩き込む 叩きこむ 過ごす 上り詰める 登り詰める のぼりつめる 取り仕切る 仕切る 率いる 教える 鳴らす 慣らす 任す 任せる 受け持つ こなす 束ねる 回す"),
              _words("で にて"), Likeness.COMPANY, Likeness.NAMED, past=True, former=True),
    VerbFrame("勤務", _words("携わる たずさわる 手がける 手掛ける 担う 立ち上げる"), _words("で にて"), Likeness.COMPANY, Likeness.NAMED, former=True),
    VerbFrame("勤務", _words("教える"), _words("で にて"), Likeness.COMPANY, Likeness.DESCRIBED, past=True, former=True),
    VerbFrame("勤務", _words("勤め上げる 勤めあげる つとめあげる"), _words("を"), Likeness.NAMED, Likeness.DESCRIBED),
    VerbFrame("勤務", _words("任す 任せる"), _words("で にて"), Likeness.COMPANY, Likeness.NAMED, past=True, passive=True),
    VerbFrame("勤務", _words("鳴らす 揉む もむ 鍛える 叩き込む 上り詰める 登り詰める のぼりつめる"), _words("で にて"), Likeness.COMPANY, Likeness.NAMED, past=True),
)
_NOUNS = _words("苦労 活躍 尽力 経験 修業 修行 従事 研鑽 奮闘 勤務 在籍 在職 所属 奉職 入社 入行 入庁 入省 入職 入局 転職 転籍 移籍 出向 退職 退社 退官 退行 再就職 就職")
"""Nouns that make a verb with する: the frames of the verbs they stand for."""
_OF_NOUNS: tuple[VerbFrame, ...] = (
    VerbFrame("勤務", _words("勤務 在籍 在職 所属 奉職"), _words("で に にて"), Likeness.NAMED, Likeness.DESCRIBED, score=0.85),
    VerbFrame("勤務", _words("苦労 活躍 尽力 経験 修業 修行 従事 研鑽 奮闘"), _words("で にて"), Likeness.COMPANY, Likeness.NAMED, past=True),
    VerbFrame("入社", _words("入社 入行 入庁 入省 入職 入局 転職 転籍 移籍 出向 再就職 就職"), _words("に へ"), Likeness.COMPANY, Likeness.NAMED),
    VerbFrame("退職", _words("退職 退社 退官 退行"), _words("を"), Likeness.COMPANY, Likeness.NAMED),
    VerbFrame("転出", _words("転職 転籍 移籍 出向"), _words("から より"), Likeness.NAMED),
)
_BY_LEMMA: dict[str, list[VerbFrame]] = {}
for _frame in (*_VERBS, *_OF_NOUNS):
    for _lemma in _frame.lemmas:
        _BY_LEMMA.setdefault(_lemma, []).append(_frame)
_OMITTED = {lemma: VerbFrame("退職", frozenset(), frozenset(), Likeness.COMPANY, Likeness.NAMED) for lemma in ("辞める", "やめる")} | {
    "受ける": VerbFrame("選考", frozenset(), frozenset(), Likeness.NAMED)}
"""Verbs that stand right after the employer in casual talk: 「メリディアン辞めて」「ユキノシタ受けてる」."""
_AS_ROLE = VerbFrame("役職", frozenset(), frozenset(), Likeness.NAMED, score=0.65)
_DOING = VerbFrame("勤務", frozenset(), frozenset(), Likeness.COMPANY, Likeness.NAMED)
_OCCUPIED = VerbFrame("勤務", _words("する やる なさる 務める 勤める つとめる 致す いたす"), frozenset(), Likeness.PLAIN, bare=True, score=0.7)
_WAS = VerbFrame("元職", frozenset(), frozenset(), Likeness.NO, bare=True, score=0.65, side="none")
_CHAIN = _words("いる おる くる 来る しまう なる はる いらっしゃる らっしゃる くださる みる おく いく られる れる しゃる いらしゃる いらす いただく おられる みえる")


def chain_end(reading: Reading, i: int, end: int) -> tuple[int, bool, bool, bool]:
    """Where the chain of auxiliaries after the verb at `i` ends; whether it is past, negated, passive."""
    tokens = reading.tokens
    past = negated = passive = False
    k = i
    while k + 1 < len(tokens) and tokens[k + 1].start == tokens[k].end and tokens[k + 1].end <= end:
        following = tokens[k + 1]
        if following.kind is Kind.AUXILIARY and (following.surface in ("だっ", "でし") or following.lemma not in ("そう", "らしい", "みたい", "よう", "だ", "まい", "です")):
            past = past or following.lemma in ("た", "てる", "とる", "ちゃう") or following.surface in ("だ", "た")
            negated = negated or following.lemma in ("ない", "ぬ", "ん", "へん", "ず")
            passive = passive or following.lemma in ("れる", "られる")
        elif following.surface in ("て", "で", "たり", "とっ") and following.kind is Kind.PARTICLE:
            pass
        elif following.kind is Kind.VERB and following.lemma in _CHAIN:
            passive = passive or following.lemma in ("れる", "られる")
        elif following.surface == "だ" and tokens[k].surface in ("ん", "い") and following.kind is Kind.AUXILIARY:
            past = True
        else:
            break
        k += 1
    return k, past, negated, passive


def predicate_places(reading: Reading) -> list[int]:
    """The indices of all morphemes that may make a predicate telling of a career, in text order."""
    return [i for i, token in enumerate(reading.tokens)
            if token.lemma in _TELLING or token.surface in _TELLING or (token.kind is Kind.AUXILIARY and token.surface in _COPULAS) or _lasts(reading, i)]


def predicates(reading: Reading, places: Sequence[int], start: int, end: int, spoken: bool) -> Iterator[tuple[VerbFrame, Hit]]:
    """Every predicate of `start`:`end` among `places` that may tell of a career; `spoken`: the sentence speaks of somebody."""
    tokens = reading.tokens
    first = reading.index_before(start) + 1
    sentence = reading.text[start:end]
    former: bool | None = None
    for i in places:
        token = tokens[i]
        if token.kind is Kind.VERB or (token.surface.lstrip("ごお") in _NOUNS and _makes_verb(reading, i)):
            if former is None:
                former = bool(FORMERLY.search(sentence))
            yield from _of_verb(reading, i, first, end, former, spoken, sentence)
        elif token.kind is Kind.AUXILIARY and token.surface in _COPULAS and spoken and i > first:
            before = occupation_before(reading, i, first)
            if before is not None:
                yield from _is_an_occupation(reading, i, before, first, start)


def _makes_verb(reading: Reading, i: int) -> bool:
    following = reading.tokens[i + 1] if i + 1 < len(reading.tokens) else None
    return following is not None and following.start == reading.tokens[i].end and following.kind is Kind.VERB and following.lemma in (
        "する", "いたす", "致す", "なさる", "くださる", "いただく")


_COPULAS = _words("だっ でし だ です な で やっ や らしい らしかっ")
_TELLING = frozenset((*_BY_LEMMA, *_OMITTED, *_OCCUPIED.lemmas, *(honour + noun for noun in _NOUNS for honour in ("", "ご", "お"))))

_KIN = re.compile(r"(?:奥|奥さん|奥様|ご主人|旦那|夫|妻|お?父|お?母|息子|娘|お嬢|兄|弟|姉|妹|ご?尊父|ご?母堂|実家|お子|本業|副業|今は|現在は|彼氏?|彼女)(?:さん|様)?(?:は|が|も|、|って)")


def _is_an_occupation(reading: Reading, i: int, before: int, first: int, start: int) -> Iterator[tuple[VerbFrame, Hit]]:
    """「古谷さんは南風汽船の船員で」「元々は保育士なんです」: an occupation before the copula `i`."""
    tokens = reading.tokens
    past = tokens[i].surface in ("だっ", "でし", "やっ", "らしかっ")
    owner = before - 1
    if owner > first and tokens[owner].surface == "の":
        begin = _topic_end(reading, start, tokens[owner].start)
        employer = employer_before(reading, tokens[owner].start)
        if begin >= 0 and employer is not None and _likely(reading, employer, Likeness.NAMED) and employer.start >= begin:
            yield _AS_ROLE, Hit(tokens[owner].start, _plus_past(reading, i) if past else tokens[i].start, tokens[owner].start)
            return
    if _ONCE.search(reading.text, start, tokens[before].start):
        yield _WAS, Hit(tokens[before].start, _plus_past(reading, i) if past else tokens[i].start, -1)


def _topic_end(reading: Reading, start: int, until: int) -> int:
    """Where the topic of the sentence ends, before `until`: a person's name or kin with は or a comma; -1 without."""
    people = reading.people_within(start, until)
    for one in reversed(people):
        if match := _AFTER_NAME.match(reading.text, one.end, until):
            return match.end()
    kin = _KIN.search(reading.text, start, until)
    if kin:
        return kin.end()
    # a sentence that begins with the company goes on about the person of the one before
    above = reading.people_within(start - 60, start)
    return start if above else -1


_AFTER_NAME = re.compile(rf"{ADDRESS}?(?:の(?:奥さん|奥様|ご主人|旦那さん|お?父さん?|お?母さん?|息子さん?|娘さん?|本業))?(?:は|が|も|って|、|ですが|,)")
_ONCE = re.compile(r"元々|もともと|もとは|元は|以前|昔|かつて|(?<![一-龥0-9])前は|来る前|入る前|元(?=[ァ-ヴ一-龥]{2})|脱サラ|前職")


def _plus_past(reading: Reading, i: int) -> int:
    following = reading.tokens[i + 1] if i + 1 < len(reading.tokens) else None
    return following.end if following is not None and following.surface == "た" else reading.tokens[i].end


def _of_verb(reading: Reading, i: int, first: int, end: int, former: bool, spoken: bool, sentence: str) -> Iterator[tuple[VerbFrame, Hit]]:
    token = reading.tokens[i]
    frames = _BY_LEMMA.get(token.lemma if token.kind is Kind.VERB else token.surface.lstrip("ごお"), ())
    occupied = token.lemma in _OCCUPIED.lemmas
    omitted = _OMITTED.get(token.lemma)
    last, past, negated, passive = chain_end(reading, i + (token.kind is not Kind.VERB), end)
    finish = reading.tokens[last].end
    if not frames and not occupied and omitted is None:
        if spoken and past:
            yield from _tasked(reading, i, first, last, sentence, negated)
        return
    for frame in frames:
        if (frame.past and not past) or (frame.passive and not passive) or (frame.former and not former):
            continue
        if frame is _BEING and reading.tokens[i - 1].tag == "助詞-接続助詞":
            continue  # 「お願いしていた」: what somebody did, not where they were
        if frame is _BEING and (not spoken or (_SAME_DAY.search(sentence) and not _LONG_AGO.search(sentence))):
            continue
        at = _argument(reading, i, first, frame.particles, Likeness.DESCRIBED if frame.bare else frame.marked or frame.least)
        if at is not None:
            yield frame, Hit(at[1], finish, at[0], past, negated)
    if omitted is not None and spoken and i > first and tokens_touch(reading, i) and not (token.lemma == "受ける" and not _SELECTION.search(sentence)):
        yield omitted, Hit(token.start, finish, token.start, past, negated)
    if occupied and spoken and last > i:
        yield from _doing(reading, i, first, finish, sentence, negated)
        yield from _at_an_occupation(reading, i, first, finish, former, spoken, past, negated, sentence)


def tokens_touch(reading: Reading, i: int) -> bool:
    """Whether a noun stands right before the morpheme at `i`."""
    before = reading.tokens[i - 1]
    return before.end == reading.tokens[i].start and before.kind in NOUNS


_SELECTION = re.compile(r"面接|転職|就活|選考|内定|採用|らしい|そう|みたい")
_EVENT = re.compile(
    r"打ち?合わ?せ|会議|商談|説明|作業|立ち?会い?|点検|検査|講演|講義|デモ|調査|電話|待機|食事|昼食|見学|撮影|発表|会|飲み|試験|測定|納品|発注|注文|買い物|手続き?|話|挨拶|準備|確認|対応|相談|連絡|報告|研修|出展|展示|司会|受付|プレゼン|工事|契約"
    r"|取引|導入|採用|修理|交換|設置|登録|予約|宿泊|据え?付け?|施工|監督|指揮|商品|製品|荷物|車|順番|返事|入院|治療|手術|検診|休憩|世話|用意|練習|仕事体験|こと|ため|もの|何|なに|それ|これ|よう"
)
_NOW = re.compile(r"今は|いまは|現在は?|今では|そう(?:です|だ|な)|らしい|だって|って(?:聞|言|。|$)|と(?:聞|伺|の(?:こと|話))|とか(?:。|$)|みたい")


def _doing(reading: Reading, i: int, first: int, finish: int, sentence: str, negated: bool) -> Iterator[tuple[VerbFrame, Hit]]:
    """「今は南風汽船で配船をやってるそうです」: a lasting activity at a company, of somebody spoken of."""
    tokens = reading.tokens
    if tokens[i - 1].surface != "を" or not re.search(r"て(?:い|お|た|る|ら|は|き|来)|とっ?た", reading.text[tokens[i].start:finish]):
        return
    if not (_NOW.search(sentence) or FORMERLY.search(sentence)) or _EVENT.search(tokens[i - 2].surface):
        return
    found = _argument(reading, i, first, _AT, Likeness.NAMED)
    if found is not None:
        yield _DOING, Hit(found[1], finish, found[0], True, negated)


_AT = _words("で にて")
_TASKED_UNTIL = re.compile(
    r"(?:(?:春|夏|秋|冬)(?:先|口|頃|ごろ)?|年(?:末|度末|明け|前|始)?|[0-9一二三四五六七八九十数]{1,2}(?:月|年|年前|か月前|ヶ月前)|先(?:月|々月|週)|去年|昨年|一昨年|おととし|前|最近|この間|こないだ|定年|結婚|独立|ご?結婚|出産"
    r"|産休|末)[^。、\n]{0,3}まで(?:は|、|ずっと)*"
    r"|以前は?|昔は?|かつては?|元々は?|もともとは?|もとは|若い(?:頃|ころ|時分)(?:は|に)?|学生(?:時代|の頃)(?:は|に)?|独身(?:時代|の頃)(?:は|に)?|結婚前(?:は|に)?|[0-9一二三四五六七八九十数何]{1,3}年(?:間|ほど|以上|近く|くらい|ぐらい)")
"""How long, or until when, somebody did what they did at work."""


def _lasts(reading: Reading, i: int) -> bool:
    """Whether the verb at `i` tells what somebody was doing: つけて|おりました."""
    tokens = reading.tokens
    if tokens[i].kind is not Kind.VERB or not 2 <= i < len(tokens) - 2 or tokens[i - 1].surface != "を":
        return False
    return (tokens[i + 1].surface in ("て", "で") and tokens[i + 1].kind is Kind.PARTICLE and tokens[i + 2].lemma in _GOING_ON) or (
        tokens[i + 1].lemma in ("てる", "とる", "でる", "どる") and tokens[i + 1].kind is Kind.AUXILIARY)


_GOING_ON = _words("はる いる 居る おる いらっしゃる らっしゃる いらす おられる")


def _tasked(reading: Reading, i: int, first: int, last: int, sentence: str, negated: bool) -> Iterator[tuple[VerbFrame, Hit]]:
    """「春先まで「まるぜん製菓」さんで帳簿をつけておりました」: a task of somebody spoken of, told for working there, that is over."""
    tokens = reading.tokens
    following = tokens[last + 1] if last + 1 < len(tokens) else None
    if not _TASKED_UNTIL.search(sentence) or not _lasts(reading, i) or _EVENT.fullmatch(tokens[i - 2].surface) or (
            following is not None and following.kind is Kind.NOUN and not _WHO.match(following.surface)):  # 「荷物を積んでいたトラック」
        return
    found = _argument(reading, i, first, _AT, Likeness.NAMED)
    if found is not None:
        yield _DOING, Hit(found[1], tokens[last].end, found[0], True, negated)


_WHO = re.compile(r"人|方|者|ひと|かた|子|経験|経歴|頃|ころ|時|とき|こと|はず|経緯|そう|よう|関係|縁|女性|男性|先輩|後輩|同僚")



def _likely(reading: Reading, employer: Employer | None, least: Likeness) -> bool:
    """Whether `employer` is likely enough; katakana that is a plain noun may be a name: プラム, ユキノシタ."""
    if employer is None:
        return False
    return employer.likeness >= least or (least is Likeness.NAMED and employer.likeness is Likeness.PLAIN and may_be_named(reading.text[employer.start:employer.end]))


def _argument(reading: Reading, i: int, first: int, particles: frozenset[str], least: Likeness) -> tuple[int, int] | None:
    """Where the employer before one of `particles` ends, and where the particle starts: the nearest that is likely enough."""
    tokens = reading.tokens
    k = i - 1
    while k > first and i - k <= _FAR:
        token = tokens[k]
        if token.surface in particles and token.kind in (Kind.PARTICLE, Kind.AUXILIARY):
            employer = employer_before(reading, token.start)
            if _likely(reading, employer, least):
                return token.start, token.start
        elif token.surface in ("」", "』"):
            return None  # what was said by another ends here
        elif token.kind is Kind.VERB and tokens[k + 1].surface in ("て", "で", "た", "だ") and i - k > 2:
            return None  # another predicate stands between
        k -= 1
    return None


def _at_an_occupation(reading: Reading, i: int, first: int, finish: int, former: bool, spoken: bool, past: bool, negated: bool, sentence: str) -> Iterator[tuple[VerbFrame, Hit]]:
    """「…でデザイナーをされていた」「…の店長をやってた」「セリ人をしていた」."""
    tokens = reading.tokens
    if not past and not re.search("年|今は|現在|そう|らし|だって|と(?:聞|の)", sentence):
        return
    verb = i
    while i - 1 > first and (tokens[i - 1].kind in (Kind.ADVERB, Kind.ADJECTIVE, Kind.NUMBER) or tokens[i - 1].surface in ("年", "年間", "間", "ほど", "くらい", "ずっと")):
        i -= 1  # 「船長を長く務め」「店長を5年やって」
    if i - 1 < first or tokens[i - 1].surface not in ("を", "として") or not spoken:
        # 「見積やってた」: the particle may be left out
        if i - 1 < first or tokens[i - 1].kind is not Kind.NOUN or not spoken or not former:
            return
        before = occupation_before(reading, i, first)
    else:
        before = occupation_before(reading, i - 1, first)
    if before is None:
        return
    lasting = re.search(r"て(?:い|お|た|ら|は|き|来)|とっ?た|てた", reading.text[tokens[verb].start:finish]) is not None
    if not (past or lasting):
        return
    at = -1
    k = before - 1
    while k > first and before - k <= 8:
        if tokens[k].surface in ("で", "の", "にて") and tokens[k].kind in (Kind.PARTICLE, Kind.AUXILIARY):
            employer = employer_before(reading, tokens[k].start)
            if _likely(reading, employer, Likeness.PLAIN if former and tokens[k].surface != "の" else Likeness.NAMED):
                at = tokens[k].start
                break
        k -= 1
    if at >= 0 and (former or lasting or (tokens[verb].lemma in ("務める", "勤める", "つとめる") and tokens[before].surface not in ("講師", "議長", "座長"))):
        yield _OCCUPIED, Hit(at, finish, at, past, negated)
    elif (former or _NOW.search(sentence)) and lasting:
        yield _WAS, Hit(tokens[before].start, finish, -1, past, negated)
