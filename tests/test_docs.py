"""What people read is true: links lead somewhere, commands exist, examples load, defaults and metrics are as the code has them."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer.main
import yaml
from pydantic import BaseModel
from pydantic_core import PydanticUndefined

from gateway import metrics
from gateway.cli import app
from gateway.message import PartKind, UnreadableReason
from gateway.policy.load import policy_from_text
from gateway.policy.schema import ActionName, EntityType, Reason
from gateway.redaction import WORDS
from gateway.settings import Http, Inspection, Listener, NextHop, Notices, Settings, Smtp, Store
from gateway.verdict import About, Zone
from recognizers import build_analyzer

ROOT = Path(__file__).parents[1]
PAGES = [*sorted(ROOT.glob("README*.md")), ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"^(?:\$ )?(?:\S*/)?sekisho(?= |$)")


def prose(text: str) -> str:
    """The page without its fenced blocks."""
    return FENCE.sub("", text)


def anchors(page: Path) -> set[str]:
    """The anchors that GitHub gives a page's headings."""
    headings = re.findall(r"^#{1,6} (.+)$", prose(page.read_text("utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def code(page: Path) -> Iterator[str]:
    """Every line of code on a page, in fences and between backticks."""
    text = page.read_text("utf-8")
    for _, block in FENCE.findall(text):
        yield from (line.strip() for line in block.splitlines())
    yield from re.findall(r"`([^`\n]+)`", prose(text))


def commands(page: Path) -> Iterator[list[str]]:
    """The words after `sekisho` wherever a page shows a command."""
    for line in code(page):
        if COMMAND.match(line):
            yield shlex.split(COMMAND.sub("", line, count=1).split(" # ")[0].split("#  ")[0].split(" > ")[0])


def command_fault(words: list[str]) -> str:
    """What is wrong with a command line, empty when it exists; files and references are not looked at."""
    here: Any = typer.main.get_command(app)
    for word in words:
        if word.startswith("--"):
            known = {name for parameter in here.params for name in parameter.opts} | {"--help"}
            if word.split("=")[0] not in known:
                return f"{here.name} has no {word}"
        elif hasattr(here, "commands"):
            if word not in here.commands:
                return f"{here.name} has no command {word}"
            here = here.commands[word]
    return ""


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_every_link_leads_to_something(page):
    targets = re.findall(r"\]\(([^()\s]+)\)", prose(page.read_text("utf-8")))
    for target in targets:
        if target.startswith(("https://", "http://")):
            continue
        path, _, anchor = target.partition("#")
        there = (page.parent / path).resolve() if path else page
        assert there.exists(), target
        assert there.is_relative_to(ROOT), target
        if anchor:
            assert anchor in anchors(there), target


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_every_command_named_exists(page):
    for words in commands(page):
        assert not command_fault(words), words


def test_the_command_check_would_notice_a_wrong_one():
    assert command_fault(["quarantine", "list", "--all"]) == ""
    assert "no command relese" in command_fault(["quarantine", "relese"])
    assert "has no --polcy" in command_fault(["scan", "--polcy", "x"])
    assert sum(1 for page in PAGES for words in commands(page) if words) > 20


def test_every_command_is_named_somewhere():
    named = {" ".join(w for w in words if re.fullmatch("[a-z]+", w)) for page in PAGES for words in commands(page)}
    top: Any = typer.main.get_command(app)
    for name, command in top.commands.items():
        for one in command.commands if hasattr(command, "commands") else [""]:
            assert any(f"{n} ".startswith(f"{name} {one}".strip() + " ") for n in named), f"{name} {one}"


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_every_make_target_named_exists(page):
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    for line in code(page):
        if found := re.match(r"make ([a-z]+)", line):
            assert found[1] in targets, line


def test_every_policy_example_loads():
    examples = [text for kind, text in FENCE.findall((ROOT / "docs/policy.md").read_text("utf-8")) if kind == "yaml"]
    assert len(examples) >= 10
    for example in examples:
        assert policy_from_text(example, "example").policy.rules


def test_every_settings_example_loads():
    examples = [text for kind, text in FENCE.findall((ROOT / "docs/settings.md").read_text("utf-8")) if kind == "yaml"]
    assert len(examples) >= 3
    for example in examples:
        Settings.model_validate(yaml.safe_load(example))


def test_every_value_a_rule_may_use_is_explained():
    page = (ROOT / "docs/policy.md").read_text("utf-8")
    literals = [*EntityType.__args__, *ActionName.__args__, *Reason.__args__]
    for value in (*literals, *About, *Zone, *UnreadableReason, *PartKind):
        assert f"`{value}`" in page, value


@pytest.mark.parametrize(
    ("section", "model"),
    [("listeners", Listener), ("smtp", Smtp), ("next_hop", NextHop), ("inspection", Inspection), ("store", Store), ("notices", Notices), ("http", Http)],
)
def test_the_defaults_in_the_reference_are_those_of_the_code(section: str, model: type[BaseModel]):
    page = (ROOT / "docs/settings.md").read_text("utf-8")
    text = page.split(f"\n## `{section}`")[1].split("\n## ")[0]
    rows = dict(re.findall(r"^\| `(\w+)` \|([^|]*)\|", text, re.MULTILINE))
    assert set(rows) == set(model.model_fields)
    for name, field in model.model_fields.items():
        if field.default in (PydanticUndefined, None, ""):
            continue
        values = field.default if isinstance(field.default, tuple) else (field.default,)
        for value in values:
            said = str(value).lower() if isinstance(value, bool) else str(value)
            assert re.search(rf"(?<!\w){re.escape(said)}(?!\w)", rows[name]), f"{name}: {said} is not in '{rows[name]}'"


def test_every_metric_is_in_the_handbook_and_every_one_there_exists():
    page = (ROOT / "docs/operations.md").read_text("utf-8")
    known = set()
    for family in metrics.REGISTRY.collect():
        name = f"{family.name}_total" if family.type == "counter" else family.name
        known.add(name)
        row = re.search(rf"^\| `{name}` \| (\w+) \|", page, re.MULTILINE)
        assert row, f"{name} is not in docs/operations.md"
        assert row[1] == family.type, name
    assert set(re.findall(r"^\| `(sekisho_\w+)`", page, re.MULTILINE)) == known


def test_every_alert_is_in_the_handbook():
    page = (ROOT / "docs/operations.md").read_text("utf-8")
    alerts = re.findall(r"- alert: (\w+)", (ROOT / "config/prometheus/alerts.yaml").read_text("utf-8"))
    assert len(alerts) > 5
    assert set(alerts) == set(re.findall(r"^\| `(Sekisho\w+)`", page, re.MULTILINE))


def test_the_way_through_the_code_names_files_and_functions_that_exist():
    page = prose((ROOT / "docs/flow.md").read_text("utf-8"))
    spans = re.findall(r"`([^`\n]+)`", page)
    sources = {path: path.read_text("utf-8") for room in ("gateway", "recognizers") for path in (ROOT / room).rglob("*.py")}
    files = [s for s in spans if s.endswith(".py")]
    assert len(files) > 30
    for name in files:
        assert (ROOT / name).is_file() if "/" in name else any(path.name == name for path in sources), name
    everything = "\n".join(sources.values())
    names = [s for s in spans if re.fullmatch(r"[A-Z]\w+\.\w+|_\w+", s)]
    assert len(names) > 20
    for name in names:
        kind, _, member = name.rpartition(".")
        assert re.search(rf"(?:def|class) {member}\b", everything), name
        assert not kind or re.search(rf"class {kind}\b", everything), name


def test_english_and_japanese_readme_have_the_same_sections_and_links():
    english, japanese = ((ROOT / name).read_text("utf-8") for name in ("README.md", "README.ja.md"))
    for level in ("#", "##", "###"):
        assert len(re.findall(rf"^{level} ", prose(english), re.MULTILINE)) == len(re.findall(rf"^{level} ", prose(japanese), re.MULTILINE))
    links = [set(re.findall(r"\]\(([^()\s]+)\)", text)) - {"README.md", "README.ja.md"} for text in (english, japanese)]
    assert links[0] == links[1]


def test_the_readme_is_right_about_its_own_sentence():
    """The example for Presidio users, and the word that stands where the employer stood."""
    text = "水野さんは以前は桜坂リースにお勤めだったそうです。"
    for name in ("README.md", "README.ja.md"):
        assert text in (ROOT / name).read_text("utf-8")
        assert WORDS["JP_EMPLOYER"] in (ROOT / name).read_text("utf-8")
    found = {one.entity_type: text[one.start : one.end] for one in build_analyzer().analyze(text, language="ja")}
    assert found["JP_EMPLOYER"] == "桜坂リース"
    assert found["PERSON"] == "水野"
    assert "JP_CAREER_HISTORY" in found


@pytest.mark.parametrize("page", [*PAGES, *sorted((ROOT / "docs").glob("*.svg")), ROOT / "docs/make_demo_picture.py"], ids=lambda p: p.name)
def test_pages_need_nothing_from_elsewhere_and_name_no_machine(page):
    text = page.read_text("utf-8")
    assert not re.search(r"/home/|/root/|/tmp/\w", text)
    if page.suffix == ".svg":
        assert not re.search(r"https?://(?!www\.w3\.org/|127\.0\.0\.1)", text)


def test_every_domain_and_address_in_the_pages_is_fictional():
    for page in PAGES:
        for domain in re.findall(r"@([\w-]+(?:\.[\w-]+)+)", page.read_text("utf-8")):
            assert domain.endswith(".example"), f"{page.name}: {domain}"
