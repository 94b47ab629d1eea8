"""From findings to a report: what was missed and falsely held, with reasons, and what changed between two runs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from rich.console import Console

from gateway.configfile import ConfigError
from gateway.evaluation import changes, tables
from gateway.evaluation.compare import compare
from gateway.evaluation.format import Sample
from gateway.evaluation.outcome import Run, Uninspected, as_json, conclude, read_run, write_run
from gateway.evaluation.run import evaluate
from gateway.inspection.pool import InspectionFailed
from gateway.inspection.worker import Inspected
from gateway.policy.load import LoadedPolicy, policy_from_text
from gateway.verdict import About, Finding, Relation
from tests.evaluation.messages import CUSTOMER, found, sample

CAREER = "- {id: career, reason: career, when: {entities: [JP_CAREER_HISTORY], about: [third_party], min_score: 0.5}, action: quarantine}\n"
STRICT = "- {id: strict, reason: career, when: {entities: [JP_CAREER_HISTORY]}, action: block}\n"
LEAK = sample("<PERSON>春日</PERSON>さん、<CAREER>元は<EMPLOYER>凪海運</EMPLOYER>の人</CAREER>だって", id="leak", verdict="hold", reason="career", about="third_party")
MISSED = sample("<PERSON>春日</PERSON>さん、<CAREER>[red]むかしは船乗り[/red]</CAREER>らしい", id="missed", verdict="hold", reason="career", channel="slack", subject="[bold]件名")
FALSE = sample("<ORG>凪海運</ORG>の<PERSON>春日</PERSON>様がお見えです", id="false", to=CUSTOMER)
CLEAN = sample("お世話になっております。", id="clean")


def policy(rules: str = CAREER, domains: str = "[]") -> LoadedPolicy:
    return policy_from_text(f"organization: {{domains: {domains}}}\nrules:\n{rules}", "test.yaml")


def inspected() -> list[tuple[Sample, tuple[Finding, ...]]]:
    told = Relation("春日", "勤務", "凪海運", "以前", True)
    return [
        (LEAK, (found(LEAK, "PERSON", "春日"), found(LEAK, "JP_CAREER_HISTORY", "元は凪海運の人", relation=told), found(LEAK, "JP_EMPLOYER", "凪海運", relation=told))),
        (MISSED, (found(MISSED, "PERSON", "春日"), found(MISSED, "JP_CAREER_HISTORY", "船乗り", About.UNKNOWN), found(MISSED, "PERSON", "件名", part="subject"))),
        (FALSE, (found(FALSE, "JP_CAREER_HISTORY", "凪海運の春日"), found(FALSE, "ORGANIZATION", "凪海運", About.NOBODY))),
        (CLEAN, ()),
    ]  # fmt: skip


@pytest.fixture
def run() -> Run:
    return conclude(inspected(), policy(), ["corpus"], seconds=1.25)


def shown(renderable: object, width: int = 200) -> str:
    console = Console(width=width, color_system=None)
    with console.capture() as captured:
        console.print(renderable)
    return captured.get()


def test_the_figures_of_a_small_corpus(run: Run) -> None:
    assert (run.messages, run.characters) == (4, 66)
    every = run.verdicts.all
    assert (every.to_hold, every.held, every.recall, every.to_pass, every.false_holds, every.false_hold_rate) == (2, 1, 0.5, 2, 1, 0.5)
    career = run.entities["JP_CAREER_HISTORY"]
    assert (career.gold, career.found, career.exact.matched, career.overlap.matched) == (2, 3, 1, 2)
    assert (run.entities["PERSON"].gold, run.entities["PERSON"].found) == (3, 2)  # what stands in the subject does not count
    together = run.entities["ORGANIZATION+JP_EMPLOYER"]
    assert (together.gold, together.found, together.exact.f1) == (2, 2, 1.0)


def test_a_missed_message_tells_what_was_found_and_what_the_rule_lacked(run: Run) -> None:
    (missed,) = run.missed
    assert (missed.id, missed.reason, missed.action) == ("missed", "career", "pass")
    assert [(one.text, one.about) for one in missed.found if one.entity_type == "JP_CAREER_HISTORY"] == [("船乗り", "unknown")]
    (rule,) = missed.rules
    assert not rule.fired
    assert [(one.condition, one.key, one.wanted, one.had) for one in rule.unmet] == [(1, "about", "third_party", "only about unknown")]


def test_a_falsely_held_message_tells_the_rule_its_findings_and_why(run: Run) -> None:
    (held,) = run.falsely_held
    (rule,) = held.rules
    assert (held.id, rule.rule, rule.fired) == ("false", "career", True)
    assert [(one.text, one.about, one.explanation) for one in rule.findings] == [("凪海運の春日", "third_party", "because of 凪海運の春日")]


def test_the_report_says_it_all_and_shows_markup_as_text(run: Run) -> None:
    page = shown(tables.report(run))
    assert "4 messages (2 to hold, 2 to pass), 66 characters" in page
    assert "✗ missed  to hold for career" in page
    assert "件名 [bold]件名" in page
    assert "marked in the corpus: 「[red]むかしは船乗り[/red]」 JP_CAREER_HISTORY" in page
    assert "rule career (quarantine) did not fire: about: third_party ← only about unknown" in page
    assert "✗ false  to pass" in page
    assert "because of 凪海運の春日" in page
    row = next(line for line in page.splitlines() if line.strip().startswith("JP_CAREER_HISTORY"))
    assert row.split() == ["JP_CAREER_HISTORY", "2", "3", "0.333", "0.500", "0.400", "0.800"]
    row = next(line for line in page.splitlines() if line.strip().startswith("slack"))
    assert row.split() == ["slack", "1", "0", "0.000", "0", "0", "0", "-"]


def test_the_tables_fit_eighty_columns(run: Run) -> None:
    assert "ORGANIZATION+JP_EMPLOYER     2      2      1.000   1.000     1.000       1.000" in shown(tables.report(run), 80)


def test_texts_that_steer_a_terminal_are_shown_as_signs() -> None:
    evil = sample("\x1b[2J\x1b]0;x\x07<CAREER>\u202eわるい\u2066</CAREER>", id="evil", verdict="hold", reason="career")
    page = shown(tables.report(conclude([(evil, (found(evil, "JP_CAREER_HISTORY", "\u202eわるい\u2066", About.UNKNOWN),))], policy())))
    assert "\x1b" not in page
    assert "\u202e" not in page
    assert "わるい" in page


def test_a_tag_or_a_simulated_rule_holds_nothing() -> None:
    rules = CAREER.replace("quarantine", "tag") + "- {id: trial, reason: career, when: {entities: [JP_CAREER_HISTORY]}, action: block, mode: simulate}\n"
    run = conclude(inspected(), policy(rules))
    assert (run.verdicts.all.held, run.verdicts.all.false_holds) == (0, 0)
    assert [one.action for one in run.outcomes] == ["tag", "pass", "tag", "pass"]


def test_held_by_another_rule_is_held_but_not_for_the_right_reason() -> None:
    run = conclude(inspected(), policy(STRICT.replace("reason: career", "reason: other")))
    assert (run.verdicts.by_reason["career"].held, run.verdicts.by_reason["career"].right_reason) == (2, 0)
    assert run.verdicts.by_reason["other"].false_holds == 1


def test_the_senders_domain_is_the_companys_own_whatever_the_policy_names() -> None:
    outside = "- {id: out, when: {recipients: external}, action: block}\n"
    for domains in ("[]", "[hinode-shoji.example]", "[another.example, '*.nagisa-unyu.example']"):
        assert [one.held for one in conclude(inspected(), policy(outside, domains)).outcomes] == [False, False, True, False]


def test_a_saved_run_is_read_back_as_it_was(run: Run, tmp_path: Path) -> None:
    write_run(run, tmp_path / "run.json")
    assert read_run(tmp_path / "run.json") == run
    (tmp_path / "json").write_text(as_json(run, {"compared_with_run": compare(run, run), "compared_with_policy": None}), "utf-8")
    assert read_run(tmp_path / "json") == run
    assert not set(json.loads((tmp_path / "json").read_text("utf-8"))) & {"compared_with_policy"}


@pytest.mark.parametrize("content", [b"", b"{}", b"[1]", b"\xff", b'{"format": 2}'])
def test_what_is_not_a_saved_run_is_refused_in_words(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "x.json").write_bytes(content)
    with pytest.raises(ConfigError, match="is not a run of this version of sekisho evaluate; make one with --save"):
        read_run(tmp_path / "x.json")
    with pytest.raises(ConfigError, match="cannot be read"):
        read_run(tmp_path / "nowhere.json")
    with pytest.raises(ConfigError, match="cannot be written"):
        write_run(conclude([], policy()), tmp_path / "nowhere" / "x.json")


def test_a_second_policy_changes_verdicts_and_no_span(run: Run) -> None:
    c = compare(run, conclude(inspected(), policy(STRICT)))
    assert [(v.id, v.before, v.after, v.better, v.worse) for v in c.verdicts] == [
        ("leak", "quarantine", "block", False, False), ("missed", "pass", "block", True, False), ("false", "quarantine", "block", False, False)]  # fmt: skip
    assert c.spans == {}
    recall = next(one for one in c.scores if one.name == "hold recall, all")
    assert (recall.before, recall.after, recall.difference) == (0.5, 1.0, 0.5)
    page = shown(changes.changes(c, "With the second policy"))
    assert "Verdicts that changed: 3 (1 now right, 0 now wrong)" in page
    assert "✓ missed  pass → block" in page
    assert "All spans found are the same." in page
    row = next(line for line in page.splitlines() if "hold recall, all" in line)
    assert row.split()[-3:] == ["0.500", "1.000", "+0.500"]


def test_spans_won_and_lost_and_false_ones_are_told_by_type(run: Run) -> None:
    later = inspected()
    later[0] = (LEAK, (found(LEAK, "PERSON", "元は"), found(LEAK, "JP_CAREER_HISTORY", "元は凪海運の人")))  # loses 春日 and 凪海運, finds 元は
    later[2] = (FALSE, (found(FALSE, "ORGANIZATION", "凪海運", About.NOBODY), found(FALSE, "PERSON", "春日")))  # wins 春日, no false career
    c = compare(run, conclude(later, policy()))
    person, employer, career = c.spans["PERSON"], c.spans["JP_EMPLOYER"], c.spans["JP_CAREER_HISTORY"]
    assert [(one.id, one.text) for one in person.won] == [("false", "春日")]
    assert [(one.id, one.text) for one in person.lost] == [("leak", "春日")]
    assert [(one.id, one.text) for one in person.new_false] == [("leak", "元は")]
    assert [(one.id, one.text) for one in employer.lost] == [("leak", "凪海運")]
    assert [(one.id, one.text) for one in career.gone_false] == [("false", "凪海運の春日")]
    assert [(v.id, v.better) for v in c.verdicts] == [("false", True)]
    page = shown(changes.changes(c, "Against the run before"))
    assert "JP_EMPLOYER lost: 「凪海運」 leak" in page


def test_messages_of_one_run_only_or_marked_otherwise_are_named_apart(run: Run) -> None:
    later = inspected()[1:]
    regraded = sample("お世話になっております。", id="clean", verdict="hold", reason="bulk")
    later[-1] = (regraded, ())
    later.append((sample("新しい", id="new"), ()))
    c = compare(run, conclude(later, policy()))
    assert (c.only_before, c.only_after, c.regraded, c.verdicts) == (("leak",), ("new",), ("clean",), ())
    assert "1 messages marked otherwise now, counted in the scores only: clean" in shown(changes.changes(c, ""))


def test_a_run_against_itself_changes_nothing(run: Run) -> None:
    page = shown(changes.changes(compare(run, run), "Against the run before"))
    assert "All scores are the same." in page
    assert "All verdicts are the same." in page


async def test_a_message_that_cannot_be_inspected_is_in_no_score_and_named() -> None:
    class Pool:
        async def inspect(self, read: object, message: object, size: int, own_domains: object) -> object:
            if message is MISSED.message:
                raise InspectionFailed("deadline", "10 s")
            return Inspected(CLEAN.message, ())

    done: list[int] = []
    first, second = await evaluate([LEAK, MISSED, CLEAN], [Path("corpus")], [policy(), policy(STRICT)], Pool(), lambda: done.append(1))  # type: ignore[arg-type]
    assert len(done) == 3
    assert [one.id for one in first.outcomes] == ["leak", "clean"]
    assert first.uninspected == second.uninspected == (Uninspected("missed", "missed.txt", "deadline (10 s)"),)
    assert list(tables.errors(first)) == ["missed.txt: could not be inspected: deadline (10 s); it is in no score"]
