"""A real Postfix of its own: own configuration, queue and ports, started and stopped by a test (needs root and Postfix)."""

from __future__ import annotations

import re
import shutil
import subprocess
import time
from pathlib import Path

from tests.debian import needs

ROOT = Path(__file__).parents[2]
MASTER = """\
pickup    unix  n       -       n       60      1       pickup
cleanup   unix  n       -       n       -       0       cleanup
qmgr      unix  n       -       n       300     1       qmgr
tlsmgr    unix  -       -       n       1000?   1       tlsmgr
rewrite   unix  -       -       n       -       -       trivial-rewrite
bounce    unix  -       -       n       -       0       bounce
defer     unix  -       -       n       -       0       bounce
trace     unix  -       -       n       -       0       bounce
verify    unix  -       -       n       -       1       verify
flush     unix  n       -       n       1000?   0       flush
proxymap  unix  -       -       n       -       -       proxymap
smtp      unix  -       -       n       -       -       smtp
relay     unix  -       -       n       -       -       smtp
error     unix  -       -       n       -       -       error
retry     unix  -       -       n       -       -       error
discard   unix  -       -       n       -       -       discard
local     unix  -       n       n       -       -       local
virtual   unix  -       n       n       -       -       virtual
lmtp      unix  -       -       n       -       -       lmtp
anvil     unix  -       -       n       -       1       anvil
scache    unix  -       -       n       -       1       scache
postlog   unix-dgram n  -       n       -       1       postlogd
"""
MAIN = """\
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
maillog_file = {folder}/mail.log
maillog_file_prefixes = {folder}
myhostname = mx.hibari-soft.example
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
smtpd_relay_restrictions = permit_mynetworks, reject
smtp_host_lookup = native
smtp_dns_support_level = disabled
disable_dns_lookups = yes
smtp_tls_security_level = none
smtpd_tls_security_level = none
minimal_backoff_time = 2s
queue_run_delay = 2s
maximal_backoff_time = 4s
alias_maps =
local_recipient_maps =
"""


def snippet(name: str, **ports: str) -> str:
    """The lines of config/postfix/NAME that are not comments, with its ports replaced by a test's own."""
    text = (ROOT / "config/postfix" / name).read_text("utf-8")
    lines = "".join(f"{line}\n" for line in text.splitlines() if line.strip() and not line.startswith("#"))
    for shown, own in ports.items():
        lines = re.sub(rf"\b{shown.lstrip('p')}\b", own, lines)
    return lines


class Postfix:
    """`master` are further lines of master.cf, `main` of main.cf."""

    def __init__(self, folder: Path, port: int, master: str, main: str) -> None:
        needs("postfix", root=True)
        self.folder = folder
        self.port = port
        (folder / "etc").mkdir(parents=True)
        folder.chmod(0o755)
        for parent in folder.parents:
            if parent != Path("/") and parent.stat().st_uid == 0 and str(parent).startswith("/tmp/"):
                parent.chmod(0o755)
        (folder / "queue").mkdir()
        (folder / "data").mkdir()
        shutil.chown(folder / "data", "postfix")
        (folder / "etc/master.cf").write_text(MASTER + master)
        (folder / "etc/main.cf").write_text(MAIN.format(folder=folder) + main)

    def __enter__(self) -> Postfix:
        subprocess.run(["postfix", "-c", str(self.folder / "etc"), "start"], check=True, capture_output=True, timeout=60)
        return self

    def __exit__(self, *_: object) -> None:
        subprocess.run(["postfix", "-c", str(self.folder / "etc"), "abort"], check=False, capture_output=True, timeout=60)

    def log(self) -> str:
        path = self.folder / "mail.log"
        return path.read_text("utf-8", "replace") if path.exists() else ""

    def queue_is_empty(self, seconds: float = 40) -> bool:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            out = subprocess.run(["postqueue", "-c", str(self.folder / "etc"), "-p"], capture_output=True, text=True, check=False).stdout
            if "empty" in out:
                return True
            time.sleep(0.3)
        return False
