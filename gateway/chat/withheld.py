"""Files that were sent to the address handed out for them, and refused: who wants to share one is told why.

Slack's SDKs send a file first and say afterwards to whom it goes. A refusal of the first request would reach their caller as a
bare HTTP error; so it is answered as a file that arrived, goes nowhere, and the second request is refused in the API's own words.
Where this memory is lost in between, the service refuses it: it never got the file.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Iterable

from gateway.chat.adapter import Refusal

_WINDOW = 24 * 3600.0  # seconds; an address to upload to is good for less
_MOST = 10_000


class Withheld:
    """Why files were refused, by the ids that the service gave them. In memory only."""

    def __init__(self) -> None:
        self._files: OrderedDict[str, tuple[float, Refusal]] = OrderedDict()  # the oldest first

    def add(self, file: str, why: Refusal) -> None:
        """This file was refused."""
        self._files[file] = (time.monotonic(), why)
        self._files.move_to_end(file)
        while len(self._files) > _MOST:
            self._files.popitem(last=False)

    def among(self, files: Iterable[str]) -> Refusal | None:
        """Why one of these files was refused; None where none was."""
        since = time.monotonic() - _WINDOW
        return next((self._files[one][1] for one in files if one in self._files and self._files[one][0] > since), None)

    def forget(self, file: str) -> None:
        """It was sent again, and nothing stands against it now."""
        self._files.pop(file, None)
