"""Running text: the hard line breaks of mail taken out, and words drawn out by spaces closed up, so that a clause reads as it was meant.

Japanese mail is broken by hand every 25 to 40 characters, in the middle of words too, and quoting puts marks between
(RFC 3676 section 4.5). `run_on` joins what was one line to its writer and leaves lists, salutations, signatures and
tables as they are.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Iterator

from recognizers.legal_forms import WITH_ONE_NAME
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
_LEADS_ON = re.compile(r"(?:[、,はがをので]|って)\Z")
_HALF_SAID = re.compile(r"^.{0,20}(?:(?:さん|様|くん|ちゃん)(?:の|って)|(?:前職|前の会社|出身|勤務先|勤め先)(?:は|って))\Z")
_FORM_ROW = re.compile(r"[一-鿿ァ-ヺー]{1,6} ")
_HIRAGANA = re.compile("[ぁ-ん]")
_TABLE = re.compile(r"\t|\|| {4}|[^\s。、:]{1,12}:[ ]|<[^<>\n]{3,80}@")
_WORD = re.compile(r"[一-鿿々ァ-ヺーぁ-ん]\Z")
_PROSE = re.compile(r"(?=[一-鿿々ァ-ヺぁ-ん])[^\n]{0,24}?[ぁ-ん]|[一-鿿々]{1,3}(?:様|殿)\s*\Z")
_SAID_BEFORE = re.compile(r"[ぁ-ん、][^ぁ-ん、。]{1,10}\Z")
_KIND_OF_COMPANY = re.compile(
    r"[一-鿿々]{0,2}(?:精機|電機|電気|電子|計器|工業|工機|製作所|製作|鉄工|金属|紡績|繊維|印刷|出版|書店|酒造|水産|石油|電力|鉄道|商事|商会|商店|物産|産業|興業|建設|工務店|住宅|設備|設計|警備|通信|新聞|放送|百貨店|"
    r"銀行|信用金庫|信金|証券|生命|損保|保険|リース|製薬|薬品|化学|化成|食品|製菓|運輸|運送|物流|倉庫|不動産|(?:大学)?病院|医院|クリニック|薬局|大学|高校|学園|ホテル|"
    r"ホールディングス|グループ|システムズ?|テクノロジーズ?|ソリューションズ?|コーポレーション)(?:さん|様)?(?:[はがをにでのとへも、。]|から|より|だ|にて|出身)")
_FIRM_TO_COME = re.compile(r"(?:^|[ぁ-ん、。( ])(?:株式|有限|合同)会社\Z")
_A_FIRMS_LINE = re.compile(rf"{WITH_ONE_NAME}[^\s。、:()]{{2,18}}(?<![をがはにでへと])\s*")
"""株式会社カフェみなも, a line of its own, however it ends."""
_CUT_KATAKANA = re.compile(r"[ぁ-ん一-鿿、][ァ-ヺー]{1,6}\Z")
_STEM, _KANA = "[一-鿿々〆ァ-ヺー]", "[ぁ-ゖ]"
_DRAWN_OUT = re.compile(
    rf"(?:(?<!{_STEM}){_STEM}|(?<![一-鿿々〆ァ-ヺーぁ-ゖ]){_KANA})(?: {{1,3}}(?:{_STEM}(?!{_STEM})|{_KANA}(?![一-鿿々〆ァ-ヺーぁ-ゖ]))){{2,}}"
    rf"|(?<!{_STEM})[一-鿿々] [一-鿿々](?= ?(?:様|さん|さま|氏|殿|くん)(?! ))")
_PARAGRAPH = re.compile(r"\n[> \t]*\n")
"""Ends a paragraph. One without a full stop is no prose broken by hand: posts and lists end a line where they end what they say."""
_GAP = re.compile(" {1,3}")
_TAIL = 12
_LONG = 20
_MIDDLE = 12
_SHORT = 8
_WIDEST = 120
"""Lines longer than this were not broken by hand."""


Cuts = Callable[[str, str], bool]
"""Whether a word goes from the end of the one text into the beginning of the other."""


def run_on(folded: Folded, cuts_word: Cuts = lambda _above, _below: False) -> Folded:
    """`folded` with hand-made line breaks inside sentences taken out; offsets still lead to the original text.

    Between two Latin words the break becomes a space. Linear in the length of the text. `cuts_word` is asked of lines that nothing
    else tells about, with a few characters of each.
    """
    cuts = sorted([*_breaks(folded.text, cuts_word), *_spacing(folded.text)])
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


def _spacing(text: str) -> Iterator[tuple[int, int, bool]]:
    """Spans of the spaces by which words are drawn out (株 式 会 社, 佐 藤  一 郎), and whether they part two words: the wider ones do."""
    for match in _DRAWN_OUT.finditer(text):
        gaps = list(_GAP.finditer(text, *match.span()))
        narrow = min(len(gap.group()) for gap in gaps)
        for gap in gaps:
            yield *gap.span(), len(gap.group()) > narrow


def _keep(folded: Folded, start: int, end: int, starts: array[int], ends: array[int]) -> None:
    if folded.starts is None or folded.ends is None:
        starts.extend(range(start, end))
        ends.extend(range(start + 1, end + 1))
    else:
        starts.extend(folded.starts[start:end])
        ends.extend(folded.ends[start:end])


def _breaks(text: str, cuts_word: Cuts) -> Iterator[tuple[int, int, bool]]:
    """Spans of line breaks with what surrounds them (spaces, quoting marks), and whether a space must remain."""
    above: re.Match[str] | None = None
    flowing = False  # within a paragraph already known to be broken by hand, a shorter line will do
    at = paragraph = 0
    prose = False
    while at <= len(text):
        line = _LINE.match(text, at)
        if line is None:
            return
        if at >= paragraph:
            end = _PARAGRAPH.search(text, at)
            paragraph = end.end() if end else len(text) + 1
            prose = text.find("。", at, paragraph) >= 0
        flowing = above is not None and not _A_FIRMS_LINE.fullmatch(above["body"]) and (((prose or _hangs(above, line, flowing)) and _goes_on(above, line, _MIDDLE if flowing else _LONG)) or _runs_over(above, line) or _is_cut(above, line, cuts_word))
        if above is not None and flowing:
            end_above = above.start("body") + len(above.group("body").rstrip())
            start = line.start("body")
            latin = text[end_above - 1].isascii() and text[end_above - 1].isalnum() and text[start].isascii() and text[start].isalnum()
            yield end_above, start, latin
        above = line
        at = line.end() + 1


def _is_cut(above: re.Match[str], below: re.Match[str], cuts_word: Cuts) -> bool:
    """Whether the break stands within a word, or between a company's name and its kind: 「以前、北斗」 above 「精機で」."""
    if above.group("quote").count(">") != below.group("quote").count(">"):
        return False
    body, following = above.group("body").rstrip(), below.group("body")
    if not body or len(body) > _WIDEST or _ENDS.search(body) or not _WORD.search(body) or not _PROSE.match(following) or _TABLE.search(body) or _TABLE.search(following[:_WIDEST]):
        return False
    if _SAID_BEFORE.search(body) and (_KIND_OF_COMPANY.match(following) or (_CUT_KATAKANA.search(body) and "ァ" <= following[0] <= "ヺ")):
        return True
    if _FIRM_TO_COME.search(body) and not following.endswith(("様", "御中", "殿")):
        return True
    return cuts_word(body[-_TAIL:], following[:_TAIL])


def _hangs(above: re.Match[str], below: re.Match[str], flowing: bool) -> bool:
    """Whether `above` leads on to `below`, or `below` is set in under it, as what goes on below a bullet is; `flowing`: as `above` was under the line before."""
    first, second = (one.start("body") - one.end("quote") for one in (above, below))
    return _LEADS_ON.search(above["body"].rstrip()) is not None or second > first or (flowing and second == first > 0)


def _runs_over(above: re.Match[str], below: re.Match[str]) -> bool:
    """Whether the line `above` is no sentence by itself and `below` does not begin one: 「田中さんの」「前職は」「北斗精機」, posted one after the other."""
    if above.group("quote").count(">") != below.group("quote").count(">"):
        return False
    body, following = above.group("body").rstrip(), below.group("body")
    if _TABLE.search(body) or _TABLE.search(following[:_WIDEST]):
        return False
    return bool(_RUNS_IN.match(following) and (_HALF_SAID.search(body) or (_SHORT <= len(body) <= _WIDEST and _RUNS_OUT.search(body) and _PARTICLE_FIRST.match(following))))


def _goes_on(above: re.Match[str], below: re.Match[str], long: int) -> bool:
    """Whether the sentence on the line `above` goes on `below`."""
    if above.group("quote").count(">") != below.group("quote").count(">"):
        return False
    body, following = above.group("body").rstrip(), below.group("body")
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
