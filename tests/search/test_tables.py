"""Files in and out."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import TableError
from search.tables import read_qrels, read_run, trec_lines


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


def test_trec_run_has_six_columns() -> None:
    """This ensures that an id with a space does not shift the columns."""
    assert list(trec_lines("q 1", {"doc 1": 0.5, "b": 0.25})) == [
        "q%201 Q0 doc%201 1 0.500000 repere\n",
        "q%201 Q0 b 2 0.250000 repere\n",
    ]


def test_run_is_read_as_it_is_written(tmp_path: Path) -> None:
    """This ensures the round trip of a run, that scores order it, and that faults are named by line."""
    path = tmp_path / "r.trec"
    path.write_text(
        "".join(trec_lines("q 1", {"doc 1": 0.5, "b": 0.25})) + "q2 Q0 x 1 1.5 other\nq2 Q0 y 2 2.5 other\n"
    )
    run = read_run(path)
    assert run == {"q 1": {"doc 1": 0.5, "b": 0.25}, "q2": {"y": 2.5, "x": 1.5}}
    assert list(run["q2"]) == ["y", "x"]
    for content, message in {
        "q Q0 d 1 x r\n": "line 1: not a line of a run",
        "\nq d 1\n": "line 2: not a line of a run",
        "q Q0 d 1 2 r\nq Q0 d 2 1 r\n": "line 2: d stands twice under q",
        "": "holds no run",
    }.items():
        path.write_text(content)
        with pytest.raises(TableError, match=message):
            read_run(path)
