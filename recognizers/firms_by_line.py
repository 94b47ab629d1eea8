"""Firms that their line shows, whatever words their names are made of: the addressee's, at the top of a letter, and those that begin with their legal form.

「スーパーはなまる⏎商品部　各務様」: of 1,240 such lines in the corpus 1,225 are an organization's name as a whole. 「株式会社とりのや⏎」: of 444 all but three.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from recognizers.company_forms import STRONG_SUFFIX
from recognizers.legal_forms import LEGAL, WITH_ONE_NAME
from recognizers.nlp import Kind
from recognizers.prefilter import opening
from recognizers.reading import Reading, Span, covered, disjoint

_ADDRESSED = re.compile(r"[\s>]{0,8}(?P<firm>[^\s。、,:;|@<>「」\[\]0-9][^\s。、,:;|@<>「」\[\]]{2,23})[ ]?\n[> ]{0,4}[^\n。]{1,30}(?:様|殿|御中)[ ]*(?:\n|\Z)")
_IN_ONE = re.compile(
    r"[\s>]{0,8}(?P<firm>(?![^\s]{0,20}(?:[部課室係局者先]|デスク|窓口|施設"
    r"|各[^\s]{1,4}) )(?![おご])(?=[^\s]{0,20}[ぁ-んァ-ヴ])[^\s。、,:;|@<>「」\[\]0-9]{3,24}?)(?<!..センター) +(?:[^\s]{0,10} ?)?(?:(?:ご|御)?担当(?:者|の方)?[ ]?(?:様|さま)|御中)[ ]*(?:\n|\Z)")
"""The same in one line, where the name has kana: 「くもプリント　ご担当者様」; 「総務課　ご担当者様」 names none."""
_NO_FIRM = re.compile(r"様|さん|各位|御中|(?:殿|先生|さま|部|課|係|各社|[店長]|(?:でし|まし)た[かねよ]?|(?:です|ます|ません)[かねよ]?|[るた]|支店|営業所|工場|事務所|青年部|保護者会|OB会)\Z")
_NAME_REST = r"[^\s。、:,()|/「」<>]{2,20}"
_FORMED = re.compile(rf"(?m)^[ >]{{0,6}}(?P<firm>(?:{LEGAL}){_NAME_REST}(?=[ ]?$)|{WITH_ONE_NAME}{_NAME_REST}(?= ))")
_GOES_ON = re.compile(r"様|さん|御中|殿|での|では|にご|にて|から|まで|(?:は|が|を|に|で|と|へ|も|です|ます|でした|ました|支店|営業所|本社|工場|部|課|室|係|店)\Z")


_INTRODUCED = re.compile(r"(?:^|[。！!\n])[ >]{0,3}(?P<firm>[^\s。、,:;「」()0-9][^\s。、,:;「」()]{3,17})の[^\s。、の]{1,6}(?:です|と申し|でござい)")
_REST_OF_A_NAME = re.compile(
    r"の(?P<rest>(?![一-龥]{0,4}(?:件|話|方|分|旨|者|例|会(?!議室)|中|後|前|担当|[社部課店]長|見積|請求|契約|資料|決算|株主|経営|社員|役員|商品|製品|手続き?|場合|代表|皆)\Z)(?:[一-龥ァ-ヴーA-Za-z]{1,6}"
    r"|(?!こと|ため|よう|もの|とき|ところ|ほう|みな)[ぁ-ん]{1,4}))\Z"
)
"""What may follow の in a firm's name: キャリアの橋, not みらいの件."""
_MOST = 20  # introductions looked at in one text, and places of the name


def _may_be_a_name(reading: Reading, firm: str) -> bool:
    """Whether what follows の, if there is one, belongs to the name: みどりの手; not みらいの件, nor a person."""
    rest = _REST_OF_A_NAME.search(firm)
    return "の" not in firm[1:] or (rest is not None and Kind.FAMILY not in reading.kinds(rest["rest"])) or firm.endswith("の")


def _signed_too(reading: Reading) -> Iterator[Span]:
    """X in 「Xの牧です」 where a line of the signature begins with X as well: 「㈱みどりの手種苗　仕入　牧 俊一郎」; both places."""
    for match in islice(_INTRODUCED.finditer(reading.text), _MOST):
        signed = None if _NO_FIRM.search(match["firm"]) else _signs(reading.text, match["firm"])
        if signed is not None:
            yield Span(*match.span("firm"), 0.95, "whose the writer is, signed too")
            yield Span(*signed, 0.95, "whose the writer is, introduced too")


def _signs(text: str, firm: str) -> tuple[int, int] | None:
    """Where `firm`, with its legal form, begins a line and stands by itself there."""
    at = text.find(firm)
    for _ in range(_MOST):
        if at < 0:
            return None
        line = text.rfind("\n", max(0, at - _LEFT), at) + 1
        if line or at <= _LEFT:
            before, after = _BEFORE.fullmatch(text, line, at), _AFTER.match(text, at + len(firm))
            if before is not None and after is not None:
                return before.end("mark"), after.end("form")
        at = text.find(firm, at + 1)
    return None


_LEFT = 40  # characters of a line before a name in it: quoting marks and a legal form
_BEFORE, _AFTER = re.compile(rf"(?P<mark>[ >]{{0,6}})(?:{LEGAL})?"), re.compile(rf"(?P<form>(?:{LEGAL})?)(?=\s|\Z)")


_DEPARTMENT = r"(?:[ ]?(?:第?[一二三四五六七八九十0-9]{1,2})?[一-龥ァ-ヴーA-Z・]{1,8}?(?:部|課|室|係|科|局|支店|営業所|出張所|事業所|本部|支社|支所|事務局|グループ|チーム|デスク|窓口|担当))"
_OF_A_TRADE = re.compile(rf"(?m)^[ >]{{0,6}}(?P<firm>(?![おご弊当本同])[^\s。、,:;()「」\[\]0-9のはがをでに]{{1,14}}(?<![弊御当各会])(?:(?!企画){STRONG_SUFFIX}))(?={_DEPARTMENT}?の[^\s。、の]{{1,8}}(?:です|と申し|でござい))")
"""A firm by its trade, in whose name the writer introduces themselves, whatever words it is made of: 「全然食品秘書室の樗木です」."""


def _introduced(reading: Reading, seen: Sequence[Span]) -> Iterator[Span]:
    """The writer's firm by its trade where neither rule nor model sees one."""
    for match in islice(opening(_OF_A_TRADE).matches(reading.text), _MOST):
        if not covered(reading.organizations_by_rule, *match.span("firm")) and not covered(seen, *match.span("firm")):
            yield Span(*match.span("firm"), 0.9, "whose the writer is, by its trade")


_RULE = r"(?:^|\n)[ >]{0,4}[-=_*━─ー―~+◇◆■□…・]{3,80}[ ]*\n[ >]{0,6}"
_OF_A_SIGNATURE = re.compile(
    rf"{_RULE}(?P<firm>[^\s。、,:;「」()@/|0-9〒・■●◆※*=<>~_─━-]{{2,24}})(?:[ ]*\n(?=[ >]{{0,6}}[^\n。]{{2,24}}(?:部|課|室|係|グループ|チーム|店|支店|営業所|担当)(?:[ ]|$|\n))|[ ]{{1,4}}(?=[一-龥々]{{1,4}}[ ]{{1,2}}[一-龥々ぁ-んァ-ヴー]{{1,4}}[ ]*(?:\n|\Z)))")
"""The line below a rule, above a department, or before a name in two parts: of 420 such lines in the corpus 414 are a firm's name as a whole."""


def _signing(reading: Reading) -> Iterator[Span]:
    """The firm that a signature begins with, whatever words its name is made of."""
    for match in islice(_OF_A_SIGNATURE.finditer(reading.text), _MOST):
        if not _NO_FIRM.search(match["firm"]) and not covered(reading.people_by_rule, *match.span("firm")) and Kind.FAMILY not in reading.kinds(match["firm"]):
            yield Span(*match.span("firm"), 0.9, "the line that a signature begins with")


_OF_FARMERS = re.compile(r"(?<![A-Za-z])JA[ぁ-ゖ一-龥々ァ-ヴー]{2,8}?(?=営農|直売|本店|本所|支店|支所|販売|資材|共済|総務|金融|経済課|選果|[ァ-ヴー一-龥]{1,5}部会|女性部|青年部|管内)")
"""A farmers' cooperative before the office of its that is spoken of: JA三河東|直売所."""


def firms_by_line(reading: Reading, seen: Sequence[Span] = ()) -> list[Span]:
    """The writer's firm, the addressee's, where the text begins with it, and every firm whose line, or the part of it up to a space, begins with a legal form, and cooperatives before an office of theirs; disjoint, in text order. `seen`: the organizations that the model sees, in text order."""
    found = [*_signed_too(reading)]
    found += [Span(*match.span("firm"), 0.95, "a line that begins with a legal form") for match in opening(_FORMED).matches(reading.text) if not _GOES_ON.search(match["firm"]) and _may_be_a_name(reading, match["firm"])]
    found += [Span(*match.span(), 0.95, "a farmers' cooperative before its office") for match in opening(_OF_FARMERS).matches(reading.text)]
    found += _introduced(reading, seen)
    found += (one for one in _signing(reading) if not covered(reading.organizations_by_rule, one.start, one.end) and not covered(seen, one.start, one.end))
    found = disjoint(found)
    match = _ADDRESSED.match(reading.text) or _IN_ONE.match(reading.text)
    if match is None or _NO_FIRM.search(match["firm"]) or any((one.start, one.end) == match.span("firm") for one in reading.people_by_rule):
        return found
    first = Span(*match.span("firm"), 0.95, "the line above the addressee's")
    return [first, *(one for one in found if one.start >= first.end)]
