"""A bare SMTP client that sends just the bytes a test gives and returns just the lines the server says."""

from __future__ import annotations

import socket
import ssl


class Wire:
    """One connection. `say` sends a line and returns the reply; `send` sends bytes as they are."""

    def __init__(self, port: int, timeout: float = 60, first: bytes = b"") -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout)
        self._buffer = b""
        if first:
            self.socket.sendall(first)
        self.greeting = self.reply()

    def send(self, data: bytes) -> None:
        self.socket.sendall(data)

    def reply(self) -> str:
        """A whole reply, its lines joined by newlines; empty when the server hung up."""
        lines: list[str] = []
        while True:
            while b"\r\n" not in self._buffer:
                try:
                    more = self.socket.recv(65536)
                except ConnectionError:
                    more = b""
                if not more:
                    return "\n".join(lines)
                self._buffer += more
            line, _, self._buffer = self._buffer.partition(b"\r\n")
            lines.append(line.decode("utf-8", "replace"))
            if line[3:4] != b"-":
                return "\n".join(lines)

    def say(self, line: str) -> str:
        self.send(line.encode("utf-8") + b"\r\n")
        return self.reply()

    def hello(self) -> str:
        return self.say("EHLO client.example")

    def transaction(self, sender: str, *recipients: str, options: str = "") -> str:
        """MAIL, RCPTs and DATA; the last reply."""
        said = self.say(f"MAIL FROM:<{sender}>{options}")
        assert said.startswith("250"), said
        for recipient in recipients:
            said = self.say(f"RCPT TO:<{recipient}>")
            assert said.startswith("250"), said
        return self.say("DATA")

    def data(self, content: bytes) -> str:
        """The message, dot-stuffed, and its end; the final reply."""
        if not content:
            return self.say(".")
        stuffed = content.replace(b"\r\n.", b"\r\n..")
        self.send((b"." if stuffed.startswith(b".") else b"") + stuffed + (b"" if stuffed.endswith(b"\r\n") else b"\r\n") + b".\r\n")
        return self.reply()

    def starttls(self) -> None:
        context = ssl.create_default_context()
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        self.socket = context.wrap_socket(self.socket)
        self._buffer = b""

    def close(self) -> None:
        self.socket.close()
