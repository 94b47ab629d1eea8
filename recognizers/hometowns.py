"""Which place somebody comes from: 「江波さんは銚子の出身だけあって」 tells of no career, 「税務署の出身」 does."""

from __future__ import annotations

import re

from recognizers.employer import Likeness, likeness
from recognizers.nlp import Kind
from recognizers.reading import Career, Reading, covered

_FROM_A_PLACE = re.compile(r"(?:\A|[はがも、])(?P<place>[一-龥]{1,4})(?:の出身(?!の)|出身(?=だけあ|だから|なので|なの|で[、す]|だ[。、っ]))")
_OF_WORK = re.compile(r"勤|働|社員|入社|転職|前職|元[^々の]|[0-9]年")


_PROVINCES_LIST = """
    尾張 三河 美濃 飛騨 信濃 信州 甲斐 甲州 越後 越中 越前 加賀 能登 若狭 近江 伊賀 伊勢 志摩 紀伊 紀州 大和 山城 河内 和泉 摂津 播磨 但馬 丹波 丹後 備前 備中 備後 美作 安芸 周防 長門 長州 因幡 伯耆 出雲 石見 隠岐
    讃岐 阿波 伊予 土佐 筑前 筑後 豊前 豊後 肥前 肥後 日向 大隅 薩摩 壱岐 対馬 陸奥 出羽 上野 上州 下野 常陸 武蔵 相模 上総 下総 安房 伊豆 駿河 遠江 佐渡 淡路
"""
_PROVINCES = frozenset(_PROVINCES_LIST.split())


def hails_from(reading: Reading, career: Career) -> bool:
    """Whether a statement only says which place somebody comes from; nothing known as an organization is one."""
    said = reading.text[career.start:career.end + 4]
    place = _FROM_A_PLACE.search(said)
    if place is None or _OF_WORK.search(said) is not None:
        return False
    if place["place"] in _PROVINCES:
        return True
    if career.employer is not None and (covered(reading.organizations, *career.employer) or likeness(reading, *career.employer, polite=False) not in (Likeness.NO, Likeness.PLAIN)):
        return False
    return Kind.PLACE in reading.kinds(place["place"])
