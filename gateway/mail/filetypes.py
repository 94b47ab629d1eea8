"""What an attached file is, from its type, its name and its first bytes: text to read, or why it is not read."""

from __future__ import annotations

import re
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
_ZIP, _ZIP_CENTRAL = b"PK\x03\x04", b"PK\x01\x02"
_FLAGS = {_ZIP: 6, _ZIP_CENTRAL: 8}  # where the general purpose flags stand in either header (APPNOTE 4.3.7, 4.3.12)
_SEVEN_ZIP, _AES = b"7z\xbc\xaf\x27\x1c", b"\x06\xf1\x07\x01"
_RAR4, _RAR5 = b"Rar!\x1a\x07\x00", b"Rar!\x1a\x07\x01\x00"
_IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"BM", b"\x00\x00\x01\x00", b"II*\x00", b"MM\x00*")
_IMAGE_EXTENSIONS = frozenset(("", "png", "jpg", "jpeg", "jpe", "jfif", "gif", "bmp", "webp", "ico", "tif", "tiff"))
_ARCHIVES = frozenset(("eml", "mht", "mhtml"))  # files that are mails: RFC 2557 for web pages
_ARMOURED = re.compile(
    rb"\s{0,8}-----BEGIN PGP (SIGNATURE|PUBLIC KEY BLOCK)-----[ \t]*\r?\n(?:(?:(?:Version|Hash|Charset|Comment): [A-Za-z .:/@+()-]{0,80}(?:[0-9]{1,4}[A-Za-z .:/@+()-]{0,20}){0,6}|[A-Za-z0-9+/]{4,76}={0,2}|=[A-Za-z0-9+/]{4})?[ \t]*\r?\n){1,2000}"
    rb"-----END PGP \1-----\s{0,8}")
HEAD = 64 * 1024  # bytes of a file looked at
TINY = 2 * 1024  # bytes; images below are rules and spacers, not scans
MOST_OF_A_SIGNATURE = 64 * 1024  # bytes


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


def locked(head: bytes) -> bool:
    """True when the first bytes of a file are those of a password-protected archive, pdf or office document."""
    for begin, flags in _FLAGS.items():
        at = head.find(begin)
        while at >= 0:
            if len(head) > at + flags and head[at + flags] & 1:  # general purpose bit 0 (APPNOTE 4.4.4)
                return True
            at = head.find(begin, at + 4)
    if head.startswith(_SEVEN_ZIP):
        return _AES in head
    if head.startswith(_RAR5):  # the first header's type is that of encryption (RAR 5.0 archive format)
        return len(head) > 13 and head[13] == 4
    if head.startswith(_RAR4):  # encrypted headers, or an encrypted first file (technote: flags of blocks 0x73, 0x74)
        return (len(head) > 10 and bool(head[10] & 0x80)) or (len(head) > 23 and head[22] == 0x74 and bool(head[23] & 4))
    if head.startswith(b"%PDF-"):
        return b"/Encrypt" in head
    return head.startswith(_OLE) and _OFFICE_LOCK in head


def is_image(head: bytes, name: str) -> bool:
    """True when the first bytes of a file are those of an image and its name, if it has one, says nothing else."""
    return (head.startswith(_IMAGES) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP")) and extension(name) in _IMAGE_EXTENSIONS


def is_signature(data: bytes) -> bool:
    """True when a whole file is a signature or public key and nothing else: armoured (RFC 9580 section 6.2), or DER as long as it says (X.690)."""
    if len(data) > MOST_OF_A_SIGNATURE:
        return False
    if _ARMOURED.fullmatch(data):
        return True
    if data[:1] != b"\x30" or len(data) < 4:
        return False
    count = data[1] & 0x7F
    if data[1] < 0x80 or count > 3:
        return False
    if not count:  # indefinite length: two noughts end it
        return data.endswith(b"\0\0")
    return int.from_bytes(data[2:2 + count], "big") + 2 + count == len(data)


def looks_binary(head: bytes) -> bool:
    """True for bytes no text starts with: control characters other than those of text and of ISO-2022-JP."""
    sample = head[:4096]
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    return bool(sample) and len(sample.translate(None, _CONTROL)) < len(sample)


_CONTROL = bytes(set(range(32)) - {9, 10, 12, 13, 14, 15, 27}) + b"\x7f"
