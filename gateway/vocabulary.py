"""What kinds of data, owners, places and reasons are called in Japanese and English: in notices, in the console, in reports."""

from __future__ import annotations

from gateway.verdict import About, Zone

Pair = tuple[str, str]  # Japanese, English

ENTITIES: dict[str, Pair] = {
    "PERSON": ("氏名", "a person's name"),
    "ORGANIZATION": ("会社名", "a company's name"),
    "JP_EMPLOYER": ("勤務先・前職", "an employer"),
    "JP_CAREER_HISTORY": ("職歴・経歴", "career history"),
    "PHONE_NUMBER": ("電話番号", "a telephone number"),
    "EMAIL_ADDRESS": ("メールアドレス", "a mail address"),
    "JP_ADDRESS": ("住所", "a postal address"),
    "DATE_OF_BIRTH": ("生年月日", "a date of birth"),
    "AGE": ("年齢", "an age"),
    "JP_MY_NUMBER": ("マイナンバー（個人番号）", "a My Number"),
    "CREDIT_CARD": ("クレジットカード番号", "a payment card number"),
    "JP_BANK_ACCOUNT": ("銀行口座番号", "a bank account"),
    "JP_DRIVER_LICENSE": ("運転免許証番号", "a driving licence number"),
    "JP_PASSPORT": ("旅券番号", "a passport number"),
    "JP_RESIDENCE_CARD": ("在留カード番号", "a residence card number"),
    "JP_PENSION_NUMBER": ("基礎年金番号", "a pension number"),
    "JP_HEALTH_INSURANCE": ("健康保険の記号・番号", "a health insurance number"),
    "JP_EMPLOYEE_ID": ("社員番号", "an employee number"),
    "JP_SENSITIVE": ("要配慮個人情報（健康・信条・犯罪歴など）", "special-care information (health, creed, crime and the like)"),
}
WHOSE: dict[About, Pair] = {
    About.SENDER: ("ご自身の", "your own"),
    About.RECIPIENT: ("宛先の方ご本人の", "a recipient's own"),
    About.COLLEAGUE: ("社内の方の", "a colleague's"),
    About.THIRD_PARTY: ("第三者の", "a third party's"),
    About.PUBLIC: ("公表された方の", "a public person's"),
    About.NOBODY: ("特定の方のものではない", "nobody's in particular"),
    About.UNKNOWN: ("どなたのものか判断できない", "somebody's (unknown whose)"),
}
PLACES: dict[Zone, Pair] = {
    Zone.SUBJECT: ("件名", "in the subject"),
    Zone.HEADER: ("ヘッダー（表示名など）", "in a header (display name)"),
    Zone.SALUTATION: ("宛名", "in the salutation"),
    Zone.GREETING: ("あいさつ文", "in the greeting"),
    Zone.BODY: ("本文の文章", "in a sentence of the body"),
    Zone.QUOTE: ("引用部分", "in quoted text"),
    Zone.FORWARD_HEADER: ("転送ヘッダー", "in a forwarded header"),
    Zone.SIGNATURE: ("署名", "in the signature"),
    Zone.DISCLAIMER: ("免責文", "in the disclaimer"),
    Zone.HIDDEN: ("表示されない部分", "in hidden text"),
    Zone.FILE_NAME: ("ファイル名", "in a file name"),
    Zone.ATTACHMENT: ("添付ファイル", "in an attachment"),
}
REASONS: dict[str, Pair] = {
    "identifier": (
        "個人を特定する公的な番号や口座・カード番号は、漏えいすると本人に財産的な被害が及ぶおそれがあり、法令で取扱いが厳しく定められています。",
        "Official numbers, account and card numbers can cause a person financial harm, and the law restricts their handling.",
    ),
    "sensitive": (
        "病歴・障害・信条・犯罪歴などは要配慮個人情報であり、本人の同意なく第三者に知らせることはできません（個人情報保護法20条・27条）。",
        "Health, disability, creed, criminal record and the like are special-care information and need the person's consent (APPI arts. 20, 27).",
    ),
    "bulk": (
        "多数の方の個人データを社外に渡すには、原則として本人の同意か、委託などの根拠が必要です（個人情報保護法27条）。",
        "Giving many people's data to outsiders needs their consent or another legal ground (APPI art. 27).",
    ),
    "career": (
        "職歴や勤務先は本人の個人情報です。本人の同意なく他人に伝えることは無断提供にあたり、善意の雑談でも信頼を失います（個人情報保護法27条）。",
        "A person's career and employers are their personal data. Telling others without consent breaks the law and their trust (APPI art. 27).",
    ),
    "unreadable": (
        "暗号化や破損などのため内容を確認できない部分があります。",
        "Part of the message could not be read (encrypted, damaged or unknown).",
    ),
    "other": ("会社の個人情報の取扱いの定めに触れるおそれがあります。", "The message may conflict with the company's rules on personal data."),
}
WAYS: dict[str, Pair] = {
    "redacted": ("該当箇所を伏せた版を送る", "send it with the passages redacted"),
    "approval": ("事情を説明して、このまま送る承認を求める", "explain, and ask for approval to send it as it is"),
    "consent": ("ご本人の同意があることを示す", "show that the person has consented"),
    "false_positive": ("誤検知だと伝える", "say that it is a false positive"),
    "withdraw": ("送信を取りやめる", "withdraw it"),
}
