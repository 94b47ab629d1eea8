"""Whether somebody only has to do with a firm: a supplier, a customer, an event, a club, goods; or firms with each other."""

from __future__ import annotations

import re

from recognizers.reading import Career, Reading

_JUST_BEFORE = 10  # characters
TO_STAY = re.compile(r"前の(?:仕事|会社|職場)(?:が|を)(?:終わっ|終え|辞め|離れ)て|修[行業]|研修で|入社|内定|中途|新卒|転職|出向|転籍|異動|後任|引き抜|戻|辞め|やめ|退職|卒業|(?:年|月|春|夏|秋|冬|期)(?:から|より)|として|ばかり|[0-9]年|畳んで|畳み|たたんで|なくな[っる]|潰れ|店を閉め|閉店")
"""Who came to us came for a visit, but for words of joining."""


def with_a_firm(reading: Reading, career: Career) -> bool:
    """Whether somebody only deals with a firm: helps out for the day, speaks at its event, leaves its club or likes its goods; or firms deal with each other."""
    text, start, end = reading.text, career.start, career.end
    if _FORMER_SUPPLIER.search(text, start, end + _JUST_BEFORE) and not reading.people_within(start, end):
        return True
    if (_BETWEEN_FIRMS.search(text, start, end + _JUST_BEFORE) or _TAKES_OVER.match(text, end)) and not reading.people_within(start, end):
        return True
    if (renamed := _RENAMED.search(text, max(0, start - 2), end)) is not None and not _TITLED.search(text, max(0, renamed.start() - 4), renamed.start()) and not any(
            one.end == renamed.start() for one in reading.people_within(max(0, renamed.start() - 2 * _JUST_BEFORE), renamed.start())):
        return True  # 「東芝情報機器（現・東芝テック）」
    if career.employer is None:
        return False
    if _INTRODUCED.match(text, career.employer[1]) and _NEW_LINE.search(text, max(0, career.employer[0] - _JUST_BEFORE), career.employer[0]):
        return True  # 「播州しっくいの塗師です。」, by itself: the writer's name is a trade as well
    if (_LOOKS_AFTER.match(text, career.employer[1]) and not USED_TO.search(text, max(0, start - _JUST_BEFORE), end + 6)) or (_ORDERED.match(text, career.employer[1], end + _JUST_BEFORE) and not EMPLOYED.search(text, career.employer[1], end + 2 * _JUST_BEFORE)):
        return True
    if TO_STAY.search(text, career.employer[1], end) or USED_TO.search(text, max(0, start - _JUST_BEFORE), end + 6):
        return False
    return _DEALS.match(text, career.employer[1], end + 2 * _JUST_BEFORE) is not None


_INTRODUCED = re.compile(r"の[一-龥々]{1,3}(?:です|でございます|と申します)[。\n]")
_NEW_LINE = re.compile(r"\n[>| \t]*\Z")
_RENAMED = re.compile(r"\((?:前|現)[・:]")
_TITLED = re.compile(r"(?:さん|様|氏|君|先生|[長任])\Z")
_LOOKS_AFTER = re.compile(r"様を(?:[0-9一二三四五六七八九十]{1,3}年(?:間)?|ずっと|長く)?[^。、\n]{0,4}担当し")
EMPLOYED = re.compile(r"入社|退[社職]|社員|転職|勤め|就職|在籍|働い")
_ORDERED = re.compile(r"(?:さん|様)?に(?:頼ん|お願いし|委託し|発注し|依頼し|納め|卸し|貸し|出荷し)(?:で|て)?(?:い|お)?(?:た|る|ます)(?!人|方)")
_FORMER_SUPPLIER = re.compile(r"前の(?:会社|業者|ところ)(?:さん)?(?:は|が|だと)[^。\n]{0,16}(?:見積|料金|単価|保守だけ|駆けつけ|対応が|納期)")  # 「前の会社は保守だけで月8万取ってた」
USED_TO = re.compile(r"前職|前の会社|以前|昔|かつて|元々|もともと|当時|(?:て|で)い?た(?!だ)|ておられ|ていらし")
_TAKES_OVER = re.compile(r"(?:さん|様)?(?:が|は)[^。\n]{2,24}を(?:吸収|買収|合併|子会社|傘下|統合|引き継)|(?:の[^。、\n]{1,8}[部門課室所])?(?:が|を)(?:独立|分社|分離|切り離)[^。、\n]{0,8}(?:会社|法人)")
_BETWEEN_FIRMS = re.compile(r"を(?:吸収)?(?:買収|合併|子会社化|傘下に)|と(?:合併|経営統合|資本提携|業務提携)|に(?:買収され|吸収合併|出資し|子会社化され)|として(?:始ま|創業|発足|出発し|スタート|産声)|の傘下(?:に|と)|(?:から|より)(?:分社|分かれて(?:設立|独立|創業))|を母体に")
_GOODS = r"(?:アプリ|会員|ポイント|カード|サービス|サブスク|プラン|購読|定期(?:便|購入)|利用|回線|携帯|保険|メルマガ|アカウント|ジム|スクール|ファンクラブ)"
_DEALS = re.compile(
    r"(?:さん|様)?(?:との(?:お?取引|ご?契約|交渉|折衝|調整|案件|商談|やり?とり|窓口|連絡)(?:を|の|は|が|で|に)"
    r"|から(?:の|、)?(?:応援|手伝い|お手伝い|助っ人|ヘルプ)(?:に|で)?(?:来|いらし|駆けつけ|入っ|参加)"
    rf"|の{_GOODS}(?:会員)?(?:を|は|から)[^。、\n]{{0,6}}(?:やめ|辞め|退会|解約|抜け|乗り換え|移)"
    r"|の[^。、\n]{0,6}(?:図面|見積書?|資料|書類|サンプル|カタログ|製品|商品|部品|請求書|納品書|伝票)を[^。\n]{0,12}(?:持参|お?持[ちっ]|使[っいう]|確認|見[てるま]|送[っりる]|届け|預か)"
    r"|の(?:大?ファン|常連|お得意|熱心な客|愛用者)"
    r"|(?:の|主催の|が主催する)[^。、\n]{0,10}(?:セミナー|講座|勉強会|研修会?|講演会?|講習会?|説明会|発表会|座談会|シンポジウム|フォーラム|イベント|大会|教室)(?:で|の)(?:は|も|、)?[^。\n]{0,20}(?:講師|講演|登壇|司会|座長|解説|説明|発表|審査)"
    r"|(?:の|様の)(?:制服|作業着|ヘルメット|腕章|名札|ジャンパー|Tシャツ)を(?:着た|着て(?:来|き)|付けた|つけた|かぶった|借り)"
    r"|(?:の|様の)(?:工事|現場|案件|立ち?会い?|納品|据え?付け?|点検|監査|検査|設置|撮影|取材)で[^。、\n]{0,12}(?:まで|から|いっぱい)(?:は)?[^。、\n]{1,8}(?:です|にい(?:ます|る)|に(?:行|出張|詰め)))")
"""What follows a firm's name where somebody has to do with it and does not work there."""
