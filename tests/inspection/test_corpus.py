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


def test_the_corpus_is_half_leaks_and_large_enough(sample: Callable[[Path], Any]) -> None:
    verdicts = [sample(path).verdict for path in FILES]
    assert len(verdicts) >= 40
    assert 0.35 <= verdicts.count("hold") / len(verdicts) <= 0.65
