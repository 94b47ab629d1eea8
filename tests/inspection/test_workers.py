"""Workers are forked from a process that has loaded everything: they share it, and heed the administrator's file all the same."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import psutil
import pytest

from gateway.configfile import ConfigError
from gateway.inspection.pool import WorkerPool
from gateway.message import Message
from gateway.settings import Inspection
from tests.inspection.conftest import OUTSIDE, SENDER, message

MINE = "個人番号：7319 0286 5416"


def as_it_is(given: Message) -> Message:
    return given


@pytest.fixture
async def pool() -> AsyncIterator[Callable[..., WorkerPool]]:
    made: list[WorkerPool] = []

    def start(recognizers: Path | None = None, workers: int = 1) -> WorkerPool:
        made.append(WorkerPool(Inspection(workers=workers), recognizers, (__name__,)))
        return made[-1]

    yield start
    for one in made:
        await one.close()


async def kinds(pool: WorkerPool) -> set[str]:
    found = await pool.inspect(as_it_is, message(MINE, SENDER, OUTSIDE), 100, ("mizube.example",))
    return {one.entity_type for one in found.findings}


async def test_each_pool_heeds_its_own_recognizers_file(pool: Callable[..., WorkerPool], tmp_path: Path) -> None:
    file = tmp_path / "recognizers.yaml"
    file.write_text("recognizers: {JP_MY_NUMBER: {enabled: false}}\n", "utf-8")
    assert "JP_MY_NUMBER" in await kinds(pool())
    assert "JP_MY_NUMBER" not in await kinds(pool(file))


async def test_a_wrong_recognizers_file_is_named_with_key_and_remedy(pool: Callable[..., WorkerPool], tmp_path: Path) -> None:
    file = tmp_path / "recognizers.yaml"
    file.write_text("recognizers: {JP_MY_NUMBR: {enabled: false}}\n", "utf-8")
    with pytest.raises(ConfigError, match=r"recognizers\.yaml:1: .*JP_MY_NUMBR.*did you mean 'JP_MY_NUMBER'"):
        pool(file)


async def test_workers_share_dictionary_and_models(pool: Callable[..., WorkerPool]) -> None:
    one = pool(workers=2)
    await one.warm()
    numbers = set(await asyncio.gather(*(one.run(os.getpid, (), 1) for _ in range(2))))
    assert len(numbers) == 2
    for process in map(psutil.Process, numbers):
        memory = process.memory_full_info()
        assert memory.uss < memory.rss / 2, "most of what a worker uses is the fork server's"


async def test_what_workers_are_forked_from_has_one_thread(pool: Callable[..., WorkerPool]) -> None:
    one = pool()
    await one.warm()
    worker = psutil.Process(await one.run(os.getpid, (), 1))
    assert worker.parent().num_threads() == 1, "a lock that another thread holds would be held for ever in what is forked"
