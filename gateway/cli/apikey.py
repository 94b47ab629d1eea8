"""`sekisho apikey …`: who may ask the inspection API."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from gateway.cli.frame import Config, complain, fail, settings_of

app = typer.Typer(help="Keys of the inspection API.", no_args_is_help=True)
Name = Annotated[str, typer.Argument(help="Who asks: letters, digits, dot, hyphen, underscore.")]


@app.command("add")
def apikey_add(name: Name, config: Config = None) -> None:
    """Make a key and print it, this once: the file has only its hash. Running gateways know it at once."""
    from gateway.chat.api_keys import KeyFileError, add_key

    path = _file(config)
    try:
        key = add_key(path, name)
    except KeyFileError as error:
        fail(str(error))
    typer.echo(key)
    complain(f"This is the only time the key of {name} is shown.")


@app.command("list")
def apikey_list(config: Config = None) -> None:
    """The names that have a key."""
    from gateway.chat.api_keys import KeyFileError, read_keys

    path = _file(config)
    try:
        names = sorted(read_keys(path))
    except FileNotFoundError:
        names = []
    except (OSError, KeyFileError) as error:
        fail(str(error))
    typer.echo("\n".join(names) or "There are no keys.")


@app.command("remove")
def apikey_remove(name: Name, config: Config = None) -> None:
    """Drop a key. Running gateways refuse it at once."""
    from gateway.chat.api_keys import KeyFileError, remove_key

    try:
        gone = remove_key(_file(config), name)
    except KeyFileError as error:
        fail(str(error))
    if not gone:
        fail(f"there is no key called {name}; see: sekisho apikey list")
    typer.echo(f"the key of {name} is gone")


def _file(config: Path | None) -> Path:
    inspect = settings_of(config, need_policy=False).chat.inspect
    if inspect is None:
        fail("there is no inspection API in the settings; add chat.inspect with a port")
    return inspect.keys_file
