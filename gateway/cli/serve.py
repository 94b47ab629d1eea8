"""`sekisho serve`, `sekisho check` and `sekisho demo`."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

import typer

from gateway.cli.frame import Config, guarded, or_fail, settings_of
from gateway.settings import Settings

if TYPE_CHECKING:
    from gateway.policy.load import LoadedPolicy


def serve(config: Config = None) -> None:
    """Run the gateway until SIGTERM."""
    from gateway.check import check as examine
    from gateway.logs import configure

    settings = settings_of(config)
    or_fail(lambda: examine(settings))  # all that is wrong, before the models take their seconds to load
    policy = or_fail(lambda: load_models_aside(settings))
    configure(settings.log_level)
    from gateway.app import Gateway

    async def run() -> None:
        gateway = Gateway(settings, policy)
        await gateway.start()
        settle()
        gateway.heed_signals()
        await gateway.run()

    guarded(settings, run)


def load_models_aside(settings: Settings) -> LoadedPolicy:
    """Have the models loaded by another process while this one imports the rest; not for files that stop the start anyway. The policy."""
    from gateway.inspection.pool import start_fork_server
    from gateway.inspection.recognizers_file import check_recognizers
    from gateway.policy.load import load_policy
    from gateway.readers import READERS

    policy = load_policy(settings.policy)
    if settings.inspection.enabled:
        check_recognizers(settings.recognizers)
        start_fork_server(READERS)
    return policy


def settle() -> None:
    """What is loaded now stays: the garbage collector need not walk it. A message makes a few hundred objects, hardly any in cycles."""
    gc.freeze()
    gc.set_threshold(5_000, 20, 20)


def console(config: Config = None) -> None:
    """Serve the reviewers' console alone, beside gateways that share its store."""
    from gateway.app import serve_console
    from gateway.logs import configure

    settings = settings_of(config)
    configure(settings.log_level)
    guarded(settings, lambda: serve_console(settings))


def check(config: Config = None) -> None:
    """Check settings, policy and every file they name, without serving."""
    from gateway.check import check as examine

    settings = settings_of(config)
    for line in or_fail(lambda: examine(settings)):
        typer.echo(line)


def demo(config: Config = None) -> None:
    """Start the gateway, send three sample mails through it, show what became of them, and go on serving."""
    from gateway.demo import demonstrate
    from gateway.logs import configure

    settings = settings_of(config)
    configure("error")
    guarded(settings, lambda: demonstrate(settings))
