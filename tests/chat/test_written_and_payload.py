"""Texts as people read them, and the places of every string in a request."""

from __future__ import annotations

import json
import time
from typing import Any
from urllib.parse import quote_plus, unquote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.chat.adapter import Head
from gateway.chat.apis import ADAPTERS
from gateway.chat.payload import Malformed, Payload
from gateway.chat.post_text import PostText, RawPost
from gateway.chat.reading import read_post
from gateway.chat.written import chatwork, gchat, markdown, slack
from gateway.chat.written_html import html, markdown_or_html
from gateway.redaction import Edit
from tests.chat.conftest import CAREER

LEAVES = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=30)
TREES = st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4), max_leaves=20)


@given(TREES, st.booleans(), st.sampled_from([None, 2]))
def test_replacing_every_string_with_itself_changes_no_value(tree: Any, escaped: bool, indent: int | None) -> None:
    body = json.dumps(tree, ensure_ascii=escaped, indent=indent).encode("utf-8", "surrogatepass")
    try:
        payload = Payload.read(body, "application/json")
    except Malformed:
        return  # a lone surrogate, or a number beyond reason
    strings = dict(payload.strings())
    assert json.loads(payload.replaced(strings)) == tree
    assert payload.replaced({}) == body


@given(st.dictionaries(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8), st.text(st.characters(exclude_categories=["Cs"]), max_size=20), min_size=1, max_size=5))
def test_a_form_keeps_what_is_not_replaced(fields: dict[str, str]) -> None:
    body = "&".join(f"{quote_plus(k)}={quote_plus(v)}" for k, v in fields.items())
    payload = Payload.read(body.encode(), "application/x-www-form-urlencoded")
    first = next(iter(fields))
    changed = payload.replaced({(first,): "［氏名］"}).decode()
    assert [tuple(map(unquote_plus, pair.split("="))) for pair in changed.split("&")] == [(k, "［氏名］" if k == first else v) for k, v in fields.items()]


@pytest.mark.parametrize(
    ("form", "source", "read"),
    [
        (slack, "<@U123|tanabe> <https://aozora.example|資料>&amp;:tada:", "@tanabeさん  資料& "),
        (chatwork, "[To:12] 佐藤さん\n[info]承知[/info]", " 佐藤さん\n\n承知\n"),
        (markdown, "**至急** [資料](https://aozora.example/) :+1:", "至急 資料  "),
        (html, "<p>電話は<b>03-</b>5550&#45;0123</p><!-- 控え -->", "電話は03-5550-0123\n\n 控え"),
        (markdown_or_html, '<at>高梨</at> **了解**', "高梨さん  **了解**"),
        (gchat, "<users/123> <https://aozora.example|資料>", "  資料"),
    ],
)
def test_markup_is_read_past(form: Any, source: str, read: str) -> None:
    written = form(source, {})
    assert written.text.strip() == read.strip()
    assert len(written.origin) == len(written.text)


@pytest.mark.parametrize("form", [slack, chatwork, markdown, html, markdown_or_html, gchat])
@given(source=st.text(st.sampled_from("<>&;:[]()@*_`~|!#/ab1 あ\n\"=-"), max_size=200))
def test_any_text_has_a_place_for_each_of_its_characters(form: Any, source: str) -> None:
    written = form(source, {})
    assert len(written.origin) == len(written.text)
    assert all(0 <= start <= end <= len(source) for start, end in written.origin)


@pytest.mark.parametrize("form", [slack, chatwork, markdown, html, markdown_or_html, gchat])
@pytest.mark.parametrize("piece", ["<", "<@", "[To:1", "**", "&", "<a ", "](", "[x](", "<!--", ":a", "<users/"])
def test_reading_takes_time_in_proportion_to_the_length(form: Any, piece: str) -> None:
    began = time.perf_counter()
    form(piece * (200_000 // len(piece)), {})
    assert time.perf_counter() - began < 30


@pytest.mark.parametrize("api", sorted(ADAPTERS))
@pytest.mark.parametrize("body", ['""', '"b"', f'"{CAREER}"', "1", "null", "[]", f'["{CAREER}"]'])
def test_a_body_that_is_no_object_is_read_all_the_same(api: str, body: str) -> None:
    message = read_post(RawPost(api, Head("POST", "/api/chat.postMessage", headers={"content-type": "application/json"}), body.encode()))
    assert message.fault or (CAREER in body) == (CAREER in message.parts[0].text)


@given(api=st.sampled_from(sorted(ADAPTERS)), body=st.binary(max_size=200) | TREES.map(lambda tree: json.dumps(tree).encode()), kind=st.sampled_from(["application/json", "application/x-www-form-urlencoded", "multipart/form-data", ""]))
def test_no_body_makes_the_reader_fail(api: str, body: bytes, kind: str) -> None:
    for path in ("/api/chat.postMessage", "/v1.0/$batch", "/_matrix/client/v3/rooms/x/send/m.room.message/1", "/", "/%ff/..//%2e%2e"):
        message = read_post(RawPost(api, Head("POST", path, "a=%ff&b", {"content-type": kind}), body))
        assert message.fault or message.parts


def test_a_redaction_across_elements_leaves_their_styles() -> None:
    elements = [{"type": "text", "text": "坂口"}, {"type": "text", "text": "さんは", "style": {"bold": True}}]
    body = json.dumps({"blocks": [{"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": elements}]}]}).encode()
    text = PostText(RawPost("slack", Head("POST", "/api/chat.postMessage", headers={"content-type": "application/json"}), body))
    assert text.text == "坂口さんは"
    done = json.loads(text.redacted([Edit("body", 1, 3, "［氏名］")]))
    assert [one["text"] for one in done["blocks"][0]["elements"][0]["elements"]] == ["坂［氏名］", "んは"]


def test_a_link_of_markdown_whose_target_tells_something_is_read() -> None:
    assert markdown("[名簿](https://x.example/list?tel=09012345678) です", {}).text == "名簿 https://x.example/list?tel=09012345678  です"
    assert markdown("[名簿](https://x.example/%E7%94%B0%E4%B8%AD)", {}).text == "名簿 https://x.example/田中 "
    assert markdown("[会社案内](https://x.example/about)", {}).text == "会社案内"
