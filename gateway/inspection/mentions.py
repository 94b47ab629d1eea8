"""Who speaks, who is spoken to, and who was spoken of before a statement, in which part of which sentence."""

from __future__ import annotations

import re

from presidio_analyzer import RecognizerResult

from gateway.inspection.cast import NOBODY, UNKNOWN, Cast, Role
from gateway.inspection.described import DESCRIBED, KIN, NEAR, OCCUPIED, OF_SELF, POST_OF_ONES_OWN, STRANGER
from gateway.inspection.passage import Passage
from gateway.inspection.sample_names import is_sample
from gateway.verdict import About, Zone
from recognizers.titles import ADDRESS

INTRODUCED = re.compile(r"(?:です|でございます|と申します)")
"""What follows a name by which the writer says who they are."""
_DEALT_WITH = re.compile(rf"[ 　]?(?:{ADDRESS})?(?:に(?:は)?(?:今朝|昨日|先日|さっき)?(?:(?:頼ま|聞か|お願いし)なくて|ほめられ|褒められ|怒られ|叱られ|笑われ)|と(?:ばったり|すれ違|会[いうっ]|話し|飲[みん]))")
_TOPIC = re.compile(
    rf"[ 　]?(?:{ADDRESS})?(?:[（(][^()（）\n]{{1,12}}[)）])?(?:の(?:方|ほう|件|こと|話|前職|ご?(?:経歴|職歴|略歴|履歴|キャリア))|(?:と(?:いえば|言えば|いったら|言ったら)|っていえば)|って(?:人|方)?"
    rf"|(?:とか)?(?:という|っていう|ちゅう|ていう)[^。、\n]{{0,8}}?(?:方|人|者|男性?|女性?|子|の|やつ|奴|若手|新人)(?=[がはもで、])|という(?:方|人)|も|は|が|なの?(?:です|だ)が"
    r"|なん(?:です|だ)?(?:が|けど|けれど|よね|よ)?|(?:です|でございます|だ)(?:が|けど|けれど)|、|さ[ぁー、]|な[ぁー、]|ね、|-san|\.(?= )|に(?:つきまして|ついて|関して)(?:は)?|に[はも](?=[^、\n])|なんだ"
    r"|です[。\n]|(?:で|が)?(?:一択|適任)(?:です|だ|でしょう)|。|$|…|・・・| |　|\n)"
)
_SOURCE = re.compile(
    rf"[ 　]?(?:{ADDRESS})?(?:から|より|に|経由で)(?:も)?(?:[^。、\n]{{0,6}})?(?:伺|聞(?!く(?:のが|と(?:早|い)|方が|ほうが|しか)|けば|いて(?:OK|みて|くだ|下さ|もら|くれ|ね|いい|良い|大丈夫|おいて))|うかが"
    rf"|お聞|教え|教わ|承|よると|よれば|連絡|ご?紹介|の(?:話|情報|連絡))|[ 　]?(?:{ADDRESS})?(?:曰く|いわく|情報|談|が(?:言って|話して|おっしゃ|覚えて|見て))"
)
_PREDICATE = re.compile(r"(?:です|でし|で、|だ(?![っ])|でいらっしゃ|でござ|なので|なん)")
_CELL = re.compile(rf"[ \u3000]*(?:{ADDRESS})?[ \u3000]*[|｜\t]")
_CELL_BEFORE = re.compile(r"[|｜\t][ \u3000]*$")
_MENTIONED = 320  # characters
_SPEAKER = re.compile(r"[ \u3000]?[:：]|です[。、\n]|でございます|と申します")
_VOCATIVE = re.compile(rf"[ 　]?(?:{ADDRESS})?[、,　 \n]")
_OBJECT = re.compile(rf"[ 　]?(?:{ADDRESS})?(?:[（(][^()（）\n]{{1,12}}[)）])?(?:を|に|と|で(?=進|お願|決|確定|いき|行き|話|考|検討|契約))")
_ATTRIBUTED = re.compile(r"[\"']?[ \u3000]?[<＜(（][A-Za-z0-9._%+-]{1,64}")  # who wrote what is quoted: 「長岡 渉 <w.nagaoka@…」
_IN_A_LIST = re.compile(rf"[ 　]?(?:{ADDRESS})?[ 　]?(?:\n|$|・|／|/|、[^はがも]{{1,10}}\n)")
_BECAME = re.compile(r"[にと](?:なり|なっ|任命|着任|して(?:参|まい|就|着))")  # 「このたび担当になりました」 is the writer
_SHOWN = re.compile(r"(?:様|さん)?(?:について|につきまして|に関して)|(?:なの|なん)?(?:ですが|ですけど|だけど|だが)|って(?!い|言)|の(?:こと|件|話)(?:です|だ|なん)")
_RAISED = re.compile(r"(?:喪主|施主|ご?入居者|ご?利用者|患者|新郎|新婦|ご?主人|奥|お相手|ご?依頼人|申込者)(?:様|さん)(?=[はがもの、])")
_INTRODUCING = 200  # characters
_TO_COME = re.compile(
    rf"[ \u3000]?(?:{ADDRESS}|医師|看護師|弁護士|税理士|講師)?(?:[（(][^()（）\n]{{1,12}}[)）])?(?:という(?:者|もの)[がは]|に(?:替わ|代わ|変わ|変更|引き?継|交代|担当|お願い)"
    rf"|へ(?:引き?継|交代|替わ|代わ|変更)|でございますが、|(?:が|は)[^。\n]{{0,12}}\n?[^。\n]{{0,12}}(?:お力に|担当(?:し|いた|させ)|(?:受け持|務め|つとめ|指導し|ご案内し|お世話し)(?!て[いお]|た)|伺(?:い|わせ)"
    rf"|参りま|お伺い|同行|引き?継|着任|適任)|[はが](?:弊社|当社|小社|うち|手前ども|当[店院園校])の[^。\n]{{1,14}}(?:でござい|です|でして)|を[^。\n]{{0,8}}(?:ご?紹介|推薦|担当に|後任に|派遣|配置|アサイン))")


_SUCCEEDS = re.compile(r"(?:(?:立ち?会い?|作業|(?:お?伺い|担当|対応|作業|同行|ご案内)(?:する|します|いたす|いたします|致します))の?(?:者|もの)|後任|新担当|新しい担当|次の担当|今後の(?:担当|窓口)|代わり|引き?継ぎ)(?:者)?(?:の者)?[はがに、]?[ 　]?\Z")
_IS_CALLED = re.compile(rf"(?:{ADDRESS})?(?:と(?:申し|いい|言い)|でござい|です|という)")
_BRACKET = 60  # characters
_IN_BRACKET = re.compile(rf"[ 　]?(?:{ADDRESS})?(?:を(?:受け?入れ?|採用|迎え))?[ 　]?[（(][^()（）\n]{{0,40}}")
_ANSWER = 120  # characters in which an answer still speaks of whom it was asked, or named first
_ASKED = re.compile(r"(?:です|ます|でしょう|ました|でした|いる|どう)(?:か|の)?[？?。]?[ 　\r]*\Z|[？?][ 　\r]*\Z")
_CALLED_SO = re.compile(rf"(?:{ADDRESS})?(?:という|っていう|って)(?:男|女|者|人|方|子|やつ|奴|若手|先輩|後輩)[はがも、]{{1,2}}\s*")
_OWN_PEOPLE = re.compile(r"(?:弊社|当社|小社|自社|わが社|我が社|うち|手前ども|私ども|当[方行院校店園庁課部])(?:の[^。、\n]{0,24})?[ 　]?\Z")  # 「弊社の瀬川が以前…」
_JUST_BEFORE = 40  # characters
_AFFAIR = 80  # characters
_WITHIN = 600  # characters of a quotation around a statement in which whoever it is of is named
_A_MOMENT = 16  # characters that say when: 「…という男が、7月の総会で」
_REPORTED = re.compile(
    rf"[ 　]?(?:{ADDRESS})?(?:[（(][^()（）\n]{{1,12}}[)）])?(?:から|より)(?:の)?(?:ご|お)?(?:連絡|電話|メール|相談|申し出|報告|返事|回答|返信|TEL|申告)(?:あり|です"
    rf"|が(?:あ|来|入)[^。\n]{{0,6}}|をもら[^。\n]{{0,4}})?[。:：\r\n 　]{{1,3}}"
)
_PAPERS_OF = re.compile(rf"[ \u3000]?{ADDRESS}の(?:雇用保険|社会保険|健康保険|厚生年金|年金|離職票|資格(?:取得|喪失)|入社|採用|内定|面接|選考|経歴|履歴書|職務経歴|試用)")
"""Whose papers or admission are spoken of: 「根占さんの雇用保険、…」."""
_AFFAIR_OF = re.compile(rf"[ \u3000]?{ADDRESS}(?:の(?:件|こと)|より(?:ご?挨拶|お手紙|お葉書|ご連絡))")
_ANSWERED = re.compile(rf"[ \u3000]?{ADDRESS}(?:より|から)、?[^。\n]{{0,8}}(?:お返事|ご返事|ご快諾|ご回答|ご承諾|お申し出)(?:です|でした|がありました|をいただ|を頂)")
_BESIDES = re.compile(rf"[ \u3000]?{ADDRESS}(?:に|を|と|の(?!ご?(?:紹介|話|情報)))")
_ENTRUSTED = re.compile(rf"[ \u3000]?{ADDRESS}(?:に|へ)(?:は)?(?:お?任せ|お?願い|頼み|頼ん|預け)(?!な[くか])[^。\n]{{0,10}}。[ \u3000\r\n]{{0,3}}")
_THEREFORE = re.compile(r"(?:の|ん)?(?:です|だ)から(?![^。\n]{0,30}(?:私|僕|わたし|俺))|だけに")
_NAMES = re.compile(r"[。\r\n 　？?！!]{0,3}(?:名前は|お名前は|名は|名乗りは|名字は|苗字は|たしか|確か|名刺には?)?[、 　]?")
_NO_MORE = re.compile(rf"[ 　]?(?:{ADDRESS})(?:です|だっけ|だったかな|だったっけ|だったと思う|という(?:方|人)|とか|かな|、?だよ)?(?:よ|ね|、)?[。？?！!\r\n]|[ 　]?(?:{ADDRESS})(?:です|だっけ|だったかな|だったっけ)?\Z")


class Mentions:
    """The people of a message where they stand: by name, by description, as writer and as reader."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast

    def person(self, passage: Passage, result: RecognizerResult) -> Role:
        """The role of a name that stands in the text."""
        name = passage.part.text[result.start:result.end]
        if is_sample(passage, name, result.start):
            return NOBODY
        return self.cast.who(name)

    def author(self, passage: Passage, place: int) -> Role:
        """Who speaks at `place`: the sender, or a quotation's author."""
        stretch = passage.stretch(place)
        if stretch.zone is not Zone.QUOTE:
            return self.cast.role_of(self.cast.sender)
        if stretch.author:
            if (address := re.search(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,100}", stretch.author)) and (role := self.cast.by_address(address.group())) is not None:
                return role
            if bare := bare_name(stretch.author):
                return self.cast.who(bare)
        if self.cast.in_chat:
            return UNKNOWN  # whom a post quotes is seldom the one who reads it
        return self.cast.the_recipient() or UNKNOWN

    def reader(self, passage: Passage, zone: Zone) -> Role | None:
        """The person spoken to in mail or talk of one to one; in quotations that is the sender."""
        if zone is Zone.QUOTE:
            return self.cast.role_of(self.cast.sender)
        for one in passage.people()[:12]:
            if passage.zone(one.start) is Zone.SALUTATION:
                role = self.cast.who(passage.part.text[one.start:one.end])
                if role.about is About.RECIPIENT:
                    return role
        return self.cast.the_recipient()

    def reader_named(self, passage: Passage, begin: int, zone: Zone) -> Role | None:
        """Whom of several readers the lines right before speak of: 「物部様にお願いできればと存じます。…に5年お勤めでした」."""
        near = [self.person(passage, one) for one in passage.people_between(max(0, begin - _ANSWER), begin) if passage.zone(one.start) is zone]
        return near[-1] if near and near[-1].about is About.RECIPIENT else None

    def among_friends(self, passage: Passage, place: int, role: Role) -> Role:
        """What the only reader wrote themselves of their own people, or without a name, is no news to them; of others they only told us."""
        stretch = passage.stretch(place)
        if stretch.zone is Zone.QUOTE and role.about is About.THIRD_PARTY:
            author = self.author(passage, place)
            if author.about is About.RECIPIENT and self.cast.only_reader(author) and not any(
                    self.person(passage, one).key == role.key and not _OWN_PEOPLE.search(passage.text(max(stretch.start, one.start - 30), one.start))
                    for one in passage.people_between(max(stretch.start, place - _WITHIN), min(stretch.end, place + _WITHIN))):
                return Role(role.key, About.RECIPIENT, author.concerns, role.label)
        return role

    def topic_in(self, passage: Passage, begin: int, end: int) -> Role | None:
        """The last person made the topic in the same sentence, before the clause."""
        for one in reversed(passage.people_between(begin, end)):
            after = passage.part.text[one.end:one.end + 16].replace("\r\n", "\n")
            if _SOURCE.match(after) or passage.zone(one.start) in (Zone.SIGNATURE, Zone.FORWARD_HEADER, Zone.GREETING):
                continue
            if _TOPIC.match(after):
                role = self.person(passage, one)
                if role.about is About.RECIPIENT and passage.zone(one.start) is Zone.SALUTATION:
                    continue
                if role.about is not About.NOBODY and not (role.about is About.RECIPIENT and _VOCATIVE.match(after)):
                    return role
        return None

    def introduced_by(self, passage: Passage, begin: int, clause: int, end: int) -> Role | None:
        """Whom the words just before `clause`, or in it up to `end`, make the one spoken of by saying who they are: 「戸叶という男が、」."""
        for one in reversed(passage.people_between(begin, end)):
            if (called := _CALLED_SO.match(passage.part.text, one.end, end)) is not None and called.end() >= clause - _A_MOMENT:
                role = self.person(passage, one)
                return role if role.about in (About.THIRD_PARTY, About.COLLEAGUE) else None
        return None

    def in_row(self, passage: Passage, result: RecognizerResult) -> Role | None:
        """Whose row of a table the statement stands in: the last name in a cell before it."""
        begin, _ = passage.line(result.start)
        for one in reversed(passage.people_between(begin, result.start)):
            if _CELL.match(passage.part.text, one.end) and _CELL_BEFORE.search(passage.part.text, max(0, result.start - 3), result.start):
                role = self.person(passage, one)
                return role if role.about is not About.NOBODY else None
        return None

    def before_bracket(self, passage: Passage, place: int) -> Role | None:
        """Whose name stands right before the bracket that `place` lies in: 「小田切（営業企画、前は…）」."""
        for one in reversed(passage.people_between(max(0, place - _BRACKET), place)):
            if _IN_BRACKET.fullmatch(passage.part.text, one.end, place):
                role = self.person(passage, one)
                return role if role.about is not About.NOBODY else None
        return None

    def asked_after(self, passage: Passage, begin: int) -> Role | None:
        """Whom the question quoted right above asks after, where the answer to it begins: 「> 夏目さんはお元気ですか？⏎はい、…」."""
        stretch = passage.stretch(begin)
        if stretch.zone is not Zone.BODY or begin - stretch.start > _ANSWER or stretch.start == 0:
            return None
        above, end = passage.line(stretch.start - 1)
        if passage.zone(above) is not Zone.QUOTE or not _ASKED.search(passage.part.text, above, end):
            return None
        for one in passage.people_between(above, end):
            role = self.person(passage, one)
            if role.about in (About.THIRD_PARTY, About.COLLEAGUE):
                return role
        return None

    def topic_before(self, passage: Passage, place: int, zone: Zone, loosely: bool = False, besides: Role | None = None) -> tuple[int, Role] | None:
        """The person made the topic in the 250 characters before the sentence, in the same zone, and where; anybody but `besides`."""
        for one in reversed(passage.people_between(max(0, place - 250), place)):
            after = passage.part.text[one.end:one.end + 16].replace("\r\n", "\n")
            if (passage.zone(one.start) is not zone and not (zone is Zone.BODY and passage.zone(one.start) is Zone.QUOTE) and not (
                    zone is Zone.QUOTE and passage.zone(one.start) is Zone.BODY and not passage.stretch(place).author)) or _SOURCE.match(after) or not (_TOPIC.match(after) or (loosely and _OBJECT.match(after))):
                continue
            role = self.person(passage, one)
            if (role.about is About.SENDER and (INTRODUCED.match(after) or _ATTRIBUTED.match(after) or _IN_A_LIST.match(after))) or (
                    role.about is (About.SENDER if zone is Zone.QUOTE else About.RECIPIENT) and _VOCATIVE.match(after)):
                continue
            if role.about is not About.NOBODY and role != besides and not (loosely and besides is None and _DEALT_WITH.match(after)):
                return one.start, role
        return None

    def mentioned_before(self, passage: Passage, begin: int, place: int, zone: Zone, topics_only: bool = False) -> Role | None:
        """Whoever else was spoken of last before the statement, in whatever part of a sentence: a name, or somebody described; with `topics_only` nobody whom the writer only asks, meets or is praised by."""
        last: tuple[int, Role] | None = None
        for one in reversed(passage.people_between(max(0, place - _MENTIONED), place)):
            after = passage.part.text[one.end:one.end + 16].replace("\r\n", "\n")
            if zone is Zone.QUOTE and passage.zone(one.start) is Zone.BODY and passage.stretch(place).author:
                continue  # the answer above a quotation was written after it
            if passage.zone(one.start) in (Zone.SIGNATURE, Zone.GREETING, Zone.FORWARD_HEADER) or _SOURCE.match(after) or _SPEAKER.match(after):
                continue
            role = self.person(passage, one)
            if role.about in (About.THIRD_PARTY, About.COLLEAGUE):
                last = (one.start, role) if not topics_only or not _DEALT_WITH.match(after) else None
                break
        start = max(0, place - _MENTIONED)
        for pattern in (KIN, STRANGER, OCCUPIED, DESCRIBED):
            found = None
            for match in pattern.finditer(passage.part.text, start, min(len(passage.part.text), place + 12)):
                found = found if _PREDICATE.match(passage.part.text, match.end()) or POST_OF_ONES_OWN.match(passage.part.text, match.start()) or _in_dated_row(passage, match.start()) else match  # 「厳しい方ですが」 is still the one named before
            if found is not None and found.start() < place and (last is None or found.start() > last[0]) and passage.zone(found.start()) in (zone, Zone.BODY, Zone.QUOTE):
                last = found.start(), Role("described:" + found.group()[-6:], About.THIRD_PARTY, (), found.group())
        return last[1] if last is not None else None

    def told_by(self, passage: Passage, begin: int) -> Role | None:
        """Who reported themselves in the sentence right before: 「長友さんから連絡。…まで辞められないとのこと」."""
        for one in reversed(passage.people_between(max(0, begin - _JUST_BEFORE), begin)):
            if _REPORTED.fullmatch(passage.part.text, one.end, begin):
                role = self.person(passage, one)
                return role if role.about in (About.THIRD_PARTY, About.COLLEAGUE) else None
        return None

    def entrusted(self, passage: Passage, begin: int, end: int) -> Role | None:
        """Whom something is left to right before, where what is told gives the reason: 「解析は宇佐美君に任せます。…に居た頃は毎日…だから」."""
        for one in reversed(passage.people_between(max(0, begin - _JUST_BEFORE), begin)):
            if _ENTRUSTED.fullmatch(passage.part.text, one.end, begin):
                role = self.person(passage, one)
                return role if role.about not in (About.SENDER, About.NOBODY) and _THEREFORE.match(passage.text(end, end + _JUST_BEFORE)) else None
        return None

    def named_after(self, passage: Passage, end: int) -> Role | None:
        """Whom the sentence right after names and says no more of: 「…という話。河野先生。」「名前は木庭さん。」「磯部さんだっけ」."""
        for one in passage.people_between(end, end + _JUST_BEFORE)[:1]:
            if _NAMES.fullmatch(passage.part.text, end, one.start) and _NO_MORE.match(passage.part.text, one.end):
                role = self.person(passage, one)
                return role if role.about in (About.THIRD_PARTY, About.COLLEAGUE) else None
        return None

    def whose_affair(self, passage: Passage, begin: int, place: int, hearsay: bool) -> Role | None:
        """Whom the sentences right before `begin` begin with: 「山本様の件、」「前任の山本様より、」; who answered: 「朝倉さんより、ご快諾のお返事です」; whose papers are spoken of; or who stands before `place` in the sentence itself: 「前は桑名さんに電話一本で済んだのですが、」."""
        for one in reversed(passage.people_between(max(0, begin - _AFFAIR), place)):
            after = passage.part.text[one.end:one.end + 40]
            if (_BESIDES.match(after) and not _SOURCE.match(after)) if one.start >= begin else _ANSWERED.match(after) or _PAPERS_OF.match(after) or (hearsay and _AFFAIR_OF.match(after)):
                role = self.person(passage, one)
                return role if role.about in (About.THIRD_PARTY, About.COLLEAGUE) else None
        return None

    def introduced_before(self, passage: Passage, begin: int, zone: Zone) -> Role | None:
        """Whom the lines right before introduce as the one who will do something: of them one is humble as of oneself.

        「来月より担当が二木に替わります。…で十年鍛えられておりますので」
        """
        start = max(0, begin - _INTRODUCING)
        for one in passage.people_between(start, begin):
            if passage.zone(one.start) is zone and _SUCCEEDS.search(passage.part.text, max(0, one.start - 12), one.start) and _IS_CALLED.match(passage.part.text, one.end):
                role = self.person(passage, one)
                return role if role.about in (About.THIRD_PARTY, About.COLLEAGUE) else None
        if OF_SELF.search(passage.text(start, begin)):
            return None
        for one in reversed(passage.people_between(start, begin)):
            if passage.zone(one.start) not in (zone, Zone.GREETING) or not _TO_COME.match(passage.part.text, one.end, begin + 20):
                continue
            role = self.person(passage, one)
            return role if role.about in (About.THIRD_PARTY, About.COLLEAGUE) else None
        return None

    @staticmethod
    def described_before(passage: Passage, begin: int, zone: Zone) -> tuple[int, Role] | None:
        """Somebody whom the sentences right before describe without naming, and where: 「隣に座った若い男性」「新しい経理部長」."""
        start = max(0, begin - NEAR)
        described = None
        for one in STRANGER.finditer(passage.part.text, start, begin):
            if not _BECAME.match(passage.part.text, one.end()) and not POST_OF_ONES_OWN.match(passage.part.text, one.start()) and not _in_dated_row(passage, one.start()):
                described = one
        if described is None or passage.zone(described.start()) is not zone:
            return None
        return described.start(), Role("described:" + described.group()[-6:], About.THIRD_PARTY, (), described.group())

    def described_topic(self, passage: Passage, begin: int, zone: Zone) -> Role | None:
        """Somebody described whom the same paragraph made its topic and did not leave for anybody else: 「あの検査の女性の方ですが、…」."""
        start = max(0, begin - NEAR)
        paragraph = start + len(passage.part.text[start:begin].replace("\r", " ").rpartition("\n\n")[0])
        shown = next((one for one in reversed(list(STRANGER.finditer(passage.part.text, paragraph, begin))) if _SHOWN.match(passage.part.text, one.end())), None)
        shown = shown or next(iter(reversed(list(_RAISED.finditer(passage.part.text, paragraph, begin)))), None)
        if shown is None or passage.zone(shown.start()) is not zone or any(
                self.person(passage, one).about is About.RECIPIENT for one in passage.people_between(shown.end(), begin)):
            return None
        return Role("described:" + shown.group()[-6:], About.THIRD_PARTY, (), shown.group())

    def companion(self, passage: Passage, begin: int, end: int) -> Role | None:
        """The other one in 「…とは…でご一緒しました」."""
        roles = [self.person(passage, one) for one in passage.people_between(begin, end)]
        told = [role for role in roles if role.about not in (About.SENDER, About.NOBODY)]
        return next((role for role in told if role.about is not About.RECIPIENT), told[0] if told else None)


_DATED_ROW = re.compile(r"[\s・>|*-]{0,8}(?:(?:19|20)[0-9]{2}|(?:昭和|平成|令和)[ ]?(?:[0-9]{1,2}|元))(?:年|[./])")


def _in_dated_row(passage: Passage, at: int) -> bool:
    """Whether a post that seems to describe somebody is a row's of a résumé: 「2018年7月　名古屋営業所　係長」."""
    return _DATED_ROW.match(passage.part.text, passage.line(at)[0], at) is not None


def bare_name(author: str) -> str:
    """The name in an attribution, without address and honorific."""
    name = re.sub(r"[<\[(（][^<>\n]{0,120}[>\])）]?", "", author).strip(" \"'　:：,")
    name = re.sub(r"(?:さん|様|氏)$", "", name)
    return name if 0 < len(name) <= 30 and "@" not in name else ""
