"""However a text is written, sent or quoted, the same is found in it, and every offset leads back to the original."""

from __future__ import annotations

import base64
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from presidio_analyzer import AnalyzerEngine

from gateway.mail.mime import read_mail
from gateway.message import PartKind
from recognizers.normalize import fold

PEOPLE = ["佐々木", "柏木", "三宅", "鳥越", "小野寺", "森下", "橘", "望月"]
FIRMS = ["トヨハシ電機", "みなと商事株式会社", "(株)あけぼの製作所", "北浜信用金庫", "ひびきシステム"]
SENTENCES = [
    "{p}様は以前{f}にお勤めだったそうです。",
    "{f}の{p}様より、見積書の件でご連絡をいただきました。",
    "担当の{p}さんの電話番号は03-9999-0123です。",
    "お支払いは{f}あてに、月末までにお願いいたします。",
    "{p}さんの連絡先は{p}@kita.exampleではなく、090-9999-4567だそうです。",
    "弊社の{p}が当日ご案内いたしますので、よろしくお願いいたします。",
    "カード番号は4111 1111 1111 1111だと{p}様から伺いました。",
]
LEADS = ["", "", "なお、先日の打ち合わせでも申し上げましたが、", "ご参考までに申し上げますと、"]
sentences = st.lists(st.builds(lambda lead, s, p, f: lead + s.format(p=p, f=f), st.sampled_from(LEADS), st.sampled_from(SENTENCES), st.sampled_from(PEOPLE), st.sampled_from(FIRMS)), min_size=1, max_size=4)
WIDE = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)})


def found(analyzer: AnalyzerEngine, text: str) -> list[tuple[str, str]]:
    """(entity type, what it marks as folded for comparing), in order."""
    results = sorted(analyzer.analyze(text, "ja"), key=lambda one: (one.start, one.end, one.entity_type))
    return [(one.entity_type, "".join(fold(text[one.start:one.end]).text.replace(">", "").split())) for one in results]


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(st.one_of(st.sampled_from([*PEOPLE, *FIRMS, *SENTENCES, "㈱", "①", "ﾀﾅｶ", "が\u3099", "\u200b", "\r\n", "　", "\ud83c", "𠮷", "様", "03-9999-0123", "> ", "（"]), st.text(max_size=8)), max_size=30))
def test_every_offset_lies_in_the_text_and_marks_something(analyzer, pieces):
    text = "".join(pieces)
    for one in analyzer.analyze(text, "ja"):
        assert 0 <= one.start < one.end <= len(text)
        assert text[one.start:one.end].strip()


@settings(max_examples=40, deadline=None, derandomize=True)
@given(sentences)
def test_full_width_makes_no_difference(analyzer, lines):
    text = "\n".join(lines)
    assert found(analyzer, text.translate(WIDE)) == found(analyzer, text)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(sentences)
def test_half_width_kana_and_invisible_characters_make_no_difference(analyzer, lines):
    text = "\n".join(lines)
    narrow = "".join(unicodedata.normalize("NFKC", char) if char in "㈱" else _NARROW.get(char, char) for char in text)
    assert found(analyzer, narrow) == found(analyzer, text)
    assert found(analyzer, "\u200b".join(text)) == found(analyzer, text)


_NARROW = {unicodedata.normalize("NFKC", chr(code)): chr(code) for code in range(0xFF66, 0xFF9E)}


@settings(max_examples=40, deadline=None, derandomize=True)
@given(sentences, st.integers(24, 40))
def test_lines_broken_anywhere_make_no_difference(analyzer, lines, width):
    text = "\n".join(lines)
    broken = "\n".join(part for line in lines for part in wrapped(line, width))
    assert found(analyzer, broken) == found(analyzer, text)


def wrapped(line: str, width: int) -> list[str]:
    """`line` broken by hand after every `width` characters, in the middle of names too but not of a mail address; the last piece is no shorter than four."""
    cuts = [0, *(cut for cut in range(width, max(1, len(line) - 4), width) if "@" not in line[cut - 12:cut + 3]), len(line)]
    return [line[a:b] for a, b in pairwise(cuts)]


@settings(max_examples=40, deadline=None, derandomize=True)
@given(sentences)
def test_quoting_marks_make_no_difference(analyzer, lines):
    text = "\n".join(lines)
    assert found(analyzer, "\n".join(f"> {line}" for line in lines)) == found(analyzer, text)


@pytest.mark.parametrize("charset", ["utf-8", "iso-2022-jp", "shift_jis", "euc-jp", "cp932", "utf-16"])
def test_the_charset_makes_no_difference(analyzer, charset):
    text = "\n".join(sentence.format(p=person, f=firm) for sentence, person, firm in zip(SENTENCES, PEOPLE, FIRMS * 2, strict=False))
    body = base64.b64encode(text.encode(charset))
    raw = b"From: a@kita.example\r\nContent-Type: text/plain; charset=" + charset.encode() + b"\r\nContent-Transfer-Encoding: base64\r\n\r\n" + body + b"\r\n"
    message = read_mail(raw, "a@kita.example", ["b@minami.example"])
    plain = next(part.text for part in message.parts if part.kind is PartKind.PLAIN)
    assert found(analyzer, plain) == found(analyzer, text)
