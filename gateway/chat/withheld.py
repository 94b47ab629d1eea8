"""Files that were sent to the address handed out for them, and refused: who wants to share one is told why.

Slack's SDKs send a file first and say afterwards to whom it goes. A refusal of the first request would reach their caller as a
bare HTTP error; so it is answered as a file that arrived, goes nowhere, and the second request is refused in the API's own words.
Where this memory is lost in between, the service refuses it: it never got the file.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from urllib.parse import unquote_plus

from gateway.chat.adapter import Refusal

_MOST = 10_000
_ID = re.compile(r"[A-Za-z0-9]{1,40}")


class Withheld:
    """Why files were refused, by the ids that the service gave them. In memory only."""

    def __init__(self) -> None:
        self._files: OrderedDict[str, Refusal] = OrderedDict()  # the oldest first

    def add(self, file: str, why: Refusal) -> None:
        """This file was refused."""
        self._files[file] = why
        while len(self._files) > _MOST:
            self._files.popitem(last=False)

    def named_in(self, body: bytes) -> Refusal | None:
        """Why one of the files that a request names was refused; None where it names no such file."""
        if not self._files:
            return None
        named = _ID.findall(unquote_plus(body.decode("utf-8", "replace")))
        return next((self._files[one] for one in named if one in self._files), None)

    def forget(self, file: str) -> None:
        """It was sent again, and nothing stands against it now."""
        self._files.pop(file, None)
