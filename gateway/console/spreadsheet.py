"""CSV files as Japanese spreadsheets open them: UTF-8 with a byte order mark, no cell a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def csv_file(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """The file. Text that a spreadsheet would take for a formula gets a ' before it (OWASP, CSV injection); numbers stay numbers."""
    made = io.StringIO()
    writer = csv.writer(made, lineterminator="\r\n")  # RFC 4180
    writer.writerow(header)
    for row in rows:
        writer.writerow([cell(one) for one in row])
    return b"\xef\xbb\xbf" + made.getvalue().encode("utf-8", "replace")


def cell(value: object) -> object:
    """The value as it may stand in a cell."""
    if isinstance(value, int | float):
        return value
    text = str(value).replace("\0", "")
    return f"'{text}" if text.lstrip(" \u3000").startswith(_FORMULA) else text
