"""`sekisho serve`, `sekisho check` and `sekisho demo`."""

from __future__ import annotations

import gc

import typer

from gateway.cli.frame import Config, guarded, or_fail, settings_of
from gateway.settings import Settings


def serve(config: Config = None) -> None:
    """Run the gateway until SIGTERM."""
    from gateway.logs import configure

    settings = settings_of(config)
    or_fail(lambda: load_models_aside(settings))
    configure(settings.log_level)
    from gateway.app import Gateway

    async def run() -> None:
        gateway = Gateway(settings)
        await gateway.start()
        settle()
        await gateway.run()

    guarded(run)


def load_models_aside(settings: Settings) -> None:
    """Have the models loaded by another process while this one imports the rest, if the policy is such that it is worth it."""
    from gateway.inspection.pool import start_fork_server
    from gateway.policy.load import load_policy
    from gateway.readers import READERS

    load_policy(settings.policy)
    if settings.inspection.enabled:
        start_fork_server(READERS)


def settle() -> None:
    """What is loaded now stays: the garbage collector need not walk it, and goes back from the rare rounds of the start to its usual ones."""
    gc.freeze()
    gc.set_threshold(700, 10, 10)


def console(config: Config = None) -> None:
    """Serve the reviewers' console alone, beside gateways that share its store."""
    from gateway.app import serve_console
    from gateway.logs import configure

    settings = settings_of(config)
    configure(settings.log_level)
    guarded(lambda: serve_console(settings))


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
    guarded(lambda: demonstrate(settings))
