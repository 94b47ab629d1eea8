"""The administrator's recognizers file, looked at before workers are started with it: they could only say that they do not start."""

from __future__ import annotations

from pathlib import Path

from gateway.configfile import ConfigError, Fault
from recognizers.configuration import RecognizersError, load_config


def check_recognizers(path: Path | None) -> None:
    """Raises ConfigError naming file, key and remedy when the file cannot be used; None, the built-in settings, can."""
    if path is None:
        return
    try:
        load_config(path)
    except RecognizersError as error:
        raise ConfigError("", [Fault(0, "", line) for line in str(error).splitlines()]) from None  # each line names file, line and key
