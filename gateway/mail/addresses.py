"""Address lists as they are sent (RFC 5322 sections 3.4 and 4.4): one pass, no recursion, nothing refused."""

from __future__ import annotations

import re
from typing import NamedTuple

from gateway.mail.headers import Text, clean_line, decode_words, plain
from gateway.message import Party, UnreadableReason

_BARE = r'<([^<>]*+)>?|(\(++)|([^"(),:;<>\\]++)|(.)'
_TOKEN = re.compile(rf'"((?:[^"\\]|\\.)*)"|{_BARE}', re.DOTALL)
_UNQUOTED = re.compile(rf"(\Z.)?(?:{_BARE})", re.DOTALL)  # once a quote has no end, no later one has
_COMMENT = re.compile(r"\(++|\)|\\.|[^()\\]++|\\", re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_ATOM = re.compile(r'(?:"[^"]*+"|[^ \t\r\n])+')
_BLANKS = re.compile(r"[ \t\r\n]++")  # an ideographic space belongs to the name
_BLANK = " \t\r\n"


class Stand(NamedTuple):
    """Where a name stands in the field's characters, quotes and parentheses included; `end` 0 when not in one piece."""

    start: int = 0
    end: int = 0
    comment: bool = False


class Mailbox(NamedTuple):
    """One entry of an address list: display name (or the comment that stands for it), address, further comments."""

    name: str
    address: str
    comment: str = ""
    name_stand: Stand = Stand()
    comment_stand: Stand = Stand()


class AddressList(NamedTuple):
    """What an address field says; `groups` are the names of its groups (RFC 5322 section 3.4)."""

    mailboxes: tuple[Mailbox, ...]
    groups: tuple[str, ...]
    reason: UnreadableReason | None
    group_stands: tuple[Stand, ...] = ()

    @property
    def parties(self) -> tuple[Party, ...]:
        """The mailboxes as parties."""
        return tuple(Party(box.address, box.name) for box in self.mailboxes)

    @property
    def readable(self) -> str:
        """Everything in the field a person reads, one entry a line."""
        return "\n".join(text for text, _ in self.named)

    @property
    def named(self) -> tuple[tuple[str, Stand], ...]:
        """The lines of `readable`, each with the place it stands at."""
        boxes = [line for box in self.mailboxes for line in ((box.name, box.name_stand), (box.comment, box.comment_stand)) if line[0]]
        return (*boxes, *zip(self.groups, self.group_stands, strict=True))


def read_addresses(value: bytes, hint: str | None = None) -> AddressList:
    """An unfolded address field to its mailboxes. Linear in the length of `value`; never raises."""
    text = plain(value, hint)
    listed = read_address_text(text.text)
    return listed._replace(reason=text.reason or listed.reason)


def read_address_text(text: str) -> AddressList:
    """As `read_addresses`, from characters; the places in it are offsets into `text`, which may be folded."""
    reader = _Reader()
    reader.read(text)
    return AddressList(tuple(reader.boxes), tuple(reader.groups), reader.reason, tuple(reader.group_stands))


class _Reader:
    def __init__(self) -> None:
        self.boxes: list[Mailbox] = []
        self.groups: list[str] = []
        self.group_stands: list[Stand] = []
        self.reason: UnreadableReason | None = None
        self._start()

    def _start(self) -> None:
        self.words: list[str] = []  # display name, or the address when there are no angle brackets
        self.comments: list[str] = []
        self.angle: str | None = None
        self.quoted_local = ""
        self.word_spans: list[tuple[int, int]] = []
        self.other_spans: list[tuple[int, int, bool]] = []  # angle brackets and comments; True for a comment with words

    def read(self, text: str) -> None:
        at = 0
        match = _TOKEN.match
        while at < len(text):
            token = match(text, at)
            assert token is not None  # the last branch takes any character
            begin, at = token.span()
            quoted, angle, comment, plain_run, other = token.groups()
            if quoted is not None:
                if text.startswith("@", at):
                    self.quoted_local = f'"{quoted}"'
                else:
                    self.words.append(_ESCAPED.sub(r"\1", quoted))
                self.word_spans.append((begin, at))
            elif angle is not None:
                self.other_spans.append((begin, at, False))
                self.angle = angle if self.angle is None else self.angle
            elif comment is not None:
                known = len(self.comments)
                at = self._comment(text, at, len(comment))
                self.other_spans.append((begin, at, len(self.comments) > known))
            elif plain_run is not None:
                if self.quoted_local and plain_run.startswith("@"):
                    self.words.append(self.quoted_local + plain_run.strip())
                elif word := plain_run.strip(_BLANK):
                    self.words.append(_BLANKS.sub(" ", word))
                    left = begin + len(plain_run) - len(plain_run.lstrip(_BLANK))
                    self.word_spans.append((left, left + len(word)))
            elif other == '"':
                match = _UNQUOTED.match
            elif other in ",;":
                self._finish()
            elif other == ":" and self.angle is None and "@" not in "".join(self.words[-1:]):
                name = self._decoded(" ".join(self.words))
                if name:
                    self.groups.append(name)
                    self.group_stands.append(self._words_stand())
                self._start()
            elif other not in "<>":
                self.words.append(other)
                self.word_spans.append((begin, at))
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

    def _words_stand(self) -> Stand:
        if not self.word_spans:
            return Stand()
        start, end = self.word_spans[0][0], self.word_spans[-1][1]
        if not self.other_spans:
            return Stand(start, end)
        return Stand() if any(start < other[0] < end for other in self.other_spans) else Stand(start, end)

    def _comment_stand(self) -> Stand:
        if not self.other_spans:
            return Stand()
        spans = [(start, end) for start, end, comment in self.other_spans if comment]
        return Stand(*spans[0], True) if len(spans) == 1 else Stand()

    def _decoded(self, text: str) -> str:
        if not text:
            return text
        words = decode_words(text) if "=?" in text else Text(text)
        self.reason = self.reason or words.reason
        return clean_line(words.text).strip()

    def _finish(self) -> None:
        comment = self._decoded(" ".join(self.comments))
        if self.angle is not None:
            address = "".join(self.angle.rpartition(":")[2].split()) if "@" in self.angle else self.angle.strip()
            self._add(self._decoded(" ".join(self.words)), address, comment, self._words_stand())
        elif self.words:
            self._bare(" ".join(self.words), comment)
        elif comment:
            self._add("", "", comment)
        self._start()

    def _bare(self, text: str, comment: str) -> None:
        """No angle brackets: an address alone (white space around its dots is obsolete syntax), or a name before it."""
        if "@" not in text:
            self._add(self._decoded(text), "", comment, self._words_stand())
            return
        atoms = _ATOM.findall(text)
        with_at = [n for n, atom in enumerate(atoms) if "@" in atom.strip("@")]
        if len(atoms) == 1 or not with_at or re.search(r"\s[.@]|[.@]\s", text):
            self._add("", "".join(atoms), comment)
            return
        address = atoms.pop(with_at[-1])
        self._add(self._decoded(" ".join(atoms)), address, comment)

    def _add(self, name: str, address: str, comment: str, stand: Stand = Stand()) -> None:  # noqa: B008
        if name:
            self.boxes.append(Mailbox(name, address, comment, stand, self._comment_stand()))
        elif address or comment:
            self.boxes.append(Mailbox(comment, address, "", self._comment_stand()))
