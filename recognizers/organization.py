"""ORGANIZATION: companies, agencies, schools, hospitals, shops; where one is somebody's employer it is JP_EMPLOYER instead."""

from __future__ import annotations

from presidio_analyzer import RecognizerResult

from recognizers.reading import Reading, ReadingRecognizer


class OrganizationRecognizer(ReadingRecognizer):
    """Organizations by form, by list, and by the people beside them."""

    ENTITY = "ORGANIZATION"

    def read(self, reading: Reading) -> list[RecognizerResult]:
        """Every organization that no statement about a career makes an employer of."""
        employers = sorted(career.employer for career in reading.careers if career.employer)
        found, i = [], 0
        for span in reading.organizations:
            while i < len(employers) and employers[i][1] <= span.start:
                i += 1
            if i >= len(employers) or employers[i][0] >= span.end:
                found.append(self.result(reading, span))
        return found
