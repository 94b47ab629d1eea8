"""Ages of people in their histories, of beasts and in price lists; offices of a town beside their telephone."""

from __future__ import annotations

import pytest

from tests.recognizers.conftest import Find


@pytest.mark.parametrize(("text", "ages"), [
    ("有馬さんは55歳まで消防本部で隊長をしていたそうです。", ["55歳"]),
    ("有馬さんがこの道に入ったのは26歳の時です。", ["26歳"]),
    ("55歳までの方がお申し込みになれます。", []),
    ("30歳男性　1,280円　1,940円", []),
    ("モモちゃん（柴・11歳）の血液検査が戻りました。", []),
    ("琉金と錦鯉(2歳)を6匹お届けします。", []),
    ("3歳用のいすを12脚お願いします。", []),
])  # fmt: skip
def test_an_age_is_a_persons(find: Find, text: str, ages: list[str]) -> None:
    assert find(text, "AGE") == ages


@pytest.mark.parametrize("text", ["汐見市役所 市民課庶務係　有馬\n電話 0565-99-1100", "汐見市教育委員会事務局　学務課\n0565-99-1160"])
def test_an_office_with_its_telephone_is_no_address(find: Find, text: str) -> None:
    assert find(text, "JP_ADDRESS") == []


def test_an_address_begins_at_its_prefecture_not_at_the_library_above(find: Find) -> None:
    assert find("汐見市立図書館　奉仕係\n佐賀県唐津市西城内1-2", "JP_ADDRESS") == ["佐賀県唐津市西城内1-2"]


@pytest.mark.parametrize(("text", "ages"), [
    ("別館のエレベーターは三十一歳のお年寄りです。", []),
    ("クレーンは昭和六十三年製、今年で三十八歳になりますが検査は済んでおります。", []),
    ("ラベル機（7歳）の設定が前の品のまま残っておりました。", []),
    ("ミキサーが16歳でモーターが熱いのもあるかも", []),
    ("このワインは20歳になりました。", []),
    ("母は80歳で、まだ畑に出ております。", ["80歳"]),
    ("応募された女性は34歳だそうです。", ["34歳"]),
    ("年齢\n41歳\n住所\n", ["41歳"]),
    ("都甲が受け持ちます。\n47歳です。", ["47歳"]),
    ("30歳で薬科大学に入り直し、6年前に今の薬局を始めました。", ["30歳"]),
    ("去る11月26日、九十一歳にて永眠いたしました。", ["九十一歳"]),
])  # fmt: skip
def test_years_in_a_sentence_that_shows_nobody_are_no_persons(find: Find, text: str, ages: list[str]) -> None:
    assert find(text, "AGE") == ages


@pytest.mark.parametrize(("text", "ages"), [
    ("702の坂口さん、先月90になられました。", ["90"]),
    ("茂木課長ってまだ31なんだって。", ["31"]),
    ("お嬢様の結菜ちゃん、来月で5つとのこと、楽しみです。", ["5つ"]),
    ("昨日、お母様の88のお祝いをいたしました。", ["88"]),
    ("1　大庭　勝　S48.6.11　53\n2　本間　翼　H13.12.25　24\n", ["53", "24"]),
    ("10ヶ月の赤ちゃんがいるので静かに入ってください。", ["10ヶ月"]),
    ("大内 克己　51　前職 みなみ商事", ["51"]),
    ("御年五十八、若いころは野球部で四番を打ったそうです。", ["五十八"]),
    ("年齢は順に49、54とご記入ください。", ["49"]),
    ("応募は今月で40になりました。", []),
    ("在庫は来月で12に減ります。", []),
    ("本間さんは12です、椅子の数は。", []),
    ("納入 2019.5.20　31\n", []),
])  # fmt: skip
def test_an_age_without_a_unit_is_known_by_how_it_is_told(find: Find, text: str, ages: list[str]) -> None:
    assert find(text, "AGE") == ages


@pytest.mark.parametrize(("text", "births"), [
    ("今月のお誕生日\nゆうすけさん 11/4　光さん 11/17\nケーキ会は11/25の15時", ["11/4", "11/17"]),
    ("2歳児クラスのめいちゃんは来週12月2日がお誕生日。", ["12月2日"]),
    ("お誕生日が私と一日違いの5月6日で盛り上がりました。", ["5月6日"]),
    ("氏名:安西 大地 / 生:20011107 / 申込:20261126", ["20011107"]),
    ("No.／氏名／生年月日／年齢\n2041／安田 サチ／1971.3.30／55\n", ["1971.3.30"]),
    ("むぎ 2歳♂　こなつ 推定7歳♀（誕生日8月2日）", []),
    ("誕生日プレゼントだそうなので、お届け指定 2026.12.10 は絶対厳守で。", []),
    ("DOB: 14 MAR 1983\nPassport No. TR4827160（Exp. 02 SEP 2031）", ["14 MAR 1983"]),
])  # fmt: skip
def test_a_birthday_is_a_persons(find: Find, text: str, births: list[str]) -> None:
    assert find(text, "DATE_OF_BIRTH") == births


@pytest.mark.parametrize(("text", "address"), [
    ("下記へお送りします。\n〒603-8165 京都市北区紫野西御所田町十八番地の二\n", "〒603-8165 京都市北区紫野西御所田町十八番地の二"),
    ("明日の剪定は土方様のお宅、鎌倉市浄明寺五丁目二の四十です。", "鎌倉市浄明寺五丁目二の四十"),
    ("自宅は千葉県館山市北条一八二一の三\n", "千葉県館山市北条一八二一の三"),
    ("新潟県長岡市大手通一丁目八番地二十三　第二雪椿荘二〇三号\n", "新潟県長岡市大手通一丁目八番地二十三　第二雪椿荘二〇三号"),
])  # fmt: skip
def test_an_address_in_kanji_goes_to_its_last_number(find: Find, text: str, address: str) -> None:
    assert find(text, "JP_ADDRESS") == [address]


def test_a_number_read_out_in_groups_is_one(find: Find) -> None:
    assert find("「番号が、098の、867の、2914です」", "PHONE_NUMBER") == ["098の、867の、2914"]
