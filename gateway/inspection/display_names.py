"""What the display names of a message say of people: how somebody may be called, and who is surely somebody's name rather than an office's.

「鵜飼建設 現場 安達」 is 安達, 「情シス 袴田」 袴田, 「#glossary」 a room; of 「運行管理」 nothing tells that it is anybody.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from recognizers.company_forms import trade_word
from recognizers.nlp import Kind, sudachi
from recognizers.normalize import fold, fold_name
from recognizers.titles import HONORIFICS, NO_NAMES, TITLES

PEOPLES = frozenset((Kind.FAMILY, Kind.GIVEN, Kind.PERSON))
"""What the dictionary says of words that are people's names."""
POST = re.compile(rf"(?:{TITLES}|[一-龥]長)\Z")
"""A post at the end of what somebody is called."""
_HONORIFIC = re.compile(r"(?:様|さま|さん|氏|殿|先生|御中|部長|課長|係長|主任|社長|次長|専務|常務|店長|所長|室長|本部長)$")
_NOT_A_PERSON = re.compile(r"株式会社|有限会社|合同会社|\([株有]\)|部$|課$|室$|係$|担当$|御中|事務局|窓口|サポート|センター|総務|人事|経理|info|support|sales|#")
_OFFICE = re.compile(r"(?:現場|本社|本店|支店|支社|工場|営業|営業所|事業所|倉庫|店舗|窓口|受付|事務所|事務)$")
_APART = re.compile(r"[ \u3000・/,(（]+")
_LATIN = re.compile(r"[A-Za-z]{2,}")
_KANJI = re.compile("[一-鿿]")
_TRADE = re.compile(r"[ァ-ヺー]{6,}")
_SURNAME = re.compile(r"[一-鿿々]{1,3}")
_KATAKANA = re.compile(r"[ァ-ヴー]{3,}")
_BEHIND_AN_OFFICE = re.compile(r"[ \u3000]([一-鿿]{1,4}(?:[ \u3000][一-鿿ぁ-ん]{1,4})?)$")
_NO_SURNAME = re.compile(r"(?=.*[一-鿿])(?=.*[ぁ-んァ-ヴ]).*")  # 「民泊たぬしまる 行徳」


@dataclass(frozen=True, slots=True)
class Written:
    """A display name as it was read: the ways its person may be called (keys of `fold_name`), its Latin words, and whether it is a chat's room."""

    names: frozenset[str] = field(default=frozenset(), repr=False)
    latin: tuple[str, ...] = field(default=(), repr=False)
    room: bool = False


@lru_cache(maxsize=4096)
def written_in(display_name: str) -> Written:
    """How whoever bears `display_name` may be called: generous, for names are compared with it, not found by it."""
    if display_name.lstrip().startswith(("#", "＃")):
        return Written(room=True)
    name = without_honorific(_bare(display_name))
    if not name or _NOT_A_PERSON.search(name) or "@" in name:
        end = _BEHIND_AN_OFFICE.search(name)
        return Written(frozenset((fold_name(end[1]),))) if end is not None and "部" not in end[1] and "課" not in end[1] else Written()
    whole = [part for part in _APART.split(name) if part and not part.endswith(")")]
    parts = _without_house(whole)
    names = {fold_name(name) if parts == whole else fold_name("".join(parts))}
    if len(parts) == 2 and _TRADE.fullmatch(parts[0]) and _SURNAME.fullmatch(parts[1]):
        names.add(fold_name(parts[1]))  # 「キャリアアドバイザー 柳」
    if 1 < len(parts) <= 3:
        names.add(fold_name(parts[0]))
        if len(parts) == 2 and _KATAKANA.fullmatch(parts[1]):
            names.add(fold_name(parts[1]))  # 宇都宮 ライアン, whom one calls ライアン
        if not _KANJI.search(name):
            names.update(map(fold_name, parts))
    return Written(frozenset(names), tuple(word for word in _LATIN.findall(name) if len(word) > 2))


@lru_cache(maxsize=4096)
def person_in(display_name: str) -> tuple[str, ...]:
    """Surname and given name, folded, as far as a display name has them for sure; empty where it may be a room's, a firm's or a department's."""
    name = _bare(display_name)
    bare = _CALLED.sub("", name)
    if (post := POST.search(bare)) is not None and _is_a(Kind.FAMILY, bare[:post.start()].rstrip()):
        bare = bare[:post.start()].rstrip()  # 江上館長
    parts = tuple(_without_house([part for part in _APART.split(bare) if part]))
    if not 1 <= len(parts) <= 2 or _MARK.search(bare) or (_OFFICIAL.search(parts[-1]) and not is_a_name(parts[-1])):
        return ()
    if len(parts) == 1:
        called = len(bare) < len(name) and len(bare) <= _LONGEST_ALONE
        return parts if called or _is_a(Kind.FAMILY, parts[0]) else ()
    surname, given = parts
    if not _is_a(Kind.FAMILY, surname):
        if _is_a(Kind.FAMILY, given):
            return (given,)  # an office or a firm before a surname
        foreign = _FOREIGN.fullmatch(surname) and _FOREIGN.fullmatch(given)
        return parts if foreign or (_is_a(Kind.GIVEN, given) and not _OFFICIAL.search(surname)) else ()
    if sudachi().kinds_of(given) and not is_a_name(given):
        return (surname,)  # 林 シェフ, or a given name that is a word: what stands in the text may be that
    return parts


def without_honorific(name: str) -> str:
    """`name` without 様, さん or a usual title at its end."""
    return _HONORIFIC.sub("", name.strip())


def is_a_name(word: str) -> bool:
    """Whether the dictionary has `word` as the name of a person."""
    return not sudachi().kinds_of(word).isdisjoint(PEOPLES)


def _is_a(kind: Kind, word: str) -> bool:
    return kind in sudachi().kinds_of(word)


def _bare(display_name: str) -> str:
    return fold(display_name).text.strip().strip("\"'")


def _without_house(parts: Sequence[str]) -> list[str]:
    """`parts` without the companies and offices before a person: 「鵜飼建設 現場 安達」 is no 鵜飼."""
    first = next((i for i, part in enumerate(parts[:-1]) if not _of_a_house(part)), max(0, len(parts) - 1))
    return list(parts[first:])


def _of_a_house(part: str) -> bool:
    """Whether a part of a display name is a company's or an office's rather than a person's. A surname may end in a trade: 土屋."""
    return bool(_OFFICE.search(part)) or (len(part) > 3 and trade_word(part)) or (len(part) > 4 and _NO_SURNAME.fullmatch(part) is not None)


_CALLED = re.compile(rf"[ ]?(?:{HONORIFICS})\Z")
_MARK = re.compile("[@#<]")
_OFFICIAL = re.compile(
    rf"(?:{TITLES}|{'|'.join(sorted(re.escape(word) for word in NO_NAMES if len(word) > 1))}|[部課室係局会班店屋社館院園荘堂町者長]|各位|担当|委員|チーム|グループ|センター"
    r"|管理|受付|予約|品質|運営|開発|企画|採用|広報|推進|当番|\d)\Z")
_FOREIGN = re.compile(r"[ァ-ヺー]{2,12}|[A-Z][a-z]{1,14}")
_LONGEST_ALONE = 4  # characters of a surname that no dictionary has
