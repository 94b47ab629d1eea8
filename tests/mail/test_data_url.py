"""What a page carries in data: URLs: words are read, files are said to be unread, small pictures say nothing."""

from __future__ import annotations

import base64
import time
from urllib.parse import quote

import pytest

from gateway.mail.limits import Limits
from gateway.mail.rewrite import Edit, rewrite
from tests.mail.letters import mail, part, read, reasons, text_of

WORDS = "柿沼はツバメ電機の出身です"
DOT = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
ENCODED = base64.b64encode(WORDS.encode()).decode()
PAGE = base64.b64encode(f"<p>{WORDS[:6]}<b>{WORDS[6:]}</b>".encode()).decode()


def page(markup: str) -> bytes:
    return mail(part(f"<p>本文</p>{markup}", media="text/html"))


@pytest.mark.parametrize("url", [
    f"data:text/plain,{quote(WORDS)}", f"data:,{WORDS}", f"data:text/plain;charset=utf-8;base64,{ENCODED}", f"da\n\tta:text/csv;base64,{ENCODED}",
    f"data:text/html;base64,{PAGE}", f"&#100;ata:text/html;base64,{PAGE}", f"data:image/svg+xml,{quote(f'<svg><text>{WORDS}</text></svg>')}",
])  # fmt: skip
def test_words_in_a_url_are_read(url: str) -> None:
    for markup in (f'<a href="{url}" download>x</a>', f'<iframe src="{url}"></iframe>', f"<!-- <img src='{url}'> -->"):
        message = read(page(markup))
        assert WORDS in text_of(message, "1/hidden") and reasons(message) == set()


@pytest.mark.parametrize("url", [
    "data:application/zip;base64,UEsDBAoAAAA=", "data:application/octet-stream,abc", "data:font/woff2;base64,d09GMg==", "data:image/gif;base64,UEsDBAoA",
    f"{DOT}%20{quote(WORDS)}", "data:text/plain;base64,/////w==", "data:text/plain", "d\na\rta:application/zip;base64,UEsDBAoAAAA=",
])  # fmt: skip
def test_a_file_in_a_url_is_said_to_be_unread(url: str) -> None:
    for markup in (f'<a href="{url}">x</a>', f"<object data='{url}'></object>", f"<!-- <img src='{url}'> -->"):
        assert reasons(read(page(markup))) == {"unsupported"}, markup


@pytest.mark.parametrize("style", [
    "<style>p{{background:url({})}}</style>", "<style>@import '{}';</style>", "<p style=\"background:url('{}')\">x</p>", "<p style='background:url(&quot;{}&quot;)'>x</p>",
])  # fmt: skip
def test_urls_in_styles_are_looked_at_as_well(style: str) -> None:
    assert reasons(read(page(style.format("data:application/zip;base64,UEsDBAoAAAA=")))) == {"unsupported"}
    assert reasons(read(page(style.format(DOT)))) == set()
    assert WORDS in text_of(read(page(style.format(f"data:text/plain;base64,{ENCODED}"))), "1/hidden")


def test_a_page_in_a_page_in_a_page_is_said_to_be_unread() -> None:
    inner = quote(f'<iframe src="data:text/html;base64,{PAGE}"></iframe>')
    assert reasons(read(page(f'<iframe src="data:text/html,{inner}"></iframe>'))) == {"unsupported"}


def test_words_in_a_url_are_not_changed_by_halves() -> None:
    raw = page(f'<a href="data:text/plain;base64,{ENCODED}">x</a>')
    at = text_of(read(raw), "1/hidden").index("ツバメ電機")
    edit = Edit("1/hidden", at, at + 5, "［前職］")
    assert rewrite(raw, [edit], Limits()).missed == (edit,)


def test_many_urls_cost_in_proportion() -> None:
    begun = time.process_time()
    read(page("<style>" + "url(data:" * 100_000 + "</style>" + '<a href="data:text/html,' + quote("<a href='data:text/html,") * 20_000 + '">'))
    assert time.process_time() - begun < 3
