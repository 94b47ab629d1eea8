"""docker/Dockerfile as its own words: instructions with their stage, and what .dockerignore lets into the build."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Instruction:
    """One instruction: RUN, COPY, …; `flags` are its --name=value words; `stage` counts FROM from 0."""

    stage: int
    verb: str
    value: str
    flags: dict[str, str]

    @property
    def words(self) -> list[str]:
        """The value as words; JSON (exec) form is taken apart."""
        found: list[str] = json.loads(self.value) if self.value.startswith("[") else self.value.split()
        return found


def instructions(path: Path = ROOT / "docker/Dockerfile") -> list[Instruction]:
    """All instructions in order, comments and line continuations taken out."""
    lines = [line for line in path.read_text("utf-8").splitlines() if line.strip() and not line.lstrip().startswith("#")]
    text = re.sub(r"\\\n\s*", "", "\n".join(lines))
    found: list[Instruction] = []
    stage = -1
    for line in text.splitlines():
        verb, _, value = line.partition(" ")
        stage += verb == "FROM"
        flags: dict[str, str] = {}
        while match := re.match(r"--([\w-]+)=(\S+)\s+", value.lstrip()):
            flags[match[1]] = match[2]
            value = value.lstrip()[match.end() :]
        found.append(Instruction(stage, verb, value.strip(), flags))
    return found


def in_context(path: str) -> bool:
    """Whether a file of the checkout reaches the build: the last line of .dockerignore that matches it or a parent decides."""
    sent = True
    pure = PurePosixPath(path)
    places = [str(pure), *(str(p) for p in pure.parents if str(p) != ".")]
    for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines():
        pattern = line.strip()
        if not pattern or pattern.startswith("#"):
            continue
        back = pattern.startswith("!")
        pattern = pattern.lstrip("!")
        if any(_matches(place, pattern) for place in places):
            sent = back
    return sent


def _matches(place: str, pattern: str) -> bool:
    if pattern == "**":
        return True
    if pattern.startswith("**/"):
        return any(fnmatchcase(step, pattern[3:]) for step in place.split("/"))
    return fnmatchcase(place, pattern)
