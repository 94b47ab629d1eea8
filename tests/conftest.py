"""For the whole suite: what is dear is started once, in one of the test processes, and what takes long begins first."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

settings.register_profile("patient", deadline=None)  # a busy machine is slow now and then; tests of speed measure it themselves
settings.load_profile("patient")
HERE = Path(__file__).parent
LONG = (
    "packaging/test_container.py", "chat/test_synapse.py", "console/test_reviewing.py", "e2e/test_03_verdicts_carried_out.py", "e2e/test_04_faults.py",
    "chat/test_slack.py", "console/test_hostile.py", "console/test_sender_story.py", "console/test_desk_in_browser.py", "recognizers/test_linear_time.py",
    "quarantine/test_gateway_keeps_records.py", "chat/test_javascript_sdks.py", "e2e/test_02_hostile_clients.py", "e2e/test_08_scanning_files.py",
    "e2e/test_01_passing_through.py", "console/test_accessibility.py", "e2e/test_06_real_clients.py", "evaluation/test_commands.py",
    "e2e/test_05_behind_a_real_postfix.py", "console/test_oidc.py", "inspection/test_hostile_texts.py", "e2e/test_09_starting_and_checking.py",
    "quarantine/test_races.py", "chat/test_hostile_requests.py", "recognizers/test_training_text.py", "console/test_desk.py", "bench/test_benches_run.py",
    "chat/test_scanning_bodies.py", "chat/test_after_the_fact.py", "chat/test_held_posts.py", "console/test_charts.py", "console/test_sender_page.py",
    "quarantine/test_store.py", "quarantine/test_audit.py", "mail/test_hostile_mime.py", "e2e/test_07_what_operators_see.py", "mail/test_charset.py",
)  # fmt: skip
"""What takes longest first, so that no process is left with a long file when the other has nothing more to do."""

LOOSE = frozenset((
    "bench/test_benches_run.py", "e2e/test_04_faults.py", "e2e/test_08_scanning_files.py", "e2e/test_09_starting_and_checking.py", "inspection/test_hostile_texts.py",
    "mail/test_hostile_mime.py", "quarantine/test_gateway_keeps_records.py", "quarantine/test_races.py", "recognizers/test_linear_time.py",
))  # fmt: skip
"""Long files whose tests share nothing dear: they may go to different processes. All others stay together."""

TOGETHER = dict.fromkeys((f"chat/test_{name}.py" for name in (
    "google", "hostile_requests", "japanese_services", "javascript_sdks", "microsoft", "servers",
)), "chat/test_slack.py") | {"chat/test_inspection_api.py": "chat/test_synapse.py"}  # fmt: skip
"""Files whose tests go along with those of another, because they use the same running gateway."""


def pytest_configure(config: pytest.Config) -> None:
    # Hundreds of commands are started: they need not compile the product and its libraries each time, whatever the shell says.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: _rank(_file(item.nodeid)))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """For --dist loadgroup: pytest-xdist 3.8 groups by a private attribute that pytest 9.2 no longer reads, and scatters all tests."""
    if config.getvalue("dist") != "loadgroup":
        return None
    from xdist.scheduler import LoadScopeScheduling

    class ByFile(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file = _file(nodeid)
            return nodeid if file in LOOSE else TOGETHER.get(file, file)

    config.option.loadscopereorder = False  # its own order, most tests first, says little about what takes long
    return ByFile(config, log)


def _rank(file: str) -> int:
    leader = TOGETHER.get(file, file)
    return LONG.index(leader) if leader in LONG else len(LONG)


def _file(nodeid: str) -> str:
    return nodeid.split("::", 1)[0].removeprefix("tests/")
