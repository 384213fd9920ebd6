"""What `repere show` tells of documents that are much alike, and of versions before."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from corpus.catalogue import Catalogue
from corpus.home import Home
from ingest.pipeline import ingest
from ui.likeness import likeness_json, likeness_lines, likeness_of

TEXT = " ".join(f"Le point {number} de la charte engage la ville et ses habitants." for number in range(40))


def test_alike_and_replaced(home: Home, encoder: Any, tmp_path: Path) -> None:
    """This ensures that a document names its near-copy, and what was at its address before."""
    one, other = tmp_path / "un.md", tmp_path / "deux.md"
    one.write_text("# Ancienne charte\n\nElle est close.")
    ingest(home, [one], encoder, model="subjects")
    one.write_text(f"# Charte de Nantes\n\n{TEXT}")
    other.write_text(f"# Charte de Brest\n\n{TEXT}")
    ingest(home, [one, other], encoder, model="subjects")
    with Catalogue.open(home) as catalogue:
        likeness = likeness_of(catalogue, catalogue.find_document("un.md"))
        twin = catalogue.find_document("deux.md")
        nothing = likeness_of(catalogue, twin)
    values = likeness_json(likeness)
    assert [(each["doc_id"], each["title"]) for each in values["alike"]] == [(twin, "Charte de Brest")]
    assert [version["title"] for version in values["versions"]] == ["Ancienne charte"]
    alike, before = likeness_lines(likeness)
    assert twin in alike
    assert "%" in alike
    assert "Ancienne charte" in before
    assert len(nothing.alike) == 1
    assert nothing.versions == []
