"""What breaks breaks alone, and no message is lost by it."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import smtplib
import socket
import subprocess
import threading
import time
from pathlib import Path

import psutil
import pytest

from tests.debian import needs
from tests.e2e.mails import INSIDE, LEAK, OUTSIDE, SENDER, mail
from tests.e2e.policies import policy
from tests.e2e.smtp_client import Wire

HOP = {"tls": "none", "host": "127.0.0.1"}


def workers(gate) -> list[psutil.Process]:
    children = psutil.Process(gate.process.pid).children(recursive=True)
    return [c for c in children if any("forkserver" in part for part in c.cmdline()) and c.ppid() != gate.process.pid]


def ready(gate):
    wire = Wire(gate.port)
    wire.hello()
    return wire


def test_killed_again_and_again_the_gateway_loses_no_message(gateway, next_hop):
    """kill -9 in the middle of 200 transactions; the client retries what was not acknowledged, as mail servers do."""
    hop = next_hop()
    gate = gateway(next_hop=HOP | {"port": hop.port}, inspection={"workers": 2})
    waiting = [(n, n % 4 == 0) for n in range(200)]
    lock = threading.Lock()
    over = threading.Event()

    def client() -> None:
        while True:
            with lock:
                if not waiting:
                    return
                number, leak = waiting.pop(0)
            text = (LEAK if leak else "お世話になっております。") + f"\nNo. {number:04d}."
            content = mail(text, f"message {number:04d}", INSIDE)
            try:
                with smtplib.SMTP("127.0.0.1", gate.port, timeout=30) as smtp:
                    smtp.sendmail(SENDER, [INSIDE], content)
            except (OSError, smtplib.SMTPException):
                time.sleep(0.05)
                with lock:
                    waiting.append((number, leak))

    def killer() -> None:
        dice = random.Random(7)
        for _ in range(3):
            time.sleep(0.6 + dice.random() * 0.8)
            if over.is_set():
                return
            gate.kill()
            gate.start()

    threads = [threading.Thread(target=client) for _ in range(8)]
    chaos = threading.Thread(target=killer)
    for thread in (*threads, chaos):
        thread.start()
    for thread in threads:
        thread.join(150)
    over.set()
    chaos.join(90)
    assert not waiting
    delivered = {int(t.content.split(b"Subject: message ")[1][:4]) for t in hop.taken}
    held = gate.command("quarantine", "list", "--json").stdout
    assert delivered == {n for n in range(200) if n % 4}
    assert held.count('"incident"') >= 50
    _until(lambda: not _orphans(), 60)  # one that was loading models when its gateway was killed sees it when that is done


def _orphans() -> list[psutil.Process]:
    """Processes that fork workers and have no gateway any more, of whatever test."""
    found = []
    for one in psutil.process_iter():
        with contextlib.suppress(psutil.NoSuchProcess):
            if one.ppid() == 1 and any("forkserver" in part for part in _cmdline(one)):
                found.append(one)
    return found


def _cmdline(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []


def test_a_worker_killed_costs_one_temporary_failure_at_most(gateway):
    gate = gateway()
    for _ in range(3):
        for process in workers(gate):
            process.kill()
        wire = ready(gate)
        wire.transaction(SENDER, OUTSIDE)
        reply = wire.data(mail())
        assert reply[:3] in ("250", "451"), reply
        wire.transaction(SENDER, OUTSIDE)
        assert wire.data(mail()).startswith("250")
    assert gate.get("/healthz")[0] == 200


def test_a_worker_killed_over_a_message_takes_only_that_message_down(gateway):
    gate = gateway(inspection={"workers": 2})
    wire, other = ready(gate), ready(gate)
    wire.transaction(SENDER, OUTSIDE)
    answer: list[str] = []
    slow = ("水野さんは以前は桜坂リースにお勤めだったそうです。\r\n" * 30_000).encode()
    thread = threading.Thread(target=lambda: answer.append(wire.data(b"Content-Type: text/plain; charset=utf-8\r\n\r\n" + slow)))
    thread.start()
    time.sleep(1.5)
    busiest = max(workers(gate), key=lambda p: sum(p.cpu_times()[:2]))
    busiest.kill()
    other.transaction(SENDER, OUTSIDE)
    assert other.data(mail()).startswith("250")
    thread.join(60)
    assert answer[0].startswith("451 4.3.0")
    assert any(e["message"] == "inspection failed" and e["kind"] == "crash" for e in gate.log_lines())


def test_a_next_hop_that_takes_the_call_and_says_nothing_keeps_nobody_hanging(gateway):
    with socket.socket() as mute:
        mute.bind(("127.0.0.1", 0))
        mute.listen(5)
        gate = gateway(next_hop=HOP | {"port": mute.getsockname()[1], "connect_timeout": 1}, inspection={"enabled": False})
        began = time.monotonic()
        wire = ready(gate)
        wire.say(f"MAIL FROM:<{SENDER}>")
        assert wire.say(f"RCPT TO:<{OUTSIDE}>").startswith("451 4.4.1")
        assert time.monotonic() - began < 6


def test_a_worker_that_hangs_is_replaced(gateway):
    gate = gateway(inspection={"workers": 1, "deadline": 1, "deadline_per_mib": 0})
    (worker,) = workers(gate)
    worker.send_signal(signal.SIGSTOP)  # hangs without using any time
    wire = ready(gate)
    wire.transaction(SENDER, OUTSIDE)
    began = time.monotonic()
    reply = wire.data(mail())
    # The stopped worker never took the message up; the whole is bounded all the same.
    assert reply.startswith("451 4.3.0"), reply
    assert time.monotonic() - began < 40
    wire.transaction(SENDER, OUTSIDE)
    assert wire.data(mail()).startswith("250 2.0.0 Written")


@pytest.mark.parametrize(("on_error", "expected"), [("tempfail", "451 4.3.0"), ("quarantine", "250 2.0.0 Held"), ("pass", "250 2.0.0 Written")])
def test_a_message_that_takes_too_long_is_dealt_with_as_on_error_says_and_the_next_one_is_served(gateway, on_error, expected):
    gate = gateway(inspection={"workers": 1, "deadline": 0.5, "deadline_per_mib": 0.01, "on_error": on_error})
    wire = ready(gate)
    wire.transaction(SENDER, OUTSIDE)
    slow = ("水野さんは以前は桜坂リースにお勤めだったそうです。" * 40_000).encode()
    assert wire.data(b"Content-Type: text/plain; charset=utf-8\r\n\r\n" + slow + b"\r\n").startswith(expected)
    assert gate.metric("sekisho_deadline_kills_total") == 1
    assert gate.metric("sekisho_worker_restarts_total") == 1
    for _ in range(20):
        wire.transaction(SENDER, OUTSIDE)
        if wire.data(mail()).startswith("250"):
            return
    raise AssertionError("no worker came back")


def test_a_full_disk_holds_nothing_and_says_so(gateway, tmp_path):
    needs(root=True)
    disk = tmp_path / "disk"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=900k", "tmpfs", str(disk)], check=True)
    try:
        gate = gateway(store={"url": f"sqlite:///{disk}/held.db", "key_file": str(tmp_path / "key")})
        (disk / "filler").write_bytes(b"x" * 250_000)
        replies = []
        for _ in range(12):
            wire = ready(gate)
            wire.transaction(SENDER, INSIDE)
            replies.append(wire.data(mail(LEAK + "あ" * 20_000, "x", INSIDE)))
            wire.close()
        assert any(r.startswith("451 4.3.0 The message cannot be stored") for r in replies), replies
        assert not gate.delivered()
        held = sum(r.startswith("250") for r in replies)
        # What needs no store goes on.
        wire = ready(gate)
        wire.transaction(SENDER, OUTSIDE)
        assert wire.data(mail()).startswith("250")
        (disk / "filler").unlink()
        wire.transaction(SENDER, INSIDE)
        assert wire.data(mail(LEAK, "x", INSIDE)).startswith("250 2.0.0 Held")
        assert gate.command("quarantine", "list", "--json").stdout.count('"incident"') == held + 1
        gate.stop()
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=False)


def test_a_slow_next_hop_keeps_nobody_else_waiting(gateway, next_hop):
    hop = next_hop(delay=2.0)
    gate = gateway(next_hop=HOP | {"port": hop.port})
    began = time.monotonic()
    results: list[str] = []

    def one() -> None:
        wire = ready(gate)
        wire.transaction(SENDER, OUTSIDE)
        results.append(wire.data(mail()))

    threads = [threading.Thread(target=one) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(results) == 10
    assert all(r.startswith("250") for r in results)
    assert time.monotonic() - began < 10


def test_a_broken_policy_is_refused_loudly_and_the_old_one_stays(gateway, tmp_path):
    path = Path(policy(tmp_path, {"action": "quarantine"}))
    gate = gateway(policy=str(path))
    version = gate.policy_version()

    def leak() -> str:
        wire = ready(gate)
        wire.transaction(SENDER, INSIDE)
        return wire.data(mail(LEAK, "x", INSIDE))

    assert leak().startswith("250 2.0.0 Held")
    path.write_text("rules: [{id: x, whan: {}, action: explode}]\n")
    _until(lambda: gate.metric("sekisho_policy_reload_failures_total") >= 1)
    assert gate.metric("sekisho_policy_broken") == 1
    assert any("policy refused" in e["message"] and "whan" in str(e["faults"]) for e in gate.log_lines())
    assert gate.policy_version() == version
    assert leak().startswith("250 2.0.0 Held")
    policy(tmp_path, {"action": "block"})
    _until(lambda: gate.policy_version() != version)
    assert gate.metric("sekisho_policy_broken") == 0
    assert leak().startswith("550 5.7.1")


def _until(true, seconds: float = 15) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "did not come about in time"
        time.sleep(0.1)


def test_on_sigterm_running_transactions_end_and_new_ones_get_421(gateway, next_hop):
    hop = next_hop(delay=1.5)
    gate = gateway(next_hop=HOP | {"port": hop.port})
    running, idle = ready(gate), ready(gate)
    running.transaction(SENDER, OUTSIDE)
    answer: list[str] = []
    thread = threading.Thread(target=lambda: answer.append(running.data(mail())))
    thread.start()
    time.sleep(0.5)
    os.kill(gate.process.pid, signal.SIGTERM)
    assert idle.reply().startswith("421 4.3.2")
    assert Wire(gate.port).greeting.startswith("421 4.3.2")
    assert gate.get("/readyz")[0] == 503
    thread.join(20)
    assert answer[0].startswith("250")
    assert gate.process.wait(20) == 0
    assert len(hop.taken) == 1


@pytest.mark.parametrize(("verb", "answer"), [("DATA", "250 2.0.0 OK"), ("DATA", "220 hm"), ("END", "354 more"), ("RCPT", "354 go on")])
def test_a_next_hop_that_answers_out_of_order_has_taken_nothing(gateway, next_hop, verb, answer):
    hop = next_hop(reply=lambda said, argument: answer if said == verb else None)
    gate = gateway(next_hop=HOP | {"port": hop.port}, inspection={"enabled": False})
    wire = ready(gate)
    if verb == "RCPT":
        wire.say(f"MAIL FROM:<{SENDER}>")
        told = wire.say(f"RCPT TO:<{OUTSIDE}>")
    else:
        wire.transaction(SENDER, OUTSIDE)
        told = wire.data(mail())
    assert told.startswith("451 4.5.0")


def test_what_a_next_hop_no_longer_offers_is_not_asked_of_it(gateway, next_hop):
    hop = next_hop()
    gate = gateway(next_hop=HOP | {"port": hop.port, "idle_timeout": 1}, inspection={"enabled": False})
    wire = ready(gate)
    hop.extensions = ("PIPELINING",)
    time.sleep(1.2)
    assert wire.say(f"MAIL FROM:<{SENDER}> SIZE=70 BODY=8BITMIME").startswith("250")
    assert wire.say(f"RCPT TO:<{OUTSIDE}>").startswith("451 4.4.0")
    assert not [one for one in hop.commands if one.startswith("MAIL")]
    again = ready(gate)
    again.transaction(SENDER, OUTSIDE)
    assert again.data(mail()).startswith("250")


def test_opportunistic_tls_goes_on_in_the_clear_where_it_is_refused(gateway, next_hop):
    hop = next_hop(extensions=("PIPELINING", "STARTTLS"), reply=lambda verb, argument: "454 4.7.0 no" if verb == "STARTTLS" else None)
    gate = gateway(next_hop=HOP | {"port": hop.port, "tls": "opportunistic"}, inspection={"enabled": False})
    wire = ready(gate)
    wire.transaction(SENDER, OUTSIDE)
    assert wire.data(mail()).startswith("250")
