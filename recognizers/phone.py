"""Japanese telephone numbers as people write them.

Source: 電気通信番号計画 (令和元年総務省告示6号) as `phonenumbers` carries it: 0AB-J with area codes, 050, 060/070/080/090,
0120 and 0800, 0570; ITU-T E.164 for +81.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

import phonenumbers

from recognizers.identifiers.found import FoldedRecognizer, Found
from recognizers.identifiers.numbered import ABOVE
from recognizers.identifiers.read_aloud import read_aloud
from recognizers.identifiers.surroundings import Label, Surroundings
from recognizers.prefilter import opening

_SEPARATOR = r"(?: ?[-.] ?| )"
_GROUPED = re.compile(
    rf"(?<![0-9])(?<![0-9][-.])(?!0[0-9]{{0,4}} 0[0-9]{{1,3}}-[0-9]{{2,4}}-[0-9]{{4}})(?:\(0[0-9]{{1,4}}\) ?-? ?|0[0-9]{{1,4}}(?:{_SEPARATOR}| ?(?=\()))"
    rf"(?:\([0-9]{{1,4}}\) ?-? ?|[0-9]{{1,4}}{_SEPARATOR})[0-9]{{3,4}}(?P<more>-[0-9]{{1,4}})?(?![0-9]|-[0-9]|\.[0-9])")
_TWO_GROUPS = re.compile(
    r"(?<![0-9])(?<![0-9][-.])(?:\(0[0-9]{1,4}\) ?-? ?|0[0-9]{1,4} ?- ?)[0-9]{6,8}(?![0-9]|-[0-9]|\.[0-9])")
_RUN = re.compile(r"(?<![0-9])(?<![0-9][-.])0[0-9]{9,10}(?![0-9]|[-.,/][0-9])")
_ABROAD = re.compile(
    rf"(?<![0-9])\+ ?81{_SEPARATOR}?(?:\(0\){_SEPARATOR}?)?\(?0?[1-9][0-9]{{0,9}}\)?"
    rf"(?:{_SEPARATOR}?[0-9]{{1,9}}){{0,3}}(?![0-9]|-[0-9])")

_LABELS = re.compile(
    r"電話(?:番号)?|でんわ|携帯(?:電話)?(?:番号)?|(?:つかま|捕ま|つなが|繋が|かか|連絡(?:が|の)?(?:つ[くか]|付[くか]|取れ|とれ)|かけ|掛け|お?電話)[ぁ-ん]{0,3}番号|ケータイ|スマホ|連絡先(?:番号)?|ファックス|ファクス|直通|代表(?:番号)?|自宅|固定"
    r"|フリーダイ[ヤア]ル|お?問い?合わ?せ(?!番号)|(?i:tel|fax|phone|mobile|cell|(?<![a-z])(?:ph|t|f|m)(?= ?[:.]))")
_FOREIGN = re.compile(
    r"[一-龥ァ-ヴーぁ-ん]{1,8}(?<![新旧現])(?<!同じ)(?<!この)(?<!その)(?<!別の)(?:番号|コード|No\.?|ナンバー)|品番|型番|型式|図番|伝票|(?i:(?<![a-z])(?:art\.-?nr|order|invoice|isbn|jan|sku|po|lot)(?![a-z]))")
_A_VALUE = re.compile(r"[0-9]{3}")
_LETTERS = re.compile(r"[A-Za-z]{1,12}\.?\Z")
_BY_TELEPHONE = re.compile(r"(?i)(?:tel|fax|phone|mobile|cell|^ph|^t|^f|^m|^d)\.?$")

_GROUPINGS = {
    "fixed": {(2, 4, 4), (3, 3, 4), (4, 2, 4), (5, 1, 4), (2, 8), (3, 7), (4, 6)},
    "mobile": {(3, 4, 4), (3, 8)},
    "service": {(4, 3, 3), (4, 2, 4), (4, 3, 4), (4, 6), (4, 7), (4, 4, 3)},
}


def _assigned_numbers() -> re.Pattern[str]:
    """National numbers, without the trunk 0, that the numbering plan assigns."""
    plan = phonenumbers.PhoneMetadata.metadata_for_region("JP")
    if plan is None:
        raise LookupError("phonenumbers carries no numbering plan for JP")
    kinds = (plan.fixed_line, plan.mobile, plan.toll_free, plan.personal_number, plan.voip, plan.uan)
    return re.compile("|".join(f"(?:{kind.national_number_pattern})" for kind in kinds if kind and kind.national_number_pattern))


_ASSIGNED = _assigned_numbers()


def _kind(digits: str) -> str | None:
    """The kind of number the digits, trunk 0 included, have the prefix and length of."""
    if re.fullmatch(r"0[5-9]0[0-9]{8}", digits) and digits[:4] != "0800":
        return "mobile"
    if re.fullmatch(r"(?:0120|0570|0990)[0-9]{6}|0800[0-9]{7}", digits):
        return "service"
    return "fixed" if re.fullmatch(r"0[1-9][0-9]{8}", digits) else None


@lru_cache(maxsize=1024)
def _is_area(code: str) -> bool:
    """Whether any number with that area code, trunk 0 included, is assigned: exchanges are added and taken back."""
    return any(_ASSIGNED.fullmatch((code[1:] + first * 9)[:9]) for first in "23456789")


class JapanesePhoneRecognizer(FoldedRecognizer):
    """Telephone and fax numbers of Japan; run together they need a label, or a mobile prefix."""

    ENTITY = "PHONE_NUMBER"

    def find(self, text: str) -> Iterator[Found]:
        """Grouped numbers, numbers run together, +81, and ゼロキューゼロ."""
        around = Surroundings(text)
        for pattern in (_GROUPED, _TWO_GROUPS):
            for match in opening(pattern).matches(text):
                yield from _grouped(text, match, around)
        for match in opening(_RUN).matches(text):
            kind = _kind(match.group())
            if kind and _starts_a_number(text, match.start()):
                bare = 0.5 if kind == "mobile" and _ASSIGNED.fullmatch(match.group()[1:]) else 0.0
                yield from _judged(around, *match.span(), "digits run together", kind, bare, 0.85)
        for match in opening(_ABROAD).matches(text):
            digits = "0" + re.sub("[^0-9]", "", match.group())[2:].lstrip("0")
            if kind := _kind(digits):
                yield Found(*match.span(), 0.9, "+81", f"international form of a Japanese {kind} number", validated=True)
        for start, end, digits in read_aloud(text):
            if (kind := _kind(digits)) and _ASSIGNED.fullmatch(digits[1:]):
                yield Found(start, end, 0.9, "digits as they are said", f"digits of a Japanese {kind} number, as they are said", validated=True)


_IN_GROUPS = "groups of digits"


def _grouped(text: str, match: re.Match[str], around: Surroundings) -> Iterator[Found]:
    """`match` when its groups are those of a telephone number; what follows a hyphen more lowers the trust."""
    more = match.groupdict().get("more")
    start, end = match.start(), match.end() - len(more or "")
    groups = re.findall("[0-9]+", text[start:end])
    digits = "".join(groups)
    kind = _kind(digits)
    if kind == "service" and groups[0] == "080":
        kind = "mobile"  # 080-0000-1234 is no 0800 number: where it is parted says so
    if kind is None or tuple(map(len, groups)) not in _GROUPINGS[kind] or not _starts_a_number(text, start):
        return
    two_digit_area = digits[:2] in ("03", "06")
    if kind == "fixed" and (len(groups[0]) == 2) is not two_digit_area and digits[:2] != "04":
        return
    assigned = bool(_ASSIGNED.fullmatch(digits[1:]))
    bare = 0.3 if more else 0.75 if assigned else 0.55 if kind == "fixed" and _is_area(groups[0]) else 0.45
    yield from _judged(around, start, end, _IN_GROUPS, kind, bare, 0.95 if assigned and not more else 0.7)


def _starts_a_number(text: str, start: int) -> bool:
    """Whether no word of Latin letters runs into the number, save one that says telephone (TEL03-…)."""
    letters = _LETTERS.search(text, max(0, start - 12), start)
    return letters is None or letters.group().endswith(".") or bool(_BY_TELEPHONE.search(letters.group()))


def _judged(around: Surroundings, start: int, end: int, pattern: str, kind: str, bare: float, labelled: float,
            ) -> Iterator[Found]:
    """A number judged by its label; none when that names another kind of number, or neither form nor label tells."""
    label: Label | None = around.label(start, end, _LABELS, _FOREIGN, reach=24, behind=8)
    if label is not None and label.foreign:
        of_that_line = kind == "mobile" or (around.alone(start, end) and _A_VALUE.search(around.line_above(start)))
        if label.where != ABOVE or not of_that_line or pattern != _IN_GROUPS:
            return
        label = None  # 「番号送っときます⏎本間 080-…」, 「登録番号 第1390417号⏎03-…」
    score = labelled if label else bare
    if score:
        why = f"{label.word!r} {label.where}" if label else "no label"
        yield Found(start, end, score, pattern, f"{pattern} of a Japanese {kind} number; {why}", validated=True)
