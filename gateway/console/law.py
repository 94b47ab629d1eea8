"""The rules of 個人情報保護法 that the incident desk goes by: each with its source. A lawyer must confirm them. Pure.

Taken from secondary sources (2026-11): commentaries on 法26条, 27条, 33条, 施行規則7条, 8条, the commission's guideline
(通則編) and its Q&A. Where they can be read in two ways, the reading that ends earlier, or reports sooner, is taken.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

TOKYO = ZoneInfo("Asia/Tokyo")  # days are those of Japan, wherever the gateway stands
PRELIMINARY_DAYS = (3, 5)  # 規則8条1項 says 速やかに; the guideline (3-5-3-3) about three to five days
FINAL_DAYS = 30  # 規則8条2項
FINAL_DAYS_IMPROPER = 60  # 規則8条2項, for 規則7条3号 (improper purpose)
MANY = 1000  # 規則7条4号: more people than that
RECORD_YEARS = 3  # 規則18条: how long 第三者提供記録 are kept

UNSORTED, LEAK, UNLAWFUL_PROVISION, NO_REPORT = "unsorted", "leak", "unlawful_provision", "no_report"
SORTS = {
    UNSORTED: ("未分類", "not sorted yet"), LEAK: ("漏えい等", "leak"), UNLAWFUL_PROVISION: ("無断提供", "provision without consent"), NO_REPORT: ("報告不要", "no report needed"),
}  # fmt: skip
MUST_CONFIRM = (
    "この画面の定めと日数は二次資料に基づく整理です。報告の要否と期限は、必ず弁護士に確認してください。",
    "The rules and dates on this page are drawn from secondary sources. Have a lawyer confirm whether and until when to report.",
)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule in words, with its source."""

    japanese: str
    english: str
    source: str


RULES = (
    Rule("報告対象の漏えい等を知ったら、速やかに（おおむね3〜5日以内に）速報を行う。", "Once a reportable leak is known, a preliminary report is due promptly, within about three to five days.", "個人情報保護法26条、規則8条1項、ガイドライン通則編3-5-3-3"),
    Rule("知った日から30日以内に確報を行う。不正の目的による場合は60日以内。", "The final report is due within 30 days of knowing; 60 when the act had an improper purpose.", "規則8条2項"),
    Rule("報告対象：要配慮個人情報を含む／財産的被害のおそれ／不正の目的のおそれ／本人の数が1,000人を超える。", "Reportable: special-care information; risk of property damage; improper purpose; more than 1,000 people.", "規則7条1号〜4号"),
    Rule("高度な暗号化などで権利利益が守られているデータは、報告の対象から除かれる。", "Data protected by strong encryption or the like is left out.", "規則7条1号かっこ書き"),
    Rule("第三者が見ないうちにすべて回収した（未読のまま削除されたと確認できた）場合は、漏えいに当たらない。", "What was recovered before anybody read it (confirmed unread and deleted) is not a leak.", "ガイドライン通則編3-5-1-2、Q&A 6-1"),
    Rule("自らの意図で第三者に提供した場合は漏えいではなく、本人の同意の有無（無断提供）の問題となる。", "Data told on purpose is not leaked: whether the person consented is the question (provision without consent).", "個人情報保護法27条、ガイドライン通則編3-5-1-2"),
    Rule("職歴・勤務先は要配慮個人情報ではない。病歴・犯罪歴・信条などは要配慮個人情報である。", "Career and employers are no special-care information; health, crime and creed are.", "個人情報保護法2条3項"),
    Rule("本人は、何を誰に提供したかの開示を求めることができる。記録は3年間保存する。", "A person may ask what was told about them and to whom; the record is kept three years.", "個人情報保護法33条、規則18条"),
    Rule("報告する事項は9つ（概要、項目、本人の数、原因、二次被害、本人への対応、公表、再発防止、その他）。速報では把握しているものでよい。", "Nine items are reported; in the preliminary report those that are known.", "規則8条1項"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Question:
    """Something the sorting asks. The answer is yes, no, or '' while it is not known."""

    name: str
    japanese: str
    english: str
    source: str


QUESTIONS = (
    Question("delivered", "社外の宛先に届きましたか", "Did it reach somebody outside?", "ガイドライン通則編3-5-1-2"),
    Question("recovered", "読まれないまま、すべて削除・回収されたと確認できましたか", "Is it confirmed that all of it was deleted or recovered unread?", "Q&A 6-1"),
    Question("encrypted", "高度な暗号化などで、受け取った人が読めない状態でしたか", "Was it protected so that the recipient cannot read it (strong encryption)?", "規則7条1号かっこ書き"),
    Question("deliberate", "送信者が、伝えるつもりで伝えたものですか（宛先の誤りではない）", "Did the sender mean to tell it (no wrong address)?", "個人情報保護法27条"),
    Question("improper", "不正の目的（持ち出し、転売、いやがらせなど）で行われたおそれがありますか", "May it have been done for an improper purpose (theft, sale, harassment)?", "規則7条3号"),
    Question("sensitive", "要配慮個人情報（病歴・犯罪歴・信条など）が含まれますか", "Does it hold special-care information (health, crime, creed)?", "規則7条1号"),
    Question("property", "財産的被害のおそれがありますか（カード番号、口座、認証情報など）", "May it cause property damage (card, account, credentials)?", "規則7条2号"),
    Question("many", f"本人の数が{MANY:,}人を超えますか", f"Does it concern more than {MANY:,} people?", "規則7条4号"),
)  # fmt: skip
_GROUNDS = ("improper", "sensitive", "property", "many")


@dataclass(frozen=True, slots=True)
class Advice:
    """What the answers come to. `sort` is '' while they are too few: `missing` then names the questions still open."""

    sort: str
    why: tuple[Rule, ...] = ()
    missing: tuple[str, ...] = ()


def advise(answers: Mapping[str, str]) -> Advice:
    """Sort a case by the answers: a proposal, which a person decides on."""
    if answers.get("delivered") == "no":
        return Advice(NO_REPORT, (Rule("社外に届いていないため、漏えいは起きていません。", "It reached nobody outside: nothing leaked.", "ガイドライン通則編3-5-1-2"),))
    if answers.get("recovered") == "yes":
        return Advice(NO_REPORT, (Rule("読まれないまま回収されたことが確認できており、漏えいに当たりません。確認した記録を残してください。", "It was recovered unread, which is no leak. Keep the record of that.", "Q&A 6-1"),))
    if answers.get("encrypted") == "yes":
        return Advice(NO_REPORT, (Rule("高度な暗号化などの措置があり、報告の対象から除かれます。", "It was protected so that the duty to report does not apply.", "規則7条1号かっこ書き"),))
    if answers.get("delivered") != "yes":
        return Advice("", missing=("delivered",))
    if answers.get("deliberate") == "yes" and answers.get("improper") == "no":
        return Advice(UNLAWFUL_PROVISION, (Rule("意図した提供であり、漏えいではなく同意のない第三者提供（無断提供）の問題です。本人の同意、委託などの根拠を確認し、本人への説明を検討してください。", "It was told on purpose: no leak, but provision without consent. Look for consent or another ground, and consider telling the person.", "個人情報保護法27条"),))
    if answers.get("deliberate") == "yes" and answers.get("improper") != "yes":
        return Advice("", missing=("improper",))
    grounds = tuple(one for one in QUESTIONS if one.name in _GROUNDS and answers.get(one.name) == "yes")
    if grounds:
        return Advice(LEAK, tuple(Rule(f"報告対象：{_GROUND_WORDS[one.name][0]}。", f"Reportable: {_GROUND_WORDS[one.name][1]}.", one.source) for one in grounds))
    missing = tuple(name for name in ("deliberate", *_GROUNDS) if answers.get(name) not in ("yes", "no"))
    if missing:
        return Advice("", missing=missing)
    return Advice(NO_REPORT, (Rule("漏えいではありますが、報告対象の4つの場合のいずれにも当たりません。社内の記録と再発防止は必要です。", "It leaked, but none of the four cases applies. Keep it on record and prevent the next one.", "規則7条"),))


_GROUND_WORDS = {
    "improper": ("不正の目的によるおそれ", "improper purpose"), "sensitive": ("要配慮個人情報を含む", "special-care information"),
    "property": ("財産的被害のおそれ", "risk of property damage"), "many": (f"{MANY:,}人を超える", f"more than {MANY:,} people"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Clock:
    """A term. It should be kept by `first` where there is one, and must be by `last`, both to the end of the day in Japan."""

    last: date
    first: date | None = None
    made: date | None = None

    def days_left(self, now: float) -> int:
        """Days until the last day; 0 on that day, negative after it."""
        return (self.last - day(now)).days

    def late(self, now: float) -> bool:
        """Whether the last day is over and the report was not made."""
        return self.made is None and self.days_left(now) < 0

    def look(self, now: float) -> str:
        """good: made; late: the term is over; soon: from `first` on, or in the last week; plain: time is left."""
        if self.made is not None:
            return "good"
        if self.late(now):
            return "late"
        return "soon" if day(now) >= (self.first or self.last - timedelta(days=7)) else "plain"


def day(at: float) -> date:
    """The day in Japan of a moment (Unix seconds)."""
    return datetime.fromtimestamp(at, TOKYO).date()


def counted(known_at: float, days: int) -> date:
    """The last day of a term of `days` in which the day of knowing is the first; weekends and holidays count, and lengthen nothing."""
    return day(known_at) + timedelta(days=days - 1)


def clocks(known_at: float, improper_purpose: bool, preliminary_at: float = 0.0, final_at: float = 0.0) -> tuple[Clock, Clock]:
    """(速報, 確報) of a case that came to be known at `known_at`; the last two say when they were made, 0: not yet."""
    first, last = (counted(known_at, days) for days in PRELIMINARY_DAYS)
    final = counted(known_at, FINAL_DAYS_IMPROPER if improper_purpose else FINAL_DAYS)
    made_final = day(final_at) if final_at else None
    made = day(preliminary_at) if preliminary_at else made_final  # one report may serve as both
    return Clock(last, first, made), Clock(final, None, made_final)
