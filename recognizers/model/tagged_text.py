"""Training text with its tags, brought to the words that the models see.

Tags are those of the corpus format: <PERSON>, <ORG>, <EMPLOYER>, <CAREER> around the text they mark. Public data comes as
JSON lines with entities by offset.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from recognizers.nlp import Morpheme
from recognizers.normalize import Folded

_TAG = re.compile(r"<(/?)([A-Z_]+)>")
_AUXILIARY = {"施設名": "FAC", "地名": "LOC", "製品名": "OTH", "イベント名": "OTH", "FAC": "FAC", "GPE": "LOC", "LOC": "LOC", "NORP": "NORP", "PRODUCT": "OTH",
              "WORK_OF_ART": "OTH", "EVENT": "OTH", "LOCATION": "LOC", "ARTIFACT": "OTH"}
"""Public labels kept beside PERSON and ORGANIZATION: they help to tell places, facilities and products apart from names."""

PUBLIC = ("stockmark", "gsd", "wac", "hironsan_news")


@dataclass(frozen=True)
class TaggedText:
    """A text and its tags: (start, end, label), half-open, in code points. `source`: where it comes from; `key` names it."""

    source: str
    key: str
    text: str = field(repr=False)
    tags: tuple[tuple[int, int, str], ...] = field(repr=False)


def untagged(marked: str) -> tuple[str, tuple[tuple[int, int, str], ...]]:
    """The text without tags, and the tags, inner ones first. ValueError when they are not balanced."""
    pieces: list[str] = []
    tags: list[tuple[int, int, str]] = []
    opened: list[tuple[str, int]] = []
    length = done = 0
    for match in _TAG.finditer(marked):
        pieces.append(marked[done:match.start()])
        length += match.start() - done
        done = match.end()
        if not match[1]:
            opened.append((match[2], length))
            continue
        if not opened or opened[-1][0] != match[2]:
            raise ValueError(f"tag </{match[2]}> closes nothing")
        label, start = opened.pop()
        tags.append((start, length, label))
    if opened:
        raise ValueError(f"tag <{opened[-1][0]}> is not closed")
    pieces.append(marked[done:])
    return "".join(pieces), tuple(tags)


def public_texts(folder: Path) -> Iterator[TaggedText]:
    """The public data in `folder`, labels made one."""
    for name in PUBLIC:
        for line in (folder / f"{name}.dev.jsonl").read_text("utf-8").rstrip("\n").split("\n"):  # a text may hold other line ends
            one = json.loads(line)
            labels = ((e["start"], e["end"], _AUXILIARY.get(e["label"], e["label"])) for e in one["entities"])
            yield TaggedText(name, str(one["id"]), one["text"], tuple(tag for tag in labels if tag[2] in _PUBLIC_LABELS))


_PUBLIC_LABELS = frozenset((*_AUXILIARY.values(), "PERSON", "ORGANIZATION"))


def messages(folder: Path) -> Iterator[TaggedText]:
    """The bodies of the corpus messages in `folder`."""
    for path in sorted(folder.glob("*.txt")):
        text, tags = untagged(path.read_text("utf-8").partition("\n---\n")[2])
        yield TaggedText("message", path.stem, text, tags)


def written(path: Path) -> Iterator[TaggedText]:
    """What was written for training in a file: whole bodies parted by lines of =====, or one utterance a line."""
    whole = path.read_text("utf-8")
    pieces = _PARTING.split(whole) if _PARTING.search(whole) else whole.splitlines()
    for number, piece in enumerate(pieces, 1):
        if piece.strip():
            text, tags = untagged(piece.strip("\n") + "\n" * (len(pieces) > 1 and "\n" in piece))
            yield TaggedText("written", f"{path.stem}-{number}", text, tags)


_PARTING = re.compile(r"^=====[ ]*(?:\n|\Z)", re.MULTILINE)  # longer rows of = are rules of a signature


def within(running: Folded, start: int, end: int) -> tuple[int, int]:
    """Where `start`:`end` of the original text lies in `running`."""
    if running.starts is None or running.ends is None:
        return start, end
    return bisect_left(running.ends, start + 1), bisect_left(running.starts, end)


def labels(fine: Sequence[Morpheme], spans: Sequence[tuple[int, int, str]]) -> list[str]:
    """B- and I-labels of words from spans of the running text; a word belongs to a span that it touches. Else O."""
    made = ["O"] * len(fine)
    starts = [one.start for one in fine]
    for start, end, label in spans:
        i = max(0, bisect_left(starts, start + 1) - 1)
        lead = "B-"
        while i < len(fine) and fine[i].start < end:
            if fine[i].end > start and not (fine[i].surface.isspace() and (fine[i].start <= start or fine[i].end >= end)):
                made[i] = lead + label
                lead = "I-"
            i += 1
    return made
