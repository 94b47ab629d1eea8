"""`sekisho serve`, `sekisho check` and `sekisho demo`."""

from __future__ import annotations

import typer

from gateway.cli.frame import Config, guarded, or_fail, settings_of


def serve(config: Config = None) -> None:
    """Run the gateway until SIGTERM."""
    from gateway.app import Gateway
    from gateway.logs import configure

    settings = settings_of(config)
    configure(settings.log_level)

    async def run() -> None:
        gateway = Gateway(settings)
        await gateway.start()
        await gateway.run()

    guarded(run)


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
