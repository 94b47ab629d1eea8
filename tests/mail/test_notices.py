"""Who is told what about a held message: the sender gets a way in, those who decide a page, nobody the data."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

import pytest

from gateway import metrics
from gateway.checkpoint import Ruling
from gateway.mail.notice import Desk, Notifier
from gateway.message import Channel, Message, Party
from gateway.policy.load import policy_from_text
from gateway.quarantine.accounts import Account
from gateway.quarantine.deciders import deciders, deputies
from gateway.quarantine.store import Store
from gateway.quarantine.vault import Vault
from gateway.settings import Notices
from gateway.verdict import About, Action, Finding, FiredRule, Mode, RecipientVerdict, Verdict, Zone
from tests.quarantine.held import hold

SENDER = "n.kashiwagi@hibari-soft.example"
POLICY = """
organization:
  domains: [hibari-soft.example]
  departments: {営業部: {members: [n.kashiwagi@hibari-soft.example], manager: [boss@hibari-soft.example]}}
rules: [{id: career, when: {}, action: quarantine, reason: career, ways_out: [redacted, withdraw]}]
"""
FOUND = Finding("JP_EMPLOYER", "body", 0, 5, 0.9, About.THIRD_PARTY, Zone.BODY, text="桜坂リース", person="name:水野")


def ruling(action: Action = Action.QUARANTINE, notify: tuple[str, ...] = ()) -> Ruling:
    fired = FiredRule("career", action, Mode.ENFORCE, ("b@y.example",), (0,), "career", notify_sender=True, notify=notify)
    verdict = Verdict(action, (RecipientVerdict("b@y.example", action, ("career",)),), (fired,), (FOUND,), "v")
    return Ruling("SK1", Message(Channel.MAIL, Party(SENDER), (Party("b@y.example"),), (), SENDER), verdict)


class Office:
    """A store with a held message, and a notifier beside it."""

    def __init__(self, folder: Path, console: str = "https://gate.hibari-soft.example", **settings: Any) -> None:
        self.store = Store(f"sqlite:///{folder}/held.db", Vault.from_file(folder / "key"))
        policy = policy_from_text(POLICY, "p")
        values = {"enabled": True, "from_address": "sekisho@hibari-soft.example"} | settings
        self.notifier = Notifier(Notices(**values), None, lambda: policy, "gate.hibari-soft.example", Desk(self.store, console, 72))  # type: ignore[arg-type]

    def letters(self, one: Ruling, held: bool = True) -> dict[str, str]:
        if held:
            self.store.hold(hold("SK1", sender=SENDER, department="営業部"))
        return {letter.to: message_from_bytes(letter.content, policy=default).get_content() for letter in self.notifier.notices(one, SENDER, b"Subject: x\r\n\r\n")}


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    one = Office(tmp_path)
    yield one
    one.store.close()


def test_the_sender_gets_a_link_and_a_code_that_open_their_message(office: Office) -> None:
    text = office.letters(ruling())[SENDER]
    link = re.search(r"https://gate\.hibari-soft\.example/s/(\S+)", text)
    code = re.search(r"確認コード：(\S{4}-\S{4})", text)
    assert link and code
    assert office.store.links.enter(link.group(1), code.group(1)) == "SK1"
    assert "該当箇所を伏せた版を送る" in text and "withdraw it" in text
    assert "承認を求める" not in text  # the rule does not offer it


def test_nobody_is_told_what_was_found(office: Office) -> None:
    office.store.accounts.add("t", "kudo", "bamboo-river-42", ["approver"], address="kudo@hibari-soft.example")
    for text in office.letters(ruling(notify=("security@hibari-soft.example",))).values():
        assert "桜坂" not in text and "水野" not in text
        assert SENDER not in text and "b@y.example" not in text


def test_those_who_decide_get_a_link_to_the_incident_and_no_code(office: Office) -> None:
    office.store.accounts.add("t", "kudo", "bamboo-river-42", ["approver"], address="kudo@hibari-soft.example", departments=["営業部"])
    office.store.accounts.add("t", "noda", "bamboo-river-42", ["approver"], address="noda@hibari-soft.example", departments=["総務部"])
    letters = office.letters(ruling(notify=("security@hibari-soft.example",)))
    assert set(letters) == {SENDER, "security@hibari-soft.example", "boss@hibari-soft.example", "kudo@hibari-soft.example"}
    for address in ("security@hibari-soft.example", "boss@hibari-soft.example", "kudo@hibari-soft.example"):
        assert "https://gate.hibari-soft.example/incidents/SK1" in letters[address]
        assert "/s/" not in letters[address] and "確認コード" not in letters[address]


def test_what_was_refused_or_redacted_has_no_way_in(office: Office) -> None:
    office.store.accounts.add("t", "kudo", "bamboo-river-42", ["approver"], address="kudo@hibari-soft.example")
    for action in (Action.BLOCK, Action.REDACT):
        letters = office.letters(ruling(action), held=False)
        assert set(letters) == {SENDER}
        assert "/s/" not in letters[SENDER]


def test_what_could_not_be_redacted_is_told_as_held(office: Office) -> None:
    text = office.letters(ruling(Action.REDACT))[SENDER]
    assert "送信を保留しました" in text and "/s/" in text
    assert "伏せた版" not in text, "that cannot be made"
    assert "伏せた版" in office.letters(ruling(), held=False)[SENDER]


def test_without_a_console_the_notice_says_whom_to_ask_as_before(tmp_path: Path) -> None:
    one = Office(tmp_path, console="")
    text = one.letters(ruling())[SENDER]
    assert "/s/" not in text and "担当窓口" in text
    one.store.close()


def test_with_notices_off_nobody_is_told_and_no_link_made(tmp_path: Path) -> None:
    one = Office(tmp_path, enabled=False)
    assert one.letters(ruling()) == {}
    assert [what for _, _, what, _ in one.store.events("SK1")] == ["held"]
    one.store.close()


def account(name: str, **changes: Any) -> Account:
    made = Account(name, name, name, f"{name}@x.example", ("approver",), (), "", 0.0, totp=False, must_change=False, disabled=False, local=True)
    return replace(made, **changes)


def test_who_is_away_is_told_and_their_deputy_too() -> None:
    later = time.time() + 3600
    people = [account("a", deputy="b", away_until=later), account("b", roles=("reviewer",), deputy="c", away_until=later), account("c", roles=("viewer",)), account("gone", disabled=True)]
    assert deciders(people, "", (), time.time()) == ("a@x.example", "b@x.example", "c@x.example")
    assert deciders(people, "", (), later + 1) == ("a@x.example",)


def test_two_who_stand_in_for_each_other_are_each_told_once() -> None:
    people = [account("a", deputy="b", away_until=1e12), account("b", deputy="a", away_until=1e12)]
    assert deciders(people, "", ("A@x.example",), 0) == ("A@x.example", "b@x.example")
    assert deputies(people, ["a@x.example"]) == ("b@x.example",)


def divided(*recipients: tuple[str, Action]) -> Ruling:
    fired = FiredRule("career", Action.QUARANTINE, Mode.ENFORCE, ("a@held.example",), (0,), "career", notify_sender=True, notify=("security@hibari-soft.example",))
    verdict = Verdict(Action.QUARANTINE, tuple(RecipientVerdict(address, action) for address, action in recipients), (fired,), (FOUND,), "v")
    return Ruling("SK1", Message(Channel.MAIL, Party(SENDER), tuple(Party(address) for address, _ in recipients), (), SENDER), verdict)


def test_nobody_is_said_to_have_what_the_next_hop_did_not_take(tmp_path: Path) -> None:
    one = Office(tmp_path, console="")
    try:
        ruled = divided(("a@held.example", Action.QUARANTINE), ("b@free.example", Action.PASS), ("c@free.example", Action.PASS))
        one.store.hold(hold("SK1", sender=SENDER))
        (text, _) = [message_from_bytes(letter.content, policy=default).get_content() for letter in one.notifier.notices(ruled, SENDER, b"", ["b@free.example", "c@free.example"])]
        assert "送信を保留しました：1名" in text and "宛先のメールサーバーに受け取られませんでした：2名" in text
        assert "そのまま送信しました" not in text and "was not taken by the next mail server: 2 recipients" in text
        assert "送信済みの宛先" not in text, "nobody has it"
        (text, _) = [message_from_bytes(letter.content, policy=default).get_content() for letter in one.notifier.notices(ruled, SENDER, b"", ["c@free.example"])]
        assert "そのまま送信しました：1名" in text and "送信済みの宛先" in text
    finally:
        one.store.close()


@pytest.mark.parametrize("sender", ["=?utf-8?q?=0d=0aBcc:x?=@hibari-soft.example", "a\u2028b@hibari-soft.example", "a\u0085b@hibari-soft.example", "x@["])
def test_a_sender_that_no_header_can_name_keeps_the_reviewers_from_nothing(tmp_path: Path, sender: str) -> None:
    one = Office(tmp_path, console="")
    try:
        one.store.hold(hold("SK1", sender=SENDER))
        letters = one.notifier.notices(ruling(notify=("security@hibari-soft.example",)), sender, b"Subject: x\r\n\r\n")
        assert "security@hibari-soft.example" in [letter.to for letter in letters]
        for letter in letters:
            read = message_from_bytes(letter.content, policy=default)
            assert read["bcc"] is None
            assert str(read["to"]) in ("security@hibari-soft.example", "boss@hibari-soft.example", "undisclosed-recipients:;")
    finally:
        one.store.close()


async def test_notices_that_cannot_be_written_are_counted(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    before = metrics.NOTICES.labels("failed")._value.get()
    monkeypatch.setattr(office.notifier, "notices", lambda *_: 1 / 0)
    await office.notifier.tell(ruling(), SENDER, b"")
    assert metrics.NOTICES.labels("failed")._value.get() == before + 1
