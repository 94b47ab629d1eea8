"""Numbers and conditions that look the part: placeholders, a company's own, people at large; and those told without their label."""

from __future__ import annotations


def test_a_number_of_noughts_is_a_placeholder(find):
    for text, entity in (("振込口座　〇〇銀行　〇〇支店　普通　0000000", "JP_BANK_ACCOUNT"), ("個人番号 0000-0000-0000", "JP_MY_NUMBER"),
                         ("カード番号 0000-0000-0000-0000", "CREDIT_CARD"), ("基礎年金番号 0000-000000", "JP_PENSION_NUMBER")):
        assert find(text, entity) == [], text


def test_an_account_of_which_our_company_is_the_holder_is_the_companys(results):
    text = "■弊社お振込先\n　みなと銀行　浜支店\n　当座　0042187\n　名義　弊社名（ｶﾅ）\n"
    (account,) = results(text, "JP_BANK_ACCOUNT")
    assert account.recognition_metadata["company_own"]


def test_a_licence_number_is_told_by_the_driver_and_the_card(find):
    text = "運転者に変更はありませんが、先月更新して券面が変わりましたので、\n番号欄は 309812774530 と読み替えてください。"
    assert find(text, "JP_DRIVER_LICENSE") == ["309812774530"]
    assert find("送り状番号 309812774530 の運転者にご連絡ください。", "JP_DRIVER_LICENSE") == []


def test_a_licence_number_is_told_by_who_drives(find):
    assert find("送迎車の運転は弊社の立石が務めます。\n念のため番号 309812774530 もお知らせします。", "JP_DRIVER_LICENSE") == ["309812774530"]
    assert find("運転資金のご相談です。受付番号 309812774530 をお控えください。", "JP_DRIVER_LICENSE") == []


def test_a_contractor_whose_name_ends_in_the_word_for_a_set_is_no_origin(find):
    for text in ("【栄町ビル】元請：宝来組\n10(火) 足場解体", "元請け　三国組\n下請け　北斗塗装\n"):
        assert find(text, "JP_CAREER_HISTORY") == [], text


def test_conditions_of_people_at_large_are_nobodys(find):
    for text in ("病気や障害があっても働き続けられる職場、が今年の題です。", "障害があっても安心して暮らせる街を目指します。"):
        assert find(text, "JP_SENSITIVE") == [], text


def test_an_illness_told_in_confidence_is_whoevers_stands_above(find):
    text = "設計を受け持つ弊社の三枝の都合によるものです。\n図面の修正は済んでおり、着工日には影響いたしません。\n\n内々の話で恐縮ですが、\n胃に腫瘍が見つかり、20日に手術することになりました。\n"
    assert len(find(text, "JP_SENSITIVE")) == 1


def test_clerks_labels_and_cells_name_a_number(find):
    for text, entity, numbers in (
            ("受付No\t氏名\t書類\t書類番号\n00417\t立石　一\t運転免許証\t309812774530\n00418\tNguyen Van\t在留カード\tBT48120057DA\n", "JP_DRIVER_LICENSE", ["309812774530"]),
            ("整理番号,氏名,基年,報酬\n0041,安井　望,3106-552014,320\n0044,砂川　徹,4410-087731,410\n", "JP_PENSION_NUMBER", ["3106-552014", "4410-087731"]),
            ("配偶者 MN　348814125170", "JP_MY_NUMBER", ["348814125170"]),
            ("奥様は 記番 4410・1872・01 です。健保の手続きです。", "JP_HEALTH_INSURANCE", ["4410・1872・01"]),
            ("被保険者\t記号-番号\t続柄\n飯野　健\t3102-887\t本人\n飯野　空\t3102-887（枝番02）\t長男\n", "JP_HEALTH_INSURANCE", ["3102-887", "3102-887（枝番02）"]),
            ("国保　記・番：なぎ21-0048813", "JP_HEALTH_INSURANCE", ["なぎ21-0048813"]),
            ("保険金お振込先：ゆうちょ銀行　記号 10540　番号 28817731", "JP_BANK_ACCOUNT", ["記号 10540　番号 28817731"]),
            ("IINO AKIRA\tPPT# TS 2087713\tDOB 1976.11.02", "JP_PASSPORT", ["TS 2087713"]),
            ("パスポート：C01X00T47、旅券　P5512098B", "JP_PASSPORT", ["C01X00T47", "P5512098B"]),
            ("年金の方は手帳見たら3081 445927って書いてありました", "JP_PENSION_NUMBER", ["3081 445927"]),
            ("ルータを交換しました（S/N PL14092267HB）", "JP_RESIDENCE_CARD", []),
            ("林　幸一（昭三八・七・一四生）、小泉　蓮 平３１・３・９生", "DATE_OF_BIRTH", ["昭三八・七・一四", "平３１・３・９"]),
            ("順\t氏名\t歳\n1\t久保　正\t52\n2\t泉谷　望美\t47\n", "AGE", ["52", "47"]),
            ("№\t氏名\t年齢\n1\t久保　正\t24歳\n", "AGE", ["24歳"]),
            ("旧機は2014年6月導入で12歳、おつかれさまでした", "AGE", []),
            ("照会番号00417です。\n保証は 2223 0031 2200 3222（飯野様）です", "CREDIT_CARD", ["2223 0031 2200 3222"]),
            ("当番変更です　神田さん(職番 71-0418) と木戸さん", "JP_EMPLOYEE_ID", ["71-0418"]),
            ("氏名\t旅券番号\t国籍\nｱｸﾞｽ\tE0092741\tID\n", "JP_PASSPORT", ["E0092741"]),
            ("手配No. TR2026411\nTR2026411は旅券番号ではありませんのでご注意ください。", "JP_PASSPORT", []),
            ("社員番号　氏名　　　カード（全桁）\n10088　　二宮　　5105 1051 0510 5100\n", "JP_EMPLOYEE_ID", ["10088"]),
    ):
        assert find(text, entity) == numbers, text


def test_births_in_clerks_writing_and_in_lists_of_children(find):
    assert find("ご主人 旅券 TR5830217 12MAR71\n奥様　旅券 TZ1147906 04SEP74\n", "DATE_OF_BIRTH") == ["12MAR71", "04SEP74"]
    assert find("配偶者　横田　美和　7-020617（36歳）", "DATE_OF_BIRTH") == ["7-020617"]
    assert find("U-10の選手です。\n1 石田　蓮　2016/5/2\n2 望月　奏太　2016/9/17\n3 小田切　陽　2015/7/30\n", "DATE_OF_BIRTH") == ["2016/5/2", "2016/9/17", "2015/7/30"]
    assert find("入社日の一覧です。\n1 石田　蓮　2016/5/2\n2 望月　奏太　2016/9/17\n3 小田切　陽　2015/7/30\n", "DATE_OF_BIRTH") == []


def test_the_age_of_a_thing_is_nobodys(find):
    for text in ("フォークリフトは今年で15歳になります。", "1963年に開学し、このたび63歳の誕生日を迎えます。", "もう8歳の機種なので部品がありません。", "蔵は築88歳ですが現役です。", "輪転機のうち2台は今年で22歳です。"):
        assert find(text, "AGE") == [], text
    assert find("めいちゃんは生後8か月、ゆうとくんは1歳6か月です。", "AGE") == ["生後8か月", "1歳6か月"]


def test_names_beside_animals_machines_and_regions_stay_names(find):
    for text, names in (("群馬の田中様からお電話がありました。田中様の番号は後ほど。", ["田中", "田中"]), ("サーバの田中さんに確認します。田中さんはお休みです。", ["田中", "田中"]),
                        ("お世話になっております。株式会社青空の成田です。", ["成田"]), ("成田部長にお伝えください。", ["成田"])):
        assert find(text, "PERSON") == names, text


def test_rows_of_words_and_numbers_are_no_people(find):
    text = "集計です。\n田中 3\n佐藤 5\n鈴木 2\n高橋 4\n平均 3\n最大 5\n予算 100\n残高 20\n"
    assert not {"平均", "最大", "予算", "残高"} & set(find(text, "PERSON"))


def test_people_have_ages_beside_buildings_and_machines(find):
    for text, age in (("ビル管理を担当する田中一郎さんは58歳です。", "58歳"), ("機械オペレーターの佐藤花子さん(34歳)が入社。", "34歳"), ("生後3か月の長男です。", "生後3か月"), ("3歳6ヵ月の次女です。", "3歳6ヵ月")):
        assert find(text, "AGE") == [age], text
    assert find("3歳6か月以上のお子様が対象です。", "AGE") == []


def test_dates_of_talks_and_of_flights_are_no_births(find):
    for text in ("面談の記録です。\n田中 様 2019/4/12\n佐藤 様 2019/5/10\n鈴木 様 2019/6/3\n", "搭乗者 YAMADA TARO 便 12MAR15", "扶養の手続き 伝票 7-020617", "年金 受付番号 7-020617"):
        assert find(text, "DATE_OF_BIRTH") == [], text


def test_any_code_in_a_travel_mail_is_no_passport(find):
    assert find("旅券を持参。便名 JL 予約 ABC123456", "JP_PASSPORT") == []
    assert find("旅券番号：XDB420187（スペイン）", "JP_PASSPORT") == ["XDB420187"]


def test_machines_that_carry_names_and_serve_are_nobody(find):
    for text in ("長く使った検証サーバー「太郎」「次郎」は今月で引退です。\n・20日 「太郎」の処理を新サーバー「桜子」へ移籍\n",
                 "牧場で8年働いた搬送ロボ「ごんべえ」が修理から戻りました。"):
        assert find(text, "PERSON") == [], text
        assert find(text, "JP_CAREER_HISTORY") == [], text
    assert find("検証サーバーの件、太郎さんは以前アマノ計器で働いていたそうです。", "JP_EMPLOYER") == ["アマノ計器"]


def test_who_used_a_building_and_whose_agent_a_company_was_are_no_career(find):
    for text in ("はじめは印刷所、その後は東山医院が12年ほど入っていたそうです。", "弊社は以前、ミナト樹脂さんの特約店として働いておりました。"):
        assert find(text, "JP_CAREER_HISTORY") == [], text
    assert find("立石さんは以前、東山医院に入っていたそうです。", "JP_EMPLOYER") == ["東山医院"]


def test_goods_listed_by_prefecture_are_no_people(find):
    text = "入荷のお知らせです。\n・福島　あかつき（桃）\n・山形　佐藤錦\n・宮崎　マンゴー\n・千葉　豊水\n"
    assert find(text, "PERSON") == []
    assert find("出席者です。\n・福島　治\n・千葉　健\n・立石　守\n", "PERSON") == ["福島　治", "千葉　健", "立石　守"]


def test_screening_and_rooms_for_people_with_a_condition_are_nobodys(find):
    for text in ("・胃がん、大腸がんの検査は任意です", "・聴覚障害のお客様向けの筆談ボード　1か所", "・自閉症の児童向け静養室", "安西さんのパソコンが重症です。", "うつ病についての講座を安西先生にお願いしました。"):
        assert find(text, "JP_SENSITIVE") == [], text


def test_a_part_played_at_an_event_and_a_visit_are_no_career(find):
    for text in ("去年のお花見で幹事を務めた安西さん、今年もお願いします。", "前回の勉強会で講師をされた安西先生の資料です。", "安西様のところへ伺っていたのは弊社の立石です。", "安西様は元々Bコースでしたが、4月から変わります。",
                 "審査員は安西守先生（東都大学教授）です。"):
        assert find(text, "JP_CAREER_HISTORY") == [], text
    assert find("安西先生は以前、東都大学で講師をされていました。", "JP_EMPLOYER") == ["東都大学"]
    assert find("安西守先生（元東都大学教授）が来られます。", "JP_CAREER_HISTORY") != []


def test_the_account_of_a_person_below_a_list_of_firms_is_that_persons(results):
    text = "支払先の一覧です。\n・立石様は今回から口座が変わり、\n　みなと銀行 浜支店 普通 4471026 ﾀﾃ ﾏﾓ です\n・北斗商店の端数は了承済み\n請求書は2通です。\n"
    assert [one.recognition_metadata["company_own"] for one in results(text, "JP_BANK_ACCOUNT")] == [False]


def test_an_account_labelled_as_their_own_is_a_persons_though_ours_stands_below(results):
    text = "振込先（本人）　みなと信金 港支店 普通 0718301\n弊社の口座（ご請求用）は、北浜銀行 本店 当座 0044719 です。"
    assert [one.recognition_metadata["company_own"] for one in results(text, "JP_BANK_ACCOUNT")] == [False, True]
