"""What the models learn from: tags read and kept through every change of the text, and the same file from the same texts."""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recognizers.model import load, telling, train
from recognizers.model.compose import renamed
from recognizers.model.tagged_text import TaggedText, labels, messages, public_texts, untagged, within, written
from recognizers.nlp import JapaneseArtifacts, Morpheme
from recognizers.told import clauses_of

CORPUS = Path(__file__).parents[1] / "corpus" / "train"
WRITTEN = sorted(train.TEXT.glob("*.txt"))
ROOT = Path(__file__).parents[2]


def marked(one: TaggedText, label: str) -> list[str]:
    """What the tags of one label mark, in text order."""
    return [one.text[start:end] for start, end, found in sorted(one.tags) if found == label]


def tagged(text: str) -> TaggedText:
    return TaggedText("here", "here-1", *untagged(text))


# Tags off the text

def test_tags_are_taken_off_and_kept_by_place_inner_ones_first():
    text, tags = untagged("<CAREER><PERSON>柏木</PERSON>さんは以前<EMPLOYER>トヨハシ電機</EMPLOYER>に勤めていた</CAREER>。")
    assert text == "柏木さんは以前トヨハシ電機に勤めていた。"
    assert [(text[start:end], label) for start, end, label in tags] == [("柏木", "PERSON"), ("トヨハシ電機", "EMPLOYER"), ("柏木さんは以前トヨハシ電機に勤めていた", "CAREER")]


@pytest.mark.parametrize("text", ["<PERSON>柏木", "柏木</PERSON>", "<PERSON>柏木</ORG>", "<CAREER><PERSON>柏木</CAREER></PERSON>", "</PERSON>柏木<PERSON>"])
def test_a_tag_left_open_or_closed_twice_is_refused(text):
    with pytest.raises(ValueError, match="tag <"):
        untagged(text)


def test_what_only_looks_like_a_tag_stays_in_the_text():
    text = "納期 < 3日 <柏木> <m.sato@kita.example> <b>強調</b> 5>3"
    assert untagged(text) == (text, ())


plain = st.text(st.sampled_from("田中は、の。\n 　>様A1ｱ\u3099𠮷㈱"), max_size=6)
LABELS = ("PERSON", "ORG", "EMPLOYER", "CAREER", "SENSITIVE")
nested = st.recursive(plain.map(lambda text: (text, [])), lambda inner: st.builds(
    lambda label, pieces, tail: (f"<{label}>" + "".join(made for made, _ in pieces) + f"</{label}>{tail}",
                                 [*(one for _, found in pieces for one in found), (label, "".join(made for made, _ in pieces))]),
    st.sampled_from(LABELS), st.lists(inner, min_size=1, max_size=3), plain), max_leaves=8)


@given(nested)
def test_every_tag_marks_what_stood_between_its_halves(made):
    written_as, found = made
    text, tags = untagged(written_as)
    assert text == re.sub(r"</?[A-Z_]+>", "", written_as)
    assert [(label, text[start:end]) for start, end, label in tags] == [(label, re.sub(r"</?[A-Z_]+>", "", inside)) for label, inside in found]


# Files of texts

def of_file(folder: Path, content: str) -> list[TaggedText]:
    path = folder / "some.txt"
    path.write_text(content, "utf-8")
    return list(written(path))


def test_a_file_of_single_lines_is_one_text_a_line(tmp_path):
    texts = of_file(tmp_path, "<PERSON>柏木</PERSON>さんです\n\n見積をお送りします。\n")
    assert [(one.key, one.text) for one in texts] == [("some-1", "柏木さんです"), ("some-3", "見積をお送りします。")]
    assert texts[0].tags == ((0, 2, "PERSON"),)


def test_bodies_are_parted_by_a_line_of_five_equals_signs_and_keep_their_lines(tmp_path):
    texts = of_file(tmp_path, "=====\n<PERSON>柏木</PERSON>様\n\n見積です。\n===== \n\n承知しました。\nよろしく\n\n=====\n")
    assert [one.text for one in texts] == ["柏木様\n\n見積です。\n", "承知しました。\nよろしく\n"]
    assert marked(texts[0], "PERSON") == ["柏木"]


def test_the_rule_of_a_signature_parts_no_body(tmp_path):
    body = "<PERSON>柏木</PERSON>様\n見積です。\n==========\nひびきシステム\n===== 総務部 =====\n"
    assert [one.text for one in of_file(tmp_path, f"{body}=====\n承知しました。\nよろしく\n")] == [untagged(body)[0], "承知しました。\nよろしく\n"]


def test_of_a_message_only_the_body_is_learned(tmp_path):
    (tmp_path / "eye-001.txt").write_text("id: eye-001\nfrom: 柏木 <k@kita.example>\n---\n<PERSON>三宅</PERSON>様\n---\nよろしく\n", "utf-8")
    (one,) = messages(tmp_path)
    assert (one.key, one.text, one.tags) == ("eye-001", "三宅様\n---\nよろしく\n", ((0, 2, "PERSON"),))


def test_public_data_may_hold_line_ends_of_every_kind(tmp_path):
    for name in ("stockmark", "gsd", "wac", "hironsan_news"):
        (tmp_path / f"{name}.dev.jsonl").write_text('{"id": 1, "text": "柏木は\u2028盛岡の\u0085人", "entities": [{"start": 0, "end": 2, "label": "PERSON"},'
                                                    ' {"start": 4, "end": 6, "label": "地名"}, {"start": 0, "end": 1, "label": "日付"}]}\n', "utf-8")
    texts = list(public_texts(tmp_path))
    assert [(marked(one, "PERSON"), marked(one, "LOC"), len(one.tags)) for one in texts] == [(["柏木"], ["盛岡"], 2)] * 4


# From the text to its words

@pytest.mark.parametrize("text", [
    "<CAREER><PERSON>柏木</PERSON>さんは以前<EMPLOYER>トヨハシ電機</EMPLOYER>に勤めていた</CAREER>そうです。",
    "先日のお打ち合わせでご一緒した三宅さんですが、以前は<EMPLOYER>トヨハ\nシ電機</EMPLOYER>にお勤めだったそうですので、一度お話を聞いてみてください。",
    "> 先日のお打ち合わせでご一緒した三宅さんですが、以前は<EMPLOYER>トヨハ\n> シ電機</EMPLOYER>にお勤めだったそうですので、一度お話を\n> 聞いてみてください。",
    "担当は<PERSON>ﾅｶﾞｼﾏ ｶｵﾙ</PERSON>さん、所属は<ORG>㈱ﾄﾖﾊｼﾃﾞﾝｷ</ORG>です。",
    "<ORG>㈱あけぼの</ORG>の<PERSON>髙\u200b橋</PERSON>です。",
])
def test_a_tag_marks_the_same_in_running_text(text):
    one = tagged(text)
    artifacts = JapaneseArtifacts(one.text)
    assert artifacts.running.text != "" and one.tags
    for start, end, _ in one.tags:
        first, last = within(artifacts.running, start, end)
        assert JapaneseArtifacts(one.text[start:end]).folded.text.replace("\n", "").replace("> ", "") == artifacts.running.text[first:last]
        assert artifacts.running.span(first, last) == (start, end)


def words(*surfaces: str) -> list[Morpheme]:
    made, at = [], 0
    for surface in surfaces:
        made.append(JapaneseArtifacts("柏").morphemes[0]._replace(start=at, end=at + len(surface), surface=surface))
        at += len(surface)
    return made


def test_a_word_belongs_to_the_tag_it_touches_and_space_at_the_edge_to_none():
    fine = words("　", "柏木", " ", "薫", "様", "　", "と", "倉", "本様", " ")
    assert labels(fine, [(1, 5, "PERSON"), (8, 10, "PERSON")]) == ["O", "B-PERSON", "I-PERSON", "I-PERSON", "O", "O", "O", "B-PERSON", "I-PERSON", "O"]
    assert labels(fine, [(0, 7, "CAREER")]) == ["O", "B-CAREER", "I-CAREER", "I-CAREER", "I-CAREER", "O", "O", "O", "O", "O"]
    assert labels(fine, []) == ["O"] * 10
    assert labels([], []) == []


# The same with other names

people = st.sampled_from(["柏木", "三宅", "小鳥遊", "柏木 薫", "三宅　望", "マリア・サントス", "クマール", "Ken Ito", "みさき", "東海林太郎"])
firms = st.sampled_from(["トヨハシ電機", "株式会社みなと", "あけぼの製作所㈱", "北浜信用金庫", "(株)ひびき", "役所"])
facts = st.one_of(
    st.builds("<PERSON>{}</PERSON>様、".format, people),
    st.builds("<CAREER><PERSON>{}</PERSON>さんは<EMPLOYER>{}</EMPLOYER>の出</CAREER>。\n".format, people, firms),
    st.builds("<CAREER><EMPLOYER>{}</EMPLOYER>にいた<PERSON>{}</PERSON></CAREER>と".format, firms, people),
    st.builds("<ORG>{}</ORG><PERSON>{}</PERSON>です。".format, firms, people),
    st.builds("<SENSITIVE><PERSON>{}</PERSON>は入院中</SENSITIVE>".format, people),
    st.sampled_from(["見積の件。", "\n", "電話は<PHONE>03-5550-0123</PHONE>"]))


@settings(max_examples=200)
@given(st.lists(facts, max_size=8), st.integers(0, 99))
def test_with_other_names_the_tags_still_mark_them_and_nothing_else_has_changed(pieces, seed):
    one = tagged("".join(pieces))
    other = renamed(one, random.Random(seed))
    assert [label for _, _, label in other.tags] == [label for _, _, label in one.tags]

    def skeleton(text: TaggedText) -> list[str]:
        names = sorted((start, end) for start, end, label in text.tags if label in ("PERSON", "ORG", "EMPLOYER"))
        return [text.text[end:start] for (_, end), (start, _) in pairwise([(0, 0), *names, (len(text.text), 0)])]

    assert skeleton(other) == skeleton(one)
    assert marked(other, "PHONE") == marked(one, "PHONE")
    for (start, end, outer), (begin, finish, same) in zip(one.tags, other.tags, strict=True):
        inside = [i for i, tag in enumerate(one.tags) if start <= tag[0] and tag[1] <= end]
        assert outer == same and inside == [i for i, tag in enumerate(other.tags) if begin <= tag[0] and tag[1] <= finish]


@given(st.lists(facts, max_size=8), st.integers(0, 99))
def test_a_name_that_comes_again_is_replaced_alike_and_the_same_seed_gives_the_same_text(pieces, seed):
    one = tagged("".join(pieces))
    other = renamed(one, random.Random(seed))
    for kinds in (("PERSON",), ("ORG", "EMPLOYER")):
        pairs = {(one.text[a:b], other.text[c:d]) for (a, b, label), (c, d, _) in zip(one.tags, other.tags, strict=True) if label in kinds}
        assert len(pairs) == len({before for before, _ in pairs})
    assert renamed(one, random.Random(seed)) == other


# What is there

@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.stem)
def test_every_file_of_training_text_reads_and_names_nobody_real(path):
    texts = list(written(path))
    assert len(texts) > 20
    for one in texts:
        assert one.text.strip()
        for start, end, label in one.tags:
            assert label in TAGS, one.key
            assert one.text[start:end].strip() == one.text[start:end] != "", one.key
        names = sorted(tag[:2] for tag in one.tags if tag[2] in ("PERSON", "ORG", "EMPLOYER"))
        careers = sorted(tag[:2] for tag in one.tags if tag[2] == "CAREER")
        conditions = sorted(tag[:2] for tag in one.tags if tag[2] == "SENSITIVE")  # one may stand inside a career: it left for its sake
        assert all(a[1] <= b[0] for spans in (names, careers, conditions) for a, b in pairwise(spans)), one.key
    hosts = re.findall(r"(?:[\w.+-]+@|https?://)([A-Za-z0-9.-]+)", path.read_text("utf-8"))
    assert [host for host in hosts if not host.endswith(".example")] == []


TAGS = frozenset(["PERSON", "ORG", "EMPLOYER", "CAREER", "PHONE", "EMAIL", "ADDRESS", "BIRTH", "AGE", "MYNUMBER", "CARD", "BANK", "LICENSE", "PASSPORT", "RESIDENCE", "PENSION", "INSURANCE", "EMPLOYEE_ID", "SENSITIVE"])


def test_labels_of_clauses_lead_back_to_the_clauses_of_the_training_texts():
    seen = 0
    every = (*messages(CORPUS), *(text for path in WRITTEN for text in written(path)))
    for one in every[::3]:  # to save time
        clauses = sorted(tag for tag in one.tags if tag[2] in ("CAREER", "SENSITIVE"))
        if not clauses or any(a[1] > b[0] for a, b in pairwise(clauses)):
            continue  # a condition inside a career takes its words
        artifacts = JapaneseArtifacts(one.text)
        fine = artifacts.fine
        spans = [(*within(artifacts.running, start, end), label) for start, end, label in one.tags]
        each = [labels(fine, [span for span in spans if span[2] == label]) for label in ("CAREER", "EMPLOYER", "SENSITIVE")]
        made = [telling.label(*three) for three in zip(*each, strict=True)]
        expected = []
        for start, end, label in sorted(span for span in spans if span[2] in ("CAREER", "SENSITIVE")):
            inside = sorted(span[:2] for span in spans if label == "CAREER" and span[2] == "EMPLOYER" and start <= span[0] and span[1] <= end)
            expected.append((*_to_words(fine, start, end), _to_words(fine, *inside[0]) if inside else None, label == "SENSITIVE"))
        assert [(*clause, sensitive) for clause, sensitive in clauses_of(fine, made)] == expected, one.key
        seen += len(expected)
    assert seen > 1000


def _to_words(fine: list[Morpheme], start: int, end: int) -> tuple[int, int]:
    """A span widened to the words it touches."""
    touched = [one for one in fine if one.end > start and one.start < end]
    return touched[0].start, touched[-1].end


# Training

MESSAGES = {
    "eye-001": "<PERSON>三宅</PERSON>様\n\n<CAREER><PERSON>柏木</PERSON>さんは以前<EMPLOYER>トヨハシ電機</EMPLOYER>にお勤めだった</CAREER>そうです。\n",
    "eye-002": "<PERSON>鳥越</PERSON>さん、見積をお送りします。\n<SENSITIVE><PERSON>望月</PERSON>さんは先月から入院している</SENSITIVE>とのこと。\n",
    "eye-003": "前任は東側の棟で働いている。<CAREER>元は<EMPLOYER>北浜信用金庫</EMPLOYER>の行員だった</CAREER>。\n",
}


@pytest.fixture
def ground(tmp_path: Path) -> Path:
    """Three messages, a file of lines, and the shipped models of names."""
    (tmp_path / "corpus").mkdir()
    (tmp_path / "text").mkdir()
    for key, body in MESSAGES.items():
        (tmp_path / "corpus" / f"{key}.txt").write_text(f"id: {key}\n---\n{body}", "utf-8")
    (tmp_path / "text" / "lines.txt").write_text("<CAREER><EMPLOYER>役所</EMPLOYER>を辞めた</CAREER>人です\nお世話になっております。\n", "utf-8")
    (tmp_path / "to").mkdir()
    for name in ("speech.npz", "prose.npz"):
        shutil.copy(load.HERE / name, tmp_path / "to")
    return tmp_path


def test_training_twice_gives_the_same_file_whatever_the_order_of_sets(ground):
    code = "import sys; from pathlib import Path; from recognizers.model import train; train.TEXT = Path(sys.argv[1]); train.main(sys.argv[2:])"
    made = []
    for seed in ("1", "2"):
        arguments = [ground / "text", "clauses", "--corpus", ground / "corpus", "--to", ground / "to"]
        said = subprocess.run([sys.executable, "-c", code, *map(str, arguments)], cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, text=True, check=False)
        assert said.returncode == 0, said.stderr
        assert said.stderr.startswith("clauses.npz: 10 texts")
        made.append([(ground / "to" / name).read_bytes() for name in ("clauses.npz", "clauses-network.npz")])
    assert made[0] == made[1]


def test_what_was_trained_tells_what_it_was_shown_and_the_process_goes_on_with_the_shipped_models(ground, monkeypatch):
    monkeypatch.setattr(train, "TEXT", ground / "text")
    shipped = load.model("clauses")
    before = load.HERE, shipped.labels
    train.main(["clauses", "--corpus", str(ground / "corpus"), "--to", str(ground / "to")])
    assert (load.HERE, load.model("clauses").labels) == before
    with load.models_of(ground / "to"):
        examples = list(train.clause_examples(train.written_texts(ground / "corpus")))
        assert [load.model("clauses").tag(seen) for seen, _ in examples[:3]] == [
            [label if word.surface not in telling.ENDS else "O" for word, label in zip(*example, strict=True)] for example in examples[:3]]


def test_the_models_are_small_enough_to_be_shipped():
    assert sum(path.stat().st_size for path in load.HERE.glob("*.npz")) < 20e6


def test_clauses_are_not_trained_without_the_models_of_names_they_build_on(tmp_path, capsys):
    with pytest.raises(SystemExit):
        train.main(["clauses", "--to", str(tmp_path)])
    assert "prose and speech" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        train.main(["speech", "clauses", "--to", str(tmp_path)])
    assert "--public" in capsys.readouterr().err


def test_a_feature_with_a_line_end_is_refused_before_it_shifts_all_others(tmp_path):
    with pytest.raises(ValueError, match="line end"):
        train.write({("w=\n", "O"): 1.0}, {("O", "O"): 0.0}, tmp_path / "m.npz")


def test_running_the_models_needs_neither_crfsuite_nor_the_training_code():
    code = ("import sys; from recognizers import build_analyzer; a = build_analyzer();"
            "[a.analyze(text, language='ja') for text in sys.argv[1:]];"
            "print(*sorted(m for m in sys.modules if 'crfsuite' in m or m.startswith('recognizers.model.')))")
    said = subprocess.run([sys.executable, "-c", code, MESSAGES["eye-001"], MESSAGES["eye-003"]], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = {name.removeprefix("recognizers.model.") for name in said.stdout.split()}
    assert "tagger" in loaded
    assert not loaded & {"pycrfsuite", "_pycrfsuite", "train", "compose", "tagged_text"}
