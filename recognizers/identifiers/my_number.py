"""個人番号 (My Number): 12 digits, the last a check digit.

Source: 行政手続における特定の個人を識別するための番号の利用等に関する法律（番号法）2条5項、8条; the check digit after
平成26年総務省令第85号 5条 (検査用数字を算出する算式).
"""

from __future__ import annotations

import re

from recognizers.identifiers.numbered import ABOVE, AFTER, BEFORE, GAP, OTHER_NUMBERS, Layout, NumberRecognizer
from recognizers.identifiers.surroundings import Label, Surroundings


def check_digit(number: str) -> int:
    """The check digit for the 11 digits `number`: with P1 the last of them, weights 2 to 7 then 2 to 6, modulo 11."""
    total = sum(int(digit) * (n + 1 if n <= 6 else n - 5) for n, digit in enumerate(reversed(number), start=1))
    rest = total % 11
    return 0 if rest <= 1 else 11 - rest


_RUN_TOGETHER = "12 digits"
_IN_CELLS = "12 digits in three cells"
_OF_THE_CARD = re.compile(
    r"(?:番号法|法定調書|マイ?ナンバー|個人番号|通知カード|マイナ(?:カード|ポータル|番号|保険証)|番号の(?:紙|書類|控え|写し)|番号確認|(?<!イント)(?<!会員)(?<!社員)(?<!ジット)カードを?(?:裏返|失く|なくし|無くし|紛失|作り直|再発行)"
    r"|(?:さん|様|氏|殿) ?の?番号 ?\Z|告知書|(?:支払|配当|利子|不動産|保険金)の?調書|続柄|扶養に(?:入|する|な)[^。\n0-9]{0,8}[父母妻夫子娘](?:様|さん|さま)?[^。\n0-9]{0,14}\Z"
    r"|(?:年調|年末調整|扶養)[^。\n]{0,10}[父母妻夫子娘](?:親|様|さん|さま)?の(?:分|ぶん))(?!(?:で|じゃ)(?:は)?(?:な|あ)|とは|以外|不要|は不要)"
)

_SOMEBODY = re.compile(r"さん|様|くん|(?<![一-龥])君|ちゃん|(?<!名)氏(?!名)")
_OTHER = re.compile(OTHER_NUMBERS.pattern + (
    r"|サポート|窓口でお|ヤマト|クロネコ|佐川|ゆうパック|宅急便|宅配|パスワード|Wi-?Fi|(?<![A-Za-z])ID|キー|ロット|修理|リモート|認証|荷物|追跡|追え|配送|配達|送り状|伝票|注文|発送|出荷|納品|問い?合わ?せ|会員|ポイント|予約|チケット|契約"
    r"|シリアル|ライセンス|プリペイド|回線|検針|メーター|商品|部品|図面|箱|(?<![一-龥])個(?!人)|クーポン|コード|電話|内線|口座番号"
))
_BORN = re.compile(r"[ \t|,、]{1,4}(?:[SHRTM昭平令大明]|昭和|平成|令和|大正)[ ]?[0-9元]{1,2}[.年/-][ ]?[0-9]{1,2}[.月/-][ ]?[0-9]{1,2}")
_TRACKED = re.compile(r"(?:番号|[桁ケけ])で[^。\n]{0,8}(?:追え|追跡|照会)|追跡番号|送り状番号")
_PARCEL = re.compile(r"荷物|追跡|追え|配送|送り状|伝票|注文|発送|出荷|問い?合わ?せ番号|再配達")


_IN_A_CELL = "12 digits in a cell"
_NAME_IN_KANA = re.compile(r"(?m)(?:^|[,|\t])[\"']?[ァ-ヴー]{2,8}[ ][ァ-ヴー]{2,8}[\"']?(?=[,|\t]|$)")


def _beside_somebody(layout: Layout, around: Surroundings, start: int, end: int) -> tuple[float, str]:
    """The score and reason for a number that nothing names, in groups, or before a date of birth, right by somebody called さん: no order, parcel or contract."""
    if layout.name == _IN_A_CELL and _NAME_IN_KANA.search(around.own_line_before(start) + "|" + around.after(end, 80)):
        return 0.6, "in a row with a name in kana"
    before, after = around.around(start, end, lines=3, width=120)
    if layout.name == _RUN_TOGETHER and not _BORN.match(after):
        return 0.0, ""
    if layout.name == _IN_CELLS or _SOMEBODY.search(before + after) is None or any(map(_OTHER.search, around.around(start, end, lines=4, width=200))):
        return 0.0, ""
    return 0.6, "beside somebody's name"


class MyNumberRecognizer(NumberRecognizer):
    """A My Number under its name, or written 4-4-4 among tax and social-insurance words or beside somebody's name; never a bare 12 digits."""

    ENTITY = "JP_MY_NUMBER"
    LAYOUTS = (
        Layout("12 digits in groups of four", re.compile(
            rf"{BEFORE}(?<![0-9] )[0-9]{{4}}{GAP}[0-9]{{4}}{GAP}[0-9]{{4}}{AFTER}(?! [0-9]{{4}}(?![0-9年]))"),
            labelled=0.95, hinted=0.6),
        Layout("12 digits in groups of four, with other marks", re.compile(rf"{BEFORE}[0-9]{{4}}[/・_.][0-9]{{4}}[/・_.][0-9]{{4}}{AFTER}(?!/)"), labelled=0.9, hinted=0.6),
        Layout(_IN_CELLS, re.compile(r"(?<=[|\t])(?P<value>[0-9]{4}[|\t][0-9]{4}[|\t][0-9]{4})(?=[|\t\n]|$)"), labelled=0.9, hinted=0.7),
        Layout(_IN_A_CELL, re.compile(r"(?m)(?:(?<=\t)|(?<=[|,]))(?P<value>[0-9]{12})(?=[\t|,]|$)"), labelled=0.9, hinted=0.6),
        Layout("eight and four digits", re.compile(rf"{BEFORE}(?:[0-9]{{8}} [0-9]{{4}}|[0-9]{{4}} [0-9]{{8}}){AFTER}(?! [0-9])"), labelled=0.9, hinted=0.6),
        Layout(_RUN_TOGETHER, re.compile(rf"{BEFORE}[0-9](?:[ \t|_-]{{0,2}}[0-9]){{11}}{AFTER}"), labelled=0.9, hinted=0.6),
    )
    LABELS = re.compile(
        r"(?i:(?:源泉徴収票|支払調書|法定調書|扶養控除等?申告書)(?:の番号|記載の番号|の個人番号)|まい ?な(?:ん ?ばー?|ん)(?:の?(?:番号|ばんごう))?|マイ ?ナン(?:バー)?(?:カード)?|マイナ(?:番号)?(?=[ :(ぁ-ん0-9])"
        r"|個人番号|個人No|個番|(?<![一-龥ァ-ヴー])番号カード|(?<![a-z])mn(?![a-z-])|特定個人情報|my ?[-_]?number)|(?:扶養|配偶者|控除対象|家族|(?:父|母|妻|夫|子)(?:様|さん|さま)?|奥様|主人)[^。、\n0-9]{0,14}番号(?=[でをはが: ])"
    )
    HINTED_WITHIN = (20, 500)
    HINTS = re.compile(
        r"番号法|(?:[娘妻夫父母]|息子|お子さん|(?<![一-龥])子|家内|家族|本人)の(?:12|十二)(?:けた|桁)|児童手当|法定調書|マイ?ナンバー|個人番号|扶養|年末調整|源泉(?:徴収|票)|カードを?見せて|通知カード|続柄|社員番号|職員番号|年調"
        r"|マイナ(?:カード|ポータル|番号)|支払調書|社会保険|雇用保険|本人確認|謝金|原稿料|講師料|番号の(?:紙|書類|控え)|マイナ保険証|(?<!イント)(?<!会員)(?<!社員)(?<!ジット)カードを?(?:裏返|失く|なくし|無くし|紛失)"
        r"|(?:さん|様|氏|殿) ?の?番号 ?\Z|告知書|(?:支払|配当|利子|不動産|保険金)の?調書"
    )

    def _judge(self, layout: Layout, label: Label | None, around: Surroundings, start: int, end: int) -> tuple[float, str]:
        """As others; 12 digits in no groups, which orders and parcels have as well, count unlabelled only where the card is spoken of right beside."""
        score, reason = super()._judge(layout, label, around, start, end)
        if layout.name == _RUN_TOGETHER and score and (label is None or label.where == ABOVE):
            beside = around.around(start, end, lines=4, width=120)
            if (label is None and not any(map(_OF_THE_CARD.search, beside))) or any(map((_PARCEL if label is None else _TRACKED).search, beside)):
                return 0.0, ""
        if not score and label is None:
            return _beside_somebody(layout, around, start, end)
        return score, reason

    def _mentioned(self, text: str) -> bool:
        # beside somebody's name the check digit is enough
        return super()._mentioned(text) or _SOMEBODY.search(text) is not None or _NAME_IN_KANA.search(text) is not None

    def check(self, number: str) -> str | None:
        """The check digit of 総務省令85号5条; numbers of one repeated digit are nobody's."""
        if len(number) != 12 or len(set(number)) == 1 or check_digit(number[:11]) != int(number[11]):
            return None
        return "check digit of 平成26年総務省令第85号5条 holds"
