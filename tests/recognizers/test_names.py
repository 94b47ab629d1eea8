"""People and organizations in business mail."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Find = Callable[[str, str], list[str]]


@pytest.mark.parametrize(("text", "names"), [
    ("田中　一郎様", ["田中　一郎"]),
    ("野々村部長、お疲れさまです", ["野々村"]),
    ("髙橋さんと﨑山さんが来ます", ["髙橋", "﨑山"]),
    ("髙栁　結衣\n担当：黑田、戶部", ["髙栁　結衣", "黑田", "戶部"]),
    ("ひびきシステムの森です。", ["森"]),
    ("すずかけソフトの東と申します。", ["東"]),
    ("千葉様、福島様、神戸様", ["千葉", "福島", "神戸"]),
    ("望ちゃんと恵さんと光くん", ["望", "恵", "光"]),
    ("担当：佐伯、小野寺", ["佐伯", "小野寺"]),
    ("Ichiro TANAKA より", ["Ichiro TANAKA"]),
    ("ジョン・スミス氏とEmily Chenさん", ["ジョン・スミス", "Emily Chen"]),
    ("弊社佐伯が再計算しております", ["佐伯"]),
    ("佐藤 美咲 <m.sato@midori.example>", ["佐藤 美咲"]),
    ("Aさんの意見です", ["A"]),
    ("会長（新任）　福島　正彦\n", ["福島　正彦"]),
    ("榎本コーチと三枝施設長", ["榎本", "三枝"]),
])
def test_names_are_found_without_honorific_or_title(find: Find, text: str, names: list[str]) -> None:
    assert find(text, "PERSON") == names


@pytest.mark.parametrize("text", [
    "お客様各位", "ご担当者様", "営業部長に確認します", "千葉倉庫から福島へ発送", "森の中の工場", "神様仏様", "皆さんお疲れさまです", "東の入口でお待ちください",
    "取引先様へのご案内", "松本工業へ発注", "m.sato@midori.example", "社長室にて", "お子様連れ", "業者さんが来ます", "東京支店長に報告",
])
def test_words_places_and_companies_are_nobody(find: Find, text: str) -> None:
    assert find(text, "PERSON") == []


def test_a_name_met_once_with_an_honorific_is_a_person_everywhere(find: Find) -> None:
    assert find("森様にお会いしました。\n来週は森が伺うそうです。", "PERSON") == ["森", "森"]


@pytest.mark.parametrize(("text", "names"), [
    ("株式会社立花工務店　設備課　雪村様", ["株式会社立花工務店"]),
    ("㈱みらいの件", ["㈱みらい"]),
    ("ひびきシステム（株）", ["ひびきシステム（株）"]),
    ("みどり商事の佐藤様", ["みどり商事"]),
    ("松本工業、鈴木商店、本田製作所", ["松本工業", "鈴木商店", "本田製作所"]),
    ("医療法人社団青空会の総会", ["医療法人社団青空会"]),
    ("琥珀ホールディングス 御中", ["琥珀ホールディングス"]),
    ("Lumos Labs Inc. の契約書", ["Lumos Labs Inc."]),
    ("みさき薬局青葉店の佐々木です。", ["みさき薬局"]),
    ("あかつきモータース東店に車を預けました。", ["あかつきモータース"]),
    ("昨日、瑞穂工科大学情報学部の先生が来ました。", ["瑞穂工科大学"]),
    ("カワセミ鉄筋様に表彰状をお渡ししました", ["カワセミ鉄筋"]),
])
def test_companies_are_found_with_their_legal_form_and_without_the_department(find: Find, text: str, names: list[str]) -> None:
    assert find(text, "ORGANIZATION") == names


@pytest.mark.parametrize("text", [
    "在庫管理システムのお見積り", "弊社サービスのご案内", "地方銀行の動向", "総合病院での導入事例", "営業部の会議", "株式会社の設立手続き", "大手商社向けの提案", "専務取締役の異動",
])
def test_products_departments_and_kinds_of_business_are_no_company(find: Find, text: str) -> None:
    assert find(text, "ORGANIZATION") == []


def test_a_company_ends_where_its_office_begins(find):
    for text, name in (("雲林寺寺務所の東です。", "雲林寺"), ("株式会社きらら出版編集部の海老原と申します。", "株式会社きらら出版"), ("お世話になっております。\n(株)北陸デポ運行管理室の高見です。\n明日の件、承知いたしました。", "(株)北陸デポ"),
                       ("黒沢醸造社史編纂室の二宮です。", "黒沢醸造")):
        assert find(text, "ORGANIZATION") == [name], text


def test_a_company_begins_with_its_line_though_that_begins_in_kana(find):
    assert find("つくも事務機株式会社\n総務部　蓮見様\n\nお世話になっております。", "ORGANIZATION") == ["つくも事務機株式会社"]


def test_a_name_that_is_a_word_is_known_by_the_rows_around_it(find):
    text = "明日の入構者です。\n大場 090-9999-0311\n小泉 090-9999-0318\n千葉 080-9999-7602\n北 090-9999-0355\n代表 03-5555-0100\n"
    assert find(text, "PERSON") == ["大場", "小泉", "千葉", "北"]
    assert "本社" not in find("大場 090-9999-0311\n小泉 090-9999-0318\n千葉 080-9999-7602\n本社 03-5555-0355\n", "PERSON")


def test_labels_of_two_wordings_side_by_side_are_nobody(find):
    assert find("元：H31.4 入社\n直：平成31年4月 入社\n", "PERSON") == []


def test_the_reading_of_a_name_is_found_whole(find):
    assert find("■神戸　隆之（かんべ　たかゆき）\n2006年3月　卒業\n", "PERSON") == ["神戸　隆之", "かんべ　たかゆき"]


def test_a_department_before_a_title_is_nobody(find):
    for text in ("土木部　工事課長を経て", "購買課長にご連絡ください。", "設備主任がお伺いします。"):
        assert find(text, "PERSON") == [], text


def test_a_company_may_begin_like_a_particle_and_ends_with_its_line(find):
    assert find("お世話になっております。\nともしび企画の安西です。\n", "ORGANIZATION") == ["ともしび企画"]
    assert find("昨日は助かりました。はやぶさキャリアの安西です。", "ORGANIZATION") == ["はやぶさキャリア"]
    assert find("場所　医療法人社団みどり会 浜松町クリニック\n担当　みどり会 健診課 安西様", "ORGANIZATION") == ["医療法人社団みどり会 浜松町クリニック", "みどり会"]


def test_a_name_with_a_rare_form_of_its_character_is_found_whole(find):
    assert find("𠮷野様は本日お休みです。担当は𠮷野 健一です。", "PERSON") == ["𠮷野", "𠮷野 健一"]


def test_what_a_form_leaves_open_is_no_company(find):
    for text in ("2020年4月　株式会社　入社\n2023年3月　〇〇株式会社　退職\n", "会社名：株式会社〇〇\n", "離職理由：会社都合\n", "経験：不問　民間可\n"):
        assert find(text, "ORGANIZATION") + find(text, "JP_EMPLOYER") == [], text


def test_a_company_that_ends_in_no_keeps_it_and_gives_no_other_away(find):
    assert find("業務は社会保険労務士法人ゆめの、安西先生にお願いしています。", "ORGANIZATION") == ["社会保険労務士法人ゆめの"]
    assert find("NPO法人うみかぜの理事会に出ました。", "ORGANIZATION") == ["NPO法人うみかぜ"]


def test_a_company_that_ends_in_kana_is_found_whole(find):
    assert find("葉月茶舗いするぎの安西です。\n\n株式会社葉月茶舗いするぎ\n営業部　安西\n", "ORGANIZATION") == ["葉月茶舗いするぎ", "株式会社葉月茶舗いするぎ"]
    assert find("株式会社みどりでは 安西が担当します。", "ORGANIZATION") == ["株式会社みどり"]


def test_goods_in_katakana_are_no_companies(find):
    assert find("・タオル\n・クーラーボックス\n・ハーフパンツ\nおやつはクリームパンです。", "ORGANIZATION") == []
    assert find("お世話になっております。サクラの安西です。", "ORGANIZATION") == ["サクラ"]


def test_a_company_ends_before_its_department(find):
    assert find("私立葉月高校国語科の安西です。", "ORGANIZATION") == ["私立葉月高校"]
    assert find("葉月町役場建設課の安西です。", "ORGANIZATION") == ["葉月町役場"]


def test_surnames_singled_out_are_people(find):
    assert find("経理大坪宛てにお願いします。", "PERSON") == ["大坪"]
    assert find("千葉だけ雨でした。東京以外は欠品です。", "PERSON") == []


@pytest.mark.parametrize(("text", "names"), [
    ("昨日、辻部長と打ち合わせをしました。", ["辻"]),
    ("本件は関部長にお願いします。", ["関"]),
    ("南部長から西部長への引き継ぎです。", ["南", "西"]),
    ("服部長官の会見です。", ["服部"]),
    ("岡部長官が来ました。", ["岡部"]),
    ("辻部長代理に伺います。", ["辻"]),
    ("王さんから連絡がありました。", ["王"]),
    ("王様のレストラン", []),
    ("営業部長と開発部長が来ます。", []),
])  # fmt: skip
def test_a_head_of_a_department_with_a_short_name_is_found(find: Find, text: str, names: list[str]) -> None:
    assert find(text, "PERSON") == names


def test_surnames_before_their_mobile_numbers_are_people(find):
    text = "当日の連絡先です。\n照明が森090-9999-1111、音響 岡田(080-9999-2222)、車両は長さん070-9999-3333、緊急090-9999-4444"
    assert find(text, "PERSON") == ["森", "岡田", "長"]
    assert len(find(text, "PHONE_NUMBER")) == 4
    assert find("大谷 奏（同じ番号）、ルカくん 070-9999-6704", "PHONE_NUMBER") == ["070-9999-6704"]


@pytest.mark.parametrize("text", ["1便 8:30 本社工場　→　豊橋　4t", "福島の倉庫に12個あります。", "みかづき信用組合 玖珠 普通0417726", "羽村作業所に届けてください。"])
def test_places_that_are_surnames_too_are_nobody_where_goods_and_money_go(find: Find, text: str) -> None:
    assert find(text, "PERSON") == []


@pytest.mark.parametrize(("text", "names"), [
    ("ナポリターノ大統領は退任した。", ["ナポリターノ"]),
    ("会談にはフランス大統領とドイツ首相が臨んだ。", []),
    ("等々力警部の推理が光る。", ["等々力"]),
    ("ノヴィ・サド市の人口は、三十万人である。", []),
    ("次にリヴァプール伯爵が大命を受けた。", ["リヴァプール"]),
    ("孝謙上皇が寺を建てた。", ["孝謙"]),
    ("歴代天皇の陵を巡る。", []),
    ("作家の曹雪芹の作品である。", ["曹雪芹"]),
    ("中国の楊秀麗に敗れた。", ["楊秀麗"]),
    ("王国民は喜んだ。金曜日は休館である。", []),
    ("駅前のセブン・イレブンで待っています。", []),
    ("森下一人で対応します。", ["森下"]),
])  # fmt: skip
def test_names_by_rank_from_the_continent_and_no_shops(find: Find, text: str, names: list[str]) -> None:
    assert find(text, "PERSON") == names


def test_a_name_keeps_which_of_its_house_it_is(find: Find) -> None:
    assert find("東ローマ帝国の皇帝アナスタシオス1世は、財政を立て直した。", "PERSON") == ["アナスタシオス1世"]
    assert "セザール2世紀" not in find("その後、セザール2世紀の建物が残った。", "PERSON")


@pytest.mark.parametrize(("text", "names"), [
    ("・妹尾 りこ　6　身長112\n・三宅 ことね　7　身長121", ["妹尾 りこ", "三宅 ことね"]),
    ("青柳　とし江様のお部屋です。", ["青柳　とし江"]),
    ("西 田 さんは元気です。", ["西 田"]),
    ("佐藤 まで（内線12）", ["佐藤"]),
])
def test_a_given_name_in_kana_belongs_to_the_surname_before_it(find: Find, text: str, names: list[str]) -> None:
    assert find(text, "PERSON") == names


def test_a_short_surname_that_opens_the_line_belongs_to_the_given_name(find: Find) -> None:
    assert find("松　恵子様\n\nみつば安心の鷲尾です。\n　お名前　　　松　恵子様", "PERSON") == ["松　恵子", "鷲尾", "松　恵子"]
    assert find("担当　恵子様", "PERSON") == ["恵子"]


@pytest.mark.parametrize(("text", "names"), [
    ("火曜は妹尾・リナちゃん、水曜は妹尾さんです。", ["妹尾", "リナ", "妹尾"]),
    ("ヘッドコーチが決まりました。", []),
    ("神原ヘッドコーチ、守備コーチの件です。", []),
])
def test_a_dot_between_two_scripts_parts_two_people_and_a_coachs_task_is_nobody(find: Find, text: str, names: list[str]) -> None:
    assert [name for name in find(text, "PERSON") if name != "神原"] == names


@pytest.mark.parametrize(("text", "names"), [
    ("名義　ヒイラギコウボウ(ユ", ["ヒイラギコウボウ(ユ"]),
    ("普通 1234567 カ）ヒイラギコウボウ", ["カ）ヒイラギコウボウ"]),
    ("お世話になります。ことりスイミングの荒井です。\n\nことりスイミング　荒井", ["ことりスイミング", "ことりスイミング"]),
    ("人材開発の葉山です。", []),
    ("アトリエ楓\n設計室　恩地様", ["アトリエ楓"]),
])
def test_account_holders_and_kana_are_firms_and_departments_alone_are_none(find: Find, text: str, names: list[str]) -> None:
    assert find(text, "ORGANIZATION") == names


@pytest.mark.parametrize(("text", "names"), [
    ("スーパーほほえみ\n商品部　各務様", ["スーパーほほえみ"]),
    ("ひとやすみの庭\n荻野様\n\nお世話になります。", ["ひとやすみの庭"]),
    ("お元気ですか\n荻野様", []),
    ("販売促進部\n荻野様", []),
    ("よろしくお願いします。\n\n株式会社ともしびや\n店舗開発　荻野\n", ["株式会社ともしびや"]),
    ("合同会社みなもの橋\n荻野 千夏 / Chinatsu OGINO", ["合同会社みなもの橋"]),
    ("税理士法人ふきのとう　高知事務所", ["税理士法人ふきのとう"]),
    ("㈱あかりの資材　北営業所\n荻野", ["㈱あかりの資材"]),
    ("㈱みらいの見積", ["㈱みらい"]),
    ("ほくとの手種苗の荻野です。\n\n㈱ほくとの手種苗　仕入　荻野", ["ほくとの手種苗", "㈱ほくとの手種苗"]),
    ("弁護士の荻野です。\n\n弁護士　荻野", []),
    ("わたぐもプリント　ご担当者様\n", ["わたぐもプリント"]),
    ("総務課　ご担当者様\n", []),
    ("北部冷送配車の荻野です。\n\n北部冷送　配車　荻野", ["北部冷送", "北部冷送"]),
    ("北部冷送販売の荻野です。\n\n北部冷送販売　荻野", ["北部冷送販売", "北部冷送販売"]),
])
def test_a_firm_is_known_by_its_line_whatever_words_its_name_is_made_of(find: Find, text: str, names: list[str]) -> None:
    assert find(text, "ORGANIZATION") == names


@pytest.mark.parametrize("text", [
    "◆アシカ「佐々木」は今日から新しい水槽です。",
    "・102 信玄（元警察犬、8歳）\n・205 一郎（インコ、よくしゃべる）",
])
def test_a_beasts_name_is_nobodys(find: Find, text: str) -> None:
    assert find(text, "PERSON") == []


@pytest.mark.parametrize("word", ["税理士", "班長", "長男", "次女", "農協", "不動産屋", "工務店", "美容師", "宮司", "消防署"])
@pytest.mark.parametrize("frame", ["来週、{}さんに確認します。", "・{}さんから回答あり、数字は読める", "{}さんは休みです"])
def test_a_calling_a_child_by_birth_and_a_kind_of_place_are_nobodys_name(find: Find, frame: str, word: str) -> None:
    assert find(frame.format(word), "PERSON") == []


@pytest.mark.parametrize(("text", "names"), [
    ("みどり商事の関です。", ["関"]),
    ("担当：関", ["関"]),
    ("運転手の所さんは当日不在です。", ["所"]),
    ("瀬戸口部長と和田部長にもご承認いただきました。", ["瀬戸口", "和田"]),
    ("滋賀和也様\nいつもお世話になっております。", ["滋賀和也"]),
])
def test_surnames_that_are_words_and_heads_of_departments_are_whole(find: Find, text: str, names: list[str]) -> None:
    assert find(text, "PERSON") == names


@pytest.mark.parametrize(("text", "names"), [
    ("競合は日邦データとトモエ製缶の2社", ["日邦データ", "トモエ製缶"]),
    ("南港冷蔵とトモエ製缶に声をかけました。", ["南港冷蔵", "トモエ製缶"]),
    ("みなと信用金庫とほくと銀行", ["みなと信用金庫", "ほくと銀行"]),
    ("紀州ソーラー株式会社（和歌山県知事許可 般-3 第00000号）", ["紀州ソーラー株式会社"]),
])
def test_two_firms_are_two_and_a_licence_is_none(find: Find, text: str, names: list[str]) -> None:
    assert find(text, "ORGANIZATION") == names
