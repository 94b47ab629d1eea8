"""Whether what is told of the reader's own career came from others: then it is a leak, for they did not tell us themselves.

The case that Sekisho was made for: 「以前○○で働かれてたんですね」.
"""

from __future__ import annotations

import re

from presidio_analyzer import RecognizerResult

from gateway.inspection.cast import Role
from gateway.inspection.mentions import Mentions, bare_name
from gateway.inspection.passage import Passage
from gateway.verdict import Zone
from recognizers.titles import ADDRESS, TITLES

_HEARD_FROM = re.compile(r"(?:から|より|経由で|に)(?:も)?(?:お)?(?:伺|聞(?!かせ)|うかが|教え(?!て(?:くだ|いただ|頂|ほ|もら))|教わ|承|小耳)|噂|うわさ|(?<![ァ-ヴー])ネット(?![ァ-ヴー])|検索|SNS|LinkedIn|Facebook|知り合い|知人|友人|彼女|彼氏|(?<![一-龥])[妻夫](?![一-龥])|同僚|共通の|ググ|調べ")
_HEARD_FROM_A_POST = re.compile(rf"(?:{TITLES}|支配人|女将|番頭|マスター|ママ|先生|方|人|担当者?|友達)(?:さん|様)?(?:から|より|に)、?[^。「」]{{0,60}}(?:と|って)お?(?:伺|聞|うかが|教わ|教え)")
_TOLD_BY_THEM = re.compile(
    r"お書きで|お葉書に|ご?[挨あ][拶い][^。\n]{0,3}状|ご丁寧なメール(?:を)?[^。\n]{0,6}(?:ありがと|頂戴|いただ)|(?:書いて|教えて|話して)くださった、?「|アンケート|ご回答|お書き(?:いただ|くださ|になっ)|ご?申告"
    r"|お話し?(?:しして)?(?:ください|下さい|いただ|くださ|頂|されて|くれ)|おっしゃって|仰って|お聞かせ|ご?記入|お(?:送り|寄せ)(?:いただ|頂|くださ)|ご送付|ご提出|ご応募|拝見|拝読|履歴書|職務経歴書|経歴書|プロフィール(?:に|を)|名刺"
    r"|(?:面談|面接|打ち?合わ?せ|お会いした|お目にかか)[^。]{0,14}(?:伺|お聞|うかが)|自己紹介"
    r"|(?:お?電話|お?メール)(?:で|にて|口で)(?![^。]{0,40}(?:(?:方|様|氏|者)(?:に|から|より)|さん(?:から|より)))[^。]{0,40}(?:伺|うかが|お聞)|ご(?:自身|本人)(?:から|の|が)|(?:いただ|頂)いた(?:メール|ご?経歴|書類|ご?返信)")
_PUBLICLY = re.compile(r"SNS|ネット(?:で|の|記事|検索)|検索し|LinkedIn|リンクトイン|Facebook|フェイスブック|Wantedly|ブログ(?:で|を)|記事(?:で|を)(?:拝|見|読)|ググ")
_RELAYED = re.compile(r"(?<![よさしりなきちみびぎけせてべめれえ])そう(?:です|だ|で|な)|らしい|とか(?:。|で)|と(?:聞|伺|うかが|教え)")
_SAYS = re.compile(r"(?<!私)(?<!わたし)(?<!僕)(?<!当方)が(?:申し?ます|申す|言う)には|(?<![おご自電世間会対])話(?:では|によ(?:ると|れば)|だと、)|(?<!書)(?<!録)(?<!申告)(?<!ール)(?:曰く|いわく)|はず(?:だ|です)?、?と(?:言[うっわ]|申|話[しす])")
"""Somebody else is given as the source: 「専務が申すには」."""
_REMEMBERED = re.compile(r"(?<!私)(?:得意(?:先|様)|客|知人|友人|先代|先輩|親方|店主|女将|社員|担当|[部課社会店所]長|方|者)(?:様|さん)?が、[^。]{2,80}と\n?[^。、\n]{0,10}(?:話し|申し|言っ|懐かし|教え|おっしゃ|仰っ)")
"""「うちの古いお得意様が、…様は以前…にいらしたと懐かしそうに話しておられました」."""
_QUOTED_SPEECH = re.compile(r"[^「」]{0,40}」(?:と|って)[^。「」\n]{0,6}?(?:申し|言って|言われ|話して|聞[いか]|教えて)")
_TELLS = re.compile(rf"[ 　]?(?:{ADDRESS})?(?:が|も|は)[^。、\n]{{0,12}}(?:教え|言って|話して|申して|おっしゃ|仰|覚えて|懐かし|お世話にな|ご一緒|当時|その(?:頃|ころ))")
_SO_THEY_SAID = re.compile(r"(?:のだ|の方だ|方だ|んだ)?(?:と|って|っと)[\r\n]{0,2}[^。、\n]{0,10}(?:話し|申し|言っ|言われ|懐かし|教え|おっしゃ|仰っ|語っ|褒め|喜ん)")
_WHO_SAID = re.compile(rf"[ 　]?(?:{ADDRESS})?が、?")
_HEARING = re.compile(r"伺|聞[いかき]|うかが|教え(?:て|ら)|教わ|お?話(?:が|を|も)|承")
_FROM_THEM = re.compile(rf"[ 　]?(?:{ADDRESS})?(?:から|より|経由で|に)(?=、|も|は|[^。、\n]{{0,30}}(?:伺|聞|うかが|教え|教わ|承))")
TOLD_US = re.compile(r"(?:お話し?(?:いただ|くださ|下さ|頂)[いっ]た|(?:ご記入|お書き|ご申告|ご入力)(?:いただいた|頂いた|くださった|下さった|の)|お聞かせ(?:いただ|くださ)[いっ]た)、?[「]?\Z")
"""What stands right before what the readers told us themselves."""
_NEAR_QUOTED = 4000  # characters
_MENTIONS = 20


_FROM_A_POST = re.compile(r"(?:御社|貴社|先方|弊社|当社|うち)の[^。、\n]{1,12}(?:方|人|者|さん|様)(?:から|より|に)(?:は|も)?、?(?:[^。\n]{0,8})(?:伺|聞|うかが|教)")
"""The source at a sentence's end: 「…と、御社の総務の方から伺いました」; `_HEARD_FROM_A_POST` is one before what it said."""
_APPLICATION = re.compile(
    r"ご入社(?:に向け|の(?:お?手続|ご案内|ご?準備)|前)|ご?入社(?:手続|のご案内)|ご応募(?:いただ|くださ|下さ|ありがと|頂|の件|書類)|応募書類[^。]{0,10}(?:拝見|拝受|受領)"
    r"|(?:一次|二次|最終)?面[接談]の(?:ご案内|日程|日時|お願い|場)|書類選考|選考(?:の|を|いたし)[^。]{0,12}結果|採用[^。]{0,6}内定|内定(?:の(?:ご連絡|ご通知|お知らせ)|通知)")
_FROM_OTHERS = re.compile(r"(?:知り合い|知人|友人|同僚|先輩|後輩|同期|共通の[^。、\n]{1,6}|(?<!この)(?<!当)方|さん|氏|先生|社長|部長|課長|エージェント|紹介者)(?:から|より)[^。\n]{0,40}(?:伺|聞|うかが|教)|者が(?:おり|いて|いま)|噂|うわさ|評判|らしい")
_PRESENTED = re.compile(r"候補者|求職者|ご紹介(?:する|いた|させ|の方)|推薦(?:する|いた|させ)|弊社(?:スタッフ|エンジニア)|応募者(?:の|一覧|が)")
_HEARD_JUST_BEFORE = re.compile(r"(?:様|さん|氏|[長役]|先生|方)(?:から|より|に)(?:伺い|うかがい|お?聞き|お聞きし|教えていただき|教わり)まし(?:て|た(?:が)?)[。、]\s*\Z")
_JUST_LEARNED = re.compile(r"[たっだ]?(?:ん|の)です(?:か)?(?:よ)?ね")
"""What one has come to know: 「以前、…で働かれてた|んですね」, the greeting that began it all."""
_FROM_THEMSELVES = re.compile(r"お?話|お会い|面[談接]|自己紹介|プロフィール|メール|便り|手紙|返信|返事|拝[見読聴]|教えて|伺[いっ]|おっしゃ|仰|ご?経歴|書かれて|書いて|名刺|ご?紹介|懇親|ご一緒|ご質問|アンケート|回答|記入")
_BEFORE = 160  # characters
_ONE_LINE = 60  # characters
_OPENING = 400  # characters


def applies(text: str) -> bool:
    """Whether a mail answers an application, so that what it tells of its only reader's post they told themselves; not one that presents somebody else."""
    return _APPLICATION.search(text, 0, _OPENING) is not None and _PRESENTED.search(text, 0, 2 * _OPENING) is None


def heard_of_the_reader(mentions: Mentions, passage: Passage, result: RecognizerResult, organization: str, role: Role) -> bool:
    """Whether the statement `result` about the recipient `role` is nothing that they told us: heard from others, or found in public."""
    begin, end = passage.sentence(result.start, result.end)
    if TOLD_US.search(passage.text(begin, result.start)) or written_by(mentions, passage, result.start, organization, role):
        return False
    stretch = passage.stretch(result.start)
    if stretch.zone is Zone.QUOTE and stretch.author and mentions.cast.who(bare_name(stretch.author)).key == role.key:
        return False
    if _PUBLICLY.search(passage.text(begin - 80, end + 40)) or _told_by_another(mentions, passage, begin, result.end, role):
        return True
    if _HEARD_JUST_BEFORE.search(passage.text(begin - _ONE_LINE, begin)):
        return True
    if stretch.zone is Zone.BODY and applies(passage.part.text) and mentions.cast.only_reader(role):
        # an applicant told of themselves
        return any(words.search(passage.text(begin, end)) for words in (_FROM_OTHERS, _HEARD_FROM, _SAYS))
    sentence = passage.text(begin, end)
    if not _TOLD_BY_THEM.search(sentence) and (_SAYS.search(sentence) or _REMEMBERED.search(sentence) or _FROM_A_POST.search(sentence)):
        return True  # the source stands there: 「御社の総務の方から伺いました」「越智が申しますには」
    paragraph = passage.part.text[max(0, begin - 80):begin].replace("\r", "").rpartition("\n\n")[2]
    if _TOLD_BY_THEM.search(passage.text(begin - len(paragraph), end + 40)):
        return False
    if _JUST_LEARNED.match(passage.text(result.end, end)) and not _FROM_THEMSELVES.search(passage.text(begin - _BEFORE, end + 40)):
        return True
    return bool(_HEARD_FROM.search(sentence) or _HEARD_FROM_A_POST.search(passage.text(begin - 40, end + 40))
                or _HEARD_FROM.search(passage.text(end, end + 40)) or _RELAYED.search(sentence) or _SAYS.search(sentence))


def written_by(mentions: Mentions, passage: Passage, place: int, organization: str, role: Role) -> bool:
    """Whether the employer stands in what is quoted of `role`: then they wrote it themselves."""
    if len(organization) < 2:
        return False
    at, end = max(0, place - _NEAR_QUOTED), place + _NEAR_QUOTED
    for _ in range(_MENTIONS):
        at = passage.part.text.find(organization, at, end)
        if at < 0:
            return False
        if passage.zone(at) is Zone.QUOTE and passage.zone(place) is not Zone.QUOTE and mentions.author(passage, at).key == role.key:
            return True
        at += 1
    return False


def _told_by_another(mentions: Mentions, passage: Passage, begin: int, end: int, role: Role) -> bool:
    """Whether the sentence names somebody else as its source: 「丹羽様から、…と伺い」; or quotes them: 「…」と申しまして."""
    if _QUOTED_SPEECH.match(passage.text(end, end + 60)):
        return True
    for one in passage.people_between(end, end + 50):
        if _TELLS.match(passage.part.text, one.end) and passage.zone(one.start) is Zone.BODY and mentions.person(passage, one).key not in (role.key, "sender"):
            return True
    if _SO_THEY_SAID.match(passage.text(end, end + 40)):
        for one in passage.people_between(begin, end):
            if _WHO_SAID.match(passage.part.text, one.end) and mentions.person(passage, one).key not in (role.key, "sender"):
                return True  # 「仕出しの三好さんが、湯川様は…に長くいらしたと話していて」
    if not _HEARING.search(passage.text(begin, end + 60)):
        return False
    for one in passage.people_between(begin, end + 40):
        if _FROM_THEM.match(passage.part.text, one.end) and passage.zone(one.start) not in (Zone.SIGNATURE, Zone.SALUTATION) and (
                mentions.person(passage, one).key not in (role.key, "sender")):
            return True
    return False
