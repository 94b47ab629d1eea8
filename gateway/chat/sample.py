"""A request body in a file, as `sekisho scan --channel` reads it: as the API would get it, without head and credentials."""

from __future__ import annotations

import re

from gateway.chat.adapter import Head
from gateway.chat.post_text import RawPost

# (the adapter, the request that usually carries such a body); Graph's, Bot Framework's and flows' bodies are read alike.
_USUAL: dict[str, tuple[str, str, str]] = {
    "slack": ("slack", "POST", "/api/chat.postMessage"),
    "teams": ("workflows", "POST", "/workflows/sample/triggers/manual/paths/invoke"),
    "chatwork": ("chatwork", "POST", "/v2/rooms/1/messages"),
    "lineworks": ("lineworks", "POST", "/v1.0/bots/1/channels/1/messages"),
    "mattermost": ("mattermost", "POST", "/api/v4/posts"),
    "matrix": ("matrix", "PUT", "/_matrix/client/v3/rooms/!sample:sekisho.example/send/m.room.message/1"),
    "gchat": ("gchat", "POST", "/v1/spaces/sample/messages"),
}
CHANNELS = tuple(_USUAL)
_FORM = re.compile(rb"\s*[A-Za-z0-9_.%\[\]-]{1,100}=")


def sample(channel: str, body: bytes, domain: str) -> RawPost:
    """The request that such a body would make; a form where the body looks like one, JSON otherwise."""
    api, method, path = _USUAL[channel]
    form = _FORM.match(body) is not None
    body = body.rstrip(b"\r\n") if form else body
    return RawPost(api, Head(method, path, headers={"content-type": "application/x-www-form-urlencoded" if form else "application/json"}), body, domain)
