"""`sekisho explain`: how one message was understood, from a mail or a corpus file, shown as text whatever is in it."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from rich.console import Console

from gateway.configfile import ConfigError
from gateway.explanation.page import page
from gateway.explanation.people import people, relations, sentence
from gateway.explanation.reading import inspector, read_content
from gateway.explanation.understanding import Inspect, Understanding, as_json, understand
from gateway.message import Channel, Message, Part, PartKind, Party
from gateway.policy.load import LoadedPolicy, load_policy, policy_from_text
from gateway.verdict import About, Finding, Relation, Zone
from tests.evaluation.messages import sample_text

ROOT = Path(__file__).parents[2]
LEAK = "津田さん\n\nお疲れさまです。和久井です。\n凪運輸の春日様ですが、以前は汐見信用金庫にお勤めだったそうです。\n\n> 先日の件です。\n\n-----\n日の出商事株式会社\n和久井 圭\nTEL: 03-5550-0199\n"
MAIL = (
    "From: =?utf-8?B?5ZKM5LmF5LqVIOWcrQ==?= <wakui@hinode-shoji.example>\r\nTo: tsuda@hinode-shoji.example\r\nSubject: =?utf-8?B?5pil5pel5qeY?=\r\n"
    "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" + LEAK.replace("\n", "\r\n")
).encode()


@pytest.fixture(scope="module")
def inspect() -> Inspect:
    return inspector(None)


@pytest.fixture(scope="module")
def shipped() -> LoadedPolicy:
    return load_policy(ROOT / "config/policy.yaml")


def shown(u: Understanding, width: int = 160, colours: bool = False) -> str:
    console = Console(width=width, color_system="standard" if colours else None, force_terminal=colours)
    with console.capture() as captured:
        console.print(page(u))
    return captured.get()


def test_a_mail_is_shown_with_zones_people_relations_findings_and_rules(inspect: Inspect, shipped: LoadedPolicy) -> None:
    u = understand(MAIL, "mail.eml", shipped, inspect)
    told = shown(u)
    assert (u.source, u.channel, u.action, u.answer) == ("mail", "mail", "quarantine", None)
    rows = {line.partition("│")[2].strip(): line.partition("│")[0].strip() for line in told.splitlines() if "│" in line}
    assert rows["津田さん"] == "salutation"
    assert rows["> 先日の件です。"] == "quote"
    assert rows["TEL: 03-5550-0199"] == ""
    assert rows["-----"] == "signature"
    assert "春日 ← 以前 汐見信用金庫 に勤務（伝聞）  about third_party  (body)" in told
    assert "● rule career (quarantine) fired for tsuda@hinode-shoji.example: 「以前は汐見信用金庫にお勤めだった」 JP_CAREER_HISTORY about third_party" in told
    assert "○ rule identifier (quarantine) did not fire: entities: JP_MY_NUMBER" in told
    assert "○ rule bulk (quarantine) did not fire: recipients: external ← internal only" in told
    assert "Verdict: quarantine" in told
    by_role = {one.roles[0]: one for one in u.people}
    assert "和久井" in by_role["sender"].names
    assert by_role["sender"].addresses == ("wakui@hinode-shoji.example",)
    assert by_role["recipient"].names == ("津田",)
    assert by_role["third_party"].names == ("春日",)


def test_a_corpus_file_is_held_against_what_it_says(inspect: Inspect, shipped: LoadedPolicy) -> None:
    marked = LEAK.replace("春日様", "<PERSON>春日</PERSON>様").replace("汐見信用金庫", "<ORG>汐見信用金庫</ORG>")
    u = understand(sample_text(marked, verdict="pass").encode(), "x.txt", shipped, inspect)
    assert u.source == "corpus"
    assert u.answer is not None
    assert (u.answer.verdict, u.answer.right) == ("pass", False)
    assert [(one.entity_type, one.text) for one in u.answer.missed] == [("ORGANIZATION", "汐見信用金庫")]
    assert ("JP_EMPLOYER", "汐見信用金庫") in [(one.entity_type, one.text) for one in u.answer.false]
    assert "✗ one  to pass" in shown(u)
    right = understand(sample_text(marked, verdict="hold", reason="career").encode(), "x.txt", shipped, inspect)
    assert "✓ one  to hold for career" in shown(right)


def test_a_broken_corpus_file_is_named_with_its_line(inspect: Inspect, shipped: LoadedPolicy) -> None:
    with pytest.raises(ConfigError, match=r"x\.txt:11: <PERSON>: is never closed"):
        understand(sample_text("<PERSON>津田さん").encode(), "x.txt", shipped, inspect)


def test_another_channel_may_judge_otherwise(inspect: Inspect) -> None:
    policy = policy_from_text("rules:\n- {id: chat, when: {channels: [slack]}, action: block}\n", "test")
    assert understand(MAIL, "-", policy, inspect).action == "pass"
    assert understand(MAIL, "-", policy, inspect, channel=Channel.SLACK).action == "block"


def test_findings_are_coloured_and_their_colours_explained(inspect: Inspect, shipped: LoadedPolicy) -> None:
    told = shown(understand(MAIL, "mail.eml", shipped, inspect), colours=True)
    line = next(row for row in told.splitlines() if "汐見信用金庫" in row)
    assert "\x1b[" in line


@pytest.mark.parametrize("evil", ["[red]春日[/red]さんは以前[bold]汐見信用金庫にお勤めだったそうです。[/]", "[/] [link=x]y[/link] \\[b] {x}", "\x1b[31m赤\x1b]8;;http://x.example\x07押\x9b2J"])
def test_markup_and_control_characters_show_as_text(evil: str, inspect: Inspect, shipped: LoadedPolicy) -> None:
    body = f"津田さん\n{evil}\n"
    content = sample_text(body, subject="[red]件名[/red]", verdict="hold", reason="career", id="[b]x", to="[blue]津田[/blue] <tsuda@hinode-shoji.example>").encode()
    told = shown(understand(content, "[i]x.txt", shipped, inspect))
    assert evil.replace("\x1b", "␛").replace("\x07", "␇").replace("\x9b", "�") in told
    assert "[red]件名[/red]" in told
    assert "[i]x.txt" in told
    assert "[blue]津田[/blue]" in told
    assert not {"\x1b", "\x07", "\x9b"} & set(told)


def test_json_holds_everything_and_its_offsets_point_at_what_was_found(inspect: Inspect, shipped: LoadedPolicy) -> None:
    told = json.loads(as_json(understand(MAIL, "mail.eml", shipped, inspect)))
    assert set(told) == {"path", "source", "channel", "action", "parts", "people", "relations", "findings", "rules", "recipients", "unreadable", "policy",
                         "policy_version", "answer"}  # fmt: skip
    texts = {part["part"]: part["text"] for part in told["parts"]}
    assert told["findings"]
    for one in told["findings"]:
        assert texts[one["part"]][one["start"] : one["end"]] == one["text"]
    for part in told["parts"]:
        assert "".join(part["text"][zone["start"] : zone["end"]] for zone in part["zones"]) == part["text"]
    (relation,) = told["relations"]
    assert relation["sentence"] == "春日 ← 以前 汐見信用金庫 に勤務（伝聞）"
    assert relation["relation"]["hearsay"] is True
    fired = next(rule for rule in told["rules"] if rule["fired"])
    assert (fired["rule"], fired["findings"][0]["about"]) == ("career", "third_party")
    assert all(rule["unmet"] for rule in told["rules"] if not rule["fired"])
    assert told["recipients"] == [{"address": "tsuda@hinode-shoji.example", "action": "quarantine", "rules": ["career"]}]


@pytest.mark.parametrize("content", [b"\x00", b"\xff\xfe" * 500, b"---\n", b"From:", b"\r\n\r\n", b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n"])
def test_anything_can_be_explained(content: bytes, inspect: Inspect, shipped: LoadedPolicy) -> None:
    assert "Verdict:" in shown(understand(content, "x", shipped, inspect))


def test_long_texts_show_the_lines_around_findings_and_take_no_time(inspect: Inspect, shipped: LoadedPolicy) -> None:
    body = "晴れ。\n" * 5000 + LEAK + "雨。\n" * 5000 + "字" * 5000 + "\n"
    u = understand(sample_text(body).encode(), "x.txt", shipped, inspect)
    began = time.monotonic()
    told = shown(u)
    assert time.monotonic() - began < 30
    assert "以前は汐見信用金庫にお勤めだった" in told
    assert "⋮" in told
    assert told.count("晴れ。") < 20


def test_of_very_many_findings_those_that_count_are_shown_and_the_others_counted(inspect: Inspect, shipped: LoadedPolicy) -> None:
    body = "津田さん、和久井です。\n" * 300 + "凪運輸の春日様ですが、以前は汐見信用金庫にお勤めだったそうです。\n"
    u = understand(sample_text(body).encode(), "x.txt", shipped, inspect)
    told = shown(u)
    assert "▶ 以前は汐見信用金庫にお勤めだった" in told
    assert f"… {len(u.findings) - 100} more; --json has them all" in told
    assert len(told.splitlines()) < 600


def test_one_person_is_listed_once_with_all_names_and_roles() -> None:
    message = Message(Channel.MAIL, Party("wakui@hinode-shoji.example", "和久井 圭"), (Party("tsuda@hinode-shoji.example", "津田 梢"), Party("Wakui@hinode-shoji.example")),
                      (Part("body", PartKind.PLAIN, ""),), addressed=(Party("TSUDA@hinode-shoji.example", "津田"), Party("", "総務部")))  # fmt: skip

    def name(text: str, about: About, person: str, concerns: tuple[str, ...] = ()) -> Finding:
        return Finding("PERSON", "body", 0, 1, 0.9, about, Zone.BODY, "", text, person, concerns)

    known = people(message, [
        name("春日", About.THIRD_PARTY, "name:春日"), name("春日　透", About.THIRD_PARTY, "name:春日"), name("梢", About.RECIPIENT, "r", ("tsuda@hinode-shoji.example",)),
        name("圭", About.SENDER, "sender"), name("山田太郎", About.NOBODY, ""), name("北", About.COLLEAGUE, "name:北"), name("北", About.THIRD_PARTY, "name:北"),
        Finding("JP_CAREER_HISTORY", "body", 0, 1, 0.9, About.THIRD_PARTY, Zone.BODY, person="described:x", relation=Relation("例の課長")),
    ])  # fmt: skip
    assert [(one.roles, one.names, one.addresses) for one in known] == [
        (("sender",), ("和久井 圭", "圭"), ("wakui@hinode-shoji.example",)),
        (("recipient",), ("津田 梢", "津田", "梢"), ("tsuda@hinode-shoji.example",)),
        (("recipient",), ("総務部",), ()),
        (("colleague", "third_party"), ("北",), ()),
        (("third_party",), ("春日", "春日 透"), ()),
        (("third_party",), ("例の課長",), ()),
        (("none",), ("山田太郎",), ()),
    ]


@pytest.mark.parametrize(
    ("relation", "said"),
    [
        (Relation("春日様", "勤務", "汐見銀行", "以前", True), "春日様 ← 以前 汐見銀行 に勤務（伝聞）"),
        (Relation("春日", "退職", "", "昨年"), "春日 ← 昨年 退職"),
        (Relation("", "転職"), "（主語なし） ← 転職"),
        (Relation("春日", "出身", "汐見\n銀行"), "春日 ← 汐見 銀行 の出身"),
        (Relation("春日", "退職", "汐見銀行", "昨年"), "春日 ← 昨年 汐見銀行 を退職"),
        (Relation("春日", "前職", "汐見銀行"), "春日 ← 汐見銀行 が前職"),
    ],
)
def test_relations_read_as_a_sentence(relation: Relation, said: str) -> None:
    assert sentence(relation) == said


def test_clause_and_employer_tell_one_relation() -> None:
    told = Relation("春日", "勤務", "汐見銀行")
    findings = [Finding(kind, "body", i, i + 2, 0.9, About.THIRD_PARTY, Zone.BODY, relation=told) for i, kind in enumerate(("JP_CAREER_HISTORY", "JP_EMPLOYER"))]
    (one,) = relations(findings)
    assert one.places == (("body", 0, 2), ("body", 1, 3))


def test_what_cannot_be_read_is_said_in_words(tmp_path: Path) -> None:
    (tmp_path / "empty.eml").write_bytes(b" \n")
    (tmp_path / "recognizers.yaml").write_text("engine: magic\n", "utf-8")
    with pytest.raises(ConfigError, match="is empty"):
        read_content(str(tmp_path / "empty.eml"))
    with pytest.raises(ConfigError, match=r"cannot be read \(No such file or directory\)"):
        read_content(str(tmp_path / "nowhere.eml"))
    with pytest.raises(ConfigError, match=r"recognizers\.yaml:1: engine"):
        inspector(tmp_path / "recognizers.yaml")
