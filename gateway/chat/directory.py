"""Who reads a room: asked of the service with the author's own credentials, and remembered for a while. In memory only."""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from collections import OrderedDict
from typing import Any

import structlog

from gateway import metrics
from gateway.chat.adapter import Adapter, Head
from gateway.chat.post_text import credential
from gateway.chat.roster import Ask, Room, Roster
from gateway.chat.upstream import Headers, Upstream, UpstreamDown
from gateway.settings import ChatListener

log = structlog.get_logger("sekisho.chat")
_KEPT, _KEPT_UNKNOWN = 600.0, 60.0  # seconds that a room is remembered; that it could not be had
_ROOMS = 10_000  # rooms remembered
_LOOKED_THROUGH = 16_384  # characters of a request in which a room's name is looked for
_LARGEST = 4 * 1024 * 1024  # bytes of an answer
_CREDENTIALS = ("authorization", "cookie", "x-chatworktoken")


class Directory:
    """The rooms behind one listener. What one author may see is not told for another's message: rooms are kept by credential."""

    def __init__(self, listener: ChatListener, adapter: Adapter, upstream: Upstream) -> None:
        self._listener = listener
        self._adapter = adapter
        self._upstream = upstream
        self._base = (listener.upstream or adapter.upstream).rstrip("/")
        self._rooms: OrderedDict[tuple[str, str], tuple[float, Room]] = OrderedDict()  # the least recent first
        self._of: dict[str, list[str]] = {}  # rooms by credential
        self._asking: dict[tuple[str, str], asyncio.Task[Room]] = {}

    def likely(self, head: Head, body: bytes) -> dict[str, Room]:
        """The rooms known that a request seems to name: only a worker reads which one it is."""
        if not self._rooms:
            return {}
        who, now = credential(head), time.monotonic()
        said = f"{head.route}?{head.query} {body[:_LOOKED_THROUGH].decode('utf-8', 'replace')}"
        found = {room: self._rooms[who, room] for room in self._of.get(who, ()) if room in said}
        return {room: known for room, (until, known) in found.items() if until > now}

    async def room(self, head: Head, room: str) -> Room | None:
        """What the service tells of a room, asked at most once in ten minutes. None when it is not asked, or does not tell.

        Members are asked for where the settings say so; which room an edit is in, always.
        """
        roster = self._adapter.roster(head, room) if self._listener.members and room else self._adapter.place(head)
        headers = [(name.encode(), head.headers[name].encode("latin-1", "ignore")) for name in _CREDENTIALS if name in head.headers]
        if roster is None or not headers:
            return None
        key = credential(head), room
        known = self._rooms.get(key)
        if known is not None and known[0] > time.monotonic():
            return known[1]
        asking = self._asking.get(key)
        if asking is None:
            asking = self._asking[key] = asyncio.create_task(self._told(key, roster, [*headers, (b"accept", b"application/json")]))
            asking.add_done_callback(lambda _: self._asking.pop(key, None))
        return await asyncio.shield(asking)

    async def _told(self, key: tuple[str, str], roster: Roster, headers: Headers) -> Room:
        try:
            async with asyncio.timeout(self._listener.timeout / 2):
                found = await self._asked(roster, headers)
        except (TimeoutError, UpstreamDown, RecursionError, AttributeError, LookupError, TypeError, ValueError) as error:
            # Whatever the service answers, the message is judged: without members, as if they were not asked for.
            log.warning("members not told", api=self._listener.api, kind=type(error).__name__)
            found = Room()
        metrics.ROOMS.labels(self._listener.api, "told" if found.members else "not_told").inc()
        self._keep(*key, found)
        return found

    async def _asked(self, roster: Roster, headers: Headers) -> Room:
        questions = next(roster)
        while True:
            answers = tuple(await asyncio.gather(*(self._answer(one, headers) for one in questions)))
            try:
                questions = roster.send(answers)
            except StopIteration as done:
                found: Room = done.value
                return found

    async def _answer(self, question: Ask, headers: Headers) -> Any:
        answer = await self._upstream.send("GET", self._base + question.target, headers, None, unpack=True)
        pieces, size = [], 0
        async with contextlib.aclosing(answer.flow()) as flow:
            async for piece in flow:
                pieces.append(piece)
                size += len(piece)
                if size > _LARGEST:
                    return None
        try:
            return json.loads(b"".join(pieces)) if answer.status == 200 else None
        except (ValueError, RecursionError):
            return None

    def _keep(self, who: str, room: str, found: Room) -> None:
        until = time.monotonic() + (_KEPT if found.members else _KEPT_UNKNOWN)
        if (who, room) not in self._rooms:
            self._of.setdefault(who, []).append(room)
        self._rooms[who, room] = (until, found)
        self._rooms.move_to_end((who, room))
        while len(self._rooms) > _ROOMS:
            (gone, place), _ = self._rooms.popitem(last=False)
            self._of[gone].remove(place)
            if not self._of[gone]:
                del self._of[gone]
