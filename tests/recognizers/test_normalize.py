"""Folding for matching, and the way back to the original offsets."""

from __future__ import annotations

import re
import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recognizers.normalize import Folded, fold, fold_name


@pytest.mark.parametrize(("written", "folded"), [
    ("０３－１２３４－５６７８", "03-1234-5678"),
    ("ＡＢＣ（株）：＠", "ABC(株):@"),
    ("ｶﾌﾞｼｷｶﾞｲｼｬ ﾊﾟﾝﾀﾞ", "カブシキガイシャ パンダ"),
    ("か\u3099き\u3099 ハ\u309aン", "がぎ パン"),
    ("㈱ひびき ㍿青空 ㈲みどり", "(株)ひびき 株式会社青空 (有)みどり"),
    ("① Ⅳ № ℡ ㎏", "1 IV No TEL kg"),
    ("㋿8年 ㍼60年", "令和8年 昭和60年"),
    ("髙橋 宮﨑", "高橋 宮崎"),
    ("黑田 一彥 濵口", "黒田 一彦 浜口"),
    ("神\ufa19 \u2f08", "神神 人"),
    ("山田　太郎\u00a0様\u2003", "山田 太郎 様 "),
    ("一行目\r\n二行目\r三行目\u2028四行目", "一行目\n二行目\n三行目\n四行目"),
    ("葛\U000e0100飾区 辻\ufe00", "葛飾区 辻"),
    ("to be\u2026 ……", "to be… ……"),
])
def test_what_looks_the_same_reads_the_same(written: str, folded: str) -> None:
    assert fold(written).text == folded


@pytest.mark.parametrize("hyphen", ["-", "‐", "‑", "–", "—", "―", "−", "ー", "ｰ", "－", "〜", "・", "～", "─", "･"])
def test_every_hyphen_between_digits_becomes_one(hyphen: str) -> None:
    assert fold(f"番号 03{hyphen}1234{hyphen}5678").text == "番号 03-1234-5678"
    assert fold(f"(03){hyphen}１２３４ {hyphen} ５６７８").text == "(03)-1234 - 5678"


def test_spaces_between_digits_stay_spaces() -> None:
    assert fold("03　1234　5678").text == "03 1234 5678"


@pytest.mark.parametrize("words", ["サーバー1台", "ラーメン", "スーパー・マーケット", "データー2", "１ページー", "10時〜", "―以上―"])
def test_long_vowels_and_dashes_in_words_stay(words: str) -> None:
    for kept in "ー・〜―":
        assert fold(words).text.count(kept) == words.count(kept)


def test_a_hyphen_at_a_line_wrap_is_still_a_hyphen() -> None:
    assert fold("０３ー\r\n> １２３４ー５６７８").text == "03-\n> 1234-5678"


def test_invisible_characters_between_digits_do_not_hide_a_number() -> None:
    written = "TEL 0\u200b9\u00ad0-1\u206023\ufeff4-5\u202e678"
    folded = fold(written)
    assert folded.text == "TEL 090-1234-5678"
    assert folded.span(4, 17) == (4, len(written))
    assert folded.span(0, 5) == (0, 5)


def test_a_list_number_does_not_glue_to_the_phone_number_after_it() -> None:
    folded = fold("①03-1234-5678②")
    assert folded.text == "1 03-1234-5678 2"
    assert folded.span(2, 14) == (1, 13)


def test_an_expanded_character_maps_back_as_a_whole() -> None:
    folded = fold("は㈱松本です")
    assert folded.text == "は(株)松本です"
    assert folded.span(1, 4) == (1, 2)
    assert folded.span(2, 3) == (1, 2)
    assert folded.span(4, 6) == (2, 4)
    assert folded.span(0, len(folded.text)) == (0, 6)


def test_unchanged_text_is_the_identity() -> None:
    for text in ("", "plain ASCII, 03-1234-5678\n", "いつもお世話になっております。"):
        assert fold(text) == Folded(text)
        assert fold(text).text is text


def test_a_span_outside_the_text_is_an_error() -> None:
    with pytest.raises(IndexError):
        fold("あ").span(0, 2)


ALPHABET = st.one_of(
    st.sampled_from("0123456789()- \n>-‐‑–—―−ーｰ－〜～・㈱①⑩½ⅣｶﾞﾊﾟﾞＡ１９　\u00a0\u200b\u00ad\r\n髙﨑か\u3099\u0301e\U000e0100漢"),
    st.characters(exclude_categories=["Cs"]),
)
TEXTS = st.text(ALPHABET, max_size=40)
CONTEXTUAL = re.compile("[-—―─━ー〜・·]")


def loosely(text: str) -> str:
    """Without what depends on the neighbours: hyphens between digits, the space that sets off a list number."""
    return CONTEXTUAL.sub("-", text).replace(" ", "")


@given(TEXTS, st.data())
def test_every_span_maps_back_to_what_it_was_folded_from(text: str, data: st.DataObject) -> None:
    folded = fold(text)
    start = data.draw(st.integers(0, len(folded.text)))
    end = data.draw(st.integers(start, len(folded.text)))
    begin, stop = folded.span(start, end)
    assert 0 <= begin <= stop <= len(text)
    again = fold(text[begin:stop]).text
    assert loosely(folded.text[start:end]) in loosely(again)
    whole = [i for i in range(len(folded.text)) if start < end and folded.span(i, i + 1)[0] >= begin
             and folded.span(i, i + 1)[1] <= stop]
    assert loosely("".join(folded.text[i] for i in whole)) == loosely(again)


@given(TEXTS)
def test_the_map_never_goes_backwards(text: str) -> None:
    folded = fold(text)
    spans = [folded.span(i, i + 1) for i in range(len(folded.text))]
    assert all(begin < end for begin, end in spans)
    for (begin, end), (next_begin, next_end) in pairwise(spans):
        assert (next_begin, next_end) == (begin, end) or next_begin >= end


@given(TEXTS)
def test_folding_twice_changes_nothing_more(text: str) -> None:
    once = fold(text).text
    assert loosely(fold(once).text) == loosely(once)


@pytest.mark.parametrize(("one", "other"), [
    ("髙橋　健一", "高橋健一"), ("渡邉", "渡辺"), ("渡邊", "渡辺"), ("齋藤", "斉藤"), ("齊藤", "斎藤"), ("濵田", "浜田"),
    ("長嶋", "長島"), ("廣澤 眞", "広沢真"), ("𠮷田", "吉田"), ("ﾀﾅｶ ｲﾁﾛｳ", "タナカ　イチロウ"), ("Ichiro TANAKA", "ichiro tanaka"),
    ("ジョン・スミス", "ジョン スミス"), ("葛\U000e0100西", "葛西"),
])
def test_one_name_written_two_ways_has_one_key(one: str, other: str) -> None:
    assert fold_name(one) == fold_name(other)


def test_different_names_keep_different_keys() -> None:
    assert len({fold_name(name) for name in ("高橋", "髙島", "斎藤", "佐藤", "森", "盛", "Ito", "Itoh")}) == 8


@pytest.mark.parametrize("text", [
    "x" * 1_000_000,
    "いつもお世話になっております。株式会社立花工務店の雪村です。" * 12_000,
    "電話０３－１２３４－５６７８　ｶﾞｷﾞ㈱①ー〜…\r\n" * 12_000,
    "ー" * 333_000, "ー1" * 250_000, "1\n>" * 330_000, "ｶﾞ" * 166_000, "\u0301\u0323" * 250_000, "1\u200b" * 250_000,
], ids=lambda text: repr(text[:6]))
def test_a_megabyte_folds_in_a_moment(text: str) -> None:
    begun = time.process_time()
    fold(text)
    assert time.process_time() - begun < 60  # quadratic would take minutes


def test_ascii_folds_at_hardly_any_cost() -> None:
    text = "The quick brown fox, 03-1234-5678.\n" * 100
    begun = time.process_time()
    for _ in range(1000):
        fold(text)
    assert time.process_time() - begun < 20
