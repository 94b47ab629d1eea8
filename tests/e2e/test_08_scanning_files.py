"""`sekisho scan`: what would happen to these mails, and why."""

from __future__ import annotations

import json
import os
import subprocess
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from gateway.cli import app as commands
from tests.e2e.mails import INSIDE, LEAK, OUTSIDE, mail
from tests.e2e.policies import policy
from tests.e2e.running import ROOT, SEKISHO


def scan(*arguments: str, **options) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*SEKISHO, "scan", *arguments], cwd=ROOT, capture_output=True, text=True, timeout=150, check=False, **options)


@pytest.fixture(scope="module")
def mails(tmp_path_factory):
    folder = tmp_path_factory.mktemp("mails")
    (folder / "quotation.eml").write_bytes(mail(to=OUTSIDE))
    (folder / "leak.eml").write_bytes(mail(LEAK, "水野さんの件", INSIDE))
    (folder / "lf-only.eml").write_bytes(mail(LEAK, "水野さんの件", INSIDE).replace(b"\r\n", b"\n"))
    return folder


def test_an_ordinary_mail_passes_with_exit_code_0(mails):
    done = scan(str(mails / "quotation.eml"))
    assert done.returncode == 0, done.stderr
    assert "Verdict: pass" in done.stdout


def test_a_leak_is_explained_in_words_with_exit_code_10(mails):
    done = scan(str(mails / "leak.eml"), env={"COLUMNS": "200", "PATH": "/usr/bin:/bin"})
    assert done.returncode == 10, done.stderr
    assert "Verdict: quarantine" in done.stdout
    assert "水野 ← 以前 桜坂リース に勤務（伝聞）" in done.stdout
    assert "about third_party" in done.stdout


def test_found_text_is_marked_in_colour(mails):
    done = scan(str(mails / "leak.eml"), env={"COLUMNS": "200", "FORCE_COLOR": "1", "TERM": "xterm-256color", "PATH": "/usr/bin:/bin"})
    line = next(row for row in done.stdout.splitlines() if "桜坂リース" in row)
    assert "\x1b[" in line


def test_json_offsets_point_at_what_was_found(mails):
    done = scan("--json", str(mails / "leak.eml"), str(mails / "lf-only.eml"))
    assert done.returncode == 10
    for row in map(json.loads, done.stdout.splitlines()):
        assert set(row) >= {"id", "path", "action", "rules", "recipients", "text", "findings", "unreadable"}
        assert row["id"] == "one@hibari-soft.example"
        assert row["action"] == "quarantine"
        assert row["rules"] == ["career"]
        assert row["recipients"] == [{"address": INSIDE, "action": "quarantine"}]
        assert row["unreadable"] == []
        assert row["text"].strip() == LEAK.strip()
        texts = {"body": row["text"]} | {p["part"]: p["text"] for p in row["parts"]}
        employer = next(f for f in row["findings"] if f["entity_type"] == "JP_EMPLOYER")
        assert texts[employer["part"]][employer["start"] : employer["end"]] == "桜坂リース"
        assert employer["about"] == "third_party"
        assert 0 < employer["score"] <= 1
        assert employer["explanation"]


def test_standard_input_is_read_when_no_file_is_named(mails):
    done = subprocess.run([*SEKISHO, "scan", "--json"], cwd=ROOT, input=(mails / "leak.eml").read_bytes(), capture_output=True, timeout=90, check=False)
    assert done.returncode == 10
    assert json.loads(done.stdout)["path"] == "-"


def test_another_policy_gives_another_verdict(mails, tmp_path):
    assert scan("--policy", policy(tmp_path, {"action": "tag"}), str(mails / "leak.eml")).returncode == 10
    simulated = scan("--json", "--policy", policy(tmp_path, {"id": "trial", "action": "block", "mode": "simulate"}), str(mails / "leak.eml"))
    assert simulated.returncode == 0
    assert json.loads(simulated.stdout)["simulated"] == ["trial"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["/nowhere.eml"], "/nowhere.eml: cannot be read: No such file or directory"),
        (["--policy", "/nowhere.yaml", "gateway/samples/1-quotation.eml"], "/nowhere.yaml: cannot be read"),
        (["--channel", "pigeon", "gateway/samples/1-quotation.eml"], "--channel pigeon"),
        (["config"], "no .eml files there"),
        (["/dev/null"], "/dev/null: is empty"),
    ],
)
def test_errors_are_said_in_words_with_exit_code_2(arguments, said):
    done = scan(*arguments)
    assert done.returncode == 2
    assert said in done.stderr.replace("\n", "")
    assert "Traceback" not in done.stderr


def test_names_that_are_wrong_are_told_before_any_model_is_loaded(monkeypatch):
    def load(*_):
        raise AssertionError("models are loaded for nothing")

    monkeypatch.setattr("gateway.inspection.pool.WorkerPool", load)
    done = CliRunner().invoke(commands, ["scan", "/nowhere.eml", "/nor/here.eml"])
    assert done.exit_code == 2
    assert done.stderr.splitlines() == [f"{name}: cannot be read: No such file or directory" for name in ("/nowhere.eml", "/nor/here.eml")]


def test_hundreds_of_files_in_one_run(tmp_path):
    for n in range(300):
        leak = n % 10 == 0
        (tmp_path / f"{n:03}.eml").write_bytes(mail(LEAK if leak else "お世話になっております。ひばりソフトの柏木です。", to=INSIDE if leak else OUTSIDE))
    (tmp_path / "broken.eml").write_bytes(bytes(range(256)) * 20)
    began = time.monotonic()
    done = scan("--json", str(tmp_path))
    assert done.returncode == 10, done.stderr
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(rows) == 301
    assert [r["path"] for r in rows] == sorted(r["path"] for r in rows)
    assert sum(r["action"] == "quarantine" for r in rows) == 30
    assert time.monotonic() - began < 60


def test_files_wait_behind_slow_ones_pipes_are_left_alone_and_odd_names_make_good_json(tmp_path):
    (tmp_path / "s.yaml").write_text("inspection: {workers: 1, queue_timeout: 0.1}\n")
    folder = tmp_path / "mails"
    folder.mkdir()
    for number in range(40):
        (folder / f"{number}.eml").write_bytes(mail(f"本日の会議は{number}番の部屋です。\n" * 40, f"{number}"))
    os.mkfifo(folder / "pipe.eml")
    Path(os.fsdecode(os.fsencode(folder) + b"/odd\xff.eml")).write_bytes(mail("本日はありがとうございました。", "x"))
    done = scan("--json", "--config", str(tmp_path / "s.yaml"), str(folder))
    assert (done.returncode, done.stderr.strip()) == (0, "")
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(told) == 41
    assert any(one["path"].endswith("odd\\udcff.eml") for one in told)


def test_a_folder_is_read_whatever_the_case_of_its_files_names(tmp_path):
    (tmp_path / "LEAK.EML").write_bytes(mail(LEAK, "x", INSIDE))
    done = scan("--json", str(tmp_path))
    assert done.returncode == 10
    assert "LEAK.EML" in done.stdout
