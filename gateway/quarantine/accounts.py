"""Who may sign in to the console: local accounts with argon2id and TOTP, and those of an OpenID Connect provider."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from gateway.quarantine.audit import AuditLog
from gateway.quarantine.database import Database, StoreError
from gateway.quarantine.review_tables import AccountRow
from gateway.quarantine.vault import Vault

LEAST_PASSWORD = 12  # characters (NIST SP 800-63B: at least 8; more for an account that opens others' mail)
_FREE_FAILURES = 5
_LOCK = 30.0  # seconds after the sixth failure, doubled with each further one
_LONGEST_LOCK = 3600.0
_HASHER = PasswordHasher()  # argon2id with the library's defaults (RFC 9106, low-memory profile)
# A hash of what nobody knows, verified for an unknown login, so that it takes as long. Made once: it costs as much as a whole import.
_NOBODY = "$argon2id$v=19$m=65536,t=3,p=4$gnSUMsWGutZvfajM+NF/Fw$BctRHX2TGUbZNPVTCFRIax+HmqI0fRLljK6zGI/lETw"


class AccountError(Exception):
    """Why an account cannot be made or changed so; for its administrator to read."""


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may sign in. `departments` empty: every department. Times are Unix seconds."""

    id: str
    login: str
    name: str = field(repr=False)
    address: str = field(repr=False)
    roles: tuple[str, ...]
    departments: tuple[str, ...]
    deputy: str
    away_until: float
    totp: bool
    must_change: bool
    disabled: bool
    local: bool


class Accounts:
    """All accounts of one store. Every change is in the audit log."""

    def __init__(self, database: Database, vault: Vault, audit: AuditLog) -> None:
        self._database = database
        self._vault = vault
        self._audit = audit

    def add(
        self, actor: str, login: str, password: str, roles: Sequence[str], *, name: str = "", address: str = "", departments: Sequence[str] = (),
        must_change: bool = True,
    ) -> Account:  # fmt: skip
        """A new local account. AccountError when the login is taken or the password too short."""
        _long_enough(password)
        row = self._row(login, name, address, _HASHER.hash(password), "", roles, departments, must_change)
        with self._database.writing("the account could not be stored") as session:
            if session.scalar(select(AccountRow.id).where(AccountRow.login == row.login)):
                raise AccountError(f"the login {row.login} is taken")
            session.add(row)
            session.flush()
            self._audit.write(session, actor, "account_added", detail=f"{row.login}: {', '.join(roles)}")
            return _account(row)

    def enter_by_subject(self, subject: str, login: str, name: str, address: str, roles: Sequence[str], departments: Sequence[str]) -> Account:
        """The account of somebody an OpenID Connect provider vouches for; made, or brought up to date with what it says."""
        with self._database.writing() as session:
            row = session.scalar(select(AccountRow).where(AccountRow.subject == subject))
            if row is None:
                taken = session.scalar(select(AccountRow.id).where(AccountRow.login == login))
                row = self._row(f"{login}#{secrets.token_hex(2)}" if taken else login, name, address, "", subject, roles, departments, must_change=False)
                session.add(row)
                session.flush()
                self._audit.write(session, row.login, "account_added", detail=f"by OpenID Connect: {', '.join(roles)}")
            elif (row.roles, row.departments) != (json.dumps(list(roles)), json.dumps(list(departments))):
                self._audit.write(session, row.login, "account_changed", detail=f"by OpenID Connect: {', '.join(roles)}")
            row.name, row.address, row.roles, row.departments = name, address, json.dumps(list(roles)), json.dumps(list(departments))
            session.flush()
            return _account(row)

    def all(self) -> list[Account]:
        """Every account, by login."""
        with self._database.reading() as session:
            return [_account(row) for row in session.scalars(select(AccountRow).order_by(AccountRow.login))]

    def get(self, account: str) -> Account | None:
        """One account by its reference."""
        with self._database.reading() as session:
            row = session.get(AccountRow, account)
            return _account(row) if row else None

    def by_login(self, login: str) -> Account | None:
        """One account by its login."""
        with self._database.reading() as session:
            row = session.scalar(select(AccountRow).where(AccountRow.login == login.strip().lower()))
            return _account(row) if row else None

    def verified(self, login: str, password: str, now: float | None = None) -> Account | None:
        """The local account with this login and password; None when either is wrong or it is locked.

        After five failures in a row each further one locks it, for twice as long each time, up to an hour.
        """
        now = time.time() if now is None else now
        chosen = AccountRow.login == login.strip().lower()
        with self._database.reading() as session:
            hashed = session.scalar(select(AccountRow.password).where(chosen)) or ""
        right = _matches(hashed or _NOBODY, password)  # slow on purpose: not while a lock is held
        if not hashed:
            return None
        with self._database.writing() as session:
            row = session.scalar(select(AccountRow).where(chosen).with_for_update())
            if row is None or row.locked_until > now or row.password != hashed:
                return None
            if not right or row.disabled:
                self._failed(session, row, now)
                return None
            row.failures, row.locked_until = 0, 0.0
            return _account(row)

    def code_right(self, account: str, code: str, now: float | None = None) -> bool:
        """Whether `code` is the account's one-time code of now (RFC 6238, one step to either side), not used before."""
        now = time.time() if now is None else now
        with self._database.writing() as session:
            row = session.scalar(select(AccountRow).where(AccountRow.id == account).with_for_update())
            if row is None or row.totp is None or row.locked_until > now:
                return False
            totp = pyotp.TOTP(self._vault.open(row.key_name, row.totp, _totp_of(account)).decode())
            step = int(now // totp.interval)
            digits = "".join(code.split())
            for one in (step, step - 1, step + 1):
                if one > row.totp_step and pyotp.utils.strings_equal(totp.generate_otp(one), digits):
                    row.totp_step, row.failures = one, 0
                    return True
            self._failed(session, row, now)
            return False

    def enrol(self, account: str, secret: str, code: str, now: float | None = None) -> bool:
        """Keep `secret` for the account's one-time codes if `code` shows that the authenticator has it."""
        now = time.time() if now is None else now
        if not pyotp.TOTP(secret).verify("".join(code.split()), for_time=int(now), valid_window=1):
            return False
        with self._database.writing() as session:
            row = session.get_one(AccountRow, account)
            row.key_name, row.totp = self._vault.seal(secret.encode(), _totp_of(account))
            row.totp_step = 0
            self._audit.write(session, row.login, "totp_enrolled")
        return True

    def change(self, actor: str, account: str, **values: Any) -> Account:
        """Change roles, departments, name, address, deputy, away_until or disabled; `totp=None` takes the one-time codes away."""
        kept = {key: json.dumps(list(value)) if key in ("roles", "departments") else value for key, value in values.items()}
        with self._database.writing() as session:
            row = session.get(AccountRow, account)
            if row is None:
                raise AccountError("there is no such account")
            for key, value in kept.items():
                setattr(row, key, value)
            detail = ", ".join(f"{key}={values[key]}" for key in sorted(values) if key in ("roles", "departments", "disabled", "deputy"))
            self._audit.write(session, actor, "account_changed", detail=f"{row.login}: {detail or ', '.join(sorted(values))}")
            session.flush()
            return _account(row)

    def set_password(self, actor: str, account: str, password: str, must_change: bool) -> None:
        """A new password; AccountError when it is too short."""
        _long_enough(password)
        hashed = _HASHER.hash(password)
        with self._database.writing() as session:
            row = session.get(AccountRow, account)
            if row is None:
                raise AccountError("there is no such account")
            row.password, row.must_change, row.failures, row.locked_until = hashed, must_change, 0, 0.0
            self._audit.write(session, actor, "password_set", detail=row.login)

    def _row(self, login: str, name: str, address: str, password: str, subject: str, roles: Iterable[str], departments: Iterable[str], must_change: bool) -> AccountRow:
        login = login.strip().lower()
        if not login or len(login) > 100 or any(c.isspace() or not c.isprintable() for c in login):
            raise AccountError("a login has 1 to 100 printable characters and no space")
        return AccountRow(
            id=secrets.token_hex(8), login=login, name=name or login, address=address, password=password, subject=subject, roles=json.dumps(list(roles)),
            departments=json.dumps(list(departments)), key_name=self._vault.current, totp=None, totp_step=0, deputy="", away_until=0.0, must_change=must_change,
            disabled=False, failures=0, locked_until=0.0, created_at=time.time(),
        )  # fmt: skip

    def _failed(self, session: Session, row: AccountRow, now: float) -> None:
        row.failures += 1
        over = row.failures - _FREE_FAILURES
        if over > 0:
            row.locked_until = now + min(_LOCK * 2 ** min(over - 1, 20), _LONGEST_LOCK)
        self._audit.write(session, row.login, "sign_in_failed", detail=f"{row.failures} in a row")


def _account(row: AccountRow) -> Account:
    return Account(
        row.id, row.login, row.name, row.address, tuple(json.loads(row.roles)), tuple(json.loads(row.departments)), row.deputy, row.away_until,
        row.totp is not None, row.must_change, row.disabled, bool(row.password),
    )  # fmt: skip


def _matches(hashed: str, password: str) -> bool:
    try:
        return _HASHER.verify(hashed, password)
    except (VerificationError, InvalidHashError):
        return False


def _long_enough(password: str) -> None:
    if len(password) < LEAST_PASSWORD:
        raise AccountError(f"a password has at least {LEAST_PASSWORD} characters")
    if len(password) > 1024:
        raise AccountError("a password has at most 1,024 characters")


def _totp_of(account: str) -> str:
    return f"account/{account}/totp"


__all__ = ["LEAST_PASSWORD", "Account", "AccountError", "Accounts", "StoreError"]
