"""CI only sees that the benches run and measure something; it never fails on time."""

from __future__ import annotations

import re

import pytest

from tests.bench import analysis, chat, console, throughput
from tests.debian import needs

pytestmark = pytest.mark.bench


def numbers(rows: list[tuple[str, str]]) -> list[float]:
    return [float(found[0].replace(",", "")) for _, measured in rows if (found := re.findall(r"[0-9][0-9,.]*", measured))]


def test_the_analysis_bench_measures():
    rows = analysis.run(2, 40_000)
    assert len(numbers(rows)) >= 4
    assert all(n > 0 for n in numbers(rows))


def test_the_throughput_bench_measures():
    needs("smtp-source", "smtp-sink", root=True)
    rows = throughput.run(20)
    assert len(rows) == 6
    assert all(n > 0 for n in numbers(rows))


def test_the_console_bench_measures():
    rows = console.run(500)
    assert len(rows) == 8
    assert all(n > 0 for n in numbers([(what, measured) for what, measured in rows]))


def test_the_chat_bench_measures():
    rows = chat.run(10)
    assert len(rows) == 6
    assert all(n > 0 for n in (*numbers(rows)[:3], *numbers(rows)[4:]))
