"""Numbers in a body that only the subject of the mail names: 「基礎年金番号の件」 above, a name and 5703-184429 below.

They are sought as if the subject stood some lines above the body: it hints at what a number is, no more.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from presidio_analyzer import AnalyzerEngine, RecognizerResult

from recognizers.identifiers.found import FoldedRecognizer

_NUMBERS = frozenset(("JP_MY_NUMBER", "JP_PENSION_NUMBER", "JP_HEALTH_INSURANCE", "JP_DRIVER_LICENSE", "JP_PASSPORT", "JP_RESIDENCE_CARD"))
_NAMES_ONE = re.compile(
    r"年金|ねんきん|手帳の|マイナンバー|個人番号|免許証|旅券|パスポート|在留カード|保険証|資格確認書|記号・?番号|資格(?:取得|喪失)(?:届|の?手続)|扶養|第?[3３三]号(?:被保険者|の?届|の?手続)")
_LONGEST = 200  # characters of a subject
_APART = "\n\n\n"


def names_a_number(subject: str) -> bool:
    """Whether a subject may say what a number in the body is."""
    return _NAMES_ONE.search(subject, 0, _LONGEST) is not None


def numbers_under(analyzer: AnalyzerEngine, subject: str, body: str, found: Sequence[RecognizerResult]) -> list[RecognizerResult]:
    """The numbers of persons found in `body` with `subject` above it that are not in `found`; offsets are of the body.

    Recognizers that the analyzer has not, for they are switched off, are not asked.
    """
    text, above = f"{subject[:_LONGEST]}{_APART}{body}", min(len(subject), _LONGEST) + len(_APART)
    more = []
    for recognizer in analyzer.registry.recognizers:
        if not isinstance(recognizer, FoldedRecognizer) or recognizer.ENTITY not in _NUMBERS:
            continue
        least = (recognizer.score_thresholds or {}).get("default", analyzer.default_score_threshold)
        for one in recognizer.analyze(text, [recognizer.ENTITY]):
            one.start, one.end = one.start - above, one.end - above
            if one.start >= 0 and one.score >= least and not any(one.start < known.end and known.start < one.end for known in found if known.entity_type != "PERSON"):
                more.append(one)
    return more
