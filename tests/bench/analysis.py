"""Analysis speed: our analyzer against stock Presidio with ja_ginza on the same mails in one run; and long texts."""

from __future__ import annotations

import importlib.util
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from gateway.inspection.inspect import Inspector
from gateway.mail.limits import Limits
from gateway.mail.mime import read_mail
from recognizers import build_analyzer
from tests.bench.mails import business_mail


def stock() -> Callable[[str], object]:
    """Presidio as it comes, with ja_ginza's labels mapped as its documentation says."""
    from presidio_analyzer import AnalyzerEngine
    from presidio_analyzer.nlp_engine import NlpEngineProvider

    mapping = {"Person": "PERSON", "Company": "ORGANIZATION", "City": "LOCATION", "Province": "LOCATION", "Date": "DATE_TIME"}
    configuration = {
        "nlp_engine_name": "spacy",
        "models": [{"lang_code": "ja", "model_name": "ja_ginza"}],
        "ner_model_configuration": {"model_to_presidio_entity_mapping": mapping, "low_score_entity_names": [], "labels_to_ignore": []},
    }
    engine = AnalyzerEngine(nlp_engine=NlpEngineProvider(nlp_configuration=configuration).create_engine(), supported_languages=["ja"])
    return lambda text: engine.analyze(text, language="ja")


def timed(call: Callable[[str], object], texts: list[str]) -> float:
    """Characters a second of CPU."""
    call(texts[0])
    began = time.process_time()
    for text in texts:
        call(text)
    return sum(map(len, texts)) / (time.process_time() - began)


def run(mails: int, long_text: int) -> list[tuple[str, str]]:
    """Rows for the report; `long_text` is the length in bytes of the longest text inspected."""
    texts, raws = zip(*(business_mail(n) for n in range(mails)), strict=True)
    analyzer = build_analyzer()
    ours = timed(lambda text: analyzer.analyze(text, language="ja"), list(texts))
    rows = [("our analyzer, characters a second of CPU", f"{ours:,.0f}")]
    if importlib.util.find_spec("ja_ginza"):
        theirs = timed(stock(), list(texts[: max(2, mails // 8)]))
        rows.append(("stock Presidio + ja_ginza, characters a second of CPU", f"{theirs:,.0f}"))
        rows.append(("ratio (to reach: 25)", f"{ours / theirs:.0f}"))
        with tempfile.NamedTemporaryFile("w", suffix=".yaml") as settings:
            settings.write("engine: ginza\n")
            settings.flush()
            extra = build_analyzer(Path(settings.name))
        found = extra.analyze("水野さんは以前桜坂リースにお勤めだったそうです。", language="ja")
        assert "JP_EMPLOYER" in {one.entity_type for one in found}
        speed = timed(lambda text: extra.analyze(text, language="ja"), list(texts[:2]))
        rows.append(("our recognizers on ja_ginza (the optional extra)", f"{speed:,.0f}"))
    else:
        rows.append(("stock Presidio + ja_ginza", "not installed: make bench installs it"))
    inspector = Inspector(analyzer)
    read = [read_mail(raw, "n.kashiwagi@hibari-soft.example", ["s.mizuno@minato-foods.example"], Limits()) for raw in raws]
    began = time.process_time()
    for raw in raws:
        read_mail(raw, "n.kashiwagi@hibari-soft.example", ["s.mizuno@minato-foods.example"], Limits())
    rows.append(("reading a mail", f"{(time.process_time() - began) / len(raws) * 1000:.2f} ms"))
    began = time.process_time()
    for message in read:
        inspector.inspect(message)
    rows.append(("inspecting a mail: all parts, zones, subjects", f"{(time.process_time() - began) / len(read) * 1000:.2f} ms"))
    base = "".join(texts)
    spent: list[tuple[int, float]] = []
    for size in (long_text // 4, long_text):
        text = (base * (size // len(base.encode()) + 1)).encode()[:size].decode("utf-8", "ignore")
        raw = b"Content-Type: text/plain; charset=utf-8\r\n\r\n" + text.replace("\n", "\r\n").encode()
        began = time.process_time()
        inspector.inspect(read_mail(raw, "a@hibari-soft.example", ["b@minato-foods.example"], Limits()))
        spent.append((size, time.process_time() - began))
    (small, quick), (large, slow) = spent
    rows.append((f"a text of {large / 1e6:.1f} MB", f"{slow:.1f} s; {slow / quick:.1f} times the time of {small / 1e6:.2f} MB (in proportion: {large / small:.1f})"))
    return rows
