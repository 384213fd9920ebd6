"""What is shown of a ranking: each text once, with where else it stands."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from corpus.home import Home
from ingest.pipeline import RunOptions, ingest
from search import Searcher

SAME = (
    "Les collectivités signataires de la charte s'engagent à partager leurs moyens, à publier chaque année un bilan "
    "de leurs actions et à accueillir les habitants qui souhaitent y prendre part, sans condition de résidence."
)


@pytest.fixture
def searcher(home: Home, tmp_path: Path, encoder: Any) -> Any:
    records = tmp_path / "chartes.jsonl"
    lines = [{"_id": name, "title": f"Charte {name}", "text": SAME} for name in ("a", "b", "c")]
    records.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    ingest(home, [records], encoder, model="subjects", options=RunOptions(workers=0))
    with Searcher.open(home, encoder=encoder) as found:
        yield found


def test_a_text_is_shown_once_with_its_copies(searcher: Any) -> None:
    """This ensures that the same text in three documents is one hit that names the other two."""
    hits = [hit for hit in searcher.search("charte signataires bilan") if "signataires" in hit.passage.text]
    assert len(hits) == 1
    assert {copy.title for copy in hits[0].copies} | {hits[0].document.title} == {"Charte a", "Charte b", "Charte c"}
    assert hits[0].as_json()["copies"][0]["doc_id"] == hits[0].copies[0].doc_id


def test_documents_are_all_shown(searcher: Any) -> None:
    """This ensures that a search by document has each document, those with the same text too."""
    result = searcher.search("charte signataires bilan", by_document=True)
    assert len({hit.document.doc_id for hit in result}) == 3


def test_filters_hide_copies_too(searcher: Any) -> None:
    """This ensures that a copy in a document that the filters leave out is not named."""
    (hit,) = [hit for hit in searcher.search("signataires", documents=["b"]) if "signataires" in hit.passage.text]
    assert hit.document.title == "Charte b"
    assert hit.copies == ()
