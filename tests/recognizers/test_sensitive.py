"""要配慮個人情報 told of a person, and words that only sound like it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Find = Callable[[str, str], list[str]]


@pytest.mark.parametrize("text", [
    "柴田さんがうつ病と診断されたそうです", "今村さんは大腸がんが見つかり来月から入院されます", "中里部長、手術を受けられるとのこと", "丹羽さんは障害者手帳をお持ちです",
    "牛尾さんには前科があると聞きました", "黒須社長の息子さんが逮捕されたそうです", "篠崎さんは創価学会の信者らしいです", "西川さんは労組の委員長をしていました",
    "3階の中里さんは心房細動にて抗凝固薬を服用中です", "2人部屋には中里さんを入れてください。てんかんの薬を朝晩飲んでいるので。", "お母様（中里 トメ様）の今週のご様子です。月曜に肺炎との診断を受けました。",
    "前列は黒須という児童のために空けてください。時々てんかんの発作で倒れるので。",
])
def test_conditions_crimes_and_creeds_of_somebody_are_found(find: Find, text: str) -> None:
    assert len(find(text, "JP_SENSITIVE")) >= 1


@pytest.mark.parametrize("text", [
    "健康診断のご案内です", "ウイルス対策ソフトを更新してください", "本日システムの障害が発生しました", "がん保険の新商品をご案内します", "がんばりましょう、佐藤さん",
    "うつ病の予防についての講演があります", "糖尿病の方でも加入できるプランです", "インフルエンザの予防接種のお知らせ", "障害対応の担当は佐藤さんです", "防犯カメラの納品について田中様へ",
    "テント張りは北村さんと光永さんです。\n熱中症が心配ですので、飲み物は各自ご持参ください。", "牛尾さんへ。胃腸炎が流行っています、手洗いを。",
    "例年、糖尿病で透析を受けている患者さんからのお問い合わせが増えます",
])
def test_notices_products_and_failures_of_machines_are_nothing_of_anybody(find: Find, text: str) -> None:
    assert find(text, "JP_SENSITIVE") == []


def test_advice_for_whomever_it_befalls_is_nobodys(find: Find) -> None:
    text = "皆様\n\n産業医の倉本先生から今月のお話です。\n「がんと診断されても、治療を続けながら働く方は大勢います。心の不調で休職された方の復職も焦らずに」\n治療と仕事の両立についてのご相談は総務まで。"
    assert find(text, "JP_SENSITIVE") == []
    assert find("倉本さんはがんと診断されても、毎日出社しています。", "JP_SENSITIVE")


@pytest.mark.parametrize("text", ["ファリドさんはラマダン中ですので、お昼は用意しなくて結構です。", "断食明けの日はヤシンさんがお休みです。", "三橋さんは毎週教会に通っているそうです。"])
def test_a_fast_and_a_church_tell_of_a_creed(find: Find, text: str) -> None:
    assert find(text, "JP_SENSITIVE")


@pytest.mark.parametrize("text", [
    "倉本課長、インフルの予防接種は11/20です。", "未経験の方も大歓迎。持病の治療で通院しながらの勤務もご相談ください。担当は倉本まで。", "研修では、部下がうつ病と診断された時の声かけを扱います。講師は倉本先生です。", "倉本様とご一緒した立ち上げでは、毎週のように炉の前で頭を抱えました。",
])  # fmt: skip
def test_adverts_courses_and_turns_of_phrase_tell_of_nobodys_illness(find: Find, text: str) -> None:
    assert find(text, "JP_SENSITIVE") == []


@pytest.mark.parametrize("text", [
    "〔看護師の姉〕\n　診療所を二日で辞めて旅に出る。持病のぜんそくで、\n　歌の終わりがかすれる。",
    "うつ病や適応障害で休まれる社員への対応をまとめた冊子です。",
])
def test_a_sentence_that_shows_nobody_and_in_which_the_reader_sees_nothing_tells_of_nobody(find: Find, text: str) -> None:
    assert find(text, "JP_SENSITIVE") == []


@pytest.mark.parametrize("text", ["あの人、熱心なカトリック信者だよね", "笹本さん今日休み。インフルだって", "リウマチの患者会で知り合ったそうです、先方の部長と奥様は。"])
def test_whoever_is_shown_is_told_of_though_the_reader_sees_nothing(find: Find, text: str) -> None:
    assert len(find(text, "JP_SENSITIVE")) == 1
