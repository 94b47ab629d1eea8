"""Words for what somebody does for a living, by their form: セリ人, 指導員, 看護師, デザイナー, 店長, 経理.

Source: the endings of 厚生労働省編職業分類 (令和4年改定) and of titles in use.
"""

from __future__ import annotations

import re

from recognizers.nlp import Kind
from recognizers.reading import NOUNS, Reading

_ENDING = re.compile(
    r"(?:[一-龥ァ-ヴー]{1,8}(?:職人|[員師士官工]|係|職|人(?<!個人)(?<!本人)(?<!法人)(?<!成人)(?<!一人)(?<!二人)(?<!何人)(?<!各人)(?<!故人)(?<!友人)(?<!知人)(?<!保証人)(?<!代理人)(?<!証人)|作家|建築家|音楽家|写真家))$")
IN_KATAKANA = re.compile(
    r"(?:デザイナー|エンジニア|プログラマー?|ディレクター|マネージャー|マネジャー|プランナー|ライター|エディター|カメラマン|フォトグラファー|スタイリスト|ネイリスト|セラピスト|インストラクター|トレーナー|コーチ|コンサルタント|コンサル|バイヤー|ドライバー|パイロット"
    r"|キャビンアテンダント|CA|SE|PM|PG|MR|MC|ナース|ドクター|コック|シェフ|パティシエ|バリスタ|ソムリエ|バーテンダー?|ウェイトレス|ウェイター|ホスト|ホステス|キャバ嬢|モデル|アナウンサー|キャスター|レポーター|ジャーナリスト|アナリスト|トレーダー"
    r"|ディーラー|セールス(?:マン)?|サラリーマン|銀行マン|証券マン|商社マン|営業マン|ガードマン|オペレーター|テレアポ|コールスタッフ|スタッフ|アルバイト|バイト|パート|派遣|フリーター|インターン|リーダー|チーフ|スーパーバイザー|SV|メカニック|整備|ヘルパー"
    r"|ケアマネ(?:ージャー)?|ソーシャルワーカー|ギタリスト|ピアニスト|ダンサー|アイドル|プロゴルファー|ボクサー|Jリーガー|レーサー)$")
_WORDS = re.compile(
    r"(?:板前|大工|左官|杜氏|番頭|女将|通訳|助手|教授|講師|董事|理事|幹部|機動隊|船乗り|船員|機関士|航海士|塾長|学芸員|司書|財務|人事|総務|労務|法務|広報|購買|調達|資材|設計|開発|研究|生産管理|生産技術|品証|品質保証|品質管理|施工管理|現場監督"
    r"|原価(?:管理|計算)?|見積|積算|受付|事務|秘書|販売|接客|窓口|審査|融資|為替|運用|保守|検査|企画|編集|記者|校正|取材|配達|配送|仕入れ?|外商|外回り|店番|警備|清掃|調理|仲居|介護|保育|先生|教師|担任|監督|主将"
    r"|(?:副?(?:社|部|課|係|店|所|室|校|園|院|支店|工場|駅|船|機)長)|主任|役員|頭取|専務|常務|取締役|顧問|相談役|支配人|社長|刑事|警官|お巡りさん|自衛官|役人|官僚|公務員|大工|左官|板前|庭師|農家|漁師|期間工|ホスト|執事|議員|秘書官)$")
_NOT_LIST = """
    委員 会員 全員 人員 定員 要員 満員 動員 議員 役員会 客員 教員免許 恩師 医師会 同士 力士 紳士 武士 着工 加工 施工 細工 人工 竣工 完工 起工 手工 図工 本官 司会
    幹事 当番 係 関係 職 現職 辞職 休職 就職 退職 復職 転職 在職 求職 離職 無職 内職 役職 外人 主人 他人 大人 素人 恋人 犯人 隣人 老人 新人 美人 巨人 商人根性 日本人
    外国人 芸能人 有名人 主人公 担当 当人 対人 万人 数人 求人 無人 軍人会 夫人 婦人 病人 罪人 成人 教職 汚職
"""
_NOT = frozenset(_NOT_LIST.split())


def occupation_before(reading: Reading, i: int, first: int) -> int | None:
    """The index of the first morpheme of the word for an occupation that ends right before morpheme `i`; None if none does."""
    tokens = reading.tokens
    k = i - 1
    if k < first or tokens[k].end != tokens[i].start:
        return None
    if tokens[k].surface in ("さん", "の"):
        k -= 1
    end = tokens[k].end if k >= first else 0
    begin = k
    while begin >= first and (tokens[begin].kind in NOUNS or tokens[begin].kind is Kind.SUFFIX) and tokens[begin].kind is not Kind.NUMBER and end - tokens[begin].start <= 12 and (
            begin == k or tokens[begin].end == tokens[begin + 1].start):
        begin -= 1
    begin += 1
    while begin <= k and (tokens[begin].surface in ("年", "年間", "前", "元", "以前", "間", "ほど") or tokens[begin].kind is Kind.PREFIX):
        begin += 1
    if begin > k:
        return None
    word = reading.text[tokens[begin].start:end]
    if word in _NOT or tokens[k].surface in _NOT or word.endswith(("委員", "会員", "担当")):
        return None
    return begin if _ENDING.search(word) or IN_KATAKANA.search(word) or _WORDS.search(word) else None
