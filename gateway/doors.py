"""The console's way to the doors: an incident's channel, as the store has it, says which door shows and releases it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from gateway.mail.held import HeldMail
from gateway.message import Channel
from gateway.quarantine.store import Store, StoreError
from gateway.shown import Shown
from gateway.verdict import Finding


class HeldThings(Protocol):
    """What every door does with what it holds."""

    def show(self, content: bytes, findings: Sequence[Finding] = (), hide: Sequence[int] = ()) -> Shown:
        """As its reader would see it. Raises ShowError."""
        ...

    def redacted(self, content: bytes, findings: Sequence[Finding]) -> bytes:
        """With these findings taken out. Raises ShowError."""
        ...

    def release(self, incident: str, actor: str, content: bytes | None = None, again: bool = False) -> str:
        """Send it, once. Raises StoreError."""
        ...


class AllDoors:
    """Mail and chat behind one face; letters go by mail. The content never chooses: a hostile message could."""

    def __init__(self, store: Store, mail: HeldMail, chat: HeldThings) -> None:
        self._store = store
        self._mail = mail
        self._chat = chat

    def show(self, channel: str, content: bytes, findings: Sequence[Finding] = (), hide: Sequence[int] = ()) -> Shown:
        """See `gateway.console.parts.Doors`."""
        return self._door(channel).show(content, findings, hide)

    def redacted(self, channel: str, content: bytes, findings: Sequence[Finding]) -> bytes:
        """See `gateway.console.parts.Doors`."""
        return self._door(channel).redacted(content, findings)

    def release(self, incident: str, actor: str, content: bytes | None = None, again: bool = False) -> str:
        """See `gateway.console.parts.Doors`."""
        held = self._store.get(incident)
        if held is None:
            raise StoreError(f"there is no incident {incident}")
        return self._door(held.channel).release(incident, actor, content, again)

    def write_to(self, address: str, subject: str, text: str, incident: str = "") -> bool:
        """See `gateway.console.parts.Doors`."""
        return self._mail.write_to(address, subject, text, incident)

    def _door(self, channel: str) -> HeldThings:
        return self._mail if channel == Channel.MAIL else self._chat
