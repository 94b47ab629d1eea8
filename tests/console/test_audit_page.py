"""An auditor reads the log, narrows it down, has the chain checked and takes it away."""

from __future__ import annotations

import csv
import io
import re
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from gateway.console.checking import ChainCheck
from gateway.quarantine.audit_search import AuditSearch, Sought
from tests.console.in_process import Pages
from tests.quarantine.held import hold


@pytest.fixture
def pages(tmp_path: Path) -> Iterator[Pages]:
    made = Pages(tmp_path)
    yield made
    made.close()


def rows(html: str) -> list[int]:
    return [int(one) for one in re.findall(r'<td class="num soft">(\d+)</td>', html)]


def test_i_see_the_newest_first_and_page_back_to_the_beginning(pages: Pages) -> None:
    for i in range(230):
        pages.store.audit.append("robot", "exported", f"SK{i}")
    visitor = pages.enter("mori", ["auditor"])
    html = visitor.get("/audit")
    total = pages.store.audit.head()[0]
    seen = rows(html)
    while (further := re.search(r'href="(/audit\?[^"]*before=\d+)"', html)) is not None:
        html = visitor.get(further[1].replace("&amp;", "&"))
        seen += rows(html)
    assert seen == list(range(total, 0, -1))


def test_i_narrow_it_down_by_who_what_which_and_when(pages: Pages) -> None:
    pages.store.hold(hold("SK1"))
    pages.store.hold(hold("SK2"))
    pages.store.reveal("SK2", "sato", "確認")
    pages.store.delete("SK2", "kudo")
    visitor = pages.enter("mori", ["auditor"])
    assert len(rows(visitor.get("/audit?incident=SK2"))) == 3
    assert len(rows(visitor.get("/audit?incident=SK2&actor=sato"))) == 1
    assert len(rows(visitor.get("/audit?what=held"))) == 2
    today = time.strftime("%Y-%m-%d")
    assert len(rows(visitor.get(f"/audit?what=held&since={today}&until={today}"))) == 2
    assert rows(visitor.get("/audit?what=held&until=2020-01-01")) == []
    for bad in ("since=yesterday", "before=-1", "until=9999-12-31", "before=9999999999999999999"):
        visitor.get(f"/audit?{bad}", status=400)


def test_the_check_says_that_all_rows_are_there(pages: Pages) -> None:
    pages.store.hold(hold("SK1"))
    visitor = pages.enter("mori", ["auditor"])
    visitor.get("/audit")
    count, head = pages.store.audit.head()
    html = visitor.post("/audit/verify").text
    assert f"{count}行すべてがつながっています" in html
    assert head in html
    assert pages.store.audit.rows()[-1].detail == f"{count} rows, whole"


def test_the_check_says_which_row_was_changed(pages: Pages) -> None:
    for i in range(5):
        pages.store.audit.append("sato", "revealed", f"SK{i}")
    visitor = pages.enter("mori", ["auditor"])
    with pages.store.database.writing() as session:
        session.execute(text("update audit set actor='kudo' where incident='SK3'"))
        changed = session.execute(text("select seq from audit where incident='SK3'")).scalar()
    visitor.get("/audit")
    html = visitor.post("/audit/verify").text
    assert "改ざんまたは欠落" in html
    assert f"row {changed} was changed" in html


def test_a_long_check_shows_how_far_it_is(pages: Pages, monkeypatch: pytest.MonkeyPatch) -> None:
    visitor = pages.enter("mori", ["auditor"])
    visitor.get("/audit")
    go_on = threading.Event()
    verify = pages.store.audit.verify

    def slow(progress):  # type: ignore[no-untyped-def]
        progress(7, 4000)
        go_on.wait(20)
        return verify(progress)

    monkeypatch.setattr(pages.store.audit, "verify", slow)
    html = visitor.post("/audit/verify").text
    assert "7 / 4,000" in html
    assert 'hx-get="/audit/progress"' in html
    go_on.set()
    deadline = time.monotonic() + 10
    while "つながっています" not in (html := visitor.get("/audit/progress")):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert "hx-get" not in html


def test_a_check_that_fails_says_so_and_never_that_all_is_well(pages: Pages, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_progress):  # type: ignore[no-untyped-def]
        raise RuntimeError("something nobody thought of")

    monkeypatch.setattr(pages.store.audit, "verify", broken)
    monkeypatch.setattr(threading, "excepthook", lambda _args: None)
    check = ChainCheck(pages.store)
    assert check.begin("mori", 5).trouble == "the check was cut off"
    assert not check.progress.running


def test_the_file_holds_the_log_in_order_and_taking_it_is_on_record(pages: Pages) -> None:
    pages.store.audit.append("=2+2", "exported", "SK1", "@SUM(A1)")
    visitor = pages.enter("mori", ["auditor"])
    visitor.get("/audit")
    answer = visitor.post("/audit/file", incident="SK1")
    read = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [(row["操作者"], row["詳細"], row["受付番号"]) for row in read] == [("'=2+2", "'@SUM(A1)", "SK1")]
    everything = list(csv.DictReader(io.StringIO(visitor.post("/audit/file").content.decode("utf-8-sig"))))
    assert [int(row["番号"]) for row in everything] == list(range(1, pages.store.audit.head()[0]))
    assert (pages.store.audit.rows(after=len(everything))[-1].what, pages.store.audit.rows(after=len(everything))[-1].actor) == ("audit_exported", "mori")


def test_an_auditor_of_one_department_reads_what_concerns_it(pages: Pages) -> None:
    pages.store.hold(hold("SK1", department="営業部"))
    pages.store.hold(hold("SK2", department="開発部"))
    seen = {one.incident for one in AuditSearch(pages.store.database).page(Sought(departments=("営業部",)))[0]}
    assert "SK1" in seen
    assert "SK2" not in seen
    pages.enter("sato", ["reviewer"]).get("/audit", status=403)
