"""Machines, animals, statistics and manuals in the words of careers and illnesses; and what stands beside them of people."""

from __future__ import annotations

import pytest

from gateway.inspection.inspect import Inspector
from tests.inspection.conftest import told_of_others

TELLING = ("JP_CAREER_HISTORY", "JP_SENSITIVE")

NOBODYS = (
    "お探しの5軸、いい子が出ました。\n前は大和精密さんで12年、小物一筋に働いてきたベテランです。\n型式　VX-500　製造番号　0705-11",
    "「じいさん」と呼んでいる2号機で、能登歯車で20年働いたあと当社に来ました。\n型式　MV-2S　通電時間　61,220h",
    "ハナコ(DB-02)は前職が土佐倉庫さんの経理用で、月末に引退します。",
    "後任の次郎(DB-04)は動作試験に合格しました。",
    "キングは元競走馬で、引退後は八雲乗馬学校に在籍していました。",
    "5号車は腰痛(板バネ折れ)で入院中、退院は木曜の予定です。",
    "3号は骨折(車輪の軸折れ)しているので、入院の手配をお願いします。",
    "プロッタは発作を起こしているので、A1は4階で出してください。",
    "がんと診断された従業員のうち、約三割が一年以内に退職しています。",
    "がん、糖尿病、うつ病の治療をしながら働くときの相談先を紹介します。",
    "てんかん発作時の体動でも誤報が出ることがあります。",
    "高瀬さん、保守は8月まで青空システムなので、見積をお願いします。",
    "健診の結果、E判定の方には産業医面談をご案内します。",
    "この井戸は鉄の値が引っかかって再検査になったそうです。",
    "南さん、健康診断で異常があった方の一覧の様式を送ってください。",
    "透析日の送迎は2号車です。",
    "電話で二百万円だまし取られた高齢者が県内で増えています。",
    "この開け器はリウマチの患者会で評判がいいそうです。",
)
TOLD = (
    "担当の川辺さんは前は大和精密さんで12年働いていた方です。\n型式　VX-500　製造番号　0705-11",
    "先方の担当、てんかんの発作でアラームが鳴っても気づかなかったそうです。",
    "安西部長のことです。\n高血圧、糖尿病、痛風を抱えているそうで、接待は控えめにお願いします。",
    "リウマチの患者会で知り合ったそうです、先方の部長と奥様は。",
    "花子(DB-02)が落ちました。三好さんは前は土佐倉庫にいたので直せるはずです。",
    "荻野さんは肋骨を骨折(全治1か月)して休んでいます。",
    "瀬尾さんはがんと診断されたそうで、従業員のうち三名が交代で入ります。",
    "板金の柏木さんは組合の執行委員に入っています。",
    "戸田課長の健診、肝機能がE判定で戻ってきています。",
    "鮎川さんは前立腺の数値が引っかかって再検になりました。",
    "郡司様は透析日につき帰りはクリニックからです。",
    "升さんは孫を名乗る電話で三百万やられたそうです。",
    "高瀬さんは8月まで味彩フーズなので、前の源泉徴収票が要ります。",
    "内海さんは信金の窓口を八年やってたんだって。",
    "隊長さんは陸上自衛隊に二十年いて、曹長で辞めたそうです。",
    "目黒さんの出向、来期から水辺ロジに二年で固まりそうです。",
)


@pytest.mark.parametrize("text", NOBODYS)
def test_what_machines_animals_and_people_at_large_do_is_nobodys(inspector: Inspector, text: str) -> None:
    assert [told for entity in TELLING for told in told_of_others(inspector, text, entity)] == []


@pytest.mark.parametrize("text", TOLD)
def test_what_is_told_of_somebody_beside_such_is_seen(inspector: Inspector, text: str) -> None:
    assert any(told_of_others(inspector, text, entity) for entity in TELLING)
