"""`sekisho audit …`: who did what when, and whether that record is whole."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated

import typer

from gateway.cli.frame import ACTED, AsJson, Config, complain, fail, open_store, or_fail, parse_time, progress, when

app = typer.Typer(help="The audit log.", no_args_is_help=True)
_PAGE = 1000


@app.command("verify")
def audit_verify(
    head: Annotated[str, typer.Option(metavar="ROWS:HASH", help="A head kept elsewhere (the gateway logs it every hour as audit_head).")] = "",
    config: Config = None,
) -> None:
    """Check every row of the log. Exit code 0: whole; 10: a row was changed, inserted or is missing; 2: error."""
    known = None
    if head:
        rows, _, last = head.partition(":")
        if not rows.isdecimal() or len(last) != 64:
            fail("--head must be a number of rows and a hash, as the gateway logs them: 123:4f…")
        known = (int(rows), last)
    store = open_store(config)
    count = or_fail(store.audit.head)[0]
    with progress(count, "verifying", least=20_000) as bar:
        task = bar.add_task("", total=count)
        verified = or_fail(lambda: store.audit.verify(lambda done, total: bar.update(task, completed=done, total=total), known))
    if verified.wrong:
        complain(f"{verified.wrong} ({verified.rows} rows before it are whole)")
        raise typer.Exit(ACTED)
    typer.echo(f"{verified.rows} rows, all whole; head {verified.rows}:{verified.head}")


@app.command("list")
def audit_list(
    incident: Annotated[str | None, typer.Option(help="Only rows about this incident.")] = None,
    since: Annotated[str | None, typer.Option(help="Only rows from then on, such as 2026-11-24 or '2026-11-24 09:30'.")] = None,
    as_json: AsJson = False,
    config: Config = None,
) -> None:
    """The rows of the log, oldest first."""
    begin = parse_time(since) if since else 0.0
    store = open_store(config)
    after = 0
    while rows := or_fail(lambda after=after: store.audit.rows(incident, begin, after, _PAGE)):  # type: ignore[misc]
        for row in rows:
            if as_json:
                typer.echo(json.dumps(asdict(row), ensure_ascii=False))
            else:
                detail = f" ({row.detail})" if row.detail else ""
                typer.echo(f"{row.seq:>7}  {when(row.at)}  {row.actor}: {row.what}{' ' + row.incident if row.incident else ''}{detail}")
        after = rows[-1].seq
