"""XLSX by openpyxl: each sheet a section, its rows as a table, values as they were last calculated."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import PurePath
from typing import Any

from corpus.errors import DamagedSource, NoText, SourceError
from corpus.types import Block
from ingest.extract.base import Content, Extraction, Format
from ingest.extract.ooxml import CONTENT_TYPES, package
from ingest.extract.remarks import Remark
from ingest.extract.tables import data_table
from ingest.extract.xmltree import bomb
from ingest.extract.zipped import names_in

MAX_CELLS = 100_000
"""Of a workbook, with something in them: a megabyte of text or so, thousands of passages. What is larger is data and
no document."""

MAX_ROWS = 200_000
"""Looked at in a sheet, empty ones too: formats alone may reach to the last of its million rows."""

MAX_COLUMNS = 500

MAX_TITLE_CHARS = 120

_DEFAULT_NAME = re.compile(r"(?:feuil(?:le)?|sheet|tabelle|hoja|foglio|table|planilha) ?\d*", re.IGNORECASE)
_DECLARES = re.compile(rb"<!(?:DOCTYPE|ENTITY)")


def accepts(content: Content) -> bool:
    names = names_in(content.data)
    return CONTENT_TYPES in names and "xl/workbook.bin" not in names and any(name.startswith("xl/") for name in names)


def extract(content: Content) -> Extraction:
    with package(content) as parts:
        properties = parts.properties()
        for name in parts.archive.namelist():
            # openpyxl unpacks without counting, and may expand entities: what it will read is looked at before.
            data = parts.data(name) if name.endswith((".xml", ".rels")) else None
            if data and _DECLARES.search(data.replace(b"\0", b"")):
                raise bomb(content.name)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and extensions that it leaves out
            read = _workbook(content)
    except SourceError:
        raise
    except Exception as error:  # the wrapping boundary: openpyxl raises whatever a broken file leads it to
        raise DamagedSource(
            f"{content.name} can't be read as a workbook: {error}", advice="Save it again and ingest that"
        ) from error
    if not read.blocks:
        raise NoText(f"{content.name} holds no text", advice="If it has formulas only, open it, save it and try again")
    return Extraction(
        tuple(read.blocks),
        title=properties.title or _title(read.blocks) or PurePath(content.name).stem,
        language=properties.language,
        published=properties.published,
        author=properties.author,
        warnings=tuple(read.warnings),
        media_type=FORMAT.media_type,
    )


FORMAT = Format("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", accepts, extract)


def _title(blocks: Sequence[Block]) -> str | None:
    """What stands above the first table; a sheet's name is none."""
    first = next((block for block in blocks if block.kind != "heading"), None)
    return first.text if first and first.kind == "paragraph" and len(first.text) <= MAX_TITLE_CHARS else None


@dataclass(slots=True)
class _Read:
    cells_left: int
    blocks: list[Block] = field(default_factory=list)
    warnings: list[Remark] = field(default_factory=list)


def _workbook(content: Content) -> _Read:
    read = _Read(MAX_CELLS)
    import openpyxl  # noqa: PLC0415 - a fifth of a second in each worker, for the few that read a workbook

    book = openpyxl.load_workbook(io.BytesIO(content.data), read_only=True, data_only=True, keep_links=False)
    try:
        sheets = book.worksheets
        for sheet in sheets:
            if sheet.sheet_state != "visible":
                read.warnings.append(Remark("sheet_hidden", sheet=sheet.title, file=content.name))
                continue
            sheet.reset_dimensions()  # what the file says of its size is often wrong
            blocks = list(data_table(list(_rows(sheet, read, content.name))))
            if blocks:
                named = len(sheets) > 1 or not _DEFAULT_NAME.fullmatch(sheet.title)
                read.blocks += [Block(sheet.title, "heading", level=1), *blocks] if named else blocks
    finally:
        book.close()
    return read


def _rows(sheet: Any, read: _Read, name: str) -> Iterator[list[str]]:
    """The rows of a sheet, empty ones too, until a limit is reached."""
    for index, row in enumerate(sheet.iter_rows()):
        if len(row) > MAX_COLUMNS and any(cell.value is not None for cell in row[MAX_COLUMNS:]):
            told = Remark("sheet_columns_cut", sheet=sheet.title, file=name, columns=MAX_COLUMNS)
            read.warnings += [told] if told not in read.warnings else []
        cells = [
            _written(cell.value, cell.number_format) if cell.value is not None else "" for cell in row[:MAX_COLUMNS]
        ]
        filled = sum(map(bool, cells))
        if filled > read.cells_left or index >= MAX_ROWS:
            read.warnings.append(Remark("sheet_rows_cut", sheet=sheet.title, file=name, rows=index))
            read.cells_left = 0
            return
        read.cells_left -= filled
        yield cells


def _written(value: object, form: str) -> str:
    """A cell as people read it: dates as ISO has them, whole numbers without a point, shares in per cent."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, time):
        return value.isoformat("minutes")
    if isinstance(value, date | timedelta):
        return str(value)
    if isinstance(value, int | float):
        percent = "%" in form
        return f"{value * 100:.10g} %" if percent else f"{value:.15g}"
    return str(value).strip()
