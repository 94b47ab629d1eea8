"""New excuses excuse no leak, and new finders flag no ordinary sentence: what a second reader proved of both."""

from __future__ import annotations

import pytest

from gateway.inspection.inspect import Inspector
from tests.inspection.conftest import INSIDE, SENDER, message, told_of_others

CONDITIONS = [
    "岡田さんは胃がんで入院 → 田村さんが代理です。",
    "岡田さん、乳がんで手術→来週から休みます。",
    "引き継ぎ先：木村 → うつ病で休職",
    "岡田さんの病歴は胃潰瘍→胃がん→肝転移です。",
    "岡田さんは糖尿病で病院に通いながら営業を続けています。",
    "岡田さんは乳がんの手術後、週1回病院に通って営業を続けているそうです。",
    "岡田さんは心療内科に通っているのでシステムの保守は木村さんが担当します。",
    "岡田さんは毎週火曜に透析で病院に行って打ち合わせは欠席です。",
    "岡田さんはうつ病の専門医に診てもらっているそうです。",
    "岡田さんは統合失調症のカウンセラーに毎週会っているそうです。",
    "岡田さんの診断書には「双極性障害」の文言がありました。",
    "岡田さんの診断書は「適応障害」の項目でした。",
    "岡田さんのうつ病休職の期間を延長します。",
    "岡田さんの乳がん休職の扱いは有給消化とします。",
    "岡田さんの病気休職の期間は6月末までです。",
    "岡田さんは熱中症で倒れる方が多く出た現場で救急搬送されました。",
    "主治医の堀先生、岡田さんは手術の予定だそうです。",
    "岡田さん、かかりつけの先生が来週手術の予定と言っていました。",
    "岡田さん、先生が明日手術をすると言っていました。",
    "避難訓練の役割分担です。\\n・岡田さん：妊娠高血圧で安静のため不参加\\n・木村さん：救護役",
    "明日の避難訓練、次の方は事情があり見学とする想定です。\\n・岡田さん 心臓病でペースメーカーを入れている",
    "岡田さんは胃がんで休養した役を降りました。",
    "ケース1は岡田さんで、うつ病で休職しています。",
    "症例3の岡田さんは胃がんと診断されました。",
    "事例2、岡田さんは窃盗で逮捕された。",
    "岡田さんはうつ病で、病は気からと笑っていました。",
    "岡田さんは肝炎のウイルスに感染していて、ファイルの提出が遅れます。",
]
NO_CONDITIONS = [
    "氏名：木村 太一\\n部署：経理部\\n障害内容：プリンターに接続できない",
    "申請者：木村さん\\n障害内容：PCが起動しない",
    "担当者 | 障害内容 | 対応\\n木村 | DBサーバ停止 | 再起動済み",
    "木村さん\\n検査結果：すべて良品でした",
    "木村さん\\n検査判定：合格",
    "担当 | 検査結果\\n木村 | 全数合格",
    "木村さん\\n検査結果：異常なし（3号機）",
    "木村さんのヘッドセット、右が聞こえないそうです。",
    "会場の机の配置、右側は聞こえにくいので木村さんはマイクを使ってください。",
    "木村さん、この赤とオレンジの線は区別がつきません。",
    "木村さんのグラフ、色の見分けがつかないとお客様から。",
    "木村さん、魔法の杖を使うゲームのデモです。",
    "木村さん、杖が必要な場面はありません。",
    "木村さん、出荷検査で異常が見つかりました。",
    "木村さんの担当ロットが検査で引っかかりました。",
    "木村さん、工場の配管検査で要精密となりました。",
    "木村さん、東都病院にカメラを入れる件は来週です。",
    "木村さん、サーバの健康診断でC判定でした。",
    "木村さんは東都病院に月2回行っています。清掃の契約です。",
    "木村さん、この企画は骨が弱いです。",
]
CAREERS = [
    "岡田さんは今日から東都製薬で働いているそうです。",
    "岡田さんは昨日付でやめて、本日より東都製薬で働いています。",
    "岡田さんは昨日まで東都商事で働いていました。",
    "岡田さんは昨日聞いたところ東都商事で働いていたそうです。",
    "岡田さんは午前は東都銀行で働いて、午後はうちに来ています。",
    "岡田さんは半日だけ東都病院で働いているそうです。",
    "第4条（秘密保持）を修正しました。\\nなお、御社の新任の課長は東都銀行出身だそうです。",
    "第1条の文言は問題ありません。\\nところで先方の新しい部長は昨年東都銀行を辞めて入社した方です。",
    "第4条　乙は善管注意義務を負う。\\n先方の担当の女性の方は以前東都商事に勤めていたそうです。",
    "岡田さんは東都商事を出て駅前で開業されたそうです。",
    "岡田さんは東都商事を抜けて客先だった会社に移りました。",
    "岡田さんは東都商事を離れて現場に近い仕事をしています。",
    "岡田さんの東都製薬への転職のお祝いを送ります。",
    "岡田さんは定年退職されたのでお花を贈りました。",
    "岡田さんが来月で退職するので花を手配してください。",
    "岡田さんはもと東都印刷で、名刺のデザインを作っていました。",
    "岡田さんは東都銀行で内定者研修の講座を担当していました。",
    "岡田さんは派遣で東都商事のサイトを作っています。",
    "岡田さんは東都電機から独立した電源メーカーの社長です。",
    "岡田さんは東都商事から独立したシステム会社の社長です。",
    "元社長の葬儀で会った岡田さんは東都商事出身です。",
    "岡田さんは元首相の言葉に感動して東都商事を辞めました。",
    "岡田さんは東都新聞で事件の取材をしていました。",
    "岡田さんは東都住設で据え付けをやっていました。",
]
NO_CAREERS = [
    "木村さん、稟議の書類は先週通りました。",
    "木村さん、補助金の二次を通過しました。",
    "木村さん、プレゼンは最終で落ちました。",
    "木村さん、お使いの会計ソフトは試用期間が終わります。",
    "木村さん、デモ環境は試用期間中です。",
    "木村さん、保守契約更新されないそうです。",
    "木村さん、サーバ証明書の契約を切られました。",
    "木村さん、この複合機はうちに来てもう10年です。",
    "木村さん、土日は工場で働いてもらえますか。",
    "木村さん、会議は中途で、打ち切りになりました。",
]
NUMBERS = [
    ("JP_RESIDENCE_CARD","グエン・ヴァン・アン AB87654321CD 2027-03-31 1995-04-02",1),
    ("JP_RESIDENCE_CARD","グエン・ヴァン・アン|AB87654321CD|2027-03-31|090-1234-5678",1),
    ("JP_RESIDENCE_CARD","グエンさん AB87654321CD、リーさん EF12348765GH、チャンさん IJ98761234KL の3名です。",3),
    ("JP_RESIDENCE_CARD","グエンさん AB87654321CD 電話 090-1111-2222 社員 E1023",1),
    ("JP_BANK_ACCOUNT","返金先は岡田二郎様、東都銀行 新宿支店 普通 3456789 です。商品サンプルの代金です。",1),
    ("JP_BANK_ACCOUNT","岡田さんの口座は東都銀行 普通 4567890、名義オカダです。備考は××にしてください。",1),
    ("JP_PASSPORT","岡田さんの旅券番号は TK2345678 です。記入例と同じ様式で申請してください。",1),
    ("JP_HEALTH_INSURANCE","岡田さんの健康保険証の番号は 234567 です。記入例を添付します。",1),
    ("JP_RESIDENCE_CARD","岡田さんの在留カード番号は AB12345678CD です。記入例のとおりご確認ください。",1),
    ("JP_HEALTH_INSURANCE","社保は2025/12に加入しました。",0),
    ("JP_HEALTH_INSURANCE","社保：2025/04 取得、厚年も同じ",0),
    ("JP_HEALTH_INSURANCE","健保、2025/11/30までに提出をお願いします。",0),
    ("JP_HEALTH_INSURANCE","社保より、2025/12までに提出とのことです。",0),
    ("JP_HEALTH_INSURANCE","健保（2025/10/01）に加入済みです。",0),
    ("JP_HEALTH_INSURANCE","健保の健診案内、電話は正しくは045-1234567です。",0),
    ("JP_HEALTH_INSURANCE","健保組合の説明会は10-12時ではなく、正しくは13-15時です。",0),
    ("JP_HEALTH_INSURANCE","社会保険の手引きの訂正です。正しくは12-3ページです。",0),
    ("JP_HEALTH_INSURANCE","社会保険の届出は「様式 3-1」を使ってください。",0),
    ("JP_HEALTH_INSURANCE","国保の件、「別紙2-1」をご覧ください。",0),
    ("JP_PENSION_NUMBER","社会保険料の推移です。\n2023 345600\n2024 358900\n2025 361200",0),
    ("JP_PENSION_NUMBER","月変の対象者です。\n1023 320000\n1031 340000",0),
    ("JP_PENSION_NUMBER","会員の上4桁は3412、下6桁は556677です。",0),
    ("JP_PENSION_NUMBER","問い合わせの上4桁と下6桁：3412-556677",0),
    ("JP_PASSPORT","資料のpptは案件AB1234567のものです。",0),
    ("JP_PASSPORT","ppt（MH1234567）を共有フォルダに置きました。",0),
]


@pytest.mark.parametrize("text", CONDITIONS)
def test_arrows_visits_trades_quotes_and_drills_excuse_no_illness_of_somebody_named(inspector: Inspector, text: str) -> None:
    assert told_of_others(inspector, text, "JP_SENSITIVE")


@pytest.mark.parametrize("text", NO_CONDITIONS)
def test_devices_goods_and_forms_of_them_have_no_illness(inspector: Inspector, text: str) -> None:
    assert told_of_others(inspector, text, "JP_SENSITIVE") == []


@pytest.mark.parametrize("text", CAREERS)
def test_today_articles_presents_and_tasks_excuse_no_career(inspector: Inspector, text: str) -> None:
    assert told_of_others(inspector, text, "JP_CAREER_HISTORY")


@pytest.mark.parametrize("text", NO_CAREERS)
def test_petitions_software_and_machines_are_on_trial_and_pass_and_tell_of_nobody(inspector: Inspector, text: str) -> None:
    assert told_of_others(inspector, text, "JP_CAREER_HISTORY") == []


@pytest.mark.parametrize(("entity", "text", "how_many"), NUMBERS)
def test_a_number_beside_other_numbers_samples_and_dates_is_what_it_is(inspector: Inspector, entity: str, text: str, how_many: int) -> None:
    assert len([one for one in inspector.inspect(message(text, SENDER, INSIDE)) if one.entity_type == entity]) == how_many
