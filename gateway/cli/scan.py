"""`sekisho scan`: what would become of these messages?"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from itertools import takewhile
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from gateway.cli.frame import ACTED, ERROR, PASSED, Config, err, fail, guarded, or_fail, progress, settings_of


def scan(
    paths: Annotated[list[str] | None, typer.Argument(help="Message files (.eml, of chat .json or .form) or folders of them; none or - reads standard input.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a message, one a line.")] = False,
    everything: Annotated[bool, typer.Option("--all", help="Explain every finding, also those no rule minds.")] = False,
    channel: Annotated[str, typer.Option(help="What the files are: mail, or request bodies of slack, teams, chatwork, lineworks, mattermost, matrix, gchat.")] = "mail",
    policy: Annotated[Path | None, typer.Option(help="Policy file; default: the one in the settings.")] = None,
    config: Config = None,
) -> None:
    """Inspect messages without sending them. Exit code 0: all pass; 10: the policy acts; 2: error."""
    from gateway.chat.sample import CHANNELS
    from gateway.inspection.pool import NOBODY_WAITS, WorkerPool
    from gateway.mail.limits import Limits
    from gateway.policy.load import load_policy
    from gateway.readers import READERS
    from gateway.report import render, summary
    from gateway.scan import as_json as json_of
    from gateway.scan import files, unreadable
    from gateway.scan import scan as look

    if channel not in ("mail", *CHANNELS):
        fail(f"--channel {channel}: is not known; one of mail, {', '.join(CHANNELS)}")
    settings = settings_of(config, need_policy=policy is None)
    loaded = or_fail(lambda: load_policy(policy or settings.policy))
    chosen = files(paths or ["-"], channel)
    if not chosen:
        fail(f"{', '.join(paths or [])}: no {'.eml' if channel == 'mail' else '.json or .form'} files there; name files, or a folder that holds some")
    faults = list(takewhile(bool, map(unreadable, chosen)))
    if len(faults) == len(chosen):
        fail("\n".join(faults))  # at once: there is nothing to load the models for
    counts: Counter[str] = Counter()
    errors = 0

    async def run() -> None:
        nonlocal errors
        began = time.monotonic()
        workers = max(1, min(settings.inspection.workers, len(chosen)))
        pool = WorkerPool(settings.inspection.model_copy(update={"workers": workers, "queue_timeout": NOBODY_WAITS}), settings.recognizers, READERS)
        out = Console(soft_wrap=False)
        try:
            await pool.warm()
            with progress(len(chosen)) as bar:
                task = bar.add_task("", total=len(chosen))
                async for scanned in look(chosen, loaded, pool, Limits.of(settings.inspection), channel):
                    bar.advance(task)
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

    guarded(settings, run)
    sys.stdout.flush()
    raise typer.Exit(ERROR if errors else ACTED if sum(counts.values()) > counts["pass"] else PASSED)
