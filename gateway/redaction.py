"""From findings to edits: what stands in the text where personal data stood, by presidio-anonymizer.

The words are natural Japanese in full-width brackets, so that the sentence around them still reads.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache

from gateway.verdict import Finding

WORDS: Mapping[str, str] = {
    "PERSON": "［氏名］",
    "ORGANIZATION": "［会社名］",
    "JP_EMPLOYER": "［前職］",
    "JP_CAREER_HISTORY": "［経歴］",
    "PHONE_NUMBER": "［電話番号］",
    "EMAIL_ADDRESS": "［メールアドレス］",
    "JP_ADDRESS": "［住所］",
    "DATE_OF_BIRTH": "［生年月日］",
    "AGE": "［年齢］",
    "JP_MY_NUMBER": "［マイナンバー］",
    "CREDIT_CARD": "［カード番号］",
    "JP_BANK_ACCOUNT": "［口座番号］",
    "JP_DRIVER_LICENSE": "［免許証番号］",
    "JP_PASSPORT": "［旅券番号］",
    "JP_RESIDENCE_CARD": "［在留カード番号］",
    "JP_PENSION_NUMBER": "［基礎年金番号］",
    "JP_HEALTH_INSURANCE": "［保険証番号］",
    "JP_EMPLOYEE_ID": "［社員番号］",
    "JP_SENSITIVE": "［要配慮情報］",
}

@dataclass(frozen=True, slots=True)
class Edit:
    """Text to be replaced: `start` and `end` are code points, half-open, into the text of the part named `part`."""

    part: str
    start: int
    end: int
    replacement: str = field(repr=False)


def edits(findings: Iterable[Finding]) -> tuple[Edit, ...]:
    """Edits that take these findings out of a message, in text order, never overlapping.

    Of a career clause only the employer goes where the clause names one (以前は［前職］で働かれていた); of overlapping
    findings the one that reaches furthest counts.
    """
    replace = _replacer()
    spans = sorted((_span(f) for f in findings), key=lambda s: (s[0], s[1], -s[2]))
    merged: list[tuple[str, int, int, str]] = []
    for part, start, end, entity in spans:
        if merged and merged[-1][0] == part and start < merged[-1][2]:
            _, first, last, kind = merged[-1]
            wider = kind if last - first >= end - start else entity
            merged[-1] = (part, first, max(last, end), wider)
        else:
            merged.append((part, start, end, entity))
    return tuple(Edit(part, start, end, replace(entity, end - start)) for part, start, end, entity in merged)


class Lost(Exception):
    """A text is read otherwise than when something was found in it, and the words found are not in it. Says nothing of them."""


def placed(findings: Iterable[Finding], texts: Mapping[str, str]) -> tuple[Finding, ...]:
    """The findings where their words stand in `texts` (by part): as a message that was held is read now.

    A later version may read it otherwise, so that offsets fit no more: then wherever the same words stand. Raises Lost.
    """
    found: list[Finding] = []
    for one in findings:
        text = texts.get(one.part, "")
        if text[one.start : one.end] == one.text:
            found.append(one)
            continue
        places = [match.start() for match in re.finditer(re.escape(one.text), text)] if one.text else []
        if not places:
            raise Lost("it is read otherwise by this version than when it was held, and what was found is not to be seen in it")
        found += [replace(one, start=at, end=at + len(one.text)) for at in places]
    return tuple(dict.fromkeys(found))


def _span(finding: Finding) -> tuple[str, int, int, str]:
    employer = finding.relation.organization if finding.entity_type == "JP_CAREER_HISTORY" and finding.relation else ""
    at = finding.text.find(employer) if employer else -1
    if at < 0:
        return finding.part, finding.start, finding.end, finding.entity_type
    return finding.part, finding.start + at, finding.start + at + len(employer), "JP_EMPLOYER"


@cache
def _replacer() -> Callable[[str, int], str]:
    """presidio-anonymizer's `replace` operator: what stands for `length` characters of an entity.

    Imported when first used: it brings all of Presidio, which only worker processes need.
    """
    from presidio_anonymizer import AnonymizerEngine
    from presidio_anonymizer.entities import OperatorConfig, RecognizerResult

    engine = AnonymizerEngine()  # type: ignore[no-untyped-call]
    operators = {name: OperatorConfig("replace", {"new_value": word}) for name, word in WORDS.items()}

    def replace(entity: str, length: int) -> str:
        return engine.anonymize("x" * length, [RecognizerResult(entity, 0, length, 1.0)], operators).text

    return replace
