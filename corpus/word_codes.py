"""The words of passages as the model sees them, in few bits, by text and model. See `index.wordspace`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from corpus.catalogue import Catalogue
from corpus.writer import CatalogueWriter


class WordCodes(NamedTuple):
    """The words of a text, and how near they are to anything: empty where that is not known yet."""

    codes: bytes
    usual: bytes = b""


def add_word_codes(writer: CatalogueWriter, model_id: str, codes: Mapping[bytes, WordCodes]) -> None:
    """Keep the codes of texts that have a vector of this model, by hash; gone with the vector."""
    with writer.transaction():
        writer.write(
            "INSERT OR REPLACE INTO word_codes VALUES (?, ?, ?, ?)",
            *((key, model_id, *each) for key, each in codes.items()),
        )


def word_codes_of(catalogue: Catalogue, model_id: str, passage_ids: Sequence[int]) -> dict[int, WordCodes]:
    """The codes of these passages, by id; those that have none are left out."""
    sql = """SELECT p.passage_id, w.codes, w.usual, w.model_id FROM passages p JOIN word_codes w USING (text_hash)
        WHERE p.passage_id IN (?*)"""
    return {
        row["passage_id"]: WordCodes(row["codes"], row["usual"])
        for row in catalogue.rows_in(sql, passage_ids)
        if row["model_id"] == model_id
    }


def without_usual(catalogue: Catalogue, model_id: str, *, limit: int) -> dict[bytes, bytes]:
    """The codes of texts of which it is not known how near they are to anything, by hash, `limit` at most."""
    rows = catalogue.rows(
        "SELECT text_hash, codes FROM word_codes WHERE model_id = ? AND usual = x'' AND codes <> x'' LIMIT ?",
        (model_id, limit),
    )
    return {row["text_hash"]: row["codes"] for row in rows}
