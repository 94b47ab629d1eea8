"""Every pattern of ours means the same to every Python that Sekisho runs on."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from re import _parser  # type: ignore[attr-defined]
from typing import Any

import pytest

import gateway
import recognizers
from recognizers.prefilter import Opening


def patterns() -> Iterator[tuple[str, re.Pattern[Any]]]:
    for package in (gateway, recognizers):
        for info in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if info.name.startswith(("gateway.quarantine.migrations", "gateway.__main__", "recognizers.model.learning", "recognizers.model.train_reader", "recognizers.model.train_whose")):
                continue
            for name, value in vars(importlib.import_module(info.name)).items():
                if isinstance(value, Opening):
                    value = value.pattern
                if isinstance(value, re.Pattern):
                    yield f"{info.name}.{name}", value


def possessive_groups(items: Any) -> Iterator[Any]:
    """Possessive repeats of more than one character, wherever they stand in a parse tree."""
    for op, argument in items:
        if str(op) in ("POSSESSIVE_REPEAT", "ATOMIC_GROUP"):
            inner = argument[2] if str(op) == "POSSESSIVE_REPEAT" else argument
            if len(inner) != 1 or str(inner[0][0]) not in ("LITERAL", "NOT_LITERAL", "IN", "ANY"):
                yield inner
        for part in _below(op, argument):
            yield from possessive_groups(part)


def _below(op: Any, argument: Any) -> list[Any]:
    kind = str(op)
    if kind == "BRANCH":
        return list(argument[1])
    if kind in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        return [argument[2]]
    if kind == "SUBPATTERN":
        return [argument[-1]]
    if kind in ("ASSERT", "ASSERT_NOT"):
        return [argument[1]]
    return [argument] if kind == "ATOMIC_GROUP" else []


ALL = list(patterns())


@pytest.mark.parametrize("pattern", [pattern for _, pattern in ALL], ids=[name for name, _ in ALL])
def test_what_is_repeated_without_a_way_back_is_one_character(pattern: re.Pattern[Any]) -> None:
    """Python before 3.11.5, Debian 12's 3.11.2 among them, gets possessive groups wrong (CPython gh-106052)."""
    assert not list(possessive_groups(_parser.parse(pattern.pattern, pattern.flags & ~re.UNICODE)))


def test_a_repeat_in_a_formatted_string_kept_its_braces() -> None:
    """In an f-string `{0,8}` becomes the tuple (0, 8), which matches its own digits and nothing else."""
    spoilt = re.compile(r"[\])\w]\([0-9]+, [0-9]+\)")
    assert len(ALL) > 700
    assert [name for name, pattern in ALL if spoilt.search(str(pattern.pattern))] == []


def test_the_check_sees_a_possessive_group() -> None:
    assert list(possessive_groups(_parser.parse("a(?:(?:b|cd)++)e")))
    assert not list(possessive_groups(_parser.parse("a[bc]++d*+.*+")))
