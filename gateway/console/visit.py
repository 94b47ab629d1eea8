"""One request as the pages see it: who asks, what they may, what they sent. Every page goes through `guarded`."""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from gateway.console.permissions import May, Role, allowed
from gateway.quarantine.accounts import Account
from gateway.quarantine.visits import Session

if TYPE_CHECKING:
    from gateway.console.parts import Parts

MOST_FORM = 12 * 1024 * 1024  # bytes of a form, evidence included
Handler = Callable[["Visit"], Response]
Endpoint = Callable[[Request], Awaitable[Response]]


class Refused(Exception):
    """The request is not answered as asked. `status` is HTTP's, `key` names the words for it."""

    def __init__(self, status: int, key: str) -> None:
        super().__init__(key)
        self.status = status
        self.key = key


@dataclass(frozen=True)
class Visit:
    """A request of somebody known. `form` are the fields sent, `files` the files; `may` is what they are allowed."""

    request: Request
    session: Session
    account: Account | None
    may: frozenset[May]
    form: dict[str, str] = field(default_factory=dict, repr=False)
    lists: dict[str, tuple[str, ...]] = field(default_factory=dict, repr=False)
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict, repr=False)

    @property
    def actor(self) -> str:
        """How the audit log names the visitor."""
        return self.account.login if self.account else "sender"

    @property
    def language(self) -> str:
        """ja or en: as chosen, else as the browser says, else Japanese."""
        return language_of(self.request)

    @property
    def departments(self) -> tuple[str, ...] | None:
        """The departments whose mail the visitor may see; None means all."""
        return self.account.departments or None if self.account else ()

    def path(self, name: str) -> str:
        """A piece of the path."""
        return str(self.request.path_params[name])

    def asked(self, name: str, default: str = "") -> str:
        """A query parameter."""
        return self.request.query_params.get(name, default)

    @property
    def partial(self) -> bool:
        """Whether htmx asks for a piece of the page only."""
        return self.request.headers.get("hx-request") == "true" and self.request.headers.get("hx-boosted") != "true"


def language_of(request: Request) -> str:
    """ja or en: as chosen, else as the browser says, else Japanese."""
    chosen = request.cookies.get("lang") or request.headers.get("accept-language", "ja")[:2]
    return "en" if chosen == "en" else "ja"


def guarded(parts: Parts, handler: Handler, *needs: May) -> Endpoint:
    """An endpoint for somebody signed in who is allowed all of `needs`; forms carry the session's token (CSRF)."""

    async def endpoint(request: Request) -> Response:
        session = await run_in_threadpool(parts.sessions.find, request.cookies.get(parts.cookie, ""))
        account = await run_in_threadpool(parts.accounts.get, session.account) if session and session.account else None
        if session is None or account is None or account.disabled or session.state.get("step"):
            return to_sign_in(request)
        if account.must_change and request.url.path not in ("/account", "/account/password", "/signout"):
            return RedirectResponse("/account", 303)
        may = allowed(Role(role) for role in account.roles)
        if not may.issuperset(needs):
            raise Refused(403, "not_allowed")
        return await answer(handler, request, session, account, may)

    return endpoint


async def answer(handler: Handler, request: Request, session: Session, account: Account | None, may: frozenset[May]) -> Response:
    """Read the form, check its token, and let the handler answer in a thread: it may ask the database."""
    fields: dict[str, str] = {}
    lists: dict[str, tuple[str, ...]] = {}
    files: dict[str, tuple[str, bytes]] = {}
    if request.method not in ("GET", "HEAD"):
        # Without a length said before, nobody knows how much will be written to disk before it is too much.
        if int(request.headers.get("content-length", MOST_FORM + 1)) > MOST_FORM:
            raise Refused(413, "too_large")
        async with request.form(max_files=2, max_fields=2000, max_part_size=1024 * 1024) as form:
            fields, lists, files = await _read(form)
        check_token(request, session, fields)
    return await run_in_threadpool(handler, Visit(request, session, account, may, fields, lists, files))


def check_token(request: Request, session: Session, fields: dict[str, str]) -> None:
    """Raise Refused unless the form comes from a page of ours: it carries the session's token, and no other origin sent it."""
    sent = fields.get("csrf") or request.headers.get("x-csrf", "")
    if not hmac.compare_digest(sent.encode(), session.csrf.encode()) or request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise Refused(403, "form_expired")


async def _read(form: FormData) -> tuple[dict[str, str], dict[str, tuple[str, ...]], dict[str, tuple[str, bytes]]]:
    fields: dict[str, str] = {}
    lists: dict[str, tuple[str, ...]] = {}
    files: dict[str, tuple[str, bytes]] = {}
    size = 0
    for key, value in form.multi_items():
        if isinstance(value, UploadFile):
            data = await value.read(MOST_FORM + 1)
            size += len(data)
            if size > MOST_FORM:
                raise Refused(413, "too_large")
            if data:
                files[key] = (value.filename or "file", data)
        else:
            fields[key] = value
            lists[key] = (*lists.get(key, ()), value)
    return fields, lists, files


def to_sign_in(request: Request) -> Response:
    """Where somebody unknown is sent; htmx is told to go there with the whole page."""
    if request.headers.get("hx-request") == "true":
        return Response(status_code=204, headers={"HX-Redirect": "/signin"})
    wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    from urllib.parse import quote

    return RedirectResponse("/signin" if wanted == "/" else f"/signin?next={quote(wanted)}", 303)
