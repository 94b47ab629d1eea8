"""Who is who in a message: sender, recipients, colleagues and everybody else, by name and by address.

Names match across kanji variants, spaces and honorifics (`recognizers.normalize.fold_name`), a surname matches the full
name, and either matches romaji in a display name or in the local part of an address (m.sato, ichiro.tanaka).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from gateway.inspection.display_names import without_honorific, written_in
from gateway.message import Channel, Message, Party
from gateway.verdict import About
from recognizers.nlp import sudachi
from recognizers.normalize import fold_name, katakana
from recognizers.romaji import plain_romaji, romaji_of

_GENERIC_LOCAL_LIST = """
    info sales support contact admin office mail post webmaster soumu jinji keiri eigyo setsubi
    hanbai kanri kaihatsu gijutsu somu news noreply no reply team all staff honsha help desk
    recruit saiyo order
"""
_GENERIC_LOCAL = frozenset(_GENERIC_LOCAL_LIST.split())


_KATAKANA = re.compile(r"[ァ-ヴー・=＝ ]+")


@dataclass(frozen=True, slots=True)
class Role:
    """Whom a finding is about: a key equal for the same person, the role, their envelope addresses, and a label to read."""

    key: str = field(repr=False)
    about: About
    concerns: tuple[str, ...] = field(default=(), repr=False)
    label: str = field(default="", repr=False)


NOBODY = Role("", About.NOBODY)
UNKNOWN = Role("", About.UNKNOWN)


@dataclass
class _Member:
    """Somebody on the message: the ways their name is written, and their addresses."""

    key: str
    about: About
    addresses: tuple[str, ...]
    names: set[str] = field(default_factory=set)
    romaji: set[str] = field(default_factory=set)
    room: bool = False
    """Whether this is a room of a chat, where many read: #random."""

    def answers_to(self, name: str) -> bool:
        """Whether `name` (folded) is theirs, whole or in part."""
        for own in self.names:
            if name == own or (len(name) >= 1 and len(own) > len(name) and own.startswith(name) and (len(name) >= 2 or len(own) <= 3)):
                return True
            if len(own) >= 2 and len(name) > len(own) and name.startswith(own) and len(name) - len(own) <= 4:
                return True
        if any(len(own) >= 3 and name.endswith(own) and _KATAKANA.fullmatch(name) for own in self.names):
            return True  # アンドリュー・コール is コール
        return bool(self.romaji) and not self.romaji.isdisjoint(_spellings(name)) and not self._other_kanji(name)

    def _other_kanji(self, name: str) -> bool:
        """佐藤 and 左藤 are read alike: kanji that are known decide."""
        kanji = [own for own in self.names if re.search("[一-鿿]", own)]
        return bool(kanji) and bool(re.search("[一-鿿]", name)) and not any(own[:1] == name[:1] or name in own for own in kanji)


class Cast:
    """The people of one message."""

    def __init__(self, message: Message, own_domains: Iterable[str] = ()) -> None:
        self.own_domains = tuple(domain.lower() for domain in own_domains) or ((message.sender.domain,) if message.sender.domain else ())
        self.in_chat = message.channel is not Channel.MAIL
        self.sender = _Member("sender", About.SENDER, (message.sender.address,))
        _learn(self.sender, message.sender)
        self.recipients: list[_Member] = []
        by_address: dict[str, _Member] = {}
        for party in (*message.recipients, *message.addressed):
            address = party.address.lower()
            if address and address == message.sender.address.lower():
                continue
            member = by_address.get(address) if address else None
            if member is None:
                member = _Member(f"recipient:{address or fold_name(party.name)}", About.RECIPIENT, (party.address,) if party.address else ())
                self.recipients.append(member)
                if address:
                    by_address[address] = member
            _learn(member, party)
        self.colleagues: set[str] = set()
        self.only_called: set[str] = set()
        """Names (folded) that a salutation has and no recipient's display name or address."""
        self._aliases: dict[str, str] = {}
        self._others: dict[str, str] = {}
        self._full: dict[str, str] = {}
        self._known: dict[str, Role] = {}
        self._fallback: _Member | None = None

    @property
    def people(self) -> list[_Member]:
        """Recipients who are persons rather than mail boxes of a department, as far as names tell."""
        return [member for member in self.recipients if member.names or member.romaji]

    @property
    def speaks_to_outsiders(self) -> bool:
        """Whether a recipient is outside the company's domains (subdomains are inside)."""
        return any(not any(domain == own or domain.endswith("." + own) for own in self.own_domains)
                   for member in self.recipients for address in member.addresses if (domain := address.rpartition("@")[2].lower()))

    def learn_sender(self, name: str) -> None:
        """`name` is how the sender introduces or signs themselves."""
        key = fold_name(name)
        if key and not any(member.answers_to(key) for member in self.recipients):
            self.sender.names.add(key)
            self._known.clear()

    def learn_salutation(self, name: str) -> None:
        """`name` stands in the salutation: a recipient, tied to an address where only one can be meant."""
        key = fold_name(name)
        if not key or (self.sender.names and key in self.sender.names) or any(member.answers_to(key) for member in self.recipients):
            return
        self.only_called.add(key)
        nameless = [member for member in self.recipients if not member.names and (not member.romaji or len(self.recipients) == 1)]
        if len(nameless) == 1:
            nameless[0].names.add(key)
        elif len(self.recipients) == 1:
            self.recipients[0].names.add(key)
        else:
            self.recipients.append(_Member(f"recipient:{key}", About.RECIPIENT, (), {key}))
        self._known.clear()

    def learn_colleague(self, name: str) -> None:
        """`name` is called 弊社の … or the like."""
        self.colleagues.add(fold_name(name))
        self._known.clear()

    def learn_reading(self, name: str, reading: str) -> None:
        """`reading` in brackets after `name` is how it is read: the same person."""
        self._aliases[fold_name(reading)] = fold_name(name)
        self._known.clear()

    def who(self, name: str) -> Role:
        """The role of the person called `name`."""
        key = fold_name(without_honorific(name))
        key = self._aliases.get(key, key)
        if not key:
            return UNKNOWN
        if key not in self._known:
            self._known[key] = self._role(key, name)
        return self._known[key]

    def _role(self, key: str, name: str) -> Role:
        matching = [member for member in self.recipients if member.answers_to(key)]
        if self.sender.answers_to(key) and not any(key in member.names for member in matching):
            return Role("sender", About.SENDER, (), name)
        if matching:
            exact = [member for member in matching if key in member.names] or matching
            return self.role_of(exact[0], name) if len(exact) == 1 else Role(exact[0].key, About.RECIPIENT, tuple(a for m in exact for a in m.addresses), name)
        about = About.COLLEAGUE if any(key == c or (len(c) >= 2 and key.startswith(c)) or (len(key) >= 2 and c.startswith(key)) for c in self.colleagues) else About.THIRD_PARTY
        return Role("name:" + self._unified(key), about, (), name)

    def role_of(self, member: _Member, name: str = "") -> Role:
        """The role of a member."""
        return Role(member.key, member.about, member.addresses if member.about is About.RECIPIENT else (), name or next(iter(sorted(member.names)), ""))

    def _unified(self, key: str) -> str:
        """One key for a surname and the full name it belongs to, whichever comes first."""
        head = key[:2] if re.match("[一-鿿]{2}", key) else key
        known = self._others.setdefault(head, key)
        if known.startswith(key):
            return known
        if key.startswith(known):
            return known if self._full.setdefault(known, key) == key else key  # 大泉さん is the first 大泉 named in full, not the others
        return key

    def by_address(self, address: str) -> Role | None:
        """The role of whoever has `address`; None when nobody on the message has."""
        address = address.lower()
        if address == self.sender.addresses[0].lower():
            return self.role_of(self.sender)
        return next((self.role_of(member) for member in self.recipients if address in map(str.lower, member.addresses)), None)

    def the_recipient(self, called: Role | None = None) -> Role | None:
        """The one person spoken to: whom the salutation calls, or the only recipient."""
        if called is not None:
            return called
        if len(self.recipients) == 1:
            return None if self.recipients[0].room else self.role_of(self.recipients[0])
        return self.role_of(self.people[0]) if len(self.people) == 1 else None

    def only_reader(self, role: Role) -> bool:
        """Whether nobody but `role` and the sender reads the message."""
        concerned = {address.lower() for address in role.concerns}
        return not any(member.room for member in self.recipients) and all(address.lower() in concerned for member in self.recipients for address in member.addresses)


def _learn(member: _Member, party: Party) -> None:
    written = written_in(party.name)
    if written.room:
        member.room = True
        return
    member.names |= written.names
    member.romaji.update(plain_romaji(word) for word in written.latin)
    local = party.address.partition("@")[0].lower()
    words = [word for word in re.split(r"[._+-]|[0-9]+", local) if len(word) > 2]
    member.romaji.update(plain_romaji(word) for word in words if word not in _GENERIC_LOCAL)


@lru_cache(maxsize=4096)
def _spellings(name: str) -> frozenset[str]:
    """Plain romaji of the readings of `name`, as a surname or given name; of its surname where it is a full name."""
    found = {romaji_of(reading) for reading in sudachi().readings(name)}
    if not found and len(name) > 2:
        for cut in (2, 1, 3):
            found |= {romaji_of(reading) for reading in sudachi().readings(name[:cut])}
            if found:
                break
    if name.isascii() and name.isalpha():
        found.add(plain_romaji(name))
    if re.fullmatch("[ァ-ヺーぁ-ゖ]+", name):
        found.add(romaji_of(katakana(name)))
    return frozenset(word for word in found if len(word) > 2)
