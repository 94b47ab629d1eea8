"""Lists of people: names with their firms leave as one list of personal data, and nobody signs with five mail addresses."""

from __future__ import annotations

from pathlib import Path

import pytest

from gateway.inspection.inspect import Inspector
from gateway.policy.decide import decide
from gateway.policy.load import load_policy
from gateway.verdict import About, Action
from tests.inspection.conftest import INSIDE, OUTSIDE, SENDER, message

POLICY = load_policy(Path(__file__).parents[2] / "config" / "policy.yaml").policy
PAIRS = "　柴田　誠　　柴田工具店　　HC 18\n　小暮　和也　　こぐれ鍛造㈱　　HC 24\n　三好　美香　　㈱アマノ洋食器　　HC 30\n　樋浦　勇　　樋浦金型製作所　　HC 12\n　栗林　茂　　北越やすり工業　　HC 20\n"
SPOKEN = (
    "来賓は、北嶺大学の曽我　泰先生、汐見水産試験場の浦部　ちとせ場長、アマノ水産㈱の三好　大地氏、南海博物館の仲宗根　光学芸員、湖東漁協の尾花　茂組合長です。\n名札は当方で作ります。"
)
FOUR = PAIRS.rsplit("\n", 2)[0] + "\n"


def held(inspector: Inspector, body: str, to: str = OUTSIDE, channel: str = "mail") -> bool:
    one = message(body, SENDER, to, channel=channel)
    return decide(one, inspector.inspect(one), POLICY).action >= Action.QUARANTINE


@pytest.mark.parametrize("body", [f"倉本様\n\n組み合わせが決まりました。\n\n【OUT】\n{PAIRS}\n賞品は前日に届きます。", f"倉本様\n\n懇親会の件です。\n\n{SPOKEN}"])
def test_five_guests_and_their_firms_are_a_list_of_people(inspector: Inspector, body: str) -> None:
    assert held(inspector, body)
    assert not held(inspector, body, INSIDE)


@pytest.mark.parametrize("body", [
    f"倉本様\n\n組み合わせが決まりました。\n\n【OUT】\n{FOUR}\n賞品は前日に届きます。",
    f"倉本様\n\n秋の研究会、登壇者が決まりました。\n\n{PAIRS}\n当日の演題は追って掲載します。",
    "倉本様\n\n次の5社から見積が届きました。\n柴田工具店、こぐれ鍛造㈱、㈱アマノ洋食器、樋浦金型製作所、北越やすり工業\n比較表は柴田がお持ちします。",
])  # fmt: skip
def test_four_guests_those_on_a_stage_and_firms_alone_are_none(inspector: Inspector, body: str) -> None:
    assert not held(inspector, body)


def test_many_mail_addresses_at_the_end_of_a_post_are_no_signature(inspector: Inspector) -> None:
    body = (
        "[To:7781204]倉本さん 明日からの組です。門限は直接メールしてあげて下さい\n長友 楓 kaede-n@mailbox.example／渡会 進 susumu@webmail.example\n"
        "沖 桃子 momo.oki@webmail.example／井手 健一 ken-ide@mailbox.example\n宗像 翠 m_midori@mailbox.example\n布団は5組で足ります"
    )
    found = inspector.inspect(message(body, SENDER, OUTSIDE, channel="chatwork"))
    assert About.SENDER not in {one.about for one in found if one.entity_type == "EMAIL_ADDRESS"}
    assert held(inspector, body, channel="chatwork")


@pytest.mark.parametrize("label", ["民泊たぬしまる 倉本", "キャリアアドバイザー 倉本", "鵜飼建設 現場 倉本"])
def test_the_reader_is_known_by_their_surname_behind_a_house_or_a_trade(inspector: Inspector, label: str) -> None:
    found = inspector.inspect(message("倉本さん、お世話になります。", SENDER, f"{label} <kuramoto@kanata-seiki.example>"))
    assert [one.about for one in found if one.entity_type == "PERSON"] == [About.RECIPIENT]


GUESTS = ("柴田 誠", "小暮 和也", "三好 美香", "樋浦 勇", "栗林 茂")
LAYOUTS = {
    "a name and TEL with a number in one line": "{name}　TEL 03-0000-100{i}",
    "a name and the number of a mobile telephone": "{name}　TEL 090-0000-100{i}",
    "numbered, the number below": "{i}. {name}さん\n   電話 090-0000-100{i}",
    "a name and its telephone below": "{name}\n　携帯：090-0000-100{i}",
    "addressees with a space before 様": "{name} 様\n〒100-000{i} 東京都千代田区丸の内{i}-1-1",
    "forms one below the other": "氏名：{name}\n電話：090-0000-100{i}\n住所：東京都港区芝{i}-2-3\n",
    "a name between other cells": "{name} / 090-0000-100{i} / guest{i}@mailbox.example",
}


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS.keys())
def test_a_list_at_the_end_of_a_mail_is_a_list_of_people_and_no_signature(inspector: Inspector, layout: str) -> None:
    rows = [layout.format(i=i, name=name) for i, name in enumerate(GUESTS, 1)]
    assert held(inspector, "参加者の一覧です。\n\n" + "\n".join(rows))
    assert not held(inspector, "参加者の一覧です。\n\n" + "\n".join(rows[:4]))
    assert not held(inspector, "参加者の一覧です。\n\n" + "\n".join(rows), INSIDE)


def test_the_offices_and_telephones_of_one_who_signs_are_theirs(inspector: Inspector) -> None:
    body = "倉本様\n\n資料をお送りします。\n\n水辺工業株式会社　営業部\n佐々木 綾\n東京本社　TEL 03-0000-1001\n大阪支店　TEL 06-0000-1002\n福岡支店　TEL 092-000-1003\n携帯　090-0000-1004"
    found = inspector.inspect(message(body, SENDER, OUTSIDE))
    assert {one.about for one in found if one.entity_type == "PHONE_NUMBER"} == {About.SENDER}
