"""Salutation, greeting, body, quotation, forwarded header, signature, disclaimer."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.inspection.zones import read_layout
from gateway.verdict import Zone


def zone_of(text: str, piece: str) -> Zone:
    return read_layout(text).at(text.index(piece)).zone


LETTER = """株式会社立花工務店
設備課　雪村様

いつもお世話になっております。
ひびきシステムの三枝です。

お見積りをお送りします。

--
ひびきシステム株式会社
三枝　亮
TEL 03-9999-0000
"""


def test_a_business_letter_falls_into_its_parts() -> None:
    assert zone_of(LETTER, "株式会社立花") is Zone.SALUTATION
    assert zone_of(LETTER, "雪村様") is Zone.SALUTATION
    assert zone_of(LETTER, "いつも") is Zone.GREETING
    assert zone_of(LETTER, "ひびきシステムの") is Zone.GREETING
    assert zone_of(LETTER, "お見積り") is Zone.BODY
    assert zone_of(LETTER, "三枝　亮") is Zone.SIGNATURE


@pytest.mark.parametrize("rule", ["-----", "＿＿＿＿＿", "**********", "=======", "━━━━━━━", "─────", "☆★☆★☆★", "*-*-*-*-*-*"])
def test_signatures_under_any_rule_are_signatures(rule: str) -> None:
    text = f"本文です。よろしくお願いします。\n\n{rule}\n青空商事　営業部\n田中 一郎\nTEL:03-9999-0000\n{rule}\n"
    assert zone_of(text, "田中 一郎") is Zone.SIGNATURE
    assert zone_of(text, "本文です") is Zone.BODY


def test_a_closing_block_without_a_rule_is_a_signature() -> None:
    text = "木曜に伺います。\n\n青空商事株式会社\n田中 一郎\n電話 03-9999-0000\nmail: tanaka@aozora.example"
    assert zone_of(text, "田中 一郎") is Zone.SIGNATURE
    assert zone_of("木曜に伺います。\n資料を添えます。\n\n三枝", "三枝") is Zone.SIGNATURE


def test_a_rule_inside_the_body_does_not_make_a_signature_of_it() -> None:
    text = "次の通りです。\n-----\n納期は木曜です。\n数量は10台です。\n-----\nよろしくお願いします。"
    assert zone_of(text, "納期") is Zone.BODY


def test_a_list_of_people_is_no_signature() -> None:
    text = "名簿です。\n\n相川 徹,1980年3月4日,090-9999-1001\n飯田 恵子,1975年12月1日,090-9999-1002\n上原 武,1990年5月6日,090-9999-1003"
    assert zone_of(text, "飯田") is Zone.BODY


@pytest.mark.parametrize(("opening", "author"), [
    ("2026年3月4日(水) 10:21 佐藤 <m.sato@midori.example>:", "佐藤 <m.sato@midori.example>"),
    ("2026/03/04 10:21、佐藤 美咲 <m.sato@midori.example> のメール:", "佐藤 美咲 <m.sato@midori.example>"),
    ("On Wed, Mar 4, 2026 at 10:21 AM Misaki Sato <m.sato@midori.example> wrote:", "Misaki Sato <m.sato@midori.example>"),
    ("佐藤さんは書きました:", "佐藤"),
])
def test_quotations_know_their_author(opening: str, author: str) -> None:
    text = f"承知しました。\n\n{opening}\n> 木曜でお願いします。\n"
    stretch = read_layout(text).at(text.index("木曜"))
    assert (stretch.zone, stretch.author) == (Zone.QUOTE, author)
    assert zone_of(text, opening) is Zone.FORWARD_HEADER


def test_outlook_blocks_are_forwarded_headers_and_what_follows_is_quoted() -> None:
    text = "転送します。\n\n-----Original Message-----\nFrom: 桑野 <kuwano@rokko.example>\nSent: Monday, March 2, 2026\nTo: 菊地\nSubject: 見積\n\n見積をお願いします。"
    assert zone_of(text, "From:") is Zone.FORWARD_HEADER
    stretch = read_layout(text).at(text.index("見積をお願い"))
    assert (stretch.zone, stretch.author) == (Zone.QUOTE, "桑野 <kuwano@rokko.example>")
    japanese = "ご確認ください。\n\n差出人: 桑野\n送信日時: 2026年3月2日\n宛先: 菊地\n件名: 見積\n\n本文の引用です。"
    assert zone_of(japanese, "宛先") is Zone.FORWARD_HEADER
    assert zone_of(japanese, "本文の引用") is Zone.QUOTE


def test_disclaimers_are_disclaimers() -> None:
    assert zone_of("木曜に伺います。\n\n本メールは機密情報を含む場合があります。誤って受信された場合は削除してください。", "本メール") is Zone.DISCLAIMER


def test_a_chat_call_is_a_salutation_and_talk_is_not() -> None:
    assert zone_of("[To:1234567]三枝さん\n見積できました", "三枝") is Zone.SALUTATION
    assert zone_of("担当は佐藤さん\n明日行きます", "佐藤") is Zone.BODY


def test_a_quotation_within_a_quotation_has_its_own_author() -> None:
    text = "了解です。\n\n2026年3月4日(水) 10:21 奥田 <okuda@mizube.example>:\n> 進めてください。\n> 2026年3月3日(火) 9:00 倉本 <kuramoto@kanata.example>:\n> > 見積の件です。\n> 以上\n"
    authors = {text[one.start:one.end].strip(): one.author for one in read_layout(text).stretches if one.zone is Zone.QUOTE}
    assert authors["> > 見積の件です。"].startswith("倉本")
    assert all(author.startswith("奥田") for said, author in authors.items() if "見積" not in said)


@given(st.text(st.sampled_from("あ様\n\r>-=*: 　TEL0９,@<佐藤　株式会社\u2028\t"), max_size=200))
def test_any_text_is_covered_by_its_zones(text: str) -> None:
    stretches = read_layout(text).stretches
    assert stretches[0].start == 0
    assert stretches[-1].end == len(text)
    assert all(a.end == b.start for a, b in pairwise(stretches))


@pytest.mark.parametrize("piece", ["\n", "-", "> ", "*-", "様\n", "2026年3月4日 佐藤:\n", "From: a\n", "-----\nTEL\n"])
def test_zones_of_hostile_texts_take_time_in_proportion(piece: str) -> None:
    def seconds(size: int) -> float:
        text = piece * (size // len(piece))
        began = time.process_time()
        read_layout(text)
        return time.process_time() - began

    small, large = seconds(100_000), seconds(400_000)
    assert large < 8 * small + 0.3
