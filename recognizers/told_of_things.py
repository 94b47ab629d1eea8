"""What is told in the words of careers and is of a thing: machines that worked elsewhere, premises that were a bank, animals, firms that change.

「2号機のハイデル爺さん、うちに来る前は川崎の工場で15年働いてた」 is of a printing press.
"""

from __future__ import annotations

import re

from recognizers.animals import BREED, IN_BRACKETS, KANA, KANJI, TOPIC
from recognizers.name_bounds import MACHINE, NUMBERED_THING
from recognizers.reading import BY_MODEL_ALONE, Career, Reading

_JUST_BEFORE, _LINE, _ABOVE = 10, 60, 400  # characters looked back: a word, the beginning of a line, a heading

_NAMED_THING = re.compile(r"(?:ロボ(?:ット)?|ルンバ|ドローン)の[一-龥ァ-ヴーぁ-ん]{1,6}?(?:くん|ちゃん)?(?=[、はが])(?<!担当)(?<!係)|[0-9]号[機車]の[一-龥ァ-ヴー]{1,8}(?:爺|婆|じい|ばあ)さん(?=[、はが])")
_AGENCY = re.compile(r"(?:代理店|特約店|取扱店|販売店|加盟店|下請け?|外注先|協力会社|指定(?:工場|店)|委託先|仕入先|パートナー|子会社|一部門)として")
_HAD_BEFORE = re.compile(r"(?:前|以前|元|もと)の(?:持ち主|オーナー|所有者|使用者)")
_TIERS = re.compile(r"(?:元請け?|[一二三1-3]次(?:下請け?|請け?)?|下請け?|協力会社|施工会社|販売元|製造元|発注元|発注者|施主|売主|買主|貸主|借主)(?:が|は)")
_THING_TOPIC = re.compile(
    r"[・*■●◆0-9.)、 \u3000]{0,6}(?P<come>(?:入って|届いて|買って|譲って|引き取って)(?:きた|もらった)|中古の)?(?:[0-9一二三四五六]号[機車]"
    r"|(?:この|その|あの|本|同|当該|旧|新)?(?:機械|装置|設備|マシン|サーバー?|重機|トラック|車両|什器|金庫|旋盤|フライス盤?|プレス機?|ピアノ|パソコン|PC|コピー機|複合機|フォークリフト|クレーン))(?:は|が|も|って|(?(come)、|(?!)))"
)
_IN_USE = re.compile(r"(?:が|は|も)[^。、\n]{1,8}て?(?:不評|好評|大人気)(?:だっ|で(?:す|し))|(?:が|は|も)(?:今も|いまも|現在も|まだ|ずっと|元気に)?(?:動い|回っ|稼働し|使われ|走っ|鳴っ|流れ|咲い)て(?:い|お|る)")
_MOVED_HOUSE = re.compile(r"(?:へ|に)(?:お?移(?:り|ら|っ)|移転|お?引っ?越)")
_COMPANY_TOPIC = re.compile(r"(?:さん|様)?(?:は|が|も|って)")
_GIVES_UP = re.compile(r"(?:さん|様)?が[^。、\n]{0,8}(?:辞め|やめ|降り|撤退|手を引|廃業|閉店|解散|倒産)")
"""Behind a firm: that is who gives up, 「鈴木美装さんが辞められた理由は」."""
_A_CONTRACTOR = re.compile(r"[ \t・|]{0,4}(?:前々?|現|後|先々?代|歴代)[ ]{0,2}任[ \t:|]{1,4}\Z")
"""Before a firm in a row that names nobody: who had the contract, 「前任　鈴木美装　2016年～今年3月」."""
_PREMISES = re.compile(r"(?:さん|様)?の(?:旧|元)?(?:建物|跡地?|店舗|ビル|敷地|倉庫|土地|社屋|校舎|教室|社宅)(?:だっ|で(?:す|し|、|ある)|なん|に(?:入|建|でき))")
_A_BUILDING = re.compile(r"(?:さん|様)?の(?:工場|倉庫|社員?寮|支店|営業所|校舎|店舗?|作業場)(?:だっ|でし|で、|です|(?=、))")
_TO_LET = re.compile(r"物件|居抜き|リノベ|空き(?:家|店舗|ビル)|改装|内見|内覧|テナント")
_A_PLACE = re.compile(r"(?:だっ|でし)?た?(?:という|らしい|そうな)?(?:場所|物件|跡地?|土地|敷地|一角|区画|店舗|空き[地家店]|建物|倉庫(?!番|係)|民家|(?:お?店|家|ビル|部屋|スペース)(?=を|に|が|で|の))")
_DISCONTINUED = re.compile(r"(?:生産|製造|販売|取り?扱い?|発売|出荷|受注|供給|掲載|配信|連載)(?:を|は|が|も)[^。、\n]{0,6}(?:やめ|止め|終[えわ了]|打ち切|中止)")
_OPENING = 4000  # characters of a text in which it shows what it is about
_LIKE_ONE = re.compile(r"た?(?:子|やつ|一台|1台|個体|機体|もの)(?:です|で、|でし|になります)")
_FOR_SALE = re.compile(r"中古(?:機|車|品|の(?:機械|旋盤|設備))|出物|据え?付け?別|車検残|お探しの[^。\n]{1,16}(?:出ま|入荷|見つか)")
_DATA_SHEET = re.compile(r"(?:型式|機番|製番|製造番号|シリアル(?:番号)?|通電時間|稼働時間|切削時間|主電動機)(?:は|[ \u3000]*[:： \u3000])[ \u3000]*[A-Z0-9]")
_A_UNIT = re.compile(r"中古|出物|お探しの|現状渡し|ご?希望価格|お値段|[0-9一二三四五]号機|[0-9一二三四五]号[」』]")
_SHEET_NEAR = 320  # characters
_IN_JEST = re.compile(r"(?:出向|転職|転勤|定年|引退|入社|退職|再就職|単身赴任)[ ]?\((?:笑|w+)\)")
_MACHINES = re.compile(r"機械|設備|旋盤|号機|装置|マシン|車両|ロボット|この子は(?:19|20)[0-9]{2}年")
_ANIMALS = re.compile(r"看板[猫犬]|[猫犬](?:店長|駅長)")
_A_BEAST = re.compile(rf"元?(?:保護|警備|牧羊|競走)?(?:{KANJI}|{KANA}|{BREED}|(?:盲導|介助|聴導)犬)(?=[だでらなはがのも、。]|そう|って|とのこと|\Z)")
"""Right behind a statement: 「見習いをしていた|犬だそうです」."""
_OF_A_PET = re.compile(rf"{IN_BRACKETS}[^()\n]*\)?\Z")
_MACHINE_SPOKEN_OF = re.compile(rf"{MACHINE}(?:\([^()\n]{{0,20}}\)|[「『][^「」『』\n]{{1,16}}[」』])?(?:は|が)(?:(?!さん|様|氏)[^。\n]){{0,40}}[。\n]\s*\Z")
_OF_THEM = re.compile(r"(?:さん|様)?の")
_A_BRANCH = re.compile(r"[一-龥]{0,6}(?:支店|営業所|工場|校舎|店舗?)(?:[。、\n]|だっ|の建物|跡)")
_SOMEBODYS = re.compile(r"(?:さん|様|氏|方)(?:は|が|も|です)")
_ESTATE = re.compile(r"家賃|賃料|居抜き|テナント|坪単価|徒歩[0-9]|借主|内見|内覧|敷金")
_HORSES = re.compile(r"競走馬|出資馬|厩舎|調教師|[入転]厩|(?<![一-龥])[牝牡][0-9]")
_OF_STAFF = re.compile(r"前職|(?<![一-龥])元|働い|勤め|専務|常務|新入り|[一-龥]長(?:の|、|は|が|も)|板前|さん|出身")
_OUR_COMPANY = re.compile(r"(?:^|\n)[ >]{0,4}(?:当社|弊社|同社|当店|当行|当法人)は[^\n]{0,40}(?:生まれ|創業|設立|発足|分社|独立|誕生|スタート|始ま)(?:(?!\n\n)[\s\S]){0,120}\Z")
_CHANGES_STABLES = re.compile(r"移籍|転厩|入厩|引退|移動|転職")
_A_STABLE = re.compile(r"(?:厩舎|牧場|ファーム|育成場|乗馬(?:学校|クラブ|倶楽部|部|苑)|トレセン|トレーニングセンター)$")
_COUNTED = re.compile(r"[0-9](?:窓|台|本|枚|個|件|式|棟|区画|戸|基|箱|セット)(?:とも|全て|すべて)?(?:は|が|も|を)")  # 「サッシ36窓は…に内定」
_CHOSEN = re.compile(
    r"[^。、\n]{0,12}(?:会場|場所|開催地|候補地|物件|業者|ベンダー|メーカー|代理店|施工会社|元請け?|当番校?|幹事(?:会?社|校)"
    r"|(?!(?:再?就職|転職|勤務|内定|派遣|出向|移籍|配属|異動|転勤|転籍|入社|奉公|嫁ぎ|修業|修行)先)[一-龥]{2,3}先)(?:は|も|が)[^。、\n]{1,24}に(?:内定|決定|決ま)"
)  # 「会場は〇〇に内定」
_TENANT = re.compile(r"(?:さん|様)?(?:が|は)[^。、\n]{0,10}(?:入(?:っ|居)|使って|借りて|営業し|店を(?:出|開|構)|運営し|建て|所有し|管理し)")
_A_THING = re.compile(
    r"(?:分(?=が残|はまだ|を(?:使|見|出し))|(?:在庫|残り|余り|ロット)(?=[がはをも]))|[^。、\n]{0,8}(?:サーバー?|ロボ(?:ット)?|号機|号車|マシン|重機|ドローン|エンジン|ゴンドラ|校舎|建物|看板|機械|装置|設備|機種|シリーズ|製品"
    r"|商品|車両|時計|船|電車|列車|ピアノ|機体|機材|タンク|アーム|釜|窯|樽|冷凍車|ワゴン|什器)(?=[「『、はがもを。]|で(?:す|、)|の(?:払い下げ|お下がり|中古))"
)
_OF_ANOTHERS_GROUP = re.compile(r"(?:さん|様)?の(?:(?:完全|[0-9]{1,3}%|一[〇0]+%)?子会社|傘下|系列(?:会社)?|関連会社|分社|一部門)(?:だっ|でし|で|です|から|と)")
"""Right behind a firm, of another: 「元鈴木商店の子会社で、2018年に独立」."""
_A_DIVISION = re.compile(r"(?:部門|事業部|製造部|子会社|分家|別会社|出張所|[一-龥]工場|下請け?)(?:だっ|でし|から(?:始ま|独立|分か|切り出))")
_SOMEBODY_DOES = re.compile(r"(?:さん|様|氏|方|[部課社店所室次専常会]長|専務|常務|主任|担当者?|彼女?|奥|夫|妻|父|母|息子|娘|兄|姉|弟|妹)(?:は|が|も|の(?!会社))")
_PLACE_TOPIC = re.compile(r"(?:空き家|空き店舗|跡地?|物件|建物|ビル|角の(?:店|家)|[一二三1-9]階|倉庫|隣の(?:店|家)|テナント)(?:、|は|って|も)[^。\n]{0,10}\Z")
_GOODS_TOPIC = re.compile(r"[^。、はが\n]{0,10}(?:板|材|(?<![商返])品(?!質|川|証|管)|機(?!長|関|動)|器|箱|缶|紙|布|液|糸|袋|瓶|皿|鉢|釜|窯|湯呑み|帯締め)(?:は|が|も)")
_TOOK_ALONG = re.compile(r"から[^。、\n]{0,12}?(?P<what>[^。、のをはが\n]{1,8})を(?:引っ張っ|引き取っ|移し|持っ|借り)て")
_SOMEBODY_TAKEN = re.compile(r"(?:人|者|員|長|師|士|さん|様|氏|君|くん|若手|新人|ベテラン|エンジニア|スタッフ|マネージャー|デザイナー|[一-龥]手)\Z")
_OF_AN_APPARATUS = re.compile(r"(?:炉|機械?|装置|ライン|設備|車両?|建物|ビル|倉庫|店舗|棟|サーバー?)[ ]?\(\Z")
_THINGS = re.compile(
    r"(?<!勤め)(?<!働い)てい?た(?:会社|業者|店|工場|メーカー|問屋)(?:だ(?:って|そう|と)|で(?:す|、)|な(?:ん|の)|らし)|まで(?:設置|保管|展示|稼働|使用|配備)"
    r"|(?:使わ|飼わ|売ら|置か|飾ら|積ま|据えら|植えら|展示さ|保管さ|運用さ|販売さ)れてい?た(?!社員|方|人)|[ぁ-ん](?:た|る)(?:物|品|代物|機体|機材|什器|道具|車)(?:の払い下げ|で|な(?:ん|の)|だ(?!と)|です)"
    r"|(?:作り方|製法|レシピ|味付?け?|値段|メニュー|献立|仕込み方)(?:を|は|が|も)変え(?:て|ず|ない)"
)
_OF_ANOTHERS = re.compile(r"(?:子会社|一部門|傘下|系列)(?:で|から)、?(?:[12][0-9]{3}年に?)?、?\Z")
"""Right before that it became independent: 「もともとは港南製粉の子会社で、|2012年に独立」."""
_DEALS_SO = re.compile(r"(?:下請け?|直販|卸売?|小売|OEM|通販|受託)(?:を|に|へ|から)[^。、\n]{0,8}(?:続け|転じ|始め|切り替|乗り出|移っ|移行)")
_BECAME_ITS_OWN = re.compile(r"独立|分社|創業")
_OF_THE_FIRM = re.compile(r"吸収合併|創業の地|商号(?:を|の)?変更|社名(?:を|の)?変更|従業員[0-9,]{1,6}[名人]")
_ADOPTED = re.compile(
    r"の(?:量産|備品|標準(?:機|品)?|常設(?:展示)?|定番|カタログ)に(?:決ま|入|採用|な[っる])|[一-龥ァ-ヴー]{0,8}(?:(?<!中途)(?<!採用)(?<!求人)(?<!社員)枠|企画|案件|予算|補助金|助成金|入札|連載|放映|試作品|新商品|製品"
    r"|部品)(?:が|は|も)[^。、\nて]{0,16}(?:内定|決ま|採用|受か|通[っりる]|合格)"
)
"""What things do in the words of people: tanks were used elsewhere, prototypes are adopted, slots of advertising are settled."""


_CHANGES_SUPPLIER = re.compile(
    r"(?<![一-龥])(?!(?:籍|職|仕事|会社|勤め先|勤務先|職場|所属|転職先|就職先|内定先|雇い主|身分)を)[一-龥ァ-ヴーA-Za-z]{2,10}を[^。、\n]{1,20}から[^。、\n]{1,20}(?:に|へ)(?:乗り?換え|切り?替え|入れ替え|変え|替え|変更し|統一し)")
"""「代理店を〇〇から〇〇に乗り換えた」."""
_OF_A_LIFE = re.compile(r"新卒で|駆け出し|夜勤を|大学校?を(?:出|卒)|専門学校を(?:出|卒)|帰任|新人の(?:とき|時|頃|ころ)|を辞めて(?!い[るた])")
"""What is said of no thing, in jest or not."""


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return end if end >= 0 else len(text)


def of_a_thing(reading: Reading, career: Career) -> bool:
    """Whether a statement is of a machine, a building, or a company as another's agent, in the words that are used of people."""
    text = reading.text
    if _OF_A_LIFE.search(text, career.start, career.end):
        return False
    if _IN_JEST.search(text, career.start, career.end + 8) and _MACHINES.search(text, max(0, career.start - 2 * _LINE), career.start) and not reading.people_within(career.start, career.end):
        return True  # 「途中3年ほど門真工場に出向（笑）していた」, of a lathe
    if (named := _NAMED_THING.search(text, max(0, career.start - _LINE), career.end)) is not None and not reading.people_within(named.end(), career.end):
        return True  # 「2号機のハイデル爺さん、うちに来る前は川崎の工場で15年働いてた」
    if any(span is not None and text[span[0]:span[1]] in reading.things for span in (career.organization, career.person)):
        return True
    if NUMBERED_THING.search(text, career.start, career.end) and not reading.people_within(career.start, career.end):
        return True  # 「後任の次郎(DB-04)は動作試験に合格しました」
    if _A_BEAST.match(text, career.end) or _OF_A_PET.search(text, max(0, career.start - _LINE), career.end):
        return True
    spoken_of = _MACHINE_SPOKEN_OF.search(text, max(0, career.start - 2 * _LINE), career.start)
    if spoken_of is not None and not reading.people_within(spoken_of.start(), career.end) and not _SOMEBODY_DOES.search(text, career.start, career.end):
        return True  # 「旧サーバー（愛称：ゴンさん）は今週末で退職します。⏎勤続11年、」
    if _ANIMALS.search(text, max(0, career.start - _LINE), career.end + _LINE) and all(_OF_THEM.match(text, one.end) for one in reading.people_within(max(0, career.start - _LINE), career.end)):
        return True  # 「前職は魚政さんのネズミ番」, of a cat
    if any(_OF_AN_APPARATUS.search(text, max(0, at - 8), at) for at in (career.start, text.find("(元", career.start, career.end) + 1)) and not reading.people_within(career.start, career.end + 12):
        return True  # 「焼成炉（元…）」
    far = max(0, career.start - _LINE)
    begin = max(far, *(text.rfind(end, far, career.start) + 1 for end in "。\n"))
    beast = TOPIC.search(text, begin, career.end)
    if beast is not None and not reading.people_within(beast.end(), career.end) and not _SOMEBODY_DOES.search(text, beast.end(), career.end):
        return True  # 「象のハナコは、以前は北の動物園に」
    if _CHANGES_SUPPLIER.search(text, begin, career.end + 4) and not reading.people_within(begin, career.end):
        return True
    if not reading.people_within(begin, career.end) and (_PLACE_TOPIC.search(text, begin, career.start) or ((goods := _GOODS_TOPIC.match(text, begin, career.end)) is not None and not reading.organizations_within(begin, goods.end()))) and not _SOMEBODY_DOES.search(text, begin, career.end):
        return True
    if not reading.people_within(begin, career.end) and (_DEALS_SO.search(text, career.start, career.end) or (_BECAME_ITS_OWN.search(text, career.start, career.end) and (
            _OF_ANOTHERS.search(text, begin, career.start) or (_OF_THE_FIRM.search(text, 0, _OPENING) and not _SOMEBODY_DOES.search(text, begin, career.end))))):
        return True
    if career.employer is not None and (took := _TOOK_ALONG.match(text, career.employer[1], career.end + 4)) is not None and not _SOMEBODY_TAKEN.search(took["what"]):
        return True  # 「〇〇から磨きのバレルを引っ張ってきた」
    if _A_DIVISION.search(text, career.start, career.end + 2 * _JUST_BEFORE) and not reading.people_within(begin, career.end) and any(_COMPANY_TOPIC.match(text, one.end, career.end) for one in reading.organizations_within(begin, career.end)):
        return True  # 「鈴木商店さんって昔は木曽川毛織の染め部門だったらしい」
    if (adopted := _ADOPTED.search(text, begin, career.end + 4)) is not None and adopted.end() >= career.end - 6:
        return True
    if career.employer is not None and _A_CONTRACTOR.search(text, max(0, career.employer[0] - _JUST_BEFORE), career.employer[0]) and not reading.people_within(begin, _line_end(text, career.end)):
        return True
    if career.employer is not None and _OF_ANOTHERS_GROUP.match(text, career.employer[1]) and not reading.people_within(begin, career.end):
        return True
    if career.employer is not None and _GIVES_UP.match(text, career.employer[1], career.end + 4):
        return True
    if reading.people_within(career.start, career.end):
        return False
    if _OUR_COMPANY.search(text, max(0, career.start - 3 * _LINE), career.start) and not _SOMEBODY_DOES.search(text, begin, career.end) and not _OF_STAFF.search(text, begin, career.end) and not reading.people_within(max(0, career.start - 3 * _LINE), career.end):
        return True  # 「当社は…の樹脂事業部として生まれ、…。その後前田商店の子会社に七年在籍」
    if _COUNTED.search(text, begin, career.end) or _AGENCY.search(text, career.start, career.end) or _TIERS.search(text, max(0, career.start - 4), career.end) or _A_THING.match(text, career.end) or _CHOSEN.match(text, begin, career.end + 4) or _HAD_BEFORE.search(text, max(0, career.start - _JUST_BEFORE), career.end) or (
            _THING_TOPIC.match(text, begin, career.end) and not reading.people_within(begin, career.end)):
        return True
    if _MOVED_HOUSE.search(text, career.start, career.end + 4) and any(_COMPANY_TOPIC.match(text, one.end, career.end) for one in reading.organizations_within(begin, career.end)):
        return True  # 「鈴木商店様は駅前へ移られた」
    if _THINGS.search(text, career.start, career.end + 2 * _JUST_BEFORE) and not reading.people_within(begin, career.end) and not _SOMEBODY_DOES.search(text, begin, career.end):
        return True
    if _LIKE_ONE.match(text, career.end) and _FOR_SALE.search(text, max(0, begin - _ABOVE), career.end + _ABOVE):
        return True  # 「前は〇〇鉄工所で15年働いてきた子です」, of a lathe
    if career.employer is not None and _A_BRANCH.match(text, career.employer[1]) and not reading.people_within(begin, career.end) and not _SOMEBODYS.search(text, begin, career.end) and _ESTATE.search(text, 0, _OPENING):
        return True  # 「元〇〇銀行東町支店」, to let
    near = max(0, career.start - _SHEET_NEAR), career.end + _SHEET_NEAR
    if _DATA_SHEET.search(text, *near) and _A_UNIT.search(text, *near) and not _SOMEBODY_DOES.search(text, begin, career.end) and not any(
            _SOMEBODYS.match(text, one.end) for one in reading.people_within(max(0, begin - _LINE), career.end)):
        return True  # 「前は〇〇精密さんで19年…働いてきたベテランです」 above 型式 and 製造番号
    if _HORSES.search(text, 0, _OPENING) and (career.organization is None or (_A_STABLE.search(text, *career.organization) and _CHANGES_STABLES.search(text, career.start, career.end) and not reading.people_within(begin, career.start))):
        return True  # of a race horse, too, one says that it retires and begins a second life
    if career.employer is None and career.reason == BY_MODEL_ALONE and _IN_USE.search(text, career.start, career.end + 4):
        return True  # 「あの時の鋳物が今も動いている」
    if _DISCONTINUED.search(text, career.start, career.end + 6) or _A_PLACE.match(text, career.end):
        return True  # 「元は自転車屋だった場所」
    if career.employer is not None and (_PREMISES.match(text, career.employer[1]) or (_A_BUILDING.match(text, career.employer[1]) and _TO_LET.search(text, max(0, begin - _ABOVE), career.end))):
        return True  # 「元は〇〇の建物だったところ」
    return career.employer is not None and career.reason == BY_MODEL_ALONE and _TENANT.match(text, career.employer[1], career.end + 8) is not None
