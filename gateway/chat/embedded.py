"""Files that stand in a message's own JSON: base64 under the keys that APIs have for it, and data: addresses (RFC 2397)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote_to_bytes

from gateway.chat.payload import Payload
from gateway.chat.upload import text_of, unpacked
from gateway.message import Unreadable, UnreadableReason

_PACKED = frozenset(("originalBase64", "thumbnailBase64", "contentBytes"))
_DATA = re.compile(r"data:(?P<media>(?:[\w.+-]{1,60}/[\w.+-]{1,80})?)(?P<rest>(?:;[\w.+-]{1,40}(?:=[\w.+%\"-]{0,60})?){0,6}),(?=\S)", re.IGNORECASE | re.ASCII)
_SMALL_IMAGE = 16 * 1024  # characters: an icon, not a scan


def embedded(payload: Payload) -> Iterator[str | Unreadable]:
    """What each such file says, or that it cannot be read."""
    for path, value in payload.strings():
        if path and path[-1] in _PACKED:
            content = unpacked(value.encode("utf-8", "replace"))
        elif (address := _DATA.match(value)) is not None:
            if address["media"].lower().startswith("image/") and len(value) <= _SMALL_IMAGE:
                continue
            data = unquote_to_bytes(value[address.end() :].encode("utf-8", "replace"))
            content = unpacked(data) if ";base64" in address["rest"].lower() else data
        else:
            continue
        text = text_of(content, True) if content else None
        if text is not None:
            yield text
        elif content is None or content:
            yield Unreadable(".".join(map(str, path)), UnreadableReason.UNSUPPORTED, "")
