"""What reviewers see marked, or masked, of a held text."""

from __future__ import annotations

from gateway.console.marked import pieces
from gateway.shown import Text
from gateway.verdict import About, Finding, Zone

SAID = "水野さんは桜坂リースご出身です。"


def shown(start: int, end: int, text: str = "桜坂リース") -> str:
    one = Finding("JP_EMPLOYER", "body", start, end, 0.9, About.THIRD_PARTY, Zone.BODY, text=text)
    return "".join(piece.text for piece in pieces(Text("body", "plain", SAID), [one], frozenset([0])))


def test_what_is_hidden_is_masked_where_it_stands() -> None:
    assert shown(5, 10) == "水野さんは■■■■■ご出身です。"


def test_a_text_held_by_a_version_that_read_it_otherwise_is_masked_where_the_words_stand_now() -> None:
    assert shown(8, 13) == "水野さんは■■■■■ご出身です。"
    assert shown(90, 95) == "水野さんは■■■■■ご出身です。"
    assert shown(8, 13, "梅坂リース") == SAID
