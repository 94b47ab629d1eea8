"""One analyzer for all tests of recognizers, and a short way to ask what it finds."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from presidio_analyzer import AnalyzerEngine, RecognizerResult

from recognizers import build_analyzer

Find = Callable[[str, str], list[str]]


@pytest.fixture(scope="session")
def analyzer() -> AnalyzerEngine:
    return build_analyzer()


@pytest.fixture(scope="session")
def results(analyzer: AnalyzerEngine) -> Callable[[str, str], list[RecognizerResult]]:
    def of(text: str, entity: str) -> list[RecognizerResult]:
        found = analyzer.analyze(text, language="ja", return_decision_process=True)
        return sorted((one for one in found if one.entity_type == entity), key=lambda one: one.start)
    return of


@pytest.fixture(scope="session")
def find(results: Callable[[str, str], list[RecognizerResult]]) -> Find:
    """The texts of one entity found in a text, in order."""
    def of(text: str, entity: str) -> list[str]:
        return [text[one.start:one.end] for one in results(text, entity)]
    return of
