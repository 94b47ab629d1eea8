"""What no section can see alone: two that listen on one address, a next hop that is this gateway itself."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from gateway.configfile import Location, dotted

if TYPE_CHECKING:
    from gateway.settings import Settings

_ANY = ("0.0.0.0", "::")  # noqa: S104 -- read, not bound


def disagreements(settings: Settings) -> Iterator[tuple[Location, str]]:
    """Keys that cannot stand together, each with what would be right."""
    before: list[tuple[Location, str, int]] = []
    for place, host, port in listening(settings):
        meeting = (there for there, address, number in before if port == number != 0 and _same(host, address))
        other = next((there for there in meeting if not _by_name(settings, there, place)), None)
        if other is not None:
            hint = ", or give each names of its own" if {place[0], other[0]} == {"chat"} else ""
            yield (*place, "port"), f"{host}:{port} is where {dotted(other)} listens already; choose another port{hint}"
        before.append((place, host, port))
    hop = settings.next_hop
    for place, host, port in listening(settings):
        if place[0] == "listeners" and port == hop.port and _reaches(hop.host, host):
            yield ("next_hop", "port"), f"{hop.host}:{hop.port} is this gateway's own listeners[{place[1]}]: mail would go round; name the mail server behind it"
    for index, one in enumerate(settings.chat.listeners):
        behind = urlsplit(one.upstream)
        port = behind.port if behind.port is not None else 443 if behind.scheme == "https" else 80
        if behind.hostname and any(port == number and _reaches(behind.hostname, host) for _, host, number in listening(settings)):
            yield ("chat", "listeners", index, "upstream"), f"{one.upstream} is this gateway itself: posts would go round; name the server behind it"


def listening(settings: Settings) -> Iterator[tuple[Location, str, int]]:
    """Everything that listens when `sekisho serve` runs: the section, host, port."""
    yield from ((("listeners", index), one.host, one.port) for index, one in enumerate(settings.listeners))
    chat = settings.chat
    yield from ((("chat", "listeners", index), one.host, one.port) for index, one in enumerate(chat.listeners))
    if chat.inspect:
        yield ("chat", "inspect"), chat.inspect.host, chat.inspect.port
    if chat.events:
        yield ("chat", "events"), chat.events.host, chat.events.port
    if settings.console.enabled:
        yield ("console",), settings.console.host, settings.console.port
    yield ("http",), settings.http.host, settings.http.port


def _by_name(settings: Settings, one: Location, other: Location) -> bool:
    """Whether two listeners of the chat gate share an address and are told apart by their names."""
    if one[:2] != ("chat", "listeners") or other[:2] != ("chat", "listeners"):
        return False
    first, second = (settings.chat.listeners[int(place[2])] for place in (one, other))
    names = [{name.lower().rstrip(".") for name in each.names} for each in (first, second)]
    return all(names) and names[0].isdisjoint(names[1]) and (first.host, first.tls_server) == (second.host, second.tls_server)


def _same(one: str, other: str) -> bool:
    """Whether two addresses of this machine cannot be listened on at the same port. 0.0.0.0 and :: can: each takes its own family."""
    first, second = _meant(one)[0], _meant(other)[0]
    return first == second or any(wild in _ANY and _family(wild) == _family(address) for wild, address in ((first, second), (second, first)))


def _reaches(host: str, listener: str) -> bool:
    """Whether who connects to `host` comes out at `listener`."""
    return any(
        place == own or (own in _ANY and _family(place) == _family(own) and (place in _ANY or ipaddress.ip_address(place).is_loopback))
        for place in _meant(host) for own in _meant(listener)
    )  # fmt: skip


def _meant(host: str) -> tuple[str, ...]:
    """The addresses that a host may stand for, the likeliest first."""
    plain = host.lower().rstrip(".")
    return ("127.0.0.1", "::1") if plain == "localhost" else (plain,)


def _family(host: str) -> int:
    """4 or 6; 0 for a name, of which only the system knows."""
    try:
        return ipaddress.ip_address(host).version
    except ValueError:
        return 0
