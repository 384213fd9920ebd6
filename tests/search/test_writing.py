"""Tables out: what is written is what is read, and no cell runs."""

from __future__ import annotations

import csv
import json
import time
from pathlib import Path

import openpyxl
import pandas
import pytest

from corpus.errors import TableError
from search.arrow import read_parquet
from search.lazy import Columns, Row, Table
from search.sheets import write_sheet
from search.writing import defused, write_lines, write_table

COLUMNS: Columns = {"name": "text", "page": "integer", "score": "number"}
ROWS: list[Row] = [
    {"name": '=HYPERLINK("x")', "page": 3, "score": -0.5},
    {"name": 'deux\nlignes; "et"\tl\'œuvre', "page": None, "score": 0.123456},
    {"name": None, "page": 0, "score": None},
]


def test_round_trip_is_exact_where_types_are_kept(tmp_path: Path) -> None:
    """This ensures that Parquet and .jsonl give back what went in, missing pages missing and no formula touched."""
    write_table(tmp_path / "t.parquet", COLUMNS, ROWS)
    assert list(read_parquet(tmp_path / "t.parquet")) == ROWS
    write_table(tmp_path / "t.jsonl", COLUMNS, ROWS)
    assert [json.loads(line) for line in (tmp_path / "t.jsonl").read_text().splitlines()] == ROWS


def test_pandas_opens_what_was_written(tmp_path: Path) -> None:
    """This ensures that data frames of Parquet and .xlsx hold the same."""
    write_table(tmp_path / "t.parquet", COLUMNS, ROWS)
    write_table(tmp_path / "t.xlsx", COLUMNS, ROWS)
    for frame in (pandas.read_parquet(tmp_path / "t.parquet"), pandas.read_excel(tmp_path / "t.xlsx")):
        assert frame["name"][0] == '=HYPERLINK("x")'
        assert frame["name"][1] == ROWS[1]["name"]
        assert frame["score"][:2].tolist() == [-0.5, 0.123456]
        assert frame["page"][0] == 3
    frame = Table(COLUMNS, lambda: ROWS).to_pandas()
    assert frame["page"].tolist() == [3, pandas.NA, 0]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "\n=x", "＝1"])
def test_no_cell_is_a_formula(tmp_path: Path, text: str) -> None:
    """This ensures that what a document holds is never run by a spreadsheet, and that numbers stay numbers."""
    assert defused(text) == f"'{text}"
    assert (defused(-1.5), defused(None), defused("a=b")) == (-1.5, None, "a=b")
    for suffix, sign in ((".csv", ","), (".tsv", "\t")):
        write_table(tmp_path / f"t{suffix}", {"x": "text"}, [{"x": text}])
        with (tmp_path / f"t{suffix}").open(newline="") as stream:
            assert list(csv.reader(stream, delimiter=sign)) == [["x"], ["'" + text.replace("\r", "\n")]]
    write_table(tmp_path / "t.xlsx", {"x": "text"}, [{"x": text}])
    cell = openpyxl.load_workbook(tmp_path / "t.xlsx").worksheets[0]["A2"]
    assert (cell.data_type, cell.quotePrefix) == ("s", True)


def test_workbook_leaves_out_what_none_holds(tmp_path: Path) -> None:
    """This ensures that control characters and cells over the format's limit don't break the workbook."""
    write_sheet(tmp_path / "t.xlsx", {"x": "text"}, [{"x": "a\x00b\x0bc"}, {"x": "y" * 40_000}])
    sheet = openpyxl.load_workbook(tmp_path / "t.xlsx").worksheets[0]
    assert (sheet["A2"].value, len(sheet["A3"].value)) == ("abc", 32_767)


def test_same_rows_are_the_same_bytes(tmp_path: Path) -> None:
    """This ensures that no file holds the time at which it was written."""
    names = ("t.csv", "t.tsv", "t.jsonl", "t.parquet", "t.xlsx")
    for name in names:
        write_table(tmp_path / name, COLUMNS, ROWS)
    before = {name: (tmp_path / name).read_bytes() for name in names}
    time.sleep(2.1)  # an archive's dates have steps of two seconds
    for name in names:
        write_table(tmp_path / name, COLUMNS, ROWS, force=True)
        assert (tmp_path / name).read_bytes() == before[name]


def test_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    """This ensures that an interruption leaves no half table, and that nothing is replaced unasked."""
    path = tmp_path / "out.jsonl"

    def lines(*, fail: bool) -> object:
        yield "one\n"
        if fail:
            raise RuntimeError("stopped")
        yield "two\n"

    with pytest.raises(RuntimeError):
        write_lines(path, lines(fail=True))  # type: ignore[arg-type] # a generator
    assert list(tmp_path.iterdir()) == []
    write_lines(path, ["one\n"])
    with pytest.raises(TableError, match="is there already"):
        write_lines(path, ["two\n"])
    write_lines(path, ["two\n"], force=True)
    assert path.read_text() == "two\n"
    with pytest.raises(TableError, match="can't be written"):
        write_lines(tmp_path / "no folder" / "x.jsonl", ["x"])
    with pytest.raises(TableError, match=r"can't be written as '\.pdf'"):
        write_table(tmp_path / "x.pdf", COLUMNS, ROWS)
