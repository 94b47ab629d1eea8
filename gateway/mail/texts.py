"""What can be read in a mail: every piece of text with its name, and how it was drawn from the bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from gateway.mail import charset, filetypes, transfer
from gateway.mail.addresses import read_addresses
from gateway.mail.filetypes import Form, Nature
from gateway.mail.flowed import fixed_runs, read_fixed, read_flowed
from gateway.mail.fold import Unfolded, unfold
from gateway.mail.headers import Field, clean_line, read_text
from gateway.mail.html_link import Target
from gateway.mail.html_text import read_html
from gateway.mail.json_text import read_json
from gateway.mail.limits import Limits
from gateway.mail.locked import HEAD, locked
from gateway.mail.signature import LARGEST, is_signature
from gateway.mail.strand import Run
from gateway.mail.structure import Flaw, Node, Outline, Role, outline
from gateway.mail.vcard_text import is_quoted, read_card
from gateway.message import Attachment, PartKind, Party, UnreadableReason

ADDRESS_FIELDS = ("from", "sender", "reply-to", "to", "cc", "bcc")
TEXT_FIELDS = ("comments", "keywords", "organization", "thread-topic")
_FIELDS = frozenset((*ADDRESS_FIELDS, *TEXT_FIELDS, "subject"))
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s{0,5}=\s{0,5}[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_PGP = re.compile(r"^[>| \t]{0,12}-----BEGIN PGP MESSAGE-----", re.MULTILINE)
_UU = re.compile(r"^begin [0-7]{3,4} (?=\S)([^\r\n]{1,200})\r?\n[ -`]", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Source:
    """The decoded text of a body before anything was drawn from it; `codec` is the name `charset.encode` takes.

    `folds` tells where the lines were folded that `data` has in one piece.
    """

    data: bytes = field(repr=False)
    text: str = field(repr=False)
    codec: str
    sound: bool
    folds: Unfolded | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Reading:
    """A piece of readable text and where it was read: a body (`source`), a header field, or a file name."""

    ref: str
    kind: PartKind
    text: str = field(repr=False)
    node: Node = field(repr=False)
    source: Source | None = None
    drawn: Sequence[Run] | None = field(default=None, repr=False)
    targets: Sequence[Target] | None = field(default=None, repr=False)
    field: Field | None = None
    parameter: str = ""
    form: Form = Form.PLAIN

    def runs(self) -> Sequence[Run]:
        """The way from the text back to the source's text."""
        if self.drawn is not None or self.source is None:
            return self.drawn or ()
        return fixed_runs(self.source.text)


@dataclass(frozen=True, slots=True)
class Readings:
    """A mail read: its structure, the texts in it, the files attached, and what could not be read."""

    outline: Outline
    texts: tuple[Reading, ...]
    addresses: dict[str, tuple[Party, ...]] = field(repr=False)  # of the mail's own header, by field name
    attachments: tuple[Attachment, ...]
    flaws: tuple[Flaw, ...]


def read_texts(raw: bytes, limits: Limits) -> Readings:
    """Every text of a mail, in the order it stands. Never raises; what cannot be read is a flaw."""
    shape = outline(raw, limits)
    reader = _Reader(limits)
    for node in shape.nodes:
        if node.role is Role.HEAD:
            reader.head(node)
        elif node.role is Role.LEAF:
            reader.leaf(node)
        else:
            reader.gap(node)
    return Readings(shape, tuple(_with_body(reader.texts)), reader.addresses, tuple(reader.attachments), _once((*shape.flaws, *reader.flaws)))


def _once(flaws: tuple[Flaw, ...]) -> tuple[Flaw, ...]:
    return tuple({(f.section, f.reason): f for f in reversed(flaws)}.values())[::-1]


def _with_body(texts: list[Reading]) -> Iterator[Reading]:
    """Name the text the reader sees first: a plain text before HTML, one that says something before an empty one."""
    own = [t for t in texts if t.kind in (PartKind.PLAIN, PartKind.HTML_VISIBLE) and not t.node.nested and t.node.role is Role.LEAF]
    own.sort(key=lambda t: (not t.text.strip(), t.kind is not PartKind.PLAIN))
    body = own[0] if own else None
    for text in texts:
        yield text if text is not body else replace(text, ref="body")


class _Reader:
    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.texts: list[Reading] = []
        self.attachments: list[Attachment] = []
        self.flaws: list[Flaw] = []
        self.addresses: dict[str, tuple[Party, ...]] = {}

    def flaw(self, section: str, reason: UnreadableReason | None, media: str = "") -> None:
        if reason is not None:
            self.flaws.append(Flaw(section, reason, media))

    def head(self, node: Node) -> None:
        """Subject, display names and other readable fields of a message."""
        before = f"{node.section}/" if node.section else ""
        seen: dict[str, int] = {}
        hint = node.type.get("charset") or None
        for one in node.block.fields:
            if one.name not in _FIELDS:
                continue
            seen[one.name] = count = seen.get(one.name, 0) + 1
            value = node.block.value(one)
            if one.name in ADDRESS_FIELDS:
                listed = read_addresses(value, hint)
                text, reason = listed.readable, listed.reason
                if not node.section:
                    self.addresses[one.name] = self.addresses.get(one.name, ()) + listed.parties
            else:
                read = read_text(value, hint)
                text, reason = clean_line(read.text), read.reason
            ref = f"{before}subject" if one.name == "subject" else f"{before}header/{one.name}"
            ref = ref if count == 1 else f"{before}header/{one.name}.{count}"
            self.flaw(ref, reason)
            if text:
                kind = PartKind.SUBJECT if one.name == "subject" and count == 1 else PartKind.HEADER
                self.texts.append(Reading(ref, kind, text, node, field=one))

    def gap(self, node: Node) -> None:
        """Text before or after the parts of a multipart, which most readers do not show."""
        data = node.buffer[node.start : min(node.end, node.start + self.limits.max_text_bytes)]
        if node.end - node.start > len(data):
            self.flaw(node.section, UnreadableReason.TOO_LARGE)
        decoded = charset.decode(data, None)
        self.flaw(node.section, decoded.reason)
        source = Source(data, decoded.text, decoded.codec, decoded.reason is None)
        shown = node.section.endswith("text")
        self._armour(node, decoded.text)
        self.texts.append(Reading(node.section, PartKind.PLAIN if shown else PartKind.HTML_HIDDEN, read_fixed(decoded.text), node, source))

    def leaf(self, node: Node) -> None:
        """A body: its file name, its text if it has one, or why it is not read."""
        self._names(node)
        how = filetypes.nature(node.media, node.file_name, node.type.get("smime-type").lower())
        attached = node.attached or bool(node.file_name)
        if attached or how not in (Nature.PLAIN, Nature.HTML):
            size = transfer.size(node.buffer, node.start, node.end, node.encoding)
            self.attachments.append(Attachment(node.section, node.file_name, node.media, size))
        if how is Nature.MESSAGE or (how is Nature.SIGNATURE and is_signature(self._head(node, LARGEST + 1))):
            return
        if how is Nature.SIGNATURE or (how is UnreadableReason.UNSUPPORTED and self._no_image(node)):
            how = Nature.GUESS  # labelled as what it is not
        if isinstance(how, UnreadableReason):
            self._unread(node, how)
            return
        octets = transfer.decode(node.buffer, node.start, node.end, node.encoding, self.limits.max_text_bytes)
        if how is Nature.GUESS and (filetypes.looks_binary(octets.data) or locked(octets.data[:HEAD], octets.data[-HEAD:])):
            self._unread(node, UnreadableReason.UNSUPPORTED)
            return
        self._text(node, how, octets, attached or how is Nature.GUESS)

    def _unread(self, node: Node, reason: UnreadableReason) -> None:
        if node.start == node.end:
            return
        head = self._head(node, HEAD)
        image = filetypes.is_image(head, "")
        if locked(head, head if image or len(head) < HEAD else self._tail(node)):
            reason = UnreadableReason.ENCRYPTED
        elif node.media.startswith("image/") and node.inline_id and len(head) <= filetypes.TINY and filetypes.is_image(head, node.file_name):
            return
        self.flaw(node.section, reason, node.media)

    def _no_image(self, node: Node) -> bool:
        """A body of moderate size that claims to be an image and does not begin like one."""
        return node.media.startswith("image/") and node.end - node.start <= 2 * HEAD and not filetypes.is_image(self._head(node, 16), "")

    @staticmethod
    def _head(node: Node, most: int) -> bytes:
        """The first bytes of a body, decoded."""
        return transfer.decode(node.buffer, node.start, min(node.end, node.start + 2 * most + 64), node.encoding, most).data

    @staticmethod
    def _tail(node: Node) -> bytes:
        """The last bytes of a body, decoded: a pdf's trailer and an archive's index stand there."""
        return transfer.decode(node.buffer, node.start, node.end, node.encoding, node.end - node.start).data[-HEAD:]

    def _text(self, node: Node, how: Nature, octets: transfer.Octets, attached: bool) -> None:
        form = Form.PLAIN if how is Nature.HTML else filetypes.form(node.media, node.file_name)
        folds = unfold(octets.data) if form is Form.FOLDED else None
        data = octets.data if folds is None else folds.data
        label = node.type.get("charset")
        if not label and how is Nature.HTML and (meta := _META_CHARSET.search(data, 0, 2048)):
            label = meta[1].decode("ascii", "replace")
        decoded = charset.decode(data, label or None)
        reason = decoded.reason
        if reason and octets.cut:
            # Cut inside a character: the text before is sound when all but the last line is.
            shorter = charset.decode(data[: data.rfind(b"\n") + 1], label or None)
            if shorter.reason is None:
                decoded, reason = shorter, None
        if how is Nature.GUESS and reason:
            self.flaw(node.section, UnreadableReason.UNSUPPORTED, node.media)
            return
        self.flaw(node.section, reason, node.media)
        if octets.broken:
            self.flaw(node.section, UnreadableReason.ENCODING, node.media)
        if octets.cut:
            self.flaw(node.section, UnreadableReason.TOO_LARGE, node.media)
        source = Source(data, decoded.text, decoded.codec, reason is None and not octets.broken and not octets.cut, folds)
        if how is Nature.HTML:
            self._html(node, source, attached)
            return
        self._armour(node, source.text)
        kind = PartKind.ATTACHMENT if attached else PartKind.PLAIN
        ref = f"{node.section}/{'text' if attached else 'plain'}"
        if node.media == "text/plain" and node.type.get("format").lower() == "flowed":
            text, runs = read_flowed(source.text, node.type.get("delsp").lower() == "yes")
            self.texts.append(Reading(ref, kind, text, node, source, runs))
        elif form is Form.JSON and "\\" in source.text:
            text, runs = read_json(source.text)
            self.texts.append(Reading(ref, kind, text, node, source, runs, form=form))
        elif form is Form.FOLDED and is_quoted(source.text):
            card = read_card(source.text)
            self.flaw(node.section, None if card.sound else UnreadableReason.CHARSET, node.media)
            self.texts.append(Reading(ref, kind, card.text, node, source, card.runs, form=form))
        else:
            self.texts.append(Reading(ref, kind, read_fixed(source.text), node, source))

    def _html(self, node: Node, source: Source, attached: bool) -> None:
        page = read_html(source.text)
        shown = PartKind.ATTACHMENT if attached else PartKind.HTML_VISIBLE
        self.texts.append(Reading(f"{node.section}/{'text' if attached else 'html'}", shown, page.visible, node, source, page.visible_runs))
        if page.hidden:
            self.texts.append(Reading(f"{node.section}/hidden", PartKind.HTML_HIDDEN, page.hidden, node, source, page.hidden_runs))
        if page.links:
            self.texts.append(Reading(f"{node.section}/links", PartKind.HTML_LINK, page.links, node, source, targets=page.link_targets))
        if page.embedded > filetypes.TINY:
            self.flaw(f"{node.section}/embedded", UnreadableReason.UNSUPPORTED, "image")
        self._armour(node, page.visible)

    def _armour(self, node: Node, text: str) -> None:
        if "-----BEGIN PGP MESSAGE" in text and _PGP.search(text):
            self.flaw(node.section, UnreadableReason.ENCRYPTED, "application/pgp")
        if "begin " in text and (found := _UU.search(text)):
            self.flaw(f"{node.section}/uuencode", UnreadableReason.UNSUPPORTED, "application/x-uuencode")
            self.attachments.append(Attachment(f"{node.section}/uuencode", found[1], "application/x-uuencode", len(text) - found.end()))

    def _names(self, node: Node) -> None:
        said: set[str] = set()
        for name in node.names:
            self.flaw(f"{node.section}/{'file_name' if name.parameter == 'filename' else 'name'}", name.reason, node.media)
            if name.text in said:
                continue
            ref = f"{node.section}/file_name" if not said else f"{node.section}/name"
            said.add(name.text)
            self.texts.append(Reading(ref, PartKind.FILE_NAME, name.text, node, field=name.field, parameter=name.parameter))
        described = node.block.first("content-description")
        if described is not None:
            read = read_text(node.block.value(described))
            self.flaw(f"{node.section}/description", read.reason, node.media)
            if read.text:
                self.texts.append(Reading(f"{node.section}/description", PartKind.HEADER, clean_line(read.text), node, field=described))
