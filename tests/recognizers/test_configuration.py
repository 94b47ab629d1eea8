"""recognizers.yaml: what it switches, and what it says when it is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from recognizers import RecognizersError, build_analyzer

SHIPPED = Path(__file__).parents[2] / "config" / "recognizers.yaml"


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "recognizers.yaml"
    path.write_text(text, "utf-8")
    return path


def test_the_shipped_example_is_the_default() -> None:
    assert SHIPPED.read_text("utf-8") == (Path(__file__).parents[2] / "recognizers" / "defaults.yaml").read_text("utf-8")
    assert len(build_analyzer(SHIPPED).get_supported_entities("ja")) == 19


def test_a_recognizer_can_be_switched_off_or_asked_for_more(tmp_path: Path) -> None:
    analyzer = build_analyzer(write(tmp_path, "recognizers:\n  AGE: {enabled: false}\n  PHONE_NUMBER: {min_score: 0.99}\n"))
    assert "AGE" not in analyzer.get_supported_entities("ja")
    assert [r for r in analyzer.analyze("TEL 03-9999-0000 45歳", "ja") if r.entity_type in ("AGE", "PHONE_NUMBER")] == []


def test_known_names_are_always_found_and_others_never(tmp_path: Path) -> None:
    analyzer = build_analyzer(write(tmp_path, "people: {always: [ぽん太], never: [佐藤]}\ncompanies: {always: [ミ・ナ・モ], never: [青空銀行]}\n"))
    text = "ぽん太は佐藤さんとミ・ナ・モへ、青空銀行経由で"
    found = {(r.entity_type, text[r.start:r.end]) for r in analyzer.analyze(text, "ja")}
    assert {("PERSON", "ぽん太"), ("ORGANIZATION", "ミ・ナ・モ")} <= found
    assert not found & {("PERSON", "佐藤"), ("ORGANIZATION", "青空銀行")}


@pytest.mark.parametrize(("text", "said"), [
    ("engin: sudachi", "did you mean 'engine'"),
    ("min_score: 0.5\nengine: spacy", ":2: engine: is not known; known: sudachi, ginza"),
    ("people: {alway: [x]}", "people.alway: is not known; did you mean 'always'?"),
    ("min_score: !!int x", "not valid YAML"),
    ("recognizers: {PERSONS: {}}", "did you mean 'PERSON'"),
    ("recognizers: {PERSON: {min_score: 7}}", "recognizers.PERSON.min_score"),
    ("a: [", "not valid YAML"),
    ("- x", "mapping"),
])
def test_a_wrong_file_is_refused_with_file_key_and_remedy(tmp_path: Path, text: str, said: str) -> None:
    path = write(tmp_path, text)
    with pytest.raises(RecognizersError) as refused:
        build_analyzer(path)
    assert str(path) in str(refused.value)
    assert said in str(refused.value)


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(RecognizersError, match="cannot be read"):
        build_analyzer(tmp_path / "none.yaml")


def test_ginza_without_the_extra_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise OSError(f"[E050] Can't find model '{name}'.")

    monkeypatch.setattr("spacy.load", missing)  # as spaCy answers where the extra is not installed, wherever this test runs
    with pytest.raises(RecognizersError, match="pip install"):
        build_analyzer(write(tmp_path, "engine: ginza\n"))


def test_stock_presidio_can_be_built_beside_ours_in_one_process():
    """Presidio finds its predefined recognizers by class name among all subclasses: none of ours may bear such a name."""
    from presidio_analyzer import EntityRecognizer

    def below(kind: type) -> set[type]:
        return {kind} | {deeper for one in kind.__subclasses__() for deeper in below(one)}

    kinds = below(EntityRecognizer)
    ours = {kind.__name__ for kind in kinds if kind.__module__.startswith("recognizers")}
    theirs = {kind.__name__ for kind in kinds if kind.__module__.startswith("presidio_analyzer")}
    assert len(ours) > 15
    assert not ours & theirs
