"""A person named once is named wherever the name stands as a word of its own in the message."""

from __future__ import annotations

import re

from recognizers.nlp import Kind
from recognizers.occurrences import occurrences
from recognizers.reading import Reading, Span, covered, disjoint
from recognizers.titles import ADDRESSED

_AGREE_LIMIT = 300  # names


def agreeing(reading: Reading, found: list[Span], companies: list[Span]) -> list[Span]:
    """`found`, and the other places where a name of good standing, or its surname, stands as a word of its own."""
    names: dict[str, None] = {}
    for span in found:
        if span.score < 0.7:
            continue
        whole = reading.text[span.start:span.end]
        names.setdefault(whole)
        i = reading.index(span.start)
        if i is not None and reading.tokens[i].end < span.end:
            names.setdefault(reading.tokens[i].surface)
    wanted = [name for name in list(names)[:_AGREE_LIMIT] if len(name) >= 1 and not re.fullmatch(r"[A-Za-z]", name)]
    if not wanted:
        return found
    more = []
    for start, end in occurrences(reading.text, wanted):
        if covered(found, start, end) or covered(companies, start, end):
            continue
        i = reading.index(start)
        last = reading.index_before(end)
        if i is None or last < i or reading.tokens[last].end != end or not _stands_alone(reading, i, last):
            continue
        more.append(Span(start, end, 0.65, "named as a person elsewhere in the text"))
    return disjoint([*found, *more]) if more else found


def _stands_alone(reading: Reading, first: int, last: int) -> bool:
    tokens = reading.tokens
    following = tokens[last + 1] if last + 1 < len(tokens) else None
    if following is not None and following.start == tokens[last].end:
        if following.kind in (Kind.NOUN, Kind.PROPER, Kind.PLACE, Kind.SUFFIX) and not ADDRESSED.match(following.surface):
            return False
        if tokens[last].end - tokens[first].start == 1 and following.kind not in (Kind.PARTICLE, Kind.SYMBOL, Kind.SPACE) and not ADDRESSED.match(following.surface):
            return False
    before = tokens[first - 1] if first else None
    if before is not None and before.end == tokens[first].start and before.kind in (Kind.PLACE, Kind.PROPER, Kind.PREFIX, Kind.NUMBER):
        return False
    return not (tokens[last].end - tokens[first].start == 1 and before is not None and before.end == tokens[first].start and before.kind is Kind.NOUN)
