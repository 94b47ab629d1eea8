"""Names that are nobody's: 山田太郎 in a form, 〇〇太郎, the A of A社のA氏."""

from __future__ import annotations

import re

from gateway.inspection.passage import Passage
from recognizers.normalize import fold

_SAMPLE = re.compile(r"記入例|記載例|見本|サンプル|例[)）:：]|（例|\(例|テンプレ|雛形|ひな形|ひな型|ダミー|入力例|テストデータ|仮名")
_SAMPLE_NAME = re.compile(r"^(?:山田|鈴木|佐藤|田中|日本|東京|見本|例文|[〇○◯●△□×XＸ]{1,2})(?:太郎|花子|次郎|一郎|子|美)?$")
_IN_KANJI = {"やまだたろう": "山田太郎", "やまだはなこ": "山田花子", "すずきたろう": "鈴木太郎", "すずきいちろう": "鈴木一郎", "すずきはなこ": "鈴木花子",
             "さとうたろう": "佐藤太郎", "さとうはなこ": "佐藤花子", "たなかたろう": "田中太郎", "にほんたろう": "日本太郎", "とうきょうたろう": "東京太郎", "とうきょうはなこ": "東京花子"}
_LETTERED = re.compile(r"[A-ZＡ-Ｚ]社")


def _hiragana(name: str) -> str:
    return "".join(chr(ord(char) - 0x60) if "ァ" <= char <= "ヶ" else char for char in fold(name).text)


def is_sample(passage: Passage, name: str, place: int) -> bool:
    """Whether `name`, which stands at `place`, only shows how a form is filled in, or hides whose it is."""
    bare = _IN_KANJI.get(_hiragana(re.sub(r"[\s　]", "", name)), re.sub(r"[\s　]", "", name))
    if re.fullmatch("[A-ZＡ-Ｚ]", bare):
        return bool(_LETTERED.search(passage.text(place - 60, place + 60)))
    if not _SAMPLE_NAME.match(bare):
        return False
    if bare in ("山田太郎", "山田花子", "日本太郎", "東京太郎", "見本太郎") or bare[0] in "〇○◯●△□×XＸ":
        return True
    return bare.endswith(("太郎", "花子")) and bool(_SAMPLE.search(passage.text(place - 300, place + 200)))
