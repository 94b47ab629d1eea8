"""Japanese postal addresses, from the prefecture (or municipality) to the last block number, building or room.

Source: 住居表示に関する法律 (昭和37年法律119号) 2条 (街区符号・住居番号); 地方自治法 1条の3, 252条の19, 252条の22, 281条 for
prefectures, designated and core cities and special wards, whose names are known well enough to begin an address alone.
A postal code with its 〒 belongs to the address; without it, it only says that an address follows.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import merge

from recognizers.identifiers.found import FoldedRecognizer, Found
from recognizers.prefilter import opening

_PREFECTURE = (
    r"(?:北海道|東京都|京都府|大阪府|(?:青森|岩手|宮城|秋田|山形|福島|茨城|栃木|群馬|埼玉|千葉|神奈川|新潟|富山|石川|福井|山梨|長野|岐阜|静岡"
    r"|愛知|三重|滋賀|兵庫|奈良|和歌山|鳥取|島根|岡山|広島|山口|徳島|香川|愛媛|高知|福岡|佐賀|長崎|熊本|大分|宮崎|鹿児島|沖縄)県)")
_KNOWN_CITY = (
    r"(?:札幌|仙台|さいたま|千葉|横浜|川崎|相模原|新潟|静岡|浜松|名古屋|京都|大阪|堺|神戸|岡山|広島|北九州|福岡|熊本|函館|旭川|青森|八戸|盛岡"
    r"|秋田|山形|福島|郡山|いわき|水戸|宇都宮|前橋|高崎|川越|川口|越谷|船橋|柏|八王子|横須賀|富山|金沢|福井|甲府|長野|松本|岐阜|豊橋|岡崎|一宮"
    r"|豊田|大津|豊中|吹田|高槻|枚方|八尾|寝屋川|東大阪|姫路|尼崎|明石|西宮|奈良|和歌山|鳥取|松江|倉敷|呉|福山|下関|高松|松山|高知|久留米|長崎"
    r"|佐世保|大分|宮崎|鹿児島|那覇)市")
_WARD = (
    r"(?:千代田|中央|港|新宿|文京|台東|墨田|江東|品川|目黒|大田|世田谷|渋谷|中野|杉並|豊島|北|荒川|板橋|練馬|足立|葛飾|江戸川)区")

_CHAR = r"[一-龥々〆ヵヶケノ之ぁ-んァ-ヴー]"
_SIGN = (
    r"(?:〒 ?[0-9]{3}-?[0-9]{4}(?![0-9])|(?:住所|所在地|送付先|送り先|贈り先|お?届け?先|出張先|訪問先|納品先|配達先|居住地|居所|本籍地?|転居先|引っ?越し先|実家|自宅)(?:\([^()\n]{1,6}\))?"
    r"[ \t]{0,4}[:はが=|]?(?:[ \t]{0,4}〒? ?[0-9]{3}-[0-9]{4}(?![0-9]))?)[ \t]{0,4}(?:\n[> \t]{0,8})?")
_START = re.compile(
    rf"(?P<prefecture>{_PREFECTURE})|(?<![一-龥々ァ-ヴー])(?P<city>{_KNOWN_CITY}|{_WARD})"
    rf"|{_SIGN}(?P<signed>(?!{_PREFECTURE})(?=[一-龥ぁ-んァ-ヴ]))")
_BEGUN = re.compile(rf"(?:^[> \t]{{0,8}}|[\t|,、:]|(?:様|さん|氏)[ ]{{1,2}}|(?<=[いたる宅])[のは]|(?<=[場住]所)は)(?P<begun>(?!{_PREFECTURE})(?=[一-龥々ヶケ]{{1,5}}[市郡]))", re.MULTILINE)
_POSTAL_CODE = re.compile(r"(?:〒 ?[0-9]{3}-?[0-9]{4}|(?<![0-9-])[0-9]{3}-[0-9]{4})[ \t]{0,4}(?:\n[> \t]{0,8})?\Z")

_MUNICIPALITY = re.compile(r"[ \n]?(?!内(?![灘子丸幸山野海浜湯原神牧田匠膳宿町]|本町)|の|は|で|に(?!かほ)|や|と(?!きがわ)|から|在住|出身|知事|庁|民|立(?![川科山])|産|警|議)(?:[一-龥々ヶケノぁ-んァ-ヴー]\n?){1,7}?[市区町村郡]")
_DIGITS = "[0-9]{1,5}"
_NUMERAL = rf"(?:{_DIGITS}|[一二三四五六七八九十百〇]{{1,5}}(?=丁目|番|号|条[東西南北])|[一二三四五六七八九十百][一二三四五六七八九十百〇]{{0,4}}(?=の[一二三四五六七八九十]|で(?:す|ござ)|[^一-龥々ぁ-んァ-ヴー〇]|\Z))"
_UNIT = r"(?:丁目|番地の?|番町?|号|条[東西南北]?|線|の|-)"
_NO_TELEPHONE = "(?!0[0-9]{1,4}-[0-9]{1,4}-[0-9]{4})"
_BLOCK = re.compile(
    rf"{_NO_TELEPHONE}{_NUMERAL}(?:[ \n]?{_UNIT}[ \n]?{_NO_TELEPHONE}{_NUMERAL}){{0,5}}(?:丁目|番地[イロハニホヘト]?(?![ァ-ヴー])|番(?!町)"
    rf"|号室?(?![館棟室]))?(?:-[A-Z][0-9]{{2,4}}(?![0-9A-Za-z]))?"
)
_TOWN = re.compile(rf"(?:[ \n]?{_CHAR}){{0,30}}[ \n]?")
_NO_TOWN = re.compile(rf"会社|役所(?!前)|役場(?!前|町)|教育委員会|電話|直通|{_PREFECTURE}")
_SENTENCE = re.compile(r"^(?:[のはでへ]|に(?!おの浜)|と(?!きがわ)|内(?![灘子丸幸山野海浜湯原神牧田匠膳宿町]|本町))|(?:[はをにでがともへや、]|から|まで|など|内の|[^之]の[一-龥]{2,}の|在住|出身)[ \n]?\Z")
_PLAIN_TOWN = re.compile("[一-龥々ヶケノ之ァ-ヴー]{1,10}|[一-龥々ヶケノ之ァ-ヴー]{3,16}(?:上る|下る|入る|上ル|下ル|入ル)[一-龥々ヶケノ之ァ-ヴー]{0,10}")  # the streets of Kyoto
_PRECISE = re.compile(r"[0-9一二三四五六七八九十百〇](?:[ \n]?(?:-|の|番地?の?|丁目|条[東西南北]?)[ \n]?[0-9一二三四五六七八九十]|番地?)")
_COUNTED = re.compile(
    r"[0-9A-Za-z一二三四五六七八九十%]|[.,:〜~][0-9]|/[0-9]{1,2}(?![0-9])|-[0-9]"
    r"|(?: (?!(?:[人名件個円年月日時回割社台本枚倍度泊歳才万千億分秒位席校戸軒次期]|部屋|店舗)[一-龥ァ-ヴ]))?(?:人|名(?!古)|件|個|円|年|月|日(?!本)|時|回|割|社|店舗|台(?!東)|本(?!社|館|町)|枚|倍|度|泊"
    r"|歳|才|[かヶカケ][所月国]|箇所|万|千(?!代)|億|世帯|分|秒|位|つ(?!くば)|種|km|m2|坪|平米|部屋|席|校|戸|軒|番目|番線|号車|号線|次|期)")
_NAME = r"[^\s。、,:;()「」<>@|/0-9-]"
_KIND = (
    r"(?:ビルヂング|ビルディング|ビル|マンション|ハイツ|コーポラス|コーポ|荘|タワー|プラザ|アパートメント|アパート|レジデンス|ハイム|メゾン|パレス|ヒルズ|センター|会館|号館"
    r"|棟|本館|新館|別館|東館|西館|番館|倉庫|ヴィラ|コート|スクエア|ガーデン|寮|団地|住宅|(?i:bldg\.?|building|tower|plaza))")
_ROOM = (
    r"(?:(?:地下|B)?[0-9]{1,3} ?(?:階|F(?![A-Za-z0-9]))|[A-Z]?-?[0-9]{1,5}[A-Z]? ?(?:号室|号(?![0-9])|室)|[一二三四五六七八九〇]{3,4}(?:号室?|(?![一-龥]))|[0-9]-[A-Z](?![0-9A-Za-z])"
    r"|(?:[A-Z][A-Z0-9]?-[0-9]{2,4}|[0-9]{1,2}-[0-9]{3,4}|[0-9][A-Z]-[0-9]{2,4}|[A-Z0-9]{1,2}棟 ?[0-9]{2,4})(?![0-9-]))")  # 12-14 is a time
_BARE = r"(?:[A-Z]-?)?[0-9]{2,4}(?![0-9A-Za-z.,-]| ?[年月日時人名件個円歳%:社台])"
_BUILDING = re.compile(
    rf"(?:[ \n]|, ?)?(?!(?i:tel|fax|e-?mail|url|http|mobile)|電話|内線|担当|携帯)(?:"
    rf"{_NAME}{{1,20}}?(?:[0-9]{{1,3}}(?={_NAME}{{0,6}}{_KIND}))?{_NAME}{{0,6}}?{_KIND}[A-Z0-9]?(?![A-Za-z0-9])(?:-[0-9]{{1,4}}(?![0-9-]))?"
    rf"(?:[ \n]?{_ROOM}){{0,2}}(?:[ ]?{_BARE})?"
    rf"|{_NAME}{{1,20}}?(?:第?[0-9]{{1,2}})?{_KIND}(?:[ \n]?{_ROOM}|[ ]?{_BARE}){{1,2}}"
    rf"|(?=[^\s0-9]{{0,20}}[ァ-ヴ]){_NAME}{{2,20}}[ ]?(?:{_ROOM}|{_BARE})"
    rf"|{_NAME}{{1,12}}?[ ]?{_ROOM}(?:[ ]{_BARE})?"
    rf"|[A-Z][A-Za-z]{{1,15}}(?: [A-Z0-9][A-Za-z0-9]{{0,15}}){{0,2}} {_ROOM}"
    rf"|-?[A-Z]棟[ ]?{_BARE}"
    rf"|{_ROOM}(?:[ ]?{_ROOM})?)(?![一-龥ァ-ヴーA-Za-z0-9])")
_TELEPHONE = re.compile(r"[ /,]{1,3}(?i:(?:tel|電話)[: ]{0,2})?0[0-9]{1,4}-[0-9]{1,4}-[0-9]{4}(?![0-9])")
_DOCUMENT = re.compile(r"指令|告示|(?:条例|規則|公告)(?!町)|第[0-9]{1,6}-[0-9]{1,6}号")  # 大阪市指令 第21-0482号: a permit's number
_QUOTING = re.compile(r"\n[> \t]{1,8}")
_WINDOW = 160


@dataclass(frozen=True, slots=True)
class _Parsed:
    """How long an address is in its window, and how much of one it is.

    `precise`: more than one bare number; `complete`: even one number (元本郷町3) closes it, no sentence goes on.
    """

    length: int
    precise: bool
    complete: bool
    building: bool


def _parse(window: str, municipality: bool) -> _Parsed | None:
    """The address at the start of `window`, whose prefecture is cut off; None when there is none.

    `municipality` says that the municipality is still to come.
    """
    at = 0
    if municipality:
        named = _MUNICIPALITY.match(window)
        if named is None:
            return None
        at = named.end()
    block = _BLOCK.search(window, at, at + 48)
    if block is None:
        return None
    town = window[at:block.start()]
    if not _TOWN.fullmatch(town) or _NO_TOWN.search(town) or _SENTENCE.search(town) or _COUNTED.match(window, block.end()):
        return None
    end = block.end()
    building = _BUILDING.match(window, end)
    closed = building is not None or window[end:end + 1] in ("", "\n", " ")
    contact = _TELEPHONE.match(window, end) is not None  # a row of contact details
    complete = (contact or (closed and not block.group().endswith("丁目"))) and bool(_PLAIN_TOWN.fullmatch(town))
    return _Parsed(building.end() if building else end, bool(_PRECISE.search(block.group())), complete,
                   building is not None)


class AddressRecognizer(FoldedRecognizer):
    """Postal addresses with at least a municipality and a block number; place names alone are none."""

    ENTITY = "JP_ADDRESS"
    NUMBER = False

    def find(self, text: str) -> Iterator[Found]:
        """Addresses from a prefecture, a well-known city, a postal code or 住所, or the start of a line or cell."""
        for match in opening(_WESTERN).matches(text):
            yield Found(*match.span(), 0.85, "address in Latin letters", "block, town, municipality and prefecture in Latin letters")
        done = 0
        for start in merge(opening(_START).matches(text), opening(_BEGUN).matches(text), key=re.Match.start):
            kind = start.lastgroup or "begun"
            begin, after = start.span(kind)
            if begin < done:
                continue
            window, places = _window(text, after)
            parsed = _parse(window, kind != "city")
            if parsed is None or _DOCUMENT.search(window, 0, parsed.length + 2):
                continue
            code = _POSTAL_CODE.search(text, max(0, begin - 24), begin)
            coded = code is not None
            score = _SCORES[kind] + (0.1 if coded else 0.0)
            if not parsed.precise:
                if not (coded or kind == "signed" or (kind == "prefecture" and parsed.complete)):
                    continue
                score -= 0.2
            done = places[parsed.length - 1] + 1
            if code is not None and code.group().startswith("〒"):
                begin = code.start()
            yield Found(begin, done, round(score, 2), f"address from {_NAMES[kind]}",
                        f"from {_NAMES[kind]} to a {'building or room' if parsed.building else 'block number'}"
                        f"{', postal code before it' if coded else ''}")


_WESTERN = re.compile(  # 1-1-1 Marunouchi, Chiyoda-ku, Tokyo 100-0005: as letters abroad are addressed, the smallest part first
    r"(?<![0-9A-Za-z-])(?:(?:#?[0-9A-Z]{1,5}"
    r"|[A-Z][A-Za-z]{1,15}(?: [A-Z0-9][A-Za-z0-9]{0,15}){0,2} (?:#?[0-9A-Z]{1,5}"
    r"|[0-9]{1,2}F)), ?)?[0-9]{1,5}(?:-[0-9]{1,5}){1,3},? [A-Z][A-Za-z-]{2,20}(?: [A-Z][A-Za-z-]{2,20})?, ?"
    r"(?:[A-Z][A-Za-z]{2,15}-(?:ku|shi|cho|machi|mura|gun|son), ?){1,3}(?:[A-Z][A-Za-z]{2,12}(?:-(?:to|fu|ken))?)(?:,? ?(?:〒 ?)?[0-9]{3}-[0-9]{4})?(?:,? Japan)?")


_SCORES = {"prefecture": 0.85, "city": 0.75, "signed": 0.75, "begun": 0.6}
_NAMES = {"prefecture": "a prefecture", "city": "a well-known city or ward", "signed": "a municipality after 〒 or 住所",
          "begun": "a municipality at the start of a line or cell"}


def _window(text: str, start: int) -> tuple[str, Sequence[int]]:
    """What follows `start`, quoting marks after line breaks left out, and where each character of it stands."""
    window = text[start:start + _WINDOW]
    if not _QUOTING.search(window):
        return window, range(start, start + len(window))
    pieces, places, done = [], array("l"), 0
    for mark in _QUOTING.finditer(window):
        pieces.append(window[done:mark.start() + 1])
        places.extend(range(start + done, start + mark.start() + 1))
        done = mark.end()
    pieces.append(window[done:])
    places.extend(range(start + done, start + len(window)))
    return "".join(pieces), places
