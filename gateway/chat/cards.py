"""Adaptive Cards, MessageCards and Bot Framework's cards, wherever Microsoft's APIs carry them.

Sources: adaptivecards.io schema 1.6 (TextBlock.text, Fact.title and .value, Input.*.label, .placeholder, .value and .errorMessage,
ChoiceSet.choices.title, Action.*.title, fallbackText, speak, altText, RichTextBlock.inlines); learn.microsoft.com, "Legacy actionable
message card reference" (sections, activityTitle, facts.name and .value) and "Cards schema" (HeroCard's title, subtitle, text, buttons).
"""

from __future__ import annotations

from collections.abc import Iterator

from gateway.chat.adapter import Slot, readable
from gateway.chat.payload import Payload
from gateway.chat.written import html, markdown_or_html, plain

CARD_TEXT = frozenset((
    "text", "title", "subtitle", "value", "label", "placeholder", "altText", "fallbackText", "speak", "errorMessage", "inlines", "summary", "name",
    "activityTitle", "activitySubtitle", "activityText", "displayText", "tooltip", "description", "subject", "topic", "topicName", "previewText",
    "content", "caption", "hint", "statusMessage",
))  # fmt: skip
_PEOPLE = frozenset(("from", "recipient", "mentioned", "mentionText", "$schema"))


def card_slots(payload: Payload) -> Iterator[Slot]:
    """A slot for each string that a reader of the message or card may see."""
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
