"""運転免許証番号: 12 digits; public safety commission, year, serial, check digit, count of reissues.

Source: 道路交通法93条1項1号 and 道路交通法施行規則19条 (免許証の番号 on the licence); composition as the prefectural
police's 運転免許事務取扱要領 give it (公安委員会コード, 年号記号, 交付番号, チェックデジット, 再交付記号).
"""

from __future__ import annotations

import re

from recognizers.identifiers.numbered import AFTER, BEFORE, Layout, NumberRecognizer

COMMISSIONS = {
    "10": "札幌", "11": "函館", "12": "旭川", "13": "釧路", "14": "北見",
    "20": "青森", "21": "岩手", "22": "宮城", "23": "秋田", "24": "山形", "25": "福島", "30": "東京",
    "40": "茨城", "41": "栃木", "42": "群馬", "43": "埼玉", "44": "千葉", "45": "神奈川", "46": "新潟", "47": "山梨",
    "48": "長野", "49": "静岡", "50": "富山", "51": "石川", "52": "福井", "53": "岐阜", "54": "愛知", "55": "三重",
    "60": "滋賀", "61": "京都", "62": "大阪", "63": "兵庫", "64": "奈良", "65": "和歌山",
    "70": "鳥取", "71": "島根", "72": "岡山", "73": "広島", "74": "山口",
    "80": "徳島", "81": "香川", "82": "愛媛", "83": "高知",
    "90": "福岡", "91": "佐賀", "92": "長崎", "93": "熊本", "94": "大分", "95": "宮崎", "96": "鹿児島", "97": "沖縄",
}
"""The first two digits: the 公安委員会 that issued the first licence."""

_WEIGHTS = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)


def check_digits(number: str) -> str:
    """The digits that may stand 11th after the 10 digits `number`: 11 minus the weighted sum modulo 11, 10 as 0.

    For 11 the sources differ, the last digit (1) or 0: both stand.
    """
    rest = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=True)) % 11
    return {0: "01", 1: "0"}.get(rest, str(11 - rest))


class DriverLicenseRecognizer(NumberRecognizer):
    """A driving licence number; under a word that says so, or, with code and check digit, near a driver."""

    ENTITY = "JP_DRIVER_LICENSE"
    LAYOUTS = (
        Layout("12 digits", re.compile(rf"{BEFORE}[1-9](?:[ -]{{0,2}}[0-9]){{11}}{AFTER}"), labelled=0.9, hinted=0.7),
    )
    HINTS = re.compile(r"運転(?!資金|開始|停止|状況|日誌|音)|ドライバー|乗務員|券面|免許|(?:普通|中型|準中型|大型)(?:二種|自動車|・|[)）、]|免|で)|ゴールド(?=だ|で|免)|レンタカー")
    HINTED_WITHIN = (6, 200)
    LABELS = re.compile(r"(?:運転)?免許(?:証|状)?(?:の?番号|No\.?)?|(?i:driver'?s? ?licen[cs]e)")

    def check(self, number: str) -> str | None:
        """A commission's code and the check digit."""
        if len(number) != 12 or number[:2] not in COMMISSIONS or number[10] not in check_digits(number[:10]):
            return None
        return "code of a 公安委員会 and modulus-11 check digit hold"
