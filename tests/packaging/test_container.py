"""The container image: well-formed, unprivileged, complete, and its own commands give a gateway that delivers."""

from __future__ import annotations

import json
import os
import shutil
import smtplib
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.debian import needs
from tests.packaging.dockerfile import ROOT, Instruction, in_context, instructions

DOCKERFILE = instructions()
LAST = DOCKERFILE[-1].stage
DEAD_PROXY = "http://127.0.0.1:9"  # the discard port: whoever asks the network through it fails


def only(verb: str, stage: int = LAST) -> Instruction:
    (one,) = [i for i in DOCKERFILE if i.verb == verb and i.stage == stage]
    return one


def copied(stage: int) -> list[tuple[str, str]]:
    """(source in the checkout, destination) of every COPY from the build context."""
    pairs = []
    for one in DOCKERFILE:
        if one.verb == "COPY" and one.stage == stage and "from" not in one.flags:
            *sources, destination = one.words
            pairs += [(source, destination) for source in sources]
    return pairs


def shipped_settings() -> dict[str, Any]:
    settings: dict[str, Any] = yaml.safe_load((ROOT / "docker/sekisho.yaml").read_text("utf-8"))
    return settings


def test_hadolint_has_nothing_to_say():
    hadolint = Path(sys.executable).parent / "hadolint"
    said = subprocess.run([hadolint, "docker/Dockerfile"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stdout + said.stderr


def test_the_compose_file_is_well_formed():
    needs("docker-compose")
    said = subprocess.run(["docker-compose", "-f", "docker/compose.yaml", "config", "-q"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stderr


def test_everything_the_image_copies_is_there_and_reaches_the_build():
    pairs = [pair for stage in range(LAST + 1) for pair in copied(stage)]
    assert len(pairs) > 5
    for source, _ in pairs:
        path = ROOT / source
        assert path.exists(), source
        inside = [p for p in path.rglob("*") if p.is_file() and "__pycache__" not in p.parts] if path.is_dir() else [path]
        assert inside
        for file in inside:
            assert in_context(file.relative_to(ROOT).as_posix()), file


def test_secrets_and_held_mail_of_the_checkout_never_reach_the_build():
    for name in ("var/quarantine.db", "var/quarantine.key", ".git/config", ".venv/bin/python", "tests/e2e/mails.py", "gateway/__pycache__/app.pyc"):
        assert not in_context(name), name


def test_the_image_runs_unprivileged_with_a_health_check_and_fetches_nothing_by_url():
    user = only("USER").value.split(":")[0]
    assert user.isdigit()
    assert int(user) >= 1000
    assert not [i for i in DOCKERFILE if i.verb == "ADD"]
    assert only("HEALTHCHECK").value.startswith("CMD [")
    assert only("STOPSIGNAL").value == "SIGTERM"
    froms = [i.value for i in DOCKERFILE if i.verb == "FROM"]
    assert len(froms) == 2, "built in one stage, run in another"
    assert all(":" in image and ":latest" not in image for image in froms)
    assert not [i for i in DOCKERFILE if i.verb == "RUN" and i.stage == LAST and "pip" in i.value]


def test_ports_and_places_of_image_settings_and_health_check_agree():
    settings = shipped_settings()
    smtp, http, console = settings["listeners"][0]["port"], settings["http"]["port"], settings["console"]["port"]
    assert only("EXPOSE").words == [str(smtp), str(http), str(console)]
    assert f"HTTPConnection('127.0.0.1', {http}, timeout=4); c.request('GET', '/healthz')" in only("HEALTHCHECK").value
    state = only("VOLUME").value
    for place in (settings["store"]["url"].removeprefix("sqlite:///"), settings["store"]["key_file"], settings["next_hop"]["outbox"]):
        assert place.startswith(state + "/"), place
    there = {f"{destination}{Path(source).name}" for source, destination in copied(LAST)}
    assert {settings["policy"], settings["recognizers"]} <= there
    assert f"SEKISHO_CONFIG={next(p for p in there if p.endswith('/sekisho.yaml'))}" in only("ENV").value


def test_the_compose_file_mounts_what_exists_and_takes_privileges_away():
    services = yaml.safe_load((ROOT / "docker/compose.yaml").read_text("utf-8"))["services"]
    bound = 0
    for service in services.values():
        for volume in service.get("volumes", []):
            source, target, *mode = volume.split(":")
            if source.startswith("."):
                bound += 1
                assert (ROOT / "docker" / source).exists(), volume
                assert mode == ["ro"], volume
                assert target.startswith("/")
        for port in service.get("ports", []):
            assert port.startswith("127.0.0.1:"), port
    assert bound >= 5
    gateway = services["gateway"]
    assert gateway["read_only"] is True
    assert gateway["cap_drop"] == ["ALL"]
    (folder,) = [v.split(":")[1] for v in gateway["volumes"] if v.startswith("../config:")]
    assert gateway["environment"]["SEKISHO_POLICY"] == f"{folder}/policy.yaml"
    assert (ROOT / "docker" / gateway["build"]["context"] / gateway["build"]["dockerfile"]).is_file()


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


class Image:
    """The image's commands carried out in `root`: paths of the image become paths below it, nothing else is changed."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.venv = root / "opt/sekisho"
        self.state = root / "var/lib/sekisho"
        self.etc = root / "etc/sekisho"

    def here(self, text: str) -> str:
        for place in ("/opt/sekisho", "/var/lib/sekisho", "/etc/sekisho", "/build"):
            text = text.replace(place, str(self.root / place.lstrip("/")))
        return text

    def build(self) -> None:
        folder = self.root
        for one in DOCKERFILE:
            if one.verb == "WORKDIR":
                folder = Path(self.here(one.value))
                folder.mkdir(parents=True, exist_ok=True)
            elif one.verb == "COPY" and "from" not in one.flags:
                *sources, destination = one.words
                for source in sources:
                    self.copy(source, folder / self.here(destination), into=len(sources) > 1 or destination.endswith("/"))
            elif one.verb == "COPY":
                assert Path(self.here(one.words[-1])) == self.venv, "the environment keeps its place between the stages"
            elif one.verb == "RUN" and one.stage < LAST:
                self.run(one.value, folder)
            elif one.verb == "RUN":
                # The system user needs root and a system of its own; its home is what the gateway writes to.
                assert one.value.startswith("useradd --system")
                self.state.mkdir(parents=True, exist_ok=True)

    def run(self, command: str, folder: Path) -> None:
        assert not command.startswith("python ") or command.startswith("python -m venv ")
        if command.startswith("python "):
            command = f"{sys.executable} {command.removeprefix('python ')}"
        # The wheels' cache spares the registry; what is installed is the same, its hash is asked for.
        command = self.here(command).replace("--no-cache-dir ", "")
        done = subprocess.run(["sh", "-ec", command], cwd=folder, capture_output=True, text=True, check=False, timeout=540)
        assert done.returncode == 0, f"{command}\n{done.stdout[-2000:]}{done.stderr[-2000:]}"

    def copy(self, source: str, destination: Path, into: bool) -> None:
        path = ROOT / source
        target = destination / path.name if into else destination
        target.parent.mkdir(parents=True, exist_ok=True)
        if path.is_dir():
            shutil.copytree(path, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(path, target)

    def environment(self, smtp: int, http: int) -> dict[str, str]:
        """What the image sets, with paths and ports of this place, and no way to the network."""
        settings = shipped_settings()
        listener = settings["listeners"][0] | {"host": "127.0.0.1", "port": smtp}
        image = dict(word.split("=", 1) for word in only("ENV").value.split())
        return {
            **{name: self.here(value) for name, value in image.items()},
            "PATH": f"{self.venv}/bin:{os.defpath}",
            "HOME": str(self.state),
            "http_proxy": DEAD_PROXY,
            "https_proxy": DEAD_PROXY,
            "HTTP_PROXY": DEAD_PROXY,
            "HTTPS_PROXY": DEAD_PROXY,
            "SEKISHO_LISTENERS": json.dumps([listener]),
            "SEKISHO_HTTP__HOST": "127.0.0.1",
            "SEKISHO_HTTP__PORT": str(http),
            "SEKISHO_CONSOLE__PORT": "0",
            "SEKISHO_STORE__URL": "sqlite:///" + self.here(settings["store"]["url"].removeprefix("sqlite:///")),
            "SEKISHO_STORE__KEY_FILE": self.here(settings["store"]["key_file"]),
            "SEKISHO_NEXT_HOP__OUTBOX": self.here(settings["next_hop"]["outbox"]),
            "SEKISHO_POLICY": self.here(settings["policy"]),
            "SEKISHO_RECOGNIZERS": self.here(settings["recognizers"]),
            "SEKISHO_INSPECTION__WORKERS": "1",
        }


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Image]:
    built = Image(tmp_path_factory.mktemp("image"))
    built.build()
    yield built
    shutil.rmtree(built.root, ignore_errors=True)


def healthy(environment: dict[str, str], http: int) -> bool:
    """What the image's HEALTHCHECK says, with this place's port."""
    command = json.loads(only("HEALTHCHECK").value.removeprefix("CMD "))
    command = [word.replace(f", {shipped_settings()['http']['port']},", f", {http},") for word in command]
    asked = subprocess.run(command, env=environment, capture_output=True, timeout=30, check=False, cwd="/")
    return asked.returncode == 0


@pytest.mark.timeout(600)
def test_the_images_own_commands_give_a_gateway_that_delivers_and_holds(image: Image):
    smtp, http = free_port(), free_port()
    environment = image.environment(smtp, http)
    command = [*only("ENTRYPOINT").words, *only("CMD").words]
    assert command == ["sekisho", "serve"]
    assert not healthy(environment, http)
    log = image.root / "log"
    with log.open("wb") as stderr:
        process = subprocess.Popen([image.venv / "bin" / command[0], *command[1:]], env=environment, cwd=image.state, stderr=stderr)
    try:
        deadline = time.monotonic() + 90
        while not _ready(http):
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.2)
        assert healthy(environment, http)
        with smtplib.SMTP("127.0.0.1", smtp, timeout=60) as client:
            assert client.send_message(_mail("お世話になっております。お見積りをお送りいたします。")) == {}
            assert client.send_message(_mail("水野さんですが、以前は桜坂リースにお勤めだったそうです。")) == {}
        (delivered,) = (image.state / "outbox").glob("*.eml")
        assert b"Subject: =?utf-8?" in delivered.read_bytes()
        listed = subprocess.run([image.venv / "bin/sekisho", "quarantine", "list", "--json"], env=environment, cwd=image.state, capture_output=True, text=True, check=True)
        assert json.loads(listed.stdout)["rules"] == ["career"]
    finally:
        process.terminate()
        assert process.wait(45) == 0, log.read_text()
    # A read-only root: nothing was written but below the volume.
    assert {p.name for p in image.root.iterdir()} == {"build", "etc", "log", "opt", "var"}
    assert not [p for p in image.etc.iterdir() if p.name not in ("policy.yaml", "recognizers.yaml", "sekisho.yaml")]


def _ready(http: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{http}/readyz", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def _mail(text: str) -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = "n.kashiwagi@hibari-soft.example"
    mail["To"] = "omori@hibari-soft.example"
    mail["Subject"] = "ご連絡"
    mail.set_content(text + "\n")
    return mail
