"""Whoever a display name names is found in the text, though no dictionary has the name or it is a word; departments, rooms and posts are nobody."""

from __future__ import annotations

import pytest

from gateway.inspection.display_names import person_in
from gateway.inspection.inspect import Inspector
from gateway.verdict import About
from tests.inspection.conftest import message

SENDER = "五百目 渚 <n.iome@hibari-soft.example>"


@pytest.mark.parametrize(("display_name", "parts"), [
    ("佐々木 守", ["佐々木", "守"]),
    ("目 様", ["目"]),
    ("保護者会 代表 西条 由香", []),
    ("情シス 袴田", ["袴田"]),
    ("鵜飼建設 現場 安達", ["安達"]),
    ("舘 彩", ["舘", "彩"]),
    ("広報部 橋爪", ["橋爪"]),
    ("江上館長", ["江上"]),
    ("林 シェフ", ["林"]),
    ("Marta Kowal", ["Marta", "Kowal"]),
    ("運行管理", []),
    ("報道関係者各位", []),
    ("理事長 様", []),
    ("#glossary", []),
    ("宵待屋 様", []),
    ("", []),
])
def test_a_display_names_person_is_told_from_its_office(display_name: str, parts: list[str]) -> None:
    assert [*person_in(display_name)] == parts


@pytest.mark.parametrize(("to", "body", "names"), [
    ("目 様 <m@midori.example>", "ミドリ出版\n目様\n\n表紙の件です。", ["目"]),
    ("江上館長 <e@midori.example>", "江上館長さま\n\n展示の件です。", ["江上"]),
    ("新井 悠人 <y@midori.example>", "新井　悠人様\n\n面接の件です。", ["新井　悠人"]),
    ("受付 <info@midori.example>", "受付様\n\n部屋の件です。", []),
])
def test_the_reader_is_found_as_the_header_writes_them(inspector: Inspector, to: str, body: str, names: list[str]) -> None:
    found = [one for one in inspector.inspect(message(body, SENDER, to)) if one.entity_type == "PERSON" and one.part == "body"]
    assert [body[one.start:one.end] for one in found] == names
    assert all(one.about is About.RECIPIENT for one in found)


def test_ours_without_a_honorific_is_found_as_the_header_writes_them(inspector: Inspector) -> None:
    body = "目黒様\n\n席はA卓が目黒様と弊社 舘、B卓が乾様です。"
    found = inspector.inspect(message(body, SENDER, "目黒 仁 <meguro@midori.example>", "舘 彩 <tachi@hibari-soft.example>"))
    assert "舘" in [body[one.start:one.end] for one in found if one.entity_type == "PERSON" and one.part == "body"]


def test_whoever_is_listed_below_our_own_is_not_ours(inspector: Inspector) -> None:
    body = "目黒様\n\nB卓：雨宮様、弊社 五百目\nC卓：新任の四方田様、前任の古賀様"
    found = inspector.inspect(message(body, SENDER, "目黒 仁 <meguro@midori.example>"))
    assert {one.about for one in found if one.entity_type == "PERSON" and body[one.start:one.end] == "四方田"} == {About.THIRD_PARTY}


def test_a_firm_or_an_address_keeps_what_has_a_readers_name_in_it(inspector: Inspector) -> None:
    body = "千葉様\n\n千葉倉庫の千葉県の工場へは、車で行けます。"
    found = [one for one in inspector.inspect(message(body, SENDER, "千葉 真 <chiba@midori.example>")) if one.entity_type == "PERSON" and one.part == "body"]
    assert [(one.start, one.end) for one in found] == [(0, 2)]


def test_a_given_name_in_katakana_is_the_writers_as_well(inspector: Inspector) -> None:
    body = "ミドリ出版\nご担当者様\n\n宇都 ライアンです。「ライアン」と呼んでください。以前はゲームサロン藍で翻訳をしていました。"
    found = inspector.inspect(message(body, "宇都 ライアン <r.uto@hibari-soft.example>", "受付 <info@midori.example>"))
    assert {one.about for one in found if one.entity_type == "PERSON" and one.part == "body"} == {About.SENDER}
