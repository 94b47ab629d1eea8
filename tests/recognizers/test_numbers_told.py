"""Numbers of persons as they are told at a desk, on the telephone and from a card, and codes of goods that look alike."""

from __future__ import annotations

import pytest

from tests.recognizers.conftest import Find

TOLD = [
    ("JP_MY_NUMBER", "カードを裏返して見せてくれました。\n348814125170\n写真はだめだそうです。", "348814125170"),
    ("JP_MY_NUMBER", "年末調整の箱に番号の紙がなかった人です。\n三好さん\n348814125170", "348814125170"),
    ("JP_PASSPORT", "パスポートをなくした三好さん、コピーだと TR2026411 でした。", "TR2026411"),
    ("JP_PASSPORT", "旅行社に出す番号は TK-2026-411 です。パスポートの写しが小さいので。", "TK-2026-411"),
    ("JP_PASSPORT", "免税の控えです。\nSILVA JOAO(ブラジル) FX604199", "FX604199"),
    ("JP_PASSPORT", "KIM MINSU / Republic of Korea / No. M512C0463", "M512C0463"),
    ("JP_HEALTH_INSURANCE", "記号・番号 → 4410・1872（本人）　健診の予約に使います", "4410・1872"),
    ("JP_HEALTH_INSURANCE", "0311207-418（健保、枝は01）　三好 望", "0311207-418"),
    ("JP_HEALTH_INSURANCE", "保険証の記号が読めません。台帳では 4410-1872-00 です。", "4410-1872-00"),
    ("JP_HEALTH_INSURANCE", "国保組合の方です。組合の証に 大21-0871 とありました。", "大21-0871"),
    ("JP_PENSION_NUMBER", "ねんきんネットに入れないそうです。\n読みます、3081の445927。", "3081の445927"),
    ("JP_PENSION_NUMBER", "特別支給の請求に出す番号です。手帳が二冊あるそうです。\n一冊目 3081-445927", "3081-445927"),
    ("JP_BANK_ACCOUNT", "みなと信金 港支店 口座番号 0718301 普通", "口座番号 0718301 普通"),
]
GOODS = [
    ("JP_RESIDENCE_CARD", "軸受はメーカー廃番でした。\n旧 EC40218837KR\n新 EC40218839KR"),
    ("JP_MY_NUMBER", "マイナンバーカードの読取機を発送しました。\n348814125170\nこの番号で荷物を追えます。"),
    ("JP_PASSPORT", "TR2026411は棚番です。パスポートの番号ではありません。"),
    ("JP_ADDRESS", "営業許可は大阪市指令 第21-0482号です。"),
]


@pytest.mark.parametrize(("entity", "text", "number"), TOLD)
def test_a_number_is_found_as_people_tell_it(find: Find, entity: str, text: str, number: str) -> None:
    assert find(text, entity) == [number]


@pytest.mark.parametrize(("entity", "text"), GOODS)
def test_codes_of_goods_parcels_and_permits_are_nobodys(find: Find, entity: str, text: str) -> None:
    assert find(text, entity) == []
