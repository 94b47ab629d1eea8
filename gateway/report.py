"""What a message was found to hold, for people at a terminal: the text with marks, whose data it is, why, the verdict."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from gateway.message import Message, Part
from gateway.policy.load import LoadedPolicy
from gateway.scan import Scanned
from gateway.verdict import About, Action, Finding, Verdict

ACTION_STYLE = {
    Action.PASS: "bold green",
    Action.TAG: "bold cyan",
    Action.REDACT: "bold yellow",
    Action.QUARANTINE: "bold red",
    Action.BLOCK: "bold white on red",
}
ABOUT_STYLE = {
    About.THIRD_PARTY: "bold white on red",
    About.RECIPIENT: "black on yellow",
    About.UNKNOWN: "black on bright_yellow",
    About.SENDER: "black on green",
    About.COLLEAGUE: "black on cyan",
}
_CONTEXT = 2  # lines shown around a finding in long texts
_SHORT = 40  # lines shown whole
_FOUND = 60  # characters of a finding shown
_LINE = 400  # characters of a line shown


def render(scanned: Scanned, policy: LoadedPolicy, everything: bool = False) -> RenderableType:
    """The report on one message; `everything` explains also what no rule minds."""
    if scanned.message is None or scanned.verdict is None:
        return Text(scanned.error, "bold red")
    message, verdict = scanned.message, scanned.verdict
    title = Text.assemble((f" {verdict.action.label.upper()} ", ACTION_STYLE[verdict.action] + " reverse"), "  ", (scanned.path, "bold"))
    subject = next((p.text for p in message.parts if p.ref == "subject"), "")
    lines: list[RenderableType] = [title]
    if subject:
        lines.append(Text(f"件名 Subject: {subject}", "dim"))
    lines += [Padding(part, (0, 0, 0, 2)) for part in _texts(message, verdict, everything)]
    if verdict.findings:
        lines.append(_findings(message, verdict, everything))
    if message.unreadable:
        what = ", ".join(f"{u.ref} ({u.reason}{', ' + u.content_type if u.content_type else ''})" for u in message.unreadable)
        lines.append(Text(f"Unread: {what}", "magenta"))
    lines.append(_decision(verdict, policy))
    return Group(*lines, Text(""))


def _texts(message: Message, verdict: Verdict, everything: bool) -> list[Text]:
    findings = verdict.findings
    counted = {i for fired in verdict.fired for i in fired.findings}
    shown: list[Text] = []
    for part in message.parts:
        here = [f for f in findings if f.part == part.ref]
        if part.text.strip() and (part.ref == "body" or any(i in counted for i, f in enumerate(findings) if f.part == part.ref) or (here and everything)):
            marked = _marked(part, here)
            if part.ref != "body":
                marked = Text.assemble((f"[{part.ref}] ", "dim"), marked)
            shown.append(marked)
    return shown


def _marked(part: Part, findings: Sequence[Finding]) -> Text:
    text = Text(part.text, overflow="fold")
    # Wide findings first, so that what lies inside them stays visible.
    for finding in sorted(findings, key=lambda f: f.start - f.end):
        text.stylize(ABOUT_STYLE.get(finding.about, "black on white"), finding.start, finding.end)
    lines = list(text.split("\n", allow_blank=True))
    if len(lines) <= _SHORT:
        return Text("\n").join(_cut(line) for line in lines)
    wanted: set[int] = set(range(3))
    for finding in findings:
        first = part.text.count("\n", 0, finding.start)
        last = part.text.count("\n", 0, finding.end)
        wanted |= set(range(max(0, first - _CONTEXT), last + _CONTEXT + 1))
    shown: list[Text] = []
    before = -1
    for number in sorted(n for n in wanted if n < len(lines)):
        if number != before + 1:
            shown.append(Text("…", "dim"))
        shown.append(_cut(lines[number]))
        before = number
    if before < len(lines) - 1:
        shown.append(Text("…", "dim"))
    return Text("\n").join(shown)


def _cut(line: Text) -> Text:
    if len(line) > _LINE:
        line.truncate(_LINE)
    return line


def _findings(message: Message, verdict: Verdict, everything: bool) -> Group:
    """What made a rule fire, each with its reason; the rest only counted, or spelled out when asked for."""
    texts = {p.ref: p.text for p in message.parts}
    counted = {i for fired in verdict.fired for i in fired.findings}
    lines: list[RenderableType] = []
    left: Counter[tuple[str, str, str]] = Counter()
    for index, f in enumerate(verdict.findings):
        found = texts.get(f.part, "")[f.start : f.end].replace("\n", "⏎")
        found = found[:_FOUND] + "…" if len(found) > _FOUND else found
        if index not in counted and not everything:
            left[(found, f.entity_type, f.about.value)] += 1
            continue
        mark = "▶ " if index in counted else "  "
        where = f"{f.part}, {f.zone.value}" if f.part != f.zone.value else f.part
        lines.append(
            Text.assemble(mark, (found, ABOUT_STYLE.get(f.about, "")), f"  {f.entity_type}", ("  about ", "dim"), f.about.value, (f"  ({where}; {f.score:.2f})", "dim"))
        )
        lines.append(Padding(Text(f.explanation, "italic"), (0, 0, 0, 4)))
    if left:
        told = ", ".join(f"{found} ({entity}, {about}{f', {n} times' if n > 1 else ''})" for (found, entity, about), n in left.items())
        lines.append(Text(f"Also seen, no rule minds: {told}", "dim"))
    return Group(*lines)


def _decision(verdict: Verdict, policy: LoadedPolicy) -> Group:
    described = {rule.id: rule.description for rule in policy.policy.rules}
    lines = [Text.assemble("Verdict: ", (verdict.action.label, ACTION_STYLE[verdict.action]))]
    lines += [
        Text(f"  rule {f.rule} ({f.action.label}{'' if f.mode == 'enforce' else ', simulate'}): {described.get(f.rule, '')}", "" if f.mode == "enforce" else "dim")
        for f in verdict.fired
    ]
    if len({r.action for r in verdict.recipients}) > 1:
        lines += [Text.assemble(f"  {r.address}: ", (r.action.label, ACTION_STYLE[r.action])) for r in verdict.recipients]
    return Group(*lines)


def summary(console: Console, counts: dict[str, int], errors: int, seconds: float) -> None:
    """One closing line for many messages."""
    told = ", ".join(f"{count} {label}" for label, count in sorted(counts.items(), key=lambda c: -c[1]))
    total = sum(counts.values())
    console.print(f"{total} messages in {seconds:.1f} s: {told or 'none'}" + (f"; {errors} errors" if errors else ""), style="bold")
