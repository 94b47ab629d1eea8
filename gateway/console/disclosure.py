"""The draft of an answer to somebody who asks what was told about them (個人情報保護法33条: 開示). Pure; a person finishes it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from gateway.console.paper import Paper, Section
from gateway.quarantine.ledger import Told
from gateway.vocabulary import ENTITIES

TOKYO = ZoneInfo("Asia/Tokyo")
_WARNING = (
    "【下書き・送付前に削除】この文書は記録から自動で作った下書きです。①ご請求者の本人確認、②同姓同名の別人の記録が混じっていないこと、"
    "③宛先の方の氏名・アドレスをそのまま開示してよいこと、④法令上の不開示事由（個人情報保護法33条2項）の有無を、担当者と弁護士が確認してください。"
)


class Entry(Protocol):
    """A line of the ledger with what the letter asks of it."""

    @property
    def told(self) -> Told:
        """The entry."""
        ...

    @property
    def outside(self) -> frozenset[str]:
        """Recipients beyond the company."""
        ...

    @property
    def given(self) -> bool:
        """Whether it reached somebody."""
        ...


def letter(name: str, entries: Sequence[Entry], now: float) -> Paper:
    """The answer: what reached whom, and how much did not go out."""
    given = [one for one in entries if one.given and one.outside]
    within = [one for one in entries if one.given and not one.outside]
    stopped = [one for one in entries if not one.given]
    sections = [
        Section(
            "１．第三者への提供の記録",
            f"当社が電子メール等で社外に送信したもののうち、ご本人に関する記述が確認されたものは次の{len(given)}件です。" if given else "当社が電子メール等で社外に送信したもののうち、ご本人に関する記述が確認されたものはありません。",
            ("日時", "提供した情報の項目", "提供先", "受付番号") if given else (), tuple(_row(one, outside=True) for one in given),
        )
    ]  # fmt: skip
    if within:
        sections.append(Section("２．社内での利用", f"社内に宛てた送信でご本人に関する記述が確認されたものは次の{len(within)}件です。", ("日時", "情報の項目", "宛先", "受付番号"), tuple(_row(one, outside=False) for one in within)))
    sections += [
        Section(f"{'３' if within else '２'}．送信されなかったもの", f"送信前の確認で止まり、または該当する部分を除いて送られ、社外・社内の宛先に届かなかったものが{len(stopped)}件あります。" if stopped else "送信前の確認で止まったものはありません。"),
        Section(f"{'４' if within else '３'}．記録の範囲", "本回答は、当社の送信確認システム（Sekisho）に残る記録に基づきます。記録の保存期間は最長3年です。電話・書面等による提供の有無は、別途お調べのうえ追記してください。"),
        Section("お問い合わせ先", "（会社名・部署・担当者・電話番号を記入）"),
    ]
    day = datetime.fromtimestamp(now, TOKYO)
    return Paper(
        "保有個人データの開示のご請求への回答", to=f"{name}　様", right=(f"{day.year}年{day.month}月{day.day}日", "（会社名を記入）"), warning=_WARNING,
        opening="ご請求のありました、当社が保有する個人データの第三者への提供の記録につきまして、個人情報の保護に関する法律第33条に基づき、下記のとおり回答いたします。",
        sections=tuple(sections),
    )  # fmt: skip


def _row(one: Entry, outside: bool) -> tuple[str, str, str, str]:
    told = one.told
    kinds = "、".join(ENTITIES.get(kind, (kind, kind))[0] for kind in told.entity_types)
    to = [address for address in told.recipients if (address in one.outside) == outside]
    at = datetime.fromtimestamp(told.at, TOKYO)
    return at.strftime("%Y-%m-%d %H:%M"), kinds, "\n".join(to), told.incident
