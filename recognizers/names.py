"""People and organizations of a text: what the rules found, judged and completed by the trained model."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from recognizers import company_forms
from recognizers.firms_by_line import firms_by_line
from recognizers.given_names import with_given_names
from recognizers.model.load import model
from recognizers.model.register import speaks
from recognizers.model.words import naming_words
from recognizers.name_bounds import (
    is_a_firm,
    is_a_plain_word,
    is_a_things,
    is_no_company,
    is_nobody,
    of_a_family,
    parted,
    quoted_firms,
    trimmed,
    with_its_no,
    with_readings,
    without_office,
)
from recognizers.name_rows import in_rows
from recognizers.nlp import Morpheme
from recognizers.people_agreeing import agreeing
from recognizers.reading import Named, Reading, Span, covered, disjoint
from recognizers.titles import NO_NAMES

_SURE = 0.85  # a rule's finding of at least this score stands where the model sees nothing
_CALLED = 0.9  # a surname of the dictionary before 様 or さん: a person, though companies are called so too
_PROSE_LEANS = 1.0  # how generously written prose is read: its model is the more careful one
_SCORES = {True: 0.95, False: 0.8}  # of a name, by whether a rule found the same


def find_names(reading: Reading) -> Named:
    """Names of people and organizations, each list sorted and disjoint, none of one inside one of the other."""
    fine = reading.fine
    tagger, lean = (model("speech"), 0.0) if speaks(reading.text) else (model("prose"), _PROSE_LEANS)
    listed = [one for one in (*reading.people_by_rule, *reading.organizations_by_rule) if reading.text[one.start:one.end] in reading.lists.known]
    fixed = sorted(listed)
    parts = (part for each in spans(fine, tagger.score(naming_words(reading)).labels(lean)) for part in parted(reading, *each))
    found = [one for each in parts if (one := trimmed(reading.text, *each)) and not covered(fixed, one[0], one[1])]
    found = _called(reading, found)
    people = _with_rules(reading, [one for one in found if one[2] == "PERSON"], reading.people_by_rule, found)
    somebody = {(one.start, one.end) for one in people}
    seen_by_model = [Span(start, end, 1.0, "") for start, end, label in found if label == "ORGANIZATION"]
    lines = [one for one in firms_by_line(reading, seen_by_model) if (one.start, one.end) not in somebody]
    families = {one: firm for one in people if (firm := of_a_family(reading, one)) is not None}
    people = [one for one in people if one not in families]
    firms = [*families.values(), *(one for one in people if is_a_firm(reading.text, one)), *quoted_firms(reading.text)]
    people = [one for one in people if not is_a_firm(reading.text, one) and not covered(lines, one.start, one.end)]
    seen = _with_rules(reading, [one for one in found if one[2] == "ORGANIZATION"], reading.organizations_by_rule, found)
    organizations = disjoint([*lines, *(one for one in (*firms, *seen) if not covered(lines, one.start, one.end))])
    organizations = _from_the_line_on(reading, organizations)
    people = [one for one in people if reading.text[one.start:one.end] not in reading.lists.no_names]
    organizations = [one for one in organizations if reading.text[one.start:one.end] not in reading.lists.no_companies and not covered(people, one.start, one.end)
                     and not is_no_company(reading.text, one.start, one.end) and not is_a_plain_word(reading, one)]
    people = [one for one in people if not is_a_things(reading, one)]
    people = with_given_names(reading, people)
    people = in_rows(reading, with_readings(reading, [one for one in agreeing(reading, people, organizations) if not is_nobody(reading, one)]), organizations)
    organizations = without_office(reading.text, organizations)
    agreed = [one for one in company_forms.agreeing(reading, organizations) if not covered(people, one.start, one.end)]
    return Named(people, agreed)


def _called(reading: Reading, found: Sequence[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """`found`, where a surname before 様 or さん is a person, though the model takes it, or it and a plain word before it, for a company."""
    called = {one.end: one.start for one in reading.people_by_rule if one.score >= _CALLED}
    ruled = {(one.start, one.end) for one in reading.organizations_by_rule}
    made = []
    for start, end, label in found:
        name = called.get(end, -1)
        ours = name == start or (start < name and (start, end) not in ruled and not _NAMELIKE.search(reading.text, start, name))
        made.append((name, end, "PERSON") if ours else (start, end, label))
    return made


def _from_the_line_on(reading: Reading, organizations: Sequence[Span]) -> list[Span]:
    """`organizations`, where one with its legal form begins with its line: つくも事務機株式会社, of which 事務機株式会社 was seen."""
    text = reading.text
    formed = {one.end: one.start for one in reading.organizations_by_rule if one.score >= _SURE and _FORM.search(text, one.start, one.end)}
    made = []
    for one in organizations:
        begin = formed.get(one.end, one.start)
        if _IN_KANA.match(text, one.start) and _NO_PARTICLE.search(text, max(0, one.start - 4), one.start):
            one = one._replace(start=one.start - 1)  # は|しわたしキャリア: no particle stands at the beginning
        rest = _REST_OF_A_TRADE.match(text, one.end)
        if rest is not None or (text.startswith("化成品", one.end - 2) and _A_WORD_ENDS.match(text, one.end + 1)):
            one = one._replace(end=rest.end() if rest else one.end + 1)  # 関西ラボ|機器
        if begin < one.start and one.start - begin <= _PREFIX and (begin == 0 or text[begin - 1] in "\n :") and text[begin:one.start].isalnum():
            one = one._replace(start=begin)
        made.append(with_its_no(text, one))
    return disjoint(made)


_IN_KANA = re.compile("[ぁ-ゖ]{2,}")
_NO_PARTICLE = re.compile(r"(?:(?:\A|[\n 、。・(「『:/>|])[はもにとへや]|(?:ます|です|した)は)\Z")
_A_WORD_ENDS = re.compile(r"[ \n、。」』)\]・/:|]|さん|様|さま|[のはがをにでへともや]|から|より|\Z")
_REST_OF_A_TRADE = re.compile(
    rf"(?:(?<=消防)本部|機器|診断薬|工業|産業|商事|紙工|鉄工|製作所|病院|銀行|運輸|物流|電機|精機|製薬|食品|建設|工務店|商店|商会|不動産|化学|重工|造船|保険|証券|信用金庫|農協|学園|高校|大学|保育園|幼稚園)(?={_A_WORD_ENDS.pattern})")
_PREFIX = 5  # characters
_FORM = re.compile(r"(?:株式会社|有限会社|合同会社|\([株有同]\))\Z")
_NAMELIKE = re.compile(r"[一-龥ァ-ヴA-Za-z]")  # 青空システム佐藤様 is for the model to part, とりわけ坂様 is not


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
        start, end, kind = (one.start, one.end, label[2:]) if label != "O" and not one.surface.isspace() else (-1, -1, "")
    if kind:
        yield start, end, kind


def _with_rules(reading: Reading, found: Sequence[tuple[int, int, str]], by_rule: Sequence[Span], everything: Sequence[tuple[int, int, str]]) -> list[Span]:
    """The model's findings, and the rules' surest (those of the administrator's lists among them) where the model sees nothing at all."""
    ruled = {(one.start, one.end): one for one in by_rule}
    made = []
    for start, end, _ in found:
        rule = ruled.get((start, end))
        if rule is not None or reading.text[start:end] not in NO_NAMES:
            made.append(Span(start, end, max(_SCORES[rule is not None], rule.score if rule else 0.0), f"the model{' and ' + rule.reason if rule else ''}"))
    taken = sorted(Span(start, end, 1.0, "") for start, end, _ in everything)
    made += [one for one in by_rule if one.score >= _SURE and not covered(taken, one.start, one.end)]
    return sorted(made)
