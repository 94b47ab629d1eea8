"""Accounts: who may sign in, as what, for which departments."""

from __future__ import annotations

import secrets

from starlette.responses import Response
from starlette.routing import Route

from gateway.console import page as pages
from gateway.console.parts import Parts
from gateway.console.permissions import May, Role
from gateway.console.visit import Refused, Visit, guarded
from gateway.quarantine.accounts import AccountError

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


class AccountsPage:
    """The administrators' page. Nobody changes their own roles, so that the last administrator stays one."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def routes(self) -> list[Route]:
        """Where it is."""
        parts = self._parts
        return [
            Route("/accounts", guarded(parts, self.show, May.ACCOUNTS)),
            Route("/accounts/add", guarded(parts, self.add, May.ACCOUNTS), methods=["POST"]),
            Route("/accounts/change", guarded(parts, self.change, May.ACCOUNTS), methods=["POST"]),
        ]

    def show(self, visit: Visit, said: str = "", said_kind: str = "", status: int = 200) -> Response:
        """All accounts."""
        departments = list(self._parts.policy().policy.organization.departments)
        return pages.page(
            visit, self._parts.templates, "accounts.html", said=said, said_kind=said_kind, status=status, accounts=self._parts.accounts.all(),
            roles=[str(role) for role in Role], departments=departments,
        )  # fmt: skip

    def add(self, visit: Visit) -> Response:
        """A new account, with a password that is shown once and must be changed."""
        roles, departments = self._chosen(visit)
        password = one_time_password()
        try:
            account = self._parts.accounts.add(
                visit.actor, visit.form.get("login", ""), password, roles, name=visit.form.get("name", "").strip()[:100],
                address=visit.form.get("address", "").strip()[:254], departments=departments,
            )  # fmt: skip
        except AccountError as error:
            return self.show(visit, str(error), "grave", 400)
        say = pages.speaker(visit.language)
        return self.show(visit, say(f"{account.login} を追加しました。初回のパスワード：{password}（この画面でのみ表示されます）", f"Added {account.login}. First password, shown only here: {password}"), "good")

    def change(self, visit: Visit) -> Response:
        """Other roles, departments, a new password, or no more entry."""
        account = self._parts.accounts.get(visit.form.get("account", ""))
        if account is None or (visit.account and account.id == visit.account.id):
            raise Refused(403, "not_allowed")
        action, said = visit.form.get("action", ""), ""
        if action == "save":
            roles, departments = self._chosen(visit)
            self._parts.accounts.change(visit.actor, account.id, roles=roles, departments=departments)
        elif action in ("disable", "enable"):
            self._parts.accounts.change(visit.actor, account.id, disabled=action == "disable")
        elif action == "password" and account.local:
            password = one_time_password()
            self._parts.accounts.set_password(visit.actor, account.id, password, must_change=True)
            said = pages.speaker(visit.language)(f"{account.login} の新しいパスワード：{password}（この画面でのみ表示されます）", f"New password of {account.login}, shown only here: {password}")
        elif action == "totp":
            self._parts.accounts.change(visit.actor, account.id, totp=None)
        self._parts.sessions.end_all(account.id)
        return self.show(visit, said, "good") if said else pages.to("/accounts")

    def _chosen(self, visit: Visit) -> tuple[list[str], list[str]]:
        known = {str(role) for role in Role}
        departments = self._parts.policy().policy.organization.departments
        return [one for one in visit.lists.get("roles", ()) if one in known], [one for one in visit.lists.get("departments", ()) if one in departments]


def one_time_password() -> str:
    """Twenty letters and digits without look-alikes, in groups: about 99 bits."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(5)) for _ in range(4))
