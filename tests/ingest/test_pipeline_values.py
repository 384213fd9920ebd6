"""What a run keeps beside texts: what a folder's manifest says, acronyms, families; and what goes with a document."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from corpus.acronyms import acronyms_of
from corpus.catalogue import Catalogue
from corpus.errors import InvalidCorrection, TableError
from corpus.filters import Filters, documents_with
from corpus.home import Home
from corpus.instruments import corrected_documents, values_of
from ingest.pipeline import RunOptions, ingest
from ingest.report import Report
from ingest.upkeep import remove

MANIFEST = "file,kind,territory\ncharte.md,charter,commune:87085\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = tmp_path / "documents"
    found.mkdir()
    (found / "charte.md").write_text("# Charte\n\nLe pôle d'équilibre territorial et rural (PETR) s'engage.\n")
    (found / "port.txt").write_text("Le port accueille des navires.")
    return found


def run(home: Home, encoder: Any, *sources: Path) -> Report:
    return ingest(home, sources, encoder, model="subjects", options=RunOptions(workers=0))


def test_manifest_is_applied_and_no_document(home: Home, encoder: Any, folder: Path) -> None:
    """This ensures that a folder's manifest corrects its documents, again for a new version, and is not one itself."""
    (folder / "manifest.csv").write_text(MANIFEST)
    report = run(home, encoder, folder)
    assert (report.added, report.skipped, report.failed) == (2, [], [])
    for _ in range(2):
        with Catalogue.open(home) as catalogue:
            doc_id = catalogue.find_document("charte.md")
            assert "charter" in [value.value for value in values_of(catalogue, doc_id) if value.field == "kind"]
            assert documents_with(catalogue, Filters(kinds=("charter",))) == {doc_id}
        (folder / "charte.md").write_text("# Charte\n\nElle a changé.\n")
        run(home, encoder, folder)


@pytest.mark.parametrize(
    ("manifest", "error"),
    [
        ("file,couleur\ncharte.md,bleu\n", TableError),
        ("file,kind\nabsent.pdf,label\n", TableError),
        ("file,kind\ncharte.md,poème\n", InvalidCorrection),
    ],
)
def test_faulty_manifest_is_refused_first(
    home: Home, encoder: Any, folder: Path, manifest: str, error: type[Exception]
) -> None:
    """This ensures that a manifest that can't be meant is told before anything is written."""
    (folder / "manifest.csv").write_text(manifest)
    with pytest.raises(error, match=r"manifest\.csv"):
        run(home, encoder, folder)
    assert not home.catalogue.exists()


def test_manifest_that_is_named_is_a_table(home: Home, encoder: Any, folder: Path) -> None:
    """This ensures that a file of that name is ingested where it is asked for itself."""
    (folder / "manifest.csv").write_text(MANIFEST)
    assert run(home, encoder, folder / "manifest.csv").added == 1


def test_acronyms_come_and_go_with_their_document(home: Home, encoder: Any, folder: Path) -> None:
    """This ensures that what a document defines is known, and not any more once it is removed."""
    run(home, encoder, folder)
    with Catalogue.open(home) as catalogue:
        assert [(each.short, each.long) for each in acronyms_of(catalogue)] == [
            ("PETR", "pôle d'équilibre territorial et rural")
        ]
    remove(home, ["charte.md"])
    with Catalogue.open(home) as catalogue:
        assert acronyms_of(catalogue) == []


def test_corrections_go_with_a_removed_document(home: Home, encoder: Any, folder: Path) -> None:
    """This ensures that nothing of what people said of a document outlives its removal."""
    (folder / "manifest.csv").write_text(MANIFEST)
    run(home, encoder, folder)
    with Catalogue.open(home) as catalogue:
        assert len(corrected_documents(catalogue)) == 1
    remove(home, ["charte.md"])
    with Catalogue.open(home) as catalogue:
        assert catalogue.rows("SELECT * FROM corrections") == []
        assert documents_with(catalogue, Filters(kinds=("charter",))) == set()


def test_documents_are_compared_for_families(home: Home, encoder: Any, folder: Path) -> None:
    """This ensures that the end of a run has compared every document, and a second run compares none again."""
    run(home, encoder, folder)
    with Catalogue.open(home) as catalogue:
        assert len(catalogue.rows("SELECT * FROM title_vectors")) == 2
    encoded = len(encoder.encoded)
    run(home, encoder, folder)
    assert len(encoder.encoded) == encoded
