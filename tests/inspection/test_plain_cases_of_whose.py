"""The plainest cases of whose a career is: the greeting that began it all, a reader among others, news, founders, provinces."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from gateway.inspection.inspect import Inspector
from gateway.verdict import About, Finding
from tests.inspection.conftest import INSIDE, OUTSIDE, SENDER, message, told_of_others

Told = Callable[..., list[Finding]]


@pytest.mark.parametrize("text", ["倉本様\n\n以前、アマノ計器で働かれてたんですね。", "倉本様\n\n見積をお送りします。\n倉本様は以前アマノ計器にいらしたんですね。世間は狭いものです。"])
def test_what_one_has_come_to_know_of_the_reader_came_from_somebody_else(told: Told, text: str) -> None:
    (career,) = told(text)
    assert career.about is About.RECIPIENT
    assert career.relation is not None
    assert career.relation.hearsay


@pytest.mark.parametrize("text", [
    "倉本様\n\n先日は貴重なお話をありがとうございました。以前、アマノ計器で働かれてたんですね。",
    "倉本様\n\nメールを拝見しました。アマノ計器にいらしたんですね。",
    "倉本様\n\n名刺をいただいて驚きました。アマノ計器におられたんですね。",
])  # fmt: skip
def test_what_the_readers_told_themselves_is_no_hearsay_though_it_is_news(told: Told, text: str) -> None:
    assert not [one for one in told(text) if one.about is not About.RECIPIENT or (one.relation and one.relation.hearsay)]


def test_ones_experience_that_is_asked_after_is_the_readers(inspector: Inspector) -> None:
    text = "倉本様\n\n履歴書を拝見しました。アマノ計器での営業のご経験についてお聞かせください。"
    found = [one for one in inspector.inspect(message(text, SENDER, f"{OUTSIDE}; 東 <azuma@hoshi.example>")) if one.entity_type == "JP_CAREER_HISTORY"]
    assert {one.about for one in found} == {About.RECIPIENT}


def test_what_an_applicant_is_asked_to_tell_has_not_been_heard(told: Told) -> None:
    text = "倉本様\n\nこの度は弊社の開発職にご応募いただき、ありがとうございます。\n当日は、経歴書に書いてくださった\nアマノ計器様での配合設計（2019年～2024年）\nを中心にお聞かせください。"
    assert not [one for one in told(text) if one.relation and one.relation.hearsay]


@pytest.mark.parametrize("text", [
    "ニュースによると、アマノ計器の社長に元経産次官の森氏が就任したそうです。",
    "創業者の松下一郎は、アマノ計器を退社して1950年に当社を創業しました。",
    "織田信長は尾張の出身で、今川義元と戦いました。",
])  # fmt: skip
def test_news_of_those_at_the_top_founders_and_provinces_are_nobodys_secret(inspector: Inspector, text: str) -> None:
    assert told_of_others(inspector, text, "JP_CAREER_HISTORY") == []


@pytest.mark.parametrize("text", [
    "知人によると、アマノ計器の社長に元経産次官の森氏が就任したそうです。",
    "新聞を読んでいて思い出しました。森さんは以前アマノ計器に勤めていました。",
    "創業のころの話はしないでください。森さんはアマノ計器を退社しています。",
    "森さんは税務署の出身です。",
])  # fmt: skip
def test_what_friends_say_is_a_tale_all_the_same(inspector: Inspector, text: str) -> None:
    assert told_of_others(inspector, text, "JP_CAREER_HISTORY", INSIDE)


@pytest.mark.parametrize(("text", "place"), [
    ("受付の森さん、去年まで駅前のホテルで働いていたそうです。", "ホテル"),
    ("受付の森さん、前のホテルを三年で辞めたそうです。", "前のホテル"),
])  # fmt: skip
def test_the_hotel_before_the_station_is_not_the_hotel_before(told: Told, text: str, place: str) -> None:
    assert [one.relation.organization for one in told(text, INSIDE) if one.relation] == [place]
