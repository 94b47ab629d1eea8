"""Webhooks of Teams: Workflows ("When a Teams webhook request is received") and the older incoming webhooks.

Sources: learn.microsoft.com, "Create incoming webhooks with Workflows" (type message, attachments with an adaptive card), "Legacy
actionable message card reference"; Azure Logic Apps' error object.
"""

from __future__ import annotations

from gateway.chat.adapter import Adapter, Answer, Head, Post, Refusal, json_answer
from gateway.chat.cards import card_slots, mentioned
from gateway.chat.payload import Payload
from gateway.message import Channel


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
        return Post(tuple(card_slots(payload)), head.path, mentions=mentioned(payload))

    def refuse(self, head: Head, why: Refusal) -> Answer:
        """Logic Apps' error object."""
        return json_answer(why.status, {"error": {"code": why.code, "message": why.text}})
