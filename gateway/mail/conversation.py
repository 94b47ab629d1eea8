"""aiosmtpd's SMTP conversation with what a transparent relay needs: addresses and message bytes kept as they are."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Any

from aiosmtpd.smtp import SMTP

# aiosmtpd logs addresses and message lines; personal data stays inside.
logging.getLogger("mail.log").setLevel(logging.CRITICAL + 1)

READ_LIMIT = 256 * 1024  # bytes buffered while looking for the end of the message
END = b"\r\n.\r\n"


class Conversation(SMTP):
    """One client connection. `admit` says at connect why a peer is refused (a reply line), or None."""

    line_length_limit = READ_LIMIT

    def __init__(self, handler: Any, *, admit: Callable[[str], str | None], data_timeout: float, left: Callable[[], None], **options: Any) -> None:
        super().__init__(handler, **options)
        self._admit = admit
        self._left = left
        self._data_timeout = data_timeout
        self._admitted = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Judge the peer before the greeting; with PROXY protocol the handler judges it later."""
        if self._original_transport is None:
            peer = transport.get_extra_info("peername")
            refusal = self._admit(str(peer[0]) if peer else "")
            if refusal is not None:
                if self._proxy_timeout is None and isinstance(transport, asyncio.Transport):
                    transport.write(refusal.encode("ascii") + b"\r\n")
                transport.close()
                return
            self._admitted = True
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        """Tell the relay that the client left; a refused one never came in."""
        if self._admitted:
            self._admitted = False
            super().connection_lost(error)
            self._left()

    def eof_received(self) -> bool | None:
        """A refused connection has no session whose end could matter."""
        return bool(super().eof_received()) if self._admitted else False

    def restart_timeout(self, seconds: float) -> None:
        """Give the client or ourselves `seconds` more before the connection is closed as idle."""
        self._reset_timeout(seconds)

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

    async def smtp_DATA(self, arg: str) -> None:
        """DATA, keeping every byte (RFC 5321 section 4.1.1.4). Only CRLF.CRLF ends the message."""
        if await self.check_helo_needed() or await self.check_auth_needed("DATA"):
            return
        assert self.envelope is not None  # there is one from the greeting on
        if not self.envelope.rcpt_tos:
            await self.push("503 5.5.1 Need RCPT first")
            return
        if arg:
            await self.push("501 5.5.4 Syntax: DATA")
            return
        await self.push("354 End data with <CR><LF>.<CR><LF>")
        content = await self._read_message()
        # The answer may take as long as inspection and next hop together; those have deadlines of their own.
        self.restart_timeout(86400)
        if content is None:
            status = await self._call_handler_hook("TOO_LARGE")
        else:
            self.envelope.content = self.envelope.original_content = content
            status = await self._call_handler_hook("DATA")
        self.restart_timeout(self._timeout_duration)
        self._set_post_data_state()  # type: ignore[no-untyped-call]
        await self.push(status)

    async def _read_message(self) -> bytes | None:
        """The message without its end and dot-stuffing; None when it is larger than we take (read to its end all the same)."""
        received = bytearray()
        limit = self.data_size_limit
        too_large = False
        while True:
            self.restart_timeout(self._data_timeout)
            try:
                piece = await self._reader.readuntil(b".\r\n")
            except asyncio.LimitOverrunError as overrun:
                piece = await self._reader.readexactly(overrun.consumed)
            received += piece
            if piece.endswith(b".\r\n") and (received.endswith(END) or received == b".\r\n"):
                break
            if limit and len(received) > limit + len(END):
                too_large = True
                del received[:-4]  # the end may be split between two pieces
        over = len(received) - 3 - limit if limit else 0
        if too_large or (over > 0 and over > received.count(b"\r\n.")):  # stuffed dots are not part of the message
            return None
        return await asyncio.to_thread(_unstuffed, received) if len(received) > READ_LIMIT else _unstuffed(received)


def _unstuffed(received: bytearray) -> bytes:
    """Without the final dot line and with the transparency of RFC 5321 section 4.5.2 undone."""
    body = bytes(received[:-3])
    if body.startswith(b"."):
        body = body[1:]
    return body.replace(b"\r\n.", b"\r\n") if b"\r\n." in body else body


def _sound(address: str) -> bool:
    return len(address) <= 1000 and not any(ord(c) < 0x20 or ord(c) == 0x7F for c in address)
