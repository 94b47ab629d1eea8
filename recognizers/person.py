"""PERSON: names of natural persons, without honorific or title."""

from __future__ import annotations

import re

from presidio_analyzer import RecognizerResult

from recognizers.reading import Reading, ReadingRecognizer, Span
from recognizers.titles import ADDRESS

_CALLED = re.compile(rf"[ ]?{ADDRESS}")
_BY_MODEL, _A_NAME = 0.8, 2  # the score of what the model alone finds; characters that a family's name may have


class PersonRecognizer(ReadingRecognizer):
    """Names by dictionary, by frame and by agreement across the text."""

    ENTITY = "PERSON"

    def read(self, reading: Reading) -> list[RecognizerResult]:
        """Every name in the text, but those of firms at which a clause says that somebody works."""
        firms = {one.employer for one in reading.careers if one.employer is not None}
        return [self.result(reading, span) for span in reading.people if not ((span.start, span.end) in firms and _only_by_model(reading, span))]


def _only_by_model(reading: Reading, span: Span) -> bool:
    """Whether the model alone takes a longer word for a person, who is not called one: 「盛南音響でマイクの検査機を作ってました」."""
    return span.end - span.start > _A_NAME and span.score <= _BY_MODEL and not _CALLED.match(reading.text, span.end)
