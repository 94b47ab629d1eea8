"""Organizations that only their surroundings show: 「ミライの田中です」, 「トヨハシさん」, 「サクラ様」."""

from __future__ import annotations

import re
from collections.abc import Iterator

from recognizers.company_forms import is_other_word, named_by_suffix, trade_word
from recognizers.nlp import Kind
from recognizers.prefilter import opening
from recognizers.reading import NAMES, NOUNS, Reading, Span, covered, disjoint
from recognizers.titles import NO_NAMES, TITLES

_NOT_COMPANIES_LIST = """
    弊社 当社 御社 貴社 同社 他社 自社 会社 うち 本社 支社 支店 工場 担当 営業 総務 人事 経理 開発 技術 製造 購買 品質 物流 情報 企画 広報 法務 財務 部 課 室 係
    同僚 上司 部下 彼女 彼氏 友人 知人 妻 夫 娘 息子 弟 兄 姉 妹 先輩 後輩 新人 新任 後任 前任 責任者 代表 主治医 隣 先日 昨日 今日 本日 明日 今回 前回 当日 次回
    以前 昔 今 前 元 例 件 方 私 僕 自分 彼 誰 中 上 下 他 別 先 後 際 時 頃 場合 窓口 受付 現場 東京 大阪 名古屋 福岡 札幌 京都 神戸 横浜 日本 米国 中国
    関東 関西 フロア チーム グループ プロジェクト リーダー メンバー スタッフ システム サービス サポート センター 事務局 取引先 得意先 お客様 客先 先方 相手 関係 出身 在住
    本人 家族 近所 地元 国 県 市 区 町 学生 高校 大学 大学時代 前職 現職 同期 同級生
"""
_NOT_COMPANIES = frozenset(_NOT_COMPANIES_LIST.split())


def companies_by_frame(reading: Reading) -> list[Span]:
    """Companies by form, and those that a person beside them makes one; sorted, disjoint, none that is a person."""
    found = [span for span in (*_shops(reading), *_owners(reading), *_called(reading), *_lines(reading)) if not covered(reading.companies_by_rule, span.start, span.end)]
    outside = [span for span in found if not covered(reading.people_by_rule, span.start, span.end)
               and reading.text[span.start:span.end] not in reading.lists.no_companies]
    return disjoint([*reading.companies_by_rule, *outside]) if outside else reading.companies_by_rule


_SHOP = re.compile(
    r"(?:^|(?<=[\n「『(、・/> \t:◆■●】]))(?P<name>[ぁ-ん]{1,4}や(?:(?:呉服|酒|精肉|肉|鮮魚|魚|生花|花|文具|玩具|靴|眼鏡|金物|家具|時計|漆器|陶器|仏壇|畳|染物|豆腐|蒲鉾|海苔|鰹節|乾物|味噌|麹|米|茶|理容|菓子|弁当)店|商店|書店|旅館|食堂|薬局|工務店|運送|水産"
    r"|建設|酒造|製菓|醸造|製茶|製麺|茶舗|写真館|美容室|民宿|葬儀社|モータース|クリーニング|米穀|呉服|青果|印刷|石材|電器))(?=さん|様|さま|の(?=[^\s。、はがを]{1,12}(?:です|と申|でござ|様|さん|より))|[へにはがもを]|と(?!か)|から|より|[:、)」』\n ]|$)", re.MULTILINE)
_NO_SHOP = re.compile("また|そもや|いや|はや|もはや|あや|いまや")


def _shops(reading: Reading) -> Iterator[Span]:
    """A shop by the name of its house in hiragana, whose や the dictionary takes for a particle: かどや呉服店さん."""
    for match in opening(_SHOP).matches(reading.text):
        if not _NO_SHOP.match(match["name"]):
            yield Span(*match.span("name"), 0.9, "the name of a house in hiragana and its trade")


def _owners(reading: Reading) -> Iterator[Span]:
    """X in 「Xの田中です」「Xの田中様」: a run of nouns that looks like a name."""
    tokens = reading.tokens
    for person in reading.people_by_rule:
        i = reading.index(person.start)
        if i is None or i < 2 or tokens[i - 1].surface != "の" or tokens[i - 1].end != person.start:
            continue
        end = tokens[i - 1].start
        k = i - 2
        begin = end
        while k >= 0 and tokens[k].end == begin and i - k < 8 and end - tokens[k].start <= 20:
            token = tokens[k]
            if token.kind not in NOUNS and token.kind is not Kind.PREFIX and token.surface not in ("・", "&") and not (
                    begin == end and token.kind in (Kind.ADJECTIVE, Kind.ADVERB, Kind.VERB) and len(token.surface) >= 3):
                break
            begin = token.start
            k -= 1
        name = reading.text[begin:end]
        if len(name) < 2 or name in _NOT_COMPANIES or name in NO_NAMES or not _name_like(reading, begin, end):
            continue
        yield Span(begin, end, 0.6, "before の and a person's name")


def _name_like(reading: Reading, begin: int, end: int) -> bool:
    first, last = reading.index(begin), reading.index_before(end)
    if first is None or last < first:
        return False
    parts = reading.tokens[first:last + 1]
    tail = parts[-1].surface
    if len(parts) >= 2 and named_by_suffix(reading, begin, end):
        return True
    if tail in _NOT_COMPANIES or _ROLE.search(reading.text[begin:end]) or tail[-1] in "部課室係局班者長員方前後中件時頃人手士師役家官" or any(part.surface in ("お", "ご", "御") for part in parts):
        return False
    if all(part.kind is Kind.PLACE for part in parts):
        return False
    if any(part.oov or part.kind in (Kind.PROPER, Kind.FAMILY, Kind.GIVEN, Kind.PERSON, Kind.PLACE) for part in parts):
        return True
    return len(parts) == 1 and not reading.kinds(tail).isdisjoint(NAMES) and len(tail) >= 3


_ROLE = re.compile(rf"(?:{TITLES}|マン|さん|[ァ-ヴ]{{2,8}}(?:ター|サー|ナー|ニア|ナリスト|ー))$")
_CALLED = re.compile(r"(?:様|さま|さん|御中)(?!方)")
_LINE = re.compile(r"^[>| ]{0,4}(?P<name>[^\s。、,:;>|<@()「」]{3,24})[ ]?$(?=\n{1,2}[^\n]{0,40}(?:様|殿|御中|さん|各位))", re.MULTILINE)


def _called(reading: Reading) -> Iterator[Span]:
    """X in 「X様」「Xさん」 where X is a name and a suffix of trade: カワセミ鉄筋様."""
    for match in _CALLED.finditer(reading.text):
        i = reading.index(match.start())
        if not i or reading.tokens[i - 1].end != match.start() or not trade_word(reading.tokens[i - 1].surface):
            continue
        begin = _run(reading, i)
        if len(reading.text[begin:match.start()]) >= 3 and _name_like(reading, begin, match.start()):
            yield Span(begin, match.start(), 0.65, "name and suffix of trade before a form of address")


def _lines(reading: Reading) -> Iterator[Span]:
    """A line of its own above the addressee's: the company of a salutation."""
    for match in _LINE.finditer(reading.text[:2000]):
        begin, end = match.span("name")
        last = reading.index_before(end)
        if last >= 0 and trade_word(reading.tokens[last].surface) and reading.text[begin:end] not in _NOT_COMPANIES:
            yield Span(begin, end, 0.7, "a line of its own above the addressee")


def _run(reading: Reading, i: int) -> int:
    """Where the noun run before the morpheme at `i` begins."""
    begin, k = reading.tokens[i].start, i - 1
    while k >= 0 and i - k < 8 and reading.tokens[k].end == begin and (reading.tokens[k].kind in NOUNS or reading.tokens[k].surface in ("・", "&") or is_other_word(reading, k)):
        begin = reading.tokens[k].start
        k -= 1
    return begin
