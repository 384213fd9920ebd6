"""`Table`: named columns and rows that are made when they are asked for, as often as they are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    import pandas
    import pyarrow

Cell: TypeAlias = str | int | float | None
Row: TypeAlias = Mapping[str, Cell]
"""Column → value; None where there is none."""

Kind: TypeAlias = Literal["text", "integer", "number"]
Columns: TypeAlias = Mapping[str, Kind]
"""The names of the columns, in order, and what they hold."""

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a spreadsheet may take for the beginning of a formula, the wide forms of Japanese keyboards included."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows that are read each time they are iterated over, some at a time; all of them at once only as a data frame."""

    columns: Columns
    read: Callable[[], Iterable[Row]]

    def __iter__(self) -> Iterator[Row]:
        return iter(self.read())

    def to_arrow(self) -> pyarrow.Table:
        """All rows as an Arrow table: string, int64 and float64, null where there is none."""
        from search.arrow import arrow_table  # noqa: PLC0415 - a search from the shell never waits for Arrow

        return arrow_table(self.columns, self)

    def to_pandas(self) -> pandas.DataFrame:
        """All rows as a data frame. Integers that may be missing are pandas' Int64, so that a page stays `3`."""
        from search.arrow import data_frame  # noqa: PLC0415

        return data_frame(self.to_arrow())
