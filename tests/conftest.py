"""For the whole suite: what is dear is started once, in one of the test processes, and what takes long begins first."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

HERE = Path(__file__).parent
SHARED = ("shared_gateway", "_relayed", "_obeying", "gates", "browser")
"""Fixtures that tests of one module share and that take seconds: such tests stay together, else each process would start its own."""

ACROSS = {"asking": "synapse", "services": "chat"}
"""The same for gateways that several modules share: fixture and name of the group."""

LONG = (
    "packaging/test_container.py", "chat/test_synapse.py", "console/test_reviewing.py", "console/test_sender_story.py", "e2e/test_04_faults.py",
    "e2e/test_03_verdicts_carried_out.py", "console/test_hostile.py", "recognizers/test_linear_time.py", "quarantine/test_gateway_keeps_records.py",
    "e2e/test_05_behind_a_real_postfix.py", "console/test_desk_in_browser.py", "quarantine/test_races.py", "mail/test_hostile_mime.py",
    "console/test_accessibility.py", "console/test_oidc.py", "e2e/test_02_hostile_clients.py", "e2e/test_01_passing_through.py", "chat/test_inspection_api.py",
    "inspection/test_hostile_texts.py", "bench/test_benches_run.py", "e2e/test_10_tls_to_the_next_hop.py", "e2e/test_09_starting_and_checking.py",
    "e2e/test_08_scanning_files.py", "console/test_charts.py", "e2e/test_06_real_clients.py", "evaluation/test_commands.py", "chat/test_after_the_fact.py",
)  # fmt: skip
"""What takes longest first, so that no process is left with a long test when the other has nothing more to do."""


def pytest_configure(config: pytest.Config) -> None:
    config.option.loadscopereorder = False  # pytest-xdist's own order, most tests first, says little about what takes long
    # Hundreds of commands are started: they need not compile the product and its libraries each time, whatever the shell says.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


@pytest.hookimpl(tryfirst=True)  # before pytest-xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    groups: dict[str, int] = {}
    for item in items:
        group = _group(item)
        if group:
            item.add_marker(pytest.mark.xdist_group(group))
        own = next(iter(item.iter_markers("xdist_group")), None)
        rank = _rank(item)
        if own is not None:
            groups[own.args[0]] = min(groups.get(own.args[0], rank), rank)

    def when(item: pytest.Item) -> tuple[int, str]:
        own = next(iter(item.iter_markers("xdist_group")), None)
        return (groups[own.args[0]], own.args[0]) if own is not None else (_rank(item), "")

    items.sort(key=when)


def _group(item: pytest.Item) -> str:
    if any(item.iter_markers("xdist_group")):
        return ""
    used = getattr(item, "fixturenames", ())
    for fixture, group in ACROSS.items():
        if fixture in used:
            return group
    return _file(item) if any(one in used for one in SHARED) else ""


def _rank(item: pytest.Item) -> int:
    file = _file(item)
    return LONG.index(file) if file in LONG else len(LONG)


def _file(item: pytest.Item) -> str:
    return item.path.relative_to(HERE).as_posix()
