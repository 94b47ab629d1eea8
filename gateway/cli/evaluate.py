"""`sekisho evaluate` and `sekisho explain`: how right is it, and why did it conclude what it did?"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from gateway.cli.frame import ERROR, PASSED, Config, err, fail, guarded, or_fail, progress, settings_of
from gateway.message import Channel

if TYPE_CHECKING:
    from gateway.evaluation.outcome import Run


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
    from gateway.evaluation.run import evaluate as measure
    from gateway.inspection.pool import NOBODY_WAITS, WorkerPool
    from gateway.inspection.recognizers_file import check_recognizers
    from gateway.policy.load import load_policy

    settings = settings_of(config, need_policy=policy is None)
    policies = [or_fail(lambda path=path: load_policy(path)) for path in (policy or settings.policy, compare) if path is not None]  # type: ignore[misc]
    earlier = or_fail(lambda: read_run(compare_run)) if compare_run is not None else None
    samples = or_fail(lambda: read_corpus(places))
    or_fail(lambda: check_recognizers(settings.recognizers))

    async def run() -> None:
        count = max(1, min(workers or settings.inspection.workers, len(samples)))
        pool = WorkerPool(settings.inspection.model_copy(update={"workers": count, "queue_timeout": NOBODY_WAITS}), settings.recognizers, ("gateway.evaluation.run",))
        try:
            await pool.warm()
            with progress(len(samples)) as bar:
                task = bar.add_task("", total=len(samples))
                runs.extend(await measure(samples, places, policies, pool, lambda: bar.advance(task)))
        finally:
            await pool.close()

    runs: list[Run] = []
    guarded(settings, run)
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
        or_fail(lambda: write_run(first, save))
    raise typer.Exit(ERROR if first.uninspected else PASSED)


def explain(
    file: Annotated[str, typer.Argument(metavar="FILE", help="One message: a mail (.eml) or a file of a corpus (.txt), told apart by what is in it; - reads standard input.")],
    policy: Annotated[Path | None, typer.Option(help="Policy file; default: the one in the settings.")] = None,
    channel: Annotated[Channel | None, typer.Option(help="Judge it as if it had come through this door.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Everything as one JSON object.")] = False,
    config: Config = None,
) -> None:
    """Show how one message was understood: zones, people, relations, findings, and what each rule made of them. Exit code 2: error."""
    from gateway.explanation.page import page
    from gateway.explanation.reading import inspector, read_content
    from gateway.explanation.understanding import as_json as json_of
    from gateway.explanation.understanding import understand
    from gateway.mail.limits import Limits
    from gateway.policy.load import load_policy
    from recognizers.model.load import BrokenModel

    settings = settings_of(config, need_policy=policy is None)
    loaded = or_fail(lambda: load_policy(policy or settings.policy))
    content = or_fail(lambda: read_content(file))
    inspect = or_fail(lambda: inspector(settings.recognizers))
    try:
        understood = or_fail(lambda: understand(content, file, loaded, inspect, Limits.of(settings.inspection), channel))
    except BrokenModel as broken:
        fail(str(broken))
    if as_json:
        sys.stdout.write(json_of(understood))
    else:
        Console(highlight=False).print(page(understood))
