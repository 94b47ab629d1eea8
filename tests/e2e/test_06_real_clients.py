"""Clients people use: swaks, msmtp, Postfix's smtp-source, Python's smtplib; and Postfix's smtp-sink behind."""

from __future__ import annotations

import json
import subprocess
import time

import pytest

from tests.debian import needs
from tests.e2e.mails import INSIDE, LEAK, OUTSIDE, SENDER, mail
from tests.e2e.running import free_port


@pytest.fixture(scope="module")
def tools() -> None:
    needs("swaks", "msmtp", "smtp-source", "smtp-sink", root=True)


def test_swaks_over_starttls(gateway, certificate, tools):
    port = free_port()
    gate = gateway(listeners=[{"host": "127.0.0.1", "port": port, "tls": "starttls", "tls_server": certificate}])
    done = subprocess.run(
        ["swaks", "--server", f"127.0.0.1:{port}", "--tls", "--from", SENDER, "--to", f"{OUTSIDE},{INSIDE}", "--data", "-"],
        input=mail().replace(b"\r\n", b"\n"), capture_output=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout.decode()
    (envelope,) = gate.outbox.glob("*.json")
    assert json.loads(envelope.read_text()) == {"sender": SENDER, "recipients": [OUTSIDE, INSIDE]}


def test_msmtp(shared_gateway, tools):
    before = len(shared_gateway.delivered())
    done = subprocess.run(
        ["msmtp", "--host=127.0.0.1", f"--port={shared_gateway.port}", "--from", SENDER, "--tls=off", OUTSIDE],
        input=mail().replace(b"\r\n", b"\n"), capture_output=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode()
    assert len(shared_gateway.delivered()) == before + 1


def test_msmtp_is_told_why_a_mail_is_refused(gateway, tmp_path, tools):
    from tests.e2e.policies import policy

    gate = gateway(policy=policy(tmp_path, {"action": "block"}))
    done = subprocess.run(
        ["msmtp", "--host=127.0.0.1", f"--port={gate.port}", "--from", SENDER, "--tls=off", INSIDE],
        input=mail(LEAK, "x", INSIDE).replace(b"\r\n", b"\n"), capture_output=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode != 0
    assert b"550" in done.stderr


def test_two_hundred_mails_of_smtp_source_reach_smtp_sink(gateway, tmp_path, tools):
    port = free_port()
    sink = subprocess.Popen(["smtp-sink", "-u", "postfix", "-c", f"127.0.0.1:{port}", "100"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    try:
        time.sleep(0.5)
        gate = gateway(next_hop={"host": "127.0.0.1", "port": port, "tls": "none"})
        done = subprocess.run(
            ["smtp-source", "-s", "10", "-m", "200", "-l", "4096", "-f", SENDER, "-t", OUTSIDE, f"127.0.0.1:{gate.port}"],
            capture_output=True, timeout=120, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr.decode()
        assert gate.metric('sekisho_messages_total{action="pass",channel="mail"}') == 200
        assert gate.metric('sekisho_next_hop_replies_total{code="2xx"}') == 200
    finally:
        sink.kill()


def test_postfix_is_found_with_the_path_of_an_ordinary_user(monkeypatch):
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    needs("postfix")
    assert subprocess.run(["postconf", "-d", "mail_version"], capture_output=True, text=True, check=True).stdout.startswith("mail_version = ")
