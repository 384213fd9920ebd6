"""Rows of tables as blocks: cells on one line, or each with the name of its column where the table is long."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.types import Block
from ingest.extract.base import CELL_SEPARATOR

MAX_WHOLE_CHARS = 1200
"""A table up to this many characters, 300 tokens or so, stays in one passage with its first row. In a longer one each
row names its columns: the passages after the first would have numbers that mean nothing."""

MAX_NAME_CHARS = 80
"""Of the name of a column; longer cells in a first row are text."""

_NUMBER = re.compile(r"[\W\d_]*|\d{4}-\d\d-\d\d.*")


def row_of(cells: Sequence[Sequence[Block]]) -> Iterator[Block]:
    """One block for a row of data; a cell that holds several paragraphs is there for the layout and is read through."""
    if any(len(cell) > 2 for cell in cells) or sum(bool(cell) for cell in cells) == 1:
        for cell in cells:
            yield from cell
        return
    texts = [" ".join(" ".join(block.text.split()) for block in cell) for cell in cells]
    if any(texts):
        yield Block(CELL_SEPARATOR.join(texts).strip(CELL_SEPARATOR), "table")


def data_table(rows: Sequence[Sequence[str]], page: int | None = None) -> Iterator[Block]:
    """The blocks of a sheet. Rows of one cell are its title and notes; an empty row parts tables of their own names."""
    table: list[list[str]] = []
    single = max((sum(map(bool, row)) for row in rows), default=0) < 2
    for index, row in enumerate(rows):
        cells = [" ".join(cell.split()) for cell in row]
        filled = sum(map(bool, cells))
        following = rows[index + 1] if index + 1 < len(rows) else ()
        if not filled and following and _are_names([" ".join(cell.split()) for cell in following]):
            yield from _table(table, page)
            table = []
        elif filled == 1 and (single or not table):
            yield Block("".join(cells), "paragraph", page)
        elif filled:
            table.append(cells)
    yield from _table(table, page)


def _are_names(cells: Sequence[str]) -> bool:
    """Whether these are the names of columns: two at least, all different, short, and none a number or a date."""
    filled = [cell for cell in cells if cell]
    return (
        len(filled) > 1
        and len(set(filled)) == len(filled)
        and all(len(cell) <= MAX_NAME_CHARS and not _NUMBER.fullmatch(cell) for cell in filled)
    )


def _table(rows: Sequence[Sequence[str]], page: int | None) -> Iterator[Block]:
    whole = sum(len(cell) for row in rows for cell in row) <= MAX_WHOLE_CHARS
    if whole or not _are_names(rows[0]):
        for row in rows:
            yield Block(CELL_SEPARATOR.join(row).rstrip(CELL_SEPARATOR), "table", page)
        return
    names = rows[0]
    for row in rows[1:]:
        named = [
            f"{names[column]} : {cell}" if column < len(names) and names[column] else cell
            for column, cell in enumerate(row)
            if cell
        ]
        yield Block(CELL_SEPARATOR.join(named), "table", page)
