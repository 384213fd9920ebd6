"""Results and tables for a notebook: lazy, typed, and the same numbers as one search."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from corpus.home import Home
from corpus.processes import Process
from index import apart
from index.bundled import BundledEncoder, unsupported
from index.encoder import Vectors
from index.models import DEFAULT_MODEL
from index.products import cosines
from index.vectors import VectorIndex
from ingest.pipeline import RunOptions, ingest
from search import Filters, Query, Searcher
from search import searcher as module
from search.query import Mode

QUERIES = [
    Query("charte ville", k=3),
    Query("Limoges", filters=Filters(languages=("fr",))),
    Query('charte "de port"'),
    Query("navires -ville", mode="dense"),
    Query("navires", mode="lexical"),
    Query("Limoges", by_document=True),
    Query("charte ville", k=10),
]


@pytest.mark.parametrize("chunk", [1, 2, 64])
def test_many_are_what_one_is(opened: Searcher, monkeypatch: pytest.MonkeyPatch, chunk: int) -> None:
    """This ensures that a query's numbers don't depend on its company, to the last bit."""
    expected = [opened.run(query).hits for query in QUERIES]
    monkeypatch.setattr(module, "CHUNK", chunk)
    assert [result.hits for result in opened.run_many(QUERIES)] == expected
    assert [result.hits for result in opened.run_many(reversed(QUERIES))] == expected[::-1]


def test_queries_are_read_some_ahead(opened: Searcher, monkeypatch: pytest.MonkeyPatch) -> None:
    """This ensures that queries that come one by one, without an end even, are answered with some chunks read ahead."""
    read: list[int] = []

    def endless() -> Iterator[Query]:
        for number in count(1):
            read.append(number)
            yield Query(f"charte {number}", k=1)

    monkeypatch.setattr(module, "CHUNK", 2)
    results = opened.run_many(endless())
    assert [next(results).query.text for _ in range(3)] == ["charte 1", "charte 2", "charte 3"]
    results.close()  # type: ignore[attr-defined] # a generator
    assert read[-1] == 2 * (2 + module.AHEAD)
    with pytest.raises(StopIteration):
        next(results)


def test_what_fails_ahead_fails_in_its_turn(opened: Searcher, monkeypatch: pytest.MonkeyPatch) -> None:
    """This ensures that the queries before are answered, and that the error of those looked up ahead is told."""

    encode = opened._encoder.encode_queries
    monkeypatch.setattr(module, "CHUNK", 2)
    monkeypatch.setattr(
        opened._encoder, "encode_queries", lambda texts: encode(texts) if "Limoges" not in texts else 1 / 0
    )
    results = opened.run_many([Query("charte"), Query("navires"), Query("Limoges")])
    assert [next(results).query.text for _ in range(2)] == ["charte", "navires"]
    with pytest.raises(ZeroDivisionError):
        next(results)


def test_results_are_searched_when_they_are_asked_for(opened: Searcher, monkeypatch: pytest.MonkeyPatch) -> None:
    """This ensures that a table of many queries costs nothing before it is read, and can be read twice."""
    begun: list[int] = []
    run_many = opened.run_many

    def counting(queries: Any) -> Iterator[Any]:
        begun.append(len(queries))
        return run_many(queries)

    monkeypatch.setattr(opened, "run_many", counting)
    results = opened.search_many(["charte", Query("navires", k=1)])
    assert (len(results), begun) == (2, [])
    assert [len(result) for result in results] == [5, 1]
    assert [len(result) for result in results] == [5, 1]
    assert begun == [2, 2]


def test_tables_of_a_notebook(opened: Searcher, encoder: Any) -> None:
    """This ensures that hits, passages, documents and vectors come as tables whose cells are typed."""
    frame = opened.search_many(["port", "navires"]).to_pandas()
    assert frame["query_id"].tolist() == ["1"] * 5 + ["2"] * 5
    assert str(frame["first_page"].dtype) == "Int64"
    assert frame["first_page"].isna().all()
    assert opened.search_many(["port"]).to_arrow().column_names == list(frame.columns)
    assert [row["ordinal"] for row in opened.passages()] == [0, 1, 0, 0, 1]
    assert [row["title"] for row in opened.documents()] == ["charte", "charter", "port"]
    ((ids, vectors),) = opened.vectors()
    assert (vectors.dtype, vectors.shape) == (np.float32, (5, 3))
    assert sum(len(part) for part, _ in opened.vectors(step=2)) == 5
    assert ids.tolist() == sorted(ids.tolist())


def test_threads_read_tables_at_once(opened: Searcher) -> None:
    """This ensures that reading is safe from several threads."""
    expected = (list(opened.passages()), opened.search_many(["charte"]).to_arrow())
    same: list[bool] = []

    def read() -> None:
        found = [(list(opened.passages()), opened.search_many(["charte"]).to_arrow()) for _ in range(5)]
        same.extend(each == expected for each in found)

    threads = [threading.Thread(target=read) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert same == [True] * 30


def test_products_don_t_depend_on_their_company() -> None:
    """This ensures that a row's cosine is the same to the last bit, alone and among any others."""
    draw = np.random.default_rng(0)
    rows, query = draw.normal(size=(300, 384)).astype(np.float32), draw.normal(size=384).astype(np.float32)
    together = cosines(rows, query)
    for size in (1, 2, 7, 64):
        assert np.array_equal(
            np.concatenate([cosines(rows[at : at + size], query) for at in range(0, 300, size)]), together
        )


def test_neighbours_don_t_depend_on_their_company() -> None:
    """This ensures that FAISS finds the same in the same order for one query and for forty, near-ties included."""
    draw = np.random.default_rng(1)
    rows = draw.normal(size=(500, 64)).astype(np.float32)
    rows[100:400] = rows[0] + draw.normal(size=(300, 64)).astype(np.float32) * 1e-6
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    index = VectorIndex(64)
    index.add(np.arange(500), rows)
    queries: Vectors = rows[:40]

    def found(parts: Sequence[Vectors]) -> list[Any]:
        return [each.tolist() for part in parts for each in index.search(part, 50)[1]]

    assert found([queries]) == found([query[None] for query in queries])


def test_home_is_closed_with_its_searcher(home: Home, opened: Searcher) -> None:
    """This ensures that the tables say so when they are read after the searcher is closed."""
    table = opened.passages()
    opened.close()
    with pytest.raises(Exception, match="closed"):
        list(table)


@pytest.mark.skipif(bool(unsupported()), reason=f"the bundled model cannot run here: {unsupported()}")
def test_many_are_what_one_is_when_encoded_apart(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """This ensures that queries encoded by another process find the same, to the last bit, in any mode."""
    text = tmp_path / "charte.txt"
    text.write_text("La charte du port a été signée en 2019.\n\nLe label est donné pour cinq ans.\n", "utf-8")
    encoder = BundledEncoder()
    ingest(home, [text], encoder, model=DEFAULT_MODEL, options=RunOptions(workers=0))
    modes: tuple[Mode, ...] = ("hybrid", "dense", "lexical")
    queries = [Query(f"label {number}", mode=mode) for number in range(4) for mode in modes]
    with Searcher.open(home, encoder=encoder) as searcher:
        expected = [searcher.run(query).hits for query in queries]
        monkeypatch.setattr(apart, "ENOUGH", len(queries))
        monkeypatch.setattr(Process, "has_answered", lambda _: True)  # waits until it is ready
        monkeypatch.setattr(module, "LEAST_CHUNK", 2)
        with Searcher.open(home, encoder=encoder) as other:  # which has encoded nothing yet
            for name in ("encode_queries", "encode_queries_by_word"):
                monkeypatch.setattr(encoder, name, lambda *_: pytest.fail("encoded here"))
            assert [result.hits for result in other.run_many(queries)] == expected
    assert not caplog.records
