"""The way to an API: what it may take in time, and what it may not; fields as they came."""

from __future__ import annotations

import asyncio
import gzip
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest

from gateway.chat import upstream
from gateway.chat.upstream import Upstream, UpstreamDown
from gateway.settings import ChatListener

Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def behind(serve: Serve, timeout: float = 0.3) -> AsyncIterator[tuple[Upstream, str]]:
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/x%2Fy?a=%E3%81%82"
    made = Upstream(ChatListener(api="slack", port=1, upstream="http://127.0.0.1:1", upstream_timeout=timeout))
    try:
        yield made, url
    finally:
        await made.close()
        server.close()


async def test_an_api_that_takes_nothing_of_a_long_file_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upstream, "CONNECT", 0.2)

    async def deaf(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.transport.pause_reading()  # type: ignore[attr-defined]
        await asyncio.sleep(20)

    async def endless() -> AsyncIterator[bytes]:
        while True:
            yield b"a" * 65536

    async with behind(deaf) as (api, url):
        began = time.monotonic()
        with pytest.raises(UpstreamDown):
            await api.send("POST", url, [], endless())
        assert time.monotonic() - began < 5


async def test_a_file_that_comes_slowly_may_take_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upstream, "CONNECT", 0.1)
    arrived = bytearray()

    async def patient(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        while not arrived.endswith(b"0\r\n\r\n"):
            arrived.extend(await reader.read(4096))
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")

    async def slow() -> AsyncIterator[bytes]:
        for _ in range(6):
            await asyncio.sleep(0.3)
            yield b"abc"

    async with behind(patient) as (api, url):
        answer = await api.send("POST", url, [], slow())
        assert await answer.read() == b"ok"
    assert arrived.count(b"abc") == 6


async def test_an_api_that_breaks_off_its_answer_is_down() -> None:
    async def broken(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\nok")
        writer.close()

    async with behind(broken) as (api, url):
        answer = await api.send("GET", url, [], None)
        with pytest.raises(UpstreamDown):
            await answer.read()


async def test_fields_and_path_go_out_as_they_came_and_nothing_is_added() -> None:
    heads: list[bytes] = []

    async def noting(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heads.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(b"HTTP/1.1 204 No Content\r\nX-Name: \xe7\x94\xb0\xe4\xb8\xad\r\n\r\n")

    async with behind(noting) as (api, url):
        fields = [(b"X-Name", "田中".encode()), (b"x-twice", b"1"), (b"x-twice", b"2"), (b"Content-Length", b"2")]
        answer = await api.send("POST", url, fields, b"ok")
        assert (b"X-Name", "田中".encode()) in answer.headers
    lines = heads[0].rstrip().split(b"\r\n")
    assert lines[0] == b"POST /x%2Fy?a=%E3%81%82 HTTP/1.1"
    assert sorted(line for line in lines[1:] if not line.startswith(b"Host: ")) == sorted(b": ".join(one) for one in fields)


async def test_a_packed_answer_is_unpacked_only_when_it_has_to_be_read() -> None:
    packed = gzip.compress(b'{"upload_url":"https://files.slack.com/x"}')

    async def packing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%b" % (len(packed), packed))

    async with behind(packing) as (api, url):
        assert (await (await api.send("GET", url, [], None, unpack=True)).read()).startswith(b'{"upload_url"')
        assert await (await api.send("GET", url, [], None)).read() == packed
