"""Who has a message already from an earlier try of it, as rows of the store: a mark for each recipient, with the incident that keeps it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from gateway.quarantine.store import HELD, REFUSED

_SHORT = 18  # hexadecimal digits of a mark that stand before an incident: both fit the column
_STATES = {"h": HELD, "r": REFUSED}
_LETTERS = {state: letter for letter, state in _STATES.items()}


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the store about a recipient. `state` and `incident` where the message is kept for them, empty where the next hop has it."""

    text: str
    state: str = ""
    incident: str = ""


class Served:
    """The rows about one message, by the marks of recipients (keyed hashes, 40 hexadecimal digits)."""

    def __init__(self, rows: Iterable[str]) -> None:
        self._by_mark: dict[str, Row] = {}
        for text in rows:
            state = _STATES.get(text[_SHORT : _SHORT + 1], "")
            self._by_mark[text[:_SHORT]] = Row(text, state, text[_SHORT + 1 :] if state else "")

    def row(self, mark: str) -> Row | None:
        """What is known of a recipient; None when they have it not yet."""
        return self._by_mark.get(mark[:_SHORT])

    def add(self, text: str) -> None:
        """Another row, written meanwhile."""
        self._by_mark[text[:_SHORT]] = Row(text)


def kept(mark: str, state: str, incident: str) -> str:
    """The row of a recipient for whom the message is held or refused."""
    return f"{mark[:_SHORT]}{_LETTERS[state]}{incident}"
