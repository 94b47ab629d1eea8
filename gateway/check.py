"""`sekisho check`: everything that would stop `sekisho serve`, said before it is started."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator, Sequence

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from gateway.configfile import ConfigError, Fault
from gateway.mail.tls import server_context
from gateway.mail.upstream import tls_context
from gateway.opening import open_vault, require_key_file
from gateway.policy.load import load_policy
from gateway.quarantine.vault import VaultError
from gateway.settings import Settings
from gateway.tls_files import server_context_of
from recognizers.configuration import RecognizersError, load_config


def check(settings: Settings) -> Sequence[str]:
    """Lines that say what is right. Raises ConfigError with everything that is wrong."""
    wrong: list[str] = []
    policy = None
    try:
        policy = load_policy(settings.policy)
    except ConfigError as error:
        wrong.append(str(error))
    try:
        load_config(settings.recognizers)
    except RecognizersError as error:
        wrong.append(str(error))
    for index, listener in enumerate(settings.listeners):
        try:
            server_context(index, listener)
        except ConfigError as error:
            wrong.append(str(error))
    others = [("console.tls_server", settings.console.tls_server), *((f"chat.listeners[{i}].tls_server", one.tls_server) for i, one in enumerate(settings.chat.listeners))]
    for key, tls in others:
        try:
            if tls is not None:
                server_context_of(tls, key)
        except ConfigError as error:
            wrong.append(str(error))
    for key, host in _listening(settings):
        try:
            socket.getaddrinfo(host, 0, type=socket.SOCK_STREAM)
        except OSError as error:
            wrong.append(f"{key}: '{host}' leads to no address ({error.strerror}); write an address of this machine, or 0.0.0.0 for all")
    try:
        make_url(settings.store.url)
    except (ArgumentError, ValueError):
        wrong.append("store.url: is not a database's address; write it like sqlite:///var/quarantine.db or postgresql://user@db.example/sekisho")
    try:
        tls_context(settings.next_hop)
    except (ssl.SSLError, OSError) as error:
        wrong.append(f"next_hop: the files for TLS do not load: {error}; give PEM files")
    try:
        require_key_file(settings)
    except ConfigError as error:
        wrong.append(str(error))
    if settings.store.keys or settings.store.key_file.exists():
        try:
            open_vault(settings, create=False)
        except VaultError as error:
            wrong.append(f"store.key_file: {error}")
    if wrong or policy is None:
        raise ConfigError("", [Fault(0, "", line) for line in wrong])
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


def _listening(settings: Settings) -> Iterator[tuple[str, str]]:
    """The keys of the addresses that the gateway listens on, and what they say."""
    yield from ((f"listeners[{index}].host", one.host) for index, one in enumerate(settings.listeners))
    yield from ((f"chat.listeners[{index}].host", one.host) for index, one in enumerate(settings.chat.listeners))
    if settings.chat.inspect:
        yield "chat.inspect.host", settings.chat.inspect.host
    if settings.chat.events:
        yield "chat.events.host", settings.chat.events.host
    if settings.console.enabled:
        yield "console.host", settings.console.host
    yield "http.host", settings.http.host
