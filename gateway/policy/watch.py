"""The policy file is read again when it changes; a broken new file is refused loudly and the old policy stays."""

from __future__ import annotations

import asyncio
import contextlib
import threading
import time
from collections.abc import Callable
from pathlib import Path

import structlog
from watchfiles import awatch

from gateway import metrics
from gateway.configfile import ConfigError
from gateway.policy.load import LoadedPolicy, load_policy

log = structlog.get_logger("sekisho.policy")
_LINKS = 10
_AGAIN = 2.0  # seconds until a file that could not be watched is tried again


Seen = tuple[tuple[Path, tuple[int, ...]], ...]


def _seen(path: Path) -> Seen:
    """The places of the file and its folders, and which ones they are: another file under the same name is another."""
    places = _places(path)
    return tuple((one, _which(one)) for one in dict.fromkeys((*places, *(place.parent for place in places))))


def _look(path: Path, folders: set[Path]) -> tuple[Seen, bool]:
    """What is seen of the file now, and whether `folders` are still those to be watched. Blocks."""
    return _seen(path), {one.parent for one in _places(path)} == folders and all(one.exists() for one in folders)


def _which(path: Path) -> tuple[int, ...]:
    """(device, number, and of a file time of change and size); nothing of what is not there."""
    try:
        found = path.stat()
    except OSError:
        return ()
    return (found.st_dev, found.st_ino) if path.is_dir() else (found.st_dev, found.st_ino, found.st_mtime_ns, found.st_size)


def _places(path: Path) -> tuple[Path, ...]:
    """The file and every link on the way to it, each in its real folder."""
    found: list[Path] = []
    for _ in range(_LINKS):
        path = path.parent.resolve() / path.name
        found.append(path)
        if not path.is_symlink():
            break
        path = path.parent / path.readlink()
    return tuple(found)


class PolicyInForce:
    """The policy that decides now. Call it to get it."""

    def __init__(self, loaded: LoadedPolicy, path: Path) -> None:
        self._loaded = loaded
        self._path = path
        self._seen: Seen = ()  # when it was last read
        self._fault = ""  # why it could not be read the last time
        self._reading = threading.Lock()
        self._announce()

    def __call__(self) -> LoadedPolicy:
        """The policy in force."""
        return self._loaded

    def reload(self) -> bool:
        """Read the file again (blocks); true when it is in force now. Never raises: a broken file is logged and counted."""
        with self._reading:
            return self._reload(again=False)

    def try_again(self) -> bool:
        """Like `reload` after one that failed: what is still wrong in the same way is not told again."""
        with self._reading:
            return self._reload(again=True)

    def _reload(self, again: bool) -> bool:
        try:
            new = load_policy(self._path)
        except ConfigError as error:
            self._failed("policy refused, the one before stays in force", again, faults=str(error).splitlines())
            return False
        except Exception as error:  # whatever is wrong with a file, the next one must be read
            self._failed("policy could not be read, the one before stays in force", again, kind=type(error).__name__)
            return False
        self._fault = ""
        metrics.POLICY_BROKEN.set(0)
        if new.version != self._loaded.version:
            metrics.POLICY_INFO.remove(self._loaded.version)
            self._loaded = new
            self._announce()
            log.info("policy loaded", version=new.version, rules=len(new.policy.rules))
        return True

    def _failed(self, what: str, again: bool, **why: object) -> None:
        told, self._fault = self._fault, f"{what} {why}"
        if not again or told != self._fault:
            metrics.POLICY_RELOAD_FAILURES.inc()
            log.error(what, version=self._loaded.version, **why)
        metrics.POLICY_BROKEN.set(1)

    async def watch(self, stop: asyncio.Event, reloaded: Callable[[bool], None] | None = None) -> None:
        """Reload at every change of the file until `stop` is set. Its folder is watched: editors replace files."""
        while not stop.is_set():
            try:
                await self._watch(stop, reloaded)
            except Exception as error:  # the folder is gone for a moment, say: who watches must go on watching
                log.error("policy file is not watched, trying again", kind=type(error).__name__)
                metrics.POLICY_RELOAD_FAILURES.inc()
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(stop.wait(), _AGAIN)
                await asyncio.to_thread(self.reload)

    async def _watch(self, stop: asyncio.Event, reloaded: Callable[[bool], None] | None) -> None:
        places = await asyncio.to_thread(_places, self._path)
        folders, names = {one.parent for one in places}, {one.name for one in places} | {"..data"}
        tried = 0.0
        async for changes in awatch(*folders, stop_event=stop, recursive=False, debounce=200, step=50, rust_timeout=250, yield_on_timeout=True):
            # What nobody tells of is seen all the same: what changed while nobody looked, and folders above that were renamed or linked anew.
            seen, there = await asyncio.to_thread(_look, self._path, folders)
            if seen != self._seen or any(Path(changed).name in names for _, changed in changes):
                first, self._seen, before = not self._seen, seen, self._loaded.version
                done = await asyncio.to_thread(self.reload)
                tried = time.monotonic()
                if reloaded is not None and not (first and done and self._loaded.version == before):
                    reloaded(done)
            elif self._fault and time.monotonic() >= tried + _AGAIN:  # perhaps not the file was at fault
                tried = time.monotonic()
                if await asyncio.to_thread(self.try_again) and reloaded is not None:
                    reloaded(True)
            if not there:
                return  # other folders are to be watched

    def _announce(self) -> None:
        metrics.POLICY_INFO.labels(self._loaded.version).set(1)
        metrics.POLICY_LOADED.set(self._loaded.loaded_at)
