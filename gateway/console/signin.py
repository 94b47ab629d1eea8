"""Signing in and out: password, one-time code, and the account's own page."""

from __future__ import annotations

import time
from typing import Any

import pyotp
import segno
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from gateway.console import page as pages
from gateway.console.parts import Parts
from gateway.console.security import Tries, local_path
from gateway.console.visit import Refused, Visit, answer, guarded
from gateway.quarantine.accounts import AccountError
from gateway.quarantine.visits import Session

_PER_PLACE = (30, 300.0)  # tries to sign in from one address within so many seconds


class SignIn:
    """The pages before and around an account."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._tries = Tries(*_PER_PLACE)

    def routes(self) -> list[Route]:
        """Where they are."""
        parts = self._parts
        return [
            Route("/signin", self.enter, methods=["GET", "POST"]),
            Route("/signin/code", self.code, methods=["GET", "POST"]),
            Route("/signout", guarded(parts, self.leave), methods=["POST"]),
            Route("/account", guarded(parts, self.own), methods=["GET"]),
            Route("/account/password", guarded(parts, self.password), methods=["POST"]),
            Route("/account/totp", guarded(parts, self.totp), methods=["POST"]),
            Route("/account/away", guarded(parts, self.away), methods=["POST"]),
        ]

    async def enter(self, request: Request) -> Response:
        """Login and password. A form needs a session before there is an account, so that nobody else can send it (login CSRF)."""
        session = await run_in_threadpool(self._fresh, request)
        if session is None:
            return pages.to("/")
        made = await answer(self._enter, request, session, None, frozenset())
        if session.token != request.cookies.get(self._parts.cookie) and not any("set-cookie" in key for key in made.headers):
            self._give(made, session)
        return made

    def _fresh(self, request: Request) -> Session | None:
        """The visitor's session, or a new one; None for somebody who is signed in already and only looks."""
        found = self._parts.sessions.find(request.cookies.get(self._parts.cookie, ""))
        if found is not None and found.account and not found.state.get("step") and request.method == "GET":
            account = self._parts.accounts.get(found.account)
            return self._parts.sessions.begin() if account is None or account.disabled else None
        return found if found is not None and not found.account and not found.incident else self._parts.sessions.begin()

    def _enter(self, visit: Visit) -> Response:
        following = local_path(visit.form.get("next") or visit.asked("next", "/"))
        show: dict[str, Any] = {"next": following, "oidc": self._parts.settings.oidc is not None, "oidc_name": self._parts.settings.oidc.name if self._parts.settings.oidc else ""}
        if visit.request.method == "GET":
            return pages.page(visit, self._parts.templates, "signin.html", login="", **show)
        place = visit.request.client.host if visit.request.client else ""
        login = visit.form.get("login", "")[:100]
        if not self._tries.allow(place):
            self._parts.store.audit.append("console", "sign_in_limited")
            return pages.page(visit, self._parts.templates, "signin.html", status=429, login=login, said_kind="grave", said=self._words(visit, "too_many"), **show)
        account = self._parts.accounts.verified(login, visit.form.get("password", ""))
        if account is None:
            self._tries.failed(place)
            return pages.page(visit, self._parts.templates, "signin.html", status=401, login=login, said_kind="grave", said=self._words(visit, "wrong"), **show)
        self._parts.sessions.end(visit.session.token)
        if account.totp:
            session = self._parts.sessions.begin(account.id, state={"step": "code", "next": following})
            return self._give(pages.to("/signin/code"), session)
        self._parts.store.audit.append(account.login, "signed_in")
        return self._give(pages.to("/account" if account.must_change else following), self._parts.sessions.begin(account.id))

    async def code(self, request: Request) -> Response:
        """The one-time code, after the password was right."""
        session = await run_in_threadpool(self._parts.sessions.find, request.cookies.get(self._parts.cookie, ""))
        if session is None or session.state.get("step") != "code":
            return RedirectResponse("/signin", 303)
        return await answer(self._code, request, session, None, frozenset())

    def _code(self, visit: Visit) -> Response:
        if visit.request.method == "GET":
            return pages.page(visit, self._parts.templates, "signin_code.html")
        place = visit.request.client.host if visit.request.client else ""
        account = self._parts.accounts.get(visit.session.account)
        if account is None or not self._tries.allow(place) or not self._parts.accounts.code_right(account.id, visit.form.get("code", "")[:20]):
            self._tries.failed(place)
            return pages.page(visit, self._parts.templates, "signin_code.html", status=401, said_kind="grave", said=self._words(visit, "wrong_code"))
        self._parts.sessions.end(visit.session.token)
        self._parts.store.audit.append(account.login, "signed_in", detail="with a one-time code")
        following = local_path(str(visit.session.state.get("next", "/")))
        return self._give(pages.to("/account" if account.must_change else following), self._parts.sessions.begin(account.id))

    def leave(self, visit: Visit) -> Response:
        """Sign out."""
        self._parts.sessions.end(visit.session.token)
        self._parts.store.audit.append(visit.actor, "signed_out")
        made = pages.to("/signin")
        made.delete_cookie(self._parts.cookie, secure=self._parts.secure, httponly=True, samesite="lax")
        return made

    def own(self, visit: Visit, said: str = "", said_kind: str = "") -> Response:
        """One's own account: password, one-time codes, absence."""
        assert visit.account is not None
        secret = str(visit.session.state.get("totp") or pyotp.random_base32())
        if visit.account.local and not visit.account.totp and "totp" not in visit.session.state:
            self._parts.sessions.remember(visit.session.token, {**visit.session.state, "totp": secret})
        address = pyotp.TOTP(secret).provisioning_uri(name=visit.account.login, issuer_name="Sekisho")
        others = [one for one in self._parts.accounts.all() if one.id != visit.account.id and not one.disabled]
        return pages.page(
            visit, self._parts.templates, "account.html", said=said, said_kind=said_kind, secret=secret, others=others,
            qr=segno.make(address).svg_data_uri(scale=4, border=0), status=400 if said_kind == "grave" else 200,
        )  # fmt: skip

    def password(self, visit: Visit) -> Response:
        """A new password, with the old one."""
        assert visit.account is not None
        if self._parts.accounts.verified(visit.account.login, visit.form.get("old", "")) is None:
            return self.own(visit, self._words(visit, "wrong_old"), "grave")
        try:
            self._parts.accounts.set_password(visit.actor, visit.account.id, visit.form.get("new", ""), must_change=False)
        except AccountError:
            return self.own(visit, self._words(visit, "too_short"), "grave")
        self._parts.sessions.end_all(visit.account.id)
        return self._give(pages.to("/"), self._parts.sessions.begin(visit.account.id))

    def totp(self, visit: Visit) -> Response:
        """Begin to use one-time codes."""
        assert visit.account is not None
        secret = str(visit.session.state.get("totp", ""))
        if not secret or not self._parts.accounts.enrol(visit.account.id, secret, visit.form.get("code", "")[:20]):
            return self.own(visit, self._words(visit, "wrong_code"), "grave")
        self._parts.sessions.end_all(visit.account.id)
        return self._give(pages.to("/account"), self._parts.sessions.begin(visit.account.id))

    def away(self, visit: Visit) -> Response:
        """Name a deputy for the time of one's absence."""
        assert visit.account is not None
        days = int(visit.form.get("days") or 0) if (visit.form.get("days") or "0").isdecimal() else 0
        deputy = self._parts.accounts.get(visit.form.get("deputy", ""))
        until = time.time() + min(days, 90) * 86400 if days and deputy else 0.0
        self._parts.accounts.change(visit.actor, visit.account.id, deputy=deputy.id if deputy and until else "", away_until=until)
        return pages.to("/account")

    def _give(self, response: Response, session: Session) -> Response:
        response.set_cookie(self._parts.cookie, session.token, secure=self._parts.secure, httponly=True, samesite="lax", path="/")
        return response

    @staticmethod
    def _words(visit: Visit, key: str) -> str:
        words = {
            "wrong": ("ログイン名またはパスワードが違います。続けて失敗すると、しばらく受け付けません。", "Login or password is wrong. After several failures it is locked for a while."),
            "wrong_old": ("現在のパスワードが違います。", "The present password is wrong."),
            "too_short": ("パスワードは12文字以上にしてください。", "A password has at least 12 characters."),
            "wrong_code": ("確認コードが違うか、使用済みです。次のコードをお試しください。", "The code is wrong or was used. Try the next one."),
            "too_many": ("試行回数が多すぎます。5分ほど待ってからお試しください。", "Too many tries. Wait five minutes."),
        }[key]
        return pages.speaker(visit.language)(*words)


__all__ = ["Refused", "SignIn"]
