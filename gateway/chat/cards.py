"""Adaptive Cards, MessageCards and Bot Framework's cards, wherever Microsoft's APIs carry them.

Sources: adaptivecards.io schema 1.6 (TextBlock.text, Fact.title and .value, Input.*.label, .placeholder, .value and .errorMessage,
ChoiceSet.choices.title, Action.*.title, fallbackText, speak, altText, RichTextBlock.inlines); learn.microsoft.com, "Legacy actionable
message card reference" (sections, activityTitle, facts.name and .value) and "Cards schema" (HeroCard's title, subtitle, text, buttons).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from gateway.chat.adapter import Slot, readable
from gateway.chat.payload import Path, Payload
from gateway.chat.written import plain
from gateway.chat.written_html import html, markdown_or_html

CARD_TEXT = frozenset((
    "text", "title", "subtitle", "value", "label", "placeholder", "altText", "fallbackText", "speak", "errorMessage", "inlines", "summary", "name",
    "activityTitle", "activitySubtitle", "activityText", "displayText", "tooltip", "description", "subject", "topic", "topicName", "previewText",
    "content", "caption", "hint", "statusMessage", "abstract",
))  # fmt: skip
_PEOPLE = frozenset(("from", "recipient", "mentioned", "mentionText", "$schema"))


def card_slots(payload: Payload) -> list[Slot]:
    """A slot for each string that a reader of the message or card may see, in the order in which they are seen."""
    return _by_lines(list(_slots(payload)))


def _by_lines(slots: list[Slot]) -> list[Slot]:
    """A ColumnSet has its columns one after the other; where they have the same number of items, people read them as lines."""
    ordered: list[Slot] = []
    for place, group in groupby(slots, key=lambda slot: _columns(slot.path)):
        members = list(group)
        if place:
            items: dict[int | str, set[int | str]] = {}
            for one in members:
                items.setdefault(one.path[len(place)], set()).add(one.path[len(place) + 2])
            if len(items) > 1 and all(rows == set(next(iter(items.values()))) for rows in items.values()):
                members.sort(key=lambda one: (one.path[len(place) + 2], one.path[len(place)]))
        ordered += members
    return ordered


def _columns(path: Path) -> Path:
    """The place of the columns that a string stands in, of the form columns, number, items, number; empty where it stands in none."""
    for i in range(len(path) - 4, -1, -1):
        if path[i] == "columns" and path[i + 2] == "items" and isinstance(path[i + 1], int) and isinstance(path[i + 3], int):
            return path[: i + 1]
    return ()


def _slots(payload: Payload) -> Iterator[Slot]:
    for path, _ in readable(payload, CARD_TEXT, but=_PEOPLE):
        steps = tuple(step for step in path if isinstance(step, str))
        if steps[-2:] == ("body", "content"):
            kind = str(payload.get(*path[:-1], "contentType") or payload.get(*path[:-1], "messageBodyContentType") or "text").lower()
            yield Slot(path, html if kind == "html" else markdown_or_html if kind == "markdown" else plain)
        elif steps[-1:] == ("text",) and str(payload.get(*path[:-1], "textFormat") or "").lower() == "plain":
            yield Slot(path, plain)
        else:
            yield Slot(path, markdown_or_html)


def mentioned(payload: Payload) -> tuple[str, ...]:
    """Names of people mentioned: Graph's mentions, Bot Framework's and cards' entities."""
    found = [value for path, value in payload.strings() if len(path) > 1 and path[-1] in ("displayName", "name") and "mentioned" in path]
    return tuple(dict.fromkeys(found))[:50]
