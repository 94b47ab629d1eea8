"""Webhooks of Teams: Workflows ("When a Teams webhook request is received") and the older incoming webhooks.

Sources: learn.microsoft.com, "Create incoming webhooks with Workflows" (type message, attachments with an adaptive card), "Legacy
actionable message card reference"; Azure Logic Apps' error object.
"""

from __future__ import annotations

from gateway.chat.adapter import Adapter, Answer, Head, Post, Refusal, Slot, holds_a_number, json_answer
from gateway.chat.cards import card_slots, mentioned
from gateway.chat.payload import Payload
from gateway.chat.written import plain
from gateway.message import Channel

_OF_CARDS = frozenset(("attachments", "sections", "@type", "@context", "summary"))
"""Keys of a message as Teams has it; without one the flow's author chose the keys, and any value may be shown."""


class WorkflowsAdapter(Adapter):
    """Whatever is posted there is a message."""

    channel = Channel.TEAMS
    upstream = ""
    json_in = frozenset(("attachments.content",))

    def carries(self, head: Head) -> bool:
        """Every POST: a webhook's address has no fixed form."""
        return head.method in ("POST", "PUT", "PATCH")

    def read(self, head: Head, payload: Payload) -> Post:
        """Every text of the message and its cards; a flow may use any key, so what is prose counts whatever its key."""
        slots = card_slots(payload)
        own_keys = not _OF_CARDS.intersection(payload.data if isinstance(payload.data, dict) else ())
        if own_keys:
            known = {slot.path for slot in slots}
            slots += [Slot(path, plain) for path, value in payload.strings() if path not in known and holds_a_number(value)]
        return Post(tuple(slots), head.path, mentions=mentioned(payload), any_key=own_keys)

    def refuse(self, head: Head, why: Refusal) -> Answer:
        """Logic Apps' error object."""
        return json_answer(why.status, {"error": {"code": why.code, "message": why.text}})
