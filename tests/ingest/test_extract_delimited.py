"""CSV and TSV: separator, quotes and encoding are found out."""

from __future__ import annotations

import pytest

from corpus.types import Block
from ingest.extract import delimited
from ingest.extract.base import Content
from ingest.extract.delimited import FORMAT, read


def cells(data: bytes, name: str = "a.csv") -> list[tuple[str, ...]]:
    return [row.cells for row in read(Content(name, data)).rows]


@pytest.mark.parametrize(
    "data",
    [
        b"Ville;Part\nLyon;0,5\nMetz;1,25\n",
        b'Ville,Part\r\nLyon,"0,5"\r\nMetz,"1,25"\r\n',
        b"Ville\tPart\nLyon\t0,5\nMetz\t1,25\n",
        b"Ville|Part\nLyon|0,5\nMetz|1,25",
        b"\xef\xbb\xbfVille;Part\nLyon;0,5\nMetz;1,25\n",
        b"sep=;\nVille;Part\nLyon;0,5\nMetz;1,25\n",
        "Ville;Part\nLyon;0,5\nMetz;1,25\n".encode("utf-16"),
        "Ville;Part\nLyon;0,5\nMetz;1,25\n".encode("utf-16-le"),
    ],
)
def test_separators_and_encodings(data: bytes) -> None:
    """This ensures that the same table is read however it was saved."""
    assert cells(data) == [("Ville", "Part"), ("Lyon", "0,5"), ("Metz", "1,25")]


def test_quotes_and_line_ends_within_cells() -> None:
    """This ensures that a cell may hold separators, quotes and line ends, and lines are counted as in the file."""
    rows = read(Content("a.csv", b'a;b\n"un; deux";"dit ""oui""\nsuite"\nx;y\n')).rows
    assert [row.cells for row in rows] == [("a", "b"), ("un; deux", 'dit "oui"\nsuite'), ("x", "y")]
    assert [row.line for row in rows] == [1, 3, 4]


def test_quote_that_nothing_closes() -> None:
    """This ensures that one stray quotation mark does not swallow the rest of the file."""
    data = b'a;b\n"x;y\n' + b"ville;texte\n" * 500
    table = read(Content("a.csv", data))
    assert table.rows[2].cells == ("ville", "texte")
    assert len(table.rows) == 502
    assert "never closed" in table.warnings[0]


def test_table_as_blocks() -> None:
    """This ensures that a short table is rows of cells, and one column is paragraphs."""
    extraction = FORMAT.extract(Content("villes.csv", "Ville;Année\nLyon;2019\n\nMetz;2020\n".encode("cp1252")))
    assert extraction.title == "villes"
    assert extraction.blocks == (
        Block("Ville | Année", "table"),
        Block("Lyon | 2019", "table"),
        Block("Metz | 2020", "table"),
    )
    assert FORMAT.extract(Content("a.csv", b"Un texte.\nUn autre.\n")).blocks == (
        Block("Un texte."),
        Block("Un autre."),
    )


def test_limit_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """This ensures that a huge table is read to its limit, and what is missing is said."""
    monkeypatch.setattr(delimited, "MAX_CELLS", 10)
    extraction = FORMAT.extract(Content("a.csv", b"1;2\n" * 20))
    assert len(extraction.blocks) == 5
    assert "only the first 5 rows" in extraction.warnings[0]
