"""Forty different business mails of about 4 kB, made from sentences of our own; the same ones for every system measured."""

from __future__ import annotations

import random

from tests.e2e.mails import mail

NAMES = ["水野 沙織", "三浦 健", "大森 由紀", "瀬戸 光一", "森 千葉子", "東 望", "髙橋 一", "柏木 直人", "原田 恵", "雪村 亮"]
FIRMS = ["みなと食品株式会社", "(株)あけぼの製作所", "さくら商事", "北の杜信用金庫", "ひかり工務店", "青葉総合病院", "㈱トヨハシ電機", "松本工業"]
LINES = [
    "いつも大変お世話になっております。ひばりソフトの柏木です。",
    "ご依頼いただきました在庫管理システムのお見積りを添付にてお送りいたします。",
    "見積番号は H{n:06d}-{m:03d}、金額は {n},{m:03d} 円（税別）です。有効期限は発行後３０日でございます。",
    "仕様の詳細につきましては、弊社の{a}より改めてご連絡いたします。",
    "{f}の{a}様にも同じ内容をお伝えしておりますので、ご確認くださいますようお願いいたします。",
    "次回の打ち合わせは {d} 月 {e} 日（木）14 時から、御社 3 階の会議室でよろしいでしょうか。",
    "当日は{a}と{b}の二名で伺う予定です。お手数ですが受付の登録をお願いいたします。",
    "なお、先日ご指摘いただいたバーコードの読み取り不良は、最新版で修正済みです。",
    "ﾊﾞｰｼﾞｮﾝ 2.4.1 では、入出庫の一括登録と CSV 出力（Shift_JIS）に対応しております。",
    "納期につきましては、{f}様の検収が終わり次第、追ってご相談させてください。",
    "ご不明な点がございましたら、お電話（03-5550-01{e:02d}）またはこのメールへの返信でお知らせください。",
]


def business_mail(number: int) -> tuple[str, bytes]:
    """(text, mail): one of an endless series, always the same for the same number."""
    dice = random.Random(number)
    firm, name = dice.choice(FIRMS), dice.choice(NAMES)
    lines = [firm, f"総務部　{name} 様", "", LINES[0]]
    while sum(map(len, lines)) < 1200:
        line = dice.choice(LINES[1:])
        lines.append(line.format(n=dice.randrange(1, 999), m=dice.randrange(999), a=dice.choice(NAMES).split()[0], b=dice.choice(NAMES).split()[0], f=dice.choice(FIRMS), d=dice.randrange(1, 13), e=dice.randrange(1, 29)))
        if dice.random() < 0.2:
            lines.append("")
    lines += ["何卒よろしくお願いいたします。", "", "-" * 40, "ひばりソフト株式会社　営業部", "柏木 直人（かしわぎ なおと）", "〒104-0000 東京都中央区八重洲0-0-0 ひばりビル3階", "TEL: 03-5550-0123  https://hibari-soft.example/", "-" * 40]
    text = "\n".join(lines) + "\n"
    return text, mail(text, f"お見積りの件 {number}", "s.mizuno@minato-foods.example")
