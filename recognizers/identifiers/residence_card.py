"""在留カード・特別永住者証明書の番号: two letters, eight digits, two letters.

Source: 出入国管理及び難民認定法19条の4第1項4号 and 同法施行規則19条の6 (ローマ字4文字と8けたの数字の組合せ);
日本国との平和条約に基づき日本の国籍を離脱した者等の出入国管理に関する特例法8条.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from recognizers.identifiers.found import Found
from recognizers.identifiers.numbered import AFTER, BEFORE, Layout, NumberRecognizer
from recognizers.identifiers.surroundings import Surroundings

_BARE = 0.6
_ROW = 80  # characters of a row to either side
_CODES = re.compile(r"(?<![0-9A-Za-z-])(?=[A-Z-]{0,4}[0-9])[0-9A-Z]{2,8}-?[0-9A-Z-]{3,10}(?![0-9A-Za-z-])")
_NO_CODE = re.compile(r"0[0-9]{1,3}-|(?:19|20)[0-9]{2}-[0-9]{1,2}-|[A-Z]{2}[0-9]{8}[A-Z]{2}\Z")  # telephone numbers, dates, other cards
_SOMEBODY = re.compile(r"さん|様|(?<!名)氏(?!名)|くん|社員|職員|[ァ-ヴ]{2,}・[ァ-ヴ]{2,}")
_GOODS = re.compile(r"廃番|品番|型番|型式|部品|在庫|欠品|後継品|代替品|ベアリング|製造番号|シリアル|機種|同梱|納期|単価|(?i:s/n|p/n|sku)")
_MANY = 2


class ResidenceCardRecognizer(NumberRecognizer):
    """A residence card number; the layout is telling, a label makes it sure."""

    ENTITY = "JP_RESIDENCE_CARD"
    LAYOUTS = (
        Layout("two letters, eight digits, two letters", re.compile(
            rf"{BEFORE}[A-Z]{{2}}[ -]?[0-9]{{4}}[ -]?[0-9]{{4}}[ -]?[A-Z]{{2}}{AFTER}"), labelled=0.95, bare=_BARE),
        Layout("two letters, eight digits, two letters in small letters", re.compile(
            rf"{BEFORE}[a-z]{{2}}[ -]?[0-9]{{8}}[ -]?[a-z]{{2}}{AFTER}"), labelled=0.9, hinted=0.7),
    )
    HINTS = re.compile(r"在留|特別永住")
    LABELS = re.compile(
        r"在留(?:カード|資格|期間|許可)?(?:等?の?番号|No\.?)?|特別永住者(?:証明書)?(?:の?番号)?|外国人登録証|カード(?:の?番号|No\.?)|(?i:residence card|zairyu)")

    def find(self, text: str) -> Iterator[Found]:
        """As others, but for codes without a label among words of goods, or in a row of other codes: goods are listed so."""
        around = Surroundings(text)
        for one in super().find(text):
            begin, end = around.line(one.start)
            row = text[max(begin, one.start - _ROW):one.start] + "|" + text[one.end:min(end, one.end + _ROW)]
            if one.score <= _BARE and not _SOMEBODY.search(row) and any(map(_GOODS.search, around.around(one.start, one.end, lines=3, width=120))):
                continue
            if one.score > _BARE or _SOMEBODY.search(row) or sum(_NO_CODE.match(code) is None for code in _CODES.findall(row)) < _MANY:
                yield one

    def check(self, number: str) -> str | None:
        """The layout is all that is published."""
        return "layout of 入管法施行規則19条の6"
