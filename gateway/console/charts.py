"""Charts: what was held and released, by what, how right the rules are and how quickly people decide."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from starlette.responses import Response
from starlette.routing import Route

from gateway.console import page as pages
from gateway.console.drawing import Bar, Picture, bars, columns
from gateway.console.incident import download
from gateway.console.page import speaker, waiting
from gateway.console.parts import Parts
from gateway.console.permissions import May
from gateway.console.spreadsheet import csv_file
from gateway.console.visit import Refused, Visit, guarded
from gateway.quarantine.statistics import AGES, DAY, Days, RuleQuality, Statistics
from gateway.vocabulary import ENTITIES

PERIODS = (7, 30, 90)  # days
WANTED = 0.10  # the share of false positives that users of such systems call bearable
_MOST = 12  # bars in a picture; the table has all
_LATE_GROUPS = 4  # of the ages: those that have waited three days and more

Say = Callable[[str, str], str]


@dataclass(frozen=True)
class Chart:
    """One chart: its picture, and the same numbers as a table. `legend` is (class, name) of each series."""

    name: str
    title: str
    picture: Picture | None
    header: tuple[str, ...]
    rows: tuple[tuple[str | int | float, ...], ...]
    note: str = ""
    legend: tuple[tuple[str, str], ...] = ()
    wide: bool = False


@dataclass(frozen=True)
class Tile:
    """A number to be seen first. `kind` is good or grave where it is one of them."""

    label: str
    value: str
    under: str = ""
    kind: str = ""


class ChartsPage:
    """The page and its CSV file. A manager's numbers are those of their departments."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def routes(self) -> list[Route]:
        """Where it is."""
        return [Route("/charts", guarded(self._parts, self.show, May.SEE_QUEUE)), Route("/charts.csv", guarded(self._parts, self.table, May.SEE_QUEUE))]

    def show(self, visit: Visit) -> Response:
        """The page."""
        days = _days(visit)
        tiles, charts = self._charts(visit, days)
        return pages.page(visit, self._parts.templates, "charts.html", days=days, periods=PERIODS, tiles=tiles, charts=charts, mine=visit.departments or ())

    def table(self, visit: Visit) -> Response:
        """All numbers of the page as one CSV file."""
        days = _days(visit)
        say = speaker(visit.language)
        _, charts = self._charts(visit, days)
        rows = [(one.title, row[0], name, value) for one in charts for row in one.rows for name, value in zip(one.header[1:], row[1:], strict=True)]
        header = (say("図", "chart"), say("項目", "item"), say("系列", "series"), say("値", "value"))
        return download(csv_file(header, rows), f"sekisho-charts-{days}.csv", "text/csv; charset=utf-8")

    def _charts(self, visit: Visit, days: int) -> tuple[list[Tile], list[Chart]]:
        say, english = speaker(visit.language), visit.language == "en"
        now = time.time()
        begin = first_midnight(now, days)
        numbers = Statistics(self._parts.store.database, begin, visit.departments)
        each, quality, (median, decided), ages = numbers.days(days), numbers.quality(), numbers.overall(), numbers.waiting(now)
        wrong, judged = sum(one.false_positives for one in quality), sum(one.decided for one in quality)
        share = wrong / judged if judged else 0.0
        tiles = [
            Tile(say("いま待っているもの", "waiting now"), f"{sum(ages):,}", say(f"うち3日以上 {sum(ages[_LATE_GROUPS:]):,}件", f"{sum(ages[_LATE_GROUPS:]):,} for three days or more"), "grave" if sum(ages[_LATE_GROUPS:]) else ""),
            Tile(say("保留", "held"), f"{sum(each.held):,}", say(f"{days}日間", f"in {days} days")),
            Tile(say("送信", "released"), f"{sum(each.released):,}", say(f"{days}日間", f"in {days} days")),
            Tile(say("誤検知率", "false positives"), f"{share:.1%}" if judged else "—", say(f"判断 {judged:,}件のうち {wrong:,}件・目標 {WANTED:.0%}未満", f"{wrong:,} of {judged:,} decisions; below {WANTED:.0%} is wanted"), ("grave" if share >= WANTED else "good") if judged else ""),
            Tile(say("判断までの時間（中央値）", "median time to decision"), waiting(median, english) if decided else "—", say(f"判断 {decided:,}件", f"{decided:,} decisions")),
        ]  # fmt: skip
        charts = [
            _over_time(each, begin, days, say),
            _counted("rules", say("ルール別", "By rule"), numbers.rules(), say, note=say("複数のルールに当たったものは、それぞれに数えます。", "A message that several rules fired on counts with each.")),
            _counted("departments", say("部門別", "By department"), [(name or say("（部門なし）", "(none)"), count) for name, count in numbers.departments()], say, "bar-c"),
            _counted("kinds", say("情報の種類別", "By kind of data"), [(ENTITIES.get(name, (name, name))[english], count) for name, count in numbers.entity_types()], say),
            _quality(quality, say), _times(quality, say, english), _ages(ages, say),
        ]  # fmt: skip
        return tiles, charts


def first_midnight(now: float, days: int) -> float:
    """The first moment, in this machine's zone, of the first of `days` days that end with today (Unix seconds)."""
    today = datetime.fromtimestamp(now).astimezone().replace(hour=0, minute=0, second=0, microsecond=0)
    return today.timestamp() - (days - 1) * DAY


def _over_time(each: Days, begin: float, days: int, say: Say) -> Chart:
    first = datetime.fromtimestamp(begin).astimezone()
    dates = [first + timedelta(days=i) for i in range(days)]
    step = 7 if days > 31 else 1
    starts = range((days - 1) % step + 1 - step, days, step)  # the last group ends today
    labels = [f"{dates[max(0, i)].month}/{dates[max(0, i)].day}" + ("〜" if step > 1 else "") for i in starts]

    def grouped(values: Sequence[int]) -> list[int]:
        return [sum(values[max(0, i) : i + step]) for i in starts]

    series = [(say("保留", "held"), "bar-b", grouped(each.held)), (say("送信", "released"), "bar-c", grouped(each.released)), (say("送信拒否", "refused"), "bar-a", grouped(each.refused))]
    rows: tuple[tuple[str | int | float, ...], ...] = tuple((label, *(values[i] for _, _, values in series)) for i, label in enumerate(labels))
    return Chart(
        "time", say("保留と送信の推移", "Held and released over time"), columns(labels, series) if any(sum(values) for _, _, values in series) else None,
        (say("週の初日", "week from") if step > 1 else say("日", "day"), *(name for name, _, _ in series)), rows, legend=tuple((kind, name) for name, kind, _ in series), wide=True,
        note=say("保留は受け付けた日、送信は送った日に数えます。", "Held counts on the day it came, released on the day it went out."),
    )  # fmt: skip


def _counted(name: str, title: str, counts: list[tuple[str, int]], say: Say, kind: str = "bar-b", note: str = "") -> Chart:
    shown = [Bar(label, count, f"{count:,}", kind) for label, count in counts[:_MOST]]
    return Chart(name, title, bars(shown) if shown else None, (title, say("件数", "messages")), tuple(counts), note)


def _quality(quality: list[RuleQuality], say: Say) -> Chart:
    shown = [
        Bar(one.rule, one.false_positives / one.decided, f"{one.false_positives / one.decided:.1%} ({one.false_positives:,}/{one.decided:,})", "bar-a" if one.false_positives / one.decided >= WANTED else "bar-c")
        for one in quality[:_MOST]
    ]  # fmt: skip
    longest = max(0.2, *(one.value for one in shown)) if shown else 1
    return Chart(
        "quality", say("ルール別の誤検知率", "False positives by rule"), bars(shown, longest, WANTED) if shown else None,
        (say("ルール", "rule"), say("判断", "decisions"), say("誤検知", "false positives"), say("率（%）", "per cent")),
        tuple((one.rule, one.decided, one.false_positives, round(100 * one.false_positives / one.decided, 1)) for one in quality),
        say("期間内に判断されたもののうち、誤検知とされた割合。線は目標の10%。", "Of what was decided in this time; the line is the 10 % not to be passed."),
    )  # fmt: skip


def _times(quality: list[RuleQuality], say: Say, english: bool) -> Chart:
    shown = [Bar(one.rule, one.median, f"{waiting(one.median, english)} / {waiting(one.slowest_tenth, english)}", "bar-b", one.slowest_tenth) for one in quality[:_MOST]]
    return Chart(
        "times", say("判断までの時間", "Time to decision"), bars(shown) if shown else None,
        (say("ルール", "rule"), say("中央値（分）", "median, minutes"), say("90パーセンタイル（分）", "90th percentile, minutes")),
        tuple((one.rule, round(one.median / 60, 1), round(one.slowest_tenth / 60, 1)) for one in quality),
        say("濃い部分が中央値、淡い部分が90パーセンタイル（10件に9件はこの時間内）。", "Strong: median. Pale: 90th percentile, within which nine of ten were decided."),
    )  # fmt: skip


def _ages(ages: list[int], say: Say) -> Chart:
    def word(seconds: int) -> str:
        return say(f"{seconds // 3600}時間", f"{seconds // 3600} h") if seconds < DAY else say(f"{seconds // DAY}日", f"{seconds // DAY} d")

    ends = [word(end) for end in AGES]
    names = [say(f"{ends[0]}未満", f"under {ends[0]}"), *(say(f"{a}〜{b}", f"{a} to {b}") for a, b in pairwise(ends)), say(f"{ends[-1]}以上", f"{ends[-1]} and more")]
    kinds = ("bar-c", "bar-c", "bar-b", "bar-b", "bar-a", "bar-a")
    shown = [Bar(name, count, f"{count:,}", kind) for name, count, kind in zip(names, ages, kinds, strict=True)]
    return Chart("waiting", say("いま待っているもの", "Waiting now"), bars(shown), (say("待ち時間", "age"), say("件数", "messages")), tuple(zip(names, ages, strict=True)))


def _days(visit: Visit) -> int:
    days = visit.asked("days", "30")
    if days not in map(str, PERIODS):
        raise Refused(400, "no_such_view")
    return int(days)
