"""aiosmtpd's SMTP conversation with what a transparent relay needs: addresses and message bytes kept as they are."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import defaultdict
from collections.abc import Callable
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, syntax

from gateway.mail.esmtp import Extensions, ParameterError, mail_parameters, recipient_parameters
from gateway.mail.upstream import Transaction

# aiosmtpd logs addresses and message lines; personal data stays inside.
logging.getLogger("mail.log").setLevel(logging.CRITICAL + 1)

CHUNK = 256 * 1024  # bytes taken from the socket at a time
COMMAND_LIMIT = 4096  # bytes; RFC 5321 section 4.5.3.1.4 asks for 512 and more for extensions
END = b"\r\n.\r\n"
UNLIMITED = 86400.0  # seconds; for stages that have deadlines of their own


class MailEnvelope(Envelope):
    """A transaction as the client has given it so far, and the next hop's side of it.

    `paths` are the accepted recipients with their parameters; `hop` is open from the first RCPT on.
    """

    def __init__(self) -> None:
        super().__init__()
        self.paths: list[tuple[str, tuple[str, ...]]] = []
        self.hop: Transaction | None = None
        self.started = time.monotonic()


_HOOKS: dict[type, tuple[str, ...]] = {}


def hooks_of(kind: type) -> tuple[str, ...]:
    """The names of `kind` that aiosmtpd looks for. It asks `dir` for them anew at each connection, and all names take it a millisecond."""
    if kind not in _HOOKS:
        _HOOKS[kind] = tuple(name for name in dir(kind) if name.startswith(("smtp_", "auth_", "handle_")))
    return _HOOKS[kind]


class Conversation(SMTP):
    """One client connection.

    `admit` says at connect why a peer is refused (a reply line), or None; `entered` and `left` are told when an
    admitted client came and went; `discarded` gets every envelope that is given up unfinished. `offered` is set at each EHLO by the handler.
    """

    line_length_limit = CHUNK

    def __init__(
        self,
        handler: Any,
        *,
        admit: Callable[[str], str | None],
        entered: Callable[[Conversation], None],
        left: Callable[[Conversation], None],
        discarded: Callable[[MailEnvelope], None],
        data_timeout: float,
        max_bytes: int,
        **options: Any,
    ) -> None:
        self._discarded = discarded  # first: the base class resets its state in here
        self.offered = Extensions()
        super().__init__(handler, enable_SMTPUTF8=True, data_size_limit=max_bytes, **options)
        self.command_size_limits = defaultdict(lambda: COMMAND_LIMIT)
        self.command_size_limit = COMMAND_LIMIT
        self._admit = admit
        self._entered = entered
        self._left = left
        self._data_timeout = data_timeout
        self._max_bytes = max_bytes
        self._admitted = False
        self.busy = False  # between the end of a message and our reply to it
        self._parting = ""
        self.source: tuple[str, int] | None = None  # whom a PROXY header names; STARTTLS begins a new session with the balancer's address

    def __dir__(self) -> tuple[str, ...]:
        return hooks_of(type(self))

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Judge the peer before the greeting; with PROXY protocol the handler judges the source address later."""
        if self._original_transport is None:
            peer = transport.get_extra_info("peername")
            refusal = self._admit(str(peer[0]) if peer else "")
            if refusal is not None:
                if self._proxy_timeout is None and isinstance(transport, asyncio.Transport):
                    transport.write(refusal.encode("ascii") + b"\r\n")
                transport.close()
                return
            self._admitted = True
            self._entered(self)
        super().connection_made(transport)
        if self.source is not None and self.session is not None:
            self.session.peer = self.source  # type: ignore[assignment]

    def connection_lost(self, error: Exception | None) -> None:
        """Tell the relay that the client left; a refused one never came in."""
        if self._admitted:
            self._admitted = False
            super().connection_lost(error)
            self._discard(self.envelope)
            self._left(self)

    def eof_received(self) -> bool | None:
        """A refused connection has no session whose end could matter."""
        return bool(super().eof_received()) if self._admitted else False

    def part(self, line: str) -> None:
        """Say goodbye with `line` and hang up: now when no transaction runs, else after it."""
        envelope = self.envelope
        if self.transport is None:
            return
        if self.busy or (envelope is not None and envelope.mail_from):
            self._parting = line
            return
        assert isinstance(self.transport, asyncio.Transport)
        self.transport.write(line.encode("ascii") + b"\r\n")
        self.transport.close()

    def _timeout_cb(self) -> None:
        """Say why before hanging up (RFC 5321 section 4.5.3.2)."""
        if isinstance(self.transport, asyncio.Transport):
            self.transport.write(b"421 4.4.2 Nothing came from you for too long\r\n")
        super()._timeout_cb()  # type: ignore[no-untyped-call]

    @property
    def offers_starttls(self) -> bool:
        """Whether EHLO should name STARTTLS: there is a certificate and the connection is not protected yet."""
        return self.tls_context is not None and self._tls_protocol is None

    def restart_timeout(self, seconds: float) -> None:
        """Give the client or ourselves `seconds` more before the connection is closed as idle."""
        self._reset_timeout(seconds)

    def _create_envelope(self) -> MailEnvelope:
        return MailEnvelope()

    def _set_post_data_state(self) -> None:
        before = self.envelope
        super()._set_post_data_state()  # type: ignore[no-untyped-call]
        self._discard(before)

    def _discard(self, envelope: Envelope | None) -> None:
        if isinstance(envelope, MailEnvelope) and envelope.hop is not None:
            self._discarded(envelope)

    async def push(self, status: str | bytes) -> None:
        """Send a reply of our own or of the library's, which lacks enhanced codes."""
        await self.pass_on(_with_its_code(status) if isinstance(status, str) else status)

    async def pass_on(self, status: str | bytes) -> None:
        """Send a reply as it is; what the next hop said may hold bytes that are no UTF-8."""
        await super().push(status.encode("utf-8", "surrogateescape") if isinstance(status, str) else status)

    @syntax("RSET")
    async def smtp_RSET(self, arg: str) -> None:
        """RSET (RFC 5321 section 4.1.1.5)."""
        if arg:
            await self.push("501 5.5.4 Syntax: RSET")
            return
        self._set_rset_state()  # type: ignore[no-untyped-call]
        await self.push("250 2.0.0 OK")

    @syntax("NOOP [ignored]")
    async def smtp_NOOP(self, arg: str) -> None:
        """NOOP (RFC 5321 section 4.1.1.9)."""
        await self.push("250 2.0.0 OK")

    @syntax("STARTTLS", when="tls_context")
    async def smtp_STARTTLS(self, arg: str) -> None:
        """STARTTLS (RFC 3207), once a connection."""
        if self.tls_context is not None and self._tls_protocol is not None:
            await self.push("503 5.5.1 TLS is active already")
        else:
            await super().smtp_STARTTLS(arg)

    def _getaddr(self, arg: str) -> tuple[str | None, str | None]:
        """A path as the client wrote it (RFC 5321 section 4.1.2), leniently: foo..bar@ and other old addresses exist.

        The address is what stands between the angle brackets, '<>' for the null path; (None, None) when there is none.
        """
        arg = arg.lstrip()
        if not arg.startswith("<"):
            address, _, rest = arg.partition(" ")
            return (address, rest) if address and _sound(address) else (None, None)
        quoted = False
        index = 1
        while index < len(arg):
            char = arg[index]
            if char == "\\" and quoted:
                index += 1
            elif char == '"':
                quoted = not quoted
            elif char == ">" and not quoted:
                address = arg[1:index]
                return (address or "<>", arg[index + 1 :]) if _sound(address) else (None, None)
            index += 1
        return None, None

    @syntax("MAIL FROM:<address>", extended=" [SP <mail-parameters>]")
    async def smtp_MAIL(self, arg: str | None) -> None:
        """MAIL (RFC 5321 section 4.1.1.2): the sender and its parameters, kept as written."""
        if await self.check_helo_needed():
            return
        assert self.envelope is not None
        path = self._strip_command_keyword("FROM:", arg) if arg else None
        if path is None:
            await self.push("501 5.5.4 Syntax: MAIL FROM:<address>")
        elif self.envelope.mail_from:
            await self.push("503 5.5.1 A transaction is under way already")
        else:
            address, rest = self._getaddr(path)
            reply = "553 5.1.7 Malformed sender address"
            if address is not None:
                try:
                    options = mail_parameters(rest or "", self.offered)
                    utf8 = any(o.upper() == "SMTPUTF8" for o in options)
                    reply = _unfit(address, utf8) or await self._call_handler_hook("MAIL", address, list(options))
                except ParameterError as error:
                    reply = str(error)
            await self.pass_on(reply)

    @syntax("RCPT TO:<address>", extended=" [SP <rcpt-parameters>]")
    async def smtp_RCPT(self, arg: str | None) -> None:
        """RCPT (RFC 5321 section 4.1.1.3): one recipient and its parameters, kept as written."""
        if await self.check_helo_needed():
            return
        assert self.envelope is not None
        path = self._strip_command_keyword("TO:", arg) if arg else None
        if not self.envelope.mail_from:
            await self.push("503 5.5.1 Need MAIL first")
        elif path is None:
            await self.push("501 5.5.4 Syntax: RCPT TO:<address>")
        else:
            address, rest = self._getaddr(path)
            reply = "553 5.1.3 Malformed recipient address"
            if address is not None and address != "<>":
                try:
                    options = recipient_parameters(rest or "", self.offered)
                    utf8 = any(o.upper() == "SMTPUTF8" for o in self.envelope.mail_options)
                    reply = _unfit(address, utf8) or await self._call_handler_hook("RCPT", address, list(options))
                except ParameterError as error:
                    reply = str(error)
            await self.pass_on(reply)

    async def smtp_VRFY(self, arg: str) -> None:
        """VRFY (RFC 5321 section 3.5.3): we know no mailboxes."""
        await self.push("252 2.5.2 Cannot verify; the next mail server will" if arg else "501 5.5.4 Syntax: VRFY address")

    async def smtp_AUTH(self, arg: str) -> None:
        """AUTH is not offered: clients are admitted by network."""
        await self.push("502 5.5.1 AUTH is not offered here")

    @syntax("DATA")
    async def smtp_DATA(self, arg: str) -> None:
        """DATA, keeping every byte (RFC 5321 section 4.1.1.4). Only CRLF.CRLF ends the message."""
        if await self.check_helo_needed():
            return
        assert self.envelope is not None  # there is one from the greeting on
        if arg:
            await self.push("501 5.5.4 Syntax: DATA")
            return
        if not self.envelope.rcpt_tos:
            await self.push("503 5.5.1 Need RCPT first" if self.envelope.mail_from else "503 5.5.1 Need MAIL first")
            return
        await self.push("354 End data with <CR><LF>.<CR><LF>")
        content = await self._read_message()
        self.busy = True
        # The answer may take as long as inspection and next hop together; those have deadlines of their own.
        self.restart_timeout(UNLIMITED)
        try:
            if content is None:
                status = await self._call_handler_hook("TOO_LARGE")
            else:
                self.envelope.content = self.envelope.original_content = content
                status = await self._call_handler_hook("DATA")
        finally:
            self.busy = False
            self.restart_timeout(self._timeout_duration)
            self._set_post_data_state()
        await self.pass_on(status)
        if self._parting:
            self.part(self._parting)

    async def _read_message(self) -> bytes | None:
        """The message without its end and dot-stuffing; None when it is larger than we take (read to its end all the same)."""
        received = bytearray()
        dropped = 0
        while True:
            self.restart_timeout(self._data_timeout)
            chunk = await self._reader.read(CHUNK)
            if not chunk:
                raise ConnectionResetError("the client left within a message")
            before = len(received)
            received += chunk
            if not dropped and received.startswith(b".\r\n"):
                end, behind = 0, 3
            else:
                at = received.find(END, max(0, before - len(END) + 1))
                end, behind = at + 2, at + len(END)
                if at < 0:
                    # Stuffed dots are not part of the message, hence the slack of a half.
                    if len(received) > self._max_bytes + self._max_bytes // 2 + CHUNK:
                        dropped += len(received) - len(END)
                        del received[: -len(END)]
                    await asyncio.sleep(0)  # a fast client must not keep the loop to itself
                    continue
            # What follows the end is the next command, sent ahead (RFC 2920).
            self._reader._buffer[:0] = received[behind:]  # type: ignore[attr-defined]
            del received[end:]
            break
        if dropped:
            return None
        content = await asyncio.to_thread(_unstuffed, received) if len(received) > CHUNK else _unstuffed(received)
        return content if len(content) <= self._max_bytes else None


_CODES = {  # the library's own replies, with the enhanced codes that they lack (RFC 3463, RFC 2034)
    "221 Bye": "221 2.0.0 Bye", "220 Ready": "220 2.0.0 Ready", "500 Error: bad": "500 5.5.2 Error: bad", "500 Error: command": "500 5.5.1 Error: command",
    "500 Error: strict": "500 5.5.2 Error: strict", "500 Command line": "500 5.5.2 Command line", "500 Line too": "500 5.5.2 Line too", "501 Syntax": "501 5.5.4 Syntax",
    "502 EXPN": "502 5.5.1 EXPN", "503 Error": "503 5.5.1 Error", "530 Must": "530 5.7.0 Must", "250 Supported": "214 2.0.0 Supported", "250 Syntax": "214 2.0.0 Syntax", "501 Supported": "501 5.5.4 Supported", "454 TLS": "454 4.7.0 TLS",
}  # fmt: skip


def _with_its_code(reply: str) -> str:
    return next((code + reply.removeprefix(plain) for plain, code in _CODES.items() if reply.startswith(plain)), reply)


def _unstuffed(received: bytearray) -> bytes:
    """With the transparency of RFC 5321 section 4.5.2 undone."""
    body = bytes(received)
    if body.startswith(b"."):
        body = body[1:]
    return body.replace(b"\r\n.", b"\r\n") if b"\r\n." in body else body


def _sound(address: str) -> bool:
    return len(address) <= 1000 and not any(ord(c) < 0x20 or ord(c) == 0x7F for c in address)


def _unfit(address: str, utf8: bool) -> str | None:
    """Why an address cannot be taken (RFC 6531 section 3.5), or None."""
    if address.isascii():
        return None
    if any("\udc80" <= c <= "\udcff" for c in address):
        return "553 5.6.7 The address is not UTF-8"
    return None if utf8 else "553 5.6.7 An address beyond ASCII needs SMTPUTF8"
