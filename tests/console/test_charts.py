"""The charts: numbers out of the store, on a page, in a table, in a file; the same that /metrics tells."""

from __future__ import annotations

import csv
import io
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from gateway.console.drawing import Bar, bars, columns, nice
from gateway.console.spreadsheet import cell, csv_file
from gateway.quarantine.statistics import Statistics
from tests.console.conftest import Gate
from tests.console.in_process import Pages
from tests.quarantine.held import hold

DAY = 86400


@pytest.fixture
def pages(tmp_path: Path) -> Iterator[Pages]:
    made = Pages(tmp_path)
    yield made
    made.close()


def move(pages: Pages, incident: str, created: float, state_at: float | None = None) -> None:
    """Have an incident begin earlier than it did."""
    from sqlalchemy import update

    from gateway.quarantine.review_tables import DecisionRow
    from gateway.quarantine.tables import EntityTypeRow, IncidentRow, RuleRow

    with pages.store.database.writing() as session:
        for table in (IncidentRow, RuleRow, EntityTypeRow):
            session.execute(update(table).where(table.id == incident).values(created_at=created))
        session.execute(update(DecisionRow).where(DecisionRow.incident == incident).values(created_at=created))
        if state_at is not None:
            session.execute(update(IncidentRow).where(IncidentRow.id == incident).values(state_at=state_at))


def tables(html: str) -> dict[str, dict[str, list[str]]]:
    """The numbers of each chart's table, by the first cell."""
    found: dict[str, dict[str, list[str]]] = {}
    for name, section in re.findall(r'id="chart-(\w+)">(.*?)</section>', html, re.S):
        rows = re.findall(r'<tr><th scope="row">(.*?)</th>(.*?)</tr>', section)
        found[name] = {first: re.findall(r">([^<]*)</td>", rest) for first, rest in rows}
    return found


def test_the_charts_count_what_was_held_released_and_refused(pages: Pages) -> None:
    store, now = pages.store, time.time()
    for i in range(6):
        store.hold(hold(f"SK{i}", department="営業部" if i < 4 else "開発部", rules=("career", "identifier") if i == 0 else ("career",)))
    store.hold(hold("SK7", state="refused", action="block"))
    for i in range(2):
        assert store.claim(f"SK{i}", "sato")
        store.released(f"SK{i}", "sato", "")
        incident = store.get(f"SK{i}")
        assert incident is not None
        store.reviews.decide(incident, "released", "sato", false_positive=i == 0)
        move(pages, f"SK{i}", now - (2 + i) * 3600)
    numbers = tables(pages.enter("sato", ["reviewer"]).get("/charts?days=7"))
    assert [sum(int(row[i]) for row in numbers["time"].values()) for i in range(3)] == [6, 2, 1]
    assert numbers["rules"] == {"career": ["7"], "identifier": ["1"]}
    assert numbers["departments"] == {"営業部": ["4"], "開発部": ["2"], "（部門なし）": ["1"]}
    assert numbers["kinds"] == {"勤務先・前職": ["7"]}
    assert numbers["quality"] == {"career": ["2", "1", "50.0"]}
    assert float(numbers["times"]["career"][0]) == pytest.approx(120, abs=1)
    assert float(numbers["times"]["career"][1]) == pytest.approx(180, abs=1)
    assert sum(int(row[0]) for row in numbers["waiting"].values()) == 4


def test_a_manager_sees_the_numbers_of_their_departments_only(pages: Pages) -> None:
    pages.store.hold(hold("SK1", department="営業部"))
    pages.store.hold(hold("SK2", department="開発部", rules=("identifier",)))
    numbers = tables(pages.enter("eigyo", ["viewer"], ["営業部"]).get("/charts"))
    assert numbers["departments"] == {"営業部": ["1"]}
    assert numbers["rules"] == {"career": ["1"]}
    assert sum(int(row[0]) for row in numbers["time"].values()) == 1


def test_a_refused_message_that_is_deleted_was_still_never_held(pages: Pages) -> None:
    pages.store.hold(hold("SK1", state="refused", action="block"))
    assert pages.store.delete("SK1", "sato")
    each = Statistics(pages.store.database, time.time() - DAY).days(2)
    assert (sum(each.held), sum(each.refused)) == (0, 1)


def test_what_is_older_than_the_period_is_left_out(pages: Pages) -> None:
    for i, days in enumerate((0, 3, 20, 60, 200)):
        pages.store.hold(hold(f"SK{i}"))
        move(pages, f"SK{i}", time.time() - days * DAY)
    visitor = pages.enter("sato", ["reviewer"])
    for days, expected in ((7, 2), (30, 3), (90, 4)):
        numbers = tables(visitor.get(f"/charts?days={days}"))
        assert sum(int(row[0]) for row in numbers["time"].values()) == expected
        assert numbers["rules"] == {"career": [str(expected)]}
    visitor.get("/charts?days=31", status=400)


def test_the_charts_need_no_script_and_no_inline_style(pages: Pages) -> None:
    pages.store.hold(hold("SK1"))
    html = pages.enter("sato", ["reviewer"]).get("/charts")
    assert html.count("<svg") >= 5
    assert "style=" not in html
    assert not re.search(r"<script(?! src=)", html)
    assert html.count('role="img"') == len(re.findall(r'aria-labelledby="title-', html))


def test_the_file_holds_the_same_numbers_as_the_page(pages: Pages) -> None:
    pages.store.hold(hold("SK1", department="営業部"))
    visitor = pages.enter("sato", ["reviewer"])
    answer = visitor.http.get("/charts.csv?days=7")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row["値"] for row in rows if row["図"] == "部門別"] == ["1"]
    assert sum(int(row["値"]) for row in rows if row["系列"] == "保留") == 1


def test_no_charts_without_leave(pages: Pages) -> None:
    pages.enter("boss", ["administrator"]).get("/charts", status=403)


def test_a_spreadsheet_runs_nothing_of_our_files() -> None:
    assert [cell(one) for one in ("=1+1", "+81", "-x", "@a", "\tx", " =x", "＝x", "水野", 3, 1.5, "a\0b")] == ["'=1+1", "'+81", "'-x", "'@a", "'\tx", "' =x", "'＝x", "水野", 3, 1.5, "ab"]
    assert csv_file(("名",), [("a\ud800,b",)]).decode("utf-8-sig") == '名\r\n"a?,b"\r\n'


def test_a_scale_ends_with_a_round_number_not_below_the_largest() -> None:
    for largest in (*range(1, 200), 999, 1000, 1001, 99_999):
        assert nice(largest) >= largest
        assert nice(largest) <= max(3, 2 * largest)


def test_no_bar_leaves_its_picture() -> None:
    drawn = bars([Bar("a", 3, "3"), Bar("b", 90, "90", behind=400)], longest=100, mark=10)
    assert all(one.x >= 0 and one.x + one.width <= drawn.width and one.y + one.height <= drawn.height for one in drawn.shapes)
    days = columns([str(i) for i in range(90)], [("held", "bar-b", list(range(90))), ("released", "bar-c", [0] * 90)])
    assert all(one.x >= 0 and one.x + one.width <= days.width + 0.1 and one.y + one.height <= days.height for one in days.shapes)
    assert columns([], []).shapes == ()


def test_the_charts_agree_with_the_metrics_of_the_running_gateway(gate: Gate, visit: Callable[..., Any]) -> None:
    gate.hold()
    last = gate.hold()
    page = visit(gate, "sato")
    page.goto(f"{gate.url}/incidents/{last}")
    page.fill("#words", "不要なため")
    page.click("button[value=delete]")
    page.wait_for_selector("text=削除済み")
    page.goto(f"{gate.url}/charts?days=7")
    numbers = tables(page.content())
    assert sum(int(row[0]) for row in numbers["waiting"].values()) == gate.metric("sekisho_held_messages") == 1
    assert sum(int(row[0]) for row in numbers["time"].values()) == gate.metric('sekisho_messages_total{action="quarantine",channel="mail"}') == 2
    assert sum(int(row[0]) for row in numbers["rules"].values()) >= 2
