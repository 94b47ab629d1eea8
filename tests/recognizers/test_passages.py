"""The reader of passages: which passages it is given, what it is told of their words, and that its say is heeded where it stands."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recognizers.model import load
from recognizers.model.decoding import Scored, Sentence
from recognizers.model.passages import CLOSING, KINDS, UNKNOWN, WORDS, Seen, passages, seen
from recognizers.model.pieces import Pieces
from recognizers.model.telling import COMPANY, PERSON
from recognizers.nlp import JapaneseArtifacts
from recognizers.prefilter import Opening
from recognizers.reading import Reading

KNOWN = Pieces(["", "あ", "い", "う", "あい", "いう", "転職"], [0, -5, -5, -5, -6, -9, -8], UNKNOWN)


def careers(text: str) -> list[str]:
    reading = Reading.of(JapaneseArtifacts(text))
    return [reading.text[one.start:one.end] for one in reading.telling.told().careers]


@given(st.sets(st.integers(0, 300)), st.integers(0, 300), st.integers(1, 40))
def test_a_text_is_parted_into_passages_of_whole_sentences_without_gap_or_overlap(ends, count, longest):
    closings = sorted(one for one in ends if one < count)
    made = list(passages(closings, count, longest))
    assert [i for start, end in made for i in range(start, end)] == list(range(count))
    assert all(end - start <= longest for start, end in made)
    borders = {0, count, *(one + 1 for one in closings)}
    for start, end in made:
        if end not in borders:  # a sentence of its own that is too long
            assert end - start == longest
            assert not any(start < border < end for border in borders)


def test_as_many_sentences_as_fit_are_read_together():
    assert list(passages([4, 9, 14, 19], 23, 12)) == [(0, 10), (10, 20), (20, 23)]


def test_a_word_is_cut_where_its_pieces_are_likeliest_together():
    assert KNOWN.of("あいう") == (4, 3)
    assert KNOWN.of("転職") == (6,)


def test_what_has_no_piece_is_unknown_and_spaces_are_nothing():
    assert KNOWN.of("あ鬱あ") == (1, UNKNOWN, 1)
    assert KNOWN.of(" \u3000") == ()
    assert KNOWN.of("ｱ") == (UNKNOWN,)  # folded as the texts are: full width


def test_a_word_of_any_length_costs_no_more_than_a_long_one():
    assert len(KNOWN.of("あ" * 100_000)) == 32


def test_names_are_told_from_other_words_and_lines_end_alike():
    assert seen(KNOWN, "あい", PERSON) == Seen((4,), KINDS.index(PERSON))
    assert seen(KNOWN, "あい", COMPANY) == Seen((4,), KINDS.index(COMPANY))
    assert seen(KNOWN, "あい", "名詞") == Seen((4,), 0)
    assert seen(KNOWN, "\n", "補助記号") == Seen((CLOSING,), 0)


def test_every_word_gets_the_probability_of_each_label_and_whose_it_is_and_a_space_nothing():
    reader = load.reader()
    assert reader is not None
    said = reader.read(["以前", " ", "銀行", "に", "い", "た", "。"], ["名詞", "空白", "名詞", "助詞", "動詞", "助動詞", "補助記号"])
    assert said.scores.shape == (7, len(reader.labels))
    assert said.whose.shape == (7,)
    assert not said.scores[1].any()
    assert not said.whose[1]
    assert np.allclose(np.exp(np.delete(said.scores, 1, axis=0)).sum(axis=1), 1, atol=1e-3)


def test_a_passage_is_judged_alike_whatever_was_read_before():
    reader = load.reader()
    assert reader is not None
    words = ["前", "は", "倉庫", "で", "働い", "て", "い", "た"], ["名詞"] * 8
    scores, whose = (one.copy() for one in reader.read(*words))
    reader.read(["別", "の", "文"], ["名詞"] * 3)
    reader.judge.cache_clear()
    again = reader.read(*words)
    assert np.array_equal(again.scores, scores)
    assert np.array_equal(again.whose, whose)


def test_a_passage_longer_than_there_are_places_is_read_as_far_as_they_go():
    reader = load.reader()
    assert reader is not None
    said = reader.read(["鬱鬱鬱鬱鬱鬱鬱鬱鬱鬱"] * WORDS, ["名詞"] * WORDS)
    assert said.scores[0].any()
    assert not said.scores[-1].any()


def whose(text: str, clause: str) -> float | None:
    reading = Reading.of(JapaneseArtifacts(text))
    start = reading.text.index(clause)
    return reading.telling.anothers(start, start + len(clause))


def test_the_words_of_a_statement_say_whether_it_is_somebody_elses():
    hers = whose("あの方、結婚なさる前は製鉄所の検査室に勤めていらしたそうですよ。", "製鉄所の検査室に勤めていらした")
    mine = whose("申し遅れました。私は前職では製鉄所の検査室に勤めておりました。", "製鉄所の検査室に勤めておりました")
    assert hers is not None
    assert mine is not None
    assert hers > 1 > -1 > mine


def test_nothing_is_said_of_whose_where_nothing_was_read_again():
    assert whose("明日の納品は午前十時にお願いいたします。", "納品は午前十時") is None


@pytest.mark.parametrize(("text", "told"), [
    ("駅前で買ってきました。\nレジに料理長の奥さんがいてびっくり。\n今週から麦の穂で働いてるそうです。", "今週から麦の穂で働いてる"),
    ("二人とも洋裁学校の出です。お礼は羊羹で。", "二人とも洋裁学校の出"),
    ("見積の返事がやけに早いでしょう、川上木材の事務の方。\n株の電話オペレーターだったそうで、折り返しが五分以内です。", "株の電話オペレーターだった"),
])  # fmt: skip
def test_a_word_that_careers_are_told_with_has_its_passage_read_again(text: str, told: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert careers(text) == [told]
    monkeypatch.setattr("recognizers.told._WORKING", Opening(re.compile(r"(?!)")))
    monkeypatch.setattr(Reading, "careers_by_rule", [])
    assert careers(text) == [], "tagger and network see it by themselves: this says nothing about what is read again"


def test_a_passage_is_read_again_where_a_frame_alone_sees_something(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("recognizers.told._WORKING", Opening(re.compile(r"(?!)")))
    reading = Reading.of(JapaneseArtifacts("席替え、門脇さんは窓ぎわに移ります。\n前はコピー機があったところです。"))
    assert reading.careers_by_rule
    assert reading.telling.denied(reading.careers_by_rule[0].start, reading.careers_by_rule[0].end)


def test_nothing_is_started_before_it_reads():
    code = "import os; from recognizers.model.load import reader; reader(); print(len(os.listdir('/proc/self/task')))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env={**os.environ, "OPENBLAS_NUM_THREADS": "1"})
    assert ran.stdout == "1\n"


def test_what_it_adds_counts_for_the_sentences_of_its_passages_alone():
    cached: list[dict[float, list[int]]] = [{0.0: [1, 1]}, {0.0: [1, 1]}]
    scored = Scored(["O", "B"], np.zeros((2, 2), np.float32), np.zeros((5, 2), np.float32), [Sentence(0, 2, cached[0]), Sentence(3, 5, cached[1])])
    heeded = scored.heeding({(0, 3): np.array([[5, 0]] * 3, np.float32)})
    assert heeded.labels() == ["O", "O", "O", "B", "B"]
    assert scored.labels() == ["B", "B", "O", "B", "B"]
    assert cached[0] == {0.0: [1, 1]}


def test_a_damaged_file_is_named(tmp_path: Path):
    for path in load.HERE.glob("*.npz"):
        (tmp_path / path.name).symlink_to(path)
    broken = load.reader_file(tmp_path, "clauses")
    broken.unlink()
    broken.write_bytes(load.reader_file(load.HERE, "clauses").read_bytes()[:5000])
    with load.models_of(tmp_path), pytest.raises(load.BrokenModel, match=broken.name):
        load.reader()


def test_without_it_tagger_and_network_tell_what_they_can(tmp_path: Path):
    for path in load.HERE.glob("*.npz"):
        shutil.copy(path, tmp_path)
    load.reader_file(tmp_path, "clauses").unlink()
    with load.models_of(tmp_path):
        assert load.reader() is None
        assert careers("田中さんは以前、青空銀行に勤めていました。")


def test_the_same_is_found_whatever_the_names():
    one, other = careers("佐藤さんは5年前まで青空銀行で窓口をしていたそうです。"), careers("勅使河原さんは5年前まで白樺電機で窓口をしていたそうです。")
    assert [each.replace("佐藤", "勅使河原").replace("青空銀行", "白樺電機") for each in one] == other
