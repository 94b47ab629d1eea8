"""Running text: the hard line breaks of mail taken out, so that a clause reads as it was meant.

Japanese mail is broken by hand every 25 to 40 characters, in the middle of words too, and quoting puts marks between
(RFC 3676 section 4.5). `run_on` joins what was one line to its writer and leaves lists, salutations, signatures and
tables as they are.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator

from recognizers.normalize import Folded

_LINE = re.compile(r"(?P<quote>(?:[ \t]{0,3}[>|](?![|>]{8}))*)[ \t]*+(?P<body>[^\n]*+)")
_LETTER = r"0-9A-Za-zぁ-ゖァ-ヺー々〆一-鿿㐀-䶿豈-﫿"
_RUNS_OUT = re.compile(rf"[{_LETTER}、,()「『・%]\Z")
_RUNS_IN = re.compile(
    rf"(?![・*#■□●○◆◇★☆※→⇒▼▽-]|[0-9]{{1,2}}[.)、]|\([0-9一二三]{{1,2}}\)|[^\s。、:]{{1,10}}:|https?://|(?:以上|敬具|よろしく|宜しく)|On )"
    rf"[{_LETTER}、。,.)」』(「『%]")
_ENDS = re.compile(r"(?:です|ます|でした|ました|ません|ください|下さい|でしょうか|ますか|ですか|ですね|ますね|ですよ|だよ|だよね|らしい|そうだ|のこと|以上|より|様|さん|殿|御中|各位|拝|w|笑)\Z")
_OPEN = re.compile(r"(?:[、,はがをにでとのもへやてし]|[はがをにでとのへ][おご]|から|ので|けど|ため|って)\Z")
_PARTICLE_FIRST = re.compile(r"[はがをにへ](?=[一-鿿ァ-ヺA-Za-z0-9、])|を|[にで](?=お[一-鿿]|い(?:た|らし|らっしゃ))|(?:から|より)(?=[一-鿿])")
"""No sentence begins with a particle: what ends in 様 above is no salutation then."""
_CALLS_OUT = re.compile(r"(?:た|てる|でる|いる|だ|です|ます)(?:よ|ね|よね|わ|なあ|なぁ)\Z|(?:でしょ|だろ|じゃん|っけ|かも|もん)\Z")
"""Talk ends a sentence so, with no full stop: 「…って喜んでたよ」."""
_HALF_SAID = re.compile(r"^.{0,20}(?:(?:さん|様|くん|ちゃん)(?:の|って)|(?:前職|前の会社|出身|勤務先|勤め先)(?:は|って))\Z")
_FORM_ROW = re.compile(r"[一-鿿ァ-ヺー]{1,6} ")
_HIRAGANA = re.compile("[ぁ-ん]")
_TABLE = re.compile(r"\t|\|| {4}|[^\s。、:]{1,12}:[ ]|<[^<>\n]{3,80}@")
_LONG = 20
_MIDDLE = 12
_SHORT = 8
_WIDEST = 120
"""Lines longer than this were not broken by hand."""


def run_on(folded: Folded) -> Folded:
    """`folded` with hand-made line breaks inside sentences taken out; offsets still lead to the original text.

    Between two Latin words the break becomes a space. Linear in the length of the text.
    """
    cuts = list(_breaks(folded.text))
    if not cuts:
        return folded
    text = folded.text
    starts, ends = array("l"), array("l")
    pieces: list[str] = []
    done = 0
    for start, end, filler in cuts:
        _keep(folded, done, start, starts, ends)
        pieces.append(text[done:start])
        if filler:
            pieces.append(" ")
            place = folded.span(start, end)
            starts.append(place[0])
            ends.append(place[1])
        done = end
    _keep(folded, done, len(text), starts, ends)
    pieces.append(text[done:])
    return Folded("".join(pieces), starts, ends)


def _keep(folded: Folded, start: int, end: int, starts: array[int], ends: array[int]) -> None:
    if folded.starts is None or folded.ends is None:
        starts.extend(range(start, end))
        ends.extend(range(start + 1, end + 1))
    else:
        starts.extend(folded.starts[start:end])
        ends.extend(folded.ends[start:end])


def _breaks(text: str) -> Iterator[tuple[int, int, bool]]:
    """Spans of line breaks with what surrounds them (spaces, quoting marks), and whether a space must remain."""
    above: re.Match[str] | None = None
    flowing = False  # within a paragraph already known to be broken by hand, a shorter line will do
    at = 0
    while at <= len(text):
        line = _LINE.match(text, at)
        if line is None:
            return
        flowing = above is not None and _goes_on(above, line, _MIDDLE if flowing else _LONG)
        if above is not None and flowing:
            end_above = above.start("body") + len(above.group("body").rstrip())
            start = line.start("body")
            latin = text[end_above - 1].isascii() and text[end_above - 1].isalnum() and text[start].isascii() and text[start].isalnum()
            yield end_above, start, latin
        above = line
        at = line.end() + 1


def _goes_on(above: re.Match[str], below: re.Match[str], long: int) -> bool:
    """Whether the sentence on the line `above` goes on `below`."""
    if above.group("quote").count(">") != below.group("quote").count(">"):
        return False
    body, following = above.group("body").rstrip(), below.group("body")
    if _HALF_SAID.search(body) and _RUNS_IN.match(following):
        return True  # posts one after the other: 「田中さんの」「前職は」「北斗精機」
    if not _SHORT <= len(body) <= _WIDEST or not _RUNS_IN.match(following) or not _RUNS_OUT.search(body):
        return False
    if _TABLE.search(body) or _TABLE.search(following[:_WIDEST]):
        return False
    if _FORM_ROW.match(body) and _FORM_ROW.match(following) and not _OPEN.search(body):
        return False  # 「会場　…」 above 「窓口　…」
    if _PARTICLE_FIRST.match(following):
        return True
    written = len(_HIRAGANA.findall(body))
    if written < 3 and not (written == 2 and _OPEN.search(body) and _HIRAGANA.search(following[:_WIDEST])):
        return False
    if _OPEN.search(body):
        return True
    if _CALLS_OUT.search(body) and not following.startswith(("う", "り", "か", "く")):
        return False
    return len(body) >= long and not _ENDS.search(body) and bool(_HIRAGANA.search(following[:_WIDEST]))
