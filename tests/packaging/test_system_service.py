"""The systemd unit: well-formed, confined, and made of commands that exist."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer.main

from gateway.cli import app
from tests.debian import needs

ROOT = Path(__file__).parents[2]
UNIT = ROOT / "config/systemd/sekisho.service"
INSTALLED = "/opt/sekisho/bin/sekisho"


def lines(key: str) -> list[str]:
    return re.findall(rf"^{key}=(.*)$", UNIT.read_text("utf-8"), re.MULTILINE)


@pytest.fixture
def analyze(tmp_path: Path) -> Any:
    """Run systemd-analyze on the unit, with the path of this environment's `sekisho` in it."""
    needs("systemd-analyze")
    here = Path(sys.executable).parent / "sekisho"
    copy = tmp_path / UNIT.name
    copy.write_text(UNIT.read_text("utf-8").replace(INSTALLED, str(here)), "utf-8")
    return lambda *words: subprocess.run(["systemd-analyze", *words, copy], capture_output=True, text=True, check=False, timeout=60)


def test_systemd_accepts_the_unit(analyze):
    said = analyze("verify", "--man=no")
    assert said.returncode == 0, said.stderr
    assert UNIT.name not in said.stderr


def test_the_service_is_confined(analyze):
    """systemd's own judgement: 0 is a locked room, 10 an open one."""
    said = analyze("security", "--offline=true", "--threshold=25")
    assert said.returncode == 0, said.stdout[-400:]


def test_the_commands_it_runs_exist_with_their_options():
    top: Any = typer.main.get_command(app)
    started = [*lines("ExecStartPre"), *lines("ExecStart")]
    assert len(started) == 2
    for line in started:
        program, name, *options = line.split()
        assert program == INSTALLED
        known = {option for parameter in top.commands[name].params for option in parameter.opts}
        assert {word for word in options if word.startswith("-")} <= known, line
    assert lines("ExecStart")[0].split()[1] == "serve"
    assert lines("ExecReload") == ["/bin/kill -HUP $MAINPID"]


def test_it_gives_running_transactions_the_time_the_settings_promise():
    from gateway.settings import Smtp

    (seconds,) = lines("TimeoutStopSec")
    assert int(seconds) > Smtp().shutdown_grace


def test_calls_outside_the_filter_fail_and_do_not_kill():
    """Numerical libraries call mbind, which is filtered, and go on when it fails; the default would kill the process."""
    assert lines("SystemCallErrorNumber") == ["EPERM"]
