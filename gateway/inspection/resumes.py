"""Whose a résumé is: its lines name nobody, so it is told by what stands above it, by whoever sent it, by who is offered."""

from __future__ import annotations

import re
from bisect import bisect_left
from operator import attrgetter

from presidio_analyzer import RecognizerResult

from gateway.inspection.cast import UNKNOWN, Role
from gateway.inspection.mentions import Mentions
from gateway.inspection.passage import Passage, relation_in
from gateway.verdict import About, Zone
from recognizers.career_memos import heads_a_memo

DATED = r"(?:(?:19|20)[0-9]{2}|(?:昭和|平成|令和|[SHR]) ?(?:[0-9]{1,2}|元))(?:年(?:[ ]?[0-9]{1,2}月(?:[ ]?[0-9]{1,2}日)?)?|[./][0-9]{1,2})"
CANDIDATE = re.compile(r"候補(?:者|の方|[0-9A-Z一二三])|応募(?:者|の方)|ご紹介(?:する|いた|した)|推薦|求職者|志望者|スキルシート|要員|人材(?=[をのがとでは、]|です|情報)")
_MINE = re.compile(r"(?:私|小職|自分|わたくし|当方|僕)の(?:職務)?(?:経歴|履歴|略歴|プロフィール|レジュメ)|自己紹介|(?:職務)?(?:経歴書?|履歴書)を(?:添付|お送り|送付|送り|提出)(?:いた|し|させ|致)|以下(?:が|は)(?:私|小職)|応募(?:させ|いたし|し(?:ます|たい))|志望(?!動機)")
_THEIRS = re.compile(
    r"(?:第?[0-9０-９一二三]{1,2}稿|[初原]稿|下書き|応募書類|エントリーシート|職務要約)を?[^。\n]{0,6}(?:お送り|ご送付|ご提出|お寄せ)(?:いただ|くださ|下さ|頂)|ご(?:記入|入力|申告)(?:いただ|くださ|下さ|頂)[^。\n]{0,4}内容"
    r"|(?:経歴書?|履歴書|レジュメ)を[^。\n]{0,6}(?:お送り|ご?送付|ご?提出|お出し|お寄せ|ご共有)(?:いただ|くださ|下さ|頂|ありがと|有難)"
    r"|(?:お送り|ご送付|ご提出|ご記入|(?<!戻し)頂い|(?<!戻し)いただい)[^。\n]{0,10}(?:経歴|履歴|レジュメ)|(?:経歴書?|履歴書)[^。\n]{0,12}(?:添削|修正|赤|確認|拝見|直し)"
)
_ROW_LABEL = re.compile(r"(?:申込者|ご?入居者|借主|賃借人|保証人|患者|ご?利用者|会員|候補者|推薦者|求職者|氏名|お?名前|フリガナ|対象者|本人|被保険者|従業員|申請者|契約者|社員|担当者?)[^\n]{0,6}?[:：|｜\t 　]")
_TO_CORRECT = re.compile(r"(?:略歴|ご?経歴|プロフィール|履歴|紹介文|肩書)[^。]{0,60}(?:誤り|間違い|相違|お直し|ご?訂正|ご?修正)")
_INTRODUCTION = 160  # characters
_GOES_ON = re.compile(rf"[ \u3000]{{0,6}}(?:[(（・]|{DATED})")
_JUST_ABOVE = 80  # characters
_start = attrgetter("start")


def owner(mentions: Mentions, passage: Passage, result: RecognizerResult) -> Role:
    """Whose résumé a line belongs to: by the label above it, else by who sent it, else whoever stands nearest."""
    text = passage.part.text
    above = text[max(0, result.start - 1500):result.start]
    offset = max(0, result.start - 1500)
    for label in reversed(list(_ROW_LABEL.finditer(above))):
        named = [one for one in passage.people_between(offset + label.end(), offset + label.end() + 12) if passage.zone(one.start) is not Zone.SALUTATION]
        if named:
            return mentions.person(passage, named[0])
    opening = text[:600] + passage.text(result.start - 300, result.start)
    if _MINE.search(opening) and not _THEIRS.search(opening) and not CANDIDATE.search(opening):
        return mentions.author(passage, result.start)
    candidates = [mentions.person(passage, one) for one in passage.people_between(offset, result.end) if passage.zone(one.start) not in (Zone.SIGNATURE, Zone.GREETING, Zone.SALUTATION, Zone.FORWARD_HEADER)]
    others = [role for role in candidates if role.about in (About.THIRD_PARTY, About.COLLEAGUE)]
    theirs = bool(_THEIRS.search(opening)) and not (others and CANDIDATE.search(opening))
    if others and not theirs:
        return others[-1]
    if theirs and (reader := mentions.reader(passage, Zone.BODY)) is not None:
        return reader
    if candidates:
        return candidates[-1]
    below = [mentions.person(passage, one) for one in passage.people_between(result.end, result.end + 200) if passage.zone(one.start) is Zone.BODY]
    if (told := next((role for role in below if role.about in (About.THIRD_PARTY, About.COLLEAGUE)), None)) is not None:
        return told
    if CANDIDATE.search(text[:2000]):
        return Role("described:candidate", About.THIRD_PARTY, (), "a candidate")
    return UNKNOWN


def headed_by(mentions: Mentions, passage: Passage, result: RecognizerResult) -> Role | None:
    """Whose memo a statement is a line of, by the heading of its block: 「【杉浦さん】⏎・前は銀行」."""
    begin, end = passage.line(result.start)
    if _MARKED.fullmatch(passage.part.text, begin, result.start) is None or passage.people_between(begin, end):
        return None
    above = passage.part.text[max(0, begin - _BLOCK):begin].replace("\r", "").rpartition("\n\n")[2]
    first = above.partition("\n")[0]
    if not first or not heads_a_memo(first):
        return None
    at = passage.part.text.rfind(first, 0, begin)
    named = passage.people_between(at, at + len(first))
    return mentions.person(passage, named[0]) if len(named) == 1 else None


_MARKED, _BLOCK = re.compile(r"[ \u3000\t・*■●◆○-]{0,4}"), 240


def between_lines(passage: Passage, result: RecognizerResult) -> bool:
    """Whether one of the two lines above a statement is a résumé's, and the statement's own begins with a date or in brackets."""
    begin = passage.line(result.start)[0]
    if not _GOES_ON.match(passage.part.text, begin):
        return False
    found = passage.found[bisect_left(passage.found, begin - _JUST_ABOVE, key=_start):bisect_left(passage.found, begin, key=_start)]
    return any(relation_in(one).get("resume") and passage.part.text.count("\n", one.end, begin) <= 2 for one in found)


def to_be_corrected(mentions: Mentions, passage: Passage, begin: int) -> bool:
    """Whether what begins at `begin` was introduced as the reader's own biography, to be corrected by them."""
    start = max(0, begin - _INTRODUCTION)
    asked = _TO_CORRECT.search(passage.part.text, start, begin)
    if asked is None or CANDIDATE.search(passage.part.text, start, begin):
        return False
    between = (mentions.person(passage, one).about for one in passage.people_between(asked.start(), begin))
    return not any(about in (About.THIRD_PARTY, About.COLLEAGUE) for about in between)
