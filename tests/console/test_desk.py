"""Somebody deals with a leak: opens a case, sorts it, writes the report in time, and takes the document."""

from __future__ import annotations

import io
import re
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from docx import Document

from gateway.console import law
from gateway.quarantine.ledger_entry import Telling
from gateway.quarantine.reports import Overtaken
from gateway.quarantine.resealing import keys_in_use, reseal
from gateway.verdict import About, Finding, Zone
from tests.console.in_process import Pages, Visitor
from tests.quarantine.conftest import Place, cluster, opened, place, store  # noqa: F401
from tests.quarantine.held import hold

OUTSIDE = "s.mizuno@minato-foods.example"
DAY = 86400


@pytest.fixture
def pages(tmp_path: Path) -> Iterator[Pages]:
    made = Pages(tmp_path)
    yield made
    made.close()


def leak(pages: Pages, incident: str = "SK1", **changes: object) -> None:
    """A message about two people that was released."""
    told = tuple(Telling(incident, time.time(), name, ("JP_SENSITIVE",), "held", "eigyo-1@hibari-soft.example", (OUTSIDE,)) for name in ("高橋健一", "水野沙織"))
    finding = Finding("JP_SENSITIVE", "body", 0, 3, 0.9, About.THIRD_PARTY, Zone.BODY, text="入院中")
    values = {"department": "営業部", "recipients": (OUTSIDE, "omori@hibari-soft.example"), "findings": (finding,), "tellings": told} | changes
    pages.store.hold(hold(incident, **values))
    pages.store.claim(incident, "sato")
    pages.store.released(incident, "sato", "250 ok")


def opened_case(visitor: Visitor, **fields: str) -> str:
    visitor.get("/desk")
    return str(visitor.post("/desk/open", **fields).url).rpartition("/")[2].partition("?")[0]


def form(visitor: Visitor, case: str) -> dict[str, str]:
    found = re.search(r'name="revision" value="(\d+)"', visitor.get(f"/desk/{case}"))
    assert found is not None
    return {"revision": found[1]}


def ago(days: float) -> str:
    return (datetime.now(law.TOKYO) - timedelta(days=days)).strftime("%Y-%m-%dT%H:%M")


def test_a_case_opened_from_a_delivered_message_knows_what_the_gateway_knows(pages: Pages) -> None:
    leak(pages)
    visitor = pages.enter("kudo", ["approver"])
    assert 'action="/desk/open"' in visitor.get("/incidents/SK1")
    case = opened_case(visitor, incident="SK1")
    report = pages.store.reports.get(case)
    assert report is not None
    assert report.answers == {"delivered": "yes", "sensitive": "yes"}
    assert "社外1件（minato-foods.example）、社内1件" in report.items["outline"]
    assert "要配慮個人情報を含む" in report.items["data"]
    assert report.items["people"].startswith("2人")
    assert "高橋" not in str(report.items)
    assert "漏えい等" in visitor.get(f"/desk/{case}")
    assert opened_case(visitor, incident="SK1") == case  # one case an incident


def test_held_mail_that_never_went_out_needs_no_report(pages: Pages) -> None:
    pages.store.hold(hold("SK1"))
    visitor = pages.enter("kudo", ["approver"])
    case = opened_case(visitor, incident="SK1")
    html = visitor.get(f"/desk/{case}")
    assert "答えからの目安：報告不要" in html
    assert "社外に届いていないため" in html


def test_what_was_found_elsewhere_or_only_in_the_ledger_can_be_a_case_too(pages: Pages) -> None:
    visitor = pages.enter("kudo", ["approver"])
    assert pages.store.reports.get(opened_case(visitor, title="紙の名簿の紛失", known=ago(0))) is not None
    pages.store.ledger.add([Telling("SK261101-DELIVERD", time.time(), "高橋健一", ("JP_EMPLOYER",), "delivered", "a@x.example", (OUTSIDE,))])
    assert pages.store.reports.get(opened_case(visitor, incident="SK261101-DELIVERD")) is not None
    visitor.post("/desk/open", status=404, incident="SK-none")
    visitor.post("/desk/open", status=400, title="")
    visitor.post("/desk/open", status=400, title="x", known="2999-01-01T00:00")
    visitor.post("/desk/open", status=400, title="x", known="yesterday")


def test_late_reports_are_red_on_the_list_and_in_the_queue_s_head(pages: Pages) -> None:
    visitor = pages.enter("kudo", ["approver"])
    case = opened_case(visitor, title="遅れている件", known=ago(6))
    opened_case(visitor, title="まだ間に合う件", known=ago(1))
    html = visitor.get("/desk")
    assert "期限を過ぎた報告があります：1件" in html
    assert html.index("遅れている件") < html.index("まだ間に合う件")
    assert html.count("row overdue") == 1
    assert "期限を過ぎた案件が1件あります" in visitor.get("/")
    assert "期限を過ぎた案件" not in pages.enter("sato", ["reviewer"]).get("/")
    visitor.post(f"/desk/{case}/made", **form(visitor, case), which="preliminary")
    assert "期限を過ぎた" not in visitor.get("/desk")
    html = visitor.post(f"/desk/{case}/made", **form(visitor, case), which="preliminary", undo="yes").text
    assert "日超過" in html


def test_i_sort_it_with_a_reason_and_sixty_days_run_for_an_improper_purpose(pages: Pages) -> None:
    leak(pages)
    visitor = pages.enter("kudo", ["approver"])
    case = opened_case(visitor, incident="SK1", known=ago(0))
    visitor.post(f"/desk/{case}/sort", status=400, **form(visitor, case), sort="leak", reason=" ")
    visitor.post(f"/desk/{case}/sort", **form(visitor, case), sort="leak", reason="退職予定者が名簿を持ち出した", delivered="yes", improper="yes")
    report = pages.store.reports.get(case)
    assert report is not None
    assert (report.sort, report.improper_purpose, report.reason) == ("leak", True, "退職予定者が名簿を持ち出した")
    assert law.counted(report.known_at, 60).isoformat() in visitor.get(f"/desk/{case}")
    visitor.post(f"/desk/{case}/sort", status=400, **form(visitor, case), sort="unsorted", reason="x")
    log = [(one.actor, one.what, one.detail) for one in pages.store.audit.rows("SK1")]
    assert ("kudo", "report_sorted", f"{case}: leak, improper purpose") in log
    assert not any("名簿" in detail for _, _, detail in log)


def test_no_clock_runs_for_what_needs_no_report(pages: Pages) -> None:
    visitor = pages.enter("kudo", ["approver"])
    case = opened_case(visitor, title="誤送信", known=ago(40))
    visitor.post(f"/desk/{case}/close", status=409, **form(visitor, case))
    visitor.post(f"/desk/{case}/sort", **form(visitor, case), sort="no_report", reason="未読のまま削除されたと先方から書面で確認", delivered="yes", recovered="yes")
    assert "期限を過ぎた" not in visitor.get("/desk")
    visitor.post(f"/desk/{case}/close", **form(visitor, case))
    assert "終了した案件" in visitor.get("/desk")
    visitor.post(f"/desk/{case}/close", **form(visitor, case))
    report = pages.store.reports.get(case)
    assert report is not None
    assert report.closed_at == 0.0


def test_i_write_the_nine_items_and_take_them_as_word_and_markdown(pages: Pages) -> None:
    leak(pages)
    visitor = pages.enter("kudo", ["approver"])
    case = opened_case(visitor, incident="SK1", known=ago(1))
    visitor.post(f"/desk/{case}/write", **form(visitor, case), cause="宛先の自動補完を確かめなかった", company="ひばりソフト株式会社", number="1", made_on="2026-11-25", title="見積書の誤送信")
    visitor.post(f"/desk/{case}/made", **form(visitor, case), which="preliminary")
    answer = visitor.http.get(f"/desk/{case}/document/docx")
    made = Document(io.BytesIO(answer.content))
    headings = [paragraph.text for paragraph in made.paragraphs if paragraph.style is not None and paragraph.style.name == "Heading 1"]
    assert len([one for one in headings if "．" in one]) == 9
    cover = {row.cells[0].text: row.cells[1].text for row in made.tables[0].rows}
    assert cover["報告の種別"] == "第1報（確報）"
    assert cover["提出日"] == "2026年11月25日"
    assert cover["事業者名"] == "ひばりソフト株式会社"
    assert "報告済み" in cover["速報の期限"]
    text = "\n".join(paragraph.text for paragraph in made.paragraphs)
    assert "宛先の自動補完を確かめなかった" in text
    assert "弁護士" in text
    plain = visitor.http.get(f"/desk/{case}/document/md")
    assert "## ４．原因" in plain.text
    assert "宛先の自動補完を確かめなかった" in plain.text
    visitor.get(f"/desk/{case}/document/exe", status=404)
    log = [(one.what, one.detail) for one in pages.store.audit.rows("SK1")]
    assert ("report_edited", f"{case}: cause, company, number, made_on, title") in log
    assert ("report_exported", f"{case}: docx") in log
    assert not any("自動補完" in detail for _, detail in log)


def test_what_i_typed_is_not_lost_when_somebody_saved_before_me(pages: Pages) -> None:
    visitor = pages.enter("kudo", ["approver"])
    case = opened_case(visitor, title="誤送信")
    mine = form(visitor, case)
    pages.enter("mori", ["auditor"]).post(f"/desk/{case}/write", **mine, cause="森の文")
    answer = visitor.post(f"/desk/{case}/write", status=409, **mine, cause="工藤の文")
    assert "ほかの方が先に保存しました" in answer.text
    assert "工藤の文" in answer.text
    report = pages.store.reports.get(case)
    assert report is not None
    assert report.items["cause"] == "森の文"
    visitor.post(f"/desk/{case}/write", **form(visitor, case), cause="二人の文")
    visitor.post(f"/desk/{case}/sort", status=409, **mine, sort="leak", reason="x")


def test_a_manager_deals_with_their_departments_cases_only(pages: Pages) -> None:
    leak(pages, "SK1")
    leak(pages, "SK2", department="開発部")
    whole = pages.enter("kudo", ["approver"])
    mine, theirs, neither = opened_case(whole, incident="SK1"), opened_case(whole, incident="SK2"), opened_case(whole, title="紙の紛失")
    manager = pages.enter("eigyo", ["approver"], ["営業部"])
    html = manager.get("/desk")
    assert mine in html
    assert theirs not in html
    assert neither not in html
    manager.get(f"/desk/{theirs}", status=404)
    manager.get(f"/desk/{neither}/document/md", status=404)
    manager.post("/desk/open", status=404, incident="SK2")
    pages.enter("sato", ["reviewer"]).get("/desk", status=403)


def test_a_script_in_the_report_stays_text(pages: Pages) -> None:
    visitor = pages.enter("kudo", ["approver"])
    case = opened_case(visitor, title="<script>alert(1)</script>")
    visitor.post(f"/desk/{case}/write", **form(visitor, case), cause="</textarea><script>alert(2)</script>\0\x1b")
    html = visitor.get(f"/desk/{case}") + visitor.get("/desk")
    assert "<script>alert" not in html
    Document(io.BytesIO(visitor.http.get(f"/desk/{case}/document/docx").content))


def test_cases_are_sealed_and_outlive_a_change_of_keys(place: Place) -> None:  # noqa: F811
    one = place.open()
    made = one.reports.open("kudo", time.time(), title="見積書の誤送信", items={"cause": "確認不足"})
    made = one.reports.edit(made, "kudo", made.title, {"cause": "宛先の確認不足"}, {})
    assert "見積書".encode() not in b"".join(bytes(row[0]) for row in place.execute("select sealed from reports"))
    old = one.vault.current
    from gateway.quarantine.key_file import rotate

    rotate(place.key_file)
    one.close()
    again = place.open()
    assert reseal(again, "admin").unopened == 0
    assert keys_in_use(again) == {again.vault.current} != {old}
    kept = again.reports.get(made.id)
    assert kept is not None
    assert kept.items == {"cause": "宛先の確認不足"}
    with pytest.raises(Overtaken):
        again.reports.edit(again.reports.sort(kept, "kudo", "leak", "x", {}, False, kept.known_at) and kept, "kudo", "x", {}, {})
    assert again.audit.verify().wrong == ""
    assert [what for _, _, what, _ in again.reports.history(kept)] == ["report_opened", "report_edited", "report_sorted"]
    again.close()


def test_an_incident_has_one_open_case_even_when_two_people_press_at_once(place: Place) -> None:  # noqa: F811
    from concurrent.futures import ThreadPoolExecutor

    one = place.open()
    one.hold(hold("SK1"))
    with ThreadPoolExecutor(8) as pool:
        found = {made.id for made in pool.map(lambda i: one.reports.open(f"p{i}", time.time(), "SK1"), range(8))}
    assert len(found) == 1
    one.close()
