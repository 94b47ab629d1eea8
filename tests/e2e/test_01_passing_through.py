"""What passes passes byte for byte, and the next hop's word is the client's answer."""

from __future__ import annotations

import base64
import random
import smtplib
import time

import pytest

from tests.e2e.mails import INSIDE, OUTSIDE, QUOTATION, SENDER, mail, without_trace
from tests.e2e.smtp_client import Wire

HOP = {"tls": "none", "host": "127.0.0.1"}
UNREAD = {"enabled": False}  # these are about the conversation; starting without models is quicker
MESSAGES = {
    "an ordinary Japanese mail": mail(),
    "an ISO-2022-JP mail": mail(charset="iso-2022-jp"),
    "a line of 100,000 characters": b"Subject: long\r\n\r\n" + b"x" * 100_000 + b"\r\n",
    "a NUL in the text": b"Subject: nul\r\n\r\na\0b\r\n",
    "raw 8-bit headers": "Subject: 見積の件\r\nFrom: 柏木 <n.kashiwagi@hibari-soft.example>\r\n\r\nbody\r\n".encode("cp932"),
    "lines that begin with dots": b"Subject: dots\r\n\r\n.\r\n..\r\n...x\r\n.y\r\n",
    "a message that begins with a dot": b".Subject: odd\r\n\r\nbody\r\n",
    "no header at all": b"\r\njust text\r\n",
    "no empty line": b"Subject: only a header\r\n",
    "an empty message": b"",
    "spaces and tabs at line ends": b"Subject: blanks \r\n\r\ntext \t \r\n\t\r\n",
    "broken MIME": b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\nno end\r\n",
}


@pytest.mark.parametrize("name", MESSAGES)
def test_what_passes_arrives_byte_for_byte(shared_gateway, name):
    before = set(shared_gateway.delivered())
    wire = Wire(shared_gateway.port)
    wire.hello()
    wire.transaction(SENDER, OUTSIDE)
    reply = wire.data(MESSAGES[name])
    assert reply.startswith("250 "), reply
    (new,) = set(shared_gateway.delivered()) - before
    assert without_trace(new.read_bytes()) == MESSAGES[name]
    wire.close()


def test_the_next_hops_refusal_of_a_recipient_comes_at_once_and_as_it_is(relayed):
    there = relayed(lambda verb, arg: "550 5.1.1 nobody of that name" if verb == "RCPT" and "nobody" in arg else None)
    wire = Wire(there.gate.port)
    wire.hello()
    assert wire.say(f"MAIL FROM:<{SENDER}>").startswith("250")
    assert wire.say("RCPT TO:<nobody@minato-foods.example>") == "550 5.1.1 nobody of that name"
    assert wire.say(f"RCPT TO:<{OUTSIDE}>").startswith("250")
    wire.say("DATA")
    assert wire.data(mail()) == "250 2.0.0 OK: queued as 1"
    assert there.hop.taken[0].rcpt == [f"TO:<{OUTSIDE}>"]


def test_the_next_hops_refusal_of_the_sender_comes_with_the_first_recipient(relayed):
    there = relayed(lambda verb, arg: "553 5.7.1 not your address" if verb == "MAIL" else None)
    wire = Wire(there.gate.port)
    wire.hello()
    assert wire.say(f"MAIL FROM:<{SENDER}>").startswith("250")
    assert wire.say(f"RCPT TO:<{OUTSIDE}>") == "553 5.7.1 not your address"
    assert wire.say("DATA").startswith("503")


def test_only_what_the_next_hop_offers_is_offered(gateway, next_hop):
    plain = next_hop(extensions=("PIPELINING",))
    wire = Wire(gateway(next_hop=HOP | {"port": plain.port}, inspection=UNREAD).port)
    offered = wire.hello()
    assert "SIZE" not in offered
    assert "8BITMIME" not in offered
    assert "SMTPUTF8" not in offered
    assert wire.say(f"MAIL FROM:<{SENDER}> BODY=8BITMIME").startswith("555")
    rich = next_hop(extensions=("SIZE 1000000", "8BITMIME", "SMTPUTF8", "DSN"))
    wire = Wire(gateway(next_hop=HOP | {"port": rich.port}, inspection=UNREAD).port)
    offered = wire.hello().split("\n")
    assert "250-SIZE 1000000" in offered
    for keyword in ("8BITMIME", "SMTPUTF8", "DSN"):
        assert any(line[4:] == keyword for line in offered)
    assert wire.say(f"MAIL FROM:<{SENDER}> SIZE=1000001").startswith("552 5.3.4")


def test_parameters_reach_the_next_hop_as_the_client_wrote_them(relayed):
    there = relayed()
    wire = Wire(there.gate.port)
    wire.hello()
    wire.say(f"MAIL FROM:<{SENDER}> BODY=8BITMIME SMTPUTF8 ENVID=QQ314159 RET=HDRS")
    wire.say("RCPT TO:<水野@minato-foods.example> NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;Mizuno@minato-foods.example")
    wire.say("DATA")
    assert wire.data(mail()).startswith("250")
    taken = there.hop.taken[0]
    assert taken.mail == f"FROM:<{SENDER}> BODY=8BITMIME SMTPUTF8 ENVID=QQ314159 RET=HDRS"
    assert taken.rcpt == ["TO:<水野@minato-foods.example> NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;Mizuno@minato-foods.example"]


@pytest.mark.parametrize("address", ["foo..bar@ezweb.example", '"with space"@minato-foods.example', "a.@docomo.example", "<>"])
def test_old_and_odd_addresses_are_kept(relayed, address):
    there = relayed()
    wire = Wire(there.gate.port)
    wire.hello()
    path = "<>" if address == "<>" else f"<{address}>"
    assert wire.say(f"MAIL FROM:{path}").startswith("250")
    wire.say(f"RCPT TO:<{OUTSIDE}>")
    wire.say("DATA")
    assert wire.data(mail()).startswith("250")
    assert there.hop.taken[0].mail == f"FROM:{path}"


def test_when_the_next_hop_is_down_the_client_is_told_to_come_back(gateway):
    gate = gateway(next_hop=HOP | {"port": 1}, inspection=UNREAD)
    wire = Wire(gate.port)
    wire.hello()
    wire.say(f"MAIL FROM:<{SENDER}>")
    assert wire.say(f"RCPT TO:<{OUTSIDE}>").startswith("451 4.4.1")
    assert gate.metric('sekisho_next_hop_connections_total{outcome="failed"}') >= 1


@pytest.mark.parametrize(("said", "expected"), [("451 4.3.0 later", "451 4.3.0 later"), ("554 5.6.0 no thanks", "554 5.6.0 no thanks"), ("drop", "451 4.4.2")])
def test_the_next_hops_final_word_is_the_clients(relayed, said, expected):
    there = relayed(lambda verb, arg: said if verb == "END" else None)
    code = {"4": "4xx", "5": "5xx", "d": "lost"}[said[0]]
    counted = f'sekisho_next_hop_replies_total{{code="{code}"}}'
    before = there.gate.metric(counted)
    wire = Wire(there.gate.port)
    wire.hello()
    wire.transaction(SENDER, OUTSIDE)
    assert wire.data(mail()).startswith(expected)
    assert not there.hop.taken
    assert there.gate.metric(counted) == before + 1


def test_a_next_hop_that_hung_up_during_inspection_is_called_again(relayed):
    told = iter(["drop", None, None])
    there = relayed(lambda verb, arg: next(told) if verb == "DATA" else None)
    wire = Wire(there.gate.port)
    wire.hello()
    wire.transaction(SENDER, OUTSIDE)
    assert wire.data(mail()).startswith("250")
    assert len(there.hop.taken) == 1


def test_connections_to_the_next_hop_are_reused(gateway, next_hop):
    hop = next_hop()
    gate = gateway(next_hop=HOP | {"port": hop.port}, inspection=UNREAD)
    for _ in range(5):
        with smtplib.SMTP("127.0.0.1", gate.port) as client:
            client.sendmail(SENDER, [OUTSIDE], mail())
    assert len(hop.taken) == 5
    assert hop.connections == 1


def test_several_messages_in_one_connection_and_commands_sent_ahead(relayed):
    there = relayed()
    wire = Wire(there.gate.port)
    wire.hello()
    wire.send(f"MAIL FROM:<{SENDER}>\r\nRCPT TO:<{OUTSIDE}>\r\nRCPT TO:<{INSIDE}>\r\nDATA\r\n".encode())
    assert [wire.reply()[:3] for _ in range(4)] == ["250", "250", "250", "354"]
    wire.send(mail() + b".\r\n" + f"MAIL FROM:<{SENDER}>\r\nRSET\r\nNOOP\r\nQUIT\r\n".encode())
    assert [wire.reply()[:3] for _ in range(5)] == ["250", "250", "250", "250", "221"]
    assert len(there.hop.taken) == 1


def test_three_thousand_recipients_in_one_message(relayed):
    there = relayed()
    wire = Wire(there.gate.port)
    wire.hello()
    wire.say(f"MAIL FROM:<{SENDER}>")
    wire.send(b"".join(f"RCPT TO:<r{n}@minato-foods.example>\r\n".encode() for n in range(3000)))
    assert all(wire.reply().startswith("250") for _ in range(3000))
    wire.say("DATA")
    assert wire.data(mail()).startswith("250")
    assert len(there.hop.taken[0].rcpt) == 3000


def test_a_fifty_megabyte_message_arrives_intact(gateway, next_hop):
    hop = next_hop(extensions=("SIZE 0", "8BITMIME"))
    gate = gateway(next_hop=HOP | {"port": hop.port})
    line = base64.b64encode(random.Random(1).randbytes(54)) + b"\r\n"
    head = mail().replace(b"MIME-Version: 1.0\r\n", b"").split(b"\r\n\r\n", 1)[0].split(b"Content-Type")[0].rstrip()
    big = (
        head + b"\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
        + QUOTATION.replace("\n", "\r\n").encode() + b"\r\n--b\r\nContent-Type: application/octet-stream; name=a.bin\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + line * (50_000_000 // len(line)) + b"--b--\r\n"
    )  # fmt: skip
    wire = Wire(gate.port, timeout=120)
    wire.hello()
    wire.transaction(SENDER, OUTSIDE)
    began = time.monotonic()
    reply = wire.data(big)
    assert reply.startswith("250"), reply
    assert without_trace(hop.taken[0].content) == big
    assert time.monotonic() - began < 60


def test_more_than_the_limit_is_refused_and_the_conversation_goes_on(gateway, next_hop):
    hop = next_hop(extensions=())
    gate = gateway(next_hop=HOP | {"port": hop.port}, inspection=UNREAD, smtp={"max_message_bytes": 100_000})
    wire = Wire(gate.port)
    wire.hello()
    wire.transaction(SENDER, OUTSIDE)
    assert wire.data(b"Subject: big\r\n\r\n" + b"x" * 900_000 + b"\r\n").startswith("552 5.3.4")
    wire.transaction(SENDER, OUTSIDE)
    assert wire.data(mail()).startswith("250")
    assert [t.content.count(b"Subject: big") for t in hop.taken] == [0]


def test_a_message_that_goes_round_in_circles_is_stopped(shared_gateway):
    looping = b"X-Sekisho: gate.sekisho.example; id=x\r\n" * 3 + mail()
    many = b"Received: from a by b; now\r\n" * 51 + mail()
    for content in (looping, many):
        wire = Wire(shared_gateway.port)
        wire.hello()
        wire.transaction(SENDER, OUTSIDE)
        assert wire.data(content).startswith("554 5.4.6")
