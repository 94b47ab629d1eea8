"""`make run`: the gateway with its embedded next hop, sample mails and chat posts sent through it, and what became of each."""

from __future__ import annotations

import asyncio
import smtplib
import time
from email import message_from_bytes
from email.policy import default
from email.utils import getaddresses
from importlib.resources import files

from rich.console import Console
from rich.panel import Panel

from gateway.app import Gateway, Ports
from gateway.chat.echo import EchoService
from gateway.console.accounts_page import one_time_password
from gateway.console.permissions import Role
from gateway.demo_chat import curl, show_posts, with_echo
from gateway.mail.limits import Limits
from gateway.report import render
from gateway.scan import Scanned, scan
from gateway.settings import Settings

SAMPLES = ("1-quotation", "2-former-employer", "3-my-number")
TITLES = {
    "1-quotation": "お見積りのメール  An ordinary quotation mail, full of names, companies and numbers",
    "2-former-employer": "取引先の方の前職を上司に伝えるメール  A salesman tells about a customer's former employer",
    "3-my-number": "マイナンバーの入ったメール  A mail with a My Number",
}
console = Console()


async def demonstrate(settings: Settings) -> None:
    """Start, show, serve until stopped. Raises ConfigError when the gateway cannot start."""
    console.print("[bold]Sekisho 関所[/]  starting …")
    echo = EchoService()
    echo.start()
    try:
        await _demonstrated(Gateway(with_echo(settings, echo)))
    finally:
        await echo.stop()


async def _demonstrated(gateway: Gateway) -> None:
    ports = await gateway.start()
    try:
        for name in SAMPLES:
            await _show(gateway, ports, name)
        await show_posts(ports.chat[-1], console)
        gateway.heed_signals(of_terminal=True)  # before it says that it serves
        _closing(gateway, ports)
    except BaseException:
        await gateway.stop()
        raise
    await gateway.run()


async def _show(gateway: Gateway, ports: Ports, name: str) -> None:
    source = files("gateway") / "samples" / f"{name}.eml"
    content = source.read_bytes()
    began = time.perf_counter()
    reply = await asyncio.to_thread(_send, ports.smtp[0], content)
    took = time.perf_counter() - began
    console.rule(f"[bold]{TITLES[name]}", align="left")
    assert gateway.workers is not None
    policy = gateway.policy()
    async for scanned in scan([str(source)], policy, gateway.workers, Limits.of(gateway.settings.inspection)):
        console.print(render(Scanned(source.name, scanned.id, scanned.message, scanned.verdict, scanned.error), policy), highlight=False)
    console.print(f"SMTP reply: [bold]{reply}[/]  ({took * 1000:.0f} ms)\n", highlight=False)


def _send(address: tuple[str, int], content: bytes) -> str:
    """Hand a sample to the gateway over SMTP as a mail server would; the final reply."""
    mail = message_from_bytes(content, policy=default)
    recipients = [a for _, a in getaddresses([str(mail["To"])])]
    with smtplib.SMTP(*address, timeout=60) as client:
        client.ehlo("mail.hibari-soft.example")
        client.mail(getaddresses([str(mail["From"])])[0][1])
        for recipient in recipients:
            client.rcpt(recipient)
        code, text = client.data(content)
        return f"{code} {text.decode('utf-8', 'replace')}"


def _closing(gateway: Gateway, ports: Ports) -> None:
    host, port = ports.smtp[0]
    held = gateway.store.incidents()
    settings = gateway.settings
    reached = f"http://{settings.console.host}:{ports.console}/   {_first_account(gateway)}" if ports.console else "not enabled (console.enabled)"
    lines = [
        f"SMTP      {host}:{port}",
        f"          swaks --server {host}:{port} --to a@b.example --from me@mine.example",
        *curl(ports.chat[-1]),
        f"Metrics   http://{settings.http.host}:{ports.http}/metrics   /healthz   /readyz",
        f"Delivered {settings.next_hop.outbox}/*.eml" if settings.next_hop.host == "embedded" else f"Next hop  {settings.next_hop.host}:{settings.next_hop.port}",
        f"Console   {reached}",
        f"Held      {len(held)} messages, to be seen there or by: .venv/bin/sekisho quarantine list",
        "Rules     config/policy.yaml (read again when it changes)",
        "Stop      Ctrl-C",
    ]
    console.print(Panel("\n".join(lines), title="serving", title_align="left", expand=False), highlight=False)


def _first_account(gateway: Gateway) -> str:
    """An administrator's account with a password for once, where there is no account yet."""
    accounts = gateway.store.accounts
    if accounts.all():
        return "sign in as before, or: .venv/bin/sekisho account password admin"
    password = one_time_password()
    accounts.add("demo", "admin", password, [str(role) for role in Role], name="管理者")
    return f"login: admin   password for the first time: {password}"
