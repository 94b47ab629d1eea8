"""What is told of people in stories: the hero of a novel, a character of a series, the sketch of a plot."""

from __future__ import annotations

import re

from gateway.inspection.passage import Passage
from gateway.inspection.sample_names import SAMPLE
from recognizers.titles import ADDRESS

_KIND = r"(?:小説|ドラマ|映画|漫画|マンガ|アニメ|舞台|連載|物語|朝ドラ|大河)"
_STORY = re.compile(
    rf"{_KIND}の(?:プロット|あらすじ|筋書き|登場人物)|(?:主人公|登場人物|ヒロイン)(?=[がはのも、:])|(?:ダミー|サンプル)(?:です|が入|を入|の(?:文|文章|データ|テキスト|人物|プロフィール)|文|データ|テキスト)|実在しない"
    rf"|(?:朝ドラ|大河(?:ドラマ)?|演目|紙芝居|読み聞かせ|絵本)(?:[をはのが、。「]|見て|見[たま])|(?:辞書|国語辞典|文法書|問題集|教科書)の(?:用例|例文|例題)|モデルケース|(?:お便り|おたより|ご?相談)[^。]{{0,12}}匿名"
    rf"|匿名[^。]{{0,8}}(?:お便り|おたより|ご?相談)|(?:素材集|見本)の(?:モデル|名前|人物)|設定は|仮の(?:文章|テキスト|データ|プロフィール)|架空の(?:銀行|会社|企業|人物|町|男|女|話|事例|ケース|役|キャラ)"
)
_DISCLAIMER = re.compile(
    r"実在の人ではない|架空の(?:役|人物|キャラ(?:クター)?|登場人物)(?:です|ですが|で、|たち|の設定)|(?:登場人物|登場する人物|人物|団体|会社)[^。\n]{0,16}(?:すべて|全て|いずれも|みな)?[^。\n]{0,4}(?:創作|架空|フィクション"
    r"|実在しま|実在の(?:人物|団体)とは)|(?:ケース|事例|設問|例題|ストーリー|お話)は(?:すべて|全て|いずれも|みな)?(?:創作|架空(?!請求|取引|計上|発注|の)|フィクション)"
    r"|実在の(?:方|人|人物|企業|会社|団体)[^。\n]{0,12}(?:と|とは)(?:一切|何ら)?\n?(?:一切|何ら)?関係(?:は)?(?:あり|ござい)?ま?せん(?![^「」\n]{0,4}」)"
)
_MADE_UP = re.compile(r"[^。\n]{0,20}。[ \u3000\r]*\n?(?:どちら|いずれ|どれ|名前も経歴|名前も略歴)も(?:すべて|全部)?(?:作り物|架空|創作|ダミー)(?:です|なので|ですので)")
"""The next sentence says that it is invented."""
_DUMMY = re.compile(
    r"(?:って|という)設定(?!は|変更|を変|に変|に[しす])|」(?:という|といった|と|のように)?(?:表記|仮名|匿名)|」(?:みたいな|のような)(?:話|例|見出し|コピー|キャッチ|タイトル|ストーリー|設定|文言|記事)(?:は|を|も|で|に|案)"
    r"|」という(?:見出し|コピー|キャッチ|タイトル|設定|文言)|(?:みたいな|といった|などの|という|」の|」は)?(?:ダミー|実在しない|架空|仮の(?:文|データ))"
)
_PART = re.compile(r"[^「」\n]{0,8}」の?役(?!員|所|場|割|立|職|に立|目)")  # 「元・警官の店長」役（…さん）
_PLACEHOLDER = re.compile("[〇○◯●△□×]{2}")
_CHARACTERS = re.compile(
    r"立ち絵|(?<![A-Z])NPC[^。\n]{0,10}(?:修正|台詞|セリフ|追加|会話|配置|一覧)|(?<![一-龥])役ごと(?:に|の)|役柄(?:メモ|表|一覧|の説明)"
    r"|(?:経歴|設定|話)[^。\n]{0,16}(?:全部|すべて)(?:お?芝居|劇中|作中)の(?:話|こと)|キャラ(?:クター)?(?:設定|デザイン|デザ|シート|紹介)|シナリオ班"
)
_SYNOPSES = re.compile(r"読書会|課題(?:本|図書)|(?:あらすじ|プロット|筋書き|梗概|シノプシス|粗筋)(?:[をはのが、:]|案|です)|(?:新刊|既刊|課題図書|上映作品|上演(?:作品|演目))(?:の(?:ご)?(?:案内|紹介|説明)|のお知らせ|は|を|[:：])")
_WORK = re.compile(r"『[^『』\n]{1,40}』")  # the title of a book, a play or a film, which its summary follows
_SCRIPT = re.compile(r"第[0-9０-９一二三四五六七八九十]{1,3}話|[0-9０-９初二三]稿|台本|脚本|絵コンテ")
_IN_A_SCRIPT = re.compile(r"(?:台本|脚本|絵コンテ|原稿用紙|漫画|小説|紙芝居)[^「」。]{0,24}「[^「」]{0,80}\Z")
_HERO = re.compile(r"主人公|ヒロイン")
_ANOTHER_MATTER = re.compile(r"ところで|そういえば|ちなみに|話は変|別件|それはそうと|余談|(?:新しい|今度の|うちの|隣の)[^。、\n]{0,6}(?:長|専務|常務|人|方)[、はがも]")
_IS_CALLED = re.compile(rf"[ \u3000]?{ADDRESS}")
_OPENING = 2000  # characters of a text in which it may say of itself that all in it is invented
_FAR = 200  # characters before a statement in which such a word speaks for it, within its paragraph


def fictional(passage: Passage, start: int, end: int) -> bool:
    """Whether the statement at `start`:`end` is of somebody in a story, or an example with blanks for names; not where its sentence names somebody, and never a line of a résumé."""
    if _PLACEHOLDER.search(passage.text(start - 12, end + 12)) and SAMPLE.search(passage.text(start - 40, end + 40)):
        return True
    begin, stop = passage.sentence(start, end)
    if _SCRIPT.search(passage.part.text, 0, _OPENING) and _HERO.search(_paragraph(passage, start, end)) and not passage.people_between(begin, stop):
        return True
    if _IN_A_SCRIPT.search(passage.text(start - _FAR, start)):
        return True  # お忘れ物の台本ですが、「元刑事・黒田、…
    if _CHARACTERS.search(passage.part.text, 0, _OPENING) and not any(_IS_CALLED.match(passage.part.text, one.end) for one in passage.people_between(begin, stop)):
        return True
    if _SYNOPSES.search(passage.part.text, 0, _OPENING) and still(_WORK, passage.text(start - _FAR, end)) and not any(_IS_CALLED.match(passage.part.text, one.end) for one in passage.people_between(begin, stop)):
        return True
    if _MADE_UP.match(passage.text(end, end + _FAR)) or _PART.match(passage.text(end, stop)):
        return True
    if any(one.end - one.start > 1 for one in passage.people_between(begin, stop)):
        return False
    before = _before(passage, start)
    return bool(still(_STORY, before + passage.text(start, end)) or _DUMMY.search(passage.text(end, stop)) or _DISCLAIMER.search(passage.part.text, 0, _OPENING))


def still(words: re.Pattern[str], said: str) -> bool:
    """Whether `words` stand in `said`, and nothing after the last of them goes over to another matter: 「…を読みます。ところで新しい課長、」."""
    found = [*words.finditer(said)]
    return bool(found) and _ANOTHER_MATTER.search(said, found[-1].end()) is None


def _before(passage: Passage, start: int) -> str:
    """What stands before `start` in its paragraph, as far as `_FAR`."""
    return passage.text(start - _FAR, start).replace("\r\n", "\n").rpartition("\n\n")[2]


def _paragraph(passage: Passage, start: int, end: int) -> str:
    """What stands around `start`:`end` between blank lines, as far as `_FAR` to either side."""
    return _before(passage, start) + passage.text(start, end) + passage.text(end, end + _FAR).replace("\r\n", "\n").partition("\n\n")[0]
