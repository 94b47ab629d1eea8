"""Signing in by an OpenID Connect provider: a real one, started here."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, urlparse

import httpx
import pytest
from oidc_provider_mock import User, run_server_in_thread

from tests.console.conftest import Gate
from tests.e2e.running import free_port

PEOPLE = [
    User(sub="u-reviewer", claims={"preferred_username": "hana", "name": "花田 薫", "email": "hana@hibari-soft.example", "groups": ["mail-reviewers"], "dept": ["営業部"]}),
    User(sub="u-stranger", claims={"preferred_username": "yoso", "name": "余所 学", "email": "yoso@hibari-soft.example", "groups": ["everyone"]}),
]  # fmt: skip


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with run_server_in_thread(user_claims=PEOPLE) as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture(scope="module")
def gate(gates: Callable[..., Gate], provider: str, tmp_path_factory: pytest.TempPathFactory) -> Gate:
    port = free_port()
    secret = tmp_path_factory.mktemp("oidc") / "secret"
    secret.write_text("a-secret-of-the-test\n")
    oidc = {"issuer": provider, "client_id": "sekisho", "client_secret_file": str(secret), "name": "社内認証", "roles_claim": "groups", "roles": {"mail-reviewers": ["reviewer"]}}
    return gates(console={"port": port, "url": f"http://127.0.0.1:{port}", "oidc": oidc})


def port_of(gate: Gate) -> str:
    return f"http://127.0.0.1:{gate.settings['console']['port']}"


def at_the_provider(gate: Gate, client: httpx.Client, sub: str) -> httpx.Response:
    """Go to the provider, say who one is there, and bring back what it answers."""
    going = client.get("/signin/oidc", params={"next": "/?view=done"})
    assert going.status_code == 303
    back = httpx.post(going.headers["location"], data={"sub": sub}, follow_redirects=False)
    assert back.status_code in (302, 303), back.text
    return client.get(back.headers["location"])


def test_i_sign_in_with_my_companys_account(gate: Gate) -> None:
    with httpx.Client(base_url=port_of(gate), timeout=30) as client:
        assert "社内認証" in client.get("/signin").text
        assert at_the_provider(gate, client, "u-reviewer").headers["location"] == "/?view=done"
        page = client.get("/").text
        assert "花田 薫" in page
        assert client.get("/accounts").status_code == 403
    account = gate.store().accounts.by_login("hana")
    assert account.roles == ("reviewer",)
    assert not account.local


def test_without_a_role_i_do_not_get_in(gate: Gate) -> None:
    with httpx.Client(base_url=port_of(gate), timeout=30) as client:
        assert at_the_provider(gate, client, "u-stranger").status_code == 403
        assert client.get("/").status_code == 303


def test_an_answer_that_nobody_asked_for_opens_nothing(gate: Gate) -> None:
    with httpx.Client(base_url=port_of(gate), timeout=30) as client, httpx.Client(base_url=port_of(gate), timeout=30) as victim:
        going = client.get("/signin/oidc").headers["location"]
        back = httpx.post(going, data={"sub": "u-reviewer"}, follow_redirects=False).headers["location"]
        assert victim.get(back).status_code == 400  # no sign-in under way here (login CSRF)
        wrong = back.replace(parse_qs(urlparse(back).query)["state"][0], "x" * 32)
        assert client.get(wrong).status_code == 400
        assert client.get(back).status_code == 400  # a state serves once
        assert client.get("/").status_code == 303


def test_a_code_that_was_made_up_opens_nothing(gate: Gate) -> None:
    with httpx.Client(base_url=port_of(gate), timeout=30) as client:
        state = parse_qs(urlparse(client.get("/signin/oidc").headers["location"]).query)["state"][0]
        assert client.get("/signin/oidc/callback", params={"code": "made-up", "state": state}).status_code == 403


def test_the_sign_in_asks_for_pkce_and_a_nonce(gate: Gate) -> None:
    with httpx.Client(base_url=port_of(gate), timeout=30) as client:
        asked: dict[str, Any] = parse_qs(urlparse(client.get("/signin/oidc").headers["location"]).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert len(asked["nonce"][0]) >= 32
    assert asked["response_type"] == ["code"]


def test_a_provider_that_is_away_is_said_so(gates: Callable[..., Gate]) -> None:
    gate = gates(console={"port": free_port(), "oidc": {"issuer": "http://127.0.0.1:9/", "client_id": "x"}})
    with httpx.Client(base_url=port_of(gate), timeout=30) as client:
        assert client.get("/signin/oidc").status_code == 503
