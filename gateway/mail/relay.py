"""The SMTP door: what each command of a client means for the next hop and the corridor (an aiosmtpd handler)."""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import time
from collections.abc import Coroutine, Sequence
from dataclasses import replace
from typing import Any

import structlog
from aiosmtpd.smtp import Session

from gateway import metrics
from gateway.checkpoint import Arrival, Checkpoint
from gateway.inspection.pool import InspectionFailed
from gateway.mail.conversation import Conversation, MailEnvelope, hooks_of
from gateway.mail.delivery import Delivery, Outcome
from gateway.mail.in_worker import RawMail, read_raw
from gateway.mail.limits import Limits
from gateway.mail.notice import Notifier
from gateway.mail.trace import Client, has_bare_breaks, loop, trace_lines
from gateway.mail.upstream import DOWN, LARGE, NextHopPool, NextHopUnavailable, Reply
from gateway.message import Channel
from gateway.settings import Listener, Smtp
from gateway.verdict import Action

log = structlog.get_logger("sekisho.mail")
STOPPING = "421 4.3.2 Shutting down; try again later"
FULL = "421 4.7.0 Too many connections; try again later"
_LOCAL = 0  # the PROXY protocol's command for a proxy's own connections
INSPECTION_FAILED = "451 4.3.0 The message cannot be inspected now; try again later"


class Relay:
    """All SMTP listeners share one. Every hook returns the reply line."""

    def __init__(self, smtp: Smtp, checkpoint: Checkpoint, pool: NextHopPool, limits: Limits, notifier: Notifier) -> None:
        self._smtp = smtp
        self._checkpoint = checkpoint
        self._pool = pool
        self._limits = limits
        self._delivery = Delivery(checkpoint, pool, limits)
        self._notifier = notifier
        self._open: set[Conversation] = set()
        self._empty = asyncio.Event()
        self._aside: set[asyncio.Task[None]] = set()  # work that no client waits for
        self.stopping = False

    def conversation(self, listener: Listener, **options: Any) -> Conversation:
        """A new connection's side of the conversation; a protocol factory for `create_server`."""
        gate = listener.proxies if listener.proxy_protocol else listener.clients
        return Conversation(
            _Door(self, listener),
            admit=lambda address: self._admit(address, gate),
            left=self._left,
            discarded=self._discarded,
            data_timeout=self._smtp.data_timeout,
            max_bytes=self._smtp.max_message_bytes,
            hostname=self._smtp.hostname,
            ident="ESMTP Sekisho",
            timeout=self._smtp.command_timeout,
            entered=self._open.add,
            **options,
        )

    async def stop(self, grace: float) -> None:
        """Let running transactions end within `grace` seconds, then hang up."""
        self.stopping = True
        for conversation in list(self._open):
            conversation.part(STOPPING)
        deadline = time.monotonic() + grace
        if self._open:
            self._empty.clear()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._empty.wait(), grace)
        for conversation in list(self._open):
            if conversation.transport is not None:
                conversation.transport.close()
        if self._aside:
            await asyncio.wait(self._aside, timeout=max(1.0, deadline - time.monotonic()))

    def _admit(self, address: str, networks: Sequence[str]) -> str | None:
        if self.stopping:
            metrics.SESSIONS_REFUSED.labels("stopping").inc()
            return STOPPING
        if not in_networks(address, networks):
            metrics.SESSIONS_REFUSED.labels("network").inc()
            log.warning("client refused: not in an allowed network", address=address)
            return "554 5.7.1 Your address may not use this server"
        if len(self._open) >= self._smtp.max_sessions:
            metrics.SESSIONS_REFUSED.labels("full").inc()
            return FULL
        metrics.SESSIONS.inc()
        return None

    def _left(self, conversation: Conversation) -> None:
        self._open.discard(conversation)
        if not self._open:
            self._empty.set()
        metrics.SESSIONS.dec()

    def _discarded(self, envelope: MailEnvelope) -> None:
        hop, envelope.hop = envelope.hop, None
        if hop is not None:
            self._set_aside(hop.abort())

    def _set_aside(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.ensure_future(work)
        self._aside.add(task)
        task.add_done_callback(self._aside.discard)

    async def mail(self, server: Conversation, envelope: MailEnvelope, address: str, options: list[str]) -> str:
        """MAIL: remembered; the next hop hears of it with the first recipient."""
        if self.stopping:
            asyncio.get_running_loop().call_soon(server.part, STOPPING)
            return STOPPING
        envelope.mail_from = address
        envelope.mail_options = options
        envelope.started = time.monotonic()
        return "250 2.1.0 Sender OK"

    async def rcpt(self, envelope: MailEnvelope, address: str, options: list[str]) -> str:
        """RCPT: the next hop's own answer."""
        try:
            if envelope.hop is None or not envelope.hop.open:
                envelope.hop, reply = await self._pool.begin(envelope.mail_from or "", envelope.mail_options)
                if envelope.hop is None:
                    return _for_client(reply)
            reply = await envelope.hop.recipient(address, options)
        except NextHopUnavailable as down:
            return _for_client(down.reply)
        if reply.ok:
            envelope.rcpt_tos.append(address)
            envelope.paths.append((address, tuple(options)))
        return _for_client(reply)

    async def data(self, server: Conversation, session: Session, envelope: MailEnvelope) -> str:
        """The message is here: down the corridor with it."""
        content = envelope.original_content or b""
        heavy = len(content) > LARGE
        refusal = await asyncio.to_thread(self._unfit, content) if heavy else self._unfit(content)
        if refusal:
            return refusal
        metrics.IN_FLIGHT.labels(Channel.MAIL).inc()
        try:
            return await self._through(client_of(server, session, envelope), envelope, content)
        finally:
            metrics.IN_FLIGHT.labels(Channel.MAIL).dec()
            metrics.TRANSACTION.labels(Channel.MAIL).observe(time.monotonic() - envelope.started)

    async def _through(self, client: Client, envelope: MailEnvelope, content: bytes) -> str:
        recipients = tuple(dict.fromkeys(address for address, _ in envelope.paths))
        envelope.paths = list(dict(envelope.paths).items())
        sender = "" if envelope.mail_from == "<>" else envelope.mail_from or ""
        arrival = Arrival(Channel.MAIL, sender, recipients, len(content))
        try:
            ruling = await self._checkpoint.judge(arrival, read_raw, RawMail(content, sender, recipients, self._limits))
        except InspectionFailed as failure:
            metrics.MESSAGES_REFUSED.labels("inspection_" + failure.kind).inc()
            return INSPECTION_FAILED
        trace = trace_lines(client, self._smtp.hostname, ruling.incident)
        try:
            outcome = await self._delivery.carry_out(ruling, envelope, content, trace)
        except NextHopUnavailable as down:
            outcome = Outcome(down.reply, "next_hop_unavailable", ruling)
        self._record(outcome, sender, content)
        return _for_client(outcome.reply)

    def _record(self, outcome: Outcome, sender: str, content: bytes) -> None:
        ruling = outcome.ruling
        earlier = {"kept_as": outcome.kept} if outcome.kept not in ("", ruling.incident) else {}
        self._checkpoint.record(ruling, outcome.word, reply=outcome.reply.code, **earlier)
        settled = outcome.reply.ok or (outcome.kept and outcome.reply.code >= 500)  # no other try will come
        if settled and ruling.verdict.action >= Action.REDACT:
            self._set_aside(self._notifier.tell(replace(ruling, incident=outcome.kept or ruling.incident), sender, content, outcome.without))

    def _unfit(self, content: bytes) -> str | None:
        """Why a message is refused before anybody reads it."""
        if loop(content, self._smtp.hostname, self._smtp.max_received, self._smtp.max_passes):
            metrics.MESSAGES_REFUSED.labels("loop").inc()
            return "554 5.4.6 The message has been here or elsewhere too often: mail loop"
        if self._smtp.bare_line_breaks == "refuse" and has_bare_breaks(content):
            metrics.MESSAGES_REFUSED.labels("bare_line_break").inc()
            return "554 5.6.0 CR or LF stands alone in the message; lines end in CRLF (RFC 5321 section 2.3.8)"
        return None

    def too_large(self) -> str:
        """More than smtp.max_message_bytes came."""
        metrics.MESSAGES_REFUSED.labels("too_large").inc()
        return f"552 5.3.4 Message too large: {self._smtp.max_message_bytes} bytes are the limit"

    async def offer(self, server: Conversation) -> list[str]:
        """The lines of our EHLO reply: what the next hop offers and we can carry."""
        server.offered = (await self._pool.extensions()).limited(self._smtp.max_message_bytes)
        return server.offered.keywords()


class _Door:
    """The hooks aiosmtpd calls, for one connection."""

    def __init__(self, relay: Relay, listener: Listener) -> None:
        self._relay = relay
        self._listener = listener

    def __dir__(self) -> tuple[str, ...]:
        return hooks_of(type(self))

    async def handle_PROXY(self, server: Conversation, session: Session, envelope: MailEnvelope, data: Any) -> bool:
        """Judge the address the PROXY header names (LOCAL connections are the proxy's own health checks)."""
        address = str(data.src_addr) if data.src_addr else ""
        if data.command is not None and int(data.command) == _LOCAL:
            return True
        if address:
            server.source = (address, data.src_port)
            session.peer = server.source  # type: ignore[assignment]
        else:  # UNKNOWN: the header tells nothing, so the connection's own address counts
            address = str(session.peer[0]) if isinstance(session.peer, tuple) and session.peer else ""
        if in_networks(address, self._listener.clients):
            return True
        metrics.SESSIONS_REFUSED.labels("network").inc()
        await server.push("554 5.7.1 Your address may not use this server")
        return False

    async def handle_HELO(self, server: Conversation, session: Session, envelope: MailEnvelope, hostname: str) -> str:
        session.host_name = hostname
        await self._relay.offer(server)
        return f"250 {server.hostname}"

    async def handle_EHLO(self, server: Conversation, session: Session, envelope: MailEnvelope, hostname: str, _: list[str]) -> list[str]:
        session.host_name = hostname
        lines = [server.hostname, *await self._relay.offer(server)]
        if server.offers_starttls:
            lines.append("STARTTLS")
        return [f"250-{line}" for line in lines[:-1]] + [f"250 {lines[-1]}"]

    async def handle_MAIL(self, server: Conversation, session: Session, envelope: MailEnvelope, address: str, options: list[str]) -> str:
        return await self._relay.mail(server, envelope, address, options)

    async def handle_RCPT(self, server: Conversation, session: Session, envelope: MailEnvelope, address: str, options: list[str]) -> str:
        return await self._relay.rcpt(envelope, address, options)

    async def handle_DATA(self, server: Conversation, session: Session, envelope: MailEnvelope) -> str:
        return await self._relay.data(server, session, envelope)

    async def handle_TOO_LARGE(self, server: Conversation, session: Session, envelope: MailEnvelope) -> str:
        return self._relay.too_large()

    async def handle_exception(self, error: Exception) -> str:
        """No traceback reaches a client, no text of a message a log."""
        if isinstance(error, ConnectionError | asyncio.IncompleteReadError):
            return "421 4.4.2 The connection was lost"
        place = error.__traceback__
        while place is not None and place.tb_next is not None:
            place = place.tb_next
        where = f"{place.tb_frame.f_code.co_qualname}:{place.tb_lineno}" if place is not None else ""
        metrics.ERRORS.labels("smtp", type(error).__name__).inc()
        log.error("error in the SMTP conversation", kind=type(error).__name__, where=where)
        return "451 4.3.0 An error on our side; try again later"


def client_of(server: Conversation, session: Session, envelope: MailEnvelope) -> Client:
    """Who handed the message to us, for the Received line."""
    secure = server.transport is not None and server.transport.get_extra_info("sslcontext") is not None
    utf8 = any(o.upper() == "SMTPUTF8" for o in envelope.mail_options)
    protocol = ("UTF8SMTP" if utf8 else "ESMTP" if session.extended_smtp else "SMTP") + ("S" if secure else "")
    peer = session.peer
    address = str(peer[0]) if isinstance(peer, tuple) and peer else "unknown"
    return Client(session.host_name or "", address, protocol)


def in_networks(address: str, networks: Sequence[str]) -> bool:
    """Whether an IP address lies in one of the networks; IPv4-mapped IPv6 addresses count as IPv4."""
    try:
        ip = ipaddress.ip_address(address.split("%", 1)[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped:
        ip = ip.ipv4_mapped
    return any(ip in ipaddress.ip_network(n) for n in networks)


def _for_client(reply: Reply) -> str:
    """The next hop's reply as ours. Its 421 means its channel, not this one, so the client hears of a passing failure."""
    return Reply(451, reply.text).wire() if reply.code == 421 else reply.wire() if reply.code >= 200 else DOWN.wire()

