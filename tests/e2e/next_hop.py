"""A next hop that does as it is told: replies, refusals, silence and hanging up, and keeps every byte it was sent."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

Reply = Callable[[str, str], str | None]


@dataclass
class Taken:
    """One message the next hop acknowledged."""

    mail: str
    rcpt: list[str]
    content: bytes = field(repr=False)
    connection: int = 0


class ScriptedNextHop:
    """Strict about line ends: only CRLF ends a line, only CRLF.CRLF a message.

    `reply(verb, argument)` may return a reply line, or None for the ordinary one; "drop" hangs up without a word.
    `extensions` are the EHLO lines.
    """

    def __init__(
        self,
        extensions: tuple[str, ...] = ("PIPELINING", "SIZE 52428800", "8BITMIME", "SMTPUTF8", "DSN"),
        reply: Reply | None = None,
        delay: float = 0.0,
        port: int = 0,
    ) -> None:
        self.extensions = extensions
        self.reply = reply or (lambda verb, argument: None)
        self.delay = delay
        self.port = port
        self.taken: list[Taken] = []
        self.commands: list[str] = []
        self.connections = 0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._server: asyncio.Server | None = None

    def start(self) -> ScriptedNextHop:
        self._thread.start()

        async def listen() -> None:
            self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port, limit=1 << 27)
            self.port = self._server.sockets[0].getsockname()[1]

        asyncio.run_coroutine_threadsafe(listen(), self._loop).result(10)
        return self

    def stop(self) -> None:
        async def end() -> None:
            if self._server is not None:
                self._server.close()
            others = asyncio.all_tasks() - {asyncio.current_task()}
            for task in others:
                task.cancel()
            await asyncio.gather(*others, return_exceptions=True)

        if self._loop.is_running():
            asyncio.run_coroutine_threadsafe(end(), self._loop).result(10)
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join(5)

    def forget(self) -> None:
        """What came so far."""
        self.taken.clear()
        self.commands.clear()
        self.connections = 0

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        number = self.connections
        mail, rcpt = "", []

        async def say(line: str) -> None:
            writer.write(line.encode("utf-8") + b"\r\n")
            await writer.drain()

        greeting = self.reply("CONNECT", "")
        if greeting == "drop":
            writer.close()
            return
        await say(greeting or "220 next.example ESMTP")
        while True:
            try:
                line = (await reader.readuntil(b"\r\n"))[:-2].decode("utf-8", "surrogateescape")
            except (asyncio.IncompleteReadError, ConnectionError):
                writer.close()
                return
            self.commands.append(line)
            verb, _, argument = line.partition(" ")
            verb = verb.upper()
            told = self.reply(verb, argument)
            if told == "drop":
                writer.close()
                return
            if verb == "EHLO" and told is None:
                lines = ["next.example", *self.extensions]
                for extension in lines[:-1]:
                    await say(f"250-{extension}")
                await say(f"250 {lines[-1]}")
            elif verb == "MAIL":
                mail, rcpt = argument, []
                await say(told or "250 2.1.0 OK")
            elif verb == "RCPT":
                if told is None or told.startswith("2"):
                    rcpt.append(argument)
                await say(told or "250 2.1.5 OK")
            elif verb == "DATA" and told is None:
                await say("354 go ahead")
                try:
                    content = await reader.readuntil(b"\r\n.\r\n")
                except (asyncio.IncompleteReadError, ConnectionError):
                    writer.close()
                    return
                if self.delay:
                    await asyncio.sleep(self.delay)
                final = self.reply("END", "")
                if final == "drop":
                    writer.close()
                    return
                if final is None or final.startswith("2"):
                    body = content[:-3]
                    body = (body[1:] if body.startswith(b".") else body).replace(b"\r\n.", b"\r\n")
                    self.taken.append(Taken(mail, list(rcpt), body, number))
                await say(final or f"250 2.0.0 OK: queued as {len(self.taken)}")
                mail, rcpt = "", []
            elif verb == "QUIT":
                await say("221 bye")
                writer.close()
                return
            else:
                await say(told or "250 2.0.0 OK")
