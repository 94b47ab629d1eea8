"""Charts as plain SVG shapes: no script, no inline style, so that a strict CSP lets them be. Pure.

pygal writes its style and script into each picture, leather styles each shape: both need what the console forbids, and
what the pages draw is rectangles, lines and words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDE, HALF = 1120, 540  # units of the picture; on a large screen about one pixel each
_HEIGHT = 250
_LEFT, _TOP, _BOTTOM = 44, 12, 24
_ROW, _BAR = 40, 12


@dataclass(frozen=True, slots=True)
class Shape:
    """A rectangle. `tip` is read out and shown on hovering."""

    x: float
    y: float
    width: float
    height: float
    kind: str
    tip: str = ""


@dataclass(frozen=True, slots=True)
class Word:
    """A piece of text; `kind` is a class: "", end (set to the left of x), middle."""

    x: float
    y: float
    text: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart to be drawn: size, shapes from back to front, words, lines (x1, y1, x2, y2, class)."""

    width: float
    height: float
    shapes: tuple[Shape, ...]
    words: tuple[Word, ...]
    lines: tuple[tuple[float, float, float, float, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of a bar chart: `value` in front, `behind` (if larger) in a paler tone after it, `said` the value in words."""

    label: str
    value: float
    said: str
    kind: str = "bar-b"
    behind: float = 0.0


def columns(labels: Sequence[str], series: Sequence[tuple[str, str, Sequence[int]]], width: int = WIDE) -> Picture:
    """Groups of columns side by side: each of `series` is (name, class, a value for each label)."""
    top = nice(max((value for _, _, values in series for value in values), default=0))
    plot, height = width - _LEFT, _HEIGHT - _TOP - _BOTTOM
    group = plot / max(1, len(labels))
    one = min(34.0, group * 0.78 / max(1, len(series)))
    shapes: list[Shape] = []
    words: list[Word] = []
    every = max(1, -(-len(labels) // 15))
    for i, label in enumerate(labels):
        middle = _LEFT + group * (i + 0.5)
        begin = middle - one * len(series) / 2
        for j, (name, kind, values) in enumerate(series):
            tall = height * values[i] / top
            if values[i]:
                shapes.append(_shape(begin + one * j, _TOP + height - tall, max(1.0, one - 1.5), tall, kind, f"{label} {name}: {values[i]:,}"))
        if i % every == 0:
            words.append(Word(round(middle, 1), _HEIGHT - 6, label, "middle"))
    lines = []
    for step in range(5 if top >= 4 else 2):
        share = step / (4 if top >= 4 else 1)
        y = round(_TOP + height * (1 - share), 1)
        lines.append((float(_LEFT), y, float(width), y, "axis"))
        words.append(Word(_LEFT - 8, y + 4, f"{round(top * share):,}", "end"))
    return Picture(width, _HEIGHT, tuple(shapes), tuple(words), tuple(lines))


def bars(rows: Sequence[Bar], longest: float = 0.0, mark: float = 0.0, width: int = HALF) -> Picture:
    """Bars from left to right, each under its label. `longest` is the value of a full bar (0: the largest there is); a line at `mark`."""
    full = longest or max((max(one.value, one.behind) for one in rows), default=0) or 1
    shapes: list[Shape] = []
    words: list[Word] = []
    for i, one in enumerate(rows):
        y = i * _ROW
        shapes.append(_shape(0, y + 20, width, _BAR, "track"))
        if one.behind > one.value:
            shapes.append(_shape(0, y + 20, width * min(1, one.behind / full), _BAR, f"{one.kind} pale", f"{one.label}: {one.said}"))
        if one.value:
            shapes.append(_shape(0, y + 20, max(3.0, width * min(1, one.value / full)), _BAR, one.kind, f"{one.label}: {one.said}"))
        words += [Word(0, y + 13, one.label), Word(width, y + 13, one.said, "end")]
    height = max(1, len(rows)) * _ROW
    at = round(width * mark / full, 1)
    return Picture(width, height, tuple(shapes), tuple(words), ((at, 16.0, at, height - 4.0, "mark"),) if mark else ())


def nice(largest: float) -> int:
    """The next round number that a scale of four steps can end with; at least 1."""
    if largest < 4:
        return max(1, round(largest))
    size = 1
    while True:
        for step in (4, 8, 12, 20, 32):
            if step * size >= largest:
                return step * size
        size *= 10


def _shape(x: float, y: float, width: float, height: float, kind: str, tip: str = "") -> Shape:
    return Shape(round(x, 1), round(y, 1), round(width, 1), round(height, 1), kind, tip)
