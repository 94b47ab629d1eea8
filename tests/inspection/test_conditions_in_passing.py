"""Special-care facts told of colleagues and customers in plain words, and plain words that tell nothing of anybody."""

from __future__ import annotations

import pytest

from gateway.inspection.inspect import Inspector
from gateway.verdict import About
from tests.inspection.conftest import INSIDE, OUTSIDE, SENDER, message

TOLD = [
    "杉浦部長　席は前寄りで。右はもう聞こえないので",
    "大槻さん、夜勤は外してください。医者に通って注射を打っているので",
    "樋口さんのお母さん、骨が弱くて接骨院に週2で通っているそうです",
    "青柳さんは昨日の結果で便に血が出ていたみたいで、再検査だそう",
    "西村課長のご家族は光明会の熱心な信者さんで、葬儀は独特です",
    "東海林さん、ユニオンの書記をしているので18日は不在です",
    "葛西さんは生まれつき左手が動かないので、キーボードを替えました",
    "米倉さんは緑と赤の区別がつかないので、凡例に線種を足してください",
    "お子さん（凪くん）、多動の診断が下りたとのことです",
    "牧さんのご主人、また点滴を入れた翌日は休むそうです",
    "宮本さん、薬が手放せないらしく会食は無理です",
    "船木さんは透析で火木土は出られません",
    "浅井さんはお酒をやめて断酒会に通っています",
    "土屋さんは示談が済んだとはいえ人をはねているので運転は外す",
    "小池さん、去年の件で罰金を払ってから落ち込んでいます",
    "久米さんは奥様に手を上げて警察沙汰になったそうです",
    "南さんは豚肉もお酒も戒律でだめです",
    "平野さんは毎週日曜に教会で奉仕しているので休日出勤は不可",
    "大野さんは毎日お題目を唱えるので朝は遅め",
    "福田さん、耳鳴りがひどくて会議は字幕つきで",
    "桑田さんは階段が上がれない体なので1階にしてください",
    "松井さん、つわりがひどくて午後から",
    "永井さん、胸に影があると言われたそう",
    "岡本さん流産されたとのことで、今週はそっとしておいて",
    "服部さんが痴漢で捕まったって",
    "野口さんはリストに載っている元組員だそうです",
    "坂井さんは昔、薬で捕まったことがある",
    "高木さんのところ、息子さんが鑑別所にいるらしい",
    "小林さんは鬱で3か月休んでいました",
    "原田さんはメンタルで半年休職",
    "水野さん、HbA1cが9だったって",
    "武田さんは左目が見えません",
    "村井さん、白血球が下がって無菌室です",
    "菅野さん、手帳持ちなので残業なしで",
    "今村さんは障害者雇用で入った方です",
    "井口さん、在日三世だって",
    "桜井さんは部落の出らしい",
    "片山さん、ゲイなんだって",
]
HARMLESS = [
    "右の列はもう表示されないので",
    "先月の検診でカメラを新しくした分の請求です",
    "防犯カメラを入れた分の精算、木暮さんお願いします",
    "注射器のサンプルを大槻さんに送りました",
    "接骨院向けのチラシを樋口さんが作りました",
    "便に血が混じるときは検査を受けましょう（保健だより）",
    "老人会の熱心な会員の皆さまへ",
    "労組の書記局に申請書を出してください",
    "画面の赤と緑の区別がつかないので凡例に線種を足してください",
    "新製品の点滴スタンドを青柳さんが納品",
    "薬が手放せない方にも安心の設計です",
    "断酒会の会場として会議室を貸します",
    "豚肉を使わないメニューを南さんが考案",
    "教会の改修工事は平野さんの担当です",
    "階段が上がれない台車なので1階にしてください",
    "胸ポケットに影が出る写真は撮り直し",
    "サーバーが鬱々としてます",
    "メンタルモデルの資料を原田さんに",
    "左目の印刷が見えません、福田さん確認を",
    "手帳持参でお願いします、菅野さん",
    "障害者雇用の説明会は今村さんが担当",
    "三世代住宅の件、井口さんへ",
    "リストに載っている組員番号を確認、野口さん",
    "警察署向け見積、久米さんへ",
    "差し押さえ通知のテンプレ、丸山さんへ",
    "佐藤さんは手術支援ロボットの担当です",
    "鈴木様、透析装置の見積をお送りします",
    "高橋先生は透析の専門医です",
    "田中先生は放射線治療をご専門にされています",
    "山本さんは介護認定の申請窓口です",
    "小川さんは入院患者の搬送を担当しています",
    "森さん、通院中のお客様の対応をお願いします",
    "今井さんは服薬のタイミング表を作りました",
    "岸さんは精密検査の機械を売っています",
    "堀先生は午後は手術です",
    "堀先生が手術をされるときの器械一式",
    "佐藤さんは精神科の看護師です",
    "鈴木さんが心療内科の先生にヒアリングしました",
    "田中さんは介護認定の調査員です",
    "山田さんはリハビリの先生です",
    "小川さん、休職中の社員向けの案内を直してください",
    "森さんは療養中の方を支える制度の担当です",
    "今井さんが入院時の書類を配っています",
    "岸さん、診断書の様式を送ってください",
    "堀さんは白血球の自動計数装置の開発者です",
    "西さんは精神科病院の営業担当です",
    "南さんはリハビリで使う器具を納めました",
    "北さんが透析室のベッドを3台発注しました",
    "東さんはホスピスの設計をしています",
    "中さん、点滴の在庫を確認してください",
    "上田さんは緩和ケアの研修を受けました",
    "下田さんは手話の会話教室を開いています",
    "佐藤さんは保護観察所にお勤めの方です",
    "鈴木さんは刑務所向けの給食の担当です",
    "高橋先生は弁護士で、逮捕直後の接見もされます",
    "田中様は教会の施工実績が豊富です",
    "山本様は聴覚障害のある方向けの字幕を作っています",
    "小川さんは盲導犬の訓練士です",
    "森様は車椅子ユーザー向けの改修工事を請けています",
    "今井さんは骨折のないように養生してください",
    "岸さん、休職者の面談シートを直してください",
    "堀部長は病気療養の規程を改定中です",
    "佐藤さんの手術台のカタログを送りました",
    "高木さんの診断がつく前に、機械のログを取りました",
    "井上さん、故障の診断が出たら教えて",
    "木村さんは薬を入れる袋を探しています",
    "林さんは注射を打つロボットを作っています",
    "清水さんは眼科に通って営業しています",
    "池田さんはクリニックへ週2で通ってシステムを直しています",
    "橋本さんは病院に通っていただいて設置を確認してください",
    "阿部さん、整骨院へ週1回通っていますが反応が薄いです（新規開拓）",
    "石川さんは生まれつきの大声です",
    "前田さんは生まれつき運がない",
    "岡田さんはメンタルが強い",
    "長谷川さんは余命10年という本を貸してくれた",
    "村上さんは禁酒中",
    "近藤さんは断酒会の会場を予約",
    "坂本さんは献血に行った",
    "遠藤さんは人をはねのける強さがある",
    "青木さんは罰金の計算を担当",
    "藤井さんは戒律のような社内ルールを嫌う",
    "西村さんは聖書の印刷を受注",
    "福田さんは組合員だけの割引を案内",
]


def told_of_others(inspector: Inspector, text: str, to: str = INSIDE) -> list[str]:
    found = inspector.inspect(message(f"お疲れさまです。\n{text}\nよろしくお願いします。", SENDER, to))
    return [one.text for one in found if one.entity_type == "JP_SENSITIVE" and one.about in (About.THIRD_PARTY, About.COLLEAGUE, About.RECIPIENT)]


@pytest.mark.parametrize("text", TOLD)
def test_what_somebody_suffers_did_or_believes_is_told_in_plain_words(inspector: Inspector, text: str) -> None:
    assert told_of_others(inspector, text)


@pytest.mark.parametrize("text", HARMLESS)
def test_goods_tasks_trades_and_turns_of_phrase_tell_of_nobody(inspector: Inspector, text: str) -> None:
    assert told_of_others(inspector, text) == []


@pytest.mark.parametrize("text", [
    "席　お名前　　　　備考\nA1　弊社社長　　　乾杯後すぐ中座\nA2　土居会長　　　隣は空けて。右はほとんど聞こえないので\nA3　辺見様　　　　日本酒を冷やで",
    "名前｜学年｜内容\n蒼井｜小1｜帰りは祖母\n久慈｜小3｜宿題は壁ぎわの席で。クリニックで多動の診断がつき、朝だけ錠剤",
    "3/18　18,700　笠さんの立替。春の検診で胃カメラを飲んだ分です",
])
def test_a_remark_in_a_row_is_about_whoever_the_row_begins_with(inspector: Inspector, text: str) -> None:
    assert told_of_others(inspector, text)


@pytest.mark.parametrize("text", [
    "以下のとおり演じてください。\n・関さん　窯の前で右足を骨折\n・福島さん　持病の発作で倒れる役", "表記の統一です。\n・抗がん剤→抗悪性腫瘍薬　・めくら判→削除",
    "千葉さんのノートPC、ウイルスに感染していたのでネットワークから隔離しました。", "「病名」「障害等級」の欄は入江様のご指示で削除します。", "全盲の利用者を想定した操作は皆川が担当します。",
    "表記は原文のままで。光さん確認お願いします。症例3「中年男性、HIV陽性、肺炎で入院」", "社長の百目鬼は「病になってから医者を呼ぶな」と申しました。", "西さん案の演出は中毒性があって病みつきになります。",
])
def test_parts_in_a_drill_terms_fields_and_a_machines_virus_are_nobodys(inspector: Inspector, text: str) -> None:
    assert told_of_others(inspector, text) == []


def test_a_drill_excuses_no_real_illness_beside_it(inspector: Inspector) -> None:
    assert told_of_others(inspector, "防災訓練は次のとおり演じてください。\n・関さん　負傷者\n\nなお福島さんは先週から肺炎で入院しています。")


def test_a_virus_that_people_catch_is_an_illness(inspector: Inspector) -> None:
    assert told_of_others(inspector, "千葉さんがコロナウイルスに感染して高熱だそうです。PCは家に送ります。")


def test_five_signatures_copied_into_a_mail_are_five_peoples_data(inspector: Inspector) -> None:
    blocks = "-----\n酒のおおつか　店主　大塚 栄\n栃木県宇都宮市馬場通り0-3-1\n-----\n(株)小山フーズ　仕入\n生井 道夫　0285-99-7301\n*****\n児玉 さやか\n栃木県鹿沼市下沢0-115\n*****\n薄井 元\nusui@fm-nasuno.example\n"
    found = inspector.inspect(message(f"招待状を増やしてください。末尾を貼ります。\n\n{blocks}-----\n\n金曜に投函をお願いします。", SENDER, OUTSIDE))
    assert not [one.text for one in found if one.about is About.SENDER and one.entity_type in ("PHONE_NUMBER", "JP_ADDRESS", "EMAIL_ADDRESS")]


@pytest.mark.parametrize(("text", "name"), [("3/18　鍋さんの立替です。", "鍋"), ("桶さんに渡しました。", "桶")])
def test_a_surname_of_one_character_is_known_by_its_honorific(inspector: Inspector, text: str, name: str) -> None:
    assert name in [one.text for one in inspector.inspect(message(text, SENDER, INSIDE)) if one.entity_type == "PERSON"]


@pytest.mark.parametrize("text", ["お店さんに聞きます。", "庭に犬さんがいました。", "結果は一様に良いです。", "生徒さんが来ます。", "模様を変えました。"])
def test_what_else_takes_an_honorific_is_no_name(inspector: Inspector, text: str) -> None:
    assert not [one.text for one in inspector.inspect(message(text, SENDER, INSIDE)) if one.entity_type == "PERSON"]
