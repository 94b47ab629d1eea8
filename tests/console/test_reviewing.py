"""A reviewer's day: the queue, one incident, and what becomes of it; in a real browser against the running gateway."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Any

from tests.console.conftest import Gate, picture
from tests.e2e.mails import INSIDE, SENDER

EMPLOYER = "桜坂リース"
FOUR_EYES = """
version: 1
review: {four_eyes: [career]}
rules:
  - id: career
    description: 第三者の職歴
    reason: career
    when: {entities: [JP_CAREER_HISTORY], about: [third_party]}
    action: quarantine
"""


def taken_after(gate: Gate, before: int) -> Any:
    """The first message that the next hop took after it had `before`, notices left aside."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        mine = [one for one in gate.hop.taken[before:] if SENDER in one.mail]
        if mine:
            return mine[0]
        time.sleep(0.05)
    raise AssertionError("the next hop took nothing")


def test_what_is_found_is_masked_until_i_give_a_reason(gate: Gate, visit: Callable[..., Any]) -> None:
    incident = gate.hold()
    page = visit(gate, "sato")
    page.click(f"#row-{incident} a.ref")
    page.wait_for_selector(".mail")
    assert EMPLOYER not in page.content()
    assert page.locator("mark.hidden").count() >= 2
    picture(page, "incident-masked")
    page.fill("form[action$='/reveal'] input[type=text]", "内容の確認のため")
    page.click("form[action$='/reveal'] button")
    page.wait_for_selector(".mail")
    assert EMPLOYER in page.locator(".mail").first.inner_text()
    assert "水野 ←" in page.locator("aside").inner_text()
    picture(page, "incident-revealed")
    events = gate.store().events(incident)
    assert [(who, what, why) for _, who, what, why in events][-1] == ("sato", "revealed", "内容の確認のため")


def test_i_release_the_redacted_version_and_exactly_what_i_saw_goes_out(gate: Gate, visit: Callable[..., Any]) -> None:
    incident = gate.hold()
    before = len(gate.hop.taken)
    page = visit(gate, "sato")
    page.goto(f"{gate.url}/incidents/{incident}/preview")
    seen = page.locator(".mail").first.inner_text()
    assert "［前職］" in seen
    assert EMPLOYER not in seen
    picture(page, "preview")
    page.click("button[value=released_redacted]")
    page.wait_for_selector("text=送信済み")
    taken = taken_after(gate, before)
    assert taken.rcpt == [f"TO:<{INSIDE}>"]
    from email import message_from_bytes
    from email.policy import default

    body = message_from_bytes(taken.content, policy=default).get_content()
    assert "".join(body.split()) == "".join(seen.split())
    store = gate.store()
    assert store.get(incident).state == "released"
    assert store.reviews.decision(incident).what == "released_redacted"


def test_a_reviewer_may_not_release_as_it_is_but_an_approver_may(gate: Gate, visit: Callable[..., Any]) -> None:
    incident = gate.hold()
    before = len(gate.hop.taken)
    page = visit(gate, "sato")
    page.goto(f"{gate.url}/incidents/{incident}")
    assert page.locator("button[value=release]").count() == 0
    page = visit(gate, "kudo")
    page.goto(f"{gate.url}/incidents/{incident}")
    page.fill("#words", "本人の同意を電話で確認した")
    page.click("button[value=release]")
    page.wait_for_selector("text=送信済み")
    import base64

    assert EMPLOYER in base64.b64decode(taken_after(gate, before).content.partition(b"\r\n\r\n")[2]).decode() or EMPLOYER.encode() in taken_after(gate, before).content


def test_a_release_needs_a_reason(gate: Gate, visit: Callable[..., Any]) -> None:
    incident = gate.hold()
    page = visit(gate, "kudo")
    page.goto(f"{gate.url}/incidents/{incident}")
    page.click("button[value=release]")
    page.wait_for_selector("text=理由を入力してください")
    assert gate.store().get(incident).state == "held"


def test_i_return_a_message_and_the_sender_reads_my_words(gate: Gate, visit: Callable[..., Any]) -> None:
    incident = gate.hold()
    page = visit(gate, "sato")
    page.goto(f"{gate.url}/incidents/{incident}")
    page.fill("#words", "前職の部分を除いて送り直してください")
    page.click("button[value=return]")
    page.wait_for_selector("text=送信者に戻した")
    deadline = time.monotonic() + 20
    letters: list[bytes] = []
    while not letters and time.monotonic() < deadline:
        letters = [one.content for one in gate.hop.taken if one.rcpt == [f"TO:<{SENDER}>"] and incident.encode() in one.content and b"Your message is returned" in _subject(one.content)]
        time.sleep(0.05)
    from email import message_from_bytes
    from email.policy import default

    text = message_from_bytes(letters[0], policy=default).get_content()
    assert "前職の部分を除いて送り直してください" in text
    assert EMPLOYER not in text


def _subject(content: bytes) -> bytes:
    from email import message_from_bytes
    from email.policy import default

    return str(message_from_bytes(content, policy=default)["Subject"]).encode()


def test_i_go_through_the_queue_with_the_keyboard_alone(gate: Gate, visit: Callable[..., Any]) -> None:
    incidents = [gate.hold(), gate.hold()]
    page = visit(gate, "sato")
    page.goto(f"{gate.url}/?view=waiting")
    page.keyboard.press("?")
    page.wait_for_selector("dialog[open]")
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    first = page.locator("tr.row.current").get_attribute("id")
    page.keyboard.press("j")
    assert page.locator("tr.row.current").get_attribute("id") != first
    page.keyboard.press("k")
    assert page.locator("tr.row.current").get_attribute("id") == first
    page.keyboard.press("x")
    assert page.locator("tr.row.current input").is_checked()
    page.keyboard.press("Enter")
    page.wait_for_selector("h1 .ref")
    page.keyboard.press("e")
    page.wait_for_url("**/preview")
    page.keyboard.press("u")
    page.wait_for_url(re.compile(r"/incidents/SK[^/]+$"))
    assert gate.store().get(incidents[0]).state == "held"


def test_several_held_by_one_rule_are_deleted_together(gate: Gate, visit: Callable[..., Any]) -> None:
    incidents = [gate.hold(), gate.hold()]
    page = visit(gate, "sato")
    page.goto(f"{gate.url}/?rule=career&order=newest")
    for one in incidents:
        page.check(f"#row-{one} input")
    page.fill("#words", "まとめて確認")
    picture(page, "queue-bulk")
    page.click("#bulk button[value=delete]")
    page.wait_for_selector("text=まとめて処理しました")
    assert {gate.store().get(one).state for one in incidents} == {"deleted"}


def test_messages_of_different_rules_cannot_be_dealt_with_together(gate: Gate, visit: Callable[..., Any]) -> None:
    career = gate.hold()
    number = gate.hold("田中様\n\nマイナンバーは 1234 5678 9018 です。\n柏木\n", to="a@minato-foods.example")
    page = visit(gate, "sato")
    page.goto(f"{gate.url}/?order=newest")
    page.check(f"#row-{career} input")
    page.check(f"#row-{number} input")
    assert page.locator("#bulk button[value=delete]").is_disabled()
    assert page.locator("[data-mixed]").is_visible()


def test_the_queue_shows_new_messages_by_itself(gate: Gate, visit: Callable[..., Any]) -> None:
    page = visit(gate, "sato")
    page.goto(f"{gate.url}/?order=newest")
    incident = gate.hold()
    page.wait_for_selector(f"#row-{incident}", timeout=15_000)


def test_two_pairs_of_eyes_are_needed_where_the_policy_says_so(gates: Callable[..., Gate], visit: Callable[..., Any]) -> None:
    gate = gates(policy=FOUR_EYES)
    incident = gate.hold()
    before = len(gate.hop.taken)
    first = visit(gate, "kudo")
    first.goto(f"{gate.url}/incidents/{incident}")
    first.fill("form[action$='/reveal'] input[type=text]", "確認のため")
    first.click("form[action$='/reveal'] button")
    first.wait_for_selector("text=もう一人の承認が必要です。依頼を記録しました")
    assert EMPLOYER not in first.content()
    first.fill("#words", "本人の同意あり")
    first.click("button[value=release]")
    first.wait_for_selector("text=もう一人の承認が必要です。依頼を記録しました")
    assert first.locator("form[action$='/agree']").count() == 0
    assert gate.store().get(incident).state == "held"
    second = visit(gate, "noda")
    second.goto(f"{gate.url}/incidents/{incident}")
    picture(second, "four-eyes")
    second.locator(".note", has_text="内容の表示").locator("button").click()
    second.wait_for_selector("text=承認しました")
    first.goto(f"{gate.url}/incidents/{incident}")
    first.fill("form[action$='/reveal'] input[type=text]", "確認のため")
    first.click("form[action$='/reveal'] button")
    first.wait_for_selector(f".mail >> text={EMPLOYER}")
    second.goto(f"{gate.url}/incidents/{incident}")
    second.locator(".note", has_text="送信の許可").locator("button").click()
    second.wait_for_selector("text=送信済み")
    assert taken_after(gate, before).rcpt == [f"TO:<{INSIDE}>"]


def test_a_manager_sees_only_the_mail_of_their_own_people(gates: Callable[..., Gate], visit: Callable[..., Any]) -> None:
    policy = FOUR_EYES.replace("review: {four_eyes: [career]}", "organization:\n  departments:\n    営業部: {members: [n.kashiwagi@hibari-soft.example]}\n    総務部: {members: [omori@hibari-soft.example]}")
    gate = gates(policy=policy, people={"boss": ("総務部長", ["reviewer"]), "sales": ("営業部長", ["reviewer"])}, departments={"boss": ["総務部"], "sales": ["営業部"]})
    incident = gate.hold()
    page = visit(gate, "boss")
    assert page.locator("tr.row").count() == 0
    assert page.goto(f"{gate.url}/incidents/{incident}").status == 404
    page = visit(gate, "sales")
    assert page.locator(f"#row-{incident}").count() == 1


def test_a_false_positive_becomes_an_exception_and_the_next_mail_passes(gate: Gate, visit: Callable[..., Any]) -> None:
    incident = gate.hold()
    page = visit(gate, "admin")
    page.goto(f"{gate.url}/incidents/{incident}")
    page.click("button[value=false_positive]")
    page.wait_for_url("**/exceptions/new?incident=*")
    page.select_option("#kind", "sender")
    page.fill("#value", "s.hayashi@hibari-soft.example")
    page.fill("#reason", "採用担当の業務連絡")
    picture(page, "exceptions")
    page.click("form[action='/exceptions/add'] button.main")
    page.wait_for_selector("td >> text=s.hayashi@hibari-soft.example")
    from tests.e2e.mails import LEAK, mail

    deadline = time.monotonic() + 15
    said = ""
    while time.monotonic() < deadline:
        said = gate.send(mail(LEAK, to=INSIDE, sender="s.hayashi@hibari-soft.example"), sender="s.hayashi@hibari-soft.example")
        if said.startswith("250"):
            break
        time.sleep(0.5)
    assert said.startswith("250"), said
    assert gate.store().reviews.decision(incident).false_positive
