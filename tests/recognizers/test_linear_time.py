"""Hostile texts: time grows with the length, whatever the text repeats."""

from __future__ import annotations

import time
from itertools import islice, product

import pytest
from presidio_analyzer import AnalyzerEngine

REPEATED = ["あ", "がんの治療と" + "や" * 40, "青葉商店様は駅前へ移られた。", "様", "1234567890", "(", "\n", "株式会社", "で働", "元", "前は", "佐藤様は田中さんで", "> ", "がん", "2001年", "a@", "御中", "東京都港区", "元銀行員の佐藤は甘い物が好き。\n", "ゼロ", "ゼロイチ", "株式会社あ\n", "(柴 ", "00912 佐藤 一 昭和52年3月8日生\n"]


@pytest.mark.parametrize("piece", REPEATED)
def test_four_times_as_much_of_one_thing_takes_four_times_as_long(analyzer: AnalyzerEngine, piece: str) -> None:
    def seconds(size: int) -> float:
        text = (piece * (size // len(piece.encode()) + 1))
        began = time.process_time()
        analyzer.analyze(text, "ja")
        return time.process_time() - began

    small, large = seconds(20_000), seconds(80_000)
    assert large < 8 * small + 0.5


@pytest.mark.parametrize("line", ["{0}{1}{2}商事の{0}田様へ\n", "株式会社{0}{1}{2}\n{0}田様\n"])
def test_four_times_as_many_firms_none_like_another_take_four_times_as_long(analyzer: AnalyzerEngine, line: str) -> None:
    def seconds(count: int) -> float:
        text = "".join(line.format(*three) for three in islice(product("青赤黒白金銀東西南北山川海空森林花月星雪", repeat=3), count))
        began = time.process_time()
        analyzer.analyze(text, "ja")
        return time.process_time() - began

    seconds(200)
    small, large = seconds(1_000), seconds(4_000)
    assert large < 8 * small + 0.5
