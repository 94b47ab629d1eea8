"""`sekisho check`: everything that would stop `sekisho serve`, said before it is started."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from gateway.configfile import ConfigError, Fault, SettingError, dotted
from gateway.inspection.recognizers_file import check_recognizers
from gateway.mail.tls import next_hop_context, server_context
from gateway.opening import check_store
from gateway.policy.load import LoadedPolicy, load_policy
from gateway.settings import Settings
from gateway.settings_agreement import listening
from gateway.tls_files import require_authorities, server_context_of

T = TypeVar("T")


def check(settings: Settings) -> Sequence[str]:
    """Lines that say what is right. Raises ConfigError with everything that is wrong."""
    wrong: list[str] = []

    def tried(call: Callable[[], T]) -> T | None:
        try:
            return call()
        except ConfigError as error:
            wrong.append(str(settings.placed(error)))
            return None

    policy = tried(lambda: load_policy(settings.policy))
    for attempt in _attempts(settings):
        tried(attempt)
    if wrong or policy is None:
        raise ConfigError("", [Fault(0, "", line) for line in wrong])
    return _what_is_right(settings, policy)


def _attempts(settings: Settings) -> Iterator[Callable[[], object]]:
    """What a start does, and what may fail in it."""
    yield lambda: check_recognizers(settings.recognizers)
    for index, listener in enumerate(settings.listeners):
        yield lambda index=index, listener=listener: server_context(index, listener)  # type: ignore[misc]
    for key, tls in (("console.tls_server", settings.console.tls_server), *((f"chat.listeners[{i}].tls_server", one.tls_server) for i, one in enumerate(settings.chat.listeners))):
        if tls is not None:
            yield lambda key=key, tls=tls: server_context_of(tls, key)  # type: ignore[misc]
    for name, part in (("inspect", settings.chat.inspect), ("events", settings.chat.events)):
        if part is not None and part.tls_server is not None:
            yield lambda name=name, tls=part.tls_server: server_context_of(tls, f"chat.{name}.tls_server")  # type: ignore[misc]
    for index, one in enumerate(settings.chat.listeners):
        if one.ca_file is not None:
            yield lambda index=index, file=one.ca_file: require_authorities(file, f"chat.listeners[{index}].ca_file")  # type: ignore[misc]
    for place, host, _ in listening(settings):
        yield lambda place=place, host=host: _leads_somewhere(f"{dotted(place)}.host", host)  # type: ignore[misc]
    yield lambda: check_store(settings)
    yield lambda: next_hop_context(settings.next_hop)
    if settings.next_hop.host == "embedded":
        yield lambda: _can_hold_mail(settings)


def _leads_somewhere(key: str, host: str) -> None:
    try:
        socket.getaddrinfo(host, 0, type=socket.SOCK_STREAM)
    except OSError as error:
        raise SettingError(key, f"'{host}' leads to no address ({error.strerror}); write an address of this machine, or 0.0.0.0 for all") from None


def _can_hold_mail(settings: Settings) -> None:
    """The embedded next hop's folder is there, or can be made; it is not made here."""
    place = settings.next_hop.outbox.absolute()
    nearest = next(one for one in (place, *place.parents) if os.path.exists(one))  # noqa: PTH110 -- Path.exists raises below a closed folder
    if not nearest.is_dir() or not os.access(nearest, os.W_OK | os.X_OK):
        raise SettingError("next_hop.outbox", f"'{settings.next_hop.outbox}' cannot be written; name a folder that this user may write to")


def _what_is_right(settings: Settings, policy: LoadedPolicy) -> Sequence[str]:
    rules = policy.policy.rules
    acting = sum(1 for r in rules if r.mode == "enforce")
    return [
        f"{settings.policy}: {len(rules)} rules, {acting} enforced, version {policy.version}",
        *(f"listener {listener.host}:{listener.port}, tls {listener.tls}, clients {', '.join(listener.clients)}" for listener in settings.listeners),
        *(f"chat listener {one.host}:{one.port}, {one.api}, {one.upstream or 'the service itself'} behind it" for one in settings.chat.listeners),
        *(f"{name} {one.host}:{one.port}" for name, one in (("inspection API", settings.chat.inspect), ("events of chat services", settings.chat.events)) if one),
        f"next hop {settings.next_hop.host}:{settings.next_hop.port}, tls {settings.next_hop.tls}",
        f"store {settings.store.url.split('@')[-1]}",
        "All is well.",
    ]
