"""Which strings of a message are shown together, in which order, and what people see between two of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from gateway.chat.adapter import Slot
from gateway.chat.marking import foremost, rendition
from gateway.chat.payload import Path, Payload

_INLINE = ("text", "user_id", "name")  # a word, somebody mentioned, a picture
_NUMBERED = frozenset(("value", "text", "title", "name", "label", "message", "body", "content", "description", "fallback", "subtitle"))
_LABELS = ("title", "label", "name")


def numbers(payload: Payload, any_key: bool) -> Iterator[str]:
    """Long numbers written as such where people read them, each behind the label beside it: {"title": "個人番号", "value": 1234…}."""
    for path, number in payload.numbers() if any_key else ():
        if path and str(path[-1]).lower() not in _NUMBERED:
            yield f"{path[-1]}: {number}"
    labels: dict[Path, str] | None = None
    for path, number in payload.numbers():
        if path and str(path[-1]).lower() in _NUMBERED:
            labels = dict(payload.strings()) if labels is None else labels
            yield next((f"{label}: " for one in _LABELS if (label := labels.get((*path[:-1], one)))), "") + number


def renditions(slots: Sequence[Slot]) -> list[list[Slot]]:
    """The slots by what is shown together, the message's text foremost, so that it stands right after what was written before."""
    first = movable(slots)
    groups: dict[tuple[str, bool], list[Slot]] = {}
    for slot in labels_first(slots):
        groups.setdefault(rendition(slot.path), []).append(slot)
    for group in groups.values():
        group.sort(key=lambda slot: slot.path != first)  # stable: all others as they were
    return sorted(groups.values(), key=lambda group: first is not None and group[0].path != first) or [[]]


def movable(slots: Sequence[Slot]) -> Path | None:
    """The message's text where it stands by itself: in a card it belongs to what is above it, a label say."""
    first = foremost(slot.path for slot in slots)
    alone = first is not None and (len(first) == 1 or first == ("body", "content"))
    return first if alone and not any(first is not None and (_is_pair(one.path, first) or _is_pair(first, one.path)) for one in slots) else None


def labels_first(slots: Sequence[Slot]) -> list[Slot]:
    """The slots with a label before its value, whichever the request has first."""
    ordered = list(slots)
    for i, (one, other) in enumerate(pairwise(slots)):
        if _is_pair(other.path, one.path):
            ordered[i : i + 2] = other, one
    return ordered


def _is_pair(label: Path, value: Path) -> bool:
    """A field of an attachment, a fact of a card: {"title": "氏名", "value": "田中太郎"}."""
    return label[:-1] == value[:-1] and label[-1:] != () and ((label[-1] in _LABELS and value[-1] == "value") or (label[-1] == "topLabel" and value[-1] == "text"))


def between(before: Path, path: Path) -> str:
    """What stands between two strings as people read them.

    Nothing between neighbours in a rich text section (Slack's elements, a card's inlines), a colon between a label and its value,
    a tab between the cells of a table's row (Slack's rows, a card's cells).
    """
    if len(before) == len(path) >= 4 and before[:-2] == path[:-2] and before[-3] in ("elements", "inlines") and before[-1] in _INLINE and path[-1] in _INLINE:
        return ""
    if _is_pair(before, path):
        return ": "
    same = next((i for i, (one, other) in enumerate(zip(before, path, strict=False)) if one != other), 0)
    steps = before[:same]
    in_row = steps[-1:] == ("cells",) or (steps[-2:-1] == ("rows",) and isinstance(steps[-1], int)) or _in_columns(steps, before, path)
    return "\t" if in_row and isinstance(path[same], int) else "\n"


def _in_columns(steps: Path, before: Path, path: Path) -> bool:
    """The same item of two columns of a card."""
    same = len(steps)
    return steps[-1:] == ("columns",) and before[same + 1 : same + 3] == path[same + 1 : same + 3] and before[same + 1 : same + 2] == ("items",)
