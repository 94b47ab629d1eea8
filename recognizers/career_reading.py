"""From frames to statements: which clause, whose, when, by hearsay; negations, rules and adverts left out."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache

from recognizers.career_dialects import DIALECTS
from recognizers.career_events import EVENTS
from recognizers.career_frames import BARE_FRAMES, FRAMES, Frame
from recognizers.career_memos import MEMOS
from recognizers.career_notes import NOTES
from recognizers.career_plainly import PLAINLY
from recognizers.career_predicates import Hit, VerbFrame, chain_end, predicate_places, predicates
from recognizers.career_turns import TURNS
from recognizers.employer import Employer, Likeness, employer_after, employer_before, may_be_named
from recognizers.name_bounds import REGIONS
from recognizers.nlp import Kind
from recognizers.personnel_forms import form_entries
from recognizers.prefilter import Opening, grams, needed_grams
from recognizers.reading import KANJI, NAMES, Career, Reading
from recognizers.resume import resume_lines
from recognizers.titles import ADDRESS, NO_NAMES, POSTS_IN_LETTERS, SELF_WORDS

_SENTENCE = re.compile(r"[^。！？!?\n]{1,400}")
_TIME = re.compile(
    r"(?:(?:19|20)[0-9]{2}年(?:[0-9]{1,2}月)?|(?:昭和|平成|令和|[SHR])[0-9元]{1,2}(?:年|\.)(?:[0-9]{1,2}月?)?|[0-9一二三四五六七八九十数]{1,3}年(?:間|前|ほど|くらい|ぐらい)|[0-9]{1,2}月(?:末|付け?|いっぱい)?"
    r"|以前|前職|かつて|昔|元々|もともと|当時|昨年|去年|一昨年|おととし|先月|今月|来月|先日|今年|来年|春|新卒|最近|つい最近|前(?=は|に|[^の]))")
_FORMER = Opening(re.compile(r"以前|前は|前に|(?<![一-龥0-9日年月以])前(?=[^のに向回者後略述提]|[ァ-ヴ一-龥])|昔|かつて|元々|もともと|もとは|当時|前職|古巣|その後|新卒|中途|年(?:間|前)|年目|退職|転職|出身|入社|頃|ころ|時代|元は"))
_SOMEBODY = Opening(re.compile(
    rf"(?<![A-Za-z])(?:{POSTS_IN_LETTERS})(?![A-Za-z0-9])|"
    r"さん|様|氏|くん|君|彼|あの(?:人|方)|あいつ|課長|部長|社長|係長|専務|常務|会長|担当(?:者|の方)|先生|方[はがもでだに]|らし[いくー]|だって|っ?て(?:聞|言って)|と(?:聞|伺|の(?:こと|話))|そう(?:です|だ|で|な)|新人"
    r"|の子[、はがもっの]|者[、はがもっの]|長[、はがもっ]|先輩|後輩|同期|上司|部下|お(?:ば|じ)ちゃん|お(?:ば|じ)さん|大将|女将|(?<![一-龥])(?:妻|夫|母|父|兄|姉|弟|妹|娘|息子)"
))
_HEARSAY_AFTER = re.compile(
    r"そう(?:です|だ|で|な|よ|。|$)|らしい|らしく|らしか|らしー|らし(?=[ぁー。])|みたい|(?:んだ|だ)って|って(?:聞|言|話|さ|よ|ね|こと|。|！|$)|(?<=[だたるいうくすつぬぶむん])って、|と(?:の|いう)?(?:こと|話|噂|うわさ|情報)"
    r"|と(?:お?聞|お?伺|うかが|耳|言って|いって|おっしゃ|仰|教え|承)|とか(?:で|。|、|$)|っぽ|ようで|模様|と(?:は)?存じ(?:上げ)?て|旨"
    r"|と、?[^。、\n]{0,14}(?:話して|言って|申して|教えて|おっしゃって)(?:おられ|おりまし|いらし|くださ|くれ)|と[^。、\n]{1,8}(?:に|から)も?(?:聞[いか]|伺|うかが|教[えわ])")
_HEARSAY_BEFORE = re.compile(
    r"(?:から|より|に|経由で)(?:お?(?:伺|聞|うかが|教え|教わ|承)|小耳)|によると|によれば|曰く|いわく|(?:聞い|伺っ|うかがっ)た(?:ん|の|話|ところ|が|けど)|(?:聞き|伺い|うかがい)ました|聞くところ|小耳|噂|うわさ"
    r"|(?:ネット|検索|SNS|LinkedIn|リンクトイン|Facebook|フェイスブック|FB|Wantedly|Eight|インスタ|Twitter|X)(?:で|に|を|の)|ググ|風の便り|知り合い(?:から|が)|調べ(?:た|て)|だそう")
_NEGATED = re.compile(
    r"^[^。、\n]{0,8}?(?:て(?:い|お|は)?(?:ない|ません|なかった|おりません|おらず|いない|なくて)|(?:では|じゃ)(?:ない|ありません|なく|なかった|あるまい)|ことは(?:ない|ありません|なく)|わけでは|しない|しません"
    r"|せず(?!に[^。]{0,6}(?:転|退))|(?:られ|れ)(?:ない|ません)|はございません)")
_HYPOTHETICAL = re.compile(
    r"^[^。、\n]{0,6}?(?:(?:する|した|される|された|てい?た|てい?る|の|なる|なった|める|めた|く|いた)?(?:場合|際(?:は|に|の)|なら|ならば|としたら|とすれば|かどうか|時に必要|ときに必要)|したら|すれば|されたら|されれば|めたら|めれば"
    r"|けば|いたら|(?:し)?たい(?:方|人|と(?:お考え|思う方)|学生)|(?:し)?ませんか|してみませんか|しよう!"
    r"|(?:される|する|した|た|る|の|ている|けている|いている|てる|く)?(?:方(?:を|へ|は|に|の(?:募集|ため|皆|場合)|募集|限定|歓迎|向け)|人(?:を|は|が(?:増|減|多|少)|材|々|向け|の)|皆(?:様|さん)|者(?:を|は|の|に|が)"
    r"|女性(?:を|は|が増|の)|社員(?:は|を|の|向け|が(?:増|減))|若者|学生|世代|従業員|スタッフ(?:を|は|募集)|全員|すべて)|(?:に|の)(?:必要|ため(?:の|に必要)|手続|ご案内|あたり|際|皆)"
    r"|こと(?:が(?:できる|可能|求め)|を(?:禁|希望))|喜び|意義|環境|ルール|制度|規程|規定|手続|証明|案内|募集|上(?:で|の)の?注意|モチベーション|イメージ)")
_GENERIC_BEFORE = re.compile(r"(?:もし(?!か)|仮に|例えば|たとえば|一般に|最近の若者|昨今|求人(?!サイト|アプリ|媒体)|募集|急募|必須要件|応募資格|歓迎要件|(?:必須|歓迎|優遇|条件|資格)[:は]|採用情報|【応募|対象者|対象:|人材(?:を|募集|育成|確保|の(?:確保|育成))|福利厚生|働き方改革)[^。\n]{0,40}$")
_MACHINE = re.compile(r"(?:サーバー?|システム|機能|装置|ロボット|機械|ポンプ|効果|作用|心理|バイアス|プログラム|センサー|モーター|制御|弁|バルブ|力|免疫|酵素|フィルタ|ブレーキ|スイッチ|回路|AI|ボット|重力|慣性|遠心力|勘|脳|知恵|原理|メカニズム|薬|成分)(?:が|は|も)[^。、\n]{0,12}$")
_SCHOOL = re.compile(r"(?:大学|大学院|高校|学校|高専|短大|学院|学園|塾|学部|学科|科|専攻|ゼミ|部)$")
_LEAD = re.compile(r"[ 　>・*■●◆※-]*(?:(?:実は|ちなみに|そういえば|なお|ところで|あと|で|また|あ|えっと|なんか|なんと|余談ですが|さて|しかも|それと|というのも|だって|そして|やはり|やっぱり|どうやら|聞いた話だと|噂では)(?:、|,| |ー)?)*")
_HONORIFIC = re.compile(
    r"[をに](?:[0-9一二三四五六七八九十]{1,3}年(?:間|ほど|以上|近く)?|長[くい]|ずっと)?され(?=て|た|まし)"
    r"|(?:働か|勤めら|務めら|率いら|束ねら|営ま|歩ま|手がけら|手掛けら|立ち上げら|続けら|仕切ら|教えら|経験さ|経営さ|指導さ|従事さ|修行さ|活躍さ|勤務さ|在籍さ|出向さ|駐在さ|着任さ|赴任さ|異動さ|昇進さ|昇任さ|就任さ|入社さ|転職さ|退職さ|辞めら|移ら|来ら"
    r"|所属さ|就職さ|独立さ|応募さ|や|担当さ|に?おら|居ら)れ|お(?:勤め|仕事|辞め|やめ|つとめ)|ご(?:出身|経験(?!者)|職歴|略歴|在籍|勤務|退職|転職|入社|経歴|前職|退社|応募|在職|就任|活躍)|いらし|いらっしゃ|てみえ(?:た|る|ま)|ておいでだっ"
    r"|[てで]は(?:った|って|る(?![かば])|らへん)|なさっ|になられ|だったんですね|ですよね|でしたよね|さん時代"
)
_HUMBLE = re.compile(r"おりまし|いたし(?:まし|て)|致し|させていただ|ております|拝|参りまし|務めさせ")
_TOPIC = re.compile(rf"{ADDRESS}?(?:の(?:方|ほう|やつ|こと))?(?:は|が|も|って|こそ|、|なんか|なら|ですが|\(|,| )")


def find_careers(reading: Reading) -> list[Career]:
    """Every statement about a career, in text order; of overlapping ones the surer, then the longer."""
    found = [*resume_lines(reading), *form_entries(reading)]
    places = predicate_places(reading)
    starts = [reading.tokens[i].start for i in places]
    for sentence in _SENTENCE.finditer(reading.text):
        start, end = sentence.span()
        found += _in_sentence(reading, _likely(sentence.group()), places[bisect_left(starts, start):bisect_left(starts, end)], start, end)
    return _without_overlap(found)


def _without_overlap(found: list[Career]) -> list[Career]:
    kept: list[Career] = []
    for one in sorted(found, key=lambda c: (c.start, c.start - c.end)):
        if kept and one.start < kept[-1].end:
            if _rank(one) > _rank(kept[-1]):
                kept[-1] = one
        else:
            kept.append(one)
    return kept


def _rank(one: Career) -> tuple[bool, bool, float, int]:
    return one.resume, one.employer is not None, one.score, one.end - one.start


def _in_sentence(reading: Reading, frames: Sequence[Frame], places: list[int], start: int, end: int) -> Iterator[Career]:
    text = reading.text
    if not frames and not places:
        return
    marked = bool(_FORMER.within(text, start, end) or _SOMEBODY.within(text, start, end) or reading.people_within(start, end)
                  or any(_NAMED_ABOVE.match(text, one.end) for one in reading.people_within(start - 120, start)))
    for frame in frames:
        match = frame.pattern.search(text, start, end)
        while match is not None:
            hit = Hit(match.start(), match.end(), match.start("p") if frame.side == "before" else match.end())
            career = _statement(reading, frame, hit, (start, end), marked)
            if career is not None:
                yield career
            # a particle before the right one may have opened the match: 先月まで…で
            match = frame.pattern.search(text, match.start() + 1 if career is None else max(match.end(), match.start() + 1), end)
    for verb, hit in predicates(reading, places, start, end, marked):
        if (career := _statement(reading, verb, hit, (start, end), marked)) is not None:
            yield career


_NAMED_ABOVE = re.compile(rf"{ADDRESS}?(?:\([^()\n]{{1,16}}\))?(?:の(?:件|こと|話|経歴|紹介|略歴|後任)|に(?:ついて|つきまして)|って|という|は|が|も|ですが|です|、|。|\(|様|\n)")
_ALL_FRAMES = (*FRAMES, *TURNS, *EVENTS, *NOTES, *PLAINLY, *MEMOS, *DIALECTS, *BARE_FRAMES)
_NEEDED = tuple(needed_grams(frame.pattern) for frame in _ALL_FRAMES)
_ANYWHERE = tuple(i for i, needed in enumerate(_NEEDED) if not needed)


def _by_rarest() -> dict[str, tuple[int, ...]]:
    """For each gram the frames of which the rarest need holds it."""
    made: dict[str, list[int]] = {}
    for i, needed in enumerate(_NEEDED):
        for one in needed[0] if needed else ():
            made.setdefault(one, []).append(i)
    return {one: tuple(frames) for one, frames in made.items()}


_BY_RAREST = _by_rarest()


def _likely(sentence: str) -> Sequence[Frame]:
    """The frames that can match in a sentence, in order; most need what it does not hold."""
    return _likely_again(sentence) if len(sentence) <= _LONGEST_KEPT else _can_match(sentence)


def _can_match(sentence: str) -> Sequence[Frame]:
    held = grams(sentence)
    asked = {i for one in held & _BY_RAREST.keys() for i in _BY_RAREST[one]}
    found = list(_ANYWHERE)
    for i in asked:
        for one in _NEEDED[i]:
            if one.isdisjoint(held):
                break
        else:
            found.append(i)
    return tuple(_ALL_FRAMES[i] for i in sorted(found))


_LONGEST_KEPT = 200  # characters of a sentence whose frames are kept: set phrases and signatures come again and again
_likely_again = lru_cache(maxsize=8192)(_can_match)


def _employer_of(reading: Reading, frame: Frame | VerbFrame, hit: Hit) -> Employer | None:
    if frame.side == "none" or hit.at < 0:
        return None
    return employer_before(reading, hit.at) if frame.side == "before" else employer_after(reading, hit.at)


def _statement(reading: Reading, frame: Frame | VerbFrame, match: Hit, sentence: tuple[int, int], marked: bool) -> Career | None:
    text = reading.text
    employer = _employer_of(reading, frame, match)
    if frame.needs is not None and not frame.needs.search(text, max(sentence[0], (employer.start if employer else match.start) - (60 if frame.side == "english" else 20)), match.end):
        return None
    least = frame.marked if marked and frame.marked is not None else frame.least
    if frame.side != "none":
        if employer is None or employer.start < sentence[0]:
            if not frame.bare:
                return None
            employer = None
        elif employer.likeness is Likeness.OWN:
            if frame.relation not in ("入社", "転出", "退職", "選考", "勤務"):
                return None
        elif employer.likeness < least and not (marked and least is Likeness.NAMED and employer.likeness is Likeness.PLAIN and may_be_named(text[employer.start:employer.end])):
            if not frame.bare:
                return None
            employer = None
    if frame.relation == "出身" and employer is not None and _SCHOOL.search(text, employer.start, employer.end):
        return None
    predicate = max(match.end, employer.end if employer else 0)
    if _left_out(text, match, predicate, sentence, bool(reading.people_within(*sentence))):
        return None
    begin = _clause_start(reading, sentence[0], min(match.start, employer.start if employer else match.start))
    finish = _clause_end(reading, frame, match, predicate, sentence[1])
    person, finish = _person(reading, begin, finish, employer, sentence[1])
    clause = text[begin:finish]
    own = employer is not None and employer.likeness is Likeness.OWN
    if own and person is None and not _HONORIFIC.search(clause) and not SELF_WORDS.search(clause):
        return None
    named = employer is not None and employer.likeness >= Likeness.PLAIN and text[employer.start:employer.end] not in ("同社", "同行", "同院", "同校")
    hearsay = heard(text, begin, finish, sentence) or bool(_HEARSAY_AFTER.search(text, predicate, finish))
    score = frame.score + (0.1 if employer is not None and employer.likeness is Likeness.COMPANY else 0.0)
    span = (employer.start, employer.end) if employer is not None else None
    return Career(
        begin, finish, round(min(score, 0.95), 2), frame.relation, span if named else None, span, person, time_in(clause), hearsay, honours(clause), frame.relation == "記録",
        reason=f"frame of {frame.relation} around {text[match.start:match.end][:12].strip()!r}")


_HEARD = re.compile(r"[。！!\n ]{0,3}[^。\n]{0,24}(?:(?:と|って|そう|から)(?:聞|伺|うかが|教え)|(?:から|に)(?:伺|聞|教え)|(?:聞き|伺い|うかがい)ました|聞いた|って言って|と言って|らしい(?:です)?よ?$)")


def heard(text: str, start: int, end: int, sentence: tuple[int, int]) -> bool:
    """Whether the sentence, or the next, shows that the clause at `start`:`end` was heard from others."""
    return bool(_HEARSAY_AFTER.search(text, end, min(sentence[1] + 1, end + 30)) or _HEARSAY_BEFORE.search(text, sentence[0], start) or _heard_next(text, sentence[1]))


def honours(clause: str) -> bool:
    """Whether the predicate raises its subject."""
    return bool(_HONORIFIC.search(clause)) and not _HUMBLE.search(clause)


def time_in(clause: str) -> str:
    """When, as the clause says it; empty where it does not."""
    time = _TIME.search(clause)
    return time.group() if time else ""


def person_of(reading: Reading, start: int, end: int, employer: tuple[int, int] | None, sentence: int) -> tuple[int, int] | None:
    """Whom the clause at `start`:`end` speaks of, where it names somebody."""
    return _person(reading, start, end, Employer(*employer, Likeness.NAMED) if employer else None, sentence)[0]


def _heard_next(text: str, end: int) -> bool:
    """Whether the next sentence says where this one came from: 「…。三枝から聞きました」."""
    return bool(_HEARD.match(text, end, min(len(text), end + 48)))


def _left_out(text: str, match: Hit, predicate: int, sentence: tuple[int, int], people: bool) -> bool:
    """Whether the statement is negated, hypothetical, a rule, an advert, or about a machine."""
    after = text[predicate:min(sentence[1], predicate + 40)]
    before = text[max(sentence[0], match.start - 60):match.start]
    said = text[match.start:predicate]
    if (match.negated or _NEGATED.match(after)) and not _asks(text, predicate, sentence[1]):
        return True
    if _HYPOTHETICAL.match(after) or _GENERIC_BEFORE.search(before):
        return True
    if _ADVERT.search(text, *sentence) and not people:
        return True
    return "働" in said and bool(_MACHINE.search(before + said[:2]) or _MACHINE.search(text[max(sentence[0], match.start - 60):predicate - 1]))


_ADVERT = re.compile(r"募集(?:し|中|を|要項)|歓迎(?!会)|優遇|急募|求む|応募資格|求人(?!に応募|サイト|アプリ|媒体)|必須(?:条件|要件)|尚可|なお可|経験[0-9]{1,2}年(?:以上|〜|～)|即戦力|でもOK|未経験(?:可|OK|から)")
_TAG_QUESTION = re.compile(r"[^。、\n]{0,16}?(?:っけ|で(?:しょう|す)か|か(?:な|ね|しら)|よね|もしか|ません(?:でした)?か?$|なかった(?:です)?か?$|ではない(?:か|です))")


def _asks(text: str, predicate: int, end: int) -> bool:
    """Whether a negation only asks for assent: 「…にいませんでした？」「…ではないでしょうか」."""
    asked = text[end:end + 1] in ("?", "？") or bool(re.search(r"っけ|でしょうか|ですか|かな$|か$", text[predicate:end]))
    return asked and bool(_TAG_QUESTION.match(text, max(predicate - 8, 0), end))


def _clause_start(reading: Reading, sentence: int, at: int) -> int:
    """Where the clause begins: after the last comma, unless only a time or the person spoken of stands before it."""
    text = reading.text
    begin = at
    while True:
        comma = max(text.rfind("、", sentence, begin), text.rfind(",", sentence, begin))
        previous = max(text.rfind("、", sentence, comma), text.rfind(",", sentence, comma)) + 1 if comma >= 0 else sentence
        segment_start = max(sentence, previous)
        if comma < 0:
            begin = sentence
            break
        segment = text[segment_start:comma]
        if len(segment) <= 20 and (_ENDS_IN_TIME.search(segment) or _ONLY_TIME.fullmatch(segment)):
            begin = segment_start
            if begin == sentence:
                break
            continue
        begin = comma + 1
        break
    lead = _LEAD.match(text, begin, at)
    return lead.end() if lead else begin


def _verb_at(reading: Reading, i: int) -> int:
    """The verb that begins right at or after the noun `i` (勤務|し|て): the chain goes on from it."""
    tokens = reading.tokens
    if tokens[i].kind is Kind.NOUN and i + 1 < len(tokens) and tokens[i + 1].start == tokens[i].end and tokens[i + 1].kind is Kind.VERB and tokens[i + 1].lemma in (
            "する", "なさる", "できる", "いたす", "致す", "くださる", "いただく", "なる"):
        return i + 1
    return i


_FORMER_HEAD = re.compile(r"(?:さん|様)?(?:の|で)?(?:[一-龥ァ-ヴーA-Za-z]{1,12})(?:さん)?(?:だっ[たて]|でした|でし|です|だ|で)?(?:んです)?(?:よ|ね)?|(?:さん|様)?(?:の(?:人|方))?(?:だっ[たて]|で|だ)[ぁ-ん]{0,4}")
_ONLY_TIME = re.compile(rf"(?:{_TIME.pattern})(?:は|に|まで|から|の頃)?|たしか|確か")
_ENDS_IN_TIME = re.compile(rf"(?:は|が|も|って|^)(?:{_TIME.pattern})(?:は|に|まで|から|の頃)?$")
def _clause_end(reading: Reading, frame: Frame | VerbFrame, match: Hit, predicate: int, sentence: int) -> int:
    """Where the clause ends: with the chain of auxiliaries after its verb, or with its noun."""
    text = reading.text
    i = reading.index_before(predicate)
    if i + 1 < len(reading.tokens) and (i < 0 or reading.tokens[i].end < predicate):
        i += 1  # the frame ended inside a morpheme
    if i >= 0 and reading.tokens[i].end >= predicate and reading.tokens[i].kind is not Kind.SYMBOL:
        last = chain_end(reading, _verb_at(reading, i), sentence)[0]
        end = max(predicate, reading.tokens[last].end)
    else:
        end = predicate
    if frame.relation in ("元所属", "元職") and (noun := _FORMER_HEAD.match(text, predicate, sentence)):
        end = max(end, noun.end())
    return end


def _person(reading: Reading, begin: int, finish: int, employer: Employer | None, sentence: int) -> tuple[tuple[int, int] | None, int]:
    """The person the clause speaks of, and where the clause ends with them: a head noun after it, or its topic."""
    text = reading.text
    people = [p for p in reading.people_within(begin, min(sentence, finish + 24))
              if employer is None or p.end <= employer.start or p.start >= employer.end]
    for person in people:
        if person.start >= finish and re.fullmatch(r"(?:の)?(?:[^。、\n]{0,10}の)?|(?:歴|経験)?(?:の|が)(?:あ[るっ]た?|長い|ある)", text[finish:person.start]) and len(text[finish:person.start]) <= 12:
            return (person.start, person.end), person.end
    inside = [p for p in people if p.end <= finish]
    topics = [p for p in inside if _TOPIC.match(text, p.end)]
    chosen = topics or [p for p in inside if not re.match(rf"で(?=[^すしはもあ])|(?:{ADDRESS})?(?:から|より|に|と|の(?:紹介|話|件|後任|上司|部下|奥|ご主人|旦那))", text[p.end:p.end + 10])]
    if chosen:
        return (chosen[0].start, chosen[0].end), finish
    return (None if people else _bare_topic(reading, begin, employer.start if employer else finish)), finish


_A_TOWN = re.compile(r"は[^。\n]{2,40}(?:土地|街|町|場所|ところ|地|都市|県|市|故郷|ふるさと)(?:です|で(?:ご|、|し|も|あ)|だ)")  # 「福岡は…三年を過ごした土地でございます」
_NO_TOPICS = frozenset("今昔昨春夏秋冬朝昼夜夕晩実")  # 「実は…」
_AFTER_TOPIC = re.compile(r"(?:は|が|って(?!こと|話)|、|さ、|ですが|の(?:前職|経歴|こと))")


def _bare_topic(reading: Reading, begin: int, until: int) -> tuple[int, int] | None:
    """A surname without honorific that opens the sentence: 「原は…」「石動、…」: a word that may be a name, and nothing else first."""
    i = reading.index(begin)
    tokens = reading.tokens
    if i is None:
        return None
    for length in (2, 1):
        if i + length > len(tokens) or tokens[i + length - 1].end > until:
            continue
        end = tokens[i + length - 1].end
        name = reading.text[begin:end]
        if not KANJI.fullmatch(name) or len(name) > 4 or name in _NO_TOPICS or name in NO_NAMES or name in REGIONS or name in reading.things or _A_TOWN.match(reading.text, end) or not _AFTER_TOPIC.match(reading.text, end, until + 1):
            continue
        kinds = reading.kinds(name)
        if kinds & NAMES or (Kind.PLACE in kinds and Kind.NOUN not in kinds and len(name) == 2) or (length == 2 and not kinds and all(len(t.surface) == 1 for t in tokens[i:i + 2])):
            return begin, end
    return None
