"""Corpus files: what a security team writes is read as meant, and a slip is named with its line and the remedy."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.configfile import ConfigError
from gateway.evaluation.format import ENTITY_OF, BrokenCorpus, Span, looks_like_a_sample, parse_sample, read_corpus
from gateway.message import Channel, Party
from gateway.policy.schema import EntityType
from tests.evaluation.messages import SENDER, sample, sample_text, write

ROOT = Path(__file__).parents[2]


def faults(text: str | bytes) -> str:
    content = text if isinstance(text, bytes) else text.encode()
    with pytest.raises(ConfigError) as caught:
        parse_sample(content, "x.txt")
    return str(caught.value)


def test_tags_are_taken_out_and_spans_lie_in_the_text_that_remains() -> None:
    one = sample("<PERSON>津田</PERSON>さん、<CAREER><PERSON>春日</PERSON>様は元<EMPLOYER>凪海運</EMPLOYER>\nの方</CAREER>です\n")
    assert one.body == "津田さん、春日様は元凪海運\nの方です\n"
    assert [(span.entity_type, one.body[span.start : span.end]) for span in one.spans] == [
        ("PERSON", "津田"), ("JP_CAREER_HISTORY", "春日様は元凪海運\nの方"), ("PERSON", "春日"), ("JP_EMPLOYER", "凪海運")]  # fmt: skip


def test_the_head_becomes_the_message() -> None:
    one = sample("本文", to="春日 透 <kasuga@nagisa-unyu.example>; #sales; soumu@hinode-shoji.example", cc="津田 <tsuda@hinode-shoji.example>", channel="slack")
    assert one.message.channel is Channel.SLACK
    assert one.message.sender == Party("wakui@hinode-shoji.example", "和久井 圭")
    assert one.message.recipients == (
        Party("kasuga@nagisa-unyu.example", "春日 透"), Party("#sales", "#sales"), Party("soumu@hinode-shoji.example"),
        Party("tsuda@hinode-shoji.example", "津田"))  # fmt: skip
    assert one.message.part("subject").text == "件名"
    assert one.message.addressed == one.message.recipients


def test_comments_behind_the_words_of_the_head_are_not_part_of_them() -> None:
    text = sample_text("本文").replace("channel: mail", "channel: mail            # mail | slack").replace("verdict: pass", "verdict: pass # pass | hold")
    one = parse_sample(text.encode(), "x.txt")
    assert (one.message.channel, one.verdict) == (Channel.MAIL, "pass")


def test_windows_files_with_byte_order_mark_read_the_same() -> None:
    text = sample_text("<PERSON>津田</PERSON>さん\nこんにちは\n")
    assert parse_sample(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode(), "x.txt") == parse_sample(text.encode(), "x.txt")


def test_rules_and_brackets_in_the_text_are_text() -> None:
    body = "-----Original Message-----\n---\n<m.sato@nagisa-unyu.example> [red]x[/red] <BR> <b>太字</b> <@U0123> <CONFIDENTIAL>\n"
    assert sample(body).body == body
    assert sample(body).spans == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (sample_text("<PERSON>津田さん\n"), "x.txt:11: <PERSON>: is never closed; put </PERSON> where the piece ends"),
        (sample_text("やあ\n\n津田</PERSON>さん\n"), "x.txt:13: </PERSON>: closes nothing here; put <PERSON> where the piece begins"),
        (sample_text("<CAREER>元<EMPLOYER>凪海運</CAREER></EMPLOYER>\n"), "x.txt:11: </CAREER>: closes nothing here; close <EMPLOYER> of line 11 first"),
        (sample_text("\n<EMPLOYR>凪海運</EMPLOYR>"), "x.txt:12: <EMPLOYR>: is not a tag; did you mean <EMPLOYER>?"),
        (sample_text("<THING>凪海運</THING>"), "x.txt:11: <THING>: is not a tag; the tags are PERSON, ORG, "),
        (sample_text("津田<PERSON></PERSON>さん"), "x.txt:11: <PERSON>: encloses nothing"),
        (sample_text("本文").replace("channel: mail", "channel: mial"), "x.txt:2: channel: 'mial' is not known; one of mail, slack"),
        (sample_text("本文").replace("verdict: pass", "verdict: ok"), "x.txt:7: verdict: 'ok' is not known; one of hold, pass"),
        (sample_text("本文", verdict="hold"), "x.txt:8: reason: says why a message is to be held; one of identifier"),
        (sample_text("本文", reason="career"), "x.txt:8: reason: a message to pass has no reason"),
        (sample_text("本文").replace("subject: 件名", "subjet: 件名"), "x.txt:6: 'subjet: 件名' is not a line of the head; did you mean 'subject'?"),
        (sample_text("本文").replace("cc: \n", "あいさつ\n"), "x.txt:5: 'あいさつ' is not a line of the head"),
        (sample_text("本文").replace("id: one\n", ""), "x.txt:9: id: is missing; add a line 'id: …' above '---'"),
        (sample_text("本文").replace("id: one", "id:"), "x.txt:1: id: is empty"),
        (sample_text("本文").replace("cc: ", f"from: {SENDER}"), "x.txt:5: from: stands twice (first on line 3); keep one"),
        (sample_text("本文").replace(SENDER, "和久井"), "x.txt:3: from: has no address; write 名前 <name@company.example>"),
        (sample_text("本文").replace("---\n", ""), "x.txt: has no line '---' between head and text"),
        (sample_text("  \n"), "x.txt:10: nothing stands below '---'"),
        (sample_text("本文").encode().replace("件名".encode(), "件名".encode("cp932")), "x.txt:6: is not UTF-8; save the file as UTF-8"),
        (b"", "x.txt: has no line '---'"),
    ],
)
def test_a_slip_is_named_with_its_line_and_what_would_be_right(text: str | bytes, said: str) -> None:
    assert said in faults(text)


def test_one_slip_is_one_fault_and_all_are_told_at_once() -> None:
    told = faults(sample_text("<ORG>凪海運</PERSON>\n<AGE>30\n", verdict="maybe").replace("cc: ", "bcc: "))
    assert [line.split(":")[1] for line in told.splitlines()] == ["5", "7", "11", "11", "12"]


def test_a_file_full_of_slips_is_refused_at_once() -> None:
    began = time.monotonic()
    for body in ("<AGE>" * 50_000 + "</PERSON>" * 50_000, "<PERSN>" * 100_000, "<AGE>" * 100_000, "<" * 1_000_000):
        if body.startswith("<<"):
            assert sample(body).body == body
        else:
            assert 1 <= len(faults(sample_text(body)).splitlines()) <= 101
    assert time.monotonic() - began < 30


def test_every_broken_file_of_a_folder_is_named_and_folders_may_be_nested(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    write(tmp_path, "よい", id="good")
    write(tmp_path / "a", "<PERSON>", id="bad-1")
    write(tmp_path / "a" / "b", "本文", id="bad-2", verdict="x")
    with pytest.raises(BrokenCorpus) as caught:
        read_corpus([tmp_path])
    assert "bad-1.txt:11" in str(caught.value)
    assert "bad-2.txt:7" in str(caught.value)
    assert "good" not in str(caught.value)


def test_two_messages_of_one_name_are_an_error_and_the_same_file_named_twice_is_not(tmp_path: Path) -> None:
    write(tmp_path, "一", id="same")
    assert len(read_corpus([tmp_path, tmp_path / "same.txt"])) == 1
    (tmp_path / "other.txt").write_text(sample_text("二", id="same"), "utf-8")
    with pytest.raises(BrokenCorpus, match=r"same\.txt: id: 'same' is also the id of .*other\.txt"):
        read_corpus([tmp_path])


def test_a_folder_without_messages_and_one_that_is_not_there_are_errors(tmp_path: Path) -> None:
    with pytest.raises(BrokenCorpus, match=r"no \.txt files there(?s:.*)nowhere: cannot be read"):
        read_corpus([tmp_path, tmp_path / "nowhere"])


def test_a_corpus_file_is_told_from_a_mail_by_what_is_in_it() -> None:
    assert looks_like_a_sample(sample_text("本文").encode())
    assert looks_like_a_sample(sample_text("<PERSON>", verdict="x").encode())
    assert not looks_like_a_sample(b"From: a@hinode-shoji.example\r\nTo: b@hinode-shoji.example\r\nSubject: x\r\n\r\nverdict: hold\r\nreason: career\r\n")
    assert not looks_like_a_sample(b"\x00\xff" * 1000)


def test_the_tags_stand_for_all_types_a_policy_may_name_and_the_page_explains_each() -> None:
    assert set(ENTITY_OF.values()) == set(EntityType.__args__)  # type: ignore[attr-defined]
    page = (ROOT / "docs/corpus.md").read_text("utf-8")
    for tag, entity_type in ENTITY_OF.items():
        assert f"| `<{tag}>` | `{entity_type}` |" in page


def test_the_example_on_the_page_is_right() -> None:
    page = (ROOT / "docs/corpus.md").read_text("utf-8")
    example = page.split("```\n")[1]
    assert len(parse_sample(example.encode(), "example").spans) == 6


def test_our_own_corpus_is_in_order() -> None:
    assert len(read_corpus([ROOT / "tests/corpus"])) > 300


@given(st.lists(st.sampled_from(["<PERSON>", "</PERSON>", "<CAREER>", "</CAREER>", "<X>", "</X>", "<", ">", "/", "津田", "\n", "[red]", "---\n"]), max_size=30))
def test_any_text_is_read_or_refused_in_words(pieces: list[str]) -> None:
    try:
        one = sample("".join(pieces))
    except ConfigError as error:
        assert str(error)
    else:
        assert all(0 <= span.start < span.end <= len(one.body) for span in one.spans)


def test_spans_sort_and_compare_by_place() -> None:
    assert Span("PERSON", 1, 2) == Span("PERSON", 1, 2)
    assert Span("AGE", 0, 1) < Span("AGE", 0, 2)
