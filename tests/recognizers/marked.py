"""Messages with what is to be found in them marked in place: <B>1991/6/4</B>生, one letter a kind."""

from __future__ import annotations

import re

from presidio_analyzer import AnalyzerEngine

KINDS = {"B": "DATE_OF_BIRTH", "A": "AGE", "M": "JP_MY_NUMBER", "C": "CREDIT_CARD", "K": "JP_BANK_ACCOUNT", "L": "JP_DRIVER_LICENSE", "P": "JP_PASSPORT",
         "R": "JP_RESIDENCE_CARD", "N": "JP_PENSION_NUMBER", "I": "JP_HEALTH_INSURANCE", "E": "JP_EMPLOYEE_ID", "T": "PHONE_NUMBER", "X": "JP_ADDRESS",
         "Q": "EMAIL_ADDRESS"}


def read(message: str) -> tuple[str, list[tuple[str, str]]]:
    """(the text without marks, what they mark as (entity type, text) in order)."""
    expected = [(KINDS[kind], marked) for kind, marked in re.findall(r"<([A-Z])>(.*?)</\1>", message, re.DOTALL)]
    return re.sub(r"</?[A-Z]>", "", message), expected


def found_in(analyzer: AnalyzerEngine, text: str) -> list[tuple[str, str]]:
    """What is found in `text` of the marked kinds, as (entity type, text) in order."""
    found = sorted(analyzer.analyze(text, language="ja", entities=list(KINDS.values())), key=lambda one: one.start)
    return [(one.entity_type, text[one.start:one.end]) for one in found]
