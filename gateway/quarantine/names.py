"""A name as people type it into a search or a register, as a key: 髙橋様 and 高橋さん meet."""

from __future__ import annotations

import re

from gateway.quarantine.ledger_entry import NAME_LENGTH

_TITLES = re.compile(r"(?:様|さま|さん|君|氏|殿|先生|代表|取締役|社長|会長|専務|常務|本部長|部長|次長|課長|係長|主任|店長|所長|室長)$")


def name_key(name: str) -> str:
    """The folded name without honorifics and titles, empty when nothing is left. Findings carry names folded the same way."""
    from recognizers.normalize import fold_name

    key = fold_name(name.strip())
    while (shorter := _TITLES.sub("", key)) and shorter != key:
        key = shorter
    return key[:NAME_LENGTH]
