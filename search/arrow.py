"""Tables as Arrow and Parquet. The only module that knows pyarrow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow
import pyarrow.parquet

from corpus.errors import TableError
from index.encoder import Vectors
from search.lazy import Columns, Row

if TYPE_CHECKING:
    import pandas

TYPES = {"text": pyarrow.string(), "integer": pyarrow.int64(), "number": pyarrow.float64()}
# Rows of a row group: some megabytes of passages. It is fixed, so that the same rows are the same bytes.
GROUP = 5_000


def schema_of(columns: Columns) -> pyarrow.Schema:
    """The Arrow schema of these columns; every column may hold nulls."""
    return pyarrow.schema([(name, TYPES[kind]) for name, kind in columns.items()])


def arrow_table(columns: Columns, rows: Iterable[Row]) -> pyarrow.Table:
    """All rows as one table."""
    schema = schema_of(columns)
    batches = [pyarrow.RecordBatch.from_pylist([dict(row) for row in group], schema=schema) for group in _groups(rows)]
    return pyarrow.Table.from_batches(batches, schema=schema)


def data_frame(table: pyarrow.Table) -> pandas.DataFrame:
    """The table for pandas, with integers that stay integers where some are missing."""
    import pandas  # noqa: PLC0415 - half a second, for those who ask for a data frame

    kept = {pyarrow.int64(): pandas.Int64Dtype()}
    frame: pandas.DataFrame = table.to_pandas(types_mapper=kept.get)
    return frame


def write_parquet(path: Path, columns: Columns, rows: Iterable[Row]) -> None:
    """Write rows some at a time."""
    schema = schema_of(columns)
    with pyarrow.parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        for group in _groups(rows):
            writer.write_table(pyarrow.Table.from_pylist([dict(row) for row in group], schema=schema))


def write_vectors(path: Path, parts: Iterable[tuple[Sequence[int], Sequence[str], Vectors]], dim: int) -> int:
    """Write `passage_id`, `doc_id` and `vector` (a list of `dim` float32) a row; how many there were."""
    schema = pyarrow.schema(
        [
            ("passage_id", pyarrow.int64()),
            ("doc_id", pyarrow.string()),
            ("vector", pyarrow.list_(pyarrow.float32(), dim)),
        ]
    )
    count = 0
    with pyarrow.parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        for passage_ids, doc_ids, vectors in parts:
            flat = pyarrow.array(vectors.reshape(-1))
            lists = pyarrow.FixedSizeListArray.from_arrays(flat, dim)
            columns = [pyarrow.array(passage_ids, pyarrow.int64()), pyarrow.array(doc_ids, pyarrow.string()), lists]
            writer.write_table(pyarrow.Table.from_arrays(columns, schema=schema))
            count += len(passage_ids)
    return count


def read_parquet(path: Path) -> Iterator[Row]:
    """The rows of a Parquet file. Raises `TableError`."""
    try:
        table = pyarrow.parquet.read_table(path)
    except (OSError, pyarrow.ArrowException) as error:
        raise TableError(f"{path} can't be read as Parquet: {error}", advice="Check the file") from error
    yield from table.to_pylist()


def _groups(rows: Iterable[Row]) -> Iterator[list[Row]]:
    remaining = iter(rows)
    while group := list(islice(remaining, GROUP)):
        yield group
