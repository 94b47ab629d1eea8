"""Programs of Debian's that some tests drive: on a developer's machine a missing one skips its tests, in CI it fails them."""

from __future__ import annotations

import os
import shutil

import pytest

PACKAGES = {
    "postfix": "postfix", "smtp-source": "postfix", "smtp-sink": "postfix", "swaks": "swaks", "msmtp": "msmtp", "promtool": "prometheus",
    "docker-compose": "docker-compose", "systemd-analyze": "systemd", "chromium": "chromium", "node": "nodejs", "npm": "npm",
}  # fmt: skip


def sbin_in_reach() -> None:
    """Postfix's programs stand in /usr/sbin, which Debian leaves out of an ordinary user's PATH (and `su` keeps that PATH)."""
    path = os.environ.get("PATH", os.defpath)
    if "/usr/sbin" not in path.split(os.pathsep):
        os.environ["PATH"] = f"{path}:/usr/sbin:/sbin"


def needs(*programs: str, root: bool = False) -> None:
    """Go on only when the programs are installed (and, with `root`, when this user may start servers and mount)."""
    sbin_in_reach()
    missing = sorted({PACKAGES[p] for p in programs if shutil.which(p) is None})
    reason = f"apt-get install {' '.join(missing)}" if missing else "needs root" if root and os.geteuid() != 0 else ""
    if reason and os.environ.get("CI"):
        pytest.fail(f"{reason}: .ci/run should have seen to it")
    if reason:
        pytest.skip(reason)
