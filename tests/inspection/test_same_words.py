"""The words in which careers are told, where they tell of none, and beside them the same words where they do."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from gateway.inspection.inspect import Inspector
from gateway.verdict import About, Finding
from tests.inspection.conftest import INSIDE, OUTSIDE, SENDER, message

Told = Callable[..., list[Finding]]


@pytest.mark.parametrize("text", [
    "昨日のゴルフ、3番ホールで大槻課長がOB1発。準優勝は水辺工業の飯野部長でした。",
    "・4頁　OB施主様のお宅訪問：写真の差し替え待ちです",
    "明日の13時、青葉精機さんへは私が出向きます。",
    "弊社に来られた坂口さんの件です。",
    "昨日うちにいらした飯野様ですが、傘をお忘れです。",
    "検収の件で飯野様が青葉精機に出向いておりますので、戻り次第お電話します。",
    "飯野さんから「前の色に戻して」とのこと。青葉印刷に出戻り原稿が3点あります。",
    "裏の駐車場は青葉医院にお勤めの皆様の区画ですので、停めないでください。",
    "中途で入った方が前職の知識をどのように仕事へつなげているか、お話しいただきたく存じます。",
])  # fmt: skip
def test_the_words_of_careers_are_no_career_where_they_mean_something_else(told: Told, text: str) -> None:
    assert [one for one in told(text) if one.about is About.THIRD_PARTY] == []


@pytest.mark.parametrize("text", [
    "大槻課長は青葉精機のOBだそうです。",
    "飯野様は先月から青葉精機に出向されているそうです。",
    "あの飯野さん、実は青葉印刷からの出戻りなんだよ。",
    "飯野さんは春からうちに来られた方で、前はアマノ計器だそうです。",
    "隣の席の飯野さん、奥様は青葉医院にお勤めだそうです。",
    "飯野さんは今春から青葉総合病院の検査科に変わられています。",
    "飯野のやつ、青葉印刷に厄介になって八年だってさ。",
])  # fmt: skip
def test_the_same_words_tell_of_one_where_somebody_is_spoken_of(told: Told, text: str) -> None:
    assert About.THIRD_PARTY in {one.about for one in told(text, INSIDE)}


def test_whoever_is_quoted_with_i_is_not_the_writer(told: Told) -> None:
    text = "窓口のご意見メモです。\n\n【お申し出の方】\n　落ち着いた話しぶりで、図面にとても詳しい。\n　「自分は定年までアマノ計器で検査をやっていた」\n　とのことで、成績書の写しをご希望です。"
    (career,) = told(text, INSIDE)
    assert career.about is About.THIRD_PARTY


def test_what_i_said_of_myself_in_quotes_stays_mine(told: Told) -> None:
    assert [one.about for one in told("面談では「私は以前アマノ計器で検査をしておりました」とお伝えしました。")] in ([], [About.SENDER])


def test_a_sentence_of_mine_below_somebodys_praise_is_mine(told: Told) -> None:
    text = "飯野くん、青葉精機の見積おつかれさま！ 大槻部長も「見やすい」って喜んでたよ\n僕も前職のアマノ計器で見積やってたから、苦労はよくわかる"
    assert [one.about for one in told(text, INSIDE, channel="slack")] == [About.SENDER]


def test_the_husband_is_of_the_couple_spoken_of_not_of_the_reader(told: Told) -> None:
    text = "奥田店長\n\n明日11時に飯野様ご夫妻がお見えです。\nご予算は350万円ほどです。\nご主人がこの夏にアマノ計器を辞められたばかりで、審査が気がかりです。"
    (career,) = told(text, INSIDE)
    assert career.about is About.THIRD_PARTY


def test_a_stranger_made_the_topic_is_the_one_asked_about_not_the_reader(told: Told) -> None:
    text = "倉本様\n\n水辺工業の佐々木です。\n\nところで昨日ご一緒だった、あの設備の男性の方ですが、弊社の者が感心しておりました。\n失礼ながら、長くアマノ計器におられた方ではありませんか。\n\n次の便は15日です。"
    assert {one.about for one in told(text)} == {About.THIRD_PARTY}


def test_a_resume_sent_by_the_reader_for_correction_is_theirs(told: Told) -> None:
    text = "倉本様\n\n人材ひろばの佐々木です。\n直していただいた職務経歴書をお送りくださり、ありがとうございます。\n\n1)3行目\n　2014年10月　アマノ計器株式会社入社\n　→西暦と和暦をそろえましょう。\n\n2)自己PR\n　「前職では不良率を半分にした」は前に出してください。"
    assert {one.about for one in told(text)} <= {About.RECIPIENT}


def test_an_example_with_blanks_for_names_is_nobodys(told: Told) -> None:
    text = "係の皆さん\n\n確認の手順を改めます。\n見本として「〇〇花子様　前職：△△物産　勤続5年」と書いた様式を置きました。"
    assert {one.about for one in told(text, INSIDE)} <= {About.NOBODY}


def test_the_firms_own_account_in_katakana_is_told_by_its_kind(inspector: Inspector) -> None:
    body = "倉本様\n\n10月分の請求書をお送りします。\n\nお振込先は従来どおりです。\n　みなと銀行　本町支店\n　普通　9900523　ｻｻｷｼﾎｳｼﾖｼｼﾞﾑｼﾖ\n\n佐々木司法書士事務所"
    (account,) = [one for one in inspector.inspect(message(body, SENDER, OUTSIDE)) if one.entity_type == "JP_BANK_ACCOUNT"]
    assert account.about is About.SENDER


def test_a_persons_katakana_account_is_still_held(inspector: Inspector) -> None:
    body = "奥田さん\n\n講師料の振込先です。\n　みなと銀行　本町支店\n　普通　9900523　ｲｲﾉ ｱｷﾗ\n"
    (account,) = [one for one in inspector.inspect(message(body, SENDER, INSIDE)) if one.entity_type == "JP_BANK_ACCOUNT"]
    assert account.about is not About.SENDER


def test_a_number_among_words_of_tax_papers_is_a_my_number_without_its_name(inspector: Inspector) -> None:
    body = "倉本様\n\n年末調整の書類を受け取りました。\n扶養に入られたお父様の番号ですが、頂いた申告書では\n　482039175627\nと読めました。ご確認ください。"
    assert "JP_MY_NUMBER" in {one.entity_type for one in inspector.inspect(message(body, SENDER, OUTSIDE))}


def test_a_supplier_number_is_none_though_the_mail_speaks_of_year_end(inspector: Inspector) -> None:
    body = "倉本様\n\n年末調整で事務所が混み合います。\n仕入先の番号は 482039175627 に変わります。"
    assert "JP_MY_NUMBER" not in {one.entity_type for one in inspector.inspect(message(body, SENDER, OUTSIDE))}


def test_a_list_of_illnesses_in_a_notice_is_nobodys(told: Told) -> None:
    text = "皆さま\n\n総務の佐々木です。\n高血圧や腰痛、がんなどの治療と仕事の両立については、産業医の飯野先生が毎月第3火曜に相談を受けています。"
    assert told(text, INSIDE, entity="JP_SENSITIVE") == []


def test_an_illness_of_last_year_is_told_of_whoever_the_mail_is_about(told: Told) -> None:
    text = "ご担当者様\n\n12月1日に105号室へお移りになる飯野ハル様についてお知らせします。\n\n鍵は当日お渡しします。\nご不明な点はお電話ください。\n\nなお、お食事ですが、昨年脳梗塞をされてから左手が使いにくく、刻んでお出ししています。"
    assert [one.about for one in told(text, entity="JP_SENSITIVE")] == [About.THIRD_PARTY]


def test_the_writer_in_a_list_of_attendees_is_not_the_one_raised(told: Told) -> None:
    text = "訪問してきました。\n\n■先方　販促部　飯野様、ほか1名\n■当方　大槻課長、佐々木\n\n赤字の入れ方も慣れていらして、聞けば中途で入られるまで十年ほどアマノ計器の検査におられたそうです。"
    assert {one.about for one in told(text, INSIDE)} == {About.THIRD_PARTY}


def test_whoever_will_call_in_my_place_is_the_one_told_of(told: Told) -> None:
    text = "倉本様\n\n来月からご注文のお電話は、私に代わって大槻という者がいたします。\nこの夏までアマノ計器で店長をしておりましたので、よく心得ております。"
    assert {one.about for one in told(text)} == {About.THIRD_PARTY}


def test_in_a_farewell_mail_what_comes_next_is_the_writers(told: Told) -> None:
    text = "お取引先の皆様\n\n私事で恐縮ですが、今月末でアマノ計器を退職することとなりました。\n今後のご連絡は大槻へお願いいたします。\n来月からは妻の実家の旅館で働きます。"
    assert {one.about for one in told(text)} <= {About.SENDER}


def test_a_colleague_who_leaves_is_still_the_one_told_of(told: Told) -> None:
    text = "倉本様\n\n水辺工業の佐々木です。\n弊社の大槻ですが、今月末でアマノ計器に移ります。\n来月からは営業で働きます。"
    assert About.SENDER not in {one.about for one in told(text)}


@pytest.mark.parametrize("text", [
    "給与の手続きです。本年中に前の勤め先から給与を受け取った方のみ、源泉徴収票をお出しください。",
    "前の所有者だった青葉精機さん時代の図面もそのまま残してあります。",
    "この旋盤は前の持ち主が青葉精機で、その前は高専の実習にいたものだそうです。",
])  # fmt: skip
def test_rules_for_all_and_the_past_of_machines_are_no_career(told: Told, text: str) -> None:
    assert [one for one in told(text) if one.about is About.THIRD_PARTY] == []


@pytest.mark.parametrize(("text", "names"), [
    ("公園前：かのんちゃん 8時／みなとくん 8時10分", {"かのん", "みなと"}),
    ("きのう、ゆうとくんとさくらちゃんが来ました", {"ゆうと", "さくら"}),
    ("あのおじちゃんと、うちのおばあちゃんとわんちゃん", set()),
])  # fmt: skip
def test_children_are_named_in_kana(inspector: Inspector, text: str, names: set[str]) -> None:
    assert {text[f.start:f.end] for f in inspector.inspect(message(text, SENDER, INSIDE)) if f.entity_type == "PERSON"} == names


def test_a_remark_in_brackets_is_of_whoever_spoke_last_not_of_the_writer_in_the_list(told: Told) -> None:
    text = "面談記録をお送りします。\n\n先方：大関社長、飯野常務\n当方：支店長、佐々木\n\n３．期間\n　飯野常務より、返済余力の説明あり。説明は的確。\n　（もとは越路銀行の審査畑、こちらの見方はよくご存じ）"
    assert {one.about for one in told(text, INSIDE)} == {About.THIRD_PARTY}


def test_a_newcomer_who_speaks_humbly_is_the_writer(told: Told) -> None:
    text = "倉本様\n\n水辺工業の佐々木と申します。\nこの四月に来たばかりの若手で、至らぬ点も多いかと存じますが、学生時代は三年間、和菓子の清月でアルバイトをしておりましたので、のし紙には慣れております。"
    assert {one.about for one in told(text)} == {About.SENDER}


def test_an_old_nest_is_one_wherever_it_is(told: Told) -> None:
    text = "報告書の様式ですが、御社の新しい品質課長様はヤマセ式のほうがお好みでしょうか。あちらが古巣と伺ったものですから。"
    assert About.THIRD_PARTY in {one.about for one in told(text)}


def test_a_number_below_the_word_for_the_card_is_a_my_number(inspector: Inspector) -> None:
    body = "先生\n\n書道の非常勤、飯野先生の分です。マイナンバーカードの写しが\n今朝ようやく届きました。\n\n　番号　4820 3719 5620\n　支払　月額48,000円"
    assert "JP_MY_NUMBER" in {one.entity_type for one in inspector.inspect(message(body, SENDER, OUTSIDE))}


@pytest.mark.parametrize("line", ["理由　膵嚢胞の経過観察", "先月の採血でCEAが上昇しています", "造影剤で蕁麻疹あり"])
def test_findings_of_a_laboratory_are_special_care_where_somebody_is_named(told: Told, line: str) -> None:
    assert told(f"ご担当者様\n\n　氏名　飯野　幸様\n　{line}\n\nよろしくお願いします。", entity="JP_SENSITIVE")
    assert told(f"健診のご案内です。\n{line.replace('しています', 'した方').replace('あり', 'の出る方').replace('ました', 'たい方')}向けの教室を開きます。", entity="JP_SENSITIVE") == [] or "理由" in line


@pytest.mark.parametrize("text", [
    "旧型の件ですが、飯野様のご意見どおり新型に移った方が得だと思います。",
    "飯野さんは今アマノ計器さんにいます。朝は青葉商店さんにいたんですが、荷待ちが長くて。",
    "今月は、中途で入社した方の住民税の話です。\n前の会社を退職したあと次の会社に入るまで一か月以上あくと、自分で納める形に切り替わります。",
    "Q 中途で入った人の年数は通算できますか\n　→ 前の勤め先も共済に入っていて、退職後3年以内であれば通算できます。",
])  # fmt: skip
def test_advice_and_the_days_errands_are_no_career(told: Told, text: str) -> None:
    assert [one for one in told(text) if one.about is About.THIRD_PARTY] == []


def test_somebody_who_joined_lately_is_no_category(told: Told) -> None:
    assert About.THIRD_PARTY in {one.about for one in told("先月入社した方ですが、前はアマノ計器で設計をされていたそうです。", INSIDE)}


@pytest.mark.parametrize("text", [
    "飯野様には無理を申しました。あの時の旋盤が今も元気に回っていると聞き、ほっとしております。",
    "1号機はアマノ計器の出身…と言うと変ですが、同社で長年使われていた中古だそうです。",
    "その旋盤はアマノ計器にいたもので、十年前にこちらへ来ました。",
    "青葉商店様は駅前へ移られたため、お知らせの配り先を変えます。飯野様には毎週報告します。",
])  # fmt: skip
def test_machines_that_come_from_a_firm_and_shops_that_move_are_nobodys(told: Told, text: str) -> None:
    assert [one for one in told(text) if one.about is not About.SENDER] == []


def test_minutes_to_all_concerned_are_no_public_notice(told: Told) -> None:
    text = "関係者各位\n\n第4回の議事録をお送りします。\n\n3. 体制\n　・2月より事務長が飯野に交代\n　　アマノ記念病院で医事課長を9年務めた後の着任。"
    assert About.THIRD_PARTY in {one.about for one in told(text)}


def test_a_place_before_its_inn_is_nobody(told: Told) -> None:
    text = "大槻さん\n\n佐々木です。チラシ用の自己紹介、こんなものでどうでしょう。\n\n　高校を出てすぐ、伊東の料亭「つた屋」に入る。\n　2009年にアマノホテルへ移り、2018年から料理長。"
    assert {one.about for one in told(text, INSIDE)} <= {About.SENDER, About.NOBODY}


def test_a_firm_hidden_by_circles_in_gossip_is_no_example(told: Told) -> None:
    assert About.THIRD_PARTY in {one.about for one in told("飯野さんは以前〇〇商事で働いていたそうです。例の件です。", INSIDE)}


@pytest.mark.parametrize("text", [
    "ランチ、アマノ計器の向かいの店に行く人いますか？ 飯野さんも来ます。",
    "飯野さんとはアマノ記念病院のすぐ隣のカフェに集合です。",
    "青葉商店さんの近くに停めておくよう、飯野さんに伝えてください。",
])  # fmt: skip
def test_a_landmark_is_nobodys_employer(told: Told, text: str) -> None:
    assert told(text, INSIDE) == []


def test_work_beside_a_landmark_is_a_career(told: Told) -> None:
    assert About.THIRD_PARTY in {one.about for one in told("飯野さんは以前アマノ記念病院の隣の薬局で働いていたそうです。", INSIDE)}


@pytest.mark.parametrize("text", [
    "ご担当者様\n\n新しい方をお願いします。\n\n　氏名　飯野　幸様\n　住所　山形県天童市0-0-0\n　訪問　4月2日 14時\n\nパーキンソン病で歩行が不安定になり、手すりが要ります。",
    "当日は飯野さんご本人が来ます。\n\nあらかじめお伝えしますと、\n喘息の発作が月に二度ほどあります。",
    "飯野さん休ませます。リウマチの薬を替えたところなので",
    "飯野様ですが、昨晩から胃潰瘍の症状が強く、夕方には動けませんでした。",
    "下記お願いします。\n\n現場　篠原　フミ様邸\n　　　鳥取県米子市東町九丁目99-8\n着工　11月19日(木) 13:00　半日\n\nトイレのL型は、図面では右壁ですが左壁に変えてください。\nパーキンソンで右手に力が入らないため、立ち座りは左手が主です。",
])  # fmt: skip
def test_an_illness_is_told_of_whoever_was_made_the_topic_or_fills_the_form(told: Told, text: str) -> None:
    assert {one.about for one in told(text, entity="JP_SENSITIVE")} == {About.THIRD_PARTY}


@pytest.mark.parametrize("text", ["飯野さんの筋トレ好き、もう宗教でしょ笑", "わたしはこしあん信者なので、粒あんは飯野さんにあげます"])
def test_a_figure_of_speech_is_no_creed(told: Told, text: str) -> None:
    assert told(text, INSIDE, entity="JP_SENSITIVE") == []


@pytest.mark.parametrize("text", ["飯野さんはエホバの証人の信者だそうです。", "飯野さん、実家が新興宗教らしいよ", "あの人、熱心なカトリック信者だよね"])
def test_a_creed_is_one_told_plainly(told: Told, text: str) -> None:
    assert told(text, INSIDE, entity="JP_SENSITIVE")


def test_a_card_below_a_customers_name_is_found(inspector: Inspector) -> None:
    body = "ご予約のカードです。\n\nお客様　飯野　幸様\n番号　3530-1113-3330-0000\n期限　08/29\n"
    assert "CREDIT_CARD" in {one.entity_type for one in inspector.inspect(message(body, SENDER, OUTSIDE))}


@pytest.mark.parametrize(("body", "own"), [
    ("4月から弊社の支払口座が\nみずほらし銀行 本町支店 普通 0093318 に変わります。口座名義は変わりません。", True),
    ("返金はこちらへ\nアマノ信用金庫 本店 当座 0093318", True),
    ("返金先です。アマノ信用金庫 本店 普通 0093318 口座名義 イイノ サチ", False),
    ("7月分の請求書です。\n振込先　アマノ信用組合　本町支店\n　　　　普通 0041873　ﾀﾃｸﾞﾉｲｲﾉ\n登録番号　T1400005043218", True),
])  # fmt: skip
def test_whose_an_account_is_told_by_what_it_is_for(inspector: Inspector, body: str, own: bool) -> None:
    (account,) = [one for one in inspector.inspect(message(body, SENDER, OUTSIDE)) if one.entity_type == "JP_BANK_ACCOUNT"]
    assert (account.about is About.SENDER) == own


def test_a_name_of_three_parts_in_a_list_has_its_date_of_birth(inspector: Inspector) -> None:
    body = "受講者です。\n 1 飯野　幸　1998/05/14\n 2 チャン・ティ・ラン　1999/02/27\n 3 大槻　進　1987/09/30\n"
    assert len([one for one in inspector.inspect(message(body, SENDER, OUTSIDE)) if one.entity_type == "DATE_OF_BIRTH"]) == 3


@pytest.mark.parametrize("text", [
    "飯野さん、アマノ計器さんの帳票なら僕読めます。新卒で入ったのがアマノ計器で、四年ほど伝票を打ってましたから。",
    "僕以前アマノ計器で検査をやってたんだけど、飯野さんに聞いてみる？",
])  # fmt: skip
def test_i_without_a_particle_am_the_writer(told: Told, text: str) -> None:
    assert {one.about for one in told(text, INSIDE)} == {About.SENDER}


@pytest.mark.parametrize("text", [
    "ご紹介いただいた飯野 幸さんですが、社内でも好評でした。\n今お勤めのアマノ計器を年末で辞められるとのことで、時期も合います。",
    "窓口を大槻からラジェシュに変更いたします。\n会議は日本語で差し支えございません。\n\n用語の説明は要りません。\n四年ほどKobayashi Freightさんで配車の仕組みを作っていましたので、よく通じます。",
    "先方の新PM、元Brightforge。細かいよ",
    "貴社の新しい料理長は「ビストロ葉月」の厨房にいらした方でしょうか。",
    "貴組合を受け持っておりました飯野　幸でございますが、\n5月1日付でアマノまちづくり公社へ出向いたします。",
])  # fmt: skip
def test_somebody_who_comes_or_goes_is_told_of(told: Told, text: str) -> None:
    assert About.THIRD_PARTY in {one.about for one in told(text)}


def test_what_a_manager_told_of_the_reader_is_hearsay(told: Told) -> None:
    text = "倉本部長\n\nホテル葉月の支配人から、倉本部長は若い頃フロントにいらしたとお聞きして驚きました。"
    assert any(one.about is About.RECIPIENT and one.relation and one.relation.hearsay for one in told(text))


@pytest.mark.parametrize("text", [
    "大槻は午後だけアマノ病院の現場へ出ます。前任の所長様にお願いしていた電源の件、ご回答ください。",
    "元請が御社、一次がアマノ電工、二次が葉月設備と伺っていますが、欄が逆です。飯野が直します。",
    "◆店長候補募集◆\n前職が飲食や販売だったという先輩も多数。\n未経験で入社し2年で主任になる方が珍しくありません。",
    "【歓迎】重機メーカー出身の方\n【その他】中途入社は約3割。\n　前職は造船、農機、鉄道と様々です。",
])  # fmt: skip
def test_tiers_adverts_and_requests_are_no_career(told: Told, text: str) -> None:
    assert [one for one in told(text) if one.about is About.THIRD_PARTY] == []


def test_what_the_reader_filled_in_is_theirs(told: Told) -> None:
    text = "飯野　幸様\n\n面接は本社工場、担当は工場長の大槻です。\n\n応募フォームにご記入いただいた内容は以下のとおりです。\n　現在のご勤務先　アマノ水産加工㈱（2021年5月より）\n　その前　レストラン葉月　調理補助"
    assert {one.about for one in told(text, "飯野 幸 <sachi.iino@mail.example>")} <= {About.RECIPIENT}


@pytest.mark.parametrize("text", [
    "項目の案です。\n- 在籍期間：YYYY/MM〜YYYY/MM\n- 退職理由：選択式（会社都合・自己都合）\n- 転職回数：0〜30（それ以上はエラー）\n担当は飯野です。",
    "弊社はこのたび2026年9月1日をもちまして社名を改めます。窓口は飯野です。",
])  # fmt: skip
def test_a_form_to_fill_in_and_a_bare_date_tell_of_nobody(told: Told, text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize("title", ["工場長", "支店長", "営業所長", "駅長", "店長"])
def test_a_surname_that_is_a_place_too_is_a_person_before_any_title(inspector: Inspector, title: str) -> None:
    body = f"お世話になります。\n大槻{title}と初めてお話しできました。"
    (found,) = [one for one in inspector.inspect(message(body, SENDER, OUTSIDE)) if one.entity_type == "PERSON"]
    assert body[found.start:found.end] == "大槻"


def test_whose_post_was_named_last_is_who_knows_the_rival(told: Told) -> None:
    text = "大槻部長\n\n本日の日報です。\n13:00 アマノ電子　入替えの相談。\n　　　飯野工場長と初めて話せた。\n　　　競合は葉月機械。葉月機械のOBなので正直向こうが有利。"
    assert {one.about for one in told(text, INSIDE)} == {About.THIRD_PARTY}


def test_what_another_said_of_the_reader_is_hearsay_whatever_was_asked_for_above(told: Told) -> None:
    text = "倉本様\n\n種は月末までにお送りいただけると助かります。\n\nところで飯野さんが言ってましたが、倉本さんは以前アマノ農業高校で教えておられたそうで。"
    assert any(one.about is About.RECIPIENT and one.relation and one.relation.hearsay for one in told(text))


@pytest.mark.parametrize("text", [
    "【報道発表資料】\n　アマノ市立美術館の館長に飯野 幸が12月1日付で就任します。\n　1998年から葉月県立美術館学芸員、2015年から同館副館長を務めた近代画の専門家です。",
    "飯野さん、大槻さんからは出席のお返事をいただいています。\nなお後継者の相談会（会社を辞めて就農をお考えの方向け）のチラシを同封します。",
    "【応募資格】食品メーカーでの勤務経験2年以上\n【先輩の声】「転職前は休みがありませんでした。今は子どもの行事に出られます」（入社3年目）",
    "引率は飯野と大槻の2名です。\n\n生徒からの質問\n　Q1 入社して最初の半年は何をしますか。\n　Q2 辞めたいと思ったら誰に相談しますか。",
])  # fmt: skip
def test_releases_leaflets_voices_and_questions_are_of_no_third_party(told: Told, text: str) -> None:
    assert [one for one in told(text) if one.about is About.THIRD_PARTY] == []


def test_all_who_rested_for_an_illness_are_nobody(told: Told) -> None:
    assert told("健康推進室の飯野です。\n適応障害など心の不調で休まれた方も対象です。", entity="JP_SENSITIVE") == []


def test_a_former_workplace_that_is_asked_hears_of_the_applicant(told: Told) -> None:
    text = "施設長様\n\nこのたび飯野　幸様よりご応募をいただきました。\n\n・貴園に2021年6月から2024年3月まで調理員として在籍されていたこと\n・夜勤の有無"
    assert About.THIRD_PARTY in {one.about for one in told(text)}


def test_a_direct_message_shown_to_a_room_is_its_authors(told: Told) -> None:
    text = "> 飯野さんからのDM「来月からアマノ証券に行くことになりました。まだ内緒で」\n↑送別会どうする？"
    assert About.THIRD_PARTY in {one.about for one in told(text, "#random <random@hibari-soft.example>", channel="slack")}


def test_a_katakana_surname_alone_is_the_whole_names(inspector: Inspector) -> None:
    text = "葉月法律事務所のベネットです。講師紹介文をお送りします。\n\nサイモン・ベネット\n2004年 アマノ&パートナーズ法律事務所 入所\n2012年 葉月法律事務所に参加\n\nベネット"
    found = [one for one in inspector.inspect(message(text, "弁護士 ベネット <bennett@hazuki-law.example>", OUTSIDE)) if one.entity_type == "JP_CAREER_HISTORY"]
    assert found
    assert {one.about for one in found} <= {About.SENDER, About.NOBODY}


def test_licences_some_lines_below_the_word_are_found(inspector: Inspector) -> None:
    body = "運転者の免許証番号が要るとのことでしたので\nお知らせします。\n\n1号車　大槻　進　300956128450\n2号車　飯野　幸　621408773581\n"
    assert len([one for one in inspector.inspect(message(body, SENDER, OUTSIDE)) if one.entity_type == "JP_DRIVER_LICENSE"]) == 2


@pytest.mark.parametrize("text", [
    "アマノ電機の公開講座で飯野さんが講師をします。",
    "葉月堂がアマノ商事を吸収合併したと聞きました。事情は飯野さんが詳しいです。",
    "アマノ金庫さんから手伝いに来てくれた飯野さん、昨日はありがとう。",
    "アマノ警備の作業着を着た飯野さんが裏口にいます。",
    "飯野さんがアマノ電機のカードを解約したらしいです。",
    "飯野さん、コトリ珈琲の常連だそうです。",
    "飯野さんはアマノ計器さんの据付で金曜まで長崎です。",
    "アマノ電機の社長に飯野氏が就任したと発表がありました。",
])  # fmt: skip
def test_who_has_to_do_with_a_firm_does_not_work_there(told: Told, text: str) -> None:
    assert [one for one in told(f"倉本様\n\nお世話になっております。\n{text}") if one.about is About.THIRD_PARTY] == []


@pytest.mark.parametrize("text", [
    "飯野さんは以前アマノ電機の教室で講師をしていたそうです。",
    "飯野さん、去年までアマノ警備の制服を着てたらしいよ。",
    "飯野さんはアマノ金庫から応援のはずが、そのまま転籍したそうです。",
    "飯野さん、アマノ電機をやめて葉月堂に移ったらしいです。",
])  # fmt: skip
def test_who_worked_at_the_firm_did(told: Told, text: str) -> None:
    assert About.THIRD_PARTY in {one.about for one in told(f"倉本様\n\nお世話になっております。\n{text}")}


def test_a_firm_that_was_late_before_is_no_criminal(told: Told) -> None:
    assert told("アマノ運輸の前科があるので、納期は飯野さんに念を押します。", entity="JP_SENSITIVE") == []


def test_a_number_below_a_name_is_not_called_after_it(inspector: Inspector) -> None:
    body = "先生\n\n不足していた分です。\n製造部　飯野 幸\n番号 4820 3719 5620\n扶養はなしで確定です。"
    assert "JP_MY_NUMBER" in {one.entity_type for one in inspector.inspect(message(body, SENDER, OUTSIDE))}


def test_whose_application_it_is_has_the_operation(told: Told) -> None:
    text = "ご担当者様\n\n製造部の飯野 幸の請求書を本日発送しました。\n腰椎分離症の手術のため今月は休業しております。"
    assert {one.about for one in told(text, entity="JP_SENSITIVE")} == {About.COLLEAGUE}


def test_in_a_farewell_the_years_are_the_writers(told: Told) -> None:
    text = "倉本様\n\n私事で恐縮ですが、今月末をもちまして退職することとなりました。\n2015年に新卒で入社し、うち八年を購買として倉本様にはひとかたならぬお世話になりました。"
    assert {one.about for one in told(text)} <= {About.SENDER, About.NOBODY}


@pytest.mark.parametrize("text", [
    "アマノ銀行の本町支店、来月閉店だそうです（元は葉月信金の建物だったところ）。飯野さんは引き続き担当してくれます。",
    "倉本様\n\nこのたび物件の担当になりました、葉月不動産の佐々木です。\n生まれは石垣、育ちは那覇です。\n高校を出てすぐアマノ建設に入り、大工を六年やりました。",
])  # fmt: skip
def test_buildings_duties_and_home_towns_are_no_third_partys_career(told: Told, text: str) -> None:
    assert [one for one in told(text) if one.about is About.THIRD_PARTY] == []


def test_of_ours_who_will_come_one_speaks_humbly(told: Told) -> None:
    text = "倉本様\n\n当日は、背の高い男性の担当が入口でお迎えいたします。\nまだ若く見えますが、駅前のホテル葉月で婚礼を七年やっておりましたので、ご安心ください。"
    assert About.THIRD_PARTY in {one.about for one in told(text)}


def test_an_account_in_my_own_name_is_mine(inspector: Inspector) -> None:
    body = "お代は7,840円です。\n振込先は私の名前になってます。\n　アマノ信用組合　北支店\n　普通 0041827　ササキ ミノル\n"
    (account,) = [one for one in inspector.inspect(message(body, SENDER, OUTSIDE)) if one.entity_type == "JP_BANK_ACCOUNT"]
    assert account.about is About.SENDER


@pytest.mark.parametrize("text", ["受付に昔うちの倉庫にいた飯野さんが来ています。", "今度の監査は、以前うちにおられた飯野さんが担当です。", "数年前に当社の検査にいた飯野さんから年賀状が来ました。"])
def test_who_was_with_us_once_worked_with_us(told: Told, text: str) -> None:
    assert About.THIRD_PARTY in {one.about for one in told(text, INSIDE)}


def test_a_cat_that_was_with_us_is_nobody(told: Told) -> None:
    assert [one for one in told("昔うちの倉庫にいた猫、隣の飯野さんのところで元気にしています。", INSIDE) if one.about is About.THIRD_PARTY] == []


@pytest.mark.parametrize("text", [
    "体制\n　設計　　飯野　　週2日\n　検査　　牧　　　春先にアマノ計器より中途。三次元担当",
    "@飯野 さんが若手のとき4年いたアマノ計器、けさの新聞に載ってましたね。",
    "あの黙って聞いてた背の高い人いたでしょ\n警視庁上がりだってさ。駐車場の話は気をつけて",
    "二次の候補です。\n\n番号　氏名　　年齢　　前職　　　　　　評価\n-------------------------\n3　飯野　幸　31歳　アマノクリニック 病棟3年　　A\n5　牧　玲　　44歳　県立葉月病院 主任　　B\n",
])  # fmt: skip
def test_rows_and_asides_tell_of_careers(told: Told, text: str) -> None:
    assert About.THIRD_PARTY in {one.about for one in told(text, INSIDE)}


@pytest.mark.parametrize("text", [
    "倉本様\n\nアマノ会計の飯野です。\n1)年の半ばで入社された方→前の勤め先の源泉徴収票\n2)年の半ばで辞められた方：退職日が分かるもの",
    "「新」ってついてる方が最新です。\n手すり24本は青葉鋼材に内定（口頭）、注文書は来週。\n飯野さんにも送りました。",
    "許可証が届きました。\n\n━━━━━━━━━━━━━━\n佐々木行政書士事務所　代表　佐々木 守\n　行政書士・宅地建物取引士\n一般社団法人葉月まちづくり協会　理事\n葉月大学　非常勤講師\nTEL 03-5555-0100\n━━━━━━━━━━━━━━",
])  # fmt: skip
def test_papers_goods_and_signatures_tell_of_no_third_party(told: Told, text: str) -> None:
    assert [one for one in told(text) if one.about is About.THIRD_PARTY] == []


@pytest.mark.parametrize("text", [
    "資料を送ってきた飯野さんとは面識があります。\n私が新人のころアマノ証券の前橋で向かいの島にいた方です。数字に強いです。",
    "飯野さん、来週の水曜で最終出社って聞いた？花束いくら集めようか",
    "飯野さんはもう有休消化に入ってます。今月末で辞めるので机は空けていいそうです。",
])  # fmt: skip
def test_fellows_of_my_youth_and_last_days_are_told_of_others(told: Told, text: str) -> None:
    assert About.THIRD_PARTY in {one.about for one in told(text, INSIDE, channel="slack")}


@pytest.mark.parametrize("text", [
    "1. ホテル葉月　購買　飯野様\n　アメニティ6,000→7,500袋に。\n2. 甘味処 灯\n　店の並び、元は時計屋だった場所に2号店を出すそう。",
    "人気の「ルナ」は来年2月でアマノ商会を離れ、弊社に移ってきます。新しい箱には「元アマノ商会取扱」のシールが付きます。",
])  # fmt: skip
def test_places_and_goods_have_no_career(told: Told, text: str) -> None:
    assert [one for one in told(text) if one.about is About.THIRD_PARTY] == []


def test_a_pets_illness_is_nobodys(told: Told) -> None:
    text = "倉本様\n\n葉月動物病院受付の佐々木です。\nモモちゃん、今朝はごはんを全部食べました。\n持病の腎臓のお薬は2週間分お出しします。"
    assert {one.about for one in told(text, entity="JP_SENSITIVE")} <= {About.NOBODY}
    ill = "倉本様\n\n葉月動物病院の佐々木です。\n担当の飯野さんは腎臓病で入院しています。"
    assert {one.about for one in told(ill, entity="JP_SENSITIVE")} & {About.THIRD_PARTY, About.COLLEAGUE}


@pytest.mark.parametrize("text", [
    "うちの新しい社労士、労基署OBって名刺に書いてあったよ。気さくな人です。",
    "院長の紹介。以前は歯科大の講師をしていたが、教授と合わず開業したという話。飯野先生。",
    "お客様メモ　飯野様（奥様）\n・保険外交をずっとやっていた方で、約款に詳しい。\n・ご主人は役場勤め。",
    "内定者の飯野さんから電話。アルバイト先の居酒屋で店長代理を任されていて、3月まで辞められないとのこと。",
    "引っ越し見積：飯野様。転職で福岡→仙台。次の会社の社宅に入る。",
])  # fmt: skip
def test_notes_and_afterthoughts_say_whose_it_is(told: Told, text: str) -> None:
    assert About.THIRD_PARTY in {one.about for one in told(text, INSIDE)}


@pytest.mark.parametrize("text", [
    "倉本様\n\n佐々木です\nメッキは今回葉月鍍金に頼みました\nあすこの飯野っていう若手が\n去年までアマノ発条の検査場におったもんで公差にうるさくて\n助かりました",
    "倉本様\n\n見本を届けてくださった飯野君は私の教え子で、\n本屋の前は葉月市消防本部の制服を着ていたはずです。",
    "日時　8/4 14:00\nお名前　飯野さん\n補足　前のところでは店長と折り合いがつかず、任期の途中で抜けています。触れずにお願いします。",
    "[To:8812044]倉本さん　図面OKです\nところで施主さん側の飯野本部長、アマノ広告からの引き抜きだそうで、見た目にはうるさいかと\n模型を持っていったほうが無難ですね",
])  # fmt: skip
def test_old_hands_forms_and_short_posts_tell_of_others(told: Told, text: str) -> None:
    assert About.THIRD_PARTY in {one.about for one in told(text)}


@pytest.mark.parametrize("text", ["「デザイナーは4年で転職するのが当たり前」って記事また流れてきた", "若手は3年で辞めるべきだ、みたいな話はもう聞き飽きた。飯野さんもそう言ってた"])
def test_what_is_usual_is_nobodys_career(told: Told, text: str) -> None:
    assert [one for one in told(text, channel="slack") if one.about is About.THIRD_PARTY] == []


@pytest.mark.parametrize("text", [
    "@Maria 図面、版が古いのはケビン・オルセンのフォルダに残ってるやつです\n本人はもうアマノ計器の人なので聞けず…",
    "[To:2048811]倉本さん　飯野課長の件ですが、以前アマノ計器で検査をされていたそうです",
    "帰りぎわに奥様から聞いたところでは、飯野先生の下のお嬢さんがアマノ銀行から内々に色よい返事をもらったとかで、そわそわされていました。",
])  # fmt: skip
def test_whoever_is_not_called_is_spoken_of(told: Told, text: str) -> None:
    assert About.THIRD_PARTY in {one.about for one in told(text, channel="slack")}


def test_what_a_post_quotes_is_not_its_readers(told: Told) -> None:
    for text in ("> 飯野さんの前職はアマノ計器です。\nそうなんだ", "> 飯野さんは以前、アマノ計器で働いていたそうです。"):
        assert About.THIRD_PARTY in {one.about for one in told(text, INSIDE, channel="slack")}


def test_whoever_is_called_is_spoken_to(told: Told, inspector: Inspector) -> None:
    text = "[To:2048811]翔くん\n明日の葉月農園さん、俺ひとりで行くわ。前職のアマノ計器で選果機さわっとったけん、だいたい分かる"
    assert {one.about for one in told(text, INSIDE, channel="chatwork")} <= {About.SENDER}
    posted = inspector.inspect(message("@奥田 さん、@牧 さん 明日よろしくです", SENDER, INSIDE, channel="slack"))
    assert [one.about for one in posted if one.entity_type == "PERSON"] == [About.RECIPIENT, About.RECIPIENT]


@pytest.mark.parametrize("text", [
    "[To:22]倉本さん\n葉月青果の牧様からお電話ありました。飯野課長は18時半に退社しました、とお伝えしてあります。",
    "【経緯】\n飯野部長、抜けがあればご指摘ください。\n10月1日付でサクラ製薬㈱がアマノ化成㈱を吸収。アマノ化成の社員は全員そのまま引き継がれます。",
    "(1) 千葉　葉月小学校\n(2) 福島　光ケ丘団地 3号棟\n(3) 神戸　旧税関前ビル\n(4) 宮崎　港湾合同庁舎\n品番の末尾Rは、2024年で\n生産をやめたものです。",
    "採用サイトの「先輩の声」、飯野さんに確認済みです\n「新卒入社→3年目で主任」「前職は販売員」みたいなダミーが入ってますが公開前に差し替え",
])  # fmt: skip
def test_days_ends_mergers_goods_and_dummies_are_no_careers(told: Told, text: str) -> None:
    assert [one for one in told(text) if one.about is About.THIRD_PARTY] == []


@pytest.mark.parametrize("text", [
    "いおり薬局の飯野店長、しばらく店に出られないそうです\nおなかが張って先生に横になってろと言われたとかで、まだ7か月なので心配…",
    "飯野さんがこの前から県の合同ユニオンに名を連ねているようで、会費の封筒を机に置いていました。",
])  # fmt: skip
def test_orders_to_bed_and_unions_are_sensitive(told: Told, text: str) -> None:
    assert About.THIRD_PARTY in {one.about for one in told(text, INSIDE, entity="JP_SENSITIVE")}


def test_what_the_reader_wrote_is_not_of_whom_the_answer_names(told: Told) -> None:
    text = ("飯野様\n\n第3版、拝見しました。模擬面接は沖が相手役を務めます。\n\n2026年4月14日(火) 23:18 飯野渉 <iino@mail-d.example>:\n"
            "> 佐々木様\n> 第3版です。アマノ計器に入ったのは5月でした。\n> 飯野")
    assert {one.about for one in told(text, "飯野 渉 <iino@mail-d.example>")} <= {About.RECIPIENT}


@pytest.mark.parametrize("text", [
    "■ツキノミサキ（牝4）\n　屈腱炎と診断され、現役を退かせることにいたしました。第二の人生を歩みます。\n■ミライ（牡3）\n　飯野調教師「環境が変われば」　移籍後の初戦は福島です。",
    "介護業に2年以内に転職した方の速報をお送りします。\n　前職の業種　飲食 27.4%\n　辞めた理由　人間関係 41%",
    "立ち絵のご発注分、設定が少し変わりました。\n◎ガルド（47）\n　元・王国近衛隊の副長。除隊後は港の酒場で用心棒をしている。\n◎ミレイ\n　聖堂の薬師見習いだったが破門。胸の病あり。",
    "木曜の昼食を14食に変更お願いします。\n（木金は懇親会とかぶって社員側が抜けるため）",
    "長らくご愛顧いただきましたKD-400ですが、3月末で現役を退くこととなりました。\n1998年入社、もとい発売以来、28年お勤めを果たした機械です。飯野様のお手すきの折に伺います。",
    "さてこのたび弊社は神田の事務所を離れ、下記へ移ることとなりました。",
    "転職サイトの記事案、読みました。「バネ屋に飛び込んだ元銀行員」みたいな話は今回はやめましょう。締切は金曜、飯野さんまで",
])  # fmt: skip
def test_horses_surveys_characters_machines_and_offices_have_no_career(told: Told, text: str) -> None:
    assert [one for one in told(text) if one.about is About.THIRD_PARTY] == []


def test_what_a_candidate_told_us_is_theirs(told: Told) -> None:
    text = ("倉本様\n\n二次のご案内です。\n　面接官　開発部長 堂島、開発課 Olga Petrova\n\nお話しいただいた、アマノ信販での勘定系の移行（2022～24年）を\n"
            "もう少し詳しく伺いたいと堂島が申しております。")
    assert {one.about for one in told(text)} <= {About.RECIPIENT}
    assert not any(one.relation and one.relation.hearsay for one in told(text))
    resume = ("倉本様\n\n火曜にお送りいただいた職務経歴書を拝見しました。\n\n(1) 2009年4月　アマノ機械株式会社　入社（製造部）\n　→ 担当機種を一行足しましょう\n"
              "(2) 2014年10月　同社 生産技術課 主任\n(3) 2018年4月　葉月パーツ(株)　入社（品質保証）\n　品質管理検定2級（2016年、アマノ機械在職中に取得）\n")
    assert {one.about for one in told(resume)} <= {About.RECIPIENT}


def test_a_shadow_on_the_lung_is_sensitive(told: Told) -> None:
    text = "型枠の大坪だけ15日から4日ほど外れます。\n夏の健診で肺に影が出て、大きい病院で撮り直すそうで。"
    assert told(text, entity="JP_SENSITIVE")


def test_a_post_described_in_brackets_is_whose_it_is(told: Told) -> None:
    text = "ラボ見学、11名で確定。\nアマノバイオの開発室長さん（髪の長いほうの方）、先月まで葉月製薬の筑波研で細胞やってたって飯野が学会で聞いてきた。"
    assert About.THIRD_PARTY in {one.about for one in told(text, INSIDE, channel="slack")}


@pytest.mark.parametrize("text", ["氏名\n飯野 幸\n前職\nアマノ計器\n", "■氏名\n飯野 幸\n■勤務先\nアマノ計器株式会社\n", "飯野さんの\n前職は\nアマノ計器"])
def test_a_label_above_its_value_tells_as_much(told: Told, text: str) -> None:
    assert About.THIRD_PARTY in {one.about for one in told(text, INSIDE, channel="slack")}


def test_in_an_answer_about_the_readers_resume_somebody_else_is_still_somebody_else(told: Told) -> None:
    text = "倉本様\n\nお送りいただいた職務経歴書を拝見しました。\n一点だけ。面接に出る新任の課長は、以前アマノ計器で検査をしていたそうです。\n現場の話をされると喜ばれます。"
    assert About.THIRD_PARTY in {one.about for one in told(text)}
    text = "倉本様\n\nお送りいただいた職務経歴書を拝見しました。\n面接に出る新任の課長は、以前アマノ計器で検査をしておりました。"
    assert About.THIRD_PARTY in {one.about for one in told(text)}

@pytest.mark.parametrize("text", [
    "第一線を退いて倉庫で休んでいる旋盤があります。\n中古機のご案内です。前は松永鉄工所さんで12年、その前は北浜造機さんで10年ほど働いてきた子です。主軸の唸りもありません。",
    "求人の原稿です。子育てで一度仕事を離れた方、病院を退職した方もどうぞ。\n元自衛官も歓迎です。",
    "演目のあらすじをお送りします。\n①『灯台の夜』　三好 汀著\n　事件で相棒を失った刑事が警察を辞め、故郷の灯台に転職する。\n②『退職届は春に』　三好 汀著\n　銀行を首になった兄と、弟が食堂を開く。",
    "紹介状をお送りします。\n経歴が少し変わった子で、もとは空港の警備会社で\n見習いをしていた犬だそうです。\n4年前に保護団体から飼い主様のお宅に来ました。",
])  # fmt: skip
def test_old_machines_adverts_and_heroes_of_books_have_no_career(told: Told, text: str) -> None:
    assert [one for one in told(text) if one.about is About.THIRD_PARTY] == []


@pytest.mark.parametrize("text", [
    "worker-03、また落ちてました。\nメモリ食いすぎの持病なので、復旧スクリプトのレビューを飯野さんお願いします",
    "飯野先生\n\n明日の往診、3頭お願いします。\n・さくら　左後ろの乳房炎、39.6℃で2日目\n・花子　分娩後から食いが悪く、抗生剤を打ってます",
    "年末調整の書類です。\n・障害のある方、または扶養に障害のある方がいる方\n　手帳の等級を所定の欄へ",
    "監視の新人「ミミズク」、今日から本番です。\nqueue03がまた詰まり気味、持病（スワップ）だと思うけど、梶さんあとで診てもらえます？",
    "団体プランのご質問にお答えします。\n妊娠中の方は、切迫流産の診断後ですと三年間はお引き受けできません。\n説明会は水曜の昼礼のあとで、どなたでもお越しください。",
    "朗読会のあらすじです。\n『三号室の彼女』　三好 汀著\n　乳がんで入院した元看護師が、前の勤務先の病院に患者として戻ってくる。",
])  # fmt: skip
def test_machines_cattle_rules_and_heroines_have_no_illness(told: Told, text: str) -> None:
    assert [one for one in told(text, entity="JP_SENSITIVE") if one.about not in (About.NOBODY, About.UNKNOWN)] == []


def test_an_illness_of_the_farmer_is_theirs_though_they_keep_cattle(told: Told) -> None:
    text = "飯野先生\n\n明日の往診、2頭お願いします。\n牛舎は開けておきます。手伝いの沖さんが胃がんで入院したので、私だけです。"
    assert About.THIRD_PARTY in {one.about for one in told(text, entity="JP_SENSITIVE")}


def test_a_resume_that_i_put_in_order_is_its_writers(told: Told) -> None:
    text = (
        "倉本様\n\n第2稿をお送りくださりありがとうございます。\nご記入いただいた内容はそのままに、並べ方だけ直しました。\n\n■職歴\n2011年4月　株式会社アマノ給食 入社\n"
        "2014年10月　同社 第二調理場 主任\n2019年6月　同社を退職（出産のため）\n2021年4月　社会福祉法人なのはな会 入職\n\n志望動機は面接で伺います。"
    )
    assert {one.about for one in told(text)} == {About.RECIPIENT}
