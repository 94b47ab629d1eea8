"""A held post is sent after all: to the service it was meant for, by exactly one of all who try, and on record."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Sequence

import httpx

from gateway.chat.apis import adapter_of
from gateway.chat.inspect_text import INSPECT
from gateway.chat.resend import Resend
from gateway.quarantine.store import Store, StoreError
from gateway.settings import ChatListener

# Nothing of the request had left when these came up; after any other fault it may have been posted.
_BEFORE_SENDING = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol, httpx.LocalProtocolError)


async def post_held(store: Store, listeners: Sequence[ChatListener], incident: str, actor: str, again: bool = False, content: bytes | None = None) -> str:
    """Send the kept request as the same author; what the service answered. `content` goes in its place: a redacted one.

    It goes only to a service that the settings name now, whatever the stored request says. `again` takes over a release that was
    interrupted. Raises StoreError: when the service certainly did not take it, the post stays held; when that is not known
    (the connection broke after it was sent), it stays `releasing`, since a message is never posted twice unasked.
    """
    held = await asyncio.to_thread(store.get, incident)
    if held is None:
        raise StoreError(f"there is no incident {incident}")
    opened = await asyncio.to_thread(store.open, incident)
    try:
        kept = Resend.unpacked(opened.content)
        resend = kept if content is None else Resend.unpacked(content)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise StoreError(f"{incident} is no chat message of this version") from None
    if kept.api == INSPECT and content is None:
        return await asyncio.to_thread(_let_go, store, incident, actor, again)
    listener = listener_for(kept, listeners)
    if listener is None or (resend.upstream, resend.api, resend.target) != (kept.upstream, kept.api, kept.target):
        raise StoreError(f"the service that {incident} was meant for is not in the settings (chat.listeners) any more; it stays held")
    if not await asyncio.to_thread(store.claim, incident, actor, again):
        now = await asyncio.to_thread(store.get, incident)
        hint = "; use --again if that release was cut off" if now is not None and now.state == "releasing" else ""
        raise StoreError(f"{incident} is {now.state if now else 'gone'}, not held{hint}")
    try:
        answer = await _sent(resend, listener)
    except _BEFORE_SENDING as down:
        await asyncio.to_thread(store.unclaim, incident, actor, "the service cannot be reached")
        raise StoreError(f"the service cannot be reached ({type(down).__name__}); {incident} stays held") from None
    except httpx.HTTPError as broken:
        raise StoreError(f"the connection broke ({type(broken).__name__}): look into the room whether {incident} was posted; if it was not, use --again") from None
    if unclear(resend, answer):
        raise StoreError(f"the answer is none of the service's own: look into the room whether {incident} was posted; if it was not, use --again")
    why = refused(resend.api, answer)
    if why:
        await asyncio.to_thread(store.unclaim, incident, actor, f"the service said {why}")
        raise StoreError(f"the service did not take {incident}: {why}; it stays held")
    what = f"the service said {answer.status_code}" + ("" if content is None else "; the redacted version")
    await asyncio.to_thread(store.released, incident, actor, what)
    return f"{answer.status_code} {answer.reason_phrase}"


def _let_go(store: Store, incident: str, actor: str, again: bool) -> str:
    """Release what a server asked about: it sends the message itself when it hears of it (GET /v1/incidents/…)."""
    if not store.claim(incident, actor, again):
        raise StoreError(f"{incident} is not held (any more)")
    store.released(incident, actor, "the server that asked may deliver it")
    return "the server that asked may deliver it"


def listener_for(resend: Resend, listeners: Sequence[ChatListener]) -> ChatListener | None:
    """The listener whose service a kept request was meant for; None when there is none now."""
    for one in listeners:
        if one.api == resend.api and _place(one.upstream or adapter_of(one.api).upstream) == _place(resend.upstream):
            return one
    return None


def refused(api: str, answer: httpx.Response) -> str:
    """Why a service did not take a post, empty when it did: the status, and Slack's own word in an answer of 200."""
    if not answer.is_success:
        return str(answer.status_code)
    if api == "slack":
        try:
            said = json.loads(answer.content)
        except ValueError:
            return ""  # an incoming webhook answers "ok"
        if isinstance(said, dict) and said.get("ok") is False:
            word = str(said.get("error"))
            return word if re.fullmatch(r"[a-z_]{1,60}", word) else "ok: false"
    return ""


def unclear(resend: Resend, answer: httpx.Response) -> bool:
    """Whether nobody can tell if the post was taken: Slack's API says so in JSON, and a proxy's page does not."""
    if resend.api != "slack" or not answer.is_success or not resend.target.lower().startswith("/api/"):
        return False
    try:
        said = json.loads(answer.content)
    except (ValueError, RecursionError):
        return True
    return not (isinstance(said, dict) and isinstance(said.get("ok"), bool))


async def _sent(resend: Resend, listener: ChatListener) -> httpx.Response:
    url = httpx.URL(listener.upstream or adapter_of(listener.api).upstream).copy_with(raw_path=resend.target.encode("latin-1"))
    verify = str(listener.ca_file) if listener.ca_file else True
    headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in resend.headers]
    async with httpx.AsyncClient(timeout=httpx.Timeout(listener.upstream_timeout, connect=10.0), verify=verify, follow_redirects=False, trust_env=False) as client:
        return await client.send(httpx.Request(resend.method, url, headers=headers, content=resend.body))


def _place(address: str) -> tuple[str, str, int | None]:
    url = httpx.URL(address)
    return (url.scheme, url.host, url.port)
