"""The corpus under the shipped policy: what was built on is judged right, what nobody looked at no worse than measured."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from gateway.inspection.inspect import Inspector
from gateway.policy.decide import decide
from gateway.policy.load import load_policy
from gateway.verdict import Action

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / "tests" / "corpus"
TRAIN = sorted((CORPUS / "train").glob("*.txt"))
TEST = sorted((CORPUS / "test").glob("*.txt"))
LATER = sorted((CORPUS / "later").glob("*.txt"))
NUMBERS = sorted((CORPUS / "numbers").glob("*.txt"))
OURS = [path for path in TRAIN if path.stem.startswith("eye-")]
OF_ONE_KIND = ("hari-", "hida-", "kazusa-", "musashi-", "sagara-", "hyogo-", "higo-", "inaba-", "etchu-", "kawachi-", "chikugo-", "mimasaka-", "suo-", "tsushima-", "chikuzen-", "iwashiro-", "rikuzen-", "shimosa-", "shimotsuke-", "kai-", "adatara-")  # sets that were made for a purpose (short texts, harmless ones, one trade), and the latest: what is said of the whole corpus leaves them out
SINCE = ("yamashiro-", "izumi-", "kai-", "bingo-", "kurama-", "asama-", "tateyama-", "ibuki-", "hakone-", "akagi-", "myoko-", "hiei-", "zao-", "daisen-", "azuma-", "amagi-", "gassan-", "chokai-", "nikko-", "bandai-", "ontake-", "norikura-", "tanzawa-", "kirigamine-", "hakkoda-", "kuju-", "myogi-", "unzen-", "yotei-", "rebun-", "tsurugi-", "mikuni-")  # sets whose odd half is kept apart from the test half
ROLES = {"third_party": {"third_party"}, "recipient": {"recipient"}}
FLOORS = {"train": (0.95, 0.03), "test": (0.95, 0.03), "later": (0.88, 0.13), "numbers": (0.95, 0.03)}  # at least this share of the leaks held, at most that of the rest


@cache
def policy() -> Any:
    return load_policy(ROOT / "config" / "policy.yaml").policy


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.stem)
def test_the_shipped_policy_holds_leaks_and_passes_ordinary_mail(path: Path, sample: Callable[[Path], Any], inspector: Inspector) -> None:
    one = sample(path)
    findings = inspector.inspect(one.message)
    verdict = decide(one.message, findings, policy())
    held = verdict.action >= Action.QUARANTINE
    assert ("hold" if held else "pass") == one.verdict, [f.explanation for f in findings if f.relation]
    if held:
        assert one.reason in {fired.reason for fired in verdict.fired}
    if one.reason == "career":
        assert {f.about.value for f in findings if f.entity_type == "JP_CAREER_HISTORY"} & ROLES[one.about]


@pytest.mark.parametrize(("half", "paths"), [("train", TRAIN[::10]), ("test", TEST), ("later", LATER), ("numbers", NUMBERS)])
def test_a_half_of_the_corpus_is_judged_no_worse_than_measured(half: str, paths: list[Path], sample: Callable[[Path], Any], inspector: Inspector) -> None:
    """Of the train half a tenth, to save time: its share of leaks held lies a hundredth below that of the whole. Only totals are asserted, so that nobody tunes the rules to single messages of the test half."""
    seen: Counter[tuple[str, str]] = Counter()
    for path in paths:
        one = sample(path)
        verdict = decide(one.message, inspector.inspect(one.message), policy())
        seen[(one.verdict, "hold" if verdict.action >= Action.QUARANTINE else "pass")] += 1
    recall, false = FLOORS[half]
    assert seen
    assert seen[("hold", "hold")] >= recall * (seen[("hold", "hold")] + seen[("hold", "pass")])
    assert seen[("pass", "hold")] <= false * (seen[("pass", "hold")] + seen[("pass", "pass")])


def test_the_corpus_is_large_varied_and_split_by_a_stable_hash(sample: Callable[[Path], Any]) -> None:
    every = [sample(path) for path in (*TRAIN, *TEST) if not path.stem.startswith(OF_ONE_KIND)]
    assert len(every) >= 300
    held = [one for one in every if one.verdict == "hold"]
    assert 0.4 <= len(held) / len(every) <= 0.5
    assert sum(one.reason == "career" for one in held) >= 0.6 * len(held)
    assert 0.25 <= sum(one.message.channel != "mail" for one in every) / len(every) <= 0.4
    for path in (*TRAIN, *TEST, *LATER):
        if not path.stem.startswith(("eye-", "blind-", "nagisa-", "hokuto-", "minamo-", "kasumi-", "tamano-", "yodo-", "asuka-", "sagami-", "tsuru-", "hari-", "mikawa-", "hida-", "iga-", "noto-", "suwa-",
                                     "azumi-", "nasu-", "shima-", "ishi-", "yura-", "toki-", "mino-", "hase-", "kaga-", "tosa-", "awa-", "sado-", "iki-", "oki-", "iyo-", "hoki-", "bizen-", "izumo-", "echigo-", "hyuga-", "dewa-", "ise-", "tango-", "nagato-", "bungo-", "kozuke-", "satsuma-", "tajima-", "sanuki-", "wakasa-", "omi-", "mutsu-", "ueda-", "kii-", "tamba-", "nobeoka-", "hitachi-", "awaji-", "harima-", "bitchu-", "suruga-", "settsu-", "kasen-", "hizen-", "totomi-", "buzen-", "aki-", "izu-", "owari-", "echizen-", "ugo-", "iwami-", "shinano-", "rikuchu-", "kazusa-", "musashi-", "sagara-", "hyogo-", "higo-", "inaba-", "etchu-", "kawachi-", "yamato-", "osumi-", "chikugo-", "mimasaka-", "suo-", "tsushima-", "chikuzen-", "iwashiro-", "rikuzen-", "shimosa-", "shimotsuke-", "noma-", "saga-", "adatara-")):
            assert path.parent.name == (("later" if path.stem.startswith(SINCE) else "test") if hashlib.sha256(path.stem.encode()).digest()[0] % 2 else "train"), path
