"""Numbers that identify a person, and the numbers that only look like them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from presidio_analyzer import AnalyzerEngine, RecognizerResult

from recognizers.identifiers.my_number import check_digit
from recognizers.identifiers.surroundings import Surroundings
from tests.recognizers.marked import found_in, read

Find = Callable[[str, str], list[str]]
HYPHENS = ["-", "‐", "‑", "–", "—", "―", "−", "ー", "ｰ", "－", "〜", "・", " "]


def my_number(head: str) -> str:
    """`head` (11 digits) with the check digit of 番号法施行規則5条, computed here again on purpose."""
    weights = (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
    rest = sum(int(digit) * weight for digit, weight in zip(head, weights, strict=True)) % 11
    return head + str(0 if rest <= 1 else 11 - rest)


def luhn(head: str) -> str:
    """`head` with its ISO/IEC 7812-1 check digit."""
    total = sum(sum(divmod(int(d) * 2, 10)) if i % 2 == 0 else int(d) for i, d in enumerate(reversed(head)))
    return head + str(-total % 10)


MINE = my_number("27318465092")
WRONG = MINE[:-1] + str((int(MINE[-1]) + 1) % 10)


def test_a_my_number_under_its_name_is_found(find: Find) -> None:
    assert find(f"マイナンバーは{MINE}です。", "JP_MY_NUMBER") == [MINE]
    assert find(f"個人番号　{MINE[:4]} {MINE[4:8]} {MINE[8:]}", "JP_MY_NUMBER") == [f"{MINE[:4]} {MINE[4:8]} {MINE[8:]}"]


def test_the_first_cell_of_a_row_is_not_under_the_last_heading(find: Find) -> None:
    text = "端末番号　　　使用者　　社員番号\nNT-31-0042　　立石　　　K204817\nNT-31-0043　　安西　　　K198310\n"
    assert find(text, "JP_EMPLOYEE_ID") == ["K204817", "K198310"]


@pytest.mark.parametrize("hyphen", HYPHENS)
def test_a_my_number_is_found_with_every_hyphen_and_in_full_width(find: Find, hyphen: str) -> None:
    written = hyphen.join((MINE[:4], MINE[4:8], MINE[8:])).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    assert find(f"マイナンバー：{written}", "JP_MY_NUMBER") == [written]


def test_a_my_number_cut_by_a_line_break_is_found_whole(find: Find) -> None:
    text = f"> 個人番号は {MINE[:7]}\r\n> {MINE[7:]} です"
    assert find(text, "JP_MY_NUMBER") == [f"{MINE[:7]}\r\n> {MINE[7:]}"]


@pytest.mark.parametrize("text", [
    f"マイナンバー：{WRONG}",
    f"注文番号 {MINE} を出荷しました",
    f"追跡番号：{MINE}",
    f"合計は {MINE} 件です",
    "法人番号 7000012050002",
    f"法人番号：{MINE}7",
    f"登録番号 T{MINE}7",
])
def test_orders_companies_and_wrong_check_digits_are_no_my_number(find: Find, text: str) -> None:
    assert find(text, "JP_MY_NUMBER") == []


@pytest.mark.parametrize("number", ["4111 1111 1111 1111", "4111111111111111", "5555-5555-5555-4444", "3530 1113 3330 0000", "3782 822463 10005"])
def test_test_cards_of_every_brand_are_found(find: Find, number: str) -> None:
    assert find(f"カード番号 {number} 有効期限 12/28", "CREDIT_CARD") == [number]


def test_a_card_that_fails_luhn_or_is_an_order_is_no_card(find: Find) -> None:
    assert find("カード番号 4111 1111 1111 1112", "CREDIT_CARD") == []
    assert find(f"注文番号：{luhn('411122223333444')}", "CREDIT_CARD") == []


def test_full_width_card_numbers_are_cards(find: Find) -> None:
    assert find("ＶＩＳＡ　４１１１－１１１１－１１１１－１１１１", "CREDIT_CARD") == ["４１１１－１１１１－１１１１－１１１１"]


def test_an_individuals_bank_account_is_told_from_the_companys_own(results: Callable[[str, str], list[RecognizerResult]]) -> None:
    person = results("返金先：しおさい銀行 みなと支店 普通 7654321 イソベ タケシ", "JP_BANK_ACCOUNT")
    company = results("弊社振込先：しおさい銀行 本店 当座 1234567 口座名義 カ）アオナミ", "JP_BANK_ACCOUNT")
    assert [one.recognition_metadata["company_own"] for one in (*person, *company)] == [False, True]


@pytest.mark.parametrize("text", ["■お振込先（名義のみ変わります）\n　しおさい銀行　本店営業部\n　当座　００４１８８２　アオナミマド（カ", "お振込先は口座名義だけ変更です。\nしおさい銀行 みなと支店 普通 7654321 カ）アオナミ"])
def test_that_a_holder_changes_names_no_holder(results: Callable[[str, str], list[RecognizerResult]], text: str) -> None:
    assert [one.recognition_metadata["company_own"] for one in results(text, "JP_BANK_ACCOUNT")] == [True]


def test_a_licence_needs_its_check_digit_and_its_name(find: Find) -> None:
    assert find("運転免許証番号：305123456180", "JP_DRIVER_LICENSE") == ["305123456180"]
    assert find("運転免許証番号：305123456190", "JP_DRIVER_LICENSE") == []
    assert find("整理番号：305123456180", "JP_DRIVER_LICENSE") == []


def test_passports_residence_cards_and_pension_numbers_are_found_by_their_labels(find: Find) -> None:
    assert find("パスポート番号 TK1234567 です", "JP_PASSPORT") == ["TK1234567"]
    assert find("整理番号 TK1234567 です", "JP_PASSPORT") == []
    assert find("在留カード番号：AB12345678CD", "JP_RESIDENCE_CARD") == ["AB12345678CD"]
    assert find("型番 AB12345678CD", "JP_RESIDENCE_CARD") == []
    assert find("基礎年金番号は1234-567890です", "JP_PENSION_NUMBER") == ["1234-567890"]
    assert find("契約番号は1234-567890です", "JP_PENSION_NUMBER") == []
    assert find("雇保 1301-234567-8、年金 3512-884120", "JP_PENSION_NUMBER") == ["3512-884120"]
    for label in ("ねんきん番号ですが", "ﾈﾝｷﾝﾊﾞﾝｺﾞｳ ", "手帳番号（年金）："):
        assert find(f"{label}4512-345678", "JP_PENSION_NUMBER") == ["4512-345678"]
    assert find("保険証：記号 あおば 番号 1234", "JP_HEALTH_INSURANCE") == ["記号 あおば 番号 1234"]
    assert find("ねんきん定期便の番号が3512-884120とのこと", "JP_PENSION_NUMBER") == ["3512-884120"]


def test_health_insurance_and_employee_numbers_are_found_by_their_labels(find: Find) -> None:
    assert len(find("健康保険証の記号 21700023 番号 4567", "JP_HEALTH_INSURANCE")) == 1
    assert find("機器の記号 21700023 番号 4567", "JP_HEALTH_INSURANCE") == []
    assert find("社員番号：A10234 の申請", "JP_EMPLOYEE_ID") == ["A10234"]


@pytest.mark.parametrize("space", ["\u200b", "\u00ad", "\u2060"])
def test_invisible_characters_do_not_hide_a_number(find: Find, space: str) -> None:
    written = MINE[:5] + space + MINE[5:]
    assert find(f"マイナンバー {written}", "JP_MY_NUMBER") == [written]


MESSAGES = [
    '日置さんのマイナは <M>526018159084</M> です。厳重保管でお願いします！',
    'amexで払います→<C>378282246310005</C>',
    'みなと銀行 浜支店\n口座種別：<K>普通預金\n口座番号：1122334</K>\n口座名義人：ヒオキ ワカナ',
    '気温はマイナス 526018159084 ではありません',
    '人事部 御中\nお世話になっております。入社手続きの書類を先ほど発送しました。\n念のため項目を記載いたします。\n\n氏名\u3000\u3000：柏木\u3000悠真\n生年月日：<B>昭和63年11月9日</B>（満<A>37歳</A>）\n基礎年金番号：<N>2716-408193</N>\n雇用保険被保険者番号：5012-334455-6\n個人番号：<M>5260 1815 9084</M>',
    '社労士 先生\n\n下記の者の資格喪失届をお願いいたします。\n\u3000荻野\u3000一成\u3000<B>昭和41年2月28日</B>生\n\u3000保険証\u3000<I>記号12345678 番号9 (枝番)00</I>\n\u3000退職日\u30002026年3月31日',
    '被保険者証をなくした社員の再交付をお願いします。\n健康保険証 <I>記号：21030045\u3000番号：118</I>\n氏名：富樫 亮\n生年月日：<B>1979/10/5</B>',
    '@here 来週入る藤枝さん、<A>34才</A>だそうです。\n生年月日<B>1991年12月3日</B>、社員番号は<E>20260412</E>で発番しました。',
    '給与振込口座の変更をお願いします。\n新しい口座：ひなた銀行 駅前支店（店番205） <K>普通 1234567</K>\n名義：オオクボ ケンジ',
    '経費の立替、個人口座に振り込んでもらえると助かります。\nしおかぜ信用金庫\u3000本店\n<K>普通預金\u30000045678</K>',
    '予約のカードですが、番号が途中で切れていました。\n<C>4012 8888\n8888 1881</C>\nです。よろしくお願いします。',
    '旅券番号は <P>TR1234567</P>、有効期限は2031年5月です。\nお名前のスペルは KISHIMOTO AYA です。',
    '運転免許証\n\u3000番号\u3000第 <L>621504387780</L> 号\n\u3000交付\u3000令和05年03月11日\n\u3000氏名\u3000小清水 実\n\u3000<B>昭和52年5月17日</B>生',
    '注文番号 526018159084 の件、追跡番号は 301661318600 です。\n出荷予定日は2026年4月10日です。',
    '請求書をお送りします。\n登録番号：T1234567890123\n法人番号：7000012050002\nお支払期限：2026年4月30日',
    '契約期間は2025年4月1日から2028年3月31日までとします。\n満期は60歳到達時です。',
    '納品書番号 1234-567890 の件です。年金の話ではありません。',
    '社会保険の手続きについて\n被保険者：樋渡 明\n記号番号：<I>10250033-47</I>\n生年月日：<B>昭和60年5月5日</B>',
    '保険者番号 06130012\n<I>記号 3021 ・ 番号 1457 枝番 01</I>\n氏名 熊切 さおり',
    '協会けんぽの記号・番号 <I>87210011・256</I>の方について、限度額認定証をお願いします。',
    '年金事務所から連絡がありました。<N>4210-553821</N> の方の記録が統合されていないとのことです。',
    '転職者の基礎年金番号通知書を受け取りました。\n番号は<N>5521 908342</N>です。',
    '社員番号 <E>K-2047</E> の新妻さん、今日休みです',
    '社員番号は6桁です。社員番号 0 から始まる方は先頭の0も入力してください。',
    'Date of Birth: <B>12 Mar 1987</B>\nPassport No.: <P>TZ7654321</P>\nNationality: Japan',
    '<K>当座 7654321</K> へお振込みください。口座名義は株式会社あおなみです。',
    '社員No.\u3000氏名\u3000\u3000部署\n<E>10021</E>\u3000香取 一\u3000営業部\n<E>10022</E>\u3000真鍋 薫\u3000総務部',
    '香取 一（<E>10021</E>）の出張申請です。社員番号を括弧内に記載しました。',
    '職員番号 <E>S12345678</E> 香取 一',
    '【申請者】香取（社員番号 <E>10021</E>）\n【金額】12,345円\n【期間】2026年4月1日～4月3日',
    '従業員番号は入社後に付与します。2026年4月入社の方は来週です。',
    '社員番号を教えてください。1000番台ですか？',
    '証券番号 12345678、契約番号 87654321 の変更です。',
    '送り状番号 401288888888 でお調べください。',
    '個人番号：提出済\n整理番号：526018159084',
    'マイナンバー（<M>８２４６２８１９４８２６</M>）を控えました。破棄をお願いします。',
    '在留カード番号\n<R>ＲＢ４０７１８２６５ＮＥ</R>',
    '外国籍スタッフ名簿\n氏名 / 在留資格 / 在留カード番号 / 在留期限\nRai Sunil / 技術・人文知識・国際業務 / <R>UE12345678LA</R> / 2027-03-15\nLe Thi Hoa / 特定技能1号 / <R>TK98765432HB</R> / 2026-12-01',
    'パスポート：<P>ＴＫ４８２０１９３</P>\u3000氏名：NATORI SHUN',
    '出張者の旅券情報を送ります。\nNATORI SHUN\t<P>TK4820193</P>\t<B>1989/11/02</B>\tM\nINABA KAORI\t<P>TZ1053872</P>\t<B>1994/05/30</B>\tF',
    '予約番号 TK4820193 で承っております。パスポートをご持参ください。',
    '免許の番号は<L>6215 0438 7780</L>で、普通免許・AT限定です。',
    '車検証番号や車台番号 ABC-1234567 もお願いします。免許証のコピーは不要です。',
    '健康保険被保険者証\u3000<I>記号 2103\u3000番号 4567</I>\n被保険者：湯川 剛\u3000生年月日：<B>昭和52年9月20日</B>',
    '保険証の<I>記号は2103、番号は4567</I>です。',
    '<I>記号：杉なみ１２\u3000番号：３４５６７８</I>（国民健康保険、杉並区）',
    '被保険者証記号番号\u3000<I>2103・4567</I>',
    'ゆうちょ銀行への返金をご希望とのこと、<K>記号12180 番号 1234561</K> スギモト アイさまで手配します',
    'スギモトアイさまの口座：ゆうちょ\u3000<K>12180-1234561</K>',
    '報酬の振込先：\n銀行名\u3000ひなた銀行（0999）\n支店名\u3000丘の上支店（123）\n預金種目\u3000<K>普通\n口座番号\u30000011223</K>\n口座名義\u3000ヤスダ マコト',
    '普通に考えて1234567件は多いです。普通郵便で送ります。当座は様子見です。',
    '普通車 1234567 の見積。商品コード 7654321',
    '労務ご担当 様\n\nいつもありがとうございます。株式会社さざなみの堀内です。\n3月入社2名分の資格取得データを下記にまとめました。\n\nNo.1\n\u3000フリガナ：ｼｼﾄﾞ ﾒｲ\n\u3000氏\u3000\u3000名：宍戸\u3000芽衣\n\u3000生年月日：<B>平12/8/24</B>\n\u3000年金番号：<N>7145-220981</N>\n\u3000マイナンバー：<M>5260 1815 9084</M>\n\u3000月額：245,000円\n\u3000取得日：R8.3.1\n\nNo.2\n\u3000フリガナ：ｸｴ ﾀｲﾁ\n\u3000氏\u3000\u3000名：久江\u3000太一\n\u3000生年月日：<B>昭57/12/1</B>\n\u3000年金番号：<N>3390-887164</N>\n\u3000マイナンバー：<M>3016 6131 8600</M>\n\u3000月額：310,000円\n\u3000取得日：R8.3.16\n\n届出控えは3/27(金)までにお願いします。',
    '>退職者の保険証は回収済みですか？\nはい、陸田さんの分です。\n<I>記号 7712-33 番号 20451</I>\n本人・扶養2名分、計3枚です。',
    '扶養の認定が下りました。\n被保険者証の記号・番号は <I>7712 - 20451（枝番 02）</I>です。',
    '事業所番号 1301-456789 で届出をお願いします。整理記号は12-アイウです。',
    '見積番号 2026-000123 の件、再送します。管理番号は5512-908342です。',
    '基礎年金番号(10桁): <N>5512908342</N>',
    'お疲れさま！宍戸さんって何歳？→<A>25歳</A>だよ',
    '安全運転管理者講習の申込：久江 太一、免許 <L>305123456180</L>、<B>昭和57.12.1</B>生',
    '在留カードの番号、<R>AB12345678CD</R>で合っていますか。2028年3月4日まで有効です。',
    'お客様相談室です。会員番号 4012-8888-8888-1882 のお客様から入電。',
    '決済代行より連絡。カード<C>4012888888881881</C>、名義SHISHIDO MEI、金額12,800円がチャージバック対象です。',
    '> カード番号お願いします\n<C>3782 822463 10005</C> アメックスです',
    '送り状：4242-4242-4242 お問い合わせ伝票番号',
    'ゆうちょから：<K>14080-2233441</K>\n他行から：四〇八店（店番408）<K>普通 0223344</K>\nクエ タイチ',
    '退職金の振込口座：ほうおう銀行大手支店 <K>普通預金3344556</K>（シシドメイ）',
    '銀行名\t支店名\t種別\t口座番号\t名義\nほうおう\t大手\t<K>普通\t3344556</K>\tシシド メイ\nみやこ\t北\t<K>普通\t1020304</K>\tクエ タイチ',
    '社員番号/<E>00123</E>、所属/経理部',
    '従業員番号（8桁）：<E>20250417</E>',
    '社員番号1000番台は大阪です。社員番号順に並べてください。',
    'スタッフコード【<E>T4471</E>】のシフトが重複しています',
    '宍戸（社員番号<E>00123</E>）',
    '社員番号の桁数変更（5桁→6桁）は2026年4月1日から',
    '社員番号、氏名、所属を記入のうえ 03-9999-1234 にFAX',
    '<T>03-9999-1234</T> 社員番号：<E>55012</E>',
    '年金受給者の方は <T>0570-05-1165</T> へ。受付番号 1234-567890。',
    '社会保険料の請求番号：2026-031245',
    '地図記号 12 番号 3 の交差点の保険代理店です',
    '普通預金の金利が変わりました。1234567口座が対象です。',
    '運転免許をお持ちの方、登録番号 120012345678',
    '在庫コード UH40718826KA',
    '健康保険証\n記号は不明です',
    '被保険者等記号・番号：<I>1122-334-01</I>',
    '資格確認書\n被保険者番号 <I>01234567</I>（後期高齢者医療）',
    '雇用保険被保険者番号：1234-567890-1',
    'マイナンバー確認書類：通知カード（<M>231948757496</M>）',
    '個人番号（マイナンバー）\n<M>８９５５５９７９７１１９</M>',
    'ご利用カード **** **** **** 1881',
    'しおさい銀行(0999) 本店(001) <K>普通 1234567</K> サノ ジユン',
    'しおさい銀行本店営業部 <K>普\u30001234567</K> サノジュン',
    'レンタル機器 管理番号 305123456180 は免許不要で使えます。',
    'e-ticket控え：予約 AB1234567 / 旅券 <P>TS5566778</P>',
    '社員番号 部署 氏名\n<E>00123</E> 経理部 宍戸芽衣\n<E>00207</E> 営業部 久江太一',
    '職員番号：<E>123-4567</E>',
    '社員証の更新リストです。\n<E>100287</E> 宍戸 芽衣\n<E>100288</E> 久江 太一',
    '名簿の件。\n<E>00912</E>\u3000久江\u3000太一\u3000<B>昭和52年3月8日</B>生\n<E>K-01340</E>\u3000宍戸\u3000芽衣\u3000<B>1990/11/2</B>生',
    '出欠です。\n2026 宍戸 芽衣\n1204 久江 太一（内線）',
    '社員証の撮影は10階です。\n1030 受付開始\n1100 撮影',
    '社会保険の記号・番号はそれぞれ\n\u3000宍戸様 <I>4410・21</I>／久江様 <I>4410・58</I>\nでお間違いないでしょうか',
    '氏名\t健康保険\n宍戸 芽衣\t<I>2214・07</I>',
    '久江様 2026-03 分の請求書',
]


@pytest.mark.parametrize("message", MESSAGES)
def test_numbers_are_found_as_offices_write_them_and_nothing_else(analyzer: AnalyzerEngine, message: str) -> None:
    text, expected = read(message)
    assert found_in(analyzer, text) == expected


@pytest.mark.parametrize(("text", "entity", "found"), [
    ("口座は港町信用組合の浜通り支店、普通の2093418、名義はカヤマ メグミです。", "JP_BANK_ACCOUNT", ["普通の2093418"]),
    ("三葉銀行 青葉支店 普通 1234568 名義 カヤマ メグミ", "JP_BANK_ACCOUNT", ["普通 1234568"]),
    ("個人の口座（普通 口座番号 3344557）に返金します", "JP_BANK_ACCOUNT", ["普通 口座番号 3344557"]),
    ("普通 1234568名の応募がありました", "JP_BANK_ACCOUNT", []),
    ("個人番号　追って\n雇用保険番号　5012-334455-6\n基礎年金　4417-203587\n", "JP_PENSION_NUMBER", ["4417-203587"]),
    ("私の社員番号、081235でした", "JP_EMPLOYEE_ID", ["081235"]),
    ("来月三十二歳になる娘がおります。", "AGE", ["三十二歳"]),
    ("60歳になる方はお申し出ください。", "AGE", []),
])
def test_numbers_are_found_however_they_are_joined_to_their_words(find: Find, text: str, entity: str, found: list[str]) -> None:
    assert find(text, entity) == found


@pytest.mark.parametrize(("text", "entity", "found"), [
    ("カード番号\n5555\t5555\t5555\t4444\n", "CREDIT_CARD", ["5555\t5555\t5555\t4444"]),
    ("カード番号は 5555/5555/5555/4444 です", "CREDIT_CARD", ["5555/5555/5555/4444"]),
    ("カード番号 ５５５５ ٥٥٥٥ 5555 4444", "CREDIT_CARD", ["５５５５ ٥٥٥٥ 5555 4444"]),
    ("四半期の売上 5555,5555,5555,4444", "CREDIT_CARD", []),
    ("個人番号\t3\t4\t8\t8\t1\t4\t1\t2\t5\t1\t7\t0\n", "JP_MY_NUMBER", ["3\t4\t8\t8\t1\t4\t1\t2\t5\t1\t7\t0"]),
])
def test_a_number_spread_over_cells_is_one_number(find: Find, text: str, entity: str, found: list[str]) -> None:
    assert find(text, entity) == found


def test_a_licence_below_its_kind_is_found(find: Find) -> None:
    assert find("石原の免許は下記です。\n　種類：大型・大特\n　番号：620948173530\n　有効期限：令和10年9月", "JP_DRIVER_LICENSE") == ["620948173530"]
    assert find("免許の更新は来月です。\n　種類：大型\n　注文番号：620948173530", "JP_DRIVER_LICENSE") == []


@pytest.mark.parametrize("text", ["記入例：社員番号 A00000", "社員番号　T-0000000", "テスト用の従業員コード 204817 を使ってください", "ダミーの社員番号は K204817 です"])
def test_numbers_that_stand_for_any_are_nobodys(find: Find, text: str) -> None:
    assert find(text, "JP_EMPLOYEE_ID") == []


def test_a_roster_by_numbers_before_names_needs_no_heading(find: Find) -> None:
    rows = "　210384　坂口　導管\n　198827　渡会　検針\n　220041　新開　導管\n"
    assert find(f"締め切ったので名簿を送ります。\n\n{rows}", "JP_EMPLOYEE_ID") == ["210384", "198827", "220041"]
    assert find(f"お客様名簿を送ります。\n\n{rows}", "JP_EMPLOYEE_ID") == []
    assert find(f"棚卸の結果です。\n\n{rows}", "JP_EMPLOYEE_ID") == []


def test_a_number_behind_each_of_several_names_in_a_line(find: Find) -> None:
    assert find("社員番号で入れます。三枝さん 10482、渡会さん 10517", "JP_EMPLOYEE_ID") == ["10482", "10517"]


def test_a_my_number_in_groups_is_known_where_a_fee_is_paid(find: Find) -> None:
    number = f"1234 5678 901{check_digit('12345678901')}"
    assert find(f"お尋ねの番号は{number}です。\n謝金は月末にお振り込みします。", "JP_MY_NUMBER") == [number]
    assert find(f"お尋ねの番号は{number}です。\n部品は月末にお送りします。", "JP_MY_NUMBER") == []


def test_a_passport_is_known_by_its_expiry_where_tickets_are_spoken_of(find: Find) -> None:
    assert find("お尋ねの搭乗者情報です。恵は先月切替をしており、新しいほうの冊子が MZ4810275、2036年6月まで有効です。", "JP_PASSPORT") == ["MZ4810275"]
    assert find("部品の型番は MZ4810275、2036年6月まで有効な価格です。", "JP_PASSPORT") == []


@pytest.mark.parametrize("rows", ["氏名／生年月日／連絡先\n★三枝　渉／S52.3.18／090-9999-4410\n渡会　豊／H8.6.29／080-9999-4411", "氏名/生年月日/職種\n三枝 渉/S52-3-18/鳶\n渡会 豊/H8-6-29/土工"])
def test_births_in_rows_cut_by_slashes_are_found_by_their_heading(find: Find, rows: str) -> None:
    assert len(find(f"応援の班の名簿です。\n\n{rows}\n", "DATE_OF_BIRTH")) == 2
    assert find(f"応援の班の名簿です。\n\n{rows.replace('生年月日', '入社日')}\n", "DATE_OF_BIRTH") == []


def test_a_my_number_in_eight_and_four_digits_is_known_beside_words_of_dependants(find: Find) -> None:
    number = f"12345678 901{check_digit('12345678901')}"
    assert find(f"本人に聞き直しました。{number} です。扶養に入れる手続きをお願いします。", "JP_MY_NUMBER") == [number]
    assert find(f"送り状の番号です。{number} です。", "JP_MY_NUMBER") == []


@pytest.mark.parametrize(("text", "found"), [
    ("資格確認書に載っている 2204・57 のほうで請求します（三枝様）。", "2204・57"), ("国保の方は「川国 34-5678」だそうです（三枝様）。", "川国 34-5678"),
])
def test_symbol_and_number_as_they_stand_on_a_card_are_found(find: Find, text: str, found: str) -> None:
    assert find(text, "JP_HEALTH_INSURANCE") == [found]


@pytest.mark.parametrize("text", ["健保は 03-3456-7890 にお電話ください。", "国保は 2-3 週間で届きます。", "けんぽは 10-12 月に更新です。", "保険証は 7-10日で届きます。"])
def test_times_and_telephones_beside_insurance_are_no_card(find: Find, text: str) -> None:
    assert find(text, "JP_HEALTH_INSURANCE") == []


def test_a_label_is_seen_though_lines_are_wrapped_between_it_and_its_number(find: Find) -> None:
    text = "②小野寺さんの扶養に入られたお母様の\n　番号ですが、頂いた書類では\n　482039175627\n　と読めました。"
    assert find(text, "JP_MY_NUMBER") == ["482039175627"]


def test_a_label_two_lines_above_that_ended_there_names_no_number_below(find: Find) -> None:
    assert find("マイナンバーの件、承知しました。\nお荷物はこちらの番号で追えます\n482039175627", "JP_MY_NUMBER") == []


def test_a_my_number_may_be_called_the_number_card(find: Find) -> None:
    assert find("年金手帳が見つからないとのことで、番号カードのほうで 482039175627 です。", "JP_MY_NUMBER") == ["482039175627"]


@pytest.mark.parametrize(("text", "entity", "number"), [
    ("堀内さんの年金番号、一二三四の五六七八九〇だそうです", "JP_PENSION_NUMBER", "一二三四の五六七八九〇"),
    ("堀内さん、年金の番号わかりました。4412の556677です", "JP_PENSION_NUMBER", "4412の556677"),
    ("堀内さんのマイナンバーは四八二〇の三九一七の五六二七です", "JP_MY_NUMBER", "四八二〇の三九一七の五六二七"),
    ("保険証の番号は1234の56です。堀内さん", "JP_HEALTH_INSURANCE", "1234の56"),
    ("堀内さんの携帯は〇九〇の一二三四の五六七八です", "PHONE_NUMBER", "〇九〇の一二三四の五六七八"),
])  # fmt: skip
def test_a_number_as_it_is_read_out_is_one(find: Find, text: str, entity: str, number: str) -> None:
    assert find(text, entity) == [number]


def test_circles_are_blanks_of_a_form(find: Find) -> None:
    assert find("被保険者　山田太郎\n記号・番号　〇〇〇〇－〇〇〇\n基礎年金番号　〇〇〇〇－〇〇〇〇〇〇", "JP_HEALTH_INSURANCE") == []


@pytest.mark.parametrize("text", ["年金の件は二〇二六年の四月に一二三会館で伺います", "年金相談は三十四の二千五百人が来ました", "一万二千三百四十五人の五六七八会に年金の話をしました"])
def test_years_sums_and_names_are_no_numbers_read_out(find: Find, text: str) -> None:
    assert find(text, "JP_PENSION_NUMBER") == []


def test_a_label_above_a_blank_line_is_read_once() -> None:
    text = "お母様の番号ですが\n\n482039175627"
    assert Surroundings(text).sentence_above(text.index("4820"), 40) == "お母様の番号ですが"


def test_numbers_of_staff_are_found_behind_a_short_first_column(find: Find) -> None:
    text = "班　社番　氏名　携帯\nA　10233　長谷部　健　090-9999-1010\nB　10417　関　千恵　090-9999-1011\nB　10640　ラジェシュ　080-9999-1015\n"
    assert find(text, "JP_EMPLOYEE_ID") == ["10233", "10417", "10640"]


def test_a_passport_may_be_called_pp(find: Find) -> None:
    assert find("会長のジャカルタ便です。\nPP TR4480917 / HAJIME OKUDERA", "JP_PASSPORT") == ["TR4480917"]


@pytest.mark.parametrize("text", ["厚年の番号、1234-567890でした。", "基番：1234-567890", "年番 1234-567890"])
def test_a_pension_number_is_known_by_what_clerks_call_it(find: Find, text: str) -> None:
    assert find(text, "JP_PENSION_NUMBER") == ["1234-567890"]


@pytest.mark.parametrize(("text", "number"), [
    ("基礎年金番号：4821（ハイフン）036957", "4821（ハイフン）036957"),
    ("基礎年金番号は「4821」-「036957」です", "4821」-「036957"),
    ("年金番号 4821 03 6957", "4821 03 6957"),
    ("基礎年金番号 48210-36957", "48210-36957"),
    ("iDeCoの申込書に書くのは4821-036957", "4821-036957"),
    ("社保番号4821036957", "4821036957"),
    ("年金→4821036957", "4821036957"),
    ("基礎年金番号を教えてほしいとのことでしたが、\n手元の手帳には\n\n　4821036957\n\nとあります。", "4821036957"),
])  # fmt: skip
def test_a_pension_number_is_one_however_it_is_cut_and_asked_for(find: Find, text: str, number: str) -> None:
    assert find(text, "JP_PENSION_NUMBER") == [number]


@pytest.mark.parametrize("text", [
    "基礎年金番号は後日お知らせします。\n伝票のほうは次のとおりです。\n\n4821036957\n",
    "年金の相談は 090-9999-1010 へ",
    "年金番号の欄は空けてください。電話 0120-99-9101",
    "社会保険の説明会は2026-112400室です",
])  # fmt: skip
def test_telephones_and_slips_beside_talk_of_pensions_are_none(find: Find, text: str) -> None:
    assert find(text, "JP_PENSION_NUMBER") == []


@pytest.mark.parametrize(("text", "entity", "expected"), [
    ("対象者　桐島　早苗（34歳）　所属 海外調達部\n", "AGE", ["34歳"]),
    ("対象（20歳以上）の方にお送りします", "AGE", []),
    ("【故人】相馬　キヨ様（行年93）\n", "AGE", ["93"]),
    ("うちの老犬（14歳）も元気です", "AGE", []),
    ("有料職業紹介　許可番号　27-ﾕ-309999\n06-9999-0183\n", "PHONE_NUMBER", ["06-9999-0183"]),
    ("社労士会 登録番号 第1390417号\n03-9999-2256\n", "PHONE_NUMBER", ["03-9999-2256"]),
    ("会員番号\n03-9999-2256\n", "PHONE_NUMBER", []),
    ("下市割箸有限会社\n辻 初音\n0747-99-0116\n", "JP_ADDRESS", []),
    ("社員番号はまだ覚えられず…G-0257で合っていますか。", "JP_EMPLOYEE_ID", ["G-0257"]),
    ("社員番号は入社後に 2026年4月です。", "JP_EMPLOYEE_ID", []),
    ("扶養に入るお母様（フミ様）のほうは482136509173\n", "JP_MY_NUMBER", ["482136509173"]),
    ("扶養の件とは別に、荷物は482136509173です", "JP_MY_NUMBER", []),
    ("資格確認書の記号・番号は\n　左上の2段目です（例：記号は数字4桁）。", "JP_HEALTH_INSURANCE", []),
    ("資格情報のお知らせ（受付4471-208835）を発送しました", "JP_HEALTH_INSURANCE", []),
    ("マイナ保険証が読めず、お知らせの紙だと 4102-337（枝番00）なんですが", "JP_HEALTH_INSURANCE", ["4102-337（枝番00）"]),
    ("対馬出張の航空券です。レンタカー　貸渡証 TS-0031942", "JP_PASSPORT", []),
    ("児童手当は私が出します、娘の12桁も聞かれました。\n６３９１　７２５０　４８２６", "JP_MY_NUMBER", ["６３９１　７２５０　４８２６"]),
    ("年調の扶養、母の分です。\n854029631742\n", "JP_MY_NUMBER", ["854029631742"]),
    ("人間ドックの補助の紙です。\n莇　文武　記号30-ウ　番号007142　9/12希望", "JP_HEALTH_INSURANCE", ["記号30-ウ　番号007142"]),
    ("領収書の「受付 0027-113045」は団体の番号です。健保に補助を出すときはこれで通ります。", "JP_HEALTH_INSURANCE", []),
])  # fmt: skip
def test_numbers_are_what_the_words_right_beside_them_say(find: Find, text: str, entity: str, expected: list[str]) -> None:
    assert find(text, entity) == expected


@pytest.mark.parametrize(("text", "number"), [
    ("猪狩さんのオレンジの手帳、コピーが斜めで…\n3107 552846 で読みあってますかね？", "3107 552846"),
    ("家内は社会保険に入っていません。扶養の用紙の\n最後の空欄、10けたのところは7362850194です。", "7362850194"),
    ("扶養の用紙、奥様の番号の枠が空欄でした。\n4172-093586 だそうです。", "4172-093586"),
    ("学生の免除の続きです。\n去年の分も出すなら番号がいると言われました。\n7204816395、かすれてますが三つ目はゼロです。", "7204816395"),
    ("被保険者の住所変更届を打ち直しました。\n左上の枠　１９５３６０８２４７\n", "１９５３６０８２４７"),
    ("手帳の番号が\n2763\n584190\nと二段に書いてあります。", "2763\n584190"),
    ("「3350-761284っていうのが基礎番号かいね」と留守電が入っていました。", "3350-761284"),
    ("第3号通りました！\n妻のは 1764 – 930258 です。", "1764 – 930258"),
    ("育休の終了届で抜けていた分です。\n→　4639-217508", "4639-217508"),
    ("氏名の漢字で戻ってきたのは椛田さん（9014-276583）だけです。", "9014-276583"),
    ("脱退一時金の紙が白いままでした。\nこちらのファイルだと 8206-391754 です。", "8206-391754"),
    ("付加保険料の申出書です。上から、6047―825193、氏名、生年月日。", "6047―825193"),
    ("家内からの返事です。\n> 通知書あった。水色の紙。\n> 9106382475\n", "9106382475"),
    ("弊社から渡航するのは外山 晴哉［6521-038947］1名です。適用証明書をお願いします。", "6521-038947"),
    ("No.\t氏名\t基礎No.\t標報\n1\t忍田 千景\t4526-170398\t260\n", "4526-170398"),
    ("給付の差額の件、4051-697302 が手帳のほうです。", "4051-697302"),
    ("離婚分割の相談です。\n本人 3908_415276\n", "3908_415276"),
    ("国年番号→4023-765819", "4023-765819"),
    ("免除の写しを機械で読ませました。\n4|0|7|3|-|1|1|8|5|2|6\n", "4|0|7|3|-|1|1|8|5|2|6"),
])  # fmt: skip
def test_a_pension_number_is_one_by_its_book_or_the_form_it_fills(find: Find, text: str, number: str) -> None:
    assert find(text, "JP_PENSION_NUMBER") == [number]


@pytest.mark.parametrize("text", [
    "年金事務所は短縮*36です。外線は4018-770126 と続けて打つとFAXに飛びます",
    "年金基金の告知書に印刷の番号　0219-004473\n当社の番号　0219-004437",
    "厚生年金の欄が空白です。先ほどの件（7204-115836）は問合せ番号 7204-115836 です",
    "年金の画面に「ERR 5031-009927 参照先なし」と出ます",
    "社会保険料が落ちました。告知書の番号は 2607-558203 です",
    "資格取得届だけ送れません。「エラー 1034-002817」です。\n基礎年金番号の欄を空にしても同じです。",
    "請求書の右上の 6617-204835 は基礎年金番号ではなく、伝票番号です。",
    "シュレッダーの銘板に 8820-117364 とあります。年金の通知書で刃が止まりました。",
    "独立基礎の配筋図、基礎番号 0412-003317 だけ古い図面です。",
    "建設業の第3号様式、右上に入れるのは許可番号です。\n2207-019354 と年度。",
    "年金の封筒、駅で見つかりました。預かり番号 0419-000736 です。",
    "年金手帳の引き出しは社員番号の順です。\n2019-004417 の封筒だけ空でした。",
])  # fmt: skip
def test_what_is_called_otherwise_is_no_pension_number(find: Find, text: str) -> None:
    assert find(text, "JP_PENSION_NUMBER") == []
