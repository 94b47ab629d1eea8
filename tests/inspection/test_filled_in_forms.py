"""What stands on a form: labels, values, columns, and numbers as people read, type and copy them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from gateway.inspection.inspect import Inspector
from gateway.verdict import About, Finding
from tests.inspection.conftest import INSIDE, SENDER, message

Told = Callable[..., list[Finding]]
OF = {"pension": "JP_PENSION_NUMBER", "insurance": "JP_HEALTH_INSURANCE", "sensitive": "JP_SENSITIVE"}


def found(inspector: Inspector, text: str, kind: str) -> list[str]:
    return [one.text for one in inspector.inspect(message(f"立石の手続きです。\n\n{text}", SENDER, INSIDE)) if one.entity_type == OF[kind]]


@pytest.mark.parametrize(("text", "number"), [
    ("基礎年金番号は上4桁が4082、下6桁が115937と読めました。", "4082、下6桁が115937"),
    ("青色の手帳　4082-115937", "4082-115937"),
    ("障害年金の証書番号4082-115937", "4082-115937"),
    ("厚生年金被保険者番号 4082-115937", "4082-115937"),
    ("年金手帳、記号番号 4082-115937", "4082-115937"),
    ("基礎番号：4082-115937", "4082-115937"),
    ("年番4082115937", "4082115937"),
    ("pension: 4082-115937", "4082-115937"),
    ("基礎年金番号\t4082\t115937", "4082\t115937"),
    ("基礎年金番号　（4082）−（115937）", "（4082）−（115937）"),
    ("年金番号 4082.115937", "4082.115937"),
    ("配偶者（第3号）4082-115937", "4082-115937"),
    ("離婚分割の件、元ご主人は4082-115937です", "4082-115937"),
    ("基 礎 年 金 番 号　4082-115937", "4082-115937"),
    ("年金手帳を見ながら読みます。4 0 8 2、うしろが 1 1 5 9 3 7", "4 0 8 2、うしろが 1 1 5 9 3 7"),
    ("基礎年金のほう　→　4 0 8 2―1 1 5 9 3 7", "4 0 8 2―1 1 5 9 3 7"),
    ("きそねん4082-115937です", "4082-115937"),
    ("基礎年金番号の照会です。\n氏名\tカナ\t番号\n立石 透\tﾀﾃｲｼ ﾄｵﾙ\t4082 115937", "4082 115937"),
    ("④の欄　　　　4 0 8 2 - 1 1 5 9 3 7\n（年金事務所へ）", "4 0 8 2 - 1 1 5 9 3 7"),
    ("基礎年金番号\n（上4桁）　（下6桁）\n4082　　　115937", "4082　　　115937"),
    ("青い手帳は母に写真を撮ってもらい「4082-115937」と読めました。", "4082-115937"),
    ("在留カード　　　　年金\nAK30866419LC　　　4082 115937", "4082 115937"),
    ("番号    名             年番\n14      立石 透        4082  115 937\n22      勝本 浩        4315", "4082  115 937"),
])
def test_a_pension_number_is_found_as_people_write_it(inspector: Inspector, text: str, number: str) -> None:
    assert found(inspector, text, "pension") == [number]


@pytest.mark.parametrize(("text", "number"), [
    ("保険証No.412-3057", "412-3057"),
    ("資格確認書の番号 412-3057", "412-3057"),
    ("任継の番号 9041-30577", "9041-30577"),
    ("限度額認定証 記号412 番号3057", "記号412 番号3057"),
    ("保険証（412・3057）", "412・3057"),
    ("国保、41-23057で変わらず", "41-23057"),
    ("立石（健保412-3057）", "412-3057"),
    ("協会けんぽの41230577の90です", "41230577の90"),
    ("健保の記号と番号、412と3057です", "412と3057"),
    ("保険証の左上の記号が412、右の番号が3057", "記号が412、右の番号が3057"),
    ("健保記号 412\n健保番号 3057", "記号 412\n健保番号 3057"),
    ("Insurance card No. 412-3057", "412-3057"),
    ("後期の番号 04127736 です", "04127736"),
    ("紙の資格確認書は来週なので、41-6408 の 912 と窓口で伝えてください。", "41-6408 の 912"),
    ("任意継続の書類の件、資格のあった間は4120－3057でした。", "4120－3057"),
    ("窓口では国保（足24　0017783）で払っています。", "足24　0017783"),
    ("加入先　　全国電設健康保険組合\n　記号　　　番号\n　4120　　　30577", "4120　　　30577"),
    ("資格確認書です。きごう七三のろ、ばんごう３０５７", "きごう七三のろ、ばんごう３０５７"),
    ("後期高齢者の資格確認書　被保険者番号　0 7 7 1 4 4 2 9", "0 7 7 1 4 4 2 9"),
    ("勤め先の健保です　千貨2-881 ／ 40035 (03)", "千貨2-881 ／ 40035 (03)"),
    ("国保のほう　浜・12-3057", "浜・12-3057"),
    ("協会けんぽの時の→　41230577-19", "41230577-19"),
    ("保険証を写し間違えました。正は412-3057です。", "412-3057"),
    ("健保の窓口で出されたのは「ち41　ー　3057」でした。", "ち41　ー　3057"),
    ("健保の記号は全員41230577です。", "41230577"),
    ("記号41230577番号90", "記号41230577番号90"),
    ("健保の控えです\n氏名,記号,番号\n立石透,412,3057", "412,3057"),
    ("氏名|保険証記号|保険証番号\n立石透|412|3057", "412|3057"),
    ("氏名\t保険者番号\t記号\t番号\t枝番\n立石透\t06123456\t412\t3057\t00", "412\t3057\t00"),
])
def test_symbol_and_number_of_a_health_insurance_are_found_as_people_write_them(inspector: Inspector, text: str, number: str) -> None:
    assert found(inspector, text, "insurance") == [number]


@pytest.mark.parametrize("text", [
    "国民年金基金の資料をお送りします。注文番号 4082-115937", "年金セミナーの申込番号 4082115937", "第3号の件、見積 4082-115937", "基礎工事 4082-115937", "厚生年金保険料 2026-110001 分",
    "自動車保険の証券番号 41230577", "保険の契約者番号 4082-115937", "機器の記号 41230577 番号 90", "健保会議室 301-305 を予約", "健保、12-15時で対応", "国保：10-20歳の区分",
    "資格情報 12-15行目", "国保の窓口は12-3番です", "雇用保険適用事業所番号 1301-123456-7", "事業所整理記号 12-アイウ 事業所番号 34567",
])
def test_a_number_of_something_else_among_the_same_words_is_none(inspector: Inspector, text: str) -> None:
    assert found(inspector, text, "pension") == found(inspector, text, "insurance") == []


@pytest.mark.parametrize(("text", "entity", "value"), [
    ("社員,続柄,氏名,生年月日,番号\n立石,妻,立石 恵,19870412,315572908640", "JP_MY_NUMBER", "315572908640"),
    ("NO,SURNAME,GIVEN,SEX,DOB,PPT,EXPIRY\n1,KOGURE,TOSHIO,M,1961-02-09,TR4471903,2031-05-18", "JP_PASSPORT", "TR4471903"),
    ("1) NGUYEN THI HOA\n   P/P: C8820471", "JP_PASSPORT", "C8820471"), ("旅券　351820467　2033年2月まで", "JP_PASSPORT", "351820467"),
    ("乗務員CD\t氏名\n1041\t蛯名 源太", "JP_EMPLOYEE_ID", "1041"),
    ("お母様の個人番号　3155/7290/8640", "JP_MY_NUMBER", "3155/7290/8640"),
    ("自分のです→ 3155-7290-8640\n社員番号はP0417", "JP_MY_NUMBER", "3155-7290-8640"),
    ("源泉徴収票の番号315572908640", "JP_MY_NUMBER", "315572908640"),
    ("先　ほうとう銀行 韮崎　総合口座(普) 2 2 0 7 1 4 9", "JP_BANK_ACCOUNT", "総合口座(普) 2 2 0 7 1 4 9"),
    ("ビザ申請の番号が違いました。新しいのはＴＺ　０７１ー３３４９", "JP_PASSPORT", "ＴＺ　０７１ー３３４９"),
    (" NAME                 SEX  DOB          PPT NO.\n KOBE MASARU          M    27JUN1966    MZ2205931\n TANABE KO            M    19JAN1995    TT1187540", "JP_PASSPORT", "TT1187540"),
    ("APIS: TK1234567", "JP_PASSPORT", "TK1234567"), ("ID 10234（社員番号）", "JP_EMPLOYEE_ID", "10234"), ("emp id 10234", "JP_EMPLOYEE_ID", "10234"),
    ("1999年02月14日　（生・27）", "DATE_OF_BIRTH", "1999年02月14日"), ("東京都千代田区内幸町1-1-1", "JP_ADDRESS", "東京都千代田区内幸町1-1-1"),
    ("1-2-3 Nishi-Shinjuku, Shinjuku-ku, Tokyo 160-0023, Japan", "JP_ADDRESS", "1-2-3 Nishi-Shinjuku, Shinjuku-ku, Tokyo 160-0023, Japan"),
    ("横浜市西区みなとみらい2-2-1-1203号室", "JP_ADDRESS", "横浜市西区みなとみらい2-2-1-1203号室"),
])
def test_other_numbers_addresses_and_births_are_found_as_people_write_them(inspector: Inspector, text: str, entity: str, value: str) -> None:
    findings = inspector.inspect(message(f"立石の手続きです。\n\n{text}", SENDER, INSIDE))
    assert value in [one.text for one in findings if one.entity_type == entity]


@pytest.mark.parametrize("text", [
    "【記入例】\n氏名　〇〇〇〇\n個人番号　□□□□　□□□□　□□□□\n基礎年金番号　1234-567890\n資格確認書　記号 00000000　番号 0000\n口座　〇〇銀行 普通 1234567",
    "右上のアルファベット2つと数字8つとアルファベット2つ（ＸＸ００００００００ＸＸ）が在留カード番号です。",
    "ロット　数量　型番　管理\n260706-01   120   3044-118902   AB10457719CD   T260706-02\n260707-04    36   3044-118920   HX20018847YE   T260708-01",
    "伝票番号　　　　　個数　状況\n302055718990　　　1　　10/6 配達完了\nドライバーより", "年金相談会です。\n時間　　整理番号　　　お名前\n9:30　　2611-004417　中野様",
    "入社・退職の書類は本社便（便番号\n   0815-440072）に入れます。",
    "年金事務所の照会文書「栃鹿適 第0618-204551号」の件です。", "資格確認PC　資産タグ 8812-440213",
])
def test_blanks_samples_lots_and_file_numbers_are_nobodys(inspector: Inspector, text: str) -> None:
    kinds = {"JP_MY_NUMBER", "JP_PENSION_NUMBER", "JP_HEALTH_INSURANCE", "JP_BANK_ACCOUNT", "JP_RESIDENCE_CARD", "JP_PASSPORT"}
    assert [one.text for one in inspector.inspect(message(text, SENDER, INSIDE)) if one.entity_type in kinds] == []


@pytest.mark.parametrize(("text", "said"), [
    ("氏名：立石 透\n病名：腰椎椎間板ヘルニア", "病名：腰椎椎間板ヘルニア"),
    ("氏　　　名　立石 透\n既　往　症　高血圧", "既　往　症　高血圧"),
    ("傷病名：急性虫垂炎\n対象者：立石 透", "傷病名：急性虫垂炎"),
    ("■ 立石 透 様\n■ 持病　喘息", "持病　喘息"),
    ("社員　立石 透\n休職理由　適応障害", "休職理由　適応障害"),
    ("候補者名：立石 透\n障害等級：2級", "障害等級：2級"),
    ("氏名：立石 透\n備考：腎不全のため透析日は火・木", "備考：腎不全のため透析日は火・木"),
    ("氏名：立石 透\n宗教：イスラム教", "宗教：イスラム教"),
    ("氏名,席,既往症\n立石透,3,高血圧", "高血圧"),
])
def test_an_illness_on_a_form_is_that_of_whoever_the_form_names(inspector: Inspector, text: str, said: str) -> None:
    assert said in found(inspector, text, "sensitive")


@pytest.mark.parametrize("text", [
    "氏名：立石 透\n病名：\n既往症：特になし\n持病　なし", "氏名：立石 透\n備考：骨折り損でした", "氏名：立石 透\n症状：電源が入らない", "病名：感染性胃腸炎\n出席停止の期間：二日\n提出先：保健室",
    "氏名：立石 透\n障害名：基幹系の表示遅延\n".replace("障害名", "障害内容・発生時刻"),
])
def test_an_empty_form_or_a_machines_trouble_is_nobodys_illness(inspector: Inspector, text: str) -> None:
    assert found(inspector, text, "sensitive") == []


def test_a_name_under_its_label_goes_before_the_reader_called_above(inspector: Inspector) -> None:
    found = inspector.inspect(message("奥田様\n病名：うつ病\n氏名：立石 透\nよろしくお願いします。", SENDER, INSIDE))
    assert [one.about for one in found if one.entity_type == "JP_SENSITIVE"] == [About.THIRD_PARTY]


def test_labels_that_a_form_stretches_are_read_like_others(told: Told) -> None:
    (career,) = told("候補者のご紹介です。\n氏　　　名：立石 透\n前　　　職：アマノ計器")
    assert career.relation is not None
    assert career.relation.organization == "アマノ計器"
