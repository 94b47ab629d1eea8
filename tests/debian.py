"""Programs of Debian's that some tests drive: on a developer's machine a missing one skips its tests, in CI it fails them."""

from __future__ import annotations

import os
import shutil

import pytest

PACKAGES = {
    "postfix": "postfix", "smtp-source": "postfix", "smtp-sink": "postfix", "swaks": "swaks", "msmtp": "msmtp", "promtool": "prometheus",
    "docker-compose": "docker-compose", "systemd-analyze": "systemd", "chromium": "chromium", "node": "nodejs", "npm": "npm",
}  # fmt: skip


def needs(*programs: str, root: bool = False) -> None:
    """Go on only when the programs are installed (and, with `root`, when this user may start servers and mount)."""
    path = os.environ.get("PATH", "") + ":/usr/sbin:/sbin"
    missing = sorted({PACKAGES[p] for p in programs if shutil.which(p, path=path) is None})
    reason = f"apt-get install {' '.join(missing)}" if missing else "needs root" if root and os.geteuid() != 0 else ""
    if reason and os.environ.get("CI"):
        pytest.fail(f"{reason}: .ci/run should have seen to it")
    if reason:
        pytest.skip(reason)
