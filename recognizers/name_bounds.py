"""Where a name begins and ends, beyond what rules and model found; and what looks like a name and is nobody's."""

from __future__ import annotations

import re

from recognizers.nlp import Kind, sudachi
from recognizers.reading import KATAKANA, Reading, Span, covered, disjoint

_AFTER_A_NAME = re.compile(r"(?<=.)(?:用|宛)$|[,、:|/()\[\]<>「」0-9]|(?<=.)(?:様|さん|さま|氏|殿)$")
_AFTER_A_COMPANY = re.compile(
    r"(?<=..)(?:様|さま|さん|御中|殿)$|(?<=...)(?:事務|職員|保健|相談|図書|会議|宿泊予約|予約|採用|文化振興|地域連携|看護|医事|生産|調達|施設|企画|営業|総務|経理|人事|開発|技術|製造|品質|保証|購買|情報|システム|管理|法務|広報|業務|財務|物流|商品|店舗|事業|国際|海外|法人|第[一二三四五1-5]|推進|戦略|経営){1,3}[一二三四五1-5]?(?:部|課|室|係|チーム|本部)$"
    r"|(?<=..) [^ ]{1,8}(?:支店|営業所|センター|倉庫|工場|事業所|出張所|本社|支社|本店)$")
_TO = re.compile(r"(?<=[一-龥]{2})行$")
_READING = re.compile(r" ?\((?P<reading>[ぁ-ゖー]{1,6} [ぁ-ゖー]{1,6}|[ァ-ヴー]{1,7} [ァ-ヴー]{1,7})\)")
_BUILDING = re.compile(r"(?:ビル|ビルディング|ビルヂング|マンション|ハイツ|コーポ|アパート|レジデンス|タワー|荘)$")
_BLOCK_BEFORE = re.compile(r"[0-9](?:番地?|号|丁目)?[ \n]{0,2}$")
_BORN = re.compile(r"(?:の|で)?(?:生まれ|育ち|出身)(?!の(?:方|人))")
_UNITS = frozenset("部課局室係所店院校園社")
_PART_BEFORE = re.compile(r"(?:[ァ-ヴー]{1,10}・){1,3}$")


def trimmed(text: str, start: int, end: int, label: str) -> tuple[int, int, str] | None:
    """The span without what a morpheme holds beyond the name: 向井 一様 is one name and 一様 one word. None when nothing is left."""
    beyond = (_AFTER_A_NAME if label == "PERSON" else _AFTER_A_COMPANY).search(text, start, end)
    if beyond is None and label == "PERSON" and (to := _TO.search(text, start, end)) is not None and Kind.FAMILY in sudachi().kinds_of(text[start:to.start()]):
        beyond = to  # 平井行: so one writes one's own name on a reply envelope
    if beyond is not None:
        end = start + len(text[start:beyond.start()].rstrip())
    if label == "ORGANIZATION" and _BUILDING.search(text, start, end) and _BLOCK_BEFORE.search(text, max(0, start - 6), start):
        return None  # a building in an address
    return (start, end, label) if end > start else None


def is_nobody(reading: Reading, one: Span) -> bool:
    """Whether a name is a place at an end of an arrow (八戸→盛岡) or where somebody was born, a mail host, or a title cut in two (課|長さん)."""
    if reading.text[one.start:one.end] in reading.lists.known:
        return False
    text, name = reading.text, reading.text[one.start:one.end]
    before, after = text[one.start - 1:one.start], text[one.end:one.end + 1]
    if before == "@" or (name == "長" and before in _UNITS):
        return True
    return ("→" in (before, after) or _BORN.match(text, one.end) is not None) and Kind.PLACE in reading.kinds(name)


def _whole(reading: Reading, one: Span) -> Span:
    """`one` with the katakana before its middle dot: a name from abroad has three parts or more."""
    before = _PART_BEFORE.search(reading.text, max(0, one.start - 24), one.start) if KATAKANA.match(reading.text, one.start) else None
    return one._replace(start=before.start()) if before else one


def with_readings(reading: Reading, people: list[Span]) -> list[Span]:
    """`people`, each from its first part on, and how a name is read where that stands in brackets after it: 安西 大地（あんざい だいち）."""
    people = disjoint(_whole(reading, one) for one in people)
    made = list(people)
    for one in people:
        if (match := _READING.match(reading.text, one.end)) is not None and not covered(people, *match.span("reading")):
            made.append(Span(*match.span("reading"), one.score, "how the name before it is read"))
    return sorted(made)
