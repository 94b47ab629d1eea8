"""What is told in the words of careers and is nobody's: lines of forms, a company's history, what labour law means by a word."""

from __future__ import annotations

import re

from recognizers.dealings import EMPLOYED, TO_STAY, USED_TO, with_a_firm
from recognizers.hometowns import hails_from
from recognizers.no_conditions import AT_A_HOSPITAL, WORKS_THERE
from recognizers.reading import BY_MODEL_ALONE, Career, Reading, covered
from recognizers.told_of_things import of_a_thing

_LINE, _ABOVE = 60, 400  # characters looked back for the beginning of a line, and for a heading
NO_EMPLOYER = re.compile(
    r"(?:[昨今来]?[年春夏秋冬月]|一昨年|先[月週])?(?:[こそあ]ちら|[こそあ]っち|どちら)(?:様)?|新(?:会頭|会長|社長|理事長|所長|支店長|部長|校長|院長|体制)|記念品|普段使い|景品|(?:Q|問|質問)[0-9]{0,2}"
    r"|(?:中途|新卒|キャリア|公募|一般|通年|経験者)?採用|保守|写し|コピー|控え|添付|(?:履歴|経歴|職務経歴|申込|証明|願)書(?:の写し|のコピー)?|再雇用|嘱託|(?:正|契約|派遣)社員|パート|アルバイト|退職勧奨|勧奨退職|早期退職|公募|求人|募集|選考"
    r"|試験|中途|新卒|[士他異同]業種?|業界|任期|任務|契約期間|兵役|昭和|平成|令和|[県市国都道府]外|県内|市内|都内|地元|海外|(?:今|去|昨|来|一昨|再来)年(?:度)?|[今先来]月|[今来]春|[今来]期|現在|最近|当時|当初|向こう|(?:頃)?あちら"
    r"|あっち|こっち|そっち|あそこ|小売|飲食|[下上左右]記|表題|以下|そちら|よそ|他社|[UIJ]ターン|(?:一身上の|会社|自己|家庭の)都合|不問|民間(?:企業)?"
    r"|(?:倉庫|製造|建設|サービス|飲食|運送|運輸|物流|小売|卸売|介護|不動産|金融|保険|医療|教育|観光|宿泊|旅行|警備|清掃|印刷|出版|広告|通信|情報|IT|人材)業|(?:生産|製造|販売|発売|出荷|取引|取り?扱い?|供給|受注|入荷)"
    r"|(?:エンジニア|デザイナー|プログラマー?|社会人|若手|フリーランス|会社員|サラリーマン|公務員|正社員|主婦|学生)|(?:株式|有限|合同)会社|文系|理系|勤め|お勤め|勉強|査定|(?:ため|たび)?[0-9]{0,2}月?(?:[0-9]{1,2}日付け?|末日?)"
    r"|本年(?:度)?中|以[降前後]|[当本翌前]日|明日|明後日|昨日|今日|日付|(?:果樹|遊|動物|植物)園地?"
    r"|マシン|ヨガ|プール|スタジオ|(?:[^。、\n]{0,8}(?:クラス|レッスン|控え|伝票|用紙|書類|割引|送料|制度))"
    r"|[^。、\n]{0,12}(?:勉強会|研修会?|セミナー|講演会?|講習会?|展示会|見学会|説明会|懇親会|飲み会|忘年会|新年会|歓送迎会|送別会|歓迎会|打ち合わせ|会議|ミーティング|ワークショップ|フォーラム|シンポジウム|イベント|大会|総会|例会|発表会|交流会"
    r"|座談会|商談会?|体験会|内覧会|相談会|面談|式典?|コンペ|プロジェクト|案件|キャンペーン|キックオフ|プラン|コース|改修|工事|点検|リリース|デモ|監査|作業|契約|更新|バージョン|シフト)")
"""What stands where an employer would and says how, when or where somebody came from."""

ONLY_A_KIND = re.compile(
    r"(?:看護|保健|美容|理容|調理|教|医|薬剤|助産)師|(?:栄養|保育|介護福祉|歯科衛生|社会福祉|[一二1-9]級[^\n]{0,12})士?|ICU|HCU|オペ室|外来|病棟|夜勤|日勤"
    r"|信金|信組|銀行|病院|役所|役場|学校|大学|高校|商社|メーカー|ゼネコン|工場|会社")
"""An employer that is not named; what is told of a career is told all the same."""

_PLACEHOLDER = re.compile(r"(?:19|20)[Xx×*]{2}|(?<![A-Za-z])[Xx]{2,4}(?=[年月日社])|[〇○◯●△□×]{2,}|[〇○◯●△□×](?=[年月日社課部])")
_OF_A_FORM = re.compile(r"^[^。、:\n]{1,8}(?:[:\t]|[ ]{2,})[^。、\n]*$|[〇○◯●△□×Xx]{1,4}[年月日]|(?:卒業?|入社|退社|退職|修了|入学|在籍)$")
_ONLY_A_DATE = re.compile(
    r"(?:[0-9]{1,2}月)?[0-9]{1,2}日付け?(?:で|にて|をもって)?|[一二三四五六七八九十]{1,3}月[一二三四五六七八九十]{1,3}日?(?:付け?)?"
    r"|(?:このたび|来る|去る|本年|昨年|今年|来年)?[ ]?(?:(?:1[89]|20)[0-9]{2}年?"
    r"|(?:明治|大正|昭和|平成|令和)[ ]?(?:[0-9]{1,2}|元)年)(?:[ ]?[0-9]{1,2}月)?(?:[ ]?[0-9]{1,2}日)?(?:付け?|から|より|まで|をもって|を|に|は|頃|ごろ)?")
_TO_FILL_IN = re.compile(
    r"[ \t・*-]{0,6}(?:在籍期間|勤続年数|退職(?:理由|事由|年月日|日)|入社(?:年月日|日)|転職回数|離職理由|前職|勤務先|学歴|職歴)[ ]?[:(][^\n]{0,16}?(?:YYYY|yyyy|選択|プルダウン|必須|任意|記入|入力|文字|半角|全角"
    r"|エラー|チェック|[0-9]{1,2}[〜~-][0-9]{2,3}|該当)")
_BLANK_DATE = re.compile(r"[ \t]{0,4}[〇○◯●△□×]{1,4}[年月日]")
_DEFINED = re.compile(r"[・○-]?(?:在籍出向|移籍出向|出向|転籍|派遣|早期退職|定年退職|自己都合退職|会社都合退職)(?:とは|は、?(?:出向|元の|雇用|労働|会社)|の場合)")
_DATED = re.compile(r"(?:1[89]|20)[0-9]{2}年|(?:明治|大正|昭和|平成|令和)(?:[0-9]{1,2}|元)年")
_HISTORY = re.compile(r"沿革|社史|年表|(?:会社|弊社|当社|当店|当院|当館)の(?:あゆみ|歩み|歴史)|[0-9]{2,3}周年")
_HEADING = (
    r"(?:(?:社員|従業員|職員)(?:番号|コード)|No\.?|雇入(?:日|年月日)|経験年数|性別|国籍|氏名|名前|生年月日|年齢|入社(?:日|年月日?)|退[職社](?:日|年月日?|理由|事由)|在籍(?:期間|年数)|勤続年数|職名|職種|役職|所属|部署"
    r"|勤務(?:先|地|期間)|会社名|学歴|職歴|経歴|前職|期間|年月|備考|住所|電話(?:番号)?|担当(?:業務)?)"
)
_HEADINGS = re.compile(rf"{_HEADING}(?:[ \u3000\t|・/,、;:]+{_HEADING})+")
_ARTICLE = re.compile(r"(?m)^[ 　>]{0,6}第[0-9一二三四五六七八九十]{1,3}条")
_OF_PERSON = re.compile(r"履歴書|職歴|略歴|経歴|プロフィール|候補者|応募")


_TERMS = re.compile(r"(?:[^、。\n0-9]{1,10}[0-9]{1,2}年(?:間)?[、,と]?[ ]?){2,}")
_A_DATE = re.compile(r"(?:日|月|時点|翌日)を(?:起点|基準|起算)")
_DELIVERED = re.compile(r"(?:お?届け先|配送先|送付先|送り先|納品先|発送先)[^。\n]{0,6}勤務先")
"""「退職届が受理された|日を起点に」; where something is sent: 「お届け先は勤務先（…）でよろしいでしょうか」."""
_USED = re.compile(r"の(?:[製商]品|機械|ソフト|システム|サービス|道具)を(?:もう|かれこれ)?[^。、\n]{0,6}(?:使っ|使い|お使い|愛用|利用)")  # 「〇〇電子の製品を10年使っています」
_NO_WORK = re.compile(
    r"[行享没]年[ ]?(?:[0-9]|[一二三四五六七八九十])|(?:月|日|今年|来年|春|夏|秋|冬)で[0-9一二三四五六七八九十]{2,3}(?:歳|才)?にな(?:り|っ|られ|る)[ぁ-ん]{0,4}\Z"
    r"|(?:小|中|高|小学|中学|高等学|高)校?の?[1-6一二三]年(?:生)?(?:[0-9一二三]組)?\Z|(?:蔵|家|屋敷|建物|校舎|社屋|本堂|店舗|倉庫|橋)は[^。、\n]{0,10}年の(?:建築|築|完成)\Z|(?:転居|引っ越し|引越し?)(?:し|いたし|をし)?(?:まし)?た?\Z"
)
"""Where a child goes to school, how old a house is, that somebody moved: 「城山中学校の2年」."""
_BLANK = re.compile(r"(?<![A-Za-z])(?:null|undefined|NaN)(?![A-Za-z])")  # what a program shows for a field without a value
_GUARANTEED = re.compile(r"保証|耐用|償却|保存|保管")
"""Terms of years of things: 「保証は何年か⏎→ 屋根10年、外壁5年」."""


_SOMEBODY_WHO = re.compile(r"(?:人|方(?!針|向|法)|男|女性|男性|職人|変わり種)(?:です|だけあって|だ(?!と|け)|や(?![すめ])|で、|なん(?:だ|です)|らし|なので)(?!が?、?(?:ご|お|募|歓|優))")
"""「…で働いていた人です」: somebody in particular."""


def is_nobodys(reading: Reading, career: Career) -> bool:
    """Whether a statement is of no person: a form's blank line, a company's history, a definition."""
    return not _SOMEBODY_WHO.match(reading.text, career.end) and any(holds(reading, career) for holds in _REASONS)


def _at_large(reading: Reading, career: Career) -> bool:
    """Whether a statement is the first row of a table, a definition, a rule for whoever it fits, or a comparison of ways."""
    text, start, end = reading.text, career.start, career.end
    if _CHOICE.search(text, start, end + 4) or _CASE.search(text, start, end) or _USUAL.match(text, end) or _SURVEYED.match(text, end) or _HEADINGS.fullmatch(text, start, end) or _DEFINED.match(text, start, end) or _RATHER.match(text, end) or _ONLY_SUCH.match(text, end) or _NO_WORK.search(text, start, end) or _MANY.search(text, start, end + _JUST_BEFORE):
        return True
    if _in_an_article(reading, start, end):
        return True
    if any(heading.search(text, max(0, start - far), start) and not reading.people_within(max(0, start - far), end) for heading, far in ((_VOICES, 2 * _LINE), (_WANTED, _LINE))):
        return True
    if _EXAMPLE.search(text, max(0, start - 2 * _LINE), start) and not reading.people_within(start, end):
        return True
    if _DIED.search(text, start, end + 8):
        return True
    if _SOME_OF_MANY.search(text, end, end + _LINE // 2) and not reading.people_within(max(0, start - _JUST_BEFORE), end):
        return True
    if _SHARE.search(text, start, end + 4) and not _OF_ONE.search(text, start, end):
        return True
    if _A_VOICE.match(text, end) and not reading.people_within(start, end):
        return True
    if _BLANK.search(text, start, end + 4) or (_A_DATE.match(text, end) and not reading.people_within(max(0, start - _LINE // 3), end)) or (_USED.search(text, start, end + 8) and "前" not in text[start:end]) or _DELIVERED.search(text, max(0, start - _LINE // 2), end):
        return True
    if career.employer is None and _TERMS.fullmatch(text, start, end) and _GUARANTEED.search(text, max(0, start - _LINE), start):
        return True
    if career.employer is None and _A_QUESTION.match(text, text.rfind("\n", max(0, start - _LINE), start) + 1) and not reading.people_within(start, end):
        return True
    return _ASKED_AT_LARGE.search(text, start, end + _LINE) is not None and not reading.people_within(start, end)


_ASKS_WHICH = re.compile(
    r"(?:[^。、\n]{1,10}(?:さん|様|氏|方|君|くん|[課部社係室所店]長)(?:は|って)?、?)?(?:(?:(?:以前|前|元|もと|元々|もともと|昔|かつて|前職|前の(?:会社|勤め先|職場|お?仕事|ところ)|ご?出身|その前|それまで|転職前|うちに来る前"
    r"|入社前|新卒(?:で|の(?:とき|頃))?|今|現在)(?:に|まで)?(?:は|って|の)?[ 　]?)、?)+"
    r"(?:どちら|どこ|どんな|どういう|どの|何|なに)(?!か(?!ら)|も|でも|にも|しら)[^。\n]{0,24}?(?:か(?:ね|な|ねえ|しら)?(?=[。？?！!\n、」)]|\Z)|[？?]|でしょうね?|だろう|っけ|教えて|聞(?:き(?:そびれ|忘れ)|いてみ))")
"""Where somebody was, asked openly: 「前はどちらにいらしたんでしょうね？」 tells nothing; 「前はどこかの銀行でしたよね」 does."""


def _asks_which(reading: Reading, career: Career) -> bool:
    """Whether a statement is an open question that itself says nothing of where somebody was."""
    return _ASKS_WHICH.match(reading.text, career.start, career.end + _LINE // 2) is not None


def _in_an_article(reading: Reading, start: int, end: int) -> bool:
    """Whether a contract lays it down: the article's number begins the line or the one above, and nobody is spoken of."""
    text = reading.text
    line = text.rfind("\n", max(0, start - _LINE), start) + 1 or max(0, start - _LINE)
    above = text.rfind("\n", max(0, line - 1 - _LINE), max(0, line - 1)) + 1 or max(0, line - 1 - _LINE)
    if _ARTICLE.search(text, above, start) is None or reading.people_within(above, end):
        return False
    stop = text.find("\n", end, end + _LINE)
    return _ASIDE.search(text, line, stop if stop >= 0 else end + _LINE) is None


_ASIDE = re.compile(r"なお|ところで|ちなみに|余談|そう(?:です|だ|で)|らし[いく]|とのこと|(?:先方|御社|貴社)の[^。、\n]{0,8}(?:方(?!針|向|法)|[課部社会係室所店]長|担当|専務|常務|人(?!選))|新任|女性|男性|方(?:は|が|です)|さん|様|氏")


def _of_the_day(reading: Reading, career: Career) -> bool:
    """Whether a statement is where somebody is or was today, or of a customer whom one has served for years."""
    if career.employer is None and career.reason == BY_MODEL_ALONE and _GOES_ON.search(reading.text, career.start, career.end + _JUST_BEFORE):
        return True
    if _ROUND.search(reading.text, career.start, career.end + 8):
        return True
    if career.employer is None and _WENT_HOME.search(reading.text, max(0, career.start - _JUST_BEFORE), career.end + 4):
        return True
    if career.reason == BY_MODEL_ALONE and _A_VISITOR.match(reading.text, career.end) and not reading.people_within(career.start, career.end):
        return True
    return bool(_OUT_TODAY.search(reading.text, max(0, career.start - _JUST_BEFORE), career.end + 4) or (_DUTY.search(reading.text, career.start, career.end + _JUST_BEFORE) and not (career.employer is not None and _WORKS_AT.match(reading.text, career.employer[1]))))


def _on_rounds(reading: Reading, career: Career) -> bool:
    """Whether the model alone takes for a career whom somebody meets or where they go today: 「〇〇製薬の専務と面談します」."""
    text, above = reading.text, max(0, career.start - _LINE)
    if _A_FIRM_ONCE.fullmatch(text, career.start, career.end) and _OF_A_FIRM.search(text, above, career.start):
        return True
    if _HIS_PICTURE.match(text, career.end) or (_SHIFTS.search(text, career.start, career.end) and not EMPLOYED.search(text, above, career.end) and not reading.organizations_within(career.start, career.end)):
        return True
    if AT_A_HOSPITAL.fullmatch(text, career.start, career.end) and not WORKS_THERE.search(text, max(0, career.start - 2 * _LINE), career.end):
        return True  # a patient
    return career.reason == BY_MODEL_ALONE and _ROUNDS.search(reading.text, career.start, career.end + 2 * _JUST_BEFORE) is not None and not TO_STAY.search(reading.text, career.start, career.end)


def _remembers(reading: Reading, career: Career) -> bool:
    """Whether the model alone takes for a career that somebody remembers: 「同じ部署にいて、|よく覚えている」."""
    return career.reason == BY_MODEL_ALONE and _REMEMBERS.fullmatch(reading.text, career.start, career.end) is not None


_A_FIRM_ONCE = re.compile(r"元は[^。、\n]{1,8}の(?:会社|店|工場|倉庫|旅館)")
_OF_A_FIRM = re.compile(r"(?:会社|業者|お?店|工場|旅館)[、はがも][^。\n]{0,30}[。\n]\s*\Z")
_HIS_PICTURE = re.compile(r"(?:先代|前社長|創業者)の(?:写真|肖像|胸像|銅像|名前|印)")
_SHIFTS = re.compile(r"[→⇒][^。、\n→⇒]{1,6}、[^。\n→⇒]{1,8}[→⇒]")  # 「ミンさん→窯、光→サンド」
_REMEMBERS = re.compile(r"(?:よく|今も|今でも|はっきり)?(?:覚え|知っ)て(?:い|お)(?:る|た|ます|ました|ります|りました)")
_ROUNDS = re.compile(
    r"自由研究|夏休みの(?:宿題|工作)|(?:指導|担任|面接官|試験官)(?:は|が)[^。、\n]{1,8}(?:先生|教授)|求人(?:票|広告)?を(?:出[しすさ]|かけ|載せ|貼|取り下げ)"
    r"|前の(?:仕事|現場|会議|予定|打ち?合わ?せ|商談|用事|アポ)が(?:押|長引|延び|遅れ)|の(?:試乗|内覧|見学|説明|展示|発表|忘年|懇親|商談|相談)会に(?:行|出|参加)"
    r"|(?:専務|常務|[社部課次店所室]長|担当(?:者|の方)?|先生|方)と[^。、\n]{0,6}(?:面談|会[いうっ]|商談|打ち?合わ?せ|会食)"
    r"|のあと[^。\n]{1,16}(?:回[りるっ]|寄[りるっ]|訪問)|(?:最終(?:出勤|出社)|仕事納め)[^。\n]{0,4}、?(?:年明け|年始|新年|来年)|(?:就職|会社|求人)説明会の?(?:チラシ|案内|ポスター|資料|予約|準備|会場)"
    r"|OB・?(?:OG)?訪問|の前で(?:降り|待[ちつっ]|会[いうっ])")


def _beside(reading: Reading, career: Career) -> bool:
    """Whether a firm only says where something is: 「〇〇の向かいの店に行く」."""
    return career.employer is not None and _NEXT_TO.match(reading.text, career.employer[1]) is not None and not _AT_WORK.search(reading.text, career.start, career.end)


_NEXT_TO = re.compile(
    r"(?:さん|様)?の(?:すぐ|斜め?|真|お)?(?:向かい?|隣|となり|そば|傍|近く|近所|横|脇|裏手?|角|手前|(?:目の)?前(?=の(?:店|通り|道|交差点|バス停|駐車場|コンビニ|カフェ|公園)|[にで](?:集|待|停|と[まめ])))(?:側)?[のにではが、]")
_AT_WORK = re.compile(r"勤|働|[入退]社|転|辞|出身|元|前職|以前|昔|かつて|経営|修[行業]|[店社所院]長|移|独立|就|担当")


def _plays(reading: Reading, career: Career) -> bool:
    """Whether a statement only says who won, led or came: 「優勝は〇〇の飯野部長でした」."""
    if career.employer is None and _OF_A_GAME.search(reading.text, career.start, career.end):
        return True
    return _PLAYED.search(reading.text, max(0, career.start - _JUST_BEFORE), career.end) is not None and not _FORMERLY.search(reading.text, career.start, career.end)


_PLAYED = re.compile(
    r"(?:優勝|入賞|入選|当選|受賞|最優秀賞?|MVP|ニアピン|ドラコン|[0-9一二三四五]位|幹事|司会|講師|ゲスト|受付|乾杯|お?相手|お?窓口|ご?担当|来客|お客様|ご?同席|ご?出席|ご?参加|参列)(?:者|の方)?は、?[^。\n]{2,40}(?:でし|です|だっ)")
_OF_A_GAME = re.compile(r"[0-9一二三四五六七八九十]{1,3}手(?:目|も(?=受))|飛車|王手|穴熊|(?:第?[0-9一二三四五六七八九])(?:打席|イニング|ホール|ラウンド)")
_FORMERLY = re.compile(r"元|前|出身|昔|かつて|旧|[0-9]年|辞|退|勤|転|移")
_MANY = re.compile(r"前職は[^。\n]{2,40}(?:など|と)(?:様々|さまざま|いろいろ|色々|多様|まちまち|幅広)|(?:お?勤め|ご?勤務|ご?在籍)の(?:皆(?:さん|様|さま)|みな(?:さん|さま)|方々|人たち|方たち)")
_ASKED_AT_LARGE = re.compile(r"(?:方|人|者|社員)(?:たち)?(?:が|は)[^。\n]{0,40}(?:どう|どのよう|どんな|いかに|なぜ)[^。\n]{0,30}か(?:[、。をがはもに\n」]|など|といった|$)"
    r"|(?:入社|入行|入庁|入職|入所|着任|転職|退職|異動|就任)(?:される|する|された|した)(?:方|人|社員|職員|者)(?:から|より|を対象|には?|は)[^。\n]{0,24}(?:変え|変更|改め|適用|開始|対象|導入|必須|見直|始め|廃止|不要|必要)")
_EXAMPLE = re.compile(
    r"[A-Za-z][A-Za-z',; -]{8,80}[.?!]\s*\n[ 　>]{0,8}(?:→|⇒|=>|訳)[ 　]*(?:[^。\n]{0,20})\Z|(?:例文|例句|和訳|訳例|対訳)(?:[^\n。]{0,80}|[^\n]{0,60}「[^「」\n]{0,40})\Z"
    r"|(?:^|\n)[ ・]{0,4}(?:訳|意味)[ ]?:[^\n]{0,20}\Z|(?:^|\n)[ ・]{0,8}(?:例題?|ケース|事例|設問|Case)[ ]?[0-9A-Z①-⑨]{1,2}[^。\n]{0,30}\Z"
)
_DIED = re.compile(r"(?:元|前)[^。、\n]{0,6}(?:会長|社長|相談役|[専常]務|頭取|理事長|代表)[^。、\n]{0,16}(?:亡くな|逝去|永眠|他界|死去)")  # 「元会長が亡くなられました」
_SOME_OF_MANY = re.compile(r"[^。、\n]{0,12}(?:など|ほか|ら|等)(?:計|総勢|合わせて)?[ ]?[0-9一二三四五六七八九十]{1,3}(?:名|人)")  # 「前職が調理師の料理家など3名」
_SHARE = re.compile(
    r"(?:[0-9]{1,2}|[一二三四五六七八九])割(?:も)?(?:が|は)?(?:辞め|離職|退職|転職)"
    r"|[ :\t・、がは](?:約|およそ)?(?:[0-9]{1,3}(?:\.[0-9])?(?:割|%|パーセント)|[一二三四五六七八九]割)(?:[0-9一二三四五六七八九]分|強|弱)?(?=[ 。、\n)]|$|で(?:す|し))"
)
_OF_ONE = re.compile(r"減|増|担当|達成|占め|成績|引き|給与|年収|出資")
_CHOICE = re.compile(r"(?:元々|もともと|元は|前は)[^。、\n]{1,10}(?:コース|プラン|サイズ|席|号室|色|案|便|枠)(?:でし|だっ|です)")  # 「元々Bコースでしたが」
_CASE = re.compile(r"た(?:方|人|者)(?:→|⇒|[ ]?:)")  # 「今年入社された方→前の勤め先の源泉徴収票」: what to hand in, case by case
_SURVEYED = re.compile(r"(?:し|され|い)?た?(?:方|人|者|社員)(?:たち)?の(?:速報|調査|統計|割合|アンケート|傾向|推移|比率|平均|内訳|声|回答|データ|[0-9]{1,3}(?:\.[0-9])?%)")  # 「3年以内に転職した方の速報」
_USUAL = re.compile(r"(?:とか|など|といった|ような)、?(?:そういう|そんな|そうした|の)?(?:場合|ケース)(?:も|は|に)|[ぁ-ん]{0,3}(?:の|こと)が、?(?:普通|ふつう|当たり前|あたりまえ|一般的|主流|常識|定番|王道|多い|増え)|べき(?:だ|です|か|な)")  # 「3年で転職するのが普通」
_A_VOICE = re.compile(r"[^」\n]{0,30}」(?:など|といった|等)(?:の)?、?[^。\n]{0,4}(?:来館|来場|利用|参加|見学|来店|読|視聴|来園|来校)(?:者|客)(?:様|さん)?の声")  # 「定年になったら毎月見に来る」など来館者の声
_VOICES = re.compile(r"(?:先輩|社員|スタッフ|入社者|利用者|卒業生|受講生)の声|(?:先輩|社員)インタビュー")
_WANTED = re.compile(r"[【\[■●・◆]?(?:応募(?:資格|条件)|求める(?:人物|人材|経験|スキル)像?|(?:歓迎|必須)(?:条件|要件|スキル))[】\]：: 　\n]")  # 【応募資格】…出身の方
_A_QUESTION = re.compile(r"[ \t>・]{0,6}(?:Q|問|質問)[ ]?[0-9]{0,2}[ .:、)](?=[^\n]{0,120}?(?:か[。?？\n]|か\Z|[?？]|どう|なぜ|何|どの|どんな|ください|教え))")
"""Questions for a talk: 「中途で入った方が前職の経験をどう活かしているか」."""


def _of_an_affair(reading: Reading, career: Career) -> bool:
    """Whether what only the model finds, without an employer, is when something falls due, or how it was in a predecessor's time."""
    return career.employer is None and career.reason == BY_MODEL_ALONE and (_ABLE.search(reading.text, max(career.start, career.end - 6), career.end + 4) or _AFFAIR.match(reading.text, career.start, career.end)) is not None


_ABLE = re.compile(r"(?:働け|勤められ|活躍でき|続けられ)(?:ます|る(?![ぁ-ん]))")  # 「その後も嘱託で働けます」: an advert
_RATHER = re.compile(r"[ぁ-ん]{0,2}(?:方|ほう)が(?:お?得|良|よ[いかくさ]|い[いく]|早|速|安|楽|便利|無難|確実|賢明|ま(?:だ|し)|マシ|合|向)")  # 「新型に移った方が得」 is of no person
_ONLY_SUCH = re.compile(
    r"(?:[ぁ-ん]{0,4}(?:た|る|い|の))?(?:方|人|者)(?:→|⇒|[ ]?:|のみ|に限|だけ(?!ど)|全員|(?:に|へ)は?(?:、)?(?:補助|支給|進呈|配布|手当)|より、[^。\n]{0,30}(?:方|人|者)の(?:方|ほう)が"
    r"|の(?:方|ほう)が[^。\n]{0,20}(?:傾向|多[いく]|続[くき])|も(?:毎年|大勢|多く|たくさん|少なから)[^。、\n]{0,4}(?:い(?:ます|る|らっしゃ)|おら?れ|おり))"
)
"""Who may, by a rule; what sort of people stay, and that there are such."""
_AFFAIR = re.compile(
    r"[^。\n]{1,24}(?:説明書|資料|取扱書|マニュアル|記事|本|規格|図面|カタログ)を[^。、\n]{0,6}(?:読|調べ|見|覚え|暗記し)|[^。\n]{0,16}(?:講座|教室|ジム|スクール|レッスン|お?稽古|歯医者|整体)に(?:通|行)(?:って|い)|"
    r"(?:更新|契約|締め?切り?|納期|期限|お?支払い?|有効期限|会期|決算|検収|点検|車検)は"
    r"|(?:前任|先代|前担当|前の担当)(?:者)?の?[^。、\n]{0,8}(?:さん|様|氏)?の(?:頃|ころ|時|とき|代)(?:も|は|から|に|の)")


def _of_a_form(reading: Reading, career: Career) -> bool:
    """Whether a statement is a line of a form, its blanks shown by circles, 「令和〇年〇月　株式会社〇〇　入社」, or a date of which nothing is told."""
    if career.employer is None and (_ONLY_A_DATE.fullmatch(reading.text, career.start, career.end) or _TO_FILL_IN.match(reading.text, career.start, career.end + _LINE)):
        return True
    if _PLACEHOLDER.search(reading.text, career.start, career.end) is None:
        return False
    begin = reading.text.rfind("\n", max(0, career.start - _LINE), career.start) + 1 or max(0, career.start - _LINE)
    if reading.people_within(begin, career.end):
        return False  # 「倉本さんの件：以前○○商事で…」
    return bool(_OF_A_FORM.search(reading.text[begin:career.end].strip()) or _BLANK_DATE.match(reading.text, career.end))


def _of_a_history(reading: Reading, career: Career) -> bool:
    """Whether a statement is a line of a company's history: 「1952年　〇〇の船舶部より独立」 below 沿革."""
    if reading.people_within(career.start, career.end) or not _DATED.search(reading.text, max(0, career.start - 16), career.end):
        return False
    above = max(0, career.start - _ABOVE), career.start
    if _OF_PERSON.search(reading.text, *above):
        return False
    return _HISTORY.search(reading.text, *above) is not None or _in_rows_of_a_firm(reading, career)


def _in_rows_of_a_firm(reading: Reading, career: Career) -> bool:
    """Whether the rows around it, up to blank lines, tell of a firm or a machine and of nobody: 「1999年　設立　資本金…」「昭和2年　…に納入」."""
    text = reading.text
    first = text.rfind("\n\n", max(0, career.start - _ABOVE), career.start) + 1 or max(0, career.start - _ABOVE)
    last = text.find("\n\n", career.end, career.end + _ABOVE)
    last = last if last >= 0 else min(len(text), career.end + _ABOVE)
    return _ROW_OF_A_FIRM.search(text, first, last) is not None and not _ROW_OF_SOMEBODY.search(text, first, last) and not reading.people_within(first, last)


_ROW_OF_A_FIRM = re.compile(r"(?m)^[ >・]{0,6}(?:(?:19|20)[0-9]{2}|(?:明治|大正|昭和|平成|令和)[ ]?(?:[0-9]{1,2}|元))[年./][^\n。]{0,24}(?:設立|創業|創立|資本金|改組|法人化|上場|合併|株式の?[0-9]|傘下|子会社|買い戻し|工場焼失|据付|納入|竣工|稼働|希望退職の募集)")
_ROW_OF_SOMEBODY = re.compile(r"入社|入職|入行|卒業?(?=[ \n、。]|\Z)|入学|就職|生まれ")


_FOR_LONG = re.compile(r"からは|長く|ずっと|以来|内勤|[0-9一二三四五六七八九十]年")
_ROLE = re.compile(r"(?:幹事|司会|進行役?|乾杯|受付|審判|審査員|書記|議事録係?|カメラ係|撮影|登壇|発表|パネリスト|ファシリ(?:テーター)?|モデレーター?|余興|挨拶|スピーチ)(?:を|の役を|役を|で)(?:務|つとめ|担当|し|され|さ|やっ|頼|お願い|引き受)")
_JUST_BEFORE = 10  # characters
_OUT_TODAY = re.compile(
    r"(?:[0-9]{1,2}(?:時間|分)(?:ほど|くらい|ぐらい)?前|さっき|先ほど|さきほど|今朝|(?:今日|本日|昨日)(?:は|の)?(?:午前中|お?昼過ぎ?|夕方|[0-9]{1,2}時(?:半|過ぎ|頃)?))まで(?!の)"
    r"|(?:今|もう|さっき|先ほど|さきほど|今日|本日|昨日|今朝|午前|午後|[0-9]{1,2}時)(?:は|に|まで|頃|ころ|も|もう)*、?(?:会社|事務所|オフィス|席|現場|店)を(?:出|離れ)(?:た|て|まし|られ)"
    r"|(?:今日|本日|昨日|今朝|朝|昼|夕方|さっき|先ほど|午前中?|午後)(?:は|に|まで|から)?、?[^。、\n年]{1,14}に(?:いた|いる|いらし|おられ|おりま|いま(?:す|し))"
    r"|(?:今日|本日|昨日|今朝|さっき|先ほど|午前中?|午後|終日)(?:は|に)?、?[^。、\n年聞までより]{1,14}で(?:働い|作業し|仕事をし)て(?:いまし|まし|きまし)?た(?![ぁ-ん])"
    r"|(?:発表会|展示会|説明会|懇親会|勉強会|研修会|講演会|セミナー|イベント|フェア|忘年会|新年会|飲み会|総会|会場|パーティー?)に(?:い(?:た|る|らし)|来て|出て|参加|(?:机|席|ブース|卓)を(?:並べ|出し|構え|借り))")
_A_VISITOR = re.compile(r"(?:が|も)[^。、\n]{0,8}(?:来(?:て|た|まし|られ|社|訪)|見え(?:た|まし)|いらし(?:た|て|まし)|お越し)")  # 「〇〇大学の先生が来ました」
_ROUND = re.compile(r"(?:→|⇒|->|~)[ ]?(?:帰社|直帰|帰宅|帰庫|帰着|戻り|解散|NR)(?![一-龥])")  # 「トモエ製缶→北洋電機→帰社」
_WENT_HOME = re.compile(r"(?:[0-9]{1,2}(?:時|:[0-9]{2})(?:半|[0-9]{1,2}分)?(?:過ぎ|すぎ|頃|ころ)?(?:で|に)?|定時で|先ほど|さきほど|本日は?|今日は?|すでに|既に|もう)[^。、\n]{0,6}(?:退社|退勤|退館)")  # 「17時で退社しました」
_GOES_ON = re.compile(r"(?:引き?続き|そのまま|当面|しばらく|今後も)[^。、\n]{0,12}(?:担当|対応|窓口)(?:を)?(?:し(?:て(?:くれ|いただ|もら)|ます)|いたし|させ|務め)")
_DUTY = re.compile(r"(?<!信金)(?<!銀行)(?<!郵便局)(?<!役所)(?<!農協)(?<!病院)の(?:仕事|案件|担当|窓口|保守|サポート|対応)を(?:もう)?(?:[0-9一二三四五六七八九十]{1,3}年(?:間|以上|ほど|近く|くらい|ぐらい)?|長[くい]|ずっと)[^。、\n]{0,3}(?:やっ|し|担当|つとめ|務め)")
"""Where somebody is or was today; a customer whom one has served for years."""
_AT_EVENT = re.compile(
    r"(?:勉強会|研修会?|セミナー|講演会?|講習会?|説明会|発表会|大会|総会|例会|フォーラム|シンポジウム|ワークショップ|イベント|会議|学会)で(?:は|も)?[^。、\n]{0,6}?(?:講師|講演|座長|解説|説明|発表|指導|実演)(?:を|役を)?(?:務|つとめ|担当|し|され|さ|いただ)")
_CAME_TO_US = re.compile(r"(?:弊社|当社|小社|うち|こちら|事務所|会社|(?:お|当)?店|窓口)(?:に|へ|まで)[^。、\n]{0,8}(?:来(?:られ|て|た|まし|社)|いらし|いらっしゃ|お越し|(?:お)?見え|みえ|訪ね)")
_VISIT = re.compile(r"(?:の(?:ところ|所|もと|元|会社|お宅|現場)|様|さん|御社|貴社)(?:に|へ)(?:[^。、\n]{0,8})?(?:伺|うかが|参|お邪魔|訪問|訪ね|通っ|同行)")


def _of_an_event(reading: Reading, career: Career) -> bool:
    """Whether a statement is of a part played at an event, or of a visit to a customer, and names no company."""
    if covered(reading.organizations, career.start, career.end):
        return False
    if (_ROLE.search(reading.text, career.start, career.end) and not _FOR_LONG.search(reading.text, career.start, career.end)) or _AT_EVENT.search(reading.text, max(0, career.start - _JUST_BEFORE), career.end):
        return True
    if _CAME_TO_US.search(reading.text, max(0, career.start - _JUST_BEFORE), career.end) and not TO_STAY.search(reading.text, max(0, career.start - _JUST_BEFORE), career.end):
        return True
    return career.employer is None and career.reason == BY_MODEL_ALONE and _VISIT.search(reading.text, career.start, career.end) is not None


_SUBJECTS = r"(?:転職(?!の?お?祝)|求人|退職者|退職金|内定者?|新卒|中途|採用|出向|派遣(?!で)|社員証|名刺|制服|社章|社史|入館証|社員?寮|社宅|OB会?|履歴書|経歴書|面接|就任|入社(?!の?お?祝)|定年制)"
_MADE = re.compile(
    _SUBJECTS + r"[^。、\n]{0,8}?(?:広告|チラシ|パンフ(?:レット)?|案内状?|保険|デザイン|印刷物?|版下|改修|清掃|工事|規程|規定|様式|ひな型|雛形|フェア|説明会|講座|(?<=就任)の?お?祝い?|(?<=就任)の?花|記事|サイト|アプリ|封筒|用紙|会場|備品)"
    r"(?:の[^。、\n]{0,6})?(?:を|に|は)[^。、\n]{0,8}(?:担当|作[っりるろ]|送[っりるろ]|売[っりるろ]|直[しす]|見積|請け|届け|贈[っりる]|手配|頼[んむみ]|発注|配[っりる]|置[いきく]|改定|書い|出[しす]|運営|企画|回収)")
_REMEMBERED = re.compile(r"(?:さん|様)?の?元(?:社長|会長|役員|選手|首相|監督)の(?:銅像|胸像|著書|本|言葉|名言|自伝|葬儀|お別れの会|講演(?:会|録))")
_SITE_WORK = re.compile(
    r"(?:さん|様)?(?:の[^。、\n]{0,8})?(?:で|に)[^。、\n]{0,8}?(?:立ち?会い?|据え?付け?|納品|検収|点検|設置|商談|打ち?合わ?せ|プレゼン|棚卸し?|搬入|搬出|撮影|取材|デモ|試運転|引き渡し|修理"
    r"|常駐して[^。、\n]{0,8}(?:据|設置|導入|構築|開発|立ち上げ))(?:を)?(?:し(?!て(?:い|お))|行[っい](?!て(?:い|お))|やっ(?!て(?:い|お))|済ま|終え|に行)")
_STANDS_APART = re.compile(r"から独立した(?:部品|回路|電源|モジュール|系統|ネットワーク|システム|機能|建物|部屋|入り?口|回線|配管)(?!メーカー|会社|企業|屋|事業|ベンチャー)")
_ON_THE_WAY = re.compile(r"を(?:出|抜け|離れ)て[^。、\n]{0,6}(?:駅に(?:向|着)|次の(?:客先|現場|訪問|打ち|お客)(?!だ)|客先(?:です|に向)|帰[っりる]|帰社|移動中|(?:現場|そちら|御社|会社)(?:に|へ)(?:向|戻))|(?:に|へ)戻り(?:まし|ます)")
_IN_ITS_YEAR = re.compile(r"(?<!半)年|まで(?![すし])|時代|頃|ころ|[0-9]月|春|夏|秋|冬|古巣|元の|もとの|再び|ふたたび|また|前の|昔|かつて|以前|辞|転|退|復")


def _of_a_task(reading: Reading, career: Career) -> bool:
    """Whether the words of careers are the object of somebody's task, or somebody is at a firm to put something up or on the way from there."""
    text, start, end = reading.text, career.start, career.end
    if _A_TERM.match(text, end) is not None:
        return True
    if _STANDS_APART.search(text, start, end + _JUST_BEFORE) or (career.employer is not None and _REMEMBERED.match(text, career.employer[1], end + _JUST_BEFORE)):
        return True
    if (_A_TOOL.search(text, max(0, start - 2 * _JUST_BEFORE), start) and not _AT_ONCE.search(text, start, end)) or _A_TOOL_HAS.search(text, max(0, start - 2 * _JUST_BEFORE), end):
        return True
    if not _WORK_ITSELF.search(text, start, end + 4) and (_A_HABIT.search(text, max(0, start - _JUST_BEFORE), end + 4) or _JUST_NOW.search(text, start, end + 4)):
        return True
    if USED_TO.search(text, start, end + 4) or _AT_ONCE.search(text, start, end):
        return False
    if _MADE.search(text, start, end + _JUST_BEFORE) and not (career.employer is not None and _WORKS_AT.match(text, career.employer[1])):
        return True
    if career.relation == "選考" and _A_COMPETITION.search(text, max(0, start - 24), start):
        return True
    if career.employer is None or _IN_ITS_YEAR.search(text, max(0, start - 2 * _JUST_BEFORE), end):
        return False
    return bool(_SITE_WORK.match(text, career.employer[1], end + _JUST_BEFORE) or _ON_THE_WAY.match(text, career.employer[1], end + 2 * _JUST_BEFORE))


_WORK_ITSELF = re.compile(r"(?:会社|仕事|職場|お?店|勤め|バイト)(?:(?:は|を|も)[^。、\n]{0,6})?(?:辞|や)め|退職|転職")
_A_TERM = re.compile(r"[」』]の(?:言い回し|文言|表現|定義|項(?!目)|条文?|表記|書き方|意味|英訳|訳語?|綴り)")  # 「第12条の「懲戒解雇」の言い回し」
_JUST_NOW = re.compile(r"やめ(?:と[くきこ]|とか(?:ない|なきゃ)|てお(?:い(?!し)|[くきこ]|か(?:ない|なきゃ)))")
_A_HABIT = re.compile(
    r"(?:タバコ|煙草|たばこ|お?酒|飲酒|晩酌|ゲーム|ギャンブル|パチンコ|甘い物|甘いもの|コーヒー|SNS|ジム通い|習い事|ダイエット|一気飲み|夜更かし|試飲|試食|注文|運用|連載|キャンペーン|制度|慣習|定例会|朝礼|取引)(?:は|を|も|の方は"
    r"|、[0-9一二三四五六七八九十]{1,3}日で)[^。、\n]{0,6}(?:辞|や)め"
)
_A_COMPETITION = re.compile(r"(?:コンペ|入札|プロポーザル|提案|プレゼン)(?:、|は|で|に|の)[^。\n]{0,20}\Z")
_A_TOOL = re.compile(r"(?:ソフト|環境|サービス|ツール|ライセンス|アプリ|システム|体験版|プラン|複合機|コピー機|機械|装置|サーバー?|証明書|保守|稟議|補助金|助成金|プレゼン|コンペ|入札|提案|会議|車|犬|猫)(?:は|が|の|も)[^。\n、さ様]{0,6}\Z")
_A_TOOL_HAS = re.compile(
    r"(?:ソフト|環境|サービス|ツール|ライセンス|アプリ|システム|体験版|プラン)(?:は|が|の|も)試用期間|(?:稟議|補助金|助成金|申請|提案)の(?:書類|[一二三]次|最終)|(?:プレゼン|コンペ|入札|提案)は[^。\n]{0,4}(?:最終|[一二三]次)"
    r"|(?:複合機|コピー機|機械|装置|車|犬|猫)は(?:うち|弊社|当社|こちら)に|(?:保守|証明書|回線|リース|賃貸|警備)の?契約|会議は中途"
)
"""What else is on trial, passes, fails and comes to us: software, petitions, machines."""
_WORKS_AT = re.compile(r"(?:さん|様)?で(?!す)")
_AT_ONCE = re.compile(r"勤め|働い|在籍|出身|元[^社の]|前職|入社し|転職し|退職し|辞め")


_REASONS = (_of_a_task, _at_large, _asks_which, _of_the_day, _on_rounds, hails_from, _remembers, _beside, with_a_firm, _plays, _of_an_affair, _of_a_form, _of_a_history, of_a_thing, _of_an_event)
