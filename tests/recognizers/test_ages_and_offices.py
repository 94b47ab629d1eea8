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
