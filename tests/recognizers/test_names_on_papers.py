"""Names on transfers, lists and papers, and firms by their trade, their office or the statement beside them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Find = Callable[[str, str], list[str]]


@pytest.mark.parametrize(("text", "names"), [
    ("来月からひばり信用組合の上田支店　普通 2093371　サメジマに変えてください。", ["サメジマ"]),
    ("・尻無浜 晃（昭和63年11月19日）\n・ファム・ヴァン・トゥン（平成12年7月30日）", ["尻無浜 晃", "ファム・ヴァン・トゥン"]),
    ("講師が決まりました。久世　ちづ子先生です。", ["久世　ちづ子"]),
    ("南組　伊香 善之　0749-99-3155\n浜組　月ヶ瀬 実　090-9999-6121", ["伊香 善之", "月ヶ瀬 実"]),
])
def test_names_on_papers_are_found_whole(find: Find, text: str, names: list[str]) -> None:
    assert find(text, "PERSON") == names


@pytest.mark.parametrize("text", ["ラムネ堂のディレクターさん、細かくないですか。", "明日のチーフさんに渡してください。", "　名義　ミカワヒガシノウギヨウキヨウドウクミアイ"])
def test_what_somebody_does_and_what_a_firm_is_called_are_no_names(find: Find, text: str) -> None:
    assert find(text, "PERSON") == []


@pytest.mark.parametrize(("text", "firms"), [
    ("平素よりJA三河東直売所をご利用いただきありがとうございます。", ["JA三河東"]),
    ("JAみのり野営農資材課の堂本です。", ["JAみのり野"]),
    ("名義　ミカワヒガシノウギヨウキヨウドウクミアイ", ["ミカワヒガシノウギヨウキヨウドウクミアイ"]),
    ("明日の出庫\n・本間組さま　仮設トイレ×3", ["本間組"]),
    ("七色タワー管理株式会社　受付御中\n\n全然食品秘書室の樗木です。", ["七色タワー管理株式会社", "全然食品"]),
    ("発泡の値上げ、コーワ化成品は来月から8%だそうです。", ["コーワ化成品"]),
])
def test_a_firm_is_known_by_its_trade_and_parted_from_its_office(find: Find, text: str, firms: list[str]) -> None:
    assert find(text, "ORGANIZATION") == firms


@pytest.mark.parametrize("text", ["転職組さんも歓迎です。", "年長組さんのおやつ", "経営企画の山田です。", "情報システム課の山田です。", "会社の山田です。"])
def test_a_group_or_a_department_is_no_firm(find: Find, text: str) -> None:
    assert find(text, "ORGANIZATION") == []


@pytest.mark.parametrize(("text", "employers"), [
    ("国頭が伺います。うちに来る前は南西ヘリと天見航空で計15年整備をしていました。", ["南西ヘリ", "天見航空"]),
    ("江頭くん、春に北光印刷所からアート紙工へ移ってました。", ["北光印刷所", "アート紙工"]),
    ("東条さんは平成21年3月に県立御坂商業高等学校を卒業して瀬戸内銀行に入りました。", ["瀬戸内銀行"]),
])
def test_every_employer_of_a_statement_is_one_and_a_school_is_none(find: Find, text: str, employers: list[str]) -> None:
    assert find(text, "JP_EMPLOYER") == employers


@pytest.mark.parametrize(("text", "rows"), [
    ("機関士の仲村さんの前歴です。\n琉球海運サービス　2011〜2017　三等機関士\n㈱南洋ドック　2017〜2023　整備", ["琉球海運サービス　2011〜2017　三等機関士", "㈱南洋ドック　2017〜2023　整備"]),
    ("直すところを書きました。\n2003年4月　有限会社ハヤマ精機　入社　→「㈲」はやめて正式名で\n2015年8月　同社　旋盤班　班長　★人数も", ["2003年4月　有限会社ハヤマ精機　入社", "2015年8月　同社　旋盤班　班長"]),
])
def test_a_row_of_a_resume_may_begin_with_the_firm_and_ends_before_a_remark(find: Find, text: str, rows: list[str]) -> None:
    assert find(text, "JP_CAREER_HISTORY") == rows


@pytest.mark.parametrize("text", [
    "フォークは港の倉庫にいたときに取りました",
    "衛生管理者は前の会社の時に取ってます",
    "玉掛けなら、鉄工所におった時に取ってます",
    "溶接は前のとこで毎日やってました",
])
def test_what_one_learned_at_a_former_job_is_a_career(find: Find, text: str) -> None:
    assert find(text, "JP_CAREER_HISTORY") == [text]


@pytest.mark.parametrize("text", ["集合写真は前の店のときに撮りました", "この許可は工場のときに取り直してください", "フォークは倉庫に置いてあります"])
def test_what_was_taken_otherwise_is_none(find: Find, text: str) -> None:
    assert find(text, "JP_CAREER_HISTORY") == []
