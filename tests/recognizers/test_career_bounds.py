"""What the models cut in two is one statement, and two statements stay two; | is where they cut."""

from __future__ import annotations

import pytest

from recognizers.career_bounds import unbroken
from recognizers.reading import Clause


def cut(marked: str) -> list[str]:
    """The statements of a text that the models found in pieces, one behind each |, but for what parts them."""
    clauses, start = [], 0
    for piece in marked.split("|"):
        said = piece.strip("、\n ")
        at = start + piece.index(said)
        clauses.append(Clause(at, at + len(said), None))
        start += len(piece)
    text = marked.replace("|", "")
    return [text[one.start:one.end] for one in unbroken(text, clauses)]


@pytest.mark.parametrize("marked", [
    "一身上の都合により\n|9月30日をもって退職することとなりました",
    "江津次長が審査部から\n|来た人で、片道の転籍",
    "検|反の仕事を一年やった",
    "みさき建材の経理の稲垣さん、|3月末で退職された",
    "このたび松江支店長を命ぜられ、|過日着任いたしました",
    "早蕨計器で六年、|流量計の校正をしておりました",
    "早蕨計器で機械保全を4年\n|されていた",
])  # fmt: skip
def test_one_statement_stays_one_where_it_was_cut(marked: str) -> None:
    assert cut(marked) == [marked.replace("|", "")]


@pytest.mark.parametrize("marked", [
    "元みさき建材の稲垣さん、|3月末で退職された",
    "早蕨計器で六年、|そのあと市場で競りをしていた",
    "役職は係長、|退職の理由は自己都合です",
    "前職は塾の講師でした\n|その前は船に乗っていた",
    "早蕨計器の販売を離れ、|今は糀室を継いだ",
])  # fmt: skip
def test_two_statements_stay_two(marked: str) -> None:
    assert cut(marked) == [piece.strip("、\n ") for piece in marked.split("|")]
