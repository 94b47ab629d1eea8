"""Addresses for uploads that an API hands out: the client is given one of the gate's instead, so that the file passes through too.

Slack's files.getUploadURLExternal answers with an upload_url on another host, LINE WORKS' attachments with an uploadUrl. The gate's
address holds the original host, and only hosts of the API's own domains are gone to: it is no open proxy. It holds the id that the
API gave the file, too, under the gate's own seal: nobody else can say which file a body is.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Callable

import httpx

from gateway.chat.adapter import Adapter
from gateway.chat.payload import Malformed, Payload

PREFIX = "/sekisho-upload/"
_FORM = re.compile(re.escape(PREFIX) + r"(?:([A-Za-z0-9]{1,40})\.([0-9a-f]{32})/)?(https?)/([A-Za-z0-9.-]{1,255}(?::[0-9]{1,5})?)(/[^?#]{0,8000})")
_ID = re.compile(r"[A-Za-z0-9]{1,40}")

Seal = Callable[[str, str], str]
"""(the file's id, the address handed out for it) → 32 hexadecimal digits that only the gateway can make."""


def rewritten(answer: bytes, key: str, own: str, upstream: httpx.URL, adapter: Adapter, seal: Seal) -> bytes:
    """The answer with the address under `key` led through the gate; as it came where there is none, or none that may be gone to."""
    try:
        payload = Payload.read(answer, "application/json")
    except Malformed:
        return answer
    new = {}
    for path, value in payload.strings():
        if path[-1:] == (key,) and (place := _place(value, upstream, adapter)):
            file = payload.get(*path[:-1], adapter.file_key) if adapter.file_key else None
            bound = f"{file}.{seal(file, place.partition('?')[0])}/" if isinstance(file, str) and _ID.fullmatch(file) else ""
            new[path] = f"{own}{PREFIX}{bound}{place}"
    return payload.replaced(new) if new else answer


def led(address: str, own: str, upstream: httpx.URL, adapter: Adapter) -> str:
    """An address handed out in a field of the answer's header, led through the gate; as it came where it may not be gone to."""
    place = _place(address, upstream, adapter)
    return f"{own}{PREFIX}{place}" if place else address


def _place(address: str, upstream: httpx.URL, adapter: Adapter) -> str:
    """An address as the gate's own have it behind their beginning; empty for one that may not be gone to, or is none."""
    try:
        url = httpx.URL(address)
        return f"{url.scheme}/{url.netloc.decode('ascii')}{url.raw_path.decode('ascii')}" if _may_go(url, upstream, adapter) else ""
    except (httpx.InvalidURL, ValueError):
        return ""


def original(path: str, upstream: httpx.URL, adapter: Adapter, seal: Seal) -> tuple[httpx.URL, str, str] | None:
    """(server, path, the file's id) that an address of the gate's stands for; None for one that was not handed out.

    The id is empty where the address has none, as those of other APIs and earlier versions.
    """
    found = _FORM.fullmatch(path)
    if found is None:
        return None
    file, sealed, scheme, host, rest = found.groups()
    if file and not hmac.compare_digest(seal(file, f"{scheme}/{host}{rest}"), sealed):
        return None
    try:
        url = httpx.URL(f"{scheme}://{host}")
    except httpx.InvalidURL:
        return None
    return (url, rest, file or "") if _may_go(url, upstream, adapter) else None


def _may_go(url: httpx.URL, upstream: httpx.URL, adapter: Adapter) -> bool:
    if (url.scheme, url.netloc) == (upstream.scheme, upstream.netloc):
        return True
    return url.scheme == "https" and url.port is None and any(url.host == one or url.host.endswith("." + one) for one in adapter.upload_hosts)
