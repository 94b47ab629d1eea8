"""PERSON: names of natural persons, without honorific or title."""

from __future__ import annotations

from presidio_analyzer import RecognizerResult

from recognizers.reading import Reading, ReadingRecognizer


class PersonRecognizer(ReadingRecognizer):
    """Names by dictionary, by frame and by agreement across the text."""

    ENTITY = "PERSON"

    def read(self, reading: Reading) -> list[RecognizerResult]:
        """Every name in the text."""
        return [self.result(reading, span) for span in reading.people]
