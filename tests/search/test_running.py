"""A batch from file to table: order, faults, interruptions, and the same bytes whatever happens."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from corpus.errors import TableError
from corpus.home import Home
from corpus.writer import CatalogueWriter
from index.caches import synchronise
from search import Filters, Query, Searcher
from search.batch import BatchOptions
from search.columns import HIT_COLUMNS, hit_cells
from search.journal import journal_of
from search.queries import QueryFile, read_query_file
from search.record import differences, home_facts, read_record, record_of
from search.running import FORMATS, BatchJob, Outcome, stream_batch, write_batch
from search.tables import read_run

QUERIES = "id,query,lang\n1,charte,\n2,port,fr\n3,,\n4,ville,xx\n1,again,\n5,charte,\n6,Limoges,en\n"


def job(tmp_path: Path, suffix: str = ".csv", name: str = "out", **options: Any) -> BatchJob:
    path = tmp_path / "q.csv"
    path.write_text(QUERIES)
    return BatchJob(path, read_query_file(path), tmp_path / f"{name}{suffix}", suffix, BatchOptions(k=2, **options))


class Stopped(Exception):
    """Stands for a key that is pressed."""


def stop_after(count: int) -> Callable[[int], None]:
    done = 0

    def advance(more: int) -> None:
        nonlocal done
        done += more
        if done >= count:
            raise Stopped

    return advance


def test_rows_are_in_order_with_their_faults(opened: Searcher, tmp_path: Path) -> None:
    """This ensures that every line has its rows, and that each number is what one search gives."""
    outcome = write_batch(opened, job(tmp_path, ".jsonl"))
    rows = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert all(list(row) == list(HIT_COLUMNS) for row in rows)
    assert [(row["query_id"], row["rank"]) for row in rows] == [
        ("1", 1), ("1", 2), ("2", 1), ("2", 2), ("3", None), ("4", None), ("1", None), ("5", 1), ("5", 2), ("6", 1),
    ]  # fmt: skip
    assert [row["error"] for row in rows if row["error"]] == list(outcome.faults)
    assert outcome == Outcome(
        searched=4,
        faults=(
            "line 4: The query is empty. Type some words or a question",
            "line 5: No document is in the language 'xx'. There are: fr, en",
            "line 6: the id '1' stands on line 2 too",
        ),
        rows=10,
    )
    for query_id, query in {"1": Query("charte", k=2), "6": Query("Limoges", Filters(languages=("en",)), k=2)}.items():
        expected = [hit_cells(hit) for hit in opened.run(query)]
        found = [row for row in rows if row["query_id"] == query_id and row["rank"]]
        assert [{name: row[name] for name in each} for row, each in zip(found, expected, strict=True)] == expected


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("after", [1, 3, 7])
def test_resumed_run_is_the_same_bytes(opened: Searcher, tmp_path: Path, suffix: str, after: int) -> None:
    """This ensures no gap and no double after an interruption, in every kind of table, half-written line included."""
    write_batch(opened, job(tmp_path, suffix, "whole"))
    broken = job(tmp_path, suffix)
    with pytest.raises(Stopped):
        write_batch(opened, broken, advance=stop_after(after))
    assert not broken.output.exists()
    with journal_of(broken.output).open("a") as stream:
        stream.write('{"rows": [{"query_id": "9", "te')
    with pytest.raises(TableError, match="Add --resume, or --force to begin anew"):
        write_batch(opened, broken)
    assert write_batch(opened, broken, resume=True).resumed == after
    assert broken.output.read_bytes() == (tmp_path / f"whole{suffix}").read_bytes()
    assert not journal_of(broken.output).exists()
    assert write_batch(opened, broken, resume=True).resumed == 7  # there is nothing left to do
    with pytest.raises(TableError, match="is there already"):
        write_batch(opened, broken)


def test_resume_is_refused_for_another_run(
    home: Home, encoder: Any, filled: CatalogueWriter, opened: Searcher, tmp_path: Path
) -> None:
    """This ensures that the halves of a table are never of two homes or with two sets of options."""
    with pytest.raises(Stopped):
        write_batch(opened, job(tmp_path), advance=stop_after(2))
    with pytest.raises(TableError, match="options changed since"):
        write_batch(opened, job(tmp_path, mode="lexical"), resume=True)
    filled.remove_document(filled.find_document("charter 1"))
    with pytest.raises(TableError, match="home changed since"):
        write_batch(opened, job(tmp_path), resume=True)
    assert write_batch(opened, job(tmp_path), force=True).resumed == 0


def test_home_that_changes_keeps_the_revision_of_the_beginning(
    home: Home, encoder: Any, filled: CatalogueWriter, put: Callable[..., None], opened: Searcher, tmp_path: Path
) -> None:
    """This ensures that what comes meanwhile is not found, what goes is not shown, and that the outcome says so."""

    def change(_: int) -> None:
        nonlocal changed
        if not changed:
            changed = True
            put(filled, encoder, "neuf", "fr", ["La charte neuve."])
            filled.remove_document(filled.find_document("port 1"))
            with home.writing():
                synchronise(home, filled)

    changed = False
    outcome = write_batch(opened, job(tmp_path, ".jsonl"), advance=lambda count: change(count) if count else None)
    rows = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert {row["title"] for row in rows if row["rank"]} == {"charte", "charter"}
    assert outcome.changed_to == filled.revision
    assert read_record(record_of(tmp_path / "out.jsonl"))["home_changed_to_revision"] == filled.revision


def test_queries_that_are_alike_are_searched_once(
    opened: Searcher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """This ensures that `charte`, asked twice with the same filters, is encoded and ranked once."""
    asked: list[Query] = []
    run_many = opened.run_many

    def counting(queries: Iterable[Query]) -> Any:
        asked.extend(queries := list(queries))
        return run_many(queries)

    monkeypatch.setattr(opened, "run_many", counting)
    write_batch(opened, job(tmp_path))
    assert [query.text for query in asked] == ["charte", "port", "Limoges"]


def test_run_is_read_back_as_it_was_ranked(opened: Searcher, tmp_path: Path) -> None:
    """This ensures that a TREC run names each document once, by its own id, spaces included."""
    write_batch(opened, job(tmp_path, ".trec"))
    run = read_run(tmp_path / "out.trec")
    assert list(run["2"]) == ["port 1", "charte 1"]
    assert list(run["6"]) == ["charter 1"]
    assert set(run) == {"1", "2", "5", "6"}


def test_stream_gives_what_the_file_holds(opened: Searcher, tmp_path: Path) -> None:
    """This ensures that a pipe gets the same table, and that what can't be streamed says so."""
    for suffix in (".csv", ".tsv", ".jsonl", ".trec"):
        stream = io.StringIO()
        stream_batch(opened, job(tmp_path, suffix), stream)
        write_batch(opened, job(tmp_path, suffix))
        assert stream.getvalue() == (tmp_path / f"out{suffix}").read_bytes().decode()
    with pytest.raises(TableError, match="can't go through a pipe"):
        stream_batch(opened, job(tmp_path, ".xlsx"), io.StringIO())


def test_record_says_what_differs(home: Home, filled: CatalogueWriter, opened: Searcher, tmp_path: Path) -> None:
    """This ensures that a home, a table or a file of queries that is not as it was is named."""
    write_batch(opened, job(tmp_path))
    record = read_record(record_of(tmp_path / "out.csv"))

    def differing() -> list[tuple[str, bool]]:
        found = differences(record, home_facts(filled, filled.revision), tmp_path)
        return [(each.name, each.decides) for each in found]

    assert differing() == []
    (tmp_path / "out.csv").write_text("edited")
    assert differing() == [("table", True)]
    filled.remove_document(filled.find_document("port 1"))
    (tmp_path / "q.csv").unlink()
    told = differing()
    assert {name for name, decides in told if decides} == {"home: digest", "file of queries", "table"}
    assert ("home: revision", False) in told
    record_of(tmp_path / "out.csv").write_text("[]")
    with pytest.raises(TableError, match="is no record of a run"):
        read_record(record_of(tmp_path / "out.csv"))


def test_megabyte_is_told_and_not_repeated(opened: Searcher, tmp_path: Path) -> None:
    """This ensures that a cell far too long is one row with its line, and not written out again."""
    path = tmp_path / "q.csv"
    path.write_text(f"query\n{'x ' * 500_000}\nport\n")
    asked = BatchJob(path, read_query_file(path), tmp_path / "o.jsonl", ".jsonl", BatchOptions(k=1))
    assert write_batch(opened, asked).searched == 1
    row, hit = (json.loads(line) for line in asked.output.read_text().splitlines())
    assert row["error"].startswith("line 2: The query has 999,999 characters")
    assert (len(row["query"]), hit["rank"]) == (201, 1)


def test_folder_that_is_not_there(opened: Searcher, tmp_path: Path) -> None:
    """This ensures that nothing is searched for a table that can't be written."""
    asked = job(tmp_path)
    nowhere = BatchJob(asked.queries, asked.file, tmp_path / "no" / "o.csv", ".csv", asked.options)
    with pytest.raises(TableError, match="can't be written: No such file"):
        write_batch(opened, nowhere)
    with pytest.raises(TableError, match=r"can't be written as '\.doc'"):
        BatchJob(asked.queries, QueryFile((), ""), tmp_path / "o.doc", ".doc", asked.options)
