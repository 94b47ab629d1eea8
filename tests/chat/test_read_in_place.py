"""What people see in chat is read, wherever an API has it, and what is found is taken out of its own place."""

from __future__ import annotations

import base64
import json
import time
from dataclasses import replace
from typing import Any

import pytest

from gateway.chat.adapter import Head, Upload
from gateway.chat.apis import adapter_of
from gateway.chat.payload import Malformed
from gateway.chat.post_text import PostText, RawPost
from gateway.chat.reading import read_post
from gateway.chat.roster import Member, Room
from gateway.chat.upload import RawUpload, read_upload
from gateway.chat.written import chatwork, lineworks, markdown, slack
from gateway.chat.written_html import html
from gateway.message import Channel, UnreadableReason
from gateway.redaction import Edit

JSON = {"content-type": "application/json"}
NUMBER = "090-1234-5678"


def text_of(api: str, path: str, body: Any, headers: dict[str, str] = JSON, **more: Any) -> PostText:
    raw = body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()
    return PostText(RawPost(api, Head("POST", path, headers=headers), raw, **more))


@pytest.mark.parametrize(
    ("api", "path", "body"),
    [
        ("slack", "/api/views.open", {"view": {"blocks": [{"type": "input", "element": {"type": "plain_text_input", "initial_value": NUMBER}}]}}),
        ("slack", "/api/chat.postMessage", {"blocks": [{"type": "video", "provider_name": NUMBER}]}),
        ("slack", "/api/chat.postMessage", {"blocks": [{"type": "actions", "elements": [{"type": "button", "url": "tel:090-1234-5678"}]}]}),
        ("slack", "/api/chat.postMessage", {"attachments": [{"title_link": "https://crm.example/?t=090-1234-5678&v=09012345678"}]}),
        ("matrix", "/_matrix/client/v3/rooms/!r:h/send/m.reaction/1", {"m.relates_to": {"rel_type": "m.annotation", "key": NUMBER}}),
        ("mattermost", "/api/v4/posts", {"channel_id": "c", "message": "x", "props": {"override_username": NUMBER}}),
        ("gchat", "/v1/spaces/a/messages", {"attachment": [{"contentName": NUMBER}]}),
        ("gchat", "/v1/spaces/a/messages", {"cardsV2": [{"card": {"sections": [{"widgets": [{"onClick": {"openLink": {"url": "tel:090-1234-5678"}}}]}]}}]}),
        ("botframework", "/v3/conversations/a/activities", {"type": "message", "entities": [{"citation": [{"appearance": {"abstract": NUMBER}}]}]}),
        ("lineworks", "/v1.0/bots/1/channels/c/messages", {"content": {"type": "link", "link": "tel:090-1234-5678"}}),
    ],
)
def test_a_number_is_read_in_whatever_field_it_stands(api: str, path: str, body: Any) -> None:
    assert NUMBER in text_of(api, path, body).text


@pytest.mark.parametrize(
    ("api", "method", "path"),
    [
        ("mattermost", "POST", "/api/v4/teams/4xp9fdt77pncbef59f4k1qe83o/invite-guests/email"), ("mattermost", "PATCH", "/api/v4/custom_profile_attributes/values"), ("mattermost", "PUT", "/api/v4/users/me"),
        ("mattermost", "POST", "/api/v4/content_flagging/post/p1/flag"), ("teams", "POST", "/v1.0/teams"), ("teams", "POST", "/v1.0/teams/t/tags"),
        ("teams", "POST", "/v1.0/teams/t/channels/c/tabs"),
    ],
)  # fmt: skip
def test_requests_whose_text_reaches_others_are_read(api: str, method: str, path: str) -> None:
    assert adapter_of(api).carries(Head(method, path, headers=JSON))


@pytest.mark.parametrize("kind", ["text/plain;charset=UTF-8", "", "application/json"])
def test_a_plugins_json_is_read_whatever_its_type(kind: str) -> None:
    head = Head("POST", "/plugins/playbooks/api/v0/runs/abc/status", headers={"content-type": kind})
    assert adapter_of("mattermost").carries(head)
    assert NUMBER in text_of("mattermost", head.path, {"message": NUMBER}, {"content-type": kind}).text


def test_a_plugins_plain_text_is_read_as_such() -> None:
    assert NUMBER in text_of("mattermost", "/plugins/x/api", f"note {NUMBER}".encode(), {"content-type": "text/plain"}).text


def test_a_plugins_form_with_a_field_twice_is_read_too() -> None:
    kind = {"content-type": "application/x-www-form-urlencoded"}
    assert NUMBER in text_of("mattermost", "/plugins/x/api", b"a=1&a=2&note=090-1234%2D5678", kind).text


@pytest.mark.parametrize(
    "body",
    [
        r'{"message": "\u5742\u53e3\u3055\u3093 090-1234-5678"} and so on', "{'message': \"\\u5742\\u53e3さん\\n090-1234-5678\"}", "note 坂口さん 090-1234-5678".encode("cp932"),
    ],
)  # fmt: skip
def test_what_a_plugin_may_read_as_json_is_read_so_though_words_follow_it(body: str | bytes) -> None:
    text = text_of("mattermost", "/plugins/x/api", body if isinstance(body, bytes) else body.encode(), {"content-type": "text/plain"}).text
    assert "坂口さん" in text
    assert NUMBER in text


@pytest.mark.parametrize("body", ['{"message": "a", "message": "b"}', "[" * 80 + "]" * 80])
def test_a_plugins_json_that_readers_differ_about_is_refused(body: str) -> None:
    with pytest.raises(Malformed):
        text_of("mattermost", "/plugins/x/api", body.encode(), {"content-type": "text/plain"})


def test_a_body_that_says_it_is_json_is_no_plain_text_however_that_is_spelt() -> None:
    with pytest.raises(Malformed, match="not JSON"):
        text_of("mattermost", "/plugins/x/api", b"note", {"content-type": "Application/JSON"})


@pytest.mark.parametrize("written", ["mailto:taro&commat;hibari.example", "mailto:taro%40hibari.example", "mailto:taro@`hibari`.example"])
def test_a_text_that_is_nothing_but_an_address_is_read_as_its_form_has_it(written: str) -> None:
    assert "mailto:taro@hibari.example" in text_of("mattermost", "/api/v4/posts", {"channel_id": "c", "message": written}).text


@pytest.mark.parametrize("written", [r"4111\-1111\-1111\-1111", "4111&#45;1111&#45;1111&#45;1111", "4111-*1111*-1111-1111", "_4111_-1111-1111-1111", "**4111**-1111-1111-1111"])
def test_a_number_in_markdown_is_read_as_it_is_shown(written: str) -> None:
    assert markdown(written, {}).text == "4111-1111-1111-1111"


@pytest.mark.parametrize("written", ["* 一つ\n* 二つ", "snake_case_name", "2 * 3 * 4", "@tanaka_taro"])
def test_what_is_no_markup_stays(written: str) -> None:
    assert markdown(written, {}).text == written


def test_what_is_found_in_a_link_is_taken_out_of_its_own_place() -> None:
    body = {"channel": "C1", "text": "<https://crm.example/?t=09012345678&u=2|顧客の記録> <tel:09012345678|090-1234-5678>"}
    text = text_of("slack", "/api/chat.postMessage", body)
    spans = [(at, at + len(number)) for number in ("09012345678", "090-1234-5678") for at in range(len(text.text)) if text.text.startswith(number, at)]
    done = json.loads(text.redacted([Edit("body", *span, "［電話番号］") for span in sorted(spans)]))
    assert done["text"] == "<https://crm.example/?t=［電話番号］&u=2|顧客の記録> <tel:［電話番号］|［電話番号］>"


def test_mentions_in_every_notation_stand_for_people() -> None:
    assert lineworks('<m userId="u-2"> お願いします', {"u-2": "佐藤"}).text == "@佐藤さん  お願いします"
    assert chatwork("[piconname:3] お願いします", {"3": "佐藤"}).text.startswith("佐藤さん")
    assert slack("<@U1> お願いします", {"U1": "佐藤"}).text.startswith("@佐藤さん")
    rich = {"channel": "C1", "blocks": [{"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [
        {"type": "user", "user_id": "U02AB"}, {"type": "text", "text": "は以前トヨハシ電機にいたそうです。"}]}]}]}  # fmt: skip
    text = text_of("slack", "/api/chat.postMessage", rich, rooms={"C1": Room(members=(Member("佐藤", ("U02AB",)),))})
    assert text.text == "@佐藤さん は以前トヨハシ電機にいたそうです。"
    assert json.loads(text.redacted([Edit("body", 1, 3, "［氏名］")])) == rich, "an id is never rewritten"


@pytest.mark.parametrize("path", ["/api/v4/users/login", "/api/v4/users/search", "/api/v4/users/ids", "/api/v4/teams/search", "/api/v4/posts/search"])
def test_logins_and_searches_are_nobodys_post(path: str) -> None:
    assert not adapter_of("mattermost").carries(Head("POST", path, headers=JSON))


@pytest.mark.parametrize("kind", ["text/json", "application/x-json"])
def test_a_plugins_json_by_another_name_is_read(kind: str) -> None:
    assert adapter_of("mattermost").carries(Head("POST", "/plugins/x/api", headers={"content-type": kind}))


@pytest.mark.parametrize("written", ["https:0<b></b>90-1234-5678", "https:090&#45;1234-5678"])
def test_a_text_that_begins_like_an_address_is_read_as_what_it_is(written: str) -> None:
    body = {"msgtype": "m.text", "body": "x", "format": "org.matrix.custom.html", "formatted_body": written}
    assert NUMBER in text_of("matrix", "/_matrix/client/v3/rooms/!r:h/send/m.room.message/1", body).text


@pytest.mark.parametrize(("api", "path", "body"), [
    ("slack", "/api/conversations.create", {"name": "proj-x"}), ("slack", "/api/bookmarks.add", {"title": "x", "link": "https://x.example/?a=1"}),
    ("matrix", "/_matrix/client/v3/createRoom", {"room_alias_name": "x"}), ("mattermost", "/api/v4/channels", {"name": "x", "display_name": "y"}),
])  # fmt: skip
def test_names_and_links_get_no_mark(api: str, path: str, body: Any) -> None:
    assert json.loads(text_of(api, path, body).tagged("[要確認]")) == body


@pytest.mark.parametrize(
    ("api", "path", "body"),
    [
        ("slack", "/api/chat.postMessage", {"text": ":zero::nine::zero:-:one::two::three::four:-5678"}),
        ("slack", "/api/chat.postMessage", {"blocks": [{"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [
            {"type": "text", "text": "090-123"}, {"type": "emoji", "name": "four"}, {"type": "text", "text": "-5678"}]}]}]}),
        ("mattermost", "/api/v4/posts", {"channel_id": "c", "message": "090-1234-56:seven::eight:"}),
        ("workflows", "/workflows/x", {"name": "a", "phone": NUMBER}),
        ("slack", "/triggers/T1/1/abc", {"phone": NUMBER}),
        ("botframework", "/v3/conversations/c/attachments", {"type": "text/plain", "name": "a.txt", "originalBase64": base64.b64encode(f"電話 {NUMBER}".encode()).decode()}),
        ("botframework", "/v3/conversations/c/activities", {"type": "message", "attachments": [{"contentType": "text/plain", "contentUrl": "data:text/plain,tel%20090-1234-5678"}]}),
        ("teams", "/v1.0/chats/19:a/messages", {"body": {"content": "x"}, "hostedContents": [{"contentBytes": base64.b64encode(NUMBER.encode()).decode(), "contentType": "text/plain"}]}),
    ],
)  # fmt: skip
def test_a_number_is_read_as_pictures_behind_any_key_and_in_files_within_the_request(api: str, path: str, body: Any) -> None:
    assert NUMBER in text_of(api, path, body).text


def test_a_number_written_as_one_is_read_behind_the_key_that_a_flow_has_for_it() -> None:
    assert "card: 4111111111111111" in text_of("workflows", "/workflows/x", {"card": 4111111111111111}).text


def test_a_file_within_a_request_that_is_no_text_counts_as_unreadable() -> None:
    body = {"type": "application/pdf", "name": "a.pdf", "originalBase64": base64.b64encode(bytes(range(256)) * 8).decode()}
    message = read_post(RawPost("botframework", Head("POST", "/v3/conversations/c/attachments", headers=JSON), json.dumps(body).encode()))
    assert [one.reason for one in message.unreadable] == [UnreadableReason.UNSUPPORTED]
    icon = {"type": "message", "attachments": [{"contentUrl": "data:image/png;base64,iVBORw0KGgo="}]}
    assert read_post(RawPost("botframework", Head("POST", "/v3/conversations/c/activities", headers=JSON), json.dumps(icon).encode())).unreadable == ()


@pytest.mark.parametrize(
    ("head", "content"),
    [
        (b"Content-Transfer-Encoding: base64", base64.b64encode(f"電話 {NUMBER}".encode())), (b"Content-Transfer-Encoding: Quoted-Printable", b"tel =30=39=30-1234-5678"),
        (b"Content-Type: application/json", json.dumps({"memo": f"電話\u3000{NUMBER}"}).encode()),
    ],
)  # fmt: skip
def test_a_piece_of_an_upload_is_read_without_its_transfer_encoding(head: bytes, content: bytes) -> None:
    body = b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n' + head + b"\r\n\r\n" + content + b"\r\n--x--\r\n"
    raw = RawUpload(Channel.MATTERMOST, Head("POST", "/api/v4/files", headers={"content-type": "multipart/form-data; boundary=x"}), Upload("multipart"), body, True, "a@b.example")
    said = "".join(part.text for part in read_upload(raw).parts)
    assert NUMBER in said
    assert "\\u" not in said


EARLIER = "おはよう"


def after(api: str, path: str, body: Any, earlier: str = EARLIER) -> PostText:
    raw = RawPost(api, Head("POST", path, headers=JSON), json.dumps(body, ensure_ascii=False).encode())
    return PostText(replace(raw, recent={PostText(raw).key: earlier}))


def test_a_label_stays_with_its_value_whatever_was_written_before() -> None:
    card = {"cardsV2": [{"card": {"sections": [{"widgets": [{"decoratedText": {"topLabel": "個人番号", "text": "123456789018"}}]}]}}]}
    assert "個人番号: 123456789018" in after("gchat", "/v1/spaces/a/messages", card).text
    assert "個人番号: 123456789018" in after("gchat", "/v1/spaces/a/messages", card).own()
    blocks = {"blocks": [{"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "個人番号:"}]}]}, {"type": "section", "text": {"type": "mrkdwn", "text": "123456789018"}}]}
    assert "個人番号:\n123456789018" in after("slack", "/api/chat.postMessage", blocks).text


def test_what_is_shown_in_the_place_of_a_text_is_remembered_too() -> None:
    own = after("slack", "/api/chat.postMessage", {"text": "・", "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "個人番号:"}}]}).own()
    assert own.split("\n") == ["個人番号:", "・"]
    assert after("slack", "/api/chat.postMessage", {"text": "了解", "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "*了解*"}}]}).own() == "了解"


@pytest.mark.parametrize(
    "source",
    [
        "<p>番号 <!-->4111-<b>1111</b>-11<i>11-11</i>11<!-- --></p>", "<!-- x --!>4111-<b>1111</b>-11<i>11-11</i>11<!-- -->",
        '<a title="<!--">4111-<b>1111</b>-11<i>11-11</i>11</a><a title="-->">x</a>',
    ],
)  # fmt: skip
def test_what_one_reader_takes_for_a_comment_and_another_shows_is_read(source: str) -> None:
    assert "4111-1111-1111-1111" in html(source, {}).text


@pytest.mark.parametrize("piece", ["<p>", "<br>", "<p></p>", "<p><!-- x -->"])
def test_tags_without_text_between_them_cost_in_proportion(piece: str) -> None:
    def cost(times: int) -> float:
        began = time.process_time()
        html("x" + piece * times, {})
        return time.process_time() - began

    cost(1000)
    assert cost(40_000) < 12 * max(cost(10_000), 0.01)


def test_prose_that_begins_like_a_data_address_is_read_once() -> None:
    text = text_of("slack", "/api/chat.postMessage", {"text": f"Data: 連絡先, 電話 {NUMBER}"})
    assert text.text.count(NUMBER) == 1
    assert text_of("slack", "/api/chat.postMessage", b'{"channel": "C1", "text": "data:,\\ud83d"}').unreadable == ()


def test_a_picture_is_never_rewritten() -> None:
    elements = [{"type": "text", "text": "田中"}, {"type": "emoji", "name": "smile"}, {"type": "text", "text": "太郎"}]
    body = {"blocks": [{"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": elements}]}]}
    text = text_of("slack", "/api/chat.postMessage", body)
    made = json.loads(text.redacted([Edit("body", 0, len(text.text), "［氏名］")]))
    assert made["blocks"][0]["elements"][0]["elements"][1] == {"type": "emoji", "name": "smile"}
    digits = {"blocks": [{"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [{"type": "emoji", "name": "four"}]}]}]}
    with pytest.raises(Malformed, match="picture"):
        text_of("slack", "/api/chat.postMessage", digits).redacted([Edit("body", 0, 1, "x")])


def test_a_piece_whose_transfer_encoding_nobody_undoes_is_read_as_it_is_written() -> None:
    body = b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nCARD=4111111111111111\r\n--x--\r\n'
    raw = RawUpload(Channel.MATTERMOST, Head("POST", "/api/v4/files", headers={"content-type": "multipart/form-data; boundary=x"}), Upload("multipart"), body, True, "a@b.example")
    assert any("CARD=4111111111111111" in part.text for part in read_upload(raw).parts)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("*090*-_1234_-5678 です", "*［電話番号］* です"), ("*tel 090*-1234-5678 です", "*tel ［電話番号］* です"), ("tel 090-*1234-5678 です*", "tel *［電話番号］ です*"),
        ("tel **090**-**1234**-5678", "tel **［電話番号］**"), ("a_b 090-1234-5678 c_d", "a_b ［電話番号］ c_d"), ("*090-1234-5678*", "*［電話番号］*"),
    ],
)  # fmt: skip
def test_a_mark_of_emphasis_keeps_its_other_half(text: str, left: str) -> None:
    post = text_of("mattermost", "/api/v4/posts", {"channel_id": "c", "message": text})
    start = post.text.index("090")
    made = post.redacted([Edit("body", start, post.text.index("5678") + 4, "［電話番号］")])
    assert json.loads(made)["message"] == left


@pytest.mark.parametrize(
    ("api", "path", "body"),
    [
        ("slack", "/api/chat.postMessage", {"channel": "C1", "text": "電話", "blocks": [{"type": "actions", "elements": [{"type": "button", "text": {"type": "plain_text", "text": "かける"}, "url": "tel:090-1234-5678"}]}]}),
        ("slack", "/api/conversations.create", {"name": "tel-090-1234-5678"}),
        ("gchat", "/v1/spaces/a/messages", {"text": "x", "cardsV2": [{"card": {"sections": [{"widgets": [{"buttonList": {"buttons": [{"text": "かける", "onClick": {"openLink": {"url": "tel:090-1234-5678"}}}]}}]}]}}]}),
    ],
)  # fmt: skip
def test_an_address_or_a_rooms_name_is_refused_and_never_gets_words_that_no_service_takes(api: str, path: str, body: Any) -> None:
    post = text_of(api, path, body)
    start = post.text.index("090")
    with pytest.raises(Malformed, match="cannot be rewritten"):
        post.redacted([Edit("body", start, start + 13, "［電話番号］")])


def test_a_message_that_is_nothing_but_a_link_is_a_text_like_any_other() -> None:
    post = text_of("slack", "/api/chat.postMessage", {"channel": "C1", "text": "tel:090-1234-5678"})
    start = post.text.index("090")
    assert json.loads(post.redacted([Edit("body", start, start + 13, "［電話番号］")]))["text"] == "tel:［電話番号］"
