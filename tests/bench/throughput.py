"""Messages a second: through the gateway with inspection, without, and straight to the sink (smtp-source, smtp-sink).

Also what the whole costs: memory of all processes, CPU a message.
"""

from __future__ import annotations

import contextlib
import subprocess
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import psutil

from gateway.settings import Inspection
from tests.bench.mails import business_mail
from tests.debian import sbin_in_reach
from tests.e2e.running import RunningGateway, free_port

SESSIONS = 10
SENDER, RECIPIENT = "n.kashiwagi@hibari-soft.example", "s.mizuno@minato-foods.example"


@contextlib.contextmanager
def sink() -> Iterator[int]:
    """Postfix's smtp-sink, which takes everything and keeps nothing."""
    sbin_in_reach()
    port = free_port()
    process = subprocess.Popen(["smtp-sink", "-u", "postfix", f"127.0.0.1:{port}", "500"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(0.5)
    try:
        yield port
    finally:
        process.kill()
        process.wait()


def pour(port: int, folder: Path, messages: int, first: int = 0) -> float:
    """Seconds to hand over `messages` mails in ten sessions, no two alike: those numbered from `first` on."""
    paths = []
    for n in range(first, first + messages):
        paths.append(folder / f"{n}.eml")
        paths[-1].write_bytes(business_mail(n)[1].replace(b"\r\n", b"\n"))
    send = f'for mail in "$@"; do smtp-source -s 1 -m 1 -F "$mail" -f {SENDER} -t {RECIPIENT} 127.0.0.1:{port} || exit 1; done'
    return _seconds(["sh", "-c", send, "sh", *map(str, paths[n::SESSIONS])] for n in range(SESSIONS))


def pour_circulars(port: int, folder: Path, messages: int) -> float:
    """Seconds to hand over `messages` mails in ten sessions, each of which sends one mail again and again."""
    for n in range(SESSIONS):
        (folder / f"{n}.eml").write_bytes(business_mail(n)[1].replace(b"\r\n", b"\n"))
    each = ["-s", "1", "-m", str(messages // SESSIONS), "-f", SENDER, "-t", RECIPIENT]
    return _seconds(["smtp-source", *each, "-F", str(folder / f"{n}.eml"), f"127.0.0.1:{port}"] for n in range(SESSIONS))


def _seconds(commands: Iterable[list[str]]) -> float:
    began = time.perf_counter()
    clients = [subprocess.Popen(command) for command in commands]
    for client in clients:
        assert client.wait(600) == 0
    return time.perf_counter() - began


def run(messages: int) -> list[tuple[str, str]]:
    """Rows for the report."""
    rows: list[tuple[str, str]] = []
    with tempfile.TemporaryDirectory() as name, sink() as port:
        folder = Path(name)
        folder.chmod(0o755)
        rates: dict[str, float] = {}
        rates["straight to the sink"] = messages / pour(port, folder, messages)
        for label, enabled in (("gateway without inspection", False), ("gateway with inspection", True)):
            gate = RunningGateway(
                folder / label, next_hop={"host": "127.0.0.1", "port": port, "tls": "none"}, inspection={"enabled": enabled, "workers": Inspection().workers}, log_level="warning"
            ).start()
            try:
                pour(gate.port, folder, max(SESSIONS * 2, messages // 4))  # warm: what a word is worth is worked out when it is first met
                tree = [psutil.Process(gate.process.pid), *psutil.Process(gate.process.pid).children(recursive=True)]  # type: ignore[union-attr]
                before = sum(sum(p.cpu_times()[:2]) for p in tree)
                rates[label] = messages / pour(gate.port, folder, messages, 1000)
                cpu = (sum(sum(p.cpu_times()[:2]) for p in tree) - before) / messages
                memory = sum(p.memory_full_info().pss for p in tree) / 2**20
                if enabled:
                    rates["the same, ten circulars"] = messages / pour_circulars(gate.port, folder, messages)
                rows.append((f"{label}: CPU a message, memory of all processes", f"{cpu * 1000:.1f} ms, {memory:.0f} MB"))
            finally:
                gate.stop()
        direct = rates["straight to the sink"]
        for label, rate in rates.items():
            rows.append((f"{label}, messages a second", f"{rate:.0f} ({direct / rate:.1f} times the time of straight)"))
    return rows
