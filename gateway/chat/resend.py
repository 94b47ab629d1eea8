"""A request as it is kept while it is held: enough to send it later exactly as it would have gone, and to show what it says.

What is kept holds the author's credentials: it lies sealed in the store, and nothing of it but its text is ever shown.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from gateway.chat.adapter import Head

_OF_THE_BODY = frozenset(("content-length", "content-md5", "digest", "content-digest"))  # headers that speak of the body as it was


@dataclass(frozen=True, slots=True)
class Resend:
    """A request to be sent later. `target` is path and query as sent, `upstream` the API's address.

    `recent` is what the message was read together with, `names` what its mentions were read as (see
    `gateway.chat.post_text.RawPost`): offsets of findings count in that text.
    """

    method: str
    target: str
    headers: tuple[tuple[str, str], ...] = field(repr=False)
    body: bytes = field(repr=False)
    upstream: str
    api: str = ""
    recent: Mapping[str, str] = field(default_factory=dict, repr=False)
    names: Mapping[str, str] = field(default_factory=dict, repr=False)

    def packed(self) -> bytes:
        """As bytes for the store, which seals them."""
        head = {
            "method": self.method, "target": self.target, "headers": self.headers, "upstream": self.upstream, "api": self.api,
            "recent": dict(self.recent), "names": dict(self.names),
        }  # fmt: skip
        return json.dumps(head).encode() + b"\n" + self.body

    @classmethod
    def unpacked(cls, content: bytes) -> Resend:
        """The reverse of `packed`. Raises ValueError, KeyError or TypeError for anything else."""
        head, _, body = content.partition(b"\n")
        told = json.loads(head)
        return cls(
            str(told["method"]), str(told["target"]), tuple((str(k), str(v)) for k, v in told["headers"]), body, str(told["upstream"]),
            str(told.get("api", "")), {str(k): str(v) for k, v in told.get("recent", {}).items()}, {str(k): str(v) for k, v in told.get("names", {}).items()},
        )  # fmt: skip

    @property
    def head(self) -> Head:
        """The request without its body, as it was judged: of headers that stand twice the first counts."""
        path, _, query = self.target.partition("?")
        return Head(self.method, path, query, {name.lower(): value for name, value in reversed(self.headers)})

    def with_body(self, body: bytes) -> Resend:
        """The same request with another body, and without the headers that speak of the old one."""
        kept = tuple((name, value) for name, value in self.headers if name.lower() not in _OF_THE_BODY)
        return replace(self, headers=kept, body=body)
