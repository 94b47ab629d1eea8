"""Writes the person ledger behind the mail that was delivered: in batches, in a thread of its own, at most a second late."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

from gateway.quarantine.database import StoreError
from gateway.quarantine.ledger import Ledger
from gateway.quarantine.ledger_entry import Telling
from gateway.quarantine.vault import VaultError

INTERVAL = 0.5  # seconds between batches
MOST_WAITING = 20_000  # entries kept while the database does not answer; more are given up


class LedgerWriter:
    """Takes entries at once and writes them soon. What cannot be written is tried again until there is too much of it.

    `complain` hears (kind, incident, what happened) of each failed try and of what was given up.
    """

    def __init__(self, ledger: Ledger, complain: Callable[[str, str, str], None]) -> None:
        self._ledger = ledger
        self._complain = complain
        self._waiting: list[Telling] = []
        self._lock = threading.Lock()
        self._wake = threading.Event()
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="ledger", daemon=True)

    def start(self) -> None:
        """Begin writing."""
        self._thread.start()

    def put(self, entries: Sequence[Telling]) -> None:
        """Hand over entries; returns at once."""
        if not entries:
            return
        with self._lock:
            room = MOST_WAITING - len(self._waiting)
            self._waiting += entries[:room]
        if room < len(entries):
            self._complain("ledger_given_up", entries[0].incident, f"{len(entries) - max(room, 0)} entries of the person ledger are lost")

    def stop(self) -> None:
        """Write what is waiting, then end (blocks)."""
        self._stopping = True
        self._wake.set()
        if self._thread.ident is not None:
            self._thread.join()
        else:
            self._write()
        if self._waiting:
            self._complain("ledger_given_up", self._waiting[0].incident, f"{len(self._waiting)} entries of the person ledger are lost")

    def _run(self) -> None:
        while not self._stopping:
            self._wake.wait(INTERVAL)
            self._write()

    def _write(self) -> None:
        with self._lock:
            batch = self._waiting[:1000]
        while batch:
            try:
                self._ledger.add(batch)
            except (StoreError, VaultError) as error:
                self._complain("ledger_not_written", batch[0].incident, str(error))
                return
            with self._lock:
                del self._waiting[: len(batch)]
                batch = self._waiting[:1000]
