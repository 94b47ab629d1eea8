"""The three ways to put Sekisho in line with Postfix, each with the snippet from config/postfix and a real Postfix."""

from __future__ import annotations

import smtplib
import time

import pytest

from tests.e2e.mails import INSIDE, LEAK, OUTSIDE, SENDER, mail
from tests.e2e.policies import policy
from tests.e2e.postfix import Postfix, snippet
from tests.e2e.running import free_port


def reception(port: int) -> str:
    return f"127.0.0.1:{port} inet n - n - - smtpd\n"


def hand_in(port: int, content: bytes, *recipients: str) -> None:
    with smtplib.SMTP("127.0.0.1", port, timeout=60) as client:
        assert client.sendmail(SENDER, list(recipients), content) == {}


def arrived(hop, count: int, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while len(hop.taken) < count:
        assert time.monotonic() < deadline, f"{len(hop.taken)} of {count} arrived"
        time.sleep(0.1)


def body_of(content: bytes) -> bytes:
    return content.split(b"\r\n\r\n", 1)[1]


def test_before_the_queue_a_refusal_reaches_the_client_at_once(gateway, next_hop, tmp_path):
    hop, entry, back = next_hop(), free_port(), free_port()
    gate = gateway(next_hop={"host": "127.0.0.1", "port": back, "tls": "none"}, policy=policy(tmp_path, {"action": "block"}))
    lines = snippet("before-queue.cf", p10025=str(gate.port), p10026=str(back)).replace("smtp      inet", f"127.0.0.1:{entry} inet", 1)
    with Postfix(tmp_path / "postfix", entry, lines, f"relayhost = [127.0.0.1]:{hop.port}\n") as postfix:
        content = mail()
        hand_in(entry, content, OUTSIDE)
        arrived(hop, 1)
        assert body_of(hop.taken[0].content) == body_of(content)
        assert b"\r\nX-Sekisho: gate.sekisho.example; id=SK" in hop.taken[0].content
        with pytest.raises(smtplib.SMTPDataError) as refused:
            hand_in(entry, mail(LEAK, "x", INSIDE), INSIDE)
        assert refused.value.smtp_code == 550
        assert b"5.7.1" in refused.value.smtp_error
        assert postfix.queue_is_empty()
        assert len(hop.taken) == 1


def test_after_the_queue_mail_goes_through_sekisho_and_back(gateway, next_hop, tmp_path):
    hop, entry, back = next_hop(), free_port(), free_port()
    gate = gateway(next_hop={"host": "127.0.0.1", "port": back, "tls": "none"})
    lines = reception(entry) + snippet("after-queue.cf", p10025=str(gate.port), p10026=str(back))
    main = f"content_filter = sekisho:[127.0.0.1]:{gate.port}\nrelayhost = [127.0.0.1]:{hop.port}\n"
    with Postfix(tmp_path / "postfix", entry, lines, main) as postfix:
        hand_in(entry, mail(), OUTSIDE)
        hand_in(entry, mail(LEAK, "x", INSIDE), INSIDE)
        arrived(hop, 1)
        assert postfix.queue_is_empty(), postfix.log()
        assert [t.rcpt for t in hop.taken] == [[f"TO:<{OUTSIDE}> ORCPT=rfc822;{OUTSIDE}"]]
        assert gate.metric("sekisho_held_messages") == 1


def test_as_relayhost_postfix_keeps_and_retries_what_the_gateway_cannot_take_now(gateway, next_hop, tmp_path):
    hop, entry = next_hop(), free_port()
    gate = gateway(next_hop={"host": "127.0.0.1", "port": hop.port, "tls": "none"})
    lines = snippet("relayhost.cf", p10025=str(gate.port))
    with Postfix(tmp_path / "postfix", entry, reception(entry), lines) as postfix:
        hand_in(entry, mail(), OUTSIDE)
        arrived(hop, 1)
        assert postfix.queue_is_empty(), postfix.log()  # it has the reply: it would rightly send again what it has none for
        gate.kill()
        for n in range(5):
            hand_in(entry, mail(subject=f"kept {n}"), OUTSIDE)
        time.sleep(1)
        assert len(hop.taken) == 1
        gate.start()
        arrived(hop, 6)
        assert postfix.queue_is_empty(), postfix.log()
        assert sorted(t.content.split(b"Subject: ")[1][:6] for t in hop.taken[1:]) == [b"kept %d" % n for n in range(5)]
