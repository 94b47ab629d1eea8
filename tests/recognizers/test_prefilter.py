"""A pattern sought only where it can begin finds just what it finds everywhere."""

from __future__ import annotations

import importlib
import pkgutil
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import recognizers
from recognizers.normalize import fold
from recognizers.prefilter import Opening, grams, needed_grams

TEXTS = [fold(p.read_text("utf-8")).text for p in sorted((Path(__file__).parents[1] / "corpus" / "train").glob("eye-*.txt"))]


def patterns() -> list[tuple[str, re.Pattern[str]]]:
    found = []
    for info in pkgutil.walk_packages(recognizers.__path__, "recognizers."):
        if info.name in ("recognizers.model.learning", "recognizers.model.train_reader", "recognizers.model.train_whose"):
            continue  # it needs PyTorch, and has no patterns
        module = importlib.import_module(info.name)
        for name, value in vars(module).items():
            if isinstance(value, re.Pattern):
                found.append((f"{info.name}.{name}", value))
            found += [(f"{info.name}.{name}.{layout.name}", layout.pattern) for layout in getattr(value, "LAYOUTS", ()) if isinstance(value, type)]
    return found


ALL = patterns()


def spans(matches) -> list[tuple[int, int]]:
    return [m.span() for m in matches]


@pytest.mark.parametrize(("name", "pattern"), ALL, ids=[name for name, _ in ALL])
def test_every_pattern_of_ours_finds_the_same(name, pattern):
    opening = Opening(pattern)
    needed = needed_grams(pattern)
    for text in TEXTS:
        everywhere = spans(pattern.finditer(text))
        assert spans(opening.matches(text)) == everywhere
        if any(one.isdisjoint(grams(text)) for one in needed):
            assert not everywhere


@settings(max_examples=300, deadline=None)
@given(st.text("ab1- \nあ様", max_size=30))
def test_lookarounds_options_and_empty_matches_make_no_difference(text):
    for pattern in (r"(?<![0-9])1+(?!-)", r"(?:a|b1)?様", r"^あ", r"[ab]{2,}|1-1", r"a*", r"(?<=a)b|(?i:B)1", r"\d+a", r"[^a]b", r"a{0,2}(?:1|あ)b?"):
        compiled = re.compile(pattern, re.MULTILINE)
        assert spans(Opening(compiled).matches(text)) == spans(compiled.finditer(text))
        if any(one.isdisjoint(grams(text)) for one in needed_grams(compiled)):
            assert not compiled.search(text)


@settings(max_examples=300, deadline=None)
@given(st.text("aBikIK1 口ſıİ\u212aéÉ", max_size=20))
def test_patterns_without_regard_to_case_are_sought_in_either(text):
    for pattern in (r"(?i:ik)1", r"(?:口|(?i:b ?k))1", r"(?i:[a-i]1)", r"(?i:(?:s|é)k?)", r"(?i:i{1,2}(?>k1))"):
        for compiled in (re.compile(pattern), re.compile(pattern.replace("?i:", "?:"), re.IGNORECASE)):
            opening = Opening(compiled)
            assert spans(opening.matches(text)) == spans(compiled.finditer(text)), pattern
            assert opening.occurs(text) == bool(compiled.search(text)), pattern
            if any(one.isdisjoint(grams(text)) for one in needed_grams(compiled)):
                assert not compiled.search(text), pattern


@settings(max_examples=300, deadline=None)
@given(st.text("ab1- \nあ様", max_size=30), st.integers(0, 30), st.integers(0, 30))
def test_a_piece_of_a_text_is_searched_as_by_the_pattern_itself(text, one, other):
    start, end = min(one, other), min(max(one, other), len(text))
    for pattern in (r"(?<![0-9])1+(?!-)", r"(?:a|b1)?様", r"^あ", r"[ab]{2,}|1-1", r"(?<=a)b|(?i:B)1", r"[^a]b", r"a{0,2}(?:1|あ)b?"):
        compiled = re.compile(pattern, re.MULTILINE)
        opening = Opening(compiled)
        for _ in range(2):  # once anew, once from what it remembers of the text
            assert opening.within(text, start, end) == bool(compiled.search(text, start, end)), pattern
