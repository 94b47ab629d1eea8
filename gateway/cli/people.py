"""`sekisho people …`: what was told about somebody, to whom?"""

from __future__ import annotations

import csv
import json
import os
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from gateway.cli.frame import AsJson, Config, fail, open_store, or_fail, when, whoami

app = typer.Typer(help="The ledger of what was told about whom.", no_args_is_help=True)
COLUMNS = ("time", "incident", "match", "name", "entity_types", "outcome", "sender", "recipients")


@app.command("search")
def people_search(
    name: Annotated[str, typer.Argument(help="A name as it may stand in a mail: 髙橋様, 高橋 健一.")],
    as_json: AsJson = False,
    to_csv: Annotated[Path | None, typer.Option("--csv", metavar="FILE", help="Write a CSV file (UTF-8, for spreadsheets, mode 0600).")] = None,
    config: Config = None,
) -> None:
    """Every message that told about this person. A surname finds full names too, as possible. The search is on record, the name is not."""
    store = open_store(config)
    found = or_fail(lambda: store.ledger.search(name, whoami()))
    if to_csv is not None:
        try:
            handle = os.open(to_csv, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except OSError as error:
            fail(f"{to_csv} cannot be written: {error.strerror}")
        with os.fdopen(handle, "w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(COLUMNS)
            for one in found:
                row = (when(one.at), one.incident, one.match, one.name, " ".join(one.entity_types), one.outcome, one.sender, " ".join(one.recipients))
                writer.writerow([_harmless(cell) for cell in row])
        typer.echo(f"{len(found)} rows written to {to_csv}")
    elif as_json:
        for one in found:
            typer.echo(json.dumps({"time": when(one.at)} | asdict(one), ensure_ascii=False))
    elif not found:
        typer.echo("Nothing on file.")
    else:
        table = Table(box=None, header_style="bold", pad_edge=False)
        for column in ("When", "Incident", "Match", "Name", "Told", "Became", "From", "To"):
            table.add_column(column, overflow="fold", no_wrap=column == "Incident")
        for one in found:
            table.add_row(when(one.at), one.incident, one.match, one.name, ", ".join(one.entity_types), one.outcome, one.sender, ", ".join(one.recipients))
        Console(markup=False, highlight=False).print(table)


def _harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
