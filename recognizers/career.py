"""JP_CAREER_HISTORY: the clause that tells where somebody works, worked or will work, and how they came or left."""

from __future__ import annotations

import re

from presidio_analyzer import RecognizerResult

from recognizers.reading import Career, Reading, ReadingRecognizer, Span


class CareerRecognizer(ReadingRecognizer):
    """Clauses about a career; `recognition_metadata["relation"]` holds its parts (see `relation_of`)."""

    ENTITY = "JP_CAREER_HISTORY"

    def read(self, reading: Reading) -> list[RecognizerResult]:
        """Every statement about a career."""
        return [self.result(reading, Span(career.start, career.end, career.score, career.reason), {"relation": relation_of(reading, career)})
                for career in reading.careers]


def relation_of(reading: Reading, career: Career) -> dict[str, object]:
    """The parts of the relation: `person`, `relation`, `organization`, `time` as the text has them, empty where it is silent.

    `hearsay`: the text shows that the writer has it from others. `honorific`: the predicate raises its subject.
    `resume`: a résumé line. `anothers`: the log odds, by the words alone, that it is somebody else's than the writer's or the
    reader's, None where they were not read for that. `person_span`, `organization_span`: offsets into the original text, None where silent.
    """
    organization = _organization(reading, career)
    return {
        "person": _text(reading, career.person), "relation": career.relation, "organization": _text(reading, organization),
        "time": career.time, "hearsay": career.hearsay, "honorific": career.honorific, "resume": career.resume,
        "person_span": reading.folded.span(*career.person) if career.person else None,
        "organization_span": reading.folded.span(*organization) if organization else None,
        "anothers": reading.telling.anothers(career.start, career.end),
    }


def _organization(reading: Reading, career: Career) -> tuple[int, int] | None:
    """Where the organization stands, with the word before it that says which it is: 「前の会社」."""
    if career.organization is None:
        return None
    start, end = career.organization
    which = _WHICH.search(reading.text, max(career.start, start - _NEAR), start)
    return (which.start() if which else start), end


_NEAR = 4  # characters
_WHICH = re.compile(r"(?<![一-龥])(?:(?:前の前|前|元|以前|別|今|次|最初)の|同じ)\Z")


def _text(reading: Reading, span: tuple[int, int] | None) -> str:
    return reading.text[span[0]:span[1]] if span else ""
