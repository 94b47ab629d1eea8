"""A page as its reader sees it, what it hides, and where its links lead."""

from __future__ import annotations

from html.parser import HTMLParser
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.mail.html_text import read_html
from gateway.mail.strand import sources


def _seen(source: str) -> str:
    return read_html(source).visible


def _hidden(source: str) -> str:
    return read_html(source).hidden


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("田<b>中</b>さん", "田中さん"),
        ("<p>一</p><p>二</p>", "一\n二"),
        ("<div>一<div>二</div>三</div>", "一\n二\n三"),
        ("一<br>二<br/>三", "一\n二\n三"),
        ("<div>一</div><div><br></div><div>二</div>", "一\n\n二"),
        ("<p>お世話に\r\nなっております</p>", "お世話になっております"),
        ("<p>two\n words</p>", "two words"),
        ("<p> a <b> b </b> c </p>", "a b c"),
        ("a&nbsp;&nbsp;b&amp;c&#30000;&#x4e2d;&lt;", "a\xa0\xa0b&c田中<"),
        ("&copy &notit; &unknown; & &#; AT&T", "© ¬it; &unknown; & &#; AT&T"),
        ("<table><tr><th>氏名</th><th>電話</th></tr><tr><td>田中</td><td>03</td></tr></table>", "氏名\t電話\n田中\t03"),
        ("<table><tr><td><p>氏名</p></td><td><p>電話</p></td></tr><tr><td><p>田中</p></td><td><p>03</p></td></tr></table>", "氏名\t電話\n田中\t03"),
        ("<table><tr><td>a<td>b<tr><td>c<td>d</table>", "a\tb\nc\td"),
        ("<ul><li>一<li>二</ul>", "一\n二"),
        ("<pre>a\n  b</pre>", "a\n  b"),
        ("<textarea>a &amp; b</textarea>", "a & b"),
        ("<P CLASS=MsoNormal>大<O:P></O:P>", "大"),
        ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
        ("a<!-- x -->b<!DOCTYPE html>c<?xml y?>d", "abcd"),
        ("<a title='x>y' b=\"<p>\">z</a>", "z"),
        ("<p>一<p>二", "一\n二"),
        ("田&zwnj;中", "田\u200c中"),
        ("</p>a</div></b>", "a"),
        ("<script>田中</script>a<style>p{}</style>b", "ab"),
    ],
)
def test_visible_text_reads_as_on_the_screen(source: str, text: str) -> None:
    assert _seen(source) == text


@pytest.mark.parametrize(
    "source",
    [
        "<div style='display:none'>秘</div>",
        '<div style="color:red; DISPLAY : none !important">秘</div>',
        "<div style=display:none>秘</div>",
        "<span style='visibility:hidden'>秘</span>",
        "<span style='font-size:0'>秘</span>",
        "<span style='font-size:0px;line-height:0'>秘</span>",
        "<span style='font-size:1px'>秘</span>",
        "<span style='color:#fff'>秘</span>",
        "<span style='color:white;background:#ffffff'>秘</span>",
        "<font color=white>秘</font>",
        "<span style='color:rgb(254, 255, 255)'>秘</span>",
        "<table bgcolor=#000000><tr><td><font color=black>秘</font></table>",
        "<span style='color:transparent'>秘</span>",
        "<span style='opacity:0'>秘</span>",
        "<div style='max-height:0;overflow:hidden'>秘</div>",
        "<div style='position:absolute;left:-9999px'>秘</div>",
        "<span style='mso-hide:all'>秘</span>",
        "<p hidden>秘</p>",
        "<!-- 秘 -->",
        "<!--[if mso]><table><tr><td>秘</td></tr></table><![endif]-->",
        "<img alt='秘'>",
        "<img alt='&#31192;'>",
        "<a title=秘></a>",
        "<head><title>秘</title></head>",
        "<style>.x{display:none}</style><span class='y x'>秘</span>",
        "<style>#x{font-size:0}</style><span id=x>秘</span>",
        "<style>/* x */ p.x , b { color : #FFF }</style><p class=x>秘</p>",
        "<script>秘</script>",
        "<template>秘</template>",
        "<style>/* 秘 */</style>",
        "<!-- 秘",
        "<p 秘",
        "<![CDATA[秘]]>",
        "<meta name=description content=秘>",
        "<iframe>秘</iframe>",
    ],
)
def test_text_no_reader_sees_is_told_apart(source: str) -> None:
    assert "秘" not in _seen("見" + source + "える")
    assert "秘" in _hidden("見" + source + "える")


@pytest.mark.parametrize(
    "source",
    [
        "<div style='font-size:0'><span style='font-size:14px'>見</span></div>",
        "<div style='visibility:hidden'><span style='visibility:visible'>見</span></div>",
        "<div style='color:white'><span style='color:black'>見</span></div>",
        "<a style='background:#0078d4;color:#fff'>見</a>",
        "<td bgcolor=navy><font color=white>見</font>",
        "<div style='background:url(x.png);color:#fff'>見</div>",
        "<style>@media (max-width:600px){.x{display:none}}</style><p class=x>見</p>",
        "<style>.x{display:none}</style><p class=x style='display:block'>見</p>",
        "<p style='display:none'>隠<p>見",
        "<span style='display:none'/>隠</span>見",
        "<div style='margin-left:-10px;opacity:0.9;font-size:10.5pt'>見</div>",
    ],
)
def test_text_shown_in_spite_of_styles_is_visible(source: str) -> None:
    assert "見" in _seen(source)


@pytest.mark.parametrize(
    ("source", "links"),
    [
        ('<a href="https://midori.example/?a=1&amp;b=2">x</a>', "https://midori.example/?a=1&b=2"),
        ('<a href="mailto:a@midori.example?subject=%E7%94%B0%E4%B8%AD%E6%A7%98">x</a>', "mailto:a@midori.example?subject=田中様"),
        ("<a href=http://midori.example/%7Ea%20b>x</a>", "http://midori.example/~a b"),
        ('<a href="http://x.example/?a=1&copy=2">x</a>', "http://x.example/?a=1&copy=2"),
        ("<img src='https://x.example/p.gif?to=misaki%40midori.example'><a href='#top'>", "https://x.example/p.gif?to=misaki@midori.example"),
        ("<img src=cid:a@b><a href='javascript:x'>", ""),
        ("<a href='http://a.example'><a href='http://b.example'>", "http://a.example\nhttp://b.example"),
        ("<a href='http://x.example/%ff%zz%'>", "http://x.example/%ff%zz%"),
    ],
)
def test_links_read_as_a_person_reads_them(source: str, links: str) -> None:
    assert read_html(source).links == links


def test_pictures_inside_the_page_are_counted() -> None:
    assert read_html("<img src='data:image/png;base64," + "A" * 5000 + "'>").embedded > 5000


class _Oracle(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []

    def handle_data(self, data: str) -> None:
        self.out.append(data)


PIECES = st.lists(st.sampled_from(["田", "中 ", "<b>", "</b>", "<p>", "</p>", "<br>", "&amp;", "&lt;", "&#30000;", "abc", " ", "\n", "<td>", "<i x='1>2'>", "</i >", "> ", "\""]), max_size=40)


@given(PIECES)
def test_the_characters_shown_are_those_pythons_parser_finds(pieces: list[str]) -> None:
    source = "".join(pieces)
    oracle = _Oracle()
    oracle.feed(source)
    oracle.close()
    assert "".join(_seen(source).split()) == "".join("".join(oracle.out).split())


@settings(max_examples=200)
@given(st.lists(st.sampled_from(["田中", " ", "\n", "&amp;", "<b>", "</b>", "<p>", "<td>", "<tr>", "<!--x-->", "<i style='display:none'>", "</i>", "<a href='http://x/%41%E7%94%B0'>", "&#", "<", "x"]), max_size=40))
def test_every_character_knows_where_it_stands(pieces: list[str]) -> None:
    source = "".join(pieces)
    page = read_html(source)
    for text, runs in ((page.visible, page.visible_runs), (page.hidden, page.hidden_runs)):
        assert sum(run.length for run in runs) == len(text)
        for run in runs:
            piece = text[run.at : run.at + run.length]
            assert run.start == run.end or source[run.start : run.end] == piece or piece in ("\n", " ") or source[run.start] == "&"
        whole = sources(runs, 0, len(text))
        assert all(a < b for a, b in whole)
        if runs is page.visible_runs:
            assert all(one[1] <= two[0] for one, two in pairwise(whole))
    for target in page.link_targets:
        assert page.links[target.at : target.at + len(target.text)] == target.text
