"""Charts, people, audit log and incident desk in a real browser: they work, they can be read by everybody, and they have their pictures."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from gateway.console import law
from gateway.quarantine.ledger_entry import Telling
from tests.console.accessible import serious
from tests.console.conftest import Gate, picture
from tests.console.past import live_through
from tests.e2e.mails import LEAK, mail

PERSON = "水野沙織"
OUTSIDE = "info@aozora.example"


@pytest.fixture(scope="module")
def office(gates: Callable[..., Gate]) -> Iterator[tuple[Gate, str]]:
    """A gateway with a leak that went out, an older one that is overdue, and a person told about; with the leak's reference."""
    gate = gates()
    incident = gate.send(mail(LEAK, to=OUTSIDE), to=(OUTSIDE,))
    gate.hold()
    store = gate.store()
    live_through(store)
    store.claim(incident, "kudo")
    store.released(incident, "kudo", "250 ok")
    store.reviews.decide(store.get(incident), "released", "kudo", "宛先を確かめずに許可した")
    store.ledger.add([Telling("SK261101-00000001", time.time() - 90_000, PERSON, ("JP_SENSITIVE", "PERSON"), "delivered", "n.kashiwagi@hibari-soft.example", (OUTSIDE,))])
    store.reports.open("kudo", time.time() - 6 * 86400, title="名簿の誤送信")
    store.close()
    yield gate, incident


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_read_the_pages(office: tuple[Gate, str], visit: Callable[..., Any], scheme: str) -> None:
    gate, incident = office
    page = visit(gate, "admin", color_scheme=scheme, bypass_csp=True)  # axe is a script, which our own policy would not let run
    end = "-dark" if scheme == "dark" else ""
    page.goto(f"{gate.url}/charts")
    picture(page, f"charts{end}")
    page.click("#chart-time summary")
    assert serious(page, colours_only=bool(end)) == []
    page.goto(f"{gate.url}/people")
    page.fill("#name", "水野 沙織 様")
    page.click("button.main")
    page.wait_for_selector(f"text={PERSON}")
    assert serious(page, colours_only=bool(end)) == []
    picture(page, f"people{end}")
    page.goto(f"{gate.url}/audit")
    page.click("text=鎖を検証する")
    page.wait_for_selector(".note.good")
    assert serious(page, colours_only=bool(end)) == []
    picture(page, f"audit{end}")
    page.goto(f"{gate.url}/desk")
    assert serious(page, colours_only=bool(end)) == []
    picture(page, f"desk{end}")
    page.goto(f"{gate.url}/incidents/{incident}")
    page.click("form[action='/desk/open'] button")
    page.wait_for_selector("#sorting")
    page.click("summary:has-text('表紙')")
    assert serious(page, colours_only=bool(end)) == []
    picture(page, f"case{end}")


def test_i_take_a_leak_from_the_incident_to_the_document(office: tuple[Gate, str], visit: Callable[..., Any], tmp_path: Path) -> None:
    gate, incident = office
    page = visit(gate, "kudo")
    page.goto(f"{gate.url}/")
    page.click("text=漏えい対応へ")
    page.goto(f"{gate.url}/incidents/{incident}")
    page.click("form[action='/desk/open'] button")
    page.wait_for_selector("#sorting")
    assert "社外1件（aozora.example）" in page.input_value("#outline")
    assert page.is_checked("input[name=delivered][value=yes]")
    for name, value in (("delivered", "yes"), ("deliberate", "no"), ("improper", "no"), ("property", "no"), ("many", "no"), ("sensitive", "yes")):
        page.check(f"input[name={name}][value={value}]")
    page.select_option("#sort", "leak")
    page.fill("#reason", "宛先の誤りにより社外に届いた")
    page.click("text=分類を保存")
    page.wait_for_selector("text=答えからの目安：漏えい等")
    page.fill("#cause", "宛先の自動補完を確かめなかった")
    page.click("form[action$='/write'] button.main")
    page.wait_for_selector("text=保存しました")
    with page.expect_download() as download:
        page.click("text=Word (.docx)")
    assert download.value.suggested_filename == f"roei-hokoku-{incident}.docx"
    from docx import Document

    made = Document(str(download.value.path()))
    assert "宛先の自動補完を確かめなかった" in "\n".join(one.text for one in made.paragraphs)
    today = datetime.now(law.TOKYO).date()
    assert (today + timedelta(days=4)).strftime("%m/%d") in page.locator(".clock").first.inner_text()
    page.click(".clock >> nth=0 >> button")
    page.wait_for_selector(".clock .chip.good")
    picture(page, "case-reported")
    store = gate.store()
    assert store.audit.verify().wrong == ""
    assert [what for _, _, what, _ in store.reports.history(store.reports.of(incident)[0])][-4:] == ["report_sorted", "report_edited", "report_exported", "report_made"]
    store.close()
