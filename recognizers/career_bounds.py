"""Where one statement about a career ends and the next begins: what tagger, network and reader cut in two is joined, what they ran together is parted."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from recognizers.nlp import Kind
from recognizers.reading import Career, Clause, Reading

_GOES_ON = re.compile(r"\n[>| \t]*")
_ENGLISH_GOES_ON = re.compile(r"[A-Za-z,](?: [A-Z][A-Za-z]{1,20}){0,2} ?\n[>| \t]*[a-z]")
_BESIDE_A_POST = re.compile(r"[ ]{0,2}\n?[>| \t]*\((?:現|前|旧|新)?[ :・、]{0,2}[^()\n]{0,24}(?:取締役|執行役員|監査役|社長|会長|[部課室所店局]長|相談役|顧問|参与|理事|頭取)[^()\n]{0,12}\)?")
_OF_THE_BOARD = re.compile(r"[新退昇辞再重留選]任|就任|昇格|異動|取締役|執行役員|監査役")
_NO_STATEMENT = re.compile(r"(?:[にをへ]|により|をもって)、?\Z|(?:から|より)\Z")  # 「父が勤めていたみどり商事に、|私も…」
_ENDING = 12  # characters at the end of a clause that say whether it waits for more
_BARELY_APART = re.compile(r"、?(?:\n[>| \t]*)?")
_CUT_IN_TWO = re.compile(r"[一-龥々ァ-ヴー]\Z")  # 「検|反の仕事を」
_ITS_SUBJECT = re.compile(r"(?:(?!元|前|旧|以前|かつて)[^。、\nは]){2,24}(?:さん|様|氏|君|くん)、?")  # 「購買の江頭さん、|月末で退職」
_ENDING_OF_ONE = re.compile(r"(?!そ[のれ]|いま|あと)[ぁ-ん]{2}")


def unbroken(text: str, clauses: Sequence[Clause]) -> Iterator[Clause]:
    """`clauses`, those made one that were one statement."""
    last: Clause | None = None
    for one in clauses:
        if last is not None and goes_on(text, last, one):
            last = last._replace(end=one.end, employer=last.employer or one.employer)
            continue
        if last is not None:
            yield last
        last = one
    if last is not None:
        yield last


def goes_on(text: str, last: Clause | Career, one: Clause | Career) -> bool:
    """Whether `one` is what `last` says further."""
    if one.employer is None and _GOES_ON.fullmatch(text, last.end, one.start) and _ENDING_OF_ONE.match(text, one.start):
        return True  # 「…で機械保全を4年⏎されていた」
    if _ENGLISH_GOES_ON.fullmatch(text, last.end - 1, one.start + 1):
        return True  # 「I worked for Donau Garn⏎in Linz」
    if _BESIDE_A_POST.fullmatch(text, last.end, one.end) and _OF_THE_BOARD.search(text, last.start, last.end):
        return True  # 「新任 代表取締役社長 仁科 雄一⏎(現 常務取締役)」
    if not _BARELY_APART.fullmatch(text, last.end, one.start):
        return False
    return bool(_NO_STATEMENT.search(text, max(last.start, last.end - _ENDING), last.end) or _CUT_IN_TWO.search(text, max(last.start, one.start - 1), one.start) or _ITS_SUBJECT.fullmatch(text, last.start, one.start)
                or _awaits(text, last.start, last.end, one.start, one.end))


_AWAITING = re.compile(r"で(?:は)?[0-9数一二三四五六七八九十]{1,3}(?:年|[かヶカケ]月)(?:間|ほど|近く|以上|余り?|くらい|ぐらい)?\Z")
_WHAT_THEY_DID = re.compile(r"(?!そ[のこれ]|[^。\n]{0,24}(?:年|月|昨|去|後|前|今|最初|最後|初め|続))[^。\n]{2,30}[てで](?:い|おり|いらっしゃい|いらし|おられ|こられ|きて?|き)?(?:た|ました)")
"""Where, and how long, wait for what was done there: 「鷹野ハウジングで八年、|木造の現場監督をしておりました」."""
_APPOINTED = re.compile(r"(?:命ぜられ|命じられ|拝命し|仰せつかり)(?:まして)?\Z")
_TOOK_UP = re.compile(r"[^。\n]{0,16}(?:着任|赴任)")
"""And a post for its being taken up: 「高松支店長を命ぜられ、|過日着任いたしました」."""


def _awaits(text: str, start: int, end: int, on: int, until: int) -> bool:
    """Whether `start`:`end` says where or as what, and `on`:`until` what was done there."""
    start = max(start, end - _ENDING)
    return bool(_AWAITING.search(text, start, end) and _WHAT_THEY_DID.fullmatch(text, on, until)) or bool(_APPOINTED.search(text, start, end) and _TOOK_UP.match(text, on, until))


_DATED = r"(?:(?:19|20)[0-9]{2}|[HRS令平昭][和成]?[ ]?[0-9元]{1,2})[ ]?[年./]"
_NEXT = (r"(?:今(?![月日週回年期度季])|いま(?![だす])|現在(?!に至|も)|次は|その[後前](?!の)|そのあと|それから|翌[年春月]|同年|昨年|去年|一昨年|(?:19|20)[0-9]{2}年(?!卒)|[平令昭][成和][0-9元]"
         r"|[0-9一二三四五六七八九十]{1,3}年(?:前|目)(?:に|から|、)|[0-9]{1,2}月(?:に|から))")
"""How what came next begins: 「若い頃は噺家で、|いまは…」."""
DATED = re.compile(_DATED)
_PARTED = re.compile(rf"、[ ]?(?:\n[>| \t]*)?(?P<next>{_NEXT})?|\n[>| \t]*(?={_DATED})|(?={_DATED}|{_NEXT})")
"""Where one thing may be told after another, or a dated line of a form begins."""
_ALSO_IN_A_LINE = frozenset("てしき")
_OF_WHAT_FOLLOWS = re.compile(r"(?:[はがも前後頃春夏秋冬夜]|年間|まで|以来|以降|のち|まま|ため|こと|により|昔|方で|途中|当時)\Z")
"""How words end that say when or of whom what follows is: 「独立なさるまで、⏎…を見てこられた」."""
_LEADS_ON = re.compile(r"(?:[のにをはがへと]|から|より)\Z")
_LEAST = 6  # characters of a statement


def parts(reading: Reading, clause: Clause) -> Iterator[Clause]:
    """The statements of a clause in which one thing is told after another: 「弊社を離れ、⏎五木の製材所を引き継ぎ」; what follows by て in one line too."""
    text, begin = reading.text, _begins_anew(reading, clause)
    for match in _PARTED.finditer(text, begin, clause.end):
        at, on = match.start(), match.start("next") if match["next"] else match.end()
        if at - begin < _LEAST or clause.end - on < _LEAST or not _parts_at(reading, clause, begin, match):
            continue
        yield _part(clause, begin, at)
        begin = on
    yield _part(clause, begin, clause.end)


_ANEW = re.compile(r"(?:こないだ|この(?:前|間)|先[月週]|去年|昨年|一昨年|おととし|以前|前[はの]|元[はの]|もと(?:は|もと)|昔|若い(?:頃|ころ|とき)|その前|実は)")
_LEADING = re.compile(r"[、,はがもをにでのと（(]\Z")


def _begins_anew(reading: Reading, clause: Clause) -> int:
    """Where a clause begins whose first words are the end of the line above: 「…だれか見てあげて⏎|こないだまで…バスで路線に乗ってた」."""
    for match in _ANEW.finditer(reading.text, clause.start + 1, min(clause.end, clause.start + 3 * _LEAST)):
        if match.start() <= clause.start + _LEAST <= clause.end - _LEAST and _breaks_at(reading, match.start()) and not _LEADING.search(reading.text, max(0, match.start() - 1), match.start()):
            return match.start()
    return clause.start


def _parts_at(reading: Reading, clause: Clause, begin: int, match: re.Match[str]) -> bool:
    text, at = reading.text, match.start()
    if text[at] == "\n":
        return True
    if not match[0] and (_LEADS_ON.search(text, at - 2, at) or not _breaks_at(reading, at)):
        return False
    if _awaits(text, begin, at, match.end(), clause.end):
        return False
    if match["next"] or _breaks_at(reading, match.end()):
        return _OF_WHAT_FOLLOWS.search(text, max(begin, at - 3), at) is None
    if text[at - 1] not in _ALSO_IN_A_LINE and not _STANDING.search(text, max(begin, at - 8), at):
        return False
    return any(one.kind in (Kind.VERB, Kind.AUXILIARY) for one in reading.tokens[bisect_left(reading.starts, match.end()):bisect_left(reading.starts, clause.end)])


_STANDING = re.compile(r"(?:[一-龥](?:員|師|士|長|係|者|役)|大工|刑事|記者|職人|番頭|板前|マン|ナー|ター|バー|ジャー|ニア|専属|嘱託|無職|フリーランス|アルバイト|パート|正社員|契約社員|見習い|一人親方)で\Z")
"""What somebody was, and another thing follows: 「もともと船の機関長で、|外航船に…」."""


def _part(clause: Clause, start: int, end: int) -> Clause:
    inside = clause.employer is not None and start <= clause.employer[0] and clause.employer[1] <= end
    return clause._replace(start=start, end=end, employer=clause.employer if inside else None)


def _breaks_at(reading: Reading, at: int) -> bool:
    """Whether a line of the original ends right before `at`."""
    return reading.text[at - 1] == "\n" or reading.folded.span(at, at + 1)[0] > reading.folded.span(at - 1, at)[1]
