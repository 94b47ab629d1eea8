"""Posts and lists end a line where they end what they say; only prose, whose lines end with full stops, is broken by hand."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from gateway.inspection.inspect import Inspector
from gateway.verdict import About, Finding
from tests.inspection.conftest import INSIDE, OUTSIDE, message

Told = Callable[..., list[Finding]]

IN_ITS_LINE = (
    ("明日の立会い、図面2部いるで\n向こうの西畑さん見る目きついから、隅まで磨いといて\nもともと相生溶研で検査しとった人やしな\n昼はうどんでええな？", "もともと相生溶研で検査しとった"),
    ("背景の追加分、リオさんに振っていいですか？\n単価は前回と同じで納期3週間\n独立する前は常盤美術の塗り場にいたので、雪は得意です", "独立する前は常盤美術の塗り場にいた"),
    ("オーナーの瀬川さんの件、与信は通りました\n取引は来月からで口座は地元の信金\n本人は丸市商店の仕入れに長くいたので、卸値もお見通しかと", "本人は丸市商店の仕入れに長くいた"),
    ("7号車、きょうから蓮田さんです。無線の使い方だれか見てあげて\nこないだまで城東あかつきバスで路線に乗ってたので運転は大丈夫", "こないだまで城東あかつきバスで路線に乗ってた"),
)


@pytest.mark.parametrize(("post", "clause"), IN_ITS_LINE)
def test_what_a_post_tells_begins_and_ends_with_its_line(told: Told, post: str, clause: str) -> None:
    assert clause in [one.text for one in told(post, INSIDE, channel="slack")]


@pytest.mark.parametrize(("text", "clause"), [
    ("お戻しとなりました件、下記のとおり補足いたします。\n\n・榎田様は昨年12月に滝山建材を退職\n・本年2月より㈱みらいモータースに整備士\n　として勤務（試用期間は5月末まで）", "本年2月より㈱みらいモータースに整備士\n　として勤務"),
    ("羽田室長は以前、金山医大病院の施設課で同規模の\n改修を担当されたとのことです。", "羽田室長は以前、金山医大病院の施設課で同規模の\n改修を担当された"),
    ("今度の店長が青葉スーパーの青果場で\n二十年やってきた人なので\n見せ方に注文が多いです", "今度の店長が青葉スーパーの青果場で\n二十年やってきた"),
])
def test_what_goes_on_below_is_still_read_on(told: Told, text: str, clause: str) -> None:
    assert clause in [one.text for one in told(text, INSIDE)]


@pytest.mark.parametrize("text", [
    "・沿革\n　1999年　設立　資本金3,000万円\n　2005年　相馬商店が株式の67％を取得\n　2012年　自社で買い戻し",
    "あの機械の来歴です。\n\n昭和2年　桐生第一紡績に納入\n昭和20年　工場焼失、この1台だけ難を逃れる\n昭和29年　森山織物へ転籍、ネクタイ地を織る",
    "ライバル調査の続きです\n元相馬商店の子会社で、2018年に独立\nいまは単独で上場",
    "昨日ご案内いただいた港の物件ですが、社内でも評判です。\n元は伊和田缶詰の工場で、その後は寮として使われていたそうです。",
    "お忘れ物の台本ですが、「元刑事・黒川、妻の病を隠して\n警備会社に勤める」と表紙にあるもので間違いないでしょうか。",
])
def test_rows_of_a_firm_and_the_plot_of_a_script_are_nobodys(inspector: Inspector, text: str) -> None:
    others = (About.THIRD_PARTY, About.COLLEAGUE, About.RECIPIENT)
    found = inspector.inspect(message(text, "佐々木 守 <sasaki@mizube.example>", INSIDE))
    assert [one.text for one in found if one.entity_type == "JP_CAREER_HISTORY" and one.about in others] == []


@pytest.mark.parametrize("text", [
    "うちの応援組、ほとんどが前は縫製工場で働いてた人です。研修の字を大きくしませんか。",
    "隊員は半分くらいが定年してから来ています。",
])
def test_what_is_said_of_most_is_said_of_nobody(told: Told, text: str) -> None:
    assert {one.about for one in told(text, INSIDE)} <= {About.NOBODY}


def test_whoever_takes_something_over_is_spoken_of_next(told: Told) -> None:
    text = "倉本様\n\n教室長の佐々木です。\n7月より数学は瓜田　恵が受け持ちます。\n私立青嶺女子中学校で六年間教壇に立ち、昨年度は高円寺個別学院で指導しておりました。"
    assert {one.about for one in told(text)} == {About.THIRD_PARTY}


def test_of_several_readers_the_one_just_named_is_spoken_of(told: Told) -> None:
    text = "倉本様（Cc：雑賀様）\n\n司会は倉本様にお願いできればと存じます。\n懇親会で伺ったとおり、監査法人に5年お勤めでしたので適任かと思います。"
    assert {one.about for one in told(text, OUTSIDE, cc="雑賀 <saika@kanata-seiki.example>")} == {About.RECIPIENT}


def test_what_the_reader_let_us_know_is_no_hearsay(told: Told) -> None:
    text = "倉本様\n先日お知らせいただいたとおり、5月に東雲百貨店さんを出られて画廊を始められたとのことですので、書類をお送りください。"
    assert {(one.about, one.relation.hearsay if one.relation else None) for one in told(text)} == {(About.RECIPIENT, False)}


@pytest.mark.parametrize("text", [
    "①青木さんのハウス　かいよう病（簡易検査で陽性）\n②安田さんの育苗床　病気ではなく肥料あたりです",
])
def test_a_greenhouse_falls_ill_and_its_owner_does_not(told: Told, text: str) -> None:
    assert told(text, INSIDE, entity="JP_SENSITIVE") == []
