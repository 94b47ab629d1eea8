"""Numbers that identify a person: a layout, a check digit where the law has one, and the label that says what it is.

Digits alone say little: one random 12-digit number in eleven passes My Number's check. So a number counts for what its
label, table heading or layout makes of it, and the label of another kind of number (注文番号, 法人番号) overrules.
"""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from recognizers.identifiers.found import FoldedRecognizer, Found
from recognizers.identifiers.surroundings import Label, Surroundings, unwrapped
from recognizers.prefilter import opening

BEFORE = r"(?<![0-9A-Za-z])(?<![0-9]-)(?<![0-9]\.)"
"""No letter, digit or digit and separator directly before a number; a comma may cut table cells."""

AFTER = r"(?![0-9A-Za-z])(?!-[0-9])(?!\.[0-9])(?!,[0-9]{3}(?![0-9]))"
"""No letter, digit or separator and digit directly after a number; a comma may cut table cells."""

GAP = r"(?: ?- ?| )"
"""What separates two groups of digits."""

OTHER_NUMBERS = re.compile(
    r"(?:注文|受注|発注|購買|伝票|見積書?|追跡|お?問い?合わ?せ|送り状|荷物|出荷|納品書?|請求書?|管理|整理|受付|お?申し?込み?|予約|案件"
    r"|契約|証券|取引|商品|部品|製品|製造|ロット|会員|顧客|お客様|得意先|図面|工事)"
    r"(?:[ぁ-ん]{0,2}(?:番号|コード|No\.?|ナンバー|ID)|(?=[ ]?[:#(0-9A-Za-z]))"
    r"|品番|品名|資産(?:タグ|番号)?|タグ|備品|回線(?:ID)?|シリアル|型番|型式|図番|機番|インボイス|(?:[一-龥ァ-ヴー]{2,6}(?<![様殿氏])|(?<![一-龥])便)(?:番号|コード|ナンバー|ID|No\.?)"
    r"|(?i:(?<![a-z0-9])(?:order|invoice|tracking|serial|s/?n|lot|ticket|item|part|sku|jan|isbn|imei|po|tel|fax|ref|url)(?![a-z]))")
"""Labels of other numbers."""

_CALLED_ELSE = re.compile(
    r"(?:(?:告知書|納付書|明細書?|領収[書証]|請求書|見積書|契約書|証明書|申請書|決定書|払込書|控え?|貸渡証|回答票|引換[券証]|画面)(?:[にの][^\n。、0-9]{0,6})?(?:番号|No\.?)|(?:当社|弊社|御社|貴社)の番号"
    r"|(?:貸渡証|引換[券証]|整理券|チケット|明細)|(?:お?問い?合わ?せ(?:て(?:い)?る|の)|先ほどの|ご?依頼の|障害の|不具合の)件\(|伝票\(|(?<![A-Za-z])(?i:err(?:or)?|case|ver(?:sion)?)"
    r"|エラー)[ ]{0,2}(?:コード|番号)?[ :はがを「#=]{0,8}\Z")
"""What says right before a number that it is another kind, where only a hint speaks for it."""
_USED_ELSE = re.compile(r"[」)]?[ ]?(?:と(?:続けて)?(?:打[つっち]|押[すしせ]|ダイヤル|かけ[るて])|参照先|エラー|に(?:お?電話|ダイヤル|FAX|かけ))")
"""What says so right after it."""
_LIST_GAP = 80
"""How far into the next line of a list a number may stand."""


@dataclass(frozen=True, slots=True)
class Layout:
    """One way a number is written: the pattern, and the score it earns labelled, hinted at, or with neither (0: none).

    The number is the group `value` where the pattern has one, else the whole match.
    """

    name: str
    pattern: re.Pattern[str]
    labelled: float
    hinted: float = 0.0
    bare: float = 0.0


ABOVE = "in the line above"
_FOREIGN_FOR_SURE = frozenset(("before it", "as column heading"))


def _digits(number: str) -> str:
    return re.sub("[^0-9A-Za-z]", "", number)


class NumberRecognizer(FoldedRecognizer):
    """Numbers of one kind, declared: `LAYOUTS`, the `LABELS` that name it, weaker `HINTS`, `FOREIGN` labels."""

    LAYOUTS: ClassVar[tuple[Layout, ...]]
    LABELS: ClassVar[re.Pattern[str]]
    HINTS: ClassVar[re.Pattern[str] | None] = None
    FOREIGN: ClassVar[re.Pattern[str]] = OTHER_NUMBERS
    REACH: ClassVar[int] = 40
    HINTED_WITHIN: ClassVar[tuple[int, int]] = (4, 160)
    """How many lines and characters to either side a hint may stand."""

    def _called_else(self, around: Surroundings, start: int, end: int) -> bool:
        """Whether the words right beside a number say that it is another kind: 「先ほどの件（7204-115836）」, 「…-002817 と打つと」, 「伝票です、7204-115836」."""
        return _CALLED_ELSE.search(around.own_line_before(start)[-30:]) is not None or _USED_ELSE.match(around.after(end, 20)) is not None

    @abstractmethod
    def check(self, number: str) -> str | None:
        """What the bare letters and digits of a number comply with, in English; None when they do not."""

    def find(self, text: str) -> Iterator[Found]:
        """Every number of this kind, judged by layout, check and label."""
        candidates = self._candidates(text)
        if not candidates or not (any(layout.bare for layout in self.LAYOUTS) or self._mentioned(text)):
            return
        around = Surroundings(text)
        elsewhere: set[str] = set()  # numbers that are called something else somewhere
        found: list[tuple[Found, bool]] = []  # and whether only a hint speaks for it
        heading, listed = "", -1  # the last label, and where the line of its number ends: a list shares its heading
        for start, end, layout, check in candidates:
            label = around.label(start, end, self.LABELS, self.FOREIGN, self.REACH)
            if label is None and 0 <= listed < start < listed + _LIST_GAP and text.count("\n", listed, start) == 1:
                label = Label(heading, "above the list")
            score, reason = self._judge(layout, label, around, start, end)
            if label is not None and not label.foreign:
                heading, listed = label.word, around.line(end)[1]
            if label is not None and label.foreign and label.where in _FOREIGN_FOR_SURE:
                elsewhere.add(_digits(text[start:end]))
            if score:
                found.append((Found(start, end, score, layout.name, f"{layout.name}; {check}; {reason}", validated=True), label is None or label.foreign))
        yield from (one for one, hinted in found if not (hinted and _digits(text[one.start:one.end]) in elsewhere))

    def _mentioned(self, text: str) -> bool:
        # as it stands, and with a label that a line break cuts made whole
        return any(self.LABELS.search(one) or (self.HINTS and self.HINTS.search(one)) for one in (text, unwrapped(text)))

    def _candidates(self, text: str) -> list[tuple[int, int, Layout, str]]:
        """Numbers in one of the layouts that comply with the check, in text order."""
        candidates = []
        for layout in self.LAYOUTS:
            group = "value" if "value" in layout.pattern.groupindex else 0
            for match in opening(layout.pattern).matches(text):
                number = _digits(match.group(group))
                check = self.check(number)
                if check is not None and number.strip("0"):  # noughts only show how many digits there are
                    candidates.append((*match.span(group), layout, check))
        return sorted(candidates, key=lambda candidate: candidate[:2])

    def _judge(self, layout: Layout, label: Label | None, around: Surroundings, start: int, end: int,
               ) -> tuple[float, str]:
        """The score and the reason for a number in `layout` with `label`."""
        above = label is not None and label.foreign and label.where == ABOVE  # it may belong to that line's own value: 種類:大型⏎番号:…
        if label is not None and not above:
            if label.foreign:
                return 0.0, ""
            return layout.labelled, f"{label.word!r} {label.where}"
        if layout.hinted and self.HINTS is not None:
            if self._called_else(around, start, end):
                return 0.0, ""
            before, after = around.around(start, end, *self.HINTED_WITHIN)
            if hint := self.HINTS.search(unwrapped(before)) or self.HINTS.search(unwrapped(after)):
                return layout.hinted, f"{hint.group()!r} nearby"
        return (0.0, "") if above else (layout.bare, "no label needed")
