"""旅券番号: two letters and seven digits.

Source: 旅券法6条1項 (旅券の記載事項); ICAO Doc 9303 part 4 (document number, nine characters), as Japan fills it.
"""

from __future__ import annotations

import re

from recognizers.identifiers.numbered import AFTER, BEFORE, Layout, NumberRecognizer


class PassportRecognizer(NumberRecognizer):
    """A passport number under a word that says so."""

    ENTITY = "JP_PASSPORT"
    LAYOUTS = (
        Layout("two letters and seven digits", re.compile(rf"{BEFORE}[A-Za-z]{{2}}[ -]?[0-9]{{7}}{AFTER}"), labelled=0.9),
        Layout("another country's", re.compile(rf"{BEFORE}[A-Z]{{1,3}}[0-9]{{6,8}}{AFTER}"), labelled=0.7),
    )
    LABELS = re.compile(r"(?:旅券|パスポート)(?:の?番号|No\.?)?|(?i:passport(?: ?(?:number|no\.?))?)")

    def check(self, number: str) -> str | None:
        """The layout is all there is: a passport number has no check digit outside its MRZ."""
        return "layout of a passport number"
