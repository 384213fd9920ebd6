"""The words of passages as the model sees them, in few bits, by text and model. See `index.wordspace`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from corpus.catalogue import Catalogue
from corpus.writer import CatalogueWriter


def add_word_codes(writer: CatalogueWriter, model_id: str, codes: Mapping[bytes, bytes]) -> None:
    """Keep the codes of texts that have a vector of this model, by hash; gone with the vector."""
    with writer.transaction():
        writer.write(
            "INSERT OR REPLACE INTO word_codes VALUES (?, ?, ?)",
            *((key, model_id, each) for key, each in codes.items()),
        )


def word_codes_of(catalogue: Catalogue, model_id: str, passage_ids: Sequence[int]) -> dict[int, bytes]:
    """The codes of these passages, by id; those that have none are left out."""
    sql = """SELECT p.passage_id, w.codes, w.model_id FROM passages p JOIN word_codes w USING (text_hash)
        WHERE p.passage_id IN (?*)"""
    return {
        row["passage_id"]: row["codes"] for row in catalogue.rows_in(sql, passage_ids) if row["model_id"] == model_id
    }
