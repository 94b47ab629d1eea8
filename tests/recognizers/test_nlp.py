"""The one pass over a text: offsets into the original, whatever the text is made of."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from presidio_analyzer import AnalyzerEngine

from recognizers.nlp import JapaneseArtifacts, SudachiNlpEngine
from recognizers.normalize import fold
from recognizers.running import run_on

WRITTEN = ["㈱ひびき", "ｶﾌﾞｼｷｶﾞｲｼｬ ﾊﾟﾝﾀﾞ", "😀佐藤さん👨\u200d👩\u200d👧", "田\u200b中さん", "か\u3099んばる", "一行\r\n二行\u2028三行", "葛\U000e0100飾", "\ud800壊れた\udc00", "①②Ⅳ№", ""]


@pytest.mark.parametrize("text", WRITTEN)
def test_tokens_cover_the_text_as_it_was_sent(text: str) -> None:
    artifacts = JapaneseArtifacts(text)
    assert "".join(word for word, _, _ in artifacts.words) == text
    assert len(artifacts.tokens_indices) == len(artifacts.lemmas) == len(artifacts.words)
    assert len(artifacts.tokens) == len(artifacts.words)


@settings(max_examples=60, deadline=None)
@given(st.text(st.sampled_from("㈱ｶﾞ佐藤さん は\r\n>以前、働か。\u200b😀か\u3099A1-ー"), max_size=60))
def test_every_morpheme_leads_back_to_the_original(text: str) -> None:
    artifacts = JapaneseArtifacts(text)
    for one in artifacts.morphemes:
        start, end = artifacts.running.span(one.start, one.end)
        assert 0 <= start <= end <= len(text)
        assert one.surface == artifacts.running.text[one.start:one.end]
    assert "".join(word for word, _, _ in artifacts.words) == text


def test_a_name_cut_by_a_line_break_is_one_name_with_the_break_inside(analyzer: AnalyzerEngine) -> None:
    text = "先週ごあいさつした新しいご担当の方は、たしか佐々\r\n木さんとおっしゃる方だったと思いますがいかがでしょうか。"
    found = [text[r.start:r.end] for r in analyzer.analyze(text, "ja") if r.entity_type == "PERSON"]
    assert found == ["佐々\r\n木"]


def test_quoting_marks_between_two_lines_do_not_cut_a_sentence() -> None:
    running = run_on(fold("> 雪村様は以前、丸の内リースという会社で働かれ\n> ていたと伺っております。"))
    assert running.text == "> 雪村様は以前、丸の内リースという会社で働かれていたと伺っております。"


def test_salutations_lists_and_signatures_keep_their_lines() -> None:
    text = "株式会社立花工務店\n雪村様\n・見積は木曜までに出します\n・図面は金曜です\nTEL 03-9999-0000"
    assert run_on(fold(text)).text == text


def test_long_texts_are_read_in_pieces_without_losing_a_character() -> None:
    text = "佐藤さんは以前、北斗精機で働いていた。\n" * 3000
    artifacts = JapaneseArtifacts(text)
    assert artifacts.morphemes[-1].end == len(artifacts.running.text)
    assert all(a.end == b.start for a, b in zip(artifacts.morphemes, artifacts.morphemes[1:], strict=False))


def test_the_engine_refuses_another_language_and_knows_its_own() -> None:
    engine = SudachiNlpEngine()
    assert engine.get_supported_languages() == ["ja"]
    with pytest.raises(ValueError, match="Japanese"):
        engine.process_text("hello", "en")
    assert [text for text, _ in engine.process_batch(["あ", "い"], "ja")] == ["あ", "い"]
