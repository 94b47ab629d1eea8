"""Batches of Microsoft Graph: each request is judged as if it had come alone."""

from __future__ import annotations

import asyncio
import base64
import json
import time
from typing import Any, ClassVar
from urllib.parse import unquote

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.chat.adapter import Head
from gateway.chat.apis import adapter_of
from gateway.chat.batch import Inner, apart, completed, response, together
from gateway.chat.batch_gate import BatchGate
from gateway.chat.gate import Forward
from gateway.chat.resend import Resend
from gateway.settings import ChatListener
from tests.chat.conftest import CARD, CAREER, CLEAN, PHONE, REDACTED, Place

BEARER = {"authorization": "Bearer fictional-batch"}


def message(number: str, text: str, room: str = "19:one@thread.v2", **more: Any) -> dict[str, Any]:
    return {
        "id": number, "method": "POST", "url": f"/chats/{room}/messages", "body": {"body": {"contentType": "html", "content": f"<p>{text}</p>"}},
        "headers": {"Content-Type": "application/json"},
    } | more  # fmt: skip


def sent(place: Place, *requests: Any, **more: Any) -> tuple[httpx.Response, dict[str, Any]]:
    answer = httpx.post(f"{place.url}/v1.0/$batch", json={"requests": list(requests)} | more, headers=BEARER, timeout=60)
    return answer, {one["id"]: one for one in answer.json().get("responses", ())}


def test_a_batch_without_anything_arrives_as_it_was_sent(teams: Place) -> None:
    body = json.dumps({"requests": [message("1", CLEAN), {"id": "2", "url": "/me", "method": "GET"}]}, ensure_ascii=False, indent=1)
    answer = httpx.post(f"{teams.url}/v1.0/$batch", content=body.encode(), headers=BEARER | {"content-type": "application/json"}, timeout=60)
    assert teams.stub.last.body.decode() == body
    assert [one["status"] for one in answer.json()["responses"]] == [201, 200]


def test_only_the_message_that_is_refused_stays_behind(teams: Place) -> None:
    answer, told = sent(teams, message("a", CLEAN), message("b", CARD), message("c", CLEAN, "19:two@thread.v2"))
    assert answer.status_code == 200
    assert {name: one["status"] for name, one in told.items()} == {"a": 201, "b": 403, "c": 201}
    assert "カード番号" in told["b"]["body"]["error"]["message"]
    assert [one["id"] for one in teams.stub.last.json["requests"]] == ["a", "c"]


def test_a_batch_of_nothing_but_refused_messages_goes_nowhere(teams: Place) -> None:
    answer, told = sent(teams, message("a", CARD), message("b", CARD))
    assert (answer.status_code, [one["status"] for one in told.values()]) == (200, [403, 403])
    assert not teams.stub.seen


def test_what_depends_on_a_refused_message_is_not_done(teams: Place) -> None:
    _, told = sent(teams, message("a", CARD), message("b", CLEAN, dependsOn=["a"]), message("c", CLEAN, dependsOn=["b"]), message("d", CLEAN))
    assert {name: one["status"] for name, one in told.items()} == {"a": 403, "b": 424, "c": 424, "d": 201}
    assert [one["id"] for one in teams.stub.last.json["requests"]] == ["d"]


def test_a_number_goes_and_every_other_byte_of_the_batch_stays(teams: Place) -> None:
    body = json.dumps({"requests": [message("1", PHONE), message("2", CLEAN)]}, ensure_ascii=False, indent=1)
    httpx.post(f"{teams.url}/v1.0/$batch", content=body.encode(), headers=BEARER | {"content-type": "application/json"}, timeout=60)
    assert json.loads(teams.stub.last.body) == json.loads(body.replace("090-1234-5678", REDACTED))
    assert json.dumps(message("2", CLEAN)["body"], ensure_ascii=False) in " ".join(teams.stub.last.body.decode().split()).replace("{ ", "{").replace(" }", "}")


def test_messages_to_one_room_are_read_together_and_those_to_others_are_not(teams: Place) -> None:
    first, second = "弊社に来られた坂口さんの件です。", "以前はトヨハシ電機に10年お勤めだったそうです。"
    _, told = sent(teams, message("1", first, "19:same@thread.v2"), message("2", second, "19:same@thread.v2"))
    assert {name: one["status"] for name, one in told.items()} == {"1": 201, "2": 403}
    _, told = sent(teams, message("1", "カード番号 4111 1111", "19:left@thread.v2"), message("2", "1111 1111 です", "19:right@thread.v2"))
    assert {name: one["status"] for name, one in told.items()} == {"1": 201, "2": 201}


def test_a_message_of_a_batch_is_read_with_what_went_before_in_its_room(teams: Place) -> None:
    room = "19:before@thread.v2"
    httpx.post(f"{teams.url}/v1.0/chats/{room}/messages", json=message("1", "カード番号 4111 1111")["body"], headers=BEARER, timeout=60)
    _, told = sent(teams, message("1", "1111 1111 です", room))
    assert told["1"]["status"] == 403


def test_a_held_message_of_a_batch_is_released_by_itself(teams: Place) -> None:
    _, told = sent(teams, message("1", CLEAN), message("2", CAREER, "19:held@thread.v2"))
    held = told["2"]["body"]["error"]["innerError"]["request-id"]
    assert "4111" not in teams.gateway.command("quarantine", "show", held, "--content").stdout
    teams.stub.seen.clear()
    assert teams.gateway.command("quarantine", "release", held).returncode == 0
    arrived = teams.stub.last
    assert (arrived.method, arrived.path) == ("POST", "/v1.0/chats/19:held@thread.v2/messages")
    assert arrived.json == message("2", CAREER)["body"]
    assert arrived.header("authorization") == BEARER["authorization"]
    assert arrived.header("content-length") == str(len(arrived.body))
    assert arrived.header("host") == teams.stub.url.removeprefix("http://")


def test_a_held_message_of_a_batch_that_came_in_pieces_is_released_too(teams: Place) -> None:
    body = json.dumps({"requests": [message("1", CAREER, "19:日本@thread.v2", headers={"Transfer-Encoding": "chunked", "Host": "elsewhere.example", "X-Note": "7"})]}).encode()
    answer = httpx.post(f"{teams.url}/v1.0/$batch", content=iter((body[:20], body[20:])), headers=BEARER | {"content-type": "application/json", "connection": "keep-alive"}, timeout=60)
    held = answer.json()["responses"][0]["body"]["error"]["innerError"]["request-id"]
    teams.stub.seen.clear()
    told = teams.gateway.command("quarantine", "release", held)
    assert told.returncode == 0, told.stderr
    assert (teams.stub.last.header("host"), teams.stub.last.header("x-note")) == (teams.stub.url.removeprefix("http://"), "7")
    assert unquote(teams.stub.last.path) == "/v1.0/chats/19:日本@thread.v2/messages"


@pytest.mark.parametrize("url", ["/users/u/joinedTeams/t/channels/19:a@thread.tacv2/messages", "/users/u/teamwork/associatedTeams/t/team/channels/c/messages", "/me/sendMail", "/something/new"])
@pytest.mark.parametrize("outer", ["/v1.0/$batch", "/beta/$BATCH", "/v1.0/myorganization/$batch", "/$batch", "/v1.0/$batch()", "/v1.0/%24batch/"])
def test_nothing_in_a_batch_goes_by_unread_whatever_its_address(teams: Place, url: str, outer: str) -> None:
    answer = httpx.post(teams.url + outer, json={"requests": [message("1", CARD, url=url)]}, headers=BEARER, timeout=60)
    assert [one["status"] for one in answer.json()["responses"]] == [403]
    assert not teams.stub.seen


def test_requests_that_only_ask_may_have_spaces_in_their_query(teams: Place) -> None:
    asked = {"id": "1", "method": "GET", "url": "users?$select=id,displayName&$filter=city eq null and x eq 'A\\B#'&$count=true", "headers": {"ConsistencyLevel": "eventual"}}
    _, told = sent(teams, asked, message("2", CARD))
    assert {name: one["status"] for name, one in told.items()} == {"1": 200, "2": 403}
    assert teams.stub.last.json["requests"] == [asked]


def test_a_message_that_must_come_after_another_is_read_after_it(teams: Place) -> None:
    room = "19:order@thread.v2"
    _, told = sent(teams, message("1", "1111 1111 です", room, dependsOn=["B"]), message("b", "カード番号 4111 1111", room))
    assert {name: one["status"] for name, one in told.items()} == {"1": 403, "b": 201}
    _, told = sent(teams, message("1", CARD), message("2", "カード番号 4111 1111", "19:never@thread.v2", dependsOn=["1"]))
    assert [told[name]["status"] for name in "12"] == [403, 424]
    _, told = sent(teams, message("1", "1111 1111 です", "19:never@thread.v2"))
    assert told["1"]["status"] == 201, "the first half was never sent"


@pytest.mark.parametrize("answer", [b'{"responses":[]}', b'{"responses": [{"id":"1","body":{"preview":"abc \\ud83d","x":1e400}}]}', b' {\n "@odata.context": "https://graph.example/$metadata",\n "responses" : [ {"id": "1"} ] }'])
def test_graphs_own_responses_stay_to_the_byte(answer: bytes) -> None:
    more = [response("2", 403, b'{"error": "x"}')]
    made = completed(answer, more)
    own = answer[answer.index(b"[") + 1 :].lstrip()
    assert made.endswith(own)
    assert [one["id"] for one in json.loads(made)["responses"]] == ["2", *(["1"] if b'"id"' in answer else [])]


@pytest.mark.parametrize("answer", [b"", b"<html>", b'{"error": {"code": "x"}}', b"[]"])
def test_what_is_no_answer_to_a_batch_is_left_alone(answer: bytes) -> None:
    assert completed(answer, [response("2", 403, b"{}")]) == answer


async def test_all_messages_of_a_batch_have_the_time_of_one() -> None:
    class Gate:
        class workers:
            @staticmethod
            async def run(function: Any, arguments: tuple[Any, ...], size: int, until: float | None = None) -> Any:
                return function(*arguments)

        until: ClassVar[list[float]] = []

        async def judge(self, head: Head, body: bytes, resend: Resend, until: float) -> Forward:
            self.until.append(until - time.monotonic())
            await asyncio.sleep(0.1)
            return Forward(body)

    listener = ChatListener.model_validate({"api": "teams", "port": 1, "timeout": 1.0})
    body = json.dumps({"requests": [message(str(number), CLEAN) for number in range(5)]}).encode()
    head = Head("POST", "/v1.0/$batch", headers={"content-type": "application/json"})
    made = await BatchGate(listener, adapter_of("teams"), Gate()).judge(head, body, Resend("POST", head.path, (), body, ""))  # type: ignore[arg-type]
    assert isinstance(made, Forward)
    assert Gate.until[0] <= 1.0
    assert Gate.until[-1] <= 0.6


@pytest.mark.parametrize("body", [base64.b64encode(json.dumps({"body": {"content": CARD}}).encode()).decode(), json.dumps({"body": {"content": CARD}}), [message("1", CARD)["body"]]])
def test_a_body_in_a_string_is_refused(teams: Place, body: Any) -> None:
    _, told = sent(teams, message("1", CLEAN, body=body))
    assert (told["1"]["status"], "string" in told["1"]["body"]["error"]["message"]) == (400, True)
    assert not teams.stub.seen


@pytest.mark.parametrize(
    "requests",
    [
        {"1": message("1", CARD)},
        [message("1", CLEAN, url="https://graph.microsoft.com/v1.0/chats/a/messages")],
        [message("1", CLEAN, url="/chats/../chats/a/messages")],
        [message("1", CLEAN, url="/%2e%2e/chats/a/messages")],
        [message("1", CLEAN, url="/chats/a#/messages")],
        [message("1", CLEAN, method="POST ")],
        [message("1", CLEAN, method="P\u200bOST")],
        [message("1", CLEAN, method="MERGE")],
        [message("1", CLEAN, headers={"X-Note": "日本"})],
        [message("1", CLEAN, headers={"X-Note": "a\r\nX: b"})],
        [message("a", CLEAN), message("A", CARD)],
        [message("1", CLEAN, dependsOn=["2"]), message("2", CLEAN, dependsOn=["1"])],
        [message("1", CLEAN, url="/$batch")],
        [message("1", CLEAN, url=7)],
        [message("1", CLEAN, Body={"body": {"content": CARD}})],
        [message("1", CLEAN), message("1", CARD)],
        [{"method": "POST", "url": "/chats/a/messages", "body": {"body": {"content": CARD}}}],
        [message(str(number), CLEAN) for number in range(21)],
        ["x"],
    ],
)  # fmt: skip
def test_a_batch_that_readers_may_differ_about_is_refused(teams: Place, requests: Any) -> None:
    answer = httpx.post(f"{teams.url}/v1.0/$batch", json={"requests": requests}, headers=BEARER, timeout=60)
    assert answer.status_code == 400
    assert answer.json()["error"]["message"]
    assert not teams.stub.seen


@pytest.mark.parametrize("url", ["chats/x/messages", "/chats/x/messages?a=b", "/chats/x/messages/", "/chats('x')/messages", "/CHATS/x/Messages", "/me/chats/x/messages", "/teams/a/channels/19:x@thread.tacv2/messages/1/replies"])
@pytest.mark.parametrize("method", ["POST", "post", "Patch"])
def test_a_message_is_known_however_its_address_is_written(teams: Place, url: str, method: str) -> None:
    _, told = sent(teams, message("1", CARD, url=url, method=method))
    assert told["1"]["status"] == 403
    assert not teams.stub.seen


def test_a_batch_whose_token_is_not_good_is_answered_as_graph_does(teams: Place) -> None:
    answer = httpx.post(f"{teams.url}/v1.0/$batch", json={"requests": [message("1", CLEAN), message("2", CARD)]}, timeout=60)
    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "InvalidAuthenticationToken")


JSON = st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=8), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3), max_leaves=8)


@settings(deadline=None)
@given(st.lists(st.dictionaries(st.text(max_size=5), JSON, max_size=3), min_size=1, max_size=5), st.sampled_from([None, 1, "\t"]), st.booleans(), st.data())
def test_any_batch_is_put_together_again_as_it_was(bodies: list[Any], indent: Any, ascii_only: bool, data: st.DataObject) -> None:
    whole = {"requests": [message(str(number), "", body=body) for number, body in enumerate(bodies)]}
    body = json.dumps(whole, indent=indent, ensure_ascii=ascii_only).encode("utf-8", "surrogatepass")
    found = apart(Head("POST", "/v1.0/$batch", headers={"content-type": "application/json"}), body)
    if isinstance(found, str):  # lone surrogates are no UTF-8
        assert "UTF-8" in found
        return
    assert [json.loads(one.body) for one in found] == bodies  # nothing depends on anything: the order is that of the text
    kept = data.draw(st.sets(st.sampled_from(range(len(found))), min_size=1).map(lambda some: [found[number] for number in sorted(some)]))
    new: dict[str, bytes] = {kept[0].key: b'{"x": 1}'}
    again = json.loads(together(body, kept, new))
    assert [one["id"] for one in again["requests"]] == [one.id for one in kept]
    assert [one["body"] for one in again["requests"]] == [{"x": 1}, *(whole["requests"][int(one.id)]["body"] for one in kept[1:])]
    assert all(isinstance(one, Inner) for one in found)
