"""What full detection costs: speed on one core, a short message, a worker's memory, hostile texts; and how right it is."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from gateway.evaluation.format import read_corpus
from gateway.inspection.inspect import Inspector
from gateway.inspection.worker import spare_the_models
from gateway.message import Channel, Message, Part, PartKind, Party
from recognizers import build_analyzer
from tests.bench.mails import business_mail

CORPUS = Path(__file__).parents[1] / "corpus" / "train"
HOSTILE = {"one character": "あ", "様": "様", "digits": "1234567890", "nested brackets": "(", "no line breaks": "佐藤様は以前青空電機にいたそうで、"}
_WORKER = """
import psutil
from gateway.inspection import worker
from tests.bench.mails import business_mail
from gateway.mail.mime import read_mail
worker.start(None)
for n in range(40):
    worker.inspect(lambda raw: read_mail(raw, "a@hibari-soft.example", ["b@minato-foods.example"]), business_mail(n)[1], (), True)
print(psutil.Process().memory_full_info().uss)
"""


def message(text: str) -> Message:
    """A mail with `text` as its body."""
    reader = (Party("s.mizuno@minato-foods.example", "水野 沙織"),)
    return Message(Channel.MAIL, Party("n.kashiwagi@hibari-soft.example", "柏木 直人"), reader, (Part("body", PartKind.PLAIN, text),), addressed=reader)


def run(mails: int, hostile: int) -> Iterator[tuple[str, str]]:
    """Rows for the report; `hostile` is the length in characters of the longest hostile text."""
    inspector = Inspector(build_analyzer())
    spare_the_models()
    for n in range(mails):
        inspector.inspect(message(business_mail(n)[0]))  # a worker that has served a while knows the words of its company
    yield "full detection on one core (to reach: 20,000)", _speed(inspector, [message(business_mail(mails + n)[0]) for n in range(mails)])
    yield "the same, of messages that have hardly a sentence in common", _speed(inspector, [one.message for one in read_corpus([CORPUS])[:4 * mails]])
    short = [business_mail(2 * mails + n)[0][400:800] for n in range(mails)]
    spent = []
    for text in short:
        began = time.process_time()
        inspector.inspect(message(text))
        spent.append((time.process_time() - began) * 1000)
    yield "a message of 400 characters (to reach: 20 ms)", f"{statistics.median(spent):.1f} ms in the middle, {max(spent):.1f} ms at most"
    worker = subprocess.run([sys.executable, "-c", _WORKER], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2])
    yield "memory of one worker of its own (to reach: 500 MB)", f"{int(worker.stdout) / 2**20:.0f} MB"
    for name, piece in HOSTILE.items():
        quick, slow = (_seconds(inspector, piece, size) for size in (hostile // 4, hostile))
        yield f"{hostile:,} characters of {name}", f"{slow:.1f} s; {slow / quick:.1f} times the time of a quarter (in proportion: 4.0)"


def _speed(inspector: Inspector, messages: list[Message]) -> str:
    began = time.process_time()
    for one in messages:
        inspector.inspect(one)
    return f"{sum(len(part.text) for one in messages for part in one.parts) / (time.process_time() - began):,.0f} characters a second"


def _seconds(inspector: Inspector, piece: str, size: int) -> float:
    text = (piece * (size // len(piece) + 1))[:size]
    began = time.process_time()
    inspector.inspect(message(text))
    return time.process_time() - began
