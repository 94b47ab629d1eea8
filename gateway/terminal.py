"""Text of messages on a terminal: what is in it shows as text and does nothing, and every character keeps its place."""

from __future__ import annotations

_CONTROLS = {code: chr(0x2400 + code) for code in range(0x20) if code != 0x0A} | {0x7F: "␡"}
_UNSEEN = dict.fromkeys([*range(0x80, 0xA0), 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0xD800, 0xE000)], "�")
_HARMLESS = _CONTROLS | _UNSEEN | {0x2028: "␤", 0x2029: "␤", 0x09: " "}


def harmless(text: str) -> str:
    """The same number of characters without those that steer a terminal or turn the reading direction. Line feeds stay."""
    return text.translate(_HARMLESS)


def one_line(text: str, longest: int = 60) -> str:
    """`text` on one line, cut to `longest` characters."""
    shown = harmless(text.replace("\r\n", "\n")).replace("\n", "⏎")
    return shown[:longest] + "…" if len(shown) > longest else shown
