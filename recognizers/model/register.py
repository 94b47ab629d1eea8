"""Whether a text speaks to somebody, as mail and chat do, or tells in written prose, as encyclopedias and news do."""

from __future__ import annotations

import re

_SPEAKS = re.compile(r"です|ます|ました|でした|様|さん|ください|下さい|だよ|だね|かな|らしい|っぽ|お世話|お疲|了解")


def speaks(text: str) -> bool:
    """Whether `text` speaks to somebody: polite forms, forms of address, or no full stop at all."""
    return bool(_SPEAKS.search(text)) or "。" not in text
