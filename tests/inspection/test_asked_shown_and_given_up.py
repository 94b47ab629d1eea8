"""Open questions, examples of a language, firms that give a contract up, forms and animals tell of nobody; what stands beside them does."""

from __future__ import annotations

import pytest

from gateway.inspection.inspect import Inspector
from gateway.verdict import About
from tests.inspection.conftest import message, told_of_others

TELLING = ("JP_CAREER_HISTORY", "JP_SENSITIVE")

NOBODYS = (
    "新しい担当の楢原さん、野菜に詳しいですね。\n前はどちらにいらしたんでしょうね？",
    "楢原さん、前はどこにお勤めだったんですか？",
    "中途の楢原さんって、前の会社は何系だったんですかね。",
    "以前どちらでお勤めだったか、楢原さんに聞きそびれました。",
    "楢原さん、うちに来る前は何をしていたんですか。",
    "柏木美装さんが辞められた理由は、人手不足で営業所を閉じるためと聞いております。",
    "清掃会社の件を整理しました。\n前々任　㈱ヒカリ　2009年～2016年　契約満了\n前　任　柏木美装　2016年～今年3月　先方から辞退",
    "例文 \"She left her former employer.\" は「彼女は2019年に前の会社を辞め、競合に移った」でお願いします。",
    "＜記入例＞\n氏名　　〇〇　花子\n職歴　　平成〇年〇月　〇〇株式会社　入社\n電話　　０００－００００－００００",
    "6-2 She left her job last spring.\n　　→　彼女は去年の春に仕事を辞めました。",
    "・101 すみれ（柴 9歳、心臓の薬を朝夕）\n・102 信玄（元警察犬、8歳、退職して2年）\n・103 ポール（保護犬出身、けんか注意）",
    "旧ファイルサーバー（愛称：タロさん）は今週末で退職します。\n勤続11年、大きな病気もせずよく働いてくれました。",
    "盆踊りの稽古、楢原さんは太鼓を辞めて笛に移った。",
    "看板犬だったムギが今月で引退します。\nうちに来て9年、持病もあるのでのんびりさせます。",
)
TOLD = (
    "楢原さんが転職サイトに登録しているのを見かけました。",
    "ドローンは来月から楢原が飛ばします。陸上自衛隊で通信をやっていたやつなので声が大きいです。",
    "楢原さんの犬はすみれ（柴 9歳）です。楢原さんは去年の春に柏木美装を辞めました。",
    "楢原さん、前はどこかの銀行にいらしたんですよね。",
    "栃木電装をお辞めになる前はどちらにいらしたんですか、楢原さんは。",
    "楢原さんは柏木美装さんを辞められたそうです。",
    "楢原さんの件、前任　柏木美装　2016年～今年3月　自己都合で退職とのことです。",
    "例の楢原さん、2019年に前の会社を辞め、競合に移ったそうです。",
    "看板犬のムギの世話は楢原さんです。先方の楢原さんは糖尿病で通院中とのことです。",
)


@pytest.mark.parametrize("text", NOBODYS)
def test_what_is_asked_shown_or_given_up_by_a_firm_is_nobodys(inspector: Inspector, text: str) -> None:
    assert [told for entity in TELLING for told in told_of_others(inspector, text, entity)] == []


@pytest.mark.parametrize("text", TOLD)
def test_what_is_told_beside_it_is_somebodys(inspector: Inspector, text: str) -> None:
    assert any(told_of_others(inspector, text, entity) for entity in TELLING)


def test_what_somebody_else_says_of_the_reader_is_hearsay(inspector: Inspector) -> None:
    body = "笹山様\n\n仕出しの三好さんが、笹山さんは青空新報の写真部に長くいらしたと話していて、頼もしく思っております。"
    careers = [one for one in inspector.inspect(message(body, "梅野 薫 <k@hibari-soft.example>", "笹山 真 <s@midori.example>")) if one.entity_type == "JP_CAREER_HISTORY"]
    assert [(one.about, one.relation.hearsay if one.relation else None) for one in careers] == [(About.RECIPIENT, True)]
