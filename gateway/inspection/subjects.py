"""Whom each finding is about. Ellipsis is the rule in Japanese: a clause without a subject belongs to the topic before it.

The order of evidence for a statement: the person named in it; the writer naming themselves; 「あなた」 and 「…さん」 of the
salutation; a description that picks out one person; politeness (an honorific question speaks to the reader); the topic
of the sentences before; else the writer, whose 「私は」 goes without saying.
"""

from __future__ import annotations

import re

from presidio_analyzer import RecognizerResult

from gateway.inspection import resumes
from gateway.inspection.announcements import announced, of_public_life
from gateway.inspection.by_the_words import plainly_anothers, weighed
from gateway.inspection.called_out import called_out
from gateway.inspection.cast import NOBODY, UNKNOWN, Role
from gateway.inspection.described import DESCRIBED, KIN, OF_SELF, POST_OF_ONES_OWN, STRANGER
from gateway.inspection.fiction import fictional
from gateway.inspection.hearsay import TOLD_US, applies, heard_of_the_reader, written_by
from gateway.inspection.mentions import INTRODUCED, Mentions
from gateway.inspection.nobody_in_particular import nobody_in_particular
from gateway.inspection.ones_own import modestly, says_i, says_i_in, takes_leave, told_by_the_reader
from gateway.inspection.passage import Passage, relation_in
from gateway.inspection.people_in_general import A_CATEGORY, of_many, of_people_in_general
from gateway.inspection.pointed_at import asked_about, reminded, seen_from_outside, shown_before, shown_right_before
from gateway.inspection.quoted import quoted
from gateway.inspection.resumes import CANDIDATE, DATED
from gateway.inspection.sample_names import is_sample
from gateway.verdict import About, Zone
from recognizers.by_post import BY_POST
from recognizers.titles import ADDRESS, SELF_WORDS, TITLES

_SELF_SUBJECT = re.compile(rf"(?:{SELF_WORDS.pattern})(?:自身|個人|も|は|が|、|って|なんか|,|の(?:前職|経歴|職歴|キャリア|場合|転職|退職|略歴|職務)|事(?!で)|こと|に(?:も|は))")
_SELF_BARE = re.compile(r"(?<![一-龥])(?:わたし|わたくし|あたし|私|ぼく|僕|俺)(?=(?:、|実は)?(?:前の|前職|以前|昔|元々|もともと|新卒|中途|去年|昨年))")
_SELF_SPOKEN = re.compile(r"(?<![一-龥ァ-ヴー])(?:わたし|わたくし|あたし|私|ぼく|僕|俺|小職)(?:は|が|も|なら|の方)?(?=[一-龥ぁ-ん])(?!用|見|情|事|立|鉄|の|に|から|と|へ|宛|を|より|たち|ども|まで)[^。！!？?\n]{1,40}[。！!？?]\s*\Z")
"""A sentence about the writer, right before the statement: 「書式なら私わかります。」."""
_YOU = re.compile(r"あなた(?:様)?|貴殿|貴方|貴女|貴兄|そちら様|お客様(?:ご自身|は|の(?:前職|ご経歴))|ご本人様|(?:^|(?<=[、。\n\s]))ご自身(?:から|より|が|の|も)|(?<![一-龥々ァ-ヴーぁ-ん])君(?=は|も|が|って)|きみ(?=は|も|が)|お前")
_TO_READER = re.compile(r"(?:んです|のです|でし(?:た|ょう)|です|まし|した|ん|の)?(?:よ)?(?:ね|(?<!と)か|かな|よね|っけ)[。！!？?～〜ー\s]*$|(?:んです|のです|でしょう|ます|ました)(?:ね|か|よね)(?=[。！!？?\s、]|$)|(?:と|って)(?:の(?:ことですが|こと(?:。|、)))")
_CALLED = re.compile(
    rf"(?<![一-龥ァ-ヴーお])(?!(?:元|お?店員|お客|皆|みな|係員|職員|社員|スタッフ|会員|患者|利用者))[^\s。、はがをに「」『』:：]{{1,12}}(?:さん|さま|氏|くん|ちゃん|はん|の子|担当者|責任者|(?:{TITLES})(?:先生)?)(?:[（(][^()（）\n]{{1,16}}[)）])?(?:は|が|って|も|ですが|ですけど|だけど"
    rf"|、|[（(](?=[^（）()]*\Z)|の(?:前職|経歴|ほう|方))(?!、?(?:申し|言(?:う|い|っ|わ)|話(?:す|し)|おっしゃ|仰|語)|(?<=、)(?:[0-9一二三四五六七八九十]{{1,3}}(?:年|か月|ヶ月)|少し|ちょっと|しばらく)(?:間|だけ|ほど|も)*(?:や|し|務|経験))"
)
_RELAYED_AT_ALL = re.compile(r"とのこと|そう(?:です|だ|で)|らしい|だって|と言|という(?:話|こと)|由")
_RELATIVE_RAISED = re.compile(r"(?:ご主人|奥|お父|お母|ご?長男|ご?次男|ご?長女|お嬢|ご子息|ご息女|息子|娘|お子)(?:様|さん|さま)(?:も|が|は)")
_ONE_CLAUSE = 24  # characters
_IS_THEIR_NAME = re.compile(rf"[）)]?(?:{ADDRESS})?(?:と(?:おっしゃ|いう方|申され)|です。|という(?:方|人))")
_AS_THEY_TOLD = re.compile(r"(?:ご申告|ご記入|ご入力|お書き|お話し?|お聞かせ|おっしゃった|ご連絡|お知らせ|ご報告|お申し出|お伝え)(?:いただいた|くださった|の)?(?:とおり|通り)、?\s*\Z")
_THEY_WROTE = re.compile(r"(?:ご?経歴のお話|メール|お?手紙|お?葉書|ハガキ|ご?[挨あ][拶い][^。\n]{0,3}状|ご連絡|お知らせ)(?:を|が|、)?[^。\n]{0,12}(?:ありがと|有難|拝受|拝読|頂戴)|お(?:書き|葉書|手紙)(?:に(?:あり|なっ)|で(?:し|す))")
_THEY_SAID = re.compile(r"(?:書いて|教えて|話して|知らせて)(?:くださ|下さ|くれ)っ?た、?「?[^。]{0,60}」")
_RESUME_SENT = re.compile(
    r"(?:お送り|ご送付|ご提出|お寄せ)(?:いただ|くださ|下さ|頂)[^。\n]{0,8}(?:職務経歴書|経歴書|履歴書|エントリーシート)(?:に(?:ござい|あ[りっ]|お?書|ご?記載|よ[りる])|で(?:拝見|拝読))|エントリーシート(?:を|、)?[^。\n]{0,6}(?:拝見|拝読)"
    r"|(?:お送り|ご送付|ご提出|お寄せ)(?:いただ|くださ|下さ|頂)[^。\n]{0,8}(?:職務経歴書|経歴書|履歴書)[^。\n]{0,16}(?:を|は)?(?:拝見|拝読|確認|読[まみん])|(?:職務経歴書|経歴書|履歴書)の?(?:お送り|ご送付|ご提出)[^。\n]{0,6}ありがと|(?:職務経歴書|経歴書|履歴書)を(?:お送り|ご送付|ご提出)(?:いただ|くださ|下さ|頂)[^。]{0,8}ありがと"
)
_DATED_LINE = re.compile(rf"[「『・\s]*{DATED}")
_LINE_OF_RESUME = re.compile(rf"(?:[^。、はがを\n]{{2,40}}[ \u3000])?{DATED}[ \u3000]*(?:[^。、はがを\n]{{2,40}}|[^。、がを\n]{{2,40}}[ \u3000])?を?(?:卒業?|修了|入学|中退|入社|入行|入庁|入職|入所|入省|入局|就職|退職|退社|退所|転籍)(?:[(（][^()（）\n]{{1,20}}[)）])?")
_JUST_ABOVE = 80  # characters
_SO_IT_SAYS = re.compile(r"(?:、うち[^。、\n]{1,12})?との(?:こと|由)")
_A_FIELD = re.compile(r"[ \u3000>・■●]{0,6}(?:ご?勤務先|お?勤め先|ご?職業|現職|前職|勤続年数|勤続)[ \u3000]{0,3}(?:[:：]|[ \u3000])")
_WHOSE_FORM = re.compile(r"(?:^|\n)[ \u3000>・■●]{0,6}(?:申込者|ご?入居者|借主|賃借人|連帯保証人|保証人|患者|ご?利用者|会員|氏名|お?名前|申請者|契約者)[ \u3000]{0,4}(?:[:：]|[ \u3000])")
_NEW_TOPIC = frozenset("はがもを、にと")
_RELATIVE = re.compile(r"が(?![^。、\n]{0,20}(?:勤め|勤務|働|在籍|務め|経営|入社|所属|に[い居][たる]))[^。、はも\n]{1,20}?(?:て(?:い)?た|て(?:い)?る|った|んだ|いた|した)(?=[一-龥ァ-ヴーA-Za-z]{2,16}(?:で|に|の|から))")
_IS_QUOTED = re.compile(r"(?:さん|様)?(?:が|は|も)[、 ]?「")
_SOMEONE_SEEN = re.compile(r"[^\s。、]{1,12}(?:の|な|た|てる|いる)(?:人|方|子|男性|女性|おじさん|おばさん|兄ちゃん|姉ちゃん|やつ|奴)(?:い(?:た|る)|来て|おられ|いらっしゃ|が|は|って|、)")
_IN_MY_DAYS = re.compile(r"[^。、\n]{1,4}[がの](?:まだ)?[^。、\n]{0,10}(?:新人|新卒|若手|平社員|学生|独身|駆け出し|[0-9一二三]年目|入社|いた|勤めていた|働いていた)[^。、\n]{0,4}(?:とき|時|頃|ころ|時代|当時)")
"""「私が新人のとき…にいた方です」: only the time is the writer's."""
_OF_MINE = re.compile(r"(?:の|だった|である|出身の)(?:私|わたし|わたくし|僕|俺|小職|自分)(?=[はもがで、])")
_KANA = re.compile("[ぁ-んー]{2}|[をがはでに]")
_THEMSELVES = re.compile(r"(?<!お客様)(?<!貴方)(?:ご?[本当]人|張本人|同氏)(?:も|は|が|の話|から|曰く|って)")
_MATES = re.compile(r"(?:頃|ころ|時代|時分|当時|とき|い?た時)の[^。、\n]{0,6}(?:後輩|先輩|同期|同僚|上司|部下|仲間|相棒|戦友)(?!に|たち|や)")
_WORKS_NOW = re.compile(r"(?:現在|今|いま)の?、?お勤めの")
_TOGETHER = re.compile(r"(?:机|席|肩)を並べ|釜の飯")
_HONOURED = re.compile(r"(?:に|で|の|は|も|から|での)?[^。、\n]{0,6}ご(?:活躍|経験|経歴|功績|実績|苦労|手腕|尽力)")
_FIRST_PERSON = re.compile(r"おりました|おります|いたしました|致しました|させていただ|(?<!さ)んで、|つもり(?:です|でおり)|(?:て|で)(?:い)?た(?:ので|んで|ため|経験|こともあ)|経験(?:が|を)(?:あ|活|生)|と思(?:い|って)|頑張|よろしく|個人的|ました(?:ので|が)")
_SOMEBODY = re.compile(r"\s?だけあって|(?:の|という|って)?(?:者(?=で(?:す|して|ございま|、)|が|に)|人間(?=で)|方|人(?!材|事)|女性|男性|子(?!会)|やつ|奴|お客|変わり種|苦労人|ベテラン|強者|やり手)")
_ENTERED_BY_THEM = re.compile(r"ご?(?:入力|記入|登録|申告|応募)(?:いただ|頂|された|の)[^。\n]{0,6}(?:内容|情報|事項|経歴)[^。\n]{0,10}(?:次|以下|下記)の(?:とおり|通り|とおりで)")
_OURS_TO_COME = re.compile(r"(?P<who>[^。、\n]{2,14}(?:男性|女性|若手|者|スタッフ|社員)(?:の(?:担当|者|スタッフ|職員))?)が[^。]{0,16}(?:お迎え|お伺い|伺い|参り|ご案内|お届け|お手伝い)(?:いた|し|に|させ|ます)|(?P<they>[^。、\n]{2,20}者)(?:が(?:担当|対応)(?:いた|させ)|が承|をご記憶)")
"""Somebody of ours, described, who will come: of them one is humble as of oneself."""
_AT_YOURS = re.compile(r"(?:御社|貴社|貴苑|貴院|貴園|貴校|貴店|貴所|貴会|貴学|御院|御校)(?:様)?(?:に|で)[^。]{0,30}(?:在籍|勤務|お?勤め|働|い(?:た|らし)|おられ)")
_OPENING = 400  # characters
_OF_AN_APPLICANT = re.compile(r"在[職籍]|現職|お勤め|退職|退社|前職|入社(?!後)|ご経験|職務?経歴|履歴書")
_SPOKEN_OF = re.compile(rf"[ \u3000]?(?:{ADDRESS})?(?:は|が|も|の(?:件|話|こと)|について|ですが|ですけど)")
_JUST_SPOKEN_OF, _RIGHT_AFTER = 120, 4  # characters
_A_POST = re.compile(r"[一-龥ァ-ヴー]{1,8}(?:部|課|室|係|本部|支店|営業所|工場|支社|センター|チーム|グループ|[部課室係店所場社]長|次長|主任)|取締役|執行役員")
_TOLD_ME = re.compile(r"[ぁ-ん]{0,4}(?:って|と)(?:お?話|言|おっしゃ|仰|教え)(?:し|っ|え)?(?:て|って)(?:い|くれ|くださ|下さ|まし|た|い(?:た|まし))[ぁ-ん]{0,4}(?:じゃ(?:ない|ん)|でしょ|だろ|よね|から|ので|ところ|やつ|件)")
_IT_IS_ME = re.compile(r"(?<![一-龥])(?:私|わたし|わたくし|僕|ぼく|俺|自分)(?:です|だ|なん(?:です|だ))(?:よ|けど|が|ね)?[。！!\n]\s*\Z")
_YOU_SAID = re.compile(r"(?:と|って)(?:お話し|話して|教えて|お聞かせ)(?:くださ|下さ)[いっ](?:まし)?(?:た|て)|と[^。\n]{0,10}に?(?:ご記入|ご記載|お書き)[\s\u3000]*(?:が|いただ|くださ|でし|になっ)|(?:と|って)(?:おっしゃっ|仰っ|お話しになっ|お書きになっ|お話しし|話して(?:くださっ|くれ))て(?:い(?:まし)?た|まし)[ぁ-ん]{0,2}(?:ね|が|よね)")
_ONE_WHO = re.compile(r"方(?:です|でし|だ|では)")
_IS_ONE = re.compile(r"で(?:、|ござ|すが、|すので)")
_OF_THE_SPOUSE = re.compile(r"(?:^|[、。 　はもにで])(?:ご主人|旦那|奥|お?父|お?母|お?子|息子|娘|お嬢)(?:様|さん|さま)?(?:も|が|は)")
_LEFT_AND_IS = re.compile(r"(?:弊社|当社|うち)を(?:辞し|辞め|退職し|退社し|離れ|去[りっ]|退い|出[てま])[^。]{0,12}(?:現在|今|いま)")
_LEFT_US = re.compile(r"まで(?:は)?(?:うち|弊社|当社|わが社|我が社)(?:の[^。、\n]{1,12}?)?(?:で|に)")


class Subjects:
    """Resolves whom what is told of a career is about."""

    def __init__(self, mentions: Mentions) -> None:
        self.mentions = mentions

    def career(self, passage: Passage, result: RecognizerResult) -> tuple[Role, bool]:
        """Whose career `result` (a clause or an employer) tells, and whether it came by hearsay."""
        relation = relation_in(result)
        if (not relation.get("resume") or relation.get("relation") == "記録") and (fictional(passage, result.start, result.end) or nobody_in_particular(passage, result.start, result.end)):
            return NOBODY, False
        hearsay = bool(relation.get("hearsay"))
        role = self._subject(passage, result, relation)
        begin, end = passage.sentence(result.start, result.end)
        role = self.mentions.among_friends(passage, result.start, weighed(role, relation, self._sure(passage, role, begin, end)))
        organization = str(relation.get("organization") or "")
        if role.key == "unnamed" and (reader := self.mentions.reader(passage, Zone.BODY)) is not None and written_by(self.mentions, passage, result.start, organization, reader):
            role = reader  # 「お書きいただいたとおり…とのこと」
        if role.key == "unnamed" and (reader := self.mentions.reader(passage, Zone.BODY)) is not None and self._they_wrote(passage, result.start, bool(relation.get("honorific"))):
            role = reader  # 「ご丁寧なメールをありがとうございました。…へ出向されるとのこと」
        if role.key == "unnamed":
            role = self.mentions.among_friends(passage, result.start, role)
        if role.about is About.RECIPIENT:
            hearsay = heard_of_the_reader(self.mentions, passage, result, organization, role) and not reminded(passage, result)
        elif role.about in (About.SENDER, About.NOBODY):
            hearsay = False
        elif role.about is About.COLLEAGUE and not self._own_post(relation, passage.text(result.start, result.end)):
            role = Role(role.key, About.THIRD_PARTY, (), role.label)
        if role.about in (About.THIRD_PARTY, About.COLLEAGUE) and (of_public_life(passage, result.start, result.end) or (not plainly_anothers(relation) and announced(passage, result.start, end, hearsay))):
            return Role(role.key, About.PUBLIC, (), role.label), False
        return role, hearsay

    def _sure(self, passage: Passage, role: Role, begin: int, end: int) -> bool:
        """Whether the sentence `begin`:`end` leaves no doubt of `role`: writers say I, or take their leave; it is said of most or of half; others are named next: 「…。西山です。」."""
        if role.about is About.SENDER:
            return says_i_in(passage.text(begin, end)) or takes_leave(passage)
        if role.about is About.NOBODY:
            return of_many(passage.text(begin, end))
        if role.key.startswith("described") and any(_IS_THEIR_NAME.match(passage.part.text, one.end) for one in passage.people_between(begin - _JUST_ABOVE, begin)):
            return True  # 「お引き合わせしたい方がおります。林 淑芬さんとおっしゃいます。…」
        return self.mentions.named_after(passage, end) is not None or bool(passage.people_between(end, end + _RIGHT_AFTER))

    @staticmethod
    def _own_post(relation: dict[str, object], clause: str) -> bool:
        """Whether the clause is the company's news of its own people: joining or moving within it; leaving is theirs to tell, and so is what stands in their papers."""
        organization = str(relation.get("organization", ""))
        ours = organization in ("", "弊社", "当社", "自社", "小社") or _A_POST.fullmatch(organization) is not None
        return ours and relation.get("relation") != "記録" and bool(re.search(r"(?:弊社|当社|会社)に|異動|入社|着任|就任|昇格|昇任|配属|担当(?:して|を|に|が)|案件に|一筋|ベテラン|精通|経験豊富|[0-9]年(?:目|の(?:ベテラン|技術者|経験))", clause)) and not re.search(r"(?:務め|勤め|つとめ|やっ|経)て、?(?:弊社|当社|会社)に|前職|前の|以前|元|出身|前は|リストラ|解雇|クビ|もと|退職|退社|辞め", clause)

    def _subject(self, passage: Passage, result: RecognizerResult, relation: dict[str, object]) -> Role:
        stretch = passage.stretch(result.start)
        author = self.mentions.author(passage, result.start)
        span = relation.get("person_span")
        if not isinstance(span, tuple) and (applicant := self._applying(passage, result, stretch.zone)) is not None:
            return applicant
        if not isinstance(span, tuple) and (headed := resumes.headed_by(self.mentions, passage, result)) is not None and headed.about in (About.THIRD_PARTY, About.COLLEAGUE):
            return headed  # 「【杉浦さん】⏎・前は銀行」
        if not isinstance(span, tuple) and (relation.get("resume") or self._in_a_form(passage, result) or resumes.between_lines(passage, result) or _LINE_OF_RESUME.fullmatch(passage.text(result.start, result.end))):
            return resumes.owner(self.mentions, passage, result)
        if says_i(passage, result):
            return author
        if isinstance(span, tuple):
            name = passage.part.text[span[0]:span[1]]
            if is_sample(passage, name, span[0]):
                return NOBODY
            role = self.mentions.cast.who(name)
            if role.about is About.RECIPIENT and span[0] >= result.end and not relation.get("honorific") and takes_leave(passage):
                return author  # 「うち八年を購買として…様には大変お世話になりました」, in a farewell
            if name.strip():
                return self.mentions.among_friends(passage, result.start, self.mentions.cast.who(name))
        begin, end = passage.sentence(result.start, result.end)
        if _AS_THEY_TOLD.search(passage.text(begin, result.start)) and (reader := self.mentions.reader(passage, stretch.zone)) is not None:
            return reader  # 「ご申告のとおり、前の…を退職とのことですので」
        if (told_by_the_reader(passage, result, (begin, end)) or (TOLD_US.search(passage.text(begin, result.start)) and not relation.get("hearsay"))) and (reader := self.mentions.reader(passage, stretch.zone)) is not None:
            return reader  # 「お話しいただいた、…での移行」
        if _ENTERED_BY_THEM.search(passage.part.text, max(0, begin - _OPENING), begin) and not relation.get("hearsay") and (
                reader := self.mentions.reader(passage, stretch.zone)) is not None:
            return reader  # 「ご入力いただいた内容は次のとおりです」
        if resumes.to_be_corrected(self.mentions, passage, begin) and _DATED_LINE.match(passage.text(result.start, result.end)) and (reader := self.mentions.reader(passage, stretch.zone)) is not None:
            return reader  # 「略歴を載せますので、誤りがありましたら…」
        if (not relation.get("hearsay") or _SO_IT_SAYS.match(passage.text(result.end, result.end + 24))) and (reader := self._whose_resume_is_read(passage, result, stretch.zone)) is not None:
            return reader
        if reminded(passage, result) and (reader := self.mentions.reader(passage, stretch.zone)) is not None:
            return reader
        if not passage.people_between(begin, result.end) and (asked := asked_about(passage, result.start)) is not None:
            return asked
        clause = passage.text(result.start, result.end)
        before = passage.text(begin, result.start)
        sentence = passage.text(begin, end)
        if stretch.zone is Zone.SIGNATURE and not _KANA.search(passage.text(result.start, result.end)) and not passage.people_between(result.start, result.end):
            return author  # 「〇〇大学　非常勤講師」 below the name
        if of_people_in_general(passage, result, begin):
            return NOBODY
        if _MATES.search(clause + passage.text(result.end, result.end + 16)):
            # where the writer was, their fellows were: 「私が…にいた頃の後輩です」
            mate = self.mentions.companion(passage, begin, end)
            return self.mentions.among_friends(passage, result.start, mate) if mate is not None else Role("unnamed", About.THIRD_PARTY, (), "a fellow of the writer's")
        if (speaker := quoted(self.mentions, passage, result, begin, stretch.zone)) is not None:
            return speaker
        if _OF_MINE.match(passage.text(result.end, result.end + 8)):
            return author  # 「前職が看板屋の私も」
        if _SELF_BARE.search(before[-60:] + clause) or (not relation.get("hearsay") and modestly(passage, result, (begin, end), self.mentions.cast.in_chat)):
            return author
        if (kin := KIN.match(clause)) is not None and clause[kin.end():kin.end() + 1] in ("が", "は", "も") and not _RELATIVE.match(clause, kin.end()) and not _SELF_SUBJECT.search(clause, kin.end()):
            return Role("described:" + kin.group()[-6:], About.THIRD_PARTY, (), kin.group())  # 「私事ですが、うちの家内がこの春から…」
        own = _SELF_SUBJECT.search(before[-60:] + clause)
        if own is not None and _IN_MY_DAYS.match((before[-60:] + clause)[own.start():]) and _SOMEBODY.match(passage.text(result.end, result.end + 8)):
            other = self.mentions.mentioned_before(passage, begin, result.start, stretch.zone)
            return self.mentions.among_friends(passage, result.start, other) if other is not None else Role("unnamed", About.THIRD_PARTY, (), "somebody the text does not name")
        if own is not None and (introduced := self.mentions.introduced_by(passage, max(begin, result.start - 60) + own.end(), result.start, result.end)) is not None:
            return self.mentions.among_friends(passage, result.start, introduced)  # 「私が若い頃に絞られた戸叶という男が、…」
        if own is not None and not (relation.get("honorific") and own.group().startswith("うち") and not self._humble(clause)):
            return author  # 「うちが争った会社で…束ねていらした」 raises somebody else
        if _YOU.search(before[-40:] + clause):
            return self.mentions.reader(passage, stretch.zone) or UNKNOWN
        if _THEMSELVES.search(before[-24:] + clause) and (other := self.mentions.mentioned_before(passage, begin, result.start, stretch.zone)) is not None:
            return self.mentions.among_friends(passage, result.start, other)
        if (relation.get("relation") == "元同僚" or _TOGETHER.search(clause)) and (other := self.mentions.companion(passage, begin, end)) is not None:
            return self.mentions.among_friends(passage, result.start, other)
        if _TOLD_ME.match(passage.text(result.end, result.end + 24)) and (reader := self.mentions.reader(passage, stretch.zone)) is not None:
            return reader  # 「…でリーダーやってたって話してくれたじゃないですか」
        named = self.mentions.topic_in(passage, begin, result.end) or self.mentions.in_row(passage, result) or self.mentions.before_bracket(passage, result.start)
        if named is not None and named.about is About.RECIPIENT and not relation.get("honorific") and takes_leave(passage):
            return author  # 「営業として…様には大変お世話になりました」, in a farewell
        if named is not None:
            return self.mentions.among_friends(passage, result.start, named)
        called = _CALLED.search(before[-40:] + clause[:40])
        if called is not None and called.group().endswith("、") and (spoken_to := self.mentions.cast.who(called.group()[:-1])).about is About.RECIPIENT:
            if relation.get("honorific") or _TO_READER.search(sentence.rstrip()):
                return spoken_to  # 「坂口さん、以前…にお勤めだったのですね」
            called = None
        described = self._described(before + clause) or called or DESCRIBED.match(passage.text(result.end, result.end + 24)) or self._stranger_before(before, clause) or self._stranger_in(clause, relation)
        if described is None and not self._humble(clause) and (post := BY_POST.search(before + clause)) is not None:
            described = post
        if described is not None and A_CATEGORY.fullmatch(described.group()):
            return NOBODY
        if described is not None and not relation.get("honorific_to_reader") and not POST_OF_ONES_OWN.search(before[-60:] + clause):
            return Role("described:" + described.group()[-6:], About.THIRD_PARTY, (), described.group())
        if _RELATIVE_RAISED.match(clause) or (_OF_THE_SPOUSE.search(before[-1:] + clause) and self.mentions.mentioned_before(passage, begin, result.start, stretch.zone) is not None):
            return Role("described:relative", About.THIRD_PARTY, (), "a relative of whoever was spoken of")
        if _YOU_SAID.search(passage.text(result.end, end)) and self.mentions.mentioned_before(passage, begin, result.start, stretch.zone) is None and (
                reader := self.mentions.reader(passage, stretch.zone)) is not None:
            return reader  # 「倉庫に三年いて…とおっしゃっていましたね」
        honorific = bool(relation.get("honorific"))
        if (reporter := self.mentions.told_by(passage, begin)) is not None and (relation.get("hearsay") or _RELAYED_AT_ALL.search(sentence)):
            return self.mentions.among_friends(passage, result.start, reporter)
        if (named := self.mentions.named_after(passage, end)) is not None and (relation.get("hearsay") or honorific or not self._humble(clause)):
            return self.mentions.among_friends(passage, result.start, named)
        if honorific and _AT_YOURS.search(clause) and (other := self.mentions.mentioned_before(passage, begin, result.start, stretch.zone)) is not None:
            return self.mentions.among_friends(passage, result.start, other)  # one does not tell the readers that they were at their own
        if honorific and (shown := self.mentions.described_topic(passage, begin, stretch.zone)) is not None:
            return shown  # 「あの検査の方ですが、…におられたのでは」
        if honorific and _ONE_WHO.match(passage.text(result.end, result.end + 12)) and (other := self.mentions.mentioned_before(passage, begin, result.start, stretch.zone)) is not None:
            return self.mentions.among_friends(passage, result.start, other)  # 「…の勝俣さんでしょうか。たしか…にいらした方ですよね」
        reader = self.mentions.reader(passage, stretch.zone) or (self.mentions.reader_named(passage, begin, stretch.zone) if honorific else None)
        if honorific and (other := self.mentions.whose_affair(passage, begin, result.start if relation.get("hearsay") and not _TO_READER.search(sentence.rstrip()) else begin, bool(relation.get("hearsay")))) is not None:
            return self.mentions.among_friends(passage, result.start, other)  # 「山本様の件、…へ出向されるとのこと、寂しいですね」
        if honorific and reader is not None and _TO_READER.search(sentence.rstrip()):
            return reader
        if reader is not None and _WORKS_NOW.match(clause) and not relation.get("hearsay") and not passage.people_between(begin, end):
            return reader  # 「現在お勤めの…様には」
        somebody = bool(_SOMEBODY.match(passage.text(result.end, result.end + 8)))
        gone = bool(_LEFT_US.search(clause) or _LEFT_AND_IS.search(sentence))  # 「去年までうちの開発で…作ってたんで」: the writer is still here
        if (entrusted := self.mentions.entrusted(passage, begin, result.end)) is not None:
            return entrusted
        if not SELF_WORDS.search(sentence) and (asked := self.mentions.asked_after(passage, begin)) is not None:
            return self.mentions.among_friends(passage, result.start, asked)
        of_others = honorific or somebody or bool(relation.get("hearsay"))
        told_of = self.mentions.topic_before(
            passage, begin, stretch.zone, loosely=gone or somebody or not (self._humble(clause) or _FIRST_PERSON.search(sentence)),
            besides=author if of_others else None)  # one neither raises oneself nor hears of oneself
        topic = told_of[1] if told_of else None
        # to outsiders one is humble about one's own people as about oneself
        leaving = not of_others and stretch.zone is Zone.BODY and takes_leave(passage)
        modest = not gone and (leaving or self._humble(clause) or bool(_FIRST_PERSON.search(clause + passage.text(result.end, end))))
        if topic is not None and not of_others and _SELF_SPOKEN.search(passage.text(max(told_of[0] if told_of else 0, begin - 80), begin)):
            return author
        introduced = (self.mentions.introduced_before(passage, begin, stretch.zone) or seen_from_outside(self.mentions, passage, result, begin)) if modest else None
        if introduced is not None:
            return self.mentions.among_friends(passage, result.start, introduced)
        if modest and (ours := _OURS_TO_COME.search(passage.text(begin - 160, begin))) is not None:
            return Role("described:" + ours.group()[:6], About.THIRD_PARTY, (), ours["who"] or ours["they"])
        if not of_others and _IT_IS_ME.search(passage.text(begin - _JUST_ABOVE, begin)):
            return author  # 「和文タイプが打てる人、まだいますよ。私です。」
        stranger = None if modest else self.mentions.described_before(passage, begin, stretch.zone)
        if stranger is not None and A_CATEGORY.fullmatch(stranger[1].label):
            return NOBODY
        if stranger is not None and of_others and (told_of is None or told_of[0] < stranger[0]) and (
                passage.part.text[(at := stranger[0] + len(stranger[1].label)):at + 1] in _NEW_TOPIC):
            return stranger[1]  # who was spoken of last, by name or by description; 「いい方です」 still speaks of the former
        if topic is not None and ((topic.about is About.COLLEAGUE and not leaving) or (of_others and not self._humble(clause)) or (
                topic.about is not About.RECIPIENT and not modest)):
            return self.mentions.among_friends(passage, result.start, topic)
        if stranger is not None:
            return stranger[1]
        if honorific and reader is not None and not somebody:
            return reader
        if reader is not None and _HONOURED.match(passage.text(result.end, end)):
            return reader
        if not modest and (shown := shown_right_before(passage, result.start)) is not None:
            return shown
        if relation.get("relation") in ("元所属", "元職") and not _FIRST_PERSON.search(sentence):
            for one in passage.people_between(result.end, end):
                return self.mentions.person(passage, one)
            if relation.get("hearsay") and (other := self.mentions.mentioned_before(passage, begin, result.start, stretch.zone)) is not None:
                return self.mentions.among_friends(passage, result.start, other)  # 「長女が戻るとのこと。今は…をしているそうです」
            return Role("unnamed", About.THIRD_PARTY, (), "somebody the text does not name") if relation.get("organization") else UNKNOWN
        if not modest and not leaving and not _FIRST_PERSON.search(sentence) and (shown := shown_before(passage, result.start)) is not None:
            return shown
        if relation.get("hearsay") or somebody:
            if (other := self.mentions.mentioned_before(passage, begin, result.start, stretch.zone)) is not None:
                return self.mentions.among_friends(passage, result.start, other)
            return Role("unnamed", About.THIRD_PARTY, (), "somebody the text does not name") if relation.get("organization") else UNKNOWN
        if honorific:
            # one does not raise oneself: it is somebody else's, known to those who read
            return Role("unnamed", About.THIRD_PARTY, (), "somebody the text does not name") if relation.get("organization") else UNKNOWN
        if not leaving and (gone or not self._speaks_of_self(passage, begin, clause, end)) and (other := self.mentions.mentioned_before(passage, begin, result.start, stretch.zone, topics_only=True)) is not None:
            return self.mentions.among_friends(passage, result.start, other)
        if self.mentions.cast.in_chat and not leaving and (alone := called_out(self.mentions, passage, result.start, end)) is not None:
            return alone
        return author if relation.get("organization") or self._humble(clause) or _FIRST_PERSON.search(sentence) else NOBODY

    def _speaks_of_self(self, passage: Passage, begin: int, clause: str, end: int) -> bool:
        """Whether the writer clearly speaks of themselves: by pronoun, by humble words, right after saying who they are."""
        if self._humble(clause) or OF_SELF.search(passage.text(begin - 60, begin)[-60:] + passage.text(begin, end)):
            return True
        for one in reversed(passage.people_between(max(0, begin - 90), begin)):
            if self.mentions.person(passage, one).about is About.SENDER and INTRODUCED.match(passage.part.text[one.end:one.end + 16]):
                return True
        return False

    def _whose_resume_is_read(self, passage: Passage, result: RecognizerResult, zone: Zone) -> Role | None:
        """The reader, where the mail begins by thanking them for their own résumé and the statement's line speaks of nobody else."""
        opening = passage.part.text[:_OPENING]
        if not _RESUME_SENT.search(opening) or CANDIDATE.search(opening):
            return None
        begin, end = passage.line(result.start)[0], passage.line(result.end)[1]
        line = passage.text(begin, end)
        if passage.people_between(begin, end) or self._described(line) or STRANGER.search(line) or _CALLED.search(line):
            return None
        return self.mentions.reader(passage, zone)

    def _applying(self, passage: Passage, result: RecognizerResult, zone: Zone) -> Role | None:
        """The only reader, whom the mail answers as an applicant, where a statement that names nobody is of the post they have: 「ご在職中とのことですので」."""
        begin, end = passage.sentence(result.start, result.end)
        if zone is not Zone.BODY or not self.mentions.cast.speaks_to_outsiders or not _OF_AN_APPLICANT.search(passage.text(result.start - 8, result.end)) or not applies(passage.part.text):
            return None
        said = passage.text(begin, end)
        if any(_SPOKEN_OF.match(passage.part.text, one.end) and self.mentions.person(passage, one).about in (About.THIRD_PARTY, About.COLLEAGUE)
               for one in passage.people_between(max(0, begin - _JUST_SPOKEN_OF), begin)):
            return None
        if passage.people_between(begin, end) or self._humble(passage.text(result.start, result.end)) or self._described(said) or STRANGER.search(said) or _CALLED.search(said):
            return None
        reader = self.mentions.reader(passage, zone)
        return reader if reader is not None and self.mentions.cast.only_reader(reader) else None

    def _they_wrote(self, passage: Passage, place: int, honorific: bool) -> bool:
        """Whether what stands before `place` answers what the readers wrote or said themselves: of nobody else, where one raises them."""
        before = passage.part.text, max(0, place - _OPENING // 2), place
        return _THEY_SAID.search(*before) is not None or (honorific and _THEY_WROTE.search(*before) is not None and not self._others_near(passage, place))

    def _others_near(self, passage: Passage, place: int) -> bool:
        """Whether somebody else is named shortly before, in whatever part of a sentence."""
        return any(self.mentions.person(passage, one).about in (About.THIRD_PARTY, About.COLLEAGUE) for one in passage.people_between(max(0, place - _JUST_SPOKEN_OF), place)) or bool(
            KIN.search(passage.text(place - _ONE_CLAUSE, place)))

    @staticmethod
    def _in_a_form(passage: Passage, result: RecognizerResult) -> bool:
        """Whether a statement is a line of a form that names somebody above: 「申込者　牧田　俊様…勤務先　㈱多賀谷化成　製造課　勤続6年」."""
        begin = passage.line(result.start)[0]
        return _A_FIELD.match(passage.part.text, begin) is not None and _WHOSE_FORM.search(passage.part.text, max(0, begin - _OPENING), begin) is not None

    @staticmethod
    def _described(said: str) -> re.Match[str] | None:
        """Somebody described in `said`, but for the subject of a relative clause, 「弟が通っていた教習所で」, and whoever is quoted: 妻が「…」."""
        return next((one for one in DESCRIBED.finditer(said) if not _RELATIVE.match(said, one.end()) and not _IS_QUOTED.match(said, one.end())), None)

    def _stranger_before(self, before: str, clause: str) -> re.Match[str] | None:
        """Somebody described before a statement in its sentence, but for the writer by what they are: 「四月に入ったばかりの新人で、…おりました」."""
        return next((one for one in STRANGER.finditer(before) if not (self._humble(clause) and _IS_ONE.match(before, one.end()))), None)

    @staticmethod
    def _stranger_in(clause: str, relation: dict[str, object]) -> re.Match[str] | None:
        """Somebody described at the beginning of a statement, before its employer: 「ヒゲの人いたでしょ、ミツワ時代に…」."""
        place = clause.find(str(relation.get("organization") or "\0"))
        return _SOMEONE_SEEN.search(clause, 0, place) if place > 0 else None

    @staticmethod
    def _humble(clause: str) -> bool:
        return bool(re.search(r"おりました|おります|いたしました|致しました|させていただ|しておりました|参りました", clause))

