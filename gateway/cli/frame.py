"""What the commands share: the settings option, errors said in words, a bar for long work, who is typing."""

from __future__ import annotations

import asyncio
import getpass
from collections.abc import Callable, Coroutine
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn, TypeVar

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from gateway.configfile import ConfigError
from gateway.settings import Settings, load_settings

if TYPE_CHECKING:
    from gateway.quarantine.store import Store

T = TypeVar("T")

DEFAULT_CONFIG = Path("config/sekisho.yaml")
PASSED, ACTED, ERROR = 0, 10, 2
Config = Annotated[
    Path | None, typer.Option("--config", "-c", envvar="SEKISHO_CONFIG", help="Settings file; default: config/sekisho.yaml where there is one.")
]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]
err = Console(stderr=True)


def progress(total: int, doing: str = "inspecting", least: int = 2) -> Progress:
    """A bar on standard error, gone when done; none for fewer than `least` pieces of work."""
    return Progress(TextColumn(doing), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), console=err, transient=True, disable=total < least)


def settings_of(config: Path | None, need_policy: bool = True) -> Settings:
    """The settings in force for a command; what is wrong with them is said in words."""
    path = config or (DEFAULT_CONFIG if DEFAULT_CONFIG.is_file() else None)
    return or_fail(lambda: load_settings(path, need_policy=need_policy))


def or_fail(call: Callable[[], T], settings: Settings | None = None) -> T:
    """What `call` returns; what is wrong with files, settings or the store is said in words, without a traceback.

    A setting that turns out wrong is shown with its place in the file of `settings`.
    """
    from gateway.quarantine.trouble import StoreError
    from gateway.quarantine.vault import VaultError

    try:
        return call()
    except ConfigError as error:
        fail(str(settings.placed(error) if settings else error))
    except (StoreError, VaultError) as error:
        fail(str(error))


def guarded(settings: Settings, run: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Run to the end or to Ctrl-C; what is wrong with the settings is said in words."""
    try:
        asyncio.run(run())
    except ConfigError as error:
        fail(str(settings.placed(error)))
    except KeyboardInterrupt:
        raise typer.Exit(130) from None


def complain(message: str) -> None:
    """Say what is wrong, in red, on standard error."""
    err.print(message, style="red", markup=False, highlight=False, soft_wrap=True)


def fail(message: str) -> NoReturn:
    """Say what is wrong and end with exit code 2."""
    complain(message)
    raise typer.Exit(ERROR)


def when(at: float) -> str:
    """Local time for people to read."""
    return datetime.fromtimestamp(at).astimezone().strftime("%Y-%m-%d %H:%M:%S")


def parse_time(text: str) -> float:
    """A day or a time as people type it (2026-11-24, 2026-11-24 09:30, with or without an offset), as Unix seconds."""
    try:
        return datetime.fromisoformat(text.strip()).astimezone().timestamp()
    except (ValueError, OverflowError):
        fail(f"'{text}' is no time; write it like 2026-11-24 or 2026-11-24 09:30")


def whoami() -> str:
    """Who is typing, for the record."""
    return f"{getpass.getuser()} (command line)"


def open_store(config: Path | None) -> Store:
    """The store of these settings; what is wrong is said in words."""
    from gateway.opening import open_store as opened

    settings = settings_of(config)
    return or_fail(lambda: opened(settings), settings)
