"""Address lists as they are sent (RFC 5322 sections 3.4 and 4.4): one pass, no recursion, nothing refused."""

from __future__ import annotations

import re
from typing import NamedTuple

from gateway.mail.headers import Text, clean_line, decode_words, plain
from gateway.message import Party, UnreadableReason

_TOKEN = re.compile(r'"((?:[^"\\]|\\.)*+)"|<([^<>]*+)>?|(\(++)|([^"(),:;<>\\]++)|(.)', re.DOTALL)
_COMMENT = re.compile(r"\(++|\)|\\.|[^()\\]++|\\", re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_ATOM = re.compile(r"\S++")


class Mailbox(NamedTuple):
    """One entry of an address list: display name (or the comment that stands for it), address, further comments."""

    name: str
    address: str
    comment: str = ""


class AddressList(NamedTuple):
    """What an address field says; `groups` are the names of its groups (RFC 5322 section 3.4)."""

    mailboxes: tuple[Mailbox, ...]
    groups: tuple[str, ...]
    reason: UnreadableReason | None

    @property
    def parties(self) -> tuple[Party, ...]:
        """The mailboxes as parties."""
        return tuple(Party(box.address, box.name) for box in self.mailboxes)

    @property
    def readable(self) -> str:
        """Everything in the field a person reads, one entry a line."""
        texts = [text for box in self.mailboxes for text in (box.name, box.comment) if text]
        return "\n".join((*texts, *self.groups))


def read_addresses(value: bytes, hint: str | None = None) -> AddressList:
    """An unfolded address field to its mailboxes. Linear in the length of `value`; never raises."""
    text = plain(value, hint)
    reader = _Reader()
    reader.read(text.text)
    return AddressList(tuple(reader.boxes), tuple(reader.groups), text.reason or reader.reason)


class _Reader:
    def __init__(self) -> None:
        self.boxes: list[Mailbox] = []
        self.groups: list[str] = []
        self.reason: UnreadableReason | None = None
        self._start()

    def _start(self) -> None:
        self.words: list[str] = []  # display name, or the address when there are no angle brackets
        self.comments: list[str] = []
        self.angle: str | None = None
        self.quoted_local = ""

    def read(self, text: str) -> None:
        at = 0
        while at < len(text):
            token = _TOKEN.match(text, at)
            assert token is not None  # the last branch takes any character
            at = token.end()
            quoted, angle, comment, plain_run, other = token.groups()
            if quoted is not None:
                if text.startswith("@", at):
                    self.quoted_local = f'"{quoted}"'
                else:
                    self.words.append(_ESCAPED.sub(r"\1", quoted))
            elif angle is not None:
                self.angle = angle if self.angle is None else self.angle
            elif comment is not None:
                at = self._comment(text, at, len(comment))
            elif plain_run is not None:
                if self.quoted_local and plain_run.startswith("@"):
                    self.words.append(self.quoted_local + plain_run.strip())
                elif not plain_run.isspace():
                    self.words.append(" ".join(plain_run.split()))
            elif other in ",;":
                self._finish()
            elif other == ":" and self.angle is None and "@" not in "".join(self.words[-1:]):
                name = self._decoded(" ".join(self.words))
                if name:
                    self.groups.append(name)
                self._start()
            elif other not in "<>":
                self.words.append(other)
        self._finish()

    def _comment(self, text: str, at: int, depth: int) -> int:
        """Skip a comment, nested to any depth, keeping its words; returns the offset after it."""
        begin = at
        while at < len(text) and depth > 0:
            token = _COMMENT.match(text, at)
            assert token is not None
            if token[0][0] == "(":
                depth += len(token[0])
            elif token[0] == ")":
                depth -= 1
            at = token.end()
        inner = text[begin : at - 1 if depth == 0 else at]
        if inner.strip("() "):
            self.comments.append(_ESCAPED.sub(r"\1", inner).strip())
        return at

    def _decoded(self, text: str) -> str:
        words = decode_words(text) if "=?" in text else Text(text)
        self.reason = self.reason or words.reason
        return clean_line(words.text).strip()

    def _finish(self) -> None:
        comment = self._decoded(" ".join(self.comments))
        if self.angle is not None:
            address = "".join(self.angle.rpartition(":")[2].split()) if "@" in self.angle else self.angle.strip()
            self._add(self._decoded(" ".join(self.words)), address, comment)
        elif self.words:
            self._bare(" ".join(self.words), comment)
        elif comment:
            self._add("", "", comment)
        self._start()

    def _bare(self, text: str, comment: str) -> None:
        """No angle brackets: an address alone (white space around its dots is obsolete syntax), or a name before it."""
        if "@" not in text:
            self._add(self._decoded(text), "", comment)
            return
        atoms = _ATOM.findall(text)
        with_at = [n for n, atom in enumerate(atoms) if "@" in atom.strip("@")]
        if len(atoms) == 1 or not with_at or re.search(r"\s[.@]|[.@]\s", text):
            self._add("", "".join(atoms), comment)
            return
        address = atoms.pop(with_at[-1])
        self._add(self._decoded(" ".join(atoms)), address, comment)

    def _add(self, name: str, address: str, comment: str) -> None:
        if name or address or comment:
            self.boxes.append(Mailbox(name or comment, address, comment if name else ""))
