"""Files in and out."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import TableError
from search.tables import read_qrels, read_queries, trec_lines, write_lines


def test_queries_keep_their_order_and_their_faults(tmp_path: Path) -> None:
    """This ensures that each line is a query or says what is wrong with it, by its number."""
    path = tmp_path / "queries.jsonl"
    path.write_text(
        '\ufeff{"_id": "a", "text": "Où ?"}\n\n{"id": 7, "query": "When?"}\n{broken\n[1]\n{"_id": "b"}\n'
        '{"_id": "a", "text": "again"}\n',
        encoding="utf-8",
    )
    lines = read_queries(path)
    assert [(line.line, line.query_id, line.text) for line in lines[:2]] == [(1, "a", "Où ?"), (3, "7", "When?")]
    assert [line.error.split(" (")[0] for line in lines[2:]] == [
        "line 4: not JSON",
        "line 5: not an object",
        'line 6: no "text"',
        "line 7: the id 'a' stands on line 1 too",
    ]


def test_qrels_of_both_kinds(tmp_path: Path) -> None:
    """This ensures that BEIR's and TREC's files give the same, and that ids may hold spaces with tabs."""
    beir, trec = tmp_path / "qrels.tsv", tmp_path / "qrels.txt"
    beir.write_text("query-id\tcorpus-id\tscore\nq1\tdoc 1\t1\nq1\td2\t0\n")
    trec.write_text("q1 0 d2 0\n")
    assert read_qrels(beir) == {"q1": {"doc 1": 1, "d2": 0}}
    assert read_qrels(trec) == {"q1": {"d2": 0}}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"q1\tdoc\n", "holds no judgements"),
        (b"q 0 d 1\nq1\tdoc\tx\n", "line 2: not a judgement"),
        (b"\xff", "not UTF-8"),
    ],
)
def test_bad_qrels_are_named(tmp_path: Path, content: bytes, message: str) -> None:
    """This ensures that a file that is no qrels is refused by line."""
    path = tmp_path / "qrels.tsv"
    path.write_bytes(content)
    with pytest.raises(TableError, match=message):
        read_qrels(path)


def test_files_of_other_kinds_are_named(tmp_path: Path) -> None:
    """This ensures a clear line for what can't be read."""
    with pytest.raises(TableError, match=r"from \.jsonl files"):
        read_queries(tmp_path / "queries.docx")
    with pytest.raises(TableError, match="can't be read"):
        read_queries(tmp_path / "none.jsonl")


def test_trec_run_has_six_columns() -> None:
    """This ensures that an id with a space does not shift the columns."""
    assert list(trec_lines("q 1", {"doc 1": 0.5, "b": 0.25})) == [
        "q%201 Q0 doc%201 1 0.500000 repere\n",
        "q%201 Q0 b 2 0.250000 repere\n",
    ]


def test_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    """This ensures that an interrupted run leaves no half table, and that nothing is replaced unasked."""
    path = tmp_path / "out.jsonl"

    def lines(*, fail: bool) -> object:
        yield "one\n"
        if fail:
            raise RuntimeError("stopped")
        yield "two\n"

    with pytest.raises(RuntimeError):
        write_lines(path, lines(fail=True), force=False)  # type: ignore[arg-type] # a generator
    assert list(tmp_path.iterdir()) == []
    write_lines(path, ["one\n"], force=False)
    with pytest.raises(TableError, match="is there already"):
        write_lines(path, ["two\n"], force=False)
    write_lines(path, ["two\n"], force=True)
    assert path.read_text() == "two\n"
    with pytest.raises(TableError, match="can't be written"):
        write_lines(tmp_path / "no folder" / "x.jsonl", ["x"], force=False)
