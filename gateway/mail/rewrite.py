"""A mail with some of its text replaced, in the same charset and encoding, and every other byte as it came.

The result is read again before it is given out: an edit that cannot be seen in it counts as missed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from gateway.mail import replace_header
from gateway.mail.limits import Limits
from gateway.mail.replace_body import body_patches
from gateway.mail.replace_octets import through
from gateway.mail.replace_text import Patch
from gateway.mail.structure import Node
from gateway.mail.texts import ADDRESS_FIELDS, Reading, Readings, read_texts
from gateway.message import PartKind
from gateway.redaction import Edit

__all__ = ["Edit", "Rewritten", "rewrite"]

# What a change of the mail makes invalid, and a receiver would report as a forgery (RFC 6376, RFC 8617).
_SIGNATURES = ("dkim-signature", "domainkey-signature", "arc-", "x-google-dkim-signature")


@dataclass(frozen=True, slots=True)
class Rewritten:
    """The mail as it is now, and the edits that could not be made: the caller must not let it go with those."""

    content: bytes = field(repr=False)
    missed: tuple[Edit, ...] = ()


def rewrite(raw: bytes, edits: Sequence[Edit], limits: Limits, subject_mark: str = "", headers: Sequence[tuple[str, str]] = ()) -> Rewritten:
    """Make `edits`, put `subject_mark` before the subject, add `headers` (ASCII) at the top. Never raises; linear.

    Signatures over the outer message that a change breaks are removed. Text under multipart/signed is not changed: its
    edits are missed.
    """
    if not edits and not subject_mark and not headers:
        return Rewritten(raw)
    work = _Work(raw, read_texts(raw, limits))
    work.edit(edits)
    work.mark(subject_mark)
    content = work.result(headers)
    missed = set(work.missed)
    if work.expected:
        seen = {t.ref: t.text for t in read_texts(content, limits).texts}
        for ref, expected in work.expected.items():
            if not _agrees(expected, seen.get(ref, "")):
                missed.update(n for n, e in enumerate(edits) if e.part == ref)
    return Rewritten(content, tuple(edits[n] for n in sorted(missed)))


def _agrees(expected: str, text: str) -> bool:
    """White space and quote marks at the seams of boxes, folded lines and soft line breaks may differ; nothing else."""
    return "".join(expected.replace(">", "").split()) == "".join(text.replace(">", "").split())


class _Work:
    """One rewriting: patches gathered for each buffer, innermost message first."""

    def __init__(self, raw: bytes, readings: Readings) -> None:
        self.raw = raw
        self.readings = readings
        self.head = readings.outline.nodes[0]
        line = raw.find(b"\n")
        self.eol = "\n" if line == 0 or (line > 0 and raw[line - 1 : line] != b"\r") else "\r\n"
        self.patches: dict[int, list[Patch]] = defaultdict(list)
        self.containers: dict[int, Node] = {}
        self.origins: dict[int, set[int]] = defaultdict(set)  # edits that depend on a buffer's patches
        self.missed: set[int] = set()
        self.expected: dict[str, str] = {}
        self.subject: str | None = None
        self.hint = self.head.type.get("charset") or None

    def edit(self, edits: Sequence[Edit]) -> None:
        """Turn the edits into patches."""
        texts = {t.ref: t for t in self.readings.texts}
        wanted: dict[str, list[int]] = defaultdict(list)
        for number, one in enumerate(edits):
            text = texts.get(one.part)
            if text is None or text.node.signed or not 0 <= one.start < one.end <= len(text.text):
                self.missed.add(number)
            else:
                wanted[one.part].append(number)
        bodies: dict[int, list[tuple[Reading, list[int]]]] = defaultdict(list)
        for ref, numbers in wanted.items():
            numbers.sort(key=lambda n: edits[n].start)
            kept: list[int] = []
            for number in numbers:
                if kept and edits[number].start < edits[kept[-1]].end:
                    self.missed.add(number)
                else:
                    kept.append(number)
            text = texts[ref]
            if text.source is not None:
                bodies[id(text.node)].append((text, kept))
            else:
                self._header(text, kept, edits)
        for group in bodies.values():
            self._body(group, edits)

    def _body(self, group: list[tuple[Reading, list[int]]], edits: Sequence[Edit]) -> None:
        node = group[0][0].node
        numbers = {n for _, kept in group for n in kept}
        made = body_patches([(text, [edits[n] for n in kept]) for text, kept in group])
        patches = through(node.buffer, node.start, node.end, node.encoding, made.patches) if made is not None else None
        if made is None or patches is None:
            self.missed |= numbers
            return
        self._add(node, patches, numbers)
        self.expected.update(made.expected)

    def _header(self, text: Reading, numbers: list[int], edits: Sequence[Edit]) -> None:
        node, one = text.node, text.field
        assert one is not None
        made = [edits[n] for n in numbers]
        new = _replaced(text.text, 0, made)
        hint = node.type.get("charset") or None
        patches: list[Patch | None]
        if text.kind is PartKind.FILE_NAME:
            names = [name for name in node.names if name.text == text.text]
            patches = [replace_header.file_name_field(node.block, n.field, n.parameter, new, self.eol) for n in names]
        elif one.name in ADDRESS_FIELDS:
            patches = [replace_header.address_field(node.block, one, text.text, lambda line, at: _replaced(line, at, made), hint, self.eol)]
        elif node is self.head and text.ref == "subject":
            self.subject = new  # written by `mark`, which may put something before it
            patches = []
        else:
            patches = [replace_header.text_field(node.block, one, new, hint, self.eol)]
        if any(p is None for p in patches):
            self.missed.update(numbers)
            return
        self._add(node, [p for p in patches if p is not None], set(numbers))
        self.expected[text.ref] = new

    def mark(self, mark: str) -> None:
        """Write the subject, with the mark before it unless it is there already."""
        block = self.head.block
        one = block.first("subject")
        found = next((t.text for t in self.readings.texts if t.ref == "subject"), "")
        text = self.subject if self.subject is not None else found
        needed = bool(mark) and not replace_header.is_marked(text, mark)
        if one is None:
            if needed:
                before = "" if block.raw[block.end - 1 : block.end] in (b"\n", b"") else self.eol
                line = before.encode("ascii") + replace_header.new_subject(mark, self.eol)
                self._add(self.head, [Patch(block.end, block.end, line)], set())
        elif self.subject is not None:
            new = f"{mark} {text}".strip() if needed else text
            self._add(self.head, [replace_header.text_field(block, one, new, self.hint, self.eol)], set())
            self.expected["subject"] = new
        elif needed:
            self._add(self.head, [replace_header.marked(block, one, mark, self.hint, self.eol)], set())

    def _add(self, node: Node, patches: Iterable[Patch], numbers: set[int]) -> None:
        key = id(node.container) if node.container is not None else 0
        if node.container is not None:
            self.containers[key] = node.container
        self.patches[key] += patches
        self.origins[key] |= numbers

    def result(self, headers: Sequence[tuple[str, str]]) -> bytes:
        """Carry the patches out, from the innermost attached message outwards."""
        while self.containers:
            key, node = max(self.containers.items(), key=lambda item: _depth(item[1]))
            del self.containers[key]
            changes = _in_order(self.patches.pop(key))
            outer = through(node.buffer, node.start, node.end, node.encoding, changes) if changes else None
            if outer is None:
                self.missed |= self.origins[key]
            else:
                self._add(node, outer, self.origins[key])
        patches = self.patches.pop(0, [])
        block = self.head.block
        if patches:
            patches += [Patch(f.start, f.end, b"") for f in block.fields if f.name.startswith(_SIGNATURES)]
        if headers:
            top = block.fields[0].start if block.fields else block.start
            lines = "".join(f"{name}: {value}{self.eol}" for name, value in headers)
            patches.append(Patch(top, top, lines.encode("ascii", "replace")))
        return _applied(self.raw, _in_order(patches)) if patches else self.raw


def _depth(node: Node) -> int:
    depth = 0
    while node.container is not None:
        node = node.container
        depth += 1
    return depth


def _in_order(patches: Iterable[Patch]) -> list[Patch]:
    """Ascending; of two that overlap the first counts, the other's edit is missed when the result is read."""
    found: list[Patch] = []
    for patch in sorted(patches, key=lambda p: (p.start, p.end)):
        if not found or patch.start >= found[-1].end:
            found.append(patch)
    return found


def _applied(raw: bytes, patches: Sequence[Patch]) -> bytes:
    out: list[bytes] = []
    at = 0
    for patch in patches:
        out += (raw[at : patch.start], patch.data)
        at = patch.end
    return b"".join((*out, raw[at:]))


def _replaced(text: str, begin: int, edits: Sequence[Edit]) -> str:
    """A line of text that begins at `begin` of its part, with the edits that touch it made."""
    out: list[str] = []
    at = 0
    for edit in edits:
        low, high = edit.start - begin, edit.end - begin
        if high <= 0 or low >= len(text):
            continue
        out += (text[at : max(low, 0)], edit.replacement if low >= 0 else "")
        at = min(high, len(text))
    return "".join((*out, text[at:]))
