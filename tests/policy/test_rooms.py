"""A rule for kinds of chat rooms."""

from __future__ import annotations

import pytest

from gateway.message import Channel, Message, Part, PartKind, Party
from gateway.policy.decide import decide
from gateway.policy.load import policy_from_text
from gateway.verdict import Action

POLICY = policy_from_text("rules:\n- {id: open-rooms, when: {rooms: [public, shared]}, action: block}\n", "test")


@pytest.mark.parametrize(
    ("room", "action"), [("public", Action.BLOCK), ("shared", Action.BLOCK), ("private", Action.PASS), ("direct", Action.PASS), ("unknown", Action.PASS), ("", Action.PASS)]
)
def test_what_is_said_in_open_rooms_is_refused_elsewhere_it_passes(room: str, action: Action) -> None:
    room_address = Party("room-1@chat.invalid")
    message = Message(Channel.MATRIX, Party("app-1@aozora.example"), (room_address,), (Part("body", PartKind.PLAIN, "承知しました"),), room_kind=room)
    assert decide(message, (), POLICY.policy, POLICY.version).action is action
