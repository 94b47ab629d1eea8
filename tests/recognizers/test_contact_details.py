"""Telephone numbers, mail addresses, postal addresses, dates of birth and ages as they stand in mail."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Find = Callable[[str, str], list[str]]


@pytest.mark.parametrize("number", [
    "03-9999-0000", "０３－９９９９－００００", "(03)9999-0000", "090-9999-0001", "09099990001", "0120-999-000", "+81-3-9999-0000", "03ー9999ー0000", "048-999-0000",
])
def test_telephone_numbers_in_every_dress_are_found(find: Find, number: str) -> None:
    assert find(f"TEL：{number}", "PHONE_NUMBER") == [number]


@pytest.mark.parametrize("text", [
    "見積番号：202611-000123456789", "注文番号 03-9999-0000", "品番 0120-999-000", "2026-03-04 10:20", "〒104-0061", "金額 1,234,567円", "T1234567890123",
])
def test_order_numbers_dates_and_postal_codes_are_no_telephone_numbers(find: Find, text: str) -> None:
    assert find(text, "PHONE_NUMBER") == []


def test_mail_addresses_beside_japanese_are_found_exactly(find: Find) -> None:
    assert find("連絡先はm.sato@midori-shoji.exampleまで。", "EMAIL_ADDRESS") == ["m.sato@midori-shoji.example"]
    assert find("ｍ．ｓａｔｏ＠ｍｉｄｏｒｉ．ｅｘａｍｐｌｅ", "EMAIL_ADDRESS") == ["ｍ．ｓａｔｏ＠ｍｉｄｏｒｉ．ｅｘａｍｐｌｅ"]
    assert find("画像はlogo@2x.pngです。 https://user:pw@host.example/", "EMAIL_ADDRESS") == []


def test_a_postal_address_runs_to_its_building_and_room(find: Find) -> None:
    assert find("〒104-0000 東京都中央区八重洲0-0-0 ひびきビル3階\nTEL 03-9999-0000", "JP_ADDRESS") == ["〒104-0000 東京都中央区八重洲0-0-0 ひびきビル3階"]
    assert find("送付先：埼玉県さいたま市大宮区高鼻町９丁目９９－９ コーポ緑202号室", "JP_ADDRESS") == ["埼玉県さいたま市大宮区高鼻町９丁目９９－９ コーポ緑202号室"]


@pytest.mark.parametrize("text", ["東京都内で3件の商談があります", "大阪市に2名で伺います", "千葉県のお客様が10社あります"])
def test_places_without_a_block_number_are_no_addresses(find: Find, text: str) -> None:
    assert find(text, "JP_ADDRESS") == []


def test_dates_of_birth_are_told_from_other_dates(find: Find) -> None:
    assert find("生年月日：昭和55年3月4日", "DATE_OF_BIRTH") == ["昭和55年3月4日"]
    assert find("1980/3/4生まれの方", "DATE_OF_BIRTH") == ["1980/3/4"]
    assert find("納品日：2026年3月4日", "DATE_OF_BIRTH") == []
    assert find("会社の誕生日は1980年3月4日", "DATE_OF_BIRTH") == []


def test_ages_of_people_are_told_from_ages_in_rules(find: Find) -> None:
    assert find("柴田さんは45歳です", "AGE") == ["45歳"]
    assert find("20歳以上の方が対象、定年は60歳です", "AGE") == []
