"""`sekisho consent …`: the register of consents."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Annotated, Any, get_args

import typer
from rich.console import Console
from rich.table import Table

from gateway.cli.frame import ERROR, PASSED, AsJson, Config, complain, fail, open_store, or_fail, when, whoami

app = typer.Typer(help="Consents on record.", no_args_is_help=True)


@app.command("add")
def consent_add(
    person: Annotated[str, typer.Argument(help="Name of who gave consent, in full.")],
    audience: Annotated[str, typer.Option("--to", help="Addresses or domains it may go to, semicolons between; * and ? are wildcards.")],
    kinds: Annotated[str, typer.Option(help="Entity types, semicolons between, or * for all.")] = "JP_CAREER_HISTORY;JP_EMPLOYER",
    purpose: Annotated[str, typer.Option(help="What for.")] = "",
    valid_from: Annotated[str, typer.Option("--from", help="First day, such as 2026-12-01; default: now.")] = "",
    valid_until: Annotated[str, typer.Option("--until", help="Last day; default: until revoked.")] = "",
    evidence: Annotated[str, typer.Option(help="Where the consent is to be found: words or a link.")] = "",
    file: Annotated[Path | None, typer.Option(exists=True, dir_okay=False, help="A document to keep with it, encrypted.")] = None,
    config: Config = None,
) -> None:
    """Put a consent on record. It counts for running gateways within seconds, where the policy asks for it."""
    from gateway.quarantine.consent_csv import parse_audience, parse_day, parse_kinds
    from gateway.quarantine.consents import Consent

    try:
        begins = parse_day(valid_from) if valid_from else time.time()
        ends = parse_day(valid_until, end=True) if valid_until else None
        if ends is not None and ends <= begins:
            raise ValueError("--until lies before --from")
        name, content = (file.name, file.read_bytes()) if file else ("", b"")
        consent = Consent(person, parse_kinds(kinds, _known()), parse_audience(audience), purpose, begins, ends, evidence, name, content)
        store = open_store(config)
        reference = or_fail(lambda: store.consents.add(consent, whoami()))
    except (ValueError, OSError) as error:
        fail(str(error))
    typer.echo(f"{reference} on record")


@app.command("list")
def consent_list(
    person: Annotated[str | None, typer.Option(help="Only this person's.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Also those revoked or past.")] = False,
    as_json: AsJson = False,
    config: Config = None,
) -> None:
    """Consents on record, the newest first."""
    store = open_store(config)
    now = time.time()
    found = [one for one in or_fail(lambda: store.consents.on_record(person)) if everything or one.holds(now)]
    rows: list[dict[str, Any]] = [
        {
            "id": one.id, "person": one.consent.person, "kinds": list(one.consent.kinds), "audience": list(one.consent.audience),
            "purpose": one.consent.purpose, "valid_from": when(one.consent.valid_from),
            "valid_until": when(one.consent.valid_until) if one.consent.valid_until is not None else "", "evidence": one.consent.evidence,
            "file": one.consent.file_name, "added_by": one.added_by, "revoked": when(one.revoked_at) if one.revoked_at is not None else "",
        }
        for one in found
    ]  # fmt: skip
    if as_json:
        for row in rows:
            typer.echo(json.dumps(row, ensure_ascii=False))
        return
    if not rows:
        typer.echo("No consent is on record.")
        return
    table = Table(box=None, header_style="bold", pad_edge=False)
    for column in ("id", "person", "kinds", "audience", "purpose", "valid_until", "revoked"):
        table.add_column(column.replace("_", " "), overflow="fold", no_wrap=column == "id")
    for row in rows:
        table.add_row(*(", ".join(row[c]) if isinstance(row[c], list) else row[c] for c in ("id", "person", "kinds", "audience", "purpose", "valid_until", "revoked")))
    Console(markup=False, highlight=False).print(table)


@app.command("revoke")
def consent_revoke(references: Annotated[list[str], typer.Argument(help="References such as C-2K7M9QRT.")], config: Config = None) -> None:
    """Consents count no more from now on; they stay on record."""
    store = open_store(config)
    failed = False
    for reference in references:
        if or_fail(lambda one=reference: store.consents.revoke(one, whoami())):  # type: ignore[misc]
            typer.echo(f"{reference} revoked")
        else:
            failed = True
            complain(f"{reference} is not on record or is revoked already")
    raise typer.Exit(ERROR if failed else PASSED)


@app.command("import")
def consent_import(file: Annotated[Path, typer.Argument(metavar="FILE.csv", help="Columns: see docs/operations.md.")], config: Config = None) -> None:
    """Put every consent of a CSV file on record, or none of them when a line is wrong."""
    from gateway.quarantine.consent_csv import CsvError, read_consents

    try:
        consents = read_consents(file.read_bytes(), _known())
        store = open_store(config)
        count = len(or_fail(lambda: store.consents.add_all(consents, whoami())))
    except (CsvError, ValueError) as error:
        fail(f"{file}: nothing was imported\n{error}")
    except OSError as error:
        fail(f"{file} cannot be read: {error.strerror}")
    typer.echo(f"{count} consents on record")


def _known() -> tuple[str, ...]:
    from gateway.policy.schema import EntityType

    return get_args(EntityType)
