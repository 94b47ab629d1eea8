"""Checking the audit log's chain in a thread of its own: a long log takes longer than a page may."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, replace

from gateway.quarantine.database import StoreError
from gateway.quarantine.store import Store


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the check is. `wrong` says what is wrong first; empty and not `running`: the chain is whole. Times are Unix seconds."""

    running: bool = False
    done: int = 0
    rows: int = 0
    began_at: float = 0.0
    ended_at: float = 0.0
    head: str = ""
    wrong: str = ""
    trouble: str = ""  # the check itself failed


class ChainCheck:
    """One check at a time in this process; its last result is kept."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._progress = Progress()
        self._ended = threading.Event()

    @property
    def progress(self) -> Progress:
        """As it is now."""
        return self._progress

    def begin(self, actor: str, wait: float = 1.0) -> Progress:
        """Begin unless a check runs; what is known after `wait` seconds at most. The result goes into the log itself."""
        with self._lock:
            if not self._progress.running:
                self._ended.clear()
                self._progress = Progress(running=True, began_at=time.time())
                threading.Thread(target=self._run, args=(actor,), name="audit check", daemon=True).start()
        self._ended.wait(wait)
        return self._progress

    def _run(self, actor: str) -> None:
        began = self._progress.began_at
        made = Progress(began_at=began, trouble="the check was cut off")
        try:
            found = self._store.audit.verify(self._heard)
            made = Progress(False, found.rows, found.rows, began, time.time(), found.head, found.wrong)
            if "head" not in found.wrong:  # a row written now would give a changed head a right hash again
                self._store.audit.append(actor, "audit_checked", detail=f"{found.rows} rows, {found.wrong or 'whole'}")
        except StoreError as error:
            made = replace(made, ended_at=time.time(), trouble=str(error))
        finally:
            self._progress = made
            self._ended.set()

    def _heard(self, done: int, rows: int) -> None:
        self._progress = replace(self._progress, done=done, rows=rows)
