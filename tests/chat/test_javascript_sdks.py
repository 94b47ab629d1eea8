"""The services' own JavaScript SDKs, as most bots use them."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.chat.conftest import CARD, CAREER, CLEAN, PHONE, REDACTED, Place
from tests.chat.stubs import TOKEN
from tests.debian import needs

FOLDER = Path(__file__).with_name("node")


@pytest.fixture(scope="session", autouse=True)
def packages() -> None:
    needs("node", "npm")
    if not (FOLDER / "node_modules/.package-lock.json").exists():
        subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=FOLDER, check=True, capture_output=True, timeout=300)


def post(sdk: str, place: Place, text: str) -> dict[str, Any]:
    asked = json.dumps({"sdk": sdk, "url": place.url, "token": TOKEN, "text": text})
    done = subprocess.run(["node", str(FOLDER / "post.js"), asked], capture_output=True, text=True, timeout=60, check=True)
    said: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    said["log"] = done.stdout + done.stderr
    return said


def test_slacks_javascript_sdk_posts_a_form_that_is_redacted_in_place(slack: Place) -> None:
    assert post("webApi", slack, CLEAN)["ok"]
    assert slack.stub.last.header("content-type").startswith("application/x-www-form-urlencoded")
    assert slack.stub.last.form["text"] == CLEAN
    assert post("webApi", slack, PHONE)["ok"]
    wanted = PHONE.replace("090-1234-5678", REDACTED)
    assert slack.stub.last.form["text"] == wanted
    assert json.loads(slack.stub.last.form["blocks"]) == [{"type": "section", "text": {"type": "mrkdwn", "text": wanted}}]


def test_its_error_is_a_platform_error_and_the_advice_is_logged(slack: Place) -> None:
    refused = post("webApi", slack, CARD)
    assert refused["message"] == "An API error occurred: sekisho_blocked"
    assert "カード番号" in refused["data"]["errors"][0]
    assert "[ERROR]" in refused["log"]
    assert post("webApi", slack, CAREER)["message"].endswith("sekisho_held")
    assert not slack.stub.seen


def test_slacks_webhook_sdk_raises_with_the_status(slack: Place) -> None:
    assert post("webhook", slack, CLEAN)["ok"]
    refused = post("webhook", slack, CARD)
    assert "403" in refused["message"]


def test_mattermosts_client_raises_a_client_error_with_the_advice(mattermost: Place) -> None:
    assert post("mattermost", mattermost, CLEAN)["ok"]
    assert mattermost.stub.last.header("authorization") == f"BEARER {TOKEN}"
    refused = post("mattermost", mattermost, CARD)
    assert refused["name"] == "ClientError"
    assert "カード番号" in refused["message"]
