"""A consent on record counts for whom, what, to whom and when it says, and can be taken back."""

from __future__ import annotations

import time

import pytest

from gateway.quarantine.consent_csv import CsvError, read_consents
from gateway.quarantine.consents import STALE, Consent, ConsentsInForce
from gateway.quarantine.store import StoreError

KINDS = ("JP_CAREER_HISTORY", "JP_EMPLOYER", "PERSON")


def consent(person: str = "髙橋 健一様", **changes) -> Consent:
    return Consent(**({"person": person, "kinds": ("JP_CAREER_HISTORY",), "audience": ("jinzai.example", "k.arai@*.partner.example")} | changes))


@pytest.fixture
def in_force(store):
    return ConsentsInForce(store.consents)


@pytest.mark.parametrize(
    ("person", "kind", "recipient", "agreed"),
    [
        ("name:高橋健一", "JP_CAREER_HISTORY", "anyone@Jinzai.example", True),
        ("name:高橋健一", "JP_CAREER_HISTORY", "k.arai@tokyo.partner.example", True),
        ("name:高橋健一", "JP_CAREER_HISTORY", "b@tokyo.partner.example", False),
        ("name:高橋健一", "JP_CAREER_HISTORY", "a@sub.jinzai.example", False),
        ("name:高橋健一", "JP_CAREER_HISTORY", "", False),
        ("name:高橋健一", "JP_MY_NUMBER", "a@jinzai.example", False),
        ("name:高橋", "JP_CAREER_HISTORY", "a@jinzai.example", False),
        ("name:高橋健一郎", "JP_CAREER_HISTORY", "a@jinzai.example", False),
        ("recipient:高橋健一", "JP_CAREER_HISTORY", "a@jinzai.example", False),
        ("", "JP_CAREER_HISTORY", "a@jinzai.example", False),
    ],
)
def test_a_consent_frees_just_what_it_names(store, in_force, person, kind, recipient, agreed):
    store.consents.add(consent(), "admin")
    in_force.refresh()
    assert in_force(person, kind, recipient) is agreed


@pytest.mark.parametrize(("begins", "ends", "agreed"), [(-1e9, None, True), (999, None, False), (-1e9, -1, False), (-9, 999, True)])
def test_a_consent_counts_from_its_first_to_its_last_moment(store, in_force, begins, ends, agreed):
    now = time.time()
    store.consents.add(consent(kinds=("*",), valid_from=now + begins, valid_until=None if ends is None else now + ends), "admin")
    in_force.refresh()
    assert in_force("name:高橋健一", "JP_SENSITIVE", "a@jinzai.example") is agreed


def test_a_revoked_consent_counts_no_more_and_stays_on_record(store, in_force):
    reference = store.consents.add(consent(), "admin")
    in_force.refresh()
    assert store.consents.revoke(reference, "officer")
    assert not store.consents.revoke(reference, "officer")
    assert not store.consents.revoke("C-NONE", "officer")
    in_force.refresh()
    assert not in_force("name:高橋健一", "JP_CAREER_HISTORY", "a@jinzai.example")
    (one,) = store.consents.on_record()
    assert (one.revoked_by, one.holds(time.time())) == ("officer", False)
    assert [(row.actor, row.what, row.detail) for row in store.audit.rows()] == [("admin", "consent_added", reference), ("officer", "consent_revoked", reference)]


def test_a_revocation_by_a_machine_whose_clock_is_late_is_noticed(store, in_force, monkeypatch):
    first, second = store.consents.add(consent(), "admin"), store.consents.add(consent("佐野 舞"), "admin")
    in_force.refresh()
    with monkeypatch.context() as late:
        late.setattr(time, "time", lambda: 1.0)
        assert store.consents.revoke(first, "officer")
    in_force.refresh()
    assert not in_force("name:高橋健一", "JP_CAREER_HISTORY", "a@jinzai.example")
    assert in_force("name:佐野舞", "JP_CAREER_HISTORY", "a@jinzai.example")
    assert store.consents.get(second).revoked_at is None


def test_a_register_that_cannot_be_read_grants_nothing_after_a_minute(store, in_force, monkeypatch):
    store.consents.add(consent(), "admin")
    asked = ("name:高橋健一", "JP_CAREER_HISTORY", "a@jinzai.example")
    assert not in_force(*asked)  # not read yet
    in_force.refresh()
    assert in_force(*asked)
    now = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: now + STALE + 1)
    assert not in_force(*asked)


def test_name_recipients_and_evidence_are_not_readable_in_the_database(store, place):
    reference = store.consents.add(consent(purpose="紹介", evidence="https://dms.example/7", file_name="同意書.pdf", file=b"%PDF signed"), "admin")
    stored = place.stored()
    for secret in ("高橋", "髙橋", "\\u9ad8", "jinzai", "紹介", "dms.example", "signed"):
        assert secret.encode() not in stored
    kept = store.consents.get(reference).consent
    assert (kept.person, kept.purpose, kept.file_name, kept.file) == ("髙橋 健一様", "紹介", "同意書.pdf", b"%PDF signed")


@pytest.mark.parametrize("changes", [{"person": ""}, {"person": " 　"}, {"kinds": ()}, {"audience": ()}])
def test_a_consent_of_nobody_or_to_nothing_is_refused(store, changes):
    with pytest.raises(ValueError, match="needs a person"):
        store.consents.add(consent(**changes), "admin")


def test_several_are_put_on_record_together_or_not_at_all(store, place):
    place.execute("delete from audit_head")
    with pytest.raises(StoreError):
        store.consents.add_all([consent(), consent("佐野 舞")], "admin")
    assert store.consents.on_record() == []


GOOD = "person,kinds,audience,purpose,valid_from,valid_until,evidence\n髙橋健一,JP_CAREER_HISTORY; JP_EMPLOYER,jinzai.example;k@y.example,紹介,2026-12-01,2027/3/31,\"書面, 2 枚\"\n佐野 舞,*,*,,,,\n"


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "cp932"])
def test_a_spreadsheets_csv_is_read(charset):
    first, second = read_consents(GOOD.replace("\n", "\r\n").encode(charset), KINDS)
    assert (first.person, first.kinds, first.audience) == ("髙橋健一", ("JP_CAREER_HISTORY", "JP_EMPLOYER"), ("jinzai.example", "k@y.example"))
    assert first.evidence == "書面, 2 枚"
    assert time.localtime(first.valid_from)[:4] == (2026, 12, 1, 0)
    assert time.localtime(first.valid_until)[:4] == (2027, 4, 1, 0)
    assert (second.kinds, second.audience, second.valid_until) == (("*",), ("*",), None)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "line 1"),
        ("name,kinds,audience\n", "line 1: must name each column once"),
        ("person,person,kinds,audience\n", "line 1: must name each column once"),
        ("person,kinds,audience\n", "line 2: no consent follows"),
        ("person,kinds,audience\n,*,x.example\n", "line 2: person is empty"),
        ("person,kinds,audience\n佐野,CAREER,x.example\n", "line 2: 'CAREER' is no kind of fact"),
        ("person,kinds,audience\n佐野,*,\n", "line 2: audience is empty"),
        ("person,kinds,audience\n佐野,*,x example\n", "line 2: audience must be"),
        ("person,kinds,audience\n\"佐野\n舞\",*,x.example\n佐野,*,x.example,more\n", "line 4: has 4 fields"),
        ("person,kinds,audience,valid_from,valid_until\n佐野,*,x.example,2027-01-02,2027-01-01\n", "line 2: valid_until lies before"),
        ("person,kinds,audience,valid_until\n佐野,*,x.example,2027-02-30\n", "line 2: '2027-02-30' is no day"),
        ("person,kinds,audience,valid_until\n佐野,*,x.example,9999-12-31\n", "line 2: '9999-12-31' is no day"),
    ],
)
def test_every_wrong_line_is_named_with_its_number(text, said):
    with pytest.raises(CsvError) as error:
        read_consents(text.encode(), KINDS)
    assert said in str(error.value)


def test_all_wrong_lines_are_named_at_once():
    with pytest.raises(CsvError) as error:
        read_consents("person,kinds,audience\n,*,x.example\n佐野,*,x.example\n佐野,?,x.example\n".encode(), KINDS)
    assert [line[:7] for line in str(error.value).splitlines()] == ["line 2:", "line 4:"]


@pytest.mark.parametrize("content", [b"\x80\x81\xff", b"\0", b'"', b"person,kinds,audience\n" + b'"' * 99999, b"person,kinds,audience\r" * 9])
def test_what_is_no_csv_is_refused_in_words(content):
    with pytest.raises(CsvError):
        read_consents(content, KINDS)
