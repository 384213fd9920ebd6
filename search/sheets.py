"""Tables as workbooks (.xlsx), read and written row by row. The only module here that knows openpyxl."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path

import openpyxl
from openpyxl.cell import WriteOnlyCell

from corpus.errors import TableError
from search.lazy import FORMULA_SIGNS, Cell, Columns, Row

# The format's own limits.
MAX_ROWS = 1_048_576
MAX_CELL = 32_767

_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_EPOCH = datetime(1980, 1, 1)  # noqa: DTZ001 - the format has no time zones


def sheet_rows(content: bytes, path: Path) -> Iterator[tuple[int, list[str]]]:
    """The rows of the first sheet that are not empty, with their numbers. Raises `TableError`."""
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        for number, cells in enumerate(book.worksheets[0].iter_rows(values_only=True), start=1):
            texts = [_text(cell) for cell in cells]
            if any(text.strip() for text in texts):
                yield number, texts
        book.close()
    except TableError:
        raise
    except Exception as error:
        raise TableError(f"{path} can't be read as a workbook: {error}", advice="Save it as .xlsx or .csv") from error


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))  # an id of digits is kept as a number
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def write_sheet(path: Path, columns: Columns, rows: Iterable[Row], *, title: str = "repere") -> None:
    """Write a workbook of one sheet. Text is stored as text, so that no cell is a formula, whatever it begins with.

    A cell of more than 32,767 characters is cut, and what no workbook holds (control characters) left out.
    Raises `TableError` where there are more rows than the format takes. The same rows give the same bytes.
    """
    book = openpyxl.Workbook(write_only=True)
    book.properties.created = book.properties.modified = _EPOCH
    sheet = book.create_sheet(title)
    sheet.append(list(columns))
    for number, row in enumerate(rows, start=2):
        if number > MAX_ROWS:
            raise TableError(f"{path}: a sheet holds {MAX_ROWS:,} rows", advice="Write .csv or .parquet")
        sheet.append([_cell(sheet, row.get(name)) for name in columns])
    unfixed = io.BytesIO()
    book.save(unfixed)
    _write_dateless(unfixed, path)


def _cell(sheet: object, value: Cell) -> object:
    if not isinstance(value, str):
        return value
    cell = WriteOnlyCell(sheet, value=None)
    text = _FORBIDDEN.sub("", value)
    cell.value = "" if text.startswith("=") else text[:MAX_CELL]
    cell._value, cell.data_type = text[:MAX_CELL], "s"  # openpyxl would make a formula of `=`
    cell.quotePrefix = text.startswith(FORMULA_SIGNS)  # as when a person types an apostrophe first
    return cell


def _write_dateless(unfixed: io.BytesIO, path: Path) -> None:
    """The archive with the same date on all its files, and on the book, which openpyxl sets as it saves."""
    with zipfile.ZipFile(unfixed) as archive, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as fixed:
        for name in archive.namelist():
            content = archive.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"1980-01-01T00:00:00Z", content)
            fixed.writestr(zipfile.ZipInfo(name, _EPOCH.timetuple()[:6]), content, zipfile.ZIP_DEFLATED)
