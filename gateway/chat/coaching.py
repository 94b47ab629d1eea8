"""What the author of a refused or held chat message is told, in a few lines of Japanese with English: never the data itself."""

from __future__ import annotations

from collections.abc import Sequence

from gateway.chat.adapter import Refusal
from gateway.checkpoint import Ruling
from gateway.verdict import Finding
from gateway.vocabulary import ENTITIES, REASONS, WHOSE

_DULL = frozenset(("PERSON", "ORGANIZATION"))


def told(ruling: Ruling, findings: Sequence[Finding], held: bool) -> Refusal:
    """Why a message was held or refused: which kind of data, whose, why it matters, what to do."""
    return Refusal(" / ".join(advice(ruling, findings, held)), "sekisho_held" if held else "sekisho_blocked", ruling.incident)


def _found(ruling: Ruling, findings: Sequence[Finding]) -> tuple[str, str, str]:
    """What was found in Japanese and English words, and the reason of the strongest rule."""
    kinds = list(dict.fromkeys((one.entity_type, one.about) for one in findings if one.entity_type not in _DULL))[:4]
    found = "、".join(WHOSE[about][0] + ENTITIES[kind][0] for kind, about in kinds) or "個人情報"
    english = ", ".join(f"{WHOSE[about][1]} data: {ENTITIES[kind][1]}" for kind, about in kinds) or "personal data"
    return found, english, next((one.reason for one in sorted(ruling.verdict.fired, key=lambda f: -f.action) if one.reason), "other")


def advice(ruling: Ruling, findings: Sequence[Finding], held: bool, redacted: bool = False) -> tuple[str, str]:
    """The same in words: Japanese, English. `redacted`: it goes out without what was found."""
    found, english, reason = _found(ruling, findings)
    if redacted:
        return (
            f"{found}が含まれるため、該当箇所を伏せて送信します（受付番号 {ruling.incident}）。{REASONS[reason][0]}必要な場合は担当窓口にご相談ください。",
            f"Your message is sent with {english} taken out. Ask your security team if that is wrong, giving {ruling.incident}.",
        )
    done = ("送信を保留しました。担当者が確認し、問題がなければ投稿されます", "is held for review and will be posted if it is fine") if held else (
        "送信しませんでした", "was not sent")  # fmt: skip
    return (
        f"{found}が含まれるため、{done[0]}（受付番号 {ruling.incident}）。{REASONS[reason][0]}"
        f"該当箇所を除いて投稿し直すか、必要な場合は担当窓口にご相談ください。",
        f"Your message {done[1]}: it contains {english}. "
        f"Post it again without that, or ask your security team, giving {ruling.incident}.",
    )


def advice_afterwards(ruling: Ruling, findings: Sequence[Finding], changed: bool) -> tuple[str, str]:
    """What the author is told of a message that was posted and then taken back, or `changed`: Japanese, English."""
    found, english, reason = _found(ruling, findings)
    done = ("投稿後に該当箇所を伏せました", "was changed after it was posted") if changed else ("投稿後に取り下げました", "was taken back after it was posted")
    again = "" if changed else "該当箇所を除いて投稿し直すか、"
    return (
        f"{found}が含まれるため、{done[0]}（受付番号 {ruling.incident}）。{REASONS[reason][0]}{again}必要な場合は担当窓口にご相談ください。",
        f"Your message {done[1]}: it contains {english}. {'Ask' if changed else 'Post it again without that, or ask'} your security team if that is wrong, giving {ruling.incident}.",
    )


def cannot_inspect() -> Refusal:
    """The message could not be read in time, and nothing unread goes out."""
    return Refusal(
        "内容を確認できなかったため、送信しませんでした。少し待ってからもう一度お試しください。 / The message could not be inspected now. Try again in a moment.",
        "sekisho_unavailable", status=503,
    )  # fmt: skip


def closed_to_the_gate() -> Refusal:
    """End-to-end encryption, where the company wants to be able to look."""
    return Refusal(
        "社内規程により、暗号化されたルームやメッセージは使えません。暗号化を外して送信してください。 / Encrypted rooms and messages are not allowed here. Send it unencrypted.",
        "sekisho_encrypted",
    )


def malformed(why: str) -> Refusal:
    """The request is not what it says it is."""
    return Refusal(f"リクエストを読み取れません（{why}）。 / The request cannot be read: {why}.", "invalid_arguments", status=400)


def too_large(limit: int) -> Refusal:
    """A message larger than the gate reads."""
    return Refusal(f"メッセージが大きすぎます（上限 {limit:,} バイト）。 / The message is too large ({limit:,} bytes at most).", "msg_too_long", status=413)


def upstream_down(perhaps_sent: bool) -> Refusal:
    """The API itself does not answer; `perhaps_sent`: it may have read the message before."""
    if perhaps_sent:
        return Refusal(
            "送信先から応答がなく、投稿されたか確認できません。投稿されていないことを確かめてから送り直してください。"
            " / The chat service did not answer; your message may have been posted. Look before you send it again.",
            "sekisho_upstream_down", status=502,
        )  # fmt: skip
    return Refusal("送信先に接続できません。しばらくしてからお試しください。 / The chat service cannot be reached. Try again later.", "sekisho_upstream_down", status=502)
