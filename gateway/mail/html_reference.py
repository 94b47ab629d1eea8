"""Character references of HTML to characters (WHATWG HTML 13.2.5.72 and following)."""

from __future__ import annotations

from html import unescape

# A number of any length but a bounded value, or a name; digits beyond stand for themselves.
REFERENCE = r"&(?:#(?:[xX](?=[0-9a-fA-F])0*+[0-9a-fA-F]{0,7}|(?=[0-9])0*+[0-9]{0,8});?|[a-zA-Z][a-zA-Z0-9]{1,31};?)"
# In an attribute a name without its semicolon stands for itself before "=" or a letter (13.2.5.73).
IN_ATTRIBUTE = REFERENCE.replace("{1,31};?", "{1,31}(?:;|(?![=a-zA-Z0-9]))")


def character(reference: str) -> str:
    """What a match of `REFERENCE` stands for; itself when it is no reference after all."""
    if len(reference) > 12 and reference[1] == "#":
        # unescape makes an int of it, and Python refuses to with more than 4,300 digits.
        hexadecimal = "x" if reference[2] in "xX" else ""
        digits = reference[2:].lstrip("xX").rstrip(";").lstrip("0") or "0"
        return unescape(f"&#{hexadecimal}{digits};")
    return unescape(reference)
