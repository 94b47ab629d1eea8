"""`recognizers.yaml`: which recognizers run, with what scores, on which engine, and the names an administrator knows."""

from __future__ import annotations

import difflib
from importlib import resources
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

Entity = Literal[
    "PERSON", "ORGANIZATION", "JP_EMPLOYER", "JP_CAREER_HISTORY", "JP_SENSITIVE", "PHONE_NUMBER", "EMAIL_ADDRESS", "JP_ADDRESS", "DATE_OF_BIRTH", "AGE",
    "JP_MY_NUMBER", "CREDIT_CARD", "JP_BANK_ACCOUNT", "JP_DRIVER_LICENSE", "JP_PASSPORT", "JP_RESIDENCE_CARD", "JP_PENSION_NUMBER", "JP_HEALTH_INSURANCE", "JP_EMPLOYEE_ID",
]  # fmt: skip
Score = Annotated[float, Field(ge=0, le=1)]


class RecognizersError(Exception):
    """A recognizers file that cannot be used; `str()` names file, key and remedy."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class RecognizerSetting(_Strict):
    """One recognizer's settings."""

    enabled: bool = True
    min_score: Score | None = None


class KnownNames(_Strict):
    """Names that are always found, or never."""

    always: tuple[str, ...] = ()
    never: tuple[str, ...] = ()


class RecognizersConfig(_Strict):
    """The whole file."""

    engine: Literal["sudachi", "ginza"] = "sudachi"
    min_score: Score = 0.4
    recognizers: dict[Entity, RecognizerSetting] = Field(default_factory=dict)
    people: KnownNames = KnownNames()
    companies: KnownNames = KnownNames()


def load_config(path: Path | None) -> RecognizersConfig:
    """The configuration in `path`, or the shipped one. Raises RecognizersError naming file, key and remedy."""
    name = str(path) if path else "recognizers/defaults.yaml"
    try:
        text = path.read_text("utf-8") if path else resources.files("recognizers").joinpath("defaults.yaml").read_text("utf-8")
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        data = yaml.safe_load(text)
    except OSError as error:
        raise RecognizersError(f"{name}: cannot be read ({error.strerror}); check the path and its permissions") from None
    except UnicodeDecodeError:
        raise RecognizersError(f"{name}: is not UTF-8; save it as UTF-8") from None
    except yaml.YAMLError as error:
        raise RecognizersError(f"{name}: is not valid YAML: {' '.join(str(error).split())}; correct the line named") from None
    except (ValueError, ArithmeticError, TypeError, RecursionError) as error:  # of a tag such as !!int that does not fit its value, or endless brackets
        raise RecognizersError(f"{name}: is not valid YAML ({type(error).__name__}); begin again from the shipped file") from None
    if not isinstance(data or {}, dict):
        raise RecognizersError(f"{name}: must be a mapping of keys to values; begin with 'engine: sudachi'")
    try:
        return RecognizersConfig.model_validate(data or {})
    except ValidationError as error:
        raise RecognizersError("\n".join(f"{name}:{_line(node, one['loc'])}: {_fault(one)}" for one in error.errors())) from None


def _fault(error: Any) -> str:
    place = ".".join(str(step) for step in error["loc"] if step != "[key]")
    known: list[str] = []
    if error["type"] == "extra_forbidden":
        known = sorted((RecognizersConfig, KnownNames, RecognizerSetting)[len(error["loc"]) - 1].model_fields)
    elif error["type"] == "literal_error":
        known = [*Entity.__args__] if error["loc"][0] == "recognizers" else ["sudachi", "ginza"]  # type: ignore[attr-defined]
    if known:
        close = difflib.get_close_matches(str(error["loc"][-1] if error["type"] == "extra_forbidden" else error["input"]), known, 1)
        return f"{place}: is not known" + (f"; did you mean '{close[0]}'?" if close else f"; known: {', '.join(known)}")
    return f"{place}: {error['msg']}; correct the value"


def _line(node: yaml.Node | None, place: tuple[int | str, ...]) -> int:
    """The line of the innermost key of `place` that the file holds, 1-based."""
    line = node.start_mark.line + 1 if node else 1
    for step in place:
        if not isinstance(node, yaml.MappingNode):
            break
        key, node = next(((key, value) for key, value in node.value if key.value == step), (None, None))
        line = key.start_mark.line + 1 if key else line
    return line
