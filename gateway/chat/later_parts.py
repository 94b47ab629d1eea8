"""What comes after the beginning of an upload that was looked at: the parts that begin there are looked at too, before they go on.

A multipart body (RFC 2046 section 5.1.1) may carry a large file first and the message's text behind it. The file streams through;
from each delimiter on the flow is held back until the part, or as much of it as is read, has been judged.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Awaitable, Callable

from starlette.requests import ClientDisconnect

from gateway.chat.adapter import Answer

_BOUNDARY = re.compile(r'boundary="?([^";,\s]{1,70})', re.IGNORECASE)
_FIELD = 64 * 1024  # bytes: what is cut after so much is a file, or a text whose beginning was read
Judge = Callable[[bytes, bool], Awaitable[Answer | None]]
"""Of some bytes that begin with a delimiter, and whether the body ends there: the refusal, None where they may go on."""


class Refused(ClientDisconnect):
    """The rest of a body may not go on: its upload ends unfinished, and the client gets `answer`."""

    def __init__(self, answer: Answer) -> None:
        super().__init__()
        self.answer = answer


def delimiter(content_type: str) -> bytes:
    """What parts the pieces of a body of this type; empty where it is not multipart."""
    found = _BOUNDARY.search(content_type) if content_type.lower().lstrip().startswith("multipart/") else None
    return b"\r\n--" + found.group(1).encode("latin-1") if found else b""


async def watched(beginning: bytes, rest: AsyncIterator[bytes], mark: bytes, most: int, judge: Judge) -> AsyncIterator[bytes]:
    """`beginning`, which was judged, and `rest`; of each part that begins in the rest up to `most` bytes are judged first. Raises Refused."""
    short = len(mark) - 1  # bytes that may be the beginning of a delimiter
    waiting, held = beginning, False
    cut_off = beginning.rfind(mark)
    if cut_off > 0 and len(beginning) - cut_off < _FIELD:  # a field that was cut is judged with its end
        yield beginning[:cut_off]
        waiting, held = beginning[cut_off:], True
    while True:
        if held and len(waiting) > most:
            await _judged(waiting, mark, False, judge)
            yield waiting[: len(waiting) - short]
            waiting, held = waiting[len(waiting) - short :], False
        if not held:
            # What was judged holds delimiters already, but for one that is cut at its end.
            at = waiting.find(mark, max(0, len(waiting) - short)) if waiting is beginning else waiting.find(mark)
            cut = at if at >= 0 else max(0, len(waiting) - short)
            if cut:
                yield waiting[:cut]
            waiting, held = waiting[cut:], at >= 0
        try:
            waiting += await anext(rest)
        except StopAsyncIteration:
            break
    if held:
        await _judged(waiting, mark, True, judge)
    yield waiting


async def _judged(waiting: bytes, mark: bytes, whole: bool, judge: Judge) -> None:
    if not waiting.startswith(mark + b"--") and (refusal := await judge(waiting, whole)) is not None:
        raise Refused(refusal)
