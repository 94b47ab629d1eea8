"""Animals, as vets, farms, stables, shelters and owners of pets write of them: their years, births, illnesses and former homes are
nobody's personal data. One list for whoever has to tell a beast from a person.
"""

from __future__ import annotations

import re

BREED = r"(?:ダックス(?:フンド)?|プードル|チワワ|豆柴|[柴秋]田?犬|コーギー|ポメ(?:ラニアン)?|シー・?ズー|レトリバー|マルチーズ|シュナウザー|ビーグル|フレンチブル(?:ドッグ)?|シェパード|ボーダーコリー|キジトラ|茶トラ|マンチカン|スコティッシュ(?:フォールド)?|アメショ)"
COAT = r"(?:柴|秋田|三毛|雑種|ミックス|パグ|テリア|ハスキー)"
"""Breeds and coats that are words, places or names too: only where a pet's name follows, or in brackets behind it."""
KANA = (
    r"(?<![ァ-ヴー])(?:[ワわ]ん[ちチ]ゃん|ワンちゃん|ネコ|ねこ|イヌ|うさぎ|ウサギ|ハムスター|インコ|オウム|フェレット|パンダ|ゾウ|イルカ|ペンギン|カピバラ|ポニー|ヤギ|ヒツジ|アルパカ|アシカ|アザラシ|オットセイ|セイウチ|シャチ|ラッコ|カワウソ|ウミガメ"
    r"|リクガメ|フクロウ|ハリネズミ|モルモット|レッサーパンダ|ゴリラ|チンパンジー)(?![ァ-ヴー])"
)
KANJI = r"(?:(?<!盲導)(?<!介助)(?<!聴導)[犬猫]|(?<![一-龥々])(?:[子仔母父親乳老]?[馬牛羊]|山羊|金魚|錦鯉))(?![ 　]{0,2}[一-龥々])"
"""No part of another word: neither 相馬, 犬養 and 馬 文博, who are people, nor 盲導犬, which somebody has."""
SEX = r"(?:[♂♀]|(?<![ァ-ヴー])[オメ]ス(?![ァ-ヴー])|(?<![一-龥々])[雄雌牝牡](?![一-龥々]))"
PLACE = r"(?:動物(?:病院|クリニック|医療|看護)|獣医師?の?(?:先生|所見|診)|競走馬|入厩|厩舎|馬房|搾乳|耳標|[牝牡][0-9]|飼い主)"
"""What only a clinic for animals, a stable or a farm writes."""
IN_BRACKETS = rf"\((?:元)?(?:{BREED}|{COAT}|{KANA}|(?:警察|保護|盲導|介助|聴導|救助)?[犬猫]|[馬牛羊])(?:[、, ・]|出身|\))"
"""Behind a pet's name: 「さくら（柴 9歳、…」「武蔵（元警察犬、…」."""
TOPIC = re.compile(
    rf"(?:{KANJI}|{KANA}|{BREED}|(?<![一-龥々])(?:象|鹿|猿|豚|鶏|熊|虎))(?:の?(?:[「『][^「」『』\n]{{1,10}}[」』]|[ァ-ヴー]{{2,8}}|[ぁ-ん]{{2,4}}?))?(?:くん|ちゃん)?(?:は|が|も)")
"""A beast that a sentence is about, with its name: 「象のハナコは」「ゴリラは」."""
