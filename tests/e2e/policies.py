"""Policies for the tests."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

CAREER = {"entities": ["JP_CAREER_HISTORY"], "about": ["third_party"]}


def policy(folder: Path, *rules: dict[str, Any], **rest: Any) -> str:
    """Write a policy file; returns its path. Each rule gets an id and a condition when it has none."""
    made = [{"id": f"rule-{n}", "when": CAREER} | rule for n, rule in enumerate(rules)]
    path = folder / "policy.yaml"
    text = yaml.safe_dump({"version": 1, "organization": {"domains": ["hibari-soft.example"]}, "rules": made} | rest, allow_unicode=True)
    part = folder / "policy.new"
    part.write_text(text)
    part.replace(path)
    return str(path)
