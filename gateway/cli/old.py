"""`sekisho …`: reads arguments, calls, prints. No logic."""

from __future__ import annotations

import asyncio
import getpass
import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Coroutine
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn, TypeVar

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from gateway.configfile import ConfigError
from gateway.message import Channel
from gateway.settings import Settings, load_settings

if TYPE_CHECKING:
    from gateway.evaluation.outcome import Run
    from gateway.quarantine.store import Incident

T = TypeVar("T")

DEFAULT_CONFIG = Path("config/sekisho.yaml")
PASSED, ACTED, ERROR = 0, 10, 2

app = typer.Typer(
    help="Sekisho: a data-loss-prevention gateway that knows whose personal data a Japanese message tells, and to whom.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
quarantine = typer.Typer(help="Held messages.", no_args_is_help=True)
policy_app = typer.Typer(help="The rules.", no_args_is_help=True)
app.add_typer(quarantine, name="quarantine")
app.add_typer(policy_app, name="policy")

Config = Annotated[
    Path | None, typer.Option("--config", "-c", envvar="SEKISHO_CONFIG", help="Settings file; default: config/sekisho.yaml where there is one.")
]
err = Console(stderr=True)


@app.command()
def serve(config: Config = None) -> None:
    """Run the gateway until SIGTERM."""
    from gateway.app import Gateway
    from gateway.logs import configure

    settings = _settings(config)
    configure(settings.log_level)

    async def run() -> None:
        gateway = Gateway(settings)
        await gateway.start()
        await gateway.run()

    _guarded(run)


@app.command()
def check(config: Config = None) -> None:
    """Check settings, policy and every file they name, without serving."""
    from gateway.check import check as examine

    settings = _settings(config)
    for line in _or_fail(lambda: examine(settings)):
        typer.echo(line)


@app.command()
def scan(
    paths: Annotated[list[str] | None, typer.Argument(help="Message files (.eml) or folders of them; none or - reads standard input.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a message, one a line.")] = False,
    everything: Annotated[bool, typer.Option("--all", help="Explain every finding, also those no rule minds.")] = False,
    channel: Annotated[str, typer.Option(help="What the files are: mail.")] = "mail",
    policy: Annotated[Path | None, typer.Option(help="Policy file; default: the one in the settings.")] = None,
    config: Config = None,
) -> None:
    """Inspect messages without sending them. Exit code 0: all pass; 10: the policy acts; 2: error."""
    from gateway.app import READERS, limits
    from gateway.inspection.pool import WorkerPool
    from gateway.policy.load import load_policy
    from gateway.report import render, summary
    from gateway.scan import as_json as json_of
    from gateway.scan import files
    from gateway.scan import scan as look

    if channel != "mail":
        _fail(f"--channel {channel}: only mail can be read; leave the option out")
    settings = _settings(config, need_policy=policy is None)
    loaded = _or_fail(lambda: load_policy(policy or settings.policy))
    chosen = files(paths or ["-"])
    if not chosen:
        _fail(f"{', '.join(paths or [])}: no .eml files there; name files, or a folder that holds some")
    counts: Counter[str] = Counter()
    errors = 0

    async def run() -> None:
        nonlocal errors
        began = time.monotonic()
        workers = max(1, min(settings.inspection.workers, len(chosen)))
        pool = WorkerPool(settings.inspection.model_copy(update={"workers": workers}), settings.recognizers, READERS)
        out = Console(soft_wrap=False)
        try:
            with _progress(len(chosen)) as progress:
                task = progress.add_task("", total=len(chosen))
                async for scanned in look(chosen, loaded, pool, limits(settings.inspection)):
                    progress.advance(task)
                    if scanned.error:
                        errors += 1
                        err.print(scanned.error, style="red", markup=False, highlight=False, soft_wrap=True)
                        continue
                    if scanned.verdict is not None:
                        counts[scanned.verdict.action.label] += 1
                    if as_json:
                        sys.stdout.write(json.dumps(json_of(scanned), ensure_ascii=False) + "\n")
                    else:
                        out.print(render(scanned, loaded, everything), highlight=False)
            if len(chosen) > 1 and not as_json:
                summary(out, counts, errors, time.monotonic() - began)
        finally:
            await pool.close()

    _guarded(run)
    sys.stdout.flush()
    raise typer.Exit(ERROR if errors else ACTED if sum(counts.values()) > counts["pass"] else PASSED)


@app.command()
def evaluate(
    places: Annotated[list[Path], typer.Argument(metavar="DIR...", help="Folders of messages in the corpus format (*.txt, below too); see docs/corpus.md.")],
    policy: Annotated[Path | None, typer.Option(help="Policy file; default: the one in the settings.")] = None,
    compare: Annotated[Path | None, typer.Option(metavar="POLICY2", help="Judge the same findings by a second policy too and show what it changes.")] = None,
    save: Annotated[Path | None, typer.Option(metavar="FILE", help="Keep this run for --compare-run. The file tells the texts of findings.")] = None,
    compare_run: Annotated[Path | None, typer.Option("--compare-run", metavar="FILE", help="Show what changed against a run kept with --save.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Everything as one JSON object.")] = False,
    workers: Annotated[int | None, typer.Option(min=1, max=256, help="Worker processes; default: as in the settings.")] = None,
    config: Config = None,
) -> None:
    """Measure recognizers and policy on messages whose right answer is known. Exit code 0: measured, whatever the scores; 2: error."""
    from gateway.evaluation import changes, tables
    from gateway.evaluation.compare import compare as compared
    from gateway.evaluation.format import read_corpus
    from gateway.evaluation.outcome import as_json as json_of
    from gateway.evaluation.outcome import read_run, write_run
    from gateway.evaluation.run import check_recognizers
    from gateway.evaluation.run import evaluate as measure
    from gateway.inspection.pool import WorkerPool
    from gateway.policy.load import load_policy

    settings = _settings(config, need_policy=policy is None)
    policies = [_or_fail(lambda path=path: load_policy(path)) for path in (policy or settings.policy, compare) if path is not None]  # type: ignore[misc]
    earlier = _or_fail(lambda: read_run(compare_run)) if compare_run is not None else None
    samples = _or_fail(lambda: read_corpus(places))
    _or_fail(lambda: check_recognizers(settings.recognizers))

    async def run() -> None:
        count = max(1, min(workers or settings.inspection.workers, len(samples)))
        pool = WorkerPool(settings.inspection.model_copy(update={"workers": count}), settings.recognizers, ("gateway.evaluation.run",))
        try:
            with _progress(len(samples)) as progress:
                task = progress.add_task("", total=len(samples))
                runs.extend(await measure(samples, places, policies, pool, lambda: progress.advance(task)))
        finally:
            await pool.close()

    runs: list[Run] = []
    _guarded(run)
    first = runs[0]
    against = {"compared_with_run": compared(earlier, first) if earlier else None, "compared_with_policy": compared(first, runs[1]) if compare else None}
    if as_json:
        sys.stdout.write(json_of(first, against))
    else:
        out = Console(highlight=False)
        out.print(tables.report(first))
        for name, comparison in against.items():
            if comparison is not None:
                out.print(changes.changes(comparison, "Against the run before" if name == "compared_with_run" else "With the second policy"))
    for error in tables.errors(first):
        err.print(error, style="red", markup=False, highlight=False, soft_wrap=True)
    if save is not None:
        _or_fail(lambda: write_run(first, save))
    raise typer.Exit(ERROR if first.uninspected else PASSED)


@app.command()
def explain(
    file: Annotated[str, typer.Argument(metavar="FILE", help="One message: a mail (.eml) or a file of a corpus (.txt), told apart by what is in it; - reads standard input.")],
    policy: Annotated[Path | None, typer.Option(help="Policy file; default: the one in the settings.")] = None,
    channel: Annotated[Channel | None, typer.Option(help="Judge it as if it had come through this door.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Everything as one JSON object.")] = False,
    config: Config = None,
) -> None:
    """Show how one message was understood: zones, people, relations, findings, and what each rule made of them. Exit code 2: error."""
    from gateway.app import limits
    from gateway.explanation.page import page
    from gateway.explanation.reading import inspector, read_content
    from gateway.explanation.understanding import as_json as json_of
    from gateway.explanation.understanding import understand
    from gateway.policy.load import load_policy

    settings = _settings(config, need_policy=policy is None)
    loaded = _or_fail(lambda: load_policy(policy or settings.policy))
    content = _or_fail(lambda: read_content(file))
    inspect = _or_fail(lambda: inspector(settings.recognizers))
    understood = _or_fail(lambda: understand(content, file, loaded, inspect, limits(settings.inspection), channel))
    if as_json:
        sys.stdout.write(json_of(understood))
    else:
        Console(highlight=False).print(page(understood))


@app.command()
def demo(config: Config = None) -> None:
    """Start the gateway, send three sample mails through it, show what became of them, and go on serving."""
    from gateway.demo import demonstrate
    from gateway.logs import configure

    settings = _settings(config)
    configure("error")
    _guarded(lambda: demonstrate(settings))


@policy_app.command("schema")
def policy_schema() -> None:
    """Print the JSON Schema of the policy file, for editors."""
    from gateway.policy.load import schema_text

    typer.echo(schema_text(), nl=False)


@quarantine.command("list")
def quarantine_list(
    everything: Annotated[bool, typer.Option("--all", help="Also what was released, deleted or refused.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object an incident.")] = False,
    config: Config = None,
) -> None:
    """What is held, oldest first."""
    from gateway.app import open_store
    from gateway.quarantine.store import DELETED, HELD, REFUSED, RELEASED, RELEASING

    store = _or_fail(lambda: open_store(_settings(config)))
    incidents = _or_fail(lambda: store.incidents((HELD, RELEASING, RELEASED, DELETED, REFUSED) if everything else (HELD, RELEASING)))
    if as_json:
        for i in incidents:
            typer.echo(json.dumps(_incident_json(i), ensure_ascii=False))
        return
    if not incidents:
        typer.echo("Nothing is held.")
        return
    table = Table(box=None, header_style="bold", pad_edge=False)
    for column in ("Incident", "Since", "State", "From", "To", "Rules", "Found"):
        table.add_column(column, overflow="fold", no_wrap=column in ("Incident", "State"))
    for i in incidents:
        table.add_row(
            i.id, _when(i.created_at), i.state, i.sender or "<>", ", ".join(i.recipients), ", ".join(i.rules), ", ".join(i.entity_types)
        )
    Console().print(table)


@quarantine.command("show")
def quarantine_show(
    incident: Annotated[str, typer.Argument(help="Incident reference, such as SK261124-ABCDEFGH.")],
    content: Annotated[bool, typer.Option("--content", help="Also print the message itself. This is recorded.")] = False,
    config: Config = None,
) -> None:
    """One held message: its record and history."""
    from gateway.app import open_store

    store = _or_fail(lambda: open_store(_settings(config)))
    found = _or_fail(lambda: store.get(incident))
    if found is None:
        _fail(f"there is no incident {incident}; see: sekisho quarantine list --all")
    for key, value in _incident_json(found).items():
        typer.echo(f"{key:15} {', '.join(value) if isinstance(value, list) else value}")
    for at, actor, what, detail in _or_fail(lambda: store.events(incident)):
        typer.echo(f"{_when(at)}  {actor}: {what}{' (' + detail + ')' if detail else ''}")
    if content:
        opened = _or_fail(lambda: store.reveal(incident, _actor()))
        sys.stdout.flush()
        sys.stdout.buffer.write(b"\n" + opened.content)
        sys.stdout.buffer.flush()


@quarantine.command("release")
def quarantine_release(
    incidents: Annotated[list[str], typer.Argument(help="Incident references.")],
    again: Annotated[bool, typer.Option("--again", help="Take over a release that was cut off.")] = False,
    config: Config = None,
) -> None:
    """Send held messages to the next hop, once, on record."""
    from gateway.app import open_store, release
    from gateway.quarantine.store import StoreError
    from gateway.quarantine.vault import VaultError

    settings = _settings(config)
    store = _or_fail(lambda: open_store(settings))
    failed = False
    for incident in incidents:
        try:
            reply = asyncio.run(release(settings, store, incident, _actor(), again))
            typer.echo(f"{incident} released: {reply}")
        except (StoreError, VaultError) as error:
            failed = True
            err.print(str(error), style="red", markup=False, highlight=False, soft_wrap=True)
    raise typer.Exit(ERROR if failed else PASSED)


@quarantine.command("delete")
def quarantine_delete(
    incidents: Annotated[list[str], typer.Argument(help="Incident references.")],
    reason: Annotated[str, typer.Option(help="Why, for the record.")] = "",
    config: Config = None,
) -> None:
    """Delete held messages; the record stays."""
    from gateway.app import open_store

    store = _or_fail(lambda: open_store(_settings(config)))
    failed = False
    for incident in incidents:
        if _or_fail(lambda name=incident: store.delete(name, _actor(), reason)):  # type: ignore[misc]
            typer.echo(f"{incident} deleted")
        else:
            failed = True
            err.print(f"{incident} is not held", style="red", markup=False, highlight=False, soft_wrap=True)
    raise typer.Exit(ERROR if failed else PASSED)


def _progress(total: int) -> Progress:
    """A bar on standard error, gone when done; none for a single message."""
    return Progress(TextColumn("inspecting"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), console=err, transient=True, disable=total < 2)


def _settings(config: Path | None, need_policy: bool = True) -> Settings:
    path = config or (DEFAULT_CONFIG if DEFAULT_CONFIG.is_file() else None)
    return _or_fail(lambda: load_settings(path, need_policy=need_policy))


def _or_fail(call: Callable[[], T]) -> T:
    """What `call` returns; what is wrong with files, settings or the store is said in words, without a traceback."""
    from gateway.quarantine.store import StoreError
    from gateway.quarantine.vault import VaultError

    try:
        return call()
    except (ConfigError, StoreError, VaultError) as error:
        _fail(str(error))


def _guarded(run: Callable[[], Coroutine[Any, Any, None]]) -> None:
    try:
        asyncio.run(run())
    except ConfigError as error:
        _fail(str(error))
    except KeyboardInterrupt:
        raise typer.Exit(130) from None


def _incident_json(incident: Incident) -> dict[str, Any]:
    return {
        "incident": incident.id,
        "since": _when(incident.created_at),
        "state": incident.state,
        "state_since": _when(incident.state_at),
        "channel": incident.channel,
        "action": incident.action,
        "sender": incident.sender,
        "recipients": list(incident.recipients),
        "rules": list(incident.rules),
        "found": list(incident.entity_types),
        "policy": incident.policy_version,
        "size": incident.size,
    }


def _fail(message: str) -> NoReturn:
    err.print(message, style="red", markup=False, highlight=False, soft_wrap=True)
    raise typer.Exit(ERROR)


def _when(at: float) -> str:
    return datetime.fromtimestamp(at).astimezone().strftime("%Y-%m-%d %H:%M:%S")


def _actor() -> str:
    return f"{getpass.getuser()} (command line)"
