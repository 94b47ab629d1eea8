"""Careers in the lines of a memo below somebody's name: 「【杉浦さん】⏎・新卒で市役所⏎・前は銀行」. A line says no more than what and when.

They are believed where such a name heads them (`under_a_name`), and are no statement elsewhere.
"""

from __future__ import annotations

import re
import unicodedata

from recognizers.career_frames import Frame
from recognizers.career_plainly import PLACE, PROFESSION
from recognizers.career_turns import plain
from recognizers.employer import Likeness
from recognizers.reading import Reading
from recognizers.titles import ADDRESS

_LINE = r"(?:(?<=\n)|(?<=\n[・*■●-])|(?<=\n[・*■●-] ))"
_END = r"(?=[ ]*(?:\([^()\n]{1,16}\))?[ ]*(?:\n|$|。|、|/))"
_WHEN = r"(?:新卒|最初|直近|前|以前|もと|元々|もともと|昔|その前|その後)(?:で|は|に)?[ ]?"
_YEARS = r"(?:[ ]?(?:で|に)?(?:約)?[0-9一二三四五六七八九十]{1,2}年(?:間)?(?:ほど|くらい|弱|強)?)?"

MEMOS: tuple[Frame, ...] = (
    plain("在籍", rf"{_LINE}{_WHEN}{PLACE}{_YEARS}{_END}"),
    plain("元職", rf"{_LINE}(?:{_WHEN})?{PROFESSION}(?:だった|でした|をして(?:い)?た|[ ]?[0-9一二三四五六七八九十]{{1,2}}年(?:間)?){_END}"),
    plain("学歴", rf"{_LINE}(?:大学|短大|高校|専門(?:学校)?|大学院)(?:を)?(?:出て|卒業後|出てすぐ|中退して|中退後)[^。、\n]{{2,14}}{_END}"),
    Frame("在籍", re.compile(rf"{_LINE}{_WHEN}(?=[^\s:。、はがをにで]{{2,16}}{_YEARS}{_END})"), "after", Likeness.COMPANY, Likeness.NAMED, False, 0.75, None),
)
"""Frames of whole lines."""

_HEADING = re.compile(
    rf"[ ・■●【\[<◆▼(]{{0,3}}(?:[^\n:]{{0,10}}(?:候補(?:者)?|面談|面接|応募者|推薦|紹介|ご?経歴|人物)[^\n:]{{0,4}}[: はの]{{0,3}})?[^\s:、。]{{1,8}}(?:[ ][^\s:、。]{{1,6}})?{ADDRESS}?(?:\([^()\n]{{1,12}}\))?"
    r"(?:(?:の件|のこと|について|に関して)|(?:の|、)?(?:ご)?(?:面談|面接|訪問|聞き取り|ヒアリング)?の?(?:メモ|記録|情報|ご?経歴|プロフィール|ご?紹介))?(?:です)?[】\])>:、。 ]{0,3}\Z")
_AT_THE_BEGINNING = re.compile(r"(?:\A|\n)[ ・*■●◆○-]{0,3}\Z")
_OF_A_MEMO = re.compile(r"[^\n。]{2,32}(?<!ます)(?<!です)(?<!した)(?<!せん)[ ]*(?:\n|\Z)")
"""A line of a few words, no sentence."""
_BLOCK = 240  # characters above a line in which its heading may stand


def heads_a_memo(line: str) -> bool:
    """Whether `line` may be the heading of a memo about somebody: 「【杉浦さん】」「面談：杉浦さん」; who that is, is not asked."""
    return _HEADING.match(unicodedata.normalize("NFKC", line)) is not None


def under_a_name(reading: Reading, start: int) -> bool:
    """Whether the line at `start` stands in a block that a line headed by somebody's name opens: 「杉浦さんの面談メモ⏎・…」."""
    text = reading.text
    if _OF_A_MEMO.match(text, start) is None or not _AT_THE_BEGINNING.search(text, max(0, start - 4), start):
        return False
    above = text[max(0, start - _BLOCK):start].rpartition("\n\n")[2]
    first = above.partition("\n")[0]
    if first == above or not first.strip():
        return False
    begin = start - len(above)
    return heads_a_memo(first) and bool(reading.people_within(begin, begin + len(first)))
