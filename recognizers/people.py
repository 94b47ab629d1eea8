"""Names of people in running text: what Sudachi calls one, and the frames in which any word is one.

Words that are names too (森, 千葉, 望, みどり) count only in a frame: before an honorific or title, after の and before
です in a self-introduction, after a label, beside a mail address. A name met once in a frame is one wherever it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from recognizers.company_forms import trade_word
from recognizers.nlp import Kind
from recognizers.people_agreeing import agreeing
from recognizers.people_beside import told_beside
from recognizers.prefilter import opening
from recognizers.reading import HIRAGANA, KANJI, KATAKANA, NAMES, Reading, Span, covered, disjoint
from recognizers.romaji import romaji_names
from recognizers.titles import ADDRESSED, HEAD, LOCAL_TITLES, NO_NAMES, NOT_GIVEN, SELDOM_NAMES
from recognizers.unknown_names import katakana_name, unknown_name

_LABEL = re.compile(
    r"(?:担当(?:者|営業)?|氏名|お?名前|(?:ご|御)?芳名|記入者|作成者|申請者|責任者|代表者?|連絡先|窓口|面談者|出席者|参加者|差出人|宛先|被保険者|(?:ご)?本人|契約者|受講者|応募者|候補者|発信者|送信者|承認者|講師|司会|From|To|Cc|CC"
    r"|名義人?)(?:名|様)?(?:\([^()\n]{0,12}\))?[ ]?[:|][ ]?|@")
_SELF = re.compile(r"です|でございます|と申します|と言います|といいます|と申す|である|でした|より|だ(?=[。\n!])|拝|記(?=\n)|っす")
_BESIDE_LIST = """
    弊社 当社 うち 同僚 上司 部下 彼女 彼氏 友人 友達 知人 妻 夫 娘 息子 弟 兄 姉 妹 先輩 後輩 担当 担当者 部 課 室 係 弊 者 社員 新任 後任 前任 同期 従兄弟 甥 姪
    嫁 旦那 主人 家内 営業 主治医 同級生 恩師 秘書 代表 店長 所長 部長 課長 社長
"""
_BESIDE = frozenset(_BESIDE_LIST.split())
_ADDRESS_AFTER = re.compile(r"[\"']?[ ]?[<(][A-Za-z0-9._%+-]{1,64}@")
_CLOSING = re.compile(r"[ 、。,)\n」』:：!！?？/・\]】〕>|\t]|$")
_RIGHT_NOUN = re.compile(r"(?:市|県|区|町|村|駅|線|港|空港|店|支店|本店|支社|営業所|工場|橋|川|山|湖|島|家|邸|城|寺|神社|温泉|大学|高校|病院|銀行|工業|商事|商店|電機|製作所|建設|産業|運輸|物産|食品|化学|製薬|式|流|派|賞|杯|効果|法)")


def find_people(reading: Reading) -> list[Span]:
    """Every name in the text, without honorific or title; sorted, disjoint, none inside a company's name."""
    strong = [*_addressed(reading), *_labelled(reading), *_introduced(reading), *_beside_addresses(reading), *_listed(reading), *_signed(reading), *_of_our_side(reading), *_succeeding(reading), *told_beside(reading)]
    strong = [_without_reading(reading, span) for span in strong]
    found = [*strong, *_as_tagged(reading), *romaji_names(reading), *_modelled(reading)]
    outside = [span for span in disjoint(found) if not covered(reading.companies_by_rule, span.start, span.end)
               and reading.text[span.start:span.end] not in reading.lists.no_names and not _shop(reading, span)]
    return agreeing(reading, outside, reading.companies_by_rule)


def _shop(reading: Reading, span: Span) -> bool:
    """Whether what Sudachi takes for a name is a shop's: 竹泉堂 without a form of address."""
    return span.end - span.start >= 3 and reading.text[span.end - 1] in "堂屋舎庵亭園社荘館" and not ADDRESSED.match(reading.text, span.end) and span.score < 0.9


def _without_reading(reading: Reading, span: Span) -> Span:
    """`span` without the reading in brackets that the dictionary has in some entries: 木村(きむら)."""
    bracket = reading.text.find("(", span.start + 1, span.end)
    return span if bracket < 0 else span._replace(end=bracket)


def name_ending(reading: Reading, i: int) -> int | None:
    """The index of the first morpheme of the name whose last morpheme is `i`; None when no name ends there."""
    tokens = reading.tokens
    if i < 0:
        return None
    last = tokens[i]
    if KATAKANA.fullmatch(last.surface):
        return katakana_name(reading, i)
    # the dictionary may know what the tokenizer cut: 雪|村
    for first in range(max(0, i - 3), i + 1):
        if tokens[first].kind is Kind.SPACE or (first < i and tokens[i].end - tokens[first].start > 6):
            continue
        joined = reading.text[tokens[first].start:last.end]
        if " " in joined or "\n" in joined:
            continue
        kinds = reading.kinds(joined)
        if kinds & NAMES and joined not in NO_NAMES and (last.kind in NAMES or Kind.VERB not in kinds or KANJI.fullmatch(joined)):
            family = _family_before(reading, first) if kinds & {Kind.GIVEN, Kind.PERSON} else None
            return family if family is not None else first
    return unknown_name(reading, i)


def _family_before(reading: Reading, i: int) -> int | None:
    """The index of a surname that stands right before morpheme `i`, one space allowed."""
    tokens = reading.tokens
    k = i - 1
    if k >= 0 and tokens[k].kind is Kind.SPACE and tokens[k].surface in (" ", "  "):
        k -= 1
    if k < 0 or (tokens[k].surface in NO_NAMES):
        return None
    kinds = reading.kinds(tokens[k].surface)
    if Kind.FAMILY in kinds and KANJI.fullmatch(tokens[k].surface) and (k == i - 1 or len(tokens[k].surface) > 1 or tokens[k].kind is Kind.FAMILY):
        return k
    if k >= 1 and tokens[k - 1].end == tokens[k].start:
        joined = tokens[k - 1].surface + tokens[k].surface
        if Kind.FAMILY in reading.kinds(joined):
            return k - 1
    return None


_IN_KANA = re.compile(r"[ぁ-んー]{2,4}(?=[\s、。・/:(「『>と]|$)")  # read backwards: a name of a child stands by itself
_NO_CHILD = re.compile(r"[とや]お.{1,3}|.{0,3}?(?:おじ|おば|じい|ばあ|にい|ねえ|とう|かあ|にー|ねー|じー|ばー|いも)|あか|わん|にゃん|おっ|みな|ぼく|どの|その|この|あの|うちの?|.{0,3}[のがはをに]|うさ|ねこ|ぞう|くま")


_NEVER_NAMES = re.compile("[" + "".join(sorted(name for name in NO_NAMES - SELDOM_NAMES if len(name) == 1)) + "猫犬象兎猿豚鳥蛙虫蝶魚鬼蛇狐狸鼠店宿寺雷芋粥屋社医敵味民士師匠僧尼霊]|[図文模紋同多異左何有今唐別逆仕一二三両]様")
"""Words of one character that take an honorific and are no surnames; of all others, somebody called 鍋さん is named 鍋."""


def _addressed(reading: Reading) -> Iterator[Span]:
    """Names before an honorific or title."""
    tokens = reading.tokens
    for match in opening(ADDRESSED).matches(reading.text):
        i = reading.index(match.start())
        honorific = match.group()
        if i is None and honorific in ("様", "さん", "さま", "氏") and (cut := _cut_off(reading, match.start())) is not None:
            yield cut
        if honorific == "部長" and (one := _before_the_head(reading, match.start())) is not None:
            yield one
            continue
        if honorific in ("ちゃん", "くん") and (child := _IN_KANA.match(reading.text[max(0, match.start() - 5):match.start()][::-1])) is not None and not _NO_CHILD.fullmatch(child.group()[::-1]):
            yield Span(match.start() - child.end(), match.start(), 0.9, "in kana before ちゃん")
            continue
        if not i:
            continue
        if honorific in ("様", "氏", "君", "殿", "嬢") and i + 1 < len(tokens) and tokens[i].end > match.end():
            continue
        k = i - 1
        while k >= 0 and tokens[k].kind is Kind.SPACE and tokens[k].surface == " ":
            k -= 1
        if k >= 0 and tokens[k].surface == ")":
            bracket = next((o for o in range(k - 1, max(-1, k - 8), -1) if tokens[o].surface == "("), None)
            if bracket is None:
                continue
            inside = name_ending(reading, k - 1)
            if inside is not None and inside > bracket and KANJI.fullmatch(reading.text[tokens[inside].start:tokens[k - 1].end]):
                yield Span(tokens[inside].start, tokens[k - 1].end, 0.75, "name in brackets before an honorific")
            k = bracket - 1
        rare = k >= 0 and (tokens[k].surface in SELDOM_NAMES or (KANJI.fullmatch(tokens[k].surface) and len(tokens[k].surface) == 1 and not _NEVER_NAMES.search(tokens[k].surface + honorific))) and honorific in ("様", "さん", "氏", "さま") and tokens[k].surface + honorific != "王様"
        if rare and (k == 0 or tokens[k - 1].kind in (Kind.SPACE, Kind.SYMBOL, Kind.PARTICLE)):
            yield Span(tokens[k].start, tokens[k].end, 0.9, "before an honorific or title")
            continue
        if k < 0 or tokens[k].surface in NO_NAMES or tokens[k].kind in (Kind.PARTICLE, Kind.AUXILIARY, Kind.VERB, Kind.SYMBOL):
            continue
        if match.group("title") and LOCAL_TITLES.fullmatch(honorific) and tokens[k].kind is Kind.PLACE:
            continue
        first = name_ending(reading, k)
        if first is None:
            continue
        surface = reading.text[tokens[first].start:tokens[k].end]
        if surface in NO_NAMES or surface in reading.lists.no_names or _part_of_noun(reading, first) or (KATAKANA.fullmatch(surface) and trade_word(surface)):
            continue
        if honorific in ("殿", "君", "嬢", "代表", "選手", "指導") and not any(tokens[x].kind in NAMES for x in range(first, k + 1)):
            continue
        yield Span(tokens[first].start, tokens[k].end, 0.9 if honorific in ("様", "さん", "氏", "さま") else 0.85, "before an honorific or title")


def _cut_off(reading: Reading, at: int) -> Span | None:
    """A surname before an honorific that the tokenizer cut elsewhere: 倉|本様."""
    for length in (3, 2):
        name = reading.text[max(0, at - length):at]
        if len(name) == length and KANJI.fullmatch(name) and name not in NO_NAMES and Kind.FAMILY in reading.kinds(name):
            return Span(at - length, at, 0.8, "a surname before an honorific")
    return None


def _before_the_head(reading: Reading, at: int) -> Span | None:
    """A surname of one character before 部長, of which the tokenizer makes 辻部 or 西部."""
    name = reading.text[max(0, at - 1):at]
    if not HEAD.match(reading.text, at) or not KANJI.fullmatch(name) or KANJI.match(reading.text[max(0, at - 2):at - 1]) or name in NO_NAMES - SELDOM_NAMES or Kind.FAMILY not in reading.kinds(name):
        return None
    return Span(at - 1, at, 0.95, "a surname before a title")


def _part_of_noun(reading: Reading, first: int) -> bool:
    """Whether the morpheme at `first` continues a compound: 株式会社|佐藤, 第一|生命."""
    if first == 0:
        return False
    before, token = reading.tokens[first - 1], reading.tokens[first]
    if before.end != token.start:
        return False
    if before.surface == "・":
        return first >= 2 and bool(KATAKANA.fullmatch(reading.tokens[first - 2].surface))
    return before.surface in ("株式会社", "有限会社", "合同会社", "(株)", "(有)", "お", "ご", "御")


def _labelled(reading: Reading) -> Iterator[Span]:
    """Names after a label: 担当：佐藤, 氏名　田中一郎, @田中; several by commas."""
    for match in opening(_LABEL).matches(reading.text):
        at = match.end()
        for _ in range(12):
            span = name_at(reading, at) or _foreign_at(reading, match.group(), at)
            if span is None:
                break
            yield Span(*span, 0.75, f"after the label {match.group().strip(' :|')!r}")
            separator = re.compile(r"(?:様|さん|氏)?[ ]?[、,/・][ ]?").match(reading.text, span[1])
            if separator is None:
                break
            at = separator.end()


_OF_SOMEBODY = re.compile(r"本人|名|候補者|応募者|受講者|申請者|講師|契約者|被保険者")
_FOREIGN = re.compile(r"[ァ-ヴー]{2,10}(?:[・=][ァ-ヴー]{1,10}){1,3}(?![ァ-ヴー])")


def _foreign_at(reading: Reading, label: str, at: int) -> tuple[int, int] | None:
    """The span of a katakana name in parts after a label for a person: 「本人：グルン・ビシャール」."""
    match = _FOREIGN.match(reading.text, at) if _OF_SOMEBODY.search(label) else None
    return match.span() if match else None


def name_at(reading: Reading, at: int) -> tuple[int, int] | None:
    """The span of the name that begins at `at`: surname, given name or both; None when none does."""
    i = reading.index(at)
    tokens = reading.tokens
    if i is None or tokens[i].surface in NO_NAMES:
        return None
    for length in (3, 2, 1):
        if i + length > len(tokens):
            continue
        end = tokens[i + length - 1].end
        joined = reading.text[at:end]
        if " " in joined or "\n" in joined or not reading.kinds(joined) & NAMES:
            continue
        k = i + length
        if k < len(tokens) and tokens[k].kind is Kind.SPACE and tokens[k].surface in (" ", "  "):
            k += 1
        if k < len(tokens) and (KANJI.fullmatch(tokens[k].surface) or HIRAGANA.fullmatch(tokens[k].surface)) and (
                reading.kinds(tokens[k].surface) & {Kind.GIVEN, Kind.PERSON}) and tokens[k].surface not in NOT_GIVEN and _CLOSING.match(reading.text, tokens[k].end):
            return at, tokens[k].end
        if Kind.NOUN in reading.kinds(joined) and not _CLOSING.match(reading.text, end) and not ADDRESSED.match(reading.text, end) and not _PARTICLE.match(reading.text, end):
            return None
        return at, end
    return None


def _introduced(reading: Reading) -> Iterator[Span]:
    """Names in a self-introduction: 「ひびきシステムの森です」「三枝と申します」; after 弊社 and the like."""
    tokens = reading.tokens
    for match in _SELF.finditer(reading.text):
        i = reading.index(match.start())
        if not i:
            continue
        k = i - 1
        if tokens[k].end != match.start() or tokens[k].surface in NO_NAMES or tokens[k].kind in (Kind.PARTICLE, Kind.AUXILIARY, Kind.SYMBOL, Kind.SPACE):
            continue
        first = name_ending(reading, k)
        if first is None:
            continue
        named = match.group().startswith("と")
        if tokens[k].surface == "出" and not named:
            continue  # 「役所の出です」: where somebody comes from
        sure = named or all(tokens[x].kind in NAMES for x in range(first, k + 1) if tokens[x].kind is not Kind.SPACE)
        before = tokens[first - 1] if first else None
        opens = before is None or before.surface in ("\n", "。") or (before.kind is Kind.SPACE and "\n" in before.surface)
        if before is not None and before.surface == "の" and first >= 2:
            owner = tokens[first - 2]
            company = covered(reading.companies_by_rule, owner.start, owner.end)
            if company or owner.surface in _BESIDE or (sure and match.group() not in ("より", "である")) or _organization_like(reading, owner.surface):
                yield Span(tokens[first].start, tokens[k].end, 0.85 if company or named else 0.75, "self-introduction")
        elif opens and (sure or Kind.FAMILY in reading.kinds(reading.text[tokens[first].start:tokens[k].end])) and re.match(r"[。、!\n]|$", reading.text[match.end():match.end() + 1]):
            yield Span(tokens[first].start, tokens[k].end, 0.75, "self-introduction")
        elif named or (sure and before is not None and (before.surface in _BESIDE or before.kind is Kind.SPACE)):
            yield Span(tokens[first].start, tokens[k].end, 0.7, "self-introduction")


_SIGNED = re.compile(r"(?:^|\n)[ ]{0,20}(?P<name>[^\s。、,:>|<@()「」0-9A-Za-z]{1,6})[ ]{0,4}(?=\n[ ]*\n|\n?\Z|\n[-_=*>]|\n[^\n]{0,30}<)")
_OUR_SIDE = re.compile(
    r"弊社|当社|小社|うちの|弊部の|当部の|当課の|(?:同じ|営業|人事|総務|経理|開発)(?:部|課)の"
    r"|(?<![一-龥])(?:配送|倉庫|現場|工場|製造|購買|物流|受付|厨房|事務|品証|品管|資材|検査|保全|施工|情シス|庶務)の(?=[一-龥々]{1,4}(?:のこと|の件|って)(?:だ|で|な|、))|社員の?|担当の|同僚の|上司の|部下の|後輩の|先輩の|後任の|前任の|新人の"
)
_PARTICLE = re.compile(r"(?:ですが、|ですけど、|が|は|も|と|に|から|より|を|の|、|まで|宛|へ)")


def _signed(reading: Reading) -> Iterator[Span]:
    """A surname alone on the last line of a mail or paragraph."""
    for match in _SIGNED.finditer(reading.text):
        start, end = match.span("name")
        name = match.group("name")
        if name not in NO_NAMES and name not in NOT_GIVEN and Kind.FAMILY in reading.kinds(name) and reading.text[max(0, start - 2):start].count("\n") == min(2, start):
            yield Span(start, end, 0.7, "a surname on a line of its own")


def _of_our_side(reading: Reading) -> Iterator[Span]:
    """Names after 弊社, 社員, 同じ課の and the like, before a particle."""
    for match in opening(_OUR_SIDE).matches(reading.text):
        at = match.end() + (reading.text[match.end():match.end() + 1] in (" ", "の"))
        for place in dict.fromkeys((match.end(), at)):
            span = name_at(reading, place)
            name = reading.text[span[0]:span[1]] if span else ""
            if span and name not in NO_NAMES and name not in NOT_GIVEN and Kind.FAMILY in reading.kinds(name[:2] if " " in name else name) and _PARTICLE.match(reading.text, span[1]):
                yield Span(*span, 0.72, "after 弊社 or the like")
                break


_HANDED_OVER = re.compile(r"(?:担当|窓口|後任|責任者)[^。\n]{0,12}[をが][^。、\n]{1,10}から\n?(?P<name>[ァ-ヴー]{3,10}|[一-龥]{1,3})(?:に|へ)(?:変更|交代|交替|替わ|代わ|引き?継)")


def _succeeding(reading: Reading) -> Iterator[Span]:
    """Whoever takes over: 「窓口を野村からヴィクラムに変更いたします」; of words in kanji what can be a surname, of katakana what is no plain word."""
    for match in opening(_HANDED_OVER).matches(reading.text):
        name = match["name"]
        if name not in NO_NAMES and ((KATAKANA.match(name) and Kind.NOUN not in reading.kinds(name)) or Kind.FAMILY in reading.kinds(name)) and not covered(reading.companies_by_rule, *match.span("name")):
            yield Span(*match.span("name"), 0.9, "takes over from somebody")


def _organization_like(reading: Reading, surface: str) -> bool:
    return trade_word(surface) or bool(re.search(r"(?:部|課|室|係|店|所|社|局|支店|本部|チーム|グループ|担当)$", surface))


def _beside_addresses(reading: Reading) -> Iterator[Span]:
    """Names before a mail address: 佐藤 美咲 <m.sato@…>."""
    for match in opening(_ADDRESS_AFTER).matches(reading.text):
        i = reading.index_before(match.start())
        while i >= 0 and reading.tokens[i].surface in (" ", '"', "'"):
            i -= 1
        first = name_ending(reading, i) if i >= 0 else None
        if first is not None:
            yield Span(reading.tokens[first].start, reading.tokens[i].end, 0.85, "before a mail address")


def _listed(reading: Reading) -> Iterator[Span]:
    for name in reading.lists.names:
        at = reading.text.find(name)
        while at >= 0:
            yield Span(at, at + len(name), 0.95, "in the list of names")
            at = reading.text.find(name, at + len(name))


def _modelled(reading: Reading) -> Iterator[Span]:
    for label, start, end in reading.found:
        if label == "PERSON":
            yield Span(start, end, 0.6, "the model's person")


def _as_tagged(reading: Reading) -> Iterator[Span]:
    """What Sudachi takes for a name: surname and given name, or one of them where it is no other word."""
    tokens = reading.tokens
    skip = -1
    for i, token in enumerate(tokens):
        if i <= skip or (token.kind not in NAMES and not (token.kind is Kind.PLACE and i + 2 < len(tokens) and tokens[i + 1].surface == " ")):
            continue
        if i and tokens[i - 1].end == token.start and tokens[i - 1].surface in ("株式会社", "(株)", "有限会社", "(有)", "合同会社"):
            continue
        k = i + 1
        if k < len(tokens) and tokens[k].surface == " ":
            k += 1
        spaced = k == i + 2
        if (k < len(tokens) and token.kind in (Kind.FAMILY, Kind.PLACE, Kind.GIVEN) and _given(reading, k, spaced)
                and Kind.FAMILY in reading.kinds(token.surface)):
            skip = k
            yield Span(token.start, tokens[k].end, 0.85, "surname and given name")
            continue
        if token.kind is Kind.PLACE or not _alone(reading, i):
            continue
        yield Span(token.start, token.end, 0.55 if token.kind is not Kind.PERSON else 0.5, "a name by Sudachi's dictionary")


def _given(reading: Reading, k: int, spaced: bool) -> bool:
    """Whether the morpheme at `k`, after a surname, is a given name."""
    token = reading.tokens[k]
    if token.surface in NOT_GIVEN or token.surface in NO_NAMES or not (KANJI.fullmatch(token.surface) or HIRAGANA.fullmatch(token.surface)):
        return False
    kinds = reading.kinds(token.surface)
    if token.kind in (Kind.GIVEN, Kind.PERSON) or (token.kind is Kind.FAMILY and Kind.GIVEN in kinds):
        return not _RIGHT_NOUN.match(reading.text, token.end)
    return Kind.GIVEN in kinds and bool(KANJI.fullmatch(token.surface)) and (spaced or len(token.surface) == 1) and bool(_CLOSING.match(reading.text, token.end))


def _alone(reading: Reading, i: int) -> bool:
    """Whether a single name by Sudachi's tag is one: two characters or more, no common word, no compound."""
    token = reading.tokens[i]
    if len(token.surface) < 2 or token.surface in NO_NAMES or _RIGHT_NOUN.match(reading.text, token.end):
        return False
    kinds = reading.kinds(token.surface)
    if (Kind.NOUN in kinds and not (token.kind is Kind.GIVEN and KANJI.fullmatch(token.surface))) or (Kind.PLACE in kinds and token.kind is not Kind.FAMILY) or HIRAGANA.fullmatch(token.surface):
        return False
    if i + 1 < len(reading.tokens):
        following = reading.tokens[i + 1]
        if following.start == token.end and following.kind in (Kind.NOUN, Kind.PROPER, Kind.PLACE, Kind.FAMILY, Kind.SUFFIX) and not ADDRESSED.match(following.surface):
            return False
    if i:
        before = reading.tokens[i - 1]
        if before.end == token.start and (before.kind in (Kind.PROPER, Kind.PLACE, Kind.PREFIX) or (before.kind is Kind.NOUN and before.surface not in _BESIDE and KATAKANA.fullmatch(before.surface))):
            return False
    return not (KATAKANA.fullmatch(token.surface) and token.kind is Kind.PERSON and len(token.surface) < 3)
