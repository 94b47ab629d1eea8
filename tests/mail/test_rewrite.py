"""Taking personal data out of a mail and touching nothing else."""

from __future__ import annotations

import base64
import dataclasses

import pytest

from gateway.mail.in_worker import held_rewritten
from gateway.mail.limits import Limits
from gateway.mail.rewrite import Edit, Rewritten, rewrite
from gateway.verdict import About, Finding, Zone
from tests.mail import letters
from tests.mail.letters import changed_region, mail, multipart, part, read, text_of

NAME = "［氏名］"
JOB = "［前職］"


def replace(raw: bytes, old: str, new: str, ref: str = "body", **more: object) -> Rewritten:
    """Replace the first `old` of a part."""
    at = text_of(read(raw), ref).index(old)
    return rewrite(raw, [Edit(ref, at, at + len(old), new)], Limits(), **more)  # type: ignore[arg-type]


def test_a_mail_with_nothing_to_do_is_the_same_object() -> None:
    raw = mail(part("こんにちは"))
    assert rewrite(raw, [], Limits()).content is raw


@pytest.mark.parametrize("codec", ["utf-8", "cp932", "euc-jp", "iso-2022-jp", "gb18030", "utf-8-sig"])
@pytest.mark.parametrize("encoding", ["8bit", "base64", "quoted-printable"])
def test_a_name_is_replaced_in_the_mails_own_charset_and_encoding(codec: str, encoding: str) -> None:
    label = {"cp932": "Shift_JIS", "utf-8-sig": "utf-8"}.get(codec, codec)
    text = "佐藤様\nお世話になっております。\nトヨハシ電機の田中(①)さんはお元気です。\n以上\n"
    text = text.replace("①", "1") if codec == "gb18030" else text
    raw = mail(part(text, codec, encoding, label=label))
    done = replace(raw, "田中", NAME)
    assert done.missed == ()
    assert text_of(read(done.content)) == text.replace("田中", NAME)
    assert label.encode() in done.content


def test_in_a_jis_mail_only_the_bytes_of_the_name_change() -> None:
    raw = mail(part("トヨハシ電機の田中さんです。\n次の行\n", "iso-2022-jp", "7bit"))
    done = replace(raw, "田中", NAME)
    before, after = changed_region(raw, done.content)
    assert len(before) <= 4 and len(after) <= 8
    assert b"\x1b" not in after, "no needless escape sequences"
    assert done.content.isascii()


def test_a_name_at_the_edge_of_a_jis_line_keeps_the_escapes_right() -> None:
    raw = mail(part("田中 Ichiro\nTEL 田中\n", "iso-2022-jp", "7bit"))
    first = replace(raw, "田中", "[name]")
    assert text_of(read(first.content)) == "[name] Ichiro\nTEL 田中\n"
    second = replace(first.content, "Ichiro\nTEL 田", NAME)
    assert text_of(read(second.content)) == f"[name] {NAME}中\n"


def test_half_width_kana_and_circled_digits_around_the_name_stay() -> None:
    text = "①ﾄﾖﾊｼ㈱の髙橋さん\n"
    raw = mail(part(text, "iso-2022-jp", "7bit"))
    assert text_of(read(replace(raw, "髙橋", NAME).content)) == f"①ﾄﾖﾊｼ㈱の{NAME}さん\n"


def test_quoted_printable_lines_stay_within_76_columns() -> None:
    raw = mail(part("あ" * 40 + "田中" + "い" * 40 + "\n", "utf-8", "quoted-printable"))
    done = replace(raw, "田中", NAME * 5)
    assert text_of(read(done.content)) == "あ" * 40 + NAME * 5 + "い" * 40 + "\n"
    assert max(map(len, done.content.split(b"\r\n"))) <= 76


def test_base64_lines_keep_their_length_and_those_before_the_name_are_untouched() -> None:
    raw = mail(part("あ" * 100 + "田中" + "い" * 100 + "\n", "utf-8", "base64"))
    done = replace(raw, "田中", NAME)
    body = done.content.split(b"\r\n\r\n", 1)[1]
    assert {len(line) for line in body.split(b"\r\n")[:-2]} == {76}
    assert body[:380] == raw.split(b"\r\n\r\n", 1)[1][:380]
    assert base64.b64decode(body).decode() == "あ" * 100 + NAME + "い" * 100 + "\r\n"


def test_an_english_mail_gets_an_english_placeholder() -> None:
    done = replace(mail(part("Mr Tanaka worked there.\n", "us-ascii", "7bit")), "Tanaka", NAME)
    assert text_of(read(done.content)) == "Mr [redacted] worked there.\n"
    assert done.missed == ()


def test_a_seven_bit_mail_never_gets_eight_bit_bytes() -> None:
    done = replace(mail(part("Mr Tanaka worked there.\n", "utf-8", "7bit")), "Tanaka", NAME)
    assert done.content.isascii() and done.missed == ()


def test_html_in_ascii_gets_the_japanese_as_character_references() -> None:
    raw = mail(part("<p>Mr Tanaka</p>", "us-ascii", "7bit", "text/html"))
    done = replace(raw, "Tanaka", NAME)
    assert done.content.isascii()
    assert text_of(read(done.content)) == f"Mr {NAME}"


def test_a_name_across_tags_keeps_the_tags() -> None:
    raw = mail(part("<p>株式会社トヨハシの<b>田</b>&#20013;さん</p>", media="text/html"))
    done = replace(raw, "田中", NAME)
    assert f"<b>{NAME}</b>さん</p>".encode() in done.content
    assert text_of(read(done.content)) == f"株式会社トヨハシの{NAME}さん"


def test_a_placeholder_with_angle_brackets_cannot_become_markup() -> None:
    raw = mail(part("<p title='田中'>田中</p>", media="text/html"))
    for ref in ("body", "1/hidden"):
        done = replace(raw, "田中", "<script>\"'&", ref)
        assert done.missed == ()
        assert "<script>" in text_of(read(done.content), ref)
        assert b"<script>" not in done.content


def test_hidden_text_and_link_targets_are_replaced_where_they_stand() -> None:
    page = '<p>x<!-- 田中 --><a href="mailto:y@midori.example?subject=%E7%94%B0%E4%B8%AD%E6%A7%98&amp;a=1">z</a></p>'
    raw = mail(part(page, media="text/html"))
    hidden = replace(raw, "田中", NAME, "1/hidden").content
    assert f"<!-- {NAME} -->".encode() in hidden
    link = replace(raw, "田中", NAME, "1/links").content
    assert b"subject=%EF%BC%BB%E6%B0%8F%E5%90%8D%EF%BC%BD%E6%A7%98&amp;a=1" in link
    assert text_of(read(link), "1/links") == f"mailto:y@midori.example?subject={NAME}様&a=1"


def test_a_link_escaped_in_shift_jis_stays_in_shift_jis() -> None:
    raw = mail(part('<a href="https://midori.example/?q=%93c%92%86%82%B3%82%F1%82%CC%82%B1%82%C6">z</a>', media="text/html"))
    shown = text_of(read(raw), "1/links")
    if "田中" in shown:
        done = replace(raw, "田中", NAME, "1/links")
        assert done.missed == () and NAME in text_of(read(done.content), "1/links")


def test_a_sentence_split_by_a_soft_break_is_replaced_as_one() -> None:
    raw = mail(part("田中さんは以前トヨハ \n シ電機に \nお勤めでした。\n次\n", more="; format=flowed; delsp=yes"))
    assert text_of(read(raw)) == "田中さんは以前トヨハシ電機にお勤めでした。\n次\n"
    done = replace(raw, "トヨハシ電機", JOB)
    assert text_of(read(done.content)) == f"田中さんは以前{JOB}にお勤めでした。\n次\n"


def test_the_subject_keeps_its_charset_and_the_mark_is_put_once() -> None:
    words = base64.b64encode("田中様の件".encode("iso-2022-jp")).decode()
    raw = f"Subject: Re: =?ISO-2022-JP?B?{words}?=\r\n\r\nx".encode()
    once = rewrite(raw, [], Limits(), "［要確認］").content
    assert text_of(read(once), "subject") == "［要確認］ Re: 田中様の件"
    assert b"UTF-8" not in once.upper()
    assert rewrite(once, [], Limits(), "［要確認］").content is once
    reply = once.replace(b"Subject: ", b"Subject: Re: ")
    assert rewrite(reply, [], Limits(), "［要確認］").content is reply
    edited = replace(once, "田中", NAME, "subject", subject_mark="［要確認］").content
    assert text_of(read(edited), "subject") == f"［要確認］ Re: {NAME}様の件"


@pytest.mark.parametrize("value", ["plain", "=?utf-8?B?44GC?=", "=?utf-8?Q?=E3=81=82?= b", "あ", "", " \r\n folded value"])
@pytest.mark.parametrize("mark", ["［要確認］", "[CHECK]"])
def test_a_mark_goes_before_any_subject(value: str, mark: str) -> None:
    raw = f"Subject: {value}\r\nX-After: 1\r\n\r\nx".encode()
    shown = text_of(read(raw), "subject") if value else ""
    done = rewrite(raw, [], Limits(), mark).content
    assert text_of(read(done), "subject").split() == f"{mark} {shown}".split()
    assert b"X-After: 1\r\n\r\nx" in done


def test_a_mail_without_a_subject_gets_one_with_the_mark() -> None:
    done = rewrite(b"From: a@midori.example\r\n\r\nx", [], Limits(), "［要確認］").content
    assert text_of(read(done), "subject") == "［要確認］"
    assert done.startswith(b"From: a@midori.example\r\nSubject: ") and done.endswith(b"\r\n\r\nx")


def test_a_long_mark_and_subject_stay_within_the_line_length() -> None:
    raw = ("Subject: " + "word " * 30 + "\r\n\r\nx").encode()
    done = rewrite(raw.replace(b"word word word word word ", b"word word word word word\r\n ", 5), [], Limits(), "［要確認：個人情報］").content
    assert max(map(len, done.split(b"\r\n")[:3])) <= 78


def test_headers_are_added_at_the_top_and_break_no_signature() -> None:
    raw = b"DKIM-Signature: v=1\r\n" + mail(part("x"))
    done = rewrite(raw, [], Limits(), headers=[("X-Sekisho-Tag", "a"), ("X-B", "c")]).content
    assert done == b"X-Sekisho-Tag: a\r\nX-B: c\r\n" + raw


@pytest.mark.parametrize("mark", ["", "[CHECK]"])
def test_signatures_that_a_change_breaks_are_removed(mark: str) -> None:
    signed = b"DKIM-Signature: v=1;\r\n b=x\r\nARC-Seal: i=1\r\nX-Google-DKIM-Signature: v=1\r\nARC-Message-Signature: i=1\r\n"
    raw = signed + mail(part("田中です"))
    done = rewrite(raw, [Edit("body", 0, 2, NAME)] if not mark else [], Limits(), mark).content
    assert b"dkim" not in done.lower() and b"ARC-" not in done
    assert b"From: Ichiro" in done


def test_display_names_are_replaced_and_the_addresses_kept() -> None:
    raw = 'From: "田中 一郎" <ichiro@aozora.example>\r\nTo: =?utf-8?B?5L2Q6JekIOe+juWSsg==?= <m@midori.example>,\r\n suzuki@midori.example (鈴木)\r\n\r\nx'.encode()
    done = replace(raw, "佐藤 美咲", NAME, "header/to")
    message = read(done.content)
    assert done.missed == ()
    assert [(p.name, p.address) for p in message.addressed] == [(NAME, "m@midori.example"), ("鈴木", "suzuki@midori.example")]
    raw_name = replace(raw, "田中", NAME, "header/from")
    assert raw_name.missed == () and read(raw_name.content).sender.name == f"{NAME} 一郎"
    comment = replace(raw, "鈴木", NAME, "header/to")
    assert comment.missed == () and read(comment.content).addressed[1].name == NAME


@pytest.mark.parametrize(
    "disposition",
    [
        'attachment; filename="=?utf-8?B?55Sw5Lit44GV44KTLmNzdg==?="; size=3',
        "attachment; filename*=utf-8''%E7%94%B0%E4%B8%AD%E3%81%95%E3%82%93.csv; size=3",
        "attachment;\r\n filename*0*=utf-8''%E7%94%B0%E4%B8%AD;\r\n filename*1*=%E3%81%95%E3%82%93.csv; size=3",
        'attachment; filename="田中さん.csv"; size=3',
    ],
)
def test_a_file_name_is_replaced_in_its_own_style(disposition: str) -> None:
    entity = f"Content-Type: application/pdf\r\nContent-Disposition: {disposition}\r\n\r\nx".encode()
    raw = mail(multipart("mixed", [part("x"), entity]))
    done = replace(raw, "田中", NAME, "2/file_name")
    assert done.missed == ()
    assert read(done.content).attachments[0].file_name == f"{NAME}さん.csv"
    assert b"size=3" in done.content


def test_the_same_name_in_content_type_goes_too() -> None:
    entity = 'Content-Type: application/pdf; name="田中.pdf"\r\nContent-Disposition: attachment; filename="田中.pdf"\r\n\r\nx'.encode()
    done = replace(mail(multipart("mixed", [part("x"), entity])), "田中", NAME, "2/file_name")
    assert "田中".encode() not in done.content


@pytest.mark.parametrize("encoding", ["7bit", "base64", "quoted-printable"])
def test_text_inside_an_attached_message_is_replaced(encoding: str) -> None:
    inner = b"Subject: =?utf-8?B?55Sw5Lit?=\r\n" + part("田中です\n" * 5, "utf-8", "base64")
    entity = f"Content-Type: message/rfc822\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n".encode() + letters.wrap(inner, encoding)
    raw = mail(multipart("mixed", [part("x"), entity]))
    for ref in ("2.1/plain", "2/subject"):
        done = replace(raw, "田中", NAME, ref)
        assert done.missed == ()
        assert text_of(read(done.content), ref).startswith(NAME)


def test_a_signed_part_is_left_alone_and_its_edit_reported() -> None:
    raw = mail(multipart("signed; protocol=application/pgp-signature", [part("田中です"), b"Content-Type: application/pgp-signature\r\n\r\nx"]))
    done = replace(raw, "田中", NAME)
    assert [e.part for e in done.missed] == ["body"]
    assert done.content == raw


def test_edits_that_point_nowhere_are_reported_and_nothing_else_happens() -> None:
    raw = mail(part("田中です"))
    wrong = [Edit("9/text", 0, 1, NAME), Edit("body", 3, 99, NAME), Edit("body", 2, 2, NAME)]
    done = rewrite(raw, wrong, Limits())
    assert list(done.missed) == wrong and done.content == raw


def test_a_text_that_could_not_be_read_for_certain_is_not_edited() -> None:
    entity = b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n55Sw5Lit44GV44KT!!!*5"
    message = read(mail(entity))
    done = rewrite(mail(entity), [Edit("body", 0, 2, NAME)], Limits())
    assert message.unreadable and len(done.missed) == 1


def test_lf_only_files_keep_their_line_ends() -> None:
    raw = mail(part("田中です\n田中\n", "utf-8", "quoted-printable")).replace(b"\r\n", b"\n")
    done = replace(raw, "です\n田中", NAME, subject_mark="[x]")
    assert b"\r" not in done.content and text_of(read(done.content)) == f"田中{NAME}\n"


def test_a_line_is_never_made_longer_than_smtp_allows() -> None:
    raw = mail(part("田中" + "あ" * 330 + "\n", "utf-8", "8bit"))
    done = replace(raw, "田中", "［メールアドレス］")
    assert [e.part for e in done.missed] == ["body"]
    assert max(map(len, done.content.split(b"\r\n"))) <= 998


def test_a_quote_mark_and_the_words_it_touches_are_replaced_apart() -> None:
    raw = mail(part("お世話に \nなります。\n>田中です\n", "utf-8", "8bit", more="; format=flowed; delsp=yes"))
    before = text_of(read(raw))
    name = before.index("田中")
    done = rewrite(raw, [Edit("body", name - 2, name - 1, "|"), Edit("body", name - 1, name + 2, "［氏名］")], Limits())
    assert done.missed == ()
    assert "|［氏名］です" in text_of(read(done.content)).replace(" ", "")


def test_a_mark_on_an_empty_message_stands_on_a_line_of_its_own() -> None:
    made = rewrite(b"\r\n", (), Limits(), "[要確認]", (("X-Sekisho-Tag", "t"),)).content
    assert made.count(b"\n") == made.count(b"\r\n")
    assert made.endswith(b"X-Sekisho-Tag: t\r\n\r\n")


def test_a_mail_that_was_held_by_a_version_that_read_it_otherwise_loses_what_was_found_then() -> None:
    raw = mail(part("水野さんは桜坂リースご出身です。\n"))
    found = Finding("JP_EMPLOYER", "body", 2, 7, 0.9, About.THIRD_PARTY, Zone.BODY, text="桜坂リース")
    done = held_rewritten(raw, [found], Limits())
    assert done.missed == ()
    assert text_of(read(done.content)) == f"水野さんは{JOB}ご出身です。\n"
    lost = held_rewritten(raw, [dataclasses.replace(found, text="梅坂リース")], Limits())
    assert lost.content == raw
    assert lost.missed, "the caller must not let it go"
