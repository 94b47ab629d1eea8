"""Whatever the text repeats, inspection ends, in time that grows with the length."""

from __future__ import annotations

import time

import pytest

from gateway.inspection.inspect import Inspector
from gateway.message import Channel, Message, Part, PartKind, Party


@pytest.mark.parametrize("piece", ["様", "佐藤様は田中さんで", "佐藤さんは以前トヨハシ電機で働いていた。", "佐藤 一郎,090-1234-5678\n", "> ", "前職\n青葉精機\n", "2015年4月 株式会社みどり入社\n", "\ud800", "（", "前職\t", "岡田さんは胃がんで入院、", "口座 普通 1234567 ××、AB10457719CD、"])
def test_inspection_of_one_thing_repeated_stays_linear(inspector: Inspector, piece: str) -> None:
    def seconds(size: int) -> float:
        message = Message(Channel.MAIL, Party("a@x.example", "田中"), (Party("b@y.example", "佐藤"),), (Part("body", PartKind.PLAIN, piece * (size // len(piece))),))
        began = time.process_time()
        inspector.inspect(message)
        return time.process_time() - began

    small, large = seconds(8_000), seconds(32_000)
    assert large < 8 * small + 0.5


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\ud800\udfff", "\x00" * 50, "様", "の", "👨\u200d👩\u200d👧", "<script>", "\u202e逆さま", "田中" * 3000 + "様"])
def test_no_text_makes_inspection_fail(inspector: Inspector, text: str) -> None:
    for kind in PartKind:
        found = inspector.inspect(Message(Channel.MAIL, Party(""), (), (Part("body", kind, text),)))
        assert all(f.text == text[f.start:f.end] for f in found)
