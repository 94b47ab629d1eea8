"""`sekisho quarantine …`: what is held, and what becomes of it."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from gateway.cli.frame import ERROR, PASSED, Config, complain, fail, open_store, or_fail, settings_of, when, whoami

if TYPE_CHECKING:
    from gateway.quarantine.store import Incident


def _as_written(given: Any) -> Any:
    """References as they are written in the store, however they were typed."""
    return [one.strip().upper() for one in given] if isinstance(given, list) else given.strip().upper()


Reference = Annotated[str, typer.Argument(help="Incident reference, such as SK261124-ABCDEFGH.", callback=_as_written)]
References = Annotated[list[str], typer.Argument(help="Incident references.", callback=_as_written)]
_WHOLE_LINES = 10_000  # columns where no terminal is: a script wants a line for each incident
app = typer.Typer(help="Held messages.", no_args_is_help=True)


@app.command("list")
def quarantine_list(
    everything: Annotated[bool, typer.Option("--all", help="Also what was released, deleted, refused or has expired.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object an incident.")] = False,
    config: Config = None,
) -> None:
    """What is held, oldest first."""
    from gateway.quarantine.store import HELD, RELEASING, STATES

    store = open_store(config)
    incidents = or_fail(lambda: store.incidents(STATES if everything else (HELD, RELEASING)))
    if as_json:
        for i in incidents:
            typer.echo(json.dumps(incident_json(i), ensure_ascii=False))
        return
    if not incidents:
        typer.echo("Nothing is held.")
        return
    table = Table(box=None, header_style="bold", pad_edge=False)
    for column in ("Incident", "Since", "State", "From", "To", "Rules", "Found"):
        table.add_column(column, overflow="fold", no_wrap=column in ("Incident", "State"))
    for i in incidents:
        table.add_row(
            i.id, when(i.created_at), i.state, i.sender or "<>", ", ".join(i.recipients), ", ".join(i.rules), ", ".join(i.entity_types)
        )
    Console(markup=False, highlight=False, width=None if sys.stdout.isatty() else _WHOLE_LINES).print(table)


@app.command("show")
def quarantine_show(
    incident: Reference,
    content: Annotated[bool, typer.Option("--content", help="Also print the message itself. This is recorded.")] = False,
    config: Config = None,
) -> None:
    """One held message: its record and history."""
    store = open_store(config)
    found = or_fail(lambda: store.get(incident))
    if found is None:
        fail(f"there is no incident {incident}; see: sekisho quarantine list --all")
    for key, value in incident_json(found).items():
        typer.echo(f"{key:15} {', '.join(value) if isinstance(value, list) else value}")
    for at, actor, what, detail in or_fail(lambda: store.events(incident)):
        typer.echo(f"{when(at)}  {actor}: {what}{' (' + detail + ')' if detail else ''}")
    if content:
        opened = or_fail(lambda: store.reveal(incident, whoami()))
        sys.stdout.flush()
        sys.stdout.buffer.write(b"\n" + _for_people(found.channel, opened.content))
        sys.stdout.buffer.flush()


@app.command("release")
def quarantine_release(
    incidents: References,
    again: Annotated[bool, typer.Option("--again", help="Take over a release that was cut off.")] = False,
    config: Config = None,
) -> None:
    """Send held messages to the next hop, once, on record."""
    from gateway.app import release
    from gateway.quarantine.store import StoreError
    from gateway.quarantine.vault import VaultError

    settings = settings_of(config)
    store = open_store(config)
    failed = False
    for incident in incidents:
        try:
            reply = asyncio.run(release(settings, store, incident, whoami(), again))
            typer.echo(f"{incident} released: {reply}")
        except (StoreError, VaultError) as error:
            failed = True
            complain(str(error))
    raise typer.Exit(ERROR if failed else PASSED)


@app.command("delete")
def quarantine_delete(
    incidents: References,
    reason: Annotated[str, typer.Option(help="Why, for the record.")] = "",
    config: Config = None,
) -> None:
    """Delete held messages; the record stays."""
    store = open_store(config)
    failed = False
    for incident in incidents:
        if or_fail(lambda name=incident: store.delete(name, whoami(), reason)):  # type: ignore[misc]
            typer.echo(f"{incident} deleted")
        else:
            failed = True
            found = or_fail(lambda name=incident: store.get(name))  # type: ignore[misc]
            complain(f"{incident} is not held any more: it was {found.state}" if found else f"there is no incident '{incident}'; see: sekisho quarantine list --all")
    raise typer.Exit(ERROR if failed else PASSED)


@app.command("export")
def quarantine_export(
    incident: Reference,
    reason: Annotated[str, typer.Option(help="Why, for the record; needed.")],
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="Where to write it (mode 0600); default: INCIDENT.eml here, .txt for chat.")] = None,
    config: Config = None,
) -> None:
    """Write a mail as .eml, or a chat message's text, on record with the reason. An existing file is not touched."""
    if not reason.strip():
        fail("--reason must say why; it is recorded")
    store = open_store(config)
    found = or_fail(lambda: store.get(incident))
    channel = found.channel if found else "mail"
    path = output or Path(f"{incident}.{'eml' if channel == 'mail' else 'txt'}")
    or_fail(lambda: store.open(incident))  # what cannot be opened leaves neither file nor record of one
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        fail(f"{path} cannot be written: {error.strerror}")
    with os.fdopen(handle, "wb") as file:
        try:
            file.write(_for_people(channel, or_fail(lambda: store.reveal(incident, whoami(), reason.strip(), "exported")).content))
        except BaseException:
            path.unlink(missing_ok=True)
            raise
    typer.echo(f"{incident} written to {path}; this is on record")


@app.command("expire")
def quarantine_expire(config: Config = None) -> None:
    """Delete the messages whose retention is over, as the gateway does every hour. The record stays."""
    store = open_store(config)
    typer.echo(f"{or_fail(store.expire)} messages deleted")


def _for_people(channel: str, content: bytes) -> bytes:
    """A mail as it is; of a chat message the text alone, since the kept request holds its author's credentials."""
    if channel == "mail":
        return content
    from gateway.chat.held_post import post_text
    from gateway.shown import ShowError

    try:
        return post_text(content).encode("utf-8", "replace") + b"\n"
    except ShowError as error:
        fail(str(error))


def incident_json(incident: Incident) -> dict[str, Any]:
    return {
        "incident": incident.id,
        "since": when(incident.created_at),
        "state": incident.state,
        "state_since": when(incident.state_at),
        "channel": incident.channel,
        "action": incident.action,
        "sender": incident.sender,
        "recipients": list(incident.recipients),
        "rules": list(incident.rules),
        "found": list(incident.entity_types),
        "policy": incident.policy_version,
        "size": incident.size,
        "rule": incident.rule,
        "severity": incident.severity,
        "department": incident.department,
        "due": when(incident.due_at),
        "expires": when(incident.expires_at),
    }
