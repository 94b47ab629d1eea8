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
_ANY = frozenset(("application/octet-stream", "application/octetstream", "application/binary", "application/x-download", "application/unknown",
                  "application/force-download", "application/x-unknown", "application/x-octet-stream"))  # fmt: skip
_NOT_TEXT = frozenset(("text/rtf", "text/richtext-rtf"))
_ENVELOPED = frozenset(("application/pkcs7-mime", "application/x-pkcs7-mime", "application/pgp-encrypted", "application/pgp"))
_SIGNATURES = frozenset(("application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature", "application/pgp-keys"))
_ENCRYPTED_EXTENSIONS = frozenset(("p7m", "pgp", "gpg"))
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OFFICE_LOCK = "EncryptedPackage".encode("utf-16-le")  # MS-OFFCRYPTO 2.3.4.4
_ZIP = b"PK\x03\x04"
HEAD = 64 * 1024  # bytes of a file looked at
TINY = 2 * 1024  # bytes; images below are rules and spacers, not scans


class Nature(Enum):
    """How a body is read."""

    PLAIN = "plain"
    HTML = "html"
    GUESS = "guess"  # unknown: text if it turns out to be
    MESSAGE = "message"
    SIGNATURE = "signature"  # says nothing of its own


def extension(name: str) -> str:
    """The lower-cased extension of a file name, without its dot; empty when there is none."""
    stem, dot, last = name.rstrip(" .\u3000").rpartition(".")
    return last.lower() if dot and stem else ""


def nature(media: str, name: str, smime: str) -> Nature | UnreadableReason:
    """How a body of that media type, file name and smime-type parameter is read, or why it is not."""
    ending = extension(name)
    if media in ("message/rfc822", "message/global", "message/news"):
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
        if ending == "eml":
            return Nature.MESSAGE
        if ending in _HTML_EXTENSIONS:
            return Nature.HTML
        return Nature.PLAIN if ending in _TEXT_EXTENSIONS else Nature.GUESS
    if media.startswith("application/") and ending in ("csv", "txt", "tsv", "ics", "vcf", "json", "log", "md"):
        return Nature.PLAIN  # application/vnd.ms-excel is what Windows calls a .csv
    return UnreadableReason.UNSUPPORTED


def locked(head: bytes) -> bool:
    """True when the first bytes of a file are those of a password-protected archive or office document."""
    at = head.find(_ZIP)
    while at >= 0 and head.startswith(b"PK"):
        if len(head) > at + 6 and head[at + 6] & 1:  # general purpose bit 0 (APPNOTE 4.4.4)
            return True
        at = head.find(_ZIP, at + 4)
    return head.startswith(_OLE) and _OFFICE_LOCK in head


def looks_binary(head: bytes) -> bool:
    """True for bytes no text starts with: control characters other than those of text and of ISO-2022-JP."""
    sample = head[:4096]
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    return bool(sample) and len(sample.translate(None, _CONTROL)) < len(sample)


_CONTROL = bytes(set(range(32)) - {9, 10, 12, 13, 14, 15, 27}) + b"\x7f"
