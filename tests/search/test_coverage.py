"""What a collection answers, counted."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from corpus.home import Home
from ingest.pipeline import RunOptions, ingest
from search import Searcher
from search.batch import BatchOptions, answer_all
from search.coverage import coverage
from search.tables import QueryLine


def test_answers_are_counted_by_their_documents(home: Home, tmp_path: Path, encoder: Any) -> None:
    """This ensures that a query counts once, for its best passage's document, and others are named with reasons."""
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "charte.txt").write_text("La charte engage tous ses signataires pour la durée du mandat.", "utf-8")
    ingest(home, [folder], encoder, model="subjects", options=RunOptions(workers=0))
    lines = [
        QueryLine(1, "a", "charte signataires"),
        QueryLine(2, "b", "Combien de lunes tournent autour de Neptune ?"),
        QueryLine(3, "c", "", error="line 3: empty"),
    ]
    with Searcher.open(home, encoder=encoder) as searcher:
        found = coverage(answer_all(searcher, lines, BatchOptions(1)))
    assert (found.queries, found.answered, found.failed, found.share) == (2, 1, 1, 0.5)
    assert found.by["language"] == [("fr", 1)]
    assert [number for number, _, _ in found.unanswered] == ["b"]
    assert found.as_json()["by"]["language"] == [{"value": "fr", "answers": 1}]


def test_nothing_asked_covers_nothing() -> None:
    """This ensures that an empty list of queries has a share of 0 and no division by it."""
    assert coverage([]).share == 0
