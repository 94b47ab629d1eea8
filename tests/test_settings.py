"""A wrong setting is refused at start, with file, line, key and what would be right."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import BaseModel

from gateway.configfile import ConfigError
from gateway.secret_file import first_line
from gateway.settings import Settings, load_settings

ROOT = Path(__file__).parents[1]


@pytest.fixture
def written(tmp_path):
    def write(text: str) -> Path:
        path = tmp_path / "s.yaml"
        path.write_text(text.replace("POLICY", str(ROOT / "config/policy.yaml")), "utf-8")
        return path

    return write


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("listners: []\n", "s.yaml:1: listners: unknown key; did you mean 'listeners'?"),
        ("listeners: []\n", "needs at least one listener"),
        ("listeners:\n- port: 99999\n", "s.yaml:2: listeners[0].port"),
        ("listeners:\n- tls: starttls\n", "tls 'starttls' needs tls_server with certificate and key"),
        ("listeners:\n- clients: [10.0.0.1/8]\n", "'10.0.0.1/8' is not a network"),
        ("listeners:\n- proxies: [balancer]\n", "'balancer' is not a network"),
        ("next_hop:\n  tls: maybe\n", "s.yaml:2: next_hop.tls: 'maybe' is not known; one of none, opportunistic, required"),
        ("next_hop:\n  auth: {username: u, password_file: /nowhere/secret}\n", "next_hop.auth.password_file: file '/nowhere/secret' is not there"),
        ("inspection:\n  on_error: passs\n", "did you mean 'pass'?"),
        ("inspection:\n  deadline: 0\n", "inspection.deadline"),
        ("inspection:\n  workers: many\n", "inspection.workers"),
        ("notices:\n  enabled: true\n", "notices need from_address"),
        ("policy: /nowhere/policy.yaml\n", "s.yaml:1: policy: file '/nowhere/policy.yaml' is not there; correct the path or create it"),
        ("smtp: 5\n", "s.yaml:1: smtp: must be a mapping of keys to values"),
        ("smtp:\n", "s.yaml:1: smtp: has no value; must be a mapping of keys to values, or take the key out"),
        ("smtp: {hostname: a b}\n", "s.yaml:1: smtp.hostname: 'a b' is neither a host's name nor an address"),
        ("next_hop: {host: ''}\n", "next_hop.host: '' is neither"),
        ("next_hop: {host: '[192.0.2.1]'}\n", "next_hop.host: '[192.0.2.1]' is neither"),
        ("store: {url: sqlit:///x.db}\n", "store.url: must begin with sqlite:///"),
        ("store: {url: 'postgresql+asyncpg://u@db.example/x'}\n", "store.url: must begin with"),
    ],
)
def test_mistakes_are_named(written, text, said):
    with pytest.raises(ConfigError) as error:
        load_settings(written(text if "policy:" in text else text + "policy: POLICY\n"), {})
    assert said in str(error.value)


def test_the_environment_goes_on_top(written):
    path = written("policy: POLICY\nnext_hop: {host: a.example, port: 25}\n")
    settings = load_settings(path, {"SEKISHO_NEXT_HOP__HOST": "b.example", "SEKISHO_LISTENERS": '[{"port": 2525}]', "SEKISHO_NOTICES__ENABLED": "false"})
    assert (settings.next_hop.host, settings.next_hop.port, settings.listeners[0].port) == ("b.example", 25, 2525)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("SEKISHO_HTTP__PORT", "abc", "SEKISHO_HTTP__PORT: http.port: must be a whole number"),
        ("SEKISHO_LISTENERS", "[{", "SEKISHO_LISTENERS: listeners: must be a list or a mapping in JSON"),
        ("SEKISHO_LISTENERS", '[{"port": 99999}]', "SEKISHO_LISTENERS: listeners[0].port: must be at most 65535"),
        ("SEKISHO_POLICY", "/nowhere.yaml", "SEKISHO_POLICY: policy: file '/nowhere.yaml' is not there"),
    ],
)
def test_what_a_variable_says_wrongly_is_not_blamed_on_the_file(written, name, value, said):
    with pytest.raises(ConfigError) as error:
        load_settings(written("http: {port: 1}\npolicy: POLICY\n"), {name: value})
    assert str(error.value).startswith(said)


@pytest.mark.parametrize("host", ["::1", "192.0.2.1", "localhost", "mx1.your.example", "postfix_out", "mx.example."])
def test_hosts_may_be_names_or_addresses(written, host):
    assert load_settings(written("policy: POLICY\n"), {"SEKISHO_NEXT_HOP__HOST": host}).next_hop.host == host


@pytest.mark.parametrize(("name", "said"), [("SEKISHO_NEXTHOP__HOST", "is no setting; sections: chat"), ("SEKISHO_POLICY__X__Y", "no section")])
def test_an_unknown_environment_variable_is_a_mistake_too(written, name, said):
    with pytest.raises(ConfigError, match=said):
        load_settings(written("policy: POLICY\n"), {name: "x"})


def test_the_shipped_settings_are_the_defaults_and_good(monkeypatch):
    monkeypatch.chdir(ROOT)
    shipped = load_settings(ROOT / "config/sekisho.yaml", {})
    assert shipped.model_dump() == load_settings(None, {}).model_dump()


def test_every_setting_has_help_and_is_in_the_reference():
    reference = (ROOT / "docs/settings.md").read_text("utf-8")

    def walk(model: type[BaseModel]) -> None:
        for name, field in model.model_fields.items():
            assert f"`{name}`" in reference, name
            for inner in (field.annotation, *getattr(field.annotation, "__args__", ())):
                if isinstance(inner, type) and issubclass(inner, BaseModel):
                    walk(inner)

    walk(Settings)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("listeners:\n- port: 10025\n- port: 10025\n", "s.yaml:3: listeners[1].port: 127.0.0.1:10025 is where listeners[0] listens already"),
        ("listeners:\n- {host: 0.0.0.0, port: 9999}\nhttp:\n  port: 9999\n", "s.yaml:4: http.port: 127.0.0.1:9999 is where listeners[0] listens already"),
        ("chat:\n  listeners:\n  - {api: mattermost, port: 8325, upstream: 'http://mm.example'}\n", "console.port: 127.0.0.1:8325 is where chat.listeners[0] listens already"),
        ("listeners:\n- port: 2500\nnext_hop:\n  host: localhost\n  port: 2500\n", "s.yaml:5: next_hop.port: localhost:2500 is this gateway's own listeners[0]"),
        ("listeners:\n- {host: '::', port: 2500}\nnext_hop: {host: '::1', port: 2500}\n", "is this gateway's own listeners[0]"),
        (
            "chat: {listeners: [{api: matrix, port: 8008, upstream: 'http://127.0.0.1:8008'}]}\n",
            "chat.listeners[0].upstream: http://127.0.0.1:8008 is this gateway itself",
        ),
        ("chat: {listeners: [{api: matrix, port: 8008, upstream: 'http://x.example:99999'}]}\n", "chat.listeners[0]: upstream must be like"),
        ("chat: {listeners: [{api: matrix, port: 8008, upstream: 'http://[::1'}]}\n", "chat.listeners[0]: upstream must be like"),
        (
            "chat: {listeners: [{api: slack, port: 8333, names: [a.example]}, {api: chatwork, port: 8333, names: [b.example]}, {api: lineworks, port: 8333, names: [b.example]}]}\n",
            "chat.listeners[2].port: 127.0.0.1:8333 is where chat.listeners[1] listens already",
        ),
        ("next_hop: {host: mx.example, port: 0}\n", "next_hop.port: must be at least 1"),
        ("listeners:\n- clients: []\n", "s.yaml:2: listeners[0].clients: needs at least one network"),
        ("listeners:\n- {proxy_protocol: true, proxies: []}\n", "s.yaml:2: listeners[0]: proxy_protocol needs at least one network in proxies"),
        ("listeners: [{host: '::', port: 2500}]\nnext_hop: {host: localhost, port: 2500}\n", "is this gateway's own listeners[0]"),
        ("listeners: [{host: localhost, port: 2500}]\nnext_hop: {host: '::1', port: 2500}\n", "is this gateway's own listeners[0]"),
        ("notices: {from_address: 送信@b.example}\n", "notices.from_address: must be an address alone, in ASCII"),
        ("chat: {events: {port: 0}}\n", "chat.events: needs slack, teams or both"),
        ("chat: {listeners: [{api: workflows, port: 0, upstream: 'http://x.example', members: true}]}\n", "members is not for workflows"),
        ("chat: {listeners: [{api: slack, port: 0, encryption: pass}]}\n", "encryption: pass is for matrix alone"),
        ("chat: {listeners: [{api: mattermost, port: 0, upstream: 'http://u:p@mm.example'}]}\n", "upstream must not hold a name and password"),
        ("http: {port: true}\n", "http.port: must be a number, not yes or no"),
        ("smtp: {command_timeout: yes}\n", "smtp.command_timeout: must be a number, not yes or no"),
        ('notices: {from_address: "a@b.example\\r\\nBcc: c@d.example"}\n', "notices.from_address: must be an address alone"),
        ("notices: {from_address: 'Sekisho <s@b.example>'}\n", "notices.from_address: must be an address alone"),
        ('notices: {contact: "a\\nb"}\n', "notices.contact: must be one line"),
        ("next_hop: {auth: {username: u, password_file: /dev/null}}\n", "next_hop.auth.password_file: file '/dev/null'"),
    ],
)
def test_what_could_not_work_is_refused(written, text, said):
    with pytest.raises(ConfigError) as error:
        load_settings(written(text + "policy: POLICY\n"), {})
    assert said in str(error.value)


@pytest.mark.parametrize(
    "text",
    [
        "listeners: [{host: 127.0.0.1, port: 2500}, {host: '::1', port: 2500}, {host: 127.0.0.2, port: 2500}]\n",
        "listeners: [{host: 0.0.0.0, port: 25}, {host: '::', port: 25}]\n",
        "listeners: [{host: '::', port: 2500}]\nnext_hop: {host: 127.0.0.1, port: 2500}\n",
        "listeners: [{proxies: []}]\n",
        "listeners: [{port: 0}, {port: 0}]\nhttp: {port: 0}\n",
        "listeners: [{port: 25}]\nnext_hop: {host: mx.example, port: 25}\n",
        "console: {enabled: false, port: 9108}\n",
    ],
)
def test_addresses_that_do_not_meet_are_fine(written, text):
    load_settings(written(text + "policy: POLICY\n"), {})


def test_an_empty_secret_is_refused(written, tmp_path):
    (tmp_path / "secret").write_text("\nsecret\n")
    with pytest.raises(ConfigError, match=r"password_file: file .* has no secret in its first line"):
        load_settings(written(f"next_hop: {{auth: {{username: u, password_file: {tmp_path}/secret}}}}\npolicy: POLICY\n"), {})


def test_a_secret_file_that_is_no_utf_8_is_refused_and_a_byte_order_mark_is_no_secret(written, tmp_path):
    secret = tmp_path / "secret"
    text = f"next_hop: {{auth: {{username: u, password_file: {secret}}}}}\npolicy: POLICY\n"
    secret.write_bytes("pässword\n".encode("latin-1"))
    with pytest.raises(ConfigError, match="is not UTF-8; save it as UTF-8"):
        load_settings(written(text), {})
    secret.write_bytes("\ufeff\nx\n".encode())
    with pytest.raises(ConfigError, match="no secret in its first line"):
        load_settings(written(text), {})
    secret.write_bytes("\ufeffpässword\r\n".encode())
    load_settings(written(text), {})
    assert first_line(secret) == "pässword"
