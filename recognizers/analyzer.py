"""The analyzer put together: engine, recognizers, thresholds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from presidio_analyzer import AnalyzerEngine, EntityRecognizer, RecognizerRegistry, RecognizerResult

from recognizers.address import AddressRecognizer
from recognizers.age import AgeRecognizer
from recognizers.birth_date import BirthDateRecognizer
from recognizers.career import CareerRecognizer
from recognizers.configuration import RecognizersConfig, RecognizersError, RecognizerSetting, load_config
from recognizers.email_address import EmailAddressRecognizer
from recognizers.employer import EmployerRecognizer
from recognizers.ginza import GinzaMissingError, GinzaNlpEngine
from recognizers.identifiers import IDENTIFIERS
from recognizers.identifiers.found import FoldedRecognizer
from recognizers.nlp import SudachiNlpEngine
from recognizers.organization import OrganizationRecognizer
from recognizers.person import PersonRecognizer
from recognizers.phone import JapanesePhoneRecognizer
from recognizers.reading import Lists, ReadingRecognizer
from recognizers.sensitive import SensitiveRecognizer

__all__ = ["build_analyzer"]

_READERS: tuple[type[ReadingRecognizer], ...] = (
    PersonRecognizer, OrganizationRecognizer, EmployerRecognizer, CareerRecognizer, SensitiveRecognizer)
_OTHERS: tuple[type[FoldedRecognizer], ...] = (JapanesePhoneRecognizer, EmailAddressRecognizer, AddressRecognizer, BirthDateRecognizer, *IDENTIFIERS)


class _Engine(AnalyzerEngine):
    """Presidio's engine without its second pass: our recognizers judge the context themselves, and none is asked for more."""

    def _enhance_using_context(self, text: str, raw_results: list[RecognizerResult], nlp_artifacts: Any, recognizers: list[EntityRecognizer],
                               context: list[str] | None = None) -> list[RecognizerResult]:
        """The results unchanged; Presidio compares each with every recognizer here."""
        return raw_results


def build_analyzer(config: Path | None = None) -> AnalyzerEngine:
    """An analyzer for language "ja", as the YAML file at `config` says, else as `recognizers/defaults.yaml` does.

    Raises RecognizersError naming file, key and remedy when the file is wrong or asks for an engine not installed.
    """
    settings = load_config(config)
    engine = GinzaNlpEngine() if settings.engine == "ginza" else SudachiNlpEngine()
    try:
        engine.load()
    except GinzaMissingError as error:
        raise RecognizersError(f"{config or 'recognizers/defaults.yaml'}: {error}") from error
    registry = RecognizerRegistry(_recognizers(settings), supported_languages=["ja"])
    return _Engine(registry=registry, nlp_engine=engine, supported_languages=["ja"], default_score_threshold=settings.min_score)


def _recognizers(settings: RecognizersConfig) -> list[EntityRecognizer]:
    lists = Lists(frozenset(settings.people.always), frozenset(settings.companies.always), frozenset(settings.people.never), frozenset(settings.companies.never))
    made: list[EntityRecognizer] = [*(kind(lists=lists) for kind in _READERS), AgeRecognizer(lists=lists), *(kind() for kind in _OTHERS)]
    chosen = []
    by_entity: dict[str, RecognizerSetting] = {str(name): setting for name, setting in settings.recognizers.items()}
    for recognizer in made:
        setting = by_entity.get(recognizer.supported_entities[0])
        if setting is not None and not setting.enabled:
            continue
        if setting is not None and setting.min_score is not None:
            recognizer.score_thresholds = {"default": setting.min_score}
        chosen.append(recognizer)
    return chosen
