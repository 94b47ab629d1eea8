"""JP_SENSITIVE: 要配慮個人情報 told of a person, in the shortest clause.

Source: 個人情報保護法2条3項 (人種、信条、社会的身分、病歴、犯罪の経歴、犯罪により害を被った事実), 同法施行令2条 (障害、健康診断の結果、診療・調剤、
刑事手続、少年保護). The law's 信条 holds creed and religion; union membership is kept with it, as the 金融分野ガイドライン does.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import takewhile

from presidio_analyzer import RecognizerResult

from recognizers.condition_forms import filled_in
from recognizers.conditions import ENDING, NAMED_ILLNESS, ONLY_OF_PEOPLE, TELLING, TELLING_BY_NAME
from recognizers.reading import Reading, ReadingRecognizer, Span, covered, overlapped
from recognizers.titles import ADDRESS, SELF_WORDS

_KINDS = {"ill": "illness", "care": "treatment", "disabled": "disability", "crime": "criminal record or victimhood", "creed": "creed"}
_ANY_OF = re.compile(r"[一-龥ァ-ヴーぁ-ゃゅ-ん]{1,10}(?:[・、や][一-龥ァ-ヴーぁ-ゃゅ-ん]{1,10}){1,5}(?:など|等)の(?:治療と|疾[病患]|病気(?:の方|に|予防|リスク)|予防|検査|相談|リスク|早期|対策|方|お?悩み|場合)")
_AROUND = 30  # characters
"""Examples of illnesses in advice to all: 「高血圧・糖尿病などの治療と仕事の両立」."""
_PRODUCT = re.compile(
    r"(?:対策|予防|検診|健診|検査(?:は|も|の)?(?:希望|無料|有料|対象|費用|料金|補助|予約|実施|任意|オプション)|教室|希望制|受診率|ワクチン|保険(?:商品|金)?|特約|補償|給付|セミナー|講座|研修|講演|治療薬|新薬|治験|論文|(?<!創価)学会(?!員)|研究|市場|啓発|支援(?:制度|サービス|事業)|制度|規程|規定|マニュアル|アンケート|統計|厚労省|患者様向け|患者向け|患者数|プラン|商品|サービス|募集|採用枠|雇用(?:率|促進|義務|納付)|条例|法改正|報道|ニュース|両立(?:について|支援|に関|の(?:ヒント|ガイド|ため|しかた|ポイント))|キャンペーン|システム(?:の|に)?障害|回線|サーバ|通信障害|防犯|詐欺メール|フィッシング|注意喚起|バリアフリー|装置|機器|キット|ガイドライン|業界|同梱|説明書|表現|用語|語句|表記|原文|訳文|症例[0-9A-Z]|地図|禁忌|副作用|効能)")
_SOMEBODY = re.compile(r"(?:[あそこ]の(?:人|方|子|生徒|児童|ひと)(?!々)|さん|様|氏|くん|君|ちゃん|部長|課長|係長|主任|社長|先生|奥さん|奥様|ご主人|旦那|お母|お父|母|父|息子|娘|妻|夫|家内|彼女?|社員|担当者|同僚|上司|部下|新人|後輩|先輩|方(?:が|は|で|も)|本人|患者|お子|ご家族|兄|姉|弟|妹|祖父|祖母|友人|女性|男性)")
_GENERIC_PATIENT = re.compile(r"(?:(?:等|など)(?:に(?:よ|係)|の(?:疾|病|不調)|で休)|場合|(?<![夕明両双地左右表裏彼味])方(?:は|に|へ|も(?:対象|含|ご|安心|多|い(?:ます|る)|少なく)|の(?:ため|場合|み|ご|受))|際は|患者(?:様|さん)?(?:\n)?(?:は|の(?:受|皆|ため|方)|へ|向|から|に(?:は|も|対)|が(?:多|増))|ときは|時は|なら|(?:の|ある|ない|いる|た|な)?(?:方|人|利用者|ユーザー|お客様|児童|生徒|患者|高齢者|歩行者|社員|受講者)(?:様|さん)?(?:の操作)?を(?:想定|念頭)|の?(?:シミュレー|体験ゴーグル|疑似体験)|人(?:は|が(?:増|多)|の割合|口)|方の(?:復職|職場復帰|両立|満足|調査|声|体験|割合|ご感想|就労)|の方(?:は|も|の(?:情報|データ|氏名|個人))|者(?:は|の(?:雇|採|受)|を(?:雇|採)|向)|(?:が)?あっても|に(?:ついて|関して|関する)の?(?:講演|講話|研修|セミナー|講座|勉強会|記事|特集|冊子|番組|原稿|論文|展示)|の?(?:お子(?:さん|様)|方|人|お客様|児童|生徒|利用者)(?:向け|専用|用の|優先|対応|にも?(?:配慮|やさしい|優しい)|に対応))")


class SensitiveRecognizer(ReadingRecognizer):
    """Special-care information of a person; not products, notices and rules about such matters."""

    ENTITY = "JP_SENSITIVE"

    def read(self, reading: Reading) -> list[RecognizerResult]:
        """Every clause that tells such a thing of somebody, with `recognition_metadata["person_span"]` where named."""
        results = []
        for span, person, kind in judged(reading):
            metadata: dict[str, object] = {"person_span": reading.folded.span(*person) if person else None,
                                           "person": reading.text[person[0]:person[1]] if person else "", "kind": kind}
            results.append(self.result(reading, span, metadata))
        return results


_A_MACHINE = re.compile(r"(?:PC|パソコン|ノートパソコン|プリンター?|サーバー?|端末|スマホ|タブレット|複合機|コピー機|機械|マシン|ロボット|エンジン|バッテリー|電池|エアコン|ルーター?|ハードディスク|HDD|エクセル|システム)(?:が|は|も|、)")
_REPAIRED = re.compile(r"直(?:る|り|っ|せ|さ|し)")  # of people it is written 治る
_A_MACHINES = re.compile(
    _A_MACHINE.pattern + r"[^。、\n]{0,4}\Z|(?:メモリ|CPU|ディスク|プロセス|バッチ|ワーカー|リーク|クラッチ|ポンプ|モーター|主軸|配管|車両?|号[機車])[^。、\n]{0,10}の\Z")
_JUST_BEFORE = 20  # characters before a condition in which a machine stands that has it
_ENUMERATED = re.compile(r"[一-龥ァ-ヴーぁ-ん]{1,8}(?:[・、][一-龥ァ-ヴーぁ-ん]{1,8}){1,6}(?:など|等)?")
_MALWARE = re.compile(r"(?<![ァ-ヴーA-Z炎型])ウイルスに?感染(?=[^。\n]{0,40}(?:ネットワーク|駆除|ファイル|サーバ|USB|復旧))|(?:PC|パソコン|端末|サーバー?|USB(?:メモリ)?|ファイル|スマホ)[^。\n]{0,12}(?<![ァ-ヴーA-Z炎型])ウイルス")
_ROLE_OF = re.compile(r"[^。、\n]{0,8}(?:する|した|れた|れる|てる|ている)?役(?!員|所|場|割|立|職|に立|目)|[^。\n]{0,20}(?:と(?:いう|の)?想定|を演じ|のふりを)")
_DRILL = re.compile(r"(?:次|以下|下記|別表)の?(?:とおり|通り)[^。\n]{0,8}演じ|演じて(?:くださ|いただ|もら)|(?:防災|避難|救護|消防|机上|搬送)(?:訓練|演習)[^。]{0,60}(?:役|想定|シナリオ|台本|演)|訓練(?:用の)?(?:シナリオ|台本|の想定|の役)")
"""Who is hurt or ill in a drill: 「窯の前で右足骨折」 below 「次のとおり演じてください」."""
_LISTED = re.compile(r"[ >]{0,6}(?:[・■□◆◇●○※*-]|[0-9]{1,2}[.)])")
_TERM = re.compile(r"[ ]?(?:→|⇒|->|=>)|[」』]の?(?:欄|項目|表記|文言|語|ページ|入力|列|という語)|[」』・、「『一-龥ぁ-ん]{0,12}[」』]の?(?:欄|項目|表記|文言|入力)")
_AFTER_ARROW = re.compile(r"(?:→|⇒|->|=>)[ ]?\Z")
_WHOEVER = re.compile(r"方がい(?:る|らっしゃる)(?:方|人|場合|とき|世帯|ご?家庭)")  # 「扶養に障害のある方がいる方」: whom a rule is for
_IDIOM = re.compile(r"頭を(?:抱え|悩ま|冷や|ひね)|頭が(?:下がる|上がら)|首を(?:長く|ひね|かしげ|傾げ)|腰を(?:据え|上げ|抜か)|目(?:が回る|を(?:丸く|皿))|骨(?:を折って|が折れる)|手を焼|耳が痛い|肝を冷や|頭痛の(?:種|タネ)|痛い目|胃が(?:キリキリ|痛む(?:思い|日々)|痛くなる(?:思い|日々))|足が棒|首が回ら|致命傷|病みつき|(?<!食)中毒性(?!の?(?:表皮|疾患|肝|腎))|病は気から|病になってから|足を洗")
"""What is said of trouble in the words of bodies: 「培養タンクの前で頭を抱えた」."""
_PREVENTED = re.compile(r"(?:など)?の?(?:予防|ワクチン|検診|対策|検査キット|流行)")  # 「樋渡課長、インフル|の予防接種は…」
_EVEN_IF = re.compile(r"(?:(?:と|って|の)(?:診断|告知)され|に(?:なっ|かかっ|罹っ)|を(?:患っ|抱え)(?:て(?:い)?)?|で(?:休職|通院|入院|療養)し)て(?:いて)?も(?![い良よ])、?[^。]{0,40}(?:方|人)(?:は|が|も|に|たち)")
_AT_LARGE = re.compile(r"治療と(?:仕事|就労)の両立(?:、|など|等|について|に関|の(?:ご?相談|支援))|ながらの(?:勤務|就業|就労|通学|受講)|(?:時|とき|際|場合)の(?:声かけ|声掛け|対応|接し方|配慮|手続|相談|フォロー|支援|関わり)")
"""Where nobody is named: an advert, a course, a desk for advice."""
"""Of whoever it befalls: 「糖尿病と診断されても、…働く方は珍しくありません」."""
_OF_THE_SEASON = re.compile(r"(?:熱中症|食中毒|インフルエンザ|ノロ(?:ウイルス)?|胃腸炎|風邪|花粉症|感染症|脱水|凍傷)(?:が|も|に(?:は|も)?|の)?、?(?:心配(?:です|な|で)|流行|怖い|こわい|気になる|増え|多[いく]|注意|気をつけ|ご用心|なりやす|ならない|予防|対策|おそれ|恐れ|リスク|季節|時期|シーズン)")
"""What everybody is warned of: 「熱中症が心配ですので、飲み物は各自…」."""
_SENTENCE_END = re.compile(r"[。！？!?\n]")
_BY_WORDS = frozenset(("disability", "criminal record or victimhood", "creed"))
"""Kinds whose words are enough; illness and treatment are spoken of in products and advice too, so that the model must agree."""
_GENEROUS = 12.0  # how generous it is asked to be then
_RECORD = re.compile(r"前科|前歴")


def _of_a_firm(reading: Reading, at: int) -> bool:
    """Whether what begins at `at` is said to be a firm's: one that was late before has 前科 too."""
    return reading.text[at - 1:at] == "の" and any(one.end == at - 1 for one in reading.organizations_within(max(0, at - _AROUND), at))


_FIGURE = re.compile(r"(?:もはや|もう|ほぼ|ほとんど|まるで|ある意味|一種の|ある種の|半ば|完全に)(?:一種の)?(?:宗教|信仰|信者|カルト)|(?:宗教|信仰|信者|教徒)(?:か(?:よ|な|って)|みたい|じみ|レベル|級)|(?<![教仏会派徒人親])(?<!カトリック)(?<!ムスリム)(?<!クリスチャン)(?<!プロテスタント)(?<!オウム)(?<!証人の)(?<!熱心な)(?<!敬虔な)(?<!宗教の)(?<!教会の)(?<!の)(?<!な)(?<=[ァ-ヴーぁ-ん])信者")
"""Creeds of taste: 「もはや宗教」「たけのこ信者」."""
Statement = tuple[Span, tuple[int, int] | None, str]


def judged(reading: Reading) -> list[Statement]:
    """What the words for conditions found, within the bounds that the model gives, and what only the model finds."""
    by_rule = list(_clauses(reading))
    found: list[Statement] = []
    for clause in reading.telling.told().sensitive:
        i = bisect_right(by_rule, clause.start, key=lambda one: one[0].end)
        rule = by_rule[i] if i < len(by_rule) and by_rule[i][0].start < clause.end else None
        begin, end = _sentence(reading.text, clause.start, clause.end)
        people = reading.people_within(begin, end) or _topic_before(reading, clause.start)
        if not any(one.end <= clause.start for one in people) and _ANY_OF.search(reading.text, max(begin, clause.start - _AROUND), clause.end + _AROUND):
            continue
        if not reading.people_within(begin, end) and (_OF_THE_SEASON.search(reading.text, begin, end) or _EVEN_IF.search(reading.text, clause.start, end) or _AT_LARGE.search(reading.text, clause.start, min(end, clause.end + 16))):
            continue
        if rule is None and (_IDIOM.search(reading.text, clause.start, clause.end) or _PREVENTED.match(reading.text, clause.end)):
            continue
        if rule is None and _ENUMERATED.fullmatch(reading.text, clause.start, clause.end) and reading.text[clause.start - 1:clause.start] == "(":
            continue  # 「表現(うつ・持病)」: examples of a kind
        if rule is None and (_PRODUCT.search(reading.text, clause.start, clause.end) or _A_MACHINE.search(reading.text, clause.start, clause.end) or (
                _REPAIRED.search(reading.text, clause.start, clause.end) and not _ILLNESS.search(reading.text, clause.start, clause.end)) or _of_nobody(
                reading.text[begin:end], reading.text[clause.start:min(end, clause.end + 12)], bool(people))):
            continue
        if (record := _RECORD.search(reading.text, clause.start, clause.end)) and _of_a_firm(reading, record.start()):
            continue
        if _FIGURE.search(reading.text, max(begin, clause.start - 8), min(end, clause.end + 8)) or _only_words(reading, clause.start, clause.end, end):
            continue
        named = rule[1] if rule and rule[1] else next(((one.start, one.end) for one in people), None)
        reason = f"{rule[0].reason}, and the model" if rule else "the model of clauses: special-care information of a person"
        found.append((Span(clause.start, clause.end, 0.95 if rule else 0.8, reason), named, rule[2] if rule else "sensitive"))
    taken = [span for span, _, _ in found]
    found += [one for one in by_rule if not covered(taken, one[0].start, one[0].end)
              and (one[2] in _BY_WORDS or _grave(reading, one[0]) or _of_somebody_named(reading, one[0], one[1]) or overlapped(reading.telling.told(_GENEROUS).sensitive, one[0].start, one[0].end))]
    return _with_forms(found, list(filled_in(reading)))


def _with_forms(told: list[Statement], forms: list[Statement]) -> list[Statement]:
    """Both, in text order; a label with its value replaces what was found within it, else what was found stays."""
    told, forms = sorted(told, key=_place), sorted(forms, key=_place)
    ends = [one[0].end for one in told]
    replaced: set[int] = set()
    kept: list[Statement] = []
    for form in forms:
        first = bisect_right(ends, form[0].start)
        meeting = list(takewhile(lambda i: told[i][0].start < form[0].end, range(first, len(told))))  # noqa: B023 used at once
        if all(form[0].start <= told[i][0].start and told[i][0].end <= form[0].end for i in meeting) and not (kept and form[0].start < kept[-1][0].end):
            replaced.update(meeting)
            kept.append(form)
    return sorted([*(one for i, one in enumerate(told) if i not in replaced), *kept], key=_place)


def _place(statement: Statement) -> tuple[int, int]:
    return statement[0].start, statement[0].end


def _grave(reading: Reading, span: Span) -> bool:
    """Whether a clause names an illness and what it came to, and somebody is spoken of: no product is praised so."""
    clause = reading.text[span.start:span.end]
    begin, end = _sentence(reading.text, span.start, span.end)
    if _ORDERED_TO_BED.search(reading.text, span.start, end) and (reading.people_within(max(0, begin - _NEAR), end) or _topic_before(reading, begin)):
        return True
    if not _ILLNESS.search(clause):
        return False
    if _in_confidence(reading, begin, span.start) or _RAISED.search(reading.text, span.start, end):
        return True
    if not _GRAVE.search(clause):
        return False
    return bool(reading.people_within(max(0, begin - _NEAR), end) or _topic_before(reading, begin))


_ORDERED_TO_BED = re.compile(r"(?:先生|医者|お医者さん|医師|主治医|病院)(?:に|から|で)[^。、\n]{0,16}(?:横にな|安静|寝て|休[めむみ]|動くな|止められ)|絶対安静|ドクターストップ|に[^。、\n]{0,4}(?:影|しこり)(?:が|も)?(?:出|写|映|見つか|あ[るりっ])")
_NEAR = 60  # characters before a sentence in which whoever it speaks of may stand
_GRAVE = re.compile(r"療養|休職|入院|と診断|って診断|言われ|告げ|告知|の診断|診断を|手術|闘病|通院|患[っい]|薬を|服用|服薬|内服|点滴|発作|再発|転移")
_ILLNESS = re.compile(NAMED_ILLNESS)
_RAISED = re.compile(
    r"(?:手術|治療|療養|通院|入院|休職|検査|診断|服薬|リハビリ)[^。、\n]{0,4}\n?[^。、\n]{0,4}(?:受けられ|続けられ|続けておられ|続けていらっしゃ|されて(?:いる|おり|いらっしゃ)|しておられ|していらっしゃ|なさって|中でいらっしゃ|中とのこと)(?![てたるいまし]{0,4}(?:方|患者|お客|皆|人|場合|際|とき))")
"""What is said of somebody whom one raises, though no name stands by: 「手術を受けられ」「通院しておられる」; not advice to whoever is."""


def _only_words(reading: Reading, start: int, end: int, stop: int) -> bool:
    """Whether the words are terms to be replaced, names of fields, a machine's virus, or parts that somebody plays."""
    text = reading.text
    if _TERM.match(text, end) or _AFTER_ARROW.search(text, max(0, start - 4), start) or _MALWARE.search(text, max(0, start - 16), min(stop, end + 48)):
        return True
    if _ROLE_OF.match(text, end):
        return True
    line = text.rfind("\n", 0, start) + 1
    return bool(_LISTED.match(text, line) and _DRILL.search(text, max(0, line - _LONG), line))


_TO_ALL_SUCH = re.compile(r"(?:歳(?:以上|以下|未満)|希望|該当|対象|治療中|妊娠中|通院中|服薬中|夜勤|受診済み?)の(?:方|人)(?:は|も|には|へ)")


def _of_nobody(sentence: str, clause: str, named: bool) -> bool:
    """Whether a sentence speaks of a product, a rule or people at large, or of nobody at all."""
    if _TO_ALL_SUCH.search(sentence) or _GENERIC_PATIENT.search(clause) or (_PRODUCT.search(sentence) and not named):
        return True
    return not (named or _SOMEBODY.search(sentence) or SELF_WORDS.search(sentence))


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    stop = _SENTENCE_END.search(text, end, end + 80)
    return _last(text, max(0, start - 80), start), stop.start() if stop else min(len(text), end + 80)


def _clauses(reading: Reading) -> Iterator[Statement]:
    text = reading.text
    done = 0
    for match in (TELLING if ENDING.search(text) else TELLING_BY_NAME).matches(text):
        if match.start() < done:
            continue
        begin = _last(text, max(0, match.start() - 80), match.start())
        stop = _SENTENCE_END.search(text, match.end(), match.end() + 80)
        end = stop.start() if stop else min(len(text), match.end() + 80)
        sentence = text[begin:end]
        people = reading.people_within(begin, end)
        if _PRODUCT.search(sentence) and not ((people or reading.people_within(max(0, begin - _NEAR), begin)) and not _PRODUCT.search(text[match.start():min(end, match.end() + 8)])):
            continue
        if match.lastgroup == "crime" and _of_a_firm(reading, match.start()):
            continue
        if match.lastgroup == "creed" and _FIGURE.search(text, max(begin, match.start() - 8), min(end, match.end() + 8)):
            continue
        if _only_words(reading, match.start(), match.end(), end):
            continue
        if _GENERIC_PATIENT.search(text[match.start():min(end, match.end() + 16)]) or _A_MACHINES.search(text, max(begin, match.start() - _JUST_BEFORE), match.start()):
            continue
        if _ANY_OF.search(text, max(begin, match.start() - _AROUND), match.end() + _AROUND) and not any(one.end <= match.start() for one in people):
            continue
        if not people and _WHOEVER.search(text, max(begin, match.start() - _AROUND), match.end() + _AROUND):
            continue
        if not people and (_OF_THE_SEASON.search(sentence) or _EVEN_IF.search(text, match.start(), end) or _AT_LARGE.search(text, match.start(), min(end, match.end() + 16))):
            continue
        spoken_of = people or _topic_before(reading, begin) or _in_confidence(reading, begin, match.start()) or _RAISED.search(text, match.start(), end)
        if not spoken_of and (ONLY_OF_PEOPLE.search(match.group()) or not (
                _SOMEBODY.search(sentence) or SELF_WORDS.search(sentence) or _SOMEBODY.search(_paragraph_before(text, begin)))):
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


_TOPIC = re.compile(rf"(?:と(?:い[いう]|申)[^。、\n]{{0,4}}(?:生徒|児童|園児|学生|方|人|者|子|社員|職員|スタッフ|利用者|患者|お客様))|{ADDRESS}?(?:\([^()\n]{{1,8}}\))?(?:の件|のこと|に(?:ついて|つきまして|関し)|[)]?の(?:今[週月日]の|先[週月]の)?ご?(?:様子|容体|容態|状態|近況|体調|病状|具合|健康)|の(?:[^。、\n]{0,8})?(?:申請|診断書|届|請求|手続|休職|復職|労災|給付|検査|受診|入院|欠勤)|ご?本人|ですが|だが|は|が|も|だけ|って|、|から|より|の(?:お|ご)(?:父|母|兄|姉|祖父|祖母|主人|家族|子|嬢|尊父|母堂)(?:様|さん|さま)?(?:の|は|が|も))")


_OBJECT = re.compile(rf"{ADDRESS}(?:を|に|と|(?=[一-龥]{{1,2}}[ぁ-ん]))")  # 「稲葉さん外します」: in chat the particle goes
_ROW = re.compile(rf"{ADDRESS}?(?:\([^()\n]{{1,8}}\))?(?: ?[|:\t/]|  |の(?:立替|分|領収書|交通費|精算|席|部屋|便))")
_NEXT_ROW = re.compile(r"\n(?! )")
"""A row of a list belongs to whoever it begins with, with the lines set in below it: 「A2　神戸会長　　話し手が右に来るように。…」."""
_VALUE_OF = re.compile(r"(?:お?名前|ご?氏名|ご?利用者|ご?入居者|入所者|患者|対象者|該当者|ご?本人|お客様|生徒|児童|園児|社員|従業員|受講者|被保険者)(?:名|様|さん)?[ 　\t]{0,4}[:：]?[ 　\t]{0,4}\Z")


def _topic_before(reading: Reading, begin: int) -> list[Span]:
    """The person made the topic in the 150 characters before the sentence, or whose form it is, or spoken of at all right before it in the same paragraph."""
    topics = [one for one in reading.people_within(max(0, begin - 150), begin) if _TOPIC.match(reading.text, one.end)]
    topics += [one for one in reading.people_within(max(0, begin - _FORM), begin) if _VALUE_OF.search(reading.text[max(0, one.start - 16):one.start])]
    near = [one for one in reading.people_within(max(0, begin - _NEAR), begin) if _OBJECT.match(reading.text, one.end) and "\n\n" not in reading.text[one.end:begin]]
    near += [one for one in reading.people_within(max(0, begin - _FORM // 2), begin) if _ROW.match(reading.text, one.end) and _NEXT_ROW.search(reading.text, one.end, begin) is None]
    return sorted([*topics, *near])[-1:]


_FORM = 300  # characters of a form above what is said of whoever it names
_CONFIDING = re.compile(r"(?:事前|先|前もって|あらかじめ|念のた?め)に?[^。\n]{0,4}(?:お伝え|共有)|お含みおき|お含み置き|ご承知おき|内々|内密|内緒|ここだけ|他言|オフレコ|内聞|口外|恐縮ですが|実は|申し上げにくい|言いにくい|デリケート")
_LONG = 400  # characters


def _in_confidence(reading: Reading, begin: int, at: int) -> list[Span]:
    """Whoever was spoken of last, where the statement is led in as a confidence: the name may stand paragraphs above."""
    if not _CONFIDING.search(reading.text, max(0, begin - _NEAR), at):
        return []
    return [one for one in reading.people_within(max(0, begin - _LONG), begin) if not _SPEAKS.match(reading.text, one.end)][-1:]


_TOLD_OF = re.compile(rf"{ADDRESS}(?:は|が|も|って|、|の(?:お?母|お?父|奥|ご主人|ご家族|お?子|息子|娘)[^、。\n]{{0,6}}[はがも、]|の(?=[^、。\n]{{0,4}}\Z))")


def _of_somebody_named(reading: Reading, span: Span, person: tuple[int, int] | None) -> bool:
    """Whether a treatment is told of somebody named right before with an honorific: 「岩井さん、明日は透析で…」."""
    begin, _ = _sentence(reading.text, span.start, span.end)
    if person is None or not begin <= person[0] < span.end:
        return False
    said = reading.text[person[1]:max(span.start, person[1])] + reading.text[max(span.start, person[1]):span.end][:16]
    return _TOLD_OF.match(said) is not None and not _PRODUCT.search(reading.text, begin, span.end)


_SPEAKS = re.compile(rf"{ADDRESS}[ 　]{{0,2}}\n|(?:です|でございます|と申します)")


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
