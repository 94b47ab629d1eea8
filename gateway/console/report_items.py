"""The nine items of a report (規則8条1項), filled in from what the gateway knows of the case; a person completes them. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from gateway.console.law import MANY, TOKYO
from gateway.quarantine.ledger import Told
from gateway.quarantine.records import Incident
from gateway.quarantine.reviews import REDACTED, Decision
from gateway.vocabulary import ENTITIES

_PROPERTY = frozenset(("CREDIT_CARD", "JP_BANK_ACCOUNT"))
_CHANNELS = {"mail": "電子メール"}


@dataclass(frozen=True, slots=True)
class Item:
    """An item of the report: its name in forms, its heading, what belongs there."""

    name: str
    japanese: str
    english: str
    hint: str


ITEMS = (
    Item("outline", "概要", "outline", "いつ、誰が、何を、誰に送ったか。発覚した経緯と時刻。"),
    Item("data", "漏えい等が発生し、又は発生したおそれがある個人データの項目", "kinds of personal data", "氏名、勤務先など。要配慮個人情報の有無。"),
    Item("people", "個人データに係る本人の数", "number of people", "わからないときは、見込みとその根拠。"),
    Item("cause", "原因", "cause", "誤送信、設定の誤り、認識の不足など。"),
    Item("damage", "二次被害又はそのおそれの有無及びその内容", "secondary damage, or the risk of it", "悪用の事実、連絡の有無。"),
    Item("response", "本人への対応の実施状況", "what was done for the people", "通知・お詫びの日、方法、問い合わせ窓口。"),
    Item("publication", "公表の実施状況", "publication", "公表した日と方法、または公表しない理由。"),
    Item("prevention", "再発防止のための措置", "prevention", "実施したもの、これから行うものと期日。"),
    Item("other", "その他参考となる事項", "other matters", "警察・ほかの監督官庁への連絡など。"),
)
COVER = (("company", "会社名", "company"), ("number", "報告の回数（第N報）", "which report (number)"), ("writer", "担当部署・担当者", "department and person"), ("contact", "連絡先", "contact"), ("made_on", "提出日", "date of the report"))


def prefilled(incident: Incident, told: Sequence[Told], decision: Decision | None, inside: Sequence[bool]) -> dict[str, str]:
    """The items as far as they are known. No name of anybody is put in; `inside` says of each recipient whether they are of the company."""
    at = _moment(incident.created_at)
    outside = [one for one, within in zip(incident.recipients, inside, strict=True) if not within]
    domains = "、".join(sorted({one.rpartition("@")[2] for one in outside}))
    to = f"社外{len(outside)}件（{domains}）" if outside else "社外0件"
    to += f"、社内{len(incident.recipients) - len(outside)}件" if len(outside) < len(incident.recipients) else ""
    count = len({one.name for one in told})
    kinds = [ENTITIES.get(one, (one, one))[0] for one in incident.entity_types]
    special = "要配慮個人情報を含む。" if "JP_SENSITIVE" in incident.entity_types else "要配慮個人情報は検出されていない（要確認）。"
    return {
        "outline": f"{at}、当社{incident.department or '従業者'}の送信者が{_CHANNELS.get(incident.channel, incident.channel)}を送信した。宛先は{to}。送信確認システムの受付番号 {incident.id}。\n"
        f"検知した情報：{'、'.join(kinds) or '（本文を確認して記入）'}（ルール：{'、'.join(incident.rules)}）。\n{_became(incident, decision)}",
        "data": f"{'、'.join(kinds) or '（本文を確認して記入）'}。{special}",
        "people": f"{count}人（記録にある氏名の数。本文・添付を確認のこと）" if count else "（本文・添付を確認して記入）",
        "cause": "", "damage": "現時点で、二次被害は確認されていない（要確認）。", "response": "", "publication": "", "prevention": "", "other": "",
    }  # fmt: skip


def named(incident: Incident) -> str:
    """What a case may be called until somebody gives it a better name."""
    kinds = [ENTITIES.get(one, (one, one))[0] for one in incident.entity_types if one not in ("PERSON", "ORGANIZATION")]
    return f"{'・'.join(kinds[:2]) or '個人情報'}の送信"


def answered(incident: Incident, told: Sequence[Told], decision: Decision | None, inside: Sequence[bool]) -> dict[str, str]:
    """Answers to the desk's questions that follow from the case; all others stay open."""
    answers: dict[str, str] = {}
    if incident.state == "released" and (decision is None or decision.what != REDACTED):
        answers["delivered"] = "no" if all(inside) else "yes"
    elif incident.state in ("held", "deleted", "refused", "expired"):
        answers["delivered"] = "no"
    if "JP_SENSITIVE" in incident.entity_types:
        answers["sensitive"] = "yes"
    if _PROPERTY.intersection(incident.entity_types):
        answers["property"] = "yes"
    count = len({one.name for one in told})
    if count > MANY:
        answers["many"] = "yes"
    return answers


def _became(incident: Incident, decision: Decision | None) -> str:
    at = _moment(incident.state_at)
    if incident.state == "released":
        return f"{at}、該当箇所を伏せて送信した。" if decision is not None and decision.what == REDACTED else f"{at}、送信された。"
    return {
        "held": "現在、送信前に保留している（社外に出ていない）。", "releasing": "現在、送信の処理中である。", "deleted": f"{at}、送信せずに削除した。",
        "refused": "送信を拒否した（社外に出ていない）。", "expired": "送信せずに保存期限を迎え、消去した。",
    }.get(incident.state, "")  # fmt: skip


def _moment(at: float) -> str:
    when = datetime.fromtimestamp(at, TOKYO)
    return f"{when.year}年{when.month}月{when.day}日{when.hour}時{when.minute:02}分"
