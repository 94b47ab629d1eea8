"""Where the policy's mark stands in a message: before what people read first, and before what is shown in its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from gateway.chat.payload import Path

_SPOKEN = ("text", "message", "body", "content", "markdown_text", "markdown", "formatted_body", "initial_comment", "contentText", "subtitle")
"""Keys of a message's text; of those beside each other the first one counts."""
_PRESSED = frozenset((
    "actions", "action", "accessory", "confirm", "options", "buttons", "button", "tap", "suggestedActions", "choices", "command", "topic", "header", "purpose",
))  # fmt: skip
_BUTTONS = _PRESSED - {"header", "topic", "purpose"}
_SHOWN = frozenset(("title", "summary", "subtitle", "fallback", "pretext", "activityTitle", "topLabel", "m.text"))
_FIELDS = frozenset(("fields", "facts"))  # elsewhere programs read a value
_REPLY = re.compile(r"<mx-reply>[^\x00]{0,20000}?</mx-reply>|(?:> <@[^\n]{0,4000}\n(?:>[^\n]{0,4000}\n){0,200}\n)")
"""What a client of Matrix puts before a reply, and takes off again where it knows the message."""
_BLOCK = re.compile(r"\s{0,20}(?:```|~~~|\||#{1,6} |>|[-+] |[0-9]{1,3}[.)] )")
_SHOWN_INSTEAD = ("blocks", "m.new_content")
_MANY = ("activities",)  # a message each: a history of Bot Framework's


def marked(paths: Iterable[Path]) -> set[Path]:
    """Which of the texts at `paths`, in the order written, the mark stands before."""
    messages: dict[Path, list[Path]] = {}
    for path in paths:
        messages.setdefault(path[:2] if len(path) > 2 and path[0] in _MANY and isinstance(path[1], int) else (), []).append(path)
    return {path for root, texts in messages.items() for path in _of_message([one for one in texts if is_spoken(one)] or _only_shown(texts), len(root))}


def with_mark(text: str, mark: str) -> str:
    """A text behind the mark; what begins a block of its own (a fence, a table, a heading, a quotation) still begins one."""
    reply = _REPLY.match(text)
    at = reply.end() if reply else 0
    if text.startswith(mark, at):
        return text
    return text[:at] + mark + ("\n\n" if _BLOCK.match(text, at) else " ") + text[at:]


def is_spoken(path: Path) -> bool:
    """Whether a message's own text stands there."""
    return _key(path) in _SPOKEN and not _PRESSED.intersection(path) and (path[-2:] != ("text", "text") or _is_section(path))


def _only_shown(texts: Sequence[Path]) -> list[Path]:
    """Of a card without a text of its own the first thing that it shows."""
    return [path for path in texts if not _BUTTONS.intersection(path) and (_key(path) in _SHOWN or (_key(path) == "value" and _FIELDS.intersection(path)))][:1]


def foremost(paths: Iterable[Path]) -> Path | None:
    """The message's text itself, of all texts at `paths`; None where there is none such."""
    said = [path for path in paths if _key(path) in _SPOKEN and not _PRESSED.intersection(path)]
    return _first(said) if said else None


def rendition(path: Path) -> tuple[str, bool]:
    """Equal for texts that are shown together; another for what is shown in their place (blocks, a formatted body, an edit's new text)."""
    return (str(path[0]) if path and path[0] in _SHOWN_INSTEAD else "", path[-1:] == ("formatted_body",))


def _first(texts: Sequence[Path]) -> Path:
    return min(texts, key=lambda path: (len(path), _SPOKEN.index(_key(path)) if _key(path) in _SPOKEN else 0))


def _of_message(texts: Sequence[Path], depth: int) -> Iterator[Path]:
    if not texts:
        return
    first = _first(texts)
    chosen = [first]
    for instead in _SHOWN_INSTEAD:
        below = [path for path in texts if path[depth] == instead]
        if below and first not in below:
            chosen.append(below[0] if instead == "blocks" else _first(below))
    yield from chosen
    yield from (path for path in texts if path[-1] == "formatted_body" and (*path[:-1], "body") in chosen)


def _key(path: Path) -> str:
    return next((step for step in reversed(path) if isinstance(step, str)), "")


def _is_section(path: Path) -> bool:
    """The text of one of Slack's blocks; a button's stands among the elements of one."""
    return len(path) == 4 and path[0] == "blocks"
