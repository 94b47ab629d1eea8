"""The sender's way in: the link in the notice shows a form, the one-time code in the same mail opens their message.

A link that is only looked at uses nothing up: mail scanners follow links. Whatever is wrong (code, signature, age, use), the
answer is one and the same page.
"""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable

from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from gateway.console import page as pages
from gateway.console.letters import fresh_code
from gateway.console.parts import Parts
from gateway.console.security import Tries
from gateway.console.visit import Handler, Visit, answer
from gateway.quarantine.links import Invitation
from gateway.quarantine.visits import Session

_PER_PLACE = (40, 300.0)  # codes typed from one address within so many seconds


class SenderEntry:
    """The pages before a sender is let in."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._tries = Tries(*_PER_PLACE)

    def routes(self) -> list[Route]:
        """Where they are."""
        return [
            Route("/s/{link}", self._form(self.enter), methods=["GET", "POST"]),
            Route("/s/{link}/fresh", self._form(self.fresh), methods=["POST"]),
        ]

    def enter(self, visit: Visit) -> Response:
        """The form for the code; the right code begins a session for this one message."""
        link = visit.path("link")
        if visit.request.method != "POST":
            here = self._parts.sessions.find(visit.request.cookies.get(self._parts.sender_cookie, ""))
            if here is not None and here.incident and here.incident == self._parts.store.links.incident_of(link):
                return pages.to("/message")
            return self._page(visit)
        if not self._tries.allow(_place(visit)):
            return self._page(visit, wrong=True)
        incident = self._parts.store.links.enter(link, visit.form.get("code", ""))
        if incident is None:
            self._tries.failed(_place(visit))
            return self._page(visit, wrong=True)
        session = self._parts.sessions.begin(incident=incident)
        made = pages.to("/message")
        made.set_cookie(self._parts.sender_cookie, session.token, secure=self._parts.secure, httponly=True, samesite="lax", path="/")
        return made

    def fresh(self, visit: Visit) -> Response:
        """Another link and code, by mail to the sender; the page says the same whether there is such a link or not."""
        made = self._page(visit, sent=True)
        if self._tries.allow(_place(visit)):
            hours = self._parts.settings.link_hours
            invitation = self._parts.store.links.fresh(visit.path("link"), hours)
            if invitation is None:
                self._tries.failed(_place(visit))
            else:
                made.background = BackgroundTask(self._write, invitation)  # how long it takes must not tell either
        return made

    def _write(self, invitation: Invitation) -> None:
        incident = self._parts.store.get(invitation.incident)
        if incident is not None and self._parts.ours(incident.sender):
            letter = fresh_code(incident.id, self._parts.settings.address + invitation.path, invitation.code, round(self._parts.settings.link_hours))
            self._parts.doors.write_to(incident.sender, *letter, incident=incident.id)

    def _page(self, visit: Visit, wrong: bool = False, sent: bool = False) -> Response:
        return pages.page(
            visit, self._parts.templates, "sender_code.html", status=403 if wrong else 200, link=visit.path("link")[:100], wrong=wrong, sent=sent,
            contact=self._parts.notices.contact,
        )  # fmt: skip

    def _form(self, handler: Handler) -> Callable[[Request], Awaitable[Response]]:
        """An endpoint for anybody. Its form must carry what a cookie of ours says, so that no other site sends it (login CSRF)."""
        cookie = f"{self._parts.cookie}-entry"

        async def endpoint(request: Request) -> Response:
            known = request.cookies.get(cookie, "")
            token = known if 40 <= len(known) <= 60 else secrets.token_urlsafe(32)
            made = await answer(handler, request, Session("", token, "", "", {}), None, frozenset())
            if token != known:
                made.set_cookie(cookie, token, secure=self._parts.secure, httponly=True, samesite="lax", path="/")
            return made

        return endpoint


def for_sender(parts: Parts, handler: Handler) -> Callable[[Request], Awaitable[Response]]:
    """An endpoint for a sender who came in by link and code; `visit.session.incident` is their message."""

    async def endpoint(request: Request) -> Response:
        session = await run_in_threadpool(parts.sessions.find, request.cookies.get(parts.sender_cookie, ""))
        if session is None or not session.incident or session.account:
            visit = Visit(request, Session("", "", "", "", {}), None, frozenset())
            return pages.page(visit, parts.templates, "sender_over.html", status=403, contact=parts.notices.contact)
        return await answer(handler, request, session, None, frozenset())

    return endpoint


def _place(visit: Visit) -> str:
    return visit.request.client.host if visit.request.client else ""
