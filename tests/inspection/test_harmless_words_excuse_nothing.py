"""Words of applications, plays, seminars, animals and houses beside a leak do not excuse it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from gateway.inspection.inspect import Inspector
from gateway.verdict import About, Finding
from tests.inspection.conftest import INSIDE, OUTSIDE, SENDER, message

Told = Callable[..., list[Finding]]


@pytest.mark.parametrize("text", [
    "中途の応募書類、拝見しました。\n北村さんは即戦力だと思います。\n青葉精機に在籍して8年、課長まで務めています。\n面接の日程を決めましょう。",
    "営業職の応募書類を拝見しました。\n現職は青葉精機の課長で、上司と揉めて退職を考えているそうです。\n面接の日程を決めましょう。",
    "導入事例動画の台本をお送りします。商談の場面は差し替えました。\nそれと、先方の新任の課長はみどり商事を辞めて来た方だそうです。",
    "今回の事例は架空請求でした。\nなお、先方の新任の経理課長は青葉物産を横領で解雇された人です。",
    "北村さんは前職がみどり商事で、今は保護猫カフェをやっているそうです。",
    "北村さんは毎晩22時まで働かされて、青葉物産を先月辞めたそうです。",
    "テナントの件です。\n北村さんですが、元あおぞら銀行東町支店で融資課長をしていたそうです。",
    "北村さんの話です。青葉電機出身で、前の会社では点検の責任者だったとか。",
    "パソコン、元みどりシステムのSEだったあの方に見てもらいました。",
    "ジョン・ホールは以前みどり商事に勤めていて、昨年うちに転職してきました。",
])  # fmt: skip
def test_a_career_is_somebodys_whatever_else_a_message_speaks_of(told: Told, text: str) -> None:
    assert About.THIRD_PARTY in {one.about for one in told(text, INSIDE)}


@pytest.mark.parametrize("text", [
    "研修の台本、登場人物は3名でお願いします。\nところで営業の北村、うつ病で来月から休職するそうです。", "経理の課長さん、うつ病で休職しても半年で戻ってくるそうです。",
    "研修資料の末尾に「実在の人物・団体とは一切関係ありません」と入れてください。\nところで、隣の課の課長はうつ病で休職しているそうです。",
    "北村さんは透析を受けながらの勤務になります。", "北村さんの抗がん剤治療と仕事の両立について、来週相談させてください。",
])  # fmt: skip
def test_an_illness_is_somebodys_whatever_else_a_message_speaks_of(inspector: Inspector, text: str) -> None:
    assert About.THIRD_PARTY in {one.about for one in inspector.inspect(message(text, SENDER, INSIDE)) if one.entity_type == "JP_SENSITIVE"}


@pytest.mark.parametrize("text", [
    "佐々木です。\n父が勤めていたみどり商事に、私も10年ほど在籍していました。", "佐々木です。\n先輩が立ち上げた青葉システムに私も2015年に入社し、営業をしておりました。",
    "担当は北村 2023-2024 青葉精機株式会社 定期点検", "皆様\n\n佐々木です。以前は青葉商店ではたらいていました。",
])  # fmt: skip
def test_the_writers_own_years_and_work_for_customers_are_nobody_elses(told: Told, text: str) -> None:
    assert About.THIRD_PARTY not in {one.about for one in told(text, INSIDE)}


def test_what_others_say_of_an_applicant_is_hearsay_in_a_mail_about_the_application_too(told: Told) -> None:
    career = told("倉本様\n書類選考の結果をお送りします。\n弊社に青葉物産の出身者がおり、倉本様は在籍中に横領を疑われて退職されたと聞きました。", OUTSIDE)[-1]
    assert career.about is About.RECIPIENT
    assert career.relation is not None
    assert career.relation.hearsay
