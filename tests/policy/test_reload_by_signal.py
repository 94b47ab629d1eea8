"""SIGHUP has the policy read again, and however slow its disk is, the gateway goes on serving."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from types import SimpleNamespace

from gateway.app import Gateway


async def test_a_policy_on_a_slow_disk_is_read_again_while_the_gateway_goes_on() -> None:
    read: list[float] = []

    def slowly() -> None:
        time.sleep(1)
        read.append(time.monotonic())

    gateway = Gateway.__new__(Gateway)
    gateway._stop = asyncio.Event()
    gateway.policy = SimpleNamespace(reload=slowly)
    loop = asyncio.get_running_loop()
    gateway.heed_signals()
    try:
        os.kill(os.getpid(), signal.SIGHUP)
        longest = 0.0
        deadline = time.monotonic() + 20
        while not read:
            before = time.monotonic()
            await asyncio.sleep(0.01)
            longest = max(longest, time.monotonic() - before)
            assert before < deadline
        assert longest < 0.9
        assert not gateway._stop.is_set()
    finally:
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            loop.remove_signal_handler(number)
