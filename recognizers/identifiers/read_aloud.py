"""Digits written as they are said, ゼロキューゼロの…: somebody took them down by ear, or does not want them seen."""

from __future__ import annotations

import re
from collections.abc import Iterator

from recognizers.prefilter import opening

_SAID = {
    "0": "ゼロ|ぜろ|レイ|れい|零|〇|マル|まる", "1": "イチ|いち|一", "2": "ニ[イィー]?|に[いぃー]?|フタ|ふた|二", "3": "サン|さん|三", "4": "ヨン|よん|四",
    "5": "ゴ[オォー]?|ご[おぉー]?|五", "6": "ロク|ろく|六", "7": "ナナ|なな|シチ|しち|七", "8": "ハチ|はち|八", "9": "キュ[ウー]|きゅ[うー]|九",
}
_WORD = re.compile("|".join(f"(?P<d{digit}>{words}|{digit})" for digit, words in _SAID.items()))
_ONE = f"(?:{'|'.join(_SAID.values())}|[0-9])"
_RUN = re.compile(rf"(?:ゼロ|ぜろ|レイ|れい|マル|まる)(?:[、,・ -]|の[、 ]?)?{_ONE}(?:(?:[、,・ -]|の[、 ]?)?{_ONE}){{5,14}}(?![ァ-ヴー0-9])")


def read_aloud(text: str) -> Iterator[tuple[int, int, str]]:
    """Where digits that begin with a spoken nought stand in `text`, seven to sixteen of them, and which."""
    for run in opening(_RUN).matches(text):
        yield *run.span(), "".join(str(word.lastgroup)[1] for word in _WORD.finditer(run.group()))
