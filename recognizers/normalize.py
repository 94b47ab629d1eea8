"""Width, kana, hyphens and look-alikes folded for matching, always with a map back to the original offsets.

What people see as the same number or name is written in many ways: full-width digits, half-width kana, thirteen
hyphens, invisible characters between the digits. `fold` brings them to one form so that recognizers need one pattern;
`Folded.span` leads every match back to the exact place in the text as it was sent.

Sources: UAX #15 (NFKC), UAX #44 Default_Ignorable_Code_Point, JIS X 0208 row 13 through Unicode's compatibility
mappings; name variants after 戸籍統一文字情報 and the 常用漢字表 (いわゆる康熙字典体).
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Folded:
    """A text folded for matching.

    `starts[i]` and `ends[i]` are the half-open code-point span in the original that folded character `i` came from;
    both are None when every character stands where it stood.
    """

    text: str = field(repr=False)
    starts: Sequence[int] | None = field(default=None, repr=False)
    ends: Sequence[int] | None = field(default=None, repr=False)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The half-open span of the original that the half-open span of `text` came from.

        A span that cuts a folded character (㈱ → "(株)") covers the whole of it. Invisible characters at the edges
        stay outside, inside they are covered. IndexError when the span does not lie within `text`.
        """
        if not 0 <= start <= end <= len(self.text):
            raise IndexError(f"span {start}:{end} outside a text of {len(self.text)}")
        if self.starts is None or self.ends is None:
            return start, end
        if start == end:
            here = self.starts[start] if start < len(self.starts) else (self.ends[-1] if self.ends else 0)
            return here, here
        return self.starts[start], self.ends[end - 1]


_HYPHENS = "\u2010\u2011\u2012\u2013\u2212\u2043\ufe63\uff0d"
"""Characters that are hyphens wherever they stand."""

_DASHES = "\u2014\u2015\u2500\u2501\u30fc\uff70\u301c\uff5e\u30fb\uff65\u00b7"
"""Characters that are hyphens only between digits: dashes, the long vowel mark, the wave dash, middle dots."""

_LINE_ENDS = "\x0b\x0c\r\x85\u2028\u2029"

# Default_Ignorable_Code_Point, and the interlinear annotation marks
_INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u20e3\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff"
)

_MARKS = "\u0300-\u034e\u0350-\u036f\u3099\u309a\uff9e\uff9f"

_VARIANTS = "髙高 﨑崎 𠮷吉 黑黒 淸清 靑青 郞郎 緖緒 賴頼 寬寛 橫横 彥彦 戶戸 姬姫 步歩 薰薫 尙尚 栁柳 瀨瀬 緣縁 增増 濵浜 德徳 鄕郷 晉晋 敎教 歷歴 祿禄 榮栄 鷗鴎 槗橋 桒桑"
"""Forms of kanji that names are written with and no dictionary of words has, each with the one that it has."""
_LOOK_ALIKES = {pair[0]: pair[1] for pair in _VARIANTS.split()} | {"～": "〜"}  # ～ is what Windows makes of 〜
_KEPT = "…‥"
"""Compatibility characters left alone: as dots they would only be harder to read for a tokenizer."""

# Blocks outside the basic plane with compatibility mappings: mathematical and enclosed characters, CJK compatibility
_RANGES = (range(0xA0, 0xD800), range(0xF900, 0x10000), range(0x1D400, 0x1D800), range(0x1F100, 0x1F300),
           range(0x2F800, 0x2FA20))


def _tables() -> tuple[dict[int, str], dict[str, str]]:
    """Compatibility characters: those that change in place, and those that change length or may glue to a digit."""
    in_place: dict[int, str] = {}
    reshaped: dict[str, str] = {}
    invisible = re.compile(f"[{_INVISIBLE}]")
    for block in _RANGES:
        for code in block:
            char = chr(code)
            folded = unicodedata.normalize("NFKC", char)
            if code > 0xFF and (digit := unicodedata.decimal(char, -1)) >= 0:
                folded = str(digit)  # ٤ and ४ are read as 4
            # a lone accent (´, ゛) would become a space and a combining mark
            if folded == char or char in _KEPT or invisible.match(char) or (len(folded) > 1 and folded[0] == " "):
                continue
            if len(folded) == 1 and (not folded.isdigit() or unicodedata.category(char) == "Nd"):
                in_place[code] = folded
            else:
                reshaped[char] = folded
    in_place.update((ord(char), "-") for char in _HYPHENS)
    in_place.update((ord(char), "\n") for char in _LINE_ENDS)
    in_place.update((ord(char), folded) for char, folded in _LOOK_ALIKES.items())
    return in_place, reshaped


def _char_class(chars: Iterable[str]) -> str:
    """The inside of a regular-expression class for `chars`, contiguous ones as ranges."""
    def ranges() -> Iterator[tuple[int, int]]:
        codes = sorted(map(ord, chars))
        first = last = codes[0]
        for code in codes[1:]:
            if code != last + 1:
                yield first, last
                first = code
            last = code
        yield first, last
    return "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in ranges())


_IN_PLACE, _RESHAPED = _tables()
# A base with its marks (ｶﾞ, or か + U+3099 as file systems write it); bounded, since ordering long runs is quadratic
_RESHAPING = re.compile(
    f"\r\n|[^\\s{_MARKS}{_INVISIBLE}][{_MARKS}]{{1,8}}|[{_INVISIBLE}]+|[{_char_class(_RESHAPED)}]")
_CHANGING = re.compile(f"[{_char_class(map(chr, _IN_PLACE))}]")
_DIGITS = set(map(chr, range(0x30, 0x3A))) | {
    chr(code) for code, folded in _IN_PLACE.items() if folded.isdigit()}
_INVISIBLE_RUN = re.compile(f"[{_INVISIBLE}]")
_DASH_BEFORE_DIGIT = re.compile(f"[{_DASHES}](?=[ \n>]{{0,8}}[0-9(])")

_LABELS = (
    "氏名", "名前", "住所", "現住所", "本籍", "国籍", "電話", "携帯", "連絡先", "年齢", "生年月日", "職業", "職種", "勤務先", "会社名", "所属", "前職", "前勤務先", "現職", "学歴",
    "職歴", "経歴", "略歴", "最終学歴", "資格", "免許", "病名", "傷病名", "既往症", "既往歴", "入社", "退職", "入社日", "退職日", "口座番号", "口座名義",
    "名義", "名義人", "社員番号", "職員番号", "個人番号", "旅券番号", "免許番号", "免許証番号", "運転免許証番号", "在留カード番号", "基礎年金番号", "年金番号", "記号", "番号", "記号番号",
)
_SPACED_LABEL = re.compile(  # 氏　　名, 基 礎 年 金 番 号: forms make their labels equally wide
    r"(?m)(?:^[>| \t\u3000・■□◆◇●○※*(（\[【-]{0,12}|[|｜\t])(?:" + "|".join(r"[ \u3000]{1,6}".join(label) for label in _LABELS) + r")(?=[ \u3000\t:：|｜)）\]】\n]|$)")
_SPACE_IN_LABEL = re.compile(r"(?<=[一-龥カード])[ \u3000]{1,6}(?=[一-龥カード])")


def fold(text: str) -> Folded:
    """Fold `text` for matching: NFKC a character, invisible characters removed, hyphens and line ends made one.

    Half-width kana are composed with their sound marks; dashes, ー, 〜 and ・ become '-' only between digits (a
    bracket, one wrapped line and quoting marks may intervene) so that ー in words stays; CR LF and its kin become LF;
    every space character becomes one space, and those that a form stretches its labels with (氏　　名) go. A compatibility number that touches a digit (①03-…) is set off by a space.
    Runs in linear time; texts that do not change come back as they are.
    """
    if text.isascii() and not any(end in text for end in "\r\x0b\x0c"):
        return Folded(text)
    starts: array[int] | None = None
    ends: array[int] | None = None
    text = _SPACED_LABEL.sub(lambda label: _SPACE_IN_LABEL.sub(lambda space: "\u200b" * len(space.group()), label.group()), text)
    folded = text
    if _RESHAPING.search(text):
        folded, starts, ends = _reshape(text)
    if _CHANGING.search(folded):
        folded = folded.translate(_IN_PLACE)
    return Folded(_hyphens_between_digits(folded), starts, ends)


def _reshape(text: str) -> tuple[str, array[int], array[int]]:
    """Everything that changes the length of the text, and where each resulting character came from."""
    pieces: list[str] = []
    starts, ends = array("l"), array("l")
    done = 0
    for match in _RESHAPING.finditer(text):
        begin, end = match.span()
        if done < begin:
            pieces.append(text[done:begin])
            starts.extend(range(done, begin))
            ends.extend(range(done + 1, begin + 1))
        folded = _reshaped(text, begin, end)
        pieces.append(folded)
        starts.extend([begin] * len(folded))
        ends.extend([end] * len(folded))
        done = end
    pieces.append(text[done:])
    starts.extend(range(done, len(text)))
    ends.extend(range(done + 1, len(text) + 1))
    return "".join(pieces), starts, ends


def _reshaped(text: str, begin: int, end: int) -> str:
    """What stands for `text[begin:end]`, one match of `_RESHAPING`."""
    piece = text[begin:end]
    if piece == "\r\n":
        return "\n"
    folded = _RESHAPED.get(piece)
    if folded is None:
        # invisible characters, or a base with its marks
        return "" if _INVISIBLE_RUN.match(piece) else unicodedata.normalize("NFKC", piece)
    if folded[0] in _DIGITS and text[begin - 1:begin] in _DIGITS:
        folded = " " + folded
    if folded[-1] in _DIGITS and (text[end:end + 1] in _DIGITS or text[end:end + 1] in _COUNTERS):
        folded += " "
    return folded


_COUNTERS = frozenset("日月年時分人名件回個号番階")  # ②日向様 is no second day


def _hyphens_between_digits(folded: str) -> str:
    """`folded` with dashes between digits as '-'."""
    places = []
    for match in _DASH_BEFORE_DIGIT.finditer(folded):
        at = match.start()
        before = folded[max(0, at - 8):at].rstrip(" \n>")[-1:]
        if before and before in "0123456789)":
            places.append(at)
    if not places:
        return folded
    pieces = []
    done = 0
    for at in places:
        pieces.append(folded[done:at])
        done = at + 1
    pieces.append(folded[done:])
    return "-".join(pieces)


_NAME_VARIANTS = (
    "嵜崎 齋斎 斉斎 齊斎 邊辺 邉辺 澤沢 濱浜 嶋島 嶌島 廣広 國国 眞真 櫻桜 龍竜 惠恵 藏蔵 壽寿 瀧滝 淺浅 "
    "條条 實実 禮礼 會会 學学 曉暁 圓円 豐豊 鐵鉄 鹽塩 關関 傳伝 佛仏 兒児 冨富 舘館 邨村 埜野 峯峰 渕淵 "
    "槇槙 萬万 與与 曾曽 靜静 彌弥 亞亜 爲為 來来 區区 壯壮 奧奥 將将 專専 嶽岳 巖巌 廳庁 戀恋 應応 攝摂 "
    "晚晩 樂楽 氣気 濟済 當当 發発 禪禅 稻稲 穗穂 穰穣 莊荘 綠緑 總総 繩縄 聰聡 臺台 舊旧 蘆芦 藝芸 薗園 "
    "號号 衞衛 覺覚 觀観 讓譲 證証 轉転 遙遥 醫医 釋釈 錄録 鎭鎮 靈霊 顯顕 鷄鶏 麥麦 黃黄 龜亀 楳梅 栢柏 "
    "檜桧 籔藪 薮藪 鳫雁 鴈雁 堯尭 瑤瑶 凜凛 籠篭 鉤鈎"
)
"""Beyond `_VARIANTS`, those that words are written with as well: they tell people apart, and stay in a text."""
_NAME_FOLDING: dict[int, str | None] = {ord(pair[0]): pair[1] for pair in _NAME_VARIANTS.split()}
_NAME_FOLDING.update((ord(char), None) for char in " \t\n・")
_LONGEST_NAME = 64  # characters; longer ones are folded each time


def katakana(text: str) -> str:
    """`text` with its hiragana as katakana."""
    return "".join(chr(ord(char) + 0x60) if "ぁ" <= char <= "ゖ" else char for char in text)


def fold_name(name: str) -> str:
    """A key equal for the ways one person's name is written: 髙橋　健一 and 高橋健一, Ichiro TANAKA and ichiro tanaka.

    Beyond `fold`: variant kanji (異体字, 旧字体) to the common form, spaces, line breaks and the ・ between katakana
    names dropped, case folded. The key is for comparing only; the variants are different characters on an envelope.
    """
    return _name_key(name) if len(name) <= _LONGEST_NAME else _key(name)


def _key(name: str) -> str:
    return fold(name).text.translate(_NAME_FOLDING).casefold()


_name_key = lru_cache(maxsize=8192)(_key)  # the same people stand in every message of a day
