"""`sekisho check` and a start that cannot succeed: what is wrong, where, and what would be right."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.e2e.running import ROOT, SEKISHO, RunningGateway, free_port


def sekisho(*arguments: str, **options) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*SEKISHO, *arguments], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False, **options)


def test_check_says_that_all_is_well():
    done = sekisho("check")
    assert done.returncode == 0, done.stderr
    assert "All is well." in done.stdout


def test_check_names_the_chat_listeners(tmp_path):
    (tmp_path / "chat.yaml").write_text("chat: {listeners: [{api: mattermost, port: 18065, upstream: 'http://mattermost.example'}], inspect: {port: 18066}}\n", "utf-8")
    done = sekisho("check", "--config", str(tmp_path / "chat.yaml"))
    assert "chat listener 127.0.0.1:18065, mattermost, http://mattermost.example behind it" in done.stdout
    assert "inspection API 127.0.0.1:18066" in done.stdout


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ("listeners: [{host: no-such-host.example}]", "listeners[0].host: 'no-such-host.example' leads to no address"),
        ("console: {tls_server: {certificate: /etc/passwd, key: /etc/passwd}}", "console.tls_server: certificate and key do not load"),
        ("store: {url: 'postgresql://u@db.example:port/x'}", "store.url: is not a database's address"),
    ],
)
def test_check_sees_what_only_a_start_would_show(tmp_path, settings, said):
    (tmp_path / "s.yaml").write_text(settings + "\n")
    done = sekisho("check", "--config", str(tmp_path / "s.yaml"))
    assert done.returncode == 2
    assert said in done.stderr.replace("\n", " "), done.stderr


@pytest.mark.parametrize("command", ["check", "serve"])
@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ("next_hop: {prot: 25}", "next_hop.prot: unknown key; did you mean 'port'?"),
        ("policy: nowhere.yaml", "policy: file 'nowhere.yaml' is not there"),
        ("listeners: [{tls: implicit, tls_server: {certificate: LICENSE, key: LICENSE}}]", "certificate and key do not load"),
        ("inspection: {workers: 0}", "inspection.workers"),
    ],
)
def test_what_is_wrong_is_named_before_anything_starts(tmp_path, command, settings, said):
    path = tmp_path / "s.yaml"
    path.write_text(settings + f"\nhttp: {{port: 0}}\nstore: {{url: 'sqlite:///{tmp_path}/h.db', key_file: '{tmp_path}/k'}}\n")
    done = sekisho(command, "--config", str(path))
    assert done.returncode == 2
    assert said in done.stderr.replace("\n", " "), done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", ["check", "serve"])
@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ("next_hop: {host: mx.example, ca_file: LICENSE}", "s.yaml:2: next_hop.ca_file: 'LICENSE' holds no certificates"),
        ("chat: {listeners: [{api: slack, port: 0, ca_file: LICENSE}]}", "s.yaml:2: chat.listeners[0].ca_file: 'LICENSE' holds no certificates"),
        ("chat: {inspect: {port: 0, tls_server: {certificate: LICENSE, key: LICENSE}}}", "s.yaml:2: chat.inspect.tls_server: certificate and key do not load"),
        ("next_hop: {outbox: /dev/null/outbox}", "s.yaml:2: next_hop.outbox: '/dev/null/outbox' cannot be"),
        ("store: {url: 'sqlite:////tmp'}", "s.yaml:2: store.url: '/tmp' is a folder"),
        ("store: {url: 'sqlite:///LICENSE'}", "s.yaml:2: store.url: "),
        ("store: {url: 'sqlite:////dev/null/q.db'}", "s.yaml:2: store.url: "),
        ("store: {key_file: LICENSE}", "s.yaml:2: store.key_file: "),
    ],
)
def test_what_does_not_load_is_named_with_its_line(tmp_path, command, settings, said):
    path = tmp_path / "s.yaml"
    store = "" if settings.startswith("store") else f"store: {{url: 'sqlite:///{tmp_path}/h.db', key_file: '{tmp_path}/k'}}\n"
    path.write_text(f"policy: {ROOT}/config/policy.yaml\n{settings}\nlisteners: [{{port: 0}}]\nhttp: {{port: 0}}\nconsole: {{enabled: false}}\n{store}")
    done = sekisho(command, "--config", str(path))
    assert done.returncode == 2, done.stderr
    assert said in done.stderr.replace("\n", " "), done.stderr
    assert "Traceback" not in done.stderr


def test_a_broken_policy_keeps_the_gateway_from_starting(tmp_path):
    (tmp_path / "p.yaml").write_text("rules: [{id: a, when: {entity: [PERSON]}, action: tag}]")
    (tmp_path / "s.yaml").write_text(f"policy: {tmp_path}/p.yaml\n")
    for command in ("check", "serve"):
        done = sekisho(command, "--config", str(tmp_path / "s.yaml"))
        assert done.returncode == 2
        assert "unknown key; did you mean 'entities'?" in done.stderr.replace("\n", " ")


def test_a_port_that_is_taken_is_named(tmp_path):
    first = RunningGateway(tmp_path / "a", inspection={"enabled": False}).start()
    try:
        second = RunningGateway(tmp_path / "b", inspection={"enabled": False}, listeners=[{"host": "127.0.0.1", "port": first.port}])
        second.start(wait=False)
        assert second.process is not None
        assert second.process.wait(30) == 2
        assert f"listeners[0].port: 127.0.0.1:{first.port} cannot be taken" in second.log.read_text().replace("\n", " ")
        assert "Traceback" not in second.log.read_text()
    finally:
        first.stop()


def test_the_environment_replaces_settings(tmp_path):
    environment = os.environ | {"SEKISHO_HTTP__PORT": "99999"}
    done = sekisho("check", env=environment)
    assert done.returncode == 2
    assert "http.port" in done.stderr
    assert "no setting" in sekisho("check", env=os.environ | {"SEKISHO_HTP__PORT": "1"}).stderr


def shown_and_serving(tmp_path: Path, smtp: int) -> subprocess.Popen[bytes]:
    """`sekisho demo`, which `make run` starts, once it serves; what it shows goes to `out`."""
    environment = os.environ | {
        "SEKISHO_LISTENERS": f'[{{"port": {smtp}}}]',
        "SEKISHO_HTTP__PORT": str(free_port()),
        "SEKISHO_CONSOLE__PORT": "0",
        "SEKISHO_NEXT_HOP__OUTBOX": str(tmp_path / "outbox"),
        "SEKISHO_STORE__URL": f"sqlite:///{tmp_path}/h.db",
        "SEKISHO_STORE__KEY_FILE": str(tmp_path / "k"),
        "COLUMNS": "120",
    }
    with (tmp_path / "out").open("wb") as out:
        process = subprocess.Popen([*SEKISHO, "demo"], cwd=ROOT, env=environment, stdout=out, stderr=subprocess.STDOUT)
    deadline = time.monotonic() + 60
    while "serving" not in (tmp_path / "out").read_text("utf-8"):
        assert process.poll() is None, (tmp_path / "out").read_text("utf-8")
        assert time.monotonic() < deadline
        time.sleep(0.2)
    return process


def test_make_run_ends_with_its_terminal(tmp_path):
    process = shown_and_serving(tmp_path, free_port())
    process.send_signal(signal.SIGHUP)
    assert process.wait(40) == 0


def test_make_run_shows_mails_and_chat_posts_and_goes_on_serving(tmp_path):
    smtp = free_port()
    process = shown_and_serving(tmp_path, smtp)
    shown = (tmp_path / "out").read_text("utf-8")
    assert shown.count("Verdict: pass") == 1
    assert shown.count("Verdict: quarantine") == 2
    assert "以前 桜坂リース に勤務（伝聞）" in shown
    assert "JP_MY_NUMBER" in shown
    assert shown.count("Held for review, incident SK") == 2
    assert shown.count("Slack API reply: ok") == 1
    assert shown.count("Slack API reply: sekisho_held") == 2
    assert len(list((tmp_path / "outbox").glob("*.eml"))) == 1
    import smtplib

    with smtplib.SMTP("127.0.0.1", smtp) as client:
        client.sendmail("a@hibari-soft.example", ["b@minato-foods.example"], b"Subject: still here\r\n\r\nhello\r\n")
    assert len(list((tmp_path / "outbox").glob("*.eml"))) == 2
    process.terminate()
    assert process.wait(40) == 0
