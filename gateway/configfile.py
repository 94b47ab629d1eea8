"""YAML files that people edit: read, validate against a pydantic model, and name file, line, key and remedy on error."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

Model = TypeVar("Model", bound=BaseModel)
Location = tuple[int | str, ...]


@dataclass(frozen=True)
class Fault:
    """One thing wrong in a file: its line (1-based, 0 when unknown), its key as a dotted path, and what would be right.

    `variable` is the environment variable that the value came from, where it did not come from the file.
    """

    line: int
    key: str
    message: str
    variable: str = ""


class ConfigError(Exception):
    """A configuration file that cannot be used. `str()` is ready to be shown to the person who edits it."""

    def __init__(self, path: Path | str, faults: Sequence[Fault]) -> None:
        self.path = str(path)
        self.faults = tuple(faults)
        super().__init__("\n".join(self._line(f) for f in self.faults))

    def _line(self, fault: Fault) -> str:
        place = fault.variable or (f"{self.path}:{fault.line}" if fault.line else self.path)
        return ": ".join(part for part in (place, fault.key, fault.message) if part)


class SettingError(ConfigError):
    """A setting that turns out wrong after the file was read; `Document.placed` tells where it stands."""

    def __init__(self, key: str, message: str) -> None:
        super().__init__("", [Fault(0, key, message)])


@dataclass(frozen=True)
class Document:
    """A parsed YAML file, the line on which each key stands, and the environment variables that replaced some."""

    path: str
    data: dict[str, Any]
    lines: dict[Location, int]
    variables: Mapping[Location, str] = field(default_factory=dict)

    def line(self, location: Location) -> int:
        """The line of `location` or of its nearest parent that the file holds."""
        for end in range(len(location), -1, -1):
            if location[:end] in self.lines:
                return self.lines[location[:end]]
        return 0

    def fault(self, location: Location, message: str) -> Fault:
        """What is wrong at `location`, with the line or the variable it stands in."""
        variable = next((self.variables[location[:end]] for end in range(len(location), 0, -1) if location[:end] in self.variables), "")
        return Fault(self.line(location), dotted(location), message, variable)

    def placed(self, error: ConfigError) -> ConfigError:
        """A SettingError with the file and the line its key stands in; any other error as it is."""
        if not isinstance(error, SettingError):
            return error
        return ConfigError(self.path, [self.fault(_steps(one.key), one.message) for one in error.faults])


def read_document(path: Path) -> Document:
    """Parse a YAML file whose top is a mapping. Raises ConfigError, also for duplicate keys and unreadable files."""
    try:
        text = path.read_text("utf-8")
    except OSError as error:
        raise ConfigError(path, [Fault(0, "", f"cannot be read ({error.strerror}); check the path and its permissions")]) from None
    except UnicodeDecodeError:
        raise ConfigError(path, [Fault(0, "", "is not UTF-8; save it as UTF-8")]) from None
    return parse_document(text, str(path))


def parse_document(text: str, path: str) -> Document:
    """Like `read_document`, from text already in memory; `path` is used in messages only."""
    try:
        node = yaml.compose(text, Loader=_Loader)
        lines: dict[Location, int] = {}
        faults: list[Fault] = []
        _walk(node, (), lines, faults, ())
        data = None if faults else yaml.load(text, Loader=_Loader)  # noqa: S506 -- a SafeLoader
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise ConfigError(path, [Fault(line, "", f"is not valid YAML: {error.problem}")]) from None
    except yaml.YAMLError as error:
        raise ConfigError(path, [Fault(0, "", f"is not valid YAML: {error}")]) from None
    except (ValueError, ArithmeticError, TypeError) as error:  # of a tag such as !!int that does not fit its value
        raise ConfigError(path, [Fault(0, "", f"is not valid YAML: a value does not fit its tag ({type(error).__name__}); put it in quotes, without the tag")]) from None
    except RecursionError:
        raise ConfigError(path, [Fault(0, "", "is nested too deeply to be read; take out brackets")]) from None
    if faults:
        raise ConfigError(path, faults)
    if data is None:
        return Document(path, {}, {})
    if not isinstance(data, dict):
        raise ConfigError(path, [Fault(1, "", "must be a mapping of keys to values")])
    return Document(path, data, lines)


class _Loader(yaml.SafeLoader):
    """YAML without dates of its own: nothing in these files is one, and 2026-02-30 in a description is a text like any other."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"] for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()}
_DEEPEST = 40  # keys and list items within each other
_MOST = 100_000  # places in one file, those that an alias repeats among them


def _walk(node: yaml.Node | None, at: Location, lines: dict[Location, int], faults: list[Fault], above: tuple[yaml.Node, ...]) -> None:
    """Note the line of every key below `node`, and what stands twice, refers to itself, or has no end."""
    if node is None or len(lines) > _MOST:
        return
    lines.setdefault(at, node.start_mark.line + 1)
    if len(lines) > _MOST:
        faults.append(Fault(node.start_mark.line + 1, dotted(at), "is too much for one file; do not repeat large parts by alias"))
        return
    if any(node is one for one in above):
        faults.append(Fault(lines[at], dotted(at), "refers to itself; write out what is meant"))
        return
    if len(at) > _DEEPEST:
        faults.append(Fault(lines[at], dotted(at[:3]), "is nested too deeply to be read; take out brackets"))
        return
    above = (*above, node)
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            place = (*at, key.value)
            if place in lines:
                faults.append(Fault(key.start_mark.line + 1, dotted(place), "stands twice; keep one of them"))
            lines[place] = key.start_mark.line + 1
            _walk(value, place, lines, faults, above)
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            _walk(value, (*at, index), lines, faults, above)


def dotted(location: Location) -> str:
    """A key path as people write it: rules[2].when.about[0]."""
    out = ""
    for step in location:
        out += f"[{step}]" if isinstance(step, int) else (f".{step}" if out else step)
    return out


def _steps(key: str) -> Location:
    """The inverse of `dotted`."""
    return tuple(int(number) if number else name for number, name in re.findall(r"\[(\d+)\]|([^.\[\]]+)", key))


def validate(model: type[Model], document: Document) -> Model:
    """Build `model` from the document. Raises ConfigError naming every wrong key with its line and what would be right."""
    try:
        return model.model_validate(document.data)
    except ValidationError as error:
        raise ConfigError(document.path, [_fault(e, model, document) for e in error.errors()]) from None


def _fault(error: Any, model: type[BaseModel], document: Document) -> Fault:
    location: Location = tuple(error["loc"])
    message = str(error["msg"]).removeprefix("Value error, ")
    if error["type"] == "extra_forbidden":
        known = sorted(_keys(model, location[:-1]))
        close = difflib.get_close_matches(str(location[-1]), known, 1)
        message = "unknown key" + (f"; did you mean '{close[0]}'?" if close else f"; known keys: {', '.join(known)}")
    elif error["type"] in ("enum", "literal_error"):
        expected = str(error.get("ctx", {}).get("expected", ""))
        options = [o.strip(" '") for o in expected.replace(" or ", ", ").split(",")]
        close = difflib.get_close_matches(str(error["input"]), options, 1)
        message = f"'{error['input']}' is not known; one of {', '.join(options)}" + (f" (did you mean '{close[0]}'?)" if close else "")
    elif error["type"] in _PLAINLY:
        message = _PLAINLY[error["type"]].format(**{k: int(v) if isinstance(v, float) and v.is_integer() else v for k, v in error.get("ctx", {}).items()})
        if error["type"] != "missing" and error["input"] is None:
            message = f"has no value; {message}, or take the key out"
    elif error["type"] == "string_pattern_mismatch":
        help_text = _help(model, location)
        message = f"'{error['input']}' is not allowed here" + (f"; {help_text}" if help_text else "")
    fault = document.fault(location, message)
    if fault.variable and error["type"] in ("tuple_type", "list_type", "model_type", "model_attributes_type", "dict_type"):
        return replace(fault, message="must be a list or a mapping in JSON")
    return fault


_PLAINLY = {  # what pydantic finds, in the words of somebody who edits the file
    "missing": "is missing; add it",
    "tuple_type": "must be a list: [one, two], or a line for each with '- ' before it",
    "list_type": "must be a list: [one, two], or a line for each with '- ' before it",
    "model_type": "must be a mapping of keys to values",
    "model_attributes_type": "must be a mapping of keys to values",
    "dict_type": "must be a mapping of keys to values",
    "string_type": "must be a text; put it in quotes",
    "path_type": "must be the path of a file",
    "int_type": "must be a whole number",
    "int_parsing": "must be a whole number",
    "int_from_float": "must be a whole number",
    "float_type": "must be a number",
    "float_parsing": "must be a number",
    "finite_number": "must be a number",
    "bool_type": "must be true or false",
    "bool_parsing": "must be true or false",
    "greater_than": "must be more than {gt}",
    "greater_than_equal": "must be at least {ge}",
    "less_than": "must be less than {lt}",
    "less_than_equal": "must be at most {le}",
    "string_too_long": "must have {max_length} characters at most",
    "string_too_short": "must have {min_length} characters at least",
}


def _help(model: type[BaseModel], location: Location) -> str:
    """The help text of the field at `location`."""
    current: Any = model
    text = ""
    for step in location:
        if isinstance(step, int):
            continue
        found = current.model_fields.get(step) if isinstance(current, type) and issubclass(current, BaseModel) else None
        if found is None:
            return ""
        text, current = found.description or "", _model_in(found.annotation)
    return text


def _keys(model: type[BaseModel], location: Location) -> set[str]:
    """Keys allowed at `location` below `model`, as far as the annotations tell."""
    current: Any = model
    for step in location:
        if isinstance(step, int):
            continue
        found = current.model_fields.get(step) if isinstance(current, type) and issubclass(current, BaseModel) else None
        if found is None:
            return set()
        current = _model_in(found.annotation)
    if isinstance(current, type) and issubclass(current, BaseModel):
        return {f.alias or n for n, f in current.model_fields.items()}
    return set()


def _model_in(annotation: Any) -> Any:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for inner in getattr(annotation, "__args__", ()):
        found = _model_in(inner)
        if found is not None:
            return found
    return None
