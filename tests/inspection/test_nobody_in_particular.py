"""Voices of a survey, sentences shown for their language, personas, beasts and those of public life: nobody whose data leaks, and their twins who are somebody."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from gateway.inspection.inspect import Inspector
from gateway.verdict import Finding
from tests.inspection.conftest import told_of_others

CAREER = "JP_CAREER_HISTORY"


@pytest.mark.parametrize("text", [
    "編集長の倉持です。\n\n▼現場の声（匿名アンケートより）\n「前の会社では10年営業。最初の3か月は電話の取り方から\n　戸惑いました」（製造・40代）\n「同業からの転職なのに、用語が全然ちがう！」（物流・30代）",
    "「前の職場では20年働いた」（50代・女性）の声を冒頭に置きます。",
    "受講者アンケートの自由記述より抜粋\n・前職は飲食だったので土日休みがうれしい\n・定年まで勤めた会社より居心地がいい",
])  # fmt: skip
def test_a_voice_signed_by_its_kind_is_nobodys(inspector: Inspector, text: str) -> None:
    assert told_of_others(inspector, text, CAREER) == []


def test_who_said_so_by_name_is_somebody_though_their_kind_is_told(inspector: Inspector) -> None:
    assert told_of_others(inspector, "「前の会社では10年営業」と、今日来た松浦さん（製造・40代）が言っていました。", CAREER)


@pytest.mark.parametrize("text", [
    "マニュアルの例文を直しました。「佐藤さんは以前、営業部にいました。」→過去形の練習です。",
    "英文メールの例を訳すと「スミスさんは先月会社を辞めました」になります。教材用です。",
    "過去問にある「AさんはB社を退職し、C社に再就職した」の設例は、失業給付の計算問題です。",
])  # fmt: skip
def test_a_sentence_shown_for_its_language_or_as_a_case_tells_of_nobody(inspector: Inspector, text: str) -> None:
    assert told_of_others(inspector, text, CAREER) == []


@pytest.mark.parametrize("text", [
    "ペルソナ案を共有します。\nA：32歳女性、元アパレル店員、現在は派遣で事務。\nB：45歳男性、メーカー勤務20年、管理職。",
    "人物像の設定をメモします。仮名：吉岡さん（41）。地方銀行を退職後、カフェを開業。",
])  # fmt: skip
def test_a_persona_is_nobody(inspector: Inspector, text: str) -> None:
    assert told_of_others(inspector, text, CAREER) == []


@pytest.mark.parametrize("text", [
    "ペルソナ案は別便で送ります。ところで御社の高木課長、前は北洋電機の方だったんですね。",
    "例文の件は直しました。そういえば平岡さん、銀行を辞めて日本語教師になられたそうです。",
])  # fmt: skip
def test_talk_that_goes_over_to_somebody_is_of_them(inspector: Inspector, text: str) -> None:
    assert told_of_others(inspector, text, CAREER)


@pytest.mark.parametrize("text", [
    "首相が元弁護士という話題から、法教育の教材を作っています。",
    "俳優の方が元自衛官だったという番組を見て、うちの会社説明会でも触れようかと話していました。",
    "プロ野球の高木監督は、選手時代に三つの球団を渡り歩いた人です。講演料の見積を取ります。",
    "初代社長は元船乗りで、退職金を元手に倉庫業を始めたと社史にあります。",
    "北洋電機の前社長が亡くなられたとのこと、弔電の手配をお願いします。",
])  # fmt: skip
def test_those_of_public_life_and_the_chronicles_founder_are_no_secret(inspector: Inspector, text: str) -> None:
    assert told_of_others(inspector, text, CAREER) == []


@pytest.mark.parametrize("text", [
    "高木さんは俳優を辞めてうちに入ったんですよ。声がいいわけです。",
    "県知事の秘書を十年やっていた方が、先方の顧問に入ったそうです。",
    "首相の話はさておき、高木部長は元官僚らしいです。",
    "初代社長のお孫さんが、いまトモエ製缶で働いていると社史の担当の方から聞きました。",
])  # fmt: skip
def test_whoever_is_near_them_or_was_one_is_somebody(inspector: Inspector, text: str) -> None:
    assert told_of_others(inspector, text, CAREER)


@pytest.mark.parametrize("text", ["動物園から来た象のハナコは、以前は北の動物園にいたそうです。", "動物園のゴリラは10年前にドイツから来て、今は二児の父です。", "先方は代理店を北洋電機からトモエ製缶に乗り換えたとのことです。"])
def test_beasts_and_suppliers_have_no_careers(inspector: Inspector, text: str) -> None:
    assert told_of_others(inspector, text, CAREER) == []


@pytest.mark.parametrize("text", ["動物園で象の飼育員をしていた平岡さんが、来月から御社の担当になります。", "うちの猫は元気です。妹は先月保育園を辞めました。", "先方は窓口を高木さんから平岡さんに替えました。平岡さんは銀行から来た方です。"])
def test_their_keepers_and_neighbours_have(inspector: Inspector, text: str) -> None:
    assert told_of_others(inspector, text, CAREER)


@pytest.mark.parametrize("line", ["新卒で市役所", "前は銀行", "銀行員だった", "前職：トモエ製缶", "大学を出て家業の酒屋"])
@pytest.mark.parametrize("heading", ["■杉浦さん", "【杉浦さん】", "候補者：杉浦", "面談：杉浦さん", "杉浦さんの面談メモ", "杉浦 蓮さん（35）"])
def test_a_memos_lines_are_of_whom_its_heading_names(told: Callable[..., list[Finding]], heading: str, line: str) -> None:
    assert [one.about.value for one in told(f"{heading}\n・{line}\n・趣味は釣り")] == ["third_party"]


@pytest.mark.parametrize("line", ["退職理由：人間関係", "離職期間：8ヶ月", "転職理由：年収", "転職時期は年明け希望"])
def test_a_label_below_a_name_needs_no_bullet(told: Callable[..., list[Finding]], line: str) -> None:
    assert [one.about.value for one in told(f"候補者 杉浦 蓮\n{line}")] == ["third_party"]


@pytest.mark.parametrize("text", ["打合せ：杉浦さん\nトモエ製缶→北洋電機→帰社", "■杉浦さん\n・元データは共有フォルダ\n・前は会議室", "入力項目の一覧\n退職理由：選択式\n転職回数：数値", "求人票\n勤務先：横浜市内\n入社時期：応相談"])
def test_other_notes_below_a_name_tell_no_career(inspector: Inspector, text: str) -> None:
    assert told_of_others(inspector, text, CAREER) == []
