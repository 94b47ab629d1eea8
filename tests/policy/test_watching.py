"""Whatever is written into the policy file, the next correct one comes into force."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from gateway import metrics
from gateway.policy import watch
from gateway.policy.load import LoadedPolicy, load_policy
from gateway.policy.watch import PolicyInForce

GOOD = "rules:\n- id: a\n  when: {entities: [PERSON]}\n  action: tag\n"
BETTER = GOOD.replace("tag", "block")
BROKEN = ["x: &x [*x]\nrules: *x\n", "rules: " + "[" * 3000, "rules: !!int x\n", "rules: [\n"]


async def until(true: Callable[[], bool]) -> None:
    for _ in range(400):
        if true():
            return
        await asyncio.sleep(0.02)
    raise AssertionError("it did not come about in 8 s")


@pytest.mark.parametrize("broken", BROKEN)
async def test_after_a_broken_file_the_next_one_is_read(tmp_path: Path, broken: str) -> None:
    path = tmp_path / "policy.yaml"
    path.write_text(GOOD)
    policy, stop, heard = PolicyInForce(load_policy(path), path), asyncio.Event(), []
    first = policy().version
    watching = asyncio.create_task(policy.watch(stop, heard.append))
    await asyncio.sleep(0.3)
    path.write_text(broken)
    await until(lambda: heard == [False])
    assert (policy().version, metrics.POLICY_BROKEN._value.get()) == (first, 1)
    path.write_text(BETTER)
    await until(lambda: policy().version != first)
    assert metrics.POLICY_BROKEN._value.get() == 0
    stop.set()
    await asyncio.wait_for(watching, 5)


async def test_a_watch_that_breaks_off_begins_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "_AGAIN", 0.1)
    folder = tmp_path / "etc"
    path = folder / "policy.yaml"
    folder.mkdir()
    path.write_text(GOOD)
    policy, stop = PolicyInForce(load_policy(path), path), asyncio.Event()
    first = policy().version
    folder.rename(tmp_path / "away")  # while the watch begins there is no such folder
    watching = asyncio.create_task(policy.watch(stop))
    await asyncio.sleep(0.5)
    (tmp_path / "away").rename(folder)
    path.write_text(BETTER)
    await until(lambda: policy().version != first)
    stop.set()
    await asyncio.wait_for(watching, 5)


def test_a_date_that_is_none_is_a_text_like_any_other(tmp_path: Path) -> None:
    path = tmp_path / "policy.yaml"
    path.write_text(GOOD + "  description: 2026-02-30\n")
    assert load_policy(path).policy.rules[0].description == "2026-02-30"


@pytest.mark.parametrize("elsewhere", [False, True])
async def test_a_link_that_leads_elsewhere_is_followed(tmp_path: Path, elsewhere: bool) -> None:
    other = tmp_path / ("releases" if elsewhere else "etc")
    path = tmp_path / "etc/policy.yaml"
    path.parent.mkdir()
    other.mkdir(exist_ok=True)
    (other / "v1.yaml").write_text(GOOD)
    (other / "v2.yaml").write_text(BETTER)
    path.symlink_to(other / "v1.yaml")
    policy, stop = PolicyInForce(load_policy(path), path), asyncio.Event()
    first = policy().version
    watching = asyncio.create_task(policy.watch(stop))
    await asyncio.sleep(0.5)
    (tmp_path / "etc/new").symlink_to(other / "v2.yaml")
    (tmp_path / "etc/new").replace(path)
    await until(lambda: policy().version != first)
    second = policy().version
    await asyncio.sleep(0.5)
    (other / "v2.yaml").write_text(GOOD.replace("tag", "redact"))  # where the link leads now is watched, too
    await until(lambda: policy().version not in (first, second))
    stop.set()
    await asyncio.wait_for(watching, 5)


@pytest.mark.parametrize("how", ["linked", "renamed"])
async def test_a_folder_above_that_is_another_one_now_is_seen(tmp_path: Path, how: str) -> None:
    for name, text in (("v1", GOOD), ("v2", BETTER)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "policy.yaml").write_text(text)
    current = tmp_path / "current"
    if how == "linked":
        current.symlink_to("v1")
    else:
        (tmp_path / "v1").rename(current)
    path = current / "policy.yaml"
    policy, stop = PolicyInForce(load_policy(path), path), asyncio.Event()
    first = policy().version
    watching = asyncio.create_task(policy.watch(stop))
    await asyncio.sleep(0.6)
    if how == "linked":
        (tmp_path / "new").symlink_to("v2")
        (tmp_path / "new").replace(current)
    else:
        current.rename(tmp_path / "old")
        (tmp_path / "v2").rename(current)
    await until(lambda: policy().version != first)
    second = policy().version
    path.write_text(GOOD.replace("tag", "redact"))
    await until(lambda: policy().version not in (first, second))
    stop.set()
    await asyncio.wait_for(watching, 5)


async def test_what_changed_before_the_watch_began_comes_into_force(tmp_path: Path) -> None:
    path = tmp_path / "policy.yaml"
    path.write_text(GOOD)
    policy, stop, heard = PolicyInForce(load_policy(path), path), asyncio.Event(), []
    first = policy().version
    path.write_text(BETTER)
    watching = asyncio.create_task(policy.watch(stop, heard.append))
    await until(lambda: heard == [True])
    assert policy().version != first
    await asyncio.sleep(0.6)
    assert heard == [True], "and is read once"
    stop.set()
    await asyncio.wait_for(watching, 5)


async def test_a_change_that_could_not_be_read_for_a_moment_comes_into_force_after_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "_AGAIN", 0.3)
    path = tmp_path / "policy.yaml"
    path.write_text(GOOD)
    policy, stop, heard = PolicyInForce(load_policy(path), path), asyncio.Event(), []
    first, failures = policy().version, metrics.POLICY_RELOAD_FAILURES._value.get()
    broken = {"now": False}
    read: list[bool] = []

    def load(file: Path) -> LoadedPolicy:
        loaded = load_policy(file)
        out = broken["now"] and loaded.version != first  # asked after reading: a slow first reading may meet the second text
        read.append(out)
        if out:
            raise OSError(24, "Too many open files")
        return loaded

    monkeypatch.setattr(watch, "load_policy", load)
    watching = asyncio.create_task(policy.watch(stop, heard.append))
    await until(lambda: bool(read))
    broken["now"] = True
    (tmp_path / "new").write_text(BETTER)
    (tmp_path / "new").replace(path)
    await until(lambda: True in read)
    await asyncio.sleep(0.6)  # what the system still had to tell of this change has been told
    told, tries = list(heard), read.count(True)
    assert metrics.POLICY_RELOAD_FAILURES._value.get() - failures == len(told) == told.count(False) > 0
    await until(lambda: read.count(True) > tries + 2)
    assert (policy().version, heard) == (first, told)
    assert metrics.POLICY_RELOAD_FAILURES._value.get() - failures == len(told), "trying again is not told again"
    broken["now"] = False
    await until(lambda: policy().version != first)
    await until(lambda: heard == [*told, True])
    stop.set()
    await asyncio.wait_for(watching, 5)


async def test_a_folder_that_answers_slowly_keeps_no_mail_waiting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "policy.yaml"
    path.write_text(GOOD)
    asked: list[bool] = []
    places = watch._places

    def slow(file: Path) -> tuple[Path, ...]:
        asked.append(threading.current_thread() is threading.main_thread())
        return places(file)

    monkeypatch.setattr(watch, "_places", slow)
    policy, stop = PolicyInForce(load_policy(path), path), asyncio.Event()
    watching = asyncio.create_task(policy.watch(stop))
    await until(lambda: len(asked) > 3)
    assert not any(asked), "it is never asked on the event loop"
    stop.set()
    await asyncio.wait_for(watching, 5)
