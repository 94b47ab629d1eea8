"""`python -m tests.bench [--small]`: run all benches and print their rows."""

from __future__ import annotations

import argparse
import os
import platform

from rich.console import Console
from rich.table import Table

from tests.bench import analysis, chat, console, detection, throughput


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description="What a message costs, measured side by side in one run.")
    parser.add_argument("--small", action="store_true", help="only see that the benches run")
    small = parser.parse_args().small
    table = Table("what", "measured", title=f"Sekisho on {os.cpu_count()} cores, Python {platform.python_version()}")
    for label, measured in analysis.run(4 if small else 40, 100_000 if small else 10_000_000):
        table.add_row(label, measured)
    for label, measured in detection.run(4 if small else 100, 20_000 if small else 1_000_000):
        table.add_row(label, measured)
    for label, measured in chat.run(20 if small else 500):
        table.add_row(label, measured)
    for label, measured in throughput.run(20 if small else 1000):
        table.add_row(label, measured)
    for label, measured in console.run(2_000 if small else 100_000):
        table.add_row(label, measured)
    Console(width=150).print(table)


if __name__ == "__main__":
    main()
