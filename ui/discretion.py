"""A catalogue that tells nothing of the machine: addresses of files become their names. For a public reading room.

It stands where the page gets its data from, so that no view, table or export has to think of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from corpus.catalogue import Catalogue, DocumentSummary
from corpus.home import Home
from corpus.types import Document, Failure
from search import Searcher

_WEB = re.compile(r"https?://", re.IGNORECASE)
_SEPARATOR = re.compile(r"[/\\]")


def discreet(uri: str) -> str:
    """`/home/anna/charte.pdf` → `charte.pdf`, `…/set.jsonl#12` → `set.jsonl#12`; web addresses as they are."""
    if _WEB.match(uri):
        return uri
    file, sign, record = uri.partition("#")
    if "/" in record or "\\" in record:  # a file within an archive
        return discreet(record)
    return f"{_SEPARATOR.split(file.rstrip('/'))[-1]}{sign}{record}"


class DiscreetCatalogue(Catalogue):
    """The catalogue with names in the place of paths, and without the list of failures, whose reasons hold paths."""

    def document(self, doc_id: str) -> Document:
        found = super().document(doc_id)
        return replace(found, uri=discreet(found.uri))

    def summaries(self, *, language: str | None = None) -> list[DocumentSummary]:
        return [_discreet_summary(each) for each in super().summaries(language=language)]

    def summaries_by_id(self, doc_ids: Iterable[str]) -> dict[str, DocumentSummary]:
        return {doc_id: _discreet_summary(each) for doc_id, each in super().summaries_by_id(doc_ids).items()}

    def sources_of(self, doc_id: str) -> list[str]:
        return list(dict.fromkeys(map(discreet, super().sources_of(doc_id))))

    def failures(self) -> list[Failure]:
        return []


def make_discreet(searcher: Searcher, home: Home) -> Searcher:
    """The same searcher, telling nothing of the machine."""
    searcher.catalogue = DiscreetCatalogue.open(home)  # the one before stays: filters are looked up in it
    return searcher


def _discreet_summary(summary: DocumentSummary) -> DocumentSummary:
    return replace(summary, uri=discreet(summary.uri))
