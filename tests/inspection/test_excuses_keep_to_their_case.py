"""What excuses a number, an illness or a career speaks for its own case only, and what hints at a number needs more than an everyday word."""

from __future__ import annotations

import pytest

from gateway.inspection.inspect import Inspector
from gateway.verdict import About
from tests.inspection.conftest import INSIDE, OUTSIDE, SENDER, message

OTHERS = {About.THIRD_PARTY, About.COLLEAGUE}


def kinds(inspector: Inspector, body: str, to: str = INSIDE, subject: str = "") -> set[str]:
    return {one.entity_type for one in inspector.inspect(message(body, SENDER, to, subject=subject)) if one.entity_type.startswith("JP_")} - {"JP_EMPLOYER"}


@pytest.mark.parametrize("body", [
    "河合さんですが、昨日からお休みです。犬の散歩中に転倒し、脳出血で入院中とのことです。",
    "お昼は牛タンにしましょう。ちなみに例の新人、うつ病と診断されて休職中とのことです。",
    "来月入社の新人は盲導犬を連れて出社します。全盲の視覚障害で、1級の手帳を持っています。",
    "総務の方、猫を飼っているそうです。統合失調症で通院中とのこと。",
    "馬場さんの件。馬の話ではなく本人の件ですが、胃がんの手術で入院中です。",
    "犬の預かりの件です。事務のみさきちゃん、てんかんの発作で入院したそうです。",
])
def test_an_animal_in_the_text_hides_nobodys_illness(inspector: Inspector, body: str) -> None:
    assert "JP_SENSITIVE" in kinds(inspector, body)


@pytest.mark.parametrize(("body", "kind"), [
    ("年末調整の書類です。妻の分（5832-7410-9624）も入れました。", "JP_MY_NUMBER"),
    ("年末調整の件、弊社の鈴木の番号は 5832-7410-9624 です。", "JP_MY_NUMBER"),
    ("扶養の件、大沢の番号を調べたら 5832-7410-9624 と出ました。", "JP_MY_NUMBER"),
    ("第3号の届です。奥様の分（5703-184429）も入れました。", "JP_PENSION_NUMBER"),
    ("社会保険の手続です。大沢さんは 5703-184429 で照合が済んでいます。", "JP_PENSION_NUMBER"),
    ("資格取得の件、新人の大沢さんは 5703-184429 です。見積もお願いします。", "JP_PENSION_NUMBER"),
    ("大沢さんの年金の件です。5703-184429 で合っているか、年金事務所に照会中です。受付番号はまだありません。", "JP_PENSION_NUMBER"),
    ("本人の許可を得ました。社会保険用に、大沢 5703-184429 です。", "JP_PENSION_NUMBER"),
    ("社会保険の育児短縮勤務の届です。大沢さん 5703-184429 です。", "JP_PENSION_NUMBER"),
])
def test_a_word_of_another_thing_hides_no_persons_number(inspector: Inspector, body: str, kind: str) -> None:
    body = body.replace("5832-7410-9624", "5821-0437-6915")  # a number whose check digit holds
    assert kind in kinds(inspector, body)


@pytest.mark.parametrize("body", [
    "原稿は広報にも見てもらいました。ここだけの話、高瀬さんは来月、東都製薬の取締役に就任されます。",
    "協会の発表資料を添付します。ここだけの話、高瀬さんは来月、東都製薬の取締役に就任されます。",
    "人事異動のお知らせをお送りします。4月1日付で矢口 修が営業部長に就任します。\n\n矢口さんは「あおば信金」を辞めてうちに来た方です。",
    "忘年会の余興の配役表を添付します。\n\n来月から隣の課に来る安西は、前職がみなと銀行の融資課長で、去年辞めたそうです。",
    "新体制の配役と席順を送ります。\n\n新しい課長の安西、前はみなと銀行に勤めていて、去年辞めたそうです。",
    "昨日の朝ドラ見ましたか。\nところで新しい課長、前はみなと銀行に勤めていて、去年辞めたそうですよ。",
    "河合さんは信金の出身だけあって、数字に強いです。",
    "河合さんは警察の出身だけあって、時間に厳しいです。",
    "例の新しい課長、みなと銀行をクビになって転職（笑）してきたそうです。",
    "うちの新しい専務、5年前にみなと銀行から出向（笑）してきたまま居座っています。",
    "「新しい専務はみなと銀行を辞めさせられて来た」といった現場の声が出ています。",
])
def test_print_stage_jest_and_home_towns_hide_nobodys_career(inspector: Inspector, body: str) -> None:
    found = inspector.inspect(message(body, SENDER, INSIDE))
    assert {one.about for one in found if one.entity_type == "JP_CAREER_HISTORY"} & OTHERS


def test_what_is_heard_of_another_is_not_the_applicants(inspector: Inspector) -> None:
    body = "履歴書をお送りいただきありがとうございました。拝見いたしました。\n\nなお、前任者はみなと銀行に転職し、元気にしているとのことです。"
    found = inspector.inspect(message(body, SENDER, OUTSIDE))
    assert [one.about for one in found if one.entity_type == "JP_CAREER_HISTORY"] == [About.THIRD_PARTY]


@pytest.mark.parametrize(("subject", "body"), [
    ("", "図面 2104-37（枝番02）の改訂版をお送りします。"),
    ("", "部品 30412-7（枝番1）の在庫をご確認ください。"),
    ("", "明日の定期便で 7204-115836 を5ケース送ります。"),
    ("", "株主総会の第1号議案の資料です。フォルダは 4417-220938 にあります。"),
    ("", "様式第3号を使います。フォルダは 4417-220938 です。"),
    ("", "ご請求の通知書をお送りします。お振込の際は 4417-220938 とお書き添えください。"),
    ("", "来年の手帳をお配りします。黒は 4417-220938、赤は 4417-220941 です。"),
    ("", "お支払い分割の相談です。お手元の 4417-220938 について、ご連絡ください。"),
    ("", "基礎No.は 2210-334501 です。アンカーボルトの位置をご確認ください。"),
    ("", "船員手帳の番号は 4417-220938 です。"),
    ("", "納入の通知書がありました。\n4203450012 の分です。"),
    ("", "お客様の12桁は 2739-1846-0531 です。サポート窓口でお伝えください。"),
    ("第3号議案について", "下記のフォルダをご覧ください。\n4417-220938"),
    ("宅建資格取得のお祝い", "副賞は 4417-220938 を選びました。"),
    ("様式第3号の差し替え", "ファイル 4417-220938"),
])
def test_an_everyday_word_makes_no_code_a_persons_number(inspector: Inspector, subject: str, body: str) -> None:
    assert not kinds(inspector, body, subject=subject) & {"JP_PENSION_NUMBER", "JP_MY_NUMBER", "JP_HEALTH_INSURANCE"}


@pytest.mark.parametrize(("body", "to"), [
    ("チラシは妻に手伝ってもらいました。昔みなと印刷に三年勤めたから、紙には詳しいです。", INSIDE),
    ("入社のときは先輩に頼んで推薦してもらいました。その前はみなと銀行に三年勤めました。", INSIDE),
    ("議事録は大沢さんに頼みました。前はみなと銀行で十年書いていたので、私が直します。", INSIDE),
    ("福岡営業所に赴任して三週間、やっと段ボールが片付きました。\n所長といっても部下は二人です。屋台の大将の顔は五人覚えました。", INSIDE),
    ("弊社の佐伯課長より、ご回答いたします件でございますが。みなと銀行にお勤めでいらした当時の源泉徴収票をお送りください。", OUTSIDE),
])
def test_ones_own_stays_ones_own_beside_whoever_helped(inspector: Inspector, body: str, to: str) -> None:
    found = inspector.inspect(message(body, SENDER, to))
    assert not {one.about for one in found if one.entity_type == "JP_CAREER_HISTORY"} & OTHERS


@pytest.mark.parametrize("body", ["対象　三橋 健\n備考：入院棟のエアコン点検", "氏名：三橋 健\n変更理由：入院棟の改修工事のため", "氏名：三橋 健\n状況：新機種の手術台の搬入は済みました"])
def test_a_ward_and_a_table_are_nobodys_illness(inspector: Inspector, body: str) -> None:
    assert "JP_SENSITIVE" not in kinds(inspector, body)


@pytest.mark.parametrize("name", ["銀河工房", "北斗工房", "旭屋", "黄金屋", "青空屋", "太陽食品店"])
def test_a_shop_named_with_plain_words_stays_an_employer(inspector: Inspector, name: str) -> None:
    found = inspector.inspect(message(f"河合さんは以前、{name}に勤めていました。", SENDER, INSIDE))
    assert name in [one.text for one in found if one.entity_type == "JP_EMPLOYER"]


@pytest.mark.parametrize("body", ["保護犬（推定5歳）を迎えました。", "三毛猫のミケ、8歳です。", "飼犬は3歳です。", "競走馬のハヤテ、4歳です。", "乳牛は6歳です。", "柴犬、5歳です。"])
def test_an_animals_age_is_no_persons(inspector: Inspector, body: str) -> None:
    assert not [one for one in inspector.inspect(message(body, SENDER, INSIDE)) if one.entity_type == "AGE"]


def test_somebody_called_with_their_department_in_brackets_is_still_called(inspector: Inspector) -> None:
    body = "坂口様（本社、購買部）\n\nお世話になっております。\nご経歴書を拝見しました。前職のみなと銀行での10年、心強く存じます。"
    found = inspector.inspect(message(body, SENDER, "購買 <kobai@kanata-seiki.example>"))
    assert {one.about for one in found if one.text == "坂口"} == {About.RECIPIENT}


def test_all_numbers_switched_off_is_no_error(tmp_path: object) -> None:
    from pathlib import Path

    from recognizers import build_analyzer

    names = ("JP_MY_NUMBER", "JP_PENSION_NUMBER", "JP_HEALTH_INSURANCE", "JP_DRIVER_LICENSE", "JP_PASSPORT", "JP_RESIDENCE_CARD")
    path = Path(str(tmp_path)) / "recognizers.yaml"
    path.write_text("recognizers:\n" + "".join(f"  {name}: {{enabled: false}}\n" for name in names), encoding="utf-8")
    found = Inspector(build_analyzer(path)).inspect(message("立石　5703-184429", SENDER, INSIDE, subject="年金の件"))
    assert not [one for one in found if one.entity_type in names]


@pytest.mark.parametrize(("body", "kind"), [
    ("河合さん→みなと銀行へ転職、大沢さん→青葉物産に入社、森さん→独立", "JP_CAREER_HISTORY"),
    ("河合さんは前の仕事が終わってうちに来ました。", "JP_CAREER_HISTORY"),
    ("河合さんは前職でミナト電子様を10年担当していました。", "JP_CAREER_HISTORY"),
    ("河合さん、元は清掃の会社だそうです。", "JP_CAREER_HISTORY"),
    ("業界紙に新製品が載りました。河合部長、来月青葉物産の取締役に就任します。", "JP_CAREER_HISTORY"),
    ("読書会で『海鳴りの坂』を読みます。ところで新しい課長、前はみなと銀行に勤めていて、去年辞めたそうです。", "JP_CAREER_HISTORY"),
    ("匿名の投稿によると、新しい専務はみなと銀行を辞めさせられたそうです。", "JP_CAREER_HISTORY"),
    ("河合さん、所長といっても部下は二人だそうです。前は青葉物産の課長だったとか。", "JP_CAREER_HISTORY"),
    ("河合さんですが、前はみなと銀行にいたと教えてくださいましたね。", "JP_CAREER_HISTORY"),
    ("河合さんはうつ病で、対応のマニュアルを作りました。", "JP_SENSITIVE"),
    ("河合さん、昨夜倒れて県立病院の救急にいるそうです。", "JP_SENSITIVE"),
])
def test_what_excuses_one_thing_does_not_excuse_the_next(inspector: Inspector, body: str, kind: str) -> None:
    found = inspector.inspect(message(body, SENDER, OUTSIDE))
    assert {one.about for one in found if one.entity_type == kind} & OTHERS


@pytest.mark.parametrize("body", ["人事の河合さんが病気休職の規程を改定しました。", "総務の河合さんから病気休職の手引きが届きました。"])
def test_rules_for_the_ill_are_nobodys_illness(inspector: Inspector, body: str) -> None:
    assert "JP_SENSITIVE" not in kinds(inspector, body)
