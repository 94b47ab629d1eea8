"""Clients that smuggle, inject, flood or talk nonsense get the right reply, and nothing of theirs passes unread."""

from __future__ import annotations

import socket

import pytest

from tests.e2e.mails import INSIDE, OUTSIDE, SENDER, mail
from tests.e2e.smtp_client import Wire

HOP = {"tls": "none", "host": "127.0.0.1"}
UNREAD = {"enabled": False}  # these are about the conversation; starting without models is quicker
SMUGGLED = b"MAIL FROM:<evil@evil.example>\r\nRCPT TO:<victim@minato-foods.example>\r\nDATA\r\nSubject: smuggled\r\n\r\nx\r\n"


@pytest.mark.parametrize("end", [b"\n.\n", b"\n.\r\n", b"\r\n.\n", b"\r\n.\r\r\n", b"\r.\r", b"\r\n.\r", b"\n.\r", b"\r\n\0.\r\n"])
@pytest.mark.parametrize("breaks", ["refuse", "pass"])
def test_no_second_message_can_be_smuggled_behind_a_false_end(relayed, end, breaks):
    there = relayed(smtp={"bare_line_breaks": breaks})
    hop, wire = there.hop, Wire(there.gate.port)
    wire.hello()
    wire.transaction(SENDER, OUTSIDE)
    wire.send(b"Subject: first\r\n\r\nhello" + end + SMUGGLED + b".\r\n")
    assert wire.reply()[:3] in ("250", "554")
    assert len(hop.taken) <= 1
    assert not any("evil" in t.mail for t in hop.taken)
    assert not any("evil" in c for c in hop.commands)


def test_a_bare_line_feed_is_refused_with_its_reason(shared_gateway):
    wire = Wire(shared_gateway.port)
    wire.hello()
    wire.transaction(SENDER, OUTSIDE)
    assert wire.data(b"Subject: x\r\n\r\nbare\nfeed\r\n").startswith("554 5.6.0 CR or LF stands alone")


def test_commands_injected_before_starttls_are_forgotten(gateway, certificate):
    gate = gateway(inspection=UNREAD, listeners=[{"host": "127.0.0.1", "port": (port := _free()), "tls": "starttls", "tls_server": certificate}])
    wire = Wire(port)
    assert "STARTTLS" in wire.hello()
    wire.send(b"STARTTLS\r\nEHLO injected.example\r\nMAIL FROM:<evil@evil.example>\r\nRCPT TO:<victim@minato-foods.example>\r\n")
    assert wire.reply().startswith("220")
    wire.starttls()
    assert wire.say("DATA").startswith("503")
    assert wire.say(f"MAIL FROM:<{SENDER}>").startswith("503")
    hello = wire.hello()
    assert "STARTTLS" not in hello
    assert "AUTH" not in hello
    wire.transaction(SENDER, OUTSIDE)
    assert wire.data(mail()).startswith("250")
    assert b" with ESMTPS id " in gate.delivered()[0].read_bytes().split(b"\r\n", 1)[0]


def test_tls_may_be_required_or_implicit(gateway, certificate):
    first, second = _free(), _free()
    gateway(
        inspection=UNREAD,
        listeners=[
            {"host": "127.0.0.1", "port": first, "tls": "required", "tls_server": certificate},
            {"host": "127.0.0.1", "port": second, "tls": "implicit", "tls_server": certificate},
        ]
    )
    wire = Wire(first)
    wire.hello()
    assert wire.say(f"MAIL FROM:<{SENDER}>").startswith("530")
    import smtplib
    import ssl

    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with smtplib.SMTP_SSL("127.0.0.1", second, context=context) as client:
        assert client.sendmail(SENDER, [OUTSIDE], mail()) == {}


NONSENSE = [
    (b"\r\n", "5"), (b"FROBNICATE\r\n", "5"), (b"MAIL\r\n", "5"), (b"MAIL FROM:\r\n", "5"), (b"MAIL FROM:<unclosed\r\n", "5"), (b"RCPT TO:<a@b.example>\r\n", "503"),
    (b"DATA\r\n", "503"), (b"DATA now\r\n", "501"), (b"\xff\xfe\xfd\r\n", "500"), (b"MAIL FROM:<\xe6\xb0\xb4@x.example>\r\n", "553"), (b"MAIL FROM:<\xff@x.example>\r\n", "553"),
    (b"EHLO\r\n", "501"), (b"AUTH PLAIN AGEAYg==\r\n", "5"), (b"MAIL FROM:<a@b.example> SIZE=x\r\n", "501"), (b"MAIL FROM:<a@b.example> FOO=1\r\n", "555"),
    (b"MAIL FROM:<a@b.example> SIZE=1 SIZE=2\r\n", "501"), (b"VRFY root\r\n", "252"), (b"EXPN all\r\n", "502"), (b"BDAT 5 LAST\r\n", "5"), (b"NOOP\r\n", "250"),
    (b"MAIL FROM:<a\x00b@b.example>\r\n", "5"), (b"x" * 100_000 + b"\r\n", "500"), (b"HELP\r\n", "2"), (b"STARTTLS\r\n", "454"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "code"), NONSENSE)
def test_nonsense_gets_the_right_reply_and_no_traceback(shared_gateway, line, code):
    wire = Wire(shared_gateway.port)
    wire.hello()
    wire.send(line)
    reply = wire.reply()
    assert reply.startswith(code), reply
    assert "Traceback" not in reply
    assert "Error: (" not in reply
    assert wire.say("NOOP").startswith("250")


def test_help_names_every_command(shared_gateway):
    wire = Wire(shared_gateway.port)
    wire.hello()
    assert {"EHLO", "MAIL", "RCPT", "DATA", "RSET", "NOOP", "QUIT"} <= set(wire.say("HELP").split())
    assert wire.say("HELP MAIL").startswith("214 2.0.0 Syntax: MAIL FROM:")


def test_a_client_that_leaves_in_the_middle_leaves_nothing_behind(gateway, next_hop):
    hop = next_hop()
    gate = gateway(next_hop=HOP | {"port": hop.port}, inspection=UNREAD)
    for stage in range(4):
        wire = Wire(gate.port)
        wire.hello()
        wire.say(f"MAIL FROM:<{SENDER}>")
        if stage > 0:
            wire.say(f"RCPT TO:<{OUTSIDE}>")
        if stage > 1:
            wire.say("DATA")
        if stage > 2:
            wire.send(mail()[:100])
        wire.close()
    wire = Wire(gate.port)
    wire.hello()
    wire.transaction(SENDER, INSIDE)
    assert wire.data(mail()).startswith("250")
    assert [t.rcpt for t in hop.taken] == [[f"TO:<{INSIDE}>"]]
    assert gate.metric('sekisho_messages_in_flight{channel="mail"}') == 0
    wire.close()


def test_a_client_that_says_nothing_is_told_so_and_hung_up_on(gateway):
    gate = gateway(inspection=UNREAD, smtp={"command_timeout": 0.5, "data_timeout": 0.5})
    silent = Wire(gate.port)
    assert silent.reply().startswith("421 4.4.2")
    stuck = Wire(gate.port)
    stuck.hello()
    stuck.transaction(SENDER, OUTSIDE)
    stuck.send(b"Subject: half")
    assert stuck.reply().startswith("421 4.4.2")
    assert stuck.reply() == ""


def test_strangers_are_not_served(gateway):
    gate = gateway(inspection=UNREAD, listeners=[{"host": "127.0.0.1", "port": (port := _free()), "clients": ["192.0.2.0/24"]}])
    wire = Wire(port)
    assert wire.greeting.startswith("554 5.7.1")
    assert gate.metric('sekisho_sessions_refused_total{reason="network"}') == 1


@pytest.mark.parametrize(("header", "welcome"), [(b"PROXY TCP4 192.0.2.7 127.0.0.1 5000 25\r\n", True), (b"PROXY TCP4 198.51.100.7 127.0.0.1 5000 25\r\n", False)])
def test_behind_a_load_balancer_the_proxy_header_counts(gateway, header, welcome):
    gate = gateway(inspection=UNREAD, listeners=[{"host": "127.0.0.1", "port": (port := _free()), "clients": ["192.0.2.0/24"], "proxy_protocol": True}])
    wire = Wire(port, first=header)
    assert wire.greeting.startswith("220" if welcome else "554")
    if welcome:
        wire.hello()
        wire.transaction(SENDER, OUTSIDE)
        assert wire.data(mail()).startswith("250")
        assert b"([192.0.2.7])" in gate.delivered()[0].read_bytes()


@pytest.mark.parametrize(("command", "source", "greeting"), [(0x21, "192.0.2.7", "220"), (0x21, "198.51.100.7", "554"), (0x20, "198.51.100.7", "220")])
def test_the_proxy_headers_second_version_counts_too(gateway, command, source, greeting):
    """haproxy's send-proxy-v2: signature, version and command, TCP over IPv4, addresses and ports; 0x20 is the proxy's own check."""
    gateway(inspection=UNREAD, listeners=[{"host": "127.0.0.1", "port": (port := _free()), "clients": ["192.0.2.0/24"], "proxy_protocol": True}])
    addresses = socket.inet_aton(source) + socket.inet_aton("127.0.0.1") + (5000).to_bytes(2, "big") + (25).to_bytes(2, "big")
    header = b"\r\n\r\n\0\r\nQUIT\n" + bytes((command, 0x11)) + len(addresses).to_bytes(2, "big") + addresses
    assert Wire(port, first=header).greeting.startswith(greeting)


@pytest.mark.parametrize(("clients", "greeting"), [(["192.0.2.0/24", "127.0.0.1/32"], "220"), (["192.0.2.0/24"], "554")])
def test_a_header_that_tells_nothing_leaves_the_balancers_own_address(gateway, clients, greeting):
    gateway(inspection=UNREAD, listeners=[{"host": "127.0.0.1", "port": (port := _free()), "clients": clients, "proxy_protocol": True}])
    assert Wire(port, first=b"PROXY UNKNOWN\r\n").greeting.startswith(greeting)


def test_starttls_keeps_the_address_that_the_proxy_header_names_and_is_said_once(gateway, certificate):
    listener = {"host": "127.0.0.1", "port": (port := _free()), "clients": ["192.0.2.0/24"], "proxy_protocol": True, "tls": "starttls", "tls_server": certificate}
    gate = gateway(inspection=UNREAD, listeners=[listener])
    wire = Wire(port, first=b"PROXY TCP4 192.0.2.7 127.0.0.1 5000 25\r\n")
    wire.hello()
    assert wire.say("STARTTLS").startswith("220")
    wire.starttls()
    wire.hello()
    assert wire.say("STARTTLS") == "503 5.5.1 TLS is active already"
    wire.transaction(SENDER, OUTSIDE)
    assert wire.data(mail()).startswith("250")
    assert b"([192.0.2.7])" in gate.delivered()[0].read_bytes()


@pytest.mark.parametrize(("line", "reply"), [
    ("NOOP", "250 2.0.0 "), ("RSET", "250 2.0.0 "), ("RSET x", "501 5.5.4 "), ("EXPN a", "502 5.5.1 "), ("FROB", "500 5.5.1 "), ("QUIT", "221 2.0.0 "),
])  # fmt: skip
def test_replies_have_their_enhanced_codes(shared_gateway, line, reply):
    wire = Wire(shared_gateway.port)
    wire.hello()
    assert wire.say(line).startswith(reply)


def test_what_the_next_hop_says_is_passed_on_as_it_said_it(gateway, next_hop):
    hop = next_hop(reply=lambda verb, _: "503 Error: not now" if verb == "RCPT" else None)
    gate = gateway(next_hop=HOP | {"port": hop.port}, inspection=UNREAD)
    wire = Wire(gate.port)
    wire.hello()
    wire.say(f"MAIL FROM:<{SENDER}>")
    assert wire.say(f"RCPT TO:<{OUTSIDE}>") == "503 Error: not now"


def test_a_load_balancer_must_be_known_to_be_believed(gateway):
    gateway(inspection=UNREAD, listeners=[{"host": "127.0.0.1", "port": (port := _free()), "clients": ["0.0.0.0/0"], "proxy_protocol": True, "proxies": ["192.0.2.1/32"]}])
    wire = Wire(port, first=b"PROXY TCP4 192.0.2.7 127.0.0.1 5000 25\r\n")
    assert not wire.greeting.startswith("220")


def test_more_connections_than_allowed_get_421(gateway):
    gate = gateway(inspection=UNREAD, smtp={"max_sessions": 3})
    held = [Wire(gate.port) for _ in range(3)]
    assert Wire(gate.port).greeting.startswith("421 4.7.0")
    held.pop().close()
    for _ in range(50):
        last = Wire(gate.port).greeting
        if last.startswith("220"):
            break
    assert last.startswith("220")


def _free() -> int:
    from tests.e2e.running import free_port

    return free_port()
