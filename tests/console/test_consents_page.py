"""The register of consents in the console: what I add is on record and counts; what is wrong is named; evidence never runs."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.console.desk import Browser, Desk

HEADER = "person,kinds,audience,purpose,valid_from,valid_until,evidence\n"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    one = Desk(tmp_path)
    yield one
    one.store.close()


@pytest.fixture
def keeper(desk: Desk) -> Browser:
    one = desk.staff("sato", "reviewer")
    one.get("/consents")
    return one


def test_i_add_a_consent_and_it_counts_for_the_gateway(desk, keeper):
    page = keeper.post(
        "/consents/add", person="水野 沙織", kinds="JP_EMPLOYER", audience="minato-foods.example", purpose="経歴紹介", valid_from="2026-01-01", valid_until="2099-03-31",
        evidence="https://docs.hibari-soft.example/1", files={"file": ("同意書.pdf", b"%PDF-1.4", "application/pdf")},
    )  # fmt: skip
    assert "水野 沙織" in page and "同意書.pdf" in page and "有効" in page and "2099-03-31" in page
    (found,) = desk.store.consents.fitting({("name:水野沙織", "JP_EMPLOYER")}, ["a@minato-foods.example"], time.time())
    assert found.added_by == "sato"
    keeper.post("/consents/revoke", consent=found.id)
    assert "取消済み" in keeper.get("/consents")
    assert desk.store.consents.fitting({("name:水野沙織", "JP_EMPLOYER")}, ["a@minato-foods.example"], time.time()) == []


def test_i_find_somebody_by_the_whole_name_however_it_is_written(keeper):
    keeper.post("/consents/add", person="髙橋　一郎", kinds="*", audience="x.example")
    keeper.post("/consents/add", person="水野 沙織", kinds="*", audience="x.example")
    page = keeper.get("/consents?name=高橋一郎様")
    assert "髙橋" in page and "水野" not in page
    assert "該当する登録はありません" in keeper.get("/consents?name=%F0%9F%99%82%00")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"person": "  "}, "氏名がありません"),
        ({"kinds": "JP_SECRET"}, "情報の種類に誤りがあります"),
        ({"kinds": ""}, "情報の種類がありません"),
        ({"audience": "x"}, "アドレスかドメイン"),
        ({"valid_from": "tomorrow"}, "日付は 2027-03-31 のように"),
        ({"valid_from": "2027-01-01", "valid_until": "2026-01-01"}, "終了日が開始日より前"),
        ({"valid_until": "9999-12-31"}, "日付は"),
    ],
)
def test_what_is_wrong_is_said_and_what_i_typed_stays(desk, keeper, changes, said):
    page = keeper.post("/consents/add", 400, **({"person": "水野 沙織", "kinds": "*", "audience": "x.example", "purpose": "ご紹介のため"} | changes))
    assert said in page
    assert "ご紹介のため" in page
    assert desk.store.consents.on_record() == []


def test_every_wrong_line_of_a_file_is_named_and_nothing_is_taken(desk, keeper):
    lines = "水野 沙織,JP_EMPLOYER,x.example,,,,\n,*,x.example,,,,\n森 学,JP_NONE,x.example,,,,\n林 望,*,x.example,,2027-13-01,,\n"
    page = keeper.post("/consents/import", 400, files={"file": ("a.csv", (HEADER + lines).encode("cp932"), "text/csv")})
    for said in ("3行目：氏名がありません", "4行目：情報の種類に誤り", "5行目：日付は"):
        assert said in page
    assert "2行目" not in page
    assert desk.store.consents.on_record() == []
    page = keeper.post("/consents/import", files={"file": ("a.csv", (HEADER + lines.splitlines()[0]).encode("utf-8-sig"), "text/csv")})
    assert "1件を取り込みました" in page and "水野 沙織" in page


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"", b'"', b"a,b\n" * 1000, HEADER.encode() + b'"' * 10_000, b"\0" * 100, HEADER.encode() + b"x" * 200_000, b"x" * (1024 * 1024 + 1)])
def test_hostile_files_are_refused_in_words(keeper, content):
    keeper.post("/consents/import", 400, files={"file": ("a.csv", content, "text/csv")})
    assert "内部の問題" not in keeper.page


def test_evidence_is_a_download_that_no_browser_runs(desk, keeper):
    keeper.post("/consents/add", person="水野 沙織", kinds="*", audience="x.example", files={"file": ("../<x>.html", b"<script>1</script>", "text/html")})
    (one,) = desk.store.consents.on_record()
    answer = keeper.http.get(f"/consents/{one.id}/evidence")
    assert answer.content == b"<script>1</script>"
    assert answer.headers["content-disposition"].startswith('attachment; filename="x.html"')
    assert answer.headers["content-type"] == "application/octet-stream"
    assert [row.what for row in desk.store.audit.rows()][-1] == "consent_evidence_opened"
    keeper.get("/consents/C-NONE/evidence", 404)


def test_html_in_a_name_is_text(keeper):
    page = keeper.post("/consents/add", person="<img src=x onerror=alert(1)>", kinds="*", audience="x.example", purpose="<b>x</b>")
    assert "&lt;img src=x" in page and "<img src=x" not in page and "<b>x</b>" not in page


def test_who_may_not_keep_consents_sees_none(desk):
    viewer = desk.staff("viewer", "viewer")
    viewer.get("/consents", 403)
    viewer.get("/")
    viewer.post("/consents/add", 403, person="水野", kinds="*", audience="x.example")


def test_the_page_says_it_in_english(desk):
    one = desk.staff("sato", "reviewer")
    one.get("/consents?lang=en")
    assert "person is empty" in one.post("/consents/add", 400, person="", kinds="*", audience="x.example")
