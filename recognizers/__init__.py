"""Personal data in Japanese text: a plain Presidio plug-in. `build_analyzer()` gives an AnalyzerEngine for language "ja".

Importing the package alone loads neither Presidio nor a dictionary, so that whoever needs but a module of it stays small.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from recognizers.configuration import RecognizersError

if TYPE_CHECKING:
    from presidio_analyzer import AnalyzerEngine

__all__ = ["RecognizersError", "build_analyzer"]


def build_analyzer(config: Path | None = None) -> AnalyzerEngine:
    """An analyzer for language "ja", as the YAML file at `config` says, else as `recognizers/defaults.yaml` does.

    Raises RecognizersError naming file, key and remedy when the file is wrong or asks for an engine not installed.
    """
    from recognizers.analyzer import build_analyzer as build

    return build(config)
