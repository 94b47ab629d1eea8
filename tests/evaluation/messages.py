"""Corpus files written by hand for these tests, and findings as an inspection would give them."""

from __future__ import annotations

from pathlib import Path

from gateway.evaluation.format import Sample, parse_sample
from gateway.verdict import About, Finding, Relation, Zone

SENDER = "和久井 圭 <wakui@hinode-shoji.example>"
COLLEAGUE = "津田 梢 <tsuda@hinode-shoji.example>"
CUSTOMER = "春日 透 <kasuga@nagisa-unyu.example>"


def sample_text(body: str, id: str = "one", verdict: str = "pass", reason: str = "none", to: str = COLLEAGUE, channel: str = "mail", **fields: str) -> str:
    head = {"id": id, "channel": channel, "from": SENDER, "to": to, "cc": "", "subject": "件名", "verdict": verdict, "reason": reason, "about": "none"} | fields
    return "".join(f"{key}: {value}\n" for key, value in head.items()) + "---\n" + body


def sample(body: str, **fields: str) -> Sample:
    return parse_sample(sample_text(body, **fields).encode(), f"{fields.get('id', 'one')}.txt")


def write(folder: Path, body: str, id: str = "one", **fields: str) -> Path:
    path = folder / f"{id}.txt"
    path.write_text(sample_text(body, id=id, **fields), "utf-8")
    return path


def found(one: Sample, entity_type: str, text: str, about: About = About.THIRD_PARTY, score: float = 0.9, relation: Relation | None = None, part: str = "body") -> Finding:
    start = one.message.part(part).text.index(text)
    return Finding(entity_type, part, start, start + len(text), score, about, Zone.BODY, f"because of {text}", text, "name:x", (), relation)
