"""The row of a word is what all its features add up to, however it was put together."""

from __future__ import annotations

import numpy as np
import pytest

from recognizers.model.load import model
from recognizers.model.words import naming_words, telling_words
from recognizers.nlp import JapaneseArtifacts
from recognizers.reading import Reading

TEXT = """佐々木様

お世話になっております。ひびきシステムの三宅です。
御社の小野寺さんは以前トヨハシ電機にお勤めだったそうですが、今は入院されているとのことでした。
私も前職は北浜信用金庫でした。見積は来週お送りします。
"""


@pytest.mark.parametrize("name", ["speech", "prose", "clauses"])
def test_a_words_row_is_the_sum_of_its_features(name):
    reading = Reading.of(JapaneseArtifacts(TEXT))
    words = list(dict.fromkeys(telling_words(reading) if name == "clauses" else naming_words(reading)))
    used = model(name)
    view, rows = used._view, used._words
    features = [view.of_word(word) for word in words]
    whole = used._word_sums.of(list(dict.fromkeys((*own, *near))) for own, near, _ in features)
    found = rows.find(words)  # makes more rows where it needs them
    np.testing.assert_allclose(rows.scores[found], whole, rtol=1e-3, atol=1e-3)


def test_what_the_sentence_holds_is_all_that_parts_the_kinds_of_a_word():
    view = model("clauses")._view
    reading = Reading.of(JapaneseArtifacts(TEXT))
    for word in telling_words(reading):
        plain = word._replace(kinds="")
        alone = set(view.of_word(word)[0]) - set(view.of_held(word))
        assert alone == set(view.of_word(plain)[0]) - set(view.of_held(plain))
        assert set(view.of_held(word)) == set(view.of_held(word._replace(surface="", sense=word.sense.partition(".")[0])))


def test_pairs_are_known_again_in_other_sentences():
    reading = Reading.of(JapaneseArtifacts("小野寺さんは来ます。\nそうですか。小野寺さんは以前も来ました。\n"))
    used = model("clauses")
    words = telling_words(reading)
    names, kinds = [word.surface for word in words], [word.kinds for word in words]
    first, second = (i for i, surface in enumerate(names) if surface == "さん")
    assert kinds[first] != kinds[second]
    rows = np.array(used._words.find([words[first], words[second]]))
    assert rows[0] != rows[1]
    assert used._words.alone(rows)[0] == used._words.alone(rows)[1]
