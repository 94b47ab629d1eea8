"""Japanese text in the charsets mail really has, whatever the label says."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.mail import charset
from gateway.mail.charset import canonical, decode, decode_as, encode
from gateway.mail.jis import JIS, JIS_EXT, JIS_SHIFT, decode_jis
from gateway.message import UnreadableReason

SENTENCE = "お世話になっております。青空システムの田中です。"
ESC_BOX = b"\x1b$B"
ASCII = b"\x1b(B"


def _read(data: bytes, label: str | None) -> str:
    decoded = decode(data, label)
    assert decoded.reason is None, decoded
    return decoded.text


def _jis(*pairs: str) -> bytes:
    """Two-byte characters in ISO-2022-JP by their hexadecimal seats."""
    return ESC_BOX + bytes.fromhex("".join(pairs)) + ASCII


@pytest.mark.parametrize("codec", ["utf-8", "iso2022_jp", "cp932", "euc_jp", "utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "utf-7"])
def test_a_plain_japanese_sentence_reads_as_python_reads_it(codec: str) -> None:
    data = SENTENCE.encode(codec)
    assert _read(data, codec) == data.decode(codec)


def test_circled_digits_and_company_signs_in_jis_are_read() -> None:
    # Microsoft code page 50220: NEC row 13 and the NEC-selected IBM rows; Python's codecs have none of them.
    assert _read(_jis("2d21", "2d6a", "7c62"), "iso-2022-jp") == "①㈱髙"


def test_jis_without_a_charset_parameter_is_read() -> None:
    assert _read(SENTENCE.encode("iso2022_jp"), None) == SENTENCE
    assert _read(SENTENCE.encode("iso2022_jp"), "us-ascii") == SENTENCE
    assert _read(SENTENCE.encode("iso2022_jp"), "utf-8") == SENTENCE


def test_utf8_labelled_jis_is_read() -> None:
    assert _read(SENTENCE.encode(), "iso-2022-jp") == SENTENCE


def test_shift_jis_with_nec_and_ibm_characters_is_read() -> None:
    text = "①㈱髙﨑ⅢⅳのSE"
    assert _read(text.encode("cp932"), "Shift_JIS") == text
    assert _read((text + SENTENCE).encode("cp932"), None) == text + SENTENCE
    # The same character from NEC's and from IBM's seat.
    assert _read(b"\xee\xe0" + "橋さん".encode("cp932"), "shift_jis") == _read(b"\xfb\xfc" + "橋さん".encode("cp932"), "shift_jis") == "髙橋さん"


def test_half_width_kana_in_jis_is_read_both_ways() -> None:
    kana = bytes(c - 0x80 for c in "ﾄﾖﾊｼ".encode("cp932"))
    assert _read(b"\x1b(I" + kana + ASCII, "iso-2022-jp") == "ﾄﾖﾊｼ"  # code page 50221
    assert _read(b"\x0e" + kana + b"\x0f", "iso-2022-jp") == "ﾄﾖﾊｼ"  # code page 50222
    assert _read("トヨハシ".encode("iso2022_jp"), "cp50220") == "トヨハシ"  # code page 50220 sends them full-width


def test_a_line_of_jis_that_forgot_its_last_escape_does_not_spoil_the_next() -> None:
    assert _read(ESC_BOX + b"$\"$$\r\nnext line\r\n", "iso-2022-jp") == "あい\r\nnext line\r\n"


def test_roman_yen_sign_and_overline_are_read() -> None:
    assert _read(b"\x1b(J\\1,000~\x1b(B" + _jis("2422"), "iso-2022-jp") == "¥1,000‾あ"


@pytest.mark.parametrize("label", ["x-sjis", "SHIFT-JIS", "Windows-31J", "csShiftJIS", "ms932", '"shift_jis"'])
def test_every_name_of_shift_jis_means_code_page_932(label: str) -> None:
    assert canonical(label) == "cp932"


def test_euc_with_nec_rows_is_read() -> None:
    assert _read(b"\xad\xa1\xad\xea" + SENTENCE.encode("euc_jp"), "euc-jp") == "①㈱" + SENTENCE


@pytest.mark.parametrize("codec", ["utf-8", "cp932", "euc_jp", "iso2022_jp"])
@pytest.mark.parametrize("label", [None, "utf-8", "iso-2022-jp", "us-ascii", "iso-8859-1", "gb2312", "x-nonsense", "windows-1252"])
def test_a_wrong_label_never_gives_wrong_text_claimed_right(codec: str, label: str | None) -> None:
    text = SENTENCE + "田中は以前トヨハシ電機に勤めていました。"
    decoded = decode(text.encode(codec), label)
    assert decoded.text == text or decoded.reason is not None


def test_bytes_without_a_reading_are_reported_and_shown_as_far_as_they_go() -> None:
    decoded = decode(SENTENCE.encode() + b"\xff\xfe\xc3", "utf-8")
    assert decoded.reason is UnreadableReason.CHARSET
    assert decoded.text.startswith(SENTENCE)


def test_utf16_without_a_mark_and_without_a_label_is_read() -> None:
    assert _read("Tanaka 田中 was here, and so on.".encode("utf-16-le"), "utf-16") == "Tanaka 田中 was here, and so on."
    assert _read("only ASCII letters".encode("utf-16-le"), None) == "only ASCII letters"


def test_other_peoples_letters_are_left_alone() -> None:
    assert _read("Café à Genève".encode("latin-1"), "iso-8859-1") == "Café à Genève"
    assert _read("你好，世界。我们见面吧".encode("gb18030"), "gb2312") == "你好，世界。我们见面吧"
    assert _read("Привет, как дела".encode("koi8-r"), "koi8-r") == "Привет, как дела"
    assert _read("안녕하세요".encode("cp949"), "ks_c_5601-1987") == "안녕하세요"


JIS_TEXT = st.text(st.sampled_from("あ漢①㈱髙﨑ｱﾞABC ~\\\n￥∥～－、。"), max_size=60)


@given(JIS_TEXT)
def test_jis_written_is_read_again(text: str) -> None:
    for variant in (JIS, JIS_SHIFT, JIS_EXT):
        data = encode(text, variant)
        assert data.isascii()
        assert decode_jis(data)[0] == text
        assert all(line.count(ESC_BOX) == 0 or line.rstrip().endswith(ASCII) or not line.endswith(b"$B") for line in data.split(b"\n"))


@given(st.text(st.characters(codec="iso2022_jp", exclude_characters="\x1b\x0e\x0f\x00"), max_size=40))
def test_what_python_writes_in_jis_is_read_the_same(text: str) -> None:
    try:
        data = text.encode("iso2022_jp")
    except UnicodeEncodeError:
        return
    decoded = decode(data, "iso-2022-jp")
    # Code page 932 and JIS X 0208 differ about six signs, as Windows mailers and Python do.
    signs = str.maketrans("−〜‖¢£¬—", "－～∥￠￡￢―")
    assert decoded.text.translate(signs) == text.translate(signs)


@given(st.text(st.characters(codec="cp932", exclude_categories=("Cc",)), min_size=1, max_size=40))
def test_text_decoded_for_certain_can_be_written_back(text: str) -> None:
    for codec in ("cp932", "utf-8", "euc-jp"):
        try:
            data = encode(text, codec)
        except UnicodeEncodeError:
            continue
        decoded = decode(data, codec)
        if decoded.reason is None:
            assert decode_as(encode(decoded.text, decoded.codec), decoded.codec) == decoded.text


@settings(deadline=None)
@given(st.binary(max_size=200), st.one_of(st.none(), st.sampled_from(["utf-8", "iso-2022-jp", "shift_jis", "euc-jp", "utf-16", "utf-7", "hz", "gb2312", "big5", "x", "idna", "rot13"])))
def test_any_bytes_under_any_label_give_a_text(data: bytes, label: str | None) -> None:
    decoded = decode(data, label)
    assert isinstance(decoded.text, str)
    assert "\ufffd" not in decoded.text or decoded.reason is not None or b"\xef\xbf\xbd" in data or decoded.codec.startswith(("utf", "gb18030", "hz"))


def test_ten_megabytes_take_about_ten_times_as_long_as_one() -> None:
    def cost(data: bytes) -> float:
        started = time.process_time()
        decode(data, None)
        return time.process_time() - started

    for codec in ("utf-8", "cp932", "euc_jp", "iso2022_jp"):
        line = (SENTENCE + "\r\n").encode(codec)
        one = min(cost(line * 15_000) for _ in range(3))
        assert cost(line * 150_000) < 30 * one + 0.5


def test_a_label_is_not_a_python_codec_with_side_effects() -> None:
    for label in ("rot13", "zlib", "unicode_escape", "undefined", "idna", "os", "../x", "a" * 10_000):
        assert canonical(label) is None or canonical(label) in ("us-ascii",)
    assert charset.canonical("") == "us-ascii"


def test_japanese_written_in_a_chinese_charset_and_japanese_mislabelled_chinese_are_told_apart() -> None:
    text = "昨日はありがとうございました。田中先生は以前、東都大学の教授でした。"
    assert _read(text.encode("gb18030"), "gb2312") == text
    assert _read(text.encode("euc_jp"), "gb2312") == text
    assert _read("各位老师好，请看附件。の".encode("gb18030"), "gb2312") == "各位老师好，请看附件。の"


def test_utf8_that_was_cut_off_within_a_character_is_read_up_to_there_and_reported() -> None:
    whole = ("社外秘の名簿です。" * 5).encode()
    for cut in (1, 2):
        for label in (None, "utf-8", "klingon", "iso-8859-1"):
            decoded = decode(whole[:-cut], label)
            assert decoded.reason is UnreadableReason.CHARSET, label
            assert decoded.text.startswith("社外秘の名簿です。社外秘"), label
    assert decode("ﾐｽﾞｻﾜ ｻｵﾘ".encode("cp932"), "shift_jis").text == "ﾐｽﾞｻﾜ ｻｵﾘ"


@pytest.mark.parametrize("label", ["utf-8", "shift_jis", "iso-2022-jp", "iso-8859-1", None])
def test_bytes_that_are_no_text_are_not_read_as_one(label):
    noise = random.Random(7).randbytes(100_000)
    found = decode(noise, label)
    assert found.reason is UnreadableReason.CHARSET
    assert len(found.text) < 10_000, "nobody should search what chance has written"


@pytest.mark.parametrize("codec", ["utf-8", "cp932", "euc-jp"])
def test_the_lines_that_are_text_are_read_among_bytes_that_are_none(codec):
    noise = random.Random(7).randbytes(5_000)
    found = decode("田中さんは以前、北斗精機に勤めていました。\r\n".encode(codec) + noise + b"\r\n" + "よろしくお願いします。\r\n".encode(codec), codec)
    assert found.reason is UnreadableReason.CHARSET
    assert "田中さんは以前、北斗精機に勤めていました。" in found.text
    assert "よろしくお願いします。" in found.text


@pytest.mark.parametrize("line", [b"My Number 123456789018 " + b"\x80" * 5, "マイナンバーは 123456789018 です ".encode() + b"\x80\xff" * 6, b"\xff\xfe\x80\x81\x82 090-1234-5678 \x80\xff\x81"])
def test_a_few_bytes_of_noise_hide_no_number(line: bytes) -> None:
    found = decode("お世話になっております。\r\n".encode() + line + b"\r\n", "utf-8")
    assert found.reason is UnreadableReason.CHARSET
    assert "123456789018" in found.text or "090-1234-5678" in found.text
