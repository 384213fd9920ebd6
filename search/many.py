"""The results of many queries: to go through one by one, or as a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Protocol

from search.columns import HIT_COLUMNS, result_rows
from search.lazy import Row, Table
from search.query import Query
from search.results import Result

if TYPE_CHECKING:
    import pandas
    import pyarrow


class Runs(Protocol):
    """What searches: a `Searcher`."""

    def run_many(self, queries: Iterable[Query]) -> Iterator[Result]: ...


class ResultTable:
    """Searches each time it is iterated over, one `Result` a query in order; a table has one row a hit.

    A query's id in the table is its place, from 1. For ids of one's own, see `search.batch`.
    """

    def __init__(self, searcher: Runs, queries: Sequence[Query]) -> None:
        self._searcher = searcher
        self.queries = tuple(queries)

    def __len__(self) -> int:
        return len(self.queries)

    def __iter__(self) -> Iterator[Result]:
        return self._searcher.run_many(self.queries)

    def table(self) -> Table:
        """The columns of `search.columns.HIT_COLUMNS`, searched as they are read."""
        return Table(HIT_COLUMNS, self._rows)

    def to_arrow(self) -> pyarrow.Table:
        """All hits as an Arrow table."""
        return self.table().to_arrow()

    def to_pandas(self) -> pandas.DataFrame:
        """All hits as a data frame."""
        return self.table().to_pandas()

    def _rows(self) -> Iterator[Row]:
        for number, result in enumerate(self, start=1):
            yield from result_rows(str(number), result.query.text, result)
