"""The trained models of this process, each loaded once, when it is first asked for."""

from __future__ import annotations

import lzma
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from recognizers.model import naming, telling
from recognizers.model.network import Network
from recognizers.model.passages import PassageReader
from recognizers.model.tagger import Tagger
from recognizers.model.view import View

HERE = Path(__file__).parent
_VIEWS: dict[str, View] = {"speech": naming, "prose": naming, "clauses": telling}


class BrokenModel(Exception):
    """A model's file is missing or damaged; the text names it."""


@lru_cache(maxsize=3)
def model(name: str) -> Tagger:
    """The model `speech` (names in mail and chat), `prose` (names in written prose) or `clauses` (what tells of a career, or of health, crime or creed).

    Beside a tagger stands a network where there is a file of it. BrokenModel when a file is missing or cannot be read: they belong to the package.
    """
    view, beside = _VIEWS[name], network_file(HERE, name)
    try:
        return Tagger(HERE / f"{name}.npz", view, Network(beside) if beside.exists() else None)
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error, lzma.LZMAError) as error:
        raise BrokenModel(f"a model of {HERE} ({name}.npz, {beside.name}) cannot be read: {type(error).__name__}; install Sekisho again") from error


@lru_cache(maxsize=1)
def reader() -> PassageReader | None:
    """The reader of passages beside the model `clauses`, where there is a file of it. BrokenModel when that cannot be read."""
    path = reader_file(HERE, "clauses")
    try:
        return PassageReader(path) if path.exists() else None
    except (OSError, ValueError, KeyError, EOFError, RuntimeError, zipfile.BadZipFile, zlib.error, lzma.LZMAError) as error:
        raise BrokenModel(f"a model of {HERE} ({path.name}) cannot be read: {type(error).__name__}; install Sekisho again") from error


def reader_file(folder: Path, name: str) -> Path:
    """Where the reader of passages beside the tagger `name` is kept."""
    return folder / f"{name}-reader.npz"


def network_file(folder: Path, name: str) -> Path:
    """Where the network beside the tagger `name` is kept."""
    return folder / f"{name}-network.npz"


@contextmanager
def models_of(folder: Path) -> Iterator[None]:
    """Within it, the models are those in `folder`: for training one upon what another finds."""
    global HERE  # noqa: PLW0603  # one process reads with one set of models
    before, HERE = HERE, folder
    model.cache_clear()
    reader.cache_clear()
    try:
        yield
    finally:
        HERE = before
        model.cache_clear()
        reader.cache_clear()
