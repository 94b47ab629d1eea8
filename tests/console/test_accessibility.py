"""Everybody can use the console: axe-core finds no serious fault on any page, in light and dark, in Japanese and English."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.console.accessible import serious
from tests.console.conftest import Gate, picture, sign_in

PAGES = ("/", "/?view=all&order=newest", "/incidents/{incident}", "/incidents/{incident}/preview", "/charts", "/people", "/consents", "/desk", "/exceptions", "/exceptions/new?incident={incident}", "/audit", "/accounts", "/account", "/no-such-page")
EVERY_ROLE = {"all": ("何でも屋", ["reviewer", "approver", "policy_editor", "auditor", "administrator"])}


@pytest.fixture(scope="module")
def gate(gates: Callable[..., Gate]) -> Gate:
    made = gates(people=EVERY_ROLE)
    made.hold()
    return made


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_has_a_serious_fault(gate: Gate, visit: Callable[..., Any], scheme: str) -> None:
    store = gate.store()
    incident = store.incidents()[0].id
    page = visit(gate, color_scheme=scheme)
    dark = scheme == "dark"  # the same pages in other colours
    page.goto(f"{gate.url}/signin")
    faults = {"/signin": serious(page, colours_only=dark)}
    sign_in(page, gate, "all")
    for path in PAGES:
        page.goto(gate.url + path.format(incident=incident))
        faults[path] = serious(page, colours_only=dark)
        if dark and path in ("/", "/incidents/{incident}"):
            picture(page, f"dark{path.partition('{')[0].replace('/', '-').rstrip('-')}")
    assert {path: found for path, found in faults.items() if found} == {}


def test_the_console_speaks_english_too(gate: Gate, visit: Callable[..., Any]) -> None:
    page = visit(gate, "all", locale="en-US")
    page.goto(f"{gate.url}/")
    assert page.locator("h1").inner_text().startswith("Held messages")
    assert page.locator("html").get_attribute("lang") == "en"
    page.click("a[hreflang=ja]")
    page.wait_for_selector("h1:has-text('保留中のメッセージ')")
    page.goto(f"{gate.url}/charts")
    assert page.locator("html").get_attribute("lang") == "ja"
