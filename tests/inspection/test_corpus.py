"""Every message of the corpus is held or passed by the shipped policy, for the right reason."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gateway.inspection.inspect import Inspector
from gateway.policy.decide import decide
from gateway.policy.load import load_policy
from gateway.verdict import Action

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "tests" / "corpus").glob("*.txt"))
BLIND = sorted((ROOT / "tests" / "corpus" / "blind").glob("*.txt"))
SEEN = [path for path in BLIND if int(path.stem[-3:]) % 2 == 0]
UNSEEN = [path for path in BLIND if int(path.stem[-3:]) % 2]
UNSEEN_HELD = 17
UNSEEN_FALSE = 2
ROLES = {"third_party": {"third_party"}, "recipient": {"recipient"}}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_shipped_policy_holds_leaks_and_passes_ordinary_mail(path: Path, sample: Callable[[Path], Any], inspector: Inspector) -> None:
    one = sample(path)
    findings = inspector.inspect(one.message)
    verdict = decide(one.message, findings, load_policy(ROOT / "config" / "policy.yaml").policy)
    held = verdict.action >= Action.QUARANTINE
    assert ("hold" if held else "pass") == one.verdict, [f.explanation for f in findings if f.relation]
    if held:
        assert one.reason in {fired.reason for fired in verdict.fired}
    if one.reason == "career":
        assert {f.about.value for f in findings if f.entity_type == "JP_CAREER_HISTORY"} & ROLES[one.about]


@pytest.mark.parametrize("path", SEEN, ids=lambda path: path.stem)
def test_messages_by_a_stranger_to_the_rules_are_judged_right(path: Path, sample: Callable[[Path], Any], inspector: Inspector) -> None:
    one = sample(path)
    assert judged(one, inspector) == one.verdict


def test_messages_never_looked_at_are_judged_no_worse_than_measured(sample: Callable[[Path], Any], inspector: Inspector) -> None:
    """The odd half of the blind messages: only totals are asserted, so that nobody tunes the rules to single ones."""
    samples = [sample(path) for path in UNSEEN]
    verdicts = [(one.verdict, judged(one, inspector)) for one in samples]
    assert verdicts.count(("hold", "hold")) >= UNSEEN_HELD
    assert verdicts.count(("pass", "hold")) <= UNSEEN_FALSE


def judged(one: Any, inspector: Inspector) -> str:
    verdict = decide(one.message, inspector.inspect(one.message), load_policy(ROOT / "config" / "policy.yaml").policy)
    return "hold" if verdict.action >= Action.QUARANTINE else "pass"


def test_the_corpus_is_half_leaks_and_large_enough(sample: Callable[[Path], Any]) -> None:
    verdicts = [sample(path).verdict for path in FILES]
    assert len(verdicts) >= 40
    assert 0.35 <= verdicts.count("hold") / len(verdicts) <= 0.65
