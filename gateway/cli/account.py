"""`sekisho account …`: who may sign in to the console."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from gateway.cli.frame import Config, fail, open_store, or_fail, whoami

if TYPE_CHECKING:
    from gateway.quarantine.accounts import Account
    from gateway.quarantine.store import Store

app = typer.Typer(help="Accounts of the console.", no_args_is_help=True)
Login = Annotated[str, typer.Argument(help="Login name.")]


@app.command("add")
def account_add(
    login: Login,
    role: Annotated[list[str], typer.Option("--role", "-r", help="viewer, reviewer, approver, policy_editor, auditor or administrator; several may be given.")],
    name: Annotated[str, typer.Option(help="The person's name.")] = "",
    address: Annotated[str, typer.Option(help="Mail address for notices.")] = "",
    department: Annotated[list[str] | None, typer.Option(help="A department they may see; none given: all.")] = None,
    config: Config = None,
) -> None:
    """Add a local account; prints a password that must be changed at the first sign-in."""
    from gateway.console.accounts_page import one_time_password
    from gateway.console.permissions import Role
    from gateway.quarantine.accounts import AccountError

    wrong = [one for one in role if one not in set(Role)]
    if wrong:
        fail(f"'{wrong[0]}' is no role; there are {', '.join(Role)}")
    password = one_time_password()
    store = open_store(config)
    try:
        or_fail(lambda: store.accounts.add(whoami(), login, password, role, name=name, address=address, departments=department or ()))
    except AccountError as error:
        fail(str(error))
    typer.echo(password)


@app.command("list")
def account_list(config: Config = None) -> None:
    """All accounts."""
    store = open_store(config)
    table = Table(box=None, header_style="bold", pad_edge=False)
    for column in ("Login", "Name", "Roles", "Departments", "Second factor", "State"):
        table.add_column(column, overflow="fold")
    for one in or_fail(store.accounts.all):
        table.add_row(
            one.login, one.name, ", ".join(one.roles), ", ".join(one.departments) or "all", "yes" if one.totp else "no", "disabled" if one.disabled else "active"
        )
    Console(markup=False, highlight=False).print(table)


@app.command("password")
def account_password(login: Login, config: Config = None) -> None:
    """Give an account a new password, which must be changed at the next sign-in; also takes its second factor away."""
    from gateway.console.accounts_page import one_time_password

    store = open_store(config)
    account = _account(store, login)
    password = one_time_password()
    or_fail(lambda: store.accounts.set_password(whoami(), account.id, password, must_change=True))
    or_fail(lambda: store.accounts.change(whoami(), account.id, totp=None))
    typer.echo(password)


@app.command("disable")
def account_disable(login: Login, config: Config = None) -> None:
    """Let somebody in no more."""
    store = open_store(config)
    account = _account(store, login)
    or_fail(lambda: store.accounts.change(whoami(), account.id, disabled=True))


def _account(store: Store, login: str) -> Account:
    account = or_fail(lambda: store.accounts.by_login(login))
    if account is None:
        fail(f"there is no account {login}; see: sekisho account list")
    return account
