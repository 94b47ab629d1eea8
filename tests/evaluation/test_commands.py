"""`sekisho evaluate` and `sekisho explain` as they are typed."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.evaluation.messages import CUSTOMER, sample_text, write

ROOT = Path(__file__).parents[2]
SEKISHO = str(Path(sys.executable).with_name("sekisho"))


def sekisho(*arguments: str | Path, **options: object) -> subprocess.CompletedProcess[str]:
    environment = {"COLUMNS": "200", "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}
    done: subprocess.CompletedProcess[str] = subprocess.run(
        [SEKISHO, *map(str, arguments)], cwd=ROOT, capture_output=True, text=True, timeout=150, check=False, env=environment, **options)  # type: ignore[call-overload]
    return done


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus")
    (folder / "chat").mkdir()
    leak = "<PERSON>春日</PERSON>様ですが、<CAREER>以前は<EMPLOYER>汐見信用金庫</EMPLOYER>にお勤めだった</CAREER>そうです。\n"
    write(folder, leak, id="leak", verdict="hold", reason="career", about="third_party")
    write(folder / "chat", leak, id="leak-in-chat", verdict="hold", reason="career", channel="slack")
    write(folder, "凪運輸株式会社\n<PERSON>春日</PERSON>様\n\nお世話になっております。[red]お見積り[/red]をお送りします。\n", id="quotation", to=CUSTOMER)
    write(folder, "天気がよいですね。\n", id="never-found", verdict="hold", reason="sensitive")
    return folder


@pytest.fixture(scope="module")
def saved(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("runs") / "run.json"
    done = sekisho("evaluate", corpus, "--save", path, "--workers", "2")
    assert done.returncode == 0, done.stderr
    assert "4 messages (3 to hold, 1 to pass)" in done.stdout
    assert "✗ never-found  to hold for sensitive  (mail)" in done.stdout
    return path


def test_a_folder_is_measured_with_exit_code_0_whatever_the_scores(saved: Path) -> None:
    run = json.loads(saved.read_text("utf-8"))
    every = run["verdicts"]["all"]
    assert (every["to_hold"], every["held"], every["to_pass"], every["false_holds"]) == (3, 2, 1, 0)
    assert run["verdicts"]["by_reason"]["career"]["recall"] == 1.0
    assert run["verdicts"]["by_reason"]["sensitive"]["recall"] == 0.0
    assert run["verdicts"]["by_channel"]["slack"]["held"] == 1
    assert run["entities"]["JP_EMPLOYER"]["exact"] == {"matched": 2, "precision": 1.0, "recall": 1.0, "f1": 1.0}
    assert [one["id"] for one in run["missed"]] == ["never-found"]
    assert {one["id"] for one in run["outcomes"]} == {"leak", "leak-in-chat", "quotation", "never-found"}


def test_json_is_one_object_with_both_comparisons(corpus: Path, saved: Path, tmp_path: Path) -> None:
    second = tmp_path / "second.yaml"
    second.write_text("rules:\n- {id: none, when: {entities: [AGE]}, action: tag}\n", "utf-8")
    done = sekisho("evaluate", corpus, "--json", "--compare", second, "--compare-run", saved)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert {"format", "policy", "entities", "verdicts", "missed", "falsely_held", "outcomes", "compared_with_run", "compared_with_policy"} <= set(told)
    assert told["compared_with_run"]["verdicts"] == []
    assert told["compared_with_run"]["spans"] == {}
    changed = told["compared_with_policy"]["verdicts"]
    assert [(one["id"], one["before"], one["after"], one["worse"]) for one in changed] == [("leak-in-chat", "quarantine", "pass", True), ("leak", "quarantine", "pass", True)]


def test_a_broken_file_ends_it_with_exit_code_2_line_and_remedy(corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "broken.txt").write_text(sample_text("やあ\n<PERSON>津田"), "utf-8")
    done = sekisho("evaluate", corpus, tmp_path)
    assert done.returncode == 2
    assert "broken.txt:12: <PERSON>: is never closed; put </PERSON> where the piece ends" in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["evaluate", "docs"], "docs: no .txt files there; docs/corpus.md tells how to write them"),
        (["evaluate", "/nowhere"], "/nowhere: cannot be read (No such file or directory)"),
        (["evaluate", "tests/corpus/train", "--policy", "/nowhere.yaml"], "/nowhere.yaml: cannot be read"),
        (["evaluate", "tests/corpus/train", "--compare", "/nowhere.yaml"], "/nowhere.yaml: cannot be read"),
        (["evaluate", "tests/corpus/train", "--compare-run", "config/policy.yaml"], "config/policy.yaml: is not a run of this version of sekisho evaluate"),
        (["explain", "/nowhere.eml"], "/nowhere.eml: cannot be read"),
        (["explain", "/dev/null"], "/dev/null: is empty"),
        (["explain", "docs"], "docs: cannot be read (Is a directory)"),
    ],
)
def test_errors_are_said_in_words_with_exit_code_2(arguments: list[str], said: str) -> None:
    done = sekisho(*arguments)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_corpus_file_is_explained(corpus: Path) -> None:
    done = sekisho("explain", corpus / "leak.txt")
    assert done.returncode == 0, done.stderr
    assert "春日 ← 以前 汐見信用金庫 に勤務（伝聞）  about third_party" in done.stdout
    assert "✓ leak  to hold for career, about third_party" in done.stdout


def test_a_mail_on_standard_input_is_explained_as_json() -> None:
    mail = (ROOT / "gateway/samples/2-former-employer.eml").read_text("utf-8")
    done = sekisho("explain", "-", "--json", "--channel", "teams", input=mail)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert (told["path"], told["source"], told["channel"], told["action"]) == ("-", "mail", "teams", "quarantine")


@pytest.mark.parametrize("command", ["evaluate", "explain"])
def test_a_damaged_model_is_named_with_its_remedy_and_no_traceback(command: str, corpus: Path, tmp_path: Path) -> None:
    for package in ("gateway", "recognizers", "config"):
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "recognizers" / "model" / "clauses.npz").write_bytes(b"no model")
    place = corpus if command == "evaluate" else sorted(corpus.glob("*.txt"))[0]
    done = subprocess.run([sys.executable, "-m", "gateway", command, str(place)], capture_output=True, text=True, cwd=tmp_path, timeout=120, check=False)
    assert done.returncode == 2
    assert "clauses.npz" in done.stderr and "install Sekisho again" in done.stderr
    assert "Traceback" not in done.stderr + done.stdout
