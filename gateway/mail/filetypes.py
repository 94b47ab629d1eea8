"""What an attached file is, from its type, its name and its first bytes: text to read, or why it is not read."""

from __future__ import annotations

from enum import Enum

from gateway.message import UnreadableReason

_TEXT_EXTENSIONS = frozenset(
    ("txt", "text", "csv", "tsv", "ics", "ical", "vcf", "vcard", "json", "jsonl", "ndjson", "xml", "md", "markdown", "rst", "log", "ini",
     "conf", "cfg", "yaml", "yml", "toml", "sql", "ldif", "tex", "svg", "asc", "eml", "properties", "diff", "patch", "sh", "bat", "ps1",
     "py", "js", "ts", "css", "java", "c", "h", "cpp", "php", "rb", "go", "rs", "vbs", "mbox", "srt")
)  # fmt: skip
_HTML_EXTENSIONS = frozenset(("html", "htm", "xhtml", "shtml"))
_TEXT_TYPES = frozenset(
    ("application/json", "application/xml", "application/x-ndjson", "application/csv", "application/x-csv", "application/sql", "application/ics",
     "application/vcard", "application/yaml", "application/x-yaml", "application/javascript", "application/x-javascript", "application/x-sh",
     "application/ld+json", "application/x-subrip", "application/x-tex", "message/delivery-status", "message/disposition-notification",
     "message/feedback-report", "message/global-delivery-status", "message/global-disposition-notification", "message/global-headers",
     "message/http", "image/svg+xml", "application/x-text", "application/text", "application/txt", "application/plain")
)  # fmt: skip
_HTML_TYPES = frozenset(("text/html", "application/xhtml+xml", "application/html"))
_JSON_TYPES = frozenset(("application/json", "text/json", "application/x-ndjson", "application/ndjson", "application/jsonl"))
_JSON_EXTENSIONS = frozenset(("json", "jsonl", "ndjson"))
_FOLDED_TYPES = frozenset(("text/calendar", "application/ics", "text/x-vcalendar", "text/vcard", "text/x-vcard", "text/directory", "application/vcard"))
_FOLDED_EXTENSIONS = frozenset(("ics", "ical", "vcs", "vcf", "vcard"))
_ANY = frozenset(("application/octet-stream", "application/octetstream", "application/binary", "application/x-download", "application/unknown",
                  "application/force-download", "application/x-unknown", "application/x-octet-stream"))  # fmt: skip
_NOT_TEXT = frozenset(("text/rtf", "text/richtext-rtf"))
_ENVELOPED = frozenset(("application/pkcs7-mime", "application/x-pkcs7-mime", "application/pgp-encrypted", "application/pgp"))
_SIGNATURES = frozenset(("application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature", "application/pgp-keys"))
_ENCRYPTED_EXTENSIONS = frozenset(("p7m", "pgp", "gpg"))
_IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"BM", b"\x00\x00\x01\x00", b"II*\x00", b"MM\x00*")
_IMAGE_EXTENSIONS = frozenset(("", "png", "jpg", "jpeg", "jpe", "jfif", "gif", "bmp", "webp", "ico", "tif", "tiff"))
_ARCHIVES = frozenset(("eml", "mht", "mhtml"))  # files that are mails: RFC 2557 for web pages
TINY = 2 * 1024  # bytes; images below are rules and spacers, not scans


class Nature(Enum):
    """How a body is read."""

    PLAIN = "plain"
    HTML = "html"
    GUESS = "guess"  # unknown: text if it turns out to be
    MESSAGE = "message"
    SIGNATURE = "signature"  # says nothing of its own


class Form(Enum):
    """What a text is written in, where it is not read as it stands."""

    PLAIN = "plain"
    JSON = "json"  # has escapes
    FOLDED = "folded"  # calendars and cards


def form(media: str, name: str) -> Form:
    """The form of a text of that media type and file name."""
    ending = extension(name)
    if media in _JSON_TYPES or media.endswith("+json") or ending in _JSON_EXTENSIONS:
        return Form.JSON
    return Form.FOLDED if media in _FOLDED_TYPES or ending in _FOLDED_EXTENSIONS else Form.PLAIN


def extension(name: str) -> str:
    """The lower-cased extension of a file name, without its dot; empty when there is none."""
    stem, dot, last = name.rstrip(" .\u3000").rpartition(".")
    return last.lower() if dot and stem else ""


def nature(media: str, name: str, smime: str) -> Nature | UnreadableReason:
    """How a body of that media type, file name and smime-type parameter is read, or why it is not."""
    ending = extension(name)
    if media in ("message/rfc822", "message/global", "message/news", "application/x-mimearchive", "application/mhtml"):
        return Nature.MESSAGE
    if media in _ENVELOPED:
        return UnreadableReason.UNSUPPORTED if smime in ("signed-data", "certs-only") else UnreadableReason.ENCRYPTED
    if media in _SIGNATURES:
        return Nature.SIGNATURE
    if media == "message/partial":
        return UnreadableReason.MALFORMED
    if media in _HTML_TYPES:
        return Nature.HTML
    if media in _TEXT_TYPES or (media.startswith("text/") and media not in _NOT_TEXT) or media.endswith(("+xml", "+json")):
        return Nature.PLAIN
    if media in _ANY:
        if ending in _ENCRYPTED_EXTENSIONS:
            return UnreadableReason.ENCRYPTED
        if ending in _ARCHIVES:
            return Nature.MESSAGE
        if ending in _HTML_EXTENSIONS:
            return Nature.HTML
        return Nature.PLAIN if ending in _TEXT_EXTENSIONS else Nature.GUESS
    if media.startswith("application/") and ending in ("csv", "txt", "tsv", "ics", "vcf", "json", "log", "md"):
        return Nature.PLAIN  # application/vnd.ms-excel is what Windows calls a .csv
    return UnreadableReason.UNSUPPORTED


def is_image(head: bytes, name: str) -> bool:
    """True when the first bytes of a file are those of an image and its name, if it has one, says nothing else."""
    known = head.startswith(_IMAGES) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP")
    words = head[:16].isascii() and b"\0" not in head[:16]  # which may begin with BM or GIF89a
    return known and not words and extension(name) in _IMAGE_EXTENSIONS


def looks_binary(head: bytes) -> bool:
    """True for bytes no text starts with: control characters other than those of text and of ISO-2022-JP."""
    sample = head[:4096]
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    return bool(sample) and len(sample.translate(None, _CONTROL)) < len(sample)


_CONTROL = bytes(set(range(32)) - {9, 10, 12, 13, 14, 15, 27}) + b"\x7f"
