"""A comparison of two runs for people at a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from gateway.evaluation.compare import Comparison, PlacedPiece, ScoreChange, VerdictChange
from gateway.evaluation.tables import share, table
from gateway.terminal import harmless, one_line

_SHOWN = 20  # spans listed of one kind; --json has them all
_UNCHANGED = 0.0005  # differences that round to nothing


def changes(comparison: Comparison, title: str) -> RenderableType:
    """Scores with their difference, verdicts that changed, spans won and lost."""
    c = comparison
    parts: list[RenderableType] = [Text(""), Text(title, "bold")]
    parts.append(Text(f"before: {harmless(c.policy_before)}\nafter:  {harmless(c.policy_after)}", "dim"))
    parts += [_scores(c.scores), _verdicts(c.verdicts), _spans(c)]
    for told, ids in (("only in the run before", c.only_before), ("only in this run", c.only_after), ("marked otherwise now", c.regraded)):
        if ids:
            more = f" and {len(ids) - 8} more" if len(ids) > 8 else ""
            parts.append(Text(f"{len(ids)} messages {told}, counted in the scores only: {', '.join(map(harmless, ids[:8]))}{more}", "yellow"))
    return Group(*parts)


def _scores(scores: Sequence[ScoreChange]) -> RenderableType:
    changed = [one for one in scores if one.before != one.after]
    if not changed:
        return Text("All scores are the same.")
    made = table("Scores that changed", "Before", "After", "Difference")
    for one in changed:
        low = one.name.startswith("false holds")
        made.add_row(Text(one.name), share(one.before, low_is_good=low), share(one.after, low_is_good=low), _difference(one.difference, low))
    return made


def _difference(value: float | None, low_is_good: bool) -> Text:
    if value is None:
        return Text("-", "dim")
    if abs(value) < _UNCHANGED:
        return Text(f"{value:+.3f}", "dim")
    return Text(f"{value:+.3f}", "green" if (value < 0) == low_is_good else "red")


def _verdicts(verdicts: Sequence[VerdictChange]) -> RenderableType:
    if not verdicts:
        return Text("All verdicts are the same.")
    better, worse = sum(one.better for one in verdicts), sum(one.worse for one in verdicts)
    lines = [Text(f"Verdicts that changed: {len(verdicts)} ({better} now right, {worse} now wrong)", "bold")]
    told = [one for one in verdicts if one.before != one.after or one.better or one.worse]
    for one in sorted(told, key=lambda v: (not v.worse, not v.better, v.id)):
        mark, style = ("✗", "red") if one.worse else ("✓", "green") if one.better else ("·", "dim")
        should = f"to hold for {one.reason}" if one.expected == "hold" else "to pass"
        line = Text.assemble((f"  {mark} ", style), (harmless(one.id), "bold"), f"  {one.before} → {one.after}", (f"  {should}; rules: ", "dim"))
        line.append(f"{', '.join(one.rules_before) or 'none'} → {', '.join(one.rules_after) or 'none'}", "dim")
        lines.append(line)
    if len(told) < len(verdicts):
        lines.append(Text(f"  {len(verdicts) - len(told)} keep their action by other rules; --json names them", "dim"))
    return Group(*lines)


def _spans(c: Comparison) -> RenderableType:
    if not c.spans:
        return Text("All spans found are the same.")
    made = table("Spans, exact", "Won", "Lost", "False, new", "False, gone")
    for name, one in c.spans.items():
        made.add_row(Text(name), *(Text(str(len(pieces)) if pieces else "", style) for pieces, style in (
            (one.won, "green"), (one.lost, "red"), (one.new_false, "red"), (one.gone_false, "green"))))  # fmt: skip
    lines: list[RenderableType] = [made]
    for name, one in c.spans.items():
        for told, pieces, style in (("lost", one.lost, "red"), ("new false", one.new_false, "red"), ("won", one.won, "green")):
            if pieces:
                more = f" and {len(pieces) - _SHOWN} more" if len(pieces) > _SHOWN else ""
                lines.append(Text.assemble((f"{name} {told}: ", style), ", ".join(map(_piece, pieces[:_SHOWN])), more))
    return Group(*lines)


def _piece(piece: PlacedPiece) -> str:
    return f"「{one_line(piece.text, 40)}」 {harmless(piece.id)}"
