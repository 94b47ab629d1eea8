"""基礎年金番号: ten digits, written 4-6.

Source: 国民年金法14条 and 同法施行規則1条 (基礎年金番号); layout as on 年金手帳 and 基礎年金番号通知書.
"""

from __future__ import annotations

import re

from recognizers.identifiers.numbered import BEFORE, GAP, OTHER_NUMBERS, Layout, NumberRecognizer
from recognizers.identifiers.surroundings import Label, Surroundings, unwrapped

# an annuity certificate adds a four-digit code after the number
_AFTER = r"(?![0-9A-Za-z])(?!-[0-9](?![0-9]{3}(?![0-9-])))"


_OF_A_BOX = re.compile(r"背番号|棚番|箱番|(?:箱|棚|書庫|ファイル|キャビネット)の番号")
_TEN_DIGITS = "ten digits"
_OF_THE_THIRD = re.compile(r"(?:第)?(?:3|三)号(?:に(?:する|なる|入)|の?(?:届|手続))|年金")
_ASKED_FOR = re.compile(r"(?:基礎年金番号|年金(?:手帳の?)?番号|年金手帳)(?!.*(?:伝票|注文|契約|会員|口座|電話|携帯|内線|FAX|見積|請求|品番))", re.DOTALL)
_OF_TEN = re.compile(r"(?:(?:10|十)(?:けた|ケタ|桁)(?:の(?:ところ|欄|番号|数字|やつ|もの|ほう|方))?|(?:[左右上下][左右上下端]|最[初後]|空き?|番号)の?(?:枠|欄|空欄|マス))[ ]?(?:は|が|:|、|→)?[ 「]{0,3}\Z")
_ON_A_FORM = re.compile(r"扶養|社会保険|社保|被保険者|資格(?:取得|喪失)|(?:取得|喪失|異動|変更|氏名|住所|育休|産休|月変|算定)届")
_ANSWERED = re.compile(
    r"通知書(?:が|は|も)?(?:あった|見つか)[^\n]{0,6}(?:水色|手帳|年金)|(?:家内|妻|夫|奥様|年金)[^\n]{0,30}(?:\n[^\n]{0,20})?通知書(?:が|は|も)?(?:あった|あり|見つか)"
    r"|(?:免除|猶予|年金|第?[13一三]号)[^\n]{0,30}(?:\n[^\n]{0,60})?番号(?:が(?:いる|要る|必要)|を(?:聞|訊|きか|書))"
)
_HINTING_BOOK = re.compile(r"(?:青い?|青色の?|オレンジ(?:色)?の?|橙(?:色)?の?|(?<!障害者)(?<!生徒)(?<!健康)(?<!母子)年金)手帳|基礎年金番号|年金(?:の)?番号|定期便の(?:はがき|ハガキ|葉書|封筒)|(?<!様式)(?<!別記)第[3三]号(?:[ ]?[→⇒]|被保|の?届)")
_OF_A_BOOK = "four and six digits"
_ANOTHER = re.compile(
    rf"{OTHER_NUMBERS.pattern}|エラー|銘板|刻印|刻んで|(?<![一-龥])鍵|合鍵|版下|票番|案件|事件|受付(?!で|を|に)|預かり番号|控え[:：]|図面|(?:お客|お取引先?)(?:さま|様)の?番号|照合用|伝票|社内用|背番号|請求書|見積|発注"
    r"|(?<![一-龥])注文|(?:フォルダ|ファイル)(?:名|番号)?[はがの: ]|様式|議案|アカウント|パスワード|定期便で|注文")
"""Other things that the words beside a number may give one to."""
_STOPS = re.compile(r"[。！!？?]")
_SOMEBODYS = re.compile(r"(?:さん|様|氏|くん|ちゃん|妻|夫|家内|母|父)(?:の(?:は|ほうは|方は|番号は)?|は|が)?[ 　:「（(]{0,3}\Z")
_BESIDE = 18  # characters to either side of a number, within its sentence
_ENDS_WITH_ANOTHER = re.compile(rf"(?:{OTHER_NUMBERS.pattern})(?:[はがを]|です|でした|の(?:順|とおり|通り)[^。\n]{{0,12}})?[。:]?[ ]{{0,3}}\Z")
_CONCRETE = re.compile(r"配筋|鉄筋|図面|コンクリ|杭|型枠|足場|基礎工事|アンカー|ボルト|架台|鉄骨|土台|柱脚")
_HOW_WRITTEN = re.compile(r"ハイフン|桁|番号欄|手帳の番号")


class PensionNumberRecognizer(NumberRecognizer):
    """A basic pension number under a word that says so."""

    ENTITY = "JP_PENSION_NUMBER"
    LAYOUTS = (
        Layout(_OF_A_BOOK, re.compile(rf"{BEFORE}[0-9]{{4}}{GAP}[0-9]{{6}}{_AFTER}"), labelled=0.9),
        Layout("four and six digits, no telephone number", re.compile(rf"{BEFORE}(?<![A-Za-z]-)(?<!第)(?<!第 )(?!0120|0570|0800|0990|20[0-4][0-9])[0-9]{{4}} ?- ?[0-9]{{6}}{_AFTER}"), labelled=0.9, hinted=0.7),
        Layout("four and six digits with a low line", re.compile(rf"{BEFORE}[0-9]{{4}}_[0-9]{{6}}(?!_){_AFTER}"), labelled=0.85, hinted=0.6),
        Layout("four, four and two digits", re.compile(rf"{BEFORE}(?!0120|0570|0800|0990)[0-9]{{4}}-(?:[0-9]{{4}}-[0-9]{{2}}|[0-9]{{2}}[ -][0-9]{{4}}){_AFTER}"), labelled=0.8),
        Layout("four and six digits in a form's way", re.compile(
            rf"{BEFORE}(?:[0-9]{{4}}[/_.][0-9]{{6}}|\(?[0-9]{{4}}\)?[ ]?[-|\t][ ]?-?[ ]?[|\t]?[ ]?\(?[0-9]{{6}}\)?"
            rf"|[0-9]{{4}} {{1,3}}[0-9]{{3}}[ -][0-9]{{3}}|[0-9]{{4}} {{2,12}}[0-9]{{6}}){_AFTER}"
        ), labelled=0.85),
        Layout("four digits and six, parted by a particle", re.compile(rf"{BEFORE}(?!20[0-4][0-9])[0-9]{{4}}[ ]?の[ ]?[0-9]{{6}}{_AFTER}"), labelled=0.85, hinted=0.7),
        Layout("four digits and six, parted by a comma", re.compile(rf"{BEFORE}(?!20[0-4][0-9])[0-9]{{4}}、[ ]?[0-9]{{6}}{_AFTER}"), labelled=0.8),
        Layout("single digits with a hyphen", re.compile(rf"{BEFORE}[0-9](?: [0-9]){{3}}(?:{GAP}|  )[0-9](?: [0-9]){{5}}{_AFTER}"), labelled=0.85, hinted=0.7),
        Layout("four digits and six, told one after the other", re.compile(rf"{BEFORE}[0-9]{{4}}[、, ]{{0,2}}(?:で、?)?(?:下|後ろ?|うしろ|後半|あと|残り)(?:の|が)?[ ]?(?:6|六)?[桁ケけ]?た?(?:は|が)?[ :]{{0,2}}[0-9]{{6}}{_AFTER}"), labelled=0.85, hinted=0.7),
        Layout("four and six digits in a cell or line", re.compile(r"(?m)(?:(?<=[\t|,.):])|^)[ ]?(?P<value>(?!0120|0570|0800|19[0-9]{2}|20[0-4][0-9])[0-9]{4} [0-9]{4}(?!00)[0-9]{2})(?=[ ]?(?:[\t|,]|$))"), labelled=0.9, hinted=0.7),
        Layout("four digits, the hyphen in a word or between brackets, six digits", re.compile(rf"{BEFORE}(?<![A-Za-z]-)[0-9]{{4}}(?:[」』][ ]?-[ ]?[「『]|[ ]?(?:\((?:ハイフン|はいふん|バー|-)\)|ハイフン|はいふん|~)[ ]?)[0-9]{{6}}{_AFTER}"), labelled=0.85, hinted=0.7),
        Layout("ten digits, grouped in some other way", re.compile(rf"{BEFORE}(?=[0-9](?:[ -]{{0,3}}[0-9]){{9}}(?![ -]?[0-9]))(?!0)(?!(?:19|20)[0-9]{{2}}-)[0-9]{{3,5}}(?:[ -]|[ ]-[ ])[0-9]{{2,5}}(?:[ -][0-9]{{2,4}})?{_AFTER}"), labelled=0.8),
        Layout(_TEN_DIGITS, re.compile(rf"{BEFORE}[0-9]{{10}}{_AFTER}"), labelled=0.85),
    )
    LABELS = re.compile(
        r"基礎の(?:方|ほう)|(?<!障害者)(?<!生徒)(?<!健康)(?<!母子)(?<!薬)(?<!船員)(?<!療育)(?<!身障)(?<!福祉)手帳の(?:番号|(?:ほう|方)(?=です|だ|で))"
        r"|(?<![一-龥])基礎(?:番号?(?=か|です|だ|らし)|(?:年金)?(?:No\.?|ナンバー))|国年番号(?=[ ]?[→⇒])|\(?上(?:4|四)桁\)?|^年金$"
        r"|(?<![一-龥])(?:厚年|国年|厚生年金|国民年金)(?:の?(?:番号|No\.?))?(?=[ :は、]{0,3}(?:\Z|[0-9]{4}))|(?<![一-龥])(?:基番|年番)(?=[ :は、]{0,3}(?:\Z|[0-9])|[ \t|,\n])"
        r"|(?<![一-龥])基礎(?:番号?)?(?=[ :は、]{0,3}(?:\Z|[0-9]{4}-[0-9]{6}))|(?:青い?|青色の?|オレンジ(?:色)?の?|橙の?)手帳(?:の?番号|(?=[ :はに、]{0,3}(?:\Z|[0-9]{4})))"
        r"|年金手帳[ :はの、]{0,2}記号番号|年金(?:基金)?の?(?:証書|整理|被保険者|加入者|加入員|受給者)(?:整理|記号)?番号|(?<![一-龥])(?:国民|厚生)?年金の(?:方|ほう)(?:は番号)?|基年(?:番号?)?"
        r"|(?<![一-龥])年手(?:の?番号)?(?=[ :は、]{0,3}(?:\Z|[0-9]{4}))|(?:キソ|きそ)(?:ネン|ねん)(?:番号?)?|(?:基礎)?年金の(?:方|ほう)?[ ]{0,8}(?=→|⇒|=)"
        r"|基礎年金(?=[ :は]{0,6}(?:\Z|[0-9]))|(?:基礎)?年金(?:手帳|証書)?(?:の?(?:記号)?番号|コード|No\.?|手帳)|年金基礎番号"
        r"|(?<![一-龥])(?:社会保険|社保)(?:の?番号)(?=[ :は、]{0,3}(?:\Z|[0-9]{4}-?[0-9]{6}))|基礎年金[ ]番号|年金(?:の)?ID|(?<![一-龥])年金[ ]?[→⇒](?=[ ]?(?:\Z|[0-9]))"
        r"|手帳番号\(年金\)|(?:きそ)?ねんきん(?:定期便|ネット)?の?(?:番号|ばんごう)|ねんきん(?:定期便|ネット)|(?:キソ)?ネンキン(?:の)?(?:番号|バンゴウ)"
        r"|(?<![一-龥])年金(?=[ :は→=]{0,10}\(?[0-9]{4}\)?[ -])|(?i:pension(?: book| id)? ?(?:number|no\.?|#|(?=[ :]{0,3}(?:\Z|[0-9]{4}))))"
    )
    HINTS = re.compile(
        r"被用者の届|付加(?:保険料|年金)|任意加入|脱退(?:一時金|手当金)|適用証明書?|(?:学生|国民年金|保険料)の?(?:免除|納付猶予)|(?<![一-龥])免除の(?:続き|写し|下書き|申請(?:書|用紙))|被保険者の?(?:住所|氏名)変更"
        r"|氏名の(?:漢字|相違)|(?:育休|産休|育児休業|養育)(?:の|等の?)?[^。\n]{0,6}(?:届|申出)|扶養の(?:用紙|届|紙|書類)|(?<![0-9第])[3三]号の(?:表|点検|分|紙|用紙|件|妻|奥)"
        r"|(?<!様式)(?<!別記)(?<!別紙)(?<!書式)(?<!条)第[3三]号(?![館棟室機炉様車店線議案条項厨]|通(?![りっ]))|第[1一]号(?:被保|への切替)|該当届|(?<![一-龥])基礎番|(?<![一-龥])年番|標報"
        r"|(?:離婚|年金)[^。\n]{0,6}分割|分割の(?:請求|情報)|情報通知書|(?:家内|妻|夫|奥様|ご主人|本人|手帳|水色)[^。]{0,30}通知書"
        r"|(?<![一-龥])通知書(?:の(?:真ん中|左|右|上|下)|[^。]{0,30}(?:水色|手帳|奥様|ご主人|家内))|通知書(?:が|は|も)?(?:あった|見つか)|手帳(?:は|が|も)[^。\n]{0,12}(?:なく|失|踏|取れ|見つか|押し入れ|出て)"
        r"|手帳の(?:写し|頁|ページ)|(?<=[ 　])手帳(?=なし|あり|[ 　])|定期便の(?:はがき|ハガキ|葉書|封筒)|年金|ねんきん|特別支給|老齢(?:基礎|厚生)|繰り?[上下]げ(?:受給|請求)|裁定請求|保険料(?:の)?(?:免除|納付猶予)"
        r"|手帳が[二2三3]冊|青い?手帳|青色の手帳|賞与支払届|手帳の(?:表紙|写真|写メ|画像)|(?<!障害者)(?<!生徒)(?<!健康)(?<!母子)手帳の(?:件|コピー|控え?)|(?:オレンジ(?:色)?の?|橙(?:色)?の?)手帳|資格(?:取得|喪失)"
        r"|社会保険|社労士|社保|被保険者|(?:入社|退職)(?:の)?手続|iDeCo|イデコ|確定拠出年金|被用者該当|種別変更|扶養(?:の)?異動届|(?:第3|3|三)号(?:届|分割|の(?:届|手続)|被|配偶|\)|に(?:する|なる))|算定基礎|月額変更|月変"
        r"|離婚(?:時の?)?分割|加入(?:記録|期間)|未納(?:期間|分)|免除申請"
    )
    HINTED_WITHIN = (20, 600)
    FOREIGN = re.compile(OTHER_NUMBERS.pattern + r"|雇用保険|事業所|企業年金|背番号|棚番|箱番|(?:外|内)線|短縮(?:番号|ダイヤル|は)|告知(?:書|番号)")

    def _judge(self, layout: Layout, label: Label | None, around: Surroundings, start: int, end: int) -> tuple[float, str]:
        """As others; 「上4桁」 may be of any number unless a pension is spoken of."""
        if label is not None and ("桁" in label.word or label.word.startswith("基礎の")) and not any("年金" in part or "手帳" in part or "個人番号" in part for part in around.around(start, end, lines=4, width=160)):
            return 0.0, ""
        if label is not None and label.word.startswith("基礎") and "年金" not in label.word and any(map(_CONCRETE.search, around.around(start, end, lines=3, width=120))):
            return 0.0, ""
        if (label is None or label.foreign) and any(map(_OF_A_BOX.search, around.around(start, end, lines=2, width=80))):
            return 0.0, ""
        score, reason = super()._judge(layout, label, around, start, end)
        if not score and label is None and layout.name == _TEN_DIGITS and around.after(start, 1) != "0":
            before, after = around.around(start, end, lines=5, width=200)
            if _OF_THE_THIRD.search(before + after) and _HOW_WRITTEN.search(before + after):
                return 0.6, "ten digits where a pension is spoken of and how its number is written"
            if _OF_TEN.search(around.own_line_before(start)[-24:]) and _ON_A_FORM.search(unwrapped(before + after)):
                return 0.6, "ten digits that answer for the ten of a form"
            if not around.own_line_before(start).strip() and _ANSWERED.search(around.around(start, end, lines=3, width=120)[0]):
                return 0.6, "ten digits where a pension's number was asked for or looked for"
            if around.alone(start, end) and _ASKED_FOR.search(around.around(start, end, lines=5, width=160)[0]):
                return 0.6, "ten digits alone in a line where a pension number was spoken of"
        if not score and label is None and layout.name == _OF_A_BOOK and any(map(_HINTING_BOOK.search, around.around(start, end, lines=3, width=80))) and not self._called_else(around, start, end):
            return 0.6, "four and six digits right by the book they stand in"
        return score, reason

    def _called_else(self, around: Surroundings, start: int, end: int) -> bool:
        """As others; and whether its line speaks of another number at all, for four and six digits are what slips, errors and cases have too."""
        own = around.own_line_before(start)
        above = "" if own.strip() else around.line_above(start)[-40:]
        if _ENDS_WITH_ANOTHER.search(above) and _ENDS_WITH_ANOTHER.search(self.LABELS.sub("", above)):
            return True
        if super()._called_else(around, start, end):
            return True
        before, after = _STOPS.split(own[-40:])[-1], _STOPS.split(around.after(end, 40))[0]
        return _SOMEBODYS.search(before) is None and (_ANOTHER.search(before) or _ANOTHER.search(after)) is not None and _ANOTHER.search(
            self.LABELS.sub("", before)[-_BESIDE:] + "_" + self.LABELS.sub("", after)[:_BESIDE]) is not None

    def check(self, number: str) -> str | None:
        """The layout is all that is published; numbers of one repeated digit are nobody's."""
        return "layout of a 基礎年金番号" if len(set(number)) > 1 else None
