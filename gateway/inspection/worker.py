"""What runs inside a worker process: one message at a time.

The gateway's own process imports this module to name its functions; models and Presidio are imported in functions only, so
that the process that talks SMTP stays small and starts at once.
"""

from __future__ import annotations

import ctypes
import gc
import logging
import os
import signal
import sys
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from gateway.message import Message
from gateway.verdict import Finding

if TYPE_CHECKING:
    from gateway.inspection.inspect import Inspector

Payload = TypeVar("Payload")
_PR_SET_PDEATHSIG = 1

_inspector: Inspector | None = None


@dataclass(frozen=True, slots=True)
class Inspected:
    """What a worker says of a message; the parts come without their texts where only an outline was asked for."""

    message: Message
    findings: tuple[Finding, ...] = field(repr=False)


def spare_the_models() -> None:
    """Have the collector of garbage leave alone what was loaded, and come seldom: a message makes some ten thousand small objects, hardly any in cycles."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def start(recognizers: Path | None) -> None:
    """Prepare this process: end when the gateway ends, leave Ctrl-C to it, set up the recognizers as their file says."""
    global _inspector  # noqa: PLW0603  one process, one set of models
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    die_with_parent()
    try:
        _inspector = load(recognizers)
        of_this_process()
    except Exception as error:
        from recognizers.model.load import BrokenModel

        logging.disable(logging.CRITICAL)  # Pebble would write the whole traceback, for every try
        place = traceback.extract_tb(error.__traceback__)[-1]
        why = str(error) if isinstance(error, BrokenModel) else f"dictionary or models cannot be loaded: {type(error).__name__} in {Path(place.filename).name}, line {place.lineno}"
        print(f"sekisho: {why}", file=sys.stderr, flush=True)
        raise
    one_thread()
    spare_the_models()


def load(recognizers: Path | None, *, to_be_forked: bool = False) -> Inspector:
    """An inspector that has read its first text. Dictionary and models are this process' only ones: a second call takes milliseconds.

    `to_be_forked`: the process stays without what it must not be forked with (`of_this_process`): that text tells of nobody.
    """
    from gateway.inspection.inspect import Inspector
    from recognizers import build_analyzer

    made = Inspector(build_analyzer(recognizers))
    made.inspect(Message.probe(telling=not to_be_forked))  # the first text costs lazy imports; better now than on somebody's mail
    return made


def of_this_process() -> None:
    """Make what a process must not be forked with: the reader of passages is run by a library that starts threads."""
    from recognizers.model.load import reader

    second = reader()
    if second is not None:
        second.open()


def inspect(read: Callable[[Payload], Message], payload: Payload, own_domains: Sequence[str], outline: bool) -> Inspected:
    """Turn `payload` into a message with the door's own reader, and find what is in it."""
    assert _inspector is not None  # start() ran
    message = read(payload)
    findings = _inspector.inspect(message, own_domains)
    return Inspected(message.outline() if outline else message, findings)


def ready() -> int:
    """The process number of a worker whose models are loaded."""
    assert _inspector is not None
    return os.getpid()


def one_thread() -> None:
    """Have numpy's matrices multiplied by this process' one thread: every core has a worker of its own."""
    from threadpoolctl import threadpool_limits

    threadpool_limits(limits=1, user_api="blas")


def die_with_parent() -> None:
    """Have the kernel end this process when its parent dies, also by kill -9 (prctl(2))."""
    if hasattr(os, "uname") and os.uname().sysname == "Linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
