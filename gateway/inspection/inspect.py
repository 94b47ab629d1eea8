"""A message in, its findings out: the analyzer over every part, zones, and whom each finding is about."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from presidio_analyzer import AnalyzerEngine, RecognizerResult

from gateway.inspection.affiliations import affiliated
from gateway.inspection.belongings import nearest
from gateway.inspection.cast import NOBODY, Cast, Role
from gateway.inspection.explain import explain
from gateway.inspection.header_names import with_header_names
from gateway.inspection.mentions import Mentions
from gateway.inspection.passage import Passage, relation_in
from gateway.inspection.subjects import Subjects
from gateway.inspection.under_a_subject import names_a_number, numbers_under
from gateway.inspection.zones import Layout, Stretch, read_layout
from gateway.message import Message, Part, PartKind
from gateway.verdict import About, Finding, Relation, Zone
from recognizers.normalize import fold_name
from recognizers.titles import ADDRESS, HONORIFICS, TITLES

_OWN_SIDE = re.compile(r"(?:弊社|当社|弊部|当部|当課|うち|小社|弊店|当店|わが社|我が社|自社)(?:の)?(?:[^。、:：\n]{0,14}の)?(?:[^。、はがをに:：\n]{0,10}(?:部|課|室|担当|営業|グループ|チーム|者|員|長)(?:の|、)?)?[ 　]?$")
_ZONES = {PartKind.SUBJECT: Zone.SUBJECT, PartKind.HEADER: Zone.HEADER, PartKind.HTML_HIDDEN: Zone.HIDDEN, PartKind.HTML_LINK: Zone.HIDDEN,
          PartKind.FILE_NAME: Zone.FILE_NAME, PartKind.ATTACHMENT: Zone.ATTACHMENT}
_SHORT, _SHORT_KEPT = 80, 8192  # characters of a text, and texts of at most so many whose findings are kept
_WHOLE, _WHOLE_KEPT = 16_384, 64  # the same for whole bodies
_NOBODYS: tuple[Role, Relation | None] = (NOBODY, None)
_CAREERS = frozenset(("JP_CAREER_HISTORY", "JP_EMPLOYER"))
_BODIES = frozenset((PartKind.PLAIN, PartKind.HTML_VISIBLE))
_NAMES_STAND = _BODIES | {PartKind.SUBJECT, PartKind.HEADER}
_ADORNED = re.compile(r"[ \u3000]?(?:[（(][^()（）\n]{1,16}[)）])?[ \u3000]?(?:" + HONORIFICS + "|" + TITLES + ")")
_KANA = re.compile(r"[ぁ-ゖァ-ヺｦ-ﾟー 　・]{2,24}")
_OPENS = re.compile(rf"[ \u3000]?{ADDRESS}?[ \u3000]?[（(]")
_CALL = re.compile(r"[ \t]{0,3}(?:\[To:|\[rp |<@|@)")
_CALLS_ON = re.compile(rf"(?:[ \t　、,，・&＆/／:：]|{ADDRESS}|@(?:[A-Za-z0-9_.-]{{1,30}})?|\[(?:To|rp)[^\]\n]{{0,60}}\]|<@[A-Z0-9]{{1,20}}>|(?i:cc)|と)*")
_IS_CALLED = re.compile(rf"[ 　]?(?:{ADDRESS})?(?:[ \t　、,，・&＆/／。!！~〜～:：@\[<と]|\r?\n|\Z)")
_INTRODUCES = re.compile(r"[ 　]*(?:[（(][^()（）\n]{1,16}[)）])?[ 　]*(?:です|でございます|と申します|ございます|より)")


class Inspector:
    """Inspects messages with one analyzer. Pure: the same message gives the same findings."""

    def __init__(self, analyzer: AnalyzerEngine) -> None:
        self._analyzer = analyzer
        # the same people write and are written to all day, and a thread keeps its subject: what is short is read once
        self._found_in_short = lru_cache(maxsize=_SHORT_KEPT)(self._found)
        # a circular goes out once to each of its readers, and what is tried again after a 4xx says the same
        self._found_in_whole = lru_cache(maxsize=_WHOLE_KEPT)(self._found)

    def inspect(self, message: Message, own_domains: Sequence[str] = ()) -> tuple[Finding, ...]:
        """Every finding in every part, in the order of the parts and of the text.

        `own_domains` are the company's mail domains; empty means the sender's. Any text gives findings, never an error.
        """
        cast = Cast(message, own_domains)
        subject = next((part.text for part in message.parts if part.kind is PartKind.SUBJECT and names_a_number(part.text)), "")
        names = tuple(dict.fromkeys(party.name for party in (message.sender, *message.addressed) if party.name))
        passages = [self._read(part, subject, names) for part in message.parts if part.text.strip()]
        for passage in passages:
            _learn(cast, passage)
        subjects = Subjects(Mentions(cast))
        return tuple(finding for passage in passages for finding in _findings(passage, subjects))

    def _read(self, part: Part, subject: str, names: tuple[str, ...]) -> Passage:
        zone = _ZONES.get(part.kind)
        layout = Layout((Stretch(0, len(part.text), zone),)) if zone is not None else read_layout(part.text)
        size = len(part.text)
        found = self._found_in_short if size <= _SHORT else self._found_in_whole if size <= _WHOLE else self._found
        results = found(part.text, subject if part.kind in _BODIES else "")
        return Passage(part, layout, with_header_names(names, part.text, results) if part.kind in _NAMES_STAND else results)

    def _found(self, text: str, subject: str) -> tuple[RecognizerResult, ...]:
        found: list[RecognizerResult] = self._analyzer.analyze(text, language="ja", return_decision_process=True)
        if subject:
            found += numbers_under(self._analyzer, subject, text, found)
        return tuple(sorted(found, key=lambda one: (one.start, -one.end, one.entity_type)))


def _learn(cast: Cast, passage: Passage) -> None:
    """Names that the layout gives a role: the salutation's, the self-introduction's, the signature's, 弊社の …'s."""
    text = passage.part.text
    people = passage.people()
    signed = [one for one in people if passage.zone(one.start) is Zone.SIGNATURE]
    called, introduced = 0, False
    for one in people:
        name = text[one.start:one.end]
        zone = passage.zone(one.start)
        if zone is Zone.SALUTATION:
            begin, _ = passage.line(one.start)
            if _CALL.match(text, begin) is None:
                cast.learn_salutation(name)
            elif _CALLS_ON.fullmatch(text, max(begin, called), one.start) and _IS_CALLED.match(text, one.end):
                called = one.end  # 「@Sarah 図面が古いのは…のフォルダに」 calls one and speaks of another
                cast.learn_salutation(name)
        elif zone is Zone.GREETING and _INTRODUCES.match(text, one.end):
            known = cast.who(name).about is About.SENDER
            if known or not introduced:  # 「…の浦部でございます。長らくお世話になりました三浦でございますが」: the second is another
                cast.learn_sender(name)
            introduced = introduced or known
        if zone not in (Zone.QUOTE, Zone.FORWARD_HEADER) and _OWN_SIDE.search(passage.text(one.start - 30, one.start)):
            cast.learn_colleague(name)
    for one, following in pairwise(people):
        if _KANA.fullmatch(text, following.start, following.end) and _OPENS.fullmatch(text, one.end, following.start):
            cast.learn_reading(text[one.start:one.end], text[following.start:following.end])
    _learn_unadorned(cast, passage)
    if len({text[one.start:one.end] for one in signed}) == 1:
        cast.learn_sender(text[signed[0].start:signed[0].end])


def _learn_unadorned(cast: Cast, passage: Passage) -> None:
    """To outsiders one's own people go without honorific: whoever is nowhere called 様 or さん is of the sender's side."""
    if passage.part.kind not in _BODIES or not cast.speaks_to_outsiders:
        return
    adorned: dict[str, bool] = {}
    for one in passage.people():
        if passage.zone(one.start) is Zone.BODY:
            key = fold_name(passage.part.text[one.start:one.end])
            adorned[key] = adorned.get(key, False) or bool(_ADORNED.match(passage.part.text, one.end))
    for key, honoured in adorned.items():
        if not honoured:
            cast.learn_colleague(key)


def _findings(passage: Passage, subjects: Subjects) -> Iterator[Finding]:
    clause, whose = 0, _NOBODYS  # where the last clause about a career ends, and whose it is: so is an employer in it
    for result in passage.found:
        role, relation = whose if result.entity_type == "JP_EMPLOYER" and result.end <= clause else _resolved(passage, subjects, result)
        if result.entity_type == "JP_CAREER_HISTORY":
            clause, whose = result.end, (role, relation)
        metadata = result.recognition_metadata or {}
        own = bool(metadata.get("company_own")) and result.entity_type == "JP_BANK_ACCOUNT"
        zone = passage.zone(result.start)
        yield Finding(
            result.entity_type, passage.part.ref, result.start, result.end, round(float(result.score), 2), role.about, zone,
            explain(result, role, relation, zone), passage.part.text[result.start:result.end], role.key, role.concerns, relation, own)


def _resolved(passage: Passage, subjects: Subjects, result: RecognizerResult) -> tuple[Role, Relation | None]:
    if result.entity_type in _CAREERS:
        role, hearsay = subjects.career(passage, result)
        told = relation_in(result)
        return role, Relation(str(told.get("person", "")) or role.label, str(told.get("relation", "")), str(told.get("organization", "")), str(told.get("time", "")), hearsay)
    if result.entity_type == "PERSON":
        return subjects.mentions.person(passage, result), None
    if result.entity_type == "ORGANIZATION":
        return affiliated(subjects.mentions, passage, result), None
    role = nearest(subjects.mentions, passage, result)
    return (Role("", About.UNKNOWN), None) if role.about is About.NOBODY and result.entity_type.startswith("JP_M") else (role, None)
