"""銀行口座: kind of account and number, the postal bank's 記号・番号 included.

Source: 全国銀行協会「全銀フォーマット」 (預金種目 1 普通, 2 当座, 4 貯蓄; 口座番号 7 digits); ゆうちょ銀行「記号・番号」 (記号 5
digits beginning with 1, 番号 up to 8; 振替口座 beginning with 0). The span runs from the kind or label to the number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from recognizers.identifiers.account_owner import company_own
from recognizers.identifiers.found import FoldedRecognizer, Found
from recognizers.identifiers.surroundings import Surroundings, unwrapped
from recognizers.prefilter import opening

_KIND = (
    r"(?:(?:総合(?:口座)?[ ]?)?\([普当貯]\)|\((?:普通|当座|貯蓄|納税準備)(?:預金|貯金)?(?:口座)?\)|(?:普通|当座|貯蓄|納税準備)(?:預金|貯金)?(?:口座)?|\(?[普当貯]\)"
    r"|(?<![一-龥ぁ-んァ-ヴ])[普当貯](?=[ :・])|(?<![ァ-ヴー])(?:フツ[ウー]|トウザ|チョチク)(?:ヨキン)?(?:コウザ)?(?![ァ-ヴー])|(?<![ぁ-ん])ふつう(?=[ :]{1,3}[0-9]))"
)
_LABEL = r"(?:(?i:account ?\((?:ordinary|savings|checking|current)\))|口座(?:番号|No\.?|NO\.?|ナンバー)|(?i:(?<![a-z])(?:account|a/c) ?(?:no\.?|number|#)))"
_JOINT = r"(?:[ \t:/,、|()・=#.-]|の(?=[ ]?[0-9])|\n[> \t]{0,8}){0,6}"
_NUMBER = (r"(?:[0-9]{3}-)?(?:[0-9]{6,8}|[0-9]{3}[- ][0-9]{4}|[0-9]{4}[- ][0-9]{3})"
           r"(?![0-9A-Za-z]|-[0-9]|[.,][0-9]|[ ]?[円%万千]|[年月日]|個(?!人)|件(?!名)|名(?!義)|人(?!事)|本(?!人|店|社)|[枚台回])")

_OF_A_KIND = re.compile(
    rf"(?<![0-9A-Za-z])(?:{_LABEL}{_JOINT})?{_KIND}{_JOINT}(?:店番(?:号)?[: ]{{0,2}}[0-9]{{3}}{_JOINT})?"
    rf"(?:(?:{_LABEL}|番号|No\.?|NO\.?)(?:は|が)?{_JOINT})?{_NUMBER}|(?<![一-龥])当座預金[ :]{{1,3}}[0-9]{{5}}(?=[ ]{{0,4}}(?:\n|\Z))")
_LABELLED = re.compile(rf"{_LABEL}(?:は|が)?{_JOINT}{_NUMBER}(?:[ ](?:普通|当座|貯蓄)(?:預金)?(?=[ 、。)\n]|$))?")
_OF_A_BRANCH = re.compile(r"(?:支店|本店|出張所|銀行|金庫)[ ]?\((?:店番|支店番号|支店コード|店コード|店番号)(?:号)?[ :]?[0-9]{3}\)[ ]?の?[ ]?(?P<value>[0-9]{7})(?![0-9-])")
_PLAIN = re.compile(rf"口座[ ]?[: ]{{1,2}}{_NUMBER}")
_POSTAL = re.compile(
    r"記号[ :は]{0,3}[01][0-9]{4}(?:-[0-9])?(?:[ \t,、/・-]|\n[> \t]{0,8}){0,4}番号[ :は]{0,3}[0-9]{2,8}(?![0-9])")
_POSTAL_DIGITS = re.compile(r"(?<![0-9A-Za-z-])(?:1[0-9]{3}0(?:-[0-9])?[ ]?-[ ]?[0-9]{1,7}1|0[0-9]{4}-[0-9]-[0-9]{1,6})(?![0-9-])")
_POSTAL_WORDS = re.compile(r"ゆうちょ|郵便貯金|貯金|郵貯|振替|通帳")
_BANK_WORDS = re.compile(r"銀行|信用?金庫|信組|農協|ゆうちょ|支店|本店|出張所|[^\s]店|振込|振り込|口座|名義|預金|引き?落")
_INSURANCE = re.compile(r"保険|健保|国保|枝番")
_COLUMN = re.compile(r"口座番号|口座No|口座$")


class BankAccountRecognizer(FoldedRecognizer):
    """An account number with its kind or label; `recognition_metadata["company_own"]` tells whose it is."""

    ENTITY = "JP_BANK_ACCOUNT"

    def find(self, text: str) -> Iterator[Found]:
        """Accounts by kind, by label, of the postal bank, and in tables."""
        around = Surroundings(text)
        for match in opening(_OF_A_KIND).matches(text):
            near = "\n".join(around.around(match.start(), match.end(), lines=3, width=120)) + match.group()
            word = _BANK_WORDS.search(near)
            if not _DIGIT.search(match.group()):
                continue  # noughts only show how many digits there are
            if word is None and not match.group().startswith(("普通", "当座", "貯蓄", "納税", "口座", "(")):
                continue
            reason = f"kind of account and number{f', {word.group()!r} nearby' if word else ''}"
            yield _account(text, match.start(), match.end(), 0.95 if word else 0.7, "kind and number", reason)
        for pattern, score in ((_LABELLED, 0.85), (_PLAIN, 0.6)):
            for match in opening(pattern).matches(text):
                if _DIGIT.search(match.group()):
                    yield _account(text, match.start(), match.end(), score, "label and number", "number after 口座")
        for match in opening(_OF_A_BRANCH).matches(text):
            yield _account(text, *match.span("value"), 0.8, "branch and number", "a number after a branch with its code")
        yield from _postal(text, around)
        if opening(_COLUMN).occurs(unwrapped(text)):
            for start, end in around.cells(_NUMBER, _COLUMN):
                yield _account(text, start, end, 0.8, "number in a table", "number under the heading 口座番号")


def _postal(text: str, around: Surroundings) -> Iterator[Found]:
    """Accounts of ゆうちょ銀行: 記号 and 番号 outside insurance talk, or their digits near the bank's name."""
    for match in _POSTAL.finditer(text):
        before, after = around.around(match.start(), match.end(), lines=4, width=160)
        postal = _last_of(_POSTAL_WORDS, before[-80:])
        if postal > _last_of(_INSURANCE, before[-80:]) or not _INSURANCE.search(before[-80:] + after[:30]):
            yield _account(text, match.start(), match.end(), 0.85, "記号 and 番号", "a postal account's 記号 and 番号")
    for match in _POSTAL_DIGITS.finditer(text):
        before, _ = around.around(match.start(), match.end(), lines=3, width=80)
        if word := _POSTAL_WORDS.search(before):
            yield _account(text, match.start(), match.end(), 0.85, "postal account", f"digits near {word.group()!r}")


def _last_of(words: re.Pattern[str], text: str) -> int:
    """Where the last of `words` in `text` begins; -1 where there is none."""
    return max((match.start() for match in words.finditer(text)), default=-1)


_DIGIT = re.compile("[1-9]")


def _account(text: str, start: int, end: int, score: float, pattern: str, reason: str) -> Found:
    own, why = company_own(text, start, end)
    return Found(start, end, score, pattern, f"{reason}; {why}", metadata={"company_own": own})
