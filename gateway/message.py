"""What travels: one message, whatever door it came through, as plain frozen data."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum


class Channel(StrEnum):
    """The door a message came through."""

    MAIL = "mail"
    SLACK = "slack"
    TEAMS = "teams"
    CHATWORK = "chatwork"
    LINEWORKS = "lineworks"
    MATTERMOST = "mattermost"
    MATRIX = "matrix"
    GCHAT = "gchat"
    OTHER = "other"  # a server with a hook of its own that asks: Rocket.Chat, Zulip, a front end of a language model


class PartKind(StrEnum):
    """What a part is to a reader of the message."""

    SUBJECT = "subject"
    HEADER = "header"  # display names and other readable header text
    PLAIN = "plain"
    HTML_VISIBLE = "html"
    HTML_HIDDEN = "html_hidden"  # text a mail reader does not show: hidden elements, comments, alt texts
    HTML_LINK = "html_link"  # link targets
    FILE_NAME = "file_name"
    ATTACHMENT = "attachment"  # text of an attached file


class UnreadableReason(StrEnum):
    """Why a part could not be read. Nothing unread is ever clean: the policy decides."""

    CHARSET = "charset"  # the bytes do not decode in the declared or any plausible charset
    ENCODING = "encoding"  # broken base64 or quoted-printable
    MALFORMED = "malformed"  # MIME structure broken beyond reading
    ENCRYPTED = "encrypted"  # S/MIME, OpenPGP, password-protected archive
    UNSUPPORTED = "unsupported"  # a file type not read yet (office, pdf, archives, images)
    TOO_DEEP = "too_deep"
    TOO_MANY_PARTS = "too_many_parts"
    TOO_LARGE = "too_large"


@dataclass(frozen=True, slots=True)
class Party:
    """A person or address on the envelope or in a header.

    `address` is the bare addr-spec (may be empty in a header); `name` the decoded display name (may be empty).
    """

    address: str = field(repr=False)
    name: str = field(default="", repr=False)

    @property
    def domain(self) -> str:
        """The lower-cased domain of the address, empty when there is none."""
        return self.address.rpartition("@")[2].lower() if "@" in self.address else ""


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of readable text.

    `ref` names the part uniquely within its message: "body" is the text a reader sees first, "subject" the subject,
    others are MIME section numbers (RFC 3501 section 6.4.5) with a suffix, like "1.2/html" or "2/file_name".
    All offsets anywhere are code points, half-open, into `text`.
    """

    ref: str
    kind: PartKind
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Attachment:
    """An attached file, recorded whether or not it could be read. `size` is in decoded bytes."""

    ref: str
    file_name: str = field(repr=False)
    content_type: str
    size: int


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A part that could not be read, and why."""

    ref: str
    reason: UnreadableReason
    content_type: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """A message on its way through the corridor.

    `sender` is the author people see (From), falling back to the envelope sender; `recipients` are the envelope
    recipients, with display names from the headers where they match; `addressed` are all parties named in To and Cc,
    whether or not they are on this envelope. `size` is in bytes as it came. `room_kind` tells of a chat message who reads the
    room (direct, private, public, shared, unknown); it is empty for mail.
    """

    channel: Channel
    sender: Party
    recipients: tuple[Party, ...]
    parts: tuple[Part, ...]
    envelope_sender: str = field(default="", repr=False)
    addressed: tuple[Party, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    unreadable: tuple[Unreadable, ...] = ()
    size: int = 0
    room_kind: str = ""

    @classmethod
    def probe(cls, telling: bool = True) -> Message:
        """A tiny message for warming up, that tells of a career unless `telling` is false."""
        text = "水野様\n\nお世話になっております。ひばりソフトの柏木です。\n" + ("以前は桜坂リースにお勤めでしたか。" if telling else "") + "TEL: 03-5550-0123\n"
        return cls(Channel.MAIL, Party("probe@sekisho.example"), (Party("probe@sekisho.example"),), (Part("body", PartKind.PLAIN, text),))

    def outline(self) -> Message:
        """The same message with the parts' texts left out: what decisions and records need."""
        return replace(self, parts=tuple(Part(p.ref, p.kind, "") for p in self.parts))

    def part(self, ref: str) -> Part:
        """The part named `ref`; KeyError when the message has none."""
        for part in self.parts:
            if part.ref == ref:
                return part
        raise KeyError(ref)
