"""Whose account, whose card, whose years: a name on the line above, a kana name in the row, terms of things, parts that are played."""

from __future__ import annotations

import pytest

from gateway.verdict import About
from tests.inspection.conftest import INSIDE, OUTSIDE, SENDER, message, told_of_others


def accounts(inspector, body):
    return [one.company_own for one in inspector.inspect(message(body, SENDER, OUTSIDE)) if one.entity_type == "JP_BANK_ACCOUNT"]


@pytest.mark.parametrize("body", [
    "倉本様\n\n佐々木です。\n差額は下記へお振込み願います。\n\n桜井 守さん\n白波信用組合　港支店　普通 0318862\n",
    "倉本様\n\n佐々木です。\n・草刈りの手伝い　桜井 守さん　3日分\n　振込先は 白波信金 港支店 普通 2290416 だそうです\n",
])
def test_an_account_below_somebodys_name_or_told_by_them_is_theirs(inspector, body):
    assert accounts(inspector, body) == [False]


def test_the_account_below_a_salutation_and_a_bill_is_still_the_companys(inspector):
    body = "倉本様\n\n佐々木です。\nご請求金額は下記口座へお振込みください。\n白波銀行　港支店　普通 0318862\n"
    assert accounts(inspector, body) == [True]


def test_twelve_digits_in_a_row_with_a_name_in_kana_are_somebodys(inspector):
    body = "該当行\n0027,ﾅｶﾑﾗ ﾐﾅ,{},2,0,380000\n"
    rows = [body.format(number) for number in ("483027195637", "483027195638")]
    found = [[one.entity_type for one in inspector.inspect(message(row, SENDER, OUTSIDE)) if one.entity_type == "JP_MY_NUMBER"] for row in rows]
    assert found == [["JP_MY_NUMBER"], []]  # the second one's check digit is wrong


@pytest.mark.parametrize(("kind", "body"), [
    ("JP_CAREER_HISTORY", "Q4　保証は何年か\n　→ 屋根10年、外壁5年、鉄部2年です。"),
    ("JP_CAREER_HISTORY", "退職届が受理された日を起点に計算してください。"),
    ("JP_CAREER_HISTORY", "桜井様のお届け先は勤務先（株式会社三和商事）でよろしいでしょうか。"),
    ("JP_CAREER_HISTORY", "`prev` が空のとき「前職：null株式会社」と表示されるのを直してください。"),
    ("JP_CAREER_HISTORY", "3号機のトルク爺さん、うちに来る前は川崎の工場で15年働いてたベテランです。"),
    ("JP_CAREER_HISTORY", "運搬ロボのハチ、今日から本店勤務です。\n前は駅前店に2年いました。"),
    ("JP_CAREER_HISTORY", "新人が3年で3割辞めるという記事を回します。"),
    ("JP_CAREER_HISTORY", "8:00 「元・警官の店長」役（桜井さん）テイク開始"),
    ("JP_SENSITIVE", "ピアノも三十年になりますと、いわば関節炎のような状態です。桜井さんが調律します。"),
    ("JP_SENSITIVE", "講座の内容\n　3．うつ病で休む社員が出たとき、最初の一週間にすること"),
    ("JP_SENSITIVE", "・てんかんの既往のある患者では慎重に投与すること"),
    ("JP_SENSITIVE", "総務の桜井さんから病気休職の手引きが届きました。"),
])
def test_terms_dates_blanks_parts_figures_and_handbooks_are_nobodys(inspector, kind, body):
    assert told_of_others(inspector, body, kind) == []


def test_the_same_words_told_of_somebody_are_theirs(inspector):
    assert told_of_others(inspector, "桜井さんは糖尿病の患者ではないかと言われています。", "JP_SENSITIVE")
    assert told_of_others(inspector, "取締役ごとに書きます。\n・桜井専務は元みなと銀行の支店長です。", "JP_CAREER_HISTORY")
    assert told_of_others(inspector, "桜井さんが先月退職された日を基準に計算します。", "JP_CAREER_HISTORY")
    assert told_of_others(inspector, "第3の西隣のお宅は、奥さんが化学物質過敏症と診断されている\nそうですので、前日に声をかけます。", "JP_SENSITIVE", OUTSIDE)
    assert told_of_others(inspector, "3号機の桜井さん、うちに来る前は川崎の工場で15年働いてたそうです。", "JP_CAREER_HISTORY")
    assert told_of_others(inspector, "桜井さんは関節炎の治療で休んでいます。", "JP_SENSITIVE")
    assert told_of_others(inspector, "この造りから白波酒造にいた人を頭に迎えまして、麹が違います。", "JP_CAREER_HISTORY", OUTSIDE)


@pytest.mark.parametrize("body", [
    "倉本様\n\n先日ご自分で元日向電力とおっしゃってたので、図面も付けておきます。",
    "倉本様\n\n昨日のメールに「実は三条商店で樽を締めてました」とお書き\nでしたね。",
])
def test_what_the_reader_said_of_themselves_is_no_news_to_them(told, body):
    assert About.THIRD_PARTY not in {one.about for one in told(body)}


def test_a_word_that_is_a_name_too_is_no_topic_before_what_one_owns_up_to(told):
    assert "実" not in {one.relation.person for one in told("実は前の会社で経理をしていました。", to=INSIDE) if one.relation}
