"""The next hop: connections kept and reused, its replies passed on as they are, message bytes sent as they are."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
import time
from collections.abc import Sequence
from dataclasses import dataclass

import aiosmtplib
from aiosmtplib.errors import SMTPException, SMTPResponseException

from gateway import metrics
from gateway.mail.esmtp import Extensions
from gateway.mail.tls import next_hop_context
from gateway.secret_file import first_line
from gateway.settings import NextHop

CAPABILITIES_TTL = 60.0  # seconds
QUIT_TIMEOUT = 1.0  # seconds to wait for a goodbye
UNREACHABLE_TTL = 5.0  # seconds a next hop that could not be reached is not asked again at EHLO
LARGE = 1024 * 1024  # bytes; above this even a copy is work for a thread


@dataclass(frozen=True, slots=True)
class Reply:
    """An SMTP reply (RFC 5321 section 4.2): code and text, one line of text per reply line."""

    code: int
    text: str

    @property
    def ok(self) -> bool:
        """Whether the command was accepted (2yz)."""
        return 200 <= self.code < 300

    @property
    def temporary(self) -> bool:
        """Whether the client should try again later (4yz)."""
        return 400 <= self.code < 500

    def wire(self) -> str:
        """The reply as it is sent, without the last CRLF."""
        lines = self.text.split("\n")
        return "\r\n".join(f"{self.code}{'-' if n < len(lines) - 1 else ' '}{line}" for n, line in enumerate(lines))


class NextHopUnavailable(Exception):
    """The next hop cannot be reached or broke off. `reply` is what the client gets: always a 4xx.

    `sent` says that the message went out before: whether it was taken is unknown.
    """

    def __init__(self, reply: Reply, sent: bool = False) -> None:
        super().__init__(reply.code)
        self.reply = reply
        self.sent = sent


DOWN = Reply(451, "4.4.1 The next mail server cannot be reached now; try again later")
CONFUSED = Reply(451, "4.5.0 The next mail server answered out of order; try again later")
CHANGED = Reply(451, "4.4.0 The next mail server no longer offers what this message needs; try again later")
LOST = Reply(451, "4.4.2 The connection to the next mail server was lost; try again later")


class Transaction:
    """One mail transaction with the next hop (RFC 5321 section 3.3), on a connection of its own until it ends."""

    def __init__(self, pool: NextHopPool, client: aiosmtplib.SMTP) -> None:
        self._pool = pool
        self._client = client
        self._over = False
        self.recipients: list[str] = []  # accepted by the next hop, in order

    @property
    def open(self) -> bool:
        """Whether it can still go on."""
        return not self._over and self._client.is_connected

    async def recipient(self, address: str, options: Sequence[str] = ()) -> Reply:
        """RCPT TO; the reply is the next hop's own. Raises NextHopUnavailable."""
        reply = await self._command(b"RCPT", b"TO:" + _path(address), *(o.encode("utf-8", "surrogateescape") for o in options))
        if reply.ok:
            self.recipients.append(address)
        return reply

    async def data(self, content: bytes) -> Reply:
        """DATA with `content` (CRLF line ends) and the final reply; ends the transaction. Raises NextHopUnavailable."""
        wire = await asyncio.to_thread(_stuffed, content) if len(content) > LARGE else _stuffed(content)
        started = time.perf_counter()
        reply = await self._command(b"DATA")
        if reply.ok:  # RFC 5321 section 4.3.2: only 354 asks for the message; a 250 here is no delivery
            self.break_off()
            raise NextHopUnavailable(CONFUSED)
        if reply.code != _GO_AHEAD:
            await self.abort()
            metrics.NEXT_HOP_REPLIES.labels(f"{reply.code // 100}xx").inc()
            return reply
        protocol = self._client.protocol
        try:
            if protocol is None:
                raise aiosmtplib.SMTPServerDisconnected("lost")
            # Not execute_data_command: it rewrites line ends, and what passes must pass byte for byte.
            protocol.write(wire)
            response = await protocol.read_response(timeout=self._pool.hop.data_timeout)
        except (SMTPException, OSError):
            self.break_off()
            metrics.NEXT_HOP_REPLIES.labels("lost").inc()
            raise NextHopUnavailable(LOST, sent=True) from None
        except asyncio.CancelledError:
            self.break_off()
            raise
        metrics.RELAY.observe(time.perf_counter() - started)
        metrics.NEXT_HOP_REPLIES.labels(f"{response.code // 100}xx").inc()
        if not _answers(response.code):
            self.break_off()
            raise NextHopUnavailable(CONFUSED, sent=True)
        self._over = True
        self._pool.give_back(self._client)
        return _reply(response)

    async def abort(self) -> None:
        """End the transaction without sending anything (RSET)."""
        if self._over:
            return
        self._over = True
        try:
            response = await self._client.execute_command(b"RSET", timeout=self._pool.hop.command_timeout)
        except (SMTPException, OSError):
            self._pool.drop(self._client)
            return
        except asyncio.CancelledError:
            self._pool.drop(self._client)
            raise
        if response.code == 250:
            self._pool.give_back(self._client)
        else:
            self._pool.drop(self._client)

    def break_off(self) -> None:
        """Close the connection at once; the next hop discards what it has not acknowledged."""
        if not self._over:
            self._over = True
            self._pool.drop(self._client)

    async def _command(self, *words: bytes) -> Reply:
        try:
            response = await self._client.execute_command(*words, timeout=self._pool.hop.command_timeout)
        except (SMTPException, OSError, ValueError):
            self.break_off()
            raise NextHopUnavailable(LOST) from None
        except asyncio.CancelledError:
            self.break_off()
            raise
        if not _answers(response.code) and not (words[0] == b"DATA" and response.code == _GO_AHEAD):
            self.break_off()
            raise NextHopUnavailable(CONFUSED)
        return _reply(response)


_GO_AHEAD = 354


def _answers(code: int) -> bool:
    """Whether a code may end a command (RFC 5321 section 4.2.1): 2yz, 4yz, 5yz."""
    return 200 <= code < 300 or 400 <= code < 600


def _reply(response: aiosmtplib.SMTPResponse) -> Reply:
    """A reply as it may be passed on: a bare CR in it ends no line."""
    return Reply(response.code, response.message.replace("\r", " "))


class NextHopPool:
    """Connections to the next hop. `begin` takes one, a transaction's end gives it back."""

    def __init__(self, hop: NextHop, hostname: str) -> None:
        self.hop = hop
        self._hostname = hostname if hostname.isascii() else "localhost"
        self._idle: list[tuple[aiosmtplib.SMTP, float]] = []
        self._slots = asyncio.Semaphore(hop.max_connections)
        self._capabilities = Extensions()
        self._capabilities_at = float("-inf")
        self._context = next_hop_context(hop)
        self._plain_only = False

    async def extensions(self) -> Extensions:
        """What the next hop offers, at most a minute old; what it offered last when it cannot be reached, nothing if it never was.

        A client that is not offered SMTPUTF8 returns such mail to its sender at once, where a next hop that is down for a minute
        should only make it wait.
        """
        known = self._capabilities_at > 0
        if time.monotonic() - self._capabilities_at > CAPABILITIES_TTL and not (known and self._slots.locked()):
            try:
                client, _ = await self._take()
            except NextHopUnavailable:
                self._capabilities_at = time.monotonic() - CAPABILITIES_TTL + UNREACHABLE_TTL
                return self._capabilities
            self.give_back(client)
        return self._capabilities

    async def begin(self, sender: str, options: Sequence[str]) -> tuple[Transaction | None, Reply]:
        """MAIL FROM on a connection. The transaction is None when the next hop refused the sender.

        Raises NextHopUnavailable.
        """
        while True:
            client, reused = await self._take()
            transaction = Transaction(self, client)
            if any(_unoffered(option, client) for option in options):
                await transaction.abort()
                raise NextHopUnavailable(CHANGED)
            words = (b"MAIL", b"FROM:" + _path(sender), *(o.encode("utf-8", "surrogateescape") for o in options if _is_offered(o, client)))
            try:
                reply = await transaction._command(*words)
            except NextHopUnavailable:
                if reused:  # it had closed an idle connection: no fault, try the next one
                    continue
                raise
            if reused and reply.code == 421:
                transaction.break_off()
                continue
            if reply.ok:
                return transaction, reply
            await transaction.abort()
            return None, reply

    async def send_to_those_taken(self, sender: str, recipients: Sequence[tuple[str, Sequence[str]]], content: bytes, options: Sequence[str] = ()) -> tuple[Reply, list[Reply]]:
        """A whole transaction for the recipients that are not refused for good: (the final reply, the refusals of the others).

        Nothing is sent where all are refused, or one is refused for the time being: then its refusal is the reply.
        """
        transaction, reply = await self.begin(sender, options)
        if transaction is None:
            return reply, []
        refusals: list[Reply] = []
        for address, parameters in recipients:
            reply = await transaction.recipient(address, parameters)
            if not reply.ok and (reply.temporary or not transaction.open):
                await transaction.abort()
                return reply, []
            if not reply.ok:
                refusals.append(reply)
        if len(refusals) == len(recipients):
            await transaction.abort()
            return refusals[0], []
        return await transaction.data(content), refusals

    async def send(self, sender: str, recipients: Sequence[tuple[str, Sequence[str]]], content: bytes, options: Sequence[str] = ()) -> Reply:
        """A whole transaction: the final reply, or the first refusal of the sender or of any (address, parameters)."""
        transaction, reply = await self.begin(sender, options)
        if transaction is None:
            return reply
        for address, parameters in recipients:
            reply = await transaction.recipient(address, parameters)
            if not reply.ok:
                await transaction.abort()
                return reply
        return await transaction.data(content)

    async def close(self) -> None:
        """QUIT all unused connections."""
        idle, self._idle = self._idle, []

        async def quit_(client: aiosmtplib.SMTP) -> None:
            with contextlib.suppress(SMTPException, OSError):
                await client.quit(timeout=QUIT_TIMEOUT)
            client.close()

        await asyncio.gather(*(quit_(client) for client, _ in idle))

    def give_back(self, client: aiosmtplib.SMTP) -> None:
        """Keep a connection that is between transactions for the next one."""
        if client.is_connected:
            self._idle.append((client, time.monotonic()))
        self._slots.release()

    def drop(self, client: aiosmtplib.SMTP) -> None:
        """Close a connection whose state is unknown."""
        client.close()
        self._slots.release()

    async def _take(self) -> tuple[aiosmtplib.SMTP, bool]:
        try:
            await asyncio.wait_for(self._slots.acquire(), self.hop.command_timeout)
        except TimeoutError:
            raise NextHopUnavailable(Reply(451, "4.3.2 Too many messages under way; try again later")) from None
        try:
            self._weed()
            if self._idle:
                metrics.NEXT_HOP_CONNECTIONS.labels("reused").inc()
                return self._idle.pop()[0], True
            return await self._open(), False
        except BaseException:
            self._slots.release()
            raise

    def _weed(self) -> None:
        limit = time.monotonic() - self.hop.idle_timeout
        while self._idle and (self._idle[0][1] < limit or not self._idle[0][0].is_connected):
            self._idle.pop(0)[0].close()
        while self._idle and not self._idle[-1][0].is_connected:
            self._idle.pop()[0].close()

    async def _open(self) -> aiosmtplib.SMTP:
        start_tls = {"none": False, "opportunistic": None, "required": True}[self.hop.tls]
        try:
            try:
                client = await self._connect(start_tls)
            except (ssl.SSLError, SMTPException, OSError) as error:
                # RFC 7435: opportunistic security falls back to cleartext when the handshake fails.
                if self.hop.tls != "opportunistic" or not (_is_tls_failure(error) or type(error) is SMTPResponseException):  # the latter: STARTTLS refused
                    raise
                client = await self._connect(False)
        except SMTPResponseException as error:
            metrics.NEXT_HOP_CONNECTIONS.labels("failed").inc()
            raise NextHopUnavailable(Reply(error.code, error.message) if 400 <= error.code < 500 else DOWN) from None
        except (SMTPException, OSError, ValueError):
            metrics.NEXT_HOP_CONNECTIONS.labels("failed").inc()
            raise NextHopUnavailable(DOWN) from None
        metrics.NEXT_HOP_CONNECTIONS.labels("opened").inc()
        return client

    async def _connect(self, start_tls: bool | None) -> aiosmtplib.SMTP:
        auth = self.hop.auth
        password = await asyncio.to_thread(first_line, auth.password_file) if auth else None
        client = aiosmtplib.SMTP(
            hostname=self.hop.host,
            port=self.hop.port,
            local_hostname=self._hostname,
            timeout=self.hop.connect_timeout,
            start_tls=start_tls,
            tls_context=self._context,
            username=auth.username if auth else None,
            password=password,
        )
        await client.connect()
        try:
            if client.is_ehlo_or_helo_needed:
                await client._ehlo_or_helo_if_needed()  # EHLO, and HELO for a next hop that knows no EHLO
        except BaseException:
            client.close()
            raise
        offered = client.esmtp_extensions
        size = offered.get("size")
        self._capabilities = Extensions(
            size=None if size is None else int(size) if size.isdigit() else 0,
            eight_bit="8bitmime" in offered,
            smtp_utf8="smtputf8" in offered,
            dsn="dsn" in offered,
        )
        self._capabilities_at = time.monotonic()
        return client


_NEEDS = {"BODY": "8bitmime", "SMTPUTF8": "smtputf8", "SIZE": "size", "RET": "dsn", "ENVID": "dsn"}  # the extension of a parameter of MAIL


def _is_offered(option: str, client: aiosmtplib.SMTP) -> bool:
    """Whether this connection's server knows a parameter of MAIL: another connection's may have offered more."""
    needs = _NEEDS.get(option.partition("=")[0].upper())
    return needs is None or needs in client.esmtp_extensions


def _unoffered(option: str, client: aiosmtplib.SMTP) -> bool:
    """Whether a message cannot go by this connection for a parameter; the size and 7BIT are only said by the way."""
    return not _is_offered(option, client) and not option.upper().startswith("SIZE=") and option.upper() != "BODY=7BIT"


def _is_tls_failure(error: Exception) -> bool:
    return isinstance(error, ssl.SSLError) or isinstance(error.__cause__, ssl.SSLError) or "TLS" in str(error)


def _path(address: str) -> bytes:
    return b"<" + ("" if address == "<>" else address).encode("utf-8", "surrogateescape") + b">"


def _stuffed(content: bytes) -> bytes:
    """Dot-stuffed and terminated (RFC 5321 section 4.5.2). Only CRLF ends a line; nothing else is touched."""
    stuffed = content.replace(b"\r\n.", b"\r\n..")
    if stuffed.startswith(b"."):
        stuffed = b"." + stuffed
    return stuffed + (b".\r\n" if stuffed.endswith(b"\r\n") or not stuffed else b"\r\n.\r\n")
