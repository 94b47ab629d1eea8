"""Statements about people in general, whom nobody is: those who are wanted, those who consider it, most of a shift: 「半分くらいは定年してから来てます」."""

from __future__ import annotations

import re

from presidio_analyzer import RecognizerResult

from gateway.inspection.passage import Passage

_SUCH = ("方", "人", "者", "人材", "先輩", "社員", "スタッフ", "仲間")
_SUCH_PEOPLE = re.compile(
    r"(?:方|人)ほど(?![のはにも])|(?:みたいな|ような)?(?:方|人)も?[ぁ-ん]{0,2}(?:ぜひ|是非|大?歓迎)|(?:人|方)まで、?\n?[^。\n]{0,24}(?:そろっ|揃っ|在籍|活躍)"
    r"|(?:されて|され|して|し|な[さっ]|に[なっ])?(?:い|お)?(?:た|ている|る)?(?:方|人)も(?:ぜひ|是非|歓迎|大歓迎|お気軽|どうぞ)|[^。\n]{0,16}(?:という|といった|とおっしゃる)(?:お?悩みの)?(?:方|人|みなさん|皆さん)(?:に|も|へ|は(?!、))"
)
_WHO_CONSIDER = re.compile(r"[^。\n]{0,10}(?:を|と)[ 　]?(?:お考え|ご検討|ご希望|希望|検討|予定|お悩み)(?:中)?の[ 　]{0,3}(?:方|人)")
_THERE_ARE = re.compile(
    r"(?:、元[^。、\n]{1,12}){0,3}(?:の|などの|[にと]なる|[にと]なった|する|した|される|された)?(?:方|人|スタッフ|社員|メンバー|先輩|仲間|者)(?:たち)?(?:も|が)[ 　]?(?:い(?:ます|る|て)|おります|多数|大勢|活躍"
    r"|(?:めずらし|珍し)く(?:ない|ありません)|増え|減っ|急増|少なくない|少なくありません|ほとんど)"
)
_WELCOME = re.compile(r"[^。\n]{0,14}(?:活躍|多数|在籍中|歓迎|優遇|お受け|募集|対象|望まし|望ましい|尚可|なお可|も可|不問|積極採用|大歓迎)")
_WANTED = re.compile(rf"(?:方|人(?!事)|者|人材|先輩|社員|スタッフ|仲間){_WELCOME.pattern}")
A_CATEGORY = re.compile(r"(?:(?:年度)?途中|中途|新卒|定年|[0-9]{2}歳)?(?:で|に)?(?:(?:採用|入社|退職|転職|再就職|離職)(?:し|され)?|入っ|入られ|辞め|辞められ)た(?:方|人|社員|者)")
"""Whoever did so, in advice to all: 「中途で入社した方の住民税は…」."""
_OF_MANY = re.compile(r"(?:ほとんど|大半|大多数|過半数|多く|半[分数]|[0-9一二三四五六七八九何数]割|[0-9]{1,2}(?:%|％|パーセント))(?:の(?:人|方|社員|職員|スタッフ|メンバー))?(?:くらい|ぐらい|ほど|近く|以上|弱|強)?[はがも]")
_HERE = 48  # characters


def of_people_in_general(passage: Passage, result: RecognizerResult, begin: int) -> bool:
    """Whether `result`, in the sentence that begins at `begin`, is said of whoever is wanted or considers it, of how many there are, or of most."""
    clause = passage.text(result.start, result.end)
    if _WANTED.match(passage.text(result.end, result.end + _HERE)) or (clause.endswith(_SUCH) and _WELCOME.match(passage.text(result.end, result.end + _HERE))):
        return True
    following = passage.text(result.end, result.end + _HERE)
    if passage.people_between(begin, result.end):
        return False
    # 「病院を退職して1年」という方にも
    return bool(_SUCH_PEOPLE.match(following) or _THERE_ARE.match(following) or _WHO_CONSIDER.match(following)) or of_many(passage.text(begin, result.end))


def of_many(said: str) -> bool:
    """Whether `said` counts people instead of telling of one: 「ほとんどが前は縫製工場で」."""
    return _OF_MANY.search(said) is not None
