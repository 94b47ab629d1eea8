"""A message that is tried again reaches whom it did not reach, is held once, and is never mixed up with others of the same words."""

from __future__ import annotations

import json
import threading
import time

from tests.e2e.mails import INSIDE, LEAK, SENDER, mail
from tests.e2e.policies import CAREER, policy
from tests.e2e.smtp_client import Wire
from tests.e2e.test_03_verdicts_carried_out import send

HOLD = {"id": "hold", "action": "quarantine", "reason": "career", "when": CAREER | {"recipient_domains": ["held.example"]}}
REDACT = {"id": "redact", "action": "redact", "reason": "career", "when": CAREER | {"recipient_domains": ["redacted.example"]}}


def held(gate, before=(), *options):
    return [one for line in gate.command("quarantine", "list", "--json", *options).stdout.splitlines() if (one := json.loads(line)["incident"]) not in before]


def reached(hop):
    return sorted(one.removeprefix("TO:<").rstrip(">") for taken in hop.taken for one in taken.rcpt)


def test_a_retry_for_one_recipient_is_known_as_a_retry(obeying):
    state = {"busy": True}

    def reply(verb, argument):
        if verb == "RCPT":
            state["to"] = argument
            return "550 5.1.1 gone" if "free" in argument and not state["busy"] else None
        return "451 4.2.0 busy" if verb == "END" and state["busy"] and "free" in state["to"] else None

    there = obeying(HOLD, REDACT, reply=reply)
    gate, hop = there.gate, there.hop
    before = held(gate)
    for place in ("held.example", "redacted.example"):
        state["busy"] = True
        content = mail(LEAK, f"one of two at {place}", INSIDE)
        assert send(gate, content, f"a@{place}", "b@free.example") == "451 4.2.0 busy"
        state["busy"] = False
        wire = Wire(gate.port)
        wire.hello()
        wire.say(f"MAIL FROM:<{SENDER}>")
        assert wire.say(f"RCPT TO:<a@{place}>").startswith("250")
        assert wire.say("RCPT TO:<b@free.example>") == "550 5.1.1 gone"
        wire.say("DATA")
        told = wire.data(content)
        wire.close()
        if place == "held.example":
            (incident,) = held(gate, before)
            assert told == f"250 2.0.0 Held for review, incident {incident}"
        else:
            assert told.startswith("250")
    assert len(held(gate, before)) == 1
    assert reached(hop) == ["a@redacted.example"]


def test_who_was_left_over_by_one_message_keeps_the_next_of_the_same_words_from_nobody(obeying):
    state = {"refuse": True}
    there = obeying(HOLD, REDACT, reply=lambda verb, _: "550 5.7.1 no" if verb == "END" and state["refuse"] else None)
    gate, hop = there.gate, there.hop
    content = mail(LEAK, "left over", INSIDE)
    assert send(gate, content, "h@held.example", "f@free.example") == "550 5.7.1 no"
    state["refuse"] = False
    for _ in range(2):
        told = send(gate, content, "c@redacted.example", "d@free.example")
        assert told.startswith("250")
        assert "incident" not in told, "nobody of these is held"
    assert reached(hop) == ["c@redacted.example"] * 2 + ["d@free.example"] * 2


def test_a_retry_names_no_incident_of_other_recipients(obeying):
    state = {"busy": "f1"}

    def reply(verb, argument):
        state["to"] = argument if verb == "RCPT" else state.get("to", "")
        return "451 4.2.0 busy" if verb == "END" and state["busy"] in state["to"] else None

    there = obeying(HOLD, REDACT, reply=reply)
    gate = there.gate
    content = mail(LEAK, "in two transactions", INSIDE)
    assert send(gate, content, "h1@held.example", "f1@free.example").startswith("451")
    state["busy"] = "d@free"
    assert send(gate, content, "c@redacted.example", "d@free.example").startswith("451")
    state["busy"] = "nobody"
    told = send(gate, content, "c@redacted.example", "d@free.example")
    assert told.startswith("250")
    assert "incident" not in told
    line = [entry for entry in gate.log_lines() if entry["message"] == "message"][-1]
    assert "kept_as" not in line
    assert line["outcome"] == "delivered"
    assert "held for review for others" in send(gate, content, "h1@held.example", "f1@free.example"), "and its own retry is still known"


def test_transactions_of_the_same_words_at_the_same_time_do_not_forget_for_each_other(obeying):
    state = {"busy": True}

    def reply(verb, argument):
        state["to"] = argument if verb == "RCPT" else state.get("to", "")
        if verb == "END" and state["busy"] and "f1@" in state["to"]:
            state["busy"] = False
            return "451 4.2.0 busy"
        return None

    there = obeying(HOLD, REDACT, reply=reply)
    gate, hop = there.gate, there.hop
    before = held(gate)
    content = mail(LEAK, "at the same time", INSIDE)
    told = []
    hop.delay = 2.0
    slow = threading.Thread(target=lambda: told.append(send(gate, content, "h2@held.example", "f2@free.example")))
    slow.start()
    deadline = time.monotonic() + 20
    while len(held(gate, before)) < 1:
        assert time.monotonic() < deadline
    hop.delay = 0.0
    assert send(gate, content, "h1@held.example", "r1@redacted.example", "f1@free.example").startswith("451")
    slow.join()
    assert told[0].startswith("250")
    assert send(gate, content, "h1@held.example", "r1@redacted.example", "f1@free.example").startswith("250")
    assert len(held(gate, before)) == 2
    assert reached(hop) == ["f1@free.example", "f2@free.example", "r1@redacted.example"]


def test_who_was_refused_beside_others_and_comes_again_alone_is_the_same_incident(obeying):
    state = {"busy": True}

    def reply(verb, argument):
        if verb == "RCPT":
            return "550 5.1.1 gone" if "free" in argument and not state["busy"] else None
        return "451 4.2.0 busy" if verb == "END" and state["busy"] else None

    there = obeying({"id": "block", "action": "block", "reason": "career", "when": CAREER | {"recipient_domains": ["blocked.example"]}}, reply=reply)
    gate = there.gate
    content = mail(LEAK, "refused alone", INSIDE)
    before = held(gate, (), "--all")
    assert send(gate, content, "a@blocked.example", "b@free.example").startswith("451")
    (refused,) = held(gate, before, "--all")
    state["busy"] = False
    assert send(gate, content, "a@blocked.example").endswith(f"incident {refused}")
    assert held(gate, before, "--all") == [refused]
    assert not send(gate, content, "a@blocked.example").endswith(refused), "what is sent anew after that is another message"


def test_a_release_of_which_nobody_knows_whether_it_arrived_is_not_offered_as_held(obeying):
    state = {"drop": True}
    there = obeying(HOLD, reply=lambda verb, _: "drop" if verb == "END" and state["drop"] else None)
    gate, hop = there.gate, there.hop
    before = held(gate)
    send(gate, mail(LEAK, "broken off", INSIDE), "a@held.example")
    (incident,) = held(gate, before)
    told = gate.command("quarantine", "release", incident)
    assert told.returncode != 0
    assert "--again" in " ".join((told.stdout + told.stderr).split())
    state["drop"] = False
    assert gate.command("quarantine", "release", incident).returncode != 0
    assert reached(hop) == []
    assert gate.command("quarantine", "release", incident, "--again").returncode == 0
    assert reached(hop) == ["a@held.example"]


def test_the_sender_hears_of_what_went_out_redacted_when_the_next_hop_refuses_others(gateway, next_hop, tmp_path):
    at = {}

    def reply(verb, argument):
        at["to"] = argument if verb == "RCPT" else at.get("to", "")
        return "550 5.7.1 no" if verb == "END" and "free" in at["to"] else None

    hop = next_hop(reply=reply)
    gate = gateway(
        next_hop={"tls": "none", "host": "127.0.0.1", "port": hop.port}, notices={"enabled": True, "from_address": "sekisho@hibari-soft.example"},
        policy=policy(tmp_path, REDACT | {"notify_sender": True}),
    )  # fmt: skip
    assert send(gate, mail(LEAK, "5xx after that", INSIDE), "a@redacted.example", "b@free.example") == "550 5.7.1 no"
    deadline = time.monotonic() + 20
    while gate.metric('sekisho_notices_total{outcome="sent"}') < 1:
        assert time.monotonic() < deadline, "the sender heard nothing"
        time.sleep(0.05)
