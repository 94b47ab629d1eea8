"""The console as an ASGI application: its pages put together, its errors in words."""

from __future__ import annotations

from collections.abc import Callable

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from gateway.console import page as pages
from gateway.console.accounts_page import AccountsPage
from gateway.console.audit_page import AuditLogPage
from gateway.console.charts import ChartsPage
from gateway.console.consents_page import ConsentsPage
from gateway.console.decisions import Decider
from gateway.console.desk import DeskPage
from gateway.console.exceptions_page import ExceptionsPage
from gateway.console.incident import IncidentPage
from gateway.console.parts import Doors, Parts
from gateway.console.people import PeoplePage
from gateway.console.queue import Queue
from gateway.console.security import Headers
from gateway.console.sender import SenderEntry
from gateway.console.sender_page import SenderPage
from gateway.console.signin import SignIn
from gateway.console.visit import Refused, language_of
from gateway.policy.load import LoadedPolicy
from gateway.quarantine.database import StoreError
from gateway.quarantine.store import Store
from gateway.quarantine.visits import Sessions
from gateway.settings import Console, Notices

_WORDS = {
    "not_allowed": ("この操作を行う権限がありません。", "You are not allowed to do this."),
    "form_expired": ("画面の有効期限が切れました。前の画面を開き直してから、もう一度お試しください。", "This form has expired. Open the page again and retry."),
    "too_large": ("送られたデータが大きすぎます（上限12MB）。", "What you sent is too large (12 MB at most)."),
    "not_found": ("見つかりませんでした。参照番号をお確かめください。", "There is no such page or incident. Check the reference."),
    "not_held_any_more": ("すでに処理されています。画面を開き直してください。", "It has been dealt with already. Open the page again."),
    "reason_needed": ("理由を入力してください。記録に残ります。", "A reason is needed; it is kept on record."),
    "second_person_needed": ("ご自身の依頼は承認できません。ほかの方の承認が必要です。", "You cannot agree to your own wish: another person must."),
    "preview_changed": ("確認後に伏せる箇所が変わりました。もう一度確認してください。", "The redacted version has changed since you saw it. Look at it again."),
    "one_rule_only": ("まとめて処理できるのは、同じルールで止まったものだけです。", "Only messages held by the same rule can be dealt with together."),
    "no_such_action": ("この操作はありません。", "There is no such action."),
    "no_such_view": ("この一覧はありません。", "There is no such list."),
    "evidence_too_large": ("資料は10MBまでです。小さくするか、リンクでお知らせください。", "Evidence has at most 10 MB. Make it smaller, or give a link."),
    "changed_meanwhile": ("ほかの方が先に変更しました。画面を開き直して、もう一度お試しください。", "Somebody else changed it meanwhile. Open the page again and retry."),
    "sort_first": ("先に分類してください。", "Sort the case first."),
    "bad_value": ("入力内容をお確かめください。", "Something in the form is not right. Check it and try again."),
    "oidc_failed": ("サインインできませんでした。もう一度お試しください。", "You could not be signed in. Try again."),
    "oidc_away": ("認証基盤に接続できません。しばらくしてからお試しください。", "The identity provider cannot be reached. Try again later."),
    "no_role": ("このシステムの権限がありません。管理者にお問い合わせください。", "You have no role here. Ask your administrator."),
    "store": ("いまは保管庫に接続できません。少し待ってからお試しください。", "The store does not answer now. Try again in a moment."),
}  # fmt: skip


def build(settings: Console, store: Store, policy: Callable[[], LoadedPolicy], doors: Doors, notices: Notices | None = None) -> Starlette:
    """The application. `policy` gives the policy in force, `doors` sends and shows, `notices` says whether letters go out."""
    sessions = Sessions(store.database, idle=settings.idle_minutes * 60, longest=settings.session_hours * 3600)
    parts = Parts(settings, store, store.accounts, sessions, policy, doors, pages.environment(), notices or Notices())
    decider = Decider(parts)
    routes: list[Route | Mount] = [
        Mount("/static", StaticFiles(directory=pages.HERE / "static")),
        Route("/healthz", _alive),
        *SignIn(parts).routes(),
        *Queue(parts, decider).routes(),
        *IncidentPage(parts, decider).routes(),
        *ExceptionsPage(parts, decider).routes(),
        *AccountsPage(parts).routes(),
        *ConsentsPage(parts).routes(),
        *SenderEntry(parts).routes(),
        *SenderPage(parts, decider).routes(),
        *ChartsPage(parts).routes(),
        *PeoplePage(parts).routes(),
        *AuditLogPage(parts).routes(),
        *DeskPage(parts, decider).routes(),
    ]
    if settings.oidc is not None:
        from gateway.console.oidc import OidcSignIn  # brings Authlib and its HTTP client, which few need

        routes += OidcSignIn(parts, settings.oidc).routes()
    made = Starlette(routes=routes, middleware=[Middleware(Headers, secure=parts.secure), Middleware(_Language)])
    for kind in (Refused, StoreError, HTTPException, Exception):
        made.add_exception_handler(kind, _Trouble(parts))
    return made


async def _alive(_request: Request) -> Response:
    return Response("ok", media_type="text/plain")


class _Language:
    """ASGI middleware: `?lang=en` on any page is remembered in a cookie, and the page is shown again without it."""

    def __init__(self, app: Callable[..., object]) -> None:
        self._app = app

    async def __call__(self, scope, receive, send) -> None:  # type: ignore[no-untyped-def]
        """Answer what chooses a language, pass everything else on."""
        if scope["type"] == "http" and scope["method"] == "GET" and b"lang=" in scope["query_string"]:
            request = Request(scope)
            if request.query_params.get("lang") in ("ja", "en"):
                rest = request.url.remove_query_params("lang")
                answer = RedirectResponse(rest.path + (f"?{rest.query}" if rest.query else ""), 303)
                answer.set_cookie("lang", request.query_params["lang"], max_age=31536000, samesite="lax", httponly=True)
                await answer(scope, receive, send)
                return
        await self._app(scope, receive, send)  # type: ignore[misc]


class _Trouble:
    """Errors as a page in words; never a traceback, never what the message says."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    async def __call__(self, request: Request, error: Exception) -> Response:
        """The page for an error."""
        if isinstance(error, Refused):
            status, words = error.status, _WORDS[error.key]
        elif isinstance(error, StoreError):
            status, words = 503, _WORDS["store"]
        elif isinstance(error, HTTPException):
            status, words = error.status_code, _WORDS["not_found"] if error.status_code == 404 else (f"受け付けられません（{error.status_code}）。", f"Not accepted ({error.status_code}).")
        else:
            status, words = 500, ("内部の問題が起きました。管理者に時刻をお伝えください。", "Something went wrong inside. Tell your administrator the time.")
        english = language_of(request) == "en"
        session = await run_in_threadpool(self._session, request)
        html = self._parts.templates.get_template("sender_trouble.html" if request.url.path.startswith(("/s/", "/message")) else "trouble.html").render(
            s=pages.speaker("en" if english else "ja"), language="en" if english else "ja", csrf=session, account=None, may=frozenset(), said="", said_kind="",
            words=words[english], status=status, menu=(), here="", switch="",
        )  # fmt: skip
        return HTMLResponse(html, status, headers=dict(getattr(error, "headers", None) or {}))

    def _session(self, request: Request) -> str:
        try:
            found = self._parts.sessions.find(request.cookies.get(self._parts.cookie, ""))
        except StoreError:
            return ""
        return found.csrf if found else ""
