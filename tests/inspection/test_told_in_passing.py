"""Whose a statement is where nobody is named in it: relative clauses, 「ご本人」, lists, texts to be corrected, forms."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from gateway.inspection.inspect import Inspector
from gateway.verdict import About, Finding
from tests.inspection.conftest import INSIDE, OUTSIDE, SENDER, message

Told = Callable[..., list[Finding]]


def test_who_is_raised_by_the_verb_is_not_the_writer_though_our_company_stands_in_the_clause(told: Told) -> None:
    text = "商談の議事メモです。\n・末席においでだった眼鏡の新しい部長さん、お名前は伺えませんでしたが、\n　前回うちが入札で争ったアマノ計器で\n　購買を束ねていらしたそうです。"
    (career,) = told(text, INSIDE)
    assert career.about is About.THIRD_PARTY


@pytest.mark.parametrize("word", ["ご本人が", "本人は", "ご当人も"])
def test_the_person_themselves_is_whoever_was_spoken_of_last(told: Told, word: str) -> None:
    text = f"検収の立石さんからお叱りの電話がありました。\n厳しい方ですが、もっともな話です。\nというのも{word}アマノ計器の設計畑の出で、図面はひと目で読めるとか。"
    (career,) = told(text, INSIDE)
    assert (career.about, career.relation and career.relation.person) == (About.THIRD_PARTY, "立石")


def test_a_career_learned_from_somebody_else_is_hearsay_whatever_the_verb(told: Told) -> None:
    text = "倉本様\n\n水辺工業の佐々木です。\n帰り道に同僚の三枝に教わったのですが、\n倉本様は以前アマノ計器の育成におられたのですね。"
    (career,) = told(text)
    assert career.about is About.RECIPIENT
    assert career.relation is not None
    assert career.relation.hearsay


def test_a_recipient_introduced_to_another_is_the_one_raised(inspector: Inspector) -> None:
    text = "倉本様\n東様\n\n水辺工業の佐々木です。\n倉本様には昨秋より改装のご助言を頂戴しております。\nアマノ計器で長く工場長を務められ、生産管理に大変お詳しい方です。"
    findings = inspector.inspect(message(text, SENDER, f"{OUTSIDE}; 東 <azuma@hoshi.example>"))
    (career,) = [one for one in findings if one.entity_type == "JP_CAREER_HISTORY"]
    assert career.about is About.RECIPIENT
    assert career.concerns == ("kuramoto@kanata-seiki.example",)


def test_a_biography_sent_to_be_corrected_is_its_readers(told: Told) -> None:
    text = "倉本様\n\n水辺工業の佐々木です。\n司会は立石が務めます。\n略歴を当日の冊子に載せますので、下の文に\n誤りがありましたらお直しください。\n「平成3年、アマノ計器に技師として入社。平成14年より工場長」"
    careers = told(text)
    assert careers
    assert {one.about for one in careers} == {About.RECIPIENT}


def test_each_row_of_a_list_is_somebody_elses(inspector: Inspector) -> None:
    text = "明日の入構者です。\n立石 090-9999-0311\n三枝 090-9999-0318\n森下 080-9999-7602\n雪村 070-9999-2294\nほの字 090-9999-0355\n"
    findings = inspector.inspect(message(text, SENDER, OUTSIDE, channel="chatwork"))
    people = {one.person for one in findings if one.entity_type == "PHONE_NUMBER"}
    assert len(people) == 5


def test_a_relative_clause_about_a_brother_does_not_make_him_the_one_spoken_of(told: Told) -> None:
    text = "先月から配属の眼鏡の方は、うちの弟が学生の頃に通っていたアマノ計器学園で、\n受付をされていたそうです。"
    assert all("弟" not in (one.relation.person if one.relation else "") for one in told(text, INSIDE))


def test_a_form_filled_in_with_a_sample_name_is_nobodys_in_kana_too(inspector: Inspector) -> None:
    text = "記入例です。\n氏名　山田　太郎\nフリガナ　ヤマダ　タロウ\n勤務先は照会にだけ使います。\n"
    findings = inspector.inspect(message(text, SENDER, OUTSIDE))
    assert {one.about for one in findings if one.entity_type == "PERSON"} <= {About.NOBODY}


def test_people_in_stories_are_nobody(told: Told) -> None:
    for text in ("新連載のプロットです。主人公は、架空の銀行を辞めて離島の郵便局に転がり込んだ男。最後は島の診療所で働きはじめます。",
                 "昨日のドラマ見た人いる？ 主人公が銀行クビになって町工場に転職するやつ"):
        assert {one.about for one in told(text, INSIDE)} <= {About.NOBODY}, text
    (career, *_) = told("昨日のドラマ面白かったですね。\nところでカナタ精機の倉本さん、以前はアマノ計器で働かれていたそうです。", INSIDE)
    assert career.about is About.THIRD_PARTY


def test_animals_machines_and_regions_have_no_career(told: Told) -> None:
    for text in ("花子は十勝出身の乳牛です。\n花子は昨年まで隣町の牧場に在籍していましたが、移籍しました。", "2014年から働き続けたサーバー yamada が退役します。\nyamada はその後、分解されて第二の人生を送ります。",
                 "関西支社長を拝命いたしました。\n関西は学生時代に4年間を過ごした土地でもあります。"):
        assert About.THIRD_PARTY not in {one.about for one in told(text)}, text


def test_what_an_advert_says_to_people_at_large_is_of_nobody(told: Told) -> None:
    assert About.THIRD_PARTY not in {one.about for one in told("「病院を退職して1年、復帰が不安」という方にも\n先輩が同行しますので安心です。")}


def test_what_the_reader_said_on_the_telephone_is_no_hearsay(told: Told) -> None:
    (career,) = told("倉本様\n\n水辺工業の佐々木です。\nお電話で現在はアマノ計器さんにお勤めと伺いましたので、夕方の時間にいたしました。")
    assert career.about is About.RECIPIENT
    assert career.relation is not None
    assert not career.relation.hearsay


@pytest.mark.parametrize("text", [
    "群馬の立石様からお電話がありました。立石様は以前アマノ計器で働かれていたそうです。",
    "新しく来た同僚の立石さんは、前はアニメ会社のアマノ計器に勤めていたそうです。",
    "売上のプロットを添付します。\n\n立石は以前、アマノ計器に勤めていました。",
    "候補者の立石さんの経歴をお送りしますのでご確認ください。\n2015年4月、アマノ計器に入社し、営業を担当していました。",
    "先方の立石部長ご自身から伺いましたが、前職はアマノ計器だそうです。",
    "羽田課長は以前アマノ計器に勤めていました。",
])
def test_everyday_words_hide_nobody(told: Told, text: str) -> None:
    assert About.THIRD_PARTY in {one.about for one in told(text)}, text


def test_where_a_brother_worked_is_the_brothers(told: Told) -> None:
    assert About.THIRD_PARTY in {one.about for one in told("妻が勤めていたトヨハシ電機を辞めて転職しました。", INSIDE)}


def test_what_follows_as_mine_is_the_writers(told: Told) -> None:
    assert {one.about for one in told("展示会の割り振りです。\n千葉は朝だけ顔を出します。\n前職がトヨハシ電機の私も設営を手伝います。")} <= {About.SENDER}


def test_a_colleague_given_another_project_is_the_companys_news(told: Told) -> None:
    text = "倉本様\n\n水辺工業の佐々木です。\n昨年まで御社を担当しておりました千葉は、今年から名古屋の案件に移っておりますが、\n当日は朝だけ顔を出すと申しております。"
    assert About.THIRD_PARTY not in {one.about for one in told(text)}
    assert "今年" not in {one.text for one in told(text, entity="JP_EMPLOYER")}


def test_an_illness_in_a_made_up_case_is_nobodys(told: Told) -> None:
    text = "倉本様\n\n水辺工業の佐々木です。\n研修の台本です。人物や会社はいずれも架空です。\n\n【第2場】食堂で、部下のうつ病のことを\n　大声で話す課長。隣には客がいる。\n"
    assert {one.about for one in told(text, entity="JP_SENSITIVE")} <= {About.NOBODY}


@pytest.mark.parametrize("text", [
    "受付をされていた男性の方、以前の商談会で浪速機械の名刺をいただいたように思います。",
    "経理の沖さんはいま勤めている浪速機械が決算で、夜しか電話に出られません。",
    "沖さんが転職サイトに登録してるのを見かけました。",
    "候補の方です。\n2014.4　㈱アカシヤ通販　MD\n2020.7　ベルガモ化粧品㈱　直販の運営（現職）\n2014.3　洛北大学 経済学部卒\n条件は電話でお話しします。",
])  # fmt: skip
def test_more_that_is_said_by_the_way_is_a_career(told: Told, text: str) -> None:
    assert About.THIRD_PARTY in {one.about for one in told(text, INSIDE)}


@pytest.mark.parametrize("text", [
    "展示会で浪速機械様の名刺を3枚頂戴しました。",
    "求人サイトに弊社の募集を載せて1か月になります。",
    "利用者の声は「Bさん（30代・元教員）」表記で統一します。",
])  # fmt: skip
def test_cards_adverts_and_samples_tell_of_nobodys_career(told: Told, text: str) -> None:
    assert [one for one in told(text) if one.about is About.THIRD_PARTY] == []


def test_an_employer_that_the_reader_wrote_of_is_no_news_to_them(told: Told) -> None:
    text = (
        "倉本様\n\nご質問にお答えします。\n\n> 1. 私は定年まで北上科学館で実験教室を受け持っておりました。塾は初めてですが大丈夫でしょうか。\n\n"
        "北上科学館でなさっていた静電気の実験を、ぜひ伺いたいとのことです。\n\n佐々木"
    )
    assert About.THIRD_PARTY not in {one.about for one in told(text)}
    assert not any(one.relation and one.relation.hearsay for one in told(text) if one.about is About.RECIPIENT)


@pytest.mark.parametrize("text", [
    "溶接機の愛称はジローで、納入以来ほぼ無欠勤で働いてきました。そろそろ引退させます。",
    "毎年「将来ここに就職したい」と書いてくださる方がいます。",
    "・大手商社から蕎麦屋に移る人も増えている、らしい",
    "このたび異動になりました。長崎で配船をやって9年、無理ばかり申し上げました。",
    "求人票です。子育てで退職された方もぜひご応募ください。",
    "高校を出て製鋼所に入りました。今は乗務員のかたわら社長を務めています。",
])  # fmt: skip
def test_machines_wishes_statistics_and_the_writers_own_years_are_nobody_elses_career(told: Told, text: str) -> None:
    assert [one for one in told(text) if one.about is About.THIRD_PARTY] == []


def test_what_an_applicant_wrote_is_no_news_to_them(told: Told) -> None:
    text = (
        "倉本様\n\nご応募書類を拝見しました。\nお書きいただいたとおり、日南モーターで\n小型の弁の設計を5年ご担当とのこと、ぜひお話を伺いたく存じます。\n\n"
        "> 2026年5月11日(月) 23:48 倉本直樹 <kuramoto@kanata-seiki.example>:\n> 2021年に日南モーター株式会社に新卒で入社し、以来5年間、小型の弁を設計しております。\n"
    )
    assert About.THIRD_PARTY not in {one.about for one in told(text)}
    assert not any(one.relation and one.relation.hearsay for one in told(text))


def quoting(said: str) -> str:
    return f"倉本様\n\n承知しました。見積は明日お送りします。\n\n佐々木\n\n2026年5月11日(月) 23:48 倉本直樹 <kuramoto@kanata-seiki.example>:\n> 佐々木様\n> {said}\n> 倉本\n"


def test_whom_the_reader_told_us_of_in_passing_stays_a_third_party_when_quoted(told: Told) -> None:
    text = quoting("昨日お会いした先方の保坂さんという方、この春まで国見税務署にいたそうです。")
    assert {one.about for one in told(text, INSIDE)} == {About.THIRD_PARTY}


@pytest.mark.parametrize("said", ["弊社の瀬川が以前アマノ計器におりまして、流量計には詳しいです。", "三月いっぱいで島根冷凍を離れて、四月からは境港におります。"])
def test_what_readers_wrote_of_themselves_and_their_own_people_is_no_news_to_them(told: Told, said: str) -> None:
    assert About.THIRD_PARTY not in {one.about for one in told(quoting(said), "倉本直樹 <kuramoto@kanata-seiki.example>")}


def test_whom_i_introduce_is_the_one_told_of_though_i_speak_of_myself_before(told: Told) -> None:
    text = "私が駆け出しの頃にずいぶん鍛えられた戸叶という男が、7月の総会でアマノ計器の常務に収まります。"
    assert [one.about for one in told(text) if "アマノ計器" in one.text] == [About.THIRD_PARTY]


def test_the_one_who_was_there_is_not_the_reader_i_ask(inspector: Inspector) -> None:
    text = "倉本様\n\n運転手さんは先月お会いした勝俣さんで間違いないでしょうか。\nたしかアマノ急便でハンドルを握っていらした方ですよね。"
    found = [one for one in inspector.inspect(message(text, SENDER, OUTSIDE)) if one.entity_type in ("JP_CAREER_HISTORY", "JP_EMPLOYER")]
    assert {(one.entity_type, one.about) for one in found} == {("JP_CAREER_HISTORY", About.THIRD_PARTY), ("JP_EMPLOYER", About.THIRD_PARTY)}


def test_the_side_one_was_on_tells_where_one_worked(told: Told) -> None:
    text = "届は三好教頭に見てもらった方が早いです。アマノ市教委で説明会を回してた側なので、どこで突っ返すか全部わかってます"
    assert About.THIRD_PARTY in {one.about for one in told(text, INSIDE)}


@pytest.mark.parametrize("text", [
    "追伸　新しく座っとられる御社の総務課長さん、うちが頼んどる三好会計で補助をしてみえた方ですな。",
    "> 前にご担当の夏目さんはお変わりないですか？\nはい、元気にしているようです。夏に当社を離れまして、いまは実家の酒蔵で仕込みをしております。",
    "4) 連載「隣の席」：沖田（営業企画／中途、前はアマノ市役所の広報課）\n5) クロスワードの景品",
    "三好さんにも会場でお会いできればと思っています。実は弊社のほかアマノ重工さんの内々定もお持ちだそうです。",
])  # fmt: skip
def test_postscripts_answers_brackets_and_offers_tell_of_others(told: Told, text: str) -> None:
    assert About.THIRD_PARTY in {one.about for one in told(text)}


def test_what_the_reader_told_me_is_theirs(told: Told) -> None:
    text = "1on1のときアマノピクセルで品質のリーダーやってたって話してくれたじゃないですか。あのやり方を教えてほしいです"
    assert {one.about for one in told(text, INSIDE, channel="slack")} == {About.RECIPIENT}


def test_an_advert_that_welcomes_those_who_left_their_jobs_is_of_nobody(told: Told) -> None:
    text = "求人の原稿です。\n【本文】\n転職が初めての方も、介護で長く離職していた方も歓迎。元営業、元バンドマン、いろんな人がいます。"
    assert [one for one in told(text) if one.about is About.THIRD_PARTY] == []


def test_a_clause_that_a_line_break_cuts_is_one(told: Told) -> None:
    text = "倉本さん\n\n人事の佐々木です。\n\n三枝合同印刷さんで機械保全を4年\nされていたとのことなので、最初から\n当番にも入っていただきます。"
    assert [one.text for one in told(text, INSIDE)] == ["三枝合同印刷さんで機械保全を4年\nされていた"]


def test_people_with_their_addresses_at_the_end_of_a_post_are_no_signature(inspector: Inspector) -> None:
    text = "招待状をこの方々にお願いします！\n渡会 進様 三重県鈴鹿市白子町0-11\n新開 ゆう子様 三重県津市一身田0-5-3\n長谷 光様 三重県亀山市関町0-88"
    found = inspector.inspect(message(text, SENDER, OUTSIDE, channel="chatwork"))
    assert About.SENDER not in {one.about for one in found if one.entity_type == "JP_ADDRESS"}
    assert len([one for one in found if one.entity_type == "JP_ADDRESS"]) == 3


@pytest.mark.parametrize("heading", ["いま", "現在", "今の仕事", "現在の勤め"])
def test_a_column_of_what_people_do_now_tells_where_each_works(told: Told, heading: str) -> None:
    text = f"最終に残った二名です。\n\n|氏名|{heading}|印象|\n|渡会 遥|アマノ計器 出荷係 4年目|声が大きい|\n|新開 進|三枝リース、3月で満了|よく笑う|\n"
    careers = told(text, INSIDE)
    assert [(one.text, one.about) for one in careers] == [("アマノ計器 出荷係 4年目", About.THIRD_PARTY), ("三枝リース、3月で満了", About.THIRD_PARTY)]


def test_a_column_of_where_things_are_now_is_nobodys_career(told: Told) -> None:
    assert told("金型の所在です。\n\n|品番|現在|備考|\n|K-01|アマノ計器|7月に戻り|\n|K-02|三枝リース|修理中|\n", INSIDE) == []


def test_somebody_of_ours_whose_past_is_told_to_a_customer_is_not_the_writer(told: Told) -> None:
    text = "倉本様\n\n水辺工業の佐々木です。\n夜間の窓口は来月から森下が受け持ちます。\n一昨年なくなったアマノ計器さんで、検査場を\nひとりで切り盛りしていた者ですので、ご安心ください。"
    (career,) = told(text)
    assert career.about is About.THIRD_PARTY
    assert career.relation is not None
    assert career.relation.person == "森下"


@pytest.mark.parametrize("text", [
    "当社はもともとアマノ計器の検査場として始まりました。", "平成の初めには三枝リースの傘下に入りましたが、のちに株式を買い戻しました。", "弊社は1988年にアマノ計器から分かれて設立されました。",
])  # fmt: skip
def test_how_a_company_began_is_nobodys_career(told: Told, text: str) -> None:
    assert told(f"倉本様\n\n原稿の会社案内、次のように直してください。\n\n{text}\n") == []


@pytest.mark.parametrize("said", ["先月までトヨハシ電機にいた", "トヨハシ電機出身", "トヨハシ電機の人だったよ"])
def test_a_name_alone_above_plain_words_is_whom_they_are_of(inspector: Inspector, said: str) -> None:
    (career,) = [one for one in inspector.inspect(message(f"坂口さん\n{said}", SENDER, INSIDE, channel="slack")) if one.entity_type == "JP_CAREER_HISTORY"]
    assert career.about is About.THIRD_PARTY
    assert career.person == "name:坂口"


@pytest.mark.parametrize("said", ["先月までトヨハシ電機にいました", "僕も先月までトヨハシ電機にいた", "トヨハシ電機出身です、よろしくお願いします"])
def test_who_calls_somebody_and_speaks_politely_or_of_themselves_is_the_one_spoken_of(inspector: Inspector, said: str) -> None:
    assert About.THIRD_PARTY not in {one.about for one in inspector.inspect(message(f"坂口さん\n{said}", SENDER, INSIDE, channel="slack"))}


def test_how_something_looks_is_no_hearsay(told: Told) -> None:
    text = "倉本様\n\nお送りいただいた職務経歴書を拝見しました。一つだけ伺います。\n\n　2019年10月～現在　アマノ計器株式会社　検査課\n　→ 社名は今のものに合わせたほうがよさそうです\n"
    careers = told(text)
    assert {one.about for one in careers} == {About.RECIPIENT}
    assert not any(one.relation and one.relation.hearsay for one in careers)


@pytest.mark.parametrize("text", ["10月以降に入社される方から、受入れの流れを変えます。", "4月に異動する社員には、新しい手当を適用します。"])
def test_whom_a_new_rule_is_for_is_nobody(told: Told, text: str) -> None:
    assert About.THIRD_PARTY not in {one.about for one in told(f"部門長各位\n\n{text}\n", INSIDE)}


def test_names_with_their_addresses_at_the_end_of_a_post_are_no_signature_without_honorifics_either(inspector: Inspector) -> None:
    text = "追加の送り先です！\n渡会 さやか 三重県鈴鹿市白子町0-11\nYUI（新開 結衣） 三重県津市一身田0-5-3\n長谷 光 三重県亀山市関町0-88"
    found = inspector.inspect(message(text, SENDER, OUTSIDE, channel="chatwork"))
    addresses = [one.about for one in found if one.entity_type == "JP_ADDRESS"]
    assert len(addresses) == 3
    assert About.SENDER not in addresses


def test_offices_with_their_addresses_below_a_name_are_a_signature(inspector: Inspector) -> None:
    text = "倉本様\n\n承知しました。\n\n水辺工業株式会社\n佐々木 守\n本社 三重県津市一身田0-5-3\n鈴鹿工場 三重県鈴鹿市白子町0-11\n亀山営業所 三重県亀山市関町0-88\n電話 059-999-1234"
    found = inspector.inspect(message(text, SENDER, OUTSIDE))
    assert {one.about for one in found if one.entity_type == "JP_ADDRESS"} == {About.SENDER}


@pytest.mark.parametrize("parting", ["", "\n"])
def test_whom_a_clause_stands_before_is_whom_it_tells_of_though_a_line_ends_between(told: Told, parting: str) -> None:
    text = f"倉本様\n\n水辺工業の佐々木です。\nトヨハシ電機時代に検査の治具を仕切られていた{parting}森下さんに見ていただけるので心強いです。"
    careers = told(text)
    assert [(one.about, one.relation and one.relation.person) for one in careers] == [(About.THIRD_PARTY, "森下")]


@pytest.mark.parametrize("source", ["常務が申しますには、", "営業の者の話では、", "店長曰く、"])
def test_what_another_says_of_the_readers_past_is_hearsay(told: Told, source: str) -> None:
    (career,) = told(f"倉本様\n\nお世話になっております。\n{source}倉本様はトヨハシ電機の検査課にいらした方だとか。次回ぜひ教えてください。")
    assert career.about is About.RECIPIENT
    assert career.relation is not None
    assert career.relation.hearsay


@pytest.mark.parametrize("text", ["次回の会場は興和海運に内定しました。", "外壁の発注先は三枝リースに内定です。", "当番校は水辺大学に決定しております。"])
def test_what_goes_to_a_firm_is_nobodys_career(told: Told, text: str) -> None:
    assert told(f"委員各位\n\n倉本会長より報告。\n{text}\n") == []


@pytest.mark.parametrize("self_word", ["わ、", "おら、", "わしは"])
def test_who_says_i_in_dialect_speaks_of_themselves(inspector: Inspector, self_word: str) -> None:
    text = f"葛城さん、荷さばきの件まがせで〜\n{self_word}前はトヨハシ電機で八年働いてだはんで"
    assert About.THIRD_PARTY not in {one.about for one in inspector.inspect(message(text, SENDER, INSIDE, channel="lineworks")) if one.entity_type == "JP_CAREER_HISTORY"}


APPLICANT = "d.seno@tegami-post.example"


def applying(inspector: Inspector, text: str, to: str = APPLICANT) -> set[About]:
    """Whose the careers told to an applicant are; `UNKNOWN` stands for hearsay."""
    found = inspector.inspect(message(text, SENDER, to))
    return {one.about for one in found if one.entity_type == "JP_CAREER_HISTORY"} | ({About.UNKNOWN} if any(one.relation and one.relation.hearsay for one in found) else set())


@pytest.mark.parametrize("said", ["履歴書の写しに2019年4月入社とありましたが、証明書は後日で結構です。", "在職中とのことですので、夜の時間で組みました。", "現在もトヨハシ電機様にご在職中と伺っておりますので、土曜も可能です。", "現職のご退職日が6月末と伺いましたので、入社日は7月といたします。"])
def test_what_an_applicants_invitation_says_of_their_post_they_told_themselves(inspector: Inspector, said: str) -> None:
    text = f"瀬野　大地様\n\nこのたびは弊社にご応募いただきありがとうございます。\n書類選考の結果、面接のご案内を差し上げます。\n\n面接官　設計課長　甲斐\n\n{said}\n"
    assert applying(inspector, text, f"瀬野 大地 <{APPLICANT}>") <= {About.RECIPIENT}


def test_what_others_say_of_an_applicant_is_hearsay_and_who_sits_beside_them_is_not_the_reader(inspector: Inspector) -> None:
    opening = "瀬野　大地様\n\nこのたびは弊社にご応募いただきありがとうございます。\n面接のご案内を差し上げます。\n\n"
    to = f"瀬野 大地 <{APPLICANT}>"
    assert applying(inspector, opening + "知人から、瀬野様はトヨハシ電機にご在職中と伺いました。", to) == {About.RECIPIENT, About.UNKNOWN}
    assert applying(inspector, opening + "同席する者は前職でトヨハシ電機におりましたので、お話が合うかと思います。", to) != {About.RECIPIENT}


def test_what_a_mail_about_a_candidate_says_of_their_post_is_theirs(inspector: Inspector) -> None:
    text = "採用ご担当様\n\n先日ご応募いただいた求人に、候補者の甲斐様を推薦いたします。\n甲斐様は現在トヨハシ電機にご在職中です。\n"
    assert applying(inspector, text) == {About.THIRD_PARTY}


def test_a_post_in_a_row_of_a_resume_is_nobody_that_the_next_line_speaks_of(told: Told) -> None:
    text = "倉本様\n\n私の略歴は次のとおりです。\n\n　平成元年　水辺工業株式会社　入社\n　平成15年～令和5年　土木部　工事課長\n\n道路改良では通算18件の現場代理人を務めました。\n"
    assert {one.about for one in told(text)} == {About.SENDER}


def test_towns_in_a_row_with_a_city_are_nobody(told: Told, inspector: Inspector) -> None:
    text = "倉本様\n\nさて、私こと、このたび茅野支店長を拝命いたしました。\n平成11年の入行以来、岡谷、松本、東京と六つの店舗を回り、直近の3年間は審査部次長を務めておりました。\n"
    assert {one.about for one in told(text)} <= {About.SENDER}
    assert [one.text for one in inspector.inspect(message(text, SENDER, OUTSIDE)) if one.entity_type == "PERSON"] == ["倉本"]


@pytest.mark.parametrize("text", ["今月いっぱいで紙の納品控えを辞めるそうです。", "沿革です。\n1946年　神田に「若葉堂」として開業\n1961年　新卒採用を開始"])
def test_papers_and_first_shops_are_nobodys_career(told: Told, text: str) -> None:
    assert told(f"各位\n\n{text}\n", INSIDE) == []


def test_rows_below_a_row_of_a_resume_are_rows_too(told: Told) -> None:
    text = "倉本様\n\nモータ制御の件、1名ご提案です。\n\n氏名：佐野　健太郎（38歳）\n経験：\n・2010/4～2016/8　トヨハシ電機㈱　評価\n・2016/9～2022/3　アマノ計器　制御の開発\n・2022/4～　フリー（車載2件）\n\n面談は水曜が空いています。\n"
    careers = told(text)
    assert [one.text for one in careers] == ["2010/4～2016/8　トヨハシ電機㈱　評価", "2016/9～2022/3　アマノ計器　制御の開発", "2022/4～　フリー（車載2件）"]
    assert {one.about for one in careers} == {About.THIRD_PARTY}


def test_an_employer_that_is_guessed_ends_before_the_guess(told: Told) -> None:
    (career,) = told("元請の新PM、倉本さんて古巣がサンリアっぽい。", INSIDE)
    assert career.relation is not None
    assert career.relation.organization == "サンリア"


def test_a_school_somebody_left_is_not_where_they_go(inspector: Inspector) -> None:
    text = "倉本支店長のご長男、三月に水辺工科大学を出られて、アマノ計器に決まられたそうです。"
    assert [one.text for one in inspector.inspect(message(text, SENDER, INSIDE)) if one.entity_type == "JP_EMPLOYER"] == ["アマノ計器"]


def test_one_thing_told_after_another_is_two_statements_of_one_person(inspector: Inspector) -> None:
    text = "広報の小暮さん、トヨハシ電機の検査を三年で辞めて、アマノ計器に拾われた人なんですよ。"
    found = inspector.inspect(message(text, SENDER, INSIDE))
    assert [one.text for one in found if one.entity_type == "JP_CAREER_HISTORY"] == ["トヨハシ電機の検査を三年で辞めて", "アマノ計器に拾われた"]
    assert [one.text for one in found if one.entity_type == "JP_EMPLOYER"] == ["トヨハシ電機", "アマノ計器"]
    assert {one.about for one in found if one.entity_type == "JP_CAREER_HISTORY"} == {About.THIRD_PARTY}


def test_a_relative_of_the_writers_is_not_the_writer_though_it_is_a_private_matter(told: Told) -> None:
    (career,) = told("倉本様\n\n追伸　私事ですが、うちの娘がこの春からみなみ薬局さんの受付に入っております。")
    assert career.about is About.THIRD_PARTY


@pytest.mark.parametrize("talk", ["千種マリンの浜さんな、\nもともとなにわ浚渫の船に乗ってはったお人やで。", "千種マリンの浜さんなぁ、もともとなにわ浚渫で働いてはるお人やったんやで。"])
def test_whom_talk_raises_in_dialect_is_not_the_writer(told: Told, talk: str) -> None:
    assert {one.about for one in told(f"上田くん\n\nおつかれ。9時半集合に変わったで。\n\n{talk}\n", INSIDE)} == {About.THIRD_PARTY}


def test_what_the_only_reader_wrote_of_themselves_without_a_name_is_theirs(told: Told) -> None:
    text = "倉本様\n\nご丁寧にありがとうございます。\n\n2026年6月9日(火) 20:47 倉本 <kuramoto@" + OUTSIDE.split("@")[1].rstrip(">") + ">:\n> 培土ですが、前回のロットはpHが少し高いようです。\n> 農園を始める前は北斗種苗で育種を9年やっていたので、\n> どうしても気になってしまって。\n"
    assert About.THIRD_PARTY not in {one.about for one in told(text)}


def test_who_takes_over_is_whom_the_next_words_tell_of(told: Told) -> None:
    careers = told("倉本様\n\n水辺工業の佐々木でございます。\n後任は志村と申します。昨年までトヨハシ電機で工場長をしておりました。冷凍機にはめっぽう強い男です。")
    assert [one.relation and one.relation.person for one in careers] == ["志村"]
    assert {one.about for one in careers} == {About.THIRD_PARTY}


@pytest.mark.parametrize("text", ["60歳定年、再雇用で70歳まで在籍できます。", "解体材の売却先が鈴木商店に決まりました。"])
def test_rules_and_buyers_are_nobodys_career(told: Told, text: str) -> None:
    assert told(f"関係者各位\n\n出席　大海土木　原様\n\n{text}\n") == []


def test_a_list_with_dates_of_birth_below_a_mail_is_no_signature(inspector: Inspector) -> None:
    text = "倉本様\n\n名簿を貼ります。\n\n水辺工業　佐々木\n\n--- 申込の控え ---\n大泉さん御一家\n　大泉　学 1984.2.11 ／ 大泉　さつき 1986.7.3 ／ 大泉　樹 2016.9.25\n向井　宏 S33.12.1（長靴）\n---\n"
    found = [one for one in inspector.inspect(message(text, SENDER, OUTSIDE)) if one.entity_type == "DATE_OF_BIRTH"]
    assert [one.text for one in found] == ["1984.2.11", "1986.7.3", "2016.9.25", "S33.12.1"]
    assert About.SENDER not in {one.about for one in found}
    assert len({one.person for one in found}) == 4  # a surname with さん is one of three who have it


def test_hearsay_that_ends_in_toka_asks_nobody(told: Told) -> None:
    text = "桜庭さん\n\nお疲れさまです。今日、湖南総合病院に寄りました。\n林田先生の後任は鬼頭先生です。\n師長さんの話だと、水辺大学病院の外科を飛び出してこちらへ来られたとか。"
    assert {one.about for one in told(text, INSIDE)} == {About.THIRD_PARTY}


def test_who_left_us_is_not_the_writer(told: Told) -> None:
    text = "倉本様\n\n水辺工業の佐々木です。\n作成者の柴崎に照会しております。昨年の秋に弊社を辞して、現在はトヨハシ電機におります関係で、回答に数日いただきます。"
    assert About.SENDER not in {one.about for one in told(text)}


def test_a_man_of_some_age_is_the_topic(told: Told) -> None:
    text = "長沼様\n\n昨日ご案内した方から申込みをいただきました。\nお申込みは三上さんという31歳の男性、お一人住まいです。\n物静かな方です。トヨハシ電機にお勤めとのことです。"
    assert {one.about for one in told(text)} == {About.THIRD_PARTY}


def test_a_case_for_a_seminar_that_says_it_is_invented_is_of_nobody(inspector: Inspector) -> None:
    text = ("倉本様\n\n研修のケースです。\n\n営業部に、同業のトヨハシ電機から転職してきた中堅社員がいる。課長は昨秋に胃潰瘍で入院して以来、夜の会食は断っている。\n\n"
            "なお、ケースはすべて創作で、実在の方や企業様とは関係ありません。\n")
    assert About.THIRD_PARTY not in {one.about for one in inspector.inspect(message(text, SENDER, OUTSIDE)) if one.entity_type in ("JP_CAREER_HISTORY", "JP_SENSITIVE")}


def test_years_with_a_firm_in_a_row_are_of_whom_the_row_names(told: Told) -> None:
    text = "キーマンの表です。\n\n名前｜役割｜備考\n林　健三｜常務｜数字から入る\n千葉　誠｜生技部長｜'14〜'21 トヨハシ電機(熊谷)設計2G。ゴルフ可\n"
    (career,) = told(text, INSIDE)
    assert career.text == "'14〜'21 トヨハシ電機(熊谷)設計2G"
    assert career.about is About.THIRD_PARTY
    assert career.relation is not None
    assert career.relation.person == "千葉 誠"


def test_what_somebody_says_of_themselves_with_a_laugh_is_theirs(told: Told) -> None:
    text = "定例のメモです。\n\n・様式の切替をご相談したところ、甲斐様から「これ、新人のときにトヨハシ電機の検査課で私が作った表なんですよ」と笑いながら。項目名は残す方向です。"
    assert {one.about for one in told(text, INSIDE)} == {About.THIRD_PARTY}


@pytest.mark.parametrize("text", [
    "望月建具さんの複合機、前の会社は保守だけで月8万取ってたらしいです。", "入ってきた旋盤、元は松本工業で20年働いてたやつです。", "本日入社の看板猫ハナです。前職は魚政さんのネズミ番、勤続6年。",
    "2件出ました。家賃22万です。\n元東九銀行東町支店。平成22年に退いたあと、学習塾でした。", "第3話の直しです。刑事が「あんた、前は東九銀行に勤めてたそうだな」と言う場面は早すぎます。主人公の前職は伏せます。",
])  # fmt: skip
def test_suppliers_lathes_cats_houses_and_plays_have_no_career(told: Told, text: str) -> None:
    assert About.THIRD_PARTY not in {one.about for one in told(f"各位\n\n{text}\n", INSIDE)}


def test_a_candidate_named_between_rules_with_their_age_does_not_sign(told: Told) -> None:
    text = ("倉本様\n\nお会いいただきたい方がおりますのでご推薦いたします。\n\n━━━━━━━━━━━━\n　戸叶　修平（トカノ　シュウヘイ）　46歳\n━━━━━━━━━━━━\n[職歴]\n"
            "　2003.4　トヨハシ電機(株)　入社　熱処理課\n　2017.6　㈱アマノ計器　品質管理課 課長代理\n\n面談は平日夜でも可能とのこと。\n")
    assert {one.about for one in told(text)} == {About.THIRD_PARTY}
    assert {one.relation.person.replace("　", " ") for one in told(text) if one.relation} == {"戸叶 修平"}


def test_rows_of_years_with_firms_below_somebody_on_offer_are_careers_by_themselves(told: Told) -> None:
    text = "倉本様\n\n氏名：佐野　健太郎\n経験：\n・2010/4～2016/8　トヨハシ電機㈱　評価\n・2016/9～2022/3　アマノ計器㈱　制御\n"
    assert [one.about for one in told(text)] == [About.THIRD_PARTY] * 2
    contracts = told("倉本様\n\n保守契約の一覧です。\n・2010/4～2016/8　トヨハシ電機㈱　年2回\n・2016/9～2022/3　アマノ計器㈱　年1回\n")
    assert About.THIRD_PARTY not in {one.about for one in contracts}


@pytest.mark.parametrize("said", ["弊社の樋渡が4月1日付で営業部長に就任いたしました。", "このたび弊社の樋渡が取締役に昇格いたしましたのでお知らせします。", "弊社の樋渡が4月より仙台支店長に着任しております。"])
def test_a_colleagues_new_post_is_the_companys_news(told: Told, said: str) -> None:
    assert About.THIRD_PARTY not in {one.about for one in told(f"倉本様\n\n{said}今後ともよろしくお願いいたします。")}


def test_whom_we_served_so_long_is_not_the_writer_who_says_their_name_next(inspector: Inspector) -> None:
    text = "坂本様\n\n水辺工業の佐々木でございます。\n\n長らくお世話になりました三枝でございますが、家業を継ぐことになり、2月20日をもちまして退社いたしました。"
    found = [one for one in inspector.inspect(message(text, SENDER, OUTSIDE)) if one.entity_type == "JP_CAREER_HISTORY"]
    assert found
    assert {one.about for one in found} == {About.THIRD_PARTY}


@pytest.mark.parametrize("text", [
    "第14条（秘密保持）\n　出向者が前職で知り得た情報の持ち込みを禁ずる旨、御社の案のままで結構です。",
    "退職金規程の改定案です。勤続3年未満は支給なし、病気休職の期間は勤続に含めず、としました。\n相川さん、第8条の表をお願いします。",
    "今週は35度を超えます。熱中症で倒れる人が続出しているので無理せずに。\n塩飴は菊地さんの車です。",
])
def test_what_a_contract_or_rule_lays_down_and_whoever_falls_ill_is_nobodys(inspector: Inspector, text: str) -> None:
    found = inspector.inspect(message(text, SENDER, INSIDE))
    assert not [one for one in found if one.entity_type in ("JP_SENSITIVE", "JP_CAREER_HISTORY") and one.about in (About.THIRD_PARTY, About.COLLEAGUE)]
