"""Whoever speaks or is shown without being anybody: voices of a survey, sentences shown for their language or as a case to solve, personas.

「前の会社では10年営業」（製造・40代）: nobody can tell who that is, whatever name stands above.
"""

from __future__ import annotations

import re

from gateway.inspection.fiction import still
from gateway.inspection.passage import Passage

_OPENED = re.compile(r"「[^「」]{0,120}\Z|「\Z")
_BY_KIND = re.compile(r"[^「」]{0,120}」[ \u3000]{0,2}[（(](?:[^（）()]{1,16}[・、,／/ \u3000])?(?:[1-9]0代|[1-9][0-9](?:歳|才))[^（）()]{0,12}[）)]")
"""A quotation to its end, and who said it: by kind and years, 「…」（製造・40代）."""
_SURVEY = re.compile(r"匿名(?:の)?(?:アンケート|回答|投稿|投書|ご意見)|(?:アンケート|自由(?:記述|回答|意見)|お?客[様さ]まの声|ご?利用者[様さ]?[まん]?の声|現場の声)[^\n。]{0,16}(?:より|から|抜粋|匿名)[^\n]{0,8}\n")
_SAID_SO = re.compile(r"[ \t\u3000・*\-]{0,4}[「『・*\-]")
_LANGUAGE = re.compile(r"(?:例文|例句|用例|文例|和訳|英訳|訳す|訳し|直訳|練習問題|設例|例題|設問|課題文|過去問|文型|書き取り|聞き取り|音読|訳文|教材(?!費|の納|の見積|の発注|会社|メーカー))[^「」\n]{0,24}「[^「」]{0,120}\Z")
_FOR_ITS_LANGUAGE = re.compile(r"[^「」]{0,80}」[^「」。\n]{0,8}(?:の|という|は)?、?(?:例文|設例|例題|設問|用例|文型|書き取り|過去形|練習|(?:を|と)?訳)")
_FOR_LESSONS = re.compile(r"[^「」]{0,80}」[^「」\n]{0,24}。?[^「」\n]{0,8}(?:教材用|練習用|例文|教科書|テキスト用)です")
_PERSONA = re.compile(r"ペルソナ(?!・?ノン)|人物像の?(?:設定|案)|カスタマージャーニー|仮名[:：は]|(?:想定|典型的な|モデルとなる)(?:顧客|ユーザー|読者|利用者|来店客|お客[様さ]ま?)(?:像)?(?:は|が|の|を|[:：])")
_FAR = 240  # characters of its paragraph before a statement


def nobody_in_particular(passage: Passage, start: int, end: int) -> bool:
    """Whether the statement at `start`:`end` is said by or of nobody who could be known: a voice signed by its kind, a sentence for its language's sake, a persona."""
    before, after = passage.text(start - _FAR, start), passage.text(end, end + _FAR)
    if _OPENED.search(before) and _BY_KIND.match(after):
        return True
    if _LANGUAGE.search(before) or (_OPENED.search(before) and (_FOR_ITS_LANGUAGE.match(after) or _FOR_LESSONS.match(after))):
        return True
    section = passage.part.text[max(0, start - _FAR):start].replace("\r\n", "\n").rpartition("\n\n")[2]
    if still(_PERSONA, section):
        return True
    line = passage.line(start)[0]
    return _SURVEY.search(section) is not None and _SAID_SO.match(passage.part.text, line, start + 1) is not None and not passage.people_between(line, passage.line(end)[1])
