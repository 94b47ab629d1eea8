"""With `members: true` the gate asks each service who reads a room: its kind, its outsiders, the people that mentions mean."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import httpx
import pytest
from starlette.responses import JSONResponse, Response

from gateway.chat.adapter import Head
from gateway.chat.held_post import redact_post, show_post
from gateway.chat.post_text import RawPost
from gateway.chat.reading import read_post
from gateway.chat.resend import Resend
from gateway.chat.roster import Member, Room, RoomKind
from gateway.verdict import About, Finding, Zone
from tests.chat.conftest import CAREER, CLEAN, PHONE, chat_gateway
from tests.chat.stubs import ANSWERS, TOKEN, Seen, Stub
from tests.e2e.running import RunningGateway

BEARER = {"authorization": f"Bearer {TOKEN}"}
CHANNEL, DIRECT, PLAIN = "4xp9fdt77pncbef59f4k1qe83o", "d1recttt77pncbef59f4k1qe83", "pla1nfdt77pncbef59f4k1qe83"
MEI = {"id": "U2", "team_id": "T1", "profile": {"real_name": "坂口 芽衣", "email": "m.sakaguchi@hibari-soft.example"}}
GUEST = {"id": "U3", "team_id": "T1", "is_ultra_restricted": True, "profile": {"real_name": "客野 樹"}}
KAORU = {"id": "u2u2", "username": "kaoru", "last_name": "城戸", "first_name": "薫", "email": "kido@hibari-soft.example", "roles": "system_user"}
TATSUKI = {"id": "u3u3", "username": "tatsuki", "nickname": "客野", "email": "", "roles": "system_user system_guest"}
BOT = {"id": "u1", "username": "bot", "is_bot": True, "roles": "system_user"}
TOLD: dict[str, dict[str, Any]] = {
    "slack": {
        "/api/conversations.info?channel=C1GUESTS": {"ok": True, "channel": {"id": "C1GUESTS", "is_private": True}},
        "/api/conversations.members?channel=C1GUESTS&limit=100": {"ok": True, "members": ["U1", "U2", "U3"], "response_metadata": {"next_cursor": ""}},
        "/api/conversations.info?channel=C2OWN": {"ok": True, "channel": {"id": "C2OWN", "is_private": False}},
        "/api/conversations.members?channel=C2OWN&limit=100": {"ok": True, "members": ["U1", "U2"]},
        "/api/conversations.info?channel=C3SHARED": {"ok": True, "channel": {"id": "C3SHARED", "is_ext_shared": True}},
        "/api/conversations.members?channel=C3SHARED&limit=100": {"ok": True, "members": ["U1", "U2"]},
        "/api/auth.test": {"ok": True, "team_id": "T1", "user_id": "U1", "bot_id": "B1"},
        "/api/users.info?user=U1": {"ok": True, "user": {"id": "U1", "team_id": "T1", "is_bot": True}},
        "/api/users.info?user=U2": {"ok": True, "user": MEI},
        "/api/users.info?user=U3": {"ok": True, "user": GUEST},
    },
    "teams": {
        "/v1.0/chats/19:guests@thread.v2": {"chatType": "group", "tenantId": "t1"},
        "/v1.0/chats/19:guests@thread.v2/members": {"value": [{"displayName": "城戸 薫", "userId": "a1", "tenantId": "t1"}, {"displayName": "客野 樹", "userId": "a2", "tenantId": "t1", "roles": ["guest"]}]},
        "/v1.0/chats/19:own@thread.v2": {"chatType": "group", "tenantId": "t1"},
        "/v1.0/chats/19:own@thread.v2/members": {"value": [{"displayName": "城戸 薫", "userId": "a1", "tenantId": "t1", "roles": ["owner"]}]},
        "/v1.0/teams/tt/channels/19:shared@thread.tacv2": {"membershipType": "shared"},
        "/v1.0/teams/tt/channels/19:shared@thread.tacv2/members": {"value": [{"displayName": "城戸 薫", "userId": "a1", "tenantId": "t1"}]},
    },
    "botframework": {
        "/v3/conversations/guests/members": [{"id": "29:1", "name": "城戸 薫", "userRole": "user"}, {"id": "29:2", "name": "客野 樹", "userRole": "guest"}],
        "/v3/conversations/own/members": [{"id": "29:1", "name": "城戸 薫", "userRole": "user"}, {"id": "29:3", "name": "原 望", "userRole": "user"}],
    },
    "chatwork": {
        "/v2/rooms/100": {"room_id": 100, "type": "group"},
        "/v2/rooms/100/members": [{"account_id": 1, "name": "ボット", "organization_id": 7}, {"account_id": 2, "name": "客野 樹", "organization_id": 9}],
        "/v2/rooms/200": {"room_id": 200, "type": "group"},
        "/v2/rooms/200/members": [{"account_id": 1, "name": "ボット", "organization_id": 7}, {"account_id": 3, "name": "城戸 薫", "organization_id": 7}],
        "/v2/me": {"account_id": 1, "organization_id": 7},
    },
    "mattermost": {
        f"/api/v4/channels/{CHANNEL}": {"id": CHANNEL, "type": "P"},
        f"/api/v4/users?in_channel={CHANNEL}&per_page=100": [BOT, KAORU, TATSUKI],
        f"/api/v4/channels/{PLAIN}": {"id": PLAIN, "type": "O"},
        f"/api/v4/users?in_channel={PLAIN}&per_page=100": [BOT, KAORU],
        f"/api/v4/channels/{DIRECT}": {"id": DIRECT, "type": "D"},
        f"/api/v4/users?in_channel={DIRECT}&per_page=100": [BOT, {"id": "u4u4", "username": "mei", "last_name": "坂口", "first_name": "芽衣", "email": "", "roles": "system_user"}],
        "/api/v4/users/me": BOT,
        "/api/v4/posts/p0stfdt77pncbef59f4k1qe83o": {"id": "p0stfdt77pncbef59f4k1qe83o", "channel_id": CHANNEL},
    },
    "matrix": {
        "/_matrix/client/v3/rooms/!shared:hs.example/joined_members": {"joined": {"@bot:hs.example": {}, "@kyaku:other.example": {"display_name": "客野 樹"}}},
        "/_matrix/client/v3/rooms/!shared:hs.example/state/m.room.join_rules": {"join_rule": "invite"},
        "/_matrix/client/v3/rooms/!own:hs.example/joined_members": {"joined": {"@bot:hs.example": {}, "@kido:hs.example": {"display_name": "城戸 薫"}, "@hara:hs.example": {}}},
        "/_matrix/client/v3/rooms/!own:hs.example/state/m.room.join_rules": {"join_rule": "invite"},
        "/_matrix/client/v3/account/whoami": {"user_id": "@bot:hs.example"},
    },
    "gchat": {
        "/v1/spaces/AAA": {"spaceType": "SPACE", "externalUserAllowed": True},
        "/v1/spaces/AAA/members?pageSize=100": {"memberships": [{"member": {"name": "users/1", "displayName": "客野 樹", "type": "HUMAN"}}]},
        "/v1/spaces/BBB": {"spaceType": "SPACE"},
        "/v1/spaces/BBB/members?pageSize=100": {"memberships": [{"member": {"name": "users/2", "displayName": "城戸 薫", "type": "HUMAN"}}]},
    },
    "lineworks": {
        "/v1.0/bots/1/channels/ch1/members?limit=100": {"members": ["m1", "m2"]},
        "/v1.0/users/m1": {"userId": "m1", "email": "kido@hibari-soft.example", "userName": {"lastName": "城戸", "firstName": "薫"}},
        "/v1.0/users/kido@hibari-soft.example": {"userId": "m1", "email": "kido@hibari-soft.example", "userName": {"lastName": "城戸", "firstName": "薫"}},
    },
}  # fmt: skip
RULES: list[dict[str, Any]] = [
    {"id": "outsiders", "when": {"entities": ["PHONE_NUMBER"], "rooms": ["shared", "guests"]}, "action": "block"},
    {"id": "career", "when": {"entities": ["JP_CAREER_HISTORY"], "about": ["third_party"]}, "action": "block", "reason": "career"},
]


@dataclass
class Asked:
    """The gate before one service that tells of its rooms."""

    url: str
    stub: Stub
    gateway: RunningGateway

    @property
    def questions(self) -> list[str]:
        return [one.path + ("?" + one.query if one.query else "") for one in self.stub.seen if one.method == "GET"]

    @property
    def posts(self) -> list[Seen]:
        return [one for one in self.stub.seen if one.method != "GET"]


def _telling(api: str) -> Any:
    def answer(stub: Stub, seen: Seen) -> Response:
        if seen.method != "GET":
            return ANSWERS[api](stub, seen)
        assert TOKEN in (seen.header("authorization") + seen.header("x-chatworktoken"))
        assert not seen.body
        told = TOLD[api].get(unquote(seen.path) + ("?" + seen.query if seen.query else ""))
        return JSONResponse(told) if told is not None else JSONResponse({"ok": False, "error": "not_found"}, 404)

    return answer


@pytest.fixture(scope="module")
def telling(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Asked]]:
    stubs = {api: Stub(_telling(api)).start() for api in TOLD}
    gateway, ports = chat_gateway(tmp_path_factory.mktemp("rooms"), {api: stub.url for api, stub in stubs.items()}, RULES, members=True, timeout=5)
    gateway.start()
    yield {api: Asked(f"http://127.0.0.1:{ports[api]}", stub, gateway) for api, stub in stubs.items()}
    gateway.stop()
    for stub in stubs.values():
        stub.stop()


OUTSIDE: dict[str, tuple[str, str, dict[str, Any], dict[str, str]]] = {  # by API: a room with outsiders, one without, how a text is sent, with what
    "slack": ("C1GUESTS", "C2OWN", {"path": "/api/chat.postMessage", "json": {"channel": "{room}", "text": "{text}"}}, BEARER),
    "teams": ("19:guests@thread.v2", "19:own@thread.v2", {"path": "/v1.0/chats/{room}/messages", "json": {"body": {"content": "{text}"}}}, BEARER),
    "botframework": ("guests", "own", {"path": "/v3/conversations/{room}/activities", "json": {"type": "message", "text": "{text}"}}, BEARER),
    "chatwork": ("100", "200", {"path": "/v2/rooms/{room}/messages", "data": {"body": "{text}"}}, {"x-chatworktoken": TOKEN}),
    "mattermost": (CHANNEL, PLAIN, {"path": "/api/v4/posts", "json": {"channel_id": "{room}", "message": "{text}"}}, BEARER),
    "matrix": ("!shared:hs.example", "!own:hs.example", {"path": "/_matrix/client/v3/rooms/{room}/send/m.room.message/1", "json": {"msgtype": "m.text", "body": "{text}"}, "method": "PUT"}, BEARER),
    "gchat": ("spaces/AAA", "spaces/BBB", {"path": "/v1/{room}/messages", "json": {"text": "{text}"}}, BEARER),
}  # fmt: skip


def send(place: Asked, api: str, room: str, text: str) -> httpx.Response:
    how, headers = OUTSIDE[api][2], OUTSIDE[api][3]
    filled = json.loads(json.dumps(how).replace("{room}", room).replace("{text}", text))
    path, method = filled.pop("path"), filled.pop("method", "POST")
    return httpx.request(method, place.url + path, headers=headers, timeout=30, **filled)


def refused(answer: httpx.Response) -> bool:
    return answer.status_code >= 400 or answer.json().get("ok") is False


@pytest.mark.parametrize("api", list(OUTSIDE))
def test_a_room_with_outsiders_is_told_from_one_of_our_own(telling: dict[str, Asked], api: str) -> None:
    place = telling[api]
    place.stub.seen.clear()
    assert refused(send(place, api, OUTSIDE[api][0], PHONE))
    assert not place.posts
    assert not refused(send(place, api, OUTSIDE[api][1], PHONE))
    assert len(place.posts) == 1


def test_a_channel_shared_with_another_company_is_known(telling: dict[str, Asked]) -> None:
    assert refused(send(telling["slack"], "slack", "C3SHARED", PHONE))
    answer = httpx.post(f"{telling['teams'].url}/v1.0/teams/tt/channels/19:shared@thread.tacv2/messages", json={"body": {"content": PHONE}}, headers=BEARER)
    assert answer.status_code == 403


def test_an_edit_is_judged_by_the_room_its_post_is_in(telling: dict[str, Asked]) -> None:
    edit = f"{telling['mattermost'].url}/api/v4/posts/p0stfdt77pncbef59f4k1qe83o/patch"
    assert httpx.put(edit, json={"message": PHONE}, headers=BEARER, timeout=30).status_code == 403
    assert httpx.put(edit.replace("p0st", "p1st"), json={"message": PHONE}, headers=BEARER, timeout=30).status_code < 400


def test_a_room_is_asked_about_once_and_nothing_of_the_message_is_in_the_question(telling: dict[str, Asked]) -> None:
    place = telling["mattermost"]
    send(place, "mattermost", PLAIN, CLEAN)
    place.stub.seen.clear()
    for _ in range(3):
        send(place, "mattermost", PLAIN, CLEAN)
    assert not place.questions
    metrics = place.gateway.get("/metrics")[1]
    assert 'sekisho_chat_rooms_asked_total{api="mattermost",result="told"}' in metrics
    assert "城戸" not in metrics


def test_several_posts_at_once_into_a_new_room_ask_once(telling: dict[str, Asked]) -> None:
    place = telling["gchat"]
    place.stub.seen.clear()
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: httpx.post(f"{place.url}/v1/spaces/CCC/messages", json={"text": CLEAN}, headers=BEARER, timeout=30), range(4)))
    assert [one.status_code for one in answers] == [200] * 4
    assert len(place.questions) == 2


def test_what_is_told_to_the_person_themselves_is_no_leak_and_to_the_room_it_is(telling: dict[str, Asked]) -> None:
    own = "坂口さん、以前トヨハシ電機に10年お勤めだったのですね。ご経歴ありがとうございます。"
    assert not refused(send(telling["mattermost"], "mattermost", DIRECT, own))
    assert refused(send(telling["mattermost"], "mattermost", PLAIN, CAREER))


def test_a_mention_is_read_as_the_name_it_stands_for(telling: dict[str, Asked]) -> None:
    # 城戸 reads along: of him it is told as of a recipient; nobody called 客野 is in the room.
    about_a_reader = "@kaoru 以前トヨハシ電機に10年お勤めだったのですね。"
    assert not refused(send(telling["mattermost"], "mattermost", PLAIN, about_a_reader))
    assert refused(send(telling["mattermost"], "mattermost", PLAIN, about_a_reader.replace("@kaoru ", "客野さんは")))


def test_members_of_line_works_are_looked_up_in_its_directory(telling: dict[str, Asked]) -> None:
    place = telling["lineworks"]
    place.stub.seen.clear()
    body = {"content": {"type": "text", "text": CLEAN}}
    assert httpx.post(f"{place.url}/v1.0/bots/1/channels/ch1/messages", json=body, headers=BEARER).status_code == 201
    assert place.questions == ["/v1.0/bots/1/channels/ch1/members?limit=100", "/v1.0/users/m1", "/v1.0/users/m2"]
    place.stub.seen.clear()
    assert httpx.post(f"{place.url}/v1.0/bots/1/users/kido@hibari-soft.example/messages", json=body, headers=BEARER).status_code == 201
    assert place.questions == ["/v1.0/users/kido@hibari-soft.example"]


def test_a_service_that_does_not_tell_or_tells_nonsense_stops_nobody(tmp_path: Path) -> None:
    answers: list[Any] = [lambda: Response(status_code=403), lambda: Response("<html>", 200), lambda: JSONResponse([1, "x", None]), lambda: time.sleep(3) or Response()]

    def answer(stub: Stub, seen: Seen) -> Response:
        return answers[0]() if seen.method == "GET" else ANSWERS["mattermost"](stub, seen)

    stub = Stub(answer).start()
    gateway, ports = chat_gateway(tmp_path, {"mattermost": stub.url}, RULES, members=True, timeout=2)
    gateway.start()
    try:
        place = Asked(f"http://127.0.0.1:{ports['mattermost']}", stub, gateway)
        for number in range(4):
            room = CHANNEL[:-1] + str(number)
            assert not refused(send(place, "mattermost", room, CLEAN))
            assert refused(send(place, "mattermost", room, CAREER))
            answers.pop(0)
            answers.append(lambda: Response(status_code=500))
    finally:
        gateway.stop()
        stub.stop()


def test_guests_are_outside_whatever_their_address_says() -> None:
    members = (Member("城戸 薫", ("U1",), "kido@hibari-soft.example", False), Member("客野 樹", ("U2",), "kyakuno@hibari-soft.example", True), Member("原 望", ("U3",)))
    raw = RawPost("slack", Head("POST", "/api/chat.postMessage", headers={"content-type": "application/json"}), json.dumps({"channel": "C1", "text": CLEAN}).encode(),
                  "hibari-soft.example", rooms={"C1": Room(RoomKind.GUESTS, members)})  # fmt: skip
    assert [(one.name, one.domain) for one in read_post(raw).recipients] == [("城戸 薫", "hibari-soft.example"), ("客野 樹", "chat.invalid"), ("原 望", "chat.invalid")]


def test_a_held_message_is_read_by_reviewers_with_the_names_it_was_judged_with() -> None:
    text = "<@U2> の折り返しは 090-1234-5678 です"
    kept = Resend("POST", "/api/chat.postMessage", (("content-type", "application/json"),), json.dumps({"channel": "C1", "text": text}).encode(), "https://slack.example", "slack",
                  names={"U2": "坂口 芽衣"})  # fmt: skip
    shown = show_post(kept.packed()).texts[0].text
    assert shown == "@坂口 芽衣さん  の折り返しは 090-1234-5678 です"
    start = shown.index("090")
    found = Finding("PHONE_NUMBER", "body", start, start + 13, 0.9, About.UNKNOWN, Zone.BODY, "", "090-1234-5678")
    assert json.loads(Resend.unpacked(redact_post(kept.packed(), [found])).body)["text"] == "<@U2> の折り返しは ［電話番号］ です"
