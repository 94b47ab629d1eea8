"""A message behind a large file in the same upload is read as well."""

from __future__ import annotations

import hashlib
import random
from collections.abc import AsyncIterator

import httpx
import pytest

from gateway.chat.adapter import Answer
from gateway.chat.later_parts import Refused, delimiter, watched
from tests.chat.conftest import CARD, CLEAN, Place
from tests.chat.stubs import TOKEN

BEARER = {"authorization": f"Bearer {TOKEN}"}
CHATWORK = {"X-ChatWorkToken": TOKEN}
CHANNEL = "4yxqz7tuwjgb8nzr9qzb6sd1ph"

LARGE = random.Random(1).randbytes(2_000_000)


def multipart(*parts: tuple[str, bytes]) -> bytes:
    return b"".join(b"--b0undary\r\nContent-Disposition: form-data; " + head.encode() + b"\r\n\r\n" + content + b"\r\n" for head, content in parts) + b"--b0undary--\r\n"


FORM = {"Content-Type": "multipart/form-data; boundary=b0undary"}


def test_a_text_behind_a_large_file_is_read(chatwork: Place) -> None:
    url = f"{chatwork.url}/v2/rooms/123/files"
    for text, status in ((CARD, 400), (CLEAN, 200)):
        body = multipart(('name="file"; filename="a.bin"', LARGE), ('name="message"', text.encode()))
        assert httpx.post(url, content=body, headers=CHATWORK | FORM, timeout=60).status_code == status
    (seen,) = chatwork.stub.seen
    assert (seen.size, seen.digest) == (len(body), hashlib.sha256(body).hexdigest())


def test_names_and_texts_of_files_behind_a_large_one_are_read(mattermost: Place) -> None:
    url = f"{mattermost.url}/api/v4/files"
    for second in (('name="files"; filename="b.txt"', CARD.encode()), (f'name="files"; filename="{CARD}.txt"', b"x")):
        body = multipart(('name="channel_id"', CHANNEL.encode()), ('name="files"; filename="a.bin"', LARGE), second)
        assert httpx.post(url, content=body, headers=BEARER | FORM, timeout=60).status_code == 403
    assert not mattermost.stub.seen


@pytest.mark.parametrize("size", [1, 2, 7, 9, 64, 1000])
@pytest.mark.parametrize("before", [0, 5, 90, 200])
async def test_wherever_the_flow_is_cut_each_part_is_judged_whole_and_nothing_changes(size: int, before: int) -> None:
    body = multipart(('name="file"', b"\x00" * 300), ('name="message"', b"SECRET and more"), ('name="file"', b"\r\n--b0undar" * 9), ('name="last"', b"words"))
    begin = 330 + before
    judged: list[bytes] = []

    async def judge(part: bytes, whole: bool) -> Answer | None:
        judged.append(part)
        return None

    async def rest() -> AsyncIterator[bytes]:
        for at in range(begin, len(body), size):
            yield body[at : at + size]

    sent = b"".join([piece async for piece in watched(body[:begin], rest(), delimiter(FORM["Content-Type"]), 120, judge)])
    assert sent == body
    seen = body[:begin] + b"".join(judged)
    assert b"SECRET and more" in seen and b"words" in seen


async def test_what_is_refused_ends_the_flow_before_it(chatwork: Place) -> None:
    async def judge(part: bytes, whole: bool) -> Answer | None:
        return Answer(400, b"no") if b"SECRET" in part else None

    async def rest() -> AsyncIterator[bytes]:
        yield multipart(('name="message"', b"SECRET"))

    sent = bytearray()
    with pytest.raises(Refused):
        async for piece in watched(b"--b0undary\r\n\r\nfile\r\n"[:-2], rest_of(b"\r\n", rest()), delimiter(FORM["Content-Type"]), 1000, judge):
            sent += piece
    assert b"SECRET" not in sent


async def rest_of(first: bytes, then: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    async for piece in then:
        yield piece
