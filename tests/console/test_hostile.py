"""What hostile mail and hostile visitors try against the console."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

import httpx
import pytest

from gateway.console.incident import download
from gateway.console.permissions import May, Role, allowed
from gateway.console.security import Tries, local_path
from tests.console.conftest import PASSWORD, Gate
from tests.e2e.mails import INSIDE, LEAK, SENDER

HOSTILE = """<html><head><script>parent.pwned=1;document.title='pwned'</script><meta http-equiv="refresh" content="0;url=http://127.0.0.1:9/refresh">
<link rel="stylesheet" href="http://127.0.0.1:9/style.css"><base href="http://127.0.0.1:9/"><style>body{background:url(http://127.0.0.1:9/css.png)}</style></head>
<body onload="parent.pwned=2"><img src=x onerror="parent.pwned=3"><img src="http://127.0.0.1:9/pixel.png"><svg onload="parent.pwned=4"><script>parent.pwned=5</script></svg>
<a href="javascript:parent.pwned=6">押す</a><form action="http://127.0.0.1:9/form"><input name=a><button>送信</button></form>
<iframe src="http://127.0.0.1:9/frame"></iframe><object data="http://127.0.0.1:9/object"></object><div style="position:fixed;inset:0;background:url('http://127.0.0.1:9/div.png')">覆い</div>
<p>大森課長<br>みなと食品の水野さんですが、以前は桜坂リースにお勤めだったそうです。</p><math><mtext><table><mglyph><style><img src=x onerror="parent.pwned=7"></style></mglyph></table></mtext></math>
</body></html>"""


def hostile_mail() -> bytes:
    message = EmailMessage(policy=SMTP)
    message["From"] = SENDER
    message["To"] = INSIDE
    message["Subject"] = "<script>parent.pwned=8</script><img src=x onerror=alert(1)> 件名"
    message.set_content(LEAK + "\n<script>parent.pwned=9</script>\n", charset="utf-8", cte="base64")
    message.add_alternative(HOSTILE, subtype="html", charset="utf-8", cte="base64")
    message.add_attachment(b"MZ hostile", maintype="application", subtype="octet-stream", filename="../../../etc/passwd\u202egpj.exe")
    return message.as_bytes()


@pytest.fixture
def client(gate: Gate) -> Any:
    with httpx.Client(base_url=gate.url, timeout=30, headers={"Accept-Language": "ja"}) as made:
        yield made


def token(html: str) -> str:
    found = re.search(r'name="csrf" value="([^"]+)"', html)
    assert found is not None
    return found.group(1)


def enter(client: httpx.Client, login: str, password: str = PASSWORD, following: str = "/") -> httpx.Response:
    form = client.get("/signin", params={"next": following})
    return client.post("/signin", data={"csrf": token(form.text), "login": login, "password": password, "next": following})


def test_nothing_in_a_mail_runs_or_fetches_anything(gate: Gate, visit: Callable[..., Any]) -> None:
    incident = gate.send(hostile_mail())
    asked: list[str] = []
    page = visit(gate, "kudo")
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: pytest.fail("a dialog was opened"))
    page.goto(f"{gate.url}/incidents/{incident}")
    page.click("summary:has-text('HTML')")
    frame = page.frame_locator("iframe.page")
    frame.locator("text=お勤め").or_(frame.locator("mark").first).first.wait_for()
    page.fill("form[action$='/reveal'] input[type=text]", "確認")
    page.click("form[action$='/reveal'] button")
    page.click("summary:has-text('HTML')")
    page.frame_locator("iframe.page").locator("text=桜坂リース").first.wait_for()
    page.goto(f"{gate.url}/incidents/{incident}/page")
    page.wait_for_timeout(500)
    assert page.evaluate("window.pwned") is None
    assert page.title() != "pwned"
    foreign = [url for url in asked if not url.startswith((gate.url, "data:"))]
    assert foreign == []
    html = page.content()
    assert not re.search(r"<script|onerror|onload|javascript:|<form|<iframe|<object|http-equiv|<link|<base", html, re.IGNORECASE)
    assert "position" not in html


def test_what_is_masked_is_masked_in_html_too(gate: Gate, client: httpx.Client) -> None:
    incident = gate.send(hostile_mail())
    enter(client, "sato")
    html = client.get(f"/incidents/{incident}/page").text
    assert "桜坂リース" not in html
    assert "■" in html


def test_every_answer_forbids_scripts_frames_and_caches(gate: Gate, client: httpx.Client) -> None:
    incident = gate.hold()
    enter(client, "sato")
    for path in ("/", f"/incidents/{incident}", "/no-such-page", "/account"):
        headers = client.get(path).headers
        policy = headers["content-security-policy"]
        assert "script-src 'self'" in policy
        assert "unsafe-inline" not in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["x-frame-options"] == "DENY"
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["cache-control"] == "no-store"
    framed = client.get(f"/incidents/{incident}/page").headers
    assert "sandbox" in framed["content-security-policy"]
    assert "script-src" not in framed["content-security-policy"]
    assert "default-src 'none'" in framed["content-security-policy"]


def test_a_form_from_elsewhere_is_refused(gate: Gate, client: httpx.Client) -> None:
    incident = gate.hold()
    enter(client, "kudo")
    path = f"/incidents/{incident}/decide"
    assert client.post(path, data={"action": "delete", "words": "x"}).status_code == 403
    assert client.post(path, data={"action": "delete", "words": "x", "csrf": "wrong"}).status_code == 403
    page = client.get(f"/incidents/{incident}").text
    assert client.post(path, data={"action": "delete", "words": "x", "csrf": token(page)}, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert gate.store().get(incident).state == "held"


def test_signing_in_never_goes_on_with_a_session_somebody_else_gave_me(gate: Gate, client: httpx.Client) -> None:
    client.get("/signin")
    before = client.cookies.get("sekisho")
    assert enter(client, "sato").status_code == 303
    after = client.cookies.get("sekisho")
    assert before
    assert after
    assert before != after
    with httpx.Client(base_url=gate.url, cookies={"sekisho": before}) as thief:
        assert thief.get("/").status_code == 303


def test_the_cookie_cannot_be_read_by_scripts_and_a_copy_dies_at_sign_out(gate: Gate, client: httpx.Client) -> None:
    made = enter(client, "sato").headers["set-cookie"].lower()
    assert "httponly" in made
    assert "samesite=lax" in made
    kept = client.cookies.get("sekisho")
    client.post("/signout", data={"csrf": token(client.get("/").text)})
    with httpx.Client(base_url=gate.url, cookies={"sekisho": str(kept)}) as thief:
        assert thief.get("/").status_code == 303


@pytest.mark.parametrize("wanted", ["//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:alert(1)", "/ok\nSet-Cookie: a=b", "\\\\evil.example"])
def test_signing_in_leads_nowhere_else(client: httpx.Client, wanted: str) -> None:
    assert local_path(wanted) == "/"
    assert enter(client, "sato", following=wanted).headers["location"] == "/"


def test_signing_in_leads_back_to_where_i_wanted(client: httpx.Client) -> None:
    assert client.get("/incidents/SK1?x=1").headers["location"] == "/signin?next=/incidents/SK1%3Fx%3D1"
    assert enter(client, "sato", following="/?view=done").headers["location"] == "/?view=done"


def test_guessing_a_password_locks_the_account_for_a_while(gates: Callable[..., Gate]) -> None:
    gate = gates(people={"target": ("目標", ["reviewer"])})
    with httpx.Client(base_url=gate.url, timeout=30) as client:
        for _ in range(6):
            assert enter(client, "target", "wrong-password-x").status_code == 401
        assert enter(client, "target").status_code == 401
        answers = [enter(client, "nobody", "wrong-password-x").status_code for _ in range(30)]
    assert 429 in answers
    what = [one.what for one in gate.store().audit.rows()]
    assert what.count("sign_in_failed") == 6
    assert "sign_in_limited" in what


def test_an_unknown_login_takes_as_long_as_a_known_one(gates: Callable[..., Gate]) -> None:
    gate = gates(people={"known": ("既知", ["reviewer"])})
    took = {}
    with httpx.Client(base_url=gate.url, timeout=30) as client:
        for login in ("known", "unknown") * 3:
            began = time.perf_counter()
            enter(client, login, "wrong-password-x")
            took[login] = min(took.get(login, 9.0), time.perf_counter() - began)
    assert took["unknown"] > took["known"] * 0.4


def test_tries_are_counted_by_place_and_forgotten_in_time() -> None:
    tries = Tries(3, 0.2)
    for _ in range(3):
        assert tries.allow("a")
        tries.failed("a")
    assert not tries.allow("a")
    assert tries.allow("b")
    time.sleep(0.25)
    assert tries.allow("a")


@pytest.mark.parametrize(
    ("name", "kept"),
    [("../../etc/passwd", "passwd"), ("..\\..\\boot.ini", "boot.ini"), ("a\r\nSet-Cookie: x=1.txt", "aSet-Cookie x=1.txt"), ("同意書\u202e.pdf", "同意書.pdf"), ("", "file"), (".htaccess", "htaccess"), ('a"; x="b', "a; x=b")],
)
def test_a_file_name_is_only_a_name(name: str, kept: str) -> None:
    from urllib.parse import unquote

    headers = download(b"x", name).headers["content-disposition"]
    assert "\n" not in headers
    assert unquote(headers.rpartition("''")[2]) == kept
    assert headers.startswith("attachment; ")


def test_attachment_names_are_shown_as_they_are_without_tricks(gate: Gate, client: httpx.Client) -> None:
    incident = gate.send(hostile_mail())
    enter(client, "sato")
    html = client.get(f"/incidents/{incident}").text
    assert "\u202e" not in html
    assert "<script>parent" not in html


def test_an_administrator_alone_lands_on_a_page_they_may_see(gate: Gate, client: httpx.Client) -> None:
    gate.store().accounts.add("test", "only-admin", PASSWORD, ["administrator"], must_change=False)
    enter(client, "only-admin")
    assert client.get("/").headers["location"] == "/accounts"
    assert client.get("/?view=all").status_code == 303


@pytest.mark.parametrize(
    ("login", "path", "status"),
    [("viewer", "/", 200), ("viewer", "/accounts", 403), ("viewer", "/exceptions", 403), ("sato", "/accounts", 403), ("sato", "/exceptions", 403), ("mori", "/accounts", 403), ("admin", "/accounts", 200), ("admin", "/exceptions", 200)],
)  # fmt: skip
def test_everybody_sees_only_what_their_role_allows(client: httpx.Client, login: str, path: str, status: int) -> None:
    enter(client, login)
    assert client.get(path).status_code == status


def test_a_viewer_can_neither_reveal_nor_decide(gate: Gate, client: httpx.Client) -> None:
    incident = gate.hold()
    enter(client, "viewer")
    csrf = token(client.get(f"/incidents/{incident}").text)
    for path, form in (("reveal", {"words": "x"}), ("decide", {"action": "delete", "words": "x"}), ("decide", {"action": "release", "words": "x"}), ("agree", {"approval": "x"})):
        assert client.post(f"/incidents/{incident}/{path}", data={"csrf": csrf, **form}).status_code == 403
    assert gate.store().get(incident).state == "held"


def test_a_reviewer_cannot_release_by_a_form_of_their_own(gate: Gate, client: httpx.Client) -> None:
    incident = gate.hold()
    enter(client, "sato")
    csrf = token(client.get(f"/incidents/{incident}").text)
    assert client.post(f"/incidents/{incident}/decide", data={"csrf": csrf, "action": "release", "words": "x"}).status_code == 403
    assert client.post("/queue/bulk", data={"csrf": csrf, "action": "release", "words": "x", "incident": incident}).status_code == 400
    assert gate.store().get(incident).state == "held"


def test_no_role_allows_anything_by_accident() -> None:
    assert allowed([]) == frozenset()
    assert May.RELEASE not in allowed([Role.VIEWER, Role.REVIEWER, Role.POLICY_EDITOR, Role.AUDITOR, Role.ADMINISTRATOR])
    assert May.REVEAL not in allowed([Role.ADMINISTRATOR, Role.AUDITOR, Role.POLICY_EDITOR, Role.VIEWER])


@pytest.mark.parametrize("path", ["/incidents/SK000000-XXXXXXXX", "/incidents/..%2f..%2fetc", "/static/../app.py", "/static/%2e%2e/app.py", "/?view=x", "/?after=!!!", "/?severity=%00"])
def test_a_wrong_address_gets_a_page_in_words(client: httpx.Client, path: str) -> None:
    enter(client, "sato")
    answer = client.get(path)
    assert answer.status_code in (200, 400, 404)
    assert "Traceback" not in answer.text


def test_a_form_that_is_far_too_large_is_refused(client: httpx.Client, gate: Gate) -> None:
    incident = gate.hold()
    enter(client, "kudo")
    csrf = token(client.get(f"/incidents/{incident}").text)
    answer = client.post(f"/incidents/{incident}/decide", data={"csrf": csrf, "action": "delete", "words": "x" * 13_000_000})
    assert answer.status_code == 413


def test_a_second_factor_is_asked_for_and_each_code_serves_once(gates: Callable[..., Gate]) -> None:
    import pyotp

    gate = gates(people={"careful": ("慎重", ["reviewer"])})
    with httpx.Client(base_url=gate.url, timeout=30) as client:
        enter(client, "careful")
        page = client.get("/account").text
        secret = re.search(r'<code class="ref">([A-Z2-7]+)</code>', page)
        assert secret is not None
        totp = pyotp.TOTP(secret.group(1))
        assert client.post("/account/totp", data={"csrf": token(page), "code": "000000"}).status_code == 400
        page = client.get("/account").text
        assert client.post("/account/totp", data={"csrf": token(page), "code": totp.now()}).status_code == 303
    with httpx.Client(base_url=gate.url, timeout=30) as client:
        assert enter(client, "careful").headers["location"] == "/signin/code"
        assert client.get("/").status_code == 303  # the password alone opens nothing
        form = client.get("/signin/code").text
        assert client.post("/signin/code", data={"csrf": token(form), "code": "123456"}).status_code == 401
        code = totp.now()
        assert client.post("/signin/code", data={"csrf": token(form), "code": code}).status_code == 303
        assert client.get("/").status_code == 200
    with httpx.Client(base_url=gate.url, timeout=30) as client:
        enter(client, "careful")
        form = client.get("/signin/code").text
        assert client.post("/signin/code", data={"csrf": token(form), "code": code}).status_code == 401


def test_a_password_given_by_somebody_else_must_be_changed_first(gate: Gate, client: httpx.Client) -> None:
    store = gate.store()
    store.accounts.add("test", "newcomer", "given-by-admin-1", ["reviewer"])
    enter(client, "newcomer", "given-by-admin-1")
    assert client.get("/").headers["location"] == "/account"
    page = client.get("/account").text
    assert client.post("/account/password", data={"csrf": token(page), "old": "given-by-admin-1", "new": "short"}).status_code == 400
    assert client.post("/account/password", data={"csrf": token(client.get("/account").text), "old": "given-by-admin-1", "new": "my own long password"}).status_code == 303
    assert client.get("/").status_code == 200


def test_whoever_is_disabled_is_out_at_once(gate: Gate, client: httpx.Client) -> None:
    store = gate.store()
    account = store.accounts.add("test", "leaver", PASSWORD, ["reviewer"], must_change=False)
    enter(client, "leaver")
    assert client.get("/").status_code == 200
    store.accounts.change("test", account.id, disabled=True)
    assert client.get("/").status_code == 303
    assert enter(client, "leaver").status_code == 401
