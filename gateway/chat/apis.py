"""The APIs the gate knows, by the name that settings and `sekisho scan --channel` use."""

from __future__ import annotations

from gateway.chat.adapter import Adapter
from gateway.chat.slack import SlackAdapter

ADAPTERS: dict[str, Adapter] = {
    "slack": SlackAdapter(),
}


def adapter_of(api: str) -> Adapter:
    """The adapter of an API; KeyError for a name there is not."""
    return ADAPTERS[api]
