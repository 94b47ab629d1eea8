"""Leaks in the very words that excuse products, rules, places and parcels, and harmless lines in the words that betray people."""

from __future__ import annotations

import pytest

from gateway.inspection.inspect import Inspector
from gateway.verdict import About
from tests.inspection.conftest import INSIDE, SENDER, message

LEAKS = [
    "今井さんの娘さん、中学校はうつ病でずっと休みなんだって。",
    "今井さんの息子さんが白血病で、学校はずっと入院のため休みだそうです。",
    "今井さんのお子さん、保育園が今日はてんかんの発作で休みだそうです。",
    "ペットクリニックに行ってきました。抜糸も終わりです。ところで総務の松田、適応障害だって。",
    "みどり動物病院の今井です。院長の松田が脳梗塞で倒れたので、狂犬病の注射は延期です。",
    "飼い主の今井様、癌で入院されたので、雑種のポチは当どうぶつ病院で預かります。",
    "御社のホームページを拝見しました。今井さんは前職のミナト電子を辞めて取締役に就任されたんですね。",
    "日経で拝見しましたが、御社の今井さんは以前ミナト電子にいて、去年うちの競合の顧問に就任したらしいです。",
    "ホームページの件はありがとうございます。担当だった今井さんはミナト電子に移って部長に就任したそうです。",
    "新聞より確かな話ですが、今井さんは業績悪化で社長を退任させられたそうです。",
    "今井さん、ミナト電子のラインに入って5年働いたそうです。",
    "今井さん、ミナト電子の中途枠が決まって来月退職だそうです。",
    "今井さん、起業の補助金が通ったのでミナト電子を辞めたそうです。",
    "今井さんは前職のミナト電子の図面を持ち出したそうです。",
    "昨日の面接で、今井さんが前職のミナト電子のカタログを持参しました。",
    "今井さん、ミナト電子に頼んでいた仕事が縁で入社したそうです。",
    "吉田さん、前は丸八自動車に出荷していたミナト電子の社員だったらしいです。",
    "サーバー（元ミナト電子の今井さんが構築）の引き継ぎ資料です。",
    "明日は新しい機械(元ミナト電子の松田さん担当)の試運転です。",
    "今井さんは大東を3年で退職、そういう場合に退職金は出ないそうです。",
    "■お休みの方\n・先方の新任課長　うつ病のため休職中",
    "今井さん、抗うつ薬の添付文書を読んで怖くなり飲むのをやめたそうです。",
    "先方の課長、前科の有無を聞いたら窃盗だと答えたそうです。",
    "今井さんのマイナンバーは次のとおりです。\n482719365021\n原本は別送の荷物に入れました。",
    "今井様 個人番号\n730156284945\n（出荷伝票と一緒に届きました）",
]
HARMLESS = [
    "普通預金 12345 の残高を確認してください。",
    "普通預金: 50000 を計上しました。",
    "人間ドックの予約、本人の受付は 21-4567-02 です。",
    "健診の案内は25-12-01に家族あて発送済みです。",
    "ポイントカードを紛失されたお客様、新しい会員 730156284945 です。",
    "Made in Republic of Korea / KR12345 の部品です。",
    "今井さんから'26新卒採用のパンフレット案が届きました。",
    "今井さんは、設計を2か月、施工を3か月で見込んでいるそうです。",
    "今井さんの話では、退職代行サービスからの営業メールが増えているそうです。",
    "コンペ、大東電機さんは最終選考まで残ったそうです。",
    "今井さんの作った表で、大東電機の退職日が空欄になっています。",
    "今井さんの息子さんは学校にいるので、荷物は宅配ボックスに入れます。",
    "松田さんの内線は異動前は3012でした。",
    "今井さんが好きだったプロ野球の選手が引退するそうです。",
    "今井さん、赤ちゃん用のミルクは開封後1か月でだめになります。",
]
_HOLDS = ("JP_CAREER_HISTORY", "JP_SENSITIVE", "JP_MY_NUMBER", "JP_BANK_ACCOUNT", "JP_HEALTH_INSURANCE", "JP_PASSPORT")


def _told(inspector: Inspector, text: str) -> list[str]:
    found = inspector.inspect(message(text, SENDER, INSIDE))
    return [one.text for one in found if one.entity_type in _HOLDS and (one.entity_type != "JP_CAREER_HISTORY" or one.about in (About.THIRD_PARTY, About.COLLEAGUE))]


@pytest.mark.parametrize("text", LEAKS)
def test_words_of_an_excuse_do_not_hide_what_is_told_of_a_person(inspector: Inspector, text: str) -> None:
    assert _told(inspector, text)


@pytest.mark.parametrize("text", HARMLESS)
def test_words_that_betray_people_are_harmless_elsewhere(inspector: Inspector, text: str) -> None:
    assert _told(inspector, text) == []
