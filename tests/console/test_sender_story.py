"""The sender's story in a real browser: a notice, a code, the redacted version, a reviewer's word, and what the recipient gets."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from email import message_from_bytes
from email.policy import default
from typing import Any

from tests.console.accessible import serious
from tests.console.conftest import Gate, picture
from tests.e2e.mails import INSIDE, SENDER

EMPLOYER = "桜坂リース"


def letter(gate: Gate, to: str, *words: str, after: int = 0) -> str:
    """The text of the letter to somebody that has these words in it."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        for one in gate.hop.taken[after:]:
            if one.rcpt == [f"TO:<{to}>"] and "FROM:<>" in one.mail:
                read = message_from_bytes(one.content, policy=default)
                text = str(read["Subject"]) + "\n" + read.get_content()
                if all(word in text for word in words):
                    return text
        time.sleep(0.05)
    raise AssertionError(f"no letter to {to} with {words}")


def way_in(text: str) -> tuple[str, str]:
    """(link, code) out of a notice."""
    link, code = re.search(r"http://\S+/s/\S+", text), re.search(r"確認コード：(\S+)", text)
    assert link and code
    return link.group(), code.group(1)


def enter(page: Any, link: str, code: str) -> None:
    """Open the link and type the code."""
    page.goto(link)
    page.fill("#code", code)
    page.click("form:has(#code) button.main")
    page.wait_for_selector("#found")


def choose(page: Any, way: str) -> Any:
    """Open one of the ways out; its form."""
    form = page.locator(f"details.choice:has(input[value={way}])")
    form.locator("> summary").click()
    return form


def test_from_the_notice_to_the_redacted_version_at_the_recipient(gate: Gate, visit: Callable[..., Any]) -> None:
    incident = gate.hold(subject="水野さんの件")
    notice = letter(gate, SENDER, incident, "確認コード")
    assert EMPLOYER not in notice and "水野" not in notice
    page = visit(gate)
    link, code = way_in(notice)
    page.goto(link)
    assert serious(page) == []
    picture(page, "sender-code")
    enter(page, link, code.lower().replace("-", " "))
    assert page.locator(".found mark", has_text=EMPLOYER).count() == 1
    assert serious(page) == []
    picture(page, "sender-page")
    form = choose(page, "redacted")
    preview = form.locator(".preview").inner_text()
    assert "［前職］" in preview and EMPLOYER not in preview
    picture(page, "sender-redacted")
    before = len(gate.hop.taken)
    form.locator("button.main").click()
    page.wait_for_selector("text=ご依頼を受け付けました")
    assert serious(page) == []
    picture(page, "sender-status")
    letter(gate, "kudo@hibari-soft.example", incident, "送信者からの依頼")

    reviewer = visit(gate, "sato")
    reviewer.goto(f"{gate.url}/incidents/{incident}")
    picture(reviewer, "incident-request")
    reviewer.click("button[value=grant]")
    reviewer.wait_for_selector("text=送信済み")
    told = letter(gate, SENDER, incident, "伏せて送信しました", after=before)
    assert EMPLOYER not in told
    page.reload()
    page.wait_for_selector("text=該当箇所を伏せて送信しました")
    picture(page, "sender-done")

    (taken,) = [one for one in gate.hop.taken[before:] if SENDER in one.mail]
    assert taken.rcpt == [f"TO:<{INSIDE}>"]
    body = message_from_bytes(taken.content, policy=default).get_content()
    assert "".join(body.split()) == "".join(preview.split())
    store = gate.store()
    what = [(actor, what) for _, actor, what, _ in store.events(incident)]
    assert [one for one in what if one[0] in ("sender", "sato")] == [
        ("sender", "link_opened"), ("sender", "asked"), ("sato", "release_started"), ("sato", "released"), ("sato", "request_granted"),
    ]  # fmt: skip
    assert store.audit.verify().wrong == ""

    auditor = visit(gate, "mori")
    auditor.goto(f"{gate.url}/people")
    auditor.fill("input[name=name]", "水野様")
    auditor.keyboard.press("Enter")
    auditor.wait_for_selector(f"a[href='/incidents/{incident}']")


def test_i_ask_for_approval_get_a_refusal_and_withdraw(gate: Gate, visit: Callable[..., Any]) -> None:
    incident = gate.hold()
    page = visit(gate)
    enter(page, *way_in(letter(gate, SENDER, incident, "確認コード")))
    form = choose(page, "approval")
    form.locator("textarea").fill("取引の与信確認に必要です <b>至急</b>")
    picture(page, "sender-approval")
    form.locator("button.main").click()
    page.wait_for_selector("text=取引の与信確認に必要です <b>至急</b>")
    reviewer = visit(gate, "kudo")
    reviewer.goto(f"{gate.url}/incidents/{incident}")
    reviewer.wait_for_selector("text=取引の与信確認に必要です <b>至急</b>")
    reviewer.fill("input[name=words][aria-label*=送信者]", "本人の同意がないため承認できません")
    reviewer.click("button[value=refuse]")
    reviewer.wait_for_selector("text=お断りする旨を送信者に伝えました")
    letter(gate, SENDER, incident, "本人の同意がないため承認できません")
    page.reload()
    page.wait_for_selector("text=本人の同意がないため承認できません")
    choose(page, "withdraw").locator("button.grave").click()
    page.wait_for_selector("text=送信を取りやめました")
    assert gate.store().get(incident).state == "deleted"


def test_i_lost_my_code_and_get_a_fresh_one_on_my_telephone_in_english(gate: Gate, visit: Callable[..., Any]) -> None:
    incident = gate.hold()
    link, _ = way_in(letter(gate, SENDER, incident, "確認コード"))
    before = len(gate.hop.taken)
    page = visit(gate, locale="en-US")
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(link)
    page.fill("#code", "AAAA-AAAA")
    page.click("form:has(#code) button.main")
    page.wait_for_selector("text=This code does not open it")
    page.click("text=Send me a fresh code")
    page.wait_for_selector("text=on its way")
    enter(page, *way_in(letter(gate, SENDER, incident, "A fresh code", after=before)))
    page.wait_for_selector("text=Your message is waiting")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    picture(page, "sender-telephone")


def test_i_cite_consent_with_a_file(gate: Gate, visit: Callable[..., Any], tmp_path: Any) -> None:
    incident = gate.hold()
    page = visit(gate)
    enter(page, *way_in(letter(gate, SENDER, incident, "確認コード")))
    paper = tmp_path / "同意書.pdf"
    paper.write_bytes(b"%PDF-1.4 consent")
    form = choose(page, "consent")
    form.locator("input[type=file]").set_input_files(str(paper))
    form.locator("button.main").click()
    page.wait_for_selector("text=同意書.pdf")
    store = gate.store()
    (request,) = store.reviews.requests(incident)
    assert store.reviews.evidence(request.id) == b"%PDF-1.4 consent"


def test_i_keep_the_register_of_consents_in_the_browser(gate: Gate, visit: Callable[..., Any], tmp_path: Any) -> None:
    page = visit(gate, "sato")
    page.goto(f"{gate.url}/consents")
    page.click("summary:has-text('同意を登録する')")
    page.fill("#person", "水野 沙織")
    page.fill("#audience", "hibari-soft.example")
    page.fill("#purpose", "担当者の紹介")
    page.fill("#valid_until", "2099-03-31")
    page.check("input[value=JP_EMPLOYER]")
    paper = tmp_path / "同意書.pdf"
    paper.write_bytes(b"%PDF-1.4 consent")
    page.set_input_files("#file", str(paper))
    page.click("form[action='/consents/add'] button.main")
    page.wait_for_selector("td >> text=水野 沙織")
    assert serious(page) == []
    picture(page, "consents")
    with page.expect_download() as download:
        page.click("text=同意書.pdf")
    assert download.value.path().read_bytes() == b"%PDF-1.4 consent"
    page.click("summary:has-text('CSVから取り込む')")
    wrong = tmp_path / "consents.csv"
    wrong.write_text("person,kinds,audience\n森 学,*,x.example\n,*,x.example\n", "utf-8")
    page.set_input_files("form[action='/consents/import'] input[type=file]", str(wrong))
    page.click("form[action='/consents/import'] button")
    page.wait_for_selector("text=3行目：氏名がありません")
    assert page.locator("td >> text=森 学").count() == 0
