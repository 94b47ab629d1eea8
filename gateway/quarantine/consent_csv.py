"""Consents from a CSV file, as a spreadsheet writes it (UTF-8 with or without mark, or cp932): all of it or nothing."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection
from datetime import date, datetime, time, timedelta

from gateway.quarantine.consents import ANY, Consent

COLUMNS = ("person", "kinds", "audience", "purpose", "valid_from", "valid_until", "evidence")
_NEEDED = ("person", "kinds", "audience")


class CsvError(Exception):
    """A file that cannot be imported; the text names every wrong line with its number and what would be right."""


def read_consents(content: bytes, kinds: Collection[str]) -> list[Consent]:
    """The consents in a file. `kinds` are the entity types there are. Raises CsvError."""
    try:
        return _read(content, kinds)
    except csv.Error as error:  # a field of more than 131,072 characters, most of all: a quote that never closes
        raise CsvError(f"line 1 or after it: is no CSV ({error}); look for a quote that is not closed") from None


def _read(content: bytes, kinds: Collection[str]) -> list[Consent]:
    rows = list(csv.reader(io.StringIO(_decoded(content), newline="")))
    if not rows:
        raise CsvError(f"line 1: is empty; it must name the columns: {', '.join(COLUMNS)}")
    header = [one.strip().lower() for one in rows[0]]
    unknown = [one for one in header if one not in COLUMNS]
    missing = [one for one in _NEEDED if one not in header]
    if unknown or missing or len(set(header)) < len(header):
        raise CsvError(f"line 1: must name each column once: {', '.join(COLUMNS)}; the first three are needed")
    found: list[Consent] = []
    wrong: list[str] = []
    line = 1
    reader = csv.reader(io.StringIO(_decoded(content), newline=""))
    next(reader)
    while True:
        line = reader.line_num + 1
        row = next(reader, None)
        if row is None:
            break
        if not any(one.strip() for one in row):
            continue
        if len(row) > len(header):
            wrong.append(f"line {line}: has {len(row)} fields, the first line names {len(header)}; put fields with commas in quotes")
            continue
        try:
            found.append(_consent(dict(zip(header, [one.strip() for one in row], strict=False)), kinds))
        except ValueError as error:
            wrong.append(f"line {line}: {error}")
    if wrong:
        raise CsvError("\n".join(wrong))
    if not found:
        raise CsvError("line 2: no consent follows the names of the columns")
    return found


def parse_kinds(text: str, known: Collection[str]) -> tuple[str, ...]:
    """Entity types between semicolons, or *. Raises ValueError."""
    chosen = tuple(dict.fromkeys(one.strip().upper() for one in text.replace("；", ";").split(";") if one.strip()))
    for one in chosen:
        if one != ANY and one not in known:
            raise ValueError(f"'{one}' is no kind of fact; write * or some of {', '.join(sorted(known))}")
    if not chosen:
        raise ValueError("kinds is empty; write * or entity types such as JP_CAREER_HISTORY;JP_EMPLOYER")
    return chosen


def parse_audience(text: str) -> tuple[str, ...]:
    """Addresses or domains between semicolons. Raises ValueError."""
    chosen = tuple(dict.fromkeys(one.strip().lower() for one in text.replace("；", ";").split(";") if one.strip()))
    for one in chosen:
        if any(c.isspace() or c == "," for c in one) or one.startswith("@") or ("." not in one and one != "*"):
            raise ValueError("audience must be addresses or domains between semicolons, such as midori.example;*.partner.example")
    if not chosen:
        raise ValueError("audience is empty; write addresses or domains, such as midori.example")
    return chosen


def parse_day(text: str, *, end: bool = False) -> float:
    """A day as 2027-03-31 or 2027/3/31, as Unix seconds of its local beginning (or, with `end`, of the next day's)."""
    try:
        year, month, day = (int(one) for one in text.replace("/", "-").split("-"))
        chosen = date(year, month, day) + timedelta(days=1 if end else 0)
        return datetime.combine(chosen, time()).astimezone().timestamp()
    except (ValueError, OverflowError, OSError):
        raise ValueError(f"'{text[:20]}' is no day; write it like 2027-03-31") from None


def _consent(row: dict[str, str], kinds: Collection[str]) -> Consent:
    if not row.get("person"):
        raise ValueError("person is empty; write the name of whoever gave consent")
    begins = parse_day(row["valid_from"]) if row.get("valid_from") else 0.0
    ends = parse_day(row["valid_until"], end=True) if row.get("valid_until") else None
    if ends is not None and ends <= begins:
        raise ValueError("valid_until lies before valid_from")
    return Consent(
        row["person"], parse_kinds(row.get("kinds", ""), kinds), parse_audience(row.get("audience", "")), row.get("purpose", ""), begins, ends,
        row.get("evidence", ""),
    )  # fmt: skip


def _decoded(content: bytes) -> str:
    for charset in ("utf-8-sig", "cp932"):
        try:
            return content.decode(charset)
        except UnicodeDecodeError:
            continue
    raise CsvError("the file is neither UTF-8 nor Shift_JIS; save it as CSV UTF-8")
