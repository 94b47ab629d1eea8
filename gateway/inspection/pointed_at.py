"""Whoever is shown, asked about or reminded right before something is told: 「先頭のクラリネットの人ね、⏎県の交響楽団で…」."""

from __future__ import annotations

import re

from presidio_analyzer import RecognizerResult

from gateway.inspection.cast import Role
from gateway.inspection.mentions import Mentions
from gateway.inspection.passage import Passage
from gateway.verdict import About
from recognizers.by_post import SHOWN
from recognizers.titles import SELF_WORDS

_JUST_ABOVE, _WITHIN = 80, 90  # characters
_STOP = re.compile(r"[、。]")
_ASKED_ABOVE = re.compile(r"(?:^|\n)[>＞][ \u3000]*(?P<who>[^。、\n>]{1,16}(?:[のるた](?:人|方|子)|さん|管理人|先生|[課部店所社]長))(?:は|が|って|、)[^\n]{0,40}[？?ねな]\s*\Z")
_REMINDER = re.compile(
    r"(?:自分から|この前|こないだ|先日|以前)[^。\n]{0,16}(?:話して|教えて|言って|聞かせて)(?:くれ|くださっ|下さっ)た、\s*\Z"
    r"|(?:教えて|話して|言って|聞かせて)(?:くれ|くださ|い(?!らし))(?:まし|て)?(?:た)?(?:よね|ね|っけ|じゃない(?:です)?か)、\s*\Z|(?:カード|用紙|ブログ|欄|アンケート|プロフィール)に(?:書|記)[^。、\n]{0,8}(?:よね|ね|っけ)、\s*\Z"
)
_SAID_SO = re.compile(r"[ぁ-ん]{0,2}(?:って|と(?!か))")


def shown_right_before(passage: Passage, place: int) -> Role | None:
    """Somebody whom the words that end at `place` show to the reader."""
    seen = SHOWN.search(passage.text(place - _JUST_ABOVE, place))
    return _described(seen) if seen else None


def shown_before(passage: Passage, place: int) -> Role | None:
    """Somebody whom one of the two sentences before `place`, in its paragraph, only shows: 「カラオケで軍歌しか歌わん人。見た目は若いけど、…」."""
    near = passage.text(place - _WITHIN, place).replace("\r\n", "\n").rpartition("\n\n")[2]
    for stop in reversed([match.end() for match in _STOP.finditer(near)]):
        if near.count("。", stop) > 1 or SELF_WORDS.search(near, stop):
            return None
        if (seen := SHOWN.search(near, max(0, stop - _JUST_ABOVE), stop)) is not None:
            return _described(seen)
    return None


def asked_about(passage: Passage, place: int) -> Role | None:
    """Whom a quoted question right above the line of `place` asks about: 「> 三番レジの人、なんで…？⏎和菓子屋に長いこと…」."""
    line = passage.line(place)[0]
    asked = _ASKED_ABOVE.search(passage.text(line - _JUST_ABOVE, line).replace("\r\n", "\n"))
    return _described(asked) if asked else None


def reminded(passage: Passage, result: RecognizerResult) -> bool:
    """Whether the readers are reminded of what they said: 「教えてくれましたよね、高校出てすぐ染物屋に入ったって」."""
    told = passage.text(result.start, result.end).endswith("って") or _SAID_SO.match(passage.text(result.end, result.end + 8)) is not None
    return told and _REMINDER.search(passage.text(result.start - _JUST_ABOVE, result.start)) is not None


_FROM_OUTSIDE = re.compile(r"\s?(?:だけに|だけあって|ので|ため|から|せいか)[^。]{0,50}(?:ようで(?:す|ござ)|らし[いく]|みたいで|と見え)")


def seen_from_outside(mentions: Mentions, passage: Passage, result: RecognizerResult, begin: int) -> Role | None:
    """Whom the sentence that begins at `begin` names before a humble statement that it concludes from as nobody does of themselves: 「一ノ瀬の考えで、…で頭を務めておりましただけに、慣れているようでございます」."""
    if not _FROM_OUTSIDE.match(passage.text(result.end, result.end + _JUST_ABOVE)):
        return None
    roles = [mentions.person(passage, one) for one in passage.people_between(begin, result.start)]
    return next((role for role in reversed(roles) if role.about in (About.THIRD_PARTY, About.COLLEAGUE)), None)


def _described(who: re.Match[str]) -> Role:
    return Role("described:" + who["who"][-6:], About.THIRD_PARTY, (), who["who"])
