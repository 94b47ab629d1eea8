"""An evaluation for people at a terminal. Every text of a message is shown as text, whatever markup it holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from rich import box
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from gateway.evaluation.grounds import Evidence, RuleOutcome
from gateway.evaluation.measure import HoldScore, Match
from gateway.evaluation.outcome import Run, Wrong
from gateway.terminal import harmless, one_line

_GOOD, _FAIR = 0.9, 0.7  # from here on green, yellow, else red
_SHOWN = 8  # findings spelled out under a message
_IN_SHORT = 30  # findings told in passing
_EVERYDAY = ("PERSON", "ORGANIZATION", "JP_EMPLOYER", "PHONE_NUMBER", "EMAIL_ADDRESS", "JP_ADDRESS")  # in every mail's signature
_TELLING = ("JP_CAREER_HISTORY", "JP_EMPLOYER", "JP_SENSITIVE")


def report(run: Run) -> RenderableType:
    """Scores, verdicts, then what was missed and falsely held."""
    parts: list[RenderableType] = [_head(run), _entities(run), Text(""), _verdicts(run)]
    for title, wrongs in (("Missed: to be held, and not held", run.missed), ("Falsely held: to pass, and held", run.falsely_held)):
        if wrongs:
            parts += [Text(""), Text(f"{title} ({len(wrongs)})", "bold red"), *map(_wrong, wrongs)]
    return Group(*parts)


def table(*columns: str) -> Table:
    """A table of the house style: the first column is text, the others figures."""
    made = Table(box=box.SIMPLE_HEAD, header_style="bold", pad_edge=False, padding=(0, 0, 0, 1))
    for i, column in enumerate(columns):
        made.add_column(Text(column), justify="left" if i == 0 else "right", overflow="fold", no_wrap=i == 0)
    return made


def share(value: float | None, *, low_is_good: bool = False, digits: int = 3) -> Text:
    """A share of one, coloured; a dash where there is none."""
    if value is None:
        return Text("-", "dim")
    quality = 1 - 3 * value if low_is_good else value  # 3 % false holds are still good, 10 % no more
    style = "green" if quality >= _GOOD else "yellow" if quality >= _FAIR else "red"
    return Text(f"{value:.{digits}f}", style)


def _head(run: Run) -> Text:
    verdicts = run.verdicts.all
    return Text.assemble(
        (", ".join(map(harmless, run.corpus)), "bold"),
        f"\n{run.messages} messages ({verdicts.to_hold} to hold, {verdicts.to_pass} to pass), {run.characters:,} characters\n",
        ("Policy ", "dim"),
        f"{harmless(run.policy)} ",
        (f"({run.policy_version}), {run.seconds:.1f} s", "dim"),
    )


def _entities(run: Run) -> Table:
    made = table("Found in the body", "Gold", "Found", "Precision", "Recall", "F1 exact", "F1 overlap")
    for name, score in run.entities.items():
        exact: Match = score.exact
        row = [Text(str(score.gold)), Text(str(score.found)), share(exact.precision), share(exact.recall), share(exact.f1), share(score.overlap.f1)]
        made.add_row(Text(name), *row)
    return made


def _verdicts(run: Run) -> Table:
    made = table("Verdicts", "To hold", "Held", "Recall", "Right reason", "To pass", "Falsely held", "Rate")
    scores = run.verdicts
    made.add_row(Text("all", "bold"), *_hold_row(scores.all), end_section=True)
    for rows in (scores.by_reason, scores.by_channel):
        for i, (name, score) in enumerate(rows.items(), 1):
            made.add_row(Text(name), *_hold_row(score), end_section=i == len(rows) and rows is scores.by_reason)
    return made


def _hold_row(score: HoldScore) -> list[Text]:
    counts = [Text(str(n)) for n in (score.to_hold, score.held)]
    return [
        *counts,
        share(score.recall),
        Text(str(score.right_reason)),
        Text(str(score.to_pass)),
        Text(str(score.false_holds)),
        share(score.false_hold_rate, low_is_good=True),
    ]


def _wrong(wrong: Wrong) -> RenderableType:
    about = f", about {wrong.about}" if wrong.about != "none" else ""
    should = f"to hold for {wrong.reason}{about}" if wrong.reason != "none" else f"to pass{about}"
    lines: list[RenderableType] = [
        Text.assemble(("✗ ", "red"), (harmless(wrong.id), "bold"), f"  {should}", (f"  ({wrong.channel})", "dim")),
        Text(f"  {harmless(wrong.path)}", "dim"),
    ]
    if wrong.subject:
        lines.append(Text(f"  件名 {one_line(wrong.subject)}", "dim"))
    marked = [one for one in wrong.gold if one.entity_type not in _EVERYDAY]
    if marked:
        told = ", ".join(f"「{one_line(one.text)}」 {one.entity_type}" for one in marked)
        lines.append(Padding(Text.assemble(("marked in the corpus: ", "dim"), told), (0, 0, 0, 2)))
    lines += _fired(wrong.rules)
    if wrong.reason != "none":
        lines += _why_not(wrong)
        lines.append(_found(wrong.found))
    return Padding(Group(*lines), (0, 0, 1, 0))


def _fired(rules: Sequence[RuleOutcome]) -> Iterator[RenderableType]:
    for rule in rules:
        if not rule.fired:
            continue
        yield Text.assemble("  rule ", (rule.rule, "bold"), f" ({rule.action}{', simulate' if rule.mode == 'simulate' else ''}) fired", " for:" if rule.findings else "")
        for one in rule.findings[:_SHOWN]:
            yield Padding(finding_line(one), (0, 0, 0, 4))
            yield Padding(Text(harmless(one.explanation), "italic dim"), (0, 0, 0, 6))
        if len(rule.findings) > _SHOWN:
            yield Text(f"    … {len(rule.findings) - _SHOWN} more; --json has them all", "dim")


def _why_not(wrong: Wrong) -> Iterator[RenderableType]:
    """What the rules meant for the gold reason lacked."""
    for rule in wrong.rules:
        if rule.reason == wrong.reason and not rule.fired:
            yield Padding(unmet_line(rule), (0, 0, 0, 2))


def unmet_line(rule: RuleOutcome) -> Text:
    """A rule that did not fire, with the first key of each condition that failed; conditions that failed alike are one."""
    simulate = ", simulate" if rule.mode == "simulate" else ""
    line = Text.assemble("rule ", (rule.rule, "bold"), f" ({rule.action}{simulate}) did not fire:")
    alike: dict[tuple[str, str, str], list[str]] = {}
    for one in rule.unmet:
        alike.setdefault((one.key, one.wanted, one.had), []).append(str(one.condition))
    for (key, wanted, had), conditions in alike.items():
        if len(alike) > 1:
            line.append(f"\n  condition {', '.join(conditions)}:", "dim")
        line.append_text(Text.assemble(f" {key}: {one_line(wanted, 70)} ", ("← ", "dim"), harmless(had)))
    return line


def finding_line(one: Evidence) -> Text:
    """A finding on one line: its text, what it is, about whom."""
    whose = f" ({harmless(one.relation.person)})" if one.relation is not None and one.relation.person else ""
    where = one.part if one.part == one.zone else f"{one.part}, {one.zone}"
    return Text.assemble((one_line(one.text), "reverse"), f"  {one.entity_type}  ", ("about ", "dim"), f"{one.about}{whose}", (f"  ({where}; {one.score:.2f})", "dim"))


def _found(found: Sequence[Evidence]) -> RenderableType:
    """What was found at all: what tells of somebody's life in full, the rest in short."""
    telling = sorted((one for one in found if one.relation is not None or one.entity_type in _TELLING), key=lambda one: one.entity_type != _TELLING[0])[:_SHOWN]
    lines: list[RenderableType] = []
    for one in telling:
        lines.append(Padding(Text.assemble(("found ", "dim"), finding_line(one)), (0, 0, 0, 2)))
        lines.append(Padding(Text(harmless(one.explanation), "italic dim"), (0, 0, 0, 6)))
    left = Counter((one_line(one.text, 24), one.entity_type, one.about) for one in found if one not in telling)
    if left:
        lines.append(Padding(Text.assemble(("also found: " if telling else "found: ", "dim"), in_short(left)), (0, 0, 0, 2)))
    elif not telling:
        lines.append(Text("  nothing was found in it", "dim"))
    return Group(*lines)


def in_short(counted: Counter[tuple[str, str, str]]) -> str:
    """Findings in passing: text (type, whose, how often)."""
    return ", ".join(f"{text} ({entity}, {about}{f', {n} times' if n > 1 else ''})" for (text, entity, about), n in list(counted.items())[:_IN_SHORT]) + (", …" if len(counted) > _IN_SHORT else "")


def errors(run: Run) -> Iterable[str]:
    """A line for each message that could not be inspected."""
    for one in run.uninspected:
        yield f"{harmless(one.path)}: could not be inspected: {one.error}; it is in no score"
