"""What a sender is told, in Japanese and English: which kind of data, whose, where, why it matters, what to do.

Never the data itself: a notice is mail, and mail is read by others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from gateway.verdict import Action, Finding
from gateway.vocabulary import ENTITIES, PLACES, REASONS, WAYS, WHOSE, Pair

DONE: dict[Action, Pair] = {
    Action.PASS: ("そのまま送信しました", "was sent as it is"),
    Action.TAG: ("印を付けて送信しました", "was sent with a mark"),
    Action.REDACT: ("該当箇所を伏せて送信しました", "was sent with the passages concerned redacted"),
    Action.QUARANTINE: ("送信を保留しました", "is held for review"),
    Action.BLOCK: ("送信を中止しました", "was not sent"),
}
_NOT_TAKEN: Pair = ("宛先のメールサーバーに受け取られませんでした", "was not taken by the next mail server")
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
NEXT_FOR_SOME: Pair = (
    "送信済みの宛先に送り直す必要はありません。届いていない宛先にだけ、該当箇所を除いて送り直すか、参照番号を添えて担当窓口にご相談ください。",
    "Those who have it need it no second time. Send it again without the passage to those only who did not get it, or ask the contact below, giving the reference.",
)

REVIEW: Pair = (
    "内容は sekisho quarantine show（参照番号）で確認し、送ってよければ release、不要なら delete してください。",
    "See it with `sekisho quarantine show`, then release or delete it.",
)


@dataclass(frozen=True, slots=True)
class Door:
    """Where the reader goes on: a page of the console. A sender has a one-time code for it and may choose among `ways`."""

    address: str = field(repr=False)
    code: str = field(default="", repr=False)
    hours: int = 0
    ways: tuple[str, ...] = ()


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
    action: Action, reasons: Sequence[str], findings: Sequence[Finding], incident: str, contact: str, reader: Reader = Reader.SENDER,
    door: Door | None = None, recipients: Mapping[Action, int] = MappingProxyType({}), without: int = 0,
) -> Notice:  # fmt: skip
    """The notice for what was done to a message because of `findings`; `reasons` are the fired rules' reasons, strongest first.

    With a `door` it says where to go on. `recipients` counts them by what was done, where that was not the same for all, `without`
    those for whom the next mail server did not take it.
    """
    divided = len(recipients) + bool(without) > 1
    if reader is Reader.REVIEWER:
        opening: Pair = (f"Sekishoがメール1通について、{DONE[action][0]}。", f"A message {DONE[action][1]}.")
        following: Pair = REVIEW if door is None else _to_review(door)
    else:
        opening = (f"お送りになったメールについて、{DONE[action][0]}。", f"A message you sent {DONE[action][1]}.")
        following = _to_choose(door) if door is not None else NEXT_FOR_SOME if divided and min(recipients, default=action) < Action.QUARANTINE else NEXT[action]
    if divided:
        opening = _divided(recipients, without, mine=reader is Reader.SENDER)
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
    some = ("（一部の宛先）", " for some of its recipients") if divided else ("", "")
    subject = f"【Sekisho】{DONE[action][0]}{some[0]} / {whose} message {DONE[action][1]}{some[1]} ({incident})"
    return Notice(subject, "\n".join([*japanese, "", "-" * 60, "", *english]) + "\n")


def _divided(recipients: Mapping[Action, int], without: int, mine: bool) -> Pair:
    """What was done for how many of the recipients."""
    ordered = [(DONE[action], number) for action, number in sorted(recipients.items(), reverse=True)] + ([(_NOT_TAKEN, without)] if without else [])
    japanese = "\n".join(f"・{done[0]}：{number}名" for done, number in ordered)
    english = "\n".join(f"- {done[1]}: {number} recipient{'s' if number > 1 else ''}" for done, number in ordered)
    whose = ("お送りになったメール", "The message you sent") if mine else ("メール1通", "A message")
    return f"{whose[0]}は、宛先によって扱いが分かれました。\n{japanese}", f"{whose[1]} was dealt with differently for its recipients; it\n{english}"


def _to_review(door: Door) -> Pair:
    return (
        f"次の画面で内容を確認し、判断してください（サインインが必要です）。\n{door.address}\nコマンドでも確認できます：sekisho quarantine show（参照番号）",
        f"Look at it and decide on this page (you must sign in):\n{door.address}\nOr see it with `sekisho quarantine show`.",
    )


def _to_choose(door: Door) -> Pair:
    japanese = ["送信者ご本人の専用ページで、止まった文章を確認し、この後どうするかを選べます。", "", door.address, f"確認コード：{door.code}", ""]
    english = ["On a page of your own you can see the sentence concerned and choose what happens next.", "", door.address, f"Code: {door.code}", ""]
    if door.ways:
        japanese += ["選べること：", *(f"・{WAYS[one][0]}" for one in door.ways)]
        english += ["You may:", *(f"- {WAYS[one][1]}" for one in door.ways)]
    else:
        japanese.append("担当者が確認します。経過は同じページでご覧になれます。")
        english.append("A reviewer will look at it. The page shows how it goes.")
    japanese.append(f"コードは1回だけ使え、{door.hours}時間で無効になります。新しいコードは同じページから請求できます。このメールは転送しないでください。")
    english.append(f"The code works once, within {door.hours} hours; the page sends you a fresh one. Do not forward this mail.")
    return "\n".join(japanese), "\n".join(english)


def _block(title: str, lines: Sequence[str]) -> list[str]:
    return [title, *lines, ""] if lines else []
