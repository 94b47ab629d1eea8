"""The trained models of this process, each loaded once, when it is first asked for."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from recognizers.model import careering, naming
from recognizers.model.tagger import Tagger
from recognizers.model.view import View

HERE = Path(__file__).parent
_VIEWS: dict[str, View] = {"speech": naming, "prose": naming, "careers": careering}


@lru_cache(maxsize=3)
def model(name: str) -> Tagger:
    """The model `speech` (names in mail and chat), `prose` (names in written prose) or `careers` (clauses that tell of one).

    FileNotFoundError when its file is missing: it belongs to the package.
    """
    return Tagger(HERE / f"{name}.npz", _VIEWS[name])
