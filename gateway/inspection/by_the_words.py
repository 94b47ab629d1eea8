"""Whose a statement is by its words alone, where they say so plainly and the rest of the message does not.

The reader of passages learned it from the verdicts of the corpus (`recognizers.model.train_whose`). It knows neither who writes
nor who reads, so whoever is named stays who they are, and a résumé is whose its heading says.
"""

from __future__ import annotations

from gateway.inspection.cast import UNKNOWN, Role
from gateway.verdict import About

_ANOTHERS = {About.SENDER: 3.8, About.NOBODY: 4.4, About.UNKNOWN: 3.8, About.RECIPIENT: 4.7}
"""From which log odds on a statement without a name is somebody else's, by whose it would be otherwise."""
_NOBODY_ELSES, _NOT_DESCRIBED, _NOT_NAMED = -2.5, -3.2, -4.7
"""Up to which log odds it is not somebody whom the text leaves open, describes, names."""
_AS_GOOD_AS_NAMED = ("name:", "described:彼")
SOMEBODY = Role("unnamed", About.THIRD_PARTY, (), "somebody the text does not name")


def whoever_suffers(role: Role, odds: object) -> Role:
    """`role`, or somebody whose condition it plainly is though the text does not tell whose; `odds` as `recognizers.career.relation_of` has them."""
    return SOMEBODY if role is UNKNOWN and isinstance(odds, float) and odds >= _ANOTHERS[About.UNKNOWN] else role


def plainly_anothers(relation: dict[str, object]) -> bool:
    """Whether the words plainly tell of somebody else, as no release does."""
    odds = relation.get("anothers")
    return isinstance(odds, float) and odds >= _ANOTHERS[About.SENDER]


def weighed(role: Role, relation: dict[str, object], sure: bool) -> Role:
    """`role`, or whoever the words of the statement speak of against it; `sure`: writers plainly speak of their own, or whoever is described is named next."""
    odds = relation.get("anothers")
    if not isinstance(odds, float) or relation.get("resume"):
        return role
    if role.about is About.THIRD_PARTY:
        return UNKNOWN if odds <= (_NOT_NAMED if sure or role.key.startswith(_AS_GOOD_AS_NAMED) else _NOBODY_ELSES if role.key == SOMEBODY.key else _NOT_DESCRIBED) else role
    if relation.get("person_span") is not None or odds < _ANOTHERS.get(role.about, odds + 1):
        return role
    return role if sure and role.about in (About.SENDER, About.NOBODY) else SOMEBODY
