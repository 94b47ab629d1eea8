"""What was found is replaced by natural Japanese words."""

from __future__ import annotations

import pytest

from gateway.redaction import WORDS, Edit, Lost, edits, placed
from gateway.verdict import About, Finding, Relation, Zone


def finding(entity: str, start: int, end: int, text: str = "", **more) -> Finding:
    return Finding(entity, "body", start, end, 0.9, About.THIRD_PARTY, Zone.BODY, text=text, **more)


def applied(text: str, changes: tuple[Edit, ...]) -> str:
    for edit in reversed(changes):
        text = text[: edit.start] + edit.replacement + text[edit.end :]
    return text


def test_of_a_career_clause_the_employer_goes_and_the_sentence_stays():
    text = "以前は桜坂リースにお勤めだったそうです。"
    clause = finding("JP_CAREER_HISTORY", 0, 15, text[:15], relation=Relation(organization="桜坂リース"))
    assert applied(text, edits([clause])) == "以前は［前職］にお勤めだったそうです。"


def test_a_career_clause_without_an_employer_goes_whole():
    text = "前の会社でも建設系を担当してたんで、よろしく"
    assert applied(text, edits([finding("JP_CAREER_HISTORY", 0, 17, text[:17], relation=Relation())])) == "［経歴］、よろしく"


def test_overlapping_findings_are_replaced_once_by_the_wider():
    assert edits([finding("JP_ADDRESS", 0, 20), finding("PERSON", 18, 24)]) == (Edit("body", 0, 24, "［住所］"),)
    assert edits([finding("PERSON", 3, 5), finding("PERSON", 3, 5)]) == (Edit("body", 3, 5, "［氏名］"),)


def test_neighbours_and_other_parts_stay_apart():
    one, two = finding("PERSON", 0, 2), finding("PHONE_NUMBER", 2, 9)
    other = Finding("PERSON", "subject", 0, 2, 0.9, About.THIRD_PARTY, Zone.SUBJECT)
    assert [e.replacement for e in edits([one, two, other])] == ["［氏名］", "［電話番号］", "［氏名］"]


def test_every_entity_type_of_the_policy_language_has_a_word():
    from typing import get_args

    from gateway.policy.schema import EntityType

    assert set(get_args(EntityType)) == set(WORDS)


def test_what_was_found_by_a_version_that_read_the_text_otherwise_is_taken_out_wherever_it_stands():
    text = "水野さんは桜坂リースご出身、桜坂リースの前は不明です。"
    here, moved = finding("JP_EMPLOYER", 5, 10, "桜坂リース"), finding("JP_EMPLOYER", 7, 12, "桜坂リース")
    assert placed([here], {"body": text}) == (here,)
    assert [(one.start, one.end) for one in placed([moved], {"body": text})] == [(5, 10), (14, 19)]
    assert applied(text, edits(placed([here, moved], {"body": text}))).count("［前職］") == 2
    for lost in (finding("JP_EMPLOYER", 5, 10, "梅坂リース"), finding("JP_EMPLOYER", 5, 10)):
        with pytest.raises(Lost):
            placed([lost], {"body": text})
    with pytest.raises(Lost):
        placed([here], {})
