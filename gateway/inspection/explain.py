"""Why something is a finding and whom it is about, in one sentence: English, with the Japanese pieces in it."""

from __future__ import annotations

from presidio_analyzer import RecognizerResult

from gateway.inspection.cast import Role
from gateway.verdict import About, Relation, Zone

_ABOUT = {
    About.SENDER: "about the sender",
    About.RECIPIENT: "about a recipient",
    About.COLLEAGUE: "about a colleague of the sender",
    About.THIRD_PARTY: "about third party: not the sender, not among the recipients",
    About.PUBLIC: "about a public role",
    About.NOBODY: "about nobody in particular",
    About.UNKNOWN: "the text does not tell whose it is",
}


def explain(result: RecognizerResult, role: Role, relation: Relation | None, zone: Zone) -> str:
    """The sentence for one finding; relations read 「雪村 ← 以前 丸の内リース に勤務（伝聞）」."""
    reason = result.analysis_explanation.textual_explanation if result.analysis_explanation else ""
    said = f"{reason}; " if reason else ""
    where = f" ({zone.value})" if zone not in (Zone.BODY, Zone.ATTACHMENT) else ""
    if relation is None:
        return f"{said}{_ABOUT[role.about]}{where}"
    told = relation.told(relation.person or role.label or "（主語なし）")
    return f"{told}; {_ABOUT[role.about]}{where}; {reason}" if reason else f"{told}; {_ABOUT[role.about]}{where}"
