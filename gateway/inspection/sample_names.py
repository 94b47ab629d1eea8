"""Names that are nobody's: 山田太郎 in a form, 〇〇太郎, the A of A社のA氏."""

from __future__ import annotations

import re

from gateway.inspection.passage import Passage
from recognizers.normalize import fold, katakana

SAMPLE = re.compile(r"記入例|記載例|例として|見本|サンプル|例[)）:：]|（例|\(例|テンプレ|雛形|ひな形|ひな型|ダミー|入力例|テストデータ|仮名")
"""What says that something only shows how a form is filled in."""
_SAMPLE_NAME = re.compile(r"^(?:山田|鈴木|佐藤|田中|日本|東京|見本|例文|[〇○◯●△□×XＸ]{1,2})(?:太郎|花子|次郎|一郎|子|美)?$")
_IN_KANJI = {"ヤマダタロウ": "山田太郎", "ヤマダハナコ": "山田花子", "スズキタロウ": "鈴木太郎", "スズキイチロウ": "鈴木一郎", "スズキハナコ": "鈴木花子",
             "サトウタロウ": "佐藤太郎", "サトウハナコ": "佐藤花子", "タナカタロウ": "田中太郎", "ニホンタロウ": "日本太郎", "トウキョウタロウ": "東京太郎", "トウキョウハナコ": "東京花子"}
_LETTERED = re.compile(r"[A-ZＡ-Ｚ]社")


def is_sample(passage: Passage, name: str, place: int) -> bool:
    """Whether `name`, which stands at `place`, only shows how a form is filled in, or hides whose it is."""
    bare = re.sub(r"[\s　]", "", name)
    bare = _IN_KANJI.get(katakana(fold(bare).text), bare)
    if re.fullmatch("[A-ZＡ-Ｚ]", bare):
        return bool(_LETTERED.search(passage.text(place - 60, place + 60)))
    if not _SAMPLE_NAME.match(bare):
        return False
    if bare in ("山田太郎", "山田花子", "日本太郎", "東京太郎", "見本太郎") or bare[0] in "〇○◯●△□×XＸ":
        return True
    return bare.endswith(("太郎", "花子")) and bool(SAMPLE.search(passage.text(place - 300, place + 200)))
