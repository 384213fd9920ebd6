"""Files of queries as people have them."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from corpus.errors import TableError
from search.queries import STDIN, Choice, read_query_file


def read(tmp_path: Path, name: str, content: str | bytes, **choice: str) -> list[tuple[int, str, str]]:
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return [
        (line.line, line.query_id, line.error or line.text) for line in read_query_file(path, Choice(**choice)).lines
    ]


def test_records_keep_their_order_and_their_faults(tmp_path: Path) -> None:
    """This ensures that each line of a .jsonl file is a query or says what is wrong with it, by its number."""
    content = (
        '\ufeff{"_id": "a", "text": "Où ?"}\n\n{"id": 7, "query": "When?"}\n{broken\n[1]\n{"_id": "b"}\n'
        '{"_id": "a", "text": "again"}\n{"_id": "c", "text": "x", "filters": {"colour": "red"}}\n'
    )
    lines = read(tmp_path, "q.jsonl", content)
    assert lines[:2] == [(1, "a", "Où ?"), (3, "7", "When?")]
    assert [told.split(" (")[0] for _, _, told in lines[2:]] == [
        "line 4: not JSON",
        "line 5: not an object",
        'line 6: no "text"',
        "line 7: the id 'a' stands on line 1 too",
        "line 8: no filter 'colour'",
    ]


def test_table_of_a_spreadsheet_is_read(tmp_path: Path) -> None:
    """This ensures that semicolons, a byte order mark, Windows-1252, quotes and line ends in cells are read right."""
    table = 'ID;Question;Note\r\n1;"Où; est-ce ""ici"" ?";x\r\n\r\n;"deux\r\nlignes";\r\n3;été;\r\n'
    expected = [(2, "1", 'Où; est-ce "ici" ?'), (4, "line-4", "deux\r\nlignes"), (6, "3", "été")]
    assert read(tmp_path, "a.csv", table.encode("utf-8-sig")) == expected
    assert read(tmp_path, "b.csv", table.encode("cp1252")) == expected
    assert read(tmp_path, "c.csv", table.encode("utf-16")) == expected
    assert read(tmp_path, "d.tsv", table.replace(";", "\t").encode()) == [
        (2, "1", 'Où\t est-ce "ici" ?'), *expected[1:],
    ]  # fmt: skip


def test_bad_lines_are_told_and_the_rest_is_read(tmp_path: Path) -> None:
    """This ensures that a fault is named by the line that it begins on, and stops nothing that can be read."""
    huge = "x" * 1_000_000
    table = f'id,query\n1,a\n1,b\n2,c,d\n3\n4,"un "bad" quote"\n5,{huge}\n6,last\n7,"open\nand on\n'
    lines = read(tmp_path, "q.csv", table)
    assert [(number, name) for number, name, _ in lines] == [
        (2, "1"), (3, "1"), (4, "2"), (5, "3"), (6, "line-6"), (7, "5"), (8, "6"), (9, "line-9"),
    ]  # fmt: skip
    assert [told[:50] for _, _, told in lines] == [
        "a",
        "line 3: the id '1' stands on line 2 too",
        "line 4: 3 cells under 2 names; is a cell without i",
        "line 5: 1 cells, and the query's is number 2",
        "line 6: a quote stands within a quoted cell; write",
        "x" * 50,
        "last",
        "line 9: a quote that opens here is never closed; w",
    ]


def test_columns_are_found_or_named(tmp_path: Path) -> None:
    """This ensures that the usual names are known, any other can be given, and what was read as what is told."""
    path = tmp_path / "q.csv"
    path.write_text("nr,frage,sujet\nA,wo,x\n")
    file = read_query_file(path)
    assert [(line.query_id, line.text) for line in file.lines] == [("line-2", "wo")]
    assert file.told() == "queries: frage; not used: nr, sujet"
    assert read(tmp_path, "q.csv", path.read_bytes(), query="sujet", query_id="1") == [(2, "A", "x")]
    with pytest.raises(TableError, match="no column 'absent'; its columns are: nr, frage, sujet"):
        read_query_file(path, Choice("absent"))
    path.write_text("a,b\n1,2\n")
    with pytest.raises(TableError, match="no column named query, text or question"):
        read_query_file(path)


def test_filters_of_a_row(tmp_path: Path) -> None:
    """This ensures that a row may restrict its own query, in a table by column and in a record under `filters`."""
    path = tmp_path / "q.csv"
    path.write_text('query,lang,doc\na,fr|en,"x, y.pdf"\nb,,\n')
    first, second = read_query_file(path).lines
    assert (first.filters.languages, first.filters.documents) == (("fr", "en"), ("x, y.pdf",))
    assert not second.filters
    path = tmp_path / "q.jsonl"
    path.write_text('{"text": "a", "lang": "de", "filters": {"lang": ["fr"], "doc": "x"}}\n')
    (line,) = read_query_file(path).lines
    assert (line.filters.languages, line.filters.documents) == (("fr",), ("x",))


def test_workbook_and_text(tmp_path: Path) -> None:
    """This ensures that ids of digits are read as they look, and that a text file is a query a line."""
    book = openpyxl.Workbook()
    for row in (["id", "query"], [1, "où"], [None, None], [3, 2024]):
        book.worksheets[0].append(row)
    book.save(tmp_path / "q.xlsx")
    lines = read_query_file(tmp_path / "q.xlsx").lines
    assert [(line.line, line.query_id, line.text) for line in lines] == [(2, "1", "où"), (4, "3", "2024")]
    assert read(tmp_path, "q.txt", "où, est;\n\n  quand\n") == [(1, "line-1", "où, est;"), (3, "line-3", "quand")]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b'{"_id": "a", "text": "x"}\n', ("a", "x")),
        (b"id;query\na;x\n", ("a", "x")),
        (b"x\n", ("line-1", "x")),
    ],
)
def test_what_comes_through_a_pipe_is_told_from_its_beginning(content: bytes, expected: tuple[str, str]) -> None:
    """This ensures that records, tables and lines can be piped."""
    (line,) = read_query_file(STDIN, data=content).lines
    assert (line.query_id, line.text) == expected


def test_files_that_are_none_are_named(tmp_path: Path) -> None:
    """This ensures a clear line for what can't be read."""
    (tmp_path / "bad.xlsx").write_bytes(b"no")
    (tmp_path / "odd.csv").write_bytes(b"query\n\x81\n")
    (tmp_path / "q.docx").write_bytes(b"x")
    (tmp_path / "empty.txt").write_bytes(b"\n")
    for name, message in {
        "q.docx": "can't be read from .docx",
        "none.jsonl": "can't be read: No such file",
        "bad.xlsx": "can't be read as a workbook",
        "odd.csv": "is not UTF-8. Name its encoding",
        "empty.txt": "holds no queries",
    }.items():
        with pytest.raises(TableError, match=message):
            read_query_file(tmp_path / name)
