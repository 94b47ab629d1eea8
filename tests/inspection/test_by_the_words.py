"""Whose a statement is by its words alone: heeded where nothing else tells, never against a name, a résumé's heading or doubt."""

from __future__ import annotations

import pytest

from gateway.inspection.by_the_words import SOMEBODY, weighed, whoever_suffers
from gateway.inspection.cast import NOBODY, UNKNOWN, Role
from gateway.inspection.ones_own import says_i_in
from gateway.verdict import About
from tests.inspection.conftest import INSIDE

SENDER = Role("s", About.SENDER)
READER = Role("r", About.RECIPIENT)
OTHER = Role("o", About.THIRD_PARTY)


@pytest.mark.parametrize("role", [SENDER, NOBODY, UNKNOWN, READER])
def test_a_statement_plainly_of_somebody_else_is_theirs(role):
    assert weighed(role, {"anothers": 4.8, "person_span": None, "resume": False}, sure=False) is SOMEBODY


@pytest.mark.parametrize("relation", [
    {"anothers": 4.5, "person_span": (0, 2)},  # a name says who it is
    {"anothers": 4.5, "person_span": None, "resume": True},  # a heading does
    {"anothers": 1.0, "person_span": None},
    {"anothers": None, "person_span": None},  # not read for that
    {},
])
def test_a_name_a_heading_and_doubt_leave_it_whose_it_was(relation):
    assert weighed(SENDER, relation, sure=False) is SENDER


def test_whoever_says_i_speaks_of_themselves():
    assert weighed(SENDER, {"anothers": 4.5, "person_span": None}, sure=says_i_in("前職が新聞社の私も手伝います。")) is SENDER


def test_the_reader_is_spoken_to_unless_the_words_are_very_plain():
    assert weighed(READER, {"anothers": 4.0, "person_span": None}, sure=False) is READER


def test_a_statement_that_is_plainly_nobody_elses_is_not_given_to_somebody():
    assert weighed(OTHER, {"anothers": -4.5, "person_span": None}, sure=False) is UNKNOWN
    named = Role("name:森", About.THIRD_PARTY)
    assert weighed(named, {"anothers": -4.5, "person_span": None}, sure=False) is named
    assert weighed(SOMEBODY, {"anothers": -4.0, "person_span": None}, sure=False) is UNKNOWN  # whom the text leaves open
    assert weighed(named, {"anothers": -5.5, "person_span": None}, sure=False) is UNKNOWN
    assert weighed(OTHER, {"anothers": -4.5, "person_span": None}, sure=True) is OTHER  # the next sentence names them
    assert weighed(OTHER, {"anothers": -3.0, "person_span": None}, sure=False) is OTHER
    assert weighed(OTHER, {"anothers": -4.5, "person_span": None, "resume": True}, sure=False) is OTHER


def test_a_condition_that_is_plainly_somebodys_is_not_nobodys_for_want_of_a_name():
    assert whoever_suffers(UNKNOWN, 4.5) is SOMEBODY
    assert whoever_suffers(UNKNOWN, 2.0) is UNKNOWN
    assert whoever_suffers(UNKNOWN, None) is UNKNOWN
    assert whoever_suffers(NOBODY, 4.5) is NOBODY  # something says that it is nobody's
    assert whoever_suffers(SENDER, 4.5) is SENDER


def test_nobody_new_comes_in_where_it_is_somebody_elses_anyway():
    assert weighed(OTHER, {"anothers": 9.0, "person_span": None}, sure=False) is OTHER
    colleague = Role("c", About.COLLEAGUE)
    assert weighed(colleague, {"anothers": 9.0, "person_span": None}, sure=False) is colleague


def test_what_is_plainly_told_of_somebody_is_held_though_nobody_is_named(told):
    body = "校正のことなら、印刷屋の若奥さんが詳しいです。結婚前は製鉄所の検査室に勤めてて、細かい数字は見逃さないんですよ。"
    assert {one.about for one in told(body, to=INSIDE)} == {About.THIRD_PARTY}


def test_the_same_words_of_the_writer_are_the_writers(told):
    body = "その日は私が行きます。結婚前は製鉄所の検査室に勤めてて、細かい数字は得意なんです。"
    assert About.THIRD_PARTY not in {one.about for one in told(body, to=INSIDE)}
