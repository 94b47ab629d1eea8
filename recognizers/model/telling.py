"""How the model of telling clauses sees a text (`View`): verbs by their dictionary form, names as such, and what the sentence holds.

A word's `surface` is the dictionary form of a predicate, and in place of a name the mark of a person or an organization;
`kinds` are letters for what the sentence holds; `rule` is what the frames say stands here.
"""

from __future__ import annotations

from recognizers.model.view import LINE_END, Word, senses, shape

REACH = 4
EDGE = "#"
BY_SENTENCE = True
ENDS = frozenset((LINE_END, "。"))
PERSON, COMPANY = "■人", "■社"


def of_word(word: Word) -> tuple[list[str], list[str], list[str]]:
    """What is seen at the word itself, from at most three places away, and from four."""
    surface = word.surface
    near = [f"w={surface}", f"p={word.tag}", f"r={word.rule}"]
    own = [*near, "b", f"s={shape(surface)}{min(len(surface), 5)}", f"s1={surface[-1:]}", f"s2={surface[-2:]}", f"p2={surface[:2]}", f"g={word.kinds}", f"rg={word.rule}{word.kinds}"]
    own += [f"g1={letter}" for letter in word.kinds]
    own += [f"gp={letter}{word.tag}" for letter in word.kinds]
    meant = senses(word.sense)
    own += meant
    own += [f"gm={letter}{meant[0]}" for letter in word.kinds] if meant else []
    return own, [*near, *meant], [*near[:1], *meant[:1]]


def of_held(word: Word) -> list[str]:
    """What the sentence holds, by itself and together with what the word is, but for the word's surface."""
    held = [f"g={word.kinds}", f"rg={word.rule}{word.kinds}"]
    held += [f"g1={letter}" for letter in word.kinds]
    held += [f"gp={letter}{word.tag}" for letter in word.kinds]
    meant = senses(word.sense)
    return held + [f"gm={letter}{meant[0]}" for letter in word.kinds] if meant else held


def of_pair(one: Word, following: Word) -> list[str]:
    """A word and the next."""
    return [f"ww={one.surface}/{following.surface}", f"pp={one.tag}/{following.tag}", f"pw={one.tag}/{following.surface}", f"wp={one.surface}/{following.tag}", f"rr={one.rule}/{following.rule}",
            f"mm={one.sense or one.tag}/{following.sense or following.tag}"]


def of_three(one: str, middle: str, following: str) -> list[str]:
    """Three parts of speech in a row."""
    return [f"ppp={one}/{middle}/{following}"]


def label(clause: str, employer: str, sensitive: str) -> str:
    """The label of a word from its place in a clause about a career, in an employer's name, in a sensitive clause (B-, I- or O each).

    B and I: a clause about a career begins, goes on; E: it begins with its employer; e and i: the employer in it begins, goes
    on; S and s: a sensitive clause begins, goes on.
    """
    if sensitive != "O":
        return "S" if sensitive.startswith("B") else "s"
    if clause == "O":
        return "O"
    begins = clause.startswith("B")
    if employer == "O":
        return "B" if begins else "I"
    if employer.startswith("B"):
        return "E" if begins else "e"
    return "B" if begins else "i"
