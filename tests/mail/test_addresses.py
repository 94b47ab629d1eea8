"""Who a mail is from and to, in every way address fields are written."""

from __future__ import annotations

from email.utils import getaddresses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.mail.addresses import read_address_text, read_addresses


def _pairs(value: str) -> list[tuple[str, str]]:
    return [(box.name, box.address) for box in read_addresses(value.encode()).mailboxes]


@pytest.mark.parametrize(
    "value",
    [
        "misaki@midori.example",
        "<misaki@midori.example>",
        "Misaki Sato <misaki@midori.example>",
        '"Sato, Misaki" <misaki@midori.example>, Ken <ken@midori.example>',
        '"Say \\"hi\\"" <misaki@midori.example>',
        "a@midori.example,b@midori.example , c@midori.example",
        '"strange local"@midori.example',
        "Dr. Misaki Sato <misaki@midori.example>",
    ],
)
def test_addresses_read_as_pythons_email_reads_them(value: str) -> None:
    assert _pairs(value) == getaddresses([value])


def test_japanese_names_in_every_spelling_are_read() -> None:
    assert _pairs("=?utf-8?B?5L2Q6JekIOe+juWSsg==?= <m@midori.example>") == [("佐藤 美咲", "m@midori.example")]
    assert _pairs('"=?utf-8?B?5L2Q6JekIOe+juWSsg==?=" <m@midori.example>') == [("佐藤 美咲", "m@midori.example")]
    assert _pairs("佐藤　美咲 <m@midori.example>") == [("佐藤　美咲", "m@midori.example")]
    assert read_addresses("佐藤 <m@midori.example>".encode("iso2022_jp")).mailboxes[0].name == "佐藤"
    assert read_addresses("佐藤美咲様 <m@midori.example>".encode("cp932"), "shift_jis").mailboxes[0].name == "佐藤美咲様"


def test_an_encoded_comma_does_not_split_a_name() -> None:
    assert _pairs("=?utf-8?Q?Sato=2C_Misaki?= <m@midori.example>") == [("Sato, Misaki", "m@midori.example")]


def test_a_comment_stands_for_a_missing_name() -> None:
    assert _pairs("m@midori.example (佐藤 (総務))") == [("佐藤 (総務)", "m@midori.example")]
    assert read_addresses("佐藤 <m@midori.example> (総務部)".encode()).readable == "佐藤\n総務部"


def test_groups_are_opened_and_their_names_kept() -> None:
    listed = read_addresses("営業部: a@midori.example, 佐藤 <b@midori.example>; c@midori.example".encode())
    assert [box.address for box in listed.mailboxes] == ["a@midori.example", "b@midori.example", "c@midori.example"]
    assert listed.groups == ("営業部",)
    assert read_addresses(b"undisclosed-recipients:;").mailboxes == ()


def test_sloppy_writing_is_understood() -> None:
    assert _pairs("佐藤 m@midori.example") == [("佐藤", "m@midori.example")]
    assert _pairs("a@midori.example; b@midori.example") == [("", "a@midori.example"), ("", "b@midori.example")]
    assert _pairs("佐藤 <m@midori.example") == [("佐藤", "m@midori.example")]
    assert _pairs("<@relay.example:m@midori.example>") == [("", "m@midori.example")]
    assert _pairs(", ,a@midori.example,,") == [("", "a@midori.example")]
    assert ("鈴木", "b@midori.example") in _pairs('"佐藤 <a@midori.example>, 鈴木 <b@midori.example>')


@pytest.mark.parametrize("value", ['"佐藤, 美咲" <m@midori.example>, 鈴木 <s@midori.example> (総務)', "営業: =?utf-8?B?5L2Q6Jek?= <m@midori.example>;", "m@midori.example (佐藤)"])
def test_every_name_knows_where_it_stands(value: str) -> None:
    for name, stand in read_address_text(value).named:
        written = value[stand.start : stand.end]
        assert written.strip('"()') == name or written == "=?utf-8?B?5L2Q6Jek?="


@given(st.text(st.sampled_from('ab@.<>(),:;"\\ =?佐\t'), max_size=60))
def test_any_text_is_an_address_field(value: str) -> None:
    listed = read_address_text(value)
    for _, stand in listed.named:
        assert 0 <= stand.start <= stand.end <= len(value)
