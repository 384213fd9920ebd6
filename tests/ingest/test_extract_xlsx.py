"""XLSX: sheets are sections, rows are read as people see them, and limits are told."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest

from corpus.errors import DamagedSource, NoText
from corpus.types import Block
from ingest.extract import xlsx
from ingest.extract.base import Content, Extraction


def saved(book: openpyxl.Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def read(data: bytes) -> Extraction:
    content = Content("villes.xlsx", data)
    assert xlsx.FORMAT.accepts(content)
    return xlsx.FORMAT.extract(content)


def test_sheets_and_values() -> None:
    """This ensures that dates, shares, whole numbers and booleans are written as people read them."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Communes"
    for row in (
        ["Villes signataires"],
        [],
        ["Commune", "Signature", "Part", "Habitants", "Active"],
        ["Lyon", date(2019, 5, 3), 0.125, 522969.0, True],
        ["Metz", datetime.fromisoformat("2020-01-02T14:30"), 1 / 3, 2.5, None],
    ):
        sheet.append(row)
    sheet["C4"].number_format = "0.0%"
    book.create_sheet("Notes").append(["Une note."])
    book.create_sheet("Brouillon").append(["caché"])
    book["Brouillon"].sheet_state = "hidden"
    extraction = read(saved(book))
    assert extraction.blocks == (
        Block("Communes", "heading", level=1),
        Block("Villes signataires"),
        Block("Commune | Signature | Part | Habitants | Active", "table"),
        Block("Lyon | 2019-05-03 | 12.5 % | 522969 | TRUE", "table"),
        Block("Metz | 2020-01-02 14:30 | 0.333333333333333 | 2.5", "table"),
        Block("Notes", "heading", level=1),
        Block("Une note."),
    )
    assert extraction.title == "Villes signataires"
    assert extraction.warnings == ("The sheet Brouillon of villes.xlsx is hidden and was left out.",)


def test_long_tables_name_their_columns() -> None:
    """This ensures that a row far from the first still says what its cells are."""
    book = openpyxl.Workbook()
    book.active.append(["Commune", "Action"])
    for number in range(100):
        book.active.append([f"Ville {number}", "planter des arbres" if number else None])
    extraction = read(saved(book))
    assert (
        extraction.title == "villes"
    )  # the file's name: a sheet's says nothing, least of all the one it has by itself
    assert len(extraction.blocks) == 100
    assert [block.text for block in extraction.blocks[:2]] == [
        "Commune : Ville 0",
        "Commune : Ville 1 | Action : planter des arbres",
    ]


def test_values_of_formulas_as_last_calculated() -> None:
    """This ensures that a formula gives its cached value."""
    book = openpyxl.Workbook()
    book.active.append(["Total", "=1+1"])
    data = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(saved(book))) as old, zipfile.ZipFile(data, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, part.replace(b"<f>1+1</f><v />", b"<f>1+1</f><v>2</v>").replace(b"<v></v>", b"<v>2</v>"))
    assert read(data.getvalue()).blocks[0].text == "Total | 2"


def test_limits_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """This ensures that a huge sheet is read to its limit, and what is missing is said."""
    monkeypatch.setattr(xlsx, "MAX_CELLS", 10)
    book = openpyxl.Workbook()
    for number in range(20):
        book.active.append([f"n{number}", number])
    extraction = read(saved(book))
    assert [block.text for block in extraction.blocks] == [f"n{number} | {number}" for number in range(5)]
    assert "only the first 5 rows were read" in extraction.warnings[0]


def test_far_cells_cost_nothing() -> None:
    """This ensures that a cell in the last row and column of a sheet does not fill the memory with empty ones."""
    book = openpyxl.Workbook()
    book.active["A1"] = "Début"
    book.active.cell(5000, 16384, "Loin")
    extraction = read(saved(book))
    assert extraction.blocks[0].text == "Début"
    assert "only the first 500 columns" in extraction.warnings[0]


def test_empty_and_broken_workbooks() -> None:
    """This ensures that an empty workbook, a broken one and one with entities are refused each by its name."""
    with pytest.raises(NoText):
        read(saved(openpyxl.Workbook()))
    for part, error in (
        ("<workbook", "can't be read as a workbook|damaged"),
        ("<!DOCTYPE x []><x/>", "declares entities"),
    ):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            archive.writestr("[Content_Types].xml", "<Types/>")
            archive.writestr("xl/workbook.xml", part)
        with pytest.raises(DamagedSource, match=error):
            read(buffer.getvalue())
