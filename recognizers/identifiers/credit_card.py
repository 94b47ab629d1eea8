"""Payment card numbers (PAN): 13 to 19 digits with a Luhn check digit under a known issuer prefix.

Source: ISO/IEC 7812-1 (numbering, Annex B: Luhn formula); issuer ranges as the card schemes publish them: Visa 4,
Mastercard 51-55 and 2221-2720, JCB 3528-3589, American Express 34 and 37, Diners Club 300-305, 3095, 36, 38-39,
Discover 6011, 644-649, 65, UnionPay 62 and 81.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from recognizers.identifiers.found import Found
from recognizers.identifiers.numbered import AFTER, BEFORE, OTHER_NUMBERS, Layout, NumberRecognizer
from recognizers.identifiers.surroundings import Label, Surroundings

_ISSUERS: tuple[tuple[str, re.Pattern[str], frozenset[int]], ...] = (
    ("Visa", re.compile("4"), frozenset({13, 16, 19})),
    ("Mastercard", re.compile("5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720"), frozenset({16})),
    ("JCB", re.compile("35(?:2[89]|[3-8])"), frozenset(range(16, 20))),
    ("American Express", re.compile("3[47]"), frozenset({15})),
    ("Diners Club", re.compile("30[0-5]|3095|3[689]"), frozenset({14, 16})),
    ("Discover", re.compile("6011|64[4-9]|65"), frozenset(range(16, 20))),
    ("UnionPay", re.compile("62|81"), frozenset(range(16, 20))),
)
_SEPARATOR = "(?: ?[-.] ?| {1,2})"


def luhn(number: str) -> bool:
    """Whether the digits comply with the Luhn formula (ISO/IEC 7812-1 Annex B)."""
    doubled = (divmod(2 * int(digit), 10) for digit in number[-2::-2])
    return (sum(map(int, number[-1::-2])) + sum(tens + ones for tens, ones in doubled)) % 10 == 0


def issuer(number: str) -> str | None:
    """The scheme whose prefix and length the digits have."""
    for name, prefix, lengths in _ISSUERS:
        if len(number) in lengths and prefix.match(number):
            return name
    return None


_IN_CELLS = "16 digits in four cells"
_SLIP = re.compile(r"(?<!ポイント)(?<!会員)(?<!ギフト)(?<!社員)カードの?(?:控え?|売上票|伝票)")
_EXPIRES = re.compile(r"[ 、,/(]{1,4}(?:有効)?(?:20[2-4][0-9]年(?:1[0-2]|0?[1-9])月(?![0-9]|(?:の)?(?:納|発|出|締|着|入|完|製|生|新発売|[上下中]旬|号|分))|(?:1[0-2]|0[1-9])/(?:20)?[2-4][0-9](?![0-9/]))")
_ENOUGH = re.compile(r"[0-9](?:[ .\t|/,_:~&=#;-]{0,3}[0-9]){12}")


class CardNumberRecognizer(NumberRecognizer):
    """A card number; grouped as on a card it needs no label, run together it is surer with one."""

    ENTITY = "CREDIT_CARD"
    LAYOUTS = (
        Layout("16 digits in groups of four", re.compile(
            rf"{BEFORE}(?<![0-9] )[2-68][0-9]{{3}}(?:{_SEPARATOR}[0-9]{{4}}){{3}}{AFTER}(?! [0-9]{{4}}(?![0-9年]))"),
            labelled=1.0, bare=0.8),
        Layout("19 digits in groups of four", re.compile(
            rf"{BEFORE}(?<![0-9] )[2-68][0-9]{{3}}(?:{_SEPARATOR}[0-9]{{4}}){{3}}{_SEPARATOR}[0-9]{{3}}{AFTER}"),
            labelled=1.0, bare=0.7),
        Layout("groups of 4, 6 and 4 or 5 digits", re.compile(
            rf"{BEFORE}(?<![0-9] )3[0-9]{{3}}{_SEPARATOR}[0-9]{{6}}{_SEPARATOR}[0-9]{{4,5}}{AFTER}"),
            labelled=1.0, bare=0.8),
        Layout("14 to 19 digits run together", re.compile(rf"{BEFORE}[2-68][0-9]{{13,18}}{AFTER}"),
               labelled=0.95, hinted=0.65, bare=0.5),
        Layout(_IN_CELLS, re.compile(
            rf"{BEFORE}[2-68][0-9]{{3}} ?(?P<mark>[\t|/,_:~&=#;]) ?[0-9]{{4}} ?(?P=mark) ?[0-9]{{4}} ?(?P=mark) ?[0-9]{{4}}(?![0-9A-Za-z])"),
            labelled=0.9),
        Layout("digits grouped in some way", re.compile(rf"{BEFORE}[2-68](?:[ .-]{{0,2}}[0-9]){{12,18}}{AFTER}"),
               labelled=0.85),
    )
    LABELS = re.compile(
        r"(?:クレジット|クレカ|カード|ｸﾚｼﾞｯﾄ)(?:カード)?(?:の?番号|情報|No\.?)?|有効期限|セキュリティコード|会員番号"
        r"|アメックス|ダイナース|マスターカード|銀聯"
        r"|(?i:(?<![a-z])(?:visa|master(?:card)?|jcb|amex|american express|diners(?: club)?|discover|unionpay|credit card"
        r"|card(?: ?(?:number|no\.?))?|pan|cvv|cvc|exp)(?![a-z]))")
    HINTS = re.compile(r"お?支払い?|決済|有効(?:は|期間)|期限|引き?落とし|[一1]括|[0-9二三]回払|リボ|ご?精算|課金|経費|予約の?保証|デポジット")
    HINTED_WITHIN = (3, 120)
    FOREIGN = re.compile(OTHER_NUMBERS.pattern + r"|ポイントカード|診察券|社員証|ギフト(?:カード|コード)|プリペイド|ICCID|SIM")

    def find(self, text: str) -> Iterator[Found]:
        """Every card number; at once none where no digits enough stand together."""
        return super().find(text) if _ENOUGH.search(text) else iter(())

    def check(self, number: str) -> str | None:
        """The Luhn formula and an issuer prefix of that length; one repeated digit is no card."""
        name = issuer(number)
        if name is None or len(set(number)) == 1 or not luhn(number):
            return None
        return f"Luhn check digit (ISO/IEC 7812-1) holds, prefix of {name}"

    def _judge(self, layout: Layout, label: Label | None, around: Surroundings, start: int, end: int,
               ) -> tuple[float, str]:
        """As others, but a card word on the line keeps a number that another label claims: 注文番号 4111… (カード決済)."""
        if label is not None and label.foreign:
            card = self.LABELS.search(around.own_line_before(start)[-self.REACH:]) or self.LABELS.search(around.after(end, 20))
            return (0.5, f"{label.word!r} {label.where}, but {card.group()!r} on the line") if card else (0.0, "")
        if label is None and layout.name == _IN_CELLS and any(map(_SLIP.search, around.around(start, end, lines=3, width=120))):
            return 0.7, "a card's slip is spoken of"
        if label is None and _EXPIRES.match(around.after(end, 24)):
            return 0.65, "a date of expiry after it"
        return super()._judge(layout, label, around, start, end)
