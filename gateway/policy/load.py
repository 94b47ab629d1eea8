"""Reading the policy file, and reading it again when it changes."""

from __future__ import annotations

import hashlib
import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gateway.configfile import parse_document, read_document, validate
from gateway.policy.schema import Policy


@dataclass(frozen=True)
class LoadedPolicy:
    """A policy in force. `version` is the first 12 hex digits of the file's SHA-256; `loaded_at` is Unix time in seconds."""

    policy: Policy
    version: str
    path: str
    loaded_at: float


def load_policy(path: Path) -> LoadedPolicy:
    """Read and validate. Raises ConfigError with file, line, key and remedy for every fault."""
    read_document(path)  # says why a file cannot be read
    text = path.read_text("utf-8")
    return policy_from_text(text, str(path))


def policy_from_text(text: str, path: str) -> LoadedPolicy:
    """A policy from text in memory; `path` is used in messages only."""
    policy = validate(Policy, parse_document(text, path))
    return LoadedPolicy(policy, hashlib.sha256(text.encode()).hexdigest()[:12], path, time.time())


def json_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of the policy file, for editors."""
    schema = Policy.model_json_schema()
    rule = schema["$defs"]["Rule"]["properties"]
    one = {"$ref": "#/$defs/Condition"}
    for key in schema["$defs"]["Condition"]["properties"].values():
        if key.get("type") == "array":
            key["minItems"] = 1
    for key in ("when", "unless"):  # a single condition may stand without its list
        rule[key] = {"description": rule[key].get("description", ""), "anyOf": [one, {"type": "array", "items": one}]}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Sekisho policy", **schema}


def schema_text() -> str:
    """The schema as it stands in `config/policy.schema.json`."""
    return json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n"
