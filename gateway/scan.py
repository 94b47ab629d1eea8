"""Looking at messages in files without sending them: the same reader, recognizers and policy as the door uses."""

from __future__ import annotations

import asyncio
import hashlib
import sys
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gateway.chat.post_text import ChatMessage
from gateway.chat.reading import read_post
from gateway.chat.sample import sample
from gateway.inspection.pool import InspectionFailed, WorkerPool
from gateway.mail.headers import read_block
from gateway.mail.in_worker import RawMail, read_raw
from gateway.mail.limits import Limits
from gateway.message import Channel, Message
from gateway.policy.decide import decide
from gateway.policy.load import LoadedPolicy
from gateway.verdict import Action, Verdict

STDIN = "-"


@dataclass(frozen=True, slots=True)
class Scanned:
    """One message looked at; `error` says why it could not be, in words for the person at the terminal."""

    path: str
    id: str = ""
    message: Message | None = field(default=None, repr=False)
    verdict: Verdict | None = field(default=None, repr=False)
    error: str = ""

    @property
    def acted(self) -> bool:
        """Whether the policy would do anything but pass it."""
        return self.verdict is not None and self.verdict.action > Action.PASS


def files(paths: Iterable[str], channel: str = Channel.MAIL) -> list[str]:
    """The message files meant: folders stand for the .eml files (of chat: .json and .form) in them and below."""
    kinds = (".eml",) if channel == Channel.MAIL else (".json", ".form")
    found: list[str] = []
    for path in paths:
        if path != STDIN and Path(path).is_dir():
            found += sorted(str(p) for p in Path(path).rglob("*") if p.suffix.lower() in kinds and p.is_file())  # a pipe among them would never end
        else:
            found.append(path)
    return found


def unreadable(path: str) -> str:
    """Why a file cannot be opened, in words; empty when it can, and for standard input and pipes, which are not to be touched twice."""
    try:
        if path != STDIN and not Path(path).is_fifo():
            Path(path).open("rb").close()
    except OSError as error:
        return f"{path}: cannot be read: {error.strerror}"
    return ""


async def scan(paths: Iterable[str], policy: LoadedPolicy, pool: WorkerPool, limits: Limits, channel: str = Channel.MAIL) -> AsyncIterator[Scanned]:
    """Every message, in the order of `paths`, several at a time; files of a chat channel hold a request's body."""
    ahead: asyncio.Queue[asyncio.Task[Scanned] | None] = asyncio.Queue(maxsize=32)  # bounded: files are read as they are needed

    async def feed() -> None:
        for path in paths:
            await ahead.put(asyncio.create_task(_one(path, policy, pool, limits, channel)))
        await ahead.put(None)

    feeder = asyncio.create_task(feed())
    while (task := await ahead.get()) is not None:
        yield await task
    await feeder


async def _one(path: str, policy: LoadedPolicy, pool: WorkerPool, limits: Limits, channel: str) -> Scanned:
    try:
        content = await asyncio.to_thread(_read, path)
    except OSError as error:
        return Scanned(path, error=f"{path}: cannot be read: {error.strerror}")
    if not content.strip():
        return Scanned(path, error=f"{path}: is empty")
    own = policy.policy.organization.domains
    try:
        if channel == Channel.MAIL:
            inspected = await pool.inspect(read_raw, RawMail(content, "", (), limits), len(content), own, outline=False)
        else:
            domain = next((one.removeprefix("*.") for one in own), "chat.internal")
            inspected = await pool.inspect(read_post, sample(channel, content, domain), len(content), own, outline=False)
    except InspectionFailed as failure:
        return Scanned(path, error=f"{path}: could not be inspected: {failure}")
    if isinstance(inspected.message, ChatMessage) and inspected.message.fault:
        return Scanned(path, error=f"{path}: cannot be read: {inspected.message.fault}")
    verdict = decide(inspected.message, inspected.findings, policy.policy, policy.version)
    name = _id(content, limits) if channel == Channel.MAIL else hashlib.sha256(content).hexdigest()[:16]
    return Scanned(path, name, inspected.message, verdict)


def _read(path: str) -> bytes:
    return sys.stdin.buffer.read() if path == STDIN else Path(path).read_bytes()


def _id(content: bytes, limits: Limits) -> str:
    """The Message-ID without its brackets, else a hash of the content."""
    block = read_block(content, 0, len(content), limits.max_header_bytes)
    given = block.first("message-id")
    value = block.value(given).decode("ascii", "replace").strip("<> \t") if given else ""
    return value or hashlib.sha256(content).hexdigest()[:16]


def as_json(scanned: Scanned) -> dict[str, Any]:
    """The object `sekisho scan --json` prints. Offsets are code points, half-open, into the text of the part named."""
    path = scanned.path.encode("utf-8", "backslashreplace").decode("utf-8")  # a name that is not UTF-8 would make no valid JSON
    if scanned.message is None or scanned.verdict is None:
        return {"path": path, "error": scanned.error.replace(scanned.path, path)}
    message, verdict = scanned.message, scanned.verdict
    return {
        "id": scanned.id,
        "path": path,
        "action": verdict.action.label,
        "rules": list(verdict.rules),
        "simulated": [f.rule for f in verdict.fired if f.rule not in verdict.rules],
        "recipients": [{"address": r.address, "action": r.action.label} for r in verdict.recipients],
        "text": next((p.text for p in message.parts if p.ref == "body"), ""),
        "parts": [{"part": p.ref, "kind": p.kind.value, "text": p.text} for p in message.parts if p.ref != "body"],
        "findings": [
            {
                "entity_type": f.entity_type,
                "part": f.part,
                "start": f.start,
                "end": f.end,
                "score": round(f.score, 3),
                "about": f.about.value,
                "zone": f.zone.value,
                "explanation": f.explanation,
            }
            for f in verdict.findings
        ],
        "unreadable": [{"part": u.ref, "reason": u.reason.value, "content_type": u.content_type} for u in message.unreadable],
        "attachments": [{"part": a.ref, "content_type": a.content_type, "size": a.size} for a in message.attachments],
        "policy": verdict.policy_version,
    }
