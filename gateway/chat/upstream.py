"""The API behind a listener: requests go there as they came, answers come back as they come."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from functools import cached_property

import aiohttp
import httpx
from multidict import CIMultiDict
from starlette.requests import ClientDisconnect
from yarl import URL

from gateway.settings import ChatListener

CONNECT = 10.0  # seconds for a connection to stand
_LONGEST_FIELD = 128 * 1024  # bytes of one field of an answer's header
_PIECE = 1024 * 1024  # bytes given to the connection at a time
_SHORT = 16 * 1024  # bytes of an answer that is quicker read whole than led through
_OWN = ("User-Agent", "Accept", "Accept-Encoding", "Content-Type")  # fields that the client would otherwise add

Headers = list[tuple[bytes, bytes]]


class UpstreamDown(Exception):
    """The API does not answer, or not in time. The text is the kind of fault; nothing of the message. `perhaps_sent`: it was reached."""

    def __init__(self, kind: str, perhaps_sent: bool = True) -> None:
        super().__init__(kind)
        self.perhaps_sent = perhaps_sent


class Answered:
    """An answer whose body is still to come. It ends by reading it all, by `flow` coming to its end, or by `close`."""

    def __init__(self, answer: aiohttp.ClientResponse) -> None:
        self._answer = answer
        self.status = answer.status
        self.headers: Headers = list(answer.raw_headers)
        length = answer.content_length
        self.short = length is not None and length <= _SHORT and answer.method != "HEAD"

    async def read(self) -> bytes:
        """The body whole. Raises UpstreamDown when it breaks off."""
        try:
            return await self._answer.read()
        except (aiohttp.ClientError, TimeoutError) as error:
            raise UpstreamDown(type(error).__name__) from None

    async def flow(self) -> AsyncGenerator[bytes, None]:
        """The body as it comes, still compressed as it was; a broken one breaks the answer to the client too."""
        try:
            async for piece in self._answer.content.iter_any():
                yield piece
            self._answer.release()
        finally:
            self._answer.close()  # of no account once released


class Upstream:
    """Connections to the APIs, kept for reuse. Use from one event loop; end with `close`."""

    def __init__(self, listener: ChatListener) -> None:
        self._listener = listener
        self._session: aiohttp.ClientSession | None = None  # made in the loop that uses it

    @cached_property
    def trusted(self) -> ssl.SSLContext:
        """Whom the upstream's certificate must come from, for requests and websockets alike."""
        ca_file = self._listener.ca_file
        return httpx.create_ssl_context(verify=str(ca_file) if ca_file else True, trust_env=False)

    async def close(self) -> None:
        """Let go of all connections."""
        if self._session is not None:
            await self._session.close()

    async def send(self, method: str, url: str, headers: Headers, body: bytes | AsyncIterator[bytes] | None, *, unpack: bool = False) -> Answered:
        """Send a request with these headers and no others but Host; the answer once its header is there.

        `url` has its path and query as they shall go out. A body that flows may take as long as it flows: what is waited for
        is the connection, the API taking each piece, and its answer. `unpack` takes the answer's compression off. Raises UpstreamDown, and ClientDisconnect from `body`.
        """
        patience = CONNECT + 2 * self._listener.upstream_timeout
        gone: list[ClientDisconnect] = []
        try:
            async with asyncio.timeout(patience) as limit:
                data = None if body is None else _pieces(body) if isinstance(body, bytes) and len(body) > _PIECE else body
                if data is not None and not isinstance(data, bytes):
                    data = _watched(data, lambda waits: limit.reschedule(asyncio.get_running_loop().time() + patience if waits else None), gone)
                answer = await self._open().request(method, URL(url, encoded=True), headers=_named(headers), data=data, allow_redirects=False, auto_decompress=unpack)
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            if gone:
                raise gone[0] from None
            unreached = isinstance(error, (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.InvalidURL))
            raise UpstreamDown(type(error).__name__, perhaps_sent=not unreached) from None
        return Answered(answer)

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=500, ssl=self.trusted, keepalive_timeout=15),
                timeout=aiohttp.ClientTimeout(total=None, sock_connect=CONNECT, sock_read=self._listener.upstream_timeout),
                cookie_jar=aiohttp.DummyCookieJar(), auto_decompress=False, skip_auto_headers=_OWN, trust_env=False, requote_redirect_url=False,
                max_line_size=_LONGEST_FIELD, max_field_size=_LONGEST_FIELD,
            )  # fmt: skip
        return self._session


def _named(headers: Headers) -> CIMultiDict[str]:
    """Fields as the client library takes them; it writes them as UTF-8, so what is none is read byte by byte."""
    made: CIMultiDict[str] = CIMultiDict()
    spelt: dict[bytes, bytes] = {}  # a field that comes again spelt otherwise would take the first one's place
    for name, value in headers:
        name = spelt.setdefault(name.lower(), name)
        try:
            text = value.decode("utf-8")
        except UnicodeDecodeError:
            text = value.decode("latin-1")
        made.add(name.decode("latin-1"), text)
    return made


async def _pieces(body: bytes) -> AsyncIterator[bytes]:
    for at in range(0, len(body), _PIECE):
        yield body[at : at + _PIECE]


async def _watched(body: AsyncIterator[bytes], upstream_has: Callable[[bool], None], gone: list[ClientDisconnect]) -> AsyncIterator[bytes]:
    """`body`, telling whether it is the upstream that is waited for; that the sender has left is kept in `gone`."""
    try:
        while True:
            upstream_has(False)
            try:
                piece = await anext(body)
            except StopAsyncIteration:
                return
            finally:
                upstream_has(True)
            yield piece
    except ClientDisconnect as left:
        gone.append(left)
        raise
