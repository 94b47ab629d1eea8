"""A mail taken apart: what its reader sees, what is attached, and what could not be read."""

from __future__ import annotations

import base64
import time
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.mail.limits import Limits
from gateway.mail.mime import read_mail
from gateway.message import Channel, PartKind, UnreadableReason
from gateway.settings import Inspection
from tests.mail.letters import HEAD, mail, multipart, part, read, reasons, text_of

SENTENCE = "お世話になっております。\n青空システムの田中です。\n"


def _file(data: bytes, media: str, name: str = "", encoding: str = "base64", more: str = "") -> bytes:
    disposition = f'Content-Disposition: attachment; filename="{name}"\r\n' if name else ""
    body = base64.encodebytes(data).replace(b"\n", b"\r\n") if encoding == "base64" else data
    return f"Content-Type: {media}\r\n{disposition}{more}Content-Transfer-Encoding: {encoding}\r\n\r\n".encode() + body


def _with(*entities: bytes) -> bytes:
    return mail(multipart("mixed", [part("本文\n"), *entities]))


def test_the_defaults_are_those_of_the_settings() -> None:
    inspection, limits = Inspection(), Limits()
    for name in ("max_depth", "max_parts", "max_header_bytes", "max_text_bytes"):
        assert getattr(inspection, name) == getattr(limits, name)


def test_sender_and_recipients_come_from_envelope_and_header() -> None:
    raw = "From: 田中 <ichiro@aozora.example>\r\nTo: 佐藤 <Misaki@Midori.example>\r\nCc: ken@midori.example\r\n\r\nx".encode()
    message = read_mail(raw, "bounce@aozora.example", ["misaki@midori.example", "hidden@midori.example"])
    assert message.channel is Channel.MAIL and message.size == len(raw)
    assert (message.sender.address, message.sender.name) == ("ichiro@aozora.example", "田中")
    assert message.envelope_sender == "bounce@aozora.example"
    assert [(r.address, r.name) for r in message.recipients] == [("misaki@midori.example", "佐藤"), ("hidden@midori.example", "")]
    assert [p.address for p in message.addressed] == ["Misaki@Midori.example", "ken@midori.example"]


def test_a_stored_mail_is_read_without_an_envelope() -> None:
    message = read(b"From: a@aozora.example\r\nTo: b@midori.example\r\nCc: c@midori.example\r\nBcc: d@midori.example\r\n\r\nx")
    assert [r.address for r in message.recipients] == ["b@midori.example", "c@midori.example", "d@midori.example"]
    assert message.sender.address == message.envelope_sender == "a@aozora.example"


def test_a_mail_without_from_is_from_the_envelope_sender() -> None:
    assert read_mail(b"Subject: x\r\n\r\nx", "a@aozora.example", ["b@midori.example"]).sender.address == "a@aozora.example"


def test_all_authors_and_readable_fields_are_parts() -> None:
    raw = ("From: 田中 <a@aozora.example>, 鈴木 <b@aozora.example>\r\nFrom: 高橋 <c@aozora.example>\r\nReply-To: 受付 <d@aozora.example>\r\n"
           "Organization: 青空システム\r\nKeywords: 見積\r\nComments: 至急\r\nThread-Topic: 話題\r\nSubject: 件名\r\nSubject: 別件\r\n\r\nx").encode()  # fmt: skip
    message = read(raw)
    assert {p.ref: p.text for p in message.parts if p.kind is PartKind.HEADER} == {
        "header/from": "田中\n鈴木", "header/from.2": "高橋", "header/reply-to": "受付", "header/organization": "青空システム", "header/keywords": "見積",
        "header/comments": "至急", "header/thread-topic": "話題", "header/subject.2": "別件",
    }  # fmt: skip
    assert message.part("subject").kind is PartKind.SUBJECT and text_of(message, "subject") == "件名"
    assert message.sender.name == "田中"


@pytest.mark.parametrize("codec", ["utf-8", "iso-2022-jp", "cp932", "euc-jp"])
@pytest.mark.parametrize("encoding", ["8bit", "base64", "quoted-printable"])
def test_a_text_is_read_as_pythons_email_reads_it(codec: str, encoding: str) -> None:
    raw = mail(part(SENTENCE, codec, encoding, label="shift_jis" if codec == "cp932" else codec))
    oracle = BytesParser(policy=policy.default).parsebytes(raw).get_content().replace("\r\n", "\n")
    assert text_of(read(raw)) == oracle == SENTENCE
    assert text_of(read(raw.replace(b"\r\n", b"\n"))) == SENTENCE
    assert read(raw).unreadable == ()


def test_quoted_printable_escapes_inside_jis_are_read() -> None:
    body = b"=1B$B=24=22=24$=1B(B =3D ok =\r\nend\r\n"
    raw = mail(b"Content-Type: text/plain; charset=iso-2022-jp\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n" + body)
    assert text_of(read(raw)) == "あい = ok end\n"


def test_circled_digits_in_a_jis_body_without_charset_are_read() -> None:
    assert text_of(read(mail(part("①㈱髙橋です\n", "iso-2022-jp", "7bit", label="")))) == "①㈱髙橋です\n"


def test_the_plain_text_is_the_body_and_the_html_beside_it_is_read_too() -> None:
    message = read(mail(multipart("alternative", [part("平文の本文\n"), part("<p>ＨＴＭＬの本文</p>", media="text/html")])))
    assert text_of(message) == "平文の本文\n"
    assert text_of(message, "2/html") == "ＨＴＭＬの本文"
    assert message.part("2/html").kind is PartKind.HTML_VISIBLE


def test_an_empty_plain_text_does_not_stand_for_the_html() -> None:
    message = read(mail(multipart("alternative", [part(" \n"), part("<p>本文</p>", media="text/html")])))
    assert text_of(message) == "本文" and message.part("body").kind is PartKind.HTML_VISIBLE


def test_section_numbers_are_those_of_imap() -> None:
    nested = b"Content-Type: message/rfc822\r\n\r\n" + b"Subject: inner\r\n" + multipart("mixed", [part("一\n"), part("二\n")], "b3")
    single = b"Content-Type: message/rfc822\r\n\r\n" + b"Subject: single\r\n" + part("三\n")
    raw = mail(multipart("mixed", [multipart("alternative", [part("本文\n"), part("<p>x</p>", media="text/html")], "b2"), nested, single]))
    assert [p.ref for p in read(raw).parts] == [
        "header/from", "header/to", "body", "1.2/html", "2/subject", "2.1/plain", "2.2/plain", "3/subject", "3.1/plain",
    ]  # fmt: skip


def test_a_digest_is_made_of_messages() -> None:
    message = read(mail(multipart("digest", [b"\r\nSubject: =?utf-8?B?55Sw5Lit?=\r\n\r\ntext\r\n"])))
    assert text_of(message, "1/subject") == "田中" and text_of(message, "1.1/plain").strip() == "text"


def test_a_soft_break_does_not_cut_a_sentence() -> None:
    raw = mail(part("田中さんは以前、トヨハシ \n電機にお勤めでした。\n> 引用の \n> 続き\n-- \n署名\n", more="; format=flowed; delsp=yes"))
    assert text_of(read(raw)) == "田中さんは以前、トヨハシ電機にお勤めでした。\n> 引用の続き\n-- \n署名\n"
    spaced = mail(part("The quick \nbrown fox\n  indented\n", more="; format=flowed"))
    assert text_of(read(spaced)) == "The quick brown fox\n indented\n"


@pytest.mark.parametrize(
    ("media", "name"),
    [("text/csv", "名簿.csv"), ("text/plain", "a.txt"), ("application/octet-stream", "名簿.csv"), ("application/octet-stream", "a.TXT"), ("application/json", "a.json"),
     ("text/calendar", "a.ics"), ("text/vcard", "a.vcf"), ("application/xml", "a.xml"), ("text/markdown", "a.md"), ("application/octet-stream", "a.log"),
     ("application/vnd.ms-excel", "名簿.csv"), ("application/octet-stream", "no extension")],
)  # fmt: skip
def test_text_files_are_read(media: str, name: str) -> None:
    message = read(_with(_file("氏名,電話\r\n田中 一郎,03-0000-0000\r\nさんの名簿です\r\n".encode("cp932"), media, name)))
    assert text_of(message, "2/text") == "氏名,電話\n田中 一郎,03-0000-0000\nさんの名簿です\n"
    assert message.part("2/text").kind is PartKind.ATTACHMENT
    assert message.unreadable == ()
    assert [(a.file_name, a.content_type) for a in message.attachments] == [(name, media)]


def test_an_html_file_is_read_as_a_page() -> None:
    message = read(_with(_file("<p>田<b>中</b></p><!-- 鈴木 -->".encode(), "application/octet-stream", "a.html")))
    assert text_of(message, "2/text") == "田中" and text_of(message, "2/hidden") == "鈴木"


@pytest.mark.parametrize("media", ["message/rfc822", "application/octet-stream"])
@pytest.mark.parametrize("encoding", ["base64", "8bit"])
def test_an_attached_mail_is_read_to_the_bottom(media: str, encoding: str) -> None:
    inner = "From: 鈴木 <s@aozora.example>\r\nSubject: 転送\r\n".encode() + multipart("mixed", [part("中身\n"), _file(b"%PDF", "application/pdf", "秘.pdf")], "b9")
    message = read(_with(_file(inner, media, "a.eml", encoding)))
    assert text_of(message, "2/subject") == "転送" and text_of(message, "2/header/from") == "鈴木"
    assert text_of(message, "2.1/plain") == "中身\n" and text_of(message, "2.2/file_name") == "秘.pdf"
    assert [a.ref for a in message.attachments] == ["2", "2.2"]


@pytest.mark.parametrize(
    ("media", "name", "data", "reason"),
    [
        ("application/pdf", "a.pdf", b"%PDF-1.7", "unsupported"),
        ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "a.docx", b"PK\x03\x04\x14\0\0\0", "unsupported"),
        ("application/zip", "a.zip", b"PK\x03\x04\x14\0\0\0\x08\0", "unsupported"),
        ("application/zip", "a.zip", b"PK\x03\x04\x14\0\x01\0\x08\0", "encrypted"),
        ("application/octet-stream", "a.zip", b"PK\x03\x04\x14\0\x01\0\x08\0", "encrypted"),
        ("application/octet-stream", "a.bin", bytes(range(256)), "unsupported"),
        ("application/ms-tnef", "winmail.dat", b"\x78\x9f\x3e\x22", "unsupported"),
        ("image/png", "a.png", b"\x89PNG" + b"x" * 5000, "unsupported"),
        ("application/pkcs7-mime; smime-type=enveloped-data", "smime.p7m", b"\x30\x82", "encrypted"),
        ("application/pkcs7-mime; smime-type=signed-data", "smime.p7m", b"\x30\x82", "unsupported"),
        ("application/octet-stream", "a.docx.gpg", b"\x85\x01", "encrypted"),
        ("application/msword", "a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        ("message/partial; id=1; number=1", "", b"x", "malformed"),
        ("message/external-body; access-type=url", "", b"x", "unsupported"),
        ("text/rtf", "a.rtf", b"{\\rtf1}", "unsupported"),
    ],
)
def test_a_file_that_is_not_read_is_recorded_with_the_reason(media: str, name: str, data: bytes, reason: str) -> None:
    message = read(_with(_file(data, media, name)))
    assert [(u.ref, u.reason.value) for u in message.unreadable] == [("2", reason)]
    assert [(a.ref, a.file_name, a.size) for a in message.attachments] == [("2", name, len(data))]


def test_a_tracking_pixel_is_recorded_but_nothing_to_worry_about() -> None:
    pixel = _file(b"GIF89a" + b"\0" * 40, "image/gif", more="Content-ID: <a@b>\r\n")
    message = read(_with(pixel))
    assert message.unreadable == () and message.attachments[0].size == 46


@pytest.mark.parametrize("encoding", ["base64", "8bit"])
@pytest.mark.parametrize("size", [0, 1, 2, 3, 56, 57, 58, 1000])
def test_the_recorded_size_is_that_of_the_file(encoding: str, size: int) -> None:
    assert read(_with(_file(b"x" * size, "application/pdf", "a.pdf", encoding))).attachments[0].size == size


def test_encrypted_text_is_said_and_the_words_around_it_read() -> None:
    message = read(mail(part("田中です\n-----BEGIN PGP MESSAGE-----\nabc\n-----END PGP MESSAGE-----\n")))
    assert reasons(message) == {"encrypted"} and text_of(message).startswith("田中です")
    assert reasons(read(mail(multipart("encrypted", [part("Version: 1", media="application/pgp-encrypted")])))) == {"encrypted"}


def test_signed_mail_is_read_normally() -> None:
    message = read(mail(multipart("signed; protocol=x", [part("田中です\n"), b"Content-Type: application/pgp-signature\r\n\r\nx"])))
    assert text_of(message) == "田中です\n" and message.unreadable == ()


def test_a_uuencoded_file_in_the_text_is_recorded() -> None:
    message = read(mail(part("添付します\nbegin 644 名簿.xls\n#0V%T\n`\nend\n")))
    assert reasons(message) == {"unsupported"} and message.attachments[0].file_name == "名簿.xls"


def test_text_outside_the_parts_is_read_as_hidden() -> None:
    raw = mail(b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + "前の田中\r\n--b\r\n\r\n本文\r\n--b--\r\n後の田中\r\n".encode())
    message = read(raw)
    assert (text_of(message, "preamble").strip(), text_of(message), text_of(message, "epilogue").strip()) == ("前の田中", "本文", "後の田中")
    assert message.part("preamble").kind is message.part("epilogue").kind is PartKind.HTML_HIDDEN


def test_a_multipart_whose_boundary_never_comes_is_shown_as_text_and_said() -> None:
    for boundary in ("; boundary=never", ""):
        message = read(mail(f"Content-Type: multipart/mixed{boundary}\r\n\r\n--other\r\n\r\n田中\r\n".encode()))
        assert reasons(message) == {"malformed"}
        assert "田中" in text_of(message, "text") and message.part("text").kind is PartKind.PLAIN


def test_a_missing_last_boundary_loses_nothing() -> None:
    message = read(mail("Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n本文\r\n--b\r\n\r\n続き\r\n".encode()))
    assert text_of(message) == "本文" and text_of(message, "2/plain") == "続き\n"


def test_an_inner_boundary_left_open_ends_with_the_outer_one() -> None:
    inner = "Content-Type: multipart/alternative; boundary=in\r\n\r\n--in\r\n\r\n本文\r\n".encode()
    message = read(mail(multipart("mixed", [inner, part("続き\n")])))
    assert text_of(message) == "本文\n" and text_of(message, "2/plain") == "続き\n"


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ("Content-Type: text/plain\r\nContent-Type: text/html\r\n", "malformed"),
        ("Content-Type: text/plain; charset=utf-8; charset=shift_jis\r\n", "malformed"),
        ("Content-Type: text/plain\r\nContent-Transfer-Encoding: 7bit\r\nContent-Transfer-Encoding: base64\r\n", "malformed"),
        ("Content-Type: text/plain\r\nContent-Transfer-Encoding: x-secret\r\n", "encoding"),
    ],
)
def test_contradicting_fields_are_said_and_the_first_one_read(fields: str, reason: str) -> None:
    message = read(f"{fields}\r\n田中\r\n".encode())
    assert reasons(message) == {reason} and text_of(message) == "田中\n"


@pytest.mark.parametrize(
    ("encoding", "body", "text"),
    [("base64", b"55Sw5Lit!!44GV44KT", "田中さん"), ("base64", b"55Sw5Lit44GV44KT5", "田中さん"), ("quoted-printable", b"=E7=94=B0=E4=B8=AD=ZZ=", "田中=ZZ")],
)
def test_broken_encodings_are_read_as_far_as_they_go_and_said(encoding: str, body: bytes, text: str) -> None:
    message = read(f"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n".encode() + body)
    assert reasons(message) == {"encoding"} and text_of(message) == text


def test_base64_texts_joined_with_their_padding_are_read_whole() -> None:
    body = base64.b64encode("田".encode() + b"x") + b"\r\n" + base64.b64encode("中".encode())
    assert text_of(read(b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n" + body)) == "田x中"


def test_what_ran_into_a_base64_text_is_read_beside_it() -> None:
    body = base64.encodebytes("人事の田中です。\n個人番号のご連絡です。\n".encode()).replace(b"\n", b"\r\n") + b"\r\n--\r\nThis mail was sent by our list server; do not reply.\r\nContent-Type: text/html; charset=utf-8\r\n"
    message = read(b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n" + body)
    assert reasons(message) == {"encoding"}
    assert "人事の田中です。\n個人番号のご連絡です。" in text_of(message) and "do not reply.\nContent-Type: text/html; charset=utf-8" in text_of(message)


def test_lines_of_several_charsets_in_one_text_are_each_read_in_their_own() -> None:
    lines = "個人番号は下記の通りです。\r\n".encode("cp932") + "どうぞよろしくお願いいたします。\r\n".encode() + "田中です。\r\n".encode("euc-jp") + "佐藤です。\r\n".encode("iso-2022-jp")
    message = read(b"Content-Type: text/plain; charset=iso-2022-jp\r\n\r\n" + lines)
    assert reasons(message) == {"charset"}
    assert text_of(message) == "個人番号は下記の通りです。\nどうぞよろしくお願いいたします。\n田中です。\n佐藤です。\n"


@pytest.mark.parametrize("label", ["iso-2022-jp", "utf-8", "shift_jis", "us-ascii"])
def test_one_damaged_letter_leaves_the_rest_readable(label: str) -> None:
    damaged = "社員の皆様\r\n個人番号は".encode("cp932") + b"\x81\r\n" + "以上です。\r\n".encode("cp932")
    message = read(f"Content-Type: text/plain; charset={label}\r\n\r\n".encode() + damaged)
    assert reasons(message) == {"charset"}
    assert "社員の皆様\n個人番号は" in text_of(message) and text_of(message).endswith("以上です。\n")


def test_nul_and_lone_carriage_returns_are_read_on() -> None:
    assert text_of(read(b"\r\nTanaka\rwas here\r\n")) == "Tanaka\rwas here\n"
    message = read(mail(part("田中\0です\n")))
    assert "です" in text_of(message) and reasons(message) == {"charset"}


def test_an_unreadable_charset_is_said() -> None:
    message = read(b"Content-Type: text/plain; charset=utf-8\r\n\r\n\xff\xfe\xfd\xe7\x94 x \x80\x81")
    assert reasons(message) == {UnreadableReason.CHARSET.value}


def test_a_mail_that_is_nothing_but_a_file_is_recorded() -> None:
    message = read(HEAD + _file(b"%PDF", "application/pdf", "田中.pdf"))
    assert text_of(message, "1/file_name") == "田中.pdf" and reasons(message) == {"unsupported"}


TREES = st.recursive(
    st.sampled_from(["plain", "html", "csv"]),
    lambda inner: st.lists(inner, min_size=1, max_size=4),
    max_leaves=12,
)


@settings(max_examples=60, deadline=None)
@given(TREES)
def test_a_tree_built_by_pythons_email_is_read_leaf_by_leaf(tree: object) -> None:
    counter = iter(range(1000))

    def build(node: object) -> EmailMessage:
        message = EmailMessage()
        if isinstance(node, list):
            message.make_mixed()
            for child in node:
                message.attach(build(child))
            return message
        text = f"葉{next(counter)}です"
        message.set_content(f"<p>{text}</p>" if node == "html" else text, subtype=str(node), charset="utf-8")
        return message

    texts = [p.text.strip() for p in read(build(tree).as_bytes()).parts]
    assert texts == [f"葉{n}です" for n in range(next(counter))]


def test_an_ordinary_mail_is_read_in_a_moment() -> None:
    raw = mail(part(SENTENCE * 50, "iso-2022-jp", "7bit"))
    read(raw)
    started = time.process_time()
    for _ in range(50):
        read(raw)
    assert (time.process_time() - started) / 50 < 0.05
