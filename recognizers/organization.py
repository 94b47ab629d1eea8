"""ORGANIZATION: companies, agencies, schools, hospitals, shops; where one is somebody's employer it is JP_EMPLOYER instead."""

from __future__ import annotations

from presidio_analyzer import RecognizerResult

from recognizers.reading import Reading, ReadingRecognizer, Span, covered


class OrganizationRecognizer(ReadingRecognizer):
    """Organizations by form, by list, and by the people beside them."""

    ENTITY = "ORGANIZATION"

    def read(self, reading: Reading) -> list[RecognizerResult]:
        """Every organization that no statement about a career makes an employer of."""
        employing = [(start, end) for start, end, _ in reading.employers] + [career.employer for career in reading.careers if career.employer]
        taken = sorted(Span(start, end, 1.0, "") for start, end in employing)
        return [self.result(reading, span) for span in reading.organizations if not covered(taken, span.start, span.end)]
