"""The report of a leak as a paper in Japanese: a cover and the nine items. Pure."""

from __future__ import annotations

from datetime import date

from gateway.console.law import LEAK, MUST_CONFIRM, SORTS, UNSORTED, clocks, day
from gateway.console.paper import Paper, Section
from gateway.console.report_items import ITEMS
from gateway.quarantine.reports import Report

_NUMERALS = "１２３４５６７８９"


def report_paper(report: Report) -> Paper:
    """The paper as it stands: what nobody filled in is left to be written by hand."""
    preliminary, final = clocks(report.known_at, report.improper_purpose, report.preliminary_at, report.final_at)
    cover = report.cover
    stage = "確報" if report.preliminary_at and not report.final_at else "続報・訂正" if report.final_at else "速報"
    number = cover.get("number", "").strip() or ("2" if report.preliminary_at else "1")
    made_on = _date(cover.get("made_on", "").strip())
    facts = (
        ("報告の種別", f"第{number}報（{stage}）"),
        ("提出日", _japanese(made_on) if made_on else "　　　　年　　月　　日"),
        ("事業者名", cover.get("company", "") or "（会社名を記入）"),
        ("担当部署・担当者", cover.get("writer", "") or "（記入）"),
        ("連絡先", cover.get("contact", "") or "（電話番号・メールアドレスを記入）"),
        ("事態を知った日", _japanese(day(report.known_at))),
        ("速報の期限", f"{_japanese(preliminary.first or preliminary.last)} 〜 {_japanese(preliminary.last)}" + _made(preliminary.made)),
        ("確報の期限", _japanese(final.last) + ("（不正の目的：60日）" if report.improper_purpose else "（30日）") + _made(final.made)),
        ("受付番号", report.incident or "—"),
        ("社内の分類", SORTS.get(report.sort, SORTS[UNSORTED])[0]),
    )
    sections = tuple(Section(f"{_NUMERALS[i]}．{item.japanese}", report.items.get(item.name, "") or "（記入）") for i, item in enumerate(ITEMS))
    reason = Section("（社内控え）分類の理由", report.reason or "（記入）")
    return Paper(
        "個人データの漏えい等に関する報告書" if report.sort in (LEAK, UNSORTED) else "個人データの取扱いに関する社内報告書", subtitle=report.title, facts=facts, cover=True,
        warning=f"【下書き・提出前に削除】{MUST_CONFIRM[0]}提出は個人情報保護委員会の様式（ウェブフォーム）に転記して行います。", sections=(*sections, reason),
    )  # fmt: skip


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _made(at: date | None) -> str:
    return f"　※{_japanese(at)} 報告済み" if at else ""


def _japanese(at: date) -> str:
    return f"{at.year}年{at.month}月{at.day}日"
