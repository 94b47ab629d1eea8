"""The `sekisho` command, also as `python -m gateway`."""

from __future__ import annotations

import atexit
import gc


def main() -> None:
    """Read the command line and do what it says."""
    # Imports make hundreds of thousands of objects that stay: the collector would walk them again and again, and once more at
    # the end, for a fifth of the time that a command takes.
    gc.set_threshold(100_000, 20, 50)
    atexit.register(gc.freeze)
    from gateway.cli import app  # here: worker processes import this module, too, and need no command line

    app(prog_name="sekisho")


if __name__ == "__main__":
    main()
