"""The composition root: builds each part once and wires them; the only file that knows them all."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import socket
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import structlog

from gateway import metrics
from gateway.chat.held import HeldChat
from gateway.checkpoint import Checkpoint
from gateway.configfile import SettingError
from gateway.console.app import build as build_console
from gateway.console.reminders import Reminders, keep_reminding
from gateway.console.server import ConsoleServer
from gateway.doors import AllDoors
from gateway.http import Health, HttpServer
from gateway.inspection.pool import WorkerPool
from gateway.mail.held import HeldMail
from gateway.mail.limits import Limits
from gateway.mail.notice import Desk, Notifier
from gateway.mail.outbox import Outbox
from gateway.mail.relay import Relay
from gateway.mail.release import send_held
from gateway.mail.tls import server_context
from gateway.mail.upstream import NextHopPool
from gateway.message import Channel
from gateway.opening import open_store
from gateway.policy.load import LoadedPolicy, load_policy
from gateway.policy.watch import PolicyInForce
from gateway.quarantine.allowances import AllowancesInForce
from gateway.quarantine.consents import ConsentsInForce
from gateway.quarantine.ledger_writer import LedgerWriter
from gateway.quarantine.store import Store, StoreError
from gateway.quarantine.upkeep import keep_up, read_registers
from gateway.readers import READERS
from gateway.settings import Listener, NextHop, Settings

if TYPE_CHECKING:
    from gateway.chat.listening import ChatDoors

log = structlog.get_logger("sekisho")
REGISTERS_EVERY = 2.0  # seconds
PROXY_TIMEOUT = 5.0  # seconds to send the PROXY header


@dataclass(frozen=True, slots=True)
class Ports:
    """Where the gateway listens, as it came to be (port 0 takes a free one)."""

    smtp: tuple[tuple[str, int], ...]
    http: int
    console: int = 0  # 0: none
    chat: tuple[int, ...] = ()
    inspect: int = 0  # 0: none


class Gateway:
    """A running gateway. `start`, then `stop`; or `run` until a signal says stop."""

    def __init__(self, settings: Settings, policy: LoadedPolicy | None = None) -> None:
        self.settings = settings
        self.health = Health()
        self.policy = PolicyInForce(policy or load_policy(settings.policy), settings.policy)
        self.store = open_store(settings)
        self.consents = ConsentsInForce(self.store.consents)
        self.allowances = AllowancesInForce(self.store.allowances)
        self.ledger = LedgerWriter(self.store.ledger, Checkpoint.complain)
        self.health.store = self._store_answers
        self._console: ConsoleServer | None = None
        self._chat: ChatDoors | None = None
        self._servers: list[asyncio.Server] = []
        self._stop = asyncio.Event()
        self._tasks: list[asyncio.Task[Any]] = []
        self._stack = contextlib.AsyncExitStack()

    async def start(self) -> Ports:
        """Bring everything up; when this returns, mail is taken. Raises ConfigError naming what does not work."""
        settings = self.settings
        self._http = _http_server(settings, self.health)
        self._http.start()
        self.workers = WorkerPool(settings.inspection, settings.recognizers, READERS) if settings.inspection.enabled else None
        if self.workers is not None:
            await self.workers.warm()
        self.health.workers = True
        hop = await self._stack.enter_async_context(next_hop(settings))
        self.pool = NextHopPool(hop, settings.smtp.hostname)
        checkpoint = Checkpoint(self.workers, self.store, self.policy, settings.inspection.on_error, self.consents, self.allowances, self.ledger)
        # A console that another process serves is known by its url.
        people_reach = settings.console.address if settings.console.url or (settings.console.enabled and self.workers is not None) else ""
        desk = Desk(self.store, people_reach, settings.console.link_hours)
        notifier = Notifier(settings.notices, self.pool, self.policy, settings.smtp.hostname, desk)
        self.relay = Relay(settings.smtp, checkpoint, self.pool, Limits.of(settings.inspection), notifier)
        metrics.HELD.set_function(lambda: self._held()[0])
        metrics.HELD_OLDEST.set_function(self._oldest_age)
        ports = [await self._listen(index, listener) for index, listener in enumerate(settings.listeners)]
        self.ledger.start()
        registers = (self.consents, self.allowances)
        await read_registers(registers, Checkpoint.complain)
        work = (
            self.policy.watch(self._stop), self._beat(), read_registers(registers, Checkpoint.complain, every=REGISTERS_EVERY),
            keep_up(self.store, settings.store.ledger_days, Checkpoint.complain),
        )  # fmt: skip
        self._tasks = [asyncio.create_task(one) for one in work]
        if self.workers is not None:
            doors = all_doors(settings, self.store, self.workers, self.pool)
            if settings.notices.enabled:
                reminders = Reminders(self.store, self.policy, doors, people_reach)
                self._tasks.append(asyncio.create_task(keep_reminding(reminders, Checkpoint.complain)))
        if settings.console.enabled and self.workers is not None:
            self._console = ConsoleServer(settings.console, build_console(settings.console, self.store, self.policy, doors, settings.notices))
            self._console.start()
        if settings.chat.listeners or settings.chat.inspect or settings.chat.events:
            from gateway.chat.listening import ChatDoors  # who gates mail only is spared the time and memory that HTTP clients take

            self._chat = ChatDoors(settings.chat, checkpoint, self._domain())
        self.health.listening = True
        console = self._console.port if self._console else 0
        log.info("started", smtp=[f"{host}:{port}" for host, port in ports], http=self._http.port, console=console,
                 chat=[f"{one.api}:{port}" for one, port in zip(settings.chat.listeners, self._chat.ports if self._chat else (), strict=True)], policy=self.policy().version)  # fmt: skip
        return Ports(tuple(ports), self._http.port, console, *((self._chat.ports, self._chat.inspect_port) if self._chat else ()))

    async def run(self) -> None:
        """Serve until a signal that it heeds ends it, then stop gracefully."""
        await self._stop.wait()
        await self.stop()

    def heed_signals(self, *, of_terminal: bool = False) -> None:
        """From now on SIGTERM and SIGINT stop it gracefully. SIGHUP reads the policy again; `of_terminal`: that closes, and it stops."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._stop.set)
        loop.add_signal_handler(signal.SIGHUP, self._stop.set if of_terminal else lambda: loop.run_in_executor(None, self.policy.reload))

    async def stop(self) -> None:
        """Running transactions end, new ones get 421; then everything is put away."""
        log.info("stopping", grace_seconds=self.settings.smtp.shutdown_grace)
        self.health.stopping = True
        self._stop.set()
        if self._console is not None:
            await asyncio.to_thread(self._console.stop)
        if self._chat is not None:
            await self._chat.stop()
        await self.relay.stop(self.settings.smtp.shutdown_grace)
        for server in self._servers:
            server.close()
        if self.workers is not None:
            await self.workers.close()
        await self.pool.close()
        await self._stack.aclose()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await asyncio.to_thread(self._http.stop)
        await asyncio.to_thread(self.ledger.stop)
        self.store.close()
        log.info("stopped")

    async def _listen(self, index: int, listener: Listener) -> tuple[str, int]:
        context = server_context(index, listener)
        options: dict[str, Any] = {"proxy_protocol_timeout": PROXY_TIMEOUT} if listener.proxy_protocol else {}
        if listener.tls in ("starttls", "required"):
            options |= {"tls_context": context, "require_starttls": listener.tls == "required"}
        try:
            server = await asyncio.get_running_loop().create_server(
                lambda: self.relay.conversation(listener, **options),
                listener.host,
                listener.port,
                ssl=context if listener.tls == "implicit" else None,
                reuse_address=True,
                backlog=512,
            )
        except OSError as error:
            why = error.strerror or str(error)
            raise SettingError(f"listeners[{index}].port", f"{listener.host}:{listener.port} cannot be taken: {why}; choose another") from None
        self._servers.append(server)
        host, port = server.sockets[0].getsockname()[:2]
        return str(host), int(port)

    def _domain(self) -> str:
        """The company's first own domain, for the addresses of those who write in chat."""
        return next((one.removeprefix("*.") for one in self.policy().policy.organization.domains), "chat.internal")

    async def _beat(self) -> None:
        while True:
            self.health.beat()
            await asyncio.sleep(1)

    def _held(self) -> tuple[int, float]:
        try:
            return self.store.held_summary()
        except StoreError:
            return 0, 0.0

    def _oldest_age(self) -> float:
        _, oldest = self._held()
        return max(0.0, time.time() - oldest) if oldest else 0.0

    def _store_answers(self) -> bool:
        try:
            self.store.held_summary()
        except StoreError:
            return False
        return True


def all_doors(settings: Settings, store: Store, workers: WorkerPool, pool: NextHopPool) -> AllDoors:
    """What the console asks of the doors; call it in the loop that will do the sending."""
    loop = asyncio.get_running_loop()
    mail = HeldMail(loop, workers, store, pool, Limits.of(settings.inspection), settings.smtp.hostname, settings.notices)
    return AllDoors(store, mail, HeldChat(loop, workers, store, settings.chat.listeners))


@contextlib.asynccontextmanager
async def next_hop(settings: Settings) -> AsyncIterator[NextHop]:
    """The next hop to use: the configured one, or the embedded one brought up for as long as the context lasts."""
    if settings.next_hop.host != "embedded":
        yield settings.next_hop
        return
    outbox = Outbox(settings.next_hop.outbox)
    try:
        port = await outbox.start()
    except OSError as error:
        raise SettingError("next_hop.outbox", f"'{settings.next_hop.outbox}' cannot be used ({error.strerror}); name a folder that this user may write to") from None
    try:
        yield settings.next_hop.model_copy(update={"host": "127.0.0.1", "port": port, "tls": "none", "auth": None})
    finally:
        await outbox.stop()


def _http_server(settings: Settings, health: Health) -> HttpServer:
    http = settings.http
    try:
        return HttpServer(http.host, http.port, health)
    except (OSError, OverflowError, socket.gaierror) as error:
        raise SettingError("http.port", f"{http.host}:{http.port} cannot be taken: {error}; choose another") from None


async def release(settings: Settings, store: Store, incident: str, actor: str, again: bool = False) -> str:
    """Send a held message by the door of its channel; see `release` of `gateway.mail` and `gateway.chat`. Returns the reply."""
    held = await asyncio.to_thread(store.get, incident)
    if held is not None and held.channel != Channel.MAIL:
        from gateway.chat.release import post_held

        return await post_held(store, settings.chat.listeners, incident, actor, again)
    async with next_hop(settings) as hop:
        pool = NextHopPool(hop, settings.smtp.hostname)
        try:
            return await send_held(store, pool, settings.smtp.hostname, incident, actor, again)
        finally:
            await pool.close()


async def serve_console(settings: Settings) -> None:
    """The console alone, until SIGTERM or SIGINT: beside gateways elsewhere that share its store. Raises ConfigError."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    policy = PolicyInForce(load_policy(settings.policy), settings.policy)
    store = open_store(settings)
    workers = WorkerPool(settings.inspection.model_copy(update={"workers": 1}), settings.recognizers, READERS)
    async with next_hop(settings) as hop:
        pool = NextHopPool(hop, settings.smtp.hostname)
        doors = all_doors(settings, store, workers, pool)
        server = ConsoleServer(settings.console, build_console(settings.console, store, policy, doors, settings.notices))
        server.start()
        log.info("console started", port=server.port)
        watching = asyncio.create_task(policy.watch(stop))
        await stop.wait()
        await asyncio.to_thread(server.stop)
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)
        await workers.close()
        await pool.close()
    store.close()
