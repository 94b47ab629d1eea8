"""What a form says of somebody's health, record or creed: a label and its value, a column of a table.

Source: 個人情報保護法2条3項, 同法施行令2条. A form has no sentence: whom it is about stands under 氏名, on a line of its own or in the row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from recognizers.conditions import NAMED_ILLNESS
from recognizers.identifiers.surroundings import Surroundings
from recognizers.reading import Reading, Span
from recognizers.titles import ADDRESS

_LABELS = (
    r"(?P<illness>(?:主たる|主な|入院時の?)?(?:傷病|疾病|疾患|診断|病)名|既往[歴症]|(?:現)?病歴|持病|基礎疾患|(?:ご)?病状|服用(?:中の)?薬|服薬(?:内容|状況)?|内服薬?|常用薬|処方薬?|手術歴|入院歴|治療(?:中の病気|内容|状況)"
    r"|(?:健診|健康診断|人間ドック|血液検査|PCR検査|抗原検査|ストレスチェック)の?(?:総合)?(?:判定|所見|結果)|休職(?:の)?(?:理由|事由))"
    r"|(?P<disability>障[害が]い?の?(?:等級|支援区分)|障[害が]い?(?:名|の?(?:種別|種類|程度|区分|内容))(?=[^\n]{0,6}(?:身体|知的|精神|聴覚|視覚|肢体|内部|発達|上肢|下肢|[1-7一二三四五六七]級))"
    r"|(?:障[害が]い?者|療育|身体障[害が]い?者|精神|保健福祉)?手帳の?(?:等級|種別|種類)|要?介護度)"
    r"|(?P<crime>犯罪歴|前科|前歴|逮捕歴|補導歴)|(?P<creed>(?:ご)?(?:宗教|宗派|信仰|信条)|支持政党|組合(?:加入|活動歴))")
_REASON = r"(?:(?:欠勤|休職|休暇|早退|遅刻|退職|欠席|休業|変更|代理|交代|不参加|お?休みの?)?(?:理由|事由|事情)|症状|状況|状態|備考|特記(?:事項)?|連絡事項|申し送り|メモ|所見|体調)"
"""Labels of anything, under which an illness may be named."""
_EMPTY = r"(?:特に)?(?:なし|無し?|ない|不明|未|空欄|記入|要|別紙|別途|同上|[-ー―–—/／〇○◯●□■☐※*＿_.…・(]|有無|異常なし|合格|良好|良品|正常|すべて|全て|対応|有・無|あり・なし|あり/なし|有/無|該当)"
_IS = r"[ \t]{0,3}[\])】]?[ \t]{0,3}(?::[ \t]{0,3}|[ \t]{1,4}(?=[^ \t\n:]))"
_VALUE = rf"(?!{_EMPTY})[^\n、。|\t:]{{1,24}}"
_BULLET = r"(?:^|(?<=[|\t/／(]))[> \t・■□◆◇●○※*\[【(-]{0,8}"
_FILLED = re.compile(rf"(?m){_BULLET}(?P<said>(?:{_LABELS}){_IS}{_VALUE})")
_EXPLAINED = re.compile(
    rf"(?m){_BULLET}(?P<said>{_REASON}{_IS}[^\n。|\t:]{{0,16}}?(?:{NAMED_ILLNESS}|の手術(?![室台用着器灯])|入院(?!棟|患者|の方|費|案内|病棟|食|着|セット|手続|時の)|人工透析(?!装置|器|室)"
    rf"|抗がん剤(?!治療薬|の(?:在庫|発注|調製)))[^\n、。|\t:]{{0,16}})"
)
_HEADING = re.compile(rf"\A(?:{_LABELS})\Z")
_ANY = re.compile(_LABELS)
_NAME = re.compile(
    r"(?:お?名前|ご?氏名|氏名\(カナ\)|ご?利用者|ご?入居者|入所者|患者|対象(?:者)?|該当者|被保険者|ご?本人|社員|職員|従業員|生徒|児童|園児|受診者|申請者|届出者|申出者|休職者|候補者|応募者)(?:名|様"
    r"|さん)?[ \t]{0,4}:?[ \t]{0,4}(?:[^ \t\n:]{1,10}(?:部|課|係|室|店|班|グループ)[ \t]{1,2})?\Z"
)
_ALONE = re.compile(rf"[ \t]{{0,4}}{ADDRESS}?[ \t]{{0,4}}(?:\([^()\n]{{1,12}}\))?[ \t]{{0,4}}(?:$|[|\t/／,])", re.MULTILINE)
_BEGINS = re.compile(r"(?:^|[|\t/／,])[> \t・■□◆◇●○※*\[【(-]{0,8}(?:[0-9]{1,3}[.)]?[ \t]{0,2})?\Z", re.MULTILINE)
_ABOVE, _BELOW = 300, 120  # characters of a form
_BLANK = re.compile(r"\n[> \t]{0,8}\n")


def filled_in(reading: Reading) -> Iterator[tuple[Span, tuple[int, int], str]]:
    """What a form or table says of a person named in it: the span from label to value, the person's, and of what kind."""
    text = reading.text
    for pattern in (_FILLED, _EXPLAINED):
        for match in pattern.finditer(text):
            person = _whose(reading, *match.span("said"))
            if person is not None:
                kind = match.lastgroup if match.lastgroup in ("illness", "disability", "crime", "creed") else _kind(match)
                yield Span(*match.span("said"), 0.85, f"{kind} on a form"), person, kind
    if _ANY.search(text) and ("|" in text or "\t" in text or "," in text):
        table = Surroundings(text)
        for start, end in table.cells(rf"(?!{_EMPTY})[^\s|,;/\"'0-9][^\n|,;/\t\"']{{1,23}}", _HEADING):
            people = reading.people_within(*table.line(start))
            if people:
                yield Span(start, end, 0.8, "illness in a table"), (people[0].start, people[0].end), "illness"


def _kind(match: re.Match[str]) -> str:
    """Which of the kinds of labels matched; what is only explained is an illness."""
    return next((name for name, value in match.groupdict().items() if value and name != "said"), "illness")


def _whose(reading: Reading, start: int, end: int) -> tuple[int, int] | None:
    """Whoever the form names above or below the statement: under a label for names, or alone on a line of the same paragraph."""
    text = reading.text
    best: tuple[bool, int, tuple[int, int]] | None = None  # under a label goes before alone, then the nearer
    for one in reading.people_within(max(0, start - _ABOVE), min(len(text), end + _BELOW)):
        if one.start < end and start < one.end:
            continue
        labelled = _NAME.search(text[max(0, one.start - 28):one.start])
        between = text[one.end:start] if one.end <= start else text[end:one.start]
        alone = _ALONE.match(text, one.end) and _BEGINS.search(text[max(0, one.start - 16):one.start]) and not _BLANK.search(between)
        if labelled or alone:
            candidate = labelled is None, len(between), (one.start, one.end)
            best = candidate if best is None else min(best, candidate)
    return best[2] if best else None
