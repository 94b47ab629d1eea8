"""What the console writes to people by mail, in Japanese and English: subject and text. Never what a message said."""

from __future__ import annotations

from collections.abc import Sequence

from gateway.quarantine.escalations import Tally
from gateway.vocabulary import WAYS

Letter = tuple[str, str]  # subject, text
_RULE = "\n" + "-" * 60 + "\n\n"
_MOST_LINES = 50  # references in one letter
_DONE = {
    "release": ("そのままの内容で送信しました", "was sent as it is"),
    "released_redacted": ("該当箇所を伏せて送信しました", "was sent with the passages concerned redacted"),
    "delete": ("送信せず、削除しました", "was not sent and is deleted"),
    "withdraw": ("お申し出のとおり、送信を取りやめました", "was withdrawn as you asked"),
}


def returned(reference: str, words: str) -> Letter:
    """A message goes back to its sender, with a reviewer's own words."""
    return (
        f"【Sekisho】メールをお戻しします / Your message is returned ({reference})",
        f"お送りになったメールは、確認の結果、送信しませんでした。\n参照番号：{reference}\n\n■ 担当者からの連絡\n{words}\n\n"
        f"必要な場合は、内容を直してもう一度お送りください。\n{_RULE}"
        f"Your message was reviewed and not sent.\nReference: {reference}\n\nThe reviewer's comment:\n{words}\n\nIf it is still needed, change it and send it again.\n",
    )


def decided(reference: str, action: str, words: str) -> Letter:
    """What became of a held message; `words` are the reviewer's, if any."""
    japanese, english = _DONE[action]
    said = (f"\n■ 担当者からの連絡\n{words}\n", f"\nThe reviewer's comment:\n{words}\n") if words else ("", "")
    return (
        f"【Sekisho】保留していたメールは、{japanese} / Your message {english} ({reference})",
        f"保留していたメールは、{japanese}。\n参照番号：{reference}\n{said[0]}{_RULE}Your held message {english}.\nReference: {reference}\n{said[1]}",
    )


def answered(reference: str, way: str, words: str) -> Letter:
    """A sender's request was refused; the message stays held."""
    asked = WAYS[way]
    return (
        f"【Sekisho】ご依頼について / About your request ({reference})",
        f"保留中のメールについてのご依頼（{asked[0]}）は、承認されませんでした。メールはまだ保留中です。\n参照番号：{reference}\n\n■ 担当者からの連絡\n{words}\n\n"
        f"ほかの方法を選ぶこともできます。お知らせのメールのページをもう一度お開きください。\n{_RULE}"
        f"Your request about a held message ({asked[1]}) was not granted. The message is still held.\nReference: {reference}\n\nThe reviewer's comment:\n{words}\n\n"
        "You may choose another way on the page that the notice led you to.\n",
    )


def fresh_code(reference: str, address: str, code: str, hours: int) -> Letter:
    """Another link and code for the sender's page."""
    return (
        f"【Sekisho】新しい確認コード / A fresh code ({reference})",
        f"保留中のメールのページを開くための、新しいリンクと確認コードです。以前のものは使えなくなりました。\n参照番号：{reference}\n\n{address}\n確認コード：{code}\n\n"
        f"コードは1回だけ使え、{hours}時間で無効になります。お心当たりがない場合は、このメールを破棄してください。\n{_RULE}"
        f"A fresh link and code for the page about your held message. Earlier ones work no more.\nReference: {reference}\n\n{address}\nCode: {code}\n\n"
        f"The code works once, within {hours} hours. If you did not ask for it, throw this mail away.\n",
    )


def asked(reference: str, way: str, address: str) -> Letter:
    """To those who decide: a sender asks for something."""
    words = WAYS[way]
    return (
        f"【Sekisho】送信者からの依頼 / A sender's request ({reference})",
        f"保留中のメールについて、送信者から依頼がありました：{words[0]}\n参照番号：{reference}\n\n{address}\n{_RULE}"
        f"The sender of a held message asks: {words[1]}\nReference: {reference}\n\n{address}\n",
    )


def reminder(references: Sequence[str], hours: float, console: str, escalated: bool) -> Letter:
    """To those who decide, or to whom it is escalated: these wait beyond the time that the policy gives."""
    many = len(references)
    lines = "\n".join(f"{console}/incidents/{one}" if console else one for one in references[:_MOST_LINES])
    if many > _MOST_LINES:
        lines += f"\n… +{many - _MOST_LINES}"
    if escalated:
        japanese = f"保留されたまま{hours:g}時間を過ぎたメールが{many}通あります。どなたも判断していません。メールは保留されたままで、自動的に送信されることはありません。"
        english = f"{many} message(s) have been held for more than {hours:g} hours, and nobody has decided. They stay held; time never releases them."
        subject = f"【Sekisho】未対応の保留メール {many}通 / {many} held message(s) nobody decided"
    else:
        japanese = f"目標の{hours:g}時間を過ぎても判断されていないメールが{many}通あります。確認をお願いします。"
        english = f"{many} held message(s) are past the service level of {hours:g} hours. Please look at them."
        subject = f"【Sekisho】確認をお願いします：保留メール {many}通 / {many} held message(s) wait for you"
    return subject, f"{japanese}\n\n{lines}\n{_RULE}{english}\n\n{lines}\n"


def digest(tallies: Sequence[Tally], console: str) -> Letter:
    """The day's summary for an approver: numbers only."""
    waiting, late = sum(one.waiting for one in tallies), sum(one.late for one in tallies)
    page = f"\n\n{console}/" if console else ""
    by_rule: dict[str, list[int]] = {}
    for one in tallies:
        counts = by_rule.setdefault(one.rule or "—", [0, 0])
        counts[0] += one.waiting
        counts[1] += one.late
    japanese = "\n".join(f"・{rule}：{many}通（うち目標時間超過 {over}通）" for rule, (many, over) in sorted(by_rule.items()))
    english = "\n".join(f"- {rule}: {many}, {over} of them late" for rule, (many, over) in sorted(by_rule.items()))
    return (
        f"【Sekisho】本日のまとめ：保留 {waiting}通、超過 {late}通 / Daily digest: {waiting} waiting, {late} late",
        f"保留中のメール：{waiting}通（うち目標時間を過ぎたもの：{late}通）\n\n{japanese}{page}\n{_RULE}"
        f"Held messages: {waiting}, of which past the service level: {late}\n\n{english}{page}\n",
    )
