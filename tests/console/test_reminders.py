"""Mail that waits too long is made known, once, to the right people, and stays held; the digest tells numbers only."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from gateway.console.reminders import Reminders, digest_due, due, keep_reminding, readers
from gateway.policy.load import policy_from_text
from gateway.quarantine.escalations import ESCALATED, REMINDED, Waiting
from gateway.quarantine.store import Store, StoreError
from gateway.quarantine.vault import Vault
from tests.e2e.mails import SENDER
from tests.quarantine.held import hold

HOUR = 3600.0
POLICY = """
organization:
  domains: [hibari-soft.example]
  departments:
    営業部: {members: ["eigyo-*"], manager: [boss@hibari-soft.example]}
    総務部: {members: ["soumu-*"], manager: [soumu-boss@hibari-soft.example]}
review: {service_level_hours: 4, escalate_after_hours: 10, escalate_to: [ciso@hibari-soft.example], digest_hour: 9}
rules: [{id: career, when: {}, action: quarantine, reason: career}, {id: number, when: {}, action: quarantine, reason: identifier}]
"""


class Office:
    """A store, what it is ruled by, and the letters written."""

    def __init__(self, folder: Path, policy: str = POLICY) -> None:
        self.folder = folder
        self.policy = policy_from_text(policy, "p")
        self.letters: list[tuple[str, str, str]] = []
        self.store = self.open()
        self.reminders = self.another(self.store)
        self.now = time.time()

    def open(self) -> Store:
        return Store(f"sqlite:///{self.folder}/held.db", Vault.from_file(self.folder / "key"))

    def another(self, store: Store) -> Reminders:
        return Reminders(store, lambda: self.policy, self, "https://gate.hibari-soft.example")

    def write_to(self, address: str, subject: str, text: str, incident: str = "") -> bool:
        self.letters.append((address, subject, text))
        return True

    def hold(self, incident: str, department: str = "営業部", rule: str = "career") -> None:
        self.store.hold(hold(incident, sender=SENDER, department=department, rule=rule, rules=(rule,), service_level_hours=4))

    def told(self, hours: float) -> set[str]:
        """Run so many hours later; who got letters other than digests."""
        before = len(self.letters)
        self.reminders.run(self.now + hours * HOUR)
        return {address for address, subject, _ in self.letters[before:] if "digest" not in subject}


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    one = Office(tmp_path)
    yield one
    one.store.close()


def test_in_time_nobody_is_reminded(office: Office) -> None:
    office.hold("SK1")
    assert office.told(3.9) == set()


def test_past_the_service_level_those_who_decide_are_reminded_once(office: Office) -> None:
    office.store.accounts.add("t", "kudo", "bamboo-river-42", ["approver"], address="kudo@hibari-soft.example", departments=["営業部"])
    office.store.accounts.add("t", "noda", "bamboo-river-42", ["approver"], address="noda@hibari-soft.example", departments=["総務部"])
    office.hold("SK1")
    assert office.told(4.1) == {"boss@hibari-soft.example", "kudo@hibari-soft.example"}
    assert office.told(4.2) == set()
    assert office.told(9.9) == set()


def test_later_it_is_escalated_and_still_held(office: Office) -> None:
    deputy = office.store.accounts.add("t", "sub", "bamboo-river-42", ["reviewer"], address="sub@hibari-soft.example")
    boss = office.store.accounts.add("t", "boss", "bamboo-river-42", ["approver"], address="boss@hibari-soft.example")
    office.store.accounts.change("t", boss.id, deputy=deputy.id)
    office.hold("SK1")
    office.told(4.1)
    assert office.told(10.1) == {"ciso@hibari-soft.example", "sub@hibari-soft.example"}
    assert office.told(1000) == set()
    held = office.store.get("SK1")
    assert held is not None
    assert (held.state, held.severity) == ("held", 1)
    assert [(actor, what) for _, actor, what, _ in office.store.events("SK1")] == [("gateway", "held"), ("gateway", "reminded"), ("gateway", "escalated")]


def test_a_gateway_that_was_down_for_long_escalates_without_reminding_first(office: Office) -> None:
    office.hold("SK1")
    assert office.told(50) == {"ciso@hibari-soft.example"}


def test_with_nobody_to_escalate_to_those_who_decide_hear_again(tmp_path: Path) -> None:
    office = Office(tmp_path, POLICY.replace("escalate_to: [ciso@hibari-soft.example], ", ""))
    office.hold("SK1")
    office.told(4.1)
    assert office.told(10.1) == {"boss@hibari-soft.example"}
    office.store.close()


def test_nobody_at_all_is_on_record_and_the_message_stays(tmp_path: Path) -> None:
    office = Office(tmp_path, "rules: [{id: career, when: {}, action: quarantine}]")
    office.hold("SK1", department="")
    assert office.told(50) == set()
    assert [what for _, _, what, _ in office.store.events("SK1")] == ["held", "escalated"]
    office.store.close()


def test_many_messages_make_one_letter_for_each_reader(office: Office) -> None:
    for n in range(60):
        office.hold(f"SK{n}")
    office.reminders.run(office.now + 4.1 * HOUR)
    mine = [text for address, subject, text in office.letters if address == "boss@hibari-soft.example" and "digest" not in subject]
    assert len(mine) == 1
    assert mine[0].count("/incidents/SK") == 100  # fifty, in two languages
    assert "+10" in mine[0]


def test_what_is_decided_is_nobodys_business_any_more(office: Office) -> None:
    office.hold("SK1")
    office.store.delete("SK1", "kudo")
    assert office.told(50) == set()


def test_of_three_gateways_one_writes(office: Office) -> None:
    for n in range(5):
        office.hold(f"SK{n}")
    stores = [office.open() for _ in range(3)]
    gateways = [threading.Thread(target=office.another(one).run, args=(office.now + 4.1 * HOUR,)) for one in stores]
    for one in gateways:
        one.start()
    for one in gateways:
        one.join()
    reminded = [text for _, subject, text in office.letters if "digest" not in subject]
    assert sum(text.count("/incidents/") for text in reminded) == 10  # each once, in two languages
    digests = [address for address, subject, _ in office.letters if "digest" in subject]
    assert len(digests) == len(set(digests))
    for store in stores:
        store.close()


def at(hour: int) -> float:
    """A time of today's clock."""
    return datetime.now().astimezone().replace(hour=hour, minute=5).timestamp()


def test_the_digest_comes_once_a_day_with_what_is_mine(office: Office) -> None:
    office.store.accounts.add("t", "noda", "bamboo-river-42", ["approver"], address="noda@hibari-soft.example")
    office.hold("SK1")
    office.hold("SK2", rule="number")
    office.hold("SK3", "総務部")
    office.reminders.run(at(8))
    assert [one for one in office.letters if "digest" in one[1]] == []
    office.reminders.run(at(9))
    office.reminders.run(at(10))
    office.another(office.store).run(at(11))
    digests = {address: (subject, text) for address, subject, text in office.letters if "digest" in subject}
    assert len([one for one in office.letters if "digest" in one[1]]) == 3
    assert "2 waiting" in digests["boss@hibari-soft.example"][0]
    assert "1 waiting" in digests["soumu-boss@hibari-soft.example"][0]
    assert "3 waiting" in digests["noda@hibari-soft.example"][0]
    assert "・career：2通" in digests["noda@hibari-soft.example"][1] and "・number：1通" in digests["noda@hibari-soft.example"][1]
    office.reminders.run(at(9) + 86400)
    assert len([one for one in office.letters if "digest" in one[1]]) == 6


def test_no_letter_names_anybody(office: Office) -> None:
    office.hold("SK1")
    office.reminders.run(at(9) + 86400)
    assert office.letters
    for _, subject, text in office.letters:
        assert not any(secret in subject + text for secret in (SENDER, "b@y.example", "桜坂", "kashiwagi"))


def test_trouble_is_counted_and_the_next_minute_tries_again() -> None:
    tries: list[int] = []
    trouble: list[tuple[str, str, str]] = []

    class Failing:
        def run(self) -> None:
            tries.append(1)
            raise StoreError("the store does not answer") if len(tries) == 1 else RuntimeError("secret words")

    async def minutes() -> None:
        task = asyncio.create_task(keep_reminding(Failing(), lambda *said: trouble.append(said), every=0.01))  # type: ignore[arg-type]
        while len(trouble) < 3:
            await asyncio.sleep(0.01)
        task.cancel()

    beside = threading.Thread(target=asyncio.run, args=(minutes(),))  # a browser's loop may be running in this thread
    beside.start()
    beside.join(20)
    assert trouble[:2] == [("reminders", "", "the store does not answer"), ("reminders", "", "RuntimeError")]


def test_which_step_is_due_is_a_matter_of_time_alone() -> None:
    fresh, late, old = Waiting("a", 0, 4 * HOUR, "r", ""), Waiting("b", -1 * HOUR, 3 * HOUR, "r", ""), Waiting("c", -9 * HOUR, -5 * HOUR, "r", "", REMINDED)
    found = due([fresh, late, old], 3 * HOUR, 10 * HOUR)
    assert ([one.incident for one in found.remind], [one.incident for one in found.escalate]) == (["b"], ["c"])
    assert due([Waiting("d", 0, 0, "r", "", ESCALATED)], 1e9, HOUR) == due([], 0, 0)


def test_without_an_hour_there_is_no_digest() -> None:
    assert digest_due(at(23), None) == ""
    assert digest_due(at(0), 0) != ""


def test_whoever_manages_one_department_and_approves_for_all_reads_about_all(office: Office) -> None:
    office.store.accounts.add("t", "boss", "bamboo-river-42", ["approver"], address="boss@hibari-soft.example")
    assert readers(office.policy.policy, office.store.accounts.all())["boss@hibari-soft.example"] is None
