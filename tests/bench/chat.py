"""What the chat gate adds to a message: Slack's SDK straight to a stand-in and through the gate, turn by turn in one run."""

from __future__ import annotations

import random
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
from slack_sdk import WebClient

from tests.bench.mails import FIRMS, NAMES
from tests.e2e.running import RunningGateway, free_port

SENTENCES = [
    "本日の会議は{e}時から第{d}会議室で行います。", "資料は{f}の共有フォルダに置きましたので、事前に目を通しておいてください。", "欠席される方は午前中までに{a}さんへご連絡をお願いします。",
    "議事録は{a}さんと{b}さんが担当します。", "なお{d}月の定例は祝日のため水曜日に移します。", "変更がある場合はこのスレッドで返信してください。",
    "{f}さんの検収が{d}月{e}日に終わる見込みです。", "参加できない方は{b}さんと相談して代理の方を決めておいてください。", "{a}さん、昨日の見積 H{n:06d} は承認済みです。",
    "棚卸しの結果は{b}さんが{f}さんに送ってくれるそうです。", "プリンターの調子が悪いので、{e}階のものを使ってください。", "サーバーの再起動は今夜{d}時に{a}さんが行います。",
    "ランチ、{f}の向かいの店に行く人いますか？", "駐車場の{n}番は来週から使えません。",
]
LENGTH = 200  # characters
CHANNELS = 40


def stand_in(port: int) -> None:
    """A service that only says yes: what is measured is the way there."""
    import uvicorn

    async def app(scope: dict[str, str], receive, send) -> None:  # type: ignore[no-untyped-def]
        while (await receive()).get("more_body"):
            pass
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"application/json"), (b"content-length", b"47")]})
        await send({"type": "http.response.body", "body": b'{"ok":true,"channel":"C1","ts":"1732450000.01"}'})

    uvicorn.run(app, host="127.0.0.1", port=port, log_level="error", lifespan="off")


def run(messages: int, sessions: int = 8) -> list[tuple[str, str]]:
    """Rows: added milliseconds at the median and the 99th percentile, requests a second both ways."""
    with tempfile.TemporaryDirectory() as folder:
        behind, port = free_port(), free_port()
        service = subprocess.Popen([sys.executable, "-c", f"from tests.bench.chat import stand_in; stand_in({behind})"])
        listener = {"api": "slack", "port": port, "upstream": f"http://127.0.0.1:{behind}", "timeout": 30}
        gateway = RunningGateway(Path(folder) / "gateway", chat={"listeners": [listener]}, inspection={"workers": 2})
        try:
            gateway.start()
            straight, through = (WebClient("xoxb-fictional", base_url=f"http://127.0.0.1:{one}/api/") for one in (behind, port))
            return [*_latency(straight, through, messages), *_throughput(behind, port, messages, sessions)]
        finally:
            gateway.stop()
            service.terminate()
            service.wait()


def post_of(number: int) -> str:
    """One of an endless series of messages, always the same for the same number; their sentences come again, about others."""
    dice = random.Random(number)
    text = ""
    while len(text) < LENGTH:
        a, b = (name.split()[0] for name in dice.sample(NAMES, 2))
        text += dice.choice(SENTENCES).format(a=a, b=b, f=dice.choice(FIRMS), n=dice.randrange(1, 999), d=dice.randrange(1, 13), e=dice.randrange(1, 19))
    return text[:LENGTH]


def _post(client: WebClient, number: int) -> float:
    text = post_of(number)
    began = time.perf_counter()
    assert client.chat_postMessage(channel=f"C{number % CHANNELS:08d}", text=text)["ok"]
    return (time.perf_counter() - began) * 1000


def _latency(straight: WebClient, through: WebClient, messages: int) -> list[tuple[str, str]]:
    for number in range(min(20, messages)):
        _post(straight, number)
        _post(through, number)
    pairs = [(_post(straight, number), _post(through, number)) for number in range(messages)]
    (bare, bare_99), (gated, gated_99) = (_middle([pair[i] for pair in pairs]) for i in (0, 1))
    kept = [_kept(client, messages) for client in (straight, through)]
    return [
        ("chat: a message of 200 characters, straight, median ms", f"{bare:.1f}"),
        ("chat: added by the gate, median ms", f"{gated - bare:.1f}"),
        ("chat: the same on a connection kept open, straight and added, median ms", f"{kept[0]:.1f}, {kept[1] - kept[0]:.1f}"),
        ("chat: added by the gate, 99th percentile ms", f"{gated_99 - bare_99:.1f}"),
    ]


def _kept(client: WebClient, messages: int) -> float:
    """Milliseconds at the median for messages on one connection, as other clients than Slack's send them."""
    with httpx.Client(base_url=client.base_url, headers={"Authorization": "Bearer xoxb-fictional"}) as kept:
        spent = []
        for number in range(2_000_000, 2_000_000 + messages):
            began = time.perf_counter()
            assert kept.post("chat.postMessage", json={"channel": f"C{number % CHANNELS:08d}", "text": post_of(number)}).json()["ok"]
            spent.append((time.perf_counter() - began) * 1000)
    return statistics.median(spent)


def _throughput(behind: int, port: int, messages: int, sessions: int) -> list[tuple[str, str]]:
    rates = []
    for target in (behind, port):
        clients = [WebClient("xoxb-fictional", base_url=f"http://127.0.0.1:{target}/api/") for _ in range(sessions)]
        with ThreadPoolExecutor(sessions) as pool:
            began = time.perf_counter()
            list(pool.map(_post, [clients[i % sessions] for i in range(messages)], range(1_000_000, 1_000_000 + messages)))
            rates.append(messages / (time.perf_counter() - began))
    return [(f"chat: requests a second with {sessions} sessions, straight", f"{rates[0]:.0f}"), ("chat: the same through the gate", f"{rates[1]:.0f}")]


def _middle(values: list[float]) -> tuple[float, float]:
    ordered = sorted(values)
    return statistics.median(ordered), ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]
