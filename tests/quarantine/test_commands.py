"""The store from the command line: what operators type, what they read, how it ends."""

from __future__ import annotations

import csv
import json
import os
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner, Result

from gateway.cli import app
from gateway.quarantine.ledger_entry import Telling
from gateway.quarantine.vault import Vault
from tests.quarantine.held import CONTENT, hold


@pytest.fixture
def run(place, store, tmp_path, monkeypatch):
    """Type a command; whoever types it is called officer."""
    policy = Path(__file__).parents[2] / "config/policy.yaml"
    config = tmp_path / "sekisho.yaml"
    config.write_text(yaml.safe_dump({"policy": str(policy), "store": {"url": place.url, "key_file": str(place.key_file)}}))
    monkeypatch.setenv("SEKISHO_CONFIG", str(config))
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setattr("getpass.getuser", lambda: "officer")
    monkeypatch.chdir(tmp_path)

    def typed(*words: str, code: int = 0) -> Result:
        result = CliRunner().invoke(app, list(words))
        assert result.exit_code == code, result.output
        return result

    return typed


def last(store) -> tuple[str, str, str, str]:
    row = store.audit.rows(limit=100000)[-1]
    return row.actor, row.what, row.incident, row.detail


def test_a_message_is_exported_with_a_reason_for_the_owner_only(run, store, tmp_path):
    store.hold(hold())
    run("quarantine", "export", "SK1", "--reason", "asked by the sender", "-o", "case.eml")
    assert (tmp_path / "case.eml").read_bytes() == CONTENT
    assert (tmp_path / "case.eml").stat().st_mode & 0o777 == 0o600
    assert last(store) == ("officer (command line)", "exported", "SK1", "asked by the sender")


@pytest.mark.parametrize("words", [("--reason", ""), ("--reason", " 　"), ()])
def test_nothing_is_exported_without_a_reason(run, store, tmp_path, words):
    store.hold(hold())
    run("quarantine", "export", "SK1", *words, code=2)
    assert not list(tmp_path.glob("*.eml"))
    assert len(store.audit.rows()) == 1


def test_an_export_that_cannot_be_written_is_not_on_record(run, store, tmp_path):
    store.hold(hold())
    (tmp_path / "SK1.eml").write_text("mine")
    run("quarantine", "export", "SK1", "--reason", "x", code=2)
    run("quarantine", "export", "SK2", "--reason", "x", code=2)
    run("quarantine", "export", "SK1", "--reason", "x", "-o", "nowhere/x.eml", code=2)
    assert (tmp_path / "SK1.eml").read_text() == "mine"
    assert len(store.audit.rows()) == 1


def test_the_audit_log_is_listed_and_verified(run, store, place):
    store.hold(hold())
    store.hold(hold("SK2"))
    listed = run("audit", "list", "--incident", "SK2", "--json").output.splitlines()
    assert [json.loads(line)["what"] for line in listed] == ["held"]
    assert "gateway: held SK1" in run("audit", "list", "--since", "2026-01-01").output
    assert run("audit", "list", "--since", "2999-01-01 10:00").output == ""
    run("audit", "list", "--since", "yesterday", code=2)
    said = run("audit", "verify").output
    assert "2 rows, all whole" in said
    run("audit", "verify", "--head", said.rsplit(None, 1)[-1])
    run("audit", "verify", "--head", "2:" + "0" * 64, code=10)
    run("audit", "verify", "--head", "x", code=2)
    place.execute("update audit set actor = 'nobody' where seq = 2")
    assert "row 2 was changed" in run("audit", "verify", code=10).output


def test_keys_are_rotated_resealed_and_retired(run, store, place):
    store.hold(hold())
    old = Vault.from_file(place.key_file).current
    run("keys", "rotate")
    assert "try again in" in run("keys", "retire", code=2).output
    os.utime(place.key_file, (1, 1))
    assert "every key is in use" in run("keys", "retire").output
    assert "rows sealed" in run("keys", "reseal").output
    assert f"dropped: {old}" in run("keys", "retire").output
    assert run("quarantine", "show", "SK1").output.count("a@x.example") == 1
    assert [row.what for row in store.audit.rows()] == ["held", "key_rotated", "keys_resealed", "keys_retired"]


def test_keys_from_the_environment_are_used_and_cannot_be_rotated_by_command(run, store, place, monkeypatch):
    store.hold(hold())
    monkeypatch.setenv("SEKISHO_STORE__KEYS", "ab" * 32 + " " + place.key_file.read_text().strip())
    place.key_file.unlink()
    assert "a@x.example" in run("quarantine", "list").output
    assert "SEKISHO_STORE__KEYS" in run("keys", "rotate", code=2).output
    run("keys", "reseal")
    run("keys", "retire", code=2)
    assert not place.key_file.exists()


def test_a_key_in_the_environment_that_is_none_is_refused_without_showing_it(run, monkeypatch):
    monkeypatch.setenv("SEKISHO_STORE__KEYS", "secretsecret")
    said = run("quarantine", "list", code=2).output
    assert "64 hex digits" in said
    assert "secretsecret" not in said


def test_a_consent_is_added_listed_and_revoked(run, store, tmp_path):
    (tmp_path / "同意書.pdf").write_bytes(b"%PDF")
    reference = run("consent", "add", "髙橋 健一", "--to", "jinzai.example", "--until", "2099-03-31", "--file", "同意書.pdf").output.split()[0]
    assert store.consents.get(reference).consent.file == b"%PDF"
    assert reference in run("consent", "list", "--person", "高橋健一様").output
    (row,) = run("consent", "list", "--json").output.splitlines()
    assert json.loads(row)["kinds"] == ["JP_CAREER_HISTORY", "JP_EMPLOYER"]
    assert last(store) == ("officer (command line)", "consent_added", "", reference)
    run("consent", "revoke", reference)
    run("consent", "revoke", reference, code=2)
    assert "No consent is on record" in run("consent", "list").output
    assert reference in run("consent", "list", "--all").output


@pytest.mark.parametrize(
    "words",
    [("", "--to", "x.example"), ("佐野", "--to", ""), ("佐野", "--to", "x.example", "--kinds", "CAREER"), ("佐野", "--to", "x.example", "--until", "2020-01-01"), ("佐野", "--to", "x.example", "--from", "soon")],
)
def test_a_consent_that_says_too_little_is_refused(run, store, words):
    run("consent", "add", *words, code=2)
    assert store.consents.on_record() == []


def test_a_file_of_consents_is_imported_whole_or_not_at_all(run, store, tmp_path):
    (tmp_path / "good.csv").write_text("person,kinds,audience\n佐野 舞,*,x.example\n髙橋,PERSON,y.example\n", "utf-8-sig")
    (tmp_path / "bad.csv").write_text("person,kinds,audience\n佐野 舞,*,x.example\n髙橋,NAME,y.example\n様,*,\n", "utf-8")
    said = run("consent", "import", "bad.csv", code=2).output
    assert "nothing was imported" in said
    assert "line 3: 'NAME'" in said
    assert "line 4: audience" in said
    assert store.consents.on_record() == []
    run("consent", "import", "good.csv")
    assert {one.consent.person for one in store.consents.on_record()} == {"佐野 舞", "髙橋"}
    run("consent", "import", "none.csv", code=2)


def test_what_was_told_about_somebody_is_searched_and_written_as_csv(run, store, tmp_path):
    store.ledger.add([Telling("SK1", 1.0, "高橋健一", ("PERSON",), "delivered", "=cmd@x.example", ("b@y.example", "c@z.example"))])
    store.ledger.add([Telling("SK2", 2.0, "高橋", ("PERSON",), "held", "[/red]@x.example", ("b@y.example",))])
    said = run("people", "search", "髙橋さん").output
    assert "SK1" in said
    assert "[/red]@x.example" in said
    found = [json.loads(line) for line in run("people", "search", "髙橋健一", "--json").output.splitlines()]
    assert [(one["incident"], one["match"]) for one in found] == [("SK1", "exact"), ("SK2", "possible")]
    run("people", "search", "高橋健一", "--csv", "answer.csv")
    with (tmp_path / "answer.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows[0]["recipients"] == "b@y.example c@z.example"
    assert rows[0]["sender"] == "'=cmd@x.example"
    assert (tmp_path / "answer.csv").stat().st_mode & 0o777 == 0o600
    assert "Nothing on file" in run("people", "search", "佐野").output
    assert [row.what for row in store.audit.rows()] == ["people_searched"] * 4
    run("people", "search", "高橋", "--csv", "answer.csv", code=2)


def test_what_is_past_its_term_is_deleted_by_command(run, store, place):
    store.hold(hold())
    place.execute("update incidents set expires_at = 1")
    assert "1 messages deleted" in run("quarantine", "expire").output
    assert "expired" in run("quarantine", "list", "--all").output


def test_a_reference_may_be_typed_in_small_letters(run, store):
    store.hold(hold("SK261124-ABCDEFGH"))
    assert "a@x.example" in run("quarantine", "show", " sk261124-abcdefgh").output
    assert "SK261124-ABCDEFGH deleted" in run("quarantine", "delete", "sk261124-abcdefgh").output


def test_what_cannot_be_deleted_is_told_from_what_never_was(run, store):
    store.hold(hold())
    run("quarantine", "delete", "SK1")
    assert "SK1 is not held any more: it was deleted" in run("quarantine", "delete", "SK1", code=2).output
    assert "there is no incident ''" in run("quarantine", "delete", "", code=2).output


def test_a_list_into_a_pipe_has_a_line_for_each_incident(run, store):
    store.hold(hold("SK261124-ABCDEFGH", recipients=tuple(f"somebody.with.a.long.name{n}@partner.example" for n in range(5))))
    lines = run("quarantine", "list").output.splitlines()
    assert len(lines) == 2
    assert lines[1].count("@partner.example") == 5
