"""JP_SENSITIVE: 要配慮個人情報 told of a person, in the shortest clause.

Source: 個人情報保護法2条3項 (人種、信条、社会的身分、病歴、犯罪の経歴、犯罪により害を被った事実), 同法施行令2条 (障害、健康診断の結果、診療・調剤、
刑事手続、少年保護). The law's 信条 holds creed and religion; union membership is kept with it, as the 金融分野ガイドライン does.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from presidio_analyzer import RecognizerResult

from recognizers.reading import Reading, ReadingRecognizer, Span
from recognizers.titles import SELF_WORDS

_ILLNESS = (
    r"(?:(?:胃|大腸|肺|乳|肝臓?|膵臓?|子宮(?:頸|頚)?|前立腺|食道|咽頭|喉頭|甲状腺|卵巣|腎臓?|膀胱|皮膚)?(?:がん|ガン|癌)(?!バ|ダム|マ|プ|ト|ガ|ば)|(?:悪性)?腫瘍|白血病|リンパ腫|肉腫|うつ(?:病|状態)?(?![るっりわくしす伏])|鬱(?:病|状態)?|双極性障害|躁うつ|適応障害|パニック障害|統合失調症|不安障害|摂食障害|発達障害|自閉症|ADHD|アスペルガー"
    r"|PTSD|依存症|アル中|認知症|アルツハイマー|てんかん|パーキンソン病?|脳梗塞|脳出血|脳卒中|くも膜下出血|心筋梗塞|狭心症|心不全|不整脈|糖尿病|高血圧症?|腎不全|肝炎|肝硬変|肺炎|結核|喘息|エイズ|HIV|梅毒|性病|新型コロナ|コロナ(?=陽性|に(?:感染|罹|かか))|インフル(?:エンザ)?(?=に(?:感染|罹|かか)|で(?:休|欠))|難病|膠原病|リウマチ|潰瘍性大腸炎|クローン病|パセドウ病|バセドウ病|メニエール(?:病)?|椎間板ヘルニア|ヘルニア|メンタル不調|流産|死産|早産|切迫(?:流産|早産)|妊娠(?:中毒|合併|高血圧)|不妊(?:治療)?|骨折|更年期障害|過換気|緑内障|網膜剥離|難聴|失明|持病)")
_STATE = (
    r"(?:[ぁ-んァ-ヴー一-龥、]{0,10}?(?:を?患[っいわ]|と診断|だと診断|を発症|に(?:なっ|なり|なられ|かかっ|罹)|で(?:入院|休職|通院|休ん|お?休み|療養|倒れ|亡くな|手術|苦し|悩|闘病|退職|治療|しばらく|欠勤|薬|投薬|長期|早退)|の(?:治療|手術|診断|疑い|ため(?:、)?(?:入院|休|通院|療養|欠勤|治療|手術)|再発|後遺症|薬|検査|発作|既往|持病)|が(?:見つか|発覚|再発|わか|判明|ある(?:ので|ため|らし|そう|こと)|あ(?:り|っ)|進行|悪化|転移)|と闘|だ(?:そう|った|って|と)|で(?:す|し)(?=[。が]|た|て)|らし|みたい|持ち|に感染|陽性|を抱え|の(?:お母|お父|ご家族|家族|疑)|による(?:休|入院)|(?:ステージ|stage)|手術|、ステージ))")
_CARE = (
    r"(?:休職(?!制度|規程|者向|届)(?=中|し|さ|を|に|か|す|し|と)|入院(?!給付|保険|案内|費用保険|手続|患者)(?=中|し|さ|を|す|と|だ|で|に|の(?:ため|件)|な|日|が)|(?:を|の)?手術(?=を(?:受|し|さ|され|控)|し|す|さ|の(?:ため|予定)|が(?:無事|決|成功))|(?:心療内科|精神科|婦人科|透析|メンタルクリニック|抗がん剤|人工透析|リハビリ|放射線治療)(?:に|へ|を|の|で|が|通|治療)?|抗がん剤|余命|末期|闘病|療養中|療養(?=し|に|の(?:ため))|介護(?:認定|度)|要介護[1-5]?|体調を崩(?:さ|し)(?:[^。]{0,10}(?:入院|休職|療養))|人工肛門|ペースメーカー(?=を|が)|健康診断で[^。\n]{1,20}(?:異常|再検査|要精密|引っかか)|健診で[^。\n]{1,20}(?:異常|再検査|要精密|引っかか)|精密検査(?=に|を|の|で))")
_DISABILITY = r"(?:身体障害|知的障害|精神障害|聴覚障害|視覚障害|内部障害|障害者手帳|障がい者手帳|療育手帳|障害(?=[1-7一二三四]級)|障害等級|車(?:椅子|いす)(?:生活|を使|で(?:生活|の生活|移動))|半身不随|義足|義手|手帳[1-7]級|耳が(?:聞こえ|不自由|遠)|目が(?:見え|不自由)|足が不自由)"
_CRIME = r"(?:前科|前歴(?=が|あり|者)|逮捕(?=さ|歴|状)|起訴(?=さ)|書類送検|有罪|実刑|執行猶予|服役|刑務所|出所(?=し|後)|懲役|保護観察|少年院|万引き(?=で|し|を)|横領(?=で|し|を|が|の(?:疑|件|容疑))|飲酒運転(?=で|を?し)|痴漢(?=で|し|の(?:疑|容疑|被害)|に(?:遭|あ))|ストーカー(?=被害|に|で|行為)|詐欺(?=に(?:遭|あ)|被害に|で(?:逮|捕|訴))|DV(?=被害|を|から|で)|(?:性的|性)(?:暴行|被害)|レイプ|強盗(?=に(?:遭|あ)|で)|空き巣に(?:入|遭|あ)|ひき逃げ(?=に|で)|破産歴|犯罪歴|反社(?=会|の(?:人|関))|被害届を出)"
_CREED = r"(?:(?:キリスト教|仏教|創価学会|イスラム教|ムスリム|クリスチャン|カトリック|プロテスタント|エホバの証人|統一教会|幸福の科学|天理教|モルモン教?|ヒンズー教|ユダヤ教|新興宗教|神道|立正佼成会|真如苑|オウム)(?:の|を)?(?:信者|信徒|信仰|会員|家庭|家|入信|に入|教徒|徒|だ|で(?:す|し|い|、)|なの|らし|なん|、)|学会員|信者(?=だ|で|ら|な|の(?:方|人))|入信(?=し|さ)|宗教(?:にはま|に入|の(?:勧誘|活動)(?:を|し)|上の理由)|共産党(?:員|支持|の(?:支持|党員|ポスター)|を支持)|自民党(?:員|の党員)|公明党(?:員|支持)|左翼|右翼|(?:労働組合|労組|ユニオン|組合)(?:の(?:委員長|書記長|執行|役員|活動|専従|幹部)|に(?:加入|入っ|駆け込)|活動(?:を|に|で|家)|員(?=だ|で|ら))|部落(?:出身|の(?:出|人))|在日(?=[^外米中]|韓国|朝鮮)(?=[^。]{0,6}(?:出身|だ|で|ら|の(?:方|人)|[23二三]世|韓国人|朝鮮人))|同性愛|ゲイ(?=だ|で|ら|な|の)|レズビアン|トランスジェンダー|LGBTの)"
_TELLING = re.compile(f"(?P<ill>{_ILLNESS}{_STATE})|(?P<care>{_CARE})|(?P<disabled>{_DISABILITY})|(?P<crime>{_CRIME})|(?P<creed>{_CREED})")
_KINDS = {"ill": "illness", "care": "treatment", "disabled": "disability", "crime": "criminal record or victimhood", "creed": "creed"}
_PRODUCT = re.compile(
    r"(?:対策|予防|検診|健診|ワクチン|保険(?:商品|金)?|特約|補償|給付|セミナー|講座|研修|講演|治療薬|新薬|治験|論文|(?<!創価)学会(?!員)|研究|市場|啓発|支援(?:制度|サービス|事業)|制度|規程|規定|マニュアル|アンケート|統計|厚労省|患者様向け|患者向け|患者数|プラン|商品|サービス|募集|採用枠|雇用(?:率|促進|義務|納付)|条例|法改正|報道|ニュース|キャンペーン|システム(?:の|に)?障害|回線|サーバ|通信障害|防犯|詐欺メール|フィッシング|注意喚起|バリアフリー|装置|機器|キット|ガイドライン|業界|同梱|説明書|禁忌|副作用|効能)")
_SOMEBODY = re.compile(r"(?:さん|様|氏|くん|君|ちゃん|部長|課長|係長|主任|社長|先生|奥さん|奥様|ご主人|旦那|お母|お父|母|父|息子|娘|妻|夫|家内|彼女?|社員|担当者|同僚|上司|部下|新人|後輩|先輩|方(?:が|は|で|も)|本人|患者|お子|ご家族|兄|姉|弟|妹|祖父|祖母|友人|女性|男性)")
_GENERIC_PATIENT = re.compile(r"(?:場合|方(?:は|に|へ|の(?:ため|場合|み|ご|受))|際は|患者(?:様|さん)?(?:は|の(?:受|皆|ため)|へ|向)|ときは|時は|なら|人(?:は|が(?:増|多)|の割合|口)|方の(?:満足|調査|声|体験|割合|ご感想|就労)|の方(?:は|も)|者(?:は|の(?:雇|採|受)|を(?:雇|採)|向))")


class SensitiveRecognizer(ReadingRecognizer):
    """Special-care information of a person; not products, notices and rules about such matters."""

    ENTITY = "JP_SENSITIVE"

    def read(self, reading: Reading) -> list[RecognizerResult]:
        """Every clause that tells such a thing of somebody, with `recognition_metadata["person_span"]` where named."""
        results = []
        for span, person, kind in _clauses(reading):
            metadata: dict[str, object] = {"person_span": reading.folded.span(*person) if person else None,
                                           "person": reading.text[person[0]:person[1]] if person else "", "kind": kind}
            results.append(self.result(reading, span, metadata))
        return results


_SENTENCE_END = re.compile(r"[。！？!?\n]")


def _clauses(reading: Reading) -> Iterator[tuple[Span, tuple[int, int] | None, str]]:
    text = reading.text
    done = 0
    for match in _TELLING.finditer(text):
        if match.start() < done:
            continue
        begin = _last(text, max(0, match.start() - 80), match.start())
        stop = _SENTENCE_END.search(text, match.end(), match.end() + 80)
        end = stop.start() if stop else min(len(text), match.end() + 80)
        sentence = text[begin:end]
        people = _people(reading, begin, end)
        if _PRODUCT.search(sentence) and not (people and not _PRODUCT.search(text[match.start():min(end, match.end() + 8)])):
            continue
        if _GENERIC_PATIENT.search(text[match.start():min(end, match.end() + 16)]):
            continue
        if not people and not _SOMEBODY.search(sentence) and not SELF_WORDS.search(sentence) and not _SOMEBODY.search(_paragraph_before(text, begin)):
            continue
        comma = text.rfind("、", begin, match.start())
        clause = comma + 1 if comma >= 0 else begin
        inside = [p for p in people if clause <= p.start and p.end <= end]
        before = [p for p in people if p.end <= match.start()]
        person = next(iter(inside or before or people), None)
        finish = _finish(text, match.end(), end)
        done = finish
        kind = _KINDS[match.lastgroup or "ill"]
        start = min(clause, match.start())
        yield Span(start, finish, 0.85 if people else 0.7, f"{kind} of a person"), (person.start, person.end) if person else None, kind


def _paragraph_before(text: str, begin: int) -> str:
    """Up to 60 characters before `begin`, no further than the blank line before it."""
    return text[max(0, begin - 60):begin].rpartition("\n\n")[2]


def _finish(text: str, at: int, end: int) -> int:
    tail = re.compile(r"[ぁ-んー]{0,16}?(?=そう|らし|みたい|と(?:の|い|聞|伺|お|言)|[^ぁ-んー]|$)").match(text, at, end)
    return tail.end() if tail else at


def _last(text: str, start: int, at: int) -> int:
    last = start
    for match in _SENTENCE_END.finditer(text, start, at):
        last = match.end()
    return last


def _people(reading: Reading, start: int, end: int) -> list[Span]:
    i = bisect_left(reading.people, start, key=lambda s: s.start)
    found = []
    while i < len(reading.people) and reading.people[i].start < end:
        found.append(reading.people[i])
        i += 1
    return found
