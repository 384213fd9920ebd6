"""The journal of a batch: what is answered so far, one line a query, beside the table that it becomes.

Every kind of table is made from it at the end, in one pass, so that a run that was interrupted and gone on with is the
same bytes as one that was not, and memory holds one query at a time.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Self

from corpus.errors import TableError
from search.lazy import Row
from search.writing import translated

# A power cut loses no more than this of the work; a process that is ended loses the query that it was at.
SYNC_S = 5.0


def journal_of(output: Path) -> Path:
    """Where the journal of a table stands."""
    return output.with_name(f"{output.name}.partial")


class Journal:
    """Opened by `begin` or `resume`; `done` lines are in it. Closed, or left behind by an interruption, it stays."""

    def __init__(self, path: Path, done: int) -> None:
        self.path, self.done = path, done
        with translated(path):
            self._stream = path.open("a", encoding="utf-8", newline="")
        self._synced = time.monotonic()

    @classmethod
    def begin(cls, output: Path, facts: Mapping[str, Any]) -> Self:
        """A new journal, whose first line says what the run is."""
        path = journal_of(output)
        with translated(path):
            path.write_text(_line({"run": facts}), encoding="utf-8", newline="")
        return cls(path, 0)

    @classmethod
    def resume(cls, output: Path, facts: Mapping[str, Any]) -> Self:
        """The journal of the same run, after its last whole line. Raises `TableError` where it is another's."""
        path = journal_of(output)
        with translated(path):
            whole, done = _whole_lines(path)
        begun = _first(path)
        changed = [name for name in facts if begun.get(name) != facts[name]]
        if changed:
            raise TableError(
                f"{path} is of another run: {', '.join(changed)} changed since", advice="Begin anew with --force"
            )
        with translated(path):
            os.truncate(path, whole)
        return cls(path, done)

    def add(self, rows: Sequence[Row]) -> None:
        """The rows of the next query."""
        with translated(self.path):
            self._stream.write(_line({"rows": rows}))
            self._stream.flush()
            if time.monotonic() - self._synced > SYNC_S:
                os.fsync(self._stream.fileno())
                self._synced = time.monotonic()
        self.done += 1

    def answers(self) -> Iterator[list[Row]]:
        """The rows of each query, in order."""
        with self.path.open(encoding="utf-8", newline="") as lines:
            next(lines)
            for line in lines:
                yield json.loads(line)["rows"]

    def close(self) -> None:
        """Give the file back."""
        with translated(self.path):
            self._stream.close()

    def drop(self) -> None:
        """Remove it: the table is written."""
        self.close()
        self.path.unlink(missing_ok=True)


def _line(values: Mapping[str, Any]) -> str:
    return json.dumps(values, ensure_ascii=False) + "\n"


def _first(path: Path) -> dict[str, Any]:
    with path.open(encoding="utf-8", newline="") as lines:
        try:
            found = json.loads(next(lines, ""))["run"]
        except (ValueError, TypeError, KeyError) as error:
            raise TableError(f"{path} is no journal of a run", advice="Begin anew with --force") from error
    return dict(found)


def _whole_lines(path: Path) -> tuple[int, int]:
    """How many bytes the lines take that were written to their end, and how many queries they are."""
    size = count = 0
    with path.open("rb") as lines:
        for line in lines:
            try:
                json.loads(line)
            except ValueError:
                break
            if not line.endswith(b"\n"):
                break
            size, count = size + len(line), count + 1
    return size, max(0, count - 1)
