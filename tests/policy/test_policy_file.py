"""A policy file with a mistake is refused with file, line, key and what would be right."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
import yaml

from gateway.configfile import ConfigError
from gateway.policy.load import load_policy, policy_from_text, schema_text
from gateway.policy.schema import Condition, Department, Organization, Policy, Review, Rule

ROOT = Path(__file__).parents[2]
GOOD = "rules:\n- id: a\n  when: {entities: [PERSON]}\n  action: tag\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("rules:\n- id: a\n  whan: {}\n  when: {}\n  action: tag\n", "p.yaml:3: rules[0].whan: unknown key; did you mean 'when'?"),
        (GOOD.replace("tag", "quarantne"), "p.yaml:4: rules[0].action: 'quarantne' is not known; one of pass, tag, redact, quarantine, block (did you mean 'quarantine'?)"),
        (GOOD.replace("PERSON", "PERSONS"), "p.yaml:3: rules[0].when[0].entities[0]: 'PERSONS' is not known; one of PERSON"),
        (GOOD + GOOD[7:], "rule id 'a' stands twice"),
        ("rules:\n- id: a\n  action: tag\n", "p.yaml:2: rules[0].when: is missing; add it"),
        ("rules: [\n", "is not valid YAML"),
        ("- a\n", "must be a mapping"),
        ("", "rules: is missing"),
        (GOOD + "rules: []\n", "rules: stands twice"),
        (GOOD.replace("[PERSON]", "[PERSON], recipient_groups: [x]"), "names the group 'x', which organization.groups does not have"),
        (GOOD.replace("{entities: [PERSON]}", "[]"), "needs at least one condition"),
        (GOOD.replace("[PERSON]", "[PERSON], min_score: 2"), "p.yaml:3: rules[0].when[0].min_score"),
        (GOOD.replace("id: a", "id: Ä"), "p.yaml:2: rules[0].id"),
        ("version: 2\n" + GOOD, "p.yaml:1: version"),
        ("x: &x [*x]\nrules: *x\n", "x[0]: refers to itself"),
        ("rules: " + "[" * 3000, "nested too deeply"),
        ("rules: " + "[" * 60 + "]" * 60, "p.yaml:1: rules[0][0]: is nested too deeply"),
        ("a: &a [1,1,1,1,1,1,1,1,1,1]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: [*d,*d,*d,*d,*d,*d,*d,*d,*d,*d]\n", "too much for one file"),
        ("rules: !!int x\n", "does not fit its tag"),
        ("rules: 5\n", "p.yaml:1: rules: must be a list"),
        (GOOD.replace("{entities: [PERSON]}", "null"), "p.yaml:3: rules[0].when: has no value; must be a list"),
        (GOOD.replace("id: a", "id: a b"), "p.yaml:2: rules[0].id: 'a b' is not allowed here; Name used in reports"),
        (GOOD.replace("[PERSON]", "[PERSON], min_count: some"), "min_count: must be a whole number"),
        (GOOD.replace("[PERSON]", "[PERSON], min_count: 0"), "min_count: must be at least 1"),
        (GOOD.replace("[PERSON]", "[PERSON], hearsay: perhaps"), "hearsay: must be true or false"),
        (GOOD.replace("[PERSON]", "[]"), "p.yaml:3: rules[0].when[0].entities: is an empty list; name at least one, or take the key out"),
        (GOOD + "  unless: {about: []}\n", "rules[0].unless[0].about: is an empty list"),
        (GOOD + "  unless: {}\n", "p.yaml:5: rules[0].unless: holds an exception without any key"),
        (GOOD + "  description: 2026-02-30\n  acton: x\n", "p.yaml:6: rules[0].acton: unknown key"),
    ],
)
def test_mistakes_are_named_with_line_key_and_remedy(text, said):
    with pytest.raises(ConfigError) as error:
        policy_from_text(text, "p.yaml")
    assert said in str(error.value)


def test_every_mistake_is_named_at_once():
    with pytest.raises(ConfigError) as error:
        policy_from_text("rules:\n- {id: a, when: {x: 1}, action: tag}\n- {id: b, when: {}, action: no}\n", "p.yaml")
    assert len(error.value.faults) == 2


def test_a_missing_or_undecodable_file_is_said_in_words(tmp_path):
    with pytest.raises(ConfigError, match="cannot be read"):
        load_policy(tmp_path / "none.yaml")
    (tmp_path / "sjis.yaml").write_bytes("説明".encode("cp932"))
    with pytest.raises(ConfigError, match="UTF-8"):
        load_policy(tmp_path / "sjis.yaml")


def test_the_shipped_policy_is_good_and_fits_the_shipped_schema():
    load_policy(ROOT / "config/policy.yaml")
    schema = json.loads((ROOT / "config/policy.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator(schema).validate(yaml.safe_load((ROOT / "config/policy.yaml").read_text("utf-8")))
    assert (ROOT / "config/policy.schema.json").read_text("utf-8") == schema_text(), "run: sekisho policy schema > config/policy.schema.json"


def test_the_schema_refuses_what_the_reader_refuses():
    schema = json.loads(schema_text())
    validator = jsonschema.Draft202012Validator(schema)
    for text in (GOOD.replace("tag", "explode"), GOOD.replace("entities", "entity"), GOOD.replace("PERSON", "X"), GOOD.replace("[PERSON]", "[]")):
        assert list(validator.iter_errors(yaml.safe_load(text)))
    assert not list(validator.iter_errors(yaml.safe_load(GOOD)))


@pytest.mark.parametrize("model", [Policy, Rule, Condition, Organization, Department, Review])
def test_every_key_has_help_and_is_in_the_reference(model):
    reference = (ROOT / "docs/policy.md").read_text("utf-8")
    for name, field in model.model_fields.items():
        assert field.description or name in ("version", "organization"), name
        assert f"`{name}`" in reference, name


@pytest.mark.parametrize("domain", ["@partner.example", "user@partner.example", " partner.example", "a.example, b.example", "https://partner.example", "partner..example", ".example", "."])
@pytest.mark.parametrize("where", ["organization: {{domains: ['{0}']}}\nrules: []\n", "rules: [{{id: a, when: {{recipient_domains: ['{0}']}}, action: tag}}]\n"])
def test_a_domain_that_no_address_can_have_is_refused(domain: str, where: str) -> None:
    with pytest.raises(ConfigError, match="is no mail domain"):
        policy_from_text(where.format(domain), "p")


def test_a_domain_with_the_dot_of_the_root_is_the_same_domain() -> None:
    assert policy_from_text("organization: {domains: ['Partner.example.', '*.partner.example.']}\nrules: []\n", "p").policy.organization.domains == ("Partner.example", "*.partner.example")


@pytest.mark.parametrize("mark", ["[A]\\nB", "a\\r\\nBcc: x@y.example"])
def test_a_mark_of_two_lines_is_refused(mark: str) -> None:
    with pytest.raises(ConfigError, match="must be one line"):
        policy_from_text(f'subject_mark: "{mark}"\nrules: []\n', "p")


def test_a_mark_from_a_block_of_yaml_is_a_line() -> None:
    assert policy_from_text("subject_mark: |\n  [CHECK]\nrules: []\n", "p").policy.subject_mark == "[CHECK]"
