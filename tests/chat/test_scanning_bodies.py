"""`sekisho scan --channel`: what would become of this request, without sending it."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from gateway.chat.reading import read_post
from gateway.chat.sample import sample
from tests.chat.conftest import CLEAN
from tests.e2e.running import ROOT, SEKISHO

LEAK = "弊社に来られた坂口さんは、以前トヨハシ電機に10年お勤めだったそうです。"
BODIES = {
    "slack": {"channel": "C1", "text": LEAK},
    "teams": {"body": {"contentType": "html", "content": f"<p>{LEAK}</p>"}},
    "chatwork": {"body": LEAK},
    "lineworks": {"content": {"type": "text", "text": LEAK}},
    "mattermost": {"channel_id": "c", "message": LEAK},
    "matrix": {"msgtype": "m.text", "body": LEAK},
    "gchat": {"text": LEAK},
}


def scan(channel: str, *arguments: str, given: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([*SEKISHO, "scan", "--channel", channel, *arguments], cwd=ROOT, capture_output=True, timeout=120, check=False, input=given)


@pytest.mark.parametrize("channel", BODIES)
def test_a_body_of_each_service_is_read_as_its_text(channel: str) -> None:
    message = read_post(sample(channel, json.dumps(BODIES[channel]).encode(), "aozora.example"))
    assert message.channel == channel
    assert [(part.ref, part.text.strip()) for part in message.parts] == [("body", LEAK)]


def test_a_leak_is_told_as_for_mail(tmp_path: Path) -> None:
    (tmp_path / "leak.json").write_text(json.dumps(BODIES["teams"]))
    done = scan("teams", "--json", str(tmp_path / "leak.json"))
    assert done.returncode == 10, done.stderr.decode()
    told = json.loads(done.stdout)
    assert (told["action"], told["rules"], told["text"].strip()) == ("quarantine", ["career"], LEAK)
    assert any(told["text"][one["start"] : one["end"]].startswith("坂口") for one in told["findings"])


def test_folders_forms_and_standard_input(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps({"body": CLEAN}, ensure_ascii=False))
    (tmp_path / "b.form").write_text("self_unread=0&body=%E6%89%BF%E7%9F%A5%E3%81%97%E3%81%BE%E3%81%97%E3%81%9F\n")
    done = scan("chatwork", "--json", str(tmp_path))
    assert done.returncode == 0, done.stderr.decode()
    assert [json.loads(row)["text"] for row in done.stdout.splitlines()] == [CLEAN, "承知しました"]


def test_what_is_no_request_and_what_is_no_channel_is_said() -> None:
    done = scan("slack", given=b'{"text": ')
    assert done.returncode == 2
    assert "cannot be read: the body is not JSON" in done.stderr.decode()
    assert "is not known" in scan("irc", given=b"x").stderr.decode()
