"""旅券番号: two letters and seven digits.

Source: 旅券法6条1項 (旅券の記載事項); ICAO Doc 9303 part 4 (document number, nine characters), as Japan fills it.
"""

from __future__ import annotations

import re

from recognizers.identifiers.numbered import AFTER, BEFORE, Layout, NumberRecognizer
from recognizers.identifiers.surroundings import Label, Surroundings

_FOREIGN = "another country's"
_OF_SOMEBODY = "told of somebody"
_SPOKEN_OF = re.compile(r"旅券|パスポート|(?i:passport)")
_RIGHT_BEFORE = re.compile(r"(?:P/P|旅券|パスポート|(?i:passport|ppt)|(?<![A-Za-z])PP)(?:の?番号|(?i: ?(?:number|no\.?|#)))?[ :はが(]{0,4}\Z")


class PassportRecognizer(NumberRecognizer):
    """A passport number under a word that says so."""

    ENTITY = "JP_PASSPORT"
    LAYOUTS = (
        Layout("two letters and seven digits", re.compile(rf"{BEFORE}[A-Za-z]{{2}}[ -]?[0-9]{{7}}{AFTER}"), labelled=0.9),
        Layout("as Japan numbers them", re.compile(rf"{BEFORE}[TMNRG][A-Z](?: ?[0-9]{{3}}[ -]?[0-9]{{4}}|[ -][0-9]{{4}}[ -][0-9]{{3}}|-[0-9]{{7}}){AFTER}"), labelled=0.9, hinted=0.6),
        Layout(_FOREIGN, re.compile(
            rf"{BEFORE}(?:[A-Z]{{1,3}}[0-9]{{6,8}}|[A-Z][0-9]{{7}}[A-Z]|[A-Z][0-9]{{3}}[A-Z][0-9]{{4}}|[A-Z](?=[A-Z]{{0,4}}[0-9]{{2}})[0-9A-Z]{{8}}"
            rf"|[0-9]{{9}}(?! ?[A-Z])){AFTER}"
        ), labelled=0.7),
        Layout("after a traveller's name and country", re.compile(
            rf"[A-Za-z][ ]?\((?:[ァ-ヴー]{{2,10}}|[一-龥]{{2,4}}|[A-Z]{{3}})\)[ ,:]{{1,3}}(?P<value>[A-Z]{{1,2}}[0-9]{{6,8}}){AFTER}"), labelled=0.8, hinted=0.7),
        Layout("after the country that issued it", re.compile(
            rf"(?:Republic of|Kingdom of|People's Republic)[^\n0-9]{{0,24}}[/,|][ ]{{0,2}}(?:[Nn][Oo]\.?"
            rf"|#)?[ :]{{0,2}}(?P<value>[A-Z]{{1,2}}[0-9]{{7,8}}|[A-Z][0-9]{{3}}[A-Z][0-9]{{4}}){AFTER}"), labelled=0.8, bare=0.7),
        Layout(_OF_SOMEBODY, re.compile(rf"(?:さん|様|くん|君|氏)(?:の)?(?:は|が|、|:)?[ ]?(?P<value>[A-Z]{{1,2}}[0-9]{{7,8}}){AFTER}"), labelled=0.8, hinted=0.65),
        Layout("in the machine-readable zone", re.compile(r"(?<![A-Z0-9<])(?P<value>[A-Z]{1,2}[0-9]{7})<?[0-9](?=[A-Z]{3}[0-9]{7}[MF<][0-9]{7})"), labelled=0.95, bare=0.9),
        Layout("with its date of expiry", re.compile(
            rf"{BEFORE}[A-Z]{{1,2}}[0-9]{{7}}(?=[ ,、/()]{{0,3}}(?:(?:有効)?期限|(?:20[0-9]{{2}}年|令和[0-9]{{1,2}}年)[^\n。]{{0,12}}有効))"), labelled=0.7, hinted=0.7),
    )
    HINTS = re.compile(r"(?:旅券|パスポート)(?!(?:の?番号)?(?:で|じゃ)は?(?:な|あ))|免税|(?i:passport)|航空|フライト|搭乗|渡航|ビザ|査証|入国|出国|ESTA|海外出張|綴り|スペル")
    HINTED_WITHIN = (200, 200)
    LABELS = re.compile(
        r"(?:旅券|パスポート)(?:の?番号|No\.?)?|(?i:passport(?: ?(?:number|no\.?|#))?|(?<![a-z])ppt(?:#| no| num))"
        r"|(?<![A-Za-z])PPT(?![A-Za-z])(?=[ ,\t|:#]|\Z|\n)|(?<![A-Za-z])P/P(?=[ :])|(?<![A-Za-z])PP(?=[ #:])|(?<![A-Za-z])A?PIS(?=[ #:(])"
    )

    def _judge(self, layout: Layout, label: Label | None, around: Surroundings, start: int, end: int) -> tuple[float, str]:
        """As others; another country's, which could be any code, only right after its label or under it in a table."""
        if layout.name == _FOREIGN and label is not None and label.where == "before it" and not _RIGHT_BEFORE.search(around.own_line_before(start)[-30:]):
            return 0.0, ""
        if layout.name == _OF_SOMEBODY and not any(map(_SPOKEN_OF.search, around.around(start, end, lines=4, width=120))):
            return 0.0, ""
        return super()._judge(layout, label, around, start, end)

    def check(self, number: str) -> str | None:
        """The layout is all there is: a passport number has no check digit outside its MRZ."""
        return "layout of a passport number"
