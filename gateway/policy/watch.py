"""The policy file is read again when it changes; a broken new file is refused loudly and the old policy stays."""

from __future__ import annotations

import asyncio
import contextlib
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
        self._followed = False  # a link led elsewhere, and the watch begins anew
        self._announce()

    def __call__(self) -> LoadedPolicy:
        """The policy in force."""
        return self._loaded

    def reload(self) -> bool:
        """Read the file again; true when it is in force now. Never raises: a broken file is logged and counted."""
        try:
            new = load_policy(self._path)
        except ConfigError as error:
            metrics.POLICY_RELOAD_FAILURES.inc()
            metrics.POLICY_BROKEN.set(1)
            log.error("policy refused, the one before stays in force", faults=str(error).splitlines(), version=self._loaded.version)
            return False
        except Exception as error:  # whatever is wrong with a file, the next one must be read
            metrics.POLICY_RELOAD_FAILURES.inc()
            metrics.POLICY_BROKEN.set(1)
            log.error("policy could not be read, the one before stays in force", kind=type(error).__name__, version=self._loaded.version)
            return False
        metrics.POLICY_BROKEN.set(0)
        if new.version != self._loaded.version:
            metrics.POLICY_INFO.remove(self._loaded.version)
            self._loaded = new
            self._announce()
            log.info("policy loaded", version=new.version, rules=len(new.policy.rules))
        return True

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
        places = _places(self._path)
        folders, names = {one.parent for one in places}, {one.name for one in places} | {"..data"}
        settled = not self._followed
        async for changes in awatch(*folders, stop_event=stop, recursive=False, debounce=200, step=50, rust_timeout=250, yield_on_timeout=True):
            if not settled:  # between one watch and the next nobody was looking
                settled, self._followed = True, False
                await asyncio.to_thread(self.reload)
            if any(Path(changed).name in names for _, changed in changes):
                done = await asyncio.to_thread(self.reload)
                if reloaded is not None:
                    reloaded(done)
                if _places(self._path) != places:
                    self._followed = True
                    return  # a link leads elsewhere now: other folders are to be watched

    def _announce(self) -> None:
        metrics.POLICY_INFO.labels(self._loaded.version).set(1)
        metrics.POLICY_LOADED.set(self._loaded.loaded_at)
