"""TLS, client certificate and AUTH towards the next hop, against an aiosmtpd server that demands them."""

from __future__ import annotations

import ssl
from typing import Any

import pytest
import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from tests.e2e.mails import OUTSIDE, SENDER, mail
from tests.e2e.running import free_port
from tests.e2e.smtp_client import Wire

UNREAD = {"enabled": False}


class Inbox:
    """Remembers how each message came."""

    def __init__(self) -> None:
        self.got: list[dict[str, Any]] = []

    async def handle_DATA(self, server, session, envelope) -> str:
        peer = server.transport.get_extra_info("ssl_object")
        self.got.append({"tls": session.ssl is not None, "login": session.authenticated, "certificate": peer is not None and peer.getpeercert(binary_form=True) is not None})
        return "250 2.0.0 OK"


@pytest.fixture
def authority(tmp_path):
    made = trustme.CA()
    made.cert_pem.write_to_path(tmp_path / "ca.pem")
    return made


@pytest.fixture
def server(authority):
    running: list[Controller] = []

    def start(client_certificate: bool = False, **options) -> tuple[int, Inbox]:
        context = None
        if options.pop("tls", True):
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            authority.issue_cert("localhost").configure_cert(context)
            if client_certificate:
                context.verify_mode = ssl.CERT_REQUIRED
                authority.configure_trust(context)
        inbox = Inbox()
        controller = Controller(inbox, hostname="127.0.0.1", port=free_port(), tls_context=context, require_starttls=context is not None, **options)
        controller.start()
        running.append(controller)
        return controller.port, inbox

    yield start
    for one in running:
        one.stop()


def deliver(gate) -> str:
    wire = Wire(gate.port)
    wire.hello()
    wire.say(f"MAIL FROM:<{SENDER}>")
    reply = wire.say(f"RCPT TO:<{OUTSIDE}>")
    if not reply.startswith("250"):
        return reply
    wire.say("DATA")
    return wire.data(mail())


def test_required_tls_verifies_the_certificate(gateway, server, tmp_path):
    port, inbox = server()
    hop = {"host": "localhost", "port": port, "tls": "required"}
    assert deliver(gateway(inspection=UNREAD, next_hop=hop | {"ca_file": str(tmp_path / "ca.pem")})).startswith("250")
    assert inbox.got[0]["tls"]
    # The system's authorities know nothing of ours.
    assert deliver(gateway(inspection=UNREAD, next_hop=hop)).startswith("451 4.4.1")
    assert len(inbox.got) == 1


def test_required_tls_never_falls_back_to_cleartext(gateway, server):
    port, inbox = server(tls=False)
    assert deliver(gateway(inspection=UNREAD, next_hop={"host": "localhost", "port": port, "tls": "required"})).startswith("451 4.4.1")
    assert not inbox.got


def test_opportunistic_tls_takes_what_is_offered(gateway, server):
    for tls in (True, False):
        port, inbox = server(tls=tls)
        assert deliver(gateway(inspection=UNREAD, next_hop={"host": "localhost", "port": port, "tls": "opportunistic"})).startswith("250")
        assert inbox.got[0]["tls"] is tls


def test_a_client_certificate_is_shown(gateway, server, authority, tmp_path):
    port, inbox = server(client_certificate=True)
    own = authority.issue_cert("gate.sekisho.example")
    own.private_key_pem.write_to_path(tmp_path / "key.pem")
    own.cert_chain_pems[0].write_to_path(tmp_path / "cert.pem")
    hop = {"host": "localhost", "port": port, "tls": "required", "ca_file": str(tmp_path / "ca.pem")}
    shown = {"client_certificate": {"certificate": str(tmp_path / "cert.pem"), "key": str(tmp_path / "key.pem")}}
    assert deliver(gateway(inspection=UNREAD, next_hop=hop | shown)).startswith("250")
    assert inbox.got[0]["certificate"]


@pytest.mark.parametrize(("password", "expected"), [("right", "250"), ("wrong", "451 4.4.1")])
def test_the_gateway_logs_in(gateway, server, tmp_path, password, expected):
    def judge(server, session, envelope, mechanism, data) -> AuthResult:
        assert isinstance(data, LoginPassword)
        # not handled: the server itself is to say 535; it would leave the client waiting otherwise
        return AuthResult(success=(data.login, data.password) == (b"gate", b"right"), handled=False)

    port, inbox = server(auth_required=True, authenticator=judge)
    (tmp_path / "password").write_text(password + "\n")
    hop = {"host": "localhost", "port": port, "tls": "required", "ca_file": str(tmp_path / "ca.pem")}
    gate = gateway(inspection=UNREAD, next_hop=hop | {"auth": {"username": "gate", "password_file": str(tmp_path / "password")}})
    assert deliver(gate).startswith(expected)
    assert [g["login"] for g in inbox.got] == ([True] if password == "right" else [])
    assert "wrong" not in gate.log.read_text()
