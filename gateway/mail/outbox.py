"""The embedded next hop: an SMTP server of our own that writes what it gets to a folder, for trying out and for tests."""

from __future__ import annotations

import asyncio
import json
import os
import secrets
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP as SmtpServer
from aiosmtpd.smtp import Session

from gateway.mail.conversation import Conversation, MailEnvelope
from gateway.mail.esmtp import Extensions

OFFERED = Extensions(size=0, eight_bit=True, smtp_utf8=True)


class Outbox:
    """Writes each message, byte for byte, to `folder` as NAME.eml with its envelope beside it as NAME.json."""

    def __init__(self, folder: Path, max_bytes: int = 0, delivered: Callable[[Path], None] | None = None) -> None:
        self.folder = folder
        self._max_bytes = max_bytes or 1 << 40
        self._delivered = delivered
        self._server: asyncio.Server | None = None

    async def start(self) -> int:
        """Listen on a free port of 127.0.0.1; returns the port."""
        await asyncio.to_thread(self.folder.mkdir, parents=True, exist_ok=True)
        self._server = await asyncio.get_running_loop().create_server(self._conversation, "127.0.0.1", 0)
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    async def stop(self) -> None:
        """Stop listening."""
        if self._server is not None:
            self._server.close()

    def _conversation(self) -> SmtpServer:
        return Conversation(
            self,
            admit=lambda _: None,
            entered=lambda _: None,
            left=lambda _: None,
            discarded=lambda _: None,
            data_timeout=600,
            max_bytes=self._max_bytes,
            hostname="outbox.sekisho.example",
            ident="ESMTP outbox",
        )

    async def handle_HELO(self, server: Conversation, session: Session, envelope: MailEnvelope, hostname: str) -> str:
        session.host_name = hostname
        return f"250 {server.hostname}"

    async def handle_EHLO(self, server: Conversation, session: Session, envelope: MailEnvelope, hostname: str, _: list[str]) -> list[str]:
        session.host_name = hostname
        server.offered = OFFERED
        lines = [server.hostname, *OFFERED.keywords()]
        return [f"250-{line}" for line in lines[:-1]] + [f"250 {lines[-1]}"]

    async def handle_MAIL(self, server: Conversation, session: Session, envelope: MailEnvelope, address: str, options: list[str]) -> str:
        envelope.mail_from = address
        envelope.mail_options = options
        return "250 2.1.0 OK"

    async def handle_RCPT(self, server: Conversation, session: Session, envelope: MailEnvelope, address: str, options: list[str]) -> str:
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_TOO_LARGE(self, server: Conversation, session: Session, envelope: MailEnvelope) -> str:
        return "552 5.3.4 Too large"

    async def handle_DATA(self, server: Conversation, session: Session, envelope: MailEnvelope) -> str:
        try:
            path = await asyncio.to_thread(self._write, envelope)
        except OSError as error:
            return f"452 4.3.1 The outbox cannot be written: {error.strerror}"
        if self._delivered is not None:
            self._delivered(path)
        return f"250 2.0.0 Written as {path.stem}"

    async def handle_exception(self, error: Exception) -> str:
        return f"451 4.3.0 {type(error).__name__}"

    def _write(self, envelope: MailEnvelope) -> Path:
        name = time.strftime("%Y%m%d-%H%M%S-") + secrets.token_hex(4)
        about: dict[str, Any] = {"sender": _text(envelope.mail_from or ""), "recipients": [_text(r) for r in envelope.rcpt_tos]}
        _commit(self.folder / f"{name}.json", json.dumps(about, ensure_ascii=False).encode())
        path = self.folder / f"{name}.eml"
        _commit(path, envelope.original_content or b"")
        return path


def _text(address: str) -> str:
    return "" if address == "<>" else address.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _commit(path: Path, content: bytes) -> None:
    """All or nothing, on the disk when it returns."""
    part = path.with_suffix(path.suffix + ".part")
    with part.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.rename(path)
