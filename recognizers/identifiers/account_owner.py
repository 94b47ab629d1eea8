"""Whose account it is: the sender company's own, printed on every invoice, or an individual's.

The holder's name decides where it is written. Banks abbreviate legal forms in katakana (カ）for 株式会社 before or after
the name: 全銀協「全銀ファイル 法人略語」); a katakana name without one is a person's.
"""

from __future__ import annotations

import re

from recognizers.identifiers.surroundings import Surroundings

_HOLDER = re.compile(r"(?:口座)?名義(?:人)?(?:名)?|受取人(?:名)?|預金者(?:名)?|加入者(?:名)?|(?i:account (?:name|holder))")
_VALUE = re.compile(r"[ \t]{0,4}(?:\((?:カナ|カタカナ|フリガナ|漢字)\))?[ \t]{0,4}(?:[:はが=|,/]|\n[> \t]{0,8}){0,2}[ \t「]{0,4}([^\n」|\t]{2,30})")
_COMPANY = re.compile(
    r"会社|法人|(?<!信用)(?<!信用協同)組合|協会|\((?:株|有|同|資|名|社|財|医|学)\)|(?:^|[ 、,「])(?:カ|ユ|ド|メ|シ|イ|ザイ|シャ|シヤ|フク|ガク|シュウ|トクヒ)\)"
    r"|\((?:カ|ユ|ド|メ|シ|イ|ザイ|シャ|シヤ|フク|ガク|トクヒ)(?:\)|(?=[ \n」|,]|$))|カブシキ|ユウゲン|ゴウドウガイシ[ャヤ]"
    r"|システム|サービス|商事|商店|商会|工業|産業|製作所|工務店|事務所|センター|クリニック|医院|病院|学園|大学"
    r"|[ァ-ヴー]{2,}(?:ジムシ[ヨョ]|ホウジン|クミアイ|キ[ヨョ]ウカイ|センタ[ーア]|クリニ[ツッ]ク|[ビイ](?:[ヨョ]ウ)?イン(?![ァ-ヴ])|ガクエン|ダイガク|シ[ヨョ]ウ(?:ジ|カイ|テン)(?![ァ-ヴ])|コウギ[ヨョ]ウ|サンギ[ヨョ]ウ"
    r"|セイサクシ[ヨョ]|コウムテン|サービス|システム|スタジオ|デザイン|ケンセツ|インサツ)"
    r"|(?i:co\.|inc\.?|ltd|k\.k\.|llc|corp)")
_OURSELVES = re.compile(r"弊社|当社|小社|自社|会社名|社名|上記|同上")
_PERSON = re.compile(r"[ 　]{0,4}(?:様)?([ァ-ヴー]{2,8}[ ・]?[ァ-ヴー]{1,8}|[一-龥々ヶぁ-んァ-ヴー]{1,5}[ ]?[一-龥々ぁ-んァ-ヴー]{1,6}|[A-Za-z]{2,15} [A-Za-z]{2,15})")
_KATAKANA_NAME = re.compile(r"[ \t,|/、(]{0,4}(?:\n[> \t]{0,8})?[ァ-ヴー]{2,8}[ ・]?[ァ-ヴー]{2,8}(?![ァ-ヴー(])")
_OF_THEM = re.compile(r"\((?:ご?本人(?:様|分)?|個人|従業員|社員)\)|ご?本人(?:様)?の?(?:振込先|口座|受取)")
_OF_A_FIRM = re.compile(r"[ \t(（]{0,4}(?:貴社|御社|弊社|当社|法人|会社)(?:ご)?(?:名義|口座)(?!では|じゃ|なし|無し|が(?:な|ありま))")
_SOMEBODYS = re.compile(r"さん|様|氏|(?<![一-龥])[一-龥々]{1,4}[ ](?![^ ]{0,6}(?:支店|本店|出張所|営業部))[一-龥々ぁ-んァ-ヴー]{1,5}[ ](?=[^ ]{1,10}(?:銀行|金庫|信組|農協))")
_FIRM_ABOVE = re.compile(
    r"(?:^|\n)[ >]{0,4}(?:(?:公益|一般)?(?:財団|社団)法人|社会福祉法人|学校法人|医療法人|宗教法人|(?:特定非営利活動|NPO)法人|株式会社|有限会社"
    r"|合同会社)(?:(?![ ][一-龥]{1,5}(?:様|さん)|さん|御中|銀行|金庫|信用組合|農協)[^\n。、]){1,24}\n[^\n。]{0,24}\Z"
)
_SOMEBODY_ABOVE = re.compile(r"\n[ >・]{0,4}[一-龥々ぁ-んァ-ヴーA-Za-z]{1,8}(?:[ ・][一-龥々ぁ-んァ-ヴーA-Za-z]{1,8})?(?:さん|様)(?:分|の口座|名義)?[ :]{0,2}\n[^\n。]{0,24}\Z")
"""A line of its own with nothing but who it is: 「田所 守さん⏎八雲信用組合　松江支店」; no salutation, which begins a text."""
_HEARD = re.compile(r"[ ]{0,2}(?:だ(?:そう|って)|とのこと|らしい|と(?:聞|言|伺|連絡))")  # one does not hear of one's own account
_CELL = re.compile(r"[ ]{0,4}[,\t|][^\n]")
_HOW_WRITTEN = re.compile(r"(?:全角|半角)?(?:カタカナ|フリガナ|カナ|漢字|ローマ字|通帳|(?:のみ|だけ|も)?変わ[りらる]|(?:のみ|だけ)|変更|同じ|同様|従来|これまで|今まで|そのまま)")  # 「口座名義はカタカナで」 names nobody
_OUR_ACCOUNT = re.compile(r"(?:弊社|当社|小社)の?[^。\n]{0,12}(?:振込元|振り込み元|引き?落(?:とし)?口座|支払(?:い?元|口座)|取引口座|入出金口座)|(?:振り?込み?先|口座)は[^。\n]{0,4}\n?(?:私|わたし|わたくし|僕|自分)(?:個人)?の(?:名前|名義|口座)")
_REGISTERED = re.compile(r"(?:登録番号|インボイス)[^\n]{0,8}(?=T ?[0-9]{13}(?![0-9]))")  # 消費税法57条の4: an invoice names its issuer so
_PERSONAL = re.compile(
    r"給与|給料|賞与|ボーナス|賃金|報酬|経費|立替|立て替え|個人名義|個人(?:の)?口座|本人(?:の)?(?:名義|口座)|私(?:の|名義)|返金|返還|還付"
    r"|従業員(?!数)|社員(?!数)|退職金|慶弔|見舞金|謝礼|謝金|講師料|原稿料|印税|アルバイト|受取口座|お客様の口座|被害|仕送り|家賃")
_INVOICING = re.compile(
    r"弊社|当社|小社|商号|法人番号|登録番号|取引銀行|請求|お振込先|御振込先|振込先口座|(?:学園|当[園校院会社店]|本[校会院])の[^。\n]{0,4}口座|お?支払先|お支払い|下記(?:の)?口座|お振り?込み?|振込手数料|法人口座|入金先")


def company_own(text: str, start: int, end: int) -> tuple[bool, str]:
    """Whether the account at `start`:`end` is a company's own, and why in English; silent texts speak for a person."""
    around = Surroundings(text)
    row = around.after(end, 80)
    if _CELL.match(row) or _CELL.match(around.own_line_before(start)[::-1]):
        if _COMPANY.search(row):
            return True, "a company's name stands in its row"
        return False, "a row of a table without a company's name"
    before, after = around.around(start, end, lines=6, width=300)
    below = "\n".join(after.split("\n")[:4])
    if word := _OF_A_FIRM.match(below[:40]):
        return True, f"{word.group().strip()!r} beside it"
    holder = _holder(below) or _holder("\n".join(before.split("\n")[-4:]))
    if holder and not _HOW_WRITTEN.match(holder):
        if _COMPANY.search(holder) or _OURSELVES.match(holder):
            return True, "the holder is a company"
        if _PERSON.match(holder):
            return False, "the holder is a person"
    if word := _OF_THEM.search(around.own_line_before(start)[-40:]):
        return False, f"{word.group()!r} before it"
    if word := _OUR_ACCOUNT.search(before[-80:]):
        return True, f"{word.group()!r} before it"
    beside = below[:40]
    if _COMPANY.search(beside.split("\n")[0]):
        return True, "a company's name stands beside it"
    if text.startswith("当座", start):
        return True, "a current account, as companies have"
    if word := _REGISTERED.search(before + below):
        return True, f"{word.group()!r} nearby, as on an invoice"
    if (name := _KATAKANA_NAME.match(beside)) is not None and not _COMPANY.search(name.group()):
        return False, "a katakana name without a legal form stands beside it"
    if _FIRM_ABOVE.search(before) is not None and _SOMEBODYS.search(around.own_line_before(start)) is None:
        return True, "a company's name stands above it"
    if _HEARD.match(beside) and _SOMEBODYS.search("\n".join(before.split("\n")[-3:])):
        return False, "somebody told it"
    if _SOMEBODY_ABOVE.search(before) is not None:
        return False, "somebody's name stands above it"
    if word := _PERSONAL.search(before) or _PERSONAL.search(below):
        return False, f"{word.group()!r} nearby"
    if word := _INVOICING.search(before) or _INVOICING.search(below):
        return True, f"{word.group()!r} nearby"
    return False, "nothing says that it is a company's"


def _holder(text: str) -> str:
    """The holder's name as written after its label in `text`, empty when there is none."""
    label = _HOLDER.search(text)
    value = _VALUE.match(text, label.end()) if label else None
    return value.group(1) if value else ""
