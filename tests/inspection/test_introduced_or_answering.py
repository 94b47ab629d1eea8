"""Whoever is introduced, answers, helps or is concluded about is spoken of next; what is printed, staged or voiced by visitors is nobody's."""

from __future__ import annotations

import pytest

from gateway.inspection.inspect import Inspector
from gateway.verdict import About
from tests.inspection.conftest import INSIDE, OUTSIDE, SENDER, message

THIRD = {About.THIRD_PARTY}


def careers(inspector: Inspector, body: str, to: str) -> set[About]:
    return {one.about for one in inspector.inspect(message(body, SENDER, to)) if one.entity_type == "JP_CAREER_HISTORY"}


@pytest.mark.parametrize(("body", "to"), [
    ("倉本様\nお尋ねの立会いの者は丹羽と申します。\n弊社に来る前は東峰エレベーター株式会社で保守員を十一年しておりましたので、ご安心ください。", OUTSIDE),
    ("倉本様\n電話口に出ました河合（かわい）は弊社の受付でございます。\nつい先月まで役所の臨時職員をしておりましたもので、言葉が硬くて申し訳ありません。", OUTSIDE),
    ("倉本様\n今季より蔵に入りました一ノ瀬の考えで、昨冬まで播磨灘酒造で頭を務めておりました\nだけに、硬い米の扱いには慣れているようでございます。", OUTSIDE),
    ("倉本様\n審判をお願いした朝倉さんより、ご快諾のお返事です。\n実業団で主将を務められ、\n現在は若葉台学園で体育を教えておられます。", OUTSIDE),
    ("倉本様\n前は桑名さんに電話一本で済んだのですが、\n8月に知多特殊鋼へ移られたそうで、どなたに\n聞けばよいか分からずメールしました。", OUTSIDE),
    ("たかね保育園の園長先生、\n子育てが一段落してから銀行を辞め、試験で保育士になったという方でした。", INSIDE),
    ("棚の耐荷重、誰に聞けばいいかという話。\n→ 朝倉さん一択です。図書館で司書をしながら書庫の引っ越しを三回仕切った人。", INSIDE),
    ("諸星さんが定時で帰る理由を聞かれたら、私用とだけ答えてください。\n実は夜は漁協の競り場で帳付けをしているんです。", INSIDE),
    ("ご紹介いただいた翻訳のフェルナンデス様、\n本国では新聞の校閲をしていらしたとご本人から伺いました。\nたいへん助かっております。", OUTSIDE),
    ("今夜2時出動かも 予想28cm\n8tドーザ 妙高\nグレーダ 応援の糸山さん（陸上自衛隊の施設科上がり、腕は確か）", INSIDE),
    ("義理の妹に手伝わせてもいいですか。\n結婚前は測量会社の検査室に勤めてて、校正の書類も読めます。", INSIDE),
])
def test_whoever_is_introduced_answers_or_helps_is_told_of(inspector: Inspector, body: str, to: str) -> None:
    assert careers(inspector, body, to) == THIRD


@pytest.mark.parametrize(("body", "to", "whose"), [
    ("倉本様\n水辺商事の佐々木でございます。\n前職では役所の臨時職員をしておりましたもので、言葉が硬くて申し訳ありません。", OUTSIDE, About.SENDER),
    ("倉本様\n河合のご紹介でご連絡しました佐々木と申します。\n以前は播磨酒造で頭を務めておりました。", OUTSIDE, About.SENDER),
    ("倉本様\nお送りいただいた職務経歴書を拝読しました。\nツバメ帆布株式会社で9年、うち4年はライン長とのこと、\nぜひ詳しくお聞かせください。", OUTSIDE, About.RECIPIENT),
    ("奥田さん\n流動解析は奥田さんに任せます。\n三ヶ日モールドに居た頃は毎日解析ばかり回していたのだから、水曜までに3案出せると思う。", INSIDE, About.RECIPIENT),
    ("先日お電話で、新人のころは鋳物の現場にいたとお話しくださいましたね。", OUTSIDE, About.RECIPIENT),
    ("エントリーシート拝見しました。\n宅配の青葉急便様で6年間無事故とのこと、\nぜひ詳しくお聞かせください。", OUTSIDE, About.RECIPIENT),
    ("倉本様\n高松調理専門学校は3月12日にご卒業と承諾書にご記入がありましたので、証明書をお送りください。", OUTSIDE, About.RECIPIENT),
    ("倉本様\n山田さんに伺いましたが、以前はみどり電機にお勤めだったそうで、心強いです。", OUTSIDE, About.RECIPIENT),
])
def test_writers_and_readers_stay_who_they_are_beside_others(inspector: Inspector, body: str, to: str, whose: About) -> None:
    assert careers(inspector, body, to) == {whose}


@pytest.mark.parametrize("body", [
    "商工会議所の会報、5ページを見てください。\n「新会頭に綾瀬　富士夫氏が就任」\n総会で正式に発表済みだそうです。",
    "市の広報紙に出ていました。\n「教育長に児島　澄江氏が就任（四月一日付）」\nあいさつの日程を押さえてください。",
    "つるかめ信用組合が配った年次報告の一頁目です。\n「円山　誠一が第八代理事長に就任いたしました」\n融資の相談は、これまでどおりです。",
    "この子は1998年生まれ、摂津歯車工業さんで現役だった機械です。\n途中3年ほど同社の門真工場に出向（笑）していたので、アンカー穴が2組あります。",
    "市の広報に載ってました。教育長に小池　義人氏が再任。\n四月の挨拶まわりの宛名はそのままで大丈夫です。",
    "全国ばね卸協会の発表をお知らせします。\n総会で阿部　昇氏が新会長に決まりました。",
    "新聞の人事欄、切り抜いておきました。\n三浦ハム\n　社長　葉山　喜一（専務）\n6月総会で正式決定とのことです。",
    "匿名の方から。本文そのまま↓\n「35歳です。前の職場を3か月で辞めました。うつむいてしまいます。」",
    "読書会の課題は『海鳴りの坂』。\n医者の息子が医学部をやめて塩田で働くまでを三章に分けて読みます。",
    "あっちゃん→仕込み、ミンさん→窯、光→サンド",
    "娘の自由研究がダンゴムシの迷路でして、段ボールを分けてもらえませんか。",
    "江波さんは銚子の出身だけあって、鰯の選び方がうるさいです。",
    "この前の飲み会で自分から話してくれた、高校を出てすぐ遠洋のマグロ船に乗ってたって話、\n来月の社内報に書いてみませんか。",
    "県の発表です。\n「産業技術センター所長に薬師　允氏を任命（4月1日付）」\n窓口は変わらないそうです。",
    "「雨夜の渡し」の役柄メモです。\n辰之進（烏丸 泰）\n　元は新選組の隊士、鳥羽のあと脱走して船頭になった男。\n\n烏丸は前の仕事が押すので19時になるかも。",
    "昨日の朝ドラ見た？旅館の番頭、実は元泥棒で前の店を3日でクビになってたとか",
    "3. 解説パネル\n ・「定年になったら毎月見に来る」など来館者の声パネルは\n 　採用せず",
])
def test_what_is_printed_staged_or_a_visitors_voice_is_no_third_partys(inspector: Inspector, body: str) -> None:
    assert not careers(inspector, body, INSIDE) & {About.THIRD_PARTY, About.COLLEAGUE}


def test_an_illness_is_told_where_a_form_gives_a_reason_or_it_came_back(inspector: Inspector) -> None:
    form = "見舞金の稟議を上げます。\n対象：物流課　与那嶺（社員番号 M-20417）\n事由：頸椎の手術のため三週間入院\n金額：3万円"
    again = "貴島さん、会議で急に席を立っても気にしないで。\n潰瘍性大腸炎が再燃してるそうです。"
    for body in (form, again):
        assert [one.about for one in inspector.inspect(message(body, SENDER, INSIDE)) if one.entity_type == "JP_SENSITIVE"] == [About.THIRD_PARTY]


def test_an_english_statement_goes_on_in_the_next_line_and_is_of_whoever_says_i(inspector: Inspector) -> None:
    body = "You asked where I learned German. I worked for Donau Garn\nin Linz for three years, and came back to Japan in 2019."
    found = [one for one in inspector.inspect(message(body, SENDER, OUTSIDE)) if one.entity_type == "JP_CAREER_HISTORY"]
    assert found[0].text.startswith("I worked for Donau Garn\nin Linz")
    assert {one.about for one in found} == {About.SENDER}


@pytest.mark.parametrize(("body", "told"), [
    ("1125-07　タマ（長谷川様）　雑種猫　15歳齢\n慢性腎臓病ステージ3相当です。\nジョンちゃんは以前の甲状腺機能低下症の数値もグラフに載せました。", False),
    ("明日からサクラコマチ（牝7）が入厩します！\n右前に古傷（屈腱炎）あり、当分は常歩のみ", False),
    ("倉田さんは犬の散歩中に転んで、右手首を骨折したそうです。", True),
    ("獣医の岸さん、慢性腎臓病で透析を始めたそうです。", True),
])
def test_an_animals_illness_is_no_persons(inspector: Inspector, body: str, told: bool) -> None:
    assert any(one.entity_type == "JP_SENSITIVE" for one in inspector.inspect(message(body, SENDER, INSIDE))) is told
