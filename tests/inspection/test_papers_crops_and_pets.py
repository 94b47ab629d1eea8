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


@pytest.mark.parametrize("body", ["有馬さんは抗がん剤のため休みます。", "ワンちゃん連れの有馬さま、ご本人がてんかんの持病ありとのことです。",
                                  "ダックスのハナちゃんとお越しの有馬さま、てんかんの持病あり。", "有馬さんは抗がん剤の包装を自分で開けて飲んでいるそうです。"])
def test_the_same_words_of_a_person_stay_theirs(inspector: Inspector, body: str) -> None:
    assert about(inspector, body, "JP_SENSITIVE", INSIDE)


def test_a_firm_that_somebody_works_at_is_no_person(inspector: Inspector) -> None:
    found = inspector.inspect(message("盛南音響でマイクの検査機を作ってました。実家の田んぼがあるので辞めて戻ってきましたが、腕はまだ覚えています。", SENDER, INSIDE))
    assert [one.text for one in found if one.entity_type == "PERSON"] == []
    assert {one.about for one in found if one.entity_type == "JP_CAREER_HISTORY"} == {About.SENDER}


@pytest.mark.parametrize(("body", "clause"), [
    ("有馬さんですが、現在は品質保証課主任で、以前はいませんでした。", "現在は品質保証課主任"),
    ("有馬は港南運輸を辞めました。最終役職：配車課　主任", "最終役職：配車課　主任"),
    ("有馬さんは先月退職届を出しました。次は叔父さんの左官店だそうです。", "次は叔父さんの左官店"),
])
def test_a_post_with_its_time_is_more_than_a_card_says(inspector: Inspector, body: str, clause: str) -> None:
    found = [one.text for one in inspector.inspect(message(body, SENDER, OUTSIDE)) if one.entity_type == "JP_CAREER_HISTORY"]
    assert any(clause[:8] in one for one in found)


def test_a_department_and_a_title_beside_a_name_are_a_card(inspector: Inspector) -> None:
    assert not about(inspector, "ご連絡先\n営業二課　課長　有馬 透", "JP_CAREER_HISTORY")


def test_who_was_appointed_is_told_though_a_bracket_only_dates_it(inspector: Inspector) -> None:
    found = [one.text for one in inspector.inspect(message("お知らせです。教育長に有馬 透氏が就任（四月一日付）", SENDER, OUTSIDE)) if one.entity_type == "JP_CAREER_HISTORY"]
    assert any("就任" in one for one in found)


def test_what_somebody_was_and_what_came_after_are_two_statements(inspector: Inspector) -> None:
    found = [one.text for one in inspector.inspect(message("有馬さんはもともと船の機関長で、外航船に二十年乗っていたそうです。", SENDER, OUTSIDE)) if one.entity_type == "JP_CAREER_HISTORY"]
    assert len(found) == 2


def test_a_post_held_before_stays_with_who_was_appointed(inspector: Inspector) -> None:
    body = "異動の内容\n新任　代表取締役社長　有馬　透\n　　　（現 常務取締役生産本部長）\n退任　代表取締役社長　立石　進\n　　　（取締役相談役に就任予定）"
    assert len([one for one in inspector.inspect(message(body, SENDER, OUTSIDE)) if one.entity_type == "JP_CAREER_HISTORY"]) == 2


def test_a_writer_whose_name_is_a_trade_only_introduces_themselves(inspector: Inspector) -> None:
    assert not about(inspector, "倉本様\nいつもお世話になっております。\n播州しっくいの塗師です。\nサンプルをお送りします。", "JP_CAREER_HISTORY")


def test_of_somebody_else_the_same_words_tell_the_trade(inspector: Inspector) -> None:
    assert about(inspector, "倉本様\n有馬さんは播州しっくいの大工です。", "JP_CAREER_HISTORY") & OTHERS


def test_who_is_greeted_above_general_talk_is_not_ill(inspector: Inspector) -> None:
    assert not about(inspector, "倉本様\nてんかんの研修資料をお送りします。", "JP_SENSITIVE") & OTHERS


def test_what_an_older_colleague_says_is_hearsay(inspector: Inspector) -> None:
    found = inspector.inspect(message("有馬さんは三年前まで室町鋼管の品証に籍を置いていたと、弊社の古い者が申しておりました。", SENDER, OUTSIDE))
    assert [one.relation.hearsay for one in found if one.entity_type == "JP_CAREER_HISTORY" and one.relation is not None] == [True]
