"""A reviewer deals with a held post in the console as with a held mail: masked, redacted, released once."""

from __future__ import annotations

import asyncio
import re
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from gateway.chat.held import HeldChat
from gateway.doors import AllDoors
from gateway.settings import ChatListener
from tests.chat.stubs import TOKEN, Stub
from tests.chat.test_held_posts import FOUND, TEXT, kept, taken
from tests.console.desk import Desk


class Workers:
    """Work done at once, in this process."""

    async def run(self, work: Callable[..., Any], arguments: tuple[Any, ...], _size: int) -> Any:
        return work(*arguments)


@pytest.fixture
def slack_service() -> Iterator[Stub]:
    stub = Stub(taken).start()
    yield stub
    stub.stop()


@pytest.fixture
def loop() -> Iterator[asyncio.AbstractEventLoop]:
    made = asyncio.new_event_loop()
    thread = threading.Thread(target=made.run_forever, daemon=True)
    thread.start()
    yield made
    made.call_soon_threadsafe(made.stop)
    thread.join(10)
    made.close()


@pytest.fixture
def desk(tmp_path: Path, slack_service: Stub, loop: asyncio.AbstractEventLoop) -> Desk:
    made = Desk(tmp_path)
    chat = HeldChat(loop, Workers(), made.store, [ChatListener(api="slack", port=0, upstream=slack_service.url)])  # type: ignore[arg-type]

    class Mail:
        """The mail door of the desk, under the names that a door has."""

        def show(self, content: bytes, *more: Any) -> Any:
            return by_mail["show"]("mail", content, *more)

        def redacted(self, content: bytes, findings: Any) -> bytes:
            return by_mail["redacted"]("mail", content, findings)

        def release(self, *arguments: Any) -> str:
            return by_mail["release"](*arguments)

    by_mail: dict[str, Callable[..., Any]] = {name: getattr(made.doors, name) for name in ("show", "redacted", "release")}
    doors = AllDoors(made.store, Mail(), chat)  # type: ignore[arg-type]
    for name in by_mail:
        setattr(made.doors, name, getattr(doors, name))
    made.hold("SK1", channel="slack", content=kept(slack_service.url).packed(), findings=FOUND, sender="app-1f2e@hibari-soft.example")
    return made


def test_the_post_is_masked_and_its_token_is_nowhere(desk: Desk) -> None:
    page = desk.staff("sato", "reviewer").get("/incidents/SK1")
    assert "弊社に来られた坂口さんは" in page
    assert "トヨハシ電機" not in page
    assert TOKEN not in page
    assert "C024BE91L" in page


def test_the_redacted_version_is_seen_and_posted_as_the_same_bot(desk: Desk, slack_service: Stub) -> None:
    reviewer = desk.staff("sato", "reviewer")
    page = reviewer.get("/incidents/SK1/preview")
    assert "［前職］" in page
    assert "トヨハシ電機" not in page
    reviewer.post("/incidents/SK1/decide", action="released_redacted", words="伏せて投稿", digest=reviewer.hidden("digest"))
    (seen,) = slack_service.seen
    assert seen.json["text"] == TEXT.replace("トヨハシ電機", "［前職］")
    assert seen.header("authorization") == f"Bearer {TOKEN}"
    assert desk.store.get("SK1").state == "released"  # type: ignore[union-attr]
    assert desk.doors.letters == []


def test_a_post_is_released_whole_and_no_letter_goes_to_a_bot(desk: Desk, slack_service: Stub) -> None:
    approver = desk.staff("kudo", "reviewer", "approver")
    approver.get("/incidents/SK1")
    approver.post("/incidents/SK1/decide", action="release", words="本人の同意を確認しました")
    assert slack_service.last.json["text"] == TEXT
    approver.get("/incidents/SK1")
    approver.post("/incidents/SK1/decide", 409, action="release", words="もう一度")
    assert len(slack_service.seen) == 1
    assert desk.doors.letters == []


def test_a_post_for_a_service_that_is_down_stays_held_and_says_so(desk: Desk, slack_service: Stub) -> None:
    slack_service.stop()
    approver = desk.staff("kudo", "reviewer", "approver")
    approver.get("/incidents/SK1")
    page = approver.post("/incidents/SK1/decide", 409, action="release", words="問題ありません")
    assert re.search(r"cannot be reached", page)
    assert desk.store.get("SK1").state == "held"  # type: ignore[union-attr]
    slack_service.start()


def test_a_returned_post_is_deleted_without_a_letter(desk: Desk, slack_service: Stub) -> None:
    reviewer = desk.staff("sato", "reviewer")
    reviewer.get("/incidents/SK1")
    reviewer.post("/incidents/SK1/decide", action="return", words="書き直してください")
    assert desk.store.get("SK1").state == "deleted"  # type: ignore[union-attr]
    assert (slack_service.seen, desk.doors.letters) == ([], [])


def test_the_channel_chooses_the_door_and_not_the_content(desk: Desk) -> None:
    desk.hold("SK2", channel="slack")  # the content is a mail
    page = desk.staff("sato", "reviewer").get("/incidents/SK2")
    assert "no chat message of this version" in page
