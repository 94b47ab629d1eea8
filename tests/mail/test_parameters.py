"""Content-Type, Content-Disposition and file names in all their spellings."""

from __future__ import annotations

import base64
from email import message_from_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.mail.parameters import read_file_name, read_parameters
from gateway.message import UnreadableReason

NAME = "見積書 田中様①.pdf"


def _name(value: str | bytes) -> str:
    return read_file_name(value if isinstance(value, bytes) else value.encode(), "filename").text


def _percent(data: bytes) -> str:
    return "".join(f"%{b:02X}" for b in data)


def test_type_and_parameters_are_read() -> None:
    kind = read_parameters('Text/HTML ; Charset="utf-8"; format=flowed;DelSp=yes')
    assert kind.main == "text/html"
    assert (kind.get("charset"), kind.get("format"), kind.get("delsp")) == ("utf-8", "flowed", "yes")


def test_a_parameter_knows_where_it_stands() -> None:
    value = 'attachment; filename="a;b.txt"; size=3'
    one = read_parameters(value).parameters[0]
    assert (one.value, value[one.start : one.end]) == ("a;b.txt", '"a;b.txt"')


def test_two_values_for_one_parameter_are_a_conflict() -> None:
    assert read_parameters("text/plain; charset=a; charset=b").conflicts("charset")
    assert not read_parameters("text/plain; charset=a; charset=a").conflicts("charset")


@pytest.mark.parametrize("codec", ["utf-8", "iso-2022-jp", "shift_jis", "euc-jp"])
def test_rfc2231_names_in_any_charset_are_read(codec: str) -> None:
    name = NAME.replace("①", "1")
    assert _name(f"attachment; filename*={codec}'ja'{_percent(name.encode(codec))}") == name


def test_segments_in_any_order_cut_inside_a_character_are_joined() -> None:
    data = NAME.encode()
    value = f"attachment; filename*1*={_percent(data[4:9])}; filename*0*=utf-8''{_percent(data[:4])}; filename*2*={_percent(data[9:])}"
    assert _name(value) == NAME


def test_a_missing_segment_is_said() -> None:
    read = read_file_name(b"attachment; filename*0=a; filename*2=c", "filename")
    assert read.reason is UnreadableReason.ENCODING


def test_rfc2231_names_read_as_pythons_email_reads_them() -> None:
    value = f"attachment;\r\n filename*0*=utf-8''{_percent(NAME.encode()[:12])};\r\n filename*1*={_percent(NAME.encode()[12:])}"
    oracle = message_from_bytes(f"Content-Disposition: {value}\r\n\r\n".encode()).get_filename()
    assert _name(value.replace("\r\n", "")) == oracle == NAME


@pytest.mark.parametrize("codec", ["utf-8", "iso-2022-jp"])
def test_encoded_words_as_outlook_and_old_mailers_put_them_in_file_names_are_read(codec: str) -> None:
    name = NAME.replace("①", "")
    word = f"=?{codec}?B?{base64.b64encode(name.encode(codec)).decode()}?="
    assert _name(f'attachment; filename="{word}"') == name
    assert _name(f"attachment; filename={word}") == name


@pytest.mark.parametrize("codec", ["utf-8", "cp932", "iso-2022-jp"])
def test_raw_file_names_are_read(codec: str) -> None:
    name = "御見積書田中様.pdf"
    assert _name(f'attachment; filename="{name}"'.encode(codec)) == name


def test_unquoted_names_with_blanks_and_unclosed_quotes_are_read() -> None:
    assert _name("attachment; filename=my file.pdf; size=1") == "my file.pdf"
    assert _name('attachment; filename="my file.pdf') == "my file.pdf"


@given(st.text(st.sampled_from("ab;=\"\\*'%0123 \r\n\t/utf-8"), max_size=60))
def test_any_text_is_a_parameterized_field(value: str) -> None:
    for one in read_parameters(value).parameters:
        assert 0 <= one.start <= one.end <= len(value)
    read_file_name(value.encode(), "filename")
