"""A paper as a file to save, in the form that was asked for."""

from __future__ import annotations

from starlette.responses import Response

from gateway.console.incident import download
from gateway.console.paper import MARKDOWN, WORD, Paper, markdown


def paper_file(paper: Paper, name: str, form: str) -> Response:
    """`paper` under `name`, without ending, as Word's ("docx") or Markdown ("md")."""
    if form == "docx":
        from gateway.console.word import word  # python-docx costs a tenth of the gateway's start, and is asked for some times a year

        return download(word(paper), f"{name}.docx", WORD)
    return download(markdown(paper), f"{name}.md", MARKDOWN)
