"""What speaks of illness, crime or creed and tells it of nobody: products, rules, advice, idioms, machines, plays, a trade."""

from __future__ import annotations

import re
from collections.abc import Callable

from recognizers.animals import BREED, COAT, IN_BRACKETS, KANA, KANJI, PLACE
from recognizers.conditions import NAMED_ILLNESS
from recognizers.titles import SELF_WORDS

ILLNESS = re.compile(NAMED_ILLNESS)
_ANY_OF = re.compile(r"[一-龥ァ-ヴーぁ-ゃゅ-ん]{1,10}(?:[・、や][一-龥ァ-ヴーぁ-ゃゅ-ん]{1,10}){1,5}(?:など|等)の(?:治療と|疾[病患]|病気(?:の方|に|予防|リスク)|予防|検査|相談|リスク|早期|対策|方|お?悩み|場合)")
_AROUND = 30  # characters
"""Examples of illnesses in advice to all: 「高血圧・糖尿病などの治療と仕事の両立」."""
PRODUCT = re.compile(
    r"(?:(?:がん|癌|病)の?(?:募金|基金)(?:の(?:ピン|バッジ|箱)|に(?:寄付|協力金))|認知症カフェ|オレンジカフェ|患者サロン|基金に|財団|血圧計|体温計|対策|予防|検診|健診"
    r"|検査(?:は|も|の)?(?:希望|無料|有料|対象|費用|料金|補助|予約|実施|任意|オプション)|教室|希望制|受診率|ワクチン|保険(?:商品|金)?|特約|補償|給付|セミナー|講座|研修|講演|治療薬|新薬|治験|論文|(?<!創価)学会(?!員)|研究|市場|啓発"
    r"|支援(?:制度|サービス|事業)|制度|規程|規定|マニュアル|アンケート|統計|厚労省|患者様向け|患者向け|患者数|プラン|商品|サービス|募集|採用枠|雇用(?:率|促進|義務|納付)|条例|法改正|報道|ニュース"
    r"|両立(?:について|支援|に関|の(?:ヒント|ガイド|ため|しかた|ポイント))|キャンペーン|システム(?:の|に)?障害|回線|サーバ|通信障害|防犯|詐欺メール|フィッシング|注意喚起|バリアフリー|装置|機器|キット|ガイドライン|業界|同梱|説明書|表現|用語|語句|表記"
    r"|原文|訳文|症例[0-9A-Z]|地図|禁忌|副作用|効能)")
SOMEBODY = re.compile(
    r"(?:[あそこ]の(?:人|方|子|生徒|児童|ひと)(?!々)|さん|様|氏|くん|君|ちゃん|部長|課長|係長|主任|社長|先生|奥さん|奥様|ご主人|旦那|お母|お父|母|父|息子|娘|妻|夫|家内|彼女?|社員|担当者|同僚|上司|部下|新人|後輩|先輩|専務|常務|理事"
    r"|[二三四]代目|会長|若旦那|女将|方(?:が|は|で|も)|本人|患者|お子|ご家族|兄|姉|弟|妹|祖父|祖母|友人|女性|男性)"
)
GENERIC_PATIENT = re.compile(
    r"(?:(?:等|など)(?:に(?:よ|係)|の(?:疾|病|不調)|で休)|場合|(?<![夕明両双地左右表裏彼味先当])方(?:は|に|へ|も(?:対象|含|ご|安心|多|い(?:ます|る)|少なく)|の(?:ため|場合|み|ご|受))|際は"
    r"|患者(?:様|さん)?(?:\n)?(?:は|で(?:は|も)(?=[^。\n]{0,12}(?:慎重|注意|投与|使用|禁忌|減量))|にお(?:ける|いて)|の(?:受|皆|ため|方)|へ|向|から|に(?:は|も|対)|が(?:多|増))|ときは|時は"
    r"|(?<!に)なら(?!な)|(?:の|ある|ない|いる|た|な)?(?:方|人|利用者|ユーザー|お客様|児童|生徒|患者|高齢者|歩行者|社員|受講者)(?:様|さん)?(?:の操作)?を(?:想定|念頭)|の?(?:シミュレー|体験ゴーグル|疑似体験)"
    r"|(?<![本個])人(?:は|が(?:増|多)|の割合|口)|方の(?:復職|職場復帰|両立|満足|調査|声|体験|割合|ご感想|就労)|の方(?:は|も|の(?:情報|データ|氏名|個人))|者(?:は|の(?:雇|採|受)|を(?:雇|採)|向)|(?:が)?あっても"
    r"|に(?:ついて|関して|関する)の?(?:講演|講話|研修|セミナー|講座|勉強会|記事|特集|冊子|番組|原稿|論文|展示)|の?(?:お子(?:さん|様)|方|人|お客様|児童|生徒|利用者)(?:向け|専用|用の|優先|対応|にも?(?:配慮|やさしい|優しい)|に対応))"
)
_A_MACHINE = re.compile(
    r"(?:PC|パソコン|ノートパソコン|プリンター?|サーバー?|端末|スマホ|タブレット|ヘッドセット|イヤホン|ヘッドホン|スピーカー|マイク|受話器|画面|モニター|グラフ|図|線|凡例|資料|スライド|配置|会場|企画|提案|計画|構成|複合機|コピー機|機械|マシン|ロボット"
    r"|エンジン|バッテリー|電池|エアコン|ルーター?|ハードディスク|HDD|エクセル|システム)(?:が|は|も|、|の)"
)
_REPAIRED = re.compile(r"直(?:る|り|っ|せ|さ|し)")  # of people it is written 治る
_A_MACHINES = re.compile(
    _A_MACHINE.pattern + r"[^。、\n]{0,4}\Z|(?:[0-9一二三四五六]号[機車]|プロッタ|プリンタ|コンベヤ|シュレッダー)(?:が|は|も|、)[^。、\n]{0,8}\Z|(?:メモリ|CPU|ディスク|プロセス|バッチ|ワーカー|リーク|クラッチ|ポンプ|モーター|主軸|配管|車両?|号[機車])[^。、\n]{0,10}の\Z")
_JUST_BEFORE = 20  # characters before a condition in which a machine stands that has it
_ENUMERATED = re.compile(r"[一-龥ァ-ヴーぁ-ん]{1,8}(?:[・、][一-龥ァ-ヴーぁ-ん]{1,8}){1,6}(?:など|等)?")
_MALWARE = re.compile(r"(?<![ァ-ヴーA-Z炎型の])ウイルスに?感染(?=[^。\n]{0,40}(?:ネットワーク|駆除|サーバ|USB|復旧))|(?:PC|パソコン|端末|サーバー?|USB(?:メモリ)?|ファイル|スマホ)[^。\n]{0,12}(?<![ァ-ヴーA-Z炎型])ウイルス")
_ROLE_OF = re.compile(r"[^。、\n]{0,8}(?:する|した|れた|れる|てる|ている)?役(?!員|所|場|割|立|職|に立|目|を降)|[^。\n]{0,20}(?:と(?:いう|の)?想定|を演じ|のふりを)")
_DRILL = re.compile(r"(?:次|以下|下記|別表)の?(?:とおり|通り)[^。\n]{0,8}演じ|演じて(?:くださ|いただ|もら)|(?:防災|避難|救護|消防|机上|搬送)(?:訓練|演習)[^。]{0,60}(?:役(?!割|員)|想定(?!です)|シナリオ|台本|演)|訓練(?:用の)?(?:シナリオ|台本|の想定|の役)")
"""Who is hurt or ill in a drill: 「窯の前で右足骨折」 below 「次のとおり演じてください」."""
_SUCH_AS_FALL_ILL = re.compile(
    r"[ぁ-ん]{0,4}(?:社員|従業員|職員|部下|人|方|生徒|スタッフ|お客様)が(?:(?:出|い|おられ)(?:た|る)(?:とき|時|場合|際|ら)|出たら|いたら)"
    r"|[ぁ-ん]{0,4}(?:人|方|子)(?:たち)?が[^。\n]{0,10}(?:続出|相次|増え|多[くい]|出て)|の(?:期間|日数|扱い|取り?扱い|場合|要件)(?:は|を|に|も|について)"
)
"""Whoever falls ill, and what a rule says of such: 「熱中症で倒れる|人が続出」「病気休職|の期間は勤続に含めず」."""
_PROVERB = re.compile(r"病は気から|病になってから|一病息災|病膏肓|恋の病|同病相")
_CASE = re.compile(r"(?:症例|ケース|事例|例題|問)[0-9A-Z]{1,3}[^。\n]{0,30}\Z")
_LISTED = re.compile(r"[ >]{0,6}(?:[・■□◆◇●○※*-]|[0-9]{1,2}[.)])")
_ARROW = re.compile(r"[ ]?(?:→|⇒|->|=>)")
_WORDING = re.compile(r"表記|用語|訳語|表現|言い換え|置き換え|校正|校閲|文言")
_FIELD = re.compile(r"[^「」\n。]{0,8}[」』]の?(?:一文|一行|文言|くだり|記述|箇所)|[」』]の?(?:欄(?!に[「『])|項目|表記|文言|語|ページ|入力|列|という語)|[」』・、「『一-龥ぁ-ん]{0,12}[」』]の?(?:欄(?!に[「『])|項目|表記|文言|入力)")
_AFTER_ARROW = re.compile(r"(?:→|⇒|->|=>)[ ]?\Z")
_WHOEVER = re.compile(r"方がい(?:る|らっしゃる)(?:方|人|場合|とき|世帯|ご?家庭)|(?:中|の|[るたい])方(?:は|には|も|で(?:は|も)?)、[^。\n]{0,24}(?:(?:です|だ|ます|る)と(?![おのいっ])|場合|なら|れば)")
"""Whom a rule is for: 「扶養に障害のある方がいる方」「妊娠中の方は、切迫早産の診断後ですと」."""
_IDIOM = re.compile(
    r"頭を(?:抱え|悩ま|冷や|ひね)|頭が(?:下がる|上がら)|首を(?:長く|ひね|かしげ|傾げ)|腰を(?:据え|上げ|抜か)|目(?:が回る|を(?:丸く|皿))|骨(?:を折って|が折れる)|手を焼|耳が痛い|肝を冷や|頭痛の(?:種|タネ)|痛い目"
    r"|胃が(?:キリキリ|痛む(?:思い|日々)|痛くなる(?:思い|日々))|足が棒|心臓に毛|腹が(?:黒|据)|顔が広|口が(?:堅|軽)|舌を巻|鼻が(?:高|利)|目が肥|耳が早|腰が低|首が回ら|致命傷|病みつき|(?<!食)中毒性(?!の?(?:表皮|疾患|肝|腎))|足を洗"
)
"""What is said of trouble in the words of bodies: 「培養タンクの前で頭を抱えた」."""
_PREVENTED = re.compile(r"(?:など)?の?(?:基金|計(?![画算])|財団|協会|学会|専門医|予防|ワクチン|検診|対策|検査キット|流行)")  # 「樋渡課長、インフル|の予防接種は…」
_EVEN_IF = re.compile(r"(?:(?:と|って|の)(?:診断|告知)され|に(?:なっ|かかっ|罹っ)|を(?:患っ|抱え)(?:て(?:い)?)?|で(?:休職|通院|入院|療養)し)て(?:いて)?も(?![い良よ])、?[^。]{0,40}(?:方|人)(?:は|が|も|に|たち)")
"""Of whoever it befalls: 「糖尿病と診断されても、…働く方は珍しくありません」."""
_AT_LARGE = re.compile(r"治療と(?:仕事|就労)の両立(?:、|など|等|について|に関|の(?:ご?相談|支援))|ながらの(?:勤務|就業|就労|通学|受講)|(?:時|とき|際|場合)の(?:声かけ|声掛け|対応|接し方|配慮|手続|相談|フォロー|支援|関わり)")
"""Where nobody is named: an advert, a course, a desk for advice."""
_OF_THE_SEASON = re.compile(r"(?:熱中症|食中毒|インフルエンザ|ノロ(?:ウイルス)?|胃腸炎|風邪|花粉症|感染症|脱水|凍傷)(?:が|も|に(?:は|も)?|の)?、?(?:心配(?:です|な|で)|流行|怖い|こわい|気になる|増え|多[いく]|注意|気をつけ|ご用心|なりやす|ならない|予防|対策|おそれ|恐れ|リスク|季節|時期|シーズン)")
"""What everybody is warned of: 「熱中症が心配ですので、飲み物は各自…」."""
_FIGURE = re.compile(
    r"(?:いわば|言わば|さながら|(?:例え|たとえ)るなら)[^。、\n]{1,14}の(?:よう|状態)|(?:もはや|もう|ほぼ|ほとんど|まるで|ある意味|一種の|ある種の|半ば|完全に)(?:一種の)?(?:宗教|信仰|信者|カルト)"
    r"|(?:宗教|信仰|信者|教徒)(?:か(?:よ|な|って)|みたい|じみ|レベル|級)"
    r"|(?<![教仏会派徒人親])(?<!カトリック)(?<!ムスリム)(?<!クリスチャン)(?<!プロテスタント)(?<!オウム)(?<!証人の)(?<!熱心な)(?<!敬虔な)(?<!宗教の)(?<!教会の)(?<!の)(?<!な)(?<=[ァ-ヴーぁ-ん])信者"
)
"""Creeds of taste: 「もはや宗教」「たけのこ信者」."""
_TO_ALL_SUCH = re.compile(r"(?:歳(?:以上|以下|未満)|希望|該当|対象|治療中|妊娠中|通院中|服薬中|夜勤|受診済み?)の(?:方|人)(?:は|も|には|へ)")
_ABOVE = 160  # characters before terms in which it may be said that they are terms
_LONG = 400  # characters above a list in which it may be said what it lists
_TRADE = re.compile(
    r"[ぁ-んー一-龥]{0,4}?(?:の|に関する|についての|関係の|用の?|向けの?|対応の|で使う|に使う|などの|をご?(?=専門)|が(?=専門))(?:ご|お)?(?:専門(?:に|で|家|と|医|分野|知識)|担当(?:です|で、|を|者|し|の)|(?:申請|相談)?窓口"
    r"|調査員|専門医|認定医|看護師|療法士|訓練士|相談員|補助員|介助員|カウンセラー|営業(?:担当|先|を|に|で)|設計(?:を|が|の|図)"
    r"|施工|改修|機械|装置|機器|器具|器械|用具|ロボット|カタログ|広告|チラシ|ポスター|CM|パンフ|見積|在庫|発注|納品|規程|規定|研修|講習|実習|会場|給食|開発(?:を|者|中)|セミナー|講座|割引|紹介動画|専用(?:車|席|機))"
    r"|[0-9]{0,3}[年月日か]{0,2}[』」]?(?:と|って)(?:いう|いった)?(?:本|映画|小説|ドラマ|曲|漫画|番組|タイトル)"
    r"|(?:の)?先生(?:です|でし|でいら|をし|をされ|に(?:ヒアリング|取材|納品|営業|ご?挨拶|インタビュー|原稿|講演|ご登壇))"
    r"|中の(?:お客様|方々?(?:へ|向|を支|に(?:も|向))|社員(?:へ|向|用|の皆)|従業員(?:へ|向)|患者(?:様|さん)?(?:向|の|を|に)|利用者)|(?:者|患者|ユーザー|障害者)(?:様|さん)?(?:向け|用の)|の(?:併用(?:注意|禁忌)|禁忌|治療ガイドライン)")
"""What follows a condition that is somebody's work: 「介護認定|の調査員」「リハビリ|で使う器具」."""
_VISITS = re.compile(
    r"(?:通|行|訪|伺|回)(?:って(?!い(?:[るまなて]|た(?!だ))|お[りら])|われて(?!い(?:[るまなて]|た(?!だ))|お[りら]))[^。、\n]{0,8}(?:営業|設置|工事|納品|点検|打ち?合わ?せ(?!は欠|を欠|に出られ)|商談|システム|保守"
    r"|反応が|開拓|説明|回収|メンテ|提案|取材)|(?:通|行)(?:って|われて)い(?:ます|る)が、?[^。\n]{0,8}(?:反応|受注|商談|開拓)"
)
_OPERATES = re.compile(r"(?<!主治医の)(?<!かかりつけの)(?:先生|ドクター|執刀医|医師|Dr)(?:は|が|も)[^。、\nさ様]{0,8}\Z")
_HEARSAY = re.compile(r"[ぁ-ん]{0,4}(?:そう|と(?:言|い|の|聞|伺)|って)")
_TREATS = re.compile(r"診て|診せ|診察|かか[っりる]|会[っい]|通[っいう]|言われ|相談し|世話に")
_SUFFERS = re.compile(r"透析|手術|術後|心療|精神|治療|リハビリ|抗がん|薬")
_IN_EARNEST = re.compile(r"不参加|見学|欠席|休み|ため|ので|事情|控え")
_OPERATION = re.compile(r"(?:手術|オペ|回診|当直)(?:です|でし|中|に入|日|をされる|をする|が(?:入|続|延)|の(?:ため|合間|予定))")
"""A surgeon's day: 「堀先生は午後は手術です」."""


def of_everybody(text: str, start: int, end: int, sentence: tuple[int, int], named: bool, before: bool) -> bool:
    """Whether what stands at `start`:`end` befalls anybody: examples, advice, warnings, rules. `named`: somebody is, in the sentence; `before`: before it."""
    begin, stop = sentence
    if not before and _ANY_OF.search(text, max(begin, start - _AROUND), end + _AROUND):
        return True
    if not named and _CLOSED.search(text, max(begin, start - _AROUND), stop):
        return True
    if not named and ((_BY_DEVICE.search(text, start, stop) and not SOMEBODY.search(text, begin, stop)) or _OUT_OF_ALL.match(text, end)):
        return True
    if not named and not SOMEBODY.search(text, begin, stop) and _ILLS.search(text, max(begin, start - _AROUND), min(stop, end + 10)):
        return True
    if not named and not SOMEBODY.search(text, begin, stop) and _LISTED_BELOW.search(text, max(0, start - _LONG), start):
        return True
    return not named and bool(
        _WHOEVER.search(text, max(begin, start - _AROUND), end + _AROUND) or _SUCH_AND_SUCH.match(text, end, end + _LONG) or _OF_THE_SEASON.search(text, begin, stop)
        or _EVEN_IF.search(text, start, stop) or _AT_LARGE.search(text, start, min(stop, end + 16)))


def not_literally(text: str, start: int, end: int, sentence: tuple[int, int], named: bool) -> bool:
    """Whether the words are a taste, terms to be replaced, names of fields, a machine's virus, a trade, or parts that somebody plays.

    `named`: somebody is, in the sentence before them; then a rule's or a book's cases are no excuse.
    """
    begin, stop = sentence
    if _A_PART.search(text, max(begin, start - _AROUND), min(stop, end + _AROUND)) or _CIRCLE.search(text, start, stop) or _FIGURE.search(text, max(begin, start - 8), min(stop, end + 8)) or _MALWARE.search(text, max(0, start - 16), min(stop, end + 48)):
        return True
    if not named and (_TO_WRITE_DOWN.match(text, end, stop + 12) or (_ASKED_ABOUT.search(text, start, min(stop, end + 8)) and not SOMEBODY.search(text, begin, start) and not _HEARSAY.search(text, end, stop))):
        return True
    if (_SPRAYED.search(text, start, end) and not _FELL_ILL.search(text, start, min(stop, end + 16))) or _PESTERED.search(text, max(begin, start - _JUST_BEFORE), end):
        return True
    if _INSPECTED.search(text, max(begin, start - _JUST_BEFORE), end) or _TO_CARE.search(text, max(begin, start - _JUST_BEFORE), end):
        return True
    if (_TITLE_ENDS.match(text, end) and "『" in text[max(begin, start - _AROUND):end]) or (_LECTURE_ENDS.match(text, end) and _IN_A_PROGRAM.search(text, max(0, start - _AROUND), end)):
        return True
    if _OF_PLANTS.search(text, max(begin, start - _AROUND), end) or _IN_A_BED.search(text, max(begin, start - _AROUND), end) or (_IS_MADE.search(text, start, end + 6) and not _IS_TAKEN.search(text, start, stop)):
        return True
    if any(_MANUAL.match(text, at, stop) for at in range(max(start, end - 3), end + 1)) or _A_MEASURE.fullmatch(text, start, end):
        return True
    if AT_A_HOSPITAL.fullmatch(text, start, end) and WORKS_THERE.search(text, max(0, start - _AROUND), start):
        return True
    ill = ILLNESS.search(text, start, end) is not None
    if not ill and (_PROVERB.search(text, start, min(stop, end + 8)) or _FIELD.match(text, end)):
        return True
    if not named and (_CASE.search(text, max(begin, start - 40), start) or any(_SUCH_AS_FALL_ILL.match(text, at, stop) for at in (end - 1, end))):
        return True
    if _WORDING.search(text, max(0, start - _ABOVE), start) and ("→" in text[start:end] or _ARROW.match(text, end) or _AFTER_ARROW.search(text, max(0, start - 4), start)):
        return True
    return _ROLE_OF.match(text, end) is not None or _of_a_trade(text, start, end, sentence, ill) or _in_a_drill(text, start, stop)


_OF_PLANTS = re.compile(r"(?:炭疽|萎黄|うどんこ|べと|灰色かび|いもち|青枯|さび|黒星|赤星|黒斑|根こぶ|軟腐|立枯|立ち枯れ|つる[割枯]|モザイク|褐斑|斑点|紋枯|半身萎凋|そうか|かいよう|根腐れ?|縮葉|白絹|葉枯|苗立枯|菌核|黄化葉巻|ナラ枯れ|松枯れ)病")
"""What only crops and trees fall ill with."""
_IN_A_BED = re.compile(r"(?:ハウス|育苗床|苗床|圃場|(?<![一-龥])(?:苗|畑|株|樹))(?:[ \u3000]{1,2}|の|は|が|も)[^。\n]{0,8}?(?:病|陽性)")
_IS_MADE = re.compile(r"(?<=[薬剤])の?(?:ライン|製造(?!元|業者)|包装|充填|印字|ロット)")
"""What follows a medicine that is made or packed: 「抗がん剤|ラインのPTP」."""
_IS_TAKEN = re.compile(r"飲[みんむ]|服用|服薬|投与|打っ|治療|副作用")
_MANUAL = re.compile(r"(?:休職|復職|休暇)の(?:手引き|マニュアル|案内|規程|しおり|様式)|(?:の)?(?:対応|対処|発作時)の?(?:マニュアル|手順書?|手引き|ガイド(?:ライン)?|講習|研修|訓練)")
"""What is read or trained for others, right after an illness: 「てんかん|対応のマニュアルを読んでいます」."""
_A_MEASURE = re.compile(r"懲戒(?:処分)?を受け(?:て|た|まし)?[ぁ-ん]{0,4}")
AT_A_HOSPITAL = re.compile(r"(?:[県市町国都府]立|大学)?[一-龥ァ-ヴー]{0,6}病院の救急(?:外来)?に(?:い(?:る|た|ます)|勤め)[^。\n]{0,6}")
WORKS_THERE = re.compile(r"看護師|医師|医者|ドクター|研修医|薬剤師|技師|事務")
_ANIMALS_PLACE = re.compile(rf"{PLACE}|[歳才]齢|オーナー(?:様|さん)")
_A_PET = re.compile(rf"(?:{BREED}|{COAT}|{KANA}|猫ちゃん)の[^。、\n]{{1,8}}(?:ちゃん|くん|君)?[・、(はがも]\Z|{IN_BRACKETS}[^()\n]*\Z")
"""A dog or cat by its breed and name: 「ダックスのハナちゃん・」."""
_AN_ANIMAL = re.compile(rf"(?:{KANJI}|{KANA}|{BREED})(?:が|は|も)[^。\n]{{0,24}}\Z")
"""An animal that the sentence is about."""
_STILL_THE_ANIMAL = re.compile(
    rf"(?:{KANJI}|{KANA}|{BREED})(?:だった|の|「)?[^。、\n]{{0,8}}?(?:が|は|も)[^。\n]{{0,40}}[。\n]\s*(?:(?!さん|様|氏|[はがも])[^。\n]){{0,40}}\Z")
"""An animal that the sentence before is about, and no other subject since: 「看板猫だったモモが今月で引退します。うちに来て11年、」."""
_OF_A_PERSON = re.compile(r"(?:さん|様|氏|殿|先生|[一-龥]長|係|主任|専務|新人|本人|方|人|女性|男性|社員|スタッフ)(?![)）]|の?(?:猫|犬|馬|ペット))")
OWNER_OR_PET = re.compile(r"(?:様|さん)?\)|ちゃん|号")
"""What follows the name of an animal, or of its owner in brackets, in such a text."""


def of_an_animal(text: str, start: int, sentence: tuple[int, int], near: Callable[[], tuple[bool, bool]]) -> bool:
    """Whether a condition at `start` is an animal's: of a text from a clinic or a stable, or of a sentence about an animal, that speaks of no person.

    `near` says, when asked, whether anybody is named, and whether only owners and pets are.
    """
    if _A_PET.search(text, max(sentence[0], start - _AROUND), start) or _STILL_THE_ANIMAL.search(text, max(0, start - 2 * _ABOVE), start):
        return True
    place, said = _ANIMALS_PLACE.search(text, max(0, start - 2 * _ABOVE), sentence[1]), _AN_ANIMAL.search(text, sentence[0], start)
    if (place is None and said is None) or _OF_A_PERSON.search(text, *sentence) or SELF_WORDS.search(text, *sentence):
        return False
    named, only_pets = near()
    return only_pets if place is not None else not named


def _in_a_drill(text: str, start: int, stop: int) -> bool:
    line = text.rfind("\n", max(0, start - _LONG), start) + 1 or max(0, start - _LONG)
    return _LISTED.match(text, line) is not None and _DRILL.search(text, max(0, line - _LONG), line) is not None and _IN_EARNEST.search(text, line, stop) is None


def _of_a_trade(text: str, start: int, end: int, sentence: tuple[int, int], ill: bool) -> bool:
    begin, stop = sentence
    for at in range(max(start + 2, end - 6), end + 1):
        trade = _TRADE.match(text, at, stop)
        if trade is not None and _TREATS.search(text, trade.end(), min(stop, trade.end() + 16)) is None:
            return True
    if not ill and _SUFFERS.search(text, start, end) is None and _VISITS.search(text, max(start, end - 8), min(stop, end + 16)):
        return True
    operation = _OPERATION.search(text, start, min(stop, end + 8))
    return operation is not None and _HEARSAY.match(text, operation.end()) is None and _OPERATES.search(text, max(begin, operation.start() - 24), operation.start()) is not None


def of_nobody(text: str, start: int, end: int, sentence: tuple[int, int], named: bool) -> bool:
    """Whether a clause that no rule knows tells of an idiom, a product, a machine, people at large, or nobody at all."""
    begin, stop = sentence
    if _IDIOM.search(text, start, end) or _PREVENTED.match(text, end) or (_ENUMERATED.fullmatch(text, start, end) and text[start - 1:start] == "("):
        return True  # 「表現(うつ・持病)」: examples of a kind
    if _FOR_THINGS.search(text, max(start, end - 8), min(stop, end + 10)) or _ONLY_NAMED.fullmatch(text, start, end) or _CALLING.search(text, start, min(stop, end + 4)):
        return True
    if PRODUCT.search(text, start, end) or _A_MACHINE.search(text, start, end) or (_REPAIRED.search(text, start, end) and not ILLNESS.search(text, start, end)):
        return True
    said = text[begin:stop]
    if _TO_ALL_SUCH.search(said) or _SUCH_AND_SUCH.match(text, end, min(stop, end + _LONG)) or GENERIC_PATIENT.search(text, start, min(stop, end + 12)) or (PRODUCT.search(said) and not named):
        return True
    return not (named or SOMEBODY.search(said) or SELF_WORDS.search(said))


_FOR_THINGS = re.compile(r"(?:[うくすつぬぶむぐるたの]|支援|補助|用|な)(?:ロボット|装置|機器|器具|器械|袋|箱|棚|ケース|アプリ|場面|方の(?:一覧|名簿|人数|様式|割合|ため))")
"""What serves the ill, or lists them: 「注射を打つ|ロボット」「異常があった|方の一覧」."""
_CALLING = re.compile(r"(?:刑事|警察官|刑務官|看守|自衛隊|自衛官|牧師|神父|僧侶|住職|介護士|看護師)(?:を(?:し|や|務)|だっ|で(?:す|し|、)|に|上がり|あがり|出身|として)")
"""Whose calling crime, creed or illness is: 「刑事をしていた」."""
_ONLY_NAMED = re.compile(r"[一-龥]{0,3}(?:がん|癌)の?(?:募金|基金|保険)|献血(?:[のにをへ][^。、\n]{0,6})?|(?:の)?(?:血液|尿|便|心電図|画像|聴力|視力|健康|精密)(?:検査|診断)(?:の?(?:結果|予約|項目|料金))?")
"""Blood given and tests, without what came of them."""
_SUCH_AND_SUCH = re.compile(r"[^。、\n]{0,8}?(?<![夕明両双地左右表裏彼味])(?:方|人)、[^。]{0,80}?(?:方|人)(?:は|も|には)[^。]{0,30}(?:受けられ|ご相談|対象|申し出|控え|いただけ|くださ|できません|お断り)")
"""Several kinds of people in a row: 「インスリンを使用中の方、腸閉塞の既往がある方、…方は受けられません」."""
_TO_WRITE_DOWN = re.compile(r"[ぁ-ん]{0,4}(?:を|は|も)(?:お?書[いき]|ご?記入|ご?記載|お?持|ご?持参|お?知らせ|ご?申告)[^。\n]{0,10}(?:くださ|下さ|願|お持ち)")
"""What everybody is asked to bring or write: 「問診票に服用中の薬|を書いてお持ちください」."""
_ASKED_ABOUT = re.compile(r"(?:歴|前科|持病)の?(?:照会|有無|申告(?:書|欄|の要否)|開示請求|聞き取りの可否)(?!を?(?:し|受|で|に))")
_CLOSED = re.compile(
    r"(?:保育園|保育所|幼稚園|こども園|小学校|中学校|学校|学童|クラス|学級)(?:が|は|も)[^。\n]{0,8}(?:感染症|インフル(?:エンザ)?|ノロ|胃腸炎|水疱瘡|水ぼうそう|コロナ|手足口病|りんご病|プール熱|風邪|はやり)(?:で"
    r"|の(?:ため|影響で))[^。\n]{0,6}(?:休み|休園|休校|閉鎖|休業|閉まっ)"
)
_OUT_OF_ALL = re.compile(r"[^。、\n]{0,6}(?:従業員|社員|労働者|就業者|患者|会社員|女性|男性|世代|方|人|者)(?:さん|様)?の(?:うち|[0-9約]|多く|ほとんど|大半|半数|[一二三四五六七八九]割|過半)")
"""「がんと診断された|従業員のうち、約三割が…」: a share of all such."""
_BY_DEVICE = re.compile(r"(?:誤報|誤作動|誤検知|誤検出)(?:が|を|も|は)")
_CIRCLE = re.compile(r"[ぁ-ん]{0,2}の?(?:患者会|家族会|友の会)(?:で|に)[^。、\n]{0,8}(?:評判|人気|好評|話題|愛用|使われ|配[っり布])")
_ILLS = re.compile(rf"(?:(?:{ILLNESS.pattern})[・、]){{2}}[^。、\n]{{1,10}}?(?:の治療をし|の(?:早期|予防|リスク|方(?:は|も|へ|に)|患者)|を防|に効|などの?|等の)")
"""Three illnesses in a row, of nobody: 「がん、糖尿病、うつ病の治療をしながら働く」."""
_LISTED_BELOW = re.compile(r"[■□●◆○【<][ ]?[^\n。]{0,24}(?:方|人|場合)[】>]?[ ]?:?\n(?:[ ]{0,4}[・*-][^\n]{0,60}\n){0,8}[ ]{0,4}[・*-][^\n]{0,60}\Z")
"""A list of those whom a rule is for, under its heading: ■受けられない方."""
_TITLE_ENDS = re.compile(r"[^『』\n]{0,20}』(?=[ \u3000(（]|\n|\Z|著|の?(?:著者|増刷|新刊|文庫|在庫))")
_IN_A_PROGRAM = re.compile(r"(?:^|\n)[ \u3000]*(?:[0-9]{1,2}:[0-9]{2}|(?:基調|特別|招待)?(?:講演|演題|シンポジウム)[0-9一二三四五]*)[ \u3000〜~-]*(?:[0-9]{1,2}:[0-9]{2}[ \u3000]*)?[「『][^」』\n]*\Z")
_LECTURE_ENDS = re.compile(r"[^」』\n]{0,60}[」』][ \u3000]*(?:\n|\Z)")  # not 「めまいがする」と…様, in a record of the day
"""Titles of books and lectures: 「11:20　「睡眠時無呼吸症候群と運転」」."""
_SPRAYED = re.compile(r"薬(?:を|の)?(?:ま[いくきけ]|撒|散布|噴霧)|(?:葉|幹|根|枝|株|芝)(?:が|の)病気")
_FELL_ILL = re.compile(r"入院|診断|中毒|倒れ|通院|搬送")
_PESTERED = re.compile(r"(?![^。\n]{0,30}(?:警察|怖))(?:しつこい業者|勧誘|セールス|カラス|虫|猫|犬|ハチ|蜂|鳩|報道陣|記者)(?:に|から)(?:しつこく)?(?:付き|つき|つけ)(?:まと|回)")
_TO_CARE = re.compile(r"(?:介護|育児|看病|留学|進学|転勤)(?:の(?:ため)?(?:に)?|で|により|を理由に)(?:[0-9一二三四五六七八九十]{1,2}(?:か月|ヶ月|カ月|年|週間)(?:間)?|(?:[0-9]{1,2}月|来月|今月|来年度|来春)から)?休職")  # away from work for somebody else, or to study
_INSPECTED = re.compile(r"(?:出荷|配管|受入れ?|抜き?取り?|完成|品質|外観|耐圧|非破壊|工程|製品|納品|量産|溶接|機械|設備|車両?|ロット)(?:[がのは]|の[^。、\n]{0,4})?(?:検査|検診)")
"""Goods are inspected, too: 「出荷検査で異常が」."""


def of_a_machine(text: str, start: int, sentence: tuple[int, int]) -> bool:
    """Whether a machine stands right before the condition at `start`."""
    return _A_MACHINES.search(text, max(sentence[0], start - _JUST_BEFORE), start) is not None


_A_PART = re.compile(
    r"(?:痛|病|炎|骨折|発作|風邪|故障|怪我|けが|貧血|老眼|難聴)\([^()\n]{0,12}(?:スワップ|レプリ|コンテナ|ログ|クエリ|バグ|リーク|バネ|ばね|ベアリング|バックラッシ|摺動面|バッテリー|電池|モーター|基板|センサー|車軸|車輪|主軸|軸受け?|配線"
    r"|ヒューズ|フィルター?|パッキン|RAID|ディスク|メモリ|チェーン|ギア|歯車|油漏れ|オイル漏れ)[^()\n]{0,10}\)")
"""Which part of a machine is meant: 「腰痛（板バネ折れ）で入院中」."""
