"""What `sekisho explain` needs from outside: the bytes of one message, and an inspector in this very process."""

from __future__ import annotations

import sys
from pathlib import Path

from gateway.configfile import ConfigError, Fault
from gateway.explanation.understanding import Inspect
from gateway.scan import STDIN
from recognizers import build_analyzer  # loads nothing yet
from recognizers.configuration import RecognizersError


def read_content(path: str) -> bytes:
    """The file's bytes, or those of standard input for "-". Raises ConfigError, also for an empty one."""
    try:
        content = sys.stdin.buffer.read() if path == STDIN else Path(path).read_bytes()
    except OSError as error:
        raise ConfigError(path, [Fault(0, "", f"cannot be read ({error.strerror}); name one message, .eml or .txt")]) from None
    if not content.strip():
        raise ConfigError(path, [Fault(0, "", "is empty; name one message, .eml or .txt")])
    return content


def inspector(recognizers: Path | None) -> Inspect:
    """The same inspection as the workers do. Raises ConfigError for recognizer settings that cannot be used."""
    from gateway.inspection.inspect import Inspector  # with all of Presidio: not for a file that cannot be read

    try:
        return Inspector(build_analyzer(recognizers)).inspect
    except RecognizersError as error:
        raise ConfigError(recognizers or "recognizers", [Fault(0, "", line.removeprefix(f"{recognizers}: ")) for line in str(error).splitlines()]) from None
