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
    ("JP_MY_NUMBER", "3488-1412-5170　←大家の三好さん（個人）\n家賃の調書に使います。", "3488-1412-5170"),
    ("JP_MY_NUMBER", "三好さんだけ止まっています。転記が違っていました。\n正：3488-1412-5170", "3488-1412-5170"),
    ("JP_MY_NUMBER", "「番号はね、3488の1412の5170」と三好さん。", "3488の1412の5170"),
    ("JP_MY_NUMBER", "ご家族の分です。三好さんより。\n次男　蓮　348814125170　H30.2.9", "348814125170"),
    ("JP_MY_NUMBER", "升目のとおり写します。\n|氏名|三好 蓮|続柄|子|\n|番号|3488|1412|5170|", "3488|1412|5170"),
    ("JP_PENSION_NUMBER", "委任状の下書きです。年金の相談です。\n番号　3|0|8|1|-|4|4|5|9|2|7", "3|0|8|1|-|4|4|5|9|2|7"),
    ("JP_PENSION_NUMBER", "個人番号は出していないので、基礎のほう、3081-445927 です。", "3081-445927"),
    ("JP_PENSION_NUMBER", "妻を3号にする届です。番号欄は奥さまのを。\n3081445927\nハイフンは要りません。", "3081445927"),
    ("JP_PASSPORT", "旅券の数字がいるそうです。三好さんのは M 2 0 2 6 4 1 1 3、間は詰めて。", "M 2 0 2 6 4 1 1 3"),
    ("JP_PASSPORT", "下段を目で写しました。\nTR20264113JPN8506140F2807199<<<<<<<<<<<<<<04", "TR2026411"),
    ("JP_RESIDENCE_CARD", "審査に在留カードがいるそうです。書いておきます。\nnk40218837ph（大文字に直して）", "nk40218837ph"),
    ("CREDIT_CARD", "電話注文です。三好様\n4111111111111111　2027年11月", "4111111111111111"),
    ("CREDIT_CARD", "カードの控えが消えかけているので打っておきます。\n3566 / 0020 / 2036 / 0505", "3566 / 0020 / 2036 / 0505"),
    ("JP_BANK_ACCOUNT", "農協に入れてほしいそうです。\nフツウ　０７１８３０１\n名前は三好 留吉さん。", "フツウ　０７１８３０１"),
    ("JP_BANK_ACCOUNT", "みなと支店（店番417）の 0718301、ミヨシ アカリ。", "0718301"),
    ("JP_BANK_ACCOUNT", "Bank: Minato Bank, Ueno Br.\nAccount (ordinary): 5718301", "Account (ordinary): 5718301"),
    ("JP_HEALTH_INSURANCE", "保険証の写しを預かりました。三好 光君のだけです。\n北嶺食品健康保険組合　419-60037", "419-60037"),
    ("JP_HEALTH_INSURANCE", "手伝いの三好さんは国保で 浜-0417・225。", "浜-0417・225"),
    ("JP_HEALTH_INSURANCE", "資格確認書の下書きです。\n被保険者等記号　けほ・12\n番号　30485", "記号　けほ・12\n番号　30485"),
]
GOODS = [
    ("PHONE_NUMBER", "合言葉はゼロイチニサンヨンゴロクナナです。ゼロからの開発、レイサンの製品。"),
    ("JP_RESIDENCE_CARD", "軸受はメーカー廃番でした。\n旧 EC40218837KR\n新 EC40218839KR"),
    ("JP_MY_NUMBER", "マイナンバーカードの読取機を発送しました。\n348814125170\nこの番号で荷物を追えます。"),
    ("JP_MY_NUMBER", "三好さん宛の荷物、3488-1412-5170 で追えます。"),
    ("JP_MY_NUMBER", "三好様のご予約は 3488-1412-5170 で承りました。"),
    ("JP_PENSION_NUMBER", "書庫の年金関係、箱の背番号を振り直しました。\n3081-445927（昭和）　3081-445928（平成）"),
    ("JP_PASSPORT", "TR2026411は棚番です。パスポートの番号ではありません。"),
    ("JP_ADDRESS", "営業許可は大阪市指令 第21-0482号です。"),
]


@pytest.mark.parametrize(("entity", "text", "number"), TOLD)
def test_a_number_is_found_as_people_tell_it(find: Find, entity: str, text: str, number: str) -> None:
    assert find(text, entity) == [number]


@pytest.mark.parametrize(("entity", "text"), GOODS)
def test_codes_of_goods_parcels_and_permits_are_nobodys(find: Find, entity: str, text: str) -> None:
    assert find(text, entity) == []


@pytest.mark.parametrize(("text", "numbers"), [
    ("12/29　阿部（20417）090-9999-1010\n12/30　本間（20388）090-9999-1021\n1/2　東（19002）080-9999-1035", ["20417", "20388", "19002"]),
    ("駐輪場の申請です。\n00318 桜木　防犯登録 10422\n00327 大橋　防犯登録 なし", ["00318", "00327"]),
    ("社員番号は2218（幸田）で合っています。もう一人の伊東は2281です。", ["2218", "2281"]),
    ("新任の隊員番号：5520", ["5520"]),
    ("社員番号：1-08837", ["1-08837"]),
    ("・河合 真央 / BS-1177 / m.kawai@blue-staff.example\n・大槻 恵 / BS-1178 / m.otsuki@blue-staff.example", ["BS-1177", "BS-1178"]),
    ("朝日 浩,19700115 / 加藤 優,19830722", []),
    ("お客様の会員番号です。\n阿部（20417）\n渋谷（20388）", []),
    ("20417 阿部様\n20388 渋谷様", []),
    ("愛本　内線 30551\n渋谷　内線 30552", []),
    ("10231,柳 結衣,09099991042,埼玉県川口市芝0-3-18\n10244,吉田 忍,08099997765,大阪府吹田市千里0-22", []),
])  # fmt: skip
def test_codes_written_alike_beside_names_are_staffs(find: Find, text: str, numbers: list[str]) -> None:
    assert find(text, "JP_EMPLOYEE_ID") == numbers
