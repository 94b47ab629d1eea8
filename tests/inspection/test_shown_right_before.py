"""Whoever is shown to the reader right before something is told of somebody is who it is told of."""

from __future__ import annotations

import pytest

from gateway.inspection.inspect import Inspector
from gateway.verdict import About
from tests.inspection.conftest import INSIDE, OUTSIDE, SENDER, message, told_of_others

CAREERS = [
    "花屋さんの若いほうの子な、\nこの春まで幼稚園の先生やったんやて。",
    "給湯室を直しに来てくれてるお兄さんですけど、\n去年まで証券会社で営業をしていたそうです。",
    "受付に新しく座っている人ね、\n前は空港で手荷物検査をしていたらしいよ。",
    "倉庫の管理人の小曽根さん。元警察官で、鍵にはうるさいです。",
    "検品の古閑さんが2月末で定年につき、治具の置き場を一緒に確認してください。",
    "先月でおやめになった稲福さんの机を使ってください。",
    "昼だけ来ているパートの渡久地さん。夜は図書館の窓口でも働いているので、残業は頼めません。",
    "長倉さんは、丸七製菓の内定者研修に出るため、木曜は休みです。",
    "カウンターで英字新聞を読んでる人。\n見た目は学生みたいだけど、三年前まで商社で小麦を買い付けていたらしいよ。",
    "> 三番窓口の人、なんであんなに字がきれいなの？\n看板屋に長いこといてはったからちゃう？",
    "氏名　　外間　千草\n経歴　　平成14年　丸七縫製　入社\n志望動機　自宅から近いこと",
]


@pytest.mark.parametrize("text", CAREERS)
def test_what_is_told_of_whoever_was_shown_is_a_career_of_theirs(inspector: Inspector, text: str) -> None:
    assert told_of_others(inspector, f"お疲れさまです。\n{text}", "JP_CAREER_HISTORY")


@pytest.mark.parametrize("text", [
    "プレス発表の文面です。\n「水辺商事株式会社は、10月1日付で遠山　さくらが執行役員に就任することを決定しました」",
    "議事録の四行目「焼成炉（元備前窯業）」を直してください。",
    "大塚さん、専務と面談したあと見学会に行っていたので午後から戻ります。",
    "父が勤めていたみどり商事に、私も10年ほど在籍していました。",
    "柚木さんに今朝ほめられました、棚の並べ方。\n花屋で二年バイトしてただけなんですけどね。",
    "朝ドラ見てる？　今週から出てきた番頭さん、\nもとは薬種問屋で丁稚をしてたって設定らしいよ。",
    "ポスターの男性は素材集のモデルで、設定は\n「脱サラして珈琲豆を焼きはじめて二年」。",
    "点字の名刺の見本です。裏の略歴は「盲学校で教えたのち印刷所を開業」。\nどちらも作り物なので、配っていただいて結構です。",
    "園芸雑誌の連載が終わりました。\n著者紹介「御園生 葉子　商社の秘書を経てバラ農家に」",
])  # fmt: skip
def test_what_is_published_or_the_days_work_or_ones_own_is_nobody_elses(inspector: Inspector, text: str) -> None:
    assert not [one for one in inspector.inspect(message(f"お疲れさまです。\n{text}", SENDER, INSIDE)) if one.entity_type == "JP_CAREER_HISTORY" and one.about in (About.THIRD_PARTY, About.COLLEAGUE)]


def test_somebody_of_ours_who_will_come_is_told_of_humbly(inspector: Inspector) -> None:
    text = "明日は青い軽トラックで伺う者が担当いたします。\n丸七電機に十二年おりましたので、ご安心ください。"
    assert {one.about for one in inspector.inspect(message(text, SENDER, OUTSIDE)) if one.entity_type == "JP_CAREER_HISTORY"} == {About.THIRD_PARTY}


def test_what_you_told_me_of_yourself_is_no_leak(inspector: Inspector) -> None:
    text = "きのう教えてくれましたよね、高校を出てすぐ染物屋に入ったって。\nこの布、色落ちしますか。"
    assert {one.about for one in inspector.inspect(message(text, SENDER, INSIDE)) if one.entity_type == "JP_CAREER_HISTORY"} <= {About.RECIPIENT}


def test_what_you_said_of_yourself_is_yours(inspector: Inspector) -> None:
    text = "前にお電話で「昔は写真館で現像を担当していた」とおっしゃっていましたので、\n暗室用のものを選んでおきました。"
    assert {one.about for one in inspector.inspect(message(text, SENDER, OUTSIDE)) if one.entity_type == "JP_CAREER_HISTORY"} <= {About.RECIPIENT}


@pytest.mark.parametrize("text", [
    "11:20　「睡眠時無呼吸症候群と運転」\n　　　　東都大学病院　神保 亘 先生",
    "60　宇都木 漣『わが前科』（長編小説） 背ヤケ　1,500円",
    "佐藤さんは手術支援ロボットの担当で、今日は注射を打つロボットの前にいます。",
    "先輩プロッタが紙づまりの発作を起こしてるので、A1は4階で出してください。",
    "小城さん、血液検査の結果の書式を送ってください。",
])  # fmt: skip
def test_titles_of_books_and_lectures_and_what_serves_the_ill_have_no_illness(inspector: Inspector, text: str) -> None:
    assert told_of_others(inspector, text, "JP_SENSITIVE") == []


@pytest.mark.parametrize("text", [
    "見本の件、添付の中身はダミーです。\nところで御社の坂上さんは五年前まで丸七電機で積算をしていたそうです。",
    "来週リリースのプログラムの件です。\n新社長に来る坂上さん、五年前まで丸七電機で営業をしていた人です。",
    "教えてくれましたよね、あの人、前は丸七電機で積算をしてたって。",
    "教えてくれましたよね、坂上さんは前は丸七電機で積算をしてたって。",
])  # fmt: skip
def test_a_word_of_samples_releases_and_reminders_excuses_no_leak_beside_it(inspector: Inspector, text: str) -> None:
    assert told_of_others(inspector, text, "JP_CAREER_HISTORY")


@pytest.mark.parametrize("text", ["田中さんは『うつ病』で休職中です。", "13:20　「がんが再発した」と坂上さんから電話あり。"])
def test_quotation_marks_and_the_hour_excuse_no_illness(inspector: Inspector, text: str) -> None:
    assert told_of_others(inspector, text, "JP_SENSITIVE")


def test_whoever_is_shown_is_named_whole_in_the_explanation(inspector: Inspector) -> None:
    text = "守衛室の前の小さな花壇に毎朝早くから水をやってる人ね、\n前は空港で手荷物検査をしていたらしいよ。"
    (career,) = [one for one in inspector.inspect(message(text, SENDER, INSIDE)) if one.entity_type == "JP_CAREER_HISTORY"]
    assert career.explanation.startswith("守衛室の前の小さな花壇に毎朝早くから水をやってる人 ←")
