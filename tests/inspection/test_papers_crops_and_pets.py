"""Whose papers are spoken of, what a numbered form says, and what ails crops and pets, or is only packed."""

from __future__ import annotations

import pytest

from gateway.inspection.inspect import Inspector
from gateway.verdict import About
from tests.inspection.conftest import INSIDE, OUTSIDE, SENDER, message

OTHERS = {About.THIRD_PARTY, About.COLLEAGUE}


def about(inspector: Inspector, body: str, kind: str, to: str = OUTSIDE) -> set[About]:
    return {one.about for one in inspector.inspect(message(body, SENDER, to)) if one.entity_type == kind}


@pytest.mark.parametrize("body", [
    "有馬さんの社会保険、資格取得の届が済みました。\n港南運輸さんを6月末でお辞めになっているのが確認できました。",
    "有馬さんの離職票が届きました。\n港南運輸さんを6月末でお辞めになっています。",
])
def test_whose_papers_are_spoken_of_is_whom_they_tell_of(inspector: Inspector, body: str) -> None:
    assert about(inspector, body, "JP_CAREER_HISTORY") & OTHERS


def test_a_numbered_answer_to_a_reference_tells_of_whom_was_asked_about(inspector: Inspector) -> None:
    body = "ご照会の有馬 透氏につき、回答いたします。\n\nQ1 在籍期間　2018年10月1日～2023年3月31日\nQ2 退職理由　自己都合（介護のため）\nQ3 人柄　明るい"
    assert about(inspector, body, "JP_CAREER_HISTORY") & OTHERS


def test_a_question_of_a_talk_is_of_nobody(inspector: Inspector) -> None:
    assert not about(inspector, "座談会の質問案です。\nQ1. 中途で入った方が前職の経験をどう活かしているか\nQ2. 一日の流れ", "JP_CAREER_HISTORY") & OTHERS


def test_a_name_that_ends_a_line_is_whom_the_next_line_tells_of(inspector: Inspector) -> None:
    assert about(inspector, "面談は次のとおりです。\n(1) 10:00～　経理　有馬\n　　うつ病で8月から休職中。\n", "JP_SENSITIVE") & OTHERS


def test_the_resume_that_the_reader_sent_tells_of_the_reader(inspector: Inspector) -> None:
    assert not about(inspector, "お送りいただいた履歴書にございました、\n港南運輸で配車を担当されたところを詳しく伺います。", "JP_CAREER_HISTORY") & OTHERS


@pytest.mark.parametrize("body", [
    "もともと港南運輸の倉庫部が独立してできた会社だそうです。窓口は有馬さんです。",
    "要件の案です。意見は有馬さんまで。\n・前職が飲食の人より、工場でシフトを組んでた人のほうが長く続く傾向",
    "募集文です。\n「未経験で入り、働きながら介護福祉士を取る方も大勢います」\n写真は有馬さんに許可をもらいました。",
])
def test_firms_and_people_at_large_are_nobody(inspector: Inspector, body: str) -> None:
    assert not about(inspector, body, "JP_CAREER_HISTORY", INSIDE) & OTHERS


@pytest.mark.parametrize("body", [
    "有馬さんのハウスで去年出た青枯病とは別物で、ハサミからうつります。",
    "303号室は有馬さま、ダックスのモモちゃん・てんかんの持病あり。角部屋です。",
    "出席：有馬さん\n①抗がん剤ラインのPTP、印字かすれ→有馬さんがヘッド交換",
])
def test_what_ails_crops_and_pets_or_is_packed_is_nobodys_illness(inspector: Inspector, body: str) -> None:
    assert not about(inspector, body, "JP_SENSITIVE", INSIDE)


@pytest.mark.parametrize("body", ["有馬さんは抗がん剤のため休みます。", "ワンちゃん連れの有馬さま、ご本人がてんかんの持病ありとのことです。"])
def test_the_same_words_of_a_person_stay_theirs(inspector: Inspector, body: str) -> None:
    assert about(inspector, body, "JP_SENSITIVE", INSIDE)


def test_a_firm_that_somebody_works_at_is_no_person(inspector: Inspector) -> None:
    found = inspector.inspect(message("盛南音響でマイクの検査機を作ってました。実家の田んぼがあるので辞めて戻ってきましたが、腕はまだ覚えています。", SENDER, INSIDE))
    assert [one.text for one in found if one.entity_type == "PERSON"] == []
    assert {one.about for one in found if one.entity_type == "JP_CAREER_HISTORY"} == {About.SENDER}
