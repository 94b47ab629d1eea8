"""Statements about a career: what the frames found, judged and completed by the trained model.

The model says which clause tells of a career and where its employer stands; the frames say what the relation is, and what
they alone find counts where the model, asked to be generous, finds something too. A clause
that only the model sees gets its relation from the words in it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from recognizers.by_post import BY_POST
from recognizers.career_bounds import DATED, goes_on, parts, unbroken
from recognizers.career_events import FORMAL
from recognizers.career_frames import BEHIND_A_COUNTER, SINCE
from recognizers.career_memos import under_a_name
from recognizers.career_plainly import described, said_plainly
from recognizers.career_reading import heard, honours, person_of, time_in
from recognizers.career_turns import PLAIN
from recognizers.nlp import Kind
from recognizers.no_careers import NO_EMPLOYER, ONLY_A_KIND, is_nobodys
from recognizers.occupations import IN_KATAKANA
from recognizers.reading import BY_MODEL_ALONE, HIRAGANA, KATAKANA, Career, Clause, Reading, covered, overlapped
from recognizers.resume import OF_A_CELL, in_rows
from recognizers.titles import ADDRESS, POSTS_IN_LETTERS, TITLES

_GENEROUS = (2.0, 12.0, 26.0)  # how generous the model is asked to be with a frame's statement, by how many of employer and person it names
_BY_BOTH, _BY_MODEL = 0.95, 0.8
_NO_COMPANY = re.compile(r"(?:[長役官員勤代者人職]|半年|以前|当時)$")
_BEYOND = re.compile(r"(?<=..)(?:入社|入行|入庁|入職|退社|退職|勤務|在籍|配属|転籍|出向|出身|内定|っぽい|らしい|みたい)$")
_AHEAD = re.compile(r"(?:人|方)?(?:元々|もともと|以前は?|昔は?|前は|かつては?|現在は?)(?=..)|(?:人|方)(?=[ァ-ヴ])")
_POST = 60  # characters
_ONCE = re.compile(r"(?:(?!講師|ゲスト|登壇|司会|審査員|出演|主人公|主役|解説)[^。、\n]{1,16}(?:は|が|、))?元(?![々の気は])")
_AT_A_COUNTER = re.compile(rf"{SINCE}[^。\n]{{0,40}}{BEHIND_A_COUNTER}")
_FROM_SOURCE = re.compile(rf"[^\s。、]{{1,10}}{ADDRESS}(?:から|より)、?")
_LOOSE_END = re.compile(r"の?[ご御]\Z")  # 竹泉堂時代|のご|活躍
_TO_ITS_VERB = re.compile(r"[^。、\n]{2,20}")
_HEARD_SO = re.compile(r"伺|聞[いきか]|うかが|教え|承")
_RAISED = re.compile(r"(?:さん|様)?(?:のご出身(?!地)|時代のご(?:活躍|経験|苦労|功績|縁)|で働かれて(?:い|お)?(?:た|り|まし)|にお勤め(?:だった|でいらし|になってい))")
"""Said of somebody whom one raises: 「ノルデンのご出身なんですってね」."""
_OFFICE = re.compile(
    r"税務署|国税(?:局|庁)?|警察(?:署|庁)?|[^\s]{1,3}県警|府警|警視庁|自衛隊|消防(?:署|庁)?|検察(?:庁)?|裁判所|市役所|区役所|県庁|都庁|役場|役所|日銀|コンサル(?:ティング)?|外資系?|商社|証券|広告代理店|官僚|財務省|霞が関"
    r"|海上保安庁|入管|労基署?|労働基準監督署|保健所|法務局|税関"
)
"""Offices and trades that people are said to come from: 「税務署OBって名刺に」 needs no model to be a career."""
_IN_SO_MANY_WORDS = re.compile(r"出身(?:校|大学|高校)|(?:御社|貴社|貴院|御院|貴校)に(?:転職|入社|転籍)(?:され|なさ)")
_SOMEBODY_WHO = re.compile(r"(?<=だった)(?:人|方(?!針|向|法)|子(?!会社)|者)(?=[だでらなはがのも、。]|$)")
_NEST = re.compile(r"[^。、\n]{1,6}(?:が|は|って)ご?古巣|[^。、\n]{2,10}(?:さん|様|君|くん|氏)(?:って|て|は|の)、?古巣(?:が|は|って)")
_FORMERLY = re.compile(r"元|もと|前|旧|昔|以前|かつて|[0-9]年|現在は|最終(?:役職|職位|所属)|(?:所属|配属)は|次は|(?:[0-9一二三四五六七八九十]日|月|年|春|夏|秋|冬|期|て)から")
_TITLED = re.compile(rf"[ \u3000・:/()]*(?:[^ \u3000。、]{{1,14}}(?:部|課|室|係|店|所|局|支社|グループ|チーム)[ \u3000]*){{0,3}}(?:{TITLES})?[ \u3000・:/()]*")
_ADDRESSED = re.compile(rf"{ADDRESS}(?:、|\(|(?:です|だ)(?:が|けど|けれど)|は|が|も|って| |の(?:履歴書|(?:職務)?経歴書?|レジュメ|職歴|(?:話|こと|件)(?:なん)?(?:だ|です)(?:が|けど|けれど)))")
_INTO_A_BRACKET = re.compile(r"[^()]{1,24}\((?=[^()]{4,40}\Z)(?![^()]{1,12}日?付け?\Z)")
_CALLED_FIRST = re.compile(rf"{ADDRESS}(?:から(?:電話|連絡|メール|相談|申し出)|は|が|も|って|、|の(?:こと|話|件|後任|送別会|席|机|欄|紹介|プロフィール|経歴)|を|に|(?:なん)?(?:だよ|です(?:よ)?)(?=。|\n)|(?=。))(?!お(?:疲れ|世話))")
_ONE_SENTENCE = 60  # characters
_OF_KIN = re.compile(rf"{ADDRESS}の(?:奥|ご?主人|旦那|息子|娘|お(?:子|嬢|父|母|兄|姉)|ご?長|弟|妹|ご両親)")
_SENTENCE_END = re.compile(r"[。！？!?\n]")
_RELATIONS = (
    ("退職", re.compile(r"退職|辞め|やめ|退社|退い|離職|クビ|解雇|定年|リストラ|卒業|去|抜け")),
    ("選考", re.compile(r"面接|応募|選考|内定|受け|最終|オファー")),
    ("転職", re.compile(r"転職|転じ|移っ|移ら|移る|引き抜|ヘッドハン|出向|転籍|鞍替え")),
    ("入社", re.compile(r"入社|入行|入庁|入職|入っ|新卒|中途|採用")),
    ("出身", re.compile(r"出身|出(?:です|だ|の|で|ら|ね)|あがり|上がり|畑|OB|OG|卒|古巣")),
    ("元同僚", re.compile(r"同僚|同期|上司|部下|先輩|後輩|隣の[机席]|[机席](?:が(?:お)?隣|[をも]並べ|が並[びん])")),
    ("役職", re.compile(r"部長|課長|社長|店長|係長|主任|支店長|工場長|役員|取締役")),
    ("前職", re.compile(r"前職|前の|以前|元|前は|前")),
)


def judge_careers(reading: Reading) -> list[Career]:
    """Every statement about a career, in text order, disjoint."""
    by_rule = reading.careers_by_rule
    clauses = [clause for clause in unbroken(reading.text, reading.telling.told().careers)
               if not _only_a_post(reading, clause) and not (_denied(reading, clause) and not overlapped(by_rule, clause.start, clause.end))]
    judged = [one for clause in clauses for one in _of_one(_judged(reading, part, by_rule) for part in parts(reading, clause))]
    for one in by_rule:
        if overlapped(clauses, one.start, one.end) or (one.score == PLAIN and one.employer is None and _of_another(reading, one)):
            continue
        nest = _NEST.match(reading.text, one.start) is not None
        if one.employer and NO_EMPLOYER.fullmatch(reading.text, *one.employer):
            occupied = one.relation == "元所属" and IN_KATAKANA.fullmatch(reading.text, *one.employer) is not None
            if not (nest or occupied):
                continue
            one = replace(one, employer=None, organization=None, relation="元職" if occupied else one.relation)  # 「あちらが古巣」: which it is stands elsewhere
        somebody = _of_somebody(reading, one)
        named = bool(one.employer) + somebody
        raised = one.employer is not None and _RAISED.match(reading.text, one.employer[1]) is not None
        sure = one.resume or nest or raised or _speaks_for_itself(reading, one, somebody)
        generous = reading.telling.told(_GENEROUS[named]).careers if not sure else []
        if sure or (overlapped(generous, one.start, one.end) and (not _denied(reading, one) or (somebody and not _common(reading, one)))):
            judged.append(one)
    kept: list[Career] = []
    for one in sorted(judged, key=lambda career: (career.start, -career.end)):
        if is_nobodys(reading, one) or (kept and one.end <= kept[-1].end):  # two clauses of one cell
            continue
        if kept and not one.resume and goes_on(reading.text, kept[-1], one):
            kept[-1] = replace(kept[-1], end=one.end)
        else:
            kept.append(_without_school(reading, _without_guess(reading.text, one)))
    return in_rows(reading, kept)


def _denied(reading: Reading, one: Clause | Career) -> bool:
    """Whether the reader of passages sees nothing told where others do; it is not asked of a row of a table, which is no sentence, nor of 彼."""
    return reading.telling.denied(one.start, one.end) and _ROW_OR_PRONOUN.search(reading.text, one.start, one.end) is None


def _common(reading: Reading, one: Career) -> bool:
    """Whether a statement's verb is said of clubs, instruments and seats as readily as of work, and its place is no organization, nor a longer name in katakana: 「太鼓を辞めて笛に移った」."""
    if one.employer is not None and (reading.organizations_within(*one.employer) or (one.employer[1] - one.employer[0] >= _LONG_NAME and KATAKANA.fullmatch(reading.text, *one.employer))):
        return False
    return one.relation in _COMMON_VERBS and _OF_WORK.search(reading.text, one.start, one.end) is None


_LONG_NAME = 4  # characters
_OF_WORK = re.compile(r"職|会社|仕事|辞表|定年")
_COMMON_VERBS = frozenset(("退職", "入社", "勤務", "着任", "転出", "前職"))
_ROW_OR_PRONOUN = re.compile(r"[|│┃\t]|彼女?[はがもの]")


def _of_somebody(reading: Reading, one: Career) -> bool:
    """Whether a statement is of somebody: named in it, right before it, or known by their kin, by a post or by what they were."""
    if one.person or _SOMEBODY_WHO.match(reading.text, one.end) or any(each.start == one.end for each in reading.people_within(one.end, one.end + 1)) or _OF_A_POST.search(reading.text, max(0, one.start - 20), one.start):
        return True
    if described(reading.text, one.start) or under_a_name(reading, one.start):
        return True
    return _DESCRIBED_BEFORE.search(reading.text, max(0, one.start - 24), one.start) is not None or _kin_of_somebody(reading, one.start) or _spoken_of(reading, one.start) or _by_their_post(reading, one)


_WHO_CALLS = r"(?:面接|応募|見学|電話|先日|先ほど|さっき|昨日|今日|今朝|新しく|今度)"
_DESCRIBED_BEFORE = re.compile(
    rf"(?:(?:男性|女性)(?:の方)?、|(?:{_WHO_CALLS}[^。、\n]{{0,10}}[たるの](?:人|方|男性|女性|子)|[0-9一二三四五]人目の?(?:人|方)?|[^。、\n]{{1,8}}のお(?:ば|じ|ねえ|にい)(?:さん|ちゃん)"
    rf"|(?:新しい|新任の|今度(?:の|入る)|例の|あの|先方の|向こうの|あちらの|お?隣の|今の)(?:[一-龥ァ-ヴー]{{1,6}}の)?(?:{TITLES}|{IN_KATAKANA.pattern.removesuffix('$')}|営業|事務|経理|総務|広報|購買"
    r"|受付|監督|通訳|担当|派遣|バイト|パート|新人)(?:の(?:子|人|方))?"
    r"|(?:社長|会長|専務|部長|課長|店長|先生)の(?:息子|娘婿?|弟|妹|兄|姉|奥|旦那|婿))(?:さん)?(?:、|は、?|って、?|も))\Z")
"""Somebody described, not named, right before a statement: 「今朝の電話の人、」「新しい副店長、」「社長の娘婿、」."""


def _by_their_post(reading: Reading, one: Career) -> bool:
    """Whether the sentence of a statement begins with somebody by their post: 「工場長は来年定年と聞きました」."""
    text = reading.text
    begin = max((match.end() for match in _SENTENCE_END.finditer(text, max(0, one.start - _ONE_SENTENCE), one.start)), default=max(0, one.start - _ONE_SENTENCE))
    return any(match.end() <= one.end for match in BY_POST.finditer(text, begin, one.end))


def _speaks_for_itself(reading: Reading, one: Career, somebody: bool) -> bool:
    """Whether what a frame finds needs no model to agree: plain turns, offices, and what is told of `somebody`: 「宮下さん、実は元刑事なんです」."""
    text = reading.text
    if one.employer is None and one.score == PLAIN and (somebody or _called_first(reading, one.start)) and not _ASKED.match(text, one.start):
        return True
    if one.employer is None and one.score == FORMAL and not _ASKED.match(text, one.start):
        return True
    if _IN_SO_MANY_WORDS.search(text, one.start, one.end):
        return True
    if one.relation == "出身" and (_OFFICE.match(text, one.start, one.end) or (one.organization is not None and _OFFICE.match(text, one.organization[0], one.end))):
        return True
    if one.relation == "元職" and (somebody or _called_first(reading, one.start)) and _ONCE.match(text, one.start):
        return True
    if somebody and said_plainly(text, one):
        return True
    return somebody and one.employer is not None and _AT_A_COUNTER.search(text, max(0, one.start - 20), one.end) is not None


_ABOUT_ANOTHER = re.compile(r"[^。、\n]{1,16}?(?P<what>[一-龥ァ-ヴーA-Za-z0-9]{2})(?:は|が)(?!ん)")
_A_CAUSE = re.compile(r"(?:くて|[一-龥]{2}(?:し|され)て|られて)(?!いる|い[たま])")
_OF_ONES_OWN = re.compile(
    r"(?:契約|更新|定年|昇[進格]|異動|転職|仕事|会社|お店|職場|届|願|期間|本人|さん|夫|妻|息子|娘|[父母兄姉弟妹]|主人|月|週|年|日|内|中|春|夏|秋|冬|前|後|昔|現在|当時|職|歴|資格|試験|面接|内定|金|給料|年収|経歴|[歴職類]書|独立|副業"
    r"|実家|家業|[社屋業役長員師士口手官]|最終|学校|大学|高校|部署|所属|配属|担当|元|先|回|次|任期|今|以上|方|人|者|彼|女|子|君|氏|様|代|最初|入社|派遣|雇用|身|上司|部下|同僚|先輩|後輩|きっかけ|理由|本業|親|実|噂|うわさ|成績|業績|評価|体調"
    r"|具合|病気|事情|都合|家庭|業界|保険|給付|数|うち|弊社|当社|出産|結婚)\Z")


def _of_another(reading: Reading, one: Career) -> bool:
    """Whether a plain turn has another subject than a person: 「田口さんは出張中ですが、稟議は部長まで行ったところです」."""
    if one.relation == "退職":
        return False
    subject = _ABOUT_ANOTHER.match(reading.text, one.start, one.end)
    if subject is not None and _A_CAUSE.search(reading.text, subject.end(), one.end):
        return False  # 「プロジェクトが成功して部長に昇格した」
    return subject is not None and not reading.people_within(one.start, one.end) and _OF_ONES_OWN.search(reading.text, subject.start("what"), subject.end("what")) is None


_ASKED = re.compile(r"(?![^。！？!?\n]{0,60}(?:から|ので|ため(?!に)|け(?:ど|れど)|ますが|ですが|し、))[^。！？!?\n]{0,60}(?:くださ[いる]|下さい|お?願い(?:いた|し|でき|ね)|ましょう|もらえ(?:ます|る|ない)|いただけ(?:ます|ない|る)|頂けま)")
"""What is asked for is not told of whoever is called: 「大塚さん、もっと条件のいいところを探してください」."""


def _of_one(parts: Iterable[Career]) -> Iterator[Career]:
    """Statements about one person: whom the first names, the others tell of too."""
    first: Career | None = None
    for one in parts:
        first = first or one
        yield replace(one, person=one.person or first.person, hearsay=one.hearsay or first.hearsay, honorific=one.honorific or first.honorific)


_GUESSED = re.compile(r"(?<=..)(?:っぽ[いくか]?|らしい|みたい)\Z")


def _without_guess(text: str, career: Career) -> Career:
    """`career` with its employer before the words that say it is a guess: ネクサス|っぽい."""
    guess = _GUESSED.search(text, *career.employer) if career.employer else None
    if guess is None or career.employer is None:
        return career
    employer = career.employer[0], guess.start()
    return replace(career, employer=employer, organization=employer)


_SCHOOL = re.compile(r"(?:大学|大学院|短大|短期大学|高校|高等学校|高専|専門学校|学院|学園|中学校?|小学校)$")
_STUDIED = re.compile(r"[」』]?(?:大学院)?[ ]{0,2}[^。、\n]{0,16}?(?:卒|修了|入学|中退|在学|学部生|の同級|の同窓|(?:を|の院を)出(?:ら?れ)?(?:て|た|まし))")
_TAUGHT = re.compile(r"勤|教諭|教員|教師|講師|教授|助手|助教|職員|事務|研究員|理事|監督|コーチ|非常勤")


def _without_school(reading: Reading, career: Career) -> Career:
    """`career` without an employer where that is a school somebody went to: 「東海工科大学　経営工学科　卒業」."""
    text = reading.text
    if career.employer is None or not _SCHOOL.search(text, *career.employer):
        return career
    studied = _STUDIED.match(text, career.employer[1])
    if studied is None or _TAUGHT.search(studied.group()):
        return career
    other = next((one for one in reading.organizations_within(career.employer[1], career.end) if one.end <= career.end and _ENTERED.match(text, one.end)), None)
    employer = (other.start, other.end) if other else None
    return replace(career, employer=employer, organization=employer or career.organization)


_ENTERED = re.compile(r"(?:さん|様)?(?:に|へ)(?:は|も)?[^。、\n]{0,8}(?:決ま|入[社行庁職っる]|就職|内定|勤め|進[まみむん])")


def _only_a_post(reading: Reading, clause: Clause) -> bool:
    """Whether a clause is but somebody's department and title beside their name, as on a card: 営業二課 課長 真鍋 圭; or but a word for them."""
    said = reading.text[clause.start:clause.end]
    if _ONLY_SOMEBODY.fullmatch(said):
        return True
    if len(said) > _POST or _FORMERLY.search(said):
        return False
    people = reading.people_within(clause.start, clause.end)
    for one in reversed(people):
        said = said[:one.start - clause.start] + said[one.end - clause.start:]
    return bool(people and _IN_BRACKETS.fullmatch(said)) if clause.employer else bool(_TITLED.fullmatch(said))


_ONLY_SOMEBODY = re.compile(r"(?:(?:[あそこ]の)?(?:人|方|子)?|[僕私俺]|自分|彼女?|たしか|確か)[はがも]?、?")
_CELLS = re.compile(r"[|\t]")
_IN_BRACKETS = re.compile(rf"(?:[一-龥ァ-ヴー]{{1,8}}(?:は|:|/)?[ ]?)?{ADDRESS}?[ ]?\([^()。、\n年月歳]{{2,30}}\)?")
"""「講師は（名前）先生（東都大学教授）」: what is left of it without the name."""


def _spoken_of(reading: Reading, start: int) -> bool:
    """Whether somebody stands named with a form of address right before a statement, in its sentence: 瀬川さん、元々は…."""
    return any(_ADDRESSED.match(reading.text, one.end) and not _SENTENCE_END.search(reading.text, one.end, start)
               for one in reading.people_within(max(0, start - 20), start))


def _called_first(reading: Reading, start: int) -> bool:
    """Whether the sentence before that of a statement begins with somebody: 「静枝さんが来月で定年だって。公社の交換手から…」."""
    text = reading.text
    begin = max((match.end() for match in _SENTENCE_END.finditer(text, max(0, start - _ONE_SENTENCE), start)), default=0)
    before = begin
    while before and _SENTENCE_END.match(text, before - 1):
        before -= 1
    earlier = max((match.end() for match in _SENTENCE_END.finditer(text, max(0, before - _ONE_SENTENCE), before)), default=max(0, before - _ONE_SENTENCE))
    return any(_CALLED_FIRST.match(text, one.end) and text[earlier:one.start].count("、") <= 1 for one in reading.people_within(earlier, before))


def _kin_of_somebody(reading: Reading, start: int) -> bool:
    """Whether a statement begins with somebody's kin: 岩永さんの奥さんが…."""
    return any(one.start == start and _OF_KIN.match(reading.text, one.end) for one in reading.people_within(start, start + 1))


_OF_A_POST = re.compile(rf"(?:先方|向こう|客先|相手|御社|貴社|新しい|今度)の(?:新しい|新|次期)?(?:{TITLES}|担当(?:者|の方)?|営業|(?<![A-Za-z])(?:{POSTS_IN_LETTERS}))(?:さん)?(?:、|は|って|も|が)、?\Z")
"""Somebody known by their post, right before a statement: 「先方の新PM、元…」."""


def _judged(reading: Reading, clause: Clause, by_rule: Sequence[Career]) -> Career:
    """A clause of the model as a statement: with the frame's relation where one overlaps."""
    first = bisect_right(by_rule, clause.start, key=lambda one: one.end)
    last = bisect_left(by_rule, clause.end, key=lambda one: one.start)
    rule = max(by_rule[first:last], key=lambda one: one.score, default=None)
    text = reading.text
    after = _SENTENCE_END.search(text, clause.end, clause.end + 200)
    before = max((match.end() for match in _SENTENCE_END.finditer(text, max(0, clause.start - 200), clause.start)), default=max(0, clause.start - 200))
    sentence = (before, after.start() if after else min(len(text), clause.end + 200))
    source = _FROM_SOURCE.match(text, clause.start, clause.end)
    if source is not None and _HEARD_SO.search(text, clause.end, sentence[1]) and reading.people_within(clause.start, clause.start + 1) and (clause.employer is None or clause.employer[0] >= source.end()):
        clause = clause._replace(start=source.end())  # 「丸山さんから|竹泉堂時代のご活躍を伺って」
        if rule is not None and rule.start < clause.start:
            rule = replace(rule, start=clause.start, person=None)
    if (loose := _LOOSE_END.search(text, clause.start, clause.end)) is not None and loose.start() > clause.start:
        clause = clause._replace(end=loose.start())
    if (opened := _INTO_A_BRACKET.match(text, clause.start, clause.end)) is not None and (clause.employer is None or clause.employer[0] >= opened.end()) and reading.people_within(clause.start, opened.end()):
        clause = clause._replace(start=opened.end())  # 「丸目氏を受入(|人吉銀行より出向」
    said = text[clause.start:clause.end]
    named = _employer(reading, clause)
    if rule is not None and rule.organization and NO_EMPLOYER.fullmatch(text, *rule.organization):
        rule = replace(rule, employer=None, organization=None)
    if rule is not None and rule.reason == OF_A_CELL and (clause.start < rule.start or clause.end > rule.end) and _CELLS.search(text, clause.start, clause.end):
        cell = text[rule.start:rule.end]  # no statement goes on from cell to cell
        return replace(rule, start=rule.end - len(cell.lstrip()), end=rule.start + len(cell.rstrip()), score=_BY_BOTH, reason=f"the model and {rule.reason}")
    if rule is not None:
        employer = named or (rule.employer if rule.employer and clause.start <= rule.employer[0] and rule.employer[1] <= clause.end
                                       and (covered(reading.organizations, *rule.employer) or not _NO_COMPANY.search(text, *rule.employer)) else None)
        start = min(rule.start, clause.start) if rule.resume and rule.employer is None and not DATED.match(text, clause.start) else clause.start  # a form's label belongs to its line
        if rule.relation == "転出" and _TO_ITS_VERB.fullmatch(text, clause.end, max(clause.end, rule.end)):
            clause = clause._replace(end=rule.end)  # 「今年から名古屋の案件|に移っております」
        person = rule.person or (person_of(reading, clause.start, clause.end, employer, sentence[1]) if clause.end > rule.end else None)
        return replace(rule, start=start, end=clause.end, score=_BY_BOTH, employer=employer, organization=employer or rule.organization,
                       person=person, honorific=rule.honorific or honours(said), reason=f"the model and {rule.reason}")
    relation = next((name for name, words in _RELATIONS if words.search(said)), "勤務")
    return Career(clause.start, clause.end, _BY_MODEL, relation, named, named, person_of(reading, clause.start, clause.end, named, sentence[1]),
                  time_in(said), heard(text, clause.start, clause.end, sentence), honours(said), reason=BY_MODEL_ALONE)


def _employer(reading: Reading, clause: Clause) -> tuple[int, int] | None:
    """The employer that the model sees in a clause; else the one organization in it, where the clause says who works or worked there."""
    if clause.employer is not None:
        start, end = clause.employer
        ahead, beyond = _AHEAD.match(reading.text, start, end), _BEYOND.search(reading.text, start, end)
        start, end = _past_adverbs(reading, ahead.end() if ahead else start), beyond.start() if beyond else end
        return None if end <= start or NO_EMPLOYER.fullmatch(reading.text, start, end) or ONLY_A_KIND.fullmatch(reading.text, start, end) else (start, end)
    inside = [(one.start, one.end) for one in reading.organizations_within(clause.start, clause.end)[:2] if one.end <= clause.end]
    return inside[0] if len(inside) == 1 and _WORKED.match(reading.text, inside[0][1], clause.end) else None


def _past_adverbs(reading: Reading, start: int) -> int:
    """Where an employer begins after an adverb that the model took along: なにしろ|陸上自衛隊."""
    i = reading.index(start)
    while i is not None and i + 1 < len(reading.tokens) and reading.tokens[i].kind is Kind.ADVERB and HIRAGANA.fullmatch(reading.tokens[i].surface) and len(reading.tokens[i].surface) > 2:
        i += 1
        start = reading.tokens[i].start
    return start


_WORKED = re.compile(
    rf"[」』]?(?:さん|様)?(?:の(?:[^。、\n]{{1,12}}の)?[^。、\n]{{1,8}}{ADDRESS}?、?(?:[^。、\n]{{0,10}})?(?:退職|退社|離職|辞め|転職|異動)"
    rf"|で(?:は|も)?[^。\n]{{0,20}}(?:勤|働|担当|していた|してた|された|課長|部長|店長|営業|経理|主任)|に(?:は)?[^。、\n]{{0,12}}(?:い(?:た|ら)|勤|入社|在籍|おられ|決ま|内定|就職|拾)"
    rf"|を[^。、\n]{{0,12}}(?:辞め|やめ|退|卒業)|から[^。、\n]{{0,12}}(?:移|転|来|出向)|出身|の(?:人間|出|OB|OG)|時代)")
