"""What people post in Slack and Teams cannot be stopped, but is judged at once: removed or blocked, and its author is told why."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from slack_sdk.signature import SignatureVerifier
from starlette.responses import JSONResponse, Response

from gateway.chat.events import EventsApp
from gateway.chat.events_teams import resource_path
from gateway.checkpoint import Checkpoint
from gateway.configfile import ConfigError
from gateway.quarantine.store import Store
from gateway.quarantine.vault import Vault
from gateway.settings import ChatEvents
from tests.chat.conftest import CARD, CAREER, CLEAN, PHONE, REDACTED, RULES
from tests.chat.stubs import Seen, Stub
from tests.e2e.policies import policy
from tests.e2e.running import RunningGateway, free_port

SECRET, USER, BOT, STATE = "8f742231b10e8888abcd99yyyzzz85a5", "xoxp-fictional", "xoxb-fictional", "state-fictional"
CHAT = "/v1.0/chats/19:room@thread.v2/messages/1732450000000"


@dataclass
class Slack:
    """What the stand-in for Slack answers, by method."""

    errors: dict[str, str] = field(default_factory=dict)
    pause: float = 0.0  # seconds before each answer

    def answer(self, _stub: Stub, seen: Seen) -> Response:
        time.sleep(self.pause)
        method = seen.path.rpartition("/")[2]
        token = {"chat.delete": USER, "chat.update": USER, "chat.postEphemeral": BOT}[method]
        if seen.header("authorization") != f"Bearer {token}":
            return JSONResponse({"ok": False, "error": "invalid_auth"})
        needed = {"chat.delete": {"channel", "ts"}, "chat.update": {"channel", "ts", "text"}, "chat.postEphemeral": {"channel", "user", "text"}}[method]
        if not needed <= set(seen.json):
            return JSONResponse({"ok": False, "error": "invalid_arguments"})
        error = self.errors.get(method)
        return JSONResponse({"ok": False, "error": error} if error else {"ok": True})


@dataclass
class Graph:
    """The stand-in for Graph: messages by their path, patches as it takes them."""

    messages: dict[str, dict[str, Any]] = field(default_factory=dict)
    patches: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    status: int = 204

    def answer(self, _stub: Stub, seen: Seen) -> Response:
        if seen.path == "/tenant-1/oauth2/v2.0/token":
            assert seen.form["grant_type"] == "client_credentials"
            return JSONResponse({"access_token": "graph-token", "expires_in": 3600, "token_type": "Bearer"})
        assert seen.header("authorization") == "Bearer graph-token"
        if seen.method == "PATCH":
            violation = seen.json["policyViolation"]
            assert set(seen.json) == {"policyViolation"}
            assert violation["dlpAction"] in ("None", "NotifySender", "BlockAccess", "BlockAccessExternal")
            assert set(violation["verdictDetails"].split(",")) <= {"AllowFalsePositiveOverride", "AllowOverrideWithoutJustification", "AllowOverrideWithJustification"}
            assert set(violation["policyTip"]) <= {"generalText", "complianceUrl", "matchedConditionDescriptions"}
            if self.status == 204:
                self.patches.append((seen.path, violation))
            return Response(status_code=self.status)
        if seen.method == "POST":
            return Response(status_code=204)
        found = self.messages.get(seen.path)
        return JSONResponse(found, 200) if found else JSONResponse({"error": {"code": "NotFound"}}, 404)


@dataclass
class Place:
    url: str
    gateway: RunningGateway
    slack: Slack
    slack_stub: Stub
    graph: Graph
    graph_stub: Stub
    number: int = 0

    def tell(self, event: dict[str, Any], event_id: str = "", **changes: Any) -> httpx.Response:
        """Slack tells of an event, signed by its own SDK."""
        self.number += 1
        told = {"type": "event_callback", "team_id": "T1", "event_id": event_id or f"Ev{self.number:08}", "event": event}
        body = json.dumps(changes.pop("told", told), ensure_ascii=False)
        at = str(changes.pop("at", int(time.time())))
        signature = SignatureVerifier(changes.pop("secret", SECRET)).generate_signature(timestamp=at, body=body)
        headers = {"x-slack-request-timestamp": at, "x-slack-signature": signature or "", "content-type": "application/json"}
        return httpx.post(f"{self.url}/slack/events", content=body.encode(), headers=headers | changes, timeout=30)

    def notify(self, *items: dict[str, Any], state: str = STATE) -> httpx.Response:
        value = [{"subscriptionId": "sub-1", "clientState": state, "changeType": "created"} | one for one in items]
        return httpx.post(f"{self.url}/teams/notifications", json={"value": value}, timeout=30)

    def calls(self) -> list[str]:
        return [one.path.rpartition("/")[2] for one in self.slack_stub.seen]


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("after")
    slack, graph = Slack(), Graph()
    slack_stub, graph_stub = Stub(slack.answer).start(), Stub(graph.answer).start()
    for name, secret in (("signing", SECRET), ("user", USER), ("bot", BOT), ("state", STATE), ("client", "client-secret")):
        (folder / name).write_text(secret + "\n")
    port = free_port()
    events = {
        "port": port, "timeout": 30,
        "slack": {"signing_secret_file": str(folder / "signing"), "user_token_file": str(folder / "user"), "bot_token_file": str(folder / "bot"), "upstream": slack_stub.url},
        "teams": {"client_state_file": str(folder / "state"), "tenant": "tenant-1", "client_id": "app-1", "client_secret_file": str(folder / "client"),
                  "graph": graph_stub.url, "login": graph_stub.url, "compliance_url": "https://intra.hibari-soft.example/dlp"},
    }  # fmt: skip
    gateway = RunningGateway(folder, chat={"events": events}, policy=policy(folder, *RULES)).start()
    yield Place(f"http://127.0.0.1:{port}", gateway, slack, slack_stub, graph, graph_stub)
    gateway.stop()
    slack_stub.stop()
    graph_stub.stop()


@pytest.fixture
def place(running: Place) -> Place:
    running.slack.errors.clear()
    running.slack_stub.seen.clear()
    running.graph.messages.clear()
    running.graph.patches.clear()
    running.graph.status = 204
    return running


def posted(text: str, **more: Any) -> dict[str, Any]:
    return {"type": "message", "channel": "C024BE91L", "user": "U061F7AUR", "text": text, "ts": "1732450000.000100"} | more


def written(text: str, **more: Any) -> dict[str, Any]:
    return {"id": "1732450000000", "messageType": "message", "from": {"user": {"id": "u-1"}}, "body": {"contentType": "html", "content": f"<p>{text}</p>"},
            "etag": str(time.monotonic_ns())} | more  # fmt: skip


def test_an_everyday_post_stays(place: Place) -> None:
    assert place.tell(posted(CLEAN)).status_code == 200
    assert place.calls() == []


def test_a_card_number_is_deleted_and_only_its_author_is_told(place: Place) -> None:
    assert place.tell(posted(CARD)).status_code == 200
    assert place.calls() == ["chat.delete", "chat.postEphemeral"]
    told = place.slack_stub.last.json
    assert (told["user"], "カード番号" in told["text"], "4111" in told["text"]) == ("U061F7AUR", True, False)
    assert "投稿後に取り下げました" in told["text"]
    incident = re.search(r"SK\d{6}-[0-9A-Z]{8}", told["text"])
    assert incident
    assert CARD in place.gateway.command("quarantine", "show", incident.group(), "--content").stdout


def test_a_telephone_number_is_taken_out_where_slack_allows_it(place: Place) -> None:
    place.tell(posted(PHONE))
    assert place.calls() == ["chat.update", "chat.postEphemeral"]
    assert "投稿後に該当箇所を伏せました" in place.slack_stub.last.json["text"]
    assert place.slack_stub.seen[0].json["text"] == PHONE.replace("090-1234-5678", REDACTED)
    place.slack_stub.seen.clear()
    place.slack.errors["chat.update"] = "cant_update_message"
    place.tell(posted(PHONE))
    assert place.calls() == ["chat.update", "chat.delete", "chat.postEphemeral"]


def test_an_edit_is_judged_and_an_unfurled_link_is_not(place: Place) -> None:
    before = {"user": "U1", "ts": "1.0", "text": CLEAN}
    changed = {"type": "message", "subtype": "message_changed", "channel": "C1", "previous_message": before, "message": before | {"text": CARD}}
    place.tell(changed)
    assert place.calls() == ["chat.delete", "chat.postEphemeral"]
    place.slack_stub.seen.clear()
    place.tell(changed | {"previous_message": before | {"text": CARD}})
    assert place.calls() == []


def test_the_name_of_a_file_and_a_text_in_two_messages_are_read(place: Place) -> None:
    place.tell(posted("添付します", subtype="file_share", files=[{"id": "F1", "name": "カード番号4111111111111111.txt"}]))
    assert place.calls()[0] == "chat.delete"
    place.slack_stub.seen.clear()
    place.tell(posted("弊社に来られた坂口さんの件です。", channel="C0TWO"))
    place.tell(posted("以前はトヨハシ電機に10年お勤めだったそうです。", channel="C0TWO"))
    assert place.calls() == ["chat.delete", "chat.postEphemeral"]


def test_an_event_told_twice_is_dealt_with_once(place: Place) -> None:
    place.tell(posted(CARD), event_id="Ev0TWICE")
    place.tell(posted(CARD), event_id="Ev0TWICE", **{"x-slack-retry-num": "1", "x-slack-retry-reason": "http_timeout"})
    assert place.calls() == ["chat.delete", "chat.postEphemeral"]


def test_slack_tells_again_when_the_message_could_not_be_removed(place: Place) -> None:
    place.slack.errors["chat.delete"] = "ratelimited"
    assert place.tell(posted(CARD), event_id="Ev0AGAIN").status_code == 503
    assert place.calls() == ["chat.delete"]
    place.slack.errors.clear()
    assert place.tell(posted(CARD), event_id="Ev0AGAIN").status_code == 200
    assert place.calls() == ["chat.delete", "chat.delete", "chat.postEphemeral"]


@pytest.mark.parametrize("event", [
    {"type": "app_mention", "text": CARD}, posted(CARD, bot_id="B1"), posted(CARD, subtype="channel_join"), {"type": "message", "subtype": "message_deleted"},
    posted(CARD, user=None), posted(CARD, channel=5), posted(CLEAN, files=5), {"type": "message", "subtype": "message_changed", "message": CARD},
])  # fmt: skip
def test_what_is_no_persons_message_is_left_alone(place: Place, event: dict[str, Any]) -> None:
    assert place.tell(event).status_code == 200
    assert place.calls() == []


def test_slack_verifies_that_the_address_is_ours(place: Place) -> None:
    answer = place.tell({}, told={"type": "url_verification", "challenge": "3eZbrw1a", "token": "x"})
    assert answer.json() == {"challenge": "3eZbrw1a"}


@pytest.mark.parametrize("change", [
    {"secret": "another"}, {"at": int(time.time()) - 3600}, {"at": int(time.time()) + 3600}, {"x-slack-signature": ""}, {"x-slack-signature": "v0=0"},
    {"x-slack-request-timestamp": "9" * 30},
])  # fmt: skip
def test_a_request_that_slack_did_not_sign_is_refused(place: Place, change: dict[str, Any]) -> None:
    assert place.tell(posted(CARD), **change).status_code == 401
    assert place.calls() == []


@pytest.mark.parametrize("told", [[], "x", {"type": "event_callback"}, {"type": "event_callback", "event": []}, {"event": {"type": "message"}}])
def test_signed_nonsense_does_no_harm(place: Place, told: Any) -> None:
    assert place.tell({}, told=told).status_code in (200, 400)
    assert place.calls() == []


def test_graph_verifies_that_the_address_is_ours(place: Place) -> None:
    answer = httpx.post(f"{place.url}/teams/notifications", params={"validationToken": "Validation: <b>ok</b>"})
    assert (answer.status_code, answer.text, answer.headers["content-type"].partition(";")[0]) == (200, "Validation: <b>ok</b>", "text/plain")


def test_a_teams_message_is_blocked_with_a_policy_tip(place: Place) -> None:
    place.graph.messages[CHAT] = written(CARD)
    assert place.notify({"resource": "chats('19:room@thread.v2')/messages('1732450000000')"}).status_code == 202
    ((path, violation),) = place.graph.patches
    assert path == CHAT
    assert (violation["dlpAction"], violation["verdictDetails"]) == ("BlockAccess", "AllowFalsePositiveOverride")
    assert "クレジットカード番号" in violation["policyTip"]["matchedConditionDescriptions"]
    assert "4111" not in str(violation)
    place.graph.messages[CHAT] = written(CARD, policyViolation={"dlpAction": "blockAccess", "policyTip": violation["policyTip"]})
    place.notify({"resource": "chats('19:room@thread.v2')/messages('1732450000000')", "changeType": "updated"})
    assert len(place.graph.patches) == 1


def test_an_everyday_teams_message_and_a_bots_are_left_alone(place: Place) -> None:
    place.graph.messages[CHAT] = written(CLEAN)
    assert place.notify({"resource": CHAT.removeprefix("/v1.0/")}).status_code == 202
    place.graph.messages[CHAT] = written(CARD) | {"from": {"application": {"id": "bot"}}}
    assert place.notify({"resource": CHAT.removeprefix("/v1.0/")}).status_code == 202
    assert place.notify({"resource": "chats('19:gone@thread.v2')/messages('1')"}).status_code == 202
    assert not place.graph.patches


@pytest.mark.parametrize(("action", "what", "wrong"), [("override", "released", False), ("reportFalsePositive", "marked", True)])
def test_what_the_author_answers_is_taken_back_into_the_incident(place: Place, action: str, what: str, wrong: bool) -> None:
    place.graph.messages[CHAT] = written(CAREER)
    place.notify({"resource": CHAT.removeprefix("/v1.0/")})
    ((_, violation),) = place.graph.patches
    assert "AllowOverrideWithJustification" in violation["verdictDetails"]
    answered = violation | {"userAction": action, "justificationText": "本人から同意を得ています"}
    place.graph.messages[CHAT] = written(CAREER, policyViolation=answered)
    for _ in range(2):
        assert place.notify({"resource": CHAT.removeprefix("/v1.0/"), "changeType": "updated"}).status_code == 202
    incident = re.search(r"SK\d{6}-[0-9A-Z]{8}", violation["policyTip"]["generalText"])
    assert incident
    folder = Path(place.gateway.folder)
    store = Store(f"sqlite:///{folder}/held.db", Vault.from_file(folder / "held.key"))
    decision = store.reviews.decision(incident.group())
    store.close()
    assert decision is not None
    assert (decision.by, decision.false_positive) == ("author (Teams)", wrong)
    assert what == "marked" or decision.words == "本人から同意を得ています"
    assert len(place.graph.patches) == 1


def test_graph_tells_again_when_the_message_could_not_be_blocked(place: Place) -> None:
    place.graph.messages[CHAT] = written(CARD)
    place.graph.status = 429
    assert place.notify({"resource": CHAT.removeprefix("/v1.0/")}).status_code == 503
    place.graph.status = 204
    assert place.notify({"resource": CHAT.removeprefix("/v1.0/")}).status_code == 202
    assert len(place.graph.patches) == 1


def test_a_subscription_is_allowed_again_and_a_lost_one_is_counted(place: Place) -> None:
    assert place.notify({"lifecycleEvent": "reauthorizationRequired"}).status_code == 202
    assert place.graph_stub.last.path == "/v1.0/subscriptions/sub-1/reauthorize"
    assert place.notify({"lifecycleEvent": "subscriptionRemoved"}).status_code == 202
    assert "the subscription is gone" in place.gateway.log.read_text()
    assert 'kind="subscription"' in place.gateway.get("/metrics")[1]


def test_a_notification_that_graph_did_not_send_is_refused(place: Place) -> None:
    place.graph.messages[CHAT] = written(CARD)
    assert place.notify({"resource": CHAT.removeprefix("/v1.0/")}, state="guessed").status_code == 401
    assert not place.graph.patches
    for body in (b"{", b"[]", b'{"value": 5}', b"[" * 90_000):
        assert httpx.post(f"{place.url}/teams/notifications", content=body).status_code == 400
    assert place.notify({"resource": "users/admin"}, {"resource": "chats/../users/messages/1"}).status_code == 202


def test_no_secret_stands_in_the_log(place: Place) -> None:
    log = place.gateway.log.read_text()
    for secret in (SECRET, USER, BOT, STATE, "client-secret", "graph-token", "1111 1111"):
        assert secret not in log


def test_an_empty_secret_stops_the_start_since_anybody_could_sign_with_it(tmp_path: Path) -> None:
    (tmp_path / "empty").write_text("\n")
    (tmp_path / "token").write_text("xoxb\n")
    slack = {"signing_secret_file": tmp_path / "empty", "user_token_file": tmp_path / "token", "bot_token_file": tmp_path / "token"}
    with pytest.raises(ConfigError, match="first line"):
        EventsApp(ChatEvents.model_validate({"slack": slack}), Checkpoint(None, None, lambda: None, "tempfail"), "hibari-soft.example")  # type: ignore[arg-type, return-value]


@pytest.mark.parametrize(("resource", "path"), [
    ("chats('19:a@thread.v2')/messages('1')", "/v1.0/chats/19:a@thread.v2/messages/1"), ("chats/19:a@thread.v2/messages/1", "/v1.0/chats/19:a@thread.v2/messages/1"),
    ("users('u-1')/chats('19:a@thread.v2')/messages('1')", "/v1.0/chats/19:a@thread.v2/messages/1"),
    ("teams('t-1')/channels('19:c@thread.tacv2')/messages('1')/replies('2')", "/v1.0/teams/t-1/channels/19:c@thread.tacv2/messages/1/replies/2"),
    ("teams/t-1/channels/19:c@thread.tacv2/messages/1", "/v1.0/teams/t-1/channels/19:c@thread.tacv2/messages/1"),
    ("chats('a')/messages('1')/hostedContents", None), ("https://elsewhere.example/chats/a/messages/1", None), ("chats/a/messages/1?x=1", None), ("x" * 100_000, None),
])  # fmt: skip
def test_only_paths_of_messages_are_asked_for(resource: str, path: str | None) -> None:
    assert resource_path(resource) == path


def test_another_text_is_judged_though_its_author_answered_for_the_first(place: Place) -> None:
    where = "/v1.0/chats/19:other@thread.v2/messages/1732450000001"
    place.graph.messages[where] = written(CAREER)
    place.notify({"resource": where.removeprefix("/v1.0/")})
    ((_, violation),) = place.graph.patches
    answered = {"dlpAction": "blockAccess", "policyTip": violation["policyTip"], "userAction": "override", "justificationText": "x"}
    place.graph.messages[where] = written(CAREER, policyViolation=answered)
    place.notify({"resource": where.removeprefix("/v1.0/"), "changeType": "updated"})
    assert len(place.graph.patches) == 1, "what the author answered for stays as it is"
    place.graph.messages[where] = written(CARD, policyViolation=answered)
    place.notify({"resource": where.removeprefix("/v1.0/"), "changeType": "updated"})
    assert [one["verdictDetails"] for _, one in place.graph.patches][1:] == ["AllowFalsePositiveOverride"]


def test_an_event_told_again_meanwhile_is_dealt_with_once(place: Place) -> None:
    place.slack.pause = 1.0
    try:
        with ThreadPoolExecutor() as pool:
            answers = list(pool.map(lambda _: place.tell(posted(CARD, channel="C0SLOW"), event_id="Ev0SLOW").status_code, range(3)))
    finally:
        place.slack.pause = 0.0
    assert answers == [200, 200, 200]
    assert place.calls() == ["chat.delete", "chat.postEphemeral"]


def test_a_name_in_a_redacted_message_and_the_employer_in_the_next_are_read_together(place: Place) -> None:
    place.tell(posted("坂口さんの件です。折り返しは 090-1234-5678 まで。", channel="C0THREE"))
    place.slack_stub.seen.clear()
    place.tell(posted("以前はトヨハシ電機に10年お勤めだったそうです。", channel="C0THREE"))
    assert place.calls() == ["chat.delete", "chat.postEphemeral"]
