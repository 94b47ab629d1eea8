"""Work told in the plainest words, with a place of no name: stories are seldom told so, letters are."""

from __future__ import annotations

import pytest

from gateway.inspection.inspect import Inspector
from tests.inspection.conftest import told_of_others

CAREERS = [
    "三好さんの奥様は保育園で働いています。",
    "三好さん、今は病院で働いているそうです。",
    "部長の弟は銀行で働いています。",
    "昨日いらした女性は商社を定年退職されました。",
    "新任の課長は大手メーカーに内定したそうです。",
    "三好さんは昔、工場で働いていました。",
    "三好さんは元会社員です。",
    "三好さんは元プログラマーです。",
    "三好さんは看護師をしていました。",
    "三好さんのご主人は自衛官です。",
    "三好さんの息子さんは春から銀行に入るそうです。",
    "三好さんは市役所OBです。",
    "三好さんは以前大手メーカーにいらっしゃいました。",
    "三好さんは前は病院の人でした。",
    "三好さんは競合から引き抜かれました。",
    "三好さんは商社に出向しています。",
    "三好さんはスーパーでパートをしています。",
    "例の業者の人、市役所を3年で辞めてる",
    "三好の彼女、市役所の人なんだって",
    "三好さん、元市役所らしいです",
    "三好さん、前職病院",
    "三好さん、大手メーカー時代の話してた",
    "三好さん、今月いっぱいで上がるみたい",
    "【速報】三好さん退職",
    "三好さん副業してるらしい、配達の",
    "三好さんトヨハシ3年→うち",
]
HARMLESS = [
    "私は昔、工場で働いていました。",
    "昔、工場で働いていた方を優遇します。",
    "元会社員の方も歓迎します。",
    "このロボットは以前、三好工場で働いていました。",
    "三好さんの工場で新しい機械が働いています。",
    "三好さんは春から市役所に入る設備を担当します。",
    "三好さんは在宅で働いています。",
    "三好さんは司会をしていました。",
    "三好さん退職祝いの花を手配しました。",
    "副業している人は年末に申告が要ります。三好",
    "三好さん、見積3年→5年に直してください。",
    "三好先生の資料は内定通知の様式です。",
    "税理士の三好先生にご相談ください。",
    "市役所OB会の会場を三好さんが押さえました。",
    "読書会の本は、主人公の三好が元銀行員という話です。",
]


@pytest.mark.parametrize("text", CAREERS)
def test_work_told_in_the_plainest_words_is_told_of_another(inspector: Inspector, text: str) -> None:
    assert told_of_others(inspector, text, "JP_CAREER_HISTORY")


@pytest.mark.parametrize("text", HARMLESS)
def test_the_same_words_of_oneself_of_whoever_is_wanted_and_of_things_tell_of_nobody_else(inspector: Inspector, text: str) -> None:
    assert told_of_others(inspector, text, "JP_CAREER_HISTORY") == []


CONDITIONS = [
    "欠席者\n・三好さん（入院中）\n・森さん（出張）",
    "三好（入院中）、森（出張）",
    "三好：入院中",
    "三好さん　入院",
    "三好さん→入院",
    "三好の逮捕の件、先方には言わないでください。",
    "三好さんの病気の件は伏せてください。",
    "三好さんの手術は無事終わりました。",
]


@pytest.mark.parametrize("text", CONDITIONS)
def test_conditions_in_a_note_beside_a_name_are_told_of_them(inspector: Inspector, text: str) -> None:
    assert told_of_others(inspector, text, "JP_SENSITIVE")


@pytest.mark.parametrize("text", ["入院セットの料金表です。三好", "三好：入院セット", "三好さん　入院案内を10部", "手術室の工事の件", "逮捕術の件、三好さんに頼みました。"])
def test_wards_and_goods_beside_a_name_are_none(inspector: Inspector, text: str) -> None:
    assert told_of_others(inspector, text, "JP_SENSITIVE") == []
