"""People and organizations of a text: what the rules found, judged and completed by the trained model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from recognizers import company_forms
from recognizers.model.load import model
from recognizers.model.register import speaks
from recognizers.model.words import naming_words
from recognizers.nlp import Morpheme
from recognizers.people import agreeing
from recognizers.reading import Named, Reading, Span, covered

_SURE = 0.85  # a rule's finding of at least this score stands where the model sees nothing
_SCORES = {True: 0.95, False: 0.8}  # of a name, by whether a rule found the same


def find_names(reading: Reading) -> Named:
    """Names of people and organizations, each list sorted and disjoint, none of one inside one of the other."""
    fine = reading.dictionary.fine(reading.tokens)
    tagger = model("speech" if speaks(reading.text) else "prose")
    found = list(spans(fine, tagger.tag(naming_words(reading, fine))))
    people = _with_rules(reading, [one for one in found if one[2] == "PERSON"], reading.people_by_rule, found)
    organizations = _with_rules(reading, [one for one in found if one[2] == "ORGANIZATION"], reading.organizations_by_rule, found)
    people = [one for one in people if reading.text[one.start:one.end] not in reading.lists.no_names]
    organizations = [one for one in organizations if reading.text[one.start:one.end] not in reading.lists.no_companies and not covered(people, one.start, one.end)]
    people = agreeing(reading, people, organizations)
    agreed = [one for one in company_forms.agreeing(reading, organizations) if not covered(people, one.start, one.end)]
    return Named(people, agreed)


def spans(fine: Sequence[Morpheme], labels: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """The spans that B- and I-labels of words make: (start, end, label), spaces at their edges left out."""
    start = end = -1
    kind = ""
    for one, label in zip(fine, labels, strict=True):
        if label.startswith("I-") and label[2:] == kind:
            end = end if one.surface.isspace() else one.end
            continue
        if kind:
            yield start, end, kind
        start, end, kind = (one.start, one.end, label[2:]) if label != "O" else (-1, -1, "")
    if kind:
        yield start, end, kind


def _with_rules(reading: Reading, found: Sequence[tuple[int, int, str]], by_rule: Sequence[Span], everything: Sequence[tuple[int, int, str]]) -> list[Span]:
    """The model's findings, and the rules' surest where the model sees nothing at all."""
    ruled = {(one.start, one.end): one for one in by_rule}
    made = []
    for start, end, _ in found:
        rule = ruled.get((start, end))
        made.append(Span(start, end, max(_SCORES[rule is not None], rule.score if rule else 0.0), f"the model{' and ' + rule.reason if rule else ''}"))
    taken = sorted(Span(start, end, 1.0, "") for start, end, _ in everything)
    made += [one for one in by_rule if one.score >= _SURE and not covered(taken, one.start, one.end)]
    return sorted(made)
