"""What the console's pages are made of, and what they ask of the doors: wired by the composition root."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Protocol

from jinja2 import Environment

from gateway.policy.load import LoadedPolicy
from gateway.quarantine.accounts import Accounts
from gateway.quarantine.store import Store
from gateway.quarantine.visits import Sessions
from gateway.settings import Console, Notices
from gateway.shown import Shown
from gateway.verdict import Finding


class Doors(Protocol):
    """What the console asks of the doors. Every call blocks: pages run in threads."""

    def show(self, channel: str, content: bytes, findings: Sequence[Finding] = (), hide: Sequence[int] = ()) -> Shown:
        """The message as its recipient would see it, by the door of its channel; in its HTML findings are marked, those in `hide` masked. Raises ShowError."""
        ...

    def redacted(self, channel: str, content: bytes, findings: Sequence[Finding]) -> bytes:
        """The message with these findings taken out. Raises ShowError when some of it cannot be taken out."""
        ...

    def release(self, incident: str, actor: str, content: bytes | None = None, again: bool = False) -> str:
        """Send a held message on its way (or `content` in its place), once; the next hop's reply. Raises StoreError."""
        ...

    def write_to(self, address: str, subject: str, text: str, incident: str = "") -> bool:
        """Send a notice; whether the next hop took it."""
        ...


@dataclass(frozen=True)
class Parts:
    """Everything the pages need, built once."""

    settings: Console
    store: Store
    accounts: Accounts
    sessions: Sessions
    policy: Callable[[], LoadedPolicy]
    doors: Doors
    templates: Environment = field(repr=False)
    notices: Notices = field(default_factory=Notices)

    @property
    def secure(self) -> bool:
        """Whether people reach the console by https."""
        return self.settings.address.startswith("https:")

    @property
    def cookie(self) -> str:
        """The name of the session's cookie; the prefix has browsers refuse it without https (RFC 6265bis 4.1.3.2)."""
        return "__Host-sekisho" if self.secure else "sekisho"

    @property
    def sender_cookie(self) -> str:
        """The same for a sender's visit to their own message: it leaves a reviewer signed in."""
        return f"{self.cookie}-sender"

    def ours(self, address: str) -> bool:
        """Whether somebody is of this company: letters go to nobody else."""
        domains = self.policy().policy.organization.domains
        domain = address.rpartition("@")[2].lower()
        return not domains or any(fnmatchcase(domain, one.lower()) for one in domains)
