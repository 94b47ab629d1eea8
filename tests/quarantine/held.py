"""Messages to hold in tests."""

from __future__ import annotations

from typing import Any

from gateway.quarantine.store import Hold
from gateway.verdict import About, Finding, Zone

CONTENT = "桜坂リースにお勤めだった".encode() + b"\0\xff\r\n"
FINDING = Finding("JP_EMPLOYER", "body", 0, 5, 0.9, About.THIRD_PARTY, Zone.BODY, text="桜坂リース")


def hold(incident: str = "SK1", **changes: Any) -> Hold:
    """A held mail that tells where somebody worked."""
    values: dict[str, Any] = {
        "channel": "mail", "action": "quarantine", "sender": "a@x.example", "recipients": ("b@y.example",), "content": CONTENT,
        "options": ("BODY=8BITMIME",), "rules": ("career",), "findings": (FINDING,),
    }  # fmt: skip
    return Hold(incident, **(values | changes))
