"""Rosters, certificates and recommendations: labelled dates and years of somebody's employment, and whose they are."""

from __future__ import annotations

import pytest

from gateway.inspection.inspect import Inspector
from gateway.message import Message
from gateway.verdict import About
from tests.inspection.conftest import INSIDE, OUTSIDE, SENDER, message, told_of_others


def _about(inspector: Inspector, sent: Message) -> set[About]:
    return {one.about for one in inspector.inspect(sent) if one.entity_type == "JP_CAREER_HISTORY"}


@pytest.mark.parametrize("text", [
    "氏名　遠藤　勇　　生年月日　S58.11.3\n雇入年月日　H24.4.1　　経験年数　14年\n職種　型枠大工",
    "No.｜氏名｜年齢｜職種｜備考\n1｜鉄　正孝｜56｜鳶｜経験年数 33年\n2｜桑原　仁｜27｜土工｜雇入年月日 2023.4.10",
    "氏名　　　雇入年月日　　経験年数\n有馬 正　　2011/04/01　　14年\n向井 徹　　2019/10/01　　6年",
    "次の者を推薦いたします。\n志賀　とし子　58歳\n入社年月日　1996年10月1日　　勤続年数　30年0ヶ月",
    "被証明者　小泉　望\n雇用開始年月日　平成30年10月1日（無期）\n復職後の勤務地　福島市栄町",
    "ご照会の件、お答えします。\n在籍期間　平成29年4月1日から令和4年9月30日まで\nお名前の表記　鑓水　史生",
])  # fmt: skip
def test_what_stands_in_somebodys_papers_is_told_of_them(inspector: Inspector, text: str) -> None:
    assert told_of_others(inspector, f"お世話になっております。\n\n{text}\n", "JP_CAREER_HISTORY")


@pytest.mark.parametrize("text", [
    "要員表のひな形です。列はこの順で固定です。\n社員番号 | 氏名 | 年齢 | 入社年月日 | 経験年数 | 前職 | 備考",
    "サンプルの行です。\n氏名　〇〇 〇〇　入社年月日　〇年〇月〇日",
    "矢島 颯太君、城山中学校の2年です。",
    "小荒井さんのご自宅です。蔵は大正6年の建築とのこと。",
    "コンプレッサー\n導入年月日　2011/04/01　使用年数　14年",
])
def test_blank_forms_and_machines_have_no_career(inspector: Inspector, text: str) -> None:
    assert not _about(inspector, message(f"お疲れさまです。\n{text}\n", SENDER, INSIDE)) & {About.THIRD_PARTY, About.COLLEAGUE}


def test_a_form_about_somebody_at_the_end_of_a_mail_is_no_signature(inspector: Inspector) -> None:
    text = "転居手配をお願いする者は下記です。\n被証明者　金沢 隆史\n雇用開始年月日　平成30年10月1日\n旧住所　大阪府茨木市東奈良0-8-21 メゾン泉502号\n携帯　070-9999-3387\n水辺商事株式会社　総務人事部\n"
    assert About.THIRD_PARTY in _about(inspector, message(text, SENDER, OUTSIDE))


def test_what_readers_wrote_in_their_own_papers_is_theirs(inspector: Inspector) -> None:
    text = "倉本様\n\n二次面接の面接官は警備部長の鹿内です。\nなお、応募書類で光運輸に2019年から勤務とお書きいただいた\n件、終わりの月が空欄でした。"
    assert _about(inspector, message(text, SENDER, OUTSIDE)) == {About.RECIPIENT}


def test_the_explanation_says_when(inspector: Inspector) -> None:
    found = [one for one in inspector.inspect(message("氏名　遠藤　勇\n雇入年月日　H24.4.1　　経験年数　14年\n", SENDER, OUTSIDE)) if one.entity_type == "JP_CAREER_HISTORY"]
    assert [one.explanation.split(";")[0] for one in found] == ["遠藤 勇 ← H24.4.1 記録"]
