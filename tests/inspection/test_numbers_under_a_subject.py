"""A number that only the subject of the mail says what it is."""

from __future__ import annotations

import pytest

from gateway.inspection.inspect import Inspector
from tests.inspection.conftest import INSIDE, SENDER, message


def numbers(inspector: Inspector, subject: str, body: str) -> list[tuple[str, str]]:
    found = inspector.inspect(message(body, SENDER, INSIDE, subject=subject))
    return [(one.entity_type, body[one.start:one.end]) for one in found if one.part.startswith("body") and one.entity_type not in ("PERSON", "ORGANIZATION")]


@pytest.mark.parametrize(("subject", "body", "kind", "number"), [
    ("基礎年金番号の件（再送）", "次の方です。検査係です。\n\n立石　5703-184429", "JP_PENSION_NUMBER", "5703-184429"),
    ("Re: 手帳の件", "お疲れさまです。\n押し入れから出てきました。青いやつです。\n\n４１３６－２０５２８９", "JP_PENSION_NUMBER", "４１３６－２０５２８９"),
    ("Re: 取得届（年金番号のところ）", "> 下3けたがつぶれて読めません。\n2814-093716", "JP_PENSION_NUMBER", "2814-093716"),
    ("パスポートの番号について", "お待たせしました。\n\n立石　TK4821093", "JP_PASSPORT", "TK4821093"),
])
def test_a_number_is_what_the_subject_says(inspector: Inspector, subject: str, body: str, kind: str, number: str) -> None:
    assert (kind, number) in numbers(inspector, subject, body)
    assert (kind, number) not in numbers(inspector, "先日の件", body)


@pytest.mark.parametrize(("subject", "body"), [
    ("年金事務所への訪問", "受付番号 4471-208835 でお待ちください。"),
    ("基礎年金番号の欄について", "問い合わせ番号は 7204-115836 です。\n先ほどの件（7204-115836）の続きです。"),
    ("年金手帳の件", "伝票控えの番号は 1018-000662 からです。"),
    ("年金手帳の件", "画面に ERR 5031-009927 と出ました。"),
])
def test_what_the_body_calls_otherwise_is_not_what_the_subject_says(inspector: Inspector, subject: str, body: str) -> None:
    assert numbers(inspector, subject, body) == []
