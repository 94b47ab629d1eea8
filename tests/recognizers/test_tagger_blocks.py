"""Long texts are tagged block by block: where blocks part makes no difference."""

from __future__ import annotations

import random

import pytest

from recognizers.model import tagger
from recognizers.model.load import model
from recognizers.model.words import naming_words, telling_words
from recognizers.nlp import JapaneseArtifacts
from recognizers.reading import Reading

SENTENCES = [
    "柏木さんは以前トヨハシ電機にお勤めだったそうです。", "株式会社みなとの三宅です。", "見積をお送りします。\n", "前職は北浜信用金庫、今は小野寺が担当です。",
    "森下は先月から入院している。", "\n", "出席者：鳥越、望月、橘\n", "佐々木 薫\nひびきシステム 営業部\n",
]


@pytest.mark.parametrize("name", ["speech", "prose", "clauses"])
def test_the_labels_of_a_text_do_not_depend_on_where_its_blocks_part(name, monkeypatch):
    dice = random.Random(1)
    artifacts = JapaneseArtifacts("".join(dice.choice(SENTENCES) for _ in range(400)))
    reading = Reading.of(artifacts)
    words = telling_words(reading) if name == "clauses" else naming_words(reading)
    for lean in (0.0, 4.0):
        whole = model(name).score(words).labels(lean)
        assert len(set(whole)) > 2
        for size in (96, 131, 1024):
            monkeypatch.setattr(tagger, "_BLOCK", size)
            assert model(name).score(words).labels(lean) == whole
        monkeypatch.undo()


def test_a_sentence_longer_than_a_block_is_tagged_to_its_end(monkeypatch):
    artifacts = JapaneseArtifacts("柏木さんは三宅さんと、" * 200)
    words = naming_words(Reading.of(artifacts))
    whole = model("speech").tag(words)
    assert whole.count("B-PERSON") == 400
    monkeypatch.setattr(tagger, "_BLOCK", 64)
    assert model("speech").tag(words).count("B-PERSON") == 400
    assert len(model("speech").tag(words)) == len(words)


@pytest.mark.parametrize("name", ["speech", "prose", "clauses"])
def test_what_was_read_before_is_read_as_for_the_first_time(name, monkeypatch):
    dice = random.Random(2)
    monkeypatch.setattr(tagger, "_SENTENCES", 60)  # so that some are forgotten on the way
    used = model(name)
    for _ in range(60):
        artifacts = JapaneseArtifacts("".join(dice.choice(SENTENCES) for _ in range(dice.randrange(1, 12))) + dice.choice(["", "以上", "柏木"]))
        reading = Reading.of(artifacts)
        words = telling_words(reading) if name == "clauses" else naming_words(reading)
        scored = used.score(words)
        found = [scored.labels(lean) for lean in (0.0, 4.0, 0.0)]
        used._kept.clear()
        fresh = used.score(words)
        assert found == [fresh.labels(lean) for lean in (0.0, 4.0, 0.0)]
        assert len(used._kept) <= 60 + len(words)
        used.score(words[:3])  # and back among what is known, now with other words after it


def test_a_sentence_seen_again_between_the_same_words_is_not_scored_again(monkeypatch):
    words = naming_words(Reading.of(JapaneseArtifacts("".join(SENTENCES))))
    used = model("speech")
    first = used.tag(words)
    scored = []
    monkeypatch.setattr(used, "_scores", scored.append)
    assert used.tag(words) == first
    assert not scored
