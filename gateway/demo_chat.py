"""The chat half of `make run`: a gate before a built-in echo of Slack's API, and three posts through it."""

from __future__ import annotations

import time

import httpx
from rich.console import Console

from gateway.chat.echo import EchoService
from gateway.settings import Chat, ChatListener, Settings

POSTS = (
    ("いつもの連絡  An everyday post", "来週の定例は水曜の15時からに変わりました。資料は前日までに共有します。"),
    ("取引先の方の前職を書いた投稿  A post about a customer's former employer", "ここだけの話ですが、弊社担当の坂口さんは以前トヨハシ電機に10年お勤めだったそうです。"),
    ("マイナンバーの入った投稿  A post with a My Number", "坂口さんのマイナンバーは 1234 5678 9018 です。登録をお願いします。"),
)


def with_echo(settings: Settings, echo: EchoService) -> Settings:
    """The settings with one more listener, before the echo."""
    listener = ChatListener(api="slack", port=0, upstream=echo.url, timeout=30)
    chat = Chat(listeners=(*settings.chat.listeners, listener), inspect=settings.chat.inspect)
    return settings.model_copy(update={"chat": chat})


async def show_posts(port: int, draw: Console) -> None:
    """Post as a Slack bot would, and print what it is told."""
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=60, trust_env=False) as client:
        for title, text in POSTS:
            draw.rule(f"[bold]Chat: {title}", align="left")
            draw.print(text, highlight=False, markup=False)
            began = time.perf_counter()
            answer = (await client.post("/api/chat.postMessage", json={"channel": "C024BE91L", "text": text}, headers={"authorization": "Bearer xoxb-demo"})).json()
            took = (time.perf_counter() - began) * 1000
            if answer.get("ok"):
                draw.print(f"Slack API reply: [bold]ok[/]  ({took:.0f} ms)  posted: ", end="")
                draw.print(str(answer["message"]["text"]) + "\n", highlight=False, markup=False)
            else:
                draw.print(f"Slack API reply: [bold]{answer.get('error')}[/]  ({took:.0f} ms)")
                draw.print("\n".join(answer.get("errors", [])) + "\n", highlight=False, markup=False)


def curl(port: int) -> tuple[str, ...]:
    """How to try it by hand."""
    return (
        f"Chat      http://127.0.0.1:{port}/  Slack's API (an echo stands behind it)",
        f"          curl -s http://127.0.0.1:{port}/api/chat.postMessage -H 'Authorization: Bearer xoxb-demo' -d channel=C1 -d text=TEXT",
    )


