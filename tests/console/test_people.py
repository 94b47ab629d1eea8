"""A person asks what was told about them: the search, the file, the draft of the answer."""

from __future__ import annotations

import csv
import html
import io
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from gateway.console.disclosure import letter
from gateway.console.paper import Paper, Section, markdown
from gateway.console.people import Telling
from gateway.console.word import word
from gateway.quarantine.ledger import Told
from gateway.quarantine.ledger_entry import Telling as Filed
from tests.console.in_process import Pages, Visitor
from tests.quarantine.held import hold

INSIDE, OUTSIDE = "omori@hibari-soft.example", "s.mizuno@minato-foods.example"


@pytest.fixture
def pages(tmp_path: Path) -> Iterator[Pages]:
    made = Pages(tmp_path)
    yield made
    made.close()


def file(pages: Pages, incident: str, person: str, outcome: str = "delivered", sender: str = "eigyo-1@hibari-soft.example", to: tuple[str, ...] = (OUTSIDE,)) -> None:
    pages.store.ledger.add([Filed(incident, time.time(), person, ("JP_EMPLOYER", "PERSON"), outcome, sender, to)])


def sections(page: str) -> dict[str, str]:
    """The page's tables by heading."""
    return {html.unescape(title): body for title, body in re.findall(r"<h2>(.*?) <span class=\"en\">.*?</h2>(.*?)</table>", page, re.S)}


def asked(visitor: Visitor, name: str) -> str:
    visitor.get("/people")
    return str(visitor.post("/people", name=name).text)


def marks(page: str) -> list[str]:
    return re.findall(r'name="telling" value="(\w+)" checked', page)


def test_i_see_to_whom_something_was_told_about_somebody(pages: Pages) -> None:
    file(pages, "SK1", "高橋健一", to=(OUTSIDE, INSIDE))
    file(pages, "SK2", "高橋健一", "deleted")
    file(pages, "SK3", "高橋")
    file(pages, "SK4", "鈴木花子")
    page = asked(pages.enter("mori", ["auditor"]), "髙橋健一 様")
    tables = sections(page)
    assert set(re.findall(r"SK\d", tables["お名前が一致するもの"])) == {"SK1", "SK2"}
    assert set(re.findall(r"SK\d", tables["可能性があるもの"])) == {"SK3"}
    assert "SK4" not in page
    assert OUTSIDE in tables["お名前が一致するもの"]
    assert tables["お名前が一致するもの"].count("社外") == 2  # once in each mail, never at the colleague
    assert "削除（未送信）" in page


def test_only_what_was_held_has_a_link(pages: Pages) -> None:
    pages.store.hold(hold("SK1", tellings=(Filed("SK1", time.time(), "高橋健一", ("JP_EMPLOYER",), "held", "a@x.example", (OUTSIDE,)),)))
    file(pages, "SK2", "高橋健一")
    page = asked(pages.enter("mori", ["auditor"]), "高橋健一")
    assert 'href="/incidents/SK1"' in page
    assert 'href="/incidents/SK2"' not in page


def test_the_search_is_on_record_but_the_name_is_nowhere(pages: Pages) -> None:
    file(pages, "SK1", "高橋健一")
    visitor = pages.enter("mori", ["auditor"])
    page = asked(visitor, "高橋健一")
    visitor.post("/people/file", name="高橋健一", form="csv", telling=marks(page))
    log = [(one.actor, one.what, one.detail) for one in pages.store.audit.rows()]
    assert ("mori", "people_searched", "") in log
    assert ("mori", "people_exported", "csv, 1 entries") in log
    assert not any("高橋" in "".join(one) for one in log)
    assert "高橋" not in str(visitor.http.get("/people").url)
    visitor.get("/people?name=%E9%AB%98%E6%A9%8B%E5%81%A5%E4%B8%80")
    assert "SK1" not in visitor.page


def test_the_file_opens_in_a_spreadsheet_and_runs_nothing(pages: Pages) -> None:
    file(pages, "SK1", "高橋健一", sender="=cmd|'/c calc'!a1@hibari-soft.example")
    file(pages, "SK2", "高橋健一")
    visitor = pages.enter("mori", ["auditor"])
    page = asked(visitor, "高橋健一")
    answer = visitor.post("/people/file", name="高橋健一", form="csv", telling=marks(page))
    assert answer.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert {row["受付番号"] for row in rows} == {"SK1", "SK2"}
    assert {row["送信者"] for row in rows} == {"'=cmd|'/c calc'!a1@hibari-soft.example", "eigyo-1@hibari-soft.example"}
    one = visitor.post("/people/file", name="高橋健一", form="csv", telling=marks(page)[:1])
    assert len(list(csv.DictReader(io.StringIO(one.content.decode("utf-8-sig"))))) == 1


def test_a_manager_learns_only_of_their_own_people_s_mail(pages: Pages) -> None:
    file(pages, "SK1", "高橋健一", sender="eigyo-1@hibari-soft.example")
    file(pages, "SK2", "高橋健一", sender="kaihatsu-1@hibari-soft.example")
    page = asked(pages.enter("eigyo", ["auditor"], ["営業部"]), "高橋健一")
    assert "SK1" in page
    assert "SK2" not in page
    pages.enter("reviewer", ["reviewer"]).get("/people", status=403)


def test_the_draft_of_the_answer_tells_what_reached_whom(pages: Pages) -> None:
    file(pages, "SK1", "高橋健一")
    file(pages, "SK2", "高橋健一", to=(INSIDE,))
    file(pages, "SK3", "高橋健一", "redacted")
    visitor = pages.enter("mori", ["auditor"])
    chosen = marks(asked(visitor, "高橋健一"))
    answer = visitor.post("/people/file", name="高橋健一", form="docx", telling=chosen)
    made = Document(io.BytesIO(answer.content))
    told = [[[cell.text for cell in row.cells] for row in table.rows] for table in made.tables]
    assert [row[1:] for row in told[0][1:]] == [["勤務先・前職、氏名", OUTSIDE, "SK1"]]
    assert [row[1:] for row in told[1][1:]] == [["勤務先・前職、氏名", INSIDE, "SK2"]]
    text = "\n".join(paragraph.text for paragraph in made.paragraphs)
    assert "高橋健一　様" in text
    assert "届かなかったものが1件" in text
    assert "弁護士" in text
    plain = visitor.post("/people/file", name="高橋健一", form="md", telling=chosen).text
    assert "高橋健一 様" in plain
    assert "| SK1 |" in plain
    assert "filename=\"kaiji-kaito.md\"" in visitor.http.post("/people/file", data={"csrf": re.search(r'name="csrf" value="([^"]+)"', visitor.page)[1], "name": "高橋健一", "form": "md"}).headers["content-disposition"]  # type: ignore[index]


def test_nobody_is_told_about_what_never_reached_anybody() -> None:
    told = Told(0.0, "SK1", "exact", ("JP_EMPLOYER",), "held", "高橋健一", "a@x.example", (OUTSIDE,))
    made = letter("高橋健一", [Telling(told, "m", frozenset((OUTSIDE,)), False)], 0.0)
    assert made.sections[0].rows == ()
    assert OUTSIDE not in markdown(made).decode()


@pytest.mark.parametrize("name", ["", " ", "\0", "' OR 1=1 --", "<script>alert(1)</script>", "\u202e", "あ" * 5000, "\ud83d"])
def test_no_name_breaks_the_search(pages: Pages, name: str) -> None:
    page = asked(pages.enter("mori", ["auditor"]), name.encode("utf-8", "replace").decode())
    assert "<script>alert" not in page


def hostile_paper() -> Paper:
    nasty = "a\0b\x1b\ufffe\ud800 <b>x</b> | `y` **z** [l](javascript:1)\n# h\n1. n\r\n- i\n= e"
    return Paper(nasty, nasty, nasty, (nasty,), ((nasty, nasty),), nasty, (Section(nasty, nasty, ("x", "y"), ((nasty, nasty),)),), nasty, True)


def test_whatever_people_write_stays_text_in_both_papers() -> None:
    text = markdown(hostile_paper()).decode()
    assert [line for line in text.splitlines() if line.startswith("# ")] == [text.splitlines()[0]]
    assert "<b>" not in text.replace("\\<b", "")
    assert not re.search(r"(?m)^(- |1\. |= )", text)
    made: Any = Document(io.BytesIO(word(hostile_paper())))
    assert any("<b>x</b>" in paragraph.text for paragraph in made.paragraphs)
    assert made.sections[0].page_width.mm == pytest.approx(210, abs=1)
