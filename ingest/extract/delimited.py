"""CSV and TSV as tables: the encoding, the separator and the quotes are found out.

A file that has the columns id and text is no table but a list of documents: see `ingest.records`.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import PurePath

from corpus.errors import NoText
from ingest.extract.base import Content, Extraction, Format
from ingest.extract.encoding import CHECK_COPY, decode
from ingest.extract.remarks import Remark
from ingest.extract.tables import data_table
from ingest.extract.xlsx import MAX_CELLS

SUFFIXES = (".csv", ".tsv", ".tab")
SEPARATORS = (";", ",", "\t", "|")
"""Where two fit equally well, the first: a comma stands in French numbers and in any text."""

SNIFFED_ROWS = 200
SNIFFED_CHARS = 200_000

EVEN_SHARE = 0.8
"""Of the rows, which have the same number of cells with the right separator; titles and notes stand above and below."""

MAX_FIELD_CHARS = 10_000_000
MAX_LINES_IN_CELL = 200
"""More lines in one cell are the rest of the file behind a quote that nothing closes. A record's text has fewer."""

_STATED = re.compile(r"\Asep=(.)\n", re.IGNORECASE)

csv.field_size_limit(MAX_FIELD_CHARS)  # the module's own limit, 131,072, is below the length of a report


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one row, and the line of the file that it ends on, from 1."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    rows: tuple[Row, ...]
    warnings: tuple[Remark, ...]


def accepts(content: Content) -> bool:
    """By its name alone: any text has commas."""
    return PurePath(content.name).suffix.lower() in SUFFIXES


def extract(content: Content) -> Extraction:
    table = read(content)
    rows, cells = 0, 0
    for rows, row in enumerate(table.rows, start=1):  # noqa: B007 - the count is what is wanted
        cells += sum(map(bool, row.cells))
        if cells > MAX_CELLS:
            break
    cut: tuple[Remark, ...] = ()
    if cells > MAX_CELLS:
        rows -= 1
        cut = (Remark("rows_cut", file=content.name, rows=rows),)
    blocks = tuple(data_table([row.cells for row in table.rows[:rows]]))
    if not blocks:
        raise NoText(f"{content.name} holds no text", advice=CHECK_COPY)
    return Extraction(
        blocks,
        title=PurePath(content.name).stem,  # the first line, a text's title where it has no other, is a row here
        warnings=(*table.warnings, *cut),
        media_type=FORMAT.media_type,
    )


FORMAT = Format("text/csv", accepts, extract)


def read(content: Content) -> Table:
    """All rows up to the last that is not empty. Raises `SourceEmpty` and `UnsupportedFormat` as `decode` does."""
    decoded = decode(content.data, name=content.name, declared=content.charset)
    text, separator = decoded.text.rstrip("\n"), None
    if stated := _STATED.match(text):
        text, separator = text[stated.end() :], stated[1]
    separator = separator or _separator(text)
    added = 1 if stated else 0
    try:
        rows = tuple(_rows(text, separator, added, quoted=True))
        quoted = all(cell.count("\n") <= MAX_LINES_IN_CELL for row in rows for cell in row.cells)
    except csv.Error:
        quoted = False
    if quoted:
        return Table(rows, decoded.warnings)
    try:
        rows = tuple(_rows(text, separator, added, quoted=False))
    except csv.Error as error:
        raise NoText(f"{content.name} can't be read as a table: {error}", advice="Save it again as .csv") from error
    return Table(rows, (*decoded.warnings, Remark("quote_open", file=content.name)))


def _rows(text: str, separator: str, added: int, *, quoted: bool) -> Iterator[Row]:
    # Without quotes a line is a row, and its end no part of the last cell.
    reader = (
        csv.reader(_lines(text), delimiter=separator)
        if quoted
        else csv.reader(text.split("\n"), delimiter=separator, quoting=csv.QUOTE_NONE)
    )
    for cells in reader:
        yield Row(reader.line_num + added, tuple(cell.strip() for cell in cells))


def _lines(text: str) -> Iterator[str]:
    return (f"{line}\n" for line in text.split("\n"))


def _separator(text: str) -> str:
    """The sign that parts most rows into the same number of cells, and into the most."""
    best, separator = (0.0, 0), SEPARATORS[1]
    for candidate in SEPARATORS:
        reader = csv.reader(_lines(text[:SNIFFED_CHARS]), delimiter=candidate)
        try:
            widths = [len(row) for row in islice(reader, SNIFFED_ROWS) if any(row)]
        except csv.Error:
            continue
        if not widths:
            continue
        width, count = max(Counter(widths).items(), key=lambda item: (item[0] > 1, item[1]))
        share = count / len(widths)
        fit = (1.0 if share >= EVEN_SHARE else share, width)
        if width > 1 and fit > best:
            best, separator = fit, candidate
    return separator
