"""Who reads a room: what adapters ask their service about it, and what they make of the answers."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

MOST_MEMBERS = 100  # of a room, that count as readers by name


class RoomKind(StrEnum):
    """Who reads a room, as far as the request or the server tells."""

    DIRECT = "direct"
    PRIVATE = "private"
    PUBLIC = "public"
    SHARED = "shared"  # with another company
    GUESTS = "guests"  # of the company's own, with guests in it
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in a room. `ids` are what mentions call them; `outside`: of another company, or a guest (None where nobody says)."""

    name: str = field(default="", repr=False)
    ids: tuple[str, ...] = ()
    address: str = field(default="", repr=False)
    outside: bool | None = None


@dataclass(frozen=True, slots=True)
class Room:
    """What the service tells of a room: its kind, who reads it, and who the author is.

    `partly`: there are more members than these. `place` is the room's own name, where the request has none (an edit's).
    """

    kind: RoomKind = RoomKind.UNKNOWN
    members: tuple[Member, ...] = ()
    author: Member | None = None
    partly: bool = False
    place: str = ""

    @property
    def names(self) -> dict[str, str]:
        """What mentions mean: names by id."""
        return {one: member.name for member in self.members for one in member.ids if member.name}


@dataclass(frozen=True, slots=True)
class Ask:
    """A question to the service: `target` is path and query as sent."""

    target: str


Roster = Generator[tuple[Ask, ...], tuple[Any, ...], Room]
"""Questions in, answers (parsed JSON, None for a refusal) out, in the same order; at last the room."""


def told(answer: Any, *steps: str) -> Any:
    """What stands below `steps` in a service's answer, None where nothing does."""
    for step in steps:
        answer = answer.get(step) if isinstance(answer, dict) else None
    return answer


def several(answer: Any, *steps: str) -> list[Any]:
    """The list below `steps` in a service's answer, empty where none is."""
    found = told(answer, *steps)
    return found if isinstance(found, list) else []
