"""Acronyms that the documents themselves define, with what they stand for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from corpus.catalogue import Catalogue
from corpus.writer import CatalogueWriter


@dataclass(frozen=True, slots=True)
class Acronym:
    """An acronym, what it stands for, both as first written, and how many documents say so."""

    short: str
    long: str
    documents: int


def keep_acronyms(catalogue: CatalogueWriter, doc_id: str, pairs: Iterable[tuple[str, str]]) -> None:
    """Keep the acronyms that a document defines, in place of those kept of it before. They go when it goes."""
    with catalogue.transaction(revise=False):
        catalogue.write("DELETE FROM acronyms WHERE doc_id = ?", (doc_id,))
        catalogue.write("INSERT OR IGNORE INTO acronyms VALUES (?, ?, ?)", *((doc_id, *pair) for pair in pairs))


def acronyms_of(catalogue: Catalogue) -> list[Acronym]:
    """Every acronym that the home's documents define, with each of its meanings, the commonest first."""
    rows = catalogue.rows(
        """SELECT short, long, COUNT(DISTINCT doc_id) AS documents FROM acronyms GROUP BY short, long
        ORDER BY documents DESC, short, long"""
    )
    return [Acronym(row["short"], row["long"], row["documents"]) for row in rows]
