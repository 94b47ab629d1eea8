"""Whose a number, an address or a condition is: by the name beside it, by zone, by who speaks."""

from __future__ import annotations

import re
from bisect import bisect_left

from presidio_analyzer import RecognizerResult

from gateway.inspection.by_the_words import whoever_suffers
from gateway.inspection.cast import NOBODY, UNKNOWN, Role
from gateway.inspection.described import DESCRIBED, KIN_FIRST, OF_KIN
from gateway.inspection.fiction import fictional
from gateway.inspection.mentions import Mentions
from gateway.inspection.passage import Passage
from gateway.inspection.pointed_at import shown_right_before
from gateway.inspection.sample_names import is_sample
from gateway.verdict import About, Zone
from recognizers.by_post import BY_POST, of_others
from recognizers.titles import ADDRESS, SELF_WORDS

_BRACKET = 60  # characters
_OPEN_BRACKET = re.compile(r"[(（][^()（）]*\Z")
_BROKEN_LINE = re.compile(rf"(?:{ADDRESS})?[がはでをのも、:： ]{{0,3}}(?:携帯|電話|直通)?[がはで、:： ]{{0,2}}\r?\n[> \t]{{0,6}}")  # a line that ends with whose the number on the next is
_NUMBERED = re.compile(r"[> \t・*]{0,6}[0-9+(（][0-9()（） -]{5}")
_OF_THE_ADDRESS = re.compile(r"の[ \u3000\r\n]{0,3}")


def nearest(mentions: Mentions, passage: Passage, result: RecognizerResult) -> Role:
    """Whose a number, address or condition is: by zone, by name beside it, by self-reference."""
    if result.entity_type == "JP_SENSITIVE" and fictional(passage, result.start, result.end):
        return NOBODY
    if result.entity_type == "JP_SENSITIVE" and _of_a_pet(passage, result):
        return NOBODY
    if (result.recognition_metadata or {}).get("company_own"):
        return mentions.author(passage, result.start)  # 「弊社振込先」, whoever else stands in the line
    zone = passage.zone(result.start)
    if result.entity_type == "EMAIL_ADDRESS" and (role := mentions.cast.by_address(passage.part.text[result.start:result.end])) is not None:
        return role
    metadata = result.recognition_metadata or {}
    span = metadata.get("person_span")
    if isinstance(span, tuple):
        return _person_at(mentions, passage, span)
    if zone is Zone.SIGNATURE:
        return mentions.cast.role_of(mentions.cast.sender)
    begin, end = passage.line(result.start)[0], passage.line(result.end)[1]
    followed = passage.people_between(result.end, result.end + 4)
    if followed and result.entity_type == "JP_ADDRESS" and _OF_THE_ADDRESS.fullmatch(passage.part.text, result.end, followed[0].start):
        return mentions.person(passage, followed[0])  # 「福井市大手0-0-0の八木様」
    before = passage.people_between(begin, result.start)
    if before:
        return mentions.person(passage, before[-1])
    above = passage.people_between(max(0, result.start - _BRACKET), result.start)
    if above and _OPEN_BRACKET.search(passage.part.text, above[-1].end, result.start):
        return mentions.person(passage, above[-1])
    if above and _BROKEN_LINE.fullmatch(passage.part.text, above[-1].end, result.start) and not _NUMBERED.match(passage.part.text, passage.line(above[-1].start)[0]):
        return mentions.person(passage, above[-1])
    if (spoken_of := _who_was_spoken_of(passage, result, begin)) is not None:
        return mentions.person(passage, spoken_of)
    after = passage.people_between(result.end, end)
    if after and not (zone in (Zone.BODY, Zone.QUOTE) and _FULL_STOP.search(passage.part.text, result.end, after[0].start)):
        return mentions.person(passage, after[0])
    around = passage.text(result.start - 40, result.end + 6)
    if SELF_WORDS.search(around):
        return mentions.author(passage, result.start)
    if zone is Zone.QUOTE and result.entity_type in ("PHONE_NUMBER", "EMAIL_ADDRESS", "JP_ADDRESS"):
        return mentions.author(passage, result.start)
    near = [one for one in passage.people_between(max(0, result.start - 200), result.start)
            if passage.zone(one.start) is zone and passage.part.text.count("\n", one.end, result.start) <= 5
            and not re.search(r"\n[ \t]*\r?\n", passage.part.text[one.end:result.start])]
    if near:
        return _in_a_row_of_its_own(passage, result, near[-1]) or mentions.person(passage, near[-1])
    if result.entity_type == "JP_SENSITIVE" and (kin := OF_KIN.search(passage.text(result.start - 8, result.start)) or KIN_FIRST.match(passage.text(result.start, result.end))) is not None:
        return Role("described:" + kin.group(), About.THIRD_PARTY, (), kin.group()[:-1])  # 「家内の乳がんの手術が…」
    if result.entity_type == "JP_SENSITIVE" and DESCRIBED.search(passage.text(*passage.sentence(result.start, result.end))):
        return Role("described:sensitive", About.THIRD_PARTY, (), "somebody described")
    if result.entity_type == "JP_SENSITIVE":
        begin = passage.sentence(result.start, result.end)[0]
        if (post := BY_POST.search(passage.text(begin, result.end))) is not None and not of_others(passage.part.text, result.start, result.end):
            return Role("described:" + post.group()[-6:], About.THIRD_PARTY, (), post.group())
        if (shown := shown_right_before(passage, result.start)) is not None:
            return shown  # 「避難訓練で最後に降りてきた二階の方。⏎…」
        if _THEMSELVES_SAID.match(passage.text(result.end, passage.sentence(result.start, result.end)[1])) is not None and not passage.people_between(begin, result.end):
            return Role("described:themselves", About.THIRD_PARTY, (), "whoever said so themselves")  # 「…の再検査で陽性が出たと本人から電話がありました」
        topic = mentions.topic_before(passage, begin, zone)
        return topic[1] if topic is not None else mentions.mentioned_before(passage, begin, result.start, zone) or whoever_suffers(UNKNOWN, metadata.get("anothers"))
    return UNKNOWN


_GOES_ON = re.compile(r"(?:[、がはでのをにく]|から|ので|ため|なら)[ \u3000\r]*\n[> \t\u3000]*[^。\n]*\Z")
_TOLD_SO = re.compile(r"。[ \u3000\r]*\n?[> \t\u3000]*\Z|(?:と|って|そう|とのこと)[ \u3000\r]*\n[> \t\u3000]*\Z")
_IS_REACHED = re.compile(r"[ \u3000]?(?:です|に(?:お電話|ご連絡|かけ|連絡|電話|ワン)|へ(?:お電話|ご連絡|連絡|電話)|まで)")
_CALLED_SO = re.compile(rf"[ \u3000]?{ADDRESS}(?:は|が|も|の|、)")
_FULL_STOP = re.compile(r"[。！？!?]")
_TWO_LINES = 100  # characters
_THEMSELVES_SAID = re.compile(r"[^。、\n]{0,6}と(?:ご)?本人(?:から|が|より|の(?:口から|話))")


def _who_was_spoken_of(passage: Passage, result: RecognizerResult, line: int) -> RecognizerResult | None:
    """Who a number in running text belongs to that begins its line, from the line above: whoever the sentence names, or the one before it is about.

    「早乙女先生は土曜、⏎念のため090-…」「日下部様は明日の午前、…とのこと。⏎06-…です。」
    """
    text = passage.part.text
    people = passage.people_between(max(0, result.start - _TWO_LINES), line)
    if not people or text.count("\n", people[-1].end, result.start) != 1:
        return None
    last = people[-1]
    between = text[last.end:result.start]
    if _GOES_ON.search(between) and not _FULL_STOP.search(between):
        return last
    if _IS_REACHED.match(text, result.end) and _TOLD_SO.search(between) and _CALLED_SO.match(text, last.end) and passage.zone(last.start) in (Zone.BODY, Zone.QUOTE):
        return last
    return None


_PETS = re.compile(r"[わワ]ん[ちチ]ゃん|ワンちゃん|(?:ねこ|ネコ|猫|鳥|うさぎ|ウサギ)ちゃん|動物(?:病院|クリニック|医療|看護)|獣医|愛[犬猫]|飼い主")
_RACING = re.compile(r"競走馬|厩舎|調教師|装蹄|[牝牡]馬|屈腱炎")
_STAFF = re.compile(r"調教師|厩務員|装蹄師|騎手|助手|担当|職員|従業員|社員")
_CATTLE = re.compile(r"耳標|搾乳|牛舎|豚舎|鶏舎|種[つ付]け|乳房炎|[0-9０-９一二三四五六七八九十]頭(?:の|は|が|を|とも|お願い|診)")
"""On a farm animals bear names that people bear, and nobody calls them さん."""
_A_PLANTS = re.compile(r"(?:灰色かび|うどんこ|青枯れ?|かいよう|べと|炭疽|いもち|そうか|黒星|[赤白黒]?さび|モザイク|萎[凋ちょう]{1,3}|立枯れ?|つる割|根こぶ|軟腐|菌核|葉かび|斑点|白絹|紋枯|ごま葉枯|縞葉枯|褐斑|赤星|胴枯|すす|根腐れ?)病|病株")
_DRUG = re.compile(r"薬が(?:効|切れ)|薬(?:を|の)(?:撒|散布)|枯れ|手遅れ")
_HUMAN = re.compile(r"さん|様|氏|奥|夫|妻|息子|娘|[父母兄姉弟妹]|本人|がん|癌|手術|リウマチ")
_CROPS = re.compile(r"ハウス|葉裏|圃場|台木|苗木|農薬|水和剤|乳剤|営農|農協|収穫|散布|品種|果樹|稲作|展着剤|葉かび|定植")
_AT_THE_VETS = re.compile(r"獣医|(?:どうぶつ|動物)(?:病院|クリニック|医療)|ペットクリニック")
_PATIENTS = re.compile(r"去勢|避妊(?:雌|手術)|雑種|柴犬|[雌雄](?![一-龥])|(?<![A-Za-z])F(?:IV|eLV)(?![A-Za-z])|フィラリア|狂犬病|抜糸|飼い主")
_DOES = re.compile(rf"[ 　]?{ADDRESS}(?:、|は|が|も)")
_AFTER_ITS_NAME = re.compile(r"」[ 　]{0,3}\Z")
_ITS_NAME = re.compile(r"(?:患者|患畜|動物|ペット|名前|お名前)(?:名|様)?[ 　:：]{1,8}\Z")
_AT_WHOSE = re.compile(r"[ 　]?(?:様|さん)(?:宅|方|の(?:ところの|うちの)|家の)")
_OWNER = re.compile(r"飼い主(?:様|さん)?(?:の|は|:|：)?[ 　]{0,3}\Z")
_CALLED = re.compile(rf"[ 　]?{ADDRESS}")
_KATAKANA = re.compile(r"[ァ-ヴー]{2,20}")
_PETS_NAME = re.compile(r"[ 　]?(?:ちゃん|くん|君)")


def _of_a_pet(passage: Passage, result: RecognizerResult) -> bool:
    """Whether a condition is an animal's or a plant's: a vet writes, and no person is named in the sentence."""
    begin, end = passage.sentence(result.start, result.end)
    people = passage.people_between(begin, end)
    if _AT_THE_VETS.search(passage.part.text, 0, _WHOLE_LETTER) and _PATIENTS.search(passage.part.text, 0, _WHOLE_LETTER):
        return all(_is_a_pets_or_its_owners(passage, one) for one in people)
    if _A_PLANTS.search(passage.text(result.start, result.end + 8)) or _of_a_field(passage, result, max(begin, passage.line(result.start)[0]), min(end, passage.line(result.end)[1])):
        return True
    if _RACING.search(passage.part.text, 0, _WHOLE_LETTER):
        return not _STAFF.search(passage.text(begin, end)) and all(_KATAKANA.fullmatch(passage.part.text, one.start, one.end) and not _CALLED.match(passage.part.text, one.end) for one in people)
    if _CATTLE.search(passage.part.text, 0, _WHOLE_LETTER):
        return not any(_CALLED.match(passage.part.text, one.end) for one in people)
    return bool(_PETS.search(passage.part.text, 0, _WHOLE_LETTER)) and all(_PETS_NAME.match(passage.part.text, one.end) for one in people)


_WHOLE_LETTER = 4000  # characters


def _is_a_pets_or_its_owners(passage: Passage, one: RecognizerResult) -> bool:
    """Whether a name in a vet's letter is the animal's, or that of an owner who does nothing in it: 「患者名　ルイ（戸塚様宅）」."""
    text = passage.part.text
    if _OWNER.search(passage.text(one.start - 8, one.start)):
        return _DOES.match(text, one.end) is None
    return bool(_AFTER_ITS_NAME.search(passage.text(one.start - 4, one.start)) or _ITS_NAME.search(passage.text(one.start - 12, one.start)) or _AT_WHOSE.match(text, one.end))


def _of_a_field(passage: Passage, result: RecognizerResult, begin: int, end: int) -> bool:
    """Whether drugs that fail are a field's: the text speaks of crops in three words or more, and `begin`:`end` of nobody."""
    if not _DRUG.search(passage.text(result.start, result.end)) or _HUMAN.search(passage.text(begin, end)):
        return False
    return len(set(_CROPS.findall(passage.part.text, 0, _WHOLE_LETTER))) > 2


def _in_a_row_of_its_own(passage: Passage, result: RecognizerResult, above: RecognizerResult) -> Role | None:
    """Somebody not known by name: their number stands in a row like the one above, which has a name and a number of its own."""
    begin, end = passage.line(above.start)
    own = passage.line(result.start)[0]
    said = passage.text(own, result.start).strip(_BESIDE)
    if end > own or not said or not _SHORT_WORD.fullmatch(said):
        return None
    row = passage.found[bisect_left(passage.found, begin, key=_start):bisect_left(passage.found, end, key=_start)]
    same = [one for one in row if one.entity_type == result.entity_type]
    if not same or passage.text(above.end, same[0].start).strip(_BESIDE + "様さん氏") or passage.text(begin, above.start).strip(_BESIDE):
        return None
    return Role(f"row:{own}", About.THIRD_PARTY, (), "somebody in a list")


def _start(one: RecognizerResult) -> int:
    return int(one.start)


_BESIDE = " \u3000\t\r\n・*■●-:：,、|"
_SHORT_WORD = re.compile(r"(?!.*(?:電話|携帯|直通|内線|TEL|FAX|代表|会社|自宅|緊急|連絡|番号|窓口|事務|本社|店|部|課|メール|mail))[一-龥ぁ-んァ-ヴーA-Za-z・ ]{1,12}")


def _person_at(mentions: Mentions, passage: Passage, span: tuple[int, int]) -> Role:
    """The role of the name at `span`."""
    name = passage.part.text[span[0]:span[1]]
    return NOBODY if is_sample(passage, name, span[0]) else mentions.cast.who(name)
