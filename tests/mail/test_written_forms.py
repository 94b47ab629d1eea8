"""Texts written in a form of their own: JSON with escapes, folded calendars, cards in quoted-printable."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.mail.fold import unfold
from gateway.mail.json_text import read_json
from gateway.mail.limits import Limits
from gateway.mail.rewrite import Edit, Rewritten, rewrite
from gateway.mail.strand import sources
from gateway.mail.vcard_text import read_card
from tests.mail.letters import HEAD, mail, multipart, part, read, reasons, text_of, wrap

WORDS = "柿沼は以前ツバメ電機に勤務していました"
JOB = "［前職］"


def attached(data: bytes, media: str, name: str = "", encoding: str = "8bit") -> bytes:
    one = f'Content-Type: {media}\r\nContent-Disposition: attachment; filename="{name}"\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n'.encode() + data
    return mail(multipart("mixed", [part("本文"), one]))


def replaced(raw: bytes, old: str = "ツバメ電機", new: str = JOB, ref: str = "2/text") -> Rewritten:
    at = text_of(read(raw), ref).index(old)
    return rewrite(raw, [Edit(ref, at, at + len(old), new)], Limits())


@pytest.mark.parametrize(("media", "name"), [("application/json", "a.json"), ("application/octet-stream", "a.jsonl"), ("application/ld+json", "a"), ("text/plain", "a.json")])
def test_escapes_in_json_are_read_as_the_letters_they_stand_for(media: str, name: str) -> None:
    raw = attached(json.dumps({"備考": f"{WORDS}\n以上 \\u 😀"}).encode(), media, name)
    assert f'"備考": "{WORDS}\n以上 \\u 😀"' in text_of(read(raw), "2/text")


def test_words_in_escaped_json_are_replaced_and_it_stays_json() -> None:
    raw = attached(json.dumps({"備考": WORDS, "n": 1}).encode(), "application/json", "a.json", "7bit")
    for new in (JOB, 'the "former"\\job'):
        done = replaced(raw, new=new)
        assert done.missed == () and done.content.isascii() == raw.isascii()
        body = done.content.split(b"7bit\r\n\r\n")[1].split(b"\r\n--b1")[0]
        assert json.loads(body) == {"備考": WORDS.replace("ツバメ電機", new), "n": 1}


@given(st.text(st.sampled_from('あa\\"/un0dD8cC🙂\r\n'), max_size=40), st.booleans())
def test_json_is_read_as_a_parser_reads_it(text: str, ascii_only: bool) -> None:
    written = json.dumps(text.replace("\r", ""), ensure_ascii=ascii_only)
    assert read_json(written)[0][1:-1] == text.replace("\r", "")
    read_again, runs = read_json(text)
    assert sum(run.length for run in runs) == len(read_again)
    assert all(low <= high <= len(text) for low, high in sources(runs, 0, len(read_again)))
    read_again.encode()


CALENDAR = f"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:面談\r\nDESCRIPTION:{WORDS}。次回は十五日です\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"


def fold(text: str, width: int, blank: bytes = b" ", eol: bytes = b"\r\n") -> bytes:
    out = []
    for line in text.split("\r\n"):
        data = line.encode()
        out.append((eol + blank).join(data[at : at + width] for at in range(0, max(1, len(data)), width)))
    return eol.join(out)


@pytest.mark.parametrize("width", [16, 17, 18, 40, 75])
@pytest.mark.parametrize("encoding", ["8bit", "base64", "quoted-printable"])
def test_a_calendar_folded_within_its_letters_is_read_and_changed(width: int, encoding: str) -> None:
    raw = attached(wrap(fold(CALENDAR, width), encoding), "text/calendar; charset=utf-8", "a.ics", encoding)
    message = read(raw)
    assert WORDS in text_of(message, "2/text") and reasons(message) == set()
    done = replaced(raw)
    assert done.missed == ()
    assert text_of(read(done.content), "2/text") == text_of(message, "2/text").replace("ツバメ電機", JOB)


def test_folds_away_from_the_words_stay_as_they_came() -> None:
    raw = attached(fold(CALENDAR, 30, b"\t", b"\n"), "text/calendar; charset=utf-8", "a.ics")
    done = replaced(raw, "十五日", "［日付］").content
    at = raw.index("十五日".encode()[:3])
    assert done[: at - 40] == raw[: at - 40] and b"\n\t" in done[: at - 40]


def test_words_labelled_as_a_calendar_keep_their_blanks() -> None:
    assert text_of(read(attached("一行目\r\n  二行目\r\n".encode(), "text/calendar; charset=utf-8", "a.ics")), "2/text") == "一行目\n  二行目\n"
    assert unfold(b"BEGIN:VEVENT\0\r\n x").at == ()


def quoted(text: str, codec: str, width: int = 72) -> str:
    out, line = [], ""
    for byte in text.encode(codec):
        line += chr(byte) if 0x21 <= byte < 0x7F and byte not in b"=;:" else f"={byte:02X}"
        if len(line) > width:
            out.append(line)
            line = ""
    return "=\r\n".join([*out, line])


@pytest.mark.parametrize(("codec", "label"), [("utf-8", ";CHARSET=UTF-8"), ("cp932", ";CHARSET=SHIFT_JIS"), ("utf-8", "")])
@pytest.mark.parametrize("blank", ["", " "])
def test_a_card_in_quoted_printable_is_read(codec: str, label: str, blank: str) -> None:
    value = quoted(f"{WORDS}ソ表能", codec, 20).replace("\r\n", "\r\n" + blank)
    card = f"BEGIN:VCARD\r\nVERSION:2.1\r\nN:Kakinuma\r\nNOTE{label};ENCODING=QUOTED-PRINTABLE:{value}\r\nTEL:03-5550-0142\r\nEND:VCARD\r\n"
    message = read(attached(card.encode(), "text/x-vcard", "a.vcf"))
    assert f"QUOTED-PRINTABLE:{WORDS}ソ表能\nTEL:03-5550-0142\n" in text_of(message, "2/text") and reasons(message) == set()


def test_a_card_is_changed_where_it_is_plain_and_held_where_it_is_quoted() -> None:
    card = f"BEGIN:VCARD\r\nVERSION:2.1\r\nNOTE;QUOTED-PRINTABLE:{quoted(WORDS, 'utf-8')}\r\nORG:トキワ精機\r\nEND:VCARD\r\n"
    raw = attached(card.encode(), "text/x-vcard", "a.vcf")
    done = replaced(raw, "トキワ精機", "［会社］")
    assert not done.missed and "ORG:［会社］\r\nEND".encode() in done.content
    assert replaced(raw).missed


def test_a_value_that_fits_no_charset_is_said_to_be_unread() -> None:
    card = "BEGIN:VCARD\r\nNOTE;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=FF=E3=81=FE=80\r\nEND:VCARD\r\n"
    assert reasons(read(attached(card.encode(), "text/x-vcard", "a.vcf"))) == {"charset"}


@given(st.text(st.sampled_from("あ=E38\r\n :;Aa"), max_size=60))
def test_any_card_is_read_with_a_way_back(text: str) -> None:
    source = "NOTE;ENCODING=QUOTED-PRINTABLE:" + text
    card = read_card(source)
    assert sum(run.length for run in card.runs) == len(card.text)
    assert all(0 <= run.start <= run.end <= len(source) for run in card.runs)


@pytest.mark.parametrize("piece", ["NOTE;QUOTED-PRINTABLE:=E3=81=82\r\n", "=E3", "\r\n ", "QUOTED-PRINTABL", "=\r\n"])
def test_a_hostile_card_costs_in_proportion(piece: str) -> None:
    begun = time.process_time()
    read(attached(("BEGIN:VCARD\r\nNOTE;QUOTED-PRINTABLE:" + piece * 50_000).encode(), "text/x-vcard", "a.vcf"))
    assert time.process_time() - begun < 3


def test_blanks_around_the_stroke_of_a_media_type_are_allowed() -> None:
    message = read(HEAD + b"Content-Type: text / html; charset=utf-8\r\n\r\n<p>&#x67ff;&#x6cbc;</p>")
    assert text_of(message) == "柿沼"


@pytest.mark.parametrize("eol", [b"\n", b"\r\n"])
def test_a_mail_that_begins_with_an_empty_line_is_malformed(eol: bytes) -> None:
    raw = eol + b"From: a@aozora.example" + eol + b"Subject: x" + eol + eol + WORDS.encode()
    message = read(raw)
    assert reasons(message) == {"malformed"} and WORDS in text_of(message)
    assert reasons(read(mail(multipart("mixed", [b"\r\nabc"])))) == set(), "a part may begin so"
