"""Which place somebody comes from: 「江波さんは銚子の出身だけあって」 tells of no career, 「税務署の出身」 does."""

from __future__ import annotations

import re

from recognizers.employer import Likeness, likeness
from recognizers.nlp import Kind
from recognizers.reading import Career, Reading, covered

_FROM_A_PLACE = re.compile(r"(?:\A|[はがも、])(?P<place>[一-龥]{1,4})(?:の出身(?!の)|出身(?=だけあ|だから|なので|なの|で[、す]|だ[。、っ]))")
_OF_WORK = re.compile(r"勤|働|社員|入社|転職|前職|元[^々の]|[0-9]年")


def hails_from(reading: Reading, career: Career) -> bool:
    """Whether a statement only says which place somebody comes from; nothing known as an organization is one."""
    if career.employer is not None and (covered(reading.organizations, *career.employer) or likeness(reading, *career.employer, polite=False) not in (Likeness.NO, Likeness.PLAIN)):
        return False
    said = reading.text[career.start:career.end + 4]
    place = _FROM_A_PLACE.search(said)
    return place is not None and _OF_WORK.search(said) is None and Kind.PLACE in reading.kinds(place["place"])
