"""Header blocks and the text in them, as mailers write it."""

from __future__ import annotations

import base64
from email.header import decode_header, make_header

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.mail.encoded_word import unstructured
from gateway.mail.headers import decode_words, read_block, read_text
from gateway.message import UnreadableReason

SUBJECT = "来週のお打ち合わせについて（トヨハシ電機 田中様）"


def _block(raw: bytes, limit: int = 10_000):  # type: ignore[no-untyped-def]
    return read_block(raw, 0, len(raw), limit)


def test_fields_are_found_with_the_bytes_they_stand_at() -> None:
    raw = b"From: a@midori.example\r\nSubject: one\r\n two\r\n\r\nbody"
    block = _block(raw)
    assert [f.name for f in block.fields] == ["from", "subject"]
    subject = block.first("subject")
    assert subject is not None
    assert raw[subject.start : subject.end] == b"Subject: one\r\n two\r\n"
    assert block.value(subject) == b"one two"
    assert raw[block.body :] == b"body"


def test_lf_only_blocks_are_read() -> None:
    block = _block(b"A: 1\nB: 2\n 3\n\nbody\n")
    assert [block.value(f) for f in block.fields] == [b"1", b"2 3"]
    assert block.raw[block.body :] == b"body\n"


def test_a_line_that_is_no_field_ends_the_header_and_is_said() -> None:
    block = _block(b"A: 1\r\nnot a field\r\nB: 2\r\n\r\n")
    assert block.flaw is UnreadableReason.MALFORMED
    assert block.raw[block.body :].startswith(b"not a field")


def test_an_oversized_header_is_said_and_the_body_still_found() -> None:
    block = _block(b"A: 1\r\n" * 5000 + b"\r\nbody", 1000)
    assert block.flaw is UnreadableReason.TOO_LARGE
    assert block.raw[block.body :] == b"body"


def test_an_mbox_line_before_the_header_is_passed_over() -> None:
    assert [f.name for f in _block(b"From a@midori.example Mon Jan\r\nTo: b\r\n\r\n").fields] == ["to"]


@pytest.mark.parametrize("codec", ["utf-8", "iso-2022-jp", "shift_jis", "euc-jp"])
@pytest.mark.parametrize("encoding", ["B", "Q"])
def test_encoded_words_read_as_pythons_email_reads_them(codec: str, encoding: str) -> None:
    data = SUBJECT.encode(codec)
    text = base64.b64encode(data).decode() if encoding == "B" else "".join(f"={b:02X}" for b in data)
    word = f"=?{codec}?{encoding}?{text}?="
    assert read_text(word.encode()).text == str(make_header(decode_header(word))) == SUBJECT


@pytest.mark.parametrize("codec", ["utf-8", "shift_jis", "euc-jp"])
@pytest.mark.parametrize("cut", range(1, 6))
def test_words_split_inside_a_character_are_put_together(codec: str, cut: int) -> None:
    data = SUBJECT.encode(codec)
    words = [f"=?{codec}?B?{base64.b64encode(piece).decode()}?=" for piece in (data[:cut], data[cut : cut + 7], data[cut + 7 :])]
    read = read_text("\r\n ".join(words).encode())
    assert (read.text, read.reason) == (SUBJECT, None)


def test_one_base64_stream_cut_into_words_at_any_letter_is_read() -> None:
    letters = base64.b64encode(SUBJECT.encode()).decode()
    words = [f"=?utf-8?B?{letters[n : n + 22]}?=" for n in range(0, len(letters), 22)]
    assert read_text(" ".join(words).encode()).text == SUBJECT


def test_jis_words_that_carry_their_state_over_are_read() -> None:
    data = "田中一郎".encode("iso-2022-jp")
    words = [f"=?iso-2022-jp?B?{base64.b64encode(piece).decode()}?=" for piece in (data[:7], data[7:])]
    assert read_text(" ".join(words).encode()).text == "田中一郎"


def test_circled_digits_in_a_jis_subject_are_read() -> None:
    assert read_text(b"=?ISO-2022-JP?B?" + base64.b64encode(b"\x1b$B-!\x1b(B") + b"?=").text == "①"


@pytest.mark.parametrize("codec", ["utf-8", "iso-2022-jp", "cp932", "euc-jp"])
def test_raw_eight_bit_and_raw_jis_subjects_are_read(codec: str) -> None:
    read = read_text(SUBJECT.encode(codec), codec)
    assert (read.text, read.reason) == (SUBJECT, None)
    assert read_text(SUBJECT.encode(codec)).text == SUBJECT


def test_words_glued_to_text_and_of_any_case_are_read() -> None:
    assert read_text(b"Re:=?UTF-8?b?55Sw5Lit?=(2)").text == "Re:田中(2)"
    assert read_text(b"=?utf-8?q?=e7=94=b0=E4=B8=AD_san?=").text == "田中 san"
    assert read_text(b"=?utf-8*ja?B?55Sw5Lit?=").text == "田中"


def test_wrong_padding_is_forgiven_and_broken_base64_said() -> None:
    assert read_text(b"=?utf-8?B?55Sw5Lit=?=").text == "田中"
    broken = read_text(b"=?utf-8?B?55Sw!5Lit5?=")
    assert broken.reason is UnreadableReason.ENCODING
    assert broken.text.startswith("田中")


def test_text_that_only_looks_like_a_word_stays() -> None:
    for text in ("=?", "=?utf-8?B?", "a =?x?= b", "=?utf-8?X?abc?=", "?==?"):
        assert decode_words(text).text == text


@given(st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1, max_size=60), st.sampled_from(["utf-8", "iso-2022-jp", "shift_jis"]))
def test_what_we_write_pythons_email_reads(text: str, label: str) -> None:
    written = unstructured(text, label, 9, "\r\n")
    assert written.isascii()
    assert all(len(line) <= 76 for line in written.split("\r\n")[1:])
    unfolded = written.replace("\r\n", "")
    assert "".join(read_text(unfolded.encode()).text.split()) == "".join(text.split())
    if label == "utf-8" and "=?" not in text:
        assert "".join(str(make_header(decode_header(unfolded))).split()) == "".join(text.split())


@given(st.binary(max_size=120))
def test_any_bytes_are_a_header(data: bytes) -> None:
    read_text(data)
    block = _block(data)
    assert 0 <= block.end <= block.body <= len(data)
