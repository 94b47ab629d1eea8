"""What styles hide: the few CSS declarations by which text of a mail is not shown (CSS 2.2, 9.2.4, 11.2, 14.1, 15.7)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

Colour = tuple[int, int, int]
_NUMBER = re.compile(r"(-?[0-9]{0,6}(?:\.[0-9]{1,6})?)([a-z%]{0,4})")
_HEX = re.compile(r"#(?:([0-9a-f])([0-9a-f])([0-9a-f])[0-9a-f]?|([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})(?:[0-9a-f]{2})?)(?![0-9a-f])")
_RGB = re.compile(r"rgba?\(\s*+([0-9]{1,3})\s*+[, ]\s*+([0-9]{1,3})\s*+[, ]\s*+([0-9]{1,3})\s*+(?:[,/]\s*+(0|0?\.0+|[0-9.]{1,8}%?)\s*+)?\)")
_NAMED: dict[str, Colour] = {
    "white": (255, 255, 255), "black": (0, 0, 0), "red": (255, 0, 0), "blue": (0, 0, 255), "green": (0, 128, 0), "yellow": (255, 255, 0),
    "gray": (128, 128, 128), "grey": (128, 128, 128), "silver": (192, 192, 192), "navy": (0, 0, 128), "snow": (255, 250, 250),
    "ivory": (255, 255, 240), "whitesmoke": (245, 245, 245), "ghostwhite": (248, 248, 255), "floralwhite": (255, 250, 240), "azure": (240, 255, 255),
}  # fmt: skip
_COLOUR_WORD = re.compile(r"[a-z]{3,20}|#[0-9a-f]{3,8}|rgba?\([^)]{0,60}\)")
_SHORTHAND = re.compile(r"(?:^|\s)0(?:px|pt|em)?(?:/|\s)")
_RULE_PIECE = re.compile(r"[^{}]++|[{}]")
_SELECTOR = re.compile(r"(?:[a-z][a-z0-9]{0,20})?(?:[.#][\w-]{1,80})?")
_COMMENT_LIMIT = 4000  # characters of one style attribute looked at
CLOSE = 16  # channels nearer than this cannot be told apart by eye
WHITE: Colour = (255, 255, 255)
BLACK: Colour = (0, 0, 0)


class Style(NamedTuple):
    """What declarations say; None where they are silent. `gone` hides the element with all below it."""

    gone: bool | None = None
    invisible: bool | None = None
    tiny: bool | None = None
    ink: Colour | str | None = None
    paper: Colour | str | None = None
    pre: bool | None = None

    def over(self, under: Style) -> Style:
        """These declarations with `under` filling what they leave open."""
        return under._replace(**{name: mine for name, mine in self._asdict().items() if mine is not None})


NOTHING = Style()


class State(NamedTuple):
    """How an element is shown, inherited from its parent."""

    gone: bool = False
    invisible: bool = False
    tiny: bool = False
    ink: Colour | str = BLACK
    paper: Colour | str = WHITE
    pre: bool = False
    concealed: bool = False

    def within(self, style: Style) -> State:
        """The state of a child that has `style`."""
        gone = self.gone or bool(style.gone)
        invisible = self.invisible if style.invisible is None else style.invisible
        tiny = self.tiny if style.tiny is None else style.tiny
        ink = self.ink if style.ink is None else style.ink
        paper = self.paper if style.paper is None else style.paper
        pre = self.pre if style.pre is None else style.pre
        return State(gone, invisible, tiny, ink, paper, pre, gone or invisible or tiny or _same(ink, paper))


def _same(ink: Colour | str, paper: Colour | str) -> bool:
    if ink == "transparent":
        return True
    if isinstance(ink, str) or isinstance(paper, str):
        return False
    return all(abs(a - b) < CLOSE for a, b in zip(ink, paper, strict=True))


def colour(text: str) -> Colour | str | None:
    """A CSS colour; "transparent"; "?" for one that is not understood; None for none at all."""
    text = text.strip().lower()
    if found := _HEX.match(text):
        if found[1]:
            return (int(found[1] * 2, 16), int(found[2] * 2, 16), int(found[3] * 2, 16))
        return (int(found[4], 16), int(found[5], 16), int(found[6], 16))
    if found := _RGB.match(text):
        if found[4] is not None and not found[4].strip("0.%"):
            return "transparent"
        return (int(found[1]), int(found[2]), int(found[3]))
    if text in _NAMED:
        return _NAMED[text]
    if text in ("inherit", "initial", "unset", "currentcolor", "windowtext", "auto", ""):
        return None
    return "transparent" if text == "transparent" else "?"


def _background(value: str) -> Colour | str | None:
    if "url(" in value or "gradient" in value:
        return "?"
    for word in _COLOUR_WORD.findall(value):
        found = colour(word)
        if isinstance(found, tuple):
            return found
        if found == "transparent":
            return None
    return None


@lru_cache(maxsize=2048)
def declarations(text: str) -> Style:
    """A style attribute, or the inside of a rule, as far as it hides text."""
    gone = invisible = tiny = pre = None
    ink: Colour | str | None = None
    paper: Colour | str | None = None
    flat = False
    clipped = False
    for one in text[:_COMMENT_LIMIT].lower().split(";"):
        name, _, value = one.partition(":")
        name, value = name.strip(), value.replace("!important", "").strip()
        if name == "display":
            gone = value == "none"
        elif name == "mso-hide" and value == "all":
            gone = True
        elif name == "visibility":
            invisible = value in ("hidden", "collapse")
        elif name == "font-size":
            tiny = _tiny(value)
        elif name == "font" and _SHORTHAND.search(value):
            tiny = True
        elif name == "color":
            ink = colour(value)
        elif name == "background-color":
            found = colour(value)
            paper = None if found == "transparent" else found
        elif name == "background":
            paper = _background(value)
        elif name == "white-space":
            pre = value.startswith(("pre", "break-spaces"))
        elif name in ("max-height", "height", "max-width", "width"):
            flat = flat or _zero(value)
        elif name == "overflow":
            clipped = value in ("hidden", "clip")
        elif (name == "opacity" and _zero(value)) or (name in ("left", "top", "text-indent", "margin-left") and _far(value)):
            gone = True
    if flat and clipped:
        gone = True
    return Style(gone, invisible, tiny, ink, paper, pre)


def _zero(value: str) -> bool:
    found = _NUMBER.match(value)
    return bool(found and found[1] and found[1].strip("-") and not found[1].strip("-0."))


def _far(value: str) -> bool:
    found = _NUMBER.match(value)
    return bool(found and found[1].startswith("-") and len(found[1].partition(".")[0]) > 3)


def _tiny(value: str) -> bool | None:
    found = _NUMBER.match(value)
    if not found or not found[1].strip("-."):
        return None if value in ("inherit", "smaller", "larger") else False
    number = float(found[1])
    if number <= 0:
        return True
    if found[2] in ("em", "%", "ex", "ch"):
        return True if number < (5 if found[2] == "%" else 0.05) else None
    return number <= 1


class Sheet:
    """The rules of a page's `<style>` elements that have a single simple selector and hide or colour text."""

    def __init__(self) -> None:
        self.rules: dict[str, Style] = {}

    def read(self, css: str) -> None:
        """Take in a style sheet; rules within @media and the like are left out. Linear."""
        depth = 0
        selectors = ""
        for piece in _RULE_PIECE.findall(css.replace("<!--", " ").replace("-->", " ")):
            if piece == "{":
                depth += 1
            elif piece == "}":
                depth = max(0, depth - 1)
            elif depth == 0:
                selectors = piece
            elif depth == 1 and "@" not in selectors:
                style = declarations(piece)
                if style != NOTHING:
                    self._add(selectors, style)

    def _add(self, selectors: str, style: Style) -> None:
        for selector in selectors.rpartition("*/")[2].lower().split(","):
            name = selector.strip()
            if name and len(name) <= 100 and _SELECTOR.fullmatch(name):
                self.rules[name] = style.over(self.rules.get(name, NOTHING))

    def style(self, tag: str, classes: str, ident: str) -> Style:
        """What the rules say of an element; a class more than a tag, an identifier more than a class."""
        if not self.rules:
            return NOTHING
        found = self.rules.get(tag, NOTHING)
        for name in classes.lower().split()[:20]:
            for selector in (f".{name}", f"{tag}.{name}"):
                if selector in self.rules:
                    found = self.rules[selector].over(found)
        for selector in (f"#{ident.lower()}", f"{tag}#{ident.lower()}") if ident else ():
            if selector in self.rules:
                found = self.rules[selector].over(found)
        return found
