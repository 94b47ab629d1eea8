"""Rendering: templates with what every page needs, in Japanese or English."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from starlette.responses import HTMLResponse, RedirectResponse, Response

from gateway.console.permissions import May
from gateway.console.visit import Visit
from gateway.vocabulary import ENTITIES, WHOSE

HERE = Path(__file__).parent
MENU = (
    ("/", "保留", "Queue", May.SEE_QUEUE),
    ("/charts", "統計", "Charts", May.SEE_QUEUE),
    ("/people", "本人からの問い合わせ", "People", May.PEOPLE),
    ("/consents", "同意", "Consents", May.CONSENTS),
    ("/desk", "漏えい対応", "Incident desk", May.DESK),
    ("/exceptions", "除外", "Exceptions", May.EDIT_POLICY),
    ("/audit", "監査ログ", "Audit", May.AUDIT),
    ("/accounts", "利用者", "Accounts", May.ACCOUNTS),
)
_KINDS: dict[str, tuple[str, str]] = dict(ENTITIES)
_ABOUT: dict[str, tuple[str, str]] = {str(about): words for about, words in WHOSE.items()}
_STATES = {
    "held": ("保留中", "held"), "releasing": ("送信中", "being sent"), "released": ("送信済み", "released"), "deleted": ("削除済み", "deleted"),
    "refused": ("送信拒否", "refused"), "expired": ("期限切れ", "expired"),
}  # fmt: skip
SAID = {  # what was done, by the name that the next page's address carries
    "done": ("完了しました。記録に残しました。", "Done, and on record.", "good"),
    "wished": ("もう一人の承認が必要です。依頼を記録しました。", "A second person must agree. Your wish is on record.", ""),
    "agreed": ("承認しました。", "Agreed.", "good"),
    "answered": ("お断りする旨を送信者に伝えました。メールは保留のままです。", "The sender is told. The message stays held.", "good"),
    "false_positive": ("誤検知として記録しました。", "Marked as a false positive.", "good"),
    "bulk": ("まとめて処理しました。", "All of them done.", "good"),
    "bulk_in_part": ("一部は処理できませんでした。残ったものをご確認ください。", "Some could not be done. See what is left.", "grave"),
    "saved": ("保存しました。", "Saved.", "good"),
}
_SEVERITIES = (("低", "low"), ("中", "medium"), ("高", "high"), ("最高", "critical"))


def environment() -> Environment:
    """The templates. Everything put into them is escaped; a name that a page forgot is an error."""
    made = Environment(loader=FileSystemLoader(HERE / "templates"), autoescape=select_autoescape(default=True), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    made.filters["when"] = when
    return made


def when(at: float) -> str:
    """A time of this machine's zone: 2026-11-24 17:05."""
    return datetime.fromtimestamp(at).astimezone().strftime("%Y-%m-%d %H:%M")


def page(visit: Visit, templates: Environment, name: str, *, said: str = "", said_kind: str = "", status: int = 200, **values: Any) -> Response:
    """A page for a visitor. `said` is shown above it, `said_kind` is good or grave."""
    return HTMLResponse(rendered(visit, templates, name, said=said, said_kind=said_kind, **values), status)


def rendered(visit: Visit, templates: Environment, name: str, *, said: str = "", said_kind: str = "", **values: Any) -> str:
    """The same as text."""
    english = visit.language == "en"
    *told, kind = SAID.get(visit.asked("said"), ("", "", ""))
    return templates.get_template(name).render(
        s=speaker(visit.language), language=visit.language, csrf=visit.session.csrf, account=visit.account, may=visit.may, menu=MENU,
        here=visit.request.url.path, switch="lang=ja" if english else "lang=en", said=said or told[english], said_kind=said_kind or kind, now=time.time(),
        kind=lambda one: _KINDS.get(one, (one, one))[english], about=lambda one: _ABOUT.get(one, (one, one))[english],
        state=lambda one: _STATES.get(one, (one, one))[english], severity=lambda one: _SEVERITIES[max(0, min(3, one))][english],
        waiting=lambda seconds: waiting(seconds, english), **values,
    )  # fmt: skip


def speaker(language: str) -> Callable[[str, str], str]:
    """Chooses between Japanese and English words."""
    return lambda japanese, english: english if language == "en" else japanese


def waiting(seconds: float, english: bool) -> str:
    """How long, roughly, in words."""
    minutes = int(max(0, seconds) // 60)
    if minutes < 60:
        return f"{minutes} min" if english else f"{minutes}分"
    if minutes < 60 * 48:
        return f"{minutes // 60} h {minutes % 60:02d}" if english else f"{minutes // 60}時間{minutes % 60:02d}分"
    return f"{minutes // 1440} days" if english else f"{minutes // 1440}日"


def to(path: str) -> Response:
    """On to another page, after something was done."""
    return RedirectResponse(path, 303)
