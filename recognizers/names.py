"""People and organizations of a text: what the rules found, judged and completed by the trained model."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from recognizers import company_forms
from recognizers.model.load import model
from recognizers.model.register import speaks
from recognizers.model.words import naming_words
from recognizers.nlp import Kind, Morpheme, sudachi
from recognizers.people import agreeing
from recognizers.reading import KATAKANA, Named, Reading, Span, covered
from recognizers.titles import NO_NAMES

_SURE = 0.85  # a rule's finding of at least this score stands where the model sees nothing
_CALLED = 0.9  # a surname of the dictionary before 様 or さん: a person, though companies are called so too
_SCORES = {True: 0.95, False: 0.8}  # of a name, by whether a rule found the same


def find_names(reading: Reading) -> Named:
    """Names of people and organizations, each list sorted and disjoint, none of one inside one of the other."""
    fine = reading.fine
    tagger = model("speech" if speaks(reading.text) else "prose")
    listed = [one for one in (*reading.people_by_rule, *reading.organizations_by_rule) if reading.text[one.start:one.end] in reading.lists.known]
    fixed = sorted(listed)
    found = [one for each in spans(fine, tagger.tag(naming_words(reading))) if (one := _trimmed(reading.text, *each)) and not covered(fixed, one[0], one[1])]
    called = {(one.start, one.end) for one in reading.people_by_rule if one.score >= _CALLED}
    by_end = {end: start for start, end in called}
    ruled = {(one.start, one.end) for one in reading.organizations_by_rule}
    found = [(by_end[end], end, "PERSON") if label == "ORGANIZATION" and start < by_end.get(end, -1) and (start, end) not in ruled
             and not _NAMELIKE.search(reading.text, start, by_end[end]) else (start, end, label) for start, end, label in found]  # とりわけ坂様
    found = [(start, end, "PERSON" if (start, end) in called else label) for start, end, label in found]
    people = _with_rules(reading, [one for one in found if one[2] == "PERSON"], reading.people_by_rule, found)
    organizations = _with_rules(reading, [one for one in found if one[2] == "ORGANIZATION"], reading.organizations_by_rule, found)
    people = [one for one in people if reading.text[one.start:one.end] not in reading.lists.no_names]
    organizations = [one for one in organizations if reading.text[one.start:one.end] not in reading.lists.no_companies and not covered(people, one.start, one.end)]
    people = agreeing(reading, people, organizations)
    people = _with_readings(reading, [_whole(reading, one) for one in people if not _of_nobody(reading, one)])
    agreed = [one for one in company_forms.agreeing(reading, organizations) if not covered(people, one.start, one.end)]
    return Named(people, agreed)


def _whole(reading: Reading, one: Span) -> Span:
    """`one` with the katakana before its middle dot: a name from abroad has three parts or more."""
    before = _PART_BEFORE.search(reading.text, max(0, one.start - 24), one.start) if KATAKANA.match(reading.text, one.start) else None
    return one._replace(start=before.start()) if before else one


def _of_nobody(reading: Reading, one: Span) -> bool:
    """Whether a name is a place at an end of an arrow (八戸→盛岡) or where somebody was born, a mail host, or a title cut in two (課|長さん)."""
    text, name = reading.text, reading.text[one.start:one.end]
    before, after = text[one.start - 1:one.start], text[one.end:one.end + 1]
    if before == "@" or (name == "長" and before in _UNITS):
        return True
    return ("→" in (before, after) or _BORN.match(text, one.end) is not None) and Kind.PLACE in reading.kinds(name)


_BORN = re.compile(r"(?:の|で)?(?:生まれ|育ち|出身)(?!の(?:方|人))")
_UNITS = frozenset("部課局室係所店院校園社")
_NAMELIKE = re.compile(r"[一-龥ァ-ヴA-Za-z]")  # 青空システム佐藤様 is for the model to part
_PART_BEFORE = re.compile(r"(?:[ァ-ヴー]{1,10}・){1,3}$")


def _with_readings(reading: Reading, people: list[Span]) -> list[Span]:
    """`people`, and how a name is read where that stands in brackets right after it: 安西 大地（あんざい だいち）."""
    made = list(people)
    for one in people:
        if (match := _READING.match(reading.text, one.end)) is not None and not covered(people, *match.span("reading")):
            made.append(Span(*match.span("reading"), one.score, "how the name before it is read"))
    return sorted(made)


def spans(fine: Sequence[Morpheme], labels: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """The spans that B- and I-labels of words make: (start, end, label), spaces at their edges left out."""
    start = end = -1
    kind = ""
    for one, label in zip(fine, labels, strict=True):
        if label.startswith("I-") and label[2:] == kind:
            end = end if one.surface.isspace() else one.end
            continue
        if kind:
            yield start, end, kind
        start, end, kind = (one.start, one.end, label[2:]) if label != "O" and not one.surface.isspace() else (-1, -1, "")
    if kind:
        yield start, end, kind


_AFTER_A_NAME = re.compile(r"(?<=.)(?:用|宛)$|[,、:|/()\[\]<>「」0-9]|(?<=.)(?:様|さん|さま|氏|殿)$")
_AFTER_A_COMPANY = re.compile(
    r"(?<=..)(?:様|さま|さん|御中|殿)$|(?<=...)(?:事務|職員|保健|相談|図書|会議|宿泊予約|予約|採用|文化振興|地域連携|看護|医事|生産|調達|施設|企画|営業|総務|経理|人事|開発|技術|製造|品質|保証|購買|情報|システム|管理|法務|広報|業務|財務|物流|商品|店舗|事業|国際|海外|法人|第[一二三四五1-5]|推進|戦略|経営){1,3}[一二三四五1-5]?(?:部|課|室|係|グループ|チーム|本部)$"
    r"|(?<=..) [^ ]{1,8}(?:支店|営業所|センター|倉庫|工場|事業所|出張所|本社|支社|本店)$")
_TO = re.compile(r"(?<=[一-龥]{2})行$")
_READING = re.compile(r" ?\((?P<reading>[ぁ-ゖー]{1,6} [ぁ-ゖー]{1,6}|[ァ-ヴー]{1,7} [ァ-ヴー]{1,7})\)")
_BUILDING = re.compile(r"(?:ビル|ビルディング|ビルヂング|マンション|ハイツ|コーポ|アパート|レジデンス|タワー|荘)$")
_BLOCK_BEFORE = re.compile(r"[0-9](?:番地?|号|丁目)?[ \n]{0,2}$")


def _trimmed(text: str, start: int, end: int, label: str) -> tuple[int, int, str] | None:
    """The span without what a morpheme holds beyond the name: 向井 一様 is one name and 一様 one word. None when nothing is left."""
    beyond = (_AFTER_A_NAME if label == "PERSON" else _AFTER_A_COMPANY).search(text, start, end)
    if beyond is None and label == "PERSON" and (to := _TO.search(text, start, end)) is not None and Kind.FAMILY in sudachi().kinds_of(text[start:to.start()]):
        beyond = to  # 平井行: so one writes one's own name on a reply envelope
    if beyond is not None:
        end = start + len(text[start:beyond.start()].rstrip())
    if label == "ORGANIZATION" and _BUILDING.search(text, start, end) and _BLOCK_BEFORE.search(text, max(0, start - 6), start):
        return None  # a building in an address
    return (start, end, label) if end > start else None


def _with_rules(reading: Reading, found: Sequence[tuple[int, int, str]], by_rule: Sequence[Span], everything: Sequence[tuple[int, int, str]]) -> list[Span]:
    """The model's findings, and the rules' surest (those of the administrator's lists among them) where the model sees nothing at all."""
    ruled = {(one.start, one.end): one for one in by_rule}
    made = []
    for start, end, _ in found:
        rule = ruled.get((start, end))
        if rule is not None or reading.text[start:end] not in NO_NAMES:
            made.append(Span(start, end, max(_SCORES[rule is not None], rule.score if rule else 0.0), f"the model{' and ' + rule.reason if rule else ''}"))
    taken = sorted(Span(start, end, 1.0, "") for start, end, _ in everything)
    made += [one for one in by_rule if one.score >= _SURE and not covered(taken, one.start, one.end)]
    return sorted(made)
