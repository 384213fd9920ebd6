"""The second look: which passages are looked at, in which order they come out, and what tables and runs say."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from corpus.home import Home
from corpus.writer import CatalogueWriter
from index.caches import synchronise
from search import Query, Searcher
from search.batch import BatchOptions, answer_all, run_of
from search.queries import read_query_file
from search.record import record_of
from search.rerank import DEPTH, reordered, run_score
from search.running import BatchJob, write_batch


class ByLength:
    """Scores a text by its letters, the shortest best, whatever the query; keeps what it was asked."""

    model_id = "by-length@1"

    def __init__(self) -> None:
        self.asked: list[tuple[str, list[str]]] = []

    def scores(self, query: str, texts: Sequence[str]) -> np.ndarray:
        self.asked.append((query, list(texts)))
        return np.array([-float(len(text)) for text in texts])


@pytest.fixture
def reranker() -> ByLength:
    return ByLength()


@pytest.fixture
def looking(home: Home, encoder: Any, filled: CatalogueWriter, reranker: ByLength) -> Iterator[Searcher]:
    with Searcher.open(home, encoder=encoder, reranker=reranker) as searcher:
        yield searcher


def test_hits_are_in_the_order_of_the_second_look(looking: Searcher, opened: Searcher, reranker: ByLength) -> None:
    """This ensures that the second score decides, and that the first stays what it was."""
    result = looking.search("charte -navires", k=9)
    assert [hit.rerank for hit in result] == sorted((-float(len(hit.passage.text)) for hit in result), reverse=True)
    assert [hit.rank for hit in result] == [1, 2, 3, 4]
    first = {hit.passage.passage_id: hit.score for hit in opened.search("charte -navires", k=9)}
    assert {hit.passage.passage_id: hit.score for hit in result} == first
    assert [query for query, _ in reranker.asked] == ["charte"]
    assert result.hits[0].as_json()["rerank"] == result.hits[0].rerank
    assert all(hit.rerank is None for hit in opened.search("charte"))


def test_fewer_hits_are_the_beginning_of_more(looking: Searcher) -> None:
    """This ensures that k decides on what is shown and not on what is looked at."""
    many = [hit.passage.passage_id for hit in looking.search("charte", k=5)]
    assert [hit.passage.passage_id for hit in looking.search("charte", k=2)] == many[:2]


def test_documents_once_at_their_best_of_the_second_look(looking: Searcher) -> None:
    """This ensures that a document is shown by the passage that the second look puts first."""
    found = [hit.passage.text for hit in looking.search("charte", by_document=True)]
    assert found == ["=Limoges n'a pas de port.", "La ville suit les engagements.",
                     "The charter of Limoges binds those who sign."]  # fmt: skip


def test_only_the_first_passages_are_looked_at(
    home: Home, encoder: Any, filled: CatalogueWriter, put: Callable[..., None], reranker: ByLength
) -> None:
    """This ensures that the cost has a bound, and that the others follow in their first order."""
    put(filled, encoder, "beaucoup", "fr", [f"La charte numéro {number}." for number in range(1, 100)])
    with home.writing():
        synchronise(home, filled)
    with Searcher.open(home, encoder=encoder, reranker=reranker) as searcher:
        result = searcher.search("charte", k=90)
    assert [len(texts) for _, texts in reranker.asked] == [DEPTH]
    assert [hit.rerank is None for hit in result] == [False] * DEPTH + [True] * (90 - DEPTH)
    rest = [hit.score for hit in result.hits[DEPTH:]]
    assert rest == sorted(rest, reverse=True)


def test_passages_are_read_with_their_section(
    home: Home, encoder: Any, filled: CatalogueWriter, looking: Searcher, reranker: ByLength
) -> None:
    """This ensures that the second look reads what was encoded: the path of the section, then the text."""
    with filled.transaction():
        filled.write("UPDATE passages SET section = ? WHERE text LIKE 'La ville%'", ("Charte › Article 2",))
    looking.search("charte")
    (_, texts) = reranker.asked[0]
    assert "Charte › Article 2\nLa ville suit les engagements." in texts


def test_removed_passages_are_passed_over(filled: CatalogueWriter, looking: Searcher, reranker: ByLength) -> None:
    """This ensures that what was removed since the index was published is neither read nor shown."""
    filled.remove_document(filled.find_document("charter 1"))
    assert "charter" not in {hit.document.title for hit in looking.search("charte", k=9)}
    assert not any("binds" in text for _, texts in reranker.asked for text in texts)


def test_explanation_holds_both_scores(looking: Searcher) -> None:
    """This ensures that the parts still add up to the first score, and the second is told beside it."""
    result = looking.search("charte Limoges")
    for explanation, hit in zip(looking.explain(result), result, strict=True):
        assert explanation.score == pytest.approx(hit.score, rel=1e-12)
        assert explanation.rerank == hit.rerank


def test_many_queries_give_what_one_gives(looking: Searcher) -> None:
    """This ensures that a batch looks again as a single search does."""
    queries = [Query("charte"), Query("Limoges", k=2), Query("port", mode="lexical")]
    together = [[hit.as_json() for hit in result] for result in looking.search_many(queries)]
    assert together == [[hit.as_json() for hit in looking.run(query)] for query in queries]


def test_tables_and_runs_keep_the_order(looking: Searcher, tmp_path: Path) -> None:
    """This ensures that programs which sort a run by its scores get the order of the second look, and the record it."""
    queries = tmp_path / "queries.jsonl"
    queries.write_text('{"_id": "1", "text": "charte"}\n{"_id": "2", "text": "port"}\n')
    file = read_query_file(queries)
    options = BatchOptions(by_document=True)
    run = run_of(answer_all(looking, file.lines, options))
    assert run["1"] == {"port 1": -1.0, "charte 1": -2.0, "charter 1": -3.0}
    job = BatchJob(queries, file, tmp_path / "run.trec", ".trec", options)
    write_batch(looking, job)
    lines = [line.split() for line in job.output.read_text().splitlines()]
    assert [(name, rank, float(score)) for query, _, name, rank, score, _ in lines if query == "1"] == [
        ("port%201", "1", -1.0), ("charte%201", "2", -2.0), ("charter%201", "3", -3.0),
    ]  # fmt: skip
    assert json.loads(record_of(job.output).read_text())["options"]["rerank"] == "by-length@1"
    table = looking.search_many(["charte"]).to_pandas()
    assert table["rerank"].tolist() == sorted(table["rerank"], reverse=True)


def test_reordered_by_hand() -> None:
    """This ensures best first, equals as they were, and those without a score behind, as they were."""
    scores = np.array([0.1, 0.5, np.nan, 0.5, -2.0, np.nan])
    assert reordered(scores).tolist() == [1, 3, 0, 4, 2, 5]
    assert reordered(np.empty(0)).tolist() == []


def test_scores_of_a_run() -> None:
    """This ensures that a run without a second look has the scores themselves."""
    assert (run_score(3, 0.7, reranked=False), run_score(3, 0.7, reranked=True)) == (0.7, -3.0)
