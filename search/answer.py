"""What a question gets back: sentences of the documents, word for word, or that the documents do not say.

    answer = searcher.ask("Et depuis quand ?", history=["Qui a signé la charte ?"], kinds=["charter"])

`answer.frame` is the line to show first, in the question's language; then `answer.quotes` (or, where `answered` is
False, `answer.nearest`, to be shown as no more than near); then `answer.notices`. `answer.question_read` is shown
wherever it differs from `answer.question`. `search.generate` adds `answer.generated`, where that is on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from corpus.catalogue import DocumentSummary
from corpus.types import Passage
from search.results import Result

Span = tuple[int, int]
Wanted = Literal["date", "number", "name", "place", "list", ""]
"""What a question asks for, where its words tell."""


@dataclass(frozen=True, slots=True)
class Quote:
    """Sentences of a document: `text == document.text[start:end]`, always.

    `number` counts from 1 and is what is cited as [1]. `page` and `printed` (what is printed on it, where that is not
    its number) are those that the first character stands on. `marks` are the ranges of `text` that answer: the date,
    number, name or place that was asked for. `items` are the ranges of `text` that a list consists of. `before` and
    `after` are what stands around it in the document, a sentence or two.
    """

    number: int
    text: str
    start: int
    end: int
    passage: Passage
    document: DocumentSummary
    page: int | None
    printed: str | None
    language: str
    marks: tuple[Span, ...] = ()
    items: tuple[Span, ...] = ()
    before: str = ""
    after: str = ""

    @property
    def link(self) -> str:
        """The address of the document, at its page where programs understand that."""
        uri = self.document.uri
        is_pdf = self.document.media_type == "application/pdf"
        return f"{uri}#page={self.page}" if is_pdf and self.page and "#" not in uri else uri

    @property
    def marked(self) -> tuple[str, ...]:
        """The words that answer, as they stand in the document."""
        return tuple(self.text[start:end] for start, end in self.marks)

    @property
    def listed(self) -> tuple[str, ...]:
        """The items of the list, as they stand in the document."""
        return tuple(self.text[start:end] for start, end in self.items)

    def as_json(self) -> dict[str, Any]:
        """The quotation as JSON values."""
        return {
            "number": self.number,
            "text": self.text,
            "doc_id": self.document.doc_id,
            "external_id": self.document.external_id,
            "title": self.document.title,
            "link": self.link,
            "page": self.page,
            "printed": self.printed,
            "passage_id": self.passage.passage_id,
            "start": self.start,
            "end": self.end,
            "language": self.language,
            "marks": [list(span) for span in self.marks],
            "items": [list(span) for span in self.items],
            "before": self.before,
            "after": self.after,
        }


@dataclass(frozen=True, slots=True)
class Generated:
    """What a language model made of the passages: only sentences that were checked against what they cite.

    Each of `sentences` ends with the numbers of the passages that it cites, as `[1]`: places in `sources`, from 1.
    `removed` are sentences that were not held by them, for those who want to know; they are not part of the answer.
    """

    sentences: tuple[str, ...]
    sources: tuple[Passage, ...]
    removed: tuple[str, ...]
    model: str
    server: str

    @property
    def text(self) -> str:
        """The sentences, with spaces between them."""
        return " ".join(self.sentences)

    def as_json(self) -> dict[str, Any]:
        """As JSON values."""
        return {
            "text": self.text,
            "sentences": list(self.sentences),
            "sources": [passage.passage_id for passage in self.sources],
            "removed": list(self.removed),
            "model": self.model,
            "server": self.server,
        }


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a question.

    `question_read` is what was searched: the question itself, or with what it left to the conversation put in.
    `language` is the question's, and `frame`'s where that is fr, en, de, es or it; else the frame is in English.
    `missing` are words of the question that stand in none of the passages quoted. `notices` are whole sentences.
    `confidence` is how likely the quotations say what is asked, 0 to 1, None where that can't be said.
    """

    question: str
    question_read: str
    language: str
    wanted: Wanted
    answered: bool
    confidence: float | None
    frame: str
    quotes: tuple[Quote, ...]
    nearest: tuple[Quote, ...]
    missing: tuple[str, ...]
    notices: tuple[str, ...]
    result: Result
    took_ms: float
    generated: Generated | None = None

    @property
    def short(self) -> str:
        """The shortest words that answer: what is marked first, the list's items, or the first quotation."""
        if not self.quotes:
            return ""
        if self.quotes[0].items:
            return ", ".join(self.quotes[0].listed)
        return next((quote.marked[0] for quote in self.quotes if quote.marked), self.quotes[0].text)

    def as_json(self) -> dict[str, Any]:
        """The answer as JSON values."""
        return {
            "question": self.question,
            "question_read": self.question_read,
            "language": self.language,
            "wanted": self.wanted or None,
            "answered": self.answered,
            "confidence": None if self.confidence is None else round(self.confidence, 4),
            "frame": self.frame,
            "short": self.short,
            "quotes": [quote.as_json() for quote in self.quotes],
            "nearest": [quote.as_json() for quote in self.nearest],
            "missing": list(self.missing),
            "notices": list(self.notices),
            "generated": self.generated.as_json() if self.generated else None,
            "took_ms": round(self.took_ms, 1),
        }
