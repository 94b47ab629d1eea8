"""健康保険の記号・番号: the symbol of the workplace or municipality and the number of the insured.

Source: 健康保険法3条12項 (被保険者等記号・番号等), 194条の2 (告知の要求の制限); 国民健康保険法111条の2; 高齢者の医療の
確保に関する法律161条の2. The span runs to the last digit of the number or its branch (枝番), from the word
記号 where symbol and number are named each, from the symbol where both follow one label; the insurer's number
(保険者番号) names no person.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from recognizers.identifiers.found import FoldedRecognizer, Found
from recognizers.identifiers.surroundings import Surroundings, unwrapped

_SYMBOL = r"(?!番号)(?:[0-9]{1,4}-[一-龥ァ-ヴ](?![一-龥ァ-ヴー0-9])|(?:[一-龥ぁ-んァ-ヴーA-Za-z]{1,5}[ ・-]?)?(?:[0-9]{4} [0-9]{4}|[0-9]{1,8})(?:-[0-9]{1,4})?)"
_ONLY_LETTERS = r"(?!番号|[左右上下]{1,2}の|[一-龥]{1,3}[の、][0-9]{1,2}[ ]?(?:段|行|列|桁|番目|か所))(?:[一-龥ァ-ヴーA-Za-z]{1,6}|(?!から|まで|ない|こと|ある)[ぁ-ん]{2,6}(?= ))"
_NUMBER = r"[0-9]{1,8}(?![0-9])"
_IS = r"[ \t]{0,4}(?:[:はが=|,、・/)」→]|\n[> \t]{0,8}){0,2}[ \t「(]{0,4}"
_BETWEEN = r"[ \t]{0,4}(?:で、?|[,、・/|)」-]|\n[> \t]{0,8}){0,2}[ \t]{0,4}"

_BRANCH = (
    r"(?:(?!\(枝番[^()\n]{1,6}\))[ \t、,・/-]{0,3}(?:\n[> \t]{0,8})?(?:\(枝番(?:号)?\)|枝番(?:号)?)[ \t:は]{0,3}[0-9]{1,2}(?![0-9])"
    r"|[ ]?\(枝番(?:号)?[ :]{0,2}[0-9]{1,2}\)|[ ]?\([0-9]{2}\)|-[0-9]{2}(?![0-9-]))?"
)

_APART = re.compile(
    rf"(?P<value>(?:記号|きごう){_IS}(?:{_SYMBOL}|{_ONLY_LETTERS}|[一-龥ぁ-ん]{{2,6}}(?=[、,・ ])){_BETWEEN}(?:[右下左横隣]の)?(?:ばんごう"
    rf"|(?:被保険者(?:証)?|組合員(?:証)?|加入者|健保|国保|健康保険|保険)?証?番号|No\.?){_IS}{_NUMBER}{_BRANCH})")
_TOGETHER = re.compile(
    rf"(?:記号[ ]?(?:[・/,、と-]|及び|および)?[ ]?番号(?:等)?(?:[・/-]枝番(?:号)?)?(?:\([^()\n]{{1,8}}\))?|(?<![一-龥])記[・/]?番){_IS}"
    rf"(?P<value>(?:{_SYMBOL}|{_ONLY_LETTERS})[ ]?(?:[・/-]|番?の|と|[ ])[ ]?{_NUMBER}{_BRANCH})")
_REVERSED = re.compile(rf"(?P<value>(?<![一-龥])(?:健康保険)?(?:被保険者(?:証)?|組合員(?:証)?|加入者)?番号{_IS}{_NUMBER}[ ]?[(、,・/]{{0,2}}[ ]?記号{_IS}(?:{_SYMBOL}|{_ONLY_LETTERS})(?![0-9]))")
_ALONE = re.compile(
    r"(?<!雇用保険)(?<!介護保険)(?<!年金)(?:被保険者(?:証)?(?:の)?番号|(?<![一-龥])被保番|後期(?:高齢者?)?(?:医療)?の?(?:保険)?番号|(?:保険証|資格確認書|受給者証|限度額(?:適用)?認定証)(?:の)?番号"
    r"|組合員(?:証)?番号|(?:健保|国保|社保|任継|健康保険|任意継続|けんぽ)証?の?番号"
    rf"|(?:保険証|健保|国保|社保|資格確認書|任継|組合員証)の?(?:No\.?|NO\.?|ナンバー)|(?i:(?:health )?insurance (?:card )?(?:no\.?|number|id))){_IS}(?P<value>[0-9]{{6,8}}"
    rf"|[0-9]{{2,8}}-[0-9]{{2,8}}(?:-[0-9]{{2}})?)(?![0-9-])")
_QUOTED = re.compile(r"[「『](?!受付|整理|管理|予約|伝票|請求|見積|契約|会員|様式|別紙|別表|別添|第|図|表|書式|資料|添付|参考|頁|号)(?P<value>[一-龥ぁ-ん]{1,4}[ ]?[0-9]{1,5}[ ]?[・-][ ]?[0-9]{1,7})[」』]")
_CORRECTED = re.compile(r"(?:正(?:しく)?は|訂正後は?|変更後は?|新しい(?:の|方)は|正[:：])[ 「]{0,2}(?P<value>(?!0)(?=[0-9-]{6})[0-9]{2,8}-[0-9]{1,7})(?![0-9.-]| ?(?:時|頁|ページ|日|月|円|名|人))")
_TOLD = re.compile(
    r"(?<![0-9A-Za-z-])(?P<value>[0-9]{1,4}-[0-9]{3,6} ?の ?[0-9]{1,7})(?![0-9年月日-])"
    r"|(?:資格|保険|加入|健保|国保)[^。\n0-9]{0,12}(?:は|が|の番号|\()[「 ]{0,2}(?P<stated>(?!0)[0-9]{3,8}[・-][0-9]{3,7}"
    r"|[一-龥ぁ-ん]{1,4}[0-9]{1,4} {1,3}[0-9]{3,8})(?=で(?:す|し)|だ(?:と|った)|と(?:の|か)|」|\))"
)
_BEHIND = re.compile(r"(?<![0-9A-Za-z-])(?!0[0-9]{1,3}-)(?P<value>[0-9]{2,8}-[0-9]{1,7}(?:-[0-9]{2})?)[ ]?\((?:健保|国保|社保|協会けんぽ|保険証|健康保険|資格確認書|任継)")
_BRANCHED = re.compile(r"(?<![0-9A-Za-z-])(?!0[0-9]{1,3}-|(?:19|20)[0-9]{2}-[01]?[0-9]-)(?P<value>[0-9]{2,8}-[0-9]{1,7}-0[0-9])(?![0-9-])")
_BEFORE_ITS_BRANCH = re.compile(r"(?<![0-9A-Za-z-])(?!0[0-9]{1,3}-)(?P<value>(?:[0-9]{2,8}-[0-9]{1,7}|[0-9]{2,8}[ ]?の[ ]?[0-9]{1,7})[ ]?\(枝番(?:号)?(?:は)?[ :]{0,2}[0-9]{1,2}\))")
_SHARED = re.compile(r"(?:健保|保険証?|被保険者|資格確認書)の?記号[はが:][ ]?(?:全員|皆|共通で?|どなたも)?[ ]?(?P<value>[0-9]{4,8})(?![0-9-])")
_OF_A_UNION = re.compile(
    r"(?:健康保険組合|健保組合|国民健康保険組合|国保組合|共済組合|同じ(?:組合|健保|国保))(?:[^\n、。0-9]{1,8}支部)?[ :、]{0,3}\n?[ >]{0,4}"
    r"(?P<value>(?!(?:1[0-2]|0?[1-9])[/-](?:3[01]|[12][0-9]|0?[1-9])(?![0-9])|0[0-9]{1,3}-"
    r"|(?:19|20)[0-9]{2}[-/](?:0?[1-9]|1[0-2])(?![0-9]))[一-龥ぁ-ん]{0,2}[0-9]{1,8}[・/-][0-9]{1,7}(?:-[0-9]{2})?)(?![0-9.:-]| ?[年月日円時人名])")
_SHORT = re.compile(r"(?<![0-9A-Za-z一-龥ぁ-んァ-ヴー])(?P<value>(?![第問図表約計各全築号平令昭大])[一-龥][0-9]{1,4}[・][0-9]{2,7})(?=[、。 \n]|\Z)")
_TABLE = re.compile(r"記号(?:[・/ -]|と)?番号|保険証番号|^健康?保険?(?:証|記号)?$")
_INSURED = re.compile(r"^(?:保番|被保番|健保番号|保険証番号|被保険者(?:証)?番号|組合員証?番号)$")
_SYMBOLS = re.compile(r"^(?:(?:保険証|健保|国保|社保|健康保険|被保険者(?:証)?|被保|組合員証?)の?)?記号$")
_NUMBERS = re.compile(r"^(?:(?:保険証|健保|国保|社保|健康保険|被保険者(?:証)?|被保|組合員証?)の?)?番号$")
_NEXT_CELL = re.compile(rf"[\"']?[ ]{{0,20}}[\t|,;/ ][ ]{{0,20}}[\"']?(?P<number>{_NUMBER})")
_BRANCH_CELL = re.compile(r"[\"']?[ ]{0,20}[\t|,;/ ][ ]{0,20}[\"']?(?P<branch>[0-9]{1,2})(?![0-9])")
_BRANCHES = re.compile(r"^枝番")
_BY_LENGTH = re.compile(r"(?P<value>(?:(?<![一-龥の])|(?<=さんの)|(?<=様の))記号[ :は]{0,3}[0-9]{7,8}[ 、,・/]{0,3}番号[ :は]{0,3}[0-9]{1,7})(?![0-9-])")
_PAIR = re.compile(r"(?:様|さん|さま|氏|殿)[ :(]{1,3}(?P<value>[0-9]{3,8}-[0-9]{1,3})(?![0-9.-])")  # folded: a dot between digits is a hyphen
_OF_A_CARD = re.compile(
    r"(?:組合の証|国保組合|資格確認書|資格情報(?:のお知らせ)?|協会けんぽ|保険証|健康保険|国保|社保|健保|けんぽ|後期高齢|組合員証|任継|任意継続)(?:証|情報|の?(?:カード|コピー|写真?|控え|時|とき)の?"
    r"|(?<=けんぽ)[一-龥]{2,3}(?=[ :]))?(?:に[^。、\n0-9]{0,8}(?:ある|いる|の|れた)|の?(?:方|ほう|ほ)?(?:[はがも:]|[ ]?(?:→|⇒)|[ ](?=[一-龥ぁ-ん]{1,4}[ ・]?[0-9]))|です[ ]|より、?"
    r"|から、?|では、?|で[ ]|に(?=[ 「(]?[一-龥][0-9]{1,5}-)|、|(?=\([^()\n]{3,14}\))|の(?=[0-9]{6,8}の[0-9])|[ ]?(?=[0-9]{2,8}[・-]))[ 「(]{0,3}(?:記号番号|番号)?[は: 「(]{0,3}"
    r"(?P<value>(?:(?!受[付理]|整理|管理|伝票|発送|問合|内線|外線|電話|照会|案件|文書|予約)[一-龥ぁ-ん]{1,4}[ ・-]?(?=[0-9]))?(?:(?<=[一-龥ぁ-ん・-])(?=[0-9])"
    r"|(?=[0-9・の /()-]{6}))(?!(?<![一-龥ぁ-ん・-])0[0-9]{1,3}-"
    r"|(?:19|20)[0-9]{2} ?[-・/] ?(?:0?[1-9]|1[0-2])(?![0-9]))[0-9]{1,8}(?:-[0-9]{1,4}(?= /))?(?:[ ]?[・/-][ ]?"
    r"|の(?=[0-9]{1,7}(?:です|でし|だ|と|、|。|\n|\Z|[ ])))[0-9]{1,7}(?:-[0-9]{2}|[ ]?\([0-9]{2}\))?)(?![0-9.:-]| ?[年月日円時人名件週歳才行頁枚部台階号室万千%〜~分秒度回章条項])")
_INSURANCE = re.compile(
    r"健康保険|(?<!労働)組合員の確認|(?<![一-龥])保険の?(?:控え?|写し|情報|資格|カード|記号|番号)|国保組合|組合の証|健診|人間ドック|受診(?:票|者)|医療証|社会保険|国保|社保|保険証|被保険者|保険者番号|資格確認書|協会けんぽ|けんぽ|健保|共済|枝番"
    r"|資格情報|後期(?:高齢|の?(?:保険)?番号)|(?<![一-龥])被保番|扶養|組合員証|任継|任意継続|船員保険|受給者証|限度額|傷病手当|(?i:insurance)"
)
_OF_AN_INSURED = re.compile(r"保険|健保|国保|社保|資格確認書|資格情報|(?<![一-龥])記号|マイナ(?:保険証|カード)|受診|歯医者|病院|クリニック")
_SYMBOL_OR_BRANCH = re.compile(r"記号|枝番|保険証|資格確認書")
_BANK = re.compile(r"ゆうちょ|郵便貯金|口座|銀行|振込|通帳|貯金")


class HealthInsuranceRecognizer(FoldedRecognizer):
    """記号 and 番号 of a health-insurance card, among words of insurance; a postal bank's 記号・番号 is none."""

    ENTITY = "JP_HEALTH_INSURANCE"

    def find(self, text: str) -> Iterator[Found]:
        """Symbol and number apart, together, or the insured's number alone."""
        around = Surroundings(text)
        for match in _BY_LENGTH.finditer(text):
            yield Found(*match.span("value"), 0.75, "記号 of eight digits and 番号", "a symbol as long as only 協会けんぽ has, and a number")
        if not (_INSURANCE.search(text) or _INSURANCE.search(unwrapped(text))):
            return
        for name, pattern, score in (("記号 and 番号", _APART, 0.9), ("記号・番号 together", _TOGETHER, 0.85),
                                     ("番号 and 記号", _REVERSED, 0.85), ("number of the insured", _ALONE, 0.75), ("symbol and number on a card", _OF_A_CARD, 0.7),
                                     ("symbol and number in quotation marks", _QUOTED, 0.7), ("symbol and number corrected", _CORRECTED, 0.65), ("the symbol of all", _SHARED, 0.7), ("symbol and number before the card's name", _BEHIND, 0.75), ("symbol and number after the union's name", _OF_A_UNION, 0.7), ("symbol of one character and number", _SHORT, 0.6)):
            for match in pattern.finditer(text):
                if word := _insurance_word(around, match.start(), match.end()):
                    yield Found(*match.span("value"), score, name, f"{name} with {word!r} nearby")
        for match in _BRANCHED.finditer(text):
            if (word := _insurance_word(around, match.start(), match.end())) and any(map(_SYMBOL_OR_BRANCH.search, around.around(match.start(), match.end(), lines=2, width=80))):
                yield Found(*match.span("value"), 0.7, "symbol, number and branch", f"symbol, number and branch with {word!r} nearby")
        for match in _BEFORE_ITS_BRANCH.finditer(text):
            if any(map(_OF_AN_INSURED.search, around.around(match.start(), match.end(), lines=3, width=100))):
                yield Found(*match.span("value"), 0.7, "symbol and number before the branch", "symbol and number before a branch, where a card is spoken of")
        for match in _TOLD.finditer(text):
            if match.lastgroup and _insurance_word(around, match.start(), match.end()):
                yield Found(*match.span(match.lastgroup), 0.65, "symbol and number as told", "a symbol and a number told where insurance is spoken of")
        if _TABLE.search(unwrapped(text)):
            for match in _PAIR.finditer(text):
                yield Found(*match.span("value"), 0.7, "symbol and number after a name", "symbol and number after a name, where such are spoken of")
        for start, end in around.cells(rf"{_SYMBOL}|{_ONLY_LETTERS}", _SYMBOLS):
            follows = _NEXT_CELL.match(text, end)
            branch = _BRANCH_CELL.match(text, follows.end()) if follows else None
            if follows and (_NUMBERS.search(around.header(follows.start("number"))) or _NUMBERS.search(around.spaced_header(follows.start("number")))):
                with_branch = branch is not None and _BRANCHES.search(around.header(branch.start("branch")) or around.spaced_header(branch.start("branch")))
                yield Found(start, branch.end() if branch and with_branch else follows.end(), 0.8, "記号 and 番号 in columns", "symbol and number in neighbouring columns")
        for start, end in around.cells(r"[0-9]{1,8}", _INSURED):
            yield Found(start, end, 0.75, "number of the insured in a table", "a number under a heading for the insured's")
        for start, end in around.cells(rf"{_SYMBOL}[ ]?[・/ -]{_NUMBER}{_BRANCH}", _TABLE):
            yield Found(start, end, 0.8, "記号・番号 in a table", "symbol and number under their heading")


def _insurance_word(around: Surroundings, start: int, end: int) -> str:
    """The word of insurance near `start`:`end`, empty when there is none or a word of banking stands nearer before."""
    before, after = around.around(start, end, lines=5, width=200)
    label = unwrapped(before) + around.after(start, end - start)
    insured, bank = _rightmost(_INSURANCE, label), _rightmost(_BANK, label)
    if insured and (bank is None or insured.start() > bank.start()):
        return insured.group()
    behind = _INSURANCE.search(unwrapped(after[:60]))
    return behind.group() if behind and bank is None else ""


def _rightmost(words: re.Pattern[str], text: str) -> re.Match[str] | None:
    last = None
    for last in words.finditer(text):
        pass
    return last
