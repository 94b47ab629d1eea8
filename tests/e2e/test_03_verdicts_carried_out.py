"""Pass, tag, redact, hold, refuse: each done as the policy says, for each recipient of one message."""

from __future__ import annotations

import email
import json
import sqlite3
import time
from email.policy import default

from tests.e2e.mails import INSIDE, LEAK, OUTSIDE, SENDER, mail, without_trace
from tests.e2e.policies import CAREER, policy
from tests.e2e.smtp_client import Wire

HOP = {"tls": "none", "host": "127.0.0.1"}
DKIM = b"DKIM-Signature: v=1; a=rsa-sha256; d=hibari-soft.example; s=k; h=from; bh=x; b=y\r\n"


def send(gate, content, *recipients, sender=SENDER):
    wire = Wire(gate.port)
    wire.hello()
    wire.transaction(sender, *recipients)
    reply = wire.data(content)
    wire.close()
    return reply


def test_a_customers_former_employer_told_to_the_boss_is_held_and_a_quotation_passes(shared_gateway):
    before = len(shared_gateway.delivered())
    reply = send(shared_gateway, mail(LEAK, "水野さんの件", INSIDE), INSIDE)
    assert reply.startswith("250 2.0.0 Held for review, incident SK"), reply
    assert len(shared_gateway.delivered()) == before
    assert send(shared_gateway, mail(), OUTSIDE).startswith("250 2.0.0 Written")
    assert len(shared_gateway.delivered()) == before + 1


def test_redacted_mail_reads_naturally_in_its_own_charset(obeying):
    there = obeying({"action": "redact"})
    gate, hop = there.gate, there.hop
    for charset in ("utf-8", "iso-2022-jp"):
        original = DKIM + mail(LEAK, "水野さんの件", INSIDE, charset=charset)
        assert send(gate, original, INSIDE).startswith("250 2.0.0 OK")
        got = without_trace(hop.taken[-1].content)
        assert not got.lower().startswith(b"dkim-signature")
        text = email.message_from_bytes(got, policy=default)
        body = text.get_body().get_content().replace("\r\n", "\n")
        assert body == LEAK.replace("桜坂リース", "［前職］")
        assert text.get_content_charset() == charset
        assert got.split(b"\r\n\r\n")[0] == original[len(DKIM) :].split(b"\r\n\r\n")[0]


def test_tagged_mail_has_a_mark_in_its_subject_and_a_header(obeying):
    there = obeying({"id": "look", "action": "tag"})
    gate, hop = there.gate, there.hop
    original = mail(LEAK, "水野さんの件", INSIDE)
    send(gate, original, INSIDE)
    got = email.message_from_bytes(hop.taken[0].content, policy=default)
    assert got["Subject"] == "[要確認] 水野さんの件" or got["Subject"] == "[要確認]水野さんの件"
    assert got["X-Sekisho-Tag"] == "look"
    assert hop.taken[0].content.split(b"\r\n\r\n", 1)[1] == original.split(b"\r\n\r\n", 1)[1]


def test_blocked_mail_is_refused_with_a_reference_that_leads_to_the_record(obeying):
    there = obeying({"action": "block"})
    gate, hop = there.gate, there.hop
    reply = send(gate, mail(LEAK, "x", INSIDE), INSIDE)
    assert reply.startswith("550 5.7.1 ")
    incident = reply.split()[-1]
    shown = gate.command("quarantine", "show", incident)
    assert shown.returncode == 0
    assert "refused" in shown.stdout
    assert not hop.taken


def test_one_message_passes_for_some_is_redacted_tagged_held_and_refused_for_others(obeying):
    rules = [
        {"id": "hold", "action": "quarantine", "when": CAREER | {"recipient_domains": ["held.example"]}},
        {"id": "redact", "action": "redact", "when": CAREER | {"recipient_domains": ["redacted.example"]}},
        {"id": "tag", "action": "tag", "when": CAREER | {"recipient_domains": ["tagged.example"]}},
        {"id": "block", "action": "block", "when": CAREER | {"recipient_domains": ["blocked.example"]}},
    ]
    there = obeying(*rules)
    gate, hop = there.gate, there.hop
    counted = [f'sekisho_recipients_total{{action="{action}",channel="mail"}}' for action in ("quarantine", "pass")]
    before = [gate.metric(one) for one in counted]
    content = mail(LEAK, "x", INSIDE)
    recipients = [f"{n}@{d}.example" for d in ("free", "held", "redacted", "tagged", "blocked") for n in ("a", "b")]
    reply = send(gate, content, *recipients)
    assert reply.startswith("250 2.0.0 Delivered to some, held for review and refused for others, incident SK"), reply
    got = {tuple(t.rcpt): without_trace(t.content) for t in hop.taken}
    assert set(got) == {(f"TO:<a@{d}.example>", f"TO:<b@{d}.example>") for d in ("free", "redacted", "tagged")}
    assert got[("TO:<a@free.example>", "TO:<b@free.example>")] == content
    listed = gate.command("quarantine", "list", "--all", "--json").stdout
    assert '"recipients": ["a@held.example", "b@held.example"]' in listed
    assert '"recipients": ["a@blocked.example", "b@blocked.example"]' in listed
    assert [gate.metric(one) for one in counted] == [before[0] + 2, before[1] + 2]


def test_when_a_part_delivery_fails_the_retry_reaches_only_those_still_without(obeying):
    state = {"refuse": True, "tagged": False}

    def reply(verb, argument):
        if verb == "RCPT":
            state["tagged"] = "tagged" in argument
        return "451 4.2.0 busy" if verb == "END" and state["refuse"] and state["tagged"] else None

    rules = [
        {"id": "hold", "action": "quarantine", "when": CAREER | {"recipient_domains": ["held.example"]}},
        {"id": "tag", "action": "tag", "when": CAREER | {"recipient_domains": ["tagged.example"]}},
    ]
    there = obeying(*rules, reply=reply)
    gate, hop = there.gate, there.hop
    content = mail(LEAK, "a part of a delivery", INSIDE)
    before = held_by(gate)
    recipients = ["a@held.example", "b@free.example", "c@tagged.example"]
    assert send(gate, content, *recipients) == "451 4.2.0 busy"
    state["refuse"] = False
    assert send(gate, content, *recipients).startswith("250")
    assert sorted(r for t in hop.taken for r in t.rcpt) == ["TO:<b@free.example>", "TO:<c@tagged.example>"]
    assert len(held_by(gate)) == len(before) + 1
    # A later message with the same text is a message of its own.
    assert send(gate, content, *recipients).startswith("250")
    assert len(hop.taken) == 4


def held_by(gate):
    """The incidents of all messages held."""
    return [json.loads(line)["incident"] for line in gate.command("quarantine", "list", "--json").stdout.splitlines()]


def notices_of(hop, number):
    """What was sent to people beside the message, read."""
    for _ in range(200):
        told = [one for one in hop.taken if one.mail == "FROM:<>"]
        if len(told) >= number:
            return [email.message_from_bytes(one.content, policy=default).get_content() for one in told]
        time.sleep(0.05)
    raise AssertionError("nobody was told")


NOTICES = {"enabled": True, "from_address": "sekisho@hibari-soft.example", "contact": "情報セキュリティ室（内線1234）"}


def test_a_retry_is_known_though_a_server_before_us_put_a_line_on_top_and_names_what_the_first_try_kept(obeying):
    state = {"left": 1}

    def reply(verb, _argument):
        if verb == "END" and state["left"]:
            state["left"] -= 1
            return "451 4.2.0 busy"
        return None

    there = obeying({"id": "hold", "action": "quarantine", "reason": "career", "when": CAREER | {"recipient_domains": ["held.example"]}}, reply=reply, notices=NOTICES)
    gate, hop = there.gate, there.hop
    before = held_by(gate)
    content = mail(LEAK, "a line on top", INSIDE)
    assert send(gate, b"Received: from a by b id 1; today\r\n" + content, "a@held.example", "b@free.example").startswith("451")
    assert "held" not in send(gate, content, "c@free.example", "d@free.example"), "others are told of nothing that was kept for somebody else"
    told = send(gate, b"Received: from a by b\r\n\tid 2; a minute later\r\n" + content, "a@held.example", "b@free.example")
    (held,) = set(held_by(gate)) - set(before)
    assert told == f"250 2.0.0 Delivered to some, held for review for others, incident {held}"
    (notice,) = notices_of(hop, 1)
    assert held in notice
    line = [entry for entry in gate.log_lines() if entry["message"] == "message"][-1]
    assert line["kept_as"] == held and line["incident"] != held
    assert "送信を保留しました：1名" in notice and "そのまま送信しました：1名" in notice
    assert [one.rcpt for one in hop.taken if one.mail != "FROM:<>"] == [["TO:<c@free.example>", "TO:<d@free.example>"], ["TO:<b@free.example>"]]


def test_who_is_refused_for_good_after_others_were_held_is_told_all_the_same(gateway, next_hop, tmp_path):
    hop = next_hop(reply=lambda verb, _: "550 5.7.1 no" if verb == "END" and not told else None)
    told = []
    rules = [{"id": "hold", "action": "quarantine", "reason": "career", "when": CAREER | {"recipient_domains": ["held.example"]}}]
    gate = gateway(next_hop=HOP | {"port": hop.port}, policy=policy(tmp_path, *rules), notices=NOTICES)
    reply = send(gate, mail(LEAK, "x", INSIDE), "a@held.example", "b@free.example")
    told.append(reply)
    assert reply == "550 5.7.1 no"
    assert gate.stop() == 0
    assert gate.log_lines()[-1] is not None
    assert gate.command("quarantine", "list", "--json").stdout.count('"incident"') == 1


def test_a_notice_of_a_divided_verdict_says_what_became_of_whom(obeying):
    rules = [
        {"id": "redact", "action": "redact", "reason": "career", "when": CAREER | {"recipient_domains": ["redacted.example"]}},
        {"id": "block", "action": "block", "reason": "career", "when": CAREER | {"recipient_domains": ["blocked.example"]}},
    ]
    there = obeying(*rules, notices=NOTICES)
    gate, hop = there.gate, there.hop
    assert send(gate, mail(LEAK, "divided", INSIDE), "a@redacted.example", "b@blocked.example", "c@free.example", "d@free.example").startswith("250")
    (notice,) = notices_of(hop, 1)
    for words in ("送信を中止しました：1名", "該当箇所を伏せて送信しました：1名", "そのまま送信しました：2名", "was not sent: 1 recipient", "送信済みの宛先に送り直す必要はありません"):
        assert words in notice, words


def test_a_release_reaches_those_whom_the_next_hop_still_knows(obeying):
    gone = []
    there = obeying({"action": "quarantine"}, reply=lambda verb, argument: "550 5.1.1 gone" if gone and verb == "RCPT" and "gone@" in argument else None)
    gate, hop = there.gate, there.hop
    incident = send(gate, mail(LEAK, "x", INSIDE), INSIDE, "gone@hibari-soft.example").split()[-1]
    gone.append(True)
    done = gate.command("quarantine", "release", incident)
    assert done.returncode == 0, done.stderr
    assert "1 of 2 recipients were refused (550)" in done.stdout
    assert [one.rcpt for one in hop.taken] == [[f"TO:<{INSIDE}>"]]
    assert "1 of 2 recipients were refused (550)" in gate.command("quarantine", "show", incident).stdout


def test_the_tag_names_no_rule_on_trial_and_none_of_other_recipients(obeying):
    there = obeying(
        {"id": "tag-in", "action": "tag", "when": CAREER | {"recipients": "internal"}}, {"id": "tag-out", "action": "tag", "when": CAREER | {"recipients": "external"}},
        {"id": "trial-tag", "action": "tag", "mode": "simulate"},
    )  # fmt: skip
    assert send(there.gate, mail(LEAK, "x", INSIDE), INSIDE, "a@free.example").startswith("250")
    tags = {one.rcpt[0]: email.message_from_bytes(one.content, policy=default)["X-Sekisho-Tag"] for one in there.hop.taken}
    assert tags == {f"TO:<{INSIDE}>": "tag-in", "TO:<a@free.example>": "tag-out"}


def test_mail_that_cannot_be_stored_raises_the_alarm(obeying):
    gate = obeying({"action": "quarantine"}).gate
    lock = sqlite3.connect(gate.folder / "held.db", isolation_level=None)
    lock.execute("BEGIN IMMEDIATE")
    try:
        assert send(gate, mail(LEAK, "x", INSIDE), INSIDE).startswith("451 4.3.0")
    finally:
        lock.rollback()
        lock.close()
    assert gate.metric('sekisho_errors_total{kind="not_stored",stage="store"}') == 1


def test_a_simulated_rule_counts_and_acts_on_nothing(obeying):
    there = obeying({"id": "trial", "action": "block", "mode": "simulate"})
    gate = there.gate
    assert send(gate, mail(LEAK, "x", INSIDE), INSIDE).startswith("250 2.0.0 OK")
    assert len(there.hop.taken) == 1
    assert gate.metric('sekisho_rules_fired_total{mode="simulate",rule="trial"}') == 1
    line = [entry for entry in gate.log_lines() if entry["message"] == "message"][-1]
    assert line["simulated"] == ["trial"]
    assert line["action"] == "pass"


def test_a_held_message_is_released_once_on_record_and_as_it_was(gateway, next_hop):
    hop = next_hop()
    gate = gateway(next_hop=HOP | {"port": hop.port})
    content = mail(LEAK, "x", INSIDE)
    incident = send(gate, content, INSIDE).split()[-1]
    assert gate.metric("sekisho_held_messages") == 1
    assert gate.metric("sekisho_held_oldest_age_seconds") > 0
    shown = gate.command("quarantine", "show", incident, "--content")
    assert "state           held" in shown.stdout
    first = gate.command("quarantine", "release", incident)
    assert first.returncode == 0, first.stderr
    assert without_trace(hop.taken[0].content) == content
    assert hop.taken[0].rcpt == [f"TO:<{INSIDE}>"]
    again = gate.command("quarantine", "release", incident)
    assert again.returncode == 2
    assert "released, not held" in again.stderr
    assert len(hop.taken) == 1
    history = gate.command("quarantine", "show", incident).stdout
    for event in ("held", "revealed", "release_started", "released"):
        assert event in history
    assert gate.metric("sekisho_held_messages") == 0


def test_a_deleted_message_is_gone_and_its_record_stays(obeying):
    gate = obeying({"action": "quarantine"}).gate
    incident = send(gate, mail(LEAK, "x", INSIDE), INSIDE).split()[-1]
    assert gate.command("quarantine", "delete", incident, "--reason", "asked by the sender").returncode == 0
    assert gate.command("quarantine", "release", incident).returncode == 2
    assert "asked by the sender" in gate.command("quarantine", "show", incident).stdout
    assert "桜坂" not in gate.folder.joinpath("held.db").read_bytes().decode("utf-8", "ignore")


def test_held_mail_is_encrypted_on_disk(obeying):
    gate = obeying({"action": "quarantine"}).gate
    marker = "LEAKMARKER"
    send(gate, mail(LEAK + marker, "x", INSIDE, charset="utf-8").replace(b"\r\n\r\n", b"\r\nX-Marker: LEAKMARKER\r\n\r\n", 1), INSIDE)
    stored = b"".join(p.read_bytes() for p in gate.folder.glob("held.db*"))
    assert stored
    assert b"LEAKMARKER" not in stored
    assert "桜坂リース".encode() not in stored


def test_the_sender_is_told_in_two_languages_without_the_secret(obeying):
    there = obeying({"action": "quarantine", "reason": "career"}, notices=NOTICES)
    gate, hop = there.gate, there.hop
    incident = send(gate, mail(LEAK, "水野さんの件", INSIDE), INSIDE).split()[-1]
    notices_of(hop, 1)
    (notice,) = hop.taken
    assert notice.mail == "FROM:<>"
    assert notice.rcpt == [f"TO:<{SENDER}>"]
    told = email.message_from_bytes(notice.content, policy=default)
    text = told.get_content()
    assert told["Auto-Submitted"] == "auto-replied"
    for words in (incident, "第三者の職歴", "本文の文章", "third party", "情報セキュリティ室", "What to do", "次にすること"):
        assert words in text, words
    for secret in ("桜坂", "水野"):
        assert secret not in text
        assert secret not in told["Subject"]


def test_the_security_team_is_told_when_a_rule_says_so(obeying):
    rule = {"action": "quarantine", "reason": "career", "notify_sender": False, "notify": ["security@hibari-soft.example"]}
    there = obeying(rule, notices=NOTICES)
    gate, hop = there.gate, there.hop
    incident = send(gate, mail(LEAK, "水野さんの件 security", INSIDE), INSIDE).split()[-1]
    notices_of(hop, 1)
    (notice,) = hop.taken
    assert notice.rcpt == ["TO:<security@hibari-soft.example>"]
    text = email.message_from_bytes(notice.content, policy=default).get_content()
    assert incident in text
    assert "quarantine show" in text
    assert "桜坂" not in text
    assert "水野" not in text


def test_automatic_mail_and_bounces_get_no_notice(gateway, next_hop, tmp_path):
    hop = next_hop()
    gate = gateway(next_hop=HOP | {"port": hop.port}, notices=NOTICES, policy=policy(tmp_path, {"action": "quarantine"}))
    send(gate, b"Auto-Submitted: auto-generated\r\n" + mail(LEAK, "x", INSIDE), INSIDE)
    wire = Wire(gate.port)
    wire.hello()
    wire.say("MAIL FROM:<>")
    wire.say(f"RCPT TO:<{INSIDE}>")
    wire.say("DATA")
    wire.data(mail(LEAK, "x", INSIDE))
    send(gate, mail(LEAK, "x", INSIDE), INSIDE, sender="stranger@elsewhere.example")
    assert gate.stop() == 0  # running notices end first
    assert hop.taken == []
