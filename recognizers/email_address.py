"""Mail addresses in running text.

Source: RFC 5321 section 4.1.2 (Mailbox; local part at most 64 octets), RFC 1123 section 2.1 (host names); also the
dots in a row and before the @ that Japanese mobile carriers gave out until 2009 against the RFC.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from recognizers.identifiers.found import FoldedRecognizer, Found

# RFC 5321 allows a slash as well, but people write it between a telephone number and an address
_LOCAL = re.compile(r"[A-Za-z0-9_!#$%&'*+=?^`{|}~.-]{1,64}\Z")
_DOMAIN = re.compile(
    r"@(?:[A-Za-z0-9\u3041-\u30ff\u3400-\u9fff](?:[A-Za-z0-9\u3041-\u30ff\u3400-\u9fff-]{0,62})\.){1,8}"
    r"(?:[A-Za-z]{2,24}|xn--[A-Za-z0-9-]{2,59})(?![A-Za-z0-9_]|-[A-Za-z0-9]|\.[A-Za-z0-9])")
_LEADING = re.compile(r"(?i)\A(?:mailto:|[!#$%&'*+/=?^`{|}~.-]+|e?-?mail[:=]+)")
_IMAGE = re.compile(r"(?i)@[0-9](?:\.[0-9])?x\.")
_CREDENTIALS = re.compile(r"[A-Za-z]://[^\s@]{0,80}\Z")


class EmailAddressRecognizer(FoldedRecognizer):
    """Mail addresses; credentials in a URL and file names like logo@2x.png are none."""

    ENTITY = "EMAIL_ADDRESS"

    def find(self, text: str) -> Iterator[Found]:
        """Every @ with a local part before it and a domain behind."""
        at = text.find("@")
        while at >= 0:
            domain = _DOMAIN.match(text, at, at + 260)
            if domain and not _IMAGE.match(domain.group()) and (start := _local_start(text, at)) is not None:
                yield Found(start, domain.end(), 0.95, "local part and domain", "local part, @ and a domain name")
            at = text.find("@", at + 1)


def _local_start(text: str, at: int) -> int | None:
    """Where the local part before the @ begins; None when there is none, it is too long, or belongs to a URL."""
    window = text[max(0, at - 100):at]
    local = re.search(r"[A-Za-z0-9_!#$%&'*+=?^`{|}~.-]{1,100}\Z", window)
    if local is None or _CREDENTIALS.search(window):
        return None
    start = local.start()
    if leading := _LEADING.match(window[start:]):
        start += leading.end()
    return at - len(window) + start if _LOCAL.match(window, start) else None
