"""A line break within a name changes nothing of what is found: mail is broken by hand, and by programs that know no words."""

from __future__ import annotations

import pytest

from gateway.inspection.inspect import Inspector
from tests.inspection.conftest import OUTSIDE, SENDER, message

NAMES = ("PERSON", "JP_EMPLOYER")


def found(inspector: Inspector, text: str) -> list[tuple[str, str, str]]:
    return sorted((one.entity_type, one.text.replace("\n", "").replace("> ", ""), one.about.value) for one in inspector.inspect(message(text, SENDER, OUTSIDE)) if one.entity_type in NAMES)


@pytest.mark.parametrize("mark", ["", "> "])
@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("昨日ご挨拶した西田さんは、もともと三河製薬の方だそうです。", ("西田", "三河製薬")),
        ("お隣の課の岩崎美穂さんは、前職が武蔵銀行だったと伺いました。", ("岩崎美穂", "武蔵銀行")),
        ("新しく見えた石川さん、前は有限会社タチバナ金属にいたそうですよ。", ("石川", "有限会社タチバナ金属")),
        ("設計の森田さんは、以前は甲府中央病院に勤めていました。", ("森田", "甲府中央病院")),
    ],
)
def test_wherever_a_name_is_broken_the_same_is_found(inspector: Inspector, text: str, names: tuple[str, ...], mark: str) -> None:
    whole = found(inspector, mark + text)
    assert {name for _, name, _ in whole} == set(names)
    for name in names:
        at = text.index(name)
        for inside in range(at + 1, at + len(name)):
            assert found(inspector, f"{mark}{text[:inside]}\n{mark}{text[inside:]}") == whole, (text[:inside], text[inside:])


@pytest.mark.parametrize("text", [
    "営業部\n長谷川です。先日の件でご連絡いたしました。",
    "アオバ精工株式会社\n長谷川様\n先日の件でご連絡いたしました。",
    "本日の出席は\n中村\n長谷川\nでした。",
])  # fmt: skip
def test_lines_that_end_where_they_should_stay_apart(inspector: Inspector, text: str) -> None:
    assert "長谷川" in {name for kind, name, _ in found(inspector, text) if kind == "PERSON"}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("西 田 さんは、もともと三 河 製 薬 の方だそうです。", {"西 田", "三 河 製 薬"}),
        ("西 田 さ ん は 以 前 、三 河 製 薬 に 勤 め て い ま し た 。", {"西 田", "三 河 製 薬"}),
        ("ご担当　岩 崎  美 穂 様", {"岩 崎  美 穂"}),
    ],
)
def test_names_drawn_out_by_spaces_are_read_as_names(inspector: Inspector, text: str, names: set[str]) -> None:
    assert {name for _, name, _ in found(inspector, text)} == names


@pytest.mark.parametrize("text", ["月 火 水 木 金 土 日", "評価 A B C\n上 中 下", "一 二 三 四 五"])
def test_letters_in_columns_are_no_names(inspector: Inspector, text: str) -> None:
    assert found(inspector, text) == []
