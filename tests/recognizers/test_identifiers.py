"""Numbers that identify a person, and the numbers that only look like them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from presidio_analyzer import RecognizerResult

Find = Callable[[str, str], list[str]]
HYPHENS = ["-", "‐", "‑", "–", "—", "―", "−", "ー", "ｰ", "－", "〜", "・", " "]


def my_number(head: str) -> str:
    """`head` (11 digits) with the check digit of 番号法施行規則5条, computed here again on purpose."""
    weights = (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
    rest = sum(int(digit) * weight for digit, weight in zip(head, weights, strict=True)) % 11
    return head + str(0 if rest <= 1 else 11 - rest)


def luhn(head: str) -> str:
    """`head` with its ISO/IEC 7812-1 check digit."""
    total = sum(sum(divmod(int(d) * 2, 10)) if i % 2 == 0 else int(d) for i, d in enumerate(reversed(head)))
    return head + str(-total % 10)


MINE = my_number("27318465092")
WRONG = MINE[:-1] + str((int(MINE[-1]) + 1) % 10)


def test_a_my_number_under_its_name_is_found(find: Find) -> None:
    assert find(f"マイナンバーは{MINE}です。", "JP_MY_NUMBER") == [MINE]
    assert find(f"個人番号　{MINE[:4]} {MINE[4:8]} {MINE[8:]}", "JP_MY_NUMBER") == [f"{MINE[:4]} {MINE[4:8]} {MINE[8:]}"]


@pytest.mark.parametrize("hyphen", HYPHENS)
def test_a_my_number_is_found_with_every_hyphen_and_in_full_width(find: Find, hyphen: str) -> None:
    written = hyphen.join((MINE[:4], MINE[4:8], MINE[8:])).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    assert find(f"マイナンバー：{written}", "JP_MY_NUMBER") == [written]


def test_a_my_number_cut_by_a_line_break_is_found_whole(find: Find) -> None:
    text = f"> 個人番号は {MINE[:7]}\r\n> {MINE[7:]} です"
    assert find(text, "JP_MY_NUMBER") == [f"{MINE[:7]}\r\n> {MINE[7:]}"]


@pytest.mark.parametrize("text", [
    f"マイナンバー：{WRONG}",
    f"注文番号 {MINE} を出荷しました",
    f"追跡番号：{MINE}",
    f"合計は {MINE} 件です",
    "法人番号 7000012050002",
    f"法人番号：{MINE}7",
    f"登録番号 T{MINE}7",
])
def test_orders_companies_and_wrong_check_digits_are_no_my_number(find: Find, text: str) -> None:
    assert find(text, "JP_MY_NUMBER") == []


@pytest.mark.parametrize("number", ["4111 1111 1111 1111", "4111111111111111", "5555-5555-5555-4444", "3530 1113 3330 0000", "3782 822463 10005"])
def test_test_cards_of_every_brand_are_found(find: Find, number: str) -> None:
    assert find(f"カード番号 {number} 有効期限 12/28", "CREDIT_CARD") == [number]


def test_a_card_that_fails_luhn_or_is_an_order_is_no_card(find: Find) -> None:
    assert find("カード番号 4111 1111 1111 1112", "CREDIT_CARD") == []
    assert find(f"注文番号：{luhn('411122223333444')}", "CREDIT_CARD") == []


def test_full_width_card_numbers_are_cards(find: Find) -> None:
    assert find("ＶＩＳＡ　４１１１－１１１１－１１１１－１１１１", "CREDIT_CARD") == ["４１１１－１１１１－１１１１－１１１１"]


def test_an_individuals_bank_account_is_told_from_the_companys_own(results: Callable[[str, str], list[RecognizerResult]]) -> None:
    person = results("返金先：しおさい銀行 みなと支店 普通 7654321 イソベ タケシ", "JP_BANK_ACCOUNT")
    company = results("弊社振込先：しおさい銀行 本店 当座 1234567 口座名義 カ）アオナミ", "JP_BANK_ACCOUNT")
    assert [one.recognition_metadata["company_own"] for one in (*person, *company)] == [False, True]


def test_a_licence_needs_its_check_digit_and_its_name(find: Find) -> None:
    assert find("運転免許証番号：305123456180", "JP_DRIVER_LICENSE") == ["305123456180"]
    assert find("運転免許証番号：305123456190", "JP_DRIVER_LICENSE") == []
    assert find("整理番号：305123456180", "JP_DRIVER_LICENSE") == []


def test_passports_residence_cards_and_pension_numbers_are_found_by_their_labels(find: Find) -> None:
    assert find("パスポート番号 TK1234567 です", "JP_PASSPORT") == ["TK1234567"]
    assert find("整理番号 TK1234567 です", "JP_PASSPORT") == []
    assert find("在留カード番号：AB12345678CD", "JP_RESIDENCE_CARD") == ["AB12345678CD"]
    assert find("型番 AB12345678CD", "JP_RESIDENCE_CARD") == []
    assert find("基礎年金番号は1234-567890です", "JP_PENSION_NUMBER") == ["1234-567890"]
    assert find("契約番号は1234-567890です", "JP_PENSION_NUMBER") == []


def test_health_insurance_and_employee_numbers_are_found_by_their_labels(find: Find) -> None:
    assert len(find("健康保険証の記号 21700023 番号 4567", "JP_HEALTH_INSURANCE")) == 1
    assert find("機器の記号 21700023 番号 4567", "JP_HEALTH_INSURANCE") == []
    assert find("社員番号：A10234 の申請", "JP_EMPLOYEE_ID") == ["A10234"]


@pytest.mark.parametrize("space", ["\u200b", "\u00ad", "\u2060"])
def test_invisible_characters_do_not_hide_a_number(find: Find, space: str) -> None:
    written = MINE[:5] + space + MINE[5:]
    assert find(f"マイナンバー {written}", "JP_MY_NUMBER") == [written]
