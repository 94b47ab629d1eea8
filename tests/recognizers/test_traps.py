"""Numbers and conditions that look the part: placeholders, a company's own, people at large; and those told without their label."""

from __future__ import annotations


def test_a_number_of_noughts_is_a_placeholder(find):
    for text, entity in (("振込口座　〇〇銀行　〇〇支店　普通　0000000", "JP_BANK_ACCOUNT"), ("個人番号 0000-0000-0000", "JP_MY_NUMBER"),
                         ("カード番号 0000-0000-0000-0000", "CREDIT_CARD"), ("基礎年金番号 0000-000000", "JP_PENSION_NUMBER")):
        assert find(text, entity) == [], text


def test_an_account_of_which_our_company_is_the_holder_is_the_companys(results):
    text = "■弊社お振込先\n　みなと銀行　浜支店\n　当座　0042187\n　名義　弊社名（ｶﾅ）\n"
    (account,) = results(text, "JP_BANK_ACCOUNT")
    assert account.recognition_metadata["company_own"]


def test_a_licence_number_is_told_by_the_driver_and_the_card(find):
    text = "運転者に変更はありませんが、先月更新して券面が変わりましたので、\n番号欄は 309812774530 と読み替えてください。"
    assert find(text, "JP_DRIVER_LICENSE") == ["309812774530"]
    assert find("送り状番号 309812774530 の運転者にご連絡ください。", "JP_DRIVER_LICENSE") == []


def test_conditions_of_people_at_large_are_nobodys(find):
    for text in ("病気や障害があっても働き続けられる職場、が今年の題です。", "障害があっても安心して暮らせる街を目指します。"):
        assert find(text, "JP_SENSITIVE") == [], text


def test_an_illness_told_in_confidence_is_whoevers_stands_above(find):
    text = "設計を受け持つ弊社の三枝の都合によるものです。\n図面の修正は済んでおり、着工日には影響いたしません。\n\n内々の話で恐縮ですが、\n胃に腫瘍が見つかり、20日に手術することになりました。\n"
    assert len(find(text, "JP_SENSITIVE")) == 1
