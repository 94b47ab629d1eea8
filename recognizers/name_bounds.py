"""Where a name begins and ends, beyond what rules and model found; and what looks like a name and is nobody's."""

from __future__ import annotations

import re
from itertools import islice

from recognizers.animals import IN_BRACKETS, KANA
from recognizers.company_forms import AS_BANKS_WRITE
from recognizers.nlp import Kind, sudachi
from recognizers.occupations import IN_KATAKANA
from recognizers.prefilter import Opening, opening
from recognizers.reading import KATAKANA, Reading, Span, covered, disjoint
from recognizers.titles import ADDRESS, HEAD, HONORIFICS, NO_NAMES, NOT_GIVEN, POSTS_IN_LETTERS

_HALF_A_SUFFIX = re.compile(r"(?<=.)(?:く|さ|ちゃ)\Z")
_TWO_PEOPLE = re.compile(r"(?P<first>[一-龥々]{2,3})・[ァ-ヴー]{2,5}")
_AFTER_A_NAME = re.compile(r"(?<=.)(?:用|宛)$|[,、:|/()\[\]<>「」0-9]|(?<=.)(?:様|さん|さま|氏|殿)$")
_AFTER_A_COMPANY = re.compile(
    r"(?<=..)(?:様|さま|さん|御中|殿)$|(?<=...)(?:事務|職員|保健|保険|保全|審査|債権|施工|工務|工事|設備|製缶|加工|組立|相談|図書|会議|宿泊予約|予約|採用|文化振興|地域連携|看護|医事|生産|調達|施設|企画|営業|総務|経理|人事|開発|技術"
    r"|製造|品質|保証|購買|情報|システム|管理|法務|広報|業務|財務|物流|商品|店舗|事業|国際|海外|法人|第[一二三四五1-5]|推進|戦略|経営){1,3}[一二三四五1-5]?(?:部|課|室|係|チーム|本部)$"
    r"|(?<=高校|学校|病院)[ ]?[一-龥]{1,5}科$|(?<=役場|役所|県庁|府庁|都庁)[一-龥]{2,6}(?:課|係|部|室|局)?$|(?<=大学)[ ]?[一-龥ァ-ヴー]{1,8}(?:学部|研究科|学科|研究室)$|(?<=...)(?:チェックイン|チェックアウト|集合|待ち合わせ)$"
    r"|(?<=薬局|書店|銀行|信金|金庫|食堂|電機|生花|眼鏡|薬品|本舗|青果|酒店)[ ]?[一-龥ァ-ヴー]{1,6}(?<!商)(?<!本)店$|(?:(?<=モータース|モーターズ|ベーカリー)|(?<=クリーニング))[ ]?[一-龥ァ-ヴー]{1,6}店$"
    r"|(?<=..) [^ ]{1,8}(?:支店|営業所|センター|倉庫|工場|事業所|出張所|本社|支社|本店)$")
_OFFICES = (
    r"(?:編集|制作|編纂|社史|運行|営農|資材|お客様|お客さま|相談|運営|研究|広告|宣伝|販売|販促|審査|監査|秘書|経営|資産|環境|安全|衛生|設計|検査|品証|品管|品質|保証|配車|輸送|配送|医療|看護|薬剤|教務|学務|入試|就職|学生"
    r"|支援|事務|職員|保健|図書|予約|採用|広報|調達|施設|企画|営業|総務|経理|人事|開発|技術|製造|購買|情報|管理|法務|業務|財務|物流|商品|店舗|国際|海外|法人|推進|戦略|生産|サポート|カスタマー)")
_OFFICE = re.compile(
    rf"(?<=..)[ ]?{_OFFICES}{{1,4}}(?P<whole>[第一二三四五0-9]{{0,2}}(?:部|課|室|係|デスク))?$"
    r"|(?<=..)[ ]?(?P<bureau>事務局|寺務所|社務所|編集局|編集室|編集部)$")
_GOES_ON_IN_A_DEPARTMENT = re.compile(r"[一-龥ァ-ヴー]{0,6}(?:部|課|室|係|局|チーム|グループ|デスク)(?![一-龥])")
_TO = re.compile(r"(?<=[一-龥]{2})行$")
_LABEL_BELOW = re.compile(r"\n[^\n ]{1,8} ")  # 「…クリニック⏎窓口　…」 is two lines of a form; a name cut by a line break has no space there
_NO_COMPANY = re.compile(
    r"[一-龥]{2,4}(?:知事|大臣|公安委員会|労働局|運輸局)(?:許可|登録|免許|認可|指定|届出)|(?:がん|団体信用生命|生命|損害|火災|地震|自動車|就業不能|医療|介護|社会|健康|雇用|労災|厚生年金)保険|(?:社会保険労務|税理|公認会計|中小企業診断|一級建築|[一二]級建築|弁理)士|(?:司法|行政)書士|Rev\.? ?[A-Z0-9]{1,3}|[一-龥]{2,3}DC"
    r"|[^ ]{1,10}(?:ハイツ|コーポ|レジデンス|アパート)|(?:同|弊|当|貴|御)社[^ ]{0,12}|(?:待合|応接|休憩|更衣)室|[一-龥]{2,3}課|[^ ]{0,10}ショールーム|(?:一身上の|会社|自己)都合|不問|民間(?:企業)?|創業|開業|日付|末日|駅前|書き出し"
    r"|[^ ]{0,8}[〇○◯●△□×]{2}[^ ]{0,8}|(?:株式会社|有限会社|合同会社)[ ]?(?:|入社|退社|退職|[〇○◯●△□×][^ ]{0,8})|工業(?:㈱|\(株\))|(?:1[89]|20)[0-9]{2}年[ ]?(?:株式|有限|合同)会社"
    r"|\(株\)なし|第[0-9]{1,4}条|[^ ]{1,10}(?:団地|ビル)|ここ(?:から|まで)|(?:ホテル|旅館|病院|学校|工場|店舗|施設|飲食店|オフィス|倉庫|住宅|医院|薬局)(?:・(?:ホテル|旅館|病院|学校|工場|店舗|施設|飲食店|オフィス|倉庫|住宅|医院|薬局))+"
    rf"|(?:新|旧|前|元|現|次期)?(?:{POSTS_IN_LETTERS})|(?:{_OFFICES}|人材|開発|ネットワーク|システム|インフラ|クラウド){{2,4}}"
    rf"|(?:{_OFFICES}|人材|開発|ネットワーク|システム|インフラ|クラウド){{1,4}}[第一二三四五0-9]{{0,2}}(?:部|課|室|係|チーム|本部)")
"""Insurances, professions, drawings' versions, depots, houses, rooms and forms to fill in: what is taken for a company, and is none by this whole form."""
_FIRM = re.compile(
    r"(?:[A-Z][A-Za-z&.'-]{1,20} ){1,3}(?:Freight|Trading|Logistics|Systems?|Solutions?|Technolog(?:y|ies)|Works|Labs?|Laborator(?:y|ies)|Foods?"
    r"|Motors?|Bank|Partners|Consulting|Design|Studios?|Holdings|Group|Industries|Capital"
    r"|Shipping|Lines|Air(?:lines|ways)?|Media|Energy|Pharma(?:ceuticals)?|Hotels?|Coffee|Electric|Electronics|Software|Networks?|Services?|Insurance"
    r"|Securities|Communications|Engineering|Manufacturing|Press|Publishing|Records|Dynamics|Analytics|Robotics|Materials|Chemicals?)"
    r"|(?:オーベルジュ|ビストロ|トラットリア|リストランテ|ブラッスリー|パティスリー|ブーランジェリー|レストラン|カフェ|ホテル|ペンション|スナック|クリニック|サロン|アトリエ|スタジオ)[・ ]?[^ 、。さ様]{1,10}")
"""What is a firm by its whole form, though it is called さん."""
_READING = re.compile(r" ?\((?P<reading>(?!(?:うち|そと|いま|ほか|のみ|まで|あと|さん|ちゃん|くん|さま|ただし|もと|みんな|なし|あり)\))[ぁ-ゖー]{2,6}(?=\))|[ぁ-ゖー]{1,6} [ぁ-ゖー]{1,6}|[ァ-ヴー]{1,7} [ァ-ヴー]{1,7})\)")
_ALONE = re.compile(r"(?<=..)(?:[一二三]人|自身|本人|以外|同士)\Z")
_GOES_ON_ALONE = re.compile(r"だけ|きり|で(?![すし])|が|の|も|は|に|を|、|。")
_TITLE_OF_ANOTHER = re.compile(r"(?<=[ァ-ヴー])(?:[上下]院|皇太子|国王|[米英仏独露])\Z")
_A_TOWN = re.compile(r"(?:市|州|県|郡|島|川|湖|城|通り|空港|駅|港)(?![長民議役])")
_OF_A_HOUSE = re.compile(r"[0-9一二三四五六七八九十ⅠⅡⅢⅣⅤⅥ]{1,4}世(?![界紀代帯間])")
_NO_PERSONS_END = re.compile(
    r"[ァ-ヴー・]{2,30}・?(?:フィル(?:ハーモニー)?|ブラザー[スズ]|カンパニー|グループ|ホールディングス?|ストリート|スクール|センター|ホテル|タワー|スタジアム|シアター|スタジオ|レコーズ?|ミュージック|ピクチャーズ"
    r"|エンターテイ?ンメント|チーム|カップ|リーグ|アレー|モータース?|セブン|イレブン|デザイン|システムズ?|サービス|プロジェクト|スポーツ|ショップ|ストア|マーケット|ブリッジ|ビーチ|アイランド|アベニュー|ソサエティ|オーケストラ)")
"""Katakana in parts, the last of which is a word for things: セブン・イレブン is nobody."""
_BUILDING = re.compile(r"(?:ビル|ビルディング|ビルヂング|マンション|ハイツ|コーポ|アパート|レジデンス|タワー|荘)$")
_BLOCK_BEFORE = re.compile(r"[0-9](?:番地?|号|丁目)?[ \n]{0,2}$")
_BORN = re.compile(r"(?:の|で)?(?:ご)?(?:生まれ|育ち|出身)(?!の(?:方|人))")
_OF_A_PLACE = re.compile(
    r"に(?:「[^「」\n]{1,20}」として|[^。、\n]{0,10}を)?(?:開業|創業|開店|出店|新設|開設|進出)|(?:支店|営業所|工場|支社|出張所)長(?:を|に|として)(?:拝命|務め|つとめ|就任|着任|仰せ|命ぜ)"
    r"|の(?:倉庫|工場|営業所|拠点|物流センター|市場)(?!長)|(?:作業所|事業所)(?!長)|[ ]{0,3}(?:普通|当座|貯蓄)(?:預金)?[ ]?[0-9]{3}|の(?:料亭|旅館|温泉|割烹|老舗|酒蔵|漁港|海|港町?|山奥|ホテル|民宿|宿|百貨店|商店街)"
    r"|[東西南北中央]{0,2}(?:支店(?!長)|営業所(?!長)|支社(?!長)|本店(?!長)|出張所(?!長)|駅(?!長)|インター|IC|工場(?!長)|DC|倉庫|空港(?!長))"
)
_SURE_PLACE = r"(?:東京|大阪|名古屋|札幌|仙台|横浜|神戸|京都|福岡|広島|新潟|静岡|北海道|沖縄|那覇|博多|埼玉|神奈川|愛知|兵庫|鹿児島|岐阜|三重|滋賀|愛媛|熊本)"
_BEFORE_PLACES = re.compile(rf"(?:[、・][一-龥]{{2,3}}){{0,4}}[、・]{_SURE_PLACE}(?:と|に|で|の|を|から|へ|、|。|\n|$)")
_AFTER_PLACES = re.compile(rf"{_SURE_PLACE}(?:[、・][一-龥]{{2,3}}){{0,4}}[、・]\Z")
_ARROW, _ARROW_BEFORE = re.compile(r"[ ]{0,3}[→⇒]"), re.compile(r"[→⇒][ ]{0,3}\Z")
_HOME_BEFORE = re.compile(r"(?:生まれ|育ち|出身地?|実家|地元|故郷|郷里|国)は、?\Z")
_STATION = re.compile(r"最寄り?駅?[ :(]{1,3}\Z")
_GIVEN = re.compile(r" (?P<given>[一-龥々]{1,3})(?=[ ]*(?:\n|\(|\Z))")
_WITHIN = re.compile(r"の(?:中|奥|上|下|外|周り|まわり|ほとり)(?![一-龥])")
_PART_OF_A_BOOK = re.compile(r"第?[一二三四五六七八九十]{1,3}[章節話]")
REGIONS = frozenset(("関西", "関東", "東北", "北陸", "九州", "近畿", "北海道", "首都圏", "甲信越", "山陰", "山陽"))
_CULTIVARS = frozenset(("佐藤錦", "川中島", "幸水", "豊水", "清見", "章姫", "山田錦", "松山三井", "宮川早生", "大和早生", "三浦大根", "渡辺早生"))
"""Kinds of fruit, rice and vegetables that begin like people."""
_HONOURED = re.compile(rf"[ 　]?(?:{HONORIFICS})")
_ADDRESSED = re.compile(rf"[ 　]?{ADDRESS}")
_HONOURED_KO = re.compile(rf"子{ADDRESS}")
MACHINE = r"(?:サーバー?|ロボ(?:ット)?|端末|号機|号車|重機|マシン|ドローン|エンジン|ゴンドラ|複合機|プリンター?|人形|ぬいぐるみ)"
_THING = r"(?:サーバー?|端末|ロボット|号機|看板犬|愛犬|愛猫|飼い犬|飼い猫|乳牛|子牛|牛|馬|ヤギ|犬|猫|マスコット|キャラクター|品種|商品名|地名|町名)"
_CREATURE = rf"(?:{_THING}|{KANA})"
_THING_BEFORE = re.compile(rf"(?<![一-龥ァ-ヴー]){_THING}(?:[「『\"](?=[A-Za-z一-龥ァ-ヴ])|[ ]?(?=[A-Za-z]{{2}}))|(?<![一-龥ァ-ヴー])[ァ-ヴー]{{2,6}}サーバー?[ ]?(?=[A-Za-z]{{2}})")
_THINGS_QUOTED = re.compile(rf"(?:(?<![一-龥ァ-ヴー]){_CREATURE}|{MACHINE})(?P<names>(?:[「『][^「」『』\n]{{1,16}}[」』][、・とや]?){{1,6}})")
_QUOTED = re.compile(r"[「『]([^「」『』\n]{1,16})[」』]")
_PET_FORM = re.compile(r"(?:さん|くん|君|ちゃん)\Z")
_THING_AFTER = re.compile(rf"[」』\"]?[はも](?:[^。、\n]{{0,12}}の)?{_THING}(?:です|でし|だ[。、])")
NUMBERED_THING = re.compile(r"(?:さん|くん|君|ちゃん)?[ ]?\((?:DB|AP|WEB|SV|PC|NAS|AGV|サーバー?|ロボ(?:ット)?)[ -]?[0-9]{1,3}\)", re.IGNORECASE)
"""「花子(DB-02)」 is a server."""
_NICKNAMED = re.compile(rf"{MACHINE}\((?:愛称|通称|あだ名|ニックネーム|呼び名|名前)[:は ]?(?P<name>[^()\n]{{1,10}}?)(?:さん|くん|ちゃん)?\)")
_IN_BRACKETS = re.compile(IN_BRACKETS)
_ANY_THING = Opening(re.compile(f"{_CREATURE}|{MACHINE}|{IN_BRACKETS}"))
_LONGEST = 16  # characters of a name
_MOST_THINGS = 500  # looked at in one text
_COLUMN_WORDS = frozenset("正誤直元新旧例注済未可否続追問答甲乙表裏上下前後")
_UNITS = frozenset("部課局室係所店院校園社")
_A_TEAM = re.compile("[東西南北上中下浜本新川]組")
_KANA_GIVEN = re.compile("[ぁ-ゖ]{2,3}\\Z")
_PART_BEFORE = re.compile(r"(?:[ァ-ヴー]{1,10}・){1,3}$")


def trimmed(text: str, start: int, end: int, label: str) -> tuple[int, int, str] | None:
    """The span without what a morpheme holds beyond the name: 向井 一様 is one name and 一様 one word. None when nothing is left."""
    if label == "PERSON" and text.startswith("ん", end) and (cut := _HALF_A_SUFFIX.search(text, start, end)) is not None:
        end = cut.start()  # 翔く|ん
    if label == "PERSON" and text.startswith("子", end) and _KANA_GIVEN.search(text, start, end) and _HONOURED_KO.match(text, end):
        end += 1  # 久世 ちづ|子先生
    if label == "PERSON" and end - start >= 2 and HEAD.match(text, end - 1) and Kind.FAMILY in sudachi().kinds_of(text[start:end - 1]):
        end -= 1  # 辻部|長, 和田部|長
    if label == "PERSON" and (two := _TWO_PEOPLE.fullmatch(text, start, end)) is not None and Kind.FAMILY in sudachi().kinds_of(two["first"]):
        end = two.end("first")  # 茂木|・アミちゃん
    if label == "PERSON" and (alone := _ALONE.search(text, start, end)) is not None and _GOES_ON_ALONE.match(text, end):
        end = alone.start()  # 草柳|一人だけ
    if label == "PERSON" and (title := _TITLE_OF_ANOTHER.search(text, start, end)) is not None:
        end = title.start()  # ジョン・ケリー|上院議員
    beyond = (_AFTER_A_NAME if label == "PERSON" else _AFTER_A_COMPANY).search(text, start, end)
    if beyond is None and label == "PERSON" and (to := _TO.search(text, start, end)) is not None and Kind.FAMILY in sudachi().kinds_of(text[start:to.start()]):
        beyond = to  # 平井行: so one writes one's own name on a reply envelope
    if beyond is not None:
        end = start + len(text[start:beyond.start()].rstrip())
    if label == "ORGANIZATION" and (office := _OFFICE.search(text, start, end)) is not None and (
            office["whole"] or office["bureau"] or _GOES_ON_IN_A_DEPARTMENT.match(text, end)):
        end = office.start()
    if label == "ORGANIZATION" and text[start] in "・●■◆▼":
        start += 1  # ・|南海研究所
    if label == "ORGANIZATION" and (letters := _LETTERS_BEFORE.search(text, max(0, start - 6), start)) is not None and text[start].isascii():
        start = letters.start()  # J-|Base精工
    if label == "ORGANIZATION" and (below := _LABEL_BELOW.search(text, start, end)) is not None and below.start() - start > 3:
        end = below.start()
    if label == "ORGANIZATION" and _BUILDING.search(text, start, end) and _BLOCK_BEFORE.search(text, max(0, start - 6), start):
        return None  # a building in an address
    if label == "ORGANIZATION" and is_no_company(text, start, end):
        return None
    return (start, end, label) if end > start else None


_AND = re.compile(r"(?<=..)と(?=..)")


def parted(reading: Reading, start: int, end: int, label: str) -> list[tuple[int, int, str]]:
    """The span, or both of it where the model takes two firms for one: 日邦データ|と|トモエ製缶."""
    for match in _AND.finditer(reading.text, start, end) if label == "ORGANIZATION" else ():
        i = reading.index(match.start())
        if i is not None and reading.tokens[i].surface == "と" and reading.tokens[i].kind is Kind.PARTICLE:
            return [(start, match.start(), label), (match.end(), end, label)]
    return [(start, end, label)]


_LETTERS_BEFORE = re.compile(r"(?<![A-Za-z0-9.@/&-])[A-Za-z]{1,4}[-&.]\Z")
_FORMED = re.compile(r"(?:株式|有限|合同)会社|\([株有同]\)|(?:一般|公益)(?:社団|財団)法人|NPO法人|(?:医療|社会福祉|学校|税理士|弁護士|社会保険労務士|行政書士)法人")
_IN_KANA_TO_ITS_END = re.compile(
    r"(?!(?:の|は|が|を|に|へ|で|と|も|や|より|から|まで|では|には|とは|にも|へは|にて|など|ほか|ら|さん|さま|です|でした|だ|だが|での|との|からの|への|として|という|といった|について|における|により|によ[りる]|こと|あて|あてに|ですが|でも"
    r"|のみ|だけ|および|ならびに|かつ|また)(?:[ \n、。)」』:/|,]|\Z))"
    r"[ぁ-ゖー]{1,6}(?=[ \n)」』/|]|\Z)")
"""株式会社八女茶舗いするぎ, at the end of its line or cell: kana that no particle is."""
_KANA_NAME = 3  # characters of a name at least
_KANA_END = re.compile(r"[ぁ-ゖ]\Z")
_NO_OF_THE_NAME = re.compile(r"の(?=[\n 、。)」』:/|,]|\Z)")  # 社労士法人みその。: no particle stands at the end
_NO_OF_WHAT_FOLLOWS = re.compile(r"の(?=[一-龥ァ-ヴA-Za-z])(?![様御殿])")


def is_a_plain_word(reading: Reading, one: Span) -> bool:
    """Whether what the model alone takes for a company is a word for goods in katakana, クリームパン, and nobody is spoken to or named by it."""
    return (one.score < _WITH_RULE and KATAKANA.fullmatch(reading.text, one.start, one.end) is not None and reading.kinds(reading.text[one.start:one.end]) == _NOUN_ONLY
            and not _AS_A_FIRM.match(reading.text, one.end))


_WITH_RULE = 0.9  # the score of what model and rules found
_NOUN_ONLY = frozenset((Kind.NOUN,))
_AS_A_FIRM = re.compile(r" ?(?:さん|様|さま|御中|の|と申し|社)")


def with_its_no(text: str, one: Span) -> Span:
    """A company with a の that is the name's, and without one that leads on: 社労士法人みその。, NPO法人かぜのこ|の理事."""
    if one.end - one.start < _KANA_NAME:
        return one
    if _FORMED.match(text, one.start) and (rest := _IN_KANA_TO_ITS_END.match(text, one.end)) is not None:
        return one._replace(end=rest.end())
    if _NO_OF_THE_NAME.match(text, one.end) and _KANA_END.search(text, one.start, one.end):
        return one._replace(end=one.end + 1)
    if _NO_OF_WHAT_FOLLOWS.match(text, one.end - 1) and _KANA_END.search(text, one.start, one.end - 1):
        return one._replace(end=one.end - 1)
    return one


def is_no_company(text: str, start: int, end: int) -> bool:
    """Whether `start`:`end` is no organization by its whole form: an insurance, a profession, a form's 株式会社〇〇."""
    return _NO_COMPANY.fullmatch(text, start, end) is not None


def is_a_firm(text: str, one: Span) -> bool:
    """Whether what is called さん is a firm by its whole form: Kuroshio Freight, オーベルジュ花森; or that an account is held by a firm."""
    return _FIRM.fullmatch(text, one.start, one.end) is not None or AS_BANKS_WRITE.fullmatch(text, one.start, one.end) is not None


_TRADE_OF_A_FAMILY = re.compile(
    r"(?:映像|解体|空調|(?:精肉|鮮魚|生花|酒|米|魚|肉|花|書|畳|呉服|履物|時計|文具|家具|金物|菓子|茶|眼鏡|理容)店|縫製|車体|板金|左官|葬祭|寺|教会|神社|歯科|眼科|内科|医院|整骨院|接骨院|鍼灸院|写真館|美容室|農園|牧場|果樹園|養鶏場|木工|鉄工|製材|石材|造園"
    r"|建具|製本|染物|織物|酒造|醸造|製麺|製菓|食堂|旅館|民宿|運送|水産|商店|工務店)(?=さん|様|さま|御中|から|より|[のとにへがはをも、:・)」 \n]|\Z)")


def of_a_family(reading: Reading, one: Span) -> Span | None:
    """The firm that a surname and its trade make, of which the surname alone was taken for somebody: 森下|空調."""
    trade = _TRADE_OF_A_FAMILY.match(reading.text, one.end)
    return one._replace(end=trade.end(), reason="a surname and its trade") if trade and Kind.FAMILY in reading.kinds(reading.text[one.start:one.end]) else None


_AN_OFFICE = re.compile(rf"[ ]?(?:{_OFFICES}|配車|保全|会計|帳場|調理|フロント|工務|倉庫|相談窓口|担当){{1,3}}(?:部|課|室|係|チーム|デスク)?")


_BLANK = " \t\n>"


def without_office(text: str, organizations: list[Span]) -> list[Span]:
    """`organizations` without the office behind a firm that the text names without it elsewhere: 中部冷送|配車, where 「中部冷送」 signs; 「東家具販売　轟」 is whole."""
    firms = {text[one.start:one.end] for one in organizations}
    alone = {text[one.start:one.end] for one in organizations if (one.start == 0 or text[one.start - 1] in _BLANK) and (one.end == len(text) or text[one.end] in _BLANK)}
    made = []
    for one in organizations:
        whole = text[one.start:one.end]
        length = 0 if whole in alone else next((cut for cut in range(3, len(whole)) if whole[:cut] in firms and _AN_OFFICE.fullmatch(whole, cut)), 0)
        made.append(one._replace(end=one.start + length) if length else one)
    return made


def quoted_firms(text: str) -> list[Span]:
    """Firms by their whole form, quoted as names of shops are: 「オーベルジュ花森」."""
    return [Span(*match.span(1), 0.8, "a quoted name with its trade") for match in opening(_QUOTED).matches(text) if _FIRM.fullmatch(match[1])]


def is_nobody(reading: Reading, one: Span) -> bool:
    """Whether a name is a place at an end of an arrow (八戸→盛岡) or where somebody was born, a mail host, or a title cut in two (課|長さん)."""
    if reading.text[one.start:one.end] in reading.lists.known:
        return False
    text, name = reading.text, reading.text[one.start:one.end]
    before, after = text[one.start - 1:one.start], text[one.end:one.end + 1]
    if _A_TOWN.match(text, one.end) and KATAKANA.fullmatch(name[-1]):
        return True  # ノヴィ・サド市
    if "・" in name and _NO_PERSONS_END.fullmatch(name) and not _ADDRESSED.match(text, one.end):
        return True
    if (name in REGIONS or name in _CULTIVARS) and not _HONOURED.match(text, one.end):
        return True
    if IN_KATAKANA.fullmatch(name) or _A_TEAM.fullmatch(name):
        return True  # 「ディレクターさん」「浜組　月ヶ瀬 実」
    if any(text[one.start - more:one.end] in NO_NAMES for more in (1, 2) if one.start >= more):
        return True  # 税|理士さん, 班|長さん
    if _NUMBER_PLATE.match(text, one.end):
        return True  # 香川 100 あ 44-12
    if _TIMED.match(text, one.end) and not _HONOURED.match(text, one.end):
        return True  # 「羽田 8:05 → 釧路 9:40」
    if len(name) == 1 and before in ("", "\n") and _SPACED_LABEL.match(text, one.end) and Kind.FAMILY not in reading.kinds(name):
        return True  # 「単　価：応相談」
    if name in _COLUMN_WORDS and after == ":" and before in ("", "\n", " "):
        return True  # 「元：… 直：…」 set two wordings side by side
    if _PART_OF_A_BOOK.fullmatch(name) or (len(name) == 1 and _WITHIN.match(text, one.end) and Kind.NOUN in reading.kinds(name)):
        return True
    if (before == "@" and text[one.start - 2:one.start - 1].isalnum()) or (name == "長" and before in _UNITS) or _STATION.search(text, max(0, one.start - 8), one.start):
        return True
    if _ARROW_BEFORE.search(text, max(0, one.start - 4), one.start) and _HONOURED.match(text, one.end):
        return False  # 「→ 朝倉さんに聞いてください」
    return (_ARROW_BEFORE.search(text, max(0, one.start - 4), one.start) is not None or _ARROW.match(text, one.end) is not None or _HOME_BEFORE.search(text, max(0, one.start - 6), one.start) is not None or _AFTER_PLACES.search(text, max(0, one.start - 24), one.start) is not None or any(place.match(text, one.end) for place in (_BORN, _OF_A_PLACE, _BEFORE_PLACES))) and Kind.PLACE in reading.kinds(name)


_NUMBER_PLATE = re.compile(r"[ \u3000]?[0-9]{2,3}[A-Z]?[ \u3000]?[あ-ん][ \u3000]?[0-9・.]")
_TIMED = re.compile(r"[ \u3000]?(?:[01]?[0-9]|2[0-3]):[0-5][0-9][ \u3000]?(?:→|⇒|発|着)")
_SPACED_LABEL = re.compile(r"[ \u3000]{1,4}[一-龥][ \u3000]{0,2}[:：]")


def names_of_things(text: str) -> frozenset[str]:
    """What `text` may give as a name to an animal or a machine (「花子は乳牛です」, サーバー yamada): what stands there, at every length a name may have."""
    told = _rows_of_regions(text)
    told |= {text[match.start() - length:match.start()] for match in islice(NUMBERED_THING.finditer(text), _MOST_THINGS) for length in range(1, min(_LONGEST, match.start()) + 1)}
    if next(_ANY_THING.matches(text), None) is None:
        return frozenset(told)
    told |= {text[match.start() - length:match.start()] for match in islice(_THING_AFTER.finditer(text), _MOST_THINGS) for length in range(1, min(_LONGEST, match.start()) + 1)}
    told |= {text[match.end():match.end() + length] for match in islice(_THING_BEFORE.finditer(text), _MOST_THINGS) for length in range(1, _LONGEST + 1)}
    told |= {match["name"] for match in islice(_NICKNAMED.finditer(text), _MOST_THINGS)}
    told |= {text[match.start() - length:match.start()] for match in islice(_IN_BRACKETS.finditer(text), _MOST_THINGS) for length in range(1, min(_LONGEST, match.start()) + 1)}
    told |= {name for match in islice(_THINGS_QUOTED.finditer(text), _MOST_THINGS) for quoted in _QUOTED.findall(match["names"]) for name in (quoted, _PET_FORM.sub("", quoted))}
    return frozenset(told)


_REGION_ROW = re.compile(
    r"^[ \t]{0,8}(?:(?:[・*●■◆○◇□-]|\(?[0-9]{1,2}[.)、])[ \t]{0,2})?(?P<region>札幌|仙台|横浜|川崎|名古屋|神戸|北海道|青森|岩手|宮城|秋田|山形|福島|茨城|栃木|群馬|埼玉|千葉|東京|神奈川|新潟|富山|石川"
    r"|福井|山梨|長野|岐阜|静岡|愛知|三重|滋賀|京都|大阪|兵庫|奈良|和歌山"
    r"|鳥取|島根|岡山|広島|山口|徳島|香川|愛媛|高知|福岡|佐賀|長崎|熊本|大分|宮崎|鹿児島|沖縄)(?:産|[県府都])?(?=[ \t:、(])", re.MULTILINE)
_REGIONS_IN_ROWS = 3


def _rows_of_regions(text: str) -> set[str]:
    """What begins rows of a list of which several begin with a prefecture: 「・福島　桃」「・宮崎　マンゴー」 are goods, though surnames stand there."""
    rows = list(islice(_REGION_ROW.finditer(text), _MOST_THINGS))
    if len({row["region"] for row in rows}) < _REGIONS_IN_ROWS:
        return set()
    return {text[row.start("region"):row.start("region") + length] for row in rows for length in range(1, _LONGEST + 1)}


def is_a_things(reading: Reading, one: Span) -> bool:
    """Whether a name is an animal's or a machine's; not where it is called 様 or by a title, nor one of the administrator's."""
    name = reading.text[one.start:one.end]
    return name in reading.things and name not in reading.lists.known and _ADDRESSED.match(reading.text, one.end) is None


def _whole(reading: Reading, one: Span) -> Span:
    """`one` with the katakana before its middle dot (a name from abroad has three parts or more), and with 二世 behind it."""
    if (house := _OF_A_HOUSE.match(reading.text, one.end)) is not None:
        one = one._replace(end=house.end())
    before = _PART_BEFORE.search(reading.text, max(0, one.start - 24), one.start) if KATAKANA.match(reading.text, one.start) else None
    return one._replace(start=before.start()) if before else one


def _joined(reading: Reading, people: list[Span]) -> list[Span]:
    """`people`, where a surname and the given name after a space are one: 福島　正典 at a line's end, 宇津木　葵."""
    made: list[Span] = []
    for one in people:
        last = made[-1] if made else None
        if (last is not None and one.start == last.end + 1 and reading.text[last.end] == " " and Kind.FAMILY in reading.kinds(reading.text[last.start:last.end])
                and Kind.GIVEN in reading.kinds(reading.text[one.start:one.end])):
            made[-1] = last._replace(end=one.end, score=max(last.score, one.score))
        elif ((given := _GIVEN.match(reading.text, one.end)) is not None and Kind.FAMILY in reading.kinds(reading.text[one.start:one.end])
                and Kind.GIVEN in reading.kinds(given["given"]) and given["given"] not in NOT_GIVEN and not covered(people, *given.span("given"))):
            made.append(one._replace(end=given.end("given")))
        else:
            made.append(one)
    return made


def with_readings(reading: Reading, people: list[Span]) -> list[Span]:
    """`people`, each from its first part on, and how a name is read where that stands in brackets after it: 安西 大地（あんざい だいち）."""
    people = _joined(reading, disjoint(_whole(reading, one) for one in people))
    made = list(people)
    parts: set[Span] = set()
    for i, one in enumerate(people):
        if (match := _READING.match(reading.text, one.end)) is not None:
            start, end = match.span("reading")
            within = [other for other in people[i + 1:i + 5] if other.start < end]
            if all(other.end <= end and (other.start, other.end) != (start, end) for other in within):  # かんべ|たかゆき is one name
                parts.update(within)
                made.append(Span(start, end, one.score, "how the name before it is read"))
    return sorted(one for one in made if one not in parts) if parts else sorted(made)
