"""Edits of the texts drawn from one body, as changes of its decoded bytes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from gateway.mail import replace_text, transfer
from gateway.mail.filetypes import Form, Nature, nature
from gateway.mail.flowed import read_fixed
from gateway.mail.fold import folded
from gateway.mail.html_link import Target
from gateway.mail.json_text import in_json
from gateway.mail.replace_text import Change, Patch
from gateway.mail.strand import Run, sources
from gateway.mail.texts import Reading
from gateway.message import PartKind
from gateway.redaction import Edit


@dataclass(frozen=True, slots=True)
class BodyChange:
    """Patches of a body's decoded bytes, and what its parts must read afterwards."""

    patches: tuple[Patch, ...]
    expected: dict[str, str]


def body_patches(group: Sequence[tuple[Reading, Sequence[Edit]]]) -> BodyChange | None:
    """Edits (ascending, not overlapping within a reading) of all readings of one body; None when they cannot be made."""
    first = group[0][0]
    source, node = first.source, first.node
    if source is None or not source.sound:
        return None
    # Seven bits stay seven bits: another transfer encoding would have to be declared.
    seven = node.encoding == transfer.IDENTITY and source.data.isascii()
    changes: list[Change] = []
    expected: dict[str, str] = {}
    is_html = nature(node.media, node.file_name, "") is Nature.HTML
    for reading, edits in group:
        made: list[Change] = []  # of the reading's own text
        runs = _link_runs(reading.targets) if reading.targets is not None else reading.runs()
        for edit in edits:
            spans = sources(runs, edit.start, edit.end)
            if not spans:
                return None
            word = edit.replacement
            if reading.targets is not None:
                written = replace_text.in_link(word, _link_codec(reading.targets, edit.start))
            elif is_html:
                written = replace_text.in_markup(word, source.codec, seven, reading.kind is PartKind.HTML_HIDDEN)
            else:
                spans = [(spans[0][0], spans[-1][1])]  # the line breaks between go too
                if reading.form is Form.JSON:
                    written = in_json(word, source.codec, seven)
                else:
                    written = word = replace_text.in_charset(word, source.codec, seven)
                    if reading.form is Form.FOLDED and read_fixed(source.text[slice(*spans[0])]) != reading.text[edit.start : edit.end]:
                        return None  # quoted-printable within a card
            made.append(Change(edit.start, edit.end, word))
            changes += [Change(start, end, written if n == 0 else "") for n, (start, end) in enumerate(spans)]
        expected[reading.ref] = replace_text.replaced(reading.text, made)
    changes.sort(key=lambda c: (c.start, c.end))
    if any(b.start < a.end for a, b in pairwise(changes)):
        return None
    patches = replace_text.patches(source.data, source.text, source.codec, changes)
    if patches is None:
        return None
    return BodyChange(tuple(patches if source.folds is None else folded(patches, source.folds)), expected)


def _link_runs(targets: Sequence[Target]) -> list[Run]:
    return [run._replace(at=run.at + target.at) for target in targets for run in target.runs]


def _link_codec(targets: Sequence[Target], at: int) -> str:
    codec = targets[0].codec
    for target in targets:
        if target.at > at:
            break
        codec = target.codec
    return codec
