"""People known by what stands right behind them: words that single somebody out, a mobile number, a rank."""

from __future__ import annotations

import re
from collections.abc import Iterator

from recognizers.company_forms import trade_word
from recognizers.nlp import Kind
from recognizers.prefilter import opening
from recognizers.reading import KANJI, KATAKANA, NAMES, Reading, Span, covered
from recognizers.titles import NO_NAMES, NOT_GIVEN, SELDOM_NAMES
from recognizers.written_dates import DATE

_SINGLING = re.compile(r"(?:だけ|のみ|宛て?(?!名|先|所)|まで(?=(?:お願|ご(?:連絡|一報|返信|返送)|お(?:電話|知らせ|問い?合わせ)|連絡))|抜きで|以外は)")


def _singled_out(reading: Reading) -> Iterator[Span]:
    """Surnames that are nothing else, before words that single somebody out: 型枠の土肥だけ, 経理大坪宛て."""
    for match in opening(_SINGLING).matches(reading.text):
        for length in (3, 2):
            name = reading.text[max(0, match.start() - length):match.start()]
            if len(name) == length and KANJI.fullmatch(name) and (kinds := reading.kinds(name)) and kinds <= NAMES and Kind.FAMILY in kinds and name not in NO_NAMES:
                yield Span(match.start() - length, match.start(), 0.85, "a surname singled out")
                break


_MOBILE = re.compile(r"\(?0[789]0[)-]? ?[0-9]{4}-? ?[0-9]{4}(?![0-9])")
_GIVEN_ALONE = re.compile(r"(?:[\n、,/:・]|[)] ?)[ ]?(?P<name>[ぁ-ゖ]{2,4}|[ァ-ヴー]{2,8})\Z")
_UP_TO_MOBILE = re.compile(r"(?P<title>さん|様|さま|くん)?(?:が|は)?[ ]?\n?[> ]{0,2}[(:]?[ ]?\Z")


def _by_mobile(reading: Reading) -> Iterator[Span]:
    """Surnames right before a mobile number, maybe behind what somebody does: 音響が岡部080-…、照明林090-…."""
    for match in opening(_MOBILE).matches(reading.text):
        parting = _UP_TO_MOBILE.search(reading.text, max(0, match.start() - 6), match.start())
        end = parting.start() if parting else match.start()
        given = _GIVEN_ALONE.search(reading.text, max(0, end - 12), end)
        if given is not None and (Kind.GIVEN in reading.kinds(given["name"]) or (KATAKANA.fullmatch(given["name"]) and reading.kinds(given["name"]) & NAMES)):
            yield Span(*given.span("name"), 0.8, "a given name before a mobile number")
            continue
        for length in (3, 2, 1):
            name = reading.text[max(0, end - length):end]
            if len(name) != length or not KANJI.fullmatch(name) or reading.index(end - length) is None or (
                    name in NO_NAMES | NOT_GIVEN and not (parting and parting["title"] and name in SELDOM_NAMES)):
                continue
            kinds = reading.kinds(name)
            if Kind.FAMILY in kinds and (kinds <= NAMES or length < 3) and not covered(reading.companies_by_rule, end - length, end):
                yield Span(end - length, end, 0.85, "a surname before a mobile number")
                break


_RANK = re.compile(
    r"(?:元帥|大将|中将|少将|准将|大佐|中佐|少佐|大尉|中尉|少尉|軍曹|将軍|提督|大統領|首相|総理(?:大臣)?|書記長|国家主席|外相|蔵相|財務相|皇帝|国王|女王|王妃|王子|王女|皇太子|公爵|侯爵|伯爵|子爵|男爵|卿|教皇|枢機卿|大司教|司教|牧師|神父|師(?=[はがをのとに、])"
    r"|警部補?|警視|警部長|判事|検事|横綱|大関|関脇|小結|投手|捕手|騎手)(?![一-龥ァ-ヴ])")
_REIGNING = re.compile(r"(?:天皇|上皇|法皇|皇后|親王|内親王)(?![一-龥])")
_OF_A_COUNTRY = re.compile(r"(?:国|州|県|市|王国|帝国|共和国|連邦|前|元|現|新|旧|同|副|各|歴代|初代|両|総|軍|陸|海|空|名|女|男)\Z")
_FROM_ABROAD = re.compile(r"[ァ-ヴ][ァ-ヴー]{1,15}(?:[・=][ァ-ヴー]{1,15}){0,4}\Z")
_LINKED = re.compile(r"[ァ-ヴー・=]")
_OF_PLACES = re.compile(r"大統領|首相|総理|書記長|国家主席|[外蔵]相|財務相|皇帝|国王|女王|王|皇太子|教皇|大?司教")
"""Ranks that take the name of a country as readily as that of a person."""
_LONGEST = 64  # characters


def _of_rank(reading: Reading) -> Iterator[Span]:
    """Names before a rank that is said of persons alone: マッカーサー元帥, 等々力警部, 孝謙上皇; no countries."""
    text = reading.text
    for match in opening(_RANK).matches(text):
        end = match.start()
        abroad = _FROM_ABROAD.search(text, max(0, end - _LONGEST), end)
        if abroad is not None:
            name = abroad.group()
            last = re.split("[・=]", name)[-1]
            if not _LINKED.match(text[abroad.start() - 1:abroad.start()]) and (match.group().endswith("爵") or not _only_a_place(reading, last)) and not (Kind.PLACE in reading.kinds(name) and _OF_PLACES.match(match.group())) and Kind.NOUN not in reading.kinds(last):
                yield Span(abroad.start(), end, 0.9, "before a rank")
            continue
        for length in (3, 2):
            name = text[max(0, end - length):end]
            if len(name) == length and KANJI.fullmatch(name) and not _OF_A_COUNTRY.search(name) and not KANJI.match(text[end - length - 1:end - length]) and Kind.FAMILY in (kinds := reading.kinds(name)) and not (
                    Kind.PLACE in kinds and _OF_PLACES.match(match.group())):
                yield Span(end - length, end, 0.9, "before a rank")
                break
    for match in opening(_REIGNING).matches(text):
        name = text[max(0, match.start() - 2):match.start()]
        if len(name) == 2 and KANJI.fullmatch(name) and not KANJI.match(text[match.start() - 3:match.start() - 2]) and not _OF_A_COUNTRY.search(name):
            yield Span(match.start() - 2, match.start(), 0.9, "before what reigns")


def _only_a_place(reading: Reading, name: str) -> bool:
    kinds = reading.kinds(name)
    return Kind.PLACE in kinds and not kinds & NAMES


_FROM_THE_CONTINENT = re.compile(r"(?<![一-龥々])[李朴崔鄭尹姜趙張劉陳楊黄呉孫馬郭曹薄蔣蒋胡周徐朱羅蔡許鄧袁蕭沈韓曽彭潘唐馮董梁宋謝韋賈魏葉閻余杜戴鍾汪任盧姚熊金王][一-龥]{2}(?=[はがのをとにもら、。(「)）・]|\Z)")


def _from_the_continent(reading: Reading) -> Iterator[Span]:
    """Full names of Chinese and Koreans that the dictionary does not know: a surname and two characters that make no word."""
    for match in opening(_FROM_THE_CONTINENT).matches(reading.text):
        first = reading.index(match.start())
        if first is None or reading.kinds(match.group()) - NAMES:
            continue
        i = first
        while i + 1 < len(reading.tokens) and reading.tokens[i].end < match.end():
            i += 1
        within = reading.tokens[first:i + 1]
        if reading.tokens[i].end == match.end() and len(within) > 1 and (
                within[0].kind is Kind.FAMILY or all(len(one.surface) == 1 or one.oov or reading.kinds(one.surface) & NAMES for one in within)):
            yield Span(*match.span(), 0.85, "a name from the continent")


_ACCOUNT_HOLDER = re.compile(r"(?:普通|当座|貯蓄)(?:預金)?[ :]{0,3}[0-9]{7}[ 、,/]{1,3}(?:(?:口座)?名義(?:人)?[ :は]{0,3})?(?P<name>[ァ-ヴー]{2,8}(?: [ァ-ヴー]{1,8})?)(?=[ ]?(?:\n|。|、|\)|に|で|へ|\Z))")
_BORN_ABROAD = re.compile(rf"(?<![ァ-ヴー])(?<![ァ-ヴー]・)(?P<name>[ァ-ヴ][ァ-ヴー]{{1,15}}(?:[・ ][ァ-ヴー]{{1,15}}){{1,4}})[ ]?\((?:生年月日[: ]?)?{DATE}")


_BEFORE_MAIL = re.compile(r"(?:^|(?<=[ \t]))(?P<name>[一-龥々ヶノ]{2,5})[ \t]{1,3}(?=[A-Za-z0-9._%+-]{1,64}@)", re.MULTILINE)
_NO_ONES_END = re.compile(r"[部課係室科局院校園店所社会組口当付先]\Z")


def _by_mail(reading: Reading) -> Iterator[Span]:
    """Names, rare ones too, between a firm and an address in a list: 「みのむし　熊埜御堂　kumanomido@…」."""
    for match in opening(_BEFORE_MAIL).matches(reading.text):
        name = match["name"]
        kinds = reading.kinds(name)
        if name in NO_NAMES or covered(reading.companies_by_rule, *match.span("name")):
            continue
        first = match.start() == 0 or reading.text[match.start() - 1] == "\n"
        if Kind.FAMILY in kinds or (not kinds and not _NO_ONES_END.search(name) and not (first and trade_word(name))):
            yield Span(*match.span("name"), 0.9, "a name before a mail address")


def _on_paper(reading: Reading) -> Iterator[Span]:
    """Who holds an account, in katakana behind its number, and names from abroad with a date of birth in brackets."""
    for match in opening(_ACCOUNT_HOLDER).matches(reading.text):
        if not covered(reading.companies_by_rule, *match.span("name")):
            yield Span(*match.span("name"), 0.9, "who holds the account before it")
    for match in opening(_BORN_ABROAD).matches(reading.text):
        yield Span(*match.span("name"), 0.85, "a name from abroad before a date in brackets")


def told_beside(reading: Reading) -> Iterator[Span]:
    """People singled out, with their mobile number, of a rank, with their account, date of birth or mail address."""
    yield from _singled_out(reading)
    yield from _by_mobile(reading)
    yield from _of_rank(reading)
    yield from _from_the_continent(reading)
    yield from _on_paper(reading)
    yield from _by_mail(reading)
