"""`sekisho keys …`: a new encryption key comes in three steps, none of which loses anything when cut off."""

from __future__ import annotations

from pathlib import Path

import typer

from gateway.cli.frame import ERROR, Config, complain, fail, open_store, or_fail, progress, settings_of, whoami

app = typer.Typer(help="The encryption keys of the store.", no_args_is_help=True)


@app.command("rotate")
def keys_rotate(config: Config = None) -> None:
    """Put a new key first in the key file; the old ones stay. Running gateways seal with it from the next message on."""
    from gateway.quarantine.key_file import rotate

    path = _key_file(config)
    store = open_store(config)
    name = or_fail(lambda: rotate(path))
    or_fail(lambda: store.audit.append(whoami(), "key_rotated", detail=name))
    typer.echo(f"key {name} is the first in {path} now; seal what is stored with it: sekisho keys reseal")


@app.command("reseal")
def keys_reseal(config: Config = None) -> None:
    """Seal everything stored with the first key. May be cut off and run again; mail goes on meanwhile."""
    from gateway.quarantine.resealing import reseal, rows_to_reseal

    store = open_store(config)
    count = or_fail(lambda: rows_to_reseal(store))
    with progress(count, "sealing") as bar:
        task = bar.add_task("", total=count)
        done = or_fail(lambda: reseal(store, whoami(), lambda rows: bar.advance(task, rows)))
    typer.echo(f"{done.rows} rows sealed with the key {store.vault.current}")
    if done.unopened:
        complain(f"{done.unopened} rows are sealed with keys that are not there; they stay as they are")
        raise typer.Exit(ERROR)


@app.command("retire")
def keys_retire(config: Config = None) -> None:
    """Drop the keys from the key file that nothing stored is sealed with any more, a minute after the rotation at the earliest."""
    from gateway.quarantine.key_file import retire
    from gateway.quarantine.resealing import keys_in_use

    path = _key_file(config)
    store = open_store(config)
    dropped = or_fail(lambda: retire(path, lambda: keys_in_use(store)))
    if dropped:
        or_fail(lambda: store.audit.append(whoami(), "keys_retired", detail=" ".join(dropped)))
    typer.echo(f"dropped: {', '.join(dropped)}" if dropped else "every key is in use; to change that: sekisho keys reseal")


def _key_file(config: Path | None) -> Path:
    settings = settings_of(config)
    if settings.store.keys:
        fail("the keys come from SEKISHO_STORE__KEYS (or store.keys), not from a file: put a new one first there (openssl rand -hex 32), and restart")
    return settings.store.key_file
