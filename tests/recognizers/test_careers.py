"""Employers and careers: the relation from the frame, whatever the company is called."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from presidio_analyzer import RecognizerResult

Find = Callable[[str, str], list[str]]
Results = Callable[[str, str], list[RecognizerResult]]

TOLD = [
    ("田中さんは以前、北斗精機で働いていたそうです", "北斗精機"),
    ("雪村様、前職は丸の内リースさんらしいです", "丸の内リース"),
    ("高木さんってトヨハシ電機にお勤めだったんだって", "トヨハシ電機"),
    ("佐々木課長、ミナモ製薬にいらした頃は研究職だったとか", "ミナモ製薬"),
    ("木下さんは大洋商事の出だと聞きました", "大洋商事"),
    ("みどり銀行は彼の古巣です", "みどり銀行"),
    ("2015年4月 株式会社スミレ電装 入社", "株式会社スミレ電装"),
    ("H27.4 北斗精機(株)入社", "北斗精機(株)"),
    ("以前カナメ建設で働かれてたんですね", "カナメ建設"),
    ("中村さんは来月でうちを辞めて、カナリア製菓に移るそうです", "カナリア製菓"),
    ("石井様はサザナミ食品から転職されてきたとのこと", "サザナミ食品"),
    ("元コスモ証券の西田さん", "コスモ証券"),
    ("野村主任は関連会社のアスカ物流に出向中です", "アスカ物流"),
    ("平井さん、ルミナスの最終面接を受けたらしい", "ルミナス"),
    ("吉田さんはキララ保険のOBです", "キララ保険"),
    ("武田さんは千代田区役所に勤務されていた方です", "千代田区役所"),
    ("渡辺さん、トキワ銀行に20年いたらしいよ", "トキワ銀行"),
    ("千葉さんは（株）みらいに内定したそうです", "（株）みらい"),
    ("明日会うEmilyさん、ex-Lumos Labsらしいです", "Lumos Labs"),
    ("竹内くんはコウヨウ堂で菓子職人をしていた変わり種", "コウヨウ堂"),
    ("志村は昨年までネビュラ通信で回線を担当しておりました", "ネビュラ通信"),
]


@pytest.mark.parametrize(("text", "employer"), TOLD)
def test_an_employer_nobody_has_heard_of_is_found_by_its_frame(find: Find, text: str, employer: str) -> None:
    assert find(text, "JP_EMPLOYER") == [employer]
    assert any(employer in clause for clause in find(text, "JP_CAREER_HISTORY"))


@pytest.mark.parametrize("text", [
    "あの人もともと銀行畑なんだよね", "南さんは証券あがりらしい", "清水さんは私の元同僚です", "今井さん、元自衛官なんだって", "坂本さん転職活動中らしい",
    "池田さんは去年リストラされたそうだ", "自分、前の会社でも建設系のお客さん担当してたんで", "新しい課長さん、外資から引き抜かれて来たとか",
])
def test_a_career_without_a_company_name_is_told_all_the_same(find: Find, text: str) -> None:
    assert find(text, "JP_CAREER_HISTORY") != []


@pytest.mark.parametrize("text", [
    "弊社で働く方を募集しています", "サーバーが正常に働いていません", "安全弁が働かない症状", "貴社に勤務する方を対象としたアンケートです", "御社で導入されたシステムの件",
    "入社手続きのご案内をお送りします", "青空システムの田中です", "みどり商事の佐藤様よりご連絡がありました", "以前お送りした見積書の件", "元の価格に戻しました",
    "退職金規程の改定について", "転職サイトの広告を停止してください", "トヨハシ電機から来たメールを転送します", "会議室に田中さんがいました", "田中さんは大阪出身です",
    "勤務時間は9時から18時です", "1998年 株式会社青空システム設立", "2026年4月1日 入社式", "求人に応募される方は履歴書をご持参ください", "ミライ銀行から融資を受ける予定です",
    "データを北斗精機に移しました", "今はトヨハシ電機で打ち合わせ中です", "昨年トヨハシ電機さんに納品した機種です", "株式会社みどり商事から独立したブランドです",
    "一般に、前職の経験は三年以上あると評価されやすいと言われます", "雪村さんは北斗精機では働いていません",
])
def test_adverts_machines_greetings_and_company_facts_are_no_career(find: Find, text: str) -> None:
    assert find(text, "JP_CAREER_HISTORY") == []
    assert find(text, "JP_EMPLOYER") == []


def test_the_finding_carries_the_parts_of_the_relation(results: Results) -> None:
    text = "田中部長は以前ﾄﾖﾊｼ電機にお勤めだったそうです。"
    (career,) = results(text, "JP_CAREER_HISTORY")
    relation = career.recognition_metadata["relation"]
    assert (relation["person"], relation["organization"], relation["time"], relation["hearsay"]) == ("田中", "トヨハシ電機", "以前", True)
    assert text[slice(*relation["person_span"])] == "田中"
    assert text[slice(*relation["organization_span"])] == "ﾄﾖﾊｼ電機"
    assert text[career.start:career.end] == "田中部長は以前ﾄﾖﾊｼ電機にお勤めだった"


@pytest.mark.parametrize(("text", "organization"), [("宮下さんは前の会社を病気で退職されたそうです。", "前の会社"), ("宮下さんはミネハラ精機を退職されたそうです。", "ミネハラ精機")])
def test_of_a_former_firm_without_a_name_the_relation_says_that_it_is_the_former(results: Results, text: str, organization: str) -> None:
    (career,) = results(text, "JP_CAREER_HISTORY")
    assert career.recognition_metadata["relation"]["organization"] == organization


def test_what_is_an_employer_is_not_an_organization_as_well(find: Find) -> None:
    text = "雪村様は丸の内リース株式会社で働かれていた。青空銀行の田中です。"
    assert find(text, "JP_EMPLOYER") == ["丸の内リース株式会社"]
    assert find(text, "ORGANIZATION") == ["青空銀行"]


@pytest.mark.parametrize("text", ["先日の展示会でお会いした木村さんは以前北斗\n精機で働いていたらしいですよと佐々木さんが言っていましたが本当ですか", "> 先日の展示会でお会いした木村さんは以前北斗精機で働い\n> ていた"])
def test_line_breaks_inside_a_clause_do_not_hide_it(find: Find, text: str) -> None:
    assert find(text, "JP_CAREER_HISTORY") != []


@pytest.mark.parametrize(("text", "found"), [
    ("立石 守 様分\n採用年月日　令和7年10月1日\n職名　事務補佐員\n退職事由　契約期間満了\n", ["採用年月日　令和7年10月1日", "退職事由　契約期間満了"]),
    ("対象者：立石守\n離職理由：会社都合\n", ["離職理由：会社都合"]),
    ("氏名　入社日　退職理由　在籍期間\n", []),
])
def test_lines_of_a_personnel_form_are_a_career(find: Find, text: str, found: list[str]) -> None:
    assert [one for one in find(text, "JP_CAREER_HISTORY") if "職名" not in one] == found


def test_years_at_one_task_are_a_career(find: Find) -> None:
    assert find("立石さんはアマノ計器で検査だけ12年の人だから、目が肥えてますよ。", "JP_EMPLOYER") == ["アマノ計器"]


def test_who_sat_in_the_next_seat_worked_there(find: Find) -> None:
    assert find("安西様は以前アマノ計器で立石の隣の席にいらしたそうですね。", "JP_EMPLOYER") == ["アマノ計器"]


@pytest.mark.parametrize("text", [
    "氏名,前職\n安西 守,アマノ計器株式会社\n", '"氏名","前職"\r\n"安西 守","アマノ計器株式会社"\r\n', "氏名;前職\n安西 守;アマノ計器株式会社\n",
    "氏名\t前職\n安西 守\tアマノ計器株式会社\n", "氏名\t安西 守\n前職\tアマノ計器株式会社\n", "氏名|安西 守\n前職|アマノ計器株式会社\n",
])
def test_a_table_of_two_columns_is_read_whatever_parts_them(find: Find, text: str) -> None:
    assert find(text, "JP_EMPLOYER") == ["アマノ計器株式会社"]


@pytest.mark.parametrize(
    ("text", "employer"),
    [
        ("帳場にいた節子さんですが、去年の秋から旅館まつばさんの番台に座っています。", "旅館まつば"),
        ("西野さんは先月から市民病院の受付に座っているそうです。", "市民病院"),
        ("古賀さん、今はスーパーやまとのレジに入っています。", "スーパーやまと"),
    ],
)
def test_where_somebody_stands_at_work_is_a_career(find: Find, text: str, employer: str) -> None:
    assert find(text, "JP_EMPLOYER") == [employer]


@pytest.mark.parametrize("text", ["弊社の山本が今月から会場の受付に立っております。", "今日は佐伯さんが展示会のブースの受付に立っています。", "今年から当店のレジに立っている木村です。"])
def test_who_stands_at_a_fair_or_at_ones_own_counter_has_no_employer_told(find: Find, text: str) -> None:
    assert not find(text, "JP_EMPLOYER")


@pytest.mark.parametrize(
    ("text", "employer"),
    [
        ("同席する篠田は、夏前までそちらの斜向かいの「まるたけ製菓」さんで伝票をつけておりました。", "まるたけ製菓"),
        ("うちの堀内は去年の秋までコスモ機工さんで型紙を引いていました。", "コスモ機工"),
        ("上原さんが2年前までホテル海風で婚礼の花を活けてたの知ってた？", "ホテル海風"),
    ],
)
def test_a_task_somebody_had_until_some_time_is_a_career(find: Find, text: str, employer: str) -> None:
    assert find(text, "JP_EMPLOYER") == [employer]


@pytest.mark.parametrize("text", ["昨日まで青葉会館で展示の準備をしていました。", "大田さんは1時間前まで丸井商店さんで荷物を待っていました。", "先週まで森下さんは御社の会議室で研修を受けていました。"])
def test_what_somebody_was_busy_with_for_a_while_is_no_career(find: Find, text: str) -> None:
    assert not find(text, "JP_CAREER_HISTORY")


@pytest.mark.parametrize(("text", "told"), [
    ("新しい担当の梶谷さんは印刷会社で校正を十年、\n最後の二年は上海工場の立ち上げだったそうです。", ["梶谷さんは印刷会社で校正を十年", "最後の二年は上海工場の立ち上げだった"]),
    ("経歴は次のとおりです。\n2009年4月　南雲製作所　入社　設計課\n2016年8月　同社　退職", ["2009年4月　南雲製作所　入社　設計課", "2016年8月　同社　退職"]),
    ("奥村さんは青森の漁協に12年いて、\n去年からは市場の仲卸で働いているとか。", ["奥村さんは青森の漁協に12年いて", "去年からは市場の仲卸で働いている"]),
    ("榊原さんは独立なさるまで、\n多摩電装で生産管理を15年されていました。", ["榊原さんは独立なさるまで、\n多摩電装で生産管理を15年されていました"]),
    ("和泉さんは早蕨計器で六年、\n流量計の校正をしておりました。", ["和泉さんは早蕨計器で六年、\n流量計の校正をしておりました"]),
    ("このたび10月1日付で松江支店長を命ぜられ、過日着任いたしました。", ["このたび10月1日付で松江支店長を命ぜられ、過日着任いたしました"]),
    ("前任の檜山は昨秋に弊社を辞して\n　現在は白鳥電算の開発室におります。", ["檜山は昨秋に弊社を辞して", "現在は白鳥電算の開発室におります"]),
    ("【職歴】\n2013年4月　株式会社かささぎ製菓フーズ　入社\n2013年4月～2018年3月　経理課にて売掛金管理を担当", ["2013年4月　株式会社かささぎ製菓フーズ　入社", "2013年4月～2018年3月　経理課にて売掛金管理を担当"]),
    ("同じ寮だった堂本さんは県庁を辞めて、今は紙すきの見習いだそうです。", ["同じ寮だった堂本さんは県庁を辞めて", "今は紙すきの見習い"]),
    ("堂本さんは2012年に白鳥電算に\n2018年4月まで在籍していました。", ["堂本さんは2012年に白鳥電算に\n2018年4月まで在籍していました"]),
    ("和泉さんは早蕨計器で六年、そのあと市場で競りをしていたそうです。", ["和泉さんは早蕨計器で六年", "そのあと市場で競りをしていた"]),
])  # fmt: skip
def test_what_is_told_one_thing_after_another_is_told_each_by_itself(find: Find, text: str, told: list[str]) -> None:
    assert find(text, "JP_CAREER_HISTORY") == told


def test_that_somebody_remembers_is_no_career(find: Find) -> None:
    text = ("大森課長\n\nお疲れさまです。柏木です。\n今日みなと食品さんに行ってきました。見積は好感触でした。\n\nところで、ご担当の水野さんですが、以前は桜坂リースにお勤めだったそうです。\n"
            "私の彼女が同じ部署にいて、よく覚えているとのことでした。\n本人には内緒にしておいてください。\n\n柏木")
    assert find(text, "JP_CAREER_HISTORY") == ["以前は桜坂リースにお勤めだった", "私の彼女が同じ部署にいて"]


@pytest.mark.parametrize("text", [
    "根津さんは前は引越しのコールセンターにいたそうです。",
    "根津さん、以前はドラッグストアに勤めていました。",
    "根津さんは積算事務所を辞めて来ました。",
    "根津さんは三年前まで弓具店で働いていました。",
    "根津さんは以前、給食センターに二年勤めていました。",
    "根津さんは英会話スクールを先月辞めました。",
    "根津さんは以前、製麺所で粉の配合を任されていました。",
    "根津さんは葬儀社に八年いました。",
])
def test_a_kind_of_place_is_told_of_and_no_employers_name(find: Find, text: str) -> None:
    assert find(text, "JP_CAREER_HISTORY")
    assert find(text, "JP_EMPLOYER") == []


@pytest.mark.parametrize(("text", "employer"), [
    ("根津さんは以前、県立緑陽高校に勤めていました。", "県立緑陽高校"),
    ("根津さんは以前、鶴乃屋で働いていました。", "鶴乃屋"),
    ("根津さんは以前、東都冷蔵に勤めていました。", "東都冷蔵"),
    ("根津さんは以前、ナギサ工房に勤めていました。", "ナギサ工房"),
    ("根津さんは以前、潮見台図書館に勤めていました。", "潮見台図書館"),
    ("根津さんは以前、鹿島製麺所で働いていました。", "鹿島製麺所"),
])
def test_a_name_made_of_plain_words_stays_one(find: Find, text: str, employer: str) -> None:
    assert find(text, "JP_EMPLOYER") == [employer]


def test_here_and_there_is_no_employers_name(find: Find) -> None:
    assert find("稲垣は早蕨計器で六年、流量計の校正をしておりました者で、昨秋こちらへ移ってまいりました。", "JP_EMPLOYER") == ["早蕨計器"]


@pytest.mark.parametrize("text", ["このたび営業所長を仰せつかりました", "沢村さんに富山勤務の辞令が出ました", "併願：他社様の選考は1社、一次通過"])
def test_a_post_an_order_and_other_firms_one_has_applied_to_are_a_career(find: Find, text: str) -> None:
    assert find(text + "。", "JP_CAREER_HISTORY") == [text]


@pytest.mark.parametrize("text", ["懇親会の司会を仰せつかりました。", "辞令の用紙が足りません。", "他社様の見積は2社、比較表を付けます。"])
def test_a_task_a_form_and_other_firms_offers_are_no_career(find: Find, text: str) -> None:
    assert find(text, "JP_CAREER_HISTORY") == []
