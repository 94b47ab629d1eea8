"""Whatever is replaced in whatever mail: it reads as it should, and the rest is the same."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gateway.mail.limits import Limits
from gateway.mail.rewrite import Edit, rewrite
from gateway.message import PartKind
from tests.mail.letters import changed_region, mail, multipart, part, read, text_of

NAME = "［氏名］"
JOB = "［前職］"

CODECS = st.sampled_from(["utf-8", "cp932", "euc-jp", "iso-2022-jp", "utf-16", "gb18030"])
ENCODINGS = st.sampled_from(["8bit", "base64", "quoted-printable"])
SENTENCE = st.text(st.sampled_from("あいうかきく田中佐藤東京①髙㈱ｱｲｳ々ー。、 　ABCxyz019=?.,-<>&;\n"), min_size=1, max_size=120)


def _can(text: str, codec: str) -> bool:
    try:
        return read(mail(part(text, codec, "base64"))).part("body").text == text and not read(mail(part(text, codec, "base64"))).unreadable
    except (UnicodeError, KeyError):
        return False


@settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_any_part_of_any_text_can_be_replaced_and_the_rest_stays(data: st.DataObject) -> None:
    text = "お世話になっております。田中です。\n" + data.draw(SENTENCE).replace("--b1", "") + "。です。\n"
    codec, encoding = data.draw(CODECS), data.draw(ENCODINGS)
    encoding = "base64" if codec == "utf-16" else encoding
    if not _can(text, codec):
        return
    other = part("そのまま", "iso-2022-jp", "7bit")
    raw = mail(multipart("mixed", [part(text, codec, encoding), other]))
    body = text_of(read(raw))
    assert body.rstrip("\n") == text.rstrip("\n")
    start = data.draw(st.integers(0, len(body) - 1))
    end = data.draw(st.integers(start + 1, min(len(body), start + 40)))
    word = data.draw(st.sampled_from([NAME, JOB, "［メールアドレス］", "X"]))
    done = rewrite(raw, [Edit("body", start, end, word)], Limits())
    assert done.missed == ()
    assert text_of(read(done.content)) == body[:start] + word + body[end:]
    head = raw.index(b"\r\n\r\n", raw.index(b"--b1"))
    assert done.content[:head] == raw[:head]
    assert done.content.endswith(raw[raw.index(b"\r\n--b1\r\n", head) :])
    if encoding == "8bit":
        before, _ = changed_region(raw, done.content)
        assert len(before) <= 5 * (end - start) + 8


def _cut(text: str, data: st.DataObject) -> list[Edit]:
    """Some edits of a body, one after another, at times touching."""
    marks = sorted(data.draw(st.lists(st.integers(0, len(text)), min_size=2, max_size=8)))
    spans = [(a, b) for a, b in zip(marks[::2], marks[1::2], strict=False) if a < b]
    return [Edit("body", a, b, data.draw(st.sampled_from([NAME, "x", "", "［電話番号］ "]))) for a, b in spans]


def _with_edits(text: str, edits: list[Edit]) -> str:
    for edit in reversed(edits):
        text = text[: edit.start] + edit.replacement + text[edit.end :]
    return text


@settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_many_edits_in_one_text_are_made_together(data: st.DataObject) -> None:
    text = "お世話になっております。\n" + data.draw(SENTENCE) + "。です。\n" + "トヨハシ電機の田中です。" * data.draw(st.integers(0, 20)) + "\n"
    codec, encoding = data.draw(CODECS), data.draw(ENCODINGS)
    encoding = "base64" if codec == "utf-16" else encoding
    if not _can(text, codec):
        return
    raw = mail(part(text, codec, encoding))
    edits = _cut(text_of(read(raw)), data)
    wanted = _with_edits(text_of(read(raw)), edits)
    done = rewrite(raw, edits, Limits())
    if read(mail(part(wanted, codec, "base64"))).unreadable:
        return  # what is left says too little to tell its charset
    assert done.missed == ()
    assert text_of(read(done.content)) == wanted
    assert max(map(len, done.content.split(b"\r\n"))) <= (998 if encoding == "8bit" else 78)


FLOWED = st.lists(st.sampled_from(["田中", "さん", " ", " \n", "\n", "> ", ">", "-- \n", "abc", "\n> ", " \n> "]), max_size=30)


@settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))
@given(FLOWED, st.sampled_from(["yes", "no"]), st.sampled_from(["8bit", "base64", "quoted-printable"]), st.data())
def test_flowed_text_stays_flowed(pieces: list[str], delsp: str, encoding: str, data: st.DataObject) -> None:
    raw = mail(part("お世話に \nなります。\n" + "".join(pieces) + "以上です\n", "utf-8", encoding, more=f"; format=flowed; delsp={delsp}"))
    before = text_of(read(raw))
    edits = [Edit(e.part, e.start, e.end, NAME) for e in _cut(before, data) if before[e.start : e.end].strip("> \n")]
    done = rewrite(raw, edits, Limits())
    # Whether a line flows is said by a blank at its end: a placeholder in its place may move a line break, no more.
    assert done.missed == ()
    bare = str.maketrans("", "", "> \n")
    assert text_of(read(done.content)).translate(bare) == _with_edits(before, edits).translate(bare)


PIECES = st.lists(
    st.sampled_from(["田", "中", "佐藤", "<b>", "</b>", "<br>", "<p>", "</p>", "&amp;", "&#30000;", "&lt;", " ", "\n", "<!-- 田中 -->", "<td>", "<table>", "</table>",
                     "<tr>", "<span style='display:none'>", "</span>", '<a href="http://x.example/%E7%94%B0?a=&amp;b">', "</a>", "abc", "&nbsp;", "<img alt='田&amp;中'>"]),
    min_size=3, max_size=40,
)  # fmt: skip


@settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))
@given(PIECES, CODECS, ENCODINGS, st.data())
def test_any_part_of_any_page_can_be_replaced_and_its_tags_stay(pieces: list[str], codec: str, encoding: str, data: st.DataObject) -> None:
    page = "<html><body>お世話になっております。" + "".join(pieces) + "</body></html>"
    encoding = "base64" if codec == "utf-16" else encoding
    raw = mail(part(page, codec, encoding, "text/html"))
    message = read(raw)
    if message.unreadable:
        return
    shown = data.draw(st.sampled_from([p for p in message.parts if p.kind is not PartKind.HEADER]))
    start = data.draw(st.integers(0, len(shown.text) - 1))
    end = data.draw(st.integers(start + 1, min(len(shown.text), start + 20)))
    if not shown.text[start:end].strip():
        return
    done = rewrite(raw, [Edit(shown.ref, start, end, NAME)], Limits())
    assert done.missed == ()
    again = text_of(read(done.content), shown.ref)
    assert "".join(again.split()) == "".join((shown.text[:start] + NAME + shown.text[end:]).split())
    if shown.kind is PartKind.HTML_VISIBLE:
        for other in read(done.content).parts:
            assert other.ref == shown.ref or other.text == text_of(message, other.ref)


@settings(max_examples=100, deadline=None)
@given(st.text(st.sampled_from('田中あ①髙ｱ  abcRe:()"\\,<>@?=_.;\t'), max_size=80), st.sampled_from(["utf-8", "iso-2022-jp", "shift_jis", "us-ascii"]))
def test_any_subject_can_be_written_and_read_again(text: str, label: str) -> None:
    raw = f"Subject: =?{label}?Q?x?=\r\n\r\nx".encode()
    if not text.strip() or "=?" in text:
        return
    done = rewrite(raw, [Edit("subject", 0, 1, text)], Limits())
    assert done.missed == ()
    assert "".join(text_of(read(done.content), "subject").split()) == "".join(text.split())
    assert max(map(len, done.content.split(b"\r\n"))) <= 78
