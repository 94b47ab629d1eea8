"""How the model of names sees a text (`View`): each word, what stands beside it, and what the rules made of it."""

from __future__ import annotations

import re

from recognizers.model.view import LINE_END, Word, senses, shape
from recognizers.titles import HONORIFICS, TITLES

REACH = 3
EDGE = "#"
BY_SENTENCE = False
ENDS = frozenset((LINE_END, "。"))
_HONORIFIC = re.compile(f"(?:{HONORIFICS})")
_TITLE = re.compile(f"(?:{TITLES})")
_COMPANY = re.compile(
    r"株式会社|有限会社|合同会社|\(株\)|会社|社|銀行|大学|病院|協会|機構|組合|財団|庁|省|局|研究所|工業|商事|製作所|グループ|ホールディングス|HD|法人|学校|高校|センター|事務所|商店|電機|建設|製薬|運輸|物流|信用金庫|クリニック|医院|薬局|市役所|区役所|御中|新聞|テレビ|出版|大学院|学園|学院")
_DEPARTMENT = re.compile(r"部|課|室|係|支店|支社|本部|営業所|工場|本社|本店|事業部|グループ|チーム|担当")


def of_word(word: Word) -> tuple[list[str], list[str], list[str]]:
    """What is seen at the word itself, from two places away, and from three."""
    surface = word.surface
    form = shape(surface)
    role = ("H" if _HONORIFIC.fullmatch(surface) else "T" if _TITLE.fullmatch(surface) else "C" if _COMPANY.fullmatch(surface)
            else "D" if _DEPARTMENT.fullmatch(surface) else "-")
    near = [f"w={surface}", f"p={word.tag}", f"s={form}", f"d={role}", f"r={word.rule}", f"k={word.kinds}"]
    own = [*near, "b", f"l={min(len(surface), 6)}", f"p1={surface[:1]}", f"s1={surface[-1:]}", f"p2={surface[:2]}", f"s2={surface[-2:]}",
           f"p3={surface[:3]}", f"s3={surface[-3:]}", f"ps={word.tag}{form}", f"rp={word.rule}{word.tag}", f"ks={word.kinds}{form}{min(len(surface), 4)}"]
    meant = senses(word.sense)[:1]  # the finer group misleads: names are made of any word
    return [*own, *meant], [*near, f"c={surface[-1:]}", *meant], near[:2]


def of_held(_: Word) -> tuple[str, ...]:
    """Nothing."""
    return ()


def of_pair(one: Word, following: Word) -> list[str]:
    """A word and the next."""
    return [f"ww={one.surface}/{following.surface}", f"pp={one.tag}/{following.tag}", f"pw={one.tag}/{following.surface}",
             f"wp={one.surface}/{following.tag}", f"rr={one.rule}/{following.rule}"]


def of_three(one: str, middle: str, following: str) -> list[str]:
    """Three parts of speech in a row."""
    return [f"ppp={one}/{middle}/{following}"]
