"""Everything of the chat gate that listens: its proxies, the inspection API, the endpoint that services tell of messages."""

from __future__ import annotations

import asyncio

from starlette.types import ASGIApp

from gateway.chat.apis import adapter_of
from gateway.chat.by_name import ByName
from gateway.chat.directory import Directory
from gateway.chat.events import EventsApp
from gateway.chat.gate import ChatGate
from gateway.chat.inspect_api import InspectApi
from gateway.chat.proxy import ChatProxy
from gateway.chat.server import ChatServer
from gateway.chat.upstream import Upstream
from gateway.checkpoint import Checkpoint
from gateway.settings import Chat, ChatListener
from gateway.tls_files import require_authorities


class ChatDoors:
    """Built and listening once made. Raises SettingError for an address that cannot be taken, and listens nowhere then."""

    def __init__(self, chat: Chat, checkpoint: Checkpoint, own_domain: str) -> None:
        self._proxies: list[ChatProxy] = []
        self._servers: list[ChatServer] = []
        self._events: EventsApp | None = None
        self.ports: tuple[int, ...] = ()
        """Of each listener."""
        self.inspect_port = 0
        """0: none."""
        try:
            self._open(chat, checkpoint, own_domain)
            for server in self._servers:
                server.start()
        except BaseException:
            for server in self._servers:
                server.close()
            raise

    def _open(self, chat: Chat, checkpoint: Checkpoint, own_domain: str) -> None:
        at: dict[tuple[str, int], list[tuple[int, ChatListener, ASGIApp]]] = {}
        for index, one in enumerate(chat.listeners):
            if one.ca_file is not None:
                require_authorities(one.ca_file, f"chat.listeners[{index}].ca_file")
            adapter, client = adapter_of(one.api), Upstream(one)
            proxy = ChatProxy(one, adapter, ChatGate(one, adapter, checkpoint, own_domain, Directory(one, adapter, client)), client)
            self._proxies.append(proxy)
            # Port 0 takes a free one: those never share.
            at.setdefault((one.host, one.port or -index - 1), []).append((index, one, proxy.app))
        ports: dict[int, int] = {}
        for sharing in at.values():
            index, one, app = sharing[0]
            named = {name: each for _, listener, each in sharing for name in listener.names}
            server = self._serve(ChatServer(ByName(named) if named else app, one.host, one.port, one.tls_server, f"chat.listeners[{index}].port"))
            ports |= {index: server.port for index, _, _ in sharing}
        self.ports = tuple(ports[index] for index in range(len(chat.listeners)))
        if (ask := chat.inspect) is not None:
            app = InspectApi(ask, checkpoint, own_domain).app
            self.inspect_port = self._serve(ChatServer(app, ask.host, ask.port, ask.tls_server, "chat.inspect.port")).port
        if (told := chat.events) is not None:
            self._events = EventsApp(told, checkpoint, own_domain)
            self._serve(ChatServer(self._events.app, told.host, told.port, told.tls_server, "chat.events.port"))

    async def stop(self) -> None:
        """Serve no more: requests under way get ten seconds."""
        await asyncio.gather(*(server.stop() for server in self._servers))
        if self._events is not None:
            await self._events.close()
        for proxy in self._proxies:
            await proxy.close()

    def _serve(self, server: ChatServer) -> ChatServer:
        self._servers.append(server)
        return server
