"""ja_ginza behind the same interface: Sudachi's morphemes, and the entities of GiNZA's model on top of them.

GiNZA's labels are those of 関根の拡張固有表現階層 (Extended Named Entity, 7.1.0); Presidio knows none of them.
"""

from __future__ import annotations

from typing import Any

from recognizers.nlp import JapaneseArtifacts, SudachiNlpEngine

_CHUNK = 10_000
_PEOPLE = frozenset(("Person",))
_ORGANIZATIONS = frozenset((
    "Company", "Company_Group", "Corporation_Other", "Organization_Other", "International_Organization", "Show_Organization", "Government", "Cabinet",
    "Political_Party", "Political_Organization_Other", "Public_Institution", "School", "Research_Institute", "Pro_Sports_Organization",
    "Sports_Organization_Other", "Nonprofit_Organization", "Ethnic_Group_Other", "GOE_Other"))


class GinzaMissingError(Exception):
    """ja_ginza is not installed; `str()` says how to install it."""


class GinzaNlpEngine(SudachiNlpEngine):
    """Sudachi's reading with the entities of ja_ginza added as candidates."""

    engine_name = "ginza"

    def __init__(self) -> None:
        super().__init__()
        self._model: Any = None

    def load(self) -> None:
        """Load dictionary and model. Raises GinzaMissingError when the extra is not installed."""
        super().load()
        try:
            import spacy

            self._model = spacy.load("ja_ginza")
        except (ImportError, OSError) as error:
            raise GinzaMissingError("engine: 'ginza' needs the model ja_ginza, which is not installed; "
                                    "run pip install 'sekisho[ginza]' or set engine: sudachi") from error

    def process_text(self, text: str, language: str) -> JapaneseArtifacts:
        """Sudachi's artifacts, with `found` from the model."""
        artifacts = super().process_text(text, language)
        running = artifacts.running.text
        for start in range(0, len(running), _CHUNK):
            for entity in self._model(running[start:start + _CHUNK]).ents:
                label = "PERSON" if entity.label_ in _PEOPLE else "ORGANIZATION" if entity.label_ in _ORGANIZATIONS else None
                if label:
                    artifacts.found.append((label, start + entity.start_char, start + entity.end_char))
        return artifacts

    def get_supported_entities(self) -> list[str]:
        """What the model's labels map to."""
        return ["PERSON", "ORGANIZATION"]
