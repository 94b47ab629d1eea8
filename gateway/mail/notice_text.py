"""What a sender is told, in Japanese and English: which kind of data, whose, where, why it matters, what to do.

Never the data itself: a notice is mail, and mail is read by others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from gateway.verdict import About, Action, Finding, Zone

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
DONE: dict[Action, Pair] = {
    Action.REDACT: ("該当箇所を伏せて送信しました", "was sent with the passages concerned redacted"),
    Action.QUARANTINE: ("送信を保留しました", "is held for review"),
    Action.BLOCK: ("送信を中止しました", "was not sent"),
}
NEXT: dict[Action, Pair] = {
    Action.REDACT: (
        "伏せた内容を伝える必要がある場合は、本人の同意を得たうえで、担当窓口にご相談ください。",
        "If the recipient needs what was redacted, get the person's consent and ask the contact below.",
    ),
    Action.QUARANTINE: (
        "該当箇所を除いて送り直すか、送る必要がある場合は、理由と参照番号を添えて担当窓口にご連絡ください。誤検知と思われる場合もお知らせください。",
        "Send it again without the passage, or, if it must go, tell the contact below why, with the reference. Report a false positive the same way.",
    ),
    Action.BLOCK: (
        "該当箇所を除いて送り直してください。送る必要がある場合は、参照番号を添えて担当窓口にご相談ください。",
        "Send it again without the passage. If it must go, ask the contact below, giving the reference.",
    ),
}


REVIEW: Pair = (
    "内容は sekisho quarantine show（参照番号）で確認し、送ってよければ release、不要なら delete してください。",
    "See it with `sekisho quarantine show`, then release or delete it.",
)


@dataclass(frozen=True, slots=True)
class Notice:
    """Subject and plain text of a notice."""

    subject: str
    text: str


class Reader(StrEnum):
    """Who reads a notice."""

    SENDER = "sender"
    REVIEWER = "reviewer"


def compose(
    action: Action, reasons: Sequence[str], findings: Sequence[Finding], incident: str, contact: str, reader: Reader = Reader.SENDER
) -> Notice:
    """The notice for what was done to a message because of `findings`; `reasons` are the fired rules' reasons, strongest first."""
    if reader is Reader.REVIEWER:
        opening: Pair = (f"Sekishoがメール1通について、{DONE[action][0]}。", f"A message {DONE[action][1]}.")
        following: Pair = REVIEW
    else:
        opening = (f"お送りになったメールについて、{DONE[action][0]}。", f"A message you sent {DONE[action][1]}.")
        following = NEXT[action]
    kinds = list(dict.fromkeys((f.entity_type, f.about, f.zone) for f in findings))
    why = [REASONS[r] for r in dict.fromkeys(reasons)] or [REASONS["other"]]
    japanese = [
        opening[0],
        f"参照番号：{incident}",
        "",
        *_block("■ 見つかったもの", [f"・{WHOSE[a][0]}{ENTITIES[e][0]}（{PLACES[z][0]}）" for e, a, z in kinds]),
        *_block("■ なぜ問題になるのか", [ja for ja, _ in why]),
        *_block("■ 次にすること", [following[0], *([f"担当窓口：{contact}"] if contact else [])]),
        "※このメールには、見つかった内容そのものは記載していません。",
    ]
    english = [
        opening[1],
        f"Reference: {incident}",
        "",
        *_block("Found", [f"- {WHOSE[a][1]} data: {ENTITIES[e][1]}, {PLACES[z][1]}" for e, a, z in kinds]),
        *_block("Why it matters", [en for _, en in why]),
        *_block("What to do", [following[1], *([f"Contact: {contact}"] if contact else [])]),
        "This notice does not repeat what was found.",
    ]
    whose = "Your" if reader is Reader.SENDER else "A"
    subject = f"【Sekisho】{DONE[action][0]} / {whose} message {DONE[action][1]} ({incident})"
    return Notice(subject, "\n".join([*japanese, "", "-" * 60, "", *english]) + "\n")


def _block(title: str, lines: Sequence[str]) -> list[str]:
    return [title, *lines, ""] if lines else []
