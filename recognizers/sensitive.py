"""JP_SENSITIVE: 要配慮個人情報 told of a person, in the shortest clause.

Source: 個人情報保護法2条3項 (人種、信条、社会的身分、病歴、犯罪の経歴、犯罪により害を被った事実), 同法施行令2条 (障害、健康診断の結果、診療・調剤、
刑事手続、少年保護). The law's 信条 holds creed and religion; union membership is kept with it, as the 金融分野ガイドライン does.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import takewhile

from presidio_analyzer import RecognizerResult

from recognizers.by_post import BY_POST, SHOWN, of_others
from recognizers.condition_forms import filled_in
from recognizers.conditions import ENDING, ONLY_OF_PEOPLE, TELLING, TELLING_BY_NAME
from recognizers.no_conditions import (
    GENERIC_PATIENT,
    ILLNESS,
    OWNER_OR_PET,
    PRODUCT,
    SOMEBODY,
    not_literally,
    of_a_machine,
    of_an_animal,
    of_everybody,
    of_nobody,
)
from recognizers.reading import Reading, ReadingRecognizer, Span, covered, overlapped
from recognizers.titles import ADDRESS, SELF_WORDS

_KINDS = {"ill": "illness", "care": "treatment", "disabled": "disability", "crime": "criminal record or victimhood", "creed": "creed"}


class SensitiveRecognizer(ReadingRecognizer):
    """Special-care information of a person; not products, notices and rules about such matters."""

    ENTITY = "JP_SENSITIVE"

    def read(self, reading: Reading) -> list[RecognizerResult]:
        """Every clause that tells such a thing of somebody, with `recognition_metadata["person_span"]` where named."""
        results = []
        for span, person, kind in judged(reading):
            metadata: dict[str, object] = {"person_span": reading.folded.span(*person) if person else None,
                                           "person": reading.text[person[0]:person[1]] if person else "", "kind": kind, "anothers": reading.telling.anothers(span.start, span.end)}
            results.append(self.result(reading, span, metadata))
        return results


_SENTENCE_END = re.compile(r"[。！？!?\n]")
_BY_WORDS = frozenset(("disability", "criminal record or victimhood", "creed"))
"""Kinds whose words are enough; illness and treatment are spoken of in products and advice too, so that the model must agree."""
_GENEROUS = 12.0  # how generous it is asked to be then
_NAMED_WITHIN = 30  # characters
_RECORD = re.compile(r"前科|前歴")


def _of_a_firm(reading: Reading, at: int) -> bool:
    """Whether what begins at `at` is said to be a firm's: one that was late before has 前科 too."""
    return reading.text[at - 1:at] == "の" and any(one.end == at - 1 for one in reading.organizations_within(max(0, at - _NAMED_WITHIN), at))


Statement = tuple[Span, tuple[int, int] | None, str]


def judged(reading: Reading) -> list[Statement]:
    """What the words for conditions found, within the bounds that the model gives, and what only the model finds."""
    by_rule = list(_clauses(reading))
    found: list[Statement] = []
    for clause in reading.telling.told().sensitive:
        i = bisect_right(by_rule, clause.start, key=lambda one: one[0].end)
        rule = by_rule[i] if i < len(by_rule) and by_rule[i][0].start < clause.end else None
        begin, end = _sentence(reading.text, clause.start, clause.end)
        people = reading.people_within(begin, end) or _topic_before(reading, clause.start)
        here = bool(reading.people_within(begin, end))
        if of_everybody(reading.text, clause.start, clause.end, (begin, end), here, any(one.end <= clause.start for one in people)):
            continue
        if _an_animals(reading, clause.start, (begin, end)):
            continue
        if not_literally(reading.text, clause.start, clause.end, (begin, end), bool(reading.people_within(begin, clause.start))) or (
                rule is None and (of_nobody(reading.text, clause.start, clause.end, (begin, end), bool(people) or _shown(reading.text, clause.start)) or of_a_machine(reading.text, clause.start, (begin, end)))):
            continue
        if (record := _RECORD.search(reading.text, clause.start, clause.end)) and _of_a_firm(reading, record.start()):
            continue
        named = rule[1] if rule and rule[1] else next(((one.start, one.end) for one in people), None)
        reason = f"{rule[0].reason}, and the model" if rule else "the model of clauses: special-care information of a person"
        found.append((Span(clause.start, clause.end, 0.95 if rule else 0.8, reason), named, rule[2] if rule else "sensitive"))
    taken = [span for span, _, _ in found]
    found += [one for one in by_rule if not covered(taken, one[0].start, one[0].end)
              and (one[2] in _BY_WORDS or _grave(reading, one[0]) or _of_somebody_named(reading, one[0], one[1]) or overlapped(reading.telling.told(_GENEROUS).sensitive, one[0].start, one[0].end))]
    return _with_forms([one for one in found if not _denied(reading, one)], list(filled_in(reading)))


_ONE_WHO = re.compile(r"(?:た|ている|ていた|てる)(?:方|人|子)(?=[のがはも、])|あの(?:人|方|子)|彼女?[はがも]|の(?:[部課室係店所社]長|奥様|ご主人)[はがもと]")


def _denied(reading: Reading, told: Statement) -> bool:
    """Whether the reader of passages plainly sees nothing told where the sentence shows nobody either: 「腎虚の版画」「サーバーが骨折」."""
    (start, end, *_), person, _ = told
    if person is not None or not reading.telling.denied(start, end):
        return False
    begin, stop = _sentence(reading.text, start, end)
    if reading.people_within(begin, stop) or _ONE_WHO.search(reading.text, begin, stop) or any(match.start() < stop for match in BY_POST.finditer(reading.text, begin, stop)):
        return False
    return not _topic_before(reading, begin)


def _with_forms(told: list[Statement], forms: list[Statement]) -> list[Statement]:
    """Both, in text order; a label with its value replaces what was found within it, else what was found stays."""
    told, forms = sorted(told, key=_place), sorted(forms, key=_place)
    ends = [one[0].end for one in told]
    replaced: set[int] = set()
    kept: list[Statement] = []
    for form in forms:
        first = bisect_right(ends, form[0].start)
        meeting = list(takewhile(lambda i: told[i][0].start < form[0].end, range(first, len(told))))  # noqa: B023 used at once
        if all(form[0].start <= told[i][0].start and told[i][0].end <= form[0].end for i in meeting) and not (kept and form[0].start < kept[-1][0].end):
            replaced.update(meeting)
            kept.append(form)
    return sorted([*(one for i, one in enumerate(told) if i not in replaced), *kept], key=_place)


def _place(statement: Statement) -> tuple[int, int]:
    return statement[0].start, statement[0].end


def _grave(reading: Reading, span: Span) -> bool:
    """Whether a clause names an illness and what it came to, and somebody is spoken of: no product is praised so."""
    clause = reading.text[span.start:span.end]
    begin, end = _sentence(reading.text, span.start, span.end)
    if _ORDERED_TO_BED.search(reading.text, span.start, end) and (reading.people_within(max(0, begin - _NEAR), end) or _topic_before(reading, begin)):
        return True
    if _SICK_LEAVE.search(reading.text, span.start, end) and reading.people_within(begin, span.end):
        return True
    if not ILLNESS.search(clause):
        return False
    if _HEARD.search(reading.text, span.start, end) and (_of_the_sentence_before(reading, begin) or any(_CALLED.match(reading.text, one.end) for one in reading.people_within(begin, span.start))):
        return True
    if _in_confidence(reading, begin, span.start) or _RAISED.search(reading.text, span.start, end):
        return True
    if not _GRAVE.search(clause):
        return False
    return bool(reading.people_within(max(0, begin - _NEAR), end) or _topic_before(reading, begin))


_ORDERED_TO_BED = re.compile(r"(?:先生|医者|お医者さん|医師|主治医|病院)(?:に|から|で)[^。、\n]{0,16}(?:横にな|安静|寝て|休[めむみ]|動くな|止められ)|絶対安静|ドクターストップ|に[^。、\n]{0,4}(?:影|しこり)(?:が|も)?(?:出|写|映|見つか|あ[るりっ])")
_HEARD = re.compile(r"(?:だ|で)(?:って|そう|と(?:の|か|聞))|らし|みたい|とのこと|で(?:休|早退|欠勤)")
_SICK_LEAVE = re.compile(r"(?:病気|傷病|私傷病)(?:休職|休暇|欠勤)(?!の?(?:規[程定]|手引き|案内|制度|申請|届|様式|書類|書式|手続|取扱|日数の上限))")
_NEAR = 60  # characters before a sentence in which whoever it speaks of may stand
_GRAVE = re.compile(r"療養|休職|入院|と診断|って診断|言われ|告げ|告知|の診断|診断を|手術|闘病|通院|患[っい]|薬を|服用|服薬|内服|点滴|発作|再[発燃]|増悪|悪化|寛解|転移")
_RAISED = re.compile(
    r"(?:手術|治療|療養|通院|入院|休職|検査|診断|服薬|リハビリ)[^。、\n]{0,4}\n?[^。、\n]{0,4}(?:受けられ|続けられ|続けておられ|続けていらっしゃ|されて(?:いる|おり|いらっしゃ)|しておられ|していらっしゃ|なさって|中でいらっしゃ"
    r"|中とのこと)(?![てたるいまし]{0,4}(?:方|患者|お客|皆|人|場合|際|とき))")
"""What is said of somebody whom one raises, though no name stands by: 「手術を受けられ」「通院しておられる」; not advice to whoever is."""




def _an_animals(reading: Reading, start: int, sentence: tuple[int, int]) -> bool:
    """Whether a condition is an animal's, as far as the names in its sentence and the topic before it allow."""
    def near() -> tuple[bool, bool]:
        names = [*reading.people_within(*sentence), *_topic_before(reading, sentence[0])]
        return bool(names), all(OWNER_OR_PET.match(reading.text, one.end) for one in names) and not _known_by_post(reading.text, sentence[0], start, start)

    return of_an_animal(reading.text, start, sentence, near)


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    stop = _SENTENCE_END.search(text, end, end + 80)
    return _last(text, max(0, start - 80), start), stop.start() if stop else min(len(text), end + 80)


def _clauses(reading: Reading) -> Iterator[Statement]:
    text = reading.text
    done = 0
    for match in (TELLING if ENDING.search(text) else TELLING_BY_NAME).matches(text):
        if match.start() < done:
            continue
        begin = _last(text, max(0, match.start() - 80), match.start())
        stop = _SENTENCE_END.search(text, match.end(), match.end() + 80)
        end = stop.start() if stop else min(len(text), match.end() + 80)
        sentence = text[begin:end]
        people = reading.people_within(begin, end)
        if PRODUCT.search(sentence) and not ((people or reading.people_within(max(0, begin - _NEAR), begin) or _known_by_post(text, begin, match.start(), match.end()) or _borne_by_somebody(reading, begin, match.start(), end)) and not PRODUCT.search(text[match.start():min(end, match.end() + 8)])):
            continue
        if match.lastgroup == "crime" and _of_a_firm(reading, match.start()):
            continue
        if _an_animals(reading, match.start(), (begin, end)):
            continue
        if not_literally(text, *match.span(), (begin, end), any(one.end <= match.start() for one in people)) or of_a_machine(text, match.start(), (begin, end)) or GENERIC_PATIENT.search(text[match.start():min(end, match.end() + 16)]):
            continue
        if of_everybody(text, *match.span(), (begin, end), bool(people), any(one.end <= match.start() for one in people)):
            continue
        spoken_of = people or _topic_before(reading, begin) or _in_confidence(reading, begin, match.start()) or _RAISED.search(text, match.start(), end) or _borne_by_somebody(reading, begin, match.start(), end) or _known_by_post(text, begin, match.start(), match.end()) or _shown(text, match.start())
        if not spoken_of and (ONLY_OF_PEOPLE.search(match.group()) or not (
                SOMEBODY.search(sentence) or SELF_WORDS.search(sentence) or SOMEBODY.search(_paragraph_before(text, begin)))):
            continue
        comma = text.rfind("、", begin, match.start())
        clause = comma + 1 if comma >= 0 else begin
        inside = [p for p in people if clause <= p.start and p.end <= end]
        before = [p for p in people if p.end <= match.start()]
        person = next(iter(inside or before or people), None)
        finish = _finish(text, match.end(), end)
        done = finish
        kind = _KINDS[match.lastgroup or "ill"]
        start = min(clause, match.start())
        yield Span(start, finish, 0.85 if people else 0.7, f"{kind} of a person"), (person.start, person.end) if person else None, kind


_TOPIC = re.compile(
    rf"(?:と(?:い[いう]|申)[^。、\n]{{0,4}}(?:生徒|児童|園児|学生|方|人|者|子|社員|職員|スタッフ|利用者|患者|お客様))"
    rf"|{ADDRESS}?(?:\([^()\n]{{1,8}}\))?(?:の件|のこと|に(?:ついて|つきまして|関し)|[)]?の(?:今[週月日]の|先[週月]の)?ご?(?:様子|容体|容態|状態|近況|体調|病状|具合|健康)"
    rf"|の(?:[^。、\n]{{0,8}})?(?:申請|診断書|届|請求|手続|休職|復職|労災|給付|検査|受診|入院|欠勤)|ご?本人|ですが|だが|は|が|も|だけ|って|、|から|より|の(?:お|ご)(?:父|母|兄|姉|祖父|祖母|主人|家族|子|嬢|尊父|母堂)(?:様|さん|さま)?(?:の|は|が|も))"
)


_OBJECT = re.compile(rf"{ADDRESS}(?:を|に|と|の[^。、\n]{{1,8}}[、がはをに]|への|だった|いわく|曰く|(?=[一-龥]{{1,2}}[ぁ-ん]))")  # 「稲葉さん外します」: in chat the particle goes
_ROW = re.compile(rf"{ADDRESS}?(?:\([^()\n]{{1,8}}\))?(?: ?[|:\t/]|  |の(?:立替|分|領収書|交通費|精算|席|部屋|便))")
_NEXT_ROW = re.compile(r"\n(?! )")
"""A row of a list belongs to whoever it begins with, with the lines set in below it: 「A2　神戸会長　　話し手が右に来るように。…」."""
_VALUE_OF = re.compile(r"(?:お?名前|ご?氏名|ご?利用者|ご?入居者|入所者|患者|対象者|該当者|ご?本人|お客様|生徒|児童|園児|社員|従業員|受講者|被保険者)(?:名|様|さん)?[ 　\t]{0,4}[:：]?[ 　\t]{0,4}\Z")


def _of_the_sentence_before(reading: Reading, begin: int) -> list[Span]:
    """Whoever the sentence right before, on the same line or the line right above, begins with: 「笹本さん今日休み。インフルだって」."""
    line = reading.text.rfind("\n", max(0, begin - _NEAR), begin) + 1 or max(0, begin - _NEAR)
    if begin == line > 1 and reading.text[line - 2] != "\n":
        above = reading.text.rfind("\n", max(0, line - 1 - _NEAR), line - 1) + 1 or max(0, line - 1 - _NEAR)
        return [one for one in reading.people_within(above, line) if one.start <= above + 2 and _CALLED_ABOVE.match(reading.text, one.end)][-1:]
    before = _last(reading.text, line, max(line, begin - 1))
    return [one for one in reading.people_within(before, begin) if one.start <= before + 2 and _CALLED.match(reading.text, one.end)][-1:]


_BY_THEIR_POST = re.compile(
    r"の(?:[一-龥]{1,4}(?:ドライバー|運転手|監督)|[二三四]代目|若旦那|先代|会長|社長|専務|常務|女将|店長|大将|[一-龥]{0,4}(?:部長|課長|係長|主任|担当))(?:さん)?(?:、|は|が|も|から|に)"
    r"|(?:の|^|[。\n])先代(?:、|は|が|も|から|に)|(?:新しい|新任の|今度の|隣の)[一-龥ァ-ヴー]{2,6}(?:員|師|士|手|番)さん(?:に|が|は|も|、|の)"
)


def _shown(text: str, at: int) -> bool:
    """Whether somebody is shown to the reader right before: 「お隣の管理人さん、⏎…」."""
    return SHOWN.search(text, max(0, at - _NEAR), at) is not None


def _known_by_post(text: str, begin: int, at: int, end: int) -> bool:
    """Whether the paragraph up to `at`, or the sentence that begins at `begin`, speaks of somebody known by their post; not where a condition ending at `end` is others'."""
    if of_others(text, at, end):
        return False
    return BY_POST.search(text, begin, at) is not None or _BY_THEIR_POST.search(_paragraph_before(text, begin) + text[begin:at]) is not None


_CALLED = re.compile(ADDRESS)
_CALLED_ABOVE = re.compile(rf"{ADDRESS}(?:[はがにをも、]|って|の(?:前|机|席|代わり|件))")


def _of_the_row(reading: Reading, begin: int) -> list[Span]:
    """Whoever the row of a list in which a sentence begins is about."""
    return [one for one in reading.people_within(max(0, begin - _FORM // 2), begin) if _ROW.match(reading.text, one.end) and _NEXT_ROW.search(reading.text, one.end, begin) is None]


def _topic_before(reading: Reading, begin: int) -> list[Span]:
    """The person made the topic in the 150 characters before the sentence, or whose form it is, or spoken of at all right before it in the same paragraph."""
    topics = [one for one in reading.people_within(max(0, begin - 150), begin) if _TOPIC.match(reading.text, one.end)]
    topics += [one for one in reading.people_within(max(0, begin - _FORM), begin) if _AT_HOME.match(reading.text, one.end) or _VALUE_OF.search(reading.text[max(0, one.start - 16):one.start])]
    near = [one for one in reading.people_within(max(0, begin - _NEAR), begin) if _OBJECT.match(reading.text, one.end) and "\n\n" not in reading.text[one.end:begin]]
    near += [one for one in reading.people_within(max(0, begin - _NEAR), begin) if _HEADS.fullmatch(reading.text, one.end, begin)]
    near += _of_the_row(reading, begin) or _of_the_sentence_before(reading, begin)
    return sorted([*topics, *near])[-1:]


_HEADS = re.compile(r"[ ]?(?:\([^()\n]{1,20}\))?[ ]{0,4}\n[ \t]{0,8}")
"""What stands between a name that ends a line, as in a list and not as one is greeted, and what the next line tells of them: 「(2) 14:15〜 営業 八木沢⏎適応障害で…」."""
_AT_HOME = re.compile(rf"{ADDRESS}(?:邸|宅|のお宅|方(?![は々法針]))")  # whoever's house handrails are put up in
_FORM = 300  # characters of a form above what is said of whoever it names
_CONFIDING = re.compile(r"(?:事前|先|前もって|あらかじめ|念のた?め)に?[^。\n]{0,4}(?:お伝え|共有)|お含みおき|お含み置き|ご承知おき|内々|内密|内緒|ここだけ|他言|オフレコ|内聞|口外|恐縮ですが|実は|申し上げにくい|言いにくい|デリケート")
_LONG = 400  # characters


def _in_confidence(reading: Reading, begin: int, at: int) -> list[Span]:
    """Whoever was spoken of last, where the statement is led in as a confidence: the name may stand paragraphs above."""
    if not _CONFIDING.search(reading.text, max(0, begin - _NEAR), at):
        return []
    return [one for one in reading.people_within(max(0, begin - _LONG), begin) if not _SPEAKS.match(reading.text, one.end)][-1:]


_TOLD_OF = re.compile(rf"(?:{ADDRESS})?[ ]?(?:\(|→|:)|{ADDRESS}(?:は|が|も|って|、|の(?:お?母|お?父|奥|ご主人|ご家族|お?子|息子|娘)[^、。\n]{{0,6}}[はがも、]|の(?:精算|立替|件|分|休み|欠勤|欠席|代わり|シフト|領収書|席|予定|様子|話)[^、。\n]{{0,6}}[、がは]|の(?=[^、。\n]{{0,4}}\Z))")


def _of_somebody_named(reading: Reading, span: Span, person: tuple[int, int] | None) -> bool:
    """Whether a treatment is told of somebody named right before with an honorific: 「岩井さん、明日は透析で…」."""
    begin, _ = _sentence(reading.text, span.start, span.end)
    if person is None and _known_by_post(reading.text, begin, span.start, span.end):
        return not PRODUCT.search(reading.text, begin, span.end)
    if person is None and (_of_the_row(reading, begin) or _of_the_sentence_before(reading, begin)):
        return not PRODUCT.search(reading.text, begin, span.end)
    if person is None or not begin <= person[0] < span.end:
        return False
    said = reading.text[person[1]:max(span.start, person[1])] + reading.text[max(span.start, person[1]):span.end][:16]
    return _TOLD_OF.match(said) is not None and not PRODUCT.search(reading.text, begin, span.end)


_BEARS = re.compile(r"(?:麻痺|後遺症|障害|持病|既往|不自由|病気|疾患|アレルギー|症状|痛み|発作)[^。、\n]{0,4}(?:がおあり|をお持ちでいらっしゃ|を?お抱え|でいらっしゃ)(?!の(?:方|お客|人)|の場合|でしたら|ましたら|なら)")


def _borne_by_somebody(reading: Reading, begin: int, at: int, end: int) -> bool:
    """Whether a condition is raised as somebody's who is named paragraphs above: 「後遺症で左半身に麻痺がおありなので」."""
    return _BEARS.search(reading.text, at, end) is not None and any(
        _CALLED.match(reading.text, one.end) and not _SPEAKS.match(reading.text, one.end) for one in reading.people_within(max(0, begin - _LONG), begin))


_SPEAKS = re.compile(rf"{ADDRESS}[ 　]{{0,2}}\n|(?:です|でございます|と申します)")


def _paragraph_before(text: str, begin: int) -> str:
    """Up to 60 characters before `begin`, no further than the blank line before it."""
    return text[max(0, begin - 60):begin].rpartition("\n\n")[2]


def _finish(text: str, at: int, end: int) -> int:
    tail = re.compile(r"[ぁ-んー]{0,16}?(?=そう|らし|みたい|と(?:の|い|聞|伺|お|言)|[^ぁ-んー]|$)").match(text, at, end)
    return tail.end() if tail else at


def _last(text: str, start: int, at: int) -> int:
    last = start
    for match in _SENTENCE_END.finditer(text, start, at):
        last = match.end()
    return last
