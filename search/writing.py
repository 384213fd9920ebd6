"""Tables into files of every kind, by suffix: whole or not at all, and the same rows as the same bytes."""

from __future__ import annotations

import csv
import errno
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO, TypeAlias

from corpus.errors import TableError
from search.lazy import FORMULA_SIGNS, Cell, Columns, Row
from search.tables import json_line

Writer: TypeAlias = Callable[[Path, Columns, Iterable[Row]], None]


def text_writer(stream: TextIO, suffix: str, columns: Columns) -> Callable[[Iterable[Row]], None]:
    """What writes rows to an open stream as .csv, .tsv or .jsonl; the line of names is written at once."""
    if suffix == ".jsonl":
        return lambda rows: stream.writelines(json_line(row) for row in rows)
    table = csv.writer(stream, delimiter="\t" if suffix == ".tsv" else ",", lineterminator="\n")
    table.writerow(columns)
    return lambda rows: table.writerows([_one_line_end(defused(row.get(name))) for name in columns] for row in rows)


def defused(cell: Cell) -> Cell:
    """The cell, with an apostrophe before text that a spreadsheet would run as a formula; numbers are left alone."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_SIGNS) else cell


def _one_line_end(cell: Cell) -> Cell:
    # Python's csv puts no quotes around a lone CR where lines end in LF, and readers would begin a new row there.
    return cell.replace("\r\n", "\n").replace("\r", "\n") if isinstance(cell, str) else cell


def _write_text(path: Path, columns: Columns, rows: Iterable[Row], suffix: str) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        text_writer(stream, suffix, columns)(rows)


def _write_parquet(path: Path, columns: Columns, rows: Iterable[Row]) -> None:
    from search.arrow import write_parquet  # noqa: PLC0415 - a search from the shell never waits for Arrow

    write_parquet(path, columns, rows)


def _write_sheet(path: Path, columns: Columns, rows: Iterable[Row]) -> None:
    from search.sheets import write_sheet  # noqa: PLC0415

    write_sheet(path, columns, rows)


WRITERS: Mapping[str, Writer] = {
    ".csv": lambda path, columns, rows: _write_text(path, columns, rows, ".csv"),
    ".tsv": lambda path, columns, rows: _write_text(path, columns, rows, ".tsv"),
    ".jsonl": lambda path, columns, rows: _write_text(path, columns, rows, ".jsonl"),
    ".parquet": _write_parquet,
    ".xlsx": _write_sheet,
}


def write_table(path: Path, columns: Columns, rows: Iterable[Row], *, force: bool = False) -> None:
    """Write a table by the suffix of `path`. Raises `TableError`; without `force`, nothing is replaced."""
    writer = writer_for(path)
    with whole_file(path, force=force) as beside:
        writer(beside, columns, rows)


def write_lines(path: Path, lines: Iterable[str], *, force: bool = False) -> None:
    """Write a text file line by line. Raises `TableError`; without `force`, nothing is replaced."""
    with whole_file(path, force=force) as beside, beside.open("w", encoding="utf-8", newline="") as stream:
        stream.writelines(lines)


def writer_for(path: Path) -> Writer:
    """What writes a file of this suffix. Raises `TableError`."""
    found = WRITERS.get(path.suffix.lower())
    if found is None:
        raise TableError(
            f"{path}: a table can't be written as {path.suffix or 'a file without a suffix'!r}",
            advice=f"Use {', '.join(WRITERS)}",
        )
    return found


def refuse_existing(path: Path, *, force: bool) -> None:
    """Raise `TableError` where `path` is there and may not be replaced."""
    if path.exists() and not force:
        raise TableError(f"{path} is there already", advice="Choose another name, or add --force to replace it")


@contextmanager
def whole_file(path: Path, *, force: bool) -> Iterator[Path]:
    """A file beside `path` that takes its place at the end, and is gone where that end is not reached."""
    refuse_existing(path, force=force)
    with translated(path):
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
        os.close(descriptor)
        beside = Path(name)
        try:
            yield beside
            beside.chmod(0o644)
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn the errors of a disk into ours."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        full = error.errno in {errno.ENOSPC, errno.EDQUOT}
        advice = "Make room, then try again" if full else "Check the folder and its permissions"
        raise TableError(f"{path} can't be written: {error.strerror or error}", advice=advice) from error
