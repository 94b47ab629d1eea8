"""`sekisho …`: each file reads the arguments of a group of commands, calls, prints. No logic."""

from __future__ import annotations

import typer

from gateway.cli import account, apikey, audit, consent, evaluate, keys, people, policy, quarantine, scan, serve

app = typer.Typer(
    help="Sekisho: a data-loss-prevention gateway that knows whose personal data a Japanese message tells, and to whom.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
for command in (serve.serve, serve.console, serve.check, scan.scan, evaluate.evaluate, evaluate.explain, serve.demo):
    app.command()(command)
for name, group in (
    ("quarantine", quarantine.app), ("policy", policy.app), ("audit", audit.app), ("consent", consent.app), ("people", people.app), ("keys", keys.app), ("account", account.app), ("apikey", apikey.app),
):  # fmt: skip
    app.add_typer(group, name=name)
