"""Whose words a quotation within a message is: 「私は定年まで…」とのこと, 「前の会社では10年営業」と松浦さんが言っていました."""

from __future__ import annotations

import re

from presidio_analyzer import RecognizerResult

from gateway.inspection.cast import Role
from gateway.inspection.mentions import Mentions
from gateway.inspection.passage import Passage
from gateway.verdict import About, Zone
from recognizers.titles import ADDRESS, SELF_WORDS

_OPENS = re.compile(r"「(?P<said>[^「」]{0,60})\Z")
_SAID_BY_ANOTHER = re.compile(r"[^「」]{0,60}」[ 　]{0,3}(?:(?:なん)?だって|(?:なん)?だそう|なんですって|(?:と|って)[、 　]{0,3}(?:の(?:こと|お?話|由|お?申)|い[いう](?:お?話|ことで)|おっしゃ|仰|言われ|申され|話され|お?聞[いかき]|伺|うかが|笑|苦笑|照れ|こぼ|漏ら|打ち明|明か[しさ]))")
_YOU_SAID_SO = re.compile(r"[^。「」\n]{0,6}」と(?:おっしゃ|仰|お話し|お聞かせ)")
_SAID_BY_SOMEBODY = re.compile(r"[^「」]{0,80}」(?:と|って|とか|なんて|などと)、?(?P<who>[^。「」\n]{1,40}?)(?:言|話し|語|漏ら|こぼし|教えて|打ち明け|おっしゃ|仰)")
_DOES = re.compile(rf"[ \u3000]?(?:{ADDRESS})?(?:[（(][^()（）\n]{{1,16}}[)）])?(?:が|は|も)")
_FAR = 100  # characters


def quoted(mentions: Mentions, passage: Passage, result: RecognizerResult, begin: int, zone: Zone) -> Role | None:
    """Who says what is told by `result` in a quotation that is reported as somebody else's, or None; `begin` is where its sentence begins."""
    opened = _OPENS.search(passage.text(result.start - 64, result.start))
    said = (opened["said"] if opened else "") + passage.text(result.start, result.end)
    by_name = _SAID_BY_SOMEBODY.match(passage.part.text, result.end, result.end + _FAR) if opened else None
    for one in passage.people_between(by_name.start("who"), by_name.end("who")) if by_name else ():
        if _DOES.match(passage.part.text, one.end) and (role := mentions.person(passage, one)).about in (About.THIRD_PARTY, About.COLLEAGUE) and not passage.people_between(begin, result.end):
            return mentions.among_friends(passage, result.start, role)
    if opened and not SELF_WORDS.search(said) and _YOU_SAID_SO.match(passage.text(result.end, result.end + 24)) and mentions.mentioned_before(passage, begin, result.start, zone) is None:
        return mentions.reader(passage, zone)  # 「昔は味噌蔵で麹を担当していた」とおっしゃっていましたので
    if not (opened or said.startswith("「")) or not SELF_WORDS.search(said):
        return None
    after = _SAID_BY_ANOTHER.match(passage.text(result.end, result.end + 100))
    if after is None:
        return None
    if (other := mentions.mentioned_before(passage, begin, result.start, zone)) is not None:
        return mentions.among_friends(passage, result.start, other)
    reader = mentions.reader(passage, zone) if re.search("おっしゃ|仰|言われ|話され|申され", after.group()) else None
    return reader or Role("described:quoted", About.THIRD_PARTY, (), "somebody quoted")
