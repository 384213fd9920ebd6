"""What leaves a home can be opened elsewhere, and is the same there."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet
import pytest

from corpus.catalogue import Catalogue
from corpus.errors import TableError
from corpus.home import Home
from corpus.writer import CatalogueWriter
from ingest.pipeline import ingest
from search import Searcher
from search.arrow import read_parquet
from search.export import export_archive, export_beir, export_documents, export_passages, export_vectors

RECORDS = [
    {"_id": "r 1", "title": "Charte d'accueil", "text": "La charte engage.\n\nLa ville suit.", "lang": "fr"},
    {"_id": "r2", "title": "=Port", "text": "A port of ships & “quotes”.", "lang": "en", "url": "https://x.test/a",
     "metadata": {"year": "2021"}},
    {"_id": "3", "title": "", "text": "Ein Hafen ohne Titel und mit Umlauten: äöü.", "lang": "de"},
]  # fmt: skip


def documents(home: Home) -> list[dict[str, Any]]:
    with Catalogue.open(home) as catalogue:
        found = [catalogue.document(summary.doc_id) for summary in catalogue.summaries()]
        return [
            {"id": each.external_id, "title": each.title, "text": each.text, "language": each.language,
             "metadata": dict(each.metadata), "passages": [part.text for part in catalogue.passages_of(each.doc_id)]}
            for each in found
        ]  # fmt: skip


def test_beir_export_is_ingested_as_the_same(tmp_path: Path, encoder: Any) -> None:
    """This ensures that a set goes out and comes in without a change, passages, titles and languages included."""
    source = tmp_path / "source.jsonl"
    source.write_text("".join(json.dumps(record) + "\n" for record in RECORDS))
    first, second = Home(tmp_path / "first"), Home(tmp_path / "second")
    ingest(first, [source], encoder, model="x")
    with Catalogue.open(first) as catalogue:
        assert export_beir(catalogue, tmp_path / "beir") == 3
        with pytest.raises(TableError, match="is there already"):
            export_beir(catalogue, tmp_path / "beir")
    ingest(second, [tmp_path / "beir" / "corpus.jsonl"], encoder, model="x")
    assert documents(second) == documents(first)
    assert len(documents(first)) == 3


def test_archive_is_a_home_elsewhere(
    home: Home, encoder: Any, filled: CatalogueWriter, opened: Searcher, tmp_path: Path
) -> None:
    """This ensures that an unpacked archive is searched with the same results, and that nothing removed is in it."""
    home.keep_original("ab" * 32, b"original")
    filled.remove_document(filled.find_document("port 1"))
    with opened, Searcher.open(home, encoder=encoder) as searcher:
        expected = [hit.as_json() for hit in searcher.search("charte")]
        assert export_archive(home, searcher.catalogue, tmp_path / "home.zip") > 3
        before = (tmp_path / "home.zip").read_bytes()
        export_archive(home, searcher.catalogue, tmp_path / "home.zip", force=True)
        assert (tmp_path / "home.zip").read_bytes() == before
        with pytest.raises(TableError, match=r"Use \.zip"):
            export_archive(home, searcher.catalogue, tmp_path / "home.tar")
    with zipfile.ZipFile(tmp_path / "home.zip") as archive:
        archive.extractall(tmp_path / "elsewhere")
    moved = Home(tmp_path / "elsewhere")
    assert moved.original("ab" * 32).read_bytes() == b"original"
    assert b"navires" not in moved.catalogue.read_bytes()
    with Searcher.open(moved, encoder=encoder) as searcher:
        assert [hit.as_json() for hit in searcher.search("charte")] == expected


def test_tables_and_vectors(filled: CatalogueWriter, encoder: Any, tmp_path: Path) -> None:
    """This ensures that passages, documents and vectors are whole, and vectors the same numbers."""
    assert export_passages(filled, tmp_path / "p.parquet") == 5
    rows = list(read_parquet(tmp_path / "p.parquet"))
    assert [row["passage_id"] for row in rows] == sorted(row["passage_id"] for row in rows)
    assert rows[-1]["text"] == "=Limoges n'a pas de port."
    assert export_documents(filled, tmp_path / "d.jsonl") == 3
    texts = {row["title"]: row["text"] for row in map(json.loads, (tmp_path / "d.jsonl").read_text().splitlines())}
    assert texts["charter"] == "The charter of Limoges binds those who sign."
    ((ids, vectors),) = filled.vectors(encoder.model_id)
    assert export_vectors(filled, tmp_path / "v.parquet") == 5
    table = pyarrow.parquet.read_table(tmp_path / "v.parquet")
    assert table["passage_id"].to_pylist() == ids.tolist()
    assert np.array_equal(np.array(table["vector"].to_pylist(), dtype=np.float32), vectors)
    assert export_vectors(filled, tmp_path / "v.jsonl") == 5
    lines = [json.loads(line)["vector"] for line in (tmp_path / "v.jsonl").read_text().splitlines()]
    assert np.array_equal(np.array(lines, dtype=np.float32), vectors)
    with pytest.raises(TableError, match=r"Use \.parquet or \.jsonl"):
        export_vectors(filled, tmp_path / "v.csv")
