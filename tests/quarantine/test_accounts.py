"""Accounts of the console: passwords, one-time codes, locks; and sessions that end."""

from __future__ import annotations

import time

import pyotp
import pytest

from gateway.quarantine.accounts import AccountError
from gateway.quarantine.visits import Sessions

PASSWORD = "bamboo-river-42-lantern"


@pytest.fixture
def kudo(store):
    return store.accounts.add("test", "Kudo", PASSWORD, ["approver"], name="工藤 渉", departments=["営業部"])


def test_only_the_right_password_opens_an_account(store, kudo):
    assert store.accounts.verified("kudo", PASSWORD).id == kudo.id
    assert store.accounts.verified("KUDO ", PASSWORD).id == kudo.id
    assert store.accounts.verified("kudo", PASSWORD + "x") is None
    assert store.accounts.verified("nobody", PASSWORD) is None


def test_a_password_is_kept_as_argon2id_and_in_no_other_form(store, kudo, place):
    (row,) = place.execute("select password from accounts")
    assert row[0].startswith("$argon2id$")
    assert PASSWORD.encode() not in place.stored()


def test_after_five_failures_each_further_one_locks_twice_as_long(store, kudo):
    now = time.time()
    for _ in range(5):
        assert store.accounts.verified("kudo", "wrong-password", now) is None
    assert store.accounts.verified("kudo", PASSWORD, now) is not None
    for _ in range(6):
        store.accounts.verified("kudo", "wrong-password", now)
    assert store.accounts.verified("kudo", PASSWORD, now) is None
    assert store.accounts.verified("kudo", PASSWORD, now + 31) is not None
    for _ in range(6):
        store.accounts.verified("kudo", "wrong-password", now + 40)
    store.accounts.verified("kudo", "wrong-password", now + 75)
    assert store.accounts.verified("kudo", PASSWORD, now + 75 + 31) is None
    assert store.accounts.verified("kudo", PASSWORD, now + 75 + 61) is not None


@pytest.mark.parametrize("password", ["", "short", "x" * 11, "x" * 1025])
def test_a_password_too_short_or_too_long_is_refused(store, password):
    with pytest.raises(AccountError):
        store.accounts.add("test", "new", password, [])


def test_a_login_stands_once(store, kudo):
    with pytest.raises(AccountError, match="taken"):
        store.accounts.add("test", "kudo", PASSWORD, [])


def test_a_one_time_code_serves_once_and_only_around_its_time(store, kudo):
    secret = pyotp.random_base32()
    now = 1_900_000_000.0
    totp = pyotp.TOTP(secret)
    assert not store.accounts.enrol(kudo.id, secret, "000000", now)
    assert store.accounts.enrol(kudo.id, secret, totp.at(int(now)), now)
    code = totp.at(int(now))
    assert store.accounts.code_right(kudo.id, f"{code[:3]} {code[3:]}", now)
    assert not store.accounts.code_right(kudo.id, code, now + 1)
    assert not store.accounts.code_right(kudo.id, totp.at(int(now)), now + 120)
    assert store.accounts.code_right(kudo.id, totp.at(int(now + 120)), now + 125)


def test_whoever_the_provider_vouches_for_gets_what_it_says_each_time(store):
    first = store.accounts.enter_by_subject("https://id.example u1", "hana", "花田", "h@x.example", ["reviewer"], [])
    again = store.accounts.enter_by_subject("https://id.example u1", "hana", "花田", "h@x.example", ["auditor"], ["営業部"])
    assert first.id == again.id
    assert (again.roles, again.departments, again.local) == (("auditor",), ("営業部",), False)
    assert store.accounts.verified("hana", "") is None


def test_a_provider_cannot_take_over_a_local_account(store, kudo):
    other = store.accounts.enter_by_subject("https://id.example u2", "kudo", "別人", "k@x.example", ["viewer"], [])
    assert other.id != kudo.id
    assert store.accounts.by_login("kudo").roles == ("approver",)


def test_every_change_is_in_the_audit_log_without_passwords(store, kudo):
    store.accounts.change("admin", kudo.id, roles=["viewer"], disabled=True)
    store.accounts.set_password("admin", kudo.id, "another-long-password", must_change=True)
    rows = store.audit.rows()
    assert [(one.actor, one.what) for one in rows][-3:] == [("test", "account_added"), ("admin", "account_changed"), ("admin", "password_set")]
    assert not any("password" in one.detail for one in rows)
    assert store.audit.verify().wrong == ""


def test_keys_are_changed_under_accounts_with_and_without_codes(store, kudo, place):
    from gateway.quarantine import key_file
    from gateway.quarantine.resealing import keys_in_use, reseal

    secret = pyotp.random_base32()
    other = store.accounts.add("test", "plain", PASSWORD, [])
    assert store.accounts.enrol(kudo.id, secret, pyotp.TOTP(secret).now())
    old = store.vault.current
    key_file.rotate(place.key_file)
    reseal(store, "test")
    assert old not in keys_in_use(store)
    assert store.accounts.get(other.id) is not None
    assert store.accounts.code_right(kudo.id, pyotp.TOTP(secret).now())


def test_a_session_ends_unused_after_a_while_and_at_last_in_any_case(store):
    sessions = Sessions(store.database, idle=0.3, longest=0.6)
    one = sessions.begin("a1")
    assert sessions.find(one.token).account == "a1"
    assert sessions.find(one.token + "x") is None
    assert sessions.find("") is None
    time.sleep(0.35)
    assert sessions.find(one.token) is None


def test_the_table_of_sessions_opens_none(store, place):
    one = Sessions(store.database, 60, 60).begin("a1")
    assert all(one.token not in str(row) for row in place.execute("select id from sessions"))


def test_all_sessions_of_an_account_end_together(store):
    sessions = Sessions(store.database, 60, 60)
    mine, also, other = sessions.begin("a1"), sessions.begin("a1"), sessions.begin("a2")
    sessions.end_all("a1")
    assert [sessions.find(one.token) is not None for one in (mine, also, other)] == [False, False, True]
