"""Words that a style sheet puts on the page, or that stand in it and are none of its business."""

from __future__ import annotations

import time

import pytest

from gateway.mail.limits import Limits
from gateway.mail.rewrite import Edit, rewrite
from tests.mail.letters import mail, part, read, text_of

WORDS = "柿沼は以前ツバメ電機に勤務"


def page(style: str) -> bytes:
    return mail(part(f"<p>本文</p><style>{style}", media="text/html"))


def hidden(style: str) -> str:
    return next((p.text for p in read(page(style)).parts if p.ref == "1/hidden"), "")


@pytest.mark.parametrize("style", [
    'p::after{content:"%s"}</style>', "p::after { color: red; CONTENT : attr(x) '%s' }</style>", 'p::after{content:"a" "%s"', "%s", "p{} %s </style>",
    "a{background:url(x'y);}p::after{content:'%s'}</style>", "/* don't; content:' */p::after{content:'%s'}</style>", 'p::after{content:"/*";}p{content:"%s"}</style>',
])  # fmt: skip
def test_words_in_a_style_sheet_are_read(style: str) -> None:
    assert WORDS in hidden(style % WORDS)


def test_escapes_of_css_are_read_as_what_they_stand_for() -> None:
    assert hidden('p::after{content:"\\67ff\\6cbc \\00306F\\\n \\"x"}</style>') == '柿沼は "x'


def test_a_style_sheet_as_mailers_write_it_says_nothing() -> None:
    assert hidden('@font-face{font-family:"ＭＳ Ｐゴシック";panose-1:2 11 6}p.MsoNormal{margin:0mm;align-content:center}</style>') == ""


@pytest.mark.parametrize("written", ["ツバメ電機", "\\30C4\\30D0\\30E1電機"])
def test_words_put_on_the_page_are_replaced_where_they_stand(written: str) -> None:
    raw = page(f'p::after{{content:"以前は{written}に勤務"}}</style>')
    at = hidden(f'p::after{{content:"以前は{written}に勤務"}}</style>').index("ツバメ電機")
    done = rewrite(raw, [Edit("1/hidden", at, at + 5, "［前職］")], Limits())
    assert not done.missed and 'content:"以前は［前職］に勤務"'.encode() in done.content
    assert text_of(read(done.content), "1/hidden") == "以前は［前職］に勤務"


@pytest.mark.parametrize("piece", ["content:", 'content:"', "/*", "'", "あ{", "content:'a' ", "\\"])
def test_a_hostile_sheet_costs_in_proportion(piece: str) -> None:
    begun = time.process_time()
    hidden(piece * 100_000)
    assert time.process_time() - begun < 3
