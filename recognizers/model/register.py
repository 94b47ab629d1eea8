"""Whether a text speaks to somebody, as mail and chat do, or tells in written prose, as encyclopedias and news do."""

from __future__ import annotations

import re

_SPEAKS = re.compile(r"です|ます|ました|でした|様|さん|ください|下さい|だよ|だね|かな|らしい|っぽ|お世話|お疲|了解|くん|ちゃん|はん|って[。、言聞]|ちゃ[うっお]|じゃ|だって|けど"
    r"|[よねなわやぞぜで]。|から。|俺|僕|うち[はのがで、]|今日|明日|昨日|来週|先週|今週|来月|先月|本日|さっき|ねえ|んだ|んや|てて[。、]|とく[。ね]|ばい|お願い|ため、お|先ほど|[!?！？].")


_LINE_WITHOUT_STOP = re.compile(r"[^。\s」）)]\s*\n")


def speaks(text: str) -> bool:
    """Whether `text` speaks to somebody: polite forms, forms of address, no full stop at all, or lines that are no sentences."""
    if "。" not in text or _SPEAKS.search(text):
        return True
    lines = _LINE_WITHOUT_STOP.finditer(text)
    return next(lines, None) is not None and next(lines, None) is not None
