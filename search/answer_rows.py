"""Answers as rows of a table: one a question, whether it was answered or not."""

from __future__ import annotations

from search.answer import Answer, Quote
from search.columns import rounded
from search.lazy import Columns, Row

ANSWER_COLUMNS: Columns = {
    "query_id": "text",
    "query": "text",
    "answered": "integer",
    "answer": "text",
    "quotations": "text",
    "confidence": "number",
    "sources": "text",
    "missing": "text",
    "error": "text",
}
"""`answered` is 1 or 0, None where the question could not be asked. `answer` are the shortest words that answer.

Quotations and sources are in the same order, a line each; a source is a title, a page and a link.
"""


def answer_row(query_id: str, text: str, answer: Answer | None, error: str = "") -> Row:
    """The row of one question."""
    head = dict.fromkeys(ANSWER_COLUMNS) | {"query_id": query_id, "query": text}
    if answer is None:
        return head | {"error": error or None}
    return head | {
        "answered": int(answer.answered),
        "answer": answer.short or None,
        "quotations": "\n".join(" ".join(quote.text.split()) for quote in answer.quotes) or None,
        "confidence": rounded(answer.confidence),
        "sources": "\n".join(map(_source, answer.quotes)) or None,
        "missing": ", ".join(answer.missing) or None,
    }


def _source(quote: Quote) -> str:
    page = "" if quote.page is None else f", p. {quote.page}"
    return f"{quote.document.title}{page} ({quote.link})"
