"""One inspector for all tests, and messages from files in the format of the corpus guidelines."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from gateway.evaluation.format import Sample, parties, read_sample
from gateway.inspection.inspect import Inspector
from gateway.message import Channel, Message, Part, PartKind
from gateway.verdict import About, Finding
from recognizers import build_analyzer


def message(body: str, sender: str, to: str, cc: str = "", subject: str = "", channel: str = "mail") -> Message:
    addressed = parties(to) + parties(cc)
    return Message(Channel(channel), parties(sender)[0], addressed,
                   (Part("subject", PartKind.SUBJECT, subject), Part("body", PartKind.PLAIN, body)), addressed=addressed)


@pytest.fixture(scope="session")
def inspector() -> Inspector:
    return Inspector(build_analyzer())


@pytest.fixture(scope="session")
def sample() -> Callable[[Path], Sample]:
    return read_sample


SENDER = "佐々木 守 <sasaki@mizube.example>"
OUTSIDE = "倉本 直樹 <kuramoto@kanata-seiki.example>"
INSIDE = "奥田 進 <okuda@mizube.example>"


@pytest.fixture(scope="session")
def told(inspector: Inspector) -> Callable[..., list[Finding]]:
    """The findings of one entity (careers unless said otherwise) in a mail from 佐々木 to 倉本 outside, or as said."""
    def of(body: str, to: str = OUTSIDE, entity: str = "JP_CAREER_HISTORY", channel: str = "mail", cc: str = "") -> list[Finding]:
        return [f for f in inspector.inspect(message(body, SENDER, to, cc, channel=channel)) if f.entity_type == entity]
    return of


def told_of_others(inspector: Inspector, body: str, entity: str, to: str = INSIDE) -> list[str]:
    """What a mail from 佐々木 tells of anybody but the writer, by `entity`."""
    others = (About.THIRD_PARTY, About.COLLEAGUE, About.RECIPIENT)
    return [one.text for one in inspector.inspect(message(body, SENDER, to)) if one.entity_type == entity and one.about in others]


@pytest.fixture(scope="session")
def of_third_parties(told: Callable[..., list[Finding]]) -> Callable[[str], list[str]]:
    """The careers that a post to a colleague tells of third parties or colleagues."""
    return lambda post: [one.text for one in told(post, INSIDE, channel="slack") if one.about in (About.THIRD_PARTY, About.COLLEAGUE)]
