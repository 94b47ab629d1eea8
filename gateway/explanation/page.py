"""How one message was understood, for people at a terminal: every text is shown as text, whatever markup it holds."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from gateway.evaluation.grounds import Evidence, RuleOutcome
from gateway.evaluation.outcome import Piece
from gateway.evaluation.tables import unmet_line
from gateway.explanation.people import NAMELESS
from gateway.explanation.understanding import Answer, PartRead, Understanding
from gateway.report import ABOUT_STYLE, ACTION_STYLE
from gateway.terminal import harmless, one_line
from gateway.verdict import About, Action

_ZONE_STYLE = {
    "salutation": "cyan",
    "greeting": "blue",
    "quote": "magenta",
    "forward_header": "magenta",
    "signature": "yellow",
    "disclaimer": "dim",
    "html_hidden": "red",
}
_LINES = 300  # lines shown whole; of longer texts those around findings
_AROUND = 2
_LISTED = 100  # people, relations, findings shown; --json has them all
_NAMED = 12  # findings named behind a rule that fired
_LONGEST = 2000  # characters of a line shown


def page(u: Understanding) -> RenderableType:
    """The whole page."""
    action = Action[u.action.upper()]
    title = Text.assemble((f" {u.action.upper()} ", ACTION_STYLE[action] + " reverse"), "  ", (harmless(u.path), "bold"), (f"  ({u.channel})", "dim"))
    counted = {_place(one) for rule in u.rules if rule.fired for one in rule.findings}
    parts: list[RenderableType] = [title, *_texts(u), _section("People"), *_people(u)]
    if u.relations:
        parts += [_section("Relations"), *_relations(u)]
    if u.findings:
        parts += [_section("Findings"), *_findings(u.findings, counted)]
    if u.unreadable:
        parts += [_section("Not read"), *(Text(f"  {one.part}: {one.reason} {harmless(one.content_type)}", "magenta") for one in u.unreadable)]
    parts += [_section("Rules"), *_rules(u.rules), _verdict(u, action)]
    if u.answer is not None:
        parts += [_section("What the corpus says"), *_answer(u.answer)]
    return Group(*parts)


def _section(title: str) -> Text:
    return Text(f"\n{title}", "bold underline")


def _texts(u: Understanding) -> Iterator[RenderableType]:
    shown = {about: ABOUT_STYLE.get(about, "black on white") for about in About if any(f.about == about for f in u.findings)}
    if shown:
        yield Text.assemble(("about: ", "dim"), *(piece for about, style in shown.items() for piece in ((about.value, style), " ")))
    for part in u.parts:
        here = [f for f in u.findings if f.part == part.part]
        if part.text.strip() and (here or part.part in ("subject", "body")):
            yield Text(f"\n[{part.part}]", "dim")
            yield _zoned(part, here)


def _zoned(part: PartRead, findings: Sequence[Evidence]) -> Table:
    """The text, a row a line, with its zone in the margin."""
    lines = part.text.split("\n")
    starts = [0]
    for line in lines[:-1]:
        starts.append(starts[-1] + len(line) + 1)
    marks: dict[int, list[Evidence]] = defaultdict(list)
    for one in sorted(findings, key=lambda f: f.start - f.end):  # wide ones first, so that what lies inside stays visible
        for number in range(bisect_right(starts, one.start) - 1, bisect_right(starts, max(one.start, one.end - 1))):
            marks[number].append(one)
    wanted = range(len(lines)) if len(lines) <= _LINES else sorted({n for m in (0, 1, *marks) for n in range(max(0, m - _AROUND), m + _AROUND + 1) if n < len(lines)})[:_LINES]
    zone_starts = [zone.start for zone in part.zones]
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(min_width=10, no_wrap=True, overflow="ellipsis", max_width=24)
    grid.add_column(width=1)
    grid.add_column(overflow="fold")
    before, labelled = -1, ("", "")
    for number in wanted:
        zone = part.zones[max(0, bisect_right(zone_starts, starts[number]) - 1)]
        skipped = number != before + 1
        if skipped:
            grid.add_row("", Text("⋮", "dim"), Text(f"… {number - before - 1} lines", "dim"))
        style = _ZONE_STYLE.get(zone.zone, "green")
        label = ""
        if lines[number].strip() and (skipped or labelled != (zone.zone, zone.author)):
            label = f"{zone.zone} {one_line(zone.author, 12)}".strip()
            labelled = (zone.zone, zone.author)
        grid.add_row(Text(label, style), Text("│", style), _line(lines[number], starts[number], marks[number]))
        before = number
    if before < len(lines) - 1:
        grid.add_row("", Text("⋮", "dim"), Text(f"… {len(lines) - 1 - before} lines", "dim"))
    return grid


def _line(line: str, start: int, findings: Sequence[Evidence]) -> Text:
    text = Text(harmless(line.removesuffix("\r")[:_LONGEST]), overflow="fold")
    for one in findings:
        style = ABOUT_STYLE.get(About(one.about), "black on white")
        text.stylize(style, max(0, one.start - start), max(0, min(one.end - start, len(text))))
    if len(line) > _LONGEST:
        text.append(f"… {len(line) - _LONGEST} more characters", "dim")
    return text


def _people(u: Understanding) -> Iterator[RenderableType]:
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    grid.add_column(overflow="fold", style="dim")
    for one in u.people[:_LISTED]:
        roles = Text("  ")
        for role in one.roles:
            roles.append(role, ABOUT_STYLE.get(About(role), "black on white")).append(" ")
        grid.add_row(roles, Text("、".join(one_line(name) for name in one.names) or "-"), Text(", ".join(map(harmless, one.addresses))))
    yield grid
    yield from _more(len(u.people))


def _relations(u: Understanding) -> Iterator[RenderableType]:
    for one in u.relations[:_LISTED]:
        where = ", ".join(dict.fromkeys(part for part, _, _ in one.places))
        yield Text.assemble("  ", harmless(one.sentence), ("  about ", "dim"), (one.about, ABOUT_STYLE.get(About(one.about), "")), (f"  ({where})", "dim"))
    yield from _more(len(u.relations))


def _findings(findings: Sequence[Evidence], counted: set[tuple[str, int, int, str]]) -> Iterator[RenderableType]:
    """Each with its reason; marked where it made a rule fire. Of very many, those that did come first."""
    if len(findings) > _LISTED:
        findings = sorted(findings, key=lambda one: _place(one) not in counted)
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(width=1)
    grid.add_column(overflow="fold")
    for one in findings[:_LISTED]:
        whose = one.about + (f" ({one_line(one.relation.person or NAMELESS)})" if one.relation is not None else "")
        where = one.part if one.part == one.zone else f"{one.part}, {one.zone}"
        style = ABOUT_STYLE.get(About(one.about), "black on white")
        line = Text.assemble((one_line(one.text), style), f"  {one.entity_type}", ("  about ", "dim"), whose, (f"  ({where}; {one.score:.2f})", "dim"))
        grid.add_row("▶" if _place(one) in counted else "", Group(line, Padding(Text(harmless(one.explanation), "italic dim"), (0, 0, 0, 4))))
    yield grid
    yield from _more(len(findings))


def _more(count: int) -> Iterator[RenderableType]:
    if count > _LISTED:
        yield Text(f"  … {count - _LISTED} more; --json has them all", "dim")


def _rules(rules: Sequence[RuleOutcome]) -> Iterator[RenderableType]:
    for rule in rules:
        if not rule.fired:
            yield Padding(Text.assemble(("○ ", "dim"), unmet_line(rule)), (0, 0, 0, 2))
            continue
        simulate = ", simulate" if rule.mode == "simulate" else ""
        style = ACTION_STYLE[Action[rule.action.upper()]] if not simulate else "dim"
        addresses = ", ".join(map(harmless, filter(None, rule.recipients)))
        line = Text.assemble(("● ", style), "rule ", (rule.rule, "bold"), f" ({rule.action}{simulate}) ", ("fired", style), f" for {addresses}" if addresses else "")
        if rule.findings:
            line.append(": " + ", ".join(f"「{one_line(one.text, 40)}」 {one.entity_type} about {one.about}" for one in rule.findings[:_NAMED]))
            line.append(f" and {len(rule.findings) - _NAMED} more" if len(rule.findings) > _NAMED else "")
        yield Padding(line, (0, 0, 0, 2))
        if rule.description:
            yield Padding(Text(harmless(rule.description), "italic dim"), (0, 0, 0, 6))


def _verdict(u: Understanding, action: Action) -> RenderableType:
    lines = [Text.assemble("\nVerdict: ", (u.action, ACTION_STYLE[action]), (f"  by {harmless(u.policy)} ({u.policy_version})", "dim"))]
    if len({one.action for one in u.recipients}) > 1:
        lines += [Text.assemble(f"  {harmless(one.address)}: ", (one.action, ACTION_STYLE[Action[one.action.upper()]])) for one in u.recipients]
    return Group(*lines)


def _answer(answer: Answer) -> Iterator[RenderableType]:
    about = f", about {answer.about}" if answer.about != "none" else ""
    should = f"to hold for {answer.reason}{about}" if answer.verdict == "hold" else f"to pass{about}"
    mark, style = ("✓", "green") if answer.right else ("✗", "red")
    yield Text.assemble((f"  {mark} ", style), (harmless(answer.id), "bold"), f"  {should}")
    for told, pieces in (("missed", answer.missed), ("found and not marked", answer.false)):
        if pieces:
            yield Padding(Text.assemble((f"{told}: ", "dim"), ", ".join(map(_piece, pieces[:_LISTED]))), (0, 0, 0, 4))
            yield from _more(len(pieces))


def _piece(piece: Piece) -> str:
    return f"「{one_line(piece.text, 40)}」 {piece.entity_type}"


def _place(one: Evidence) -> tuple[str, int, int, str]:
    return one.part, one.start, one.end, one.entity_type
